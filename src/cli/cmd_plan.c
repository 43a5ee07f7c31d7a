/*
 * headroom plan: configurations made from what was measured.
 */
#include <config.h>
#include "cli/commands.h"

#include <math.h>

#include "base/input.h"
#include "base/log.h"
#include "base/num.h"
#include "base/output.h"
#include "cli/config_file.h"
#include "cli/load.h"
#include "cli/output_clash.h"
#include "cli/plan_load_test.h"
#include "document/jsonx.h"

/* "100" or "100/s"; NaN when nothing is said. */
static enum hr_err parse_rate(const char *option, const char *text, double *out,
                              struct hr_error *err)
{
	*out = (double)NAN;
	if (text == NULL || (hr_load_rate_parse(hr_slice_of(text), out) && *out > 0))
		return HR_OK;
	return hr_error_set(err, HR_EINVAL,
	                    "%s takes requests a second above 0 and up to %g, not '%s'", option,
	                    HR_LOAD_LEVEL_MAX, text);
}

/* Checked as a configuration, then taken as it is written: texts with ${NAME} stay so. */
static enum hr_err load_like(const char *path, json_t **out, struct hr_error *err)
{
	struct hr_config config = { 0 };
	struct hr_config_errors errors = { 0 };
	struct hr_config_reader reader;
	struct hr_str text = { 0 };
	struct hr_input *input;
	enum hr_err code;

	if (path == NULL)
		return HR_OK;
	code = hr_config_file_load(path, &config, err);
	hr_config_release(&config);
	if (code == HR_OK)
		code = hr_input_open(path, &input, err);
	if (code != HR_OK)
		return code;
	code = hr_input_read_all(input, HR_CONFIG_BYTES_MAX, "a configuration", &text, err);
	hr_input_close(input);
	if (code == HR_OK) {
		if (hr_config_reader_open(&reader, hr_str_slice(&text), path, &errors) > 0)
			*out = json_incref(hr_config_reader_root(&reader, 0));
		hr_config_reader_close(&reader);
	}
	hr_config_errors_release(&errors);
	hr_str_release(&text);
	return code;
}

static enum hr_err write_plan(const struct hr_settings *settings, const json_t *document,
                              const struct hr_load_test_options *options, struct hr_error *err)
{
	double peak = (double)NAN, target = (double)NAN;
	struct hr_str text = { 0 };
	json_t *plan = NULL;
	enum hr_err code = hr_load_test_rates(document, options, &peak, &target, err);

	if (code == HR_OK)
		code = hr_load_test_config(document, options, peak, target, &plan, err);
	if (code == HR_OK) {
		if (peak > target)
			hr_log(HR_LOG_WARNING,
			       "the peak of %g/s is above the capacity of %g/s: "
			       "the first test fails already",
			       hr_round_significant(peak, 3), hr_round_significant(target, 3));
		hr_json_dump(plan, JSON_INDENT(2), &text);
		hr_str_putc(&text, '\n');
		code = hr_output_file(settings->output != NULL ? settings->output : "-",
		                      hr_str_slice(&text), err);
	}
	hr_str_release(&text);
	json_decref(plan);
	return code;
}

static enum hr_err plan_loadtest(const struct hr_settings *settings, enum hr_exit *status,
                                 struct hr_error *err)
{
	const char *path = settings->operands.count > 0 ? settings->operands.items[0] : "-";
	struct hr_load_test_options options = { .url = settings->url };
	json_t *document = NULL, *like = NULL;
	enum hr_err code = parse_rate("--peak", settings->peak, &options.peak_per_s, err);

	(void)status;
	if (code == HR_OK)
		code = parse_rate("--target", settings->target, &options.target_per_s, err);
	if (code == HR_OK)
		code = load_like(settings->config, &like, err);
	if (code == HR_OK)
		code = hr_outputs_spare(settings, path, err);
	if (code == HR_OK)
		code = hr_load_document(path, &document, err);
	options.like = like;
	if (code == HR_OK)
		code = write_plan(settings, document, &options, err);
	json_decref(document);
	json_decref(like);
	return code;
}

static const struct hr_command plan_loadtest_kind = {
	.name = "plan loadtest",
	.summary = "load tests that show whether a measured capacity is there",
	.operands = "[DOCUMENT]",
	.operands_max = 1,
	.groups = HR_GROUP(COMMON) | HR_GROUP(CONFIG) | HR_GROUP(OUTPUT_PATH) | HR_GROUP(PLAN),
	.details = "DOCUMENT has a section stress or capacity; "
	           "without it, or with -, it is read from stdin.\n",
	.run = plan_loadtest,
};

static const struct hr_command *const kinds[] = { &plan_loadtest_kind, NULL };

const struct hr_command hr_command_plan = {
	.name = "plan",
	.summary = "a configuration of load tests from measured capacity",
	.operands = "KIND",
	.groups = HR_GROUP(COMMON),
	.kinds = kinds,
};
