/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Prints a problem as compilers do: file:line:column, what it is, the source line and a hint. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/diags.h"
#include "base/memory_file.h"
#include "circfin/text.h"

enum { LINE_SIZE = 4096 };

/* Text from outside, so that any terminal can show it; cut after 4 KiB. */
static void put_printable(FILE *out, const char *text)
{
    char printable[LINE_SIZE];

    cf_text_printable(printable, sizeof printable, text);
    fputs(printable, out);
}

void cf_where_cell(char out[CF_CELL_NAME_SIZE], const cf_where *where)
{
    char letters[8];
    int count = 0;

    if (where->is_table) {
        snprintf(out, CF_CELL_NAME_SIZE, where->line == 0 ? "columns" : "%d", where->line);
        return;
    }
    for (int column = where->column; column > 0 && count < 4; column = (column - 1) / 26)
        letters[count++] = (char)('A' + (column - 1) % 26);
    for (int i = 0; i < count; i++)
        out[i] = letters[count - 1 - i];
    snprintf(out + count, CF_CELL_NAME_SIZE - (size_t)count, "%d", where->line);
}

static void put_place(FILE *out, const cf_where *where)
{
    char place[LINE_SIZE], cell[CF_CELL_NAME_SIZE];

    cf_where_cell(cell, where);
    if (where->file == NULL || where->file[0] == '\0')
        snprintf(place, sizeof place, "circfin");
    else if (where->line == 0 && !where->is_table)
        snprintf(place, sizeof place, "%s", where->file);
    else if (where->sheet == NULL)
        snprintf(place, sizeof place, "%s:%d:%d", where->file, where->line, where->column);
    else
        snprintf(place, sizeof place, "%s!%s!%s", where->file, where->sheet, cell);
    put_printable(out, place);
}

static void put_severity(FILE *out, const cf_diag_style *style, cf_severity severity)
{
    static const char *const words[] = { "error", "warning", "note" };
    static const char *const colours[] = { "\033[1;31m", "\033[1;35m", "\033[1;36m" };
    cf_severity shown = severity == CF_WARNING && style->strict ? CF_ERROR : severity;

    fprintf(out, ": %s%s:%s ", style->colour ? colours[shown] : "", words[shown],
            style->colour ? "\033[0m" : "");
}

/* Bytes of the first `count` characters. */
static size_t bytes_of(const char *text, int count)
{
    size_t at = 0;

    while (text[at] != '\0' && count > 0) {
        at++;
        while (((unsigned char)text[at] & 0xC0) == 0x80)
            at++;
        count--;
    }
    return at;
}

/* Columns of a piece of the source line as displayed. */
static size_t columns_of(const char *text, size_t length)
{
    char piece[LINE_SIZE], shown[LINE_SIZE];

    snprintf(piece, sizeof piece, "%.*s", (int)length, text);
    cf_text_printable(shown, sizeof shown, piece);
    return cf_text_columns(shown);
}

static void repeat(FILE *out, char c, size_t count)
{
    while (count-- > 0)
        putc(c, out);
}

/*    14 |     { "payer": "lab", "payee": "cloud", "amount": -5 }
 *       |                                                   ^^      */
static void put_source(FILE *out, const cf_where *where)
{
    char line[LINE_SIZE], number[16];
    size_t before, marked;

    snprintf(line, sizeof line, "%s", where->source_line);
    for (char *tab = strchr(line, '\t'); tab != NULL; tab = strchr(tab, '\t'))
        *tab = ' ';
    before = bytes_of(line, where->source_column - 1);
    marked = columns_of(line + before, bytes_of(line + before, where->length));
    snprintf(number, sizeof number, "%d", where->line);
    if (where->sheet != NULL)
        cf_where_cell(number, where);
    fprintf(out, "%6s | ", number);
    put_printable(out, line);
    fprintf(out, "\n%6s | ", "");
    repeat(out, ' ', columns_of(line, before));
    repeat(out, '^', marked > 0 ? marked : 1);
    putc('\n', out);
}

void cf_diag_print(FILE *out, const cf_diag *diag, const cf_diag_style *style)
{
    const cf_where *where = &diag->where;

    put_place(out, where);
    put_severity(out, style, diag->severity);
    put_printable(out, diag->message);
    fprintf(out, " [CF%d]", diag->code);
    if (where->pointer != NULL) {
        fputs(" (", out);
        put_printable(out, where->pointer[0] == '\0' ? "/" : where->pointer); /* the root */
        putc(')', out);
    }
    putc('\n', out);
    if (style->source && where->line > 0 && where->source_line != NULL)
        put_source(out, where);
    if (diag->hint != NULL) {
        fputs("  hint: ", out);
        put_printable(out, diag->hint);
        putc('\n', out);
    }
}

/* ---- all of them, as a text ---- */

/* Whether enough of its kind stand before it. */
static bool is_repetition(const cf_diags *diags, int index)
{
    int before = 0;

    for (int i = 0; i < index && before < CF_DIAGS_KEPT_OF_KIND; i++)
        before += cf_diags_at(diags, i)->kind == cf_diags_at(diags, index)->kind;
    return before >= CF_DIAGS_KEPT_OF_KIND;
}

static void print_all(FILE *out, const cf_diags *diags)
{
    static const cf_diag_style plain = { .colour = false };
    int more = 0;

    for (int severity = 0; severity < CF_SEVERITY_COUNT; severity++)
        more += diags->total[severity];
    for (int i = 0; i < diags->count; i++) {
        if (is_repetition(diags, i))
            continue;
        cf_diag_print(out, cf_diags_at(diags, i), &plain);
        more--;
    }
    if (more > 0)
        fprintf(out, "... and %d more\n", more);
}

const char *cf_diags_text(cf_diags *diags)
{
    static const char none[] = "out of memory\n";
    char *text = NULL;
    cf_memory_file file;

    if (diags == NULL)
        return "";
    if (cf_memory_file_open(&file) != CF_OK)
        return none;
    print_all(file.stream, diags);
    if (cf_memory_file_close(&file, &text, NULL) != CF_OK)
        return none;
    free(diags->text);
    diags->text = text;
    return text;
}
