/* SPDX-License-Identifier: ((GPL-2.0 WITH Linux-syscall-note) OR BSD-3-Clause) */
/* Do not edit directly, auto-generated from: */
/*	Documentation/netlink/specs/cpo.yaml */
/* YNL-GEN uapi header */
/* To regenerate run: tools/net/ynl/ynl-regen.sh */

#ifndef _UAPI_LINUX_CPO_H
#define _UAPI_LINUX_CPO_H

#define CPO_FAMILY_NAME		"cpo"
#define CPO_FAMILY_VERSION	1

/**
 * enum cpo_dev_state - State of a device.
 * @CPO_DEV_STATE_ONLINE: The driver talks to the device.
 * @CPO_DEV_STATE_DETACHED: In reset, suspended or reloading; rows are kept and
 *   stale.
 * @CPO_DEV_STATE_DEAD: The device does not answer any more.
 */
enum cpo_dev_state {
	CPO_DEV_STATE_ONLINE,
	CPO_DEV_STATE_DETACHED,
	CPO_DEV_STATE_DEAD,
};

/**
 * enum cpo_dev_mode - What the management interface of the device shows.
 * @CPO_DEV_MODE_SEPARATE: Engines and ELS are separate management endpoints.
 * @CPO_DEV_MODE_JOINT: One vModule endpoint hides engine and ELS.
 */
enum cpo_dev_mode {
	CPO_DEV_MODE_SEPARATE,
	CPO_DEV_MODE_JOINT,
};

/**
 * enum cpo_module_state - CMIS module state.
 * @CPO_MODULE_STATE_UNKNOWN: Not one of the states below.
 * @CPO_MODULE_STATE_LOW_POWER: ModuleLowPwr.
 * @CPO_MODULE_STATE_POWER_UP: ModulePwrUp.
 * @CPO_MODULE_STATE_READY: ModuleReady.
 * @CPO_MODULE_STATE_POWER_DOWN: ModulePwrDn.
 * @CPO_MODULE_STATE_FAULT: ModuleFault.
 */
enum cpo_module_state {
	CPO_MODULE_STATE_UNKNOWN,
	CPO_MODULE_STATE_LOW_POWER,
	CPO_MODULE_STATE_POWER_UP,
	CPO_MODULE_STATE_READY,
	CPO_MODULE_STATE_POWER_DOWN,
	CPO_MODULE_STATE_FAULT,
};

/**
 * enum cpo_modulator - Kind of modulator of an engine.
 * @CPO_MODULATOR_UNKNOWN: Not reported.
 * @CPO_MODULATOR_RING: Micro-ring modulator, held on wavelength by a heater.
 * @CPO_MODULATOR_MZM: Mach-Zehnder modulator.
 */
enum cpo_modulator {
	CPO_MODULATOR_UNKNOWN,
	CPO_MODULATOR_RING,
	CPO_MODULATOR_MZM,
};

/**
 * enum cpo_laser_state - State of a laser.
 * @CPO_LASER_STATE_ABSENT: Its ELS is not there.
 * @CPO_LASER_STATE_OFF: Checked, dark, may be switched on.
 * @CPO_LASER_STATE_RESTRICTED: Dark until a fiber check passes.
 * @CPO_LASER_STATE_FIBER_CHECKING: Emits check power while the loss of its
 *   fibres is measured.
 * @CPO_LASER_STATE_RAMPING: On its way to full power.
 * @CPO_LASER_STATE_ON: Full power.
 * @CPO_LASER_STATE_ON_FAULT: Full power with a fault that does not need a cut.
 * @CPO_LASER_STATE_DOWN_FAULT: Dark because of a fault.
 */
enum cpo_laser_state {
	CPO_LASER_STATE_ABSENT,
	CPO_LASER_STATE_OFF,
	CPO_LASER_STATE_RESTRICTED,
	CPO_LASER_STATE_FIBER_CHECKING,
	CPO_LASER_STATE_RAMPING,
	CPO_LASER_STATE_ON,
	CPO_LASER_STATE_ON_FAULT,
	CPO_LASER_STATE_DOWN_FAULT,
};

/**
 * enum cpo_laser_fault - Fault of a laser.
 * @CPO_LASER_FAULT_NONE: No fault.
 * @CPO_LASER_FAULT_CONTAMINATED: A fibre loses more than its limit.
 * @CPO_LASER_FAULT_APC: The power control loop is at its bias limit.
 * @CPO_LASER_FAULT_POWER_HIGH: Power above range.
 * @CPO_LASER_FAULT_POWER_LOW: Power below range.
 * @CPO_LASER_FAULT_TEC: The temperature control loop is out of range.
 * @CPO_LASER_FAULT_RAMP_TIMEOUT: A check or ramp did not end in its advertised
 *   time.
 * @CPO_LASER_FAULT_TUNING: Tuning did not end in its advertised time.
 */
enum cpo_laser_fault {
	CPO_LASER_FAULT_NONE,
	CPO_LASER_FAULT_CONTAMINATED,
	CPO_LASER_FAULT_APC,
	CPO_LASER_FAULT_POWER_HIGH,
	CPO_LASER_FAULT_POWER_LOW,
	CPO_LASER_FAULT_TEC,
	CPO_LASER_FAULT_RAMP_TIMEOUT,
	CPO_LASER_FAULT_TUNING,
};

/**
 * enum cpo_laser_status - Status bits of a laser.
 * @CPO_LASER_STATUS_CHECKED: A fiber check passed and still holds.
 * @CPO_LASER_STATUS_ENABLED: Configured to be on.
 * @CPO_LASER_STATUS_APC: Automatic power control; without it automatic current
 *   control.
 * @CPO_LASER_STATUS_SPARE: Standby for other lasers.
 * @CPO_LASER_STATUS_LIT: Light leaves the module.
 * @CPO_LASER_STATUS_CLAMPED: The safety clamp limits the power.
 */
enum cpo_laser_status {
	CPO_LASER_STATUS_CHECKED = 1,
	CPO_LASER_STATUS_ENABLED = 2,
	CPO_LASER_STATUS_APC = 4,
	CPO_LASER_STATUS_SPARE = 8,
	CPO_LASER_STATUS_LIT = 16,
	CPO_LASER_STATUS_CLAMPED = 32,
};

/**
 * enum cpo_dp_state - CMIS data path state of a lane.
 * @CPO_DP_STATE_UNKNOWN: Not one of the states below.
 * @CPO_DP_STATE_DEACTIVATED: DPDeactivated.
 * @CPO_DP_STATE_INIT: DPInit.
 * @CPO_DP_STATE_DEINIT: DPDeinit.
 * @CPO_DP_STATE_ACTIVATED: DPActivated.
 * @CPO_DP_STATE_TX_TURN_ON: DPTxTurnOn.
 * @CPO_DP_STATE_TX_TURN_OFF: DPTxTurnOff.
 * @CPO_DP_STATE_INITIALIZED: DPInitialized.
 */
enum cpo_dp_state {
	CPO_DP_STATE_UNKNOWN,
	CPO_DP_STATE_DEACTIVATED,
	CPO_DP_STATE_INIT,
	CPO_DP_STATE_DEINIT,
	CPO_DP_STATE_ACTIVATED,
	CPO_DP_STATE_TX_TURN_ON,
	CPO_DP_STATE_TX_TURN_OFF,
	CPO_DP_STATE_INITIALIZED,
};

/**
 * enum cpo_lane_status - Status bits of a lane. Tx is towards the fibre, Rx
 *   from the fibre.
 * @CPO_LANE_STATUS_TX_ON: The media side transmits.
 * @CPO_LANE_STATUS_RX_ON: The host side output is on.
 * @CPO_LANE_STATUS_TX_LOS: No signal from the host.
 * @CPO_LANE_STATUS_RX_LOS: No light from the fibre.
 * @CPO_LANE_STATUS_TX_LOL: No lock on the signal of the host.
 * @CPO_LANE_STATUS_RX_LOL: No lock on the signal from the fibre.
 * @CPO_LANE_STATUS_RING_LOCKED: The ring modulator is locked to its laser.
 * @CPO_LANE_STATUS_TX_FAULT: Transmitter fault.
 * @CPO_LANE_STATUS_DISABLED: Switched off by configuration.
 * @CPO_LANE_STATUS_TX_DARK: Its laser gives no light to modulate.
 */
enum cpo_lane_status {
	CPO_LANE_STATUS_TX_ON = 1,
	CPO_LANE_STATUS_RX_ON = 2,
	CPO_LANE_STATUS_TX_LOS = 4,
	CPO_LANE_STATUS_RX_LOS = 8,
	CPO_LANE_STATUS_TX_LOL = 16,
	CPO_LANE_STATUS_RX_LOL = 32,
	CPO_LANE_STATUS_RING_LOCKED = 64,
	CPO_LANE_STATUS_TX_FAULT = 128,
	CPO_LANE_STATUS_DISABLED = 256,
	CPO_LANE_STATUS_TX_DARK = 512,
};

/**
 * enum cpo_port_state - Operational state of the optics of a port.
 * @CPO_PORT_STATE_DOWN: At least one of its lanes cannot carry data.
 * @CPO_PORT_STATE_UP: All lanes carry data.
 */
enum cpo_port_state {
	CPO_PORT_STATE_DOWN,
	CPO_PORT_STATE_UP,
};

/**
 * enum cpo_port_reason - Why the optics of a port are down.
 * @CPO_PORT_REASON_NONE: Not down, or no reason was given.
 * @CPO_PORT_REASON_ELS_ABSENT: An ELS that feeds the port is not there.
 * @CPO_PORT_REASON_ELS_UNCHECKED: A laser that feeds the port waits for a
 *   fiber check.
 * @CPO_PORT_REASON_LASER_OFF: A laser that feeds the port is switched off.
 * @CPO_PORT_REASON_LASER_FAULT: A laser that feeds the port is down with a
 *   fault.
 * @CPO_PORT_REASON_RX_LOS: No light from the fibre.
 * @CPO_PORT_REASON_RX_LOL: Light without a signal that can be locked to.
 * @CPO_PORT_REASON_RING_UNLOCK: A ring modulator lost its wavelength.
 * @CPO_PORT_REASON_OVERHEAT: Switched off because of temperature.
 * @CPO_PORT_REASON_POWER: Switched off because of its supply.
 * @CPO_PORT_REASON_ENGINE_FAULT: Its engine is in fault.
 * @CPO_PORT_REASON_INTERLOCK: The safety interlock is open.
 * @CPO_PORT_REASON_DISABLED: Switched off by configuration.
 * @CPO_PORT_REASON_STARTING: Lasers or data paths are on their way up.
 * @CPO_PORT_REASON_FIRMWARE: The firmware of the device does not run.
 * @CPO_PORT_REASON_BER: Errors above what FEC can correct.
 */
enum cpo_port_reason {
	CPO_PORT_REASON_NONE,
	CPO_PORT_REASON_ELS_ABSENT,
	CPO_PORT_REASON_ELS_UNCHECKED,
	CPO_PORT_REASON_LASER_OFF,
	CPO_PORT_REASON_LASER_FAULT,
	CPO_PORT_REASON_RX_LOS,
	CPO_PORT_REASON_RX_LOL,
	CPO_PORT_REASON_RING_UNLOCK,
	CPO_PORT_REASON_OVERHEAT,
	CPO_PORT_REASON_POWER,
	CPO_PORT_REASON_ENGINE_FAULT,
	CPO_PORT_REASON_INTERLOCK,
	CPO_PORT_REASON_DISABLED,
	CPO_PORT_REASON_STARTING,
	CPO_PORT_REASON_FIRMWARE,
	CPO_PORT_REASON_BER,
};

/**
 * enum cpo_protocol - What a port speaks.
 * @CPO_PROTOCOL_UNKNOWN: Not reported.
 * @CPO_PROTOCOL_ETHERNET: Ethernet.
 * @CPO_PROTOCOL_INFINIBAND: InfiniBand.
 */
enum cpo_protocol {
	CPO_PROTOCOL_UNKNOWN,
	CPO_PROTOCOL_ETHERNET,
	CPO_PROTOCOL_INFINIBAND,
};

/**
 * enum cpo_check_state - Result of the last fiber check of a route.
 * @CPO_CHECK_STATE_NEVER: No check since the device started.
 * @CPO_CHECK_STATE_RUNNING: A check is under way.
 * @CPO_CHECK_STATE_PASSED: Loss within its limit.
 * @CPO_CHECK_STATE_FAILED: Loss over its limit.
 */
enum cpo_check_state {
	CPO_CHECK_STATE_NEVER,
	CPO_CHECK_STATE_RUNNING,
	CPO_CHECK_STATE_PASSED,
	CPO_CHECK_STATE_FAILED,
};

/**
 * enum cpo_route_role - Part a route plays for its lanes.
 * @CPO_ROUTE_ROLE_ACTIVE: Its laser feeds the lanes.
 * @CPO_ROUTE_ROLE_STANDBY: Its laser can take over.
 */
enum cpo_route_role {
	CPO_ROUTE_ROLE_ACTIVE,
	CPO_ROUTE_ROLE_STANDBY,
};

/**
 * enum cpo_object - Kind of the object an event is about.
 * @CPO_OBJECT_DEV: The device.
 * @CPO_OBJECT_ENGINE: An optical engine; see engine-id.
 * @CPO_OBJECT_ELS: An external laser source; see els-id.
 * @CPO_OBJECT_LASER: A laser; see els-id or engine-id, and laser-id.
 * @CPO_OBJECT_LANE: A lane; see engine-id and lane-id.
 * @CPO_OBJECT_PORT: A port; see port-id.
 * @CPO_OBJECT_ROUTE: A route; see route-id.
 * @CPO_OBJECT_SENSOR: A sensor; see sensor-id.
 * @CPO_OBJECT_OTHER: An object this version of the family has no name for.
 */
enum cpo_object {
	CPO_OBJECT_DEV,
	CPO_OBJECT_ENGINE,
	CPO_OBJECT_ELS,
	CPO_OBJECT_LASER,
	CPO_OBJECT_LANE,
	CPO_OBJECT_PORT,
	CPO_OBJECT_ROUTE,
	CPO_OBJECT_SENSOR,
	CPO_OBJECT_OTHER,
};

/**
 * enum cpo_severity - Severity of an event.
 * @CPO_SEVERITY_INFO: Nothing to do.
 * @CPO_SEVERITY_NOTICE: Somebody may want to know.
 * @CPO_SEVERITY_WARNING: Will become a problem.
 * @CPO_SEVERITY_MAJOR: Service of an object is lost.
 * @CPO_SEVERITY_CRITICAL: Equipment or people are at risk, or many objects are
 *   lost.
 */
enum cpo_severity {
	CPO_SEVERITY_INFO,
	CPO_SEVERITY_NOTICE,
	CPO_SEVERITY_WARNING,
	CPO_SEVERITY_MAJOR,
	CPO_SEVERITY_CRITICAL,
};

/**
 * enum cpo_action - What an event did to the condition it names.
 * @CPO_ACTION_CLEAR: The condition ended.
 * @CPO_ACTION_SET: The condition began.
 * @CPO_ACTION_PULSE: It happened and has no duration.
 * @CPO_ACTION_PROGRESS: An operation moved on.
 */
enum cpo_action {
	CPO_ACTION_CLEAR,
	CPO_ACTION_SET,
	CPO_ACTION_PULSE,
	CPO_ACTION_PROGRESS,
};

/**
 * enum cpo_event_code - What happened.
 * @CPO_EVENT_CODE_VENDOR: Not in this list; see vendor-code.
 * @CPO_EVENT_CODE_ELS_REMOVED: An ELS was taken out.
 * @CPO_EVENT_CODE_ELS_INSERTED: An ELS was put in.
 * @CPO_EVENT_CODE_ELS_STATE: An ELS changed its module-state, given as value.
 * @CPO_EVENT_CODE_LASER_STATE: A laser changed its laser-state, given as
 *   value.
 * @CPO_EVENT_CODE_LASER_FAULT: A laser changed its laser-fault, given as
 *   value.
 * @CPO_EVENT_CODE_CHECK_PASSED: A fiber check passed; value is the loss in
 *   mdB.
 * @CPO_EVENT_CODE_CHECK_FAILED: A fiber check failed; value is the loss and
 *   limit its limit, mdB. The reason laser-fault: its light was too weak to
 *   tell anything of the fibre.
 * @CPO_EVENT_CODE_LASER_CUT: The safety function took the light of a laser.
 * @CPO_EVENT_CODE_INTERLOCK: The interlock opened (set) or closed (clear).
 * @CPO_EVENT_CODE_LANE_TX_DARK: A lane lost (set) or regained (clear) the
 *   light of its laser.
 * @CPO_EVENT_CODE_LANE_RX_LOS: A lane lost (set) or regained (clear) the light
 *   from its fibre.
 * @CPO_EVENT_CODE_PORT_STATE: The optics of a port changed to the port-state
 *   given as value.
 * @CPO_EVENT_CODE_TOPOLOGY: Relations between objects changed.
 * @CPO_EVENT_CODE_OVERFLOW: The device dropped events; value is how many in
 *   total.
 * @CPO_EVENT_CODE_THRESHOLD: A quantity crossed a limit (set) or came back
 *   (clear); see quantity and level. Value and limit have the unit of the
 *   quantity.
 * @CPO_EVENT_CODE_LANE_RX_LOL: A lane lost (set) or regained (clear) lock on
 *   the signal from its fibre, with light there.
 * @CPO_EVENT_CODE_LANE_RING_UNLOCK: The ring modulator of a lane lost (set) or
 *   regained (clear) its wavelength.
 * @CPO_EVENT_CODE_ENGINE_TRIP: An engine switched itself off because of
 *   temperature (set), or runs again (clear); value is the temperature.
 * @CPO_EVENT_CODE_LEAK: A leak sensor is wet (set) or dry again (clear).
 */
enum cpo_event_code {
	CPO_EVENT_CODE_VENDOR,
	CPO_EVENT_CODE_ELS_REMOVED,
	CPO_EVENT_CODE_ELS_INSERTED,
	CPO_EVENT_CODE_ELS_STATE,
	CPO_EVENT_CODE_LASER_STATE,
	CPO_EVENT_CODE_LASER_FAULT,
	CPO_EVENT_CODE_CHECK_PASSED,
	CPO_EVENT_CODE_CHECK_FAILED,
	CPO_EVENT_CODE_LASER_CUT,
	CPO_EVENT_CODE_INTERLOCK,
	CPO_EVENT_CODE_LANE_TX_DARK,
	CPO_EVENT_CODE_LANE_RX_LOS,
	CPO_EVENT_CODE_PORT_STATE,
	CPO_EVENT_CODE_TOPOLOGY,
	CPO_EVENT_CODE_OVERFLOW,
	CPO_EVENT_CODE_THRESHOLD,
	CPO_EVENT_CODE_LANE_RX_LOL,
	CPO_EVENT_CODE_LANE_RING_UNLOCK,
	CPO_EVENT_CODE_ENGINE_TRIP,
	CPO_EVENT_CODE_LEAK,
};

/**
 * enum cpo_sensor_kind - What a sensor measures, and in which unit.
 * @CPO_SENSOR_KIND_OTHER: Something else; see unit.
 * @CPO_SENSOR_KIND_TEMPERATURE: Temperature in millidegrees Celsius.
 * @CPO_SENSOR_KIND_RAIL: Voltage of a supply, uV.
 * @CPO_SENSOR_KIND_POWER: Power, mW.
 * @CPO_SENSOR_KIND_FLOW: Flow of coolant, ml per minute.
 * @CPO_SENSOR_KIND_LEAK: 0 dry, 1 wet.
 */
enum cpo_sensor_kind {
	CPO_SENSOR_KIND_OTHER,
	CPO_SENSOR_KIND_TEMPERATURE,
	CPO_SENSOR_KIND_RAIL,
	CPO_SENSOR_KIND_POWER,
	CPO_SENSOR_KIND_FLOW,
	CPO_SENSOR_KIND_LEAK,
};

/**
 * enum cpo_quantity - What a window, a limit or a flag is about. The unit is
 *   that of the same quantity in the row of the object.
 * @CPO_QUANTITY_TEMPERATURE: Temperature of an engine, ELS or laser,
 *   millidegrees Celsius.
 * @CPO_QUANTITY_POWER: Electrical power of an engine or ELS, mW.
 * @CPO_QUANTITY_OPTICAL_POWER: Optical power at the output of a laser, nW.
 * @CPO_QUANTITY_BIAS: Bias current of a laser, nA.
 * @CPO_QUANTITY_TEC_DRIVE: Drive of the thermoelectric cooler, 0.01 % of full
 *   scale.
 * @CPO_QUANTITY_PRE_FEC_BER_MEDIA: Bit error ratio of the media side before
 *   FEC, in 1e-18.
 * @CPO_QUANTITY_SNR_MEDIA: Signal to noise ratio of the media side, mdB.
 * @CPO_QUANTITY_RX_POWER: Average optical power received, nW.
 * @CPO_QUANTITY_UNCORRECTABLE_CODEWORDS: FEC codewords lost in 100 ms.
 * @CPO_QUANTITY_SYMBOL_ERRORS_MAX: Most symbol errors in one FEC codeword
 *   (SEWmax).
 * @CPO_QUANTITY_TX_POWER: Average optical power sent, nW.
 * @CPO_QUANTITY_HEATER_DRIVE: Drive of the heater of a ring modulator, 0.01 %
 *   of full scale.
 * @CPO_QUANTITY_FREQUENCY_ERROR: Distance of a laser from its frequency, MHz.
 * @CPO_QUANTITY_AGE: Used life of a laser, 0.01 %.
 * @CPO_QUANTITY_INPUT_POWER: Optical power of a route at the input of the
 *   engine, nW.
 * @CPO_QUANTITY_VOLTAGE: Supply voltage of an ELS, uV.
 * @CPO_QUANTITY_VALUE: Value of a sensor, in its unit.
 */
enum cpo_quantity {
	CPO_QUANTITY_TEMPERATURE,
	CPO_QUANTITY_POWER,
	CPO_QUANTITY_OPTICAL_POWER,
	CPO_QUANTITY_BIAS,
	CPO_QUANTITY_TEC_DRIVE,
	CPO_QUANTITY_PRE_FEC_BER_MEDIA,
	CPO_QUANTITY_SNR_MEDIA,
	CPO_QUANTITY_RX_POWER,
	CPO_QUANTITY_UNCORRECTABLE_CODEWORDS,
	CPO_QUANTITY_SYMBOL_ERRORS_MAX,
	CPO_QUANTITY_TX_POWER,
	CPO_QUANTITY_HEATER_DRIVE,
	CPO_QUANTITY_FREQUENCY_ERROR,
	CPO_QUANTITY_AGE,
	CPO_QUANTITY_INPUT_POWER,
	CPO_QUANTITY_VOLTAGE,
	CPO_QUANTITY_VALUE,
};

/**
 * enum cpo_flag_state - State of a flag.
 * @CPO_FLAG_STATE_CLEAR: The condition is not there.
 * @CPO_FLAG_STATE_SET: The condition is there.
 */
enum cpo_flag_state {
	CPO_FLAG_STATE_CLEAR,
	CPO_FLAG_STATE_SET,
};

/**
 * enum cpo_level - Which of the limits of a quantity.
 * @CPO_LEVEL_HIGH_ALARM: Above it, service or equipment is at risk.
 * @CPO_LEVEL_HIGH_WARNING: Above it, the quantity is out of its normal range.
 * @CPO_LEVEL_LOW_WARNING: Below it, the quantity is out of its normal range.
 * @CPO_LEVEL_LOW_ALARM: Below it, service or equipment is at risk.
 */
enum cpo_level {
	CPO_LEVEL_HIGH_ALARM,
	CPO_LEVEL_HIGH_WARNING,
	CPO_LEVEL_LOW_WARNING,
	CPO_LEVEL_LOW_ALARM,
};

enum {
	CPO_A_SAMPLE_SEQ = 1,
	CPO_A_SAMPLE_DEVICE_TIME_NS,
	CPO_A_SAMPLE_BOOTTIME_NS,
	CPO_A_SAMPLE_AGE_MS,
	CPO_A_SAMPLE_STALE,

	__CPO_A_SAMPLE_MAX,
	CPO_A_SAMPLE_MAX = (__CPO_A_SAMPLE_MAX - 1)
};

enum {
	CPO_A_IDENTITY_VENDOR = 1,
	CPO_A_IDENTITY_PART,
	CPO_A_IDENTITY_SERIAL,
	CPO_A_IDENTITY_REVISION,
	CPO_A_IDENTITY_FIRMWARE,

	__CPO_A_IDENTITY_MAX,
	CPO_A_IDENTITY_MAX = (__CPO_A_IDENTITY_MAX - 1)
};

enum {
	CPO_A_LANE_RANGE_ENGINE_ID = 1,
	CPO_A_LANE_RANGE_FIRST,
	CPO_A_LANE_RANGE_COUNT,
	CPO_A_LANE_RANGE_STRIDE,

	__CPO_A_LANE_RANGE_MAX,
	CPO_A_LANE_RANGE_MAX = (__CPO_A_LANE_RANGE_MAX - 1)
};

enum {
	CPO_A_DEV_DEV_ID = 1,
	CPO_A_DEV_NAME,
	CPO_A_DEV_BUS_NAME,
	CPO_A_DEV_DEV_NAME,
	CPO_A_DEV_STATE,
	CPO_A_DEV_MODE,
	CPO_A_DEV_IDENTITY,
	CPO_A_DEV_PROFILE,
	CPO_A_DEV_EPOCH,
	CPO_A_DEV_EVENT_SEQ,
	CPO_A_DEV_TOPOLOGY_GENERATION,
	CPO_A_DEV_ASICS,
	CPO_A_DEV_ENGINES,
	CPO_A_DEV_ELS_SLOTS,
	CPO_A_DEV_LASERS,
	CPO_A_DEV_LANES,
	CPO_A_DEV_PORTS,
	CPO_A_DEV_ROUTES,
	CPO_A_DEV_MAX_BANKS,
	CPO_A_DEV_TELEMETRY_PERIOD_US,
	CPO_A_DEV_POWER_MW,
	CPO_A_DEV_SAMPLE,
	CPO_A_DEV_SENSORS,
	CPO_A_DEV_WINDOW_S,

	__CPO_A_DEV_MAX,
	CPO_A_DEV_MAX = (__CPO_A_DEV_MAX - 1)
};

enum {
	CPO_A_ENGINE_DEV_ID = 1,
	CPO_A_ENGINE_ENGINE_ID,
	CPO_A_ENGINE_ELS_ID,
	CPO_A_ENGINE_PORT_ID,
	CPO_A_ENGINE_LABEL,
	CPO_A_ENGINE_IDENTITY,
	CPO_A_ENGINE_ASIC,
	CPO_A_ENGINE_LANES,
	CPO_A_ENGINE_BANKS,
	CPO_A_ENGINE_MODULATOR,
	CPO_A_ENGINE_MAX_POWER_MW,
	CPO_A_ENGINE_STATE,
	CPO_A_ENGINE_FAULT_CAUSE,
	CPO_A_ENGINE_TEMPERATURE,
	CPO_A_ENGINE_RAIL_UV,
	CPO_A_ENGINE_POWER_MW,
	CPO_A_ENGINE_SAMPLE,
	CPO_A_ENGINE_ENERGY_MJ,

	__CPO_A_ENGINE_MAX,
	CPO_A_ENGINE_MAX = (__CPO_A_ENGINE_MAX - 1)
};

enum {
	CPO_A_ELS_DEV_ID = 1,
	CPO_A_ELS_ELS_ID,
	CPO_A_ELS_ENGINE_ID,
	CPO_A_ELS_PORT_ID,
	CPO_A_ELS_LABEL,
	CPO_A_ELS_PRESENT,
	CPO_A_ELS_IDENTITY,
	CPO_A_ELS_LASERS,
	CPO_A_ELS_MAX_POWER_MW,
	CPO_A_ELS_STATE,
	CPO_A_ELS_FAULT_CAUSE,
	CPO_A_ELS_TEMPERATURE,
	CPO_A_ELS_LASER_TEMPERATURE,
	CPO_A_ELS_VCC_UV,
	CPO_A_ELS_ICC_NA,
	CPO_A_ELS_TEC_POWER_MW,
	CPO_A_ELS_POWER_MW,
	CPO_A_ELS_INSERTIONS,
	CPO_A_ELS_INSERT_TIME_NS,
	CPO_A_ELS_SAMPLE,
	CPO_A_ELS_COOLING,

	__CPO_A_ELS_MAX,
	CPO_A_ELS_MAX = (__CPO_A_ELS_MAX - 1)
};

enum {
	CPO_A_LASER_DEV_ID = 1,
	CPO_A_LASER_ELS_ID,
	CPO_A_LASER_ENGINE_ID,
	CPO_A_LASER_LASER_ID,
	CPO_A_LASER_PORT_ID,
	CPO_A_LASER_FREQUENCY_MHZ,
	CPO_A_LASER_MAX_POWER_NW,
	CPO_A_LASER_MIN_POWER_NW,
	CPO_A_LASER_MAX_BIAS_NA,
	CPO_A_LASER_CHECK_POWER_NW,
	CPO_A_LASER_STATE,
	CPO_A_LASER_FAULT,
	CPO_A_LASER_STATUS,
	CPO_A_LASER_POWER_NW,
	CPO_A_LASER_SETPOINT_NW,
	CPO_A_LASER_BIAS_NA,
	CPO_A_LASER_TEMPERATURE,
	CPO_A_LASER_FREQUENCY_ERROR_MHZ,
	CPO_A_LASER_TEC_DRIVE,
	CPO_A_LASER_AGE,
	CPO_A_LASER_VOLTAGE_UV,
	CPO_A_LASER_SAMPLE,

	__CPO_A_LASER_MAX,
	CPO_A_LASER_MAX = (__CPO_A_LASER_MAX - 1)
};

enum {
	CPO_A_LANE_DEV_ID = 1,
	CPO_A_LANE_ENGINE_ID,
	CPO_A_LANE_LANE_ID,
	CPO_A_LANE_ELS_ID,
	CPO_A_LANE_LASER_ID,
	CPO_A_LANE_PORT_ID,
	CPO_A_LANE_BANK,
	CPO_A_LANE_BANK_LANE,
	CPO_A_LANE_ASIC_LANE,
	CPO_A_LANE_STATE,
	CPO_A_LANE_STATUS,
	CPO_A_LANE_TX_POWER_NW,
	CPO_A_LANE_RX_POWER_NW,
	CPO_A_LANE_SNR_MEDIA_MDB,
	CPO_A_LANE_SNR_HOST_MDB,
	CPO_A_LANE_PRE_FEC_BER_MEDIA,
	CPO_A_LANE_PRE_FEC_BER_HOST,
	CPO_A_LANE_DETUNING_MHZ,
	CPO_A_LANE_HEATER_DRIVE,
	CPO_A_LANE_TEMPERATURE,
	CPO_A_LANE_PHOTOCURRENT_NA,
	CPO_A_LANE_BIAS_NA,
	CPO_A_LANE_SYMBOL_ERRORS,
	CPO_A_LANE_SAMPLE,

	__CPO_A_LANE_MAX,
	CPO_A_LANE_MAX = (__CPO_A_LANE_MAX - 1)
};

enum {
	CPO_A_PORT_DEV_ID = 1,
	CPO_A_PORT_PORT_ID,
	CPO_A_PORT_ENGINE_ID,
	CPO_A_PORT_ELS_ID,
	CPO_A_PORT_LASER_ID,
	CPO_A_PORT_LABEL,
	CPO_A_PORT_IFINDEX,
	CPO_A_PORT_IFNAME,
	CPO_A_PORT_PROTOCOL,
	CPO_A_PORT_SPEED_MBPS,
	CPO_A_PORT_LANE_RANGE,
	CPO_A_PORT_LANES,
	CPO_A_PORT_LANES_UP,
	CPO_A_PORT_STATE,
	CPO_A_PORT_REASON,
	CPO_A_PORT_LINK_CHANGES,
	CPO_A_PORT_LAST_CHANGE_NS,
	CPO_A_PORT_POWER_MW,
	CPO_A_PORT_WORST_PRE_FEC_BER,
	CPO_A_PORT_MIN_SNR_MDB,
	CPO_A_PORT_SAMPLE,
	CPO_A_PORT_ENERGY_MJ,
	CPO_A_PORT_TRAFFIC_MBPS,
	CPO_A_PORT_FRAME_LOSS_RATIO,

	__CPO_A_PORT_MAX,
	CPO_A_PORT_MAX = (__CPO_A_PORT_MAX - 1)
};

enum {
	CPO_A_ROUTE_DEV_ID = 1,
	CPO_A_ROUTE_ROUTE_ID,
	CPO_A_ROUTE_ELS_ID,
	CPO_A_ROUTE_LASER_ID,
	CPO_A_ROUTE_ENGINE_ID,
	CPO_A_ROUTE_PORT_ID,
	CPO_A_ROUTE_PORT,
	CPO_A_ROUTE_FIBRE_ID,
	CPO_A_ROUTE_LANE_RANGE,
	CPO_A_ROUTE_WAVELENGTH,
	CPO_A_ROUTE_ROLE,
	CPO_A_ROUTE_LIT,
	CPO_A_ROUTE_INPUT_POWER_NW,
	CPO_A_ROUTE_LOSS_MDB,
	CPO_A_ROUTE_BASELINE_MDB,
	CPO_A_ROUTE_LIMIT_MDB,
	CPO_A_ROUTE_CHECK_STATE,
	CPO_A_ROUTE_CHECK_TIME_NS,
	CPO_A_ROUTE_SAMPLE,

	__CPO_A_ROUTE_MAX,
	CPO_A_ROUTE_MAX = (__CPO_A_ROUTE_MAX - 1)
};

enum {
	CPO_A_PAGE_DEV_ID = 1,
	CPO_A_PAGE_ENGINE_ID,
	CPO_A_PAGE_ELS_ID,
	CPO_A_PAGE_BANK,
	CPO_A_PAGE_PAGE,
	CPO_A_PAGE_OFFSET,
	CPO_A_PAGE_LENGTH,
	CPO_A_PAGE_DATA,

	__CPO_A_PAGE_MAX,
	CPO_A_PAGE_MAX = (__CPO_A_PAGE_MAX - 1)
};

enum {
	CPO_A_EVENT_CODE = 1,
	CPO_A_EVENT_VENDOR_CODE,
	CPO_A_EVENT_SEVERITY,
	CPO_A_EVENT_ACTION,
	CPO_A_EVENT_OBJECT,
	CPO_A_EVENT_ENGINE_ID,
	CPO_A_EVENT_ELS_ID,
	CPO_A_EVENT_LASER_ID,
	CPO_A_EVENT_LANE_ID,
	CPO_A_EVENT_PORT_ID,
	CPO_A_EVENT_ROUTE_ID,
	CPO_A_EVENT_DEVICE_SEQ,
	CPO_A_EVENT_DEVICE_TIME_NS,
	CPO_A_EVENT_BOOTTIME_NS,
	CPO_A_EVENT_COUNT,
	CPO_A_EVENT_VALUE,
	CPO_A_EVENT_LIMIT,
	CPO_A_EVENT_REASON,
	CPO_A_EVENT_SENSOR_ID,
	CPO_A_EVENT_QUANTITY,
	CPO_A_EVENT_LEVEL,

	__CPO_A_EVENT_MAX,
	CPO_A_EVENT_MAX = (__CPO_A_EVENT_MAX - 1)
};

enum {
	CPO_A_EVENTS_DEV_ID = 1,
	CPO_A_EVENTS_EPOCH,
	CPO_A_EVENTS_SEQ,
	CPO_A_EVENTS_EVENT,

	__CPO_A_EVENTS_MAX,
	CPO_A_EVENTS_MAX = (__CPO_A_EVENTS_MAX - 1)
};

enum {
	CPO_A_SENSOR_DEV_ID = 1,
	CPO_A_SENSOR_SENSOR_ID,
	CPO_A_SENSOR_LABEL,
	CPO_A_SENSOR_KIND,
	CPO_A_SENSOR_UNIT,
	CPO_A_SENSOR_ASIC,
	CPO_A_SENSOR_ENGINE_ID,
	CPO_A_SENSOR_ELS_ID,
	CPO_A_SENSOR_VALUE,
	CPO_A_SENSOR_SAMPLE,

	__CPO_A_SENSOR_MAX,
	CPO_A_SENSOR_MAX = (__CPO_A_SENSOR_MAX - 1)
};

enum {
	CPO_A_LATENCY_BUCKET_BELOW_US = 1,
	CPO_A_LATENCY_BUCKET_COUNT,

	__CPO_A_LATENCY_BUCKET_MAX,
	CPO_A_LATENCY_BUCKET_MAX = (__CPO_A_LATENCY_BUCKET_MAX - 1)
};

enum {
	CPO_A_COUNTER_LABEL = 1,
	CPO_A_COUNTER_VALUE,

	__CPO_A_COUNTER_MAX,
	CPO_A_COUNTER_MAX = (__CPO_A_COUNTER_MAX - 1)
};

enum {
	CPO_A_WINDOW_SPAN_KNOWN_MS = 1,
	CPO_A_WINDOW_SPAN_MINIMUM,
	CPO_A_WINDOW_SPAN_AVERAGE,
	CPO_A_WINDOW_SPAN_MAXIMUM,

	__CPO_A_WINDOW_SPAN_MAX,
	CPO_A_WINDOW_SPAN_MAX = (__CPO_A_WINDOW_SPAN_MAX - 1)
};

enum {
	CPO_A_WINDOW_QUANTITY = 1,
	CPO_A_WINDOW_RUNNING,
	CPO_A_WINDOW_PREVIOUS,

	__CPO_A_WINDOW_MAX,
	CPO_A_WINDOW_MAX = (__CPO_A_WINDOW_MAX - 1)
};

enum {
	CPO_A_FEC_CODEWORDS = 1,
	CPO_A_FEC_CORRECTED_CODEWORDS,
	CPO_A_FEC_UNCORRECTABLE_CODEWORDS,
	CPO_A_FEC_CORRECTED_BITS,
	CPO_A_FEC_SYMBOL_ERRORS,
	CPO_A_FEC_FRAMES_LOST,
	CPO_A_FEC_SYMBOL_ERRORS_MAX,
	CPO_A_FEC_FRAME_ERROR_RATIO,
	CPO_A_FEC_HISTOGRAM,
	CPO_A_FEC_LANE_CORRECTED_BITS,

	__CPO_A_FEC_MAX,
	CPO_A_FEC_MAX = (__CPO_A_FEC_MAX - 1)
};

enum {
	CPO_A_STATS_DEV_ID = 1,
	CPO_A_STATS_EVENTS,
	CPO_A_STATS_EVENTS_LOST,
	CPO_A_STATS_EVENT_GAPS,
	CPO_A_STATS_EVENTS_REFUSED,
	CPO_A_STATS_EVENT_MESSAGES,
	CPO_A_STATS_TELEMETRY_BLOCKS,
	CPO_A_STATS_TELEMETRY_MISSED,
	CPO_A_STATS_TELEMETRY_REFUSED,
	CPO_A_STATS_TELEMETRY_UNKNOWN_SECTIONS,
	CPO_A_STATS_INTERRUPTS,
	CPO_A_STATS_INTERRUPTS_LOST,
	CPO_A_STATS_COMMANDS,
	CPO_A_STATS_COMMANDS_FAILED,
	CPO_A_STATS_COMMANDS_TIMED_OUT,
	CPO_A_STATS_COMMANDS_LATE,
	CPO_A_STATS_COMMANDS_STRAY,
	CPO_A_STATS_COMMAND_LATENCY,
	CPO_A_STATS_PAGES_READ,
	CPO_A_STATS_PAGE_CACHE_HITS,
	CPO_A_STATS_REFRESHES,
	CPO_A_STATS_DETACHES,
	CPO_A_STATS_DEVICE_EVENTS_DROPPED,
	CPO_A_STATS_DEVICE_BOOTS,
	CPO_A_STATS_DEVICE_SAFETY_CUTS,
	CPO_A_STATS_COUNTER,
	CPO_A_STATS_OBJECT,
	CPO_A_STATS_ENGINE_ID,
	CPO_A_STATS_ELS_ID,
	CPO_A_STATS_LASER_ID,
	CPO_A_STATS_LANE_ID,
	CPO_A_STATS_PORT_ID,
	CPO_A_STATS_WINDOW_S,
	CPO_A_STATS_WINDOW_START_NS,
	CPO_A_STATS_WINDOW,
	CPO_A_STATS_FEC,
	CPO_A_STATS_SAMPLE,

	__CPO_A_STATS_MAX,
	CPO_A_STATS_MAX = (__CPO_A_STATS_MAX - 1)
};

enum {
	CPO_A_THRESHOLD_DEV_ID = 1,
	CPO_A_THRESHOLD_OBJECT,
	CPO_A_THRESHOLD_ENGINE_ID,
	CPO_A_THRESHOLD_ELS_ID,
	CPO_A_THRESHOLD_LASER_ID,
	CPO_A_THRESHOLD_LANE_ID,
	CPO_A_THRESHOLD_PORT_ID,
	CPO_A_THRESHOLD_ROUTE_ID,
	CPO_A_THRESHOLD_SENSOR_ID,
	CPO_A_THRESHOLD_QUANTITY,
	CPO_A_THRESHOLD_HIGH_ALARM,
	CPO_A_THRESHOLD_HIGH_WARNING,
	CPO_A_THRESHOLD_LOW_WARNING,
	CPO_A_THRESHOLD_LOW_ALARM,
	CPO_A_THRESHOLD_OVERRIDE,
	CPO_A_THRESHOLD_RESET,

	__CPO_A_THRESHOLD_MAX,
	CPO_A_THRESHOLD_MAX = (__CPO_A_THRESHOLD_MAX - 1)
};

enum {
	CPO_A_FLAG_DEV_ID = 1,
	CPO_A_FLAG_OBJECT,
	CPO_A_FLAG_ENGINE_ID,
	CPO_A_FLAG_ELS_ID,
	CPO_A_FLAG_LASER_ID,
	CPO_A_FLAG_LANE_ID,
	CPO_A_FLAG_PORT_ID,
	CPO_A_FLAG_ROUTE_ID,
	CPO_A_FLAG_SENSOR_ID,
	CPO_A_FLAG_CODE,
	CPO_A_FLAG_QUANTITY,
	CPO_A_FLAG_LEVEL,
	CPO_A_FLAG_SEVERITY,
	CPO_A_FLAG_STATE,
	CPO_A_FLAG_CHANGES,
	CPO_A_FLAG_COUNT_IS_LOWER_BOUND,
	CPO_A_FLAG_VALUE,
	CPO_A_FLAG_FIRST_SET_NS,
	CPO_A_FLAG_LAST_SET_NS,
	CPO_A_FLAG_LAST_CLEAR_NS,
	CPO_A_FLAG_FIRST_SET_BOOTTIME_NS,
	CPO_A_FLAG_LAST_SET_BOOTTIME_NS,
	CPO_A_FLAG_LAST_CLEAR_BOOTTIME_NS,
	CPO_A_FLAG_SAMPLE,

	__CPO_A_FLAG_MAX,
	CPO_A_FLAG_MAX = (__CPO_A_FLAG_MAX - 1)
};

enum {
	CPO_CMD_DEV_GET = 1,
	CPO_CMD_DEV_ADD_NTF,
	CPO_CMD_DEV_DEL_NTF,
	CPO_CMD_DEV_CHANGE_NTF,
	CPO_CMD_ENGINE_GET,
	CPO_CMD_ELS_GET,
	CPO_CMD_ELS_CHANGE_NTF,
	CPO_CMD_LASER_GET,
	CPO_CMD_LASER_CHANGE_NTF,
	CPO_CMD_LANE_GET,
	CPO_CMD_PORT_GET,
	CPO_CMD_PORT_CHANGE_NTF,
	CPO_CMD_ROUTE_GET,
	CPO_CMD_PAGE_GET,
	CPO_CMD_REFRESH,
	CPO_CMD_EVENTS_NTF,
	CPO_CMD_SENSOR_GET,
	CPO_CMD_STATS_GET,
	CPO_CMD_DEV_SET,
	CPO_CMD_THRESHOLD_GET,
	CPO_CMD_THRESHOLD_SET,
	CPO_CMD_FLAG_GET,
	CPO_CMD_FLAG_CLEAR,

	__CPO_CMD_MAX,
	CPO_CMD_MAX = (__CPO_CMD_MAX - 1)
};

#define CPO_MCGRP_MGMT		"mgmt"
#define CPO_MCGRP_EVENTS	"events"

#endif /* _UAPI_LINUX_CPO_H */
