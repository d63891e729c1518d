/* SPDX-License-Identifier: GPL-3.0-or-later */
/* simulate: every draw as rows of CSV, for other programs. */
#include <errno.h>
#include <math.h>

#include "analyses/simulate.h"
#include "base/csv.h"
#include "base/put.h"
#include "base/target.h"

static void put_header(FILE *out)
{
    fputs("draw,supplier", out);
    for (int v = 0; v < VALUES; v++)
        fprintf(out, ",%s", cf_simulate_measures[v]);
    fputs(",gross\r\n", out);
}

static void put_number(FILE *out, double number)
{
    putc(',', out);
    if (!isnan(number))
        cf_put_number(out, CF_NUMBER, number);
}

static void put_draw(FILE *out, const cf_simulation *simulation, const int *order, int count,
                     size_t n)
{
    for (int i = 0; i < count || i == 0; i++) { /* gross even where there are no suppliers */
        fprintf(out, "%.0f,", simulation->from + (double)n);
        if (count > 0)
            cf_put_csv_text(out, simulation->view->entities[simulation->suppliers[order[i]]].id);
        for (int v = 0; v < VALUES; v++)
            put_number(out,
                       count == 0 ? (double)NAN : cf_simulate_values(simulation, order[i], v)[n]);
        put_number(out, simulation->gross[n]);
        fputs("\r\n", out);
    }
}

cf_status cf_simulate_write_draws(const cf_simulation *simulation, const int *order, int count,
                                  const char *file, cf_diags *diags)
{
    cf_target target;
    cf_status status = cf_target_open(&target, file, diags);

    if (status == CF_OK) {
        put_header(target.stream);
        for (size_t n = 0; n < simulation->done && !ferror(target.stream); n++)
            put_draw(target.stream, simulation, order, count, n);
        status = ferror(target.stream) ? cf_target_add_error(&target, errno, diags)
                                       : cf_target_finish(&target, diags);
    }
    cf_target_release(&target);
    return status;
}
