/*
 * Rules about the load that was meant: the rate that was wanted, and what was declared.
 */
#include <config.h>
#include "analyse/run_quality_part.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/message.h"
#include "base/shown.h"
#include "record/generator_series.h"
#include "record/series.h"

/* Where the rules draw their lines; headroom-methods(7) says why. */
#define OMISSION_RATIO 1.25 /* corrected p99 over the recorded one */

void hr_quality_coordinated_omission(const struct hr_quality_view *view,
                                     struct hr_run_quality_finding *finding)
{
	const struct hr_omission *omission = &view->quality->omission;
	double ratio;

	if (omission->source == HR_OMISSION_NONE || omission->source == HR_OMISSION_LAG)
		return;
	ratio = omission->corrected.p99_ms / omission->recorded.p99_ms;
	hr_quality_measure(finding, ratio, OMISSION_RATIO, "1");
	hr_quality_evidence(finding, "recorded_p99_ms", omission->recorded.p99_ms);
	hr_quality_evidence(finding, "corrected_p99_ms", omission->corrected.p99_ms);
	hr_quality_evidence(finding, "rate_per_s", omission->rate_per_s);
	if (ratio > OMISSION_RATIO)
		hr_quality_warn(
		        finding,
		        "coordinated omission: the recorded p99 is %s; with the requests that "
		        "should have been sent meanwhile at %s it is %s",
		        hr_shown(omission->recorded.p99_ms, HR_QUANTITY_DURATION_MS).text,
		        hr_shown(omission->rate_per_s, HR_QUANTITY_PER_S).text,
		        hr_shown(omission->corrected.p99_ms, HR_QUANTITY_DURATION_MS).text);
}

/* Rows of declared against observed that deviate, those of one kind in one warning. */
static void deviations(const struct hr_quality_view *view, struct hr_run_quality_finding *finding,
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
	hr_quality_measure(finding, worst->observed, worst->declared, worst->unit);
	hr_quality_evidence(finding, "compared", (double)compared);
	hr_quality_evidence(finding, "deviating", (double)deviating);
	if (isnan(worst->declared))
		hr_quality_warn(finding, "%s: %s", hr_quoted(worst->subject).text, worst->note);
	else
		hr_quality_warn(
		        finding, "%s%s%s: declared %s, observed %s%s%s", worst->what,
		        worst->subject[0] != '\0' ? " of " : "", hr_quoted(worst->subject).text,
		        hr_shown_in(worst->declared, worst->unit).text,
		        hr_shown_in(worst->observed, worst->unit).text,
		        worst->note != NULL ? ", " : "", worst->note != NULL ? worst->note : "");
	if (deviating > 1) {
		char *first = finding->message;

		finding->message = NULL;
		hr_quality_warn(finding, "%s (and %zu more)", first, deviating - 1);
		free(first);
	}
}

/* What the generator said it should have sent, and did; the worst stream counts. False when it said
 * nothing. */
static bool rate_missed(const struct hr_quality_view *view, struct hr_run_quality_finding *finding)
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
		wanted = hr_quality_largest_of(view->run, stream, HR_GENERATOR_WANTED);
		reached = hr_quality_largest_of(view->run, stream, HR_GENERATOR_REACHED);
		if (!(wanted > 0) || !(reached / wanted < worst))
			continue;
		worst = reached / wanted;
		hr_quality_measure(finding, reached, wanted, "1/s");
		if (worst < HR_GENERATOR_RATE_RATIO)
			hr_quality_warn(
			        finding, "the rate of %s was missed: %s of %s",
			        hr_quoted_slice((struct hr_slice){ stream.ptr + prefix.length,
			                                           stream.length - prefix.length })
			                .text,
			        hr_shown(reached, HR_QUANTITY_PER_S).text,
			        hr_shown(wanted, HR_QUANTITY_PER_S).text);
	}
	return worst < HR_GENERATOR_RATE_RATIO;
}

void hr_quality_rate_not_reached(const struct hr_quality_view *view,
                                 struct hr_run_quality_finding *finding)
{
	if (rate_missed(view, finding))
		return;
	deviations(view, finding, (const char *const[]){ "rate", NULL });
}

void hr_quality_mix_differs(const struct hr_quality_view *view,
                            struct hr_run_quality_finding *finding)
{
	deviations(view, finding, (const char *const[]){ "mix", NULL });
}

void hr_quality_load_differs(const struct hr_quality_view *view,
                             struct hr_run_quality_finding *finding)
{
	deviations(view, finding, (const char *const[]){ "users", "ramp", NULL });
}

void hr_quality_duration_differs(const struct hr_quality_view *view,
                                 struct hr_run_quality_finding *finding)
{
	deviations(view, finding, (const char *const[]){ "duration", NULL });
}

void hr_quality_requests_differ(const struct hr_quality_view *view,
                                struct hr_run_quality_finding *finding)
{
	deviations(view, finding, (const char *const[]){ "requests", "label", NULL });
}
