// SPDX-License-Identifier: GPL-2.0
/* Copyright (c) 2026 The cpo authors */

/*
 * Codes in words: what happened, where that comes from, and what to do. A word
 * in braces stands for a part. The same facts as those of the tools; these name
 * no tool, for who reads them may have none but the stock ones.
 */

#include <linux/ctype.h>
#include <linux/kernel.h>
#include <linux/string.h>

#include "cpo_pci.h"

/* ---- why a port is down ---- */

static const struct cpo_pci_words cpo_pci_reason_words[] = {
	[CPO_PORT_REASON_NONE] = { "none",
		"down, and the device gives no reason",
		"the device does not tell",
		"look at the light and the signal of the lanes of {port}" },
	[CPO_PORT_REASON_ELS_ABSENT] = { "els-absent",
		"no light: {els} is not in its slot",
		"an ELS was pulled, or does not sit right",
		"put {els} back until it locks, then run a fiber check" },
	[CPO_PORT_REASON_ELS_UNCHECKED] = { "els-unchecked",
		"{laser} of {els}: dark until a fiber check passes",
		"its ELS was put in, reset, or its fibre was open",
		"clean and plug in the fibres of {els}, then run a fiber check"
		},
	[CPO_PORT_REASON_LASER_OFF] = { "laser-off",
		"no light: {laser} of {els} switched off",
		"it was switched off by configuration",
		"switch on {laser} of {els}" },
	[CPO_PORT_REASON_LASER_FAULT] = { "laser-fault",
		"no light: fault of {laser} of {els}",
		"a laser failed, or its fibre is dirty",
		"clean the fibres of {els}; replace it when the fault comes back"
		},
	[CPO_PORT_REASON_RX_LOS] = { "rx-los",
		"no light arrives from the line",
		"the far end is dark, or the line fibre is open or dirty",
		"check that the far end transmits, then clean and reseat the connector of {port}"
		},
	[CPO_PORT_REASON_RX_LOL] = { "rx-lol",
		"light arrives, but no signal that can be locked to",
		"the far end sends another speed or format, or the light is weak",
		"compare speed and FEC of both ends of {port}, then clean its connector"
		},
	[CPO_PORT_REASON_RING_UNLOCK] = { "ring-unlock",
		"a ring modulator of {engine} lost its wavelength",
		"the engine is too hot or too cold, or its laser drifted",
		"check cooling of {engine}; when it comes back, tune the laser or replace {els}"
		},
	[CPO_PORT_REASON_OVERHEAT] = { "overheat",
		"{engine} got too hot and was switched off",
		"coolant or fans fail, or its cold plate lost contact",
		"check coolant flow and inlet temperature, then let {engine} cool down"
		},
	[CPO_PORT_REASON_POWER] = { "power",
		"{engine} was switched off because of its supply",
		"a rail is out of range, or its budget is too small",
		"check the rails; the board needs service when one is off" },
	[CPO_PORT_REASON_ENGINE_FAULT] = { "engine-fault",
		"{engine} is in fault",
		"the engine itself or its firmware failed",
		"reset {engine}; when it comes back the board needs service" },
	[CPO_PORT_REASON_INTERLOCK] = { "interlock",
		"the safety interlock is open: all light is off",
		"a cover is open, or its switch is worn",
		"close all covers, then run a fiber check of every ELS" },
	[CPO_PORT_REASON_DISABLED] = { "disabled",
		"switched off by configuration",
		"somebody switched it off",
		"nothing when it was meant; else switch {port} on" },
	[CPO_PORT_REASON_STARTING] = { "starting",
		"on its way up",
		"lasers or data paths are on their way up",
		"wait; when it stays so, look at the lasers that feed {port}" },
	[CPO_PORT_REASON_FIRMWARE] = { "firmware",
		"the firmware of the device does not run",
		"it is starting, or it failed",
		"wait a minute; then reload the driver, then power the device off and on"
		},
	[CPO_PORT_REASON_BER] = { "ber",
		"more errors than FEC can correct",
		"a dirty connector, a bent fibre, or an ageing laser",
		"clean the connector of {port}, then compare its lanes" },
};

/* ---- lasers ---- */

static const struct cpo_pci_words cpo_pci_laser_words[] = {
	[CPO_LASER_FAULT_NONE] = { "laser-down",
		"{laser} of {els}: down, and gives no fault",
		"the device does not tell",
		"run a fiber check of {els}; replace it when it stays so" },
	[CPO_LASER_FAULT_CONTAMINATED] = { "contaminated",
		"{fibre} from {laser} of {els} loses more than its limit",
		"the fibre is dirty, bent or broken",
		"clean {fibre} of {els}, then run a fiber check" },
	[CPO_LASER_FAULT_APC] = { "apc",
		"{laser} of {els}: at the bias limit, and losing power",
		"the laser is at its end of life",
		"replace {els} soon, and run a fiber check of the new one" },
	[CPO_LASER_FAULT_POWER_HIGH] = { "power-high",
		"{laser} of {els}: was over its power range and was cut",
		"its power control failed",
		"do not switch it on again: replace {els}" },
	[CPO_LASER_FAULT_POWER_LOW] = { "power-low",
		"{laser} of {els}: below its power range",
		"the laser ages or was damaged",
		"raise its set-point within its range, else replace {els}" },
	[CPO_LASER_FAULT_TEC] = { "tec",
		"{laser} of {els}: cannot hold its temperature",
		"{els} is too hot, or its cooler failed",
		"check cooling around {els}; replace it when that is good" },
	[CPO_LASER_FAULT_RAMP_TIMEOUT] = { "ramp-timeout",
		"{laser} of {els}: did not get to its power in time",
		"a weak laser, or firmware that is stuck",
		"run a fiber check of {els} again; replace it when it stays so"
		},
	[CPO_LASER_FAULT_TUNING] = { "tuning",
		"{laser} of {els}: could not be tuned",
		"its temperature or its wavelength is out of range",
		"check cooling around {els}, tune it again, else replace {els}"
		},
};

/* ---- engines and ELS: fault causes as CMIS numbers them ---- */

static const struct cpo_pci_words cpo_pci_module_words[] = {
	[0] = { "module-fault",
		"{part}: in fault, and gives no cause",
		"it does not tell",
		"reset {part}; replace it when the fault comes back" },
	[1] = { "tec-runaway",
		"the cooler of {part} ran away",
		"a failed cooler, or no cooling around it",
		"check cooling around {part}; replace it when that is good" },
	[2] = { "data-memory",
		"the data memory of {part} is damaged",
		"wear, or power that failed while it was written",
		"reset {part}; replace it when the fault comes back" },
	[3] = { "program-memory",
		"the program memory of {part} is damaged",
		"a firmware update that was interrupted",
		"write the firmware of {part} again, else replace it" },
	[4] = { "transmitter",
		"the transmitter of {part} failed",
		"a part inside it failed",
		"reset {part}; replace it when the fault comes back" },
	[5] = { "receiver",
		"the receiver of {part} failed",
		"a part inside it failed",
		"reset {part}; replace it when the fault comes back" },
	[6] = { "temperature",
		"{part}: too hot",
		"coolant or fans fail, or its cold plate lost contact",
		"check coolant flow and inlet temperature, then let {part} cool down"
		},
};

/* ---- what is no code of the device ---- */

static const struct cpo_pci_words cpo_pci_condition_words[] = {
	[CPO_PCI_COND_UNKNOWN] = { "unknown",
		"a code this driver has no words for",
		"the device is newer than the driver",
		"see the vendor's list of codes, or use a newer driver" },
	[CPO_PCI_COND_ELS_ABSENT] = { "els-absent",
		"{els} is not in its slot",
		"it was pulled out, or does not sit right",
		"put {els} back until it locks, then run a fiber check" },
	[CPO_PCI_COND_UNCHECKED] = { "unchecked",
		"{laser} of {els}: dark until a fiber check passes",
		"{els} was put in, was reset, or a fibre of it was open",
		"clean and plug in the fibres of {els}, then run a fiber check"
		},
	[CPO_PCI_COND_CHECKING] = { "checking",
		"{laser} of {els}: on the way to full power",
		"a fiber check or a ramp is under way",
		"wait; when it stays so, reset {els}" },
	[CPO_PCI_COND_LASER_OFF] = { "laser-off",
		"{laser} of {els}: switched off",
		"switched off by configuration",
		"switch on {laser} of {els}" },
	[CPO_PCI_COND_CHECK_FAILED] = { "check-failed",
		"{fibre} of {els} failed its last fiber check",
		"the fibre is dirty, bent or broken",
		"clean {fibre} of {els}, then run a fiber check" },
	[CPO_PCI_COND_INTERLOCK] = { "interlock",
		"the safety interlock opened: all light is off",
		"a cover was moved, or its switch is worn",
		"close all covers, then run a fiber check of every ELS" },
	[CPO_PCI_COND_ENGINE_TRIP] = { "engine-trip",
		"{engine}: too hot, and switched itself off",
		"coolant or fans fail, or its cold plate lost contact",
		"check coolant flow and inlet temperature, then let {engine} cool down"
		},
	[CPO_PCI_COND_LEAK] = { "leak",
		"{sensor} is wet",
		"coolant leaks",
		"look at {sensor} at once; cut the power of the device when coolant is near the board"
		},
	[CPO_PCI_COND_DEAD] = { "dead",
		"the device does not answer any more; light stays as it is",
		"its firmware failed, or it fell off the bus",
		"see the kernel log, then reload the driver; power the device off and on when that fails"
		},
	[CPO_PCI_COND_DETACHED] = { "detached",
		"detached: all values are those from before",
		"it is being reset, suspended or reloaded",
		"wait; when it stays so, reload the driver" },
	[CPO_PCI_COND_FW_STOPPED] = { "firmware-stopped",
		"the firmware does not run; light stays as it is",
		"it is starting, or it failed",
		"wait a minute; then reload the driver, then power the device off and on"
		},
	[CPO_PCI_COND_STALE] = { "stale",
		"values are old",
		"the device reports late or not at all, or the host is busy",
		"see why blocks were refused; reload the driver when none comes"
		},
	[CPO_PCI_COND_TLM_TORN] = { "telemetry-torn",
		"values are old: telemetry blocks come torn",
		"the device writes a block only in part",
		"reload the driver; then power the device off and on" },
	[CPO_PCI_COND_TLM_SHORT] = { "telemetry-short",
		"values are old: telemetry blocks end too early",
		"the device writes a block only in part",
		"reload the driver; then power the device off and on" },
	[CPO_PCI_COND_TLM_REPEATED] = { "telemetry-repeated",
		"values are old: the same telemetry block comes again",
		"the part of the firmware that samples does not run",
		"reload the driver; then power the device off and on" },
	[CPO_PCI_COND_TLM_FROZEN] = { "telemetry-frozen",
		"values are old: the time of the telemetry stands still",
		"the part of the firmware that samples does not run",
		"reload the driver; then power the device off and on" },
	[CPO_PCI_COND_TLM_LYING] = { "telemetry-lying",
		"values are old: telemetry blocks cannot be true",
		"the firmware is damaged, or is of another device",
		"write the firmware of the device again" },
	[CPO_PCI_COND_FATAL] = { "fatal",
		"the device had a fatal error and was started again",
		"see the code that is given with it",
		"nothing when it was once; else power the device off and on" },
};

/* ---- limits ---- */

#define CPO_PCI_ANY_SENSOR	0xff

struct cpo_pci_limit_words {
	u8 object;
	u8 quantity;
	u8 sensor;		/* enum cpo_sensor_kind, of a sensor */
	struct cpo_pci_words high;
	struct cpo_pci_words low;
};

#define CPO_PCI_COMPARE \
	"compare set-point and power of {laser}; replace {els} when they differ"

static const struct cpo_pci_limit_words cpo_pci_limit_words[] = {
	{ CPO_OBJECT_ENGINE, CPO_QUANTITY_TEMPERATURE, CPO_PCI_ANY_SENSOR,
	  { "temperature-high",
		"{engine}: temperature above its {limit}",
		"coolant or fans fail, or its cold plate lost contact",
		"check coolant flow and inlet temperature, then the cold plate of {engine}"
	  },
	  { "temperature-low",
		"{engine}: temperature below its {limit}",
		"the coolant is too cold, or the engine is off",
		"check the inlet temperature; rings lose their wavelength when it gets colder"
	  } },
	{ CPO_OBJECT_ENGINE, CPO_QUANTITY_POWER, CPO_PCI_ANY_SENSOR,
	  { "power-high",
		"{engine}: takes more power than its {limit}",
		"it is hot, its heaters are driven hard, or it ages",
		"check cooling of {engine}, then compare it with the others" },
	  { "power-low",
		"{engine}: takes less power than its {limit}",
		"lanes of it are off, or a rail is missing",
		"check the rails; the board needs service when one is off" } },
	{ CPO_OBJECT_ELS, CPO_QUANTITY_TEMPERATURE, CPO_PCI_ANY_SENSOR,
	  { "temperature-high",
		"{els}: temperature above its {limit}",
		"no air or coolant comes to it, or its neighbours are hot",
		"check cooling around {els}; replace it when that is good" },
	  { "temperature-low",
		"{els}: temperature below its {limit}",
		"the air or coolant around it is too cold",
		"check the inlet temperature" } },
	{ CPO_OBJECT_ELS, CPO_QUANTITY_POWER, CPO_PCI_ANY_SENSOR,
	  { "power-high",
		"{els}: takes more power than its {limit}",
		"its coolers work hard, or a laser of it ages",
		"check cooling around {els}, then compare its lasers" },
	  { "power-low",
		"{els}: takes less power than its {limit}",
		"lasers of it are off or failed",
		"look at the lasers of {els}" } },
	{ CPO_OBJECT_ELS, CPO_QUANTITY_VOLTAGE, CPO_PCI_ANY_SENSOR,
	  { "voltage-high",
		"{els}: supply voltage above its {limit}",
		"the supply of its slot is out of range",
		"check the rails; the board needs service when one is off" },
	  { "voltage-low",
		"{els}: supply voltage below its {limit}",
		"worn contacts, or the supply of its slot is out of range",
		"take {els} out and put it back until it locks, then run a fiber check"
	  } },
	{ CPO_OBJECT_LASER, CPO_QUANTITY_TEMPERATURE, CPO_PCI_ANY_SENSOR,
	  { "temperature-high",
		"{laser} of {els}: temperature above its {limit}",
		"{els} is too hot, or its cooler failed",
		"check cooling around {els}; replace it when that is good" },
	  { "temperature-low",
		"{laser} of {els}: temperature below its {limit}",
		"{els} is too cold, or its cooler failed",
		"check the inlet temperature; replace {els} when that is good"
	  } },
	{ CPO_OBJECT_LASER, CPO_QUANTITY_OPTICAL_POWER, CPO_PCI_ANY_SENSOR,
	  { "optical-power-high",
		"{laser} of {els}: light above its {limit}",
		"its set-point is too high, or its power control drifts",
		CPO_PCI_COMPARE },
	  { "optical-power-low",
		"{laser} of {els}: light below its {limit}",
		"the laser ages or is damaged, or its set-point is low",
		CPO_PCI_COMPARE } },
	{ CPO_OBJECT_LASER, CPO_QUANTITY_BIAS, CPO_PCI_ANY_SENSOR,
	  { "bias-high",
		"{laser} of {els}: bias current above its {limit}",
		"the laser is hot or ages: it needs more for the same light",
		"check cooling around {els}; plan to replace it when that is good"
	  },
	  { "bias-low",
		"{laser} of {els}: bias current below its {limit}",
		"its set-point is low, or its driver fails",
		CPO_PCI_COMPARE } },
	{ CPO_OBJECT_LASER, CPO_QUANTITY_TEC_DRIVE, CPO_PCI_ANY_SENSOR,
	  { "tec-drive-high",
		"{laser} of {els}: cooler driven above its {limit}",
		"{els} is too hot, or its cooler ages",
		"check cooling around {els}; plan to replace it when that is good"
	  },
	  { "tec-drive-low",
		"{laser} of {els}: cooler driven below its {limit}",
		"its cooler is not driven, or needs little",
		"look at the temperature of {laser}" } },
	{ CPO_OBJECT_LASER, CPO_QUANTITY_FREQUENCY_ERROR, CPO_PCI_ANY_SENSOR,
	  { "frequency-error-high",
		"{laser} of {els}: frequency off by more than its {limit}",
		"its temperature control drifts, or the laser ages",
		"check cooling around {els}; plan to replace it when that is good"
	  },
	  { "frequency-error-low",
		"{laser} of {els}: frequency off by more than its {limit}",
		"its temperature control drifts, or the laser ages",
		"check cooling around {els}; plan to replace it when that is good"
	  } },
	{ CPO_OBJECT_LASER, CPO_QUANTITY_AGE, CPO_PCI_ANY_SENSOR,
	  { "age-high",
		"{laser} of {els}: used life above its {limit}",
		"the laser comes to the end of its life",
		"plan to replace {els}" },
	  { "age-low",
		"{laser} of {els}: used life below its {limit}",
		"its record of hours was lost",
		"note the serial number of {els}, and ask the vendor" } },
	{ CPO_OBJECT_ROUTE, CPO_QUANTITY_INPUT_POWER, CPO_PCI_ANY_SENSOR,
	  { "input-power-high",
		"{fibre} of {els}: light at {engine} above its {limit}",
		"its laser is set too high",
		"compare set-point and power of {laser} of {els}" },
	  { "input-power-low",
		"{fibre} of {els}: light at {engine} below its {limit}",
		"the fibre is dirty or bent, or its laser is weak",
		"clean {fibre} of {els}, then run a fiber check" } },
	{ CPO_OBJECT_SENSOR, CPO_QUANTITY_VALUE, CPO_SENSOR_KIND_TEMPERATURE,
	  { "temperature-high",
		"{sensor}: temperature above its {limit}",
		"coolant or fans fail, or the room is too hot",
		"check pump, fans and inlet temperature of the device" },
	  { "temperature-low",
		"{sensor}: temperature below its {limit}",
		"the room or the coolant is too cold",
		"check the supply of coolant; water may condense on cold parts"
	  } },
	{ CPO_OBJECT_SENSOR, CPO_QUANTITY_VALUE, CPO_SENSOR_KIND_RAIL,
	  { "voltage-high",
		"{sensor}: voltage above its {limit}",
		"a supply is out of range",
		"replace the power supply; the board needs service when that does not help"
	  },
	  { "voltage-low",
		"{sensor}: voltage below its {limit}",
		"a supply is weak, or its load is too high",
		"replace the power supply; the board needs service when that does not help"
	  } },
	{ CPO_OBJECT_SENSOR, CPO_QUANTITY_VALUE, CPO_SENSOR_KIND_POWER,
	  { "power-high",
		"{sensor}: power above its {limit}",
		"more is running than the supply is meant for",
		"compare the power of the engines and of the ELS" },
	  { "power-low",
		"{sensor}: power below its {limit}",
		"parts are off",
		"look which engines and ELS are off" } },
	{ CPO_OBJECT_SENSOR, CPO_QUANTITY_VALUE, CPO_SENSOR_KIND_FLOW,
	  { "flow-high",
		"{sensor}: flow above its {limit}",
		"a valve is too far open, or a hose came off",
		"check hoses and valves of the coolant" },
	  { "flow-low",
		"{sensor}: flow below its {limit}",
		"a pump failed, a filter is clogged, or a valve is closed",
		"check pump, filter and valves of the coolant at once: engines get hot within seconds"
	  } },
	/* those a vendor added, and leaks that are measured */
	{ CPO_OBJECT_SENSOR, CPO_QUANTITY_VALUE, CPO_PCI_ANY_SENSOR,
	  { "value-high",
		"{sensor}: above its {limit}",
		"see what the vendor says of this sensor",
		"look at the part {sensor} is about" },
	  { "value-low",
		"{sensor}: below its {limit}",
		"see what the vendor says of this sensor",
		"look at the part {sensor} is about" } },
};

/* ---- fatal errors ---- */

static const char * const cpo_pci_fatal_words[] = {
	[CPO_FATAL_NONE] = "the device gives no code",
	[CPO_FATAL_QUEUE_SIZE] = "a queue was enabled with a bad size",
	[CPO_FATAL_QUEUE_BASE] = "a queue was enabled with a bad address",
	[CPO_FATAL_DOORBELL] = "a doorbell got an impossible value",
	[CPO_FATAL_DMA] = "memory of a queue or a buffer failed",
	[CPO_FATAL_FIRMWARE] = "the firmware gave up",
};

/* ---- finding words ---- */

const struct cpo_pci_words *cpo_pci_words_condition(unsigned int cond)
{
	return &cpo_pci_condition_words[cond];
}

const struct cpo_pci_words *cpo_pci_words_reason(u8 reason)
{
	return reason < ARRAY_SIZE(cpo_pci_reason_words) ?
	       &cpo_pci_reason_words[reason] :
	       &cpo_pci_condition_words[CPO_PCI_COND_UNKNOWN];
}

const struct cpo_pci_words *cpo_pci_words_laser(u8 fault)
{
	return fault < ARRAY_SIZE(cpo_pci_laser_words) ?
	       &cpo_pci_laser_words[fault] :
	       &cpo_pci_condition_words[CPO_PCI_COND_UNKNOWN];
}

const struct cpo_pci_words *cpo_pci_words_module(u8 cause)
{
	return cause < ARRAY_SIZE(cpo_pci_module_words) ?
	       &cpo_pci_module_words[cause] :
	       &cpo_pci_condition_words[CPO_PCI_COND_UNKNOWN];
}

const char *cpo_pci_words_fatal(u32 code)
{
	return code < ARRAY_SIZE(cpo_pci_fatal_words) ?
	       cpo_pci_fatal_words[code] :
	       cpo_pci_condition_words[CPO_PCI_COND_UNKNOWN].what;
}

/**
 * cpo_pci_words_limit - words for a limit that was crossed
 * @id: flag of the limit
 * @kind: enum cpo_sensor_kind, when it is of a sensor
 *
 * Return: the words, or NULL when this is no limit of a part a reporter is for
 */
const struct cpo_pci_words *cpo_pci_words_limit(const struct cpo_flag_id *id,
						u8 kind)
{
	const struct cpo_pci_limit_words *w = cpo_pci_limit_words;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(cpo_pci_limit_words); i++, w++)
		if (w->object == id->object && w->quantity == id->quantity &&
		    (w->sensor == CPO_PCI_ANY_SENSOR || w->sensor == kind))
			return id->level <= CPO_LEVEL_HIGH_WARNING ? &w->high :
								     &w->low;
	return NULL;
}

/* ---- putting parts in ---- */

static const char *cpo_pci_place(const struct cpo_pci_names *names,
				 const char *word, size_t len)
{
	const struct {
		const char *word;
		const char *name;
	} places[] = {
		{ "els", names->els },
		{ "laser", names->laser },
		{ "engine", names->engine },
		{ "fibre", names->fibre },
		{ "sensor", names->sensor },
		{ "port", names->port },
		{ "limit", names->limit },
		{ "part", *names->part ? names->part : "the module" },
	};
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(places); i++)
		if (strlen(places[i].word) == len &&
		    !strncmp(places[i].word, word, len))
			return places[i].name;
	return "?";
}

/**
 * cpo_pci_words_fill - put the names of parts into a sentence
 * @buf: gets the sentence
 * @size: of @buf
 * @text: sentence with words in braces
 * @names: what stands for them
 *
 * Return: @buf
 */
const char *cpo_pci_words_fill(char *buf, size_t size, const char *text,
			       const struct cpo_pci_names *names)
{
	const char *open, *close;
	size_t len = 0;

	while ((open = strchr(text, '{')) && (close = strchr(open, '}'))) {
		len += scnprintf(buf + len, size - len, "%.*s%s",
				 (int)(open - text), text,
				 cpo_pci_place(names, open + 1,
					       close - open - 1));
		text = close + 1;
	}
	scnprintf(buf + len, size - len, "%s", text);
	return buf;
}

/**
 * cpo_pci_words_label - name a part as it is printed on the equipment
 * @buf: gets the name
 * @size: of @buf
 * @word: what kind of part it is
 * @label: printed label, may begin with @word; empty when there is none
 * @id: number to use then
 */
void cpo_pci_words_label(char *buf, size_t size, const char *word,
			 const char *label, unsigned int id)
{
	size_t len = strlen(word);

	if (!strncasecmp(label, word, len) && isdigit(label[len]))
		label += len;
	if (*label)
		scnprintf(buf, size, "%s %s", word, label);
	else
		scnprintf(buf, size, "%s with id %u", word, id);
}
