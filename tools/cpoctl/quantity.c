// SPDX-License-Identifier: GPL-2.0-only
// Copyright (c) 2026 cpo contributors
/* Quantities: their units, how they are written, and read. */

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "quantity.h"

#define LIGHT_MOST	1e10	/* 10 W */
#define TEMP_MOST	1e6	/* 1000 C */
#define TEMP_LEAST	(-273000.0)
#define PERCENT		1e4

static const struct form forms[] = {
	{ CPO_QUANTITY_TEMPERATURE, true, "C", -3,
	  "temp C", AS_DECIMAL, -3, 1, "C", TEMP_MOST },
	{ CPO_QUANTITY_POWER, false, "mW", 0,
	  "power W", AS_DECIMAL, -3, 2, "W", 1e8 },
	{ CPO_QUANTITY_OPTICAL_POWER, false, "nW", 0,
	  "light mW", AS_MW, 0, 0, "mW", LIGHT_MOST },
	{ CPO_QUANTITY_OPTICAL_POWER, false, NULL, 0,
	  "light dBm", AS_DBM, 0, 2, "dBm", 0 },
	{ CPO_QUANTITY_BIAS, false, "mA", -6,
	  "bias mA", AS_DECIMAL, -6, 1, "mA", 1e10 },
	{ CPO_QUANTITY_TEC_DRIVE, true, "%", -2,
	  "TEC %", AS_DECIMAL, -2, 1, "%", PERCENT },
	{ CPO_QUANTITY_PRE_FEC_BER_MEDIA, false, "ratio", -18,
	  "BER", AS_BER, 0, 0, "", 1e18 },
	{ CPO_QUANTITY_SNR_MEDIA, false, "dB", -3,
	  "SNR dB", AS_DECIMAL, -3, 1, "dB", 1e5 },
	{ CPO_QUANTITY_RX_POWER, false, "nW", 0,
	  "RX mW", AS_MW, 0, 0, "mW", LIGHT_MOST },
	{ CPO_QUANTITY_RX_POWER, false, NULL, 0,
	  "RX dBm", AS_DBM, 0, 2, "dBm", 0 },
	{ CPO_QUANTITY_UNCORRECTABLE_CODEWORDS, false, "codewords", 0,
	  "FEC lost", AS_DECIMAL, 0, 0, "", 1e18 },
	{ CPO_QUANTITY_SYMBOL_ERRORS_MAX, false, "symbols", 0,
	  "SEWmax", AS_DECIMAL, 0, 0, "", 1e18 },
	{ CPO_QUANTITY_TX_POWER, false, "nW", 0,
	  "TX mW", AS_MW, 0, 0, "mW", LIGHT_MOST },
	{ CPO_QUANTITY_TX_POWER, false, NULL, 0,
	  "TX dBm", AS_DBM, 0, 2, "dBm", 0 },
	{ CPO_QUANTITY_HEATER_DRIVE, false, "%", -2,
	  "heater %", AS_DECIMAL, -2, 1, "%", PERCENT },
	{ CPO_QUANTITY_FREQUENCY_ERROR, true, "MHz", 0,
	  "freq MHz", AS_DECIMAL, 0, 0, "MHz", 1e6 },
	{ CPO_QUANTITY_AGE, false, "%", -2,
	  "age %", AS_DECIMAL, -2, 1, "%", 10 * PERCENT },
	{ CPO_QUANTITY_INPUT_POWER, false, "nW", 0,
	  "input mW", AS_MW, 0, 0, "mW", LIGHT_MOST },
	{ CPO_QUANTITY_INPUT_POWER, false, NULL, 0,
	  "input dBm", AS_DBM, 0, 2, "dBm", 0 },
	{ CPO_QUANTITY_VOLTAGE, false, "V", -6,
	  "supply V", AS_DECIMAL, -6, 3, "V", 1e8 },
};

/* The value of a sensor, by its kind. */
static const struct form sensor_forms[] = {
	[CPO_SENSOR_KIND_TEMPERATURE] = {
		CPO_QUANTITY_VALUE, true, "C", -3,
		"value C", AS_DECIMAL, -3, 1, "C", TEMP_MOST },
	[CPO_SENSOR_KIND_RAIL] = {
		CPO_QUANTITY_VALUE, false, "V", -6,
		"value V", AS_DECIMAL, -6, 3, "V", 1e9 },
	[CPO_SENSOR_KIND_POWER] = {
		CPO_QUANTITY_VALUE, false, "mW", 0,
		"value W", AS_DECIMAL, -3, 1, "W", 1e8 },
	[CPO_SENSOR_KIND_FLOW] = {
		CPO_QUANTITY_VALUE, false, "ml/min", 0,
		"value l/min", AS_DECIMAL, -3, 2, "l/min", 1e9 },
};

/* Where the value of now is. */
static const struct {
	int kind;
	uint32_t quantity;
	unsigned int attr;
	/* Inside that, in the row of counters. */
	unsigned int sub;
} now_attr[] = {
	{ CPO_KIND_ENGINE, CPO_QUANTITY_TEMPERATURE,
	  CPO_A_ENGINE_TEMPERATURE, 0 },
	{ CPO_KIND_ENGINE, CPO_QUANTITY_POWER,
	  CPO_A_ENGINE_POWER_MW, 0 },
	{ CPO_KIND_ELS, CPO_QUANTITY_TEMPERATURE,
	  CPO_A_ELS_TEMPERATURE, 0 },
	{ CPO_KIND_ELS, CPO_QUANTITY_POWER,
	  CPO_A_ELS_POWER_MW, 0 },
	{ CPO_KIND_ELS, CPO_QUANTITY_VOLTAGE,
	  CPO_A_ELS_VCC_UV, 0 },
	{ CPO_KIND_LASER, CPO_QUANTITY_OPTICAL_POWER,
	  CPO_A_LASER_POWER_NW, 0 },
	{ CPO_KIND_LASER, CPO_QUANTITY_BIAS,
	  CPO_A_LASER_BIAS_NA, 0 },
	{ CPO_KIND_LASER, CPO_QUANTITY_TEMPERATURE,
	  CPO_A_LASER_TEMPERATURE, 0 },
	{ CPO_KIND_LASER, CPO_QUANTITY_TEC_DRIVE,
	  CPO_A_LASER_TEC_DRIVE, 0 },
	{ CPO_KIND_LASER, CPO_QUANTITY_FREQUENCY_ERROR,
	  CPO_A_LASER_FREQUENCY_ERROR_MHZ, 0 },
	{ CPO_KIND_LASER, CPO_QUANTITY_AGE,
	  CPO_A_LASER_AGE, 0 },
	{ CPO_KIND_LANE, CPO_QUANTITY_PRE_FEC_BER_MEDIA,
	  CPO_A_LANE_PRE_FEC_BER_MEDIA, 0 },
	{ CPO_KIND_LANE, CPO_QUANTITY_SNR_MEDIA,
	  CPO_A_LANE_SNR_MEDIA_MDB, 0 },
	{ CPO_KIND_LANE, CPO_QUANTITY_RX_POWER,
	  CPO_A_LANE_RX_POWER_NW, 0 },
	{ CPO_KIND_LANE, CPO_QUANTITY_TX_POWER,
	  CPO_A_LANE_TX_POWER_NW, 0 },
	{ CPO_KIND_LANE, CPO_QUANTITY_HEATER_DRIVE,
	  CPO_A_LANE_HEATER_DRIVE, 0 },
	{ CPO_KIND_ROUTE, CPO_QUANTITY_INPUT_POWER,
	  CPO_A_ROUTE_INPUT_POWER_NW, 0 },
	{ CPO_KIND_SENSOR, CPO_QUANTITY_TEMPERATURE,
	  CPO_A_SENSOR_VALUE, 0 },
	{ CPO_KIND_SENSOR, CPO_QUANTITY_POWER,
	  CPO_A_SENSOR_VALUE, 0 },
	{ CPO_KIND_SENSOR, CPO_QUANTITY_VALUE,
	  CPO_A_SENSOR_VALUE, 0 },
	{ CPO_KIND_PORT, CPO_QUANTITY_SYMBOL_ERRORS_MAX,
	  CPO_A_STATS_FEC, CPO_A_FEC_SYMBOL_ERRORS_MAX },
};

/* ---- Forms ---- */

const struct form *form_nth(uint32_t quantity, unsigned int n)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(forms); i++)
		if (forms[i].quantity == quantity && !n--)
			return &forms[i];
	return NULL;
}

/* A quantity this program has no form for is a plain number. */
static void plain_form(struct form *form, uint32_t quantity)
{
	static char label[32];

	enum_text(CPO_ENUM_QUANTITY, quantity, label, sizeof(label));
	*form = (struct form){ .quantity = quantity, .sign = true,
			       .label = label, .text_unit = "",
			       .most = 9e18 };
}

/* Its kind tells the unit, else it names its own. */
static void sensor_form(const struct cpo_ids *ids, struct form *form)
{
	const struct cpo_row *row = sensor_row(ids);
	const char *unit = "";
	static char room[16];
	uint32_t kind;

	if (!row || cpo_sensor_get_kind(row, &kind))
		return;
	if (kind < ARRAY_SIZE(sensor_forms) && sensor_forms[kind].label) {
		*form = sensor_forms[kind];
		return;
	}
	cpo_sensor_get_unit(row, &unit);
	text_clean(unit, room, sizeof(room));
	form->label = "value";
	form->text_unit = room;
	form->unit = room[0] ? room : NULL;
}

void quantity_form(uint32_t quantity, const struct cpo_ids *ids,
		   struct form *form)
{
	const struct form *first = form_nth(quantity, 0);

	if (first) {
		*form = *first;
		return;
	}
	plain_form(form, quantity);
	if (quantity == CPO_QUANTITY_VALUE && ids)
		sensor_form(ids, form);
}

bool quantity_is_light(const struct form *form)
{
	return form->how == AS_MW;
}

/* ---- Text ---- */

void quantity_number(const struct form *form, int64_t val, char *buf,
		     size_t size)
{
	switch (form->how) {
	case AS_DECIMAL:
		snprintf(buf, size, "%.*f", form->digits,
			 val * pow(10, form->text_exp));
		break;
	case AS_MW:
		mw_text(val, buf, size);
		break;
	case AS_DBM:
		if (!dbm_text(val, form->digits, buf, size))
			snprintf(buf, size, "dark");
		break;
	case AS_BER:
		ber_short(val, buf, size);
		break;
	}
}

void quantity_cell(const struct form *form, int64_t val, char *buf, size_t size)
{
	if (form->how == AS_MW && val > 0)
		light_text(val, buf, size);
	else
		quantity_number(form, val, buf, size);
}

void quantity_head(const struct form *form, char *buf, size_t size)
{
	const char *unit = form->how == AS_MW ? "mW/dBm" : form->text_unit;
	char name[32];

	enum_text(CPO_ENUM_QUANTITY, form->quantity, name, sizeof(name));
	snprintf(buf, size, "%s%s%s", name, *unit ? " " : "", unit);
}

void quantity_text(const struct form *form, int64_t val, char *buf, size_t size)
{
	char number[48], dbm[32];

	quantity_number(form, val, number, sizeof(number));
	if (form->how == AS_MW && val > 0) {
		dbm_text(val, 2, dbm, sizeof(dbm));
		snprintf(buf, size, "%s mW (%s dBm)", number, dbm);
		return;
	}
	snprintf(buf, size, "%s%s%s", number, *form->text_unit ? " " : "",
		 form->text_unit);
}

void quantity_exact(const struct form *form, int64_t val, char *buf,
		    size_t size)
{
	uint64_t abs = val < 0 ? -(uint64_t)val : (uint64_t)val;

	if (form->how == AS_BER)
		ber_text(abs, buf, size);
	else
		decimal_text(val < 0, abs, form->exp, buf, size);
}

void quantity_json(struct json *js, const char *key, const struct form *form,
		   int64_t val)
{
	char buf[64];

	quantity_exact(form, val, buf, sizeof(buf));
	json_number(js, key, buf);
}

/* ---- The value of now ---- */

bool quantity_now(const struct form *form, const struct item *item,
		  int64_t *val)
{
	int kind = cpo_row_kind(item->row);
	uint64_t raw = UINT64_MAX;
	unsigned int i = 0;

	while (i < ARRAY_SIZE(now_attr) &&
	       (now_attr[i].kind != kind ||
		now_attr[i].quantity != form->quantity))
		i++;
	if (i == ARRAY_SIZE(now_attr))
		return false;
	if (form->sign || kind == CPO_KIND_SENSOR)
		return !cpo_row_get_sint(item->row, now_attr[i].attr, val) &&
		       (form->sign || *val >= 0);
	if (!now_attr[i].sub)
		cpo_row_get_uint(item->row, now_attr[i].attr, &raw);
	else if (item->stats)
		cpo_row_get_sub_uint(item->stats, now_attr[i].attr,
				     now_attr[i].sub, &raw);
	*val = raw;
	return raw <= INT64_MAX;
}

/* ---- Reading ---- */

/* Units a person may write, by the unit of the quantity in text. */
static const struct unit {
	const char *of;
	const char *name;
	/* In units of the family, times 10^exp. */
	int exp;
} units[] = {
	{ "C", "C", 3 },
	{ "C", "mC", 0 },
	{ "W", "W", 3 },
	{ "W", "mW", 0 },
	{ "W", "kW", 6 },
	{ "mW", "mW", 6 },
	{ "mW", "uW", 3 },
	{ "mW", "nW", 0 },
	{ "mW", "W", 9 },
	/* Not a factor. */
	{ "mW", "dBm", 0 },
	{ "mA", "mA", 6 },
	{ "mA", "uA", 3 },
	{ "mA", "nA", 0 },
	{ "mA", "A", 9 },
	{ "%", "%", 2 },
	{ "dB", "dB", 3 },
	{ "dB", "mdB", 0 },
	{ "MHz", "MHz", 0 },
	{ "MHz", "GHz", 3 },
	{ "V", "V", 6 },
	{ "V", "mV", 3 },
	{ "V", "uV", 0 },
	{ "l/min", "l/min", 3 },
	{ "l/min", "ml/min", 0 },
};

/*
 * A sensor that names its own unit is shown as it counts; that its unit may be
 * called as one of ours says nothing of its scale.
 */
static bool has_own_unit(const struct form *form)
{
	return form->quantity == CPO_QUANTITY_VALUE && !form->text_exp;
}

static const struct unit *unit_find(const struct form *form, const char *name)
{
	unsigned int i;

	if (has_own_unit(form))
		return NULL;
	for (i = 0; i < ARRAY_SIZE(units); i++)
		if (!strcmp(units[i].of, form->text_unit) &&
		    !strcmp(units[i].name, name))
			return &units[i];
	return NULL;
}

/* "mW, uW, nW, W, dBm" */
static void units_list(const struct form *form, char *buf, size_t size)
{
	size_t len = 0;
	unsigned int i;

	buf[0] = '\0';
	for (i = 0; i < ARRAY_SIZE(units) && len < size; i++)
		if (!has_own_unit(form) &&
		    !strcmp(units[i].of, form->text_unit))
			len += snprintf(buf + len, size - len, "%s%s",
					len ? ", " : "", units[i].name);
	if (!len)
		snprintf(buf, size, "%s", form->text_unit);
}

static double least(const struct form *form)
{
	if (!strcmp(form->text_unit, "C"))
		return TEMP_LEAST;
	return form->sign ? -form->most : 0;
}

/* A number with its unit, in units of the family; what it is not is in @why. */
static int number_parse(const struct form *form, const char *text, double *val,
			char *why, size_t size)
{
	const struct unit *unit;
	char list[64];
	char *end;

	units_list(form, list, sizeof(list));
	*val = strtod(text, &end);
	unit = unit_find(form, end);
	/* No infinity, no number to the base of 16. */
	if (end == text || strcspn(text, "xXnN") < (size_t)(end - text) ||
	    !(unit || !strcmp(end, form->text_unit))) {
		snprintf(why, size, *list ? "a number with its unit (%s)" :
			 "a number without a unit%s", list);
		return -EINVAL;
	}
	if (unit && !strcmp(unit->name, "dBm"))
		*val = pow(10, *val / 10) * 1e6;
	else
		*val *= pow(10, unit ? unit->exp :
				form->how == AS_BER ? -form->exp : 0);
	return 0;
}

int quantity_parse(const struct form *form, const char *text, int64_t *val,
		   char *why, size_t size)
{
	char from[48], to[48];
	double num;
	int ret;

	ret = number_parse(form, text, &num, why, size);
	if (ret)
		return ret;
	if (!(num >= least(form) && num <= form->most)) {
		quantity_text(form, least(form), from, sizeof(from));
		quantity_text(form, form->most, to, sizeof(to));
		snprintf(why, size, "from %s to %s", from, to);
		return -ERANGE;
	}
	*val = llround(num);
	return 0;
}

/* ---- Conditions ---- */

void cond_of(const struct cpo_row *row, struct cond *cond)
{
	memset(cond, 0, sizeof(*cond));
	if (cpo_row_kind(row) == CPO_KIND_EVENT) {
		cpo_event_get_code(row, &cond->code);
		cpo_event_get_quantity(row, &cond->quantity);
		cpo_event_get_level(row, &cond->level);
		return;
	}
	cpo_flag_get_code(row, &cond->code);
	cpo_flag_get_quantity(row, &cond->quantity);
	cpo_flag_get_level(row, &cond->level);
}

void cond_text(const struct cond *cond, char *buf, size_t size)
{
	char quantity[32], level[32];

	if (cond->code != CPO_EVENT_CODE_THRESHOLD) {
		enum_text(CPO_ENUM_EVENT_CODE, cond->code, buf, size);
		return;
	}
	enum_text(CPO_ENUM_QUANTITY, cond->quantity, quantity,
		  sizeof(quantity));
	enum_text(CPO_ENUM_LEVEL, cond->level, level, sizeof(level));
	snprintf(buf, size, "%s %s", quantity, level);
}

bool cond_is_flag(const struct cond *cond)
{
	switch (cond->code) {
	case CPO_EVENT_CODE_THRESHOLD:
	case CPO_EVENT_CODE_INTERLOCK:
	case CPO_EVENT_CODE_LANE_TX_DARK:
	case CPO_EVENT_CODE_LANE_RX_LOS:
	case CPO_EVENT_CODE_LANE_RX_LOL:
	case CPO_EVENT_CODE_LANE_RING_UNLOCK:
	case CPO_EVENT_CODE_ENGINE_TRIP:
	case CPO_EVENT_CODE_LEAK:
		return true;
	}
	return false;
}

bool cond_form(const struct cond *cond, const struct cpo_ids *ids,
	       struct form *form)
{
	if (cond->code == CPO_EVENT_CODE_THRESHOLD)
		quantity_form(cond->quantity, ids, form);
	else if (cond->code == CPO_EVENT_CODE_ENGINE_TRIP)
		quantity_form(CPO_QUANTITY_TEMPERATURE, NULL, form);
	else
		return false;
	return true;
}

bool level_is_alarm(uint32_t level)
{
	return level == CPO_LEVEL_HIGH_ALARM || level == CPO_LEVEL_LOW_ALARM;
}

bool level_is_high(uint32_t level)
{
	return level == CPO_LEVEL_HIGH_ALARM ||
	       level == CPO_LEVEL_HIGH_WARNING;
}
