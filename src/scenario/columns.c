/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenario/columns.h"

#include <stdlib.h>
#include <string.h>

#include "circfin/sheets.h"
#include "circfin/text.h"

enum { NAME_SIZE = 64, MOST_SUGGESTED = 48 };

static const cf_column_spec deal_columns[CF_DEAL_COLUMN_COUNT] = {
    { "id", CF_CELL_TEXT, { "id" }, true },
    { "relation", CF_CELL_WORD, { "relation" }, true },
    { "payer", CF_CELL_TEXT, { "payer" }, true },
    { "payee", CF_CELL_TEXT, { "payee" }, true },
    { "amount", CF_CELL_NUMBER, { "amount", "base" }, false },
    { "amount_low", CF_CELL_NUMBER, { "amount", "low" }, false },
    { "amount_high", CF_CELL_NUMBER, { "amount", "high" }, false },
    { "share", CF_CELL_NUMBER, { "amount", "share", "base" }, false },
    { "share_low", CF_CELL_NUMBER, { "amount", "share", "low" }, false },
    { "share_high", CF_CELL_NUMBER, { "amount", "share", "high" }, false },
    { "share_of", CF_CELL_LIST, { "amount", "of" }, false },
    { "currency", CF_CELL_TEXT, { "currency" }, false },
    { "instrument", CF_CELL_TEXT, { "instrument" }, false },
    { "announced", CF_CELL_TEXT, { "announced" }, false },
    { "cancelled", CF_CELL_TEXT, { "cancelled" }, false },
    { "start", CF_CELL_TEXT, { "start" }, false },
    { "end", CF_CELL_TEXT, { "end" }, false },
    { "status", CF_CELL_WORD, { "status" }, false },
    { "probability", CF_CELL_NUMBER, { "probability" }, false },
    { "basis", CF_CELL_WORD, { "basis" }, false },
    { "cash", CF_CELL_BOOL, { "cash" }, false },
    { "contingent", CF_CELL_BOOL, { "contingent" }, false },
    { "schedule", CF_CELL_SCHEDULE, { "schedule" }, false },
    { "earmark", CF_CELL_LIST, { "earmark" }, false },
    { "part_of", CF_CELL_TEXT, { "part_of" }, false },
    { "supersedes", CF_CELL_LIST, { "supersedes" }, false },
    { "note", CF_CELL_TEXT, { "note" }, false },
};

static const cf_column_spec entity_columns[CF_ENTITY_COLUMN_COUNT] = {
    { "id", CF_CELL_TEXT, { "id" }, true },
    { "name", CF_CELL_TEXT, { "name" }, false },
    { "group", CF_CELL_TEXT, { "group" }, false },
    { "sector", CF_CELL_TEXT, { "sector" }, false },
    { "outside_funds", CF_CELL_NUMBER, { "outside_funds", "base" }, false },
    { "revenue", CF_CELL_NUMBER, { "revenue", "amount", "base" }, false },
    { "revenue_from", CF_CELL_TEXT, { "revenue", "from" }, false },
    { "revenue_to", CF_CELL_TEXT, { "revenue", "to" }, false },
    { "note", CF_CELL_TEXT, { "note" }, false },
    { "outside_funds_low", CF_CELL_NUMBER, { "outside_funds", "low" }, false },
    { "outside_funds_high", CF_CELL_NUMBER, { "outside_funds", "high" }, false },
    { "revenue_low", CF_CELL_NUMBER, { "revenue", "amount", "low" }, false },
    { "revenue_high", CF_CELL_NUMBER, { "revenue", "amount", "high" }, false },
};

static const cf_column_spec setting_columns[] = {
    { "key", CF_CELL_TEXT, { "key" }, true },
    { "value", CF_CELL_TEXT, { "value" }, true },
};

static const cf_column_spec source_columns[CF_SOURCE_PART_COUNT] = {
    { "source_title", CF_CELL_TEXT, { "title" }, false },
    { "source_publisher", CF_CELL_TEXT, { "publisher" }, false },
    { "source_date", CF_CELL_TEXT, { "date" }, false },
    { "source_url", CF_CELL_TEXT, { "url" }, false },
};

#define COUNT(list) ((int)(sizeof(list) / sizeof *(list)))

const cf_sheet_kind cf_deal_sheet = { .list = "deals",
                                      .columns = deal_columns,
                                      .count = COUNT(deal_columns),
                                      .has_sources = true,
                                      .example = "id,relation,payer,payee,amount" };
const cf_sheet_kind cf_entity_sheet = { .list = "entities",
                                        .columns = entity_columns,
                                        .count = COUNT(entity_columns),
                                        .has_sources = true,
                                        .example = "id,name,group,sector" };
const cf_sheet_kind cf_setting_sheet = { .list = "settings",
                                         .columns = setting_columns,
                                         .count = COUNT(setting_columns),
                                         .example = "key,value" };

/* ---- names ---- */

const char *cf_deal_column_name(cf_deal_column column)
{
    return deal_columns[column].name;
}

const char *cf_entity_column_name(cf_entity_column column)
{
    return entity_columns[column].name;
}

const char *cf_source_part_name(int part)
{
    return source_columns[part].keys[0];
}

void cf_column_normalise(char *out, const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        char c = text[i];

        out[i] = c == ' ' || c == '-' ? '_' : c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
    }
    out[length] = '\0';
}

/* source_title, source2_title and so on; the first may be written with its number, too. */
static cf_column_use find_source(const char *name)
{
    enum { MOST_DIGITS = 6 };
    const char *digits = name + strlen("source"), *part;
    size_t length = strspn(digits, "0123456789");

    if (strncmp(name, "source", strlen("source")) != 0 || length > MOST_DIGITS ||
        digits[length] != '_' || digits[0] == '0')
        return (cf_column_use){ .spec = NULL };
    part = digits + length + 1;
    for (int i = 0; i < CF_SOURCE_PART_COUNT; i++)
        if (strcmp(part, source_columns[i].keys[0]) == 0)
            return (cf_column_use){ &source_columns[i], length == 0 ? 1 : atoi(digits) };
    return (cf_column_use){ .spec = NULL };
}

cf_column_use cf_column_find(const cf_sheet_kind *kind, const char *name, size_t length)
{
    char word[NAME_SIZE];

    if (length >= sizeof word)
        return (cf_column_use){ .spec = NULL };
    cf_column_normalise(word, name, length);
    for (int i = 0; i < kind->count; i++)
        if (strcmp(kind->columns[i].name, word) == 0)
            return (cf_column_use){ .spec = &kind->columns[i] };
    return kind->has_sources ? find_source(word) : (cf_column_use){ .spec = NULL };
}

const char *cf_column_suggest(const cf_sheet_kind *kind, const char *name)
{
    const char *names[MOST_SUGGESTED];
    size_t count = 0;

    for (int i = 0; i < kind->count; i++)
        names[count++] = kind->columns[i].name;
    for (int i = 0; i < CF_SOURCE_PART_COUNT && kind->has_sources; i++)
        names[count++] = source_columns[i].name;
    return cf_text_nearest(name, names, count);
}
