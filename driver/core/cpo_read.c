// SPDX-License-Identifier: GPL-2.0
/* Copyright (c) 2026 The cpo authors */

/*
 * What a provider reads back: for those users who know nothing of the family
 * and ask the provider through the interfaces of another subsystem.
 */

#include "cpo_priv.h"

/**
 * cpo_dev_inventory() - the objects of a device
 * @cdev: the device
 *
 * Context: serialised by the caller with cpo_dev_register(),
 *	cpo_dev_set_inventory() and cpo_dev_attach(), which exchange them.
 * Return: the objects, not to be changed, or NULL when there are none yet.
 */
const struct cpo_inventory *cpo_dev_inventory(struct cpo_dev *cdev)
{
	const struct cpo_topo *topo = cpo_topo_of_provider(cdev);

	return topo ? topo->inv : NULL;
}
EXPORT_SYMBOL_GPL(cpo_dev_inventory);

/**
 * cpo_engine_row_get() - read back the values of an engine
 * @cdev: the device, registered
 * @engine: the engine
 * @row: where to put them
 *
 * Context: any.
 * Return: 0, -EINVAL when there is no such engine, -ENODATA when nothing was
 *	published yet; then @row has no valid value.
 */
int cpo_engine_row_get(struct cpo_dev *cdev, u16 engine,
		       struct cpo_engine_row *row)
{
	struct cpo_engine_slot slot = {};
	const struct cpo_topo *topo;
	int err = -EINVAL;

	rcu_read_lock();
	topo = rcu_dereference(cdev->topo);
	if (topo && engine < topo->inv->n_engines) {
		cpo_engine_read(topo->rows, engine, &slot);
		err = cpo_stamp_known(&slot.stamp) ? 0 : -ENODATA;
	}
	rcu_read_unlock();
	*row = slot.row;

	return err;
}
EXPORT_SYMBOL_GPL(cpo_engine_row_get);

/**
 * cpo_els_row_get() - read back the values of an ELS slot
 * @cdev: the device, registered
 * @els: the slot
 * @row: where to put them
 *
 * Context: any.
 * Return: 0, -EINVAL when there is no such slot, -ENODATA when nothing was
 *	published yet; then @row has no valid value.
 */
int cpo_els_row_get(struct cpo_dev *cdev, u16 els, struct cpo_els_row *row)
{
	const struct cpo_topo *topo;
	struct cpo_els_slot slot = {};
	int err = -EINVAL;

	rcu_read_lock();
	topo = rcu_dereference(cdev->topo);
	if (topo && els < topo->inv->n_els) {
		cpo_els_read(topo->rows, els, &slot);
		err = cpo_stamp_known(&slot.stamp) ? 0 : -ENODATA;
	}
	rcu_read_unlock();
	*row = slot.row;

	return err;
}
EXPORT_SYMBOL_GPL(cpo_els_row_get);

/**
 * cpo_els_get_identity() - read back which module is in an ELS slot
 * @cdev: the device, registered
 * @els: the slot
 * @id: where to put it; empty strings are unknown
 *
 * Context: any.
 * Return: 0, or -EINVAL when there is no such slot.
 */
int cpo_els_get_identity(struct cpo_dev *cdev, u16 els,
			 struct cpo_identity *id)
{
	const struct cpo_topo *topo;
	struct cpo_els_slot slot = {};
	int err = -EINVAL;

	rcu_read_lock();
	topo = rcu_dereference(cdev->topo);
	if (topo && els < topo->inv->n_els) {
		cpo_els_read(topo->rows, els, &slot);
		err = 0;
	}
	rcu_read_unlock();
	*id = slot.id;

	return err;
}
EXPORT_SYMBOL_GPL(cpo_els_get_identity);

/**
 * cpo_laser_row_get() - read back the values of a laser
 * @cdev: the device, registered
 * @laser: the laser, over the device
 * @row: where to put them
 *
 * Context: any.
 * Return: 0, -EINVAL when there is no such laser, -ENODATA when nothing was
 *	published yet; then @row has no valid value.
 */
int cpo_laser_row_get(struct cpo_dev *cdev, u16 laser,
		      struct cpo_laser_row *row)
{
	struct cpo_laser_slot slot = {};
	const struct cpo_topo *topo;
	int err = -EINVAL;

	rcu_read_lock();
	topo = rcu_dereference(cdev->topo);
	if (topo && laser < topo->inv->n_lasers) {
		cpo_laser_read(topo->rows, laser, &slot);
		err = cpo_stamp_known(&slot.stamp) ? 0 : -ENODATA;
	}
	rcu_read_unlock();
	*row = slot.row;

	return err;
}
EXPORT_SYMBOL_GPL(cpo_laser_row_get);

/**
 * cpo_route_row_get() - read back the values of a route
 * @cdev: the device, registered
 * @route: the route
 * @row: where to put them
 *
 * Context: any.
 * Return: 0, -EINVAL when there is no such route, -ENODATA when nothing was
 *	published yet; then @row has no valid value.
 */
int cpo_route_row_get(struct cpo_dev *cdev, u16 route,
		      struct cpo_route_row *row)
{
	struct cpo_route_slot slot = {};
	const struct cpo_topo *topo;
	int err = -EINVAL;

	rcu_read_lock();
	topo = rcu_dereference(cdev->topo);
	if (topo && route < topo->inv->n_routes) {
		cpo_route_read(topo->rows, route, &slot);
		err = cpo_stamp_known(&slot.stamp) ? 0 : -ENODATA;
	}
	rcu_read_unlock();
	*row = slot.row;

	return err;
}
EXPORT_SYMBOL_GPL(cpo_route_row_get);

/**
 * cpo_sensor_row_get() - read back the value of a sensor
 * @cdev: the device, registered
 * @sensor: the sensor
 * @row: where to put it
 *
 * Context: any.
 * Return: 0, -EINVAL when there is no such sensor, -ENODATA when nothing was
 *	published yet; then @row has no valid value.
 */
int cpo_sensor_row_get(struct cpo_dev *cdev, u16 sensor,
		       struct cpo_sensor_row *row)
{
	struct cpo_sensor_slot slot = {};
	const struct cpo_topo *topo;
	int err = -EINVAL;

	rcu_read_lock();
	topo = rcu_dereference(cdev->topo);
	if (topo && sensor < topo->inv->n_sensors) {
		cpo_sensor_read(topo->rows, sensor, &slot);
		err = cpo_stamp_known(&slot.stamp) ? 0 : -ENODATA;
	}
	rcu_read_unlock();
	*row = slot.row;

	return err;
}
EXPORT_SYMBOL_GPL(cpo_sensor_row_get);

static int cpo_port_slot_get(struct cpo_dev *cdev, u16 port,
			     struct cpo_port_slot *slot)
{
	const struct cpo_topo *topo;
	int err = -EINVAL;

	rcu_read_lock();
	topo = rcu_dereference(cdev->topo);
	if (topo && port < topo->inv->n_ports) {
		cpo_port_read(topo->rows, port, slot);
		err = 0;
	}
	rcu_read_unlock();

	return err;
}

/**
 * cpo_port_row_get() - read back the values of a port
 * @cdev: the device, registered
 * @port: the port
 * @row: where to put them
 *
 * Context: any.
 * Return: 0, -EINVAL when there is no such port, -ENODATA when nothing was
 *	published yet; then @row has no valid value.
 */
int cpo_port_row_get(struct cpo_dev *cdev, u16 port, struct cpo_port_row *row)
{
	struct cpo_port_slot slot;
	int err;

	memset(row, 0, sizeof(*row));
	err = cpo_port_slot_get(cdev, port, &slot);
	if (err)
		return err;
	*row = slot.row;

	return cpo_stamp_known(&slot.stamp) ? 0 : -ENODATA;
}
EXPORT_SYMBOL_GPL(cpo_port_row_get);

/**
 * cpo_port_row_get_fresh() - read back the values of a port, unless stale
 * @cdev: the device, registered
 * @port: the port
 * @row: where to put them
 *
 * For readers that cannot say of a value that it is old.
 *
 * Context: any.
 * Return: 0, -EINVAL when there is no such port, -ENODATA when nothing was
 *	published yet, or not lately, or the device is not online; then @row has
 *	no valid value.
 */
int cpo_port_row_get_fresh(struct cpo_dev *cdev, u16 port,
			   struct cpo_port_row *row)
{
	struct cpo_port_slot slot;
	struct cpo_status status;
	int err;

	memset(row, 0, sizeof(*row));
	err = cpo_port_slot_get(cdev, port, &slot);
	if (err)
		return err;
	cpo_dev_status(cdev, &status);
	if (cpo_sample_stale(&slot.stamp.sample, status.state,
			     ktime_get_boottime_ns(), status.period_us))
		return -ENODATA;
	*row = slot.row;

	return 0;
}
EXPORT_SYMBOL_GPL(cpo_port_row_get_fresh);

/**
 * cpo_fec_row_get() - read back the FEC counters of a port
 * @cdev: the device, registered
 * @port: the port
 * @row: where to put them
 *
 * They may be old, but are what was counted last.
 *
 * Context: any.
 * Return: 0, -EINVAL when there is no such port, -ENODATA when nothing was
 *	published yet; then @row has no valid value.
 */
int cpo_fec_row_get(struct cpo_dev *cdev, u16 port, struct cpo_fec_row *row)
{
	const struct cpo_topo *topo;
	struct cpo_fec_slot slot;
	int err = -EINVAL;

	memset(row, 0, sizeof(*row));

	rcu_read_lock();
	topo = rcu_dereference(cdev->topo);
	if (topo && port < topo->inv->n_ports) {
		cpo_fec_read(topo->rows, port, &slot);
		*row = slot.row;
		err = cpo_stamp_known(&slot.stamp) ? 0 : -ENODATA;
	}
	rcu_read_unlock();

	return err;
}
EXPORT_SYMBOL_GPL(cpo_fec_row_get);

/**
 * cpo_lane_row_get() - read back the values of a lane
 * @cdev: the device, registered
 * @lane: the lane, over the device
 * @row: where to put them
 *
 * Context: any.
 * Return: 0, -EINVAL when there is no such lane, -ENODATA when nothing was
 *	published yet; then @row has no valid value.
 */
int cpo_lane_row_get(struct cpo_dev *cdev, u16 lane, struct cpo_lane_row *row)
{
	const struct cpo_topo *topo;
	struct cpo_lane_slot slot;
	int err = -EINVAL;

	memset(row, 0, sizeof(*row));

	rcu_read_lock();
	topo = rcu_dereference(cdev->topo);
	if (topo && lane < topo->inv->n_lanes) {
		cpo_lane_read(topo, lane, &slot);
		*row = slot.row;
		err = cpo_stamp_known(&slot.stamp) ? 0 : -ENODATA;
	}
	rcu_read_unlock();

	return err;
}
EXPORT_SYMBOL_GPL(cpo_lane_row_get);

/**
 * cpo_flag_next_set() - find a flag of a kind of object that is set
 * @cdev: the device, registered
 * @object: enum cpo_object
 * @place: where to look from, 0 at first; is moved behind the one found
 * @id: gets which flag it is
 * @value: gets its value at its last change
 *
 * A flag that changes meanwhile is found or not.
 *
 * Context: any.
 * Return: false when there are no more.
 */
bool cpo_flag_next_set(struct cpo_dev *cdev, u8 object, u32 *place,
		       struct cpo_flag_id *id, s64 *value)
{
	struct cpo_flag flag;
	bool found = false;

	*place = max(*place, cpo_flag_key_first(object));
	rcu_read_lock();
	while (!found && cpo_flag_next(cdev, place, &flag) &&
	       flag.id.object == object) {
		(*place)++;
		found = flag.set;
	}
	rcu_read_unlock();
	if (found) {
		*id = flag.id;
		*value = flag.value;
	}

	return found;
}
EXPORT_SYMBOL_GPL(cpo_flag_next_set);
