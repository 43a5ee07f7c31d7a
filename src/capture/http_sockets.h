/*
 * The sockets of one thread: libcurl says which it waits for, epoll waits. A connection that is
 * reused for the next request stays registered in between, which spares two system calls a
 * request.
 */
#ifndef HR_CAPTURE_HTTP_SOCKETS_H
#define HR_CAPTURE_HTTP_SOCKETS_H

#include <stdbool.h>

#include "base/error.h"
#include "net/curl_library.h"

#ifdef HAVE_LIBCURL

#define HR_SOCKET_EVENTS 256 /* handled in one go */

struct hr_socket {
	uint32_t registered, wanted; /* EPOLLIN | EPOLLOUT; 0 = not at all */
	bool ours;                   /* opened through us, so we are told of its end */
};

struct hr_sockets {
	const struct hr_curl *curl; /* borrowed */
	CURLM *multi;
	int epoll;
	int64_t curl_due_ns;     /* monotonic, when libcurl wants to be called; INT64_MAX = never */
	struct hr_socket *items; /* by number of the file */
	size_t count, capacity;
};

/* @connections  kept open at most. Errors: HR_EIO. */
enum hr_err hr_sockets_init(struct hr_sockets *sockets, const struct hr_curl *curl,
                            size_t connections, struct hr_error *err) HR_MUST_CHECK;
/* After all handles were cleaned up. */
void hr_sockets_release(struct hr_sockets *sockets);
/* Set what a handle must have to belong here. */
void hr_sockets_adopt(struct hr_sockets *sockets, CURL *easy);
/* Wait until @until_ns (monotonic) or until something happens, and let libcurl work on it. */
void hr_sockets_wait(struct hr_sockets *sockets, int64_t until_ns);
/* Let libcurl start what was added and look at its timers. */
void hr_sockets_kick(struct hr_sockets *sockets);

#endif
#endif
