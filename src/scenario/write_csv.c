/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writes a scenario as spreadsheets: deals.csv, entities.csv and scenario.csv in a folder. */
#include <stdlib.h>
#include <string.h>

#include "base/csv.h"
#include "base/put.h"
#include "base/target_folder.h"
#include "base/text.h"
#include "circfin/sheets.h"
#include "scenario/columns.h"
#include "scenario/write.h"

/* ---- cells ---- */

/* A row in the making. */
struct row {
    FILE *out;
    bool begun;
};

static FILE *cell(struct row *row)
{
    if (row->begun)
        putc(',', row->out);
    row->begun = true;
    return row->out;
}

static void end_row(struct row *row)
{
    fputs("\r\n", row->out);
    row->begun = false;
}

/* An empty text is an apostrophe, so that it is not read as none. */
static void put_text(struct row *row, const char *text)
{
    FILE *out = cell(row);

    if (text != NULL && text[0] == '\0')
        putc('\'', out);
    else if (text != NULL)
        cf_put_csv_text(out, text);
}

static void put_day(struct row *row, cf_day day)
{
    char text[16];

    cf_day_format(text, day);
    put_text(row, text);
}

/* ---- lists ---- */

static bool is_edge_space(const char *id, size_t at)
{
    return id[at] == ' ' && (at == 0 || id[at + 1] == '\0');
}

/* An item of a list, with a backslash before what would be taken for something else. */
static char *put_item(char *to, const char *id)
{
    for (size_t i = 0; id[i] != '\0'; i++) {
        if (id[i] == ';' || id[i] == '\\' || is_edge_space(id, i))
            *to++ = '\\';
        *to++ = id[i];
    }
    return to;
}

/* Texts joined by ; as a text of their own, so that quotes and guards are those of the whole cell.
 */
static cf_status put_texts(struct row *row, const char *const *texts, int count)
{
    size_t size = 1;
    char *text, *to;

    for (int i = 0; i < count; i++)
        size += 2 * strlen(texts[i]) + 1;
    text = to = malloc(size);
    if (text == NULL)
        return CF_NO_MEMORY;
    for (int i = 0; i < count; i++) {
        if (i > 0)
            *to++ = ';';
        to = put_item(to, texts[i]);
    }
    *to = '\0';
    put_text(row, text);
    free(text);
    return CF_OK;
}

static cf_status put_ids(struct row *row, const cf_scenario *scenario, cf_deal_list list)
{
    const char **ids = calloc((size_t)list.count + 1, sizeof *ids);
    cf_status status;

    if (ids == NULL)
        return CF_NO_MEMORY;
    for (int i = 0; i < list.count; i++)
        ids[i] = scenario->deals[list.at[i]].id;
    status = put_texts(row, ids, list.count);
    free(ids);
    return status;
}

static void put_schedule(struct row *row, const cf_value *value)
{
    FILE *out = cell(row);

    for (int i = 0; i < value->schedule_count; i++) {
        char day[16];

        cf_day_format(day, value->schedule[i].date);
        fprintf(out, "%s%s=", i > 0 ? ";" : "", day);
        cf_put_number(out, CF_MONEY, value->schedule[i].amount);
    }
}

static bool has_no_more_than_a_date(const cf_stated *stated)
{
    return stated->source_count == 0 && !cf_range_is_wide(stated->amount);
}

static void put_stated_item(FILE *out, const cf_stated *stated, const char *before)
{
    char day[CF_DAY_SIZE];

    fprintf(out, "%s%s=", before, cf_stated_of_names[stated->of]);
    cf_put_number(out, CF_MONEY, stated->amount.base);
    if (stated->date == CF_NO_DAY)
        return;
    cf_day_format(day, stated->date);
    fprintf(out, "@%s", day);
}

/* commitments=5@2026-09-28;revenue=3; where there are ranges or sources, as JSON has it. */
static cf_status put_stated(struct row *row, const cf_value *value)
{
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    bool simple = true, good;

    if (out == NULL)
        return CF_NO_MEMORY;
    for (int i = 0; i < value->stated_count; i++)
        simple = simple && has_no_more_than_a_date(&value->stated[i]);
    for (int i = 0; i < value->stated_count && simple; i++)
        put_stated_item(out, &value->stated[i], i > 0 ? ";" : "");
    if (!simple)
        cf_put_json_stated(out, value->stated, value->stated_count);
    good = !ferror(out);
    good = fclose(out) == 0 && good;
    if (good)
        put_text(row, text);
    free(text);
    return good ? CF_OK : CF_NO_MEMORY;
}

static cf_status put_value(struct row *row, const cf_scenario *scenario, const cf_value *value)
{
    switch (value->kind) {
    case CF_VALUE_TEXT:
        put_text(row, value->text);
        break;
    case CF_VALUE_DAY:
        put_day(row, value->day);
        break;
    case CF_VALUE_NUMBER:
    case CF_VALUE_SHARE:
        cf_put_number(cell(row), CF_MONEY, value->number);
        break;
    case CF_VALUE_FLAG:
        put_text(row, value->flag ? "true" : "false");
        break;
    case CF_VALUE_DEALS:
        return put_ids(row, scenario, value->deals);
    case CF_VALUE_TEXTS:
        return put_texts(row, value->texts, value->text_count);
    case CF_VALUE_SCHEDULE:
        put_schedule(row, value);
        break;
    case CF_VALUE_STATED:
        return put_stated(row, value);
    default:
        put_text(row, NULL);
    }
    return CF_OK;
}

/* ---- records: deals or entities ---- */

struct records {
    const cf_scenario *scenario;
    const cf_sheet_kind *kind;
    const cf_field *sources;
    const void *first;
    size_t size; /* of one */
    int count;
    int least_sources; /* columns for so many are always written */
};

static const void *record_at(const struct records *records, int index)
{
    return (const char *)records->first + (size_t)index * records->size;
}

static bool has_value(const struct records *records, const cf_column_use *column)
{
    for (int i = 0; i < records->count; i++)
        if (cf_field_part(column->field, column->index, records->scenario, record_at(records, i))
                .kind != CF_VALUE_NONE)
            return true;
    return false;
}

/* Leaves out the late columns that would be empty. @return how many there are then */
static int choose_columns(const struct records *records, cf_column_use *columns, int count)
{
    int chosen = 0;

    for (int i = 0; i < count; i++)
        if (!columns[i].late || has_value(records, &columns[i]))
            columns[chosen++] = columns[i];
    return chosen;
}

static int most_sources(const struct records *records)
{
    int most = records->least_sources;

    for (int i = 0; i < records->count; i++) {
        int count = cf_field_sources(records->sources, record_at(records, i))->count;

        most = count > most ? count : most;
    }
    return most;
}

static void put_sources(struct row *row, const cf_sources *sources, int room)
{
    for (int i = 0; i < room; i++)
        for (int part = 0; part < cf_source_fields.count; part++)
            put_text(
                row,
                i >= sources->count
                    ? NULL
                    : cf_field_value(&cf_source_fields.rows[part], NULL, &sources->list[i]).text);
}

static void put_header(struct row *row, const cf_column_use *columns, int count, int sources)
{
    for (int i = 0; i < count; i++)
        put_text(row, columns[i].name);
    for (int i = 1; i <= sources; i++)
        for (int part = 0; part < cf_source_fields.count; part++)
            put_text(row, cf_column_of_source(i, part).name);
    end_row(row);
}

static cf_status put_records(FILE *out, const struct records *records)
{
    struct row row = { .out = out };
    cf_column_use columns[CF_MOST_COLUMNS];
    int count = choose_columns(records, columns, cf_column_list(columns, records->kind));
    int sources = most_sources(records);
    cf_status status = CF_OK;

    put_header(&row, columns, count, sources);
    for (int i = 0; i < records->count && status == CF_OK && !ferror(out); i++) {
        const void *record = record_at(records, i);

        for (int c = 0; c < count && status == CF_OK; c++) {
            cf_value value =
                cf_field_part(columns[c].field, columns[c].index, records->scenario, record);

            status = put_value(&row, records->scenario, &value);
        }
        put_sources(&row, cf_field_sources(records->sources, record), sources);
        end_row(&row);
    }
    return status;
}

static cf_status put_deals(FILE *out, const cf_scenario *scenario)
{
    return put_records(out,
                       &(struct records){ .scenario = scenario,
                                          .kind = &cf_deal_sheet,
                                          .sources = cf_fields_find(&cf_deal_fields, "sources"),
                                          .first = scenario->deals,
                                          .size = sizeof(cf_deal),
                                          .count = scenario->deal_count,
                                          .least_sources = 1 });
}

static cf_status put_entities(FILE *out, const cf_scenario *scenario)
{
    return put_records(out,
                       &(struct records){ .scenario = scenario,
                                          .kind = &cf_entity_sheet,
                                          .sources = cf_fields_find(&cf_entity_fields, "sources"),
                                          .first = scenario->entities,
                                          .size = sizeof(cf_entity),
                                          .count = scenario->entity_count });
}

/* ---- settings ---- */

static void put_setting(struct row *row, const char *key, const char *value)
{
    if (value == NULL)
        return;
    put_text(row, key);
    put_text(row, value);
    end_row(row);
}

static void put_day_setting(struct row *row, const char *key, cf_day day)
{
    char text[16];

    if (day == CF_NO_DAY)
        return;
    cf_day_format(text, day);
    put_setting(row, key, text);
}

/* Such as fx.EUR. */
static void put_number_setting(struct row *row, const char *space, const char *name, double number)
{
    char key[64], value[32];

    snprintf(key, sizeof key, "%s.%s", space, name);
    cf_text_number(value, number);
    put_setting(row, key, value);
}

cf_status cf_put_settings(FILE *out, const cf_scenario *scenario)
{
    struct row row = { .out = out };

    put_setting(&row, "key", "value");
    put_setting(&row, "name", scenario->name);
    put_setting(&row, "description", scenario->description);
    put_day_setting(&row, "as_of", scenario->as_of);
    put_day_setting(&row, "span_from", scenario->span_from);
    put_day_setting(&row, "span_to", scenario->span_to);
    put_setting(&row, "currency", scenario->currency);
    put_setting(&row, "unit", cf_unit_names[scenario->unit]);
    for (int i = 0; i < scenario->rate_count; i++)
        put_number_setting(&row, "fx", scenario->rates[i].currency, scenario->rates[i].value);
    for (int i = 0; i < CF_DEAL_STATUS_COUNT; i++)
        if (scenario->status_probability[i] < 1.0)
            put_number_setting(&row, "status_probability", cf_deal_status_names[i],
                               scenario->status_probability[i]);
    return CF_OK;
}

/* ---- files ---- */

static cf_status warn_of_unkept(const cf_scenario *scenario, cf_diags *diags)
{
    int left_out = scenario->unkept + scenario->shock_count;

    if (left_out == 0)
        return CF_OK;
    return cf_diags_add(diags, CF_WARNING, CF_CODE_NOT_WRITTEN, NULL, NULL,
                        "keys that begin with x-, and shocks, are left out: %d of them", left_out);
}

cf_status cf_sheets_write(const cf_scenario *scenario, const char *folder, cf_diags *diags)
{
    static const char *const names[] = { "deals.csv", "entities.csv", "scenario.csv" };
    cf_status (*const put[])(FILE *, const cf_scenario *) = { put_deals, put_entities,
                                                              cf_put_settings };
    cf_target_folder target;
    cf_status status = cf_target_folder_open(&target, folder, names, CF_COUNT_OF(names), diags);

    if (status == CF_OK)
        status = warn_of_unkept(scenario, diags);
    for (int i = 0; i < target.count && status == CF_OK; i++)
        status = put[i](target.files[i].stream, scenario);
    if (status == CF_OK)
        status = cf_target_folder_finish(&target, diags);
    cf_target_folder_release(&target);
    return status;
}
