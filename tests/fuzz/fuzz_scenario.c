/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Any bytes at all: a scenario comes out, or at least one error does, with places in the text.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "circfin/scenario.h"
#include "circfin/text.h"

static void demand(bool claim)
{
    if (!claim)
        abort();
}

/* What a terminal is sent must be safe for it. */
static void demand_printable(const char *text)
{
    size_t size = strlen(text) * 3 + 1;
    char *shown = malloc(size);

    demand(shown != NULL);
    cf_text_printable(shown, size, text);
    demand(strcmp(shown, text) == 0);
    free(shown);
}

static void check_diag(const cf_diag *diag)
{
    const cf_where *where = &diag->where;

    demand_printable(diag->message);
    demand(strlen(diag->message) < 600);
    if (diag->hint != NULL)
        demand_printable(diag->hint);
    demand(where->line >= 0);
    if (where->pointer != NULL) {
        demand_printable(where->pointer);
        demand(where->line > 0);
    }
    if (where->line == 0)
        return;
    demand(where->column >= 1 && where->length >= 1 && where->source_column >= 1);
    demand_printable(where->source_line);
}

static void check_references(const cf_scenario *scenario)
{
    for (int i = 0; i < scenario->deal_count; i++) {
        const cf_deal *deal = &scenario->deals[i];

        demand(deal->payer >= 0 && deal->payer < scenario->entity_count);
        demand(deal->payee >= 0 && deal->payee < scenario->entity_count);
        demand(deal->payer != deal->payee && deal->relation < CF_RELATION_COUNT);
        demand(deal->part_of >= -1 && deal->part_of < scenario->deal_count);
        demand(deal->amount.low <= deal->amount.base && deal->amount.base <= deal->amount.high);
        demand(cf_scenario_find_deal(scenario, deal->id) == i);
        for (int k = 0; k < deal->earmark.count; k++)
            demand(scenario->deals[deal->earmark.at[k]].payer == deal->payee);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    cf_scenario *scenario = NULL;
    cf_diags *diags = NULL;
    cf_status status;

    demand(cf_diags_new(&diags) == CF_OK);
    status = cf_scenario_parse(&scenario, (const char *)data, size, "input", diags);
    demand(status == CF_OK || status == CF_BAD_SYNTAX || status == CF_BAD_INPUT);
    demand((status == CF_OK) == (scenario != NULL));
    demand((status == CF_OK) == (cf_diags_total(diags, CF_ERROR) == 0));
    for (int i = 0; i < cf_diags_count(diags); i++)
        check_diag(cf_diags_at(diags, i));
    if (scenario != NULL)
        check_references(scenario);
    cf_scenario_free(scenario);
    cf_diags_free(diags);
    return 0;
}
