/* SPDX-License-Identifier: GPL-3.0-or-later */
/* In place of scenario/standing.c: how deals stand to a view was worked out when the page was
 * written. */
#include <string.h>

#include "web/build.h"

cf_status cf_view_standings(cf_standing *standings, double *own, const cf_view *view)
{
    const cf_web_view *loaded =
        (const cf_web_view *)((const char *)view - offsetof(cf_web_view, view));
    size_t deals = (size_t)view->scenario->deal_count;

    memcpy(standings, loaded->standings, deals * sizeof *standings);
    memcpy(own, loaded->own, deals * sizeof *own);
    return CF_OK;
}
