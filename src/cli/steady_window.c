#include <config.h>
#include "cli/steady_window.h"

#include "analyse/steady.h"
#include "base/log.h"
#include "summarize/select.h"

static void take_window(struct hr_job *job, int64_t from_ns, int64_t to_ns)
{
	job->summarize.filter.from_ns = job->document.window_from_ns = from_ns;
	job->summarize.filter.to_ns = job->document.window_to_ns = to_ns;
	job->document.window_steady = true;
}

void hr_steady_window_set(struct hr_job *job, struct hr_run *whole)
{
	struct hr_run_intervals intervals;
	struct hr_steady steady;
	struct hr_label *total;

	hr_run_classify(whole);
	total = hr_run_total(
	        whole, job->document.sub_results_apart ? HR_TOTAL_WITHOUT_SUBS : HR_TOTAL_REQUESTS,
	        "Total");
	hr_run_intervals_init(&intervals, whole, total);
	hr_steady_find(&intervals, &steady);
	if (steady.found)
		take_window(job, hr_run_intervals_start_ns(&intervals, whole, steady.first),
		            hr_run_intervals_start_ns(&intervals, whole, steady.last + 1));
	else
		hr_log(HR_LOG_WARNING, "no steady state, the whole run counts: %s", steady.reason);
	hr_run_intervals_release(&intervals);
	hr_label_free(total);
}
