/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lets several threads read the rows of one spreadsheet. */
#include "scenario/sheet_fork.h"

#include <stdlib.h>

#include "scenario/sheet_points.h"
#include "scenario/sheet_understood.h"

static void free_fork(cf_sheet *fork)
{
    cf_csv_free(&fork->csv);
    cf_arena_free(&fork->row_arena);
    free(fork->scratch);
    free(fork->points);
    free(fork->said);
    free(fork->saying);
    free(fork->source);
    free(fork->present);
    free(fork->touched);
    free(fork);
}

cf_rows *cf_sheet_fork(const cf_rows *rows, bool *problem)
{
    const cf_sheet *sheet = (const cf_sheet *)rows;
    cf_sheet *fork = malloc(sizeof *fork);
    size_t sources = (size_t)sheet->source_count + 1;

    if (fork == NULL)
        return NULL;
    *fork = *sheet;
    fork->diags = NULL;
    fork->problem = problem;
    fork->csv.cells = NULL;
    fork->csv.count = fork->csv.room = 0;
    fork->row_arena = (cf_arena){ .last = NULL };
    fork->scratch = malloc(sheet->csv.size + 1);
    fork->said = calloc(CF_SAID_KINDS + (size_t)sheet->width, sizeof *fork->said);
    fork->saying = calloc(CF_SAID_KINDS + (size_t)sheet->width, sizeof *fork->saying);
    fork->points = calloc((size_t)sheet->width + 1, sizeof *fork->points);
    fork->source = calloc(sources, sizeof *fork->source);
    fork->present = calloc(sources, sizeof *fork->present);
    fork->touched = calloc(sources, sizeof *fork->touched);
    if (fork->scratch != NULL && fork->said != NULL && fork->saying != NULL &&
        fork->points != NULL && fork->source != NULL && fork->present != NULL &&
        fork->touched != NULL)
        return &fork->rows;
    free_fork(fork);
    return NULL;
}

void cf_sheet_join(cf_rows *rows, cf_rows *fork)
{
    cf_sheet *sheet = (cf_sheet *)rows, *other = (cf_sheet *)fork;

    for (int i = 0; i < sheet->width; i++)
        cf_sheet_join_points(&sheet->points[i], &other->points[i]);
    cf_sheet_join_said(sheet, other);
    free_fork(other);
}

void cf_sheet_keep(cf_rows *fork, bool keep)
{
    cf_sheet_settle((cf_sheet *)fork, keep);
}

void cf_sheet_pass(cf_rows *rows, int end)
{
    cf_sheet *sheet = (cf_sheet *)rows;

    if (sheet->reported < end)
        sheet->reported = end;
}
