/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "circfin/glossary.h"

#include <ctype.h>
#include <strings.h>

#include "analyses/drivers.h"
#include "analyses/loops.h"
#include "analyses/score.h"
#include "circfin/codes.h"
#include "circfin/fields.h"
#include "unit/testlib.h"

static void expect_sentences(const char *text, const char *name)
{
    size_t length = strlen(text);

    cr_expect_eq(text[length - 1], '.', "%s: %s", name, text);
    cr_expect_null(strstr(text, "  "), "%s: two spaces in: %s", name, text);
    for (const char *c = text; *c != '\0'; c++)
        cr_expect((unsigned char)*c >= ' ' && *c != 0x7F, "%s: %s", name, text);
}

Test(glossary, every_term_has_a_meaning_and_stands_in_order)
{
    cr_assert_gt(cf_glossary_count(), 50);
    for (int i = 0; i < cf_glossary_count(); i++) {
        cf_term term = cf_glossary_at(i);

        expect_sentences(term.meaning, term.name);
        if (term.more[0] != '\0')
            expect_sentences(term.more, term.name);
        if (i > 0)
            cr_expect_lt(strcasecmp(cf_glossary_at(i - 1).name, term.name), 0, "%s", term.name);
    }
}

Test(glossary, every_name_and_alias_leads_to_its_term)
{
    for (int i = 0; i < cf_glossary_count(); i++) {
        cf_term term = cf_glossary_at(i);

        cr_expect_eq(cf_glossary_find(term.name), i, "%s", term.name);
        for (int a = 0; term.aliases[a] != NULL; a++)
            cr_expect_eq(cf_glossary_find(term.aliases[a]), i, "%s", term.aliases[a]);
    }
}

Test(glossary, capitals_hyphens_and_underscores_make_no_difference)
{
    int pro_rata = cf_glossary_find("pro rata");

    cr_assert_geq(pro_rata, 0);
    cr_expect_eq(cf_glossary_find("Pro_Rata"), pro_rata);
    cr_expect_eq(cf_glossary_find("PRO-RATA"), pro_rata);
    cr_expect_eq(cf_glossary_find("loopback pro rata"), pro_rata);
    cr_expect_eq(cf_glossary_find("pro"), -1);
    cr_expect_eq(cf_glossary_find("pro rata "), -1);
    cr_expect_eq(cf_glossary_find(""), -1);
}

Test(glossary, a_column_is_explained_in_the_words_of_its_table)
{
    cf_term max = cf_glossary_at(cf_glossary_find("loopback_max"));
    cf_term marginal = cf_glossary_at(cf_glossary_find("marginal"));
    cf_columns suppliers = cf_score_columns[SCORE_SUPPLIERS];

    cr_expect_str_eq(max.name, "max");
    cr_expect_str_eq(max.meaning, cf_columns_find(suppliers, "loopback_max")->meaning);
    cr_expect_str_eq(marginal.meaning, cf_columns_find(cf_drivers_columns, "marginal_up")->meaning);
}

/* ---- names in texts -------------------------------------------------------------------------- */

static bool is_in(cf_columns columns, const char *word)
{
    for (int c = 0; c < columns.count; c++)
        if (strcmp(columns.at[c].name, word) == 0)
            return true;
    return columns.with != NULL && is_in(*columns.with, word);
}

/* Of a table, or a figure, of any analysis. */
static bool is_column(const char *word)
{
    for (int a = 0; a < cf_analysis_count(); a++) {
        const cf_analysis *analysis = cf_analysis_at(a);

        for (int t = 0; analysis->tables[t] != NULL; t++)
            if (is_in(*analysis->columns[t], word))
                return true;
        if (analysis->figures != NULL && is_in(*analysis->figures, word))
            return true;
    }
    return false;
}

static bool is_field(const char *word)
{
    for (int i = 0; i < cf_deal_field_count(); i++)
        if (strcmp(cf_field_name(cf_deal_field(i)), word) == 0)
            return true;
    return strcmp(word, "outside_funds") == 0;
}

/* Keys of a scenario, settings and words that are no columns. */
static bool is_other_name(const char *word)
{
    static const char *const names[] = {
        "as_of",          "status_probability", "span_from",        "span_to",
        "amount_low",     "amount_high",        "letter_of_intent", "take_or_pay",
        "residual_value", "CIRCFIN_BROWSER",    "integrity_check",  "my_view"
    };

    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(names[i], word) == 0)
            return true;
    return false;
}

/* Every word with an underscore inside must be the name of something. */
static void expect_names(const char *text, const char *where)
{
    char word[64];

    while (*text != '\0') {
        size_t length = 0;

        while (isalnum((unsigned char)text[length]) || text[length] == '_')
            length++;
        snprintf(word, sizeof word, "%.*s", (int)length, text);
        if (length > 2 && memchr(text + 1, '_', length - 2) != NULL)
            cr_expect(is_column(word) || is_field(word) || is_other_name(word),
                      "%s names %s, which is nothing", where, word);
        text += length > 0 ? length : 1;
    }
}

Test(glossary, names_in_texts_exist)
{
    for (int i = 0; i < cf_glossary_count(); i++) {
        cf_term term = cf_glossary_at(i);

        expect_names(term.meaning, term.name);
        expect_names(term.more, term.name);
        for (int a = 0; term.aliases[a] != NULL; a++)
            expect_names(term.aliases[a], term.name);
    }
    for (int i = 0; i < cf_code_count(); i++) {
        expect_names(cf_code_at(i)->what, cf_code_at(i)->title);
        expect_names(cf_code_at(i)->way_out, cf_code_at(i)->title);
        expect_names(cf_code_at(i)->example, cf_code_at(i)->title);
    }
}
