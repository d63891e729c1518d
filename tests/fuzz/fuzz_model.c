/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any bytes at all as a model: it is read, or at least one error says why not, with places in the
 * text. GLPK sees nothing of it. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "circfin/model.h"

static char file[64];

static void demand(bool claim)
{
    if (!claim)
        abort();
}

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    const char *base = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp"; /* memory is faster */
    int descriptor;

    (void)argc;
    (void)argv;
    snprintf(file, sizeof file, "%s/circfin-fuzz-XXXXXX", base);
    descriptor = mkstemp(file);
    demand(descriptor >= 0);
    close(descriptor);
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    FILE *out = fopen(file, "wb");
    cf_model *model = NULL;
    cf_diags *diags = NULL;
    cf_status status;

    demand(out != NULL && fwrite(data, 1, size, out) == size && fclose(out) == 0);
    demand(cf_diags_new(&diags) == CF_OK);
    status = cf_model_read(&model, file, diags);
    demand(status == CF_OK || status == CF_BAD_SYNTAX || status == CF_BAD_INPUT);
    demand((status == CF_OK) == (model != NULL));
    demand((status == CF_OK) == (cf_diags_total(diags, CF_ERROR) == 0));
    for (int i = 0; i < cf_diags_count(diags); i++)
        demand(cf_diags_at(diags, i)->where.line >= 0);
    cf_model_free(model);
    cf_diags_free(diags);
    return 0;
}
