/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (c) 2026 The cpo authors */

/* CMIS observables (VDM): their numbers and formats.  No QEMU includes. */
#ifndef HW_CPO_VDM_H
#define HW_CPO_VDM_H

#include <stdint.h>
#include <stdbool.h>

typedef enum CPOVdmType {
    CPO_VDM_AGE = 1,            /* from 0.01 % */
    CPO_VDM_TEC = 2,            /* from 0.01 % */
    CPO_VDM_FREQ_ERROR = 3,     /* from MHz */
    CPO_VDM_LASER_TEMP = 4,     /* from m°C */
    CPO_VDM_SNR_MEDIA = 5,      /* from 1/256 dB */
    CPO_VDM_SNR_HOST = 6,
    CPO_VDM_BER_MIN_MEDIA = 9,  /* from ber32, as all up to FERC */
    CPO_VDM_BER_MAX_MEDIA = 11,
    CPO_VDM_BER_AVG_MEDIA = 13,
    CPO_VDM_BER_MEDIA = 15,
    CPO_VDM_FERC_MIN_MEDIA = 17,
    CPO_VDM_FERC_MAX_MEDIA = 19,
    CPO_VDM_FERC_AVG_MEDIA = 21,
    CPO_VDM_FERC_MEDIA = 23,
    CPO_VDM_FERC_TOTAL_MEDIA = 25,
    CPO_VDM_SEW_MIN_MEDIA = 27, /* a count, as all up to 34 */
    CPO_VDM_SEW_MAX_MEDIA = 29,
    CPO_VDM_SEW_AVG_MEDIA = 31,
    CPO_VDM_SEW_MEDIA = 33,
    CPO_VDM_VCC_2V6 = 77,       /* from uV, as all up to 83 */
    CPO_VDM_VCC_0V7B = 82,
    CPO_VDM_VCC_12V = 83,
    CPO_VDM_ELS_INPUT = 84,     /* from nW */
} CPOVdmType;

/* mantissa(10:0) x 10^(exponent(15:11) - 24), from a ber32 */
uint16_t cpo_vdm_f16(uint32_t ber32);
/* @value in the unit the telemetry record has; saturates */
bool cpo_vdm_encode(unsigned type, int64_t value, uint16_t *code);

#endif
