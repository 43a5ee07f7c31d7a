#include <config.h>
#include "analyse/omission.h"

#include <math.h>
#include <string.h>

#include "base/instant.h"
#include "record/series.h"

#define MISSING_MAX     10000 /* values put in for one */
#define LAG_SERIES      "pgbench schedule lag"
#define PACED_INTERVALS 20   /* fewer say nothing of how counts vary */
#define PACED_COUNT     20.0 /* requests in each */
#define PACED_INDEX     0.5  /* variance over mean: 1 when requests are independent */
#define PACED_BUSY      0.5  /* users that wait for an answer, of all: above, they are the limit */
#define USERS_CONSTANT  0.95

const char *hr_omission_source_name(enum hr_omission_source source)
{
	static const char *const names[] = { [HR_OMISSION_NONE] = "none",
		                             [HR_OMISSION_DECLARED] = "declared",
		                             [HR_OMISSION_PLAN] = "plan",
		                             [HR_OMISSION_DETECTED] = "detected",
		                             [HR_OMISSION_LAG] = "schedule_lag" };

	return names[source];
}

static void add(struct hr_hist *hist, struct hr_moments *moments, int64_t value_ns, uint64_t count)
{
	hr_hist_add(hist, value_ns, count);
	hr_moments_add(moments, value_ns, count);
}

/* What should have been sent while a request of @value_ns was waited for. */
static void add_missing(struct hr_hist *hist, struct hr_moments *moments, int64_t value_ns,
                        uint64_t count, int64_t interval_ns)
{
	int64_t missing = value_ns / interval_ns - 1;
	int64_t each = missing > MISSING_MAX ? (missing + MISSING_MAX - 1) / MISSING_MAX : 1;

	for (int64_t i = 1; i <= missing; i += each) {
		int64_t last = i + each - 1 < missing ? i + each - 1 : missing;

		add(hist, moments, value_ns - (i + last) / 2 * interval_ns,
		    count * (uint64_t)(last - i + 1));
	}
}

struct hr_hist *hr_hist_expected(const struct hr_hist *hist, int64_t interval_ns,
                                 struct hr_moments *moments)
{
	struct hr_hist *out = hr_hist_new();
	struct hr_hist_cursor cursor = { 0 };
	struct hr_hist_bucket bucket;

	*moments = (struct hr_moments){ 0 };
	while (hr_hist_next(hist, &cursor, &bucket)) {
		add(out, moments, bucket.value_ns, bucket.count);
		if (bucket.value_ns > interval_ns)
			add_missing(out, moments, bucket.value_ns, bucket.count, interval_ns);
	}
	return out;
}

static struct hr_omission_figures figures_of(const struct hr_hist *hist,
                                             const struct hr_moments *moments,
                                             enum hr_quantile_method method)
{
	static const double p[] = { 0.5, 0.9, 0.95, 0.99, 0.999 };
	double q[sizeof(p) / sizeof(p[0])];

	hr_quantiles_ms(hist, p, q, sizeof(p) / sizeof(p[0]), method, moments->min_ns,
	                moments->max_ns);
	return (struct hr_omission_figures){
		.count = moments->count,
		.mean_ms = hr_moments_mean_ms(moments),
		.p50_ms = q[0],
		.p90_ms = q[1],
		.p95_ms = q[2],
		.p99_ms = q[3],
		.p999_ms = q[4],
		.max_ms = (double)moments->max_ns / (double)HR_NS_PER_MS,
	};
}

/* --- pacing --- */

double hr_paced_rate(const struct hr_run_intervals *intervals)
{
	double enough = USERS_CONSTANT * intervals->users_max;
	double count = 0, sum = 0, squares = 0, busy_s = 0, mean;

	for (size_t i = 1; i + 1 < intervals->count; i++) {
		double n = intervals->requests[i];

		if (!(intervals->users[i] >= enough))
			continue;
		count++;
		sum += n;
		squares += n * n;
		if (isfinite(intervals->mean_ms[i]))
			busy_s += n * intervals->mean_ms[i] / 1e3;
	}
	if (count < PACED_INTERVALS)
		return NAN;
	mean = sum / count;
	/* Little's law: busy users = requests a second x mean time */
	if (mean < PACED_COUNT ||
	    busy_s / (count * intervals->step_s) > PACED_BUSY * intervals->users_max ||
	    (squares - sum * mean) / (count - 1) > PACED_INDEX * mean)
		return NAN;
	return mean / intervals->step_s;
}

/* --- schedule lag --- */

static bool read_lag(const struct hr_run *run, struct hr_omission *out)
{
	double sum = 0, count = 0, max = -INFINITY;

	for (size_t i = 0; i < run->series_count; i++) {
		const struct hr_series *series = &run->series[i];

		if (strcmp(series->name, LAG_SERIES) != 0)
			continue;
		for (size_t k = 0; k < series->count; k++) {
			sum += (double)series->points[k].sum_micro / 1e6;
			count += (double)series->points[k].count;
			max = fmax(max, (double)series->points[k].max_micro / 1e6);
		}
	}
	if (!(count > 0))
		return false;
	out->lag_mean_ms = sum / count;
	out->lag_max_ms = max;
	return true;
}

static void choose_rate(const struct hr_run_intervals *intervals, double declared_per_s,
                        double plan_per_s, bool whole, struct hr_omission *out)
{
	if (declared_per_s > 0) {
		out->source = HR_OMISSION_DECLARED;
		out->rate_per_s = declared_per_s;
	} else if (plan_per_s > 0) {
		out->source = HR_OMISSION_PLAN;
		out->rate_per_s = plan_per_s;
	} else {
		out->rate_per_s = whole ? hr_paced_rate(intervals) : (double)NAN;
		out->source = out->rate_per_s > 0 ? HR_OMISSION_DETECTED : HR_OMISSION_NONE;
	}
}

static void correct(const struct hr_timing *elapsed, enum hr_quantile_method method,
                    struct hr_omission *out)
{
	double interval_ns = out->users / out->rate_per_s * (double)HR_NS_PER_S;
	struct hr_moments moments;
	struct hr_hist *hist;

	if (!(interval_ns >= 1) || interval_ns > (double)HR_DURATION_MAX_NS) {
		out->source = HR_OMISSION_NONE;
		return;
	}
	out->expected_interval_ms = interval_ns / (double)HR_NS_PER_MS;
	hist = hr_hist_expected(elapsed->hist, (int64_t)llround(interval_ns), &moments);
	/* the extremes are known, whatever the buckets stand for */
	moments.min_ns = elapsed->moments.min_ns < moments.min_ns ? elapsed->moments.min_ns
	                                                          : moments.min_ns;
	moments.max_ns = elapsed->moments.max_ns;
	out->corrected = figures_of(hist, &moments, method);
	hr_hist_free(hist);
}

void hr_omission_find(const struct hr_run *run, const struct hr_label *total,
                      const struct hr_run_intervals *intervals, double declared_per_s,
                      double plan_per_s, bool whole, enum hr_quantile_method method,
                      struct hr_omission *out)
{
	struct hr_timing elapsed = hr_label_elapsed(total);

	*out = (struct hr_omission){ .rate_per_s = NAN,
		                     .users = isnan(intervals->users_max) ? 1
		                                                          : intervals->users_max,
		                     .expected_interval_ms = NAN,
		                     .lag_mean_ms = NAN,
		                     .lag_max_ms = NAN };
	if (elapsed.hist != NULL && hr_timing_is_complete(&elapsed)) {
		out->recorded = figures_of(elapsed.hist, &elapsed.moments, method);
		if (read_lag(run, out)) {
			out->source = HR_OMISSION_LAG;
			out->corrected = out->recorded;
		} else {
			choose_rate(intervals, declared_per_s, plan_per_s, whole, out);
			if (out->source != HR_OMISSION_NONE)
				correct(&elapsed, method, out);
		}
	}
	hr_timing_release(&elapsed);
}
