/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (c) 2026 The cpo authors */

#include <string.h>
#include "cpo_hw.h"
#include "cpo_sensor.h"

static int64_t board_inlet(const CPOPlant *p, int64_t nominal)
{
    return nominal + p->inlet_mc - p->cooling.inlet_mc;
}

/* Air takes up heat in proportion. */
static int64_t board_outlet(const CPOPlant *p, int64_t nominal)
{
    uint32_t full_mw = p->power.total_mw ? p->power.total_mw : 1;
    bool found;
    int64_t in = cpo_sensor_find(p, "board inlet", &found);
    int64_t rise = nominal - in + board_inlet(p, 0);

    return in + rise * cpo_plant_total_mw(p) / full_mw;
}

static int64_t coolant_in(const CPOPlant *p, int64_t nominal)
{
    (void)nominal;
    return p->inlet_mc;
}

static int64_t coolant_out(const CPOPlant *p, int64_t nominal)
{
    (void)nominal;
    return cpo_uc_to_mc(p->outlet_uc);
}

static int64_t by_flow(const CPOPlant *p, int64_t nominal)
{
    return nominal * p->flow / CPO_FLOW_FULL;
}

static int64_t by_flow_squared(const CPOPlant *p, int64_t nominal)
{
    return by_flow(p, by_flow(p, nominal));
}

static int64_t board_rail(const CPOPlant *p, int64_t nominal)
{
    return cpo_plant_board_rail_uv(p, nominal);
}

static int64_t board_power(const CPOPlant *p, int64_t nominal)
{
    (void)nominal;
    return cpo_plant_total_seen_mw(p);
}

static int64_t wet(const CPOPlant *p, int64_t nominal)
{
    (void)nominal;
    return p->leak;
}

/* By label: what a row of a board's table follows. */
static const struct {
    const char *label;
    int64_t (*value)(const CPOPlant *p, int64_t nominal);
} live[] = {
    { "board inlet", board_inlet },
    { "board outlet", board_outlet },
    { "coolant inlet", coolant_in },
    { "coolant outlet", coolant_out },
    { "coolant flow", by_flow },
    { "coolant pressure", by_flow_squared },
    { "pump speed", by_flow },
    { "busbar", board_rail },
    { "rail 12V", board_rail },
    { "rail 3V3 optics", board_rail },
    { "board power", board_power },
    { "leak rope", wet },
};

#define N_LIVE  (sizeof(live) / sizeof(live[0]))

static int64_t value_of(const CPOPlant *p, const CPOSensorRow *row)
{
    if (row->obj_type == CPO_OBJ_ASIC) {
        return cpo_uc_to_mc(p->asic[row->obj].temp_uc);
    }
    for (unsigned i = 0; i < N_LIVE; i++) {
        if (!strcmp(row->label, live[i].label)) {
            return live[i].value(p, row->value);
        }
    }
    return row->value;
}

int64_t cpo_sensor_value(const CPOPlant *p, unsigned i)
{
    CPOSensorRow row = cpo_profile_sensor(p->profile, i);

    return value_of(p, &row);
}

int64_t cpo_sensor_find(const CPOPlant *p, const char *label, bool *found)
{
    for (unsigned i = 0; i < cpo_profile_sensors(p->profile); i++) {
        CPOSensorRow row = cpo_profile_sensor(p->profile, i);

        if (!strcmp(row.label, label)) {
            *found = true;
            return value_of(p, &row);
        }
    }
    *found = false;
    return 0;
}
