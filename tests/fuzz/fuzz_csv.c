/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Any bytes at all as spreadsheets: a scenario comes out, or at least one error does, with places
 * in the text; and what comes out is the same after it was written and read again.
 *
 * A NUL byte ends the deals and begins the entities, another one begins the settings.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "circfin/sheets.h"
#include "circfin/text.h"

static char folder[64], again[64];

static void demand(bool claim)
{
    if (!claim)
        abort();
}

static void path_to(char path[static 128], const char *where, const char *name)
{
    snprintf(path, 128, "%s/%s", where, name);
}

/* Leaves no file where there are no bytes. Returns the bytes used, with the NUL after them. */
static size_t write_part(const char *name, const uint8_t *data, size_t size)
{
    const uint8_t *end = size == 0 ? NULL : memchr(data, 0, size);
    size_t length = end == NULL ? size : (size_t)(end - data);
    char path[128];
    FILE *out;

    path_to(path, folder, name);
    unlink(path);
    if (size == 0)
        return 0;
    out = fopen(path, "wb");
    demand(out != NULL);
    fwrite(data, 1, length, out);
    fclose(out);
    return length + (end != NULL);
}

static void write_parts(const uint8_t *data, size_t size)
{
    static const char *const names[] = { "deals.csv", "entities.csv", "scenario.csv" };

    for (int i = 0; i < 3; i++) {
        size_t used = write_part(names[i], data, size);

        data += used;
        size -= used;
    }
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
    if (diag->hint != NULL)
        demand_printable(diag->hint);
    if (where->pointer != NULL)
        demand(where->pointer[0] != '/');
    if (where->line == 0)
        return;
    demand(where->file != NULL && where->line > 0 && where->column > 0 && where->length > 0);
    demand_printable(where->source_line);
}

static char *dump(const cf_scenario *scenario)
{
    char path[128], *text = NULL;
    size_t size = 0;
    FILE *in;

    path_to(path, again, "x.json");
    demand(cf_scenario_write(scenario, path, NULL) == CF_OK);
    in = fopen(path, "rb");
    demand(in != NULL && getdelim(&text, &size, '\0', in) > 0);
    fclose(in);
    return text;
}

static void check_return(const cf_scenario *scenario)
{
    cf_sheets sheets = { .deals = again };
    cf_scenario *second = NULL;
    char *before = dump(scenario), *after;

    demand(cf_sheets_write(scenario, again, NULL) == CF_OK);
    demand(cf_sheets_read(&second, &sheets, NULL) == CF_OK);
    after = dump(second);
    demand(strcmp(before, after) == 0);
    cf_scenario_free(second);
    free(before);
    free(after);
}

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    const char *base = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp"; /* memory is faster */

    (void)argc;
    (void)argv;
    snprintf(folder, sizeof folder, "%s/circfin-fuzz-XXXXXX", base);
    snprintf(again, sizeof again, "%s/circfin-fuzz-XXXXXX", base);
    demand(mkdtemp(folder) != NULL && mkdtemp(again) != NULL);
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    cf_sheet_setting currency = { "currency", "USD" };
    cf_sheets sheets = { .deals = folder, .given = &currency, .given_count = 1 };
    cf_scenario *scenario = NULL;
    cf_diags *diags = NULL;
    cf_status status;

    demand(cf_diags_new(&diags) == CF_OK);
    write_parts(data, size);
    status = cf_sheets_read(&scenario, &sheets, diags);
    demand(status == CF_OK || status == CF_BAD_SYNTAX || status == CF_BAD_INPUT ||
           (status == CF_IO && size == 0));
    demand((status == CF_OK) == (scenario != NULL));
    demand((status == CF_OK) == (cf_diags_total(diags, CF_ERROR) == 0));
    for (int i = 0; i < cf_diags_count(diags); i++)
        check_diag(cf_diags_at(diags, i));
    if (scenario != NULL)
        check_return(scenario);
    cf_scenario_free(scenario);
    cf_diags_free(diags);
    return 0;
}
