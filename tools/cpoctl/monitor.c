// SPDX-License-Identifier: GPL-2.0-only
// Copyright (c) 2026 cpo contributors
/*
 * cpoctl monitor: events and changes as they come, and what was missed.
 *
 * Subscribing comes before reading the state, so nothing falls in between.
 * When messages were lost, a gap record says so, the state is read again and
 * what differs is printed as synthetic changes.
 */

#include <errno.h>
#include <inttypes.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "event.h"
#include "flag.h"
#include "state.h"

#define BATCH		256
#define RESYNC_PAUSE_MS	100
#define SEND_MS		20
#define EPOCH_TRIES	5
#define FILTER_NONE	UINT32_MAX

struct monitor {
	struct cpo_monitor *lib;
	/* Groups to print; state needs both. */
	unsigned int show;
	const char **word;
	unsigned int words;
	/* The words are the monitor's own, with handles in them. */
	bool by_handle;
	struct choice choice;
	/* The one before, with what has gone since. */
	struct choice before;
	/* What events must be; FILTER_NONE for anything. */
	uint32_t severity;
	uint32_t object;
	uint32_t code;
	/* Where an earlier monitor stopped, and what came since. */
	bool since;
	bool has_epoch;
	uint64_t epoch;
	uint64_t next;
	/* Something is missing: read the state again. */
	bool resync;
	/* Objects or relations changed: learn and choose again. */
	bool rechoose;
	/* The family is not in the kernel. */
	bool gone;
	/* How often a device began to count anew. */
	unsigned int epochs;
	unsigned int synthetic;
};

static volatile sig_atomic_t stopped;

static void on_signal(int sig)
{
	(void)sig;
	stopped = 1;
	alarm(1);
}

/* ---- Choice ---- */

/*
 * A device that is unbound and bound again comes back under another number,
 * in the same place: name it by its handle.
 */
static char *word_by_handle(const char *word)
{
	const char *rest = strchrnul(word, '/'), *bus, *name;
	struct selector sel;
	struct cpo_row *row = NULL;
	char why[128], *text;
	uint32_t dev;
	size_t i;

	if (!strncmp(word, "cpo", 3) &&
	    !selector_parse(&sel, word, why, sizeof(why)) &&
	    sel_num_single(&sel.dev, &dev))
		for (i = 0; i < devs()->count; i++)
			if (devs()->item[i].ids.id[CPO_ID_DEV] == dev)
				row = devs()->item[i].row;
	if (!row || cpo_dev_get_bus_name(row, &bus) ||
	    cpo_dev_get_dev_name(row, &name) ||
	    asprintf(&text, "%s/%s%s", bus, name, rest) < 0)
		return strdup(word);
	return text;
}

static int words_by_handle(struct monitor *mon)
{
	char **word = calloc(mon->words + 1, sizeof(*word));
	unsigned int i;

	for (i = 0; word && i < mon->words; i++) {
		word[i] = word_by_handle(mon->word[i]);
		if (!word[i])
			return report(EXIT_FAILED, NULL, "out of memory");
	}
	if (!word)
		return report(EXIT_FAILED, NULL, "out of memory");
	mon->word = (const char **)word;
	mon->by_handle = true;
	return EXIT_OK;
}

static void words_free(struct monitor *mon)
{
	unsigned int i;

	for (i = 0; mon->by_handle && i < mon->words; i++)
		free((char *)mon->word[i]);
	if (mon->by_handle)
		free(mon->word);
}

/* ---- Events ---- */

/* Lanes have no change notification: events keep them up to date. */
static void event_apply(const struct event *ev)
{
	bool set = ev->action == CPO_ACTION_SET;

	if (ev->code == CPO_EVENT_CODE_LANE_TX_DARK)
		state_bits(CPO_KIND_LANE, &ev->ids, CPO_LANE_STATUS_TX_DARK,
			   set);
	else if (ev->code == CPO_EVENT_CODE_LANE_RX_LOS)
		state_bits(CPO_KIND_LANE, &ev->ids, CPO_LANE_STATUS_RX_LOS,
			   set);
	if (ev->action != CPO_ACTION_PULSE && cond_is_flag(&ev->cond))
		state_flag(ev->kind, &ev->ids, &ev->cond, set);
}

static bool wanted(const struct monitor *mon, const struct event *ev)
{
	return mon->show & CPO_MONITOR_EVENTS &&
	       (mon->severity == FILTER_NONE ||
		ev->severity >= mon->severity) &&
	       (mon->object == FILTER_NONE || ev->object == mon->object) &&
	       (mon->code == FILTER_NONE || ev->code == mon->code) &&
	       choice_has(&mon->choice, ev->kind, &ev->ids);
}

static void on_event(const struct cpo_event_pos *pos,
		     const struct cpo_row *row, void *arg)
{
	struct monitor *mon = arg;
	struct event ev;

	event_decode(&ev, pos, row);
	event_apply(&ev);
	if (ev.code == CPO_EVENT_CODE_TOPOLOGY)
		mon->rechoose = true;
	/* The device itself lost events: they are in no message. */
	if (ev.code == CPO_EVENT_CODE_OVERFLOW)
		mon->resync = true;
	if (!wanted(mon, &ev))
		return;
	if (opt.json)
		event_json(&ev);
	else
		event_text(&ev);
}

/* ---- Changes ---- */

static void change_json(const struct object *of, const struct item *item,
			const char *notification)
{
	struct json *js = record_json("change", time_now());

	json_str(js, "object", of->name);
	json_bool(js, "synthetic", !notification);
	if (notification)
		json_str(js, "notification", notification);
	item_json(js, of, item);
	json_end(js);
}

static const struct field *state_field(const struct object *of,
				       unsigned int i)
{
	unsigned int k;

	for (k = 0; k < of->nfields; k++)
		if (of->fields[k].attr == of->state[i].attr)
			return &of->fields[k];
	return NULL;
}

static void change_text(const struct object *of, const struct item *item,
			const char *notification)
{
	const struct field *f;
	char word[128];
	unsigned int i;

	record_text(notification ? "change" : "resync", C_NONE, time_now());
	record_object_text(of->kind, &item->ids);
	if (notification && of->kind == CPO_KIND_DEV)
		out("%s ", notification);
	for (i = 0; i < STATE_WORDS && of->state[i].attr; i++) {
		f = state_field(of, i);
		if (!f || !field_text(f, item, word, sizeof(word)))
			continue;
		out("%s ", f->key);
		out_color(field_color(f, item), "%s ", word);
	}
	out("\n");
}

/* A change has neither severity nor code. */
static bool hides_change(const struct monitor *mon, int kind)
{
	const char *object = cpo_enum_name(CPO_ENUM_OBJECT, mon->object);

	return mon->severity != FILTER_NONE || mon->code != FILTER_NONE ||
	       (mon->object != FILTER_NONE &&
		strcmp(object, cpo_kind_name(kind)));
}

/* Whatever its severity, which nobody knows of one that was forgotten. */
static bool flag_chosen(const struct monitor *mon, int kind,
			const struct cpo_ids *ids, const struct cond *cond)
{
	const char *object = cpo_enum_name(CPO_ENUM_OBJECT, mon->object);

	return mon->show & CPO_MONITOR_EVENTS &&
	       (mon->code == FILTER_NONE || cond->code == mon->code) &&
	       (mon->object == FILTER_NONE ||
		!strcmp(object, cpo_kind_name(kind))) &&
	       choice_has(&mon->choice, kind, ids);
}

/* A flag that is found set or clear by reading is told as one. */
static bool flag_wanted(const struct monitor *mon, const struct item *flag)
{
	uint32_t severity = 0;
	struct cond cond;

	cond_of(flag->row, &cond);
	cpo_flag_get_severity(flag->row, &severity);
	return (mon->severity == FILTER_NONE || severity >= mon->severity) &&
	       flag_chosen(mon, flag->kind, &flag->ids, &cond);
}

static void flag_text(int kind, const struct cpo_ids *ids,
		      const struct cond *cond, bool set)
{
	char words[72];

	cond_text(cond, words, sizeof(words));
	record_text("resync", C_NONE, time_now());
	record_object_text(kind, ids);
	out("flag %s ", words);
	out_color(set ? C_WARN : C_GOOD, "%s\n", set ? "set" : "clear");
}

static void flag_print(struct monitor *mon, const struct item *flag)
{
	struct cond cond;
	struct json *js;

	if (!flag_wanted(mon, flag))
		return;
	if (!opt.json) {
		cond_of(flag->row, &cond);
		flag_text(flag->kind, &flag->ids, &cond, flag_is_set(flag));
		return;
	}
	js = record_json("flag", time_now());
	json_bool(js, "synthetic", true);
	item_json(js, &obj_flag, flag);
	json_end(js);
}

static void change_print(struct monitor *mon, const struct object *of,
			 const struct item *item, const char *notification)
{
	if (hides_change(mon, of->kind) ||
	    !choice_has(&mon->choice, of->kind, &item->ids))
		return;
	if (opt.json)
		change_json(of, item, notification);
	else
		change_text(of, item, notification);
}

/* Objects came or went. What is not there now may come back. */
static void choose_again(struct monitor *mon)
{
	mon->rechoose = false;
	devs_reload();
	opt.mute = true;
	opt.hush = true;
	choice_again(&mon->choice, &mon->before, mon->word, mon->words);
	opt.hush = false;
	opt.mute = false;
}

static void on_change(unsigned int cmd, const struct cpo_row *row, void *arg)
{
	struct monitor *mon = arg;
	struct item item = { .row = (struct cpo_row *)row };
	int kind = cpo_row_kind(row);

	cpo_row_ids(row, &item.ids);
	item.key = ids_key(kind, &item.ids);
	if (cmd == CPO_CMD_DEV_ADD_NTF)
		choose_again(mon);
	/* And once more, with all there is to learn of it. */
	if (kind == CPO_KIND_DEV)
		mon->rechoose = true;
	state_update(&item);
	if (mon->show & CPO_MONITOR_MGMT)
		change_print(mon, object_of_kind(kind), &item,
			     cpo_cmd_name(cmd));
	if (cmd == CPO_CMD_DEV_DEL_NTF)
		state_forget_dev(item.ids.id[CPO_ID_DEV]);
}

/* ---- Gaps ---- */

static const char *const gap_word[] = {
	[CPO_GAP_SEQUENCE] = "sequence",
	[CPO_GAP_EPOCH] = "epoch",
	[CPO_GAP_OVERFLOW] = "overflow",
	[CPO_GAP_GONE] = "family-gone",
	[CPO_GAP_BACK] = "family-back",
};

static void gap_json(const struct cpo_gap *gap)
{
	struct json *js = record_json("gap", time_now());
	char name[PATH_LEN];

	json_str(js, "reason", gap_word[gap->reason]);
	if (gap->reason == CPO_GAP_SEQUENCE || gap->reason == CPO_GAP_EPOCH) {
		dev_name(gap->dev, name, sizeof(name));
		json_str(js, "dev", name);
		json_uint(js, "epoch", gap->epoch);
	}
	if (gap->reason == CPO_GAP_SEQUENCE) {
		json_uint(js, "lost", gap->lost);
		json_uint(js, "first_seq", gap->first);
		json_uint(js, "last_seq", gap->first + gap->lost - 1);
	}
	json_end(js);
}

static void gap_text(const struct cpo_gap *gap)
{
	char name[PATH_LEN];

	record_text("gap", C_WARN, time_now());
	dev_name(gap->dev, name, sizeof(name));
	switch (gap->reason) {
	case CPO_GAP_SEQUENCE:
		out("%s: %" PRIu64 " events lost, seq %" PRIu64 " to %" PRIu64
		    "\n", name, gap->lost, gap->first,
		    gap->first + gap->lost - 1);
		break;
	case CPO_GAP_EPOCH:
		out("%s: numbering starts anew, events may be lost\n", name);
		break;
	case CPO_GAP_OVERFLOW:
		out("messages came faster than they were read, some are lost\n");
		break;
	case CPO_GAP_GONE:
		out("the family left the kernel (module unloaded)\n");
		break;
	case CPO_GAP_BACK:
		out("the family is back\n");
		break;
	}
}

static void on_gap(const struct cpo_gap *gap, void *arg)
{
	struct monitor *mon = arg;

	mon->epochs += gap->reason == CPO_GAP_EPOCH;
	mon->gone = gap->reason == CPO_GAP_GONE;
	mon->resync = !mon->gone;
	/* Devices may have come and gone, and nobody said so. */
	if (gap->reason == CPO_GAP_OVERFLOW || gap->reason == CPO_GAP_BACK)
		mon->rechoose = true;
	if (mon->gone)
		state_free();
	if (opt.json)
		gap_json(gap);
	else
		gap_text(gap);
}

static const struct cpo_monitor_ops ops = {
	.event = on_event,
	.change = on_change,
	.gap = on_gap,
};

/* ---- Reading the state again ---- */

static void on_differs(const struct object *obj, const struct item *item,
		       void *arg)
{
	struct monitor *mon = arg;

	mon->synthetic++;
	if (obj == &obj_flag)
		flag_print(mon, item);
	else
		change_print(mon, obj, item, NULL);
}

/* What "flag show" would have said of it. */
static void flag_gone_json(const struct known *known, const struct cond *cond)
{
	struct json *js = record_json("flag", time_now());
	char text[PATH_LEN];

	json_bool(js, "synthetic", true);
	path_of(known->of, &known->ids, text, sizeof(text));
	json_str(js, "path", text);
	dev_name(known->ids.id[CPO_ID_DEV], text, sizeof(text));
	json_str(js, "dev", text);
	json_str(js, "object", cpo_kind_name(known->of));
	record_ids_json(js, &known->ids);
	cond_text(cond, text, sizeof(text));
	json_str(js, "flag", text);
	enum_json(js, "code", CPO_ENUM_EVENT_CODE, cond->code);
	if (cond->code == CPO_EVENT_CODE_THRESHOLD) {
		enum_json(js, "quantity", CPO_ENUM_QUANTITY, cond->quantity);
		enum_json(js, "level", CPO_ENUM_LEVEL, cond->level);
	}
	enum_json(js, "state", CPO_ENUM_FLAG_STATE, CPO_FLAG_STATE_CLEAR);
	json_end(js);
}

/* It was set, and its history was forgotten after it went away. */
static void on_flag_gone(const struct monitor *mon, const struct known *known)
{
	struct cond cond;

	flag_cond(known->part, &cond);
	if (!flag_chosen(mon, known->of, &known->ids, &cond))
		return;
	if (opt.json)
		flag_gone_json(known, &cond);
	else
		flag_text(known->of, &known->ids, &cond, false);
}

static void on_dev_gone(const struct monitor *mon, const struct known *known)
{
	struct json *js;

	if (hides_change(mon, CPO_KIND_DEV) ||
	    !(choice_has(&mon->choice, CPO_KIND_DEV, &known->ids) ||
	      choice_has(&mon->before, CPO_KIND_DEV, &known->ids)))
		return;
	if (!opt.json) {
		record_text("resync", C_BAD, time_now());
		record_object_text(CPO_KIND_DEV, &known->ids);
		out("gone\n");
		return;
	}
	js = record_json("change", time_now());
	record_object_json(js, CPO_KIND_DEV, &known->ids);
	json_bool(js, "synthetic", true);
	json_bool(js, "removed", true);
	json_end(js);
}

static void on_gone(const struct known *known, void *arg)
{
	struct monitor *mon = arg;

	mon->synthetic++;
	if (known->kind == CPO_KIND_FLAG)
		on_flag_gone(mon, known);
	else
		on_dev_gone(mon, known);
}

static void print_state(const struct monitor *mon)
{
	struct json *js;

	if (!opt.json) {
		record_text("state", C_NONE, time_now());
		out("read again, %u objects had changed\n", mon->synthetic);
		return;
	}
	js = record_json("state", time_now());
	json_uint(js, "changed", mon->synthetic);
	rows_json(js, devs());
	json_end(js);
}

static int drain(struct monitor *mon);

/*
 * Order matters: what the devices say their next event is, then all messages
 * that were sent before that, and only then can the rest be called lost.
 */
static void expect(struct monitor *mon)
{
	size_t i;

	for (i = 0; i < devs()->count; i++)
		cpo_monitor_expect(mon->lib, devs()->item[i].row, &ops, mon);
}

static int drain_all(struct monitor *mon)
{
	int ret;

	do {
		ret = drain(mon);
	} while (ret > 0);
	return ret;
}

static int catch_devs(struct monitor *mon)
{
	/* A driver counts an event before it sends it. */
	const struct timespec pause = { .tv_nsec = SEND_MS * 1000000l };
	int ret;

	devs_reload();
	ret = drain_all(mon);
	nanosleep(&pause, NULL);
	return ret ? ret : drain_all(mon);
}

static int resync(struct monitor *mon)
{
	unsigned int epochs, tries = 0;
	int ret;

	mon->synthetic = 0;
	/* What a device said before it counted anew is of no use. */
	do {
		epochs = mon->epochs;
		ret = catch_devs(mon);
	} while (!ret && epochs != mon->epochs && ++tries < EPOCH_TRIES);
	expect(mon);
	/* What was found missing just now is what is read next. */
	mon->resync = false;
	if (mon->rechoose)
		choose_again(mon);
	if (!ret)
		ret = state_read(on_differs, on_gone, mon);
	/* Modules may come and go meanwhile. */
	if (ret == -EPROTONOSUPPORT || ret == -ENOENT)
		return 0;
	if (!ret)
		print_state(mon);
	return ret;
}

/* ---- The loop ---- */

/* Returns 1 when there may be more, 0 when not, or a negative errno. */
static int drain(struct monitor *mon)
{
	int i, ret;

	for (i = 0; i < BATCH && !stopped; i++) {
		ret = cpo_monitor_read(mon->lib, &ops, mon);
		if (ret == -EAGAIN)
			return 0;
		if (ret == -EBADMSG)
			warn("a malformed message was skipped");
		else if (ret && ret != -ENOBUFS && ret != -EPROTONOSUPPORT)
			return ret;
	}
	return !stopped;
}

static int catch_up(struct monitor *mon)
{
	static int64_t last;
	const struct timespec pause = {
		.tv_nsec = RESYNC_PAUSE_MS * 1000000l };
	int ret;

	if (mon->resync && !mon->gone) {
		if (time_now() - last < RESYNC_PAUSE_MS * 1000000ll)
			nanosleep(&pause, NULL);
		ret = resync(mon);
		last = time_now();
		if (ret)
			return ret;
	}
	if (mon->rechoose && !mon->gone) {
		choose_again(mon);
		state_learn();
	}
	return 0;
}

/* A signal between the look at @stopped and the waiting is not missed. */
static int wait_more(struct pollfd *pfd, unsigned int count)
{
	sigset_t block, old;
	int ret = 0;

	sigemptyset(&block);
	sigaddset(&block, SIGINT);
	sigaddset(&block, SIGTERM);
	sigprocmask(SIG_BLOCK, &block, &old);
	if (!stopped && ppoll(pfd, count, NULL, &old) < 0 && errno != EINTR)
		ret = -errno;
	sigprocmask(SIG_SETMASK, &old, NULL);
	return ret;
}

static int loop(struct monitor *mon)
{
	struct pollfd pfd[] = {
		{ .fd = cpo_monitor_fd(mon->lib), .events = POLLIN },
		/* A reader that goes away shows as an error or a hang-up. */
		{ .fd = STDOUT_FILENO },
	};
	int more, ret;

	for (;;) {
		more = drain(mon);
		if (more < 0)
			return more;
		ret = catch_up(mon);
		if (ret)
			return ret;
		if (!out_flush() || stopped ||
		    pfd[1].revents & (POLLERR | POLLHUP | POLLNVAL))
			return 0;
		if (!more && !mon->resync)
			ret = wait_more(pfd, ARRAY_SIZE(pfd));
		if (ret)
			return ret;
	}
}

/*
 * A write that waits for its reader ends with them. One that got some of it
 * out is begun anew: the alarm of on_signal() comes again until all is over.
 */
static void signals_catch(void)
{
	struct sigaction sa = { .sa_handler = on_signal };

	sigaction(SIGINT, &sa, NULL);
	sigaction(SIGTERM, &sa, NULL);
	sigaction(SIGALRM, &sa, NULL);
}

/* ---- Going on where an earlier monitor stopped ---- */

/* A number up to @stop; returns what is behind it, or NULL. */
static const char *since_number(const char *text, char stop, uint64_t *val)
{
	char *end;

	errno = 0;
	*val = strtoull(text, &end, 0);
	if (errno || end == text || *end != stop || *text == '-')
		return NULL;
	return end + 1;
}

/* "SEQ" or "EPOCH:SEQ" */
static int since_read(struct monitor *mon)
{
	const char *text = opt.since;

	if (!text)
		return EXIT_OK;
	mon->since = true;
	mon->has_epoch = strchr(text, ':');
	if (mon->has_epoch)
		text = since_number(text, ':', &mon->epoch);
	if (!text || !since_number(text, '\0', &mon->next))
		return usage_error("--since takes SEQ or EPOCH:SEQ, not '%s'",
				   opt.since);
	return EXIT_OK;
}

/* The one device that was chosen; NULL when there are several. */
static const struct item *since_dev(const struct monitor *mon)
{
	const struct item *only = NULL, *dev;
	size_t i;

	for (i = 0; i < devs()->count; i++) {
		dev = &devs()->item[i];
		if (!choice_has(&mon->choice, CPO_KIND_DEV, &dev->ids))
			continue;
		if (only)
			return NULL;
		only = dev;
	}
	return only;
}

static int since_apply(struct monitor *mon)
{
	const struct item *dev;
	uint64_t epoch = 0, next = 0;

	if (!mon->since)
		return EXIT_OK;
	dev = since_dev(mon);
	if (!dev)
		return usage_error("--since is about one device: select one");
	cpo_dev_get_epoch(dev->row, &epoch);
	cpo_dev_get_event_seq(dev->row, &next);
	if (mon->has_epoch && mon->epoch == epoch && mon->next > next)
		return usage_error("--since %s: the next event is %" PRIu64,
				   opt.since, next);
	/* A number that has not come yet is of an earlier epoch. */
	if (!mon->has_epoch)
		mon->epoch = mon->next > next ? epoch + 1 : epoch;
	cpo_monitor_resume(mon->lib, dev->ids.id[CPO_ID_DEV], mon->epoch,
			   mon->next);
	return EXIT_OK;
}

static void print_start(const struct monitor *mon)
{
	struct json *js;

	if (!opt.json) {
		record_text("start", C_NONE, time_now());
		out("watching %zu device%s%s%s\n", devs()->count,
		    devs()->count == 1 ? "" : "s", mon->since ? ", since " : "",
		    mon->since ? opt.since : "");
		return;
	}
	js = record_json("start", time_now());
	json_array(js, "groups");
	if (mon->show & CPO_MONITOR_EVENTS)
		json_str(js, NULL, "events");
	if (mon->show & CPO_MONITOR_MGMT)
		json_str(js, NULL, "mgmt");
	json_close(js);
	if (mon->since)
		json_str(js, "since", opt.since);
	rows_json(js, devs());
	json_end(js);
}

/* Subscribed, state known, choice made: from here on nothing is missed. */
static int start(struct monitor *mon)
{
	int code, ret;

	devs_reload();
	code = choice_make(&mon->choice, mon->word, mon->words);
	if (!code)
		code = words_by_handle(mon);
	if (!code)
		code = since_apply(mon);
	if (code)
		return code;
	ret = state_read(NULL, on_gone, mon);
	if (ret)
		return report_errno(ret, "monitor");
	print_start(mon);
	/* What is set is told anew to one who missed some of it. */
	if (mon->since)
		state_forget_flags();
	mon->resync = mon->since;
	/* What follows does it in the right order. */
	if (!mon->since)
		expect(mon);
	out_flush();
	ret = loop(mon);
	return ret ? report_errno(ret, "monitor") : EXIT_OK;
}

static int filters_read(struct monitor *mon)
{
	int code;

	code = option_word("severity", opt.severity, CPO_ENUM_SEVERITY,
			   &mon->severity);
	if (!code)
		code = option_word("object", opt.object, CPO_ENUM_OBJECT,
				   &mon->object);
	if (!code)
		code = option_word("code", opt.code, CPO_ENUM_EVENT_CODE,
				   &mon->code);
	return code ? code : since_read(mon);
}

static int run_monitor(struct args *args, unsigned int show)
{
	struct monitor mon = {
		.show = show,
		.word = args->selector,
		.words = args->selectors,
		.severity = FILTER_NONE,
		.object = FILTER_NONE,
		.code = FILTER_NONE,
	};
	int code, ret;

	code = filters_read(&mon);
	if (code)
		return code;
	/* One object per line. */
	opt.pretty = false;
	signals_catch();
	ret = cpo_monitor_new(ctx, CPO_MONITOR_MGMT | CPO_MONITOR_EVENTS,
			      &mon.lib);
	if (ret)
		return report_errno(ret, "monitor");
	code = start(&mon);
	cpo_monitor_free(mon.lib);
	state_free();
	choice_free(&mon.choice);
	choice_free(&mon.before);
	words_free(&mon);
	return code;
}

static int cmd_all(const struct object *obj, struct args *args)
{
	(void)obj;
	return run_monitor(args, CPO_MONITOR_MGMT | CPO_MONITOR_EVENTS);
}

static int cmd_events(const struct object *obj, struct args *args)
{
	(void)obj;
	return run_monitor(args, CPO_MONITOR_EVENTS);
}

static int cmd_mgmt(const struct object *obj, struct args *args)
{
	(void)obj;
	return run_monitor(args, CPO_MONITOR_MGMT);
}

static const struct command commands[] = {
	{ "all", cmd_all, "[SELECTOR]... [--severity WORD] [--object WORD] "
	  "[--code WORD] [--since [EPOCH:]SEQ]", NULL,
	  "print events and changes of objects until stopped; with --severity "
	  "or --code events only, as changes have neither; with --since first "
	  "how many events there were from that one on, and which flags are "
	  "set" },
	{ "events", cmd_events, "[SELECTOR]... [--severity WORD] "
	  "[--object WORD] [--code WORD] [--since [EPOCH:]SEQ]", NULL,
	  "print events only" },
	{ "mgmt", cmd_mgmt, "[SELECTOR]... [--object WORD]", NULL,
	  "print changes of objects only" },
};

const struct object obj_monitor = {
	.name = "monitor",
	.kind = -1,
	.help = "events and changes as they come",
	.commands = commands,
	.ncommands = ARRAY_SIZE(commands),
	.implied = true,
};
