/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (c) 2026 The cpo authors */

/* What the sensors of the board say.  No QEMU includes. */
#ifndef HW_CPO_SENSOR_H
#define HW_CPO_SENSOR_H

#include <stdint.h>
#include <stdbool.h>
#include "cpo_plant.h"

/* In the unit of its row of the profile. */
int64_t cpo_sensor_value(const CPOPlant *p, unsigned i);
int64_t cpo_sensor_find(const CPOPlant *p, const char *label, bool *found);

#endif
