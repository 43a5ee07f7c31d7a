#include <config.h>
#include "base/instant.h"
#include "document/document_part.h"

#include <stdlib.h>

#include "base/mem.h"
#include "document/jsonx.h"
#include "record/lane.h"
#include "stats/array.h"
#include "stats/quantile.h"

static json_t *write_inputs(const struct hr_run *run)
{
	json_t *out = json_array();

	for (size_t i = 0; i < run->input_count; i++) {
		const struct hr_run_input *input = &run->inputs[i];
		json_t *entry = json_object();

		hr_json_set(entry, "path", hr_json_text(input->path));
		hr_json_set(entry, "format", hr_json_text(input->format));
		hr_json_set(entry, "bytes", hr_json_u64(input->bytes));
		hr_json_set(entry, "records", hr_json_u64(input->records));
		hr_json_set(entry, "rejected", hr_json_u64(input->rejected));
		hr_json_set(entry, "degraded", hr_json_u64(input->degraded));
		hr_json_set(entry, "truncated", json_boolean(input->truncated));
		hr_json_set(entry, "hash",
		            hr_json_text(input->digest[0] != '\0' ? input->digest : NULL));
		hr_json_append(out, entry);
	}
	return out;
}

static json_t *write_inputs_rest(const struct hr_run *run)
{
	const struct hr_run_inputs_rest *rest = &run->inputs_rest;
	json_t *out;

	if (rest->count == 0)
		return json_null();
	out = json_object();
	hr_json_set(out, "inputs", hr_json_u64(rest->count));
	hr_json_set(out, "truncated", hr_json_u64(rest->truncated));
	hr_json_set(out, "bytes", hr_json_u64(rest->bytes));
	hr_json_set(out, "records", hr_json_u64(rest->records));
	hr_json_set(out, "rejected", hr_json_u64(rest->rejected));
	hr_json_set(out, "degraded", hr_json_u64(rest->degraded));
	return out;
}

static const char *severity_name(enum hr_diag_severity severity)
{
	static const char *const names[] = { [HR_DIAG_NOTE] = "note",
		                             [HR_DIAG_DEGRADED] = "degraded",
		                             [HR_DIAG_REJECTED] = "rejected" };

	return names[severity];
}

/* Line 0 is unknown. */
static json_t *line_number(uint64_t line)
{
	return line > 0 ? hr_json_u64(line) : json_null();
}

static json_t *write_diagnostic(const struct hr_diag_entry *entry)
{
	json_t *out = json_object(), *first = json_array();

	for (size_t i = 0; i < entry->n_first; i++) {
		json_t *row = json_object();

		hr_json_set(row, "line", line_number(entry->first[i].line));
		hr_json_set(row, "text", hr_json_text(entry->first[i].text));
		hr_json_append(first, row);
	}
	hr_json_set(out, "path", hr_json_text(entry->path));
	hr_json_set(out, "line", line_number(entry->n_first > 0 ? entry->first[0].line : 0));
	hr_json_set(out, "reason", hr_json_text(entry->reason));
	hr_json_set(out, "severity", json_string(severity_name(entry->severity)));
	hr_json_set(out, "count", hr_json_u64(entry->count));
	hr_json_set(out, "first", first);
	return out;
}

static json_t *write_diagnostics(const struct hr_diag *diag)
{
	json_t *out = json_array();

	for (size_t i = 0; i < diag->count; i++)
		hr_json_append(out, write_diagnostic(&diag->entries[i]));
	return out;
}

/* Where a window that was asked for begins and ends when only whole intervals can be taken. */
static int64_t snapped(int64_t instant_ns, int64_t step_ns, bool up)
{
	int64_t interval;

	if (instant_ns == HR_INSTANT_NONE)
		return instant_ns;
	interval = hr_floor_div(instant_ns, step_ns);
	interval += up && instant_ns % step_ns != 0;
	return __builtin_mul_overflow(interval, step_ns, &interval) ? instant_ns : interval;
}

static json_t *write_window(const struct hr_run *run, const struct hr_document_options *options)
{
	int64_t from_ns = options->window_from_ns, to_ns = options->window_to_ns;
	json_t *out;

	if (from_ns == HR_INSTANT_NONE && to_ns == HR_INSTANT_NONE)
		return json_null();
	if (options->window_snapped) {
		from_ns = snapped(from_ns, run->grid.step_ns, true);
		to_ns = snapped(to_ns, run->grid.step_ns, false);
	}
	out = json_object();
	hr_json_set(out, "from", hr_json_instant(from_ns));
	hr_json_set(out, "to", hr_json_instant(to_ns));
	hr_json_set(out, "snapped", json_boolean(options->window_snapped));
	hr_json_set(out, "steady_state", json_boolean(options->window_steady));
	return out;
}

static json_t *write_total(const struct hr_run *run, enum hr_total_of what,
                           const struct hr_document_options *options, bool with_histogram)
{
	struct hr_label *total = hr_run_total(run, what, "total");
	json_t *out = hr_document_stats(total, options, with_histogram);

	hr_label_free(total);
	return out;
}

static void write_totals(json_t *out, const struct hr_run *run,
                         const struct hr_document_options *options)
{
	enum hr_total_of what = options->sub_results_apart ? HR_TOTAL_WITHOUT_SUBS
	                                                   : HR_TOTAL_REQUESTS;
	const struct hr_label *row = hr_run_total_row(run);
	bool transactions = false;
	json_t *totals = json_object(), *total;

	for (size_t i = 0; i < run->label_count; i++)
		transactions |= run->labels[i]->kind == HR_SAMPLE_TRANSACTION;
	total = write_total(run, what, options, true);
	/* The row of a tool's own total stands here and not among the labels. */
	if (row != NULL)
		hr_json_set(total, "exact", hr_document_exact(row));
	hr_json_set(out, "total", total);
	hr_json_set(totals, "requests", write_total(run, HR_TOTAL_WITHOUT_SUBS, options, false));
	hr_json_set(totals, "with_sub_results",
	            write_total(run, HR_TOTAL_REQUESTS, options, false));
	hr_json_set(totals, "transactions",
	            transactions ? write_total(run, HR_TOTAL_TRANSACTIONS, options, false)
	                         : json_null());
	hr_json_set(out, "totals", totals);
}

static void write_labels(json_t *out, const struct hr_run *run,
                         const struct hr_document_options *options)
{
	const struct hr_label **sorted = hr_run_labels_in_order(run);
	const struct hr_label *total = hr_run_total_row(run);
	json_t *requests = json_array(), *transactions = json_array();

	for (size_t i = 0; i < run->label_count; i++) {
		json_t *stats;

		if (sorted[i] == total)
			continue;
		stats = hr_document_stats(sorted[i], options, true);
		hr_json_set(stats, "exact", hr_document_exact(sorted[i]));
		hr_json_append(sorted[i]->kind == HR_SAMPLE_TRANSACTION ? transactions : requests,
		               stats);
	}
	free(sorted);
	hr_json_set(out, "labels", requests);
	hr_json_set(out, "transactions", transactions);
}

/* Error texts of the labels that make the total, most frequent first. */
static json_t *write_errors(const struct hr_run *run, const struct hr_document_options *options)
{
	const struct hr_tally_entry **sorted;
	struct hr_tally all;
	json_t *out = json_array();

	hr_tally_init(&all, (size_t)HR_LABELS_MAX * HR_ERRORS_MAX);
	for (size_t i = 0; i < run->label_count; i++)
		if (run->labels[i]->kind == HR_SAMPLE_REQUEST &&
		    !(options->sub_results_apart && run->labels[i]->sub_result))
			hr_tally_merge(&all, &run->labels[i]->errors_exact);
	sorted = hr_tally_sorted(&all);
	for (size_t i = 0; i < all.count && i < HR_DOCUMENT_TOP_ERRORS; i++) {
		json_t *entry = json_object();

		hr_json_set(entry, "text", hr_json_text(sorted[i]->text));
		hr_json_set(entry, "count", hr_json_u64(sorted[i]->count));
		hr_json_append(out, entry);
	}
	free(sorted);
	hr_tally_release(&all);
	return out;
}

static json_t *write_events(const struct hr_run *run)
{
	json_t *out = json_array();

	for (size_t i = 0; i < run->event_count; i++) {
		json_t *entry = json_object();

		hr_json_set(entry, "start", hr_json_instant(run->events[i].start_ns));
		hr_json_set(entry, "end", hr_json_instant(run->events[i].end_ns));
		hr_json_set(entry, "kind", hr_json_text(run->events[i].kind));
		hr_json_set(entry, "text", hr_json_text(run->events[i].text));
		hr_json_append(out, entry);
	}
	return out;
}

/* Active users of all hosts, the median over the intervals that know of any. */
static double median_users(const struct hr_run *run)
{
	size_t n = 0, capacity = 0;
	double *values = NULL, median;

	for (int64_t i = run->grid.first; i <= run->grid.last; i++) {
		uint64_t sum = 0;

		for (size_t k = 0; k < run->users.count; k++)
			sum += hr_track_value(&run->users.tracks[k], i);
		sum += hr_track_value(&run->users.rest, i);
		if (sum == 0)
			continue;
		values = hr_grow(values, n, &capacity, sizeof(*values));
		values[n++] = (double)sum;
	}
	median = hr_doubles_median(values, n);
	free(values);
	return median;
}

json_t *hr_document_write_run(const struct hr_run *run, const struct hr_document_options *options)
{
	json_t *out = json_object();

	hr_json_set(out, "name", hr_json_text(run->name));
	hr_json_set(out, "environment", hr_json_text(run->environment));
	hr_json_set(out, "version", hr_json_text(run->version));
	hr_json_set(out, "workload", hr_json_text(run->workload));
	hr_json_set(out, "started", hr_json_instant(run->start_ns));
	hr_json_set(out, "ended", hr_json_instant(run->end_ns));
	hr_json_set(out, "duration_s", hr_json_real(hr_span_s(run->start_ns, run->end_ns)));
	hr_json_set(out, "users", hr_json_real(median_users(run)));
	hr_json_set(out, "samples", hr_json_u64(run->sample_count));
	hr_json_set(out, "observations", hr_json_u64(run->observation_count));
	hr_json_set(out, "labels_folded", hr_json_u64(run->labels_folded));
	hr_json_set(out, "inputs", write_inputs(run));
	hr_json_set(out, "inputs_left_out", write_inputs_rest(run));
	hr_json_set(out, "diagnostics", write_diagnostics(&run->diag));
	hr_json_set(out, "window", write_window(run, options));
	hr_json_set(out, "quantile_method", json_string(hr_quantile_method_name(options->method)));
	hr_json_set(out, "rebuilt_from_intervals", json_boolean(run->rebuilt));
	hr_json_set(out, "relative_error",
	            hr_json_real(run->rebuilt ? HR_SKETCH_RELATIVE_ERROR : HR_HIST_RELATIVE_ERROR));
	write_totals(out, run, options);
	write_labels(out, run, options);
	hr_json_set(out, "errors", write_errors(run, options));
	hr_json_set(out, "intervals", hr_document_write_intervals(run));
	hr_json_set(out, "sli", hr_document_write_slis(run));
	hr_json_set(out, "resources", hr_document_write_resources(run));
	hr_json_set(out, "events", write_events(run));
	hr_json_set(out, "plan", hr_document_write_plans(run));
	hr_json_set(out, "quality", json_null());
	hr_json_set(out, "coordinated_omission", json_null());
	return out;
}
