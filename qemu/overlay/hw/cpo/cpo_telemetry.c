/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (c) 2026 The cpo authors */

/*
 * Telemetry: one image of all sections, made from the records and written to
 * the buffers of the host.  The sequence of a section moves only when its
 * bytes do, and nothing is made again while no value can have moved.
 */
#include "qemu/osdep.h"
#include "cpo_int.h"
#include "trace.h"

/* ---- the block ---- */

void cpo_tlm_layout(CPOState *s)
{
    uint32_t off = sizeof(struct cpo_hw_tlm_hdr) +
                   CPO_TLM_SECTIONS * sizeof(struct cpo_hw_tlm_sec);

    for (unsigned i = 0; i < CPO_TLM_SECTIONS; i++) {
        s->tlm_offset[i] = off;
        off += cpo_tlm_sections[i].stride * cpo_tlm_sections[i].count(s);
    }
    s->tlm_bytes = off + sizeof(struct cpo_hw_tlm_trailer);
    s->tlm_image = g_malloc0(s->tlm_bytes);
}

static struct cpo_hw_tlm_sec *directory(CPOState *s)
{
    return (void *)(s->tlm_image + sizeof(struct cpo_hw_tlm_hdr));
}

/* Returns true if a byte is another one now. */
static bool build_records(CPOState *s, unsigned i)
{
    const CPOSection *sec = &cpo_tlm_sections[i];
    uint8_t *at = s->tlm_image + s->tlm_offset[i];
    uint8_t record[sizeof(struct cpo_hw_fec_stats)];   /* the largest */
    uint32_t n = sec->count(s);
    bool changed = false;

    for (uint32_t r = 0; r < n; r++, at += sec->stride) {
        memset(record, 0, sec->stride);
        sec->fill(s, r, record);
        if (memcmp(at, record, sec->stride)) {
            memcpy(at, record, sec->stride);
            changed = true;
        }
    }
    return changed;
}

/* Errors are counted at the end of an epoch, so no more often than that. */
static int64_t sample_time(const CPOState *s, unsigned i)
{
    return cpo_tlm_sections[i].type == CPO_SEC_FEC ?
           (int64_t)s->plant.epoch * CPO_EPOCH_NS : s->now;
}

static void build_section(CPOState *s, unsigned i, bool moved)
{
    const CPOSection *sec = &cpo_tlm_sections[i];
    struct cpo_hw_tlm_sec *row = &directory(s)[i];
    uint64_t *seq = &s->tlm.sec_seq[i];

    if (moved && build_records(s, i)) {
        ++*seq;
    }
    *seq = MAX(*seq, 1);
    *row = (struct cpo_hw_tlm_sec) {
        .type = cpu_to_le16(sec->type),
        .version = 1,
        .offset = cpu_to_le32(s->tlm_offset[i]),
        .count = cpu_to_le32(sec->count(s)),
        .stride = cpu_to_le16(sec->stride),
        .seq = cpu_to_le64(*seq),
        .time = cpu_to_le64(sample_time(s, i)),
    };
}

static void build_block(CPOState *s, uint64_t cookie, uint16_t flags)
{
    struct cpo_hw_tlm_hdr hdr = {
        .magic = cpu_to_le32(CPO_TLM_MAGIC),
        .version = cpu_to_le16(CPO_TLM_VERSION),
        .len = cpu_to_le16(sizeof(hdr)),
        .time = cpu_to_le64(s->now),
        .total = cpu_to_le32(s->tlm_bytes),
        .sections = cpu_to_le16(CPO_TLM_SECTIONS),
        .flags = cpu_to_le16(flags),
        .topo_gen = cpu_to_le32(s->topo_gen),
        .boot = cpu_to_le32(s->boot),
        .cookie = cpu_to_le64(cookie),
        .event_seq = cpu_to_le64(s->event.next_seq - 1),
        .flag_seq = cpu_to_le64(s->flag_seq),
    };

    memcpy(s->tlm_image, &hdr, sizeof(hdr));
    for (unsigned i = 0; i < CPO_TLM_SECTIONS; i++) {
        build_section(s, i, s->tlm_gen != s->light_gen);
    }
    s->tlm_gen = s->light_gen;
}

static void same_block(CPOState *s, uint64_t cookie, uint16_t flags)
{
    struct cpo_hw_tlm_hdr *hdr = (void *)s->tlm_image;

    hdr->cookie = cpu_to_le64(cookie);
    hdr->flags = cpu_to_le16(flags);
}

static void make_block(CPOState *s, uint64_t seq, uint64_t cookie,
                       uint16_t flags)
{
    if (s->report[CPO_REPORT_FREEZE] == CPO_FREEZE_VALUES &&
        s->tlm.last_seq) {
        same_block(s, cookie, flags);
    } else {
        build_block(s, cookie, flags);
    }
    stq_le_p(s->tlm_image + s->tlm_bytes - sizeof(seq), seq);
    cpo_fault_block(s);
}

/* Bytes [off, off + len) of buffer @buf, whose segments hold buf_len. */
static bool buffer_write(CPOState *s, unsigned buf, uint32_t off,
                         const uint8_t *p, uint32_t len)
{
    for (unsigned i = 0; i < s->tlm.segs && len; i++) {
        unsigned seg = buf * s->tlm.segs + i;
        uint32_t size = s->tlm.seg_len[seg];
        uint32_t n;

        if (off >= size) {
            off -= size;
            continue;
        }
        n = MIN(size - off, len);
        if (!cpo_dma_write(s, s->tlm.seg_addr[seg] + off, p, n)) {
            return false;
        }
        p += n;
        len -= n;
        off = 0;
    }
    return len == 0;
}

/* The reader may look at any moment: begin is 0 until all of it is there. */
static bool write_ordered(CPOState *s, unsigned buf, uint64_t seq)
{
    uint32_t begin = offsetof(struct cpo_hw_tlm_hdr, seq_begin);
    uint32_t end = s->tlm_bytes - sizeof(struct cpo_hw_tlm_trailer);
    uint64_t zero = 0, le_seq = cpu_to_le64(seq);

    return buffer_write(s, buf, begin, (uint8_t *)&zero, sizeof(zero)) &&
           buffer_write(s, buf, 0, s->tlm_image, end) &&
           buffer_write(s, buf, end, s->tlm_image + end, sizeof(seq)) &&
           buffer_write(s, buf, begin, (uint8_t *)&le_seq, sizeof(seq));
}

static uint64_t next_seq(const CPOState *s)
{
    bool repeat = s->report[CPO_REPORT_REPEAT] && s->tlm.last_seq;

    return s->tlm.last_seq + !repeat;
}

bool cpo_tlm_write(CPOState *s, uint64_t cookie, uint16_t flags)
{
    uint64_t seq = next_seq(s);
    unsigned buf = seq % s->tlm.bufs;

    cpo_light_run(s);
    make_block(s, seq, cookie, flags);
    if (!write_ordered(s, buf, seq)) {
        return false;
    }
    s->tlm.last_seq = seq;
    s->tlm.last_buf = buf;
    trace_cpo_tlm(cpo_name(s), seq, buf, s->tlm_bytes, flags);
    cpo_irq_raise(s, CPO_IRQ_TLM);
    return true;
}

/* ---- configuration ---- */

static uint16_t check_segments(const CPOState *s,
                               const struct cpo_hw_tlm_config *cfg,
                               const struct cpo_hw_seg *seg, uint16_t *detail)
{
    uint32_t buf_len = le32_to_cpu(cfg->buf_len);

    for (unsigned b = 0; b < cfg->bufs; b++) {
        uint64_t sum = 0;

        for (unsigned i = 0; i < cfg->segs; i++) {
            const struct cpo_hw_seg *g = &seg[b * cfg->segs + i];

            *detail = b * cfg->segs + i;
            if (!g->len || le32_to_cpu(g->len) % 8 ||
                le64_to_cpu(g->addr) % 8) {
                return CPO_ST_RANGE;
            }
            sum += le32_to_cpu(g->len);
        }
        if (sum != buf_len) {
            return CPO_ST_LENGTH;
        }
    }
    *detail = 0;
    return CPO_ST_OK;
}

void cpo_tlm_rearm(CPOState *s)
{
    if (s->tlm.next_ns) {
        timer_mod(s->tlm_timer, s->time_base + s->tlm.next_ns);
    } else {
        timer_del(s->tlm_timer);
    }
}

void cpo_tlm_stop(CPOState *s)
{
    s->tlm.bufs = 0;
    s->tlm.segs = 0;
    s->tlm.buf_len = 0;
    s->tlm.period_us = 0;
    s->tlm.next_ns = 0;
    timer_del(s->tlm_timer);
    qemu_bh_cancel(s->tlm_bh);
}

static void start(CPOState *s, const struct cpo_hw_tlm_config *cfg,
                  const struct cpo_hw_seg *seg)
{
    s->tlm.bufs = cfg->bufs;
    s->tlm.segs = cfg->segs;
    s->tlm.buf_len = le32_to_cpu(cfg->buf_len);
    s->tlm.period_us = le32_to_cpu(cfg->period_us);
    for (unsigned i = 0; i < cfg->bufs * cfg->segs; i++) {
        s->tlm.seg_addr[i] = le64_to_cpu(seg[i].addr);
        s->tlm.seg_len[i] = le32_to_cpu(seg[i].len);
    }
    if (s->tlm.period_us) {
        s->tlm.next_ns = cpo_time(s) + s->tlm.period_us * 1000ll;
    }
    cpo_tlm_rearm(s);
}

#define CFG_DETAIL(field) \
    (offsetof(struct cpo_hw_cmd, arg) + \
     offsetof(struct cpo_hw_tlm_config, field))

static uint16_t check_config(CPOState *s, const struct cpo_hw_tlm_config *cfg,
                             const struct cpo_hw_seg *seg, uint16_t *detail)
{
    uint32_t period = le32_to_cpu(cfg->period_us);
    uint16_t status;

    status = cpo_window_config(s, le32_to_cpu(cfg->window_s), true);
    if (status) {
        *detail = CFG_DETAIL(window_s);
        return status;
    }
    if (!cfg->bufs) {
        return CPO_ST_OK;
    }
    if (period && (period < CPO_TLM_PERIOD_MIN_US ||
                   period > CPO_TLM_PERIOD_MAX_US)) {
        *detail = CFG_DETAIL(period_us);
        return CPO_ST_RANGE;
    }
    if (le32_to_cpu(cfg->buf_len) < s->tlm_bytes) {
        *detail = CFG_DETAIL(buf_len);
        return CPO_ST_LENGTH;
    }
    return check_segments(s, cfg, seg, detail);
}

uint16_t cpo_tlm_config(CPOState *s, const struct cpo_hw_tlm_config *cfg,
                        const struct cpo_hw_seg *seg, bool dry_run,
                        uint16_t *detail)
{
    uint16_t status = check_config(s, cfg, seg, detail);

    if (status || dry_run) {
        return status;
    }
    cpo_window_config(s, le32_to_cpu(cfg->window_s), false);
    cpo_tlm_stop(s);
    if (cfg->bufs) {
        start(s, cfg, seg);
    }
    return CPO_ST_OK;
}

/* ---- the clock ---- */

void cpo_tlm_timer(void *opaque)
{
    CPOState *s = opaque;

    qemu_bh_schedule(s->tlm_bh);
}

/* A late host skips periods, it does not catch up with a burst. */
static void next_period(CPOState *s)
{
    int64_t period = s->tlm.period_us * 1000ll;
    int64_t now = cpo_time(s);

    s->tlm.next_ns += period;
    if (s->tlm.next_ns <= now) {
        s->tlm.next_ns = now + period;
    }
    cpo_tlm_rearm(s);
}

void cpo_tlm_bh(void *opaque)
{
    CPOState *s = opaque;

    if (!s->tlm.bufs || !s->tlm.next_ns || s->tlm.next_ns > cpo_time(s)) {
        return;
    }
    if (!cpo_light_catch_up(s)) {
        qemu_bh_schedule(s->tlm_bh);
        return;
    }
    next_period(s);
    if (!cpo_running(s) || !cpo_dma_ready(s) ||
        s->report[CPO_REPORT_FREEZE] == CPO_FREEZE_BLOCKS) {
        return;
    }
    cpo_work_begin(s);
    if (!cpo_tlm_write(s, 0, 0)) {
        cpo_dma_failed(s, CPO_BLK_TELEMETRY);
    }
    cpo_work_end(s);
}
