#include <config.h>
#include "capture/http_users.h"

#include <stdlib.h>

#include "base/mem.h"

void hr_http_users_add(struct hr_http_users *users, uint32_t stream, uint32_t number, uint64_t seed,
                       int64_t due_ns)
{
	struct hr_http_user *user = hr_zalloc(1, sizeof(*user));

	user->stream = stream;
	user->number = number;
	hr_random_seed(&user->random,
	               seed + ((uint64_t)stream << 32 | number) * UINT64_C(0x9e3779b97f4a7c15));
	users->all = hr_grow(users->all, users->count, &users->capacity,
	                     sizeof(struct hr_http_user *));
	users->all[users->count++] = user;
	hr_http_users_sleep(users, user, due_ns);
}

void hr_http_users_sleep(struct hr_http_users *users, struct hr_http_user *user, int64_t due_ns)
{
	size_t at = users->asleep;

	users->heap = hr_grow(users->heap, at, &users->heap_capacity,
	                      sizeof(struct hr_http_user *));
	users->asleep++;
	user->due_ns = due_ns;
	for (; at > 0 && users->heap[(at - 1) / 2]->due_ns > due_ns; at = (at - 1) / 2)
		users->heap[at] = users->heap[(at - 1) / 2];
	users->heap[at] = user;
}

struct hr_http_user *hr_http_users_due(struct hr_http_users *users, int64_t now_ns)
{
	struct hr_http_user *first, *last;
	size_t at = 0, child;

	if (users->asleep == 0 || users->heap[0]->due_ns > now_ns)
		return NULL;
	first = users->heap[0];
	last = users->heap[--users->asleep];
	while ((child = 2 * at + 1) < users->asleep) {
		if (child + 1 < users->asleep &&
		    users->heap[child + 1]->due_ns < users->heap[child]->due_ns)
			child++;
		if (users->heap[child]->due_ns >= last->due_ns)
			break;
		users->heap[at] = users->heap[child];
		at = child;
	}
	users->heap[at] = last;
	return first;
}

int64_t hr_http_users_next(const struct hr_http_users *users)
{
	return users->asleep > 0 ? users->heap[0]->due_ns : INT64_MAX;
}

void hr_http_users_release(struct hr_http_users *users)
{
	for (size_t i = 0; i < users->count; i++)
		free(users->all[i]);
	free(users->all);
	free(users->heap);
	*users = (struct hr_http_users){ 0 };
}
