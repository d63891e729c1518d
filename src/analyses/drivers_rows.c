/* SPDX-License-Identifier: GPL-3.0-or-later */
/* drivers: the rows of one supplier and measure, ranked by impact. */
#include "analyses/drivers.h"

#include <math.h>
#include <stdlib.h>

#include "base/heap.h"

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

/* By impact, then by marginal (deals without an amount have no impact), then in file order, deals
 * before entities. */
static int compare(const cf_drive *x, const cf_drive *y)
{
    double by_x, by_y;

    if (x->impact > y->impact || x->impact < y->impact)
        return x->impact > y->impact ? -1 : 1;
    by_x = rounded(steeper(&x->marginal));
    by_y = rounded(steeper(&y->marginal));
    if (by_x > by_y || by_x < by_y)
        return by_x > by_y ? -1 : 1;
    return (x->subject > y->subject) - (x->subject < y->subject);
}

static inline bool is_behind(const cf_drive *a, const cf_drive *b)
{
    return compare(a, b) > 0;
}

CF_HEAP(drives, cf_drive, is_behind) /* the last row on top */

/* Whether a deal may be among the rows. A marginal that cannot be large enough to displace the last
 * row need not be computed. A deal that moves nothing stays behind those before it. */
static bool may_be_shown(const cf_drives_bench *bench, cf_measure measure, int subject,
                         const cf_drive *rows, int count)
{
    const double rounding = 1.0 + 1e-6;
    double amount = cf_drives_amount(bench->drives, subject), limit;

    if (count < bench->drives->row_count)
        return true;
    limit = cf_drives_bench_limit(bench, measure, subject);
    return limit > 0 && !(limit * amount * rounding < rows[0].impact);
}

/* Fills rows[] with those of the largest impact. */
static cf_status rank(cf_drives_bench *bench, cf_measure measure, cf_drive *rows)
{
    const cf_drives *drives = bench->drives;
    int most = drives->row_count, count = 0;
    cf_status status = CF_OK;

    for (int i = 0; status == CF_OK && i < cf_drives_subjects_end(drives); i++) {
        cf_drive row = { .subject = i };

        if (!cf_drives_is_subject(drives, i) || !may_be_shown(bench, measure, i, rows, count))
            continue;
        row.choke = cf_drives_deal(drives, i) != NULL && bench->choke[i];
        status = cf_drives_bench_marginal(bench, measure, i, &row.marginal);
        row.impact = rounded(steeper(&row.marginal) * cf_drives_amount(drives, i));
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

static cf_status complete_drive(cf_drives_bench *bench, cf_measure measure, cf_drive *row)
{
    const cf_view_deal *deal = cf_drives_deal(bench->drives, row->subject);
    double low, high;
    cf_status status;

    row->valid = (cf_validity){ (double)NAN, (double)NAN };
    row->without = row->low = row->high = (double)NAN;
    if (deal != NULL && !deal->quantified)
        return CF_OK;
    cf_drives_ends(bench->drives, row->subject, &low, &high);
    status = cf_drives_bench_validity(bench, measure, row->subject, row->marginal, &row->valid);
    if (status == CF_OK)
        status = cf_drives_bench_value_at(bench, measure, row->subject, (double)NAN, &row->without);
    if (status == CF_OK)
        status = cf_drives_bench_value_at(bench, measure, row->subject, low, &row->low);
    if (status == CF_OK)
        status = cf_drives_bench_value_at(bench, measure, row->subject, high, &row->high);
    return status;
}

static cf_status find_rows(cf_driven *out, cf_drives_bench *bench, cf_measure measure)
{
    cf_drive *rows = calloc((size_t)bench->drives->row_count + 1, sizeof *rows);
    cf_status status;

    out->rows[measure] = rows;
    if (rows == NULL)
        return CF_NO_MEMORY;
    status = cf_drives_bench_value(bench, measure, &out->value[measure]);
    if (status == CF_OK && bench->drives->row_count > 0)
        status = rank(bench, measure, rows);
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
    cf_driven *driven = calloc(1, sizeof *driven);
    cf_status status;

    *out = NULL;
    if (driven == NULL)
        return CF_NO_MEMORY;
    *driven = (cf_driven){ .supplier = supplier, .row_count = drives->row_count };
    status = cf_drives_bench_turn(bench, supplier);
    if (status == CF_OK)
        status = cf_drives_bench_choke(bench);
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
