/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The settings of a scenario: rows of scenario.csv and options that override them. */
#include "scenario/settings.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/diags.h"
#include "circfin/text.h"
#include "scenario/cells.h"
#include "scenario/sheet_points.h"
#include "scenario/sheet_rows.h"

static const struct {
    const char *word;
    cf_cell_kind kind;
    const char *keys[3];
} known[] = {
    { "name", CF_CELL_TEXT, { "name" } },
    { "description", CF_CELL_TEXT, { "description" } },
    { "as_of", CF_CELL_TEXT, { "as_of" } },
    { "span", CF_CELL_TEXT, { "span" } }, /* FROM..TO: stands for the next two */
    { "span_from", CF_CELL_TEXT, { "span", "from" } },
    { "span_to", CF_CELL_TEXT, { "span", "to" } },
    { "currency", CF_CELL_TEXT, { "currency" } },
    { "unit", CF_CELL_WORD, { "unit" } },
    { "fx.", CF_CELL_NUMBER, { "fx" } }, /* followed by a code */
    { "status_probability.", CF_CELL_NUMBER, { "status_probability" } },
};

enum { KNOWN = sizeof known / sizeof *known };

static int index_of(const char *word)
{
    for (int i = 0; i < KNOWN; i++) {
        size_t length = strlen(known[i].word);

        if (known[i].word[length - 1] == '.' ? strncmp(word, known[i].word, length) == 0
                                             : strcmp(word, known[i].word) == 0)
            return i;
    }
    return KNOWN;
}

static const char *suggest_setting(const char *word)
{
    const char *words[KNOWN];

    for (int i = 0; i < KNOWN; i++)
        words[i] = known[i].word;
    return cf_text_nearest(word, words, KNOWN);
}

/* ---- problems ---- */

/* Tells a problem of a setting: in the file at its key or value, else by its word. */
static cf_status report_setting(cf_settings *settings, const cf_told_setting *setting,
                                const char *column, cf_severity severity, cf_code code,
                                const char *hint, const char *format, ...) CF_PRINTF(7, 8);

static cf_status report_setting(cf_settings *settings, const cf_told_setting *setting,
                                const char *column, cf_severity severity, cf_code code,
                                const char *hint, const char *format, ...)
{
    cf_sheet *sheet = settings->sheet;
    char message[512];
    cf_status status;
    va_list args;

    va_start(args, format);
    vsnprintf(message, sizeof message, format, args);
    va_end(args);

    if (setting->row < 0) {
        settings->wrong |= severity == CF_ERROR;
        status = cf_diags_turn(settings->diags, NULL, 0);
        return status == CF_OK ? cf_diags_add(settings->diags, severity, code, setting->word, hint,
                                              "%s", message)
                               : status;
    }
    const cf_csv_cell *cell = &sheet->csv.cells[cf_sheet_column(sheet, column)];
    cf_sheet_spot spot = { cell->from, cell->to, sheet->row_list.at[setting->row].number, column };

    return cf_sheet_report(sheet, severity, code, &spot, hint, "%s", message);
}

/* ---- one setting ---- */

static void set_keys(cf_told_setting *setting, int index)
{
    memcpy(setting->keys, known[index].keys, sizeof setting->keys);
    if (setting->keys[1] == NULL && strchr(known[index].word, '.') != NULL)
        setting->keys[1] = strchr(setting->word, '.') + 1;
}

static cf_status warn_unknown(cf_settings *settings, const cf_told_setting *setting)
{
    const char *near = suggest_setting(setting->word);

    if (strncmp(setting->word, "x-", 2) == 0)
        return CF_OK;
    return report_setting(settings, setting, "key", CF_WARNING, CF_CODE_SETTING_UNKNOWN,
                          near == NULL ? NULL : cf_show_hint("did you mean \"%s\"?", near).text,
                          "there is no setting %s, so it is ignored",
                          cf_show_text(setting->word).text);
}

static cf_status report_flaw(cf_settings *settings, const cf_told_setting *setting,
                             const char *text, const cf_cell_flaw *flaw)
{
    return report_setting(settings, setting, "value", CF_ERROR, flaw->code,
                          flaw->hint.text[0] == '\0' ? NULL : flaw->hint.text,
                          "%s must be %s, but is %s", cf_show_hint("%s", setting->word).text,
                          flaw->should, cf_show_text(text).text);
}

/* A rate of the file; a probability has no thousands. */
static void note_rate(cf_settings *settings, int row, const char *text)
{
    cf_sheet_note_number(settings->sheet, row, cf_sheet_column(settings->sheet, "value"), text);
}

/* `word` and `text` are the settings' own. */
static cf_status put_setting(cf_settings *settings, const char *word, char *text, int row)
{
    cf_told_setting *setting = &settings->list[settings->count];
    const char *before = cf_arena_copy(&settings->arena, text, strlen(text));
    int index = index_of(word);
    cf_cell_flaw flaw;
    const cf_datum *value;
    cf_status status = CF_OK;

    *setting = (cf_told_setting){ .word = word, .row = row };
    if (before == NULL)
        return CF_NO_MEMORY;
    if (index == KNOWN)
        return warn_unknown(settings, setting);
    settings->count++;
    set_keys(setting, index);
    if (row >= 0 && known[index].kind == CF_CELL_NUMBER && strcmp(setting->keys[0], "fx") == 0)
        note_rate(settings, row, text);
    value = cf_cell_value(&settings->arena, known[index].kind, text,
                          row < 0 ? '\0' : settings->sheet->decimal, &flaw);
    if (value == NULL)
        return CF_NO_MEMORY;
    if (row < 0 && flaw.code == CF_CODE_CELL_NO_NUMBER)
        flaw.hint = cf_show_hint("write it with a decimal point, like 1.08");
    if (flaw.code != 0)
        status = report_flaw(settings, setting, before, &flaw);
    if (!cf_datum_put(&settings->arena, settings->root, setting->keys, value))
        return CF_NO_MEMORY;
    return status;
}

/* ---- the span ---- */

/* The setting that `word` gives as well, or NULL. */
static const char *also_given(const char *word, int index)
{
    static const char *const ends[] = { "span_from", "span_to" };

    return strcmp(word, "span") == 0 && index < 2 ? ends[index] : NULL;
}

/* Both ends of FROM..TO, each as the setting that it is. */
static cf_status put_span(cf_settings *settings, const char *word, char *text, int row)
{
    cf_told_setting setting = { .word = word, .row = row };
    char *between = strstr(text, "..");
    cf_status status;

    if (between == NULL)
        return report_setting(settings, &setting, "value", CF_ERROR, CF_CODE_BAD_DATE,
                              "write 2025..2031, or 2025..2025 for one year",
                              "span must be FROM..TO, but is %s", cf_show_text(text).text);
    *between = '\0';
    status = put_setting(settings, also_given(word, 0), text, row);
    return status == CF_OK ? put_setting(settings, also_given(word, 1), between + 2, row) : status;
}

static cf_status put_told(cf_settings *settings, const char *word, char *text, int row)
{
    return strcmp(word, "span") == 0 ? put_span(settings, word, text, row)
                                     : put_setting(settings, word, text, row);
}

/* ---- the file ---- */

static bool is_taken(const cf_settings *settings, const char *word)
{
    bool taken = cf_map_find(&settings->rows, 0, word, strlen(word)) >= 0;

    for (int i = 0; also_given(word, i) != NULL; i++)
        taken |= is_taken(settings, also_given(word, i));
    return taken;
}

static cf_status take(cf_settings *settings, const char *word, int row)
{
    cf_status status = cf_map_add(&settings->rows, 0, word, strlen(word), row);

    for (int i = 0; also_given(word, i) != NULL && status == CF_OK; i++)
        status = take(settings, also_given(word, i), row);
    return status;
}

static char *copy_text(cf_settings *settings, const char *text)
{
    return text == NULL ? NULL : cf_arena_copy(&settings->arena, text, strlen(text));
}

static cf_status read_row(cf_settings *settings, int row)
{
    cf_sheet *sheet = settings->sheet;
    int key = cf_sheet_column(sheet, "key");
    int value = cf_sheet_column(sheet, "value");
    cf_told_setting setting = { .row = row };
    const char *word;
    char *text;
    cf_status status;

    if (!cf_sheet_seek(sheet, row))
        return CF_NO_MEMORY;
    if (cf_sheet_text(sheet, value) == NULL || cf_sheet_text(sheet, key) == NULL)
        return CF_OK;
    word = copy_text(settings, cf_sheet_text(sheet, key));
    text = copy_text(settings, cf_sheet_text(sheet, value));
    if (word == NULL || text == NULL)
        return CF_NO_MEMORY;
    setting.word = word;
    if (!is_taken(settings, word)) {
        status = take(settings, word, row);
        return status == CF_OK ? put_told(settings, word, text, row) : status;
    }
    status = report_setting(settings, &setting, "key", CF_ERROR, CF_CODE_SETTING_TWICE,
                            "remove one of them", "a setting must appear once, but %s is repeated",
                            cf_show_text(word).text);
    if (status == CF_OK && also_given(word, 0) != NULL)
        return put_told(settings, word, text, row); /* else one end may seem to be missing */
    return status;
}

static cf_status read_file(cf_settings *settings)
{
    cf_status status = CF_OK;

    for (int i = 0; i < settings->sheet->rows.count && status == CF_OK; i++)
        status = read_row(settings, i);
    return status;
}

/* ---- the whole ---- */

static cf_status read_given(cf_settings *settings, const cf_sheets *sheets)
{
    cf_status status = CF_OK;

    for (int i = 0; i < sheets->given_count && status == CF_OK; i++) {
        char *word = copy_text(settings, sheets->given[i].key);
        char *text = copy_text(settings, sheets->given[i].value);

        if (word == NULL || text == NULL)
            return CF_NO_MEMORY;
        status = put_told(settings, word, text, -1);
    }
    return status;
}

/* What no setting says, but headings or cells do. */
static cf_status take_stated(cf_settings *settings, const char *key, const char *text, bool *took)
{
    const char *const keys[CF_MOST_KEYS] = { key };
    cf_datum value = { .kind = CF_DATUM_TEXT, .text = text };

    if (text == NULL || text[0] == '\0' || cf_datum_get(settings->root, key) != NULL)
        return CF_OK;
    *took = true;
    return cf_datum_put(&settings->arena, settings->root, keys, &value) ? CF_OK : CF_NO_MEMORY;
}

/* Where a currency can be said. */
static const char *currency_hint(const cf_settings *settings)
{
    if (settings->sheet == NULL || !cf_sheet_is_graph(settings->sheet))
        return "use --currency USD, or a row of scenario.csv: currency,USD";
    return settings->sheet->cursor.graph->format == CF_PAJEK
               ? "use --currency USD"
               : "use --currency USD, or give the graph an attribute: currency";
}

static cf_status check_currency(cf_settings *settings)
{
    static const cf_told_setting currency = { "currency", { "currency" }, -1 };
    static const cf_datum unread = { .kind = CF_DATUM_FALSE };

    if (cf_datum_get(settings->root, "currency") != NULL)
        return CF_OK;
    if (!cf_datum_put(&settings->arena, settings->root, currency.keys, &unread))
        return CF_NO_MEMORY;
    return report_setting(settings, &currency, "key", CF_ERROR, CF_CODE_SETTING_MISSING,
                          currency_hint(settings),
                          "the scenario must have a currency, but none is given");
}

static cf_datum *new_root(cf_arena *arena, const char *name)
{
    const struct {
        const char *keys[CF_MOST_KEYS];
        cf_datum value;
    } members[] = {
        { { "schema" }, { .kind = CF_DATUM_TEXT, .text = "circfin.scenario/1" } },
        { { "entities" }, { .kind = CF_DATUM_LIST } },
        { { "deals" }, { .kind = CF_DATUM_LIST } },
        { { "name" }, { .kind = CF_DATUM_TEXT, .text = name } },
    };
    cf_datum *root = cf_datum_new(arena, CF_DATUM_OBJECT);

    for (size_t i = 0; root != NULL && i < sizeof members / sizeof *members; i++)
        if (!cf_datum_put(arena, root, members[i].keys, &members[i].value))
            root = NULL;
    return root;
}

cf_status cf_settings_read(cf_settings *out, cf_sheet *sheet, const cf_sheets *sheets,
                           const char *name, cf_stated_money stated, cf_diags *diags)
{
    int rows = sheet == NULL ? 0 : sheet->rows.count;
    cf_status status = CF_OK;

    *out = (cf_settings){ .sheet = sheet, .diags = diags };
    out->root = new_root(&out->arena, name);
    out->list = calloc(((size_t)rows + (size_t)sheets->given_count) * 2 + 1, sizeof *out->list);
    if (out->list == NULL || out->root == NULL)
        return CF_NO_MEMORY;
    if (sheet != NULL)
        status = read_file(out);
    if (status == CF_OK)
        status = read_given(out, sheets);
    if (status == CF_OK)
        status = take_stated(out, "currency", stated.currency, &out->took_currency);
    if (status == CF_OK)
        status = take_stated(out, "unit", stated.unit, &out->took_unit);
    return status == CF_OK ? check_currency(out) : status;
}

void cf_settings_free(cf_settings *settings)
{
    cf_arena_free(&settings->arena);
    cf_map_free(&settings->rows);
    free(settings->list);
    *settings = (cf_settings){ .sheet = NULL };
}

const cf_told_setting *cf_settings_find(const cf_settings *settings, const char *const *keys,
                                        int key_count)
{
    for (int i = settings->count; i-- > 0;) {
        const cf_told_setting *setting = &settings->list[i];
        bool same = key_count > 0;

        for (int k = 0; k < key_count && k < 3 && setting->keys[k] != NULL && same; k++)
            same = strcmp(setting->keys[k], keys[k]) == 0;
        if (same)
            return setting;
    }
    return NULL;
}
