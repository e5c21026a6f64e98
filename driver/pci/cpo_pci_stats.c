// SPDX-License-Identifier: GPL-2.0
/* Copyright (c) 2026 The cpo authors */

#include "cpo_pci.h"

static void cpo_pci_stats_irqs(const struct cpo_pci_dev *cpd,
			       struct cpo_stats *stats)
{
	struct cpo_counter *counter = stats->counters;
	u64 count;
	int i;

	stats->interrupts = 0;
	for (i = 0; i < cpd->n_vecs; i++) {
		count = READ_ONCE(cpd->vec[i].count);
		stats->interrupts += count;
		snprintf(counter[i].label, sizeof(counter[i].label), "irq-%s",
			 cpo_pci_irq_name(i));
		counter[i].value = count;
	}
	stats->n_counters = cpd->n_vecs;
	stats->interrupts_lost = atomic64_read(&cpd->stats.irqs_lost);
}

/* Counters of their own: not every provider is on PCIe. */
static void cpo_pci_stats_link(const struct cpo_pci_stats *from,
			       struct cpo_stats *stats)
{
	struct cpo_counter *counter = &stats->counters[stats->n_counters];

	strscpy(counter->label, "pcie-uncorrectable");
	counter->value = READ_ONCE(from->pcie_uncorrectable);
	stats->n_counters++;
}

/* Blocks that were refused, together and by reason. */
static void cpo_pci_stats_refused(const struct cpo_pci_stats *from,
				  struct cpo_stats *stats)
{
	static const char * const labels[CPO_PCI_TLM_FAULTS] = {
		[CPO_PCI_TLM_TORN]	= "telemetry-torn",
		[CPO_PCI_TLM_SHORT]	= "telemetry-short",
		[CPO_PCI_TLM_REPEATED]	= "telemetry-repeated",
		[CPO_PCI_TLM_FROZEN]	= "telemetry-frozen",
		[CPO_PCI_TLM_LYING]	= "telemetry-lying",
	};
	struct cpo_counter *counter;
	unsigned int i;

	stats->telemetry_refused = 0;
	for (i = CPO_PCI_TLM_TORN; i < CPO_PCI_TLM_FAULTS; i++) {
		counter = &stats->counters[stats->n_counters++];
		strscpy(counter->label, labels[i]);
		counter->value = READ_ONCE(from->refused[i]);
		stats->telemetry_refused += counter->value;
	}
}

/* What the driver asks for by itself, and what it did not believe of it. */
#define CPO_PCI_STATS_READ	5

static void cpo_pci_stats_read(const struct cpo_pci_stats *from,
			       struct cpo_stats *stats)
{
	const struct {
		const char *label;
		const u64 *value;
	} read[CPO_PCI_STATS_READ] = {
		{ "window-commands", &from->window_cmds },
		{ "flag-commands", &from->flag_cmds },
		{ "threshold-commands", &from->limit_cmds },
		{ "flags-refused", &from->flags_refused },
		{ "thresholds-refused", &from->limits_refused },
	};
	struct cpo_counter *counter = &stats->counters[stats->n_counters];
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(read); i++, counter++) {
		strscpy(counter->label, read[i].label);
		counter->value = READ_ONCE(*read[i].value);
	}
	stats->n_counters += ARRAY_SIZE(read);
}

static void cpo_pci_stats_cmds(const struct cpo_pci_stats *from,
			       struct cpo_stats *stats)
{
	unsigned int i;

	stats->commands = READ_ONCE(from->cmds);
	stats->commands_failed = READ_ONCE(from->failed);
	stats->commands_timed_out = READ_ONCE(from->timed_out);
	stats->commands_late = READ_ONCE(from->late);
	stats->commands_stray = READ_ONCE(from->stray);
	for (i = 0; i < CPO_LATENCY_BUCKETS; i++)
		stats->latency[i] = READ_ONCE(from->latency[i]);
	stats->has_latency = true;
}

/*
 * See struct cpo_dev_ops. The device counts safety cuts in a register only, so
 * they are left out.
 */
void cpo_pci_stats_get(struct cpo_dev *cdev, struct cpo_stats *stats)
{
	const struct cpo_pci_dev *cpd = cpo_dev_priv(cdev);
	const struct cpo_pci_stats *from = &cpd->stats;

	stats->events_refused = READ_ONCE(from->events_refused);
	stats->telemetry_blocks = READ_ONCE(from->blocks);
	stats->telemetry_missed = READ_ONCE(from->missed);
	stats->telemetry_unknown = READ_ONCE(from->unknown);
	stats->device_events_dropped = READ_ONCE(from->events_dropped);
	stats->device_boots = READ_ONCE(cpd->tlm.boot);
	cpo_pci_stats_cmds(from, stats);
	BUILD_BUG_ON(CPO_IRQ_SOURCES + 1 + CPO_PCI_TLM_FAULTS - 1 +
		     CPO_PCI_STATS_READ > CPO_STATS_COUNTERS);
	cpo_pci_stats_irqs(cpd, stats);
	cpo_pci_stats_link(from, stats);
	cpo_pci_stats_refused(from, stats);
	cpo_pci_stats_read(from, stats);
}
