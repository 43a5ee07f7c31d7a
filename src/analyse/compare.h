/*
 * Did it get worse? A run against one or more baseline runs, metric by metric, label by label.
 *
 * The unit of analysis is the run, never the request: requests of one run have the run in common,
 * so tests over them call every pair of runs different. What decides is the interval of the change
 * against a practical threshold; a p-value alone never does. "Not enough data" is an answer.
 * Methods and sources: headroom-methods(7), section COMPARISON.
 */
#ifndef HR_ANALYSE_COMPARE_H
#define HR_ANALYSE_COMPARE_H

#include <stdbool.h>
#include <stddef.h>

#include "analyse/check.h"
#include "analyse/figures.h"
#include "stats/shift_function.h"

struct hr_compare_policy;

enum hr_change_verdict {
	HR_CHANGE_REGRESSED,
	HR_CHANGE_SUSPECT, /* beyond what is normal, not yet certain */
	HR_CHANGE_IMPROVED,
	HR_CHANGE_UNCHANGED, /* the interval lies inside the threshold */
	HR_CHANGE_INCONCLUSIVE,
	HR_CHANGE_NO_BASELINE,
	HR_CHANGE_NOT_COMPARABLE,
	HR_CHANGE_NEW,      /* the label is not in the baseline */
	HR_CHANGE_VANISHED, /* the label is only in the baseline */
	HR_CHANGES
};
const char *hr_change_verdict_name(enum hr_change_verdict verdict);

enum hr_change_severity {
	HR_SEVERITY_NONE,
	HR_SEVERITY_MINOR,
	HR_SEVERITY_MAJOR,
	HR_SEVERITY_CRITICAL
};
const char *hr_change_severity_name(enum hr_change_severity severity);

/* How runs stand against each other. */
enum hr_compare_design {
	HR_DESIGN_NONE,     /* no baseline, or not comparable */
	HR_DESIGN_FEW,      /* up to three baseline runs: noise from elsewhere */
	HR_DESIGN_BASELINE, /* four and more, one new run: a prediction limit */
	HR_DESIGN_SEVERAL,  /* four and more on either side: shift of ranks */
	HR_DESIGN_PAIRED,   /* run by run: ratios of pairs */
	HR_DESIGN_STATIC,   /* fixed values */
};
const char *hr_compare_design_name(enum hr_compare_design design);

/* One metric of one row. Changes are ratios: 0.5 is half as much again; of error_ratio they are
 * differences of ratios (0.01 = one point). NaN: not known. */
struct hr_change {
	const struct hr_figure_row
	        *row; /* of the run, or of the baseline when vanished; borrowed */
	enum hr_figure figure;
	bool presence; /* NEW and VANISHED: of the label as a whole */
	enum hr_change_verdict verdict;
	enum hr_change_severity severity;
	double baseline, observed;
	double change, low, high; /* estimate and 95 % interval */
	double threshold;         /* of the bad side, in the unit of change, > 0 */
	double floor;             /* differences up to this never count, in the metric's unit */
	double detectable;        /* smallest change that this comparison finds in 4 of 5 cases */
	double runs_needed;       /* on each side, to settle a change of the threshold's size */
	double p_value;           /* of no change at all */
	bool tested, rejected;    /* by Benjamini and Hochberg over all that were tested */
	double run_variation;     /* relative deviation from run to run that went in */
	double error;             /* standard error of the estimate, logarithmic */
	double error_run, error_baseline, error_between; /* its parts */
	double degrees;                                  /* of freedom */
	double control;                                  /* change of the control taken off; 0 */
	double limit;                 /* BASELINE: the prediction limit, as a change; NaN */
	const char *variation_source; /* "assumed", "history", "runs"; "" */
	size_t runs, baseline_runs;
	const char *reason; /* why it is inconclusive or suspect, a constant; or NULL */
	/* The first run of which it is so, by the timeline; borrowed, NULL not known. */
	const struct hr_figures *since;
};

#define HR_COMPARE_EFFECTS_MAX 30 /* labels, those that take the most time */

struct hr_compare_effect {
	const struct hr_figure_row *row;            /* borrowed */
	double cliffs_delta, ks_distance, ks_at_ms; /* NaN without histograms */
	struct hr_shift_point shift[HR_SHIFT_POINTS];
};

/* What to compare. All is borrowed. */
struct hr_compare_input {
	const struct hr_figures *runs; /* one, or several repetitions */
	size_t run_count;
	const struct hr_figures *baselines;
	size_t baseline_count;
	const struct hr_figures *history; /* of the same keys, in order of time, for the noise */
	size_t history_count;
	const struct hr_figures *timeline; /* runs of the same keys over time, for since when */
	size_t timeline_count;
	const char *baseline_name;    /* for messages; NULL */
	const char *missing_baseline; /* why there is none, a sentence; NULL */
	bool paired;                  /* run i belongs to baseline i */
	const struct hr_compare_policy *policy;
};

struct hr_comparison {
	enum hr_compare_design design;
	struct hr_change
	        *changes; /* total first, then rows by the time they take, metrics in order */
	size_t count, capacity;
	size_t tally[HR_CHANGES];
	char *refusal; /* why nothing was compared; NULL */
	char **notes;  /* what makes the comparison doubtful */
	size_t note_count, note_capacity;
	struct hr_compare_effect effect; /* of the total */
	struct hr_hist *baseline;        /* of the total, pooled; NULL without: then no effect */
	struct hr_compare_effect *label_effects; /* of labels whose histograms both sides have */
	size_t label_effect_count;
};

/*
 * hr_compare - every metric of every row; or why that cannot be, as out->refusal.
 * @out  ends with hr_comparison_release(); borrows rows of @input
 */
void hr_compare(const struct hr_compare_input *input, struct hr_comparison *out);
void hr_comparison_release(struct hr_comparison *comparison);

/* The worst verdict of all, with the severest change of it; NULL when nothing was compared. */
const struct hr_change *hr_comparison_worst(const struct hr_comparison *comparison);

/* Checks "regression/METRIC/LABEL": regressed fails, suspect and vanished warn, unchanged and
 * improved pass, everything else has no verdict. Evidence holds the arithmetic. */
void hr_comparison_check(const struct hr_comparison *comparison,
                         const struct hr_compare_input *input, struct hr_checks *checks);
/* What the row of a change is, for its check. */
enum hr_subject_kind hr_change_subject_kind(const struct hr_change *change);
/* "p99 of all requests is 520 ms, 50 % slower than the baseline (346 ms; 95 % interval +44 to +57
 * %)". Gives a text (free()). */
char *hr_change_sentence(const struct hr_change *change);

#endif
