// SPDX-License-Identifier: GPL-2.0
/* Copyright (c) 2026 The cpo authors */

/*
 * Ports.  A port is a devlink port first and then a netdev, so that the name of
 * the netdev can come from the devlink port.
 */

#include <linux/etherdevice.h>
#include <linux/rtnetlink.h>
#include <linux/slab.h>

#include "cpo_pci.h"

/* ---- carrier ---- */

/*
 * The carrier of a netdev that is up follows the optics of its port. Whoever
 * comes last has seen the newest row.
 */
static void cpo_pci_carrier_update(struct cpo_pci_port *port,
				   struct net_device *netdev)
{
	struct cpo_port_row row;
	bool up;

	spin_lock(&port->carrier_lock);
	up = port->open &&
	     !cpo_port_row_get(port->cpd->cdev, port->index, &row) &&
	     row.valid & CPO_ROW_STATE && row.state == CPO_PORT_STATE_UP;
	if (up)
		netif_carrier_on(netdev);
	else
		netif_carrier_off(netdev);
	spin_unlock(&port->carrier_lock);
}

/* The publish_lock is held, hence the netdev stays. */
void cpo_pci_port_carrier(struct cpo_pci_dev *cpd, u16 port)
{
	struct net_device *netdev;

	lockdep_assert_held(&cpd->publish_lock);
	netdev = cpd->ports ? cpd->ports[port].netdev : NULL;
	if (netdev)
		cpo_pci_carrier_update(&cpd->ports[port], netdev);
}

void cpo_pci_ports_carrier(struct cpo_pci_dev *cpd)
{
	unsigned int i;

	for (i = 0; i < cpd->ident.ports; i++)
		cpo_pci_port_carrier(cpd, i);
}

/* ---- netdev ---- */

static int cpo_pci_open(struct net_device *netdev)
{
	struct cpo_pci_port *port = cpo_pci_netdev_port(netdev);

	spin_lock(&port->carrier_lock);
	port->open = true;
	spin_unlock(&port->carrier_lock);
	cpo_pci_carrier_update(port, netdev);
	cpo_pci_power_port(port->cpd);
	netif_start_queue(netdev);
	return 0;
}

/* Light is not touched, unless the engine may sleep without its ports. */
static int cpo_pci_stop(struct net_device *netdev)
{
	struct cpo_pci_port *port = cpo_pci_netdev_port(netdev);

	netif_stop_queue(netdev);
	spin_lock(&port->carrier_lock);
	port->open = false;
	spin_unlock(&port->carrier_lock);
	cpo_pci_carrier_update(port, netdev);
	cpo_pci_power_port(port->cpd);
	return 0;
}

/* There is no data path yet. What is dropped is in the stats of the stack. */
static netdev_tx_t cpo_pci_start_xmit(struct sk_buff *skb,
				      struct net_device *netdev)
{
	dev_core_stats_tx_dropped_inc(netdev);
	dev_kfree_skb_any(skb);
	return NETDEV_TX_OK;
}

static const struct net_device_ops cpo_pci_netdev_ops = {
	.ndo_open		= cpo_pci_open,
	.ndo_stop		= cpo_pci_stop,
	.ndo_start_xmit		= cpo_pci_start_xmit,
	.ndo_validate_addr	= eth_validate_addr,
	.ndo_set_mac_address	= eth_mac_addr,
};

static struct net_device *cpo_pci_netdev_alloc(struct cpo_pci_port *port)
{
	struct cpo_pci_dev *cpd = port->cpd;
	const u8 *mac = cpd->topo.ports[port->index].mac;
	struct cpo_pci_netdev *np;
	struct net_device *netdev;

	netdev = alloc_etherdev(sizeof(*np));
	if (!netdev)
		return NULL;
	np = netdev_priv(netdev);
	np->port = port;
	SET_NETDEV_DEV(netdev, cpd->dev);
	SET_NETDEV_DEVLINK_PORT(netdev, &port->dl_port);
	dev_net_set(netdev, cpo_pci_net(cpd->cdev));
	netdev->dev_port = port->index;
	netdev->netdev_ops = &cpo_pci_netdev_ops;
	netdev->ethtool_ops = &cpo_pci_ethtool_ops;
	/* the device has no use for the address, so it may change any time */
	netdev->priv_flags |= IFF_LIVE_ADDR_CHANGE;
	if (is_valid_ether_addr(mac))
		eth_hw_addr_set(netdev, mac);
	else
		eth_hw_addr_random(netdev);
	netif_carrier_off(netdev);
	return netdev;
}

static int cpo_pci_netdev_create(struct cpo_pci_port *port)
{
	struct cpo_pci_dev *cpd = port->cpd;
	struct net_device *netdev;
	int err;

	netdev = cpo_pci_netdev_alloc(port);
	if (!netdev)
		return -ENOMEM;
	err = register_netdevice(netdev);
	if (err) {
		dev_err(cpd->dev, "Cannot register a netdev for port %u: %d\n",
			port->index, err);
		free_netdev(netdev);
		return err;
	}
	/* light or not, no frame passes as long as there is no data path */
	netif_dormant_on(netdev);
	mutex_lock(&cpd->publish_lock);
	port->netdev = netdev;
	cpo_port_set_netdev(cpd->cdev, port->index, netdev);
	mutex_unlock(&cpd->publish_lock);
	return 0;
}

/* The core has new objects, and may have forgotten which netdevs they have. */
void cpo_pci_ports_tell(struct cpo_pci_dev *cpd)
{
	unsigned int i;

	mutex_lock(&cpd->publish_lock);
	for (i = 0; cpd->ports && i < cpd->ident.ports; i++)
		cpo_port_set_netdev(cpd->cdev, i, cpd->ports[i].netdev);
	mutex_unlock(&cpd->publish_lock);
}

/* All at once: one wait for readers of the stack, not one per port. */
static void cpo_pci_netdevs_destroy(struct cpo_pci_dev *cpd)
{
	struct net_device *netdev;
	LIST_HEAD(list);
	unsigned int i;

	rtnl_lock();
	mutex_lock(&cpd->publish_lock);
	for (i = 0; i < cpd->ident.ports; i++) {
		netdev = cpd->ports[i].netdev;
		if (!netdev)
			continue;
		cpd->ports[i].netdev = NULL;
		cpo_port_set_netdev(cpd->cdev, i, NULL);
		netdev->needs_free_netdev = true;
		unregister_netdevice_queue(netdev, &list);
	}
	mutex_unlock(&cpd->publish_lock);
	unregister_netdevice_many(&list);
	rtnl_unlock();
}

/**
 * cpo_pci_ports_detach - tell the stack that the device is not there
 * @cpd: device
 *
 * Carrier stays as it was: optics do not go dark with the host interface.
 */
void cpo_pci_ports_detach(struct cpo_pci_dev *cpd)
{
	unsigned int i;

	rtnl_lock();
	for (i = 0; cpd->ports && i < cpd->ident.ports; i++)
		if (cpd->ports[i].netdev)
			netif_device_detach(cpd->ports[i].netdev);
	rtnl_unlock();
}

void cpo_pci_ports_attach(struct cpo_pci_dev *cpd)
{
	unsigned int i;

	rtnl_lock();
	for (i = 0; i < cpd->ident.ports; i++)
		if (cpd->ports[i].netdev)
			netif_device_attach(cpd->ports[i].netdev);
	rtnl_unlock();
}

/* ---- devlink port ---- */

static int cpo_pci_port_create(struct cpo_pci_dev *cpd, u16 index)
{
	const struct cpo_pci_port_info *info = &cpd->topo.ports[index];
	struct cpo_pci_port *port = &cpd->ports[index];
	struct devlink_port_attrs attrs = {
		.flavour = DEVLINK_PORT_FLAVOUR_PHYSICAL,
		.phys.port_number = index + 1,
		.lanes = info->lanes,
	};
	int err;

	port->cpd = cpd;
	port->index = index;
	port->n_lanes = info->n_lane;
	memcpy(port->lanes, info->lane, sizeof(port->lanes));
	spin_lock_init(&port->carrier_lock);
	/* a port without a netdev belongs to somebody else */
	if (!(info->flags & CPO_INV_PORT_NETDEV))
		return 0;
	devlink_port_attrs_set(&port->dl_port, &attrs);
	err = devl_port_register(priv_to_devlink(cpd), &port->dl_port, index);
	if (err) {
		dev_err(cpd->dev, "Cannot register devlink port %u: %d\n",
			index, err);
		return err;
	}
	port->dl_registered = true;
	rtnl_lock();
	err = cpo_pci_netdev_create(port);
	rtnl_unlock();
	return err;
}

/**
 * cpo_pci_ports_destroy - take back what cpo_pci_ports_create() made
 * @cpd: device; its devlink lock is held
 */
void cpo_pci_ports_destroy(struct cpo_pci_dev *cpd)
{
	struct cpo_pci_port *ports = cpd->ports;
	unsigned int i;

	cpo_pci_netdevs_destroy(cpd);
	for (i = 0; i < cpd->ident.ports; i++)
		if (ports[i].dl_registered)
			devl_port_unregister(&ports[i].dl_port);
	mutex_lock(&cpd->publish_lock);
	cpd->ports = NULL;
	mutex_unlock(&cpd->publish_lock);
	kvfree(ports);
	cpo_pci_power_reset(cpd);
}

/**
 * cpo_pci_ports_create - make the devlink ports and netdevs of a device
 * @cpd: device, registered with the core; its devlink lock is held
 *
 * Return: 0, or an error and nothing is left
 */
int cpo_pci_ports_create(struct cpo_pci_dev *cpd)
{
	struct cpo_pci_port *ports;
	unsigned int i;
	int err;

	ports = kvcalloc(cpd->ident.ports, sizeof(*ports), GFP_KERNEL);
	if (!ports)
		return -ENOMEM;
	mutex_lock(&cpd->publish_lock);
	cpd->ports = ports;
	mutex_unlock(&cpd->publish_lock);
	for (i = 0; i < cpd->ident.ports; i++) {
		err = cpo_pci_port_create(cpd, i);
		if (err)
			goto destroy_ports;
	}
	/* whoever was quick could not see all of them */
	cpo_pci_power_port(cpd);
	return 0;

destroy_ports:
	cpo_pci_ports_destroy(cpd);
	return err;
}
