/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_SHEETS_H
#define CIRCFIN_SHEETS_H

/* Advanced tier. Scenarios as spreadsheets: CSV files of deals, entities and settings, or workbooks
 * with such sheets. */

#include "circfin/scenario.h"

CF_PUBLIC

/** A setting of the scenario, as in a row of scenario.csv: name, description, as_of,
 *  span_from, span_to, currency, unit, fx.EUR, status_probability.signed. */
typedef struct cf_sheet_setting {
    const char *key, *value;
} cf_sheet_setting;

/** Rows that were left out of a scenario, each with the reasons. */
typedef struct cf_rejects cf_rejects;

CF_NODISCARD cf_status cf_rejects_new(cf_rejects **out);
void cf_rejects_free(cf_rejects *rejects); /* NULL is allowed */
int cf_rejects_count(const cf_rejects *rejects);

/**
 * Writes them as CSV: their own columns and cells, then the columns file, line and reason. "-" is
 * standard output; any other file is written as a whole or not at all.
 *
 * @return CF_OK, CF_IO (told in diags) or CF_NO_MEMORY
 */
CF_NODISCARD cf_status cf_rejects_write(const cf_rejects *rejects, const char *file,
                                        cf_diags *diags);

/** In which order day, month and year of 03/04/2026 stand. */
typedef enum cf_date_order {
    CF_DATES_OPEN, /* as other cells of the column show; an error where none does */
    CF_DATES_DMY,
    CF_DATES_MDY,
    CF_DATES_YMD
} cf_date_order;

/** What was made of a column: see cf_explained. Strings live as long as that. */
typedef struct cf_explained_column {
    const char *file, *heading;
    const char *column;          /* NULL: not used */
    const char *unit, *currency; /* that the heading states; NULL: none */
    const char *how;             /* "name", "alias", "map" or "ignored" */
    long understood;             /* cells that were understood rather than read */
    const char *example, *as;    /* the first of them, and what it is taken as; NULL: none */
} cf_explained_column;

/** What was made of the columns of spreadsheets, in the order of the files. */
typedef struct cf_explained cf_explained;

CF_NODISCARD cf_status cf_explained_new(cf_explained **out);
void cf_explained_free(cf_explained *explained); /* NULL is allowed */
int cf_explained_count(const cf_explained *explained);
const cf_explained_column *cf_explained_at(const cf_explained *explained, int index);

/** The files of a scenario. Everything is borrowed. */
typedef struct cf_sheets {
    const char *deals;             /* "-" is standard input; a folder means the deals.csv in it */
    const char *entities;          /* NULL: a sheet in the workbook of the deals, or entities.csv
                                      beside a file named deals.csv, or none */
    const char *settings;          /* NULL: likewise, of scenario.csv */
    const cf_sheet_setting *given; /* settings that override those of the file */
    int given_count;
    const cf_cells *deal_cells;   /* instead of files: `deals` and `entities` are then their */
    const cf_cells *entity_cells; /* names in problems, and nothing is read beside them */
    cf_reading reading;
    const char *const *maps; /* each "COLUMN=HEADING": which column a heading stands for; "none" as
                                column ignores it */
    int map_count;
    const char *relation; /* of deals whose row has none, such as "customer"; or NULL */
    cf_date_order date_order;
    cf_explained *explained; /* gets what was made of every column; or NULL */
    cf_rejects *rejects; /* gets every row of deals and entities with an error, which is then left
                            out; NULL: such a row is an error */
} cf_sheets;

/**
 * Reads a scenario from CSV files (RFC 4180, UTF-8, separated by comma, semicolon, tab or bar;
 * data/README.md has the columns and rules), workbooks (.xlsx, .ods) or databases of SQLite, known
 * by their content.
 * Of a workbook, the sheets "deals", "entities" and "scenario" are read, in any letters, unless the
 * reading names others; without them the first one has the deals, or the only one with such columns
 * if the first has none, and the next one the entities if it has such columns. Of a database, the
 * tables or views of these names are read; without them, its only one has the deals. Entities named
 * only by deals are added.
 *
 * Every problem goes to `diags` with line and column; `where.pointer` is then such as
 * "row 6, amount", and `where.sheet` that of a workbook, or the table of a database. An error in
 * `given` has no file and a pointer such as "currency". The file name of the scenario is that of
 * the deals.
 *
 * @param[out] out  owned by the caller; NULL unless CF_OK
 * @return CF_OK, CF_IO, CF_BAD_SYNTAX, CF_BAD_INPUT, CF_BAD_OPTION (an error in `given` only) or
 *         CF_NO_MEMORY
 *
 * Time: O(size of the files). Memory: the files and 24 bytes a row while they are read, and the
 * scenario.
 */
CF_NODISCARD cf_status cf_sheets_read(cf_scenario **out, const cf_sheets *sheets, cf_diags *diags);

/** What cf_scenario_build() makes a scenario of. All is borrowed. */
typedef struct cf_building {
    const cf_cells *deals;
    const cf_cells *entities;         /* NULL: those that the deals name */
    const cf_sheet_setting *settings; /* as in a scenario.csv; options for the same come first */
    int setting_count;
    const char *const *options; /* as for cf_scenario_make(); a currency may be a setting instead */
} cf_building;

/** cf_scenario_make() with settings. @return the status of cf_scenario_make() */
CF_NODISCARD cf_status cf_scenario_build(cf_scenario **out, const cf_building *building,
                                         cf_diags *diags);

/**
 * Writes a scenario as deals.csv, entities.csv and scenario.csv, which cf_sheets_read() reads back
 * as an equal one. Omits keys that begin with x-, with a warning. Writes all three files or none;
 * creates `folder` if needed.
 *
 * @return CF_OK, CF_IO (reported in diags) or CF_NO_MEMORY
 *
 * Time: O(size of the scenario). Memory: little.
 */
CF_NODISCARD cf_status cf_sheets_write(const cf_scenario *scenario, const char *folder,
                                       cf_diags *diags);

/**
 * The same as one workbook (.xlsx) with the sheets deals, entities and scenario: numbers as
 * numbers, dates as dates, the header bold and frozen.
 *
 * @return CF_OK, CF_IO, CF_BAD_OPTION (libxlsxwriter is missing), CF_BAD_INPUT (more than
 *         1,048,575 deals, or a text of more than 32,767 characters; all reported in diags) or
 *         CF_NO_MEMORY
 *
 * Time: O(size of the scenario). Memory: little, from 20,000 deals on.
 */
CF_NODISCARD cf_status cf_sheets_write_workbook(const cf_scenario *scenario, const char *file,
                                                cf_diags *diags);

/**
 * The same as one database of SQLite with the tables deals, entities and scenario: columns of text,
 * real and whole numbers, days as text such as 2026-01-31, flags as 0 and 1. The id is the primary
 * key, payer and payee are foreign keys with an index each.
 *
 * @return CF_OK, CF_IO, CF_BAD_OPTION (libsqlite3 is missing), CF_BAD_INPUT (more than 2,000
 * columns; all reported in diags) or CF_NO_MEMORY
 *
 * Time: O(size of the scenario). Memory: up to 64 MB.
 */
CF_NODISCARD cf_status cf_sheets_write_database(const cf_scenario *scenario, const char *file,
                                                cf_diags *diags);

/** Takes spreadsheets cell by cell. The first row of each is its header; `text` NULL is an empty
 *  cell. A status other than CF_OK ends the writing and is passed on. */
typedef struct cf_sheet_sink {
    void *context;
    cf_status (*begin_sheet)(void *context, const char *name);
    cf_status (*text)(void *context, const char *text);
    cf_status (*number)(void *context, double number);
    cf_status (*day)(void *context, cf_day day);
    cf_status (*flag)(void *context, bool flag);
    cf_status (*end_row)(void *context);
} cf_sheet_sink;

/** Writes deals, entities and settings into a sink, in this order; the way of the two functions
 *  above. @return CF_OK, CF_NO_MEMORY or what the sink returned */
CF_NODISCARD cf_status cf_sheets_put(const cf_scenario *scenario, const cf_sheet_sink *sink);

/** Warns of what spreadsheets leave out. @return CF_OK or CF_NO_MEMORY */
CF_NODISCARD cf_status cf_sheets_warn_unwritten(const cf_scenario *scenario, cf_diags *diags);

/** Whether a file is read as a spreadsheet: its name ends in .csv, .tsv, .xlsx, .xlsm or .ods, or
 * in .graphml, .gml or .net; it is a folder with a deals.csv, or a workbook, database or graph by
 * its content. */
bool cf_sheets_is_name(const char *file);

CF_PUBLIC_END

#endif
