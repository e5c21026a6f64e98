// SPDX-License-Identifier: GPL-2.0-only
// Copyright (c) 2026 cpo contributors
/* libcpo: rows, requests, errors and the monitor. */

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <syslog.h>
#include <cmocka.h>

#include "fake.h"
#include "wire.h"

static struct cpo_ctx *ctx;
static uint8_t buf[8192];

static int setup(void **state)
{
	(void)state;
	unsetenv("CPO_FAKE");
	unsetenv("CPO_FAKE_INTR");
	unsetenv("CPO_FAKE_RENUMBER");
	unsetenv("CPO_FAKE_FUTURE");
	fake_reset();
	wire_clear();
	return cpo_ctx_new(&ctx);
}

static int teardown(void **state)
{
	(void)state;
	ctx = cpo_ctx_unref(ctx);
	return 0;
}

/* ---- Rows ---- */

static struct nlmsghdr *msg_start(unsigned int type, unsigned int cmd)
{
	struct nlmsghdr *nlh = mnl_nlmsg_put_header(buf);
	struct genlmsghdr *genl;

	nlh->nlmsg_type = type;
	genl = mnl_nlmsg_put_extra_header(nlh, sizeof(*genl));
	genl->cmd = cmd;
	return nlh;
}

static struct cpo_row *row_make(enum cpo_kind kind, const struct nlmsghdr *nlh)
{
	struct cpo_row *row = NULL;

	assert_int_equal(cpo_row_from_msg(kind, nlh, &row), 0);
	return row;
}

static void test_row_values(void **state)
{
	struct nlmsghdr *nlh = msg_start(40, CPO_CMD_LANE_GET);
	struct cpo_row *row;
	int64_t sint;
	uint64_t uint;
	uint32_t u32;

	(void)state;
	mnl_attr_put_u32(nlh, CPO_A_LANE_LANE_ID, 7);
	mnl_attr_put_u64(nlh, CPO_A_LANE_RX_POWER_NW, 1ull << 33);
	mnl_attr_put_u32(nlh, CPO_A_LANE_STATE, CPO_DP_STATE_ACTIVATED);
	mnl_attr_put_u32(nlh, CPO_A_LANE_DETUNING_MHZ, (uint32_t)-5);
	mnl_attr_put_u64(nlh, CPO_A_LANE_TEMPERATURE, (uint64_t)-5000000000ll);
	row = row_make(CPO_KIND_LANE, nlh);
	assert_int_equal(cpo_lane_get_lane_id(row, &uint), 0);
	assert_int_equal(uint, 7);
	assert_int_equal(cpo_lane_get_rx_power_nw(row, &uint), 0);
	assert_true(uint == 1ull << 33);
	assert_int_equal(cpo_lane_get_state(row, &u32), 0);
	assert_int_equal(u32, CPO_DP_STATE_ACTIVATED);
	assert_int_equal(cpo_lane_get_detuning_mhz(row, &sint), 0);
	assert_true(sint == -5);
	assert_int_equal(cpo_lane_get_temperature(row, &sint), 0);
	assert_true(sint == -5000000000ll);
	cpo_row_unref(row);
}

static void test_row_absent(void **state)
{
	struct cpo_row *row = row_make(CPO_KIND_ELS,
				       msg_start(40, CPO_CMD_ELS_GET));
	const char *str;
	uint64_t uint;
	bool flag;

	(void)state;
	assert_int_equal(cpo_els_get_power_mw(row, &uint), -ENODATA);
	assert_int_equal(cpo_els_get_label(row, &str), -ENODATA);
	assert_int_equal(cpo_els_get_identity_serial(row, &str), -ENODATA);
	assert_int_equal(cpo_els_get_sample_age_ms(row, &uint), -ENODATA);
	assert_int_equal(cpo_els_get_sample_stale(row, &flag), -ENODATA);
	/* Not a row of that kind. */
	assert_int_equal(cpo_lane_get_rx_power_nw(row, &uint), -EINVAL);
	assert_int_equal(cpo_row_get_uint(row, 9999, &uint), -ENODATA);
	cpo_row_unref(row);
}

static void test_row_nested(void **state)
{
	struct nlmsghdr *nlh = msg_start(40, CPO_CMD_ELS_GET);
	struct nlattr *nest;
	struct cpo_row *row;
	const char *str;
	uint64_t uint;
	bool flag;

	(void)state;
	nest = mnl_attr_nest_start(nlh, CPO_A_ELS_IDENTITY);
	mnl_attr_put_strz(nlh, CPO_A_IDENTITY_SERIAL, "S1");
	mnl_attr_nest_end(nlh, nest);
	nest = mnl_attr_nest_start(nlh, CPO_A_ELS_SAMPLE);
	mnl_attr_put_u32(nlh, CPO_A_SAMPLE_AGE_MS, 12);
	mnl_attr_put(nlh, CPO_A_SAMPLE_STALE, 0, NULL);
	mnl_attr_nest_end(nlh, nest);
	row = row_make(CPO_KIND_ELS, nlh);
	assert_int_equal(cpo_els_get_identity_serial(row, &str), 0);
	assert_string_equal(str, "S1");
	assert_int_equal(cpo_els_get_identity_vendor(row, &str), -ENODATA);
	assert_int_equal(cpo_els_get_sample_age_ms(row, &uint), 0);
	assert_int_equal(uint, 12);
	assert_int_equal(cpo_els_get_sample_stale(row, &flag), 0);
	assert_true(flag);
	cpo_row_unref(row);
}

static void put_range(struct nlmsghdr *nlh, uint32_t engine, uint32_t first)
{
	struct nlattr *nest = mnl_attr_nest_start(nlh, CPO_A_PORT_LANE_RANGE);

	mnl_attr_put_u32(nlh, CPO_A_LANE_RANGE_ENGINE_ID, engine);
	mnl_attr_put_u32(nlh, CPO_A_LANE_RANGE_FIRST, first);
	mnl_attr_put_u32(nlh, CPO_A_LANE_RANGE_COUNT, 2);
	mnl_attr_nest_end(nlh, nest);
}

static void test_row_lists(void **state)
{
	struct nlmsghdr *nlh = msg_start(40, CPO_CMD_ENGINE_GET);
	struct cpo_lane_range range[2];
	struct cpo_row *row;
	uint64_t rail[2];

	(void)state;
	mnl_attr_put_u32(nlh, CPO_A_ENGINE_RAIL_UV, 750000);
	mnl_attr_put_u32(nlh, CPO_A_ENGINE_POWER_MW, 1);
	mnl_attr_put_u32(nlh, CPO_A_ENGINE_RAIL_UV, 1800000);
	mnl_attr_put_u32(nlh, CPO_A_ENGINE_RAIL_UV, 3300000);
	row = row_make(CPO_KIND_ENGINE, nlh);
	/* More than there is room for: the count says so. */
	assert_int_equal(cpo_engine_get_rail_uv(row, rail, 2), 3);
	assert_int_equal(rail[1], 1800000);
	cpo_row_unref(row);

	nlh = msg_start(40, CPO_CMD_PORT_GET);
	put_range(nlh, 3, 8);
	put_range(nlh, 4, 0);
	row = row_make(CPO_KIND_PORT, nlh);
	assert_int_equal(cpo_port_get_lane_range(row, range, 2), 2);
	assert_int_equal(range[0].engine, 3);
	assert_int_equal(range[1].engine, 4);
	/* Side by side when the kernel does not say. */
	assert_int_equal(range[0].stride, 1);
	cpo_row_unref(row);
}

static void put_bucket(struct nlmsghdr *nlh, uint64_t below, uint64_t count)
{
	struct nlattr *nest;

	nest = mnl_attr_nest_start(nlh, CPO_A_STATS_COMMAND_LATENCY);
	if (below)
		mnl_attr_put_u64(nlh, CPO_A_LATENCY_BUCKET_BELOW_US, below);
	mnl_attr_put_u64(nlh, CPO_A_LATENCY_BUCKET_COUNT, count);
	mnl_attr_nest_end(nlh, nest);
}

static void put_counter(struct nlmsghdr *nlh, const char *label, size_t len)
{
	struct nlattr *nest = mnl_attr_nest_start(nlh, CPO_A_STATS_COUNTER);

	mnl_attr_put(nlh, CPO_A_COUNTER_LABEL, len, label);
	mnl_attr_put_u32(nlh, CPO_A_COUNTER_VALUE, 9);
	mnl_attr_nest_end(nlh, nest);
}

static void test_row_stats(void **state)
{
	struct nlmsghdr *nlh = msg_start(40, CPO_CMD_STATS_GET);
	struct cpo_counter counter[2];
	struct cpo_bucket bucket[2];
	struct cpo_row *row;
	uint64_t val;

	(void)state;
	mnl_attr_put_u64(nlh, CPO_A_STATS_COMMANDS, 1ull << 40);
	put_bucket(nlh, 16, 3);
	put_bucket(nlh, 32, 4);
	put_bucket(nlh, 0, 5);
	put_counter(nlh, "one", 4);
	row = row_make(CPO_KIND_STATS, nlh);
	assert_int_equal(cpo_stats_get_commands(row, &val), 0);
	assert_true(val == 1ull << 40);
	assert_int_equal(cpo_stats_get_events(row, &val), -ENODATA);
	/* More than there is room for: the count says so. */
	assert_int_equal(cpo_stats_get_command_latency(row, bucket, 1), 3);
	assert_int_equal(bucket[0].below_us, 16);
	assert_int_equal(bucket[0].count, 3);
	assert_int_equal(cpo_stats_get_counter(row, counter, 2), 1);
	assert_string_equal(counter[0].label, "one");
	assert_int_equal(counter[0].value, 9);
	assert_int_equal(cpo_lane_get_bank(row, &val), -EINVAL);
	cpo_row_unref(row);

	/* The last bucket has no bound, and a label needs its end. */
	nlh = msg_start(40, CPO_CMD_STATS_GET);
	put_bucket(nlh, 0, 5);
	put_counter(nlh, "one", 3);
	row = row_make(CPO_KIND_STATS, nlh);
	assert_int_equal(cpo_stats_get_command_latency(row, bucket, 2), 1);
	assert_true(bucket[0].below_us == CPO_BUCKET_LAST);
	assert_int_equal(cpo_stats_get_counter(row, counter, 2), -EBADMSG);
	cpo_row_unref(row);

	row = row_make(CPO_KIND_STATS, msg_start(40, CPO_CMD_STATS_GET));
	assert_int_equal(cpo_stats_get_command_latency(row, bucket, 2),
			 -ENODATA);
	cpo_row_unref(row);
}

static void put_span(struct nlmsghdr *nlh, unsigned int type, uint32_t known,
		     int64_t min, int64_t avg, int64_t max)
{
	struct nlattr *nest = mnl_attr_nest_start(nlh, type);

	mnl_attr_put_u32(nlh, CPO_A_WINDOW_SPAN_KNOWN_MS, known);
	mnl_attr_put_u64(nlh, CPO_A_WINDOW_SPAN_MINIMUM, min);
	mnl_attr_put_u64(nlh, CPO_A_WINDOW_SPAN_AVERAGE, avg);
	mnl_attr_put_u64(nlh, CPO_A_WINDOW_SPAN_MAXIMUM, max);
	mnl_attr_nest_end(nlh, nest);
}

static void test_row_windows(void **state)
{
	struct nlmsghdr *nlh = msg_start(40, CPO_CMD_STATS_GET);
	struct cpo_window win[4];
	struct nlattr *nest;
	struct cpo_row *row;

	(void)state;
	nest = mnl_attr_nest_start(nlh, CPO_A_STATS_WINDOW);
	mnl_attr_put_u32(nlh, CPO_A_WINDOW_QUANTITY, CPO_QUANTITY_BIAS);
	put_span(nlh, CPO_A_WINDOW_RUNNING, 1000, -3, -2, 1ll << 40);
	mnl_attr_nest_end(nlh, nest);
	nest = mnl_attr_nest_start(nlh, CPO_A_STATS_WINDOW);
	mnl_attr_put_u32(nlh, CPO_A_WINDOW_QUANTITY, 77);
	put_span(nlh, CPO_A_WINDOW_RUNNING, 0, 1, 2, 3);
	put_span(nlh, CPO_A_WINDOW_PREVIOUS, 9, 3, 2, 1);
	mnl_attr_nest_end(nlh, nest);
	row = row_make(CPO_KIND_STATS, nlh);
	assert_int_equal(cpo_stats_get_window(row, win, 4), 2);
	assert_int_equal(win[0].quantity, CPO_QUANTITY_BIAS);
	assert_true(win[0].running.known);
	assert_int_equal(win[0].running.known_ms, 1000);
	assert_true(win[0].running.min == -3 && win[0].running.avg == -2 &&
		    win[0].running.max == 1ll << 40);
	/* There was none before. */
	assert_false(win[0].previous.known);
	assert_int_equal(win[0].previous.known_ms, 0);
	/* Known for no time, and upside down. */
	assert_int_equal(win[1].quantity, 77);
	assert_false(win[1].running.known);
	assert_false(win[1].previous.known);
	assert_int_equal(win[1].previous.known_ms, 9);
	/* More than there is room for: the count says so. */
	assert_int_equal(cpo_stats_get_window(row, win, 1), 2);
	assert_int_equal(cpo_stats_get_window(row, NULL, 0), 2);
	cpo_row_unref(row);
}

static void test_row_windows_malformed(void **state)
{
	struct nlmsghdr *nlh = msg_start(40, CPO_CMD_STATS_GET);
	struct cpo_window win[2];
	struct nlattr *nest, *inner;
	struct cpo_row *row;

	(void)state;
	/* Nothing says what it is about. */
	nest = mnl_attr_nest_start(nlh, CPO_A_STATS_WINDOW);
	put_span(nlh, CPO_A_WINDOW_RUNNING, 1000, 1, 2, 3);
	mnl_attr_nest_end(nlh, nest);
	row = row_make(CPO_KIND_STATS, nlh);
	assert_int_equal(cpo_stats_get_window(row, win, 2), -EBADMSG);
	cpo_row_unref(row);

	/* A span without a value, one with half of it, none at all. */
	nlh = msg_start(40, CPO_CMD_STATS_GET);
	nest = mnl_attr_nest_start(nlh, CPO_A_STATS_WINDOW);
	mnl_attr_put_u32(nlh, CPO_A_WINDOW_QUANTITY, CPO_QUANTITY_POWER);
	inner = mnl_attr_nest_start(nlh, CPO_A_WINDOW_RUNNING);
	mnl_attr_put_u32(nlh, CPO_A_WINDOW_SPAN_KNOWN_MS, 5);
	mnl_attr_put_u32(nlh, CPO_A_WINDOW_SPAN_MINIMUM, 1);
	mnl_attr_nest_end(nlh, inner);
	inner = mnl_attr_nest_start(nlh, CPO_A_WINDOW_PREVIOUS);
	mnl_attr_nest_end(nlh, inner);
	mnl_attr_nest_end(nlh, nest);
	row = row_make(CPO_KIND_STATS, nlh);
	assert_int_equal(cpo_stats_get_window(row, win, 2), 1);
	assert_int_equal(win[0].running.known_ms, 5);
	assert_false(win[0].running.known);
	assert_false(win[0].previous.known);
	cpo_row_unref(row);

	row = row_make(CPO_KIND_STATS, msg_start(40, CPO_CMD_STATS_GET));
	assert_int_equal(cpo_stats_get_window(row, win, 2), -ENODATA);
	cpo_row_unref(row);
}

static void test_row_fec(void **state)
{
	struct nlmsghdr *nlh = msg_start(40, CPO_CMD_STATS_GET);
	struct nlattr *nest;
	struct cpo_row *row;
	uint64_t bin[16], val;
	unsigned int i;

	(void)state;
	nest = mnl_attr_nest_start(nlh, CPO_A_STATS_FEC);
	mnl_attr_put_u64(nlh, CPO_A_FEC_CODEWORDS, UINT64_MAX);
	for (i = 0; i < 17; i++)
		mnl_attr_put_u64(nlh, CPO_A_FEC_HISTOGRAM, 1000 - i);
	mnl_attr_nest_end(nlh, nest);
	row = row_make(CPO_KIND_STATS, nlh);
	assert_int_equal(cpo_stats_get_fec_codewords(row, &val), 0);
	assert_true(val == UINT64_MAX);
	assert_int_equal(cpo_stats_get_fec_frames_lost(row, &val), -ENODATA);
	/* One more than there is room for: not written, but counted. */
	assert_int_equal(cpo_stats_get_fec_histogram(row, bin, 16), 17);
	assert_int_equal(bin[15], 985);
	cpo_row_unref(row);

	row = row_make(CPO_KIND_STATS, msg_start(40, CPO_CMD_STATS_GET));
	assert_int_equal(cpo_stats_get_fec_histogram(row, bin, 16), -ENODATA);
	cpo_row_unref(row);
	row = row_make(CPO_KIND_PORT, msg_start(40, CPO_CMD_PORT_GET));
	assert_int_equal(cpo_stats_get_fec_histogram(row, bin, 16), -EINVAL);
	cpo_row_unref(row);
}

static void test_stats_of_object(void **state)
{
	struct cpo_ids ids = { 0 };
	struct cpo_window win[4];
	struct cpo_row *row;
	uint32_t object;
	uint64_t val;

	(void)state;
	cpo_ids_put(&ids, CPO_ID_DEV, 0);
	cpo_ids_put(&ids, CPO_ID_ELS, 3);
	cpo_ids_put(&ids, CPO_ID_LASER, 7);
	assert_int_equal(cpo_get(ctx, CPO_KIND_STATS, &ids, &row), 0);
	assert_int_equal(cpo_stats_get_object(row, &object), 0);
	assert_int_equal(object, CPO_OBJECT_LASER);
	assert_int_equal(cpo_stats_get_laser_id(row, &val), 0);
	assert_int_equal(val, 7);
	assert_int_equal(cpo_stats_get_window(row, win, 4), 4);
	assert_int_equal(cpo_stats_get_window_s(row, &val), 0);
	assert_int_equal(val, 900);
	assert_int_equal(cpo_stats_get_sample_age_ms(row, &val), 0);
	cpo_row_ids(row, &ids);
	assert_int_equal(ids.id[CPO_ID_ELS], 3);
	cpo_row_unref(row);
	cpo_ids_put(&ids, CPO_ID_LASER, 99);
	assert_int_equal(cpo_get(ctx, CPO_KIND_STATS, &ids, &row), -ENOENT);
	cpo_ids_put(&ids, CPO_ID_ROUTE, 1);
	assert_int_equal(cpo_get(ctx, CPO_KIND_STATS, &ids, &row), -EINVAL);
}

static int count_stats(struct cpo_row *row, void *arg)
{
	assert_int_equal(cpo_row_kind(row), CPO_KIND_STATS);
	++*(unsigned int *)arg;
	return 0;
}

static void test_stats_dump(void **state)
{
	static const struct {
		enum cpo_kind of;
		unsigned int count;
	} kinds[] = {
		{ CPO_KIND_DEV, 1 }, { CPO_KIND_ENGINE, 72 },
		{ CPO_KIND_ELS, 18 }, { CPO_KIND_LASER, 144 },
		{ CPO_KIND_LANE, 576 }, { CPO_KIND_PORT, 144 },
	};
	struct cpo_ids filter = { 0 };
	unsigned int i, count;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(kinds); i++) {
		count = 0;
		assert_int_equal(cpo_stats_dump(ctx, kinds[i].of, NULL,
						count_stats, &count), 0);
		assert_int_equal(count, kinds[i].count);
	}
	count = 0;
	cpo_ids_put(&filter, CPO_ID_DEV, 0);
	cpo_ids_put(&filter, CPO_ID_ENGINE, 5);
	assert_int_equal(cpo_stats_dump(ctx, CPO_KIND_LANE, &filter,
					count_stats, &count), 0);
	assert_int_equal(count, 8);
	assert_int_equal(cpo_stats_dump(ctx, CPO_KIND_ROUTE, NULL, count_stats,
					&count), -EINVAL);
	assert_int_equal(cpo_stats_dump(ctx, 99, NULL, count_stats, &count),
			 -EINVAL);
}

static void dev_says(uint64_t period, uint64_t window)
{
	struct cpo_ids ids = { 0 };
	struct cpo_row *row;
	uint64_t val;

	cpo_ids_put(&ids, CPO_ID_DEV, 0);
	assert_int_equal(cpo_get(ctx, CPO_KIND_DEV, &ids, &row), 0);
	assert_int_equal(cpo_dev_get_telemetry_period_us(row, &val), 0);
	assert_int_equal(val, period);
	assert_int_equal(cpo_dev_get_window_s(row, &val), 0);
	assert_int_equal(val, window);
	cpo_row_unref(row);
}

static void test_dev_set(void **state)
{
	struct cpo_dev_settings set = { .window_s = 60 };
	bool missing = true;

	(void)state;
	assert_int_equal(cpo_dev_set(ctx, 0, &set), 0);
	dev_says(100000, 60);
	set = (struct cpo_dev_settings){ .telemetry_period_us = 10000 };
	assert_int_equal(cpo_dev_set(ctx, 0, &set), 0);
	dev_says(10000, 60);
	/* What the kernel refuses, and why. */
	set.window_s = 9;
	assert_int_equal(cpo_dev_set(ctx, 0, &set), -ERANGE);
	assert_string_equal(cpo_error_message(ctx), "integer out of range");
	assert_string_equal(cpo_error_attribute(ctx, &missing), "window-s");
	assert_false(missing);
	dev_says(10000, 60);
	assert_int_equal(cpo_dev_set(ctx, 9, &set), -ENODEV);
	setenv("CPO_FAKE_DENY", "1", 1);
	assert_int_equal(cpo_dev_set(ctx, 0, &set), -EPERM);
	unsetenv("CPO_FAKE_DENY");
}

/* ---- Flags and limits ---- */

static int count_rows(struct cpo_row *row, void *arg)
{
	(void)row;
	++*(unsigned int *)arg;
	return 0;
}

static unsigned int flag_count(const struct cpo_ids *filter, int of, int state)
{
	unsigned int count = 0;

	assert_int_equal(cpo_flag_dump(ctx, filter, of, state, count_rows,
				       &count), 0);
	return count;
}

static void lane_ids(struct cpo_ids *ids)
{
	memset(ids, 0, sizeof(*ids));
	cpo_ids_put(ids, CPO_ID_DEV, 0);
	cpo_ids_put(ids, CPO_ID_ENGINE, 3);
	cpo_ids_put(ids, CPO_ID_LANE, 1);
}

static void test_flags(void **state)
{
	struct cpo_row *row;
	struct cpo_ids ids;
	bool least = false;
	uint64_t val;
	int64_t sint;

	(void)state;
	setenv("CPO_FAKE_FLAGS", "lane 0/3/1 7.3 changes=9 least=1 value=-5; "
	       "lane 0/3/1 c11 clear=1; engine 0/3 0.0", 1);
	fake_reset();
	unsetenv("CPO_FAKE_FLAGS");
	lane_ids(&ids);
	assert_int_equal(cpo_flag_get(ctx, &ids, CPO_EVENT_CODE_THRESHOLD,
				      CPO_QUANTITY_RX_POWER,
				      CPO_LEVEL_LOW_ALARM, &row), 0);
	assert_int_equal(cpo_flag_get_changes(row, &val), 0);
	assert_int_equal(val, 9);
	assert_int_equal(cpo_flag_get_count_is_lower_bound(row, &least), 0);
	assert_true(least);
	assert_int_equal(cpo_flag_get_value(row, &sint), 0);
	assert_int_equal(sint, -5);
	assert_int_equal(cpo_threshold_get_override(row, &least), -EINVAL);
	cpo_row_unref(row);
	assert_int_equal(cpo_flag_get(ctx, &ids, CPO_EVENT_CODE_LEAK, 0, 0,
				      &row), -ENOENT);
	assert_int_equal(flag_count(NULL, -1, -1), 3);
	assert_int_equal(flag_count(NULL, -1, CPO_FLAG_STATE_SET), 2);
	assert_int_equal(flag_count(NULL, CPO_KIND_LANE, -1), 2);
	assert_int_equal(flag_count(&ids, -1, -1), 2);
	assert_int_equal(cpo_flag_clear(ctx, &ids), 0);
	assert_int_equal(flag_count(NULL, -1, -1), 2);
	assert_int_equal(cpo_flag_dump(ctx, NULL, CPO_KIND_STATS, -1,
				       count_rows, NULL), -EINVAL);
}

static bool limits_are(uint32_t quantity, int64_t high, bool own)
{
	struct cpo_row *row;
	struct cpo_ids ids;
	bool is_own = false;
	int64_t val = 0;

	lane_ids(&ids);
	assert_int_equal(cpo_threshold_get(ctx, &ids, quantity, &row), 0);
	assert_int_equal(cpo_threshold_get_high_alarm(row, &val), 0);
	assert_int_equal(cpo_threshold_get_override(row, &is_own), 0);
	cpo_row_unref(row);
	return val == high && is_own == own;
}

static void test_thresholds(void **state)
{
	struct cpo_limits limits = { .set = 1u << CPO_LEVEL_HIGH_ALARM };
	unsigned int count = 0;
	struct cpo_ids ids;
	bool missing;

	(void)state;
	lane_ids(&ids);
	assert_true(limits_are(CPO_QUANTITY_RX_POWER, 3162278, false));
	/* More than 32 bits. */
	limits.val[CPO_LEVEL_HIGH_ALARM] = 1ll << 40;
	assert_int_equal(cpo_threshold_set(ctx, &ids, CPO_QUANTITY_RX_POWER,
					   &limits), 0);
	assert_true(limits_are(CPO_QUANTITY_RX_POWER, 1ll << 40, true));
	assert_int_equal(cpo_threshold_reset(ctx, &ids, CPO_QUANTITY_RX_POWER),
			 0);
	assert_true(limits_are(CPO_QUANTITY_RX_POWER, 3162278, false));
	assert_int_equal(cpo_threshold_set(ctx, &ids, CPO_QUANTITY_AGE,
					   &limits), -ENOENT);
	assert_string_equal(cpo_error_attribute(ctx, &missing), "quantity");
	assert_int_equal(cpo_threshold_dump(ctx, NULL, CPO_KIND_LANE,
					    CPO_QUANTITY_RX_POWER, count_rows,
					    &count), 0);
	assert_int_equal(count, 576);
	cpo_ids_put(&ids, CPO_ID_COUNT, 1);
	assert_int_equal(cpo_threshold_set(ctx, &ids, CPO_QUANTITY_RX_POWER,
					   &limits), -EINVAL);
}

static void test_attr_limits(void **state)
{
	uint64_t least, most;

	(void)state;
	assert_int_equal(cpo_attr_limits(CPO_KIND_DEV, CPO_A_DEV_WINDOW_S,
					 &least, &most), 0);
	assert_int_equal(least, 10);
	assert_int_equal(most, 86400);
	assert_int_equal(cpo_attr_limits(CPO_KIND_DEV, CPO_A_DEV_POWER_MW,
					 &least, &most), -ENOENT);
	assert_int_equal(cpo_attr_limits(CPO_KIND_DEV, 9999, &least, &most),
			 -ENOENT);
	assert_int_equal(cpo_attr_limits(99, 1, &least, &most), -ENOENT);
}

static void test_sensor_get(void **state)
{
	struct cpo_ids ids = { 0 };
	struct cpo_row *row;
	const char *text;
	int64_t value;
	uint64_t val;
	uint32_t kind;

	(void)state;
	cpo_ids_put(&ids, CPO_ID_DEV, 0);
	cpo_ids_put(&ids, CPO_ID_SENSOR, 1);
	assert_int_equal(cpo_get(ctx, CPO_KIND_SENSOR, &ids, &row), 0);
	assert_int_equal(cpo_sensor_get_kind(row, &kind), 0);
	assert_int_equal(kind, CPO_SENSOR_KIND_TEMPERATURE);
	assert_int_equal(cpo_sensor_get_value(row, &value), 0);
	assert_true(value == -2500);
	assert_int_equal(cpo_sensor_get_unit(row, &text), 0);
	assert_string_equal(text, "mC");
	assert_int_equal(cpo_sensor_get_engine_id(row, &val), -ENODATA);
	assert_int_equal(cpo_sensor_get_sample_age_ms(row, &val), 0);
	cpo_row_ids(row, &ids);
	assert_int_equal(ids.id[CPO_ID_SENSOR], 1);
	cpo_row_unref(row);
	cpo_ids_put(&ids, CPO_ID_SENSOR, 99);
	assert_int_equal(cpo_get(ctx, CPO_KIND_SENSOR, &ids, &row), -ENOENT);
	/* A sensor has nothing to do with a laser. */
	cpo_ids_put(&ids, CPO_ID_LASER, 1);
	assert_int_equal(cpo_get(ctx, CPO_KIND_SENSOR, &ids, &row), -EINVAL);
}

static void test_row_malformed(void **state)
{
	struct nlmsghdr *nlh = msg_start(40, CPO_CMD_PORT_GET);
	const uint8_t three[3] = { 1, 2, 3 };
	struct cpo_row *row;
	const char *str;
	uint64_t uint;
	uint32_t u32;

	(void)state;
	mnl_attr_put(nlh, CPO_A_PORT_SPEED_MBPS, sizeof(three), three);
	mnl_attr_put(nlh, CPO_A_PORT_LABEL, sizeof(three), three);
	mnl_attr_put(nlh, CPO_A_PORT_LANES, 0, NULL);
	mnl_attr_put_u64(nlh, CPO_A_PORT_STATE, 1ull << 40);
	row = row_make(CPO_KIND_PORT, nlh);
	assert_int_equal(cpo_port_get_speed_mbps(row, &uint), -EBADMSG);
	assert_int_equal(cpo_port_get_label(row, &str), -EBADMSG);
	assert_int_equal(cpo_port_get_lanes(row, &uint), -EBADMSG);
	assert_int_equal(cpo_port_get_state(row, &u32), -EBADMSG);
	cpo_row_unref(row);
}

static void test_row_truncated(void **state)
{
	struct nlmsghdr *nlh = msg_start(40, CPO_CMD_PORT_GET);
	struct cpo_row *row = NULL;
	uint32_t cut;
	int ret;

	(void)state;
	mnl_attr_put_u32(nlh, CPO_A_PORT_SPEED_MBPS, 1);
	mnl_attr_put_strz(nlh, CPO_A_PORT_LABEL, "label");
	for (cut = nlh->nlmsg_len - 1; cut > 0; cut--) {
		nlh->nlmsg_len = cut;
		ret = cpo_row_from_msg(CPO_KIND_PORT, nlh, &row);
		/* It may only be taken where an attribute ends. */
		if (!ret) {
			assert_true(cut == 20 || cut == 28 || cut >= 38);
			cpo_row_unref(row);
		} else {
			assert_int_equal(ret, -EBADMSG);
		}
	}
}

static void count_unknown(unsigned int attr, const void *data, size_t len,
			  void *arg)
{
	assert_int_equal(attr, 500);
	assert_int_equal(len, 4);
	assert_non_null(data);
	++*(int *)arg;
}

static void test_row_unknown(void **state)
{
	struct nlmsghdr *nlh = msg_start(40, CPO_CMD_PORT_GET);
	struct cpo_row *row;
	uint64_t uint;
	int count = 0;

	(void)state;
	mnl_attr_put_u32(nlh, 500, 1);
	mnl_attr_put_u32(nlh, CPO_A_PORT_LANES, 4);
	row = row_make(CPO_KIND_PORT, nlh);
	assert_int_equal(cpo_port_get_lanes(row, &uint), 0);
	cpo_row_for_each_unknown(row, count_unknown, &count);
	assert_int_equal(count, 1);
	cpo_row_unref(row);
}

static void test_names(void **state)
{
	(void)state;
	assert_string_equal(cpo_kind_name(CPO_KIND_ELS), "els");
	assert_null(cpo_kind_name(99));
	assert_string_equal(cpo_cmd_name(CPO_CMD_ELS_CHANGE_NTF),
			    "els-change-ntf");
	assert_null(cpo_cmd_name(CPO_CMD_MAX + 1));
	assert_string_equal(cpo_attr_name(CPO_KIND_LANE,
					  CPO_A_LANE_RX_POWER_NW),
			    "rx-power-nw");
	assert_null(cpo_attr_name(CPO_KIND_LANE, CPO_A_LANE_MAX + 1));
	assert_string_equal(cpo_enum_name(CPO_ENUM_PORT_REASON,
					  CPO_PORT_REASON_ELS_ABSENT),
			    "els-absent");
	assert_null(cpo_enum_name(CPO_ENUM_PORT_REASON, 1000));
	assert_null(cpo_enum_name(CPO_ENUM_COUNT, 0));
	assert_string_equal(cpo_enum_name(CPO_ENUM_LANE_STATUS,
					  CPO_LANE_STATUS_TX_DARK), "tx-dark");
	assert_true(cpo_enum_is_flags(CPO_ENUM_LANE_STATUS));
}

/* ---- Requests ---- */

struct count {
	unsigned int rows;
	unsigned int last;
	unsigned int stop_at;
};

static int count_row(struct cpo_row *row, void *arg)
{
	struct count *count = arg;
	struct cpo_ids ids;

	cpo_row_ids(row, &ids);
	count->last = ids.id[CPO_ID_LANE];
	return ++count->rows == count->stop_at ? -ECANCELED : 0;
}

static void test_dump(void **state)
{
	struct cpo_ids filter = { 0 };
	struct count count = { 0 };

	(void)state;
	assert_int_equal(cpo_dump(ctx, CPO_KIND_LANE, NULL, count_row, &count),
			 0);
	assert_int_equal(count.rows, 576);
	count.rows = 0;
	cpo_ids_put(&filter, CPO_ID_DEV, 0);
	cpo_ids_put(&filter, CPO_ID_PORT, 24);
	assert_int_equal(cpo_dump(ctx, CPO_KIND_LANE, &filter, count_row,
				  &count), 0);
	assert_int_equal(count.rows, 4);
	/* The caller may end it. */
	count = (struct count){ .stop_at = 3 };
	assert_int_equal(cpo_dump(ctx, CPO_KIND_LANE, NULL, count_row, &count),
			 -ECANCELED);
	assert_int_equal(count.rows, 3);
}

static void test_dump_interrupted(void **state)
{
	struct count count = { 0 };
	unsigned int before;

	(void)state;
	setenv("CPO_FAKE_INTR", "2", 1);
	fake_reset();
	before = fake_requests();
	assert_int_equal(cpo_dump(ctx, CPO_KIND_LANE, NULL, count_row, &count),
			 0);
	assert_int_equal(fake_requests() - before, 3);
	/* Rows of attempts that were discarded are not seen. */
	assert_int_equal(count.rows, 576);
}

static void test_dump_unstable(void **state)
{
	struct count count = { 0 };
	unsigned int before;

	(void)state;
	setenv("CPO_FAKE_INTR", "100", 1);
	fake_reset();
	before = fake_requests();
	assert_int_equal(cpo_dump(ctx, CPO_KIND_LANE, NULL, count_row, &count),
			 1);
	assert_int_equal(fake_requests() - before, 4);
	assert_int_equal(count.rows, 576);
}

static void test_get(void **state)
{
	struct cpo_ids ids = { 0 };
	struct cpo_row *row;
	uint64_t val;

	(void)state;
	cpo_ids_put(&ids, CPO_ID_DEV, 0);
	cpo_ids_put(&ids, CPO_ID_ELS, 3);
	assert_int_equal(cpo_get(ctx, CPO_KIND_ELS, &ids, &row), 0);
	assert_int_equal(cpo_els_get_els_id(row, &val), 0);
	assert_int_equal(val, 3);
	cpo_row_unref(row);
	cpo_ids_put(&ids, CPO_ID_ELS, 99);
	assert_int_equal(cpo_get(ctx, CPO_KIND_ELS, &ids, &row), -ENOENT);
	assert_string_equal(cpo_error_message(ctx), "no such object");
	assert_int_equal(cpo_get(ctx, CPO_KIND_EVENT, &ids, &row), -EINVAL);
}

/* An id that is no attribute of the object is refused before it is sent. */
static void test_get_wrong_id(void **state)
{
	unsigned int before = fake_requests();
	struct cpo_ids ids = { 0 };
	struct cpo_row *row;

	(void)state;
	cpo_ids_put(&ids, CPO_ID_LANE, 0);
	assert_int_equal(cpo_get(ctx, CPO_KIND_ELS, &ids, &row), -EINVAL);
	assert_int_equal(fake_requests(), before);
}

static void test_missing_attribute(void **state)
{
	struct cpo_ids ids = { 0 };
	struct cpo_row *row;
	bool missing = false;

	(void)state;
	assert_int_equal(cpo_get(ctx, CPO_KIND_ELS, &ids, &row), -EINVAL);
	assert_string_equal(cpo_error_attribute(ctx, &missing), "dev-id");
	assert_true(missing);
}

static void test_family_absent(void **state)
{
	struct count count = { 0 };

	(void)state;
	setenv("CPO_FAKE", "absent", 1);
	fake_reset();
	assert_int_equal(cpo_dump(ctx, CPO_KIND_DEV, NULL, count_row, &count),
			 -EPROTONOSUPPORT);
	assert_true(cpo_error_message(ctx)[0]);
}

/* The module was loaded anew between two requests. */
static void test_family_renumbered(void **state)
{
	struct count count = { 0 };

	(void)state;
	setenv("CPO_FAKE_RENUMBER", "1", 1);
	fake_reset();
	assert_int_equal(cpo_dump(ctx, CPO_KIND_DEV, NULL, count_row, &count),
			 0);
	assert_int_equal(count.rows, 1);
	assert_int_equal(cpo_ctx_family_version(ctx), 1);
	assert_true(cpo_ctx_has_cmd(ctx, CPO_CMD_DEV_GET));
}

static void test_page(void **state)
{
	struct cpo_page_addr addr = { .page = 0x11, .offset = 128,
				      .length = 16 };
	struct cpo_ids ids = { 0 };
	uint8_t data[16];

	(void)state;
	cpo_ids_put(&ids, CPO_ID_DEV, 0);
	cpo_ids_put(&ids, CPO_ID_ENGINE, 0);
	assert_int_equal(cpo_page_read(ctx, &ids, &addr, data), 0);
	assert_int_equal(data[0], 0x91);
	addr.offset = 120;
	assert_int_equal(cpo_page_read(ctx, &ids, &addr, data), -ERANGE);
	assert_string_equal(cpo_error_message(ctx),
			    "crosses from lower memory");
}

/* ---- Errors, written by hand ---- */

static struct nlmsghdr *error_start(int code, uint16_t type, uint16_t flags)
{
	struct nlmsghdr *nlh = mnl_nlmsg_put_header(buf);
	struct nlmsgerr *err;
	int *done;

	nlh->nlmsg_type = type;
	nlh->nlmsg_flags = flags;
	if (type == NLMSG_DONE) {
		done = mnl_nlmsg_put_extra_header(nlh, sizeof(*done));
		*done = code;
	} else {
		err = mnl_nlmsg_put_extra_header(nlh, sizeof(*err));
		err->error = code;
	}
	return nlh;
}

static struct nlmsghdr *request_with_nest(void)
{
	struct nlmsghdr *nlh = cpo_req_start(ctx, CPO_CMD_ELS_GET, NLM_F_ACK);
	struct nlattr *nest;

	nlh->nlmsg_type = ctx->family.id;
	mnl_attr_put_u32(nlh, CPO_A_ELS_DEV_ID, 0);
	nest = mnl_attr_nest_start(nlh, CPO_A_ELS_SAMPLE);
	mnl_attr_put_u32(nlh, CPO_A_SAMPLE_SEQ, 1);
	mnl_attr_nest_end(nlh, nest);
	mnl_attr_put_u32(nlh, 77, 1);
	return nlh;
}

static void check_extack(uint32_t off, uint32_t miss, uint32_t nest,
			 const char *want)
{
	struct nlmsghdr *req, *nlh;
	bool missing;

	assert_int_equal(cpo_ctx_connect(ctx), 0);
	req = request_with_nest();
	nlh = error_start(-EINVAL, NLMSG_ERROR,
			  NLM_F_CAPPED | NLM_F_ACK_TLVS);
	mnl_attr_put_strz(nlh, NLMSGERR_ATTR_MSG, "said the kernel");
	if (off)
		mnl_attr_put_u32(nlh, NLMSGERR_ATTR_OFFS, off);
	if (nest)
		mnl_attr_put_u32(nlh, NLMSGERR_ATTR_MISS_NEST, nest);
	if (miss)
		mnl_attr_put_u32(nlh, NLMSGERR_ATTR_MISS_TYPE, miss);
	cpo_err_clear(ctx);
	assert_int_equal(cpo_extack(ctx, nlh, req), -EINVAL);
	assert_string_equal(cpo_error_message(ctx), "said the kernel");
	assert_string_equal(cpo_error_attribute(ctx, &missing), want);
	assert_int_equal(missing, !!miss);
}

static void test_extack_path(void **state)
{
	(void)state;
	check_extack(20, 0, 0, "dev-id");
	check_extack(28, 0, 0, "sample");
	check_extack(32, 0, 0, "sample.seq");
	check_extack(40, 0, 0, "77");
	check_extack(0, CPO_A_ELS_ELS_ID, 0, "els-id");
	check_extack(0, CPO_A_SAMPLE_AGE_MS, 28, "sample.age-ms");
	check_extack(0, 99, 0, "99");
	/* Offsets that point nowhere. */
	check_extack(4, 0, 0, "");
	check_extack(99999, 0, 0, "");
}

/* Without NETLINK_CAP_ACK the whole request stands before the attributes. */
static void test_extack_uncapped(void **state)
{
	struct nlmsghdr *req, *nlh;
	struct nlmsgerr *err;

	(void)state;
	assert_int_equal(cpo_ctx_connect(ctx), 0);
	req = request_with_nest();
	nlh = error_start(-EINVAL, NLMSG_ERROR, NLM_F_ACK_TLVS);
	err = mnl_nlmsg_get_payload(nlh);
	err->msg.nlmsg_len = req->nlmsg_len;
	mnl_nlmsg_put_extra_header(nlh, req->nlmsg_len - NLMSG_HDRLEN);
	mnl_attr_put_strz(nlh, NLMSGERR_ATTR_MSG, "behind the echo");
	assert_int_equal(cpo_extack(ctx, nlh, req), -EINVAL);
	assert_string_equal(cpo_error_message(ctx), "behind the echo");
}

static void test_extack_done(void **state)
{
	struct count count = { 0 };
	struct nlmsghdr *nlh;

	(void)state;
	assert_int_equal(cpo_ctx_connect(ctx), 0);
	nlh = error_start(-ERANGE, NLMSG_DONE, NLM_F_MULTI | NLM_F_ACK_TLVS);
	mnl_attr_put_strz(nlh, NLMSGERR_ATTR_MSG, "dump failed");
	wire_msg(ctx, nlh);
	assert_int_equal(cpo_dump(ctx, CPO_KIND_DEV, NULL, count_row, &count),
			 -ERANGE);
	assert_string_equal(cpo_error_message(ctx), "dump failed");
	assert_int_equal(count.rows, 0);
}

static char logged[256];

static void log_fn(struct cpo_ctx *c, int priority, void *arg, const char *fmt,
		   va_list ap)
{
	(void)c;
	(void)arg;
	assert_int_equal(priority, LOG_WARNING);
	vsnprintf(logged, sizeof(logged), fmt, ap);
}

static void test_extack_warning(void **state)
{
	struct nlmsghdr *nlh;

	(void)state;
	cpo_ctx_set_log(ctx, log_fn, NULL);
	nlh = error_start(0, NLMSG_ERROR, NLM_F_CAPPED | NLM_F_ACK_TLVS);
	mnl_attr_put_strz(nlh, NLMSGERR_ATTR_MSG, "it worked, but");
	assert_int_equal(cpo_extack(ctx, nlh, nlh), 0);
	assert_string_equal(logged, "it worked, but");
}

/* ---- Transport ---- */

static void test_truncated_datagram(void **state)
{
	struct count count = { 0 };

	(void)state;
	assert_int_equal(cpo_ctx_connect(ctx), 0);
	wire_error(-EMSGSIZE);
	assert_int_equal(cpo_dump(ctx, CPO_KIND_LANE, NULL, count_row, &count),
			 -EMSGSIZE);
	/* The rest of that answer does not disturb the next request. */
	assert_int_equal(cpo_dump(ctx, CPO_KIND_LANE, NULL, count_row, &count),
			 0);
	assert_int_equal(count.rows, 576);
}

static void test_stray_messages(void **state)
{
	struct count count = { 0 };
	struct nlmsghdr *nlh;

	(void)state;
	assert_int_equal(cpo_ctx_connect(ctx), 0);
	/* The end of something else, and a message to somebody else. */
	nlh = error_start(-EIO, NLMSG_ERROR, NLM_F_CAPPED);
	nlh->nlmsg_seq = 12345;
	wire_data(nlh, nlh->nlmsg_len);
	nlh->nlmsg_seq = ctx->seq + 1;
	nlh->nlmsg_pid = 77;
	wire_data(nlh, nlh->nlmsg_len);
	assert_int_equal(cpo_dump(ctx, CPO_KIND_LANE, NULL, count_row, &count),
			 0);
	assert_int_equal(count.rows, 576);
}

static void test_get_without_row(void **state)
{
	struct cpo_ids ids = { 0 };
	struct cpo_row *row;

	(void)state;
	cpo_ids_put(&ids, CPO_ID_DEV, 0);
	assert_int_equal(cpo_ctx_connect(ctx), 0);
	wire_msg(ctx, error_start(0, NLMSG_ERROR, NLM_F_CAPPED));
	assert_int_equal(cpo_get(ctx, CPO_KIND_DEV, &ids, &row), -EBADMSG);
}

static void test_sequence_numbers(void **state)
{
	struct count count = { 0 };
	uint32_t before;

	(void)state;
	assert_int_equal(cpo_ctx_connect(ctx), 0);
	before = ctx->seq;
	cpo_dump(ctx, CPO_KIND_DEV, NULL, count_row, &count);
	cpo_dump(ctx, CPO_KIND_DEV, NULL, count_row, &count);
	assert_int_equal(ctx->seq, before + 2);
}

/* ---- Monitor ---- */

struct seen {
	unsigned int events;
	unsigned int changes;
	unsigned int gaps;
	uint64_t last_seq;
	struct cpo_gap gap;
};

static void on_event(const struct cpo_event_pos *pos, const struct cpo_row *row,
		     void *arg)
{
	struct seen *seen = arg;
	uint32_t code;

	assert_int_equal(cpo_event_get_code(row, &code), 0);
	seen->events++;
	seen->last_seq = pos->seq;
}

static void on_change(unsigned int cmd, const struct cpo_row *row, void *arg)
{
	struct seen *seen = arg;

	assert_non_null(cpo_cmd_name(cmd));
	assert_non_null(row);
	seen->changes++;
}

static void on_gap(const struct cpo_gap *gap, void *arg)
{
	struct seen *seen = arg;

	seen->gaps++;
	seen->gap = *gap;
}

static const struct cpo_monitor_ops ops = { on_event, on_change, on_gap };

static struct cpo_monitor *mon_start(struct seen *seen)
{
	struct cpo_monitor *mon = NULL;

	memset(seen, 0, sizeof(*seen));
	assert_int_equal(cpo_monitor_new(ctx, CPO_MONITOR_MGMT |
					 CPO_MONITOR_EVENTS, &mon), 0);
	return mon;
}

static int mon_drain(struct cpo_monitor *mon, struct seen *seen)
{
	int ret;

	do {
		ret = cpo_monitor_read(mon, &ops, seen);
	} while (!ret);
	return ret;
}

static void test_monitor_events(void **state)
{
	struct cpo_monitor *mon;
	struct seen seen;

	(void)state;
	mon = mon_start(&seen);
	assert_int_equal(mon_drain(mon, &seen), -EAGAIN);
	fake_control("pull 0 3");
	assert_int_equal(mon_drain(mon, &seen), -EAGAIN);
	/* ELS, 8 lasers, 32 lanes, 8 ports; batches of 32. */
	assert_int_equal(seen.events, 49);
	assert_int_equal(seen.last_seq, 148);
	assert_int_equal(seen.changes, 17);
	assert_int_equal(seen.gaps, 0);
	cpo_monitor_free(mon);
}

static void test_monitor_sequence_gap(void **state)
{
	struct cpo_monitor *mon;
	struct seen seen;

	(void)state;
	mon = mon_start(&seen);
	fake_control("pull 0 3");
	fake_control("lose 0 17");
	fake_control("insert 0 3");
	mon_drain(mon, &seen);
	assert_int_equal(seen.events, 98);
	assert_int_equal(seen.gaps, 1);
	assert_int_equal(seen.gap.reason, CPO_GAP_SEQUENCE);
	assert_int_equal(seen.gap.first, 149);
	assert_int_equal(seen.gap.lost, 17);
	cpo_monitor_free(mon);
}

static struct cpo_row *get_dev(void)
{
	struct cpo_ids ids = { 0 };
	struct cpo_row *row = NULL;

	cpo_ids_put(&ids, CPO_ID_DEV, 0);
	assert_int_equal(cpo_get(ctx, CPO_KIND_DEV, &ids, &row), 0);
	return row;
}

/* Lost, and nothing came after it: the device's own count tells. */
static void test_monitor_expect(void **state)
{
	struct cpo_monitor *mon;
	struct cpo_row *dev;
	struct seen seen;

	(void)state;
	mon = mon_start(&seen);
	dev = get_dev();
	cpo_monitor_expect(mon, dev, &ops, &seen);
	cpo_row_unref(dev);
	assert_int_equal(seen.gaps, 0);
	fake_control("lose 0 4");
	dev = get_dev();
	mon_drain(mon, &seen);
	cpo_monitor_expect(mon, dev, &ops, &seen);
	cpo_row_unref(dev);
	assert_int_equal(seen.gaps, 1);
	assert_int_equal(seen.gap.lost, 4);
	assert_int_equal(seen.gap.first, 100);
	/* Said once. */
	fake_control("pull 0 1");
	mon_drain(mon, &seen);
	assert_int_equal(seen.gaps, 1);
	cpo_monitor_free(mon);
}

/* The same when the device itself says where it is, as after a reset. */
/* An earlier monitor saw all up to 89. */
static void test_monitor_resume(void **state)
{
	struct cpo_monitor *mon;
	uint64_t epoch = 0;
	struct cpo_row *dev;
	struct seen seen;

	(void)state;
	mon = mon_start(&seen);
	dev = get_dev();
	cpo_dev_get_epoch(dev, &epoch);
	cpo_monitor_resume(mon, 0, epoch, 90);
	cpo_monitor_expect(mon, dev, &ops, &seen);
	assert_int_equal(seen.gaps, 1);
	assert_int_equal(seen.gap.reason, CPO_GAP_SEQUENCE);
	assert_int_equal(seen.gap.first, 90);
	assert_int_equal(seen.gap.lost, 10);
	cpo_monitor_resume(mon, 0, epoch + 1, 90);
	cpo_monitor_expect(mon, dev, &ops, &seen);
	assert_int_equal(seen.gaps, 2);
	assert_int_equal(seen.gap.reason, CPO_GAP_EPOCH);
	cpo_row_unref(dev);
	cpo_monitor_free(mon);
}

static void test_monitor_dev_change(void **state)
{
	struct cpo_monitor *mon;
	struct seen seen;

	(void)state;
	mon = mon_start(&seen);
	fake_control("change 0");
	mon_drain(mon, &seen);
	assert_int_equal(seen.gaps, 0);
	fake_control("lose 0 5");
	fake_control("change 0");
	mon_drain(mon, &seen);
	assert_int_equal(seen.gaps, 1);
	assert_int_equal(seen.gap.reason, CPO_GAP_SEQUENCE);
	assert_int_equal(seen.gap.lost, 5);
	cpo_monitor_free(mon);

	/* Who does not get events misses none. */
	memset(&seen, 0, sizeof(seen));
	assert_int_equal(cpo_monitor_new(ctx, CPO_MONITOR_MGMT, &mon), 0);
	fake_control("change 0");
	fake_control("pull 0 1");
	fake_control("change 0");
	mon_drain(mon, &seen);
	assert_int_equal(seen.gaps, 0);
	cpo_monitor_free(mon);
}

static void test_monitor_epoch(void **state)
{
	struct cpo_monitor *mon;
	struct seen seen;

	(void)state;
	mon = mon_start(&seen);
	fake_control("pull 0 3");
	fake_control("epoch 0");
	fake_control("insert 0 3");
	mon_drain(mon, &seen);
	assert_int_equal(seen.gaps, 1);
	assert_int_equal(seen.gap.reason, CPO_GAP_EPOCH);
	assert_int_equal(seen.last_seq, 48);
	cpo_monitor_free(mon);
}

static void test_monitor_overflow(void **state)
{
	struct cpo_monitor *mon;
	struct seen seen;

	(void)state;
	mon = mon_start(&seen);
	fake_control("overflow");
	assert_int_equal(mon_drain(mon, &seen), -ENOBUFS);
	assert_int_equal(seen.gap.reason, CPO_GAP_OVERFLOW);
	/* It goes on afterwards. */
	fake_control("pull 0 3");
	assert_int_equal(mon_drain(mon, &seen), -EAGAIN);
	assert_int_equal(seen.events, 49);
	cpo_monitor_free(mon);
}

static void test_monitor_reload(void **state)
{
	struct cpo_monitor *mon;
	struct seen seen;

	(void)state;
	mon = mon_start(&seen);
	fake_control("gone");
	assert_int_equal(mon_drain(mon, &seen), -EAGAIN);
	assert_int_equal(seen.gap.reason, CPO_GAP_GONE);
	fake_control("back");
	assert_int_equal(mon_drain(mon, &seen), -EAGAIN);
	assert_int_equal(seen.gap.reason, CPO_GAP_BACK);
	fake_control("pull 0 3");
	assert_int_equal(mon_drain(mon, &seen), -EAGAIN);
	assert_int_equal(seen.events, 49);
	cpo_monitor_free(mon);
}

static void test_monitor_malformed(void **state)
{
	struct nlmsghdr *nlh = msg_start(40, CPO_CMD_EVENTS_NTF);
	struct cpo_monitor *mon;
	struct seen seen;

	(void)state;
	mon = mon_start(&seen);
	/* Without a place in the stream it cannot be used. */
	mnl_attr_put_u32(nlh, CPO_A_EVENTS_DEV_ID, 0);
	wire_data(nlh, nlh->nlmsg_len);
	assert_int_equal(cpo_monitor_read(mon, &ops, &seen), -EBADMSG);
	nlh = msg_start(40, CPO_CMD_MAX + 1);
	wire_data(nlh, nlh->nlmsg_len);
	assert_int_equal(cpo_monitor_read(mon, &ops, &seen), 0);
	assert_int_equal(seen.events + seen.changes + seen.gaps, 0);
	cpo_monitor_free(mon);
}

/* One that cannot be read is lost, and the rest is not. */
static void test_monitor_malformed_event(void **state)
{
	struct cpo_monitor *mon;
	struct seen seen;

	(void)state;
	mon = mon_start(&seen);
	fake_control("malform 0");
	assert_int_equal(cpo_monitor_read(mon, &ops, &seen), -EBADMSG);
	assert_int_equal(seen.events, 2);
	assert_int_equal(seen.gaps, 1);
	assert_int_equal(seen.gap.reason, CPO_GAP_SEQUENCE);
	assert_int_equal(seen.gap.first, 101);
	assert_int_equal(seen.gap.lost, 1);
	assert_int_equal(mon_drain(mon, &seen), -EAGAIN);
	assert_int_equal(seen.gaps, 1);
	cpo_monitor_free(mon);
}

#define TEST(fn)	cmocka_unit_test_setup_teardown(fn, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_row_values),
		TEST(test_row_absent),
		TEST(test_row_nested),
		TEST(test_row_lists),
		TEST(test_row_stats),
		TEST(test_row_windows),
		TEST(test_row_windows_malformed),
		TEST(test_row_fec),
		TEST(test_stats_of_object),
		TEST(test_stats_dump),
		TEST(test_dev_set),
		TEST(test_flags),
		TEST(test_thresholds),
		TEST(test_attr_limits),
		TEST(test_sensor_get),
		TEST(test_row_malformed),
		TEST(test_row_truncated),
		TEST(test_row_unknown),
		TEST(test_names),
		TEST(test_dump),
		TEST(test_dump_interrupted),
		TEST(test_dump_unstable),
		TEST(test_get),
		TEST(test_get_wrong_id),
		TEST(test_missing_attribute),
		TEST(test_family_absent),
		TEST(test_family_renumbered),
		TEST(test_page),
		TEST(test_extack_path),
		TEST(test_extack_uncapped),
		TEST(test_extack_done),
		TEST(test_extack_warning),
		TEST(test_truncated_datagram),
		TEST(test_stray_messages),
		TEST(test_get_without_row),
		TEST(test_sequence_numbers),
		TEST(test_monitor_events),
		TEST(test_monitor_sequence_gap),
		TEST(test_monitor_expect),
		TEST(test_monitor_resume),
		TEST(test_monitor_dev_change),
		TEST(test_monitor_epoch),
		TEST(test_monitor_overflow),
		TEST(test_monitor_reload),
		TEST(test_monitor_malformed),
		TEST(test_monitor_malformed_event),
	};

	return cmocka_run_group_tests_name("lib", tests, NULL, NULL);
}
