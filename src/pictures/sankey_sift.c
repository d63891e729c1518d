/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sifting: moves single stops to where their ribbons cross least (Matuszewski, Schönfeld, Molitor
 * 1999; see sankey.h). */
#include "pictures/sankey.h"

enum { MOST_ROUNDS = 12, MOST_STEPS = 4000 };

static int other_end(const cf_sankey *sankey, int step, int side)
{
    return side == 0 ? sankey->steps[step].from : sankey->steps[step].to;
}

/* The returning weight that passes below a bar. */
static double passing_by(const cf_sankey *sankey, const double *weights, int stop, int bar)
{
    double sum = 0.0;

    for (int side = 0; side < 2; side++) {
        for (int k = sankey->start[side][stop]; k < sankey->start[side][stop + 1]; k++) {
            int step = sankey->at[side][k];

            if (sankey->stops[other_end(sankey, step, side)].floor)
                sum += weights[step];
        }
    }
    return sum * sankey->stops[bar].amount * CF_SANKEY_PASSING_BY;
}

/* The change in crossings if `above` and the stop right below it swap. */
static double change(const cf_sankey *sankey, const int *place, const double *weights, int above,
                     int below)
{
    double sum =
        passing_by(sankey, weights, below, above) - passing_by(sankey, weights, above, below);

    for (int side = 0; side < 2; side++) {
        const int *start = sankey->start[side], *at = sankey->at[side];

        for (int k = start[above]; k < start[above + 1]; k++) {
            int end = place[other_end(sankey, at[k], side)];

            for (int l = start[below]; l < start[below + 1]; l++) {
                int there = place[other_end(sankey, at[l], side)];
                double area = weights[at[k]] * weights[at[l]];

                sum += end > there ? -area : end < there ? area : 0.0;
            }
        }
    }
    return sum;
}

/* The best place of a stop in its column; *gain gets the weight of crossings saved. */
static int best_place(const cf_sankey *sankey, const int *place, const double *weights, int at,
                      int first, int end, double *gain)
{
    int stop = sankey->order[at], best = at;
    double sum = 0.0, least = 0.0;

    for (int i = at + 1; i < end; i++) {
        sum += change(sankey, place, weights, stop, sankey->order[i]);
        if (sum < least) {
            least = sum;
            best = i;
        }
    }
    sum = 0.0;
    for (int i = at - 1; i >= first; i--) {
        sum += change(sankey, place, weights, sankey->order[i], stop);
        if (sum < least) {
            least = sum;
            best = i;
        }
    }
    *gain = -least;
    return best;
}

static void move_stop(cf_sankey *sankey, int *place, int first, int from, int to)
{
    int stop = sankey->order[from], way = to > from ? 1 : -1;

    for (int i = from; i != to; i += way) {
        sankey->order[i] = sankey->order[i + way];
        place[sankey->order[i]] = i - first;
    }
    sankey->order[to] = stop;
    place[stop] = to - first;
}

void cf_sankey_sift(cf_sankey *sankey, int *place, const double *weights)
{
    double all = sankey->picture->all_amount, hair = 1e-9 * all * all;
    bool moved = sankey->step_count <= MOST_STEPS;

    for (int round = 0; moved && round < MOST_ROUNDS; round++) {
        moved = false;
        for (int v = 0; v < sankey->stop_count; v++) {
            int first = sankey->first[sankey->stops[v].column];
            int end = sankey->first[sankey->stops[v].column + 1] - 1, to;
            double gain;

            if (sankey->stops[v].floor)
                continue;
            to = best_place(sankey, place, weights, first + place[v], first, end, &gain);
            if (gain <= hair)
                continue;
            move_stop(sankey, place, first, first + place[v], to);
            moved = true;
        }
    }
}
