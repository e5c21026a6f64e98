/* SPDX-License-Identifier: GPL-2.0-only OR BSD-3-Clause */
/* Made from Documentation/netlink/specs/cpo.yaml by tools/lib/gen-spec.py */

#include "getters.h"

static const struct cpo_enum_entry enum_dev_state[] = {
	{ CPO_DEV_STATE_ONLINE, "online",
	  "The driver talks to the device." },
	{ CPO_DEV_STATE_DETACHED, "detached",
	  "In reset, suspended or reloading; rows are kept and stale." },
	{ CPO_DEV_STATE_DEAD, "dead",
	  "The device does not answer any more." },
};

static const struct cpo_enum_entry enum_dev_mode[] = {
	{ CPO_DEV_MODE_SEPARATE, "separate",
	  "Engines and ELS are separate management endpoints." },
	{ CPO_DEV_MODE_JOINT, "joint",
	  "One vModule endpoint hides engine and ELS." },
};

static const struct cpo_enum_entry enum_module_state[] = {
	{ CPO_MODULE_STATE_UNKNOWN, "unknown",
	  "Not one of the states below." },
	{ CPO_MODULE_STATE_LOW_POWER, "low-power",
	  "ModuleLowPwr." },
	{ CPO_MODULE_STATE_POWER_UP, "power-up",
	  "ModulePwrUp." },
	{ CPO_MODULE_STATE_READY, "ready",
	  "ModuleReady." },
	{ CPO_MODULE_STATE_POWER_DOWN, "power-down",
	  "ModulePwrDn." },
	{ CPO_MODULE_STATE_FAULT, "fault",
	  "ModuleFault." },
};

static const struct cpo_enum_entry enum_modulator[] = {
	{ CPO_MODULATOR_UNKNOWN, "unknown",
	  "Not reported." },
	{ CPO_MODULATOR_RING, "ring",
	  "Micro-ring modulator, held on wavelength by a heater." },
	{ CPO_MODULATOR_MZM, "mzm",
	  "Mach-Zehnder modulator." },
};

static const struct cpo_enum_entry enum_laser_state[] = {
	{ CPO_LASER_STATE_ABSENT, "absent",
	  "Its ELS is not there." },
	{ CPO_LASER_STATE_OFF, "off",
	  "Checked, dark, may be switched on." },
	{ CPO_LASER_STATE_RESTRICTED, "restricted",
	  "Dark until a fiber check passes." },
	{ CPO_LASER_STATE_FIBER_CHECKING, "fiber-checking",
	  "Emits check power while the loss of its fibres is measured." },
	{ CPO_LASER_STATE_RAMPING, "ramping",
	  "On its way to full power." },
	{ CPO_LASER_STATE_ON, "on",
	  "Full power." },
	{ CPO_LASER_STATE_ON_FAULT, "on-fault",
	  "Full power with a fault that does not need a cut." },
	{ CPO_LASER_STATE_DOWN_FAULT, "down-fault",
	  "Dark because of a fault." },
};

static const struct cpo_enum_entry enum_laser_fault[] = {
	{ CPO_LASER_FAULT_NONE, "none",
	  "No fault." },
	{ CPO_LASER_FAULT_CONTAMINATED, "contaminated",
	  "A fibre loses more than its limit." },
	{ CPO_LASER_FAULT_APC, "apc",
	  "The power control loop is at its bias limit." },
	{ CPO_LASER_FAULT_POWER_HIGH, "power-high",
	  "Power above range." },
	{ CPO_LASER_FAULT_POWER_LOW, "power-low",
	  "Power below range." },
	{ CPO_LASER_FAULT_TEC, "tec",
	  "The temperature control loop is out of range." },
	{ CPO_LASER_FAULT_RAMP_TIMEOUT, "ramp-timeout",
	  "A check or ramp did not end in its advertised time." },
	{ CPO_LASER_FAULT_TUNING, "tuning",
	  "Tuning did not end in its advertised time." },
};

static const struct cpo_enum_entry enum_laser_status[] = {
	{ CPO_LASER_STATUS_CHECKED, "checked",
	  "A fiber check passed and still holds." },
	{ CPO_LASER_STATUS_ENABLED, "enabled",
	  "Configured to be on." },
	{ CPO_LASER_STATUS_APC, "apc",
	  "Automatic power control; without it automatic current control." },
	{ CPO_LASER_STATUS_SPARE, "spare",
	  "Standby for other lasers." },
	{ CPO_LASER_STATUS_LIT, "lit",
	  "Light leaves the module." },
	{ CPO_LASER_STATUS_CLAMPED, "clamped",
	  "The safety clamp limits the power." },
};

static const struct cpo_enum_entry enum_dp_state[] = {
	{ CPO_DP_STATE_UNKNOWN, "unknown",
	  "Not one of the states below." },
	{ CPO_DP_STATE_DEACTIVATED, "deactivated",
	  "DPDeactivated." },
	{ CPO_DP_STATE_INIT, "init",
	  "DPInit." },
	{ CPO_DP_STATE_DEINIT, "deinit",
	  "DPDeinit." },
	{ CPO_DP_STATE_ACTIVATED, "activated",
	  "DPActivated." },
	{ CPO_DP_STATE_TX_TURN_ON, "tx-turn-on",
	  "DPTxTurnOn." },
	{ CPO_DP_STATE_TX_TURN_OFF, "tx-turn-off",
	  "DPTxTurnOff." },
	{ CPO_DP_STATE_INITIALIZED, "initialized",
	  "DPInitialized." },
};

static const struct cpo_enum_entry enum_lane_status[] = {
	{ CPO_LANE_STATUS_TX_ON, "tx-on",
	  "The media side transmits." },
	{ CPO_LANE_STATUS_RX_ON, "rx-on",
	  "The host side output is on." },
	{ CPO_LANE_STATUS_TX_LOS, "tx-los",
	  "No signal from the host." },
	{ CPO_LANE_STATUS_RX_LOS, "rx-los",
	  "No light from the fibre." },
	{ CPO_LANE_STATUS_TX_LOL, "tx-lol",
	  "No lock on the signal of the host." },
	{ CPO_LANE_STATUS_RX_LOL, "rx-lol",
	  "No lock on the signal from the fibre." },
	{ CPO_LANE_STATUS_RING_LOCKED, "ring-locked",
	  "The ring modulator is locked to its laser." },
	{ CPO_LANE_STATUS_TX_FAULT, "tx-fault",
	  "Transmitter fault." },
	{ CPO_LANE_STATUS_DISABLED, "disabled",
	  "Switched off by configuration." },
	{ CPO_LANE_STATUS_TX_DARK, "tx-dark",
	  "Its laser gives no light to modulate." },
};

static const struct cpo_enum_entry enum_port_state[] = {
	{ CPO_PORT_STATE_DOWN, "down",
	  "At least one of its lanes cannot carry data." },
	{ CPO_PORT_STATE_UP, "up",
	  "All lanes carry data." },
};

static const struct cpo_enum_entry enum_port_reason[] = {
	{ CPO_PORT_REASON_NONE, "none",
	  "Not down, or no reason was given." },
	{ CPO_PORT_REASON_ELS_ABSENT, "els-absent",
	  "An ELS that feeds the port is not there." },
	{ CPO_PORT_REASON_ELS_UNCHECKED, "els-unchecked",
	  "A laser that feeds the port waits for a fiber check." },
	{ CPO_PORT_REASON_LASER_OFF, "laser-off",
	  "A laser that feeds the port is switched off." },
	{ CPO_PORT_REASON_LASER_FAULT, "laser-fault",
	  "A laser that feeds the port is down with a fault." },
	{ CPO_PORT_REASON_RX_LOS, "rx-los",
	  "No light from the fibre." },
	{ CPO_PORT_REASON_RX_LOL, "rx-lol",
	  "Light without a signal that can be locked to." },
	{ CPO_PORT_REASON_RING_UNLOCK, "ring-unlock",
	  "A ring modulator lost its wavelength." },
	{ CPO_PORT_REASON_OVERHEAT, "overheat",
	  "Switched off because of temperature." },
	{ CPO_PORT_REASON_POWER, "power",
	  "Switched off because of its supply." },
	{ CPO_PORT_REASON_ENGINE_FAULT, "engine-fault",
	  "Its engine is in fault." },
	{ CPO_PORT_REASON_INTERLOCK, "interlock",
	  "The safety interlock is open." },
	{ CPO_PORT_REASON_DISABLED, "disabled",
	  "Switched off by configuration." },
	{ CPO_PORT_REASON_STARTING, "starting",
	  "Lasers or data paths are on their way up." },
	{ CPO_PORT_REASON_FIRMWARE, "firmware",
	  "The firmware of the device does not run." },
	{ CPO_PORT_REASON_BER, "ber",
	  "Errors above what FEC can correct." },
};

static const struct cpo_enum_entry enum_protocol[] = {
	{ CPO_PROTOCOL_UNKNOWN, "unknown",
	  "Not reported." },
	{ CPO_PROTOCOL_ETHERNET, "ethernet",
	  "Ethernet." },
	{ CPO_PROTOCOL_INFINIBAND, "infiniband",
	  "InfiniBand." },
};

static const struct cpo_enum_entry enum_check_state[] = {
	{ CPO_CHECK_STATE_NEVER, "never",
	  "No check since the device started." },
	{ CPO_CHECK_STATE_RUNNING, "running",
	  "A check is under way." },
	{ CPO_CHECK_STATE_PASSED, "passed",
	  "Loss within its limit." },
	{ CPO_CHECK_STATE_FAILED, "failed",
	  "Loss over its limit." },
};

static const struct cpo_enum_entry enum_route_role[] = {
	{ CPO_ROUTE_ROLE_ACTIVE, "active",
	  "Its laser feeds the lanes." },
	{ CPO_ROUTE_ROLE_STANDBY, "standby",
	  "Its laser can take over." },
};

static const struct cpo_enum_entry enum_object[] = {
	{ CPO_OBJECT_DEV, "dev",
	  "The device." },
	{ CPO_OBJECT_ENGINE, "engine",
	  "An optical engine; see engine-id." },
	{ CPO_OBJECT_ELS, "els",
	  "An external laser source; see els-id." },
	{ CPO_OBJECT_LASER, "laser",
	  "A laser; see els-id or engine-id, and laser-id." },
	{ CPO_OBJECT_LANE, "lane",
	  "A lane; see engine-id and lane-id." },
	{ CPO_OBJECT_PORT, "port",
	  "A port; see port-id." },
	{ CPO_OBJECT_ROUTE, "route",
	  "A route; see route-id." },
	{ CPO_OBJECT_SENSOR, "sensor",
	  "A sensor; see sensor-id." },
	{ CPO_OBJECT_OTHER, "other",
	  "An object this version of the family has no name for." },
};

static const struct cpo_enum_entry enum_severity[] = {
	{ CPO_SEVERITY_INFO, "info",
	  "Nothing to do." },
	{ CPO_SEVERITY_NOTICE, "notice",
	  "Somebody may want to know." },
	{ CPO_SEVERITY_WARNING, "warning",
	  "Will become a problem." },
	{ CPO_SEVERITY_MAJOR, "major",
	  "Service of an object is lost." },
	{ CPO_SEVERITY_CRITICAL, "critical",
	  "Equipment or people are at risk, or many objects are lost." },
};

static const struct cpo_enum_entry enum_action[] = {
	{ CPO_ACTION_CLEAR, "clear",
	  "The condition ended." },
	{ CPO_ACTION_SET, "set",
	  "The condition began." },
	{ CPO_ACTION_PULSE, "pulse",
	  "It happened and has no duration." },
	{ CPO_ACTION_PROGRESS, "progress",
	  "An operation moved on." },
};

static const struct cpo_enum_entry enum_event_code[] = {
	{ CPO_EVENT_CODE_VENDOR, "vendor",
	  "Not in this list; see vendor-code." },
	{ CPO_EVENT_CODE_ELS_REMOVED, "els-removed",
	  "An ELS was taken out." },
	{ CPO_EVENT_CODE_ELS_INSERTED, "els-inserted",
	  "An ELS was put in." },
	{ CPO_EVENT_CODE_ELS_STATE, "els-state",
	  "An ELS changed its module-state, given as value." },
	{ CPO_EVENT_CODE_LASER_STATE, "laser-state",
	  "A laser changed its laser-state, given as value." },
	{ CPO_EVENT_CODE_LASER_FAULT, "laser-fault",
	  "A laser changed its laser-fault, given as value." },
	{ CPO_EVENT_CODE_CHECK_PASSED, "check-passed",
	  "A fiber check passed; value is the loss in mdB." },
	{ CPO_EVENT_CODE_CHECK_FAILED, "check-failed",
	  "A fiber check failed; value is the loss and limit its limit, mdB. "
	  "The reason laser-fault: its light was too weak to tell anything of "
	  "the fibre." },
	{ CPO_EVENT_CODE_LASER_CUT, "laser-cut",
	  "The safety function took the light of a laser." },
	{ CPO_EVENT_CODE_INTERLOCK, "interlock",
	  "The interlock opened (set) or closed (clear)." },
	{ CPO_EVENT_CODE_LANE_TX_DARK, "lane-tx-dark",
	  "A lane lost (set) or regained (clear) the light of its laser." },
	{ CPO_EVENT_CODE_LANE_RX_LOS, "lane-rx-los",
	  "A lane lost (set) or regained (clear) the light from its fibre." },
	{ CPO_EVENT_CODE_PORT_STATE, "port-state",
	  "The optics of a port changed to the port-state given as value." },
	{ CPO_EVENT_CODE_TOPOLOGY, "topology",
	  "Relations between objects changed." },
	{ CPO_EVENT_CODE_OVERFLOW, "overflow",
	  "The device dropped events; value is how many in total." },
	{ CPO_EVENT_CODE_THRESHOLD, "threshold",
	  "A quantity crossed a limit (set) or came back (clear); see quantity "
	  "and level. Value and limit have the unit of the quantity." },
	{ CPO_EVENT_CODE_LANE_RX_LOL, "lane-rx-lol",
	  "A lane lost (set) or regained (clear) lock on the signal from its "
	  "fibre, with light there." },
	{ CPO_EVENT_CODE_LANE_RING_UNLOCK, "lane-ring-unlock",
	  "The ring modulator of a lane lost (set) or regained (clear) its "
	  "wavelength." },
	{ CPO_EVENT_CODE_ENGINE_TRIP, "engine-trip",
	  "An engine switched itself off because of temperature (set), or runs "
	  "again (clear); value is the temperature." },
	{ CPO_EVENT_CODE_LEAK, "leak",
	  "A leak sensor is wet (set) or dry again (clear)." },
};

static const struct cpo_enum_entry enum_sensor_kind[] = {
	{ CPO_SENSOR_KIND_OTHER, "other",
	  "Something else; see unit." },
	{ CPO_SENSOR_KIND_TEMPERATURE, "temperature",
	  "Temperature in millidegrees Celsius." },
	{ CPO_SENSOR_KIND_RAIL, "rail",
	  "Voltage of a supply, uV." },
	{ CPO_SENSOR_KIND_POWER, "power",
	  "Power, mW." },
	{ CPO_SENSOR_KIND_FLOW, "flow",
	  "Flow of coolant, ml per minute." },
	{ CPO_SENSOR_KIND_LEAK, "leak",
	  "0 dry, 1 wet." },
};

static const struct cpo_enum_entry enum_quantity[] = {
	{ CPO_QUANTITY_TEMPERATURE, "temperature",
	  "Temperature of an engine, ELS or laser, millidegrees Celsius." },
	{ CPO_QUANTITY_POWER, "power",
	  "Electrical power of an engine or ELS, mW." },
	{ CPO_QUANTITY_OPTICAL_POWER, "optical-power",
	  "Optical power at the output of a laser, nW." },
	{ CPO_QUANTITY_BIAS, "bias",
	  "Bias current of a laser, nA." },
	{ CPO_QUANTITY_TEC_DRIVE, "tec-drive",
	  "Drive of the thermoelectric cooler, 0.01 % of full scale." },
	{ CPO_QUANTITY_PRE_FEC_BER_MEDIA, "pre-fec-ber-media",
	  "Bit error ratio of the media side before FEC, in 1e-18." },
	{ CPO_QUANTITY_SNR_MEDIA, "snr-media",
	  "Signal to noise ratio of the media side, mdB." },
	{ CPO_QUANTITY_RX_POWER, "rx-power",
	  "Average optical power received, nW." },
	{ CPO_QUANTITY_UNCORRECTABLE_CODEWORDS, "uncorrectable-codewords",
	  "FEC codewords lost in 100 ms." },
	{ CPO_QUANTITY_SYMBOL_ERRORS_MAX, "symbol-errors-max",
	  "Most symbol errors in one FEC codeword (SEWmax)." },
	{ CPO_QUANTITY_TX_POWER, "tx-power",
	  "Average optical power sent, nW." },
	{ CPO_QUANTITY_HEATER_DRIVE, "heater-drive",
	  "Drive of the heater of a ring modulator, 0.01 % of full scale." },
	{ CPO_QUANTITY_FREQUENCY_ERROR, "frequency-error",
	  "Distance of a laser from its frequency, MHz." },
	{ CPO_QUANTITY_AGE, "age",
	  "Used life of a laser, 0.01 %." },
	{ CPO_QUANTITY_INPUT_POWER, "input-power",
	  "Optical power of a route at the input of the engine, nW." },
	{ CPO_QUANTITY_VOLTAGE, "voltage",
	  "Supply voltage of an ELS, uV." },
	{ CPO_QUANTITY_VALUE, "value",
	  "Value of a sensor, in its unit." },
};

static const struct cpo_enum_entry enum_flag_state[] = {
	{ CPO_FLAG_STATE_CLEAR, "clear",
	  "The condition is not there." },
	{ CPO_FLAG_STATE_SET, "set",
	  "The condition is there." },
};

static const struct cpo_enum_entry enum_level[] = {
	{ CPO_LEVEL_HIGH_ALARM, "high-alarm",
	  "Above it, service or equipment is at risk." },
	{ CPO_LEVEL_HIGH_WARNING, "high-warning",
	  "Above it, the quantity is out of its normal range." },
	{ CPO_LEVEL_LOW_WARNING, "low-warning",
	  "Below it, the quantity is out of its normal range." },
	{ CPO_LEVEL_LOW_ALARM, "low-alarm",
	  "Below it, service or equipment is at risk." },
};

const struct cpo_enum_def cpo_enums[CPO_ENUM_COUNT] = {
	[CPO_ENUM_DEV_STATE] = {
		.name = "dev-state",
		.entry = enum_dev_state,
		.count = ARRAY_SIZE(enum_dev_state),
	},
	[CPO_ENUM_DEV_MODE] = {
		.name = "dev-mode",
		.entry = enum_dev_mode,
		.count = ARRAY_SIZE(enum_dev_mode),
	},
	[CPO_ENUM_MODULE_STATE] = {
		.name = "module-state",
		.entry = enum_module_state,
		.count = ARRAY_SIZE(enum_module_state),
	},
	[CPO_ENUM_MODULATOR] = {
		.name = "modulator",
		.entry = enum_modulator,
		.count = ARRAY_SIZE(enum_modulator),
	},
	[CPO_ENUM_LASER_STATE] = {
		.name = "laser-state",
		.entry = enum_laser_state,
		.count = ARRAY_SIZE(enum_laser_state),
	},
	[CPO_ENUM_LASER_FAULT] = {
		.name = "laser-fault",
		.entry = enum_laser_fault,
		.count = ARRAY_SIZE(enum_laser_fault),
	},
	[CPO_ENUM_LASER_STATUS] = {
		.name = "laser-status",
		.entry = enum_laser_status,
		.count = ARRAY_SIZE(enum_laser_status),
		.flags = true,
	},
	[CPO_ENUM_DP_STATE] = {
		.name = "dp-state",
		.entry = enum_dp_state,
		.count = ARRAY_SIZE(enum_dp_state),
	},
	[CPO_ENUM_LANE_STATUS] = {
		.name = "lane-status",
		.entry = enum_lane_status,
		.count = ARRAY_SIZE(enum_lane_status),
		.flags = true,
	},
	[CPO_ENUM_PORT_STATE] = {
		.name = "port-state",
		.entry = enum_port_state,
		.count = ARRAY_SIZE(enum_port_state),
	},
	[CPO_ENUM_PORT_REASON] = {
		.name = "port-reason",
		.entry = enum_port_reason,
		.count = ARRAY_SIZE(enum_port_reason),
	},
	[CPO_ENUM_PROTOCOL] = {
		.name = "protocol",
		.entry = enum_protocol,
		.count = ARRAY_SIZE(enum_protocol),
	},
	[CPO_ENUM_CHECK_STATE] = {
		.name = "check-state",
		.entry = enum_check_state,
		.count = ARRAY_SIZE(enum_check_state),
	},
	[CPO_ENUM_ROUTE_ROLE] = {
		.name = "route-role",
		.entry = enum_route_role,
		.count = ARRAY_SIZE(enum_route_role),
	},
	[CPO_ENUM_OBJECT] = {
		.name = "object",
		.entry = enum_object,
		.count = ARRAY_SIZE(enum_object),
	},
	[CPO_ENUM_SEVERITY] = {
		.name = "severity",
		.entry = enum_severity,
		.count = ARRAY_SIZE(enum_severity),
	},
	[CPO_ENUM_ACTION] = {
		.name = "action",
		.entry = enum_action,
		.count = ARRAY_SIZE(enum_action),
	},
	[CPO_ENUM_EVENT_CODE] = {
		.name = "event-code",
		.entry = enum_event_code,
		.count = ARRAY_SIZE(enum_event_code),
	},
	[CPO_ENUM_SENSOR_KIND] = {
		.name = "sensor-kind",
		.entry = enum_sensor_kind,
		.count = ARRAY_SIZE(enum_sensor_kind),
	},
	[CPO_ENUM_QUANTITY] = {
		.name = "quantity",
		.entry = enum_quantity,
		.count = ARRAY_SIZE(enum_quantity),
	},
	[CPO_ENUM_FLAG_STATE] = {
		.name = "flag-state",
		.entry = enum_flag_state,
		.count = ARRAY_SIZE(enum_flag_state),
	},
	[CPO_ENUM_LEVEL] = {
		.name = "level",
		.entry = enum_level,
		.count = ARRAY_SIZE(enum_level),
	},
};

static const struct cpo_attr attr_sample[] = {
	[CPO_A_SAMPLE_SEQ] = { .name = "seq", .type = CPO_T_UINT },
	[CPO_A_SAMPLE_DEVICE_TIME_NS] = {
		.name = "device-time-ns",
		.type = CPO_T_UINT,
	},
	[CPO_A_SAMPLE_BOOTTIME_NS] = {
		.name = "boottime-ns",
		.type = CPO_T_UINT,
	},
	[CPO_A_SAMPLE_AGE_MS] = { .name = "age-ms", .type = CPO_T_UINT },
	[CPO_A_SAMPLE_STALE] = { .name = "stale", .type = CPO_T_FLAG },
};

const struct cpo_set cpo_set_sample = {
	.name = "sample",
	.attr = attr_sample,
	.max = CPO_A_SAMPLE_MAX,
};

static const struct cpo_attr attr_identity[] = {
	[CPO_A_IDENTITY_VENDOR] = { .name = "vendor", .type = CPO_T_STRING },
	[CPO_A_IDENTITY_PART] = { .name = "part", .type = CPO_T_STRING },
	[CPO_A_IDENTITY_SERIAL] = { .name = "serial", .type = CPO_T_STRING },
	[CPO_A_IDENTITY_REVISION] = {
		.name = "revision",
		.type = CPO_T_STRING,
	},
	[CPO_A_IDENTITY_FIRMWARE] = {
		.name = "firmware",
		.type = CPO_T_STRING,
	},
};

const struct cpo_set cpo_set_identity = {
	.name = "identity",
	.attr = attr_identity,
	.max = CPO_A_IDENTITY_MAX,
};

static const struct cpo_attr attr_lane_range[] = {
	[CPO_A_LANE_RANGE_ENGINE_ID] = {
		.name = "engine-id",
		.type = CPO_T_UINT,
	},
	[CPO_A_LANE_RANGE_FIRST] = { .name = "first", .type = CPO_T_UINT },
	[CPO_A_LANE_RANGE_COUNT] = { .name = "count", .type = CPO_T_UINT },
	[CPO_A_LANE_RANGE_STRIDE] = { .name = "stride", .type = CPO_T_UINT },
};

const struct cpo_set cpo_set_lane_range = {
	.name = "lane-range",
	.attr = attr_lane_range,
	.max = CPO_A_LANE_RANGE_MAX,
	.id = {
		[CPO_ID_ENGINE] = CPO_A_LANE_RANGE_ENGINE_ID,
	},
};

static const struct cpo_attr attr_dev[] = {
	[CPO_A_DEV_DEV_ID] = { .name = "dev-id", .type = CPO_T_UINT },
	[CPO_A_DEV_NAME] = { .name = "name", .type = CPO_T_STRING },
	[CPO_A_DEV_BUS_NAME] = { .name = "bus-name", .type = CPO_T_STRING },
	[CPO_A_DEV_DEV_NAME] = { .name = "dev-name", .type = CPO_T_STRING },
	[CPO_A_DEV_STATE] = { .name = "state", .type = CPO_T_U32 },
	[CPO_A_DEV_MODE] = { .name = "mode", .type = CPO_T_U32 },
	[CPO_A_DEV_IDENTITY] = {
		.name = "identity",
		.type = CPO_T_NEST,
		.nest = &cpo_set_identity,
	},
	[CPO_A_DEV_PROFILE] = { .name = "profile", .type = CPO_T_STRING },
	[CPO_A_DEV_EPOCH] = { .name = "epoch", .type = CPO_T_UINT },
	[CPO_A_DEV_EVENT_SEQ] = { .name = "event-seq", .type = CPO_T_UINT },
	[CPO_A_DEV_TOPOLOGY_GENERATION] = {
		.name = "topology-generation",
		.type = CPO_T_UINT,
	},
	[CPO_A_DEV_ASICS] = { .name = "asics", .type = CPO_T_UINT },
	[CPO_A_DEV_ENGINES] = { .name = "engines", .type = CPO_T_UINT },
	[CPO_A_DEV_ELS_SLOTS] = { .name = "els-slots", .type = CPO_T_UINT },
	[CPO_A_DEV_LASERS] = { .name = "lasers", .type = CPO_T_UINT },
	[CPO_A_DEV_LANES] = { .name = "lanes", .type = CPO_T_UINT },
	[CPO_A_DEV_PORTS] = { .name = "ports", .type = CPO_T_UINT },
	[CPO_A_DEV_ROUTES] = { .name = "routes", .type = CPO_T_UINT },
	[CPO_A_DEV_MAX_BANKS] = { .name = "max-banks", .type = CPO_T_UINT },
	[CPO_A_DEV_TELEMETRY_PERIOD_US] = {
		.name = "telemetry-period-us",
		.type = CPO_T_UINT,
		.least = 10000,
		.most = 60000000,
	},
	[CPO_A_DEV_POWER_MW] = { .name = "power-mw", .type = CPO_T_UINT },
	[CPO_A_DEV_SAMPLE] = {
		.name = "sample",
		.type = CPO_T_NEST,
		.nest = &cpo_set_sample,
	},
	[CPO_A_DEV_SENSORS] = { .name = "sensors", .type = CPO_T_UINT },
	[CPO_A_DEV_WINDOW_S] = {
		.name = "window-s",
		.type = CPO_T_UINT,
		.least = 10,
		.most = 86400,
	},
};

const struct cpo_set cpo_set_dev = {
	.name = "dev",
	.attr = attr_dev,
	.max = CPO_A_DEV_MAX,
	.id = {
		[CPO_ID_DEV] = CPO_A_DEV_DEV_ID,
	},
};

static const struct cpo_attr attr_engine[] = {
	[CPO_A_ENGINE_DEV_ID] = { .name = "dev-id", .type = CPO_T_UINT },
	[CPO_A_ENGINE_ENGINE_ID] = { .name = "engine-id", .type = CPO_T_UINT },
	[CPO_A_ENGINE_ELS_ID] = { .name = "els-id", .type = CPO_T_UINT },
	[CPO_A_ENGINE_PORT_ID] = { .name = "port-id", .type = CPO_T_UINT },
	[CPO_A_ENGINE_LABEL] = { .name = "label", .type = CPO_T_STRING },
	[CPO_A_ENGINE_IDENTITY] = {
		.name = "identity",
		.type = CPO_T_NEST,
		.nest = &cpo_set_identity,
	},
	[CPO_A_ENGINE_ASIC] = { .name = "asic", .type = CPO_T_UINT },
	[CPO_A_ENGINE_LANES] = { .name = "lanes", .type = CPO_T_UINT },
	[CPO_A_ENGINE_BANKS] = { .name = "banks", .type = CPO_T_UINT },
	[CPO_A_ENGINE_MODULATOR] = { .name = "modulator", .type = CPO_T_U32 },
	[CPO_A_ENGINE_MAX_POWER_MW] = {
		.name = "max-power-mw",
		.type = CPO_T_UINT,
	},
	[CPO_A_ENGINE_STATE] = { .name = "state", .type = CPO_T_U32 },
	[CPO_A_ENGINE_FAULT_CAUSE] = {
		.name = "fault-cause",
		.type = CPO_T_UINT,
	},
	[CPO_A_ENGINE_TEMPERATURE] = {
		.name = "temperature",
		.type = CPO_T_SINT,
	},
	[CPO_A_ENGINE_RAIL_UV] = {
		.name = "rail-uv",
		.type = CPO_T_UINT,
		.multi = true,
	},
	[CPO_A_ENGINE_POWER_MW] = { .name = "power-mw", .type = CPO_T_UINT },
	[CPO_A_ENGINE_SAMPLE] = {
		.name = "sample",
		.type = CPO_T_NEST,
		.nest = &cpo_set_sample,
	},
	[CPO_A_ENGINE_ENERGY_MJ] = { .name = "energy-mj", .type = CPO_T_UINT },
};

const struct cpo_set cpo_set_engine = {
	.name = "engine",
	.attr = attr_engine,
	.max = CPO_A_ENGINE_MAX,
	.id = {
		[CPO_ID_DEV] = CPO_A_ENGINE_DEV_ID,
		[CPO_ID_ENGINE] = CPO_A_ENGINE_ENGINE_ID,
		[CPO_ID_ELS] = CPO_A_ENGINE_ELS_ID,
		[CPO_ID_PORT] = CPO_A_ENGINE_PORT_ID,
	},
};

static const struct cpo_attr attr_els[] = {
	[CPO_A_ELS_DEV_ID] = { .name = "dev-id", .type = CPO_T_UINT },
	[CPO_A_ELS_ELS_ID] = { .name = "els-id", .type = CPO_T_UINT },
	[CPO_A_ELS_ENGINE_ID] = { .name = "engine-id", .type = CPO_T_UINT },
	[CPO_A_ELS_PORT_ID] = { .name = "port-id", .type = CPO_T_UINT },
	[CPO_A_ELS_LABEL] = { .name = "label", .type = CPO_T_STRING },
	[CPO_A_ELS_PRESENT] = { .name = "present", .type = CPO_T_U32 },
	[CPO_A_ELS_IDENTITY] = {
		.name = "identity",
		.type = CPO_T_NEST,
		.nest = &cpo_set_identity,
	},
	[CPO_A_ELS_LASERS] = { .name = "lasers", .type = CPO_T_UINT },
	[CPO_A_ELS_MAX_POWER_MW] = {
		.name = "max-power-mw",
		.type = CPO_T_UINT,
	},
	[CPO_A_ELS_STATE] = { .name = "state", .type = CPO_T_U32 },
	[CPO_A_ELS_FAULT_CAUSE] = { .name = "fault-cause", .type = CPO_T_UINT },
	[CPO_A_ELS_TEMPERATURE] = { .name = "temperature", .type = CPO_T_SINT },
	[CPO_A_ELS_LASER_TEMPERATURE] = {
		.name = "laser-temperature",
		.type = CPO_T_SINT,
	},
	[CPO_A_ELS_VCC_UV] = { .name = "vcc-uv", .type = CPO_T_UINT },
	[CPO_A_ELS_ICC_NA] = { .name = "icc-na", .type = CPO_T_UINT },
	[CPO_A_ELS_TEC_POWER_MW] = {
		.name = "tec-power-mw",
		.type = CPO_T_UINT,
	},
	[CPO_A_ELS_POWER_MW] = { .name = "power-mw", .type = CPO_T_UINT },
	[CPO_A_ELS_INSERTIONS] = { .name = "insertions", .type = CPO_T_UINT },
	[CPO_A_ELS_INSERT_TIME_NS] = {
		.name = "insert-time-ns",
		.type = CPO_T_UINT,
	},
	[CPO_A_ELS_SAMPLE] = {
		.name = "sample",
		.type = CPO_T_NEST,
		.nest = &cpo_set_sample,
	},
	[CPO_A_ELS_COOLING] = { .name = "cooling", .type = CPO_T_UINT },
};

const struct cpo_set cpo_set_els = {
	.name = "els",
	.attr = attr_els,
	.max = CPO_A_ELS_MAX,
	.id = {
		[CPO_ID_DEV] = CPO_A_ELS_DEV_ID,
		[CPO_ID_ELS] = CPO_A_ELS_ELS_ID,
		[CPO_ID_ENGINE] = CPO_A_ELS_ENGINE_ID,
		[CPO_ID_PORT] = CPO_A_ELS_PORT_ID,
	},
};

static const struct cpo_attr attr_laser[] = {
	[CPO_A_LASER_DEV_ID] = { .name = "dev-id", .type = CPO_T_UINT },
	[CPO_A_LASER_ELS_ID] = { .name = "els-id", .type = CPO_T_UINT },
	[CPO_A_LASER_ENGINE_ID] = { .name = "engine-id", .type = CPO_T_UINT },
	[CPO_A_LASER_LASER_ID] = { .name = "laser-id", .type = CPO_T_UINT },
	[CPO_A_LASER_PORT_ID] = { .name = "port-id", .type = CPO_T_UINT },
	[CPO_A_LASER_FREQUENCY_MHZ] = {
		.name = "frequency-mhz",
		.type = CPO_T_UINT,
	},
	[CPO_A_LASER_MAX_POWER_NW] = {
		.name = "max-power-nw",
		.type = CPO_T_UINT,
	},
	[CPO_A_LASER_MIN_POWER_NW] = {
		.name = "min-power-nw",
		.type = CPO_T_UINT,
	},
	[CPO_A_LASER_MAX_BIAS_NA] = {
		.name = "max-bias-na",
		.type = CPO_T_UINT,
	},
	[CPO_A_LASER_CHECK_POWER_NW] = {
		.name = "check-power-nw",
		.type = CPO_T_UINT,
	},
	[CPO_A_LASER_STATE] = { .name = "state", .type = CPO_T_U32 },
	[CPO_A_LASER_FAULT] = { .name = "fault", .type = CPO_T_U32 },
	[CPO_A_LASER_STATUS] = { .name = "status", .type = CPO_T_U32 },
	[CPO_A_LASER_POWER_NW] = { .name = "power-nw", .type = CPO_T_UINT },
	[CPO_A_LASER_SETPOINT_NW] = {
		.name = "setpoint-nw",
		.type = CPO_T_UINT,
	},
	[CPO_A_LASER_BIAS_NA] = { .name = "bias-na", .type = CPO_T_UINT },
	[CPO_A_LASER_TEMPERATURE] = {
		.name = "temperature",
		.type = CPO_T_SINT,
	},
	[CPO_A_LASER_FREQUENCY_ERROR_MHZ] = {
		.name = "frequency-error-mhz",
		.type = CPO_T_SINT,
	},
	[CPO_A_LASER_TEC_DRIVE] = { .name = "tec-drive", .type = CPO_T_SINT },
	[CPO_A_LASER_AGE] = { .name = "age", .type = CPO_T_UINT },
	[CPO_A_LASER_VOLTAGE_UV] = { .name = "voltage-uv", .type = CPO_T_UINT },
	[CPO_A_LASER_SAMPLE] = {
		.name = "sample",
		.type = CPO_T_NEST,
		.nest = &cpo_set_sample,
	},
};

const struct cpo_set cpo_set_laser = {
	.name = "laser",
	.attr = attr_laser,
	.max = CPO_A_LASER_MAX,
	.id = {
		[CPO_ID_DEV] = CPO_A_LASER_DEV_ID,
		[CPO_ID_ELS] = CPO_A_LASER_ELS_ID,
		[CPO_ID_ENGINE] = CPO_A_LASER_ENGINE_ID,
		[CPO_ID_LASER] = CPO_A_LASER_LASER_ID,
		[CPO_ID_PORT] = CPO_A_LASER_PORT_ID,
	},
};

static const struct cpo_attr attr_lane[] = {
	[CPO_A_LANE_DEV_ID] = { .name = "dev-id", .type = CPO_T_UINT },
	[CPO_A_LANE_ENGINE_ID] = { .name = "engine-id", .type = CPO_T_UINT },
	[CPO_A_LANE_LANE_ID] = { .name = "lane-id", .type = CPO_T_UINT },
	[CPO_A_LANE_ELS_ID] = { .name = "els-id", .type = CPO_T_UINT },
	[CPO_A_LANE_LASER_ID] = { .name = "laser-id", .type = CPO_T_UINT },
	[CPO_A_LANE_PORT_ID] = { .name = "port-id", .type = CPO_T_UINT },
	[CPO_A_LANE_BANK] = { .name = "bank", .type = CPO_T_UINT },
	[CPO_A_LANE_BANK_LANE] = { .name = "bank-lane", .type = CPO_T_UINT },
	[CPO_A_LANE_ASIC_LANE] = { .name = "asic-lane", .type = CPO_T_UINT },
	[CPO_A_LANE_STATE] = { .name = "state", .type = CPO_T_U32 },
	[CPO_A_LANE_STATUS] = { .name = "status", .type = CPO_T_U32 },
	[CPO_A_LANE_TX_POWER_NW] = {
		.name = "tx-power-nw",
		.type = CPO_T_UINT,
	},
	[CPO_A_LANE_RX_POWER_NW] = {
		.name = "rx-power-nw",
		.type = CPO_T_UINT,
	},
	[CPO_A_LANE_SNR_MEDIA_MDB] = {
		.name = "snr-media-mdb",
		.type = CPO_T_UINT,
	},
	[CPO_A_LANE_SNR_HOST_MDB] = {
		.name = "snr-host-mdb",
		.type = CPO_T_UINT,
	},
	[CPO_A_LANE_PRE_FEC_BER_MEDIA] = {
		.name = "pre-fec-ber-media",
		.type = CPO_T_UINT,
	},
	[CPO_A_LANE_PRE_FEC_BER_HOST] = {
		.name = "pre-fec-ber-host",
		.type = CPO_T_UINT,
	},
	[CPO_A_LANE_DETUNING_MHZ] = {
		.name = "detuning-mhz",
		.type = CPO_T_SINT,
	},
	[CPO_A_LANE_HEATER_DRIVE] = {
		.name = "heater-drive",
		.type = CPO_T_UINT,
	},
	[CPO_A_LANE_TEMPERATURE] = {
		.name = "temperature",
		.type = CPO_T_SINT,
	},
	[CPO_A_LANE_PHOTOCURRENT_NA] = {
		.name = "photocurrent-na",
		.type = CPO_T_UINT,
	},
	[CPO_A_LANE_BIAS_NA] = { .name = "bias-na", .type = CPO_T_UINT },
	[CPO_A_LANE_SYMBOL_ERRORS] = {
		.name = "symbol-errors",
		.type = CPO_T_UINT,
	},
	[CPO_A_LANE_SAMPLE] = {
		.name = "sample",
		.type = CPO_T_NEST,
		.nest = &cpo_set_sample,
	},
};

const struct cpo_set cpo_set_lane = {
	.name = "lane",
	.attr = attr_lane,
	.max = CPO_A_LANE_MAX,
	.id = {
		[CPO_ID_DEV] = CPO_A_LANE_DEV_ID,
		[CPO_ID_ENGINE] = CPO_A_LANE_ENGINE_ID,
		[CPO_ID_LANE] = CPO_A_LANE_LANE_ID,
		[CPO_ID_ELS] = CPO_A_LANE_ELS_ID,
		[CPO_ID_LASER] = CPO_A_LANE_LASER_ID,
		[CPO_ID_PORT] = CPO_A_LANE_PORT_ID,
	},
};

static const struct cpo_attr attr_port[] = {
	[CPO_A_PORT_DEV_ID] = { .name = "dev-id", .type = CPO_T_UINT },
	[CPO_A_PORT_PORT_ID] = { .name = "port-id", .type = CPO_T_UINT },
	[CPO_A_PORT_ENGINE_ID] = { .name = "engine-id", .type = CPO_T_UINT },
	[CPO_A_PORT_ELS_ID] = { .name = "els-id", .type = CPO_T_UINT },
	[CPO_A_PORT_LASER_ID] = { .name = "laser-id", .type = CPO_T_UINT },
	[CPO_A_PORT_LABEL] = { .name = "label", .type = CPO_T_STRING },
	[CPO_A_PORT_IFINDEX] = { .name = "ifindex", .type = CPO_T_U32 },
	[CPO_A_PORT_IFNAME] = { .name = "ifname", .type = CPO_T_STRING },
	[CPO_A_PORT_PROTOCOL] = { .name = "protocol", .type = CPO_T_U32 },
	[CPO_A_PORT_SPEED_MBPS] = { .name = "speed-mbps", .type = CPO_T_UINT },
	[CPO_A_PORT_LANE_RANGE] = {
		.name = "lane-range",
		.type = CPO_T_NEST,
		.multi = true,
		.nest = &cpo_set_lane_range,
	},
	[CPO_A_PORT_LANES] = { .name = "lanes", .type = CPO_T_UINT },
	[CPO_A_PORT_LANES_UP] = { .name = "lanes-up", .type = CPO_T_UINT },
	[CPO_A_PORT_STATE] = { .name = "state", .type = CPO_T_U32 },
	[CPO_A_PORT_REASON] = { .name = "reason", .type = CPO_T_U32 },
	[CPO_A_PORT_LINK_CHANGES] = {
		.name = "link-changes",
		.type = CPO_T_UINT,
	},
	[CPO_A_PORT_LAST_CHANGE_NS] = {
		.name = "last-change-ns",
		.type = CPO_T_UINT,
	},
	[CPO_A_PORT_POWER_MW] = { .name = "power-mw", .type = CPO_T_UINT },
	[CPO_A_PORT_WORST_PRE_FEC_BER] = {
		.name = "worst-pre-fec-ber",
		.type = CPO_T_UINT,
	},
	[CPO_A_PORT_MIN_SNR_MDB] = {
		.name = "min-snr-mdb",
		.type = CPO_T_UINT,
	},
	[CPO_A_PORT_SAMPLE] = {
		.name = "sample",
		.type = CPO_T_NEST,
		.nest = &cpo_set_sample,
	},
	[CPO_A_PORT_ENERGY_MJ] = { .name = "energy-mj", .type = CPO_T_UINT },
	[CPO_A_PORT_TRAFFIC_MBPS] = {
		.name = "traffic-mbps",
		.type = CPO_T_UINT,
	},
	[CPO_A_PORT_FRAME_LOSS_RATIO] = {
		.name = "frame-loss-ratio",
		.type = CPO_T_UINT,
	},
};

const struct cpo_set cpo_set_port = {
	.name = "port",
	.attr = attr_port,
	.max = CPO_A_PORT_MAX,
	.id = {
		[CPO_ID_DEV] = CPO_A_PORT_DEV_ID,
		[CPO_ID_PORT] = CPO_A_PORT_PORT_ID,
		[CPO_ID_ENGINE] = CPO_A_PORT_ENGINE_ID,
		[CPO_ID_ELS] = CPO_A_PORT_ELS_ID,
		[CPO_ID_LASER] = CPO_A_PORT_LASER_ID,
	},
};

static const struct cpo_attr attr_route[] = {
	[CPO_A_ROUTE_DEV_ID] = { .name = "dev-id", .type = CPO_T_UINT },
	[CPO_A_ROUTE_ROUTE_ID] = { .name = "route-id", .type = CPO_T_UINT },
	[CPO_A_ROUTE_ELS_ID] = { .name = "els-id", .type = CPO_T_UINT },
	[CPO_A_ROUTE_LASER_ID] = { .name = "laser-id", .type = CPO_T_UINT },
	[CPO_A_ROUTE_ENGINE_ID] = { .name = "engine-id", .type = CPO_T_UINT },
	[CPO_A_ROUTE_PORT_ID] = { .name = "port-id", .type = CPO_T_UINT },
	[CPO_A_ROUTE_PORT] = {
		.name = "port",
		.type = CPO_T_UINT,
		.multi = true,
	},
	[CPO_A_ROUTE_FIBRE_ID] = { .name = "fibre-id", .type = CPO_T_UINT },
	[CPO_A_ROUTE_LANE_RANGE] = {
		.name = "lane-range",
		.type = CPO_T_NEST,
		.nest = &cpo_set_lane_range,
	},
	[CPO_A_ROUTE_WAVELENGTH] = { .name = "wavelength", .type = CPO_T_UINT },
	[CPO_A_ROUTE_ROLE] = { .name = "role", .type = CPO_T_U32 },
	[CPO_A_ROUTE_LIT] = { .name = "lit", .type = CPO_T_U32 },
	[CPO_A_ROUTE_INPUT_POWER_NW] = {
		.name = "input-power-nw",
		.type = CPO_T_UINT,
	},
	[CPO_A_ROUTE_LOSS_MDB] = { .name = "loss-mdb", .type = CPO_T_SINT },
	[CPO_A_ROUTE_BASELINE_MDB] = {
		.name = "baseline-mdb",
		.type = CPO_T_SINT,
	},
	[CPO_A_ROUTE_LIMIT_MDB] = { .name = "limit-mdb", .type = CPO_T_SINT },
	[CPO_A_ROUTE_CHECK_STATE] = {
		.name = "check-state",
		.type = CPO_T_U32,
	},
	[CPO_A_ROUTE_CHECK_TIME_NS] = {
		.name = "check-time-ns",
		.type = CPO_T_UINT,
	},
	[CPO_A_ROUTE_SAMPLE] = {
		.name = "sample",
		.type = CPO_T_NEST,
		.nest = &cpo_set_sample,
	},
};

const struct cpo_set cpo_set_route = {
	.name = "route",
	.attr = attr_route,
	.max = CPO_A_ROUTE_MAX,
	.id = {
		[CPO_ID_DEV] = CPO_A_ROUTE_DEV_ID,
		[CPO_ID_ROUTE] = CPO_A_ROUTE_ROUTE_ID,
		[CPO_ID_ELS] = CPO_A_ROUTE_ELS_ID,
		[CPO_ID_LASER] = CPO_A_ROUTE_LASER_ID,
		[CPO_ID_ENGINE] = CPO_A_ROUTE_ENGINE_ID,
		[CPO_ID_PORT] = CPO_A_ROUTE_PORT_ID,
	},
};

static const struct cpo_attr attr_page[] = {
	[CPO_A_PAGE_DEV_ID] = { .name = "dev-id", .type = CPO_T_UINT },
	[CPO_A_PAGE_ENGINE_ID] = { .name = "engine-id", .type = CPO_T_UINT },
	[CPO_A_PAGE_ELS_ID] = { .name = "els-id", .type = CPO_T_UINT },
	[CPO_A_PAGE_BANK] = { .name = "bank", .type = CPO_T_UINT },
	[CPO_A_PAGE_PAGE] = { .name = "page", .type = CPO_T_UINT },
	[CPO_A_PAGE_OFFSET] = { .name = "offset", .type = CPO_T_UINT },
	[CPO_A_PAGE_LENGTH] = {
		.name = "length",
		.type = CPO_T_UINT,
		.least = 1,
		.most = 128,
	},
	[CPO_A_PAGE_DATA] = { .name = "data", .type = CPO_T_BINARY },
};

const struct cpo_set cpo_set_page = {
	.name = "page",
	.attr = attr_page,
	.max = CPO_A_PAGE_MAX,
	.id = {
		[CPO_ID_DEV] = CPO_A_PAGE_DEV_ID,
		[CPO_ID_ENGINE] = CPO_A_PAGE_ENGINE_ID,
		[CPO_ID_ELS] = CPO_A_PAGE_ELS_ID,
	},
};

static const struct cpo_attr attr_event[] = {
	[CPO_A_EVENT_CODE] = { .name = "code", .type = CPO_T_U32 },
	[CPO_A_EVENT_VENDOR_CODE] = {
		.name = "vendor-code",
		.type = CPO_T_UINT,
	},
	[CPO_A_EVENT_SEVERITY] = { .name = "severity", .type = CPO_T_U32 },
	[CPO_A_EVENT_ACTION] = { .name = "action", .type = CPO_T_U32 },
	[CPO_A_EVENT_OBJECT] = { .name = "object", .type = CPO_T_U32 },
	[CPO_A_EVENT_ENGINE_ID] = { .name = "engine-id", .type = CPO_T_UINT },
	[CPO_A_EVENT_ELS_ID] = { .name = "els-id", .type = CPO_T_UINT },
	[CPO_A_EVENT_LASER_ID] = { .name = "laser-id", .type = CPO_T_UINT },
	[CPO_A_EVENT_LANE_ID] = { .name = "lane-id", .type = CPO_T_UINT },
	[CPO_A_EVENT_PORT_ID] = { .name = "port-id", .type = CPO_T_UINT },
	[CPO_A_EVENT_ROUTE_ID] = { .name = "route-id", .type = CPO_T_UINT },
	[CPO_A_EVENT_DEVICE_SEQ] = { .name = "device-seq", .type = CPO_T_UINT },
	[CPO_A_EVENT_DEVICE_TIME_NS] = {
		.name = "device-time-ns",
		.type = CPO_T_UINT,
	},
	[CPO_A_EVENT_BOOTTIME_NS] = {
		.name = "boottime-ns",
		.type = CPO_T_UINT,
	},
	[CPO_A_EVENT_COUNT] = { .name = "count", .type = CPO_T_UINT },
	[CPO_A_EVENT_VALUE] = { .name = "value", .type = CPO_T_SINT },
	[CPO_A_EVENT_LIMIT] = { .name = "limit", .type = CPO_T_SINT },
	[CPO_A_EVENT_REASON] = { .name = "reason", .type = CPO_T_U32 },
	[CPO_A_EVENT_SENSOR_ID] = { .name = "sensor-id", .type = CPO_T_UINT },
	[CPO_A_EVENT_QUANTITY] = { .name = "quantity", .type = CPO_T_U32 },
	[CPO_A_EVENT_LEVEL] = { .name = "level", .type = CPO_T_U32 },
};

const struct cpo_set cpo_set_event = {
	.name = "event",
	.attr = attr_event,
	.max = CPO_A_EVENT_MAX,
	.id = {
		[CPO_ID_ENGINE] = CPO_A_EVENT_ENGINE_ID,
		[CPO_ID_ELS] = CPO_A_EVENT_ELS_ID,
		[CPO_ID_LASER] = CPO_A_EVENT_LASER_ID,
		[CPO_ID_LANE] = CPO_A_EVENT_LANE_ID,
		[CPO_ID_PORT] = CPO_A_EVENT_PORT_ID,
		[CPO_ID_ROUTE] = CPO_A_EVENT_ROUTE_ID,
		[CPO_ID_SENSOR] = CPO_A_EVENT_SENSOR_ID,
	},
};

static const struct cpo_attr attr_events[] = {
	[CPO_A_EVENTS_DEV_ID] = { .name = "dev-id", .type = CPO_T_UINT },
	[CPO_A_EVENTS_EPOCH] = { .name = "epoch", .type = CPO_T_UINT },
	[CPO_A_EVENTS_SEQ] = { .name = "seq", .type = CPO_T_UINT },
	[CPO_A_EVENTS_EVENT] = {
		.name = "event",
		.type = CPO_T_NEST,
		.multi = true,
		.nest = &cpo_set_event,
	},
};

const struct cpo_set cpo_set_events = {
	.name = "events",
	.attr = attr_events,
	.max = CPO_A_EVENTS_MAX,
	.id = {
		[CPO_ID_DEV] = CPO_A_EVENTS_DEV_ID,
	},
};

static const struct cpo_attr attr_sensor[] = {
	[CPO_A_SENSOR_DEV_ID] = { .name = "dev-id", .type = CPO_T_UINT },
	[CPO_A_SENSOR_SENSOR_ID] = { .name = "sensor-id", .type = CPO_T_UINT },
	[CPO_A_SENSOR_LABEL] = { .name = "label", .type = CPO_T_STRING },
	[CPO_A_SENSOR_KIND] = { .name = "kind", .type = CPO_T_U32 },
	[CPO_A_SENSOR_UNIT] = { .name = "unit", .type = CPO_T_STRING },
	[CPO_A_SENSOR_ASIC] = { .name = "asic", .type = CPO_T_UINT },
	[CPO_A_SENSOR_ENGINE_ID] = { .name = "engine-id", .type = CPO_T_UINT },
	[CPO_A_SENSOR_ELS_ID] = { .name = "els-id", .type = CPO_T_UINT },
	[CPO_A_SENSOR_VALUE] = { .name = "value", .type = CPO_T_SINT },
	[CPO_A_SENSOR_SAMPLE] = {
		.name = "sample",
		.type = CPO_T_NEST,
		.nest = &cpo_set_sample,
	},
};

const struct cpo_set cpo_set_sensor = {
	.name = "sensor",
	.attr = attr_sensor,
	.max = CPO_A_SENSOR_MAX,
	.id = {
		[CPO_ID_DEV] = CPO_A_SENSOR_DEV_ID,
		[CPO_ID_SENSOR] = CPO_A_SENSOR_SENSOR_ID,
		[CPO_ID_ENGINE] = CPO_A_SENSOR_ENGINE_ID,
		[CPO_ID_ELS] = CPO_A_SENSOR_ELS_ID,
	},
};

static const struct cpo_attr attr_latency_bucket[] = {
	[CPO_A_LATENCY_BUCKET_BELOW_US] = {
		.name = "below-us",
		.type = CPO_T_UINT,
	},
	[CPO_A_LATENCY_BUCKET_COUNT] = { .name = "count", .type = CPO_T_UINT },
};

const struct cpo_set cpo_set_latency_bucket = {
	.name = "latency-bucket",
	.attr = attr_latency_bucket,
	.max = CPO_A_LATENCY_BUCKET_MAX,
};

static const struct cpo_attr attr_counter[] = {
	[CPO_A_COUNTER_LABEL] = { .name = "label", .type = CPO_T_STRING },
	[CPO_A_COUNTER_VALUE] = { .name = "value", .type = CPO_T_UINT },
};

const struct cpo_set cpo_set_counter = {
	.name = "counter",
	.attr = attr_counter,
	.max = CPO_A_COUNTER_MAX,
};

static const struct cpo_attr attr_window_span[] = {
	[CPO_A_WINDOW_SPAN_KNOWN_MS] = {
		.name = "known-ms",
		.type = CPO_T_UINT,
	},
	[CPO_A_WINDOW_SPAN_MINIMUM] = { .name = "minimum", .type = CPO_T_SINT },
	[CPO_A_WINDOW_SPAN_AVERAGE] = { .name = "average", .type = CPO_T_SINT },
	[CPO_A_WINDOW_SPAN_MAXIMUM] = { .name = "maximum", .type = CPO_T_SINT },
};

const struct cpo_set cpo_set_window_span = {
	.name = "window-span",
	.attr = attr_window_span,
	.max = CPO_A_WINDOW_SPAN_MAX,
};

static const struct cpo_attr attr_window[] = {
	[CPO_A_WINDOW_QUANTITY] = { .name = "quantity", .type = CPO_T_U32 },
	[CPO_A_WINDOW_RUNNING] = {
		.name = "running",
		.type = CPO_T_NEST,
		.nest = &cpo_set_window_span,
	},
	[CPO_A_WINDOW_PREVIOUS] = {
		.name = "previous",
		.type = CPO_T_NEST,
		.nest = &cpo_set_window_span,
	},
};

const struct cpo_set cpo_set_window = {
	.name = "window",
	.attr = attr_window,
	.max = CPO_A_WINDOW_MAX,
};

static const struct cpo_attr attr_fec[] = {
	[CPO_A_FEC_CODEWORDS] = { .name = "codewords", .type = CPO_T_UINT },
	[CPO_A_FEC_CORRECTED_CODEWORDS] = {
		.name = "corrected-codewords",
		.type = CPO_T_UINT,
	},
	[CPO_A_FEC_UNCORRECTABLE_CODEWORDS] = {
		.name = "uncorrectable-codewords",
		.type = CPO_T_UINT,
	},
	[CPO_A_FEC_CORRECTED_BITS] = {
		.name = "corrected-bits",
		.type = CPO_T_UINT,
	},
	[CPO_A_FEC_SYMBOL_ERRORS] = {
		.name = "symbol-errors",
		.type = CPO_T_UINT,
	},
	[CPO_A_FEC_FRAMES_LOST] = { .name = "frames-lost", .type = CPO_T_UINT },
	[CPO_A_FEC_SYMBOL_ERRORS_MAX] = {
		.name = "symbol-errors-max",
		.type = CPO_T_UINT,
	},
	[CPO_A_FEC_FRAME_ERROR_RATIO] = {
		.name = "frame-error-ratio",
		.type = CPO_T_UINT,
	},
	[CPO_A_FEC_HISTOGRAM] = {
		.name = "histogram",
		.type = CPO_T_UINT,
		.multi = true,
	},
	[CPO_A_FEC_LANE_CORRECTED_BITS] = {
		.name = "lane-corrected-bits",
		.type = CPO_T_UINT,
		.multi = true,
	},
};

const struct cpo_set cpo_set_fec = {
	.name = "fec",
	.attr = attr_fec,
	.max = CPO_A_FEC_MAX,
};

static const struct cpo_attr attr_stats[] = {
	[CPO_A_STATS_DEV_ID] = { .name = "dev-id", .type = CPO_T_UINT },
	[CPO_A_STATS_EVENTS] = { .name = "events", .type = CPO_T_UINT },
	[CPO_A_STATS_EVENTS_LOST] = {
		.name = "events-lost",
		.type = CPO_T_UINT,
	},
	[CPO_A_STATS_EVENT_GAPS] = { .name = "event-gaps", .type = CPO_T_UINT },
	[CPO_A_STATS_EVENTS_REFUSED] = {
		.name = "events-refused",
		.type = CPO_T_UINT,
	},
	[CPO_A_STATS_EVENT_MESSAGES] = {
		.name = "event-messages",
		.type = CPO_T_UINT,
	},
	[CPO_A_STATS_TELEMETRY_BLOCKS] = {
		.name = "telemetry-blocks",
		.type = CPO_T_UINT,
	},
	[CPO_A_STATS_TELEMETRY_MISSED] = {
		.name = "telemetry-missed",
		.type = CPO_T_UINT,
	},
	[CPO_A_STATS_TELEMETRY_REFUSED] = {
		.name = "telemetry-refused",
		.type = CPO_T_UINT,
	},
	[CPO_A_STATS_TELEMETRY_UNKNOWN_SECTIONS] = {
		.name = "telemetry-unknown-sections",
		.type = CPO_T_UINT,
	},
	[CPO_A_STATS_INTERRUPTS] = { .name = "interrupts", .type = CPO_T_UINT },
	[CPO_A_STATS_INTERRUPTS_LOST] = {
		.name = "interrupts-lost",
		.type = CPO_T_UINT,
	},
	[CPO_A_STATS_COMMANDS] = { .name = "commands", .type = CPO_T_UINT },
	[CPO_A_STATS_COMMANDS_FAILED] = {
		.name = "commands-failed",
		.type = CPO_T_UINT,
	},
	[CPO_A_STATS_COMMANDS_TIMED_OUT] = {
		.name = "commands-timed-out",
		.type = CPO_T_UINT,
	},
	[CPO_A_STATS_COMMANDS_LATE] = {
		.name = "commands-late",
		.type = CPO_T_UINT,
	},
	[CPO_A_STATS_COMMANDS_STRAY] = {
		.name = "commands-stray",
		.type = CPO_T_UINT,
	},
	[CPO_A_STATS_COMMAND_LATENCY] = {
		.name = "command-latency",
		.type = CPO_T_NEST,
		.multi = true,
		.nest = &cpo_set_latency_bucket,
	},
	[CPO_A_STATS_PAGES_READ] = { .name = "pages-read", .type = CPO_T_UINT },
	[CPO_A_STATS_PAGE_CACHE_HITS] = {
		.name = "page-cache-hits",
		.type = CPO_T_UINT,
	},
	[CPO_A_STATS_REFRESHES] = { .name = "refreshes", .type = CPO_T_UINT },
	[CPO_A_STATS_DETACHES] = { .name = "detaches", .type = CPO_T_UINT },
	[CPO_A_STATS_DEVICE_EVENTS_DROPPED] = {
		.name = "device-events-dropped",
		.type = CPO_T_UINT,
	},
	[CPO_A_STATS_DEVICE_BOOTS] = {
		.name = "device-boots",
		.type = CPO_T_UINT,
	},
	[CPO_A_STATS_DEVICE_SAFETY_CUTS] = {
		.name = "device-safety-cuts",
		.type = CPO_T_UINT,
	},
	[CPO_A_STATS_COUNTER] = {
		.name = "counter",
		.type = CPO_T_NEST,
		.multi = true,
		.nest = &cpo_set_counter,
	},
	[CPO_A_STATS_OBJECT] = { .name = "object", .type = CPO_T_U32 },
	[CPO_A_STATS_ENGINE_ID] = { .name = "engine-id", .type = CPO_T_UINT },
	[CPO_A_STATS_ELS_ID] = { .name = "els-id", .type = CPO_T_UINT },
	[CPO_A_STATS_LASER_ID] = { .name = "laser-id", .type = CPO_T_UINT },
	[CPO_A_STATS_LANE_ID] = { .name = "lane-id", .type = CPO_T_UINT },
	[CPO_A_STATS_PORT_ID] = { .name = "port-id", .type = CPO_T_UINT },
	[CPO_A_STATS_WINDOW_S] = { .name = "window-s", .type = CPO_T_UINT },
	[CPO_A_STATS_WINDOW_START_NS] = {
		.name = "window-start-ns",
		.type = CPO_T_UINT,
	},
	[CPO_A_STATS_WINDOW] = {
		.name = "window",
		.type = CPO_T_NEST,
		.multi = true,
		.nest = &cpo_set_window,
	},
	[CPO_A_STATS_FEC] = {
		.name = "fec",
		.type = CPO_T_NEST,
		.nest = &cpo_set_fec,
	},
	[CPO_A_STATS_SAMPLE] = {
		.name = "sample",
		.type = CPO_T_NEST,
		.nest = &cpo_set_sample,
	},
};

const struct cpo_set cpo_set_stats = {
	.name = "stats",
	.attr = attr_stats,
	.max = CPO_A_STATS_MAX,
	.id = {
		[CPO_ID_DEV] = CPO_A_STATS_DEV_ID,
		[CPO_ID_ENGINE] = CPO_A_STATS_ENGINE_ID,
		[CPO_ID_ELS] = CPO_A_STATS_ELS_ID,
		[CPO_ID_LASER] = CPO_A_STATS_LASER_ID,
		[CPO_ID_LANE] = CPO_A_STATS_LANE_ID,
		[CPO_ID_PORT] = CPO_A_STATS_PORT_ID,
	},
};

static const struct cpo_attr attr_threshold[] = {
	[CPO_A_THRESHOLD_DEV_ID] = { .name = "dev-id", .type = CPO_T_UINT },
	[CPO_A_THRESHOLD_OBJECT] = { .name = "object", .type = CPO_T_U32 },
	[CPO_A_THRESHOLD_ENGINE_ID] = {
		.name = "engine-id",
		.type = CPO_T_UINT,
	},
	[CPO_A_THRESHOLD_ELS_ID] = { .name = "els-id", .type = CPO_T_UINT },
	[CPO_A_THRESHOLD_LASER_ID] = { .name = "laser-id", .type = CPO_T_UINT },
	[CPO_A_THRESHOLD_LANE_ID] = { .name = "lane-id", .type = CPO_T_UINT },
	[CPO_A_THRESHOLD_PORT_ID] = { .name = "port-id", .type = CPO_T_UINT },
	[CPO_A_THRESHOLD_ROUTE_ID] = { .name = "route-id", .type = CPO_T_UINT },
	[CPO_A_THRESHOLD_SENSOR_ID] = {
		.name = "sensor-id",
		.type = CPO_T_UINT,
	},
	[CPO_A_THRESHOLD_QUANTITY] = { .name = "quantity", .type = CPO_T_U32 },
	[CPO_A_THRESHOLD_HIGH_ALARM] = {
		.name = "high-alarm",
		.type = CPO_T_SINT,
	},
	[CPO_A_THRESHOLD_HIGH_WARNING] = {
		.name = "high-warning",
		.type = CPO_T_SINT,
	},
	[CPO_A_THRESHOLD_LOW_WARNING] = {
		.name = "low-warning",
		.type = CPO_T_SINT,
	},
	[CPO_A_THRESHOLD_LOW_ALARM] = {
		.name = "low-alarm",
		.type = CPO_T_SINT,
	},
	[CPO_A_THRESHOLD_OVERRIDE] = { .name = "override", .type = CPO_T_FLAG },
	[CPO_A_THRESHOLD_RESET] = { .name = "reset", .type = CPO_T_FLAG },
};

const struct cpo_set cpo_set_threshold = {
	.name = "threshold",
	.attr = attr_threshold,
	.max = CPO_A_THRESHOLD_MAX,
	.id = {
		[CPO_ID_DEV] = CPO_A_THRESHOLD_DEV_ID,
		[CPO_ID_ENGINE] = CPO_A_THRESHOLD_ENGINE_ID,
		[CPO_ID_ELS] = CPO_A_THRESHOLD_ELS_ID,
		[CPO_ID_LASER] = CPO_A_THRESHOLD_LASER_ID,
		[CPO_ID_LANE] = CPO_A_THRESHOLD_LANE_ID,
		[CPO_ID_PORT] = CPO_A_THRESHOLD_PORT_ID,
		[CPO_ID_ROUTE] = CPO_A_THRESHOLD_ROUTE_ID,
		[CPO_ID_SENSOR] = CPO_A_THRESHOLD_SENSOR_ID,
	},
};

static const struct cpo_attr attr_flag[] = {
	[CPO_A_FLAG_DEV_ID] = { .name = "dev-id", .type = CPO_T_UINT },
	[CPO_A_FLAG_OBJECT] = { .name = "object", .type = CPO_T_U32 },
	[CPO_A_FLAG_ENGINE_ID] = { .name = "engine-id", .type = CPO_T_UINT },
	[CPO_A_FLAG_ELS_ID] = { .name = "els-id", .type = CPO_T_UINT },
	[CPO_A_FLAG_LASER_ID] = { .name = "laser-id", .type = CPO_T_UINT },
	[CPO_A_FLAG_LANE_ID] = { .name = "lane-id", .type = CPO_T_UINT },
	[CPO_A_FLAG_PORT_ID] = { .name = "port-id", .type = CPO_T_UINT },
	[CPO_A_FLAG_ROUTE_ID] = { .name = "route-id", .type = CPO_T_UINT },
	[CPO_A_FLAG_SENSOR_ID] = { .name = "sensor-id", .type = CPO_T_UINT },
	[CPO_A_FLAG_CODE] = { .name = "code", .type = CPO_T_U32 },
	[CPO_A_FLAG_QUANTITY] = { .name = "quantity", .type = CPO_T_U32 },
	[CPO_A_FLAG_LEVEL] = { .name = "level", .type = CPO_T_U32 },
	[CPO_A_FLAG_SEVERITY] = { .name = "severity", .type = CPO_T_U32 },
	[CPO_A_FLAG_STATE] = { .name = "state", .type = CPO_T_U32 },
	[CPO_A_FLAG_CHANGES] = { .name = "changes", .type = CPO_T_UINT },
	[CPO_A_FLAG_COUNT_IS_LOWER_BOUND] = {
		.name = "count-is-lower-bound",
		.type = CPO_T_FLAG,
	},
	[CPO_A_FLAG_VALUE] = { .name = "value", .type = CPO_T_SINT },
	[CPO_A_FLAG_FIRST_SET_NS] = {
		.name = "first-set-ns",
		.type = CPO_T_UINT,
	},
	[CPO_A_FLAG_LAST_SET_NS] = {
		.name = "last-set-ns",
		.type = CPO_T_UINT,
	},
	[CPO_A_FLAG_LAST_CLEAR_NS] = {
		.name = "last-clear-ns",
		.type = CPO_T_UINT,
	},
	[CPO_A_FLAG_FIRST_SET_BOOTTIME_NS] = {
		.name = "first-set-boottime-ns",
		.type = CPO_T_UINT,
	},
	[CPO_A_FLAG_LAST_SET_BOOTTIME_NS] = {
		.name = "last-set-boottime-ns",
		.type = CPO_T_UINT,
	},
	[CPO_A_FLAG_LAST_CLEAR_BOOTTIME_NS] = {
		.name = "last-clear-boottime-ns",
		.type = CPO_T_UINT,
	},
	[CPO_A_FLAG_SAMPLE] = {
		.name = "sample",
		.type = CPO_T_NEST,
		.nest = &cpo_set_sample,
	},
};

const struct cpo_set cpo_set_flag = {
	.name = "flag",
	.attr = attr_flag,
	.max = CPO_A_FLAG_MAX,
	.id = {
		[CPO_ID_DEV] = CPO_A_FLAG_DEV_ID,
		[CPO_ID_ENGINE] = CPO_A_FLAG_ENGINE_ID,
		[CPO_ID_ELS] = CPO_A_FLAG_ELS_ID,
		[CPO_ID_LASER] = CPO_A_FLAG_LASER_ID,
		[CPO_ID_LANE] = CPO_A_FLAG_LANE_ID,
		[CPO_ID_PORT] = CPO_A_FLAG_PORT_ID,
		[CPO_ID_ROUTE] = CPO_A_FLAG_ROUTE_ID,
		[CPO_ID_SENSOR] = CPO_A_FLAG_SENSOR_ID,
	},
};

const struct cpo_op cpo_ops[CPO_CMD_MAX + 1] = {
	[CPO_CMD_DEV_GET] = { "dev-get", &cpo_set_dev },
	[CPO_CMD_DEV_ADD_NTF] = { "dev-add-ntf", &cpo_set_dev },
	[CPO_CMD_DEV_DEL_NTF] = { "dev-del-ntf", &cpo_set_dev },
	[CPO_CMD_DEV_CHANGE_NTF] = { "dev-change-ntf", &cpo_set_dev },
	[CPO_CMD_ENGINE_GET] = { "engine-get", &cpo_set_engine },
	[CPO_CMD_ELS_GET] = { "els-get", &cpo_set_els },
	[CPO_CMD_ELS_CHANGE_NTF] = { "els-change-ntf", &cpo_set_els },
	[CPO_CMD_LASER_GET] = { "laser-get", &cpo_set_laser },
	[CPO_CMD_LASER_CHANGE_NTF] = { "laser-change-ntf", &cpo_set_laser },
	[CPO_CMD_LANE_GET] = { "lane-get", &cpo_set_lane },
	[CPO_CMD_PORT_GET] = { "port-get", &cpo_set_port },
	[CPO_CMD_PORT_CHANGE_NTF] = { "port-change-ntf", &cpo_set_port },
	[CPO_CMD_ROUTE_GET] = { "route-get", &cpo_set_route },
	[CPO_CMD_PAGE_GET] = { "page-get", &cpo_set_page },
	[CPO_CMD_REFRESH] = { "refresh", &cpo_set_dev },
	[CPO_CMD_EVENTS_NTF] = { "events-ntf", &cpo_set_events },
	[CPO_CMD_SENSOR_GET] = { "sensor-get", &cpo_set_sensor },
	[CPO_CMD_STATS_GET] = { "stats-get", &cpo_set_stats },
	[CPO_CMD_DEV_SET] = { "dev-set", &cpo_set_dev },
	[CPO_CMD_THRESHOLD_GET] = { "threshold-get", &cpo_set_threshold },
	[CPO_CMD_THRESHOLD_SET] = { "threshold-set", &cpo_set_threshold },
	[CPO_CMD_FLAG_GET] = { "flag-get", &cpo_set_flag },
	[CPO_CMD_FLAG_CLEAR] = { "flag-clear", &cpo_set_flag },
};

CPO_GET_UINT(cpo_dev_get_dev_id, CPO_KIND_DEV, CPO_A_DEV_DEV_ID)
CPO_GET_STR(cpo_dev_get_name, CPO_KIND_DEV, CPO_A_DEV_NAME)
CPO_GET_STR(cpo_dev_get_bus_name, CPO_KIND_DEV, CPO_A_DEV_BUS_NAME)
CPO_GET_STR(cpo_dev_get_dev_name, CPO_KIND_DEV, CPO_A_DEV_DEV_NAME)
CPO_GET_U32(cpo_dev_get_state, CPO_KIND_DEV, CPO_A_DEV_STATE)
CPO_GET_U32(cpo_dev_get_mode, CPO_KIND_DEV, CPO_A_DEV_MODE)
CPO_GET_SUB_STR(cpo_dev_get_identity_vendor, CPO_KIND_DEV, CPO_A_DEV_IDENTITY,
		CPO_A_IDENTITY_VENDOR)
CPO_GET_SUB_STR(cpo_dev_get_identity_part, CPO_KIND_DEV, CPO_A_DEV_IDENTITY,
		CPO_A_IDENTITY_PART)
CPO_GET_SUB_STR(cpo_dev_get_identity_serial, CPO_KIND_DEV, CPO_A_DEV_IDENTITY,
		CPO_A_IDENTITY_SERIAL)
CPO_GET_SUB_STR(cpo_dev_get_identity_revision, CPO_KIND_DEV, CPO_A_DEV_IDENTITY,
		CPO_A_IDENTITY_REVISION)
CPO_GET_SUB_STR(cpo_dev_get_identity_firmware, CPO_KIND_DEV, CPO_A_DEV_IDENTITY,
		CPO_A_IDENTITY_FIRMWARE)
CPO_GET_STR(cpo_dev_get_profile, CPO_KIND_DEV, CPO_A_DEV_PROFILE)
CPO_GET_UINT(cpo_dev_get_epoch, CPO_KIND_DEV, CPO_A_DEV_EPOCH)
CPO_GET_UINT(cpo_dev_get_event_seq, CPO_KIND_DEV, CPO_A_DEV_EVENT_SEQ)
CPO_GET_UINT(cpo_dev_get_topology_generation, CPO_KIND_DEV,
	     CPO_A_DEV_TOPOLOGY_GENERATION)
CPO_GET_UINT(cpo_dev_get_asics, CPO_KIND_DEV, CPO_A_DEV_ASICS)
CPO_GET_UINT(cpo_dev_get_engines, CPO_KIND_DEV, CPO_A_DEV_ENGINES)
CPO_GET_UINT(cpo_dev_get_els_slots, CPO_KIND_DEV, CPO_A_DEV_ELS_SLOTS)
CPO_GET_UINT(cpo_dev_get_lasers, CPO_KIND_DEV, CPO_A_DEV_LASERS)
CPO_GET_UINT(cpo_dev_get_lanes, CPO_KIND_DEV, CPO_A_DEV_LANES)
CPO_GET_UINT(cpo_dev_get_ports, CPO_KIND_DEV, CPO_A_DEV_PORTS)
CPO_GET_UINT(cpo_dev_get_routes, CPO_KIND_DEV, CPO_A_DEV_ROUTES)
CPO_GET_UINT(cpo_dev_get_max_banks, CPO_KIND_DEV, CPO_A_DEV_MAX_BANKS)
CPO_GET_UINT(cpo_dev_get_telemetry_period_us, CPO_KIND_DEV,
	     CPO_A_DEV_TELEMETRY_PERIOD_US)
CPO_GET_UINT(cpo_dev_get_power_mw, CPO_KIND_DEV, CPO_A_DEV_POWER_MW)
CPO_GET_SUB_UINT(cpo_dev_get_sample_seq, CPO_KIND_DEV, CPO_A_DEV_SAMPLE,
		 CPO_A_SAMPLE_SEQ)
CPO_GET_SUB_UINT(cpo_dev_get_sample_device_time_ns, CPO_KIND_DEV,
		 CPO_A_DEV_SAMPLE, CPO_A_SAMPLE_DEVICE_TIME_NS)
CPO_GET_SUB_UINT(cpo_dev_get_sample_boottime_ns, CPO_KIND_DEV, CPO_A_DEV_SAMPLE,
		 CPO_A_SAMPLE_BOOTTIME_NS)
CPO_GET_SUB_UINT(cpo_dev_get_sample_age_ms, CPO_KIND_DEV, CPO_A_DEV_SAMPLE,
		 CPO_A_SAMPLE_AGE_MS)
CPO_GET_SUB_FLAG(cpo_dev_get_sample_stale, CPO_KIND_DEV, CPO_A_DEV_SAMPLE,
		 CPO_A_SAMPLE_STALE)
CPO_GET_UINT(cpo_dev_get_sensors, CPO_KIND_DEV, CPO_A_DEV_SENSORS)
CPO_GET_UINT(cpo_dev_get_window_s, CPO_KIND_DEV, CPO_A_DEV_WINDOW_S)
CPO_GET_UINT(cpo_engine_get_dev_id, CPO_KIND_ENGINE, CPO_A_ENGINE_DEV_ID)
CPO_GET_UINT(cpo_engine_get_engine_id, CPO_KIND_ENGINE, CPO_A_ENGINE_ENGINE_ID)
CPO_GET_STR(cpo_engine_get_label, CPO_KIND_ENGINE, CPO_A_ENGINE_LABEL)
CPO_GET_SUB_STR(cpo_engine_get_identity_vendor, CPO_KIND_ENGINE,
		CPO_A_ENGINE_IDENTITY, CPO_A_IDENTITY_VENDOR)
CPO_GET_SUB_STR(cpo_engine_get_identity_part, CPO_KIND_ENGINE,
		CPO_A_ENGINE_IDENTITY, CPO_A_IDENTITY_PART)
CPO_GET_SUB_STR(cpo_engine_get_identity_serial, CPO_KIND_ENGINE,
		CPO_A_ENGINE_IDENTITY, CPO_A_IDENTITY_SERIAL)
CPO_GET_SUB_STR(cpo_engine_get_identity_revision, CPO_KIND_ENGINE,
		CPO_A_ENGINE_IDENTITY, CPO_A_IDENTITY_REVISION)
CPO_GET_SUB_STR(cpo_engine_get_identity_firmware, CPO_KIND_ENGINE,
		CPO_A_ENGINE_IDENTITY, CPO_A_IDENTITY_FIRMWARE)
CPO_GET_UINT(cpo_engine_get_asic, CPO_KIND_ENGINE, CPO_A_ENGINE_ASIC)
CPO_GET_UINT(cpo_engine_get_lanes, CPO_KIND_ENGINE, CPO_A_ENGINE_LANES)
CPO_GET_UINT(cpo_engine_get_banks, CPO_KIND_ENGINE, CPO_A_ENGINE_BANKS)
CPO_GET_U32(cpo_engine_get_modulator, CPO_KIND_ENGINE, CPO_A_ENGINE_MODULATOR)
CPO_GET_UINT(cpo_engine_get_max_power_mw, CPO_KIND_ENGINE,
	     CPO_A_ENGINE_MAX_POWER_MW)
CPO_GET_U32(cpo_engine_get_state, CPO_KIND_ENGINE, CPO_A_ENGINE_STATE)
CPO_GET_UINT(cpo_engine_get_fault_cause, CPO_KIND_ENGINE,
	     CPO_A_ENGINE_FAULT_CAUSE)
CPO_GET_SINT(cpo_engine_get_temperature, CPO_KIND_ENGINE,
	     CPO_A_ENGINE_TEMPERATURE)
CPO_GET_LIST(cpo_engine_get_rail_uv, CPO_KIND_ENGINE, CPO_A_ENGINE_RAIL_UV)
CPO_GET_UINT(cpo_engine_get_power_mw, CPO_KIND_ENGINE, CPO_A_ENGINE_POWER_MW)
CPO_GET_SUB_UINT(cpo_engine_get_sample_seq, CPO_KIND_ENGINE,
		 CPO_A_ENGINE_SAMPLE, CPO_A_SAMPLE_SEQ)
CPO_GET_SUB_UINT(cpo_engine_get_sample_device_time_ns, CPO_KIND_ENGINE,
		 CPO_A_ENGINE_SAMPLE, CPO_A_SAMPLE_DEVICE_TIME_NS)
CPO_GET_SUB_UINT(cpo_engine_get_sample_boottime_ns, CPO_KIND_ENGINE,
		 CPO_A_ENGINE_SAMPLE, CPO_A_SAMPLE_BOOTTIME_NS)
CPO_GET_SUB_UINT(cpo_engine_get_sample_age_ms, CPO_KIND_ENGINE,
		 CPO_A_ENGINE_SAMPLE, CPO_A_SAMPLE_AGE_MS)
CPO_GET_SUB_FLAG(cpo_engine_get_sample_stale, CPO_KIND_ENGINE,
		 CPO_A_ENGINE_SAMPLE, CPO_A_SAMPLE_STALE)
CPO_GET_UINT(cpo_engine_get_energy_mj, CPO_KIND_ENGINE, CPO_A_ENGINE_ENERGY_MJ)
CPO_GET_UINT(cpo_els_get_dev_id, CPO_KIND_ELS, CPO_A_ELS_DEV_ID)
CPO_GET_UINT(cpo_els_get_els_id, CPO_KIND_ELS, CPO_A_ELS_ELS_ID)
CPO_GET_STR(cpo_els_get_label, CPO_KIND_ELS, CPO_A_ELS_LABEL)
CPO_GET_U32(cpo_els_get_present, CPO_KIND_ELS, CPO_A_ELS_PRESENT)
CPO_GET_SUB_STR(cpo_els_get_identity_vendor, CPO_KIND_ELS, CPO_A_ELS_IDENTITY,
		CPO_A_IDENTITY_VENDOR)
CPO_GET_SUB_STR(cpo_els_get_identity_part, CPO_KIND_ELS, CPO_A_ELS_IDENTITY,
		CPO_A_IDENTITY_PART)
CPO_GET_SUB_STR(cpo_els_get_identity_serial, CPO_KIND_ELS, CPO_A_ELS_IDENTITY,
		CPO_A_IDENTITY_SERIAL)
CPO_GET_SUB_STR(cpo_els_get_identity_revision, CPO_KIND_ELS, CPO_A_ELS_IDENTITY,
		CPO_A_IDENTITY_REVISION)
CPO_GET_SUB_STR(cpo_els_get_identity_firmware, CPO_KIND_ELS, CPO_A_ELS_IDENTITY,
		CPO_A_IDENTITY_FIRMWARE)
CPO_GET_UINT(cpo_els_get_lasers, CPO_KIND_ELS, CPO_A_ELS_LASERS)
CPO_GET_UINT(cpo_els_get_max_power_mw, CPO_KIND_ELS, CPO_A_ELS_MAX_POWER_MW)
CPO_GET_U32(cpo_els_get_state, CPO_KIND_ELS, CPO_A_ELS_STATE)
CPO_GET_UINT(cpo_els_get_fault_cause, CPO_KIND_ELS, CPO_A_ELS_FAULT_CAUSE)
CPO_GET_SINT(cpo_els_get_temperature, CPO_KIND_ELS, CPO_A_ELS_TEMPERATURE)
CPO_GET_SINT(cpo_els_get_laser_temperature, CPO_KIND_ELS,
	     CPO_A_ELS_LASER_TEMPERATURE)
CPO_GET_UINT(cpo_els_get_vcc_uv, CPO_KIND_ELS, CPO_A_ELS_VCC_UV)
CPO_GET_UINT(cpo_els_get_icc_na, CPO_KIND_ELS, CPO_A_ELS_ICC_NA)
CPO_GET_UINT(cpo_els_get_tec_power_mw, CPO_KIND_ELS, CPO_A_ELS_TEC_POWER_MW)
CPO_GET_UINT(cpo_els_get_power_mw, CPO_KIND_ELS, CPO_A_ELS_POWER_MW)
CPO_GET_UINT(cpo_els_get_insertions, CPO_KIND_ELS, CPO_A_ELS_INSERTIONS)
CPO_GET_UINT(cpo_els_get_insert_time_ns, CPO_KIND_ELS, CPO_A_ELS_INSERT_TIME_NS)
CPO_GET_SUB_UINT(cpo_els_get_sample_seq, CPO_KIND_ELS, CPO_A_ELS_SAMPLE,
		 CPO_A_SAMPLE_SEQ)
CPO_GET_SUB_UINT(cpo_els_get_sample_device_time_ns, CPO_KIND_ELS,
		 CPO_A_ELS_SAMPLE, CPO_A_SAMPLE_DEVICE_TIME_NS)
CPO_GET_SUB_UINT(cpo_els_get_sample_boottime_ns, CPO_KIND_ELS, CPO_A_ELS_SAMPLE,
		 CPO_A_SAMPLE_BOOTTIME_NS)
CPO_GET_SUB_UINT(cpo_els_get_sample_age_ms, CPO_KIND_ELS, CPO_A_ELS_SAMPLE,
		 CPO_A_SAMPLE_AGE_MS)
CPO_GET_SUB_FLAG(cpo_els_get_sample_stale, CPO_KIND_ELS, CPO_A_ELS_SAMPLE,
		 CPO_A_SAMPLE_STALE)
CPO_GET_UINT(cpo_els_get_cooling, CPO_KIND_ELS, CPO_A_ELS_COOLING)
CPO_GET_UINT(cpo_laser_get_dev_id, CPO_KIND_LASER, CPO_A_LASER_DEV_ID)
CPO_GET_UINT(cpo_laser_get_els_id, CPO_KIND_LASER, CPO_A_LASER_ELS_ID)
CPO_GET_UINT(cpo_laser_get_engine_id, CPO_KIND_LASER, CPO_A_LASER_ENGINE_ID)
CPO_GET_UINT(cpo_laser_get_laser_id, CPO_KIND_LASER, CPO_A_LASER_LASER_ID)
CPO_GET_UINT(cpo_laser_get_frequency_mhz, CPO_KIND_LASER,
	     CPO_A_LASER_FREQUENCY_MHZ)
CPO_GET_UINT(cpo_laser_get_max_power_nw, CPO_KIND_LASER,
	     CPO_A_LASER_MAX_POWER_NW)
CPO_GET_UINT(cpo_laser_get_min_power_nw, CPO_KIND_LASER,
	     CPO_A_LASER_MIN_POWER_NW)
CPO_GET_UINT(cpo_laser_get_max_bias_na, CPO_KIND_LASER, CPO_A_LASER_MAX_BIAS_NA)
CPO_GET_UINT(cpo_laser_get_check_power_nw, CPO_KIND_LASER,
	     CPO_A_LASER_CHECK_POWER_NW)
CPO_GET_U32(cpo_laser_get_state, CPO_KIND_LASER, CPO_A_LASER_STATE)
CPO_GET_U32(cpo_laser_get_fault, CPO_KIND_LASER, CPO_A_LASER_FAULT)
CPO_GET_U32(cpo_laser_get_status, CPO_KIND_LASER, CPO_A_LASER_STATUS)
CPO_GET_UINT(cpo_laser_get_power_nw, CPO_KIND_LASER, CPO_A_LASER_POWER_NW)
CPO_GET_UINT(cpo_laser_get_setpoint_nw, CPO_KIND_LASER, CPO_A_LASER_SETPOINT_NW)
CPO_GET_UINT(cpo_laser_get_bias_na, CPO_KIND_LASER, CPO_A_LASER_BIAS_NA)
CPO_GET_SINT(cpo_laser_get_temperature, CPO_KIND_LASER, CPO_A_LASER_TEMPERATURE)
CPO_GET_SINT(cpo_laser_get_frequency_error_mhz, CPO_KIND_LASER,
	     CPO_A_LASER_FREQUENCY_ERROR_MHZ)
CPO_GET_SINT(cpo_laser_get_tec_drive, CPO_KIND_LASER, CPO_A_LASER_TEC_DRIVE)
CPO_GET_UINT(cpo_laser_get_age, CPO_KIND_LASER, CPO_A_LASER_AGE)
CPO_GET_UINT(cpo_laser_get_voltage_uv, CPO_KIND_LASER, CPO_A_LASER_VOLTAGE_UV)
CPO_GET_SUB_UINT(cpo_laser_get_sample_seq, CPO_KIND_LASER, CPO_A_LASER_SAMPLE,
		 CPO_A_SAMPLE_SEQ)
CPO_GET_SUB_UINT(cpo_laser_get_sample_device_time_ns, CPO_KIND_LASER,
		 CPO_A_LASER_SAMPLE, CPO_A_SAMPLE_DEVICE_TIME_NS)
CPO_GET_SUB_UINT(cpo_laser_get_sample_boottime_ns, CPO_KIND_LASER,
		 CPO_A_LASER_SAMPLE, CPO_A_SAMPLE_BOOTTIME_NS)
CPO_GET_SUB_UINT(cpo_laser_get_sample_age_ms, CPO_KIND_LASER,
		 CPO_A_LASER_SAMPLE, CPO_A_SAMPLE_AGE_MS)
CPO_GET_SUB_FLAG(cpo_laser_get_sample_stale, CPO_KIND_LASER, CPO_A_LASER_SAMPLE,
		 CPO_A_SAMPLE_STALE)
CPO_GET_UINT(cpo_lane_get_dev_id, CPO_KIND_LANE, CPO_A_LANE_DEV_ID)
CPO_GET_UINT(cpo_lane_get_engine_id, CPO_KIND_LANE, CPO_A_LANE_ENGINE_ID)
CPO_GET_UINT(cpo_lane_get_lane_id, CPO_KIND_LANE, CPO_A_LANE_LANE_ID)
CPO_GET_UINT(cpo_lane_get_els_id, CPO_KIND_LANE, CPO_A_LANE_ELS_ID)
CPO_GET_UINT(cpo_lane_get_laser_id, CPO_KIND_LANE, CPO_A_LANE_LASER_ID)
CPO_GET_UINT(cpo_lane_get_port_id, CPO_KIND_LANE, CPO_A_LANE_PORT_ID)
CPO_GET_UINT(cpo_lane_get_bank, CPO_KIND_LANE, CPO_A_LANE_BANK)
CPO_GET_UINT(cpo_lane_get_bank_lane, CPO_KIND_LANE, CPO_A_LANE_BANK_LANE)
CPO_GET_UINT(cpo_lane_get_asic_lane, CPO_KIND_LANE, CPO_A_LANE_ASIC_LANE)
CPO_GET_U32(cpo_lane_get_state, CPO_KIND_LANE, CPO_A_LANE_STATE)
CPO_GET_U32(cpo_lane_get_status, CPO_KIND_LANE, CPO_A_LANE_STATUS)
CPO_GET_UINT(cpo_lane_get_tx_power_nw, CPO_KIND_LANE, CPO_A_LANE_TX_POWER_NW)
CPO_GET_UINT(cpo_lane_get_rx_power_nw, CPO_KIND_LANE, CPO_A_LANE_RX_POWER_NW)
CPO_GET_UINT(cpo_lane_get_snr_media_mdb, CPO_KIND_LANE,
	     CPO_A_LANE_SNR_MEDIA_MDB)
CPO_GET_UINT(cpo_lane_get_snr_host_mdb, CPO_KIND_LANE, CPO_A_LANE_SNR_HOST_MDB)
CPO_GET_UINT(cpo_lane_get_pre_fec_ber_media, CPO_KIND_LANE,
	     CPO_A_LANE_PRE_FEC_BER_MEDIA)
CPO_GET_UINT(cpo_lane_get_pre_fec_ber_host, CPO_KIND_LANE,
	     CPO_A_LANE_PRE_FEC_BER_HOST)
CPO_GET_SINT(cpo_lane_get_detuning_mhz, CPO_KIND_LANE, CPO_A_LANE_DETUNING_MHZ)
CPO_GET_UINT(cpo_lane_get_heater_drive, CPO_KIND_LANE, CPO_A_LANE_HEATER_DRIVE)
CPO_GET_SINT(cpo_lane_get_temperature, CPO_KIND_LANE, CPO_A_LANE_TEMPERATURE)
CPO_GET_UINT(cpo_lane_get_photocurrent_na, CPO_KIND_LANE,
	     CPO_A_LANE_PHOTOCURRENT_NA)
CPO_GET_UINT(cpo_lane_get_bias_na, CPO_KIND_LANE, CPO_A_LANE_BIAS_NA)
CPO_GET_UINT(cpo_lane_get_symbol_errors, CPO_KIND_LANE,
	     CPO_A_LANE_SYMBOL_ERRORS)
CPO_GET_SUB_UINT(cpo_lane_get_sample_seq, CPO_KIND_LANE, CPO_A_LANE_SAMPLE,
		 CPO_A_SAMPLE_SEQ)
CPO_GET_SUB_UINT(cpo_lane_get_sample_device_time_ns, CPO_KIND_LANE,
		 CPO_A_LANE_SAMPLE, CPO_A_SAMPLE_DEVICE_TIME_NS)
CPO_GET_SUB_UINT(cpo_lane_get_sample_boottime_ns, CPO_KIND_LANE,
		 CPO_A_LANE_SAMPLE, CPO_A_SAMPLE_BOOTTIME_NS)
CPO_GET_SUB_UINT(cpo_lane_get_sample_age_ms, CPO_KIND_LANE, CPO_A_LANE_SAMPLE,
		 CPO_A_SAMPLE_AGE_MS)
CPO_GET_SUB_FLAG(cpo_lane_get_sample_stale, CPO_KIND_LANE, CPO_A_LANE_SAMPLE,
		 CPO_A_SAMPLE_STALE)
CPO_GET_UINT(cpo_port_get_dev_id, CPO_KIND_PORT, CPO_A_PORT_DEV_ID)
CPO_GET_UINT(cpo_port_get_port_id, CPO_KIND_PORT, CPO_A_PORT_PORT_ID)
CPO_GET_STR(cpo_port_get_label, CPO_KIND_PORT, CPO_A_PORT_LABEL)
CPO_GET_U32(cpo_port_get_ifindex, CPO_KIND_PORT, CPO_A_PORT_IFINDEX)
CPO_GET_STR(cpo_port_get_ifname, CPO_KIND_PORT, CPO_A_PORT_IFNAME)
CPO_GET_U32(cpo_port_get_protocol, CPO_KIND_PORT, CPO_A_PORT_PROTOCOL)
CPO_GET_UINT(cpo_port_get_speed_mbps, CPO_KIND_PORT, CPO_A_PORT_SPEED_MBPS)
CPO_GET_RANGES(cpo_port_get_lane_range, CPO_KIND_PORT, CPO_A_PORT_LANE_RANGE)
CPO_GET_UINT(cpo_port_get_lanes, CPO_KIND_PORT, CPO_A_PORT_LANES)
CPO_GET_UINT(cpo_port_get_lanes_up, CPO_KIND_PORT, CPO_A_PORT_LANES_UP)
CPO_GET_U32(cpo_port_get_state, CPO_KIND_PORT, CPO_A_PORT_STATE)
CPO_GET_U32(cpo_port_get_reason, CPO_KIND_PORT, CPO_A_PORT_REASON)
CPO_GET_UINT(cpo_port_get_link_changes, CPO_KIND_PORT, CPO_A_PORT_LINK_CHANGES)
CPO_GET_UINT(cpo_port_get_last_change_ns, CPO_KIND_PORT,
	     CPO_A_PORT_LAST_CHANGE_NS)
CPO_GET_UINT(cpo_port_get_power_mw, CPO_KIND_PORT, CPO_A_PORT_POWER_MW)
CPO_GET_UINT(cpo_port_get_worst_pre_fec_ber, CPO_KIND_PORT,
	     CPO_A_PORT_WORST_PRE_FEC_BER)
CPO_GET_UINT(cpo_port_get_min_snr_mdb, CPO_KIND_PORT, CPO_A_PORT_MIN_SNR_MDB)
CPO_GET_SUB_UINT(cpo_port_get_sample_seq, CPO_KIND_PORT, CPO_A_PORT_SAMPLE,
		 CPO_A_SAMPLE_SEQ)
CPO_GET_SUB_UINT(cpo_port_get_sample_device_time_ns, CPO_KIND_PORT,
		 CPO_A_PORT_SAMPLE, CPO_A_SAMPLE_DEVICE_TIME_NS)
CPO_GET_SUB_UINT(cpo_port_get_sample_boottime_ns, CPO_KIND_PORT,
		 CPO_A_PORT_SAMPLE, CPO_A_SAMPLE_BOOTTIME_NS)
CPO_GET_SUB_UINT(cpo_port_get_sample_age_ms, CPO_KIND_PORT, CPO_A_PORT_SAMPLE,
		 CPO_A_SAMPLE_AGE_MS)
CPO_GET_SUB_FLAG(cpo_port_get_sample_stale, CPO_KIND_PORT, CPO_A_PORT_SAMPLE,
		 CPO_A_SAMPLE_STALE)
CPO_GET_UINT(cpo_port_get_energy_mj, CPO_KIND_PORT, CPO_A_PORT_ENERGY_MJ)
CPO_GET_UINT(cpo_port_get_traffic_mbps, CPO_KIND_PORT, CPO_A_PORT_TRAFFIC_MBPS)
CPO_GET_UINT(cpo_port_get_frame_loss_ratio, CPO_KIND_PORT,
	     CPO_A_PORT_FRAME_LOSS_RATIO)
CPO_GET_UINT(cpo_route_get_dev_id, CPO_KIND_ROUTE, CPO_A_ROUTE_DEV_ID)
CPO_GET_UINT(cpo_route_get_route_id, CPO_KIND_ROUTE, CPO_A_ROUTE_ROUTE_ID)
CPO_GET_UINT(cpo_route_get_els_id, CPO_KIND_ROUTE, CPO_A_ROUTE_ELS_ID)
CPO_GET_UINT(cpo_route_get_laser_id, CPO_KIND_ROUTE, CPO_A_ROUTE_LASER_ID)
CPO_GET_UINT(cpo_route_get_engine_id, CPO_KIND_ROUTE, CPO_A_ROUTE_ENGINE_ID)
CPO_GET_LIST(cpo_route_get_port, CPO_KIND_ROUTE, CPO_A_ROUTE_PORT)
CPO_GET_UINT(cpo_route_get_fibre_id, CPO_KIND_ROUTE, CPO_A_ROUTE_FIBRE_ID)
CPO_GET_RANGES(cpo_route_get_lane_range, CPO_KIND_ROUTE, CPO_A_ROUTE_LANE_RANGE)
CPO_GET_UINT(cpo_route_get_wavelength, CPO_KIND_ROUTE, CPO_A_ROUTE_WAVELENGTH)
CPO_GET_U32(cpo_route_get_role, CPO_KIND_ROUTE, CPO_A_ROUTE_ROLE)
CPO_GET_U32(cpo_route_get_lit, CPO_KIND_ROUTE, CPO_A_ROUTE_LIT)
CPO_GET_UINT(cpo_route_get_input_power_nw, CPO_KIND_ROUTE,
	     CPO_A_ROUTE_INPUT_POWER_NW)
CPO_GET_SINT(cpo_route_get_loss_mdb, CPO_KIND_ROUTE, CPO_A_ROUTE_LOSS_MDB)
CPO_GET_SINT(cpo_route_get_baseline_mdb, CPO_KIND_ROUTE,
	     CPO_A_ROUTE_BASELINE_MDB)
CPO_GET_SINT(cpo_route_get_limit_mdb, CPO_KIND_ROUTE, CPO_A_ROUTE_LIMIT_MDB)
CPO_GET_U32(cpo_route_get_check_state, CPO_KIND_ROUTE, CPO_A_ROUTE_CHECK_STATE)
CPO_GET_UINT(cpo_route_get_check_time_ns, CPO_KIND_ROUTE,
	     CPO_A_ROUTE_CHECK_TIME_NS)
CPO_GET_SUB_UINT(cpo_route_get_sample_seq, CPO_KIND_ROUTE, CPO_A_ROUTE_SAMPLE,
		 CPO_A_SAMPLE_SEQ)
CPO_GET_SUB_UINT(cpo_route_get_sample_device_time_ns, CPO_KIND_ROUTE,
		 CPO_A_ROUTE_SAMPLE, CPO_A_SAMPLE_DEVICE_TIME_NS)
CPO_GET_SUB_UINT(cpo_route_get_sample_boottime_ns, CPO_KIND_ROUTE,
		 CPO_A_ROUTE_SAMPLE, CPO_A_SAMPLE_BOOTTIME_NS)
CPO_GET_SUB_UINT(cpo_route_get_sample_age_ms, CPO_KIND_ROUTE,
		 CPO_A_ROUTE_SAMPLE, CPO_A_SAMPLE_AGE_MS)
CPO_GET_SUB_FLAG(cpo_route_get_sample_stale, CPO_KIND_ROUTE, CPO_A_ROUTE_SAMPLE,
		 CPO_A_SAMPLE_STALE)
CPO_GET_UINT(cpo_page_get_dev_id, CPO_KIND_PAGE, CPO_A_PAGE_DEV_ID)
CPO_GET_UINT(cpo_page_get_engine_id, CPO_KIND_PAGE, CPO_A_PAGE_ENGINE_ID)
CPO_GET_UINT(cpo_page_get_els_id, CPO_KIND_PAGE, CPO_A_PAGE_ELS_ID)
CPO_GET_UINT(cpo_page_get_bank, CPO_KIND_PAGE, CPO_A_PAGE_BANK)
CPO_GET_UINT(cpo_page_get_page, CPO_KIND_PAGE, CPO_A_PAGE_PAGE)
CPO_GET_UINT(cpo_page_get_offset, CPO_KIND_PAGE, CPO_A_PAGE_OFFSET)
CPO_GET_UINT(cpo_page_get_length, CPO_KIND_PAGE, CPO_A_PAGE_LENGTH)
CPO_GET_BIN(cpo_page_get_data, CPO_KIND_PAGE, CPO_A_PAGE_DATA)
CPO_GET_U32(cpo_event_get_code, CPO_KIND_EVENT, CPO_A_EVENT_CODE)
CPO_GET_UINT(cpo_event_get_vendor_code, CPO_KIND_EVENT, CPO_A_EVENT_VENDOR_CODE)
CPO_GET_U32(cpo_event_get_severity, CPO_KIND_EVENT, CPO_A_EVENT_SEVERITY)
CPO_GET_U32(cpo_event_get_action, CPO_KIND_EVENT, CPO_A_EVENT_ACTION)
CPO_GET_U32(cpo_event_get_object, CPO_KIND_EVENT, CPO_A_EVENT_OBJECT)
CPO_GET_UINT(cpo_event_get_engine_id, CPO_KIND_EVENT, CPO_A_EVENT_ENGINE_ID)
CPO_GET_UINT(cpo_event_get_els_id, CPO_KIND_EVENT, CPO_A_EVENT_ELS_ID)
CPO_GET_UINT(cpo_event_get_laser_id, CPO_KIND_EVENT, CPO_A_EVENT_LASER_ID)
CPO_GET_UINT(cpo_event_get_lane_id, CPO_KIND_EVENT, CPO_A_EVENT_LANE_ID)
CPO_GET_UINT(cpo_event_get_port_id, CPO_KIND_EVENT, CPO_A_EVENT_PORT_ID)
CPO_GET_UINT(cpo_event_get_route_id, CPO_KIND_EVENT, CPO_A_EVENT_ROUTE_ID)
CPO_GET_UINT(cpo_event_get_device_seq, CPO_KIND_EVENT, CPO_A_EVENT_DEVICE_SEQ)
CPO_GET_UINT(cpo_event_get_device_time_ns, CPO_KIND_EVENT,
	     CPO_A_EVENT_DEVICE_TIME_NS)
CPO_GET_UINT(cpo_event_get_boottime_ns, CPO_KIND_EVENT, CPO_A_EVENT_BOOTTIME_NS)
CPO_GET_UINT(cpo_event_get_count, CPO_KIND_EVENT, CPO_A_EVENT_COUNT)
CPO_GET_SINT(cpo_event_get_value, CPO_KIND_EVENT, CPO_A_EVENT_VALUE)
CPO_GET_SINT(cpo_event_get_limit, CPO_KIND_EVENT, CPO_A_EVENT_LIMIT)
CPO_GET_U32(cpo_event_get_reason, CPO_KIND_EVENT, CPO_A_EVENT_REASON)
CPO_GET_UINT(cpo_event_get_sensor_id, CPO_KIND_EVENT, CPO_A_EVENT_SENSOR_ID)
CPO_GET_U32(cpo_event_get_quantity, CPO_KIND_EVENT, CPO_A_EVENT_QUANTITY)
CPO_GET_U32(cpo_event_get_level, CPO_KIND_EVENT, CPO_A_EVENT_LEVEL)
CPO_GET_UINT(cpo_sensor_get_dev_id, CPO_KIND_SENSOR, CPO_A_SENSOR_DEV_ID)
CPO_GET_UINT(cpo_sensor_get_sensor_id, CPO_KIND_SENSOR, CPO_A_SENSOR_SENSOR_ID)
CPO_GET_STR(cpo_sensor_get_label, CPO_KIND_SENSOR, CPO_A_SENSOR_LABEL)
CPO_GET_U32(cpo_sensor_get_kind, CPO_KIND_SENSOR, CPO_A_SENSOR_KIND)
CPO_GET_STR(cpo_sensor_get_unit, CPO_KIND_SENSOR, CPO_A_SENSOR_UNIT)
CPO_GET_UINT(cpo_sensor_get_asic, CPO_KIND_SENSOR, CPO_A_SENSOR_ASIC)
CPO_GET_UINT(cpo_sensor_get_engine_id, CPO_KIND_SENSOR, CPO_A_SENSOR_ENGINE_ID)
CPO_GET_UINT(cpo_sensor_get_els_id, CPO_KIND_SENSOR, CPO_A_SENSOR_ELS_ID)
CPO_GET_SINT(cpo_sensor_get_value, CPO_KIND_SENSOR, CPO_A_SENSOR_VALUE)
CPO_GET_SUB_UINT(cpo_sensor_get_sample_seq, CPO_KIND_SENSOR,
		 CPO_A_SENSOR_SAMPLE, CPO_A_SAMPLE_SEQ)
CPO_GET_SUB_UINT(cpo_sensor_get_sample_device_time_ns, CPO_KIND_SENSOR,
		 CPO_A_SENSOR_SAMPLE, CPO_A_SAMPLE_DEVICE_TIME_NS)
CPO_GET_SUB_UINT(cpo_sensor_get_sample_boottime_ns, CPO_KIND_SENSOR,
		 CPO_A_SENSOR_SAMPLE, CPO_A_SAMPLE_BOOTTIME_NS)
CPO_GET_SUB_UINT(cpo_sensor_get_sample_age_ms, CPO_KIND_SENSOR,
		 CPO_A_SENSOR_SAMPLE, CPO_A_SAMPLE_AGE_MS)
CPO_GET_SUB_FLAG(cpo_sensor_get_sample_stale, CPO_KIND_SENSOR,
		 CPO_A_SENSOR_SAMPLE, CPO_A_SAMPLE_STALE)
CPO_GET_UINT(cpo_stats_get_dev_id, CPO_KIND_STATS, CPO_A_STATS_DEV_ID)
CPO_GET_UINT(cpo_stats_get_events, CPO_KIND_STATS, CPO_A_STATS_EVENTS)
CPO_GET_UINT(cpo_stats_get_events_lost, CPO_KIND_STATS, CPO_A_STATS_EVENTS_LOST)
CPO_GET_UINT(cpo_stats_get_event_gaps, CPO_KIND_STATS, CPO_A_STATS_EVENT_GAPS)
CPO_GET_UINT(cpo_stats_get_events_refused, CPO_KIND_STATS,
	     CPO_A_STATS_EVENTS_REFUSED)
CPO_GET_UINT(cpo_stats_get_event_messages, CPO_KIND_STATS,
	     CPO_A_STATS_EVENT_MESSAGES)
CPO_GET_UINT(cpo_stats_get_telemetry_blocks, CPO_KIND_STATS,
	     CPO_A_STATS_TELEMETRY_BLOCKS)
CPO_GET_UINT(cpo_stats_get_telemetry_missed, CPO_KIND_STATS,
	     CPO_A_STATS_TELEMETRY_MISSED)
CPO_GET_UINT(cpo_stats_get_telemetry_refused, CPO_KIND_STATS,
	     CPO_A_STATS_TELEMETRY_REFUSED)
CPO_GET_UINT(cpo_stats_get_telemetry_unknown_sections, CPO_KIND_STATS,
	     CPO_A_STATS_TELEMETRY_UNKNOWN_SECTIONS)
CPO_GET_UINT(cpo_stats_get_interrupts, CPO_KIND_STATS, CPO_A_STATS_INTERRUPTS)
CPO_GET_UINT(cpo_stats_get_interrupts_lost, CPO_KIND_STATS,
	     CPO_A_STATS_INTERRUPTS_LOST)
CPO_GET_UINT(cpo_stats_get_commands, CPO_KIND_STATS, CPO_A_STATS_COMMANDS)
CPO_GET_UINT(cpo_stats_get_commands_failed, CPO_KIND_STATS,
	     CPO_A_STATS_COMMANDS_FAILED)
CPO_GET_UINT(cpo_stats_get_commands_timed_out, CPO_KIND_STATS,
	     CPO_A_STATS_COMMANDS_TIMED_OUT)
CPO_GET_UINT(cpo_stats_get_commands_late, CPO_KIND_STATS,
	     CPO_A_STATS_COMMANDS_LATE)
CPO_GET_UINT(cpo_stats_get_commands_stray, CPO_KIND_STATS,
	     CPO_A_STATS_COMMANDS_STRAY)
CPO_GET_BUCKETS(cpo_stats_get_command_latency, CPO_KIND_STATS,
		CPO_A_STATS_COMMAND_LATENCY)
CPO_GET_UINT(cpo_stats_get_pages_read, CPO_KIND_STATS, CPO_A_STATS_PAGES_READ)
CPO_GET_UINT(cpo_stats_get_page_cache_hits, CPO_KIND_STATS,
	     CPO_A_STATS_PAGE_CACHE_HITS)
CPO_GET_UINT(cpo_stats_get_refreshes, CPO_KIND_STATS, CPO_A_STATS_REFRESHES)
CPO_GET_UINT(cpo_stats_get_detaches, CPO_KIND_STATS, CPO_A_STATS_DETACHES)
CPO_GET_UINT(cpo_stats_get_device_events_dropped, CPO_KIND_STATS,
	     CPO_A_STATS_DEVICE_EVENTS_DROPPED)
CPO_GET_UINT(cpo_stats_get_device_boots, CPO_KIND_STATS,
	     CPO_A_STATS_DEVICE_BOOTS)
CPO_GET_UINT(cpo_stats_get_device_safety_cuts, CPO_KIND_STATS,
	     CPO_A_STATS_DEVICE_SAFETY_CUTS)
CPO_GET_COUNTERS(cpo_stats_get_counter, CPO_KIND_STATS, CPO_A_STATS_COUNTER)
CPO_GET_U32(cpo_stats_get_object, CPO_KIND_STATS, CPO_A_STATS_OBJECT)
CPO_GET_UINT(cpo_stats_get_engine_id, CPO_KIND_STATS, CPO_A_STATS_ENGINE_ID)
CPO_GET_UINT(cpo_stats_get_els_id, CPO_KIND_STATS, CPO_A_STATS_ELS_ID)
CPO_GET_UINT(cpo_stats_get_laser_id, CPO_KIND_STATS, CPO_A_STATS_LASER_ID)
CPO_GET_UINT(cpo_stats_get_lane_id, CPO_KIND_STATS, CPO_A_STATS_LANE_ID)
CPO_GET_UINT(cpo_stats_get_port_id, CPO_KIND_STATS, CPO_A_STATS_PORT_ID)
CPO_GET_UINT(cpo_stats_get_window_s, CPO_KIND_STATS, CPO_A_STATS_WINDOW_S)
CPO_GET_UINT(cpo_stats_get_window_start_ns, CPO_KIND_STATS,
	     CPO_A_STATS_WINDOW_START_NS)
CPO_GET_WINDOWS(cpo_stats_get_window, CPO_KIND_STATS, CPO_A_STATS_WINDOW)
CPO_GET_SUB_UINT(cpo_stats_get_fec_codewords, CPO_KIND_STATS, CPO_A_STATS_FEC,
		 CPO_A_FEC_CODEWORDS)
CPO_GET_SUB_UINT(cpo_stats_get_fec_corrected_codewords, CPO_KIND_STATS,
		 CPO_A_STATS_FEC, CPO_A_FEC_CORRECTED_CODEWORDS)
CPO_GET_SUB_UINT(cpo_stats_get_fec_uncorrectable_codewords, CPO_KIND_STATS,
		 CPO_A_STATS_FEC, CPO_A_FEC_UNCORRECTABLE_CODEWORDS)
CPO_GET_SUB_UINT(cpo_stats_get_fec_corrected_bits, CPO_KIND_STATS,
		 CPO_A_STATS_FEC, CPO_A_FEC_CORRECTED_BITS)
CPO_GET_SUB_UINT(cpo_stats_get_fec_symbol_errors, CPO_KIND_STATS,
		 CPO_A_STATS_FEC, CPO_A_FEC_SYMBOL_ERRORS)
CPO_GET_SUB_UINT(cpo_stats_get_fec_frames_lost, CPO_KIND_STATS, CPO_A_STATS_FEC,
		 CPO_A_FEC_FRAMES_LOST)
CPO_GET_SUB_UINT(cpo_stats_get_fec_symbol_errors_max, CPO_KIND_STATS,
		 CPO_A_STATS_FEC, CPO_A_FEC_SYMBOL_ERRORS_MAX)
CPO_GET_SUB_UINT(cpo_stats_get_fec_frame_error_ratio, CPO_KIND_STATS,
		 CPO_A_STATS_FEC, CPO_A_FEC_FRAME_ERROR_RATIO)
CPO_GET_SUB_LIST(cpo_stats_get_fec_histogram, CPO_KIND_STATS, CPO_A_STATS_FEC,
		 CPO_A_FEC_HISTOGRAM)
CPO_GET_SUB_LIST(cpo_stats_get_fec_lane_corrected_bits, CPO_KIND_STATS,
		 CPO_A_STATS_FEC, CPO_A_FEC_LANE_CORRECTED_BITS)
CPO_GET_SUB_UINT(cpo_stats_get_sample_seq, CPO_KIND_STATS, CPO_A_STATS_SAMPLE,
		 CPO_A_SAMPLE_SEQ)
CPO_GET_SUB_UINT(cpo_stats_get_sample_device_time_ns, CPO_KIND_STATS,
		 CPO_A_STATS_SAMPLE, CPO_A_SAMPLE_DEVICE_TIME_NS)
CPO_GET_SUB_UINT(cpo_stats_get_sample_boottime_ns, CPO_KIND_STATS,
		 CPO_A_STATS_SAMPLE, CPO_A_SAMPLE_BOOTTIME_NS)
CPO_GET_SUB_UINT(cpo_stats_get_sample_age_ms, CPO_KIND_STATS,
		 CPO_A_STATS_SAMPLE, CPO_A_SAMPLE_AGE_MS)
CPO_GET_SUB_FLAG(cpo_stats_get_sample_stale, CPO_KIND_STATS, CPO_A_STATS_SAMPLE,
		 CPO_A_SAMPLE_STALE)
CPO_GET_UINT(cpo_threshold_get_dev_id, CPO_KIND_THRESHOLD,
	     CPO_A_THRESHOLD_DEV_ID)
CPO_GET_U32(cpo_threshold_get_object, CPO_KIND_THRESHOLD,
	    CPO_A_THRESHOLD_OBJECT)
CPO_GET_UINT(cpo_threshold_get_engine_id, CPO_KIND_THRESHOLD,
	     CPO_A_THRESHOLD_ENGINE_ID)
CPO_GET_UINT(cpo_threshold_get_els_id, CPO_KIND_THRESHOLD,
	     CPO_A_THRESHOLD_ELS_ID)
CPO_GET_UINT(cpo_threshold_get_laser_id, CPO_KIND_THRESHOLD,
	     CPO_A_THRESHOLD_LASER_ID)
CPO_GET_UINT(cpo_threshold_get_lane_id, CPO_KIND_THRESHOLD,
	     CPO_A_THRESHOLD_LANE_ID)
CPO_GET_UINT(cpo_threshold_get_port_id, CPO_KIND_THRESHOLD,
	     CPO_A_THRESHOLD_PORT_ID)
CPO_GET_UINT(cpo_threshold_get_route_id, CPO_KIND_THRESHOLD,
	     CPO_A_THRESHOLD_ROUTE_ID)
CPO_GET_UINT(cpo_threshold_get_sensor_id, CPO_KIND_THRESHOLD,
	     CPO_A_THRESHOLD_SENSOR_ID)
CPO_GET_U32(cpo_threshold_get_quantity, CPO_KIND_THRESHOLD,
	    CPO_A_THRESHOLD_QUANTITY)
CPO_GET_SINT(cpo_threshold_get_high_alarm, CPO_KIND_THRESHOLD,
	     CPO_A_THRESHOLD_HIGH_ALARM)
CPO_GET_SINT(cpo_threshold_get_high_warning, CPO_KIND_THRESHOLD,
	     CPO_A_THRESHOLD_HIGH_WARNING)
CPO_GET_SINT(cpo_threshold_get_low_warning, CPO_KIND_THRESHOLD,
	     CPO_A_THRESHOLD_LOW_WARNING)
CPO_GET_SINT(cpo_threshold_get_low_alarm, CPO_KIND_THRESHOLD,
	     CPO_A_THRESHOLD_LOW_ALARM)
CPO_GET_FLAG(cpo_threshold_get_override, CPO_KIND_THRESHOLD,
	     CPO_A_THRESHOLD_OVERRIDE)
CPO_GET_UINT(cpo_flag_get_dev_id, CPO_KIND_FLAG, CPO_A_FLAG_DEV_ID)
CPO_GET_U32(cpo_flag_get_object, CPO_KIND_FLAG, CPO_A_FLAG_OBJECT)
CPO_GET_UINT(cpo_flag_get_engine_id, CPO_KIND_FLAG, CPO_A_FLAG_ENGINE_ID)
CPO_GET_UINT(cpo_flag_get_els_id, CPO_KIND_FLAG, CPO_A_FLAG_ELS_ID)
CPO_GET_UINT(cpo_flag_get_laser_id, CPO_KIND_FLAG, CPO_A_FLAG_LASER_ID)
CPO_GET_UINT(cpo_flag_get_lane_id, CPO_KIND_FLAG, CPO_A_FLAG_LANE_ID)
CPO_GET_UINT(cpo_flag_get_port_id, CPO_KIND_FLAG, CPO_A_FLAG_PORT_ID)
CPO_GET_UINT(cpo_flag_get_route_id, CPO_KIND_FLAG, CPO_A_FLAG_ROUTE_ID)
CPO_GET_UINT(cpo_flag_get_sensor_id, CPO_KIND_FLAG, CPO_A_FLAG_SENSOR_ID)
CPO_GET_U32(cpo_flag_get_code, CPO_KIND_FLAG, CPO_A_FLAG_CODE)
CPO_GET_U32(cpo_flag_get_quantity, CPO_KIND_FLAG, CPO_A_FLAG_QUANTITY)
CPO_GET_U32(cpo_flag_get_level, CPO_KIND_FLAG, CPO_A_FLAG_LEVEL)
CPO_GET_U32(cpo_flag_get_severity, CPO_KIND_FLAG, CPO_A_FLAG_SEVERITY)
CPO_GET_U32(cpo_flag_get_state, CPO_KIND_FLAG, CPO_A_FLAG_STATE)
CPO_GET_UINT(cpo_flag_get_changes, CPO_KIND_FLAG, CPO_A_FLAG_CHANGES)
CPO_GET_FLAG(cpo_flag_get_count_is_lower_bound, CPO_KIND_FLAG,
	     CPO_A_FLAG_COUNT_IS_LOWER_BOUND)
CPO_GET_SINT(cpo_flag_get_value, CPO_KIND_FLAG, CPO_A_FLAG_VALUE)
CPO_GET_UINT(cpo_flag_get_first_set_ns, CPO_KIND_FLAG, CPO_A_FLAG_FIRST_SET_NS)
CPO_GET_UINT(cpo_flag_get_last_set_ns, CPO_KIND_FLAG, CPO_A_FLAG_LAST_SET_NS)
CPO_GET_UINT(cpo_flag_get_last_clear_ns, CPO_KIND_FLAG,
	     CPO_A_FLAG_LAST_CLEAR_NS)
CPO_GET_UINT(cpo_flag_get_first_set_boottime_ns, CPO_KIND_FLAG,
	     CPO_A_FLAG_FIRST_SET_BOOTTIME_NS)
CPO_GET_UINT(cpo_flag_get_last_set_boottime_ns, CPO_KIND_FLAG,
	     CPO_A_FLAG_LAST_SET_BOOTTIME_NS)
CPO_GET_UINT(cpo_flag_get_last_clear_boottime_ns, CPO_KIND_FLAG,
	     CPO_A_FLAG_LAST_CLEAR_BOOTTIME_NS)
CPO_GET_SUB_UINT(cpo_flag_get_sample_seq, CPO_KIND_FLAG, CPO_A_FLAG_SAMPLE,
		 CPO_A_SAMPLE_SEQ)
CPO_GET_SUB_UINT(cpo_flag_get_sample_device_time_ns, CPO_KIND_FLAG,
		 CPO_A_FLAG_SAMPLE, CPO_A_SAMPLE_DEVICE_TIME_NS)
CPO_GET_SUB_UINT(cpo_flag_get_sample_boottime_ns, CPO_KIND_FLAG,
		 CPO_A_FLAG_SAMPLE, CPO_A_SAMPLE_BOOTTIME_NS)
CPO_GET_SUB_UINT(cpo_flag_get_sample_age_ms, CPO_KIND_FLAG, CPO_A_FLAG_SAMPLE,
		 CPO_A_SAMPLE_AGE_MS)
CPO_GET_SUB_FLAG(cpo_flag_get_sample_stale, CPO_KIND_FLAG, CPO_A_FLAG_SAMPLE,
		 CPO_A_SAMPLE_STALE)
