/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "documents/sections.h"
#include "unit/testlib.h"

Test(sections, a_row_shows_something_or_runs_something)
{
    for (int p = 0; p < CF_PART_COUNT; p++) {
        const cf_section *section = &cf_sections[p];

        cr_expect(section->page != NULL || section->analysis != NULL);
        cr_expect_eq(section->id == NULL, section->title == NULL);
        if (section->analysis != NULL)
            cr_expect_not_null(cf_analysis_find(section->analysis), "%s", section->analysis);
    }
}

Test(sections, ids_differ)
{
    for (int p = 0; p < CF_PART_COUNT; p++)
        for (int q = 0; q < p; q++)
            if (cf_sections[p].id != NULL && cf_sections[q].id != NULL)
                cr_expect_str_neq(cf_sections[p].id, cf_sections[q].id);
}

Test(sections, a_table_is_named_after_its_analysis_where_an_earlier_row_has_one_of_that_name)
{
    char name[CF_TABLE_NAME_SIZE];

    cf_section_name_table(name, CF_PART_LOOPS, "loops");
    cr_expect_str_eq(name, "loops");
    cf_section_name_table(name, CF_PART_LOOPS, "suppliers");
    cr_expect_str_eq(name, "loops_suppliers");
    cf_section_name_table(name, CF_PART_SCORE, "suppliers");
    cr_expect_str_eq(name, "suppliers");
}

Test(sections, a_table_leads_back_to_its_row)
{
    cr_expect_eq(cf_section_of_table("counts", 6), &cf_sections[CF_PART_LOOPS]);
    cr_expect_null(cf_section_of_table("count", 5));
    cr_expect_null(cf_section_of_table("nodes", 5), "the graph's tables are not in the report");
}
