/* SPDX-License-Identifier: GPL-3.0-or-later */
/* score: all that one customer touches of a supplier: the table stack. */
#include <stdlib.h>

#include "analyses/score.h"
#include "base/sum.h"

struct pair {
    int supplier, customer;
};

static int compare_stacks(const void *a, const void *b)
{
    const struct pair *x = a, *y = b;

    if (x->supplier != y->supplier)
        return x->supplier < y->supplier ? -1 : 1;
    return (x->customer > y->customer) - (x->customer < y->customer);
}

/* Sales run from customer to supplier, capital and supports the other way. Some come twice. */
static int list_stacks(struct pair *list, const cf_score *score)
{
    int count = 0;

    for (int i = 0; i < score->pair_count; i++) {
        const cf_pair_sums *sums = &score->pair_sums[i];

        if (sums->trade > 0)
            list[count++] = (struct pair){ sums->payee, sums->payer };
        if (sums->capital > 0 || sums->non_cash_beside > 0)
            list[count++] = (struct pair){ sums->payer, sums->payee };
    }
    for (int i = 0; i < score->supports.count; i++) {
        const cf_support *support = &score->supports.at[i];

        if (support->beside && (support->maximum > 0 || support->escrow > 0))
            list[count++] = (struct pair){ support->payer, support->payee };
    }
    return count;
}

static cf_support beside_of(const cf_score *score, const struct pair *pair)
{
    cf_support sum = { .payer = pair->supplier, .payee = pair->customer };
    int first, past;

    cf_supports_between(&score->supports, pair->supplier, pair->customer, &first, &past);
    for (int i = first; i < past; i++) {
        const cf_support *support = &score->supports.at[i];

        sum.maximum += support->beside ? support->maximum : 0.0;
        sum.escrow += support->beside ? support->escrow : 0.0;
    }
    return sum;
}

static cf_status add_stack(cf_score *score, const struct pair *pair)
{
    static const cf_pair_sums nothing = { .trade = 0 };
    const cf_view_entity *supplier = &score->view->entities[pair->supplier];
    const cf_view_entity *customer = &score->view->entities[pair->customer];
    const cf_pair_sums *sales = cf_score_pair(score, pair->customer, pair->supplier);
    const cf_pair_sums *given = cf_score_pair(score, pair->supplier, pair->customer);
    cf_support support = beside_of(score, pair);
    cf_sum touches = { 0 };

    sales = sales == NULL ? &nothing : sales;
    given = given == NULL ? &nothing : given;
    cf_sum_add(&touches, sales->trade);
    cf_sum_add(&touches, given->capital);
    cf_sum_add(&touches, given->non_cash_beside);
    cf_sum_add(&touches, support.maximum);
    cf_sum_add(&touches, -support.escrow);
    cf_cell row[] = {
        [STACK_SUPPLIER] = cf_cell_text(supplier->id),
        [STACK_CUSTOMER] = cf_cell_text(customer->id),
        [STACK_REVENUE] = cf_cell_number(sales->trade),
        [STACK_CAPITAL_COMPLETED] = cf_cell_number(given->completed),
        [STACK_CAPITAL_OPEN] = cf_cell_number(cf_excess(given->capital, given->completed)),
        [STACK_CONTINGENT] = cf_cell_number(support.maximum),
        [STACK_ESCROW] = cf_cell_number(support.escrow),
        [STACK_NON_CASH] = cf_cell_number(given->non_cash_beside),
        [STACK_TOUCHES] = cf_cell_number(cf_sum_value(touches)),
        [STACK_SHARE_OF_REVENUE] = cf_cell_number(cf_ratio(
            cf_sum_value(touches), supplier->revenue_known ? supplier->revenue : (double)NAN)),
        [STACK_BACKLOG_SHARE] = cf_cell_number(cf_ratio(sales->trade, supplier->backlog)),
    };

    return cf_table_add(score->tables[SCORE_STACK], row);
}

cf_status cf_score_fill_stack(cf_score *score)
{
    cf_status status = cf_score_add_up_pairs(score);
    size_t room = 2 * (size_t)score->pair_count + (size_t)score->supports.count + 1;
    struct pair *list = status == CF_OK ? malloc(room * sizeof *list) : NULL;
    int count;

    if (list == NULL)
        return CF_NO_MEMORY;
    count = list_stacks(list, score);
    qsort(list, (size_t)count, sizeof *list, compare_stacks);
    for (int i = 0; status == CF_OK && i < count; i++) {
        if ((i == 0 || compare_stacks(&list[i - 1], &list[i]) != 0) &&
            score->chosen[list[i].supplier])
            status = add_stack(score, &list[i]);
    }
    free(list);
    return status;
}
