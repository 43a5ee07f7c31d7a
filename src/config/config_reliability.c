/* Reliability and incidents. */
#include <config.h>
#include "config/config_reliability.h"

#include <stdlib.h>

#include "base/instant.h"
#include "config/config_list.h"
#include "config/config_share.h"

static void read_weight(struct hr_config_reader *reader, json_t *value, void *target)
{
	double weight = json_is_number(value) ? json_number_value(value) : -1;

	if (weight >= 0 && weight <= 1)
		*(double *)target = weight;
	else
		hr_config_wrong_type(reader, value, "a weight from 0 to 1");
}

static void read_share(struct hr_config_reader *reader, json_t *value, void *target)
{
	struct hr_fraction share;

	if (hr_config_read_share(reader, value, &share))
		*(double *)target = hr_fraction_value(share);
}

static void read_seconds(struct hr_config_reader *reader, json_t *value, void *target)
{
	int64_t length_ns;

	if (!hr_config_read_duration(reader, value, &length_ns))
		return;
	if (length_ns % HR_NS_PER_S != 0)
		hr_config_wrong_type(reader, value, "whole seconds");
	else
		*(int64_t *)target = length_ns / HR_NS_PER_S;
}

static void read_time(struct hr_config_reader *reader, json_t *value, void *target)
{
	struct hr_error error = { 0 };
	int64_t instant_ns;

	if (!json_is_string(value))
		hr_config_wrong_type(reader, value, "a time such as \"2026-11-20T02:00:00Z\"");
	else if (hr_instant_parse(hr_slice_of(json_string_value(value)), hr_zone_utc(), &instant_ns,
	                          &error) != HR_OK)
		hr_config_wrong(reader, "%s", error.text);
	else
		*(int64_t *)target = instant_ns / HR_NS_PER_S;
}

#define OF(member)          offsetof(struct hr_config_reliability, member)
#define OF_INCIDENT(member) offsetof(struct hr_incident, member)
#define CUSTOM(key, place, function)                                                               \
	{                                                                                          \
		.name = key, .type = HR_CONFIG_CUSTOM, .offset = place, .read = function           \
	}

static const struct hr_config_key weight_keys[] = {
	CUSTOM("availability", OF(availability), read_weight),
	CUSTOM("performance", OF(performance), read_weight),
	CUSTOM("quality", OF(quality), read_weight),
	CUSTOM("recovery", OF(recovery), read_weight),
	{ .name = NULL },
};

const struct hr_config_key hr_config_reliability_keys[] = {
	{ .name = "weights", .type = HR_CONFIG_OBJECT, .keys = weight_keys },
	CUSTOM("mttr_target", OF(mttr_target_s), read_seconds),
	CUSTOM("window", OF(window_s), read_seconds),
	CUSTOM("min_outage", OF(min_outage_s), read_seconds),
	CUSTOM("merge_gap", OF(merge_gap_s), read_seconds),
	CUSTOM("outage_below", OF(outage_ratio), read_share),
	{ .name = NULL },
};

#define OF_NOTE(member) offsetof(struct hr_incident_note, member)

static const struct hr_config_key note_keys[] = {
	CUSTOM("at", OF_NOTE(at_s), read_time),
	{ .name = "text", .type = HR_CONFIG_TEXT, .offset = OF_NOTE(text) },
	{ .name = NULL },
};

static void read_note(struct hr_config_reader *reader, json_t *item, void *target)
{
	struct hr_incident_note *note = target;

	note->at_s = HR_INCIDENT_UNKNOWN;
	hr_config_read_object(reader, item, note_keys, note);
	if (json_is_object(item) &&
	    (json_object_get(item, "at") == NULL || json_object_get(item, "text") == NULL))
		hr_config_wrong(reader, "found no \"at\" and \"text\" of the note");
}

static void read_notes(struct hr_config_reader *reader, json_t *value, void *target)
{
	struct hr_incident *incident = target;

	incident->notes = hr_config_read_list(reader, value, HR_INCIDENT_NOTES_MAX,
	                                      "a list of notes, {\"at\": time, \"text\": text}",
	                                      sizeof(*incident->notes), &incident->note_count,
	                                      read_note);
}

const struct hr_config_key hr_config_incident_keys[] = {
	{ .name = "id", .type = HR_CONFIG_TEXT, .offset = OF_INCIDENT(id) },
	{ .name = "title", .type = HR_CONFIG_TEXT, .offset = OF_INCIDENT(title) },
	{ .name = "severity", .type = HR_CONFIG_TEXT, .offset = OF_INCIDENT(severity) },
	{ .name = "cause", .type = HR_CONFIG_TEXT, .offset = OF_INCIDENT(cause) },
	CUSTOM("start", OF_INCIDENT(start_s), read_time),
	CUSTOM("detected", OF_INCIDENT(detected_s), read_time),
	CUSTOM("acknowledged", OF_INCIDENT(acknowledged_s), read_time),
	CUSTOM("escalated", OF_INCIDENT(escalated_s), read_time),
	CUSTOM("end", OF_INCIDENT(end_s), read_time),
	{ .name = "impact", .type = HR_CONFIG_TEXT, .offset = OF_INCIDENT(impact) },
	{ .name = "resolution", .type = HR_CONFIG_TEXT, .offset = OF_INCIDENT(resolution) },
	{ .name = "timeline",
	  .type = HR_CONFIG_CUSTOM,
	  .keys = note_keys,
	  .list = true,
	  .read = read_notes },
	{ .name = NULL },
};

void hr_config_read_reliability(struct hr_config_reader *reader, json_t *value, void *target)
{
	((struct hr_config_reliability *)target)->given = true;
	hr_config_read_object(reader, value, hr_config_reliability_keys, target);
}

/* A stamp before the incident began would make mean times too good. */
static void look_at_stamp(struct hr_config_reader *reader, const char *name, int64_t stamp_s,
                          const struct hr_incident *incident)
{
	size_t mark;

	if (stamp_s == HR_INCIDENT_UNKNOWN || stamp_s >= incident->start_s)
		return;
	mark = hr_config_enter(reader, name);
	hr_config_wrong(reader, "the incident was %s before it began", name);
	hr_config_leave(reader, mark);
}

static void read_incident(struct hr_config_reader *reader, json_t *item, void *target)
{
	struct hr_incident *incident = target;

	incident->start_s = incident->detected_s = HR_INCIDENT_UNKNOWN;
	incident->acknowledged_s = incident->escalated_s = HR_INCIDENT_UNKNOWN;
	incident->end_s = HR_INCIDENT_UNKNOWN;
	hr_config_read_object(reader, item, hr_config_incident_keys, incident);
	if (!json_is_object(item))
		return;
	if (json_object_get(item, "start") == NULL) {
		hr_config_wrong(reader, "found no \"start\" of the incident");
		return;
	}
	look_at_stamp(reader, "detected", incident->detected_s, incident);
	look_at_stamp(reader, "acknowledged", incident->acknowledged_s, incident);
	look_at_stamp(reader, "escalated", incident->escalated_s, incident);
	if (incident->end_s != HR_INCIDENT_UNKNOWN && incident->end_s <= incident->start_s)
		hr_config_wrong(reader, "the incident ends before it begins");
}

void hr_config_read_incidents(struct hr_config_reader *reader, json_t *value, void *target)
{
	struct hr_config_reliability *reliability = target;

	reliability->given = true;
	reliability->incidents = hr_config_read_list(
	        reader, value, HR_INCIDENTS_MAX, "a list of incidents",
	        sizeof(*reliability->incidents), &reliability->incident_count, read_incident);
}

static void release_incident(struct hr_incident *incident)
{
	free(incident->id);
	free(incident->title);
	free(incident->severity);
	free(incident->cause);
	free(incident->impact);
	free(incident->resolution);
	for (size_t i = 0; i < incident->note_count; i++)
		free(incident->notes[i].text);
	free(incident->notes);
}

void hr_config_reliability_release(struct hr_config_reliability *reliability)
{
	for (size_t i = 0; i < reliability->incident_count; i++)
		release_incident(&reliability->incidents[i]);
	free(reliability->incidents);
	*reliability = (struct hr_config_reliability){ 0 };
}
