/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (c) 2026 The cpo authors */

/*
 * Elementary functions from tables, so that the steps of the physics use
 * only the four operations and the square root: fast, and the same on every
 * host but for the last digit of the tables.  No QEMU includes.
 */
#ifndef HW_CPO_MATH_H
#define HW_CPO_MATH_H

#include <stdint.h>

#define CPO_LOG2_10     3.3219280948873623
#define CPO_LOG2_E      1.4426950408889634

double cpo_exp2(double x);
double cpo_log2(double x);      /* of x > 0; anything else gives -1074 */
double cpo_erfc_log2(double x); /* log2(erfc(x)), 0 <= x <= 8 */

static inline int64_t cpo_round(double x)
{
    return (int64_t)(x < 0 ? x - 0.5 : x + 0.5);
}

static inline double cpo_exp(double x)
{
    return cpo_exp2(x * CPO_LOG2_E);
}

/* 10^(mdb / 10000): a ratio of powers from a level in 0.001 dB */
static inline double cpo_ratio(double mdb)
{
    return cpo_exp2(mdb * (CPO_LOG2_10 / 10000));
}

#endif
