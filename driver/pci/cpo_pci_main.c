// SPDX-License-Identifier: GPL-2.0
/* Copyright (c) 2026 The cpo authors */

#include <linux/bitfield.h>
#include <linux/dma-mapping.h>
#include <linux/module.h>
#include <linux/rtnetlink.h>

#include "cpo_pci.h"

#define CPO_PCI_SERVICE_MS	1000
/* A device that needs it again and again is not helped faster than this. */
#define CPO_PCI_RECOVER_MS	10000

/* For work that may wait for the device. */
struct workqueue_struct *cpo_pci_wq;

static int cpo_pci_refresh(struct cpo_dev *cdev,
			   struct netlink_ext_ack *extack)
{
	return cpo_pci_tlm_refresh(cpo_dev_priv(cdev), extack);
}

static const struct cpo_dev_ops cpo_pci_dev_ops = {
	.net		= cpo_pci_net,
	.page_read	= cpo_pci_page_read,
	.refresh	= cpo_pci_refresh,
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

/*
 * From then on rows and events flow. The first block comes at once, so that
 * nobody sees ports without a state.
 */
static int cpo_pci_publish_start(struct cpo_pci_dev *cpd)
{
	u32 boot = cpo_pci_rd32(cpd, CPO_BLK_CONTROL, CPO_CTRL_BOOT);
	int err;

	err = cpo_pci_events_start(cpd);
	if (err)
		return err;
	/* after the ring, so that no later change is missed */
	err = cpo_pci_els_identify(cpd);
	if (err)
		return err;
	err = cpo_pci_tlm_start(cpd);
	if (err)
		return err;
	if (cpd->tlm.boot && cpd->tlm.boot != boot)
		cpo_dev_new_epoch(cpd->cdev);
	else if (cpd->eventq.missed)
		cpo_events_lost(cpd->cdev, cpd->eventq.missed);
	cpd->tlm.boot = boot;
	cpo_pci_set_publish(cpd, true);
	err = cpo_pci_tlm_refresh(cpd, NULL);
	if (err) {
		dev_err(cpd->dev, "No first telemetry block: %d\n", err);
		cpo_pci_set_publish(cpd, false);
	}
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
	devl_lock(priv_to_devlink(cpd));
	cpd->ident = id;
	devl_unlock(priv_to_devlink(cpd));
	return 0;
}

static int cpo_pci_reattach(struct cpo_pci_dev *cpd)
{
	struct cpo_pci_topo old = cpd->topo;
	struct cpo_inventory *inv;
	struct cpo_pci_topo topo;
	int err;

	inv = cpo_pci_inv_read(cpd, &topo);
	if (IS_ERR(inv))
		return PTR_ERR(inv);
	err = cpo_dev_attach(cpd->cdev, inv);
	if (err) {
		cpo_inventory_free(inv);
		cpo_pci_topo_free(&topo);
		return err;
	}
	/* no publisher runs, and no ethtool op while netdevs are detached */
	devl_lock(priv_to_devlink(cpd));
	cpd->topo = topo;
	devl_unlock(priv_to_devlink(cpd));
	cpo_pci_topo_free(&old);
	return 0;
}

/* Leaves a quiet device; one that does not answer is left alone. */
static void cpo_pci_down(struct cpo_pci_dev *cpd)
{
	lockdep_assert_held(&cpd->state_lock);
	if (!cpd->up)
		return;
	cpd->up = false;
	disable_delayed_work_sync(&cpd->service);
	cpo_pci_ports_detach(cpd);
	cpo_pci_set_publish(cpd, false);
	cpo_pci_stop(cpd);
	cpo_dev_detach(cpd->cdev);
	disable_work_sync(&cpd->els_work);
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
	err = cpo_pci_reattach(cpd);
	if (err)
		goto stop;
	enable_work(&cpd->els_work);
	err = cpo_pci_publish_start(cpd);
	if (err)
		goto disable_els_work;
	return 0;

disable_els_work:
	disable_work_sync(&cpd->els_work);
stop:
	cpo_pci_stop(cpd);
	return err;
}

/* A device that does not come up is as good as gone, until the next reset. */
static int cpo_pci_up(struct cpo_pci_dev *cpd)
{
	int err;

	lockdep_assert_held(&cpd->state_lock);
	if (cpd->up)
		return 0;
	cancel_work_sync(&cpd->dead_work);
	clear_bit(CPO_PCI_DEAD, &cpd->flags);
	WRITE_ONCE(cpd->regs, cpd->bar);
	err = cpo_pci_bring_up(cpd);
	if (err) {
		dev_err(cpd->dev, "Device did not come back: %d\n", err);
		set_bit(CPO_PCI_DEAD, &cpd->flags);
		WRITE_ONCE(cpd->regs, NULL);
		cpo_dev_set_dead(cpd->cdev);
		return err;
	}
	cpd->up = true;
	cpo_pci_ports_attach(cpd);
	enable_delayed_work(&cpd->service);
	queue_delayed_work(cpo_pci_wq, &cpd->service,
			   msecs_to_jiffies(CPO_PCI_SERVICE_MS));
	return 0;
}

/* For whoever takes the device away for a while. */
static void cpo_pci_suspend(struct cpo_pci_dev *cpd)
{
	mutex_lock(&cpd->state_lock);
	cpd->suspended = true;
	cpo_pci_down(cpd);
	WRITE_ONCE(cpd->regs, NULL);
	mutex_unlock(&cpd->state_lock);
}

static int cpo_pci_resume(struct cpo_pci_dev *cpd)
{
	int err;

	mutex_lock(&cpd->state_lock);
	cpd->suspended = false;
	err = cpo_pci_up(cpd);
	mutex_unlock(&cpd->state_lock);
	return err;
}

/* ---- health ---- */

static void cpo_pci_dead_work(struct work_struct *work)
{
	struct cpo_pci_dev *cpd = container_of(work, struct cpo_pci_dev,
					       dead_work);
	struct devlink *devlink = priv_to_devlink(cpd);

	devl_lock(devlink);
	if (cpd->cdev)
		cpo_dev_set_dead(cpd->cdev);
	cpo_pci_ports_detach(cpd);
	devl_unlock(devlink);
}

static void cpo_pci_recover_work(struct work_struct *work)
{
	struct cpo_pci_dev *cpd = container_of(to_delayed_work(work),
					       struct cpo_pci_dev,
					       recover_work);

	mutex_lock(&cpd->state_lock);
	if (cpd->up && !cpd->suspended && !cpo_pci_is_dead(cpd)) {
		dev_notice(cpd->dev, "Starting the host interface again: %s\n",
			   READ_ONCE(cpd->recover_why));
		cpd->recover_next = jiffies +
				    msecs_to_jiffies(CPO_PCI_RECOVER_MS);
		cpo_pci_down(cpd);
		cpo_pci_up(cpd);
	}
	mutex_unlock(&cpd->state_lock);
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
	unsigned long next = READ_ONCE(cpd->recover_next);
	unsigned long now = jiffies;

	WRITE_ONCE(cpd->recover_why, why);
	queue_delayed_work(cpo_pci_wq, &cpd->recover_work,
			   time_before(now, next) ? next - now : 0);
}

static void cpo_pci_firmware_stopped(struct cpo_pci_dev *cpd, u32 sts)
{
	if (!test_and_set_bit(CPO_PCI_FW_STOPPED, &cpd->flags))
		dev_err(cpd->dev, "Firmware does not run, status 0x%x; light stays as it is\n",
			sts);
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
		dev_err(cpd->dev, "Fatal error %u, argument 0x%x\n",
			cpo_pci_rd32(cpd, CPO_BLK_CONTROL, CPO_CTRL_FATAL_CODE),
			cpo_pci_rd32(cpd, CPO_BLK_CONTROL, CPO_CTRL_FATAL_ARG));
		cpo_pci_recover(cpd, "fatal error");
	} else if (gen != cpd->reset_gen) {
		cpo_pci_recover(cpd, "device was reset");
	} else if (cpo_pci_tlm_overdue(cpd, CPO_PCI_LOST_PERIODS)) {
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
	if (!cpo_pci_tlm_overdue(cpd, CPO_PCI_LATE_PERIODS)) {
		clear_bit(CPO_PCI_FW_STOPPED, &cpd->flags);
	} else {
		found = cpo_pci_adminq_poll(cpd) + cpo_pci_events_poll(cpd) +
			cpo_pci_tlm_poll(cpd);
		if (found) {
			cpd->lost_irqs += found;
			dev_notice_ratelimited(cpd->dev,
					       "Work without an interrupt\n");
		} else {
			cpo_pci_check(cpd);
		}
	}
	queue_delayed_work(cpo_pci_wq, &cpd->service,
			   msecs_to_jiffies(CPO_PCI_SERVICE_MS));
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
	mutex_init(&cpd->state_lock);
	INIT_WORK(&cpd->dead_work, cpo_pci_dead_work);
	INIT_WORK(&cpd->els_work, cpo_pci_els_work);
	INIT_DELAYED_WORK(&cpd->service, cpo_pci_service);
	INIT_DELAYED_WORK(&cpd->recover_work, cpo_pci_recover_work);
}

/* Memory may be freed once this returned, whatever state the device is in. */
static void cpo_pci_quiet(struct cpo_pci_dev *cpd)
{
	cpo_pci_host_reset(cpd);
	pci_clear_master(cpd->pdev);
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
	return 0;

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
	if (err)
		goto unregister;
	err = cpo_pci_ports_create(cpd);
	if (err)
		goto unregister;
	devl_register(priv_to_devlink(cpd));
	return 0;

unregister:
	cpo_pci_unregister(cpd);
	return err;
}

static void cpo_pci_hide(struct cpo_pci_dev *cpd)
{
	devl_unregister(priv_to_devlink(cpd));
	cpo_pci_unregister(cpd);
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
	cpd->up = true;
	pci_save_state(cpd->pdev);
	queue_delayed_work(cpo_pci_wq, &cpd->service,
			   msecs_to_jiffies(CPO_PCI_SERVICE_MS));
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

	mutex_lock(&cpd->state_lock);
	devl_lock(priv_to_devlink(cpd));
	err = cpo_pci_show(cpd);
	devl_unlock(priv_to_devlink(cpd));
	if (!err)
		cpo_pci_go(cpd);
	mutex_unlock(&cpd->state_lock);
	if (err)
		goto stop;

	dev_info(cpd->dev, "%s: %s %s, %u ports, %u engines, %u ELS\n",
		 cpo_dev_name(cpd->cdev), cpd->ident.vendor, cpd->ident.part,
		 cpd->ident.ports, cpd->ident.engines, cpd->ident.els);
	return 0;

stop:
	disable_delayed_work_sync(&cpd->recover_work);
	cpo_pci_stop(cpd);
	disable_work_sync(&cpd->els_work);
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

	disable_delayed_work_sync(&cpd->recover_work);
	disable_delayed_work_sync(&cpd->service);
	if (pci_dev_is_disconnected(pdev))
		WRITE_ONCE(cpd->regs, NULL);

	/* commands fail from now on, so nobody waits for one below */
	if (cpd->up)
		cpo_pci_stop(cpd);
	disable_work_sync(&cpd->els_work);
	devl_lock(priv_to_devlink(cpd));
	cpo_pci_hide(cpd);
	devl_unlock(priv_to_devlink(cpd));
	cpo_pci_fini_hw(cpd);
	cpo_pci_release(cpd);
}

static void cpo_pci_shutdown(struct pci_dev *pdev)
{
	struct cpo_pci_dev *cpd = pci_get_drvdata(pdev);

	cpo_pci_suspend(cpd);
	pci_clear_master(pdev);
}

/* ---- resets and power ---- */

static void cpo_pci_reset_prepare(struct pci_dev *pdev)
{
	cpo_pci_suspend(pci_get_drvdata(pdev));
}

static void cpo_pci_reset_done(struct pci_dev *pdev)
{
	struct cpo_pci_dev *cpd = pci_get_drvdata(pdev);

	pci_save_state(pdev);
	cpo_pci_resume(cpd);
}

static pci_ers_result_t cpo_pci_error_detected(struct pci_dev *pdev,
					       pci_channel_state_t state)
{
	struct cpo_pci_dev *cpd = pci_get_drvdata(pdev);

	/* no access while the link is in error, and no verdict from one */
	if (state != pci_channel_io_normal)
		WRITE_ONCE(cpd->regs, NULL);
	cpo_pci_suspend(cpd);
	switch (state) {
	case pci_channel_io_normal:
		return PCI_ERS_RESULT_CAN_RECOVER;
	case pci_channel_io_perm_failure:
		cpo_dev_set_dead(cpd->cdev);
		return PCI_ERS_RESULT_DISCONNECT;
	default:
		return PCI_ERS_RESULT_NEED_RESET;
	}
}

static pci_ers_result_t cpo_pci_mmio_enabled(struct pci_dev *pdev)
{
	struct cpo_pci_dev *cpd = pci_get_drvdata(pdev);

	if (readl(cpd->bar + CPO_REG_MAGIC) == CPO_MAGIC)
		return PCI_ERS_RESULT_RECOVERED;
	return PCI_ERS_RESULT_NEED_RESET;
}

static pci_ers_result_t cpo_pci_slot_reset(struct pci_dev *pdev)
{
	pci_restore_state(pdev);
	pci_save_state(pdev);
	if (pci_enable_device_mem(pdev))
		return PCI_ERS_RESULT_DISCONNECT;
	return PCI_ERS_RESULT_RECOVERED;
}

static void cpo_pci_error_resume(struct pci_dev *pdev)
{
	cpo_pci_resume(pci_get_drvdata(pdev));
}

static const struct pci_error_handlers cpo_pci_error_handlers = {
	.error_detected	= cpo_pci_error_detected,
	.mmio_enabled	= cpo_pci_mmio_enabled,
	.slot_reset	= cpo_pci_slot_reset,
	.resume		= cpo_pci_error_resume,
	.reset_prepare	= cpo_pci_reset_prepare,
	.reset_done	= cpo_pci_reset_done,
};

static int cpo_pci_pm_suspend(struct device *dev)
{
	cpo_pci_suspend(dev_get_drvdata(dev));
	return 0;
}

static int cpo_pci_pm_resume(struct device *dev)
{
	return cpo_pci_resume(dev_get_drvdata(dev));
}

static DEFINE_SIMPLE_DEV_PM_OPS(cpo_pci_pm_ops, cpo_pci_pm_suspend,
				cpo_pci_pm_resume);

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
	err = pci_register_driver(&cpo_pci_driver);
	if (err)
		destroy_workqueue(cpo_pci_wq);
	return err;
}
module_init(cpo_pci_init);

static void __exit cpo_pci_exit(void)
{
	pci_unregister_driver(&cpo_pci_driver);
	destroy_workqueue(cpo_pci_wq);
}
module_exit(cpo_pci_exit);

MODULE_DESCRIPTION("Driver for PCIe devices with co-packaged optics");
MODULE_LICENSE("GPL");
