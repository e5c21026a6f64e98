/* SPDX-License-Identifier: GPL-2.0-only */
/* Copyright (c) 2026 cpo contributors */
#ifndef CPO_HOST_FAKE_PRIV_H
#define CPO_HOST_FAKE_PRIV_H

/* What the files of the fake share. */

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <libmnl/libmnl.h>
#include <linux/cpo.h>

#define ARRAY_SIZE(a)	(sizeof(a) / sizeof((a)[0]))

#define FAMILY_ID	40
#define GROUP_MGMT	7
#define GROUP_EVENTS	8
#define PORT_LANES	4
#define MAX_DEVS	2
#define MAX_ENGINES	128
#define MAX_LANES	64	/* of one engine */
#define MAX_ELS		64
#define SENSORS		11
#define DUMP_ROOM	8192	/* bytes of a datagram of a dump */
#define MAX_SOCKS	8
#define DEVICE_TIME_NS	5000000000000ull

/* Which lanes a laser feeds, and which a port has. */
enum wiring {
	SIDE_BY_SIDE,
	FOUR_WAVELENGTHS,	/* a port has lanes of four lasers */
	PLANES_APART,		/* a port has one lane on each of four engines */
	SPARE,			/* the third laser is standby for the others */
	INSIDE,			/* lasers are in the engines */
};

struct profile {
	const char *name;
	unsigned int engines;
	unsigned int lanes;	/* of one engine */
	unsigned int els;
	unsigned int lasers;	/* of one ELS, or engine when inside */
	unsigned int ports;
	unsigned int banks;
	enum wiring wiring;
};

struct dev {
	const struct profile *p;
	unsigned int id;
	unsigned int slot;	/* where it is plugged in */
	unsigned int period_us;
	unsigned int window_s;
	uint64_t epoch;
	uint64_t seq;
	bool pulled[MAX_ELS];
	bool dark[MAX_ENGINES][MAX_LANES];
	unsigned int insertions[MAX_ELS];
	/* By engine and lane, the route that feeds it. */
	uint16_t route[MAX_ENGINES][MAX_LANES];
};

/* Lanes of an engine. */
struct range {
	unsigned int engine, first, count, stride;
};

/* What a request may be about. */
enum {
	DEV, ENGINE, ELS, LASER, LANE, PORT, ROUTE, SENSOR, STATS, FLAG,
	THRESHOLD, KINDS
};

/* Filters of a request; -1 for what is not given. */
struct filter {
	int dev, engine, els, laser, lane, port, route, sensor;
	/* Of rows about objects of several kinds: which. */
	int object;
};

struct answer;

/* ---- The devices and their wiring (fake.c) ---- */

extern struct dev fake_devs[MAX_DEVS];
extern unsigned int fake_ndevs;
extern bool fake_family_absent;
extern uint16_t fake_family_id;
/* What is left of CPO_FAKE_INTR and CPO_FAKE_TICKS, and CPO_FAKE_FAIL. */
extern unsigned int fake_interrupts;
extern unsigned int fake_ticks;
extern const char *fake_failing;
extern pthread_mutex_t fake_lock;

struct dev *fake_dev(unsigned int id);
bool fake_knob(const char *name);
unsigned int fake_lasers(const struct dev *d);
unsigned int fake_routes(const struct dev *d);
bool fake_route_is_standby(const struct dev *d, unsigned int r);
unsigned int fake_route_laser(const struct dev *d, unsigned int r);
unsigned int fake_route_els(const struct dev *d, unsigned int r);
struct range fake_route_lanes(const struct dev *d, unsigned int r);
bool fake_route_has_port(const struct dev *d, unsigned int r,
			 unsigned int port);
unsigned int fake_lane_port(const struct dev *d, unsigned int engine,
			    unsigned int lane);
bool fake_lane_dark(const struct dev *d, unsigned int engine,
		    unsigned int lane);
void fake_port_lane(const struct dev *d, unsigned int port, unsigned int i,
		    unsigned int *engine, unsigned int *lane);
bool fake_port_on_engine(const struct dev *d, unsigned int port,
			 unsigned int wanted);
bool fake_port_uses(const struct dev *d, unsigned int port, int els, int laser);
bool fake_port_dark(const struct dev *d, unsigned int port);

/* ---- Rows (fake_rows.c) ---- */

void fake_put_sint(struct nlmsghdr *nlh, uint16_t type, int64_t val);
void fake_put_sample(struct nlmsghdr *nlh, uint16_t type);
void fake_put_future(struct nlmsghdr *nlh);
void fake_put_dev(struct nlmsghdr *nlh, const struct dev *d);
void fake_put_engine(struct nlmsghdr *nlh, const struct dev *d, unsigned int n);
void fake_put_els(struct nlmsghdr *nlh, const struct dev *d, unsigned int n);
void fake_put_laser(struct nlmsghdr *nlh, const struct dev *d, unsigned int e,
		    unsigned int l);
void fake_put_lane(struct nlmsghdr *nlh, const struct dev *d,
		   unsigned int engine, unsigned int lane);
void fake_put_port(struct nlmsghdr *nlh, const struct dev *d, unsigned int n);
void fake_put_route(struct nlmsghdr *nlh, const struct dev *d, unsigned int k);
void fake_put_sensor(struct nlmsghdr *nlh, const struct dev *d, unsigned int n);
uint16_t fake_sensor_part(const struct dev *d, unsigned int n);

/* ---- Gets (fake_get.c, fake_stats.c) ---- */

unsigned int fake_rows_dev(struct answer *a, const struct dev *d,
			   const struct filter *f);
unsigned int fake_rows_engine(struct answer *a, const struct dev *d,
			      const struct filter *f);
unsigned int fake_rows_els(struct answer *a, const struct dev *d,
			   const struct filter *f);
unsigned int fake_rows_laser(struct answer *a, const struct dev *d,
			     const struct filter *f);
unsigned int fake_rows_lane(struct answer *a, const struct dev *d,
			    const struct filter *f);
unsigned int fake_rows_port(struct answer *a, const struct dev *d,
			    const struct filter *f);
unsigned int fake_rows_route(struct answer *a, const struct dev *d,
			     const struct filter *f);
unsigned int fake_rows_sensor(struct answer *a, const struct dev *d,
			      const struct filter *f);
unsigned int fake_rows_stats(struct answer *a, const struct dev *d,
			     const struct filter *f);

/* ---- Sockets (fake_sock.c) ---- */

struct sock {
	int fd;			/* an eventfd: readable when @first is set */
	uint32_t portid;
	uint64_t groups;
	bool overflow;
	unsigned int queued;
	struct datagram *first;
	struct datagram **last;
};

extern struct sock fake_socks[MAX_SOCKS];

void fake_sock_wake(struct sock *sock);
void fake_sock_queue(struct sock *sock, const void *data, size_t len);

/* ---- Requests and answers (fake_answer.c) ---- */

extern const char *const fake_kind_name[KINDS];

void fake_serve(struct sock *sock, const struct nlmsghdr *req);
bool fake_is(int filter, unsigned int val);
const struct nlmsghdr *fake_request(const struct answer *a);
void fake_filter_parse(struct filter *f, const struct nlmsghdr *req,
		       const uint16_t *ids, uint16_t object);
struct nlmsghdr *fake_row_start(struct answer *a, uint8_t cmd);
void fake_row_end(struct answer *a, const struct nlmsghdr *nlh);
/* The end of an answer; @miss is an attribute that is missing, or 0. */
void fake_error(struct answer *a, int err, const char *msg, unsigned int miss);
/* With the attribute of the request that is at fault. */
void fake_error_at(struct answer *a, int err, const char *msg,
		   unsigned int type);
/* What the controller tells of the family. */
void fake_put_family(struct nlmsghdr *nlh);

/* ---- Events (fake_events.c) ---- */

/* Starts a nest in fake_event_msg(). */
struct nlattr *fake_event_start(struct dev *d, uint32_t code, uint32_t action,
				uint32_t severity, uint32_t object);
struct nlmsghdr *fake_event_msg(void);
void fake_event_end(struct nlattr *nest);
void fake_event_send(void);

/*
 * Events that are counted when a device is read, and sent when the reader has
 * come to the end of what there was.
 */
struct late {
	unsigned int count;
	/* What else happens then, separated by semicolons. */
	char lines[64];
	bool told;
};

extern struct late fake_late;
void fake_do_late(void);
/* What happens between subscribing and the first request. */
extern const char *fake_early;

/* ---- Flags and limits (fake_flags.c) ---- */

/* Attribute numbers of dev-id ... sensor-id. */
extern const uint16_t fake_flag_ids[8];
extern const uint16_t fake_threshold_ids[8];

unsigned int fake_rows_flag(struct answer *a, const struct dev *d,
			    const struct filter *f);
unsigned int fake_rows_threshold(struct answer *a, const struct dev *d,
				 const struct filter *f);
void fake_flag_clear(struct answer *a);
void fake_threshold_set(struct answer *a);
/* Forget all, and read the environment. */
void fake_flags_reset(void);
/* What an event of a lane said. */
void fake_flag_lane(const struct dev *d, unsigned int engine, unsigned int lane,
		    uint32_t code, bool set);
/* One flag, as in CPO_FAKE_FLAGS, with or without an event. */
void fake_flag_line(const char *line, bool event);

#endif /* CPO_HOST_FAKE_PRIV_H */
