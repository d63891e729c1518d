/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The columns of the spreadsheets, from the fields of the JSON form. */
#include "scenario/columns.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "circfin/text.h"

const cf_sheet_kind cf_deal_sheet = { .list = "deals",
                                      .fields = &cf_deal_fields,
                                      .needed = &cf_deal_fields,
                                      .has_sources = true,
                                      .example = "id,relation,payer,payee,amount" };
const cf_sheet_kind cf_entity_sheet = { .list = "entities",
                                        .fields = &cf_entity_fields,
                                        .needed = &cf_entity_fields,
                                        .has_sources = true,
                                        .example = "id,name,group,sector" };
const cf_sheet_kind cf_setting_sheet = { .list = "settings",
                                         .fields = &cf_setting_fields,
                                         .needed = &cf_setting_fields,
                                         .example = "key,value" };
const cf_sheet_kind cf_payment_sheet = { .list = "payments",
                                         .fields = &cf_deal_fields,
                                         .needed = &cf_payment_fields,
                                         .has_sources = true,
                                         .example = "relation,payer,payee,amount" };

/* ---- the parts of a field ---- */

static const cf_column_part text_part[] = { { .cell = CF_CELL_TEXT } };
static const cf_column_part word_part[] = { { .cell = CF_CELL_WORD } };
static const cf_column_part entity_part[] = { { .cell = CF_CELL_ENTITY } };
static const cf_column_part number_part[] = { { .cell = CF_CELL_NUMBER } };
static const cf_column_part flag_part[] = { { .cell = CF_CELL_BOOL } };
static const cf_column_part list_part[] = { { .cell = CF_CELL_LIST } };
static const cf_column_part schedule_part[] = { { .cell = CF_CELL_SCHEDULE } };
static const cf_column_part stated_part[] = { { .cell = CF_CELL_STATED } };
static const cf_column_part range_parts[] = {
    { NULL, CF_CELL_NUMBER, { "base" }, false },
    { "_low", CF_CELL_NUMBER, { "low" }, true },
    { "_high", CF_CELL_NUMBER, { "high" }, true },
};
static const cf_column_part funds_parts[] = {
    { NULL, CF_CELL_NUMBER, { "base" }, false },
    { "_low", CF_CELL_NUMBER, { "low" }, true },
    { "_high", CF_CELL_NUMBER, { "high" }, true },
    { "_schedule", CF_CELL_SCHEDULE, { "schedule" }, true },
};
static const cf_column_part revenue_parts[] = {
    { NULL, CF_CELL_NUMBER, { "amount", "base" }, false },
    { "_low", CF_CELL_NUMBER, { "amount", "low" }, true },
    { "_high", CF_CELL_NUMBER, { "amount", "high" }, true },
    { "_from", CF_CELL_TEXT, { "from" }, false },
    { "_to", CF_CELL_TEXT, { "to" }, false },
};
static const cf_column_part backlog_parts[] = {
    { NULL, CF_CELL_NUMBER, { "amount", "base" }, false },
    { "_low", CF_CELL_NUMBER, { "amount", "low" }, true },
    { "_high", CF_CELL_NUMBER, { "amount", "high" }, true },
    { "_date", CF_CELL_TEXT, { "date" }, false },
};
static const cf_column_part amount_parts[] = {
    { NULL, CF_CELL_NUMBER, { "base" }, false },
    { "_low", CF_CELL_NUMBER, { "low" }, false },
    { "_high", CF_CELL_NUMBER, { "high" }, false },
    { "share", CF_CELL_NUMBER, { "share", "base" }, false },
    { "share_low", CF_CELL_NUMBER, { "share", "low" }, false },
    { "share_high", CF_CELL_NUMBER, { "share", "high" }, false },
    { "share_of", CF_CELL_LIST, { "of" }, false },
};

#define PARTS(list)                                                                                \
    {                                                                                              \
        list, (int)(sizeof(list) / sizeof *(list))                                                 \
    }

static const struct parts {
    const cf_column_part *at;
    int count;
} parts_of_kind[CF_FIELD_KIND_COUNT] = {
    [CF_FIELD_TEXTS] = PARTS(list_part),     [CF_FIELD_ID] = PARTS(text_part),
    [CF_FIELD_TEXT] = PARTS(text_part),      [CF_FIELD_FIRST_DAY] = PARTS(text_part),
    [CF_FIELD_LAST_DAY] = PARTS(text_part),  [CF_FIELD_CURRENCY] = PARTS(text_part),
    [CF_FIELD_DEAL] = PARTS(text_part),      [CF_FIELD_RELATION] = PARTS(word_part),
    [CF_FIELD_STATUS] = PARTS(word_part),    [CF_FIELD_BASIS] = PARTS(word_part),
    [CF_FIELD_ENTITY] = PARTS(entity_part),  [CF_FIELD_FRACTION] = PARTS(number_part),
    [CF_FIELD_NUMBER] = PARTS(number_part),  [CF_FIELD_RANK] = PARTS(number_part),
    [CF_FIELD_ON] = PARTS(flag_part),        [CF_FIELD_OFF] = PARTS(flag_part),
    [CF_FIELD_DEALS] = PARTS(list_part),     [CF_FIELD_SCHEDULE] = PARTS(schedule_part),
    [CF_FIELD_RANGE] = PARTS(range_parts),   [CF_FIELD_REVENUE] = PARTS(revenue_parts),
    [CF_FIELD_AMOUNT] = PARTS(amount_parts), [CF_FIELD_FUNDS] = PARTS(funds_parts),
    [CF_FIELD_PART] = PARTS(range_parts),    [CF_FIELD_YEARS] = PARTS(number_part),
    [CF_FIELD_SUPPORT] = PARTS(word_part),   [CF_FIELD_BACKLOG] = PARTS(backlog_parts),
    [CF_FIELD_STATED] = PARTS(stated_part),
};

static cf_column_use column_of(const cf_field *field, int index)
{
    const cf_column_part *part = &parts_of_kind[field->kind].at[index];
    bool whole = part->name != NULL && part->name[0] != '_';
    cf_column_use column = { .field = field,
                             .part = part,
                             .index = index,
                             .late = part->late || field->seldom,
                             .keys = { field->key, part->keys[0] } };

    column.keys[2] = part->keys[1];
    for (int i = 1; i < CF_MOST_KEYS; i++)
        column.is_base =
            column.is_base || (column.keys[i] != NULL && strcmp(column.keys[i], "base") == 0);
    snprintf(column.name, sizeof column.name, "%s%s", whole ? "" : field->key,
             part->name == NULL ? "" : part->name);
    return column;
}

int cf_column_list(cf_column_use out[static CF_MOST_COLUMNS], const cf_sheet_kind *kind)
{
    int count = 0;

    for (int late = 0; late <= 1; late++)
        for (int row = 0; row < kind->fields->count; row++) {
            const cf_field *field = &kind->fields->rows[row];
            const struct parts *parts = &parts_of_kind[field->kind];

            for (int i = 0; i < parts->count && count < CF_MOST_COLUMNS; i++)
                if ((field->seldom || parts->at[i].late) == (late == 1))
                    out[count++] = column_of(field, i);
        }
    return count;
}

cf_column_use cf_column_of_source(int source, int part)
{
    const cf_field *field = &cf_source_fields.rows[part];
    cf_column_use column = column_of(field, 0);

    column.source = source;
    if (source == 1)
        snprintf(column.name, sizeof column.name, "source_%s", field->key);
    else
        snprintf(column.name, sizeof column.name, "source%d_%s", source, field->key);
    return column;
}

/* ---- names ---- */

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
    bool begins = strncmp(name, "source", strlen("source")) == 0;
    const char *digits = begins ? name + strlen("source") : "", *key;
    const cf_field *field;
    size_t length = strspn(digits, "0123456789");

    if (!begins || length > MOST_DIGITS || digits[length] != '_' || digits[0] == '0')
        return (cf_column_use){ .field = NULL };
    key = digits + length + 1;
    field = cf_fields_find(&cf_source_fields, key);
    if (field == NULL)
        return (cf_column_use){ .field = NULL };
    return cf_column_of_source(length == 0 ? 1 : atoi(digits),
                               (int)(field - cf_source_fields.rows));
}

cf_column_use cf_column_find(const cf_sheet_kind *kind, const char *name, size_t length)
{
    cf_column_use columns[CF_MOST_COLUMNS];
    char word[CF_COLUMN_NAME_SIZE];
    int count = cf_column_list(columns, kind);

    if (length >= sizeof word)
        return (cf_column_use){ .field = NULL };
    cf_column_normalise(word, name, length);
    for (int i = 0; i < count; i++)
        if (strcmp(columns[i].name, word) == 0)
            return columns[i];
    return kind->has_sources ? find_source(word) : (cf_column_use){ .field = NULL };
}

/* Words of a name begin behind anything but letters, digits and what is not ASCII. */
static bool is_of_word(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (unsigned char)c >= 0x80;
}

/* Writes "Amount (USD)" as amount_usd. */
static void join_words(char out[static CF_COLUMN_NAME_SIZE], const char *name)
{
    size_t used = 0;
    char normal[CF_COLUMN_NAME_SIZE];

    cf_column_normalise(normal, name, strlen(name));
    for (const char *c = normal; *c != '\0'; c++) {
        if (is_of_word(*c))
            out[used++] = *c;
        else if (used > 0 && out[used - 1] != '_')
            out[used++] = '_';
    }
    out[used - (used > 0 && out[used - 1] == '_')] = '\0';
}

/* The first and longest run of words that is a column: amount_low in "Amount, low (USD)". */
static const char *suggest_part(const char *name, const char *const *names, int count)
{
    char words[CF_COLUMN_NAME_SIZE];

    if (strlen(name) >= sizeof words)
        return NULL;
    join_words(words, name);
    for (const char *start = words; start != NULL && *start != '\0';) {
        const char *next = strchr(start, '_');

        for (size_t length = strlen(start); length > 0; length--)
            for (int i = 0; i < count && (start[length] == '_' || start[length] == '\0'); i++)
                if (strlen(names[i]) == length && strncmp(names[i], start, length) == 0)
                    return names[i];
        start = next == NULL ? NULL : next + 1;
    }
    return NULL;
}

const char *cf_column_suggest(const cf_sheet_kind *kind, const char *name,
                              char room[static CF_COLUMN_NAME_SIZE])
{
    cf_column_use columns[CF_MOST_COLUMNS];
    const char *names[CF_MOST_COLUMNS], *near;
    int count = cf_column_list(columns, kind);

    for (int i = 0; i < cf_source_fields.count && kind->has_sources && count < CF_MOST_COLUMNS; i++)
        columns[count++] = cf_column_of_source(1, i);
    for (int i = 0; i < count; i++)
        names[i] = columns[i].name;
    near = cf_text_nearest(name, names, (size_t)count);
    if (near == NULL)
        near = suggest_part(name, names, count);
    return near == NULL ? NULL : strcpy(room, near);
}
