#include <config.h>
#include "cli/stage.h"

#include <inttypes.h>
#include <string.h>

#include "base/log.h"

/* One a line, so that two new stages do not meet in one. */
/* clang-format off */
const struct hr_stage *const hr_stages[] = {
	&hr_stage_criteria,
	&hr_stage_quality,
	&hr_stage_trend,
	&hr_stage_stress,
	&hr_stage_stability,
	&hr_stage_compare,
	&hr_stage_capacity,
	&hr_stage_slo,
	&hr_stage_reliability,
	&hr_stage_chaos,
	NULL,
};
/* clang-format on */

static void init_context(struct hr_stage_context *context, const struct hr_job *job,
                         struct hr_run *run, struct hr_label **total, json_t *document)
{
	for (size_t i = 0; i < run->label_count; i++)
		hr_document_set_apdex(&job->document, run->labels[i]);
	*context = (struct hr_stage_context){
		.job = job, .run = run, .total = total, .document = document
	};
}

static enum hr_err run_one(const struct hr_stage *stage, struct hr_stage_context *context,
                           struct hr_error *err)
{
	struct hr_checks checks = { 0 };
	enum hr_err code;

	for (size_t i = 0; stage->sections[i] != NULL; i++)
		json_object_del(context->document, stage->sections[i]);
	context->checks = &checks;
	code = stage->run(context, err);
	if (code == HR_ECONFIG)
		hr_error_locate(err, context->job->settings->config);
	if (code == HR_OK)
		hr_document_set_checks(context->document, stage->kinds, &checks);
	context->checks = NULL;
	hr_checks_release(&checks);
	return code;
}

/* What the page begins with: an option before the configuration, either before what a stage before
 * this one said. */
static void note_profile(const struct hr_job *job, json_t *document)
{
	const char *profile = job->settings->profile != NULL ? job->settings->profile
	                                                     : job->config.profile;

	if (profile != NULL)
		hr_document_set_settings(document, "page", json_pack("{s:s}", "profile", profile));
}

enum hr_err hr_stages_run(const struct hr_job *job, struct hr_run *run, json_t *document,
                          enum hr_stage_scope scope, struct hr_error *err)
{
	struct hr_label *total = NULL;
	struct hr_stage_context context;
	enum hr_err code = HR_OK;

	init_context(&context, job, run, &total, document);
	note_profile(job, document);
	for (size_t i = 0; code == HR_OK && hr_stages[i] != NULL; i++) {
		const struct hr_stage *stage = hr_stages[i];

		if ((scope == HR_STAGES_ALL || stage->belongs_to_run) && stage->wanted != NULL &&
		    stage->wanted(&context))
			code = run_one(stage, &context, err);
	}
	hr_label_free(total);
	return code;
}

enum hr_err hr_stage_run(const struct hr_stage *stage, const struct hr_job *job, struct hr_run *run,
                         json_t *document, struct hr_error *err)
{
	struct hr_label *total = NULL;
	struct hr_stage_context context;
	enum hr_err code;

	init_context(&context, job, run, &total, document);
	note_profile(job, document);
	code = run_one(stage, &context, err);
	hr_label_free(total);
	return code;
}

static bool is_text(const json_t *check, const char *key, const char *text)
{
	const char *value = json_string_value(json_object_get(check, key));

	return value != NULL && strcmp(value, text) == 0;
}

/* Is it a check of a stage with this concern that did not pass? */
static bool raises_concern(const json_t *check, const char *concern)
{
	if (is_text(check, "verdict", "pass") || is_text(check, "verdict", "inconclusive"))
		return false;
	if (is_text(check, "kind", concern))
		return true;
	for (size_t i = 0; hr_stages[i] != NULL; i++) {
		const struct hr_stage *stage = hr_stages[i];

		if (stage->concern == NULL || strcmp(stage->concern, concern) != 0)
			continue;
		for (size_t k = 0; stage->kinds[k] != NULL; k++) {
			if (is_text(check, "kind", stage->kinds[k]))
				return true;
		}
	}
	return false;
}

static bool any_check_fails(const json_t *document, const char *fail_on)
{
	const json_t *check;
	size_t i;

	json_array_foreach(json_object_get(document, "checks"), i, check)
	{
		if (is_text(check, "verdict", fail_on) || raises_concern(check, fail_on))
			return true;
	}
	return false;
}

enum hr_exit hr_stage_status(const struct hr_job *job, const struct hr_run *run,
                             const json_t *document, const struct hr_stage *stage)
{
	const struct hr_settings *settings = job->settings;
	uint64_t rejected = hr_diag_total(&run->diag, HR_DIAG_REJECTED, NULL);
	enum hr_exit status = (enum hr_exit)hr_document_exit_of(
	        document, stage != NULL ? stage->kinds : NULL);

	if (rejected > 0)
		hr_log(HR_LOG_WARNING, "%" PRIu64 " %s rejected; the document says which and why",
		       rejected, rejected == 1 ? "row" : "rows");
	if (settings->strict && rejected > 0)
		return HR_EXIT_TROUBLE;
	for (size_t i = 0; i < settings->fail_on.count; i++) {
		if (any_check_fails(document, settings->fail_on.items[i]))
			status = HR_EXIT_FAIL;
	}
	return settings->exit_zero ? HR_EXIT_PASS : status;
}
