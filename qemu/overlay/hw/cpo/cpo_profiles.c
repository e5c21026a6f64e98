/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (c) 2026 The cpo authors */

/*
 * Machine profiles.  A figure without a public source is said to be ours; the
 * others carry where they are from:
 *   [press]  vendors' announcements and papers, trade press
 *   [sonic]  files and designs of the SONiC project
 *   [calc]   follows from the rows above it
 *   [ours]   chosen for this model
 */
#include <string.h>
#include "cpo_hw.h"
#include "cpo_profiles.h"

static const CPOProfile profiles[] = {
    {
        /*
         * Quantum-X Q3450: an InfiniBand machine.  The Ethernet netdevs of a
         * guest are a stand-in, the port says so in its protocol.
         */
        .name = "q3450",
        .vendor = "NVIDIA",                     /* [press] */
        .part = "Q3450-LD",                     /* [press] */
        .board = "Q3450",                       /* [ours] */
        .firmware = "1.0.0",                    /* [ours] */
        .els_vendor = "NVIDIA",                 /* [ours] */
        .els_part = "ELSFP-8X1310-A",           /* [ours] */
        .engine_part = "OE-1600-8L",            /* [ours] */
        .asics = 4,                             /* [press] 4 x 28.8T */
        .engines = 72,                          /* [press] 18 per ASIC */
        .lanes_per_engine = 8,                  /* [press] 1.6T at 200G */
        .els = 18,                              /* [press] */
        .lasers_per_els = 8,                    /* [press] */
        .lanes_per_laser = 4,                   /* [calc] 576 / 144 */
        .ports = 144,                           /* [press] 144 x 800G */
        .lanes_per_port = 4,                    /* [calc] 800G / 200G */
        .lasers_per_port = 1,                   /* [ours] laser n, port n */
        .speed_mbps = 800000,                   /* [press] */
        .protocol = CPO_PROTO_INFINIBAND,       /* [press] */
        .media = CPO_MEDIA_DR,                  /* [press] MPO, 1310 nm */
        .modulator = CPO_MOD_RING,        /* [press] */
        .splittable = true,                     /* [calc] own fibres */
        .host_code = 0x82,                      /* SFF-8024: 800GAUI-4 */
        .media_code = 0x77,                     /* SFF-8024: 800GBASE-DR4 */
        .connector = 0x0c,                      /* [press] MPO-12 */
        .reach = 0x05,                          /* DR: 500 m */
        .wavelength_ghz = { 228849 },           /* [calc] 1310 nm */
        .wavelength_pm = { 1310000 },           /* [press] */
        .path = {
            .feed_mdb = 1200,                   /* [ours] */
            .engine_mdb = 16600,                /* [ours] ring 5.5 of it */
            .link_mdb = 2500,                   /* [ours] 4 connectors */
            .rx_mdb = 1500,                     /* [ours] */
            .er_db = 4.5,                       /* [ours] typical ring */
            .band_hz = 53e9,                    /* [calc] 106 GBd */
        },
        .feed_limit_mdb = 3000,                 /* [ours] board parameter */
        .board_power_mw = 3950000,              /* [press] 3.95 kW */
        .asic_temp_mc = 72000,                  /* [ours] */
        .engine_power_mw = 14000,               /* [calc] 7 W per 800G */
        .engine_max_mw = 20000,                 /* [ours] */
        .els_power_mw = 16000,                  /* [calc] 2 W per port */
        .els_max_mw = 24000,                    /* [ours] */
        .els_tec_mw = 6000,                     /* [ours] */
        .sensor = {                             /* [ours] typical board */
            { "board inlet", "mC", CPO_SENSOR_TEMP, 35000 },
            { "board outlet", "mC", CPO_SENSOR_TEMP, 47000 },
            { "coolant inlet", "mC", CPO_SENSOR_TEMP, 35000 },
            { "coolant outlet", "mC", CPO_SENSOR_TEMP, 44000 },
            { "coolant flow", "ml/min", CPO_SENSOR_FLOW, 6200 },
            { "busbar", "uV", CPO_SENSOR_RAIL, 48000000 },
            { "rail 12V", "uV", CPO_SENSOR_RAIL, 12000000 },
            { "rail 3V3 optics", "uV", CPO_SENSOR_RAIL, 3300000 },
            { "board power", "mW", CPO_SENSOR_POWER, 3950000 },
            { "leak rope", "", CPO_SENSOR_LEAK, 0 },
        },
    }, {
        .name = "bailly",
        .vendor = "Broadcom",                   /* [press] */
        .part = "TH5-Bailly",                   /* [press] */
        .board = "W6940-128X1-FR4",             /* [sonic] board name */
        .firmware = "1.0.0",                    /* [ours] */
        .els_vendor = "BROADCOM",               /* [sonic] */
        .els_part = "ARLM-96F8DMZ",             /* [sonic] */
        .engine_part = "OE-6400-64L",           /* [ours] */
        .asics = 1,                             /* [press] 51.2T */
        .engines = 8,                           /* [sonic] 8 OEs */
        .lanes_per_engine = 64,                 /* [press] 6.4T at 100G */
        .els = 16,                              /* [sonic] 2 per OE */
        .lasers_per_els = 8,                    /* [press] */
        .lanes_per_laser = 4,                   /* [calc] 512 / 128 */
        .ports = 128,                           /* [press] 128 x 400G */
        .lanes_per_port = 4,                    /* [press] FR4 */
        .lasers_per_port = 4,                   /* [press] CWDM4 */
        .speed_mbps = 400000,                   /* [press] */
        .protocol = CPO_PROTO_ETHERNET,         /* [press] */
        .media = CPO_MEDIA_FR,                  /* [press] */
        .modulator = CPO_MOD_MZM,         /* [press] */
        .splittable = false,                    /* [calc] one fibre pair */
        .host_code = 0x4f,                      /* SFF-8024: 400GAUI-4-S */
        .media_code = 0x1d,                     /* SFF-8024: 400GBASE-FR4 */
        .connector = 0x00,                      /* not known */
        .reach = 0x42,                          /* FR: 2 km */
        .wavelength_ghz = {                     /* [calc] */
            235871, 232217, 228675, 225239,
        },
        .wavelength_pm = {                      /* [press] CWDM4 grid */
            1271000, 1291000, 1311000, 1331000,
        },
        .path = {
            .feed_mdb = 1200,                   /* [ours] 70-113 mW [sonic] */
            .engine_mdb = 18900,                /* [ours] mux 1.0 of it */
            .link_mdb = 1500,                   /* [ours] */
            .rx_mdb = 2500,                     /* [ours] demux */
            .er_db = 5.0,                       /* [ours] typical MZM */
            .band_hz = 28e9,                    /* [calc] 53 GBd */
        },
        .feed_limit_mdb = 3000,                 /* [ours] */
        .board_power_mw = 1300000,              /* [ours] */
        .asic_temp_mc = 78000,                  /* [ours] */
        .engine_power_mw = 26000,               /* [calc] 5.5 W per 800G */
        .engine_max_mw = 35000,                 /* [ours] */
        .els_power_mw = 8700,                   /* [calc] 8 lasers and TEC */
        .els_max_mw = 12000,                    /* [sonic] map says 12.0 */
        .els_tec_mw = 2500,                     /* [ours] */
        .sensor = {                             /* [ours] */
            { "board inlet", "mC", CPO_SENSOR_TEMP, 30000 },
            { "board outlet", "mC", CPO_SENSOR_TEMP, 45000 },
            { "rail 12V", "uV", CPO_SENSOR_RAIL, 12000000 },
            { "rail 3V3 optics", "uV", CPO_SENSOR_RAIL, 3300000 },
            { "board power", "mW", CPO_SENSOR_POWER, 1300000 },
            { "leak rope", "", CPO_SENSOR_LEAK, 0 },
        },
    },
};

#define N_PROFILES (sizeof(profiles) / sizeof(profiles[0]))

const CPOProfile *cpo_profile_get(size_t index)
{
    return index < N_PROFILES ? &profiles[index] : NULL;
}

const CPOProfile *cpo_profile_find(const char *name)
{
    for (size_t i = 0; i < N_PROFILES; i++) {
        if (strcmp(profiles[i].name, name) == 0) {
            return &profiles[i];
        }
    }
    return NULL;
}

unsigned cpo_profile_sensors(const CPOProfile *p)
{
    unsigned n = 0;

    while (n < CPO_PROFILE_SENSORS && p->sensor[n].label) {
        n++;
    }
    return n;
}

/*
 * Where the light of a laser goes.  Lasers are dealt to the engines in order.
 * In an engine, lasers_per_port neighbours share a block of lanes: with one
 * laser per port the block is a run, with four it is interleaved by
 * wavelength.
 */
CPORoute cpo_profile_feed(const CPOProfile *p, unsigned laser)
{
    unsigned per_engine = cpo_profile_feeds_per_engine(p);
    unsigned r = laser % per_engine;
    unsigned w = p->lasers_per_port;

    return (CPORoute) {
        .engine = laser / per_engine,
        .first = r / w * w * p->lanes_per_laser + r % w,
        .count = p->lanes_per_laser,
        .stride = w,
        .wavelength = laser % w,
    };
}

CPORoute cpo_profile_port(const CPOProfile *p, unsigned port)
{
    unsigned per_engine = p->ports / p->engines;

    return (CPORoute) {
        .engine = port / per_engine,
        .first = port % per_engine * p->lanes_per_port,
        .count = p->lanes_per_port,
        .stride = 1,
    };
}

unsigned cpo_profile_asic(const CPOProfile *p, unsigned engine)
{
    return engine / (p->engines / p->asics);
}

/* The rules above divide; a table that does not come out even is a bug. */
bool cpo_profile_valid(const CPOProfile *p)
{
    unsigned lanes = cpo_profile_lanes(p);
    unsigned lasers = cpo_profile_lasers(p);

    return p->engines && p->els && p->ports && p->asics &&
           p->engines <= CPO_MAX_ENGINES && p->els <= CPO_MAX_ELS &&
           lanes <= CPO_MAX_LANES && lasers <= CPO_MAX_LASERS &&
           p->ports <= CPO_MAX_PORTS &&
           p->engines % p->asics == 0 &&
           lasers % p->engines == 0 && p->ports % p->engines == 0 &&
           cpo_profile_feeds_per_engine(p) % p->lasers_per_port == 0 &&
           lasers * p->lanes_per_laser == lanes &&
           p->ports * p->lanes_per_port == lanes &&
           p->lasers_per_port <= CPO_WAVELENGTHS_MAX;
}
