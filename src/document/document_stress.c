#include <config.h>
#include "document/document_stress.h"

#include <math.h>

#include "document/jsonx.h"

static json_t *write_step(const struct hr_stress_step *step, bool has_objectives)
{
	json_t *out = json_object();

	hr_json_set(out, "name", hr_json_text(step->name));
	hr_json_set(out, "load", hr_json_real(step->load));
	hr_json_set(out, "started", hr_json_instant(step->start_ns));
	hr_json_set(out, "ended", hr_json_instant(step->end_ns));
	hr_json_set(out, "covered_s", hr_json_real(step->covered_s));
	hr_json_set(out, "count", hr_json_u64(step->count));
	hr_json_set(out, "errors", hr_json_u64(step->errors));
	hr_json_set(out, "error_ratio", hr_json_real(step->error_ratio));
	hr_json_set(out, "throughput_per_s", hr_json_real(step->throughput_per_s));
	hr_json_set(out, "success_per_s", hr_json_real(step->success_per_s));
	hr_json_set(out, "mean_ms", hr_json_real(step->mean_ms));
	hr_json_set(out, "p50_ms", hr_json_real(step->p50_ms));
	hr_json_set(out, "p95_ms", hr_json_real(step->p95_ms));
	hr_json_set(out, "p99_ms", hr_json_real(step->p99_ms));
	hr_json_set(out, "in_system", hr_json_real(step->in_system));
	hr_json_set(out, "breaks", json_boolean(step->breaks));
	hr_json_set(out, "meets",
	            has_objectives && step->judged ? json_boolean(step->meets) : json_null());
	hr_json_set(out, "reason", hr_json_text(step->reason));
	return out;
}

static json_t *load_at(const struct hr_stress *stress, size_t step)
{
	return step == HR_STRESS_NONE ? json_null() : hr_json_real(stress->steps[step].load);
}

static json_t *write_border(const struct hr_stress *stress, const struct hr_stress_border *border)
{
	json_t *out = json_object();

	hr_json_set(out, "state", json_string(hr_stress_state_name(border->state)));
	hr_json_set(out, "last_good_load", load_at(stress, border->last_good));
	hr_json_set(out, "first_bad_load", load_at(stress, border->first_bad));
	hr_json_set(out, "load", hr_json_real(border->load));
	hr_json_set(out, "throughput_per_s", hr_json_real(border->throughput_per_s));
	hr_json_set(out, "limiting", hr_json_text(border->limiting));
	return out;
}

static json_t *write_estimate(const struct hr_usl_estimate *estimate)
{
	json_t *out = json_object();

	hr_json_set(out, "value", hr_json_real(estimate->value));
	hr_json_set(out, "se", hr_json_real(estimate->se));
	hr_json_set(out, "low", hr_json_real(estimate->low));
	hr_json_set(out, "high", hr_json_real(estimate->high));
	return out;
}

/* What is infinite or unknown is null: no peak is not a large one. */
static json_t *write_usl(const struct hr_stress *stress)
{
	const struct hr_usl *usl = &stress->usl;
	double peak = hr_usl_peak(usl);
	json_t *out = json_object();

	if (!stress->has_usl) {
		json_decref(out);
		return json_null();
	}
	hr_json_set(out, "gamma_per_s", write_estimate(&usl->gamma));
	hr_json_set(out, "alpha", write_estimate(&usl->alpha));
	hr_json_set(out, "beta", write_estimate(&usl->beta));
	hr_json_set(out, "points", hr_json_u64(usl->points));
	hr_json_set(out, "sigma_per_s", hr_json_real(usl->sigma));
	hr_json_set(out, "peak_load", hr_json_real(peak));
	hr_json_set(out, "peak_throughput_per_s",
	            hr_json_real(isfinite(peak) ? hr_usl_peak_throughput(usl) : (double)NAN));
	hr_json_set(out, "peak_measured", json_boolean(peak <= usl->n_max));
	hr_json_set(out, "knee_load", hr_json_real(hr_usl_knee(usl)));
	hr_json_set(out, "roof_per_s", hr_json_real(hr_usl_roof(usl)));
	return out;
}

json_t *hr_document_stress(const struct hr_stress *stress, const struct hr_stress_options *options)
{
	json_t *out = json_object(), *steps = json_array();

	for (size_t i = 0; i < stress->count; i++)
		hr_json_append(steps, write_step(&stress->steps[i], stress->has_objectives));
	hr_json_set(out, "source", json_string(hr_steps_source_name(stress->source)));
	hr_json_set(out, "load_unit", json_string("users"));
	hr_json_set(out, "max_tested_load", hr_json_real(stress->max_tested));
	hr_json_set(out, "steps", steps);
	hr_json_set(out, "break", write_border(stress, &stress->broken));
	hr_json_set(out, "objectives",
	            stress->has_objectives ? write_border(stress, &stress->met) : json_null());
	hr_json_set(out, "rules_not_judged", hr_json_text(stress->unknown_rules));
	hr_json_set(out, "not_judged", hr_json_text(stress->not_judged));
	hr_json_set(out, "graceful",
	            stress->graceful < 0 ? json_null() : json_boolean(stress->graceful));
	hr_json_set(out, "graceful_ratio", hr_json_real(options->graceful_ratio));
	hr_json_set(out, "best_load", load_at(stress, stress->best));
	hr_json_set(out, "usl", write_usl(stress));
	hr_json_set(out, "usl_note", hr_json_text(stress->usl_note));
	hr_json_set(out, "little_mismatch_ratio", hr_json_real(stress->little_mismatch));
	return out;
}

static void append_criteria(json_t *list, const struct hr_stress_criteria *criteria)
{
	for (size_t i = 0; i < criteria->count; i++)
		hr_json_append(list, hr_json_text(criteria->items[i].text));
}

json_t *hr_document_stress_settings(const struct hr_stress_options *options)
{
	json_t *out = json_object(), *break_if = json_array(), *objectives = json_array();

	append_criteria(break_if, &options->break_if);
	for (size_t i = 0; i < 2; i++)
		append_criteria(objectives, &options->meets[i]);
	for (size_t i = 0; options->slos != NULL && i < options->slos->count; i++)
		if (hr_stress_is_objective(&options->slos->items[i]))
			hr_json_append(objectives, hr_json_text(options->slos->items[i].name));
	hr_json_set(out, "break_if", break_if);
	hr_json_set(out, "objectives", objectives);
	hr_json_set(out, "settle_s", hr_json_real((double)options->settle_ns / 1e9));
	hr_json_set(out, "graceful_ratio", hr_json_real(options->graceful_ratio));
	hr_json_set(out, "min_load", hr_json_real(options->min_load));
	hr_json_set(out, "min_load_met", hr_json_real(options->min_load_met));
	hr_json_set(out, "phases", hr_json_u64(options->phase_count));
	return out;
}

bool hr_document_stress_usl(const json_t *stress, struct hr_usl *out)
{
	const json_t *usl = json_object_get(stress, "usl");
	const json_t *steps = json_object_get(stress, "steps");
	size_t count = json_array_size(steps);

	*out = (struct hr_usl){
		.gamma.value = hr_json_number_at(usl, "gamma_per_s.value"),
		.alpha.value = hr_json_number_at(usl, "alpha.value"),
		.beta.value = hr_json_number_at(usl, "beta.value"),
		.points = count,
	};
	if (!(out->gamma.value > 0) || !(out->alpha.value >= 0) || !(out->beta.value >= 0) ||
	    count == 0)
		return false;
	out->n_min = hr_json_number_at(json_array_get(steps, 0), "load");
	out->n_max = hr_json_number_at(json_array_get(steps, count - 1), "load");
	return out->n_max > 0;
}
