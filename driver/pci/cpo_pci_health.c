// SPDX-License-Identifier: GPL-2.0
/* Copyright (c) 2026 The cpo authors */

/*
 * Health reporters: what is wrong, in words, for who has stock tools only.
 *
 * Something happens; state and notifications of the core are first, then a work
 * item looks at all rows and tells devlink. So many things that happen at once
 * are one report, and no lock of ours is held when devlink, which takes its
 * own, keeps a dump of the moment.
 */

#include <linux/math64.h>
#include <linux/slab.h>
#include <linux/timekeeping.h>

#include "cpo_pci.h"

/* What happens within this time is told together. */
#define CPO_PCI_HEALTH_MS	100
/* All rows are looked at no more often, whatever happens. */
#define CPO_PCI_HEALTH_GAP	HZ
/* Until it is looked again at what may get worse by itself. */
#define CPO_PCI_HEALTH_AGAIN_MS	500
/* A reporter reports no more often. */
#define CPO_PCI_HEALTH_LIMIT_MS	5000

static const char * const cpo_pci_reporter_names[CPO_PCI_REPORTERS] = {
	[CPO_PCI_REPORT_FW]	= "fw",
	[CPO_PCI_REPORT_LASER]	= "laser",
	[CPO_PCI_REPORT_ENGINE]	= "engine",
	[CPO_PCI_REPORT_LINK]	= "link",
};

/* ---- reporters ---- */

static int cpo_pci_reporter_diagnose(struct devlink_health_reporter *reporter,
				     struct devlink_fmsg *fmsg,
				     struct netlink_ext_ack *extack)
{
	struct cpo_pci_reporter *rep = devlink_health_reporter_priv(reporter);

	cpo_pci_tell_state(rep->cpd, fmsg, rep->id);
	return 0;
}

/* @priv_ctx is what happened, NULL when a user wants to see how it is now. */
static int cpo_pci_reporter_dump(struct devlink_health_reporter *reporter,
				 struct devlink_fmsg *fmsg, void *priv_ctx,
				 struct netlink_ext_ack *extack)
{
	struct cpo_pci_reporter *rep = devlink_health_reporter_priv(reporter);
	struct cpo_pci_dev *cpd = rep->cpd;
	u64 device_time;

	mutex_lock(&cpd->publish_lock);
	device_time = cpd->tlm.last_time;
	mutex_unlock(&cpd->publish_lock);
	devlink_fmsg_string_pair_put(fmsg, "event",
				     priv_ctx ?: "asked for by a user");
	cpo_pci_fmsg_begin(fmsg, "time");
	devlink_fmsg_u64_pair_put(fmsg, "host_boottime_ms",
				  div_u64(ktime_get_boottime_ns(),
					  NSEC_PER_MSEC));
	devlink_fmsg_u64_pair_put(fmsg, "device_ns", device_time);
	cpo_pci_fmsg_end(fmsg);
	cpo_pci_tell_state(cpd, fmsg, rep->id);
	cpo_pci_tell_numbers(cpd, fmsg, rep->id);
	return 0;
}

/* Reporting takes the devlink lock, which the caller holds. */
static int cpo_pci_reporter_test(struct devlink_health_reporter *reporter,
				 struct netlink_ext_ack *extack)
{
	struct cpo_pci_reporter *rep = devlink_health_reporter_priv(reporter);

	set_bit(rep->id, &rep->cpd->health.test);
	cpo_pci_health_kick(rep->cpd);
	return 0;
}

#define CPO_PCI_REPORTER_OPS(n)					\
	{								\
		.name		= (n),					\
		.diagnose	= cpo_pci_reporter_diagnose,		\
		.dump		= cpo_pci_reporter_dump,		\
		.test		= cpo_pci_reporter_test,		\
	}

static const struct devlink_health_reporter_ops
cpo_pci_reporter_ops[CPO_PCI_REPORTERS] = {
	[CPO_PCI_REPORT_FW]	= CPO_PCI_REPORTER_OPS("fw"),
	[CPO_PCI_REPORT_LASER]	= CPO_PCI_REPORTER_OPS("laser"),
	[CPO_PCI_REPORT_ENGINE]	= CPO_PCI_REPORTER_OPS("engine"),
	[CPO_PCI_REPORT_LINK]	= CPO_PCI_REPORTER_OPS("link"),
};

/* ---- telling devlink ---- */

/* What is done about a reporter once the lock is given back. */
enum cpo_pci_health_do {
	CPO_PCI_HEALTH_NOTHING,
	CPO_PCI_HEALTH_HEAL,
	CPO_PCI_HEALTH_WORSE,	/* it is not well, which is reported later */
	CPO_PCI_HEALTH_REPORT,
};

/* One line of what happened; the dump has all of it. */
static void cpo_pci_health_say(struct cpo_pci_dev *cpd,
			       struct cpo_pci_reporter *rep, unsigned int first)
{
	const struct cpo_pci_findings *list = cpd->health.now;
	const struct cpo_pci_finding *f = &list->found[first];
	char text[sizeof(rep->say) / 2], ports[48] = "";
	struct cpo_pci_names names;
	unsigned int more;

	cpo_pci_find_names(cpd, f, &names);
	cpo_pci_words_fill(text, sizeof(text), f->words->what, &names);
	if (!bitmap_empty(f->ports, CPO_LIMIT_PORTS))
		cpo_pci_tell_ports(f, ports, sizeof(ports));
	more = cpo_pci_find_faults(list) - 1;
	snprintf(rep->say, sizeof(rep->say), "%s: %s%s%s", f->words->name,
		 text, *ports ? "; ports " : "", ports);
	if (more)
		snprintf(rep->say + strlen(rep->say),
			 sizeof(rep->say) - strlen(rep->say),
			 "; and %u more", more);
}

static enum cpo_pci_health_do cpo_pci_health_look(struct cpo_pci_dev *cpd,
						  struct cpo_pci_reporter *rep)
{
	struct cpo_pci_findings *list = cpd->health.now;
	unsigned int first;
	bool late;

	cpo_pci_find(cpd, rep->id, list);
	if (!cpo_pci_find_faults(list)) {
		rep->told->n = 0;
		return rep->error ? CPO_PCI_HEALTH_HEAL :
				    CPO_PCI_HEALTH_NOTHING;
	}
	if (!cpo_pci_find_fresh(list, rep->told, &first)) {
		memcpy(rep->told, list, sizeof(*list));
		return rep->error ? CPO_PCI_HEALTH_NOTHING :
				    CPO_PCI_HEALTH_WORSE;
	}
	late = rep->reported && time_before(jiffies, rep->next);
	if (late) {
		cpd->health.again = true;
		return rep->error ? CPO_PCI_HEALTH_NOTHING :
				    CPO_PCI_HEALTH_WORSE;
	}
	memcpy(rep->told, list, sizeof(*list));
	cpo_pci_health_say(cpd, rep, first);
	if (rep->id == CPO_PCI_REPORT_FW)
		cpo_pci_regions_capture(cpd);
	return CPO_PCI_HEALTH_REPORT;
}

/*
 * The device was started again at once, so nothing of it is there to find;
 * regions were kept before that.
 */
static bool cpo_pci_health_fatal(struct cpo_pci_dev *cpd)
{
	struct cpo_pci_reporter *rep = &cpd->health.rep[CPO_PCI_REPORT_FW];
	u32 n = READ_ONCE(cpd->health.fatals);

	if (n == cpd->health.fatals_told)
		return false;
	cpd->health.fatals_told = n;
	snprintf(rep->say, sizeof(rep->say), "fatal: %s, argument 0x%x",
		 cpo_pci_words_fatal(READ_ONCE(cpd->health.fatal_code)),
		 READ_ONCE(cpd->health.fatal_arg));
	return true;
}

static void cpo_pci_health_state(struct cpo_pci_reporter *rep, bool error)
{
	enum devlink_health_reporter_state state;

	state = error ? DEVLINK_HEALTH_REPORTER_STATE_ERROR :
			DEVLINK_HEALTH_REPORTER_STATE_HEALTHY;
	rep->error = error;
	devlink_health_reporter_state_update(rep->reporter, state);
}

static void cpo_pci_health_report(struct cpo_pci_reporter *rep)
{
	rep->error = true;
	rep->reported = true;
	rep->next = jiffies + msecs_to_jiffies(CPO_PCI_HEALTH_LIMIT_MS);
	devlink_health_report(rep->reporter, rep->say, rep->say);
}

static void cpo_pci_health_test(struct cpo_pci_reporter *rep)
{
	bool error = rep->error;

	snprintf(rep->say, sizeof(rep->say), "test of the reporter %s",
		 cpo_pci_reporter_names[rep->id]);
	devlink_health_report(rep->reporter, rep->say, rep->say);
	cpo_pci_health_state(rep, error);
}

/*
 * With the devlink lock. Whatever is away for a while is looked at when it is
 * back; of a device that is dead only that is known.
 */
static enum cpo_pci_health_do cpo_pci_health_due(struct cpo_pci_dev *cpd,
						 struct cpo_pci_reporter *rep)
{
	bool dead = cpo_pci_is_dead(cpd);

	if (rep->id == CPO_PCI_REPORT_FW && cpo_pci_health_fatal(cpd))
		return CPO_PCI_HEALTH_REPORT;
	if (dead ? rep->id != CPO_PCI_REPORT_FW : !cpd->up)
		return CPO_PCI_HEALTH_NOTHING;
	return cpo_pci_health_look(cpd, rep);
}

static void cpo_pci_health_one(struct cpo_pci_dev *cpd,
			       struct cpo_pci_reporter *rep)
{
	struct devlink *devlink = priv_to_devlink(cpd);
	enum cpo_pci_health_do what;

	devl_lock(devlink);
	what = cpo_pci_health_due(cpd, rep);
	devl_unlock(devlink);

	/* no lock is held from here on */
	switch (what) {
	case CPO_PCI_HEALTH_REPORT:
		cpo_pci_health_report(rep);
		break;
	case CPO_PCI_HEALTH_WORSE:
		cpo_pci_health_state(rep, true);
		break;
	case CPO_PCI_HEALTH_HEAL:
		cpo_pci_health_state(rep, false);
		break;
	default:
		break;
	}
	if (test_and_clear_bit(rep->id, &cpd->health.test))
		cpo_pci_health_test(rep);
}

/* Refused telemetry gets stale without anything else happening. */
static bool cpo_pci_health_waits(struct cpo_pci_dev *cpd)
{
	struct cpo_pci_health *health = &cpd->health;

	WRITE_ONCE(health->fw_bad, health->rep[CPO_PCI_REPORT_FW].error);
	return health->again || (READ_ONCE(cpd->tlm.fault) && !health->fw_bad);
}

static void cpo_pci_health_work(struct work_struct *work)
{
	struct cpo_pci_dev *cpd = container_of(to_delayed_work(work),
					       struct cpo_pci_dev,
					       health.work);
	struct cpo_pci_health *health = &cpd->health;
	unsigned int i;

	health->again = false;
	for (i = 0; i < CPO_PCI_REPORTERS; i++)
		cpo_pci_health_one(cpd, &health->rep[i]);
	WRITE_ONCE(health->next, jiffies + CPO_PCI_HEALTH_GAP);
	if (cpo_pci_health_waits(cpd))
		queue_delayed_work(cpo_pci_wq, &health->work,
				   msecs_to_jiffies(CPO_PCI_HEALTH_AGAIN_MS));
}

/**
 * cpo_pci_health_kick - have it looked at what is wrong
 * @cpd: device
 *
 * Any context, and any lock. Nothing happens before the reporters are there.
 */
void cpo_pci_health_kick(struct cpo_pci_dev *cpd)
{
	unsigned long delay = msecs_to_jiffies(CPO_PCI_HEALTH_MS);
	unsigned long next = READ_ONCE(cpd->health.next), now = jiffies;

	if (time_before(now + delay, next))
		delay = next - now;
	queue_delayed_work(cpo_pci_wq, &cpd->health.work, delay);
}

/**
 * cpo_pci_health_event - likewise, after events
 * @cpd: device; its publish_lock is held
 *
 * What rows have to say about them may come with the next block only.
 */
void cpo_pci_health_event(struct cpo_pci_dev *cpd)
{
	cpd->health.look_after_block = true;
	cpo_pci_health_kick(cpd);
}

/**
 * cpo_pci_health_block - likewise, after a block of telemetry
 * @cpd: device; its publish_lock is held
 */
void cpo_pci_health_block(struct cpo_pci_dev *cpd)
{
	if (!cpd->health.look_after_block && !READ_ONCE(cpd->health.fw_bad))
		return;
	cpd->health.look_after_block = false;
	cpo_pci_health_kick(cpd);
}

/**
 * cpo_pci_health_fatal_error - note a fatal error before it is reset away
 * @cpd: device
 * @code: enum cpo_hw_fatal
 * @arg: its argument
 */
void cpo_pci_health_fatal_error(struct cpo_pci_dev *cpd, u32 code, u32 arg)
{
	struct cpo_pci_health *health = &cpd->health;

	WRITE_ONCE(health->fatal_code, code);
	WRITE_ONCE(health->fatal_arg, arg);
	WRITE_ONCE(health->fatals, health->fatals + 1);
	cpo_pci_health_kick(cpd);
}

/* ---- lifetime ---- */

void cpo_pci_health_init(struct cpo_pci_dev *cpd)
{
	INIT_DELAYED_WORK(&cpd->health.work, cpo_pci_health_work);
	disable_delayed_work(&cpd->health.work);
	cpd->health.next = jiffies;
}

/**
 * cpo_pci_health_create - make the reporters of a device
 * @cpd: device, registered with the core, not yet with devlink, whose lock is
 *	held
 *
 * Return: 0, or an error and nothing is left
 */
int cpo_pci_health_create(struct cpo_pci_dev *cpd)
{
	struct cpo_pci_health *health = &cpd->health;
	struct devlink *devlink = priv_to_devlink(cpd);
	const struct devlink_health_reporter_ops *ops;
	struct cpo_pci_reporter *rep;
	unsigned int i;
	int err;

	health->now = kvzalloc_obj(*health->now);
	health->text = kmalloc(CPO_PCI_HEALTH_TEXT, GFP_KERNEL);
	err = -ENOMEM;
	if (!health->now || !health->text)
		goto destroy;
	for (i = 0; i < CPO_PCI_REPORTERS; i++) {
		rep = &health->rep[i];
		rep->cpd = cpd;
		rep->id = i;
		rep->told = kvzalloc_obj(*rep->told);
		if (!rep->told)
			goto destroy;
		ops = &cpo_pci_reporter_ops[i];
		rep->reporter = devl_health_reporter_create(devlink, ops, rep);
		if (IS_ERR(rep->reporter)) {
			err = PTR_ERR(rep->reporter);
			rep->reporter = NULL;
			goto destroy;
		}
	}
	return 0;

destroy:
	cpo_pci_health_destroy(cpd);
	return err;
}

/* After devlink was unregistered, or before it was registered. */
void cpo_pci_health_destroy(struct cpo_pci_dev *cpd)
{
	struct cpo_pci_health *health = &cpd->health;
	unsigned int i;

	for (i = 0; i < CPO_PCI_REPORTERS; i++) {
		if (health->rep[i].reporter)
			devl_health_reporter_destroy(health->rep[i].reporter);
		health->rep[i].reporter = NULL;
		kvfree(health->rep[i].told);
		health->rep[i].told = NULL;
	}
	kfree(health->text);
	kvfree(health->now);
	health->text = NULL;
	health->now = NULL;
}

/* From now on it is reported. */
void cpo_pci_health_start(struct cpo_pci_dev *cpd)
{
	enable_delayed_work(&cpd->health.work);
	cpo_pci_health_kick(cpd);
}

/* The devlink lock is not held. Nothing is reported once this returned. */
void cpo_pci_health_stop(struct cpo_pci_dev *cpd)
{
	disable_delayed_work_sync(&cpd->health.work);
}
