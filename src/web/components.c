/* SPDX-License-Identifier: GPL-3.0-or-later */
/* In place of network/components_igraph.c: a new flow's components by the search that updates use.
 * Their numbers are put in order afterwards, so who finds them makes no difference. */
#include "network/build.h"

cf_status cf_flow_number_components(int *component, int *count, const cf_flow *flow)
{
    return cf_flow_search_components(component, count, flow);
}
