// SPDX-License-Identifier: GPL-2.0
/* Copyright (c) 2026 The cpo authors */

/* Records of the telemetry block to rows of the core. */

#include <linux/slab.h>

#include "cpo_pci.h"

struct cpo_pci_valid {
	u32 hw;
	u32 row;
};

static u32 cpo_pci_valid(__le32 valid, const struct cpo_pci_valid *map,
			 unsigned int n)
{
	u32 hw = le32_to_cpu(valid);
	u32 row = 0;
	unsigned int i;

	for (i = 0; i < n; i++)
		if (hw & map[i].hw)
			row |= map[i].row;
	return row;
}

static const struct cpo_pci_valid cpo_pci_engine_valid[] = {
	{ CPO_ENGINE_STATE,	CPO_ROW_STATE },
	{ CPO_ENGINE_CAUSE,	CPO_ENGINE_CAUSE_OK },
	{ CPO_ENGINE_TEMP,	CPO_ENGINE_TEMP_OK },
	{ CPO_ENGINE_POWER,	CPO_ENGINE_POWER_OK },
	{ CPO_ENGINE_ENERGY,	CPO_ENGINE_ENERGY_OK },
	{ CPO_ENGINE_RAIL(0),	CPO_ENGINE_RAIL_OK(0) },
	{ CPO_ENGINE_RAIL(1),	CPO_ENGINE_RAIL_OK(1) },
	{ CPO_ENGINE_RAIL(2),	CPO_ENGINE_RAIL_OK(2) },
	{ CPO_ENGINE_RAIL(3),	CPO_ENGINE_RAIL_OK(3) },
	{ CPO_ENGINE_RAIL(4),	CPO_ENGINE_RAIL_OK(4) },
	{ CPO_ENGINE_RAIL(5),	CPO_ENGINE_RAIL_OK(5) },
	{ CPO_ENGINE_RAIL(6),	CPO_ENGINE_RAIL_OK(6) },
	{ CPO_ENGINE_RAIL(7),	CPO_ENGINE_RAIL_OK(7) },
};

static void cpo_pci_engine_row(const struct cpo_hw_engine *hw,
			       struct cpo_engine_row *row)
{
	unsigned int i;

	row->valid = cpo_pci_valid(hw->valid, cpo_pci_engine_valid,
				   ARRAY_SIZE(cpo_pci_engine_valid));
	row->state = hw->state;
	row->cause = hw->cause;
	row->temp_mc = le32_to_cpu(hw->temp_mc);
	row->power_mw = le32_to_cpu(hw->power_mw);
	for (i = 0; i < CPO_ENGINE_RAILS; i++)
		row->rail_uv[i] = le32_to_cpu(hw->rail_uv[i]);
	row->energy_mj = le64_to_cpu(hw->energy_mj);
}

static const struct cpo_pci_valid cpo_pci_lane_valid[] = {
	{ CPO_LANE_V_STATE,		CPO_ROW_STATE },
	{ CPO_LANE_V_STATUS,		CPO_LANE_STATUS_OK },
	{ CPO_LANE_V_TX,		CPO_LANE_TX_OK },
	{ CPO_LANE_V_RX,		CPO_LANE_RX_OK },
	{ CPO_LANE_V_SNR_MEDIA,		CPO_LANE_SNR_MEDIA_OK },
	{ CPO_LANE_V_SNR_HOST,		CPO_LANE_SNR_HOST_OK },
	{ CPO_LANE_V_BER_MEDIA,		CPO_LANE_BER_MEDIA_OK },
	{ CPO_LANE_V_BER_HOST,		CPO_LANE_BER_HOST_OK },
	{ CPO_LANE_V_DETUNING,		CPO_LANE_DETUNING_OK },
	{ CPO_LANE_V_HEATER,		CPO_LANE_HEATER_OK },
	{ CPO_LANE_V_TEMP,		CPO_LANE_TEMP_OK },
	{ CPO_LANE_V_PHOTOCURRENT,	CPO_LANE_PHOTO_OK },
	{ CPO_LANE_V_BIAS,		CPO_LANE_BIAS_OK },
	{ CPO_LANE_V_SYMBOL_ERR,	CPO_LANE_SYMBOL_ERR_OK },
};

static void cpo_pci_lane_row(const struct cpo_hw_lane *hw,
			     struct cpo_lane_row *row)
{
	row->valid = cpo_pci_valid(hw->valid, cpo_pci_lane_valid,
				   ARRAY_SIZE(cpo_pci_lane_valid));
	row->state = hw->state;
	row->status = le16_to_cpu(hw->status);
	row->tx_nw = le32_to_cpu(hw->tx_nw);
	row->rx_nw = le32_to_cpu(hw->rx_nw);
	row->snr_media = le16_to_cpu(hw->snr_media);
	row->snr_host = le16_to_cpu(hw->snr_host);
	row->ber_media = le32_to_cpu(hw->ber_media);
	row->ber_host = le32_to_cpu(hw->ber_host);
	row->detuning_mhz = le32_to_cpu(hw->detuning_mhz);
	row->heater = le16_to_cpu(hw->heater);
	row->temp_mc = le32_to_cpu(hw->temp_mc);
	row->photocurrent_na = le32_to_cpu(hw->photocurrent_na);
	row->bias_na = le32_to_cpu(hw->bias_na);
	row->symbol_errors = le64_to_cpu(hw->symbol_errors);
}

static const struct cpo_pci_valid cpo_pci_els_valid[] = {
	{ CPO_ELS_STATE,	CPO_ROW_STATE },
	{ CPO_ELS_CAUSE,	CPO_ELS_CAUSE_OK },
	{ CPO_ELS_TEMP,		CPO_ELS_TEMP_OK },
	{ CPO_ELS_TEMP2,	CPO_ELS_LASER_TEMP_OK },
	{ CPO_ELS_VCC,		CPO_ELS_VCC_OK },
	{ CPO_ELS_ICC,		CPO_ELS_ICC_OK },
	{ CPO_ELS_TEC,		CPO_ELS_TEC_OK },
	{ CPO_ELS_POWER,	CPO_ELS_POWER_OK },
	{ CPO_ELS_COOLING,	CPO_ELS_COOLING_OK },
	{ CPO_ELS_INSERTIONS,	CPO_ELS_INSERTIONS_OK },
};

static void cpo_pci_els_row(const struct cpo_hw_els *hw,
			    struct cpo_els_row *row)
{
	row->valid = cpo_pci_valid(hw->valid, cpo_pci_els_valid,
				   ARRAY_SIZE(cpo_pci_els_valid));
	row->present = !!hw->present;
	row->state = hw->state;
	row->cause = hw->cause;
	row->temp_mc = le32_to_cpu(hw->temp_mc);
	row->laser_temp_mc = le32_to_cpu(hw->temp2_mc);
	row->vcc_uv = le32_to_cpu(hw->vcc_uv);
	row->icc_ua = le32_to_cpu(hw->icc_ua);
	row->tec_mw = le32_to_cpu(hw->tec_mw);
	row->power_mw = le32_to_cpu(hw->power_mw);
	row->cooling = le32_to_cpu(hw->cooling_pct);
	row->insertions = le32_to_cpu(hw->insertions);
	row->insert_time = le64_to_cpu(hw->insert_time);
}

static const struct cpo_pci_valid cpo_pci_laser_valid[] = {
	{ CPO_LASER_V_STATE,		CPO_ROW_STATE },
	{ CPO_LASER_V_FAULT,		CPO_LASER_FAULT_OK },
	{ CPO_LASER_V_STATUS,		CPO_LASER_STATUS_OK },
	{ CPO_LASER_V_POWER,		CPO_LASER_POWER_OK },
	{ CPO_LASER_V_SETPOINT,		CPO_LASER_SETPOINT_OK },
	{ CPO_LASER_V_BIAS,		CPO_LASER_BIAS_OK },
	{ CPO_LASER_V_TEMP,		CPO_LASER_TEMP_OK },
	{ CPO_LASER_V_FREQ_ERROR,	CPO_LASER_FREQ_OK },
	{ CPO_LASER_V_TEC,		CPO_LASER_TEC_OK },
	{ CPO_LASER_V_AGE,		CPO_LASER_AGE_OK },
	{ CPO_LASER_V_VOLTAGE,		CPO_LASER_VOLTAGE_OK },
};

static void cpo_pci_laser_row(const struct cpo_hw_laser *hw,
			      struct cpo_laser_row *row)
{
	row->valid = cpo_pci_valid(hw->valid, cpo_pci_laser_valid,
				   ARRAY_SIZE(cpo_pci_laser_valid));
	row->state = hw->state;
	row->fault = hw->fault;
	row->status = le16_to_cpu(hw->status);
	row->power_nw = le32_to_cpu(hw->power_nw);
	row->setpoint_nw = le32_to_cpu(hw->setpoint_nw);
	row->bias_na = le32_to_cpu(hw->bias_na);
	row->temp_mc = le32_to_cpu(hw->temp_mc);
	row->freq_error_mhz = le32_to_cpu(hw->freq_error_mhz);
	row->tec = le16_to_cpu(hw->tec);
	row->age = le16_to_cpu(hw->age);
	row->voltage_mv = le16_to_cpu(hw->voltage_mv);
}

static const struct cpo_pci_valid cpo_pci_feed_valid[] = {
	{ CPO_FEED_CHECK,	CPO_ROW_STATE },
	{ CPO_FEED_LIT,		CPO_ROUTE_LIT_OK },
	{ CPO_FEED_INPUT,	CPO_ROUTE_INPUT_OK },
	{ CPO_FEED_LOSS,	CPO_ROUTE_LOSS_OK },
	{ CPO_FEED_BASELINE,	CPO_ROUTE_BASELINE_OK },
	{ CPO_FEED_LIMIT,	CPO_ROUTE_LIMIT_OK },
};

static void cpo_pci_route_row(const struct cpo_hw_feed *hw,
			      struct cpo_route_row *row)
{
	row->valid = cpo_pci_valid(hw->valid, cpo_pci_feed_valid,
				   ARRAY_SIZE(cpo_pci_feed_valid));
	row->check = hw->check;
	row->lit = !!hw->lit;
	row->input_nw = le32_to_cpu(hw->input_nw);
	row->loss_mdb = le32_to_cpu(hw->loss_mdb);
	row->baseline_mdb = le32_to_cpu(hw->baseline_mdb);
	row->limit_mdb = le32_to_cpu(hw->limit_mdb);
	row->check_time = 0;
	if (le32_to_cpu(hw->valid) & CPO_FEED_CHECK_TIME)
		row->check_time = le64_to_cpu(hw->check_time);
}

static const struct cpo_pci_valid cpo_pci_port_valid[] = {
	{ CPO_PORT_V_OPER,	CPO_ROW_STATE },
	{ CPO_PORT_V_LANES,	CPO_PORT_LANES_UP_OK },
	{ CPO_PORT_V_CHANGES,	CPO_PORT_CHANGES_OK },
	{ CPO_PORT_V_POWER,	CPO_PORT_POWER_OK },
	{ CPO_PORT_V_BER,	CPO_PORT_BER_OK },
	{ CPO_PORT_V_SNR,	CPO_PORT_SNR_OK },
	{ CPO_PORT_V_FRAME_LOSS, CPO_PORT_LOSS_OK },
	{ CPO_PORT_V_TRAFFIC,	CPO_PORT_TRAFFIC_OK },
	{ CPO_PORT_V_ENERGY,	CPO_PORT_ENERGY_OK },
	{ CPO_PORT_V_FEC,	CPO_PORT_FEC_OK },
};

static void cpo_pci_port_row(const struct cpo_hw_port *hw,
			     struct cpo_port_row *row)
{
	row->valid = cpo_pci_valid(hw->valid, cpo_pci_port_valid,
				   ARRAY_SIZE(cpo_pci_port_valid));
	row->state = hw->oper;
	row->reason = hw->reason;
	row->fec = hw->fec;
	row->lanes_up = le16_to_cpu(hw->lanes_up);
	row->link_changes = le32_to_cpu(hw->link_changes);
	row->last_change = le64_to_cpu(hw->last_change);
	row->power_mw = le32_to_cpu(hw->power_mw);
	row->worst_ber = le32_to_cpu(hw->worst_ber);
	row->min_snr = le16_to_cpu(hw->min_snr);
	row->frame_loss = le32_to_cpu(hw->frame_loss);
	row->traffic_mbps = le32_to_cpu(hw->traffic_mbps);
	row->energy_mj = le64_to_cpu(hw->energy_mj);
}

static const struct cpo_pci_valid cpo_pci_fec_valid[] = {
	{ CPO_FEC_V_BINS,		CPO_FEC_BINS_OK },
	{ CPO_FEC_V_CORRECTED,		CPO_FEC_CORRECTED_OK },
	{ CPO_FEC_V_UNCORRECTABLE,	CPO_FEC_LOST_OK },
	{ CPO_FEC_V_BITS,		CPO_FEC_BITS_OK },
	{ CPO_FEC_V_SYMBOLS,		CPO_FEC_SYMBOLS_OK },
	{ CPO_FEC_V_FRAMES,		CPO_FEC_FRAMES_OK },
	{ CPO_FEC_V_SEWMAX,		CPO_FEC_SEWMAX_OK },
	{ CPO_FEC_V_FERC,		CPO_FEC_FERC_OK },
	{ CPO_FEC_V_LANE_BITS,		CPO_FEC_LANE_BITS_OK },
};

/* Who sums up the lanes must not get another total than who does not. */
static void cpo_pci_fec_lanes(const struct cpo_hw_fec_stats *hw,
			      struct cpo_fec_row *row)
{
	u64 sum = 0;
	unsigned int i;

	BUILD_BUG_ON(ARRAY_SIZE(hw->lane_bits) != CPO_PORT_LANES_MAX);
	for (i = 0; i < CPO_PORT_LANES_MAX; i++) {
		row->lane_bits[i] = le64_to_cpu(hw->lane_bits[i]);
		sum += row->lane_bits[i];
	}
	if (!(row->valid & CPO_FEC_BITS_OK) || sum != row->corrected_bits)
		row->valid &= ~CPO_FEC_LANE_BITS_OK;
}

static void cpo_pci_fec_row(const struct cpo_hw_fec_stats *hw,
			    struct cpo_fec_row *row)
{
	unsigned int i;

	BUILD_BUG_ON(ARRAY_SIZE(hw->bins) != CPO_FEC_BINS);
	row->valid = cpo_pci_valid(hw->valid, cpo_pci_fec_valid,
				   ARRAY_SIZE(cpo_pci_fec_valid));
	row->sewmax = le32_to_cpu(hw->sewmax);
	row->ferc = le32_to_cpu(hw->ferc);
	row->codewords = le64_to_cpu(hw->codewords);
	row->corrected = le64_to_cpu(hw->corrected);
	row->uncorrectable = le64_to_cpu(hw->uncorrectable);
	row->corrected_bits = le64_to_cpu(hw->corrected_bits);
	row->symbol_errors = le64_to_cpu(hw->symbol_errors);
	row->frames_lost = le64_to_cpu(hw->frames_lost);
	for (i = 0; i < CPO_FEC_BINS; i++)
		row->bins[i] = le64_to_cpu(hw->bins[i]);
	cpo_pci_fec_lanes(hw, row);
}

/* Offset and stride are the device's business: a record may be unaligned. */
static void cpo_pci_record(const struct cpo_pci_section *sec, unsigned int i,
			   void *hw, size_t size)
{
	memcpy(hw, sec->base + (size_t)i * sec->stride, size);
}

static void cpo_pci_decode_board(struct cpo_pci_dev *cpd)
{
	const struct cpo_pci_section *sec = &cpd->tlm.sec[CPO_PCI_SEC_BOARD];
	struct cpo_dev_row *row = &cpd->tlm.rows.dev;
	struct cpo_hw_board hw;

	memset(row, 0, sizeof(*row));
	if (!sec->base)
		return;
	/* its temperatures, coolant and leak are sensors, too: taken there */
	cpo_pci_record(sec, 0, &hw, sizeof(hw));
	if (le32_to_cpu(hw.valid) & CPO_BOARD_POWER)
		row->valid |= CPO_DEV_POWER;
	row->power_mw = le32_to_cpu(hw.power_mw);
}

static void cpo_pci_decode_engines(struct cpo_pci_dev *cpd)
{
	const struct cpo_pci_section *sec = &cpd->tlm.sec[CPO_PCI_SEC_ENGINE];
	struct cpo_hw_engine hw;
	unsigned int i;

	for (i = 0; sec->base && i < cpd->ident.engines; i++) {
		cpo_pci_record(sec, i, &hw, sizeof(hw));
		cpo_pci_engine_row(&hw, &cpd->tlm.rows.engines[i]);
	}
}

static void cpo_pci_decode_lanes(struct cpo_pci_dev *cpd)
{
	const struct cpo_pci_section *sec = &cpd->tlm.sec[CPO_PCI_SEC_LANE];
	struct cpo_hw_lane hw;
	unsigned int i;

	for (i = 0; sec->base && i < cpd->ident.lanes; i++) {
		cpo_pci_record(sec, i, &hw, sizeof(hw));
		cpo_pci_lane_row(&hw, &cpd->tlm.rows.lanes[i]);
	}
}

static void cpo_pci_decode_els(struct cpo_pci_dev *cpd)
{
	const struct cpo_pci_section *sec = &cpd->tlm.sec[CPO_PCI_SEC_ELS];
	struct cpo_hw_els hw;
	unsigned int i;

	for (i = 0; sec->base && i < cpd->ident.els; i++) {
		cpo_pci_record(sec, i, &hw, sizeof(hw));
		cpo_pci_els_row(&hw, &cpd->tlm.rows.els[i]);
	}
}

static void cpo_pci_decode_lasers(struct cpo_pci_dev *cpd)
{
	const struct cpo_pci_section *sec = &cpd->tlm.sec[CPO_PCI_SEC_LASER];
	struct cpo_hw_laser hw;
	unsigned int i;

	for (i = 0; sec->base && i < cpd->ident.lasers; i++) {
		cpo_pci_record(sec, i, &hw, sizeof(hw));
		cpo_pci_laser_row(&hw, &cpd->tlm.rows.lasers[i]);
	}
}

static void cpo_pci_decode_routes(struct cpo_pci_dev *cpd)
{
	const struct cpo_pci_section *sec = &cpd->tlm.sec[CPO_PCI_SEC_FEED];
	struct cpo_hw_feed hw;
	unsigned int i;

	for (i = 0; sec->base && i < cpd->topo.routes; i++) {
		cpo_pci_record(sec, cpd->topo.route_feed[i], &hw, sizeof(hw));
		cpo_pci_route_row(&hw, &cpd->tlm.rows.routes[i]);
	}
}

static void cpo_pci_decode_ports(struct cpo_pci_dev *cpd)
{
	const struct cpo_pci_section *sec = &cpd->tlm.sec[CPO_PCI_SEC_PORT];
	struct cpo_hw_port hw;
	unsigned int i;

	for (i = 0; sec->base && i < cpd->ident.ports; i++) {
		cpo_pci_record(sec, i, &hw, sizeof(hw));
		cpo_pci_port_row(&hw, &cpd->tlm.rows.ports[i]);
	}
}

static void cpo_pci_decode_fec(struct cpo_pci_dev *cpd)
{
	const struct cpo_pci_section *sec = &cpd->tlm.sec[CPO_PCI_SEC_FEC];
	struct cpo_hw_fec_stats hw;
	unsigned int i;

	for (i = 0; sec->base && i < cpd->ident.ports; i++) {
		cpo_pci_record(sec, i, &hw, sizeof(hw));
		cpo_pci_fec_row(&hw, &cpd->tlm.rows.fec[i]);
	}
}

static void cpo_pci_decode_sensors(struct cpo_pci_dev *cpd)
{
	const struct cpo_pci_section *sec = &cpd->tlm.sec[CPO_PCI_SEC_SENSOR];
	struct cpo_sensor_row *row = cpd->tlm.rows.sensors;
	struct cpo_hw_sensor hw;
	unsigned int i;

	for (i = 0; sec->base && i < cpd->ident.sensors; i++, row++) {
		cpo_pci_record(sec, i, &hw, sizeof(hw));
		row->valid = 0;
		if (le32_to_cpu(hw.valid) & CPO_SENSOR_VALUE)
			row->valid = CPO_SENSOR_VALUE_OK;
		row->value = le64_to_cpu(hw.value);
	}
}

/**
 * cpo_pci_rows_decode - make rows of the records of a block
 * @cpd: device, whose private copy of a block was checked
 *
 * Rows of a section that is not in the block stay as they are.
 */
void cpo_pci_rows_decode(struct cpo_pci_dev *cpd)
{
	cpo_pci_decode_board(cpd);
	cpo_pci_decode_engines(cpd);
	cpo_pci_decode_lanes(cpd);
	cpo_pci_decode_els(cpd);
	cpo_pci_decode_lasers(cpd);
	cpo_pci_decode_routes(cpd);
	cpo_pci_decode_ports(cpd);
	cpo_pci_decode_fec(cpd);
	cpo_pci_decode_sensors(cpd);
}

void cpo_pci_rows_free(struct cpo_pci_rows *rows)
{
	kvfree(rows->engines);
	kvfree(rows->lanes);
	kvfree(rows->els);
	kvfree(rows->lasers);
	kvfree(rows->routes);
	kvfree(rows->ports);
	kvfree(rows->sensors);
	kvfree(rows->fec);
}

int cpo_pci_rows_alloc(const struct cpo_pci_dev *cpd,
		       struct cpo_pci_rows *rows)
{
	const struct cpo_pci_ident *id = &cpd->ident;

	rows->engines = kvcalloc(id->engines, sizeof(*rows->engines),
				 GFP_KERNEL);
	rows->lanes = kvcalloc(id->lanes, sizeof(*rows->lanes), GFP_KERNEL);
	rows->els = kvcalloc(id->els, sizeof(*rows->els), GFP_KERNEL);
	rows->lasers = kvcalloc(id->lasers, sizeof(*rows->lasers), GFP_KERNEL);
	rows->routes = kvcalloc(CPO_LIMIT_ROUTES, sizeof(*rows->routes),
				GFP_KERNEL);
	rows->ports = kvcalloc(id->ports, sizeof(*rows->ports), GFP_KERNEL);
	rows->sensors = kvcalloc(id->sensors, sizeof(*rows->sensors),
				 GFP_KERNEL);
	rows->fec = kvcalloc(id->ports, sizeof(*rows->fec), GFP_KERNEL);
	if (rows->engines && rows->lanes && rows->els && rows->lasers &&
	    rows->routes && rows->ports && rows->sensors && rows->fec)
		return 0;
	cpo_pci_rows_free(rows);
	return -ENOMEM;
}
