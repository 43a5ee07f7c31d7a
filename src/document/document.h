/*
 * The third seam: the JSON document (schema headroom/1). Everything after the summary reads and
 * writes only this. Doubles in it are rounded to 15 significant digits when it is built, so a
 * document read back is equal to the one in memory.
 */
#ifndef HR_DOCUMENT_DOCUMENT_H
#define HR_DOCUMENT_DOCUMENT_H

#include <jansson.h>

#include "analyse/check.h"
#include "base/error.h"
#include "base/instant.h"
#include "base/slice.h"
#include "base/str.h"
#include "base/zone.h"
#include "record/run.h"
#include "stats/quantile.h"

struct hr_pattern;

#define HR_DOCUMENT_SCHEMA    "headroom/1"
#define HR_DOCUMENT_BYTES_MAX ((size_t)256 << 20) /* of a document read */

/* A plain zero is not open: start from HR_DOCUMENT_OPTIONS_INIT. */
struct hr_document_options {
	enum hr_quantile_method method;
	bool sub_results_apart; /* leave CSV sub-results out of the total */
	int64_t apdex_satisfied_ns, apdex_tolerated_ns;
	struct hr_apdex_rule { /* per label, first match wins */
		const struct hr_pattern *pattern;
		int64_t satisfied_ns, tolerated_ns;
	} * apdex_rules;
	size_t apdex_rule_count;
	const struct hr_zone *zone; /* named in settings for renderers */
	bool mask_queries;          /* --mask: drop query strings of labels and texts */
	/* The window as resolved, for run.window; HR_INSTANT_NONE when open. */
	int64_t window_from_ns, window_to_ns;
	bool window_steady;                 /* found by --steady-state */
	bool window_snapped;                /* cut from a document at interval borders */
	uint64_t seed;                      /* at most INT64_MAX */
	struct hr_pattern **owned_patterns; /* of rules read from a document, else NULL */
};

#define HR_DOCUMENT_OPTIONS_INIT                                                                   \
	{                                                                                          \
		.window_from_ns = HR_INSTANT_NONE, .window_to_ns = HR_INSTANT_NONE                 \
	}

/*
 * hr_document_new - a document with tool, generated, settings.summarize and run; no checks yet.
 * @run      classified (hr_run_classify); every text is masked (record/mask.h) on its way out, so
 *           a program that goes on to analyse should itself work on hr_mask_run()'s copy: the
 *           result is then the same as from the document read back
 * Gives a reference. Cost: linear in the run; with a label, error text or row to mask, a copy of
 * it.
 */
json_t *hr_document_new(const struct hr_run *run, const struct hr_document_options *options);
/* The APDEX thresholds that @options give @label, written into it for the metric "apdex"; 0 and 0
 * when none are set. */
void hr_document_set_apdex(const struct hr_document_options *options, struct hr_label *label);
/*
 * hr_document_run - the run of a document, exactly as it was summarised.
 * Errors: HR_EPARSE names the JSON pointer that is wrong. @out is initialised by the call and left
 * released on error.
 */
enum hr_err hr_document_run(const json_t *document, struct hr_run *out,
                            struct hr_error *err) HR_MUST_CHECK;
/*
 * hr_document_options - the options recorded in a document: method, APDEX thresholds, sub-results,
 * zone, masking, window, seed.
 * @out   end with hr_document_options_release(), also after an error
 * @zone  the zone @out borrows (hr_zone_free())
 */
enum hr_err hr_document_options(const json_t *document, struct hr_document_options *out,
                                struct hr_zone **zone, struct hr_error *err) HR_MUST_CHECK;
/* Free what hr_document_options() made; of options made by hand nothing. */
void hr_document_options_release(struct hr_document_options *options);

/* Does this text begin like a headroom document (for telling documents from recordings)? */
bool hr_document_sniff(struct hr_slice head);
/* Read and check the schema key. Gives a reference. */
enum hr_err hr_document_parse(struct hr_slice text, const char *source, json_t **out,
                              struct hr_error *err) HR_MUST_CHECK;
/* Canonical text: two-blank indent, keys in the order they were set, doubles at 15 digits, newline
 * at the end, and no control character but newline. */
void hr_document_dump(const json_t *document, struct hr_str *out);
/* The same values, written for git: members of the document and of its objects one a line, and
 * every item of their lists one a line. */
void hr_document_dump_rows(json_t *document, struct hr_str *out);

/* Set a top-level member (an analysis' section); takes @value. The order of the members is always
 * that of the schema, whatever the order of the calls. */
void hr_document_set(json_t *document, const char *key, json_t *value);
/* Set name, environment and version of the document's run to those of @run. */
void hr_document_set_identity(json_t *document, const struct hr_run *run);
/* Set settings.@stage; takes @value. Stages are sorted by name. */
void hr_document_set_settings(json_t *document, const char *stage, json_t *value);

/*
 * hr_document_set_checks - replace the checks of the kinds a stage owns, sort all by id, recompute
 * verdict and exit. Their texts are masked like the run's.
 * @kinds  NULL-terminated kinds of this stage
 */
void hr_document_set_checks(json_t *document, const char *const *kinds,
                            const struct hr_checks *checks);
/*
 * hr_document_exit - the exit status by the document's checks and data.
 *   1  a check failed
 * Warnings of the kind "quality" are remarks on the run: without other checks there is none.
 *   3  else, the run holds neither sample nor observation; or there are checks and none has a
 *      verdict (pass, fail, warn); or a required one is inconclusive
 *   0  else; also when nothing was asked, that is without any check
 * hr_document_verdict() says the same in words: 0 pass, 1 fail, 3 inconclusive.
 */
int hr_document_exit(const json_t *document);
/* The same by the checks of these kinds alone (NULL-terminated; NULL = all of them). */
int hr_document_exit_of(const json_t *document, const char *const *kinds);
const char *hr_document_verdict(const json_t *document);

/* Is there a request, a resource value, or a figure of either? */
bool hr_document_has_data(const json_t *document);
/* Records of all inputs, whether selected or not. */
double hr_document_records(const json_t *document);
/* Append why it has no data: nothing but events, nothing selected, or nothing recorded. */
void hr_document_put_no_data(const json_t *document, struct hr_str *out);

#endif
