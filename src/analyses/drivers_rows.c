/* SPDX-License-Identifier: GPL-3.0-or-later */
/* drivers: the rows of one supplier and measure, ranked by impact. */
#include "analyses/drivers.h"

#include <math.h>
#include <stdlib.h>

const cf_view_deal *cf_drives_deal(const cf_drives *drives, int payment)
{
    return &drives->view->deals[drives->network->view_deal[payment]];
}

int cf_drives_row_count(const cf_drives *drives)
{
    int payments = drives->network->network.payment_count;

    return drives->top < payments ? (int)drives->top : payments;
}

cf_status cf_drives_supplier(cf_drives *drives, int supplier)
{
    bool all = drives->view->options.origin_all;
    cf_status status = cf_drivers_supplier(drives->drivers, supplier, all, drives->measures);

    if (status == CF_OK)
        status = cf_choke_points(&drives->network->network, supplier, all, drives->choke);
    return status;
}

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
static int compare(const void *a, const void *b)
{
    const cf_drive *x = a, *y = b;
    double by[] = { x->impact, y->impact, rounded(steeper(&x->marginal)),
                    rounded(steeper(&y->marginal)) };

    for (int i = 0; i < 4; i += 2) {
        if (by[i] > by[i + 1] || by[i] < by[i + 1])
            return by[i] > by[i + 1] ? -1 : 1;
    }
    return (x->payment > y->payment) - (x->payment < y->payment);
}

static cf_status fill_marginals(cf_drives *drives, cf_measure measure)
{
    const cf_network *network = &drives->network->network;
    cf_status status = CF_OK;

    for (int i = 0; status == CF_OK && i < network->payment_count; i++) {
        cf_drive *row = &drives->rows[i];

        *row = (cf_drive){ .payment = i };
        status = cf_drivers_marginal(drives->drivers, measure, i, &row->marginal);
        row->impact = rounded(steeper(&row->marginal) * network->payments[i].amount);
    }
    return status;
}

static cf_status complete_drive(cf_drives *drives, cf_measure measure, cf_drive *row)
{
    const cf_view_deal *deal = cf_drives_deal(drives, row->payment);
    bool has_range = drives->view->scenario->deals[deal->deal].has_range;
    double part = deal->amount * drives->swing / 100.0;
    double low = has_range ? deal->low : fmax(deal->amount - part, 0.0);
    double high = has_range ? deal->high : deal->amount + part;
    cf_drivers *drivers = drives->drivers;
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

cf_status cf_drives_rank(cf_drives *drives, cf_measure measure, int count)
{
    cf_status status = fill_marginals(drives, measure);

    if (status == CF_OK && drives->network->network.payment_count > 0)
        qsort(drives->rows, (size_t)drives->network->network.payment_count, sizeof *drives->rows,
              compare);
    for (int i = 0; status == CF_OK && i < count; i++)
        status = complete_drive(drives, measure, &drives->rows[i]);
    return status;
}
