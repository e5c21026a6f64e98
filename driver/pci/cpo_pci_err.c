// SPDX-License-Identifier: GPL-2.0
/* Copyright (c) 2026 The cpo authors */

/*
 * When others take the device away for a while: resets, errors of the link,
 * sleep.  All of it is the same for the layers above: users see the device
 * detached, and online again with the same id and the same light.
 */

#include "cpo_pci.h"

/* ---- resets ---- */

static void cpo_pci_reset_prepare(struct pci_dev *pdev)
{
	cpo_pci_suspend(pci_get_drvdata(pdev), CPO_PCI_BY_RESET);
}

/*
 * With a link that works a reset also ends an error whose handlers nobody told
 * how it ended. While the link is recovered they are still to be called.
 */
static void cpo_pci_reset_done(struct pci_dev *pdev)
{
	struct cpo_pci_dev *cpd = pci_get_drvdata(pdev);
	unsigned int holders = CPO_PCI_BY_RESET;

	if (!pci_channel_offline(pdev))
		holders |= CPO_PCI_BY_ERROR;
	pci_save_state(pdev);
	cpo_pci_resume(cpd, holders);
}

/* ---- errors of the link ---- */

static pci_ers_result_t cpo_pci_error_detected(struct pci_dev *pdev,
					       pci_channel_state_t state)
{
	struct cpo_pci_dev *cpd = pci_get_drvdata(pdev);

	if (state != pci_channel_io_perm_failure)
		cpd->stats.pcie_uncorrectable++;
	/* no access before the next callback, and no verdict from one */
	WRITE_ONCE(cpd->regs, NULL);
	cpo_pci_suspend(cpd, CPO_PCI_BY_ERROR);
	/* it could not be told to stop */
	pci_clear_master(pdev);
	switch (state) {
	case pci_channel_io_normal:
		return PCI_ERS_RESULT_CAN_RECOVER;
	case pci_channel_io_perm_failure:
		cpo_pci_give_up(cpd);
		return PCI_ERS_RESULT_DISCONNECT;
	default:
		return PCI_ERS_RESULT_NEED_RESET;
	}
}

static pci_ers_result_t cpo_pci_mmio_enabled(struct pci_dev *pdev)
{
	return cpo_pci_has_magic(pci_get_drvdata(pdev)) ?
	       PCI_ERS_RESULT_RECOVERED : PCI_ERS_RESULT_NEED_RESET;
}

static pci_ers_result_t cpo_pci_slot_reset(struct pci_dev *pdev)
{
	struct cpo_pci_dev *cpd = pci_get_drvdata(pdev);

	pci_restore_state(pdev);
	pci_save_state(pdev);
	if (cpo_pci_has_magic(cpd))
		return PCI_ERS_RESULT_RECOVERED;
	/* not every kernel tells a driver that this was the end */
	cpo_pci_give_up(cpd);
	return PCI_ERS_RESULT_DISCONNECT;
}

static void cpo_pci_error_resume(struct pci_dev *pdev)
{
	cpo_pci_resume(pci_get_drvdata(pdev), CPO_PCI_BY_ERROR);
}

const struct pci_error_handlers cpo_pci_error_handlers = {
	.error_detected	= cpo_pci_error_detected,
	.mmio_enabled	= cpo_pci_mmio_enabled,
	.slot_reset	= cpo_pci_slot_reset,
	.resume		= cpo_pci_error_resume,
	.reset_prepare	= cpo_pci_reset_prepare,
	.reset_done	= cpo_pci_reset_done,
};

/* ---- sleep ---- */

static int cpo_pci_pm_suspend(struct device *dev)
{
	cpo_pci_suspend(dev_get_drvdata(dev), CPO_PCI_BY_SLEEP);
	return 0;
}

static int cpo_pci_pm_resume(struct device *dev)
{
	/* older kernels restore a state only once; errors need it again */
	pci_save_state(to_pci_dev(dev));
	return cpo_pci_resume(dev_get_drvdata(dev), CPO_PCI_BY_SLEEP);
}

const struct dev_pm_ops cpo_pci_pm_ops = {
	SYSTEM_SLEEP_PM_OPS(cpo_pci_pm_suspend, cpo_pci_pm_resume)
};
