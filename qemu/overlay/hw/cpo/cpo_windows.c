/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (c) 2026 The cpo authors */

/* Records of the windows of the plant. */
#include "qemu/osdep.h"
#include "cpo_int.h"

#define EPOCH_MS    (CPO_EPOCH_NS / CPO_MS)
#define NO_BER      CPO_WINQ_MAX        /* none of the windows is of a BER */

QEMU_BUILD_BUG_ON((int)CPO_WIN_ENGINE_COUNT != (int)CPO_WINQ_ENGINE_COUNT);
QEMU_BUILD_BUG_ON((int)CPO_WIN_ELS_COUNT != (int)CPO_WINQ_ELS_COUNT);
QEMU_BUILD_BUG_ON((int)CPO_WIN_LASER_COUNT != (int)CPO_WINQ_LASER_COUNT);
QEMU_BUILD_BUG_ON((int)CPO_WIN_LANE_COUNT != (int)CPO_WINQ_LANE_COUNT);
QEMU_BUILD_BUG_ON((int)CPO_WIN_PORT_COUNT != (int)CPO_WINQ_PORT_COUNT);

static __le32 code(int64_t value, bool ber)
{
    return cpu_to_le32(ber ? cpo_ber32(value * 1e-18) :
                       value > UINT32_MAX ? UINT32_MAX : value);
}

static void put_span(struct cpo_hw_span *to, const CPOWindowSum *sum,
                     bool ber)
{
    if (sum->n) {
        to->known_ms = cpu_to_le32(sum->n * EPOCH_MS);
        to->min = code(sum->min, ber);
        to->avg = code(cpo_window_avg(sum), ber);
        to->max = code(sum->max, ber);
    }
}

/* The header is followed by @n windows; all of them turn at the same time. */
static void put(CPOState *s, void *record, const CPOWindow *win, unsigned n,
                unsigned ber)
{
    struct cpo_hw_window_hdr *hdr = record;
    struct cpo_hw_window *to = (void *)(hdr + 1);
    uint32_t valid = 0;

    for (unsigned i = 0; i < n; i++) {
        valid |= win[i].running.n || win[i].previous.n ? 1u << i : 0;
        put_span(&to[i].running, &win[i].running, i == ber);
        put_span(&to[i].previous, &win[i].previous, i == ber);
    }
    hdr->valid = cpu_to_le32(valid);
    hdr->window_s = cpu_to_le32(s->plant.window_epochs / CPO_EPOCHS_PER_S);
    hdr->start = cpu_to_le64((win[0].start - 1) * CPO_EPOCH_NS);
    hdr->time = cpu_to_le64(s->plant.epoch * CPO_EPOCH_NS);
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

static void fill_engine(CPOState *s, uint32_t i, void *record)
{
    put(s, record, s->plant.engine[i].win, CPO_WIN_ENGINE_COUNT, NO_BER);
}

static void fill_els(CPOState *s, uint32_t i, void *record)
{
    put(s, record, s->plant.els[i].win, CPO_WIN_ELS_COUNT, NO_BER);
}

static void fill_laser(CPOState *s, uint32_t i, void *record)
{
    put(s, record, s->plant.laser[i].win, CPO_WIN_LASER_COUNT, NO_BER);
}

static void fill_lane(CPOState *s, uint32_t i, void *record)
{
    put(s, record, s->plant.lane[i].win, CPO_WIN_LANE_COUNT,
        CPO_WIN_LANE_BER);
}

static void fill_port(CPOState *s, uint32_t i, void *record)
{
    put(s, record, s->plant.port[i].win, CPO_WIN_PORT_COUNT, NO_BER);
}

static void account(CPOState *s)
{
    cpo_plant_windows_run(&s->plant);
}

static const CPOSection sections[] = {
    { CPO_SEC_WIN_ENGINE, sizeof(struct cpo_hw_win_engine_rec), engines,
      fill_engine, account },
    { CPO_SEC_WIN_ELS, sizeof(struct cpo_hw_win_els_rec), els, fill_els,
      account },
    { CPO_SEC_WIN_LASER, sizeof(struct cpo_hw_win_laser_rec), lasers,
      fill_laser, account },
    { CPO_SEC_WIN_LANE, sizeof(struct cpo_hw_win_lane_rec), lanes, fill_lane,
      account },
    { CPO_SEC_WIN_PORT, sizeof(struct cpo_hw_win_port_rec), ports, fill_port,
      account },
};

const CPOSection *cpo_window_section(uint16_t type)
{
    for (unsigned i = 0; i < ARRAY_SIZE(sections); i++) {
        if (sections[i].type == type) {
            return &sections[i];
        }
    }
    return NULL;
}

/* 0 keeps the length.  Another one begins all windows anew. */
uint16_t cpo_window_config(CPOState *s, uint32_t seconds, bool dry_run)
{
    uint32_t epochs = seconds * CPO_EPOCHS_PER_S;

    if (!seconds) {
        return CPO_ST_OK;
    }
    if (seconds < CPO_WINDOW_MIN_S || seconds > CPO_WINDOW_MAX_S) {
        return CPO_ST_RANGE;
    }
    if (!dry_run && epochs != s->plant.window_epochs) {
        cpo_plant_windows_reset(&s->plant, epochs);
    }
    return CPO_ST_OK;
}
