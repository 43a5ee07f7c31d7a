/*
 * Rules about what was recorded: its length, its beginning, its gaps and clocks, its bad rows.
 */
#include <config.h>
#include "analyse/run_quality_part.h"

#include <inttypes.h>
#include <math.h>

#include "base/instant.h"
#include "base/message.h"
#include "base/shown.h"
#include "record/hosts.h"

/* Where the rules draw their lines; headroom-methods(7) says why. */
#define SHORT_S        60.0
#define P99_COUNT      1000.0
#define P999_COUNT     10000.0
#define WARM_UP_SLOWER 1.2  /* mean of the warm-up over that of the steady state */
#define WARM_UP_SHARE  0.01 /* of the requests */
#define RAMP_SHARE     0.15
#define GAP_SHARE      0.02 /* of the run */
#define GAP_INTERVALS  3.0
#define JUMP_SHARE     0.5
#define REJECTED_SHARE 0.001
#define DEGRADED_SHARE 0.01

/* --- length and numbers --- */

void hr_quality_too_short(const struct hr_quality_view *view,
                          struct hr_run_quality_finding *finding)
{
	double span_s = hr_label_span_s(view->total);

	if (isnan(span_s) || hr_label_count(view->total) < 2)
		return;
	hr_quality_measure(finding, span_s, SHORT_S, "s");
	if (span_s < SHORT_S)
		hr_quality_warn(
		        finding,
		        "the run lasted %s: less than a minute says little about what lasts",
		        hr_shown_seconds(span_s).text);
}

/* "p99 of 2 of 8 labels rests on fewer than 1 000 requests (Logout: 28), p99.9 of all" */
static void warn_few(struct hr_run_quality_finding *finding, double below, double far_below,
                     double labels, const struct hr_label *fewest)
{
	const char *name = fewest->length > 0 ? fewest->name : "(empty label)";
	struct hr_quoted quoted = hr_quoted(name);
	struct hr_shown p99 = hr_shown(P99_COUNT, HR_QUANTITY_COUNT);
	struct hr_shown p999 = hr_shown(P999_COUNT, HR_QUANTITY_COUNT);
	struct hr_shown all = hr_shown(labels, HR_QUANTITY_COUNT);
	struct hr_shown few = hr_shown(below, HR_QUANTITY_COUNT);
	struct hr_shown far = hr_shown(far_below, HR_QUANTITY_COUNT);
	struct hr_shown count = hr_shown((double)hr_label_count(fewest), HR_QUANTITY_COUNT);

	if (labels < 2)
		hr_quality_warn(
		        finding, "p99 of %s rests on %s %s, where %s are wanted, and %s for p99.9",
		        quoted.text, count.text,
		        hr_label_count(fewest) == 1 ? "request" : "requests", p99.text, p999.text);
	else if (below >= labels)
		hr_quality_warn(finding,
		                "p99 of each of the %s labels rests on fewer than %s requests "
		                "(%s: %s), p99.9 on fewer than %s",
		                all.text, p99.text, quoted.text, count.text, p999.text);
	else
		hr_quality_warn(finding,
		                "p99 of %s of %s labels rests on fewer than %s requests (%s: "
		                "%s), p99.9 of %s on fewer than %s",
		                few.text, all.text, p99.text, quoted.text, count.text, far.text,
		                p999.text);
}

void hr_quality_few_samples(const struct hr_quality_view *view,
                            struct hr_run_quality_finding *finding)
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
	hr_quality_measure(finding, (double)hr_label_count(fewest), P99_COUNT, "1");
	hr_quality_evidence(finding, "labels", labels);
	hr_quality_evidence(finding, "labels_below_1000", below);
	hr_quality_evidence(finding, "labels_below_10000", far_below);
	if (below > 0)
		warn_few(finding, below, far_below, labels, fewest);
}

/* --- warm-up --- */

void hr_quality_warm_up(const struct hr_quality_view *view, struct hr_run_quality_finding *finding)
{
	const struct hr_steady *steady = &view->quality->steady;
	double share, ratio;

	if (!steady->found || view->options->windowed || !(steady->all_requests > 0))
		return;
	share = steady->warm_up_requests / steady->all_requests;
	ratio = steady->warm_up_mean_ms / steady->steady_mean_ms;
	hr_quality_measure(finding, share, RAMP_SHARE, "ratio");
	hr_quality_evidence(finding, "mean_ms_before", steady->warm_up_mean_ms);
	hr_quality_evidence(finding, "mean_ms_after", steady->steady_mean_ms);
	if (ratio > WARM_UP_SLOWER && share > WARM_UP_SHARE)
		hr_quality_warn(finding,
		                "the warm-up is part of the figures: the first %s of the "
		                "requests took %s on average, the steady ones %s; "
		                "--steady-state leaves it out",
		                hr_shown(share, HR_QUANTITY_RATIO).text,
		                hr_shown(steady->warm_up_mean_ms, HR_QUANTITY_DURATION_MS).text,
		                hr_shown(steady->steady_mean_ms, HR_QUANTITY_DURATION_MS).text);
	else if (share > RAMP_SHARE)
		hr_quality_warn(finding,
		                "the ramp-up is part of the figures: %s of the requests came "
		                "before the run was steady; --steady-state leaves it out",
		                hr_shown(share, HR_QUANTITY_RATIO).text);
}

void hr_quality_not_steady(const struct hr_quality_view *view,
                           struct hr_run_quality_finding *finding)
{
	const struct hr_steady *steady = &view->quality->steady;

	if (view->intervals->count < HR_STEADY_BATCHES_MIN + 2)
		return;
	finding->state = HR_RUN_QUALITY_OK;
	if (!steady->found)
		hr_quality_warn(finding, "no steady state was found: %s", steady->reason);
}

/* --- clocks and gaps --- */

void hr_quality_gaps(const struct hr_quality_view *view, struct hr_run_quality_finding *finding)
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
	hr_quality_measure(finding, (double)longest * intervals->step_s,
	                   fmax(GAP_INTERVALS * intervals->step_s, max_s), "s");
	hr_quality_evidence(finding, "share", share);
	/* a slow request explains as long a silence; a slow recording has many of them */
	if (finding->observed <= finding->limit || share < GAP_SHARE ||
	    (double)longest < 0.5 * (double)empty)
		return;
	if (share >= JUMP_SHARE)
		hr_quality_warn(finding,
		                "for %s, most of the time that the recording spans, nothing "
		                "ended: the clock jumped, or two runs are in one recording",
		                hr_shown_seconds(finding->observed).text);
	else
		hr_quality_warn(
		        finding,
		        "for %s nothing ended: a standstill, a pause, or a jump of the clock",
		        hr_shown_seconds(finding->observed).text);
}

void hr_quality_clock_skew(const struct hr_quality_view *view,
                           struct hr_run_quality_finding *finding)
{
	struct hr_host_shift shift;

	if (view->run->users.count < 2)
		return;
	finding->state = HR_RUN_QUALITY_OK;
	if (!hr_hosts_shift(view->run, &shift))
		return;
	hr_quality_measure(finding, (double)shift.shift_ns / (double)HR_NS_PER_S, 0, "s");
	hr_quality_warn(finding,
	                "load generator %s began and ended %s after %s: their clocks "
	                "differ, or it was started later",
	                hr_quoted_slice(shift.later).text, hr_shown_seconds(finding->observed).text,
	                hr_quoted_slice(shift.earlier).text);
}

/* --- the input --- */

void hr_quality_bad_rows(const struct hr_quality_view *view, struct hr_run_quality_finding *finding)
{
	double rejected = (double)hr_diag_total(&view->run->diag, HR_DIAG_REJECTED, NULL);
	double degraded = (double)hr_diag_total(&view->run->diag, HR_DIAG_DEGRADED, NULL);
	double records = rejected;

	for (size_t i = 0; i < view->run->input_count; i++)
		records += (double)view->run->inputs[i].records;
	records += (double)view->run->inputs_rest.records;
	if (!(records > 0))
		return;
	hr_quality_measure(finding, rejected / records, REJECTED_SHARE, "ratio");
	hr_quality_evidence(finding, "rejected", rejected);
	hr_quality_evidence(finding, "degraded", degraded);
	hr_quality_evidence(finding, "records", records);
	if (rejected / records > REJECTED_SHARE)
		hr_quality_warn(finding, "%s of the rows were rejected and count nowhere",
		                hr_shown(rejected / records, HR_QUANTITY_RATIO).text);
	else if (degraded / records > DEGRADED_SHARE)
		hr_quality_warn(finding,
		                "%s of the rows count in totals only, for want of a usable time",
		                hr_shown(degraded / records, HR_QUANTITY_RATIO).text);
}

void hr_quality_truncated(const struct hr_quality_view *view,
                          struct hr_run_quality_finding *finding)
{
	double cut = 0;

	if (view->run->input_count == 0)
		return;
	for (size_t i = 0; i < view->run->input_count; i++)
		cut += view->run->inputs[i].truncated;
	cut += (double)view->run->inputs_rest.truncated;
	hr_quality_measure(finding, cut, 0, "1");
	if (cut > 0)
		hr_quality_warn(finding,
		                "%.0f of %" PRIu64
		                " inputs end too early; what they hold is counted",
		                cut, hr_run_all_inputs(view->run));
}
