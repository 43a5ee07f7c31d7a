/*
 * One mail message to one server.
 */
#ifndef HR_NET_SMTP_SEND_H
#define HR_NET_SMTP_SEND_H

#include <stdint.h>

#include "base/error.h"
#include "base/slice.h"

struct hr_smtp_message {
	const char *server;          /* "smtp://host:port" or "smtps://host:port" */
	const char *from;            /* a bare address */
	const char *const *to;       /* bare addresses, NULL-terminated */
	const char *user, *password; /* NULL: no authentication */
	const char *ca_file;         /* NULL: the system's */
	bool plain;                  /* allow a server without TLS; else STARTTLS is demanded */
	int64_t timeout_ns;
	struct hr_slice text; /* headers, blank line and body, lines ended by CR LF */
};

/* Errors: HR_EIO when the server did not take it; nothing secret is in the text. */
enum hr_err hr_smtp_send(const struct hr_smtp_message *message, struct hr_error *err) HR_MUST_CHECK;

#endif
