/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/scenario/parsed.h"

#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "scenario/read.h"

static const char sample[] = "{\"schema\": \"circfin.scenario/1\", \"name\": \"T\", "
                             "\"currency\": \"USD\", \"entities\": [], \"deals\": []}";

/* A file with these bytes; to be removed. */
static void write_file(char path[static 64], const char *bytes, size_t size)
{
    FILE *stream;

    snprintf(path, 64, "/tmp/circfin-test-%ld.json", (long)getpid());
    stream = fopen(path, "wb");
    cr_assert_not_null(stream);
    cr_assert_eq(fwrite(bytes, 1, size, stream), size);
    cr_assert_eq(fclose(stream), 0);
}

static parsed read_path(const char *path)
{
    parsed result = { 0 };

    cr_assert_eq(cf_diags_new(&result.diags), CF_OK);
    result.status = cf_scenario_read(&result.scenario, path, result.diags);
    return result;
}

static void expect_problem(const char *path, cf_status status, int code, const char *message)
{
    parsed result = read_path(path);

    cr_expect_eq(result.status, status);
    cr_expect_null(result.scenario);
    cr_assert_eq(cf_diags_count(result.diags), 1);
    cr_expect_eq(cf_diags_at(result.diags, 0)->code, code);
    cr_expect_str_eq(cf_diags_at(result.diags, 0)->where.file, path);
    if (message != NULL)
        cr_expect_str_eq(cf_diags_at(result.diags, 0)->message, message);
    free_parsed(&result);
}

Test(read, a_file_becomes_a_scenario_that_knows_its_name)
{
    char path[64];
    parsed result;

    write_file(path, sample, sizeof sample - 1);
    result = read_path(path);
    unlink(path);
    cr_assert_eq(result.status, CF_OK);
    cr_expect_str_eq(result.scenario->file, path);
    free_parsed(&result);
}

Test(read, a_missing_file_is_told)
{
    expect_problem("/nowhere/at/all.json", CF_IO, CF_CODE_INPUT_NOT_OPENED,
                   "the file cannot be opened: there is no such file");
    expect_problem("", CF_IO, CF_CODE_INPUT_NOT_OPENED,
                   "the file cannot be opened: there is no such file");
}

Test(read, a_directory_is_told)
{
    expect_problem("/tmp", CF_IO, CF_CODE_INPUT_NOT_READ,
                   "the file cannot be read: it is a directory");
}

Test(read, a_file_without_permission_is_told)
{
    char path[64];

    if (geteuid() == 0)
        cr_skip_test("root may read everything");
    write_file(path, sample, sizeof sample - 1);
    cr_assert_eq(chmod(path, 0), 0);
    expect_problem(path, CF_IO, CF_CODE_INPUT_NOT_OPENED,
                   "the file cannot be opened: Permission denied");
    unlink(path);
}

Test(read, a_device_without_end_is_left_at_its_first_nul)
{
    expect_problem("/dev/zero", CF_BAD_SYNTAX, CF_CODE_NUL_CHARACTER, NULL);
}

Test(read, an_empty_device_is_an_empty_file)
{
    expect_problem("/dev/null", CF_BAD_SYNTAX, CF_CODE_EMPTY_FILE, "the file is empty");
}

Test(read, a_file_above_the_limit_is_told)
{
    char path[64];
    char *text = NULL;
    size_t size = 0;
    cf_diags *diags = NULL;

    write_file(path, sample, sizeof sample - 1);
    cr_assert_eq(cf_diags_new(&diags), CF_OK);
    cr_expect_eq(cf_read_file(&text, &size, path, sizeof sample - 1, diags), CF_OK);
    cr_expect_eq(size, sizeof sample - 1);
    free(text);
    cr_expect_eq(cf_read_file(&text, &size, path, sizeof sample - 2, diags), CF_BAD_INPUT);
    cr_expect_null(text);
    cr_assert_eq(cf_diags_count(diags), 1);
    cr_expect_eq(cf_diags_at(diags, 0)->code, CF_CODE_TOO_LARGE);
    cf_diags_free(diags);
    unlink(path);
}

Test(read, problems_may_go_untold)
{
    cf_scenario *scenario = NULL;

    cr_expect_eq(cf_scenario_read(&scenario, "/nowhere.json", NULL), CF_IO);
    cr_expect_eq(cf_scenario_parse(&scenario, "{", 1, "a", NULL), CF_BAD_SYNTAX);
    cr_expect_eq(cf_scenario_parse(&scenario, "{}", 2, "a", NULL), CF_BAD_INPUT);
    cr_expect_eq(cf_scenario_parse(&scenario, "{\"a\":1,\"a\":1}", 13, "a", NULL), CF_BAD_INPUT);
    cr_expect_null(scenario);
    cr_expect_eq(cf_scenario_parse(&scenario, sample, sizeof sample - 1, "a", NULL), CF_OK);
    cf_scenario_free(scenario);
}

Test(read, standard_input_has_a_name_of_its_own)
{
    cf_diags *diags = NULL;
    cf_scenario *scenario = NULL;

    cr_assert_eq(cf_diags_new(&diags), CF_OK);
    cr_expect_eq(cf_scenario_parse(&scenario, "{", 1, "-", diags), CF_BAD_SYNTAX);
    cr_expect_str_eq(cf_diags_at(diags, 0)->where.file, "<stdin>");
    cf_diags_free(diags);
}

/* ---- progress ---- */

struct told {
    int calls;
    cf_progress_state last;
};

static bool tell(void *payload, const cf_progress_state *state)
{
    struct told *told = payload;

    told->calls++;
    told->last = *state;
    return false; /* reading goes on all the same */
}

Test(read, progress_is_told_every_few_thousand_deals)
{
    enum { DEALS = 10000 };
    char path[] = "/tmp/circfin-test-XXXXXX";
    FILE *file = fdopen(mkstemp(path), "w");
    struct told told = { .calls = 0 };
    const cf_progress progress = { .step = tell, .payload = &told };
    const cf_reading reading = { .progress = &progress, .threads = 1 };
    cf_scenario *scenario;

    fputs("{\"schema\": \"circfin.scenario/1\", \"name\": \"T\", \"currency\": \"USD\", "
          "\"entities\": [{\"id\": \"a\"}, {\"id\": \"b\"}], \"deals\": [",
          file);
    for (int i = 0; i < DEALS; i++)
        fprintf(file,
                "%s{\"id\": \"d%d\", \"relation\": \"investor\", \"payer\": \"a\", "
                "\"payee\": \"b\"}",
                i > 0 ? ", " : "", i);
    fputs("]}", file);
    fclose(file);
    cr_assert_eq(cf_scenario_read_as(&scenario, path, &reading, NULL), CF_OK);
    cr_expect_eq(scenario->deal_count, DEALS);
    cr_expect_eq(told.calls, 4); /* once for the entities */
    cr_expect_str_eq(told.last.unit, "deals");
    cr_expect_eq(told.last.done, 8192.0);
    cr_expect_eq(told.last.total, DEALS);
    cf_scenario_free(scenario);
    unlink(path);
}
