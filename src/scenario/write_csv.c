/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writes a scenario as spreadsheets: deals.csv, entities.csv and scenario.csv in a folder. */
#include <stdlib.h>
#include <string.h>

#include "base/csv.h"
#include "base/memory_file.h"
#include "base/put.h"
#include "base/target_folder.h"
#include "base/text.h"
#include "circfin/sheets.h"
#include "scenario/columns.h"
#include "scenario/write.h"

/* ---- cells of CSV ---- */

/* A row in the making. */
struct csv {
    FILE *out;
    bool begun;
};

static FILE *cell(struct csv *csv)
{
    if (csv->begun)
        putc(',', csv->out);
    csv->begun = true;
    return csv->out;
}

static cf_status begin_csv(void *context, const char *name)
{
    (void)context, (void)name;
    return CF_OK;
}

static cf_status end_csv_row(void *context)
{
    struct csv *csv = context;

    fputs("\r\n", csv->out);
    csv->begun = false;
    return CF_OK;
}

/* An empty text is an apostrophe, so that it is not read as none. */
static cf_status put_csv_text(void *context, const char *text)
{
    FILE *out = cell(context);

    if (text != NULL && text[0] == '\0')
        putc('\'', out);
    else if (text != NULL)
        cf_put_csv_text(out, text);
    return CF_OK;
}

static cf_status put_csv_number(void *context, double number)
{
    cf_put_number(cell(context), CF_MONEY, number);
    return CF_OK;
}

static cf_status put_csv_day(void *context, cf_day day)
{
    char text[CF_DAY_SIZE];

    cf_day_format(text, day);
    return put_csv_text(context, text);
}

static cf_status put_csv_flag(void *context, bool flag)
{
    return put_csv_text(context, flag ? "true" : "false");
}

static cf_sheet_sink csv_sink(struct csv *csv)
{
    return (cf_sheet_sink){ .context = csv,
                            .begin_sheet = begin_csv,
                            .text = put_csv_text,
                            .number = put_csv_number,
                            .day = put_csv_day,
                            .flag = put_csv_flag,
                            .end_row = end_csv_row };
}

/* ---- cells ---- */

static cf_status put_text(const cf_sheet_sink *sink, const char *text)
{
    return sink->text(sink->context, text);
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
static cf_status put_texts(const cf_sheet_sink *sink, const char *const *texts, int count)
{
    size_t size = 1;
    char *text, *to;
    cf_status status;

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
    status = put_text(sink, text);
    free(text);
    return status;
}

static cf_status put_ids(const cf_sheet_sink *sink, const cf_scenario *scenario, cf_deal_list list)
{
    const char **ids = calloc((size_t)list.count + 1, sizeof *ids);
    cf_status status;

    if (ids == NULL)
        return CF_NO_MEMORY;
    for (int i = 0; i < list.count; i++)
        ids[i] = scenario->deals[list.at[i]].id;
    status = put_texts(sink, ids, list.count);
    free(ids);
    return status;
}

static void put_instalments(FILE *out, const cf_value *value)
{
    for (int i = 0; i < value->schedule_count; i++) {
        char day[CF_DAY_SIZE];

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
static void put_totals(FILE *out, const cf_value *value)
{
    bool simple = true;

    for (int i = 0; i < value->stated_count; i++)
        simple = simple && has_no_more_than_a_date(&value->stated[i]);
    for (int i = 0; i < value->stated_count && simple; i++)
        put_stated_item(out, &value->stated[i], i > 0 ? ";" : "");
    if (!simple)
        cf_put_json_stated(out, value->stated, value->stated_count);
}

/* A list as the text of one cell. */
static cf_status put_list(const cf_sheet_sink *sink, void (*put)(FILE *, const cf_value *),
                          const cf_value *value)
{
    char *text = NULL;
    cf_memory_file file;
    cf_status status = cf_memory_file_open(&file);

    if (status != CF_OK)
        return status;
    put(file.stream, value);
    status = cf_memory_file_close(&file, &text, NULL);
    if (status == CF_OK)
        status = put_text(sink, text);
    free(text);
    return status;
}

static cf_status put_value(const cf_sheet_sink *sink, const cf_scenario *scenario,
                           const cf_value *value)
{
    switch (value->kind) {
    case CF_VALUE_TEXT:
        return put_text(sink, value->text);
    case CF_VALUE_DAY:
        return sink->day(sink->context, value->day);
    case CF_VALUE_NUMBER:
    case CF_VALUE_SHARE:
        return sink->number(sink->context, value->number);
    case CF_VALUE_FLAG:
        return sink->flag(sink->context, value->flag);
    case CF_VALUE_DEALS:
        return put_ids(sink, scenario, value->deals);
    case CF_VALUE_TEXTS:
        return put_texts(sink, value->texts, value->text_count);
    case CF_VALUE_SCHEDULE:
        return put_list(sink, put_instalments, value);
    case CF_VALUE_STATED:
        return put_list(sink, put_totals, value);
    default:
        return put_text(sink, NULL);
    }
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

static cf_status put_sources(const cf_sheet_sink *sink, const cf_sources *sources, int room)
{
    cf_status status = CF_OK;

    for (int i = 0; i < room; i++)
        for (int part = 0; part < cf_source_fields.count && status == CF_OK; part++)
            status = put_text(
                sink,
                i >= sources->count
                    ? NULL
                    : cf_field_value(&cf_source_fields.rows[part], NULL, &sources->list[i]).text);
    return status;
}

static cf_status put_header(const cf_sheet_sink *sink, const cf_column_use *columns, int count,
                            int sources)
{
    cf_status status = CF_OK;

    for (int i = 0; i < count && status == CF_OK; i++)
        status = put_text(sink, columns[i].name);
    for (int i = 1; i <= sources && status == CF_OK; i++)
        for (int part = 0; part < cf_source_fields.count && status == CF_OK; part++)
            status = put_text(sink, cf_column_of_source(i, part).name);
    return status == CF_OK ? sink->end_row(sink->context) : status;
}

static cf_status put_records(const cf_sheet_sink *sink, const struct records *records)
{
    cf_column_use columns[CF_MOST_COLUMNS];
    int count = choose_columns(records, columns, cf_column_list(columns, records->kind));
    int sources = most_sources(records);
    cf_status status = sink->begin_sheet(sink->context, records->kind->list);

    if (status == CF_OK)
        status = put_header(sink, columns, count, sources);
    for (int i = 0; i < records->count && status == CF_OK; i++) {
        const void *record = record_at(records, i);

        for (int c = 0; c < count && status == CF_OK; c++) {
            cf_value value =
                cf_field_part(columns[c].field, columns[c].index, records->scenario, record);

            status = put_value(sink, records->scenario, &value);
        }
        if (status == CF_OK)
            status = put_sources(sink, cf_field_sources(records->sources, record), sources);
        if (status == CF_OK)
            status = sink->end_row(sink->context);
    }
    return status;
}

static cf_status put_deals(const cf_sheet_sink *sink, const cf_scenario *scenario)
{
    return put_records(sink,
                       &(struct records){ .scenario = scenario,
                                          .kind = &cf_deal_sheet,
                                          .sources = cf_fields_find(&cf_deal_fields, "sources"),
                                          .first = scenario->deals,
                                          .size = sizeof(cf_deal),
                                          .count = scenario->deal_count,
                                          .least_sources = 1 });
}

static cf_status put_entities(const cf_sheet_sink *sink, const cf_scenario *scenario)
{
    return put_records(sink,
                       &(struct records){ .scenario = scenario,
                                          .kind = &cf_entity_sheet,
                                          .sources = cf_fields_find(&cf_entity_fields, "sources"),
                                          .first = scenario->entities,
                                          .size = sizeof(cf_entity),
                                          .count = scenario->entity_count });
}

/* ---- settings ---- */

/* A value that is text, a day or a number. */
static cf_status put_setting(const cf_sheet_sink *sink, const char *key, const cf_value *value)
{
    cf_status status;

    if (value->kind == CF_VALUE_TEXT && value->text == NULL)
        return CF_OK;
    status = put_text(sink, key);
    if (status == CF_OK)
        status = put_value(sink, NULL, value);
    return status == CF_OK ? sink->end_row(sink->context) : status;
}

static cf_status put_text_setting(const cf_sheet_sink *sink, const char *key, const char *text)
{
    return put_setting(sink, key, &(cf_value){ .kind = CF_VALUE_TEXT, .text = text });
}

static cf_status put_day_setting(const cf_sheet_sink *sink, const char *key, cf_day day)
{
    if (day == CF_NO_DAY)
        return CF_OK;
    return put_setting(sink, key, &(cf_value){ .kind = CF_VALUE_DAY, .day = day });
}

/* Such as fx.EUR. */
static cf_status put_number_setting(const cf_sheet_sink *sink, const char *space, const char *name,
                                    double number)
{
    char key[64];

    snprintf(key, sizeof key, "%s.%s", space, name);
    return put_setting(sink, key, &(cf_value){ .kind = CF_VALUE_NUMBER, .number = number });
}

static cf_status put_numbers(const cf_sheet_sink *sink, const cf_scenario *scenario)
{
    cf_status status = CF_OK;

    for (int i = 0; i < scenario->rate_count && status == CF_OK; i++)
        status =
            put_number_setting(sink, "fx", scenario->rates[i].currency, scenario->rates[i].value);
    for (int i = 0; i < CF_DEAL_STATUS_COUNT && status == CF_OK; i++)
        if (scenario->status_probability[i] < 1.0)
            status = put_number_setting(sink, "status_probability", cf_deal_status_names[i],
                                        scenario->status_probability[i]);
    return status;
}

static cf_status put_settings(const cf_sheet_sink *sink, const cf_scenario *scenario)
{
    const struct {
        const char *key;
        cf_day day;
    } days[] = { { "as_of", scenario->as_of },
                 { "span_from", scenario->span_from },
                 { "span_to", scenario->span_to } };
    cf_status status = sink->begin_sheet(sink->context, "scenario");

    if (status == CF_OK)
        status = put_text_setting(sink, "key", "value");
    if (status == CF_OK)
        status = put_text_setting(sink, "name", scenario->name);
    if (status == CF_OK)
        status = put_text_setting(sink, "description", scenario->description);
    for (size_t i = 0; i < CF_COUNT_OF(days) && status == CF_OK; i++)
        status = put_day_setting(sink, days[i].key, days[i].day);
    if (status == CF_OK)
        status = put_text_setting(sink, "currency", scenario->currency);
    if (status == CF_OK)
        status = put_text_setting(sink, "unit", cf_unit_names[scenario->unit]);
    return status == CF_OK ? put_numbers(sink, scenario) : status;
}

cf_status cf_put_settings(FILE *out, const cf_scenario *scenario)
{
    struct csv csv = { .out = out };
    cf_sheet_sink sink = csv_sink(&csv);

    return put_settings(&sink, scenario);
}

/* ---- all ---- */

typedef cf_status put_sheet(const cf_sheet_sink *sink, const cf_scenario *scenario);
static put_sheet *const SHEETS[] = { put_deals, put_entities, put_settings };

cf_status cf_sheets_put(const cf_scenario *scenario, const cf_sheet_sink *sink)
{
    cf_status status = CF_OK;

    for (size_t i = 0; i < CF_COUNT_OF(SHEETS) && status == CF_OK; i++)
        status = SHEETS[i](sink, scenario);
    return status;
}

/* ---- files ---- */

cf_status cf_sheets_warn_unwritten(const cf_scenario *scenario, cf_diags *diags)
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
    cf_target_folder target;
    cf_status status = cf_target_folder_open(&target, folder, names, CF_COUNT_OF(names), diags);

    if (status == CF_OK)
        status = cf_sheets_warn_unwritten(scenario, diags);
    for (int i = 0; i < target.count && status == CF_OK; i++) {
        struct csv csv = { .out = target.files[i].stream };
        cf_sheet_sink sink = csv_sink(&csv);

        status = SHEETS[i](&sink, scenario);
    }
    if (status == CF_OK)
        status = cf_target_folder_finish(&target, diags);
    cf_target_folder_release(&target);
    return status;
}
