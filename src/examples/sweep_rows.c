/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sweeps the amount of a deal, takes each row as soon as it is known, and stops at the first amount
 * at which more than a given sum comes back to the supplier.
 *
 *     ./sweep_rows data/ai-deals.json deal:nvidia-openai-30=0:100:1 nvidia 15
 */
#include <circfin/circfin.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct search {
    const char *varied; /* the column of what varies */
    double limit;
    long rows;
    bool found;
};

static bool look(void *payload, const cf_table *rows, long row)
{
    struct search *search = payload;
    double comes_back = cf_table_number(rows, row, "loopback_pro_rata");

    search->rows++;
    search->found = comes_back > search->limit;
    if (search->found)
        printf("at %g, %.3f comes back\n", cf_table_number(rows, row, search->varied), comes_back);
    return !search->found;
}

int main(int argc, char **argv)
{
    char vary[256], supplier[256], varied[256];
    const char *const options[] = { vary, supplier, NULL };
    struct search search = { .varied = varied };
    cf_diags *diags = NULL;
    cf_scenario *scenario = NULL;
    cf_status status;

    if (argc != 5)
        return fputs("usage: sweep_rows SCENARIO SPEC SUPPLIER LIMIT\n", stderr), 2;
    snprintf(vary, sizeof vary, "vary=%s", argv[2]);
    snprintf(supplier, sizeof supplier, "supplier=%s", argv[3]);
    snprintf(varied, sizeof varied, "%.*s", (int)strcspn(argv[2], "="), argv[2]);
    search.limit = strtod(argv[4], NULL);
    status = cf_diags_new(&diags);
    if (status == CF_OK)
        status = cf_scenario_load(&scenario, argv[1], NULL, diags);
    if (status == CF_OK)
        status = cf_scenario_each_row(scenario, "sweep", options, look, &search, diags);
    if (status == CF_OK)
        printf("%ld points, %s\n", search.rows, search.found ? "stopped" : "never more");
    fputs(cf_diags_text(diags), stderr);
    cf_scenario_free(scenario);
    cf_diags_free(diags);
    return status == CF_OK ? 0 : 1;
}
