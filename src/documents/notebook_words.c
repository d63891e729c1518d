/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Markdown of notebook.ipynb that is not in notebook.py: the answer, and what columns mean. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "documents/documents.h"
#include "documents/notebook.h"
#include "report/lookup.h"
#include "report/money.h"
#include "report/sentences.h"
#include "writers/md_text.h"

#define UNKNOWN "\xE2\x80\x93"

static void put_money(FILE *out, double amount, cf_rounding rounding)
{
    char text[CF_MONEY_SIZE];

    cf_money_bound(text, amount, rounding);
    fputs(isnan(amount) ? UNKNOWN : text, out);
}

static void put_unit(FILE *out, const cf_scenario *scenario)
{
    char text[CF_UNIT_SIZE];

    cf_unit_text(text, scenario);
    cf_md_text(out, text, false);
}

/* The id of the supplier with most loop-back, or NULL. */
static const char *first_supplier(const cf_dossier *dossier)
{
    cf_lookup suppliers = cf_lookup_of(dossier->parts[CF_PART_SCORE], "suppliers");

    return suppliers.rows == 0 ? NULL : cf_lookup_text(&suppliers, 0, "entity");
}

static const char *first_name(const cf_dossier *dossier)
{
    return cf_lookup_name(dossier->scenario, first_supplier(dossier));
}

/* ---- the answer ---- */

static void pen_words(void *out, const char *words)
{
    fputs(words, out);
}

static void pen_name(void *out, const char *name)
{
    cf_md_text(out, name, false);
}

static void pen_number(void *out, const char *number, bool strong)
{
    fputs(strong ? "**" : "", out);
    cf_md_text(out, number, false);
    fputs(strong ? "**" : "", out);
}

static void put_sentences(FILE *out, const cf_dossier *dossier)
{
    cf_lookup suppliers = cf_lookup_of(dossier->parts[CF_PART_SCORE], "suppliers");
    cf_pen pen = { pen_words, pen_name, pen_number, out };
    const char *name = first_name(dossier);
    cf_return figures;

    if (suppliers.rows == 0) {
        cf_md_text(out, cf_sentence_nobody(dossier->parts[CF_PART_SCORE]), false);
        return;
    }
    figures = cf_return_of(dossier->scenario, &name, &suppliers, 0);
    cf_sentence_return(&pen, &figures);
    putc(' ', out);
    cf_sentence_bounds(&pen, &figures);
    putc(' ', out);
    cf_sentence_exposure(&pen, &figures);
}

static void put_view(FILE *out, const cf_dossier *dossier, const char *view, cf_part part)
{
    static const char *const columns[] = { "invested", "loopback_min", "loopback_pro_rata",
                                           "loopback_max" };
    cf_lookup suppliers = cf_lookup_of(dossier->parts[part], "suppliers");
    long row = cf_lookup_find(&suppliers, 0, "entity", first_supplier(dossier));

    fprintf(out, "\n| %s ", view);
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) {
        fputs("| ", out);
        if (row < suppliers.rows)
            put_money(out, cf_lookup_number(&suppliers, row, columns[i]),
                      cf_lookup_column(&suppliers, columns[i])->rounding);
        else
            fputs(UNKNOWN, out);
        putc(' ', out);
    }
    putc('|', out);
}

static void put_views(FILE *out, const cf_dossier *dossier)
{
    if (first_supplier(dossier) == NULL)
        return;
    fputs("\n\n| ", out);
    cf_md_text(out, first_name(dossier), false);
    fputs(", ", out);
    put_unit(out, dossier->scenario);
    fputs(" | invested | min | pro rata | max |\n| :--- | ---: | ---: | ---: | ---: |", out);
    put_view(out, dossier, "firm: low figures, signed or completed", CF_PART_FIRM);
    put_view(out, dossier, "**this view**", CF_PART_SCORE);
    put_view(out, dossier, "headline: high figures, letters of intent, non-cash too",
             CF_PART_HEADLINE);
}

/* "case base · as_of 2026-08-10 · ..." */
static void put_settings(FILE *out, const cf_report *score)
{
    const char *between = "\n\nThis view: ";

    for (int i = 0; i < cf_report_setting_count(score); i++) {
        const cf_setting *setting = cf_report_setting(score, i);

        if (setting->is_switch ? !setting->on : setting->text == NULL)
            continue;
        fputs(between, out);
        cf_md_text(out, setting->name, false);
        between = " \xC2\xB7 ";
        if (setting->is_switch)
            continue;
        putc(' ', out);
        cf_md_text(out, setting->text, false);
    }
}

/* Its lines are paragraphs. */
static cf_status put_description(FILE *out, const char *text)
{
    while (text != NULL && *text != '\0') {
        size_t length = strcspn(text, "\n");
        char *line = strndup(text, length);

        if (line == NULL)
            return CF_NO_MEMORY;
        if (length > 0)
            fputs("\n\n", out);
        cf_md_text(out, line, true);
        free(line);
        text += length + (text[length] == '\n');
    }
    return CF_OK;
}

static cf_status put_answer(FILE *out, const cf_dossier *dossier)
{
    const cf_scenario *scenario = dossier->scenario;

    fputs("# ", out);
    cf_md_text(out, scenario->name, true);
    fputs("\n\n", out);
    put_sentences(out, dossier);
    put_views(out, dossier);
    put_settings(out, dossier->parts[CF_PART_SCORE]);
    return put_description(out, scenario->description);
}

/* What the shown columns of a table mean, as a table of Markdown. */
static cf_status put_columns(FILE *out, const cf_dossier *dossier, const char *name)
{
    const cf_section *section = cf_section_of_table(name, strlen(name));
    cf_lookup sheet = { .table = NULL };

    if (section != NULL)
        sheet = cf_lookup_of(cf_section_report(dossier, (cf_part)(section - cf_sections)), name);
    if (sheet.table == NULL)
        return CF_OK;
    fputs("| | |\n| :--- | :--- |", out);
    for (int c = 0; c < cf_table_column_count(sheet.table); c++) {
        const cf_column *column = cf_table_column(sheet.table, c);

        if (column->shown)
            fprintf(out, "\n| %s | %s |", cf_column_heading(column), column->meaning);
    }
    return CF_OK;
}

cf_status cf_notebook_words(FILE *out, const cf_dossier *dossier, const char *name)
{
    return strcmp(name, "answer") == 0 ? put_answer(out, dossier) : put_columns(out, dossier, name);
}
