// SPDX-License-Identifier: GPL-2.0
// Copyright (c) 2026 The cpo authors

/*
 * An ELS is pulled and put back while somebody listens: what is told, what
 * the rows say, which interfaces lose their carrier. The prediction is made
 * from the routes before anything happens.
 *
 *   CPO_HOST	program that asks the host for a QMP command
 *   CPO_QOM	name of the device in the emulator; default from its PCI bus
 *   CPO_ELS	slot to pull, default 3, or the last if there are fewer
 */

#include <errno.h>
#include <fcntl.h>
#include <net/if.h>
#include <sched.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "kselftest_harness.h"
#include "nlt.h"
#include "topo.h"

#define SLOW		300	/* seconds: a debug kernel under emulation */
#define QUIET_MS	1500	/* nothing for so long: it is over */
#define WAIT_MS		60000
#define BATCH_MAX	32	/* events in one message, from the spec */

FIXTURE(notify) {
	struct nlt nl;
	struct nlt ntf;			/* listens to both groups */
	struct nlt other;		/* listens in another namespace */
	struct topo topo;
	struct nlt_rows heard;
	struct impact impact;
	unsigned int els;
	bool pulled;
	char qom[32];
};

/* ---- the host ---- */

static const char *host_program(void)
{
	return getenv("CPO_HOST") ?: "/src/qemu/guest-host.sh";
}

static int host(const char *fmt, ...)
{
	char words[200], cmd[400];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(words, sizeof(words), fmt, ap);
	va_end(ap);
	snprintf(cmd, sizeof(cmd), "%s %s >/dev/null", host_program(), words);
	return system(cmd);
}

/* The boot script makes one root port per device: cpo0 is on bus 01. */
static void find_qom(const struct topo *topo, char *qom, size_t size)
{
	const char *name = getenv("CPO_QOM");
	unsigned int bus = 1;

	if (name) {
		snprintf(qom, size, "%s", name);
		return;
	}
	sscanf(nlt_str(&topo->dev_row, CPO_A_DEV_DEV_NAME), "%*x:%x", &bus);
	snprintf(qom, size, "cpo%u", bus - 1);
}

static int pull(const char *qom, unsigned int els)
{
	return host("device_del %s-els%u", qom, els);
}

static int insert(const char *qom, unsigned int els)
{
	return host("device_add cpo-els,id=%s-els%u,bus=%s.0,slot=%u", qom,
		    els, qom, els);
}

/* ---- netdevs ---- */

static int set_up(const char *ifname)
{
	int fd = socket(AF_INET, SOCK_DGRAM, 0), err = 0;
	struct ifreq ifr = {};

	if (fd < 0)
		return -errno;
	snprintf(ifr.ifr_name, sizeof(ifr.ifr_name), "%s", ifname);
	if (ioctl(fd, SIOCGIFFLAGS, &ifr)) {
		err = -errno;
	} else if (!(ifr.ifr_flags & IFF_UP)) {
		ifr.ifr_flags |= IFF_UP;
		if (ioctl(fd, SIOCSIFFLAGS, &ifr))
			err = -errno;
	}
	close(fd);
	return err;
}

/* 1, 0, or a negative errno as sysfs gives it. */
static int carrier(const char *ifname)
{
	char path[64], value = 0;
	int fd;

	snprintf(path, sizeof(path), "/sys/class/net/%s/carrier", ifname);
	fd = open(path, O_RDONLY);
	if (fd < 0)
		return -errno;
	if (read(fd, &value, 1) != 1)
		value = 0;
	close(fd);
	return value ? value - '0' : -EINVAL;
}

/* Ports whose netdev has, or has not, a carrier. */
static struct set ports_with_carrier(const struct topo *topo, int want)
{
	struct set set = {};
	size_t i;

	for (i = 0; i < topo->port.n; i++)
		if (carrier(nlt_str(&topo->port.row[i], CPO_A_PORT_IFNAME)) ==
		    want)
			set_add(&set, nlt_u(&topo->port.row[i],
					    CPO_A_PORT_PORT_ID));
	return set;
}

/* Carrier follows the optics a little later: wait for what must come. */
static struct set wait_without_carrier(const struct topo *topo,
				       const struct set *want)
{
	struct set have = {};
	int i;

	for (i = 0; i < 100; i++) {
		set_free(&have);
		have = ports_with_carrier(topo, 0);
		if (set_equal(&have, want))
			break;
		usleep(100000);
	}
	return have;
}

/* ---- fixture ---- */

/* A listener in a network namespace of its own. */
static int open_elsewhere(struct nlt *t)
{
	int home = open("/proc/self/ns/net", O_RDONLY), err;

	if (home < 0)
		return -errno;
	if (unshare(CLONE_NEWNET)) {
		close(home);
		return -errno;
	}
	err = nlt_open(t) ?: nlt_join(t, "mgmt") ?: nlt_join(t, "events");
	if (setns(home, CLONE_NEWNET))
		abort();
	close(home);
	return err;
}

FIXTURE_SETUP(notify)
{
	const char *els = getenv("CPO_ELS");
	size_t i;

	if (access(host_program(), X_OK) || host("query-status"))
		SKIP(return, "nobody on the host answers %s", host_program());
	ASSERT_EQ(0, nlt_open(&self->nl)) {
		TH_LOG("no cpo family: is the module loaded?");
	}
	ASSERT_EQ(0, topo_load_fresh(&self->topo, &self->nl)) {
		TH_LOG("no device, or a dump failed: %s", self->nl.ext.msg);
	}
	find_qom(&self->topo, self->qom, sizeof(self->qom));
	ASSERT_LT(0, self->topo.els.n);
	self->els = els ? atoi(els) : 3;
	if (!els && self->els >= self->topo.els.n)
		self->els = self->topo.els.n - 1;
	ASSERT_LT(self->els, self->topo.els.n);
	if (!nlt_u(&self->topo.els.row[self->els], CPO_A_ELS_PRESENT))
		SKIP(return, "ELS %u is not there", self->els);
	for (i = 0; i < self->topo.port.n; i++) {
		ASSERT_EQ(0, set_up(nlt_str(&self->topo.port.row[i],
					    CPO_A_PORT_IFNAME)));
	}
	impact_of_els(&self->topo, self->els, &self->impact);
	ASSERT_LT(0, self->impact.ports.n);
	ASSERT_EQ(0, nlt_open(&self->ntf));
	ASSERT_EQ(0, nlt_set_buffer(&self->ntf, NLT_BIG_BUFFER, 1 << 20));
	ASSERT_EQ(0, nlt_join(&self->ntf, "mgmt"));
	ASSERT_EQ(0, nlt_join(&self->ntf, "events"));
	ASSERT_EQ(0, open_elsewhere(&self->other));
}

FIXTURE_TEARDOWN(notify)
{
	if (self->pulled)
		insert(self->qom, self->els);
	nlt_rows_free(&self->heard);
	impact_free(&self->impact);
	topo_free(&self->topo);
	nlt_close(&self->nl);
	nlt_close(&self->ntf);
	nlt_close(&self->other);
}

/* ---- what was heard ---- */

#define EACH_EVENT(heard, i, n, attr) \
	for (i = 0; i < (heard)->n; i++) \
		for (n = 0; (heard)->row[i].cmd == CPO_CMD_EVENTS_NTF && \
		     (attr = nlt_nth(&(heard)->row[i], CPO_A_EVENTS_EVENT, n)); \
		     n++)

/* Objects of all events with a code (and a value, unless it is -1). */
static struct set told(const struct nlt_rows *heard, uint64_t dev,
		       unsigned int code, int value, int hi, int lo)
{
	const struct nlattr *attr;
	struct nlt_row event;
	struct set set = {};
	size_t i, n;

	EACH_EVENT(heard, i, n, attr) {
		event = nlt_nest(attr);
		if (nlt_u(&heard->row[i], CPO_A_EVENTS_DEV_ID) != dev ||
		    nlt_u(&event, CPO_A_EVENT_CODE) != code)
			continue;
		if (value >= 0 && nlt_s(&event, CPO_A_EVENT_VALUE) != value)
			continue;
		set_add(&set, KEY2(hi ? nlt_u(&event, hi) : 0,
				   nlt_u(&event, lo)));
	}
	return set;
}

/* Lanes that lost (set) or regained (clear) something. */
static struct set told_lanes(const struct nlt_rows *heard, uint64_t dev,
			     unsigned int code, unsigned int action)
{
	const struct nlattr *attr;
	struct nlt_row event;
	struct set set = {};
	size_t i, n;

	EACH_EVENT(heard, i, n, attr) {
		event = nlt_nest(attr);
		if (nlt_u(&heard->row[i], CPO_A_EVENTS_DEV_ID) == dev &&
		    nlt_u(&event, CPO_A_EVENT_CODE) == code &&
		    nlt_u(&event, CPO_A_EVENT_ACTION) == action)
			set_add(&set, KEY2(nlt_u(&event, CPO_A_EVENT_ENGINE_ID),
					   nlt_u(&event, CPO_A_EVENT_LANE_ID)));
	}
	return set;
}

/* Objects that a full-object notification told about. */
static struct set told_rows(const struct nlt_rows *heard, uint64_t dev, int cmd,
			    int hi, int lo)
{
	struct set set = {};
	size_t i;

	for (i = 0; i < heard->n; i++)
		if (heard->row[i].cmd == cmd &&
		    nlt_u(&heard->row[i], 1) == dev)
			set_add(&set, KEY2(hi ? nlt_u(&heard->row[i], hi) : 0,
					   nlt_u(&heard->row[i], lo)));
	return set;
}

static void expect_set(struct __test_metadata *_metadata, const char *what,
		       const struct set *want, struct set have)
{
	EXPECT_TRUE(set_equal(want, &have)) {
		TH_LOG("%s: %s, must be %s", what, set_text(&have),
		       set_text(want));
	}
	set_free(&have);
}

/*
 * The sequence has no gap from one message to the next, and the device's own
 * numbers go up by one as well, as nothing was dropped.
 */
static void check_sequence(struct __test_metadata *_metadata,
			   const struct nlt_rows *heard, uint64_t dev)
{
	uint64_t next = NLT_NONE, epoch = NLT_NONE, seq, device_seq = 0, d;
	const struct nlattr *attr;
	const struct nlt_row *msg;
	struct nlt_row event;
	size_t i, n;

	for (i = 0; i < heard->n; i++) {
		msg = &heard->row[i];
		if (msg->cmd != CPO_CMD_EVENTS_NTF ||
		    nlt_u(msg, CPO_A_EVENTS_DEV_ID) != dev)
			continue;
		seq = nlt_u(msg, CPO_A_EVENTS_SEQ);
		EXPECT_TRUE(next == NLT_NONE || seq == next) {
			TH_LOG("seq %llu after %llu", (unsigned long long)seq,
			       (unsigned long long)next - 1);
		}
		EXPECT_TRUE(epoch == NLT_NONE ||
			    epoch == nlt_u(msg, CPO_A_EVENTS_EPOCH));
		epoch = nlt_u(msg, CPO_A_EVENTS_EPOCH);
		for (n = 0; (attr = nlt_nth(msg, CPO_A_EVENTS_EVENT, n)); n++) {
			event = nlt_nest(attr);
			d = nlt_u(&event, CPO_A_EVENT_DEVICE_SEQ);
			EXPECT_TRUE(!device_seq || d == device_seq + 1) {
				TH_LOG("device-seq %llu after %llu",
				       (unsigned long long)d,
				       (unsigned long long)device_seq);
			}
			device_seq = d;
		}
		EXPECT_TRUE(n > 0 && n <= BATCH_MAX) {
			TH_LOG("%zu events in a message", n);
		}
		next = seq + n;
	}
	EXPECT_NE(NLT_NONE, next) {
		TH_LOG("no events at all");
	}
}

/* Where in the stream the first or last event with a code is, from 1. */
static size_t place(const struct nlt_rows *heard, unsigned int code, bool last)
{
	const struct nlattr *attr;
	struct nlt_row event;
	size_t i, n, at = 0, found = 0;

	EACH_EVENT(heard, i, n, attr) {
		at++;
		event = nlt_nest(attr);
		if (nlt_u(&event, CPO_A_EVENT_CODE) == code && (last || !found))
			found = at;
	}
	return found;
}

/* Every event says when, how bad, what it did, and about what. */
static void check_contents(struct __test_metadata *_metadata,
			   const struct nlt_rows *heard)
{
	uint64_t time, last = 0;
	const struct nlattr *attr;
	struct nlt_row event;
	size_t i, n;

	EACH_EVENT(heard, i, n, attr) {
		event = nlt_nest(attr);
		time = nlt_u(&event, CPO_A_EVENT_DEVICE_TIME_NS);
		EXPECT_NE(NLT_NONE, time);
		EXPECT_LE(last, time);
		last = time;
		EXPECT_TRUE(nlt_has(&event, CPO_A_EVENT_BOOTTIME_NS));
		EXPECT_LT(0, nlt_u(&event, CPO_A_EVENT_COUNT));
		EXPECT_GE(CPO_SEVERITY_CRITICAL,
			  nlt_u(&event, CPO_A_EVENT_SEVERITY));
		EXPECT_GE(CPO_ACTION_PROGRESS,
			  nlt_u(&event, CPO_A_EVENT_ACTION));
		EXPECT_GE(CPO_OBJECT_OTHER, nlt_u(&event, CPO_A_EVENT_OBJECT));
	}
}

/* The reason of every event with a code and a value. */
static void check_reason(struct __test_metadata *_metadata,
			 const struct nlt_rows *heard, unsigned int code,
			 int64_t value, uint64_t reason)
{
	const struct nlattr *attr;
	struct nlt_row event;
	size_t i, n;

	EACH_EVENT(heard, i, n, attr) {
		event = nlt_nest(attr);
		if (nlt_u(&event, CPO_A_EVENT_CODE) == code &&
		    nlt_s(&event, CPO_A_EVENT_VALUE) == value) {
			EXPECT_EQ(reason, nlt_u(&event, CPO_A_EVENT_REASON));
		}
	}
}

/* ---- rows ---- */

/* A value is as wanted, or unknown: never what it was before. */
static bool is_or_unknown(const struct nlt_row *row, int attr, uint64_t want)
{
	return !nlt_has(row, attr) || nlt_u(row, attr) == want;
}

/* Lanes of a port that do not depend on the ELS: it may be on many engines. */
static unsigned int lanes_left(const struct nlt_row *port,
			       const struct impact *impact)
{
	struct set lanes = {};
	unsigned int n = 0;
	size_t i;

	port_lanes(port, &lanes);
	for (i = 0; i < lanes.n; i++)
		n += !set_has(&impact->lanes, lanes.v[i]);
	set_free(&lanes);
	return n;
}

static void check_lasers_dark(struct __test_metadata *_metadata,
			      const struct topo *now, unsigned int els,
			      unsigned int state)
{
	const struct nlt_row *row;
	size_t i;

	for (i = 0; i < now->laser.n; i++) {
		row = &now->laser.row[i];
		if (nlt_u(row, CPO_A_LASER_ELS_ID) != els)
			continue;
		EXPECT_EQ(state, nlt_u(row, CPO_A_LASER_STATE));
		EXPECT_FALSE(nlt_has(row, CPO_A_LASER_STATUS) &&
			     nlt_u(row, CPO_A_LASER_STATUS) &
			     (CPO_LASER_STATUS_LIT |
			      CPO_LASER_STATUS_CHECKED));
		EXPECT_TRUE(is_or_unknown(row, CPO_A_LASER_POWER_NW, 0));
	}
}

/* What the events alone must have done, before any new sample. */
static void check_rows_dark(struct __test_metadata *_metadata,
			    const struct topo *now, const struct impact *impact,
			    unsigned int reason)
{
	const struct nlt_row *row;
	uint64_t key;
	size_t i;

	for (i = 0; i < now->lane.n; i++) {
		row = &now->lane.row[i];
		key = KEY2(nlt_u(row, CPO_A_LANE_ENGINE_ID),
			   nlt_u(row, CPO_A_LANE_LANE_ID));
		if (!set_has(&impact->lanes, key))
			continue;
		EXPECT_TRUE(nlt_u(row, CPO_A_LANE_STATUS) &
			    CPO_LANE_STATUS_TX_DARK);
		EXPECT_TRUE(is_or_unknown(row, CPO_A_LANE_TX_POWER_NW, 0));
	}
	for (i = 0; i < now->port.n; i++) {
		row = &now->port.row[i];
		if (!set_has(&impact->ports, nlt_u(row, CPO_A_PORT_PORT_ID)))
			continue;
		EXPECT_EQ(CPO_PORT_STATE_DOWN, nlt_u(row, CPO_A_PORT_STATE));
		EXPECT_EQ(reason, nlt_u(row, CPO_A_PORT_REASON));
		EXPECT_TRUE(is_or_unknown(row, CPO_A_PORT_LANES_UP,
					  lanes_left(row, impact)));
	}
}

/* What the next sample says in addition. */
static void check_sample_dark(struct __test_metadata *_metadata,
			      const struct topo *now,
			      const struct impact *impact, unsigned int els)
{
	const struct nlt_row *row;
	uint64_t key;
	size_t i;

	for (i = 0; i < now->lane.n; i++) {
		row = &now->lane.row[i];
		key = KEY2(nlt_u(row, CPO_A_LANE_ENGINE_ID),
			   nlt_u(row, CPO_A_LANE_LANE_ID));
		if (!set_has(&impact->lanes, key))
			continue;
		EXPECT_EQ(0, nlt_u(row, CPO_A_LANE_TX_POWER_NW));
		EXPECT_EQ(0, nlt_u(row, CPO_A_LANE_RX_POWER_NW));
	}
	for (i = 0; i < now->port.n; i++) {
		row = &now->port.row[i];
		if (!set_has(&impact->ports, nlt_u(row, CPO_A_PORT_PORT_ID)))
			continue;
		EXPECT_EQ(lanes_left(row, impact),
			  nlt_u(row, CPO_A_PORT_LANES_UP));
	}
	for (i = 0; i < now->route.n; i++) {
		row = &now->route.row[i];
		if (nlt_u(row, CPO_A_ROUTE_ELS_ID) != els)
			continue;
		EXPECT_EQ(0, nlt_u(row, CPO_A_ROUTE_LIT));
		EXPECT_EQ(CPO_CHECK_STATE_NEVER,
			  nlt_u(row, CPO_A_ROUTE_CHECK_STATE));
	}
}

/* One pull is one change of each of the ports, also before a sample says so. */
static void check_link_changes(struct __test_metadata *_metadata,
			       const struct topo *before,
			       const struct topo *now,
			       const struct impact *impact)
{
	const struct nlt_row *old, *new;
	size_t i;

	for (i = 0; i < now->port.n; i++) {
		old = &before->port.row[i];
		new = &now->port.row[i];
		if (!set_has(&impact->ports, nlt_u(new, CPO_A_PORT_PORT_ID)))
			continue;
		EXPECT_TRUE(is_or_unknown(new, CPO_A_PORT_LINK_CHANGES,
					  nlt_u(old, CPO_A_PORT_LINK_CHANGES) +
					  1)) {
			TH_LOG("port %zu: %llu link changes, then %llu", i,
			       (unsigned long long)
			       nlt_u(old, CPO_A_PORT_LINK_CHANGES),
			       (unsigned long long)
			       nlt_u(new, CPO_A_PORT_LINK_CHANGES));
		}
	}
}

/* What does not depend on the ELS is as it was, but for its telemetry. */
static void check_rows_untouched(struct __test_metadata *_metadata,
				 const struct topo *before,
				 const struct topo *now,
				 const struct impact *impact, unsigned int els)
{
	const struct nlt_row *row;
	uint64_t key;
	size_t i;

	for (i = 0; i < now->laser.n; i++) {
		row = &now->laser.row[i];
		if (nlt_u(row, CPO_A_LASER_ELS_ID) == els)
			continue;
		EXPECT_EQ(nlt_u(&before->laser.row[i], CPO_A_LASER_STATE),
			  nlt_u(row, CPO_A_LASER_STATE));
		EXPECT_EQ(nlt_u(&before->laser.row[i], CPO_A_LASER_POWER_NW),
			  nlt_u(row, CPO_A_LASER_POWER_NW));
	}
	for (i = 0; i < now->lane.n; i++) {
		row = &now->lane.row[i];
		key = KEY2(nlt_u(row, CPO_A_LANE_ENGINE_ID),
			   nlt_u(row, CPO_A_LANE_LANE_ID));
		if (set_has(&impact->lanes, key))
			continue;
		EXPECT_EQ(nlt_u(&before->lane.row[i], CPO_A_LANE_STATUS),
			  nlt_u(row, CPO_A_LANE_STATUS)) {
			TH_LOG("lane %u/%u", KEY_HI(key), KEY_LO(key));
		}
	}
	for (i = 0; i < now->port.n; i++) {
		row = &now->port.row[i];
		if (set_has(&impact->ports, nlt_u(row, CPO_A_PORT_PORT_ID)))
			continue;
		EXPECT_EQ(nlt_u(&before->port.row[i], CPO_A_PORT_STATE),
			  nlt_u(row, CPO_A_PORT_STATE));
		EXPECT_EQ(nlt_u(&before->port.row[i], CPO_A_PORT_LINK_CHANGES),
			  nlt_u(row, CPO_A_PORT_LINK_CHANGES));
	}
}

static struct set just(uint64_t key)
{
	struct set set = {};

	set_add(&set, key);
	return set;
}

/* ---- the tests ---- */

static void check_pull_events(struct __test_metadata *_metadata,
			      const struct nlt_rows *heard, uint64_t dev,
			      const struct impact *impact, unsigned int els)
{
	struct set one = just(els);

	check_sequence(_metadata, heard, dev);
	check_contents(_metadata, heard);
	expect_set(_metadata, "els-removed", &one,
		   told(heard, dev, CPO_EVENT_CODE_ELS_REMOVED, -1, 0,
			CPO_A_EVENT_ELS_ID));
	expect_set(_metadata, "lasers absent", &impact->lasers,
		   told(heard, dev, CPO_EVENT_CODE_LASER_STATE,
			CPO_LASER_STATE_ABSENT, CPO_A_EVENT_ELS_ID,
			CPO_A_EVENT_LASER_ID));
	expect_set(_metadata, "lasers told", &impact->lasers,
		   told(heard, dev, CPO_EVENT_CODE_LASER_STATE, -1,
			CPO_A_EVENT_ELS_ID, CPO_A_EVENT_LASER_ID));
	expect_set(_metadata, "lanes without light", &impact->lanes,
		   told_lanes(heard, dev, CPO_EVENT_CODE_LANE_TX_DARK,
			      CPO_ACTION_SET));
	/* default links join ports of the same ELS: both ends go dark */
	expect_set(_metadata, "lanes that receive nothing", &impact->lanes,
		   told_lanes(heard, dev, CPO_EVENT_CODE_LANE_RX_LOS,
			      CPO_ACTION_SET));
	expect_set(_metadata, "ports down", &impact->ports,
		   told(heard, dev, CPO_EVENT_CODE_PORT_STATE,
			CPO_PORT_STATE_DOWN, 0, CPO_A_EVENT_PORT_ID));
	expect_set(_metadata, "ports told", &impact->ports,
		   told(heard, dev, CPO_EVENT_CODE_PORT_STATE, -1, 0,
			CPO_A_EVENT_PORT_ID));
	check_reason(_metadata, heard, CPO_EVENT_CODE_PORT_STATE,
		     CPO_PORT_STATE_DOWN, CPO_PORT_REASON_ELS_ABSENT);
	/* cause before effect */
	EXPECT_EQ(1, place(heard, CPO_EVENT_CODE_ELS_REMOVED, false));
	EXPECT_LT(place(heard, CPO_EVENT_CODE_LASER_STATE, true),
		  place(heard, CPO_EVENT_CODE_LANE_TX_DARK, false));
	EXPECT_LT(place(heard, CPO_EVENT_CODE_LANE_TX_DARK, true),
		  place(heard, CPO_EVENT_CODE_PORT_STATE, false));
	set_free(&one);
}

/* A full row, and what it counts is not what somebody else counts. */
static void check_port_ntf(struct __test_metadata *_metadata,
			   const struct topo *before, const struct nlt_row *row)
{
	uint64_t id = nlt_u(row, CPO_A_PORT_PORT_ID);
	uint64_t changes;

	ASSERT_GT(before->port.n, id);
	changes = nlt_u(&before->port.row[id], CPO_A_PORT_LINK_CHANGES);
	EXPECT_EQ(CPO_PORT_STATE_DOWN, nlt_u(row, CPO_A_PORT_STATE));
	EXPECT_EQ(CPO_PORT_REASON_ELS_ABSENT, nlt_u(row, CPO_A_PORT_REASON));
	EXPECT_TRUE(nlt_has(row, CPO_A_PORT_IFNAME));
	EXPECT_TRUE(is_or_unknown(row, CPO_A_PORT_LINK_CHANGES, changes + 1)) {
		TH_LOG("port %llu: %llu link changes, then %llu",
		       (unsigned long long)id, (unsigned long long)changes,
		       (unsigned long long)nlt_u(row,
						 CPO_A_PORT_LINK_CHANGES));
	}
}

static void check_pull_objects(struct __test_metadata *_metadata,
			       const struct nlt_rows *heard,
			       const struct topo *topo,
			       const struct impact *impact, unsigned int els)
{
	const struct nlt_row *row;
	uint64_t dev = topo->dev;
	struct set one = just(els);
	size_t i;

	expect_set(_metadata, "els-change-ntf", &one,
		   told_rows(heard, dev, CPO_CMD_ELS_CHANGE_NTF, 0,
			     CPO_A_ELS_ELS_ID));
	expect_set(_metadata, "laser-change-ntf", &impact->lasers,
		   told_rows(heard, dev, CPO_CMD_LASER_CHANGE_NTF,
			     CPO_A_LASER_ELS_ID, CPO_A_LASER_LASER_ID));
	expect_set(_metadata, "port-change-ntf", &impact->ports,
		   told_rows(heard, dev, CPO_CMD_PORT_CHANGE_NTF, 0,
			     CPO_A_PORT_PORT_ID));
	for (i = 0; i < heard->n; i++) {
		row = &heard->row[i];
		if (nlt_u(row, 1 /* dev-id in every set */) != topo->dev)
			continue;
		if (row->cmd == CPO_CMD_PORT_CHANGE_NTF)
			check_port_ntf(_metadata, topo, row);
		if (row->cmd == CPO_CMD_ELS_CHANGE_NTF) {
			EXPECT_EQ(0, nlt_u(row, CPO_A_ELS_PRESENT));
		}
	}
	set_free(&one);
}

/* The ports that have no carrier now are those, and those from before. */
static void check_carrier(struct __test_metadata *_metadata,
			  const struct topo *topo, const struct set *before,
			  const struct set *lost)
{
	struct set want = {}, have;
	size_t i;

	for (i = 0; i < before->n; i++)
		set_add(&want, before->v[i]);
	for (i = 0; i < lost->n; i++)
		set_add(&want, lost->v[i]);
	have = wait_without_carrier(topo, &want);
	EXPECT_TRUE(set_equal(&want, &have)) {
		TH_LOG("without carrier: %s, must be %s", set_text(&have),
		       set_text(&want));
	}
	EXPECT_TRUE(set_has(&have, lost->v[0]));
	set_free(&have);
	/* and nobody lost more than that: the others have one */
	have = ports_with_carrier(topo, 1);
	EXPECT_EQ(topo->port.n - want.n, have.n);
	set_free(&want);
	set_free(&have);
}

static int page_of_els(struct nlt *nl, uint64_t dev, unsigned int els)
{
	return nlt_do(nl, CPO_CMD_PAGE_GET,
		      ARGS(A(CPO_A_PAGE_DEV_ID, dev) A(CPO_A_PAGE_ELS_ID, els)
			   A(CPO_A_PAGE_PAGE, 0) A(CPO_A_PAGE_OFFSET, 128)
			   A(CPO_A_PAGE_LENGTH, 128)), NULL);
}

/* Twice: as the events left the rows, and as the next sample shows them. */
static void check_rows(struct __test_metadata *_metadata,
		       FIXTURE_DATA(notify) *self, unsigned int laser_state,
		       unsigned int reason, struct topo *now)
{
	const struct impact *impact = &self->impact;

	ASSERT_EQ(0, topo_load(now, &self->nl));
	check_lasers_dark(_metadata, now, self->els, laser_state);
	check_rows_dark(_metadata, now, impact, reason);
	check_link_changes(_metadata, &self->topo, now, impact);
	topo_free(now);

	ASSERT_EQ(0, topo_load_fresh(now, &self->nl));
	check_lasers_dark(_metadata, now, self->els, laser_state);
	check_rows_dark(_metadata, now, impact, reason);
	check_link_changes(_metadata, &self->topo, now, impact);
	check_sample_dark(_metadata, now, impact, self->els);
	check_rows_untouched(_metadata, &self->topo, now, impact, self->els);
}

static void pull_and_check(struct __test_metadata *_metadata,
			   FIXTURE_DATA(notify) *self, const struct set *before)
{
	const struct impact *impact = &self->impact;
	uint64_t dev = self->topo.dev;
	const struct nlt_row *row;
	struct topo now;

	self->pulled = true;
	ASSERT_EQ(0, pull(self->qom, self->els));
	ASSERT_EQ(0, nlt_listen(&self->ntf, &self->heard, QUIET_MS, WAIT_MS));
	check_pull_events(_metadata, &self->heard, dev, impact, self->els);
	check_pull_objects(_metadata, &self->heard, &self->topo, impact,
			   self->els);
	check_carrier(_metadata, &self->topo, before, &impact->ports);

	check_rows(_metadata, self, CPO_LASER_STATE_ABSENT,
		   CPO_PORT_REASON_ELS_ABSENT, &now);
	row = &now.els.row[self->els];
	EXPECT_EQ(0, nlt_u(row, CPO_A_ELS_PRESENT));
	EXPECT_FALSE(nlt_has(row, CPO_A_ELS_IDENTITY));
	topo_free(&now);
	EXPECT_EQ(-ENXIO, page_of_els(&self->nl, dev, self->els)) {
		TH_LOG("page of an absent ELS: %s", self->nl.ext.msg);
	}
	nlt_rows_free(&self->heard);
}

static void check_insert_events(struct __test_metadata *_metadata,
				const struct nlt_rows *heard, uint64_t dev,
				const struct impact *impact, unsigned int els,
				uint64_t insertions)
{
	const struct nlt_row *row;
	struct set one = just(els);
	size_t i;

	check_sequence(_metadata, heard, dev);
	check_contents(_metadata, heard);
	expect_set(_metadata, "els-inserted", &one,
		   told(heard, dev, CPO_EVENT_CODE_ELS_INSERTED, -1, 0,
			CPO_A_EVENT_ELS_ID));
	expect_set(_metadata, "els ready", &one,
		   told(heard, dev, CPO_EVENT_CODE_ELS_STATE,
			CPO_MODULE_STATE_READY, 0, CPO_A_EVENT_ELS_ID));
	expect_set(_metadata, "els-change-ntf", &one,
		   told_rows(heard, dev, CPO_CMD_ELS_CHANGE_NTF, 0,
			     CPO_A_ELS_ELS_ID));
	for (i = 0; i < heard->n; i++) {
		row = &heard->row[i];
		if (row->cmd == CPO_CMD_ELS_CHANGE_NTF &&
		    nlt_u(row, CPO_A_ELS_DEV_ID) == dev) {
			EXPECT_EQ(1, nlt_u(row, CPO_A_ELS_PRESENT));
			EXPECT_TRUE(is_or_unknown(row, CPO_A_ELS_INSERTIONS,
						  insertions)) {
				TH_LOG("%llu insertions, must be %llu",
				       (unsigned long long)
				       nlt_u(row, CPO_A_ELS_INSERTIONS),
				       (unsigned long long)insertions);
			}
		}
	}
	expect_set(_metadata, "lasers restricted", &impact->lasers,
		   told(heard, dev, CPO_EVENT_CODE_LASER_STATE,
			CPO_LASER_STATE_RESTRICTED, CPO_A_EVENT_ELS_ID,
			CPO_A_EVENT_LASER_ID));
	check_reason(_metadata, heard, CPO_EVENT_CODE_PORT_STATE,
		     CPO_PORT_STATE_DOWN, CPO_PORT_REASON_ELS_UNCHECKED);
	set_free(&one);
}

/* The module is there and ready, another one than before, and dark. */
static void check_new_module(struct __test_metadata *_metadata,
			     const struct nlt_row *old,
			     const struct nlt_row *new)
{
	struct nlt_row old_id = nlt_nested(old, CPO_A_ELS_IDENTITY);
	struct nlt_row new_id = nlt_nested(new, CPO_A_ELS_IDENTITY);

	EXPECT_EQ(1, nlt_u(new, CPO_A_ELS_PRESENT));
	EXPECT_EQ(nlt_u(old, CPO_A_ELS_INSERTIONS) + 1,
		  nlt_u(new, CPO_A_ELS_INSERTIONS));
	EXPECT_EQ(CPO_MODULE_STATE_READY, nlt_u(new, CPO_A_ELS_STATE));
	EXPECT_STRNE("", nlt_str(&new_id, CPO_A_IDENTITY_SERIAL));
	EXPECT_STRNE(nlt_str(&old_id, CPO_A_IDENTITY_SERIAL),
		     nlt_str(&new_id, CPO_A_IDENTITY_SERIAL));
}

static void insert_and_check(struct __test_metadata *_metadata,
			     FIXTURE_DATA(notify) *self,
			     const struct set *before)
{
	const struct impact *impact = &self->impact;
	uint64_t dev = self->topo.dev;
	struct topo now;

	ASSERT_EQ(0, insert(self->qom, self->els));
	self->pulled = false;
	/* the module powers up for 1.5 s of device time */
	ASSERT_EQ(0, nlt_listen(&self->ntf, &self->heard, 4000, WAIT_MS));
	check_insert_events(_metadata, &self->heard, dev, impact, self->els,
			    nlt_u(&self->topo.els.row[self->els],
				  CPO_A_ELS_INSERTIONS) + 1);

	check_rows(_metadata, self, CPO_LASER_STATE_RESTRICTED,
		   CPO_PORT_REASON_ELS_UNCHECKED, &now);
	check_new_module(_metadata, &self->topo.els.row[self->els],
			 &now.els.row[self->els]);
	topo_free(&now);
	check_carrier(_metadata, &self->topo, before, &impact->ports);
	EXPECT_EQ(0, page_of_els(&self->nl, dev, self->els));
}

TEST_F_TIMEOUT(notify, pull_and_insert, SLOW)
{
	struct nlt_rows elsewhere = {};
	struct set before;

	before = ports_with_carrier(&self->topo, 0);
	if (set_meet(&before, &self->impact.ports))
		SKIP(return, "ports of ELS %u are down already: %s", self->els,
		     set_text(&before));
	pull_and_check(_metadata, self, &before);
	insert_and_check(_metadata, self, &before);
	/* who lives in another network namespace heard nothing of it */
	EXPECT_EQ(0, nlt_listen(&self->other, &elsewhere, 10, 100));
	EXPECT_EQ(0, elsewhere.n);
	nlt_rows_free(&elsewhere);
	set_free(&before);
}

/*
 * Somebody who does not read: the kernel drops, says so once, and the
 * sequence numbers tell how many events are gone.
 */
TEST_F_TIMEOUT(notify, overflow_is_a_countable_gap, SLOW)
{
	uint64_t before, after, seen = 0, next = 0, seq;
	const struct nlt_row *msg;
	struct nlt_row row;
	struct nlt deaf;
	size_t i;

	/* another slot than above: its light must still be there */
	if (self->els == self->topo.els.n - 1)
		SKIP(return, "no other ELS than %u, which is dark by now",
		     self->els);
	self->els = self->topo.els.n - 1;
	if (!nlt_u(&self->topo.els.row[self->els], CPO_A_ELS_PRESENT))
		SKIP(return, "ELS %u is not there", self->els);
	before = nlt_u(&self->topo.dev_row, CPO_A_DEV_EVENT_SEQ);
	ASSERT_EQ(0, nlt_open(&deaf));
	ASSERT_EQ(0, nlt_set_buffer(&deaf, NLT_BIG_BUFFER, 1));
	ASSERT_EQ(0, nlt_join(&deaf, "events"));
	self->pulled = true;
	ASSERT_EQ(0, pull(self->qom, self->els));
	/* wait with the other socket until it is over */
	ASSERT_EQ(0, nlt_listen(&self->ntf, &self->heard, QUIET_MS, WAIT_MS));
	ASSERT_EQ(0, insert(self->qom, self->els));
	self->pulled = false;
	ASSERT_EQ(0, nlt_listen(&self->ntf, &self->heard, 4000, WAIT_MS));
	check_sequence(_metadata, &self->heard, self->topo.dev);

	nlt_rows_free(&self->heard);
	EXPECT_EQ(-ENOBUFS, nlt_listen(&deaf, &self->heard, 200, WAIT_MS)) {
		TH_LOG("the smallest buffer took everything");
	}
	nlt_listen(&deaf, &self->heard, 200, WAIT_MS);
	for (i = 0; i < self->heard.n; i++) {
		msg = &self->heard.row[i];
		if (nlt_u(msg, CPO_A_EVENTS_DEV_ID) != self->topo.dev)
			continue;
		seq = nlt_u(msg, CPO_A_EVENTS_SEQ);
		EXPECT_LE(before, seq);
		EXPECT_LE(next, seq);
		next = seq + nlt_count(msg, CPO_A_EVENTS_EVENT);
		seen += next - seq;
	}
	ASSERT_EQ(0, nlt_do(&self->nl, CPO_CMD_DEV_GET,
			    ARGS(A(CPO_A_DEV_DEV_ID, self->topo.dev)), &row));
	after = nlt_u(&row, CPO_A_DEV_EVENT_SEQ);
	nlt_row_free(&row);
	EXPECT_GE(after, next);
	EXPECT_LT(seen, after - before);
	nlt_close(&deaf);
}

TEST_HARNESS_MAIN
