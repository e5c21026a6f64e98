// SPDX-License-Identifier: GPL-2.0
/* Copyright (c) 2026 The cpo authors */

#include "cpo_pci.h"

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

static int cpo_pci_components_put(const struct cpo_pci_dev *cpd,
				  struct devlink_info_req *req)
{
	const struct cpo_pci_component *c = cpd->topo.components;
	struct cpo_pci_version v;
	unsigned int i;
	int err = 0;

	for (i = 0; i < cpd->ident.components && !err; i++, c++) {
		if (cpo_pci_component_shown(cpd, i))
			continue;
		v.name = c->name;
		v.put = devlink_info_version_running_put;
		v.value = c->running;
		err = cpo_pci_version_put(req, &v);
		if (err)
			break;
		v.put = devlink_info_version_stored_put;
		v.value = c->stored;
		err = cpo_pci_version_put(req, &v);
	}
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

static const struct devlink_ops cpo_pci_devlink_ops = {
	.info_get	= cpo_pci_info_get,
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
