#include <config.h>
#include "analyse/run_quality.h"

#include <inttypes.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/str.h"
#include "record/generator_series.h"
#include "record/hosts.h"

/* Where the rules draw their lines; headroom-methods(7) says why. */
#define SHORT_S          60.0
#define P99_COUNT        1000.0
#define P999_COUNT       10000.0
#define WARM_UP_SLOWER   1.2  /* mean of the warm-up over that of the steady state */
#define WARM_UP_SHARE    0.01 /* of the requests */
#define RAMP_SHARE       0.15
#define LITTLE_RATIO     1.5 /* waiting between requests at many users over that at few */
#define LITTLE_MS        20.0
#define LITTLE_INTERVALS 5 /* in each third of the users */
#define CPU_IDLE_PERCENT 10.0
#define GAP_SHARE        0.02 /* of the run */
#define GAP_INTERVALS    3.0
#define JUMP_SHARE       0.5
#define REJECTED_SHARE   0.001
#define DEGRADED_SHARE   0.01
#define OMISSION_RATIO   1.25 /* corrected p99 over the recorded one */

const char *hr_run_quality_state_name(enum hr_run_quality_state state)
{
	static const char *const names[] = { [HR_RUN_QUALITY_OK] = "ok",
		                             [HR_RUN_QUALITY_WARN] = "warn",
		                             [HR_RUN_QUALITY_UNKNOWN] = "not_applicable" };

	return names[state];
}

/* What the rules look at. */
struct view {
	const struct hr_run *run;
	const struct hr_label *total;
	const struct hr_run_intervals *intervals;
	const struct hr_declared_options *options;
	struct hr_run_quality *quality;
};

/* --- findings --- */

static void evidence(struct hr_run_quality_finding *finding, const char *name, double value)
{
	finding->evidence[finding->evidence_count].name = name;
	finding->evidence[finding->evidence_count++].value = value;
}

static void measure(struct hr_run_quality_finding *finding, double observed, double limit,
                    const char *unit)
{
	finding->state = HR_RUN_QUALITY_OK;
	finding->observed = observed;
	finding->limit = limit;
	finding->unit = unit;
}

static void HR_PRINTF(2, 3) warn(struct hr_run_quality_finding *finding, const char *format, ...)
{
	struct hr_str text = { .limit = 1000 };
	char buffer[1000];
	va_list args;

	va_start(args, format);
	vsnprintf(buffer, sizeof(buffer), format, args);
	va_end(args);
	hr_str_puts(&text, buffer);
	finding->state = HR_RUN_QUALITY_WARN;
	free(finding->message);
	finding->message = hr_str_detach(&text);
}

/* --- length and numbers --- */

static void too_short(const struct view *view, struct hr_run_quality_finding *finding)
{
	double span_s = hr_label_span_s(view->total);

	if (isnan(span_s) || hr_label_count(view->total) < 2)
		return;
	measure(finding, span_s, SHORT_S, "s");
	if (span_s < SHORT_S)
		warn(finding,
		     "the run lasted %.3g s: less than a minute says little about what lasts",
		     span_s);
}

static void few_samples(const struct view *view, struct hr_run_quality_finding *finding)
{
	const struct hr_label *fewest = NULL;
	double below = 0, far_below = 0, labels = 0;

	for (size_t i = 0; i < view->run->label_count; i++) {
		const struct hr_label *label = view->run->labels[i];
		double n = (double)hr_label_count(label);

		if (label->kind != HR_SAMPLE_REQUEST || label->source == HR_SOURCE_AGGREGATE)
			continue;
		labels++;
		below += n < P99_COUNT;
		far_below += n < P999_COUNT;
		if (fewest == NULL || n < (double)hr_label_count(fewest))
			fewest = label;
	}
	if (fewest == NULL)
		return;
	measure(finding, (double)hr_label_count(fewest), P99_COUNT, "1");
	evidence(finding, "labels", labels);
	evidence(finding, "labels_below_1000", below);
	evidence(finding, "labels_below_10000", far_below);
	if (below > 0)
		warn(finding,
		     "p99 of %.0f of %.0f labels rests on fewer than 1000 requests (%.200s: "
		     "%" PRIu64 "), p99.9 of %.0f on fewer than 10000",
		     below, labels, fewest->length > 0 ? fewest->name : "(empty label)",
		     hr_label_count(fewest), far_below);
}

/* --- warm-up --- */

static void warm_up(const struct view *view, struct hr_run_quality_finding *finding)
{
	const struct hr_steady *steady = &view->quality->steady;
	double share, ratio;

	if (!steady->found || view->options->windowed || !(steady->all_requests > 0))
		return;
	share = steady->warm_up_requests / steady->all_requests;
	ratio = steady->warm_up_mean_ms / steady->steady_mean_ms;
	measure(finding, share, RAMP_SHARE, "ratio");
	evidence(finding, "mean_ms_before", steady->warm_up_mean_ms);
	evidence(finding, "mean_ms_after", steady->steady_mean_ms);
	if (ratio > WARM_UP_SLOWER && share > WARM_UP_SHARE)
		warn(finding,
		     "the warm-up is part of the figures: the first %.1f %% of the requests took "
		     "%.3g "
		     "ms on average, the steady ones %.3g ms; --steady-state leaves it out",
		     100 * share, steady->warm_up_mean_ms, steady->steady_mean_ms);
	else if (share > RAMP_SHARE)
		warn(finding,
		     "the ramp-up is part of the figures: %.1f %% of the requests came before the "
		     "run was steady; --steady-state leaves it out",
		     100 * share);
}

static void not_steady(const struct view *view, struct hr_run_quality_finding *finding)
{
	const struct hr_steady *steady = &view->quality->steady;

	if (view->intervals->count < HR_STEADY_BATCHES_MIN + 2)
		return;
	finding->state = HR_RUN_QUALITY_OK;
	if (!steady->found)
		warn(finding, "no steady state was found: %s", steady->reason);
}

/* --- the load generator --- */

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

/* The largest value of a series; NaN when there is none of this name, which is given by its parts.
 */
static double largest_of(const struct hr_run *run, struct hr_slice begin, const char *end)
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
static bool generator_says(const struct view *view, struct hr_run_quality_finding *finding)
{
	double busy = largest_of(view->run, hr_slice_of(HR_GENERATOR_BUSY), "");
	double late_ms = largest_of(view->run, hr_slice_of(HR_GENERATOR_LATE), "");

	if (isnan(busy))
		return false;
	measure(finding, busy, HR_GENERATOR_BUSY_PERCENT, "%");
	if (isfinite(late_ms))
		evidence(finding, "late_p99_ms", late_ms);
	if (busy > HR_GENERATOR_BUSY_PERCENT) {
		warn(finding,
		     "the load generator was saturated: a thread of it computed %.3g %% of the "
		     "time, so the times hold its own waiting",
		     busy);
	} else if (late_ms > HR_GENERATOR_LATE_MS) {
		measure(finding, late_ms, HR_GENERATOR_LATE_MS, "ms");
		warn(finding,
		     "the load generator was too slow: 1 %% of the requests were sent more than "
		     "%.3g ms late; their times count from when they were due",
		     late_ms);
	}
	return true;
}

static void generator_saturated(const struct view *view, struct hr_run_quality_finding *finding)
{
	double few_ms = waiting_ms(view->intervals, 0.1, 0.45);
	double many_ms = waiting_ms(view->intervals, 0.8, 1.0);

	if (generator_says(view, finding) || view->options->selected)
		return; /* the users also wait for what was left out */
	/* below 0 the requests in flight rose so fast that the law does not hold */
	if (!(few_ms > 0) || isnan(many_ms))
		return;
	measure(finding, many_ms, fmax(LITTLE_RATIO * few_ms, few_ms + LITTLE_MS), "ms");
	evidence(finding, "waiting_ms_few_users", few_ms);
	evidence(finding, "waiting_ms_many_users", many_ms);
	evidence(finding, "users_max", view->intervals->users_max);
	if (many_ms > finding->limit)
		warn(finding,
		     "the load generator may have been the limit: with many users each waited %.3g "
		     "ms "
		     "between two requests, with few %.3g ms (Little's law), so requests were sent "
		     "late that no answer held up",
		     many_ms, few_ms);
}

static bool is_generator(const struct hr_run *run, const char *host)
{
	for (size_t i = 0; i < run->users.count; i++)
		if (host[0] != '\0' && strcmp(run->users.tracks[i].text, host) == 0)
			return true;
	return false;
}

static void generator_busy(const struct view *view, struct hr_run_quality_finding *finding)
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
	measure(finding, least, CPU_IDLE_PERCENT, "%");
	if (least < CPU_IDLE_PERCENT)
		warn(finding,
		     "the processors of the load generator %.200s were idle %.3g %% of the time",
		     busiest, least);
}

static void connect_rising(const struct view *view, struct hr_run_quality_finding *finding)
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
	measure(finding, late, fmax(3 * early, early + LITTLE_MS), "ms");
	evidence(finding, "connect_ms_first_third", early);
	if (late > finding->limit)
		warn(finding,
		     "connecting took %.3g ms on average in the last third, %.3g ms in the first: "
		     "ports or sockets of the generator, or the server's queue, may have run out",
		     late, early);
}

/* --- clocks and gaps --- */

static void gaps(const struct view *view, struct hr_run_quality_finding *finding)
{
	const struct hr_run_intervals *intervals = view->intervals;
	size_t longest = 0, length = 0, empty = 0;
	double share, max_s = 0;
	struct hr_timing elapsed;

	if (intervals->count < 10)
		return;
	for (size_t i = 0; i < intervals->count; i++) {
		length = intervals->requests[i] > 0 ? 0 : length + 1;
		empty += intervals->requests[i] > 0 ? 0 : 1;
		longest = length > longest ? length : longest;
	}
	elapsed = hr_label_elapsed(view->total);
	if (elapsed.moments.count > 0)
		max_s = (double)elapsed.moments.max_ns / (double)HR_NS_PER_S;
	hr_timing_release(&elapsed);
	share = (double)longest / (double)intervals->count;
	measure(finding, (double)longest * intervals->step_s,
	        fmax(GAP_INTERVALS * intervals->step_s, max_s), "s");
	evidence(finding, "share", share);
	/* a slow request explains as long a silence; a slow recording has many of them */
	if (finding->observed <= finding->limit || share < GAP_SHARE ||
	    (double)longest < 0.5 * (double)empty)
		return;
	if (share >= JUMP_SHARE)
		warn(finding,
		     "for %.3g s, most of the time that the recording spans, nothing ended: the "
		     "clock "
		     "jumped, or two runs are in one recording",
		     finding->observed);
	else
		warn(finding,
		     "for %.3g s nothing ended: a standstill, a pause, or a jump of the clock",
		     finding->observed);
}

static void clock_skew(const struct view *view, struct hr_run_quality_finding *finding)
{
	struct hr_host_shift shift;

	if (view->run->users.count < 2)
		return;
	finding->state = HR_RUN_QUALITY_OK;
	if (!hr_hosts_shift(view->run, &shift))
		return;
	measure(finding, (double)shift.shift_ns / (double)HR_NS_PER_S, 0, "s");
	warn(finding,
	     "load generator %.*s began and ended %.3g s after %.*s: their clocks differ, or it "
	     "was "
	     "started later",
	     (int)shift.later.length, shift.later.ptr, finding->observed, (int)shift.earlier.length,
	     shift.earlier.ptr);
}

/* --- the input --- */

static void bad_rows(const struct view *view, struct hr_run_quality_finding *finding)
{
	double rejected = (double)hr_diag_total(&view->run->diag, HR_DIAG_REJECTED, NULL);
	double degraded = (double)hr_diag_total(&view->run->diag, HR_DIAG_DEGRADED, NULL);
	double records = rejected;

	for (size_t i = 0; i < view->run->input_count; i++)
		records += (double)view->run->inputs[i].records;
	if (!(records > 0))
		return;
	measure(finding, rejected / records, REJECTED_SHARE, "ratio");
	evidence(finding, "rejected", rejected);
	evidence(finding, "degraded", degraded);
	evidence(finding, "records", records);
	if (rejected / records > REJECTED_SHARE)
		warn(finding, "%.3g %% of the rows were rejected and count nowhere",
		     100 * rejected / records);
	else if (degraded / records > DEGRADED_SHARE)
		warn(finding, "%.3g %% of the rows count in totals only, for want of a usable time",
		     100 * degraded / records);
}

static void truncated(const struct view *view, struct hr_run_quality_finding *finding)
{
	double cut = 0;

	if (view->run->input_count == 0)
		return;
	for (size_t i = 0; i < view->run->input_count; i++)
		cut += view->run->inputs[i].truncated;
	measure(finding, cut, 0, "1");
	if (cut > 0)
		warn(finding, "%.0f of %zu inputs end too early; what they hold is counted", cut,
		     view->run->input_count);
}

/* --- intended load --- */

static void coordinated_omission(const struct view *view, struct hr_run_quality_finding *finding)
{
	const struct hr_omission *omission = &view->quality->omission;
	double ratio;

	if (omission->source == HR_OMISSION_NONE || omission->source == HR_OMISSION_LAG)
		return;
	ratio = omission->corrected.p99_ms / omission->recorded.p99_ms;
	measure(finding, ratio, OMISSION_RATIO, "1");
	evidence(finding, "recorded_p99_ms", omission->recorded.p99_ms);
	evidence(finding, "corrected_p99_ms", omission->corrected.p99_ms);
	evidence(finding, "rate_per_s", omission->rate_per_s);
	if (ratio > OMISSION_RATIO)
		warn(finding,
		     "coordinated omission: the recorded p99 is %.3g ms; with the requests that "
		     "should "
		     "have been sent meanwhile at %.3g/s it is %.3g ms",
		     omission->recorded.p99_ms, omission->rate_per_s, omission->corrected.p99_ms);
}

/* Rows of declared against observed that deviate, those of one kind in one warning. */
static void deviations(const struct view *view, struct hr_run_quality_finding *finding,
                       const char *const *kinds)
{
	const struct hr_declared *declared = &view->quality->declared;
	const struct hr_declared_row *worst = NULL;
	size_t compared = 0, deviating = 0;

	for (size_t i = 0; i < declared->count; i++) {
		const struct hr_declared_row *row = &declared->rows[i];
		bool mine = false;

		for (size_t k = 0; kinds[k] != NULL; k++)
			mine = mine || strcmp(kinds[k], row->what) == 0;
		if (!mine || row->agreement == HR_NOT_COMPARED)
			continue;
		compared++;
		if (row->agreement != HR_DEVIATES)
			continue;
		deviating++;
		if (worst == NULL ||
		    fabs(row->observed - row->declared) > fabs(worst->observed - worst->declared))
			worst = row;
	}
	if (compared == 0)
		return;
	finding->state = HR_RUN_QUALITY_OK;
	if (worst == NULL)
		return;
	measure(finding, worst->observed, worst->declared, worst->unit);
	evidence(finding, "compared", (double)compared);
	evidence(finding, "deviating", (double)deviating);
	if (isnan(worst->declared))
		warn(finding, "%.200s: %s", worst->subject, worst->note);
	else
		warn(finding, "%s%s%.200s: declared %.4g, observed %.4g%s%s", worst->what,
		     worst->subject[0] != '\0' ? " of " : "", worst->subject, worst->declared,
		     worst->observed, worst->note != NULL ? ", " : "",
		     worst->note != NULL ? worst->note : "");
	if (deviating > 1) {
		char *first = finding->message;

		finding->message = NULL;
		warn(finding, "%s (and %zu more)", first, deviating - 1);
		free(first);
	}
}

/* What the generator said it should have sent, and did; the worst stream counts. False when it said
 * nothing. */
static bool rate_missed(const struct view *view, struct hr_run_quality_finding *finding)
{
	const struct hr_slice prefix = HR_SLICE_LITERAL(HR_GENERATOR_PREFIX);
	double worst = INFINITY;

	for (size_t i = 0; i < view->run->series_count; i++) {
		struct hr_slice name = hr_slice_of(view->run->series[i].name), stream;
		double wanted, reached;

		if (!hr_slice_starts(name, HR_GENERATOR_PREFIX) ||
		    !hr_slice_ends(name, HR_GENERATOR_WANTED))
			continue;
		stream = (struct hr_slice){ name.ptr, name.length - strlen(HR_GENERATOR_WANTED) };
		wanted = largest_of(view->run, stream, HR_GENERATOR_WANTED);
		reached = largest_of(view->run, stream, HR_GENERATOR_REACHED);
		if (!(wanted > 0) || !(reached / wanted < worst))
			continue;
		worst = reached / wanted;
		measure(finding, reached, wanted, "1/s");
		if (worst < HR_GENERATOR_RATE_RATIO)
			warn(finding, "the rate of %.*s was missed: %.4g/s of %.4g/s",
			     (int)(stream.length - prefix.length), stream.ptr + prefix.length,
			     reached, wanted);
	}
	return worst < HR_GENERATOR_RATE_RATIO;
}

static void rate_not_reached(const struct view *view, struct hr_run_quality_finding *finding)
{
	if (rate_missed(view, finding))
		return;
	deviations(view, finding, (const char *const[]){ "rate", NULL });
}

static void mix_differs(const struct view *view, struct hr_run_quality_finding *finding)
{
	deviations(view, finding, (const char *const[]){ "mix", NULL });
}

static void load_differs(const struct view *view, struct hr_run_quality_finding *finding)
{
	deviations(view, finding, (const char *const[]){ "users", "ramp", NULL });
}

static void duration_differs(const struct view *view, struct hr_run_quality_finding *finding)
{
	deviations(view, finding, (const char *const[]){ "duration", NULL });
}

static void requests_differ(const struct view *view, struct hr_run_quality_finding *finding)
{
	deviations(view, finding, (const char *const[]){ "requests", "label", NULL });
}

/* A new rule is a function and a row here. */
static const struct {
	const char *name;
	void (*check)(const struct view *view, struct hr_run_quality_finding *finding);
} rules[] = {
	{ "too_short", too_short },
	{ "few_samples", few_samples },
	{ "warm_up", warm_up },
	{ "not_steady", not_steady },
	{ "generator_saturated", generator_saturated },
	{ "generator_busy", generator_busy },
	{ "connect_rising", connect_rising },
	{ "gap", gaps },
	{ "clock_skew", clock_skew },
	{ "bad_rows", bad_rows },
	{ "truncated_input", truncated },
	{ "coordinated_omission", coordinated_omission },
	{ "rate_not_reached", rate_not_reached },
	{ "mix_differs", mix_differs },
	{ "users_differ", load_differs },
	{ "duration_differs", duration_differs },
	{ "requests_differ", requests_differ },
};
#define RULES (sizeof(rules) / sizeof(rules[0]))

static void add_check(struct hr_checks *checks, const struct hr_run_quality_finding *finding)
{
	struct hr_check *check = hr_checks_add(checks, HR_RUN_QUALITY_KIND, finding->rule, "");

	check->verdict = HR_VERDICT_WARN;
	check->severity = hr_strdup("warning");
	check->unit = hr_strdup(finding->unit);
	check->message = hr_strdup(finding->message);
	check->observed = finding->observed;
	check->limit = finding->limit;
	for (size_t i = 0; i < finding->evidence_count; i++)
		hr_check_add_evidence(check, finding->evidence[i].name, finding->evidence[i].value);
}

static void run_rules(const struct view *view, struct hr_checks *checks)
{
	struct hr_run_quality *quality = view->quality;

	quality->findings = hr_zalloc(RULES, sizeof(*quality->findings));
	for (size_t i = 0; i < RULES; i++) {
		struct hr_run_quality_finding *finding = &quality->findings[quality->count++];

		*finding = (struct hr_run_quality_finding){ .rule = rules[i].name,
			                                    .state = HR_RUN_QUALITY_UNKNOWN,
			                                    .observed = NAN,
			                                    .limit = NAN,
			                                    .unit = "1" };
		rules[i].check(view, finding);
		if (finding->state == HR_RUN_QUALITY_WARN)
			add_check(checks, finding);
	}
}

void hr_run_quality_check(const struct hr_run *run, const struct hr_label *total,
                          const struct hr_declared_options *options, enum hr_quantile_method method,
                          struct hr_run_quality *out, struct hr_checks *checks)
{
	struct hr_run_intervals intervals;
	struct view view = { run, total, &intervals, options, out };
	double rate_per_s;
	bool of_plan;

	*out = (struct hr_run_quality){ .steady_from_ns = HR_INSTANT_NONE,
		                        .steady_to_ns = HR_INSTANT_NONE };
	hr_run_intervals_init(&intervals, run, total);
	hr_steady_find(&intervals, &out->steady);
	if (out->steady.found) {
		out->steady_from_ns = hr_run_intervals_start_ns(&intervals, run, out->steady.first);
		out->steady_to_ns = hr_run_intervals_start_ns(&intervals, run,
		                                              out->steady.last + 1);
	}
	hr_declared_compare(run, total, &intervals, options, &out->declared);
	rate_per_s = hr_declared_rate(run, options, &of_plan);
	hr_omission_find(run, total, &intervals, of_plan ? (double)NAN : rate_per_s,
	                 of_plan ? rate_per_s : (double)NAN, !options->selected, method,
	                 &out->omission);
	run_rules(&view, checks);
	hr_run_intervals_release(&intervals);
}

void hr_run_quality_release(struct hr_run_quality *quality)
{
	for (size_t i = 0; i < quality->count; i++)
		free(quality->findings[i].message);
	free(quality->findings);
	hr_declared_release(&quality->declared);
	*quality = (struct hr_run_quality){ 0 };
}
