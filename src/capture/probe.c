#include <config.h>
#include "capture/probe.h"

#include <errno.h>
#include <jansson.h>
#include <netdb.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/instant.h"
#include "base/mem.h"
#include "base/message.h"
#include "base/num.h"
#include "base/stop.h"
#include "base/url.h"
#include "capture/body_expect.h"
#include "capture/ticker.h"
#include "record/mask.h"
#include "record/sample.h"

#define BODY_BYTES  ((size_t)256 * 1024) /* of answers that are looked into */
#define LOOK_NS     (100 * HR_NS_PER_MS)
#define STATUS_LOW  200
#define STATUS_HIGH 399

/* --- targets --- */

static enum hr_err bad_target(const struct hr_probe_target *target, struct hr_error *err)
{
	return hr_error_set(err, HR_EINVAL,
	                    "'%s' is no target: http://..., https://..., "
	                    "tcp://host:port or dns://name",
	                    target->label);
}

/* "host:port" or "[::1]:port" */
static bool split_port(struct hr_slice rest, struct hr_probe_target *out)
{
	const char *colon = memrchr(rest.ptr, ':', rest.length);
	size_t host = colon != NULL ? (size_t)(colon - rest.ptr) : 0;
	uint64_t port;

	if (host == 0 ||
	    !hr_parse_u64((struct hr_slice){ colon + 1, rest.length - host - 1 }, &port) ||
	    port == 0 || port > 65535)
		return false;
	out->port = hr_strndup(colon + 1, rest.length - host - 1);
	if (rest.ptr[0] == '[' && rest.ptr[host - 1] == ']' && host > 2)
		out->host = hr_strndup(rest.ptr + 1, host - 2);
	else
		out->host = hr_strndup(rest.ptr, host);
	return true;
}

enum hr_err hr_probe_target_parse(const char *text, struct hr_probe_target *out,
                                  struct hr_error *err)
{
	struct hr_slice whole = hr_slice_of(text), rest = { whole.ptr + 6, 0 };
	struct hr_error fault = { 0 };
	struct hr_str label = { 0 };

	hr_mask_text(whole, false, &label);
	*out = (struct hr_probe_target){ .text = hr_strdup(text), .label = hr_str_detach(&label) };
	if (hr_url_check(text, HR_URL_HTTP, &fault) == HR_OK)
		return HR_OK;
	if (strncasecmp(text, "http", strlen("http")) == 0)
		return hr_error_set(err, HR_EINVAL, "'%s' is no target: %s", out->label,
		                    fault.text);
	if (whole.length <= 6)
		return bad_target(out, err);
	rest.length = whole.length - 6; /* "tcp://", "dns://" */
	if (hr_slice_starts(whole, "tcp://")) {
		out->kind = HR_PROBE_TCP;
		return split_port(rest, out) ? HR_OK : bad_target(out, err);
	}
	if (!hr_slice_starts(whole, "dns://") || memchr(rest.ptr, '/', rest.length) != NULL)
		return bad_target(out, err);
	out->kind = HR_PROBE_DNS;
	out->host = hr_strdup(rest.ptr);
	return HR_OK;
}

void hr_probe_target_release(struct hr_probe_target *target)
{
	free(target->text);
	free(target->label);
	free(target->host);
	free(target->port);
	*target = (struct hr_probe_target){ 0 };
}

/* --- names and ports --- */

static void fail(struct hr_look_answer *answer, const char *failure, const char *message)
{
	answer->failure = failure;
	hr_message_print(answer->message, sizeof(answer->message), "%s", message);
}

/* Looking up goes on elsewhere so that it can be given up; one that was is left to end by itself,
 * with what it writes to. */
struct lookup {
	struct gaicb request;
	struct addrinfo hints;
	char *host, *port;
};

static void free_lookup(struct lookup *lookup)
{
	free(lookup->host);
	free(lookup->port);
	free(lookup);
}

/* How long to wait at a time: until @until_ns, but a wish to stop is looked for ten times a second.
 */
static int64_t patience_ns(int64_t until_ns)
{
	int64_t left_ns = until_ns - hr_clock_system.monotonic_ns();

	if (left_ns <= 0 || hr_stop_wanted())
		return 0;
	return left_ns < LOOK_NS ? left_ns : LOOK_NS;
}

static int wait_for_name(struct gaicb *request, int64_t until_ns)
{
	const struct gaicb *waiting[] = { request };
	int64_t wait_ns;

	while (gai_error(request) == EAI_INPROGRESS && (wait_ns = patience_ns(until_ns)) > 0) {
		const struct timespec patience = { wait_ns / HR_NS_PER_S, wait_ns % HR_NS_PER_S };

		(void)gai_suspend(waiting, 1, &patience);
	}
	return gai_error(request);
}

static struct addrinfo *look_up(const struct hr_probe_target *target, int64_t timeout_ns,
                                struct hr_look_answer *answer)
{
	struct lookup *lookup = hr_zalloc(1, sizeof(*lookup));
	struct gaicb *request = &lookup->request;
	struct addrinfo *found;
	int result;

	lookup->host = hr_strdup(target->host);
	lookup->port = target->port != NULL ? hr_strdup(target->port) : NULL;
	lookup->hints = (struct addrinfo){ .ai_socktype = SOCK_STREAM };
	lookup->request = (struct gaicb){ .ar_name = lookup->host,
		                          .ar_service = lookup->port,
		                          .ar_request = &lookup->hints };
	result = getaddrinfo_a(GAI_NOWAIT, &request, 1, NULL);
	if (result == 0)
		result = wait_for_name(request, hr_clock_system.monotonic_ns() + timeout_ns);
	if (result == EAI_INPROGRESS && gai_cancel(request) != EAI_CANCELED) {
		fail(answer, "timeout", "the name was not resolved in time");
		return NULL;
	}
	found = result == 0 ? request->ar_result : NULL;
	if (result == EAI_INPROGRESS)
		fail(answer, "timeout", "the name was not resolved in time");
	else if (result != 0)
		fail(answer, "dns", gai_strerror(result));
	free_lookup(lookup);
	return found;
}

/* True when connected; else errno says why. */
static bool connect_one(const struct addrinfo *address, int64_t until_ns)
{
	int fd = socket(address->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	struct pollfd wait = { .fd = fd, .events = POLLOUT };
	int64_t wait_ns;
	int failure = 0, ready = 1;
	socklen_t length = sizeof(failure);

	if (fd < 0)
		return false;
	if (connect(fd, address->ai_addr, address->ai_addrlen) != 0)
		failure = errno;
	if (failure == EINPROGRESS) {
		do {
			wait_ns = patience_ns(until_ns);
			ready = poll(&wait, 1, wait_ns > 0 ? (int)(wait_ns / HR_NS_PER_MS) + 1 : 0);
		} while (ready <= 0 && wait_ns > 0);
		if (getsockopt(fd, SOL_SOCKET, SO_ERROR, &failure, &length) != 0)
			failure = errno;
	}
	close(fd);
	errno = ready <= 0 ? ETIMEDOUT : failure;
	return errno == 0;
}

static void connect_any(const struct addrinfo *addresses, int64_t until_ns,
                        struct hr_look_answer *answer)
{
	for (const struct addrinfo *address = addresses; address != NULL;
	     address = address->ai_next) {
		if (connect_one(address, until_ns)) {
			answer->failure = NULL;
			return;
		}
		fail(answer,
		     errno == ECONNREFUSED ? "refused"
		     : errno == ETIMEDOUT  ? "timeout"
		                           : "connect",
		     strerror(errno));
	}
}

static void ask_name_or_port(const struct hr_probe_target *target, int64_t timeout_ns,
                             struct hr_look_answer *answer)
{
	int64_t start_ns = hr_clock_system.monotonic_ns(), resolved_ns;
	struct addrinfo *addresses;

	*answer = (struct hr_look_answer){ .expires_ns = HR_INSTANT_NONE,
		                           .dns_ns = HR_UNKNOWN,
		                           .connect_ns = HR_UNKNOWN,
		                           .tls_ns = HR_UNKNOWN,
		                           .wait_ns = HR_UNKNOWN,
		                           .first_byte_ns = HR_UNKNOWN,
		                           .received_bytes = HR_UNKNOWN };
	addresses = look_up(target, timeout_ns, answer);
	resolved_ns = hr_clock_system.monotonic_ns();
	if (addresses != NULL) {
		answer->dns_ns = resolved_ns - start_ns;
		if (target->kind == HR_PROBE_TCP)
			connect_any(addresses, start_ns + timeout_ns, answer);
		freeaddrinfo(addresses);
	}
	answer->total_ns = hr_clock_system.monotonic_ns() - start_ns;
	answer->stopped = answer->failure != NULL && hr_stop_wanted();
	if (target->kind == HR_PROBE_TCP && addresses != NULL && answer->failure == NULL)
		answer->connect_ns = answer->total_ns - answer->dns_ns;
}

/* --- HTTP --- */

/* What the body says of it. A service that fails by its status often says why, too. */
static void look_into(const struct hr_probe_options *options, struct hr_look_answer *answer)
{
	bool by_status = answer->failure != NULL && strcmp(answer->failure, "status") == 0;
	json_t *body = hr_body_parse(hr_str_slice(&answer->body));
	struct hr_str why = { 0 };
	bool well = answer->body.length <= BODY_BYTES;

	if (!well)
		hr_str_printf(&why, "the answer is longer than the %zu KiB that are looked into",
		              BODY_BYTES / 1024);
	for (size_t i = 0; i < options->expect_count && well; i++)
		well = hr_body_expect_holds(&options->expect[i], body, &why);
	if (!well && (answer->failure == NULL || (by_status && body != NULL)))
		fail(answer, by_status ? "status" : "body", hr_str_text(&why));
	hr_str_release(&why);
	json_decref(body);
}

static enum hr_err ask_http(const struct hr_probe_target *target,
                            const struct hr_probe_options *options, struct hr_look_answer *answer,
                            struct hr_error *err)
{
	const struct hr_look_request request = { .url = target->text,
		                                 .timeout_ns = options->timeout_ns,
		                                 .ca_file = options->ca_file,
		                                 .body_bytes = options->expect_count > 0
		                                                       ? BODY_BYTES + 1
		                                                       : 0 };
	enum hr_err code = hr_http_look(&request, answer, err);

	if (code == HR_OK && answer->failure == NULL &&
	    (answer->status < STATUS_LOW || answer->status > STATUS_HIGH))
		fail(answer, "status", "the status is not the one expected");
	if (code == HR_OK && options->expect_count > 0)
		look_into(options, answer);
	return code;
}

enum hr_err hr_probe_run(const struct hr_probe_target *target,
                         const struct hr_probe_options *options, struct hr_look_answer *answer,
                         struct hr_error *err)
{
	if (target->kind == HR_PROBE_HTTP)
		return ask_http(target, options, answer, err);
	ask_name_or_port(target, options->timeout_ns, answer);
	return HR_OK;
}
