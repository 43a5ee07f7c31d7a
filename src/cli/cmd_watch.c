/*
 * headroom watch: the same analyses again and again over growing data.
 */
#include <config.h>
#include "cli/commands.h"

#include <inttypes.h>
#include <unistd.h>

#include "base/instant.h"
#include "base/stop.h"
#include "capture/ticker.h"
#include "cli/capture_ticks.h"
#include "cli/report_output.h"
#include "cli/stage.h"
#include "cli/watch_run.h"
#include "cli/watch_screen.h"

#define INTERVAL_NS       (30 * HR_NS_PER_S)
#define LEAST_INTERVAL_NS (100 * HR_NS_PER_MS)

/* All of one call. */
struct watch {
	const struct hr_settings *settings;
	struct hr_job *job;
	struct hr_watch_run *inputs;
	struct hr_report_targets targets;
	struct hr_watch_screen screen;
	struct hr_ticker ticker;
	bool ended;       /* no input can grow */
	enum hr_err code; /* of reading between looks */
	struct hr_error *err;
	enum hr_exit status; /* of the last look */
	uint64_t looks;
};

static void read_more(void *context)
{
	struct watch *watch = context;

	if (watch->code == HR_OK && !watch->ended)
		watch->code = hr_watch_run_read(watch->inputs, hr_clock_system.monotonic_ns(),
		                                &watch->ended, watch->err);
}

/* What a look was of: when, how much, and what came of it. */
static void title_of(const struct watch *watch, const json_t *document, struct hr_str *out)
{
	char time[HR_INSTANT_TEXT_SIZE];

	hr_instant_format_human(hr_clock_system.wall_ns() / HR_NS_PER_S * HR_NS_PER_S,
	                        watch->job->read.zone, time);
	hr_str_printf(out, "headroom watch  %s  %" PRIu64 " records  %s", time,
	              hr_watch_run_records(watch->inputs), hr_document_verdict(document));
	if (watch->screen.terminal && !watch->ended)
		hr_str_puts(out, "  (Ctrl-C ends)");
}

static enum hr_err show(struct watch *watch, const json_t *document, struct hr_str *text,
                        struct hr_error *err)
{
	struct hr_str title = { 0 };
	enum hr_err code;

	if (!watch->settings->once)
		title_of(watch, document, &title);
	code = hr_watch_screen_show(&watch->screen, hr_str_slice(&title), hr_str_slice(text), err);
	hr_str_release(&title);
	return code;
}

/* @last  nothing will come after it */
static enum hr_err write_all(struct watch *watch, const struct hr_run *run, const json_t *document,
                             bool last, struct hr_error *err)
{
	struct hr_str text = { 0 };
	enum hr_err code = hr_report_write(document, watch->settings, &watch->targets, &text, err);

	if (code == HR_OK && !watch->targets.takes_stdout)
		code = show(watch, document, &text, err);
	hr_str_release(&text);
	if (code == HR_OK && last && watch->settings->save)
		code = hr_report_save(watch->job, document, err);
	watch->status = last ? hr_stage_status(watch->job, run, document, NULL) : HR_EXIT_PASS;
	if (code == HR_OK && watch->job->config.alerts.channels.count > 0)
		code = hr_report_tell(watch->job, document, &watch->status, err);
	return code;
}

static enum hr_err look(struct watch *watch, bool last, struct hr_error *err)
{
	struct hr_run run;
	json_t *document = NULL;
	enum hr_err code = hr_watch_run_take(watch->inputs, &run, err);

	if (code == HR_OK) {
		document = hr_document_new(&run, &watch->job->document);
		code = hr_stages_run(watch->job, &run, document, HR_STAGES_ALL, err);
	}
	if (code == HR_OK)
		code = write_all(watch, &run, document, last, err);
	json_decref(document);
	hr_run_release(&run);
	watch->looks++;
	return code;
}

/* Looks until the end, and one at the end. */
static enum hr_err watch_on(struct watch *watch, struct hr_error *err)
{
	enum hr_err code = HR_OK;

	read_more(watch);
	while (!watch->settings->once && code == HR_OK && watch->code == HR_OK && !watch->ended &&
	       hr_ticker_wait(&watch->ticker, read_more, watch)) {
		read_more(watch);
		if (watch->code == HR_OK && !watch->ended)
			code = look(watch, false, err);
	}
	if (code == HR_OK)
		code = watch->code;
	if (code == HR_OK)
		code = hr_watch_run_finish(watch->inputs, err);
	watch->ended = true;
	watch->screen.last = true;
	return code == HR_OK ? look(watch, true, err) : code;
}

static enum hr_err start(struct watch *watch, struct hr_error *err)
{
	int64_t interval_ns = INTERVAL_NS, duration_ns = 0;
	enum hr_err code = hr_capture_duration("--interval", watch->settings->every, &interval_ns,
	                                       err);

	if (code == HR_OK && interval_ns < LEAST_INTERVAL_NS)
		code = hr_error_set(err, HR_EINVAL, "--interval takes 100ms or more");
	if (code == HR_OK)
		code = hr_capture_duration("--duration", watch->settings->duration, &duration_ns,
		                           err);
	if (code == HR_OK)
		code = hr_report_targets_parse(watch->settings, &watch->targets, err);
	if (code == HR_OK)
		code = hr_watch_run_open(watch->job, &watch->inputs, err);
	watch->screen.terminal = !watch->settings->once && isatty(STDOUT_FILENO) == 1;
	hr_ticker_start(&watch->ticker, &hr_clock_system, interval_ns, duration_ns);
	return code;
}

static enum hr_err run(const struct hr_settings *settings, enum hr_exit *status,
                       struct hr_error *err)
{
	struct watch watch = { .settings = settings, .err = err };
	struct hr_job job;
	enum hr_err code = hr_job_init(&job, settings, err);

	watch.job = &job;
	if (code == HR_OK)
		code = start(&watch, err);
	if (code == HR_OK) {
		hr_stop_catch();
		code = watch_on(&watch, err);
		hr_stop_release();
		*status = watch.status;
	}
	hr_watch_run_close(watch.inputs);
	hr_report_targets_release(&watch.targets);
	hr_watch_screen_release(&watch.screen);
	hr_job_release(&job);
	return code;
}

const struct hr_command hr_command_watch = {
	.name = "watch",
	.summary = "the same analyses again and again over growing data",
	.operands = "[FILE ...]",
	.operands_max = SIZE_MAX,
	.groups = HR_GROUP(WATCH) | HR_GROUP(COMMON) | HR_GROUP(CONFIG) | HR_GROUP(IDENTITY) |
	          HR_GROUP(READ) | HR_GROUP(SELECT) | HR_GROUP(STATISTICS) | HR_GROUP(DECLARED) |
	          HR_GROUP(CHECK) | HR_GROUP(OUTPUT) | HR_GROUP(RENDER) | HR_GROUP(REPORT) |
	          HR_GROUP(STORE) | HR_GROUP(COMPARE),
	.folder = "",
	.details =
	        "Draws the text form on a terminal; -o FOLDER and --report NAME=PATH are written\n"
	        "anew at every look. Channels of the configuration hear of what changes.\n",
	.run = run,
};
