/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/heap.h"

#include "unit/testlib.h"

struct place {
    int distance, vertex;
};

static inline bool is_nearer(const struct place *a, const struct place *b)
{
    return a->distance < b->distance;
}

CF_HEAP(queue, struct place, is_nearer)

/* Numbers without an order that shows: Lehmer's generator. */
static int next_number(unsigned *state)
{
    *state = (unsigned)((unsigned long long)*state * 48271 % 2147483647);
    return (int)(*state % 100);
}

Test(heap, hands_items_out_in_order)
{
    struct place places[500];
    unsigned state = 1;
    int count = 0;

    for (int i = 0; i < 500; i++)
        queue_push(places, &count, (struct place){ next_number(&state), i });
    cr_expect_eq(count, 500);
    for (int i = 0, before = 0; i < 500; i++) {
        struct place nearest = queue_pop(places, &count);

        cr_expect(nearest.distance >= before);
        before = nearest.distance;
    }
    cr_expect_eq(count, 0);
}

Test(heap, takes_items_between_hand_outs)
{
    struct place places[3];
    int count = 0;

    queue_push(places, &count, (struct place){ 5, 0 });
    queue_push(places, &count, (struct place){ 3, 1 });
    cr_expect_eq(queue_pop(places, &count).vertex, 1);
    queue_push(places, &count, (struct place){ 9, 2 });
    queue_push(places, &count, (struct place){ 4, 3 });
    cr_expect_eq(queue_pop(places, &count).vertex, 3);
    cr_expect_eq(queue_pop(places, &count).vertex, 0);
    cr_expect_eq(queue_pop(places, &count).vertex, 2);
}

Test(heap, orders_an_array_by_sinking_each_item)
{
    struct place places[] = { { 4, 0 }, { 1, 1 }, { 3, 2 }, { 0, 3 }, { 2, 4 } };
    int count = 5;

    for (int i = count / 2; i-- > 0;)
        queue_sink(places, count, i, places[i]);
    for (int i = 0; i < 5; i++)
        cr_expect_eq(queue_pop(places, &count).distance, i);
}
