/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include "unit/testlib.h"
#include "unit/writers/written.h"

static const cf_column columns[] = { { "name", CF_TEXT }, { "n", CF_COUNT }, { "good", CF_FLAG } };

static char file[] = "/tmp/circfin-rows-XXXXXX";
static cf_diags *diags;

static void enter(void)
{
    int descriptor = mkstemp(file);

    cr_assert_geq(descriptor, 0);
    close(descriptor);
    unlink(file);
    cr_assert_eq(cf_diags_new(&diags), CF_OK);
    signal(SIGPIPE, SIG_IGN);
}

static void leave(void)
{
    unlink(file);
    cf_diags_free(diags);
}

TestSuite(rows, .init = enter, .fini = leave);

static bool put(const cf_row_writer *writer, const char *name, double n)
{
    const cf_row_sink *sink = cf_row_writer_sink(writer);
    cf_cell cells[] = { cf_cell_text(name), cf_cell_number(n), cf_cell_flag(n > 1) };

    return sink->row(sink->payload, columns, 3, cells);
}

Test(rows, are_objects_on_lines_of_their_own_and_the_file_is_whole_or_not_there)
{
    cf_row_writer *writer = NULL;
    char text[200] = "";
    FILE *stream;

    cr_assert_eq(cf_row_writer_new(&writer, file, diags), CF_OK);
    cr_expect(put(writer, "a\"\n", 1));
    cr_expect(put(writer, NULL, 2));
    cr_expect_neq(access(file, F_OK), 0);
    cr_expect_eq(cf_row_writer_close(writer, diags), CF_OK);
    cf_row_writer_free(writer);
    stream = fopen(file, "r");
    cr_assert_not_null(stream);
    cr_expect_gt(fread(text, 1, sizeof text - 1, stream), 0);
    fclose(stream);
    cr_expect_str_eq(text, "{\"name\": \"a\\\"\\n\", \"n\": 1, \"good\": false}\n"
                           "{\"name\": null, \"n\": 2, \"good\": true}\n");
}

Test(rows, that_are_not_closed_leave_no_file)
{
    cf_row_writer *writer = NULL;

    cr_assert_eq(cf_row_writer_new(&writer, file, diags), CF_OK);
    cr_expect(put(writer, "a", 1));
    cf_row_writer_free(writer);
    cr_expect_neq(access(file, F_OK), 0);
    cf_row_writer_free(NULL);
}

Test(rows, reach_a_pipe_at_a_flush)
{
    cf_row_writer *writer = NULL;
    char name[32], text[200] = "";
    int ends[2];

    cr_assert_eq(pipe(ends), 0);
    snprintf(name, sizeof name, "/dev/fd/%d", ends[1]);
    cr_assert_eq(cf_row_writer_new(&writer, name, diags), CF_OK);
    cr_expect(put(writer, "a", 1)); /* the first one goes at once */
    cr_expect_gt(read(ends[0], text, sizeof text - 1), 0);
    cr_expect(put(writer, "b", 1));
    cr_expect(cf_row_writer_flush(writer));
    cr_expect_gt(read(ends[0], text, sizeof text - 1), 0);
    cr_expect_not_null(strstr(text, "\"b\""));
    cf_row_writer_free(writer);
}

Test(rows, end_with_a_reader_that_has_gone)
{
    cf_row_writer *writer = NULL;
    char name[32];
    int ends[2];

    cr_assert_eq(pipe(ends), 0);
    snprintf(name, sizeof name, "/dev/fd/%d", ends[1]);
    cr_assert_eq(cf_row_writer_new(&writer, name, diags), CF_OK);
    close(ends[0]);
    cr_expect_not(put(writer, "a", 1));
    cr_expect_not(put(writer, "b", 1));
    cr_expect_not(cf_row_writer_flush(writer));
    cr_expect_eq(cf_row_writer_close(writer, diags), CF_IO);
    cr_assert_eq(cf_diags_count(diags), 1);
    cr_expect_eq(cf_diags_at(diags, 0)->code, CF_CODE_PIPE_CLOSED);
    cf_row_writer_free(writer);
}

Test(rows, on_a_full_disk_are_told)
{
    cf_row_writer *writer = NULL;

    cr_assert_eq(cf_row_writer_new(&writer, "/dev/full", diags), CF_OK);
    cr_expect_not(put(writer, "a", 1));
    cr_expect_eq(cf_row_writer_close(writer, diags), CF_IO);
    cr_expect_eq(cf_diags_at(diags, 0)->code, CF_CODE_CANNOT_WRITE);
    cf_row_writer_free(writer);
}

Test(rows, need_a_file_that_can_be_opened)
{
    cf_row_writer *writer = NULL;

    cr_expect_eq(cf_row_writer_new(&writer, "/no/such/folder/x", diags), CF_IO);
    cr_expect_null(writer);
    cr_expect_eq(cf_diags_at(diags, 0)->code, CF_CODE_CANNOT_OPEN);
    allow_allocations(0);
    cr_expect_eq(cf_row_writer_new(&writer, file, NULL), CF_NO_MEMORY);
    stop_counting_allocations();
    cr_expect_null(writer);
}
