// SPDX-License-Identifier: GPL-2.0-only
// Copyright (c) 2026 cpo contributors
/*
 * cpoctl check: one line, performance data and an exit status, as Nagios,
 * Icinga and the like want them of a plugin.
 */

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "health.h"

#define WORST_LINES	10

static const char *const status_name[] = {
	[CHECK_OK] = "OK",
	[CHECK_WARNING] = "WARNING",
	[CHECK_CRITICAL] = "CRITICAL",
	[CHECK_UNKNOWN] = "UNKNOWN",
};

/* ---- Performance data ---- */

enum metric_id {
	M_PORTS_UP,
	M_PORTS,
	M_LASERS_ON,
	M_LASERS,
	M_ELS_PRESENT,
	M_ELS,
	M_ENGINE_TEMPERATURE,
	M_BER,
	M_POWER,
	METRICS
};

struct metric {
	bool known;
	int64_t val;
};

static const struct {
	const char *name;
	/* Times 10^exp; a ratio in 1e-18 where that is not 0 and not -3. */
	int exp;
	/* The metric that is the most it can be, or METRICS. */
	enum metric_id most;
	/* Known, and 0, when there is nothing to count. */
	bool count;
} metrics[METRICS] = {
	[M_PORTS_UP] = { "ports_up", 0, M_PORTS, true },
	[M_PORTS] = { "ports", 0, METRICS, true },
	[M_LASERS_ON] = { "lasers_on", 0, M_LASERS, true },
	[M_LASERS] = { "lasers", 0, METRICS, true },
	[M_ELS_PRESENT] = { "els_present", 0, M_ELS, true },
	[M_ELS] = { "els", 0, METRICS, true },
	[M_ENGINE_TEMPERATURE] = { "engine_temperature_max_celsius", -3,
				   METRICS, false },
	[M_BER] = { "pre_fec_ber_worst", -18, METRICS, false },
	[M_POWER] = { "power_w", -3, METRICS, false },
};

static void metric_max(struct metric *metric, int64_t val)
{
	if (!metric->known || val > metric->val)
		metric->val = val;
	metric->known = true;
}

static void count_port(struct metric *metric, const struct item *port)
{
	uint32_t state;
	uint64_t ber;

	metric[M_PORTS].val++;
	if (!cpo_port_get_state(port->row, &state) &&
	    state == CPO_PORT_STATE_UP)
		metric[M_PORTS_UP].val++;
	if (!cpo_port_get_worst_pre_fec_ber(port->row, &ber) &&
	    ber <= INT64_MAX)
		metric_max(&metric[M_BER], ber);
}

static void count_laser(struct metric *metric, const struct item *laser)
{
	uint32_t state;

	metric[M_LASERS].val++;
	if (!cpo_laser_get_state(laser->row, &state) &&
	    (state == CPO_LASER_STATE_ON || state == CPO_LASER_STATE_ON_FAULT))
		metric[M_LASERS_ON].val++;
}

static void count_els(struct metric *metric, const struct item *els)
{
	uint32_t present;

	metric[M_ELS].val++;
	if (!cpo_els_get_present(els->row, &present) && present)
		metric[M_ELS_PRESENT].val++;
}

static void count_engine(struct metric *metric, const struct item *engine)
{
	int64_t temp;

	if (!cpo_engine_get_temperature(engine->row, &temp))
		metric_max(&metric[M_ENGINE_TEMPERATURE], temp);
}

/* A sum one part of which is not known is not known. */
static void count_dev(struct metric *metric, const struct item *dev)
{
	struct metric *power = &metric[M_POWER];
	uint64_t mw;

	if (cpo_dev_get_power_mw(dev->row, &mw) || mw > INT64_MAX ||
	    __builtin_add_overflow(power->val, (int64_t)mw, &power->val))
		power->known = false;
}

static void count_set(struct metric *metric, const struct choice *choice,
		      const struct rowset *set,
		      void (*count)(struct metric *, const struct item *))
{
	size_t i;

	for (i = 0; i < set->count; i++)
		if (choice_has(choice, set->obj->kind, &set->item[i].ids))
			count(metric, &set->item[i]);
}

static void measure(struct metric *metric, const struct health *health,
		    const struct choice *choice)
{
	unsigned int i;

	for (i = 0; i < METRICS; i++)
		metric[i] = (struct metric){ metrics[i].count, 0 };
	metric[M_POWER].known = true;
	count_set(metric, choice, devs(), count_dev);
	count_set(metric, choice, &health->set[H_ENGINES], count_engine);
	count_set(metric, choice, &health->set[H_ELS], count_els);
	count_set(metric, choice, &health->set[H_LASERS], count_laser);
	count_set(metric, choice, &health->set[H_PORTS], count_port);
}

static void metric_text(const struct metric *metric, int exp, char *buf,
			size_t size)
{
	uint64_t abs = metric->val < 0 ? -(uint64_t)metric->val :
					 (uint64_t)metric->val;

	if (exp == -18)
		ber_text(abs, buf, size);
	else
		decimal_text(metric->val < 0, abs, exp, buf, size);
}

/* 'name'=value;warn;crit;min;max, U for what is not known. */
static void perfdata_text(const struct metric *metric)
{
	char val[48], most[48] = "";
	unsigned int i;

	for (i = 0; i < METRICS; i++) {
		snprintf(val, sizeof(val), "U");
		if (metric[i].known)
			metric_text(&metric[i], metrics[i].exp, val,
				    sizeof(val));
		out(" %s=%s", metrics[i].name, val);
		if (metrics[i].most == METRICS)
			continue;
		metric_text(&metric[metrics[i].most], 0, most, sizeof(most));
		out(";;;0;%s", most);
	}
}

static void perfdata_json(struct json *js, const struct metric *metric)
{
	char val[48];
	unsigned int i;

	json_object(js, "perfdata");
	for (i = 0; i < METRICS; i++) {
		if (!metric[i].known)
			continue;
		metric_text(&metric[i], metrics[i].exp, val, sizeof(val));
		json_number(js, metrics[i].name, val);
	}
	json_close(js);
}

/* ---- The answer ---- */

static int status_of(const struct rowset *list)
{
	uint32_t worst = list->count ? list->item[0].found->severity : 0;

	if (worst >= CPO_SEVERITY_MAJOR)
		return CHECK_CRITICAL;
	return worst == CPO_SEVERITY_WARNING ? CHECK_WARNING : CHECK_OK;
}

/* A bar would begin performance data. */
static void plain(char *text)
{
	for (; *text; text++)
		if (*text == '|')
			*text = '/';
}

static void counts_text(const struct metric *metric, char *buf, size_t size)
{
	snprintf(buf, size, "%" PRId64 " of %" PRId64 " ports up, %" PRId64
		 " of %" PRId64 " lasers on", metric[M_PORTS_UP].val,
		 metric[M_PORTS].val, metric[M_LASERS_ON].val,
		 metric[M_LASERS].val);
}

void health_counts(const struct health *health, const struct choice *choice,
		   char *buf, size_t size)
{
	struct metric metric[METRICS];

	measure(metric, health, choice);
	counts_text(metric, buf, size);
}

/* The worst of all and how many there are; a part that is not there is one. */
static void summary_text(const struct rowset *list, const char *missing,
			 const struct metric *metric, char *buf, size_t size)
{
	size_t more = list->count - 1 + !!missing;

	if (!status_of(list))
		counts_text(metric, buf, size);
	else if (!more)
		snprintf(buf, size, "%s", list->item[0].found->what);
	else
		snprintf(buf, size, "%s (and %zu more)",
			 list->item[0].found->what, more);
	plain(buf);
}

static void answer_lines(const struct rowset *list, const char *missing)
{
	char line[2 * FOUND_WORDS];
	size_t i;

	if (missing)
		out("%s\n", missing);
	for (i = 0; i < list->count && i < WORST_LINES; i++) {
		found_line(&list->item[i], line, sizeof(line));
		plain(line);
		out("%s\n", line);
		snprintf(line, sizeof(line), "%s",
			 list->item[i].found->remedy);
		plain(line);
		out("  remedy: %s\n", line);
	}
	if (i < list->count)
		out("and %zu more: see 'cpoctl health show'\n",
		    list->count - i);
}

static struct json *answer_json(int status, const char *summary)
{
	struct json *js = json_document();

	json_object(js, "check");
	json_str(js, "status", status_name[status]);
	json_uint(js, "exit_code", status);
	json_str(js, "summary", summary);
	return js;
}

/* @missing: what is said of a part that is not there, or NULL. */
static int answer(const struct health *health, const struct metric *metric,
		  const char *missing)
{
	const struct rowset *list = &health->list;
	int status = status_of(list);
	char summary[FOUND_WORDS + 32];
	struct json *js;

	summary_text(list, missing, metric, summary, sizeof(summary));
	if (opt.json) {
		js = answer_json(status, summary);
		if (missing)
			json_str(js, "missing", missing);
		perfdata_json(js, metric);
		json_close(js);
		json_bool(js, "consistent", !health->inconsistent);
		rows_json(js, list);
		json_document_end(js, EXIT_OK);
		return status;
	}
	out("CPO %s - %s |", status_name[status], summary);
	perfdata_text(metric);
	out("\n");
	answer_lines(list, missing);
	return status;
}

static void last_report(char *why, size_t size)
{
	text_clean(report_last(), why, size);
	plain(why);
}

int check_unknown(void)
{
	char why[FOUND_WORDS];

	last_report(why, sizeof(why));
	if (opt.json)
		json_document_end(answer_json(CHECK_UNKNOWN, why), EXIT_OK);
	else
		out("CPO %s - %s\n", status_name[CHECK_UNKNOWN], why);
	return CHECK_UNKNOWN;
}

/* What is not there is not well, but it does not hide what is worse. */
static int check_chosen(struct health *health, const struct choice *choice)
{
	struct metric metric[METRICS];
	char missing[FOUND_WORDS];

	last_report(missing, sizeof(missing));
	measure(metric, health, choice);
	health_keep(health, choice, CPO_SEVERITY_NOTICE);
	if (choice->partial && !status_of(&health->list))
		return check_unknown();
	return answer(health, metric, choice->partial ? missing : NULL);
}

static int cmd_check(const struct object *obj, struct args *args)
{
	struct choice choice = { 0 };
	struct health health = { 0 };
	int code;

	(void)obj;
	opt.hush = true;
	code = health_load(&health);
	if (!code)
		code = choice_make(&choice, args->selector, args->selectors);
	code = code ? check_unknown() : check_chosen(&health, &choice);
	health_free(&health);
	choice_free(&choice);
	return code;
}

static const struct command commands[] = {
	{ "run", cmd_check, "[SELECTOR]...", NULL,
	  "print one line \"CPO OK|WARNING|CRITICAL|UNKNOWN - summary | "
	  "performance data\", then the worst conditions; the exit status is "
	  "0, 1, 2 or 3, as monitoring plugins have it" },
};

const struct object obj_check = {
	.name = "check",
	.kind = -1,
	.help = "health in one line and an exit status, for monitoring",
	.commands = commands,
	.ncommands = ARRAY_SIZE(commands),
	.implied = true,
	.note = "CRITICAL is a condition of severity major or critical, "
		"WARNING one of severity warning, such as values that are "
		"old. UNKNOWN is when that cannot be told: no device, no "
		"family, wrong usage, or a part that is not there while "
		"nothing is wrong with the others. A number that is not "
		"known is U.",
};
