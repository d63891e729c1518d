/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_SCENARIO_SHEET_H
#define CIRCFIN_SCENARIO_SHEET_H

/* One spreadsheet: its header understood, its rows at hand, its problems reported with places. */

#include <stdarg.h>

#include "base/vec.h"
#include "circfin/sheets.h"
#include "scenario/columns.h"
#include "scenario/csv.h"
#include "scenario/cursor.h"
#include "scenario/headings.h"
#include "scenario/tree.h"
#include "scenario/understood.h"
#include "workbook/workbook.h"

typedef struct cf_sheet_row {
    size_t at;   /* byte of the text */
    int number;  /* as a spreadsheet counts: the header is 1 unless lines come before it */
    bool broken; /* its cells may be in the wrong columns, so only its id is read */
} cf_sheet_row;

enum { CF_MOST_NEEDED = 4 }; /* columns that a file must have */

/** The place of a problem: one cell or all of a row (from..to: bytes). Rows never go backwards.
 *  `column` may be NULL. Problems that differ in `same` are not counted as alike; usually NULL. */
typedef struct cf_sheet_spot {
    size_t from, to;
    int row_number;
    const char *column, *same;
} cf_sheet_spot;

/** A row that is left out. */
typedef struct cf_sheet_out {
    cf_sheet_row row;
    const char *reasons;
} cf_sheet_out;

/** An error of a row that will be left out. */
typedef struct cf_sheet_note {
    int row_number, order;
    const char *text;
} cf_sheet_note;

/** What the numbers of a column say about its decimal sign; see sheet_points.h. */
typedef struct cf_sheet_point {
    bool one_way;       /* one of them has one reading only */
    char text[16];      /* the first that has two; "" for none */
    cf_sheet_spot spot; /* of that one */
} cf_sheet_point;

/** What is read instead of a file; all zero: nothing. Borrowed. */
typedef struct cf_sheet_source {
    const cf_cells *cells;
    cf_book *workbook;
    int sheet;                  /* of the workbook, whose name must outlive the cf_sheet */
    const cf_graph_file *graph; /* must outlive the cf_sheet */
    cf_graph_file_part part;
} cf_sheet_source;

/** How a column of the file came to its use. */
typedef enum cf_heading_how {
    CF_HEADING_UNUSED,
    CF_HEADING_NAME,
    CF_HEADING_ALIAS,
    CF_HEADING_MAP,
    CF_HEADING_IGNORED /* by --map none=HEADING, or an x- of its own */
} cf_heading_how;

/** What the cells of a column show, all of them together; see sheet_watch.h. */
typedef struct cf_sheet_evidence {
    bool dmy, mdy; /* dates that have the day, or the month, first */
    cf_sheet_spot first_dmy, first_mdy;
    bool groups, decimals;           /* commas that separate thousands, or are decimal signs */
    bool powers, plain;              /* amounts with a power of ten of their own, and without */
    int most_power;                  /* the largest of them */
    bool mixed;                      /* two currencies */
    char currency[CF_CURRENCY_SIZE]; /* the first one */
    cf_sheet_spot first_plain;
} cf_sheet_evidence;

/** A word of a cell and its meaning, or NULL. */
typedef struct cf_sheet_memo {
    cf_field_kind kind;
    const char *meaning; /* static */
    char text[48];
} cf_sheet_memo;

enum { CF_MEMOS = 32 };

/** What the cells of a row say beside their own columns. */
typedef struct cf_sheet_aside {
    const char *instrument; /* a relation in other words; NULL: none */
    bool estimate, has_amount;
    const char *currency; /* of the amount; NULL: none */
    int currency_column;  /* where it stands; -1: in the heading */
} cf_sheet_aside;

typedef struct cf_sheet {
    cf_rows rows; /* first, so that a sheet can stand for a list of its rows in JSON form */
    const cf_sheet_kind *kind;
    const char *file; /* as given */
    int part;         /* of the files that are read together, for the order of problems */
    cf_diags *diags;  /* may be NULL */
    bool *problem;    /* of a fork: set instead of telling a problem; else NULL */
    long errors;
    bool has_failed; /* an error was reported, not noted: see skips_rows */
    bool unusable;   /* the header or the text is wrong, so the rows are not read */
    char *bytes;     /* the file */
    cf_csv csv;
    cf_cursor cursor;
    cf_cursor graph_cursor; /* over the text of a graph */
    int lines_before;       /* lines of the file before the text, if only a part is in memory */
    cf_column_use *uses;    /* by column of the file */
    cf_sheet_point *points; /* by column */
    char decimal;           /* see cf_reading */
    const cf_sheets *asked; /* borrowed; NULL: nothing but the names of columns is understood */
    cf_heading *headings;   /* by column */
    cf_heading_how *how;    /* by column */
    cf_sheet_evidence *evidence; /* by column */
    const char *relation;        /* of rows that have none, or NULL */
    bool turns; /* payer and payee change places where the relation says so: see sheet_aside.h */
    cf_role payer_role, payee_role;
    bool makes_ids, ids_are_names;
    char currency[CF_CURRENCY_SIZE]; /* of the scenario; "" while it is not known */
    int power;                       /* of ten: of its unit */
    cf_said *said;                   /* by kind, then by column */
    cf_said *saying;                 /* of a fork: of the part that it reads; else NULL */
    cf_sheet_aside aside;            /* of the last row */
    cf_sheet_memo memos[CF_MEMOS];   /* words that came before */
    int title_count;                 /* rows before the header */
    int *watched, watched_count;     /* columns of dates and money, see sheet_watch.h */
    int *source_ranks;               /* by column: which of the sources of the file, from 0 */
    int width, source_count;
    long bearable; /* errors of cells that leave the rest of their row as it is */
    long beyond;   /* of a workbook: cells to the right of the header, not read */
    cf_sheet_spot first_beyond;
    size_t header_at;              /* byte of the text */
    int header_row;                /* its number */
    CF_VEC(cf_sheet_row) row_list; /* those that hold anything, without the header */
    bool skips_rows;               /* an error of a row is noted, not reported; see sheet_skip.h */
    cf_arena texts;                /* of the notes */
    CF_VEC(cf_sheet_note) notes;
    CF_VEC(cf_sheet_out) out;
    int reported;       /* the flaws of cells are reported for the rows before this one */
    char *scratch;      /* for a cell */
    cf_arena row_arena; /* of the last row */
    cf_datum *json;     /* the last row */
    cf_datum **source;  /* its sources, by rank */
    char *present;      /* room for a mark by rank */
    int *touched;       /* the ranks of those that the last row has, in order */
    int touched_count;
    int needed[CF_MOST_NEEDED]; /* columns of the file */
    int needed_count;
    /** The index of the entity that a cell names, by id or otherwise; -1: none. NULL: every text is
     *  an id. */
    int (*entity)(const struct cf_sheet *sheet, int row, int column);
    const void *context; /* for `entity` */
} cf_sheet;

/**
 * Reads a file, its header and where its rows begin.
 *
 * @param[out] out    to be freed with cf_sheet_free() whatever the status; holds `file`, borrowed
 * @param source      what to read instead of the file
 * @param asked       borrowed: how it is to be read; must outlive *out
 * @return CF_OK (though rows may have flaws, see `errors`), CF_IO, CF_BAD_SYNTAX, CF_BAD_INPUT or
 *         CF_NO_MEMORY
 *
 * Time: O(size of the file). Memory: the file and 16 bytes a row.
 */
CF_NODISCARD cf_status cf_sheet_open(cf_sheet *out, const cf_sheet_kind *kind, const char *file,
                                     const cf_sheet_source *source, const cf_sheets *asked,
                                     int part, cf_diags *diags);
void cf_sheet_free(cf_sheet *sheet);

/** Takes a row apart: its cells are then in sheet->csv. False when memory ran out. */
bool cf_sheet_seek(cf_sheet *sheet, int row);

/** Whether it is one of a workbook: its cells in quotes are text, the others are not. */
static inline bool cf_sheet_is_book(const cf_sheet *sheet)
{
    return sheet->cursor.sheet != NULL;
}

/** Whether it is a table of a graph. */
static inline bool cf_sheet_is_graph(const cf_sheet *sheet)
{
    return sheet->cursor.graph != NULL;
}

/** The decimal sign of a cell of the row that was sought; a number of a workbook has a point. */
static inline char cf_sheet_decimal(const cf_sheet *sheet, int column)
{
    return cf_sheet_is_book(sheet) && !sheet->csv.cells[column].quoted ? '.' : sheet->decimal;
}

/** The same for its first `width` cells. */
bool cf_sheet_seek_part(cf_sheet *sheet, int row, int width);

/** The column of the file that has this name, or -1. */
int cf_sheet_column(const cf_sheet *sheet, const char *name);

/** Whether the column is one of those that a file must have. */
bool cf_sheet_needs(const cf_sheet *sheet, const cf_column_use *column);

/** The text of a cell of the row that was sought, unquoted and unguarded; NULL where it is empty or
 *  not there. Good until the next call. */
char *cf_sheet_text(cf_sheet *sheet, int column);

/** The name of its file in problems. */
const char *cf_sheet_file(const cf_sheet *sheet);

/** From here on problems belong to this file. @return CF_OK or CF_NO_MEMORY */
CF_NODISCARD cf_status cf_sheet_turn(cf_sheet *sheet);

CF_NODISCARD cf_status cf_sheet_report(cf_sheet *sheet, cf_severity severity, cf_code code,
                                       const cf_sheet_spot *spot, const char *hint,
                                       const char *format, ...) CF_PRINTF(6, 7);

/** The same for a cell of the row that was sought that lies beyond the header. */
CF_NODISCARD cf_status cf_sheet_report_width(cf_sheet *sheet, int row_number, int column);

/**
 * Looks at the cells of the row that was taken apart: one beyond the header is an error, in a
 * workbook it is counted; there an error or a formula without a value is one, in columns that
 * count.
 *
 * @param[out] filled  whether a cell is
 * @return CF_OK or CF_NO_MEMORY
 */
CF_NODISCARD cf_status cf_sheet_check_row(cf_sheet *sheet, int row_number, bool *filled);

/** Whether a cell of the row that was sought is an error of a workbook, told by
 *  cf_sheet_check_row(). */
bool cf_sheet_has_no_value(const cf_sheet *sheet, int column);

/** Warns of the cells beyond the header that were counted. @return CF_OK or CF_NO_MEMORY */
CF_NODISCARD cf_status cf_sheet_warn_beyond(cf_sheet *sheet);

/** The same for a flaw in the text that the scanner found. */
CF_NODISCARD cf_status cf_sheet_report_flaw(cf_sheet *sheet, cf_csv_event event, int row_number);

/** "row 6, amount", or of a graph "edge 5, amount": what stands in the place of a JSON pointer. */
cf_shown cf_sheet_label(const cf_sheet *sheet, int row_number, const char *column);

#endif
