/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Makes a scenario in memory, without any file, and prints its score as Markdown.
 *
 * A chip maker invests 10 in a lab that has 10 of its own. The lab pays the chip maker 12 for chips
 * and 8 in wages: pro rata, half of what it spends is the chip maker's money, so 6 comes back.
 */
#include <circfin/circfin.h>
#include <stdio.h>
#include <stdlib.h>

enum { DEAL_COLUMNS = 5, ENTITY_COLUMNS = 2 };
#define ROWS(table) ((int)(sizeof(table) / sizeof *(table)))

static const char *const deal_cells[][DEAL_COLUMNS] = {
    { "id", "relation", "payer", "payee", "amount" },
    { "stake", "investor", "chips", "lab", "10" },
    { "chips", "customer", "lab", "chips", "12" },
    { "wages", "supplier", "lab", "staff", "8" },
};

static const char *const entity_cells[][ENTITY_COLUMNS] = {
    { "id", "outside_funds" },
    { "chips", NULL },
    { "lab", "10" },
    { "staff", NULL },
};

int main(void)
{
    const cf_cells deals = { deal_cells[0], DEAL_COLUMNS, ROWS(deal_cells) };
    const cf_cells entities = { entity_cells[0], ENTITY_COLUMNS, ROWS(entity_cells) };
    const char *const options[] = { "currency=USD", "unit=bn", "name=A lab", NULL };
    cf_diags *diags = NULL;
    cf_scenario *scenario = NULL;
    cf_report *report = NULL;
    char *text = NULL;
    size_t size;
    cf_status status = cf_diags_new(&diags);

    if (status == CF_OK)
        status = cf_scenario_make(&scenario, &deals, &entities, options, diags);
    if (status == CF_OK)
        status = cf_scenario_analyse(&report, scenario, "score", NULL, diags);
    if (status == CF_OK)
        status = cf_report_render(&text, &size, report, "md", NULL, diags);
    if (status == CF_OK)
        fwrite(text, 1, size, stdout);
    fputs(cf_diags_text(diags), stderr); /* warnings too */
    free(text);
    cf_report_free(report);
    cf_scenario_free(scenario);
    cf_diags_free(diags);
    return status == CF_OK ? 0 : 1;
}
