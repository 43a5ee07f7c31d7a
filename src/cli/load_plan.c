#include <config.h>
#include "cli/load_plan.h"

#include "base/input.h"
#include "read/jmx.h"

static enum hr_err load_plan(const char *path, struct hr_run *run, struct hr_error *err)
{
	struct hr_str text = { 0 };
	struct hr_input *input;
	struct hr_plan plan = { 0 };
	enum hr_err code = hr_input_open(path, &input, err);

	if (code != HR_OK)
		return code;
	code = hr_input_read_all(input, HR_JMX_BYTES_MAX, "a plan", &text, err);
	if (code == HR_OK)
		code = hr_jmx_read(hr_str_slice(&text), path, &plan, err);
	if (code == HR_OK)
		hr_plans_take(&run->plans, &plan);
	hr_plan_release(&plan);
	hr_str_release(&text);
	hr_input_close(input);
	return code;
}

enum hr_err hr_load_plans(const struct hr_job *job, struct hr_run *run, struct hr_error *err)
{
	const struct hr_texts *given = &job->settings->plans;
	const struct hr_config_texts *configured = &job->config.plans;
	enum hr_err code = HR_OK;

	for (size_t i = 0; code == HR_OK && i < given->count; i++)
		code = load_plan(given->items[i], run, err);
	if (given->count > 0)
		return code;
	for (size_t i = 0; code == HR_OK && i < configured->count; i++)
		code = load_plan(configured->items[i], run, err);
	return code;
}
