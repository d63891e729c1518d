/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_SCENARIO_SETTINGS_H
#define CIRCFIN_SCENARIO_SETTINGS_H

/* What concerns a scenario as a whole, from rows of key and value and from whoever asks. */

#include "base/map.h"
#include "circfin/sheets.h"
#include "scenario/sheet.h"

typedef struct cf_told_setting {
    const char *word;    /* the key as it is written, such as "fx.EUR" */
    const char *keys[3]; /* where it is in JSON: fx, EUR */
    int row;             /* of the file; -1: given by whoever asks */
} cf_told_setting;

typedef struct cf_settings {
    cf_sheet *sheet; /* borrowed; NULL: there is no such file */
    cf_diags *diags;
    cf_datum *root; /* a scenario with empty lists */
    cf_arena arena;
    cf_map rows; /* by key: of the file */
    cf_told_setting *list;
    int count;
    bool took_currency, took_unit; /* from what the files say */
    bool wrong;                    /* an error was reported that belongs to no row */
} cf_settings;

/** What the files say of the scenario where no setting does. Both may be NULL. */
typedef struct cf_stated_money {
    const char *currency, *unit;
} cf_stated_money;

/**
 * Puts the settings together; those given come after those of the file, and win.
 *
 * @param[out] out  to be freed with cf_settings_free() whatever the status
 * @param name      what the scenario is called if no setting says it
 * @return CF_OK (though there may be errors) or CF_NO_MEMORY
 */
CF_NODISCARD cf_status cf_settings_read(cf_settings *out, cf_sheet *sheet, const cf_sheets *sheets,
                                        const char *name, cf_stated_money stated, cf_diags *diags);
void cf_settings_free(cf_settings *settings);

/** The setting that gives the value to which these keys lead, or NULL. */
const cf_told_setting *cf_settings_find(const cf_settings *settings, const char *const *keys,
                                        int key_count);

#endif
