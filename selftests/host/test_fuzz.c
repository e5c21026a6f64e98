// SPDX-License-Identifier: GPL-2.0-only
// Copyright (c) 2026 cpo contributors
/*
 * What a broken or hostile driver could send: random bytes, and messages that
 * were right once. Nothing may be read outside of them; built with ASan and
 * UBSan, so that it would be seen.
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <cmocka.h>

#include "cpoctl.h"
#include "fake.h"
#include "wire.h"

#define ROUNDS		100000
#define MAX_SAMPLES	64
#define MAX_LEN		1024

struct sample {
	enum cpo_kind kind;
	size_t len;
	uint8_t data[MAX_LEN];
};

static struct sample samples[MAX_SAMPLES];
static unsigned int nsamples;
static uint64_t seed = 88172645463325252ull;
static FILE *sink;

/* The same on every machine. */
static uint32_t rnd(uint32_t below)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return (seed >> 16) % below;
}

/* ---- Samples ---- */

static void add_attr(struct sample *s, unsigned int type, const void *data,
		     size_t len)
{
	struct nlattr *attr = (void *)(s->data + s->len);

	if (s->len + MNL_ALIGN(sizeof(*attr) + len) > MAX_LEN)
		return;
	attr->nla_len = sizeof(*attr) + len;
	attr->nla_type = type;
	if (len)
		memcpy(attr + 1, data, len);
	s->len += MNL_ALIGN(attr->nla_len);
}

static void fill_value(struct sample *s, unsigned int type,
		       const struct cpo_attr *attr);

static void fill_set(struct sample *s, const struct cpo_set *set)
{
	unsigned int i;

	for (i = 1; i <= set->max; i++)
		if (rnd(4))
			fill_value(s, i, &set->attr[i]);
}

static void fill_value(struct sample *s, unsigned int type,
		       const struct cpo_attr *attr)
{
	struct sample inner = { 0 };
	uint64_t val = rnd(3) ? rnd(20) : seed;

	switch (attr->type) {
	case CPO_T_NEST:
		fill_set(&inner, attr->nest);
		add_attr(s, type, inner.data, inner.len);
		break;
	case CPO_T_STRING:
		add_attr(s, type, "text", 5);
		break;
	case CPO_T_FLAG:
		add_attr(s, type, NULL, 0);
		break;
	default:
		add_attr(s, type, &val, rnd(2) ? 4 : 8);
	}
	if (attr->multi && rnd(2))
		fill_value(s, type, attr);
}

static void make_samples(void)
{
	struct sample *s;

	for (nsamples = 0; nsamples < MAX_SAMPLES; nsamples++) {
		s = &samples[nsamples];
		memset(s, 0, sizeof(*s));
		s->kind = nsamples % CPO_KIND_COUNT;
		fill_set(s, cpo_kind_set(s->kind));
	}
}

/* ---- Damage ---- */

static size_t damage(uint8_t *data, size_t len)
{
	unsigned int n = rnd(6);
	size_t pos;

	while (n-- && len) {
		pos = rnd(len);
		switch (rnd(5)) {
		case 0:
			data[pos] = rnd(256);
			break;
		case 1:
			data[pos] ^= 1u << rnd(8);
			break;
		case 2:
			len = pos;
			break;
		case 3:
			/* Lengths are where it hurts. */
			pos &= ~(size_t)3;
			data[pos] = rnd(40);
			break;
		case 4:
			memmove(data + pos, data + rnd(len), (len - pos) / 2 <
				len / 2 ? (len - pos) / 2 : 0);
			break;
		}
	}
	return len;
}

static size_t random_bytes(uint8_t *data, size_t max)
{
	size_t len = rnd(max), i;

	for (i = 0; i < len; i++)
		data[i] = rnd(4) ? rnd(256) : 0;
	return len;
}

/* A copy with nothing behind it, so that reading on is seen. */
static uint8_t *exact(const uint8_t *data, size_t len)
{
	uint8_t *copy = malloc(len ? len : 1);

	memcpy(copy, data, len);
	return copy;
}

/* ---- Users of rows ---- */

static void unknown(unsigned int attr, const void *data, size_t len, void *arg)
{
	const uint8_t *byte = data;
	volatile uint8_t sum = 0;

	(void)attr;
	(void)arg;
	while (len--)
		sum += *byte++;
}

static void use_row(struct cpo_row *row)
{
	const struct object *obj = object_of_kind(cpo_row_kind(row));
	struct item item = { .row = row };
	static struct json js;
	char text[64];
	unsigned int i;

	cpo_row_ids(row, &item.ids);
	item.kind = rnd(CPO_KIND_PAGE);
	if (cpo_row_kind(row) == CPO_KIND_STATS)
		item.stats = row;
	cpo_row_for_each_unknown(row, unknown, NULL);
	if (!obj)
		return;
	json_begin(&js, sink, rnd(2));
	json_object(&js, NULL);
	item_json(&js, obj, &item);
	if (item.stats)
		windows_json_item(&js, &item);
	json_end(&js);
	for (i = 0; i < obj->nfields; i++) {
		field_text(&obj->fields[i], &item, text, sizeof(text));
		field_exact(&obj->fields[i], &item, text, sizeof(text));
	}
}

static void test_rows(void **state)
{
	uint8_t data[MAX_LEN];
	unsigned int i, taken = 0;
	const struct sample *s;
	struct cpo_row *row;
	uint8_t *copy;
	size_t len;

	(void)state;
	for (i = 0; i < ROUNDS; i++) {
		s = &samples[rnd(nsamples)];
		memcpy(data, s->data, s->len);
		len = rnd(8) ? damage(data, s->len) :
			       random_bytes(data, sizeof(data));
		copy = exact(data, len);
		if (!cpo_row_new(s->kind, copy, len, &row)) {
			/* The row has its own copy. */
			free(copy);
			copy = NULL;
			use_row(row);
			cpo_row_unref(row);
			taken++;
		}
		free(copy);
	}
	/* Both ways are taken often. */
	assert_true(taken > ROUNDS / 20 && taken < ROUNDS - ROUNDS / 20);
}

/* ---- Whole messages ---- */

static size_t message(uint8_t *buf, const struct sample *s, uint16_t type,
		      uint8_t cmd)
{
	struct nlmsghdr *nlh = mnl_nlmsg_put_header(buf);
	struct genlmsghdr *genl;

	nlh->nlmsg_type = type;
	genl = mnl_nlmsg_put_extra_header(nlh, sizeof(*genl));
	genl->cmd = cmd;
	memcpy(mnl_nlmsg_put_extra_header(nlh, s->len), s->data, s->len);
	return nlh->nlmsg_len;
}

static void on_event(const struct cpo_event_pos *pos,
		     const struct cpo_row *event, void *arg)
{
	(void)pos;
	++*(unsigned int *)arg;
	use_row((struct cpo_row *)event);
}

static void on_change(unsigned int cmd, const struct cpo_row *row, void *arg)
{
	(void)cmd;
	++*(unsigned int *)arg;
	use_row((struct cpo_row *)row);
}

static void on_gap(const struct cpo_gap *gap, void *arg)
{
	(void)gap;
	++*(unsigned int *)arg;
}

static const struct cpo_monitor_ops ops = { on_event, on_change, on_gap };

/* Notifications, among them batches of events. */
static void test_monitor(void **state)
{
	uint8_t buf[2 * MAX_LEN];
	struct cpo_monitor *mon;
	unsigned int i, seen = 0;
	struct sample batch;
	uint64_t val = 1;
	size_t len;

	(void)state;
	fake_reset();
	assert_int_equal(cpo_ctx_new(&ctx), 0);
	assert_int_equal(cpo_monitor_new(ctx, CPO_MONITOR_MGMT |
					 CPO_MONITOR_EVENTS, &mon), 0);
	for (i = 0; i < ROUNDS; i++) {
		memset(&batch, 0, sizeof(batch));
		add_attr(&batch, CPO_A_EVENTS_DEV_ID, &val, 8);
		add_attr(&batch, CPO_A_EVENTS_EPOCH, &val, 8);
		add_attr(&batch, CPO_A_EVENTS_SEQ, &val, 8);
		add_attr(&batch, CPO_A_EVENTS_EVENT,
			 samples[CPO_KIND_EVENT].data,
			 samples[CPO_KIND_EVENT].len);
		len = message(buf, rnd(3) ? &batch : &samples[rnd(nsamples)],
			      rnd(10) ? 40 : GENL_ID_CTRL,
			      rnd(3) ? CPO_CMD_EVENTS_NTF :
				       rnd(CPO_CMD_MAX + 2));
		len = rnd(8) ? damage(buf, len) :
			       random_bytes(buf, sizeof(buf));
		wire_data(buf, len);
		cpo_monitor_read(mon, &ops, &seen);
		wire_clear();
	}
	assert_true(seen > ROUNDS / 20);
	cpo_monitor_free(mon);
	ctx = cpo_ctx_unref(ctx);
}

static void test_errors(void **state)
{
	uint8_t buf[2 * MAX_LEN], req_buf[256];
	struct nlmsghdr *req, *nlh;
	struct nlmsgerr *err;
	unsigned int i;
	uint8_t *copy;
	size_t len;

	(void)state;
	fake_reset();
	assert_int_equal(cpo_ctx_new(&ctx), 0);
	assert_int_equal(cpo_ctx_connect(ctx), 0);
	memset(req_buf, 0, sizeof(req_buf));
	req = mnl_nlmsg_put_header(req_buf);
	req->nlmsg_type = ctx->family.id;
	mnl_nlmsg_put_extra_header(req, sizeof(struct genlmsghdr));
	((struct genlmsghdr *)mnl_nlmsg_get_payload(req))->cmd =
		CPO_CMD_PORT_GET;
	mnl_attr_put_u32(req, CPO_A_PORT_DEV_ID, 0);
	for (i = 0; i < ROUNDS; i++) {
		nlh = mnl_nlmsg_put_header(buf);
		nlh->nlmsg_type = rnd(2) ? NLMSG_ERROR : NLMSG_DONE;
		nlh->nlmsg_flags = rnd(4) ? NLM_F_ACK_TLVS : rnd(65536);
		err = mnl_nlmsg_put_extra_header(nlh, sizeof(*err));
		err->error = -(int)rnd(200);
		err->msg.nlmsg_len = rnd(3) ? rnd(64) : rnd(1u << 31);
		mnl_attr_put_strz(nlh, NLMSGERR_ATTR_MSG, "text");
		mnl_attr_put_u32(nlh, NLMSGERR_ATTR_OFFS, rnd(64));
		mnl_attr_put_u32(nlh, NLMSGERR_ATTR_MISS_TYPE, rnd(64));
		mnl_attr_put_u32(nlh, NLMSGERR_ATTR_MISS_NEST, rnd(64));
		len = damage(buf, nlh->nlmsg_len);
		if (len < sizeof(*nlh))
			continue;
		nlh->nlmsg_len = len;
		copy = exact(buf, len);
		cpo_extack(ctx, (void *)copy, req);
		free(copy);
	}
	ctx = cpo_ctx_unref(ctx);
}

static int no_row(struct cpo_row *row, void *arg)
{
	(void)arg;
	use_row(row);
	return 0;
}

/* An answer to a dump, damaged: it ends, and the next one works. */
static void test_answers(void **state)
{
	uint8_t buf[2 * MAX_LEN];
	unsigned int i, count = 0;
	struct nlmsghdr *nlh;
	size_t len;
	int *code;

	(void)state;
	fake_reset();
	assert_int_equal(cpo_ctx_new(&ctx), 0);
	assert_int_equal(cpo_ctx_connect(ctx), 0);
	for (i = 0; i < ROUNDS / 10; i++) {
		len = message(buf, &samples[rnd(nsamples)], ctx->family.id, 1);
		((struct nlmsghdr *)buf)->nlmsg_seq = ctx->seq + 1;
		len = damage(buf, len);
		wire_data(buf, len);
		nlh = mnl_nlmsg_put_header(buf);
		nlh->nlmsg_type = NLMSG_DONE;
		code = mnl_nlmsg_put_extra_header(nlh, sizeof(*code));
		*code = 0;
		wire_msg(ctx, nlh);
		if (rnd(2))
			cpo_dump(ctx, rnd(CPO_KIND_PAGE), NULL, no_row, NULL);
		else
			cpo_stats_dump(ctx, rnd(CPO_KIND_ROUTE), NULL, no_row,
				       NULL);
		wire_clear();
	}
	assert_int_equal(cpo_dump(ctx, CPO_KIND_DEV, NULL, no_row, &count), 0);
	ctx = cpo_ctx_unref(ctx);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rows),
		cmocka_unit_test(test_monitor),
		cmocka_unit_test(test_errors),
		cmocka_unit_test(test_answers),
	};

	sink = fopen("/dev/null", "w");
	if (!sink)
		return 1;
	make_samples();
	return cmocka_run_group_tests_name("fuzz", tests, NULL, NULL);
}
