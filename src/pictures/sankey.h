/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_PICTURES_SANKEY_H
#define CIRCFIN_PICTURES_SANKEY_H

/*
 * A Sankey diagram with its return arcs: from a picture to coordinates, step by step, and from
 * these to SVG.
 *
 *   order ──► columns ──► arrange ──► place ──► draw, marks, legend
 *   who comes  who stands  above or    to scale
 *   first      where       below
 *
 * Money that runs right is a chain of steps, one for each column it passes; it has a stop in
 * each, so it goes around the bars there and not behind them. Money that runs left ("returns")
 * dives below the last bar: to the floor of the next column, and up from the floor of the column
 * before its payee.
 *
 *        ┌──┐                      ┌──┐
 *        │  ├─────────┐   stop     │  │
 *   ┌──┐ └──┘         └──────────► │  │─┐
 *   │  ├───────────────►┌──┐─────► └──┘ │
 * ┌►└──┘                └──┘            │
 * └──────────── lane ◄──────────────────┘   floor
 *
 * All of it lives in one arena.
 */

#include <stdbool.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "circfin/picture.h"
#include "circfin/report.h"
#include "pictures/draw.h"

/** Where an entity stands, where a ribbon passes a column, or the floor of a column. */
typedef struct cf_sankey_stop {
    int entity; /* or -1 */
    int column; /* entities stand in 1 .. column_count; 0 and column_count + 1 are floors only */
    bool floor;
    double amount;    /* to which it is to scale */
    double y, height; /* of its body; floors have none */
    double above;     /* room that it keeps free above itself */
} cf_sankey_stop;

/** The part of a ribbon between two columns that lie side by side. */
typedef struct cf_sankey_step {
    int from, to; /* stops */
    int edge;
    double out, in; /* its centre, below the tops of both */
} cf_sankey_step;

typedef struct cf_sankey_ribbon {
    bool returns;
    int first_step, step_count; /* returning: down from the payer, and up to the payee */
    double width;               /* to scale; may be too thin to see */
    double lane;                /* returning: y of the centre of its run underneath */
    double down, up;            /* returning: x of the centres of its verticals */
    int depth;                  /* returning: 0 is the innermost */
} cf_sankey_ribbon;

/** What of an entity's money its deals do not show. What comes from outside and stays there
 *  touches no deal and is not drawn: it would make dwarfs of all the rest. */
typedef struct cf_sankey_ends {
    double whole;  /* the larger of what deals bring and what they take: the bar's height */
    double stated; /* from outside, as stated */
    double assumed, gap;
    double kept;
} cf_sankey_ends;

typedef struct cf_sankey {
    const cf_picture *picture;
    cf_arena *arena;
    cf_sankey_ends *ends;      /* by entity */
    cf_sankey_ribbon *ribbons; /* by edge */
    cf_sankey_stop *stops;     /* those of entities come first, then floors */
    int stop_count;
    cf_sankey_step *steps;
    int step_count;
    int *start[2], *at[2]; /* by stop: its steps to the left, and to the right */
    int *order;            /* stops column by column, top to bottom; the floor is last */
    int *first;            /* by column: its first place in order; column_count + 3 numbers */
    int column_count;
    int *returns; /* edges that return, innermost first */
    int return_count;
    double scale; /* pixels a unit of money */
    double way;   /* between the verticals of two columns */
    double least_way;
    double *x;            /* by column: the left side of its bars */
    double right, bottom; /* of all that is drawn */
} cf_sankey;

enum {
    CF_SANKEY_BAR = 13,        /* width of a bar */
    CF_SANKEY_LABEL = 21,      /* height of a line of text with its air */
    CF_SANKEY_WORD = 15,       /* the same of a smaller one, on a ribbon */
    CF_SANKEY_STUB = 40,       /* length of an open end */
    CF_SANKEY_LAST = 140,      /* right of the last column, for its names */
    CF_SANKEY_MOST_COLUMNS = 9 /* more would leave no room for names */
};
#define CF_SANKEY_THIN 1.5 /* nothing is drawn thinner */

/** Where the drawing may be. */
typedef struct cf_sankey_box {
    double left, right, top, bottom;
} cf_sankey_box;

/**
 * Entities in an order in which as little money as possible runs back: rank by entity. Exact up
 * to 16 entities of a circle, else by the heuristic of P. Eades, X. Lin, W. F. Smyth (1993),
 * https://doi.org/10.1016/0020-0190(93)90079-O, with amounts in place of counts, improved by
 * moving one entity at a time. Where the amounts leave a choice, the first supplier stands left
 * of what it finances, so that its revenue is what returns.
 *
 * Time: O(entities² + edges log edges) a round of improvement, at most 20. @return CF_OK or
 * CF_NO_MEMORY
 */
CF_NODISCARD cf_status cf_sankey_order(int **rank, const cf_picture *picture, cf_arena *arena);

/** What an edge weighs in the order: its amount, and a hair by which ties are broken. */
double cf_sankey_weight(const cf_picture *picture, const cf_picture_edge *edge);

/** Columns, which edges return, and the stops and steps of all. @return CF_OK or CF_NO_MEMORY */
CF_NODISCARD cf_status cf_sankey_columns(cf_sankey *sankey);

/**
 * Who stands above whom in each column: barycentres, column by column, to and fro (K. Sugiyama,
 * S. Tagawa, M. Toda 1981, https://doi.org/10.1109/TSMC.1981.4308636), and of all arrangements
 * seen the one in which ribbons cross on the smallest area (counted as by W. Barth, P. Mutzel,
 * M. Jünger 2004, https://doi.org/10.7155/jgaa.00088). @return CF_OK or CF_NO_MEMORY
 */
CF_NODISCARD cf_status cf_sankey_arrange(cf_sankey *sankey);

/** Scale and coordinates: the largest scale that fits into the box; where names need more height
 *  than it has, `bottom` passes the box's. @return CF_OK or CF_NO_MEMORY */
CF_NODISCARD cf_status cf_sankey_place(cf_sankey *sankey, cf_sankey_box box);

/** Moves one stop at a time to where its ribbons cross least, others staying (C. Matuszewski,
 *  R. Schönfeld, P. Molitor 1999, https://doi.org/10.1007/3-540-46648-7_22). `place`, by stop, is
 *  that in its column, and kept so; weights are those of steps. Large pictures are left alone. */
void cf_sankey_sift(cf_sankey *sankey, int *place, const double *weights);
#define CF_SANKEY_PASSING_BY 0.1 /* what returns beside a bar is so much of a crossing */

/** A pile of things, each with a wish where it would like to be. */
typedef struct cf_sankey_pile {
    int count;
    double *wish, *weight;
    double *room;       /* thing i + 1 lies at least so far below thing i */
    double least, most; /* for the first and the last */
    double *pools[2];   /* scratch */
    int *sizes;         /* scratch */
} cf_sankey_pile;

/** Turns wishes into places, as near to them by least squares as room allows: pools of adjacent
 *  violators (M. Ayer and others 1955, https://doi.org/10.1214/aoms/1177728423). Time: O(count). */
void cf_sankey_settle(cf_sankey_pile *pile);

/** The innermost return first: the shorter, then the one from further below. */
CF_NODISCARD cf_status cf_sankey_nest(cf_sankey *sankey);

/** Where every step leaves and reaches its bar. Those that return are lowest. */
CF_NODISCARD cf_status cf_sankey_ports(cf_sankey *sankey);

/** Sets columns apart: x of all, and the verticals of returns. False: the box is too narrow for
 *  that; sankey->right may then pass the box. */
bool cf_sankey_spread(cf_sankey *sankey, cf_sankey_box box);

/** Wide enough to be told by a word on it. */
bool cf_sankey_has_word(const cf_sankey_ribbon *ribbon);

/** The runs underneath, each as high as it can be; cells is scratch of 2 * columns + 4. Returns
 *  the bottom of all. */
double cf_sankey_lanes(cf_sankey *sankey, double *cells);

/** All of the above. `arena` is to be freed, whatever comes back. */
CF_NODISCARD cf_status cf_sankey_lay_out(cf_sankey *out, const cf_picture *picture,
                                         cf_sankey_box box, cf_arena *arena);

/* ---- drawing ---- */

enum { CF_SANKEY_WIDTH = 1280, CF_SANKEY_MARGIN = 36 };

/** Where and what to draw. `words` is an empty buffer to work in; where it has failed in the end,
 *  memory ran out. */
typedef struct cf_sankey_pen {
    FILE *out;
    const cf_sankey *sankey;
    const cf_report *report;
    cf_buffer *words;
} cf_sankey_pen;

void cf_sankey_put_ribbons(const cf_sankey_pen *pen);
void cf_sankey_put_bars(const cf_sankey_pen *pen);

/** What the marks mean, only those that occur; out NULL writes nothing. Returns where it ends. */
double cf_sankey_put_legend(const cf_sankey_pen *pen, double top);

/** The answer in a sentence, with as many suppliers as have room on a line; borrowed from the
 *  buffer. NULL: memory ran out. */
const char *cf_sankey_answer(cf_buffer *buffer, const cf_report *report, double width);

/** Title, answer, and what the view is. */
void cf_sankey_put_head(const cf_sankey_pen *pen, const char *answer, double width);

/** What goes before and after a name amid other text, so that one that reads from right to left
 *  leaves the text around it as it is (U+2068, U+2069); "" for plain names. */
const char *cf_sankey_isolate(const char *name);
const char *cf_sankey_release(const char *name);

/** How the body of a ribbon is broken: a dash pattern, "" for none. */
const char *cf_sankey_dash(unsigned form, bool capital);

/** An open end of a bar: what comes from or goes where nobody looks. */
typedef enum cf_sankey_end { CF_END_STATED, CF_END_ASSUMED, CF_END_GAP, CF_END_KEPT } cf_sankey_end;

/** `x` is the side of the bar; direction -1 runs to the left, 1 to the right. */
void cf_sankey_put_end(FILE *out, cf_sankey_end end, double x, double y, double height,
                       int direction);

/** The body of a ribbon along a path. */
typedef struct cf_sankey_body {
    const char *path;
    bool capital;
    unsigned form;
    double width, core; /* to scale, before what is too thin is made visible */
    int supplier;       /* whose money the core is, or -1 */
} cf_sankey_body;

void cf_sankey_put_body(FILE *out, const cf_sankey_body *body);

#endif
