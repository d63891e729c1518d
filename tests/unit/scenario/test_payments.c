/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenario/payments.h"
#include "unit/testlib.h"

#include <unistd.h>

/* A file of payments, and what reading it gives. */
struct bench {
    char file[40];
    cf_diags *diags;
    cf_payments payments;
    cf_status status;
};

static struct bench bench_of(const char *text, size_t size, cf_reading reading)
{
    struct bench bench = { .file = "/tmp/circfin-payments-XXXXXX" };
    int descriptor = mkstemp(bench.file);

    cr_assert_geq(descriptor, 0);
    cr_assert_eq(write(descriptor, text, size), (ssize_t)size);
    close(descriptor);
    assert_ok(cf_diags_new(&bench.diags));
    bench.status = cf_payments_open(&bench.payments, bench.file, &reading, "USD", bench.diags);
    return bench;
}

/* Reads on to the end: "a>b 5 trade; b>a ? capital; " */
static char *rest_of(struct bench *bench)
{
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    cf_payment_row row;
    bool there = bench->status == CF_OK;

    cr_assert_not_null(out);
    while (there && bench->status == CF_OK) {
        bench->status = cf_payments_next(&bench->payments, &row, &there);
        if (!there)
            break;
        if (!row.counts)
            continue;
        fprintf(out, "%.*s>%.*s ", (int)row.payer.length, row.payer.text, (int)row.payee.length,
                row.payee.text);
        if (row.open)
            fputs("?", out);
        else
            fprintf(out, "%.15g", row.amount);
        fprintf(out, " %s; ", cf_class_names[row.class]);
    }
    if (bench->status == CF_OK)
        bench->status = cf_payments_end(&bench->payments);
    fclose(out);
    return text;
}

static void bench_free(struct bench *bench)
{
    cf_payments_free(&bench->payments);
    cf_diags_free(bench->diags);
    unlink(bench->file);
}

static void expect_rows(const char *text, const char *expected)
{
    struct bench bench = bench_of(text, strlen(text), (cf_reading){ 0 });
    char *rows = rest_of(&bench);

    cr_expect_eq((int)bench.status, (int)CF_OK, "%s", text);
    cr_expect_str_eq(rows, expected, "%s gives %s", text, rows);
    free(rows);
    bench_free(&bench);
}

/* The first problem, and how many of its kind. */
static void expect_problem(const char *text, size_t size, int code, int line, int column, int count)
{
    struct bench bench = bench_of(text, size, (cf_reading){ 0 });

    free(rest_of(&bench));
    cr_expect_neq((int)bench.status, (int)CF_OK, "%s", text);
    cr_assert_geq(cf_diags_count(bench.diags), 1, "%s", text);
    const cf_diag *first = cf_diags_at(bench.diags, 0);

    cr_expect_eq(first->code, code, "%s: CF%d", text, first->code);
    cr_expect_eq(first->where.line, line, "%s: line %d", text, first->where.line);
    cr_expect_eq(first->where.column, column, "%s: column %d", text, first->where.column);
    cr_expect_eq(cf_diags_of_kind(bench.diags, first), count, "%s", text);
    bench_free(&bench);
}

#define HEAD "relation,payer,payee,amount\n"
#define expect_bad(text, ...) expect_problem(HEAD text, strlen(HEAD text), __VA_ARGS__)

Test(payments, cells_are_read_as_those_of_deals)
{
    expect_rows(HEAD "customer,a,b,5\ninvestor,b,a,\n", "a>b 5 trade; b>a ? capital; ");
    expect_rows("\xEF\xBB\xBFpayee;amount;id;relation;payer\r\nb;1 000;x;Supplier;a\r\n",
                "a>b 1000 trade; ");
    expect_rows(HEAD "customer,\"a, \"\"b\"\"\",'=c,1e3\n", "a, \"b\">=c 1000 trade; ");
    expect_rows("relation,payer,payee,amount\rcustomer,a,b,5\rcustomer,b,a,6", // old Macs
                "a>b 5 trade; b>a 6 trade; ");
    expect_rows(HEAD "\ncustomer,a,b,0\n,,,\ncustomer,b,c,2", "b>c 2 trade; ");
}

Test(payments, what_is_wrong_has_its_place)
{
    expect_bad("customer,a,b,5\ncustomer,a,,5\ncustomer,a,,5\n", CF_CODE_CELL_EMPTY, 3, 12, 2);
    expect_bad("customer,a,b,-5\n", CF_CODE_NEGATIVE_AMOUNT, 2, 14, 1);
    expect_bad("customer,a,b,2e18\n", CF_CODE_HUGE_NUMBER, 2, 14, 1);
    expect_bad("customer,a,b,five\n", CF_CODE_CELL_NO_NUMBER, 2, 14, 1);
    expect_bad("lender,a,b,5\n", CF_CODE_UNKNOWN_WORD, 2, 1, 1);
    expect_bad(",a,b,5\n", CF_CODE_CELL_EMPTY, 2, 1, 1);
    expect_bad("customer,a,a,5\n", CF_CODE_SELF_DEAL, 2, 12, 1);
    expect_bad("customer,a,\"b\nc\",5\n", CF_CODE_CONTROL_CHARACTER, 2, 12, 1);
    expect_bad("customer,a,b,1,5\n", CF_CODE_CSV_TOO_MANY_CELLS, 2, 16, 1);
    expect_bad("customer,a,\"b,1\n", CF_CODE_CSV_UNCLOSED_QUOTE, 2, 12, 1);
    expect_bad("customer,\"a\"x,b,1\n", CF_CODE_CSV_TEXT_AFTER_QUOTE, 2, 13, 1);
    expect_bad("customer,a\n", CF_CODE_CELL_EMPTY, 2, 11, 1);
    expect_problem(HEAD "customer,a,b,1\ncustomer,a\0", strlen(HEAD) + 26, CF_CODE_NUL_CHARACTER, 3,
                   11, 1);
    expect_bad("customer,a,b,1\ncustomer,\xFF,b,1\n", CF_CODE_NOT_UTF8, 3, 10, 1);
    expect_problem("payer,payee,amount\na,b,1\n", 25, CF_CODE_CSV_MISSING_COLUMN, 1, 1, 1);
    expect_problem("", 0, CF_CODE_EMPTY_FILE, 0, 0, 1);
}

Test(payments, a_payment_must_count_as_it_stands)
{
    static const char head[] = "relation,payer,payee,amount,status,cash,contingent,currency\n";
    char text[200];

    snprintf(text, sizeof text, "%scustomer,a,b,1,Signed,yes,false,USD\n", head);
    expect_rows(text, "a>b 1 trade; ");
    snprintf(text, sizeof text, "%scustomer,a,b,1,rumoured,,,\n", head);
    expect_problem(text, strlen(text), CF_CODE_PAYMENT_NOT_PLAIN, 2, 16, 1);
    snprintf(text, sizeof text, "%scustomer,a,b,1,,no,,\n", head);
    expect_problem(text, strlen(text), CF_CODE_PAYMENT_NOT_PLAIN, 2, 17, 1);
    snprintf(text, sizeof text, "%scustomer,a,b,1,,,,EUR\n", head);
    expect_problem(text, strlen(text), CF_CODE_PAYMENT_NOT_PLAIN, 2, 19, 1);
}

/* Blocks end anywhere: within rows, quotes and characters. */
Test(payments, rows_do_not_see_where_blocks_end)
{
    enum { ROWS = 120000 };
    char *text = malloc(ROWS * 60 + sizeof HEAD), *at = text;
    struct bench bench;
    cf_payment_row row;
    bool there;

    cr_assert_not_null(text);
    at += sprintf(at, HEAD);
    for (int i = 0; i < ROWS; i++)
        at += sprintf(at, "customer,\"\xC3\xA9t\xC3\xA9 \"\"%d\"\"\",b\xE2\x82\xAC%d,%d.5\n", i, i,
                      i);
    bench = bench_of(text, (size_t)(at - text), (cf_reading){ 0 });
    for (int i = 0; i < ROWS; i++) {
        char payer[40], payee[40];

        assert_ok(cf_payments_next(&bench.payments, &row, &there));
        cr_assert(there);
        snprintf(payer, sizeof payer, "\xC3\xA9t\xC3\xA9 \"%d\"", i);
        snprintf(payee, sizeof payee, "b\xE2\x82\xAC%d", i);
        cr_assert_eq(row.payer.length, strlen(payer));
        cr_assert_eq(memcmp(row.payer.text, payer, row.payer.length), 0);
        cr_assert_eq(memcmp(row.payee.text, payee, row.payee.length), 0);
        cr_assert_eq(row.amount, i + 0.5);
    }
    assert_ok(cf_payments_next(&bench.payments, &row, &there));
    cr_expect_not(there);
    bench_free(&bench);
    free(text);
}

Test(payments, a_line_far_behind_is_counted)
{
    enum { ROWS = 200000 };
    char *text = malloc(ROWS * 20 + 100), *at = text;

    cr_assert_not_null(text);
    at += sprintf(at, HEAD);
    for (int i = 0; i < ROWS; i++)
        at += sprintf(at, "customer,a,b,%d\n", i % 9);
    at += sprintf(at, "customer,a,b,x\n");
    expect_problem(text, (size_t)(at - text), CF_CODE_CELL_NO_NUMBER, ROWS + 2, 14, 1);
    free(text);
}

Test(payments, payments_to_oneself_may_be_left_out)
{
    static const char text[] = HEAD "customer,a,a,5\ncustomer,a,b,5\n";
    struct bench bench = bench_of(text, strlen(text), (cf_reading){ .drop_self_deals = true });
    char *rows = rest_of(&bench);

    cr_expect_eq((int)bench.status, (int)CF_OK);
    cr_expect_str_eq(rows, "a>b 5 trade; ");
    cr_expect_eq(bench.payments.self_count, 1.0);
    cr_expect_eq(cf_diags_at(bench.diags, 0)->code, (int)CF_CODE_SELF_DEALS_DROPPED);
    free(rows);
    bench_free(&bench);
}

Test(payments, a_point_with_two_readings_is_told_with_its_line)
{
    static const char text[] = "relation;payer;payee;amount\ncustomer;a;b;5\ncustomer;a;b;12.750\n";
    struct bench bench = bench_of(text, strlen(text), (cf_reading){ 0 });

    free(rest_of(&bench));
    cr_expect_eq((int)bench.status, (int)CF_OK);
    cr_assert_eq(cf_diags_count(bench.diags), 1);
    cr_expect_eq(cf_diags_at(bench.diags, 0)->code, (int)CF_CODE_CSV_POINT_IN_DOUBT);
    cr_expect_eq(cf_diags_at(bench.diags, 0)->where.line, 3);
    cr_expect_eq(cf_diags_at(bench.diags, 0)->where.column, 14);
    bench_free(&bench);
}
