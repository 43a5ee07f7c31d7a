#include <config.h>
#include "cli/stage.h"

const struct hr_label *hr_stage_total(const struct hr_stage_context *context)
{
	const struct hr_document_options *options = &context->job->document;
	enum hr_total_of what = options->sub_results_apart ? HR_TOTAL_WITHOUT_SUBS
	                                                   : HR_TOTAL_REQUESTS;

	if (*context->total == NULL) {
		*context->total = hr_run_total(context->run, what, "Total");
		hr_document_set_apdex(options, *context->total);
	}
	return *context->total;
}
