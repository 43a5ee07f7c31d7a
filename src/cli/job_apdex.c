#include <config.h>
#include "cli/job_part.h"

#include <stdlib.h>
#include <string.h>

#include "base/duration.h"
#include "base/mem.h"
#include "cli/patterns.h"

/* "T,F" */
static enum hr_err parse_thresholds(const char *text, int64_t *satisfied_ns, int64_t *tolerated_ns,
                                    struct hr_error *err)
{
	const char *comma = strchr(text, ',');
	enum hr_err code;

	if (comma == NULL)
		return hr_error_set(err, HR_EINVAL,
		                    "--apdex takes two durations such as 500ms,1500ms, not '%s'",
		                    text);
	code = hr_duration_parse((struct hr_slice){ text, (size_t)(comma - text) }, satisfied_ns,
	                         err);
	if (code == HR_OK)
		code = hr_duration_parse(hr_slice_of(comma + 1), tolerated_ns, err);
	hr_error_locate(err, "--apdex");
	if (code == HR_OK && *tolerated_ns < *satisfied_ns)
		code = hr_error_set(err, HR_EINVAL,
		                    "--apdex: the second threshold of '%s' is below the first",
		                    text);
	return code;
}

void hr_job_add_apdex_rule(struct hr_job *job, const struct hr_pattern *pattern,
                           int64_t satisfied_ns, int64_t tolerated_ns)
{
	struct hr_document_options *document = &job->document;

	document->apdex_rules = hr_grow(document->apdex_rules, document->apdex_rule_count,
	                                &job->apdex_capacity, sizeof(*document->apdex_rules));
	document->apdex_rules[document->apdex_rule_count++] = (struct hr_apdex_rule){
		.pattern = pattern,
		.satisfied_ns = satisfied_ns,
		.tolerated_ns = tolerated_ns,
	};
}

enum hr_err hr_job_add_apdex(struct hr_job *job, const char *text, struct hr_error *err)
{
	const char *equals = strrchr(text, '=');
	struct hr_document_options *document = &job->document;
	int64_t satisfied_ns = 0;
	int64_t tolerated_ns = 0;
	enum hr_err code = parse_thresholds(equals != NULL ? equals + 1 : text, &satisfied_ns,
	                                    &tolerated_ns, err);

	if (code == HR_OK && equals == NULL) {
		document->apdex_satisfied_ns = satisfied_ns;
		document->apdex_tolerated_ns = tolerated_ns;
	} else if (code == HR_OK) {
		char *pattern = hr_strndup(text, (size_t)(equals - text));

		code = hr_patterns_add(&job->apdex_patterns, pattern, "--apdex", err);
		if (code == HR_OK)
			hr_job_add_apdex_rule(
			        job, job->apdex_patterns.items[job->apdex_patterns.count - 1],
			        satisfied_ns, tolerated_ns);
		free(pattern);
	}
	return code;
}
