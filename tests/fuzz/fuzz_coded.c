/*
 * Coded columns and strings: numbers base 32, histograms, base64, strings of the Java machine. What
 * decodes is written again and decodes to the same.
 */
#include <config.h>
#include "fuzz_reader.h"

#include "base/base64.h"
#include "base/utf8.h"
#include "base/vlq.h"
#include "read/jvm_string.h"
#include "stats/hist.h"

static void read_numbers(struct hr_slice text)
{
	struct hr_vlq_reader reader = { text }, again, shorter = { text };
	struct hr_str written = { 0 };
	hr_u128 value, second;
	uint64_t small;

	while (hr_vlq_get(&reader, &value)) {
		hr_str_truncate(&written, 0);
		hr_vlq_put(&written, value);
		again = (struct hr_vlq_reader){ hr_str_slice(&written) };
		fuzz_require(hr_vlq_get(&again, &second) && second == value &&
		             hr_vlq_at_end(&again));
		if (value <= UINT64_MAX)
			fuzz_require(hr_vlq_get_u64(&shorter, &small) && small == value);
		else
			shorter = reader;
	}
	hr_str_release(&written);
}

static void read_histogram(struct hr_slice text)
{
	struct hr_hist *first = hr_hist_new(), *second = hr_hist_new();
	struct hr_str one = { 0 }, two = { 0 };

	if (hr_hist_decode(first, text)) {
		hr_hist_encode(first, &one);
		fuzz_require(hr_hist_decode(second, hr_str_slice(&one)));
		fuzz_require(hr_hist_count(first) == hr_hist_count(second));
		hr_hist_encode(second, &two);
		fuzz_require(hr_slice_equal(hr_str_slice(&one), hr_str_slice(&two)));
	}
	hr_hist_free(first);
	hr_hist_free(second);
	hr_str_release(&one);
	hr_str_release(&two);
}

static void read_base64(struct hr_slice text)
{
	struct hr_str bytes = { 0 }, written = { 0 }, again = { 0 };

	(void)hr_base64_decode(text, &bytes);
	hr_base64_encode(hr_str_slice(&bytes), &written);
	fuzz_require(hr_base64_decode(hr_str_slice(&written), &again));
	fuzz_require(hr_slice_equal(hr_str_slice(&bytes), hr_str_slice(&again)));
	hr_str_release(&bytes);
	hr_str_release(&written);
	hr_str_release(&again);
}

static void read_string(struct hr_slice text, unsigned coder)
{
	struct hr_jvm_order order = { 0 };
	struct hr_str out = { 0 }, valid = { 0 };
	bool decoded = hr_jvm_string_decode(&order, text, coder, &out);

	fuzz_require(decoded || out.length == 0);
	/* NUL is a character of Java's, not of ours. */
	hr_utf8_repair(hr_str_slice(&out), &valid);
	fuzz_require(hr_utf8_valid(hr_str_slice(&valid)));
	hr_str_release(&out);
	hr_str_release(&valid);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct hr_slice text = { (const char *)data, size };

	read_numbers(text);
	read_histogram(text);
	read_base64(text);
	for (unsigned coder = 0; coder < 3; coder++)
		read_string(text, coder);
	return 0;
}
