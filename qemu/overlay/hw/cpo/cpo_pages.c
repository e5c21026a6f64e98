/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (c) 2026 The cpo authors */

/*
 * CMIS memory of the engines and ELSFP-CMIS memory of the laser modules.
 * Pages are made when they are read, from the very records that telemetry
 * carries, so the two cannot tell different stories.  CMIS is big-endian.
 */
#include "qemu/osdep.h"
#include "cpo_int.h"

#define ID_ENGINE       0x80    /* vendor space: an optical engine */
#define ID_ELS          0x22    /* SFF-8024: OIF-ELSFP with CMIS */
#define CMIS_REVISION   0x53
#define MEDIA_SMF       0x02
#define TECH_DFB_1310   0x04
#define TECH_OTHER      0x08
#define POWER_CLASS_8   (7 << 5)
#define MONITORS_MODULE 0x03    /* 01h:159 temperature, supply */
#define MONITORS_LANE   0x06    /* 01h:160 tx power, rx power, no bias */
#define FLAGS_RX        0x06    /* 01h:158 LOS, LOL */
#define LOW_PWR_REQUEST_SW  0x10    /* lower memory 26 */
#define VDM             0x40    /* 01h:142 pages 20h to 2Fh */
#define TIME_1S         6
#define TIME_5S         7
#define TIME_100MS      4

/* Offsets on a page are those of CMIS: 128 is byte 0 of the upper half. */
#define UP(n)           ((n) - 128)

#define LANE_LSB_NW     100
#define VCC_LSB_UV      100

typedef struct CPOPageReq {
    CPOState *s;
    unsigned index;
    unsigned bank;
    uint8_t *p;
} CPOPageReq;

typedef struct CPOPageRow {
    uint8_t page;
    bool banked;
    void (*build)(const CPOPageReq *r);
} CPOPageRow;

static void put16(uint8_t *p, int64_t value)
{
    stw_be_p(p, value < 0 ? 0 : MIN(value, UINT16_MAX));
}

static void put_s16(uint8_t *p, int64_t value)
{
    stw_be_p(p, (int16_t)MAX(INT16_MIN, MIN(value, INT16_MAX)));
}

/* 1/256 degree, rounded down on both sides of zero */
static void put_temp(uint8_t *p, int32_t mc)
{
    int64_t scaled = (int64_t)mc * 256;

    put_s16(p, (scaled - (scaled < 0 ? 999 : 0)) / 1000);
}

static void put_text(uint8_t *p, size_t size, const char *text)
{
    size_t len = strnlen(text, size);

    memset(p, ' ', size);
    memcpy(p, text, len);
}

static uint8_t checksum(const uint8_t *p, unsigned first, unsigned last)
{
    uint8_t sum = 0;

    for (unsigned i = first; i <= last; i++) {
        sum += p[UP(i)];
    }
    return sum;
}

static void put_limits(uint8_t *p, int64_t ha, int64_t la, int64_t hw,
                       int64_t lw)
{
    put16(p, ha);
    put16(p + 2, la);
    put16(p + 4, hw);
    put16(p + 6, lw);
}

/* Those a machine of this kind starts with, in the unit of the page. */
static void put_default(const CPOState *s, uint8_t *p, CPOLimitRow row,
                        int32_t lsb)
{
    const CPOLimits *l = &s->watches.kind[row];

    put_limits(p, l->limit[CPO_LV_HIGH_ALARM] / lsb,
               l->limit[CPO_LV_LOW_ALARM] / lsb,
               l->limit[CPO_LV_HIGH_WARNING] / lsb,
               l->limit[CPO_LV_LOW_WARNING] / lsb);
}

static void put_default_temp(const CPOState *s, uint8_t *p, CPOLimitRow row)
{
    const CPOLimits *l = &s->watches.kind[row];

    put_temp(p, l->limit[CPO_LV_HIGH_ALARM]);
    put_temp(p + 2, l->limit[CPO_LV_LOW_ALARM]);
    put_temp(p + 4, l->limit[CPO_LV_HIGH_WARNING]);
    put_temp(p + 6, l->limit[CPO_LV_LOW_WARNING]);
}

/* In the order of CMIS, from bit 0; what is not known is at no limit. */
static uint8_t levels(const CPOState *s, CPOLimitRow row, unsigned index)
{
    static const uint8_t order[] = {
        CPO_LV_HIGH_ALARM, CPO_LV_LOW_ALARM,
        CPO_LV_HIGH_WARNING, CPO_LV_LOW_WARNING,
    };
    const CPOWatches *ws = &s->watches;
    uint8_t set = ws->watch[ws->base[row] + index].set;
    uint8_t out = 0;

    for (unsigned n = 0; n < ARRAY_SIZE(order); n++) {
        out |= (set >> order[n] & 1) << n;
    }
    return out;
}

/* A byte per level and a bit per lane. */
static void put_levels(uint8_t *p, unsigned lane, uint8_t set)
{
    for (unsigned n = 0; n < CPO_LV_COUNT; n++) {
        p[n] |= (set >> n & 1) << lane;
    }
}

static uint8_t bank_code(unsigned banks)
{
    return banks > 4 ? 3 : banks > 2 ? 2 : banks > 1 ? 1 : 0;
}

static void put_firmware(uint8_t *p, const char *text)
{
    unsigned major = 0, minor = 0;

    sscanf(text, "%u.%u", &major, &minor);
    p[0] = major;
    p[1] = minor;
}

void cpo_page_fetch(CPOState *s, uint16_t type, unsigned index, void *record,
                    size_t size)
{
    const CPOSection *sec = cpo_section_find(type);

    memset(record, 0, size);
    if (sec && sec->stride == size && index < sec->count(s)) {
        if (sec->prepare) {
            sec->prepare(s);
        }
        sec->fill(s, index, record);
    }
}

static void put_identity(uint8_t *p, uint8_t id, const struct cpo_hw_id *row,
                         uint32_t max_mw, uint8_t connector, uint8_t tech)
{
    p[UP(128)] = id;
    put_text(p + UP(129), 16, row->vendor);
    put_text(p + UP(148), 16, row->part);
    put_text(p + UP(164), 2, row->revision);
    put_text(p + UP(166), 16, row->serial);
    put_text(p + UP(182), 8, "260401");
    put_text(p + UP(190), 10, "");
    p[UP(200)] = POWER_CLASS_8;
    p[UP(201)] = MIN(max_mw / 250, UINT8_MAX);
    p[UP(203)] = connector;
    p[UP(212)] = tech;
    p[UP(222)] = checksum(p, 128, 221);
}

static void put_lower(uint8_t *p, uint8_t id, uint8_t state, uint8_t cause,
                      int32_t temp_mc, uint32_t vcc_uv, const char *firmware)
{
    p[0] = id;
    p[1] = CMIS_REVISION;
    p[3] = state << 1 | 1;
    put_temp(p + 14, temp_mc);
    put16(p + 16, vcc_uv / 100);
    put_firmware(p + 39, firmware);
    p[41] = cause;
}

/* 0.05 nm, and 0.005 nm for what lies either side of the middle */
static void put_wavelength(const CPOProfile *pr, uint8_t *p)
{
    uint32_t first = pr->wavelength_pm[0];
    uint32_t last = pr->wavelength_pm[pr->lasers_per_port - 1];

    put16(p + UP(138), (first + last) / 2 / 50);
    put16(p + UP(140), (last - first) / 2 / 5 + 1300);
}

/* ---- engine ---- */

/* Lanes of a bank a data path can start on. */
static uint8_t start_lanes(unsigned per_port)
{
    uint8_t mask = 0;

    for (unsigned i = 0; i < CPO_BANK_LANES; i += per_port) {
        mask |= 1 << i;
    }
    return mask;
}

static void engine_lower(CPOState *s, unsigned index, uint8_t *p)
{
    const CPOProfile *pr = s->profile;
    struct cpo_hw_engine e;

    cpo_page_fetch(s, CPO_SEC_ENGINE, index, &e, sizeof(e));
    put_lower(p, ID_ENGINE, e.state, e.cause, le32_to_cpu(e.temp_mc),
              le32_to_cpu(e.rail_uv[0]), pr->firmware);
    p[9] = levels(s, CPO_LIM_ENGINE_TEMP, index);
    p[26] = s->engine[index].low_power ? LOW_PWR_REQUEST_SW : 0;
    p[70] = cpo_profile_banks(pr);
    p[85] = MEDIA_SMF;
    p[86] = pr->host_code;
    p[87] = pr->media_code;
    p[88] = pr->lanes_per_port << 4 | pr->lanes_per_port;
    p[89] = start_lanes(pr->lanes_per_port);
    p[90] = 0xff;
}

static void engine_00(const CPOPageReq *r)
{
    struct cpo_hw_inv_engine row;

    cpo_page_fetch(r->s, CPO_SEC_INV_ENGINE, r->index, &row, sizeof(row));
    put_identity(r->p, ID_ENGINE, &row.id, r->s->profile->engine_max_mw,
                 r->s->profile->connector, TECH_OTHER);
}

static void engine_01(const CPOPageReq *r)
{
    const CPOProfile *pr = r->s->profile;
    uint8_t *p = r->p;

    p[UP(130)] = 1;
    p[UP(132)] = pr->reach;
    put_wavelength(pr, p);
    p[UP(142)] = VDM | bank_code(cpo_profile_banks(pr));
    p[UP(151)] = 1 << 4;        /* received power is an average, not OMA */
    p[UP(144)] = TIME_100MS << 4 | TIME_1S;
    p[UP(158)] = FLAGS_RX;
    p[UP(159)] = MONITORS_MODULE;
    p[UP(160)] = MONITORS_LANE;
    p[UP(167)] = TIME_100MS << 4 | TIME_5S;
    p[UP(168)] = TIME_100MS << 4 | TIME_100MS;
    p[UP(255)] = checksum(p, 130, 254);
}

static void engine_02(const CPOPageReq *r)
{
    uint8_t *p = r->p;

    put_default_temp(r->s, p + UP(128), CPO_LIM_ENGINE_TEMP);
    /* 3.3 V, 10 % and 5 %, in 100 uV */
    put_limits(p + UP(136), 36300, 29700, 34650, 31350);
    put_default(r->s, p + UP(176), CPO_LIM_LANE_TX, LANE_LSB_NW);
    put_default(r->s, p + UP(192), CPO_LIM_LANE_RX, LANE_LSB_NW);
    p[UP(255)] = checksum(p, 128, 254);
}

/* Application 1, and the first lane of the data path as its number. */
static uint8_t lane_config(const CPOPageReq *r, unsigned lane)
{
    unsigned per_port = r->s->profile->lanes_per_port;

    return 1 << 4 | (lane / per_port * per_port) << 1;
}

static void engine_10(const CPOPageReq *r)
{
    for (unsigned i = 0; i < CPO_BANK_LANES; i++) {
        r->p[UP(145) + i] = lane_config(r, i);
    }
}

static void lane_flags(uint8_t *p, unsigned i, uint16_t status)
{
    uint8_t bit = 1 << i;

    p[UP(132)] |= status & CPO_LANE_S_RX_ON ? bit : 0;
    p[UP(133)] |= status & CPO_LANE_S_TX_ON ? bit : 0;
    p[UP(135)] |= status & CPO_LANE_S_TX_FAULT ? bit : 0;
    p[UP(136)] |= status & CPO_LANE_S_TX_LOS ? bit : 0;
    p[UP(137)] |= status & CPO_LANE_S_TX_LOL ? bit : 0;
    p[UP(147)] |= status & CPO_LANE_S_RX_LOS ? bit : 0;
    p[UP(148)] |= status & CPO_LANE_S_RX_LOL ? bit : 0;
}

static void engine_11(const CPOPageReq *r)
{
    unsigned first = r->index * r->s->profile->lanes_per_engine +
                     r->bank * CPO_BANK_LANES;
    uint8_t *p = r->p;

    for (unsigned i = 0; i < CPO_BANK_LANES; i++) {
        struct cpo_hw_lane lane;

        if (r->bank * CPO_BANK_LANES + i >= r->s->profile->lanes_per_engine) {
            break;
        }
        cpo_page_fetch(r->s, CPO_SEC_LANE, first + i, &lane, sizeof(lane));
        p[UP(128) + i / 2] |= lane.state << (i % 2 * 4);
        lane_flags(p, i, le16_to_cpu(lane.status));
        put_levels(p + UP(139), i, levels(r->s, CPO_LIM_LANE_TX, first + i));
        put_levels(p + UP(149), i, levels(r->s, CPO_LIM_LANE_RX, first + i));
        put16(p + UP(154) + 2 * i, le32_to_cpu(lane.tx_nw) / 100);
        put16(p + UP(186) + 2 * i, le32_to_cpu(lane.rx_nw) / 100);
        p[UP(202) + i / 2] |= 1 << (i % 2 * 4);
        p[UP(206) + i] = lane_config(r, i);
    }
}

/* ---- laser module ---- */

static void els_lower(CPOState *s, unsigned index, uint8_t *p)
{
    struct cpo_hw_els e;

    cpo_page_fetch(s, CPO_SEC_ELS, index, &e, sizeof(e));
    put_lower(p, ID_ELS, e.state, e.cause, le32_to_cpu(e.temp_mc),
              le32_to_cpu(e.vcc_uv), s->els[index].firmware);
    p[9] = levels(s, CPO_LIM_ELS_TEMP, index) |
           levels(s, CPO_LIM_ELS_VOLTAGE, index) << 4;
    p[57] = 1;                  /* resource module */
}

static void els_00(const CPOPageReq *r)
{
    struct cpo_hw_inv_els row;

    cpo_page_fetch(r->s, CPO_SEC_INV_ELS, r->index, &row, sizeof(row));
    put_identity(r->p, ID_ELS, &row.id, r->s->profile->els_max_mw, 0,
                 TECH_DFB_1310);
}

static void els_01(const CPOPageReq *r)
{
    uint8_t *p = r->p;

    p[UP(130)] = 1;
    put_wavelength(r->s->profile, p);
    p[UP(142)] = VDM;
    p[UP(159)] = MONITORS_MODULE;
    p[UP(167)] = TIME_100MS << 4 | TIME_5S;
    p[UP(255)] = checksum(p, 130, 254);
}

static void els_02(const CPOPageReq *r)
{
    uint8_t *p = r->p;

    put_default_temp(r->s, p + UP(128), CPO_LIM_ELS_TEMP);
    put_default(r->s, p + UP(136), CPO_LIM_ELS_VOLTAGE, VCC_LSB_UV);
    p[UP(255)] = checksum(p, 128, 254);
}

static unsigned laser_of(const CPOPageReq *r, unsigned i)
{
    return r->index * r->s->profile->lasers_per_els + i;
}

/* 10 uW and 100 uA are the units of both pages. */
#define POWER_LSB_NW    10000
#define BIAS_LSB_NA     100000
#define ICC_LSB_UA      200

static void els_1a_limits(const CPOState *s, uint8_t *p)
{
    unsigned lasers = s->profile->lasers_per_els;

    put16(p + UP(128), CPO_LASER_MAX_NW / POWER_LSB_NW);
    put16(p + UP(130), CPO_LASER_MIN_NW / POWER_LSB_NW);
    put16(p + UP(132), CPO_LASER_MAX_BIAS_NA / BIAS_LSB_NA);
    p[UP(140)] = lasers << 1 | 1;                       /* APC */
    put_default(s, p + UP(141), CPO_LIM_LASER_BIAS, BIAS_LSB_NA);
    put_default(s, p + UP(149), CPO_LIM_LASER_POWER, POWER_LSB_NW);
    p[UP(248)] = CPO_CHECK_NW / 1000000;
}

static uint8_t lane_state(uint8_t laser_state)
{
    switch (laser_state) {
    case CPO_LASER_RAMPING:
        return 1;
    case CPO_LASER_ON:
    case CPO_LASER_ON_FAULT:
        return 2;
    default:
        return 0;
    }
}

/* 1 is the APC loop, 9..15 are the vendor's */
static uint8_t fault_code(uint8_t fault)
{
    if (fault == CPO_FAULT_NONE) {
        return 0;
    }
    return fault == CPO_FAULT_APC ? 1 : MIN(8 + fault, 15);
}

static void els_1a_lane(uint8_t *p, unsigned i,
                        const struct cpo_hw_laser *laser,
                        const struct cpo_hw_inv_laser *inv)
{
    uint16_t status = le16_to_cpu(laser->status);
    uint8_t bit = 1 << i;

    if (laser->fault) {
        p[UP(165)] |= 1 << 2;
        p[UP(166)] |= bit;
    }
    p[UP(212) + i] = fault_code(laser->fault);
    p[UP(220)] |= status & CPO_LASER_S_ENABLED ? bit : 0;
    p[UP(221) + i / 4] |= lane_state(laser->state) << (i % 4 * 2);
    p[UP(223)] |= status & CPO_LASER_S_CHECKED ? bit : 0;
    p[UP(224) + i] = i + 1;
    put16(p + UP(232) + 2 * i, (le32_to_cpu(inv->frequency_ghz) + 2) / 5);
}

static unsigned bank_lasers(const CPOPageReq *r)
{
    return MIN(r->s->profile->lasers_per_els, CPO_BANK_LANES);
}

static void els_1a(const CPOPageReq *r)
{
    els_1a_limits(r->s, r->p);
    for (unsigned i = 0; i < bank_lasers(r); i++) {
        struct cpo_hw_laser laser;
        struct cpo_hw_inv_laser inv;

        cpo_page_fetch(r->s, CPO_SEC_LASER, laser_of(r, i), &laser,
                       sizeof(laser));
        cpo_page_fetch(r->s, CPO_SEC_INV_LASER, laser_of(r, i), &inv,
                       sizeof(inv));
        els_1a_lane(r->p, i, &laser, &inv);
        put_levels(r->p + UP(186), i,
                   levels(r->s, CPO_LIM_LASER_BIAS, laser_of(r, i)));
        put_levels(r->p + UP(190), i,
                   levels(r->s, CPO_LIM_LASER_POWER, laser_of(r, i)));
    }
}

static void els_1b(const CPOPageReq *r)
{
    uint8_t *p = r->p;
    struct cpo_hw_els e;

    for (unsigned i = 0; i < bank_lasers(r); i++) {
        struct cpo_hw_laser l;

        cpo_page_fetch(r->s, CPO_SEC_LASER, laser_of(r, i), &l, sizeof(l));
        put16(p + UP(128) + 2 * i,
              le32_to_cpu(l.bias_setpoint_na) / BIAS_LSB_NA);
        put16(p + UP(144) + 2 * i, le32_to_cpu(l.setpoint_nw) / POWER_LSB_NW);
        put16(p + UP(184) + 2 * i, le32_to_cpu(l.bias_na) / BIAS_LSB_NA);
        put16(p + UP(200) + 2 * i, le32_to_cpu(l.power_nw) / POWER_LSB_NW);
        p[UP(232) + i] = le16_to_cpu(l.voltage_mv) / 15;
    }
    cpo_page_fetch(r->s, CPO_SEC_ELS, r->index, &e, sizeof(e));
    put16(p + UP(240), le32_to_cpu(e.icc_ua) / ICC_LSB_UA);
}

/* ---- which pages there are ---- */

static const CPOPageRow engine_pages[] = {
    { 0x00, false, engine_00 },
    { 0x01, false, engine_01 },
    { 0x02, false, engine_02 },
    { 0x10, true, engine_10 },
    { 0x11, true, engine_11 },
};

static const CPOPageRow els_pages[] = {
    { 0x00, false, els_00 },
    { 0x01, false, els_01 },
    { 0x02, false, els_02 },
    { 0x1a, true, els_1a },
    { 0x1b, true, els_1b },
};

static const CPOPageRow *find_page(const CPOPageRow *rows, unsigned n,
                                   unsigned page)
{
    for (unsigned i = 0; i < n; i++) {
        if (rows[i].page == page) {
            return &rows[i];
        }
    }
    return NULL;
}

static bool table_page(const CPOPageReq *r, bool engine, unsigned page,
                       bool *banked)
{
    const CPOPageRow *row;

    row = engine ? find_page(engine_pages, ARRAY_SIZE(engine_pages), page)
                 : find_page(els_pages, ARRAY_SIZE(els_pages), page);
    if (row) {
        *banked = row->banked;
        row->build(r);
    }
    return row;
}

/* Banks of a page that has only one copy are the same page. */
bool cpo_page_build(CPOState *s, uint8_t type, unsigned index, unsigned bank,
                    unsigned page, uint8_t *lower, uint8_t *upper)
{
    bool engine = type == CPO_OBJ_ENGINE;
    unsigned banks = engine ? cpo_profile_banks(s->profile) : 1;
    CPOPageReq req = { .s = s, .index = index, .bank = bank, .p = upper };
    bool banked = true;

    if (bank >= banks || (!table_page(&req, engine, page, &banked) &&
                          !cpo_observe_page(s, type, index, bank, page,
                                            upper))) {
        return false;
    }
    if (engine) {
        engine_lower(s, index, lower);
    } else {
        els_lower(s, index, lower);
    }
    lower[126] = banked ? bank : 0;
    lower[127] = page;
    return true;
}
