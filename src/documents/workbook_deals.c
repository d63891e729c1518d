/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every deal of the scenario, in file order: first what the table `deals` of score says of those in
 * the view, then what the file says, with its sources linked. */
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "documents/workbook.h"

enum { MOST_SOURCES = 8, MOST_COLUMNS = 64 }; /* further sources share one column */

enum {
    IN_VIEW,
    PAYER_NAME,
    PAYEE_NAME,
    INSTRUMENT,
    ANNOUNCED,
    NOTE, /* the sources follow it */
    START,
    END,
    CANCELLED,
    LOW,
    BASE,
    HIGH,
    CURRENCY,
    SHARE,
    SHARE_OF,
    PROBABILITY,
    CASH,
    CONTINGENT,
    EARMARK,
    PART_OF,
    SUPERSEDES,
    OWN_COUNT
};

static const cf_column own[OWN_COUNT] = {
    [IN_VIEW] = { "in_view", CF_FLAG },
    [PAYER_NAME] = { "payer_name", CF_TEXT },
    [PAYEE_NAME] = { "payee_name", CF_TEXT },
    [INSTRUMENT] = { "instrument", CF_TEXT },
    [ANNOUNCED] = { "announced", CF_DATE },
    [NOTE] = { "note", CF_TEXT },
    [START] = { "start", CF_DATE },
    [END] = { "end", CF_DATE },
    [CANCELLED] = { "cancelled", CF_DATE },
    [LOW] = { "amount_low", CF_NUMBER },
    [BASE] = { "amount_base", CF_NUMBER },
    [HIGH] = { "amount_high", CF_NUMBER },
    [CURRENCY] = { "currency", CF_TEXT },
    [SHARE] = { "share", CF_SHARE },
    [SHARE_OF] = { "share_of", CF_TEXT },
    [PROBABILITY] = { "probability", CF_SHARE },
    [CASH] = { "cash", CF_FLAG },
    [CONTINGENT] = { "contingent", CF_FLAG },
    [EARMARK] = { "earmark", CF_TEXT },
    [PART_OF] = { "part_of", CF_TEXT },
    [SUPERSEDES] = { "supersedes", CF_TEXT },
};
static const char *const source_names[MOST_SOURCES] = {
    "source_1", "source_2", "source_3", "source_4", "source_5", "source_6", "source_7", "source_8",
};

struct listing {
    const cf_scenario *scenario;
    cf_lookup scored; /* the table `deals` of score */
    long *row_of;     /* of each deal in it, or -1 */
    cf_column columns[MOST_COLUMNS];
    int first_own, first_source, sources, count; /* columns */
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

static void lay_out(struct listing *listing)
{
    int sources = most_sources(listing->scenario);

    if (listing->scored.table != NULL)
        for (int c = 0; c < cf_table_column_count(listing->scored.table); c++)
            listing->columns[listing->count++] = *cf_table_column(listing->scored.table, c);
    listing->first_own = listing->count;
    for (int c = 0; c <= NOTE; c++)
        listing->columns[listing->count++] = own[c];
    listing->first_source = listing->count;
    for (int i = 0; i < sources && i < MOST_SOURCES; i++)
        listing->columns[listing->count++] = (cf_column){ source_names[i], CF_TEXT };
    if (sources > MOST_SOURCES)
        listing->columns[listing->count++] = (cf_column){ "further_sources", CF_TEXT };
    listing->sources = listing->count - listing->first_source;
    for (int c = NOTE + 1; c < OWN_COUNT; c++)
        listing->columns[listing->count++] = own[c];
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

    if (day == CF_NO_DAY)
        return cf_cell_null();
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

static void fill_amounts(struct listing *listing, const cf_deal *deal, cf_cell *cells)
{
    if (deal->kind == CF_QUANTIFIED) {
        const char *currency =
            deal->currency != NULL ? deal->currency : listing->scenario->currency;

        cells[LOW] = cf_cell_number(deal->amount.low);
        cells[BASE] = cf_cell_number(deal->amount.base);
        cells[HIGH] = cf_cell_number(deal->amount.high);
        cells[CURRENCY] = cf_cell_text(currency);
    }
    if (deal->kind == CF_SHARE_OF) {
        cells[SHARE] = cf_cell_number(deal->share.base);
        cells[SHARE_OF] = ids_cell(listing, deal->share_of);
    }
    if (deal->probability >= 0.0)
        cells[PROBABILITY] = cf_cell_number(deal->probability);
}

static void fill_own(struct listing *listing, int d, cf_cell *row)
{
    const cf_scenario *scenario = listing->scenario;
    const cf_deal *deal = &scenario->deals[d];
    cf_cell cells[OWN_COUNT];

    for (int c = 0; c < OWN_COUNT; c++)
        cells[c] = cf_cell_null();
    fill_amounts(listing, deal, cells);
    cells[IN_VIEW] = cf_cell_flag(listing->row_of[d] >= 0);
    cells[PAYER_NAME] = cf_cell_text(scenario->entities[deal->payer].name);
    cells[PAYEE_NAME] = cf_cell_text(scenario->entities[deal->payee].name);
    cells[INSTRUMENT] = cf_cell_text(deal->instrument);
    cells[ANNOUNCED] = day_cell(listing, deal->announced);
    cells[START] = day_cell(listing, deal->start);
    cells[END] = day_cell(listing, deal->end);
    cells[CANCELLED] = day_cell(listing, deal->cancelled);
    cells[CASH] = cf_cell_flag(deal->cash);
    cells[CONTINGENT] = cf_cell_flag(deal->contingent);
    cells[EARMARK] = ids_cell(listing, deal->earmark);
    if (deal->part_of >= 0)
        cells[PART_OF] = cf_cell_text(scenario->deals[deal->part_of].id);
    cells[SUPERSEDES] = ids_cell(listing, deal->supersedes);
    cells[NOTE] = cf_cell_text(deal->note);
    for (int c = 0; c < OWN_COUNT; c++)
        row[listing->first_own + c + (c > NOTE ? listing->sources : 0)] = cells[c];
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
                                                             .link = link_of,
                                                             .payload = &listing });
    else
        cf_xlsx_check(&workbook->book, LXW_ERROR_MEMORY_MALLOC_FAILED);
    cf_table_free(table);
    cf_arena_free(&listing.arena);
    free(listing.row_of);
}
