#include <config.h>
#include "fuzz_reader.h"

#include <stdlib.h>

#include "analyse/trend.h"
#include "cli/history_table.h"

/* Whatever the table, it is read or refused, and what was read can be analysed. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const metrics[] = { "mean", "p50", "p99", "throughput", NULL };
	static const struct hr_trend_options options = HR_TREND_OPTIONS_INIT;
	struct hr_slice text = { (const char *)data, size };
	struct hr_run_table history = { 0 };
	struct hr_diag diag = { 0 };
	struct hr_error err = { 0 };
	struct hr_checks checks = { 0 };
	struct hr_trend trend;
	size_t left_out[3];
	enum hr_err code = hr_history_table_read(text, "fuzz", hr_zone_utc(), metrics, &history,
	                                         &diag, &err);

	if (code != err.code)
		abort();
	hr_history_table_sniff(text);
	hr_run_table_sort(&history);
	hr_trend_comparable(&history, &left_out[0], &left_out[1], &left_out[2]);
	hr_trend_analyse(&history, &options, &trend);
	hr_trend_check(&trend, &checks);
	for (size_t i = 0; i < trend.event_count; i++)
		if (trend.events[i].change.index >= history.run_count)
			abort();
	hr_checks_release(&checks);
	hr_trend_release(&trend);
	hr_run_table_release(&history);
	hr_diag_release(&diag);
	return 0;
}
