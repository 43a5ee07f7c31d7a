/*
 * The sections "reliability" and "incidents": what was down, and how a service is graded.
 */
#ifndef HR_CONFIG_CONFIG_RELIABILITY_H
#define HR_CONFIG_CONFIG_RELIABILITY_H

#include "config/config_read.h"

#define HR_INCIDENTS_MAX      10000
#define HR_INCIDENT_NOTES_MAX 1000 /* of the timeline of one */

/* Times are epoch seconds, HR_INCIDENT_UNKNOWN when not stamped. */
#define HR_INCIDENT_UNKNOWN INT64_MIN
/* What was noted while an incident went on. */
struct hr_incident_note {
	int64_t at_s;
	char *text; /* owned */
};

struct hr_incident {
	/* NULL when not given; owned */
	char *id, *title, *severity, *cause, *impact, *resolution;
	/* end unknown: still open */
	int64_t start_s, detected_s, acknowledged_s, escalated_s, end_s;
	struct hr_incident_note *notes; /* owned */
	size_t note_count;
};

struct hr_config_reliability {
	bool given;
	double availability, performance, quality, recovery; /* weights */
	int64_t mttr_target_s;
	int64_t window_s;                  /* of incidents, before the end; 0: what was recorded */
	int64_t min_outage_s, merge_gap_s; /* of outages derived from traffic */
	double outage_ratio;               /* a second of which less succeeded is out */
	struct hr_incident *incidents;     /* owned, in the order of the file */
	size_t incident_count;
};

#define HR_CONFIG_RELIABILITY_INIT                                                                 \
	{                                                                                          \
		.availability = 0.4, .performance = 0.3, .quality = 0.2, .recovery = 0.1,          \
		.mttr_target_s = 1800, .min_outage_s = 30, .merge_gap_s = 60, .outage_ratio = 0.5  \
	}

extern const struct hr_config_key hr_config_reliability_keys[];
extern const struct hr_config_key hr_config_incident_keys[];
/* Custom readers into a struct hr_config_reliability. */
void hr_config_read_reliability(struct hr_config_reader *reader, json_t *value, void *target);
void hr_config_read_incidents(struct hr_config_reader *reader, json_t *value, void *target);
void hr_config_reliability_release(struct hr_config_reliability *reliability);

#endif
