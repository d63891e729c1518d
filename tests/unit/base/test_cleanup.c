/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/cleanup.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/files.h"
#include "unit/testlib.h"

static bool is_there(const char *path)
{
    struct stat found;

    return lstat(path, &found) == 0;
}

static void make_file(const char *path)
{
    fclose(fopen(path, "w"));
}

Test(cleanup, noted_files_and_folders_go_and_others_stay)
{
    char folder[] = "/tmp/cf-cleanup-XXXXXX";
    char *inner, *file, *other, *dropped;

    cr_assert_not_null(mkdtemp(folder));
    inner = cf_path_format("%s/inner", folder);
    file = cf_path_format("%s/file", inner);
    other = cf_path_format("%s/other", folder);
    dropped = cf_path_format("%s/dropped", folder);
    cr_assert_eq(mkdir(inner, 0777), 0);
    make_file(file);
    make_file(other);
    make_file(dropped);
    cr_assert_not_null(cf_note_folder(folder));
    cr_assert_not_null(cf_note_folder(inner));
    cr_assert_not_null(cf_note_file(file));
    cf_note_drop(cf_note_file(dropped));
    cf_note_drop(NULL);
    errno = EDOM;
    cf_cleanup();
    cr_expect_eq(errno, EDOM);
    cr_expect(cf_is_cleaning_up());
    cr_expect_not(is_there(inner));
    cr_expect(is_there(other));
    cr_expect(is_there(dropped));
    unlink(other);
    unlink(dropped);
    cr_expect_eq(rmdir(folder), 0);
    free(inner);
    free(file);
    free(other);
    free(dropped);
}

Test(cleanup, a_forked_child_leaves_alone_what_is_its_parents)
{
    cf_temporary file;
    int descriptor, status = 1;
    pid_t child;

    cr_assert_eq(cf_temporary_new(&file, &descriptor), CF_OK);
    close(descriptor);
    child = fork();
    if (child == 0) {
        cf_cleanup();
        _exit(is_there(file.path) ? 0 : 1);
    }
    cr_assert_eq(waitpid(child, &status, 0), child);
    cr_expect_eq(status, 0);
    cf_temporary_remove(&file);
}

Test(cleanup, a_noted_child_is_killed)
{
    cf_note *note = cf_note_child();
    siginfo_t how = { .si_pid = 0 };
    int status = 0;
    pid_t child = fork();

    if (child == 0)
        for (;;)
            pause();
    cf_note_set_child(note, child);
    cf_cleanup(); /* waits for it, but leaves its status */
    cr_expect_eq(waitid(P_PID, (id_t)child, &how, WEXITED | WNOHANG | WNOWAIT), 0);
    cr_expect_eq(how.si_pid, child);
    cr_assert_eq(waitpid(child, &status, 0), child);
    cr_expect(WIFSIGNALED(status));
    cr_expect_eq(WTERMSIG(status), SIGKILL);
}

Test(cleanup, a_dropped_note_is_used_again)
{
    cf_note *note = cf_note_file("/tmp/cf-cleanup-one");

    cf_note_drop(note);
    cr_expect_eq(cf_note_folder("/tmp/cf-cleanup-other"), note);
    cf_note_drop(note);
}

Test(cleanup, after_it_nothing_new_is_left)
{
    cf_temporary file;
    int descriptor;

    cf_cleanup();
    cr_expect_eq(cf_temporary_new(&file, &descriptor), CF_IO);
    cr_expect_eq(errno, EINTR);
    cr_expect_null(file.path);
}

Test(cleanup, without_memory_there_is_no_note)
{
    allow_allocations(0);
    cr_expect_null(cf_note_file("/tmp/cf-cleanup-one"));
    cr_expect_eq(stop_counting_allocations(), 0);
}

/* deeper/deepest/file, and a link that leads out. */
static void make_folders(const char *folder)
{
    char *deeper = cf_path_format("%s/deeper", folder);
    char *deepest = cf_path_format("%s/deepest", deeper);
    char *file = cf_path_format("%s/file", deepest), *link = cf_path_format("%s/link", deeper);

    cr_assert_eq(mkdir(deeper, 0700), 0);
    cr_assert_eq(mkdir(deepest, 0700), 0);
    make_file(file);
    cr_assert_eq(symlink("/etc", link), 0);
    free(deeper);
    free(deepest);
    free(file);
    free(link);
}

Test(cleanup, a_folder_goes_with_whatever_is_in_it)
{
    cf_temporary first, second;
    char *file;

    assert_ok(cf_temporary_new_folder(&first));
    assert_ok(cf_temporary_new_folder(&second));
    for (int i = 0; i < 300; i++) { /* more than one call of the kernel lists */
        file = cf_path_format("%s/some-name-of-a-library-%d", first.path, i);
        make_file(file);
        free(file);
    }
    file = cf_path_format("%s/one", second.path);
    make_file(file);
    free(file);
    make_folders(first.path);
    make_folders(second.path);
    file = cf_path_format("%s", second.path);
    cf_temporary_remove(&second);
    cr_expect_not(is_there(file));
    free(file);
    cf_cleanup();
    cr_expect_not(is_there(first.path));
    cf_temporary_remove(&first);
}
