/*
 * Texts of recordings on their way out: masked once is masked, repaired is valid, escaped holds
 * nothing that its language would take for its own.
 */
#include <config.h>
#include "fuzz_reader.h"

#include <string.h>

#include "base/utf8.h"
#include "record/mask.h"
#include "record/run.h"
#include "render/escape.h"

static void check_mask(struct hr_slice text, bool drop_queries)
{
	struct hr_str once = { 0 }, twice = { 0 };
	bool differs = hr_mask_text(text, drop_queries, &once);

	fuzz_require(differs == hr_mask_needed(text, drop_queries));
	fuzz_require(!differs || hr_mask_possible(text, drop_queries));
	fuzz_require(differs == !hr_slice_equal(text, hr_str_slice(&once)));
	hr_mask_text(hr_str_slice(&once), drop_queries, &twice);
	fuzz_require(hr_slice_equal(hr_str_slice(&once), hr_str_slice(&twice)));
	hr_str_release(&once);
	hr_str_release(&twice);
}

static void check_escapes(struct hr_slice text)
{
	struct hr_str html = { 0 }, csv = { 0 }, json = { 0 }, terminal = { 0 }, markdown = { 0 };

	hr_escape_html(text, &html);
	fuzz_require(strpbrk(hr_str_text(&html), "<>\"'") == NULL);
	hr_escape_csv(text, &csv);
	hr_escape_json(text, &json);
	for (size_t i = 0; i < json.length; i++)
		fuzz_require((unsigned char)json.data[i] >= ' ');
	hr_escape_terminal(text, &terminal);
	fuzz_require(strpbrk(hr_str_text(&terminal), "\033\007\b") == NULL);
	hr_escape_markdown(text, &markdown);
	hr_str_release(&html);
	hr_str_release(&csv);
	hr_str_release(&json);
	hr_str_release(&terminal);
	hr_str_release(&markdown);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct hr_sample sample = { .weight = 1, .failed = 1 };
	struct hr_slice text = { (const char *)data, size }, rest = text;
	struct hr_str valid = { 0 }, key = { 0 };

	hr_utf8_repair(text, &valid);
	fuzz_require(hr_utf8_valid(hr_str_slice(&valid)));
	fuzz_require(hr_utf8_valid(hr_utf8_cut(hr_str_slice(&valid), size / 2)));
	(void)hr_utf8_width(hr_str_slice(&valid));
	check_mask(hr_str_slice(&valid), false);
	check_mask(hr_str_slice(&valid), true);
	check_escapes(hr_str_slice(&valid));
	sample.code = fuzz_take_line(&rest);
	sample.message = fuzz_take_line(&rest);
	sample.failure = rest;
	hr_error_key(&sample, &key);
	hr_str_release(&valid);
	hr_str_release(&key);
	return 0;
}
