/*
 * The users of the closed model that wait for something: their next request, or the load to need
 * them. A binary heap by the time they wake up.
 */
#ifndef HR_CAPTURE_HTTP_USERS_H
#define HR_CAPTURE_HTTP_USERS_H

#include <stdbool.h>
#include <stddef.h>

#include "stats/random.h"

struct hr_http_user {
	uint32_t stream, number; /* the load needs it while its level is above the number */
	bool active;
	int64_t due_ns; /* monotonic */
	struct hr_random random;
};

/* Zero-initialised is empty. Users are where they are until the release. */
struct hr_http_users {
	struct hr_http_user **all;
	size_t count, capacity;
	struct hr_http_user **heap; /* those asleep */
	size_t asleep, heap_capacity;
};

/* A user who sleeps until @due_ns; its numbers follow from @seed, its stream and its number. */
void hr_http_users_add(struct hr_http_users *users, uint32_t stream, uint32_t number, uint64_t seed,
                       int64_t due_ns);
void hr_http_users_sleep(struct hr_http_users *users, struct hr_http_user *user, int64_t due_ns);
/* Wake one who is due; NULL when there is none. */
struct hr_http_user *hr_http_users_due(struct hr_http_users *users, int64_t now_ns);
/* When the next one is due; INT64_MAX when nobody sleeps. */
int64_t hr_http_users_next(const struct hr_http_users *users);
void hr_http_users_release(struct hr_http_users *users);

#endif
