#include <config.h>
#include "capture/ticker.h"

#include <time.h>

#include "base/instant.h"
#include "base/stop.h"

#define NAP_NS (100 * HR_NS_PER_MS) /* a signal just before a sleep does not end it */

static int64_t read_clock(clockid_t id)
{
	struct timespec now;

	clock_gettime(id, &now);
	return (int64_t)now.tv_sec * HR_NS_PER_S + now.tv_nsec;
}

static int64_t monotonic(void)
{
	return read_clock(CLOCK_MONOTONIC);
}

static int64_t wall(void)
{
	return read_clock(CLOCK_REALTIME);
}

static void nap(int64_t duration_ns)
{
	const struct timespec time = { .tv_sec = duration_ns / HR_NS_PER_S,
		                       .tv_nsec = duration_ns % HR_NS_PER_S };

	/* A signal ends it early, which is meant. */
	(void)clock_nanosleep(CLOCK_MONOTONIC, 0, &time, NULL);
}

const struct hr_clock hr_clock_system = {
	.monotonic_ns = monotonic,
	.wall_ns = wall,
	.sleep_ns = nap,
	.stop_wanted = hr_stop_wanted,
};

void hr_ticker_start(struct hr_ticker *ticker, const struct hr_clock *clock, int64_t interval_ns,
                     int64_t duration_ns)
{
	*ticker = (struct hr_ticker){ .clock = clock, .interval_ns = interval_ns };
	ticker->start_wall_ns = clock->wall_ns();
	ticker->start_ns = clock->monotonic_ns();
	if (duration_ns == 0 ||
	    __builtin_add_overflow(ticker->start_ns, duration_ns, &ticker->end_ns))
		ticker->end_ns = INT64_MAX;
}

/* When tick @number is due; INT64_MAX when never. */
static int64_t due_at(const struct hr_ticker *ticker, int64_t number)
{
	int64_t due;

	if (__builtin_mul_overflow(number, ticker->interval_ns, &due) ||
	    __builtin_add_overflow(due, ticker->start_ns, &due))
		return INT64_MAX;
	return due;
}

bool hr_ticker_wait(struct hr_ticker *ticker, void (*between)(void *context), void *context)
{
	int64_t due = due_at(ticker, ticker->next), now, latest;

	for (;;) {
		now = ticker->clock->monotonic_ns();
		if (due > ticker->end_ns || ticker->clock->stop_wanted())
			return false;
		if (now >= due)
			break;
		ticker->clock->sleep_ns(due - now < NAP_NS ? due - now : NAP_NS);
		if (between != NULL)
			between(context);
	}
	latest = (now - ticker->start_ns) / ticker->interval_ns;
	ticker->missed += (uint64_t)(latest - ticker->next);
	ticker->next = latest + 1;
	return true;
}

int64_t hr_ticker_now_ns(const struct hr_ticker *ticker)
{
	return ticker->clock->monotonic_ns();
}

int64_t hr_ticker_wall_ns(const struct hr_ticker *ticker, int64_t monotonic_ns)
{
	return ticker->start_wall_ns + (monotonic_ns - ticker->start_ns);
}
