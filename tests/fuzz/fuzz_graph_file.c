/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Any bytes at all as a graph: a scenario comes out, or at least one error does, at a place of the
 * file. The first byte says what its name ends in, for files whose content says nothing.
 */
#include "fuzz.h"

static const char *const endings[] = { ".graphml", ".gml", ".net" };

enum { FORMATS = sizeof endings / sizeof *endings };

static char paths[FORMATS][80];

static void check_place(const cf_where *where, const uint8_t *data, size_t size)
{
    int lines = 1;

    if (where->line == 0)
        return;
    for (size_t i = 0; i < size; i++)
        lines += data[i] == '\n';
    demand(where->file != NULL && where->line > 0 && where->line <= lines);
    demand(where->column > 0 && where->length > 0 && where->source_line != NULL);
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc;
    (void)argv;
    for (int i = 0; i < FORMATS; i++)
        snprintf(paths[i], sizeof paths[i], "%s/circfin-fuzz-%ld%s", fuzz_folder(), (long)getpid(),
                 endings[i]);
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *path = paths[size == 0 ? 0 : data[0] % FORMATS];
    cf_sheet_setting currency = { "currency", "USD" };
    cf_sheets sheets = {
        .deals = path, .given = &currency, .given_count = 1, .reading = { .notes = true }
    };
    cf_scenario *scenario = NULL;
    cf_diags *diags = NULL;
    FILE *file = fopen(path, "wb");
    cf_status status;

    demand(file != NULL && fwrite(data, 1, size, file) == size && fclose(file) == 0);
    demand(cf_diags_new(&diags) == CF_OK);
    status = cf_sheets_read(&scenario, &sheets, diags);
    remove(path);
    demand(status != CF_NO_MEMORY && status != CF_BAD_OPTION);
    demand((status == CF_OK) == (scenario != NULL));
    demand((status == CF_OK) == (cf_diags_total(diags, CF_ERROR) == 0));
    for (int i = 0; i < cf_diags_count(diags); i++) {
        check_place(&cf_diags_at(diags, i)->where, data, size);
        demand_printable(cf_diags_at(diags, i)->message);
    }
    cf_scenario_free(scenario);
    cf_diags_free(diags);
    return 0;
}
