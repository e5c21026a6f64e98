// SPDX-License-Identifier: GPL-2.0
/* Copyright (c) 2026 The cpo authors */

/*
 * What health reporters say: a summary, what is wrong in words, and numbers for
 * a dump. The devlink lock is held throughout.
 */

#include <linux/math64.h>
#include <linux/rtnetlink.h>

#include "cpo_pci.h"

/* More parts with one problem are told together. */
#define CPO_PCI_HEALTH_ALIKE	4
/* Ports that are listed by name; all are listed by number. */
#define CPO_PCI_HEALTH_PORTS	16
/* Rows of one kind in a dump. */
#define CPO_PCI_HEALTH_ROWS	64

/* ---- pieces of a message ---- */

/* An object with a name. */
void cpo_pci_fmsg_begin(struct devlink_fmsg *fmsg, const char *name)
{
	devlink_fmsg_pair_nest_start(fmsg, name);
	devlink_fmsg_obj_nest_start(fmsg);
}

void cpo_pci_fmsg_end(struct devlink_fmsg *fmsg)
{
	devlink_fmsg_obj_nest_end(fmsg);
	devlink_fmsg_pair_nest_end(fmsg);
}

__printf(3, 4)
static void cpo_pci_fmsg_text(struct devlink_fmsg *fmsg, const char *name,
			      const char *fmt, ...)
{
	char text[96];
	va_list args;

	va_start(args, fmt);
	vsnprintf(text, sizeof(text), fmt, args);
	va_end(args);
	devlink_fmsg_string_pair_put(fmsg, name, text);
}

/* @unit is one of a thousandth; messages have no negative numbers. */
static void cpo_pci_fmsg_milli(struct devlink_fmsg *fmsg, const char *name,
			       s64 value, const char *unit)
{
	u64 abs = abs(value);
	u32 milli = do_div(abs, 1000);

	cpo_pci_fmsg_text(fmsg, name, "%s%llu.%03u %s", value < 0 ? "-" : "",
			  abs, milli, unit);
}

static void cpo_pci_fmsg_micro(struct devlink_fmsg *fmsg, const char *name,
			       s64 value, const char *unit)
{
	cpo_pci_fmsg_milli(fmsg, name, div_s64(value, 1000), unit);
}

/* In a unit for people where the one of the device is a fraction of it. */
static void cpo_pci_fmsg_unit(struct devlink_fmsg *fmsg, const char *name,
			      s64 value, const char *unit)
{
	if (!strcmp(unit, "mC") || !strcmp(unit, "mW") || !strcmp(unit, "mV"))
		cpo_pci_fmsg_milli(fmsg, name, value, unit + 1);
	else if (!strcmp(unit, "uV"))
		cpo_pci_fmsg_micro(fmsg, name, value, unit + 1);
	else
		cpo_pci_fmsg_text(fmsg, name, "%lld%s%s", value,
				  *unit ? " " : "", unit);
}

/* ---- ports ---- */

/**
 * cpo_pci_tell_ports - list the ports of a finding
 * @f: what was found
 * @buf: gets their numbers, as they are on devlink ports, from 1
 * @size: of @buf
 */
void cpo_pci_tell_ports(const struct cpo_pci_finding *f, char *buf, size_t size)
{
	DECLARE_BITMAP(numbers, CPO_LIMIT_PORTS + 1);

	bitmap_copy(numbers, f->ports, CPO_LIMIT_PORTS);
	__clear_bit(CPO_LIMIT_PORTS, numbers);
	bitmap_shift_left(numbers, numbers, 1, CPO_LIMIT_PORTS + 1);
	scnprintf(buf, size, "%*pbl", CPO_LIMIT_PORTS + 1, numbers);
}

static void cpo_pci_put_netdev(struct cpo_pci_dev *cpd,
			       struct devlink_fmsg *fmsg, unsigned int port)
{
	struct net_device *netdev = cpd->ports ? cpd->ports[port].netdev : NULL;
	char name[IFNAMSIZ];

	if (!netdev)
		return;
	rtnl_lock();
	strscpy(name, netdev->name);
	rtnl_unlock();
	devlink_fmsg_string_pair_put(fmsg, "netdev", name);
}

/* The first ones by all the names they have. */
static void cpo_pci_put_ports(struct cpo_pci_dev *cpd,
			      struct devlink_fmsg *fmsg,
			      const struct cpo_pci_finding *f)
{
	const struct cpo_inventory *inv = cpo_dev_inventory(cpd->cdev);
	unsigned int port, n = 0;

	devlink_fmsg_arr_pair_nest_start(fmsg, "list");
	for_each_set_bit(port, f->ports, inv->n_ports) {
		if (n++ == CPO_PCI_HEALTH_PORTS)
			break;
		devlink_fmsg_obj_nest_start(fmsg);
		devlink_fmsg_u32_pair_put(fmsg, "port", port + 1);
		devlink_fmsg_string_pair_put(fmsg, "label",
					     inv->ports[port].label);
		cpo_pci_put_netdev(cpd, fmsg, port);
		devlink_fmsg_obj_nest_end(fmsg);
	}
	devlink_fmsg_arr_pair_nest_end(fmsg);
}

/* ---- findings ---- */

static void cpo_pci_put_value(struct cpo_pci_dev *cpd,
			      struct devlink_fmsg *fmsg,
			      const struct cpo_pci_finding *f)
{
	const struct cpo_inventory *inv = cpo_dev_inventory(cpd->cdev);
	const char *unit = "";

	switch (f->quantity) {
	case CPO_QUANTITY_TEMPERATURE:
		unit = "mC";
		break;
	case CPO_QUANTITY_POWER:
		unit = "mW";
		break;
	case CPO_QUANTITY_VOLTAGE:
		unit = "uV";
		break;
	case CPO_QUANTITY_OPTICAL_POWER:
	case CPO_QUANTITY_INPUT_POWER:
		unit = "nW";
		break;
	case CPO_QUANTITY_BIAS:
		unit = "nA";
		break;
	case CPO_QUANTITY_FREQUENCY_ERROR:
		unit = "MHz";
		break;
	case CPO_QUANTITY_AGE:
	case CPO_QUANTITY_TEC_DRIVE:
		/* of 0.01 % */
		cpo_pci_fmsg_milli(fmsg, "value", f->value * 10, "%");
		return;
	case CPO_QUANTITY_VALUE:
		if (f->object == CPO_OBJECT_SENSOR)
			unit = inv->sensors[f->index].unit;
		break;
	}
	cpo_pci_fmsg_unit(fmsg, "value", f->value, unit);
}

/* Which module it is that somebody may have to order. */
static void cpo_pci_put_module(struct cpo_pci_dev *cpd,
			       struct devlink_fmsg *fmsg,
			       const struct cpo_pci_finding *f)
{
	const struct cpo_inventory *inv = cpo_dev_inventory(cpd->cdev);
	struct cpo_identity id;
	u16 els = f->els;

	if (els == CPO_NONE && f->route != CPO_NONE)
		els = inv->lasers[inv->routes[f->route].laser].els;
	if (els == CPO_NONE || cpo_els_get_identity(cpd->cdev, els, &id) ||
	    !*id.part)
		return;
	cpo_pci_fmsg_text(fmsg, "module", "%s %s, serial %s", id.vendor,
			  id.part, *id.serial ? id.serial : "unknown");
}

/* Each in an object of its own: what devlink prints has a line for each. */
static void cpo_pci_put_words(struct devlink_fmsg *fmsg,
			      const struct cpo_pci_words *words,
			      const struct cpo_pci_names *names,
			      char *buf, size_t size)
{
	const struct {
		const char *name;
		const char *text;
	} lines[] = {
		{ "what", words->what },
		{ "cause", words->cause },
		{ "remedy", words->remedy },
	};
	unsigned int i;

	devlink_fmsg_arr_pair_nest_start(fmsg, "words");
	for (i = 0; i < ARRAY_SIZE(lines); i++) {
		devlink_fmsg_obj_nest_start(fmsg);
		devlink_fmsg_string_pair_put(fmsg, lines[i].name,
					     cpo_pci_words_fill(buf, size,
								lines[i].text,
								names));
		devlink_fmsg_obj_nest_end(fmsg);
	}
	devlink_fmsg_arr_pair_nest_end(fmsg);
}

static void cpo_pci_put_head(struct devlink_fmsg *fmsg,
			     const struct cpo_pci_finding *f)
{
	if (f->reason)
		devlink_fmsg_string_pair_put(fmsg, "reason", f->reason);
	devlink_fmsg_string_pair_put(fmsg, "problem", f->words->name);
	devlink_fmsg_string_pair_put(fmsg, "severity",
				     f->weight == CPO_PCI_FAULT ? "fault" :
								  "note");
}

/* Ports, and the words about them. */
static void cpo_pci_put_tail(struct cpo_pci_dev *cpd,
			     struct devlink_fmsg *fmsg,
			     const struct cpo_pci_finding *f,
			     const struct cpo_pci_names *names)
{
	unsigned int n = bitmap_weight(f->ports, CPO_LIMIT_PORTS);
	char *text = cpd->health.text;

	if (n) {
		cpo_pci_tell_ports(f, text, CPO_PCI_HEALTH_TEXT);
		devlink_fmsg_string_pair_put(fmsg, "ports", text);
		devlink_fmsg_u32_pair_put(fmsg, "count", n);
	}
	cpo_pci_put_words(fmsg, f->words, names, text, CPO_PCI_HEALTH_TEXT);
	if (n && f->reason)
		cpo_pci_put_ports(cpd, fmsg, f);
}

static void cpo_pci_put_finding(struct cpo_pci_dev *cpd,
				struct devlink_fmsg *fmsg,
				const struct cpo_pci_finding *f)
{
	struct cpo_pci_names names;

	cpo_pci_find_names(cpd, f, &names);
	devlink_fmsg_obj_nest_start(fmsg);
	cpo_pci_put_head(fmsg, f);
	if (*names.part)
		devlink_fmsg_string_pair_put(fmsg, "part", names.part);
	if (f->has_value)
		cpo_pci_put_value(cpd, fmsg, f);
	cpo_pci_put_module(cpd, fmsg, f);
	cpo_pci_put_tail(cpd, fmsg, f, &names);
	devlink_fmsg_obj_nest_end(fmsg);
}

static bool cpo_pci_is_alike(const struct cpo_pci_finding *a,
			     const struct cpo_pci_finding *b)
{
	return a->words == b->words && a->reason == b->reason &&
	       a->object == b->object && a->weight == b->weight;
}

static unsigned int cpo_pci_count_alike(const struct cpo_pci_findings *list,
					const struct cpo_pci_finding *f)
{
	unsigned int i, n = 0;

	for (i = 0; i < list->n; i++)
		n += cpo_pci_is_alike(&list->found[i], f);
	return n;
}

/* Many parts with one problem: the words once, for each of them. */
static void cpo_pci_put_alike(struct cpo_pci_dev *cpd,
			      struct devlink_fmsg *fmsg, unsigned int first,
			      unsigned long *done)
{
	const struct cpo_pci_findings *list = cpd->health.now;
	struct cpo_pci_finding all = list->found[first];
	char *text = cpd->health.text;
	struct cpo_pci_names names;
	unsigned int i, len = 0;

	for (i = first; i < list->n; i++) {
		if (!cpo_pci_is_alike(&list->found[i], &all))
			continue;
		__set_bit(i, done);
		bitmap_or(all.ports, all.ports, list->found[i].ports,
			  CPO_LIMIT_PORTS);
		cpo_pci_find_names(cpd, &list->found[i], &names);
		len += scnprintf(text + len, CPO_PCI_HEALTH_TEXT - len,
				 "%s%s", len ? ", " : "", names.part);
	}
	cpo_pci_find_names(cpd, &all, &names);
	/* one of an engine is not that of another */
	strscpy(names.els, all.object == CPO_OBJECT_ENGINE ? "its ELS" :
							     "each ELS");
	strscpy(names.laser, "the lasers");
	strscpy(names.engine, "each engine");
	strscpy(names.fibre, "each fibre");
	strscpy(names.sensor, "each sensor");
	strscpy(names.part, all.object == CPO_OBJECT_ENGINE ? names.engine :
							      names.els);
	devlink_fmsg_obj_nest_start(fmsg);
	cpo_pci_put_head(fmsg, &all);
	devlink_fmsg_string_pair_put(fmsg, "parts", text);
	cpo_pci_put_tail(cpd, fmsg, &all, &names);
	devlink_fmsg_obj_nest_end(fmsg);
}

static void cpo_pci_put_findings(struct cpo_pci_dev *cpd,
				 struct devlink_fmsg *fmsg)
{
	const struct cpo_pci_findings *list = cpd->health.now;
	DECLARE_BITMAP(done, CPO_PCI_FINDINGS) = {};
	unsigned int i;

	if (!list->n)
		return;
	devlink_fmsg_arr_pair_nest_start(fmsg, "problems");
	for (i = 0; i < list->n; i++) {
		if (test_bit(i, done))
			continue;
		if (cpo_pci_count_alike(list, &list->found[i]) >
		    CPO_PCI_HEALTH_ALIKE)
			cpo_pci_put_alike(cpd, fmsg, i, done);
		else
			cpo_pci_put_finding(cpd, fmsg, &list->found[i]);
	}
	devlink_fmsg_arr_pair_nest_end(fmsg);
	if (list->left)
		devlink_fmsg_u32_pair_put(fmsg, "further problems", list->left);
}

/* ---- summaries ---- */

static void cpo_pci_put_old(struct cpo_pci_dev *cpd, struct devlink_fmsg *fmsg)
{
	u64 age;

	if (cpd->up && !cpo_pci_is_dead(cpd) && !cpo_pci_tlm_stale(cpd, &age))
		return;
	devlink_fmsg_string_pair_put(fmsg, "caution",
				     "values are old: see the reporter fw");
}

static void cpo_pci_summary_link(struct cpo_pci_dev *cpd,
				 struct devlink_fmsg *fmsg)
{
	const struct cpo_inventory *inv = cpo_dev_inventory(cpd->cdev);
	unsigned int i, up = 0, down = 0;
	struct cpo_port_row row;

	for (i = 0; i < inv->n_ports; i++) {
		if (cpo_port_row_get(cpd->cdev, i, &row) ||
		    !(row.valid & CPO_ROW_STATE))
			continue;
		if (row.state == CPO_PORT_STATE_UP)
			up++;
		else
			down++;
	}
	if (up == inv->n_ports)
		cpo_pci_fmsg_text(fmsg, "summary", "all %u ports are up", up);
	else if (up + down == inv->n_ports)
		cpo_pci_fmsg_text(fmsg, "summary", "%u of %u ports are down",
				  down, inv->n_ports);
	else
		cpo_pci_fmsg_text(fmsg, "summary",
				  "%u of %u ports are down, %u unknown", down,
				  inv->n_ports, inv->n_ports - up - down);
	cpo_pci_fmsg_begin(fmsg, "optics");
	devlink_fmsg_u32_pair_put(fmsg, "ports", inv->n_ports);
	devlink_fmsg_u32_pair_put(fmsg, "up", up);
	devlink_fmsg_u32_pair_put(fmsg, "down", down);
	cpo_pci_fmsg_end(fmsg);
}

static void cpo_pci_summary_laser(struct cpo_pci_dev *cpd,
				  struct devlink_fmsg *fmsg)
{
	const struct cpo_inventory *inv = cpo_dev_inventory(cpd->cdev);
	unsigned int i, present = 0, lit = 0;
	struct cpo_laser_row laser;
	struct cpo_els_row els;

	for (i = 0; i < inv->n_els; i++)
		present += !cpo_els_row_get(cpd->cdev, i, &els) && els.present;
	for (i = 0; i < inv->n_lasers; i++)
		lit += !cpo_laser_row_get(cpd->cdev, i, &laser) &&
		       laser.valid & CPO_ROW_STATE &&
		       (laser.state == CPO_LASER_STATE_ON ||
			laser.state == CPO_LASER_STATE_ON_FAULT);
	cpo_pci_fmsg_text(fmsg, "summary",
			  "%u of %u ELS present, %u of %u lasers on, %s",
			  present, inv->n_els, lit, inv->n_lasers,
			  cpo_pci_find_faults(cpd->health.now) ?
			  "see problems" : "no fault");
}

static bool cpo_pci_is_cooling(const struct cpo_sensor_info *info)
{
	return info->kind == CPO_SENSOR_KIND_FLOW ||
	       info->kind == CPO_SENSOR_KIND_LEAK ||
	       info->kind == CPO_SENSOR_KIND_RAIL ||
	       (info->kind == CPO_SENSOR_KIND_TEMPERATURE &&
		info->asic == CPO_NONE && info->engine == CPO_NONE &&
		info->els == CPO_NONE);
}

/* The alarm a sensor has, by the flags of the device. */
static const char *cpo_pci_sensor_alarm(struct cpo_pci_dev *cpd, u16 sensor)
{
	const struct cpo_pci_findings *list = cpd->health.now;
	unsigned int i;

	for (i = 0; i < list->n; i++)
		if (list->found[i].object == CPO_OBJECT_SENSOR &&
		    list->found[i].index == sensor)
			return list->found[i].words->name;
	return "ok";
}

static void cpo_pci_put_sensor(struct cpo_pci_dev *cpd,
			       struct devlink_fmsg *fmsg, u16 sensor)
{
	const struct cpo_inventory *inv = cpo_dev_inventory(cpd->cdev);
	const struct cpo_sensor_info *info = &inv->sensors[sensor];
	struct cpo_sensor_row row;

	if (cpo_sensor_row_get(cpd->cdev, sensor, &row) ||
	    !(row.valid & CPO_SENSOR_VALUE_OK))
		return;
	devlink_fmsg_obj_nest_start(fmsg);
	devlink_fmsg_string_pair_put(fmsg, "sensor", info->label);
	if (info->kind == CPO_SENSOR_KIND_LEAK && !*info->unit)
		devlink_fmsg_string_pair_put(fmsg, "value",
					     row.value ? "wet" : "dry");
	else
		cpo_pci_fmsg_unit(fmsg, "value", row.value, info->unit);
	devlink_fmsg_string_pair_put(fmsg, "alarm",
				     cpo_pci_sensor_alarm(cpd, sensor));
	devlink_fmsg_obj_nest_end(fmsg);
}

/* Flow, leak, rails and what comes in: no other stock tool has all of them. */
static void cpo_pci_put_cooling(struct cpo_pci_dev *cpd,
				struct devlink_fmsg *fmsg)
{
	const struct cpo_inventory *inv = cpo_dev_inventory(cpd->cdev);
	unsigned int i, n = 0;

	devlink_fmsg_arr_pair_nest_start(fmsg, "cooling and rails");
	for (i = 0; i < inv->n_sensors && n < CPO_PCI_HEALTH_ROWS; i++) {
		if (!cpo_pci_is_cooling(&inv->sensors[i]))
			continue;
		cpo_pci_put_sensor(cpd, fmsg, i);
		n++;
	}
	devlink_fmsg_arr_pair_nest_end(fmsg);
}

static void cpo_pci_summary_engine(struct cpo_pci_dev *cpd,
				   struct devlink_fmsg *fmsg)
{
	const struct cpo_inventory *inv = cpo_dev_inventory(cpd->cdev);
	unsigned int i, ready = 0, known = 0;
	struct cpo_engine_row row;
	s32 hottest = S32_MIN;
	char temp[32] = "";

	for (i = 0; i < inv->n_engines; i++) {
		if (cpo_engine_row_get(cpd->cdev, i, &row))
			continue;
		ready += row.valid & CPO_ROW_STATE &&
			 row.state == CPO_MODULE_STATE_READY;
		if (!(row.valid & CPO_ENGINE_TEMP_OK))
			continue;
		known++;
		hottest = max(hottest, row.temp_mc);
	}
	if (known)
		snprintf(temp, sizeof(temp), ", the hottest has %d C",
			 hottest / 1000);
	cpo_pci_fmsg_text(fmsg, "summary", "%u of %u engines ready%s, %s",
			  ready, inv->n_engines, temp,
			  cpo_pci_find_faults(cpd->health.now) ?
			  "see problems" : "no fault");
}

static void cpo_pci_put_telemetry(struct cpo_pci_dev *cpd,
				  struct devlink_fmsg *fmsg)
{
	static const char * const faults[CPO_PCI_TLM_FAULTS] = {
		[CPO_PCI_TLM_TORN]	= "torn",
		[CPO_PCI_TLM_SHORT]	= "short",
		[CPO_PCI_TLM_REPEATED]	= "repeated",
		[CPO_PCI_TLM_FROZEN]	= "frozen",
		[CPO_PCI_TLM_LYING]	= "lying",
	};
	const struct cpo_pci_stats *stats = &cpd->stats;
	unsigned int i;
	bool stale;
	u64 age;

	stale = cpo_pci_tlm_stale(cpd, &age) || !cpd->up;
	cpo_pci_fmsg_begin(fmsg, "telemetry");
	devlink_fmsg_string_pair_put(fmsg, "state", stale ? "stale" : "fresh");
	devlink_fmsg_u64_pair_put(fmsg, "age_ms", div_u64(age, NSEC_PER_MSEC));
	devlink_fmsg_u32_pair_put(fmsg, "period_ms",
				  cpd->tlm.period_us / USEC_PER_MSEC);
	devlink_fmsg_u64_pair_put(fmsg, "blocks", READ_ONCE(stats->blocks));
	devlink_fmsg_u64_pair_put(fmsg, "missed", READ_ONCE(stats->missed));
	for (i = CPO_PCI_TLM_TORN; i < CPO_PCI_TLM_FAULTS; i++)
		devlink_fmsg_u64_pair_put(fmsg, faults[i],
					  READ_ONCE(stats->refused[i]));
	devlink_fmsg_u64_pair_put(fmsg, "unknown sections",
				  READ_ONCE(stats->unknown));
	cpo_pci_fmsg_end(fmsg);
}

static void cpo_pci_put_commands(const struct cpo_pci_stats *stats,
				 struct devlink_fmsg *fmsg)
{
	cpo_pci_fmsg_begin(fmsg, "commands");
	devlink_fmsg_u64_pair_put(fmsg, "given", READ_ONCE(stats->cmds));
	devlink_fmsg_u64_pair_put(fmsg, "failed", READ_ONCE(stats->failed));
	devlink_fmsg_u64_pair_put(fmsg, "timed out",
				  READ_ONCE(stats->timed_out));
	devlink_fmsg_u64_pair_put(fmsg, "late", READ_ONCE(stats->late));
	devlink_fmsg_u64_pair_put(fmsg, "stray", READ_ONCE(stats->stray));
	cpo_pci_fmsg_end(fmsg);
}

static void cpo_pci_put_events(const struct cpo_pci_stats *stats,
			       struct devlink_fmsg *fmsg)
{
	cpo_pci_fmsg_begin(fmsg, "events");
	devlink_fmsg_u64_pair_put(fmsg, "lost", READ_ONCE(stats->events_lost));
	devlink_fmsg_u64_pair_put(fmsg, "dropped by the device",
				  READ_ONCE(stats->events_dropped));
	devlink_fmsg_u64_pair_put(fmsg, "refused",
				  READ_ONCE(stats->events_refused));
	devlink_fmsg_u64_pair_put(fmsg, "interrupts lost",
				  atomic64_read(&stats->irqs_lost));
	cpo_pci_fmsg_end(fmsg);
}

static void cpo_pci_put_fatal(const struct cpo_pci_health *health,
			      struct devlink_fmsg *fmsg)
{
	u32 code = READ_ONCE(health->fatal_code);

	if (!READ_ONCE(health->fatals))
		return;
	cpo_pci_fmsg_begin(fmsg, "last fatal error");
	devlink_fmsg_string_pair_put(fmsg, "what", cpo_pci_words_fatal(code));
	devlink_fmsg_u32_pair_put(fmsg, "code", code);
	devlink_fmsg_u32_pair_put(fmsg, "argument",
				  READ_ONCE(health->fatal_arg));
	devlink_fmsg_u32_pair_put(fmsg, "count", READ_ONCE(health->fatals));
	cpo_pci_fmsg_end(fmsg);
}

static const char *cpo_pci_fw_state(struct cpo_pci_dev *cpd)
{
	u64 age;

	if (cpo_pci_is_dead(cpd))
		return "the device does not answer";
	if (!cpd->up)
		return "the device is detached: in reset, asleep or reloaded";
	if (test_bit(CPO_PCI_FW_STOPPED, &cpd->flags))
		return "the firmware does not run";
	if (cpo_pci_tlm_stale(cpd, &age))
		return "the firmware runs, but telemetry is old";
	return "the firmware runs, and telemetry is fresh";
}

static void cpo_pci_put_fw(struct cpo_pci_dev *cpd, struct devlink_fmsg *fmsg)
{
	u32 beat = READ_ONCE(cpd->heartbeat);

	cpo_pci_fmsg_begin(fmsg, "firmware");
	devlink_fmsg_string_pair_put(fmsg, "version", cpd->ident.fw_running);
	devlink_fmsg_u32_pair_put(fmsg, "starts", READ_ONCE(cpd->tlm.boot));
	/* it is looked at only when telemetry is late */
	if (beat && ~beat)
		devlink_fmsg_u32_pair_put(fmsg, "last heartbeat seen", beat);
	cpo_pci_fmsg_end(fmsg);
	cpo_pci_put_telemetry(cpd, fmsg);
	cpo_pci_put_commands(&cpd->stats, fmsg);
	cpo_pci_put_events(&cpd->stats, fmsg);
	cpo_pci_put_fatal(&cpd->health, fmsg);
}

/**
 * cpo_pci_tell_state - say how it is now
 * @cpd: device; its devlink lock is held
 * @fmsg: gets what is said
 * @id: of what
 */
void cpo_pci_tell_state(struct cpo_pci_dev *cpd, struct devlink_fmsg *fmsg,
			enum cpo_pci_reporter_id id)
{
	cpo_pci_find(cpd, id, cpd->health.now);
	if (id != CPO_PCI_REPORT_FW)
		cpo_pci_put_old(cpd, fmsg);
	switch (id) {
	case CPO_PCI_REPORT_FW:
		devlink_fmsg_string_pair_put(fmsg, "summary",
					     cpo_pci_fw_state(cpd));
		break;
	case CPO_PCI_REPORT_LASER:
		cpo_pci_summary_laser(cpd, fmsg);
		break;
	case CPO_PCI_REPORT_ENGINE:
		cpo_pci_summary_engine(cpd, fmsg);
		break;
	case CPO_PCI_REPORT_LINK:
		cpo_pci_summary_link(cpd, fmsg);
		break;
	default:
		break;
	}
	cpo_pci_put_findings(cpd, fmsg);
	if (id == CPO_PCI_REPORT_FW)
		cpo_pci_put_fw(cpd, fmsg);
	else if (id == CPO_PCI_REPORT_ENGINE)
		cpo_pci_put_cooling(cpd, fmsg);
}

/* ---- numbers of a dump ---- */

static void cpo_pci_dump_engine(struct cpo_pci_dev *cpd,
				struct devlink_fmsg *fmsg, u16 engine)
{
	struct cpo_engine_row row;
	unsigned int i;

	if (cpo_engine_row_get(cpd->cdev, engine, &row))
		return;
	devlink_fmsg_obj_nest_start(fmsg);
	devlink_fmsg_u32_pair_put(fmsg, "engine", engine);
	devlink_fmsg_u32_pair_put(fmsg, "state", row.state);
	if (row.valid & CPO_ENGINE_CAUSE_OK)
		devlink_fmsg_u32_pair_put(fmsg, "cause", row.cause);
	if (row.valid & CPO_ENGINE_TEMP_OK)
		cpo_pci_fmsg_milli(fmsg, "temperature", row.temp_mc, "C");
	if (row.valid & CPO_ENGINE_POWER_OK)
		devlink_fmsg_u32_pair_put(fmsg, "power_mw", row.power_mw);
	devlink_fmsg_arr_pair_nest_start(fmsg, "rails_uv");
	for (i = 0; i < CPO_ENGINE_RAILS; i++)
		if (row.valid & CPO_ENGINE_RAIL_OK(i))
			devlink_fmsg_u32_put(fmsg, row.rail_uv[i]);
	devlink_fmsg_arr_pair_nest_end(fmsg);
	devlink_fmsg_obj_nest_end(fmsg);
}

static void cpo_pci_dump_laser(struct cpo_pci_dev *cpd,
			       struct devlink_fmsg *fmsg, u16 laser)
{
	const struct cpo_inventory *inv = cpo_dev_inventory(cpd->cdev);
	const struct cpo_laser_info *info = &inv->lasers[laser];
	struct cpo_laser_row row;

	if (cpo_laser_row_get(cpd->cdev, laser, &row))
		return;
	devlink_fmsg_obj_nest_start(fmsg);
	if (info->els != CPO_NONE)
		devlink_fmsg_u32_pair_put(fmsg, "els", info->els);
	else
		devlink_fmsg_u32_pair_put(fmsg, "engine", info->engine);
	devlink_fmsg_u32_pair_put(fmsg, "laser", info->index);
	devlink_fmsg_u32_pair_put(fmsg, "state", row.state);
	if (row.valid & CPO_LASER_FAULT_OK)
		devlink_fmsg_u32_pair_put(fmsg, "fault", row.fault);
	if (row.valid & CPO_LASER_POWER_OK)
		devlink_fmsg_u32_pair_put(fmsg, "power_nw", row.power_nw);
	if (row.valid & CPO_LASER_SETPOINT_OK)
		devlink_fmsg_u32_pair_put(fmsg, "setpoint_nw",
					  row.setpoint_nw);
	if (row.valid & CPO_LASER_BIAS_OK)
		devlink_fmsg_u32_pair_put(fmsg, "bias_na", row.bias_na);
	if (row.valid & CPO_LASER_TEMP_OK)
		cpo_pci_fmsg_milli(fmsg, "temperature", row.temp_mc, "C");
	if (row.valid & CPO_LASER_AGE_OK)
		devlink_fmsg_u32_pair_put(fmsg, "age_of_10000", row.age);
	devlink_fmsg_obj_nest_end(fmsg);
}

static void cpo_pci_dump_port(struct cpo_pci_dev *cpd,
			      struct devlink_fmsg *fmsg, u16 port)
{
	struct cpo_port_row row;

	if (cpo_port_row_get(cpd->cdev, port, &row))
		return;
	devlink_fmsg_obj_nest_start(fmsg);
	devlink_fmsg_u32_pair_put(fmsg, "port", port + 1);
	devlink_fmsg_u32_pair_put(fmsg, "state", row.state);
	devlink_fmsg_u32_pair_put(fmsg, "reason", row.reason);
	if (row.valid & CPO_PORT_LANES_UP_OK)
		devlink_fmsg_u32_pair_put(fmsg, "lanes_up", row.lanes_up);
	if (row.valid & CPO_PORT_CHANGES_OK)
		devlink_fmsg_u32_pair_put(fmsg, "link_changes",
					  row.link_changes);
	devlink_fmsg_u64_pair_put(fmsg, "last_change_ns", row.last_change);
	devlink_fmsg_obj_nest_end(fmsg);
}

/* Ports that are down, and what their lanes receive. */
static void cpo_pci_dump_lanes(struct cpo_pci_dev *cpd,
			       struct devlink_fmsg *fmsg)
{
	const struct cpo_inventory *inv = cpo_dev_inventory(cpd->cdev);
	struct cpo_lane_row row;
	struct cpo_port_row port;
	unsigned int i, n = 0;

	devlink_fmsg_arr_pair_nest_start(fmsg, "lanes");
	for (i = 0; i < inv->n_lanes && n < CPO_PCI_HEALTH_ROWS; i++) {
		if (inv->lanes[i].port == CPO_NONE ||
		    cpo_port_row_get(cpd->cdev, inv->lanes[i].port, &port) ||
		    port.state == CPO_PORT_STATE_UP ||
		    cpo_lane_row_get(cpd->cdev, i, &row))
			continue;
		n++;
		devlink_fmsg_obj_nest_start(fmsg);
		devlink_fmsg_u32_pair_put(fmsg, "port",
					  inv->lanes[i].port + 1);
		devlink_fmsg_u32_pair_put(fmsg, "engine",
					  inv->lanes[i].engine);
		devlink_fmsg_u32_pair_put(fmsg, "lane", inv->lanes[i].index);
		if (row.valid & CPO_LANE_STATUS_OK)
			cpo_pci_fmsg_text(fmsg, "status", "0x%x", row.status);
		if (row.valid & CPO_LANE_TX_OK)
			devlink_fmsg_u32_pair_put(fmsg, "tx_nw", row.tx_nw);
		if (row.valid & CPO_LANE_RX_OK)
			devlink_fmsg_u32_pair_put(fmsg, "rx_nw", row.rx_nw);
		devlink_fmsg_obj_nest_end(fmsg);
	}
	devlink_fmsg_arr_pair_nest_end(fmsg);
}

static void cpo_pci_dump_links(struct cpo_pci_dev *cpd,
			       struct devlink_fmsg *fmsg)
{
	const struct cpo_inventory *inv = cpo_dev_inventory(cpd->cdev);
	struct cpo_port_row row;
	unsigned int i, n = 0;

	devlink_fmsg_arr_pair_nest_start(fmsg, "ports");
	for (i = 0; i < inv->n_ports && n < CPO_PCI_HEALTH_ROWS; i++) {
		if (cpo_port_row_get(cpd->cdev, i, &row) ||
		    row.state == CPO_PORT_STATE_UP)
			continue;
		cpo_pci_dump_port(cpd, fmsg, i);
		n++;
	}
	devlink_fmsg_arr_pair_nest_end(fmsg);
	cpo_pci_dump_lanes(cpd, fmsg);
}

/* Lasers of all parts that were found to have something. */
static void cpo_pci_dump_lasers(struct cpo_pci_dev *cpd,
				struct devlink_fmsg *fmsg)
{
	const struct cpo_inventory *inv = cpo_dev_inventory(cpd->cdev);
	const struct cpo_pci_findings *list = cpd->health.now;
	DECLARE_BITMAP(els, CPO_LIMIT_ELS) = {};
	unsigned int i, n = 0;

	for (i = 0; i < list->n; i++)
		if (list->found[i].els < CPO_LIMIT_ELS)
			__set_bit(list->found[i].els, els);
	devlink_fmsg_arr_pair_nest_start(fmsg, "lasers");
	for (i = 0; i < inv->n_lasers && n < CPO_PCI_HEALTH_ROWS; i++) {
		if (inv->lasers[i].els != CPO_NONE &&
		    !test_bit(inv->lasers[i].els, els))
			continue;
		cpo_pci_dump_laser(cpd, fmsg, i);
		n++;
	}
	devlink_fmsg_arr_pair_nest_end(fmsg);
}

static void cpo_pci_dump_engines(struct cpo_pci_dev *cpd,
				 struct devlink_fmsg *fmsg)
{
	const struct cpo_inventory *inv = cpo_dev_inventory(cpd->cdev);
	unsigned int i, n = min(inv->n_engines, CPO_PCI_HEALTH_ROWS);

	devlink_fmsg_arr_pair_nest_start(fmsg, "engines");
	for (i = 0; i < n; i++)
		cpo_pci_dump_engine(cpd, fmsg, i);
	devlink_fmsg_arr_pair_nest_end(fmsg);
}

/**
 * cpo_pci_tell_numbers - add the numbers behind what was said
 * @cpd: device; its devlink lock is held, and cpo_pci_tell_state() was called
 *	under it
 * @fmsg: gets them
 * @id: of what
 *
 * Of parts that are concerned, and not of endlessly many.
 */
void cpo_pci_tell_numbers(struct cpo_pci_dev *cpd, struct devlink_fmsg *fmsg,
			  enum cpo_pci_reporter_id id)
{
	switch (id) {
	case CPO_PCI_REPORT_LASER:
		cpo_pci_dump_lasers(cpd, fmsg);
		break;
	case CPO_PCI_REPORT_ENGINE:
		cpo_pci_dump_engines(cpd, fmsg);
		break;
	case CPO_PCI_REPORT_LINK:
		cpo_pci_dump_links(cpd, fmsg);
		break;
	default:
		break;
	}
}
