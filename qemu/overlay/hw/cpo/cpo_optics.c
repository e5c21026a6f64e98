/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (c) 2026 The cpo authors */

/*
 * Powers are linear.  The receiver:
 *   current   I = R P
 *   swing     s = 2 I (ER - 1) / (ER + 1), outermost levels
 *   signal    S = 5/36 s^2, variance of four even levels
 *   noise     N = thermal^2 B + 2 q I B + RIN B I^2 + S / residual
 *   BER       3/8 erfc(sqrt(S / N / 10)), PAM4 with Gray coding
 */
#include <math.h>
#include "cpo_constants.h"
#include "cpo_math.h"
#include "cpo_optics.h"

#define DB_PER_LOG2     3.010299956639812
#define BER_MAX         0.375
#define BER_MIN_LOG2    (-398.0)    /* 1e-120: below, ber32 ends */

double cpo_nw_to_dbm(double nw)
{
    return DB_PER_LOG2 * cpo_log2(nw / 1e6);
}

double cpo_dbm_to_nw(double dbm)
{
    return 1e6 * cpo_ratio(dbm * 1000);
}

uint32_t cpo_attenuate_nw(uint32_t nw, int32_t loss_mdb)
{
    double out = nw * cpo_ratio(-(double)loss_mdb);

    return out >= UINT32_MAX ? UINT32_MAX : (uint32_t)cpo_round(out);
}

int32_t cpo_loss_mdb(uint32_t in_nw, uint32_t out_nw)
{
    if (!in_nw || !out_nw) {
        return INT32_MAX;
    }
    return (int32_t)cpo_round(1000 * DB_PER_LOG2 *
                              cpo_log2((double)in_nw / out_nw));
}

/* @snr is signal variance over noise variance */
static double ber_log2(double snr)
{
    return snr > 0 ? cpo_erfc_log2(sqrt(snr / 10)) : 0;
}

double cpo_ber_from_snr(double snr)
{
    return BER_MAX * cpo_exp2(ber_log2(snr));
}

/* 7 digits of mantissa in 31:8, signed decimal exponent in 7:0 */
uint32_t cpo_ber32(double value)
{
    double log = cpo_log2(value);
    double decades;
    int exponent;
    uint32_t mantissa;

    if (!(value > 0) || log < BER_MIN_LOG2) {
        return 0;
    }
    decades = log / CPO_LOG2_10;
    exponent = (int)decades - (decades < 0) - 6;
    mantissa = (uint32_t)cpo_round(cpo_exp2(log - exponent * CPO_LOG2_10));
    if (mantissa < 1000000) {
        mantissa = 1000000;
    } else if (mantissa > 9999999) {
        mantissa = 1000000;
        exponent++;
    }
    return mantissa << 8 | (uint8_t)exponent;
}

double cpo_ber32_value(uint32_t ber32)
{
    return (ber32 >> 8) * cpo_exp2((int8_t)(ber32 & 0xff) * CPO_LOG2_10);
}

CPOReceiver cpo_receiver(const CPOPath *path)
{
    double er = cpo_ratio(path->er_db * 1000);
    double swing = 2 * (er - 1) / (er + 1);
    double signal = 5.0 / 36 * swing * swing;

    return (CPOReceiver) {
        .amp_per_nw = cpo_const.responsivity * 1e-9 *
                      cpo_ratio(-(double)path->rx_mdb),
        .signal = signal,
        .noise_amp2 = cpo_const.rin * path->band_hz +
                      signal * cpo_const.residual,
        .noise_amp = 2 * cpo_const.electron * path->band_hz,
        .band_hz = path->band_hz,
    };
}

/* Variance that is there without light. */
double cpo_receiver_thermal(const CPOReceiver *r, int32_t temp_mc)
{
    double a = cpo_const.noise_a *
               (1 + cpo_const.noise_per_k *
                    (temp_mc / 1000.0 - cpo_const.noise_c));

    return a * a * r->band_hz;
}

CPORxQuality cpo_receive(const CPOReceiver *r, double thermal, double nw)
{
    double amp = nw * r->amp_per_nw;
    CPORxQuality q = { .ber = BER_MAX };

    q.snr = r->signal * amp * amp /
            (thermal + amp * (r->noise_amp + amp * r->noise_amp2));
    q.ber = cpo_ber_from_snr(q.snr);
    q.ber32 = cpo_ber32(q.ber);
    if (q.snr > 1) {
        q.snr_256db = (uint16_t)cpo_round(256 * DB_PER_LOG2 *
                                          cpo_log2(q.snr));
    }
    q.photocurrent_na = (uint32_t)cpo_round(amp * 1e9);
    return q;
}

CPORxQuality cpo_rx_quality(const CPOPath *path, uint32_t rx_nw,
                            int32_t temp_mc)
{
    CPOReceiver r = cpo_receiver(path);

    return cpo_receive(&r, cpo_receiver_thermal(&r, temp_mc), rx_nw);
}
