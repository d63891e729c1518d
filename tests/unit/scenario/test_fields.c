/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenario/columns.h"

#include <unistd.h>

#include "circfin/sheets.h"
#include "unit/scenario/parsed.h"

Test(fields, each_missing_key_is_told)
{
    expect_problems("{'x-note': 'nothing else'}", "CF201 , CF201 , CF201 , CF201 , CF201 ");
    expect_problems(DEALS("{'id': 'd'}"), "CF201 /deals/0, CF201 /deals/0, CF201 /deals/0");
    expect_message(HEAD "'entities': [{}], 'deals': []}",
                   "an entity must have the key \"id\", but it is missing", NULL);
}

Test(fields, a_misspelt_required_key_is_told_once)
{
    expect_message(DEALS("{'id': 'd', 'relation': 'investor', 'payer': 'a', 'payeee': 'b'}"),
                   "a deal must have the key \"payee\", but has \"payeee\"",
                   "did you mean \"payee\"?");
}

Test(fields, an_unknown_key_is_a_warning)
{
    expect_message(DEALS(INVESTMENT("d", ", 'anounced': '2025'")),
                   "a deal has no key \"anounced\", so it is ignored",
                   "did you mean \"announced\"?");
    expect_message(DEALS(INVESTMENT("d", ", 'colour': 'red'")),
                   "a deal has no key \"colour\", so it is ignored", NULL);
}

Test(fields, warnings_leave_the_scenario_usable)
{
    parsed result = parse(DEALS(INVESTMENT("d", ", 'anounced': '2025'")));

    cr_expect_eq(result.status, CF_OK);
    cr_expect_eq(cf_diags_total(result.diags, CF_WARNING), 1);
    free_parsed(&result);
}

Test(fields, keys_of_the_users_own_are_never_mentioned)
{
    cf_scenario_free(good(
        HEAD "'x-': 1, 'x-a': {'b': null}, 'fx': {'x-note': 'ECB'}, "
             "'status_probability': {'x-why': 'guess'}, 'span': {'from': '2025', 'to': '2026', "
             "'x-c': 1}, 'entities': [{'id': 'a', 'x-d': 1, 'sources': [{'url': 'u', 'x-e': 1}]}, "
             "{'id': 'b'}], 'deals': [" INVESTMENT(
                 "d", ", 'x-f': 1, 'amount': {'base': 1, 'x-g': 2}") "]}"));
}

Test(fields, the_place_of_an_unknown_key_is_the_key)
{
    parsed result = parse("{'schema': 'circfin.scenario/1', 'name': 'T', 'currency': 'USD',\n"
                          " 'colour': 'red', 'entities': [], 'deals': []}");

    cr_assert_eq(cf_diags_count(result.diags), 1);
    cr_expect_eq(cf_diags_at(result.diags, 0)->where.line, 2);
    cr_expect_eq(cf_diags_at(result.diags, 0)->where.column, 2);
    cr_expect_eq(cf_diags_at(result.diags, 0)->where.length, 8);
    free_parsed(&result);
}

Test(fields, one_of_several_keys_must_be_there)
{
    expect_message(DEALS(INVESTMENT("d", ", 'sources': [{}]")),
                   "a source must have title, publisher, date or url, but this one has none of "
                   "them",
                   NULL);
    expect_message(DEALS(INVESTMENT("d", ", 'amount': {'hgih': 5}")),
                   "an amount must have low, base, high, share or of, but has \"hgih\"",
                   "did you mean \"high\"?");
}

/* ---- every row of circfin/fields.def ---- */

/* A value of each kind, as it is written; not the one that stands where a file says nothing. */
static const char *sample_of(cf_field_kind kind)
{
    static const char *const samples[CF_FIELD_KIND_COUNT] = {
        [CF_FIELD_ID] = "\"x\"",
        [CF_FIELD_TEXT] = "\"words; and, more\"",
        [CF_FIELD_TEXTS] = "[\"Open; AI\", \"OpenAI, Inc.\"]",
        [CF_FIELD_FIRST_DAY] = "\"2026-03-04\"",
        [CF_FIELD_LAST_DAY] = "\"2026-05-06\"",
        [CF_FIELD_FRACTION] = "0.25",
        [CF_FIELD_RANK] = "3",
        [CF_FIELD_YEARS] = "20",
        [CF_FIELD_SUPPORT] = "\"take_or_pay\"",
        [CF_FIELD_BACKLOG] = "{\"amount\": {\"low\": 1, \"base\": 2, \"high\": 3}, "
                             "\"date\": \"2026-01-02\"}",
        [CF_FIELD_STATED] = "[{\"of\": \"revenue\", \"amount\": 5, \"date\": \"2026-01-02\"}, "
                            "{\"of\": \"commitments\", \"amount\": "
                            "{\"low\": 1, \"base\": 2, \"high\": 3}, "
                            "\"sources\": [{\"title\": \"t, \\\"u\\\"\"}, {\"url\": \"u;=@\"}]}]",
        [CF_FIELD_ON] = "false",
        [CF_FIELD_OFF] = "true",
        [CF_FIELD_RELATION] = "\"customer\"",
        [CF_FIELD_STATUS] = "\"signed\"",
        [CF_FIELD_BASIS] = "\"estimate\"",
        [CF_FIELD_ENTITY] = "\"c\"",
        [CF_FIELD_DEAL] = "\"p\"",
        [CF_FIELD_DEALS] = "[\"p\", \"q\"]",
        [CF_FIELD_RANGE] = "{\"low\": 1, \"base\": 2, \"high\": 3}",
        [CF_FIELD_PART] = "{\"low\": 0.1, \"base\": 0.2, \"high\": 0.3}",
        [CF_FIELD_FUNDS] = "{\"low\": 4, \"base\": 5, \"high\": 6, \"schedule\": "
                           "[{\"date\": \"2026-01-02\", \"amount\": 2}, "
                           "{\"date\": \"2027-01-02\", \"amount\": 3}]}",
        [CF_FIELD_REVENUE] = "{\"amount\": {\"low\": 1, \"base\": 2, \"high\": 3}, "
                             "\"from\": \"2026-01-01\", \"to\": \"2026-12-31\"}",
        [CF_FIELD_AMOUNT] = "{\"share\": {\"low\": 0.25, \"base\": 0.5, \"high\": 0.75}, "
                            "\"of\": [\"p\", \"q\"]}",
        [CF_FIELD_CURRENCY] = "\"EUR\"",
        [CF_FIELD_SCHEDULE] = "[{\"date\": \"2026-01-02\", \"amount\": 2}, "
                              "{\"date\": \"2027-01-02\", \"amount\": 3}]",
        [CF_FIELD_SOURCES] = "[\n        {\"title\": \"t\", \"url\": \"u\"},"
                             "\n        {\"date\": \"2026\"}\n      ]",
    };

    return samples[kind];
}

/* `, "key": value` unless it is the key that is tried. */
static void add_key(char *object, const cf_field *tried, const char *key, const char *value)
{
    if (strcmp(tried->key, key) != 0)
        sprintf(object + strlen(object), "%s\"%s\": %s", object[1] == '\0' ? "" : ", ", key, value);
}

static bool is_of_contingent_deals(const char *key)
{
    return strcmp(key, "covers") == 0 || strcmp(key, "kind") == 0 || strcmp(key, "escrow") == 0 ||
           strcmp(key, "run_off_years") == 0;
}

/* A scenario in which one entity or deal has a value for a field. */
static void scenario_with(char text[static 2000], const cf_field *field, bool is_deal)
{
    bool is_tried = !is_deal && strcmp(field->key, "id") != 0;
    char object[1000] = "";

    strcpy(object, "{");
    add_key(object, &(cf_field){ .key = "" }, field->key, sample_of(field->kind));
    add_key(object, field, "id", "\"tried\"");
    if (is_deal) {
        add_key(object, field, "relation", "\"investor\"");
        add_key(object, field, "payer", "\"a\"");
        add_key(object, field, "payee", "\"b\"");
        add_key(object, field, "amount", "5");
        if (is_of_contingent_deals(field->key))
            add_key(object, field, "contingent", "true");
    }
    strcat(object, "}");
    snprintf(text, 2000,
             "{\"schema\": \"circfin.scenario/1\", \"name\": \"T\", \"currency\": \"USD\", "
             "\"fx\": {\"EUR\": 2}, \"entities\": [{\"id\": \"a\"}, {\"id\": \"b\"}, "
             "{\"id\": \"c\"}%s%s], \"deals\": [{\"id\": \"p\", \"relation\": \"customer\", "
             "\"payer\": \"b\", \"payee\": \"c\"}, {\"id\": \"q\", \"relation\": \"supplier\", "
             "\"payer\": \"b\", \"payee\": \"%s\"}%s%s]}",
             is_deal ? "" : ", ", is_deal ? "" : object, is_tried ? "tried" : "c",
             is_deal ? ", " : "", is_deal ? object : "");
}

static char *json_of(const cf_scenario *scenario)
{
    char path[] = "/tmp/circfin-unit-XXXXXX", *text = NULL;
    size_t size = 0;
    FILE *in;

    close(mkstemp(path));
    cr_assert_eq(cf_scenario_write(scenario, path, NULL), CF_OK);
    in = fopen(path, "r");
    cr_assert_geq(getdelim(&text, &size, '\0', in), 0);
    fclose(in);
    unlink(path);
    return text;
}

/* The scenario as it comes back from spreadsheets. */
static cf_scenario *through_sheets(const cf_scenario *scenario)
{
    static const char *const files[] = { "deals.csv", "entities.csv", "scenario.csv" };
    char folder[] = "/tmp/circfin-unit-XXXXXX", path[64];
    cf_scenario *again = NULL;

    cr_assert_not_null(mkdtemp(folder));
    cr_assert_eq(cf_sheets_write(scenario, folder, NULL), CF_OK);
    cr_assert_eq(cf_sheets_read(&again, &(cf_sheets){ .deals = folder }, NULL), CF_OK);
    for (int i = 0; i < 3; i++) {
        snprintf(path, sizeof path, "%s/%s", folder, files[i]);
        unlink(path);
    }
    rmdir(folder);
    return again;
}

/* Read from JSON, written as JSON and CSV, and read back from both. */
static void expect_kept(const cf_field *field, bool is_deal)
{
    char text[2000], expected[1000];
    cf_scenario *scenario, *from_json, *from_sheets;
    char *json, *second, *third;

    scenario_with(text, field, is_deal);
    scenario = good(text);
    json = json_of(scenario);
    snprintf(expected, sizeof expected, "\"%s\": %s", field->key, sample_of(field->kind));
    cr_expect_not_null(strstr(json, expected), "%s is not in %s", expected, json);
    from_json = good(json);
    from_sheets = through_sheets(scenario);
    second = json_of(from_json);
    third = json_of(from_sheets);
    cr_expect_str_eq(second, json);
    cr_expect_str_eq(third, json);
    free(json);
    free(second);
    free(third);
    cf_scenario_free(scenario);
    cf_scenario_free(from_json);
    cf_scenario_free(from_sheets);
}

Test(fields, every_row_is_read_and_written_as_json_and_csv)
{
    for (int i = 0; i < cf_deal_fields.count; i++)
        expect_kept(&cf_deal_fields.rows[i], true);
    for (int i = 0; i < cf_entity_fields.count; i++)
        expect_kept(&cf_entity_fields.rows[i], false);
}

static char *content(const char *path)
{
    FILE *in = fopen(path, "r");
    char *text = NULL;
    size_t size = 0;

    cr_assert_not_null(in, "%s", path);
    cr_assert_geq(getdelim(&text, &size, '\0', in), 0);
    fclose(in);
    return text;
}

Test(fields, every_row_and_column_is_explained_in_the_readme_of_the_data)
{
    const cf_sheet_kind *const kinds[] = { &cf_deal_sheet, &cf_entity_sheet };
    char *readme = content(CIRCFIN_SOURCE "/data/README.md"), quoted[64];

    for (int k = 0; k < 2; k++) {
        cf_column_use columns[CF_MOST_COLUMNS];
        int count = cf_column_list(columns, kinds[k]);

        for (int i = 0; i < kinds[k]->fields->count; i++) {
            snprintf(quoted, sizeof quoted, "`%s`", kinds[k]->fields->rows[i].key);
            cr_expect_not_null(strstr(readme, quoted), "%s", quoted);
            cr_expect_not_null(kinds[k]->fields->rows[i].meaning);
        }
        for (int i = 0; i < count; i++) {
            snprintf(quoted, sizeof quoted, "`%s`", columns[i].name);
            cr_expect_not_null(strstr(readme, quoted), "%s", quoted);
        }
    }
    free(readme);
}
