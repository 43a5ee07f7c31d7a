#include <config.h>
#include "read/formats.h"

#include <stdlib.h>

#include "reader_case.h"
#include "unit.h"
#include "unit_random.h"

/*
 * Every reader of CSV: tables put together at random of the rows of its example, some of them
 * quoted, shortened, lengthened or ended in other ways, damaged here and there, come out by the
 * index as libcsv alone reads them.
 */

#define ROWS_MAX 64

static const struct table {
	const struct hr_format *format;
	const char *example;
} tables[] = {
	{ &hr_format_collectd_csv, "collectd.csv" },
	{ &hr_format_collectd_csv, "collectd-gauge.csv" },
	{ &hr_format_hey_csv, "hey.csv" },
	{ &hr_format_jmeter_aggregate, "jmeter-aggregate.csv" },
	{ &hr_format_k6_csv, "k6.csv" },
	{ &hr_format_locust_failures, "locust-failures.csv" },
	{ &hr_format_locust_history, "locust-history.csv" },
	{ &hr_format_locust_stats, "locust-stats.csv" },
	{ &hr_format_perfmon, "perfmon.csv" },
	{ &hr_format_prom_csv, "grafana.csv" },
	{ &hr_format_prom_csv, "grafana-rows.csv" },
	{ &hr_format_prom_csv, "prometheus-query.csv" },
	{ &hr_format_table_csv, "prometheus-query.csv" },
	{ &hr_format_vegeta_csv, "vegeta.csv" },
};

/* The lines of an example, without their ends. */
static size_t rows_of(struct hr_slice text, struct hr_slice rows[ROWS_MAX])
{
	size_t count = 0;

	while (text.length > 0 && count < ROWS_MAX) {
		const char *end = memchr(text.ptr, '\n', text.length);
		size_t length = end != NULL ? (size_t)(end - text.ptr) : text.length;

		rows[count++] = (struct hr_slice){ text.ptr, length };
		length += end != NULL;
		text.ptr += length;
		text.length -= length;
	}
	return count;
}

/* Each field in quotes, or one in four of them. */
static void add_quoted(struct hr_slice row, bool all, uint32_t *state, struct hr_str *out)
{
	bool quote = all || unit_random(state) % 4 == 0;

	for (size_t i = 0; i <= row.length; i++) {
		bool begins = i == 0 || row.ptr[i - 1] == ',';
		bool ends = i == row.length || row.ptr[i] == ',';

		if (begins && quote)
			hr_str_putc(out, '"');
		if (ends && quote)
			hr_str_putc(out, '"');
		if (ends)
			quote = all || unit_random(state) % 4 == 0;
		if (i < row.length)
			hr_str_putc(out, row.ptr[i]);
	}
}

static void add_row(struct hr_slice row, uint32_t *state, struct hr_str *out)
{
	static const char *const ends[] = { "\n", "\n", "\n", "\n", "\r\n", "\r", "\n\n", ",\n" };
	uint32_t way = unit_random(state) % 16;
	bool is_plain = row.length == 0 || memchr(row.ptr, '"', row.length) == NULL;

	if (way == 0 && row.length > 0)
		row.length = unit_random(state) % row.length;
	if (is_plain && (way == 1 || way == 2))
		add_quoted(row, way == 1, state, out);
	else
		hr_str_add_slice(out, row);
	if (way == 3)
		hr_str_puts(out, ",\"more\",1.5");
	hr_str_puts(out, ends[unit_random(state) % (sizeof(ends) / sizeof(*ends))]);
}

static void make_text(struct hr_slice example, uint32_t *state, struct hr_str *out)
{
	static const char bytes[] = "\",\r\n\" 0x;.-";
	struct hr_slice rows[ROWS_MAX];
	size_t count = rows_of(example, rows);
	uint32_t lines = 5 + unit_random(state) % 40, damages = unit_random(state) % 4;

	hr_str_add_slice(out, rows[0]);
	hr_str_putc(out, '\n');
	for (uint32_t i = 0; i < lines; i++)
		add_row(rows[unit_random(state) % count], state, out);
	for (uint32_t i = 0; i < damages; i++)
		out->data[unit_random(state) % out->length] =
		        bytes[unit_random(state) % (sizeof(bytes) - 1)];
	if (unit_random(state) % 4 == 0)
		hr_str_truncate(out, unit_random(state) % out->length);
}

static void read_text(const struct hr_format *format, struct hr_slice text, size_t piece,
                      bool reference, struct hr_str *out)
{
	struct hr_read_options options = { .zone = hr_zone_utc(), .reference = reference };
	struct recording recording;

	recording_read_rows(&recording, format, text, piece, &options);
	hr_str_add_slice(out, hr_str_slice(&recording.sink.text));
	recording_diag_text(&recording, out);
	hr_str_printf(out, "%d %s\n%s", recording.result, recording.error.text,
	              hr_str_text(&recording.context.assumptions));
	recording_release(&recording);
}

/* More when HEADROOM_REFERENCE_TEXTS says so. */
START_TEST(index_as_libcsv)
{
	static const size_t sizes[] = { 0, 1, 7, 100 };
	const char *wanted = getenv("HEADROOM_REFERENCE_TEXTS");
	int texts = wanted != NULL ? atoi(wanted) : 150;
	const struct table *table = &tables[_i];
	struct hr_str example = { 0 };
	uint32_t state = 17;

	reader_case_load(table->example, &example);
	for (int i = 0; i < texts; i++) {
		struct hr_str text = { 0 }, expected = { 0 };

		make_text(hr_str_slice(&example), &state, &text);
		read_text(table->format, hr_str_slice(&text), 0, true, &expected);
		for (size_t j = 0; j < sizeof(sizes) / sizeof(*sizes); j++) {
			struct hr_str got = { 0 };

			read_text(table->format, hr_str_slice(&text), sizes[j], false, &got);
			if (strcmp(hr_str_text(&got), hr_str_text(&expected)) != 0)
				ck_abort_msg("%s, text %d in pieces of %zu: got\n%.1200s\n"
				             "expected\n%.1200s\nof\n%.1200s",
				             table->example, i, sizes[j], hr_str_text(&got),
				             hr_str_text(&expected), hr_str_text(&text));
			hr_str_release(&got);
		}
		hr_str_release(&expected);
		hr_str_release(&text);
	}
	hr_str_release(&example);
}
END_TEST

static Suite *reference_csv_suite(void)
{
	Suite *suite = suite_create("read/reference_csv");
	TCase *tcase = tcase_create("reference_csv");

	tcase_set_timeout(tcase, 600);
	HR_ADD_ROWS(tcase, index_as_libcsv, tables);
	suite_add_tcase(suite, tcase);
	return suite;
}

HR_UNIT_MAIN(reference_csv_suite)
