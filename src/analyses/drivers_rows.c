/* SPDX-License-Identifier: GPL-3.0-or-later */
/* drivers: the rows of one supplier and measure, ranked by impact. */
#include "analyses/drivers.h"

#include <math.h>
#include <stdlib.h>

#include "base/heap.h"

const cf_view_deal *cf_drives_deal(const cf_drives *drives, int payment)
{
    return &drives->view->deals[drives->network->view_deal[payment]];
}

/* ---- ranking ---- */

/* Figures that differ by rounding only must tie. */
static double rounded(double amount)
{
    int exponent;
    double mantissa = frexp(amount, &exponent);

    return ldexp(round(ldexp(mantissa, 32)), exponent - 32);
}

static double steeper(const cf_marginal *marginal)
{
    return fmax(fabs(marginal->down), fabs(marginal->up)); /* of a NaN and a number, the number */
}

/* By impact, then by marginal (deals without an amount have no impact), then in file order. */
static int compare(const cf_drive *x, const cf_drive *y)
{
    double by_x, by_y;

    if (x->impact > y->impact || x->impact < y->impact)
        return x->impact > y->impact ? -1 : 1;
    by_x = rounded(steeper(&x->marginal));
    by_y = rounded(steeper(&y->marginal));
    if (by_x > by_y || by_x < by_y)
        return by_x > by_y ? -1 : 1;
    return (x->payment > y->payment) - (x->payment < y->payment);
}

static inline bool is_behind(const cf_drive *a, const cf_drive *b)
{
    return compare(a, b) > 0;
}

CF_HEAP(drives, cf_drive, is_behind) /* the last row on top */

/* Whether a deal may be among the rows. A marginal that cannot be large enough to displace the last
 * row need not be computed. A deal that moves nothing stays behind those before it. */
static bool may_be_shown(const cf_drives_bench *bench, cf_measure measure, int payment,
                         const cf_drive *rows, int count)
{
    const double rounding = 1.0 + 1e-6;
    double amount = bench->drives->network->network.payments[payment].amount, limit;

    if (count < bench->drives->row_count)
        return true;
    limit = cf_drivers_marginal_limit(bench->drivers, measure, payment);
    return limit > 0 && !(limit * amount * rounding < rows[0].impact);
}

/* Fills rows[] with those of the largest impact. */
static cf_status rank(cf_drives_bench *bench, cf_measure measure, cf_drive *rows)
{
    const cf_network *network = &bench->drives->network->network;
    int most = bench->drives->row_count, count = 0;
    cf_status status = CF_OK;

    for (int i = 0; status == CF_OK && i < network->payment_count; i++) {
        cf_drive row = { .payment = i, .choke = bench->choke[i] };

        if (!may_be_shown(bench, measure, i, rows, count))
            continue;
        status = cf_drivers_marginal(bench->drivers, measure, i, &row.marginal);
        row.impact = rounded(steeper(&row.marginal) * network->payments[i].amount);
        if (count < most)
            drives_push(rows, &count, row);
        else if (compare(&row, &rows[0]) < 0)
            drives_sink(rows, count, 0, row);
    }
    while (count > 0) {
        cf_drive last = drives_pop(rows, &count);

        rows[count] = last;
    }
    return status;
}

/* ---- the other columns ---- */

static cf_status complete_drive(const cf_drives_bench *bench, cf_measure measure, cf_drive *row)
{
    const cf_drives *drives = bench->drives;
    const cf_view_deal *deal = cf_drives_deal(drives, row->payment);
    bool has_range = drives->view->scenario->deals[deal->deal].has_range;
    double part = deal->amount * drives->swing / 100.0;
    double low = has_range ? deal->low : fmax(deal->amount - part, 0.0);
    double high = has_range ? deal->high : deal->amount + part;
    cf_drivers *drivers = bench->drivers;
    cf_status status;

    row->valid = (cf_validity){ (double)NAN, (double)NAN };
    row->without = row->low = row->high = (double)NAN;
    if (!deal->quantified)
        return CF_OK;
    status = cf_drivers_validity(drivers, measure, row->payment, row->marginal, &row->valid);
    if (status == CF_OK)
        status = cf_drivers_value_at(drivers, measure, row->payment, 0.0, &row->without);
    if (status == CF_OK)
        status = cf_drivers_value_at(drivers, measure, row->payment, low, &row->low);
    if (status == CF_OK)
        status = cf_drivers_value_at(drivers, measure, row->payment, high, &row->high);
    return status;
}

static cf_status find_rows(cf_driven *out, cf_drives_bench *bench, cf_measure measure)
{
    cf_drive *rows = calloc((size_t)bench->drives->row_count + 1, sizeof *rows);
    cf_status status;

    out->rows[measure] = rows;
    out->value[measure] = cf_drivers_value(bench->drivers, measure);
    if (rows == NULL)
        return CF_NO_MEMORY;
    status = bench->drives->row_count > 0 ? rank(bench, measure, rows) : CF_OK;
    for (int i = 0; status == CF_OK && i < bench->drives->row_count; i++)
        status = complete_drive(bench, measure, &rows[i]);
    return status;
}

/* ---- one supplier ---- */

static cf_status list_choke(cf_driven *out, const cf_drives_bench *bench)
{
    int payments = bench->drives->network->network.payment_count, count = 0;

    for (int i = 0; i < payments; i++)
        count += bench->choke[i];
    out->choke = calloc((size_t)count + 1, sizeof *out->choke);
    for (int i = 0; out->choke != NULL && i < payments; i++) {
        if (bench->choke[i])
            out->choke[out->choke_count++] = i;
    }
    return out->choke == NULL ? CF_NO_MEMORY : CF_OK;
}

cf_status cf_drives_find(cf_driven **out, cf_drives_bench *bench, int supplier)
{
    const cf_drives *drives = bench->drives;
    bool all = drives->view->options.origin_all;
    cf_driven *driven = calloc(1, sizeof *driven);
    cf_status status;

    *out = NULL;
    if (driven == NULL)
        return CF_NO_MEMORY;
    *driven = (cf_driven){ .supplier = supplier, .row_count = drives->row_count };
    status = cf_drivers_supplier(bench->drivers, supplier, all, drives->measures);
    if (status == CF_OK)
        status = cf_choke_points(&drives->network->network, supplier, all, bench->choke);
    if (status == CF_OK)
        status = list_choke(driven, bench);
    for (int m = 0; status == CF_OK && m < CF_MEASURE_KNOWN_COUNT; m++) {
        if ((drives->measures & CF_MEASURE_BIT(m)) != 0)
            status = find_rows(driven, bench, (cf_measure)m);
    }
    if (status == CF_OK)
        *out = driven;
    else
        cf_driven_free(driven);
    return status;
}

void cf_driven_free(cf_driven *driven)
{
    if (driven == NULL)
        return;
    for (int m = 0; m < CF_MEASURE_KNOWN_COUNT; m++)
        free(driven->rows[m]);
    free(driven->choke);
    free(driven);
}

cf_status cf_drives_bench_open(cf_drives_bench *out, const cf_drives *drives)
{
    size_t payments = (size_t)drives->network->network.payment_count + 1;

    *out = (cf_drives_bench){ .drives = drives };
    out->choke = calloc(payments, sizeof *out->choke);
    return out->choke == NULL ? CF_NO_MEMORY : cf_drivers_new(&out->drivers, drives->flow);
}

void cf_drives_bench_close(cf_drives_bench *bench)
{
    cf_drivers_free(bench->drivers);
    free(bench->choke);
    *bench = (cf_drives_bench){ 0 };
}
