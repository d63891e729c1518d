/* SPDX-License-Identifier: GPL-3.0-or-later */
/* loops: a loop as a row of the table, or of a stream. */
#include <string.h>

#include "analyses/loops.h"
#include "base/text.h"

const cf_column cf_loops_columns[LOOPS_COLUMN_COUNT] = {
    [LOOPS_RANK] = { "rank", CF_COUNT, "rank", "The place by through-flow, then by amount.",
                     .shown = true },
    [LOOPS_KIND] = { "kind", CF_TEXT, "kind",
                     "financing: capital and trade in one loop; of the others service: with debt "
                     "service; capital or trade: of that alone." },
    [LOOPS_LENGTH] = { "length", CF_COUNT, "length", "The number of steps on the way round.",
                       .unit = "steps" },
    [LOOPS_PATH] = { "path", CF_TEXT, "path", "The entities on the way round.", .shown = true,
                     .is_path = true },
    [LOOPS_CLASSES] = { "classes", CF_TEXT, "steps",
                        "What each step carries: capital, trade or service.", .shown = true },
    [LOOPS_AMOUNT] = { "amount", CF_MONEY, "amount",
                       "The smallest step on the way: no more can go all the way round.",
                       .shown = true },
    [LOOPS_THROUGH_FLOW] = { "through_flow", CF_MONEY, "through-flow",
                             "The supplier's money that takes exactly this way, pro rata.",
                             .shown = true },
    [LOOPS_SUPPLIER] = { "supplier", CF_ENTITY, "supplier", "The entity whose through-flow it is.",
                         .shown = true },
    [LOOPS_DEALS] = { "deals", CF_TEXT, "deals",
                      "The deals on the way; + joins those of one step, ; the steps." },
    [LOOPS_HOP_AMOUNTS] = { "hop_amounts", CF_TEXT, "amounts of steps",
                            "The amount of each step in its order; ? where it is unknown." },
    [LOOPS_WITHOUT_AMOUNT] = { "without_amount", CF_TEXT, "deals without amount",
                               "The deals on the way whose amount is unknown." },
    [LOOPS_FIRST_DATE] = { "first_date", CF_DATE, "first date",
                           "With --in-order: the day of the first payment, if the payments that "
                           "follow one another in the shortest time are chosen; else empty." },
    [LOOPS_LAST_DATE] = { "last_date", CF_DATE, "last date",
                          "The day of the last of these payments; else empty." },
};

const char *cf_loops_deal(const cf_loops *loops, int payment)
{
    const cf_view *view = loops->view;

    return view->scenario->deals[view->deals[loops->network->view_deal[payment]].deal].id;
}

/* ---- texts of entities and hops ---- */

/* Moves the buffer's text into the arena. */
static const char *keep_text(cf_arena *arena, cf_buffer *text)
{
    const char *kept = NULL;

    if (cf_buffer_text(text) != NULL)
        kept = cf_arena_copy(arena, cf_buffer_text(text), text->length);
    cf_buffer_clear(text);
    return kept;
}

/* Puts a backslash before characters that would read as ones that join ids. */
static const char *id_text(cf_loops_row *row, const char *id)
{
    if (strpbrk(id, ">\\") == NULL)
        return id;
    cf_buffer_add_escaped(&row->path, id, ">\\");
    return keep_text(&row->arena, &row->path);
}

static const char *deals_text(cf_loops *loops, const cf_hop *hop)
{
    cf_buffer *text = &loops->row.path;

    for (int i = 0; i < hop->payment_count; i++) {
        cf_buffer_add(text, i > 0 ? "+" : "");
        cf_buffer_add_escaped(text, cf_loops_deal(loops, hop->payments[i]), "+;\\");
    }
    return keep_text(&loops->row.arena, text);
}

static const char *amount_text(cf_loops_row *row, const cf_hop *hop)
{
    char text[32];

    if (hop->open)
        return "?";
    cf_text_number(text, hop->amount);
    return cf_arena_copy(&row->arena, text, strlen(text));
}

cf_status cf_loops_row_open(cf_loops *loops)
{
    cf_loops_row *row = &loops->row;
    int nodes = loops->view->entity_count, hops = cf_hops_count(loops->hops);
    bool good = true;

    row->ids = cf_arena_new(&row->arena, (size_t)nodes, sizeof *row->ids);
    row->deals = cf_arena_new(&row->arena, (size_t)hops, sizeof *row->deals);
    row->amounts = cf_arena_new(&row->arena, (size_t)hops, sizeof *row->amounts);
    if (row->ids == NULL || row->deals == NULL || row->amounts == NULL)
        return CF_NO_MEMORY;
    for (int v = 0; good && v < nodes; v++) {
        row->ids[v] = id_text(row, loops->view->entities[v].id);
        good = row->ids[v] != NULL;
    }
    for (int h = 0; good && h < hops; h++) {
        row->deals[h] = deals_text(loops, cf_hops_at(loops->hops, h));
        row->amounts[h] = amount_text(row, cf_hops_at(loops->hops, h));
        good = row->deals[h] != NULL && row->amounts[h] != NULL;
    }
    return good ? CF_OK : CF_NO_MEMORY;
}

void cf_loops_row_close(cf_loops *loops)
{
    cf_loops_row *row = &loops->row;

    cf_buffer_free(&row->path);
    cf_buffer_free(&row->classes);
    cf_buffer_free(&row->joined_deals);
    cf_buffer_free(&row->joined_amounts);
    cf_buffer_free(&row->without);
    cf_arena_free(&row->arena);
}

/* ---- rows ---- */

static void add_joined(cf_buffer *text, const char *between, const char *piece)
{
    if (text->length > 0)
        cf_buffer_add(text, between);
    cf_buffer_add(text, piece);
}

static void join_hops(cf_loops *loops, const cf_loop *loop)
{
    cf_loops_row *row = &loops->row;

    cf_buffer_clear(&row->path);
    cf_buffer_clear(&row->classes);
    cf_buffer_clear(&row->joined_deals);
    cf_buffer_clear(&row->joined_amounts);
    cf_buffer_clear(&row->without);
    for (int i = 0; i < loop->length; i++) {
        const cf_hop *hop = cf_hops_at(loops->hops, loop->hops[i]);

        add_joined(&row->path, " > ", row->ids[hop->tail]);
        add_joined(&row->classes, ",", cf_class_names[hop->carries]);
        add_joined(&row->joined_deals, ";", row->deals[loop->hops[i]]);
        add_joined(&row->joined_amounts, ";", row->amounts[loop->hops[i]]);
        if (hop->open)
            add_joined(&row->without, ";", row->deals[loop->hops[i]]);
    }
}

static const char *kind_of(const cf_loop *loop)
{
    if (loop->capital && loop->trade)
        return cf_loop_kind_names[CF_LOOPS_FINANCING];
    if (loop->service)
        return cf_class_names[CF_SERVICE];
    return cf_loop_kind_names[loop->capital ? CF_LOOPS_CAPITAL : CF_LOOPS_TRADE];
}

static cf_cell joined(const cf_buffer *text)
{
    return cf_cell_text(cf_buffer_text(text));
}

static cf_cell day_cell(char text[static CF_DAY_SIZE], cf_day day)
{
    if (day == CF_NO_DAY)
        return cf_cell_null();
    cf_day_format(text, day);
    return cf_cell_text(text);
}

cf_status cf_loops_row_fill(cf_loops *loops, const cf_loop *loop, double rank)
{
    cf_loops_row *row = &loops->row;
    cf_cell *cells = row->cells, none = cf_cell_null();
    bool flows = loop->quantified && loop->supplier >= 0;

    join_hops(loops, loop);
    cells[LOOPS_RANK] = rank > 0 ? cf_cell_number(rank) : none;
    cells[LOOPS_KIND] = cf_cell_text(kind_of(loop));
    cells[LOOPS_LENGTH] = cf_cell_number(loop->length);
    cells[LOOPS_PATH] = joined(&row->path);
    cells[LOOPS_CLASSES] = joined(&row->classes);
    cells[LOOPS_AMOUNT] = loop->quantified ? cf_cell_number(loop->amount) : none;
    cells[LOOPS_THROUGH_FLOW] = flows ? cf_cell_number(loop->through_flow) : none;
    cells[LOOPS_SUPPLIER] = flows ? cf_cell_text(loops->view->entities[loop->supplier].id) : none;
    cells[LOOPS_DEALS] = joined(&row->joined_deals);
    cells[LOOPS_HOP_AMOUNTS] = joined(&row->joined_amounts);
    cells[LOOPS_WITHOUT_AMOUNT] = loop->quantified ? none : joined(&row->without);
    cells[LOOPS_FIRST_DATE] = day_cell(row->first_day, loop->first_day);
    cells[LOOPS_LAST_DATE] = day_cell(row->last_day, loop->last_day);
    return row->path.failed || row->classes.failed || row->joined_deals.failed ||
                   row->joined_amounts.failed || row->without.failed
               ? CF_NO_MEMORY
               : CF_OK;
}

/* The joined texts of a row move into the report; the others are the scenario's. */
static cf_status keep_texts(cf_cell *cells, cf_report *report)
{
    static const int joined_columns[] = { LOOPS_PATH,        LOOPS_CLASSES,        LOOPS_DEALS,
                                          LOOPS_HOP_AMOUNTS, LOOPS_WITHOUT_AMOUNT, LOOPS_FIRST_DATE,
                                          LOOPS_LAST_DATE };

    for (size_t i = 0; i < sizeof joined_columns / sizeof *joined_columns; i++) {
        cf_cell *cell = &cells[joined_columns[i]];

        if (!cell->known)
            continue;
        *cell = cf_cell_text(cf_report_text(report, "%s", cell->text));
        if (!cell->known)
            return CF_NO_MEMORY;
    }
    return CF_OK;
}

/* Asks every thousand rows: a few milliseconds. */
static bool table_goes_on(cf_loops *loops, long row)
{
    const cf_progress *progress = loops->params.limits.progress;
    const cf_progress_state state = {
        .done = (double)row, .total = (double)loops->list.loop_count, .unit = "rows", .found = -1
    };

    return row % 1000 != 999 || progress == NULL || loops->stopped ||
           progress->step(progress->payload, &state);
}

cf_status cf_loops_table(cf_table **out, cf_loops *loops, cf_report *report)
{
    cf_status status = cf_table_new(out, "loops", cf_loops_columns, LOOPS_COLUMN_COUNT);

    for (long i = 0; status == CF_OK && i < loops->list.loop_count && table_goes_on(loops, i);
         i++) {
        status = cf_loops_row_fill(loops, &loops->list.loops[i], (double)i + 1);
        if (status == CF_OK)
            status = keep_texts(loops->row.cells, report);
        if (status == CF_OK)
            status = cf_table_add(*out, loops->row.cells);
    }
    return status;
}
