/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (c) 2026 The cpo authors */

/* Tables of the machines the model can be.  No QEMU includes. */
#ifndef HW_CPO_PROFILES_H
#define HW_CPO_PROFILES_H

#include <stdint.h>
#include <stdbool.h>
#include <stddef.h>

#define CPO_WAVELENGTHS_MAX 4
#define CPO_PROFILE_SENSORS 12

/* A run of lanes of one engine: first, first + stride, ... */
typedef struct CPORoute {
    uint16_t engine;
    uint16_t first;
    uint16_t count;
    uint16_t stride;
    uint8_t wavelength;
} CPORoute;

/* Losses and receiver of one lane, laser to slicer. */
typedef struct CPOPath {
    int32_t feed_mdb;       /* laser fibre, ELS to engine */
    int32_t engine_mdb;     /* engine input to transmit lane */
    int32_t link_mdb;       /* transmit face to receive face */
    int32_t rx_mdb;         /* receive face to photodiode */
    double er_db;           /* extinction ratio */
    double band_hz;         /* noise bandwidth */
} CPOPath;

typedef struct CPOSensorRow {
    const char *label;
    const char *unit;
    uint8_t kind;           /* enum cpo_hw_sensor_kind */
    int64_t value;
} CPOSensorRow;

typedef struct CPOProfile {
    const char *name;
    const char *vendor;
    const char *part;
    const char *board;
    const char *firmware;
    const char *els_vendor;
    const char *els_part;
    const char *engine_part;
    uint16_t asics;
    uint16_t engines;
    uint16_t lanes_per_engine;
    uint16_t els;
    uint16_t lasers_per_els;
    uint16_t lanes_per_laser;
    uint16_t ports;
    uint16_t lanes_per_port;
    uint16_t lasers_per_port;   /* wavelengths side by side in one port */
    uint32_t speed_mbps;
    uint8_t protocol;           /* enum cpo_hw_protocol */
    uint8_t media;              /* enum cpo_hw_media */
    uint8_t modulator;          /* enum cpo_hw_modulator */
    bool splittable;
    uint8_t host_code;          /* SFF-8024 */
    uint8_t media_code;         /* SFF-8024 */
    uint8_t connector;          /* SFF-8024 */
    uint8_t reach;              /* CMIS 01h:132 */
    uint32_t wavelength_ghz[CPO_WAVELENGTHS_MAX];
    uint32_t wavelength_pm[CPO_WAVELENGTHS_MAX];
    CPOPath path;
    int32_t feed_limit_mdb;
    uint32_t board_power_mw;
    uint32_t asic_temp_mc;
    uint32_t engine_power_mw;
    uint32_t engine_max_mw;
    uint32_t els_power_mw;
    uint32_t els_max_mw;
    uint32_t els_tec_mw;
    CPOSensorRow sensor[CPO_PROFILE_SENSORS];
} CPOProfile;

const CPOProfile *cpo_profile_find(const char *name);
const CPOProfile *cpo_profile_get(size_t index);

static inline unsigned cpo_profile_lanes(const CPOProfile *p)
{
    return p->engines * p->lanes_per_engine;
}

static inline unsigned cpo_profile_lasers(const CPOProfile *p)
{
    return p->els * p->lasers_per_els;
}

static inline unsigned cpo_profile_banks(const CPOProfile *p)
{
    return (p->lanes_per_engine + 7) / 8;
}

static inline unsigned cpo_profile_feeds_per_engine(const CPOProfile *p)
{
    return cpo_profile_lasers(p) / p->engines;
}

unsigned cpo_profile_sensors(const CPOProfile *p);
CPORoute cpo_profile_feed(const CPOProfile *p, unsigned laser);
CPORoute cpo_profile_port(const CPOProfile *p, unsigned port);
unsigned cpo_profile_asic(const CPOProfile *p, unsigned engine);
bool cpo_profile_valid(const CPOProfile *p);

#endif
