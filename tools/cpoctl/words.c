// SPDX-License-Identifier: GPL-2.0-only
// Copyright (c) 2026 cpo contributors
/* Codes in words: what happened, where that comes from, and what to do. */

#include <string.h>

#include "words.h"

static const struct words event_words[] = {
	[CPO_EVENT_CODE_VENDOR] = {
		"something only this device has a code for",
		"see the vendor's list of codes",
		"look the vendor code up, or ask the vendor" },
	[CPO_EVENT_CODE_ELS_REMOVED] = {
		"an ELS was taken out",
		"somebody pulled it, or it does not sit right any more",
		"put {els} back until it locks, then run a fiber check" },
	[CPO_EVENT_CODE_ELS_INSERTED] = {
		"an ELS was put in; its lasers wait for a fiber check",
		"somebody put it in",
		"run a fiber check of {els}" },
	[CPO_EVENT_CODE_ELS_STATE] = {
		"an ELS changed its module state",
		"it is starting, being reset, or at fault",
		"nothing while it gets ready; else see 'cpoctl health show'" },
	[CPO_EVENT_CODE_LASER_STATE] = {
		"a laser changed its state",
		"it was switched, checked or cut",
		"nothing when it was meant; else see 'cpoctl health show'" },
	[CPO_EVENT_CODE_LASER_FAULT] = {
		"the fault of a laser changed",
		"see the fault that is given with it",
		"see 'cpoctl health show'" },
	[CPO_EVENT_CODE_CHECK_PASSED] = {
		"a fiber check passed",
		"the fibre loses less than its limit",
		"nothing: its laser may go to full power" },
	[CPO_EVENT_CODE_CHECK_FAILED] = {
		"a fiber check failed",
		"the fibre is dirty, bent, broken or not plugged in",
		"clean {fibre} of {els}, then run a fiber check" },
	[CPO_EVENT_CODE_LASER_CUT] = {
		"the safety function took the light of a laser",
		"interlock, open fibre, over-power, or an ELS that was pulled",
		"close what is open at {els}, then run a fiber check" },
	[CPO_EVENT_CODE_INTERLOCK] = {
		"the safety interlock opened: all light is off",
		"a cover was moved, or its switch is worn",
		"close all covers, then run a fiber check of every ELS",
		"the safety interlock closed; lasers wait for a fiber check" },
	[CPO_EVENT_CODE_LANE_TX_DARK] = {
		"{lane} lost the light of its laser",
		"its laser or the fibre to its engine",
		"see its laser and fibre with 'cpoctl topology show {path}'",
		"{lane} has the light of its laser again" },
	[CPO_EVENT_CODE_LANE_RX_LOS] = {
		"{lane} lost the light from its fibre",
		"the far end is dark, or the line fibre is open",
		"check that the far end transmits, then clean the connector "
		"of {port}",
		"{lane} has the light from its fibre again" },
	[CPO_EVENT_CODE_PORT_STATE] = {
		"{port} went down",
		"see the reason that is given with it",
		"see 'cpoctl health show'",
		"{port} is up" },
	[CPO_EVENT_CODE_TOPOLOGY] = {
		"relations between parts changed",
		"parts came, went, or a standby took over",
		"nothing: see 'cpoctl topology show'" },
	[CPO_EVENT_CODE_OVERFLOW] = {
		"the device dropped events",
		"they came faster than the host took them",
		"nothing: the state is read again by itself" },
	[CPO_EVENT_CODE_THRESHOLD] = {
		"a quantity crossed a limit",
		"see the quantity and the limit that are given with it",
		"see 'cpoctl health show {path}'",
		"a quantity is back within its limit" },
	[CPO_EVENT_CODE_LANE_RX_LOL] = {
		"{lane} lost lock on the signal from its fibre",
		"the far end sends another speed or format, or weak light",
		"compare speed and FEC of both ends of {port}, then clean its "
		"connector",
		"{lane} is locked to the signal from its fibre again" },
	[CPO_EVENT_CODE_LANE_RING_UNLOCK] = {
		"the ring modulator of {lane} lost its wavelength",
		"its engine is too hot or too cold, or its laser drifted",
		"check cooling of {engine}; when it comes back, replace {els}",
		"the ring modulator of {lane} has its wavelength again" },
	[CPO_EVENT_CODE_ENGINE_TRIP] = {
		"{engine}: too hot, and switched itself off",
		"coolant or fans fail, or its cold plate lost contact",
		"check flow and inlet temperature with 'cpoctl sensor show', "
		"then let {engine} cool down",
		"{engine}: runs again" },
	[CPO_EVENT_CODE_LEAK] = {
		"{sensor} is wet",
		"coolant leaks",
		"look at {sensor} at once; cut the power of {dev} when "
		"coolant is near the board",
		"{sensor} is dry again" },
};

static const struct words reason_words[] = {
	[CPO_PORT_REASON_NONE] = {
		"{port} is down and gives no reason",
		"the device does not tell",
		"see 'cpoctl lane show {path}'" },
	[CPO_PORT_REASON_ELS_ABSENT] = {
		"{port} is down: an ELS that feeds it is not there",
		"an ELS was pulled, or does not sit right",
		"put the ELS back that 'cpoctl topology show --lasers {path}' "
		"names, then run a fiber check" },
	[CPO_PORT_REASON_ELS_UNCHECKED] = {
		"{port} is down: a laser that feeds it waits for a fiber "
		"check",
		"its ELS was put in, reset, or its fibre was open",
		"run a fiber check of the ELS that 'cpoctl topology show "
		"--lasers {path}' names" },
	[CPO_PORT_REASON_LASER_OFF] = {
		"{port} is down: a laser that feeds it is switched off",
		"it was switched off by configuration",
		"switch the laser on that 'cpoctl topology show --lasers "
		"{path}' names" },
	[CPO_PORT_REASON_LASER_FAULT] = {
		"{port} is down: a laser that feeds it has a fault",
		"a laser failed, or its fibre is dirty",
		"see the laser that 'cpoctl topology show --lasers {path}' "
		"names; replace its ELS when the fault comes back" },
	[CPO_PORT_REASON_RX_LOS] = {
		"no light arrives at {port}",
		"the far end is dark, or the line fibre is open or dirty",
		"check that the far end transmits, then clean and reseat the "
		"connector of {port}" },
	[CPO_PORT_REASON_RX_LOL] = {
		"light arrives at {port}, but no signal that can be locked to",
		"the far end sends another speed or format, or the light is "
		"weak",
		"compare speed and FEC of both ends of {port}, then clean its "
		"connector" },
	[CPO_PORT_REASON_RING_UNLOCK] = {
		"a ring modulator of {port} lost its wavelength",
		"the engine is too hot or too cold, or its laser drifted",
		"check cooling of {engine}; when it comes back, tune the "
		"laser or replace {els}" },
	[CPO_PORT_REASON_OVERHEAT] = {
		"{engine}: too hot, and was switched off",
		"coolant or fans fail, or its cold plate lost contact",
		"check flow and inlet temperature with 'cpoctl sensor show', "
		"then let {engine} cool down" },
	[CPO_PORT_REASON_POWER] = {
		"{engine}: switched off because of its supply",
		"a rail is out of range, or its budget is too small",
		"check the rails with 'cpoctl engine show --details'; the "
		"board needs service when one is off" },
	[CPO_PORT_REASON_ENGINE_FAULT] = {
		"{engine}: in fault",
		"the engine itself or its firmware failed",
		"reset {engine}; when it comes back the board needs service" },
	[CPO_PORT_REASON_INTERLOCK] = {
		"the safety interlock of {dev} is open: all light is off",
		"a cover is open, or its switch is worn",
		"close all covers of {dev}, then run a fiber check of every "
		"ELS" },
	[CPO_PORT_REASON_DISABLED] = {
		"{port} is switched off by configuration",
		"somebody switched it off",
		"nothing when it was meant; else 'ip link set up'" },
	[CPO_PORT_REASON_STARTING] = {
		"{port} is starting",
		"lasers or data paths are on their way up",
		"wait; when it stays so, see 'cpoctl laser show {path}'" },
	[CPO_PORT_REASON_FIRMWARE] = {
		"the firmware of {dev} does not run",
		"it is starting, or it failed",
		"wait a minute; then 'devlink dev reload', then power {dev} "
		"off and on" },
	[CPO_PORT_REASON_BER] = {
		"{port} has more errors than FEC can correct",
		"a dirty connector, a bent fibre, or an ageing laser",
		"clean the connector of {port}, then compare its lanes with "
		"'cpoctl lane show {path}'" },
};

static const struct words laser_words[] = {
	[CPO_LASER_FAULT_NONE] = {
		"no fault of {laser} of {els}",
		"nothing",
		"nothing" },
	[CPO_LASER_FAULT_CONTAMINATED] = {
		"{fibre} of {laser} of {els} loses more than its limit",
		"the fibre is dirty, bent or broken",
		"clean {fibre} of {els}, then run a fiber check" },
	[CPO_LASER_FAULT_APC] = {
		"{laser} of {els} is at its bias limit and loses power",
		"the laser is at its end of life",
		"replace {els} soon, and run a fiber check of the new one" },
	[CPO_LASER_FAULT_POWER_HIGH] = {
		"{laser} of {els} was over its power range and was cut",
		"its power control failed",
		"do not switch it on again: replace {els}" },
	[CPO_LASER_FAULT_POWER_LOW] = {
		"{laser} of {els} is below its power range",
		"the laser ages or was damaged",
		"raise its set-point within its range, else replace {els}" },
	[CPO_LASER_FAULT_TEC] = {
		"{laser} of {els} cannot hold its temperature",
		"{els} is too hot, or its cooler failed",
		"check cooling around {els}; replace it when that is good" },
	[CPO_LASER_FAULT_RAMP_TIMEOUT] = {
		"{laser} of {els} did not get to its power in time",
		"a weak laser, or firmware that is stuck",
		"run a fiber check of {els} again; replace it when it stays "
		"so" },
	[CPO_LASER_FAULT_TUNING] = {
		"{laser} of {els} could not be tuned",
		"its temperature or its wavelength is out of range",
		"check cooling around {els}, tune it again, else replace "
		"{els}" },
};

/* "{part}" is the engine or the ELS that says it. */
static const char *const module_name[] = {
	"none", "tec-runaway", "data-memory", "program-memory", "transmitter",
	"receiver", "temperature",
};

static const struct words module_words[] = {
	[MODULE_FAULT_NONE] = {
		"{part}: in fault, and gives no cause",
		"it does not tell",
		"reset {part}; replace it when the fault comes back" },
	[MODULE_FAULT_TEC] = {
		"the cooler of {part} ran away",
		"a failed cooler, or no cooling around it",
		"check cooling around {part}; replace it when that is good" },
	[MODULE_FAULT_DATA_MEMORY] = {
		"the data memory of {part} is damaged",
		"wear, or power that failed while it was written",
		"reset {part}; replace it when the fault comes back" },
	[MODULE_FAULT_PROGRAM_MEMORY] = {
		"the program memory of {part} is damaged",
		"a firmware update that was interrupted",
		"write the firmware of {part} again, else replace it" },
	[MODULE_FAULT_TRANSMITTER] = {
		"the transmitter of {part} failed",
		"a part inside it failed",
		"reset {part}; replace it when the fault comes back" },
	[MODULE_FAULT_RECEIVER] = {
		"the receiver of {part} failed",
		"a part inside it failed",
		"reset {part}; replace it when the fault comes back" },
	[MODULE_FAULT_TEMPERATURE] = {
		"{part}: too hot",
		"coolant or fans fail, or its cold plate lost contact",
		"check flow and inlet temperature with 'cpoctl sensor show', "
		"then let {part} cool down" },
};

static const struct words dev_words[] = {
	[CPO_DEV_STATE_ONLINE] = {
		"{dev} is online", "nothing", "nothing" },
	[CPO_DEV_STATE_DETACHED] = {
		"{dev} is detached: all values are those from before",
		"it is being reset, suspended or reloaded",
		"wait; when it stays so, 'devlink dev reload'" },
	[CPO_DEV_STATE_DEAD] = {
		"{dev} does not answer any more; light stays as it is",
		"its firmware failed, or it fell off the bus",
		"see 'dmesg', then 'devlink dev reload'; power {dev} off and "
		"on when that fails" },
};

static const char *const condition_name[] = {
	[COND_STALE] = "stale",
	[COND_LEAK] = "leak",
	[COND_ELS_ABSENT] = "els-absent",
	[COND_UNCHECKED] = "unchecked",
	[COND_CHECKING] = "checking",
	[COND_LASER_OFF] = "laser-off",
	[COND_LASER_DOWN] = "laser-down",
	[COND_MODULE_FAULT] = "module-fault",
	[COND_ROUTE_DARK] = "route-dark",
	[COND_CHECK_FAILED] = "check-failed",
	[COND_TX_FAULT] = "tx-fault",
	[COND_TX_DARK] = "tx-dark",
	[COND_RING_UNLOCK] = "ring-unlock",
	[COND_RX_LOS] = "rx-los",
	[COND_RX_LOL] = "rx-lol",
	[COND_TX_LOS] = "tx-los",
	[COND_TX_LOL] = "tx-lol",
	[COND_STATE] = "unknown-state",
};

static const struct words condition_words[] = {
	[COND_STALE] = {
		"values of {dev} are old",
		"the device reports late or not at all, or the host is busy",
		"see 'cpoctl stats show' for telemetry that was missed or "
		"refused, then 'cpoctl dev refresh'" },
	[COND_LEAK] = {
		"{sensor} is wet",
		"coolant leaks",
		"look at {sensor} at once; cut the power of {dev} when "
		"coolant is near the board" },
	[COND_ELS_ABSENT] = {
		"{els} is not in its slot",
		"it was pulled out, or does not sit right",
		"put {els} back until it locks, then run a fiber check" },
	[COND_UNCHECKED] = {
		"{laser} of {els}: dark until a fiber check passes",
		"{els} was put in, was reset, or a fibre of it was open",
		"clean and plug in the fibres of {els}, then run a fiber "
		"check" },
	[COND_CHECKING] = {
		"{laser} of {els}: on the way to full power",
		"a fiber check or a ramp is under way",
		"wait; when it stays so, see 'cpoctl laser show {path}'" },
	[COND_LASER_OFF] = {
		"{laser} of {els}: switched off",
		"switched off by configuration",
		"switch on {laser} of {els}" },
	[COND_LASER_DOWN] = {
		"{laser} of {els}: down, and gives no fault",
		"the device does not tell",
		"run a fiber check of {els}; replace it when it stays so" },
	[COND_MODULE_FAULT] = {
		"{part} has a fault of its own",
		"the part or its firmware failed",
		"reset {part}; replace it when the fault comes back" },
	[COND_ROUTE_DARK] = {
		"{fibre} of {els} brings no light to {engine}",
		"the fibre is open, broken or plugged in elsewhere",
		"clean and plug in {fibre} of {els}, then run a fiber check" },
	[COND_CHECK_FAILED] = {
		"{fibre} of {els} failed its last fiber check",
		"the fibre is dirty, bent or broken",
		"clean {fibre} of {els}, then run a fiber check" },
	[COND_TX_FAULT] = {
		"the transmitter of {lane} failed",
		"its driver or its modulator failed",
		"reset {engine}; when it comes back the board needs service" },
	[COND_TX_DARK] = {
		"{lane} gets no light of its laser",
		"{laser} of {els}, or the fibre from there to {engine}",
		"clean {fibre} of {els}, then run a fiber check" },
	[COND_RING_UNLOCK] = {
		"the ring modulator of {lane} lost its wavelength",
		"{engine} is too hot or too cold, or its laser drifted",
		"check cooling of {engine}; when it comes back, tune {laser} "
		"of {els}" },
	[COND_RX_LOS] = {
		"no light arrives at {lane}",
		"the far end is dark, or the line fibre is open or dirty",
		"check that the far end of {port} transmits, then clean and "
		"reseat its connector" },
	[COND_RX_LOL] = {
		"light arrives at {lane}, but no signal to lock to",
		"the far end sends another speed or format, or the light is "
		"weak",
		"compare speed and FEC of both ends of {port}, then clean its "
		"connector" },
	[COND_TX_LOS] = {
		"no signal from the switch chip at {lane}",
		"{port} is off in the switch chip",
		"switch on {port} in the host; the board needs service when "
		"it is on" },
	[COND_TX_LOL] = {
		"{lane} cannot lock to the signal of the switch chip",
		"the electrical link is at another speed, or is damaged",
		"set the speed of {port} again, then reset {engine}" },
	[COND_STATE] = {
		"{path} is in a state this version has no words for",
		"the kernel or the device is newer than cpoctl",
		"update cpoctl" },
};

static const struct words_set {
	const char *name;
	const struct words *words;
	unsigned int count;
	/* Names of the codes: of an enumeration, or our own. */
	int which;
	const char *const *names;
} sets[WORDS_SETS] = {
	[WORDS_EVENT] = { "event-code", event_words, ARRAY_SIZE(event_words),
			  CPO_ENUM_EVENT_CODE, NULL },
	[WORDS_REASON] = { "port-reason", reason_words,
			   ARRAY_SIZE(reason_words), CPO_ENUM_PORT_REASON,
			   NULL },
	[WORDS_LASER] = { "laser-fault", laser_words, ARRAY_SIZE(laser_words),
			  CPO_ENUM_LASER_FAULT, NULL },
	[WORDS_MODULE] = { "module-fault", module_words,
			   ARRAY_SIZE(module_words), -1, module_name },
	[WORDS_DEV] = { "dev-state", dev_words, ARRAY_SIZE(dev_words),
			CPO_ENUM_DEV_STATE, NULL },
	[WORDS_CONDITION] = { "condition", condition_words,
			      ARRAY_SIZE(condition_words), -1,
			      condition_name },
	[WORDS_THRESHOLD] = { "threshold", NULL, 0, -1, NULL },
};

/* For codes of a newer kernel. */
static const struct words unknown_words[WORDS_SETS] = {
	[WORDS_EVENT] = {
		"something this version has no words for",
		"the kernel or the device is newer than cpoctl",
		"update cpoctl" },
	[WORDS_REASON] = {
		"{port} is down for a reason this version has no words for",
		"the kernel or the device is newer than cpoctl",
		"update cpoctl; until then see 'cpoctl lane show {path}'" },
	[WORDS_LASER] = {
		"{laser} of {els} has a fault this version has no words for",
		"the kernel or the device is newer than cpoctl",
		"update cpoctl; until then treat {els} as failed" },
	[WORDS_MODULE] = {
		"{part} has a fault this version has no words for",
		"a cause of the vendor's own, or one newer than cpoctl",
		"reset {part}; replace it when the fault comes back" },
	[WORDS_DEV] = {
		"{dev} is in a state this version has no words for",
		"the kernel or the device is newer than cpoctl",
		"update cpoctl; until then see 'dmesg'" },
	[WORDS_CONDITION] = { "", "", "" },
};

const struct words *words_find(enum words_of of, uint64_t code)
{
	if (of == WORDS_THRESHOLD)
		return limit_words(code);
	if (code < sets[of].count && sets[of].words[code].what)
		return &sets[of].words[code];
	return &unknown_words[of];
}

const char *words_name(enum words_of of, uint64_t code)
{
	if (of == WORDS_THRESHOLD)
		return limit_name(code);
	if (sets[of].which >= 0)
		return cpo_enum_name(sets[of].which, code);
	return code < sets[of].count ? sets[of].names[code] : NULL;
}

const char *words_list(enum words_of of)
{
	return sets[of].name;
}

/* ---- Places ---- */

static const struct {
	const char *name;
	size_t offset;
	const char *none;
} place[] = {
	{ "dev", offsetof(struct places, dev), "the device" },
	{ "els", offsetof(struct places, els), "its ELS" },
	{ "laser", offsetof(struct places, laser), "its laser" },
	{ "engine", offsetof(struct places, engine), "its engine" },
	{ "lane", offsetof(struct places, lane), "a lane" },
	{ "port", offsetof(struct places, port), "the port" },
	{ "fibre", offsetof(struct places, fibre), "the fibre" },
	{ "sensor", offsetof(struct places, sensor), "a sensor" },
	{ "path", offsetof(struct places, path), "SELECTOR" },
	{ "limit", offsetof(struct places, limit), "limit" },
};

/* Text for the @len characters of a place. */
static const char *place_text(const struct places *at, const char *name,
			      size_t len)
{
	const char *text;
	unsigned int i;

	/* An ELS is in no engine. */
	if (len == 4 && !strncmp(name, "part", len))
		return at->els[0] ? at->els :
		       at->engine[0] ? at->engine : "the module";
	for (i = 0; i < ARRAY_SIZE(place); i++) {
		if (strlen(place[i].name) != len ||
		    strncmp(place[i].name, name, len))
			continue;
		text = (const char *)at + place[i].offset;
		return text[0] ? text : place[i].none;
	}
	return "?";
}

void words_fill(const char *text, const struct places *at, char *buf,
		size_t size)
{
	size_t len = 0, run;

	buf[0] = '\0';
	while (text && *text && len + 1 < size) {
		run = strcspn(text, "{");
		len += snprintf(buf + len, size - len, "%.*s", (int)run, text);
		text += run;
		if (!*text || len + 1 >= size)
			return;
		run = strcspn(++text, "}");
		len += snprintf(buf + len, size - len, "%s",
				place_text(at, text, run));
		text += run + !!text[run];
	}
}

/* ---- All of them ---- */

static void words_one(struct json *js, enum words_of of, unsigned int code)
{
	const char *name = words_name(of, code);

	if (!sets[of].words[code].what || !name)
		return;
	json_object(js, NULL);
	json_str(js, "of", sets[of].name);
	json_str(js, "name", name);
	json_uint(js, "code", code);
	json_str(js, "what", sets[of].words[code].what);
	json_str(js, "cause", sets[of].words[code].cause);
	json_str(js, "remedy", sets[of].words[code].remedy);
	if (sets[of].words[code].ended)
		json_str(js, "ended", sets[of].words[code].ended);
	json_close(js);
}

void words_json(struct json *js)
{
	unsigned int of, code;

	json_array(js, "words");
	for (of = 0; of < WORDS_SETS; of++)
		for (code = 0; code < sets[of].count; code++)
			words_one(js, of, code);
	limit_words_json(js);
	json_close(js);
}
