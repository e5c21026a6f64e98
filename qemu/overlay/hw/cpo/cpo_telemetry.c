/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (c) 2026 The cpo authors */

/*
 * Telemetry: one image of all sections, made from the objects and written to
 * the buffers of the host.  The sequence of a section moves only when its
 * bytes do.
 */
#include "qemu/osdep.h"
#include "cpo_int.h"
#include "trace.h"

static uint32_t one(const CPOState *s)
{
    return 1;
}

static uint32_t sensors(const CPOState *s)
{
    return cpo_profile_sensors(s->profile);
}

static uint32_t engines(const CPOState *s)
{
    return s->n_engines;
}

static uint32_t els(const CPOState *s)
{
    return s->n_els;
}

static uint32_t lasers(const CPOState *s)
{
    return s->n_lasers;
}

static uint32_t lanes(const CPOState *s)
{
    return s->n_lanes;
}

static uint32_t ports(const CPOState *s)
{
    return s->n_ports;
}

static int64_t sensor_of(const CPOState *s, const char *label, bool *found)
{
    for (uint32_t i = 0; i < sensors(s); i++) {
        if (!strcmp(s->profile->sensor[i].label, label)) {
            *found = true;
            return s->profile->sensor[i].value;
        }
    }
    *found = false;
    return 0;
}

static void fill_board(CPOState *s, uint32_t index, void *record)
{
    struct cpo_hw_board *r = record;
    uint32_t valid = CPO_BOARD_POWER | CPO_BOARD_TEMP | CPO_BOARD_ASIC_TEMP |
                     CPO_BOARD_LEAK;
    bool in, out, flow;

    r->power_mw = cpu_to_le32(s->profile->board_power_mw);
    r->temp_mc = cpu_to_le32(sensor_of(s, "board outlet", &out));
    for (unsigned i = 0; i < s->profile->asics; i++) {
        r->asic_temp_mc[i] = cpu_to_le32(s->profile->asic_temp_mc);
    }
    r->coolant_in_mc = cpu_to_le32(sensor_of(s, "coolant inlet", &in));
    r->coolant_out_mc = cpu_to_le32(sensor_of(s, "coolant outlet", &out));
    if (in && out) {
        valid |= CPO_BOARD_COOLANT;
    }
    r->flow_mlpm = cpu_to_le32(sensor_of(s, "coolant flow", &flow));
    if (flow) {
        valid |= CPO_BOARD_FLOW;
    }
    r->valid = cpu_to_le32(valid);
}

static void fill_sensor(CPOState *s, uint32_t index, void *record)
{
    struct cpo_hw_sensor *r = record;

    r->valid = cpu_to_le32(CPO_SENSOR_VALUE);
    r->value = cpu_to_le64(s->profile->sensor[index].value);
}

static void fill_engine(CPOState *s, uint32_t index, void *record)
{
    struct cpo_hw_engine *r = record;

    r->valid = cpu_to_le32(CPO_ENGINE_STATE | CPO_ENGINE_CAUSE |
                           CPO_ENGINE_TEMP | CPO_ENGINE_RAIL(0) |
                           CPO_ENGINE_POWER);
    r->state = CPO_MODULE_READY;
    r->present = 1;
    r->temp_mc = cpu_to_le32(s->engine[index].temp_mc);
    r->rail_uv[0] = cpu_to_le32(s->engine[index].vcc_uv);
    r->power_mw = cpu_to_le32(s->profile->engine_power_mw);
}

/* Lit lasers of a module; what they draw is part of its power. */
static unsigned lit_lasers(const CPOState *s, unsigned slot)
{
    unsigned n = s->profile->lasers_per_els;
    unsigned lit = 0;

    for (unsigned k = slot * n; k < (slot + 1) * n; k++) {
        lit += s->laser[k].emitted_nw > 0;
    }
    return lit;
}

#define LASER_MW    617     /* 363 mA at 1.7 V */

static uint32_t els_power_mw(const CPOState *s, unsigned slot)
{
    unsigned dark = s->profile->lasers_per_els - lit_lasers(s, slot);

    return s->profile->els_power_mw - dark * LASER_MW;
}

static void fill_els(CPOState *s, uint32_t index, void *record)
{
    const CPOElsSlot *slot = &s->els[index];
    struct cpo_hw_els *r = record;
    uint32_t valid = CPO_ELS_STATE | CPO_ELS_INSERTIONS;

    r->present = slot->present;
    r->state = slot->state;
    r->insertions = cpu_to_le32(slot->insertions);
    r->insert_time = cpu_to_le64(slot->insert_time);
    if (slot->present) {
        valid |= CPO_ELS_CAUSE | CPO_ELS_TEMP | CPO_ELS_TEMP2 | CPO_ELS_VCC |
                 CPO_ELS_ICC | CPO_ELS_TEC | CPO_ELS_POWER;
        r->cause = slot->cause;
        r->temp_mc = cpu_to_le32(slot->temp_mc);
        r->temp2_mc = cpu_to_le32(CPO_LASER_TEMP_MC);
        r->vcc_uv = cpu_to_le32(slot->vcc_uv);
        r->tec_mw = cpu_to_le32(s->profile->els_tec_mw);
        r->power_mw = cpu_to_le32(els_power_mw(s, index));
        r->icc_ua = cpu_to_le32(els_power_mw(s, index) * 1000000000ull /
                                slot->vcc_uv);
    }
    r->valid = cpu_to_le32(valid);
}

static uint16_t laser_status(const CPOState *s, const CPOLaserState *l)
{
    return (l->sm.checked && l->clamp.checked ? CPO_LASER_S_CHECKED : 0) |
           (l->sm.enabled ? CPO_LASER_S_ENABLED : 0) |
           CPO_LASER_S_APC |
           (l->emitted_nw ? CPO_LASER_S_LIT : 0) |
           (l->clamp.hits ? CPO_LASER_S_CLAMPED : 0);
}

/* 0.01 % of full drive: the cooler holds the laser against the case */
static int16_t laser_tec(const CPOState *s, uint32_t k)
{
    int32_t case_mc = s->els[cpo_laser_els(s, k)].temp_mc;
    int32_t heat_mc = s->laser[k].emitted_nw ? 1200 : 0;

    return (case_mc - CPO_LASER_TEMP_MC + heat_mc) / 5;
}

static void fill_laser_values(CPOState *s, uint32_t k, struct cpo_hw_laser *r)
{
    const CPOLaserState *l = &s->laser[k];

    r->power_nw = cpu_to_le32(l->emitted_nw);
    r->setpoint_nw = cpu_to_le32(CPO_SETPOINT_NW);
    r->bias_setpoint_na = cpu_to_le32(l->bias_na);
    r->temp_mc = cpu_to_le32(l->temp_mc);
    r->tec = cpu_to_le16(laser_tec(s, k));
    if (l->emitted_nw) {
        uint32_t bias = l->bias_na;

        if (l->emitted_nw != l->full_nw) {
            bias = cpo_laser_bias_ma(l->emitted_nw / 1e6,
                                     l->temp_mc / 1000.0, 0) * 1e6;
        }
        r->bias_na = cpu_to_le32(bias);
        r->voltage_mv = cpu_to_le16(1700);
    }
}

static void fill_laser(CPOState *s, uint32_t index, void *record)
{
    const CPOLaserState *l = &s->laser[index];
    struct cpo_hw_laser *r = record;
    uint32_t valid = CPO_LASER_V_STATE;

    r->state = l->sm.state;
    r->substate = l->sm.substate;
    if (l->sm.state != CPO_LASER_ABSENT) {
        valid |= CPO_LASER_V_FAULT | CPO_LASER_V_STATUS | CPO_LASER_V_POWER |
                 CPO_LASER_V_SETPOINT | CPO_LASER_V_BIAS |
                 CPO_LASER_V_BIAS_SET | CPO_LASER_V_TEMP | CPO_LASER_V_TEC |
                 CPO_LASER_V_AGE;
        if (l->emitted_nw) {
            valid |= CPO_LASER_V_FREQ_ERROR | CPO_LASER_V_VOLTAGE;
        }
        r->fault = l->sm.fault;
        r->status = cpu_to_le16(laser_status(s, l));
        fill_laser_values(s, index, r);
    }
    r->valid = cpu_to_le32(valid);
}

static void fill_feed(CPOState *s, uint32_t index, void *record)
{
    const CPOFeedState *f = &s->feed[index];
    uint32_t emitted = s->laser[index].emitted_nw;
    struct cpo_hw_feed *r = record;
    uint32_t valid = CPO_FEED_CHECK | CPO_FEED_LIT | CPO_FEED_INPUT |
                     CPO_FEED_BASELINE | CPO_FEED_LIMIT;

    r->check = f->check;
    r->role = CPO_ROLE_ACTIVE;
    r->lit = f->input_nw > 0;
    r->input_nw = cpu_to_le32(f->input_nw);
    r->baseline_mdb = cpu_to_le32(f->baseline_mdb);
    r->limit_mdb = cpu_to_le32(s->profile->feed_limit_mdb);
    if (f->input_nw) {
        valid |= CPO_FEED_LOSS;
        r->loss_mdb = cpu_to_le32(cpo_loss_mdb(emitted, f->input_nw));
    } else if (f->measured) {
        valid |= CPO_FEED_LOSS;
        r->loss_mdb = cpu_to_le32(f->measured_mdb);
    }
    if (f->check == CPO_CHECK_PASSED || f->check == CPO_CHECK_FAILED) {
        valid |= CPO_FEED_CHECK_TIME;
        r->check_time = cpu_to_le64(f->check_time);
    }
    r->valid = cpu_to_le32(valid);
}

static uint16_t lane_status(const CPOState *s, const CPOLaneState *lane)
{
    bool ring = s->profile->modulator == CPO_MOD_RING;

    return (lane->dark ? CPO_LANE_S_TX_DARK : CPO_LANE_S_TX_ON) |
           (lane->los ? CPO_LANE_S_RX_LOS | CPO_LANE_S_RX_LOL
                      : CPO_LANE_S_RX_ON) |
           (ring && !lane->dark ? CPO_LANE_S_RING_LOCKED : 0);
}

static uint32_t fill_lane_ring(const CPOState *s, const CPOLaneState *lane,
                               struct cpo_hw_lane *r)
{
    if (s->profile->modulator != CPO_MOD_RING || lane->dark) {
        return 0;
    }
    r->heater = cpu_to_le16(lane->heater);
    return CPO_LANE_V_DETUNING | CPO_LANE_V_HEATER;
}

static void fill_lane(CPOState *s, uint32_t index, void *record)
{
    const CPOLaneState *lane = &s->lane[index];
    unsigned engine = index / s->profile->lanes_per_engine;
    struct cpo_hw_lane *r = record;
    uint32_t valid = CPO_LANE_V_STATE | CPO_LANE_V_STATUS | CPO_LANE_V_TX |
                     CPO_LANE_V_RX | CPO_LANE_V_TEMP |
                     CPO_LANE_V_PHOTOCURRENT;

    r->state = s->feed[s->lane_feed[index]].dp_state;
    r->status = cpu_to_le16(lane_status(s, lane));
    r->tx_nw = cpu_to_le32(lane->tx_nw);
    r->rx_nw = cpu_to_le32(lane->rx_nw);
    r->temp_mc = cpu_to_le32(s->engine[engine].temp_mc);
    r->photocurrent_na = cpu_to_le32(lane->photocurrent_na);
    valid |= fill_lane_ring(s, lane, r);
    if (!lane->los) {
        valid |= CPO_LANE_V_SNR_MEDIA | CPO_LANE_V_BER_MEDIA;
        r->snr_media = cpu_to_le16(lane->snr_256db);
        r->ber_media = cpu_to_le32(lane->ber32);
    }
    r->valid = cpu_to_le32(valid);
}

static uint32_t port_power_mw(const CPOState *s, uint32_t p)
{
    const CPOProfile *pr = s->profile;
    uint32_t engine = pr->engine_power_mw * pr->engines / pr->ports;
    uint32_t light = pr->els_power_mw * pr->els / pr->ports;

    return engine + (s->port[p].oper ? light : 0);
}

/* The worst lane speaks for the port, as long as no lane is dark. */
static uint32_t fill_port_quality(CPOState *s, uint32_t p,
                                  struct cpo_hw_port *r)
{
    uint32_t ber32 = 0;
    uint16_t snr = UINT16_MAX;
    double worst = -1;

    for (unsigned i = 0; i < s->profile->lanes_per_port; i++) {
        const CPOLaneState *lane = &s->lane[s->port_lane[p] + i];
        double ber = cpo_ber32_value(lane->ber32);

        if (lane->los) {
            return 0;
        }
        if (ber > worst) {
            worst = ber;
            ber32 = lane->ber32;
        }
        snr = MIN(snr, lane->snr_256db);
    }
    r->worst_ber = cpu_to_le32(ber32);
    r->min_snr = cpu_to_le16(snr);
    return CPO_PORT_V_BER | CPO_PORT_V_SNR;
}

static void fill_port(CPOState *s, uint32_t index, void *record)
{
    const CPOPortState *port = &s->port[index];
    uint32_t mw = port_power_mw(s, index);
    struct cpo_hw_port *r = record;
    uint32_t valid = CPO_PORT_V_OPER | CPO_PORT_V_FEC | CPO_PORT_V_SPEED |
                     CPO_PORT_V_LANES | CPO_PORT_V_POWER |
                     CPO_PORT_V_CHANGES | CPO_PORT_V_PJ_PER_BIT;

    r->oper = port->oper;
    r->reason = port->reason;
    r->fec = CPO_FEC_RS544;
    r->speed_mbps = cpu_to_le32(s->profile->speed_mbps);
    r->lanes = cpu_to_le16(s->profile->lanes_per_port);
    r->lanes_up = cpu_to_le16(port->lanes_up);
    r->power_mw = cpu_to_le32(mw);
    r->link_changes = cpu_to_le32(port->link_changes);
    r->last_change = cpu_to_le64(port->last_change);
    r->fj_per_bit = cpu_to_le32(mw * 1000000ull / s->profile->speed_mbps);
    valid |= fill_port_quality(s, index, r);
    r->valid = cpu_to_le32(valid);
}

const CPOSection cpo_tlm_sections[CPO_TLM_SECTIONS] = {
    { CPO_SEC_BOARD, sizeof(struct cpo_hw_board), one, fill_board },
    { CPO_SEC_SENSOR, sizeof(struct cpo_hw_sensor), sensors, fill_sensor },
    { CPO_SEC_ENGINE, sizeof(struct cpo_hw_engine), engines, fill_engine },
    { CPO_SEC_ELS, sizeof(struct cpo_hw_els), els, fill_els },
    { CPO_SEC_LASER, sizeof(struct cpo_hw_laser), lasers, fill_laser },
    { CPO_SEC_FEED, sizeof(struct cpo_hw_feed), lasers, fill_feed },
    { CPO_SEC_LANE, sizeof(struct cpo_hw_lane), lanes, fill_lane },
    { CPO_SEC_PORT, sizeof(struct cpo_hw_port), ports, fill_port },
};

/* ---- the block ---- */

void cpo_tlm_layout(CPOState *s)
{
    uint32_t off = sizeof(struct cpo_hw_tlm_hdr) +
                   CPO_TLM_SECTIONS * sizeof(struct cpo_hw_tlm_sec);

    for (unsigned i = 0; i < CPO_TLM_SECTIONS; i++) {
        s->tlm_offset[i] = off;
        off += cpo_tlm_sections[i].stride * cpo_tlm_sections[i].count(s);
    }
    s->tlm_bytes = off + sizeof(struct cpo_hw_tlm_trailer);
    s->tlm_image = g_malloc0(s->tlm_bytes);
}

static void build_section(CPOState *s, unsigned i)
{
    const CPOSection *sec = &cpo_tlm_sections[i];
    uint8_t *at = s->tlm_image + s->tlm_offset[i];
    uint32_t n = sec->count(s);
    struct cpo_hw_tlm_sec row;
    uint8_t record[sizeof(struct cpo_hw_fec_stats)];   /* the largest */
    bool changed = !s->tlm.sec_seq[i];

    for (uint32_t r = 0; r < n; r++, at += sec->stride) {
        memset(record, 0, sec->stride);
        sec->fill(s, r, record);
        if (memcmp(at, record, sec->stride)) {
            memcpy(at, record, sec->stride);
            changed = true;
        }
    }
    s->tlm.sec_seq[i] += changed;
    row = (struct cpo_hw_tlm_sec) {
        .type = cpu_to_le16(sec->type),
        .version = 1,
        .offset = cpu_to_le32(s->tlm_offset[i]),
        .count = cpu_to_le32(n),
        .stride = cpu_to_le16(sec->stride),
        .seq = cpu_to_le64(s->tlm.sec_seq[i]),
        .time = cpu_to_le64(s->now),
    };
    memcpy(s->tlm_image + sizeof(struct cpo_hw_tlm_hdr) + i * sizeof(row),
           &row, sizeof(row));
}

static void build_block(CPOState *s, uint64_t seq, uint64_t cookie,
                        uint16_t flags)
{
    struct cpo_hw_tlm_hdr hdr = {
        .magic = cpu_to_le32(CPO_TLM_MAGIC),
        .version = cpu_to_le16(CPO_TLM_VERSION),
        .len = cpu_to_le16(sizeof(hdr)),
        .time = cpu_to_le64(s->now),
        .total = cpu_to_le32(s->tlm_bytes),
        .sections = cpu_to_le16(CPO_TLM_SECTIONS),
        .flags = cpu_to_le16(flags),
        .topo_gen = cpu_to_le32(s->topo_gen),
        .boot = cpu_to_le32(s->boot),
        .cookie = cpu_to_le64(cookie),
        .event_seq = cpu_to_le64(s->event.next_seq - 1),
    };

    memcpy(s->tlm_image, &hdr, sizeof(hdr));
    for (unsigned i = 0; i < CPO_TLM_SECTIONS; i++) {
        build_section(s, i);
    }
    stq_le_p(s->tlm_image + s->tlm_bytes - sizeof(seq), seq);
}

/* Bytes [off, off + len) of buffer @buf, whose segments hold buf_len. */
static bool buffer_write(CPOState *s, unsigned buf, uint32_t off,
                         const uint8_t *p, uint32_t len)
{
    for (unsigned i = 0; i < s->tlm.segs && len; i++) {
        unsigned seg = buf * s->tlm.segs + i;
        uint32_t size = s->tlm.seg_len[seg];
        uint32_t n;

        if (off >= size) {
            off -= size;
            continue;
        }
        n = MIN(size - off, len);
        if (!cpo_dma_write(s, s->tlm.seg_addr[seg] + off, p, n)) {
            return false;
        }
        p += n;
        len -= n;
        off = 0;
    }
    return len == 0;
}

/* The reader may look at any moment: begin is 0 until all of it is there. */
static bool write_ordered(CPOState *s, unsigned buf, uint64_t seq)
{
    uint32_t begin = offsetof(struct cpo_hw_tlm_hdr, seq_begin);
    uint32_t end = s->tlm_bytes - sizeof(struct cpo_hw_tlm_trailer);
    uint64_t zero = 0, le_seq = cpu_to_le64(seq);

    return buffer_write(s, buf, begin, (uint8_t *)&zero, sizeof(zero)) &&
           buffer_write(s, buf, 0, s->tlm_image, end) &&
           buffer_write(s, buf, end, s->tlm_image + end, sizeof(seq)) &&
           buffer_write(s, buf, begin, (uint8_t *)&le_seq, sizeof(seq));
}

bool cpo_tlm_write(CPOState *s, uint64_t cookie, uint16_t flags)
{
    uint64_t seq = s->tlm.last_seq + 1;
    unsigned buf = seq % s->tlm.bufs;

    cpo_light_run(s);
    build_block(s, seq, cookie, flags);
    if (!write_ordered(s, buf, seq)) {
        return false;
    }
    s->tlm.last_seq = seq;
    s->tlm.last_buf = buf;
    trace_cpo_tlm(cpo_name(s), seq, buf, s->tlm_bytes, flags);
    cpo_irq_raise(s, CPO_IRQ_TLM);
    return true;
}

/* ---- configuration ---- */

static uint16_t check_segments(const CPOState *s,
                               const struct cpo_hw_tlm_config *cfg,
                               const struct cpo_hw_seg *seg, uint16_t *detail)
{
    uint32_t buf_len = le32_to_cpu(cfg->buf_len);

    for (unsigned b = 0; b < cfg->bufs; b++) {
        uint64_t sum = 0;

        for (unsigned i = 0; i < cfg->segs; i++) {
            const struct cpo_hw_seg *g = &seg[b * cfg->segs + i];

            *detail = b * cfg->segs + i;
            if (!g->len || le32_to_cpu(g->len) % 8 ||
                le64_to_cpu(g->addr) % 8) {
                return CPO_ST_RANGE;
            }
            sum += le32_to_cpu(g->len);
        }
        if (sum != buf_len) {
            return CPO_ST_LENGTH;
        }
    }
    *detail = 0;
    return CPO_ST_OK;
}

void cpo_tlm_rearm(CPOState *s)
{
    if (s->tlm.next_ns) {
        timer_mod(s->tlm_timer, s->time_base + s->tlm.next_ns);
    } else {
        timer_del(s->tlm_timer);
    }
}

void cpo_tlm_stop(CPOState *s)
{
    s->tlm.bufs = 0;
    s->tlm.segs = 0;
    s->tlm.buf_len = 0;
    s->tlm.period_us = 0;
    s->tlm.next_ns = 0;
    timer_del(s->tlm_timer);
    qemu_bh_cancel(s->tlm_bh);
}

static void start(CPOState *s, const struct cpo_hw_tlm_config *cfg,
                  const struct cpo_hw_seg *seg)
{
    s->tlm.bufs = cfg->bufs;
    s->tlm.segs = cfg->segs;
    s->tlm.buf_len = le32_to_cpu(cfg->buf_len);
    s->tlm.period_us = le32_to_cpu(cfg->period_us);
    for (unsigned i = 0; i < cfg->bufs * cfg->segs; i++) {
        s->tlm.seg_addr[i] = le64_to_cpu(seg[i].addr);
        s->tlm.seg_len[i] = le32_to_cpu(seg[i].len);
    }
    if (s->tlm.period_us) {
        s->tlm.next_ns = cpo_time(s) + s->tlm.period_us * 1000ll;
    }
    cpo_tlm_rearm(s);
}

#define CFG_DETAIL(field) \
    (offsetof(struct cpo_hw_cmd, arg) + \
     offsetof(struct cpo_hw_tlm_config, field))

uint16_t cpo_tlm_config(CPOState *s, const struct cpo_hw_tlm_config *cfg,
                        const struct cpo_hw_seg *seg, uint16_t *detail)
{
    uint32_t period = le32_to_cpu(cfg->period_us);
    uint16_t status;

    if (!cfg->bufs) {
        cpo_tlm_stop(s);
        return CPO_ST_OK;
    }
    if (period && (period < CPO_TLM_PERIOD_MIN_US ||
                   period > CPO_TLM_PERIOD_MAX_US)) {
        *detail = CFG_DETAIL(period_us);
        return CPO_ST_RANGE;
    }
    if (le32_to_cpu(cfg->buf_len) < s->tlm_bytes) {
        *detail = CFG_DETAIL(buf_len);
        return CPO_ST_LENGTH;
    }
    status = check_segments(s, cfg, seg, detail);
    if (status) {
        return status;
    }
    cpo_tlm_stop(s);
    start(s, cfg, seg);
    return CPO_ST_OK;
}

/* ---- the clock ---- */

void cpo_tlm_timer(void *opaque)
{
    CPOState *s = opaque;

    qemu_bh_schedule(s->tlm_bh);
}

/* A late host skips periods, it does not catch up with a burst. */
static void next_period(CPOState *s)
{
    int64_t period = s->tlm.period_us * 1000ll;
    int64_t now = cpo_time(s);

    s->tlm.next_ns += period;
    if (s->tlm.next_ns <= now) {
        s->tlm.next_ns = now + period;
    }
    cpo_tlm_rearm(s);
}

void cpo_tlm_bh(void *opaque)
{
    CPOState *s = opaque;

    if (!s->tlm.bufs || !s->tlm.next_ns || s->tlm.next_ns > cpo_time(s)) {
        return;
    }
    next_period(s);
    if (!cpo_running(s) || !cpo_dma_ready(s)) {
        return;
    }
    cpo_work_begin(s);
    if (!cpo_tlm_write(s, 0, 0)) {
        cpo_dma_failed(s, CPO_BLK_TELEMETRY);
    }
    cpo_work_end(s);
}
