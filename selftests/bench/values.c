// SPDX-License-Identifier: GPL-2.0
// Copyright (c) 2026 The cpo authors

/*
 * All that is measured of engines, ELS, lasers and the board, in the ways that
 * the kernel has: the cpo family, hwmon, and the modules of ethtool.
 */

#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>
#include <linux/cpo.h>
#include <linux/ethtool_netlink.h>
#include <linux/genetlink.h>

#include "bench.h"
#include "netlink.h"

/* ---- the family ---- */

/* Of an object; names, limits and states are none. */
static const uint16_t engine_measured[] = {
	CPO_A_ENGINE_TEMPERATURE, CPO_A_ENGINE_RAIL_UV, CPO_A_ENGINE_POWER_MW,
	CPO_A_ENGINE_ENERGY_MJ, 0
};

static const uint16_t els_measured[] = {
	CPO_A_ELS_TEMPERATURE, CPO_A_ELS_LASER_TEMPERATURE, CPO_A_ELS_VCC_UV,
	CPO_A_ELS_ICC_NA, CPO_A_ELS_TEC_POWER_MW, CPO_A_ELS_POWER_MW, 0
};

static const uint16_t laser_measured[] = {
	CPO_A_LASER_POWER_NW, CPO_A_LASER_BIAS_NA, CPO_A_LASER_TEMPERATURE,
	CPO_A_LASER_FREQUENCY_ERROR_MHZ, CPO_A_LASER_TEC_DRIVE,
	CPO_A_LASER_AGE, CPO_A_LASER_VOLTAGE_UV, 0
};

static const uint16_t sensor_measured[] = { CPO_A_SENSOR_VALUE, 0 };

/* Its own, and those of related objects. */
static const uint16_t engine_ids[] = {
	CPO_A_ENGINE_DEV_ID, CPO_A_ENGINE_ENGINE_ID, CPO_A_ENGINE_ELS_ID,
	CPO_A_ENGINE_PORT_ID, 0
};

static const uint16_t els_ids[] = {
	CPO_A_ELS_DEV_ID, CPO_A_ELS_ELS_ID, CPO_A_ELS_ENGINE_ID,
	CPO_A_ELS_PORT_ID, 0
};

static const uint16_t laser_ids[] = {
	CPO_A_LASER_DEV_ID, CPO_A_LASER_ELS_ID, CPO_A_LASER_ENGINE_ID,
	CPO_A_LASER_LASER_ID, CPO_A_LASER_PORT_ID, 0
};

static const uint16_t sensor_ids[] = {
	CPO_A_SENSOR_DEV_ID, CPO_A_SENSOR_SENSOR_ID, CPO_A_SENSOR_ENGINE_ID,
	CPO_A_SENSOR_ELS_ID, 0
};

static const struct dump {
	const char *name;
	uint8_t cmd;
	const uint16_t *measured;
	const uint16_t *ids;
} dumps[] = {
	{ "engine-dump", CPO_CMD_ENGINE_GET, engine_measured, engine_ids },
	{ "els-dump", CPO_CMD_ELS_GET, els_measured, els_ids },
	{ "laser-dump", CPO_CMD_LASER_GET, laser_measured, laser_ids },
	{ "sensor-dump", CPO_CMD_SENSOR_GET, sensor_measured, sensor_ids },
};

/* What a dump is looked through for. */
static const struct dump *looking;
static uint64_t measured;

static bool has(const uint16_t *types, uint16_t type)
{
	while (*types && *types != type)
		types++;
	return *types;
}

/* A value as of a lane: neither an id nor where values come from. */
static bool is_value(const struct nlattr *attr, int depth)
{
	if (depth)
		return false;
	measured += has(looking->measured, nl_type(attr));
	return !has(looking->ids, nl_type(attr));
}

static void family_dump(struct nl *nl, int id, unsigned int rounds)
{
	struct genlmsghdr genl = { .cmd = looking->cmd, .version = 1 };
	struct nl_content content;
	struct nl_request req;
	struct bench b;

	measured = 0;
	nl_request(&req, id, NLM_F_DUMP, &genl, sizeof(genl));
	nl_send(nl, &req);
	nl_count(nl, sizeof(genl), is_value, &content);
	bench_init(&b, looking->name, rounds);
	bench_fact(&b, "messages", content.messages);
	bench_fact(&b, "bytes", content.bytes);
	bench_fact(&b, "values", content.values);
	bench_fact(&b, "measured", measured);
	while (b.n < rounds) {
		bench_begin(&b);
		nl_send(nl, &req);
		nl_drain(nl);
		bench_end(&b);
	}
	bench_print(&b);
}

static void family(unsigned int rounds)
{
	static struct nl nl;
	unsigned int i;
	int id;

	nl_open(&nl, NETLINK_GENERIC);
	id = nl_family(&nl, CPO_FAMILY_NAME, NULL);
	for (i = 0; i < ARRAY_SIZE(dumps); i++) {
		looking = &dumps[i];
		family_dump(&nl, id, rounds);
	}
	nl_close(&nl);
}

/* ---- hwmon ---- */

#define HWMON	"/sys/class/hwmon"

/* What can be read now; the paths are what a program would use. */
struct files {
	char **path;
	unsigned int n;
};

static bool is_ours(const char *folder)
{
	char path[256], name[32] = "";
	FILE *file;
	bool ours;

	snprintf(path, sizeof(path), "%s/name", folder);
	file = fopen(path, "r");
	if (!file)
		return false;
	ours = fgets(name, sizeof(name), file) && !strncmp(name, "cpo", 3);
	fclose(file);
	return ours;
}

/* Whether there is a value: a part may be absent. */
static bool read_once(const char *path)
{
	char text[32];
	ssize_t len;
	int fd;

	fd = open(path, O_RDONLY);
	if (fd < 0)
		bench_die(path, errno);
	len = read(fd, text, sizeof(text));
	if (len < 0 && errno != ENODATA)
		bench_die(path, errno);
	close(fd);
	return len > 0;
}

static void add_files(struct files *files, const char *folder)
{
	char pattern[256];
	glob_t found;
	size_t i;

	snprintf(pattern, sizeof(pattern), "%s/*_input", folder);
	if (glob(pattern, 0, NULL, &found))
		return;
	files->path = realloc(files->path, (files->n + found.gl_pathc) *
			      sizeof(*files->path));
	if (!files->path)
		bench_die(HWMON, ENOMEM);
	for (i = 0; i < found.gl_pathc; i++)
		if (read_once(found.gl_pathv[i]))
			files->path[files->n++] = strdup(found.gl_pathv[i]);
	globfree(&found);
}

static void find_files(struct files *files)
{
	glob_t found;
	size_t i;

	if (!glob(HWMON "/hwmon*", 0, NULL, &found)) {
		for (i = 0; i < found.gl_pathc; i++)
			if (is_ours(found.gl_pathv[i]))
				add_files(files, found.gl_pathv[i]);
		globfree(&found);
	}
	if (!files->n)
		bench_die(HWMON ": no cpo device", ENODEV);
}

static void hwmon_open(const struct files *files, unsigned int rounds)
{
	unsigned int i;
	struct bench b;

	bench_init(&b, "hwmon-open", rounds);
	bench_fact(&b, "values", files->n);
	while (b.n < rounds) {
		bench_begin(&b);
		for (i = 0; i < files->n; i++)
			read_once(files->path[i]);
		bench_end(&b);
	}
	bench_print(&b);
}

static void hwmon_pread(const struct files *files, unsigned int rounds)
{
	struct rlimit limit = { files->n + 64, files->n + 64 };
	unsigned int i;
	struct bench b;
	char text[32];
	int *fd;

	fd = calloc(files->n, sizeof(*fd));
	if (!fd || setrlimit(RLIMIT_NOFILE, &limit))
		bench_die(HWMON, errno);
	for (i = 0; i < files->n; i++) {
		fd[i] = open(files->path[i], O_RDONLY | O_CLOEXEC);
		if (fd[i] < 0)
			bench_die(files->path[i], errno);
	}
	bench_init(&b, "hwmon-pread", rounds);
	bench_fact(&b, "values", files->n);
	while (b.n < rounds) {
		bench_begin(&b);
		for (i = 0; i < files->n; i++)
			if (pread(fd[i], text, sizeof(text), 0) <= 0)
				bench_die(files->path[i], errno);
		bench_end(&b);
	}
	bench_print(&b);
	for (i = 0; i < files->n; i++)
		close(fd[i]);
	free(fd);
}

static void hwmon(unsigned int rounds)
{
	struct files files = {};
	unsigned int i;

	find_files(&files);
	hwmon_open(&files, rounds);
	hwmon_pread(&files, rounds);
	for (i = 0; i < files.n; i++)
		free(files.path[i]);
	free(files.path);
}

/* ---- modules ---- */

#define HALF		128	/* of a page */
#define I2C_ADDRESS	0x50
/* temperature and supply; powers and bias of the eight lanes of a bank */
#define MODULE_VALUES	(2 + 3 * 8)

/* What "ethtool -m" asks for, in its order: first, which kind of module it is. */
static const struct {
	uint32_t offset;
	uint32_t length;
	uint8_t page;
} reads[] = {
	{ 0, 1, 0x00 },
	{ 0, HALF, 0x00 },
	{ HALF, HALF, 0x00 },
	{ HALF, HALF, 0x01 },
	{ HALF, HALF, 0x02 },
	{ HALF, HALF, 0x11 },
};

#define PORTS_MAX	512

static uint32_t ifindexes[PORTS_MAX];
static unsigned int n_ports;

static bool take_ifindex(const struct nlattr *attr, int depth)
{
	if (depth || nl_type(attr) != CPO_A_PORT_IFINDEX ||
	    n_ports == PORTS_MAX)
		return false;
	memcpy(&ifindexes[n_ports++], nl_payload(attr), sizeof(*ifindexes));
	return true;
}

static void find_ports(struct nl *nl)
{
	struct genlmsghdr genl = { .cmd = CPO_CMD_PORT_GET, .version = 1 };
	struct nl_content content;
	struct nl_request req;

	nl_request(&req, nl_family(nl, CPO_FAMILY_NAME, NULL), NLM_F_DUMP,
		   &genl, sizeof(genl));
	nl_send(nl, &req);
	nl_count(nl, sizeof(genl), take_ifindex, &content);
	if (!n_ports)
		bench_die("a port with a netdev", ENODEV);
}

static void put_u8(struct nl_request *req, int type, uint8_t value)
{
	nl_put(req, type, &value, sizeof(value));
}

/* Returns where the ifindex goes. */
static void *prepare_module(struct nl_request *req, int family, unsigned int i)
{
	struct genlmsghdr genl = {
		.cmd = ETHTOOL_MSG_MODULE_EEPROM_GET,
		.version = ETHTOOL_GENL_VERSION,
	};
	struct nlattr *header;
	void *ifindex;

	nl_request(req, family, 0, &genl, sizeof(genl));
	header = (void *)((char *)req + req->hdr.nlmsg_len);
	nl_put(req, ETHTOOL_A_MODULE_EEPROM_HEADER | NLA_F_NESTED, NULL, 0);
	ifindex = (char *)header + 2 * NLA_HDRLEN;
	nl_put_u32(req, ETHTOOL_A_HEADER_DEV_INDEX, 0);
	header->nla_len = (char *)req + req->hdr.nlmsg_len - (char *)header;
	nl_put_u32(req, ETHTOOL_A_MODULE_EEPROM_OFFSET, reads[i].offset);
	nl_put_u32(req, ETHTOOL_A_MODULE_EEPROM_LENGTH, reads[i].length);
	put_u8(req, ETHTOOL_A_MODULE_EEPROM_PAGE, reads[i].page);
	put_u8(req, ETHTOOL_A_MODULE_EEPROM_BANK, 0);
	put_u8(req, ETHTOOL_A_MODULE_EEPROM_I2C_ADDRESS, I2C_ADDRESS);
	return ifindex;
}

static void read_module(struct nl *nl, struct nl_request *req, void *ifindex,
			uint32_t port)
{
	int status;

	memcpy(ifindex, &port, sizeof(port));
	nl_send(nl, req);
	status = nl_ack(nl);
	if (status)
		bench_die("module", -status);
}

static void modules(unsigned int rounds)
{
	struct nl_request req[ARRAY_SIZE(reads)];
	void *ifindex[ARRAY_SIZE(reads)];
	static struct nl nl;
	unsigned int i, j;
	struct bench b;
	int family;

	nl_open(&nl, NETLINK_GENERIC);
	find_ports(&nl);
	family = nl_family(&nl, ETHTOOL_GENL_NAME, NULL);
	for (j = 0; j < ARRAY_SIZE(reads); j++)
		ifindex[j] = prepare_module(&req[j], family, j);
	bench_init(&b, "module-read", rounds);
	bench_fact(&b, "values", (uint64_t)n_ports * MODULE_VALUES);
	while (b.n < rounds) {
		bench_begin(&b);
		for (i = 0; i < n_ports; i++)
			for (j = 0; j < ARRAY_SIZE(reads); j++)
				read_module(&nl, &req[j], ifindex[j],
					    ifindexes[i]);
		bench_end(&b);
	}
	bench_print(&b);
	nl_close(&nl);
}

/* values ROUNDS */
int bench_values_main(int argc, char **argv)
{
	unsigned int rounds;

	if (argc != 1)
		return 2;
	rounds = bench_number(argv[0]);
	family(rounds);
	hwmon(rounds);
	modules(rounds);
	return 0;
}
