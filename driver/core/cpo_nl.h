/* SPDX-License-Identifier: GPL-2.0 */
/* Copyright (c) 2026 The cpo authors */

/*
 * The netlink family.  Each kind of object has a table entry, struct
 * cpo_nl_kind; gets, dumps and notifications of all kinds share the code that
 * walks it.  Everything a fill function needs is in a struct cpo_view, which
 * lives within one RCU read-side section.
 */
#ifndef CPO_NL_H
#define CPO_NL_H

#include <kunit/visibility.h>
#include <linux/module.h>
#include <linux/unaligned.h>
#include <net/genetlink.h>

#include "cpo_nl_gen.h"
#include "cpo_priv.h"

/**
 * struct cpo_view - what a reader sees of a device
 * @cdev: the device
 * @topo: its objects
 * @inv: @topo->inv
 * @rows: @topo->rows
 * @net: network namespace of the reader
 * @status: state of the device
 * @now: time of reading, CLOCK_BOOTTIME in ns
 */
struct cpo_view {
	struct cpo_dev *cdev;
	const struct cpo_topo *topo;
	const struct cpo_inventory *inv;
	const struct cpo_rows *rows;
	struct net *net;
	struct cpo_status status;
	u64 now;
};

/**
 * struct cpo_nl_kind - a kind of object
 * @count: number of objects
 * @find: number of the object a get asks for, or a negative error
 * @put: write the attributes of object @index; 0 or -EMSGSIZE
 * @match: whether a dump with @filter shows the object; not asked when the
 *	filter is empty
 * @room: bytes a message needs beyond the default size
 * @engine: attribute of the filter in a dump request, 0: it has none
 * @els: likewise
 * @laser: likewise
 * @port: likewise
 * @walk: dump what is left of a device from place @at on; what is not dumped
 *	by number has just this
 */
struct cpo_nl_kind {
	unsigned int (*count)(const struct cpo_inventory *inv);
	int (*find)(const struct cpo_inventory *inv,
		    const struct genl_info *info);
	int (*put)(struct sk_buff *skb, const struct cpo_view *view,
		   u16 index);
	bool (*match)(const struct cpo_inventory *inv,
		      const struct cpo_filter *filter, u16 index);
	size_t room;
	u8 engine;
	u8 els;
	u8 laser;
	u8 port;
	int (*walk)(struct sk_buff *skb, struct netlink_callback *cb,
		    const struct cpo_view *view, u32 *at);
};

/* Write the reply to a request: 0 or a negative error. Under RCU. */
typedef int (*cpo_nl_fill_fn)(struct sk_buff *skb, struct genl_info *info,
			      const struct cpo_view *view);

extern const struct cpo_nl_kind cpo_nl_dev;
extern const struct cpo_nl_kind cpo_nl_engine;
extern const struct cpo_nl_kind cpo_nl_els;
extern const struct cpo_nl_kind cpo_nl_laser;
extern const struct cpo_nl_kind cpo_nl_lane;
extern const struct cpo_nl_kind cpo_nl_port;
extern const struct cpo_nl_kind cpo_nl_route;
extern const struct cpo_nl_kind cpo_nl_sensor;
extern const struct cpo_nl_kind cpo_nl_stats;
extern const struct cpo_nl_kind cpo_nl_stats_engine;
extern const struct cpo_nl_kind cpo_nl_stats_els;
extern const struct cpo_nl_kind cpo_nl_stats_laser;
extern const struct cpo_nl_kind cpo_nl_stats_lane;
extern const struct cpo_nl_kind cpo_nl_stats_port;
extern const struct cpo_nl_kind cpo_nl_threshold;
extern const struct cpo_nl_kind cpo_nl_flag;

/* cpo_nl.c */
void cpo_view_init(struct cpo_view *view, struct cpo_dev *cdev,
		   struct net *net);
struct cpo_dev *cpo_nl_dev_find(const struct genl_info *info);
struct cpo_dev *cpo_nl_dev_find_get(const struct genl_info *info);
bool cpo_nl_missing(const struct genl_info *info, int attr);
int cpo_nl_index(const struct genl_info *info, int attr, unsigned int count,
		 const char *what);
void *cpo_nl_msg_begin(struct sk_buff *skb, const struct genl_info *info,
		       struct netlink_callback *cb);
int cpo_nl_reply(struct genl_info *info, cpo_nl_fill_fn fill);
int cpo_nl_get(struct genl_info *info, const struct cpo_nl_kind *kind);
int cpo_nl_dump(struct sk_buff *skb, struct netlink_callback *cb,
		const struct cpo_nl_kind *kind);
void cpo_nl_notify(struct cpo_dev *cdev, const struct cpo_nl_kind *kind,
		   u8 cmd, u16 index, gfp_t gfp);
void cpo_nl_notify_object(struct cpo_dev *cdev, u8 object, u16 index,
			  gfp_t gfp);
int cpo_nl_put_sample(struct sk_buff *skb, int attr,
		      const struct cpo_view *view,
		      const struct cpo_stamp *stamp);
int cpo_nl_put_window_sample(struct sk_buff *skb, int attr,
			     const struct cpo_view *view,
			     const struct cpo_stamp *stamp);
int cpo_nl_put_identity(struct sk_buff *skb, int attr,
			const struct cpo_identity *id);
int cpo_nl_put_range(struct sk_buff *skb, int attr,
		     const struct cpo_lane_range *range);

/* cpo_nl_lane.c, cpo_nl_laser.c */
int cpo_nl_lane_by_ids(const struct cpo_inventory *inv,
		       const struct genl_info *info, int engine_attr,
		       int lane_attr);
int cpo_nl_laser_by_ids(const struct cpo_inventory *inv,
			const struct genl_info *info, int els_attr,
			int engine_attr, int laser_attr);

/* cpo_nl_window.c */
const struct cpo_nl_kind *cpo_nl_stats_kind(const struct genl_info *info);
const struct cpo_nl_kind *cpo_nl_stats_dump_kind(const struct genl_info *info);

/* cpo_nl_select.c */

/* An object as a request names it. */
struct cpo_nl_object {
	u8 object;		/* enum cpo_object */
	u16 index;
};

int cpo_nl_object_by_ids(const struct cpo_inventory *inv,
			 const struct genl_info *info,
			 struct cpo_nl_object *object);
int cpo_nl_object_put(struct sk_buff *skb, const struct cpo_view *view,
		      u8 object, u16 index);
int cpo_nl_select_check(const struct genl_info *info);
int cpo_nl_select(const struct genl_info *info,
		  const struct cpo_inventory *inv, struct cpo_select *select);

/* cpo_nl_event.c */
bool cpo_nl_code_has_value(u32 code, s64 value);
void cpo_nl_notify_events(struct cpo_dev *cdev, const struct cpo_event *events,
			  unsigned int n);

/*
 * A dump is tens of thousands of small numbers, and what nla_put() does beside
 * storing one is most of its cost.  @len is a multiple of NLA_ALIGNTO, so that
 * nothing is left to be cleared behind it.
 */
static __always_inline struct nlattr *
cpo_nl_reserve(struct sk_buff *skb, int attr, unsigned int len)
{
	const struct nlattr hdr = {
		.nla_len = nla_attr_size(len),
		.nla_type = attr,
	};
	struct nlattr *nla;

	if (unlikely(skb_end_pointer(skb) - skb_tail_pointer(skb) <
		     nla_total_size(len)))
		return NULL;

	nla = __skb_put(skb, nla_total_size(len));
	*nla = hdr;

	return nla;
}

static inline int cpo_nl_u32(struct sk_buff *skb, int attr, u32 value)
{
	struct nlattr *nla = cpo_nl_reserve(skb, attr, sizeof(value));

	if (!nla)
		return -EMSGSIZE;
	*(u32 *)nla_data(nla) = value;

	return 0;
}

static inline int cpo_nl_u64(struct sk_buff *skb, int attr, u64 value)
{
	struct nlattr *nla = cpo_nl_reserve(skb, attr, sizeof(value));

	if (!nla)
		return -EMSGSIZE;
	put_unaligned(value, (u64 *)nla_data(nla));

	return 0;
}

/* As short as the number allows, see nla_put_uint(). */
static inline int cpo_nl_uint(struct sk_buff *skb, int attr, u64 value)
{
	return value <= U32_MAX ? cpo_nl_u32(skb, attr, value) :
				  cpo_nl_u64(skb, attr, value);
}

static inline int cpo_nl_sint(struct sk_buff *skb, int attr, s64 value)
{
	return value == (s32)value ? cpo_nl_u32(skb, attr, value) :
				     cpo_nl_u64(skb, attr, value);
}

/* Room for padding is cleared first, and then partly written to. */
static inline int cpo_nl_str(struct sk_buff *skb, int attr, const char *str)
{
	unsigned int len = strlen(str) + 1;
	struct nlattr *nla = cpo_nl_reserve(skb, attr, NLA_ALIGN(len));

	if (!nla)
		return -EMSGSIZE;
	nla->nla_len = nla_attr_size(len);
	*(u32 *)(nla_data(nla) + NLA_ALIGN(len) - sizeof(u32)) = 0;
	memcpy(nla_data(nla), str, len);

	return 0;
}

/* Ends with nla_nest_end(). */
static inline struct nlattr *cpo_nl_nest(struct sk_buff *skb, int attr)
{
	return cpo_nl_reserve(skb, attr | NLA_F_NESTED, 0);
}

/* An unknown value is an absent attribute. */
static inline int cpo_nl_put_uint(struct sk_buff *skb, bool known, int attr,
				  u64 value)
{
	return known ? cpo_nl_uint(skb, attr, value) : 0;
}

static inline int cpo_nl_put_sint(struct sk_buff *skb, bool known, int attr,
				  s64 value)
{
	return known ? cpo_nl_sint(skb, attr, value) : 0;
}

static inline int cpo_nl_put_u32(struct sk_buff *skb, bool known, int attr,
				 u32 value)
{
	return known ? cpo_nl_u32(skb, attr, value) : 0;
}

static inline int cpo_nl_put_str(struct sk_buff *skb, int attr,
				 const char *str)
{
	return *str ? cpo_nl_str(skb, attr, str) : 0;
}

#endif /* CPO_NL_H */
