/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <dirent.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "circfin/dossier.h"
#include "circfin/writer.h"
#include "documents/documents.h"
#include "unit/testlib.h"

#define OLDER "{\"schema\": \"circfin.result/1\",\n \"command\": \"report\"}"

static char place[64], folder[96];
static cf_scenario *scenario;
static cf_dossier *dossier;

static void begin(void)
{
    cf_view_options view = cf_view_options_of(CF_VIEW_BASE);

    strcpy(place, "/tmp/circfin-test-XXXXXX");
    cr_assert_not_null(mkdtemp(place));
    snprintf(folder, sizeof folder, "%s/report", place);
    scenario = scenario_in("textbook/chip-maker.json");
    assert_ok(cf_dossier_new(&dossier, scenario, &view, NULL, NULL));
}

static void end(void)
{
    char command[128];

    snprintf(command, sizeof command, "rm -rf '%s'", place);
    cr_expect_eq(system(command), 0);
    cf_dossier_free(dossier);
    cf_scenario_free(scenario);
}

TestSuite(folder, .init = begin, .fini = end);

static char *path_of(const char *name)
{
    static char path[400];

    snprintf(path, sizeof path, "%s/%s", folder, name);
    return path;
}

static void put(const char *name, const char *text)
{
    FILE *file = fopen(path_of(name), "w");

    cr_assert_not_null(file);
    fputs(text, file);
    fclose(file);
}

static bool has(const char *name)
{
    return access(path_of(name), F_OK) == 0;
}

/* The first line of a file without its end; "" where there is none. */
static const char *first_line(const char *name)
{
    static char line[200];
    FILE *file = fopen(path_of(name), "r");

    line[0] = '\0';
    if (file != NULL) {
        if (fgets(line, sizeof line, file) == NULL)
            line[0] = '\0';
        line[strcspn(line, "\r\n")] = '\0';
        fclose(file);
    }
    return line;
}

static int count_files(void)
{
    DIR *directory = opendir(folder);
    int count = 0;

    cr_assert_not_null(directory);
    while (readdir(directory) != NULL)
        count++;
    closedir(directory);
    return count - 2;
}

Test(folder, holds_every_document_and_table_and_nothing_else)
{
    int tables = 0;

    assert_ok(cf_dossier_write(dossier, folder, false, NULL));
    for (int i = 0; i < cf_document_count(); i++)
        cr_expect(has(cf_document_at(i)->file), "%s is missing", cf_document_at(i)->file);
    for (int p = 0; p < CF_PART_COUNT; p++) {
        const cf_report *part = cf_section_report(dossier, (cf_part)p);

        for (int t = 0; part != NULL && t < cf_report_table_count(part); t++) {
            char name[80];

            snprintf(name, sizeof name, "%s.csv", cf_table_name(cf_report_table(part, t)));
            cr_expect(has(name), "%s is missing", name);
            cr_expect(cf_is_table_file(name));
            tables++;
        }
    }
    cr_expect_eq(count_files(), cf_document_count() + tables,
                 "two have one name, or more is there");
}

Test(folder, takes_the_place_of_an_older_one_but_not_of_what_others_put_there)
{
    cr_assert_eq(mkdir(folder, 0777), 0);
    put("result.json", OLDER);
    put("notes.txt", "mine");
    put("cross.csv", "older");
    assert_ok(cf_dossier_write(dossier, folder, false, NULL));
    cr_expect_str_eq(first_line("notes.txt"), "mine");
    cr_expect_str_neq(first_line("cross.csv"), "older");
}

Test(folder, of_tables_has_no_older_ones_that_no_longer_belong)
{
    cf_dossier with_less = *dossier;
    cf_report *empty;

    assert_ok(cf_dossier_write(dossier, folder, false, NULL));
    cr_expect(has("drivers.csv"));
    assert_ok(cf_report_new(&empty, "drivers", scenario));
    with_less.parts[CF_PART_DRIVERS] = empty;
    assert_ok(cf_dossier_write(&with_less, folder, false, NULL));
    cr_expect_not(has("drivers.csv"));
    cf_report_free(empty);
}

Test(folder, of_somebodys_spreadsheets_is_refused)
{
    cf_diags *diags;

    cr_assert_eq(mkdir(folder, 0777), 0);
    put("deals.csv", "mine");
    assert_ok(cf_diags_new(&diags));
    cr_expect_eq((int)cf_dossier_write(dossier, folder, false, diags), (int)CF_IO);
    cr_expect_eq(cf_diags_at(diags, 0)->code, (int)CF_CODE_NOT_OURS);
    cr_expect_str_eq(first_line("deals.csv"), "mine");
    cr_expect_eq(count_files(), 1);
    cf_diags_free(diags);
}

static void expect_older(int files)
{
    cr_expect_str_eq(first_line("result.json"), "{\"schema\": \"circfin.result/1\",");
    cr_expect_str_eq(first_line("loops.csv"), "older");
    cr_expect_eq(count_files(), files);
}

static void make_older(void)
{
    cr_assert_eq(mkdir(folder, 0777), 0);
    put("result.json", OLDER);
    put("loops.csv", "older");
}

Test(folder, is_as_it_was_where_a_file_cannot_take_its_place)
{
    cf_diags *diags;

    make_older();
    cr_assert_eq(mkdir(path_of("suppliers.csv"), 0777), 0);
    assert_ok(cf_diags_new(&diags));
    cr_expect_eq((int)cf_dossier_write(dossier, folder, false, diags), (int)CF_IO);
    cr_expect_not_null(strstr(cf_diags_at(diags, 0)->message, "suppliers.csv: Is a directory"));
    expect_older(3);
    cf_diags_free(diags);
}

/* A disk that has room for so many bytes a file. */
static cf_status write_with_room(unsigned bytes, cf_diags *diags)
{
    struct rlimit before, small;
    cf_status status;

    signal(SIGXFSZ, SIG_IGN);
    getrlimit(RLIMIT_FSIZE, &before);
    small = before;
    small.rlim_cur = bytes;
    setrlimit(RLIMIT_FSIZE, &small);
    status = cf_dossier_write(dossier, folder, false, diags);
    setrlimit(RLIMIT_FSIZE, &before);
    return status;
}

Test(folder, is_as_it_was_where_the_disk_is_full)
{
    cf_diags *diags;

    make_older();
    assert_ok(cf_diags_new(&diags));
    cr_expect_eq((int)write_with_room(100, diags), (int)CF_IO);
    cr_expect_not_null(strstr(cf_diags_at(diags, 0)->message, "File too large"));
    cr_expect_str_eq(cf_diags_at(diags, 0)->hint, "the folder is unchanged");
    expect_older(2);
    cf_diags_free(diags);
}

Test(folder, is_not_there_where_it_was_not_and_writing_failed)
{
    cr_expect_eq((int)write_with_room(100, NULL), (int)CF_IO);
    cr_expect_eq(access(folder, F_OK), -1);
}

Test(folder, may_not_be_a_file_and_needs_a_parent)
{
    cf_diags *diags;
    FILE *file = fopen(folder, "w");

    fclose(file);
    assert_ok(cf_diags_new(&diags));
    cr_expect_eq((int)cf_dossier_write(dossier, folder, false, diags), (int)CF_IO);
    cr_expect_not_null(strstr(cf_diags_at(diags, 0)->message, "Not a directory"));
    cf_diags_free(diags);
    cr_expect_eq((int)cf_dossier_write(dossier, path_of("deeper"), false, NULL), (int)CF_IO);
}

static char *read_all(const char *name, size_t *size)
{
    FILE *file = fopen(path_of(name), "rb");
    char *text = NULL;

    cr_assert_not_null(file);
    fseek(file, 0, SEEK_END);
    *size = (size_t)ftell(file);
    rewind(file);
    text = malloc(*size + 1);
    cr_assert_eq(fread(text, 1, *size, file), *size);
    fclose(file);
    return text;
}

Test(folder, of_one_dossier_is_the_same_bytes_each_time)
{
    for (int i = 0; i < cf_document_count(); i++) {
        const char *name = cf_document_at(i)->file;
        char *one, *other;
        size_t size, again;

        assert_ok(cf_dossier_write(dossier, folder, false, NULL));
        one = read_all(name, &size);
        assert_ok(cf_dossier_write(dossier, folder, false, NULL));
        other = read_all(name, &again);
        cr_expect(size == again && memcmp(one, other, size) == 0, "%s differs", name);
        free(one);
        free(other);
    }
}

static bool is_there(const char *name)
{
    struct stat found;

    return lstat(path_of(name), &found) == 0;
}

Test(folder, that_is_replaced_keeps_notes_links_and_folders_of_others)
{
    ino_t before;
    struct stat found;

    make_older();
    put("notes.txt", "mine");
    cr_assert_eq(mkdir(path_of("inner"), 0700), 0);
    put("inner/more.txt", "mine");
    cr_assert_eq(symlink("nowhere", path_of("link")), 0);
    cr_assert_eq(stat(path_of("notes.txt"), &found), 0);
    before = found.st_ino;
    cr_assert_eq(chmod(folder, 0750), 0);
    assert_ok(cf_dossier_write(dossier, folder, false, NULL));
    cr_expect_str_eq(first_line("notes.txt"), "mine");
    cr_expect_str_eq(first_line("inner/more.txt"), "mine");
    cr_expect(is_there("link"));
    cr_assert_eq(stat(path_of("notes.txt"), &found), 0);
    cr_expect_eq(found.st_ino, before, "notes are copied");
    cr_expect_eq((int)found.st_nlink, 1);
    cr_assert_eq(stat(folder, &found), 0);
    cr_expect_eq((int)(found.st_mode & 07777), 0750);
    cr_expect_str_neq(first_line("loops.csv"), "older");
}

Test(folder, into_which_files_are_written_keeps_its_own)
{
    struct stat before, after;

    cr_assert_eq(mkdir(folder, 0777), 0);
    put("notes.txt", "mine");
    cr_assert_eq(stat(folder, &before), 0);
    cr_expect_eq((int)cf_dossier_write(dossier, folder, false, NULL), (int)CF_IO);
    cr_expect_eq(count_files(), 1);
    assert_ok(cf_dossier_write(dossier, folder, true, NULL));
    assert_ok(cf_dossier_write(dossier, folder, true, NULL));
    cr_assert_eq(stat(folder, &after), 0);
    cr_expect_eq(before.st_ino, after.st_ino);
    cr_expect_str_eq(first_line("notes.txt"), "mine");
    cr_expect(has("workbook.xlsx"));
}

/* A folder of this name cannot make way: what was placed before it is taken back. */
Test(folder, into_which_not_all_files_can_be_written_is_as_it_was)
{
    cf_diags *diags;

    make_older();
    put("columns.csv", "older");
    cr_assert_eq(mkdir(path_of("workbook.xlsx"), 0777), 0);
    assert_ok(cf_diags_new(&diags));
    cr_expect_eq((int)cf_dossier_write(dossier, folder, true, diags), (int)CF_IO);
    cr_expect_not_null(strstr(cf_diags_at(diags, 0)->message, "workbook.xlsx: Is a directory"));
    cr_expect_str_eq(first_line("columns.csv"), "older");
    expect_older(4);
    cf_diags_free(diags);
}

Test(folder, that_cannot_be_written_is_known_beforehand)
{
    assert_ok(cf_dossier_check_folder(folder, false, NULL));
    cr_expect_eq(access(folder, F_OK), -1);
    cr_assert_eq(mkdir(folder, 0777), 0);
    assert_ok(cf_dossier_check_folder(folder, false, NULL)); /* empty */
    put("result.json", "{\"schema\": \"circfin.result/1\", \"command\": \"score\"}");
    cr_expect_eq((int)cf_dossier_check_folder(folder, false, NULL), (int)CF_IO);
    cr_expect_eq((int)cf_dossier_check_folder(folder, true, NULL), (int)CF_IO); /* in the way */
    put("result.json", OLDER);
    assert_ok(cf_dossier_check_folder(folder, false, NULL));
    cr_assert_eq(unlink(path_of("result.json")), 0);
    cr_assert_eq(mkfifo(path_of("result.json"), 0600), 0);
    cr_expect_eq((int)cf_dossier_check_folder(folder, false, NULL), (int)CF_IO); /* and no wait */
}
