/* SPDX-License-Identifier: GPL-2.0-only OR BSD-3-Clause */
/* Made from Documentation/netlink/specs/cpo.yaml by tools/lib/gen-spec.py */

#ifndef LIBCPO_GET_H
#define LIBCPO_GET_H

/**
 * enum cpo_enum - Enumerations of the family, for names.
 * @CPO_ENUM_DEV_STATE: State of a device.
 * @CPO_ENUM_DEV_MODE: What the management interface of the device shows.
 * @CPO_ENUM_MODULE_STATE: CMIS module state.
 * @CPO_ENUM_MODULATOR: Kind of modulator of an engine.
 * @CPO_ENUM_LASER_STATE: State of a laser.
 * @CPO_ENUM_LASER_FAULT: Fault of a laser.
 * @CPO_ENUM_LASER_STATUS: Status bits of a laser.
 * @CPO_ENUM_DP_STATE: CMIS data path state of a lane.
 * @CPO_ENUM_LANE_STATUS: Status bits of a lane. Tx is towards the fibre, Rx
 *   from the fibre.
 * @CPO_ENUM_PORT_STATE: Operational state of the optics of a port.
 * @CPO_ENUM_PORT_REASON: Why the optics of a port are down.
 * @CPO_ENUM_PROTOCOL: What a port speaks.
 * @CPO_ENUM_CHECK_STATE: Result of the last fiber check of a route.
 * @CPO_ENUM_ROUTE_ROLE: Part a route plays for its lanes.
 * @CPO_ENUM_OBJECT: Kind of the object an event is about.
 * @CPO_ENUM_SEVERITY: Severity of an event.
 * @CPO_ENUM_ACTION: What an event did to the condition it names.
 * @CPO_ENUM_EVENT_CODE: What happened.
 * @CPO_ENUM_SENSOR_KIND: What a sensor measures, and in which unit.
 * @CPO_ENUM_QUANTITY: What a window, a limit or a flag is about. The unit is
 *   that of the same quantity in the row of the object.
 * @CPO_ENUM_FLAG_STATE: State of a flag.
 * @CPO_ENUM_LEVEL: Which of the limits of a quantity.
 * @CPO_ENUM_COUNT: number of enumerations
 */
enum cpo_enum {
	CPO_ENUM_DEV_STATE,
	CPO_ENUM_DEV_MODE,
	CPO_ENUM_MODULE_STATE,
	CPO_ENUM_MODULATOR,
	CPO_ENUM_LASER_STATE,
	CPO_ENUM_LASER_FAULT,
	CPO_ENUM_LASER_STATUS,
	CPO_ENUM_DP_STATE,
	CPO_ENUM_LANE_STATUS,
	CPO_ENUM_PORT_STATE,
	CPO_ENUM_PORT_REASON,
	CPO_ENUM_PROTOCOL,
	CPO_ENUM_CHECK_STATE,
	CPO_ENUM_ROUTE_ROLE,
	CPO_ENUM_OBJECT,
	CPO_ENUM_SEVERITY,
	CPO_ENUM_ACTION,
	CPO_ENUM_EVENT_CODE,
	CPO_ENUM_SENSOR_KIND,
	CPO_ENUM_QUANTITY,
	CPO_ENUM_FLAG_STATE,
	CPO_ENUM_LEVEL,
	CPO_ENUM_COUNT
};

/**
 * DOC: getters
 *
 * Each takes a row and where to put the value, and returns 0 (or how
 * many values there are), -ENODATA when the device did not report it,
 * -EBADMSG when it is malformed, -EINVAL for a row of another kind.
 * Strings and bytes live as long as their row.
 */

/* cpo_dev_get_dev_id: Id of the device, unique while the system is up. */
int cpo_dev_get_dev_id(const struct cpo_row *row, uint64_t *val);

/* cpo_dev_get_name: Name of the device, "cpo" and its id. */
int cpo_dev_get_name(const struct cpo_row *row, const char **val);

/* cpo_dev_get_bus_name: Bus of the parent device, as in devlink. */
int cpo_dev_get_bus_name(const struct cpo_row *row, const char **val);

/* cpo_dev_get_dev_name: Name of the parent device on its bus, as in devlink. */
int cpo_dev_get_dev_name(const struct cpo_row *row, const char **val);

/* cpo_dev_get_state: State of the device. One of CPO_ENUM_DEV_STATE. */
int cpo_dev_get_state(const struct cpo_row *row, uint32_t *val);

/* cpo_dev_get_mode: Joint or separate management. One of CPO_ENUM_DEV_MODE. */
int cpo_dev_get_mode(const struct cpo_row *row, uint32_t *val);

/* cpo_dev_get_identity_vendor: Vendor name. */
int cpo_dev_get_identity_vendor(const struct cpo_row *row, const char **val);

/* cpo_dev_get_identity_part: Vendor part number. */
int cpo_dev_get_identity_part(const struct cpo_row *row, const char **val);

/* cpo_dev_get_identity_serial: Vendor serial number. */
int cpo_dev_get_identity_serial(const struct cpo_row *row, const char **val);

/* cpo_dev_get_identity_revision: Hardware revision. */
int cpo_dev_get_identity_revision(const struct cpo_row *row, const char **val);

/* cpo_dev_get_identity_firmware: Running firmware version. */
int cpo_dev_get_identity_firmware(const struct cpo_row *row, const char **val);

/* cpo_dev_get_profile: Product or profile the device says it is. */
int cpo_dev_get_profile(const struct cpo_row *row, const char **val);

/*
 * cpo_dev_get_epoch: Random number that changes when the sequence of events
 * starts anew: at registration and at a reset of the firmware.
 */
int cpo_dev_get_epoch(const struct cpo_row *row, uint64_t *val);

/* cpo_dev_get_event_seq: Sequence number the next event will carry. */
int cpo_dev_get_event_seq(const struct cpo_row *row, uint64_t *val);

/*
 * cpo_dev_get_topology_generation: Changes when objects or relations between
 * them change.
 */
int cpo_dev_get_topology_generation(const struct cpo_row *row, uint64_t *val);

/* cpo_dev_get_asics: Number of ASICs. */
int cpo_dev_get_asics(const struct cpo_row *row, uint64_t *val);

/* cpo_dev_get_engines: Number of engines. */
int cpo_dev_get_engines(const struct cpo_row *row, uint64_t *val);

/* cpo_dev_get_els_slots: Number of ELS slots. */
int cpo_dev_get_els_slots(const struct cpo_row *row, uint64_t *val);

/* cpo_dev_get_lasers: Number of lasers, with those of empty slots. */
int cpo_dev_get_lasers(const struct cpo_row *row, uint64_t *val);

/* cpo_dev_get_lanes: Number of lanes. */
int cpo_dev_get_lanes(const struct cpo_row *row, uint64_t *val);

/* cpo_dev_get_ports: Number of ports. */
int cpo_dev_get_ports(const struct cpo_row *row, uint64_t *val);

/* cpo_dev_get_routes: Number of routes. */
int cpo_dev_get_routes(const struct cpo_row *row, uint64_t *val);

/* cpo_dev_get_max_banks: Largest number of CMIS banks of an engine. */
int cpo_dev_get_max_banks(const struct cpo_row *row, uint64_t *val);

/* cpo_dev_get_telemetry_period_us: Time between two telemetry blocks. */
int cpo_dev_get_telemetry_period_us(const struct cpo_row *row, uint64_t *val);

/* cpo_dev_get_power_mw: Input power of the device in mW. */
int cpo_dev_get_power_mw(const struct cpo_row *row, uint64_t *val);

/* cpo_dev_get_sample_seq: Number of the telemetry block, from 1. */
int cpo_dev_get_sample_seq(const struct cpo_row *row, uint64_t *val);

/*
 * cpo_dev_get_sample_device_time_ns: When the device sampled, in ns of its
 * own clock.
 */
int cpo_dev_get_sample_device_time_ns(const struct cpo_row *row, uint64_t *val);

/* cpo_dev_get_sample_boottime_ns: When the host received it, CLOCK_BOOTTIME. */
int cpo_dev_get_sample_boottime_ns(const struct cpo_row *row, uint64_t *val);

/* cpo_dev_get_sample_age_ms: Time since the host received it. */
int cpo_dev_get_sample_age_ms(const struct cpo_row *row, uint64_t *val);

/*
 * cpo_dev_get_sample_stale: Older than three reporting periods, or the
 * device is not online.
 */
int cpo_dev_get_sample_stale(const struct cpo_row *row, bool *val);

/* cpo_dev_get_sensors: Number of sensors. */
int cpo_dev_get_sensors(const struct cpo_row *row, uint64_t *val);

/* cpo_dev_get_window_s: Length of the windows of stats-get in s. */
int cpo_dev_get_window_s(const struct cpo_row *row, uint64_t *val);

/* cpo_engine_get_dev_id: Device. */
int cpo_engine_get_dev_id(const struct cpo_row *row, uint64_t *val);

/* cpo_engine_get_engine_id: Engine of the device. */
int cpo_engine_get_engine_id(const struct cpo_row *row, uint64_t *val);

/* cpo_engine_get_label: Name printed on the equipment. */
int cpo_engine_get_label(const struct cpo_row *row, const char **val);

/* cpo_engine_get_identity_vendor: Vendor name. */
int cpo_engine_get_identity_vendor(const struct cpo_row *row, const char **val);

/* cpo_engine_get_identity_part: Vendor part number. */
int cpo_engine_get_identity_part(const struct cpo_row *row, const char **val);

/* cpo_engine_get_identity_serial: Vendor serial number. */
int cpo_engine_get_identity_serial(const struct cpo_row *row, const char **val);

/* cpo_engine_get_identity_revision: Hardware revision. */
int cpo_engine_get_identity_revision(const struct cpo_row *row,
				     const char **val);

/* cpo_engine_get_identity_firmware: Running firmware version. */
int cpo_engine_get_identity_firmware(const struct cpo_row *row,
				     const char **val);

/* cpo_engine_get_asic: ASIC the engine is packaged with. */
int cpo_engine_get_asic(const struct cpo_row *row, uint64_t *val);

/* cpo_engine_get_lanes: Number of lanes. */
int cpo_engine_get_lanes(const struct cpo_row *row, uint64_t *val);

/* cpo_engine_get_banks: Number of CMIS banks of 8 lanes. */
int cpo_engine_get_banks(const struct cpo_row *row, uint64_t *val);

/* cpo_engine_get_modulator: Kind of modulator. One of CPO_ENUM_MODULATOR. */
int cpo_engine_get_modulator(const struct cpo_row *row, uint32_t *val);

/* cpo_engine_get_max_power_mw: Largest power the engine may draw, mW. */
int cpo_engine_get_max_power_mw(const struct cpo_row *row, uint64_t *val);

/* cpo_engine_get_state: CMIS module state. One of CPO_ENUM_MODULE_STATE. */
int cpo_engine_get_state(const struct cpo_row *row, uint32_t *val);

/* cpo_engine_get_fault_cause: CMIS module fault cause, 0 for none. */
int cpo_engine_get_fault_cause(const struct cpo_row *row, uint64_t *val);

/* cpo_engine_get_temperature: Temperature in millidegrees Celsius. */
int cpo_engine_get_temperature(const struct cpo_row *row, int64_t *val);

/*
 * cpo_engine_get_rail_uv: Voltage of each core rail in uV, in the order of
 * the device, up to the first one that is not known. Returns how many there
 * are.
 */
int cpo_engine_get_rail_uv(const struct cpo_row *row, uint64_t *val,
			   size_t max);

/* cpo_engine_get_power_mw: Power the engine draws, mW. */
int cpo_engine_get_power_mw(const struct cpo_row *row, uint64_t *val);

/* cpo_engine_get_sample_seq: Number of the telemetry block, from 1. */
int cpo_engine_get_sample_seq(const struct cpo_row *row, uint64_t *val);

/*
 * cpo_engine_get_sample_device_time_ns: When the device sampled, in ns of
 * its own clock.
 */
int cpo_engine_get_sample_device_time_ns(const struct cpo_row *row,
					 uint64_t *val);

/*
 * cpo_engine_get_sample_boottime_ns: When the host received it,
 * CLOCK_BOOTTIME.
 */
int cpo_engine_get_sample_boottime_ns(const struct cpo_row *row, uint64_t *val);

/* cpo_engine_get_sample_age_ms: Time since the host received it. */
int cpo_engine_get_sample_age_ms(const struct cpo_row *row, uint64_t *val);

/*
 * cpo_engine_get_sample_stale: Older than three reporting periods, or the
 * device is not online.
 */
int cpo_engine_get_sample_stale(const struct cpo_row *row, bool *val);

/*
 * cpo_engine_get_energy_mj: Energy the engine took since the device started,
 * mJ.
 */
int cpo_engine_get_energy_mj(const struct cpo_row *row, uint64_t *val);

/* cpo_els_get_dev_id: Device. */
int cpo_els_get_dev_id(const struct cpo_row *row, uint64_t *val);

/* cpo_els_get_els_id: ELS slot of the device. */
int cpo_els_get_els_id(const struct cpo_row *row, uint64_t *val);

/* cpo_els_get_label: Name printed on the front panel. */
int cpo_els_get_label(const struct cpo_row *row, const char **val);

/* cpo_els_get_present: 1 when a module is in the slot, else 0. */
int cpo_els_get_present(const struct cpo_row *row, uint32_t *val);

/* cpo_els_get_identity_vendor: Vendor name. */
int cpo_els_get_identity_vendor(const struct cpo_row *row, const char **val);

/* cpo_els_get_identity_part: Vendor part number. */
int cpo_els_get_identity_part(const struct cpo_row *row, const char **val);

/* cpo_els_get_identity_serial: Vendor serial number. */
int cpo_els_get_identity_serial(const struct cpo_row *row, const char **val);

/* cpo_els_get_identity_revision: Hardware revision. */
int cpo_els_get_identity_revision(const struct cpo_row *row, const char **val);

/* cpo_els_get_identity_firmware: Running firmware version. */
int cpo_els_get_identity_firmware(const struct cpo_row *row, const char **val);

/* cpo_els_get_lasers: Number of lasers of the slot. */
int cpo_els_get_lasers(const struct cpo_row *row, uint64_t *val);

/* cpo_els_get_max_power_mw: Largest power the module may draw, mW. */
int cpo_els_get_max_power_mw(const struct cpo_row *row, uint64_t *val);

/* cpo_els_get_state: CMIS module state. One of CPO_ENUM_MODULE_STATE. */
int cpo_els_get_state(const struct cpo_row *row, uint32_t *val);

/* cpo_els_get_fault_cause: CMIS module fault cause, 0 for none. */
int cpo_els_get_fault_cause(const struct cpo_row *row, uint64_t *val);

/* cpo_els_get_temperature: Case temperature in millidegrees Celsius. */
int cpo_els_get_temperature(const struct cpo_row *row, int64_t *val);

/*
 * cpo_els_get_laser_temperature: Temperature of the laser bench in
 * millidegrees Celsius.
 */
int cpo_els_get_laser_temperature(const struct cpo_row *row, int64_t *val);

/* cpo_els_get_vcc_uv: Supply voltage in uV. */
int cpo_els_get_vcc_uv(const struct cpo_row *row, uint64_t *val);

/* cpo_els_get_icc_na: Supply current in nA. */
int cpo_els_get_icc_na(const struct cpo_row *row, uint64_t *val);

/* cpo_els_get_tec_power_mw: Power of the thermoelectric cooler, mW. */
int cpo_els_get_tec_power_mw(const struct cpo_row *row, uint64_t *val);

/* cpo_els_get_power_mw: Power the module draws, mW. */
int cpo_els_get_power_mw(const struct cpo_row *row, uint64_t *val);

/* cpo_els_get_insertions: Insertions into the slot since the device started. */
int cpo_els_get_insertions(const struct cpo_row *row, uint64_t *val);

/* cpo_els_get_insert_time_ns: Device time of the last insertion, ns. */
int cpo_els_get_insert_time_ns(const struct cpo_row *row, uint64_t *val);

/* cpo_els_get_sample_seq: Number of the telemetry block, from 1. */
int cpo_els_get_sample_seq(const struct cpo_row *row, uint64_t *val);

/*
 * cpo_els_get_sample_device_time_ns: When the device sampled, in ns of its
 * own clock.
 */
int cpo_els_get_sample_device_time_ns(const struct cpo_row *row, uint64_t *val);

/* cpo_els_get_sample_boottime_ns: When the host received it, CLOCK_BOOTTIME. */
int cpo_els_get_sample_boottime_ns(const struct cpo_row *row, uint64_t *val);

/* cpo_els_get_sample_age_ms: Time since the host received it. */
int cpo_els_get_sample_age_ms(const struct cpo_row *row, uint64_t *val);

/*
 * cpo_els_get_sample_stale: Older than three reporting periods, or the
 * device is not online.
 */
int cpo_els_get_sample_stale(const struct cpo_row *row, bool *val);

/*
 * cpo_els_get_cooling: Cooling the module asks the machine for, 0.01 % of
 * all there is.
 */
int cpo_els_get_cooling(const struct cpo_row *row, uint64_t *val);

/* cpo_laser_get_dev_id: Device. */
int cpo_laser_get_dev_id(const struct cpo_row *row, uint64_t *val);

/* cpo_laser_get_els_id: ELS the laser is in. */
int cpo_laser_get_els_id(const struct cpo_row *row, uint64_t *val);

/*
 * cpo_laser_get_engine_id: Engine the laser is in, for a laser that has no
 * ELS. As a filter, lasers that are in this engine or feed it.
 */
int cpo_laser_get_engine_id(const struct cpo_row *row, uint64_t *val);

/* cpo_laser_get_laser_id: Laser of its parent. */
int cpo_laser_get_laser_id(const struct cpo_row *row, uint64_t *val);

/* cpo_laser_get_frequency_mhz: Nominal optical frequency in MHz. */
int cpo_laser_get_frequency_mhz(const struct cpo_row *row, uint64_t *val);

/* cpo_laser_get_max_power_nw: Largest set-point in nW. */
int cpo_laser_get_max_power_nw(const struct cpo_row *row, uint64_t *val);

/* cpo_laser_get_min_power_nw: Smallest set-point in nW. */
int cpo_laser_get_min_power_nw(const struct cpo_row *row, uint64_t *val);

/* cpo_laser_get_max_bias_na: Largest bias current in nA. */
int cpo_laser_get_max_bias_na(const struct cpo_row *row, uint64_t *val);

/* cpo_laser_get_check_power_nw: Power during a fiber check in nW. */
int cpo_laser_get_check_power_nw(const struct cpo_row *row, uint64_t *val);

/* cpo_laser_get_state: State of the laser. One of CPO_ENUM_LASER_STATE. */
int cpo_laser_get_state(const struct cpo_row *row, uint32_t *val);

/* cpo_laser_get_fault: Fault of the laser. One of CPO_ENUM_LASER_FAULT. */
int cpo_laser_get_fault(const struct cpo_row *row, uint32_t *val);

/* cpo_laser_get_status: Status bits. Bits of CPO_ENUM_LASER_STATUS. */
int cpo_laser_get_status(const struct cpo_row *row, uint32_t *val);

/* cpo_laser_get_power_nw: Optical power at the output of the module in nW. */
int cpo_laser_get_power_nw(const struct cpo_row *row, uint64_t *val);

/* cpo_laser_get_setpoint_nw: Set-point of the optical power in nW. */
int cpo_laser_get_setpoint_nw(const struct cpo_row *row, uint64_t *val);

/* cpo_laser_get_bias_na: Bias current in nA. */
int cpo_laser_get_bias_na(const struct cpo_row *row, uint64_t *val);

/* cpo_laser_get_temperature: Laser temperature in millidegrees Celsius. */
int cpo_laser_get_temperature(const struct cpo_row *row, int64_t *val);

/*
 * cpo_laser_get_frequency_error_mhz: Distance from the nominal frequency in
 * MHz.
 */
int cpo_laser_get_frequency_error_mhz(const struct cpo_row *row, int64_t *val);

/*
 * cpo_laser_get_tec_drive: Drive of the thermoelectric cooler, 0.01 % of
 * full scale.
 */
int cpo_laser_get_tec_drive(const struct cpo_row *row, int64_t *val);

/* cpo_laser_get_age: Age in 0.01 %, 0 for new and 10000 for end of life. */
int cpo_laser_get_age(const struct cpo_row *row, uint64_t *val);

/* cpo_laser_get_voltage_uv: Forward voltage in uV. */
int cpo_laser_get_voltage_uv(const struct cpo_row *row, uint64_t *val);

/* cpo_laser_get_sample_seq: Number of the telemetry block, from 1. */
int cpo_laser_get_sample_seq(const struct cpo_row *row, uint64_t *val);

/*
 * cpo_laser_get_sample_device_time_ns: When the device sampled, in ns of its
 * own clock.
 */
int cpo_laser_get_sample_device_time_ns(const struct cpo_row *row,
					uint64_t *val);

/*
 * cpo_laser_get_sample_boottime_ns: When the host received it,
 * CLOCK_BOOTTIME.
 */
int cpo_laser_get_sample_boottime_ns(const struct cpo_row *row, uint64_t *val);

/* cpo_laser_get_sample_age_ms: Time since the host received it. */
int cpo_laser_get_sample_age_ms(const struct cpo_row *row, uint64_t *val);

/*
 * cpo_laser_get_sample_stale: Older than three reporting periods, or the
 * device is not online.
 */
int cpo_laser_get_sample_stale(const struct cpo_row *row, bool *val);

/* cpo_lane_get_dev_id: Device. */
int cpo_lane_get_dev_id(const struct cpo_row *row, uint64_t *val);

/* cpo_lane_get_engine_id: Engine the lane is on. */
int cpo_lane_get_engine_id(const struct cpo_row *row, uint64_t *val);

/* cpo_lane_get_lane_id: Lane of the engine. */
int cpo_lane_get_lane_id(const struct cpo_row *row, uint64_t *val);

/* cpo_lane_get_els_id: ELS whose laser feeds the lane; also a filter. */
int cpo_lane_get_els_id(const struct cpo_row *row, uint64_t *val);

/* cpo_lane_get_laser_id: Laser that feeds the lane. */
int cpo_lane_get_laser_id(const struct cpo_row *row, uint64_t *val);

/* cpo_lane_get_port_id: Port the lane belongs to; also a filter. */
int cpo_lane_get_port_id(const struct cpo_row *row, uint64_t *val);

/* cpo_lane_get_bank: CMIS bank of the lane. */
int cpo_lane_get_bank(const struct cpo_row *row, uint64_t *val);

/* cpo_lane_get_bank_lane: Number of the lane in its bank, 0 to 7. */
int cpo_lane_get_bank_lane(const struct cpo_row *row, uint64_t *val);

/* cpo_lane_get_asic_lane: Lane number as the ASIC counts. */
int cpo_lane_get_asic_lane(const struct cpo_row *row, uint64_t *val);

/* cpo_lane_get_state: CMIS data path state. One of CPO_ENUM_DP_STATE. */
int cpo_lane_get_state(const struct cpo_row *row, uint32_t *val);

/* cpo_lane_get_status: Status bits. Bits of CPO_ENUM_LANE_STATUS. */
int cpo_lane_get_status(const struct cpo_row *row, uint32_t *val);

/* cpo_lane_get_tx_power_nw: Average optical power sent, nW. */
int cpo_lane_get_tx_power_nw(const struct cpo_row *row, uint64_t *val);

/* cpo_lane_get_rx_power_nw: Average optical power received, nW. */
int cpo_lane_get_rx_power_nw(const struct cpo_row *row, uint64_t *val);

/* cpo_lane_get_snr_media_mdb: Signal to noise ratio of the media side, mdB. */
int cpo_lane_get_snr_media_mdb(const struct cpo_row *row, uint64_t *val);

/* cpo_lane_get_snr_host_mdb: Signal to noise ratio of the host side, mdB. */
int cpo_lane_get_snr_host_mdb(const struct cpo_row *row, uint64_t *val);

/*
 * cpo_lane_get_pre_fec_ber_media: Bit error ratio of the media side before
 * FEC, in 1e-18.
 */
int cpo_lane_get_pre_fec_ber_media(const struct cpo_row *row, uint64_t *val);

/*
 * cpo_lane_get_pre_fec_ber_host: Bit error ratio of the host side before
 * FEC, in 1e-18.
 */
int cpo_lane_get_pre_fec_ber_host(const struct cpo_row *row, uint64_t *val);

/*
 * cpo_lane_get_detuning_mhz: Distance of the ring modulator from its laser,
 * MHz.
 */
int cpo_lane_get_detuning_mhz(const struct cpo_row *row, int64_t *val);

/* cpo_lane_get_heater_drive: Drive of the ring heater, 0.01 % of full scale. */
int cpo_lane_get_heater_drive(const struct cpo_row *row, uint64_t *val);

/* cpo_lane_get_temperature: Lane temperature in millidegrees Celsius. */
int cpo_lane_get_temperature(const struct cpo_row *row, int64_t *val);

/* cpo_lane_get_photocurrent_na: Receiver photocurrent in nA. */
int cpo_lane_get_photocurrent_na(const struct cpo_row *row, uint64_t *val);

/* cpo_lane_get_bias_na: Bias current in nA, where the lane owns its light. */
int cpo_lane_get_bias_na(const struct cpo_row *row, uint64_t *val);

/* cpo_lane_get_symbol_errors: FEC symbol errors since the device started. */
int cpo_lane_get_symbol_errors(const struct cpo_row *row, uint64_t *val);

/* cpo_lane_get_sample_seq: Number of the telemetry block, from 1. */
int cpo_lane_get_sample_seq(const struct cpo_row *row, uint64_t *val);

/*
 * cpo_lane_get_sample_device_time_ns: When the device sampled, in ns of its
 * own clock.
 */
int cpo_lane_get_sample_device_time_ns(const struct cpo_row *row,
				       uint64_t *val);

/*
 * cpo_lane_get_sample_boottime_ns: When the host received it,
 * CLOCK_BOOTTIME.
 */
int cpo_lane_get_sample_boottime_ns(const struct cpo_row *row, uint64_t *val);

/* cpo_lane_get_sample_age_ms: Time since the host received it. */
int cpo_lane_get_sample_age_ms(const struct cpo_row *row, uint64_t *val);

/*
 * cpo_lane_get_sample_stale: Older than three reporting periods, or the
 * device is not online.
 */
int cpo_lane_get_sample_stale(const struct cpo_row *row, bool *val);

/* cpo_port_get_dev_id: Device. */
int cpo_port_get_dev_id(const struct cpo_row *row, uint64_t *val);

/* cpo_port_get_port_id: Port of the device. */
int cpo_port_get_port_id(const struct cpo_row *row, uint64_t *val);

/* cpo_port_get_label: Name printed on the front panel. */
int cpo_port_get_label(const struct cpo_row *row, const char **val);

/*
 * cpo_port_get_ifindex: Network interface of the port, given only in its
 * namespace.
 */
int cpo_port_get_ifindex(const struct cpo_row *row, uint32_t *val);

/* cpo_port_get_ifname: Name of that interface. */
int cpo_port_get_ifname(const struct cpo_row *row, const char **val);

/* cpo_port_get_protocol: What the port speaks. One of CPO_ENUM_PROTOCOL. */
int cpo_port_get_protocol(const struct cpo_row *row, uint32_t *val);

/* cpo_port_get_speed_mbps: Speed in Mb/s. */
int cpo_port_get_speed_mbps(const struct cpo_row *row, uint64_t *val);

/* cpo_port_get_lane_range: Lanes of the port. Returns how many there are. */
int cpo_port_get_lane_range(const struct cpo_row *row,
			    struct cpo_lane_range *val, size_t max);

/* cpo_port_get_lanes: Number of lanes. */
int cpo_port_get_lanes(const struct cpo_row *row, uint64_t *val);

/* cpo_port_get_lanes_up: Number of lanes that carry data. */
int cpo_port_get_lanes_up(const struct cpo_row *row, uint64_t *val);

/* cpo_port_get_state: State of the optics. One of CPO_ENUM_PORT_STATE. */
int cpo_port_get_state(const struct cpo_row *row, uint32_t *val);

/* cpo_port_get_reason: Why the optics are down. One of CPO_ENUM_PORT_REASON. */
int cpo_port_get_reason(const struct cpo_row *row, uint32_t *val);

/* cpo_port_get_link_changes: Changes of state since the device started. */
int cpo_port_get_link_changes(const struct cpo_row *row, uint64_t *val);

/* cpo_port_get_last_change_ns: Device time of the last change of state, ns. */
int cpo_port_get_last_change_ns(const struct cpo_row *row, uint64_t *val);

/* cpo_port_get_power_mw: Share of the power of engines and ELS, mW. */
int cpo_port_get_power_mw(const struct cpo_row *row, uint64_t *val);

/*
 * cpo_port_get_worst_pre_fec_ber: Largest bit error ratio of its lanes
 * before FEC, in 1e-18.
 */
int cpo_port_get_worst_pre_fec_ber(const struct cpo_row *row, uint64_t *val);

/*
 * cpo_port_get_min_snr_mdb: Smallest signal to noise ratio of its lanes,
 * mdB.
 */
int cpo_port_get_min_snr_mdb(const struct cpo_row *row, uint64_t *val);

/* cpo_port_get_sample_seq: Number of the telemetry block, from 1. */
int cpo_port_get_sample_seq(const struct cpo_row *row, uint64_t *val);

/*
 * cpo_port_get_sample_device_time_ns: When the device sampled, in ns of its
 * own clock.
 */
int cpo_port_get_sample_device_time_ns(const struct cpo_row *row,
				       uint64_t *val);

/*
 * cpo_port_get_sample_boottime_ns: When the host received it,
 * CLOCK_BOOTTIME.
 */
int cpo_port_get_sample_boottime_ns(const struct cpo_row *row, uint64_t *val);

/* cpo_port_get_sample_age_ms: Time since the host received it. */
int cpo_port_get_sample_age_ms(const struct cpo_row *row, uint64_t *val);

/*
 * cpo_port_get_sample_stale: Older than three reporting periods, or the
 * device is not online.
 */
int cpo_port_get_sample_stale(const struct cpo_row *row, bool *val);

/*
 * cpo_port_get_energy_mj: Share of the energy of engines and ELS since
 * start, mJ.
 */
int cpo_port_get_energy_mj(const struct cpo_row *row, uint64_t *val);

/*
 * cpo_port_get_traffic_mbps: Traffic the port carries, Mb/s; the busier
 * direction.
 */
int cpo_port_get_traffic_mbps(const struct cpo_row *row, uint64_t *val);

/*
 * cpo_port_get_frame_loss_ratio: Share of frames that FEC could not save, in
 * 1e-18.
 */
int cpo_port_get_frame_loss_ratio(const struct cpo_row *row, uint64_t *val);

/* cpo_route_get_dev_id: Device. */
int cpo_route_get_dev_id(const struct cpo_row *row, uint64_t *val);

/* cpo_route_get_route_id: Route of the device. */
int cpo_route_get_route_id(const struct cpo_row *row, uint64_t *val);

/* cpo_route_get_els_id: ELS the light comes from; also a filter. */
int cpo_route_get_els_id(const struct cpo_row *row, uint64_t *val);

/*
 * cpo_route_get_laser_id: Laser the light comes from, of its ELS, or of the
 * engine the light goes to when no ELS is given; also a filter beside els-
 * id.
 */
int cpo_route_get_laser_id(const struct cpo_row *row, uint64_t *val);

/* cpo_route_get_engine_id: Engine the light goes to; also a filter. */
int cpo_route_get_engine_id(const struct cpo_row *row, uint64_t *val);

/*
 * cpo_route_get_port: Ports the lanes belong to, by port-id. Returns how
 * many there are.
 */
int cpo_route_get_port(const struct cpo_row *row, uint64_t *val, size_t max);

/* cpo_route_get_fibre_id: Fibre the light takes. */
int cpo_route_get_fibre_id(const struct cpo_row *row, uint64_t *val);

/*
 * cpo_route_get_lane_range: Lanes the light feeds. Returns how many there
 * are.
 */
int cpo_route_get_lane_range(const struct cpo_row *row,
			     struct cpo_lane_range *val, size_t max);

/*
 * cpo_route_get_wavelength: Number of the wavelength in the grid of the
 * engine.
 */
int cpo_route_get_wavelength(const struct cpo_row *row, uint64_t *val);

/* cpo_route_get_role: Active or standby. One of CPO_ENUM_ROUTE_ROLE. */
int cpo_route_get_role(const struct cpo_row *row, uint32_t *val);

/* cpo_route_get_lit: 1 when light arrives at the engine, else 0. */
int cpo_route_get_lit(const struct cpo_row *row, uint32_t *val);

/*
 * cpo_route_get_input_power_nw: Optical power that arrives at the engine,
 * nW.
 */
int cpo_route_get_input_power_nw(const struct cpo_row *row, uint64_t *val);

/* cpo_route_get_loss_mdb: Loss of the fibre, mdB. */
int cpo_route_get_loss_mdb(const struct cpo_row *row, int64_t *val);

/* cpo_route_get_baseline_mdb: Loss when the route was commissioned, mdB. */
int cpo_route_get_baseline_mdb(const struct cpo_row *row, int64_t *val);

/* cpo_route_get_limit_mdb: Loss above which a fiber check fails, mdB. */
int cpo_route_get_limit_mdb(const struct cpo_row *row, int64_t *val);

/*
 * cpo_route_get_check_state: Result of the last fiber check. One of
 * CPO_ENUM_CHECK_STATE.
 */
int cpo_route_get_check_state(const struct cpo_row *row, uint32_t *val);

/* cpo_route_get_check_time_ns: Device time of the last fiber check, ns. */
int cpo_route_get_check_time_ns(const struct cpo_row *row, uint64_t *val);

/* cpo_route_get_sample_seq: Number of the telemetry block, from 1. */
int cpo_route_get_sample_seq(const struct cpo_row *row, uint64_t *val);

/*
 * cpo_route_get_sample_device_time_ns: When the device sampled, in ns of its
 * own clock.
 */
int cpo_route_get_sample_device_time_ns(const struct cpo_row *row,
					uint64_t *val);

/*
 * cpo_route_get_sample_boottime_ns: When the host received it,
 * CLOCK_BOOTTIME.
 */
int cpo_route_get_sample_boottime_ns(const struct cpo_row *row, uint64_t *val);

/* cpo_route_get_sample_age_ms: Time since the host received it. */
int cpo_route_get_sample_age_ms(const struct cpo_row *row, uint64_t *val);

/*
 * cpo_route_get_sample_stale: Older than three reporting periods, or the
 * device is not online.
 */
int cpo_route_get_sample_stale(const struct cpo_row *row, bool *val);

/* cpo_page_get_dev_id: Device. */
int cpo_page_get_dev_id(const struct cpo_row *row, uint64_t *val);

/* cpo_page_get_engine_id: Engine to read from. */
int cpo_page_get_engine_id(const struct cpo_row *row, uint64_t *val);

/* cpo_page_get_els_id: ELS to read from. */
int cpo_page_get_els_id(const struct cpo_row *row, uint64_t *val);

/* cpo_page_get_bank: CMIS bank, 0 when absent. */
int cpo_page_get_bank(const struct cpo_row *row, uint64_t *val);

/* cpo_page_get_page: CMIS page. */
int cpo_page_get_page(const struct cpo_row *row, uint64_t *val);

/*
 * cpo_page_get_offset: First byte, 0 to 127 in lower memory, 128 to 255 in
 * the page.
 */
int cpo_page_get_offset(const struct cpo_row *row, uint64_t *val);

/*
 * cpo_page_get_length: Number of bytes; offset and length may not cross from
 * lower memory into the page.
 */
int cpo_page_get_length(const struct cpo_row *row, uint64_t *val);

/*
 * cpo_page_get_data: The bytes. Bytes that clear on read come from the copy
 * of the driver; reading never clears anything in the device.
 */
int cpo_page_get_data(const struct cpo_row *row, const void **val, size_t *len);

/* cpo_event_get_code: What happened. One of CPO_ENUM_EVENT_CODE. */
int cpo_event_get_code(const struct cpo_row *row, uint32_t *val);

/* cpo_event_get_vendor_code: Code of the device, when code is vendor. */
int cpo_event_get_vendor_code(const struct cpo_row *row, uint64_t *val);

/* cpo_event_get_severity: How bad it is. One of CPO_ENUM_SEVERITY. */
int cpo_event_get_severity(const struct cpo_row *row, uint32_t *val);

/* cpo_event_get_action: What it did. One of CPO_ENUM_ACTION. */
int cpo_event_get_action(const struct cpo_row *row, uint32_t *val);

/*
 * cpo_event_get_object: Kind of the object it is about. One of
 * CPO_ENUM_OBJECT.
 */
int cpo_event_get_object(const struct cpo_row *row, uint32_t *val);

/* cpo_event_get_engine_id: Engine of the object. */
int cpo_event_get_engine_id(const struct cpo_row *row, uint64_t *val);

/* cpo_event_get_els_id: ELS of the object. */
int cpo_event_get_els_id(const struct cpo_row *row, uint64_t *val);

/* cpo_event_get_laser_id: Laser of the object. */
int cpo_event_get_laser_id(const struct cpo_row *row, uint64_t *val);

/* cpo_event_get_lane_id: Lane of the object. */
int cpo_event_get_lane_id(const struct cpo_row *row, uint64_t *val);

/* cpo_event_get_port_id: Port of the object. */
int cpo_event_get_port_id(const struct cpo_row *row, uint64_t *val);

/* cpo_event_get_route_id: Route of the object. */
int cpo_event_get_route_id(const struct cpo_row *row, uint64_t *val);

/* cpo_event_get_device_seq: Sequence number the device gave it. */
int cpo_event_get_device_seq(const struct cpo_row *row, uint64_t *val);

/*
 * cpo_event_get_device_time_ns: When it happened, ns of the clock of the
 * device.
 */
int cpo_event_get_device_time_ns(const struct cpo_row *row, uint64_t *val);

/* cpo_event_get_boottime_ns: When the host took it up, CLOCK_BOOTTIME. */
int cpo_event_get_boottime_ns(const struct cpo_row *row, uint64_t *val);

/*
 * cpo_event_get_count: How often this happened to this object since the
 * device started; exact even when an event was lost.
 */
int cpo_event_get_count(const struct cpo_row *row, uint64_t *val);

/* cpo_event_get_value: Value that belongs to the code. */
int cpo_event_get_value(const struct cpo_row *row, int64_t *val);

/* cpo_event_get_limit: Limit that was crossed. */
int cpo_event_get_limit(const struct cpo_row *row, int64_t *val);

/*
 * cpo_event_get_reason: Cause, where the code has one. One of
 * CPO_ENUM_PORT_REASON.
 */
int cpo_event_get_reason(const struct cpo_row *row, uint32_t *val);

/* cpo_event_get_sensor_id: Sensor of the object. */
int cpo_event_get_sensor_id(const struct cpo_row *row, uint64_t *val);

/*
 * cpo_event_get_quantity: What crossed a limit, when code is threshold. One
 * of CPO_ENUM_QUANTITY.
 */
int cpo_event_get_quantity(const struct cpo_row *row, uint32_t *val);

/*
 * cpo_event_get_level: Which limit it crossed, when code is threshold. One
 * of CPO_ENUM_LEVEL.
 */
int cpo_event_get_level(const struct cpo_row *row, uint32_t *val);

/* cpo_sensor_get_dev_id: Device. */
int cpo_sensor_get_dev_id(const struct cpo_row *row, uint64_t *val);

/* cpo_sensor_get_sensor_id: Sensor of the device. */
int cpo_sensor_get_sensor_id(const struct cpo_row *row, uint64_t *val);

/* cpo_sensor_get_label: Name of the sensor. */
int cpo_sensor_get_label(const struct cpo_row *row, const char **val);

/*
 * cpo_sensor_get_kind: What it measures; a number that is not in the list is
 * one this version of the family has no name for. One of
 * CPO_ENUM_SENSOR_KIND.
 */
int cpo_sensor_get_kind(const struct cpo_row *row, uint32_t *val);

/*
 * cpo_sensor_get_unit: Unit of value as the device names it; fixed by kind
 * unless that is other.
 */
int cpo_sensor_get_unit(const struct cpo_row *row, const char **val);

/* cpo_sensor_get_asic: ASIC it belongs to. */
int cpo_sensor_get_asic(const struct cpo_row *row, uint64_t *val);

/* cpo_sensor_get_engine_id: Engine it belongs to; also a filter. */
int cpo_sensor_get_engine_id(const struct cpo_row *row, uint64_t *val);

/* cpo_sensor_get_els_id: ELS it belongs to; also a filter. */
int cpo_sensor_get_els_id(const struct cpo_row *row, uint64_t *val);

/* cpo_sensor_get_value: Value, absent when it is not known. */
int cpo_sensor_get_value(const struct cpo_row *row, int64_t *val);

/* cpo_sensor_get_sample_seq: Number of the telemetry block, from 1. */
int cpo_sensor_get_sample_seq(const struct cpo_row *row, uint64_t *val);

/*
 * cpo_sensor_get_sample_device_time_ns: When the device sampled, in ns of
 * its own clock.
 */
int cpo_sensor_get_sample_device_time_ns(const struct cpo_row *row,
					 uint64_t *val);

/*
 * cpo_sensor_get_sample_boottime_ns: When the host received it,
 * CLOCK_BOOTTIME.
 */
int cpo_sensor_get_sample_boottime_ns(const struct cpo_row *row, uint64_t *val);

/* cpo_sensor_get_sample_age_ms: Time since the host received it. */
int cpo_sensor_get_sample_age_ms(const struct cpo_row *row, uint64_t *val);

/*
 * cpo_sensor_get_sample_stale: Older than three reporting periods, or the
 * device is not online.
 */
int cpo_sensor_get_sample_stale(const struct cpo_row *row, bool *val);

/* cpo_stats_get_dev_id: Device. */
int cpo_stats_get_dev_id(const struct cpo_row *row, uint64_t *val);

/* cpo_stats_get_events: Events of the device that were taken up. */
int cpo_stats_get_events(const struct cpo_row *row, uint64_t *val);

/* cpo_stats_get_events_lost: Events lost between the device and the driver. */
int cpo_stats_get_events_lost(const struct cpo_row *row, uint64_t *val);

/* cpo_stats_get_event_gaps: How often events were lost in a row. */
int cpo_stats_get_event_gaps(const struct cpo_row *row, uint64_t *val);

/* cpo_stats_get_events_refused: Events about objects that do not exist. */
int cpo_stats_get_events_refused(const struct cpo_row *row, uint64_t *val);

/*
 * cpo_stats_get_event_messages: Messages events were sent in; none while
 * nobody listens.
 */
int cpo_stats_get_event_messages(const struct cpo_row *row, uint64_t *val);

/* cpo_stats_get_telemetry_blocks: Telemetry blocks that were published. */
int cpo_stats_get_telemetry_blocks(const struct cpo_row *row, uint64_t *val);

/*
 * cpo_stats_get_telemetry_missed: Telemetry blocks that were not seen, by
 * their sequence.
 */
int cpo_stats_get_telemetry_missed(const struct cpo_row *row, uint64_t *val);

/* cpo_stats_get_telemetry_refused: Telemetry blocks that made no sense. */
int cpo_stats_get_telemetry_refused(const struct cpo_row *row, uint64_t *val);

/*
 * cpo_stats_get_telemetry_unknown_sections: Sections of telemetry blocks the
 * driver does not know.
 */
int cpo_stats_get_telemetry_unknown_sections(const struct cpo_row *row,
					     uint64_t *val);

/* cpo_stats_get_interrupts: Interrupts of the device. */
int cpo_stats_get_interrupts(const struct cpo_row *row, uint64_t *val);

/* cpo_stats_get_interrupts_lost: Work that was found without an interrupt. */
int cpo_stats_get_interrupts_lost(const struct cpo_row *row, uint64_t *val);

/* cpo_stats_get_commands: Commands given to the device. */
int cpo_stats_get_commands(const struct cpo_row *row, uint64_t *val);

/*
 * cpo_stats_get_commands_failed: Commands the device refused or failed, or
 * that a reset ended.
 */
int cpo_stats_get_commands_failed(const struct cpo_row *row, uint64_t *val);

/*
 * cpo_stats_get_commands_timed_out: Commands that took too long to be waited
 * for.
 */
int cpo_stats_get_commands_timed_out(const struct cpo_row *row, uint64_t *val);

/*
 * cpo_stats_get_commands_late: Commands that completed when nobody waited
 * any more.
 */
int cpo_stats_get_commands_late(const struct cpo_row *row, uint64_t *val);

/* cpo_stats_get_commands_stray: Completions that belong to no command. */
int cpo_stats_get_commands_stray(const struct cpo_row *row, uint64_t *val);

/*
 * cpo_stats_get_command_latency: Time from giving a command to the device to
 * seeing it completed. The bounds of the buckets are powers of two. The
 * counts add up to the commands that completed, early or late. Returns how
 * many there are.
 */
int cpo_stats_get_command_latency(const struct cpo_row *row,
				  struct cpo_bucket *val, size_t max);

/* cpo_stats_get_pages_read: Reads of CMIS pages from the device. */
int cpo_stats_get_pages_read(const struct cpo_row *row, uint64_t *val);

/* cpo_stats_get_page_cache_hits: Reads of CMIS pages served from memory. */
int cpo_stats_get_page_cache_hits(const struct cpo_row *row, uint64_t *val);

/* cpo_stats_get_refreshes: Samples on demand. */
int cpo_stats_get_refreshes(const struct cpo_row *row, uint64_t *val);

/*
 * cpo_stats_get_detaches: How often the device was detached, as for a reset
 * or suspend.
 */
int cpo_stats_get_detaches(const struct cpo_row *row, uint64_t *val);

/*
 * cpo_stats_get_device_events_dropped: Events the device dropped since its
 * power-on, by its own count.
 */
int cpo_stats_get_device_events_dropped(const struct cpo_row *row,
					uint64_t *val);

/*
 * cpo_stats_get_device_boots: Starts of the firmware since power-on, by the
 * count of the device.
 */
int cpo_stats_get_device_boots(const struct cpo_row *row, uint64_t *val);

/*
 * cpo_stats_get_device_safety_cuts: How often the safety function took light
 * since power-on, by the count of the device.
 */
int cpo_stats_get_device_safety_cuts(const struct cpo_row *row, uint64_t *val);

/*
 * cpo_stats_get_counter: Counters only this driver or device has. Returns
 * how many there are.
 */
int cpo_stats_get_counter(const struct cpo_row *row, struct cpo_counter *val,
			  size_t max);

/*
 * cpo_stats_get_object: Kind of the object: dev, engine, els, laser, lane or
 * port. In a dump request, which kind to give; dev without it. One of
 * CPO_ENUM_OBJECT.
 */
int cpo_stats_get_object(const struct cpo_row *row, uint32_t *val);

/* cpo_stats_get_engine_id: Engine of the object; also a filter. */
int cpo_stats_get_engine_id(const struct cpo_row *row, uint64_t *val);

/* cpo_stats_get_els_id: ELS of the object; also a filter. */
int cpo_stats_get_els_id(const struct cpo_row *row, uint64_t *val);

/* cpo_stats_get_laser_id: Laser of the object. */
int cpo_stats_get_laser_id(const struct cpo_row *row, uint64_t *val);

/* cpo_stats_get_lane_id: Lane of the object. */
int cpo_stats_get_lane_id(const struct cpo_row *row, uint64_t *val);

/* cpo_stats_get_port_id: Port of the object; also a filter. */
int cpo_stats_get_port_id(const struct cpo_row *row, uint64_t *val);

/* cpo_stats_get_window_s: Length of a window, s. */
int cpo_stats_get_window_s(const struct cpo_row *row, uint64_t *val);

/*
 * cpo_stats_get_window_start_ns: Device time the window in progress began,
 * ns.
 */
int cpo_stats_get_window_start_ns(const struct cpo_row *row, uint64_t *val);

/*
 * cpo_stats_get_window: Quantities of the object over time, as the device
 * keeps them. Returns how many there are.
 */
int cpo_stats_get_window(const struct cpo_row *row, struct cpo_window *val,
			 size_t max);

/* cpo_stats_get_fec_codewords: Codewords received. */
int cpo_stats_get_fec_codewords(const struct cpo_row *row, uint64_t *val);

/* cpo_stats_get_fec_corrected_codewords: Codewords that were corrected. */
int cpo_stats_get_fec_corrected_codewords(const struct cpo_row *row,
					  uint64_t *val);

/*
 * cpo_stats_get_fec_uncorrectable_codewords: Codewords that could not be
 * corrected.
 */
int cpo_stats_get_fec_uncorrectable_codewords(const struct cpo_row *row,
					      uint64_t *val);

/* cpo_stats_get_fec_corrected_bits: Bits that were corrected. */
int cpo_stats_get_fec_corrected_bits(const struct cpo_row *row, uint64_t *val);

/*
 * cpo_stats_get_fec_symbol_errors: Symbol errors, those of codewords that
 * were lost as well.
 */
int cpo_stats_get_fec_symbol_errors(const struct cpo_row *row, uint64_t *val);

/* cpo_stats_get_fec_frames_lost: Frames lost with uncorrectable codewords. */
int cpo_stats_get_fec_frames_lost(const struct cpo_row *row, uint64_t *val);

/*
 * cpo_stats_get_fec_symbol_errors_max: Most symbol errors in one codeword
 * (SEWmax), of the last sample.
 */
int cpo_stats_get_fec_symbol_errors_max(const struct cpo_row *row,
					uint64_t *val);

/*
 * cpo_stats_get_fec_frame_error_ratio: Share of frames that are lost (FERC),
 * in 1e-18.
 */
int cpo_stats_get_fec_frame_error_ratio(const struct cpo_row *row,
					uint64_t *val);

/*
 * cpo_stats_get_fec_histogram: Codewords with 0, 1, ... 15 symbol errors,
 * one attribute each. Returns how many there are.
 */
int cpo_stats_get_fec_histogram(const struct cpo_row *row, uint64_t *val,
				size_t max);

/*
 * cpo_stats_get_fec_lane_corrected_bits: Bits that were corrected, one
 * attribute for each lane of the port. Returns how many there are.
 */
int cpo_stats_get_fec_lane_corrected_bits(const struct cpo_row *row,
					  uint64_t *val, size_t max);

/* cpo_stats_get_sample_seq: Number of the telemetry block, from 1. */
int cpo_stats_get_sample_seq(const struct cpo_row *row, uint64_t *val);

/*
 * cpo_stats_get_sample_device_time_ns: When the device sampled, in ns of its
 * own clock.
 */
int cpo_stats_get_sample_device_time_ns(const struct cpo_row *row,
					uint64_t *val);

/*
 * cpo_stats_get_sample_boottime_ns: When the host received it,
 * CLOCK_BOOTTIME.
 */
int cpo_stats_get_sample_boottime_ns(const struct cpo_row *row, uint64_t *val);

/* cpo_stats_get_sample_age_ms: Time since the host received it. */
int cpo_stats_get_sample_age_ms(const struct cpo_row *row, uint64_t *val);

/*
 * cpo_stats_get_sample_stale: Older than three reporting periods, or the
 * device is not online.
 */
int cpo_stats_get_sample_stale(const struct cpo_row *row, bool *val);

/* cpo_threshold_get_dev_id: Device. */
int cpo_threshold_get_dev_id(const struct cpo_row *row, uint64_t *val);

/*
 * cpo_threshold_get_object: Kind of the object; also a filter. One of
 * CPO_ENUM_OBJECT.
 */
int cpo_threshold_get_object(const struct cpo_row *row, uint32_t *val);

/* cpo_threshold_get_engine_id: Engine of the object; also a filter. */
int cpo_threshold_get_engine_id(const struct cpo_row *row, uint64_t *val);

/* cpo_threshold_get_els_id: ELS of the object; also a filter. */
int cpo_threshold_get_els_id(const struct cpo_row *row, uint64_t *val);

/* cpo_threshold_get_laser_id: Laser of the object; also a filter. */
int cpo_threshold_get_laser_id(const struct cpo_row *row, uint64_t *val);

/* cpo_threshold_get_lane_id: Lane of the object; also a filter. */
int cpo_threshold_get_lane_id(const struct cpo_row *row, uint64_t *val);

/* cpo_threshold_get_port_id: Port of the object; also a filter. */
int cpo_threshold_get_port_id(const struct cpo_row *row, uint64_t *val);

/* cpo_threshold_get_route_id: Route of the object; also a filter. */
int cpo_threshold_get_route_id(const struct cpo_row *row, uint64_t *val);

/* cpo_threshold_get_sensor_id: Sensor of the object; also a filter. */
int cpo_threshold_get_sensor_id(const struct cpo_row *row, uint64_t *val);

/* cpo_threshold_get_quantity: What is limited. One of CPO_ENUM_QUANTITY. */
int cpo_threshold_get_quantity(const struct cpo_row *row, uint32_t *val);

/* cpo_threshold_get_high_alarm: Not below high-warning. */
int cpo_threshold_get_high_alarm(const struct cpo_row *row, int64_t *val);

/* cpo_threshold_get_high_warning: Above low-warning. */
int cpo_threshold_get_high_warning(const struct cpo_row *row, int64_t *val);

/* cpo_threshold_get_low_warning: Not below low-alarm. */
int cpo_threshold_get_low_warning(const struct cpo_row *row, int64_t *val);

/* cpo_threshold_get_low_alarm: Lowest of the four. */
int cpo_threshold_get_low_alarm(const struct cpo_row *row, int64_t *val);

/*
 * cpo_threshold_get_override: The object has limits of its own, not the
 * defaults of its kind.
 */
int cpo_threshold_get_override(const struct cpo_row *row, bool *val);

/* cpo_flag_get_dev_id: Device. */
int cpo_flag_get_dev_id(const struct cpo_row *row, uint64_t *val);

/*
 * cpo_flag_get_object: Kind of the object; also a filter. One of
 * CPO_ENUM_OBJECT.
 */
int cpo_flag_get_object(const struct cpo_row *row, uint32_t *val);

/* cpo_flag_get_engine_id: Engine of the object; also a filter. */
int cpo_flag_get_engine_id(const struct cpo_row *row, uint64_t *val);

/* cpo_flag_get_els_id: ELS of the object; also a filter. */
int cpo_flag_get_els_id(const struct cpo_row *row, uint64_t *val);

/* cpo_flag_get_laser_id: Laser of the object; also a filter. */
int cpo_flag_get_laser_id(const struct cpo_row *row, uint64_t *val);

/* cpo_flag_get_lane_id: Lane of the object; also a filter. */
int cpo_flag_get_lane_id(const struct cpo_row *row, uint64_t *val);

/* cpo_flag_get_port_id: Port of the object; also a filter. */
int cpo_flag_get_port_id(const struct cpo_row *row, uint64_t *val);

/* cpo_flag_get_route_id: Route of the object; also a filter. */
int cpo_flag_get_route_id(const struct cpo_row *row, uint64_t *val);

/* cpo_flag_get_sensor_id: Sensor of the object; also a filter. */
int cpo_flag_get_sensor_id(const struct cpo_row *row, uint64_t *val);

/*
 * cpo_flag_get_code: Condition; the event that tells of its changes has the
 * same code. One of CPO_ENUM_EVENT_CODE.
 */
int cpo_flag_get_code(const struct cpo_row *row, uint32_t *val);

/*
 * cpo_flag_get_quantity: What crossed a limit, when code is threshold. One
 * of CPO_ENUM_QUANTITY.
 */
int cpo_flag_get_quantity(const struct cpo_row *row, uint32_t *val);

/*
 * cpo_flag_get_level: Which limit it crossed, when code is threshold. One of
 * CPO_ENUM_LEVEL.
 */
int cpo_flag_get_level(const struct cpo_row *row, uint32_t *val);

/*
 * cpo_flag_get_severity: How bad it is while it is set. One of
 * CPO_ENUM_SEVERITY.
 */
int cpo_flag_get_severity(const struct cpo_row *row, uint32_t *val);

/*
 * cpo_flag_get_state: Whether it is set now; also a filter. One of
 * CPO_ENUM_FLAG_STATE.
 */
int cpo_flag_get_state(const struct cpo_row *row, uint32_t *val);

/* cpo_flag_get_changes: How often it changed. */
int cpo_flag_get_changes(const struct cpo_row *row, uint64_t *val);

/*
 * cpo_flag_get_count_is_lower_bound: The device only latches it; it may have
 * changed more often.
 */
int cpo_flag_get_count_is_lower_bound(const struct cpo_row *row, bool *val);

/* cpo_flag_get_value: Value at the last change, where the code has one. */
int cpo_flag_get_value(const struct cpo_row *row, int64_t *val);

/*
 * cpo_flag_get_first_set_ns: When it was set for the first time, ns of the
 * clock of the device.
 */
int cpo_flag_get_first_set_ns(const struct cpo_row *row, uint64_t *val);

/*
 * cpo_flag_get_last_set_ns: When it was set last, ns of the clock of the
 * device.
 */
int cpo_flag_get_last_set_ns(const struct cpo_row *row, uint64_t *val);

/*
 * cpo_flag_get_last_clear_ns: When it went away last, ns of the clock of the
 * device.
 */
int cpo_flag_get_last_clear_ns(const struct cpo_row *row, uint64_t *val);

/*
 * cpo_flag_get_first_set_boottime_ns: The same moment by CLOCK_BOOTTIME, as
 * is the case below.
 */
int cpo_flag_get_first_set_boottime_ns(const struct cpo_row *row,
				       uint64_t *val);

/* cpo_flag_get_last_set_boottime_ns: See last-set-ns. */
int cpo_flag_get_last_set_boottime_ns(const struct cpo_row *row, uint64_t *val);

/* cpo_flag_get_last_clear_boottime_ns: See last-clear-ns. */
int cpo_flag_get_last_clear_boottime_ns(const struct cpo_row *row,
					uint64_t *val);

/* cpo_flag_get_sample_seq: Number of the telemetry block, from 1. */
int cpo_flag_get_sample_seq(const struct cpo_row *row, uint64_t *val);

/*
 * cpo_flag_get_sample_device_time_ns: When the device sampled, in ns of its
 * own clock.
 */
int cpo_flag_get_sample_device_time_ns(const struct cpo_row *row,
				       uint64_t *val);

/*
 * cpo_flag_get_sample_boottime_ns: When the host received it,
 * CLOCK_BOOTTIME.
 */
int cpo_flag_get_sample_boottime_ns(const struct cpo_row *row, uint64_t *val);

/* cpo_flag_get_sample_age_ms: Time since the host received it. */
int cpo_flag_get_sample_age_ms(const struct cpo_row *row, uint64_t *val);

/*
 * cpo_flag_get_sample_stale: Older than three reporting periods, or the
 * device is not online.
 */
int cpo_flag_get_sample_stale(const struct cpo_row *row, bool *val);

#endif /* LIBCPO_GET_H */
