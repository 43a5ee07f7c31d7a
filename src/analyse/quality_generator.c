/*
 * Rules about the load generator: was it the limit itself?
 */
#include <config.h>
#include "analyse/run_quality_part.h"

#include <math.h>
#include <string.h>

#include "base/message.h"
#include "base/shown.h"
#include "record/generator_series.h"
#include "record/series.h"

/* Where the rules draw their lines; headroom-methods(7) says why. */
#define LITTLE_RATIO     1.5 /* waiting between requests at many users over that at few */
#define LITTLE_MS        20.0
#define LITTLE_INTERVALS 5 /* in each third of the users */
#define CPU_IDLE_PERCENT 10.0

/* Mean waiting between two requests of a user by Little's law, over intervals with @low..@high of
 * the most users: N / X - R. NaN without enough of them. */
static double waiting_ms(const struct hr_run_intervals *intervals, double low, double high)
{
	double users = 0, requests = 0, busy = 0, n = 0;

	for (size_t i = 1; i + 1 < intervals->count; i++) {
		double share = intervals->users[i] / intervals->users_max;

		if (!(share >= low && share <= high) || !isfinite(intervals->mean_ms[i]))
			continue;
		users += intervals->users[i];
		requests += intervals->requests[i];
		busy += intervals->requests[i] * intervals->mean_ms[i];
		n++;
	}
	if (n < LITTLE_INTERVALS || !(requests > 0))
		return NAN;
	return 1e3 * users * intervals->step_s / requests - busy / requests;
}

double hr_quality_largest_of(const struct hr_run *run, struct hr_slice begin, const char *end)
{
	double largest = NAN;

	for (size_t i = 0; i < run->series_count; i++) {
		const struct hr_series *series = &run->series[i];

		if (strncmp(series->name, begin.ptr, begin.length) != 0 ||
		    strcmp(series->name + begin.length, end) != 0)
			continue;
		for (size_t k = 0; k < series->count; k++)
			largest = fmax(largest, (double)series->points[k].max_micro / 1e6);
	}
	return largest;
}

/* What the generator said of itself; false when it said nothing. */
static bool generator_says(const struct hr_quality_view *view,
                           struct hr_run_quality_finding *finding)
{
	double busy = hr_quality_largest_of(view->run, hr_slice_of(HR_GENERATOR_BUSY), "");
	double late_ms = hr_quality_largest_of(view->run, hr_slice_of(HR_GENERATOR_LATE), "");

	if (isnan(busy))
		return false;
	hr_quality_measure(finding, busy, HR_GENERATOR_BUSY_PERCENT, "%");
	if (isfinite(late_ms))
		hr_quality_evidence(finding, "late_p99_ms", late_ms);
	if (busy > HR_GENERATOR_BUSY_PERCENT) {
		hr_quality_warn(finding,
		                "the load generator was saturated: a thread of it computed %s "
		                "of the time, so the times hold its own waiting",
		                hr_shown(busy / 100, HR_QUANTITY_RATIO).text);
	} else if (late_ms > HR_GENERATOR_LATE_MS) {
		hr_quality_measure(finding, late_ms, HR_GENERATOR_LATE_MS, "ms");
		hr_quality_warn(
		        finding,
		        "the load generator was too slow: 1\u202f%% of the requests were sent "
		        "more than %s late; their times count from when they were due",
		        hr_shown(late_ms, HR_QUANTITY_DURATION_MS).text);
	}
	return true;
}

void hr_quality_generator_saturated(const struct hr_quality_view *view,
                                    struct hr_run_quality_finding *finding)
{
	double few_ms = waiting_ms(view->intervals, 0.1, 0.45);
	double many_ms = waiting_ms(view->intervals, 0.8, 1.0);

	if (generator_says(view, finding) || view->options->selected)
		return; /* the users also wait for what was left out */
	/* below 0 the requests in flight rose so fast that the law does not hold */
	if (!(few_ms > 0) || isnan(many_ms))
		return;
	hr_quality_measure(finding, many_ms, fmax(LITTLE_RATIO * few_ms, few_ms + LITTLE_MS), "ms");
	hr_quality_evidence(finding, "waiting_ms_few_users", few_ms);
	hr_quality_evidence(finding, "waiting_ms_many_users", many_ms);
	hr_quality_evidence(finding, "users_max", view->intervals->users_max);
	if (many_ms > finding->limit)
		hr_quality_warn(finding,
		                "the load generator may have been the limit: with many users each "
		                "waited %s between two requests, with few %s (Little's "
		                "law), so requests were sent late that no answer held up",
		                hr_shown(many_ms, HR_QUANTITY_DURATION_MS).text,
		                hr_shown(few_ms, HR_QUANTITY_DURATION_MS).text);
}

static bool is_generator(const struct hr_run *run, const char *host)
{
	for (size_t i = 0; i < run->users.count; i++)
		if (host[0] != '\0' && strcmp(run->users.tracks[i].text, host) == 0)
			return true;
	return false;
}

void hr_quality_generator_busy(const struct hr_quality_view *view,
                               struct hr_run_quality_finding *finding)
{
	const char *busiest = "";
	double least = INFINITY;

	for (size_t i = 0; i < view->run->series_count; i++) {
		const struct hr_series *series = &view->run->series[i];
		double sum = 0, n = 0;

		if (strcmp(series->name, "cpu.idle") != 0 || !is_generator(view->run, series->host))
			continue;
		for (size_t k = 0; k < series->count; k++) {
			sum += (double)series->points[k].sum_micro / 1e6;
			n += (double)series->points[k].count;
		}
		if (n > 0 && sum / n < least) {
			least = sum / n;
			busiest = series->host;
		}
	}
	if (isinf(least))
		return;
	hr_quality_measure(finding, least, CPU_IDLE_PERCENT, "%");
	if (least < CPU_IDLE_PERCENT)
		hr_quality_warn(
		        finding, "the processors of the load generator %s were idle %s of the time",
		        hr_quoted(busiest).text, hr_shown(least / 100, HR_QUANTITY_RATIO).text);
}

void hr_quality_connect_rising(const struct hr_quality_view *view,
                               struct hr_run_quality_finding *finding)
{
	double early = 0, early_n = 0, late = 0, late_n = 0;
	size_t third = view->intervals->count / 3;

	for (size_t i = 0; i < view->intervals->count; i++) {
		double connect = view->intervals->connect_ms[i];

		if (!isfinite(connect))
			continue;
		if (i < third) {
			early += connect;
			early_n++;
		} else if (i >= 2 * third) {
			late += connect;
			late_n++;
		}
	}
	if (early_n < LITTLE_INTERVALS || late_n < LITTLE_INTERVALS)
		return;
	early /= early_n;
	late /= late_n;
	hr_quality_measure(finding, late, fmax(3 * early, early + LITTLE_MS), "ms");
	hr_quality_evidence(finding, "connect_ms_first_third", early);
	if (late > finding->limit)
		hr_quality_warn(finding,
		                "connecting took %s on average in the last third, %s in "
		                "the first: ports or sockets of the generator, or the server's "
		                "queue, may have run out",
		                hr_shown(late, HR_QUANTITY_DURATION_MS).text,
		                hr_shown(early, HR_QUANTITY_DURATION_MS).text);
}
