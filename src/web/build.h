/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_WEB_BUILD_H
#define CIRCFIN_WEB_BUILD_H

/* What the files of the room share. */

#include "analyses/world.h"
#include "base/arena.h"
#include "web/engine.h"

/** A view that was read from numbers. The scenario has only what engines ask of it. */
typedef struct cf_web_view {
    cf_scenario scenario;
    cf_view view; /* first->scenario is the one above */
    cf_view_entity *entities;
    cf_view_deal *deals;
    cf_standing *standings; /* of a deal of the scenario */
    double *own;            /* its full amount */
} cf_web_view;

/** @param[out] out  its arrays lie in the arena @return whether the numbers are a view */
bool cf_web_load(cf_web_view *out, const double *numbers, int count, cf_arena *arena);

struct cf_web {
    cf_web_view loaded;
    cf_arena arena;
    cf_world world;
    bool reopen; /* a deal has become unknown, or known again: the world is made anew */
    bool ready;  /* the world is open */
    bool dilution;
    double *amounts, *returns; /* by deal of the view */
    double *figures;           /* by supplier */
    double *losses;
    double system[7];
    double *shocks; /* by entity */
};

/** Makes the world, or brings it up to date. @return CF_OK, CF_NO_MEMORY or CF_SOLVER */
CF_NODISCARD cf_status cf_web_keep_up(cf_web *web);

#endif
