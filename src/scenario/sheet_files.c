/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Chooses the files of a scenario by the name of one. */
#include "scenario/sheet_files.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/diags.h"
#include "base/files.h"
#include "base/text.h"
#include "scenario/graph_sheet.h"
#include "scenario/sheet_books.h"

static bool is_folder(const char *file)
{
    struct stat about;

    return stat(file, &about) == 0 && S_ISDIR(about.st_mode);
}

/* A name in a folder; NULL when memory ran out. */
static char *path_in(const char *folder, const char *name)
{
    size_t length = strlen(folder);

    return cf_path_format("%s%s%s", folder, length > 0 && folder[length - 1] == '/' ? "" : "/",
                          name);
}

static size_t folder_of(const char *file)
{
    const char *slash = strrchr(file, '/');

    return slash == NULL ? 0 : (size_t)(slash - file) + 1;
}

/* Whether there is a deals.csv in a folder of this name. */
static bool has_deals(const char *folder)
{
    char *file = path_in(folder, "deals.csv");
    bool there = file != NULL && access(file, F_OK) == 0;

    free(file);
    return there;
}

bool cf_sheets_is_name(const char *file)
{
    static const char *const endings[] = { ".csv", ".tsv", ".xlsx", ".xlsm", ".ods" };
    size_t length = strlen(file);

    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if (length > strlen(endings[i]) &&
            strcasecmp(file + length - strlen(endings[i]), endings[i]) == 0)
            return true;
    return is_folder(file) ? has_deals(file)
                           : strcmp(file, "-") != 0 &&
                                 (cf_sheet_is_book_file(file) || cf_sheet_is_graph_file(file));
}

/* What was asked for, or what lies beside deals.csv under this name, if anything does. Beside deals
 * of another name it is only noted. */
static cf_status choose_file(char **out, char **beside, const char *deals, const cf_sheets *sheets,
                             const char *asked, const char *name)
{
    char *file;

    *out = *beside = NULL;
    if (asked == NULL && (sheets->deal_cells != NULL || strcmp(deals, "-") == 0))
        return CF_OK;
    file = asked != NULL ? strdup(asked) : cf_path_beside(deals, name);
    if (file == NULL)
        return CF_NO_MEMORY;
    if (asked == NULL && access(file, F_OK) != 0)
        free(file);
    else if (asked != NULL || strcmp(deals + folder_of(deals), "deals.csv") == 0)
        *out = file;
    else
        *beside = file;
    return CF_OK;
}

/* "deals" of data/deals.csv, "acme" of the folder acme. */
static char *default_name(const char *file)
{
    char *name = strdup(strcmp(file, "-") == 0 ? "standard input" : file);
    char *start, *point;

    if (name == NULL)
        return NULL;
    while (strlen(name) > 1 && name[strlen(name) - 1] == '/')
        name[strlen(name) - 1] = '\0';
    start = name + folder_of(name);
    memmove(name, start, strlen(start) + 1);
    point = strrchr(name, '.');
    if (point != NULL && point > name)
        *point = '\0';
    return name;
}

cf_status cf_sheet_files_choose(cf_sheet_files *out, const cf_sheets *sheets)
{
    const char *file = sheets->deals;
    cf_status status;

    *out = (cf_sheet_files){ .deals = is_folder(file) && sheets->deal_cells == NULL
                                          ? path_in(file, "deals.csv")
                                          : strdup(file),
                             .name = default_name(file) };
    if (out->deals == NULL || out->name == NULL)
        return CF_NO_MEMORY;
    status = choose_file(&out->entities, &out->entities_beside, out->deals, sheets,
                         sheets->entities, "entities.csv");
    if (status == CF_OK)
        status = choose_file(&out->settings, &out->settings_beside, out->deals, sheets,
                             sheets->settings, "scenario.csv");
    return status;
}

void cf_sheet_files_free(cf_sheet_files *files)
{
    free(files->deals);
    free(files->entities);
    free(files->settings);
    free(files->entities_beside);
    free(files->settings_beside);
    free(files->name);
}

static cf_status warn_of_file(cf_diags *diags, const char *file, const char *option)
{
    char shown[300], hint[400];

    if (file == NULL)
        return CF_OK;
    cf_text_printable(shown, sizeof shown, file);
    snprintf(hint, sizeof hint, "add --%s \"%s\"", option, shown);
    return cf_diags_add(diags, CF_WARNING, CF_CODE_FILE_BESIDE, NULL, hint,
                        "%s is read only beside a file named deals.csv, so it is ignored", shown);
}

cf_status cf_sheet_files_warn(const cf_sheet_files *files, cf_diags *diags)
{
    cf_status status = warn_of_file(diags, files->settings_beside, "settings");

    return status == CF_OK ? warn_of_file(diags, files->entities_beside, "entities") : status;
}
