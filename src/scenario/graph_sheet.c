/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Opens graphs for the readers of spreadsheets, and tells what these do not tell of them. */
#include "scenario/graph_sheet.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

#include "base/content.h"
#include "base/diags.h"
#include "base/text.h"
#include "scenario/read.h"
#include "scenario/syntax.h"

/* ---- which files ---- */

/* How a graph begins on standard input, behind a byte order mark and blanks: no scenario in JSON
 * does. What was looked at is in the buffer of the stream, so it can be put back. */
static bool is_graph_on_stdin(void)
{
    static const char *const beginnings[] = { "<",       "*vertic", "*network", "creator",
                                              "version", "graph",   "comment" };
    enum { LOOKED_AT = 100 };
    char bytes[LOOKED_AT + 1] = "";
    const char *at = bytes;
    bool is_graph = false;
    int count = 0, c;

    while (count < LOOKED_AT && (c = getc(stdin)) != EOF)
        bytes[count++] = (char)c;
    for (int i = count; i > 0; i--)
        ungetc((unsigned char)bytes[i - 1], stdin);
    if (strncmp(at, "\xEF\xBB\xBF", 3) == 0)
        at += 3;
    at += strspn(at, " \t\r\n");
    for (size_t i = 0; i < sizeof beginnings / sizeof *beginnings && !is_graph; i++)
        is_graph = strncasecmp(at, beginnings[i], strlen(beginnings[i])) == 0;
    return is_graph;
}

static cf_graph_format format_of_file(const char *file)
{
    char bytes[CF_CONTENT_BYTES];
    struct stat about;
    FILE *stream = stat(file, &about) == 0 && S_ISREG(about.st_mode) ? fopen(file, "rb") : NULL;
    size_t size;

    if (stream == NULL)
        return CF_NO_GRAPH;
    size = fread(bytes, 1, sizeof bytes, stream);
    fclose(stream);
    return cf_graph_format_of(bytes, size);
}

bool cf_sheet_is_graph_file(const char *file)
{
    if (strcmp(file, "-") == 0)
        return is_graph_on_stdin();
    return cf_graph_format_of_name(file) != CF_NO_GRAPH || format_of_file(file) != CF_NO_GRAPH;
}

/* ---- reading one ---- */

static cf_status report_place(cf_diags *diags, const cf_graph_problem *problem, const char *text,
                              size_t size, const char *format, ...) CF_PRINTF(5, 6);

static cf_status report_place(cf_diags *diags, const cf_graph_problem *problem, const char *text,
                              size_t size, const char *format, ...)
{
    cf_problem told = { .severity = CF_ERROR,
                        .code = problem->code,
                        .hint = problem->hint[0] == '\0' ? NULL : problem->hint };
    cf_where *where = NULL;
    cf_cursor cursor = { .text = NULL };
    cf_status status;
    va_list args;

    va_start(args, format);
    status = cf_diags_report(diags, &where, &told, format, args);
    va_end(args);
    if (status != CF_OK || where == NULL || problem->to == 0)
        return status;
    cf_cursor_start(&cursor, text, size);
    return cf_cursor_place(&cursor, where, problem->from, problem->to, &diags->arena);
}

/* "<>" and the like of a message of igraph's cannot harm, but control characters can. */
static cf_status report_problem(cf_diags *diags, const cf_graph_problem *problem, const char *text,
                                size_t size)
{
    char shown[3 * CF_GRAPH_MESSAGE];

    cf_text_printable(shown, sizeof shown, problem->message);
    return report_place(diags, problem, text, size, "%s", shown);
}

static cf_status tell_remarks(const cf_graph_file *graph, cf_diags *diags)
{
    cf_status status = CF_OK;

    for (int i = 0; i < graph->remark_count && status == CF_OK; i++) {
        cf_shown remark = cf_show_hint("%s", graph->remarks[i]);
        size_t length = strlen(remark.text);

        if (length > 0 && remark.text[length - 1] == '.')
            remark.text[length - 1] = '\0';
        status = cf_diags_add(diags, CF_WARNING, CF_CODE_GRAPH_REMARK, NULL, NULL,
                              "not all of the graph is read: %s", remark.text);
    }
    return status;
}

cf_status cf_sheet_graph_open(cf_sheet_graph *out, const char *file, cf_diags *diags)
{
    cf_graph_problem problem = { .code = 0 };
    cf_graph_format format;
    size_t size = 0, mark;
    cf_status status;

    *out = (cf_sheet_graph){ .graph = NULL };
    status = cf_read_graph_text(&out->text, &size, file, CF_GRAPH_MOST_BYTES, diags);
    if (status != CF_OK)
        return status;
    mark = size >= 3 && memcmp(out->text, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    size -= mark;
    memmove(out->text, out->text + mark, size);
    out->text[size] = '\0';
    status = cf_syntax_check_bytes(diags, out->text, size);
    if (status != CF_OK)
        return status;
    format = cf_graph_format_of(out->text, size < CF_CONTENT_BYTES ? size : CF_CONTENT_BYTES);
    if (format == CF_NO_GRAPH)
        format = cf_graph_format_of_name(file);
    if (format == CF_NO_GRAPH) /* of standard input */
        format = out->text[0] == '<' ? CF_GRAPHML : out->text[0] == '*' ? CF_PAJEK : CF_GML;
    status = cf_graph_file_read(&out->graph, out->text, size, format, &problem);
    if (status == CF_OK)
        return tell_remarks(out->graph, diags);
    if (status != CF_NO_MEMORY && report_problem(diags, &problem, out->text, size) != CF_OK)
        status = CF_NO_MEMORY;
    return status;
}

void cf_sheet_graph_free(cf_sheet_graph *graph)
{
    cf_graph_file_free(graph->graph);
    free(graph->text);
    *graph = (cf_sheet_graph){ .graph = NULL };
}

/* ---- attributes ---- */

/* Names of attributes, as many as there is room for. */
struct names {
    char text[400];
    size_t used;
    int count;
};

static void add_name(struct names *names, const char *name)
{
    cf_shown shown = cf_show_text(name);

    if (names->used + strlen(shown.text) + 3 < sizeof names->text)
        names->used += (size_t)snprintf(names->text + names->used, sizeof names->text - names->used,
                                        "%s%s", names->count == 0 ? "" : ", ", shown.text);
    names->count++;
}

static cf_status seek_header(cf_sheet *sheet)
{
    sheet->csv.at = sheet->header_at;
    return cf_csv_next(&sheet->csv) == CF_CSV_NO_MEMORY ? CF_NO_MEMORY : CF_OK;
}

/* Graphs for other programs have them, as a rule. */
static cf_status note_attributes(cf_sheet *sheet)
{
    struct names names = { .used = 0 };
    bool one;

    if (seek_header(sheet) != CF_OK)
        return CF_NO_MEMORY;
    for (int i = 0; i < sheet->width; i++)
        if (sheet->how[i] == CF_HEADING_UNUSED && cf_sheet_text(sheet, i) != NULL)
            add_name(&names, cf_sheet_text(sheet, i));
    if (names.count == 0)
        return CF_OK;
    one = names.count == 1;
    return cf_diags_add(
        sheet->diags, CF_NOTE, CF_CODE_GRAPH_ATTRIBUTES, NULL, "--map COLUMN=ATTRIBUTE uses one",
        "%d attribute%s of %s %s no field%s of %s, so %s ignored: %s", names.count, one ? "" : "s",
        sheet->kind == &cf_deal_sheet ? "edges" : "nodes", one ? "is" : "are", one ? "" : "s",
        sheet->kind->list, one ? "it is" : "they are", names.text);
}

static bool has_amounts(const cf_sheet *sheet)
{
    for (int i = 0; i < sheet->width; i++)
        if (cf_column_is_money(&sheet->uses[i]) || strcmp(sheet->uses[i].name, "schedule") == 0)
            return true;
    return sheet->kind != &cf_deal_sheet || sheet->rows.count == 0;
}

cf_status cf_sheet_judge_attributes(cf_sheet *sheet)
{
    cf_sheet_spot spot = { .row_number = sheet->header_row };
    cf_status status = CF_OK;

    if (sheet->kind == &cf_setting_sheet)
        return CF_OK;
    if (!has_amounts(sheet))
        status = cf_sheet_report(sheet, CF_ERROR, CF_CODE_GRAPH_NO_AMOUNTS, &spot,
                                 "--map amount=ATTRIBUTE says which attribute has them",
                                 "edges must have amounts, but no attribute of theirs is called "
                                 "amount, weight or value");
    if (status == CF_OK && sheet->asked->reading.notes)
        status = note_attributes(sheet);
    return status;
}
