// SPDX-License-Identifier: GPL-2.0-only
// Copyright (c) 2026 cpo contributors
/* cpoctl stats: counters of the driver and of the device. */

#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "cpoctl.h"

#define BUCKETS		64
#define BAR_WIDTH	40
#define FEC_BINS	16

#define COUNTER(name, in, attribute, text)				\
	{ .key = name, .fmt = F_UINT, .attr = CPO_A_STATS_ ## attribute, \
	  .group = in, .help = text }

#define ID(name, attribute, text)					\
	{ .key = name, .fmt = F_UINT, .attr = CPO_A_STATS_ ## attribute, \
	  .help = text }

#define FEC(name, attribute, text)					\
	{ .key = name, .fmt = F_UINT, .attr = CPO_A_STATS_FEC,		\
	  .sub = CPO_A_FEC_ ## attribute, .group = "FEC", .help = text }

static const struct field fields[] = {
	{ .key = "path", .fmt = F_PATH, .ref = CPO_KIND_STATS,
	  .attr = CPO_A_STATS_DEV_ID, .help = "device, or object of it" },
	{ .key = "dev", .fmt = F_DEV, .attr = CPO_A_STATS_DEV_ID,
	  .help = "name of the device" },
	{ .key = "dev_id", .fmt = F_UINT, .attr = CPO_A_STATS_DEV_ID,
	  .help = "id of the device" },
	COUNTER("events", "events", EVENTS, "events taken up"),
	COUNTER("events_lost", "events", EVENTS_LOST,
		"events lost between device and driver"),
	COUNTER("event_gaps", "events", EVENT_GAPS,
		"how often events were lost in a row"),
	COUNTER("events_refused", "events", EVENTS_REFUSED,
		"events about objects that do not exist"),
	COUNTER("event_messages", "events", EVENT_MESSAGES,
		"messages they were sent in, while somebody listened"),
	COUNTER("telemetry_blocks", "telemetry", TELEMETRY_BLOCKS,
		"telemetry blocks taken up"),
	COUNTER("telemetry_missed", "telemetry", TELEMETRY_MISSED,
		"blocks not seen, by their numbers"),
	COUNTER("telemetry_refused", "telemetry", TELEMETRY_REFUSED,
		"blocks that made no sense"),
	COUNTER("telemetry_unknown_sections", "telemetry",
		TELEMETRY_UNKNOWN_SECTIONS,
		"sections of blocks the driver does not know"),
	COUNTER("interrupts", "interrupts", INTERRUPTS, "interrupts"),
	COUNTER("interrupts_lost", "interrupts", INTERRUPTS_LOST,
		"work found without an interrupt"),
	COUNTER("commands", "commands", COMMANDS,
		"commands given to the device"),
	COUNTER("commands_failed", "commands", COMMANDS_FAILED,
		"commands it refused or failed, or a reset ended"),
	COUNTER("commands_timed_out", "commands", COMMANDS_TIMED_OUT,
		"commands that were not waited for any longer"),
	COUNTER("commands_late", "commands", COMMANDS_LATE,
		"commands completed when nobody waited any more"),
	COUNTER("commands_stray", "commands", COMMANDS_STRAY,
		"completions that belong to no command"),
	{ .key = "command_latency", .fmt = F_BUCKETS,
	  .attr = CPO_A_STATS_COMMAND_LATENCY, .group = "command latency",
	  .help = "commands by duration: below so many us, count" },
	COUNTER("pages_read", "pages", PAGES_READ,
		"CMIS pages read from the device"),
	COUNTER("page_cache_hits", "pages", PAGE_CACHE_HITS,
		"CMIS pages served from memory"),
	COUNTER("refreshes", "device", REFRESHES, "samples on demand"),
	COUNTER("detaches", "device", DETACHES,
		"times it was detached, as for a reset or suspend"),
	COUNTER("device_boots", "device", DEVICE_BOOTS,
		"starts of its firmware since power-on"),
	COUNTER("device_events_dropped", "device", DEVICE_EVENTS_DROPPED,
		"events the device dropped since power-on"),
	COUNTER("device_safety_cuts", "device", DEVICE_SAFETY_CUTS,
		"times its safety function took light since power-on"),
	{ .key = "counters", .fmt = F_COUNTERS, .attr = CPO_A_STATS_COUNTER,
	  .group = "vendor",
	  .help = "counters only this driver or device has" },
	{ .key = "object", .fmt = F_ENUM, .attr = CPO_A_STATS_OBJECT,
	  .ref = CPO_ENUM_OBJECT, .help = "what it is about" },
	ID("engine_id", ENGINE_ID, "its engine"),
	ID("els_id", ELS_ID, "its ELS"),
	ID("laser_id", LASER_ID, "its laser"),
	ID("lane_id", LANE_ID, "its lane"),
	ID("port_id", PORT_ID, "its port"),
	{ .key = "windows", .fmt = F_WINDOWS, .attr = CPO_A_STATS_WINDOW,
	  .ref = CPO_ENUM_QUANTITY,
	  .help = "each quantity over the window in progress and the one "
		  "before" },
	{ .key = "window_s", .fmt = F_UINT, .attr = CPO_A_STATS_WINDOW_S,
	  .unit = "s", .help = "length of the windows of measured values" },
	{ .key = "window_start_ns", .fmt = F_UINT,
	  .attr = CPO_A_STATS_WINDOW_START_NS, .unit = "ns",
	  .help = "device time the window in progress began" },
	FEC("fec_codewords", CODEWORDS, "codewords received"),
	FEC("fec_corrected_codewords", CORRECTED_CODEWORDS,
	    "codewords that were corrected"),
	FEC("fec_uncorrectable_codewords", UNCORRECTABLE_CODEWORDS,
	    "codewords that could not be corrected"),
	FEC("fec_corrected_bits", CORRECTED_BITS, "bits that were corrected"),
	FEC("fec_symbol_errors", SYMBOL_ERRORS,
	    "symbol errors, those of lost codewords as well"),
	FEC("fec_frames_lost", FRAMES_LOST,
	    "frames lost with uncorrectable codewords"),
	FEC("fec_symbol_errors_max", SYMBOL_ERRORS_MAX,
	    "most symbol errors in one codeword (SEWmax), last sample"),
	{ .key = "fec_frame_error_ratio", .fmt = F_BER,
	  .attr = CPO_A_STATS_FEC, .sub = CPO_A_FEC_FRAME_ERROR_RATIO,
	  .exp = -18, .group = "FEC",
	  .help = "share of frames that are lost (FERC)" },
	{ .key = "fec_lane_corrected_bits", .fmt = F_HISTOGRAM,
	  .attr = CPO_A_STATS_FEC, .sub = CPO_A_FEC_LANE_CORRECTED_BITS,
	  .group = "FEC",
	  .help = "bits that were corrected, of each lane of the port" },
	{ .key = "fec_histogram", .fmt = F_HISTOGRAM,
	  .attr = CPO_A_STATS_FEC, .sub = CPO_A_FEC_HISTOGRAM, .group = "FEC",
	  .help = "codewords with 0, 1, ... 15 symbol errors" },
	FIELDS_SAMPLE(CPO_A_STATS_SAMPLE),
};

static const char *duration(uint64_t us, char *buf, size_t size)
{
	if (us < 1000)
		snprintf(buf, size, "%" PRIu64 " us", us);
	else if (us < 1000000)
		snprintf(buf, size, "%.*f ms", us < 10000, us / 1e3);
	else
		snprintf(buf, size, "%.*f s", us < 10000000, us / 1e6);
	return buf;
}

static void put_bar(uint64_t count, uint64_t most)
{
	unsigned int n = most ? (count * BAR_WIDTH + most - 1) / most : 0;

	while (n--)
		out("#");
	out("\n");
}

/* From the first to the last bucket that is not empty. */
static void put_latency(const struct item *item)
{
	struct cpo_bucket bucket[BUCKETS];
	int n, i, first = -1, last = -1;
	char from[24], to[24];
	uint64_t most = 0;

	n = cpo_stats_get_command_latency(item->row, bucket, BUCKETS);
	for (i = 0; i < n && i < BUCKETS; i++) {
		if (!bucket[i].count)
			continue;
		first = first < 0 ? i : first;
		last = i;
		if (bucket[i].count > most)
			most = bucket[i].count;
	}
	if (first < 0)
		return;
	out("  command latency\n");
	for (i = first; i <= last; i++) {
		duration(i ? bucket[i - 1].below_us : 0, from, sizeof(from));
		if (bucket[i].below_us == CPO_BUCKET_LAST)
			out("    %8s and more    ", from);
		else
			out("    %8s - %8s  ", from,
			    duration(bucket[i].below_us, to, sizeof(to)));
		out("%10" PRIu64 "  ", bucket[i].count);
		put_bar(bucket[i].count, most);
	}
}

/* A bin has a tenth or a millionth of the one before: bars are logarithms. */
static unsigned int log_bar(uint64_t count)
{
	return count ? 1 + (unsigned int)(2 * log10(count)) : 0;
}

static void put_histogram(const struct item *item)
{
	uint64_t bin[FEC_BINS];
	int n, i;

	n = cpo_stats_get_fec_histogram(item->row, bin, FEC_BINS);
	if (n > 0)
		out("  codewords by symbol errors; bars are logarithms\n");
	for (i = 0; i < n && i < FEC_BINS; i++) {
		out("    %2d %20" PRIu64 "%s", i, bin[i], bin[i] ? "  " : "");
		put_bar(log_bar(bin[i]), BAR_WIDTH);
	}
}

static void put_lane_bits(const struct item *item)
{
	uint64_t bits[FEC_BINS];
	int n, i;

	n = cpo_stats_get_fec_lane_corrected_bits(item->row, bits, FEC_BINS);
	if (n > 0)
		out("  corrected bits by lane of the port\n");
	for (i = 0; i < n && i < FEC_BINS; i++)
		out("    %2d %20" PRIu64 "\n", i, bits[i]);
}

static void put_vendor(const struct item *item)
{
	struct cpo_counter counter[BUCKETS];
	char label[64];
	int n, i;

	n = cpo_stats_get_counter(item->row, counter, BUCKETS);
	for (i = 0; i < n && i < BUCKETS; i++) {
		if (!i)
			out("  vendor\n");
		text_clean(counter[i].label, label, sizeof(label));
		out("    %-28s %14" PRIu64 "\n", label, counter[i].value);
	}
}

static void put_list(const struct field *f, const struct item *item)
{
	if (f->sub == CPO_A_FEC_HISTOGRAM)
		put_histogram(item);
	else
		put_lane_bits(item);
}

/* Returns whether anything of the group was shown. */
static bool put_counter(const struct field *f, const struct item *item,
			bool head)
{
	char buf[32];

	if (!field_text(f, item, buf, sizeof(buf)))
		return false;
	if (head)
		out("  %s\n", f->group);
	out("    %-28s %14s  %s\n", f->key, buf, f->help);
	return true;
}

static void put_stats(const struct item *item)
{
	const char *group = "";
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(fields); i++) {
		if (fields[i].fmt == F_BUCKETS)
			put_latency(item);
		else if (fields[i].fmt == F_COUNTERS)
			put_vendor(item);
		else if (fields[i].fmt == F_HISTOGRAM)
			put_list(&fields[i], item);
		else if (fields[i].group &&
			 put_counter(&fields[i], item,
				     strcmp(group, fields[i].group)))
			group = fields[i].group;
	}
}

/* What is not counted is left out; with --details it is there as "-". */
static void stats_text(const struct rowset *set)
{
	char path[PATH_LEN];
	size_t i;

	for (i = 0; i < set->count; i++) {
		path_of(set->item[i].kind, &set->item[i].ids, path,
			sizeof(path));
		out_color(C_HEAD, "%s\n", path);
		if (set->item[i].kind != CPO_KIND_DEV)
			windows_of_stats(&set->item[i]);
		put_stats(&set->item[i]);
	}
}

static const struct command commands[] = {
	{ "show", cmd_show, "[SELECTOR]...", NULL,
	  "show counters since the driver took the device; of an engine, ELS, "
	  "laser, lane or port its windows, and of a port its FEC" },
};

const struct object obj_stats = {
	.name = "stats",
	.plural = "stats",
	.kind = CPO_KIND_STATS,
	.help = "counters of driver and device; windows and FEC of a part",
	.commands = commands,
	.ncommands = ARRAY_SIZE(commands),
	.fields = fields,
	.nfields = ARRAY_SIZE(fields),
	.text = stats_text,
};
