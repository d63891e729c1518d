/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A scenario as the JSON file that it could have been read from. */
#include "base/put.h"
#include "circfin/scenario.h"
#include "base/json_put.h"
#include "base/target.h"

/* An object in the making. */
struct object {
    FILE *out;
    const char *between; /* before the next key */
    const char *indent;  /* of a new line; NULL: it stays on one line */
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

/* The next key begins a line where the object is written on several. */
static void break_line(struct object *object)
{
    if (object->indent == NULL || object->between == object->indent)
        return;
    putc(',', object->out);
    object->between = object->indent;
}

static FILE *key(struct object *object, const char *name)
{
    cf_put_json_key(object->out, object->between, name);
    object->between = ", ";
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

static void put_range_value(FILE *out, cf_range range, bool as_range)
{
    struct object object;

    if (!as_range) {
        cf_put_number(out, CF_MONEY, range.base);
        return;
    }
    object = begin(out, NULL);
    put_number(&object, "low", range.low);
    put_number(&object, "base", range.base);
    put_number(&object, "high", range.high);
    end(&object, "");
}

static bool is_range(cf_range range)
{
    return range.low < range.base || range.base < range.high;
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

static void put_sources(struct object *object, const cf_source *sources, int count)
{
    FILE *out = object->out;

    if (count == 0)
        return;
    break_line(object);
    key(object, "sources");
    for (int i = 0; i < count; i++) {
        struct object source;

        fputs(i == 0 ? "[\n        " : ",\n        ", out);
        source = begin(out, NULL);
        put_text(&source, "title", sources[i].title);
        put_text(&source, "publisher", sources[i].publisher);
        put_text(&source, "date", sources[i].date);
        put_text(&source, "url", sources[i].url);
        end(&source, "");
    }
    fputs("\n      ]", out);
}

/* What has neither note nor sources is short, and stays on a line. */
static const char *indent_of(const char *note, int source_count)
{
    return note == NULL && source_count == 0 ? NULL : "\n      ";
}

/* ---- entities ---- */

static void put_revenue(struct object *object, const cf_entity *entity)
{
    struct object revenue;

    if (!entity->revenue_known)
        return;
    revenue = begin(key(object, "revenue"), NULL);
    put_range_value(key(&revenue, "amount"), entity->revenue, is_range(entity->revenue));
    put_day(&revenue, "from", entity->revenue_from);
    put_day(&revenue, "to", entity->revenue_to);
    end(&revenue, "");
}

static void put_entity(FILE *out, const cf_entity *entity)
{
    struct object object = begin(out, indent_of(entity->note, entity->source_count));

    put_text(&object, "id", entity->id);
    put_text(&object, "name", entity->name);
    put_text(&object, "group", entity->group);
    put_text(&object, "sector", entity->sector);
    if (entity->outside_funds_known || entity->revenue_known)
        break_line(&object);
    if (entity->outside_funds_known)
        put_range_value(key(&object, "outside_funds"), entity->outside_funds,
                        is_range(entity->outside_funds));
    put_revenue(&object, entity);
    if (entity->note != NULL)
        break_line(&object);
    put_text(&object, "note", entity->note);
    put_sources(&object, entity->sources, entity->source_count);
    end(&object, "\n    ");
}

/* ---- deals ---- */

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

static void put_schedule(struct object *object, const cf_deal *deal)
{
    FILE *out;

    if (deal->schedule_count == 0)
        return;
    out = key(object, "schedule");
    for (int i = 0; i < deal->schedule_count; i++) {
        struct object instalment;

        fputs(i == 0 ? "[" : ", ", out);
        instalment = begin(out, NULL);
        put_day(&instalment, "date", deal->schedule[i].date);
        put_number(&instalment, "amount", deal->schedule[i].amount);
        end(&instalment, "");
    }
    putc(']', out);
}

static void put_standing(struct object *object, const cf_deal *deal)
{
    break_line(object);
    put_text(object, "status", cf_deal_status_names[deal->status]);
    if (deal->probability >= 0.0)
        put_number(object, "probability", deal->probability);
    put_text(object, "basis", cf_basis_names[deal->basis]);
    if (!deal->cash)
        fputs("false", key(object, "cash"));
    if (deal->contingent)
        fputs("true", key(object, "contingent"));
}

static void put_deal(FILE *out, const cf_scenario *scenario, const cf_deal *deal)
{
    struct object object = begin(out, indent_of(deal->note, deal->source_count));

    put_text(&object, "id", deal->id);
    put_text(&object, "relation", cf_relation_names[deal->relation]);
    put_text(&object, "payer", scenario->entities[deal->payer].id);
    put_text(&object, "payee", scenario->entities[deal->payee].id);
    put_amount(&object, scenario, deal);
    put_text(&object, "currency", deal->currency);
    break_line(&object);
    put_text(&object, "instrument", deal->instrument);
    put_day(&object, "announced", deal->announced);
    put_day(&object, "cancelled", deal->cancelled);
    put_day(&object, "start", deal->start);
    put_day(&object, "end", deal->end);
    put_schedule(&object, deal);
    put_standing(&object, deal);
    put_ids(&object, "earmark", scenario, deal->earmark);
    if (deal->part_of >= 0)
        put_text(&object, "part_of", scenario->deals[deal->part_of].id);
    put_ids(&object, "supersedes", scenario, deal->supersedes);
    if (deal->note != NULL)
        break_line(&object);
    put_text(&object, "note", deal->note);
    put_sources(&object, deal->sources, deal->source_count);
    end(&object, "\n    ");
}

/* ---- the whole ---- */

static void put_span(struct object *root, const cf_scenario *scenario)
{
    struct object span;

    if (scenario->span_from == CF_NO_DAY)
        return;
    break_line(root);
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
    break_line(root);
    rates = begin(key(root, "fx"), NULL);
    for (int i = 0; i < scenario->rate_count; i++)
        put_number(&rates, scenario->rates[i].currency, scenario->rates[i].value);
    end(&rates, "");
}

static void put_probabilities(struct object *root, const cf_scenario *scenario)
{
    const double *probability = scenario->status_probability;
    struct object object;
    int told = 0;

    for (int i = 0; i < CF_DEAL_STATUS_COUNT; i++) {
        if (probability[i] >= 1.0)
            continue;
        if (told++ == 0) {
            break_line(root);
            object = begin(key(root, "status_probability"), NULL);
        }
        put_number(&object, cf_deal_status_names[i], probability[i]);
    }
    if (told > 0)
        end(&object, "");
}

static void put_head(struct object *root, const cf_scenario *scenario)
{
    put_text(root, "schema", "circfin.scenario/1");
    break_line(root);
    put_text(root, "name", scenario->name);
    if (scenario->description != NULL)
        break_line(root);
    put_text(root, "description", scenario->description);
    if (scenario->as_of != CF_NO_DAY)
        break_line(root);
    put_day(root, "as_of", scenario->as_of);
    put_span(root, scenario);
    break_line(root);
    put_text(root, "currency", scenario->currency);
    break_line(root);
    put_text(root, "unit", cf_unit_names[scenario->unit]);
    put_rates(root, scenario);
    put_probabilities(root, scenario);
}

static void put_scenario(FILE *out, const cf_scenario *scenario)
{
    struct object root = begin(out, "\n  ");

    put_head(&root, scenario);
    break_line(&root);
    key(&root, "entities");
    for (int i = 0; i < scenario->entity_count && !ferror(out); i++) {
        fputs(i == 0 ? "[\n    " : ",\n    ", out);
        put_entity(out, &scenario->entities[i]);
    }
    fputs(scenario->entity_count == 0 ? "[]" : "\n  ]", out);
    break_line(&root);
    key(&root, "deals");
    for (int i = 0; i < scenario->deal_count && !ferror(out); i++) {
        fputs(i == 0 ? "[\n    " : ",\n    ", out);
        put_deal(out, scenario, &scenario->deals[i]);
    }
    fputs(scenario->deal_count == 0 ? "[]" : "\n  ]", out);
    end(&root, "\n");
    putc('\n', out);
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
