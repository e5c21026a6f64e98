/* SPDX-License-Identifier: GPL-2.0 */
/* Copyright (c) 2026 The cpo authors */

#ifndef CPO_COMPAT_NET_DEVLINK_H
#define CPO_COMPAT_NET_DEVLINK_H

#include_next <net/devlink.h>

/*
 * Before the periods moved into the ops one was an argument. Nothing but the
 * type of the function tells; it is called as what it is. These two are never
 * defined, they are types.
 */
struct devlink_health_reporter *
cpo_reporter_type(struct devlink *devlink,
		  const struct devlink_health_reporter_ops *ops, void *priv);
struct devlink_health_reporter *
cpo_reporter_period_type(struct devlink *devlink,
			 const struct devlink_health_reporter_ops *ops,
			 u64 graceful_period, void *priv);

static inline struct devlink_health_reporter *
cpo_reporter_create(void *fn, struct devlink *devlink,
		    const struct devlink_health_reporter_ops *ops, void *priv)
{
	typeof(cpo_reporter_type) *create = fn;

	return create(devlink, ops, priv);
}

static inline struct devlink_health_reporter *
cpo_reporter_create_period(void *fn, struct devlink *devlink,
			   const struct devlink_health_reporter_ops *ops,
			   void *priv)
{
	typeof(cpo_reporter_period_type) *create = fn;

	return create(devlink, ops, 0, priv);
}

#define devl_health_reporter_create(devlink, ops, priv)			\
	(_Generic(&devl_health_reporter_create,				\
		  typeof(&cpo_reporter_type) : cpo_reporter_create,	\
		  typeof(&cpo_reporter_period_type) :			\
		  cpo_reporter_create_period)				\
		 (&devl_health_reporter_create, devlink, ops, priv))

#endif /* CPO_COMPAT_NET_DEVLINK_H */
