// SPDX-License-Identifier: GPL-2.0
/* Copyright (c) 2026 The cpo authors */

/*
 * What the device consists of.  Each record is copied out of reach of the
 * device before it is looked at; whether the objects fit together is checked
 * by the core.
 */

#include <linux/bitfield.h>
#include <linux/ctype.h>
#include <linux/slab.h>

#include "cpo_pci.h"

#define CPO_PCI_RELATIONS	16384
#define CPO_PCI_COMPONENTS	32
#define CPO_PCI_ELS_TRIES	6U	/* that double the time between them */

/* An inventory in the making. */
struct cpo_pci_inv {
	struct cpo_pci_dev *cpd;
	struct cpo_inventory *inv;
	struct cpo_pci_topo *topo;
	struct cpo_hw_relation *relations;
	unsigned int n_relations;
	unsigned long end;	/* jiffies by which all of it has to be there */
};

typedef int (*cpo_pci_record_fn)(struct cpo_pci_inv *b, unsigned int i,
				 const void *record);

/* Makes a string of what is in a field without a NUL. */
static void cpo_pci_str(char *dst, size_t size, const char *src, size_t len)
{
	size_t i;

	memset(dst, 0, size);
	len = min(len, size - 1);
	for (i = 0; i < len && src[i]; i++)
		dst[i] = isascii(src[i]) && isprint(src[i]) ? src[i] : '?';
	while (i && dst[i - 1] == ' ')
		dst[--i] = '\0';
}

#define cpo_pci_str_field(dst, field) \
	cpo_pci_str(dst, sizeof(dst), field, sizeof(field))

/* ---- sections ---- */

/**
 * cpo_pci_section_part - ask for records of a section
 * @cpd: device
 * @type: enum cpo_hw_section
 * @first: number of the first record
 * @count: how many are wanted
 * @part: gets what came, which is not checked; has the buffer
 *
 * Return: 0 or an error of the command
 */
int cpo_pci_section_part(struct cpo_pci_dev *cpd, u16 type, u32 first,
			 u32 count, struct cpo_pci_part *part)
{
	struct cpo_hw_section_read arg = {
		.type = cpu_to_le16(type),
		.first = cpu_to_le32(first),
		.count = cpu_to_le32(count),
	};
	struct cpo_pci_cmd cmd = {
		.opcode = CPO_OP_SECTION_READ,
		.arg = &arg,
		.arg_len = sizeof(arg),
		.out = part->buf,
		.out_len = CPO_PCI_DATA_SIZE,
	};
	int err;

	err = cpo_pci_cmd(cpd, &cmd, NULL);
	if (err)
		return err;
	part->n = FIELD_GET(CPO_SECTION_COUNT, cmd.result);
	part->stride = FIELD_GET(CPO_SECTION_STRIDE, cmd.result);
	/* what does not hold what it says has nothing */
	if (cmd.len < part->n * part->stride)
		part->n = 0;
	return 0;
}

/* Whether there are records, not too many, each of at least @size bytes. */
bool cpo_pci_part_fits(const struct cpo_pci_part *part, u32 count, size_t size)
{
	return part->n && part->n <= count && part->stride >= size &&
	       IS_ALIGNED(part->stride, sizeof(u64));
}

/* Returns how many records the device gave, at least one, or an error. */
static int cpo_pci_section_some(struct cpo_pci_dev *cpd, u16 type, u32 first,
				u32 count, size_t size,
				struct cpo_pci_part *part)
{
	int err;

	err = cpo_pci_section_part(cpd, type, first, count, part);
	if (err) {
		/* a device in reset is no news */
		if (err != -ENODEV)
			dev_err(cpd->dev, "Cannot read section 0x%x: %d\n",
				type, err);
		return err;
	}
	if (!cpo_pci_part_fits(part, count, size)) {
		dev_err(cpd->dev, "Section 0x%x has %u of %u records of %u bytes\n",
			type, part->n, count, part->stride);
		return -EPROTO;
	}
	return part->n;
}

static unsigned long cpo_pci_read_end(void)
{
	return jiffies + msecs_to_jiffies(CPO_PCI_READ_MS);
}

static int cpo_pci_section_read(struct cpo_pci_inv *b, u16 type, u32 first,
				u32 count, size_t size, cpo_pci_record_fn fn)
{
	u32 end = first + count;
	struct cpo_pci_part part;
	int err = 0, n, i;

	part.buf = kmalloc(CPO_PCI_DATA_SIZE, GFP_KERNEL);
	if (!part.buf)
		return -ENOMEM;
	while (first < end && !err) {
		if (time_after(jiffies, b->end)) {
			dev_err(b->cpd->dev, "Section 0x%x takes too long\n",
				type);
			err = -ETIMEDOUT;
			break;
		}
		n = cpo_pci_section_some(b->cpd, type, first, end - first,
					 size, &part);
		err = min(n, 0);
		for (i = 0; i < n && !err; i++)
			err = fn(b, first + i, part.buf + i * part.stride);
		first += n;
	}
	kfree(part.buf);
	return err;
}

/* ---- identity ---- */

static void cpo_pci_identity(struct cpo_identity *id,
			     const struct cpo_hw_id *hw)
{
	cpo_pci_str_field(id->vendor, hw->vendor);
	cpo_pci_str_field(id->part, hw->part);
	cpo_pci_str_field(id->serial, hw->serial);
	cpo_pci_str_field(id->revision, hw->revision);
	cpo_pci_str_field(id->firmware, hw->firmware);
}

static void cpo_pci_ident_fill(struct cpo_pci_ident *id,
			       const struct cpo_hw_ident *hw)
{
	cpo_pci_str_field(id->vendor, hw->vendor);
	cpo_pci_str_field(id->part, hw->part);
	cpo_pci_str_field(id->serial, hw->serial);
	cpo_pci_str_field(id->revision, hw->revision);
	cpo_pci_str_field(id->profile, hw->profile);
	cpo_pci_str_field(id->fw_running, hw->fw_running);
	cpo_pci_str_field(id->fw_stored, hw->fw_stored);
	cpo_pci_str_field(id->board, hw->board);
	id->asics = le32_to_cpu(hw->asics);
	id->engines = le32_to_cpu(hw->engines);
	id->els = le32_to_cpu(hw->els);
	id->lasers = le32_to_cpu(hw->lasers);
	id->lanes = le32_to_cpu(hw->lanes);
	id->ports = le32_to_cpu(hw->ports);
	id->feeds = le32_to_cpu(hw->feeds);
	id->sensors = le32_to_cpu(hw->sensors);
	id->components = le32_to_cpu(hw->components);
	id->relations = le32_to_cpu(hw->relations);
	id->tlm_bytes = le32_to_cpu(hw->tlm_bytes);
	id->flags = le32_to_cpu(hw->flags);
}

static bool cpo_pci_ident_valid(const struct cpo_pci_ident *id)
{
	return id->asics <= U8_MAX && id->engines <= CPO_LIMIT_ENGINES &&
	       id->els <= CPO_LIMIT_ELS && id->lasers <= CPO_LIMIT_LASERS &&
	       id->lanes <= CPO_LIMIT_LANES && id->ports <= CPO_LIMIT_PORTS &&
	       id->feeds <= CPO_MAX_FEEDS &&
	       id->sensors <= CPO_LIMIT_SENSORS &&
	       id->components <= CPO_PCI_COMPONENTS &&
	       id->relations <= CPO_PCI_RELATIONS;
}

/**
 * cpo_pci_identify - ask the device what it is
 * @cpd: device
 * @id: gets the answer, checked
 *
 * Return: 0, -EINVAL when there is more of something than there can be, or an
 * error of the command
 */
int cpo_pci_identify(struct cpo_pci_dev *cpd, struct cpo_pci_ident *id)
{
	__le32 arg = cpu_to_le32(CPO_IDENTIFY_DEVICE);
	struct cpo_hw_ident hw = {};
	struct cpo_pci_cmd cmd = {
		.opcode = CPO_OP_IDENTIFY,
		.arg = &arg,
		.arg_len = sizeof(arg),
		.out = &hw,
		.out_len = sizeof(hw),
	};
	int err;

	err = cpo_pci_cmd(cpd, &cmd, NULL);
	if (!err && cmd.len != sizeof(hw))
		err = -EPROTO;
	if (err) {
		dev_err(cpd->dev, "Cannot identify the device: %d\n", err);
		return err;
	}
	cpo_pci_ident_fill(id, &hw);
	if (!cpo_pci_ident_valid(id)) {
		dev_err(cpd->dev, "%u engines, %u ELS, %u lasers, %u lanes, %u ports, %u sensors make no sense\n",
			id->engines, id->els, id->lasers, id->lanes, id->ports,
			id->sensors);
		return -EINVAL;
	}
	return 0;
}

/* ---- objects ---- */

static int cpo_pci_inv_engine(struct cpo_pci_inv *b, unsigned int i,
			      const void *record)
{
	struct cpo_engine_info *info = &b->inv->engines[i];
	const struct cpo_hw_inv_engine *hw = record;

	cpo_pci_identity(&info->id, &hw->id);
	cpo_pci_str_field(info->label, hw->id.label);
	info->asic = le16_to_cpu(hw->asic);
	info->first_lane = le16_to_cpu(hw->first_lane);
	info->lanes = le16_to_cpu(hw->lanes);
	info->banks = hw->banks;
	info->modulator = hw->modulator;
	info->max_power_mw = le32_to_cpu(hw->max_power_mw);
	b->topo->engines[i].first_lane = info->first_lane;
	return 0;
}

static int cpo_pci_inv_els(struct cpo_pci_inv *b, unsigned int i,
			   const void *record)
{
	struct cpo_els_info *info = &b->inv->els[i];
	const struct cpo_hw_inv_els *hw = record;

	cpo_pci_str_field(info->label, hw->id.label);
	info->first_laser = le16_to_cpu(hw->first_laser);
	info->lasers = le16_to_cpu(hw->lasers);
	info->max_power_mw = le32_to_cpu(hw->max_power_mw);
	return 0;
}

static int cpo_pci_inv_laser(struct cpo_pci_inv *b, unsigned int i,
			     const void *record)
{
	struct cpo_laser_info *info = &b->inv->lasers[i];
	const struct cpo_hw_inv_laser *hw = record;

	info->els = CPO_NONE;
	info->engine = CPO_NONE;
	if (le16_to_cpu(hw->parent_type) == CPO_OBJ_ELS)
		info->els = le16_to_cpu(hw->parent);
	else if (le16_to_cpu(hw->parent_type) == CPO_OBJ_ENGINE)
		info->engine = le16_to_cpu(hw->parent);
	info->index = le16_to_cpu(hw->index);
	info->frequency_mhz = le32_to_cpu(hw->frequency_ghz) * 1000ULL;
	info->max_power_nw = le32_to_cpu(hw->max_power_nw);
	info->min_power_nw = le32_to_cpu(hw->min_power_nw);
	info->max_bias_na = le32_to_cpu(hw->max_bias_na);
	info->check_power_nw = le32_to_cpu(hw->check_power_nw);
	return 0;
}

static int cpo_pci_inv_lane(struct cpo_pci_inv *b, unsigned int i,
			    const void *record)
{
	struct cpo_lane_info *info = &b->inv->lanes[i];
	const struct cpo_hw_inv_lane *hw = record;

	info->engine = le16_to_cpu(hw->engine);
	info->index = le16_to_cpu(hw->index);
	info->asic_lane = le16_to_cpu(hw->asic_lane);
	return 0;
}

static u8 cpo_pci_protocol(u8 hw)
{
	switch (hw) {
	case CPO_PROTO_ETHERNET:
		return CPO_PROTOCOL_ETHERNET;
	case CPO_PROTO_INFINIBAND:
		return CPO_PROTOCOL_INFINIBAND;
	default:
		return CPO_PROTOCOL_UNKNOWN;
	}
}

static int cpo_pci_inv_port(struct cpo_pci_inv *b, unsigned int i,
			    const void *record)
{
	struct cpo_pci_port_info *port = &b->topo->ports[i];
	struct cpo_port_info *info = &b->inv->ports[i];
	const struct cpo_hw_inv_port *hw = record;

	cpo_pci_str_field(info->label, hw->label);
	info->speed_mbps = le32_to_cpu(hw->speed_mbps);
	info->protocol = cpo_pci_protocol(hw->protocol);
	port->speed_mbps = info->speed_mbps;
	port->flags = hw->flags;
	port->media = hw->media;
	memcpy(port->mac, hw->mac, sizeof(port->mac));
	return 0;
}

/* What it belongs to that has no number in the core is part of the device. */
static int cpo_pci_inv_sensor(struct cpo_pci_inv *b, unsigned int i,
			      const void *record)
{
	struct cpo_sensor_info *info = &b->inv->sensors[i];
	const struct cpo_hw_inv_sensor *hw = record;
	u16 a = le16_to_cpu(hw->obj.a);

	cpo_pci_str_field(info->label, hw->label);
	cpo_pci_str_field(info->unit, hw->unit);
	info->kind = hw->kind;
	info->asic = CPO_NONE;
	info->engine = CPO_NONE;
	info->els = CPO_NONE;
	switch (hw->obj.type) {
	case CPO_OBJ_ASIC:
		info->asic = a;
		break;
	case CPO_OBJ_ENGINE:
		info->engine = a;
		break;
	case CPO_OBJ_ELS:
		info->els = a;
		break;
	default:
		return 0;
	}
	if (a != CPO_NONE)
		return 0;
	dev_err(b->cpd->dev, "Sensor %u is on object %u %u\n", i,
		hw->obj.type, a);
	return -EINVAL;
}

static int cpo_pci_inv_component(struct cpo_pci_inv *b, unsigned int i,
				 const void *record)
{
	struct cpo_pci_component *c = &b->topo->components[i];
	const struct cpo_hw_inv_component *hw = record;

	cpo_pci_str_field(c->name, hw->name);
	cpo_pci_str_field(c->running, hw->running);
	cpo_pci_str_field(c->stored, hw->stored);
	return 0;
}

/* ---- relations ---- */

static int cpo_pci_inv_relation(struct cpo_pci_inv *b, unsigned int i,
				const void *record)
{
	memcpy(&b->relations[i], record, sizeof(b->relations[i]));
	return 0;
}

static int cpo_pci_bad_relation(const struct cpo_pci_inv *b,
				const struct cpo_hw_relation *rel)
{
	dev_err(b->cpd->dev, "Relation %u from object %u %u to %u %u makes no sense\n",
		rel->kind, rel->from.type, le16_to_cpu(rel->from.a),
		rel->to.type, le16_to_cpu(rel->to.a));
	return -EINVAL;
}

static void cpo_pci_range(const struct cpo_hw_relation *rel,
			  struct cpo_lane_range *range)
{
	range->engine = le16_to_cpu(rel->to.a);
	range->first = le16_to_cpu(rel->first);
	range->count = le16_to_cpu(rel->count);
	range->stride = le16_to_cpu(rel->stride);
}

/* Not checked yet: the core refuses a port that would not fit. */
static void cpo_pci_port_lanes(struct cpo_pci_port_info *port,
			       const struct cpo_lane_range *range)
{
	struct cpo_pci_port_lane *lane;
	unsigned int i;

	for (i = 0; i < range->count; i++) {
		if (port->n_lane == ARRAY_SIZE(port->lane))
			return;
		lane = &port->lane[port->n_lane++];
		lane->engine = range->engine;
		lane->index = range->first + i * range->stride;
	}
}

static int cpo_pci_rel_port(struct cpo_pci_inv *b,
			    const struct cpo_hw_relation *rel)
{
	u16 p = le16_to_cpu(rel->from.a);
	struct cpo_pci_port_info *port;
	struct cpo_port_info *info;

	/* ports are made of transmit lanes; what only receives is extra */
	if ((rel->flags & (CPO_REL_TX | CPO_REL_RX)) == CPO_REL_RX)
		return 0;
	if (rel->from.type != CPO_OBJ_PORT || rel->to.type != CPO_OBJ_ENGINE ||
	    p >= b->inv->n_ports ||
	    b->inv->ports[p].n_ranges == ARRAY_SIZE(info->range))
		return cpo_pci_bad_relation(b, rel);
	info = &b->inv->ports[p];
	port = &b->topo->ports[p];
	cpo_pci_range(rel, &info->range[info->n_ranges]);
	if (!info->n_ranges++) {
		port->engine = info->range[0].engine;
		port->bank = info->range[0].first / CPO_BANK_LANES;
	}
	cpo_pci_port_lanes(port, &info->range[info->n_ranges - 1]);
	port->lanes += le16_to_cpu(rel->count);
	return 0;
}

static int cpo_pci_rel_feed(struct cpo_pci_inv *b,
			    const struct cpo_hw_relation *rel, unsigned int r)
{
	struct cpo_route_info *info = &b->inv->routes[r];
	u16 feed = le16_to_cpu(rel->group);

	if (rel->from.type != CPO_OBJ_LASER || rel->to.type != CPO_OBJ_ENGINE ||
	    feed >= b->cpd->ident.feeds)
		return cpo_pci_bad_relation(b, rel);
	info->laser = le16_to_cpu(rel->from.a);
	info->wavelength = rel->wavelength;
	info->role = rel->flags & CPO_REL_STANDBY ? CPO_ROUTE_ROLE_STANDBY :
						    CPO_ROUTE_ROLE_ACTIVE;
	/* the fibre follows with the feeds */
	cpo_pci_range(rel, &info->range);
	b->topo->route_feed[r] = feed;
	if (b->topo->feed_route[feed] == CPO_NONE)
		b->topo->feed_route[feed] = r;
	return 0;
}

static int cpo_pci_inv_feed(struct cpo_pci_inv *b, unsigned int i,
			    const void *record)
{
	const struct cpo_hw_inv_feed *hw = record;
	unsigned int r;

	for (r = 0; r < b->topo->routes; r++)
		if (b->topo->route_feed[r] == i)
			b->inv->routes[r].fibre = le16_to_cpu(hw->fibre);
	return 0;
}

static int cpo_pci_inv_relate(struct cpo_pci_inv *b)
{
	const struct cpo_hw_relation *rel = b->relations;
	unsigned int i, route = 0;
	int err = 0;

	for (i = 0; i < b->n_relations && !err; i++, rel++) {
		if (rel->kind == CPO_REL_PORT_LANE)
			err = cpo_pci_rel_port(b, rel);
		else if (rel->kind == CPO_REL_FEEDS)
			err = cpo_pci_rel_feed(b, rel, route++);
	}
	return err;
}

/* ---- all of it ---- */

void cpo_pci_topo_free(struct cpo_pci_topo *topo)
{
	kvfree(topo->engines);
	kvfree(topo->ports);
	kvfree(topo->components);
	kvfree(topo->route_feed);
	kvfree(topo->feed_route);
	memset(topo, 0, sizeof(*topo));
}

static int cpo_pci_topo_alloc(const struct cpo_pci_ident *id,
			      struct cpo_pci_topo *topo, unsigned int routes)
{
	memset(topo, 0, sizeof(*topo));
	topo->routes = routes;
	topo->n_components = id->components;
	topo->engines = kvcalloc(id->engines, sizeof(*topo->engines),
				 GFP_KERNEL);
	topo->ports = kvcalloc(id->ports, sizeof(*topo->ports), GFP_KERNEL);
	topo->components = kvcalloc(id->components, sizeof(*topo->components),
				    GFP_KERNEL);
	topo->route_feed = kvcalloc(routes, sizeof(*topo->route_feed),
				    GFP_KERNEL);
	topo->feed_route = kvcalloc(id->feeds, sizeof(*topo->feed_route),
				    GFP_KERNEL);
	if (!topo->engines || !topo->ports || !topo->components ||
	    !topo->route_feed || !topo->feed_route) {
		cpo_pci_topo_free(topo);
		return -ENOMEM;
	}
	/* CPO_NONE in every element */
	memset(topo->feed_route, 0xff, id->feeds * sizeof(*topo->feed_route));
	return 0;
}

static int cpo_pci_relations_read(struct cpo_pci_inv *b)
{
	b->n_relations = b->cpd->ident.relations;
	b->relations = kvcalloc(b->n_relations, sizeof(*b->relations),
				GFP_KERNEL);
	if (!b->relations)
		return -ENOMEM;
	return cpo_pci_section_read(b, CPO_SEC_RELATION, 0, b->n_relations,
				    sizeof(*b->relations),
				    cpo_pci_inv_relation);
}

static unsigned int cpo_pci_count_routes(const struct cpo_pci_inv *b)
{
	unsigned int i, n = 0;

	for (i = 0; i < b->n_relations; i++)
		n += b->relations[i].kind == CPO_REL_FEEDS;
	return n;
}

static int cpo_pci_inv_alloc(struct cpo_pci_inv *b)
{
	const struct cpo_pci_ident *id = &b->cpd->ident;
	unsigned int routes = cpo_pci_count_routes(b);
	int err;

	if (routes > CPO_LIMIT_ROUTES) {
		dev_err(b->cpd->dev, "%u routes are too many\n", routes);
		return -EINVAL;
	}
	err = cpo_pci_topo_alloc(id, b->topo, routes);
	if (err)
		return err;
	b->inv = cpo_inventory_alloc(id->engines, id->els, id->lasers,
				     id->lanes, id->ports, routes,
				     id->sensors);
	if (!b->inv) {
		cpo_pci_topo_free(b->topo);
		return -ENOMEM;
	}
	return 0;
}

static void cpo_pci_inv_device(struct cpo_pci_inv *b)
{
	const struct cpo_pci_ident *id = &b->cpd->ident;
	struct cpo_inventory *inv = b->inv;

	memcpy(inv->id.vendor, id->vendor, CPO_STR_LEN);
	memcpy(inv->id.part, id->part, CPO_STR_LEN);
	memcpy(inv->id.serial, id->serial, CPO_STR_LEN);
	memcpy(inv->id.revision, id->revision, CPO_STR_LEN);
	memcpy(inv->id.firmware, id->fw_running, CPO_STR_LEN);
	memcpy(inv->profile, id->profile, CPO_STR_LEN);
	inv->asics = id->asics;
	inv->mode = id->flags & CPO_IDENT_JOINT ? CPO_DEV_MODE_JOINT :
						  CPO_DEV_MODE_SEPARATE;
}

static int cpo_pci_inv_fill(struct cpo_pci_inv *b)
{
	const struct cpo_pci_ident *id = &b->cpd->ident;
	const struct {
		u16 type;
		u16 size;
		u32 count;
		cpo_pci_record_fn fn;
	} sections[] = {
		{ CPO_SEC_INV_ENGINE, sizeof(struct cpo_hw_inv_engine),
		  id->engines, cpo_pci_inv_engine },
		{ CPO_SEC_INV_ELS, sizeof(struct cpo_hw_inv_els),
		  id->els, cpo_pci_inv_els },
		{ CPO_SEC_INV_LASER, sizeof(struct cpo_hw_inv_laser),
		  id->lasers, cpo_pci_inv_laser },
		{ CPO_SEC_INV_LANE, sizeof(struct cpo_hw_inv_lane),
		  id->lanes, cpo_pci_inv_lane },
		{ CPO_SEC_INV_PORT, sizeof(struct cpo_hw_inv_port),
		  id->ports, cpo_pci_inv_port },
		{ CPO_SEC_INV_SENSOR, sizeof(struct cpo_hw_inv_sensor),
		  id->sensors, cpo_pci_inv_sensor },
		{ CPO_SEC_INV_COMPONENT, sizeof(struct cpo_hw_inv_component),
		  id->components, cpo_pci_inv_component },
		{ CPO_SEC_INV_FEED, sizeof(struct cpo_hw_inv_feed),
		  id->feeds, cpo_pci_inv_feed },
	};
	unsigned int i;
	int err;

	cpo_pci_inv_device(b);
	/* before the feeds, which need the routes */
	err = cpo_pci_inv_relate(b);
	for (i = 0; i < ARRAY_SIZE(sections) && !err; i++)
		err = cpo_pci_section_read(b, sections[i].type, 0,
					   sections[i].count, sections[i].size,
					   sections[i].fn);
	return err;
}

/**
 * cpo_pci_inv_read - read the inventory
 * @cpd: device, identified
 * @topo: gets what the driver itself needs of it; free with
 *	cpo_pci_topo_free()
 *
 * Return: the inventory, or an error pointer
 */
struct cpo_inventory *cpo_pci_inv_read(struct cpo_pci_dev *cpd,
				       struct cpo_pci_topo *topo)
{
	struct cpo_pci_inv b = {
		.cpd = cpd,
		.topo = topo,
		.end = cpo_pci_read_end(),
	};
	int err;

	/* first, so that a change while it is read shows as one after it */
	cpd->tlm.topo_gen = cpo_pci_rd32(cpd, CPO_BLK_CONTROL,
					 CPO_CTRL_TOPO_GEN);
	err = cpo_pci_relations_read(&b);
	if (err)
		goto free_relations;
	err = cpo_pci_inv_alloc(&b);
	if (err)
		goto free_relations;
	err = cpo_pci_inv_fill(&b);
	if (err)
		goto free_inv;
	kvfree(b.relations);
	return b.inv;

free_inv:
	cpo_inventory_free(b.inv);
	cpo_pci_topo_free(topo);
free_relations:
	kvfree(b.relations);
	return ERR_PTR(err);
}

/* ---- modules that come and go ---- */

static int cpo_pci_els_identity(struct cpo_pci_inv *b, unsigned int els,
				const void *record)
{
	const struct cpo_hw_inv_els *hw = record;
	struct cpo_pci_dev *cpd = b->cpd;
	struct cpo_identity id;
	bool empty;

	cpo_pci_identity(&id, &hw->id);
	empty = !id.vendor[0] && !id.part[0] && !id.serial[0];
	mutex_lock(&cpd->publish_lock);
	cpo_els_set_identity(cpd->cdev, els, empty ? NULL : &id);
	mutex_unlock(&cpd->publish_lock);
	return 0;
}

/**
 * cpo_pci_els_identify - tell the core which modules are there
 * @cpd: device
 *
 * Return: 0 or an error of the device
 */
int cpo_pci_els_identify(struct cpo_pci_dev *cpd)
{
	struct cpo_pci_inv b = { .cpd = cpd, .end = cpo_pci_read_end() };

	return cpo_pci_section_read(&b, CPO_SEC_INV_ELS, 0, cpd->ident.els,
				    sizeof(struct cpo_hw_inv_els),
				    cpo_pci_els_identity);
}

static int cpo_pci_els_reread(struct cpo_pci_dev *cpd, unsigned int els)
{
	struct cpo_pci_inv b = { .cpd = cpd, .end = cpo_pci_read_end() };
	int err;

	err = cpo_pci_section_read(&b, CPO_SEC_INV_ELS, els, 1,
				   sizeof(struct cpo_hw_inv_els),
				   cpo_pci_els_identity);
	if (err)
		set_bit(els, cpd->els_changed);
	return err;
}

/*
 * Slots whose module changed. A module that changes again meanwhile sets its
 * bit again, so the last answer is the one that stays. What failed is tried
 * again, later and later; when the device comes back all slots are read.
 */
void cpo_pci_els_work(struct work_struct *work)
{
	struct cpo_pci_dev *cpd = container_of(to_delayed_work(work),
					       struct cpo_pci_dev, els_work);
	unsigned int els;
	int err = 0;

	for (els = 0; els < cpd->ident.els && err != -ENODEV; els++)
		if (test_and_clear_bit(els, cpd->els_changed))
			err = cpo_pci_els_reread(cpd, els) ?: err;
	if (!err) {
		cpd->els_tries = 0;
	} else if (err != -ENODEV) {
		queue_delayed_work(cpo_pci_wq, &cpd->els_work,
				   HZ << cpd->els_tries);
		cpd->els_tries = min(cpd->els_tries + 1, CPO_PCI_ELS_TRIES);
	}
}
