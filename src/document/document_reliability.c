/* The sections "reliability" and "incidents". */
#include <config.h>
#include "document/document_reliability.h"

#include <math.h>
#include <stdio.h>

#include "base/instant.h"
#include "document/jsonx.h"

#define NAMES_MAX 20

static json_t *second(int64_t second_s)
{
	return second_s == HR_INCIDENT_UNKNOWN ? json_null()
	                                       : hr_json_instant(second_s * HR_NS_PER_S);
}

/* What an incident is called where others name it: its id, its title, or its number in the file. */
static json_t *name_of(const struct hr_config_reliability *config, size_t i)
{
	const struct hr_incident *incident = &config->incidents[i];
	char number[24];

	if (incident->id != NULL || incident->title != NULL)
		return hr_json_text(incident->id != NULL ? incident->id : incident->title);
	snprintf(number, sizeof(number), "#%zu", i + 1);
	return json_string(number);
}

/* Names of the incidents, but @except, that touch a time; at most NAMES_MAX. */
static json_t *names_within(const struct hr_config_reliability *config, int64_t start_s,
                            int64_t end_s, size_t except)
{
	json_t *out = json_array();

	for (size_t i = 0; i < config->incident_count && json_array_size(out) < NAMES_MAX; i++)
		if (i != except && hr_incident_touches(&config->incidents[i], start_s, end_s))
			hr_json_append(out, name_of(config, i));
	return out;
}

static json_t *write_outages(const struct hr_reliability *reliability,
                             const struct hr_config_reliability *config)
{
	json_t *out = json_array();

	for (size_t i = 0; i < reliability->outage_count; i++) {
		const struct hr_outage *outage = &reliability->outages[i];
		json_t *entry = json_object();

		hr_json_set(entry, "start", second(outage->start_s));
		hr_json_set(entry, "end", outage->open ? json_null() : second(outage->end_s));
		hr_json_set(entry, "duration_s", json_integer(outage->end_s - outage->start_s));
		hr_json_set(entry, "incidents",
		            reliability->source == HR_OUTAGES_INCIDENTS
		                    ? names_within(config, outage->start_s, outage->end_s, SIZE_MAX)
		                    : json_array());
		hr_json_append(out, entry);
	}
	return out;
}

static json_t *write_score(const struct hr_score *score)
{
	char grade[2] = { score->grade, '\0' };
	json_t *out = json_object(), *parts = json_array();

	hr_json_set(out, "total", hr_json_real(score->total));
	hr_json_set(out, "grade", score->grade != '-' ? json_string(grade) : json_null());
	for (int i = 0; i < HR_SCORE_PARTS; i++) {
		json_t *part = json_object();
		const struct hr_config_slo *slo = score->slo[i];

		hr_json_set(part, "name", json_string(hr_score_part_name((enum hr_score_part)i)));
		hr_json_set(part, "score", hr_json_real(score->value[i]));
		hr_json_set(part, "weight", hr_json_real(score->weight[i]));
		hr_json_set(part, "objective", hr_json_text(slo != NULL ? slo->name : NULL));
		hr_json_set(part, "consumed_ratio", hr_json_real(score->consumed[i]));
		hr_json_set(part, "formula",
		            json_string(hr_score_part_formula(
		                    (enum hr_score_part)i,
		                    slo == NULL || slo->type != HR_SLI_THRESHOLD)));
		hr_json_append(parts, part);
	}
	hr_json_set(out, "parts", parts);
	return out;
}

json_t *hr_document_reliability(const struct hr_reliability *reliability,
                                const struct hr_config_reliability *config)
{
	json_t *out = json_object();

	hr_json_set(out, "source", json_string(hr_outage_source_name(reliability->source)));
	hr_json_set(out, "start", second(reliability->start_s));
	hr_json_set(out, "end", second(reliability->end_s));
	hr_json_set(out, "up_s", json_integer(reliability->up_s));
	hr_json_set(out, "down_s", json_integer(reliability->down_s));
	hr_json_set(out, "availability", hr_json_real(reliability->availability));
	/* MTBF / (MTBF + MTTR): the same, once every outage is over. */
	hr_json_set(out, "availability_by_means",
	            hr_json_real(reliability->finished == reliability->outage_count
	                                 ? reliability->mtbf_s /
	                                           (reliability->mtbf_s + reliability->mttr_s)
	                                 : (double)NAN));
	hr_json_set(out, "mtbf_s", hr_json_real(reliability->mtbf_s));
	hr_json_set(out, "mtbf_low_s", hr_json_real(reliability->mtbf_bounds.low));
	hr_json_set(out, "mtbf_high_s", hr_json_real(reliability->mtbf_bounds.high));
	hr_json_set(out, "mtbf_at_least_s", hr_json_real(reliability->mtbf_at_least_s));
	hr_json_set(out, "mttr_s", hr_json_real(reliability->mttr_s));
	hr_json_set(out, "mttr_target_s", json_integer(config->mttr_target_s));
	hr_json_set(out, "mttd_s", hr_json_real(reliability->mttd_s));
	hr_json_set(out, "mtta_s", hr_json_real(reliability->mtta_s));
	hr_json_set(out, "outages", write_outages(reliability, config));
	hr_json_set(out, "score", write_score(&reliability->score));
	return out;
}

static json_t *write_response(const struct hr_incident *incident, int64_t now_s)
{
	struct hr_response response = hr_incident_response(incident, now_s);
	json_t *out;

	if (response.respond_s == 0)
		return json_null();
	out = json_object();
	hr_json_set(out, "respond_within_s", json_integer(response.respond_s));
	hr_json_set(out, "resolve_within_s", json_integer(response.resolve_s));
	hr_json_set(out, "responded", json_string(hr_verdict_name(response.responded)));
	hr_json_set(out, "resolved", json_string(hr_verdict_name(response.resolved)));
	return out;
}

static json_t *write_notes(const struct hr_incident *incident)
{
	json_t *out = json_array();

	for (size_t i = 0; i < incident->note_count; i++) {
		json_t *entry = json_object();

		hr_json_set(entry, "at", second(incident->notes[i].at_s));
		hr_json_set(entry, "text", hr_json_text(incident->notes[i].text));
		hr_json_append(out, entry);
	}
	return out;
}

json_t *hr_document_incidents(const struct hr_config_reliability *config, int64_t now_s)
{
	json_t *out = json_array();

	for (size_t i = 0; i < config->incident_count; i++) {
		const struct hr_incident *incident = &config->incidents[i];
		json_t *entry = json_object();

		hr_json_set(entry, "name", name_of(config, i));
		hr_json_set(entry, "id", hr_json_text(incident->id));
		hr_json_set(entry, "title", hr_json_text(incident->title));
		hr_json_set(entry, "severity", hr_json_text(incident->severity));
		hr_json_set(entry, "cause", hr_json_text(incident->cause));
		hr_json_set(entry, "start", second(incident->start_s));
		hr_json_set(entry, "detected", second(incident->detected_s));
		hr_json_set(entry, "acknowledged", second(incident->acknowledged_s));
		hr_json_set(entry, "escalated", second(incident->escalated_s));
		hr_json_set(entry, "end", second(incident->end_s));
		hr_json_set(entry, "impact", hr_json_text(incident->impact));
		hr_json_set(entry, "resolution", hr_json_text(incident->resolution));
		hr_json_set(entry, "timeline", write_notes(incident));
		hr_json_set(entry, "overlaps",
		            names_within(config, incident->start_s,
		                         incident->end_s == HR_INCIDENT_UNKNOWN ? INT64_MAX
		                                                                : incident->end_s,
		                         i));
		hr_json_set(entry, "response", write_response(incident, now_s));
		hr_json_append(out, entry);
	}
	return out;
}
