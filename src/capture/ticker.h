/*
 * Doing something again and again: at multiples of an interval from the start, by the monotonic
 * clock, so that a clock that is set moves nothing. Times for people are the wall clock's at the
 * start plus what has passed since: they never go back and never jump either.
 */
#ifndef HR_CAPTURE_TICKER_H
#define HR_CAPTURE_TICKER_H

#include <stdbool.h>
#include <stdint.h>

/* The clocks of the machine, or of a test. */
struct hr_clock {
	int64_t (*monotonic_ns)(void);
	int64_t (*wall_ns)(void);
	void (*sleep_ns)(int64_t duration_ns);
	bool (*stop_wanted)(void);
};

extern const struct hr_clock hr_clock_system; /* its stop is base/stop.h */

struct hr_ticker {
	const struct hr_clock *clock;
	int64_t interval_ns;
	int64_t end_ns; /* of the monotonic clock; INT64_MAX: goes on until it is stopped */
	int64_t start_ns, start_wall_ns;
	int64_t next;    /* number of the tick that comes next */
	uint64_t missed; /* ticks that came too late to be kept */
};

/* @duration_ns  0: until it is stopped. The first tick is at once, the last one at the end. */
void hr_ticker_start(struct hr_ticker *ticker, const struct hr_clock *clock, int64_t interval_ns,
                     int64_t duration_ns);
/*
 * hr_ticker_wait - sleep until the next tick.
 * @between  called at least ten times a second while it waits; NULL: nothing is
 * False once the duration is over or a stop is wanted. When a tick comes later than the one after
 * it, those in between are missed, not made up for.
 */
bool hr_ticker_wait(struct hr_ticker *ticker, void (*between)(void *context), void *context);
/* Monotonic time now, and the wall time that belongs to one. */
int64_t hr_ticker_now_ns(const struct hr_ticker *ticker);
int64_t hr_ticker_wall_ns(const struct hr_ticker *ticker, int64_t monotonic_ns);

#endif
