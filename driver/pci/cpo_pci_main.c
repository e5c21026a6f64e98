// SPDX-License-Identifier: GPL-2.0
/* Copyright (c) 2026 The cpo authors */

#include <linux/bitfield.h>
#include <linux/dma-mapping.h>
#include <linux/module.h>
#include <linux/rtnetlink.h>

#include "cpo_pci.h"

/* How often it is looked whether telemetry comes, by its period. */
#define CPO_PCI_SERVICE_US	1000000
#define CPO_PCI_SERVICE_MAX_US	10000000
/* A device that needs it again and again is not helped faster than this. */
#define CPO_PCI_RECOVER_MS	10000
#define CPO_PCI_RECOVER_TRIES	4U	/* that double the time between them */

/* For work that may wait for the device. */
struct workqueue_struct *cpo_pci_wq;

static int cpo_pci_refresh(struct cpo_dev *cdev,
			   struct netlink_ext_ack *extack)
{
	return cpo_pci_tlm_refresh(cpo_dev_priv(cdev), extack);
}

static int cpo_pci_configure(struct cpo_dev *cdev,
			     const struct cpo_config *config,
			     struct netlink_ext_ack *extack)
{
	return cpo_pci_tlm_set(cpo_dev_priv(cdev), config, extack);
}

static const struct cpo_dev_ops cpo_pci_dev_ops = {
	.net		= cpo_pci_net,
	.page_read	= cpo_pci_page_read,
	.page_freeze	= cpo_pci_page_freeze,
	.configure	= cpo_pci_configure,
	.threshold_set	= cpo_pci_threshold_set,
	.refresh	= cpo_pci_refresh,
	.stats		= cpo_pci_stats_get,
};

/* ---- starting and stopping the host interface ---- */

static void cpo_pci_set_publish(struct cpo_pci_dev *cpd, bool on)
{
	mutex_lock(&cpd->publish_lock);
	if (on)
		set_bit(CPO_PCI_PUBLISH, &cpd->flags);
	else
		clear_bit(CPO_PCI_PUBLISH, &cpd->flags);
	mutex_unlock(&cpd->publish_lock);
}

/* From a device in an unknown state to one that takes commands. */
static int cpo_pci_start(struct cpo_pci_dev *cpd)
{
	int err;

	err = cpo_pci_handshake(cpd);
	if (err)
		return err;
	/* not earlier, for a driver before us may have left DMA running */
	pci_set_master(cpd->pdev);
	cpo_pci_adminq_start(cpd);
	cpo_pci_irq_start(cpd);
	return 0;
}

/* Safe on a device that does not answer. */
static void cpo_pci_stop(struct cpo_pci_dev *cpd)
{
	cpo_pci_adminq_stop(cpd);
	cpo_pci_irq_stop(cpd);
}

/* Memory may be freed once this returned, whatever state the device is in. */
static void cpo_pci_quiet(struct cpo_pci_dev *cpd)
{
	cpo_pci_host_reset(cpd);
	pci_clear_master(cpd->pdev);
}

/*
 * Without power it forgot everything, and counts starts of its firmware anew as
 * well: only its clock tells.
 */
static void cpo_pci_check_power(struct cpo_pci_dev *cpd)
{
	u64 now = cpo_pci_rd64(cpd, CPO_BLK_CONTROL, CPO_CTRL_TIME);

	if (now < cpd->tlm.newest)
		cpd->power_cycled = true;
}

/* From then on rows and events flow. */
static int cpo_pci_publish_start(struct cpo_pci_dev *cpd)
{
	struct cpo_config config = {};
	u32 boot = cpo_pci_rd32(cpd, CPO_BLK_CONTROL, CPO_CTRL_BOOT);
	int err;

	cpo_pci_check_power(cpd);
	err = cpo_pci_events_start(cpd);
	if (err)
		return err;
	/* after the ring, so that no later change is missed */
	err = cpo_pci_els_identify(cpd);
	if (err)
		return err;
	/* before limits, which are read again when a setting changes */
	err = cpo_pci_power_start(cpd);
	if (err)
		return err;
	err = cpo_pci_limits_read(cpd);
	if (err)
		return err;
	err = cpo_pci_tlm_start(cpd);
	if (err)
		return err;
	config.period_us = cpd->tlm.period_us;
	config.window_s = cpo_pci_windows_probe(cpd);
	cpd->tlm.window_found_s = config.window_s;
	cpo_dev_configured(cpd->cdev, &config);
	if (cpd->power_cycled || (cpd->tlm.boot && cpd->tlm.boot != boot))
		cpo_dev_new_epoch(cpd->cdev);
	else if (cpd->eventq.missed)
		cpo_events_lost(cpd->cdev, cpd->eventq.missed);
	cpd->stats.events_lost += cpd->eventq.missed;
	if (cpd->power_cycled)
		cpo_flags_recount(cpd->cdev);
	cpd->power_cycled = false;
	cpd->tlm.newest = 0;
	cpd->eventq.missed = 0;
	cpd->tlm.boot = boot;
	cpo_pci_flags_restart(cpd);
	cpo_pci_set_publish(cpd, true);
	return 0;
}

/*
 * It comes at once, so that nobody sees ports without a state; and with it the
 * flags that are set.
 */
static int cpo_pci_first_block(struct cpo_pci_dev *cpd)
{
	int err = cpo_pci_tlm_refresh(cpd, NULL);

	if (err)
		dev_err(cpd->dev, "No first telemetry block: %d\n", err);
	else
		flush_work(&cpd->flag_read.work);
	return err;
}

/* ---- going down and coming up, with everything above kept ---- */

/* The shape of a device may not change under its netdevs. */
static bool cpo_pci_same_shape(const struct cpo_pci_ident *a,
			       const struct cpo_pci_ident *b)
{
	return a->engines == b->engines && a->els == b->els &&
	       a->lasers == b->lasers && a->lanes == b->lanes &&
	       a->ports == b->ports && a->feeds == b->feeds &&
	       a->sensors == b->sensors &&
	       a->tlm_bytes <= b->tlm_bytes;
}

static int cpo_pci_reidentify(struct cpo_pci_dev *cpd)
{
	struct cpo_pci_ident id;
	int err;

	err = cpo_pci_identify(cpd, &id);
	if (err)
		return err;
	if (!cpo_pci_same_shape(&id, &cpd->ident)) {
		dev_err(cpd->dev, "Device came back as another one\n");
		return -EINVAL;
	}
	/* the size of the buffers stays */
	id.tlm_bytes = cpd->ident.tlm_bytes;
	cpd->ident = id;
	return 0;
}

static int cpo_pci_new_topo(struct cpo_pci_dev *cpd)
{
	struct cpo_pci_topo old = cpd->topo;
	struct cpo_inventory *inv;
	struct cpo_pci_topo topo;
	int err;

	inv = cpo_pci_inv_read(cpd, &topo);
	if (IS_ERR(inv))
		return PTR_ERR(inv);
	err = cpo_dev_set_inventory(cpd->cdev, inv);
	if (err) {
		cpo_inventory_free(inv);
		cpo_pci_topo_free(&topo);
		return err;
	}
	/* no publisher runs, and no ethtool op while netdevs are detached */
	cpd->topo = topo;
	cpo_pci_topo_free(&old);
	return 0;
}

/* What asks the device something by itself. */
static void cpo_pci_disable_works(struct cpo_pci_dev *cpd)
{
	disable_delayed_work_sync(&cpd->els_work);
	disable_delayed_work_sync(&cpd->windows.work);
	disable_delayed_work_sync(&cpd->limits.work);
	disable_delayed_work_sync(&cpd->power.work);
	disable_work_sync(&cpd->flag_read.work);
	disable_work_sync(&cpd->tlm.config_work);
}

static void cpo_pci_enable_works(struct cpo_pci_dev *cpd)
{
	enable_delayed_work(&cpd->els_work);
	enable_delayed_work(&cpd->windows.work);
	enable_delayed_work(&cpd->limits.work);
	enable_delayed_work(&cpd->power.work);
	enable_work(&cpd->flag_read.work);
	enable_work(&cpd->tlm.config_work);
}

/* Seldom enough for 10 ms, often enough to miss nobody who asks for 60 s. */
static void cpo_pci_service_next(struct cpo_pci_dev *cpd)
{
	u32 us = clamp_t(u32, READ_ONCE(cpd->tlm.period_us),
			 CPO_PCI_SERVICE_US, CPO_PCI_SERVICE_MAX_US);

	queue_delayed_work(cpo_pci_wq, &cpd->service, usecs_to_jiffies(us));
}

/**
 * cpo_pci_down - leave a quiet device
 * @cpd: device; its devlink lock is held
 *
 * One that does not answer is left alone.
 */
void cpo_pci_down(struct cpo_pci_dev *cpd)
{
	devl_assert_locked(priv_to_devlink(cpd));
	if (!cpd->up)
		return;
	cpd->up = false;
	disable_delayed_work_sync(&cpd->service);
	cpo_pci_ports_detach(cpd);
	cpo_pci_set_publish(cpd, false);
	cpo_pci_stop(cpd);
	cpo_dev_detach(cpd->cdev);
	cpo_pci_disable_works(cpd);
	cpo_pci_host_reset(cpd);
}

static int cpo_pci_bring_up(struct cpo_pci_dev *cpd)
{
	int err;

	err = cpo_pci_start(cpd);
	if (err)
		return err;
	err = cpo_pci_reidentify(cpd);
	if (err)
		goto stop;
	err = cpo_pci_new_topo(cpd);
	if (err)
		goto stop;
	cpo_pci_ports_tell(cpd);
	cpo_pci_enable_works(cpd);
	err = cpo_pci_publish_start(cpd);
	if (err)
		goto disable_works;
	/* One that answers, but has nothing to tell that makes sense, may
	 * begin again; until then its rows are stale.
	 */
	err = cpo_pci_first_block(cpd);
	if (err == -EIO || err == -EAGAIN)
		err = 0;
	if (err)
		goto stop_publish;
	/* after a reload there are none */
	if (!cpd->ports)
		err = cpo_pci_ports_create(cpd);
	if (err)
		goto stop_publish;
	return 0;

stop_publish:
	cpo_pci_set_publish(cpd, false);
disable_works:
	cpo_pci_disable_works(cpd);
stop:
	cpo_pci_stop(cpd);
	return err;
}

/* Until the next reset or reload. */
static void cpo_pci_set_dead(struct cpo_pci_dev *cpd)
{
	set_bit(CPO_PCI_DEAD, &cpd->flags);
	WRITE_ONCE(cpd->regs, NULL);
	cpo_dev_set_dead(cpd->cdev);
	cpo_pci_health_kick(cpd);
}

/**
 * cpo_pci_up - bring back a device that is down
 * @cpd: device; its devlink lock is held
 *
 * Users hear that it is online when its values are new and what happened
 * meanwhile is counted. A device that does not come up is as good as gone.
 *
 * Return: 0, or why it did not come up
 */
int cpo_pci_up(struct cpo_pci_dev *cpd)
{
	int err;

	devl_assert_locked(priv_to_devlink(cpd));
	if (cpd->up)
		return 0;
	clear_bit(CPO_PCI_DEAD, &cpd->flags);
	clear_bit(CPO_PCI_FATAL, &cpd->flags);
	/* while the link is being recovered there must be no access */
	if (!pci_channel_offline(cpd->pdev))
		WRITE_ONCE(cpd->regs, cpd->bar);
	err = cpo_pci_bring_up(cpd);
	if (err) {
		dev_err(cpd->dev, "Device did not come back: %d\n", err);
		cpo_pci_quiet(cpd);
		cpo_pci_set_dead(cpd);
		return err;
	}
	cpd->up = true;
	cpd->recover_tries = 0;
	/* no event may be on its way: users learn where the sequence is */
	mutex_lock(&cpd->publish_lock);
	cpo_dev_attach(cpd->cdev, NULL);
	mutex_unlock(&cpd->publish_lock);
	cpo_pci_ports_attach(cpd);
	enable_delayed_work(&cpd->service);
	cpo_pci_service_next(cpd);
	cpo_pci_health_kick(cpd);
	return 0;
}

/**
 * cpo_pci_suspend - for whoever takes the device away for a while
 * @cpd: device
 * @holder: enum cpo_pci_holder
 *
 * There are no accesses from when it returns until cpo_pci_resume().
 */
void cpo_pci_suspend(struct cpo_pci_dev *cpd, unsigned int holder)
{
	devl_lock(priv_to_devlink(cpd));
	cpd->held |= holder;
	cpo_pci_down(cpd);
	WRITE_ONCE(cpd->regs, NULL);
	devl_unlock(priv_to_devlink(cpd));
}

/**
 * cpo_pci_resume - give the device back
 * @cpd: device
 * @holders: enum cpo_pci_holder: who does not need it any more
 *
 * It comes up when nobody else holds it.
 *
 * Return: 0, or why it did not come up
 */
int cpo_pci_resume(struct cpo_pci_dev *cpd, unsigned int holders)
{
	int err = 0;

	devl_lock(priv_to_devlink(cpd));
	cpd->held &= ~holders;
	if (!cpd->held)
		err = cpo_pci_up(cpd);
	devl_unlock(priv_to_devlink(cpd));
	return err;
}

/**
 * cpo_pci_give_up - take it that a device does not come back from an error
 * @cpd: device
 *
 * A reset or a reload may prove the opposite.
 */
void cpo_pci_give_up(struct cpo_pci_dev *cpd)
{
	devl_lock(priv_to_devlink(cpd));
	cpd->held &= ~CPO_PCI_BY_ERROR;
	cpo_pci_set_dead(cpd);
	devl_unlock(priv_to_devlink(cpd));
}

/* ---- health ---- */

static void cpo_pci_dead_work(struct work_struct *work)
{
	struct cpo_pci_dev *cpd = container_of(work, struct cpo_pci_dev,
					       dead_work);
	struct devlink *devlink = priv_to_devlink(cpd);

	devl_lock(devlink);
	/* it may have come back while this waited */
	if (cpd->cdev && cpo_pci_is_dead(cpd)) {
		cpo_dev_set_dead(cpd->cdev);
		cpo_pci_ports_detach(cpd);
		cpo_pci_health_kick(cpd);
	}
	devl_unlock(devlink);
}

/*
 * With the devlink lock. One that answers and still does not come up is tried
 * again, later and later: its firmware may need more time than we thought.
 */
static void cpo_pci_start_again(struct cpo_pci_dev *cpd)
{
	unsigned int tries = cpd->recover_tries;
	int err;

	dev_notice(cpd->dev, "Starting the host interface again: %s\n",
		   READ_ONCE(cpd->recover_why));
	cpd->recover_next = jiffies + msecs_to_jiffies(CPO_PCI_RECOVER_MS <<
						       tries);
	/* the last chance to see how it was */
	if (test_and_clear_bit(CPO_PCI_FATAL, &cpd->flags))
		cpo_pci_regions_capture(cpd);
	cpo_pci_down(cpd);
	err = cpo_pci_up(cpd);
	if (err && cpo_pci_has_magic(cpd)) {
		cpd->recover_tries = min(tries + 1, CPO_PCI_RECOVER_TRIES);
		cpo_pci_recover(cpd, "it did not come back");
	}
}

static void cpo_pci_recover_work(struct work_struct *work)
{
	struct cpo_pci_dev *cpd = container_of(to_delayed_work(work),
					       struct cpo_pci_dev,
					       recover_work);

	devl_lock(priv_to_devlink(cpd));
	if (!cpd->held && cpd->up != cpo_pci_is_dead(cpd))
		cpo_pci_start_again(cpd);
	devl_unlock(priv_to_devlink(cpd));
}

/**
 * cpo_pci_recover - have the host interface started again
 * @cpd: device
 * @why: reason for the log
 *
 * Any context. Netdevs and ids are kept, light is not touched.
 */
void cpo_pci_recover(struct cpo_pci_dev *cpd, const char *why)
{
	unsigned long most = msecs_to_jiffies(CPO_PCI_RECOVER_MS <<
					      CPO_PCI_RECOVER_TRIES);
	unsigned long next = READ_ONCE(cpd->recover_next);
	unsigned long now = jiffies;

	WRITE_ONCE(cpd->recover_why, why);
	/* one from long ago may look like one to come */
	queue_delayed_work(cpo_pci_wq, &cpd->recover_work,
			   time_before(now, next) ? min(next - now, most) : 0);
}

static void cpo_pci_firmware_stopped(struct cpo_pci_dev *cpd, u32 sts)
{
	if (!test_and_set_bit(CPO_PCI_FW_STOPPED, &cpd->flags))
		dev_err(cpd->dev, "Firmware does not run, status 0x%x; light stays as it is\n",
			sts);
}

static void cpo_pci_fatal(struct cpo_pci_dev *cpd)
{
	u32 code = cpo_pci_rd32(cpd, CPO_BLK_CONTROL, CPO_CTRL_FATAL_CODE);
	u32 arg = cpo_pci_rd32(cpd, CPO_BLK_CONTROL, CPO_CTRL_FATAL_ARG);

	/* it stays until the device is started again, which may have to wait */
	if (!test_and_set_bit(CPO_PCI_FATAL, &cpd->flags)) {
		dev_err(cpd->dev, "Fatal error %u, argument 0x%x\n", code, arg);
		cpo_pci_health_fatal_error(cpd, code, arg);
	}
	cpo_pci_recover(cpd, "fatal error");
}

/* Only when telemetry did not come: registers say why. */
static void cpo_pci_check(struct cpo_pci_dev *cpd)
{
	u32 sts = cpo_pci_rd32(cpd, CPO_BLK_CONTROL, CPO_CTRL_STS);
	u32 gen = cpo_pci_rd32(cpd, CPO_BLK_CONTROL, CPO_CTRL_RESET_GEN);
	u32 beat = cpo_pci_rd32(cpd, CPO_BLK_CONTROL, CPO_CTRL_HEARTBEAT);
	bool stuck = beat == cpd->heartbeat;

	cpd->heartbeat = beat;
	if (!cpo_pci_alive(cpd))
		return;
	if (sts & (CPO_STS_FW_DEAD | CPO_STS_RESETTING) || stuck) {
		cpo_pci_firmware_stopped(cpd, sts);
	} else if (sts & CPO_STS_FATAL) {
		cpo_pci_fatal(cpd);
	} else if (gen != cpd->reset_gen) {
		cpo_pci_recover(cpd, "device was reset");
	} else if (cpo_pci_tlm_lost(cpd) &&
		   !test_and_set_bit(CPO_PCI_TLM_STOPPED, &cpd->flags)) {
		/* if that does not help there is nothing but to wait */
		cpo_pci_recover(cpd, "telemetry stopped");
	}
}

/*
 * The arrival of telemetry is the sign of life, so that a device in good health
 * costs no access. What is found by looking was announced by an interrupt that
 * got lost.
 */
static void cpo_pci_service(struct work_struct *work)
{
	struct cpo_pci_dev *cpd = container_of(to_delayed_work(work),
					       struct cpo_pci_dev, service);
	unsigned int found;

	if (cpo_pci_is_dead(cpd))
		return;
	if (!cpo_pci_tlm_late(cpd)) {
		clear_bit(CPO_PCI_FW_STOPPED, &cpd->flags);
	} else {
		found = cpo_pci_adminq_poll(cpd) + cpo_pci_events_poll(cpd) +
			cpo_pci_tlm_poll(cpd);
		if (found) {
			atomic64_add(found, &cpd->stats.irqs_lost);
			dev_notice_ratelimited(cpd->dev,
					       "Work without an interrupt\n");
		} else {
			cpo_pci_check(cpd);
			cpo_pci_health_kick(cpd);
		}
	}
	cpo_pci_service_next(cpd);
}

/* ---- probe and remove ---- */

static int cpo_pci_map(struct cpo_pci_dev *cpd)
{
	struct pci_dev *pdev = cpd->pdev;
	int err;

	err = pcim_enable_device(pdev);
	if (err)
		return dev_err_probe(cpd->dev, err, "Cannot enable device\n");
	if (pci_resource_len(pdev, CPO_BAR_REGS) < CPO_BAR_REGS_SIZE) {
		dev_err(cpd->dev, "BAR %u is too short\n", CPO_BAR_REGS);
		return -ENODEV;
	}
	err = dma_set_mask_and_coherent(cpd->dev, DMA_BIT_MASK(64));
	if (err)
		return dev_err_probe(cpd->dev, err, "Cannot set DMA mask\n");
	cpd->bar = pcim_iomap_region(pdev, CPO_BAR_REGS, CPO_PCI_NAME);
	if (IS_ERR(cpd->bar))
		return dev_err_probe(cpd->dev, PTR_ERR(cpd->bar),
				     "Cannot map registers\n");
	WRITE_ONCE(cpd->regs, cpd->bar);
	return cpo_pci_regs_init(cpd);
}

static void cpo_pci_init_work(struct cpo_pci_dev *cpd)
{
	mutex_init(&cpd->publish_lock);
	mutex_init(&cpd->power.lock);
	mutex_init(&cpd->tlm.config_lock);
	INIT_WORK(&cpd->dead_work, cpo_pci_dead_work);
	INIT_DELAYED_WORK(&cpd->els_work, cpo_pci_els_work);
	INIT_DELAYED_WORK(&cpd->windows.work, cpo_pci_windows_work);
	INIT_DELAYED_WORK(&cpd->limits.work, cpo_pci_limits_work);
	INIT_DELAYED_WORK(&cpd->power.work, cpo_pci_power_work);
	INIT_WORK(&cpd->flag_read.work, cpo_pci_flags_work);
	INIT_WORK(&cpd->tlm.config_work, cpo_pci_tlm_config_work);
	INIT_DELAYED_WORK(&cpd->service, cpo_pci_service);
	INIT_DELAYED_WORK(&cpd->recover_work, cpo_pci_recover_work);
	cpo_pci_health_init(cpd);
	cpd->recover_next = jiffies;
	cpd->held = CPO_PCI_BY_PROBE;
}

/* Everything the device needs to tell what it is. */
static int cpo_pci_init_hw(struct cpo_pci_dev *cpd)
{
	int err;

	err = cpo_pci_map(cpd);
	if (err)
		return err;
	err = cpo_pci_irq_init(cpd);
	if (err)
		return err;
	err = cpo_pci_adminq_init(cpd);
	if (err)
		goto fini_irq;
	err = cpo_pci_start(cpd);
	if (err)
		goto quiet;
	err = cpo_pci_identify(cpd, &cpd->ident);
	if (err)
		goto stop;
	err = cpo_pci_events_init(cpd);
	if (err)
		goto stop;
	err = cpo_pci_tlm_init(cpd);
	if (err)
		goto fini_events;
	err = cpo_pci_windows_init(cpd);
	if (err)
		goto fini_tlm;
	err = cpo_pci_flags_init(cpd);
	if (err)
		goto fini_windows;
	err = cpo_pci_power_init(cpd);
	if (err)
		goto fini_flags;
	return 0;

fini_flags:
	cpo_pci_flags_fini(cpd);
fini_windows:
	cpo_pci_windows_fini(cpd);
fini_tlm:
	cpo_pci_tlm_fini(cpd);
fini_events:
	cpo_pci_events_fini(cpd);
stop:
	cpo_pci_stop(cpd);
quiet:
	cpo_pci_quiet(cpd);
	cpo_pci_adminq_fini(cpd);
fini_irq:
	cpo_pci_irq_fini(cpd);
	return err;
}

static void cpo_pci_fini_hw(struct cpo_pci_dev *cpd)
{
	cpo_pci_quiet(cpd);
	cpo_pci_power_fini(cpd);
	cpo_pci_flags_fini(cpd);
	cpo_pci_windows_fini(cpd);
	cpo_pci_tlm_fini(cpd);
	cpo_pci_events_fini(cpd);
	cpo_pci_adminq_fini(cpd);
	cpo_pci_irq_fini(cpd);
}

static int cpo_pci_register(struct cpo_pci_dev *cpd)
{
	struct cpo_inventory *inv;
	int err;

	inv = cpo_pci_inv_read(cpd, &cpd->topo);
	if (IS_ERR(inv))
		return PTR_ERR(inv);
	err = -ENOMEM;
	cpd->cdev = cpo_dev_alloc(cpd->dev, &cpo_pci_dev_ops, cpd);
	if (!cpd->cdev)
		goto free_inv;
	err = cpo_dev_register(cpd->cdev, inv);
	if (err)
		goto put_cdev;
	return 0;

put_cdev:
	cpo_dev_put(cpd->cdev);
	cpd->cdev = NULL;
free_inv:
	cpo_inventory_free(inv);
	cpo_pci_topo_free(&cpd->topo);
	return err;
}

static void cpo_pci_unregister(struct cpo_pci_dev *cpd)
{
	cpo_pci_set_publish(cpd, false);
	cpo_dev_unregister(cpd->cdev);
}

/* The core first, then what carries ports, so that nobody sees half a port. */
static int cpo_pci_show(struct cpo_pci_dev *cpd)
{
	int err;

	err = cpo_pci_register(cpd);
	if (err)
		return err;
	err = cpo_pci_publish_start(cpd);
	if (!err)
		err = cpo_pci_first_block(cpd);
	if (!err)
		err = cpo_pci_ports_create(cpd);
	if (err)
		goto unregister;
	err = cpo_pci_health_create(cpd);
	if (err)
		goto destroy_ports;
	err = cpo_pci_regions_create(cpd);
	if (err)
		goto destroy_health;
	devl_register(priv_to_devlink(cpd));
	return 0;

destroy_health:
	cpo_pci_health_destroy(cpd);
destroy_ports:
	/* the core first, then what carries ports */
	cpo_pci_disable_works(cpd);
	cpo_pci_unregister(cpd);
	cpo_pci_ports_destroy(cpd);
	return err;

unregister:
	cpo_pci_disable_works(cpd);
	cpo_pci_unregister(cpd);
	return err;
}

static void cpo_pci_hide(struct cpo_pci_dev *cpd)
{
	devl_unregister(priv_to_devlink(cpd));
	cpo_pci_regions_destroy(cpd);
	cpo_pci_health_destroy(cpd);
	cpo_pci_unregister(cpd);
	if (cpd->ports)
		cpo_pci_ports_destroy(cpd);
}

/* After the last work item is gone. */
static void cpo_pci_release(struct cpo_pci_dev *cpd)
{
	disable_work_sync(&cpd->dead_work);
	if (cpd->cdev) {
		cpo_dev_put(cpd->cdev);
		cpo_pci_topo_free(&cpd->topo);
	}
	cpo_pci_devlink_free(cpd);
}

static void cpo_pci_go(struct cpo_pci_dev *cpd)
{
	cpd->held &= ~CPO_PCI_BY_PROBE;
	cpd->up = true;
	pci_save_state(cpd->pdev);
	cpo_pci_service_next(cpd);
	cpo_pci_health_start(cpd);
}

/**
 * cpo_pci_probe - take over a device
 * @pdev: PCI device
 * @ent: entry of the id table
 *
 * The state of the optics is adopted as it is.
 *
 * Return: 0, or an error and nothing is left
 */
static int cpo_pci_probe(struct pci_dev *pdev, const struct pci_device_id *ent)
{
	struct cpo_pci_dev *cpd;
	int err;

	cpd = cpo_pci_devlink_alloc(pdev);
	if (!cpd)
		return -ENOMEM;
	pci_set_drvdata(pdev, cpd);
	cpo_pci_init_work(cpd);
	err = cpo_pci_init_hw(cpd);
	if (err)
		goto release;

	devl_lock(priv_to_devlink(cpd));
	err = cpo_pci_show(cpd);
	if (!err)
		cpo_pci_go(cpd);
	devl_unlock(priv_to_devlink(cpd));
	if (err)
		goto stop;

	cpo_pci_debugfs_add(cpd);
	dev_info(cpd->dev, "%s: %s %s, %u ports, %u engines, %u ELS\n",
		 cpo_dev_name(cpd->cdev), cpd->ident.vendor, cpd->ident.part,
		 cpd->ident.ports, cpd->ident.engines, cpd->ident.els);
	return 0;

stop:
	disable_delayed_work_sync(&cpd->recover_work);
	cpo_pci_stop(cpd);
	cpo_pci_disable_works(cpd);
	cpo_pci_fini_hw(cpd);
release:
	cpo_pci_release(cpd);
	return err;
}

/**
 * cpo_pci_remove - give up a device
 * @pdev: PCI device, possibly gone already
 *
 * Light stays as it is.
 */
static void cpo_pci_remove(struct pci_dev *pdev)
{
	struct cpo_pci_dev *cpd = pci_get_drvdata(pdev);

	/* waits for who writes there, who may wait for the devlink lock */
	cpo_pci_debugfs_del(cpd);
	disable_delayed_work_sync(&cpd->recover_work);
	disable_delayed_work_sync(&cpd->service);
	cpo_pci_health_stop(cpd);
	if (pci_dev_is_disconnected(pdev))
		WRITE_ONCE(cpd->regs, NULL);

	/* commands fail from now on, so nobody waits for one below */
	if (cpd->up)
		cpo_pci_stop(cpd);
	cpo_pci_disable_works(cpd);
	devl_lock(priv_to_devlink(cpd));
	cpo_pci_hide(cpd);
	devl_unlock(priv_to_devlink(cpd));
	cpo_pci_fini_hw(cpd);
	cpo_pci_release(cpd);
}

static void cpo_pci_shutdown(struct pci_dev *pdev)
{
	struct cpo_pci_dev *cpd = pci_get_drvdata(pdev);

	cpo_pci_suspend(cpd, CPO_PCI_BY_SLEEP);
	pci_clear_master(pdev);
}

static const struct pci_device_id cpo_pci_ids[] = {
	{ PCI_DEVICE(CPO_PCI_VENDOR_ID, CPO_PCI_DEVICE_ID) },
	{ }
};
MODULE_DEVICE_TABLE(pci, cpo_pci_ids);

static struct pci_driver cpo_pci_driver = {
	.name		= CPO_PCI_NAME,
	.id_table	= cpo_pci_ids,
	.probe		= cpo_pci_probe,
	.remove		= cpo_pci_remove,
	.shutdown	= cpo_pci_shutdown,
	.err_handler	= &cpo_pci_error_handlers,
	.driver.pm	= pm_sleep_ptr(&cpo_pci_pm_ops),
};

static int __init cpo_pci_init(void)
{
	int err;

	cpo_pci_wq = alloc_workqueue(CPO_PCI_NAME, WQ_UNBOUND, 0);
	if (!cpo_pci_wq)
		return -ENOMEM;
	cpo_pci_debugfs_init();
	err = pci_register_driver(&cpo_pci_driver);
	if (err) {
		cpo_pci_debugfs_exit();
		destroy_workqueue(cpo_pci_wq);
	}
	return err;
}
module_init(cpo_pci_init);

static void __exit cpo_pci_exit(void)
{
	pci_unregister_driver(&cpo_pci_driver);
	cpo_pci_debugfs_exit();
	destroy_workqueue(cpo_pci_wq);
}
module_exit(cpo_pci_exit);

MODULE_DESCRIPTION("Driver for PCIe devices with co-packaged optics");
MODULE_LICENSE("GPL");
