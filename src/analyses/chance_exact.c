/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * chance: all permutations in place of random ones. Those that only exchange equal payees are one
 * order, so every order stands for equally many of them and is as likely as any other. Then each
 * payment that pays its own payer gives the probability of its order away, in equal parts, to the
 * orders that a swap which fits would lead to.
 */
#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analyses/chance.h"

/* ---- how many ---- */

static int compare_ints(const void *a, const void *b)
{
    const int *x = a, *y = b;

    return (*x > *y) - (*x < *y);
}

/* n! / (m_1! m_2! ...), as a product of whole numbers: after each factor it is one. */
static double count_orders(const int *sorted, int count)
{
    const double most = 0x1p53;
    double orders = 1.0;
    int run = 0;

    for (int i = 0; i < count; i++) {
        run = i > 0 && sorted[i] == sorted[i - 1] ? run + 1 : 1;
        orders = orders * (i + 1) / run;
        if (orders > most)
            return (double)INFINITY;
    }
    return orders;
}

static int *sorted_payees(const cf_shuffle_part *part)
{
    int *sorted = malloc(((size_t)part->count + 1) * sizeof *sorted);

    if (sorted == NULL)
        return NULL;
    memcpy(sorted, part->payees, (size_t)part->count * sizeof *sorted);
    qsort(sorted, (size_t)part->count, sizeof *sorted, compare_ints);
    return sorted;
}

double cf_shuffle_count(const cf_shuffle *shuffle)
{
    double orders = 1.0;

    for (int c = 0; c < CF_SHUFFLE_CLASSES; c++) {
        int *sorted = sorted_payees(&shuffle->parts[c]);

        if (sorted == NULL)
            return (double)NAN;
        orders *= count_orders(sorted, shuffle->parts[c].count);
        free(sorted);
    }
    return orders;
}

bool cf_shuffle_is_short(const cf_shuffle *shuffle, double orders)
{
    const double most = 0x1p25;
    double payments = 1.0;

    for (int c = 0; c < CF_SHUFFLE_CLASSES; c++)
        payments += shuffle->parts[c].count;
    return orders * payments <= most;
}

/* ---- all orders ---- */

static void swap(int *a, int *b)
{
    int kept = *a;

    *a = *b;
    *b = kept;
}

/* The next order in the sense of a dictionary; false after the last. */
static bool next_order(int *row, int count)
{
    int i = count - 2, j = count - 1;

    while (i >= 0 && row[i] >= row[i + 1])
        i--;
    if (i < 0)
        return false;
    while (row[j] <= row[i])
        j--;
    swap(&row[i], &row[j]);
    for (int a = i + 1, b = count - 1; a < b; a++, b--)
        swap(&row[a], &row[b]);
    return true;
}

static int *row_at(const cf_shuffle_part *part, int row)
{
    return &part->rows[(size_t)row * (size_t)part->count];
}

static cf_status list_orders(cf_shuffle_part *part)
{
    int *row = sorted_payees(part);
    double orders = row == NULL ? 0.0 : count_orders(row, part->count);
    size_t cells = (size_t)orders * (size_t)part->count;

    part->rows = malloc((cells + 1) * sizeof *part->rows);
    part->probabilities = malloc(((size_t)orders + 1) * sizeof *part->probabilities);
    if (row == NULL || part->rows == NULL || part->probabilities == NULL) {
        free(row);
        return CF_NO_MEMORY;
    }
    do {
        memcpy(row_at(part, part->row_count), row, (size_t)part->count * sizeof *row);
        part->probabilities[part->row_count++] = 1.0 / orders;
    } while (next_order(row, part->count));
    free(row);
    assert(part->row_count == (int)orders);
    return CF_OK;
}

/* ---- those who pay themselves ---- */

static int compare_rows(const int *a, const int *b, int count)
{
    int i = 0;

    while (i < count && a[i] == b[i])
        i++;
    return i == count ? 0 : a[i] < b[i] ? -1 : 1;
}

static int find_row(const cf_shuffle_part *part, const int *row)
{
    int low = 0, high = part->row_count - 1;

    while (low < high) {
        int middle = low + (high - low) / 2;

        if (compare_rows(row_at(part, middle), row, part->count) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static bool fits(const cf_shuffle_part *part, const int *row, int i, int j)
{
    return row[j] != part->payers[i] && part->payers[j] != row[i];
}

/* `swapped` has room for a row. The first that fits also gets what is left where tries fail. */
static void give_away(const cf_shuffle_part *part, int r, int i, int *swapped)
{
    const int *row = row_at(part, r);
    double given = part->probabilities[r], fail, first;
    int others = 0;

    for (int j = 0; j < part->count; j++)
        others += fits(part, row, i, j);
    assert(others > 0);
    fail = pow(1.0 - (double)others / part->count, CF_SHUFFLE_TRIES);
    first = given * fail;
    given = given * (1.0 - fail) / others;
    part->probabilities[r] = 0.0;
    memcpy(swapped, row, (size_t)part->count * sizeof *swapped);
    for (int j = 0; j < part->count; j++) {
        if (!fits(part, row, i, j))
            continue;
        swapped[i] = row[j];
        swapped[j] = row[i];
        part->probabilities[find_row(part, swapped)] += given + first;
        first = 0.0;
        swapped[i] = row[i];
        swapped[j] = row[j];
    }
}

/* Payment after payment, as in a draw. An order that is given to has another payee at i. */
static cf_status part_from_themselves(cf_shuffle_part *part)
{
    int *swapped = malloc(((size_t)part->count + 1) * sizeof *swapped);

    if (swapped == NULL)
        return CF_NO_MEMORY;
    for (int i = 0; i < part->count; i++) {
        for (int r = 0; r < part->row_count; r++) {
            if (part->probabilities[r] > 0 && row_at(part, r)[i] == part->payers[i])
                give_away(part, r, i, swapped);
        }
    }
    free(swapped);
    return CF_OK;
}

/* Only what can be drawn stays. */
static void drop_impossible(cf_shuffle_part *part)
{
    int kept = 0;

    for (int r = 0; r < part->row_count; r++) {
        if (!(part->probabilities[r] > 0))
            continue;
        part->probabilities[kept] = part->probabilities[r];
        memmove(row_at(part, kept), row_at(part, r), (size_t)part->count * sizeof(int));
        kept++;
    }
    part->row_count = kept;
}

cf_status cf_shuffle_enumerate(cf_shuffle *shuffle)
{
    cf_status status = CF_OK;

    for (int c = 0; status == CF_OK && c < CF_SHUFFLE_CLASSES; c++) {
        status = list_orders(&shuffle->parts[c]);
        if (status == CF_OK)
            status = part_from_themselves(&shuffle->parts[c]);
        if (status == CF_OK)
            drop_impossible(&shuffle->parts[c]);
    }
    return status;
}

/* ---- combinations ---- */

size_t cf_shuffle_size(const cf_shuffle *shuffle)
{
    size_t size = 1;

    for (int c = 0; c < CF_SHUFFLE_CLASSES; c++)
        size *= (size_t)shuffle->parts[c].row_count;
    return size;
}

double cf_shuffle_probability(const cf_shuffle *shuffle, size_t index)
{
    double probability = 1.0;

    for (int c = 0; c < CF_SHUFFLE_CLASSES; c++) {
        const cf_shuffle_part *part = &shuffle->parts[c];

        probability *= part->probabilities[index % (size_t)part->row_count];
        index /= (size_t)part->row_count;
    }
    return probability;
}

void cf_shuffle_show(const cf_shuffle *shuffle, size_t index, cf_payment *payments)
{
    for (int c = 0; c < CF_SHUFFLE_CLASSES; c++) {
        const cf_shuffle_part *part = &shuffle->parts[c];
        const int *row = row_at(part, (int)(index % (size_t)part->row_count));

        for (int i = 0; i < part->count; i++)
            payments[part->payments[i]].payee = row[i];
        index /= (size_t)part->row_count;
    }
}
