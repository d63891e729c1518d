/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/scenario/parsed.h"

#define WAY_OUT                                                                                    \
    "if they are one, write one spelling everywhere, or the other one into the list aliases of "   \
    "the entity; "

/* Entities with deals that do not name them. */
#define LISTED(entities) HEAD "'entities': [" entities "], 'deals': []}"

Test(alike, ids_that_differ_in_case_or_punctuation_are_two_entities)
{
    expect_message(LISTED("{'id': 'bank-co'}, {'id': 'lab'},\n {'id': 'Bank Co'}"),
                   "\"Bank Co\" and \"bank-co\" count as two entities, but differ only in letter "
                   "case, accents, spaces or punctuation",
                   WAY_OUT "the other one is on line 1 (/entities/0/id)");
}

Test(alike, every_further_spelling_is_told)
{
    expect_problems(LISTED("{'id': 'A b'}, {'id': 'c'}, {'id': 'a-b'}, {'id': 'AB'}"),
                    "CF406 /entities/2/id, CF406 /entities/3/id");
}

Test(alike, an_id_may_be_the_name_of_another_entity)
{
    expect_message(LISTED("{'id': 'nvda', 'name': 'Nvidia'}, {'id': 'nvidia'}"),
                   "\"nvidia\" and \"nvda\", whose name is \"Nvidia\", count as two entities, but "
                   "differ only in letter case, accents, spaces or punctuation",
                   WAY_OUT "the other one is on line 1 (/entities/0/name)");
    expect_message(LISTED("{'id': 'nvidia'}, {'id': 'nvda', 'name': 'Nvidia'}"),
                   "\"nvda\", whose name is \"Nvidia\", and \"nvidia\" count as two entities, but "
                   "differ only in letter case, accents, spaces or punctuation",
                   WAY_OUT "the other one is on line 1 (/entities/0/id)");
}

Test(alike, other_entities_are_not_in_doubt)
{
    expect_problems(LISTED("{'id': 's-1'}, {'id': 's-2'}, {'id': 's-1-2'}, {'id': 's-12'}"), "");
    expect_problems(LISTED("{'id': 'a', 'name': 'A'}, {'id': '-'}, {'id': '.'}"), "");
    expect_problems(LISTED("{'id': 'oracle'}, {'id': 'oracle-cloud', 'name': 'Oracle Cloud Inc.'}"),
                    "");
}

Test(alike, equal_ids_are_told_once)
{
    expect_problems(LISTED("{'id': 'a'}, {'id': 'a'}"), "CF301 /entities/1/id");
}

Test(alike, names_count_as_ids_do)
{
    expect_problems(LISTED("{'id': 'a', 'name': 'Bank'}, {'id': 'b', 'name': 'bank'}"),
                    "CF406 /entities/1/name");
    expect_message(LISTED("{'id': 'a', 'name': 'Bank'}, {'id': 'b', 'name': 'Bank'}"),
                   "\"b\", whose name is \"Bank\", and \"a\", whose name is \"Bank\", count as two "
                   "entities, but differ only in their ids",
                   WAY_OUT "the other one is on line 1 (/entities/0/name)");
}

Test(alike, a_legal_form_makes_no_other_entity)
{
    expect_problems(LISTED("{'id': 'x', 'name': 'NVIDIA Corp'}, {'id': 'nvidia'}, "
                           "{'id': 'y', 'name': 'Nvidia, Inc.'}"),
                    "CF430 /entities/1/id, CF430 /entities/2/name");
    expect_problems(LISTED("{'id': 'Alpha Co'}, {'id': 'AlphaCo'}, {'id': 'alpha'}"),
                    "CF406 /entities/1/id, CF430 /entities/2/id");
}

Test(alike, parts_of_a_group_are_not_in_doubt)
{
    expect_problems(LISTED("{'id': 'softbank', 'group': 'sb'}, "
                           "{'id': 'softbank-group', 'group': 'sb'}"),
                    "");
    expect_problems(LISTED("{'id': 'softbank', 'group': 'sb'}, {'id': 'softbank-group'}"),
                    "CF430 /entities/1/id");
    expect_problems(LISTED("{'id': 'softbank', 'group': 'sb'}, {'id': 'SoftBank', 'group': 'sb'}"),
                    "CF406 /entities/1/id");
}

Test(alike, both_places_and_spellings_are_at_hand)
{
    parsed result = parse(LISTED("{'id': 'Open AI'},\n {'id': 'x', 'name': 'OpenAI'}"));
    const cf_diag *diag = cf_diags_at(result.diags, 0);

    cr_expect_str_eq(diag->of, "x");
    cr_expect_str_eq(diag->value, "OpenAI");
    cr_expect_str_eq(diag->expected, "Open AI");
    cr_expect_eq(diag->where.line, 2);
    cr_expect_str_eq(diag->other.pointer, "/entities/0/id");
    cr_expect_str_eq(diag->other.file, "test.json");
    cr_expect_eq(diag->other.line, 1);
    free_parsed(&result);
}
