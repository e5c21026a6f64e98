/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (c) 2026 The cpo authors */

/*
 *   ps    = 1 - (1 - BER)^10, of a symbol
 *   lane  binomial(544 / lanes, ps); the codeword is the sum of its lanes
 *   bad   P(more than 15)
 *   FLR   = 1 - (1 - bad)^n, n = depth + 8 (L + 20) (257/256) / 5140: a frame
 *           of L bytes is lost with any of the codewords it touches
 * The draws of an epoch are a hash of (port, bin, epoch).
 */
#include "cpo_constants.h"
#include "cpo_draw.h"
#include "cpo_fec.h"
#include "cpo_math.h"

#define SYMBOL_BITS     10
#define TERMS           48          /* of a distribution: tails end here */
#define TINY            1e-40
#define NEVER           1e-20       /* not in the life of a machine */
#define DRAW_BAD        16          /* after the bins */
#define CW_PER_MBPS_NUM 1953125ull  /* 1.0625e6 / 5440 / 10 per Mb/s */
#define CW_PER_MBPS_DEN 100000ull

/* 1 - (1 - b)^10 without taking the difference */
double cpo_fec_symbol(double ber)
{
    double sum = 0, q = 1;

    for (int i = 0; i < SYMBOL_BITS; i++) {
        sum += q;
        q *= 1 - ber;
    }
    return ber * sum;
}

/* Terms of binomial(n, p) from 0 up; returns how many matter. */
static unsigned binomial(double *term, unsigned n, double p)
{
    double odds = p / (1 - p);
    double t = cpo_exp2(n * cpo_log2(1 - p));
    unsigned k = 0;

    if (p < 1e-4) {                 /* log2 of nearly 1 loses digits */
        t = cpo_exp(-(n * p * (1 + p * (0.5 + p / 3))));
    }
    do {
        term[k] = t;
        t *= odds * (n - k) / (k + 1);
        k++;
    } while (k < TERMS && k <= n && (t > TINY || k < n * p));
    return k;
}

static unsigned convolve(double *sum, unsigned n, const double *term,
                         unsigned m)
{
    double out[TERMS] = { 0 };
    unsigned top = n + m - 1 < TERMS ? n + m - 1 : TERMS;

    for (unsigned i = 0; i < n; i++) {
        for (unsigned j = 0; j < m && i + j < TERMS; j++) {
            out[i + j] += sum[i] * term[j];
        }
    }
    for (unsigned i = 0; i < top; i++) {
        sum[i] = out[i];
    }
    return top;
}

/* A large tail is what the bins leave, a small one has to be added up. */
static void tail(CPOFecRate *rate, const double *dist, unsigned n)
{
    double inside = 0, outside = 0, weight = 0;

    for (unsigned k = 0; k < CPO_FEC_BINS; k++) {
        rate->bin[k] = k < n ? dist[k] : 0;
        inside += rate->bin[k];
    }
    for (unsigned k = CPO_FEC_BINS; k < n; k++) {
        outside += dist[k];
        weight += k * dist[k];
    }
    rate->bad = outside;
    rate->bad_symbols = outside > 0 ? weight / outside : CPO_FEC_BINS;
    if (outside > 1e-2) {
        rate->bad = 1 - inside;
    }
}

static void all_bad(CPOFecRate *rate, double mean)
{
    *rate = (CPOFecRate) { .bad = 1, .bad_symbols = mean };
}

void cpo_fec_rate(CPOFecRate *rate, const double *ps, unsigned lanes)
{
    double dist[TERMS], term[TERMS], mean = 0;
    unsigned n = 1;

    dist[0] = 1;
    for (unsigned i = 0; i < lanes; i++) {
        mean += ps[i] * CPO_FEC_SYMBOLS / lanes;
    }
    if (mean > TERMS) {             /* not one in 10^8 is corrected */
        all_bad(rate, mean);
        return;
    }
    for (unsigned i = 0; i < lanes; i++) {
        unsigned symbols = CPO_FEC_SYMBOLS / lanes +
                           (i < CPO_FEC_SYMBOLS % lanes);

        n = convolve(dist, n, term, binomial(term, symbols, ps[i]));
    }
    tail(rate, dist, n);
}

uint64_t cpo_fec_codewords(uint32_t speed_mbps)
{
    return speed_mbps * CW_PER_MBPS_NUM / CW_PER_MBPS_DEN;
}

CPOFecEpoch cpo_fec_count(CPOFecCount *count, const CPOFecRate *rate,
                          uint64_t codewords, double bits_per_symbol,
                          uint64_t base, uint64_t epoch)
{
    CPOFecEpoch e = { 0 };
    uint64_t left = codewords, good = 0;
    double rest = 1 - rate->bad;

    e.uncorrectable = cpo_draw_count(cpo_hash_next(base, epoch, DRAW_BAD),
                                     codewords, rate->bad);
    left -= e.uncorrectable;
    for (unsigned k = CPO_FEC_CORRECTS; k > 0; k--) {
        uint64_t hits;

        if (rate->bin[k] < NEVER) {
            continue;
        }
        /* of those not yet dealt with: the bins add up as they should */
        hits = cpo_draw_count(cpo_hash_next(base, epoch, k), left,
                              rate->bin[k] / rest);
        rest -= rate->bin[k];
        left -= hits;
        count->bin[k] += hits;
        count->corrected += hits;
        good += k * hits;
        if (hits && !e.sew_max) {
            e.sew_max = k;
        }
    }
    count->bin[0] += left;
    count->codewords += codewords;
    count->uncorrectable += e.uncorrectable;
    e.corrected_symbols = good;
    e.corrected_bits = (uint64_t)cpo_round(good * bits_per_symbol);
    count->corrected_bits += e.corrected_bits;
    e.symbol_errors = good + (uint64_t)cpo_round(e.uncorrectable *
                                                 rate->bad_symbols);
    count->symbol_errors += e.symbol_errors;
    e.sew_max = e.uncorrectable ? CPO_FEC_BINS : e.sew_max;
    return e;
}

/* Where the errors of an epoch happened: a lane gets what is its share. */
void cpo_fec_split(uint64_t *lane_errors, uint64_t total, const double *ps,
                   unsigned lanes, uint64_t base, uint64_t epoch,
                   unsigned draw)
{
    double rest = 0;

    for (unsigned i = 0; i < lanes; i++) {
        rest += ps[i];
        lane_errors[i] = 0;
    }
    for (unsigned i = 0; i + 1 < lanes && total; i++) {
        uint64_t hash = cpo_hash_next(base, epoch, draw + i);

        lane_errors[i] = rest > 0 ?
            cpo_draw_count(hash, total, ps[i] / rest) : 0;
        total -= lane_errors[i];
        rest -= ps[i];
    }
    lane_errors[lanes - 1] += total;
}

/* As many in each symbol as the mean; an epoch is too short to overflow. */
void cpo_fec_lane_bits(uint64_t *lane_bits, uint64_t bits,
                       const uint64_t *symbols, unsigned lanes)
{
    uint64_t sum = 0, seen = 0, given = 0;

    for (unsigned i = 0; i < lanes; i++) {
        sum += symbols[i];
    }
    for (unsigned i = 0; i < lanes && sum; i++) {
        seen += symbols[i];
        lane_bits[i] += bits * seen / sum - given;
        given = bits * seen / sum;
    }
}

double cpo_fec_frame_loss(double bad, unsigned frame_bytes, unsigned depth)
{
    double n = depth + 8.0 * (frame_bytes + 20) * 257 / 256 / 5140;

    if (bad < 1e-6) {
        return n * bad;
    }
    return bad < 1 ? 1 - cpo_exp2(n * cpo_log2(1 - bad)) : 1;
}

double cpo_fec_align_loss(double bad, uint64_t codewords)
{
    double chance = bad;

    for (int i = 1; i < cpo_const.align_codewords; i++) {
        chance *= bad;
    }
    return chance * codewords * CPO_EPOCHS_PER_S;
}
