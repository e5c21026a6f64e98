/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (c) 2026 The cpo authors */

#include <math.h>
#include "cpo_draw.h"
#include "cpo_math.h"

#define NORMAL_MEAN     50          /* from here on a normal is good enough */
#define NEVER           1e-12       /* not once in the life of a machine */

/* splitmix64's finaliser: every input bit reaches every output bit */
static uint64_t mix(uint64_t x)
{
    x ^= x >> 30;
    x *= 0xbf58476d1ce4e5b9ull;
    x ^= x >> 27;
    x *= 0x94d049bb133111ebull;
    return x ^ x >> 31;
}

uint64_t cpo_hash(uint64_t seed, CPODraw draw, uint32_t index)
{
    return mix(mix(seed + 0x9e3779b97f4a7c15ull) ^
               mix(((uint64_t)draw << 32) + index + 1));
}

uint64_t cpo_hash_next(uint64_t base, uint64_t epoch, uint32_t bin)
{
    return mix(base + epoch * 0x9e3779b97f4a7c15ull +
               bin * 0xd1342543de82ef95ull);
}

double cpo_normal_of(uint64_t hash)
{
    double sum = 0;

    for (int i = 0; i < 4; i++) {
        sum += (hash >> (16 * i) & 0xffff) / 65535.0 - 0.5;
    }
    return sum * 1.7320508075688772;
}

double cpo_normal(uint64_t seed, CPODraw draw, uint32_t index)
{
    return cpo_normal_of(cpo_hash(seed, draw, index));
}

int32_t cpo_spread(uint64_t seed, CPODraw draw, uint32_t index, int32_t sigma)
{
    return (int32_t)(cpo_normal(seed, draw, index) * sigma);
}

static double uniform(uint64_t hash)
{
    return (hash >> 11) * 0x1p-53;
}

int cpo_draw_event(uint64_t hash, double p)
{
    return uniform(hash) < p;
}

#define SURE    1e-9    /* more than the terms are off by */

/*
 * Binomial by adding up its terms, for a mean that is not large.  With few
 * hits among many tries this is the Poisson distribution.
 */
static uint64_t small_count(double u, uint64_t n, double p)
{
    double odds = p / (1 - p);
    double term, sum;
    uint64_t k = 0;

    if (u < 1 - n * p - SURE) {     /* below the first term in any case */
        return 0;
    }
    term = p > 1e-3 ? cpo_exp2(n * cpo_log2(1 - p)) :
           cpo_exp(n * (-p - p * p / 2 - p * p * p / 3));
    for (sum = term; u >= sum && k < n && k < 4 * NORMAL_MEAN; k++) {
        term *= odds * (n - k) / (k + 1);
        sum += term;
    }
    return k;
}

uint64_t cpo_draw_count(uint64_t hash, uint64_t n, double p)
{
    double mean, value;

    if (!(p > 0) || !n || n * p < NEVER) {
        return 0;
    }
    if (p >= 1) {
        return n;
    }
    if (p > 0.5) {
        return n - cpo_draw_count(hash, n, 1 - p);
    }
    mean = n * p;
    if (mean < NORMAL_MEAN) {
        return small_count(uniform(hash), n, p);
    }
    value = mean + cpo_normal_of(hash) * sqrt(mean * (1 - p));
    return value < 0 ? 0 : value > n ? n : (uint64_t)(value + 0.5);
}
