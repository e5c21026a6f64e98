// SPDX-License-Identifier: GPL-2.0
/* Copyright (c) 2026 The cpo authors */

#include "cpo_pci.h"

#define CPO_PCI_COMPONENT	DEVLINK_INFO_VERSION_TYPE_COMPONENT

struct cpo_pci_version {
	int (*put)(struct devlink_info_req *req, const char *name,
		   const char *value);
	const char *name;
	const char *value;
};

static int cpo_pci_version_put(struct devlink_info_req *req,
			       const struct cpo_pci_version *v)
{
	/* what the device does not say is left out */
	return *v->name && *v->value ? v->put(req, v->name, v->value) : 0;
}

/* A name may appear once per group; the first one wins. */
static bool cpo_pci_component_shown(const struct cpo_pci_dev *cpd,
				    unsigned int n)
{
	const struct cpo_pci_component *c = cpd->topo.components;
	unsigned int i;

	if (!strcmp(c[n].name, DEVLINK_INFO_VERSION_GENERIC_FW))
		return true;
	for (i = 0; i < n; i++)
		if (!strcmp(c[n].name, c[i].name))
			return true;
	return false;
}

/*
 * Parts that have a firmware of their own, by the names the inventory gives
 * them: what can be written by name is marked as that.
 */
static int cpo_pci_component_put(const struct cpo_pci_component *c,
				 struct devlink_info_req *req)
{
	int err = 0;

	if (*c->running)
		err = devlink_info_version_running_put_ext(req, c->name,
							   c->running,
							   CPO_PCI_COMPONENT);
	if (!err && *c->stored)
		err = devlink_info_version_stored_put_ext(req, c->name,
							  c->stored,
							  CPO_PCI_COMPONENT);
	return err;
}

static int cpo_pci_components_put(const struct cpo_pci_dev *cpd,
				  struct devlink_info_req *req)
{
	const struct cpo_pci_component *c = cpd->topo.components;
	unsigned int i;
	int err = 0;

	for (i = 0; i < cpd->topo.n_components && !err; i++, c++)
		if (*c->name && !cpo_pci_component_shown(cpd, i))
			err = cpo_pci_component_put(c, req);
	return err;
}

/* Served from memory. */
static int cpo_pci_info_get(struct devlink *devlink,
			    struct devlink_info_req *req,
			    struct netlink_ext_ack *extack)
{
	struct cpo_pci_dev *cpd = devlink_priv(devlink);
	const struct cpo_pci_ident *id = &cpd->ident;
	const struct cpo_pci_version versions[] = {
		{ devlink_info_version_fixed_put,
		  DEVLINK_INFO_VERSION_GENERIC_BOARD_ID, id->board },
		{ devlink_info_version_fixed_put,
		  DEVLINK_INFO_VERSION_GENERIC_BOARD_REV, id->revision },
		{ devlink_info_version_fixed_put,
		  DEVLINK_INFO_VERSION_GENERIC_BOARD_MANUFACTURE, id->vendor },
		{ devlink_info_version_fixed_put,
		  DEVLINK_INFO_VERSION_GENERIC_BOARD_PART_NUMBER, id->part },
		{ devlink_info_version_running_put,
		  DEVLINK_INFO_VERSION_GENERIC_FW, id->fw_running },
		{ devlink_info_version_stored_put,
		  DEVLINK_INFO_VERSION_GENERIC_FW, id->fw_stored },
	};
	unsigned int i;
	int err = 0;

	if (*id->serial)
		err = devlink_info_serial_number_put(req, id->serial);
	for (i = 0; i < ARRAY_SIZE(versions) && !err; i++)
		err = cpo_pci_version_put(req, &versions[i]);
	return err ?: cpo_pci_components_put(cpd, req);
}

/*
 * A reload makes everything anew that is above the device, and nothing on it:
 * ports belong to the namespace of the devlink instance, so they go before it
 * may change. The core keeps the device, its id and the sequence of events.
 */
static int cpo_pci_reload_down(struct devlink *devlink, bool netns_change,
			       enum devlink_reload_action action,
			       enum devlink_reload_limit limit,
			       struct netlink_ext_ack *extack)
{
	struct cpo_pci_dev *cpd = devlink_priv(devlink);

	/* one whose namespace ends cannot be refused */
	if (cpd->held && !netns_change) {
		NL_SET_ERR_MSG(extack, "Device is in reset");
		return -EBUSY;
	}
	cpo_pci_down(cpd);
	cpd->moving = netns_change;
	if (cpd->moving)
		cpo_dev_leave_net(cpd->cdev);
	if (cpd->ports)
		cpo_pci_ports_destroy(cpd);
	return 0;
}

static int cpo_pci_reload_up(struct devlink *devlink,
			     enum devlink_reload_action action,
			     enum devlink_reload_limit limit,
			     u32 *actions_performed,
			     struct netlink_ext_ack *extack)
{
	struct cpo_pci_dev *cpd = devlink_priv(devlink);
	int err;

	*actions_performed = BIT(DEVLINK_RELOAD_ACTION_DRIVER_REINIT);
	if (cpd->moving)
		cpo_dev_enter_net(cpd->cdev);
	/* in the middle of a reset: ports come with the device */
	if (cpd->held)
		return 0;
	err = cpo_pci_up(cpd);
	if (err)
		NL_SET_ERR_MSG(extack, "Device did not come back");
	return err;
}

static const struct devlink_ops cpo_pci_devlink_ops = {
	.info_get	= cpo_pci_info_get,
	.reload_actions	= BIT(DEVLINK_RELOAD_ACTION_DRIVER_REINIT),
	.reload_down	= cpo_pci_reload_down,
	.reload_up	= cpo_pci_reload_up,
};

/* See struct cpo_dev_ops. */
struct net *cpo_pci_net(struct cpo_dev *cdev)
{
	return devlink_net(priv_to_devlink(cpo_dev_priv(cdev)));
}

struct cpo_pci_dev *cpo_pci_devlink_alloc(struct pci_dev *pdev)
{
	struct cpo_pci_dev *cpd;
	struct devlink *devlink;

	devlink = devlink_alloc(&cpo_pci_devlink_ops, sizeof(*cpd), &pdev->dev);
	if (!devlink)
		return NULL;
	cpd = devlink_priv(devlink);
	cpd->pdev = pdev;
	cpd->dev = &pdev->dev;
	return cpd;
}

void cpo_pci_devlink_free(struct cpo_pci_dev *cpd)
{
	devlink_free(priv_to_devlink(cpd));
}
