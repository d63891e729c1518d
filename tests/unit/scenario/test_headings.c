/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <criterion/criterion.h>

#include "scenario/headings.h"
#include "scenario/plain_words.h"

static cf_heading read(const char *text)
{
    cf_heading heading;

    cf_heading_read(&heading, &cf_deal_sheet, text);
    return heading;
}

static void expect(const char *text, const char *column, int power, const char *currency)
{
    cf_heading heading = read(text);

    cr_assert_not_null(heading.use.field, "%s", text);
    cr_expect_str_eq(heading.use.name, column, "%s is %s", text, heading.use.name);
    cr_expect_eq(heading.money.power, power, "%s: %d", text, heading.money.power);
    cr_expect_str_eq(heading.money.currency, currency, "%s: %s", text, heading.money.currency);
}

Test(headings, units_and_currencies_are_taken_out)
{
    expect("Amount ($bn)", "amount", 9, "USD");
    expect("Montant (Md€)", "amount", 9, "EUR");
    expect("Value in USD millions", "amount", 6, "USD");
    expect("Commitment size (US$ B)", "amount", 9, "USD");
    expect("Deal value, $m", "amount", 6, "USD");
    expect("BETRAG (TEUR)", "amount", 3, "EUR");
    expect("amount_low (C$ k)", "amount_low", 3, "CAD");
    expect("amountUSDbn", "amount", 9, "USD");
    expect("k€", "amount", 3, "EUR");
    cr_expect(read("Share %").percent);
}

Test(headings, a_name_wins_over_what_it_may_mean)
{
    cr_expect(read("Amount High").is_name);
    cr_expect(read("kind").is_name);
    cr_expect_str_eq(read("kind").use.name, "kind");
}

Test(headings, units_are_for_money_alone)
{
    cr_expect_null(read("Date ($bn)").use.field);
    cr_expect_null(read("From %").use.field);
    cr_expect_null(read("Colour").use.field);
    cr_expect_null(read("").use.field);
    cr_expect_null(read("( )").use.field);
}

Test(headings, roles_say_who_pays)
{
    cr_expect_eq(read("Lender").role, CF_ROLE_CAPITAL);
    cr_expect_eq(read("Créancier").role, CF_ROLE_DEBT);
    cr_expect_str_eq(read("Créancier").use.name, "payee");
    cr_expect_eq(read("Supplier").role, CF_ROLE_TRADE);
    cr_expect_eq(read("Seller name").role, CF_ROLE_SALE);
    cr_expect_eq(read("À").role, CF_ROLE_PLAIN);
}

/* A row of aliases.def that names no column, or two columns of one phrase, would be a slip. */
Test(headings, aliases_lead_to_columns_and_to_one_each)
{
    static const struct {
        const cf_sheet_kind *kind;
        const char *sheet, *column, *phrases;
    } rows[] = {
#define CF_ALIAS(sheet, column, role, phrases) { NULL, #sheet, column, phrases },
#include "scenario/aliases.def"
    };
    const int count = sizeof rows / sizeof *rows;

    for (int i = 0; i < count; i++) {
        const cf_sheet_kind *kind =
            strcmp(rows[i].sheet, "DEALS") == 0 ? &cf_deal_sheet : &cf_entity_sheet;
        char phrases[2000], *rest = phrases;

        cr_assert_lt(strlen(rows[i].phrases), sizeof phrases);
        strcpy(phrases, rows[i].phrases);
        for (char *phrase = strtok_r(rest, "|", &rest); phrase != NULL;
             phrase = strtok_r(NULL, "|", &rest)) {
            cf_heading heading;
            char plain[CF_PLAIN_SIZE];

            cf_heading_read(&heading, kind, phrase);
            if (strcmp(phrase, "source") == 0)
                continue; /* the payer beside a target */
            cr_expect(heading.use.field != NULL &&
                          (heading.is_name || strcmp(heading.use.name, rows[i].column) == 0),
                      "%s of %s is %s", phrase, rows[i].column, heading.use.name);
            cr_expect(cf_plain_words(plain, phrase, false) && strcmp(plain, phrase) == 0,
                      "%s is plain words: %s", phrase, plain);
        }
    }
}
