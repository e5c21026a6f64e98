/* SPDX-License-Identifier: GPL-2.0 */
/* Copyright (c) 2026 The cpo authors */

#ifndef CPO_COMPAT_LINUX_SLAB_H
#define CPO_COMPAT_LINUX_SLAB_H

#include_next <linux/slab.h>

/* Came to 6.12 late: the first releases of that series lack it. */
#ifndef kzalloc_obj
#include <linux/args.h>
#include <linux/overflow.h>

/* The flags are optional. */
#define cpo_gfp0()		GFP_KERNEL
#define cpo_gfp1(flags)		(flags)
#define cpo_gfp(...) \
	CONCATENATE(cpo_gfp, COUNT_ARGS(__VA_ARGS__))(__VA_ARGS__)

#define cpo_alloc_objs(alloc, obj, n, ...) \
	((typeof(obj) *)alloc(size_mul(sizeof(obj), n), cpo_gfp(__VA_ARGS__)))

#define kzalloc_obj(obj, ...) \
	cpo_alloc_objs(kzalloc, obj, 1, ##__VA_ARGS__)
#define kzalloc_objs(obj, n, ...) \
	cpo_alloc_objs(kzalloc, obj, n, ##__VA_ARGS__)
#define kvzalloc_obj(obj, ...) \
	cpo_alloc_objs(kvzalloc, obj, 1, ##__VA_ARGS__)
#define kvzalloc_objs(obj, n, ...) \
	cpo_alloc_objs(kvzalloc, obj, n, ##__VA_ARGS__)
#endif

#endif /* CPO_COMPAT_LINUX_SLAB_H */
