/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenario/records.h"

#include <sys/stat.h>
#include <unistd.h>

#include "circfin/diag.h"
#include "circfin/sheets.h"
#include "unit/scenario/parsed.h"
#include "unit/testlib.h"

/* Enough for four tasks of 4,096 rows. */
enum { ROWS = 14000, ENTITIES_NAMED = 9000, TEXT_SIZE = 1 << 22 };

static char folder[64];

static const char *path_of(const char *name)
{
    static char path[128];

    snprintf(path, sizeof path, "%s/%s", folder, name);
    return path;
}

static FILE *open_file(const char *name)
{
    FILE *out = fopen(path_of(name), "wb");

    cr_assert_not_null(out);
    return out;
}

static void make_folder(void)
{
    strcpy(folder, "/tmp/circfin-unit-XXXXXX");
    cr_assert_not_null(mkdtemp(folder));
}

static void remove_folder(void)
{
    static const char *const names[] = { "deals.csv", "entities.csv", "deals.json", "out.json",
                                         "rejects.csv" };

    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        unlink(path_of(names[i]));
    rmdir(folder);
}

/* Everything that is told, and how often: to be freed. */
static char *words_of(const cf_diags *diags)
{
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);

    for (int i = 0; i < cf_diags_count(diags); i++) {
        const cf_diag *diag = cf_diags_at(diags, i);

        fprintf(out, "%s:%d:%d-%d CF%d %s (%s) [%s] x%d\n",
                diag->where.file == NULL ? "-" : diag->where.file, diag->where.line,
                diag->where.column, diag->where.length, (int)diag->code, diag->message,
                diag->where.pointer == NULL ? "-" : diag->where.pointer,
                diag->hint == NULL ? "-" : diag->hint, cf_diags_of_kind(diags, diag));
    }
    fclose(out);
    return text;
}

static char *text_of_file(const char *name)
{
    char *text = calloc(TEXT_SIZE, 1);
    FILE *in = fopen(path_of(name), "rb");
    size_t size;

    cr_assert(text != NULL && in != NULL);
    size = fread(text, 1, TEXT_SIZE - 1, in);
    cr_assert_lt(size, (size_t)TEXT_SIZE - 1);
    fclose(in);
    return text;
}

/* What reading a file gives: its problems, and the scenario if it is one. */
struct outcome {
    cf_status status;
    char *told, *scenario, *rejects; /* to be freed; the latter two may be NULL */
    int unkept;
};

static struct outcome read_with(const char *file, cf_reading reading, bool skips)
{
    struct outcome outcome = { 0 };
    cf_scenario *scenario = NULL;
    cf_diags *diags;

    cr_assert_eq(cf_diags_new(&diags), CF_OK);
    if (strcmp(file, "deals.json") == 0) {
        outcome.status = cf_scenario_read_as(&scenario, path_of(file), &reading, diags);
    } else {
        static const cf_sheet_setting given[] = { { "currency", "USD" } };
        cf_sheets sheets = {
            .deals = path_of(file), .given = given, .given_count = 1, .reading = reading
        };

        if (skips)
            cr_assert_eq(cf_rejects_new(&sheets.rejects), CF_OK);
        outcome.status = cf_sheets_read(&scenario, &sheets, diags);
        if (skips) {
            cr_assert_eq(cf_rejects_write(sheets.rejects, path_of("rejects.csv"), NULL), CF_OK);
            outcome.rejects = text_of_file("rejects.csv");
        }
        cf_rejects_free(sheets.rejects);
    }
    outcome.told = words_of(diags);
    if (scenario != NULL) {
        outcome.unkept = scenario->unkept;
        cr_assert_eq(cf_scenario_write(scenario, path_of("out.json"), NULL), CF_OK);
        outcome.scenario = text_of_file("out.json");
    }
    cf_scenario_free(scenario);
    cf_diags_free(diags);
    return outcome;
}

static void free_outcome(struct outcome *outcome)
{
    free(outcome->told);
    free(outcome->scenario);
    free(outcome->rejects);
}

static const char *or_nothing(const char *text)
{
    return text == NULL ? "" : text;
}

/* Reads on one thread and on more; returns what one thread found, to be freed. */
static struct outcome expect_same(const char *file, cf_reading reading, bool skips)
{
    static const int threads[] = { 2, 3, 7 };
    struct outcome first;

    reading.threads = 1;
    first = read_with(file, reading, skips);
    for (size_t i = 0; i < sizeof threads / sizeof *threads; i++) {
        struct outcome other;

        reading.threads = threads[i];
        other = read_with(file, reading, skips);
        cr_expect_eq(other.status, first.status);
        cr_expect_str_eq(other.told, first.told);
        cr_expect(strcmp(or_nothing(other.scenario), or_nothing(first.scenario)) == 0);
        cr_expect(strcmp(or_nothing(other.rejects), or_nothing(first.rejects)) == 0);
        cr_expect_eq(other.unkept, first.unkept);
        free_outcome(&other);
    }
    return first;
}

/* ---- files ---- */

/* How many of the rows have a problem. */
enum mess { CLEAN, WARNINGS, ERRORS };

static void put_sheet(enum mess mess, char separator)
{
    FILE *out = open_file("deals.csv");
    char c = separator;

    fprintf(out, "id%crelation%cpayer%cpayee%camount%cannounced\n", c, c, c, c, c);
    for (int i = 0; i < ROWS; i++) {
        bool is_odd = mess > CLEAN && i % 3500 == 3400;
        bool is_wrong = mess == ERRORS && i % 2900 == 77;

        fprintf(out, "d%d%cinvestor%ce%d%c\"e%d\"%c%s%c%s\n",
                mess == ERRORS && i % 5000 == 4999 ? i - 4500 : i, c, c, i % ENTITIES_NAMED, c,
                (i * 7 + 1) % ENTITIES_NAMED, c,
                is_wrong ? "many"
                : i % 2  ? "1.250"
                         : "17",
                c, is_odd ? "0202" : "2020-01");
    }
    fclose(out);
}

static void put_entities(void)
{
    FILE *out = open_file("entities.csv");

    fprintf(out, "id,name,revenue\n");
    for (int i = 0; i < ENTITIES_NAMED; i++)
        fprintf(out, "e%d,Name %d,%s\n", i, i, i == 6000 ? "much" : "1");
    fclose(out);
}

static void put_json_deal(FILE *out, int i, enum mess mess)
{
    bool is_wrong = mess == ERRORS && i % 2900 == 77;

    fprintf(out, "%s{\"id\": \"d%d\", \"relation\": \"investor\", \"payer\": \"e%d\", ",
            i == 0 ? "" : ",\n", mess == ERRORS && i % 5000 == 4999 ? i - 4500 : i, i % 5000);
    if (i % 100 == 0)
        fprintf(out, "\"x-mine\": %d, ", i);
    if (mess == WARNINGS && i % 3500 == 3400)
        fprintf(out, "\"announced\": \"0202\", ");
    if (mess == ERRORS && i % 4000 == 3999)
        fprintf(out, "\"payer\": \"e1\", ");
    if (i % 1000 == 999)
        fprintf(out, "\"part_of\": \"d%d\", ", i - 1);
    fprintf(out, "\"payee\": \"%s%d\", \"amount\": %d}", is_wrong ? "nobody" : "e",
            mess == WARNINGS && i % 3000 == 2999 ? i % 5000 : (i * 7 + 3) % 5000, 1 + i % 10);
}

static void put_json(enum mess mess)
{
    FILE *out = open_file("deals.json");

    fprintf(out, "{\"schema\": \"circfin.scenario/1\", \"name\": \"T\", \"currency\": \"USD\",\n"
                 "\"entities\": [");
    for (int i = 0; i < ENTITIES_NAMED; i++)
        fprintf(out, "%s{\"id\": \"e%d\", \"note\": \"n%d\"}", i == 0 ? "" : ",\n", i, i);
    fprintf(out, "],\n\"deals\": [");
    for (int i = 0; i < ROWS; i++)
        put_json_deal(out, i, mess);
    fprintf(out, "]}\n");
    fclose(out);
}

/* ---- tests ---- */

Test(records, json_without_problems_is_the_same_on_any_number_of_threads)
{
    struct outcome outcome;

    make_folder();
    put_json(CLEAN);
    outcome = expect_same("deals.json", (cf_reading){ .threads = 1 }, false);
    cr_expect_str_eq(outcome.told, "");
    cr_expect_eq(outcome.unkept, ROWS / 100);
    cr_expect_not_null(strstr(or_nothing(outcome.scenario), "\"d13999\""));
    free_outcome(&outcome);
    remove_folder();
}

Test(records, problems_of_json_are_the_same_on_any_number_of_threads)
{
    struct outcome outcome;

    make_folder();
    put_json(ERRORS);
    outcome = expect_same("deals.json", (cf_reading){ .threads = 1 }, false);
    cr_expect_eq(outcome.status, CF_BAD_INPUT);
    cr_expect_not_null(strstr(outcome.told, "CF112")); /* a key twice */
    cr_expect_not_null(strstr(outcome.told, "nobody"));
    cr_expect_not_null(strstr(outcome.told, "/deals/4999/id"));
    free_outcome(&outcome);
    remove_folder();
}

Test(records, deals_that_are_dropped_are_the_same_on_any_number_of_threads)
{
    struct outcome outcome;

    make_folder();
    put_json(WARNINGS);
    outcome = expect_same("deals.json", (cf_reading){ .drop_self_deals = true }, false);
    cr_expect_eq(outcome.status, CF_OK, "%s", outcome.told);
    cr_expect_not_null(strstr(outcome.told, "left out"), "%s", outcome.told);
    cr_expect_not_null(strstr(outcome.told, "0202"));
    free_outcome(&outcome);
    remove_folder();
}

Test(records, a_sheet_without_problems_is_the_same_on_any_number_of_threads)
{
    struct outcome outcome;

    make_folder();
    put_sheet(CLEAN, ',');
    outcome = expect_same("deals.csv", (cf_reading){ .threads = 1 }, false);
    cr_expect_eq(outcome.status, CF_OK);
    cr_expect_not_null(strstr(or_nothing(outcome.scenario), "\"d13999\""));
    free_outcome(&outcome);
    remove_folder();
}

Test(records, numbers_in_doubt_are_told_at_the_first_on_any_number_of_threads)
{
    struct outcome outcome;

    make_folder();
    put_sheet(WARNINGS, ';');
    outcome = expect_same("deals.csv", (cf_reading){ .threads = 1 }, false);
    cr_expect_eq(outcome.status, CF_OK);
    cr_expect_not_null(strstr(outcome.told, "two ways"));
    cr_expect_not_null(strstr(outcome.told, "row 3, amount"), "%s", outcome.told);
    free_outcome(&outcome);
    remove_folder();
}

Test(records, problems_of_sheets_are_the_same_on_any_number_of_threads)
{
    struct outcome outcome;

    make_folder();
    put_sheet(ERRORS, ',');
    put_entities();
    outcome = expect_same("deals.csv", (cf_reading){ .threads = 1 }, false);
    cr_expect_eq(outcome.status, CF_BAD_INPUT);
    cr_expect_not_null(strstr(outcome.told, "row 6002, revenue"), "%s", outcome.told);
    cr_expect_not_null(strstr(outcome.told, "many"));
    free_outcome(&outcome);
    remove_folder();
}

Test(records, rows_that_are_left_out_are_the_same_on_any_number_of_threads)
{
    struct outcome outcome;

    make_folder();
    put_sheet(ERRORS, ',');
    put_entities();
    outcome = expect_same("deals.csv", (cf_reading){ .threads = 1 }, true);
    cr_expect_eq(outcome.status, CF_OK, "%s", outcome.told);
    cr_expect_not_null(strstr(or_nothing(outcome.rejects), "many"));
    free_outcome(&outcome);
    remove_folder();
}
