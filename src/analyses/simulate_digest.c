/* SPDX-License-Identifier: GPL-3.0-or-later */
/* simulate: what a person reads first. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analyses/nobody.h"
#include "analyses/params.h"
#include "analyses/prose.h"
#include "analyses/simulate.h"
#include "report/sentences.h"

enum { MOST_ROWS = 8, MOST_DIVIDED = 3, MOST_NAMED = 3, HEIGHTS = 24, MOST_HEIGHT = 8 };

struct digest {
    cf_report *report;
    const cf_simulation *simulation;
    const cf_summary *summaries;
    const int *order;
    int count;
};

static const cf_summary *summary_of(const struct digest *digest, int supplier, int value)
{
    return &digest->summaries[supplier * VALUES + value];
}

static const char *id_of(const struct digest *digest, int supplier)
{
    return digest->simulation->view->entities[digest->simulation->suppliers[supplier]].id;
}

/* ---- the strip ---- */

/* How many draws fall where between p05 and p95, as heights '1' (none) to '8' (the most). */
static const char *draw_strip(const struct digest *digest, int supplier)
{
    const double *values = cf_simulate_values(digest->simulation, supplier, VALUE_EXPOSURE);
    const cf_summary *summary = summary_of(digest, supplier, VALUE_EXPOSURE);
    double width = summary->p95 - summary->p05;
    size_t counts[HEIGHTS] = { 0 }, most = 0;
    char text[HEIGHTS + 1];

    if (!(width > 0))
        return "";
    for (size_t n = 0; n < digest->simulation->done; n++) {
        double place = (values[n] - summary->p05) / width * HEIGHTS;

        if (place >= 0 && place <= HEIGHTS) /* not NaN */
            counts[place < HEIGHTS ? (int)place : HEIGHTS - 1]++;
    }
    for (int i = 0; i < HEIGHTS; i++)
        most = counts[i] > most ? counts[i] : most;
    for (int i = 0; i < HEIGHTS; i++)
        text[i] = (char)('1' + (most == 0 ? 0 : (MOST_HEIGHT - 1) * counts[i] / most));
    text[HEIGHTS] = '\0';
    return cf_report_text(digest->report, "%s", text);
}

/* ---- the table ---- */

static cf_status add_row(const struct digest *digest, cf_table *table, int supplier)
{
    const cf_summary *exposure = summary_of(digest, supplier, VALUE_EXPOSURE);
    const cf_summary *back = summary_of(digest, supplier, VALUE_PRO_RATA);
    const char *strip = draw_strip(digest, supplier);
    cf_cell cells[] = {
        cf_cell_text(id_of(digest, supplier)),
        cf_cell_number(exposure->p05),
        cf_cell_text(strip),
        cf_cell_number(exposure->p95),
        cf_cell_number(exposure->p50),
        cf_cell_number(back->p05),
        cf_cell_number(back->p50),
        cf_cell_number(back->p95),
        cf_cell_number(exposure->above),
    };
    int columns = cf_table_column_count(table);

    return strip == NULL ? CF_NO_MEMORY : cf_table_add_row(table, cells, columns);
}

/* The last one, "above 5.0 %", is not there without --above. */
static cf_column *new_columns(const struct digest *digest, int *count)
{
    static const cf_column columns[] = {
        { "supplier", CF_ENTITY }, { "5 %", CF_SHARE },    { "draws", CF_COURSE },
        { "95 %", CF_SHARE },      { "median", CF_SHARE }, { "back: 5 %", CF_MONEY },
        { "median", CF_MONEY },    { "95 %", CF_MONEY },   { "above", CF_SHARE },
    };
    double above = digest->simulation->above;
    cf_column *own = cf_report_columns(digest->report, CF_COUNT_OF(columns));
    const char *limit = isnan(above) ? "" : cf_report_share(digest->report, above);

    *count = CF_COUNT_OF(columns) - (isnan(above) ? 1 : 0);
    if (own == NULL || limit == NULL)
        return NULL;
    memcpy(own, columns, sizeof columns);
    own[CF_COUNT_OF(columns) - 1].name = cf_report_text(digest->report, "above %s", limit);
    return own[CF_COUNT_OF(columns) - 1].name == NULL ? NULL : own;
}

static cf_status write_table(const struct digest *digest, int level, int from, int past)
{
    cf_table *table = NULL;
    cf_column *columns;
    cf_status status;
    int count;

    if (from == past)
        return CF_OK;
    columns = new_columns(digest, &count);
    if (columns == NULL)
        return CF_NO_MEMORY;
    status = cf_table_new(&table,
                          level == 0 ? "Exposure (what comes back pro rata, of revenue in the "
                                       "deals) and what comes back, over the draws"
                                     : "Further suppliers",
                          columns, count);
    for (int i = from; status == CF_OK && i < past; i++)
        status = add_row(digest, table, digest->order[i]);
    if (status == CF_OK)
        status = cf_report_take_digest_table(digest->report, level, &table);
    cf_table_free(table);
    return status;
}

/* ---- words ---- */

static cf_status write_head(const struct digest *digest)
{
    const cf_simulation *simulation = digest->simulation;
    const cf_draw_options *options = &simulation->options;
    cf_view view = *simulation->view;
    cf_prose prose = { .report = digest->report };
    cf_status status;

    view.options = simulation->request->view; /* as it was asked for */
    cf_prose_view(&prose, &view);
    cf_prose_measure(&prose, &view);
    status = cf_prose_end(&prose, 0);
    if (status == CF_OK) {
        cf_prose_unit(&prose, view.scenario);
        cf_prose_count(&prose, " · ", (double)simulation->done);
        cf_prose_add(&prose, simulation->done == 1 ? " draw" : " draws");
        if (simulation->done < simulation->room)
            cf_prose_count(&prose, ", stopped; wanted: ", (double)simulation->room);
        cf_prose_add(&prose,
                     cf_report_text(digest->report,
                                    " · seed %.0f · ranges %s · correlation %g of all deals, %g "
                                    "more within a payer",
                                    (double)options->seed, cf_spread_names[options->spread],
                                    options->market, options->payer));
        status = cf_prose_end(&prose, 0);
    }
    cf_prose_free(&prose);
    return status;
}

struct ranked {
    int source;
    double first;
};

static int compare_ranked(const void *a, const void *b)
{
    const struct ranked *x = a, *y = b;

    if (x->first > y->first || x->first < y->first)
        return x->first > y->first ? -1 : 1;
    return x->source - y->source;
}

/* The sources of the spread of a supplier's exposure, the largest first; NULL: no memory. */
static struct ranked *rank_sources(const struct digest *digest, int supplier, double variance)
{
    const cf_simulation *simulation = digest->simulation;
    int count = cf_draws_source_count(simulation->draws);
    struct ranked *ranked = calloc((size_t)count + 1, sizeof *ranked);

    if (ranked == NULL)
        return NULL;
    for (int s = 0; s < count; s++) {
        cf_source_index index =
            cf_simulate_index(simulation, s, supplier, DIVIDED_EXPOSURE, variance);

        ranked[s] = (struct ranked){ s, index.first };
    }
    qsort(ranked, (size_t)count, sizeof *ranked, compare_ranked);
    return ranked;
}

/* "a (deal:x: 41 %), b and c". What is known takes at least its first-order parts away. */
static cf_status describe_sources(const struct digest *digest, int supplier, double variance,
                                  const struct ranked *ranked, int named)
{
    cf_report *report = digest->report;
    cf_prose prose = { .report = report };
    double known = 0.0;

    cf_prose_add(&prose, cf_report_text(report, "%s: standard deviation of exposure",
                                        id_of(digest, supplier)));
    cf_prose_share(&prose, " ", sqrt(variance), "; most of it from");
    for (int i = 0; i < named; i++) {
        cf_prose_add(&prose, i == 0 ? " " : i == named - 1 ? " and " : ", ");
        cf_prose_add(&prose, cf_simulate_source_name(report, digest->simulation, ranked[i].source));
        cf_prose_share(&prose, " (", ranked[i].first, " of the variance)");
        known += ranked[i].first;
    }
    cf_prose_share(
        &prose, named == 1 ? ". If this were known, at most " : ". If these were known, at most ",
        sqrt(variance * fmax(1.0 - known, 0.0)), " would be left.");
    return cf_prose_finish(&prose, 0);
}

static cf_status write_sources(const struct digest *digest, int supplier)
{
    double variance = cf_simulate_variance(digest->simulation, supplier, DIVIDED_EXPOSURE);
    struct ranked *ranked;
    int named = 0;
    cf_status status = CF_OK;

    if (!(variance > 0))
        return CF_OK;
    ranked = rank_sources(digest, supplier, variance);
    if (ranked == NULL)
        return CF_NO_MEMORY;
    while (named < MOST_NAMED && named < cf_draws_source_count(digest->simulation->draws) &&
           ranked[named].first > 0)
        named++;
    if (named > 0)
        status = describe_sources(digest, supplier, variance, ranked, named);
    free(ranked);
    return status;
}

cf_status cf_simulate_write_digest(cf_report *report, const cf_simulation *simulation,
                                   const cf_summary *summaries, const int *order, int count)
{
    const struct digest digest = { report, simulation, summaries, order, count };
    int first = count < MOST_ROWS ? count : MOST_ROWS;
    cf_status status = write_head(&digest);

    if (status == CF_OK && count == 0)
        status = cf_report_add_paragraph(
            report, 0,
            cf_param_has(simulation->request, "supplier")
                ? "None of the suppliers asked for both invests and has revenue in any draw."
                : cf_nobody_text(report, cf_sentence_none, simulation->view));
    if (status == CF_OK)
        status = write_table(&digest, 0, 0, first);
    for (int i = 0; status == CF_OK && simulation->divides && i < first && i < MOST_DIVIDED; i++)
        status = write_sources(&digest, order[i]);
    if (status == CF_OK)
        status = write_table(&digest, 1, first, count);
    return status == CF_OK && count > first ? cf_further_suppliers(report, count - first, true)
                                            : status;
}
