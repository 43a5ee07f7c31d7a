#include <config.h>
#include "document/document_comparison.h"

#include "analyse/compare_grade.h"
#include "base/unit.h"
#include "document/document_part.h"
#include "document/jsonx.h"
#include "record/metric.h"

static json_t *write_baseline_run(const struct hr_figures *run)
{
	json_t *out = json_object();

	hr_json_set(out, "source", hr_json_text(run->source));
	hr_json_set(out, "name", hr_json_text(run->name));
	hr_json_set(out, "version", hr_json_text(run->version));
	hr_json_set(out, "environment", hr_json_text(run->environment));
	hr_json_set(out, "workload", hr_json_text(run->workload));
	hr_json_set(out, "started", hr_json_text(run->started));
	return out;
}

static json_t *write_baseline(const struct hr_compare_input *input,
                              const struct hr_document_comparison_options *options)
{
	json_t *out = json_object(), *runs = json_array();

	for (size_t i = 0; i < input->baseline_count; i++)
		hr_json_append(runs, write_baseline_run(&input->baselines[i]));
	hr_json_set(out, "name", hr_json_text(input->baseline_name));
	hr_json_set(out, "provisional", json_boolean(options->provisional));
	hr_json_set(out, "runs", runs);
	return out;
}

static const char *metric_name(const struct hr_change *change)
{
	if (change->presence)
		return "presence";
	return change->row->kind == HR_ROW_RESOURCE ? "mean"
	                                            : hr_figure_metric(change->figure)->name;
}

static const char *unit_name(const struct hr_change *change)
{
	if (change->presence)
		return NULL;
	if (change->row->kind == HR_ROW_RESOURCE)
		return change->row->unit;
	switch (hr_figure_metric(change->figure)->quantity) {
	case HR_QUANTITY_DURATION_MS:
		return "ms";
	case HR_QUANTITY_RATIO:
		return "ratio";
	case HR_QUANTITY_PER_S:
		return "1/s";
	default:
		return "KiB/s";
	}
}

static json_t *write_since(const struct hr_figures *run)
{
	json_t *out;

	if (run == NULL)
		return json_null();
	out = json_object();
	hr_json_set(out, "started", hr_json_text(run->started));
	hr_json_set(out, "version", hr_json_text(run->version));
	hr_json_set(out, "run", hr_json_text(run->source));
	return out;
}

static json_t *write_change(const struct hr_change *change)
{
	json_t *out = json_object();
	char id[HR_CHECK_ID_BYTES];

	hr_check_subject_id("regression", metric_name(change), hr_change_subject_kind(change),
	                    change->row->name, id);
	hr_json_set(out, "check", hr_json_text(id));
	hr_json_set(out, "label", hr_json_text(change->row->name));
	hr_json_set(out, "kind", json_string(hr_row_kind_name(change->row->kind)));
	hr_json_set(out, "metric", json_string(metric_name(change)));
	hr_json_set(out, "unit", hr_json_text(unit_name(change)));
	hr_json_set(out, "verdict", json_string(hr_change_verdict_name(change->verdict)));
	hr_json_set(out, "severity", json_string(hr_change_severity_name(change->severity)));
	if (change->presence)
		return out;
	hr_json_set(out, "baseline", hr_json_real(change->baseline));
	hr_json_set(out, "observed", hr_json_real(change->observed));
	hr_json_set(out, "change", hr_json_real(change->change));
	hr_json_set(out, "low", hr_json_real(change->low));
	hr_json_set(out, "high", hr_json_real(change->high));
	hr_json_set(out, "threshold", hr_json_real(change->threshold));
	hr_json_set(out, "detectable", hr_json_real(change->detectable));
	hr_json_set(out, "runs_needed", hr_json_real(change->runs_needed));
	hr_json_set(out, "p_value", hr_json_real(change->p_value));
	hr_json_set(out, "run_variation", hr_json_real(change->run_variation));
	hr_json_set(out, "variation_source",
	            hr_json_text(change->variation_source[0] != '\0' ? change->variation_source
	                                                             : NULL));
	hr_json_set(out, "reason", hr_json_text(change->reason));
	hr_json_set(out, "since", write_since(change->since));
	return out;
}

static json_t *write_tally(const struct hr_comparison *comparison)
{
	json_t *out = json_object();

	for (enum hr_change_verdict i = 0; i < HR_CHANGES; i++)
		hr_json_set(out, hr_change_verdict_name(i), hr_json_u64(comparison->tally[i]));
	return out;
}

static json_t *write_shift(const struct hr_shift_point *point)
{
	json_t *out = json_object();
	double change = point->b_ms / point->a_ms - 1;

	hr_json_set(out, "p", hr_json_real(point->p));
	hr_json_set(out, "baseline_ms", hr_json_real(point->a_ms));
	hr_json_set(out, "observed_ms", hr_json_real(point->b_ms));
	hr_json_set(out, "change", hr_json_real(change));
	hr_json_set(out, "low", hr_json_real(change - 1.96 * point->error_ms / point->a_ms));
	hr_json_set(out, "high", hr_json_real(change + 1.96 * point->error_ms / point->a_ms));
	return out;
}

static json_t *write_effect(const struct hr_compare_effect *effect)
{
	json_t *out = json_object(), *shift = json_array();

	for (size_t i = 0; i < HR_SHIFT_POINTS; i++)
		hr_json_append(shift, write_shift(&effect->shift[i]));
	hr_json_set(out, "cliffs_delta", hr_json_real(effect->cliffs_delta));
	hr_json_set(out, "ks_distance", hr_json_real(effect->ks_distance));
	hr_json_set(out, "ks_at_ms", hr_json_real(effect->ks_at_ms));
	hr_json_set(out, "shift", shift);
	return out;
}

static json_t *write_distribution(const struct hr_comparison *comparison)
{
	json_t *out;

	if (comparison->baseline == NULL)
		return json_null();
	out = write_effect(&comparison->effect);
	hr_json_set(out, "baseline_histogram", hr_document_hist(comparison->baseline));
	return out;
}

static json_t *write_label_effects(const struct hr_comparison *comparison)
{
	json_t *out = json_array();

	for (size_t i = 0; i < comparison->label_effect_count; i++) {
		const struct hr_compare_effect *effect = &comparison->label_effects[i];
		json_t *label = json_object(), *of = write_effect(effect);

		hr_json_set(label, "label", hr_json_text(effect->row->name));
		hr_json_set(label, "kind", json_string(hr_row_kind_name(effect->row->kind)));
		json_object_update(label, of);
		json_decref(of);
		hr_json_append(out, label);
	}
	return out;
}

static json_t *write_grades(const struct hr_comparison *comparison, const double *goals)
{
	struct hr_compare_grade grades[HR_COMPARE_GRADES];
	json_t *out = json_array();

	hr_compare_grade(comparison, goals, grades);
	for (size_t i = 0; i < HR_COMPARE_GRADES; i++) {
		json_t *grade = json_object();

		hr_json_set(grade, "metric", json_string(hr_figure_metric(grades[i].figure)->name));
		hr_json_set(grade, "improvement", hr_json_real(grades[i].improvement));
		hr_json_set(grade, "grade",
		            hr_json_text(grades[i].grade[0] != '\0' ? grades[i].grade : NULL));
		hr_json_set(grade, "goal", hr_json_real(grades[i].goal));
		hr_json_set(grade, "reached", json_boolean(grades[i].reached));
		hr_json_append(out, grade);
	}
	return out;
}

/* Who carries the time that was added: mean difference times requests, by label. */
static json_t *write_shares(const struct hr_comparison *comparison)
{
	json_t *out = json_array();
	double sum = 0;

	for (int pass = 0; pass < 2; pass++) {
		for (size_t i = 0; i < comparison->count; i++) {
			const struct hr_change *change = &comparison->changes[i];
			double added = (change->observed - change->baseline) *
			               (double)change->row->count;
			json_t *share;

			if (change->presence || change->row->kind != HR_ROW_REQUEST ||
			    change->figure != HR_FIGURE_MEAN || !(added > 0))
				continue;
			if (pass == 0) {
				sum += added;
				continue;
			}
			share = json_object();
			hr_json_set(share, "label", hr_json_text(change->row->name));
			hr_json_set(share, "added_ms", hr_json_real(added));
			hr_json_set(share, "ratio", hr_json_real(added / sum));
			hr_json_append(out, share);
		}
	}
	return out;
}

json_t *hr_document_comparison(const struct hr_comparison *comparison,
                               const struct hr_compare_input *input,
                               const struct hr_document_comparison_options *options)
{
	const struct hr_change *worst = hr_comparison_worst(comparison);
	json_t *out = json_object(), *changes = json_array(), *notes = json_array();
	enum hr_change_verdict verdict = worst != NULL ? worst->verdict : HR_CHANGE_NO_BASELINE;

	if (comparison->refusal != NULL && input->baseline_count > 0)
		verdict = HR_CHANGE_NOT_COMPARABLE;
	for (size_t i = 0; i < comparison->count; i++)
		hr_json_append(changes, write_change(&comparison->changes[i]));
	for (size_t i = 0; i < comparison->note_count; i++)
		hr_json_append(notes, hr_json_text(comparison->notes[i]));
	hr_json_set(out, "design", json_string(hr_compare_design_name(comparison->design)));
	hr_json_set(out, "verdict", json_string(hr_change_verdict_name(verdict)));
	hr_json_set(out, "status",
	            json_string(comparison->refusal != NULL ? "unknown"
	                                                    : hr_compare_status(comparison)));
	hr_json_set(out, "refusal", hr_json_text(comparison->refusal));
	hr_json_set(out, "baseline", write_baseline(input, options));
	hr_json_set(out, "control", hr_json_text(input->policy->control));
	hr_json_set(out, "notes", notes);
	hr_json_set(out, "summary", write_tally(comparison));
	hr_json_set(out, "changes", changes);
	hr_json_set(out, "added_time", write_shares(comparison));
	hr_json_set(out, "distribution", write_distribution(comparison));
	hr_json_set(out, "labels", write_label_effects(comparison));
	hr_json_set(out, "grades",
	            options->graded ? write_grades(comparison, options->goals) : json_null());
	return out;
}

json_t *hr_document_compare_settings(const struct hr_compare_policy *policy)
{
	static const struct hr_figure_row total = { .kind = HR_ROW_TOTAL };
	json_t *out = json_object(), *thresholds = json_object();
	struct hr_figure_row row = total;
	char name[] = "total";

	row.name = name;
	for (enum hr_figure i = 0; i < HR_FIGURES; i++)
		hr_json_set(thresholds, hr_figure_metric(i)->name,
		            hr_json_real(hr_compare_limits_of(policy, &row, i).threshold));
	hr_json_set(out, "rule",
	            json_string(policy->rule == HR_RULE_THRESHOLD ? "threshold" : "statistics"));
	hr_json_set(out, "confidence", hr_json_real(policy->confidence));
	hr_json_set(out, "alpha", hr_json_real(policy->alpha));
	hr_json_set(out, "min_effect", hr_json_real(policy->min_effect));
	hr_json_set(out, "false_discovery_rate", hr_json_real(policy->false_discovery));
	hr_json_set(out, "run_variation", hr_json_real(policy->run_variation));
	hr_json_set(out, "thresholds", thresholds);
	return out;
}
