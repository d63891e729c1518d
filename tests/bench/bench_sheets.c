/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * import of a spreadsheet as a process: reading, checking and writing JSON. Peers: Python's csv
 * module and pandas, which read the same file into rows and check nothing.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/bench.h"
#include "bench/measure.h"
#include "bench/networks.h"
#include "circfin/sheets.h"

static char folder[] = "/tmp/circfin-bench-XXXXXX";
static char deals[64];

static void write_sheets(int entities, int count)
{
    random_network network;
    cf_scenario *scenario;
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);

    must(out == NULL || mkdtemp(folder) == NULL ? CF_NO_MEMORY : CF_OK, "a folder for the sheets");
    random_network_make(&network, entities, count, 0, 7);
    network_write_scenario(out, &network.network);
    fclose(out);
    must(cf_scenario_parse(&scenario, text, size, "random", NULL), "the random scenario");
    must(cf_sheets_write(scenario, folder, NULL), "writing its sheets");
    cf_scenario_free(scenario);
    random_network_free(&network);
    free(text);
    snprintf(deals, sizeof deals, "%s/deals.csv", folder);
}

static bool can_import(const char *module)
{
    char command[128];

    snprintf(command, sizeof command, "/usr/bin/python3 -c 'import %s' 2>/dev/null", module);
    return system(command) == 0;
}

static void add_peer(const char *name, const char *module, char *script, timing ours)
{
    char python[] = "/usr/bin/python3", flag[] = "-c";
    char *const command[] = { python, flag, script, deals, NULL };

    if (can_import(module))
        line_peer(name, ours, time_of_program(command));
}

void bench_sheets(void)
{
    enum { ENTITIES = 20000, DEALS = 100000 };
    char program[] = CIRCFIN_PROGRAM, import[] = "import", output[] = "-o", nowhere[] = "/dev/null";
    char *const command[] = { program, import, deals, output, nowhere, NULL };
    char csv[] = "import csv, sys\n"
                 "rows = list(csv.DictReader(open(sys.argv[1], newline='', encoding='utf-8')))";
    char pandas[] = "import pandas, sys\npandas.read_csv(sys.argv[1])";
    char clean[96];
    timing ours;

    write_sheets(ENTITIES, DEALS);
    ours = time_of_program(command);
    line_begin("import_process");
    line_number("entities", ENTITIES);
    line_number("deals", DEALS);
    line_ours(ours);
    add_peer("python_csv", "csv", csv, ours);
    add_peer("pandas", "pandas", pandas, ours);
    line_end(true); /* run_program has seen to the exit code */
    snprintf(clean, sizeof clean, "rm -rf '%s'", folder);
    must(system(clean) == 0 ? CF_OK : CF_IO, "removing the sheets");
}
