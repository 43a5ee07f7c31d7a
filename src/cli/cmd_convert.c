/*
 * headroom convert: any input to normalised records, one by one.
 */
#include <config.h>
#include "cli/commands.h"

#include <inttypes.h>

#include "base/log.h"
#include "base/output.h"
#include "cli/load.h"
#include "cli/record_form.h"
#include "write/writer.h"

static void warn_of(uint64_t count, const char *what, const char *where)
{
	if (count > 0)
		hr_log(HR_LOG_WARNING, "%" PRIu64 " %s left out: %s", count, what, where);
}

/* What the form had no place for must not vanish without a word. */
static void warn_of_rest(const struct hr_writer *writer, const struct hr_run *run)
{
	static const char samples[] = "-f jtl, csv and ndjson hold samples";
	static const char values[] = "-f series and ndjson hold resource values";
	static const char sums[] = "only a run document (headroom summarize) holds them";
	uint64_t rejected = hr_diag_total(&run->diag, HR_DIAG_REJECTED, NULL);

	warn_of(writer->samples_left, writer->samples_left == 1 ? "sample" : "samples", samples);
	warn_of(writer->observations_left,
	        writer->observations_left == 1 ? "resource value" : "resource values", values);
	warn_of(writer->wholes_left,
	        writer->wholes_left == 1 ? "label known by its histogram or figures"
	                                 : "labels known by their histograms or figures",
	        sums);
	warn_of(writer->events_left, writer->events_left == 1 ? "event" : "events", sums);
	if (writer->samples + writer->observations == 0 && writer->samples_left == 0 &&
	    writer->observations_left == 0 && writer->wholes_left == 0)
		hr_log(HR_LOG_WARNING, "nothing to convert: no record was read and selected");
	if (rejected > 0)
		hr_log(HR_LOG_WARNING,
		       "%" PRIu64 " %s rejected; headroom summarize says which and why", rejected,
		       rejected == 1 ? "row" : "rows");
}

static enum hr_exit status_of(const struct hr_settings *settings, const struct hr_writer *writer,
                              const struct hr_run *run)
{
	if (settings->strict && hr_diag_total(&run->diag, HR_DIAG_REJECTED, NULL) > 0)
		return HR_EXIT_TROUBLE;
	return writer->samples + writer->observations > 0 ? HR_EXIT_PASS : HR_EXIT_INCONCLUSIVE;
}

static enum hr_err write_records(struct hr_job *job, const struct hr_record_form *form,
                                 enum hr_exit *status, struct hr_error *err)
{
	const struct hr_settings *settings = job->settings;
	const char *path = settings->output != NULL ? settings->output : "-";
	struct hr_error output_err = { 0 };
	struct hr_output *output;
	struct hr_writer writer;
	struct hr_run run;
	enum hr_err code = hr_output_open(path, &output, err), written;

	if (code != HR_OK)
		return code;
	hr_writer_init(&writer, form, output, &output_err);
	code = hr_load_records(job, &writer.sink, &run, err);
	written = hr_writer_finish(&writer);
	if (code == HR_OK && written != HR_OK) {
		*err = output_err;
		code = written;
	}
	if (code == HR_OK) {
		code = hr_output_commit(output, err);
	} else {
		hr_output_abort(output);
	}
	if (code == HR_OK) {
		warn_of_rest(&writer, &run);
		*status = status_of(settings, &writer, &run);
	}
	hr_run_release(&run);
	return code;
}

static enum hr_err convert(const struct hr_settings *settings, enum hr_exit *status,
                           struct hr_error *err)
{
	const struct hr_record_form *form;
	struct hr_job job;
	enum hr_err code = hr_record_form_need(settings->form != NULL ? settings->form : "csv",
	                                       &form, err);

	if (code != HR_OK)
		return code;
	code = hr_job_init(&job, settings, err);
	if (code == HR_OK)
		code = write_records(&job, form, status, err);
	hr_job_release(&job);
	return code;
}

const struct hr_command hr_command_convert = {
	.name = "convert",
	.summary = "any recording to normalised CSV or JSON lines",
	.operands = "[FILE ...]",
	.operands_max = SIZE_MAX,
	.groups = HR_GROUP(COMMON) | HR_GROUP(CONFIG) | HR_GROUP(READ) | HR_GROUP(SELECT) |
	          HR_GROUP(CONVERT) | HR_GROUP(OUTPUT_PATH),
	.details = "Forms of -f: csv (samples, the default), jtl (samples as JMeter writes them),\n"
	           "series (resource values), ndjson (both, one JSON object a line).\n",
	.run = convert,
};
