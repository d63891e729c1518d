/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_CIRCFIN_H
#define CIRCFIN_CIRCFIN_H

/*
 * circfin in fifteen functions: read a scenario, run an analysis by its name, read its figures and
 * tables, or render it in any format.
 *
 *     cf_diags *diags = NULL;
 *     cf_scenario *scenario = NULL;
 *     cf_report *report = NULL;
 *     const char *const options[] = { "view=firm", "supplier=nvidia", NULL };
 *
 *     if (cf_diags_new(&diags) == CF_OK &&
 *         cf_scenario_load(&scenario, "data/ai-deals.json", NULL, diags) == CF_OK &&
 *         cf_scenario_analyse(&report, scenario, "score", options, diags) == CF_OK) {
 *         const cf_table *suppliers = cf_report_find_table(report, "suppliers");
 *
 *         for (long row = 0; row < cf_table_row_count(suppliers); row++)
 *             printf("%s %g\n", cf_table_text(suppliers, row, "entity"),
 *                    cf_table_number(suppliers, row, "loopback_pro_rata"));
 *     }
 *     fputs(cf_diags_text(diags), stderr);
 *     cf_report_free(report);
 *     cf_scenario_free(scenario);
 *     cf_diags_free(diags);
 *
 * Functions that can fail return a cf_status, and their result leaves through the first parameter,
 * which is NULL on failure; `diags` says what went wrong. Every ..._free() accepts NULL.
 * A returned pointer is borrowed and lives as long as what it came from. Amounts are in the
 * currency and unit of the scenario, shares are fractions (0.25). The library never prints and
 * never ends the program. Several threads may analyse one scenario at once; each needs a cf_diags
 * of its own.
 *
 * Options, cells and names may be freed after the call; a scenario must outlive its reports. NULL
 * is allowed where it says so, and for `diags`.
 *
 * An option is a text such as "view=firm" or "reported-only": the long options of the command of
 * the same name, with or without the dashes; `circfin help score` lists them. A list of options
 * ends with NULL and may itself be NULL. The names of figures, tables and columns are those of the
 * CSV and JSON files: `man circfin-score` lists them.
 *
 * All other headers beside this one are the advanced tier: the parts from which these functions are
 * made, down to single traces and bounds on a network of one's own. src/examples/ has programs.
 */

#include <stdbool.h>
#include <stddef.h>

#if defined(__GNUC__)
#define CF_NODISCARD __attribute__((warn_unused_result))
#define CF_PRINTF(text, first) __attribute__((format(printf, text, first)))
#define CF_EXPORT _Pragma("GCC visibility push(default)")
#define CF_EXPORT_END _Pragma("GCC visibility pop")
#else
#define CF_NODISCARD
#define CF_PRINTF(text, first)
#define CF_EXPORT
#define CF_EXPORT_END
#endif

/* What stands between CF_PUBLIC and CF_PUBLIC_END is exported, and C++ can link to it. */
#if defined(__cplusplus)
#define CF_PUBLIC                                                                                  \
    extern "C" {                                                                                   \
    CF_EXPORT
#define CF_PUBLIC_END                                                                              \
    CF_EXPORT_END                                                                                  \
    }
#else
#define CF_PUBLIC CF_EXPORT
#define CF_PUBLIC_END CF_EXPORT_END
#endif

CF_PUBLIC

/** The kind of an error; diagnostics say what, where and how to fix it. */
typedef enum cf_status {
    CF_OK = 0,
    CF_NO_MEMORY,
    CF_IO,         /* a file cannot be opened, read or written */
    CF_BAD_SYNTAX, /* the input is not JSON, or not text */
    CF_BAD_INPUT,  /* valid JSON, but not a valid scenario */
    CF_BAD_OPTION, /* an option is wrong, or does not fit the scenario, such as an unknown entity */
    CF_SOLVER,     /* a solver refused the call: a bug in circfin */
    CF_STATUS_COUNT /* not a status; keeps cf_status_text() complete */
} cf_status;

/* ---- problems ---- */

/** Collects errors and warnings. (circfin/diag.h reads them one by one.) */
typedef struct cf_diags cf_diags;

/** @return CF_OK or CF_NO_MEMORY; *out is owned by the caller. One may serve many calls. */
CF_NODISCARD cf_status cf_diags_new(cf_diags **out);
void cf_diags_free(cf_diags *diags);

/**
 * The problems reported so far, one a line with file, line and column, hints on lines of their own;
 * "" where there are none. Six of each kind are listed, and a last line counts the others. Never
 * NULL; good until the next call.
 */
const char *cf_diags_text(cf_diags *diags);

/* ---- scenarios ---- */

/** The entities and deals of one file, checked. Never changes. (circfin/scenario.h) */
typedef struct cf_scenario cf_scenario;

/**
 * Reads a scenario: JSON, a spreadsheet of deals (.csv, .tsv), a folder with a deals.csv; "-" is
 * standard input. (JSON in memory: cf_scenario_parse() of circfin/scenario.h.)
 *
 * @param[out] out  owned by the caller, free with cf_scenario_free(); NULL unless CF_OK
 * @param options   those of `circfin help score` under Input, such as "currency=USD"
 * @return CF_OK, CF_IO, CF_BAD_SYNTAX, CF_BAD_INPUT, CF_BAD_OPTION or CF_NO_MEMORY
 *
 * Time and memory: O(size of the files).
 */
CF_NODISCARD cf_status cf_scenario_load(cf_scenario **out, const char *file,
                                        const char *const *options, cf_diags *diags);

/** Rows of text in memory, cell by cell: cells[row * columns + column]. The first row names the
 *  columns, as in deals.csv and entities.csv. NULL and "" are empty cells. All is borrowed. */
typedef struct cf_cells {
    const char *const *cells;
    int columns, rows;
} cf_cells;

/**
 * The same from memory: makes a scenario of deals and entities, by the rules of spreadsheets. In
 * problems the two are called "deals" and "entities"; the line is the number of the row, where row
 * 1 has the names, the column that of the cell in it, and the source line the text of the cell.
 *
 * @param[out] out  owned by the caller, free with cf_scenario_free(); NULL unless CF_OK
 * @param deals     all is copied
 * @param entities  NULL: those that the deals name
 * @param options   as above, without those that name files; "currency=..." is required
 * @return CF_OK, CF_BAD_SYNTAX, CF_BAD_INPUT, CF_BAD_OPTION or CF_NO_MEMORY
 *
 * Time and memory: O(bytes of the cells), twice the cells for a while.
 */
CF_NODISCARD cf_status cf_scenario_make(cf_scenario **out, const cf_cells *deals,
                                        const cf_cells *entities, const char *const *options,
                                        cf_diags *diags);

void cf_scenario_free(cf_scenario *scenario);

/* ---- analyses ---- */

/** The result of an analysis: figures, tables, a digest for people, warnings. (circfin/report.h) */
typedef struct cf_report cf_report;

/** A table of a report: rows of named columns. */
typedef struct cf_table cf_table;

/**
 * Runs an analysis: "score", "loops", "drivers", "sweep", "timeline", "compare", "graph", "model".
 *
 * @param[out] out  owned by the caller, free with cf_report_free(); NULL unless CF_OK
 * @param scenario  must outlive *out
 * @param options   those of its command that choose the view and the analysis. "compare" compares
 *                  two views of the scenario ("view-b=headline"); "model" takes the file of the
 *                  model as "model=FILE". No option writes a file
 * @return CF_OK, CF_BAD_OPTION, CF_BAD_INPUT, CF_IO, CF_NO_MEMORY or CF_SOLVER
 *
 * Time and memory: those of the command, with every table filled.
 */
CF_NODISCARD cf_status cf_scenario_analyse(cf_report **out, const cf_scenario *scenario,
                                           const char *analysis, const char *const *options,
                                           cf_diags *diags);

/** Takes one row: `row` of `rows`, both only good during the call. Return false to end the run. */
typedef bool cf_row_function(void *payload, const cf_table *rows, long row);

/**
 * Runs an analysis and hands over the rows of its first table. "loops" and "sweep" hand over each
 * row as soon as they have it and keep none; the others when all of them are there. Columns are
 * those of the table. Loops come as they are found, so their rank is null, and the options "top"
 * and "count" are refused.
 *
 * Time and memory: those of the command; with "loops" and "sweep" no memory for rows.
 *
 * @return CF_OK, also where the function ended the run; else as cf_scenario_analyse()
 */
CF_NODISCARD cf_status cf_scenario_each_row(const cf_scenario *scenario, const char *analysis,
                                            const char *const *options, cf_row_function *function,
                                            void *payload, cf_diags *diags);

void cf_report_free(cf_report *report);

/* ---- results ---- */

/** A figure by name, such as "gross"; true and false are 1 and 0. NaN where it is null or a text,
 *  where the report has none of this name, and for NULL. */
double cf_report_number(const cf_report *report, const char *figure);

/** A table by name, or NULL; NULL for NULL. */
const cf_table *cf_report_find_table(const cf_report *report, const char *name);

/** 0 for NULL. */
long cf_table_row_count(const cf_table *table);

/** A number by row, from 0, and column name. NaN where it is null, text, or not there. */
double cf_table_number(const cf_table *table, long row, const char *column);

/** A text by row and column name. NULL where it is null, a number, or not there. */
const char *cf_table_text(const cf_table *table, long row, const char *column);

/**
 * Renders a report as a text or file in memory.
 *
 * @param[out] out  owned by the caller, free with free(); NULL unless CF_OK; a NUL follows it
 * @param[out] size bytes without that NUL
 * @param format    "json", "csv", "md", "table", "xlsx", "svg", ...: those of `circfin help graph`
 * @param table     the one table to render; NULL: all of them (csv: the first; table and md: the
 *                  short text for people)
 * @return CF_OK, CF_BAD_OPTION (no such format or table, nothing to draw, or a library is
 *         missing), CF_IO (xlsx: no temporary file) or CF_NO_MEMORY
 *
 * Time and memory: O(size of the result), which stands in memory as a whole.
 */
CF_NODISCARD cf_status cf_report_render(char **out, size_t *size, const cf_report *report,
                                        const char *format, const char *table, cf_diags *diags);

CF_PUBLIC_END

#endif
