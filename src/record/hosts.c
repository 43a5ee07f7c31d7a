#include <config.h>
#include "record/hosts.h"

#define INTERVALS_APART 2

static bool span_of(const struct hr_run *run, const struct hr_track *track,
                    struct hr_host_span *out)
{
	int64_t step = run->grid.step_ns;
	size_t first = 0, last = track->count;

	while (first < last && track->values[first] == 0)
		first++;
	while (last > first && track->values[last - 1] == 0)
		last--;
	*out = (struct hr_host_span){ .host = { track->text, track->length } };
	return first < last &&
	       !__builtin_mul_overflow(track->first + (int64_t)first, step, &out->start_ns) &&
	       !__builtin_mul_overflow(track->first + (int64_t)last, step, &out->end_ns);
}

bool hr_host_span(const struct hr_run *run, struct hr_slice host, struct hr_host_span *out)
{
	for (size_t i = 0; i < run->users.count; i++) {
		const struct hr_track *track = &run->users.tracks[i];

		if (hr_slice_equal((struct hr_slice){ track->text, track->length }, host))
			return span_of(run, track, out);
	}
	return false;
}

int64_t hr_host_span_common_ns(const struct hr_host_span *a, const struct hr_host_span *b)
{
	int64_t start = a->start_ns > b->start_ns ? a->start_ns : b->start_ns;
	int64_t end = a->end_ns < b->end_ns ? a->end_ns : b->end_ns;

	return end > start ? end - start : 0;
}

static int64_t length_of(const struct hr_host_span *span)
{
	return span->end_ns - span->start_ns;
}

static int64_t magnitude(int64_t value)
{
	return value < 0 ? -value : value;
}

/* How far @span is behind @base as a whole; 0 when it is longer or shorter rather than shifted. */
static int64_t shift_of(const struct hr_host_span *base, const struct hr_host_span *span,
                        int64_t step)
{
	int64_t begin = span->start_ns - base->start_ns, end = span->end_ns - base->end_ns;
	int64_t least = magnitude(begin) < magnitude(end) ? begin : end;
	int64_t differ = magnitude(begin - end);

	if ((begin < 0) != (end < 0) || magnitude(least) < INTERVALS_APART * step)
		return 0;
	if (differ > INTERVALS_APART * step && differ > magnitude(least) / 10)
		return 0;
	return least;
}

bool hr_hosts_shift(const struct hr_run *run, struct hr_host_shift *out)
{
	struct hr_host_span base = { 0 }, span;
	int64_t largest = 0;

	for (size_t i = 0; i < run->users.count; i++)
		if (span_of(run, &run->users.tracks[i], &span) &&
		    length_of(&span) > length_of(&base))
			base = span;
	for (size_t i = 0; i < run->users.count; i++) {
		int64_t shift;

		if (!span_of(run, &run->users.tracks[i], &span))
			continue;
		shift = shift_of(&base, &span, run->grid.step_ns);
		if (magnitude(shift) <= magnitude(largest))
			continue;
		largest = shift;
		*out = (struct hr_host_shift){ .earlier = shift > 0 ? base.host : span.host,
			                       .later = shift > 0 ? span.host : base.host,
			                       .shift_ns = magnitude(shift) };
	}
	return largest != 0;
}
