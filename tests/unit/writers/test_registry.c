/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/writers/written.h"

Test(registry, every_format_is_found_by_its_name_and_its_ending)
{
    for (int i = 0; i < cf_writer_count(); i++) {
        const cf_writer *writer = cf_writer_at(i);
        char file[64];

        snprintf(file, sizeof file, "some.dir/out%s", writer->ending);
        cr_expect_eq(cf_writer_find(writer->name), writer);
        cr_expect_eq(cf_writer_for_file(file), writer);
        cr_expect_not_null(writer->write);
        cr_expect_gt(strlen(writer->summary), 0);
    }
}

Test(registry, the_longest_ending_chooses_the_format)
{
    cr_expect_eq(cf_writer_for_file("a.vl.json"), cf_writer_find("vega-lite"));
    cr_expect_eq(cf_writer_for_file("a.json"), cf_writer_find("json"));
    cr_expect_eq(cf_writer_for_file("a.vl.json.json"), cf_writer_find("json"));
    cr_expect_eq(cf_writer_for_file("avl.json"), cf_writer_find("json"));
}

Test(registry, there_is_no_format_for_other_names)
{
    cr_expect_null(cf_writer_find("JSON"));
    cr_expect_null(cf_writer_for_file("out.xml"));
    cr_expect_null(cf_writer_for_file(".json")); /* a name, not an ending */
    cr_expect_null(cf_writer_for_file(""));
}

/* Help and --format show the first formats up to a content. */
Test(registry, formats_of_one_content_stand_together)
{
    for (int i = 1; i < cf_writer_count(); i++)
        cr_expect_leq((int)cf_writer_at(i - 1)->writes, (int)cf_writer_at(i)->writes);
}

Test(registry, drawings_suit_analyses_with_a_chart_or_a_picture)
{
    const cf_writer *svg = cf_writer_find("svg"), *dot = cf_writer_find("dot");
    const cf_writer *vega = cf_writer_find("vega-lite");

    cr_expect(cf_writer_suits(svg, cf_analysis_find("score")));
    cr_expect(cf_writer_suits(svg, cf_analysis_find("graph")));
    cr_expect_not(cf_writer_suits(svg, cf_analysis_find("model")));
    cr_expect(cf_writer_suits(vega, cf_analysis_find("score")));
    cr_expect_not(cf_writer_suits(vega, cf_analysis_find("graph")));
    cr_expect_not(cf_writer_suits(vega, cf_analysis_find("model")));
    cr_expect(cf_writer_suits(dot, cf_analysis_find("graph")));
    cr_expect_not(cf_writer_suits(dot, cf_analysis_find("score")));
}
