/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (c) 2026 The cpo authors */

/* What differs between the QEMU versions the model compiles on. */
#ifndef HW_CPO_COMPAT_H
#define HW_CPO_COMPAT_H

#define CPO_QEMU_VERSION    (QEMU_VERSION_MAJOR * 100 + QEMU_VERSION_MINOR)

#if CPO_QEMU_VERSION >= 1001
#define CPO_CLASS_DATA      const void
#define CPO_INTERFACE_INFO  const InterfaceInfo
#else
#define CPO_CLASS_DATA      void
#define CPO_INTERFACE_INFO  InterfaceInfo
#endif

#if __has_include("hw/core/qdev-properties.h")
#include "hw/core/qdev.h"
#include "hw/core/qdev-properties.h"
#include "hw/core/hotplug.h"
#else
#include "hw/qdev-core.h"
#include "hw/qdev-properties.h"
#include "hw/hotplug.h"
#endif

#endif
