/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What tests/documents cannot reach from outside: failures, and parts that other analyses fill. */
#include "documents/workbook.h"
#include "unit/testlib.h"

static cf_scenario *scenario;
static cf_dossier *dossier;

static void begin(void)
{
    cf_view_options view = cf_view_options_of(CF_VIEW_BASE);

    scenario = scenario_in("textbook/chip-maker.json");
    assert_ok(cf_dossier_new(&dossier, scenario, &view, NULL, NULL));
}

static void end(void)
{
    cf_dossier_free(dossier);
    cf_scenario_free(scenario);
}

TestSuite(workbook, .init = begin, .fini = end);

/* The bytes; the caller frees them. */
static char *bytes_of(size_t *size)
{
    char *bytes = NULL;
    FILE *out = open_memstream(&bytes, size);

    cr_assert_not_null(out);
    assert_ok(cf_workbook_write(out, dossier));
    cr_assert_eq(fclose(out), 0);
    return bytes;
}

/* Names of parts stand in a zip as they are. */
static bool has_part(const char *name)
{
    size_t size = 0, length = strlen(name);
    char *bytes = bytes_of(&size);
    bool found = false;

    for (size_t i = 0; !found && i + length <= size; i++)
        found = memcmp(bytes + i, name, length) == 0;
    free(bytes);
    return found;
}

/* Replaces the timeline by one of two days. */
static void add_timeline(const char *const days[2])
{
    static const cf_column columns[] = { { "date", CF_TEXT },
                                         { "supplier", CF_ENTITY },
                                         { "exposure_pro_rata", CF_SHARE },
                                         { "exposure_reported_pro_rata", CF_SHARE } };
    cf_report **part = &dossier->parts[CF_PART_TIMELINE];
    cf_table *table = NULL;

    cf_report_free(*part);
    assert_ok(cf_report_new(part, "timeline", scenario));
    assert_ok(cf_table_new(&table, "timeline", columns, 4));
    for (int i = 0; i < 2; i++) {
        const cf_cell row[] = { cf_cell_text(days[i]), cf_cell_text("chip-maker"),
                                cf_cell_number(0.1 * (i + 1)), cf_cell_null() };

        assert_ok(cf_table_add(table, row));
    }
    assert_ok(cf_report_take_table(*part, &table));
}

Test(workbook, a_timeline_gets_a_chart)
{
    static const char *const days[2] = { "2025-01-01", "2025-06-30" };

    cr_expect(has_part("xl/charts/chart4.xml")); /* the last is that of vintages */
    cr_expect_not(has_part("xl/charts/chart5.xml"));
    add_timeline(days);
    cr_expect(has_part("xl/charts/chart5.xml"));
}

Test(workbook, a_timeline_without_rows_or_days_gets_none)
{
    static const char *const days[2] = { NULL, NULL };

    add_timeline(days);
    cr_expect_not(has_part("xl/charts/chart5.xml"));
}

Test(workbook, memory_that_runs_out_is_told_and_nothing_leaks)
{
    cf_status status = CF_NO_MEMORY;
    FILE *out = fopen("/dev/null", "wb");

    cr_assert_not_null(out);
    for (long count = 0; status == CF_NO_MEMORY; count++) {
        long live;

        cr_assert_lt(count, 10000);
        allow_allocations(count);
        status = cf_workbook_write(out, dossier);
        live = stop_counting_allocations();
        cr_expect_eq(live, 0, "%ld blocks are left after %ld allocations", live, count);
    }
    assert_ok(status);
    fclose(out);
}

Test(workbook, without_a_folder_for_temporary_files_it_says_why)
{
    setenv("TMPDIR", "/nonexistent", 1);
    cr_expect_eq(cf_workbook_write(stdout, dossier), CF_IO);
}
