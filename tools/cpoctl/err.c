// SPDX-License-Identifier: GPL-2.0-only
// Copyright (c) 2026 cpo contributors
/* Errors: one sentence, what it is about, and what to do. */

#include <errno.h>
#include <stdarg.h>
#include <string.h>

#include "cpoctl.h"

struct fault {
	int code;
	int err;
	const char *message;
	const char *attribute;
	bool missing;
	const char *hint;
};

static const char *const code_name[] = {
	[EXIT_FAILED] = "failed",
	[EXIT_USAGE] = "usage",
	[EXIT_NOT_FOUND] = "not-found",
	[EXIT_UNSUPPORTED] = "not-supported",
	[EXIT_PERMISSION] = "permission",
	[EXIT_NO_FAMILY] = "no-family",
	[EXIT_BUSY] = "busy",
	[EXIT_PARTIAL] = "partial",
};

int exit_code(int err)
{
	switch (err) {
	case 0:
		return EXIT_OK;
	case -ENOENT:
	case -ENODEV:
	case -ENXIO:
		return EXIT_NOT_FOUND;
	case -EOPNOTSUPP:
		return EXIT_UNSUPPORTED;
	case -EPERM:
	case -EACCES:
		return EXIT_PERMISSION;
	case -EPROTONOSUPPORT:
		return EXIT_NO_FAMILY;
	case -EBUSY:
	case -EAGAIN:
	case -ETIMEDOUT:
		return EXIT_BUSY;
	}
	return EXIT_FAILED;
}

static const char *errno_hint(int err)
{
	switch (exit_code(err)) {
	case EXIT_PERMISSION:
		return "needs CAP_NET_ADMIN: run it as root";
	case EXIT_NO_FAMILY:
		return "load the cpo and cpo_pci modules";
	case EXIT_UNSUPPORTED:
		return "the driver or the device cannot do this";
	case EXIT_BUSY:
		return "try again; if it stays so, see 'cpoctl dev show'";
	}
	if (err == -EBADMSG)
		return "kernel and cpoctl do not fit: are both up to date?";
	return NULL;
}

static void fault_json(const struct fault *fault)
{
	const char *name = strerrorname_np(-fault->err);
	static struct json js;

	json_begin(&js, stderr, false);
	json_object(&js, NULL);
	json_object(&js, "error");
	json_uint(&js, "code", fault->code);
	json_str(&js, "name", code_name[fault->code]);
	/* A kernel may give what the C library has no name for. */
	if (fault->err && name)
		json_str(&js, "errno", name);
	json_str(&js, "message", fault->message);
	if (fault->attribute)
		json_str(&js, "attribute", fault->attribute);
	if (fault->attribute)
		json_bool(&js, "attribute_missing", fault->missing);
	if (fault->hint)
		json_str(&js, "hint", fault->hint);
	json_end(&js);
}

static void fault_text(const struct fault *fault)
{
	fprintf(stderr, "cpoctl: %s", fault->message);
	if (fault->attribute)
		fprintf(stderr, " (%sattribute: %s)",
			fault->missing ? "missing " : "", fault->attribute);
	fputc('\n', stderr);
	if (fault->hint)
		fprintf(stderr, "hint: %s\n", fault->hint);
}

static char last[768];

const char *report_last(void)
{
	return last;
}

static int fault_say(const struct fault *fault)
{
	snprintf(last, sizeof(last), "%s%s%s", fault->message,
		 fault->hint ? "; " : "", fault->hint ? fault->hint : "");
	if (opt.mute)
		return fault->code;
	/* Output first, so that a terminal shows both in their order. */
	fflush(stdout);
	if (opt.json)
		fault_json(fault);
	else
		fault_text(fault);
	return fault->code;
}

int report(int code, const char *hint, const char *fmt, ...)
{
	struct fault fault = { .code = code, .hint = hint };
	char msg[512];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(msg, sizeof(msg), fmt, ap);
	va_end(ap);
	fault.message = msg;
	return fault_say(&fault);
}

int report_errno(int err, const char *what)
{
	return report_errno_after(err, what, 0, 0);
}

int report_errno_after(int err, const char *what, size_t done, size_t all)
{
	struct fault fault = { .code = exit_code(err), .err = err };
	char kernel[256], msg[512];
	const char *attribute;
	size_t len;

	text_clean(cpo_error_message(ctx), kernel, sizeof(kernel));
	snprintf(msg, sizeof(msg), "%s: %s", what,
		 kernel[0] ? kernel : strerror(-err));
	len = strlen(msg);
	if (done)
		snprintf(msg + len, sizeof(msg) - len, "; %zu of %zu were "
			 "changed before this, the rest are as they were",
			 done, all);
	attribute = cpo_error_attribute(ctx, &fault.missing);
	if (attribute[0])
		fault.attribute = attribute;
	fault.message = msg;
	fault.hint = errno_hint(err);
	return fault_say(&fault);
}

int usage_error(const char *fmt, ...)
{
	struct fault fault = {
		.code = EXIT_USAGE,
		.hint = "'cpoctl help' lists the commands",
	};
	char msg[512];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(msg, sizeof(msg), fmt, ap);
	va_end(ap);
	fault.message = msg;
	return fault_say(&fault);
}

void warn(const char *fmt, ...)
{
	static struct json js;
	char msg[512];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(msg, sizeof(msg), fmt, ap);
	va_end(ap);
	snprintf(last, sizeof(last), "%s", msg);
	if (opt.hush)
		return;
	fflush(stdout);
	if (!opt.json) {
		fprintf(stderr, "cpoctl: warning: %s\n", msg);
		return;
	}
	json_begin(&js, stderr, false);
	json_object(&js, NULL);
	json_object(&js, "warning");
	json_str(&js, "message", msg);
	json_end(&js);
}
