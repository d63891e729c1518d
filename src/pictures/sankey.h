/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_PICTURES_SANKEY_H
#define CIRCFIN_PICTURES_SANKEY_H

/*
 * A Sankey diagram with return arcs: a layered drawing in five steps, then SVG.
 *
 *   1 order     ranks the entities so that as little money as possible runs left
 *   2 columns   gives each a column right of its payers, and cuts long edges into steps
 *   3 arrange   orders each column so that the ribbons that cross are thin ones
 *   4 place     chooses one scale for all amounts, and heights that keep ribbons level
 *   5 returns   nests what still runs left in lanes below the bars
 *
 * An edge that runs right is a chain of steps, one between each two columns, with a stop in each
 * column it passes, so that it goes around the bars there. An edge that runs left (a "return") goes
 * below the last bar: down to the floor of the next column, and up from the floor of the column
 * before its payee.
 *
 *        ┌──┐                      ┌──┐
 *        │  ├─────────┐   stop     │  │
 *   ┌──┐ └──┘         └──────────► │  │─┐
 *   │  ├───────────────►┌──┐─────► └──┘ │
 * ┌►└──┘                └──┘            │
 * └──────────── lane ◄──────────────────┘   floor
 *
 * Everything is allocated in one arena.
 */

#include <stdbool.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "circfin/picture.h"
#include "circfin/report.h"
#include "pictures/draw.h"
#include "pictures/groups.h"

/** The place of an entity, the point where a ribbon passes a column, or the floor of a column. */
typedef struct cf_sankey_stop {
    int entity; /* or -1 */
    int column; /* entities stand in 1 .. column_count; 0 and column_count + 1 are floors only */
    bool floor;
    double amount;    /* its height, in money */
    double y, height; /* of its body; floors have none */
    double above;     /* free room above it */
} cf_sankey_stop;

/** The part of a ribbon between two neighbouring columns. */
typedef struct cf_sankey_step {
    int from, to; /* stops */
    int edge;
    double out, in; /* its centre, from the top of each stop */
} cf_sankey_step;

typedef struct cf_sankey_ribbon {
    bool returns;
    int first_step, step_count; /* returning: down from the payer, and up to the payee */
    double width;               /* to scale, however thin */
    double lane;                /* returning: y of the centre of its run below the bars */
    double down, up;            /* returning: x of the centres of its verticals */
    int depth;                  /* returning: 0 is the innermost */
} cf_sankey_ribbon;

/** Money of an entity beside its deals. Outside money that is kept touches no deal and is not
 * drawn: it would dwarf everything else. */
typedef struct cf_sankey_ends {
    double whole;  /* the larger of inflow and outflow of deals: the height of the bar */
    double stated; /* from outside, as stated or earned */
    double assumed, gap;
    double kept;
} cf_sankey_ends;

/** What a clearing adds to a picture of dues: arrays by edge, and by entity. */
typedef struct cf_sankey_clearing {
    const double *paid;      /* of an edge's amount */
    const bool *fails;       /* of an entity */
    const char *const *told; /* a line below the name of an entity, or NULL */
} cf_sankey_clearing;

typedef struct cf_sankey {
    const cf_picture *picture;
    const cf_sankey_clearing *clearing; /* NULL: edges are paid in full, and money may come from
                                           and go to outside */
    cf_arena *arena;
    cf_sankey_ends *ends;      /* by entity */
    cf_sankey_ribbon *ribbons; /* by edge */
    cf_sankey_stop *stops;     /* first those of entities, then floors */
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
    cf_groups groups;     /* of entities that stand together */
    int *lines;           /* by entity: how many its name may take */
    double *x;            /* by column: the left side of its bars */
    double right, bottom; /* of the whole drawing */
} cf_sankey;

enum {
    CF_SANKEY_BAR = 13,        /* width of a bar */
    CF_SANKEY_NAME = 13,       /* size of the name of an entity */
    CF_SANKEY_BROAD = 200,     /* width of a line of a long name */
    CF_SANKEY_LABEL = 21,      /* height of a line of text with its margins */
    CF_SANKEY_WORD = 15,       /* height of a smaller line, on a ribbon */
    CF_SANKEY_STUB = 40,       /* length of an open end */
    CF_SANKEY_LAST = 140,      /* right of the last column, for its names */
    CF_SANKEY_MOST_COLUMNS = 9 /* more would leave no room for names */
};
#define CF_SANKEY_THIN 1.5 /* nothing is drawn thinner */

/** The room for the drawing. */
typedef struct cf_sankey_box {
    double left, right, top, bottom;
} cf_sankey_box;

/**
 * Ranks the entities so that as little money as possible returns. Exact for components of up to 16
 * entities, else by the heuristic of P. Eades, X. Lin, W. F. Smyth (1993),
 * https://doi.org/10.1016/0020-0190(93)90079-O, with amounts in place of counts, improved by
 * moving one entity at a time. Ties are broken so that the first supplier stands left
 * of what it finances and its revenue returns.
 *
 * Time: O(entities² + edges log edges) a round of improvement, at most 20. @return CF_OK or
 * CF_NO_MEMORY
 */
CF_NODISCARD cf_status cf_sankey_order(int **rank, const cf_picture *picture, cf_arena *arena);

/** The weight of an edge in the order: its amount, and a small part to break ties. */
double cf_sankey_weight(const cf_picture *picture, const cf_picture_edge *edge);

/** Assigns columns, finds the returns, and makes stops and steps. @return CF_OK or CF_NO_MEMORY */
CF_NODISCARD cf_status cf_sankey_columns(cf_sankey *sankey);

/**
 * Orders the stops of each column: by barycentres, column by column in both directions (K.
 * Sugiyama, S. Tagawa, M. Toda 1981, https://doi.org/10.1109/TSMC.1981.4308636), keeping the
 * arrangement in which ribbons cross on the smallest area (counted as by W. Barth, P. Mutzel,
 * M. Jünger 2004, https://doi.org/10.7155/jgaa.00088). @return CF_OK or CF_NO_MEMORY
 */
CF_NODISCARD cf_status cf_sankey_arrange(cf_sankey *sankey);

/** Puts the entities of one group next to each other in every column. Time: O(stops²) in a
 * column. */
void cf_sankey_gather(cf_sankey *sankey);

/** Whether an entity is the first of several of its group in its column, and so has the name of
 *  the group above its own. */
bool cf_sankey_leads_group(const cf_sankey *sankey, int entity);

/** Draws a frame around each such run. */
void cf_sankey_put_groups(FILE *out, const cf_sankey *sankey);

/** Where the name and the amount of an entity end, to the right. */
double cf_sankey_name_end(const cf_sankey *sankey, int entity);

/** Chooses the largest scale that fits into the box, and all heights. If names need more height
 * than the box has, `bottom` exceeds it. @return CF_OK or CF_NO_MEMORY */
CF_NODISCARD cf_status cf_sankey_place(cf_sankey *sankey, cf_sankey_box box);

/** Moves one stop at a time to where its ribbons cross least (C. Matuszewski,
 *  R. Schönfeld, P. Molitor 1999, https://doi.org/10.1007/3-540-46648-7_22). `place` is the
 *  place of each stop in its column and is updated; `weights` are by step. Skips large pictures. */
void cf_sankey_sift(cf_sankey *sankey, int *place, const double *weights);
#define CF_SANKEY_PASSING_BY                                                                       \
    0.1 /* weight of a return that passes a bar, relative to a crossing                            \
         */

/** A pile of items, each with a preferred position. */
typedef struct cf_sankey_pile {
    int count;
    double *wish, *weight;
    double *room;       /* least distance of item i + 1 below item i */
    double least, most; /* limits of the first and the last */
    double *pools[2];   /* scratch */
    int *sizes;         /* scratch */
} cf_sankey_pile;

/** Moves the items to the feasible positions nearest to the preferred ones by least squares, by
 * pooling adjacent violators (M. Ayer and others 1955, https://doi.org/10.1214/aoms/1177728423).
 * Time: O(count). */
void cf_sankey_settle(cf_sankey_pile *pile);

/** Sorts the returns, innermost first: the shorter, then the one from further below. */
CF_NODISCARD cf_status cf_sankey_nest(cf_sankey *sankey);

/** Places the ends of steps on their bars; returns are lowest. */
CF_NODISCARD cf_status cf_sankey_ports(cf_sankey *sankey);

/** Sets x of columns and of the verticals of returns. False if the box is too narrow; sankey->right
 * may then exceed the box. */
bool cf_sankey_spread(cf_sankey *sankey, cf_sankey_box box);

/** Whether a return has words on its run: it is wide enough for them, or money on it comes round.
 */
bool cf_sankey_has_word(const cf_sankey *sankey, int edge);

/** Places the runs of returns, each as high as possible. `cells` is scratch of 2 * columns + 4.
 *  Returns the bottom of the lowest. */
double cf_sankey_lanes(cf_sankey *sankey, double *cells);

/** All steps above. `clearing` may be NULL. Free the arena whatever the status. */
CF_NODISCARD cf_status cf_sankey_lay_out(cf_sankey *out, const cf_picture *picture,
                                         const cf_sankey_clearing *clearing, cf_sankey_box box,
                                         cf_arena *arena);

/** The height of what stands above the bar of an entity: its name, and what is told of it. */
double cf_sankey_caption(const cf_sankey *sankey, int entity);

/** The height of what is told of it, between its name and its bar. */
double cf_sankey_told(const cf_sankey *sankey, int entity);

/** The width of its name and amount on one line. */
double cf_sankey_name_width(const cf_sankey *sankey, int entity);

/* ---- drawing ---- */

enum { CF_SANKEY_WIDTH = 1280, CF_SANKEY_MARGIN = 36, CF_SANKEY_TITLE = 23 /* its size */ };

/** The target and source of a drawing. `words` is an empty scratch buffer; if it has failed in the
 * end, memory ran out. */
typedef struct cf_sankey_pen {
    FILE *out;
    const cf_sankey *sankey;
    const cf_report *report;
    cf_buffer *words;
    bool inlined; /* in a page */
} cf_sankey_pen;

void cf_sankey_put_ribbons(const cf_sankey_pen *pen);
void cf_sankey_put_bars(const cf_sankey_pen *pen);

/** Writes the legend of the marks that occur; nothing if `out` is NULL. Returns its bottom. */
double cf_sankey_put_legend(const cf_sankey_pen *pen, double top);

/** What stands above the drawing. All zero is empty. */
typedef struct cf_sankey_words {
    cf_buffer title, text, story, view;
    bool brief; /* of the page, which says the rest itself: the story alone is drawn */
} cf_sankey_words;

/** All of them; or the view alone, where the others are written already. @return CF_OK or
 * CF_NO_MEMORY */
CF_NODISCARD cf_status cf_sankey_write_words(cf_sankey_words *out, const cf_report *report,
                                             const cf_drawing *drawing);
CF_NODISCARD cf_status cf_sankey_write_view(cf_sankey_words *out, const cf_report *report);
void cf_sankey_free_words(cf_sankey_words *words);

/** Draws the head, or only measures it where `out` is NULL. Returns its bottom. */
double cf_sankey_put_head(FILE *out, const cf_sankey_words *words, const char *subtitle,
                          double width);

/** An open end of a bar: money from or to outside the picture. */
typedef enum cf_sankey_end { CF_END_STATED, CF_END_ASSUMED, CF_END_GAP, CF_END_KEPT } cf_sankey_end;

/** `x` is the side of the bar; direction -1 runs to the left, 1 to the right. */
void cf_sankey_put_end(FILE *out, cf_sankey_end end, double x, double y, double height,
                       int direction);

/** The body of a ribbon along a path. */
typedef struct cf_sankey_body {
    const char *path;
    cf_class carries;
    unsigned form;
    double width, core; /* to scale, before what is too thin is made visible */
    int supplier;       /* the colour of the one whose money the core is, or -1 */
} cf_sankey_body;

/** "cf-trade" and the like: what its class names in CSS begin with. */
const char *cf_sankey_class(const cf_sankey_body *body);

void cf_sankey_put_body(FILE *out, const cf_sankey_body *body);

/** A line along a path; `class` without "-line", `more` are further attributes. */
void cf_sankey_put_stroke(FILE *out, const char *along, const char *class, double width,
                          const char *more);

/* ---- drawing a clearing: sankey_clearing.c ---- */

/** Whether an edge is visibly not paid in full. */
bool cf_sankey_is_short(const cf_sankey *sankey, int edge);

/** The body of a due along a path: full where it is paid, and a hollow rim for the rest. */
void cf_sankey_put_due(FILE *out, const cf_sankey_body *body, double paid_share);

/** Opens the <g> of a due and of an entity that may fail. */
void cf_sankey_mark_due(const cf_sankey_pen *pen, int edge);
void cf_sankey_mark_payer(const cf_sankey_pen *pen, int entity);

/** Lays out and draws the picture of a clearing; `words` gets its view. @return CF_OK or
 *  CF_NO_MEMORY */
CF_NODISCARD cf_status cf_sankey_draw_clearing(FILE *out, const cf_report *report,
                                               const cf_drawing *drawing, const cf_picture *picture,
                                               const cf_sankey_clearing *clearing,
                                               cf_sankey_words *words, cf_arena *arena);

#endif
