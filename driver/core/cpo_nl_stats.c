// SPDX-License-Identifier: GPL-2.0
/* Copyright (c) 2026 The cpo authors */

#include "cpo_nl.h"

/* Pages, over all targets. */
struct cpo_page_counts {
	u64 read;
	u64 hits;
};

static void cpo_page_counts(struct cpo_dev *cdev,
			    struct cpo_page_counts *pages)
{
	unsigned int i;

	memset(pages, 0, sizeof(*pages));
	for (i = 0; i < CPO_TARGETS; i++) {
		pages->read += READ_ONCE(cdev->targets[i].done);
		pages->hits += READ_ONCE(cdev->targets[i].hits);
	}
}

static void cpo_stats_get(struct cpo_dev *cdev, struct cpo_stats *stats)
{
	/* every byte of CPO_STAT_UNKNOWN is the same */
	memset(stats, 0xff, offsetof(struct cpo_stats, latency));
	stats->has_latency = false;
	stats->n_counters = 0;
	if (cdev->ops->stats)
		cdev->ops->stats(cdev, stats);
}

static int cpo_nl_put_stat(struct sk_buff *skb, int attr, u64 value)
{
	return cpo_nl_put_uint(skb, value != CPO_STAT_UNKNOWN, attr, value);
}

/* The core counts those the provider let pass. */
static u64 cpo_nl_stats_refused(const struct cpo_counts *counts,
				const struct cpo_stats *stats)
{
	if (stats->events_refused == CPO_STAT_UNKNOWN)
		return counts->events_refused;

	return counts->events_refused + stats->events_refused;
}

static int cpo_nl_stats_put_events(struct sk_buff *skb,
				   const struct cpo_counts *counts,
				   const struct cpo_stats *stats)
{
	if (nla_put_uint(skb, CPO_A_STATS_EVENTS, counts->events) ||
	    nla_put_uint(skb, CPO_A_STATS_EVENTS_LOST, counts->events_lost) ||
	    nla_put_uint(skb, CPO_A_STATS_EVENT_GAPS, counts->event_gaps) ||
	    nla_put_uint(skb, CPO_A_STATS_EVENTS_REFUSED,
			 cpo_nl_stats_refused(counts, stats)) ||
	    nla_put_uint(skb, CPO_A_STATS_EVENT_MESSAGES,
			 counts->event_messages))
		return -EMSGSIZE;

	return 0;
}

static int cpo_nl_stats_put_flow(struct sk_buff *skb,
				 const struct cpo_stats *stats)
{
	if (cpo_nl_put_stat(skb, CPO_A_STATS_TELEMETRY_BLOCKS,
			    stats->telemetry_blocks) ||
	    cpo_nl_put_stat(skb, CPO_A_STATS_TELEMETRY_MISSED,
			    stats->telemetry_missed) ||
	    cpo_nl_put_stat(skb, CPO_A_STATS_TELEMETRY_REFUSED,
			    stats->telemetry_refused) ||
	    cpo_nl_put_stat(skb, CPO_A_STATS_TELEMETRY_UNKNOWN_SECTIONS,
			    stats->telemetry_unknown) ||
	    cpo_nl_put_stat(skb, CPO_A_STATS_INTERRUPTS, stats->interrupts) ||
	    cpo_nl_put_stat(skb, CPO_A_STATS_INTERRUPTS_LOST,
			    stats->interrupts_lost))
		return -EMSGSIZE;

	return 0;
}

static int cpo_nl_stats_put_bucket(struct sk_buff *skb, unsigned int bucket,
				   u64 count)
{
	bool last = bucket == CPO_LATENCY_BUCKETS - 1;
	struct nlattr *nest;

	nest = nla_nest_start(skb, CPO_A_STATS_COMMAND_LATENCY);
	if (!nest ||
	    cpo_nl_put_uint(skb, !last, CPO_A_LATENCY_BUCKET_BELOW_US,
			    BIT_ULL(bucket)) ||
	    nla_put_uint(skb, CPO_A_LATENCY_BUCKET_COUNT, count))
		return -EMSGSIZE;
	nla_nest_end(skb, nest);

	return 0;
}

static int cpo_nl_stats_put_latency(struct sk_buff *skb,
				    const struct cpo_stats *stats)
{
	unsigned int i;

	for (i = 0; stats->has_latency && i < CPO_LATENCY_BUCKETS; i++)
		if (cpo_nl_stats_put_bucket(skb, i, stats->latency[i]))
			return -EMSGSIZE;

	return 0;
}

static int cpo_nl_stats_put_commands(struct sk_buff *skb,
				     const struct cpo_stats *stats)
{
	if (cpo_nl_put_stat(skb, CPO_A_STATS_COMMANDS, stats->commands) ||
	    cpo_nl_put_stat(skb, CPO_A_STATS_COMMANDS_FAILED,
			    stats->commands_failed) ||
	    cpo_nl_put_stat(skb, CPO_A_STATS_COMMANDS_TIMED_OUT,
			    stats->commands_timed_out) ||
	    cpo_nl_put_stat(skb, CPO_A_STATS_COMMANDS_LATE,
			    stats->commands_late) ||
	    cpo_nl_put_stat(skb, CPO_A_STATS_COMMANDS_STRAY,
			    stats->commands_stray) ||
	    cpo_nl_stats_put_latency(skb, stats))
		return -EMSGSIZE;

	return 0;
}

static int cpo_nl_stats_put_core(struct sk_buff *skb, struct cpo_dev *cdev,
				 const struct cpo_counts *counts)
{
	struct cpo_page_counts pages;

	cpo_page_counts(cdev, &pages);
	if (nla_put_uint(skb, CPO_A_STATS_PAGES_READ, pages.read) ||
	    nla_put_uint(skb, CPO_A_STATS_PAGE_CACHE_HITS, pages.hits) ||
	    nla_put_uint(skb, CPO_A_STATS_REFRESHES,
			 READ_ONCE(cdev->refresh.done)) ||
	    nla_put_uint(skb, CPO_A_STATS_DETACHES, counts->detaches))
		return -EMSGSIZE;

	return 0;
}

static int cpo_nl_stats_put_device(struct sk_buff *skb,
				   const struct cpo_stats *stats)
{
	if (cpo_nl_put_stat(skb, CPO_A_STATS_DEVICE_EVENTS_DROPPED,
			    stats->device_events_dropped) ||
	    cpo_nl_put_stat(skb, CPO_A_STATS_DEVICE_BOOTS,
			    stats->device_boots) ||
	    cpo_nl_put_stat(skb, CPO_A_STATS_DEVICE_SAFETY_CUTS,
			    stats->device_safety_cuts))
		return -EMSGSIZE;

	return 0;
}

static int cpo_nl_stats_put_counters(struct sk_buff *skb,
				     const struct cpo_stats *stats)
{
	const struct cpo_counter *counter = stats->counters;
	unsigned int n = min(stats->n_counters, CPO_STATS_COUNTERS);
	struct nlattr *nest;

	for (; n; n--, counter++) {
		nest = nla_nest_start(skb, CPO_A_STATS_COUNTER);
		if (!nest ||
		    nla_put_string(skb, CPO_A_COUNTER_LABEL, counter->label) ||
		    nla_put_uint(skb, CPO_A_COUNTER_VALUE, counter->value))
			return -EMSGSIZE;
		nla_nest_end(skb, nest);
	}

	return 0;
}

static unsigned int cpo_nl_stats_count(const struct cpo_inventory *inv)
{
	return 1;
}

static int cpo_nl_stats_find(const struct cpo_inventory *inv,
			     const struct genl_info *info)
{
	return 0;
}

static int cpo_nl_stats_put(struct sk_buff *skb, const struct cpo_view *view,
			    u16 index)
{
	struct cpo_counts counts;
	struct cpo_stats stats;

	cpo_dev_counts(view->cdev, &counts);
	cpo_stats_get(view->cdev, &stats);

	if (nla_put_uint(skb, CPO_A_STATS_DEV_ID, view->cdev->id) ||
	    cpo_nl_stats_put_events(skb, &counts, &stats) ||
	    cpo_nl_stats_put_flow(skb, &stats) ||
	    cpo_nl_stats_put_commands(skb, &stats) ||
	    cpo_nl_stats_put_core(skb, view->cdev, &counts) ||
	    cpo_nl_stats_put_device(skb, &stats) ||
	    cpo_nl_stats_put_counters(skb, &stats))
		return -EMSGSIZE;

	return 0;
}

const struct cpo_nl_kind cpo_nl_stats = {
	.count = cpo_nl_stats_count,
	.find = cpo_nl_stats_find,
	.put = cpo_nl_stats_put,
};
EXPORT_SYMBOL_IF_KUNIT(cpo_nl_stats);

int cpo_nl_stats_get_doit(struct sk_buff *skb, struct genl_info *info)
{
	const struct cpo_nl_kind *kind = cpo_nl_stats_kind(info);

	if (IS_ERR(kind))
		return PTR_ERR(kind);

	return cpo_nl_get(info, kind);
}

int cpo_nl_stats_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb)
{
	const struct cpo_nl_kind *kind;

	kind = cpo_nl_stats_dump_kind(genl_info_dump(cb));
	if (IS_ERR(kind))
		return PTR_ERR(kind);

	return cpo_nl_dump(skb, cb, kind);
}
