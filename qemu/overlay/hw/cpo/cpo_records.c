/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (c) 2026 The cpo authors */

/*
 * Records of what is measured, as they are in the telemetry block.  Values
 * are those that the sensors of the device see.
 */
#include "qemu/osdep.h"
#include "cpo_int.h"
#include "cpo_math.h"
#include "cpo_sensor.h"

#define FRAME_BYTES     1518    /* that the frame loss of a port is for */

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

/* ---- board and sensors ---- */

static void fill_board(CPOState *s, uint32_t index, void *record)
{
    const CPOPlant *p = &s->plant;
    struct cpo_hw_board *r = record;
    uint32_t valid = CPO_BOARD_POWER | CPO_BOARD_TEMP | CPO_BOARD_ASIC_TEMP;
    bool in, out, flow, leak;

    r->power_mw = cpu_to_le32(cpo_plant_total_seen_mw(p));
    r->temp_mc = cpu_to_le32(cpo_sensor_find(p, "board outlet", &out));
    for (unsigned i = 0; i < s->profile->asics; i++) {
        r->asic_temp_mc[i] =
            cpu_to_le32(cpo_uc_to_mc(p->asic[i].temp_uc));
    }
    r->coolant_in_mc = cpu_to_le32(cpo_sensor_find(p, "coolant inlet", &in));
    r->coolant_out_mc = cpu_to_le32(cpo_sensor_find(p, "coolant outlet",
                                                    &out));
    valid |= in && out ? CPO_BOARD_COOLANT : 0;
    r->flow_mlpm = cpu_to_le32(cpo_sensor_find(p, "coolant flow", &flow));
    valid |= flow ? CPO_BOARD_FLOW : 0;
    r->leak = cpu_to_le32(cpo_sensor_find(p, "leak rope", &leak));
    valid |= leak ? CPO_BOARD_LEAK : 0;
    r->valid = cpu_to_le32(valid);
}

static void fill_sensor(CPOState *s, uint32_t index, void *record)
{
    struct cpo_hw_sensor *r = record;

    r->valid = cpu_to_le32(CPO_SENSOR_VALUE);
    r->value = cpu_to_le64(cpo_sensor_value(&s->plant, index));
}

/* ---- engines ---- */

#define CAUSE_TEMPERATURE   6       /* CMIS */

static void fill_engine(CPOState *s, uint32_t index, void *record)
{
    const CPOPlantEngine *e = &s->plant.engine[index];
    struct cpo_hw_engine *r = record;
    uint32_t valid = CPO_ENGINE_STATE | CPO_ENGINE_CAUSE | CPO_ENGINE_TEMP |
                     CPO_ENGINE_POWER | CPO_ENGINE_ENERGY;

    r->state = s->engine[index].state;
    if (e->trip == CPO_TRIP_SHUTDOWN) {
        r->state = CPO_MODULE_FAULT;
        r->cause = CAUSE_TEMPERATURE;
    }
    r->present = 1;
    r->temp_mc = cpu_to_le32(e->temp_seen_mc);
    for (unsigned i = 0; i < CPO_RAILS; i++) {
        r->rail_uv[i] = cpu_to_le32(cpo_plant_rail_uv(&s->plant, index, i));
        valid |= CPO_ENGINE_RAIL(i);
    }
    r->power_mw = cpu_to_le32(e->seen_mw);
    r->energy_mj = cpu_to_le64(e->energy_uj / 1000);
    r->valid = cpu_to_le32(valid);
}

/* ---- laser modules ---- */

static void fill_els_values(CPOState *s, uint32_t index, struct cpo_hw_els *r)
{
    const CPOPlantEls *e = &s->plant.els[index];
    uint32_t vcc = cpo_plant_els_vcc_uv(&s->plant, index);

    r->cause = s->els[index].cause;
    r->temp_mc = cpu_to_le32(e->case_seen_mc);
    r->temp2_mc = cpu_to_le32(e->bench_mc);
    r->vcc_uv = cpu_to_le32(vcc);
    r->icc_ua = cpu_to_le32(e->seen_mw * 1000000000ull / MAX(vcc, 1));
    r->tec_mw = cpu_to_le32(e->tec_mw);
    r->power_mw = cpu_to_le32(e->seen_mw);
    r->cooling_pct = cpu_to_le32(cpo_tec_cooling(e->tec_drive));
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
                 CPO_ELS_ICC | CPO_ELS_TEC | CPO_ELS_POWER | CPO_ELS_COOLING;
        fill_els_values(s, index, r);
    }
    r->valid = cpu_to_le32(valid);
}

/* ---- lasers and feeds ---- */

static uint16_t laser_status(const CPOState *s, uint32_t k)
{
    const CPOLaserState *l = &s->laser[k];
    const CPOPlantLaser *light = &s->plant.laser[k];

    return (l->sm.checked && l->clamp.checked ? CPO_LASER_S_CHECKED : 0) |
           (l->sm.enabled ? CPO_LASER_S_ENABLED : 0) |
           (light->open_loop ? 0 : CPO_LASER_S_APC) |
           (cpo_profile_spare(s->profile, k) ? CPO_LASER_S_SPARE : 0) |
           (light->emitted_nw ? CPO_LASER_S_LIT : 0) |
           (l->clamp.hits ? CPO_LASER_S_CLAMPED : 0);
}

static void fill_laser_light(const CPOPlantLaser *l, struct cpo_hw_laser *r)
{
    r->power_nw = cpu_to_le32(l->emitted_nw);
    r->setpoint_nw = cpu_to_le32(l->setpoint_nw);
    r->bias_na = cpu_to_le32(l->bias_na);
    r->bias_setpoint_na = cpu_to_le32(l->bias_set_na);
    r->monitor_na = cpu_to_le32(cpo_round(l->emitted_nw *
                                          cpo_const.monitor_na_per_nw));
    if (l->emitted_nw) {
        r->freq_error_mhz = cpu_to_le32(l->freq_error_mhz);
        r->voltage_mv = cpu_to_le16(cpo_diode_mv(l->bias_na));
    }
}

static void fill_laser_values(CPOState *s, uint32_t k, struct cpo_hw_laser *r)
{
    const CPOPlantLaser *l = &s->plant.laser[k];
    int32_t drive = s->plant.els[cpo_laser_els(s, k)].tec_drive;

    fill_laser_light(l, r);
    r->temp_mc = cpu_to_le32(l->temp_mc);
    r->tec = cpu_to_le16(drive);
    r->tec_mv = cpu_to_le16(cpo_tec_mv(drive));
    r->age = cpu_to_le16(MIN(l->age / (CPO_AGE_ONE / 10000), UINT16_MAX));
    r->fault = s->laser[k].sm.fault;
    r->retries = s->laser[k].sm.retries;
    r->status = cpu_to_le16(laser_status(s, k));
}

static void fill_laser(CPOState *s, uint32_t index, void *record)
{
    const CPOLaserSM *sm = &s->laser[index].sm;
    struct cpo_hw_laser *r = record;
    uint32_t valid = CPO_LASER_V_STATE;

    r->state = sm->state;
    r->substate = sm->substate;
    if (sm->state != CPO_LASER_ABSENT) {
        valid |= CPO_LASER_V_FAULT | CPO_LASER_V_STATUS | CPO_LASER_V_POWER |
                 CPO_LASER_V_SETPOINT | CPO_LASER_V_BIAS |
                 CPO_LASER_V_BIAS_SET | CPO_LASER_V_TEMP | CPO_LASER_V_TEC |
                 CPO_LASER_V_AGE | CPO_LASER_V_MONITOR | CPO_LASER_V_TEC_MV;
        if (s->plant.laser[index].emitted_nw) {
            valid |= CPO_LASER_V_FREQ_ERROR | CPO_LASER_V_VOLTAGE;
        }
        fill_laser_values(s, index, r);
    }
    r->valid = cpu_to_le32(valid);
}

/* While there is light it is measured; else the last check has the word. */
static uint32_t fill_feed_loss(CPOState *s, uint32_t k, struct cpo_hw_feed *r)
{
    const CPOFeedState *f = &s->feed[k];
    uint32_t input = s->plant.feed[k].input_nw;

    if (input) {
        r->loss_mdb = cpu_to_le32(cpo_loss_mdb(s->plant.laser[k].emitted_nw,
                                               input));
        return CPO_FEED_LOSS;
    }
    if (f->measured) {
        r->loss_mdb = cpu_to_le32(f->measured_mdb);
        return CPO_FEED_LOSS;
    }
    return 0;
}

static void fill_feed(CPOState *s, uint32_t index, void *record)
{
    const CPOFeedState *f = &s->feed[index];
    const CPOPlantFeed *light = &s->plant.feed[index];
    struct cpo_hw_feed *r = record;
    uint32_t valid = CPO_FEED_CHECK | CPO_FEED_LIT | CPO_FEED_INPUT |
                     CPO_FEED_BASELINE | CPO_FEED_LIMIT;

    r->check = f->check;
    r->role = cpo_profile_spare(s->profile, index) ? CPO_ROLE_STANDBY
                                                   : CPO_ROLE_ACTIVE;
    r->lit = light->input_nw > 0;
    r->input_nw = cpu_to_le32(light->input_nw);
    r->baseline_mdb = cpu_to_le32(light->baseline_mdb);
    r->limit_mdb = cpu_to_le32(s->profile->feed_limit_mdb);
    valid |= fill_feed_loss(s, index, r);
    if (f->check == CPO_CHECK_PASSED || f->check == CPO_CHECK_FAILED) {
        valid |= CPO_FEED_CHECK_TIME;
        r->check_time = cpu_to_le64(f->check_time);
    }
    r->valid = cpu_to_le32(valid);
}

/* ---- lanes ---- */

static bool has_ring_light(const CPOState *s, uint32_t i)
{
    return s->profile->modulator == CPO_MOD_RING &&
           s->plant.feed[s->lane_feed[i]].input_nw &&
           cpo_engine_ready(s, i / s->profile->lanes_per_engine);
}

static uint16_t lane_tx_status(const CPOState *s, uint32_t i)
{
    return cpo_flag(s, CPO_KIND_TX_DARK, i) ? CPO_LANE_S_TX_DARK :
           s->plant.feed[s->lane_feed[i]].parked ? CPO_LANE_S_DISABLED :
                                             CPO_LANE_S_TX_ON;
}

static uint16_t lane_rx_status(const CPOPlantLane *lane)
{
    if (!lane->rx_on) {
        return 0;
    }
    return (lane->los ? CPO_LANE_S_RX_LOS : CPO_LANE_S_RX_ON) |
           (lane->lol ? CPO_LANE_S_RX_LOL : 0);
}

static uint16_t lane_status(const CPOState *s, uint32_t i)
{
    const CPOPlantLane *lane = &s->plant.lane[i];

    return lane_tx_status(s, i) | lane_rx_status(lane) |
           (has_ring_light(s, i) && lane->locked ? CPO_LANE_S_RING_LOCKED
                                                 : 0);
}

static uint32_t fill_lane_ring(const CPOState *s, uint32_t i,
                               struct cpo_hw_lane *r)
{
    const CPOPlantLane *lane = &s->plant.lane[i];

    if (!has_ring_light(s, i)) {
        return 0;
    }
    r->heater = cpu_to_le16(lane->heater);
    r->detuning_mhz = cpu_to_le32(lane->detuning_mhz);
    return CPO_LANE_V_DETUNING | CPO_LANE_V_HEATER;
}

static void fill_lane(CPOState *s, uint32_t index, void *record)
{
    const CPOPlantLane *lane = &s->plant.lane[index];
    unsigned engine = index / s->profile->lanes_per_engine;
    struct cpo_hw_lane *r = record;
    uint32_t valid = CPO_LANE_V_STATE | CPO_LANE_V_STATUS | CPO_LANE_V_TX |
                     CPO_LANE_V_TEMP | CPO_LANE_V_SYMBOL_ERR;

    r->state = s->feed[s->lane_feed[index]].dp_state;
    r->status = cpu_to_le16(lane_status(s, index));
    r->tx_nw = cpu_to_le32(lane->tx_seen_nw);
    r->rx_nw = cpu_to_le32(lane->rx_seen_nw);
    r->temp_mc = cpu_to_le32(s->plant.engine[engine].temp_seen_mc);
    r->photocurrent_na = cpu_to_le32(lane->photocurrent_na);
    r->symbol_errors = cpu_to_le64(lane->symbol_errors);
    valid |= fill_lane_ring(s, index, r);
    valid |= lane->rx_on ? CPO_LANE_V_RX | CPO_LANE_V_PHOTOCURRENT : 0;
    if (cpo_plant_has_data(lane)) {
        valid |= CPO_LANE_V_SNR_MEDIA | CPO_LANE_V_BER_MEDIA;
        r->snr_media = cpu_to_le16(lane->snr_256db);
        r->ber_media = cpu_to_le32(lane->ber32);
    }
    r->valid = cpu_to_le32(valid);
}

/* ---- ports ---- */

/* The worst lane speaks for the port, as long as all of them have data. */
static uint32_t fill_port_quality(CPOState *s, uint32_t p,
                                  struct cpo_hw_port *r)
{
    const CPOPlantLane *worst = NULL;
    uint16_t snr = UINT16_MAX;

    for (unsigned i = 0; i < s->profile->lanes_per_port; i++) {
        const CPOPlantLane *lane = &s->plant.lane[cpo_port_lane(s, p, i)];

        if (!cpo_plant_has_data(lane)) {
            return 0;
        }
        if (!worst || lane->ber > worst->ber) {
            worst = lane;
        }
        snr = MIN(snr, lane->snr_256db);
    }
    r->worst_ber = cpu_to_le32(worst->ber32);
    r->min_snr = cpu_to_le16(snr);
    return CPO_PORT_V_BER | CPO_PORT_V_SNR;
}

static uint32_t fill_port_use(CPOState *s, uint32_t p, struct cpo_hw_port *r)
{
    const CPOPlantPort *plant = &s->plant.port[p];
    uint32_t mw = cpo_plant_port_mw(&s->plant, p);
    uint64_t mbps = s->profile->speed_mbps;
    double loss = cpo_plant_frame_loss(&s->plant, p, FRAME_BYTES);

    r->power_mw = cpu_to_le32(mw);
    r->energy_mj = cpu_to_le64(plant->energy_uj / 1000);
    r->fj_per_bit = cpu_to_le32(cpo_power_fj_per_bit(mw, mbps));
    if (s->port[p].oper) {
        r->traffic_mbps = cpu_to_le32(mbps * s->plant.load / CPO_LOAD_FULL);
        r->frame_loss = cpu_to_le32(cpo_ber32(loss));
    }
    return CPO_PORT_V_POWER | CPO_PORT_V_ENERGY | CPO_PORT_V_PJ_PER_BIT |
           CPO_PORT_V_TRAFFIC |
           (s->port[p].oper ? CPO_PORT_V_FRAME_LOSS : 0);
}

static void fill_port(CPOState *s, uint32_t index, void *record)
{
    const CPOPortState *port = &s->port[index];
    struct cpo_hw_port *r = record;
    uint32_t valid = CPO_PORT_V_OPER | CPO_PORT_V_FEC | CPO_PORT_V_SPEED |
                     CPO_PORT_V_LANES | CPO_PORT_V_CHANGES;

    r->oper = port->oper;
    r->reason = port->reason;
    r->fec = CPO_FEC_RS544;
    r->speed_mbps = cpu_to_le32(s->profile->speed_mbps);
    r->lanes = cpu_to_le16(s->profile->lanes_per_port);
    r->lanes_up = cpu_to_le16(port->lanes_up);
    r->link_changes = cpu_to_le32(port->link_changes);
    r->last_change = cpu_to_le64(port->last_change);
    valid |= fill_port_quality(s, index, r);
    valid |= fill_port_use(s, index, r);
    r->valid = cpu_to_le32(valid);
}

/* Frames are not looked at, so there is no count of lost ones. */
static void fill_fec(CPOState *s, uint32_t index, void *record)
{
    const CPOPlantPort *port = &s->plant.port[index];
    struct cpo_hw_fec_stats *r = record;
    uint32_t valid = CPO_FEC_V_BINS | CPO_FEC_V_CORRECTED |
                     CPO_FEC_V_UNCORRECTABLE | CPO_FEC_V_BITS |
                     CPO_FEC_V_SYMBOLS | CPO_FEC_V_LANE_BITS;

    for (unsigned i = 0; i < CPO_FEC_BINS; i++) {
        r->bins[i] = cpu_to_le64(port->fec.bin[i]);
    }
    r->codewords = cpu_to_le64(port->fec.codewords);
    r->corrected = cpu_to_le64(port->fec.corrected);
    r->uncorrectable = cpu_to_le64(port->fec.uncorrectable);
    r->corrected_bits = cpu_to_le64(port->fec.corrected_bits);
    r->symbol_errors = cpu_to_le64(port->fec.symbol_errors);
    for (unsigned i = 0; i < CPO_FEC_LANES_MAX; i++) {
        r->lane_bits[i] = cpu_to_le64(port->lane_bits[i]);
    }
    if (port->aligned) {
        valid |= CPO_FEC_V_SEWMAX | CPO_FEC_V_FERC;
        r->sewmax = cpu_to_le32(port->sew_max);
        r->ferc = cpu_to_le32(cpo_ber32(port->rate.bad));
    }
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
    { CPO_SEC_FEC, sizeof(struct cpo_hw_fec_stats), ports, fill_fec },
};
