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
 * @engines: engines
 * @els: ELS slots
 * @lasers: lasers, those of one ELS in a row
 * @lanes: lanes, those of one engine in a row
 * @ports: ports
 * @routes: ways of light from lasers to lanes
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
	struct cpo_engine_info *engines;
	struct cpo_els_info *els;
	struct cpo_laser_info *lasers;
	struct cpo_lane_info *lanes;
	struct cpo_port_info *ports;
	struct cpo_route_info *routes;
};

/* Largest counts the core takes. */
#define CPO_LIMIT_ENGINES	128
#define CPO_LIMIT_ELS		64
#define CPO_LIMIT_LASERS	512
#define CPO_LIMIT_LANES		2048
#define CPO_LIMIT_PORTS		512
#define CPO_LIMIT_ROUTES	1024

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
};

#define CPO_ENGINE_CAUSE_OK	BIT(1)
#define CPO_ENGINE_TEMP_OK	BIT(2)
#define CPO_ENGINE_POWER_OK	BIT(3)
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
	u16 lanes_up;
	u32 link_changes;
	u64 last_change;	/* ns of device time */
	u32 power_mw;
	u32 worst_ber;		/* ber32 */
	u16 min_snr;		/* 1/256 dB */
};

#define CPO_PORT_LANES_UP_OK	BIT(1)
#define CPO_PORT_CHANGES_OK	BIT(2)
#define CPO_PORT_POWER_OK	BIT(3)
#define CPO_PORT_BER_OK		BIT(4)
#define CPO_PORT_SNR_OK		BIT(5)

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

/**
 * struct cpo_event - something that happened on the device
 * @device_seq: number the device gave it
 * @device_time: when it happened, ns of the clock of the device
 * @boottime: when the host took it up, ktime_get_boottime_ns()
 * @value: value that belongs to @code
 * @limit: limit that was crossed
 * @code: enum cpo_event_code
 * @vendor_code: code of the device, when @code is CPO_EVENT_CODE_VENDOR
 * @count: how often it happened to the object since the device started
 * @index: number of the object, over the device
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
	u8 severity;
	u8 action;
	u8 object;
	u8 reason;
	bool has_limit;
};

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

/**
 * struct cpo_dev_ops - what the core asks of a provider
 * @net: network namespace the device belongs to; init_net without it. Called
 *	under RCU and from any context that publishes, must not sleep.
 * @page_read: read bytes of a page, waiting at most @timeout_ms. May sleep. The
 *	core serialises the reads of one target.
 * @refresh: have the device sample now and publish; returns when the rows are
 *	published. May sleep; waits are killable and bounded. The core
 *	serialises the refreshes of one device.
 *
 * No op is called after cpo_dev_unregister() has returned, nor between
 * cpo_dev_detach() and cpo_dev_attach(), nor after cpo_dev_set_dead(), except
 * @net. cpo_dev_detach() and cpo_dev_unregister() wait for the ops that run: an
 * op must not call them, nor take a lock that their caller holds. It may call
 * cpo_dev_set_dead(). An op may be called with rtnl or the lock of a netdev
 * held (cpo_page_read_cached()); it must take neither these nor that of
 * devlink.
 */
struct cpo_dev_ops {
	struct net *(*net)(struct cpo_dev *cdev);
	int (*page_read)(struct cpo_dev *cdev, const struct cpo_page_addr *addr,
			 u8 *buf, unsigned int timeout_ms,
			 struct netlink_ext_ack *extack);
	int (*refresh)(struct cpo_dev *cdev, struct netlink_ext_ack *extack);
};

/*
 * Lifetime.  Process context, no cpo lock held.
 *
 * alloc -> register -> { detach -> attach }* -> unregister -> put
 *
 * Register, attach and unregister are serialised with publishing by the caller.
 * cpo_dev_attach() takes NULL for an inventory that did not change.
 */
struct cpo_dev *cpo_dev_alloc(struct device *parent,
			      const struct cpo_dev_ops *ops, void *priv);
void cpo_dev_put(struct cpo_dev *cdev);
int cpo_dev_register(struct cpo_dev *cdev, struct cpo_inventory *inv);
void cpo_dev_detach(struct cpo_dev *cdev);
int cpo_dev_attach(struct cpo_dev *cdev, struct cpo_inventory *inv);
void cpo_dev_set_dead(struct cpo_dev *cdev);
void cpo_dev_unregister(struct cpo_dev *cdev);

void *cpo_dev_priv(const struct cpo_dev *cdev);
u32 cpo_dev_id(const struct cpo_dev *cdev);
const char *cpo_dev_name(const struct cpo_dev *cdev);

/* Inventory */
struct cpo_inventory *cpo_inventory_alloc(u16 engines, u16 els, u16 lasers,
					  u16 lanes, u16 ports, u16 routes);
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

/*
 * Events.  Process context.  State is updated, then notifications leave; what
 * follows an event elsewhere (carrier, uevent, health) is done by the provider
 * after this returned.
 */
void cpo_events_report(struct cpo_dev *cdev, const struct cpo_event *events,
		       unsigned int n);
void cpo_events_lost(struct cpo_dev *cdev, u64 n);
void cpo_dev_new_epoch(struct cpo_dev *cdev);

/* Reading back, for the netdev side of a provider.  Any context. */
int cpo_port_row_get(struct cpo_dev *cdev, u16 port, struct cpo_port_row *row);
int cpo_lane_row_get(struct cpo_dev *cdev, u16 lane, struct cpo_lane_row *row);
int cpo_page_read_cached(struct cpo_dev *cdev, const struct cpo_page_addr *addr,
			 u8 *buf, unsigned int timeout_ms,
			 struct netlink_ext_ack *extack);

#endif /* CPO_H */
