// SPDX-License-Identifier: GPL-2.0
/* Copyright (c) 2026 The cpo authors */

#include <linux/random.h>
#include <linux/slab.h>
#include <net/net_namespace.h>

#include "cpo_nl.h"

static void cpo_dev_release(struct kref *ref)
{
	struct cpo_dev *cdev = container_of(ref, struct cpo_dev, ref);
	struct cpo_topo *topo = rcu_dereference_protected(cdev->topo, true);
	unsigned int i;

	for (i = 0; i < CPO_TARGETS; i++)
		cpo_target_release(&cdev->targets[i]);
	if (topo)
		cpo_topo_free(topo, true);
	cpo_flags_fini(cdev);
	cpo_thresholds_free(rcu_dereference_protected(cdev->thresholds, true));
	mutex_destroy(&cdev->thresholds_lock);
	put_device(cdev->parent);
	kvfree(cdev);
}

/**
 * cpo_dev_alloc() - make a device
 * @parent: device of the provider; its bus and name are shown to users
 * @ops: calls of the provider, valid until cpo_dev_unregister() returned
 * @priv: data of the provider, see cpo_dev_priv()
 *
 * Context: process.
 * Return: the device, or NULL when there is no memory. Give it back with
 *	cpo_dev_put().
 */
struct cpo_dev *cpo_dev_alloc(struct device *parent,
			      const struct cpo_dev_ops *ops, void *priv)
{
	struct cpo_dev *cdev;
	unsigned int i;

	cdev = kvzalloc_obj(*cdev);
	if (!cdev)
		return NULL;

	kref_init(&cdev->ref);
	cdev->parent = get_device(parent);
	cdev->ops = ops;
	cdev->priv = priv;
	seqlock_init(&cdev->lock);
	cdev->status.state = CPO_DEV_STATE_DETACHED;
	cpo_flags_init(cdev);
	mutex_init(&cdev->thresholds_lock);
	cpo_monitor_init(cdev);
	init_rwsem(&cdev->ops_sem);
	cpo_target_init(&cdev->refresh);
	cpo_target_init(&cdev->config);
	for (i = 0; i < CPO_TARGETS; i++)
		cpo_target_init(&cdev->targets[i]);

	return cdev;
}
EXPORT_SYMBOL_GPL(cpo_dev_alloc);

void cpo_dev_get(struct cpo_dev *cdev)
{
	kref_get(&cdev->ref);
}
EXPORT_SYMBOL_IF_KUNIT(cpo_dev_get);

/**
 * cpo_dev_put() - give up a reference to a device
 * @cdev: the device, not registered any more when it is the provider's
 *
 * Commands under way may hold it for a moment longer.
 */
void cpo_dev_put(struct cpo_dev *cdev)
{
	kref_put(&cdev->ref, cpo_dev_release);
}
EXPORT_SYMBOL_GPL(cpo_dev_put);

/**
 * cpo_dev_priv() - data of the provider
 * @cdev: the device
 *
 * Return: what was given to cpo_dev_alloc().
 */
void *cpo_dev_priv(const struct cpo_dev *cdev)
{
	return cdev->priv;
}
EXPORT_SYMBOL_GPL(cpo_dev_priv);

/**
 * cpo_dev_id() - id of a device
 * @cdev: the device, registered
 *
 * Return: its id in the uapi.
 */
u32 cpo_dev_id(const struct cpo_dev *cdev)
{
	return cdev->id;
}
EXPORT_SYMBOL_GPL(cpo_dev_id);

/**
 * cpo_dev_name() - name of a device
 * @cdev: the device
 *
 * Return: its name in the uapi, empty before it was registered.
 */
const char *cpo_dev_name(const struct cpo_dev *cdev)
{
	return cdev->name;
}
EXPORT_SYMBOL_GPL(cpo_dev_name);

/* Under RCU. */
struct net *cpo_dev_net(struct cpo_dev *cdev)
{
	return cdev->ops->net ? cdev->ops->net(cdev) : &init_net;
}

/* Take a reference to the namespace of the device; NULL: it is going away. */
struct net *cpo_dev_net_get(struct cpo_dev *cdev)
{
	struct net *net;

	rcu_read_lock();
	net = maybe_get_net(cpo_dev_net(cdev));
	rcu_read_unlock();

	return net;
}

void cpo_dev_status(struct cpo_dev *cdev, struct cpo_status *status)
{
	unsigned int seq;

	do {
		seq = read_seqbegin(&cdev->lock);
		*status = cdev->status;
	} while (read_seqretry(&cdev->lock, seq));
}
EXPORT_SYMBOL_IF_KUNIT(cpo_dev_status);

void cpo_dev_counts(struct cpo_dev *cdev, struct cpo_counts *counts)
{
	unsigned int seq;

	do {
		seq = read_seqbegin(&cdev->lock);
		*counts = cdev->counts;
	} while (read_seqretry(&cdev->lock, seq));
}
EXPORT_SYMBOL_IF_KUNIT(cpo_dev_counts);

static void cpo_dev_notify(struct cpo_dev *cdev, u8 cmd)
{
	cpo_nl_notify(cdev, &cpo_nl_dev, cmd, 0, GFP_KERNEL);
}

/* A dead device stays dead until it is attached again. */
static void cpo_dev_set_state(struct cpo_dev *cdev, u32 state)
{
	unsigned long flags;
	bool changed;

	write_seqlock_irqsave(&cdev->lock, flags);
	changed = cdev->status.state != state;
	if (state == CPO_DEV_STATE_DETACHED &&
	    cdev->status.state == CPO_DEV_STATE_DEAD)
		changed = false;
	if (changed) {
		cdev->status.state = state;
		cdev->counts.detaches += state == CPO_DEV_STATE_DETACHED;
	}
	write_sequnlock_irqrestore(&cdev->lock, flags);

	if (changed && READ_ONCE(cdev->registered))
		cpo_dev_notify(cdev, CPO_CMD_DEV_CHANGE_NTF);
}

/* Start the sequence of events anew. */
static void cpo_dev_draw_epoch(struct cpo_dev *cdev)
{
	unsigned long flags;
	u64 epoch;

	do {
		epoch = get_random_u32();
	} while (!epoch || epoch == cdev->status.epoch);

	write_seqlock_irqsave(&cdev->lock, flags);
	cdev->status.epoch = epoch;
	cdev->status.event_seq = 1;
	write_sequnlock_irqrestore(&cdev->lock, flags);
}

/* Ops that run see the end of it, those that begin see the change. */
static void cpo_dev_set_registered(struct cpo_dev *cdev, bool registered)
{
	down_write(&cdev->ops_sem);
	WRITE_ONCE(cdev->registered, registered);
	up_write(&cdev->ops_sem);
}

/* To be called when the state does not let new ops begin any more. */
static void cpo_dev_wait_ops(struct cpo_dev *cdev)
{
	down_write(&cdev->ops_sem);
	up_write(&cdev->ops_sem);
}

/* Whether the device can be asked; if not, why. */
int cpo_dev_check_online(struct cpo_dev *cdev, struct netlink_ext_ack *extack)
{
	struct cpo_status status;

	cpo_dev_status(cdev, &status);
	if (!READ_ONCE(cdev->registered)) {
		NL_SET_ERR_MSG(extack, "Device is gone");
		return -ENODEV;
	}
	if (status.state == CPO_DEV_STATE_DEAD) {
		NL_SET_ERR_MSG(extack, "Device does not answer any more");
		return -ENODEV;
	}
	if (status.state != CPO_DEV_STATE_ONLINE) {
		NL_SET_ERR_MSG(extack, "Device is in reset");
		return -EBUSY;
	}

	return 0;
}

/**
 * cpo_dev_op_begin() - get ready to call an op of the provider
 * @cdev: the device
 * @extack: where to say why not
 *
 * Ends with cpo_dev_op_end().
 *
 * Context: process. Waits, killable, while the provider closes or opens.
 * Return: 0, or a negative error when the provider cannot be called now.
 */
int cpo_dev_op_begin(struct cpo_dev *cdev, struct netlink_ext_ack *extack)
{
	int err;

	err = down_read_killable(&cdev->ops_sem);
	if (err)
		return err;

	err = cpo_dev_check_online(cdev, extack);
	if (err)
		up_read(&cdev->ops_sem);

	return err;
}

void cpo_dev_op_end(struct cpo_dev *cdev)
{
	up_read(&cdev->ops_sem);
}

/* Between begin and end: only then there are ops for sure. */
static int cpo_dev_call_refresh(struct cpo_dev *cdev,
				struct netlink_ext_ack *extack)
{
	if (!cdev->ops->refresh) {
		NL_SET_ERR_MSG(extack, "Device cannot sample on demand");
		return -EOPNOTSUPP;
	}

	return cdev->ops->refresh(cdev, extack);
}

/**
 * cpo_dev_refresh() - have the provider sample and publish now
 * @cdev: the device
 * @extack: where to say what went wrong
 *
 * Context: process. Waits are killable and bounded.
 * Return: 0 when new rows are in, or a negative error.
 */
int cpo_dev_refresh(struct cpo_dev *cdev, struct netlink_ext_ack *extack)
{
	long left;
	int err;

	left = cpo_target_lock(&cdev->refresh, CPO_PAGE_TIMEOUT_MS);
	if (left < 0) {
		NL_SET_ERR_MSG(extack, "Another refresh is still under way");
		return left;
	}

	err = cpo_dev_op_begin(cdev, extack);
	if (!err) {
		err = cpo_dev_call_refresh(cdev, extack);
		cpo_dev_op_end(cdev);
		cdev->refresh.done += !err;
	}
	cpo_target_unlock(&cdev->refresh);

	return err;
}
EXPORT_SYMBOL_IF_KUNIT(cpo_dev_refresh);

/* What is 0 stays as it is. */
static void cpo_dev_set_config(struct cpo_dev *cdev,
			       const struct cpo_config *config)
{
	unsigned long flags;

	write_seqlock_irqsave(&cdev->lock, flags);
	if (config->period_us)
		cdev->status.period_us = config->period_us;
	if (config->window_s)
		cdev->status.window_s = config->window_s;
	write_sequnlock_irqrestore(&cdev->lock, flags);
}

/**
 * cpo_dev_configured() - note how a device reports
 * @cdev: the device
 * @config: what is in force now
 *
 * For the provider, when it starts the device.
 *
 * Context: process, not from an op.
 */
void cpo_dev_configured(struct cpo_dev *cdev, const struct cpo_config *config)
{
	cpo_dev_set_config(cdev, config);
}
EXPORT_SYMBOL_GPL(cpo_dev_configured);

static int cpo_dev_call_configure(struct cpo_dev *cdev,
				  const struct cpo_config *config,
				  struct netlink_ext_ack *extack)
{
	if (!cdev->ops->configure) {
		NL_SET_ERR_MSG(extack, "Device reports as it does");
		return -EOPNOTSUPP;
	}

	return cdev->ops->configure(cdev, config, extack);
}

/**
 * cpo_dev_change_begin() - get ready to change how a device works
 * @cdev: the device
 * @extack: where to say why not
 *
 * One change at a time. Ends with cpo_dev_change_end().
 *
 * Context: process. Waits are killable and bounded.
 * Return: 0, or a negative error when the provider cannot be called now.
 */
int cpo_dev_change_begin(struct cpo_dev *cdev, struct netlink_ext_ack *extack)
{
	long left;
	int err;

	left = cpo_target_lock(&cdev->config, CPO_PAGE_TIMEOUT_MS);
	if (left < 0) {
		NL_SET_ERR_MSG(extack, "Another change is still under way");
		return left;
	}

	err = cpo_dev_op_begin(cdev, extack);
	if (err)
		cpo_target_unlock(&cdev->config);

	return err;
}

void cpo_dev_change_end(struct cpo_dev *cdev)
{
	cpo_dev_op_end(cdev);
	cpo_target_unlock(&cdev->config);
}

/**
 * cpo_dev_configure() - change how a device reports
 * @cdev: the device
 * @config: what to change
 * @extack: where to say what went wrong
 *
 * Users hear of it as of a change of the device.
 *
 * Context: process. Waits are killable and bounded.
 * Return: 0, or a negative error and nothing has changed.
 */
int cpo_dev_configure(struct cpo_dev *cdev, const struct cpo_config *config,
		      struct netlink_ext_ack *extack)
{
	int err;

	err = cpo_dev_change_begin(cdev, extack);
	if (err)
		return err;

	err = cpo_dev_call_configure(cdev, config, extack);
	/* while the provider is there, and the device is not started anew */
	if (!err) {
		cpo_dev_set_config(cdev, config);
		cpo_dev_notify(cdev, CPO_CMD_DEV_CHANGE_NTF);
	}
	cpo_dev_change_end(cdev);

	return err;
}
EXPORT_SYMBOL_IF_KUNIT(cpo_dev_configure);

/**
 * cpo_dev_register() - show a device to users
 * @cdev: the device, not registered
 * @inv: its objects; belongs to the core on success, to the caller otherwise
 *
 * Context: process.
 * Return: 0, -EINVAL when the inventory contradicts itself (the log says how),
 *	or another negative error.
 */
int cpo_dev_register(struct cpo_dev *cdev, struct cpo_inventory *inv)
{
	struct cpo_topo *topo;
	int err;

	if (WARN_ON(cdev->registered))
		return -EBUSY;

	err = cpo_inventory_check(cdev->parent, inv);
	if (err)
		return err;

	topo = cpo_topo_alloc(inv, NULL);
	if (!topo)
		return -ENOMEM;

	rcu_assign_pointer(cdev->topo, topo);
	cpo_dev_draw_epoch(cdev);
	cpo_dev_set_state(cdev, CPO_DEV_STATE_ONLINE);

	cpo_dev_set_registered(cdev, true);

	err = cpo_registry_add(cdev);
	if (err)
		goto err_free_topo;

	cpo_dev_notify(cdev, CPO_CMD_DEV_ADD_NTF);
	cpo_monitor_start(cdev);

	return 0;

err_free_topo:
	/* Nobody saw it. */
	cpo_dev_set_registered(cdev, false);
	RCU_INIT_POINTER(cdev->topo, NULL);
	topo->inv = NULL;
	cpo_topo_free(topo, true);
	return err;
}
EXPORT_SYMBOL_GPL(cpo_dev_register);

/**
 * cpo_dev_detach() - stop calling the provider for a while
 * @cdev: the device, registered
 *
 * For reset, suspend and reload. Rows are kept and shown as stale. Waits for
 * the ops that run, hence not to be called from one.
 *
 * Context: process.
 */
void cpo_dev_detach(struct cpo_dev *cdev)
{
	cpo_dev_set_state(cdev, CPO_DEV_STATE_DETACHED);
	cpo_dev_wait_ops(cdev);
	cpo_flags_renew(cdev);
}
EXPORT_SYMBOL_GPL(cpo_dev_detach);

/* Exchange the objects. Their rows live on if they still fit. */
static int cpo_dev_swap_topo(struct cpo_dev *cdev, struct cpo_inventory *inv)
{
	struct cpo_topo *old = cpo_topo_of_provider(cdev);
	struct cpo_topo *new;
	bool same;

	same = cpo_inventory_same_shape(old->inv, inv);
	new = cpo_topo_alloc(inv, same ? old->rows : NULL);
	if (!new)
		return -ENOMEM;

	/* before, or they would be shown as those of other objects */
	cpo_monitor_stop(cdev);
	if (!same) {
		cpo_flags_forget(cdev);
		cpo_thresholds_forget(cdev);
	}
	rcu_assign_pointer(cdev->topo, new);
	cpo_generation_next();
	synchronize_rcu();
	cpo_topo_free(old, !same);
	cpo_monitor_start(cdev);

	return 0;
}

/**
 * cpo_dev_set_inventory() - exchange the objects of a device
 * @cdev: the device, detached
 * @inv: its objects; belongs to the core on success, to the caller otherwise
 *
 * The number of objects may change: then all rows, flags and limits are unknown
 * until they are published, and the netdevs of ports have to be set again.
 *
 * Context: process.
 * Return: 0 or a negative error; then the objects are what they were.
 */
int cpo_dev_set_inventory(struct cpo_dev *cdev, struct cpo_inventory *inv)
{
	int err;

	if (WARN_ON(!cdev->registered))
		return -ENODEV;

	err = cpo_inventory_check(cdev->parent, inv);
	if (err)
		return err;
	if (!cpo_inventory_equal(cpo_topo_of_provider(cdev)->inv, inv))
		return cpo_dev_swap_topo(cdev, inv);

	cpo_inventory_free(inv);

	return 0;
}
EXPORT_SYMBOL_GPL(cpo_dev_set_inventory);

/**
 * cpo_dev_attach() - go on after cpo_dev_detach()
 * @cdev: the device, registered
 * @inv: as for cpo_dev_set_inventory(), or NULL
 *
 * A provider that publishes before it attaches shows no online device with old
 * rows, and no gap before there is something to catch up with.
 *
 * Context: process.
 * Return: 0 or a negative error; then the device remains detached.
 */
int cpo_dev_attach(struct cpo_dev *cdev, struct cpo_inventory *inv)
{
	int err;

	if (WARN_ON(!cdev->registered))
		return -ENODEV;

	if (inv) {
		err = cpo_dev_set_inventory(cdev, inv);
		if (err)
			return err;
	}

	cpo_targets_renew(cdev);
	cpo_dev_set_state(cdev, CPO_DEV_STATE_ONLINE);
	cpo_monitor_settled(cdev);

	return 0;
}
EXPORT_SYMBOL_GPL(cpo_dev_attach);

/**
 * cpo_dev_set_dead() - note that a device does not answer any more
 * @cdev: the device, registered
 *
 * May be called from an op. Ops are not called until the device is attached
 * again.
 *
 * Context: process.
 */
void cpo_dev_set_dead(struct cpo_dev *cdev)
{
	cpo_dev_set_state(cdev, CPO_DEV_STATE_DEAD);
}
EXPORT_SYMBOL_GPL(cpo_dev_set_dead);

/**
 * cpo_dev_leave_net() - hide a device that is about to change its namespace
 * @cdev: the device, detached
 *
 * Users of the namespace it is in hear that it left. Id, epoch and sequence are
 * kept for cpo_dev_enter_net(); unregistering is possible without it.
 *
 * Context: process.
 */
void cpo_dev_leave_net(struct cpo_dev *cdev)
{
	if (WARN_ON(!cdev->registered))
		return;

	cpo_registry_hide(cdev);
	cpo_dev_notify(cdev, CPO_CMD_DEV_DEL_NTF);
}
EXPORT_SYMBOL_GPL(cpo_dev_leave_net);

/**
 * cpo_dev_enter_net() - show a device that cpo_dev_leave_net() hid
 * @cdev: the device; its op net gives the namespace it is in now
 *
 * Context: process.
 */
void cpo_dev_enter_net(struct cpo_dev *cdev)
{
	if (WARN_ON(!cdev->registered))
		return;

	cpo_registry_show(cdev);
	cpo_dev_notify(cdev, CPO_CMD_DEV_ADD_NTF);
}
EXPORT_SYMBOL_GPL(cpo_dev_enter_net);

/**
 * cpo_dev_unregister() - hide a device from users
 * @cdev: the device
 *
 * When it returns, no op runs and none will. Not to be called from an op.
 *
 * Context: process.
 */
void cpo_dev_unregister(struct cpo_dev *cdev)
{
	if (!cdev->registered)
		return;

	cpo_registry_del(cdev);
	cpo_dev_set_registered(cdev, false);
	cpo_monitor_stop(cdev);
	cpo_dev_notify(cdev, CPO_CMD_DEV_DEL_NTF);
	synchronize_rcu();
}
EXPORT_SYMBOL_GPL(cpo_dev_unregister);

/**
 * cpo_dev_new_epoch() - the device began to count events anew
 * @cdev: the device
 *
 * After a reset of its firmware. Rows keep their values, but what is known
 * about the events they include is forgotten.
 *
 * Context: process, serialised with publishing.
 */
void cpo_dev_new_epoch(struct cpo_dev *cdev)
{
	struct cpo_topo *topo = cpo_topo_of_provider(cdev);

	if (WARN_ON_ONCE(!topo))
		return;

	cpo_rows_new_epoch(topo);
	cpo_flags_renew(cdev);
	cpo_targets_renew(cdev);
	cpo_monitor_new_epoch(cdev);
	cpo_dev_draw_epoch(cdev);
	if (READ_ONCE(cdev->registered))
		cpo_dev_notify(cdev, CPO_CMD_DEV_CHANGE_NTF);
}
EXPORT_SYMBOL_GPL(cpo_dev_new_epoch);

/**
 * cpo_dev_publish() - publish the values of the device
 * @cdev: the device
 * @row: values
 * @sample: where they come from
 * @period_us: time between two samples, 0: unknown
 *
 * Context: any but hard interrupt, serialised with the other publishing calls.
 */
void cpo_dev_publish(struct cpo_dev *cdev, const struct cpo_dev_row *row,
		     const struct cpo_sample *sample, u32 period_us)
{
	unsigned long flags;

	write_seqlock_irqsave(&cdev->lock, flags);
	cdev->status.row = *row;
	cdev->status.stamp.sample = *sample;
	cdev->status.period_us = period_us;
	write_sequnlock_irqrestore(&cdev->lock, flags);
}
EXPORT_SYMBOL_GPL(cpo_dev_publish);
