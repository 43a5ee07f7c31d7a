/*
 * The time stamps of JTL CSV: epoch numbers, or one of the five date forms JMeter itself tries,
 * or the form the user names. What fitted last is tried first, so a file costs one guess.
 */
#ifndef HR_READ_JTL_TIME_H
#define HR_READ_JTL_TIME_H

#include <stdbool.h>
#include <stdint.h>

#include "base/instant.h"
#include "base/slice.h"
#include "base/zone.h"

#define HR_JTL_DATE_FORMS 5
/* A JTL is recorded on a clock: a stamp outside 1990 to 2100 is damage, and one of them would
 * stretch the whole run. */
#define HR_JTL_EARLIEST_NS  (INT64_C(631152000) * HR_NS_PER_S)
#define HR_JTL_LATEST_NS    (INT64_C(4102444800) * HR_NS_PER_S)
#define HR_JTL_PREFIX_BYTES 32

enum hr_jtl_time_form {
	HR_JTL_TIME_NONE,  /* nothing fitted yet */
	HR_JTL_TIME_EPOCH, /* digits: ms, or another unit by their number */
	HR_JTL_TIME_USER,
	HR_JTL_TIME_DATE, /* clock->date says which of the five */
	HR_JTL_TIME_ISO,
};

struct hr_jtl_clock {
	const struct hr_zone *zone;         /* borrowed */
	const struct hr_time_format *given; /* --time-format or NULL; borrowed */
	struct hr_time_format *dates[HR_JTL_DATE_FORMS];
	enum hr_jtl_time_form form;
	size_t date;
	/* The last date parsed, down to its second: rows come in bursts of the same one. */
	char prefix[HR_JTL_PREFIX_BYTES];
	size_t prefix_length;
	int64_t prefix_ns;
};

void hr_jtl_clock_init(struct hr_jtl_clock *clock, const struct hr_zone *zone,
                       const struct hr_time_format *given);
void hr_jtl_clock_release(struct hr_jtl_clock *clock);
/* False when the text is no time in any of the forms, or one outside 1990 to 2100. */
bool hr_jtl_clock_read(struct hr_jtl_clock *clock, struct hr_slice text, int64_t *out);
static inline bool hr_jtl_time_possible(int64_t instant_ns)
{
	return instant_ns >= HR_JTL_EARLIEST_NS && instant_ns < HR_JTL_LATEST_NS;
}
static inline bool hr_jtl_time_possible_ms(int64_t instant_ms)
{
	return instant_ms >= HR_JTL_EARLIEST_NS / HR_NS_PER_MS &&
	       instant_ms < HR_JTL_LATEST_NS / HR_NS_PER_MS;
}
/* What fitted last, for people: "epoch milliseconds", "yyyy/MM/dd HH:mm:ss". */
const char *hr_jtl_clock_form(const struct hr_jtl_clock *clock);
/* Does a text look like a time stamp, whatever its form? For guessing columns. */
bool hr_jtl_time_likely(struct hr_slice text);

#endif
