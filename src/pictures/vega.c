/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A chart as a Vega-Lite specification: its words are those of the chart in SVG, which is drawn for
 * them and thrown away; its data are rows of the report; what it looks like is in vega/.
 */
#include "pictures/vega.h"

#include <stdlib.h>
#include <string.h>

#include "base/json_put.h"
#include "base/memory_file.h"
#include "pictures/charts.h"
#include "pictures/head.h"
#include "pictures/svg.h"
#include "report/money.h"

#define SCHEMA "https://vega.github.io/schema/vega-lite/v5.json"
enum { WIDTH = 700, TITLE_SIZE = 17, VIEW_SIZE = 12, PIECE = 256 };

static const struct {
    const char *name;
    const unsigned char *text;
} bodies[] = {
#include "vega_bodies.inc"
};

static const cf_vega charts[] = {
#define CF_VEGA(of, called, ...) { .analysis = of, .name = called, .data = { __VA_ARGS__ } },
#include "pictures/vega.def"
#undef CF_VEGA
};

const cf_vega *cf_vega_find(const char *analysis, const char *name)
{
    for (size_t i = 0; i < sizeof charts / sizeof *charts; i++)
        if (strcmp(charts[i].analysis, analysis) == 0 && strcmp(charts[i].name, name) == 0)
            return &charts[i];
    return NULL;
}

const char *cf_vega_body(const char *name)
{
    for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++)
        if (strcmp(bodies[i].name, name) == 0)
            return (const char *)bodies[i].text;
    return NULL;
}

/* ---- what is filled in ----------------------------------------------------------------------- */

/* The columns of a sweep before that of suppliers. */
static const char *axis_of(const cf_report *report, int column)
{
    cf_lookup sweep = cf_lookup_of(report, "sweep");

    return sweep.table == NULL ? "" : cf_table_column(sweep.table, column)->name;
}

/* A curve runs from its first value to its last. */
static const char *way_of(const cf_report *report)
{
    cf_lookup curve = cf_lookup_of(report, "curve");
    bool falls = curve.rows > 0 && cf_lookup_number(&curve, 0, "value") >
                                       cf_lookup_number(&curve, curve.rows - 1, "value");

    return falls ? "descending" : "ascending";
}

static void add_filled(cf_buffer *text, const cf_report *report, const char *name)
{
    cf_cell curve = cf_lookup_figure(report, "curve");
    char unit[CF_UNIT_SIZE] = "";

    if (cf_report_scenario(report) != NULL)
        cf_unit_text(unit, cf_report_scenario(report));
    if (strcmp(name, "unit") == 0)
        cf_buffer_add(text, unit);
    else if (strcmp(name, "across") == 0 || strcmp(name, "beside") == 0)
        cf_buffer_add(text, axis_of(report, name[0] == 'b'));
    else if (strcmp(name, "curve") == 0)
        cf_buffer_add(text, curve.known ? curve.text : "the shock");
    else
        cf_buffer_add(text, strcmp(name, "way") == 0 ? way_of(report) : cf_svg_hex(name));
}

/* Writes a text that begins at *at, behind its @, and moves *at behind its end. */
static cf_status put_filled(FILE *out, const cf_report *report, const char **at)
{
    cf_buffer text = { 0 };
    bool failed;

    while (**at != '"') {
        size_t length = strcspn(*at, "{}\"");
        char piece[PIECE];

        snprintf(piece, sizeof piece, "%.*s", (int)length, *at);
        *at += length;
        if (**at == '}')
            add_filled(&text, report, piece);
        else
            cf_buffer_add(&text, piece);
        *at += **at != '"';
    }
    ++*at;
    cf_put_json_text(out, cf_buffer_text(&text));
    failed = text.failed;
    cf_buffer_free(&text);
    return failed ? CF_NO_MEMORY : CF_OK;
}

/* The members of an object, without its first brace. */
static cf_status put_body(FILE *out, const cf_report *report, const char *body)
{
    const char *at = strchr(body, '{') + 1;
    cf_status status = CF_OK;

    while (status == CF_OK && *at != '\0') {
        size_t length = strcspn(at, "\"");

        fwrite(at, 1, length, out);
        at += length;
        if (strncmp(at, "\"@", 2) == 0) {
            at += 2;
            status = put_filled(out, report, &at);
        } else if (*at != '\0') {
            putc(*at++, out);
        }
    }
    return status;
}

/* ---- the words ------------------------------------------------------------------------------- */

/* As elements of an array, a line each. */
static cf_status put_lines(FILE *out, const char *text, double size, const char *before)
{
    while (text != NULL && *text != '\0') {
        size_t length = cf_svg_line(text, size, size >= TITLE_SIZE, WIDTH);
        char *line = strndup(text, length);

        if (line == NULL)
            return CF_NO_MEMORY;
        fputs(before, out);
        cf_put_json_text(out, line);
        free(line);
        before = ", ";
        text += length;
        text += strspn(text, " ");
    }
    return CF_OK;
}

/* "Shown: 4 of 6; table timeline has all." of the first data that leaves some out. */
static void put_left_out(FILE *out, const cf_vega_choice *choices)
{
    char text[160];

    for (int i = 0; i < CF_VEGA_DATA; i++) {
        const cf_vega_choice *choice = &choices[i];

        if (choice->rows == NULL || choice->rows->among != NULL || choice->groups == choice->all)
            continue;
        snprintf(text, sizeof text, "Shown: %ld of %ld; table %.60s has all.", choice->groups,
                 choice->all, choice->rows->table);
        fputs(", ", out);
        cf_put_json_text(out, text);
        return;
    }
}

static cf_status put_head(FILE *out, const cf_told *told, const cf_vega_choice *choices)
{
    cf_status status;

    fputs("{\n  \"$schema\": \"" SCHEMA "\",\n  \"title\": {\n    \"text\": [", out);
    status = put_lines(out, cf_buffer_text(&told->title), TITLE_SIZE, "");
    fputs("],\n    \"subtitle\": [", out);
    if (status == CF_OK)
        status = put_lines(out, cf_buffer_text(&told->subtitle), VIEW_SIZE, "");
    if (status == CF_OK)
        status = put_lines(out, cf_buffer_text(&told->view), VIEW_SIZE,
                           told->subtitle.length > 0 ? ", " : "");
    put_left_out(out, choices);
    fputs("]\n  },\n  \"description\": ", out);
    cf_put_json_text(out, cf_buffer_text(&told->description));
    fputs(",", out);
    return status == CF_OK ? put_body(out, NULL, cf_vega_body("config")) : status;
}

/* ---- all together ---------------------------------------------------------------------------- */

/* A chart without rows says why. */
static void put_nothing(FILE *out, const cf_told *told)
{
    fputs("  \"width\": 700,\n  \"height\": 40,\n  \"data\": {\"values\": [{}]},\n"
          "  \"mark\": {\"type\": \"text\", \"align\": \"left\", \"x\": 0, \"limit\": 700, "
          "\"text\": ",
          out);
    cf_put_json_text(out, cf_buffer_text(&told->description));
    fputs("}\n}\n", out);
}

static cf_status put_data(FILE *out, const cf_report *report, const cf_vega_choice *choices,
                          const char *body)
{
    cf_vega_names *names = NULL;
    cf_status status = cf_vega_names_new(&names);

    fputs("  \"datasets\": {", out);
    for (int i = 0; status == CF_OK && i < CF_VEGA_DATA && choices[i].rows != NULL; i++) {
        cf_put_json_key(out, i > 0 ? ",\n    " : "\n    ", choices[i].rows->table);
        status = cf_vega_put_rows(out, report, &choices[i], body, names);
    }
    fputs("\n  },", out);
    cf_vega_names_free(names);
    return status;
}

/* A sweep of two amounts has lines in the place of bands. */
static const char *body_of(const cf_report *report, const cf_vega *chart)
{
    cf_lookup sweep = cf_lookup_of(report, "sweep");
    bool is_grid = sweep.table != NULL && cf_table_find_column(sweep.table, "supplier") > 1;

    return cf_vega_body(is_grid ? "sweep_grid" : chart->name);
}

static cf_status put_chart(FILE *out, const cf_report *report, const cf_vega *chart,
                           const cf_told *told)
{
    cf_vega_choice choices[CF_VEGA_DATA] = { { .at = NULL } };
    const char *body = body_of(report, chart);
    cf_status status = CF_OK;

    for (int i = 0; told->has_rows && status == CF_OK && i < CF_VEGA_DATA; i++)
        if (chart->data[i].table != NULL)
            status =
                cf_vega_choose(&choices[i], report, &chart->data[i], i == 0 ? NULL : &choices[0]);
    if (status == CF_OK)
        status = put_head(out, told, choices);
    if (status == CF_OK && !told->has_rows) {
        put_nothing(out, told);
    } else if (status == CF_OK) {
        status = put_data(out, report, choices, body);
        if (status == CF_OK)
            status = put_body(out, report, body);
    }
    for (int i = 0; i < CF_VEGA_DATA; i++)
        free(choices[i].at);
    return status;
}

/* Draws the chart for its words. */
static cf_status read_words(cf_told *told, const cf_report *report, const cf_chart *chart,
                            const cf_drawing *drawing)
{
    cf_drawing telling = *drawing;
    cf_memory_file file;
    char *text = NULL;
    cf_status status = cf_memory_file_open(&file), closed;

    if (status != CF_OK)
        return status;
    telling.told = told;
    status = chart->draw(file.stream, report, &telling);
    closed = cf_memory_file_close(&file, &text, NULL);
    free(text);
    if (told->title.failed || told->subtitle.failed || told->view.failed ||
        told->description.failed)
        return CF_NO_MEMORY;
    return status == CF_OK ? closed : status;
}

/* Where a specification stands in a page, no name may end its script: "</" and "<!" in texts, and
 * nowhere else are there any, have their first character escaped. */
static void put_for_pages(FILE *out, const char *text)
{
    while (*text != '\0') {
        size_t length = strcspn(text, "<");

        fwrite(text, 1, length, out);
        text += length;
        if (*text == '<')
            fputs(text[1] == '/' || text[1] == '!' ? "\\u003c" : "<", out);
        text += *text == '<';
    }
}

static cf_status write_chart(FILE *out, const cf_report *report, const cf_vega *vega,
                             const cf_told *told)
{
    cf_memory_file file;
    char *text = NULL;
    cf_status status = cf_memory_file_open(&file), closed;

    if (status != CF_OK)
        return status;
    status = put_chart(file.stream, report, vega, told);
    closed = cf_memory_file_close(&file, &text, NULL);
    if (status == CF_OK)
        status = closed;
    if (status == CF_OK)
        put_for_pages(out, text);
    free(text);
    return status;
}

cf_status cf_draw_vega(FILE *out, const cf_report *report, const cf_drawing *drawing)
{
    const char *analysis = cf_report_command(report);
    const cf_chart *chart = cf_report_picture(report) != NULL ? NULL
                            : drawing->chart == NULL          ? cf_chart_default(report)
                                                     : cf_chart_find(analysis, drawing->chart);
    const cf_vega *vega = chart == NULL ? NULL : cf_vega_find(analysis, chart->name);
    cf_told told = { .has_rows = false };
    cf_status status;

    if (vega == NULL)
        return CF_BAD_OPTION;
    status = read_words(&told, report, chart, drawing);
    if (status == CF_OK)
        status = write_chart(out, report, vega, &told);
    cf_told_free(&told);
    return status;
}
