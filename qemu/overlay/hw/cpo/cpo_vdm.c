/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (c) 2026 The cpo authors */

#include <stddef.h>
#include "cpo_math.h"
#include "cpo_optics.h"
#include "cpo_vdm.h"

#define F16_MANTISSA_MAX    2047
#define F16_BIAS            24
#define F16_EXPONENT_MAX    31
#define DARK_CDBM           (-4000)     /* as low as it goes */

typedef enum CPOVdmFormat {
    CPO_VDM_U16,
    CPO_VDM_S16,
    CPO_VDM_F16,
    CPO_VDM_DBM,
} CPOVdmFormat;

/* code = value x mul / div */
typedef struct CPOVdmRow {
    uint8_t first;
    uint8_t last;
    uint8_t format;
    int32_t mul;
    int32_t div;
} CPOVdmRow;

static const CPOVdmRow rows[] = {
    { 1, 1, CPO_VDM_U16, 1, 100 },          /* 1 % */
    { 2, 2, CPO_VDM_S16, 32767, 10000 },    /* 100 / 32767 % */
    { 3, 3, CPO_VDM_S16, 1, 10 },           /* 10 MHz */
    { 4, 4, CPO_VDM_S16, 256, 1000 },       /* 1/256 °C */
    { 5, 8, CPO_VDM_U16, 1, 1 },            /* 1/256 dB */
    { 9, 26, CPO_VDM_F16, 1, 1 },
    { 27, 34, CPO_VDM_U16, 1, 1 },
    { 77, 82, CPO_VDM_U16, 1, 100 },        /* 100 uV */
    { 83, 83, CPO_VDM_U16, 1, 250 },        /* 250 uV */
    { 84, 84, CPO_VDM_DBM, 1, 1 },          /* 0.01 dBm */
};

static const CPOVdmRow *find(unsigned type)
{
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        if (type >= rows[i].first && type <= rows[i].last) {
            return &rows[i];
        }
    }
    return NULL;
}

static int64_t clip(int64_t value, int64_t min, int64_t max)
{
    return value < min ? min : value > max ? max : value;
}

/* Shorten the mantissa to 11 bits, a decimal digit at a time. */
uint16_t cpo_vdm_f16(uint32_t ber32)
{
    uint32_t mantissa = ber32 >> 8;
    int exponent = (int8_t)(ber32 & 0xff) + F16_BIAS;
    uint32_t scale = 1;

    while (mantissa / scale > F16_MANTISSA_MAX ||
           (mantissa + scale / 2) / scale > F16_MANTISSA_MAX ||
           exponent < 0) {
        if (scale == 1000000000) {
            return 0;
        }
        scale *= 10;
        exponent++;
    }
    mantissa = (mantissa + scale / 2) / scale;
    if (!mantissa) {
        return 0;
    }
    return exponent > F16_EXPONENT_MAX ? UINT16_MAX :
           exponent << 11 | mantissa;
}

/* to the nearest, and halves away from zero */
static int64_t scaled(int64_t value, const CPOVdmRow *row)
{
    int64_t product = clip(value, INT32_MIN, UINT32_MAX) * row->mul;

    return (product + (product < 0 ? -row->div : row->div) / 2) / row->div;
}

static int64_t centi_dbm(int64_t nw)
{
    return nw > 0 ? cpo_round(100 * cpo_nw_to_dbm(nw)) : DARK_CDBM;
}

bool cpo_vdm_encode(unsigned type, int64_t value, uint16_t *code)
{
    const CPOVdmRow *row = find(type);

    if (!row) {
        return false;
    }
    switch (row->format) {
    case CPO_VDM_F16:
        *code = cpo_vdm_f16(value);
        break;
    case CPO_VDM_S16:
        *code = clip(scaled(value, row), INT16_MIN, INT16_MAX);
        break;
    case CPO_VDM_DBM:
        *code = clip(centi_dbm(value), DARK_CDBM, INT16_MAX);
        break;
    default:
        *code = clip(scaled(value, row), 0, UINT16_MAX);
        break;
    }
    return true;
}
