// SPDX-License-Identifier: GPL-2.0-only
// Copyright (c) 2026 cpo contributors
/*
 * cpoctl power: watts, and picojoules for each bit, at the rate a part could
 * carry and at what it does carry. All of it is computed here from rows; a
 * figure one of whose parts is unknown is unknown.
 */

#include <stdlib.h>
#include <string.h>

#include "cpoctl.h"

/* Claimed by NVIDIA for a port of 800G; see cpoctl(8). */
#define CLAIM_MBPS		800000
#define CLAIM_PLUGGABLE_MW	30000
#define CLAIM_CPO_MW		9000

enum part {
	PART_DEV,
	PART_OPTICS,
	PART_ENGINE,
	PART_ELS,
	PART_PORT,
	PARTS
};

static const struct {
	const char *name;
	int kind;
	/* It is all a pluggable would be, laser and engine. */
	bool whole;
	const char *power;
	const char *rate;
	const char *energy;
} parts[] = {
	[PART_DEV] = { "dev", CPO_KIND_DEV, false,
		"input power of the device, ASICs and board too",
		"all ports", NULL },
	[PART_OPTICS] = { "optics", CPO_KIND_DEV, true,
		"sum of its engines and ELS", "all ports",
		"sum of the shares of its ports" },
	[PART_ENGINE] = { "engine", CPO_KIND_ENGINE, false,
		"as it reports, without the ELS that feed it",
		"the shares its lanes have of their ports",
		"as the device counts" },
	[PART_ELS] = { "els", CPO_KIND_ELS, false,
		"as it reports, without the engines it feeds",
		"the shares its lanes have of their ports", NULL },
	[PART_PORT] = { "port", CPO_KIND_PORT, true,
		"its share of its engines and ELS, as the device reports",
		"the port itself", "its share of engines and ELS" },
};

static const char claim[] =
	"NVIDIA's claim of 30 W with pluggables and 9 W with CPO, taken for "
	"800G and scaled by speed";

static const struct field fields[] = {
	{ .key = "path", .fmt = F_PATH, .ref = CPO_KIND_STATS,
	  .label = "PART", .width = 14, .help = "the part" },
	{ .key = "dev", .fmt = F_DEV, .help = "name of the device" },
	{ .key = "dev_id", .fmt = F_CALC, .ref = P_DEV_ID,
	  .help = "id of the device" },
	{ .key = "scope", .fmt = F_CALC_STR, .ref = P_SCOPE, .label = "WHAT",
	  .width = 6,
	  .help = "dev: all of the device; optics: its engines and ELS; or "
		  "engine, els, port" },
	{ .key = "power_mw", .fmt = F_CALC, .ref = P_POWER_MW, .unit = "mW",
	  .help = "electrical power" },
	{ .key = "power_w", .fmt = F_CALC, .ref = P_POWER_MW, .exp = -3,
	  .digits = 2, .unit = "W", .label = "POWER", .width = 8,
	  .column_only = true, .help = "electrical power" },
	{ .key = "line_rate_mbps", .fmt = F_CALC_RATE, .ref = P_LINE_MBPS,
	  .unit = "Mb/s", .label = "RATE", .width = 8,
	  .help = "line rate: what it could carry" },
	{ .key = "line_rate_pj_per_bit", .fmt = F_CALC,
	  .ref = P_LINE_FJ_PER_BIT, .exp = -3, .digits = 2, .unit = "pJ/bit",
	  .label = "RATE", .width = 11,
	  .help = "energy of a bit at the line rate" },
	{ .key = "traffic_mbps", .fmt = F_CALC_RATE, .ref = P_TRAFFIC_MBPS,
	  .unit = "Mb/s", .label = "TRAFFIC", .width = 8,
	  .help = "traffic it carries, of the busier direction" },
	{ .key = "traffic_pj_per_bit", .fmt = F_CALC,
	  .ref = P_TRAFFIC_FJ_PER_BIT, .exp = -3, .digits = 2,
	  .unit = "pJ/bit", .label = "TRAFFIC", .width = 14,
	  .help = "energy of a bit at that traffic; none without traffic" },
	{ .key = "energy_mj", .fmt = F_CALC, .ref = P_ENERGY_MJ, .unit = "mJ",
	  .help = "energy since the device started" },
	{ .key = "energy_kj", .fmt = F_CALC, .ref = P_ENERGY_MJ, .exp = -6,
	  .digits = 1, .unit = "kJ", .label = "ENERGY", .width = 9,
	  .column_only = true, .help = "energy since the device started" },
	{ .key = "pluggable_power_mw", .fmt = F_CALC, .ref = P_PLUGGABLE_MW,
	  .unit = "mW",
	  .help = "what pluggables of its line rate would take, by the "
		  "published figure" },
	{ .key = "pluggable_power_w", .fmt = F_CALC, .ref = P_PLUGGABLE_MW,
	  .exp = -3, .digits = 1, .unit = "W", .label = "PLUGGABLE",
	  .width = 11, .column_only = true,
	  .help = "what pluggables of its line rate would take, by the "
		  "published figure" },
	{ .key = "pluggable_pj_per_bit", .fmt = F_CALC,
	  .ref = P_PLUGGABLE_FJ_PER_BIT, .exp = -3, .unit = "pJ/bit",
	  .help = "energy of a bit in these, at line rate" },
	{ .key = "published_cpo_power_mw", .fmt = F_CALC, .ref = P_CPO_MW,
	  .unit = "mW",
	  .help = "what the same publication says CPO of that rate takes" },
	{ .key = "published_cpo_pj_per_bit", .fmt = F_CALC,
	  .ref = P_CPO_FJ_PER_BIT, .exp = -3, .unit = "pJ/bit",
	  .help = "energy of a bit in that, at line rate" },
	{ .key = "power_basis", .fmt = F_CALC_STR, .ref = P_POWER_BASIS,
	  .help = "what the power is" },
	{ .key = "rate_basis", .fmt = F_CALC_STR, .ref = P_RATE_BASIS,
	  .help = "whose line rate and traffic these are" },
	{ .key = "energy_basis", .fmt = F_CALC_STR, .ref = P_ENERGY_BASIS,
	  .help = "what the energy is" },
	{ .key = "pluggable_basis", .fmt = F_CALC_STR,
	  .ref = P_PLUGGABLE_BASIS, .help = "where that figure is from" },
	{ .key = "stale", .fmt = F_CALC_FLAG,
	  .help = "the values are old, or the device is not online" },
	{ .key = "age_ms", .fmt = F_CALC, .ref = P_AGE_MS, .unit = "ms",
	  .help = "time since the host received the values" },
};

/* ---- Numbers that may be unknown ---- */

struct num {
	bool known;
	uint64_t val;
};

static void num_add(struct num *sum, bool known, uint64_t val)
{
	if (!known || __builtin_add_overflow(sum->val, val, &sum->val))
		sum->known = false;
}

static struct num row_num(const struct item *item, unsigned int attr)
{
	struct num num = { false, 0 };

	num.known = attr && !cpo_row_get_uint(item->row, attr, &num.val);
	return num;
}

/* @val * @mul / @div, to the nearest; unknown where that cannot be. */
static struct num num_scale(struct num val, uint64_t mul, uint64_t div)
{
	struct num num = { false, 0 };

	if (!val.known || !div ||
	    __builtin_mul_overflow(val.val, mul, &num.val) ||
	    __builtin_add_overflow(num.val, div / 2, &num.val))
		return (struct num){ false, 0 };
	num.val /= div;
	num.known = true;
	return num;
}

/* ---- Rows it is computed from ---- */

enum { PORTS, LANES, ENGINES, SOURCES, SETS };

struct inputs {
	struct rowset set[SETS];
};

static const struct {
	const struct object *obj;
	/* Parts that need it. */
	unsigned int parts;
} needs[SETS] = {
	[PORTS] = { &obj_port, ~0u },
	[LANES] = { &obj_lane, 1u << PART_ENGINE | 1u << PART_ELS },
	[ENGINES] = { &obj_engine, 1u << PART_OPTICS },
	[SOURCES] = { &obj_els, 1u << PART_OPTICS },
};

static void inputs_clear(struct inputs *in)
{
	unsigned int i;

	for (i = 0; i < SETS; i++)
		rowset_clear(&in->set[i]);
}

static bool inputs_inconsistent(const struct inputs *in)
{
	bool inconsistent = false;
	unsigned int i;

	for (i = 0; i < SETS; i++)
		inconsistent |= in->set[i].inconsistent;
	return inconsistent;
}

static int inputs_load(struct inputs *in, unsigned int want,
		       const struct cpo_ids *filter)
{
	unsigned int i;
	int ret = 0;

	for (i = 0; !ret && i < SETS; i++) {
		in->set[i].obj = needs[i].obj;
		if (!(needs[i].parts & want))
			continue;
		ret = rowset_dump(&in->set[i], filter);
		rowset_sort(&in->set[i]);
	}
	return ret ? report_errno(ret, "power") : EXIT_OK;
}

static bool same_dev(const struct item *a, const struct item *b)
{
	return a->ids.id[CPO_ID_DEV] == b->ids.id[CPO_ID_DEV];
}

/* ---- Rates ---- */

static struct num port_line(const struct item *port)
{
	return row_num(port, CPO_A_PORT_SPEED_MBPS);
}

/* A port that is down carries nothing, whether it says so or not. */
static struct num port_traffic(const struct item *port)
{
	struct num num = row_num(port, CPO_A_PORT_TRAFFIC_MBPS);
	uint32_t state;

	if (!num.known && !cpo_port_get_state(port->row, &state) &&
	    state == CPO_PORT_STATE_DOWN)
		num = (struct num){ true, 0 };
	return num;
}

struct rates {
	struct num line;
	struct num traffic;
};

static void rates_add(struct rates *rates, const struct item *port,
		      uint64_t share)
{
	struct num num;

	num = num_scale(port_line(port), 1, share);
	num_add(&rates->line, num.known, num.val);
	num = num_scale(port_traffic(port), 1, share);
	num_add(&rates->traffic, num.known, num.val);
}

static void rates_of_dev(struct rates *rates, struct inputs *in,
			 const struct item *dev)
{
	struct rowset *ports = &in->set[PORTS];
	size_t i;

	for (i = 0; i < ports->count; i++)
		if (same_dev(&ports->item[i], dev))
			rates_add(rates, &ports->item[i], 1);
}

/* Each lane is a share of its port; one without a port carries nothing. */
static void rates_of_lanes(struct rates *rates, struct inputs *in,
			   const struct item *of, enum cpo_id id)
{
	struct rowset *lanes = &in->set[LANES];
	const struct item *lane, *port;
	uint64_t count;
	size_t i;

	for (i = 0; i < lanes->count; i++) {
		lane = &lanes->item[i];
		if (!same_dev(lane, of) || !cpo_ids_has(&lane->ids, id) ||
		    lane->ids.id[id] != of->ids.id[id] ||
		    !cpo_ids_has(&lane->ids, CPO_ID_PORT))
			continue;
		port = rowset_find(&in->set[PORTS], &lane->ids);
		if (!port || cpo_port_get_lanes(port->row, &count))
			count = 0;
		if (count)
			rates_add(rates, port, count);
		else
			rates->line.known = rates->traffic.known = false;
	}
}

static struct rates rates_of(enum part part, struct inputs *in,
			     const struct item *of)
{
	struct rates rates = { { true, 0 }, { true, 0 } };

	switch (part) {
	case PART_ENGINE:
		rates_of_lanes(&rates, in, of, CPO_ID_ENGINE);
		break;
	case PART_ELS:
		rates_of_lanes(&rates, in, of, CPO_ID_ELS);
		break;
	case PART_PORT:
		rates_add(&rates, of, 1);
		break;
	default:
		rates_of_dev(&rates, in, of);
	}
	/* What serves no port has no rate. */
	rates.traffic.known &= !rates.line.known || rates.line.val;
	rates.line.known &= !!rates.line.val;
	return rates;
}

/* ---- Power and energy ---- */

static void sum_rows(struct num *sum, const struct rowset *set,
		     const struct item *dev, unsigned int attr)
{
	struct num num;
	size_t i;

	for (i = 0; i < set->count; i++) {
		if (!same_dev(&set->item[i], dev))
			continue;
		num = row_num(&set->item[i], attr);
		num_add(sum, num.known, num.val);
	}
}

/* An empty slot takes nothing. */
static void sum_sources(struct num *sum, const struct rowset *els,
			const struct item *dev)
{
	uint32_t present;
	struct num num;
	size_t i;

	for (i = 0; i < els->count; i++) {
		if (!same_dev(&els->item[i], dev))
			continue;
		if (!cpo_els_get_present(els->item[i].row, &present) &&
		    !present)
			continue;
		num = row_num(&els->item[i], CPO_A_ELS_POWER_MW);
		num_add(sum, num.known, num.val);
	}
}

static struct num power_of(enum part part, struct inputs *in,
			   const struct item *of)
{
	static const unsigned int attr[] = {
		[PART_DEV] = CPO_A_DEV_POWER_MW,
		[PART_OPTICS] = 0,
		[PART_ENGINE] = CPO_A_ENGINE_POWER_MW,
		[PART_ELS] = CPO_A_ELS_POWER_MW,
		[PART_PORT] = CPO_A_PORT_POWER_MW,
	};
	struct num num = { true, 0 };

	if (part != PART_OPTICS)
		return row_num(of, attr[part]);
	sum_rows(&num, &in->set[ENGINES], of, CPO_A_ENGINE_POWER_MW);
	sum_sources(&num, &in->set[SOURCES], of);
	return num;
}

static struct num energy_of(enum part part, struct inputs *in,
			    const struct item *of)
{
	static const unsigned int attr[PARTS] = {
		[PART_ENGINE] = CPO_A_ENGINE_ENERGY_MJ,
		[PART_PORT] = CPO_A_PORT_ENERGY_MJ,
	};
	struct num num = { true, 0 };

	if (part != PART_OPTICS)
		return row_num(of, attr[part]);
	sum_rows(&num, &in->set[PORTS], of, CPO_A_PORT_ENERGY_MJ);
	return num;
}

/* ---- One part ---- */

static void put(struct power *power, enum power_value which, struct num num)
{
	power->val[which] = num.val;
	if (num.known)
		power->known |= 1u << which;
}

/* pJ/bit is mW / (Mb/s) * 1000, and fJ/bit a thousand times that. */
static struct num per_bit(struct num mw, struct num mbps)
{
	return num_scale(mw, 1000000, mbps.known ? mbps.val : 0);
}

static void put_claim(struct power *power, struct num line)
{
	const struct num whole = { true, CLAIM_PLUGGABLE_MW };
	const struct num cpo = { true, CLAIM_CPO_MW };
	const struct num rate = { true, CLAIM_MBPS };

	if (!line.known)
		return;
	put(power, P_PLUGGABLE_MW,
	    num_scale(line, CLAIM_PLUGGABLE_MW, CLAIM_MBPS));
	put(power, P_PLUGGABLE_FJ_PER_BIT, per_bit(whole, rate));
	put(power, P_CPO_MW, num_scale(line, CLAIM_CPO_MW, CLAIM_MBPS));
	put(power, P_CPO_FJ_PER_BIT, per_bit(cpo, rate));
	power->word[P_PLUGGABLE_BASIS] = claim;
}

static void put_words(struct power *power, enum part part)
{
	power->word[P_SCOPE] = parts[part].name;
	power->word[P_POWER_BASIS] = parts[part].power;
	power->word[P_RATE_BASIS] = parts[part].rate;
	power->word[P_ENERGY_BASIS] = parts[part].energy;
}

static void put_sample(struct power *power, enum part part,
		       const struct item *of)
{
	struct num age = { true, 0 };

	power->stale = item_stale(object_of_kind(parts[part].kind), of,
				  &age.val);
	put(power, P_AGE_MS, age);
}

static int add_part(struct rowset *set, enum part part, struct inputs *in,
		    const struct item *of)
{
	struct rates rates = rates_of(part, in, of);
	struct num mw = power_of(part, in, of);
	struct power *power;
	struct item *item;

	power = calloc(1, sizeof(*power));
	if (!power || rowset_add(set, of->row)) {
		free(power);
		return report(EXIT_FAILED, NULL, "out of memory");
	}
	item = &set->item[set->count - 1];
	item->kind = parts[part].kind;
	item->power = power;
	put_words(power, part);
	put_sample(power, part, of);
	put(power, P_DEV_ID, (struct num){ true, of->ids.id[CPO_ID_DEV] });
	put(power, P_POWER_MW, mw);
	put(power, P_LINE_MBPS, rates.line);
	put(power, P_LINE_FJ_PER_BIT, per_bit(mw, rates.line));
	put(power, P_TRAFFIC_MBPS, rates.traffic);
	put(power, P_TRAFFIC_FJ_PER_BIT, per_bit(mw, rates.traffic));
	put(power, P_ENERGY_MJ, energy_of(part, in, of));
	if (parts[part].whole)
		put_claim(power, rates.line);
	return EXIT_OK;
}

/* ---- The command ---- */

static enum part part_of_kind(int kind)
{
	unsigned int i;

	/* A device is shown with its optics as a part of their own. */
	for (i = 0; i < PARTS; i++)
		if (parts[i].kind == kind)
			return i;
	return PARTS;
}

/* All parts of a set of one kind, of one or several devices. */
static int add_set(struct rowset *set, const struct rowset *of)
{
	enum part part = part_of_kind(of->obj->kind);
	unsigned int want = 1u << part;
	struct cpo_ids filter = { 0 };
	struct inputs in = { 0 };
	int code;
	size_t i;

	if (!of->count)
		return EXIT_OK;
	if (part == PART_DEV)
		want |= 1u << PART_OPTICS;
	if (same_dev(&of->item[0], &of->item[of->count - 1]))
		cpo_ids_put(&filter, CPO_ID_DEV,
			    of->item[0].ids.id[CPO_ID_DEV]);
	code = inputs_load(&in, want, &filter);
	for (i = 0; !code && i < of->count; i++) {
		code = add_part(set, part, &in, &of->item[i]);
		if (!code && part == PART_DEV)
			code = add_part(set, PART_OPTICS, &in, &of->item[i]);
	}
	set->inconsistent |= inputs_inconsistent(&in) | of->inconsistent;
	set->partial |= of->partial;
	inputs_clear(&in);
	return code;
}

/* What --port, --engine or --els ask for. */
static int add_view(struct rowset *set, const struct args *args)
{
	struct rowset of = { .obj = object_find(opt.view) };
	int code;

	code = resolve(&of, args->selector, args->selectors);
	if (!code)
		code = add_set(set, &of);
	rowset_clear(&of);
	return code;
}

static int add_named(struct rowset *set, const char *word)
{
	struct rowset of = { 0 };
	int code;

	code = resolve_named(&of, word);
	if (!code && part_of_kind(of.obj->kind) == PARTS)
		code = usage_error("power show: no power is known of a %s; "
				   "try --engine, --els or --port",
				   cpo_kind_name(of.obj->kind));
	if (!code)
		code = add_set(set, &of);
	rowset_clear(&of);
	return code;
}

static int cmd_power(const struct object *obj, struct args *args)
{
	struct rowset set = { .obj = obj };
	unsigned int i;
	int code = EXIT_OK;

	if (opt.view)
		code = add_view(&set, args);
	else if (!args->selectors)
		code = add_named(&set, "all");
	for (i = 0; !opt.view && !code && i < args->selectors; i++)
		code = add_named(&set, args->selector[i]);
	if (!code)
		code = show_rows(&set);
	rowset_clear(&set);
	return code;
}

static bool has_part(const struct rowset *set, const char *name)
{
	size_t i;

	for (i = 0; i < set->count; i++)
		if (!strcmp(set->item[i].power->word[P_SCOPE], name))
			return true;
	return false;
}

/* How what stands above was computed. */
static void power_footer(void *arg)
{
	const struct rowset *set = arg;
	bool whole = false;
	unsigned int i;

	for (i = 0; i < PARTS; i++) {
		if (!has_part(set, parts[i].name))
			continue;
		whole |= parts[i].whole;
		out("%-6s  power: %s; rates: %s\n", parts[i].name,
		    parts[i].power, parts[i].rate);
	}
	out("pJ/bit  power divided by the line rate, and by the traffic of "
	    "now\n");
	if (whole)
		out("pluggable  NVIDIA's own claim, nothing measured here: "
		    "30 W for 800G, and 9 W with CPO,\n"
		    "           37.5 and 11.25 pJ/bit; scaled by speed\n");
	if (has_part(set, parts[PART_DEV].name))
		out("each part  cpoctl power show --port, --engine or --els\n");
}

static const struct command commands[] = {
	{ "show", cmd_power, "[SELECTOR]... [--port | --engine | --els]", NULL,
	  "show power and energy of a bit: of devices as a whole, or of the "
	  "devices, engines, ELS or ports selected; with an option of each "
	  "port, engine or ELS, all or those related to what is selected" },
};

const struct object obj_power = {
	.name = "power",
	.plural = "power",
	.kind = -1,
	.help = "electrical power and energy of a bit",
	.commands = commands,
	.ncommands = ARRAY_SIZE(commands),
	.fields = fields,
	.nfields = ARRAY_SIZE(fields),
	.footer = power_footer,
	.note = "pJ/bit is mW / (Mb/s) * 1000. Unknown power gives none, and "
		"no traffic gives none at traffic. The pluggable figure is "
		"the vendor's own claim, not a measurement: NVIDIA (developer"
		" blog by A. Seyedi, 2025, "
		"https://developer.nvidia.com/blog/?p=104786) says about 30 W"
		" for a port with a pluggable and 9 W with CPO; taken for "
		"800G that is 37.5 and 11.25 pJ/bit, and it is scaled by "
		"speed here. It stands beside ports and the optics of a "
		"device, which do what a pluggable does; an engine or an ELS "
		"is just a part of that.",
};
