/* SPDX-License-Identifier: GPL-2.0 */
/* Copyright (c) 2026 The cpo authors */

/* What is wrong with a device, and how it is told. */
#ifndef CPO_PCI_HEALTH_H
#define CPO_PCI_HEALTH_H

#include <linux/bitmap.h>
#include <linux/types.h>

#include "cpo.h"

struct cpo_pci_dev;
struct devlink_fmsg;

/* ---- cpo_pci_words.c ---- */

/**
 * struct cpo_pci_words - a code in words
 * @name: name of the code, as the netlink family has it where it has one
 * @what: what happened
 * @cause: where that comes from, most likely
 * @remedy: what to do
 */
struct cpo_pci_words {
	const char *name;
	const char *what;
	const char *cause;
	const char *remedy;
};

/* What is no code of the device. */
enum cpo_pci_cond {
	CPO_PCI_COND_UNKNOWN,
	CPO_PCI_COND_ELS_ABSENT,
	CPO_PCI_COND_UNCHECKED,
	CPO_PCI_COND_CHECKING,
	CPO_PCI_COND_LASER_OFF,
	CPO_PCI_COND_CHECK_FAILED,
	CPO_PCI_COND_INTERLOCK,
	CPO_PCI_COND_ENGINE_TRIP,
	CPO_PCI_COND_LEAK,
	CPO_PCI_COND_DEAD,
	CPO_PCI_COND_DETACHED,
	CPO_PCI_COND_FW_STOPPED,
	CPO_PCI_COND_STALE,
	CPO_PCI_COND_TLM_TORN,	/* in the order of enum cpo_pci_tlm_fault */
	CPO_PCI_COND_TLM_SHORT,
	CPO_PCI_COND_TLM_REPEATED,
	CPO_PCI_COND_TLM_FROZEN,
	CPO_PCI_COND_TLM_LYING,
	CPO_PCI_COND_FATAL,
};

/* Names of the parts a sentence is about. */
struct cpo_pci_names {
	char els[40];
	char laser[48];
	char engine[40];
	char fibre[24];
	char sensor[CPO_SENSOR_LABEL_LEN];
	char port[40];
	char limit[16];
	char part[96];
};

const struct cpo_pci_words *cpo_pci_words_condition(unsigned int cond);
const struct cpo_pci_words *cpo_pci_words_reason(u8 reason);
const struct cpo_pci_words *cpo_pci_words_laser(u8 fault);
const struct cpo_pci_words *cpo_pci_words_module(u8 cause);
const struct cpo_pci_words *cpo_pci_words_limit(const struct cpo_flag_id *id,
						u8 kind);
const char *cpo_pci_words_fatal(u32 code);
const char *cpo_pci_words_fill(char *buf, size_t size, const char *text,
			       const struct cpo_pci_names *names);
void cpo_pci_words_label(char *buf, size_t size, const char *word,
			 const char *label, unsigned int id);

/* ---- cpo_pci_find.c ---- */
enum cpo_pci_reporter_id {
	CPO_PCI_REPORT_FW,
	CPO_PCI_REPORT_LASER,
	CPO_PCI_REPORT_ENGINE,
	CPO_PCI_REPORT_LINK,
	CPO_PCI_REPORTERS,
};

enum cpo_pci_weight {
	CPO_PCI_NOTE,		/* worth telling, and no fault */
	CPO_PCI_FAULT_OF_PORTS,	/* a fault when ports depend on it */
	CPO_PCI_FAULT,
};

/**
 * struct cpo_pci_finding - something that is wrong with a part
 * @words: what it is
 * @reason: why ports are down, as the netlink family names it, or NULL
 * @value: value that crossed a limit, when @has_value
 * @lasers: bit n: laser n of the ELS or engine has it; 0: it is about none
 * @els: an ELS to name, or CPO_NONE
 * @engine: an engine to name, or CPO_NONE
 * @route: a route, whose fibre is to be named, or CPO_NONE
 * @index: number of the part
 * @object: enum cpo_object: kind of the part
 * @level: enum cpo_level: the limit that was crossed, when @has_value
 * @quantity: enum cpo_quantity, when @has_value
 * @weight: enum cpo_pci_weight
 * @has_value: a limit was crossed
 * @ports: ports that depend on the part, or that are down because of it
 *
 * Two with the same words, reason and part are one.
 */
struct cpo_pci_finding {
	const struct cpo_pci_words *words;
	const char *reason;
	s64 value;
	u64 lasers;
	u16 els;
	u16 engine;
	u16 route;
	u16 index;
	u8 object;
	u8 level;
	u8 quantity;
	u8 weight;
	bool has_value;
	DECLARE_BITMAP(ports, CPO_LIMIT_PORTS);
};

#define CPO_PCI_FINDINGS	256

/**
 * struct cpo_pci_findings - what is wrong with parts of one kind
 * @n: elements of @found
 * @left: how many more there are
 * @found: what was found
 * @over: takes those there is no room for
 */
struct cpo_pci_findings {
	unsigned int n;
	unsigned int left;
	struct cpo_pci_finding found[CPO_PCI_FINDINGS];
	struct cpo_pci_finding over;
};

void cpo_pci_find(struct cpo_pci_dev *cpd, enum cpo_pci_reporter_id id,
		  struct cpo_pci_findings *list);
unsigned int cpo_pci_find_faults(const struct cpo_pci_findings *list);
bool cpo_pci_find_fresh(const struct cpo_pci_findings *list,
			const struct cpo_pci_findings *told,
			unsigned int *first);
void cpo_pci_find_names(struct cpo_pci_dev *cpd,
			const struct cpo_pci_finding *f,
			struct cpo_pci_names *names);
bool cpo_pci_tlm_stale(struct cpo_pci_dev *cpd, u64 *age_ns);

/* ---- cpo_pci_tell.c ---- */

/* The longest list of parts; what devlink takes at once is a page. */
#define CPO_PCI_HEALTH_TEXT	3072

void cpo_pci_fmsg_begin(struct devlink_fmsg *fmsg, const char *name);
void cpo_pci_fmsg_end(struct devlink_fmsg *fmsg);
void cpo_pci_tell_ports(const struct cpo_pci_finding *f, char *buf,
			size_t size);
void cpo_pci_tell_state(struct cpo_pci_dev *cpd, struct devlink_fmsg *fmsg,
			enum cpo_pci_reporter_id id);
void cpo_pci_tell_numbers(struct cpo_pci_dev *cpd, struct devlink_fmsg *fmsg,
			  enum cpo_pci_reporter_id id);

#endif /* CPO_PCI_HEALTH_H */
