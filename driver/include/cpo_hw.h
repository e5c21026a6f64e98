/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (c) 2026 The cpo authors */

/*
 * CPO device interface v1: registers, rings and records.
 *
 * One header for the driver and for the device model.  The prose is in
 * Documentation/hw/cpo-device-interface.rst.  Everything is little-endian,
 * every reserved field is zero, every index starts at 0.
 */
#ifndef CPO_HW_H
#define CPO_HW_H

#ifdef __KERNEL__
#include <linux/bits.h>
#include <linux/build_bug.h>
#include <linux/types.h>
#else
#include <assert.h>
#include <linux/types.h>
#ifndef BIT
#define BIT(n)			(1UL << (n))
#endif
#ifndef GENMASK
#define GENMASK(h, l)		(((~0UL) << (l)) & (~0UL >> (63 - (h))))
#endif
#endif

#define CPO_PCI_VENDOR_ID	0x1af4
#define CPO_PCI_DEVICE_ID	0x10f0

#define CPO_BAR_REGS		0
#define CPO_BAR_MSIX		4
#define CPO_BAR_REGS_SIZE	0x10000

/* Limits of version 1; a device states its own below these. */
#define CPO_MAX_ENGINES		128
#define CPO_MAX_ELS		64
#define CPO_MAX_LASERS		512
#define CPO_MAX_FEEDS		512
#define CPO_MAX_LANES		2048
#define CPO_MAX_PORTS		512
#define CPO_MAX_SENSORS		512
#define CPO_MAX_DATA		0x100000	/* bytes of one command */

/* ---- block IDENT, at BAR offset 0, read only ---- */
#define CPO_REG_MAGIC		0x00
#define   CPO_MAGIC		0x316f7063	/* "cpo1" */
#define CPO_REG_VERSION		0x04
#define   CPO_VERSION_MAJOR	GENMASK(31, 16)
#define   CPO_VERSION_MINOR	GENMASK(15, 0)
#define   CPO_VERSION_1_0	0x00010000
#define CPO_REG_DEV_FEAT_LO	0x08
#define CPO_REG_DEV_FEAT_HI	0x0c
#define   CPO_FEAT_TELEMETRY	BIT(0)
#define   CPO_FEAT_EVENTS	BIT(1)
#define   CPO_FEAT_PAGES	BIT(2)
#define   CPO_FEAT_INJECT	BIT(3)
#define CPO_REG_FUNC		0x10
#define   CPO_FUNC_INDEX	GENMASK(7, 0)
#define   CPO_FUNC_COUNT	GENMASK(15, 8)
#define   CPO_FUNC_LIGHT	BIT(16)		/* may change light */
#define   CPO_FUNC_TLM_OWNER	BIT(17)
#define CPO_REG_DIR		0x14
#define   CPO_DIR_OFFSET	GENMASK(15, 0)
#define   CPO_DIR_COUNT		GENMASK(23, 16)
#define CPO_REG_QLIMITS		0x18
#define   CPO_QLIMITS_ADMIN	GENMASK(7, 0)	/* max log2 entries */
#define   CPO_QLIMITS_EVENT	GENMASK(15, 8)	/* max log2 entries */
#define   CPO_QLIMITS_TLM_BUFS	GENMASK(23, 16)
#define CPO_REG_TLM_MAX		0x1c		/* bytes of the largest block */

/* ---- directory of register blocks ---- */
#define CPO_DIR_MAX		16

struct cpo_hw_dir {
	__le16 id;
	__u8 version;
	__u8 flags;
	__le32 offset;		/* in BAR0 */
	__le32 size;
	__le32 doorbell;	/* BAR0 offset of the first doorbell, or 0 */
};

#define CPO_BLK_CONTROL		1
#define CPO_BLK_ADMINQ		2
#define CPO_BLK_EVENTQ		3
#define CPO_BLK_TELEMETRY	4
#define CPO_BLK_IRQ		5
#define CPO_BLK_SAFETY		6
#define CPO_BLK_TEST		7
#define CPO_BLK_INJECT		8
#define CPO_BLK_DATAPATH	9	/* reserved */
#define CPO_BLK_BERT		10	/* reserved */
#define CPO_BLK_XCONNECT	11	/* reserved */
#define CPO_BLK_CRASHLOG	12	/* reserved */

/* ---- block CONTROL ---- */
#define CPO_CTRL_DRV_FEAT_LO	0x00
#define CPO_CTRL_DRV_FEAT_HI	0x04
#define CPO_CTRL_CTL		0x08
#define   CPO_CTL_ENABLE	BIT(0)
#define   CPO_CTL_FEATURES_OK	BIT(1)
#define CPO_CTRL_STS		0x0c
#define   CPO_STS_READY		BIT(0)
#define   CPO_STS_FEATURES_OK	BIT(1)
#define   CPO_STS_FATAL		BIT(2)
#define   CPO_STS_RESETTING	BIT(3)
#define   CPO_STS_FW_DEAD	BIT(4)
#define CPO_CTRL_RESET		0x10
#define   CPO_RESET_KEY		0xc0de0000
#define   CPO_RESET_HOST	1	/* queues, interrupts, DMA */
#define   CPO_RESET_FIRMWARE	2
#define CPO_CTRL_RESET_GEN	0x14	/* 31 bits, +1 when a reset is done */
#define CPO_CTRL_HEARTBEAT	0x18	/* 31 bits, +1 per 100 ms */
#define CPO_CTRL_BOOT		0x1c	/* firmware starts since power on */
#define CPO_CTRL_TIME		0x20	/* u64, ns of device time */
#define CPO_CTRL_FATAL_CODE	0x28
#define CPO_CTRL_FATAL_ARG	0x2c
#define CPO_CTRL_TOPO_GEN	0x30
#define CPO_CTRL_CFG_GEN	0x34
#define CPO_CTRL_HOST_BEAT	0x38
#define CPO_CTRL_PENDING	0x3c	/* no side effect: finds lost IRQs */
#define   CPO_PENDING_ADMIN	BIT(0)
#define   CPO_PENDING_EVENT	BIT(1)
#define   CPO_PENDING_TLM	BIT(2)

enum cpo_hw_fatal {
	CPO_FATAL_NONE,
	CPO_FATAL_QUEUE_SIZE,	/* arg: block id */
	CPO_FATAL_QUEUE_BASE,	/* arg: block id */
	CPO_FATAL_DOORBELL,	/* arg: value written */
	CPO_FATAL_DMA,		/* arg: block id */
	CPO_FATAL_FIRMWARE,
};

/* ---- block ADMINQ ---- */
#define CPO_ADMINQ_SQ_BASE	0x00	/* u64, 64-byte aligned */
#define CPO_ADMINQ_CQ_BASE	0x08	/* u64, 64-byte aligned */
#define CPO_ADMINQ_SIZE		0x10
#define   CPO_ADMINQ_SQ_LOG2	GENMASK(7, 0)
#define   CPO_ADMINQ_CQ_LOG2	GENMASK(15, 8)
#define   CPO_ADMINQ_LOG2_MIN	4
#define   CPO_ADMINQ_LOG2_MAX	10
#define CPO_ADMINQ_ENABLE	0x14
#define CPO_ADMINQ_GEN		0x18
/* doorbells, 8 bytes apart */
#define CPO_ADMINQ_DB_SQ_TAIL	0x00	/* free-running modulo 2^16 */
#define CPO_ADMINQ_DB_CQ_HEAD	0x08	/* free-running modulo 2^16 */

/* ---- block EVENTQ ---- */
#define CPO_EVENTQ_BASE		0x00	/* u64, 64-byte aligned */
#define CPO_EVENTQ_SIZE		0x08	/* log2 */
#define   CPO_EVENTQ_LOG2_MIN	4
#define   CPO_EVENTQ_LOG2_MAX	12
#define CPO_EVENTQ_ENABLE	0x0c
#define CPO_EVENTQ_NEXT_SEQ	0x10	/* u64, read only */
#define CPO_EVENTQ_DROPPED	0x18	/* u64, read only */
#define CPO_EVENTQ_DB_CONSUMER	0x00	/* free-running modulo 2^16 */

/* ---- block TELEMETRY ---- */
#define CPO_TLM_LAST_SEQ	0x00	/* u64, read only */
#define CPO_TLM_LAST_BUF	0x08
#define CPO_TLM_PERIOD_US	0x0c	/* mirror of CPO_OP_TLM_CONFIG */

/* ---- block IRQ ---- */
#define CPO_IRQ_MAP(source)	(0x00 + 4 * (source))
#define   CPO_IRQ_POLLED	0xffff
#define CPO_IRQ_MODERATION(vec)	(0x40 + 4 * (vec))	/* us */
#define CPO_IRQ_VECTORS		8	/* of the MSI-X table in v1 */

enum cpo_hw_irq_source {
	CPO_IRQ_ADMIN,
	CPO_IRQ_EVENT,
	CPO_IRQ_TLM,
	CPO_IRQ_SOURCES,
};

/* ---- block SAFETY, read only, works with dead firmware ---- */
#define CPO_SAFETY_INTERLOCK	0x00	/* b0 enclosure closed, b1 all slots */
#define CPO_SAFETY_CUT_COUNT	0x04
#define CPO_SAFETY_SLOT_OPEN	0x08	/* u64, one bit per ELS */
#define CPO_SAFETY_APR		0x10	/* u64, one bit per ELS */
#define CPO_SAFETY_CUT_CAUSE	0x18
#define CPO_SAFETY_CUT_TIME	0x20	/* u64, ns of device time */
#define CPO_SAFETY_CLAMP_HITS	0x28

/* ---- block TEST ---- */
#define CPO_TEST_SCRATCH32	0x00
#define CPO_TEST_SCRATCH64	0x08
#define CPO_TEST_IRQ		0x10	/* write a vector number */
#define CPO_TEST_DMA_ADDR	0x18	/* u64 */
#define CPO_TEST_DMA_SIZE	0x20	/* 4..4096 */
#define CPO_TEST_DMA_CTRL	0x24
#define   CPO_TEST_DMA_CLEAR	1	/* all 0x00 */
#define   CPO_TEST_DMA_FILL	2	/* all 0x96 */
#define   CPO_TEST_DMA_INVERT	4	/* every bit */

/*
 * ---- block INJECT, only with CPO_FEAT_INJECT ----
 *
 * The record is text, zero padded: "NAME INDEX VALUE", "NAME INDEX off" or
 * "off", with numbers in decimal.
 */
#define CPO_INJECT_RECORD	0x00	/* 64 bytes */
#define CPO_INJECT_GO		0x40
#define CPO_INJECT_STATUS	0x44

#define CPO_DOORBELLS		0x8000	/* BAR0 offset of the doorbell area */

/* ---- objects ---- */
enum cpo_hw_obj_type {
	CPO_OBJ_NONE,
	CPO_OBJ_DEVICE,
	CPO_OBJ_ASIC,
	CPO_OBJ_ENGINE,
	CPO_OBJ_ELS,
	CPO_OBJ_LASER,
	CPO_OBJ_LANE,
	CPO_OBJ_PORT,
	CPO_OBJ_FEED,
	CPO_OBJ_FIBRE,
	CPO_OBJ_SENSOR,
	CPO_OBJ_COMPONENT,
	CPO_OBJ_VMODULE,
	CPO_OBJ_CHANNEL,
	CPO_OBJ_XCONNECT,
	CPO_OBJ_BERT,
	CPO_OBJ_VENDOR = 0x80,
};

/* Object reference: @a is the record number of the object in its section. */
struct cpo_hw_obj {
	__u8 type;		/* enum cpo_hw_obj_type */
	__u8 side;		/* 0 none, 1 host, 2 media */
	__le16 a;
	__le16 b;
	__le16 c;
};

/* ---- admin queue ---- */
struct cpo_hw_cmd {
	__le16 opcode;
	__u8 version;
	__u8 flags;
	__le16 slot;
	__le16 gen;
	struct cpo_hw_obj obj;
	__le32 count;		/* objects from @obj on, or rows in the data */
	__le32 len;		/* of the data buffer, bytes */
	__le64 addr;
	__u8 arg[32];
};

#define CPO_CMD_DRY_RUN		BIT(0)
#define CPO_CMD_SHARED_OK	BIT(1)
#define CPO_CMD_SEGMENTS	BIT(2)	/* @addr: list of cpo_hw_seg */

struct cpo_hw_seg {
	__le64 addr;
	__le32 len;
	__le32 rsvd;
};

struct cpo_hw_cpl {
	__le16 slot;
	__le16 gen;
	__le16 status;		/* enum cpo_hw_status */
	__le16 detail;		/* row or field at fault */
	__le32 len;		/* data bytes written */
	__le32 cfg_gen;
	__le64 event_seq;	/* every event up to it happened before */
	__le32 result;
	__le32 phase;		/* b31, written last by its own DMA write */
};

#define CPO_PHASE		BIT(31)

enum cpo_hw_status {
	CPO_ST_OK,
	CPO_ST_OPCODE,
	CPO_ST_VERSION,
	CPO_ST_LENGTH,
	CPO_ST_NO_OBJECT,
	CPO_ST_RANGE,
	CPO_ST_STATE,
	CPO_ST_BUSY,
	CPO_ST_SHARED,
	CPO_ST_RESTRICTED,
	CPO_ST_INTERLOCK,
	CPO_ST_ABSENT,
	CPO_ST_NOT_READY,
	CPO_ST_FAULT,
	CPO_ST_TIMEOUT,
	CPO_ST_CANCELLED,
	CPO_ST_NO_SPACE,
	CPO_ST_INTEGRITY,
	CPO_ST_DMA,
	CPO_ST_NOT_PERMITTED,
	CPO_ST_INTERNAL,
	CPO_ST_ACCEPTED,	/* operation number in @result */
};

enum cpo_hw_opcode {
	CPO_OP_NOP		= 0x0000,
	CPO_OP_IDENTIFY		= 0x0001,
	CPO_OP_FEATURE_SET	= 0x0002,
	CPO_OP_CANCEL		= 0x0003,
	CPO_OP_TIME_SYNC	= 0x0004,
	CPO_OP_HOST_POLICY	= 0x0005,
	CPO_OP_LOG_READ		= 0x0006,
	CPO_OP_SELF_TEST	= 0x0007,
	CPO_OP_EVENT_CONFIG	= 0x0100,
	CPO_OP_TLM_CONFIG	= 0x0101,
	CPO_OP_TLM_REFRESH	= 0x0102,
	CPO_OP_SECTION_READ	= 0x0200,
	CPO_OP_PAGE_READ	= 0x0300,
	CPO_OP_PAGE_FREEZE	= 0x0301,
	CPO_OP_THRESH_GET	= 0x0400,
	CPO_OP_THRESH_SET	= 0x0401,
	CPO_OP_THRESH_DEFAULT	= 0x0402,
	CPO_OP_FLAG_READ	= 0x0403,
	CPO_OP_FLAG_CLEAR	= 0x0404,
	CPO_OP_LASER_CHECK	= 0x0500,
	CPO_OP_LASER_UP		= 0x0501,
	CPO_OP_LASER_DOWN	= 0x0502,
	CPO_OP_LASER_TUNE	= 0x0503,
	CPO_OP_SWITCHOVER	= 0x0504,
	CPO_OP_SETPOINT_SAVE	= 0x0505,
	CPO_OP_SETPOINT_RESTORE	= 0x0506,
	CPO_OP_FAULT_CLEAR	= 0x0507,
	CPO_OP_POLICY_GET	= 0x0508,
	CPO_OP_POLICY_SET	= 0x0509,
	CPO_OP_ATTR_GET		= 0x0600,
	CPO_OP_ATTR_SET		= 0x0601,
	CPO_OP_IMPACT		= 0x0602,
	CPO_OP_OBJ_RESET	= 0x0603,
	CPO_OP_PORT_SPLIT	= 0x0604,
	/* 07xx BERT, 08xx firmware, 09xx data path, 0Axx cross-connect, */
	/* 0Bxx partition, 0Fxx injection, 8000h and up vendor */
};

/* CPO_OP_IDENTIFY: le32 what in arg[0] */
#define CPO_IDENTIFY_DEVICE	0	/* struct cpo_hw_ident */
#define CPO_IDENTIFY_COMMANDS	1	/* struct cpo_hw_cmd_info[] */

struct cpo_hw_ident {
	char vendor[16];	/* ASCII, zero padded, no NUL when full */
	char part[16];
	char serial[16];
	char revision[8];
	char profile[16];
	char fw_running[16];
	char fw_stored[16];
	char board[16];
	__le32 asics;
	__le32 engines;
	__le32 els;
	__le32 lasers;
	__le32 lanes;
	__le32 ports;
	__le32 feeds;
	__le32 fibres;
	__le32 sensors;
	__le32 components;
	__le32 vmodules;
	__le32 channels;
	__le32 relations;
	__le32 tlm_bytes;	/* of a complete block */
	__le32 flags;
	__u8 rsvd[76];
};

#define CPO_IDENT_JOINT		BIT(0)	/* vModules hide engine and ELS */

struct cpo_hw_cmd_info {
	__le16 opcode;
	__u8 version;
	__u8 flags;
	__le32 data_max;
	__le32 max_ms;
	__le32 rsvd;
};

#define CPO_CMD_INFO_CHANGES	BIT(0)	/* changes state */
#define CPO_CMD_INFO_LONG	BIT(1)	/* completes with CPO_ST_ACCEPTED */

/* CPO_OP_EVENT_CONFIG argument */
struct cpo_hw_event_config {
	__le64 classes;		/* bit n: class n is reported */
	__le32 storm_us;	/* shortest time between two of one kind */
	__u8 rsvd[20];
};

#define CPO_STORM_MAX_US	60000000

/*
 * CPO_OP_TLM_CONFIG argument.  The data is bufs x segs struct cpo_hw_seg; the
 * segments of one buffer add up to buf_len.  bufs = 0 stops telemetry.
 */
struct cpo_hw_tlm_config {
	__le32 period_us;	/* 0: on demand only */
	__le32 buf_len;
	__u8 bufs;		/* 2..4 */
	__u8 segs;		/* 1..16 */
	__u8 rsvd[2];
	__le32 window_s;	/* length of the windows; 0: as it is */
	__u8 rsvd2[16];
};

#define CPO_TLM_PERIOD_MIN_US	10000
#define CPO_TLM_PERIOD_MAX_US	60000000
#define CPO_WINDOW_MIN_S	10
#define CPO_WINDOW_MAX_S	86400
#define CPO_WINDOW_DEFAULT_S	900
#define CPO_TLM_BUFS_MIN	2
#define CPO_TLM_BUFS_MAX	4
#define CPO_TLM_SEGS_MAX	16

/*
 * What limits and windows are about.  Limits and values of events are s64 in
 * the unit given here.
 */
enum cpo_hw_quantity {
	CPO_Q_TEMP,		/* mC: engine, ELS, laser */
	CPO_Q_POWER,		/* mW: engine, ELS */
	CPO_Q_OPTICAL_POWER,	/* nW: laser */
	CPO_Q_BIAS,		/* nA: laser */
	CPO_Q_TEC,		/* 0.01 %, magnitude: laser */
	CPO_Q_BER,		/* 1e-18, media side: lane */
	CPO_Q_SNR,		/* mdB, media side: lane */
	CPO_Q_RX_POWER,		/* nW: lane */
	CPO_Q_UNCORRECTABLE,	/* codewords in 100 ms: port, window only */
	CPO_Q_SEWMAX,		/* symbols: port, window only */
	CPO_Q_TX_POWER,		/* nW: lane */
	CPO_Q_HEATER,		/* 0.01 %: lane */
	CPO_Q_FREQ_ERROR,	/* MHz: laser */
	CPO_Q_AGE,		/* 0.01 %: laser */
	CPO_Q_INPUT_POWER,	/* nW: feed */
	CPO_Q_VOLTAGE,		/* uV: ELS */
	CPO_Q_VALUE,		/* in the unit of the row: sensor */
	CPO_Q_COUNT,
};

enum cpo_hw_level {
	CPO_LV_HIGH_ALARM,
	CPO_LV_HIGH_WARNING,
	CPO_LV_LOW_WARNING,
	CPO_LV_LOW_ALARM,
	CPO_LV_COUNT,
};

/*
 * CPO_OP_THRESH_GET argument.  The data is struct cpo_hw_threshold[]; result is
 * how many rows are left behind them.
 */
struct cpo_hw_thresh_get {
	__le32 what;		/* CPO_THRESH_* */
	__le32 first;		/* row */
	__u8 rsvd[24];
};

#define CPO_THRESH_DEFAULTS	0	/* of the kinds, and of each sensor */
#define CPO_THRESH_OVERRIDES	1	/* of objects that have their own */

/*
 * Row of CPO_OP_THRESH_GET, _SET and _DEFAULT.  The latter two take @count rows
 * in the data and do all of them or none; when refused, detail is the row, and
 * with CPO_ST_RANGE bits 7:0 of result are the level at fault.  _DEFAULT looks
 * at object and quantity only.
 */
struct cpo_hw_threshold {
	struct cpo_hw_obj obj;	/* a = CPO_OBJ_ALL: default of the kind */
	__le16 quantity;	/* enum cpo_hw_quantity */
	__u8 mask;		/* bit n: limit[n] means something */
	__u8 rsvd[5];
	__le64 limit[CPO_LV_COUNT];	/* s64, by enum cpo_hw_level */
};

#define CPO_OBJ_ALL		0xffff
#define CPO_THRESH_UNORDERED	BIT(8)	/* in result: not above the next */
#define CPO_THRESH_ROWS_MAX	4096	/* of _SET and _DEFAULT */

/*
 * CPO_OP_FLAG_READ argument.  The data is struct cpo_hw_flag[], oldest change
 * first; result is how many rows are left behind them.
 */
struct cpo_hw_flag_read {
	__le64 since;		/* only flags with a greater seq */
	__u8 rsvd[24];
};

/* A flag is a kind of event that an object can be in: set, then clear. */
struct cpo_hw_flag {
	struct cpo_hw_obj obj;
	__le16 code;		/* enum cpo_hw_event_code */
	__u8 state;		/* 1 set, 0 clear */
	__u8 flags;		/* CPO_FLAG_* */
	__le32 changes;		/* since power on; wraps */
	__le64 seq;		/* of its last change, over all flags */
	__le64 first_set;	/* ns of device time; 0: never */
	__le64 last_set;
	__le64 last_clear;
	__le64 value;		/* s64 at the last change */
	__le64 rsvd;
};

#define CPO_FLAG_LOWER_BOUND	BIT(0)	/* may have changed more often */

/* Settings of objects that are not limits. */
enum cpo_hw_attr_id {
	CPO_ATTR_LOW_POWER	= 1,	/* ENGINE: 1 low power, 0 full */
};

/*
 * CPO_OP_ATTR_GET argument.  The data is a struct cpo_hw_attr for each of
 * @count objects.
 */
struct cpo_hw_attr_get {
	__le16 attr;		/* enum cpo_hw_attr_id */
	__u8 rsvd[30];
};

/*
 * Row of CPO_OP_ATTR_GET and _SET.  The latter takes @count rows in the data
 * and does all of them or none; when refused, detail is the row.
 */
struct cpo_hw_attr {
	struct cpo_hw_obj obj;
	__le16 attr;		/* enum cpo_hw_attr_id */
	__le16 flags;		/* none yet */
	__le32 rsvd;
	__le64 value;		/* s64 */
};

#define CPO_ATTR_ROWS_MAX	4096

/* CPO_OP_TLM_REFRESH argument: the block is written before the completion */
struct cpo_hw_tlm_refresh {
	__le64 cookie;
	__u8 rsvd[24];
};

/*
 * CPO_OP_SECTION_READ argument; result is count in 15:0 and record size in
 * 31:16.
 */
struct cpo_hw_section_read {
	__le16 type;
	__le16 rsvd;
	__le32 first;
	__le32 count;
	__u8 rsvd2[20];
};

#define CPO_SECTION_COUNT	GENMASK(15, 0)
#define CPO_SECTION_STRIDE	GENMASK(31, 16)

/*
 * CPO_OP_PAGE_READ argument; the object is an engine or an ELS.  Offsets are
 * those of CMIS: 0..127 lower memory, 128..255 the page.  Never clears.
 */
struct cpo_hw_page_read {
	__le16 bank;
	__le16 page;
	__le16 offset;
	__le16 len;
	__u8 rsvd[24];
};

/*
 * CPO_OP_PAGE_FREEZE argument; the object is an engine or an ELS.  While its
 * observables are frozen, all pages from 24h to 2Ch are of one moment.  The
 * device lets go by itself after CPO_FREEZE_MAX_MS of device time.
 */
struct cpo_hw_page_freeze {
	__u8 on;		/* 0 or 1 */
	__u8 rsvd[31];
};

#define CPO_FREEZE_MAX_MS	10000

/* ---- events ---- */
struct cpo_hw_event {
	__le64 seq;		/* from 1, also advances for dropped events */
	__le64 time;		/* ns of device time */
	__le16 code;
	__u8 severity;		/* enum cpo_hw_severity */
	__u8 action;		/* enum cpo_hw_action */
	struct cpo_hw_obj obj;
	__le32 count;		/* absolute, per object and code, since boot */
	__le64 value;		/* s64 */
	__le64 limit;		/* s64 */
	__le16 unit;
	__le16 cause;		/* enum cpo_hw_reason */
	__le32 gen;		/* topology generation or operation number */
	__le32 rsvd;
	__le32 phase;		/* b31, written last */
};

enum cpo_hw_severity {
	CPO_SEV_INFO,
	CPO_SEV_NOTICE,
	CPO_SEV_WARNING,
	CPO_SEV_MAJOR,
	CPO_SEV_CRITICAL,
};

enum cpo_hw_action {
	CPO_ACT_CLEAR,
	CPO_ACT_SET,
	CPO_ACT_PULSE,
	CPO_ACT_PROGRESS,
};

/* class in 15:8 */
#define CPO_EV_CLASS(code)	((code) >> 8)
#define CPO_EV_CLASS_PRESENCE	0x01
#define CPO_EV_CLASS_LASER	0x02
#define CPO_EV_CLASS_CHECK	0x03
#define CPO_EV_CLASS_SAFETY	0x04
#define CPO_EV_CLASS_THRESHOLD	0x05
#define CPO_EV_CLASS_LANE	0x06
#define CPO_EV_CLASS_PORT	0x07
#define CPO_EV_CLASS_THERMAL	0x08
#define CPO_EV_CLASS_FIRMWARE	0x09
#define CPO_EV_CLASS_CONFIG	0x0a
#define CPO_EV_CLASS_OPERATION	0x0b
#define CPO_EV_CLASS_REPORTING	0x0c
#define CPO_EV_CLASS_VENDOR	0x80

enum cpo_hw_event_code {
	CPO_EV_ELS_REMOVED	= 0x0100,	/* obj ELS */
	CPO_EV_ELS_INSERTED	= 0x0101,	/* obj ELS */
	CPO_EV_ELS_STATE	= 0x0102,	/* value: cpo_hw_module_state */
	CPO_EV_LASER_STATE	= 0x0200,	/* value: cpo_hw_laser_state */
	CPO_EV_LASER_FAULT	= 0x0201,	/* value: cpo_hw_laser_fault */
	CPO_EV_CHECK_PASSED	= 0x0300,	/* obj LASER */
	CPO_EV_CHECK_FAILED	= 0x0301,	/* obj LASER, value loss mdB */
	CPO_EV_LASER_CUT	= 0x0400,	/* obj LASER */
	CPO_EV_INTERLOCK	= 0x0401,	/* obj DEVICE or ELS */
	CPO_EV_LANE_TX_DARK	= 0x0600,	/* obj LANE, no light to send */
	CPO_EV_LANE_RX_LOS	= 0x0601,	/* obj LANE */
	CPO_EV_LANE_RX_LOL	= 0x0602,	/* obj LANE */
	CPO_EV_LANE_RING_UNLOCK	= 0x0603,	/* obj LANE */
	CPO_EV_PORT_STATE	= 0x0700,	/* value 1 up 0 down, cause */
	CPO_EV_ENGINE_TRIP	= 0x0800,	/* obj ENGINE, value temp mC */
	CPO_EV_LEAK		= 0x0801,	/* obj SENSOR */
	CPO_EV_TOPOLOGY		= 0x0a00,	/* obj DEVICE, gen */
	CPO_EV_OVERFLOW		= 0x0c00,	/* obj DEVICE, value dropped */
};

/*
 * Code of the event that a quantity crossed a limit: 0x0500 to 0x05ff.  Value
 * is the quantity, limit the limit.
 */
#define CPO_EV_THRESHOLD(q, level)	(0x0500 | (q) << 2 | (level))
#define CPO_EV_QUANTITY(code)		((code) >> 2 & 0x3f)
#define CPO_EV_LEVEL(code)		((code) & 3)

/* ---- telemetry block ---- */
#define CPO_TLM_MAGIC		0x6d6c7463	/* "ctlm" */
#define CPO_TLM_VERSION		1

struct cpo_hw_tlm_hdr {
	__le32 magic;
	__le16 version;
	__le16 len;		/* of this header */
	__le64 seq_begin;
	__le64 time;		/* ns of device time */
	__le32 total;		/* bytes with the trailer */
	__le16 sections;
	__le16 flags;
	__le32 topo_gen;
	__le32 boot;
	__le64 cookie;
	__le64 event_seq;	/* last event this block includes */
	__le64 flag_seq;	/* last change of a flag it includes */
};

#define CPO_TLM_ON_DEMAND	BIT(0)
#define CPO_TLM_FROZEN		BIT(1)
#define CPO_TLM_PARTIAL		BIT(2)

struct cpo_hw_tlm_sec {
	__le16 type;
	__u8 version;
	__u8 flags;
	__le32 offset;		/* from the start of the block */
	__le32 count;
	__le16 stride;
	__le16 first;
	__le64 seq;		/* changes only with the content */
	__le64 time;		/* when the values were sampled */
};

struct cpo_hw_tlm_trailer {
	__le64 seq_end;
};

enum cpo_hw_section {
	CPO_SEC_BOARD		= 0x01,
	CPO_SEC_SENSOR		= 0x02,
	CPO_SEC_ENGINE		= 0x03,
	CPO_SEC_ELS		= 0x04,
	CPO_SEC_LASER		= 0x05,
	CPO_SEC_FEED		= 0x06,
	CPO_SEC_LANE		= 0x07,
	CPO_SEC_PORT		= 0x08,
	CPO_SEC_FEC		= 0x09,
	CPO_SEC_OPERATION	= 0x0b,
	CPO_SEC_TRAFFIC		= 0x10,
	CPO_SEC_QUEUE		= 0x11,
	CPO_SEC_BERT		= 0x20,
	/* inventory: only by CPO_OP_SECTION_READ */
	CPO_SEC_INV_ENGINE	= 0x40,
	CPO_SEC_INV_ELS		= 0x41,
	CPO_SEC_INV_LASER	= 0x42,
	CPO_SEC_INV_LANE	= 0x43,
	CPO_SEC_INV_PORT	= 0x44,
	CPO_SEC_INV_FEED	= 0x45,
	CPO_SEC_INV_SENSOR	= 0x46,
	CPO_SEC_INV_COMPONENT	= 0x47,
	CPO_SEC_INV_VMODULE	= 0x48,
	CPO_SEC_RELATION	= 0x49,
	/* windows: only by CPO_OP_SECTION_READ */
	CPO_SEC_WIN_ENGINE	= 0x50,
	CPO_SEC_WIN_ELS		= 0x51,
	CPO_SEC_WIN_LASER	= 0x52,
	CPO_SEC_WIN_LANE	= 0x53,
	CPO_SEC_WIN_PORT	= 0x54,
};

#define CPO_SECTIONS_MAX	32	/* in one block */

/*
 * The first word of each record has a bit for each value that was reported;
 * the bits are named after the record.  A clear bit means unknown, not zero.
 *
 * ber32: mantissa in 31:8, signed decimal exponent in 7:0.
 */
#define CPO_BER32_MANTISSA	GENMASK(31, 8)
#define CPO_BER32_EXPONENT	GENMASK(7, 0)

struct cpo_hw_board {
	__le32 valid;
	__le32 rsvd0;
	__le32 power_mw;
	__le32 temp_mc;		/* s32 */
	__le32 asic_temp_mc[8];	/* s32 */
	__le32 coolant_in_mc;	/* s32 */
	__le32 coolant_out_mc;	/* s32 */
	__le32 flow_mlpm;	/* ml per minute */
	__le32 leak;
	__u8 rsvd[64];
};

#define CPO_BOARD_POWER		BIT(0)
#define CPO_BOARD_TEMP		BIT(1)
#define CPO_BOARD_ASIC_TEMP	BIT(2)	/* of all ASICs the device has */
#define CPO_BOARD_COOLANT	BIT(3)
#define CPO_BOARD_FLOW		BIT(4)
#define CPO_BOARD_LEAK		BIT(5)

struct cpo_hw_sensor {
	__le32 valid;
	__le32 rsvd0;
	__le64 value;		/* s64, in the unit of its inventory row */
	__le32 flags;
	__u8 rsvd[12];
};

#define CPO_SENSOR_VALUE	BIT(0)

/* CMIS module states */
enum cpo_hw_module_state {
	CPO_MODULE_UNKNOWN,
	CPO_MODULE_LOW_PWR,
	CPO_MODULE_PWR_UP,
	CPO_MODULE_READY,
	CPO_MODULE_PWR_DN,
	CPO_MODULE_FAULT,
};

struct cpo_hw_engine {
	__le32 valid;
	__u8 state;		/* enum cpo_hw_module_state */
	__u8 cause;		/* CMIS fault cause */
	__u8 present;
	__u8 rsvd0;
	__le32 temp_mc;		/* s32 */
	__le32 temp2_mc;	/* s32 */
	__le32 rail_uv[8];
	__le32 power_mw;
	__le32 flow_mlpm;
	__le64 energy_mj;
	__u8 rsvd[64];
};

#define CPO_ENGINE_STATE	BIT(0)
#define CPO_ENGINE_CAUSE	BIT(1)
#define CPO_ENGINE_TEMP		BIT(2)
#define CPO_ENGINE_TEMP2	BIT(3)
#define CPO_ENGINE_RAIL(n)	BIT(4 + (n))
#define CPO_ENGINE_POWER	BIT(12)
#define CPO_ENGINE_FLOW		BIT(13)
#define CPO_ENGINE_ENERGY	BIT(14)

struct cpo_hw_els {
	__le32 valid;
	__u8 present;
	__u8 state;		/* enum cpo_hw_module_state */
	__u8 cause;		/* CMIS fault cause */
	__u8 led;
	__le32 temp_mc;		/* s32, case */
	__le32 temp2_mc;	/* s32, laser bench */
	__le32 vcc_uv;
	__le32 icc_ua;
	__le32 tec_mw;
	__le32 power_mw;
	__le32 cooling_pct;	/* 0.01 % requested cooling */
	__le32 insertions;
	__le64 insert_time;	/* ns of device time */
	__u8 safety_cause;
	__u8 rsvd[79];
};

#define CPO_ELS_STATE		BIT(0)
#define CPO_ELS_CAUSE		BIT(1)
#define CPO_ELS_LED		BIT(2)
#define CPO_ELS_TEMP		BIT(3)
#define CPO_ELS_TEMP2		BIT(4)
#define CPO_ELS_VCC		BIT(5)
#define CPO_ELS_ICC		BIT(6)
#define CPO_ELS_TEC		BIT(7)
#define CPO_ELS_POWER		BIT(8)
#define CPO_ELS_COOLING		BIT(9)
#define CPO_ELS_INSERTIONS	BIT(10)
#define CPO_ELS_SAFETY		BIT(11)

enum cpo_hw_laser_state {
	CPO_LASER_ABSENT,
	CPO_LASER_OFF,
	CPO_LASER_RESTRICTED,
	CPO_LASER_CHECKING,
	CPO_LASER_RAMPING,
	CPO_LASER_ON,
	CPO_LASER_ON_FAULT,
	CPO_LASER_DOWN_FAULT,
};

enum cpo_hw_laser_fault {
	CPO_FAULT_NONE,
	CPO_FAULT_CONTAMINATED,
	CPO_FAULT_APC,
	CPO_FAULT_POWER_HIGH,
	CPO_FAULT_POWER_LOW,
	CPO_FAULT_TEC,
	CPO_FAULT_RAMP_TIMEOUT,
	CPO_FAULT_TUNING,
};

struct cpo_hw_laser {
	__le32 valid;
	__u8 state;		/* enum cpo_hw_laser_state */
	__u8 substate;
	__u8 fault;		/* enum cpo_hw_laser_fault */
	__u8 warning;
	__le16 status;
	__le16 limit_cause;
	__le32 power_nw;
	__le32 setpoint_nw;
	__le32 bias_na;
	__le32 bias_setpoint_na;
	__le32 temp_mc;		/* s32 */
	__le32 freq_error_mhz;	/* s32 */
	__le16 tec;		/* s16, 0.01 % of full drive */
	__le16 age;		/* 0.01 %, 0 new, 10000 end of life */
	__le32 monitor_na;
	__le16 voltage_mv;
	__le16 tec_mv;		/* s16 */
	__u8 retries;		/* saturates at 255 */
	__u8 warnings;
	__u8 alarms;
	__u8 rsvd0;
	__le32 flags;
	__le32 changes;
	__le32 rsvd1;
};

#define CPO_LASER_V_STATE	BIT(0)
#define CPO_LASER_V_FAULT	BIT(1)
#define CPO_LASER_V_STATUS	BIT(2)
#define CPO_LASER_V_POWER	BIT(3)
#define CPO_LASER_V_SETPOINT	BIT(4)
#define CPO_LASER_V_BIAS	BIT(5)
#define CPO_LASER_V_BIAS_SET	BIT(6)
#define CPO_LASER_V_TEMP	BIT(7)
#define CPO_LASER_V_FREQ_ERROR	BIT(8)
#define CPO_LASER_V_TEC		BIT(9)
#define CPO_LASER_V_AGE		BIT(10)
#define CPO_LASER_V_MONITOR	BIT(11)
#define CPO_LASER_V_VOLTAGE	BIT(12)
#define CPO_LASER_V_TEC_MV	BIT(13)

#define CPO_LASER_S_CHECKED	BIT(0)	/* fibre check passed and still good */
#define CPO_LASER_S_ENABLED	BIT(1)
#define CPO_LASER_S_APC		BIT(2)
#define CPO_LASER_S_SPARE	BIT(3)
#define CPO_LASER_S_LIT		BIT(4)
#define CPO_LASER_S_CLAMPED	BIT(5)

struct cpo_hw_feed {
	__le32 valid;
	__u8 check;		/* enum cpo_hw_check */
	__u8 role;		/* enum cpo_hw_role */
	__u8 lit;
	__u8 rsvd0;
	__le32 input_nw;	/* at the engine */
	__le32 loss_mdb;	/* s32 */
	__le32 baseline_mdb;	/* s32 */
	__le32 limit_mdb;	/* s32 */
	__le64 check_time;	/* ns of device time */
};

#define CPO_FEED_CHECK		BIT(0)
#define CPO_FEED_LIT		BIT(1)
#define CPO_FEED_INPUT		BIT(2)
#define CPO_FEED_LOSS		BIT(3)
#define CPO_FEED_BASELINE	BIT(4)
#define CPO_FEED_LIMIT		BIT(5)
#define CPO_FEED_CHECK_TIME	BIT(6)

enum cpo_hw_check {
	CPO_CHECK_NEVER,
	CPO_CHECK_RUNNING,
	CPO_CHECK_PASSED,
	CPO_CHECK_FAILED,
};

enum cpo_hw_role {
	CPO_ROLE_ACTIVE,
	CPO_ROLE_STANDBY,
};

/* CMIS data path states */
enum cpo_hw_dp_state {
	CPO_DP_UNKNOWN,
	CPO_DP_DEACTIVATED,
	CPO_DP_INIT,
	CPO_DP_DEINIT,
	CPO_DP_ACTIVATED,
	CPO_DP_TX_TURN_ON,
	CPO_DP_TX_TURN_OFF,
	CPO_DP_INITIALIZED,
};

struct cpo_hw_lane {
	__le32 valid;
	__u8 state;		/* enum cpo_hw_dp_state */
	__u8 substate;
	__le16 status;
	__le32 tx_nw;
	__le32 rx_nw;
	__le16 snr_media;	/* 1/256 dB */
	__le16 snr_host;	/* 1/256 dB */
	__le32 ber_media;	/* ber32, before FEC */
	__le32 ber_host;	/* ber32, before FEC */
	__le32 detuning_mhz;	/* s32 */
	__le16 heater;		/* 0.01 % */
	__le16 level_transition; /* 1/256 dB */
	__le32 temp_mc;		/* s32 */
	__le32 photocurrent_na;
	__le32 bias_na;
	__le64 symbol_errors;
	__le32 flags;
	__le32 changes;
};

#define CPO_LANE_V_STATE	BIT(0)
#define CPO_LANE_V_STATUS	BIT(1)
#define CPO_LANE_V_TX		BIT(2)
#define CPO_LANE_V_RX		BIT(3)
#define CPO_LANE_V_SNR_MEDIA	BIT(4)
#define CPO_LANE_V_SNR_HOST	BIT(5)
#define CPO_LANE_V_BER_MEDIA	BIT(6)
#define CPO_LANE_V_BER_HOST	BIT(7)
#define CPO_LANE_V_DETUNING	BIT(8)
#define CPO_LANE_V_HEATER	BIT(9)
#define CPO_LANE_V_LEVEL	BIT(10)
#define CPO_LANE_V_TEMP		BIT(11)
#define CPO_LANE_V_PHOTOCURRENT	BIT(12)
#define CPO_LANE_V_BIAS		BIT(13)
#define CPO_LANE_V_SYMBOL_ERR	BIT(14)

#define CPO_LANE_S_TX_ON	BIT(0)
#define CPO_LANE_S_RX_ON	BIT(1)
#define CPO_LANE_S_TX_LOS	BIT(2)
#define CPO_LANE_S_RX_LOS	BIT(3)
#define CPO_LANE_S_TX_LOL	BIT(4)
#define CPO_LANE_S_RX_LOL	BIT(5)
#define CPO_LANE_S_RING_LOCKED	BIT(6)
#define CPO_LANE_S_TX_FAULT	BIT(7)
#define CPO_LANE_S_DISABLED	BIT(8)
#define CPO_LANE_S_TX_DARK	BIT(9)	/* its laser gives no light */

/* why a port is down */
enum cpo_hw_reason {
	CPO_REASON_NONE,
	CPO_REASON_ELS_ABSENT,
	CPO_REASON_ELS_UNCHECKED,
	CPO_REASON_LASER_OFF,
	CPO_REASON_LASER_FAULT,
	CPO_REASON_RX_LOS,
	CPO_REASON_RX_LOL,
	CPO_REASON_RING_UNLOCK,
	CPO_REASON_OVERHEAT,
	CPO_REASON_POWER,
	CPO_REASON_ENGINE_FAULT,
	CPO_REASON_INTERLOCK,
	CPO_REASON_DISABLED,
	CPO_REASON_STARTING,
	CPO_REASON_FIRMWARE,
	CPO_REASON_BER,
};

struct cpo_hw_port {
	__le32 valid;
	__u8 oper;		/* 0 down, 1 up */
	__u8 reason;		/* enum cpo_hw_reason */
	__u8 fec;		/* enum cpo_hw_fec */
	__u8 flags;
	__le32 speed_mbps;
	__le16 lanes;
	__le16 lanes_up;
	__le32 power_mw;
	__le32 link_changes;
	__le64 last_change;	/* ns of device time */
	__le64 energy_mj;
	__le32 worst_ber;	/* ber32 */
	__le32 frame_loss;	/* ber32 */
	__le16 min_snr;		/* 1/256 dB */
	__le16 rsvd0;
	__le32 fj_per_bit;	/* pJ/bit x 1000, at line rate */
	__le32 traffic_mbps;	/* sent and received, the larger */
	__u8 rsvd[4];
};

#define CPO_PORT_V_OPER		BIT(0)
#define CPO_PORT_V_FEC		BIT(1)
#define CPO_PORT_V_SPEED	BIT(2)
#define CPO_PORT_V_LANES	BIT(3)
#define CPO_PORT_V_POWER	BIT(4)
#define CPO_PORT_V_CHANGES	BIT(5)
#define CPO_PORT_V_ENERGY	BIT(6)
#define CPO_PORT_V_BER		BIT(7)
#define CPO_PORT_V_FRAME_LOSS	BIT(8)
#define CPO_PORT_V_SNR		BIT(9)
#define CPO_PORT_V_PJ_PER_BIT	BIT(10)
#define CPO_PORT_V_TRAFFIC	BIT(11)

enum cpo_hw_fec {
	CPO_FEC_NONE,
	CPO_FEC_RS544,
};

struct cpo_hw_fec_stats {
	__le32 valid;
	__le32 rsvd0;
	__le64 bins[16];
	__le64 codewords;
	__le64 corrected;
	__le64 uncorrectable;
	__le64 corrected_bits;
	__le64 symbol_errors;
	__le64 frames_lost;
	__le32 sewmax;
	__le32 ferc;		/* ber32, share of frames lost */
	__le64 lane_bits[8];	/* of corrected_bits, by lane of the port */
};

#define CPO_FEC_V_BINS		BIT(0)	/* and codewords */
#define CPO_FEC_V_CORRECTED	BIT(1)
#define CPO_FEC_V_UNCORRECTABLE	BIT(2)
#define CPO_FEC_V_BITS		BIT(3)
#define CPO_FEC_V_SYMBOLS	BIT(4)
#define CPO_FEC_V_FRAMES	BIT(5)
#define CPO_FEC_V_SEWMAX	BIT(6)
#define CPO_FEC_V_FERC		BIT(7)
#define CPO_FEC_V_LANE_BITS	BIT(8)

enum cpo_hw_op_state {
	CPO_OP_STATE_FREE,
	CPO_OP_STATE_RUNNING,
	CPO_OP_STATE_DONE,
	CPO_OP_STATE_FAILED,
	CPO_OP_STATE_CANCELLED,
};

struct cpo_hw_operation {
	__le32 id;
	__le16 opcode;
	__u8 state;		/* enum cpo_hw_op_state */
	__u8 percent;
	struct cpo_hw_obj obj;
	__le16 status;
	__le16 done;
	__le16 failed;
	__le16 rsvd;
	__le64 end_time;	/* ns of device time */
};

/* ---- inventory ---- */
struct cpo_hw_id {
	struct cpo_hw_obj obj;
	char label[16];		/* as printed on the front panel */
	char vendor[16];
	char part[16];
	char serial[16];
	char revision[8];
	char firmware[16];
};

enum cpo_hw_modulator {
	CPO_MOD_UNKNOWN,
	CPO_MOD_RING,
	CPO_MOD_MZM,
};

struct cpo_hw_inv_engine {
	struct cpo_hw_id id;
	__le16 asic;
	__le16 first_lane;	/* record number of its lane 0 */
	__le16 lanes;
	__le16 vmodule;		/* 0xffff: none */
	__u8 banks;
	__u8 modulator;		/* enum cpo_hw_modulator */
	__u8 identifier;	/* SFF-8024 */
	__u8 flags;
	__le32 max_power_mw;
	__le32 dp_init_ms;
	__u8 rsvd[12];
};

struct cpo_hw_inv_els {
	struct cpo_hw_id id;	/* identity is empty while absent */
	__le16 first_laser;	/* record number of its laser 0 */
	__le16 lasers;
	__le16 vmodule;		/* 0xffff: none */
	__u8 identifier;	/* SFF-8024 */
	__u8 flags;
	__le32 max_power_mw;
	__u8 rsvd[20];
};

struct cpo_hw_inv_laser {
	__le16 parent_type;	/* CPO_OBJ_ELS or CPO_OBJ_ENGINE */
	__le16 parent;
	__le16 index;		/* in the parent */
	__le16 fibre;
	__le32 frequency_ghz;
	__le32 max_power_nw;
	__le32 min_power_nw;
	__le32 max_bias_na;
	__le32 check_power_nw;
	__le16 wavelength;	/* index in the grid of the engine */
	__le16 rsvd;
};

struct cpo_hw_inv_lane {
	__le16 engine;
	__le16 index;		/* in the engine */
	__u8 bank;
	__u8 bank_lane;
	__le16 port;		/* 0xffff: none */
	__le16 asic;
	__le16 asic_lane;
	__le32 rsvd;
};

struct cpo_hw_inv_port {
	char label[16];		/* as printed on the front panel */
	__le32 speed_mbps;
	__le16 lanes;
	__u8 protocol;		/* enum cpo_hw_protocol */
	__u8 flags;
	__u8 media;		/* enum cpo_hw_media */
	__u8 mac[6];
	__u8 rsvd[33];
};

#define CPO_INV_PORT_NETDEV	BIT(0)
#define CPO_INV_PORT_SPLITTABLE	BIT(1)

enum cpo_hw_protocol {
	CPO_PROTO_UNKNOWN,
	CPO_PROTO_ETHERNET,
	CPO_PROTO_INFINIBAND,
};

enum cpo_hw_media {
	CPO_MEDIA_UNKNOWN,
	CPO_MEDIA_DR,
	CPO_MEDIA_FR,
};

struct cpo_hw_inv_feed {
	__le16 laser;
	__le16 fibre;
	__le16 engine;
	__le16 index;		/* in the engine */
	__le32 limit_mdb;	/* s32 */
	__le32 expected_mdb;	/* s32 */
};

struct cpo_hw_inv_sensor {
	struct cpo_hw_obj obj;	/* what it belongs to */
	char label[32];
	char unit[8];
	__u8 kind;		/* enum cpo_hw_sensor_kind */
	__u8 rsvd[15];
};

enum cpo_hw_sensor_kind {
	CPO_SENSOR_OTHER,
	CPO_SENSOR_TEMP,	/* millidegree Celsius */
	CPO_SENSOR_RAIL,	/* microvolt */
	CPO_SENSOR_POWER,	/* milliwatt */
	CPO_SENSOR_FLOW,	/* millilitre per minute */
	CPO_SENSOR_LEAK,	/* 0 dry, 1 wet */
};

struct cpo_hw_inv_component {
	char name[16];
	char running[16];
	char stored[16];
	__u8 kind;
	__u8 rsvd[15];
};

enum cpo_hw_rel_kind {
	CPO_REL_FEEDS		= 1,	/* laser -> engine lanes */
	CPO_REL_PORT_LANE	= 2,	/* port -> engine lanes */
	CPO_REL_LANE_FIBRE	= 3,	/* engine lanes -> fibres */
	CPO_REL_PARENT		= 4,	/* laser -> ELS or engine */
	CPO_REL_PROTECTS	= 5,	/* standby laser -> laser */
	CPO_REL_XCONNECT	= 6,
};

#define CPO_REL_STANDBY		BIT(0)
#define CPO_REL_ACTIVE		BIT(1)
#define CPO_REL_TX		BIT(2)
#define CPO_REL_RX		BIT(3)

struct cpo_hw_relation {
	__u8 kind;		/* enum cpo_hw_rel_kind */
	__u8 flags;
	__le16 group;		/* feed record for CPO_REL_FEEDS */
	struct cpo_hw_obj from;
	struct cpo_hw_obj to;
	__le16 first;		/* lane in the engine @to */
	__le16 count;
	__le16 stride;
	__u8 wavelength;
	__u8 rsvd[5];
};

/* ---- windows ---- */

/*
 * A quantity over a window of time: least, mean and greatest value.  A value is
 * encoded as the same quantity is in its telemetry record.
 */
struct cpo_hw_span {
	__le32 known_ms;	/* how long there was a value; 0: none */
	__le32 min;
	__le32 avg;
	__le32 max;
};

struct cpo_hw_window {
	struct cpo_hw_span running;	/* the window in progress */
	struct cpo_hw_span previous;	/* the last complete one */
};

/* What every window record begins with. */
struct cpo_hw_window_hdr {
	__le32 valid;		/* bit n: window n means something */
	__le32 window_s;	/* length of a window */
	__le64 start;		/* device time the running one began */
	__le64 time;		/* device time of these values */
	__le64 rsvd;
};

enum cpo_hw_win_engine {
	CPO_WINQ_ENGINE_TEMP,		/* temp_mc */
	CPO_WINQ_ENGINE_POWER,		/* power_mw */
	CPO_WINQ_ENGINE_COUNT,
};

enum cpo_hw_win_els {
	CPO_WINQ_ELS_TEMP,		/* temp_mc */
	CPO_WINQ_ELS_POWER,		/* power_mw */
	CPO_WINQ_ELS_COUNT,
};

enum cpo_hw_win_laser {
	CPO_WINQ_LASER_POWER,		/* power_nw */
	CPO_WINQ_LASER_BIAS,		/* bias_na */
	CPO_WINQ_LASER_TEMP,		/* temp_mc */
	CPO_WINQ_LASER_TEC,		/* tec, s32 here */
	CPO_WINQ_LASER_COUNT,
};

enum cpo_hw_win_lane {
	CPO_WINQ_LANE_BER,		/* ber_media */
	CPO_WINQ_LANE_SNR,		/* snr_media */
	CPO_WINQ_LANE_RX,		/* rx_nw */
	CPO_WINQ_LANE_COUNT,
};

enum cpo_hw_win_port {
	CPO_WINQ_PORT_UNCORRECTABLE,	/* codewords in 100 ms */
	CPO_WINQ_PORT_SEW,		/* most symbol errors in a codeword */
	CPO_WINQ_PORT_COUNT,
};

#define CPO_WINQ_MAX		4

struct cpo_hw_win_engine_rec {
	struct cpo_hw_window_hdr hdr;
	struct cpo_hw_window win[CPO_WINQ_ENGINE_COUNT];
};

struct cpo_hw_win_els_rec {
	struct cpo_hw_window_hdr hdr;
	struct cpo_hw_window win[CPO_WINQ_ELS_COUNT];
};

struct cpo_hw_win_laser_rec {
	struct cpo_hw_window_hdr hdr;
	struct cpo_hw_window win[CPO_WINQ_LASER_COUNT];
};

struct cpo_hw_win_lane_rec {
	struct cpo_hw_window_hdr hdr;
	struct cpo_hw_window win[CPO_WINQ_LANE_COUNT];
};

struct cpo_hw_win_port_rec {
	struct cpo_hw_window_hdr hdr;
	struct cpo_hw_window win[CPO_WINQ_PORT_COUNT];
};

static_assert(sizeof(struct cpo_hw_dir) == 16, "");
static_assert(sizeof(struct cpo_hw_obj) == 8, "");
static_assert(sizeof(struct cpo_hw_cmd) == 64, "");
static_assert(sizeof(struct cpo_hw_seg) == 16, "");
static_assert(sizeof(struct cpo_hw_cpl) == 32, "");
static_assert(sizeof(struct cpo_hw_ident) == 256, "");
static_assert(sizeof(struct cpo_hw_cmd_info) == 16, "");
static_assert(sizeof(struct cpo_hw_event_config) == 32, "");
static_assert(sizeof(struct cpo_hw_tlm_config) == 32, "");
static_assert(sizeof(struct cpo_hw_tlm_refresh) == 32, "");
static_assert(sizeof(struct cpo_hw_section_read) == 32, "");
static_assert(sizeof(struct cpo_hw_page_read) == 32, "");
static_assert(sizeof(struct cpo_hw_page_freeze) == 32, "");
static_assert(sizeof(struct cpo_hw_event) == 64, "");
static_assert(sizeof(struct cpo_hw_tlm_hdr) == 64, "");
static_assert(sizeof(struct cpo_hw_tlm_sec) == 32, "");
static_assert(sizeof(struct cpo_hw_board) == 128, "");
static_assert(sizeof(struct cpo_hw_sensor) == 32, "");
static_assert(sizeof(struct cpo_hw_engine) == 128, "");
static_assert(sizeof(struct cpo_hw_els) == 128, "");
static_assert(sizeof(struct cpo_hw_laser) == 64, "");
static_assert(sizeof(struct cpo_hw_feed) == 32, "");
static_assert(sizeof(struct cpo_hw_lane) == 64, "");
static_assert(sizeof(struct cpo_hw_port) == 64, "");
static_assert(sizeof(struct cpo_hw_fec_stats) == 256, "");
static_assert(sizeof(struct cpo_hw_flag) == 64, "");
static_assert(sizeof(struct cpo_hw_flag_read) == 32, "");
static_assert(sizeof(struct cpo_hw_threshold) == 48, "");
static_assert(sizeof(struct cpo_hw_thresh_get) == 32, "");
static_assert(sizeof(struct cpo_hw_attr_get) == 32, "");
static_assert(sizeof(struct cpo_hw_attr) == 24, "");
static_assert(sizeof(struct cpo_hw_operation) == 32, "");
static_assert(sizeof(struct cpo_hw_id) == 96, "");
static_assert(sizeof(struct cpo_hw_inv_engine) == 128, "");
static_assert(sizeof(struct cpo_hw_inv_els) == 128, "");
static_assert(sizeof(struct cpo_hw_inv_laser) == 32, "");
static_assert(sizeof(struct cpo_hw_inv_lane) == 16, "");
static_assert(sizeof(struct cpo_hw_inv_port) == 64, "");
static_assert(sizeof(struct cpo_hw_inv_feed) == 16, "");
static_assert(sizeof(struct cpo_hw_inv_sensor) == 64, "");
static_assert(sizeof(struct cpo_hw_inv_component) == 64, "");
static_assert(sizeof(struct cpo_hw_relation) == 32, "");
static_assert(sizeof(struct cpo_hw_span) == 16, "");
static_assert(sizeof(struct cpo_hw_window) == 32, "");
static_assert(sizeof(struct cpo_hw_window_hdr) == 32, "");
static_assert(sizeof(struct cpo_hw_win_engine_rec) == 96, "");
static_assert(sizeof(struct cpo_hw_win_els_rec) == 96, "");
static_assert(sizeof(struct cpo_hw_win_laser_rec) == 160, "");
static_assert(sizeof(struct cpo_hw_win_lane_rec) == 128, "");
static_assert(sizeof(struct cpo_hw_win_port_rec) == 96, "");

#endif /* CPO_HW_H */
