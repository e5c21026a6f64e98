// SPDX-License-Identifier: GPL-2.0
/* Copyright (c) 2026 The cpo authors */

#define CREATE_TRACE_POINTS
#include "cpo_pci_trace.h"
