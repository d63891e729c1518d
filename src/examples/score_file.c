/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scores a file: prints how much of what each supplier invested comes back to it as revenue.
 *
 *     cc score_file.c $(pkg-config --cflags --libs circfin) -o score_file
 *     ./score_file data/ai-deals.json view=firm
 */
#include <circfin/circfin.h>
#include <stdio.h>

static void print_suppliers(const cf_report *report)
{
    const cf_table *suppliers = cf_report_find_table(report, "suppliers");

    printf("%-12s %10s %10s %10s %10s\n", "supplier", "invested", "min", "pro rata", "max");
    for (long row = 0; row < cf_table_row_count(suppliers); row++)
        printf("%-12s %10.3f %10.3f %10.3f %10.3f\n", cf_table_text(suppliers, row, "entity"),
               cf_table_number(suppliers, row, "invested"),
               cf_table_number(suppliers, row, "loopback_min"),
               cf_table_number(suppliers, row, "loopback_pro_rata"),
               cf_table_number(suppliers, row, "loopback_max"));
    printf("all deals together: %.3f\n", cf_report_number(report, "gross"));
}

int main(int argc, char **argv)
{
    const char *const *options = (const char *const *)argv + 2; /* argv ends with NULL */
    cf_diags *diags = NULL;
    cf_scenario *scenario = NULL;
    cf_report *report = NULL;
    cf_status status;

    if (argc < 2) {
        fputs("usage: score_file SCENARIO [OPTION...]\n", stderr);
        return 2;
    }
    status = cf_diags_new(&diags);
    if (status == CF_OK)
        status = cf_scenario_load(&scenario, argv[1], NULL, diags);
    if (status == CF_OK)
        status = cf_scenario_analyse(&report, scenario, "score", options, diags);
    if (status == CF_OK)
        print_suppliers(report);
    fputs(cf_diags_text(diags), stderr); /* warnings too */
    cf_report_free(report);
    cf_scenario_free(scenario);
    cf_diags_free(diags);
    return status == CF_OK ? 0 : 1;
}
