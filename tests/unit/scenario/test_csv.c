/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenario/csv.h"

#include "unit/testlib.h"

/* "[a][b c]!" for each row: what is in its cells, then ! for text after a quote, ? for an open one.
 */
static void expect_cells(const char *text, char separator, const char *expected)
{
    cf_csv csv = { .text = text, .size = strlen(text), .separator = separator };
    char found[512] = "", cell[128];

    for (;;) {
        cf_csv_event event = cf_csv_next(&csv);

        if (event == CF_CSV_END)
            break;
        for (int i = 0; i < csv.count && event != CF_CSV_OPEN_QUOTE; i++) {
            cell[cf_csv_decode(&csv, &csv.cells[i], cell)] = '\0';
            strcat(strcat(strcat(found, "["), cell), "]");
        }
        strcat(found, event == CF_CSV_OPEN_QUOTE ? "?" : event == CF_CSV_AFTER_QUOTE ? "!/" : "/");
    }
    cr_expect_str_eq(found, expected, "%s: %s", text, found);
    cf_csv_free(&csv);
}

Test(csv_scan, rows_end_with_lf_or_crlf_and_the_last_needs_no_end)
{
    expect_cells("a,b\nc,d\r\ne,f", ',', "[a][b]/[c][d]/[e][f]/");
    expect_cells("a\n", ',', "[a]/");
    expect_cells("a\r\n\r\nb", ',', "[a]/[]/[b]/");
}

Test(csv_scan, a_cr_alone_is_part_of_its_cell)
{
    expect_cells("a\rb,c\n", ',', "[a\rb][c]/");
    expect_cells("a\r", ',', "[a\r]/");
}

Test(csv_scan, quotes_hold_separators_ends_of_rows_and_quotes)
{
    expect_cells("\"a,b\",\"c\nd\"\r\n\"e\r\nf\",\"g\"\"h\"", ',', "[a,b][c\nd]/[e\r\nf][g\"h]/");
    expect_cells("\"\",\"\"\"\",\"\"\"\"\"\"", ',', "[][\"][\"\"]/");
}

Test(csv_scan, quotes_inside_a_cell_are_letters)
{
    expect_cells("5\" disk,a\"b\"\n", ',', "[5\" disk][a\"b\"]/");
}

Test(csv_scan, spaces_around_a_cell_are_not_part_of_it_but_for_quotes)
{
    expect_cells(" a , b c ,\" d \" ,\t e\n", ',', "[a][b c][ d ][e]/");
    expect_cells(" a\t b \t\" c \"", '\t', "[a][b][ c ]/");
}

Test(csv_scan, any_separator_will_do)
{
    expect_cells("a;b,c;;d", ';', "[a][b,c][][d]/");
    expect_cells("a|\"b|c\"|", '|', "[a][b|c][]/");
}

Test(csv_scan, text_after_a_closing_quote_is_told_once_and_the_row_goes_on)
{
    expect_cells("\"a\"b,c\nd", ',', "[a][c]!/[d]/");
    expect_cells("\"a\"b,\"c\"d,e\n", ',', "[a][c][e]!/");
}

Test(csv_scan, of_several_flaws_the_first_has_its_place)
{
    const char *text = "x,\"a\"bc,\"d\"e\n";
    cf_csv csv = { .text = text, .size = strlen(text), .separator = ',' };

    cr_assert_eq(cf_csv_next(&csv), CF_CSV_AFTER_QUOTE);
    cr_expect_eq(csv.flaw_from, 5);
    cr_expect_eq(csv.flaw_to, 7);
    cf_csv_free(&csv);
}

Test(csv_scan, a_quote_that_never_closes_uses_up_the_text)
{
    expect_cells("a,\"b\nc,d\n", ',', "?");
    expect_cells("\"", ',', "?");
    expect_cells("\"a\"\"", ',', "?");
}

Test(csv_scan, empty_cells_are_empty_with_or_without_quotes)
{
    const char *text = ",\"\",x,\"y\"";
    cf_csv csv = { .text = text, .size = strlen(text), .separator = ',' };

    cr_assert_eq(cf_csv_next(&csv), CF_CSV_ROW);
    cr_expect(cf_csv_is_empty(&csv.cells[0]) && cf_csv_is_empty(&csv.cells[1]));
    cr_expect_not(cf_csv_is_empty(&csv.cells[2]) || cf_csv_is_empty(&csv.cells[3]));
    cf_csv_free(&csv);
}
