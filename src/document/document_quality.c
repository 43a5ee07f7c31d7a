#include <config.h>
#include "document/document_quality.h"

#include "document/jsonx.h"

static json_t *write_finding(const struct hr_run_quality_finding *finding)
{
	json_t *out = json_object(), *evidence = json_object();

	for (size_t i = 0; i < finding->evidence_count; i++)
		hr_json_set(evidence, finding->evidence[i].name,
		            hr_json_real(finding->evidence[i].value));
	hr_json_set(out, "rule", json_string(finding->rule));
	hr_json_set(out, "state", json_string(hr_run_quality_state_name(finding->state)));
	hr_json_set(out, "observed", hr_json_real(finding->observed));
	hr_json_set(out, "limit", hr_json_real(finding->limit));
	hr_json_set(out, "unit", json_string(finding->unit));
	hr_json_set(out, "message", hr_json_text(finding->message));
	hr_json_set(out, "evidence", evidence);
	return out;
}

static json_t *write_row(const struct hr_declared_row *row)
{
	json_t *out = json_object();

	hr_json_set(out, "what", json_string(row->what));
	hr_json_set(out, "subject", hr_json_text(row->subject));
	hr_json_set(out, "unit", json_string(row->unit));
	hr_json_set(out, "declared", hr_json_real(row->declared));
	hr_json_set(out, "observed", hr_json_real(row->observed));
	hr_json_set(out, "agreement", json_string(hr_agreement_name(row->agreement)));
	hr_json_set(out, "note", hr_json_text(row->note));
	return out;
}

static json_t *write_steady(const struct hr_run_quality *quality)
{
	const struct hr_steady *steady = &quality->steady;
	json_t *out = json_object();

	hr_json_set(out, "method", json_string("MSER-5"));
	hr_json_set(out, "found", json_boolean(steady->found));
	hr_json_set(out, "from", hr_json_instant(quality->steady_from_ns));
	hr_json_set(out, "to", hr_json_instant(quality->steady_to_ns));
	hr_json_set(out, "reason", hr_json_text(steady->reason));
	hr_json_set(out, "mean_ms_before", hr_json_real(steady->warm_up_mean_ms));
	hr_json_set(out, "mean_ms", hr_json_real(steady->steady_mean_ms));
	return out;
}

static json_t *write_figures(const struct hr_omission_figures *figures)
{
	json_t *out = json_object();

	hr_json_set(out, "count", hr_json_u64(figures->count));
	hr_json_set(out, "mean_ms", hr_json_real(figures->mean_ms));
	hr_json_set(out, "p50_ms", hr_json_real(figures->p50_ms));
	hr_json_set(out, "p90_ms", hr_json_real(figures->p90_ms));
	hr_json_set(out, "p95_ms", hr_json_real(figures->p95_ms));
	hr_json_set(out, "p99_ms", hr_json_real(figures->p99_ms));
	hr_json_set(out, "p999_ms", hr_json_real(figures->p999_ms));
	hr_json_set(out, "max_ms", hr_json_real(figures->max_ms));
	return out;
}

static json_t *write_omission(const struct hr_omission *omission)
{
	json_t *out;

	if (omission->source == HR_OMISSION_NONE)
		return json_null();
	out = json_object();
	hr_json_set(out, "source", json_string(hr_omission_source_name(omission->source)));
	hr_json_set(out, "rate_per_s", hr_json_real(omission->rate_per_s));
	hr_json_set(out, "users", hr_json_real(omission->users));
	hr_json_set(out, "expected_interval_ms", hr_json_real(omission->expected_interval_ms));
	hr_json_set(out, "lag_mean_ms", hr_json_real(omission->lag_mean_ms));
	hr_json_set(out, "lag_max_ms", hr_json_real(omission->lag_max_ms));
	hr_json_set(out, "recorded", write_figures(&omission->recorded));
	hr_json_set(out, "corrected", write_figures(&omission->corrected));
	return out;
}

void hr_document_set_quality(json_t *document, const struct hr_run_quality *quality)
{
	json_t *run = json_object_get(document, "run"), *section = json_object();
	json_t *findings = json_array(), *declared = json_array();

	for (size_t i = 0; i < quality->count; i++)
		hr_json_append(findings, write_finding(&quality->findings[i]));
	for (size_t i = 0; i < quality->declared.count; i++)
		hr_json_append(declared, write_row(&quality->declared.rows[i]));
	hr_json_set(section, "findings", findings);
	hr_json_set(section, "steady_state", write_steady(quality));
	hr_json_set(section, "declared", declared);
	hr_json_set(run, "quality", section);
	hr_json_set(run, "coordinated_omission", write_omission(&quality->omission));
}
