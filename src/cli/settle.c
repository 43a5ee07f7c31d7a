#include <config.h>
#include "cli/settle.h"

#include <stdlib.h>

#include "base/mem.h"
#include "document/document.h"
#include "document/mask_run.h"

static void replace_text(char **member, const char *text)
{
	if (text == NULL)
		return;
	free(*member);
	*member = hr_strdup(text);
}

void hr_settle_names(const struct hr_job *job, struct hr_run *run)
{
	const struct hr_settings *settings = job->settings;

	replace_text(&run->name, job->config.name);
	replace_text(&run->environment, job->config.environment);
	replace_text(&run->version, job->config.version);
	replace_text(&run->workload, job->config.workload);
	replace_text(&run->name, settings->name);
	replace_text(&run->environment, settings->environment);
	replace_text(&run->version, settings->version_label);
}

void hr_settle_mask(const struct hr_job *job, struct hr_run *run)
{
	struct hr_run masked;

	if (!hr_mask_run_needed(run, job->document.mask_queries))
		return;
	hr_mask_run(run, job->document.mask_queries, &masked);
	hr_run_release(run);
	*run = masked;
}

void hr_settle_document_names(const struct hr_job *job, json_t *document)
{
	struct hr_run names = { 0 };
	const json_t *run = json_object_get(document, "run");

	replace_text(&names.name, json_string_value(json_object_get(run, "name")));
	replace_text(&names.environment, json_string_value(json_object_get(run, "environment")));
	replace_text(&names.version, json_string_value(json_object_get(run, "version")));
	replace_text(&names.workload, json_string_value(json_object_get(run, "workload")));
	hr_settle_names(job, &names);
	hr_document_set_identity(document, &names);
	hr_run_release(&names);
}
