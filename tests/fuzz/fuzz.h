/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_FUZZ_H
#define CIRCFIN_FUZZ_H

/* What the fuzz targets of workbooks, databases and graphs share. */

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "circfin/sheets.h"
#include "circfin/text.h"

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static inline void demand(bool claim)
{
    if (!claim)
        abort();
}

static inline void demand_printable(const char *text)
{
    size_t size = strlen(text) * 3 + 1;
    char *shown = malloc(size);

    demand(shown != NULL);
    cf_text_printable(shown, size, text);
    demand(strcmp(shown, text) == 0);
    free(shown);
}

/* In memory where there is such a folder. */
static inline const char *fuzz_folder(void)
{
    return access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp";
}

enum { FUZZ_PATH = 64 };

/* An empty file, which stays. */
static inline void fuzz_make_file(char path[FUZZ_PATH])
{
    int descriptor;

    snprintf(path, FUZZ_PATH, "%s/circfin-fuzz-XXXXXX", fuzz_folder());
    descriptor = mkstemp(path);
    demand(descriptor >= 0 && close(descriptor) == 0);
}

/* A scenario comes out, or at least one error does. */
static inline void fuzz_read(const char *path, void (*check)(const cf_diag *diag))
{
    cf_sheet_setting currency = { "currency", "USD" };
    cf_sheets sheets = { .deals = path, .given = &currency, .given_count = 1 };
    cf_scenario *scenario = NULL;
    cf_diags *diags = NULL;
    cf_status status;

    demand(cf_diags_new(&diags) == CF_OK);
    status = cf_sheets_read(&scenario, &sheets, diags);
    demand(status != CF_NO_MEMORY && status != CF_BAD_OPTION);
    demand((status == CF_OK) == (scenario != NULL));
    demand((status == CF_OK) == (cf_diags_total(diags, CF_ERROR) == 0));
    for (int i = 0; i < cf_diags_count(diags); i++)
        check(cf_diags_at(diags, i));
    cf_scenario_free(scenario);
    cf_diags_free(diags);
}

#endif
