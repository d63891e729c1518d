/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "circfin/sheets.h"

#include <sys/stat.h>
#include <unistd.h>

#include "unit/scenario/parsed.h"
#include "unit/testlib.h"

/* Files that are read together; NULL: there is none. */
typedef struct case_files {
    const char *deals, *entities, *settings;
    cf_sheet_setting given[4];
} case_files;

#define HEADER "id,relation,payer,payee,amount"
#define USD                                                                                        \
    {                                                                                              \
        {                                                                                          \
            "currency", "USD"                                                                      \
        }                                                                                          \
    }

static char folder[64];

static void write_text(const char *name, const char *text)
{
    char path[128];
    FILE *out;

    snprintf(path, sizeof path, "%s/%s", folder, name);
    unlink(path);
    if (text == NULL)
        return;
    out = fopen(path, "wb");
    cr_assert_not_null(out);
    fputs(text, out);
    fclose(out);
}

static void write_files(const case_files *files)
{
    strcpy(folder, "/tmp/circfin-unit-XXXXXX");
    cr_assert_not_null(mkdtemp(folder));
    write_text("deals.csv", files->deals);
    write_text("entities.csv", files->entities);
    write_text("scenario.csv", files->settings);
}

static void remove_files(void)
{
    write_text("deals.csv", NULL);
    write_text("entities.csv", NULL);
    write_text("scenario.csv", NULL);
    rmdir(folder);
}

static parsed read_files(const case_files *files)
{
    cf_sheets sheets = { .deals = folder, .given = files->given };
    parsed result = { 0 };

    while (sheets.given_count < 4 && files->given[sheets.given_count].key != NULL)
        sheets.given_count++;
    write_files(files);
    cr_assert_eq(cf_diags_new(&result.diags), CF_OK);
    result.status = cf_sheets_read(&result.scenario, &sheets, result.diags);
    remove_files();
    cr_assert_eq(result.scenario != NULL, result.status == CF_OK);
    cr_assert_eq(cf_diags_total(result.diags, CF_ERROR) == 0, result.status == CF_OK);
    return result;
}

/* The name of a file without its folder. */
static const char *base_of(const char *file)
{
    const char *slash = strrchr(file, '/');

    return slash == NULL ? file : slash + 1;
}

/* "deals.csv:2:17 CF221 row 2, amount; ..." */
static void expect_told(const case_files *files, cf_status status, const char *expected)
{
    parsed result = read_files(files);
    char found[2000] = "";

    for (int i = 0; i < cf_diags_count(result.diags); i++) {
        const cf_diag *diag = cf_diags_at(result.diags, i);
        size_t used = strlen(found);

        snprintf(found + used, sizeof found - used, "%s%s:%d:%d CF%d %s", used > 0 ? "; " : "",
                 diag->where.file == NULL ? "-" : base_of(diag->where.file), diag->where.line,
                 diag->where.column, diag->code,
                 diag->where.pointer == NULL ? "-" : diag->where.pointer);
    }
    cr_expect_eq((int)result.status, (int)status);
    cr_expect_str_eq(found, expected, "told: %s", found);
    free_parsed(&result);
}

static cf_scenario *good_files(const case_files *files)
{
    parsed result = read_files(files);

    cr_assert_eq((int)result.status, (int)CF_OK, "%s",
                 cf_diags_count(result.diags) > 0 ? cf_diags_at(result.diags, 0)->message : "");
    cf_diags_free(result.diags);
    return result.scenario;
}

/* ---- what is read ---- */

Test(sheets, every_column_of_a_deal_is_read)
{
    const case_files files = {
        .deals = "id,relation,payer,payee,amount,amount_low,amount_high,share,share_high,share_of,"
                 "currency,instrument,announced,cancelled,start,end,status,probability,basis,cash,"
                 "contingent,schedule,earmark,part_of,supersedes,note\n"
                 "a,investor,x,y,10,5,20,,,,EUR,equity,2025-02,2026,2025,2026,Letter of Intent,"
                 "0.25,estimate,no,yes,2025=4;2026-07=6,b;c,p,c,hello\n"
                 "b,customer,y,z,3\nc,customer,y,z,100 000\n"
                 "p,supplier,z,x,,,,0.5,0.75,b; c\n",
        .given = { { "currency", "USD" }, { "fx.EUR", "1.08" } },
    };
    cf_scenario *scenario = good_files(&files);
    const cf_deal *deal = &scenario->deals[0], *part = &scenario->deals[3];

    cr_assert_eq(scenario->deal_count, 4);
    cr_expect_eq(deal->relation, CF_INVESTOR);
    cr_expect_str_eq(scenario->entities[deal->payer].id, "x");
    cr_expect_str_eq(scenario->entities[deal->payee].id, "y");
    cr_expect(deal->has_range);
    expect_near(deal->amount.low, 5);
    expect_near(deal->amount.base, 10);
    expect_near(deal->amount.high, 20);
    cr_expect_str_eq(deal->currency, "EUR");
    expect_near(deal->fx, 1.08);
    cr_expect_str_eq(deal->instrument, "equity");
    cr_expect_eq(deal->announced, day_of("2025-02-01"));
    cr_expect_eq(deal->cancelled, day_of("2026-12-31"));
    cr_expect_eq(deal->start, day_of("2025-01-01"));
    cr_expect_eq(deal->end, day_of("2026-12-31"));
    cr_expect_eq(deal->status, CF_LETTER_OF_INTENT);
    expect_near(deal->probability, 0.25);
    cr_expect_eq(deal->basis, CF_ESTIMATE);
    cr_expect_not(deal->cash);
    cr_expect(deal->contingent);
    cr_assert_eq(deal->schedule_count, 2);
    expect_near(deal->schedule[1].amount, 6);
    cr_assert_eq(deal->earmark.count, 2);
    cr_expect_eq(deal->earmark.at[1], 2);
    cr_expect_eq(deal->part_of, 3);
    cr_expect_eq(deal->supersedes.at[0], 2);
    cr_expect_str_eq(deal->note, "hello");
    cr_expect_not(scenario->deals[1].has_range);
    expect_near(scenario->deals[2].amount.base, 100000);
    cr_expect_eq(part->kind, CF_SHARE_OF);
    expect_near(part->share.low, 0.5);
    expect_near(part->share.high, 0.75);
    cr_expect_eq(part->share_of.count, 2);
    cf_scenario_free(scenario);
}

Test(sheets, every_column_of_an_entity_and_every_setting_is_read)
{
    const case_files files = {
        .deals = HEADER "\nd,investor,x,y,1\n",
        .entities = "id,name,group,sector,outside_funds,outside_funds_low,revenue,revenue_high,"
                    "revenue_from,revenue_to,note,source2_title,source_url\n"
                    "x,X Inc,g,chips,7,6,100,120,2025,2025,hi,second,first\ny,,,,0,,,,,,,,\n",
        .settings =
            "key,value\nname,N\ndescription,D\nas_of,2026-03\nspan_from,2025\nspan_to,2026\n"
            "currency,EUR\nunit,BN\nfx.USD,0.9\nstatus_probability.signed,0.5\nx-mine,?\n",
    };
    cf_scenario *scenario = good_files(&files);
    const cf_entity *entity = &scenario->entities[0];

    cr_expect_str_eq(scenario->name, "N");
    cr_expect_str_eq(scenario->description, "D");
    cr_expect_eq(scenario->as_of, day_of("2026-03-31"));
    cr_expect_eq(scenario->span_from, day_of("2025-01-01"));
    cr_expect_eq(scenario->span_to, day_of("2026-12-31"));
    cr_expect_str_eq(scenario->currency, "EUR");
    cr_expect_eq(scenario->unit, CF_BILLION);
    cr_assert_eq(scenario->rate_count, 1);
    cr_expect_str_eq(scenario->rates[0].currency, "USD");
    expect_near(scenario->rates[0].value, 0.9);
    expect_near(scenario->status_probability[CF_SIGNED], 0.5);
    expect_near(scenario->status_probability[CF_ANNOUNCED], 1);
    cr_expect_str_eq(entity->name, "X Inc");
    cr_expect_str_eq(entity->group, "g");
    cr_expect_str_eq(entity->sector, "chips");
    expect_near(entity->outside_funds.low, 6);
    expect_near(entity->outside_funds.high, 7);
    expect_near(entity->revenue.base, 100);
    expect_near(entity->revenue.high, 120);
    cr_expect_eq(entity->revenue_to, day_of("2025-12-31"));
    cr_assert_eq(entity->source_count, 2);
    cr_expect_str_eq(entity->sources[0].url, "first");
    cr_expect_str_eq(entity->sources[1].title, "second");
    cr_expect(scenario->entities[1].outside_funds_known);
    cr_expect_null(scenario->entities[1].name);
    cf_scenario_free(scenario);
}

Test(sheets, what_is_given_overrides_the_file)
{
    const case_files files = { .deals = HEADER "\nd,investor,x,y,1\n",
                               .settings = "key,value\ncurrency,EUR\nunit,bn\n",
                               .given = { { "currency", "USD" }, { "name", "mine" } } };
    cf_scenario *scenario = good_files(&files);

    cr_expect_str_eq(scenario->currency, "USD");
    cr_expect_str_eq(scenario->name, "mine");
    cr_expect_eq(scenario->unit, CF_BILLION);
    cf_scenario_free(scenario);
}

Test(sheets, without_a_name_it_is_called_as_the_file_or_folder)
{
    const case_files files = { .deals = HEADER "\nd,investor,x,y,1\n", .given = USD };
    cf_scenario *scenario = good_files(&files);

    cr_expect_str_eq(scenario->name, base_of(folder));
    cr_expect_str_eq(scenario->file, folder);
    cf_scenario_free(scenario);
}

/* The same deals in every way that programs write them. */
Test(sheets, all_dialects_say_the_same)
{
    static const char *const texts[] = {
        "id,relation,payer,payee,amount,note\nd,investor,x,y,1.5,\"a;b\"\n",
        "id;relation;payer;payee;amount;note\r\nd;investor;x;y;1.5;\"a;b\"\r\n",
        "id\trelation\tpayer\tpayee\tamount\tnote\nd\tinvestor\tx\ty\t1.5\ta;b",
        "id|relation|payer|payee|amount|note\nd|investor|x|y|1.5|a;b",
        "sep=;\nid;relation;payer;payee;amount;note\nd;investor;x;y;1.5;\"a;b\"\n",
        "sep=^\r\nid^relation^payer^payee^amount^note\r\nd^investor^x^y^1.5^a;b\r\n",
        "\xEF\xBB\xBFid,relation,payer,payee,amount,note\nd,investor,x,y,1.5,a;b\n",
        "id,relation,payer,payee,amount,note\rd,investor,x,y,1.5,a;b\r",
        "\n\r\nID , Relation, Payer ,PAYEE,Amount,note,\n,,,\n\n d ,Investor,x, y, 1.5 ,a;b ,,\n",
        "note,amount,payee,payer,relation,id\na;b,1.5,y,x,investor,d\n",
    };

    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        const case_files files = { .deals = texts[i], .given = USD };
        cf_scenario *scenario = good_files(&files);

        cr_assert_eq(scenario->deal_count, 1, "%s", texts[i]);
        cr_expect_str_eq(scenario->deals[0].id, "d", "%s", texts[i]);
        cr_expect_str_eq(scenario->deals[0].note, "a;b", "%s", texts[i]);
        expect_near(scenario->deals[0].amount.base, 1.5);
        cr_expect_str_eq(scenario->entities[0].id, "x", "%s", texts[i]);
        cr_expect_str_eq(scenario->entities[1].id, "y", "%s", texts[i]);
        cf_scenario_free(scenario);
    }
}

Test(sheets, guards_are_taken_off_and_quotes_keep_spaces)
{
    const case_files files = { .deals =
                                   HEADER ",note,instrument\nd,investor,x,y,1,'=1+1,' a \n"
                                          "e,investor,x,y,1,'',\" a \"\nf,investor,x,y,-0,',\n",
                               .given = USD };
    cf_scenario *scenario = good_files(&files);

    cr_expect_str_eq(scenario->deals[0].note, "=1+1");
    cr_expect_str_eq(scenario->deals[0].instrument, "' a");
    cr_expect_str_eq(scenario->deals[1].note, "'");
    cr_expect_str_eq(scenario->deals[1].instrument, " a ");
    cr_expect_str_eq(scenario->deals[2].note, "");
    cr_expect_null(scenario->deals[2].instrument);
    cf_scenario_free(scenario);
}

/* ---- parties ---- */

Test(sheets, a_party_may_be_called_by_a_name_that_only_one_has)
{
    const case_files files = { .deals = HEADER "\nd,investor,Chip Co,lab,1\ne,customer,lab,c,1\n",
                               .entities = "id,name\nc,Chip Co\nlab,The Lab\n",
                               .given = USD };
    cf_scenario *scenario = good_files(&files);

    cr_expect_eq(scenario->entity_count, 2);
    cr_expect_eq(scenario->deals[0].payer, 0);
    cr_expect_eq(scenario->deals[1].payee, 0);
    cf_scenario_free(scenario);
}

Test(sheets, an_id_goes_before_a_name)
{
    const case_files files = { .deals = HEADER "\nd,investor,b,c,1\n",
                               .entities = "id,name\na,b\nb,a\nc,c\n",
                               .given = USD };
    cf_scenario *scenario = good_files(&files);

    cr_expect_eq(scenario->deals[0].payer, 1);
    cf_scenario_free(scenario);
}

Test(sheets, a_shared_name_names_nobody)
{
    const case_files files = { .deals = HEADER "\nd,investor,Twin,c,1\n",
                               .entities = "id,name\na,Twin\nb,Twin\nc,\n",
                               .given = USD };

    expect_told(&files, CF_OK,
                "entities.csv:3:3 CF406 row 3, name; deals.csv:2:12 CF411 row 2, payer; "
                "deals.csv:2:12 CF406 row 2, payer");
}

Test(sheets, a_setting_may_be_the_whole_span)
{
    const case_files files = { .deals = HEADER "\nd,investor,a,c,1\n",
                               .entities = "id\na\nc\n",
                               .settings = "key,value\ncurrency,USD\nspan,2025..2026-03\n" };
    cf_scenario *scenario = good_files(&files);

    cr_expect_eq(scenario->span_from, day_of("2025-01-01"));
    cr_expect_eq(scenario->span_to, day_of("2026-03-31"));
    cf_scenario_free(scenario);
}

Test(sheets, a_span_is_given_once_and_as_a_period)
{
    case_files files = { .deals = HEADER "\nd,investor,a,c,1\n",
                         .entities = "id\na\nc\n",
                         .settings = "key,value\ncurrency,USD\nspan,2025..2026\nspan_to,2027\n" };

    expect_told(&files, CF_BAD_INPUT, "scenario.csv:4:1 CF225 row 4, key");
    files.settings = "key,value\ncurrency,USD\nspan_to,2027\nspan,2025..2026\n";
    expect_told(&files, CF_BAD_INPUT, "scenario.csv:4:1 CF225 row 4, key");
    files.settings = "key,value\ncurrency,USD\nspan,2025\n";
    expect_told(&files, CF_BAD_INPUT, "scenario.csv:3:6 CF214 row 3, value");
    files.settings = "key,value\ncurrency,USD\nspan,2025..x\n";
    expect_told(&files, CF_BAD_INPUT, "scenario.csv:3:6 CF214 row 3, value");
}

Test(sheets, the_other_spelling_may_stand_in_another_file)
{
    const case_files files = { .deals = HEADER "\nd,investor,a,C-1,1\n",
                               .entities = "id,name\na,\nb,c 1\n",
                               .given = USD };
    parsed result = read_files(&files);
    const cf_diag *diag = cf_diags_at(result.diags, 1);

    cr_expect_str_eq(diag->message,
                     "\"C-1\" and \"b\", whose name is \"c 1\", count as two entities, but differ "
                     "only in letter case, accents, spaces or punctuation");
    cr_expect_str_eq(diag->hint,
                     "if they are one, write one spelling everywhere, or the other one "
                     "into the column aliases of the file of entities; the other one is "
                     "in row 3, name of entities.csv");
    cr_expect_str_eq(base_of(diag->other.file), "entities.csv");
    cr_expect_eq(diag->other.line, 3);
    cr_expect_eq(diag->other.column, 3);
    free_parsed(&result);
}

Test(sheets, who_is_not_among_the_entities_is_added_once_with_a_warning)
{
    const case_files files = { .deals = HEADER "\nd,investor,a,new,1\ne,customer,new,a,1\n",
                               .entities = "id\na\n",
                               .given = USD };
    cf_scenario *scenario = good_files(&files);

    cr_assert_eq(scenario->entity_count, 2);
    cr_expect_str_eq(scenario->entities[1].id, "new");
    cf_scenario_free(scenario);
    expect_told(&files, CF_OK, "deals.csv:2:14 CF411 row 2, payee");
}

/* ---- problems ---- */

Test(sheets, problems_have_the_place_of_their_cell)
{
    const case_files files = {
        .deals = HEADER ",share,share_of,start,end,schedule,source3_title,source7_url\n"
                        "d,investor,a,b,-5,,,,,,,\n"
                        "e,customer,b,a,1,0.5,d,,,,,\n"
                        "f,customer,b,b,1,,,2026,2025,,,\n"
                        "\"f\",wrong,a,b,1,,,,,2026=3,\"t\n\",u\n"
                        "g,customer,b,a,,,nobody,,,,,\n",
        .given = USD,
    };

    expect_told(
        &files, CF_BAD_INPUT,
        "deals.csv:0:0 CF411 -; deals.csv:2:16 CF204 row 2, amount; deals.csv:3:16 CF209 row "
        "3, amount; deals.csv:4:14 CF304 row 4, payee; deals.csv:4:25 CF313 row 4, end; "
        "deals.csv:5:1 CF301 row 5, id; deals.csv:5:5 CF212 row 5, relation; "
        "deals.csv:5:21 CF316 row 5, schedule; deals.csv:7:18 CF201 row 6, share_of; "
        "deals.csv:7:18 CF303 row 6, share_of");
}

Test(sheets, problems_of_all_files_come_in_order)
{
    const case_files files = {
        .deals = HEADER "\nd,investor,a,b,x\n",
        .entities = "id,revenue,revenue_from\na,1e19,\nb,5,2025\n,,2026\n",
        .settings = "key,value\nunit,dozen\nfx.eur,2\nfx.EUR,x\ncolour,red\nunit,bn\n",
        .given = { { "currency", "dollars" }, { "as_of", "soon" } },
    };

    expect_told(&files, CF_BAD_INPUT,
                "-:0:0 CF214 as_of; -:0:0 CF213 currency; scenario.csv:2:6 CF212 row 2, value; "
                "scenario.csv:3:1 CF213 row 3, key; scenario.csv:4:8 CF221 row 4, value; "
                "scenario.csv:5:1 CF412 row 5, key; scenario.csv:6:1 CF225 row 6, key; "
                "entities.csv:2:3 CF205 row 2, revenue; entities.csv:3:3 CF201 row 3, revenue; "
                "entities.csv:4:1 CF220 row 4, id; entities.csv:4:3 CF201 row 4, revenue_from; "
                "entities.csv:4:3 CF201 row 4, revenue_from; deals.csv:2:16 CF221 row 2, amount");
}

Test(sheets, only_what_was_given_is_a_bad_option)
{
    const case_files missing = { .deals = HEADER "\n" };
    const case_files wrong = { .deals = HEADER "\n",
                               .given = { { "currency", "USD" }, { "unit", "dozen" } } };
    const case_files number = { .deals = HEADER "\n",
                                .given = { { "currency", "USD" }, { "fx.EUR", "1,08" } } };

    expect_told(&missing, CF_BAD_OPTION, "-:0:0 CF224 currency");
    expect_told(&wrong, CF_BAD_OPTION, "-:0:0 CF212 unit");
    expect_told(&number, CF_BAD_OPTION, "-:0:0 CF221 fx.EUR");
}

Test(sheets, an_added_entity_has_its_place_among_the_deals)
{
    const case_files files = { .deals = HEADER "\nd,investor,\"a\nb\",c,1\n",
                               .entities = "id\nc\n",
                               .given = USD };

    expect_told(&files, CF_BAD_INPUT,
                "deals.csv:2:12 CF411 row 2, payer; deals.csv:2:12 CF211 row 2, payer");
}

Test(sheets, a_row_out_of_step_is_told_once)
{
    const case_files files = {
        .deals = HEADER ",earmark\nd,investor,a,b,1,5,e\ne,customer,b,c,5\n"
                        "f,investor,a,b,5,d\n",
        .given = USD,
    };

    expect_told(&files, CF_BAD_INPUT, "deals.csv:0:0 CF411 -; deals.csv:2:20 CF125 row 2");
}

Test(sheets, bad_text_is_told)
{
    const case_files empty = { .deals = "", .given = USD };
    const case_files blank = { .deals = "\n\n \n", .given = USD };
    const case_files latin = { .deals = HEADER "\nd,investor,caf\xE9,b,1\n", .given = USD };
    const case_files wide = { .deals = "\xFF\xFEi", .given = USD };
    const case_files header = { .deals = HEADER "\n", .given = USD };
    const case_files sep = { .deals = "sep=;\n", .given = USD };

    expect_told(&empty, CF_BAD_SYNTAX, "deals.csv:0:0 CF104 -");
    expect_told(&blank, CF_BAD_SYNTAX, "deals.csv:0:0 CF104 -");
    expect_told(&latin, CF_BAD_SYNTAX, "deals.csv:2:15 CF105 -");
    expect_told(&wide, CF_BAD_SYNTAX, "deals.csv:1:1 CF105 -");
    expect_told(&header, CF_OK, "");
    expect_told(&sep, CF_BAD_INPUT, "deals.csv:2:1 CF120 row 2");
}

Test(sheets, missing_files_are_told)
{
    const case_files none = { .entities = "id\na\n", .given = USD };

    expect_told(&none, CF_IO, "deals.csv:0:0 CF101 -");
}

Test(sheets, problems_may_go_untold)
{
    cf_sheets sheets = { .deals = folder };
    const case_files files = { .deals = HEADER ",colour\nd,investor,a,b,x,\n" };
    cf_scenario *scenario = NULL;

    write_files(&files);
    cr_expect_eq((int)cf_sheets_read(&scenario, &sheets, NULL), (int)CF_BAD_INPUT);
    cr_expect_null(scenario);
    remove_files();
}

Test(sheets, thousands_of_problems_are_counted)
{
    enum { ROWS = 5000 };
    char *text = malloc(ROWS * 40 + 100), *to = text;
    case_files files = { .given = USD };
    parsed result;

    to += sprintf(to, HEADER "\n");
    for (int i = 0; i < ROWS; i++)
        to += sprintf(to, "d%d,investor,a,b,%s\n", i, i % 2 == 0 ? "x" : "-1");
    files.deals = text;
    result = read_files(&files);
    cr_expect_eq(cf_diags_total(result.diags, CF_ERROR), ROWS);
    cr_expect_eq(cf_diags_at(result.diags, 1)->where.line, 2);
    free_parsed(&result);
    free(text);
}

Test(sheets, names_of_spreadsheets_are_known)
{
    cr_expect(cf_sheets_is_name("a.csv") && cf_sheets_is_name("a.CSV") &&
              cf_sheets_is_name("x/a.Tsv") && cf_sheets_is_name(CIRCFIN_SOURCE "/data/template"));
    cr_expect_not(cf_sheets_is_name("a.json") || cf_sheets_is_name(".csv") ||
                  cf_sheets_is_name("-") || cf_sheets_is_name(CIRCFIN_SOURCE "/data") ||
                  cf_sheets_is_name(""));
}

/* ---- memory ---- */

static void expect_survival(const case_files *files, cf_status expected)
{
    cf_sheets sheets = { .deals = folder, .given = files->given, .given_count = 2 };
    cf_status status = CF_NO_MEMORY;

    write_files(files);
    for (long allowed = 0; status == CF_NO_MEMORY; allowed++) {
        cf_scenario *scenario = NULL;
        cf_diags *diags = NULL;

        cr_assert_lt(allowed, 10000);
        allow_allocations(allowed);
        status = cf_diags_new(&diags);
        if (status == CF_OK)
            status = cf_sheets_read(&scenario, &sheets, diags);
        cr_assert_eq(scenario != NULL, status == CF_OK);
        cf_scenario_free(scenario);
        cf_diags_free(diags);
        cr_assert_eq(stop_counting_allocations(), 0, "a leak when allocation %ld fails", allowed);
        cr_assert(status == CF_NO_MEMORY || status == expected,
                  "status %d when allocation %ld fails", (int)status, allowed);
    }
    remove_files();
}

Test(sheets, reading_survives_every_failing_allocation)
{
    const case_files files = {
        .deals = HEADER ",share,share_of,earmark,schedule,source_title,source2_url\n"
                        "d,investor,A,b,5,,,e,2025=5,t,u\ne,customer,b,new,2,,,,,,\n"
                        "f,customer,b,a,,0.5,e,,,,\n",
        .entities = "id,name,revenue\na,A,5\nb,B,\n",
        .settings = "key,value\nunit,bn\nstatus_probability.signed,0.5\n",
        .given = { { "currency", "USD" }, { "fx.EUR", "1.1" } },
    };

    expect_survival(&files, CF_OK);
}

Test(sheets, telling_problems_survives_every_failing_allocation)
{
    const case_files files = {
        .deals = HEADER ",colour\nd,investor,a,b,-1,\nd,investr,a,b,x,\ne,customer,a,a,5,6,7\n",
        .entities = "id,nam\na,\n,\n",
        .settings = "key,value\nunit,dozen\nunit,bn\ncolour,red\n",
        .given = { { "currency", "usd" }, { "fx.EUR", "x" } },
    };

    expect_survival(&files, CF_BAD_INPUT);
}

Test(sheets, a_column_that_is_there_is_not_suggested)
{
    const case_files files = { .deals = "id,relation,payer,payee,amount,amount note,amuont\n"
                                        "d,investor,a,c,1,x,y\n",
                               .entities = "id\na\nc\n",
                               .given = USD };
    parsed result = read_files(&files);

    cr_assert_eq(cf_diags_count(result.diags), 2);
    cr_expect_null(cf_diags_at(result.diags, 0)->hint);
    cr_expect_null(cf_diags_at(result.diags, 1)->hint);
    free_parsed(&result);
}
