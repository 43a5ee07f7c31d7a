/*
 * Reliability: outages, availability, mean times, a score with its parts, a grade.
 * Formulas: headroom-slo-methods(7).
 */
#ifndef HR_ANALYSE_RELIABILITY_H
#define HR_ANALYSE_RELIABILITY_H

#include "analyse/check.h"
#include "analyse/slo.h"
#include "config/config_reliability.h"
#include "stats/binomial.h"

enum hr_outage_source { HR_OUTAGES_INCIDENTS, HR_OUTAGES_TRAFFIC };
const char *hr_outage_source_name(enum hr_outage_source source);

struct hr_outage {
	int64_t start_s, end_s;
	bool open; /* not over at the end of the window */
};

/* Parts of the score, 0 to 100. */
enum hr_score_part {
	HR_SCORE_AVAILABILITY,
	HR_SCORE_PERFORMANCE,
	HR_SCORE_QUALITY,
	HR_SCORE_RECOVERY,
	HR_SCORE_PARTS,
};
const char *hr_score_part_name(enum hr_score_part part);
/* How a part is computed, for people: "100 (1 - consumed / 2)". */
const char *hr_score_part_formula(enum hr_score_part part, bool has_budget);

struct hr_score {
	/* The objective that a part is the score of, the worst of its kind, and how much of its
	 * budget is consumed (NaN: it has none); NULL for recovery. Borrowed. */
	const struct hr_config_slo *slo[HR_SCORE_PARTS];
	double consumed[HR_SCORE_PARTS];
	double value[HR_SCORE_PARTS];  /* NaN = nothing to go by: drops out */
	double weight[HR_SCORE_PARTS]; /* as used, 1 together; 0 = dropped out */
	double total;                  /* NaN when all are missing */
	char grade;                    /* 'A'..'F'; '-' without a score */
};

struct hr_reliability {
	enum hr_outage_source source;
	int64_t start_s, end_s;    /* window */
	struct hr_outage *outages; /* owned; apart from each other, in order */
	size_t outage_count;
	int64_t down_s, up_s;
	size_t finished;              /* outages that ended */
	double availability;          /* up / window */
	double mtbf_s, mttr_s;        /* NaN without failures, or without a finished repair */
	struct hr_bounds mtbf_bounds; /* 95 %; upper INFINITY without failures */
	double mtbf_at_least_s;       /* one-sided, 95 %; NaN without uptime */
	double mttd_s, mtta_s;        /* NaN without stamps */
	struct hr_score score;
};

/*
 * hr_reliability_evaluate - over [@start_s, @end_s).
 * @slos  objectives judged; of their budgets come the parts of the score
 * Outages are the union of the incidents, clipped to the window; without incidents, stretches of
 * seconds with requests of which less than outage_ratio succeeded, gaps up to merge_gap_s joined,
 * at least min_outage_s long, found in @series (may be NULL).
 */
void hr_reliability_evaluate(const struct hr_config_reliability *config,
                             const struct hr_slo_results *slos, const struct hr_sli_series *series,
                             int64_t start_s, int64_t end_s, struct hr_reliability *out);
void hr_reliability_release(struct hr_reliability *reliability);
/* Of the kind "reliability": the mean time to repair against its target, and what is still open;
 * and whether incidents with a severity were answered and resolved in time, as a warning. */
void hr_reliability_check(const struct hr_reliability *reliability,
                          const struct hr_config_reliability *config, struct hr_checks *checks);

/* How an incident was answered against the table of severities (SEV-1 to SEV-4). */
struct hr_response {
	int64_t respond_s, resolve_s; /* allowed; 0 = no such severity */
	enum hr_verdict responded, resolved;
};
struct hr_response hr_incident_response(const struct hr_incident *incident, int64_t now_s);
/* Does the incident touch [@start_s, @end_s)? One that is open has no end. */
bool hr_incident_touches(const struct hr_incident *incident, int64_t start_s, int64_t end_s);

#endif
