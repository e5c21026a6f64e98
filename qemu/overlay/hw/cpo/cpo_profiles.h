/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (c) 2026 The cpo authors */

/* Tables of the machines the model can be.  No QEMU includes. */
#ifndef HW_CPO_PROFILES_H
#define HW_CPO_PROFILES_H

#include <stdint.h>
#include <stdbool.h>
#include <stddef.h>

#define CPO_WAVELENGTHS_MAX 4
#define CPO_PROFILE_SENSORS 16
#define CPO_ASICS_MAX       8
#define CPO_BANK_LANES      8
#define CPO_BANKS_MAX       8
#define CPO_PORT_LANES_MAX  8

/* A run of lanes of one engine: first, first + stride, ... */
typedef struct CPORoute {
    uint16_t laser;         /* not for a port */
    uint16_t engine;
    uint16_t first;
    uint16_t count;
    uint16_t stride;
    uint8_t wavelength;
    bool standby;           /* carries light only after a switch-over */
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
    uint8_t obj_type;       /* of what it belongs to; 0: the device */
    uint16_t obj;
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
    uint16_t spares_per_els;    /* the last of them, dark until needed */
    uint16_t lanes_per_laser;
    uint16_t ports;
    uint16_t lanes_per_port;
    uint16_t planes;            /* shares of the engines a port is on */
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
    bool changed;               /* no longer as the table says */
    CPOSensorRow sensor[CPO_PROFILE_SENSORS];
} CPOProfile;

/* What a user wants different from the table; CPO_KEEP: as it is there. */
#define CPO_KEEP    UINT32_MAX

typedef struct CPOOverride {
    uint32_t ports;
    uint32_t engines;
    uint32_t lanes;             /* per engine */
    uint32_t slots;
} CPOOverride;

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

/* Lasers of a module that have lanes of their own. */
static inline unsigned cpo_profile_workers(const CPOProfile *p)
{
    return p->lasers_per_els - p->spares_per_els;
}

static inline unsigned cpo_profile_banks(const CPOProfile *p)
{
    return (p->lanes_per_engine + CPO_BANK_LANES - 1) / CPO_BANK_LANES;
}

static inline unsigned cpo_profile_feeds_per_engine(const CPOProfile *p)
{
    return cpo_profile_lasers(p) / p->engines;
}

/* Rows of a module: one per working laser, and each spare could do for all. */
static inline unsigned cpo_profile_routes(const CPOProfile *p)
{
    return p->els * cpo_profile_workers(p) * (1 + p->spares_per_els);
}

static inline bool cpo_profile_spare(const CPOProfile *p, unsigned laser)
{
    return laser % p->lasers_per_els >= cpo_profile_workers(p);
}

unsigned cpo_profile_sensors(const CPOProfile *p);
CPOSensorRow cpo_profile_sensor(const CPOProfile *p, unsigned i);
CPORoute cpo_profile_route(const CPOProfile *p, unsigned i);
CPORoute cpo_profile_feed(const CPOProfile *p, unsigned laser);
unsigned cpo_profile_protects(const CPOProfile *p, unsigned route);
CPORoute cpo_profile_port(const CPOProfile *p, unsigned port, unsigned plane);
unsigned cpo_profile_asic(const CPOProfile *p, unsigned engine);
bool cpo_profile_valid(const CPOProfile *p);
bool cpo_profile_change(CPOProfile *p, const CPOOverride *o, char *why,
                        size_t size);

#endif
