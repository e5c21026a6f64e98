/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (c) 2026 The cpo authors */

/*
 * Random draws.  A draw is a hash of what it is for, so it is the same
 * whenever and in whatever order it is made.  No QEMU includes.
 */
#ifndef HW_CPO_DRAW_H
#define HW_CPO_DRAW_H

#include <stdint.h>

/* What a value belongs to, so that each draws a spread of its own. */
typedef enum CPODraw {
    CPO_DRAW_LASER_POWER,
    CPO_DRAW_LASER_THRESHOLD,
    CPO_DRAW_FEED_LOSS,
    CPO_DRAW_LANE_TX,
    CPO_DRAW_LANE_LINK,
    CPO_DRAW_ENGINE_TEMP,
    CPO_DRAW_ENGINE_VCC,
    CPO_DRAW_ELS_TEMP,
    CPO_DRAW_ELS_VCC,
    CPO_DRAW_LANE_RING,
    CPO_DRAW_MAC,
    CPO_DRAW_SERIAL,
    CPO_DRAW_LASER_SLOPE,
    CPO_DRAW_LASER_TEMP,
    CPO_DRAW_LASER_FREQ,
    CPO_DRAW_SENSE_TX,
    CPO_DRAW_SENSE_RX,
    CPO_DRAW_SENSE_ENGINE_TEMP,
    CPO_DRAW_SENSE_ENGINE_POWER,
    CPO_DRAW_SENSE_ELS_TEMP,
    CPO_DRAW_SENSE_ELS_POWER,
    CPO_DRAW_SENSE_BOARD,
    CPO_DRAW_PORT_COUNT,
} CPODraw;

uint64_t cpo_hash(uint64_t seed, CPODraw draw, uint32_t index);
/* one more of a series that starts with cpo_hash() */
uint64_t cpo_hash_next(uint64_t base, uint64_t epoch, uint32_t bin);

/* Sum of uniforms: near enough to normal, and never beyond 3.46 sigma. */
double cpo_normal_of(uint64_t hash);
double cpo_normal(uint64_t seed, CPODraw draw, uint32_t index);
int32_t cpo_spread(uint64_t seed, CPODraw draw, uint32_t index, int32_t sigma);

/* Out of @n tries with probability @p. */
uint64_t cpo_draw_count(uint64_t hash, uint64_t n, double p);
int cpo_draw_event(uint64_t hash, double p);

#endif
