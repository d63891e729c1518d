/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A small scenario to begin with, built into the library, and the schema beside it. */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/target.h"
#include "circfin/scenario.h"

/* data/new.json; CMake writes it out as a list of bytes. */
static const char example[] = {
#include "new_scenario.inc"
    , 0
};

#define SETTINGS "\"currency\": \"%s\",\n  \"unit\": \"%s\""
static const char schema_name[] = "scenario.schema.json";

cf_status cf_example_text(char **out, const char *currency, cf_unit unit)
{
    char settings[64];
    int length = snprintf(settings, sizeof settings, SETTINGS, "USD", "bn");
    const char *place = strstr(example, settings);
    size_t room = sizeof example + strlen(currency) + 16;

    assert(place != NULL);
    *out = malloc(room);
    if (*out == NULL)
        return CF_NO_MEMORY;
    snprintf(*out, room, "%.*s" SETTINGS "%s", (int)(place - example), example, currency,
             cf_unit_names[unit], place + length);
    return CF_OK;
}

/* ---- two files, or one ---- */

enum { SCHEMA, SCENARIO, FILES };

struct pair {
    int first; /* SCENARIO: without the schema */
    const char *files[FILES], *texts[FILES];
    cf_target targets[FILES];
};

static bool is_schema_due(const char *file, const char *path, bool replace)
{
    struct stat about;

    if (strcmp(file, "-") == 0 || (stat(file, &about) == 0 && !S_ISREG(about.st_mode)))
        return false;
    return replace || stat(path, &about) != 0;
}

/* Every file is complete before the first one is moved into place. */
static cf_status write_pair(struct pair *pair, cf_diags *diags)
{
    cf_status status = CF_OK;

    for (int i = SCENARIO; i >= pair->first && status == CF_OK; i--)
        status = cf_target_open(&pair->targets[i], pair->files[i], diags);
    for (int i = pair->first; i < FILES && status == CF_OK; i++) {
        fputs(pair->texts[i], pair->targets[i].stream);
        status = cf_target_settle(&pair->targets[i], diags);
    }
    for (int i = pair->first; i < FILES && status == CF_OK; i++)
        status = cf_target_finish(&pair->targets[i], diags);
    for (int i = pair->first; i < FILES; i++)
        cf_target_release(&pair->targets[i]);
    return status;
}

cf_status cf_example_write(const char *text, const char *file, bool replace, cf_diags *diags)
{
    const char *slash = strrchr(file, '/');
    size_t folder = slash == NULL ? 0 : (size_t)(slash + 1 - file);
    char *path = malloc(folder + sizeof schema_name);
    struct pair pair = { .files = { path, file }, .texts = { cf_scenario_schema(), text } };
    cf_status status;

    if (path == NULL)
        return CF_NO_MEMORY;
    memcpy(path, file, folder);
    strcpy(path + folder, schema_name);
    pair.first = is_schema_due(file, path, replace) ? SCHEMA : SCENARIO;
    status = write_pair(&pair, diags);
    free(path);
    return status;
}
