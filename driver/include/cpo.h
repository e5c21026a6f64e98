/* SPDX-License-Identifier: GPL-2.0 */
/* Copyright (c) 2026 The cpo authors */

/*
 * Interface between the cpo core and a provider, the driver of a device with
 * co-packaged optics.  The core knows no hardware; a provider knows no netlink.
 *
 * Objects are numbered per kind over the whole device: engine, ELS, laser,
 * lane, port and route number i is element i of its array in the inventory.
 * Values of enums are those of <uapi/linux/cpo.h>; a number the uapi does not
 * name is passed on as it is.
 */
#ifndef CPO_H
#define CPO_H

#include <linux/bits.h>
#include <linux/types.h>
#include <uapi/linux/cpo.h>

struct cpo_dev;
struct device;
struct net;
struct net_device;
struct netlink_ext_ack;

#define CPO_NONE		0xffff	/* no such object */

#define CPO_STR_LEN		17	/* 16 characters and a NUL */
#define CPO_SENSOR_LABEL_LEN	33	/* 32 characters and a NUL */
#define CPO_SENSOR_UNIT_LEN	9	/* 8 characters and a NUL */
#define CPO_BANK_LANES		8	/* lanes of a CMIS bank */
#define CPO_PAGE_SIZE		128	/* bytes of lower memory or a page */
#define CPO_PORT_LANES_MAX	8	/* as many as ethtool can show */

#define CPO_EVENTS_PER_MSG	32

/**
 * struct cpo_identity - what a part says it is
 * @vendor: vendor name
 * @part: part number
 * @serial: serial number
 * @revision: hardware revision
 * @firmware: running firmware
 *
 * Printable ASCII, NUL-terminated; an empty string is an unknown one.
 */
struct cpo_identity {
	char vendor[CPO_STR_LEN];
	char part[CPO_STR_LEN];
	char serial[CPO_STR_LEN];
	char revision[CPO_STR_LEN];
	char firmware[CPO_STR_LEN];
};

struct cpo_engine_info {
	struct cpo_identity id;
	char label[CPO_STR_LEN];
	u16 asic;
	u16 first_lane;
	u16 lanes;
	u8 banks;
	u8 modulator;		/* enum cpo_modulator */
	u32 max_power_mw;	/* 0: unknown */
};

/* The identity of a module comes and goes: cpo_els_set_identity(). */
struct cpo_els_info {
	char label[CPO_STR_LEN];
	u16 first_laser;
	u16 lasers;
	u32 max_power_mw;	/* 0: unknown */
};

struct cpo_laser_info {
	u16 els;		/* parent, or CPO_NONE */
	u16 engine;		/* parent, or CPO_NONE */
	u16 index;		/* in the parent */
	u64 frequency_mhz;	/* this and the following: 0 is unknown */
	u32 max_power_nw;
	u32 min_power_nw;
	u32 max_bias_na;
	u32 check_power_nw;
};

struct cpo_lane_info {
	u16 engine;
	u16 index;		/* in the engine */
	u16 port;		/* or CPO_NONE; set by the core */
	u16 laser;		/* active feed or CPO_NONE; set by the core */
	u16 asic_lane;		/* or CPO_NONE */
};

/**
 * struct cpo_lane_range - lanes @first, @first + @stride, ... of one engine
 * @engine: engine
 * @first: first lane in the engine
 * @count: number of lanes, at least 1
 * @stride: distance, at least 1
 */
struct cpo_lane_range {
	u16 engine;
	u16 first;
	u16 count;
	u16 stride;
};

struct cpo_port_info {
	char label[CPO_STR_LEN];
	u32 speed_mbps;
	u16 lanes;		/* set by the core from the ranges */
	u8 protocol;		/* enum cpo_protocol */
	u8 n_ranges;
	struct cpo_lane_range range[CPO_PORT_LANES_MAX];
};

struct cpo_route_info {
	u16 laser;
	u16 fibre;
	struct cpo_lane_range range;
	u8 wavelength;
	u8 role;		/* enum cpo_route_role */
};

/* Belongs to the device unless it says otherwise. */
struct cpo_sensor_info {
	char label[CPO_SENSOR_LABEL_LEN];
	char unit[CPO_SENSOR_UNIT_LEN];
	u8 kind;		/* enum cpo_sensor_kind */
	u16 asic;		/* it belongs to, or CPO_NONE */
	u16 engine;		/* it belongs to, or CPO_NONE */
	u16 els;		/* it belongs to, or CPO_NONE */
};

/**
 * struct cpo_inventory - the objects of a device and their relations
 * @id: identity of the device
 * @profile: product the device says it is
 * @mode: enum cpo_dev_mode
 * @asics: number of ASICs
 * @n_engines: elements of @engines
 * @n_els: elements of @els
 * @n_lasers: elements of @lasers
 * @n_lanes: elements of @lanes
 * @n_ports: elements of @ports
 * @n_routes: elements of @routes
 * @n_sensors: elements of @sensors
 * @engines: engines
 * @els: ELS slots
 * @lasers: lasers, those of one ELS in a row
 * @lanes: lanes, those of one engine in a row
 * @ports: ports
 * @routes: ways of light from lasers to lanes
 * @sensors: sensors that are not values of another object
 *
 * Made by cpo_inventory_alloc(), filled by the provider, then given to the
 * core, which checks and completes it and from then on owns it and never
 * changes it. When the core refuses it, it stays with the provider, who frees
 * it with cpo_inventory_free().
 */
struct cpo_inventory {
	struct cpo_identity id;
	char profile[CPO_STR_LEN];
	u8 mode;
	u16 asics;
	u16 n_engines;
	u16 n_els;
	u16 n_lasers;
	u16 n_lanes;
	u16 n_ports;
	u16 n_routes;
	u16 n_sensors;
	struct cpo_engine_info *engines;
	struct cpo_els_info *els;
	struct cpo_laser_info *lasers;
	struct cpo_lane_info *lanes;
	struct cpo_port_info *ports;
	struct cpo_route_info *routes;
	struct cpo_sensor_info *sensors;
};

/* Largest counts the core takes. */
#define CPO_LIMIT_ENGINES	128
#define CPO_LIMIT_ELS		64
#define CPO_LIMIT_LASERS	512
#define CPO_LIMIT_LANES		2048
#define CPO_LIMIT_PORTS		512
#define CPO_LIMIT_ROUTES	1024
#define CPO_LIMIT_SENSORS	512

/**
 * struct cpo_sample - where rows come from
 * @seq: number of the telemetry block, from 1
 * @device_time: when the device sampled, ns of its clock
 * @boottime: when the host received it, ktime_get_boottime_ns()
 * @event_seq: last event of the device the values include
 */
struct cpo_sample {
	u64 seq;
	u64 device_time;
	u64 boottime;
	u64 event_seq;
};

/*
 * Rows: the values of an object.  @valid has a bit for each value that was
 * reported; a value whose bit is clear is unknown and not shown.
 *
 * ber32 values have a decimal mantissa in 31:8 and a signed decimal exponent in
 * 7:0.
 */
#define CPO_ROW_STATE		BIT(0)	/* state, in every row */

struct cpo_dev_row {
	u32 valid;
	u32 power_mw;
};

#define CPO_DEV_POWER		BIT(1)

#define CPO_ENGINE_RAILS	8

struct cpo_engine_row {
	u32 valid;
	u8 state;		/* enum cpo_module_state */
	u8 cause;		/* CMIS fault cause */
	s32 temp_mc;
	u32 power_mw;
	u32 rail_uv[CPO_ENGINE_RAILS];
	u64 energy_mj;		/* since the device started */
};

#define CPO_ENGINE_CAUSE_OK	BIT(1)
#define CPO_ENGINE_TEMP_OK	BIT(2)
#define CPO_ENGINE_POWER_OK	BIT(3)
#define CPO_ENGINE_ENERGY_OK	BIT(4)
#define CPO_ENGINE_RAIL_OK(n)	BIT(8 + (n))

struct cpo_els_row {
	u32 valid;
	u8 present;		/* always valid */
	u8 state;		/* enum cpo_module_state */
	u8 cause;		/* CMIS fault cause */
	s32 temp_mc;
	s32 laser_temp_mc;
	u32 vcc_uv;
	u32 icc_ua;
	u32 tec_mw;
	u32 power_mw;
	u32 cooling;		/* it asks for, 0.01 % of all there is */
	u32 insertions;
	u64 insert_time;	/* ns of device time, 0: unknown */
};

#define CPO_ELS_CAUSE_OK	BIT(1)
#define CPO_ELS_TEMP_OK		BIT(2)
#define CPO_ELS_LASER_TEMP_OK	BIT(3)
#define CPO_ELS_VCC_OK		BIT(4)
#define CPO_ELS_ICC_OK		BIT(5)
#define CPO_ELS_TEC_OK		BIT(6)
#define CPO_ELS_POWER_OK	BIT(7)
#define CPO_ELS_INSERTIONS_OK	BIT(8)
#define CPO_ELS_COOLING_OK	BIT(9)

struct cpo_laser_row {
	u32 valid;
	u8 state;		/* enum cpo_laser_state */
	u8 fault;		/* enum cpo_laser_fault */
	u16 status;		/* enum cpo_laser_status, bits */
	u32 power_nw;
	u32 setpoint_nw;
	u32 bias_na;
	s32 temp_mc;
	s32 freq_error_mhz;
	s16 tec;		/* 0.01 % of full drive */
	u16 age;		/* 0.01 % */
	u16 voltage_mv;
};

#define CPO_LASER_FAULT_OK	BIT(1)
#define CPO_LASER_STATUS_OK	BIT(2)
#define CPO_LASER_POWER_OK	BIT(3)
#define CPO_LASER_SETPOINT_OK	BIT(4)
#define CPO_LASER_BIAS_OK	BIT(5)
#define CPO_LASER_TEMP_OK	BIT(6)
#define CPO_LASER_FREQ_OK	BIT(7)
#define CPO_LASER_TEC_OK	BIT(8)
#define CPO_LASER_AGE_OK	BIT(9)
#define CPO_LASER_VOLTAGE_OK	BIT(10)

struct cpo_lane_row {
	u32 valid;
	u8 state;		/* enum cpo_dp_state */
	u16 status;		/* enum cpo_lane_status, bits */
	u32 tx_nw;
	u32 rx_nw;
	u16 snr_media;		/* 1/256 dB */
	u16 snr_host;		/* 1/256 dB */
	u32 ber_media;		/* ber32 */
	u32 ber_host;		/* ber32 */
	s32 detuning_mhz;
	u16 heater;		/* 0.01 % */
	s32 temp_mc;
	u32 photocurrent_na;
	u32 bias_na;
	u64 symbol_errors;
};

#define CPO_LANE_STATUS_OK	BIT(1)
#define CPO_LANE_TX_OK		BIT(2)
#define CPO_LANE_RX_OK		BIT(3)
#define CPO_LANE_SNR_MEDIA_OK	BIT(4)
#define CPO_LANE_SNR_HOST_OK	BIT(5)
#define CPO_LANE_BER_MEDIA_OK	BIT(6)
#define CPO_LANE_BER_HOST_OK	BIT(7)
#define CPO_LANE_DETUNING_OK	BIT(8)
#define CPO_LANE_HEATER_OK	BIT(9)
#define CPO_LANE_TEMP_OK	BIT(10)
#define CPO_LANE_PHOTO_OK	BIT(11)
#define CPO_LANE_BIAS_OK	BIT(12)
#define CPO_LANE_SYMBOL_ERR_OK	BIT(13)

struct cpo_port_row {
	u32 valid;
	u8 state;		/* enum cpo_port_state */
	u8 reason;		/* enum cpo_port_reason */
	u8 fec;			/* enum cpo_port_fec */
	u16 lanes_up;
	u32 link_changes;
	u64 last_change;	/* ns of device time */
	u32 power_mw;
	u32 worst_ber;		/* ber32 */
	u16 min_snr;		/* 1/256 dB */
	u32 frame_loss;		/* ber32 */
	u32 traffic_mbps;	/* the busier direction */
	u64 energy_mj;		/* since the device started */
};

#define CPO_PORT_LANES_UP_OK	BIT(1)
#define CPO_PORT_CHANGES_OK	BIT(2)
#define CPO_PORT_POWER_OK	BIT(3)
#define CPO_PORT_BER_OK		BIT(4)
#define CPO_PORT_SNR_OK		BIT(5)
#define CPO_PORT_LOSS_OK	BIT(6)
#define CPO_PORT_TRAFFIC_OK	BIT(7)
#define CPO_PORT_ENERGY_OK	BIT(8)
#define CPO_PORT_FEC_OK		BIT(9)

/* Not in the uapi: how FEC is set is ethtool's. */
enum cpo_port_fec {
	CPO_PORT_FEC_NONE,
	CPO_PORT_FEC_RS544,
};

#define CPO_FEC_BINS		16

/* FEC of a port; counters run since the device started. */
struct cpo_fec_row {
	u32 valid;
	u32 sewmax;		/* of the last sample */
	u32 ferc;		/* ber32, share of frames lost */
	u64 codewords;
	u64 corrected;
	u64 uncorrectable;
	u64 corrected_bits;
	u64 symbol_errors;
	u64 frames_lost;
	u64 bins[CPO_FEC_BINS];	/* codewords with 0, 1, ... symbol errors */
	u64 lane_bits[CPO_PORT_LANES_MAX]; /* of corrected_bits, by lane */
};

#define CPO_FEC_BINS_OK		BIT(1)	/* and codewords */
#define CPO_FEC_CORRECTED_OK	BIT(2)
#define CPO_FEC_LOST_OK		BIT(3)	/* uncorrectable */
#define CPO_FEC_BITS_OK		BIT(4)
#define CPO_FEC_SYMBOLS_OK	BIT(5)
#define CPO_FEC_FRAMES_OK	BIT(6)
#define CPO_FEC_SEWMAX_OK	BIT(7)
#define CPO_FEC_FERC_OK		BIT(8)
#define CPO_FEC_LANE_BITS_OK	BIT(9)

struct cpo_route_row {
	u32 valid;
	u8 check;		/* enum cpo_check_state */
	u8 lit;
	u32 input_nw;
	s32 loss_mdb;
	s32 baseline_mdb;
	s32 limit_mdb;
	u64 check_time;		/* ns of device time, 0: never */
};

#define CPO_ROUTE_LIT_OK	BIT(1)
#define CPO_ROUTE_INPUT_OK	BIT(2)
#define CPO_ROUTE_LOSS_OK	BIT(3)
#define CPO_ROUTE_BASELINE_OK	BIT(4)
#define CPO_ROUTE_LIMIT_OK	BIT(5)

struct cpo_sensor_row {
	u32 valid;
	s64 value;		/* in the unit of the sensor */
};

#define CPO_SENSOR_VALUE_OK	BIT(1)

/*
 * Windows: least, mean and greatest value of a quantity over a length of time.
 * Values are encoded as the quantity is in the row of the object: signed or
 * not, ber32, 1/256 dB; TEC drive is signed here.
 */
struct cpo_span {
	u32 known_ms;		/* how long there was a value; 0: none */
	u32 min;
	u32 avg;
	u32 max;
};

struct cpo_window {
	struct cpo_span running;	/* the window in progress */
	struct cpo_span previous;	/* the last complete one, if any */
};

/* Quantities of an object, in this order. */
enum cpo_window_engine {
	CPO_WINDOW_ENGINE_TEMP,
	CPO_WINDOW_ENGINE_POWER,
	CPO_WINDOWS_ENGINE,
};

enum cpo_window_els {
	CPO_WINDOW_ELS_TEMP,
	CPO_WINDOW_ELS_POWER,
	CPO_WINDOWS_ELS,
};

enum cpo_window_laser {
	CPO_WINDOW_LASER_POWER,
	CPO_WINDOW_LASER_BIAS,
	CPO_WINDOW_LASER_TEMP,
	CPO_WINDOW_LASER_TEC,
	CPO_WINDOWS_LASER,
};

enum cpo_window_lane {
	CPO_WINDOW_LANE_BER,
	CPO_WINDOW_LANE_SNR,
	CPO_WINDOW_LANE_RX,
	CPO_WINDOWS_LANE,
};

enum cpo_window_port {
	CPO_WINDOW_PORT_LOST,
	CPO_WINDOW_PORT_SEWMAX,
	CPO_WINDOWS_PORT,
};

#define CPO_WINDOWS_MAX		4

/* A provider reads windows as often, or each period if that is longer. */
#define CPO_WINDOW_READ_S	10

/**
 * struct cpo_window_row - windows of an object
 * @valid: bit n: element n of @win means something
 * @window_s: length of a window
 * @start: when the one in progress began, ns of device time
 * @win: the windows
 */
struct cpo_window_row {
	u32 valid;
	u32 window_s;
	u64 start;
	struct cpo_window win[CPO_WINDOWS_MAX];
};

/**
 * struct cpo_config - how a device reports
 * @period_us: time between two samples, 0: unknown
 * @window_s: length of the windows, 0: the device keeps none
 *
 * In a request 0 leaves the value as it is.
 */
struct cpo_config {
	u32 period_us;
	u32 window_s;
};

/**
 * struct cpo_event - something that happened on the device
 * @device_seq: number the device gave it
 * @device_time: when it happened, ns of the clock of the device
 * @boottime: when the host took it up, ktime_get_boottime_ns()
 * @value: value that belongs to @code
 * @limit: limit that was crossed
 * @code: enum cpo_event_code
 * @vendor_code: code of the device, when @code is CPO_EVENT_CODE_VENDOR
 * @count: how often it happened to the object since the device started; for a
 *	flag how often that changed, 0: the device does not count
 * @index: number of the object, over the device
 * @quantity: enum cpo_quantity, when @code is CPO_EVENT_CODE_THRESHOLD
 * @level: enum cpo_level, likewise
 * @severity: enum cpo_severity
 * @action: enum cpo_action
 * @object: enum cpo_object
 * @reason: enum cpo_port_reason
 * @has_limit: @limit means something
 */
struct cpo_event {
	u64 device_seq;
	u64 device_time;
	u64 boottime;
	s64 value;
	s64 limit;
	u32 code;
	u32 vendor_code;
	u32 count;
	u16 index;
	u8 quantity;
	u8 level;
	u8 severity;
	u8 action;
	u8 object;
	u8 reason;
	bool has_limit;
};

/**
 * struct cpo_flag_id - which flag
 * @code: enum cpo_event_code, of an event with a set and a clear
 * @index: number of the object, over the device
 * @object: enum cpo_object
 * @quantity: enum cpo_quantity, when @code is CPO_EVENT_CODE_THRESHOLD, else 0
 * @level: enum cpo_level, likewise
 */
struct cpo_flag_id {
	u32 code;
	u16 index;
	u8 object;
	u8 quantity;
	u8 level;
};

/**
 * struct cpo_flag_row - a flag as the device keeps it
 * @id: which one
 * @set: it is set
 * @lower_bound: it may have changed more often
 * @changes: how often it changed since the device was switched on; wraps; 0:
 *	the device does not count. When it is odd for a flag that is clear, or
 *	even for one that is set, the device began with it set.
 * @first_set: when it was set for the first time, ns of device time, 0: never
 * @last_set: when it was set last, likewise
 * @last_clear: when it went away last, likewise
 * @value: value at its last change
 */
struct cpo_flag_row {
	struct cpo_flag_id id;
	bool set;
	bool lower_bound;
	u32 changes;
	u64 first_set;
	u64 last_set;
	u64 last_clear;
	s64 value;
};

#define CPO_LEVELS	4	/* enum cpo_level */

/**
 * struct cpo_threshold - limits of a quantity
 * @limit: by enum cpo_level, in the unit of the quantity
 * @index: number of the object over the device, or CPO_NONE: all of the kind
 * @object: enum cpo_object
 * @quantity: enum cpo_quantity
 * @levels: bit n: element n of @limit means something
 * @own: the object has them to itself; else they are a default
 */
struct cpo_threshold {
	s64 limit[CPO_LEVELS];
	u16 index;
	u8 object;
	u8 quantity;
	u8 levels;
	bool own;
};

struct cpo_thresholds;

/**
 * struct cpo_page_addr - bytes of a CMIS page
 * @els: the target is an ELS, else an engine
 * @index: number of the target
 * @bank: CMIS bank
 * @page: CMIS page
 * @offset: 0..127 lower memory, 128..255 the page
 * @len: 1..128, not beyond the half @offset is in
 */
struct cpo_page_addr {
	bool els;
	u16 index;
	u8 bank;
	u8 page;
	u8 offset;
	u8 len;
};

#define CPO_STAT_UNKNOWN	U64_MAX	/* not counted */

/* Bucket n has what took less than 2^n us; the last one has the rest. */
#define CPO_LATENCY_BUCKETS	24
#define CPO_STATS_COUNTERS	16

/**
 * struct cpo_counter - a counter only this provider has
 * @label: what is counted, NUL-terminated
 * @value: how many
 */
struct cpo_counter {
	char label[CPO_SENSOR_LABEL_LEN];
	u64 value;
};

/**
 * struct cpo_stats - what a provider counts
 * @events_refused: events about objects that do not exist, not reported
 * @telemetry_blocks: blocks that were published
 * @telemetry_missed: blocks that were not seen, by their sequence
 * @telemetry_refused: blocks that made no sense
 * @telemetry_unknown: sections the provider does not know
 * @interrupts: interrupts
 * @interrupts_lost: work found without one
 * @commands: commands given to the device
 * @commands_failed: refused or failed by the device, or ended by a reset
 * @commands_timed_out: took too long to be waited for
 * @commands_late: completed when nobody waited any more
 * @commands_stray: completions that belong to no command
 * @device_events_dropped: count of the device since its power-on
 * @device_boots: count of the device since its power-on
 * @device_safety_cuts: count of the device since its power-on
 * @latency: commands by the time they took, see cpo_latency_bucket()
 * @has_latency: @latency means something
 * @n_counters: elements of @counters
 * @counters: further counters
 *
 * Since cpo_dev_register(), or for those of the device since its power-on. What
 * the provider does not count stays CPO_STAT_UNKNOWN.
 */
struct cpo_stats {
	u64 events_refused;
	u64 telemetry_blocks;
	u64 telemetry_missed;
	u64 telemetry_refused;
	u64 telemetry_unknown;
	u64 interrupts;
	u64 interrupts_lost;
	u64 commands;
	u64 commands_failed;
	u64 commands_timed_out;
	u64 commands_late;
	u64 commands_stray;
	u64 device_events_dropped;
	u64 device_boots;
	u64 device_safety_cuts;
	u64 latency[CPO_LATENCY_BUCKETS];
	bool has_latency;
	u8 n_counters;
	struct cpo_counter counters[CPO_STATS_COUNTERS];
};

/**
 * struct cpo_dev_ops - what the core asks of a provider
 * @net: network namespace the device belongs to; init_net without it. Called
 *	under RCU and from any context that publishes, must not sleep.
 * @page_read: read bytes of a page, waiting at most @timeout_ms. May sleep. The
 *	core serialises the reads of one target.
 * @page_freeze: hold the observables of the target of @addr, so that its pages
 *	are of one moment, or let them go. Optional; -EOPNOTSUPP when the device
 *	cannot do it. May sleep. The core holds no target for longer than a few
 *	reads, and lets go in any case.
 * @configure: change how the device reports: all of it or nothing. Optional.
 *	May sleep; waits are killable and bounded. The core serialises it.
 * @threshold_set: give an object the limits of @row, which has all levels that
 *	are to be watched and is marked as its own; or, when it is not, have it
 *	go back to its defaults. When a level is the reason of a failure it is
 *	noted in @level. Optional. May sleep; waits are killable and bounded.
 *	The core serialises it with @configure.
 * @refresh: have the device sample now and publish; returns when the rows are
 *	published. May sleep; waits are killable and bounded. The core
 *	serialises the refreshes of one device.
 * @stats: fill in what the provider counts, from memory. Called under RCU, must
 *	not sleep; may run at any time between register and unregister, also
 *	more than once at the same time.
 *
 * No op is called after cpo_dev_unregister() has returned, nor between
 * cpo_dev_detach() and cpo_dev_attach(), nor after cpo_dev_set_dead(), except
 * @net and, while registered, @stats. cpo_dev_detach() and
 * cpo_dev_unregister() wait for the ops that run: an op must not call them, nor
 * take a lock that their caller holds. It may call cpo_dev_set_dead(). An op
 * may be called with rtnl or the lock of a netdev held
 * (cpo_page_read_cached()); it must take neither these nor that of devlink.
 */
struct cpo_dev_ops {
	struct net *(*net)(struct cpo_dev *cdev);
	int (*page_read)(struct cpo_dev *cdev, const struct cpo_page_addr *addr,
			 u8 *buf, unsigned int timeout_ms,
			 struct netlink_ext_ack *extack);
	int (*page_freeze)(struct cpo_dev *cdev,
			   const struct cpo_page_addr *addr, bool on,
			   unsigned int timeout_ms);
	int (*configure)(struct cpo_dev *cdev, const struct cpo_config *config,
			 struct netlink_ext_ack *extack);
	int (*threshold_set)(struct cpo_dev *cdev,
			     const struct cpo_threshold *row, int *level,
			     struct netlink_ext_ack *extack);
	int (*refresh)(struct cpo_dev *cdev, struct netlink_ext_ack *extack);
	void (*stats)(struct cpo_dev *cdev, struct cpo_stats *stats);
};

/*
 * Lifetime.  Process context, no cpo lock held.
 *
 * alloc -> register -> { detach -> [set_inventory] -> attach }* -> unregister
 * -> put
 *
 * Register, set_inventory, attach and unregister are serialised with publishing
 * by the caller. Between detach and attach a device can change its namespace:
 * leave_net, then the op net gives another one, then enter_net.
 */
struct cpo_dev *cpo_dev_alloc(struct device *parent,
			      const struct cpo_dev_ops *ops, void *priv);
void cpo_dev_put(struct cpo_dev *cdev);
int cpo_dev_register(struct cpo_dev *cdev, struct cpo_inventory *inv);
void cpo_dev_detach(struct cpo_dev *cdev);
int cpo_dev_set_inventory(struct cpo_dev *cdev, struct cpo_inventory *inv);
int cpo_dev_attach(struct cpo_dev *cdev, struct cpo_inventory *inv);
void cpo_dev_leave_net(struct cpo_dev *cdev);
void cpo_dev_enter_net(struct cpo_dev *cdev);
void cpo_dev_set_dead(struct cpo_dev *cdev);
void cpo_dev_unregister(struct cpo_dev *cdev);

void *cpo_dev_priv(const struct cpo_dev *cdev);
u32 cpo_dev_id(const struct cpo_dev *cdev);
const char *cpo_dev_name(const struct cpo_dev *cdev);

/* Inventory */
struct cpo_inventory *cpo_inventory_alloc(u16 engines, u16 els, u16 lasers,
					  u16 lanes, u16 ports, u16 routes,
					  u16 sensors);
void cpo_inventory_free(struct cpo_inventory *inv);
void cpo_els_set_identity(struct cpo_dev *cdev, u16 els,
			  const struct cpo_identity *id);
void cpo_port_set_netdev(struct cpo_dev *cdev, u16 port,
			 struct net_device *netdev);

/*
 * Publishing.  Process or bottom-half context; the caller serialises calls for
 * one device, events included.  @rows are copied.  A row is not replaced by an
 * older one: when an event after @sample->event_seq changed the object, its
 * row stays as it is.
 */
void cpo_dev_publish(struct cpo_dev *cdev, const struct cpo_dev_row *row,
		     const struct cpo_sample *sample, u32 period_us);
void cpo_engine_publish(struct cpo_dev *cdev, u16 engine,
			const struct cpo_engine_row *row,
			const struct cpo_lane_row *lanes,
			const struct cpo_sample *sample);
void cpo_els_publish(struct cpo_dev *cdev, u16 first, u16 n,
		     const struct cpo_els_row *rows,
		     const struct cpo_sample *sample);
void cpo_lasers_publish(struct cpo_dev *cdev, u16 first, u16 n,
			const struct cpo_laser_row *rows,
			const struct cpo_sample *sample);
void cpo_ports_publish(struct cpo_dev *cdev, u16 first, u16 n,
		       const struct cpo_port_row *rows,
		       const struct cpo_sample *sample);
void cpo_routes_publish(struct cpo_dev *cdev, u16 first, u16 n,
			const struct cpo_route_row *rows,
			const struct cpo_sample *sample);
void cpo_sensors_publish(struct cpo_dev *cdev, u16 first, u16 n,
			 const struct cpo_sensor_row *rows,
			 const struct cpo_sample *sample);
void cpo_fec_publish(struct cpo_dev *cdev, u16 first, u16 n,
		     const struct cpo_fec_row *rows,
		     const struct cpo_sample *sample);
void cpo_windows_publish(struct cpo_dev *cdev, u8 object, u16 index,
			 const struct cpo_window_row *row,
			 const struct cpo_sample *sample);
void cpo_dev_configured(struct cpo_dev *cdev, const struct cpo_config *config);

/* Flags.  Process context, serialised with publishing. */
int cpo_flags_publish(struct cpo_dev *cdev, const struct cpo_flag_row *rows,
		      unsigned int n);
void cpo_flags_complete(struct cpo_dev *cdev);

/*
 * Limits.  Process context; they are collected, then exchanged as a whole.
 * Serialised with exchanging the objects, and with each other.
 */
struct cpo_thresholds *cpo_thresholds_alloc(struct cpo_dev *cdev);
int cpo_thresholds_add(struct cpo_dev *cdev, struct cpo_thresholds *thresholds,
		       const struct cpo_threshold *row);
int cpo_thresholds_publish(struct cpo_dev *cdev,
			   struct cpo_thresholds *thresholds);
void cpo_thresholds_free(struct cpo_thresholds *thresholds);
int cpo_threshold_store(struct cpo_dev *cdev, const struct cpo_threshold *row);

/*
 * Events.  Process context.  State is updated, then notifications leave; what
 * follows an event elsewhere (carrier, uevent, health) is done by the provider
 * after this returned.
 */
void cpo_events_report(struct cpo_dev *cdev, const struct cpo_event *events,
		       unsigned int n);
void cpo_events_lost(struct cpo_dev *cdev, u64 n);
void cpo_dev_new_epoch(struct cpo_dev *cdev);
void cpo_flags_recount(struct cpo_dev *cdev);

/* Reading back, for the netdev side of a provider.  Any context. */
int cpo_port_row_get(struct cpo_dev *cdev, u16 port, struct cpo_port_row *row);
int cpo_port_row_get_fresh(struct cpo_dev *cdev, u16 port,
			   struct cpo_port_row *row);
int cpo_lane_row_get(struct cpo_dev *cdev, u16 lane, struct cpo_lane_row *row);
int cpo_fec_row_get(struct cpo_dev *cdev, u16 port, struct cpo_fec_row *row);
int cpo_page_read_cached(struct cpo_dev *cdev, const struct cpo_page_addr *addr,
			 u8 *buf, unsigned int timeout_ms,
			 struct netlink_ext_ack *extack);

/*
 * Reading back, for what a provider tells users of other interfaces.  Any
 * context, but for cpo_dev_inventory().
 */
const struct cpo_inventory *cpo_dev_inventory(struct cpo_dev *cdev);
int cpo_engine_row_get(struct cpo_dev *cdev, u16 engine,
		       struct cpo_engine_row *row);
int cpo_els_row_get(struct cpo_dev *cdev, u16 els, struct cpo_els_row *row);
int cpo_els_get_identity(struct cpo_dev *cdev, u16 els,
			 struct cpo_identity *id);
int cpo_laser_row_get(struct cpo_dev *cdev, u16 laser,
		      struct cpo_laser_row *row);
int cpo_route_row_get(struct cpo_dev *cdev, u16 route,
		      struct cpo_route_row *row);
int cpo_sensor_row_get(struct cpo_dev *cdev, u16 sensor,
		       struct cpo_sensor_row *row);
bool cpo_flag_next_set(struct cpo_dev *cdev, u8 object, u32 *place,
		       struct cpo_flag_id *id, s64 *value);

/* Counting */
unsigned int cpo_latency_bucket(u64 us);

#endif /* CPO_H */
