/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_PICTURES_VEGA_H
#define CIRCFIN_PICTURES_VEGA_H

/*
 * Charts as Vega-Lite, version 5: https://vega.github.io/vega-lite/
 *
 *   vega/NAME.json   what is drawn, in Vega-Lite itself, without title and data
 *   vega.def         which rows of which tables that needs
 *   vega_rows.c      chooses and orders them, as the chart in SVG does
 *   vega_data.c      writes them, with names, colours and figures as text
 *   vega.c           puts all together, below the words of the chart in SVG
 *
 * In vega/NAME.json a text that begins with @ is filled in: "@comes back, {unit}". In braces stand
 * `unit` (of amounts), `across` and `beside` (what a sweep varies), `way` (of the values of a
 * curve), a figure of the report, or a colour of svg.h. Nothing else is: data stays data, so no
 * name of a scenario is ever part of an expression.
 *
 * Only those columns are written that NAME.json names. Beside COLUMN, it may name COLUMN_name (the
 * name of an entity, or of a deal in words; each stands for one id), COLUMN_text (a figure as
 * written elsewhere), colour (of the company of a row), place (of the row's group) and rank (of
 * the row in its group), both from 0.
 */

#include <stdio.h>

#include "pictures/draw.h"
#include "report/lookup.h"

/** What groups of rows go by, the largest first; CF_BY_TABLE: the order of the table. */
typedef enum cf_vega_order {
    CF_BY_TABLE,
    CF_BY_MOST,  /* the largest number */
    CF_BY_SIZE,  /* the same without its sign */
    CF_BY_SUM,   /* all numbers */
    CF_BY_LAST,  /* the number of the last row */
    CF_BY_RANGE, /* from the smallest to the largest */
} cf_vega_order;

/** Which rows of a table, in which order. Columns and values are words, joined by spaces. */
typedef struct cf_vega_rows {
    const char *table; /* also the name of the data */
    const char *where; /* only rows with one of the values `is` in this column; or NULL */
    const char *is;
    const char *alike;   /* only rows with the text of the first row in this column; or NULL */
    const char *among;   /* only rows with groups of the first data in each of these columns */
    const char *group;   /* rows of one value stay together; NULL: each is a group of its own */
    cf_vega_order order; /* of groups */
    const char *by;      /* the numbers that it goes by */
    bool above;          /* only groups where that is above 0 */
    const char *some[2]; /* only groups with a number above 0 in one of these columns; or NULL */
    int most;            /* groups; 0: all */
    const char *then;    /* those groups that are left by this number, the largest first */
    const char *within;  /* the rows of a group by this number; NULL: as in the table */
    int most_rows;       /* of a group; 0: all */
    bool axes;           /* columns before `group` are written as "across" and "beside" */
} cf_vega_rows;

/** A row that was chosen. */
typedef struct cf_vega_pick {
    long row;
    int place; /* of its group */
    int rank;  /* within its group */
} cf_vega_pick;

enum { CF_VEGA_DATA = 2, CF_VEGA_WORD = 64 };

/** A chart: its name is that of its file in vega/. */
typedef struct cf_vega {
    const char *analysis, *name;
    cf_vega_rows data[CF_VEGA_DATA]; /* without a table: the end */
} cf_vega;

typedef struct cf_vega_choice {
    cf_lookup sheet;
    const cf_vega_rows *rows;
    cf_vega_pick *at; /* owned */
    long count;
    long groups, all; /* that are shown, and that could be */
} cf_vega_choice;

/** The row of a chart in vega.def; NULL if there is none. */
const cf_vega *cf_vega_find(const char *analysis, const char *name);

/** The text of vega/NAME.json; NULL if there is none. */
const char *cf_vega_body(const char *name);

/**
 * Chooses rows.
 *
 * @param[out] out  free out->at with free(); all zero unless CF_OK
 * @param first     the choice of the first data, for `among`; or NULL
 * @return CF_OK or CF_NO_MEMORY. Time: O(rows log rows) on average.
 */
CF_NODISCARD cf_status cf_vega_choose(cf_vega_choice *out, const cf_report *report,
                                      const cf_vega_rows *rows, const cf_vega_choice *first);

/** The first word of a list, and *list behind it; false at its end. */
bool cf_vega_next_word(char word[static CF_VEGA_WORD], const char **list);

/** Names in data: one stands for one id. All zero is empty. */
typedef struct cf_vega_names cf_vega_names;
CF_NODISCARD cf_status cf_vega_names_new(cf_vega_names **out);
void cf_vega_names_free(cf_vega_names *names); /* NULL is allowed */

/** Writes an array of objects, those columns that `body` names.
 *  @return CF_OK or CF_NO_MEMORY. Time: O(rows) on average. */
CF_NODISCARD cf_status cf_vega_put_rows(FILE *out, const cf_report *report,
                                        const cf_vega_choice *choice, const char *body,
                                        cf_vega_names *names);

#endif
