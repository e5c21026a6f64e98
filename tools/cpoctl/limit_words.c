// SPDX-License-Identifier: GPL-2.0-only
// Copyright (c) 2026 cpo contributors
/*
 * Limits that were crossed, in words: by kind of part, quantity and side. An
 * alarm and a warning have the same cause; "{limit}" tells them apart.
 */

#include <string.h>

#include "words.h"

#define ANY_SENSOR	(-1)

struct limit_words {
	int kind;
	uint32_t quantity;
	/* Of a sensor, CPO_SENSOR_KIND_*. */
	int sensor;
	struct words high;
	struct words low;
};

#define BACK	"{path}: back within its limits"

static const struct limit_words limits[] = {
	{ CPO_KIND_ENGINE, CPO_QUANTITY_TEMPERATURE, ANY_SENSOR, {
		"{engine}: temperature above its {limit}",
		"coolant or fans fail, or its cold plate lost contact",
		"check flow and inlet temperature with 'cpoctl sensor show', "
		"then the cold plate of {engine}", BACK }, {
		"{engine}: temperature below its {limit}",
		"the coolant is too cold, or the engine is off",
		"check inlet temperature with 'cpoctl sensor show'; rings "
		"lose their wavelength when it gets colder", BACK } },
	{ CPO_KIND_ENGINE, CPO_QUANTITY_POWER, ANY_SENSOR, {
		"{engine}: takes more power than its {limit}",
		"it is hot, its heaters are driven hard, or it ages",
		"check cooling of {engine}, then compare it with the others "
		"by 'cpoctl engine show'", BACK }, {
		"{engine}: takes less power than its {limit}",
		"lanes of it are off, or a rail is missing",
		"check the rails with 'cpoctl engine show --details'; the "
		"board needs service when one is off", BACK } },
	{ CPO_KIND_ELS, CPO_QUANTITY_TEMPERATURE, ANY_SENSOR, {
		"{els}: temperature above its {limit}",
		"no air or coolant comes to it, or its neighbours are hot",
		"check cooling around {els}; replace it when that is good",
		BACK }, {
		"{els}: temperature below its {limit}",
		"the air or coolant around it is too cold",
		"check inlet temperature with 'cpoctl sensor show'", BACK } },
	{ CPO_KIND_ELS, CPO_QUANTITY_POWER, ANY_SENSOR, {
		"{els}: takes more power than its {limit}",
		"its coolers work hard, or a laser of it ages",
		"check cooling around {els}, then compare its lasers with "
		"'cpoctl laser show {path}'", BACK }, {
		"{els}: takes less power than its {limit}",
		"lasers of it are off or failed",
		"see 'cpoctl laser show {path}'", BACK } },
	{ CPO_KIND_ELS, CPO_QUANTITY_VOLTAGE, ANY_SENSOR, {
		"{els}: supply voltage above its {limit}",
		"the supply of its slot is out of range",
		"check the rails with 'cpoctl sensor show'; the board needs "
		"service when one is off", BACK }, {
		"{els}: supply voltage below its {limit}",
		"worn contacts, or the supply of its slot is out of range",
		"take {els} out and put it back until it locks, then run a "
		"fiber check; the board needs service when it stays so",
		BACK } },
	{ CPO_KIND_LASER, CPO_QUANTITY_TEMPERATURE, ANY_SENSOR, {
		"{laser} of {els}: temperature above its {limit}",
		"{els} is too hot, or its cooler failed",
		"check cooling around {els}; replace it when that is good",
		BACK }, {
		"{laser} of {els}: temperature below its {limit}",
		"{els} is too cold, or its cooler failed",
		"check inlet temperature with 'cpoctl sensor show'; replace "
		"{els} when that is good", BACK } },
	{ CPO_KIND_LASER, CPO_QUANTITY_OPTICAL_POWER, ANY_SENSOR, {
		"{laser} of {els}: light above its {limit}",
		"its set-point is too high, or its power control drifts",
		"compare set-point and power with 'cpoctl laser show {path}'; "
		"replace {els} when they differ", BACK }, {
		"{laser} of {els}: light below its {limit}",
		"the laser ages or is damaged, or its set-point is low",
		"compare set-point and power with 'cpoctl laser show {path}'; "
		"replace {els} when they differ", BACK } },
	{ CPO_KIND_LASER, CPO_QUANTITY_BIAS, ANY_SENSOR, {
		"{laser} of {els}: bias current above its {limit}",
		"the laser is hot or ages: it needs more for the same light",
		"check cooling around {els}; plan to replace it when that is "
		"good", BACK }, {
		"{laser} of {els}: bias current below its {limit}",
		"its set-point is low, or its driver fails",
		"compare set-point and power with 'cpoctl laser show {path}'; "
		"replace {els} when they differ", BACK } },
	{ CPO_KIND_LASER, CPO_QUANTITY_TEC_DRIVE, ANY_SENSOR, {
		"{laser} of {els}: cooler driven above its {limit}",
		"{els} is too hot, or its cooler ages",
		"check cooling around {els}; plan to replace it when that is "
		"good", BACK }, {
		"{laser} of {els}: cooler driven below its {limit}",
		"its cooler is not driven, or needs little",
		"see temperature and cooler with 'cpoctl laser show {path}'",
		BACK } },
	{ CPO_KIND_LASER, CPO_QUANTITY_FREQUENCY_ERROR, ANY_SENSOR, {
		"{laser} of {els}: frequency off by more than its {limit}",
		"its temperature control drifts, or the laser ages",
		"check cooling around {els}; plan to replace it when that is "
		"good", BACK }, {
		"{laser} of {els}: frequency off by more than its {limit}",
		"its temperature control drifts, or the laser ages",
		"check cooling around {els}; plan to replace it when that is "
		"good", BACK } },
	{ CPO_KIND_LASER, CPO_QUANTITY_AGE, ANY_SENSOR, {
		"{laser} of {els}: used life above its {limit}",
		"the laser comes to the end of its life",
		"plan to replace {els}", BACK }, {
		"{laser} of {els}: used life below its {limit}",
		"its record of hours was lost",
		"note what 'cpoctl els show {path}' says of it, and ask the "
		"vendor", BACK } },
	{ CPO_KIND_LANE, CPO_QUANTITY_PRE_FEC_BER_MEDIA, ANY_SENSOR, {
		"{lane}: more bit errors than its {limit}",
		"a dirty connector, a bent fibre, or an ageing laser",
		"clean the connector of {port}, then compare its lanes with "
		"'cpoctl lane show {path}'", BACK }, {
		"{lane}: fewer bit errors than its {limit}",
		"nothing is wrong, or there is no signal",
		"see light and signal with 'cpoctl lane show {path}'", BACK } },
	{ CPO_KIND_LANE, CPO_QUANTITY_SNR_MEDIA, ANY_SENSOR, {
		"{lane}: signal to noise ratio above its {limit}",
		"the line is shorter than it is set up for",
		"nothing, as long as there are no errors", BACK }, {
		"{lane}: signal to noise ratio below its {limit}",
		"a dirty connector, a bent fibre, or weak light",
		"clean the connector of {port}, then compare its lanes with "
		"'cpoctl lane show {path}'", BACK } },
	{ CPO_KIND_LANE, CPO_QUANTITY_RX_POWER, ANY_SENSOR, {
		"{lane}: light received above its {limit}",
		"the far end sends too much, or an attenuator is missing",
		"check the power the far end of {port} sends, or put an "
		"attenuator into its line", BACK }, {
		"{lane}: light received below its {limit}",
		"the far end is weak, or the line fibre is dirty or bent",
		"clean the connector of {port}, then check the power its far "
		"end sends", BACK } },
	{ CPO_KIND_LANE, CPO_QUANTITY_TX_POWER, ANY_SENSOR, {
		"{lane}: light sent above its {limit}",
		"its laser is set too high, or its modulator drifts",
		"compare set-point and power with 'cpoctl laser show {path}'",
		BACK }, {
		"{lane}: light sent below its {limit}",
		"weak light of {laser} of {els}, or loss in {fibre} from there",
		"clean {fibre} of {els}, then run a fiber check", BACK } },
	{ CPO_KIND_LANE, CPO_QUANTITY_HEATER_DRIVE, ANY_SENSOR, {
		"{lane}: ring heater driven above its {limit}",
		"{engine} is too cold, or its laser drifted",
		"see 'cpoctl engine show {path}' and 'cpoctl laser show "
		"{path}'; the ring loses its wavelength next", BACK }, {
		"{lane}: ring heater driven below its {limit}",
		"{engine} is too hot, or its laser drifted",
		"check cooling of {engine}; the ring loses its wavelength "
		"next", BACK } },
	{ CPO_KIND_ROUTE, CPO_QUANTITY_INPUT_POWER, ANY_SENSOR, {
		"{fibre} of {els}: light at {engine} above its {limit}",
		"its laser is set too high",
		"compare set-point and power with 'cpoctl laser show {path}'",
		BACK }, {
		"{fibre} of {els}: light at {engine} below its {limit}",
		"the fibre is dirty or bent, or its laser is weak",
		"clean {fibre} of {els}, then run a fiber check", BACK } },
	{ CPO_KIND_PORT, CPO_QUANTITY_UNCORRECTABLE_CODEWORDS, ANY_SENSOR, {
		"{port}: more FEC codewords lost than its {limit}",
		"a dirty connector, a bent fibre, or an ageing laser",
		"clean the connector of {port}, then compare its lanes with "
		"'cpoctl lane show {path}'", BACK }, {
		"{port}: fewer FEC codewords lost than its {limit}",
		"nothing is wrong, or there is no signal",
		"see light and signal with 'cpoctl lane show {path}'", BACK } },
	{ CPO_KIND_PORT, CPO_QUANTITY_SYMBOL_ERRORS_MAX, ANY_SENSOR, {
		"{port}: more symbol errors in a codeword than its {limit}",
		"a dirty connector, a bent fibre, or bursts of noise",
		"clean the connector of {port}, then see 'cpoctl stats show "
		"{path}'", BACK }, {
		"{port}: fewer symbol errors in a codeword than its {limit}",
		"nothing is wrong, or there is no signal",
		"see light and signal with 'cpoctl lane show {path}'", BACK } },
	{ CPO_KIND_SENSOR, CPO_QUANTITY_VALUE, CPO_SENSOR_KIND_TEMPERATURE, {
		"{sensor}: temperature above its {limit}",
		"coolant or fans fail, or the room is too hot",
		"check pump, fans and inlet temperature of {dev}", BACK }, {
		"{sensor}: temperature below its {limit}",
		"the room or the coolant is too cold",
		"check the supply of coolant; water may condense on cold "
		"parts", BACK } },
	{ CPO_KIND_SENSOR, CPO_QUANTITY_VALUE, CPO_SENSOR_KIND_RAIL, {
		"{sensor}: voltage above its {limit}",
		"a supply is out of range",
		"replace the power supply of {dev}; the board needs service "
		"when that does not help", BACK }, {
		"{sensor}: voltage below its {limit}",
		"a supply is weak, or its load is too high",
		"replace the power supply of {dev}; the board needs service "
		"when that does not help", BACK } },
	{ CPO_KIND_SENSOR, CPO_QUANTITY_VALUE, CPO_SENSOR_KIND_POWER, {
		"{sensor}: power above its {limit}",
		"more is running than the supply is meant for",
		"see which part takes it with 'cpoctl power show'", BACK }, {
		"{sensor}: power below its {limit}",
		"parts are off",
		"see which are with 'cpoctl health show'", BACK } },
	{ CPO_KIND_SENSOR, CPO_QUANTITY_VALUE, CPO_SENSOR_KIND_FLOW, {
		"{sensor}: flow above its {limit}",
		"a valve is too far open, or a hose came off",
		"check hoses and valves of the coolant of {dev}", BACK }, {
		"{sensor}: flow below its {limit}",
		"a pump failed, a filter is clogged, or a valve is closed",
		"check pump, filter and valves of the coolant of {dev} at "
		"once: engines get hot within seconds", BACK } },
	/* Those a vendor added, and leaks that are measured. */
	{ CPO_KIND_SENSOR, CPO_QUANTITY_VALUE, ANY_SENSOR, {
		"{sensor}: above its {limit}",
		"see what the vendor says of this sensor",
		"look at the part {sensor} is about", BACK }, {
		"{sensor}: below its {limit}",
		"see what the vendor says of this sensor",
		"look at the part {sensor} is about", BACK } },
};

/* For pairs of a newer kernel. */
static const struct words unknown = {
	"{path}: beyond its {limit}",
	"the kernel or the device is newer than cpoctl",
	"update cpoctl; until then see 'cpoctl threshold show {path}'", BACK,
};

/* ---- Codes ---- */

uint32_t limit_code(int kind, const struct cpo_ids *ids,
		    const struct cond *cond)
{
	const struct cpo_row *row;
	uint32_t sensor = 0xff;

	row = kind == CPO_KIND_SENSOR ? sensor_row(ids) : NULL;
	if (row)
		cpo_sensor_get_kind(row, &sensor);
	return (sensor & 0xff) << 24 | (uint32_t)(kind & 0xff) << 16 |
	       (cond->quantity & 0xff) << 8 | (cond->level & 0xff);
}

static struct cond code_cond(uint32_t code)
{
	return (struct cond){ CPO_EVENT_CODE_THRESHOLD, code >> 8 & 0xff,
			      code & 0xff };
}

static bool is_of(const struct limit_words *words, uint32_t code)
{
	return words->kind == (int)(code >> 16 & 0xff) &&
	       words->quantity == (code >> 8 & 0xff) &&
	       (words->sensor == ANY_SENSOR ||
		words->sensor == (int)(code >> 24));
}

const struct words *limit_words(uint32_t code)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(limits); i++)
		if (is_of(&limits[i], code) &&
		    cpo_enum_name(CPO_ENUM_LEVEL, code & 0xff))
			return level_is_high(code & 0xff) ? &limits[i].high :
							    &limits[i].low;
	return &unknown;
}

const char *limit_name(uint32_t code)
{
	const struct cond cond = code_cond(code);
	static char name[72];

	cond_text(&cond, name, sizeof(name));
	return name;
}

void limit_place(uint32_t code, struct places *at)
{
	snprintf(at->limit, sizeof(at->limit), "%s limit",
		 level_is_alarm(code & 0xff) ? "alarm" : "warning");
}

/* ---- All of them ---- */

static void one_side(struct json *js, const struct limit_words *words,
		     bool high)
{
	const struct words *side = high ? &words->high : &words->low;
	const char *sensor = words->sensor == ANY_SENSOR ? NULL :
		cpo_enum_name(CPO_ENUM_SENSOR_KIND, words->sensor);
	const char *quantity = cpo_enum_name(CPO_ENUM_QUANTITY,
					     words->quantity);
	char name[96];
	unsigned int i;
	uint64_t level;

	snprintf(name, sizeof(name), "%s%s%s %s %s", sensor ? sensor : "",
		 sensor ? " " : "", cpo_kind_name(words->kind), quantity,
		 high ? "high" : "low");
	json_object(js, NULL);
	json_str(js, "of", "threshold");
	json_str(js, "name", name);
	json_str(js, "object", cpo_kind_name(words->kind));
	json_str(js, "quantity", quantity);
	json_array(js, "levels");
	for (i = 0; !cpo_enum_value(CPO_ENUM_LEVEL, i, &level); i++)
		if (level_is_high(level) == high)
			json_str(js, NULL, cpo_enum_name(CPO_ENUM_LEVEL,
							 level));
	json_close(js);
	json_str(js, "what", side->what);
	json_str(js, "cause", side->cause);
	json_str(js, "remedy", side->remedy);
	json_str(js, "ended", side->ended);
	json_close(js);
}

void limit_words_json(struct json *js)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(limits); i++) {
		one_side(js, &limits[i], true);
		one_side(js, &limits[i], false);
	}
}
