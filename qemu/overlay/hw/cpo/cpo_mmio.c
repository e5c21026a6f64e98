/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (c) 2026 The cpo authors */

/* BAR0: blocks found through a directory, and the doorbells. */
#include "qemu/osdep.h"
#include "qemu/log.h"
#include "cpo_int.h"
#include "trace.h"

#define DIR_OFFSET      0x100
#define BLOCK_SIZE      0x100
#define DB_ADMIN        (CPO_DOORBELLS + 0x00)
#define DB_EVENT        (CPO_DOORBELLS + 0x10)

typedef struct CPOBlock {
    uint16_t id;
    uint32_t offset;
    uint32_t doorbell;
    uint32_t (*read)(CPOState *s, uint32_t reg);
    void (*write)(CPOState *s, uint32_t reg, uint32_t val);
} CPOBlock;

static void bad_write(CPOState *s, const char *block, uint32_t reg,
                      uint32_t val)
{
    qemu_log_mask(LOG_GUEST_ERROR, "%s: %s: write of 0x%x to 0x%x\n",
                  cpo_name(s), block, val, reg);
}

static uint32_t half(uint64_t val, uint32_t reg)
{
    return reg & 4 ? val >> 32 : val;
}

static void set_half(uint64_t *to, uint32_t reg, uint32_t val)
{
    unsigned shift = reg & 4 ? 32 : 0;

    *to = deposit64(*to, shift, 32, val);
}

uint64_t cpo_features(const CPOState *s)
{
    return CPO_FEAT_TELEMETRY | CPO_FEAT_EVENTS | CPO_FEAT_PAGES |
           (s->inject ? CPO_FEAT_INJECT : 0);
}

/* ---- IDENT ---- */

static uint32_t blocks(const CPOState *s);

static uint32_t ident_read(CPOState *s, uint32_t reg)
{
    switch (reg) {
    case CPO_REG_MAGIC:
        return CPO_MAGIC;
    case CPO_REG_VERSION:
        return CPO_VERSION_1_0;
    case CPO_REG_DEV_FEAT_LO:
    case CPO_REG_DEV_FEAT_HI:
        return half(cpo_features(s), reg - CPO_REG_DEV_FEAT_LO);
    case CPO_REG_FUNC:
        return 1 << 8 | CPO_FUNC_LIGHT | CPO_FUNC_TLM_OWNER;
    case CPO_REG_DIR:
        return blocks(s) << 16 | DIR_OFFSET;
    case CPO_REG_QLIMITS:
        return CPO_TLM_BUFS_MAX << 16 | CPO_EVENTQ_LOG2_MAX << 8 |
               CPO_ADMINQ_LOG2_MAX;
    case CPO_REG_TLM_MAX:
        return s->tlm_bytes;
    default:
        return 0;
    }
}

/* ---- CONTROL ---- */

static uint32_t pending(const CPOState *s)
{
    uint32_t val = 0;

    if (s->admin.enabled && s->admin.cq_tail != s->admin.cq_head) {
        val |= CPO_PENDING_ADMIN;
    }
    if (s->event.enabled && s->event.prod != s->event.cons) {
        val |= CPO_PENDING_EVENT;
    }
    if (cpo_irq_held(s, CPO_IRQ_TLM)) {
        val |= CPO_PENDING_TLM;
    }
    return val;
}

/* It is the firmware that beats. */
static uint32_t heartbeat(const CPOState *s)
{
    int64_t time = s->sts & CPO_STS_RESETTING ? s->fw_stopped : cpo_time(s);

    return time / (100 * CPO_MS) & 0x7fffffff;
}

static uint32_t control_read(CPOState *s, uint32_t reg)
{
    switch (reg) {
    case CPO_CTRL_DRV_FEAT_LO:
    case CPO_CTRL_DRV_FEAT_HI:
        return half(s->drv_feat, reg);
    case CPO_CTRL_CTL:
        return s->ctl;
    case CPO_CTRL_STS:
        return s->sts;
    case CPO_CTRL_RESET_GEN:
        return s->reset_gen;
    case CPO_CTRL_HEARTBEAT:
        return heartbeat(s);
    case CPO_CTRL_BOOT:
        return s->boot;
    case CPO_CTRL_TIME:
    case CPO_CTRL_TIME + 4:
        return half(cpo_time(s), reg);
    case CPO_CTRL_FATAL_CODE:
        return s->fatal_code;
    case CPO_CTRL_FATAL_ARG:
        return s->fatal_arg;
    case CPO_CTRL_TOPO_GEN:
        return s->topo_gen;
    case CPO_CTRL_CFG_GEN:
        return s->cfg_gen;
    case CPO_CTRL_HOST_BEAT:
        return s->host_beat;
    case CPO_CTRL_PENDING:
        return pending(s);
    default:
        return 0;
    }
}

/* Features count once the host says they are complete, and until a reset. */
static void ctl_write(CPOState *s, uint32_t val)
{
    if (val & CPO_CTL_FEATURES_OK) {
        if (s->drv_feat & ~cpo_features(s)) {
            s->sts &= ~CPO_STS_FEATURES_OK;
        } else {
            s->sts |= CPO_STS_FEATURES_OK;
        }
    }
    s->ctl = val & (CPO_CTL_ENABLE | CPO_CTL_FEATURES_OK);
    if ((s->ctl & CPO_CTL_ENABLE) && !(s->sts & CPO_STS_FEATURES_OK)) {
        bad_write(s, "control: enable without features", CPO_CTRL_CTL, val);
        s->ctl &= ~CPO_CTL_ENABLE;
    }
    cpo_kick(s);
}

static void reset_write(CPOState *s, uint32_t val)
{
    uint32_t level = val & 0xff;

    if ((val & 0xffffff00) != CPO_RESET_KEY) {
        bad_write(s, "control: bad reset key", CPO_CTRL_RESET, val);
        return;
    }
    switch (level) {
    case CPO_RESET_HOST:
        cpo_host_reset(s);
        s->reset_gen = (s->reset_gen + 1) & 0x7fffffff;
        break;
    case CPO_RESET_FIRMWARE:
        cpo_firmware_reset(s);
        break;
    default:
        bad_write(s, "control: bad reset level", CPO_CTRL_RESET, val);
    }
}

static void control_write(CPOState *s, uint32_t reg, uint32_t val)
{
    switch (reg) {
    case CPO_CTRL_DRV_FEAT_LO:
    case CPO_CTRL_DRV_FEAT_HI:
        s->sts &= ~CPO_STS_FEATURES_OK;
        set_half(&s->drv_feat, reg, val);
        break;
    case CPO_CTRL_CTL:
        ctl_write(s, val);
        break;
    case CPO_CTRL_RESET:
        reset_write(s, val);
        break;
    case CPO_CTRL_HOST_BEAT:
        s->host_beat = val;
        break;
    default:
        bad_write(s, "control", reg, val);
    }
}

/* ---- ADMINQ ---- */

static uint32_t adminq_read(CPOState *s, uint32_t reg)
{
    switch (reg) {
    case CPO_ADMINQ_SQ_BASE:
    case CPO_ADMINQ_SQ_BASE + 4:
        return half(s->admin.sq_base, reg);
    case CPO_ADMINQ_CQ_BASE:
    case CPO_ADMINQ_CQ_BASE + 4:
        return half(s->admin.cq_base, reg);
    case CPO_ADMINQ_SIZE:
        return s->admin.size_reg;
    case CPO_ADMINQ_ENABLE:
        return s->admin.enabled;
    case CPO_ADMINQ_GEN:
        return s->admin.gen;
    default:
        return 0;
    }
}

static void adminq_write(CPOState *s, uint32_t reg, uint32_t val)
{
    if (s->admin.enabled && reg != CPO_ADMINQ_ENABLE) {
        bad_write(s, "adminq is enabled", reg, val);
        return;
    }
    switch (reg) {
    case CPO_ADMINQ_SQ_BASE:
    case CPO_ADMINQ_SQ_BASE + 4:
        set_half(&s->admin.sq_base, reg, val);
        break;
    case CPO_ADMINQ_CQ_BASE:
    case CPO_ADMINQ_CQ_BASE + 4:
        set_half(&s->admin.cq_base, reg, val);
        break;
    case CPO_ADMINQ_SIZE:
        s->admin.size_reg = val & 0xffff;
        break;
    case CPO_ADMINQ_ENABLE:
        cpo_adminq_enable(s, val & 1);
        break;
    default:
        bad_write(s, "adminq", reg, val);
    }
}

/* ---- EVENTQ ---- */

static uint32_t eventq_read(CPOState *s, uint32_t reg)
{
    switch (reg) {
    case CPO_EVENTQ_BASE:
    case CPO_EVENTQ_BASE + 4:
        return half(s->event.base, reg);
    case CPO_EVENTQ_SIZE:
        return s->event.size_reg;
    case CPO_EVENTQ_ENABLE:
        return s->event.enabled;
    case CPO_EVENTQ_NEXT_SEQ:
    case CPO_EVENTQ_NEXT_SEQ + 4:
        return half(s->event.next_seq, reg);
    case CPO_EVENTQ_DROPPED:
    case CPO_EVENTQ_DROPPED + 4:
        return half(s->event.dropped, reg);
    default:
        return 0;
    }
}

static void eventq_write(CPOState *s, uint32_t reg, uint32_t val)
{
    if (s->event.enabled && reg != CPO_EVENTQ_ENABLE) {
        bad_write(s, "eventq is enabled", reg, val);
        return;
    }
    switch (reg) {
    case CPO_EVENTQ_BASE:
    case CPO_EVENTQ_BASE + 4:
        set_half(&s->event.base, reg, val);
        break;
    case CPO_EVENTQ_SIZE:
        s->event.size_reg = val & 0xff;
        break;
    case CPO_EVENTQ_ENABLE:
        cpo_eventq_enable(s, val & 1);
        break;
    default:
        bad_write(s, "eventq", reg, val);
    }
}

/* ---- TELEMETRY ---- */

static uint32_t telemetry_read(CPOState *s, uint32_t reg)
{
    switch (reg) {
    case CPO_TLM_LAST_SEQ:
    case CPO_TLM_LAST_SEQ + 4:
        return half(s->tlm.last_seq, reg);
    case CPO_TLM_LAST_BUF:
        return s->tlm.last_buf;
    case CPO_TLM_PERIOD_US:
        return s->tlm.period_us;
    default:
        return 0;
    }
}

static void telemetry_write(CPOState *s, uint32_t reg, uint32_t val)
{
    bad_write(s, "telemetry is read only", reg, val);
}

/* ---- IRQ ---- */

static uint32_t irq_read(CPOState *s, uint32_t reg)
{
    if (reg < CPO_IRQ_MAP(CPO_IRQ_SOURCES)) {
        return s->irq_map[reg / 4];
    }
    if (reg >= CPO_IRQ_MODERATION(0) &&
        reg < CPO_IRQ_MODERATION(CPO_IRQ_VECTORS)) {
        return s->vector[(reg - CPO_IRQ_MODERATION(0)) / 4].moderation_us;
    }
    return 0;
}

/* A vector the table does not have must never get as far as the core. */
static void irq_write(CPOState *s, uint32_t reg, uint32_t val)
{
    if (reg < CPO_IRQ_MAP(CPO_IRQ_SOURCES)) {
        if (val >= CPO_IRQ_VECTORS && val != CPO_IRQ_POLLED) {
            bad_write(s, "irq: no such vector", reg, val);
            val = CPO_IRQ_POLLED;
        }
        s->irq_map[reg / 4] = val;
    } else if (reg >= CPO_IRQ_MODERATION(0) &&
               reg < CPO_IRQ_MODERATION(CPO_IRQ_VECTORS)) {
        s->vector[(reg - CPO_IRQ_MODERATION(0)) / 4].moderation_us =
            MIN(val, CPO_MODERATION_MAX_US);
    } else {
        bad_write(s, "irq", reg, val);
    }
}

/* ---- SAFETY ---- */

static uint64_t open_slots(const CPOState *s)
{
    uint64_t mask = 0;

    for (unsigned e = 0; e < s->n_els; e++) {
        if (!s->els[e].present) {
            mask |= 1ull << e;
        }
    }
    return mask;
}

/* Modules with a fibre that was found open, and was not checked since. */
static uint64_t reduced_slots(const CPOState *s)
{
    uint64_t mask = 0;

    for (unsigned k = 0; k < s->n_lasers; k++) {
        if (s->laser[k].clamp.opened) {
            mask |= 1ull << cpo_laser_els(s, k);
        }
    }
    return mask;
}

static uint32_t clamp_hits(const CPOState *s)
{
    uint32_t hits = 0;

    for (unsigned k = 0; k < s->n_lasers; k++) {
        hits += s->laser[k].clamp.hits;
    }
    return hits;
}

static uint32_t safety_read(CPOState *s, uint32_t reg)
{
    switch (reg) {
    case CPO_SAFETY_INTERLOCK:
        return s->enclosure_closed | !open_slots(s) << 1;
    case CPO_SAFETY_CUT_COUNT:
        return s->cut_count;
    case CPO_SAFETY_SLOT_OPEN:
    case CPO_SAFETY_SLOT_OPEN + 4:
        return half(open_slots(s), reg);
    case CPO_SAFETY_APR:
    case CPO_SAFETY_APR + 4:
        return half(reduced_slots(s), reg);
    case CPO_SAFETY_CUT_CAUSE:
        return s->cut_cause;
    case CPO_SAFETY_CUT_TIME:
    case CPO_SAFETY_CUT_TIME + 4:
        return half(s->cut_time, reg);
    case CPO_SAFETY_CLAMP_HITS:
        return clamp_hits(s);
    default:
        return 0;
    }
}

static void safety_write(CPOState *s, uint32_t reg, uint32_t val)
{
    bad_write(s, "safety is read only", reg, val);
}

/* ---- TEST ---- */

#define TEST_DMA_MIN    4
#define TEST_DMA_MAX    4096

static uint32_t test_read(CPOState *s, uint32_t reg)
{
    switch (reg) {
    case CPO_TEST_SCRATCH32:
        return s->scratch32;
    case CPO_TEST_SCRATCH64:
    case CPO_TEST_SCRATCH64 + 4:
        return half(s->scratch64, reg);
    case CPO_TEST_DMA_ADDR:
    case CPO_TEST_DMA_ADDR + 4:
        return half(s->test_addr, reg);
    case CPO_TEST_DMA_SIZE:
        return s->test_size;
    default:
        return 0;
    }
}

static bool test_transfer(CPOState *s, uint32_t op, uint32_t len)
{
    uint8_t buf[TEST_DMA_MAX];

    memset(buf, op == CPO_TEST_DMA_FILL ? 0x96 : 0, len);
    if (op == CPO_TEST_DMA_INVERT) {
        if (!cpo_dma_read(s, s->test_addr, buf, len)) {
            return false;
        }
        for (uint32_t i = 0; i < len; i++) {
            buf[i] = ~buf[i];
        }
    }
    return cpo_dma_write(s, s->test_addr, buf, len);
}

static void test_dma(CPOState *s, uint32_t op)
{
    uint32_t len = s->test_size;

    if (len < TEST_DMA_MIN || len > TEST_DMA_MAX ||
        (op != CPO_TEST_DMA_CLEAR && op != CPO_TEST_DMA_FILL &&
         op != CPO_TEST_DMA_INVERT) || !cpo_dma_ready(s)) {
        bad_write(s, "test: DMA refused", CPO_TEST_DMA_CTRL, op);
        return;
    }
    cpo_work_begin(s);
    if (!test_transfer(s, op, len)) {
        cpo_dma_failed(s, CPO_BLK_TEST);
    }
    cpo_work_end(s);
}

static void test_write(CPOState *s, uint32_t reg, uint32_t val)
{
    switch (reg) {
    case CPO_TEST_SCRATCH32:
        s->scratch32 = val;
        break;
    case CPO_TEST_SCRATCH64:
    case CPO_TEST_SCRATCH64 + 4:
        set_half(&s->scratch64, reg, val);
        break;
    case CPO_TEST_IRQ:
        cpo_irq_test(s, val);
        break;
    case CPO_TEST_DMA_ADDR:
    case CPO_TEST_DMA_ADDR + 4:
        set_half(&s->test_addr, reg, val);
        break;
    case CPO_TEST_DMA_SIZE:
        s->test_size = val;
        break;
    case CPO_TEST_DMA_CTRL:
        test_dma(s, val);
        break;
    default:
        bad_write(s, "test", reg, val);
    }
}

/* ---- INJECT ---- */

static uint32_t inject_read(CPOState *s, uint32_t reg)
{
    if (reg < sizeof(s->inject_record)) {
        return ldl_le_p(s->inject_record + reg);
    }
    return reg == CPO_INJECT_STATUS ? s->inject_status : 0;
}

static void inject_write(CPOState *s, uint32_t reg, uint32_t val)
{
    if (reg < sizeof(s->inject_record)) {
        stl_le_p(s->inject_record + reg, val);
    } else if (reg == CPO_INJECT_GO) {
        s->inject_status = cpo_fault_record(s, s->inject_record,
                                            sizeof(s->inject_record));
    } else {
        bad_write(s, "inject", reg, val);
    }
}

static const CPOBlock block_table[] = {
    { CPO_BLK_CONTROL, 0x200, 0, control_read, control_write },
    { CPO_BLK_ADMINQ, 0x300, DB_ADMIN, adminq_read, adminq_write },
    { CPO_BLK_EVENTQ, 0x400, DB_EVENT, eventq_read, eventq_write },
    { CPO_BLK_TELEMETRY, 0x500, 0, telemetry_read, telemetry_write },
    { CPO_BLK_IRQ, 0x600, 0, irq_read, irq_write },
    { CPO_BLK_SAFETY, 0x700, 0, safety_read, safety_write },
    { CPO_BLK_TEST, 0x800, 0, test_read, test_write },
    { CPO_BLK_INJECT, 0x900, 0, inject_read, inject_write },
};

/* The last block is there only if it was asked for. */
static uint32_t blocks(const CPOState *s)
{
    return ARRAY_SIZE(block_table) - !s->inject;
}

static const CPOBlock *block_at(const CPOState *s, hwaddr addr)
{
    for (unsigned i = 0; i < blocks(s); i++) {
        if (addr - block_table[i].offset < BLOCK_SIZE) {
            return &block_table[i];
        }
    }
    return NULL;
}

static uint32_t directory_read(CPOState *s, uint32_t reg)
{
    uint32_t i = reg / sizeof(struct cpo_hw_dir);
    const CPOBlock *b;

    if (i >= blocks(s)) {
        return 0;
    }
    b = &block_table[i];
    switch (reg % sizeof(struct cpo_hw_dir)) {
    case offsetof(struct cpo_hw_dir, id):
        return b->id | 1 << 16;
    case offsetof(struct cpo_hw_dir, offset):
        return b->offset;
    case offsetof(struct cpo_hw_dir, size):
        return BLOCK_SIZE;
    default:
        return b->doorbell;
    }
}

static uint32_t read32(CPOState *s, hwaddr addr)
{
    const CPOBlock *b;

    if (addr < DIR_OFFSET) {
        return ident_read(s, addr);
    }
    if (addr < DIR_OFFSET + CPO_DIR_MAX * sizeof(struct cpo_hw_dir)) {
        return directory_read(s, addr - DIR_OFFSET);
    }
    b = block_at(s, addr);
    return b ? b->read(s, addr - b->offset) : 0;
}

static void write32(CPOState *s, hwaddr addr, uint32_t val)
{
    const CPOBlock *b = block_at(s, addr);

    if (b) {
        b->write(s, addr - b->offset, val);
        return;
    }
    switch (addr) {
    case DB_ADMIN + CPO_ADMINQ_DB_SQ_TAIL:
        cpo_adminq_tail(s, val);
        break;
    case DB_ADMIN + CPO_ADMINQ_DB_CQ_HEAD:
        cpo_adminq_head(s, val);
        break;
    case DB_EVENT + CPO_EVENTQ_DB_CONSUMER:
        cpo_eventq_consumer(s, val);
        break;
    default:
        bad_write(s, "no register", addr, val);
    }
}

/* The device time does not move between the halves of an 8-byte read. */
static uint64_t cpo_mmio_read(void *opaque, hwaddr addr, unsigned size)
{
    CPOState *s = opaque;
    uint64_t val;

    if (s->dead || !s->powered) {
        val = size == 8 ? UINT64_MAX : UINT32_MAX;
    } else if (size == 8 && addr == 0x200 + CPO_CTRL_TIME) {
        val = cpo_time(s);
    } else {
        val = read32(s, addr);
        if (size == 8) {
            val |= (uint64_t)read32(s, addr + 4) << 32;
        }
    }
    trace_cpo_mmio_read(cpo_name(s), addr, size, val);
    return val;
}

static void cpo_mmio_write(void *opaque, hwaddr addr, uint64_t val,
                           unsigned size)
{
    CPOState *s = opaque;

    trace_cpo_mmio_write(cpo_name(s), addr, size, val);
    if (s->dead || !s->powered) {
        return;
    }
    write32(s, addr, val);
    if (size == 8 && addr < CPO_DOORBELLS) {
        write32(s, addr + 4, val >> 32);
    }
}

const MemoryRegionOps cpo_mmio_ops = {
    .read = cpo_mmio_read,
    .write = cpo_mmio_write,
    .endianness = DEVICE_LITTLE_ENDIAN,
    .valid = { .min_access_size = 4, .max_access_size = 8 },
    .impl = { .min_access_size = 4, .max_access_size = 8 },
};
