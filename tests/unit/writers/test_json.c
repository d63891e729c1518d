/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <jansson.h>

#include "unit/writers/written.h"

static const cf_write_options plain = { .width = 0 };

static const cf_scenario scenario = { .file = "data/x\xFF.json",
                                      .name = "a \"name\"",
                                      .as_of = 0,
                                      .currency = "USD",
                                      .unit = CF_BILLION };

/* Reads it back with another program's parser. */
static json_t *read_back(const cf_report *report, const cf_write_options *options)
{
    char *text = written("json", report, options);
    json_error_t error;
    json_t *root = json_loads(text, JSON_REJECT_DUPLICATES, &error);

    cr_assert_not_null(root, "%s in: %s", error.text, text);
    free(text);
    return root;
}

Test(json, has_the_frame_of_the_contract_in_its_order)
{
    static const char *const keys[] = { "schema", "command", "version", "scenario",
                                        "view",   "figures", "tables",  "warnings" };
    cf_report *report = new_report(&scenario);
    json_t *root = read_back(report, &plain), *value;
    const char *key;
    size_t count = 0;

    json_object_foreach(root, key, value) cr_expect_str_eq(key, keys[count++]);
    cr_expect_eq(count, 8);
    cr_expect_str_eq(json_string_value(json_object_get(root, "schema")), "circfin.result/1");
    json_decref(root);
    cf_report_free(report);
}

Test(json, tells_the_scenario_in_valid_utf8)
{
    cf_report *report = new_report(&scenario);
    json_t *root = read_back(report, &plain), *head = json_object_get(root, "scenario");

    cr_expect_str_eq(json_string_value(json_object_get(head, "name")), "a \"name\"");
    cr_expect_str_eq(json_string_value(json_object_get(head, "as_of")), "1970-01-01");
    cr_expect_str_eq(json_string_value(json_object_get(head, "unit")), "bn");
    cr_expect_str_eq(json_string_value(json_object_get(head, "file")), "data/x\xEF\xBF\xBD.json");
    json_decref(root);
    cf_report_free(report);
}

Test(json, is_null_where_there_is_no_scenario)
{
    cf_report *report = new_report(NULL);
    json_t *root = read_back(report, &plain);

    cr_expect(json_is_null(json_object_get(root, "scenario")));
    json_decref(root);
    cf_report_free(report);
}

Test(json, one_row_of_a_table_is_one_line)
{
    static const cf_column columns[] = { { "entity", CF_ENTITY }, { "share", CF_SHARE } };
    const cf_cell cells[] = { cf_cell_text("a"), cf_cell_number(0.25), cf_cell_text("b"),
                              cf_cell_null() };
    cf_report *report = new_report(NULL);
    char *text;

    add_table(report, "suppliers", columns, 2, cells, 2);
    text = written("json", report, &plain);
    cr_expect_not_null(strstr(text, "\n   {\"entity\": \"a\", \"share\": 0.25},"
                                    "\n   {\"entity\": \"b\", \"share\": null}]}"));
    free(text);
    cf_report_free(report);
}

Test(json, settings_are_words_switches_or_null)
{
    cf_report *report = new_report(NULL);
    json_t *root, *view;

    cr_assert_eq(cf_report_add_setting(report, "case", "base"), CF_OK);
    cr_assert_eq(cf_report_add_setting(report, "as_of", NULL), CF_OK);
    cr_assert_eq(cf_report_add_switch(report, "non_cash", false), CF_OK);
    root = read_back(report, &plain);
    view = json_object_get(root, "view");
    cr_expect_str_eq(json_string_value(json_object_get(view, "case")), "base");
    cr_expect(json_is_null(json_object_get(view, "as_of")));
    cr_expect(json_is_false(json_object_get(view, "non_cash")));
    json_decref(root);
    cf_report_free(report);
}

Test(json, every_string_comes_back_as_it_was)
{
    char nasty[256];
    cf_report *report = new_report(NULL);
    json_t *root, *warnings;

    for (int c = 1; c < 0x80; c++)
        nasty[c - 1] = (char)c;
    strcpy(nasty + 0x7F, "\xE5\xAE\x87 \xF0\x9F\x98\x80 \xE2\x80\xA8");
    cr_assert_eq(cf_report_add_warning(report, nasty), CF_OK);
    root = read_back(report, &plain);
    warnings = json_object_get(root, "warnings");
    cr_assert_eq(json_array_size(warnings), 1);
    cr_expect_str_eq(json_string_value(json_array_get(warnings, 0)), nasty);
    json_decref(root);
    cf_report_free(report);
}

Test(json, bytes_that_are_not_utf8_become_the_replacement_character)
{
    static const char *const bad[] = { "\x80", "\xC0\xAF", "\xED\xA0\x80", "\xF5\x80\x80\x80",
                                       "\xE5\xAE" };

    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        cf_report *report = new_report(NULL);
        json_t *root;

        cr_assert_eq(cf_report_add_warning(report, bad[i]), CF_OK);
        root = read_back(report, &plain);
        json_decref(root);
        cf_report_free(report);
    }
}

Test(json, counts_are_integers_and_amounts_read_back_exactly)
{
    cf_report *report = new_report(NULL);
    json_t *root, *figures;

    cr_assert_eq(cf_report_add_figure(report, "deals", CF_COUNT, cf_cell_number(1e6)), CF_OK);
    cr_assert_eq(cf_report_add_figure(report, "gross", CF_MONEY, cf_cell_number(0.1 + 0.2)), CF_OK);
    cr_assert_eq(cf_report_add_figure(report, "net", CF_MONEY, cf_cell_null()), CF_OK);
    cr_assert_eq(cf_report_add_figure(report, "complete", CF_FLAG, cf_cell_flag(false)), CF_OK);
    root = read_back(report, &plain);
    figures = json_object_get(root, "figures");
    cr_expect(json_is_integer(json_object_get(figures, "deals")));
    cr_expect_eq(json_number_value(json_object_get(figures, "gross")), 0.1 + 0.2);
    cr_expect(json_is_null(json_object_get(figures, "net")));
    cr_expect(json_is_false(json_object_get(figures, "complete")));
    json_decref(root);
    cf_report_free(report);
}

Test(json, may_be_asked_for_one_table)
{
    static const cf_column columns[] = { { "entity", CF_ENTITY } };
    cf_write_options options = { .table = "deals" };
    cf_report *report = new_report(NULL);
    json_t *root, *tables;

    add_table(report, "suppliers", columns, 1, NULL, 0);
    add_table(report, "deals", columns, 1, NULL, 0);
    root = read_back(report, &options);
    tables = json_object_get(root, "tables");
    cr_expect_eq(json_object_size(tables), 1);
    cr_expect_not_null(json_object_get(tables, "deals"));
    json_decref(root);
    cf_report_free(report);
}
