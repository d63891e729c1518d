/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <dirent.h>
#include <sys/stat.h>
#include <unistd.h>

#include "circfin/sheets.h"
#include "circfin/writer.h"
#include "unit/testlib.h"

static const char *const names[] = { "deals.csv", "entities.csv", "scenario.csv" };

static void path_to(char path[static 128], const char *folder, const char *name)
{
    snprintf(path, 128, "%s/%s", folder, name);
}

static char *content(const char *folder, const char *name)
{
    char path[128], *text = NULL;
    size_t size = 0;
    FILE *in;

    path_to(path, folder, name);
    in = fopen(path, "r");
    cr_assert_not_null(in, "%s", path);
    cr_assert_geq(getdelim(&text, &size, '\0', in), 0);
    fclose(in);
    return text;
}

static void expect_content(const char *folder, const char *name, const char *expected)
{
    char *text = content(folder, name);

    cr_expect_str_eq(text, expected, "%s: %s", name, text);
    free(text);
}

static void expect_piece(const char *folder, const char *name, const char *piece)
{
    char *text = content(folder, name);

    cr_expect_not_null(strstr(text, piece), "%s is not in %s: %s", piece, name, text);
    free(text);
}

static int entries_of(const char *folder)
{
    DIR *directory = opendir(folder);
    int count = 0;

    cr_assert_not_null(directory);
    while (readdir(directory) != NULL)
        count++;
    closedir(directory);
    return count - 2;
}

static void remove_folder(const char *folder)
{
    char path[128];

    for (int i = 0; i < 3; i++) {
        path_to(path, folder, names[i]);
        unlink(path);
    }
    cr_expect_eq(rmdir(folder), 0);
}

static cf_scenario *hostile(void)
{
    return scenario_from(
        "'x-a': 1, 'unit': 'million', 'as_of': '2026-01-31', 'fx': {'EUR': 1.1}, 'entities': "
        "[{'id': '=a', 'name': ''}, {'id': 'b', 'name': '-b', 'outside_funds': {'low': 1, 'high': "
        "2}, 'sources': [{'title': '@x'}]}], 'deals': [{'id': 'a;b', 'relation': 'investor', "
        "'payer': '=a', 'payee': 'b', 'amount': 1e11, 'note': ' x', 'earmark': ['c'], "
        "'schedule': [{'date': '2026', 'amount': 1e11}]}, {'id': 'c', 'relation': 'customer', "
        "'payer': 'b', 'payee': '=a', 'amount': {'share': 0.5, 'of': ['a;b']}, 'sources': "
        "[{'url': 'u'}, {'title': 'two'}]}]");
}

Test(write_csv, text_stays_text)
{
    static const struct {
        const char *file, *text;
    } pieces[] = {
        { "deals.csv", ",source2_title,source2_publisher,source2_date,source2_url\r\n" },
        { "deals.csv", "\r\na;b,investor,'=a,b,100000000000,,,,,,,," },
        { "deals.csv", ",2026-01-01=100000000000,c,,,\" x\"," },
        { "deals.csv", "\r\nc,customer,b,'=a,,,,0.5,,,a\\;b,," },
        { "deals.csv", ",u,two,,,\r\n" },
        { "entities.csv", "\r\n'=a,'," },
        { "entities.csv", "\r\nb,'-b," },
        { "entities.csv", ",1,2,'@x,,,\r\n" },
        { "entities.csv", "note,outside_funds_low,outside_funds_high,source_title," },
    };
    char folder[] = "/tmp/circfin-unit-XXXXXX";
    cf_scenario *scenario = hostile();
    cf_diags *diags = NULL;

    cr_assert_not_null(mkdtemp(folder));
    assert_ok(cf_diags_new(&diags));
    assert_ok(cf_sheets_write(scenario, folder, diags));
    for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++)
        expect_piece(folder, pieces[i].file, pieces[i].text);
    expect_content(folder, "scenario.csv",
                   "key,value\r\nname,T\r\nas_of,2026-01-31\r\ncurrency,USD\r\nunit,million\r\n"
                   "fx.EUR,1.1\r\n");
    cr_assert_eq(cf_diags_count(diags), 1);
    cr_expect_eq(cf_diags_at(diags, 0)->code, CF_CODE_NOT_WRITTEN);
    cr_expect_eq(entries_of(folder), 3);
    remove_folder(folder);
    cf_diags_free(diags);
    cf_scenario_free(scenario);
}

Test(write_csv, a_folder_is_made_and_taken_away_again_on_failure)
{
    char parent[] = "/tmp/circfin-unit-XXXXXX", folder[128];
    cf_scenario *scenario = hostile();

    cr_assert_not_null(mkdtemp(parent));
    path_to(folder, parent, "new");
    assert_ok(cf_sheets_write(scenario, folder, NULL));
    cr_expect_eq(entries_of(folder), 3);
    remove_folder(folder);
    path_to(folder, parent, "deep/er");
    cr_expect_eq((int)cf_sheets_write(scenario, folder, NULL), (int)CF_IO);
    cr_expect_eq(rmdir(parent), 0);
    cf_scenario_free(scenario);
}

Test(write_csv, where_one_file_cannot_be_written_all_stay_as_they_were)
{
    char folder[] = "/tmp/circfin-unit-XXXXXX", path[128];
    cf_scenario *scenario = hostile();
    FILE *out;

    cr_assert_not_null(mkdtemp(folder));
    path_to(path, folder, "deals.csv");
    out = fopen(path, "w");
    fputs("old", out);
    fclose(out);
    path_to(path, folder, "scenario.csv");
    cr_assert_eq(mkdir(path, 0777), 0); /* a folder where a file is to be */
    cr_expect_eq((int)cf_sheets_write(scenario, folder, NULL), (int)CF_IO);
    expect_content(folder, "deals.csv", "old");
    cr_expect_eq(entries_of(folder), 2);
    rmdir(path);
    remove_folder(folder);
    cf_scenario_free(scenario);
}

Test(write_csv, writing_survives_every_failing_allocation)
{
    char folder[] = "/tmp/circfin-unit-XXXXXX";
    cf_scenario *scenario = hostile();
    cf_status status = CF_NO_MEMORY;

    cr_assert_not_null(mkdtemp(folder));
    for (long allowed = 0; status != CF_OK; allowed++) {
        cf_diags *diags = NULL;

        cr_assert_lt(allowed, 200);
        allow_allocations(allowed);
        status = cf_diags_new(&diags);
        if (status == CF_OK)
            status = cf_sheets_write(scenario, folder, diags);
        cf_diags_free(diags);
        cr_assert_eq(stop_counting_allocations(), 0, "a leak when allocation %ld fails", allowed);
        cr_assert(status == CF_OK || status == CF_NO_MEMORY || status == CF_IO);
        cr_expect(status == CF_OK || entries_of(folder) == 0);
    }
    cr_expect_eq(entries_of(folder), 3);
    remove_folder(folder);
    cf_scenario_free(scenario);
}
