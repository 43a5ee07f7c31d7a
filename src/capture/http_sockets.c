#include <config.h>
#include "capture/http_sockets.h"

#ifdef HAVE_LIBCURL
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/instant.h"
#include "base/mem.h"

static struct hr_socket *socket_at(struct hr_sockets *sockets, curl_socket_t fd)
{
	while (sockets->count <= (size_t)fd) {
		sockets->items = hr_grow(sockets->items, sockets->count, &sockets->capacity,
		                         sizeof(*sockets->items));
		sockets->items[sockets->count++] = (struct hr_socket){ 0 };
	}
	return &sockets->items[fd];
}

static void set_registered(struct hr_sockets *sockets, curl_socket_t fd, struct hr_socket *socket,
                           uint32_t events)
{
	struct epoll_event event = { .events = events, .data.fd = fd };
	int action = socket->registered == 0 ? EPOLL_CTL_ADD
	             : events == 0           ? EPOLL_CTL_DEL
	                                     : EPOLL_CTL_MOD;

	if (socket->registered == events)
		return;
	(void)epoll_ctl(sockets->epoll, action, fd, &event);
	socket->registered = events;
}

/* libcurl: what to wait for. */
static int on_socket(CURL *easy, curl_socket_t fd, int what, void *user, void *of_socket)
{
	struct hr_sockets *sockets = user;
	struct hr_socket *socket = socket_at(sockets, fd);

	(void)easy;
	(void)of_socket;
	socket->wanted = (what & CURL_POLL_IN ? (uint32_t)EPOLLIN : 0) |
	                 (what & CURL_POLL_OUT ? (uint32_t)EPOLLOUT : 0);
	if (what == CURL_POLL_REMOVE)
		socket->wanted = 0;
	if (socket->wanted != 0 || !socket->ours)
		set_registered(sockets, fd, socket, socket->wanted);
	return 0;
}

/* libcurl: when to be called. */
static int on_timer(CURLM *multi, long timeout_ms, void *user)
{
	struct hr_sockets *sockets = user;

	(void)multi;
	sockets->curl_due_ns = timeout_ms < 0 ? INT64_MAX
	                                      : hr_clock_monotonic_ns() + timeout_ms * HR_NS_PER_MS;
	return 0;
}

static curl_socket_t on_open(void *user, curlsocktype purpose, struct curl_sockaddr *address)
{
	struct hr_sockets *sockets = user;
	int fd = socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);

	(void)purpose;
	if (fd < 0)
		return CURL_SOCKET_BAD;
	*socket_at(sockets, fd) = (struct hr_socket){ .ours = true };
	return fd;
}

/* Closing takes a socket out of the set, too. */
static int on_close(void *user, curl_socket_t fd)
{
	struct hr_sockets *sockets = user;

	*socket_at(sockets, fd) = (struct hr_socket){ 0 };
	return close(fd);
}

enum hr_err hr_sockets_init(struct hr_sockets *sockets, const struct hr_curl *curl,
                            size_t connections, struct hr_error *err)
{
	*sockets = (struct hr_sockets){ .curl = curl, .curl_due_ns = INT64_MAX };
	sockets->epoll = epoll_create1(EPOLL_CLOEXEC);
	if (sockets->epoll < 0)
		return hr_error_set(err, HR_EIO, "epoll: %s", strerror(errno));
	sockets->multi = curl->multi_init();
	if (sockets->multi == NULL)
		hr_out_of_memory();
	curl->multi_setopt(sockets->multi, CURLMOPT_SOCKETFUNCTION, on_socket);
	curl->multi_setopt(sockets->multi, CURLMOPT_SOCKETDATA, sockets);
	curl->multi_setopt(sockets->multi, CURLMOPT_TIMERFUNCTION, on_timer);
	curl->multi_setopt(sockets->multi, CURLMOPT_TIMERDATA, sockets);
	curl->multi_setopt(sockets->multi, CURLMOPT_MAXCONNECTS, (long)connections);
	curl->multi_setopt(sockets->multi, CURLMOPT_PIPELINING, (long)CURLPIPE_NOTHING);
	/* The default slack of 50 us would be in every start of the open model. */
	(void)prctl(PR_SET_TIMERSLACK, 1UL);
	return HR_OK;
}

void hr_sockets_release(struct hr_sockets *sockets)
{
	if (sockets->multi != NULL)
		sockets->curl->multi_cleanup(sockets->multi);
	if (sockets->epoll >= 0)
		close(sockets->epoll);
	free(sockets->items);
	*sockets = (struct hr_sockets){ .epoll = -1 };
}

void hr_sockets_adopt(struct hr_sockets *sockets, CURL *easy)
{
	const struct hr_curl *curl = sockets->curl;

	curl->easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, on_open);
	curl->easy_setopt(easy, CURLOPT_OPENSOCKETDATA, sockets);
	curl->easy_setopt(easy, CURLOPT_CLOSESOCKETFUNCTION, on_close);
	curl->easy_setopt(easy, CURLOPT_CLOSESOCKETDATA, sockets);
}

void hr_sockets_kick(struct hr_sockets *sockets)
{
	long timeout_ms;
	int running;

	if (sockets->curl_due_ns > hr_clock_monotonic_ns())
		return;
	sockets->curl->multi_socket_action(sockets->multi, CURL_SOCKET_TIMEOUT, 0, &running);
	/* on_timer() hears of changes only: when this was a moment too early, of nothing. */
	if (sockets->curl->multi_timeout(sockets->multi, &timeout_ms) == CURLM_OK)
		on_timer(sockets->multi, timeout_ms, sockets);
}

static int wait_for(int epoll, struct epoll_event *events, int64_t wait_ns)
{
	static _Atomic bool coarse; /* a kernel before 5.11: whole milliseconds */
	struct timespec span = { .tv_sec = wait_ns / HR_NS_PER_S,
		                 .tv_nsec = wait_ns % HR_NS_PER_S };
	int n;

	if (!coarse) {
		n = epoll_pwait2(epoll, events, HR_SOCKET_EVENTS, &span, NULL);
		if (n >= 0 || errno != ENOSYS)
			return n;
		coarse = true;
	}
	return epoll_wait(epoll, events, HR_SOCKET_EVENTS,
	                  (int)((wait_ns + HR_NS_PER_MS - 1) / HR_NS_PER_MS));
}

static int curl_events(uint32_t events)
{
	return (events & (uint32_t)EPOLLIN ? CURL_CSELECT_IN : 0) |
	       (events & (uint32_t)EPOLLOUT ? CURL_CSELECT_OUT : 0) |
	       (events & (uint32_t)(EPOLLERR | EPOLLHUP) ? CURL_CSELECT_ERR : 0);
}

void hr_sockets_wait(struct hr_sockets *sockets, int64_t until_ns)
{
	struct epoll_event events[HR_SOCKET_EVENTS];
	int64_t wait_ns;
	int n, running;

	if (sockets->curl_due_ns < until_ns)
		until_ns = sockets->curl_due_ns;
	wait_ns = until_ns - hr_clock_monotonic_ns();
	n = wait_for(sockets->epoll, events, wait_ns > 0 ? wait_ns : 0);
	for (int i = 0; i < n; i++) {
		int fd = events[i].data.fd;
		struct hr_socket *socket = socket_at(sockets, fd);

		/* Nobody waits for it: the server ended a connection that is kept. libcurl sees
		 * that when it wants to use it. */
		if (socket->wanted == 0)
			set_registered(sockets, fd, socket, 0);
		else
			sockets->curl->multi_socket_action(sockets->multi, fd,
			                                   curl_events(events[i].events), &running);
	}
	hr_sockets_kick(sockets);
}
#endif
