/* SPDX-License-Identifier: GPL-2.0-only */
/* Copyright (c) 2026 cpo contributors */
#ifndef CPOCTL_FLAG_H
#define CPOCTL_FLAG_H

#include "quantity.h"

/* Is it set now? */
bool flag_is_set(const struct item *flag);
/* Has it changed since its history was forgotten? */
bool flag_has_changed(const struct item *flag);

/* Identity of a flag: that of its object, and what tells it from others. */
uint64_t flag_key(int kind, const struct cpo_ids *ids);
uint32_t flag_part(const struct cond *cond);
void flag_cond(uint32_t part, struct cond *cond);

#endif /* CPOCTL_FLAG_H */
