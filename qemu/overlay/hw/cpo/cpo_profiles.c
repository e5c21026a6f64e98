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
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include "cpo_hw.h"
#include "cpo_profiles.h"

/* Optics of the ring machines: 200G lanes, a fibre pair each. */
#define RING_DR                                                               \
        .media = CPO_MEDIA_DR,                  /* [press] MPO, 1310 nm */    \
        .modulator = CPO_MOD_RING,              /* [press] */                 \
        .splittable = true,                     /* [calc] own fibres */       \
        .host_code = 0x82,                      /* SFF-8024: 800GAUI-4 */     \
        .media_code = 0x77,                     /* SFF-8024: 800GBASE-DR4 */  \
        .connector = 0x0c,                      /* [press] MPO-12 */          \
        .reach = 0x05,                          /* DR: 500 m */               \
        .wavelength_ghz = { 228849 },           /* [calc] 1310 nm */          \
        .wavelength_pm = { 1310000 },           /* [press] */                 \
        .feed_limit_mdb = 3000,                 /* [ours] board parameter */  \
        .lanes_per_port = 4,                    /* [calc] 800G / 200G */      \
        .lasers_per_port = 1,                   /* [ours] */                  \
        .speed_mbps = 800000,                   /* [press] */                 \
        .asic_temp_mc = 72000                   /* [ours] */

#define RING_PATH(engine_loss, link_loss)                                     \
        .path = {                                                             \
            .feed_mdb = 1200,                   /* [ours] */                  \
            .engine_mdb = (engine_loss),                                      \
            .link_mdb = (link_loss),                                          \
            .rx_mdb = 1500,                     /* [ours] */                  \
            .er_db = 4.5,                       /* [ours] typical ring */     \
            .band_hz = 53e9,                    /* [calc] 106 GBd */          \
        }

/*
 * Quantum-X Q3450: an InfiniBand machine.  The Ethernet netdevs of a guest are
 * a stand-in, the port says so in its protocol.  Which lanes make a port is
 * told in two ways: q3450 is "36 ports of 800G per ASIC", q3450mp is "one lane
 * of each port on each of the four ASICs".
 */
#define Q3450_BOX                                                             \
        .vendor = "NVIDIA",                     /* [press] */                 \
        .part = "Q3450-LD",                     /* [press] */                 \
        .board = "Q3450",                       /* [ours] */                  \
        .firmware = "1.0.0",                    /* [ours] */                  \
        .els_vendor = "NVIDIA",                 /* [ours] */                  \
        .els_part = "ELSFP-8X1310-A",           /* [ours] */                  \
        .engine_part = "OE-1600-8L",            /* [ours] */                  \
        .asics = 4,                             /* [press] 4 x 28.8T */       \
        .engines = 72,                          /* [press] 18 per ASIC */     \
        .lanes_per_engine = 8,                  /* [press] 1.6T at 200G */    \
        .els = 18,                              /* [press] */                 \
        .lasers_per_els = 8,                    /* [press] */                 \
        .lanes_per_laser = 4,                   /* [calc] 576 / 144 */        \
        .ports = 144,                           /* [press] 144 x 800G */      \
        .protocol = CPO_PROTO_INFINIBAND,       /* [press] */                 \
        .board_power_mw = 3950000,              /* [press] 3.95 kW */         \
        .engine_power_mw = 14000,               /* [calc] 7 W per 800G */     \
        .engine_max_mw = 20000,                 /* [ours] */                  \
        .els_power_mw = 16000,                  /* [calc] 2 W per port */     \
        .els_max_mw = 24000,                    /* [ours] */                  \
        .els_tec_mw = 6000,                     /* [ours] */                  \
        .sensor = {                             /* [ours] typical board */    \
            { "board inlet", "mC", CPO_SENSOR_TEMP, 35000 },                  \
            { "board outlet", "mC", CPO_SENSOR_TEMP, 47000 },                 \
            { "coolant inlet", "mC", CPO_SENSOR_TEMP, 35000 },                \
            { "coolant outlet", "mC", CPO_SENSOR_TEMP, 44000 },               \
            { "coolant flow", "ml/min", CPO_SENSOR_FLOW, 6200 },              \
            { "coolant pressure", "kPa", CPO_SENSOR_OTHER, 180 },             \
            { "busbar", "uV", CPO_SENSOR_RAIL, 48000000 },                    \
            { "rail 12V", "uV", CPO_SENSOR_RAIL, 12000000 },                  \
            { "rail 3V3 optics", "uV", CPO_SENSOR_RAIL, 3300000 },            \
            { "board power", "mW", CPO_SENSOR_POWER, 3950000 },               \
            { "leak rope", "", CPO_SENSOR_LEAK, 0 },                          \
        }

static const CPOProfile profiles[] = {
    {
        .name = "q3450",
        Q3450_BOX,
        RING_DR,
        RING_PATH(16600, 2500),     /* [ours] ring 5.5 of it; 4 connectors */
        .planes = 1,                            /* [press] */
    }, {
        .name = "q3450mp",
        Q3450_BOX,
        RING_DR,
        RING_PATH(16600, 2500),     /* [ours] ring 5.5 of it; 4 connectors */
        .planes = 4,                            /* [press] one per ASIC */
    }, {
        .name = "sn6810",
        .vendor = "NVIDIA",                     /* [press] */
        .part = "SN6810",                       /* [press] */
        .board = "SN6810",                      /* [ours] */
        .firmware = "1.0.0",                    /* [ours] */
        .els_vendor = "NVIDIA",                 /* [ours] */
        .els_part = "ELSFP-8X1310-A",           /* [ours] as Q3450 */
        .engine_part = "OE-3200-16L",           /* [ours] */
        .asics = 1,                             /* [press] 102.4T */
        .engines = 32,                        /* [press] 32 per ASIC */
        .lanes_per_engine = 16,                 /* [press] 3.2T at 200G */
        .els = 16,                              /* [press] */
        .lasers_per_els = 8,                    /* [press] */
        .lanes_per_laser = 4,                   /* [calc] 512 / 128 */
        .ports = 128,                           /* [press] 128 x 800G */
        .planes = 1,                            /* [ours] */
        .protocol = CPO_PROTO_ETHERNET,         /* [press] Spectrum-X */
        RING_DR,
        RING_PATH(16600, 2500),     /* [ours] ring 5.5 of it; 4 connectors */
        .board_power_mw = 2550000,              /* [ours] */
        .engine_power_mw = 28000,               /* [calc] 7 W per 800G */
        .engine_max_mw = 40000,                 /* [ours] */
        .els_power_mw = 16000,                  /* [calc] 2 W per port */
        .els_max_mw = 24000,                    /* [ours] */
        .els_tec_mw = 6000,                     /* [ours] */
        .sensor = {                             /* [ours] typical board */
            { "board inlet", "mC", CPO_SENSOR_TEMP, 35000 },
            { "board outlet", "mC", CPO_SENSOR_TEMP, 47000 },
            { "coolant inlet", "mC", CPO_SENSOR_TEMP, 35000 },
            { "coolant outlet", "mC", CPO_SENSOR_TEMP, 44000 },
            { "coolant flow", "ml/min", CPO_SENSOR_FLOW, 4000 },
            { "pump speed", "rpm", CPO_SENSOR_OTHER, 4200 },
            { "busbar", "uV", CPO_SENSOR_RAIL, 48000000 },
            { "rail 12V", "uV", CPO_SENSOR_RAIL, 12000000 },
            { "rail 3V3 optics", "uV", CPO_SENSOR_RAIL, 3300000 },
            { "board power", "mW", CPO_SENSOR_POWER, 2550000 },
            { "leak rope", "", CPO_SENSOR_LEAK, 0 },
        },
    }, {
        .name = "sn6800",
        .vendor = "NVIDIA",                     /* [press] */
        .part = "SN6800",                       /* [press] */
        .board = "SN6800",                      /* [ours] */
        .firmware = "1.0.0",                    /* [ours] */
        .els_vendor = "NVIDIA",                 /* [ours] */
        .els_part = "ELSFP-8X1310-A",           /* [ours] as Q3450 */
        .engine_part = "OE-3200-16L",           /* [ours] */
        .asics = 4,                             /* [press] 409.6T */
        .engines = 128,                       /* [press] 32 per ASIC */
        .lanes_per_engine = 16,                 /* [press] 3.2T at 200G */
        .els = 64,                              /* [press] */
        .lasers_per_els = 8,                    /* [press] */
        .lanes_per_laser = 4,                   /* [calc] 2048 / 512 */
        .ports = 512,                           /* [press] 512 x 800G */
        .planes = 1,                            /* [ours] */
        .protocol = CPO_PROTO_ETHERNET,         /* [press] Spectrum-X */
        RING_DR,
        RING_PATH(16600, 2500),     /* [ours] ring 5.5 of it; 4 connectors */
        .board_power_mw = 9900000,              /* [ours] */
        .engine_power_mw = 28000,               /* [calc] 7 W per 800G */
        .engine_max_mw = 40000,                 /* [ours] */
        .els_power_mw = 16000,                  /* [calc] 2 W per port */
        .els_max_mw = 24000,                    /* [ours] */
        .els_tec_mw = 6000,                     /* [ours] */
        .sensor = {                             /* [ours] typical board */
            { "board inlet", "mC", CPO_SENSOR_TEMP, 35000 },
            { "board outlet", "mC", CPO_SENSOR_TEMP, 47000 },
            { "coolant inlet", "mC", CPO_SENSOR_TEMP, 35000 },
            { "coolant outlet", "mC", CPO_SENSOR_TEMP, 44000 },
            { "coolant flow", "ml/min", CPO_SENSOR_FLOW, 15500 },
            { "pump speed", "rpm", CPO_SENSOR_OTHER, 4200 },
            { "busbar", "uV", CPO_SENSOR_RAIL, 48000000 },
            { "rail 12V", "uV", CPO_SENSOR_RAIL, 12000000 },
            { "rail 3V3 optics", "uV", CPO_SENSOR_RAIL, 3300000 },
            { "board power", "mW", CPO_SENSOR_POWER, 9900000 },
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
        .planes = 1,                            /* [press] */
        .lasers_per_port = 4,                   /* [press] CWDM4 */
        .speed_mbps = 400000,                   /* [press] */
        .protocol = CPO_PROTO_ETHERNET,         /* [press] */
        .media = CPO_MEDIA_FR,                  /* [press] */
        .modulator = CPO_MOD_MZM,               /* [press] */
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
    }, {
        .name = "davisson",
        .vendor = "Broadcom",                   /* [press] */
        .part = "TH6-Davisson",                 /* [press] */
        .board = "TH6-CPO-128X1",               /* [ours] */
        .firmware = "1.0.0",                    /* [ours] */
        .els_vendor = "BROADCOM",               /* [ours] as Bailly */
        .els_part = "ELSFP-8X1310-B",           /* [ours] */
        .engine_part = "OE-6400-32L",           /* [ours] */
        .asics = 1,                             /* [press] 102.4T */
        .engines = 16,                          /* [press] 16 x 6.4T */
        .lanes_per_engine = 32,                 /* [press] 6.4T at 200G */
        .els = 16,                              /* [sonic] 1 per OE */
        .lasers_per_els = 8,                    /* [sonic] */
        .lanes_per_laser = 4,                   /* [calc] 512 / 128 */
        .ports = 128,                           /* [calc] 102.4T / 800G */
        .lanes_per_port = 4,                    /* [calc] 800G / 200G */
        .planes = 1,                            /* [ours] */
        .lasers_per_port = 1,                   /* [ours] laser n, port n */
        .speed_mbps = 800000,                   /* [calc] 4 x 200G */
        .protocol = CPO_PROTO_ETHERNET,         /* [press] */
        .media = CPO_MEDIA_DR,                  /* [press] */
        .modulator = CPO_MOD_MZM,               /* [press] not confirmed */
        .splittable = true,                     /* [calc] own fibres */
        .host_code = 0x82,                      /* SFF-8024: 800GAUI-4 */
        .media_code = 0x77,                     /* SFF-8024: 800GBASE-DR4 */
        .connector = 0x0c,                      /* [ours] MPO-12 */
        .reach = 0x05,                          /* DR: 500 m */
        .wavelength_ghz = { 228849 },           /* [calc] 1310 nm */
        .wavelength_pm = { 1310000 },           /* [ours] DR */
        .path = {
            .feed_mdb = 1200,                   /* [ours] */
            .engine_mdb = 17500,                /* [ours] MZM 6.4 of it */
            .link_mdb = 2000,                   /* [ours] */
            .rx_mdb = 1500,                     /* [ours] */
            .er_db = 5.0,                       /* [ours] typical MZM */
            .band_hz = 53e9,                    /* [calc] 106 GBd */
        },
        .feed_limit_mdb = 3000,                 /* [ours] */
        .board_power_mw = 1800000,              /* [ours] */
        .asic_temp_mc = 76000,                  /* [ours] */
        .engine_power_mw = 26000,               /* [calc] 4.4 W per 800G */
        .engine_max_mw = 35000,                 /* [ours] */
        .els_power_mw = 8700,                   /* [calc] 8 lasers and TEC */
        .els_max_mw = 12000,                    /* [ours] as Bailly */
        .els_tec_mw = 2500,                     /* [ours] */
        .sensor = {                             /* [ours] liquid cooled */
            { "board inlet", "mC", CPO_SENSOR_TEMP, 30000 },
            { "board outlet", "mC", CPO_SENSOR_TEMP, 44000 },
            { "coolant inlet", "mC", CPO_SENSOR_TEMP, 32000 },
            { "coolant outlet", "mC", CPO_SENSOR_TEMP, 41000 },
            { "coolant flow", "ml/min", CPO_SENSOR_FLOW, 2900 },
            { "rail 12V", "uV", CPO_SENSOR_RAIL, 12000000 },
            { "rail 3V3 optics", "uV", CPO_SENSOR_RAIL, 3300000 },
            { "board power", "mW", CPO_SENSOR_POWER, 1800000 },
            { "leak rope", "", CPO_SENSOR_LEAK, 0 },
        },
    }, {
        /*
         * Invented: there is no such product.  A network adapter whose module
         * has one laser more than it needs.  The spare can take the place of
         * either of the others through optical switches in the engine; these
         * cost every lane 1 dB.  It is checked with the others and then stays
         * off.
         */
        .name = "nic",
        .vendor = "CPO",                        /* [ours] */
        .part = "NIC-2X800G",                   /* [ours] */
        .board = "NIC-2X800G",                  /* [ours] */
        .firmware = "1.0.0",                    /* [ours] */
        .els_vendor = "CPO",                    /* [ours] */
        .els_part = "ELSFP-3X1310-S",           /* [ours] */
        .engine_part = "OE-1600-8L",            /* [ours] as Q3450 */
        .asics = 1,                             /* [ours] */
        .engines = 1,                           /* [ours] */
        .lanes_per_engine = 8,                  /* [ours] */
        .els = 1,                               /* [ours] */
        .lasers_per_els = 3,                    /* [ours] */
        .spares_per_els = 1,                    /* [ours] */
        .lanes_per_laser = 4,                   /* [calc] 8 / 2 */
        .ports = 2,                             /* [ours] 2 x 800G */
        .planes = 1,                            /* [ours] */
        .protocol = CPO_PROTO_ETHERNET,         /* [ours] */
        RING_DR,
        RING_PATH(17600, 1500),     /* [ours] switches 1.0; 2 connectors */
        .board_power_mw = 60000,                /* [ours] */
        .engine_power_mw = 14000,               /* [ours] as Q3450 */
        .engine_max_mw = 20000,                 /* [ours] as Q3450 */
        .els_power_mw = 6000,                   /* [ours] */
        .els_max_mw = 9000,                     /* [ours] */
        .els_tec_mw = 2250,                     /* [calc] 3/8 of Q3450 */
        .sensor = {                             /* [ours] cooled by air */
            { "board inlet", "mC", CPO_SENSOR_TEMP, 30000 },
            { "board outlet", "mC", CPO_SENSOR_TEMP, 42000 },
            { "rail 12V", "uV", CPO_SENSOR_RAIL, 12000000 },
            { "rail 3V3 optics", "uV", CPO_SENSOR_RAIL, 3300000 },
            { "board power", "mW", CPO_SENSOR_POWER, 60000 },
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

static unsigned table_sensors(const CPOProfile *p)
{
    unsigned n = 0;

    while (n < CPO_PROFILE_SENSORS && p->sensor[n].label) {
        n++;
    }
    return n;
}

/* Those of the table, then one in each ASIC. */
unsigned cpo_profile_sensors(const CPOProfile *p)
{
    return table_sensors(p) + p->asics;
}

CPOSensorRow cpo_profile_sensor(const CPOProfile *p, unsigned i)
{
    static const char *const label[CPO_ASICS_MAX] = {
        "asic 0", "asic 1", "asic 2", "asic 3",
        "asic 4", "asic 5", "asic 6", "asic 7",
    };
    unsigned n = table_sensors(p);
    CPOSensorRow row;

    if (i < n) {
        row = p->sensor[i];
        row.obj_type = row.obj_type ? row.obj_type : CPO_OBJ_DEVICE;
        return row;
    }
    return (CPOSensorRow) {
        .label = label[i - n],
        .unit = "mC",
        .kind = CPO_SENSOR_TEMP,
        .value = p->asic_temp_mc,
        .obj_type = CPO_OBJ_ASIC,
        .obj = i - n,
    };
}

/*
 * Where the light of the n-th working laser goes.  They are dealt to the
 * engines in order.  In an engine, lasers_per_port neighbours share a block of
 * lanes: with one laser per port the block is a run, with four it is
 * interleaved by wavelength.
 */
static CPORoute worker_route(const CPOProfile *p, unsigned n)
{
    unsigned per_engine = p->els * cpo_profile_workers(p) / p->engines;
    unsigned r = n % per_engine;
    unsigned w = p->lasers_per_port;

    return (CPORoute) {
        .engine = n / per_engine,
        .first = r / w * w * p->lanes_per_laser + r % w,
        .count = p->lanes_per_laser,
        .stride = w,
        .wavelength = n % w,
    };
}

/* By module: its workers, then for each spare the lanes it could light. */
CPORoute cpo_profile_route(const CPOProfile *p, unsigned i)
{
    unsigned workers = cpo_profile_workers(p);
    unsigned rows = workers * (1 + p->spares_per_els);
    unsigned els = i / rows;
    unsigned worker = i % rows % workers;
    unsigned spare = i % rows / workers;    /* 0: none of them */
    CPORoute route = worker_route(p, els * workers + worker);

    route.laser = els * p->lasers_per_els +
                  (spare ? workers + spare - 1 : worker);
    route.standby = spare > 0;
    return route;
}

/* The route of a laser, of a spare its first. */
CPORoute cpo_profile_feed(const CPOProfile *p, unsigned laser)
{
    unsigned workers = cpo_profile_workers(p);
    unsigned rows = workers * (1 + p->spares_per_els);
    unsigned els = laser / p->lasers_per_els;
    unsigned l = laser % p->lasers_per_els;

    return cpo_profile_route(p, els * rows +
                             (l < workers ? l : (l - workers + 1) * workers));
}

/* The laser that normally lights the lanes of a route. */
unsigned cpo_profile_protects(const CPOProfile *p, unsigned route)
{
    unsigned workers = cpo_profile_workers(p);
    unsigned rows = workers * (1 + p->spares_per_els);

    return route / rows * p->lasers_per_els + route % rows % workers;
}

/* What a port has in one plane; the planes are equal shares of the engines. */
CPORoute cpo_profile_port(const CPOProfile *p, unsigned port, unsigned plane)
{
    unsigned count = p->lanes_per_port / p->planes;
    unsigned lane = port * count;

    return (CPORoute) {
        .engine = plane * (p->engines / p->planes) +
                  lane / p->lanes_per_engine,
        .first = lane % p->lanes_per_engine,
        .count = count,
        .stride = 1,
    };
}

unsigned cpo_profile_asic(const CPOProfile *p, unsigned engine)
{
    return engine / (p->engines / p->asics);
}

/* ---- other figures than those of the table ---- */

typedef struct CPORefusal {
    const CPOOverride *o;
    char *why;
    size_t size;
} CPORefusal;

static const struct {
    char key;
    const char *name;
    size_t offset;
    uint32_t max;
} overrides[] = {
    { 'p', "ports", offsetof(CPOOverride, ports), CPO_MAX_PORTS },
    { 'e', "engines", offsetof(CPOOverride, engines), CPO_MAX_ENGINES },
    { 'l', "lanes", offsetof(CPOOverride, lanes),
      CPO_BANKS_MAX * CPO_BANK_LANES },
    { 's', "slots", offsetof(CPOOverride, slots), CPO_MAX_ELS },
};

#define N_OVERRIDES (sizeof(overrides) / sizeof(overrides[0]))

static uint32_t given(const CPOOverride *o, unsigned i)
{
    return *(const uint32_t *)((const char *)o + overrides[i].offset);
}

/* Of the figures that do not fit it names the first one the user gave. */
static bool refuse(const CPORefusal *r, const char *keys, const char *fmt,
                   ...)
{
    size_t len = 0;
    va_list args;

    for (; *keys && !len; keys++) {
        for (unsigned i = 0; i < N_OVERRIDES; i++) {
            if (overrides[i].key == *keys && given(r->o, i) != CPO_KEEP) {
                len = snprintf(r->why, r->size, "%s=%u: ",
                               overrides[i].name, given(r->o, i));
            }
        }
    }
    va_start(args, fmt);
    vsnprintf(r->why + len, r->size - len, fmt, args);
    va_end(args);
    return false;
}

static bool power_of_two_to_8(unsigned n)
{
    return n == 1 || n == 2 || n == 4 || n == 8;
}

static bool check_limits(const CPORefusal *r)
{
    for (unsigned i = 0; i < N_OVERRIDES; i++) {
        uint32_t n = given(r->o, i);

        if (n != CPO_KEEP && (n < 1 || n > overrides[i].max)) {
            const char key[] = { overrides[i].key, 0 };

            return refuse(r, key, "it is not in 1..%u", overrides[i].max);
        }
    }
    return true;
}

static bool check_engines(const CPORefusal *r, const CPOProfile *p)
{
    if (cpo_profile_lanes(p) > CPO_MAX_LANES) {
        return refuse(r, "el", "%u engines of %u lanes have more than %u",
                      p->engines, p->lanes_per_engine, CPO_MAX_LANES);
    }
    if (!power_of_two_to_8(cpo_profile_banks(p))) {
        return refuse(r, "l", "%u banks of %u lanes; an engine has 1, 2, 4 "
                      "or 8", cpo_profile_banks(p), CPO_BANK_LANES);
    }
    if (p->engines % p->asics) {
        return refuse(r, "e", "%u engines do not divide over %u ASICs",
                      p->engines, p->asics);
    }
    if (p->engines % p->planes) {
        return refuse(r, "e", "%u engines do not divide over %u planes",
                      p->engines, p->planes);
    }
    return true;
}

static bool check_ports(const CPORefusal *r, CPOProfile *p)
{
    unsigned lanes = cpo_profile_lanes(p);
    unsigned table = p->lanes_per_port;

    if (p->ports * p->planes % p->engines) {
        return refuse(r, "pe", "%u ports do not divide over %u engines",
                      p->ports, p->engines);
    }
    if (lanes % p->ports) {
        return refuse(r, "ple", "%u lanes do not divide over %u ports",
                      lanes, p->ports);
    }
    p->lanes_per_port = lanes / p->ports;
    if (!power_of_two_to_8(p->lanes_per_port) ||
        p->lanes_per_port % p->planes) {
        return refuse(r, "ple", "%u lanes per port; a port has %s",
                      p->lanes_per_port,
                      p->planes > 1 ? "4 or 8" : "1, 2, 4 or 8");
    }
    if (p->lasers_per_port > 1 && p->lanes_per_port != p->lasers_per_port) {
        return refuse(r, "ple", "%u lanes per port; a port has %u, one of "
                      "each wavelength", p->lanes_per_port,
                      p->lasers_per_port);
    }
    p->speed_mbps = p->speed_mbps / table * p->lanes_per_port;
    return true;
}

static bool check_lasers(const CPORefusal *r, CPOProfile *p)
{
    unsigned workers = p->els * cpo_profile_workers(p);
    unsigned feeds = workers / p->engines;

    if (cpo_profile_lasers(p) > CPO_MAX_LASERS) {
        return refuse(r, "s", "%u lasers are more than %u",
                      cpo_profile_lasers(p), CPO_MAX_LASERS);
    }
    if (workers % p->engines) {
        return refuse(r, "se", "%u lasers do not divide over %u engines",
                      workers, p->engines);
    }
    if (p->lanes_per_engine % feeds) {
        return refuse(r, "lse", "%u lanes of an engine do not divide over %u "
                      "lasers", p->lanes_per_engine, feeds);
    }
    if (feeds % p->lasers_per_port) {
        return refuse(r, "se", "%u lasers of an engine do not come in %u "
                      "wavelengths", feeds, p->lasers_per_port);
    }
    if (p->spares_per_els && feeds % cpo_profile_workers(p)) {
        return refuse(r, "es", "a spare laser serves one engine, its module "
                      "feeds more");
    }
    p->lanes_per_laser = p->lanes_per_engine / feeds;
    return true;
}

static void take(uint16_t *figure, uint32_t value)
{
    if (value != CPO_KEEP) {
        *figure = value;
    }
}

/*
 * Change a copy of a profile.  What follows from the new figures (lanes per
 * port and per laser, speed) follows.  When they do not fit, the result is
 * false, @why one sentence, and @p no longer of use.
 */
bool cpo_profile_change(CPOProfile *p, const CPOOverride *o, char *why,
                        size_t size)
{
    const CPORefusal r = { .o = o, .why = why, .size = size };
    const CPOProfile table = *p;

    if (!check_limits(&r)) {
        return false;
    }
    take(&p->ports, o->ports);
    take(&p->engines, o->engines);
    take(&p->lanes_per_engine, o->lanes);
    take(&p->els, o->slots);
    if (!check_engines(&r, p) || !check_ports(&r, p) || !check_lasers(&r, p)) {
        return false;
    }
    if (p->lanes_per_port != table.lanes_per_port) {
        p->host_code = p->media_code = 0;   /* SFF-8024: undefined */
    }
    p->changed = p->ports != table.ports || p->engines != table.engines ||
                 p->lanes_per_engine != table.lanes_per_engine ||
                 p->els != table.els;
    return true;
}

/* The rules above divide; a table that does not come out even is a bug. */
bool cpo_profile_valid(const CPOProfile *p)
{
    const CPOOverride none = { CPO_KEEP, CPO_KEEP, CPO_KEEP, CPO_KEEP };
    CPOProfile copy = *p;
    char why[128];

    return p->asics && p->asics <= CPO_ASICS_MAX && p->planes &&
           p->ports && p->ports <= CPO_MAX_PORTS &&
           p->engines && p->engines <= CPO_MAX_ENGINES &&
           p->els && p->els <= CPO_MAX_ELS &&
           p->lasers_per_els > p->spares_per_els && p->lasers_per_port &&
           p->lasers_per_port <= CPO_WAVELENGTHS_MAX &&
           cpo_profile_change(&copy, &none, why, sizeof(why)) &&
           copy.lanes_per_port == p->lanes_per_port &&
           copy.lanes_per_laser == p->lanes_per_laser;
}
