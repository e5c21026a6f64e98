// SPDX-License-Identifier: GPL-2.0
/* Copyright (c) 2026 The cpo authors */

/*
 * Power mode of modules. The module of a port is its engine, which other ports
 * have, too, so the policy is one of the engine: whoever sets it sets it for
 * all of them, and an engine that may sleep does so when the last of its ports
 * went down, until the first one comes up. A port may have several engines.
 */

#include <linux/bitmap.h>
#include <linux/capability.h>
#include <linux/ethtool.h>
#include <linux/jiffies.h>
#include <linux/netdevice.h>
#include <linux/netlink.h>
#include <linux/slab.h>

#include "cpo_pci.h"

#define CPO_PCI_POWER_RETRY_MS	1000
#define CPO_PCI_POWER_RETRIES	6U	/* that double the time between them */
#define CPO_PCI_POWER_UNKNOWN	0xff

static_assert(CPO_MAX_ENGINES * sizeof(struct cpo_hw_attr) <=
	      CPO_PCI_DATA_SIZE);

/* ---- what the device is told ---- */

static bool cpo_pci_port_up(struct cpo_pci_port *port)
{
	bool up;

	/* one without a netdev is never known to be down */
	if (!port->dl_registered)
		return true;
	spin_lock(&port->carrier_lock);
	up = port->open;
	spin_unlock(&port->carrier_lock);
	return up;
}

/* Those it sends through, as the wiring is now. */
static void cpo_pci_port_engines(const struct cpo_pci_dev *cpd,
				 unsigned int port, unsigned long *engines)
{
	const struct cpo_pci_port_info *info = &cpd->topo.ports[port];
	unsigned int i;

	for (i = 0; i < info->n_lane; i++)
		__set_bit(info->lane[i].engine, engines);
}

/* Engines of ports that are up; all of them while there are no ports. */
static void cpo_pci_engines_used(struct cpo_pci_dev *cpd, unsigned long *used)
{
	unsigned int i;

	mutex_lock(&cpd->publish_lock);
	if (!cpd->ports)
		bitmap_fill(used, CPO_MAX_ENGINES);
	for (i = 0; cpd->ports && i < cpd->ident.ports; i++)
		if (cpo_pci_port_up(&cpd->ports[i]))
			cpo_pci_port_engines(cpd, i, used);
	mutex_unlock(&cpd->publish_lock);
}

/* Rows for engines that have another mode than they should. */
static unsigned int cpo_pci_power_rows(struct cpo_pci_dev *cpd)
{
	struct cpo_pci_power *power = &cpd->power;
	DECLARE_BITMAP(used, CPO_MAX_ENGINES) = {};
	unsigned int i, n = 0;
	bool low;

	cpo_pci_engines_used(cpd, used);
	for (i = 0; i < cpd->ident.engines; i++) {
		low = power->engines[i].sleeps && !test_bit(i, used);
		if (power->engines[i].low == low)
			continue;
		power->rows[n++] = (struct cpo_hw_attr) {
			.obj.type = CPO_OBJ_ENGINE,
			.obj.a = cpu_to_le16(i),
			.attr = cpu_to_le16(CPO_ATTR_LOW_POWER),
			.value = cpu_to_le64(low),
		};
	}
	return n;
}

/* Without an answer, or with such a one, it may have done it or do it yet. */
static bool cpo_pci_power_open(const struct cpo_pci_cmd *cmd)
{
	return cmd->status == CPO_ST_OK || cmd->status == CPO_ST_TIMEOUT ||
	       cmd->status == CPO_ST_CANCELLED ||
	       cmd->status == CPO_ST_INTERNAL;
}

static void cpo_pci_power_told(struct cpo_pci_power *power,
			       const struct cpo_pci_cmd *cmd, int err)
{
	const struct cpo_hw_attr *row;
	unsigned int i;

	if (err && !cpo_pci_power_open(cmd))
		return;
	for (i = 0; i < cmd->count; i++) {
		row = &power->rows[i];
		power->engines[le16_to_cpu(row->obj.a)].low =
			err ? CPO_PCI_POWER_UNKNOWN : le64_to_cpu(row->value);
	}
}

static void cpo_pci_power_again(struct cpo_pci_power *power)
{
	queue_delayed_work(cpo_pci_wq, &power->work,
			   msecs_to_jiffies(CPO_PCI_POWER_RETRY_MS <<
					    power->retries));
	power->retries = min(power->retries + 1, CPO_PCI_POWER_RETRIES);
}

static int cpo_pci_power_apply(struct cpo_pci_dev *cpd,
			       struct netlink_ext_ack *extack)
{
	struct cpo_pci_power *power = &cpd->power;
	struct cpo_pci_cmd cmd = {
		.opcode = CPO_OP_ATTR_SET,
		.in = power->rows,
		.timeout_ms = CPO_PCI_ETHTOOL_MS,
	};
	int err;

	lockdep_assert_held(&power->lock);
	cmd.count = cpo_pci_power_rows(cpd);
	if (!cmd.count)
		return 0;
	cmd.in_len = cmd.count * sizeof(*power->rows);
	err = cpo_pci_cmd(cpd, &cmd, extack);
	cpo_pci_power_told(power, &cmd, err);
	if (!err)
		power->retries = 0;
	else if (err != -ENODEV)	/* then it is told when it is back */
		cpo_pci_power_again(power);
	return err;
}

void cpo_pci_power_work(struct work_struct *work)
{
	struct cpo_pci_dev *cpd = container_of(to_delayed_work(work),
					       struct cpo_pci_dev, power.work);
	unsigned int retries;
	int err;

	mutex_lock(&cpd->power.lock);
	retries = cpd->power.retries;
	err = cpo_pci_power_apply(cpd, NULL);
	mutex_unlock(&cpd->power.lock);
	/* once is enough */
	if (err && err != -ENODEV && !retries)
		dev_warn_ratelimited(cpd->dev, "Cannot change the power of engines: %d\n",
				     err);
}

/**
 * cpo_pci_power_port - a port went up or down
 * @cpd: device
 *
 * Does not wait for the device.
 */
void cpo_pci_power_port(struct cpo_pci_dev *cpd)
{
	if (READ_ONCE(cpd->power.sleepers))
		mod_delayed_work(cpo_pci_wq, &cpd->power.work, 0);
}

/* ---- what it is at ---- */

/* A value that cannot be is one that is not known: it is set. */
static void cpo_pci_power_take(struct cpo_pci_dev *cpd, unsigned int n)
{
	struct cpo_pci_power *power = &cpd->power;
	unsigned int i;
	u64 value;

	for (i = 0; i < cpd->ident.engines; i++) {
		value = i < n ? le64_to_cpu(power->rows[i].value) : U64_MAX;
		power->engines[i].low = value <= 1 ? value :
						     CPO_PCI_POWER_UNKNOWN;
	}
}

/* It does not know the command, or no such setting of an engine. */
static void cpo_pci_power_none(struct cpo_pci_power *power)
{
	power->none = true;
	WRITE_ONCE(power->sleepers, 0);
}

static int cpo_pci_power_read(struct cpo_pci_dev *cpd)
{
	struct cpo_hw_attr_get arg = {
		.attr = cpu_to_le16(CPO_ATTR_LOW_POWER),
	};
	struct cpo_pci_cmd cmd = {
		.opcode = CPO_OP_ATTR_GET,
		.obj.type = CPO_OBJ_ENGINE,
		.count = cpd->ident.engines,
		.arg = &arg,
		.arg_len = sizeof(arg),
		.out = cpd->power.rows,
		.out_len = cpd->ident.engines * sizeof(*cpd->power.rows),
	};
	int err;

	if (!cmd.count)
		return -EOPNOTSUPP;
	err = cpo_pci_cmd(cpd, &cmd, NULL);
	cpo_pci_power_take(cpd, err ? 0 :
				cmd.len / sizeof(*cpd->power.rows));
	return err;
}

/**
 * cpo_pci_power_start - give engines the mode that the policies ask for
 * @cpd: device that takes commands
 *
 * A driver before us may have left some of them asleep.
 *
 * Return: 0, or an error of a device that does not answer
 */
int cpo_pci_power_start(struct cpo_pci_dev *cpd)
{
	struct cpo_pci_power *power = &cpd->power;
	int err;

	if (power->none)
		return 0;
	mutex_lock(&power->lock);
	power->retries = 0;
	err = cpo_pci_power_read(cpd);
	if (err == -EOPNOTSUPP || err == -ENOENT) {
		cpo_pci_power_none(power);
		err = 0;
	} else if (err != -ENODEV && err != -ETIMEDOUT) {
		err = cpo_pci_power_apply(cpd, NULL);
	}
	mutex_unlock(&power->lock);
	if (err == -ENODEV || err == -ETIMEDOUT)
		return err;
	if (err)
		dev_warn(cpd->dev, "Cannot see to the power of engines: %d\n",
			 err);
	return 0;
}

/**
 * cpo_pci_power_reset - back to the default policy
 * @cpd: device whose netdevs are gone
 */
void cpo_pci_power_reset(struct cpo_pci_dev *cpd)
{
	unsigned int i;

	mutex_lock(&cpd->power.lock);
	for (i = 0; i < cpd->ident.engines; i++)
		WRITE_ONCE(cpd->power.engines[i].sleeps, false);
	WRITE_ONCE(cpd->power.sleepers, 0);
	mutex_unlock(&cpd->power.lock);
}

int cpo_pci_power_init(struct cpo_pci_dev *cpd)
{
	struct cpo_pci_power *power = &cpd->power;

	power->engines = kcalloc(cpd->ident.engines, sizeof(*power->engines),
				 GFP_KERNEL);
	power->rows = kmalloc(CPO_PCI_DATA_SIZE, GFP_KERNEL);
	if (power->engines && power->rows)
		return 0;
	cpo_pci_power_fini(cpd);
	return -ENOMEM;
}

void cpo_pci_power_fini(struct cpo_pci_dev *cpd)
{
	kfree(cpd->power.rows);
	kfree(cpd->power.engines);
}

/* ---- ethtool ---- */

/* Between the modes it still is what it was. */
static enum ethtool_module_power_mode
cpo_pci_engine_mode(struct cpo_pci_dev *cpd, unsigned int engine)
{
	struct cpo_engine_row row;

	if (cpo_engine_row_get(cpd->cdev, engine, &row) ||
	    !(row.valid & CPO_ROW_STATE))
		return 0;
	switch (row.state) {
	case CPO_MODULE_STATE_LOW_POWER:
	case CPO_MODULE_STATE_POWER_UP:
		return ETHTOOL_MODULE_POWER_MODE_LOW;
	case CPO_MODULE_STATE_READY:
	case CPO_MODULE_STATE_POWER_DOWN:
		return ETHTOOL_MODULE_POWER_MODE_HIGH;
	default:
		return 0;
	}
}

/* The port has what the engine has that has least; 0 is not known. */
static enum ethtool_module_power_mode
cpo_pci_port_mode(struct cpo_pci_port *port, const unsigned long *engines)
{
	enum ethtool_module_power_mode mode = ETHTOOL_MODULE_POWER_MODE_HIGH;
	struct cpo_port_row row;
	unsigned int i;

	/* rows of a device grow old together, and ethtool has no age */
	if (cpo_port_row_get_fresh(port->cpd->cdev, port->index, &row))
		return 0;
	for_each_set_bit(i, engines, CPO_MAX_ENGINES)
		mode = min(mode, cpo_pci_engine_mode(port->cpd, i));
	return mode;
}

int cpo_pci_get_power_mode(struct net_device *netdev,
			   struct ethtool_module_power_mode_params *p,
			   struct netlink_ext_ack *extack)
{
	struct cpo_pci_port *port = cpo_pci_netdev_port(netdev);
	struct cpo_pci_power *power = &port->cpd->power;
	DECLARE_BITMAP(engines, CPO_MAX_ENGINES) = {};
	unsigned int i;

	if (power->none) {
		NL_SET_ERR_MSG(extack, "Device has no power mode of engines");
		return -EOPNOTSUPP;
	}
	cpo_pci_port_engines(port->cpd, port->index, engines);
	p->policy = ETHTOOL_MODULE_POWER_MODE_POLICY_HIGH;
	/* high is a promise, so one that may sleep is enough */
	for_each_set_bit(i, engines, CPO_MAX_ENGINES)
		if (READ_ONCE(power->engines[i].sleeps))
			p->policy = ETHTOOL_MODULE_POWER_MODE_POLICY_AUTO;
	p->mode = cpo_pci_port_mode(port, engines);
	return 0;
}

static void cpo_pci_power_policy(struct cpo_pci_dev *cpd,
				 const unsigned long *engines, bool sleeps)
{
	struct cpo_pci_power *power = &cpd->power;
	unsigned int i, n = 0;

	for_each_set_bit(i, engines, CPO_MAX_ENGINES)
		WRITE_ONCE(power->engines[i].sleeps, sleeps);
	for (i = 0; i < cpd->ident.engines; i++)
		n += power->engines[i].sleeps;
	WRITE_ONCE(power->sleepers, n);
}

/* Those that had it before keep it if the device refuses the change. */
static int cpo_pci_power_set(struct cpo_pci_dev *cpd,
			     const unsigned long *engines, bool sleeps,
			     struct netlink_ext_ack *extack)
{
	DECLARE_BITMAP(changed, CPO_MAX_ENGINES) = {};
	unsigned int i;
	int err;

	for_each_set_bit(i, engines, CPO_MAX_ENGINES)
		if (cpd->power.engines[i].sleeps != sleeps)
			__set_bit(i, changed);
	cpo_pci_power_policy(cpd, changed, sleeps);
	err = cpo_pci_power_apply(cpd, extack);
	if (err)
		cpo_pci_power_policy(cpd, changed, !sleeps);
	return err;
}

int cpo_pci_set_power_mode(struct net_device *netdev,
			   const struct ethtool_module_power_mode_params *p,
			   struct netlink_ext_ack *extack)
{
	struct cpo_pci_port *port = cpo_pci_netdev_port(netdev);
	DECLARE_BITMAP(engines, CPO_MAX_ENGINES) = {};
	struct cpo_pci_dev *cpd = port->cpd;
	int err;

	/* a netdev may be in the netns of somebody else, the engine is not */
	if (!capable(CAP_NET_ADMIN)) {
		NL_SET_ERR_MSG(extack, "Needs CAP_NET_ADMIN of the host");
		return -EPERM;
	}
	if (cpd->power.none) {
		NL_SET_ERR_MSG(extack, "Device has no power mode of engines");
		return -EOPNOTSUPP;
	}
	cpo_pci_port_engines(cpd, port->index, engines);
	mutex_lock(&cpd->power.lock);
	err = cpo_pci_power_set(cpd, engines, p->policy ==
				ETHTOOL_MODULE_POWER_MODE_POLICY_AUTO, extack);
	mutex_unlock(&cpd->power.lock);
	return err;
}
