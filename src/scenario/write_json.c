/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writes a scenario as the JSON file that it could have been read from. */
#include <stdlib.h>

#include "base/put.h"
#include "base/json_put.h"
#include "base/target.h"
#include "scenario/fields.h"
#include "scenario/write.h"

/* An object in the making. */
struct object {
    FILE *out;
    const char *between; /* before the next key */
    const char *indent;  /* of a new line; NULL: it stays on one line */
    bool new_line;       /* the next key begins one */
};

static struct object begin(FILE *out, const char *indent)
{
    putc('{', out);
    return (struct object){ .out = out, .between = indent == NULL ? "" : indent, .indent = indent };
}

static void end(const struct object *object, const char *indent)
{
    if (object->indent != NULL)
        fputs(indent, object->out);
    putc('}', object->out);
}

static FILE *key(struct object *object, const char *name)
{
    bool breaks = object->new_line && object->indent != NULL && object->between != object->indent;

    if (breaks)
        putc(',', object->out);
    cf_put_json_key(object->out, breaks ? object->indent : object->between, name);
    object->between = ", ";
    object->new_line = false;
    return object->out;
}

/* ---- values ---- */

static void put_text(struct object *object, const char *name, const char *text)
{
    if (text != NULL)
        cf_put_json_text(key(object, name), text);
}

static void put_day(struct object *object, const char *name, cf_day day)
{
    char text[16];

    if (day == CF_NO_DAY)
        return;
    cf_day_format(text, day);
    cf_put_json_text(key(object, name), text);
}

static void put_number(struct object *object, const char *name, double number)
{
    cf_put_number(key(object, name), CF_MONEY, number);
}

static void put_figures(struct object *object, cf_range range, bool as_range)
{
    if (as_range)
        put_number(object, "low", range.low);
    put_number(object, "base", range.base);
    if (as_range)
        put_number(object, "high", range.high);
}

static void put_range_value(FILE *out, cf_range range, bool as_range)
{
    struct object object;

    if (!as_range) {
        cf_put_number(out, CF_MONEY, range.base);
        return;
    }
    object = begin(out, NULL);
    put_figures(&object, range, true);
    end(&object, "");
}

static void put_ids(struct object *object, const char *name, const cf_scenario *scenario,
                    cf_deal_list list)
{
    FILE *out;

    if (list.count == 0)
        return;
    out = key(object, name);
    for (int i = 0; i < list.count; i++) {
        fputs(i == 0 ? "[" : ", ", out);
        cf_put_json_text(out, scenario->deals[list.at[i]].id);
    }
    putc(']', out);
}

static void put_texts(struct object *object, const char *name, const char *const *texts, int count)
{
    FILE *out = key(object, name);

    for (int i = 0; i < count; i++) {
        fputs(i == 0 ? "[" : ", ", out);
        cf_put_json_text(out, texts[i]);
    }
    putc(']', out);
}

/* ---- fields ---- */

static void put_field(struct object *object, const cf_field *field, const cf_scenario *scenario,
                      const void *record);

/* The fields in the order of their lines. */
static void put_fields(struct object *object, const cf_fields *fields, const cf_scenario *scenario,
                       const void *record)
{
    for (int line = 1, put = 0; put < fields->count; line++) {
        object->new_line = line > 1;
        for (int i = 0; i < fields->count; i++)
            if (fields->rows[i].line == line) {
                put_field(object, &fields->rows[i], scenario, record);
                put++;
            }
    }
}

/* A small object, on one line. */
static void put_inside(FILE *out, const cf_fields *fields, const void *record)
{
    struct object object = begin(out, NULL);

    put_fields(&object, fields, NULL, record);
    end(&object, "");
}

static void put_amount(struct object *object, const cf_scenario *scenario, const cf_deal *deal)
{
    struct object share;

    if (deal->kind == CF_QUANTIFIED)
        put_range_value(key(object, "amount"), deal->amount, deal->has_range);
    if (deal->kind != CF_SHARE_OF)
        return;
    share = begin(key(object, "amount"), NULL);
    put_range_value(key(&share, "share"), deal->share, deal->has_range);
    put_ids(&share, "of", scenario, deal->share_of);
    end(&share, "");
}

static void put_schedule(struct object *object, const cf_instalment *list, int count)
{
    FILE *out = key(object, "schedule");

    for (int i = 0; i < count; i++) {
        fputs(i == 0 ? "[" : ", ", out);
        put_inside(out, &cf_instalment_fields, &list[i]);
    }
    putc(']', out);
}

/* A range with a schedule is an object, in which a plain number is the base. */
static void put_range(struct object *object, const char *name, const cf_value *value)
{
    bool wide = cf_range_is_wide(value->range);
    struct object range;

    if (value->schedule_count == 0) {
        put_range_value(key(object, name), value->range, wide);
        return;
    }
    range = begin(key(object, name), NULL);
    put_figures(&range, value->range, wide);
    put_schedule(&range, value->schedule, value->schedule_count);
    end(&range, "");
}

static void put_sources(struct object *object, const cf_source *list, int count)
{
    FILE *out = object->out;

    if (count == 0)
        return;
    key(object, "sources");
    for (int i = 0; i < count; i++) {
        fputs(i == 0 ? "[" : ",", out);
        fputs(object->indent != NULL ? "\n        " : i > 0 ? " " : "", out);
        put_inside(out, &cf_source_fields, &list[i]);
    }
    fputs(object->indent != NULL ? "\n      ]" : "]", out);
}

void cf_put_json_stated(FILE *out, const cf_stated *list, int count)
{
    for (int i = 0; i < count; i++) {
        fputs(i == 0 ? "[" : ", ", out);
        put_inside(out, &cf_stated_fields, &list[i]);
    }
    putc(']', out);
}

static void put_other(struct object *object, const cf_field *field, const cf_scenario *scenario,
                      const void *record)
{
    const cf_sources *sources;

    if (field->kind == CF_FIELD_AMOUNT) {
        put_amount(object, scenario, record);
    } else if (field->kind == CF_FIELD_REVENUE && ((const cf_entity *)record)->revenue_known) {
        put_inside(key(object, field->key), &cf_revenue_fields, record);
    } else if (field->kind == CF_FIELD_BACKLOG) {
        put_inside(key(object, field->key), &cf_backlog_fields, record);
    } else if (field->kind == CF_FIELD_SOURCES) {
        sources = cf_field_sources(field, record);
        put_sources(object, sources->list, sources->count);
    }
}

static void put_field(struct object *object, const cf_field *field, const cf_scenario *scenario,
                      const void *record)
{
    cf_value value;

    if (cf_field_is_empty(field, record))
        return;
    value = cf_field_value(field, scenario, record);
    switch (value.kind) {
    case CF_VALUE_TEXT:
        put_text(object, field->key, value.text);
        break;
    case CF_VALUE_DAY:
        put_day(object, field->key, value.day);
        break;
    case CF_VALUE_NUMBER:
    case CF_VALUE_SHARE:
        put_number(object, field->key, value.number);
        break;
    case CF_VALUE_FLAG:
        if (!value.is_default)
            fputs(value.flag ? "true" : "false", key(object, field->key));
        break;
    case CF_VALUE_RANGE:
        put_range(object, field->key, &value);
        break;
    case CF_VALUE_DEALS:
        put_ids(object, field->key, scenario, value.deals);
        break;
    case CF_VALUE_TEXTS:
        put_texts(object, field->key, value.texts, value.text_count);
        break;
    case CF_VALUE_SCHEDULE:
        put_schedule(object, value.schedule, value.schedule_count);
        break;
    case CF_VALUE_STATED:
        cf_put_json_stated(key(object, field->key), value.stated, value.stated_count);
        break;
    case CF_VALUE_OTHER:
        put_other(object, field, scenario, record);
        break;
    case CF_VALUE_NONE:
        break;
    }
}

/* What has neither note nor sources is short, and stays on a line. */
static void put_record(FILE *out, const cf_fields *fields, const cf_scenario *scenario,
                       const void *record, bool is_short)
{
    struct object object = begin(out, is_short ? NULL : "\n      ");

    put_fields(&object, fields, scenario, record);
    end(&object, "\n    ");
}

/* ---- the whole ---- */

static void put_span(struct object *root, const cf_scenario *scenario)
{
    struct object span;

    if (scenario->span_from == CF_NO_DAY)
        return;
    root->new_line = true;
    span = begin(key(root, "span"), NULL);
    put_day(&span, "from", scenario->span_from);
    put_day(&span, "to", scenario->span_to);
    end(&span, "");
}

static void put_rates(struct object *root, const cf_scenario *scenario)
{
    struct object rates;

    if (scenario->rate_count == 0)
        return;
    root->new_line = true;
    rates = begin(key(root, "fx"), NULL);
    for (int i = 0; i < scenario->rate_count; i++)
        put_number(&rates, scenario->rates[i].currency, scenario->rates[i].value);
    end(&rates, "");
}

static void put_probabilities(struct object *root, const cf_scenario *scenario)
{
    const double *probability = scenario->status_probability;
    struct object object;
    int listed = 0;

    for (int i = 0; i < CF_DEAL_STATUS_COUNT; i++) {
        if (probability[i] >= 1.0)
            continue;
        if (listed++ == 0) {
            root->new_line = true;
            object = begin(key(root, "status_probability"), NULL);
        }
        put_number(&object, cf_deal_status_names[i], probability[i]);
    }
    if (listed > 0)
        end(&object, "");
}

static void put_shock(FILE *out, const cf_named_shock *shock)
{
    struct object object = begin(out, NULL);

    put_text(&object, "id", shock->id);
    put_text(&object, "name", shock->name);
    key(&object, "apply");
    putc('[', out);
    for (int i = 0; i < shock->apply_count; i++) {
        fputs(i == 0 ? "" : ", ", out);
        cf_put_json_text(out, shock->apply[i]);
    }
    putc(']', out);
    end(&object, "");
}

static void put_shocks(struct object *root, const cf_scenario *scenario)
{
    if (scenario->shock_count == 0)
        return;
    root->new_line = true;
    key(root, "shocks");
    for (int i = 0; i < scenario->shock_count && !ferror(root->out); i++) {
        fputs(i == 0 ? "[\n    " : ",\n    ", root->out);
        put_shock(root->out, &scenario->shocks[i]);
    }
    fputs("\n  ]", root->out);
}

static void put_head(struct object *root, const cf_scenario *scenario)
{
    put_text(root, "schema", "circfin.scenario/1");
    root->new_line = true;
    put_text(root, "name", scenario->name);
    root->new_line = true;
    put_text(root, "description", scenario->description);
    root->new_line = true;
    put_day(root, "as_of", scenario->as_of);
    put_span(root, scenario);
    root->new_line = true;
    put_text(root, "currency", scenario->currency);
    root->new_line = true;
    put_text(root, "unit", cf_unit_names[scenario->unit]);
    put_rates(root, scenario);
    put_probabilities(root, scenario);
    put_shocks(root, scenario);
}

static void put_scenario(FILE *out, const cf_scenario *scenario)
{
    struct object root = begin(out, "\n  ");

    put_head(&root, scenario);
    root.new_line = true;
    key(&root, "entities");
    for (int i = 0; i < scenario->entity_count && !ferror(out); i++) {
        const cf_entity *entity = &scenario->entities[i];

        fputs(i == 0 ? "[\n    " : ",\n    ", out);
        put_record(out, &cf_entity_fields, scenario, entity,
                   entity->note == NULL && entity->source_count == 0);
    }
    fputs(scenario->entity_count == 0 ? "[]" : "\n  ]", out);
    root.new_line = true;
    key(&root, "deals");
    for (int i = 0; i < scenario->deal_count && !ferror(out); i++) {
        const cf_deal *deal = &scenario->deals[i];

        fputs(i == 0 ? "[\n    " : ",\n    ", out);
        put_record(out, &cf_deal_fields, scenario, deal,
                   deal->note == NULL && deal->source_count == 0);
    }
    fputs(scenario->deal_count == 0 ? "[]" : "\n  ]", out);
    end(&root, "\n");
    putc('\n', out);
}

cf_status cf_scenario_text(char **out, const cf_scenario *scenario)
{
    size_t size;
    FILE *stream = open_memstream(out, &size);
    bool good;

    if (stream == NULL) {
        *out = NULL;
        return CF_NO_MEMORY;
    }
    put_scenario(stream, scenario);
    good = !ferror(stream);
    if (fclose(stream) == 0 && good)
        return CF_OK;
    free(*out);
    *out = NULL;
    return CF_NO_MEMORY;
}

cf_status cf_scenario_write(const cf_scenario *scenario, const char *file, cf_diags *diags)
{
    cf_target target = { .file = file };
    cf_status status = cf_target_open(&target, file, diags);

    if (status == CF_OK) {
        put_scenario(target.stream, scenario);
        status = cf_target_finish(&target, diags);
    }
    cf_target_release(&target);
    return status;
}
