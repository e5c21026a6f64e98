// SPDX-License-Identifier: GPL-2.0
// Copyright (c) 2026 The cpo authors

/* CMIS and ELSFP-CMIS maps: checksums, and agreement with the rows. */

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kselftest_harness.h"
#include "nlt.h"
#include "topo.h"

#define SLOW		300	/* seconds: a debug kernel under emulation */
#define UPPER		128
#define CMIS_POWER_NW	100	/* 0.1 uW */
#define ELSFP_POWER_NW	10000	/* 10 uW */
#define ELSFP_BIAS_NA	100000	/* 100 uA */
#define ELSFP_ICC_NA	200000	/* 200 uA */

FIXTURE(page) {
	struct nlt nl;
	struct topo topo;
	unsigned char map[256];	/* the lower memory, then the last page read */
};

FIXTURE_SETUP(page)
{
	ASSERT_EQ(0, nlt_open(&self->nl)) {
		TH_LOG("no cpo family: is the module loaded?");
	}
	ASSERT_EQ(0, topo_load_fresh(&self->topo, &self->nl)) {
		TH_LOG("no device, or a dump failed: %s", self->nl.ext.msg);
	}
}

FIXTURE_TEARDOWN(page)
{
	topo_free(&self->topo);
	nlt_close(&self->nl);
}

/* A target: an engine or an ELS, by the attribute that names it. */
struct where {
	int attr;
	unsigned int id;
	unsigned int bank;
	unsigned int page;
};

static int read_bytes(struct nlt *nl, uint64_t dev, const struct where *at,
		      unsigned int offset, unsigned int length, void *buf)
{
	const struct nlattr *data;
	struct nlt_row row;
	int err;

	err = nlt_do(nl, CPO_CMD_PAGE_GET,
		     ARGS(A(CPO_A_PAGE_DEV_ID, dev) A(at->attr, at->id)
			  A(CPO_A_PAGE_BANK, at->bank)
			  A(CPO_A_PAGE_PAGE, at->page)
			  A(CPO_A_PAGE_OFFSET, offset)
			  A(CPO_A_PAGE_LENGTH, length)), &row);
	if (err)
		return err;
	data = nlt_attr(&row, CPO_A_PAGE_DATA);
	if (!data || nla_len(data) != (int)length ||
	    nlt_u(&row, at->attr) != at->id ||
	    nlt_u(&row, CPO_A_PAGE_OFFSET) != offset ||
	    nlt_u(&row, CPO_A_PAGE_LENGTH) != length)
		err = -EPROTO;
	else
		memcpy(buf, nla_data(data), length);
	nlt_row_free(&row);
	return err;
}

/* Offsets below are those of CMIS: 128 is the first byte of a page. */
#define READ_PAGE(target) do { \
	struct where _at = (target); \
	int _err = read_bytes(&self->nl, self->topo.dev, &_at, UPPER, 128, \
			      self->map + UPPER); \
	ASSERT_EQ(0, _err) { \
		TH_LOG("%s %u bank %u page %02xh: %s: %s", \
		       _at.attr == CPO_A_PAGE_ELS_ID ? "els" : "engine", \
		       _at.id, _at.bank, _at.page, strerror(-_err), \
		       self->nl.ext.msg); \
	} \
} while (0)

#define READ_LOWER(target) do { \
	struct where _at = (target); \
	ASSERT_EQ(0, read_bytes(&self->nl, self->topo.dev, &_at, 0, 128, \
				self->map)); \
} while (0)

#define ENGINE(id, bank, page) \
	((struct where){ CPO_A_PAGE_ENGINE_ID, id, bank, page })
#define ELS(id, page) \
	((struct where){ CPO_A_PAGE_ELS_ID, id, 0, page })

static unsigned int be16(const unsigned char *p)
{
	return p[0] << 8 | p[1];
}

static int sbe16(const unsigned char *p)
{
	return (int16_t)be16(p);
}

static bool near(int64_t a, int64_t b, int64_t slack)
{
	return llabs(a - b) <= slack;
}

/* The same of what is measured, at two moments: in 2 s it may move by 0.5 %. */
static bool near_moving(int64_t a, int64_t b, int64_t slack)
{
	return near(a, b, slack + llabs(b) / 200);
}

static unsigned char sum(const unsigned char *map, unsigned int first,
			 unsigned int last)
{
	unsigned char sum = 0;

	while (first <= last)
		sum += map[first++];
	return sum;
}

/* Checksums of the pages that have one: CMIS 5 8.3 to 8.5. */
static void check_sums(struct __test_metadata *_metadata, const char *what,
		       const unsigned char *map, unsigned int page)
{
	unsigned char want, have;

	want = page == 0 ? sum(map, 128, 221) :
	       page == 1 ? sum(map, 130, 254) : sum(map, 128, 254);
	have = page == 0 ? map[222] : map[255];
	EXPECT_EQ(want, have) {
		TH_LOG("%s page %02xh: checksum", what, page);
	}
	EXPECT_TRUE(sum(map, 128, 220)) {
		TH_LOG("%s page %02xh: empty", what, page);
	}
}

TEST_F_TIMEOUT(page, checksums_of_engines, SLOW)
{
	unsigned int engine, page;

	for (engine = 0; engine < self->topo.engine.n; engine++) {
		for (page = 0; page <= 2; page++) {
			READ_PAGE(ENGINE(engine, 0, page));
			check_sums(_metadata, "engine", self->map, page);
		}
	}
}

TEST_F_TIMEOUT(page, checksums_of_els, SLOW)
{
	unsigned int els, page;

	for (els = 0; els < self->topo.els.n; els++) {
		if (!nlt_u(&self->topo.els.row[els], CPO_A_ELS_PRESENT))
			continue;
		for (page = 0; page <= 2; page++) {
			READ_PAGE(ELS(els, page));
			check_sums(_metadata, "els", self->map, page);
		}
	}
}

static bool text_is(const unsigned char *map, const char *text)
{
	char field[17];
	int len = 16;

	memcpy(field, map, 16);
	while (len && (field[len - 1] == ' ' || !field[len - 1]))
		len--;
	field[len] = 0;
	return !strcmp(field, text);
}

static void check_names(struct __test_metadata *_metadata,
			const unsigned char *map, const struct nlt_row *row,
			int attr)
{
	struct nlt_row id = nlt_nested(row, attr);

	EXPECT_TRUE(text_is(map + 129, nlt_str(&id, CPO_A_IDENTITY_VENDOR)));
	EXPECT_TRUE(text_is(map + 148, nlt_str(&id, CPO_A_IDENTITY_PART)));
	EXPECT_TRUE(text_is(map + 166, nlt_str(&id, CPO_A_IDENTITY_SERIAL)));
}

/* The identity in page 00h is the identity of the row. */
TEST_F_TIMEOUT(page, identity, SLOW)
{
	const struct nlt_row *row;
	size_t i;

	for (i = 0; i < self->topo.engine.n; i++) {
		row = &self->topo.engine.row[i];
		READ_PAGE(ENGINE(i, 0, 0));
		check_names(_metadata, self->map, row, CPO_A_ENGINE_IDENTITY);
	}
	for (i = 0; i < self->topo.els.n; i++) {
		row = &self->topo.els.row[i];
		if (!nlt_u(row, CPO_A_ELS_PRESENT))
			continue;
		READ_PAGE(ELS(i, 0));
		check_names(_metadata, self->map, row, CPO_A_ELS_IDENTITY);
	}
}

/* State and temperature of the lower memory; 1/256 C and 100 uV per bit. */
TEST_F_TIMEOUT(page, lower_memory_of_engines, SLOW)
{
	const struct nlt_row *row;
	size_t i;

	for (i = 0; i < self->topo.engine.n; i++) {
		row = &self->topo.engine.row[i];
		READ_LOWER(ENGINE(i, 0, 0));
		EXPECT_EQ(nlt_u(row, CPO_A_ENGINE_STATE),
			  self->map[3] >> 1 & 7);
		EXPECT_TRUE(near_moving(sbe16(self->map + 14) * 1000LL / 256,
					nlt_s(row, CPO_A_ENGINE_TEMPERATURE),
					5)) {
			TH_LOG("engine %zu: %lld m°C, map %d/256", i,
			       (long long)nlt_s(row, CPO_A_ENGINE_TEMPERATURE),
			       sbe16(self->map + 14));
		}
	}
}

TEST_F_TIMEOUT(page, lower_memory_of_els, SLOW)
{
	const struct nlt_row *row;
	size_t i;

	for (i = 0; i < self->topo.els.n; i++) {
		row = &self->topo.els.row[i];
		if (!nlt_u(row, CPO_A_ELS_PRESENT))
			continue;
		READ_LOWER(ELS(i, 0));
		/* 1: a resource module */
		EXPECT_EQ(1, self->map[57]);
		EXPECT_EQ(nlt_u(row, CPO_A_ELS_STATE), self->map[3] >> 1 & 7);
		EXPECT_TRUE(near_moving(sbe16(self->map + 14) * 1000LL / 256,
					nlt_s(row, CPO_A_ELS_TEMPERATURE), 5));
		EXPECT_TRUE(near_moving(be16(self->map + 16) * 100LL,
					nlt_u(row, CPO_A_ELS_VCC_UV), 100));
	}
}

/* 01h:142 b1:0 says how many banks: 1, 2, 4 or 8. */
TEST_F(page, banks_are_advertised)
{
	READ_PAGE(ENGINE(0, 0, 1));
	EXPECT_EQ(nlt_u(&self->topo.engine.row[0], CPO_A_ENGINE_BANKS),
		  1u << (self->map[142] & 3));
}

/* ---- page 11h: the lanes of a bank ---- */

static const struct nlt_row *lane_of(const struct topo *topo,
				     unsigned int engine, unsigned int lane)
{
	const struct nlt_row *row;
	size_t i;

	for (i = 0; i < topo->lane.n; i++) {
		row = &topo->lane.row[i];
		if (nlt_u(row, CPO_A_LANE_ENGINE_ID) == engine &&
		    nlt_u(row, CPO_A_LANE_LANE_ID) == lane)
			return row;
	}
	return NULL;
}

static void check_lane(struct __test_metadata *_metadata,
		       const unsigned char *map, unsigned int n,
		       const struct nlt_row *lane)
{
	int64_t tx = be16(map + 154 + 2 * n) * (int64_t)CMIS_POWER_NW;
	int64_t rx = be16(map + 186 + 2 * n) * (int64_t)CMIS_POWER_NW;
	unsigned int state = map[128 + n / 2] >> 4 * (n % 2) & 15;

	ASSERT_NE(NULL, lane);
	EXPECT_TRUE(near_moving(tx, nlt_u(lane, CPO_A_LANE_TX_POWER_NW),
				CMIS_POWER_NW)) {
		TH_LOG("lane %u/%u: tx %lld nW in the map, %llu in the row",
		       (unsigned int)nlt_u(lane, CPO_A_LANE_ENGINE_ID),
		       (unsigned int)nlt_u(lane, CPO_A_LANE_LANE_ID),
		       (long long)tx,
		       (unsigned long long)nlt_u(lane, CPO_A_LANE_TX_POWER_NW));
	}
	EXPECT_TRUE(near_moving(rx, nlt_u(lane, CPO_A_LANE_RX_POWER_NW),
				CMIS_POWER_NW)) {
		TH_LOG("lane %u/%u: rx %lld nW in the map, %llu in the row",
		       (unsigned int)nlt_u(lane, CPO_A_LANE_ENGINE_ID),
		       (unsigned int)nlt_u(lane, CPO_A_LANE_LANE_ID),
		       (long long)rx,
		       (unsigned long long)nlt_u(lane, CPO_A_LANE_RX_POWER_NW));
	}
	EXPECT_EQ(nlt_u(lane, CPO_A_LANE_STATE), state);
}

TEST_F_TIMEOUT(page, lane_power_of_every_bank, SLOW)
{
	unsigned int engine, bank, n, banks;

	for (engine = 0; engine < self->topo.engine.n; engine++) {
		banks = nlt_u(&self->topo.engine.row[engine],
			      CPO_A_ENGINE_BANKS);
		for (bank = 0; bank < banks; bank++) {
			READ_PAGE(ENGINE(engine, bank, 0x11));
			for (n = 0; n < 8; n++) {
				check_lane(_metadata, self->map, n,
					   lane_of(&self->topo, engine,
						   8 * bank + n));
			}
		}
	}
}

/* Page 10h is there for every bank; nothing is disabled by default. */
TEST_F_TIMEOUT(page, controls_of_every_bank, SLOW)
{
	unsigned int bank, banks;

	banks = nlt_u(&self->topo.engine.row[0], CPO_A_ENGINE_BANKS);
	for (bank = 0; bank < banks; bank++) {
		READ_PAGE(ENGINE(0, bank, 0x10));
		EXPECT_EQ(0, self->map[130]);
		EXPECT_EQ(0, self->map[138]);
	}
}

/* Thresholds come in the order high alarm, low alarm, high warn, low warn. */
static void check_limits(struct __test_metadata *_metadata, const char *what,
			 const unsigned char *map, unsigned int at,
			 bool is_signed)
{
	int limit[4], i;

	for (i = 0; i < 4; i++)
		limit[i] = is_signed ? sbe16(map + at + 2 * i) :
				       (int)be16(map + at + 2 * i);
	EXPECT_TRUE(limit[0] > limit[2] && limit[2] > limit[3] &&
		    limit[3] > limit[1]) {
		TH_LOG("%s: alarms %d %d, warnings %d %d", what, limit[0],
		       limit[1], limit[2], limit[3]);
	}
}

TEST_F(page, limits_are_in_order)
{
	READ_PAGE(ENGINE(0, 0, 2));
	check_limits(_metadata, "engine temperature", self->map, 128, true);
	check_limits(_metadata, "engine supply", self->map, 136, false);
	check_limits(_metadata, "tx power", self->map, 176, false);
	check_limits(_metadata, "rx power", self->map, 192, false);
	READ_PAGE(ELS(0, 2));
	check_limits(_metadata, "els temperature", self->map, 128, true);
	check_limits(_metadata, "els supply", self->map, 136, false);
}

/* ---- ELSFP pages 1Ah and 1Bh: the lasers ---- */

static bool has_bit(const struct nlt_row *laser, uint32_t bit)
{
	return nlt_u(laser, CPO_A_LASER_STATUS) & bit;
}

static void check_laser_1a(struct __test_metadata *_metadata,
			   const unsigned char *map, unsigned int n,
			   const struct nlt_row *laser)
{
	unsigned int state = map[221 + n / 4] >> 2 * (n % 4) & 3;
	bool on = nlt_u(laser, CPO_A_LASER_STATE) == CPO_LASER_STATE_ON;

	EXPECT_EQ(on ? 2 : 0, state);
	EXPECT_EQ(has_bit(laser, CPO_LASER_STATUS_CHECKED),
		  !!(map[223] & 1 << n));
	EXPECT_EQ(has_bit(laser, CPO_LASER_STATUS_ENABLED),
		  !!(map[220] & 1 << n));
	EXPECT_TRUE(near(be16(map + 232 + 2 * n) * 5000LL,
			 nlt_u(laser, CPO_A_LASER_FREQUENCY_MHZ), 5000));
}

static void check_laser_1b(struct __test_metadata *_metadata,
			   const unsigned char *map, unsigned int n,
			   const struct nlt_row *laser)
{
	uint64_t power = nlt_u(laser, CPO_A_LASER_POWER_NW);
	uint64_t bias = nlt_u(laser, CPO_A_LASER_BIAS_NA);

	EXPECT_TRUE(near(be16(map + 144 + 2 * n) * (int64_t)ELSFP_POWER_NW,
			 nlt_u(laser, CPO_A_LASER_SETPOINT_NW),
			 ELSFP_POWER_NW));
	EXPECT_TRUE(near_moving(be16(map + 200 + 2 * n) *
				(int64_t)ELSFP_POWER_NW,
				power == NLT_NONE ? 0 : power,
				ELSFP_POWER_NW)) {
		TH_LOG("laser %u: %u x 10 uW in the map, %llu nW", n,
		       be16(map + 200 + 2 * n), (unsigned long long)power);
	}
	EXPECT_TRUE(near_moving(be16(map + 184 + 2 * n) *
				(int64_t)ELSFP_BIAS_NA,
				bias == NLT_NONE ? 0 : bias, ELSFP_BIAS_NA));
}

static void check_icc(struct __test_metadata *_metadata, unsigned int map,
		      const struct nlt_row *els)
{
	int64_t icc = map * (int64_t)ELSFP_ICC_NA;

	EXPECT_TRUE(near_moving(icc, nlt_u(els, CPO_A_ELS_ICC_NA),
				ELSFP_ICC_NA)) {
		TH_LOG("els %llu: %llu nA in the row, %u x 200 uA in the map",
		       (unsigned long long)nlt_u(els, CPO_A_ELS_ELS_ID),
		       (unsigned long long)nlt_u(els, CPO_A_ELS_ICC_NA), map);
	}
}

TEST_F_TIMEOUT(page, lasers, SLOW)
{
	const struct nlt_row *laser;
	unsigned int els, n;
	size_t i;

	for (els = 0; els < self->topo.els.n; els++) {
		if (!nlt_u(&self->topo.els.row[els], CPO_A_ELS_PRESENT))
			continue;
		READ_PAGE(ELS(els, 0x1a));
		for (i = 0; i < self->topo.laser.n; i++) {
			laser = &self->topo.laser.row[i];
			n = nlt_u(laser, CPO_A_LASER_LASER_ID);
			if (nlt_u(laser, CPO_A_LASER_ELS_ID) == els && n < 8)
				check_laser_1a(_metadata, self->map, n, laser);
		}
		EXPECT_TRUE(near(self->map[248] * 1000000LL,
				 nlt_u(&self->topo.laser.row[0],
				       CPO_A_LASER_CHECK_POWER_NW), 1000000));
		READ_PAGE(ELS(els, 0x1b));
		for (i = 0; i < self->topo.laser.n; i++) {
			laser = &self->topo.laser.row[i];
			n = nlt_u(laser, CPO_A_LASER_LASER_ID);
			if (nlt_u(laser, CPO_A_LASER_ELS_ID) == els && n < 8)
				check_laser_1b(_metadata, self->map, n, laser);
		}
		check_icc(_metadata, be16(self->map + 240),
			  &self->topo.els.row[els]);
	}
}

/* ---- how pages are read ---- */

TEST_F(page, pieces_make_the_whole)
{
	unsigned char piece[128];
	struct where at = ENGINE(0, 0, 0x02);
	unsigned int offset, len;

	READ_PAGE(at);
	for (offset = 128; offset < 256; offset += len) {
		len = offset + 13 > 256 ? 256 - offset : 13;
		ASSERT_EQ(0, read_bytes(&self->nl, self->topo.dev, &at,
					offset, len, piece));
		EXPECT_EQ(0, memcmp(piece, self->map + offset, len));
	}
	ASSERT_EQ(0, read_bytes(&self->nl, self->topo.dev, &at, 255, 1,
				piece));
	EXPECT_EQ(self->map[255], piece[0]);
}

/* Without a bank attribute the bank is 0. */
TEST_F(page, bank_defaults_to_0)
{
	unsigned int engine = self->topo.engine.n - 1;
	struct nlt_row row;

	READ_PAGE(ENGINE(engine, 0, 0x10));
	ASSERT_EQ(0, nlt_do(&self->nl, CPO_CMD_PAGE_GET,
			    ARGS(A(CPO_A_PAGE_DEV_ID, self->topo.dev)
				 A(CPO_A_PAGE_ENGINE_ID, engine)
				 A(CPO_A_PAGE_PAGE, 0x10)
				 A(CPO_A_PAGE_OFFSET, 128)
				 A(CPO_A_PAGE_LENGTH, 128)), &row));
	ASSERT_TRUE(nlt_has(&row, CPO_A_PAGE_DATA));
	EXPECT_EQ(0, memcmp(nla_data(nlt_attr(&row, CPO_A_PAGE_DATA)),
			    self->map + 128, 128));
	EXPECT_EQ(0, nlt_u(&row, CPO_A_PAGE_BANK));
	nlt_row_free(&row);
}

/* Reading clears nothing: the flags of page 11h stay as they are. */
TEST_F(page, reading_clears_nothing)
{
	unsigned char flags[20];

	READ_PAGE(ENGINE(0, 0, 0x11));
	memcpy(flags, self->map + 134, sizeof(flags));
	READ_PAGE(ENGINE(0, 0, 0x11));
	EXPECT_EQ(0, memcmp(flags, self->map + 134, sizeof(flags)));
}

/* Many readers of many targets at once get whole pages. */
/*
 * Observables are read while the device holds them: two commands beside the
 * reads, of all the pages of values there are, and none that fails.
 */
TEST_F_TIMEOUT(page, observables_are_held, SLOW)
{
	const struct nlt_arg *dev = ARGS(A(CPO_A_STATS_DEV_ID,
					   self->topo.dev));
	const struct where at = ENGINE(0, 0, 0x24);
	struct nlt_row before, after;
	uint64_t commands, pages;
	unsigned char byte;

	if (read_bytes(&self->nl, self->topo.dev, &at, UPPER, 1, &byte))
		SKIP(return, "the engine has no observables");
	ASSERT_EQ(0, nlt_do(&self->nl, CPO_CMD_STATS_GET, dev, &before));
	ASSERT_EQ(0, read_bytes(&self->nl, self->topo.dev, &at, UPPER, 1,
				&byte));
	ASSERT_EQ(0, nlt_do(&self->nl, CPO_CMD_STATS_GET, dev, &after));
	pages = nlt_u(&after, CPO_A_STATS_PAGES_READ) -
		nlt_u(&before, CPO_A_STATS_PAGES_READ);
	commands = nlt_u(&after, CPO_A_STATS_COMMANDS) -
		   nlt_u(&before, CPO_A_STATS_COMMANDS) -
		   nlt_own_commands(&after) +
		   nlt_own_commands(&before);
	EXPECT_LE(1, pages);
	EXPECT_GE(4, pages);
	/* one that cannot hold them is read as it is */
	if (commands != 1) {
		EXPECT_EQ(pages + 2, commands);
	}
	EXPECT_EQ(nlt_u(&before, CPO_A_STATS_COMMANDS_FAILED),
		  nlt_u(&after, CPO_A_STATS_COMMANDS_FAILED));
	nlt_row_free(&before);
	nlt_row_free(&after);
}

TEST_F_TIMEOUT(page, parallel_readers, SLOW)
{
	pid_t pid[4];
	int i, n, status;

	for (i = 0; i < 4; i++) {
		pid[i] = fork();
		ASSERT_LE(0, pid[i]);
		if (pid[i])
			continue;
		if (nlt_open(&self->nl))
			_exit(1);
		for (n = 0; n < 20; n++) {
			struct where at = ENGINE((i + n) %
						 self->topo.engine.n, 0, 0);

			if (read_bytes(&self->nl, self->topo.dev, &at, UPPER,
				       128, self->map + UPPER))
				_exit(2);
			if (sum(self->map, 128, 221) != self->map[222])
				_exit(3);
		}
		_exit(0);
	}
	for (i = 0; i < 4; i++) {
		ASSERT_EQ(pid[i], waitpid(pid[i], &status, 0));
		EXPECT_EQ(0, status);
	}
}

TEST_HARNESS_MAIN
