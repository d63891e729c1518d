/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "circfin/sheets.h"
#include "unit/testlib.h"

static const char deals[] = "id,relation,payer,payee,amount,note,supersedes\nd,investor,a,b,5,fine,"
                            "\ne,customer,a,b,-1,=1+1,\n"
                            "f,buyer,b,a,2,,\ng,customer,a,b,1,,f\nh,customer,b,a,1,,,,9,8\n";
static const char entities[] = "id,name,revenue\na,A,5\nb,B,lots\n";
static const cf_sheet_setting usd = { "currency", "USD" };

static char folder[64];

static void write_text(const char *name, const char *text)
{
    char path[128];
    FILE *out;

    snprintf(path, sizeof path, "%s/%s", folder, name);
    out = fopen(path, "wb");
    cr_assert_not_null(out);
    fputs(text, out);
    fclose(out);
}

static void write_files(void)
{
    strcpy(folder, "/tmp/circfin-unit-XXXXXX");
    cr_assert_not_null(mkdtemp(folder));
    write_text("deals.csv", deals);
    write_text("entities.csv", entities);
}

static void remove_files(void)
{
    char path[128];

    snprintf(path, sizeof path, "%s/deals.csv", folder);
    unlink(path);
    snprintf(path, sizeof path, "%s/entities.csv", folder);
    unlink(path);
    rmdir(folder);
}

Test(sheet_skip, rows_with_errors_are_left_out_with_their_reasons)
{
    cf_sheets sheets = { .deals = folder, .given = &usd, .given_count = 1 };
    cf_scenario *scenario = NULL;
    char path[] = "/tmp/circfin-unit-XXXXXX", text[2000] = "";
    int descriptor = mkstemp(path);

    write_files();
    cr_assert_eq(cf_rejects_new(&sheets.rejects), CF_OK);
    cr_assert_eq(cf_sheets_read(&scenario, &sheets, NULL), CF_OK);
    remove_files();
    cr_expect_eq(scenario->deal_count, 1);
    cr_expect_eq(cf_rejects_count(sheets.rejects), 5);
    cr_assert_eq(cf_rejects_write(sheets.rejects, path, NULL), CF_OK);
    cf_scenario_free(scenario);
    cf_rejects_free(sheets.rejects);
    close(descriptor);
    descriptor = open(path, O_RDONLY);
    cr_assert_gt(read(descriptor, text, sizeof text - 1), 0);
    close(descriptor);
    unlink(path);
    cr_expect_not_null(strstr(text, "note,supersedes,name,revenue,more,file,line,reason\r\n"));
    cr_expect_not_null(strstr(text, "e,customer,a,b,-1,'=1+1,,,,,"), "%s", text);
    cr_expect_not_null(strstr(text, "h,customer,b,a,1,,,,,\",9,8\","), "%s", text);
    cr_expect_not_null(strstr(text, "\r\nb,,,,,,,B,lots,,"), "%s", text);
}

Test(sheet_skip, leaving_rows_out_survives_every_failing_allocation)
{
    cf_status status = CF_NO_MEMORY;

    write_files();
    for (long allowed = 0; status == CF_NO_MEMORY; allowed++) {
        cf_sheets sheets = { .deals = folder, .given = &usd, .given_count = 1 };
        cf_scenario *scenario = NULL;
        cf_diags *diags = NULL;

        cr_assert_lt(allowed, 10000);
        allow_allocations(allowed);
        status = cf_diags_new(&diags);
        if (status == CF_OK)
            status = cf_rejects_new(&sheets.rejects);
        if (status == CF_OK)
            status = cf_sheets_read(&scenario, &sheets, diags);
        cr_assert_eq(scenario != NULL, status == CF_OK);
        cf_scenario_free(scenario);
        cf_rejects_free(sheets.rejects);
        cf_diags_free(diags);
        cr_assert_eq(stop_counting_allocations(), 0, "a leak when allocation %ld fails", allowed);
        cr_assert(status == CF_NO_MEMORY || status == CF_OK, "status %d when allocation %ld fails",
                  (int)status, allowed);
    }
    remove_files();
}
