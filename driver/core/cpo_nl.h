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
};

extern const struct cpo_nl_kind cpo_nl_dev;
extern const struct cpo_nl_kind cpo_nl_engine;
extern const struct cpo_nl_kind cpo_nl_els;
extern const struct cpo_nl_kind cpo_nl_laser;
extern const struct cpo_nl_kind cpo_nl_lane;
extern const struct cpo_nl_kind cpo_nl_port;
extern const struct cpo_nl_kind cpo_nl_route;

/* cpo_nl.c */
void cpo_view_init(struct cpo_view *view, struct cpo_dev *cdev,
		   struct net *net);
struct cpo_dev *cpo_nl_dev_find(const struct genl_info *info);
struct cpo_dev *cpo_nl_dev_find_get(const struct genl_info *info);
bool cpo_nl_missing(const struct genl_info *info, int attr);
int cpo_nl_index(const struct genl_info *info, int attr, unsigned int count,
		 const char *what);
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
int cpo_nl_put_identity(struct sk_buff *skb, int attr,
			const struct cpo_identity *id);
int cpo_nl_put_range(struct sk_buff *skb, int attr,
		     const struct cpo_lane_range *range);

/* cpo_nl_event.c */
void cpo_nl_notify_events(struct cpo_dev *cdev, const struct cpo_event *events,
			  unsigned int n);

/* An unknown value is an absent attribute. */
static inline int cpo_nl_put_uint(struct sk_buff *skb, bool known, int attr,
				  u64 value)
{
	return known ? nla_put_uint(skb, attr, value) : 0;
}

static inline int cpo_nl_put_sint(struct sk_buff *skb, bool known, int attr,
				  s64 value)
{
	return known ? nla_put_sint(skb, attr, value) : 0;
}

static inline int cpo_nl_put_u32(struct sk_buff *skb, bool known, int attr,
				 u32 value)
{
	return known ? nla_put_u32(skb, attr, value) : 0;
}

static inline int cpo_nl_put_str(struct sk_buff *skb, int attr,
				 const char *str)
{
	return *str ? nla_put_string(skb, attr, str) : 0;
}

#endif /* CPO_NL_H */
