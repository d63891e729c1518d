/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/glpk.h"

#include <stdio.h>
#include <unistd.h>

#include "unit/testlib.h"

/* Each is something for which GLPK by itself prints and calls abort(). */
static cf_status add_rows_below_none(void *data)
{
    glp_prob *lp = glp_create_prob();

    *(int *)data += 1;
    glp_add_rows(lp, -1);
    *(int *)data += 100;
    return CF_OK;
}

static cf_status analyse_a_basic_variable(void *data)
{
    glp_prob *lp = glp_create_prob();
    double value;
    int var;

    *(int *)data += 1;
    glp_add_rows(lp, 1);
    glp_analyze_bound(lp, 1, &value, &var, &value, &var);
    *(int *)data += 100;
    return CF_OK;
}

/* max x with x <= 4, talking all the time; *data gets the answer. */
static cf_status solve_loudly(void *data)
{
    glp_prob *lp = glp_create_prob();
    glp_smcp control;

    glp_set_obj_dir(lp, GLP_MAX);
    glp_add_cols(lp, 1);
    glp_set_col_bnds(lp, 1, GLP_DB, 0.0, 4.0);
    glp_set_obj_coef(lp, 1, 1.0);
    glp_init_smcp(&control);
    control.msg_lev = GLP_MSG_ALL;
    glp_simplex(lp, &control);
    *(double *)data = glp_get_obj_val(lp);
    glp_delete_prob(lp);
    return CF_OK;
}

static cf_status fail_politely(void *data)
{
    (void)data;
    return CF_NO_MEMORY;
}

/* Standard output and error into a file, while something runs. */
struct capture {
    FILE *file;
    int out, err;
};

static struct capture begin_capture(void)
{
    struct capture capture = { .file = tmpfile() };

    fflush(stdout);
    capture.out = dup(STDOUT_FILENO);
    capture.err = dup(STDERR_FILENO);
    dup2(fileno(capture.file), STDOUT_FILENO);
    dup2(fileno(capture.file), STDERR_FILENO);
    return capture;
}

static long end_capture(struct capture *capture)
{
    long size;

    fflush(stdout);
    dup2(capture->out, STDOUT_FILENO);
    dup2(capture->err, STDERR_FILENO);
    close(capture->out);
    close(capture->err);
    fseek(capture->file, 0, SEEK_END);
    size = ftell(capture->file);
    fclose(capture->file);
    return size;
}

Test(glpk, an_error_inside_becomes_a_status_and_later_calls_work)
{
    cf_status (*const bad[])(void *data) = { add_rows_below_none, analyse_a_basic_variable };

    for (int n = 0; n < 6; n++) {
        int steps = 0;
        double answer = 0.0;

        cr_expect_eq((int)cf_glpk_run(bad[n % 2], &steps), (int)CF_SOLVER);
        cr_expect_eq(steps, 1); /* it began and did not come to its end */
        assert_ok(cf_glpk_run(solve_loudly, &answer));
        expect_near(answer, 4);
    }
    expect_loopback(loopback_of("a -> b 10 investor; b -> a 10 customer; b has 0", "a"), 10, 10, 10,
                    10);
}

Test(glpk, nothing_is_printed)
{
    struct capture capture = begin_capture();
    int steps = 0;
    double answer = 0.0;
    cf_status bad = cf_glpk_run(add_rows_below_none, &steps);
    cf_status good = cf_glpk_run(solve_loudly, &answer);
    loopback back = loopback_of("s -> lab 100 investor; lab -> s 50 customer;"
                                "lab -> x 60 customer; x -> s 30 supplier; lab has 60; x has 0",
                                "s");
    long printed = end_capture(&capture);

    cr_expect_eq((int)bad, (int)CF_SOLVER);
    cr_expect_eq((int)good, (int)CF_OK);
    expect_near(back.min, 20);
    cr_expect_eq(printed, 0, "%ld bytes", printed);
}

Test(glpk, the_capture_would_notice)
{
    struct capture capture = begin_capture();
    double answer;
    cf_status status = solve_loudly(&answer); /* without cf_glpk_run */
    long printed = end_capture(&capture);

    cr_expect_eq((int)status, (int)CF_OK);
    cr_expect_gt(printed, 0);
}

Test(glpk, a_status_of_the_work_is_passed_on)
{
    cr_expect_eq((int)cf_glpk_run(fail_politely, NULL), (int)CF_NO_MEMORY);
}
