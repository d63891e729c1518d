/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/model.h"

#include "unit/testlib.h"

/* "1:8 table; 2:1 printf ... >" */
static void list_uses(char list[static 256], const char *text)
{
    cf_tokens tokens = cf_tokens_of(text, strlen(text));
    cf_statements at = { .depth = 0 };

    list[0] = '\0';
    for (;;) {
        cf_token token = cf_tokens_next(&tokens);
        const char *how;

        cf_statements_take(&at, &token);
        if (token.kind == CF_TOKEN_END || cf_statements_at_end(&at))
            break;
        how = cf_statements_file_use(&at, &token);
        if (how != NULL)
            snprintf(list + strlen(list), 256 - strlen(list), "%d:%d %s;", token.line,
                     1 + (int)(token.text - token.line_start), how);
    }
}

static void expect_uses(const char *text, const char *expected)
{
    char list[256];

    list_uses(list, text);
    cr_expect_str_eq(list, expected, "%s: %s", text, list);
}

Test(model_statements, every_use_of_a_file_is_found)
{
    expect_uses("printf \"a\" > \"f\";", "1:12 printf ... >;");
    expect_uses("var x;\n  printf {i in 1..2: i > 1} \"a\", i >> \"f\" & i;",
                "2:36 printf ... >>;");
    expect_uses("table t IN \"CSV\" \"f\": S <- [a];\ntable u {i in S} OUT \"CSV\" \"f\": i;",
                "1:1 table;2:1 table;");
    expect_uses("for {i in 1..2} printf \"a\" > \"f\"; solve;", "1:28 printf ... >;");
    expect_uses("for {i in 1..2}: { for {j in {1}} { display i; } printf \"a\" > \"f\"; } end;",
                "1:61 printf ... >;");
    expect_uses("for {i in 1..2} {} table t IN \"CSV\" \"f\": S <- [a];", "1:20 table;");
    expect_uses("printf if 1 > 2 then \"a\" else \"b\" > \"f\";", "1:35 printf ... >;");
    expect_uses("printf \"%d\", if 1 > 2 then if 2 > 3 then 4 else 5 else 6 >> \"f\";",
                "1:58 printf ... >>;");
    expect_uses("printf(\"a\") > \"f\"", "1:13 printf ... >;");
    expect_uses("# c\n/* ; */ printf/**/\"a\"#\n>\"f\";", "3:1 printf ... >;");
}

/* A name is what it is where no statement begins. */
Test(model_statements, a_model_cannot_hide_its_end_or_a_statement)
{
    expect_uses("set data := 1..3; var x {data}; minimize o: sum {i in data} x[i];\n"
                "s.t. c {i in data}: x[i] >= sum {j in data} 1; printf \"a\" > \"f\";",
                "2:59 printf ... >;");
    expect_uses("param end := 1; check: {1} within {end} and end; printf \"a\" > \"f\";",
                "1:61 printf ... >;");
    expect_uses("data; printf \"a\" > \"f\";", "");
    expect_uses("solve; end; table t IN \"CSV\" \"f\": S <- [a];", "");
}

Test(model_statements, other_statements_use_none)
{
    expect_uses("param table := 1; var x >= table; check: 2 > table; check {i in {1}} table > 0;",
                "");
    expect_uses("set S := {1}; param p {S}; minimize o: sum {i in S} table[i]; display x > 1;", "");
    expect_uses("printf \"> 'f'\", \"a > b\", (2 > 1), p[if 2 > 1 then 1 else 2], max(1, 2) >= 1;",
                "");
    expect_uses("param printf := 3; check: printf > 1 or 1 >= printf;", "");
    expect_uses("printf {i in 1..3: i > 1 and i >> 1} \"a\";", "");
    expect_uses("s.t. printf_: x >= if a > b then 1 else 2; c: x > 1;", "");
}
