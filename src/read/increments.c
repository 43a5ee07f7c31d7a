#include <config.h>
#include "read/increments.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/message.h"

#define COUNTERS_MAX    256
#define REASON_TOO_MANY "a counter beyond the first " HR_DIGITS(COUNTERS_MAX)
#define DISORDER_NS     (60 * HR_NS_PER_S) /* increments further back belong to another run */

struct counter {
	char *name;
	int64_t total_micro;
	int64_t time_ns; /* the latest */
};

struct hr_increments {
	struct hr_read_context *context;
	struct counter counters[COUNTERS_MAX];
	size_t count;
};

struct hr_increments *hr_increments_new(struct hr_read_context *context)
{
	struct hr_increments *increments = hr_zalloc(1, sizeof(*increments));

	increments->context = context;
	return increments;
}

void hr_increments_free(struct hr_increments *increments)
{
	if (increments == NULL)
		return;
	for (size_t i = 0; i < increments->count; i++)
		free(increments->counters[i].name);
	free(increments);
}

static struct counter *find_counter(struct hr_increments *increments, struct hr_slice name)
{
	struct counter *counter;

	for (size_t i = 0; i < increments->count; i++)
		if (hr_slice_is(name, increments->counters[i].name))
			return &increments->counters[i];
	if (increments->count == COUNTERS_MAX)
		return NULL;
	counter = &increments->counters[increments->count++];
	*counter = (struct counter){ hr_strndup(name.ptr, name.length), 0, HR_INSTANT_NONE };
	return counter;
}

static void push_total(struct hr_increments *increments, const struct counter *counter,
                       struct hr_slice unit)
{
	struct hr_observation observation = { .time_ns = counter->time_ns,
		                              .value_micro = counter->total_micro,
		                              .kind = HR_SERIES_COUNTER,
		                              .name = hr_slice_of(counter->name),
		                              .unit = unit,
		                              .host = increments->context->options.host };

	hr_read_observation(increments->context, &observation);
}

static bool is_another_run(const struct counter *counter, int64_t time_ns)
{
	return time_ns < counter->time_ns &&
	       (uint64_t)counter->time_ns - (uint64_t)time_ns > DISORDER_NS;
}

const char *hr_increments_add(struct hr_increments *increments, struct hr_slice name,
                              struct hr_slice unit, int64_t time_ns, int64_t micro)
{
	struct counter *counter;

	if (micro < 0)
		return "a counter's increment is negative";
	counter = find_counter(increments, name);
	if (counter == NULL)
		return REASON_TOO_MANY;
	if (counter->time_ns == HR_INSTANT_NONE || is_another_run(counter, time_ns)) {
		counter->time_ns = time_ns;
		counter->total_micro = 0;
		push_total(increments, counter, unit);
	}
	if (time_ns > counter->time_ns)
		counter->time_ns = time_ns;
	if (__builtin_add_overflow(counter->total_micro, micro, &counter->total_micro))
		counter->total_micro = INT64_MAX;
	push_total(increments, counter, unit);
	return NULL;
}
