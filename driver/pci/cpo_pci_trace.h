/* SPDX-License-Identifier: GPL-2.0 */
/* Copyright (c) 2026 The cpo authors */

/*
 * Trace events: what goes over the border to the device, numbers as the device
 * interface has them.
 */
#undef TRACE_SYSTEM
#define TRACE_SYSTEM cpo_pci

#if !defined(CPO_PCI_TRACE_H) || defined(TRACE_HEADER_MULTI_READ)
#define CPO_PCI_TRACE_H

#include <linux/pci.h>
#include <linux/tracepoint.h>

#include "cpo_pci.h"

/**
 * cpo_pci_cmd_post - a command is given to the device
 * @cpd: device
 * @hw: the command
 */
TRACE_EVENT(cpo_pci_cmd_post,
	TP_PROTO(const struct cpo_pci_dev *cpd, const struct cpo_hw_cmd *hw),
	TP_ARGS(cpd, hw),
	TP_STRUCT__entry(
		__string(dev, pci_name(cpd->pdev))
		__field(u16, opcode)
		__field(u16, slot)
		__field(u16, gen)
		__field(u16, index)
		__field(u8, object)
		__field(u32, len)
	),
	TP_fast_assign(
		__assign_str(dev);
		__entry->opcode = le16_to_cpu(hw->opcode);
		__entry->slot = le16_to_cpu(hw->slot);
		__entry->gen = le16_to_cpu(hw->gen);
		__entry->object = hw->obj.type;
		__entry->index = le16_to_cpu(hw->obj.a);
		__entry->len = le32_to_cpu(hw->len);
	),
	TP_printk("%s opcode=0x%04x slot=%u gen=%u object=%u index=%u len=%u",
		  __get_str(dev), __entry->opcode, __entry->slot,
		  __entry->gen, __entry->object, __entry->index, __entry->len)
);

/**
 * cpo_pci_cmd_done - the device completed a command
 * @cpd: device
 * @cpl: its completion
 * @opcode: of the command
 * @us: how long it took
 */
TRACE_EVENT(cpo_pci_cmd_done,
	TP_PROTO(const struct cpo_pci_dev *cpd, const struct cpo_hw_cpl *cpl,
		 u16 opcode, u64 us),
	TP_ARGS(cpd, cpl, opcode, us),
	TP_STRUCT__entry(
		__string(dev, pci_name(cpd->pdev))
		__field(u64, us)
		__field(u16, opcode)
		__field(u16, slot)
		__field(u16, gen)
		__field(u16, status)
		__field(u32, len)
		__field(u32, result)
	),
	TP_fast_assign(
		__assign_str(dev);
		__entry->us = us;
		__entry->opcode = opcode;
		__entry->slot = le16_to_cpu(cpl->slot);
		__entry->gen = le16_to_cpu(cpl->gen);
		__entry->status = le16_to_cpu(cpl->status);
		__entry->len = le32_to_cpu(cpl->len);
		__entry->result = le32_to_cpu(cpl->result);
	),
	TP_printk("%s opcode=0x%04x slot=%u gen=%u status=%u len=%u result=0x%x us=%llu",
		  __get_str(dev), __entry->opcode, __entry->slot,
		  __entry->gen, __entry->status, __entry->len,
		  __entry->result, __entry->us)
);

/**
 * cpo_pci_event - the device told of an event
 * @cpd: device
 * @hw: the event, not checked
 */
TRACE_EVENT(cpo_pci_event,
	TP_PROTO(const struct cpo_pci_dev *cpd, const struct cpo_hw_event *hw),
	TP_ARGS(cpd, hw),
	TP_STRUCT__entry(
		__string(dev, pci_name(cpd->pdev))
		__field(u64, seq)
		__field(u64, time)
		__field(s64, value)
		__field(u32, count)
		__field(u16, code)
		__field(u16, index)
		__field(u16, cause)
		__field(u8, object)
		__field(u8, action)
		__field(u8, severity)
	),
	TP_fast_assign(
		__assign_str(dev);
		__entry->seq = le64_to_cpu(hw->seq);
		__entry->time = le64_to_cpu(hw->time);
		__entry->value = le64_to_cpu(hw->value);
		__entry->count = le32_to_cpu(hw->count);
		__entry->code = le16_to_cpu(hw->code);
		__entry->object = hw->obj.type;
		__entry->index = le16_to_cpu(hw->obj.a);
		__entry->cause = le16_to_cpu(hw->cause);
		__entry->action = hw->action;
		__entry->severity = hw->severity;
	),
	TP_printk("%s seq=%llu time=%llu code=0x%04x object=%u index=%u action=%u severity=%u cause=%u value=%lld count=%u",
		  __get_str(dev), __entry->seq, __entry->time, __entry->code,
		  __entry->object, __entry->index, __entry->action,
		  __entry->severity, __entry->cause, __entry->value,
		  __entry->count)
);

/**
 * cpo_pci_telemetry - a block of telemetry was looked at
 * @cpd: device
 * @seq: number of the block
 * @fault: enum cpo_pci_tlm_fault, 0 when it was taken
 */
TRACE_EVENT(cpo_pci_telemetry,
	TP_PROTO(const struct cpo_pci_dev *cpd, u64 seq, unsigned int fault),
	TP_ARGS(cpd, seq, fault),
	TP_STRUCT__entry(
		__string(dev, pci_name(cpd->pdev))
		__field(u64, seq)
		__field(u64, time)
		__field(u64, event_seq)
		__field(u8, fault)
	),
	TP_fast_assign(
		const struct cpo_hw_tlm_hdr *hdr = (void *)cpd->tlm.block;

		__assign_str(dev);
		__entry->seq = seq;
		__entry->time = le64_to_cpu(hdr->time);
		__entry->event_seq = le64_to_cpu(hdr->event_seq);
		__entry->fault = fault;
	),
	TP_printk("%s seq=%llu time=%llu event_seq=%llu %s", __get_str(dev),
		  __entry->seq, __entry->time, __entry->event_seq,
		  __print_symbolic(__entry->fault,
				   { CPO_PCI_TLM_GOOD, "accepted" },
				   { CPO_PCI_TLM_TORN, "refused: torn" },
				   { CPO_PCI_TLM_SHORT, "refused: short" },
				   { CPO_PCI_TLM_REPEATED,
				     "refused: repeated" },
				   { CPO_PCI_TLM_FROZEN, "refused: frozen" },
				   { CPO_PCI_TLM_LYING, "refused: lying" }))
);

#endif /* CPO_PCI_TRACE_H */

#undef TRACE_INCLUDE_PATH
#define TRACE_INCLUDE_PATH .
#undef TRACE_INCLUDE_FILE
#define TRACE_INCLUDE_FILE cpo_pci_trace
#include <trace/define_trace.h>
