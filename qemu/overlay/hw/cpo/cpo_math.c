/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (c) 2026 The cpo authors */

#include <math.h>
#include <string.h>
#include "cpo_math.h"

#define STEPS           1024
#define ERFC_MAX        8.0
#define LN2             0.6931471805599453

static double exp2_table[STEPS];
static double log2_table[STEPS];    /* of the middle of each step */
static double inverse_table[STEPS];
static double erfc_table[STEPS + 2];

static void __attribute__((constructor)) fill_tables(void)
{
    for (int i = 0; i < STEPS; i++) {
        double middle = 1 + (i + 0.5) / STEPS;

        exp2_table[i] = exp2((double)i / STEPS);
        log2_table[i] = log2(middle);
        inverse_table[i] = 1 / middle;
    }
    for (int i = 0; i < STEPS + 2; i++) {
        erfc_table[i] = log2(erfc(i * ERFC_MAX / STEPS));
    }
}

static double scale(double x, int exponent)
{
    uint64_t bits = (uint64_t)(exponent + 1023) << 52;
    double power;

    memcpy(&power, &bits, sizeof(power));
    return x * power;
}

double cpo_exp2(double x)
{
    double steps, part, r;
    int whole, index;

    if (!(x > -1000)) {
        return 0;
    }
    if (x > 1000) {
        x = 1000;
    }
    whole = (int)x - (x < 0);
    steps = (x - whole) * STEPS;
    index = (int)steps;
    part = steps - index;
    if (index >= STEPS) {           /* x just below a whole number */
        index = STEPS - 1;
        part = 1;
    }
    r = part * (LN2 / STEPS);
    return scale(exp2_table[index] *
                 (1 + r * (1 + r * (0.5 + r * (1.0 / 6 + r / 24)))), whole);
}

double cpo_log2(double x)
{
    uint64_t bits;
    int exponent, index;
    double mantissa, r;

    memcpy(&bits, &x, sizeof(bits));
    exponent = (int)(bits >> 52) - 1023;
    if (!(x > 0) || exponent == -1023) {
        return -1074;
    }
    index = bits >> 42 & (STEPS - 1);
    bits = (bits & ((1ull << 52) - 1)) | 1023ull << 52;
    memcpy(&mantissa, &bits, sizeof(mantissa));
    r = mantissa * inverse_table[index] - 1;
    return exponent + log2_table[index] +
           r * (1 - r * (0.5 - r * (1.0 / 3 - r / 4))) * CPO_LOG2_E;
}

double cpo_erfc_log2(double x)
{
    double steps;
    int index;

    if (!(x > 0)) {
        return 0;
    }
    if (x > ERFC_MAX) {
        x = ERFC_MAX;
    }
    steps = x * (STEPS / ERFC_MAX);
    index = (int)steps;
    return erfc_table[index] +
           (steps - index) * (erfc_table[index + 1] - erfc_table[index]);
}
