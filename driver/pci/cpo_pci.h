/* SPDX-License-Identifier: GPL-2.0 */
/* Copyright (c) 2026 The cpo authors */

#ifndef CPO_PCI_H
#define CPO_PCI_H

#include <linux/bitmap.h>
#include <linux/completion.h>
#include <linux/ethtool.h>
#include <linux/mutex.h>
#include <linux/netdevice.h>
#include <linux/pci.h>
#include <linux/spinlock.h>
#include <linux/types.h>
#include <linux/wait.h>
#include <linux/workqueue.h>

#include <net/devlink.h>

#include "cpo.h"
#include "cpo_hw.h"
#include "cpo_pci_health.h"

#define CPO_PCI_NAME		"cpo_pci"

/* Every command completes within 10 ms; the rest is for a slow host. */
#define CPO_PCI_CMD_MS		5000
/* Many commands in a row end then: others wait for the device meanwhile. */
#define CPO_PCI_READ_MS		20000
/* ethtool waits with a networking lock held */
#define CPO_PCI_ETHTOOL_MS	500
#define CPO_PCI_PERIOD_US	1000000	/* unless users want another one */

#define CPO_PCI_ADMINQ_LOG2	5
#define CPO_PCI_EVENTQ_LOG2	10
#define CPO_PCI_DATA_SIZE	4096	/* buffer of a command */

/* The directory has no entry for the block it is found through. */
#define CPO_PCI_BLK_IDENT	0
#define CPO_PCI_BLOCKS		(CPO_BLK_INJECT + 1)

struct cpo_pci_dev;
struct netlink_ext_ack;

/* ---- cpo_pci_stats.c ---- */

/* Why a telemetry block is refused. */
enum cpo_pci_tlm_fault {
	CPO_PCI_TLM_GOOD,
	CPO_PCI_TLM_TORN,	/* its ends are of different blocks */
	CPO_PCI_TLM_SHORT,	/* it does not hold its sections */
	CPO_PCI_TLM_REPEATED,	/* announced, but it is the one before */
	CPO_PCI_TLM_FROZEN,	/* its time does not go on */
	CPO_PCI_TLM_LYING,	/* its directory cannot be */
	CPO_PCI_TLM_FAULTS,
};

/**
 * struct cpo_pci_stats - what is counted from probe to remove
 * @events_refused: events about objects that do not exist
 * @events_dropped: by the device, as it says
 * @events_lost: between the device and us, those dropped among them
 * @blocks: telemetry blocks that were published
 * @missed: telemetry blocks that were not seen
 * @refused: telemetry blocks that were refused, by enum cpo_pci_tlm_fault
 * @unknown: sections this driver does not know
 * @window_cmds: commands that read windows
 * @flag_cmds: commands that read flags
 * @limit_cmds: commands that read limits
 * @flags_refused: flags that cannot be
 * @limits_refused: limits that cannot be
 * @cmds: commands given to the device
 * @failed: refused or failed by the device, or ended by a reset
 * @timed_out: took too long to be waited for
 * @late: completed when nobody waited any more
 * @stray: completions of no command
 * @latency: completed commands, see cpo_latency_bucket()
 * @irqs_lost: work found without an interrupt
 * @pcie_uncorrectable: errors the device was detached for
 *
 * The last one is written by the error handlers, of which one runs at a time,
 * those of events, flags and telemetry are written under publish_lock,
 * @window_cmds, @flag_cmds, @limit_cmds and @limits_refused by the one worker
 * that reads them, those of commands under the lock of the admin queue. They
 * are read without: on a 32-bit host a reader may see a carry too early.
 */
struct cpo_pci_stats {
	u64 events_refused;
	u64 events_dropped;
	u64 events_lost;
	u64 blocks;
	u64 missed;
	u64 refused[CPO_PCI_TLM_FAULTS];
	u64 unknown;
	u64 window_cmds;
	u64 flag_cmds;
	u64 limit_cmds;
	u64 flags_refused;
	u64 limits_refused;
	u64 cmds;
	u64 failed;
	u64 timed_out;
	u64 late;
	u64 stray;
	u64 latency[CPO_LATENCY_BUCKETS];
	atomic64_t irqs_lost;
	u64 pcie_uncorrectable;
};

void cpo_pci_stats_get(struct cpo_dev *cdev, struct cpo_stats *stats);

/* ---- cpo_pci_regs.c ---- */
struct cpo_pci_block {
	u32 offset;
	u32 size;
	u32 doorbell;
};

int cpo_pci_regs_init(struct cpo_pci_dev *cpd);
int cpo_pci_handshake(struct cpo_pci_dev *cpd);
int cpo_pci_host_reset(struct cpo_pci_dev *cpd);
bool cpo_pci_is_dead(const struct cpo_pci_dev *cpd);
bool cpo_pci_alive(struct cpo_pci_dev *cpd);
bool cpo_pci_has_magic(const struct cpo_pci_dev *cpd);
u32 cpo_pci_rd32(struct cpo_pci_dev *cpd, unsigned int blk, u32 reg);
u64 cpo_pci_rd64(struct cpo_pci_dev *cpd, unsigned int blk, u32 reg);
void cpo_pci_wr32(struct cpo_pci_dev *cpd, unsigned int blk, u32 reg, u32 val);
void cpo_pci_wr64(struct cpo_pci_dev *cpd, unsigned int blk, u32 reg, u64 val);
void cpo_pci_doorbell(struct cpo_pci_dev *cpd, unsigned int blk, u32 db,
		      u16 val);

/* ---- cpo_pci_irq.c ---- */
struct cpo_pci_vector {
	struct cpo_pci_dev *cpd;
	unsigned int sources;	/* BIT(enum cpo_hw_irq_source) */
	u64 count;		/* interrupts; a thread writes it */
	char name[32];
};

int cpo_pci_irq_init(struct cpo_pci_dev *cpd);
void cpo_pci_irq_fini(struct cpo_pci_dev *cpd);
void cpo_pci_irq_start(struct cpo_pci_dev *cpd);
void cpo_pci_irq_stop(struct cpo_pci_dev *cpd);
const char *cpo_pci_irq_name(unsigned int source);

/* ---- cpo_pci_cmd.c ---- */

/**
 * struct cpo_pci_cmd - a command for the admin queue
 * @opcode: enum cpo_hw_opcode
 * @obj: object it is for
 * @count: of objects from @obj on, or of rows in @in; 0 is one
 * @arg: argument, or NULL
 * @arg_len: bytes of @arg, at most 32
 * @in: data for the device, or NULL
 * @in_len: bytes of @in, at most CPO_PCI_DATA_SIZE
 * @out: where data from the device goes, or NULL
 * @out_len: room at @out, at most CPO_PCI_DATA_SIZE
 * @timeout_ms: how long to wait, 0 for the usual time
 * @len: how much the device wrote to @out
 * @status: enum cpo_hw_status, when the device answered
 * @result: result word, likewise
 */
struct cpo_pci_cmd {
	u16 opcode;
	struct cpo_hw_obj obj;
	u32 count;
	const void *arg;
	size_t arg_len;
	const void *in;
	size_t in_len;
	void *out;
	size_t out_len;
	unsigned int timeout_ms;
	u32 len;
	u16 status;
	u32 result;
};

enum cpo_pci_slot_state {
	CPO_PCI_SLOT_FREE,
	CPO_PCI_SLOT_BUSY,	/* owned by the device, somebody waits */
	CPO_PCI_SLOT_LEFT,	/* owned by the device, nobody waits */
	CPO_PCI_SLOT_DONE,	/* owned by the waiter */
};

struct cpo_pci_slot {
	struct completion done;
	struct cpo_hw_cpl cpl;
	void *data;
	dma_addr_t dma;
	u64 posted;		/* ktime_get_ns() */
	u16 opcode;
	u16 gen;
	u8 state;		/* enum cpo_pci_slot_state */
	int err;		/* of a command the device never completed */
};

struct cpo_pci_adminq {
	/* Protects the indices, @up and the state of the slots. Taken in
	 * process context only: interrupts are threaded.
	 */
	spinlock_t lock;
	wait_queue_head_t wait;	/* for a free slot */
	struct cpo_hw_cmd *sq;
	struct cpo_hw_cpl *cq;
	dma_addr_t sq_dma;
	dma_addr_t cq_dma;
	struct cpo_pci_slot *slots;
	unsigned int log2;
	u16 sq_tail;
	u16 cq_head;
	bool up;
};

int cpo_pci_adminq_init(struct cpo_pci_dev *cpd);
void cpo_pci_adminq_fini(struct cpo_pci_dev *cpd);
void cpo_pci_adminq_start(struct cpo_pci_dev *cpd);
void cpo_pci_adminq_stop(struct cpo_pci_dev *cpd);
unsigned int cpo_pci_adminq_poll(struct cpo_pci_dev *cpd);
int cpo_pci_cmd(struct cpo_pci_dev *cpd, struct cpo_pci_cmd *cmd,
		struct netlink_ext_ack *extack);

/* ---- cpo_pci_events.c ---- */
struct cpo_pci_eventq {
	struct cpo_hw_event *ring;
	dma_addr_t dma;
	struct cpo_event *batch;
	unsigned int log2;
	u16 head;
	u64 last_seq;
	bool started;		/* @last_seq means something */
	u64 missed;		/* events of the time without a ring */
};

int cpo_pci_events_init(struct cpo_pci_dev *cpd);
void cpo_pci_events_fini(struct cpo_pci_dev *cpd);
int cpo_pci_events_start(struct cpo_pci_dev *cpd);
unsigned int cpo_pci_events_poll(struct cpo_pci_dev *cpd);
unsigned int cpo_pci_events_take(struct cpo_pci_dev *cpd);
u32 cpo_pci_event_code(u16 hw, u8 *quantity, u8 *level);
bool cpo_pci_object(const struct cpo_pci_dev *cpd,
		    const struct cpo_hw_obj *obj, u8 *object, u16 *index);

/* ---- cpo_pci_flags.c ---- */

/*
 * Under publish_lock, but for @buf and @rows, which are of the work, and for
 * what is written while nothing publishes.
 */
struct cpo_pci_flags {
	struct work_struct work;
	u8 *buf;		/* CPO_PCI_DATA_SIZE */
	struct cpo_flag_row *rows;
	u64 since;		/* the last change that is known */
	u64 target;		/* the last change that was heard of */
	unsigned int start;	/* counts how often it began from 0 */
	bool whole;		/* all flags are being read */
	bool none;		/* the device keeps none */
};

int cpo_pci_flags_init(struct cpo_pci_dev *cpd);
void cpo_pci_flags_fini(struct cpo_pci_dev *cpd);
void cpo_pci_flags_work(struct work_struct *work);
void cpo_pci_flags_restart(struct cpo_pci_dev *cpd);
void cpo_pci_flags_due(struct cpo_pci_dev *cpd, u64 seq);

/* ---- cpo_pci_limits.c ---- */
struct cpo_pci_limits {
	struct delayed_work work;
	unsigned long last;	/* jiffies, when they were read last */
	u32 seen;		/* generation the device was at last */
	u32 read;		/* generation they are of */
	bool known;		/* the last attempt to read them went well */
	bool none;		/* the device has none */
};

void cpo_pci_limits_work(struct work_struct *work);
void cpo_pci_limits_seen(struct cpo_pci_dev *cpd, u32 gen);
int cpo_pci_limits_read(struct cpo_pci_dev *cpd);
int cpo_pci_threshold_set(struct cpo_dev *cdev,
			  const struct cpo_threshold *row, int *level,
			  struct netlink_ext_ack *extack);

/* ---- cpo_pci_tlm.c, cpo_pci_rows.c ---- */
enum cpo_pci_sec {
	CPO_PCI_SEC_BOARD,
	CPO_PCI_SEC_SENSOR,
	CPO_PCI_SEC_ENGINE,
	CPO_PCI_SEC_LANE,
	CPO_PCI_SEC_ELS,
	CPO_PCI_SEC_LASER,
	CPO_PCI_SEC_FEED,
	CPO_PCI_SEC_PORT,
	CPO_PCI_SEC_FEC,
	CPO_PCI_SECS,
};

/* A section of the block in the private buffer, checked. */
struct cpo_pci_section {
	const u8 *base;		/* NULL: not in this block */
	unsigned int stride;
	u64 time;		/* when it was sampled, ns of device time */
};

/* Rows as they were decoded last; a block need not have every section. */
struct cpo_pci_rows {
	struct cpo_dev_row dev;
	struct cpo_engine_row *engines;
	struct cpo_lane_row *lanes;
	struct cpo_els_row *els;
	struct cpo_laser_row *lasers;
	struct cpo_route_row *routes;
	struct cpo_port_row *ports;
	struct cpo_sensor_row *sensors;
	struct cpo_fec_row *fec;
};

/*
 * Under publish_lock, but for what is written while nothing publishes. @period
 * and @seen are also read without it.
 */
struct cpo_pci_tlm {
	void *seg[CPO_TLM_BUFS_MAX][CPO_TLM_SEGS_MAX];
	dma_addr_t dma[CPO_TLM_BUFS_MAX][CPO_TLM_SEGS_MAX];
	unsigned int bufs;
	unsigned int segs;
	unsigned int seg_len;
	unsigned int bytes;	/* of the largest block */
	u8 *block;		/* private copy, the one looked at */
	struct cpo_pci_section sec[CPO_PCI_SECS];
	struct cpo_pci_rows rows;
	u64 last_seq;
	u64 last_time;		/* device time of the last good block */
	u64 newest;		/* the same, of the one before a start too */
	u64 handled;		/* last block, ktime_get_boottime_ns() */
	u64 good;		/* likewise, the last one that was published */
	u8 fault;		/* of the last one, enum cpo_pci_tlm_fault; is
				 * read without the lock, too
				 */
	u32 unknown;		/* sections of the block at hand */
	u32 boot;
	u32 topo_gen;
	u32 period_us;
	u32 window_s;		/* 0: as the device likes, which is */
	u32 window_found_s;	/* this, 0: it keeps no windows */
	/* Protects what the device has of these; publish_lock comes
	 * after it.
	 */
	struct mutex config_lock;
	struct work_struct config_work;
	unsigned long seen;	/* jiffies of the last block, good or not */
	atomic64_t cookie;
};

int cpo_pci_rows_alloc(const struct cpo_pci_dev *cpd,
		       struct cpo_pci_rows *rows);
void cpo_pci_rows_free(struct cpo_pci_rows *rows);
void cpo_pci_rows_decode(struct cpo_pci_dev *cpd);

int cpo_pci_tlm_init(struct cpo_pci_dev *cpd);
void cpo_pci_tlm_fini(struct cpo_pci_dev *cpd);
int cpo_pci_tlm_start(struct cpo_pci_dev *cpd);
unsigned int cpo_pci_tlm_poll(struct cpo_pci_dev *cpd);
unsigned int cpo_pci_tlm_irq(struct cpo_pci_dev *cpd);
int cpo_pci_tlm_refresh(struct cpo_pci_dev *cpd,
			struct netlink_ext_ack *extack);
int cpo_pci_tlm_set(struct cpo_pci_dev *cpd, const struct cpo_config *config,
		    struct netlink_ext_ack *extack);
void cpo_pci_tlm_config_work(struct work_struct *work);
bool cpo_pci_tlm_late(const struct cpo_pci_dev *cpd);
bool cpo_pci_tlm_lost(const struct cpo_pci_dev *cpd);

/* ---- cpo_pci_window.c ---- */
struct cpo_pci_windows {
	struct delayed_work work;
	u8 *buf;		/* of the work, CPO_PCI_DATA_SIZE */
	unsigned long last;	/* jiffies, when the work began last */
	bool none;		/* the device keeps none */
};

int cpo_pci_windows_init(struct cpo_pci_dev *cpd);
void cpo_pci_windows_fini(struct cpo_pci_dev *cpd);
void cpo_pci_windows_work(struct work_struct *work);
u32 cpo_pci_windows_probe(struct cpo_pci_dev *cpd);
void cpo_pci_windows_due(struct cpo_pci_dev *cpd);
void cpo_pci_windows_read(struct cpo_pci_dev *cpd);

/* ---- cpo_pci_inv.c ---- */
struct cpo_pci_ident {
	char vendor[CPO_STR_LEN];
	char part[CPO_STR_LEN];
	char serial[CPO_STR_LEN];
	char revision[CPO_STR_LEN];
	char profile[CPO_STR_LEN];
	char fw_running[CPO_STR_LEN];
	char fw_stored[CPO_STR_LEN];
	char board[CPO_STR_LEN];
	u32 asics;
	u32 engines;
	u32 els;
	u32 lasers;
	u32 lanes;
	u32 ports;
	u32 feeds;
	u32 sensors;
	u32 components;
	u32 relations;
	u32 tlm_bytes;
	u32 flags;
};

struct cpo_pci_component {
	char name[CPO_STR_LEN];
	char running[CPO_STR_LEN];
	char stored[CPO_STR_LEN];
};

/* What is needed of the inventory after the core took it. */
struct cpo_pci_engine {
	u16 first_lane;
};

struct cpo_pci_port_lane {
	u16 engine;
	u16 index;		/* in the engine */
};

struct cpo_pci_port_info {
	u8 mac[ETH_ALEN];
	u8 flags;		/* CPO_INV_PORT_* */
	u8 media;		/* enum cpo_hw_media */
	u8 bank;		/* of its first lane */
	u16 engine;		/* of its first lane */
	u16 lanes;
	u8 n_lane;		/* elements of @lane */
	struct cpo_pci_port_lane lane[CPO_PORT_LANES_MAX];
	u32 speed_mbps;
};

struct cpo_pci_topo {
	struct cpo_pci_engine *engines;
	struct cpo_pci_port_info *ports;
	struct cpo_pci_component *components;
	u16 *route_feed;	/* feed of a route */
	u16 *feed_route;	/* first route of a feed, or CPO_NONE */
	u16 routes;
	u16 n_components;
};

/* Records a device gave; nothing is known of them but their size. */
struct cpo_pci_part {
	unsigned int n;
	unsigned int stride;
	u8 *buf;		/* CPO_PCI_DATA_SIZE */
};

int cpo_pci_section_part(struct cpo_pci_dev *cpd, u16 type, u32 first,
			 u32 count, struct cpo_pci_part *part);
bool cpo_pci_part_fits(const struct cpo_pci_part *part, u32 count,
		       size_t size);
int cpo_pci_identify(struct cpo_pci_dev *cpd, struct cpo_pci_ident *id);
struct cpo_inventory *cpo_pci_inv_read(struct cpo_pci_dev *cpd,
				       struct cpo_pci_topo *topo);
void cpo_pci_topo_free(struct cpo_pci_topo *topo);
int cpo_pci_els_identify(struct cpo_pci_dev *cpd);
void cpo_pci_els_work(struct work_struct *work);

/* ---- cpo_pci_page.c ---- */
int cpo_pci_page_read(struct cpo_dev *cdev, const struct cpo_page_addr *addr,
		      u8 *buf, unsigned int timeout_ms,
		      struct netlink_ext_ack *extack);
int cpo_pci_page_freeze(struct cpo_dev *cdev, const struct cpo_page_addr *addr,
			bool on, unsigned int timeout_ms);

/* ---- cpo_pci_debugfs.c ---- */
#if IS_ENABLED(CONFIG_DEBUG_FS)
void cpo_pci_debugfs_init(void);
void cpo_pci_debugfs_exit(void);
void cpo_pci_debugfs_add(struct cpo_pci_dev *cpd);
void cpo_pci_debugfs_del(struct cpo_pci_dev *cpd);
#else
static inline void cpo_pci_debugfs_init(void) {}
static inline void cpo_pci_debugfs_exit(void) {}
static inline void cpo_pci_debugfs_add(struct cpo_pci_dev *cpd) {}
static inline void cpo_pci_debugfs_del(struct cpo_pci_dev *cpd) {}
#endif

/* ---- cpo_pci_netdev.c ---- */
struct cpo_pci_port {
	struct devlink_port dl_port;
	struct cpo_pci_dev *cpd;
	struct net_device *netdev;	/* or NULL */
	u16 index;
	bool dl_registered;
	/* What the counters of the netdev are about; does not change. */
	u8 n_lanes;
	struct cpo_pci_port_lane lanes[CPO_PORT_LANES_MAX];
	/* Protects @open, and serialises looking at the row of the port with
	 * setting carrier.
	 */
	spinlock_t carrier_lock;
	bool open;
};

struct cpo_pci_netdev {
	struct cpo_pci_port *port;
};

static inline struct cpo_pci_port *
cpo_pci_netdev_port(const struct net_device *netdev)
{
	const struct cpo_pci_netdev *np = netdev_priv(netdev);

	return np->port;
}

int cpo_pci_ports_create(struct cpo_pci_dev *cpd);
void cpo_pci_ports_destroy(struct cpo_pci_dev *cpd);
void cpo_pci_ports_tell(struct cpo_pci_dev *cpd);
void cpo_pci_ports_detach(struct cpo_pci_dev *cpd);
void cpo_pci_ports_attach(struct cpo_pci_dev *cpd);
void cpo_pci_port_carrier(struct cpo_pci_dev *cpd, u16 port);
void cpo_pci_ports_carrier(struct cpo_pci_dev *cpd);

/* ---- cpo_pci_ethtool.c ---- */
extern const struct ethtool_ops cpo_pci_ethtool_ops;

/* ---- cpo_pci_link.c ---- */
int cpo_pci_get_link_ext_state(struct net_device *netdev,
			       struct ethtool_link_ext_state_info *info);
void cpo_pci_get_link_ext_stats(struct net_device *netdev,
				struct ethtool_link_ext_stats *stats);

/* ---- cpo_pci_fec.c ---- */
int cpo_pci_get_fecparam(struct net_device *netdev,
			 struct ethtool_fecparam *fec);
void cpo_pci_get_fec_stats(struct net_device *netdev,
			   struct ethtool_fec_stats *stats,
			   struct ethtool_fec_hist *hist);
void cpo_pci_fec_link_mode(struct cpo_pci_port *port,
			   struct ethtool_link_ksettings *cmd);

/* ---- cpo_pci_ethtool_stats.c ---- */
int cpo_pci_get_sset_count(struct net_device *netdev, int sset);
void cpo_pci_get_strings(struct net_device *netdev, u32 sset, u8 *data);
void cpo_pci_get_ethtool_stats(struct net_device *netdev,
			       struct ethtool_stats *stats, u64 *data);

/* ---- cpo_pci_eeprom.c ---- */
int cpo_pci_get_module_eeprom_by_page(struct net_device *netdev,
				      const struct ethtool_module_eeprom *req,
				      struct netlink_ext_ack *extack);

/* ---- cpo_pci_power.c ---- */
struct cpo_pci_engine_power {
	bool sleeps;		/* policy: while no port of it is up */
	u8 low;			/* 0, 1: as the device was told; else unknown */
};

struct cpo_pci_power {
	/* Protects @engines and @rows, and is held while the device is told.
	 * Taken under the lock of a netdev.
	 */
	struct mutex lock;
	struct delayed_work work;
	struct cpo_pci_engine_power *engines;
	struct cpo_hw_attr *rows;	/* scratch, CPO_PCI_DATA_SIZE */
	unsigned int sleepers;		/* engines that may sleep */
	unsigned int retries;		/* in vain */
	bool none;			/* the device has no such setting */
};

int cpo_pci_power_init(struct cpo_pci_dev *cpd);
void cpo_pci_power_fini(struct cpo_pci_dev *cpd);
int cpo_pci_power_start(struct cpo_pci_dev *cpd);
void cpo_pci_power_reset(struct cpo_pci_dev *cpd);
void cpo_pci_power_port(struct cpo_pci_dev *cpd);
void cpo_pci_power_work(struct work_struct *work);
int cpo_pci_get_power_mode(struct net_device *netdev,
			   struct ethtool_module_power_mode_params *p,
			   struct netlink_ext_ack *extack);
int cpo_pci_set_power_mode(struct net_device *netdev,
			   const struct ethtool_module_power_mode_params *p,
			   struct netlink_ext_ack *extack);

/* ---- cpo_pci_devlink.c ---- */
struct cpo_pci_dev *cpo_pci_devlink_alloc(struct pci_dev *pdev);
void cpo_pci_devlink_free(struct cpo_pci_dev *cpd);
struct net *cpo_pci_net(struct cpo_dev *cdev);

/* ---- cpo_pci_health.c ---- */
struct cpo_pci_reporter {
	struct devlink_health_reporter *reporter;
	struct cpo_pci_dev *cpd;
	enum cpo_pci_reporter_id id;
	struct cpo_pci_findings *told;	/* under the devlink lock */
	bool error;			/* what devlink was told */
	bool reported;			/* at least once */
	unsigned long next;		/* jiffies: no report before */
	char say[240];
};

/*
 * Of the work, unless it says otherwise: it is the only one that tells devlink.
 */
struct cpo_pci_health {
	struct delayed_work work;
	struct cpo_pci_reporter rep[CPO_PCI_REPORTERS];
	struct cpo_pci_findings *now;	/* scratch, under the devlink lock */
	char *text;			/* likewise */
	unsigned long test;		/* BIT(enum cpo_pci_reporter_id) */
	unsigned long next;		/* jiffies, no look before */
	bool again;			/* not all was reported */
	bool fw_bad;			/* the next good block is news */
	bool look_after_block;		/* under publish_lock */
	u32 fatal_code;			/* enum cpo_hw_fatal */
	u32 fatal_arg;
	u32 fatals;
	u32 fatals_told;
};

void cpo_pci_health_init(struct cpo_pci_dev *cpd);
int cpo_pci_health_create(struct cpo_pci_dev *cpd);
void cpo_pci_health_destroy(struct cpo_pci_dev *cpd);
void cpo_pci_health_start(struct cpo_pci_dev *cpd);
void cpo_pci_health_stop(struct cpo_pci_dev *cpd);
void cpo_pci_health_kick(struct cpo_pci_dev *cpd);
void cpo_pci_health_event(struct cpo_pci_dev *cpd);
void cpo_pci_health_block(struct cpo_pci_dev *cpd);
void cpo_pci_health_fatal_error(struct cpo_pci_dev *cpd, u32 code, u32 arg);

/* ---- cpo_pci_region.c ---- */
enum cpo_pci_region_id {
	CPO_PCI_REGION_CSR,
	CPO_PCI_REGION_MAILBOX,
	CPO_PCI_REGION_TELEMETRY,
	CPO_PCI_REGIONS,
};

int cpo_pci_regions_create(struct cpo_pci_dev *cpd);
void cpo_pci_regions_destroy(struct cpo_pci_dev *cpd);
void cpo_pci_regions_capture(struct cpo_pci_dev *cpd);

/* ---- cpo_pci_main.c ---- */
enum cpo_pci_flag {
	CPO_PCI_DEAD,		/* the device does not answer */
	CPO_PCI_PUBLISH,	/* the core takes rows and events */
	CPO_PCI_FW_STOPPED,	/* it was said that the firmware does not run */
	CPO_PCI_NO_FREEZE,	/* the device does not know the command */
	CPO_PCI_NO_STORM,	/* the device has no storm control */
	CPO_PCI_TLM_STOPPED,	/* it was started anew for want of telemetry */
	CPO_PCI_FATAL,		/* a fatal error was told, and is still there */
};

/* Who takes the device away for a while; they do not know of each other. */
enum cpo_pci_holder {
	CPO_PCI_BY_RESET	= BIT(0),
	CPO_PCI_BY_ERROR	= BIT(1),
	CPO_PCI_BY_SLEEP	= BIT(2),
	CPO_PCI_BY_PROBE	= BIT(3),	/* until it is shown */
};

struct cpo_pci_dev {
	struct pci_dev *pdev;
	struct device *dev;
	struct cpo_dev *cdev;
	void __iomem *bar;
	void __iomem *regs;	/* NULL while there is no access */
	unsigned long flags;	/* enum cpo_pci_flag */
	u32 features;
	u32 reset_gen;
	struct cpo_pci_block blk[CPO_PCI_BLOCKS];

	struct cpo_pci_vector vec[CPO_IRQ_SOURCES];
	int n_vecs;

	struct cpo_pci_adminq adminq;
	struct cpo_pci_eventq eventq;
	struct cpo_pci_tlm tlm;
	struct cpo_pci_stats stats;
	struct cpo_pci_ident ident;
	struct cpo_pci_topo topo;
	struct cpo_pci_port *ports;

	/* Serialises everything that publishes to the core, and protects the
	 * event ring, the telemetry state, @ports and their netdev pointers.
	 */
	struct mutex publish_lock;
	/* Going down and coming up is under the devlink lock, which protects
	 * these, and @ident and @topo while the device is down.
	 */
	bool up;		/* started, so it has to be stopped */
	unsigned int held;	/* enum cpo_pci_holder: they decide when it
				 * comes up
				 */
	bool moving;		/* the reload under way may change the netns */
	bool power_cycled;	/* it counts anew, which nobody was told yet */

	struct delayed_work service;
	struct work_struct dead_work;
	struct delayed_work recover_work;
	unsigned long recover_next;	/* jiffies */
	unsigned int recover_tries;	/* in vain */
	const char *recover_why;
	u32 heartbeat;			/* when it was looked at last */
	struct cpo_pci_windows windows;
	struct cpo_pci_flags flag_read;
	struct cpo_pci_limits limits;
	struct cpo_pci_power power;
	struct cpo_pci_health health;
	struct devlink_region *regions[CPO_PCI_REGIONS];
	struct dentry *debugfs;
	struct delayed_work els_work;
	unsigned int els_tries;		/* in vain */
	DECLARE_BITMAP(els_changed, CPO_MAX_ELS);	/* to be identified */
};

extern struct workqueue_struct *cpo_pci_wq;

void cpo_pci_recover(struct cpo_pci_dev *cpd, const char *why);
void cpo_pci_down(struct cpo_pci_dev *cpd);
int cpo_pci_up(struct cpo_pci_dev *cpd);
void cpo_pci_suspend(struct cpo_pci_dev *cpd, unsigned int holder);
int cpo_pci_resume(struct cpo_pci_dev *cpd, unsigned int holders);
void cpo_pci_give_up(struct cpo_pci_dev *cpd);

/* ---- cpo_pci_err.c ---- */
extern const struct pci_error_handlers cpo_pci_error_handlers;
extern const struct dev_pm_ops cpo_pci_pm_ops;

#endif /* CPO_PCI_H */
