/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_ANALYSES_FRAME_H
#define CIRCFIN_ANALYSES_FRAME_H

/*
 * The figures of all suppliers in one world after another: day by day, or deal by deal. A supplier
 * is measured again only where an edge or a balance between its capital and its revenue is another
 * than in the frame before; nothing else has a part in its loop-back.
 */

#include "analyses/world.h"

typedef struct cf_frame {
    cf_world world;
    cf_flow *untied;        /* the flow as if no money were tied; NULL where none is */
    cf_exposure *exposures; /* of every entity of the view */
    bool *has_loop_back;    /* of an entity: it is chosen and a supplier, and its pro rata, min and
                               max are there; those of all others are 0 */
    int measured;           /* how many of them had to be measured here */
} cf_frame;

/**
 * @param view    borrowed; must outlive the frame
 * @param chosen  the suppliers wanted, by entity of the view
 * @param before  a frame of the same scenario, entities and choice, or NULL
 * @return CF_OK, CF_NO_MEMORY or CF_SOLVER; call cf_frame_close whatever it is
 *
 * Time: O(entities + deals) for the flow and the comparison; for each supplier with a change in
 * its strong component a search of that component, and its figures where it has to be measured.
 */
CF_NODISCARD cf_status cf_frame_open(cf_frame *out, const cf_view *view, const bool *chosen,
                                     const cf_frame *before);
void cf_frame_close(cf_frame *frame);

/** The sum of the amounts of all deals. */
double cf_frame_gross(const cf_frame *frame);

/**
 * The largest circulation (method 5).
 *
 * @param before  a frame and its circulation, which is taken over where no payment that could
 *                be on a circuit is another; or NULL
 */
CF_NODISCARD cf_status cf_frame_circulation(const cf_frame *frame, const cf_frame *before,
                                            double of_before, double *value);

#endif
