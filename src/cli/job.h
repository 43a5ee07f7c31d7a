/*
 * A job: command line and configuration joined and given types. The command line wins.
 */
#ifndef HR_CLI_JOB_H
#define HR_CLI_JOB_H

#include "cli/patterns.h"
#include "cli/settings.h"
#include "config/config.h"
#include "document/document.h"
#include "read/reader.h"
#include "summarize/select.h"
#include "summarize/window.h"

struct hr_label_map;

/* One input: where it is and, if the configuration says so, how it is read. */
struct hr_job_input {
	char *path;                       /* owned */
	const struct hr_format *format;   /* NULL: told from the content */
	const struct hr_mapping *mapping; /* NULL: none */
};

struct hr_job {
	const struct hr_settings *settings; /* borrowed */
	struct hr_config config;            /* empty without -c */
	struct hr_job_input *inputs;        /* never empty after hr_job_init() */
	size_t input_count, input_capacity;
	struct hr_zone *zone;               /* owned; NULL = UTC */
	struct hr_time_format *time_format; /* owned or NULL */
	struct hr_read_options read;
	struct hr_window window;
	struct hr_summarize_options summarize;
	struct hr_label_map *label_map; /* owned or NULL */
	struct hr_sli_rule *sli_rules;  /* owned; point into config.slos */
	struct hr_patterns include, exclude, transactions, apdex_patterns;
	int64_t interval_ns; /* 0 = by the data */
	double rate_per_s;   /* of --rate; NaN */
	uint64_t seed;       /* of --seed; 0 */
	int64_t as_of_s;     /* of --as-of; HR_SLI_SECOND_NONE = the end of the events */
	struct hr_document_options document;
	struct hr_zone *document_zone; /* owned; of a document taken over, else NULL */
	size_t apdex_capacity;
	struct hr_criterion *criteria; /* of the command line; owned. More are in config.checks. */
	size_t criterion_count;
};

/* @job is initialised by the call; release it also after an error. */
enum hr_err hr_job_init(struct hr_job *job, const struct hr_settings *settings,
                        struct hr_error *err) HR_MUST_CHECK;
/* The same for what reads no inputs of its own: operands are left to the caller. */
enum hr_err hr_job_init_settings(struct hr_job *job, const struct hr_settings *settings,
                                 struct hr_error *err) HR_MUST_CHECK;
void hr_job_release(struct hr_job *job);
/* Free what job->document owns, before it is replaced; part of hr_job_release(). */
void hr_job_drop_document_options(struct hr_job *job);

/* --threads, NULL = one for each processor. HR_EINVAL for what is no number of them. */
enum hr_err hr_job_threads(const char *text, unsigned *out, struct hr_error *err) HR_MUST_CHECK;

#endif
