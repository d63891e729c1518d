/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Counter-based random numbers, by Random123. */
#include "base/random.h"

#include <math.h>

#include <Random123/philox.h>

static philox4x32_ctr_t words_at(uint64_t seed, cf_random_place place)
{
    const philox4x32_ctr_t counter = { { (uint32_t)place.draw, (uint32_t)(place.draw >> 32),
                                         place.kind, place.index } };
    const philox4x32_key_t key = { { (uint32_t)seed, (uint32_t)(seed >> 32) } };

    return philox4x32(counter, key);
}

/* 52 bits and a half step: neither end of 0 .. 1 is ever reached. */
static double uniform_of(uint32_t high, uint32_t low)
{
    const uint64_t bits = (uint64_t)high << 20 | low >> 12;

    return ((double)bits + 0.5) * 0x1p-52;
}

void cf_random_uniform(double out[static 2], uint64_t seed, cf_random_place place)
{
    const philox4x32_ctr_t words = words_at(seed, place);

    out[0] = uniform_of(words.v[0], words.v[1]);
    out[1] = uniform_of(words.v[2], words.v[3]);
}

cf_random_bits cf_random_begin(uint64_t seed, uint64_t draw, uint32_t kind)
{
    return (cf_random_bits){ .seed = seed, .place = { .draw = draw, .kind = kind }, .used = 4 };
}

static uint32_t next_word(cf_random_bits *bits)
{
    if (bits->used == 4) {
        const philox4x32_ctr_t words = words_at(bits->seed, bits->place);

        for (int i = 0; i < 4; i++)
            bits->words[i] = words.v[i];
        bits->place.index++;
        bits->used = 0;
    }
    return bits->words[bits->used++];
}

uint32_t cf_random_below(cf_random_bits *bits, uint32_t count)
{
    const uint32_t favoured = (uint32_t)(-count) % count; /* so many low products are too many */
    uint64_t product;

    do
        product = (uint64_t)next_word(bits) * count;
    while ((uint32_t)product < favoured);
    return (uint32_t)(product >> 32);
}
