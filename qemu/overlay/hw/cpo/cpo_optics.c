/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (c) 2026 The cpo authors */

#include <math.h>
#include "cpo_optics.h"

/* Laser at the fibre; typical figures of a cooled CW laser. */
#define ITH_MA              30.0    /* threshold at 45 °C, new */
#define ITH_AGE             0.5     /* relative growth to end of life */
#define ITH_T0              60.0    /* K */
#define ETA_MW_PER_MA       0.30    /* slope at 45 °C, new */
#define ETA_AGE             0.15    /* relative loss to end of life */
#define ETA_T0              150.0   /* K */
#define LASER_T             45.0    /* °C the cooler holds */

/* Receiver. */
#define RESPONSIVITY        0.85    /* A/W */
#define THERMAL_A           45e-12  /* A/rtHz with equaliser enhancement */
#define THERMAL_TEMP        0.004   /* per K */
#define THERMAL_T           64.0    /* °C */
#define ELECTRON            1.602176634e-19
#define RIN                 1.5848931924611e-15 /* -148 dB/Hz */
#define RESIDUAL_DB         25.5    /* ISI, crosstalk, linearity */

/* splitmix64's finaliser: every input bit reaches every output bit */
static uint64_t mix(uint64_t x)
{
    x ^= x >> 30;
    x *= 0xbf58476d1ce4e5b9ull;
    x ^= x >> 27;
    x *= 0x94d049bb133111ebull;
    return x ^ x >> 31;
}

uint64_t cpo_hash(uint64_t seed, CPODraw draw, uint32_t index)
{
    return mix(mix(seed + 0x9e3779b97f4a7c15ull) ^
               mix(((uint64_t)draw << 32) + index + 1));
}

/* Sum of uniforms: near enough to normal, and never beyond 3.46 sigma. */
double cpo_normal(uint64_t seed, CPODraw draw, uint32_t index)
{
    uint64_t h = cpo_hash(seed, draw, index);
    double sum = 0;

    for (int i = 0; i < 4; i++) {
        sum += (h >> (16 * i) & 0xffff) / 65535.0 - 0.5;
    }
    return sum * 1.7320508075688772;
}

double cpo_nw_to_dbm(double nw)
{
    return 10 * log10(nw / 1e6);
}

double cpo_dbm_to_nw(double dbm)
{
    return 1e6 * pow(10, dbm / 10);
}

uint32_t cpo_attenuate_nw(uint32_t nw, int32_t loss_mdb)
{
    double out = nw * pow(10, -loss_mdb / 10000.0);

    return out >= UINT32_MAX ? UINT32_MAX : (uint32_t)lrint(out);
}

int32_t cpo_loss_mdb(uint32_t in_nw, uint32_t out_nw)
{
    if (!in_nw || !out_nw) {
        return INT32_MAX;
    }
    return (int32_t)lrint(10000 * log10((double)in_nw / out_nw));
}

static double threshold_ma(double temp_c, double age)
{
    return ITH_MA * (1 + ITH_AGE * age) * exp((temp_c - LASER_T) / ITH_T0);
}

static double slope(double temp_c, double age)
{
    return ETA_MW_PER_MA * (1 - ETA_AGE * age) *
           exp(-(temp_c - LASER_T) / ETA_T0);
}

double cpo_laser_power_mw(double bias_ma, double temp_c, double age)
{
    double over = bias_ma - threshold_ma(temp_c, age);

    return over > 0 ? over * slope(temp_c, age) : 0;
}

double cpo_laser_bias_ma(double power_mw, double temp_c, double age)
{
    return power_mw / slope(temp_c, age) + threshold_ma(temp_c, age);
}

/* PAM4 with Gray coding; @snr is signal variance over noise variance */
double cpo_ber_from_snr(double snr)
{
    return snr > 0 ? 0.375 * erfc(sqrt(snr / 10)) : 0.375;
}

/* 7 digits of mantissa in 31:8, signed decimal exponent in 7:0 */
uint32_t cpo_ber32(double value)
{
    uint32_t mantissa;
    int exponent;

    if (!(value > 1e-120)) {
        return 0;
    }
    exponent = (int)floor(log10(value)) - 6;
    mantissa = (uint32_t)lrint(value / pow(10, exponent));
    if (mantissa > 9999999) {
        mantissa = 1000000;
        exponent++;
    }
    return mantissa << 8 | (uint8_t)exponent;
}

double cpo_ber32_value(uint32_t ber32)
{
    return (ber32 >> 8) * pow(10, (int8_t)(ber32 & 0xff));
}

static double noise(const CPOPath *path, double amp, double signal,
                    double temp_c)
{
    double thermal = THERMAL_A * (1 + THERMAL_TEMP * (temp_c - THERMAL_T));

    return thermal * thermal * path->band_hz +
           2 * ELECTRON * path->band_hz * amp +
           RIN * path->band_hz * amp * amp +
           signal / pow(10, RESIDUAL_DB / 10);
}

CPORxQuality cpo_rx_quality(const CPOPath *path, uint32_t rx_nw,
                            int32_t temp_mc)
{
    double watt = rx_nw * 1e-9 * pow(10, -path->rx_mdb / 10000.0);
    double amp = RESPONSIVITY * watt;
    double er = pow(10, path->er_db / 10);
    double swing = 2 * amp * (er - 1) / (er + 1);
    double signal = 5.0 / 36 * swing * swing;
    CPORxQuality q = { .ber = 0.375 };

    q.snr = signal / noise(path, amp, signal, temp_mc / 1000.0);
    q.ber = cpo_ber_from_snr(q.snr);
    q.ber32 = cpo_ber32(q.ber);
    if (q.snr > 1) {
        q.snr_256db = (uint16_t)lrint(2560 * log10(q.snr));
    }
    q.photocurrent_na = (uint32_t)lrint(amp * 1e9);
    return q;
}
