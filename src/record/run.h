/*
 * The second seam: a run is a mergeable summary. merge(summary(a), summary(b)) equals summary(a +
 * b) bit for bit, in any order and grouping (but for the list of inputs and the order-free
 * diagnostics). Everything here is therefore a sum, a minimum, a maximum or a set of smallest
 * hashes; figures for people are derived when a document is made.
 */
#ifndef HR_RECORD_RUN_H
#define HR_RECORD_RUN_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "base/mem.h"
#include "record/cells.h"
#include "record/diag.h"
#include "record/plan.h"
#include "record/sample.h"
#include "record/sli.h"
#include "record/slots.h"
#include "record/tally.h"
#include "record/track.h"
#include "stats/moments.h"

struct hr_series;

#define HR_LABELS_MAX       1000 /* labels kept; the rest is folded into HR_OTHER_LABEL */
#define HR_LABEL_BYTES      1024 /* longer labels are cut at a character border */
#define HR_OTHER_LABEL      "(other)"
#define HR_TOTAL_ROW        "Total" /* what tools call the sum of their rows */
#define HR_CODES_MAX        64      /* response codes a label */
#define HR_ERRORS_MAX       1000    /* exact error texts a label */
#define HR_ERROR_GROUPS_MAX 100     /* error texts with numbers masked, a label */
#define HR_ERRORS_ALL       10000   /* of all labels together, at least 10 a label */
#define HR_ERROR_GROUPS_ALL 2000    /* of all labels together, at least 5 a label */
#define HR_ERROR_BYTES      500
#define HR_CELLS_MAX        50000 /* labels x intervals */
#define HR_INTERVALS_MAX    2000
#define HR_SERIES_MAX       1000
#define HR_HOSTS_MAX        64    /* load generators with active users of their own */
#define HR_EVENTS_MAX       10000 /* the earliest are kept */
#define HR_INPUTS_MAX       10000 /* the first are kept, the others counted */
/* A forced interval never grows, so its cells have caps of their own; of more intervals the latest
 * stay, and the requests that ended before them are a diagnostic. */
#define HR_FORCED_INTERVALS_MAX 200000
#define HR_FORCED_CELLS_MAX     250000 /* labels x intervals */
/* Their sketches keep so many octaves in all, 8 a cell: times that differ by a factor of 256.
 * Without a forced interval HR_CELLS_MAX cells cannot have as many. */
#define HR_OCTAVES_MAX   2000000
#define HR_INTERVAL_NONE INT64_MIN

/* A distribution of durations: exact sums and the histogram of the same values. A run that was cut
 * to a window knows of some values their count and sum only (summarize/cut.h): then the histogram
 * holds fewer than moments.count, and neither extremes nor percentiles are known. */
struct hr_timing {
	struct hr_moments moments;
	struct hr_hist *hist; /* NULL while empty */
};

/* @value_ns in 0..HR_DURATION_MAX_NS; @weight may be 0 */
void hr_timing_add(struct hr_timing *timing, int64_t value_ns, uint64_t weight);
void hr_timing_merge(struct hr_timing *into, const struct hr_timing *from);
void hr_timing_release(struct hr_timing *timing);
/* Every value is in the histogram, so extremes and percentiles are known. True when empty. */
bool hr_timing_is_complete(const struct hr_timing *timing);

/* What a label's row of statistics is made of. */
enum hr_label_source { HR_SOURCE_SAMPLES, HR_SOURCE_HISTOGRAM, HR_SOURCE_AGGREGATE };
const char *hr_label_source_name(enum hr_label_source source);

struct hr_label {
	char *name; /* valid UTF-8, owned */
	size_t length;
	uint64_t hash;            /* of the name */
	enum hr_sample_kind kind; /* name and kind are the key */
	enum hr_label_source source;
	bool sub_result;             /* set by hr_run_classify */
	uint64_t count, errors;      /* requests, also those without elapsed time */
	struct hr_timing ok, failed; /* elapsed times of successes and failures */
	struct hr_timing latency, connect;
	uint64_t received_count, sent_count; /* samples that carry the figure */
	hr_u128 received_bytes, sent_bytes;
	int64_t start_ns; /* earliest start; HR_INSTANT_NONE before the first */
	int64_t end_ns;   /* latest end; HR_INSTANT_NONE */
	/* For the metric "apdex", set by who knows the thresholds; 0 none. Not merged. */
	int64_t apdex_satisfied_ns, apdex_tolerated_ns;
	struct hr_tally codes;
	struct hr_tally errors_exact; /* by hr_error_key */
	struct hr_tally error_groups; /* the same by hr_error_mask */
	struct hr_cells cells;
	struct hr_aggregate *aggregate; /* only with HR_SOURCE_AGGREGATE, its label slice unused */
};

struct hr_run_input {
	char *path, *format; /* owned */
	uint64_t bytes, records, rejected, degraded;
	char digest[17];
	bool truncated;
};

/* Of the inputs that the list has no room for, all told. */
struct hr_run_inputs_rest {
	uint64_t count, truncated, bytes, records, rejected, degraded;
};

struct hr_run_event {
	int64_t start_ns, end_ns;
	char *kind, *text;
};

/*
 * The grid shared by cells and tracks. Only hr_run_* change it. Unless forced, k is the smallest
 * for which labels x intervals <= HR_CELLS_MAX and intervals <= HR_INTERVALS_MAX, where labels are
 * all of the run and intervals span all ends of samples. Both only grow with more data, so doubling
 * when a limit is passed ends at the same k in any order.
 */
struct hr_grid {
	int64_t step_ns;     /* 1 s x 2^k, or forced */
	int64_t first, last; /* interval numbers in use; first > last when none */
	bool forced;
	int64_t near, near_ns; /* the interval asked for last and its start: a shortcut */
};

struct hr_run {
	char *name, *environment, *version, *workload; /* owned or NULL */
	struct hr_label **labels;                      /* in no order until hr_run_classify */
	size_t label_count, label_capacity;
	struct hr_slots label_slots; /* by hash and kind */
	struct hr_label *others[2];  /* HR_OTHER_LABEL of each kind: never folded, not in the cap */
	struct hr_label *label_largest; /* what is folded next; NULL unknown */
	uint64_t labels_folded;         /* samples put into HR_OTHER_LABEL because of the cap */
	struct hr_grid grid;
	struct hr_arena sketches; /* what sketches of cells borrow, of a run that was read */
	struct hr_tracks codes;   /* response codes per interval: requests only */
	struct hr_tracks users;   /* active users per host and interval */
	struct hr_slis slis;      /* of the objectives asked for; record/sli.h */
	struct hr_series *series; /* sorted by name, host, unit, kind, which together are the key */
	size_t series_count, series_capacity;
	size_t series_last;          /* the one asked for last, a guess at the next */
	struct hr_run_event *events; /* sorted by start, end, kind, text; no duplicates */
	size_t event_count, event_capacity;
	struct hr_run_input *inputs;
	size_t input_count, input_capacity;
	struct hr_run_inputs_rest inputs_rest;
	struct hr_plans plans; /* what was declared */
	struct hr_diag diag;
	/* Of all samples and observations, HR_INSTANT_NONE; hr_run_settle_span() narrows it. */
	int64_t start_ns, end_ns;
	/* Requests and transactions by weight. A run that is merged or written has at most
	 * HR_COUNT_MAX of either. */
	uint64_t sample_count;
	uint64_t observation_count;
	/* Cut to a window after it was summarised: percentiles and deviations come from the
	 * sketches of intervals and are within HR_SKETCH_RELATIVE_ERROR only. Merging keeps it set.
	 */
	bool rebuilt;
};

/* @interval_ns forces the grid's step (a positive whole number of seconds); 0 lets the data decide.
 */
void hr_run_init(struct hr_run *run, int64_t interval_ns);
void hr_run_release(struct hr_run *run);

/*
 * hr_run_label - the label of that name and kind, made when missing.
 * @name  any bytes; repaired and cut to HR_LABEL_BYTES
 * Beyond HR_LABELS_MAX those with the smallest (hash, kind, name) are kept: a larger one is
 * answered with the label called HR_OTHER_LABEL, a smaller one takes the place of the largest,
 * which is folded into HR_OTHER_LABEL and never comes back. So the kept set and all sums are the
 * same in any order. The result is valid until the next call. Cost: a hash and a compare.
 */
struct hr_label *hr_run_label(struct hr_run *run, struct hr_slice name, enum hr_sample_kind kind);
/* Take a label out and free it. */
void hr_run_drop_label(struct hr_run *run, struct hr_label *label);
/* NULL when absent. */
const struct hr_label *hr_run_find(const struct hr_run *run, struct hr_slice name,
                                   enum hr_sample_kind kind);
/* Interval number of an instant, after the grid has been widened (and, if needed, coarsened) to
 * hold it; HR_INTERVAL_NONE when it lies before what a forced grid holds, which counts @weight
 * requests in the diagnostics. */
int64_t hr_run_interval(struct hr_run *run, int64_t instant_ns, uint64_t weight);
/* The series of an observation, made when missing; valid until the next call. Beyond HR_SERIES_MAX
 * those with the smallest hash are kept; NULL for the others. Values dropped with a series are
 * counted in the diagnostics. */
struct hr_series *hr_run_series(struct hr_run *run, const struct hr_observation *observation);
void hr_run_series_dropped(struct hr_run *run, uint64_t values);
/* A copy, after those that are there; beyond HR_INPUTS_MAX its figures alone. So the same inputs in
 * the same order give the same list and rest in any grouping. */
void hr_run_add_input(struct hr_run *run, const struct hr_run_input *input);
void hr_run_add_inputs_rest(struct hr_run *run, const struct hr_run_inputs_rest *rest);
/* With those that are not listed. */
uint64_t hr_run_all_inputs(const struct hr_run *run);
void hr_run_add_event(struct hr_run *run, int64_t start_ns, int64_t end_ns, struct hr_slice kind,
                      struct hr_slice text);

/*
 * hr_run_merge - add @from to @into.
 * Of two forced intervals the longer stays if the shorter divides it; a forced one stays if the
 * free one divides it. Different names, environments and versions become a sorted list "a, b".
 * @into is untouched on error. Errors: HR_EINVAL when the intervals do not fit so, or
 * when either carries aggregates under a label of the other (they cannot be merged as if they were
 * samples). HR_ELIMIT when requests or values of resources are more than HR_COUNT_MAX together, or
 * the octaves of forced intervals more than HR_OCTAVES_MAX;
 * what is counted beside them stays at that bound.
 */
enum hr_err hr_run_merge(struct hr_run *into, const struct hr_run *from,
                         struct hr_error *err) HR_MUST_CHECK;
/* The same at less cost; @from, which may lose parts, is fit for hr_run_release() only. */
enum hr_err hr_run_absorb(struct hr_run *into, struct hr_run *from,
                          struct hr_error *err) HR_MUST_CHECK;
/* @run, of which nothing is known yet, will be merged into @other: let its intervals be as long
 * from now on as both will need. */
void hr_run_expect(struct hr_run *run, const struct hr_run *other);
/* Sort labels (requests before transactions, then by name bytes), trim error texts to what as many
 * labels may have, and decide which are sub-results:
 * `P-<digits>` where the request label P exists and count(P-n) <= count(P). */
void hr_run_classify(struct hr_run *run);

/* Once all is merged: a run with timed samples lasts as long as they do, however long the history
 * of resources beside them. */
void hr_run_settle_span(struct hr_run *run);

/* For qsort() of pointers to labels: requests before transactions, then by name bytes. */
int hr_label_order(const void *left, const void *right);
/* Labels of a run in that order. Gives an array of run->label_count pointers (free()). */
const struct hr_label **hr_run_labels_in_order(const struct hr_run *run);

/* Which labels a total adds up. */
enum hr_total_of {
	HR_TOTAL_REQUESTS,     /* all request labels */
	HR_TOTAL_WITHOUT_SUBS, /* request labels that are no sub-results */
	HR_TOTAL_TRANSACTIONS,
};
/* The label that is a total already: of a run whose labels are all aggregates, the request row
 * called HR_TOTAL_ROW. NULL when there is none. It is no label among others: lists leave it out. */
const struct hr_label *hr_run_total_row(const struct hr_run *run);
/* Sum of label summaries, cells included: gives a label called @name (hr_label_free()). Aggregate
 * labels have nothing to add and are left out; the total of requests is hr_run_total_row()'s
 * figures, as an aggregate, when there is one. */
struct hr_label *hr_run_total(const struct hr_run *run, enum hr_total_of what, const char *name);
void hr_label_free(struct hr_label *label);
/* Both of the same run, or of runs with the same step; no aggregates. */
void hr_label_merge(struct hr_label *into, const struct hr_label *from);

/* Requests and failures, of an aggregate those it was given. */
uint64_t hr_label_count(const struct hr_label *label);
uint64_t hr_label_errors(const struct hr_label *label);
/* All elapsed times of a label, successes and failures together, as a copy (hr_timing_release()).
 */
struct hr_timing hr_label_elapsed(const struct hr_label *label);
/* Duration in seconds from earliest start to latest end; NaN when unknown, 0 possible. */
double hr_label_span_s(const struct hr_label *label);

/*
 * hr_error_key - the key JMeter groups errors under: `code`, or `code/message`; for a code of
 * 200..399, or none with a failure text, the failure text, else "Assertion failed". Without a code
 * the message alone; with nothing at all "no code and no message". @out is replaced.
 */
void hr_error_key(const struct hr_sample *sample, struct hr_str *out);

#endif
