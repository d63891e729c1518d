/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/leftovers.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/files.h"
#include "unit/testlib.h"

#define LEFTOVER ".circfin-4711-0123456789ab"

static char folder[] = "/tmp/cf-leftovers-XXXXXX";

static void enter_folder(void)
{
    cr_assert_not_null(mkdtemp(folder));
    cr_assert_eq(chdir(folder), 0);
}

static void leave_folder(void)
{
    cr_assert_eq(chdir("/"), 0);
    cr_expect_eq(rmdir(folder), 0, "%s is not empty", folder);
}

TestSuite(leftovers, .init = enter_folder, .fini = leave_folder);

static void make(const char *name)
{
    close(open(name, O_WRONLY | O_CREAT, 0600));
}

static bool is_there(const char *name)
{
    struct stat found;

    return lstat(name, &found) == 0;
}

Test(leftovers, files_without_a_living_owner_go)
{
    make(LEFTOVER);
    errno = EDOM;
    cf_leftovers_remove(".", CF_MARK_BESIDE);
    cr_expect_eq(errno, EDOM);
    cr_expect_not(is_there(LEFTOVER));
}

Test(leftovers, a_locked_file_stays)
{
    int descriptor = open(LEFTOVER, O_RDWR | O_CREAT, 0600);

    cr_assert(cf_lock_new(descriptor));
    cf_leftovers_remove(".", CF_MARK_BESIDE);
    cr_expect(is_there(LEFTOVER));
    close(descriptor);
    unlink(LEFTOVER);
}

Test(leftovers, what_only_looks_like_one_stays)
{
    static const char *const names[] = {
        ".circfin-4711-0123456789abc", ".circfin-4711-0123456789a",   ".circfin-4711-0123456789AB",
        ".circfin--0123456789ab",      ".circfin-47a1-0123456789ab",  "circfin-4711-0123456789ab",
        ".circfin-4711-0123456789ab~", "x.circfin-4711-0123456789ab", ".circfin-4711",
    };

    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        make(names[i]);
    cf_leftovers_remove(".", CF_MARK_BESIDE);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        cr_expect_eq(unlink(names[i]), 0, "%s has gone", names[i]);
}

Test(leftovers, links_pipes_and_folders_stay)
{
    static const char link[] = LEFTOVER, pipe[] = ".circfin-4712-0123456789ab",
                      inner[] = ".circfin-4713-0123456789ab";

    make("target");
    cr_assert_eq(symlink("target", link), 0);
    cr_assert_eq(mkfifo(pipe, 0600), 0);
    cr_assert_eq(mkdir(inner, 0700), 0);
    cf_leftovers_remove(".", CF_MARK_BESIDE);
    cr_expect_eq(unlink("target"), 0);
    cr_expect_eq(unlink(link), 0);
    cr_expect_eq(unlink(pipe), 0);
    cr_expect_eq(rmdir(inner), 0);
}

Test(leftovers, a_new_file_that_another_run_is_removing_is_not_used)
{
    int other, own = open(LEFTOVER, O_RDWR | O_CREAT, 0600);

    other = open(LEFTOVER, O_RDONLY);
    cr_assert_eq(flock(other, LOCK_EX), 0);
    cr_expect_not(cf_lock_new(own)); /* it holds the lock */
    unlink(LEFTOVER);
    close(other);
    cr_expect_not(cf_lock_new(own)); /* it has removed the file */
    close(own);
}

Test(leftovers, a_file_that_got_its_final_name_is_none)
{
    int place = open(".", O_RDONLY | O_DIRECTORY),
        descriptor = open(LEFTOVER, O_RDWR | O_CREAT, 0600);

    cr_assert_eq(rename(LEFTOVER, "out.json"), 0);
    cr_expect_not(cf_lock_leftover(descriptor, place, LEFTOVER));
    make(LEFTOVER); /* another file of that name */
    cr_expect_not(cf_lock_leftover(descriptor, place, LEFTOVER));
    close(descriptor);
    close(place);
    unlink(LEFTOVER);
    unlink("out.json");
}

Test(leftovers, the_names_of_temporary_files_are_recognised)
{
    char one[CF_TEMPORARY_NAME_SIZE], other[CF_TEMPORARY_NAME_SIZE];

    cf_temporary_name(one, CF_MARK_BESIDE);
    cf_temporary_name(other, CF_MARK_BESIDE);
    cr_expect(cf_is_temporary_name(one, CF_MARK_BESIDE));
    cr_expect_not(cf_is_temporary_name(one, CF_MARK_IN_TMPDIR));
    cr_expect_str_neq(one, other);
}

Test(leftovers, a_new_temporary_file_removes_them_and_keeps_its_own)
{
    cf_temporary first, second;
    int descriptor;

    make(LEFTOVER);
    assert_ok(cf_temporary_new_beside(&first, &descriptor, "out.json"));
    close(descriptor);
    cr_expect_not(is_there(LEFTOVER));
    cf_leftovers_remove("/", CF_MARK_BESIDE);
    assert_ok(cf_temporary_new_beside(&second, &descriptor, "out.json"));
    close(descriptor);
    cr_expect(is_there(first.path));
    cf_temporary_remove(&first);
    cr_expect_eq(cf_temporary_rename(&second, "none/out.json"), CF_IO);
    assert_ok(cf_temporary_rename(&second, "out.json"));
    cr_expect_eq(unlink("out.json"), 0);
}
