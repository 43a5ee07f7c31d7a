/*
 * Lines as error texts of a label: taken apart they are the same texts again, masks fit into their
 * tally and name the same group whenever they are made, and no failure is lost or counted twice.
 */
#include <config.h>
#include "fuzz_reader.h"

#include <stdlib.h>
#include <string.h>

#include "record/clean.h"
#include "record/error_text.h"
#include "record/label.h"
#include "record/run.h"
#include "render/error_groups.h"

static void require(bool holds)
{
	if (!holds)
		abort();
}

static void take_apart(struct hr_slice text)
{
	struct hr_slice words, piece;
	struct hr_error_scan scan;
	const char *next = text.ptr;

	hr_error_scan_init(&scan, text);
	while (hr_error_scan_next(&scan, &words, &piece)) {
		require(words.length + piece.length > 0);
		require(words.ptr == next && piece.ptr >= words.ptr + words.length);
		next = piece.ptr + piece.length;
	}
	require(scan.cut || next == text.ptr + text.length);
}

/* As the summarizer counts a failure. */
static void count(struct hr_label *label, struct hr_slice line, uint64_t times)
{
	struct hr_str mask = { 0 }, clean = { 0 };
	struct hr_slice text = hr_clean_text(line, HR_ERROR_BYTES, &clean);

	take_apart(text);
	hr_error_mask(text, &mask);
	require(mask.length <= HR_ERROR_BYTES);
	hr_tally_add(&label->errors_exact, text, HR_ERROR_BYTES, times);
	hr_tally_add(&label->error_groups, hr_str_slice(&mask), HR_ERROR_BYTES, times);
	hr_str_release(&mask);
	hr_str_release(&clean);
}

static void group(const struct hr_label *label, uint64_t failures)
{
	struct hr_error_groups groups;
	struct hr_str out = { 0 };
	uint64_t sum;

	hr_error_groups_init(&groups, label);
	sum = groups.rest;
	for (size_t i = 0; i < groups.count; i++) {
		sum += groups.groups[i].count;
		require(i == 0 || groups.groups[i].count <= groups.groups[i - 1].count);
		require(strlen(groups.groups[i].text) <= 2 * HR_ERROR_BYTES);
		hr_error_group_put_wordings(&groups.groups[i], true, &out);
		require(strlen(hr_str_text(&out)) == out.length);
		hr_str_truncate(&out, 0);
	}
	require(sum == failures);
	hr_error_groups_release(&groups);
	hr_str_release(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct hr_slice text = { (const char *)data, size }, line;
	struct hr_label *label = hr_label_new(HR_SLICE_LITERAL("a"), 1, HR_SAMPLE_REQUEST);
	uint64_t failures = 0;

	/* few enough that inputs reach the caps */
	label->errors_exact.cap = 12;
	label->error_groups.cap = 5;
	while (hr_slice_take(&text, '\n', &line)) {
		uint64_t times = 1 + line.length % 3;

		count(label, line, times);
		failures += times;
	}
	group(label, failures);
	hr_label_free(label);
	return 0;
}
