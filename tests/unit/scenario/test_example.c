/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <jansson.h>
#include <unistd.h>

#include "circfin/circfin.h"
#include "circfin/scenario.h"
#include "unit/testlib.h"

static char *example(const char *currency, cf_unit unit)
{
    char *text = NULL;

    assert_ok(cf_example_text(&text, currency, unit));
    return text;
}

Test(example, reads_without_a_warning_in_every_unit)
{
    for (int unit = 0; unit < CF_UNIT_COUNT; unit++) {
        char *text = example("XYZ", (cf_unit)unit);
        cf_scenario *scenario = NULL;
        cf_diags *diags = NULL;

        assert_ok(cf_diags_new(&diags));
        assert_ok(cf_scenario_parse(&scenario, text, strlen(text), "new.json", diags));
        cr_expect_eq(cf_diags_count(diags), 0);
        cr_expect_eq((int)scenario->unit, unit);
        cr_expect_str_eq(scenario->currency, "XYZ");
        cf_scenario_free(scenario);
        cf_diags_free(diags);
        free(text);
    }
}

Test(example, is_a_loop_of_three_that_scores)
{
    char *text = example("USD", CF_BILLION);
    cf_scenario *scenario = NULL;
    cf_report *report = NULL;
    const cf_table *table;

    assert_ok(cf_scenario_parse(&scenario, text, strlen(text), "new.json", NULL));
    assert_ok(cf_scenario_analyse(&report, scenario, "score", NULL, NULL));
    table = cf_report_find_table(report, "suppliers");
    cr_assert_eq(cf_table_row_count(table), 1);
    cr_expect_eq(cf_table_number(table, 0, "loopback_min"), 2);
    cr_expect_eq(cf_table_number(table, 0, "loopback_pro_rata"), 5);
    cr_expect_eq(cf_table_number(table, 0, "loopback_max"), 8);
    cf_report_free(report);
    assert_ok(cf_scenario_analyse(&report, scenario, "loops", NULL, NULL));
    table = cf_report_find_table(report, "loops");
    cr_assert_eq(cf_table_row_count(table), 1);
    cr_expect_eq(cf_table_number(table, 0, "length"), 3);
    cf_report_free(report);
    cf_scenario_free(scenario);
    free(text);
}

/* All notes of a list of entities or deals, one after the other. */
static char *notes_of(json_t *list)
{
    char *notes = calloc(1, 8192);
    size_t index;
    json_t *row;

    json_array_foreach(list, index, row)
        strncat(notes, json_string_value(json_object_get(row, "note")), 4096);
    return notes;
}

Test(example, explains_every_key_that_it_has)
{
    static const char *const lists[] = { "entities", "deals" };
    char *text = example("USD", CF_BILLION);
    json_t *root = json_loads(text, JSON_REJECT_DUPLICATES, NULL), *row, *value;
    char *notes[2];
    const char *key;
    size_t index;

    for (int i = 0; i < 2; i++)
        notes[i] = notes_of(json_object_get(root, lists[i]));
    for (int i = 0; i < 2; i++)
        json_array_foreach(json_object_get(root, lists[i]), index, row)
            json_object_foreach(row, key, value)
                cr_expect(strcmp(key, "note") == 0 || strstr(notes[i], key) != NULL ||
                              strstr(notes[0], key) != NULL,
                          "no note explains %s", key);
    for (int i = 0; i < 2; i++)
        free(notes[i]);
    json_decref(root);
    free(text);
}

Test(example, has_the_schema_beside_it_and_keeps_one_that_is_there)
{
    char folder[] = "/tmp/circfin-unit-XXXXXX", file[64], schema[64];
    FILE *stream;

    cr_assert_not_null(mkdtemp(folder));
    snprintf(file, sizeof file, "%s/a.json", folder);
    snprintf(schema, sizeof schema, "%s/scenario.schema.json", folder);
    assert_ok(cf_example_write("{}", file, false, NULL));
    cr_expect_eq(access(schema, R_OK), 0);
    stream = fopen(schema, "w");
    fclose(stream);
    assert_ok(cf_example_write("{}", file, false, NULL));
    stream = fopen(schema, "r");
    cr_expect_eq(getc(stream), EOF);
    fclose(stream);
    assert_ok(cf_example_write("{}", file, true, NULL));
    stream = fopen(schema, "r");
    cr_expect_eq(getc(stream), '{');
    fclose(stream);
    unlink(file);
    unlink(schema);
    rmdir(folder);
}
