/* Two windows that slide over the seconds. */
#include <config.h>
#include "analyse/burn.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"

const char *hr_burn_state_name(enum hr_burn_state state)
{
	static const char *const names[] = { [HR_BURN_CALM] = "calm",
		                             [HR_BURN_PENDING] = "pending",
		                             [HR_BURN_FIRING] = "firing",
		                             [HR_BURN_NOT_EVALUABLE] = "not_evaluable",
		                             [HR_BURN_UNREACHABLE] = "unreachable",
		                             [HR_BURN_TOO_LONG] = "too_long" };

	return names[state];
}

bool hr_burn_was_replayed(enum hr_burn_state state)
{
	return state == HR_BURN_CALM || state == HR_BURN_PENDING || state == HR_BURN_FIRING;
}

/*
 * Shares of a budget are chosen for a window: 10 % in 3 days is a pace of 1 over 30 days and of
 * 0.23 over 7, where it would alert on a service that meets its objective. 28 days make 0.93 of it,
 * which is still meant.
 */
static bool is_within_pace(struct hr_fraction threshold)
{
	return (hr_u128)threshold.num * 10 < (hr_u128)threshold.den * 9;
}

struct hr_fraction hr_burn_threshold(const struct hr_burn_rule *rule, int64_t window_s)
{
	struct hr_fraction threshold;

	if (rule->threshold.den != 0)
		return rule->threshold;
	if (!hr_fraction_multiply(rule->budget,
	                          hr_fraction_of((uint64_t)window_s, (uint64_t)rule->long_s),
	                          &threshold))
		return (struct hr_fraction){ UINT64_MAX, 1 };
	return is_within_pace(threshold) ? (struct hr_fraction){ 1, 1 } : threshold;
}

static double rate_of(uint64_t bad, uint64_t valid, struct hr_fraction target)
{
	struct hr_fraction allowed = hr_fraction_complement(target);

	if (valid == 0 || allowed.num == 0)
		return (double)NAN;
	/* Products first: whole numbers of a burn rate come out whole. */
	return (double)bad * (double)allowed.den / ((double)valid * (double)allowed.num);
}

double hr_burn_rate(const struct hr_sli_series *series, struct hr_fraction target, int64_t end_s,
                    int64_t length_s)
{
	struct hr_sli_sum sum = hr_sli_series_sum(series, end_s - length_s, end_s);

	return rate_of(sum.valid - sum.good, sum.valid, target);
}

/* Sums of the last @length elements. */
struct window {
	size_t length;
	uint64_t bad, valid;
};

static inline void slide(struct window *window, const struct hr_sli_series *series, size_t at)
{
	window->bad += series->bad[at];
	window->valid += series->valid[at];
	if (at >= window->length) {
		window->bad -= series->bad[at - window->length];
		window->valid -= series->valid[at - window->length];
	}
}

/* bad / valid > limit. */
static inline bool is_above(const struct window *window, struct hr_fraction limit)
{
	return (hr_u128)window->bad * limit.den > (hr_u128)window->valid * limit.num;
}

/* bad / valid >= limit, with any event. */
static inline bool is_at_least(const struct window *window, struct hr_fraction limit)
{
	return window->valid > 0 &&
	       (hr_u128)window->bad * limit.den >= (hr_u128)window->valid * limit.num;
}

static inline bool is_beyond(const struct hr_burn_rule *rule, const struct window *window,
                             struct hr_fraction limit)
{
	return rule->or_equal ? is_at_least(window, limit) : is_above(window, limit);
}

struct replay {
	const struct hr_sli_series *series;
	struct hr_burn_result *out;
	struct hr_fraction target;
	int64_t window_s;
	struct window longer, shorter;
	struct hr_burn_firing current;
	int64_t above_since; /* -1 = not above */
	int64_t calm_at;     /* last element at a pace of 1 or less; -1 */
	bool firing;
	size_t capacity;
};

static void begin_firing(struct replay *replay, int64_t at)
{
	double rate = rate_of(replay->longer.bad, replay->longer.valid, replay->target);

	replay->firing = true;
	replay->out->fired++;
	replay->current = (struct hr_burn_firing){
		.start_s = replay->series->start_s + at,
		.end_s = HR_SLI_SECOND_NONE,
		.delay_s = at - replay->calm_at,
		.budget_used = rate * (double)replay->out->rule->long_s / (double)replay->window_s,
		.peak = rate,
	};
}

static void end_firing(struct replay *replay)
{
	struct hr_burn_result *out = replay->out;

	replay->firing = false;
	if (out->firing_count == HR_BURN_FIRINGS_MAX)
		return;
	out->firings = hr_grow(out->firings, out->firing_count, &replay->capacity,
	                       sizeof(*out->firings));
	out->firings[out->firing_count++] = replay->current;
}

static void note_peak(struct replay *replay)
{
	double rate = rate_of(replay->longer.bad, replay->longer.valid, replay->target);

	if (rate > replay->current.peak)
		replay->current.peak = rate;
	replay->out->firing_s++;
}

static void run(struct replay *replay, struct hr_fraction limit)
{
	const struct hr_burn_rule *rule = replay->out->rule;
	struct hr_fraction pace = hr_fraction_complement(replay->target);

	for (size_t i = 0; i < replay->series->count; i++) {
		bool above;

		slide(&replay->longer, replay->series, i);
		slide(&replay->shorter, replay->series, i);
		if (!is_above(&replay->shorter, pace))
			replay->calm_at = (int64_t)i;
		above = is_beyond(rule, &replay->shorter, limit) &&
		        is_beyond(rule, &replay->longer, limit) &&
		        (replay->series->slice_s > 0 || replay->longer.valid >= rule->min_events);
		if (!above) {
			replay->above_since = -1;
			if (replay->firing) {
				replay->current.end_s = replay->series->start_s + (int64_t)i;
				end_firing(replay);
			}
			continue;
		}
		if (replay->above_since < 0)
			replay->above_since = (int64_t)i;
		if (!replay->firing && (int64_t)i - replay->above_since >= rule->for_s)
			begin_firing(replay, (int64_t)i);
		if (replay->firing)
			note_peak(replay);
	}
}

bool hr_burn_is_too_long(const struct hr_burn_rule *rule, int64_t window_s)
{
	return rule->threshold.den == 0 && rule->long_s > window_s;
}

void hr_burn_replay(const struct hr_burn_rule *rule, const struct hr_sli_series *series,
                    struct hr_fraction target, int64_t window_s, struct hr_burn_result *out)
{
	struct hr_fraction limit;
	struct replay replay = { .series = series,
		                 .out = out,
		                 .target = target,
		                 .window_s = window_s,
		                 .longer = { .length = (size_t)rule->long_s },
		                 .shorter = { .length = (size_t)rule->short_s },
		                 .above_since = -1,
		                 .calm_at = -1 };
	int64_t end_s = series->start_s + (int64_t)series->count;

	*out = (struct hr_burn_result){ .rule = rule,
		                        .threshold = hr_burn_threshold(rule, window_s) };
	out->long_rate = hr_burn_rate(series, target, end_s, rule->long_s);
	out->short_rate = hr_burn_rate(series, target, end_s, rule->short_s);
	if (!hr_fraction_multiply(out->threshold, hr_fraction_complement(target), &limit) ||
	    limit.num >= limit.den) {
		out->state = HR_BURN_UNREACHABLE;
		return;
	}
	if (hr_burn_is_too_long(rule, window_s)) {
		out->state = HR_BURN_TOO_LONG;
		return;
	}
	if (limit.num == 0 || (int64_t)series->count < rule->long_s ||
	    rule->short_s < series->slice_s) {
		out->state = HR_BURN_NOT_EVALUABLE;
		return;
	}
	run(&replay, limit);
	out->state = replay.firing             ? HR_BURN_FIRING
	             : replay.above_since >= 0 ? HR_BURN_PENDING
	                                       : HR_BURN_CALM;
	if (replay.firing)
		end_firing(&replay);
}

void hr_burn_result_release(struct hr_burn_result *result)
{
	free(result->firings);
	*result = (struct hr_burn_result){ 0 };
}
