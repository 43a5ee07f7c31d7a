#include <config.h>
#include "document/document_part.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/count.h"
#include "base/mem.h"
#include "record/series.h"

static void read_inputs(const struct hr_json_place *place, struct hr_run *run)
{
	size_t n = hr_place_array(place, SIZE_MAX);

	for (size_t i = 0; i < n && !hr_place_failed(place); i++) {
		struct hr_json_place item = hr_place_item(place, i);
		struct hr_json_place hash = hr_place_member(&item, "hash");
		struct hr_run_input input = {
			.path = hr_member_copy(&item, "path", HR_DOCUMENT_TEXT_BYTES),
			.format = hr_member_copy(&item, "format", HR_DOCUMENT_TEXT_BYTES),
			.bytes = hr_member_count(&item, "bytes"),
			.records = hr_member_count(&item, "records"),
			.rejected = hr_member_count(&item, "rejected"),
			.degraded = hr_member_count(&item, "degraded"),
			.truncated = hr_member_bool(&item, "truncated"),
		};

		if (input.path == NULL)
			input.path = hr_strdup("");
		if (input.format == NULL)
			input.format = hr_strdup("");
		if (!hr_place_is_null(&hash)) {
			struct hr_slice text = hr_place_text(&hash, sizeof(input.digest) - 1);

			memcpy(input.digest, text.ptr, text.length);
			input.digest[text.length] = '\0';
		}
		hr_run_add_input(run, &input);
		free(input.path);
		free(input.format);
	}
}

static void read_inputs_rest(const struct hr_json_place *place, struct hr_run *run)
{
	struct hr_json_place rest = hr_place_member(place, "inputs_left_out");

	if (hr_place_is_null(&rest))
		return;
	run->inputs_rest = (struct hr_run_inputs_rest){
		.count = hr_member_count(&rest, "inputs"),
		.truncated = hr_member_count(&rest, "truncated"),
		.bytes = hr_member_count(&rest, "bytes"),
		.records = hr_member_count(&rest, "records"),
		.rejected = hr_member_count(&rest, "rejected"),
		.degraded = hr_member_count(&rest, "degraded"),
	};
}

static enum hr_diag_severity read_severity(const struct hr_json_place *place)
{
	struct hr_slice name = hr_place_text(place, 32);

	if (hr_slice_is(name, "rejected"))
		return HR_DIAG_REJECTED;
	if (hr_slice_is(name, "degraded"))
		return HR_DIAG_DEGRADED;
	if (!hr_slice_is(name, "note"))
		hr_place_fail(place, "expected note, degraded or rejected");
	return HR_DIAG_NOTE;
}

static void read_first(const struct hr_json_place *place, struct hr_diag_entry *entry)
{
	size_t n = hr_place_array(place, HR_DIAG_FIRST);

	for (size_t i = 0; i < n && !hr_place_failed(place); i++) {
		struct hr_json_place item = hr_place_item(place, i);
		struct hr_json_place line = hr_place_member(&item, "line");
		struct hr_slice text = hr_member_text(&item, "text", HR_DIAG_TEXT_BYTES);
		uint64_t number = 0;

		if (!hr_place_is_null(&line))
			number = (uint64_t)hr_place_i64(&line, 1, (int64_t)HR_COUNT_MAX);
		if (i > 0 && number < entry->first[i - 1].line)
			hr_place_fail(&line, "lines must rise");
		entry->first[i].line = number;
		entry->first[i].text = hr_strndup(text.ptr, text.length);
		entry->n_first = i + 1;
	}
}

static void read_diagnostic(const struct hr_json_place *place, struct hr_diag *diag)
{
	struct hr_json_place severity = hr_place_member(place, "severity");
	struct hr_json_place first = hr_place_member(place, "first");
	struct hr_diag_entry entry = { 0 };

	entry.path = hr_member_copy(place, "path", HR_DOCUMENT_TEXT_BYTES);
	entry.reason = hr_member_copy(place, "reason", HR_DOCUMENT_TEXT_BYTES);
	entry.severity = read_severity(&severity);
	entry.count = hr_member_count(place, "count");
	read_first(&first, &entry);
	if (!hr_place_failed(place) && (entry.path == NULL || entry.reason == NULL))
		hr_place_fail(place, "a path and a reason are expected");
	if (!hr_place_failed(place) && entry.count < entry.n_first)
		hr_place_fail(place, "fewer rows counted than listed");
	if (!hr_place_failed(place))
		hr_diag_add_entry(diag, &entry);
	for (size_t i = 0; i < entry.n_first; i++)
		free(entry.first[i].text);
	free(entry.path);
	free(entry.reason);
}

static void read_diagnostics(const struct hr_json_place *place, struct hr_diag *diag)
{
	size_t n = hr_place_array(place, HR_DIAG_REASONS_MAX + 1);

	for (size_t i = 0; i < n && !hr_place_failed(place); i++) {
		struct hr_json_place item = hr_place_item(place, i);

		read_diagnostic(&item, diag);
	}
}

/* @kept counts the labels that the cap is about, over both kinds: beyond it they would be folded.
 */
static void read_labels(const struct hr_json_place *place, struct hr_run *run,
                        enum hr_sample_kind kind, size_t *kept)
{
	size_t n = hr_place_array(place, HR_LABELS_MAX + 1);

	for (size_t i = 0; i < n && !hr_place_failed(place); i++) {
		struct hr_json_place item = hr_place_item(place, i);
		struct hr_slice name = hr_member_text(&item, "label", HR_LABEL_BYTES);
		size_t known = run->label_count;
		struct hr_label *label;

		*kept += !hr_slice_is(name, HR_OTHER_LABEL);
		if (*kept > HR_LABELS_MAX)
			hr_place_fail(place, "more than %d labels", HR_LABELS_MAX);
		if (hr_place_failed(place))
			return;
		label = hr_run_label(run, name, kind);
		if (run->label_count == known) {
			hr_place_fail(&item, "the label stands here twice");
			return;
		}
		hr_document_read_label(&item, label);
	}
}

/* A total that was a row of the recording is a label of the run (see hr_run_total_row()). */
static void read_total_row(const struct hr_json_place *place, struct hr_run *run)
{
	struct hr_json_place exact = hr_place_member(place, "exact");
	struct hr_slice name = HR_SLICE_LITERAL(HR_TOTAL_ROW);

	if (hr_place_is_null(&exact))
		return;
	if (hr_run_find(run, name, HR_SAMPLE_REQUEST) != NULL)
		hr_place_fail(&exact, "there is a label " HR_TOTAL_ROW " already");
	else if (!hr_place_failed(place))
		hr_document_read_label(place, hr_run_label(run, name, HR_SAMPLE_REQUEST));
}

static void read_events(const struct hr_json_place *place, struct hr_run *run)
{
	size_t n = hr_place_array(place, HR_EVENTS_MAX);

	for (size_t i = 0; i < n && !hr_place_failed(place); i++) {
		struct hr_json_place item = hr_place_item(place, i);
		int64_t start_ns = hr_member_instant(&item, "start");
		int64_t end_ns = hr_member_instant(&item, "end");
		struct hr_slice kind = hr_member_text(&item, "kind", HR_DOCUMENT_TEXT_BYTES);
		struct hr_slice text = hr_member_text(&item, "text", HR_DOCUMENT_TEXT_BYTES);

		if (!hr_place_failed(place))
			hr_run_add_event(run, start_ns, end_ns, kind, text);
	}
}

/* Samples stand here as the sum over the labels, whose counts are known by now. */
static void read_samples(const struct hr_json_place *place, struct hr_run *run)
{
	struct hr_json_place samples = hr_place_member(place, "samples");
	hr_u128 sum = 0;

	for (size_t i = 0; i < run->label_count; i++)
		sum += run->labels[i]->count;
	run->sample_count = hr_place_count(&samples);
	if (sum != run->sample_count)
		hr_place_fail(&samples, "found %" PRIu64 ", but the labels count %" PRIu64,
		              run->sample_count, sum > UINT64_MAX ? UINT64_MAX : (uint64_t)sum);
}

static void check_observations(const struct hr_json_place *place, const struct hr_run *run)
{
	uint64_t values = 0;

	for (size_t i = 0; i < run->series_count; i++)
		for (size_t j = 0; j < run->series[i].count; j++)
			values = hr_count_add(values, run->series[i].points[j].count);
	if (values > run->observation_count)
		hr_place_fail(place,
		              "the series hold %" PRIu64 " values of %" PRIu64 " observations",
		              values, run->observation_count);
}

static void read_run(const struct hr_json_place *place, struct hr_run *run)
{
	struct hr_json_place inputs = hr_place_member(place, "inputs");
	struct hr_json_place diagnostics = hr_place_member(place, "diagnostics");
	struct hr_json_place labels = hr_place_member(place, "labels");
	struct hr_json_place transactions = hr_place_member(place, "transactions");
	struct hr_json_place total = hr_place_member(place, "total");
	struct hr_json_place intervals = hr_place_member(place, "intervals");
	struct hr_json_place resources = hr_place_member(place, "resources");
	struct hr_json_place slis = hr_place_member(place, "sli");
	struct hr_json_place events = hr_place_member(place, "events");
	struct hr_json_place rebuilt = hr_place_member(place, "rebuilt_from_intervals");
	struct hr_json_place plan = hr_place_member(place, "plan");
	size_t kept = 0;

	run->name = hr_member_copy(place, "name", HR_DOCUMENT_TEXT_BYTES);
	run->environment = hr_member_copy(place, "environment", HR_DOCUMENT_TEXT_BYTES);
	run->version = hr_member_copy(place, "version", HR_DOCUMENT_TEXT_BYTES);
	run->workload = hr_member_copy(place, "workload", HR_DOCUMENT_TEXT_BYTES);
	run->start_ns = hr_member_instant(place, "started");
	run->end_ns = hr_member_instant(place, "ended");
	run->observation_count = hr_member_count(place, "observations");
	run->labels_folded = hr_member_count(place, "labels_folded");
	run->rebuilt = !hr_place_is_null(&rebuilt) && hr_place_bool(&rebuilt);
	read_inputs(&inputs, run);
	read_inputs_rest(place, run);
	read_diagnostics(&diagnostics, &run->diag);
	read_labels(&labels, run, HR_SAMPLE_REQUEST, &kept);
	read_labels(&transactions, run, HR_SAMPLE_TRANSACTION, &kept);
	read_total_row(&total, run);
	read_samples(place, run);
	/* Null in stored runs, which keep no intervals. */
	if (!hr_place_is_null(&intervals))
		hr_document_read_intervals(&intervals, run);
	hr_document_read_resources(&resources, run);
	check_observations(&resources, run);
	hr_document_read_slis(&slis, run);
	read_events(&events, run);
	if (!hr_place_is_null(&plan))
		hr_document_read_plans(&plan, run);
}

enum hr_err hr_document_run(const json_t *document, struct hr_run *out, struct hr_error *err)
{
	struct hr_json_read read = { .err = err };
	struct hr_json_place root = hr_place_root(&read, document);
	struct hr_json_place run = hr_place_member(&root, "run");

	hr_run_init(out, 0);
	read_run(&run, out);
	if (read.status != HR_OK)
		hr_run_release(out);
	else
		hr_run_classify(out);
	return read.status;
}
