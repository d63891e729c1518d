/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/model.h"
#include "unit/testlib.h"

/* The words of a text, each with its line, joined by spaces. */
static void expect_tokens(const char *text, const char *expected)
{
    cf_tokens tokens = cf_tokens_of(text, strlen(text));
    char told[512] = "";
    size_t used = 0;

    for (cf_token token = cf_tokens_next(&tokens); token.kind != CF_TOKEN_END;
         token = cf_tokens_next(&tokens))
        used += (size_t)snprintf(told + used, sizeof told - used, "%s%d:%.*s", used > 0 ? " " : "",
                                 token.line, (int)token.length, token.text);
    cr_expect_str_eq(told, expected);
}

Test(model_tokens, are_cut_as_glpk_cuts_them)
{
    expect_tokens("", "");
    expect_tokens("set A; # param p;\nparam q", "1:set 1:A 1:; 2:param 2:q");
    expect_tokens("a /* ; \n * / */ b /* open", "1:a 2:b");
    expect_tokens("s.t. s .t. st", "1:s.t. 1:s 1:. 1:t 1:. 1:st");
    expect_tokens("1..5 1.5 .5 2e-3 3.e2 1...2",
                  "1:1 1:.. 1:5 1:1.5 1:.5 1:2e-3 1:3.e2 1:1 1:.. 1:.2");
    expect_tokens("'it''s;' \"a\"\"b\" 'open\nnext", "1:'it''s;' 1:\"a\"\"b\" 1:'open 2:next");
    expect_tokens("x:=y:z<=1<>2**3>>4&&5",
                  "1:x 1::= 1:y 1:: 1:z 1:<= 1:1 1:<> 1:2 1:** 1:3 1:>> 1:4 "
                  "1:&& 1:5");
    expect_tokens("\xC3\xA9", "1:\xC3 1:\xA9");
}

Test(model_tokens, strings_are_no_keywords)
{
    cf_tokens tokens = cf_tokens_of("set 'set'", 9);
    cf_token first = cf_tokens_next(&tokens), last = cf_tokens_next(&tokens);

    cr_expect(cf_token_is(&first, "set"));
    cr_expect_not(cf_token_is(&first, "se"));
    cr_expect_not(cf_token_is(&last, "'set'"));
    cr_expect_eq(last.kind, CF_TOKEN_STRING);
}

Test(model_tokens, a_text_may_end_anywhere)
{
    static const char text[] = "s.t. a 'b' \"c\" /* d */ # e\n 1.5e-3 .. := **";

    for (size_t size = 0; size <= sizeof text - 1; size++) {
        char *copy = malloc(size + 1); /* of just that size, for the sanitizer */
        cf_tokens tokens;
        int count = 0;

        memcpy(copy, text, size);
        tokens = cf_tokens_of(copy, size);
        while (cf_tokens_next(&tokens).kind != CF_TOKEN_END)
            count++;
        cr_expect_leq(count, (int)size);
        free(copy);
    }
}
