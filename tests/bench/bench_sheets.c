/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Reading 10^4 to 10^6 deals as a process: `import` of a spreadsheet into JSON, `check` of that
 * spreadsheet and of that JSON. Peers: Python's csv module and pandas, which read the same
 * spreadsheet into rows, Miller, which converts it, and Python's json, which reads the same JSON.
 * None of them checks anything.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/bench.h"
#include "bench/measure.h"
#include "bench/networks.h"
#include "circfin/sheets.h"

static char folder[] = "/tmp/circfin-bench-XXXXXX";
static char deals[64], json[64];

static void write_files(int entities, int count)
{
    random_network network;
    cf_scenario *scenario;
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);

    must(out == NULL ? CF_NO_MEMORY : CF_OK, "memory for the scenario");
    random_network_make(&network, entities, count, 0, 7);
    network_write_scenario(out, &network.network);
    fclose(out);
    must(cf_scenario_parse(&scenario, text, size, "random", NULL), "the random scenario");
    must(cf_sheets_write(scenario, folder, NULL), "writing its sheets");
    must(cf_scenario_write(scenario, json, NULL), "writing it as JSON");
    cf_scenario_free(scenario);
    random_network_free(&network);
    free(text);
}

static bool works(const char *command)
{
    char quiet[200];

    snprintf(quiet, sizeof quiet, "%s >/dev/null 2>&1", command);
    return system(quiet) == 0;
}

static void add_python(const char *name, const char *module, const char *script, char *file,
                       timing ours, int runs)
{
    char python[] = "/usr/bin/python3", flag[] = "-c", text[160], test[80];
    char *const command[] = { python, flag, text, file, NULL };

    snprintf(test, sizeof test, "/usr/bin/python3 -c 'import %s'", module);
    snprintf(text, sizeof text, "import %s, sys\n%s", module, script);
    if (works(test))
        line_peer(name, ours, time_of_children(command, runs));
}

static void add_miller(timing ours, int runs)
{
    char program[] = "/usr/bin/mlr", from[] = "--icsv", to[] = "--ojson", verb[] = "cat";
    char *const command[] = { program, from, to, verb, deals, NULL };

    if (works("/usr/bin/mlr --version"))
        line_peer("miller", ours, time_of_children(command, runs));
}

static timing begin(const char *name, int entities, int count, char *const *command, int runs)
{
    timing ours = time_of_children(command, runs);

    line_begin(name);
    line_number("entities", entities);
    line_number("deals", count);
    line_ours(ours);
    return ours;
}

static void measure(int entities, int count, int runs)
{
    char program[] = CIRCFIN_PROGRAM, import[] = "import", check[] = "check", output[] = "-o",
         nowhere[] = "/dev/null";
    char *const imports[] = { program, import, deals, output, nowhere, NULL };
    char *const checks_sheet[] = { program, check, deals, NULL };
    char *const checks_json[] = { program, check, json, NULL };
    timing ours;

    write_files(entities, count);
    ours = begin("import_process", entities, count, imports, runs);
    add_miller(ours, runs);
    line_end(true); /* time_of_children() has seen to the exit code */
    ours = begin("check_sheet_process", entities, count, checks_sheet, runs);
    add_python("python_csv", "csv",
               "rows = list(csv.DictReader(open(sys.argv[1], newline='', encoding='utf-8')))",
               deals, ours, runs);
    add_python("pandas", "pandas", "pandas.read_csv(sys.argv[1])", deals, ours, runs);
    line_end(true);
    ours = begin("check_json_process", entities, count, checks_json, runs);
    add_python("python_json", "json", "json.load(open(sys.argv[1], encoding='utf-8'))", json, ours,
               runs);
    line_end(true);
}

void bench_sheets(void)
{
    char clean[96];

    must(mkdtemp(folder) == NULL ? CF_IO : CF_OK, "a folder for the sheets");
    snprintf(deals, sizeof deals, "%s/deals.csv", folder);
    snprintf(json, sizeof json, "%s/scenario.json", folder);
    measure(2500, 10000, 10);
    measure(25000, 100000, 5);
    measure(250000, 1000000, 3);
    snprintf(clean, sizeof clean, "rm -rf '%s'", folder);
    must(works(clean) ? CF_OK : CF_IO, "removing the sheets");
}
