// SPDX-License-Identifier: GPL-2.0
/* Copyright (c) 2026 The cpo authors */

/*
 * One hwmon device for each engine, each ELS slot and the board.  A value is
 * that of the row, in the unit of hwmon, or -ENODATA where the family shows no
 * value or one that is stale.  Limits are those of the device, and an alarm is
 * its flag.
 *
 * A limit the device does not have has no files: tools take one that cannot be
 * read for 0.  So a hwmon device is made anew when it is to show other limits,
 * or more rails, than before.
 */

#include <kunit/visibility.h>
#include <linux/bitmap.h>
#include <linux/jiffies.h>
#include <linux/math64.h>
#include <linux/module.h>
#include <linux/overflow.h>
#include <linux/slab.h>

#include "cpo_hwmon.h"
#include "cpo_nl.h"

/* So often, at most, is who waits for alarms of a hwmon device woken up. */
#define CPO_HWMON_GAP		HZ

#define CPO_NO_QUANTITY		0xff

enum cpo_hwmon_what {
	CPO_HWMON_ENGINE_TEMP,
	CPO_HWMON_ENGINE_RAIL,
	CPO_HWMON_ENGINE_POWER,
	CPO_HWMON_ELS_TEMP,
	CPO_HWMON_ELS_BENCH,
	CPO_HWMON_ELS_VCC,
	CPO_HWMON_ELS_ICC,
	CPO_HWMON_ELS_POWER,
	CPO_HWMON_ELS_TEC,
	CPO_HWMON_LASER_TEMP,
	CPO_HWMON_LASER_BIAS,
	CPO_HWMON_LASER_POWER,
	CPO_HWMON_DEV_POWER,
	CPO_HWMON_SENSOR_TEMP,
	CPO_HWMON_SENSOR_RAIL,
	CPO_HWMON_SENSOR_POWER,
};

/* ---- units ---- */

/* A unit of the core in that of hwmon. */
struct cpo_hwmon_unit {
	s32 mul;
	s32 div;
};

static const struct cpo_hwmon_unit cpo_hwmon_mc = { 1, 1 };
static const struct cpo_hwmon_unit cpo_hwmon_uv = { 1, 1000 };
static const struct cpo_hwmon_unit cpo_hwmon_ua = { 1, 1000 };
static const struct cpo_hwmon_unit cpo_hwmon_na = { 1, 1000000 };
static const struct cpo_hwmon_unit cpo_hwmon_mw = { 1000, 1 };
static const struct cpo_hwmon_unit cpo_hwmon_nw = { 1, 1000 };

/* Rounded to the nearest; what does not fit is not shown as something else. */
static int cpo_hwmon_scale(const struct cpo_hwmon_unit *unit, s64 raw,
			   long *val)
{
	s32 rest;
	s64 v;

	v = div_s64_rem(raw, unit->div, &rest);
	if (2 * abs((s64)rest) >= unit->div)
		v += raw < 0 ? -1 : 1;
	if (check_mul_overflow(v, (s64)unit->mul, &v) || v != (long)v)
		return -EOVERFLOW;
	*val = v;

	return 0;
}

/* ---- channels ---- */

static const struct cpo_hwmon_desc {
	enum hwmon_sensor_types type;
	u8 object;
	u8 quantity;		/* that has limits, or CPO_NO_QUANTITY */
	const struct cpo_hwmon_unit *unit;
	const char *name;
} cpo_hwmon_descs[] = {
	[CPO_HWMON_ENGINE_TEMP] = {
		hwmon_temp, CPO_OBJECT_ENGINE, CPO_QUANTITY_TEMPERATURE,
		&cpo_hwmon_mc, "temperature",
	},
	[CPO_HWMON_ENGINE_RAIL] = {
		hwmon_in, CPO_OBJECT_ENGINE, CPO_NO_QUANTITY,
		&cpo_hwmon_uv, "rail",
	},
	[CPO_HWMON_ENGINE_POWER] = {
		hwmon_power, CPO_OBJECT_ENGINE, CPO_QUANTITY_POWER,
		&cpo_hwmon_mw, "power",
	},
	[CPO_HWMON_ELS_TEMP] = {
		hwmon_temp, CPO_OBJECT_ELS, CPO_QUANTITY_TEMPERATURE,
		&cpo_hwmon_mc, "case",
	},
	[CPO_HWMON_ELS_BENCH] = {
		hwmon_temp, CPO_OBJECT_ELS, CPO_NO_QUANTITY,
		&cpo_hwmon_mc, "laser bench",
	},
	[CPO_HWMON_ELS_VCC] = {
		hwmon_in, CPO_OBJECT_ELS, CPO_QUANTITY_VOLTAGE,
		&cpo_hwmon_uv, "supply",
	},
	[CPO_HWMON_ELS_ICC] = {
		hwmon_curr, CPO_OBJECT_ELS, CPO_NO_QUANTITY,
		&cpo_hwmon_ua, "supply current",
	},
	[CPO_HWMON_ELS_POWER] = {
		hwmon_power, CPO_OBJECT_ELS, CPO_QUANTITY_POWER,
		&cpo_hwmon_mw, "power",
	},
	[CPO_HWMON_ELS_TEC] = {
		hwmon_power, CPO_OBJECT_ELS, CPO_NO_QUANTITY,
		&cpo_hwmon_mw, "cooler",
	},
	[CPO_HWMON_LASER_TEMP] = {
		hwmon_temp, CPO_OBJECT_LASER, CPO_QUANTITY_TEMPERATURE,
		&cpo_hwmon_mc, "temperature",
	},
	[CPO_HWMON_LASER_BIAS] = {
		hwmon_curr, CPO_OBJECT_LASER, CPO_QUANTITY_BIAS,
		&cpo_hwmon_na, "bias",
	},
	[CPO_HWMON_LASER_POWER] = {
		hwmon_power, CPO_OBJECT_LASER, CPO_QUANTITY_OPTICAL_POWER,
		&cpo_hwmon_nw, "light",
	},
	[CPO_HWMON_DEV_POWER] = {
		hwmon_power, CPO_OBJECT_DEV, CPO_NO_QUANTITY,
		&cpo_hwmon_mw, "device",
	},
	[CPO_HWMON_SENSOR_TEMP] = {
		hwmon_temp, CPO_OBJECT_SENSOR, CPO_QUANTITY_VALUE,
		&cpo_hwmon_mc,
	},
	[CPO_HWMON_SENSOR_RAIL] = {
		hwmon_in, CPO_OBJECT_SENSOR, CPO_QUANTITY_VALUE,
		&cpo_hwmon_uv,
	},
	[CPO_HWMON_SENSOR_POWER] = {
		hwmon_power, CPO_OBJECT_SENSOR, CPO_QUANTITY_VALUE,
		&cpo_hwmon_mw,
	},
};

/* Attributes of a type; limits and alarms by enum cpo_level. */
static const struct cpo_hwmon_attrs {
	u32 input;
	u32 label;
	u32 limit[CPO_LEVELS];
	u32 alarm[CPO_LEVELS];
} cpo_hwmon_attrs[CPO_HWMON_TYPES] = {
	{
		hwmon_temp_input, hwmon_temp_label,
		{ hwmon_temp_crit, hwmon_temp_max,
		  hwmon_temp_min, hwmon_temp_lcrit },
		{ hwmon_temp_crit_alarm, hwmon_temp_max_alarm,
		  hwmon_temp_min_alarm, hwmon_temp_lcrit_alarm },
	}, {
		hwmon_in_input, hwmon_in_label,
		{ hwmon_in_crit, hwmon_in_max,
		  hwmon_in_min, hwmon_in_lcrit },
		{ hwmon_in_crit_alarm, hwmon_in_max_alarm,
		  hwmon_in_min_alarm, hwmon_in_lcrit_alarm },
	}, {
		hwmon_curr_input, hwmon_curr_label,
		{ hwmon_curr_crit, hwmon_curr_max,
		  hwmon_curr_min, hwmon_curr_lcrit },
		{ hwmon_curr_crit_alarm, hwmon_curr_max_alarm,
		  hwmon_curr_min_alarm, hwmon_curr_lcrit_alarm },
	}, {
		hwmon_power_input, hwmon_power_label,
		{ hwmon_power_crit, hwmon_power_max,
		  hwmon_power_min, hwmon_power_lcrit },
		{ hwmon_power_crit_alarm, hwmon_power_max_alarm,
		  hwmon_power_min_alarm, hwmon_power_lcrit_alarm },
	},
};

static_assert(hwmon_power == hwmon_temp + CPO_HWMON_TYPES - 1);

static const struct cpo_hwmon_desc *
cpo_hwmon_desc(const struct cpo_hwmon_chan *chan)
{
	return &cpo_hwmon_descs[chan->what];
}

static bool cpo_hwmon_limited(const struct cpo_hwmon_desc *desc)
{
	return cpo_object_has_quantity(desc->object, desc->quantity);
}

static const struct cpo_hwmon_chan *
cpo_hwmon_chan(const struct cpo_hwmon *hwmon, enum hwmon_sensor_types type,
	       int channel)
{
	return &hwmon->chan[hwmon->first[type - hwmon_temp] + channel];
}

/* ---- reading ---- */

static bool cpo_hwmon_engine_value(const struct cpo_view *view,
				   const struct cpo_hwmon_chan *chan,
				   struct cpo_sample *sample, s64 *raw)
{
	struct cpo_engine_slot slot;
	const struct cpo_engine_row *row = &slot.row;

	cpo_engine_read(view->rows, chan->index, &slot);
	*sample = slot.stamp.sample;

	switch (chan->what) {
	case CPO_HWMON_ENGINE_TEMP:
		*raw = row->temp_mc;
		return row->valid & CPO_ENGINE_TEMP_OK;
	case CPO_HWMON_ENGINE_RAIL:
		*raw = row->rail_uv[chan->rail];
		return row->valid & CPO_ENGINE_RAIL_OK(chan->rail);
	default:
		*raw = row->power_mw;
		return row->valid & CPO_ENGINE_POWER_OK;
	}
}

static bool cpo_hwmon_els_value(const struct cpo_view *view,
				const struct cpo_hwmon_chan *chan,
				struct cpo_sample *sample, s64 *raw)
{
	struct cpo_els_slot slot;
	const struct cpo_els_row *row = &slot.row;
	u32 valid;

	cpo_els_read(view->rows, chan->index, &slot);
	*sample = slot.stamp.sample;
	valid = row->present ? row->valid : 0;

	switch (chan->what) {
	case CPO_HWMON_ELS_TEMP:
		*raw = row->temp_mc;
		return valid & CPO_ELS_TEMP_OK;
	case CPO_HWMON_ELS_BENCH:
		*raw = row->laser_temp_mc;
		return valid & CPO_ELS_LASER_TEMP_OK;
	case CPO_HWMON_ELS_VCC:
		*raw = row->vcc_uv;
		return valid & CPO_ELS_VCC_OK;
	case CPO_HWMON_ELS_ICC:
		*raw = row->icc_ua;
		return valid & CPO_ELS_ICC_OK;
	case CPO_HWMON_ELS_POWER:
		*raw = row->power_mw;
		return valid & CPO_ELS_POWER_OK;
	default:
		*raw = row->tec_mw;
		return valid & CPO_ELS_TEC_OK;
	}
}

static bool cpo_hwmon_laser_value(const struct cpo_view *view,
				  const struct cpo_hwmon_chan *chan,
				  struct cpo_sample *sample, s64 *raw)
{
	struct cpo_laser_slot slot;
	const struct cpo_laser_row *row = &slot.row;

	cpo_laser_read(view->rows, chan->index, &slot);
	*sample = slot.stamp.sample;

	switch (chan->what) {
	case CPO_HWMON_LASER_TEMP:
		*raw = row->temp_mc;
		return row->valid & CPO_LASER_TEMP_OK;
	case CPO_HWMON_LASER_BIAS:
		*raw = row->bias_na;
		return row->valid & CPO_LASER_BIAS_OK;
	default:
		*raw = row->power_nw;
		return row->valid & CPO_LASER_POWER_OK;
	}
}

static bool cpo_hwmon_sensor_value(const struct cpo_view *view,
				   const struct cpo_hwmon_chan *chan,
				   struct cpo_sample *sample, s64 *raw)
{
	struct cpo_sensor_slot slot;

	cpo_sensor_read(view->rows, chan->index, &slot);
	*sample = slot.stamp.sample;
	*raw = slot.row.value;

	return slot.row.valid & CPO_SENSOR_VALUE_OK;
}

/* Returns whether the device reported a value. */
static bool cpo_hwmon_value(const struct cpo_view *view,
			    const struct cpo_hwmon_chan *chan,
			    struct cpo_sample *sample, s64 *raw)
{
	switch (cpo_hwmon_desc(chan)->object) {
	case CPO_OBJECT_ENGINE:
		return cpo_hwmon_engine_value(view, chan, sample, raw);
	case CPO_OBJECT_ELS:
		return cpo_hwmon_els_value(view, chan, sample, raw);
	case CPO_OBJECT_LASER:
		return cpo_hwmon_laser_value(view, chan, sample, raw);
	case CPO_OBJECT_SENSOR:
		return cpo_hwmon_sensor_value(view, chan, sample, raw);
	default:
		*sample = view->status.stamp.sample;
		*raw = view->status.row.power_mw;
		return view->status.row.valid & CPO_DEV_POWER;
	}
}

static int cpo_hwmon_input(const struct cpo_view *view,
			   const struct cpo_hwmon_chan *chan, long *val)
{
	struct cpo_sample sample;
	s64 raw;

	if (!cpo_hwmon_value(view, chan, &sample, &raw) ||
	    cpo_sample_stale(&sample, view->status.state, view->now,
			     view->status.period_us))
		return -ENODATA;

	return cpo_hwmon_scale(cpo_hwmon_desc(chan)->unit, raw, val);
}

static int cpo_hwmon_limit(const struct cpo_view *view,
			   const struct cpo_hwmon_chan *chan,
			   unsigned int level, long *val)
{
	const struct cpo_hwmon_desc *desc = cpo_hwmon_desc(chan);
	struct cpo_threshold row;

	cpo_threshold_read(view->cdev, desc->object, chan->index,
			   desc->quantity, &row);
	if (!(row.levels & BIT(level)))
		return -ENODATA;

	return cpo_hwmon_scale(desc->unit, row.limit[level], val);
}

/* Of a device that is not there nobody tells. */
static int cpo_hwmon_alarm(const struct cpo_view *view,
			   const struct cpo_hwmon_chan *chan,
			   unsigned int level, long *val)
{
	const struct cpo_hwmon_desc *desc = cpo_hwmon_desc(chan);
	const struct cpo_flag_id id = {
		.code = CPO_EVENT_CODE_THRESHOLD,
		.index = chan->index,
		.object = desc->object,
		.quantity = desc->quantity,
		.level = level,
	};
	struct cpo_flag flag;

	if (view->status.state != CPO_DEV_STATE_ONLINE)
		return -ENODATA;
	*val = cpo_flag_read(view->cdev, cpo_flag_key(&id), &flag) && flag.set;

	return 0;
}

static int cpo_hwmon_read_attr(const struct cpo_view *view,
			       const struct cpo_hwmon_chan *chan, u32 attr,
			       long *val)
{
	enum hwmon_sensor_types type = cpo_hwmon_desc(chan)->type;
	const struct cpo_hwmon_attrs *attrs;
	unsigned int level;

	attrs = &cpo_hwmon_attrs[type - hwmon_temp];
	if (attr == attrs->input)
		return cpo_hwmon_input(view, chan, val);
	for (level = 0; level < CPO_LEVELS; level++) {
		if (attr == attrs->limit[level])
			return cpo_hwmon_limit(view, chan, level, val);
		if (attr == attrs->alarm[level])
			return cpo_hwmon_alarm(view, chan, level, val);
	}

	return -EOPNOTSUPP;
}

static int cpo_hwmon_read(struct device *dev, enum hwmon_sensor_types type,
			  u32 attr, int channel, long *val)
{
	const struct cpo_hwmon *hwmon = dev_get_drvdata(dev);
	struct cpo_view view;
	int err;

	rcu_read_lock();
	cpo_view_init(&view, hwmon->cdev, NULL);
	err = cpo_hwmon_read_attr(&view, cpo_hwmon_chan(hwmon, type, channel),
				  attr, val);
	rcu_read_unlock();

	return err;
}

static int cpo_hwmon_read_string(struct device *dev,
				 enum hwmon_sensor_types type, u32 attr,
				 int channel, const char **str)
{
	const struct cpo_hwmon *hwmon = dev_get_drvdata(dev);

	*str = cpo_hwmon_chan(hwmon, type, channel)->label;

	return 0;
}

static umode_t cpo_hwmon_is_visible(const void *drvdata,
				    enum hwmon_sensor_types type, u32 attr,
				    int channel)
{
	const struct cpo_hwmon_attrs *attrs;
	const struct cpo_hwmon *hwmon = drvdata;
	u8 shown = cpo_hwmon_chan(hwmon, type, channel)->shown;
	unsigned int level;

	attrs = &cpo_hwmon_attrs[type - hwmon_temp];
	for (level = 0; level < CPO_LEVELS; level++)
		if (attr == attrs->limit[level] || attr == attrs->alarm[level])
			return shown & BIT(level) ? 0444 : 0;

	return shown & CPO_HWMON_SHOWN ? 0444 : 0;
}

static const struct hwmon_ops cpo_hwmon_ops = {
	.is_visible = cpo_hwmon_is_visible,
	.read = cpo_hwmon_read,
	.read_string = cpo_hwmon_read_string,
};

/* ---- which channels there are ---- */

/**
 * struct cpo_hwmon_build - making the channels of a hwmon device
 * @inv: objects of the device
 * @type: channels of this type are added now
 * @prefix: what labels begin with
 * @hwmon: where they go; NULL: they are only counted
 * @n: how many there are already
 */
struct cpo_hwmon_build {
	const struct cpo_inventory *inv;
	enum hwmon_sensor_types type;
	const char *prefix;
	struct cpo_hwmon *hwmon;
	unsigned int n;
};

/* The channel to be filled in, or NULL. */
static struct cpo_hwmon_chan *cpo_hwmon_add(struct cpo_hwmon_build *build,
					    u8 what, u16 index)
{
	struct cpo_hwmon_chan *chan;

	if (cpo_hwmon_descs[what].type != build->type)
		return NULL;
	if (!build->hwmon) {
		build->n++;
		return NULL;
	}
	chan = &build->hwmon->chan[build->n++];
	chan->what = what;
	chan->index = index;

	return chan;
}

/* A value of the engine, ELS or device itself. */
static void cpo_hwmon_add_own(struct cpo_hwmon_build *build, u8 what,
			      u16 index)
{
	struct cpo_hwmon_chan *chan = cpo_hwmon_add(build, what, index);

	if (chan)
		snprintf(chan->label, sizeof(chan->label), "%s%s%s",
			 build->prefix, *build->prefix ? " " : "",
			 cpo_hwmon_descs[what].name);
}

static void cpo_hwmon_add_rail(struct cpo_hwmon_build *build, u16 engine,
			       u8 rail)
{
	struct cpo_hwmon_chan *chan;

	chan = cpo_hwmon_add(build, CPO_HWMON_ENGINE_RAIL, engine);
	if (!chan)
		return;
	chan->rail = rail;
	snprintf(chan->label, sizeof(chan->label), "%s%srail %u",
		 build->prefix, *build->prefix ? " " : "", rail);
}

static void cpo_hwmon_add_laser(struct cpo_hwmon_build *build, u16 laser)
{
	static const u8 what[] = {
		CPO_HWMON_LASER_TEMP,
		CPO_HWMON_LASER_BIAS,
		CPO_HWMON_LASER_POWER,
	};
	struct cpo_hwmon_chan *chan;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(what); i++) {
		chan = cpo_hwmon_add(build, what[i], laser);
		if (chan)
			snprintf(chan->label, sizeof(chan->label),
				 "laser %u %s", build->inv->lasers[laser].index,
				 cpo_hwmon_descs[what[i]].name);
	}
}

static void cpo_hwmon_add_sensor(struct cpo_hwmon_build *build, u16 sensor)
{
	const struct cpo_sensor_info *info = &build->inv->sensors[sensor];
	struct cpo_hwmon_chan *chan;
	u8 what;

	switch (info->kind) {
	case CPO_SENSOR_KIND_TEMPERATURE:
		what = CPO_HWMON_SENSOR_TEMP;
		break;
	case CPO_SENSOR_KIND_RAIL:
		what = CPO_HWMON_SENSOR_RAIL;
		break;
	case CPO_SENSOR_KIND_POWER:
		what = CPO_HWMON_SENSOR_POWER;
		break;
	default:
		/* hwmon has no type for it */
		return;
	}

	chan = cpo_hwmon_add(build, what, sensor);
	if (chan && *info->label)
		snprintf(chan->label, sizeof(chan->label), "%s", info->label);
	else if (chan)
		snprintf(chan->label, sizeof(chan->label), "sensor %u",
			 sensor);
}

/* Sensors of what @engine and @els say; those of an ASIC are of the board. */
static void cpo_hwmon_add_sensors(struct cpo_hwmon_build *build, u16 engine,
				  u16 els)
{
	const struct cpo_inventory *inv = build->inv;
	unsigned int i;

	for (i = 0; i < inv->n_sensors; i++)
		if (inv->sensors[i].engine == engine &&
		    inv->sensors[i].els == els)
			cpo_hwmon_add_sensor(build, i);
}

static void cpo_hwmon_add_engine(struct cpo_hwmon_build *build, u16 engine)
{
	const struct cpo_inventory *inv = build->inv;
	unsigned int i;

	build->prefix = inv->engines[engine].label;
	cpo_hwmon_add_own(build, CPO_HWMON_ENGINE_TEMP, engine);
	cpo_hwmon_add_own(build, CPO_HWMON_ENGINE_POWER, engine);
	for (i = 0; i < CPO_ENGINE_RAILS; i++)
		cpo_hwmon_add_rail(build, engine, i);
	for (i = 0; i < inv->n_lasers; i++)
		if (inv->lasers[i].engine == engine)
			cpo_hwmon_add_laser(build, i);
	cpo_hwmon_add_sensors(build, engine, CPO_NONE);
}

static void cpo_hwmon_add_els(struct cpo_hwmon_build *build, u16 els)
{
	const struct cpo_els_info *info = &build->inv->els[els];
	unsigned int i;
	u8 what;

	build->prefix = info->label;
	for (what = CPO_HWMON_ELS_TEMP; what <= CPO_HWMON_ELS_TEC; what++)
		cpo_hwmon_add_own(build, what, els);
	for (i = 0; i < info->lasers; i++)
		cpo_hwmon_add_laser(build, info->first_laser + i);
	cpo_hwmon_add_sensors(build, CPO_NONE, els);
}

static void cpo_hwmon_add_board(struct cpo_hwmon_build *build)
{
	build->prefix = "";
	cpo_hwmon_add_own(build, CPO_HWMON_DEV_POWER, 0);
	cpo_hwmon_add_sensors(build, CPO_NONE, CPO_NONE);
}

/* Hwmon device @i: engines, then ELS, then the board. */
static void cpo_hwmon_add_all(struct cpo_hwmon_build *build, unsigned int i)
{
	const struct cpo_inventory *inv = build->inv;

	if (i < inv->n_engines)
		cpo_hwmon_add_engine(build, i);
	else if (i < inv->n_engines + inv->n_els)
		cpo_hwmon_add_els(build, i - inv->n_engines);
	else
		cpo_hwmon_add_board(build);
}

static unsigned int cpo_hwmon_count(const struct cpo_inventory *inv,
				    unsigned int i)
{
	struct cpo_hwmon_build build = { .inv = inv };

	for (build.type = hwmon_temp; build.type <= hwmon_power; build.type++)
		cpo_hwmon_add_all(&build, i);

	return build.n;
}

/* All a channel may ever show; is_visible() leaves out what it does not. */
static u32 cpo_hwmon_config(const struct cpo_hwmon_desc *desc)
{
	const struct cpo_hwmon_attrs *attrs;
	unsigned int level;
	u32 config;

	attrs = &cpo_hwmon_attrs[desc->type - hwmon_temp];
	config = BIT(attrs->input) | BIT(attrs->label);
	if (!cpo_hwmon_limited(desc))
		return config;
	for (level = 0; level < CPO_LEVELS; level++)
		config |= BIT(attrs->limit[level]) | BIT(attrs->alarm[level]);

	return config;
}

/* The channels of one type, in a list that ends with 0. */
static u32 *cpo_hwmon_fill_type(struct cpo_hwmon_build *build, unsigned int i,
				u32 *config)
{
	struct cpo_hwmon *hwmon = build->hwmon;
	unsigned int type = build->type - hwmon_temp;

	hwmon->first[type] = build->n;
	hwmon->info[type].type = build->type;
	hwmon->info[type].config = config;
	cpo_hwmon_add_all(build, i);
	for (i = hwmon->first[type]; i < build->n; i++)
		*config++ = cpo_hwmon_config(cpo_hwmon_desc(&hwmon->chan[i]));

	return config + 1;
}

static void cpo_hwmon_fill(struct cpo_hwmon *hwmon,
			   const struct cpo_inventory *inv, unsigned int i)
{
	struct cpo_hwmon_build build = { .inv = inv, .hwmon = hwmon };
	u32 *config = hwmon->config;
	unsigned int n = 0;

	for (build.type = hwmon_temp; build.type <= hwmon_power;
	     build.type++) {
		config = cpo_hwmon_fill_type(&build, i, config);
		if (build.n > hwmon->first[build.type - hwmon_temp])
			hwmon->infos[n++] =
				&hwmon->info[build.type - hwmon_temp];
	}
	hwmon->chip.ops = &cpo_hwmon_ops;
	hwmon->chip.info = hwmon->infos;
}

static void cpo_hwmon_set_name(struct cpo_hwmon *hwmon,
			       const struct cpo_inventory *inv, unsigned int i)
{
	const char *dev = hwmon->cdev->name;
	unsigned int els = i - inv->n_engines;

	if (i < inv->n_engines)
		snprintf(hwmon->name, sizeof(hwmon->name), "%s_oe%u", dev, i);
	else if (els < inv->n_els)
		snprintf(hwmon->name, sizeof(hwmon->name), "%s_els%u", dev,
			 els);
	else
		snprintf(hwmon->name, sizeof(hwmon->name), "%s_board", dev);
}

static void cpo_hwmon_free(struct cpo_hwmon *hwmon)
{
	if (!hwmon)
		return;
	if (hwmon->hdev)
		hwmon_device_unregister(hwmon->hdev);
	bitmap_free(hwmon->pending);
	kfree(hwmon->config);
	kfree(hwmon);
}

static struct cpo_hwmon *cpo_hwmon_alloc(struct cpo_dev *cdev,
					 const struct cpo_inventory *inv,
					 unsigned int i)
{
	unsigned int n = cpo_hwmon_count(inv, i);
	struct cpo_hwmon *hwmon;

	hwmon = kzalloc(struct_size(hwmon, chan, n), GFP_KERNEL);
	if (!hwmon)
		return NULL;
	hwmon->cdev = cdev;
	hwmon->n = n;
	hwmon->next = jiffies;
	hwmon->config = kzalloc_objs(*hwmon->config, n + CPO_HWMON_TYPES);
	hwmon->pending = bitmap_zalloc(n * CPO_LEVELS, GFP_KERNEL);
	if (!hwmon->config || !hwmon->pending) {
		cpo_hwmon_free(hwmon);
		return NULL;
	}
	cpo_hwmon_fill(hwmon, inv, i);
	cpo_hwmon_set_name(hwmon, inv, i);

	return hwmon;
}

static void cpo_hwmon_warn(struct cpo_dev *cdev, int err)
{
	dev_warn(cdev->parent, "%s: not all values are in hwmon: %d\n",
		 cdev->name, err);
}

/**
 * cpo_hwmons_alloc() - make the hwmon devices of a device
 * @cdev: the device; its objects stay as they are until cpo_hwmons_free()
 *
 * They are not registered yet.
 *
 * Context: process.
 * Return: the hwmon devices, or NULL when there is no memory.
 */
struct cpo_hwmons *cpo_hwmons_alloc(struct cpo_dev *cdev)
{
	const struct cpo_inventory *inv = cpo_topo_of_provider(cdev)->inv;
	unsigned int n = inv->n_engines + inv->n_els + 1;
	struct cpo_hwmons *hwmons;
	unsigned int i;

	hwmons = kzalloc(struct_size(hwmons, dev, n), GFP_KERNEL);
	if (!hwmons)
		goto err_warn;
	hwmons->n = n;
	for (i = 0; i < n; i++) {
		hwmons->dev[i] = cpo_hwmon_alloc(cdev, inv, i);
		if (!hwmons->dev[i])
			goto err_free;
	}

	return hwmons;

err_free:
	cpo_hwmons_free(hwmons);
err_warn:
	cpo_hwmon_warn(cdev, -ENOMEM);
	return NULL;
}

/**
 * cpo_hwmons_free() - unregister and free hwmon devices
 * @hwmons: the hwmon devices or NULL
 *
 * Waits for who reads their files.
 *
 * Context: process.
 */
void cpo_hwmons_free(struct cpo_hwmons *hwmons)
{
	unsigned int i;

	if (!hwmons)
		return;
	for (i = 0; i < hwmons->n; i++)
		cpo_hwmon_free(hwmons->dev[i]);
	kfree(hwmons);
}

/* ---- registering, by the work item ---- */

/* An engine that does not tell has as many rails as the others. */
static unsigned int cpo_hwmon_rails(struct cpo_dev *cdev)
{
	struct cpo_engine_slot slot;
	unsigned int i, rails = 0;
	struct cpo_topo *topo;

	rcu_read_lock();
	topo = rcu_dereference(cdev->topo);
	for (i = 0; i < topo->inv->n_engines; i++) {
		cpo_engine_read(topo->rows, i, &slot);
		while (rails < CPO_ENGINE_RAILS &&
		       slot.row.valid & CPO_ENGINE_RAIL_OK(rails))
			rails++;
	}
	rcu_read_unlock();

	return rails;
}

static u8 cpo_hwmon_chan_shown(const struct cpo_view *view,
			       const struct cpo_hwmon_chan *chan,
			       unsigned int rails)
{
	const struct cpo_hwmon_desc *desc = cpo_hwmon_desc(chan);
	struct cpo_threshold row;

	/* one that was there stays */
	if (chan->what == CPO_HWMON_ENGINE_RAIL && chan->rail >= rails)
		return chan->shown;
	if (!cpo_hwmon_limited(desc))
		return CPO_HWMON_SHOWN;
	cpo_threshold_read(view->cdev, desc->object, chan->index,
			   desc->quantity, &row);

	return CPO_HWMON_SHOWN | row.levels;
}

static int cpo_hwmon_make(struct cpo_hwmon *hwmon)
{
	struct device *hdev = hwmon->hdev;

	if (hdev) {
		WRITE_ONCE(hwmon->hdev, NULL);
		hwmon_device_unregister(hdev);
	}
	hdev = hwmon_device_register_with_info(hwmon->cdev->parent,
					       hwmon->name, hwmon,
					       &hwmon->chip, NULL);
	if (IS_ERR(hdev))
		return PTR_ERR(hdev);
	WRITE_ONCE(hwmon->hdev, hdev);

	return 0;
}

/* Returns whether it is to show something else than before. */
static bool cpo_hwmon_reshape(struct cpo_hwmon *hwmon, unsigned int rails)
{
	struct cpo_view view;
	bool changed = false;
	unsigned int i;
	u8 shown;

	rcu_read_lock();
	cpo_view_init(&view, hwmon->cdev, NULL);
	for (i = 0; i < hwmon->n; i++) {
		shown = cpo_hwmon_chan_shown(&view, &hwmon->chan[i], rails);
		changed |= shown != hwmon->chan[i].shown;
		hwmon->chan[i].shown = shown;
	}
	rcu_read_unlock();

	return changed;
}

/**
 * cpo_hwmon_register() - bring hwmon devices up to date with what there is
 * @cdev: the device
 *
 * Context: the work item.
 */
void cpo_hwmon_register(struct cpo_dev *cdev)
{
	struct cpo_hwmons *hwmons = cdev->monitor.hwmons;
	unsigned int rails = cpo_hwmon_rails(cdev);
	struct cpo_hwmon *hwmon;
	unsigned int i;
	int err;

	for (i = 0; hwmons && i < hwmons->n; i++) {
		hwmon = hwmons->dev[i];
		if (!cpo_hwmon_reshape(hwmon, rails) && hwmon->hdev)
			continue;
		err = cpo_hwmon_make(hwmon);
		if (!err || hwmons->warned)
			continue;
		cpo_hwmon_warn(cdev, err);
		hwmons->warned = true;
	}
}

/* ---- alarms ---- */

/* Number of the hwmon device that shows an object, CPO_NONE: none does. */
static u16 cpo_hwmon_of(const struct cpo_inventory *inv, u8 object, u16 index)
{
	u16 engine = CPO_NONE, els = CPO_NONE;

	if (index >= cpo_object_count(inv, object))
		return CPO_NONE;

	switch (object) {
	case CPO_OBJECT_ENGINE:
		engine = index;
		break;
	case CPO_OBJECT_ELS:
		els = index;
		break;
	case CPO_OBJECT_LASER:
		engine = inv->lasers[index].engine;
		els = inv->lasers[index].els;
		break;
	case CPO_OBJECT_SENSOR:
		engine = inv->sensors[index].engine;
		els = inv->sensors[index].els;
		break;
	default:
		return CPO_NONE;
	}
	if (engine != CPO_NONE)
		return engine;

	return inv->n_engines + (els != CPO_NONE ? els : inv->n_els);
}

/* The channel of a flag, hwmon->n: it has none. */
static unsigned int cpo_hwmon_find(const struct cpo_hwmon *hwmon,
				   const struct cpo_flag_id *id)
{
	const struct cpo_hwmon_desc *desc;
	unsigned int i;

	for (i = 0; i < hwmon->n; i++) {
		desc = cpo_hwmon_desc(&hwmon->chan[i]);
		if (desc->object == id->object &&
		    desc->quantity == id->quantity &&
		    hwmon->chan[i].index == id->index)
			break;
	}

	return i;
}

/**
 * cpo_hwmon_flag() - note that an alarm may have changed
 * @cdev: the device
 * @inv: its objects
 * @id: flag of a threshold
 *
 * Context: any, serialised with publishing.
 * Return: whether somebody has to be told who was not about to be anyway.
 */
bool cpo_hwmon_flag(struct cpo_dev *cdev, const struct cpo_inventory *inv,
		    const struct cpo_flag_id *id)
{
	struct cpo_hwmons *hwmons = cdev->monitor.hwmons;
	u16 i = cpo_hwmon_of(inv, id->object, id->index);
	struct cpo_hwmon *hwmon;
	unsigned int chan;

	if (!hwmons || i >= hwmons->n || id->level >= CPO_LEVELS ||
	    id->quantity == CPO_NO_QUANTITY)
		return false;
	hwmon = hwmons->dev[i];
	chan = cpo_hwmon_find(hwmon, id);
	if (chan == hwmon->n || !READ_ONCE(hwmon->hdev))
		return false;

	return !test_and_set_bit(chan * CPO_LEVELS + id->level,
				 hwmon->pending);
}

static void cpo_hwmon_notify_one(struct cpo_hwmon *hwmon, unsigned int bit)
{
	const struct cpo_hwmon_chan *chan = &hwmon->chan[bit / CPO_LEVELS];
	enum hwmon_sensor_types type = cpo_hwmon_desc(chan)->type;
	unsigned int t = type - hwmon_temp;
	unsigned int level = bit % CPO_LEVELS;

	if (chan->shown & BIT(level))
		hwmon_notify_event(hwmon->hdev, type,
				   cpo_hwmon_attrs[t].alarm[level],
				   bit / CPO_LEVELS - hwmon->first[t]);
}

/**
 * cpo_hwmon_notify() - wake up who waits for alarms that may have changed
 * @cdev: the device
 *
 * Context: the work item.
 * Return: 0, or jiffies until there is more to do.
 */
unsigned long cpo_hwmon_notify(struct cpo_dev *cdev)
{
	struct cpo_hwmons *hwmons = cdev->monitor.hwmons;
	unsigned long now = jiffies, wait = 0;
	struct cpo_hwmon *hwmon;
	unsigned int i, bit;

	for (i = 0; hwmons && i < hwmons->n; i++) {
		hwmon = hwmons->dev[i];
		if (!hwmon->hdev ||
		    bitmap_empty(hwmon->pending, hwmon->n * CPO_LEVELS))
			continue;
		if (time_before(now, hwmon->next)) {
			wait = min_not_zero(wait, hwmon->next - now);
			continue;
		}
		hwmon->next = now + CPO_HWMON_GAP;
		for_each_set_bit(bit, hwmon->pending, hwmon->n * CPO_LEVELS)
			if (test_and_clear_bit(bit, hwmon->pending))
				cpo_hwmon_notify_one(hwmon, bit);
	}

	return wait;
}
