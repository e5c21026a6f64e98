// SPDX-License-Identifier: GPL-2.0-only OR BSD-3-Clause
// Copyright (c) 2026 cpo contributors
/* The context: its life, its log and its last error. */

#include <stdio.h>
#include <stdlib.h>

#include "private.h"

CPO_EXPORT const char *cpo_version(void)
{
	return CPO_VERSION;
}

CPO_EXPORT int cpo_ctx_new(struct cpo_ctx **ctx)
{
	struct cpo_ctx *new;

	new = calloc(1, sizeof(*new));
	if (!new)
		return -ENOMEM;
	new->refs = 1;
	new->send_buf = malloc(CPO_SEND_SIZE);
	new->recv_buf = malloc(CPO_RECV_SIZE);
	if (!new->send_buf || !new->recv_buf) {
		cpo_ctx_unref(new);
		return -ENOMEM;
	}
	*ctx = new;
	return 0;
}

CPO_EXPORT struct cpo_ctx *cpo_ctx_ref(struct cpo_ctx *ctx)
{
	ctx->refs++;
	return ctx;
}

CPO_EXPORT struct cpo_ctx *cpo_ctx_unref(struct cpo_ctx *ctx)
{
	if (!ctx || --ctx->refs)
		return NULL;
	cpo_sock_close(&ctx->sock);
	free(ctx->send_buf);
	free(ctx->recv_buf);
	free(ctx);
	return NULL;
}

CPO_EXPORT void cpo_ctx_set_log(struct cpo_ctx *ctx, cpo_log_fn fn, void *arg)
{
	ctx->log = fn;
	ctx->log_arg = arg;
}

void cpo_log(struct cpo_ctx *ctx, int priority, const char *fmt, ...)
{
	va_list ap;

	if (!ctx->log)
		return;
	va_start(ap, fmt);
	ctx->log(ctx, priority, ctx->log_arg, fmt, ap);
	va_end(ap);
}

void cpo_err_clear(struct cpo_ctx *ctx)
{
	memset(&ctx->err, 0, sizeof(ctx->err));
}

void cpo_err_set(struct cpo_ctx *ctx, const char *msg)
{
	cpo_err_clear(ctx);
	snprintf(ctx->err.msg, sizeof(ctx->err.msg), "%s", msg);
}

CPO_EXPORT const char *cpo_error_message(const struct cpo_ctx *ctx)
{
	return ctx->err.msg;
}

CPO_EXPORT const char *cpo_error_attribute(const struct cpo_ctx *ctx,
					   bool *missing)
{
	if (missing)
		*missing = ctx->err.missing;
	return ctx->err.attr;
}

CPO_EXPORT unsigned int cpo_ctx_family_version(const struct cpo_ctx *ctx)
{
	return ctx->family.version;
}

CPO_EXPORT bool cpo_ctx_has_cmd(const struct cpo_ctx *ctx, unsigned int cmd)
{
	return cmd < 64 && (ctx->family.cmds & (1ull << cmd));
}
