/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <sys/stat.h>
#include <unistd.h>

#include "circfin/sheets.h"
#include "circfin/writer.h"
#include "unit/testlib.h"

static char *written(const cf_scenario *scenario)
{
    char path[64] = "/tmp/circfin-unit-XXXXXX", *text = NULL;
    size_t size = 0;
    int descriptor = mkstemp(path);
    FILE *in;

    cr_assert_geq(descriptor, 0);
    close(descriptor);
    assert_ok(cf_scenario_write(scenario, path, NULL));
    in = fopen(path, "r");
    cr_assert_geq(getdelim(&text, &size, '\0', in), 0);
    fclose(in);
    unlink(path);
    return text;
}

Test(write_json, everything_stands_in_the_order_of_the_method)
{
    cf_scenario *scenario = scenario_from(
        "'span': {'from': '2025', 'to': '2026'}, 'as_of': '2025-12', 'unit': 'bn', "
        "'fx': {'EUR': 1.1}, 'status_probability': {'signed': 0.5}, "
        "'entities': [{'id': 'a', 'revenue': {'amount': 5, 'from': '2025', 'to': '2025'}, "
        "'outside_funds': {'low': 0, 'high': 2}, 'name': 'A'}, {'id': 'b', 'note': 'n', "
        "'sources': [{'url': 'u', 'title': 't'}]}], "
        "'deals': [{'id': 'd', 'relation': 'investor', 'payer': 'a', 'payee': 'b', "
        "'amount': {'high': 100}, 'earmark': ['e'], 'cash': false}, "
        "{'id': 'e', 'relation': 'customer', 'payer': 'b', 'payee': 'a', 'amount': 0.1, "
        "'currency': 'EUR', 'schedule': [{'date': '2026', 'amount': 0.1}], 'note': 'n', "
        "'supersedes': ['f']}, "
        "{'id': 'f', 'relation': 'customer', 'payer': 'b', 'payee': 'a', 'contingent': true, "
        "'amount': {'share': {'low': 0.25, 'high': 0.5}, 'of': ['d']}, 'probability': 0}]");
    char *text = written(scenario);

    cr_expect_str_eq(
        text,
        "{\n  \"schema\": \"circfin.scenario/1\",\n  \"name\": \"T\",\n"
        "  \"as_of\": \"2025-12-31\",\n"
        "  \"span\": {\"from\": \"2025-01-01\", \"to\": \"2026-12-31\"},\n"
        "  \"currency\": \"USD\",\n  \"unit\": \"bn\",\n  \"fx\": {\"EUR\": 1.1},\n"
        "  \"status_probability\": {\"signed\": 0.5},\n"
        "  \"entities\": [\n"
        "    {\"id\": \"a\", \"name\": \"A\", \"outside_funds\": {\"low\": 0, \"base\": 0, "
        "\"high\": "
        "2}, \"revenue\": {\"amount\": 5, \"from\": \"2025-01-01\", \"to\": \"2025-12-31\"}},\n"
        "    {\n      \"id\": \"b\",\n      \"note\": \"n\",\n      \"sources\": [\n"
        "        {\"title\": \"t\", \"url\": \"u\"}\n      ]\n    }\n  ],\n"
        "  \"deals\": [\n"
        "    {\"id\": \"d\", \"relation\": \"investor\", \"payer\": \"a\", \"payee\": \"b\", "
        "\"amount\": {\"low\": 0, \"base\": 0, \"high\": 100}, \"status\": \"announced\", "
        "\"basis\": "
        "\"reported\", \"cash\": false, \"earmark\": [\"e\"]},\n"
        "    {\n      \"id\": \"e\", \"relation\": \"customer\", \"payer\": \"b\", \"payee\": "
        "\"a\", \"amount\": 0.1, \"currency\": \"EUR\",\n"
        "      \"schedule\": [{\"date\": \"2026-01-01\", \"amount\": 0.1}],\n"
        "      \"status\": \"announced\", \"basis\": \"reported\", \"supersedes\": [\"f\"],\n"
        "      \"note\": \"n\"\n    },\n"
        "    {\"id\": \"f\", \"relation\": \"customer\", \"payer\": \"b\", \"payee\": \"a\", "
        "\"amount\": {\"share\": {\"low\": 0.25, \"base\": 0.25, \"high\": 0.5}, \"of\": [\"d\"]}, "
        "\"status\": \"announced\", \"probability\": 0, \"basis\": \"reported\", "
        "\"contingent\": true}\n  ]\n}\n",
        "%s", text);
    free(text);
    cf_scenario_free(scenario);
}

Test(write_json, shocks_have_a_line_each)
{
    cf_scenario *scenario = scenario_from(
        "'shocks': [{'apply': ['funds:a=0.5', 'fail:\\\\b'], 'name': 'N', 'id': 's'}, "
        "{'id': 't', 'apply': []}], 'entities': [], 'deals': []");
    char *text = written(scenario);

    cr_expect_not_null(strstr(text, "  \"shocks\": [\n    {\"id\": \"s\", \"name\": \"N\", "
                                    "\"apply\": [\"funds:a=0.5\", \"fail:\\\\b\"]},\n"
                                    "    {\"id\": \"t\", \"apply\": []}\n  ],\n"
                                    "  \"entities\": []"),
                       "%s", text);
    free(text);
    cf_scenario_free(scenario);
}

Test(write_json, an_empty_scenario_has_empty_lists)
{
    cf_scenario *scenario = scenario_from("'entities': [], 'deals': []");
    char *text = written(scenario);

    cr_expect_str_eq(text, "{\n  \"schema\": \"circfin.scenario/1\",\n  \"name\": \"T\",\n"
                           "  \"currency\": \"USD\",\n  \"unit\": \"one\",\n  \"entities\": [],\n"
                           "  \"deals\": []\n}\n");
    free(text);
    cf_scenario_free(scenario);
}

Test(write_json, a_file_that_cannot_be_written_is_told)
{
    cf_scenario *scenario = scenario_from("'entities': [], 'deals': []");
    cf_diags *diags = NULL;

    assert_ok(cf_diags_new(&diags));
    cr_expect_eq((int)cf_scenario_write(scenario, "/nowhere/x.json", diags), (int)CF_IO);
    cr_expect_eq((int)cf_scenario_write(scenario, "/dev/full", diags), (int)CF_IO);
    cr_assert_eq(cf_diags_count(diags), 2);
    cr_expect_eq(cf_diags_at(diags, 0)->code, CF_CODE_CANNOT_OPEN);
    cr_expect_eq(cf_diags_at(diags, 1)->code, CF_CODE_CANNOT_WRITE);
    cf_diags_free(diags);
    cf_scenario_free(scenario);
}
