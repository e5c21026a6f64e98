/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (c) 2026 The cpo authors */

/*
 * Injection: one function for all faults, and its two front ends, a QOM
 * property and the registers of block INJECT.  Faults of the machine are put
 * into the plant; those of the reporting are here.
 */
#include "qemu/osdep.h"
#include "qemu/ctype.h"
#include "qemu/cutils.h"
#include "qapi/visitor.h"
#include "qobject/qnum.h"
#include "qobject/qstring.h"
#include "cpo_int.h"
#include "cpo_inject.h"

#define WHY_MAX         160
#define STORM_MAX       1000
#define FLAP_MAX        1000000
#define DROP_MAX        1000000
#define OFF             "off"

typedef struct CPOFaultArg {
    const char *name;
    unsigned index;
    bool off;
    int64_t value;
} CPOFaultArg;

/* ---- lies: blocks that are whole, and wrong ---- */

static struct cpo_hw_tlm_hdr *header(CPOState *s)
{
    return (void *)s->tlm_image;
}

static unsigned index_of(uint16_t type)
{
    unsigned i = 0;

    while (i < CPO_TLM_SECTIONS - 1 && cpo_tlm_sections[i].type != type) {
        i++;
    }
    return i;
}

static struct cpo_hw_tlm_sec *row_of(CPOState *s, uint16_t type)
{
    return (struct cpo_hw_tlm_sec *)(header(s) + 1) + index_of(type);
}

static void *records_of(CPOState *s, uint16_t type)
{
    return s->tlm_image + s->tlm_offset[index_of(type)];
}

static void lie_count(CPOState *s)
{
    row_of(s, CPO_SEC_LANE)->count = cpu_to_le32(s->n_lanes + 1);
}

static void lie_overlap(CPOState *s)
{
    row_of(s, CPO_SEC_PORT)->offset = row_of(s, CPO_SEC_LANE)->offset;
}

static void lie_offset(CPOState *s)
{
    row_of(s, CPO_SEC_LANE)->offset = cpu_to_le32(s->tlm_bytes);
}

static void lie_wrap(CPOState *s)
{
    row_of(s, CPO_SEC_LANE)->offset = cpu_to_le32(0xfffffff8);
}

static void lie_no_stride(CPOState *s)
{
    row_of(s, CPO_SEC_LANE)->stride = 0;
}

static void lie_short_stride(CPOState *s)
{
    row_of(s, CPO_SEC_LANE)->stride = cpu_to_le16(8);
}

static void lie_twice(CPOState *s)
{
    row_of(s, CPO_SEC_FEED)->type = cpu_to_le16(CPO_SEC_LASER);
}

static void lie_sections(CPOState *s)
{
    header(s)->sections = cpu_to_le16(0xffff);
}

static void lie_magic(CPOState *s)
{
    header(s)->magic = 0;
}

static void lie_enums(CPOState *s)
{
    struct cpo_hw_laser *laser = records_of(s, CPO_SEC_LASER);
    struct cpo_hw_feed *feed = records_of(s, CPO_SEC_FEED);
    struct cpo_hw_lane *lane = records_of(s, CPO_SEC_LANE);
    struct cpo_hw_port *port = records_of(s, CPO_SEC_PORT);
    struct cpo_hw_fec_stats *fec = records_of(s, CPO_SEC_FEC);

    fec += s->n_ports - 1;
    laser->state = 0xff;
    feed->check = 0xff;
    lane->state = 0xff;
    port->reason = 0xff;
    port->fec = 0xff;
    fec->lane_bits[0] = cpu_to_le64(le64_to_cpu(fec->lane_bits[0]) + 1);
}

static void (*const lies[])(CPOState *s) = {
    lie_count, lie_overlap, lie_offset, lie_wrap, lie_no_stride,
    lie_short_stride, lie_twice, lie_sections, lie_magic, lie_enums,
};

/* To a block that is ready to be written; it is made anew next time. */
void cpo_fault_block(CPOState *s)
{
    if (s->report[CPO_REPORT_SHORT]) {
        header(s)->total = cpu_to_le32(s->tlm_bytes / 16 * 8);
    }
    if (s->report[CPO_REPORT_TEAR]) {
        uint8_t *end = s->tlm_image + s->tlm_bytes - sizeof(uint64_t);

        stq_le_p(end, ldq_le_p(end) + 1);
    }
    if (s->report[CPO_REPORT_LIE]) {
        lies[s->report[CPO_REPORT_LIE] - 1](s);
        s->tlm_gen = 0;
    }
}

/* ---- faults of the reporting ---- */

static const struct {
    const char *name;
    uint32_t max;
} reports[CPO_REPORT_COUNT] = {
    [CPO_REPORT_FREEZE] = { "telemetry-freeze", CPO_FREEZE_VALUES },
    [CPO_REPORT_TEAR] = { "telemetry-tear", 1 },
    [CPO_REPORT_SHORT] = { "telemetry-short", 1 },
    [CPO_REPORT_REPEAT] = { "telemetry-repeat", 1 },
    [CPO_REPORT_LIE] = { "telemetry-lie", ARRAY_SIZE(lies) },
    [CPO_REPORT_DROP] = { "event-drop", DROP_MAX },
    [CPO_REPORT_IRQ_DROP] = { "interrupt-drop", DROP_MAX },
};

bool cpo_fault_sane(const CPOState *s)
{
    for (unsigned i = 0; i < CPO_REPORT_COUNT; i++) {
        if (s->report[i] > reports[i].max) {
            return false;
        }
    }
    return true;
}

static int range(const CPOFaultArg *f, int64_t min, int64_t max, char *why)
{
    if (f->off || (f->value >= min && f->value <= max)) {
        return CPO_ST_OK;
    }
    snprintf(why, WHY_MAX, "%s: %" PRId64 " is not in %" PRId64 "..%" PRId64,
             f->name, f->value, min, max);
    return CPO_ST_RANGE;
}

static int put_report(CPOState *s, unsigned kind, const CPOFaultArg *f,
                      char *why)
{
    int status = range(f, 0, reports[kind].max, why);

    if (f->index) {
        snprintf(why, WHY_MAX, "%s: there is no device %u", f->name,
                 f->index);
        return CPO_ST_NO_OBJECT;
    }
    if (status == CPO_ST_OK) {
        s->report[kind] = f->off ? 0 : f->value;
        s->tlm_gen = 0;
    }
    return status;
}

/*
 * Light that comes and goes faster than the link looks at it.  Each flap is
 * two changes, so the last of them tells how it really is.
 */
static int flap(CPOState *s, const CPOFaultArg *f, int64_t min, int64_t max,
                char *why)
{
    int status = range(f, min, max, why);
    bool los;

    if (f->index >= s->n_lanes) {
        snprintf(why, WHY_MAX, "%s: there is no lane %u", f->name, f->index);
        return CPO_ST_NO_OBJECT;
    }
    if (status != CPO_ST_OK || f->off) {
        return status;
    }
    los = s->plant.lane[f->index].los;
    for (int64_t i = 0; i < f->value; i++) {
        cpo_light_los(s, f->index, !los);
        cpo_light_los(s, f->index, los);
    }
    return CPO_ST_OK;
}

/* The control of storms does not see it: that is the fault. */
static int event_storm(CPOState *s, const CPOFaultArg *f, char *why)
{
    uint32_t storm_us = s->event.storm_us;
    int status;

    s->event.storm_us = 0;
    status = flap(s, f, 0, STORM_MAX, why);
    s->event.storm_us = storm_us;
    return status;
}

static int clear_all(CPOState *s)
{
    cpo_inject_clear_all(&s->plant);
    memset(s->report, 0, sizeof(s->report));
    s->tlm_gen = 0;
    return CPO_ST_OK;
}

static int dispatch(CPOState *s, const CPOFaultArg *f, char *why)
{
    if (!strcmp(f->name, OFF)) {
        return clear_all(s);
    }
    if (!strcmp(f->name, "event-storm")) {
        return event_storm(s, f, why);
    }
    if (!strcmp(f->name, "los-flap")) {
        return flap(s, f, 1, FLAP_MAX, why);
    }
    for (unsigned i = 0; i < CPO_REPORT_COUNT; i++) {
        if (!strcmp(f->name, reports[i].name)) {
            return put_report(s, i, f, why);
        }
    }
    if (f->off) {
        return cpo_inject_clear(&s->plant, f->name, f->index, why, WHY_MAX);
    }
    return cpo_inject(&s->plant, f->name, f->index, f->value, why, WHY_MAX);
}

/* Returns an enum cpo_hw_status; if it was refused, @why says why. */
static int inject(CPOState *s, const CPOFaultArg *f, char *why)
{
    int status;

    cpo_light_run(s);
    status = dispatch(s, f, why);
    cpo_light_eval(s);
    cpo_light_rearm(s);
    return status;
}

/* ---- registers ---- */

/* NAME INDEX VALUE, NAME INDEX off, or off */
static bool parse(char **word, CPOFaultArg *f)
{
    unsigned n = g_strv_length(word);
    unsigned int index;

    if (n == 1 && !strcmp(word[0], OFF)) {
        f->name = word[0];
        f->off = true;
        return true;
    }
    if (n != 3 || !*word[0] || !qemu_isdigit(*word[1]) ||
        qemu_strtoui(word[1], NULL, 10, &index)) {
        return false;
    }
    f->name = word[0];
    f->index = index;
    f->off = !strcmp(word[2], OFF);
    return f->off || !qemu_strtoi64(word[2], NULL, 10, &f->value);
}

uint32_t cpo_fault_record(CPOState *s, const uint8_t *record, size_t size)
{
    g_autofree char *text = g_strndup((const char *)record, size);
    g_auto(GStrv) word = g_strsplit(text, " ", -1);
    CPOFaultArg f = { 0 };
    char why[WHY_MAX];

    return parse(word, &f) ? inject(s, &f, why) : CPO_ST_LENGTH;
}

/* ---- QOM ---- */

static bool take_value(QObject *value, CPOFaultArg *f, Error **errp)
{
    QNum *num = qobject_to(QNum, value);
    QString *text = qobject_to(QString, value);

    if (!value || (text && !strcmp(qstring_get_str(text), OFF))) {
        f->off = true;
        return true;
    }
    if (num && qnum_get_try_int(num, &f->value)) {
        return true;
    }
    error_setg(errp, "inject: value is not an integer or \"" OFF "\"");
    return false;
}

static bool visit_members(Visitor *v, char **name, uint32_t *index,
                          QObject **value, Error **errp)
{
    if (!visit_type_str(v, "name", name, errp)) {
        return false;
    }
    if (visit_optional(v, "index", &(bool) { false }) &&
        !visit_type_uint32(v, "index", index, errp)) {
        return false;
    }
    if (visit_optional(v, "value", &(bool) { false }) &&
        !visit_type_any(v, "value", value, errp)) {
        return false;
    }
    return visit_check_struct(v, errp);
}

static void apply(CPOState *s, const char *name, uint32_t index,
                  QObject *value, Error **errp)
{
    CPOFaultArg f = { .name = name, .index = index };
    char why[WHY_MAX];

    if (!s->powered) {
        error_setg(errp, "inject: the device has no power yet");
    } else if (take_value(value, &f, errp) &&
               inject(s, &f, why) != CPO_ST_OK) {
        error_setg(errp, "%s", why);
    }
}

void cpo_fault_set(Object *obj, Visitor *v, const char *property,
                   void *opaque, Error **errp)
{
    g_autofree char *name = NULL;
    QObject *value = NULL;
    uint32_t index = 0;
    bool ok;

    if (!visit_start_struct(v, property, NULL, 0, errp)) {
        return;
    }
    ok = visit_members(v, &name, &index, &value, errp);
    visit_end_struct(v, NULL);
    if (ok) {
        apply(CPO(obj), name, index, value, errp);
    }
    qobject_unref(value);
}
