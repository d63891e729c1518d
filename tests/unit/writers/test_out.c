/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <dirent.h>
#include <sys/stat.h>
#include <unistd.h>

#include "unit/writers/written.h"

static const cf_column columns[] = { { "name", CF_TEXT } };
static const cf_write_options plain = { .width = 80 };

static char folder[] = "/tmp/circfin-out-XXXXXX";
static char path[256];
static cf_report *report;
static cf_diags *diags;

static void enter(void)
{
    cf_cell cell = cf_cell_text("a");

    cr_assert_not_null(mkdtemp(folder));
    cr_assert_eq(chdir(folder), 0);
    cr_assert_eq(cf_diags_new(&diags), CF_OK);
    report = new_report(NULL);
    add_table(report, "names", columns, 1, &cell, 1);
    snprintf(path, sizeof path, "%s/out.csv", folder);
}

static void leave(void)
{
    DIR *dir = opendir(folder);
    struct dirent *entry;

    while ((entry = readdir(dir)) != NULL)
        unlink(entry->d_name);
    closedir(dir);
    rmdir(folder);
    cf_report_free(report);
    cf_diags_free(diags);
}

TestSuite(out, .init = enter, .fini = leave);

static cf_status write_to(const char *file)
{
    return cf_report_write(report, cf_writer_find("csv"), &plain, file, diags);
}

static void put(const char *file, const char *text)
{
    FILE *stream = fopen(file, "w");

    cr_assert_not_null(stream);
    fputs(text, stream);
    fclose(stream);
}

static void expect_content(const char *file, const char *expected)
{
    char text[256] = "";
    FILE *stream = fopen(file, "r");

    cr_assert_not_null(stream, "there is no %s", file);
    cr_expect_lt(fread(text, 1, sizeof text - 1, stream), sizeof text - 1);
    fclose(stream);
    cr_expect_str_eq(text, expected);
}

static int count_files(void)
{
    DIR *dir = opendir(folder);
    int count = 0;

    for (struct dirent *entry = readdir(dir); entry != NULL; entry = readdir(dir))
        count += strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0;
    closedir(dir);
    return count;
}

static int first_code(void)
{
    return cf_diags_count(diags) == 0 ? 0 : cf_diags_at(diags, 0)->code;
}

Test(out, a_new_file_holds_the_whole_and_nothing_else_is_left)
{
    cr_expect_eq(write_to("out.csv"), CF_OK);
    expect_content("out.csv", "name\r\na\r\n");
    cr_expect_eq(count_files(), 1);
}

Test(out, a_new_file_has_the_mode_that_the_umask_leaves)
{
    struct stat now;

    umask(027);
    cr_expect_eq(write_to(path), CF_OK);
    cr_assert_eq(stat(path, &now), 0);
    cr_expect_eq(now.st_mode & 07777, 0640);
}

Test(out, an_old_file_is_replaced_and_keeps_its_mode)
{
    struct stat now;

    put("out.csv", "something much longer than what will be there");
    cr_assert_eq(chmod("out.csv", 0604), 0);
    cr_expect_eq(write_to("out.csv"), CF_OK);
    expect_content("out.csv", "name\r\na\r\n");
    cr_assert_eq(stat("out.csv", &now), 0);
    cr_expect_eq(now.st_mode & 07777, 0604);
}

Test(out, a_symbolic_link_stays_and_its_target_is_written)
{
    struct stat now;

    cr_assert_eq(symlink("second", "first"), 0);
    cr_assert_eq(symlink("target", "second"), 0);
    cr_expect_eq(write_to("first"), CF_OK);
    expect_content("target", "name\r\na\r\n");
    cr_assert_eq(lstat("first", &now), 0);
    cr_expect(S_ISLNK(now.st_mode));
    cr_expect_eq(count_files(), 3);
}

Test(out, a_ring_of_links_is_an_error)
{
    cr_assert_eq(symlink("b", "a"), 0);
    cr_assert_eq(symlink("a", "b"), 0);
    cr_expect_eq(write_to("a"), CF_IO);
    cr_expect_eq(first_code(), 601);
    cr_expect_eq(count_files(), 2);
}

Test(out, a_missing_folder_is_an_error_with_its_name)
{
    cr_expect_eq(write_to("no/out.csv"), CF_IO);
    cr_assert_eq(cf_diags_count(diags), 1);
    cr_expect_not_null(strstr(cf_diags_at(diags, 0)->message, "no/out.csv"));
}

Test(out, a_directory_is_no_file)
{
    cr_expect_eq(write_to("."), CF_IO);
    cr_expect_eq(count_files(), 0);
}

Test(out, a_full_disk_is_told)
{
    cr_expect_eq(write_to("/dev/full"), CF_IO);
    cr_expect_eq(first_code(), 602);
}

Test(out, a_pipe_is_written_directly)
{
    int ends[2];
    char name[32], text[32] = "";

    cr_assert_eq(pipe(ends), 0);
    snprintf(name, sizeof name, "/dev/fd/%d", ends[1]);
    cr_expect_eq(write_to(name), CF_OK);
    cr_expect_eq(read(ends[0], text, sizeof text - 1), 9);
    cr_expect_str_eq(text, "name\r\na\r\n");
}

Test(out, an_unknown_table_is_refused_before_anything_is_opened)
{
    cf_write_options options = { .table = "nmaes" };

    cr_expect_eq(cf_report_write(report, cf_writer_find("csv"), &options, "out.csv", diags),
                 CF_BAD_OPTION);
    cr_expect_eq(first_code(), 603);
    cr_expect_str_eq(cf_diags_at(diags, 0)->hint, "did you mean \"names\"?");
    cr_expect_eq(count_files(), 0);
}

Test(out, an_old_file_survives_a_report_with_nothing_to_write)
{
    cf_report *empty = new_report(NULL);

    put("out.csv", "old");
    cr_expect_eq(cf_report_write(empty, cf_writer_find("csv"), &plain, "out.csv", diags),
                 CF_BAD_OPTION);
    expect_content("out.csv", "old");
    cr_expect_eq(count_files(), 1);
    cf_report_free(empty);
}

Test(out, a_text_of_its_own_is_written_the_same_way)
{
    put("old.dat", "old");
    cr_assert_eq(cf_text_write("data;\nend;\n", "old.dat", diags), CF_OK);
    expect_content("old.dat", "data;\nend;\n");
    cr_expect_eq(cf_text_write("", "none/new.dat", diags), CF_IO);
    cr_assert_eq(cf_diags_count(diags), 1);
    cr_expect_eq(cf_diags_at(diags, 0)->code, CF_CODE_CANNOT_OPEN);
    cr_expect_eq(cf_text_write("x", "/dev/full", diags), CF_IO);
    cr_expect_eq(cf_diags_at(diags, 1)->code, CF_CODE_CANNOT_WRITE);
}
