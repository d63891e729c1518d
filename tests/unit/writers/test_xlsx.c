/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cells and sheets one by one; whole workbooks are read back by tests/documents. */
#include <errno.h>

#include "unit/testlib.h"
#include "unit/writers/written.h"
#include "writers/xlsx_sheet.h"

static cf_xlsx book;

static void begin(void)
{
    assert_ok(cf_xlsx_open(&book, &(cf_xlsx_options){ .frugal = false }));
}

static void end(void)
{
    cf_xlsx_release(&book);
}

TestSuite(xlsx, .init = begin, .fini = end);

/* ---- text ---- */

Test(xlsx, text_that_a_cell_may_hold_stays_as_it_is)
{
    static const char *const texts[] = { "",       "=1+1",    "+1",          "@x",
                                         "\t-",    "a\nb",    "<&>\"'",      "_x00",
                                         "_x004_", "_X0041_", "caf\xC3\xA9", "\xF0\x9F\xA6\x8A" };

    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        cr_expect_str_eq(cf_xlsx_clean(&book, texts[i]), texts[i]);
}

Test(xlsx, what_xml_forbids_or_misreads_is_replaced)
{
    cr_expect_str_eq(cf_xlsx_clean(&book, "a\x01z"), "a\xEF\xBF\xBDz");
    cr_expect_str_eq(cf_xlsx_clean(&book, "\x7F"), "\xEF\xBF\xBD");
    cr_expect_str_eq(cf_xlsx_clean(&book, "\xEF\xBF\xBE"), "\xEF\xBF\xBD");
    cr_expect_str_eq(cf_xlsx_clean(&book, "caf\xE9"), "caf\xEF\xBF\xBD");
    cr_expect_str_eq(cf_xlsx_clean(&book, "a\r\nb"), "a \nb");
    cr_expect_str_eq(cf_xlsx_clean(&book, "_x0041_"), "_x005F_x0041_");
}

/* A text of `count` times `piece`; to be freed. */
static char *repeated(const char *piece, size_t count)
{
    size_t length = strlen(piece);
    char *text = malloc(length * count + 1);

    cr_assert_not_null(text);
    for (size_t i = 0; i < count; i++)
        memcpy(text + i * length, piece, length);
    text[length * count] = '\0';
    return text;
}

static void expect_cut(const char *piece, size_t count, bool is_cut)
{
    char *text = repeated(piece, count);
    long before = book.cut;
    const char *clean = cf_xlsx_clean(&book, text);

    cr_expect_eq(book.cut - before, is_cut ? 1 : 0, "%zu times %s", count, piece);
    cr_expect_eq(strstr(clean, "[cut: ") != NULL, is_cut);
    if (is_cut)
        cr_expect_leq(strlen(clean), 32767u * 3);
    else
        cr_expect_str_eq(clean, text);
    free(text);
}

Test(xlsx, text_is_cut_beyond_the_characters_of_a_cell)
{
    expect_cut("a", 32767, false);
    expect_cut("a", 32768, true);
    expect_cut("\xC3\xA9", 32767, false);
    expect_cut("\xC3\xA9", 32768, true);
    expect_cut("\xF0\x9F\xA6\x8A", 16383, false); /* two units each */
    expect_cut("\xF0\x9F\xA6\x8A", 16384, true);
}

Test(xlsx, links_are_web_addresses_of_bounded_length)
{
    char *near = repeated("x", 2079), *far = repeated("x", 2080);

    memcpy(near, "https://", 8);
    memcpy(far, "https://", 8);
    cr_expect(cf_xlsx_can_link(near));
    cr_expect_not(cf_xlsx_can_link(far));
    cr_expect(cf_xlsx_can_link("http://a.example/?q=\"<>#x"));
    cr_expect_not(cf_xlsx_can_link(NULL));
    cr_expect_not(cf_xlsx_can_link(""));
    cr_expect_not(cf_xlsx_can_link("javascript:alert(1)"));
    cr_expect_not(cf_xlsx_can_link("internal:Sheet1!A1"));
    cr_expect_not(cf_xlsx_can_link("file:///etc/passwd"));
    cr_expect_not(cf_xlsx_can_link("https://a b"));
    cr_expect_not(cf_xlsx_can_link("https://a\n"));
    free(near);
    free(far);
}

/* ---- sheets ---- */

static void expect_name(const char *wanted, const char *expected)
{
    lxw_worksheet *sheet = cf_xlsx_add_sheet(&book, wanted);

    cr_assert_not_null(sheet, "no sheet %s", wanted);
    cr_expect_str_eq(sheet->name, expected);
}

Test(xlsx, names_of_sheets_are_legal_and_unlike)
{
    expect_name("deals", "deals");
    expect_name("Deals", "Deals (2)");
    expect_name("deals", "deals (3)");
    expect_name("", "_");
    expect_name("a/b\\c*d?e:f[g]", "a_b_c_d_e_f_g_");
    expect_name("'quoted'", "_quoted_");
    expect_name("History", "History_");
    expect_name("=1+1", "=1+1");
    expect_name("abcdefghijklmnopqrstuvwxyz0123456789", "abcdefghijklmnopqrstuvwxyz01234");
    expect_name("abcdefghijklmnopqrstuvwxyz0123456789", "abcdefghijklmnopqrstuvwxyz0 (2)");
}

static lxw_cell *cell_of(const char *sheet, lxw_row_t row, lxw_col_t column)
{
    lxw_worksheet *worksheet = workbook_get_worksheet_by_name(book.book, sheet);
    lxw_row *found = worksheet == NULL ? NULL : lxw_worksheet_find_row(worksheet, row);

    return found == NULL ? NULL : lxw_worksheet_find_cell_in_row(found, column);
}

static void put_rows(const cf_column *columns, int column_count, const cf_cell *cells, int rows,
                     cf_xlsx_table what)
{
    cf_table *table = NULL;

    assert_ok(cf_table_new(&table, "t", columns, column_count));
    for (int r = 0; r < rows; r++)
        assert_ok(cf_table_add_row(table, cells + r * column_count, column_count));
    what.table = table;
    what.name = "t";
    cf_xlsx_put_table(&book, &what);
    cf_table_free(table);
}

Test(xlsx, cells_are_of_the_kind_of_their_column)
{
    static const cf_column columns[] = {
        { "id", CF_ENTITY }, { "m", CF_MONEY }, { "f", CF_FLAG },
        { "date", CF_DATE }, { "b", CF_TEXT },  { "s", CF_SHARE }
    };
    const cf_cell cells[] = { cf_cell_text("=1+1"),       cf_cell_number(1.5),
                              cf_cell_flag(true),         cf_cell_text("2026-08-10"),
                              cf_cell_text("2026-08-10"), cf_cell_null() };

    put_rows(columns, 6, cells, 1, (cf_xlsx_table){ .frozen = 0 });
    cr_expect_eq(cell_of("t", 2, 0)->type, STRING_CELL);
    cr_expect_eq(cell_of("t", 2, 1)->u.number, 1.5);
    cr_expect_eq(cell_of("t", 2, 2)->type, BOOLEAN_CELL);
    cr_expect_eq(cell_of("t", 2, 3)->u.number, 46244.0);
    cr_expect_eq(cell_of("t", 2, 4)->type, STRING_CELL);
    cr_expect_null(cell_of("t", 2, 5));
}

Test(xlsx, a_column_of_dates_has_nothing_else_in_it)
{
    static const cf_column column = { "date", CF_DATE };
    static const char *const others[] = { "2026-08", "2026-02-30", "1899-12-31", "soon" };

    for (int i = 0; i < 4; i++) {
        const cf_cell cells[] = { cf_cell_text("2026-08-10"), cf_cell_text(others[i]) };
        char name[16] = "t";

        if (i > 0)
            snprintf(name, sizeof name, "t (%d)", i + 1);
        put_rows(&column, 1, cells, 2, (cf_xlsx_table){ .frozen = 0 });
        cr_expect_eq(cell_of(name, 2, 0)->type, STRING_CELL, "beside %s", others[i]);
    }
}

Test(xlsx, rows_that_do_not_fit_go_on_on_another_sheet)
{
    static const cf_column column = { "n", CF_COUNT };
    cf_cell cells[5];

    for (int i = 0; i < 5; i++)
        cells[i] = cf_cell_number(i);
    put_rows(&column, 1, cells, 5, (cf_xlsx_table){ .most_rows = 2 });
    cr_expect_eq(cell_of("t", 3, 0)->u.number, 1.0);
    cr_expect_null(cell_of("t", 4, 0));
    cr_expect_eq(cell_of("t (2)", 0, 0)->type, STRING_CELL, "the key is there, too");
    cr_expect_eq(cell_of("t (2)", 1, 0)->type, STRING_CELL, "and the heading");
    cr_expect_eq(cell_of("t (2)", 2, 0)->u.number, 2.0);
    cr_expect_eq(cell_of("t (3)", 2, 0)->u.number, 4.0);
    cr_expect_null(workbook_get_worksheet_by_name(book.book, "t (4)"));
    cr_expect_eq(cf_table_row_count(book.guide), 1, "its column is explained once");
}

static const char *link_of(const void *payload, long row, int column)
{
    (void)column;
    return ((const char *const *)payload)[row];
}

Test(xlsx, addresses_that_cannot_be_links_are_counted_and_stay_text)
{
    static const cf_column column = { "source", CF_TEXT };
    static const char *const urls[] = { "https://a.example", NULL, "ftp://a.example" };
    const cf_cell cells[] = { cf_cell_text("a"), cf_cell_text("=b"), cf_cell_text("c") };

    put_rows(&column, 1, cells, 3, (cf_xlsx_table){ .link = link_of, .payload = urls });
    cr_expect_eq(book.unlinked, 1);
    for (lxw_row_t r = 2; r <= 4; r++)
        cr_expect_eq(cell_of("t", r, 0)->type, STRING_CELL);
}

/* ---- failures ---- */

static cf_report *small_report(void)
{
    static const cf_column columns[] = { { "id", CF_ENTITY }, { "m", CF_MONEY } };
    const cf_cell cells[] = { cf_cell_text("caf\xC3\xA9"), cf_cell_number(1.5) };
    cf_report *report = new_report(NULL);

    add_table(report, "t", columns, 2, cells, 1);
    return report;
}

Test(xlsx, without_a_folder_for_temporary_files_it_says_why)
{
    cf_report *report = small_report();
    cf_write_options options = { .table = NULL };

    setenv("TMPDIR", "/nonexistent", 1);
    errno = 0;
    cr_expect_eq(cf_writer_find("xlsx")->write(stdout, report, &options), CF_IO);
    cr_expect_eq(errno, ENOENT);
    cf_report_free(report);
}

Test(xlsx, memory_that_runs_out_is_told_and_nothing_leaks)
{
    cf_report *report = small_report();
    cf_write_options options = { .table = NULL };
    cf_status status = CF_NO_MEMORY;
    FILE *out = fopen("/dev/null", "wb");
    long live = 0;

    cr_assert_not_null(out);
    for (long count = 0; status == CF_NO_MEMORY; count++) {
        cr_assert_lt(count, 1000);
        allow_allocations(count);
        status = cf_writer_find("xlsx")->write(out, report, &options);
        live = stop_counting_allocations();
        cr_expect_eq(live, 0, "%ld blocks are left after %ld allocations", live, count);
    }
    assert_ok(status);
    fclose(out);
    cf_report_free(report);
}

Test(xlsx, what_the_stream_cannot_take_stays_with_the_stream)
{
    cf_report *report = small_report();
    cf_write_options options = { .table = NULL };
    FILE *full = fopen("/dev/full", "wb");

    cr_assert_not_null(full);
    assert_ok(cf_writer_find("xlsx")->write(full, report, &options));
    cr_expect(ferror(full) != 0 || fflush(full) != 0);
    fclose(full);
    cf_report_free(report);
}
