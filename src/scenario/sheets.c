/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "circfin/sheets.h"

#include <string.h>
#include <strings.h>
#include <sys/stat.h>

bool cf_sheets_is_name(const char *file)
{
    size_t length = strlen(file);
    struct stat about;

    if (length > 4 &&
        (strcasecmp(file + length - 4, ".csv") == 0 || strcasecmp(file + length - 4, ".tsv") == 0))
        return true;
    return stat(file, &about) == 0 && S_ISDIR(about.st_mode);
}

cf_status cf_sheets_read(cf_scenario **out, const cf_sheets *sheets, cf_diags *diags)
{
    return cf_scenario_read(out, sheets->deals, diags);
}
