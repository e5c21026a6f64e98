/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (c) 2026 The cpo authors */

/*
 * Admin queue.  A command is copied in once and checked against its row of
 * the command table; whatever happens, it gets one completion.
 */
#include "qemu/osdep.h"
#include "qemu/log.h"
#include "cpo_int.h"
#include "trace.h"

#define BATCH           32      /* commands per run of the bottom half */
#define SEGMENTS_MAX    256
#define ARG(field)      offsetof(struct cpo_hw_cmd, field)
#define ARG_AT(type, f) (ARG(arg) + offsetof(type, f))

/* A command being worked on, and the answer to it. */
typedef struct CPOCmd {
    struct cpo_hw_cmd raw;
    uint16_t opcode;
    uint16_t obj;
    uint32_t len;
    uint64_t addr;
    uint32_t n_seg;
    struct cpo_hw_seg seg[SEGMENTS_MAX];

    uint16_t detail;
    uint32_t out;
    uint32_t result;
} CPOCmd;

typedef uint16_t (*CPOCmdFn)(CPOState *s, CPOCmd *c);

typedef struct CPOCmdRow {
    uint16_t opcode;
    uint8_t info;
    uint8_t flags;          /* command flags it takes */
    uint8_t obj;            /* CPO_OBJ_NONE: the device, or nothing */
    uint32_t data_max;
    uint32_t max_ms;
    CPOCmdFn fn;
    uint32_t count_max;     /* 0: one */
} CPOCmdRow;

static const CPOCmdRow *row_at(unsigned i);

static uint16_t fail(CPOCmd *c, uint16_t status, uint16_t detail)
{
    c->detail = detail;
    return status;
}

/* ---- data of a command ---- */

static uint16_t load_segments(CPOState *s, CPOCmd *c)
{
    uint64_t sum = 0;

    if (!(c->raw.flags & CPO_CMD_SEGMENTS)) {
        c->seg[0].addr = cpu_to_le64(c->addr);
        c->seg[0].len = cpu_to_le32(c->len);
        c->n_seg = c->len > 0;
        return CPO_ST_OK;
    }
    for (c->n_seg = 0; sum < c->len; c->n_seg++) {
        struct cpo_hw_seg *seg = &c->seg[c->n_seg];

        if (c->n_seg == SEGMENTS_MAX) {
            return fail(c, CPO_ST_LENGTH, ARG(len));
        }
        if (!cpo_dma_read(s, c->addr + c->n_seg * sizeof(*seg), seg,
                          sizeof(*seg))) {
            return fail(c, CPO_ST_DMA, ARG(addr));
        }
        if (!seg->len) {
            return fail(c, CPO_ST_LENGTH, ARG(len));
        }
        sum += le32_to_cpu(seg->len);
    }
    return sum == c->len ? CPO_ST_OK : fail(c, CPO_ST_LENGTH, ARG(len));
}

/* Bytes [off, off + len) of the data, within its checked length. */
static bool data_dma(CPOState *s, CPOCmd *c, uint32_t off, void *buf,
                     uint32_t len, bool to_host)
{
    uint8_t *p = buf;

    for (uint32_t i = 0; i < c->n_seg && len; i++) {
        uint32_t size = le32_to_cpu(c->seg[i].len);
        uint64_t addr = le64_to_cpu(c->seg[i].addr);
        uint32_t n;

        if (off >= size) {
            off -= size;
            continue;
        }
        n = MIN(size - off, len);
        if (to_host ? !cpo_dma_write(s, addr + off, p, n)
                    : !cpo_dma_read(s, addr + off, p, n)) {
            return false;
        }
        p += n;
        len -= n;
        off = 0;
    }
    return len == 0;
}

static uint16_t put(CPOState *s, CPOCmd *c, const void *buf, uint32_t len)
{
    if (!data_dma(s, c, c->out, (void *)buf, len, true)) {
        return fail(c, CPO_ST_DMA, ARG(addr));
    }
    c->out += len;
    return CPO_ST_OK;
}

/* ---- commands ---- */

static uint16_t cmd_nop(CPOState *s, CPOCmd *c)
{
    return CPO_ST_OK;
}

static uint16_t identify_commands(CPOState *s, CPOCmd *c)
{
    uint16_t status = CPO_ST_OK;

    for (const CPOCmdRow *row; (row = row_at(c->result)); c->result++) {
        struct cpo_hw_cmd_info info = {
            .opcode = cpu_to_le16(row->opcode),
            .version = 1,
            .flags = row->info,
            .data_max = cpu_to_le32(row->data_max),
            .max_ms = cpu_to_le32(row->max_ms),
        };

        if (!status && c->len - c->out >= sizeof(info)) {
            status = put(s, c, &info, sizeof(info));
        }
    }
    return status;
}

static uint16_t cmd_identify(CPOState *s, CPOCmd *c)
{
    struct cpo_hw_ident id;

    switch (ldl_le_p(c->raw.arg)) {
    case CPO_IDENTIFY_DEVICE:
        if (c->len < sizeof(id)) {
            return fail(c, CPO_ST_LENGTH, ARG(len));
        }
        cpo_inventory_ident(s, &id);
        return put(s, c, &id, sizeof(id));
    case CPO_IDENTIFY_COMMANDS:
        return identify_commands(s, c);
    default:
        return fail(c, CPO_ST_RANGE, ARG(arg));
    }
}

static uint16_t cmd_event_config(CPOState *s, CPOCmd *c)
{
    struct cpo_hw_event_config cfg;

    memcpy(&cfg, c->raw.arg, sizeof(cfg));
    if (le32_to_cpu(cfg.storm_us) > CPO_STORM_MAX_US) {
        return fail(c, CPO_ST_RANGE,
                    ARG_AT(struct cpo_hw_event_config, storm_us));
    }
    if (!(c->raw.flags & CPO_CMD_DRY_RUN)) {
        cpo_event_config(s, le64_to_cpu(cfg.classes),
                         le32_to_cpu(cfg.storm_us));
    }
    return CPO_ST_OK;
}

#define TLM_SEGS    (CPO_TLM_BUFS_MAX * CPO_TLM_SEGS_MAX)

static uint16_t cmd_tlm_config(CPOState *s, CPOCmd *c)
{
    struct cpo_hw_tlm_config cfg;
    struct cpo_hw_seg seg[TLM_SEGS];
    uint32_t need;

    memcpy(&cfg, c->raw.arg, sizeof(cfg));
    if (cfg.bufs && (cfg.bufs < CPO_TLM_BUFS_MIN ||
                     cfg.bufs > CPO_TLM_BUFS_MAX)) {
        return fail(c, CPO_ST_RANGE, ARG_AT(struct cpo_hw_tlm_config, bufs));
    }
    if (cfg.bufs && (!cfg.segs || cfg.segs > CPO_TLM_SEGS_MAX)) {
        return fail(c, CPO_ST_RANGE, ARG_AT(struct cpo_hw_tlm_config, segs));
    }
    need = cfg.bufs ? cfg.bufs * cfg.segs * sizeof(seg[0]) : 0;
    if (c->len != need) {
        return fail(c, CPO_ST_LENGTH, ARG(len));
    }
    if (need && !data_dma(s, c, 0, seg, need, false)) {
        return fail(c, CPO_ST_DMA, ARG(addr));
    }
    return cpo_tlm_config(s, &cfg, seg, c->raw.flags & CPO_CMD_DRY_RUN,
                          &c->detail);
}

static uint16_t cmd_tlm_refresh(CPOState *s, CPOCmd *c)
{
    if (!s->tlm.bufs) {
        return fail(c, CPO_ST_STATE, 0);
    }
    if (s->report[CPO_REPORT_FREEZE] == CPO_FREEZE_BLOCKS) {
        return fail(c, CPO_ST_NOT_READY, 0);
    }
    if (!cpo_tlm_write(s, ldq_le_p(c->raw.arg), CPO_TLM_ON_DEMAND)) {
        cpo_tlm_stop(s);
        return fail(c, CPO_ST_DMA, 0);
    }
    return CPO_ST_OK;
}

static uint16_t cmd_section_read(CPOState *s, CPOCmd *c)
{
    struct cpo_hw_section_read arg;
    const CPOSection *sec;
    uint32_t first, want, total, n;
    g_autofree uint8_t *buf = NULL;

    memcpy(&arg, c->raw.arg, sizeof(arg));
    sec = cpo_section_find(le16_to_cpu(arg.type));
    if (!sec) {
        return fail(c, CPO_ST_RANGE,
                    ARG_AT(struct cpo_hw_section_read, type));
    }
    first = le32_to_cpu(arg.first);
    want = le32_to_cpu(arg.count);
    total = sec->count(s);
    if (first > total) {
        return fail(c, CPO_ST_RANGE,
                    ARG_AT(struct cpo_hw_section_read, first));
    }
    n = total - first;
    if (want) {
        n = MIN(n, want);
    }
    if (n && c->len < sec->stride) {
        return fail(c, CPO_ST_LENGTH, ARG(len));
    }
    n = MIN(n, c->len / sec->stride);
    buf = g_malloc0(n * sec->stride + 1);
    if (sec->prepare) {
        sec->prepare(s);
    }
    for (uint32_t i = 0; i < n; i++) {
        sec->fill(s, first + i, buf + i * sec->stride);
    }
    c->result = (uint32_t)sec->stride << 16 | n;
    return put(s, c, buf, n * sec->stride);
}

static uint16_t page_object(CPOState *s, CPOCmd *c)
{
    switch (c->raw.obj.type) {
    case CPO_OBJ_ENGINE:
        return c->obj < s->n_engines ? CPO_ST_OK
                                     : fail(c, CPO_ST_NO_OBJECT, ARG(obj));
    case CPO_OBJ_ELS:
        if (c->obj >= s->n_els) {
            return fail(c, CPO_ST_NO_OBJECT, ARG(obj));
        }
        return s->els[c->obj].present ? CPO_ST_OK
                                      : fail(c, CPO_ST_ABSENT, ARG(obj));
    default:
        return fail(c, CPO_ST_NO_OBJECT, ARG(obj));
    }
}

#define CMIS_HALF   128

static uint16_t cmd_page_read(CPOState *s, CPOCmd *c)
{
    struct cpo_hw_page_read arg;
    uint8_t mem[2 * CMIS_HALF] = { 0 };
    uint16_t status = page_object(s, c);
    uint32_t off, len;

    if (status) {
        return status;
    }
    memcpy(&arg, c->raw.arg, sizeof(arg));
    off = le16_to_cpu(arg.offset);
    len = le16_to_cpu(arg.len);
    if (!len || off + len > sizeof(mem)) {
        return fail(c, CPO_ST_RANGE, ARG_AT(struct cpo_hw_page_read, offset));
    }
    if (c->len < len) {
        return fail(c, CPO_ST_LENGTH, ARG(len));
    }
    if (!cpo_page_build(s, c->raw.obj.type, c->obj, le16_to_cpu(arg.bank),
                        le16_to_cpu(arg.page), mem, mem + CMIS_HALF)) {
        return fail(c, CPO_ST_RANGE, ARG_AT(struct cpo_hw_page_read, page));
    }
    return put(s, c, mem + off, len);
}

static uint16_t cmd_page_freeze(CPOState *s, CPOCmd *c)
{
    struct cpo_hw_page_freeze arg;
    uint16_t status = page_object(s, c);

    if (status) {
        return status;
    }
    memcpy(&arg, c->raw.arg, sizeof(arg));
    if (arg.on > 1) {
        return fail(c, CPO_ST_RANGE, ARG_AT(struct cpo_hw_page_freeze, on));
    }
    cpo_observe_freeze(s, c->raw.obj.type, c->obj, arg.on);
    return CPO_ST_OK;
}

/* ---- limits and flags ---- */

static uint16_t cmd_thresh_get(CPOState *s, CPOCmd *c)
{
    struct cpo_hw_thresh_get arg;
    g_autofree struct cpo_hw_threshold *row = NULL;
    uint32_t first, total, n, what;

    memcpy(&arg, c->raw.arg, sizeof(arg));
    what = le32_to_cpu(arg.what);
    first = le32_to_cpu(arg.first);
    if (what > CPO_THRESH_OVERRIDES) {
        return fail(c, CPO_ST_RANGE, ARG_AT(struct cpo_hw_thresh_get, what));
    }
    n = c->len / sizeof(*row);
    row = g_new(struct cpo_hw_threshold, n + 1);
    total = cpo_thresh_list(s, what, first, n, row);
    if (first > total) {
        return fail(c, CPO_ST_RANGE,
                    ARG_AT(struct cpo_hw_thresh_get, first));
    }
    n = MIN(n, total - first);
    c->result = total - first - n;
    return put(s, c, row, n * sizeof(*row));
}

/* The rows of a command, or NULL if they cannot be read. */
static void *load_rows(CPOState *s, CPOCmd *c, size_t size, uint32_t *n,
                       uint16_t *status)
{
    void *row;

    *n = MAX(le32_to_cpu(c->raw.count), 1);
    if (c->len != *n * size) {
        *status = fail(c, CPO_ST_LENGTH, ARG(len));
        return NULL;
    }
    row = g_malloc(c->len);
    if (!data_dma(s, c, 0, row, c->len, false)) {
        *status = fail(c, CPO_ST_DMA, ARG(addr));
        g_free(row);
        return NULL;
    }
    return row;
}

static uint16_t cmd_thresh_set(CPOState *s, CPOCmd *c)
{
    g_autofree struct cpo_hw_threshold *row = NULL;
    uint16_t status;
    uint32_t n;

    row = load_rows(s, c, sizeof(*row), &n, &status);
    return row ? cpo_thresh_set(s, row, n, c->raw.flags & CPO_CMD_DRY_RUN,
                                &c->detail, &c->result) : status;
}

static uint16_t cmd_thresh_default(CPOState *s, CPOCmd *c)
{
    g_autofree struct cpo_hw_threshold *row = NULL;
    uint16_t status;
    uint32_t n;

    row = load_rows(s, c, sizeof(*row), &n, &status);
    return row ? cpo_thresh_default(s, row, n,
                                    c->raw.flags & CPO_CMD_DRY_RUN,
                                    &c->detail) : status;
}

static uint16_t cmd_flag_read(CPOState *s, CPOCmd *c)
{
    struct cpo_hw_flag_read arg;
    g_autofree struct cpo_hw_flag *list = NULL;
    uint32_t n = c->len / sizeof(*list), total;

    memcpy(&arg, c->raw.arg, sizeof(arg));
    list = cpo_flag_list(s, le64_to_cpu(arg.since), n, &total);
    n = MIN(n, total);
    c->result = total - n;
    return put(s, c, list, n * sizeof(*list));
}

/* ---- settings ---- */

static uint16_t cmd_attr_get(CPOState *s, CPOCmd *c)
{
    struct cpo_hw_attr_get arg;
    g_autofree struct cpo_hw_attr *row = NULL;
    uint32_t n = MAX(le32_to_cpu(c->raw.count), 1);
    uint16_t status;

    memcpy(&arg, c->raw.arg, sizeof(arg));
    if (c->len < n * sizeof(*row)) {
        return fail(c, CPO_ST_LENGTH, ARG(len));
    }
    row = g_new(struct cpo_hw_attr, n);
    status = cpo_attr_get(s, &c->raw.obj, le16_to_cpu(arg.attr), n, row,
                          &c->detail);
    return status ? status : put(s, c, row, n * sizeof(*row));
}

static uint16_t cmd_attr_set(CPOState *s, CPOCmd *c)
{
    g_autofree struct cpo_hw_attr *row = NULL;
    uint16_t status;
    uint32_t n;

    row = load_rows(s, c, sizeof(*row), &n, &status);
    return row ? cpo_attr_set(s, row, n, c->raw.flags & CPO_CMD_DRY_RUN,
                              &c->detail) : status;
}

#define TLM_DATA_MAX    (TLM_SEGS * sizeof(struct cpo_hw_seg))
#define ROWS_DATA_MAX   (CPO_THRESH_ROWS_MAX * \
                         sizeof(struct cpo_hw_threshold))
#define CHANGES         CPO_CMD_INFO_CHANGES
#define DRY_RUN         CPO_CMD_DRY_RUN
#define SEGMENTS        CPO_CMD_SEGMENTS

static const CPOCmdRow rows[] = {
    { CPO_OP_NOP, 0, 0, CPO_OBJ_NONE, 0, 10, cmd_nop },
    { CPO_OP_IDENTIFY, 0, SEGMENTS, CPO_OBJ_NONE, CPO_MAX_DATA, 10,
      cmd_identify },
    { CPO_OP_EVENT_CONFIG, CHANGES, DRY_RUN, CPO_OBJ_NONE, 0, 10,
      cmd_event_config },
    { CPO_OP_TLM_CONFIG, CHANGES, DRY_RUN | SEGMENTS, CPO_OBJ_NONE,
      TLM_DATA_MAX, 10, cmd_tlm_config },
    { CPO_OP_TLM_REFRESH, 0, 0, CPO_OBJ_NONE, 0, 10, cmd_tlm_refresh },
    { CPO_OP_SECTION_READ, 0, SEGMENTS, CPO_OBJ_NONE, CPO_MAX_DATA, 10,
      cmd_section_read },
    { CPO_OP_PAGE_READ, 0, SEGMENTS, CPO_OBJ_ENGINE, CPO_MAX_DATA, 10,
      cmd_page_read },
    { CPO_OP_PAGE_FREEZE, CHANGES, 0, CPO_OBJ_ENGINE, 0, 10,
      cmd_page_freeze },
    { CPO_OP_THRESH_GET, 0, SEGMENTS, CPO_OBJ_NONE, CPO_MAX_DATA, 10,
      cmd_thresh_get },
    { CPO_OP_THRESH_SET, CHANGES, DRY_RUN | SEGMENTS, CPO_OBJ_NONE,
      ROWS_DATA_MAX, 10, cmd_thresh_set, CPO_THRESH_ROWS_MAX },
    { CPO_OP_THRESH_DEFAULT, CHANGES, DRY_RUN | SEGMENTS, CPO_OBJ_NONE,
      ROWS_DATA_MAX, 10, cmd_thresh_default, CPO_THRESH_ROWS_MAX },
    { CPO_OP_FLAG_READ, 0, SEGMENTS, CPO_OBJ_NONE, CPO_MAX_DATA, 10,
      cmd_flag_read },
    { CPO_OP_ATTR_GET, 0, SEGMENTS, CPO_OBJ_ENGINE, CPO_MAX_DATA, 10,
      cmd_attr_get, CPO_ATTR_ROWS_MAX },
    { CPO_OP_ATTR_SET, CHANGES, DRY_RUN | SEGMENTS, CPO_OBJ_NONE,
      CPO_ATTR_ROWS_MAX * sizeof(struct cpo_hw_attr), 10, cmd_attr_set,
      CPO_ATTR_ROWS_MAX },
};

static const CPOCmdRow *row_at(unsigned i)
{
    return i < ARRAY_SIZE(rows) ? &rows[i] : NULL;
}

static const CPOCmdRow *find_row(uint16_t opcode)
{
    for (unsigned i = 0; i < ARRAY_SIZE(rows); i++) {
        if (rows[i].opcode == opcode) {
            return &rows[i];
        }
    }
    return NULL;
}

/* ---- checks that are the same for every command ---- */

static uint16_t validate(CPOCmd *c, const CPOCmdRow *row)
{
    const struct cpo_hw_obj *obj = &c->raw.obj;

    if (c->raw.version > 1) {
        return fail(c, CPO_ST_VERSION, ARG(version));
    }
    if (c->raw.flags & ~row->flags) {
        return fail(c, CPO_ST_RANGE, ARG(flags));
    }
    if (c->len > row->data_max) {
        return fail(c, CPO_ST_LENGTH, ARG(len));
    }
    if (le32_to_cpu(c->raw.count) > MAX(row->count_max, 1)) {
        return fail(c, CPO_ST_RANGE, ARG(count));
    }
    if (obj->b || obj->c || obj->side) {
        return fail(c, CPO_ST_NO_OBJECT, ARG(obj));
    }
    if (row->obj == CPO_OBJ_NONE &&
        (obj->a || (obj->type != CPO_OBJ_NONE &&
                    obj->type != CPO_OBJ_DEVICE))) {
        return fail(c, CPO_ST_NO_OBJECT, ARG(obj));
    }
    return CPO_ST_OK;
}

static uint16_t execute(CPOState *s, CPOCmd *c)
{
    const CPOCmdRow *row = find_row(c->opcode);
    uint16_t status;

    if (!row) {
        return fail(c, CPO_ST_OPCODE, ARG(opcode));
    }
    status = validate(c, row);
    if (!status) {
        status = load_segments(s, c);
    }
    if (!status) {
        status = row->fn(s, c);
    }
    return status;
}

static bool fetch(CPOState *s, CPOCmd *c)
{
    CPOAdminQueue *q = &s->admin;
    uint64_t addr = q->sq_base + (q->sq_head & (q->sq_size - 1)) *
                    sizeof(c->raw);

    memset(c, 0, offsetof(CPOCmd, seg));
    c->detail = 0;
    c->out = 0;
    c->result = 0;
    if (!cpo_dma_read(s, addr, &c->raw, sizeof(c->raw))) {
        return false;
    }
    q->sq_head++;
    c->opcode = le16_to_cpu(c->raw.opcode);
    c->obj = le16_to_cpu(c->raw.obj.a);
    c->len = le32_to_cpu(c->raw.len);
    c->addr = le64_to_cpu(c->raw.addr);
    trace_cpo_cmd(cpo_name(s), c->opcode, le16_to_cpu(c->raw.slot),
                  le16_to_cpu(c->raw.gen), c->len);
    return true;
}

static bool complete(CPOState *s, const CPOCmd *c, uint16_t status)
{
    CPOAdminQueue *q = &s->admin;
    struct cpo_hw_cpl cpl = {
        .slot = c->raw.slot,
        .gen = c->raw.gen,
        .status = cpu_to_le16(status),
        .detail = cpu_to_le16(c->detail),
        .len = cpu_to_le32(c->out),
        .cfg_gen = cpu_to_le32(s->cfg_gen),
        .event_seq = cpu_to_le64(s->event.next_seq - 1),
        .result = cpu_to_le32(c->result),
    };
    uint64_t addr = q->cq_base + (q->cq_tail & (q->cq_size - 1)) *
                    sizeof(cpl);
    uint32_t phase = q->cq_tail & q->cq_size ? 0 : cpu_to_le32(CPO_PHASE);
    uint32_t body = offsetof(struct cpo_hw_cpl, phase);

    trace_cpo_cpl(cpo_name(s), le16_to_cpu(cpl.slot), le16_to_cpu(cpl.gen),
                  status, c->detail, c->result);
    if (!cpo_dma_write(s, addr, &cpl, body) ||
        !cpo_dma_write(s, addr + body, &phase, sizeof(phase))) {
        return false;
    }
    q->cq_tail++;
    return true;
}

static bool cq_full(const CPOAdminQueue *q)
{
    return (uint16_t)(q->cq_tail - q->cq_head) == q->cq_size;
}

static bool work(const CPOAdminQueue *q)
{
    return q->sq_head != q->sq_tail && !cq_full(q);
}

/* Returns false if the queue's memory failed. */
static bool run_one(CPOState *s)
{
    CPOCmd c;

    return fetch(s, &c) && complete(s, &c, execute(s, &c));
}

static void run(CPOState *s)
{
    CPOAdminQueue *q = &s->admin;
    unsigned done = 0;

    while (work(q) && done < BATCH) {
        if (!run_one(s)) {
            cpo_dma_failed(s, CPO_BLK_ADMINQ);
            return;
        }
        done++;
    }
    if (done) {
        cpo_irq_raise(s, CPO_IRQ_ADMIN);
    }
    if (work(q)) {
        qemu_bh_schedule(s->admin_bh);
    }
}

void cpo_adminq_bh(void *opaque)
{
    CPOState *s = opaque;

    if (!s->admin.enabled || !cpo_running(s) || !cpo_dma_ready(s)) {
        return;
    }
    if (!cpo_light_catch_up(s)) {
        qemu_bh_schedule(s->admin_bh);
        return;
    }
    cpo_work_begin(s);
    run(s);
    cpo_work_end(s);
}

/* ---- registers ---- */

static bool log2_valid(uint32_t log2)
{
    return log2 >= CPO_ADMINQ_LOG2_MIN && log2 <= CPO_ADMINQ_LOG2_MAX;
}

static bool config_valid(CPOState *s, uint32_t sq_log2, uint32_t cq_log2)
{
    CPOAdminQueue *q = &s->admin;

    if (!log2_valid(sq_log2) || !log2_valid(cq_log2)) {
        cpo_fatal(s, CPO_FATAL_QUEUE_SIZE, CPO_BLK_ADMINQ);
        return false;
    }
    if (!QEMU_IS_ALIGNED(q->sq_base, 64) || !QEMU_IS_ALIGNED(q->cq_base, 64)) {
        cpo_fatal(s, CPO_FATAL_QUEUE_BASE, CPO_BLK_ADMINQ);
        return false;
    }
    return true;
}

void cpo_adminq_enable(CPOState *s, bool enable)
{
    CPOAdminQueue *q = &s->admin;
    uint32_t sq_log2 = extract32(q->size_reg, 0, 8);
    uint32_t cq_log2 = extract32(q->size_reg, 8, 8);

    if (enable == q->enabled) {
        return;
    }
    if (enable && !config_valid(s, sq_log2, cq_log2)) {
        return;
    }
    q->enabled = enable;
    q->gen++;
    q->sq_size = enable ? 1u << sq_log2 : 0;
    q->cq_size = enable ? 1u << cq_log2 : 0;
    q->sq_head = q->sq_tail = 0;
    q->cq_head = q->cq_tail = 0;
    qemu_bh_cancel(s->admin_bh);
}

static bool doorbell_valid(CPOState *s)
{
    if (s->admin.enabled) {
        return true;
    }
    qemu_log_mask(LOG_GUEST_ERROR, "%s: admin doorbell of a stopped queue\n",
                  cpo_name(s));
    return false;
}

void cpo_adminq_tail(CPOState *s, uint16_t tail)
{
    CPOAdminQueue *q = &s->admin;
    uint16_t ahead = tail - q->sq_head;

    if (!doorbell_valid(s)) {
        return;
    }
    if (ahead > q->sq_size || ahead < (uint16_t)(q->sq_tail - q->sq_head)) {
        cpo_fatal(s, CPO_FATAL_DOORBELL, tail);
        return;
    }
    q->sq_tail = tail;
    qemu_bh_schedule(s->admin_bh);
}

void cpo_adminq_head(CPOState *s, uint16_t head)
{
    CPOAdminQueue *q = &s->admin;

    if (!doorbell_valid(s)) {
        return;
    }
    if ((uint16_t)(head - q->cq_head) > (uint16_t)(q->cq_tail - q->cq_head)) {
        cpo_fatal(s, CPO_FATAL_DOORBELL, head);
        return;
    }
    q->cq_head = head;
    qemu_bh_schedule(s->admin_bh);
}
