/*
 * Runs made by rule, as documents and scenes, for the tests of what is rendered.
 */
#ifndef HR_TESTS_RENDER_FIXTURE_H
#define HR_TESTS_RENDER_FIXTURE_H

#include <stdbool.h>

#include "render/scene.h"

struct hr_summarizer;

/* Sunday, 1 November 2026, 02:00:00 UTC. */
#define FIXTURE_START_NS INT64_C(1793498400000000000)

enum fixture_kind {
	FIXTURE_EMPTY,     /* nothing but an input */
	FIXTURE_ONE,       /* one request of 120 ms at the start */
	FIXTURE_TYPICAL,   /* six labels, errors, sub-results, a transaction, resources, bad rows */
	FIXTURE_RESOURCES, /* two resource series only */
	FIXTURE_AGGREGATES, /* two labels of another tool's figures */
	FIXTURE_MANY,       /* 1,000 labels */
	FIXTURE_HOSTILE,    /* labels and error texts that try to get out */
	FIXTURE_KINDS,
};

struct fixture {
	struct hr_run run;
	struct hr_document_options options;
	json_t *document;
	struct hr_scene scene;
	struct hr_summarizer *summarizer; /* while filling */
};

extern const char *const fixture_names[FIXTURE_KINDS];

/* Build, then decode as any renderer does. Fails the test on an error. */
void fixture_make(struct fixture *fixture, enum fixture_kind kind);
/* Put two failed, one inconclusive and two passed checks into the document and decode it again. */
void fixture_add_checks(struct fixture *fixture);
void fixture_release(struct fixture *fixture);

/* For runs of one's own: begin, add, end. */
void fixture_begin(struct fixture *fixture);
void fixture_add(struct fixture *fixture, const char *label, int64_t start_ms, int64_t elapsed_ms,
                 bool success);
void fixture_add_sample(struct fixture *fixture, const struct hr_sample *sample);
void fixture_end(struct fixture *fixture);

#endif
