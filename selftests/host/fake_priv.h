/* SPDX-License-Identifier: GPL-2.0-only */
/* Copyright (c) 2026 cpo contributors */
#ifndef CPO_HOST_FAKE_PRIV_H
#define CPO_HOST_FAKE_PRIV_H

/* What the files of the fake share. */

#include <stdbool.h>
#include <stdint.h>
#include <libmnl/libmnl.h>
#include <linux/cpo.h>

#define ARRAY_SIZE(a)	(sizeof(a) / sizeof((a)[0]))

#define MAX_ENGINES	128
#define MAX_LANES	64	/* of one engine */
#define MAX_ELS		64
#define SENSORS		11
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

/* Filters of a request; -1 for what is not given. */
struct filter {
	int dev, engine, els, laser, lane, port, route, sensor;
	/* Of rows about objects of several kinds: which. */
	int object;
};

struct answer;

bool fake_knob(const char *name);
bool fake_is(int filter, unsigned int val);
unsigned int fake_lasers(const struct dev *d);
unsigned int fake_routes(const struct dev *d);
struct dev *fake_dev(unsigned int id);

void fake_put_sint(struct nlmsghdr *nlh, uint16_t type, int64_t val);
void fake_put_sample(struct nlmsghdr *nlh, uint16_t type);
void fake_put_future(struct nlmsghdr *nlh);

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
/* Starts a nest in fake_event_msg(). */
struct nlattr *fake_event_start(struct dev *d, uint32_t code, uint32_t action,
				uint32_t severity, uint32_t object);
struct nlmsghdr *fake_event_msg(void);
void fake_event_end(struct nlattr *nest);
void fake_event_send(void);

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
