/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (c) 2026 The cpo authors */

/*
 * Observables (VDM), CMIS pages 20h to 2Fh: descriptors, values, thresholds
 * and flags in groups of 64, made from the telemetry records.  A host that
 * reads page after page can have them frozen to one moment.
 */
#include "qemu/osdep.h"
#include "cpo_int.h"
#include "cpo_vdm.h"

#define HALF            128
#define SLOTS           64      /* observables of a group */
#define SETS            16      /* thresholds of a group */
#define GROUPS          4
#define PAGE_DESCRIPTOR 0x20
#define PAGE_VALUE      0x24
#define PAGE_LIMIT      0x28
#define PAGE_FLAG       0x2c
#define PAGE_CONTROL    0x2f
#define FROZEN_FIRST    PAGE_VALUE
#define FROZEN_LAST     PAGE_FLAG
#define FROZEN_PAGES    (FROZEN_LAST - FROZEN_FIRST + 1)
#define FREEZE          0x80    /* 2Fh:144, request; 2Fh:145, done */
#define UNFREEZE_DONE   0x40

#define BER(m, e)       ((m) * 1000000 << 8 | (uint8_t)((e) - 6))
#define NO_HIGH         INT64_MAX
#define NO_LOW          INT64_MIN

typedef struct CPOWhere {
    CPOState *s;
    unsigned index;             /* of the engine or module */
    unsigned bank;
} CPOWhere;

/* A row is as many observables as there are lanes, or one of the part. */
typedef struct CPOObservable {
    uint8_t type;               /* CPOVdmType */
    bool part;
    int64_t (*value)(const CPOWhere *w, unsigned i);
    int64_t ha, la, hw, lw;     /* in the unit of the record */
} CPOObservable;

typedef struct CPOGroup {
    const CPOObservable *row;
    unsigned rows;
} CPOGroup;

/* ---- engine ---- */

static unsigned lane_of(const CPOWhere *w, unsigned i)
{
    return w->index * w->s->profile->lanes_per_engine +
           w->bank * CPO_BANK_LANES + i;
}

static struct cpo_hw_lane lane_record(const CPOWhere *w, unsigned i)
{
    struct cpo_hw_lane r;

    cpo_page_fetch(w->s, CPO_SEC_LANE, lane_of(w, i), &r, sizeof(r));
    return r;
}

/* Of the port the lane belongs to. */
static struct cpo_hw_fec_stats fec_record(const CPOWhere *w, unsigned i)
{
    struct cpo_hw_fec_stats r;

    cpo_page_fetch(w->s, CPO_SEC_FEC, w->s->lane_port[lane_of(w, i)], &r,
                   sizeof(r));
    return r;
}

static struct cpo_hw_span ber_span(const CPOWhere *w, unsigned i)
{
    struct cpo_hw_win_lane_rec r;

    cpo_page_fetch(w->s, CPO_SEC_WIN_LANE, lane_of(w, i), &r, sizeof(r));
    return r.win[CPO_WINQ_LANE_BER].running;
}

static int64_t snr(const CPOWhere *w, unsigned i)
{
    return le16_to_cpu(lane_record(w, i).snr_media);
}

static int64_t ber(const CPOWhere *w, unsigned i)
{
    return le32_to_cpu(lane_record(w, i).ber_media);
}

static int64_t ber_min(const CPOWhere *w, unsigned i)
{
    return le32_to_cpu(ber_span(w, i).min);
}

static int64_t ber_max(const CPOWhere *w, unsigned i)
{
    return le32_to_cpu(ber_span(w, i).max);
}

static int64_t ber_avg(const CPOWhere *w, unsigned i)
{
    return le32_to_cpu(ber_span(w, i).avg);
}

static int64_t ferc(const CPOWhere *w, unsigned i)
{
    return le32_to_cpu(fec_record(w, i).ferc);
}

static int64_t sew(const CPOWhere *w, unsigned i)
{
    return le32_to_cpu(fec_record(w, i).sewmax);
}

static int64_t input(const CPOWhere *w, unsigned i)
{
    struct cpo_hw_feed r;

    cpo_page_fetch(w->s, CPO_SEC_FEED, w->s->lane_feed[lane_of(w, i)], &r,
                   sizeof(r));
    return le32_to_cpu(r.input_nw);
}

static int64_t rail(const CPOWhere *w, unsigned i)
{
    struct cpo_hw_engine r;

    cpo_page_fetch(w->s, CPO_SEC_ENGINE, w->index, &r, sizeof(r));
    return le32_to_cpu(r.rail_uv[i + 1]);   /* the first is no observable */
}

static const CPOObservable engine_lanes[] = {
    { CPO_VDM_SNR_MEDIA, false, snr, NO_HIGH, 18 * 256, NO_HIGH, 20 * 256 },
    { CPO_VDM_BER_MIN_MEDIA, false, ber_min,
      BER(1, -4), NO_LOW, BER(1, -5), NO_LOW },
    { CPO_VDM_BER_MAX_MEDIA, false, ber_max,
      BER(1, -4), NO_LOW, BER(1, -5), NO_LOW },
    { CPO_VDM_BER_AVG_MEDIA, false, ber_avg,
      BER(1, -4), NO_LOW, BER(1, -5), NO_LOW },
    { CPO_VDM_BER_MEDIA, false, ber,
      BER(1, -4), NO_LOW, BER(1, -5), NO_LOW },
    { CPO_VDM_FERC_MEDIA, false, ferc,
      BER(1, -9), NO_LOW, BER(1, -12), NO_LOW },
    { CPO_VDM_SEW_MEDIA, false, sew, 15, NO_LOW, 12, NO_LOW },
    /* 20.5, 16, 20 and 17 dBm */
    { CPO_VDM_ELS_INPUT, false, input,
      112201845, 39810717, 100000000, 50118723 },
};

#define RAIL(type, uv) \
    { type, true, rail, (uv) / 100 * 110, (uv) / 100 * 90, \
      (uv) / 100 * 105, (uv) / 100 * 95 }

static const CPOObservable engine_rails[] = {
    RAIL(CPO_VDM_VCC_12V, 12000000),
    RAIL(CPO_VDM_VCC_2V6, 2600000),
    RAIL(CPO_VDM_VCC_2V6 + 1, 1800000),
    RAIL(CPO_VDM_VCC_2V6 + 2, 1200000),
    RAIL(CPO_VDM_VCC_2V6 + 3, 900000),
    RAIL(CPO_VDM_VCC_2V6 + 4, 700000),
    RAIL(CPO_VDM_VCC_0V7B, 700000),
};

/* ---- laser module ---- */

static struct cpo_hw_laser laser_record(const CPOWhere *w, unsigned i)
{
    struct cpo_hw_laser r;

    cpo_page_fetch(w->s, CPO_SEC_LASER,
                   w->index * w->s->profile->lasers_per_els + i, &r,
                   sizeof(r));
    return r;
}

static int64_t age(const CPOWhere *w, unsigned i)
{
    return le16_to_cpu(laser_record(w, i).age);
}

static int64_t tec(const CPOWhere *w, unsigned i)
{
    return (int16_t)le16_to_cpu(laser_record(w, i).tec);
}

static int64_t frequency(const CPOWhere *w, unsigned i)
{
    return (int32_t)le32_to_cpu(laser_record(w, i).freq_error_mhz);
}

static int64_t temperature(const CPOWhere *w, unsigned i)
{
    return (int32_t)le32_to_cpu(laser_record(w, i).temp_mc);
}

static const CPOObservable els_lasers[] = {
    { CPO_VDM_AGE, false, age, 10000, NO_LOW, 8000, NO_LOW },
    { CPO_VDM_TEC, false, tec, 9500, NO_LOW, 8000, NO_LOW },
    { CPO_VDM_FREQ_ERROR, false, frequency, 78000, -78000, 31000, -31000 },
    { CPO_VDM_LASER_TEMP, false, temperature, 50000, 40000, 48000, 42000 },
};

/* ---- groups ---- */

static const CPOGroup engine_groups[] = {
    { engine_lanes, ARRAY_SIZE(engine_lanes) },
    { engine_rails, ARRAY_SIZE(engine_rails) },
};

static const CPOGroup els_groups[] = {
    { els_lasers, ARRAY_SIZE(els_lasers) },
};

static unsigned groups_of(uint8_t type)
{
    return type == CPO_OBJ_ENGINE ? ARRAY_SIZE(engine_groups)
                                  : ARRAY_SIZE(els_groups);
}

/* Lanes or lasers of a bank: the last one may not be full. */
static unsigned width(const CPOWhere *w, uint8_t type)
{
    unsigned n = type == CPO_OBJ_ENGINE ?
                 w->s->profile->lanes_per_engine - w->bank * CPO_BANK_LANES :
                 w->s->profile->lasers_per_els;

    return MIN(n, CPO_BANK_LANES);
}

static bool is_signed(uint8_t type)
{
    return (type >= CPO_VDM_TEC && type <= CPO_VDM_LASER_TEMP) ||
           type == CPO_VDM_ELS_INPUT;
}

static uint16_t encode(const CPOObservable *o, int64_t value)
{
    uint16_t code = 0;

    cpo_vdm_encode(o->type, value, &code);
    return code;
}

static int32_t number(const CPOObservable *o, int64_t value)
{
    uint16_t code = encode(o, value);

    return is_signed(o->type) ? (int16_t)code : code;
}

static uint8_t flags(const CPOObservable *o, int64_t value)
{
    int32_t n = number(o, value);

    return (n > number(o, o->ha)) << 0 | (n < number(o, o->la)) << 1 |
           (n > number(o, o->hw)) << 2 | (n < number(o, o->lw)) << 3;
}

/* What a page says of observable @slot, which is row @set, lane @i. */
typedef void (*CPOPut)(const CPOWhere *w, uint8_t *p, unsigned slot,
                       unsigned set, const CPOObservable *o, unsigned i);

static void put_descriptor(const CPOWhere *w, uint8_t *p, unsigned slot,
                           unsigned set, const CPOObservable *o, unsigned i)
{
    p[2 * slot] = set << 4 | (o->part ? 0 : i);
    p[2 * slot + 1] = o->type;
}

static void put_value(const CPOWhere *w, uint8_t *p, unsigned slot,
                      unsigned set, const CPOObservable *o, unsigned i)
{
    stw_be_p(p + 2 * slot, encode(o, o->value(w, i)));
}

static void put_limits(const CPOWhere *w, uint8_t *p, unsigned slot,
                       unsigned set, const CPOObservable *o, unsigned i)
{
    stw_be_p(p + 8 * set, encode(o, o->ha));
    stw_be_p(p + 8 * set + 2, encode(o, o->la));
    stw_be_p(p + 8 * set + 4, encode(o, o->hw));
    stw_be_p(p + 8 * set + 6, encode(o, o->lw));
}

/* Two in a byte, 32 bytes in a group, and the groups side by side. */
static void put_flags(const CPOWhere *w, uint8_t *p, unsigned slot,
                      unsigned set, const CPOObservable *o, unsigned i)
{
    p[slot / 2] |= flags(o, o->value(w, i)) << (slot % 2 * 4);
}

/*
 * A row of the part has one observable, and the next row is beside it; a row
 * of the lanes has room for a full bank.
 */
static void each(const CPOWhere *w, uint8_t type, unsigned group, CPOPut put,
                 uint8_t *p)
{
    const CPOGroup *g = type == CPO_OBJ_ENGINE ? &engine_groups[group]
                                               : &els_groups[group];
    unsigned n = width(w, type);

    for (unsigned set = 0; set < g->rows; set++) {
        const CPOObservable *o = &g->row[set];

        if (o->part) {
            put(w, p, set, set, o, set);
            continue;
        }
        for (unsigned i = 0; i < n; i++) {
            put(w, p, set * CPO_BANK_LANES + i, set, o, i);
        }
    }
}

QEMU_BUILD_BUG_ON(ARRAY_SIZE(engine_lanes) * CPO_BANK_LANES > SLOTS);
QEMU_BUILD_BUG_ON(ARRAY_SIZE(engine_rails) > SETS);

static void build(const CPOWhere *w, uint8_t type, unsigned page, uint8_t *p)
{
    static const CPOPut put[] = { put_descriptor, put_value, put_limits };
    unsigned group = page % GROUPS;

    if (page == PAGE_FLAG) {
        for (unsigned g = 0; g < groups_of(type); g++) {
            each(w, type, g, put_flags, p + g * SLOTS / 2);
        }
    } else if (group < groups_of(type)) {
        each(w, type, group, put[(page - PAGE_DESCRIPTOR) / GROUPS], p);
    }
}

/* ---- frozen ---- */

static unsigned freeze_of(const CPOState *s, uint8_t type, unsigned index)
{
    return type == CPO_OBJ_ENGINE ? index : s->n_engines + index;
}

static uint8_t *image_of(CPOState *s, unsigned freeze, unsigned bank)
{
    unsigned banks = cpo_profile_banks(s->profile);

    return s->freeze_image + (freeze * banks + bank) * FROZEN_PAGES * HALF;
}

static bool frozen(const CPOState *s, unsigned freeze)
{
    return s->freeze_until[freeze] > s->now;
}

void cpo_observe_init(CPOState *s)
{
    s->n_freezes = s->n_engines + s->n_els;
    s->freeze_until = g_new0(int64_t, s->n_freezes);
    s->freeze_bytes = s->n_freezes * cpo_profile_banks(s->profile) *
                      FROZEN_PAGES * HALF;
    s->freeze_image = g_malloc0(s->freeze_bytes);
}

bool cpo_observe_sane(const CPOState *s)
{
    for (unsigned i = 0; i < s->n_freezes; i++) {
        if (s->freeze_until[i] < 0 ||
            s->freeze_until[i] > s->now + CPO_FREEZE_MAX_MS * CPO_MS) {
            return false;
        }
    }
    return true;
}

static void keep(CPOState *s, uint8_t type, unsigned index)
{
    unsigned banks = type == CPO_OBJ_ENGINE ? cpo_profile_banks(s->profile)
                                            : 1;
    CPOWhere w = { .s = s, .index = index };

    for (w.bank = 0; w.bank < banks; w.bank++) {
        uint8_t *p = image_of(s, freeze_of(s, type, index), w.bank);

        memset(p, 0, FROZEN_PAGES * HALF);
        for (unsigned page = 0; page < FROZEN_PAGES; page++) {
            build(&w, type, FROZEN_FIRST + page, p + page * HALF);
        }
    }
}

void cpo_observe_freeze(CPOState *s, uint8_t type, unsigned index, bool on)
{
    int64_t *until = &s->freeze_until[freeze_of(s, type, index)];

    *until = 0;
    if (on) {
        keep(s, type, index);
        *until = s->now + CPO_FREEZE_MAX_MS * CPO_MS;
    }
}

void cpo_observe_thaw_all(CPOState *s)
{
    memset(s->freeze_until, 0, s->n_freezes * sizeof(*s->freeze_until));
}

/* ---- pages ---- */

static void control(uint8_t *p, unsigned groups, bool is_frozen)
{
    p[128 - HALF] = groups - 1;
    p[144 - HALF] = is_frozen ? FREEZE : 0;
    p[145 - HALF] = is_frozen ? FREEZE : UNFREEZE_DONE;
}

bool cpo_observe_page(CPOState *s, uint8_t type, unsigned index,
                      unsigned bank, unsigned page, uint8_t *upper)
{
    CPOWhere w = { .s = s, .index = index, .bank = bank };
    unsigned freeze = freeze_of(s, type, index);

    if (page == PAGE_CONTROL) {
        control(upper, groups_of(type), frozen(s, freeze));
        return true;
    }
    if (page < PAGE_DESCRIPTOR || page > PAGE_FLAG) {
        return false;
    }
    if (page >= FROZEN_FIRST && frozen(s, freeze)) {
        memcpy(upper, image_of(s, freeze, bank) +
                      (page - FROZEN_FIRST) * HALF, HALF);
    } else {
        build(&w, type, page, upper);
    }
    return true;
}
