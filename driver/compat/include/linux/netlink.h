/* SPDX-License-Identifier: GPL-2.0 */
/* Copyright (c) 2026 The cpo authors */

#ifndef CPO_COMPAT_LINUX_NETLINK_H
#define CPO_COMPAT_LINUX_NETLINK_H

#include_next <linux/netlink.h>

#ifndef NL_ASSERT_CTX_FITS
#define NL_ASSERT_CTX_FITS(type_name)	NL_ASSERT_DUMP_CTX_FITS(type_name)
#endif

#endif /* CPO_COMPAT_LINUX_NETLINK_H */
