/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/files.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "unit/testlib.h"

static void expect_beside(const char *path, const char *name, const char *expected)
{
    char *joined = cf_path_beside(path, name);

    cr_expect_str_eq(joined, expected);
    free(joined);
}

Test(files, a_name_beside_a_path_lies_in_the_same_folder)
{
    expect_beside("out.json", "x", "x");
    expect_beside("a/b/out.json", "x", "a/b/x");
    expect_beside("/out.json", "x", "/x");
    expect_beside("a/out.json", "/x", "/x");
    expect_beside("a/out.json", "../x", "a/../x");
}

Test(files, a_temporary_file_lies_in_tmpdir_and_is_only_ours)
{
    cf_temporary file;
    struct stat found;
    char *path;
    int descriptor;

    setenv("TMPDIR", "/tmp", 1);
    cr_assert_eq(cf_temporary_new(&file, &descriptor), CF_OK);
    path = strdup(file.path);
    cr_expect_eq(strncmp(path, "/tmp/circfin-", 13), 0);
    cr_assert_eq(stat(path, &found), 0);
    cr_expect_eq((int)(found.st_mode & 0777), 0600);
    close(descriptor);
    errno = EINTR;
    cf_temporary_remove(&file);
    cr_expect_eq(errno, EINTR);
    cr_expect_neq(stat(path, &found), 0);
    free(path);
    cf_temporary_remove(&file);
}

Test(files, without_the_folder_there_is_no_temporary_file)
{
    cf_temporary file;
    int descriptor;

    setenv("TMPDIR", "/tmp/is/not/there", 1);
    cr_expect_eq(cf_temporary_new(&file, &descriptor), CF_IO);
    cr_expect_eq(errno, ENOENT);
    cr_expect_null(file.path);
    setenv("TMPDIR", "", 1);
    cr_expect_str_eq(cf_temporary_folder(), "/tmp");
}

Test(files, an_error_of_a_stream_comes_to_light_when_it_is_closed)
{
    FILE *full = fopen("/dev/full", "w");

    cr_assert_not_null(full);
    fputs("text", full);
    cr_expect_eq(cf_stream_close(full, false), CF_IO);
    cr_expect_eq(errno, ENOSPC);
}
