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
#include "base/slice.h"
#include "base/str.h"
#include "base/zone.h"
#include "record/run.h"

#define HR_DOCUMENT_SCHEMA    "headroom/1"
#define HR_DOCUMENT_BYTES_MAX ((size_t)256 << 20) /* of a document read */

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
	bool window_snapped; /* cut from a document at interval borders */
	uint64_t seed;
};

/* A new document with tool, generated, settings.summarize and run; verdict inconclusive until
 * checks are added. Gives a reference. */
json_t *hr_document_new(const struct hr_run *run, const struct hr_document_options *options);
/* The run of a document, as it was summarised. HR_EPARSE names the JSON pointer that is wrong. @out
 * is initialised by the call and left released on error. */
enum hr_err hr_document_run(const json_t *document, struct hr_run *out,
                            struct hr_error *err) HR_MUST_CHECK;
/* Its options as far as they are recorded in settings.summarize (method, APDEX, sub-results, zone);
 * *zone is owned by the caller. */
enum hr_err hr_document_options(const json_t *document, struct hr_document_options *out,
                                struct hr_zone **zone, struct hr_error *err) HR_MUST_CHECK;

/* Does this text begin like a headroom document (for telling documents from recordings)? */
bool hr_document_sniff(struct hr_slice head);
/* Read and check the schema key. Gives a reference. */
enum hr_err hr_document_parse(struct hr_slice text, const char *source, json_t **out,
                              struct hr_error *err) HR_MUST_CHECK;
/* Canonical text: two-blank indent, keys in the order they were set, doubles at 15 digits, newline
 * at the end. */
void hr_document_dump(const json_t *document, struct hr_str *out);

/*
 * hr_document_set_checks - replace the checks of the kinds a stage owns, sort all by id, recompute
 * verdict and exit.
 * @kinds  NULL-terminated kinds of this stage
 */
void hr_document_set_checks(json_t *document, const char *const *kinds,
                            const struct hr_checks *checks);
/* Exit status by DESIGN 3.2 of the document's checks: 1, 3 or 0; 3 also when the run holds neither
 * sample nor observation. */
int hr_document_exit(const json_t *document);
const char *hr_document_verdict(const json_t *document);

#endif
