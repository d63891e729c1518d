/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The leading figures of a report in a line. They are compared as people read them, so that a line
 * never says that a figure went from 7.11 to 7.11. */
#include "cli/headline.h"

#include <string.h>

#include "circfin/scenario.h"
#include "circfin/text.h"

enum { MOST_FIGURES = 24, MOST_SAID = 3, NAME_SIZE = 60 };

/* ---- the figures ---- */

struct figures {
    cf_report *texts; /* owns those below */
    const char *ids[MOST_FIGURES], *names[MOST_FIGURES], *amounts[MOST_FIGURES];
    int count;
};

static void add_figure(struct figures *figures, const cf_table *table, long row)
{
    const cf_cell *id = cf_table_cell(table, row, cf_table_find_column(table, "entity"));
    const cf_cell *name = cf_table_cell(table, row, cf_table_find_column(table, "name"));
    const cf_cell *amount =
        cf_table_cell(table, row, cf_table_find_column(table, "loopback_pro_rata"));
    const char *text = amount->known ? cf_report_money(figures->texts, amount->number) : "unknown";
    int i = figures->count;

    if (!id->known || text == NULL)
        return;
    figures->ids[i] = id->text;
    figures->names[i] = name->known ? name->text : id->text;
    figures->amounts[i] = text;
    figures->count++;
}

/* None where memory ran out: the report is there, and the line can do without. */
static void take_figures(struct figures *out, const cf_report *score)
{
    const cf_table *table = cf_report_find_table(score, "suppliers");
    long rows = table == NULL ? 0 : cf_table_row_count(table);

    *out = (struct figures){ .count = 0 };
    if (cf_report_new(&out->texts, "watch", cf_report_scenario(score)) != CF_OK)
        return;
    for (long row = 0; row < rows && out->count < MOST_FIGURES; row++)
        add_figure(out, table, row);
}

void cli_headline_write(FILE *out, const cf_report *score)
{
    struct figures figures;

    take_figures(&figures, score);
    for (int i = 0; i < figures.count; i++) {
        fwrite(figures.ids[i], 1, strlen(figures.ids[i]) + 1, out);
        fwrite(figures.amounts[i], 1, strlen(figures.amounts[i]) + 1, out);
    }
    cf_report_free(figures.texts);
}

/* ---- in words ---- */

/* The amount that an entity had; NULL: it was not among them. */
static const char *amount_before(const cli_headline *before, const char *id)
{
    const char *at = before->at, *end = at == NULL ? NULL : at + before->size;

    while (at < end) {
        const char *amount = at + strlen(at) + 1;

        if (strcmp(at, id) == 0)
            return amount;
        at = amount + strlen(amount) + 1;
    }
    return NULL;
}

static void say_figure(FILE *out, const char *name, const char *before, const char *amount)
{
    char printable[NAME_SIZE];

    cf_text_printable(printable, sizeof printable, name);
    if (before == NULL)
        fprintf(out, "%s %s", printable, amount);
    else
        fprintf(out, "%s %s \xE2\x86\x92 %s", printable, before, amount);
}

static void say_unit(FILE *out, const cf_scenario *scenario)
{
    fprintf(out, " (%s%s%s)", scenario->currency, scenario->unit == CF_ONE ? "" : " ",
            scenario->unit == CF_ONE ? "" : cf_unit_names[scenario->unit]);
}

void cli_headline_say(FILE *out, const cf_report *score, const cli_headline *before)
{
    struct figures figures;
    int said = 0, more = 0;

    take_figures(&figures, score);
    for (int i = 0; i < figures.count; i++) {
        const char *was = amount_before(before, figures.ids[i]);

        if (was != NULL && strcmp(was, figures.amounts[i]) == 0)
            continue;
        if (said >= MOST_SAID) {
            more++;
            continue;
        }
        fputs(said++ > 0 ? ", " : ": ", out);
        say_figure(out, figures.names[i], was, figures.amounts[i]);
    }
    if (more > 0 && before->size > 0)
        fprintf(out, " and %d more", more);
    if (said > 0)
        say_unit(out, cf_report_scenario(score));
    else if (before->size > 0)
        fputs(": the figures are the same", out);
    cf_report_free(figures.texts);
}
