/* SPDX-License-Identifier: GPL-3.0-or-later */
/* When sweeps are done, and Aitken's jumps: see the header. */
#include "pro_rata/sweep_pace.h"

#include <math.h>
#include <stddef.h>

/* Above this rate there is no jump: it would add up to 49 moves at once. */
#define MOST_RATE 0.98

enum { JUMP_EVERY = 8, LOOK_EVERY = 48, MOST_SWEEPS = 400 };

bool cf_pace_keeps_earlier(const cf_pace *pace)
{
    return pace->sweeps % JUMP_EVERY == JUMP_EVERY - 2;
}

bool cf_pace_keeps_before(const cf_pace *pace)
{
    return pace->sweeps % JUMP_EVERY == JUMP_EVERY - 1;
}

/* After a jump, the rate is that of the error which the jump left, so the rate before it counts as
 * well; the first sweeps after a jump have no rate. */
static bool has_settled(const cf_pace *pace)
{
    const double enough = 1e-13, rounding = 4e-16; /* moves so small have no rate */
    double rate = fmax(pace->rate, pace->least);

    if (pace->worst <= 0)
        return true;
    return pace->since > 2 &&
           (pace->worst <= rounding || (rate < 1 && pace->worst * rate <= enough * (1.0 - rate)));
}

static bool is_slow(const cf_pace *pace)
{
    return pace->sweeps >= MOST_SWEEPS ||
           (pace->sweeps % LOOK_EVERY == LOOK_EVERY - 1 && pace->rate > pace->slowest);
}

bool cf_pace_judge(cf_pace *pace, double worst)
{
    const double near = 1e-2; /* above it, money is still reaching vertices for the first time */

    pace->rate = worst / pace->worst;
    pace->worst = worst;
    pace->sweeps++;
    pace->since++;
    pace->settled = has_settled(pace);
    pace->slow = !pace->settled && is_slow(pace);
    return !pace->settled && pace->sweeps % JUMP_EVERY == 0 && worst < near;
}

void cf_pace_jump(cf_pace *pace, double *x, const double *before, const double *earlier, int size,
                  int width)
{
    for (int i = 0; i < size; i++) {
        size_t at = (size_t)i * (size_t)width;
        double move = x[at] - before[at];
        double rate = move / (before[at] - earlier[at]);

        if (rate > 0 && rate <= MOST_RATE)
            x[at] += move * rate / (1.0 - rate);
    }
    pace->least = fmin(fmax(pace->least, pace->rate), MOST_RATE);
    pace->since = 0;
}
