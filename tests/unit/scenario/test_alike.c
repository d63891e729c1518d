/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/scenario/parsed.h"

/* Entities with deals that do not name them. */
#define LISTED(entities) HEAD "'entities': [" entities "], 'deals': []}"

Test(alike, ids_that_differ_in_case_or_punctuation_are_two_entities)
{
    expect_message(LISTED("{'id': 'bank-co'}, {'id': 'lab'},\n {'id': 'Bank Co'}"),
                   "\"Bank Co\" and \"bank-co\" count as two entities, but differ only in letter "
                   "case, spaces or punctuation",
                   "if they are one, spell it one way; the other one is on line 1");
}

Test(alike, every_further_spelling_is_told)
{
    expect_problems(LISTED("{'id': 'A b'}, {'id': 'c'}, {'id': 'a-b'}, {'id': 'AB'}"),
                    "CF406 /entities/2/id, CF406 /entities/3/id");
}

Test(alike, an_id_may_be_the_name_of_another_entity)
{
    expect_message(LISTED("{'id': 'nvda', 'name': 'Nvidia'}, {'id': 'nvidia'}"),
                   "\"nvidia\" counts as another entity than \"nvda\", whose name is \"Nvidia\"",
                   "if they are one, spell it one way; the other one is on line 1");
    expect_message(LISTED("{'id': 'nvidia'}, {'id': 'nvda', 'name': 'Nvidia'}"),
                   "\"nvidia\" counts as another entity than \"nvda\", whose name is \"Nvidia\"",
                   "if they are one, spell it one way; the other one is on line 1");
}

Test(alike, other_entities_are_not_in_doubt)
{
    expect_problems(LISTED("{'id': 's-1'}, {'id': 's-2'}, {'id': 's-1-2'}, {'id': 's-12'}"), "");
    expect_problems(LISTED("{'id': 'a', 'name': 'A'}, {'id': 'b', 'name': 'Bank'}, "
                           "{'id': 'c', 'name': 'bank'}, {'id': '-'}, {'id': '.'}"),
                    "");
}

Test(alike, equal_ids_are_told_once)
{
    expect_problems(LISTED("{'id': 'a'}, {'id': 'a'}"), "CF301 /entities/1/id");
}
