/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "report/sentences.h"

#include <math.h>

#include "unit/testlib.h"

static const cf_scenario scenario = { .currency = "USD", .unit = CF_BILLION };
static const char *const names[] = { "A", "B", "C" };

/* min, pro rata, max and open of 50 invested, and the pro rata share of revenue. */
#define FIGURES(least, mean, most, silent, in_deals, ...)                                          \
    {                                                                                              \
        .scenario = &scenario, .names = names, .invested = 50, .min = (least), .pro_rata = (mean), \
        .max = (most), .open = (silent), .exposure = (in_deals), __VA_ARGS__                       \
    }
#define ALONE .name_count = 1, .exposure_reported = NAN

static const struct {
    cf_sentence *sentence;
    cf_return figures;
    const char *text;
} cases[] = {
    { cf_sentence_return, FIGURES(2, 10, 34, 34, 0.025, ALONE),
      "Of the USD 50 bn that A has invested, USD 10 bn (20.0 %) comes back as its revenue if money "
      "mixes pro rata." },
    { cf_sentence_return, FIGURES(2, 0, 34, 34, 0.025, ALONE),
      "Of the USD 50 bn that A has invested, nothing comes back as its revenue by deals of known "
      "amount." },
    { cf_sentence_return, FIGURES(2, 10, 34, 34, 0.025, .name_count = 3, .exposure_reported = NAN),
      "Of the USD 50 bn that A, B and C, taken as one supplier, have invested in others, USD 10 bn "
      "(20.0 %) comes back as their revenue if money mixes pro rata." },
    { cf_sentence_bounds, FIGURES(2, 10, 34, 34, 0.025, ALONE),
      "At least 2 must have come back, whatever was done with the money, and at most 34 can "
      "have." },
    { cf_sentence_bounds, FIGURES(0, 10, 34, 36, 0.025, ALONE),
      "None of it need have come back, but at most 34 can have (up to 36 if deals of unknown "
      "amount "
      "carried it)." },
    { cf_sentence_bounds, FIGURES(2, 10, 50, 50, 0.025, ALONE),
      "At least 2 must have come back, whatever was done with the money, and all of it can have." },
    { cf_sentence_bounds, FIGURES(34, 10, 34, 34, 0.025, ALONE),
      "Exactly 34 must have come back, whatever was done with the money." },
    { cf_sentence_bounds, FIGURES(0, 10, 0, 0, 0.025, ALONE), "None of it can have come back." },
    { cf_sentence_bounds, FIGURES(NAN, 10, NAN, 34, 0.025, ALONE),
      "Amounts are weighted by probability, so there is no min or max." },
    { cf_sentence_exposure, FIGURES(2, 10, 34, 34, 0.025, ALONE),
      "That is 2.5 % of its revenue in these deals." },
    { cf_sentence_exposure,
      FIGURES(2, 10, 34, 34, 0.025, .name_count = 1, .exposure_reported = 0.004),
      "That is 0.4 % of its reported revenue and 2.5 % of its revenue in these deals." },
    { cf_sentence_exposure,
      FIGURES(2, 10, 34, 34, 0.025, .name_count = 1, .exposure_reported = 0.004, .is_scaled = true),
      "That is 0.4 % of its reported revenue, scaled by days to the time of the deals, and 2.5 % "
      "of "
      "its revenue in these deals." },
    { cf_sentence_exposure, FIGURES(2, 0, 34, 34, 0.025, ALONE), "" },
    { cf_sentence_reach, FIGURES(2, 10, 34, 34, 0.025, ALONE, .reachable = 36),
      "Some route leads back to it from 36 of what it invested." },
    { cf_sentence_reach, FIGURES(2, 10, 34, 34, 0.025, ALONE, .reachable = 0),
      "No route leads back to it." },
    { cf_label_bounds, FIGURES(2, 10, 34, 34, 0.025, ALONE),
      "10 of 50 comes back, at least 2, at most 34" },
    { cf_label_return, FIGURES(2, 10, 34, 34, 0.025, ALONE), "10 of 50 comes back" },
};

Test(sentences, read_as_written_here)
{
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        cf_buffer buffer = { 0 };
        cf_pen pen = cf_pen_of_buffer(&buffer);

        cases[i].sentence(&pen, &cases[i].figures);
        cr_expect_str_eq(cf_buffer_text(&buffer), cases[i].text);
        cf_buffer_free(&buffer);
    }
}

Test(sentences, the_next_suppliers_end_with_the_first_to_which_nothing_comes_back)
{
    const cf_return three[] = {
        FIGURES(2, 10, 34, 34, NAN, .name_count = 1),
        { .scenario = &scenario,
          .names = &names[1],
          .name_count = 1,
          .invested = 50,
          .pro_rata = 3 },
        FIGURES(2, 0, 34, 34, NAN, .name_count = 1),
    };
    cf_buffer buffer = { 0 };
    cf_pen pen = cf_pen_of_buffer(&buffer);

    cf_sentence_next(&pen, three, 3);
    cr_expect_str_eq(cf_buffer_text(&buffer), "Next: A, 10 of 50; B, 3 of 50.");
    cf_buffer_clear(&buffer);
    cf_sentence_next(&pen, &three[2], 1);
    cr_expect_str_eq(cf_buffer_text(&buffer), "");
    cf_buffer_free(&buffer);
}

static void expect_route(const char *investee, const char *last_payer, bool direct,
                         const char *expected)
{
    cf_buffer buffer = { 0 };
    cf_pen pen = cf_pen_of_buffer(&buffer);

    cf_sentence_route(&pen, "S", investee, last_payer, direct);
    cr_expect_str_eq(cf_buffer_text(&buffer), expected);
    cf_buffer_free(&buffer);
}

Test(sentences, a_route_is_a_chain_of_names)
{
    expect_route("A", "A", false, "S \xE2\x86\x92 A \xE2\x86\x92 S");
    expect_route("A", "B", true, "S \xE2\x86\x92 A \xE2\x86\x92 B \xE2\x86\x92 S");
    expect_route("A", "B", false,
                 "S \xE2\x86\x92 A \xE2\x86\x92 \xE2\x80\xA6 \xE2\x86\x92 B \xE2\x86\x92 S");
}
