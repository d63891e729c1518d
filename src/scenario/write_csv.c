/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A scenario as spreadsheets: deals.csv, entities.csv and scenario.csv in a folder. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/put.h"
#include "base/text.h"
#include "circfin/sheets.h"
#include "base/csv.h"
#include "base/target.h"

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

static void put_number(struct row *row, bool known, double number)
{
    FILE *out = cell(row);

    if (known)
        cf_put_number(out, CF_MONEY, number);
}

static void put_day(struct row *row, cf_day day)
{
    char text[16];

    if (day != CF_NO_DAY)
        cf_day_format(text, day);
    put_text(row, day == CF_NO_DAY ? NULL : text);
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

/* Ids joined by ; as a text of their own, so that quotes and guards are those of the whole cell. */
static cf_status put_ids(struct row *row, const cf_scenario *scenario, cf_deal_list list)
{
    size_t size = 1;
    char *text, *to;

    if (list.count == 0) {
        put_text(row, NULL);
        return CF_OK;
    }
    for (int i = 0; i < list.count; i++)
        size += 2 * strlen(scenario->deals[list.at[i]].id) + 1;
    text = to = malloc(size);
    if (text == NULL)
        return CF_NO_MEMORY;
    for (int i = 0; i < list.count; i++) {
        if (i > 0)
            *to++ = ';';
        to = put_item(to, scenario->deals[list.at[i]].id);
    }
    *to = '\0';
    put_text(row, text);
    free(text);
    return CF_OK;
}

static void put_schedule(struct row *row, const cf_deal *deal)
{
    FILE *out = cell(row);

    for (int i = 0; i < deal->schedule_count; i++) {
        char day[16];

        cf_day_format(day, deal->schedule[i].date);
        fprintf(out, "%s%s=", i > 0 ? ";" : "", day);
        cf_put_number(out, CF_MONEY, deal->schedule[i].amount);
    }
}

/* ---- sources ---- */

static void name_sources(struct row *row, int count)
{
    for (int i = 0; i < count; i++)
        for (int part = 0; part < CF_SOURCE_PART_COUNT; part++) {
            FILE *out = cell(row);

            if (i == 0)
                fprintf(out, "source_%s", cf_source_part_name(part));
            else
                fprintf(out, "source%d_%s", i + 1, cf_source_part_name(part));
        }
}

static void put_sources(struct row *row, const cf_source *sources, int count, int room)
{
    for (int i = 0; i < room; i++) {
        cf_source none = { NULL, NULL, NULL, NULL };
        const cf_source *source = i < count ? &sources[i] : &none;

        put_text(row, source->title);
        put_text(row, source->publisher);
        put_text(row, source->date);
        put_text(row, source->url);
    }
}

static int larger(int a, int b)
{
    return a > b ? a : b;
}

/* ---- deals: the cells in the order of cf_deal_column ---- */

static void put_range(struct row *row, bool known, bool is_range, cf_range range)
{
    put_number(row, known, range.base);
    put_number(row, known && is_range, range.low);
    put_number(row, known && is_range, range.high);
}

static cf_status put_amount(struct row *row, const cf_scenario *scenario, const cf_deal *deal)
{
    put_range(row, deal->kind == CF_QUANTIFIED, deal->has_range, deal->amount);
    put_range(row, deal->kind == CF_SHARE_OF, deal->has_range, deal->share);
    return put_ids(row, scenario, deal->share_of);
}

static void put_standing(struct row *row, const cf_deal *deal)
{
    put_text(row, deal->currency);
    put_text(row, deal->instrument);
    put_day(row, deal->announced);
    put_day(row, deal->cancelled);
    put_day(row, deal->start);
    put_day(row, deal->end);
    put_text(row, cf_deal_status_names[deal->status]);
    put_number(row, deal->probability >= 0.0, deal->probability);
    put_text(row, cf_basis_names[deal->basis]);
    put_text(row, deal->cash ? "true" : "false");
    put_text(row, deal->contingent ? "true" : "false");
    put_schedule(row, deal);
}

static cf_status put_deal(struct row *row, const cf_scenario *scenario, const cf_deal *deal)
{
    cf_status status;

    put_text(row, deal->id);
    put_text(row, cf_relation_names[deal->relation]);
    put_text(row, scenario->entities[deal->payer].id);
    put_text(row, scenario->entities[deal->payee].id);
    status = put_amount(row, scenario, deal);
    put_standing(row, deal);
    if (status == CF_OK)
        status = put_ids(row, scenario, deal->earmark);
    put_text(row, deal->part_of < 0 ? NULL : scenario->deals[deal->part_of].id);
    if (status == CF_OK)
        status = put_ids(row, scenario, deal->supersedes);
    put_text(row, deal->note);
    return status;
}

static cf_status put_deals(FILE *out, const cf_scenario *scenario)
{
    struct row row = { .out = out };
    int sources = 1;
    cf_status status = CF_OK;

    for (int i = 0; i < scenario->deal_count; i++)
        sources = larger(sources, scenario->deals[i].source_count);
    for (int i = 0; i < CF_DEAL_COLUMN_COUNT; i++)
        put_text(&row, cf_deal_column_name((cf_deal_column)i));
    name_sources(&row, sources);
    end_row(&row);
    for (int i = 0; i < scenario->deal_count && status == CF_OK && !ferror(out); i++) {
        const cf_deal *deal = &scenario->deals[i];

        status = put_deal(&row, scenario, deal);
        put_sources(&row, deal->sources, deal->source_count, sources);
        end_row(&row);
    }
    return status;
}

/* ---- entities: the cells in the order of cf_entity_column ---- */

static bool is_range(cf_range range)
{
    return range.low < range.base || range.base < range.high;
}

static bool has_range(const cf_entity *entity)
{
    return (entity->outside_funds_known && is_range(entity->outside_funds)) ||
           (entity->revenue_known && is_range(entity->revenue));
}

static void put_ends(struct row *row, bool known, cf_range range)
{
    put_number(row, known && is_range(range), range.low);
    put_number(row, known && is_range(range), range.high);
}

static void put_entity(struct row *row, const cf_entity *entity, bool with_ranges)
{
    put_text(row, entity->id);
    put_text(row, entity->name);
    put_text(row, entity->group);
    put_text(row, entity->sector);
    put_number(row, entity->outside_funds_known, entity->outside_funds.base);
    put_number(row, entity->revenue_known, entity->revenue.base);
    put_day(row, entity->revenue_known ? entity->revenue_from : CF_NO_DAY);
    put_day(row, entity->revenue_known ? entity->revenue_to : CF_NO_DAY);
    put_text(row, entity->note);
    if (!with_ranges)
        return;
    put_ends(row, entity->outside_funds_known, entity->outside_funds);
    put_ends(row, entity->revenue_known, entity->revenue);
}

static cf_status put_entities(FILE *out, const cf_scenario *scenario)
{
    struct row row = { .out = out };
    int sources = 0;
    bool ranges = false;

    for (int i = 0; i < scenario->entity_count; i++) {
        sources = larger(sources, scenario->entities[i].source_count);
        ranges = ranges || has_range(&scenario->entities[i]);
    }
    for (int i = 0; i < (ranges ? CF_ENTITY_COLUMN_COUNT : CF_ENTITY_FUNDS_LOW); i++)
        put_text(&row, cf_entity_column_name((cf_entity_column)i));
    name_sources(&row, sources);
    end_row(&row);
    for (int i = 0; i < scenario->entity_count && !ferror(out); i++) {
        const cf_entity *entity = &scenario->entities[i];

        put_entity(&row, entity, ranges);
        put_sources(&row, entity->sources, entity->source_count, sources);
        end_row(&row);
    }
    return CF_OK;
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

static cf_status put_settings(FILE *out, const cf_scenario *scenario)
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

static const struct {
    const char *name;
    cf_status (*put)(FILE *out, const cf_scenario *scenario);
} files[] = {
    { "deals.csv", put_deals },
    { "entities.csv", put_entities },
    { "scenario.csv", put_settings },
};

enum { FILES = sizeof files / sizeof *files };

/* The folder, made where it is not there; *made says whether. */
static cf_status make_folder(const char *folder, bool *made, cf_diags *diags)
{
    cf_status status;

    *made = mkdir(folder, 0777) == 0;
    if (*made || errno == EEXIST)
        return CF_OK;
    status = cf_diags_add(diags, CF_ERROR, CF_CODE_CANNOT_OPEN, NULL, NULL,
                          "the folder %s cannot be made: %s", folder, strerror(errno));
    return status == CF_OK ? CF_IO : status;
}

static cf_status write_all(const cf_scenario *scenario, cf_target *targets, char *const *paths,
                           cf_diags *diags)
{
    cf_status status = CF_OK;

    for (int i = 0; i < FILES && status == CF_OK; i++) {
        status = cf_target_open(&targets[i], paths[i], diags);
        if (status == CF_OK)
            status = files[i].put(targets[i].stream, scenario);
        if (status == CF_OK)
            status = cf_target_settle(&targets[i], diags);
    }
    for (int i = 0; i < FILES && status == CF_OK; i++)
        status = cf_target_finish(&targets[i], diags);
    return status;
}

static char *path_in(const char *folder, const char *name)
{
    char *path = malloc(strlen(folder) + strlen(name) + 2);

    if (path != NULL)
        sprintf(path, "%s/%s", folder, name);
    return path;
}

static cf_status tell_unkept(const cf_scenario *scenario, cf_diags *diags)
{
    if (scenario->unkept == 0)
        return CF_OK;
    return cf_diags_add(diags, CF_WARNING, CF_CODE_NOT_WRITTEN, NULL, NULL,
                        "keys that begin with x-, and shocks, are left out: %d of them",
                        scenario->unkept);
}

cf_status cf_sheets_write(const cf_scenario *scenario, const char *folder, cf_diags *diags)
{
    cf_target targets[FILES] = { { .file = NULL } };
    char *paths[FILES] = { NULL };
    bool made = false;
    cf_status status = CF_OK;

    for (int i = 0; i < FILES; i++) {
        paths[i] = path_in(folder, files[i].name);
        if (paths[i] == NULL)
            status = CF_NO_MEMORY;
    }
    if (status == CF_OK)
        status = tell_unkept(scenario, diags);
    if (status == CF_OK)
        status = make_folder(folder, &made, diags);
    if (status == CF_OK)
        status = write_all(scenario, targets, paths, diags);
    for (int i = 0; i < FILES; i++) {
        cf_target_release(&targets[i]);
        free(paths[i]);
    }
    if (status != CF_OK && made)
        rmdir(folder);
    return status;
}
