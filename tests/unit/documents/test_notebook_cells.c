/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <criterion/criterion.h>
#include <string.h>

#include "documents/notebook.h"

static void expect_cell(const char **at, const char *id, bool is_text, const char *source)
{
    cf_notebook_cell cell;

    cr_assert(cf_notebook_next(&cell, at));
    cr_expect_str_eq(cell.id, id);
    cr_expect_eq(cell.is_text, is_text);
    cr_expect_eq(cell.length, strlen(source));
    cr_expect_eq(strncmp(cell.source, source, strlen(source)), 0);
}

Test(notebook_cells, a_program_is_cut_at_its_marks_and_what_stands_before_them_is_passed_over)
{
    const char *at = "# about\n\n# %% one\na = 1\n\n\n# %% [markdown] two\n# Words\n#\n# more\n";
    cf_notebook_cell cell;

    expect_cell(&at, "one", false, "a = 1");
    expect_cell(&at, "two", true, "# Words\n#\n# more");
    cr_expect_not(cf_notebook_next(&cell, &at));
}

Test(notebook_cells, a_head_says_what_a_cell_needs_its_tag_and_whether_it_is_folded_up)
{
    const char *at = "# %% one hidden needs loops needs suppliers\nx\n# %% two tag odd\ny";
    cf_notebook_cell cell;

    cr_assert(cf_notebook_next(&cell, &at));
    cr_expect_str_eq(cell.needs[0], "loops");
    cr_expect_str_eq(cell.needs[1], "suppliers");
    cr_expect(cell.is_hidden);
    cr_assert(cf_notebook_next(&cell, &at));
    cr_expect_str_eq(cell.needs[0], "");
    cr_expect_str_eq(cell.tag, "odd");
    cr_expect_not(cell.is_hidden);
}

Test(notebook_cells, a_mark_inside_a_line_is_no_mark)
{
    const char *at = "# %% one\nx = '# %% two'\n";

    expect_cell(&at, "one", false, "x = '# %% two'");
    cr_expect_eq(*at, '\0');
}

Test(notebook_cells, a_cell_may_be_empty_and_a_program_without_cells_has_none)
{
    const char *at = "# %% one\n# %% two";
    const char *none = "x = 1\n";
    cf_notebook_cell cell;

    expect_cell(&at, "one", false, "");
    expect_cell(&at, "two", false, "");
    cr_expect_not(cf_notebook_next(&cell, &none));
}
