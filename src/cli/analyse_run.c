#include <config.h>
#include "cli/analyse_run.h"

#include <inttypes.h>
#include <string.h>

#include "analyse/criteria.h"
#include "base/log.h"

static const char *const criterion_kinds[] = { "criterion", NULL };

/* Criteria see what the document shows: masked texts, the document's total, its APDEX thresholds.
 */
static void check_criteria(const struct hr_job *job, struct hr_run *run, struct hr_checks *checks)
{
	const struct hr_document_options *options = &job->document;
	const struct hr_config_checks *configured = &job->config.checks;
	enum hr_total_of what = options->sub_results_apart ? HR_TOTAL_WITHOUT_SUBS
	                                                   : HR_TOTAL_REQUESTS;
	struct hr_label *total = hr_run_total(run, what, "Total");

	hr_document_set_apdex(options, total);
	for (size_t i = 0; i < run->label_count; i++)
		hr_document_set_apdex(options, run->labels[i]);
	hr_criteria_check(job->criteria, job->criterion_count, run, total, options->method, checks);
	hr_criteria_check(configured->items, configured->count, run, total, options->method,
	                  checks);
	hr_label_free(total);
}

json_t *hr_analyse_run(const struct hr_job *job, struct hr_run *run)
{
	json_t *document = hr_document_new(run, &job->document);
	struct hr_checks checks = { 0 };

	check_criteria(job, run, &checks);
	hr_document_set_checks(document, criterion_kinds, &checks);
	hr_checks_release(&checks);
	return document;
}

static bool any_check_is(const json_t *document, const char *verdict)
{
	const json_t *check;
	size_t i;

	json_array_foreach(json_object_get(document, "checks"), i, check)
	{
		const char *text = json_string_value(json_object_get(check, "verdict"));

		if (text != NULL && strcmp(text, verdict) == 0)
			return true;
	}
	return false;
}

enum hr_exit hr_analyse_status(const struct hr_job *job, const struct hr_run *run,
                               const json_t *document)
{
	const struct hr_settings *settings = job->settings;
	uint64_t rejected = hr_diag_total(&run->diag, HR_DIAG_REJECTED, NULL);
	enum hr_exit status = (enum hr_exit)hr_document_exit(document);

	if (rejected > 0)
		hr_log(HR_LOG_WARNING, "%" PRIu64 " %s rejected; the document says which and why",
		       rejected, rejected == 1 ? "row" : "rows");
	if (settings->strict && rejected > 0)
		return HR_EXIT_TROUBLE;
	for (size_t i = 0; i < settings->fail_on.count; i++) {
		if (any_check_is(document, settings->fail_on.items[i]))
			status = HR_EXIT_FAIL;
	}
	return settings->exit_zero ? HR_EXIT_PASS : status;
}
