/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_DOCUMENTS_WORKBOOK_WHAT_IF_H
#define CIRCFIN_DOCUMENTS_WORKBOOK_WHAT_IF_H

/*
 * The what-if of the workbook, on two sheets:
 *
 *   what-if         what the reader changes, and what follows (workbook_what_if.c)
 *   what-if model   the linear system between the two (workbook_what_if_model.c)
 */

#include "documents/levers.h"
#include "documents/workbook.h"

#define CF_WORKBOOK_MODEL "what-if model"

typedef enum cf_what_if_figure {
    CF_WHAT_IF_INVESTED,
    CF_WHAT_IF_BACK,
    CF_WHAT_IF_RATE,
    CF_WHAT_IF_SALES,
    CF_WHAT_IF_EXPOSURE,
    CF_WHAT_IF_FIGURE_COUNT
} cf_what_if_figure;

enum { CF_PLACE_SIZE = 40 };

/** Ranges and cells of the model, as formulas name them: "$G$5:$G$99". */
typedef struct cf_what_if_places {
    char from[CF_PLACE_SIZE], to[CF_PLACE_SIZE], past[CF_PLACE_SIZE]; /* by edge */
    char sets_out[CF_PLACE_SIZE], trade[CF_PLACE_SIZE], amount[CF_PLACE_SIZE];
    char names[CF_PLACE_SIZE], numbers[CF_PLACE_SIZE]; /* by supplier */
    char figures[CF_WHAT_IF_FIGURE_COUNT][CF_PLACE_SIZE];
    char invested[CF_PLACE_SIZE], coloured[CF_PLACE_SIZE]; /* by entity */
    char pays_back[CF_PLACE_SIZE];
    char matrix[CF_PLACE_SIZE];
    char supplier[CF_PLACE_SIZE], row[CF_PLACE_SIZE]; /* of the chosen supplier: cells */
} cf_what_if_places;

typedef struct cf_what_if_sheet {
    cf_workbook *workbook;
    cf_xlsx *book;
    const cf_levers *levers;
    lxw_worksheet *front, *model;
    cf_what_if_places at;
    int money; /* a cf_xlsx_number */
} cf_what_if_sheet;

/** Adds the sheet of the model and finds its places. Failures stick to the book. */
void cf_what_if_put_model(cf_what_if_sheet *sheet);

/** What the list says for a choice: the name, or the id where two read the same. */
const char *cf_what_if_choice(const cf_what_if_sheet *sheet, int choice);

/** What the program has found for a choice; NaN where it is unknown. */
double cf_what_if_computed(const cf_what_if_sheet *sheet, int choice, cf_what_if_figure figure);
bool cf_what_if_is_share(cf_what_if_figure figure);

/** The number of the row of a deal's amount (column F) and of an entity's balance (column O) on the
 *  front sheet; both count from 1. */
unsigned cf_what_if_deal_row(int lever);
unsigned cf_what_if_entity_row(int entity);

#endif
