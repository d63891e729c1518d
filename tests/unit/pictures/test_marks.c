/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "drawn.h"
#include "pictures/marks.h"

static cf_scenario *scenario;
static cf_report *report;
static cf_buffer words;
static char *text;

static void begin(void)
{
    scenario = scenario_from(every_mark);
    report = picture_of(scenario, "--view headline --contingent", NULL, 0);
}

static void end(void)
{
    free(text);
    cf_buffer_free(&words);
    cf_report_free(report);
    cf_scenario_free(scenario);
}

TestSuite(marks, .init = begin, .fini = end);

static const char *marked(void (*mark)(FILE *, const cf_report *, int, cf_buffer *), int index)
{
    size_t size;
    FILE *out = open_memstream(&text, &size);

    mark(out, report, index, &words);
    fclose(out);
    cr_expect_eq(words.length, 0, "the buffer is left empty");
    return text;
}

Test(marks, an_edge_has_its_index_its_suppliers_and_its_deals)
{
    const cf_picture *picture = cf_report_picture(report);
    int edge = 0;

    while (edge < picture->edge_count &&
           strcmp(scenario->deals[picture->edges[edge].deals[0].deal].id, "chips") != 0)
        edge++;
    marked(cf_mark_edge, edge);
    expect_part(text, "data-suppliers=\"seller\"><title>cloud pays 150 to Seller &amp; Sons");
    expect_part(text, "\nchips: 150, announced</title>\n");
}

Test(marks, an_entity_has_its_id_and_what_flows)
{
    cr_expect_str_eq(marked(cf_mark_entity, 3),
                     "<g class=\"cf-entity\" data-entity=\"bank\"><title>bank\n"
                     "out 3\nfrom outside 3, of which nobody is shown to have 3</title>\n");
}

Test(marks, of_a_supplier_say_what_comes_back)
{
    marked(cf_mark_entity, 0);
    expect_part(text, " comes back, at least ");
}

Test(marks, without_memory_say_so)
{
    allow_allocations(0);
    marked(cf_mark_entity, 0);
    stop_counting_allocations();
    cr_expect(words.failed);
    expect_part(text, "<title>Seller &amp; Sons</title>");
}
