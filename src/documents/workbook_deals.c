/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every deal of the scenario, in file order: first what the table `deals` of score says of those in
 * the view, then what the file says, with its sources linked. */
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "circfin/fields.h"
#include "documents/workbook.h"

enum { MOST_SOURCES = 8, MOST_COLUMNS = 80 }; /* further sources share one column */

/* Columns that are no plain field of the deal. */
static const cf_column view_columns[] = {
    { "in_view", CF_FLAG, "in view", "Whether the deal counts in the view of this workbook." },
};
#define OWN_CURRENCY .unit = "the deal's currency"
static const cf_column amount_columns[] = {
    { "amount_low", CF_NUMBER, "amount, low", "The low end of the amount in the file.",
      OWN_CURRENCY },
    { "amount_base", CF_NUMBER, "amount, base", "The base amount in the file.", OWN_CURRENCY },
    { "amount_high", CF_NUMBER, "amount, high", "The high end of the amount in the file.",
      OWN_CURRENCY },
    { "currency", CF_TEXT, "currency", "The currency of these three amounts." },
    { "share", CF_SHARE, "share", "The share, where the amount is a share of other deals." },
    { "share_of", CF_TEXT, "share of", "The deals of whose amounts the share is taken." },
};

static const char source_meaning[] = "Where the deal is reported, with a link.";
static const char further_meaning[] = "Sources beyond the eighth, one a line.";

/* Fields that stand before the sources, and right behind them; all others follow the amounts. */
static const char *const before_sources[] = { "instrument", "announced", "note" };
static const char *const after_sources[] = { "start", "end", "cancelled" };

static const char *const source_names[MOST_SOURCES] = {
    "source_1", "source_2", "source_3", "source_4", "source_5", "source_6", "source_7", "source_8",
};

struct listing {
    const cf_scenario *scenario;
    cf_lookup scored; /* the table `deals` of score */
    long *row_of;     /* of each deal in it, or -1 */
    cf_column columns[MOST_COLUMNS];
    const cf_field *fields[MOST_COLUMNS]; /* of each column; NULL: no plain field */
    int first_own, first_source, sources, first_amount, count; /* columns */
    cf_arena arena;
    bool failed;
};

/* ---- columns ---- */

static int most_sources(const cf_scenario *scenario)
{
    int most = 0;

    for (int d = 0; d < scenario->deal_count; d++)
        if (scenario->deals[d].source_count > most)
            most = scenario->deals[d].source_count;
    return most;
}

static void add_column(struct listing *listing, cf_column column, const cf_field *field)
{
    listing->fields[listing->count] = field;
    listing->columns[listing->count++] = column;
}

static bool has_column(const struct listing *listing, const char *name)
{
    for (int c = 0; c < listing->count; c++)
        if (strcmp(listing->columns[c].name, name) == 0)
            return true;
    return false;
}

static bool is_used(const cf_scenario *scenario, const cf_field *field)
{
    for (int d = 0; d < scenario->deal_count; d++)
        if (cf_field_value(field, scenario, &scenario->deals[d]).kind != CF_VALUE_NONE)
            return true;
    return false;
}

static void add_field(struct listing *listing, const cf_field *field)
{
    static const cf_kind kinds[] = {
        [CF_VALUE_TEXT] = CF_TEXT,   [CF_VALUE_DAY] = CF_DATE,  [CF_VALUE_NUMBER] = CF_NUMBER,
        [CF_VALUE_SHARE] = CF_SHARE, [CF_VALUE_FLAG] = CF_FLAG, [CF_VALUE_RANGE] = CF_NUMBER,
        [CF_VALUE_DEALS] = CF_TEXT,
    };
    cf_column column = { .name = cf_field_name(field), .meaning = cf_field_meaning(field) };

    if (cf_field_holds(field) >= CF_VALUE_SCHEDULE || has_column(listing, column.name) ||
        strcmp(column.name, "id") == 0 ||
        (cf_field_is_seldom(field) && !is_used(listing->scenario, field)))
        return;
    column.kind = kinds[cf_field_holds(field)];
    add_column(listing, column, field);
}

static void add_fields(struct listing *listing, const char *const *names, int count)
{
    for (int i = 0; i < count; i++)
        for (int f = 0; f < cf_deal_field_count(); f++)
            if (strcmp(cf_field_name(cf_deal_field(f)), names[i]) == 0)
                add_field(listing, cf_deal_field(f));
}

static void add_sources(struct listing *listing, int sources)
{
    listing->first_source = listing->count;
    for (int i = 0; i < sources && i < MOST_SOURCES; i++)
        add_column(listing, (cf_column){ source_names[i], CF_TEXT, .meaning = source_meaning },
                   NULL);
    if (sources > MOST_SOURCES)
        add_column(listing,
                   (cf_column){ "further_sources", CF_TEXT, "further sources", further_meaning },
                   NULL);
    listing->sources = listing->count - listing->first_source;
}

static void lay_out(struct listing *listing)
{
    if (listing->scored.table != NULL)
        for (int c = 0; c < cf_table_column_count(listing->scored.table); c++)
            add_column(listing, *cf_table_column(listing->scored.table, c), NULL);
    listing->first_own = listing->count;
    for (int c = 0; c < CF_COUNT_OF(view_columns); c++)
        add_column(listing, view_columns[c], NULL);
    add_fields(listing, before_sources, CF_COUNT_OF(before_sources));
    add_sources(listing, most_sources(listing->scenario));
    add_fields(listing, after_sources, CF_COUNT_OF(after_sources));
    listing->first_amount = listing->count;
    for (int c = 0; c < CF_COUNT_OF(amount_columns); c++)
        add_column(listing, amount_columns[c], NULL);
    for (int f = 0; f < cf_deal_field_count(); f++)
        add_field(listing, cf_deal_field(f));
}

/* ---- cells ---- */

static const char *format(struct listing *listing, const char *pattern, ...) CF_PRINTF(2, 3);
static const char *format(struct listing *listing, const char *pattern, ...)
{
    const char *text;
    va_list args;

    va_start(args, pattern);
    text = cf_arena_format(&listing->arena, pattern, args);
    va_end(args);
    listing->failed = listing->failed || text == NULL;
    return text;
}

static cf_cell day_cell(struct listing *listing, cf_day day)
{
    char text[16];

    cf_day_format(text, day);
    return cf_cell_text(format(listing, "%s", text));
}

/* Ids joined by ";", with a backslash before a ";" or "\\" of an id; null for none. */
static cf_cell ids_cell(struct listing *listing, cf_deal_list list)
{
    cf_buffer ids = { .text = NULL };
    cf_cell cell = cf_cell_null();

    for (int i = 0; i < list.count; i++) {
        cf_buffer_add(&ids, i > 0 ? ";" : "");
        cf_buffer_add_escaped(&ids, listing->scenario->deals[list.at[i]].id, ";\\");
    }
    if (list.count > 0) {
        const char *text = cf_buffer_text(&ids);

        cell = cf_cell_text(text == NULL ? NULL : format(listing, "%s", text));
        listing->failed = listing->failed || text == NULL;
    }
    cf_buffer_free(&ids);
    return cell;
}

/* "Title (publisher, date)" as far as known, or the address. */
static const char *source_text(struct listing *listing, const cf_source *source)
{
    const char *title = source->title != NULL ? source->title : source->url;
    const char *publisher = source->publisher, *date = source->date;

    if (title == NULL) {
        title = publisher != NULL ? publisher : date;
        publisher = publisher != NULL ? date : NULL;
        date = NULL;
    }
    if (publisher == NULL && date == NULL)
        return title;
    if (publisher == NULL || date == NULL)
        return format(listing, "%s (%s)", title, publisher != NULL ? publisher : date);
    return format(listing, "%s (%s, %s)", title, publisher, date);
}

static cf_cell further_cell(struct listing *listing, const cf_deal *deal)
{
    cf_buffer all = { .text = NULL };
    const char *text;

    for (int i = MOST_SOURCES; i < deal->source_count; i++) {
        const cf_source *source = &deal->sources[i];

        text = source_text(listing, source);
        cf_buffer_add(&all, i > MOST_SOURCES ? "\n" : "");
        cf_buffer_add(&all, text == NULL ? "" : text);
        cf_buffer_add(&all, source->url == NULL || text == source->url ? "" : " ");
        cf_buffer_add(&all, source->url == NULL || text == source->url ? "" : source->url);
    }
    text = cf_buffer_text(&all);
    if (text != NULL)
        text = format(listing, "%s", text);
    listing->failed = listing->failed || all.failed;
    cf_buffer_free(&all);
    return cf_cell_text(text);
}

/* What score says of a deal, or for one outside the view what the file does. */
static void fill_scored(struct listing *listing, int d, cf_cell *cells)
{
    const cf_deal *deal = &listing->scenario->deals[d];
    const struct {
        const char *column, *text;
    } known[] = {
        { "deal", deal->id },
        { "relation", cf_relation_names[deal->relation] },
        { "payer", listing->scenario->entities[deal->payer].id },
        { "payee", listing->scenario->entities[deal->payee].id },
        { "status", cf_deal_status_names[deal->status] },
        { "basis", cf_basis_names[deal->basis] },
    };

    for (int c = 0; c < listing->first_own; c++) {
        if (listing->row_of[d] >= 0) {
            cells[c] = *cf_table_cell(listing->scored.table, listing->row_of[d], c);
            continue;
        }
        cells[c] = cf_cell_null();
        for (size_t i = 0; i < sizeof known / sizeof *known; i++)
            if (strcmp(listing->columns[c].name, known[i].column) == 0)
                cells[c] = cf_cell_text(known[i].text);
    }
}

static cf_cell value_cell(struct listing *listing, const cf_value *value)
{
    switch (value->kind) {
    case CF_VALUE_TEXT:
        return cf_cell_text(value->text);
    case CF_VALUE_DAY:
        return day_cell(listing, value->day);
    case CF_VALUE_NUMBER:
    case CF_VALUE_SHARE:
        return cf_cell_number(value->number);
    case CF_VALUE_FLAG:
        return cf_cell_flag(value->flag);
    case CF_VALUE_RANGE:
        return cf_cell_number(value->range.base);
    case CF_VALUE_DEALS:
        return ids_cell(listing, value->deals);
    default:
        return cf_cell_null();
    }
}

static void fill_amounts(struct listing *listing, const cf_deal *deal, cf_cell *cells)
{
    const char *currency = deal->currency != NULL ? deal->currency : listing->scenario->currency;
    bool known = deal->kind == CF_QUANTIFIED, share = deal->kind == CF_SHARE_OF;

    cells[0] = known ? cf_cell_number(deal->amount.low) : cf_cell_null();
    cells[1] = known ? cf_cell_number(deal->amount.base) : cf_cell_null();
    cells[2] = known ? cf_cell_number(deal->amount.high) : cf_cell_null();
    cells[3] = known ? cf_cell_text(currency) : cf_cell_null();
    cells[4] = share ? cf_cell_number(deal->share.base) : cf_cell_null();
    cells[5] = share ? ids_cell(listing, deal->share_of) : cf_cell_null();
}

static void fill_own(struct listing *listing, int d, cf_cell *cells)
{
    const cf_scenario *scenario = listing->scenario;
    const cf_deal *deal = &scenario->deals[d];

    cells[listing->first_own] = cf_cell_flag(listing->row_of[d] >= 0);
    fill_amounts(listing, deal, &cells[listing->first_amount]);
    for (int c = listing->first_own; c < listing->count; c++) {
        if (listing->fields[c] == NULL)
            continue;
        cf_value value = cf_field_value(listing->fields[c], scenario, deal);

        cells[c] = value_cell(listing, &value);
    }
}

static void fill_sources(struct listing *listing, int d, cf_cell *cells)
{
    const cf_deal *deal = &listing->scenario->deals[d];

    for (int i = 0; i < listing->sources; i++) {
        cf_cell *cell = &cells[listing->first_source + i];

        *cell = cf_cell_null();
        if (i == MOST_SOURCES && deal->source_count > MOST_SOURCES)
            *cell = further_cell(listing, deal);
        else if (i < MOST_SOURCES && i < deal->source_count)
            *cell = cf_cell_text(source_text(listing, &deal->sources[i]));
    }
}

static const char *link_of(const void *payload, long row, int column)
{
    const struct listing *listing = payload;
    const cf_deal *deal = &listing->scenario->deals[row];
    int i = column - listing->first_source;

    if (i < 0 || i >= MOST_SOURCES || i >= deal->source_count)
        return NULL;
    return deal->sources[i].url;
}

/* ---- all together ---- */

static cf_status fill(struct listing *listing, cf_table *table)
{
    cf_cell cells[MOST_COLUMNS];
    cf_status status = CF_OK;

    for (int d = 0; status == CF_OK && d < listing->scenario->deal_count; d++) {
        fill_scored(listing, d, cells);
        fill_own(listing, d, cells);
        fill_sources(listing, d, cells);
        status = listing->failed ? CF_NO_MEMORY : cf_table_add_row(table, cells, listing->count);
    }
    return status;
}

void cf_workbook_put_deals(cf_workbook *workbook, unsigned tab)
{
    struct listing listing = { .scenario = workbook->dossier->scenario };
    cf_table *table = NULL;
    cf_status status;

    listing.scored = cf_lookup_of(workbook->dossier->parts[CF_PART_SCORE], "deals");
    status = cf_lookup_deals(&listing.row_of, &listing.scored, listing.scenario);
    lay_out(&listing);
    if (status == CF_OK)
        status = cf_table_new(&table, "deals", listing.columns, listing.count);
    if (status == CF_OK)
        status = fill(&listing, table);
    if (status == CF_OK)
        cf_xlsx_put_table(&workbook->book, &(cf_xlsx_table){ .table = table,
                                                             .name = "deals",
                                                             .tab = tab,
                                                             .frozen = 1,
                                                             .printed = true,
                                                             .link = link_of,
                                                             .payload = &listing });
    else
        cf_xlsx_check(&workbook->book, LXW_ERROR_MEMORY_MALLOC_FAILED);
    cf_table_free(table);
    cf_arena_free(&listing.arena);
    free(listing.row_of);
}
