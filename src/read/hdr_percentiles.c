/*
 * Percentile tables of HdrHistogram (.hgrm), as wrk2 prints them in its output and vegeta's
 * `report -type=hdrplot` writes them: rows of value, percentile and cumulative count. The
 * differences of the counts make a histogram in which every value stands at the row that counts it
 * first, so the percentiles of the rows are exact and those between err upwards.
 */
#include <config.h>
#include "read/formats.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/num.h"
#include "read/line_split.h"
#include "record/sample.h"
#include "record/sink.h"
#include "stats/hist.h"
#include "stats/moments.h"

#define NO_NAME     "recorded values"
#define LABEL_BYTES 2048

struct hr_reader {
	struct hr_read_context *context;
	struct hr_line_split lines;
	struct hr_str label;
	struct hr_hist *hist; /* of the table being read, or NULL */
	uint64_t counted;     /* the count of its last row */
	int64_t last_ns;
	int64_t min_ns, max_ns;
	bool unit_missing; /* some table was headed "Value", not "Value(ms)" */
	bool uncorrected;  /* wrk2's second table: what it measured before correction */
};

struct row {
	int64_t value_ns;
	uint64_t count;
};

/* "       0.921     0.000000            1         1.00", the last field missing in the last row. */
static bool split_row(struct hr_slice line, struct row *out)
{
	struct hr_slice words[4] = { { "", 0 } };
	double percentile;
	size_t n = 0;

	while (n < 4 && hr_line_word(&line, &words[n]))
		n++;
	if (n < 3 || hr_slice_trim(line).length > 0)
		return false;
	return hr_parse_scaled(words[0], HR_SHIFT_MS, &out->value_ns) && out->value_ns >= 0 &&
	       out->value_ns <= HR_DURATION_MAX_NS && hr_parse_double(words[1], &percentile) &&
	       percentile >= 0 && percentile <= 1 && hr_parse_u64(words[2], &out->count) &&
	       out->count <= INT64_MAX;
}

static bool is_header(struct hr_slice line)
{
	struct hr_slice word;

	return hr_line_word(&line, &word) &&
	       (hr_slice_is(word, "Value") || hr_slice_is(word, "Value(ms)")) &&
	       hr_line_word(&line, &word) && hr_slice_is(word, "Percentile") &&
	       hr_line_word(&line, &word) && hr_slice_is(word, "TotalCount");
}

static void end_table(struct hr_reader *reader)
{
	static const char uncorrected[] = " (uncorrected)";
	struct hr_str label = { 0 };
	struct hr_histogram_record record = {
		.hist = reader->hist,
		.success = true,
		.start_ns = HR_INSTANT_NONE,
		.end_ns = HR_INSTANT_NONE,
		.min_ns = reader->min_ns,
		.max_ns = reader->max_ns,
	};

	if (reader->hist == NULL)
		return;
	if (hr_hist_count(reader->hist) > 0) {
		hr_str_puts(&label,
		            reader->label.length > 0 ? hr_str_text(&reader->label) : NO_NAME);
		if (reader->uncorrected)
			hr_str_puts(&label, uncorrected);
		record.label = hr_str_slice(&label);
		reader->context->records++;
		hr_sink_histogram(reader->context->sink, &record);
	}
	hr_str_release(&label);
	hr_hist_free(reader->hist);
	reader->hist = NULL;
}

static void begin_table(struct hr_reader *reader)
{
	end_table(reader);
	reader->hist = hr_hist_new();
	reader->counted = 0;
	reader->last_ns = 0;
	reader->min_ns = HR_UNKNOWN;
	reader->max_ns = HR_UNKNOWN;
}

static void take_row(struct hr_reader *reader, const struct row *row, const struct hr_line *line)
{
	if (row->count < reader->counted || row->value_ns < reader->last_ns) {
		hr_read_reject(reader->context, "a row counts less than the row before it",
		               line->number, hr_line_start(line->text));
		return;
	}
	if (row->count == reader->counted)
		return;
	hr_hist_add(reader->hist, row->value_ns, row->count - reader->counted);
	if (reader->min_ns == HR_UNKNOWN)
		reader->min_ns = row->value_ns;
	reader->max_ns = row->value_ns;
	reader->counted = row->count;
	reader->last_ns = row->value_ns;
}

/* The URL of "Running 30s test @ http://..." */
static void take_name(struct hr_reader *reader, struct hr_slice line)
{
	const char *at = memmem(line.ptr, line.length, " @ ", 3);

	if (at == NULL)
		return;
	line.length -= (size_t)(at + 3 - line.ptr);
	line.ptr = at + 3;
	reader->label.limit = LABEL_BYTES;
	hr_str_truncate(&reader->label, 0);
	hr_str_add_slice(&reader->label, line);
}

static void take_line(void *context, const struct hr_line *line)
{
	struct hr_reader *reader = context;
	struct hr_slice text = hr_slice_trim(line->text);
	struct row row;

	if (is_header(text)) {
		begin_table(reader);
		if (!hr_slice_starts(text, "Value(ms)"))
			reader->unit_missing = true;
	} else if (hr_slice_starts(text, "#[Mean")) {
		end_table(reader);
	} else if (hr_slice_starts(text, "Running ")) {
		take_name(reader, text);
	} else if (hr_slice_starts(text, "Latency Distribution")) {
		reader->uncorrected = text.length > 0 &&
		                      memmem(text.ptr, text.length, "Uncorrected", 11) != NULL;
	} else if (hr_slice_starts(text, "Socket errors:")) {
		hr_read_note(reader->context, "socket errors: these requests are in no histogram",
		             line->number, hr_line_start(text));
	} else if (hr_slice_starts(text, "Non-2xx or 3xx responses:")) {
		hr_read_note(reader->context,
		             "responses that are no success: "
		             "their times cannot be told from the others",
		             line->number, hr_line_start(text));
	} else if (reader->hist != NULL && text.length > 0) {
		if (split_row(text, &row))
			take_row(reader, &row, line);
		else if (!line->at_end)
			hr_read_reject(reader->context,
			               "the row is not value, percentile, count, 1/(1-percentile)",
			               line->number, hr_line_start(text));
	}
}

static struct hr_reader *hdr_percentiles_open(struct hr_read_context *context)
{
	struct hr_reader *reader = hr_zalloc(1, sizeof(*reader));

	reader->context = context;
	reader->lines = (struct hr_line_split){ .on_line = take_line, .context = reader };
	return reader;
}

static enum hr_err hdr_percentiles_feed(struct hr_reader *reader, struct hr_slice bytes,
                                        struct hr_error *err)
{
	(void)err;
	hr_line_split_feed(&reader->lines, bytes);
	return HR_OK;
}

static enum hr_err hdr_percentiles_finish(struct hr_reader *reader, struct hr_error *err)
{
	static const char unit[] = "the table does not say the unit of its values: "
	                           "they are taken as milliseconds";

	(void)err;
	hr_line_split_finish(&reader->lines);
	end_table(reader);
	hr_read_assume(reader->context, "values between two rows stand at the upper one");
	if (reader->unit_missing) {
		hr_read_assume(reader->context, "%s", unit);
		hr_read_note(reader->context, unit, 0, (struct hr_slice){ "", 0 });
	}
	return HR_OK;
}

static void hdr_percentiles_free(struct hr_reader *reader)
{
	if (reader == NULL)
		return;
	hr_line_split_release(&reader->lines);
	hr_str_release(&reader->label);
	hr_hist_free(reader->hist);
	free(reader);
}

static int hdr_percentiles_sniff(const struct hr_peek *peek)
{
	struct hr_slice rest = peek->head, line;

	while (hr_line_take(&rest, &line))
		if (is_header(line))
			return 100;
	return 0;
}

const struct hr_format hr_format_hdr_percentiles = {
	.name = "hdr-percentiles",
	.title = "percentile table of HdrHistogram (.hgrm), wrk2 or vegeta's hdrplot",
	.carries = HR_CARRIES_HISTOGRAMS,
	.sniff = hdr_percentiles_sniff,
	.open = hdr_percentiles_open,
	.feed = hdr_percentiles_feed,
	.finish = hdr_percentiles_finish,
	.free = hdr_percentiles_free,
};
