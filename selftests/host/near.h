/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (c) 2026 The cpo authors */

#ifndef NEAR_H
#define NEAR_H

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <cmocka.h>

#define assert_near(value, want, tolerance) do {			\
	double v_ = (value), w_ = (want);				\
									\
	if (!(fabs(v_ - w_) <= (tolerance)))				\
		fail_msg("%s is %.10g, not %.10g", #value, v_, w_);	\
} while (0)

#define assert_ratio(value, want, tolerance) do {			\
	double v_ = (value), w_ = (want);				\
									\
	if (!(fabs(v_ / w_ - 1) <= (tolerance)))			\
		fail_msg("%s is %.10g, not %.10g", #value, v_, w_);	\
} while (0)

#define assert_between(value, low, high) do {				\
	double v_ = (value), l_ = (low), h_ = (high);			\
									\
	if (!(v_ >= l_ && v_ <= h_))					\
		fail_msg("%s is %.10g, not in %.10g..%.10g", #value, v_,	\
			 l_, h_);					\
} while (0)

#endif
