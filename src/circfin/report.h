/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_REPORT_H
#define CIRCFIN_REPORT_H

/*
 * Advanced tier. The result model: analyses fill it and writers print it; neither knows the other.
 *
 *   report ─┬─ head: command, scenario, view        the request
 *           ├─ figures                              name → number
 *           ├─ tables                               every column, for programs (JSON, CSV)
 *           ├─ digest: blocks                       what a person reads first (table, md)
 *           ├─ picture                              the annotated graph, or none
 *           └─ warnings
 *
 * Strings handed to a report are borrowed and must outlive it. They belong to the scenario, are
 * constants, or come from cf_report_text().
 */

#include "circfin/picture.h"
#include "circfin/scenario.h"
#include "circfin/text.h"

CF_PUBLIC

typedef enum cf_kind {
    CF_TEXT,
    CF_ENTITY, /* the id of an entity */
    CF_DATE,   /* a day as text: "2026-01-31", or a shorter one */
    CF_MONEY,  /* in the scenario's currency and unit */
    CF_SHARE,  /* a fraction, usually 0..1 */
    CF_COUNT,
    CF_NUMBER, /* any other number, such as a factor */
    CF_BAR,    /* in digests: 0..1 of a bar's full length; a number where nothing can be drawn */
    CF_FLAG,   /* true or false: 1 or 0 */
    CF_COURSE, /* in digests: a text of heights '1' (zero) to '8' and ' ' (unknown) at even
                  distances, drawn as a line of blocks that fills the room there is */
    CF_SPAN,   /* in digests: a text of three whole numbers from 0 to CF_SPAN_WHOLE, drawn as a line
                  from the first to the last with a mark at the second; see cf_report_span() */
    CF_KIND_COUNT
} cf_kind;

enum { CF_SPAN_WHOLE = 100000 };

/** The one row of a column: all that a format, page, workbook or notebook says about it.
 *
 *      enum { SUPPLIER, AMOUNT };
 *
 *      static const cf_column columns[] = {
 *          [SUPPLIER] = { "supplier", CF_ENTITY, "supplier", "The entity that invested." },
 *          [AMOUNT] = { "amount", CF_MONEY, "comes back", "Loop-back on this route." },
 *      };
 *
 *      cf_cell row[] = { [SUPPLIER] = cf_cell_text(id), [AMOUNT] = cf_cell_number(amount) };
 *      status = cf_table_add(table, row);
 */
typedef struct cf_column {
    const char *name; /* the key in JSON and CSV */
    cf_kind kind;
    const char *heading;  /* for people; NULL: the name */
    const char *meaning;  /* one sentence; NULL in the small tables of a digest */
    const char *unit;     /* NULL: the kind implies it, see cf_column_unit() */
    bool shown;           /* in the short selection that the digest and the notebook show */
    cf_rounding rounding; /* where people read: a least figure down, a most one up */
    const char *within;   /* the column of the same row that this one never exceeds, or NULL */
    bool is_path;         /* ids of entities joined by " > ", with \ before a ">" or "\" of an id */
    int spare;            /* where a table is too wide, columns that have more are left out first */
} cf_column;

/** How a workbook shows a table a second time, on a sheet of its own: for each value of one column
 * a matrix with a colour scale, or bands along one column with a chart of areas. Members name
 * columns of the table, whose rows are grouped by them. */
typedef struct cf_glance {
    const char *sheet;           /* the name of the sheet */
    const char *by;              /* a block for each value of this column */
    const char *rows;            /* heads the rows of a block */
    const char *columns, *value; /* a matrix: what heads its columns, and its numbers; or NULL */
    const char *low, *middle, *high; /* bands: their edges; or NULL */
} cf_glance;

/** The columns of a table, or the figures of a report, in order. */
typedef struct cf_columns {
    const cf_column *at; /* must outlive the tables made of it */
    int count;
    const char *meaning;     /* of a table: what a row is, in a sentence */
    const cf_glance *glance; /* or NULL */
    /** With the option of this name the table has the columns of `with` instead, which may begin
     *  with those of `at`; both NULL where no option changes them. */
    const char *option;
    const struct cf_columns *with;
} cf_columns;

/** The heading of a column where people read; never NULL. */
const char *cf_column_heading(const cf_column *column);

/** The unit of a column in words, such as "share, shown in percent". `money` is the unit of
 *  amounts, such as "USD bn", or NULL. Never NULL. */
const char *cf_column_unit(const cf_column *column, const char *money);

#define CF_COUNT_OF(array) ((int)(sizeof(array) / sizeof *(array)))

/** Whether cells of a kind hold `text` (CF_TEXT, CF_ENTITY, CF_DATE, CF_COURSE, CF_SPAN) rather
 *  than `number`. */
bool cf_kind_is_text(cf_kind kind);

/** A value or null. Small, because a table may have millions of rows. */
typedef struct cf_cell {
    union {
        double number; /* finite */
        const char *text;
    };
    bool known;             /* false: null */
    unsigned char rounding; /* a cf_rounding; CF_NEAREST: that of the column */
    unsigned char shade;    /* in digests: 0 (none) to 4, a mark behind a number */
} cf_cell;

cf_cell cf_cell_null(void);
cf_cell cf_cell_text(const char *text); /* NULL gives null */
cf_cell cf_cell_number(double number);  /* NaN and infinity give null, -0 gives 0 */
cf_cell cf_cell_flag(bool flag);
/** A number that is rounded in its own way where people read, whatever its column says. */
cf_cell cf_cell_rounded(double number, cf_rounding rounding);
/** A number with a mark for the part, 0..1, that it is of something: one shade for each quarter.
 * Parts of less than half a percent have none. */
cf_cell cf_cell_shaded(double number, double part);

/** Takes rows one by one during a run. Return false to end the run. The cells live only during the
 *  call. */
typedef struct cf_row_sink {
    bool (*row)(void *payload, const cf_column *columns, int column_count, const cf_cell *cells);
    void *payload;
} cf_row_sink;

/* ---- filling ---- */

/** @return CF_OK or CF_NO_MEMORY; `columns` is borrowed and must outlive the table. */
CF_NODISCARD cf_status cf_table_new(cf_table **out, const char *name, const cf_column *columns,
                                    int column_count);
void cf_table_free(cf_table *table);
/** Copies one row. `count` must be the table's column_count: anything else is a bug, which stops
 *  builds with assertions and gives CF_SOLVER in others. Time: O(columns) on average. */
CF_NODISCARD cf_status cf_table_add_row(cf_table *table, const cf_cell *row, int count);

/** The same for an array of cells, which has its length in its type. */
#define cf_table_add(table, ...)                                                                   \
    cf_table_add_row((table), (__VA_ARGS__), (int)(sizeof(__VA_ARGS__) / sizeof(cf_cell)))

/** Removes all rows, and keeps the room for them. */
void cf_table_clear(cf_table *table);

CF_NODISCARD cf_status cf_report_new(cf_report **out, const char *command,
                                     const cf_scenario *scenario);

/** CF_NO_MEMORY where a text of this report could not be kept, else CF_OK. */
CF_NODISCARD cf_status cf_report_status(const cf_report *report);

/** A printf-style string that lives as long as the report; NULL when memory ran out. The functions
 *  below that take a text return CF_NO_MEMORY for NULL; where it ends up as an empty cell, running
 *  the analysis and writing the report do, so one check is enough. */
const char *cf_report_text(cf_report *report, const char *format, ...) CF_PRINTF(2, 3);

/** Zeroed columns that live as long as the report, for tables whose columns depend on the request.
 *  NULL when memory ran out. */
cf_column *cf_report_columns(cf_report *report, int count);

/** Zeroed room for `count` things of `size` bytes that lives as long as the report, or NULL. */
void *cf_report_room(cf_report *report, size_t count, size_t size);

/** Sets the picture. It and all that it points to must live as long as the report. */
void cf_report_set_picture(cf_report *report, const cf_picture *picture);

/** One setting of the view, shown under "view": a text (NULL is null) or a switch. */
CF_NODISCARD cf_status cf_report_add_setting(cf_report *report, const char *name, const char *text);
CF_NODISCARD cf_status cf_report_add_switch(cf_report *report, const char *name, bool on);
CF_NODISCARD cf_status cf_report_add_figure(cf_report *report, const char *name, cf_kind kind,
                                            cf_cell value);
/** One figure for each row, with the rounding of its row: cells[i] is that of rows.at[i]. */
CF_NODISCARD cf_status cf_report_add_figures(cf_report *report, cf_columns rows,
                                             const cf_cell *cells);
/** Takes the table; *table is NULL afterwards. */
CF_NODISCARD cf_status cf_report_take_table(cf_report *report, cf_table **table);
CF_NODISCARD cf_status cf_report_add_warning(cf_report *report, const char *text);

/** Attaches a text that goes into a file of its own. Both strings are borrowed. */
CF_NODISCARD cf_status cf_report_attach(cf_report *report, const char *name, const char *text);

/** The digest: paragraphs and small tables, in reading order. Level 1 shows with --verbose only.
 *  The name of a digest table is its title, which may be "". Paragraphs follow each other without
 *  an empty line; "" makes one; tables stand between empty lines. Lines do not break at a no-break
 *  space (U+00A0), which is printed as a space. Leading spaces indent all lines of a paragraph. */
#define CF_NO_BREAK "\xC2\xA0"
CF_NODISCARD cf_status cf_report_add_paragraph(cf_report *report, int level, const char *text);
CF_NODISCARD cf_status cf_report_take_digest_table(cf_report *report, int level, cf_table **table);

/** Numbers in running text: "12.3", "1,234", "34.5 %", without a unit. Money keeps three
 *  significant digits, or all of its integer part. "unknown" for NaN and infinity; NULL when memory
 *  ran out. */
const char *cf_report_money(cf_report *report, double amount);
const char *cf_report_share(cf_report *report, double share);

/** The text of a cell of kind CF_SPAN: low <= middle <= high as parts, 0..1, of the whole line. ""
 *  where one of them is NaN; NULL when memory ran out. */
const char *cf_report_span(cf_report *report, double low, double middle, double high);

/* ---- reading ---- */

typedef struct cf_setting {
    const char *name, *text;
    bool is_switch, on;
} cf_setting;

typedef struct cf_figure {
    const char *name;
    cf_kind kind;
    cf_cell value;
} cf_figure;

typedef struct cf_block {
    int level;
    const char *paragraph; /* or NULL, and then: */
    const cf_table *table;
} cf_block;

const char *cf_report_command(const cf_report *report);
const cf_scenario *cf_report_scenario(const cf_report *report); /* may be NULL (check) */
int cf_report_setting_count(const cf_report *report);
const cf_setting *cf_report_setting(const cf_report *report, int index);
int cf_report_figure_count(const cf_report *report);
const cf_figure *cf_report_figure(const cf_report *report, int index);
int cf_report_table_count(const cf_report *report);
const cf_table *cf_report_table(const cf_report *report, int index);
int cf_report_block_count(const cf_report *report);
const cf_block *cf_report_block(const cf_report *report, int index);
int cf_report_warning_count(const cf_report *report);
const char *cf_report_warning(const cf_report *report, int index);
const cf_picture *cf_report_picture(const cf_report *report); /* or NULL */
/** The text attached under a name, or NULL. */
const char *cf_report_attachment(const cf_report *report, const char *name);

const char *cf_table_name(const cf_table *table);
int cf_table_column_count(const cf_table *table);
const cf_column *cf_table_column(const cf_table *table, int column); /* one of an array */
int cf_table_find_column(const cf_table *table, const char *name);   /* or -1: for users' names */
const cf_cell *cf_table_cell(const cf_table *table, long row, int column); /* one of a row */

/** Copies a column of numbers, for programs that take a table column by column:
 *  numbers[row_count], NaN where a cell is null; of a column of texts, NaN throughout. Time:
 *  O(rows). */
void cf_table_numbers(double *numbers, const cf_table *table, int column);

/** A column of texts as codes: each text once, and for each row which one it is. */
typedef struct cf_text_codes {
    int *codes;  /* of each row: the number of its text; -1 where it is null */
    char *texts; /* one after the other, each with its NUL, in the order in which they come first */
    size_t size; /* of the texts in bytes, with their NULs */
    int count;   /* of the texts */
} cf_text_codes;

/** @param[out] out  free with cf_text_codes_free(); of a column of numbers, all codes are -1
 *  @return CF_OK or CF_NO_MEMORY. Time: O(bytes of the column) on average. Memory: 4 bytes a row,
 *  40 a text, and the texts. */
CF_NODISCARD cf_status cf_table_text_codes(cf_text_codes *out, const cf_table *table, int column);
void cf_text_codes_free(cf_text_codes *codes); /* NULL is allowed */

/**
 * A scenario as tables "deals", "entities" and "scenario" (its settings), with the columns of the
 * spreadsheets that cf_sheets_write() writes: kinds are those of the cells, and cells that the
 * scenario leaves empty are null.
 *
 * @param[out] out  owned by the caller; NULL unless CF_OK; the scenario must outlive it
 * @return CF_OK or CF_NO_MEMORY. Time and memory: O(size of the scenario).
 */
CF_NODISCARD cf_status cf_report_of_scenario(cf_report **out, const cf_scenario *scenario);

CF_PUBLIC_END

#endif
