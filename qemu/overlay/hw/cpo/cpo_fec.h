/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (c) 2026 The cpo authors */

/*
 * RS(544,514) over 10-bit symbols, "KP4": corrects 15 symbols of a codeword
 * whose symbols are dealt to the lanes of a port in turn.  No QEMU includes.
 */
#ifndef HW_CPO_FEC_H
#define HW_CPO_FEC_H

#include <stdint.h>

#define CPO_FEC_SYMBOLS     544
#define CPO_FEC_CORRECTS    15
#define CPO_FEC_BINS        16      /* codewords with 0..15 bad symbols */
#define CPO_FEC_LANES_MAX   8

/* first draw of cpo_fec_split(), one for each lane */
#define CPO_FEC_DRAW_GOOD   17
#define CPO_FEC_DRAW_LOST   25

/* What to expect of one codeword. */
typedef struct CPOFecRate {
    double bin[CPO_FEC_BINS];
    double bad;                     /* more than can be corrected */
    double bad_symbols;             /* mean, of an uncorrectable one */
} CPOFecRate;

/* Counts since power on. */
typedef struct CPOFecCount {
    uint64_t bin[CPO_FEC_BINS];
    uint64_t codewords;
    uint64_t corrected;
    uint64_t uncorrectable;
    uint64_t corrected_bits;
    uint64_t symbol_errors;
} CPOFecCount;

/* What one epoch added. */
typedef struct CPOFecEpoch {
    uint64_t symbol_errors;
    uint64_t corrected_symbols;     /* of them */
    uint64_t corrected_bits;
    uint64_t uncorrectable;
    uint32_t sew_max;               /* worst codeword, 16 if uncorrectable */
} CPOFecEpoch;

double cpo_fec_symbol(double ber);
/* @ps: symbol error probability of each lane */
void cpo_fec_rate(CPOFecRate *rate, const double *ps, unsigned lanes);
uint64_t cpo_fec_codewords(uint32_t speed_mbps);    /* in an epoch */
CPOFecEpoch cpo_fec_count(CPOFecCount *count, const CPOFecRate *rate,
                          uint64_t codewords, double bits_per_symbol,
                          uint64_t base, uint64_t epoch);
double cpo_fec_frame_loss(double bad, unsigned frame_bytes, unsigned depth);
/* per second, @bad in a row that cost the alignment of the lanes */
double cpo_fec_align_loss(double bad, uint64_t codewords);
/* @draw: of symbols that were corrected, or that were not */
void cpo_fec_split(uint64_t *lane_errors, uint64_t total, const double *ps,
                   unsigned lanes, uint64_t base, uint64_t epoch,
                   unsigned draw);
/* @lane_bits gets @bits more, where the @symbols they are in were. */
void cpo_fec_lane_bits(uint64_t *lane_bits, uint64_t bits,
                       const uint64_t *symbols, unsigned lanes);

#endif
