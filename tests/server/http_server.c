/*
 * An HTTP server for tests, on loopback: answers late by a seeded distribution, stalls, breaks off.
 *
 * usage: http_server FOLDER [OPTION=VALUE ...]
 *   seed=N            of the delays (default 1)
 *   scale=X           every delay times X (default 1)
 *   stall_at=S stall_for=S  from S seconds after the first request on it answers nothing for S
 *   life=S            ends after S seconds (default 1200: with an instrument tests take minutes)
 *   port=N            listen there (default: any)
 * FOLDER/port appears when it listens; FOLDER/delays gets the delay of every answer to those, in
 * milliseconds, when it ends.
 *
 * What the path asks for:
 *   /delay, /get      log-normal delay, median 20 ms, sigma 0.5: quantiles are known
 *   /delay/MS         that delay
 *   /status/N         that status, at once; /post says whether it got a body
 *   /slow             a body of 40 bytes, ten every 50 ms
 *   /reset            the connection is reset; /close it ends without an answer
 *   /truncated        half of the body that was announced
 *   /garbage          something that is not HTTP
 *   /big              a body of 2 MB;  /headers  50 kB of headers
 *   anything else     200, "ok PATH"
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define CLIENTS_MAX   4096
#define REQUEST_BYTES 65536
#define BIG_BYTES     2000000
#define EVENTS        256
#define DELAYS_MAX    1000000

struct client {
	int fd; /* -1 = free */
	char *in;
	size_t have;
	char *out;
	size_t length, sent;
	double due_s; /* when what waits goes out; INFINITY = nothing waits */
	size_t piece; /* bytes at a time; 0 = all */
	int end;      /* 1: close after it, 2: reset after it */
};

static struct client clients[CLIENTS_MAX];
static size_t top; /* clients above are free */
static int loop;
static double scale = 1, stall_at_s = INFINITY, stall_for_s, life_s = 1200, first_s = INFINITY;
static uint64_t state = 1;
static double *delays_ms;
static size_t delay_count;
static volatile sig_atomic_t ended;

static double now_s(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* splitmix64 of S. Vigna, as a number in (0, 1]. */
static double unit(void)
{
	uint64_t z = state += UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	return ((double)((z ^ (z >> 31)) >> 11) + 1) / 9007199254740992.0;
}

static double log_normal_ms(void)
{
	double normal = sqrt(-2 * log(unit())) * cos(2 * 3.14159265358979323846 * unit());

	return 20 * exp(0.5 * normal) * scale;
}

static void drop(struct client *client)
{
	struct linger reset = { .l_onoff = 1, .l_linger = 0 };

	if (client->end == 2)
		setsockopt(client->fd, SOL_SOCKET, SO_LINGER, &reset, sizeof(reset));
	close(client->fd);
	free(client->in);
	free(client->out);
	*client = (struct client){ .fd = -1, .due_s = INFINITY };
}

/* Sends what is due; a piece at a time where that is asked for. */
static void send_due(struct client *client, double now)
{
	size_t left = client->length - client->sent;
	size_t wanted = client->piece > 0 && client->piece < left ? client->piece : left;
	ssize_t n = wanted > 0 ? send(client->fd, client->out + client->sent, wanted, MSG_NOSIGNAL)
	                       : 0;

	if (n < 0 && errno != EAGAIN) {
		drop(client);
		return;
	}
	if (n > 0)
		client->sent += (size_t)n;
	client->due_s = now + (client->piece > 0 ? 0.05 : 0.001);
	if (client->sent < client->length)
		return;
	client->due_s = INFINITY;
	free(client->out);
	client->out = NULL;
	client->length = client->sent = client->piece = 0;
	if (client->end != 0)
		drop(client);
}

static void answer(struct client *client, int status, const char *more, const char *body,
                   size_t length)
{
	char head[512];
	int n = snprintf(head, sizeof(head),
	                 "HTTP/1.1 %d X\r\nContent-Type: text/plain\r\nContent-Length: %zu\r\n",
	                 status, length);
	size_t extra = strlen(more), shown = body != NULL ? length : 0;

	client->out = malloc((size_t)n + extra + shown + 3);
	memcpy(client->out, head, (size_t)n);
	memcpy(client->out + n, more, extra);
	memcpy(client->out + (size_t)n + extra, "\r\n", 2);
	if (shown > 0)
		memcpy(client->out + (size_t)n + extra + 2, body, shown);
	client->length = (size_t)n + extra + 2 + shown;
}

static double chosen_delay_ms(const char *path)
{
	double delay_ms = 0;

	if (strncmp(path, "/delay/", 7) == 0)
		return atof(path + 7) * scale;
	if (strcmp(path, "/delay") == 0 || strcmp(path, "/get") == 0)
		delay_ms = log_normal_ms();
	if (delay_ms > 0 && delay_count < DELAYS_MAX)
		delays_ms[delay_count++] = delay_ms;
	return delay_ms;
}

static void answer_large(struct client *client, int headers)
{
	static char body[BIG_BYTES], lines[51000];
	size_t n = 0;

	memset(body, 'x', sizeof(body));
	while (headers && n + 60 < sizeof(lines))
		n += (size_t)sprintf(lines + n, "X-Line-%zu: %040d\r\n", n, 7);
	answer(client, 200, headers ? lines : "", headers ? "ok" : body,
	       headers ? 2 : sizeof(body));
}

static void respond(struct client *client, const char *path, size_t body_bytes, double now)
{
	char text[300];

	client->due_s = now + chosen_delay_ms(path) / 1000;
	if (strcmp(path, "/reset") == 0 || strcmp(path, "/close") == 0) {
		client->end = strcmp(path, "/reset") == 0 ? 2 : 1;
		drop(client);
		return;
	}
	if (strcmp(path, "/truncated") == 0) {
		answer(client, 200, "", NULL, 100);
		client->end = 1;
	} else if (strcmp(path, "/garbage") == 0) {
		client->out = strdup("\1\2\3 this is not HTTP\r\n\r\n");
		client->length = strlen(client->out);
		client->end = 1;
	} else if (strcmp(path, "/slow") == 0) {
		answer(client, 200, "", "0123456789012345678901234567890123456789", 40);
		client->piece = 10;
	} else if (strcmp(path, "/big") == 0 || strcmp(path, "/headers") == 0) {
		answer_large(client, path[1] == 'h');
	} else if (strncmp(path, "/status/", 8) == 0) {
		answer(client, atoi(path + 8), "", "status", 6);
	} else {
		snprintf(text, sizeof(text), "ok %.200s, %zu bytes", path, body_bytes);
		answer(client, 200, "", text, strlen(text));
	}
}

/* A whole request at the start of what came? Answers it and takes it away. */
static void take_request(struct client *client, double now)
{
	char *end, *length, path[256];
	size_t body = 0, all;

	/* The first word of TLS, for one. */
	if (client->have > 0 && (client->in[0] < 'A' || client->in[0] > 'Z')) {
		drop(client);
		return;
	}
	client->in[client->have] = '\0';
	end = strstr(client->in, "\r\n\r\n");
	if (end == NULL || client->out != NULL)
		return;
	length = strcasestr(client->in, "\r\ncontent-length:");
	if (length != NULL && length < end)
		body = (size_t)atol(length + 17);
	all = (size_t)(end + 4 - client->in) + body;
	if (client->have < all)
		return;
	if (sscanf(client->in, "%*15s %255[^ ?]", path) != 1) {
		drop(client);
		return;
	}
	if (isinf(first_s))
		first_s = now;
	memmove(client->in, client->in + all, client->have - all);
	client->have -= all;
	respond(client, path, body, now);
}

static void receive(struct client *client, double now)
{
	ssize_t n = recv(client->fd, client->in + client->have, REQUEST_BYTES - client->have - 1,
	                 0);

	if (n == 0 || (n < 0 && errno != EAGAIN)) {
		drop(client);
		return;
	}
	if (n > 0)
		client->have += (size_t)n;
	take_request(client, now);
}

static void welcome(int listener)
{
	int fd, one = 1;
	size_t i;

	while ((fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC)) >= 0) {
		struct epoll_event event = { .events = EPOLLIN };

		for (i = 0; i < top && clients[i].fd >= 0; i++)
			;
		if (i == CLIENTS_MAX) {
			close(fd);
			continue;
		}
		top = i == top ? top + 1 : top;
		setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
		clients[i] = (struct client){ .fd = fd, .due_s = INFINITY };
		clients[i].in = malloc(REQUEST_BYTES);
		event.data.u64 = i;
		epoll_ctl(loop, EPOLL_CTL_ADD, fd, &event);
	}
}

static int listen_on(int port)
{
	struct sockaddr_in address = { .sin_family = AF_INET,
		                       .sin_port = htons((uint16_t)port),
		                       .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	struct epoll_event event = { .events = EPOLLIN, .data.u64 = UINT64_MAX };
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0), one = 1;

	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one));
	if (bind(fd, (struct sockaddr *)&address, sizeof(address)) != 0 || listen(fd, 4096) != 0) {
		perror("http_server");
		exit(2);
	}
	epoll_ctl(loop, EPOLL_CTL_ADD, fd, &event);
	return fd;
}

static void announce(const char *folder, int listener)
{
	struct sockaddr_in address;
	socklen_t length = sizeof(address);
	char name[500], final[500];
	FILE *file;

	getsockname(listener, (struct sockaddr *)&address, &length);
	snprintf(name, sizeof(name), "%s/port.new", folder);
	snprintf(final, sizeof(final), "%s/port", folder);
	file = fopen(name, "w");
	if (file == NULL)
		exit(2);
	fprintf(file, "%d\n", ntohs(address.sin_port));
	fclose(file);
	rename(name, final);
}

static void write_delays(const char *folder)
{
	char name[500];
	FILE *file;

	snprintf(name, sizeof(name), "%s/delays", folder);
	file = fopen(name, "w");
	for (size_t i = 0; file != NULL && i < delay_count; i++)
		fprintf(file, "%.6f\n", delays_ms[i]);
	if (file != NULL)
		fclose(file);
}

static int is_stalled(double now)
{
	return now >= first_s + stall_at_s && now < first_s + stall_at_s + stall_for_s;
}

static double next_due(double now)
{
	double next = now + 0.1;

	if (is_stalled(now))
		return now + 0.001;
	for (size_t i = 0; i < top; i++)
		if (clients[i].fd >= 0 && clients[i].due_s < next)
			next = clients[i].due_s;
	return next;
}

static void wait_and_receive(int listener)
{
	struct epoll_event events[EVENTS];
	double wait_s = next_due(now_s()) - now_s();
	struct timespec span = { 0, 0 };
	int n;

	if (wait_s > 0)
		span.tv_nsec = (long)(wait_s * 1e9);
	n = epoll_pwait2(loop, events, EVENTS, &span, NULL);
	/* A stalled server reads nothing either. */
	if (is_stalled(now_s())) {
		usleep(1000);
		return;
	}
	for (int i = 0; i < n; i++) {
		if (events[i].data.u64 == UINT64_MAX)
			welcome(listener);
		else if (clients[events[i].data.u64].fd >= 0)
			receive(&clients[events[i].data.u64], now_s());
	}
}

static void serve(int listener, double end_s)
{
	double now;

	while (!ended && (now = now_s()) < end_s) {
		wait_and_receive(listener);
		now = now_s();
		for (size_t i = 0; i < top && !is_stalled(now); i++) {
			if (clients[i].fd >= 0 && clients[i].due_s <= now)
				send_due(&clients[i], now);
			/* The next one may have come already. */
			if (clients[i].fd >= 0 && clients[i].have > 0 && clients[i].out == NULL)
				take_request(&clients[i], now);
		}
	}
}

static void finish(int signal_number)
{
	(void)signal_number;
	ended = 1;
}

int main(int argc, char **argv)
{
	int listener, port = 0;

	if (argc < 2)
		return 2;
	for (int i = 2; i < argc; i++) {
		unsigned long long seed;

		if (sscanf(argv[i], "seed=%llu", &seed) == 1)
			state = seed;
		else if (sscanf(argv[i], "scale=%lf", &scale) != 1 &&
		         sscanf(argv[i], "stall_at=%lf", &stall_at_s) != 1 &&
		         sscanf(argv[i], "stall_for=%lf", &stall_for_s) != 1 &&
		         sscanf(argv[i], "life=%lf", &life_s) != 1 &&
		         sscanf(argv[i], "port=%d", &port) != 1)
			return 2;
	}
	signal(SIGTERM, finish);
	signal(SIGPIPE, SIG_IGN);
	prctl(PR_SET_TIMERSLACK, 1UL);
	delays_ms = malloc(DELAYS_MAX * sizeof(*delays_ms));
	for (size_t i = 0; i < CLIENTS_MAX; i++)
		clients[i] = (struct client){ .fd = -1, .due_s = INFINITY };
	loop = epoll_create1(EPOLL_CLOEXEC);
	listener = listen_on(port);
	announce(argv[1], listener);
	serve(listener, now_s() + life_s);
	write_delays(argv[1]);
	return 0;
}
