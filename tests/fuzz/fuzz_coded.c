/*
 * Coded columns and strings: numbers base 32, histograms, sketches, base64, strings of the Java
 * machine, XML in other encodings. What decodes is written again and decodes to the same.
 */
#include <config.h>
#include "fuzz_reader.h"

#include "base/base64.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "base/vlq.h"
#include "read/jvm_string.h"
#include "read/xml_decode.h"
#include "stats/hist.h"
#include "stats/sketch.h"

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

static void read_sketch(struct hr_slice text)
{
	struct hr_vlq_reader reader = { text };
	struct hr_sketch first = { 0 }, second = { 0 };
	struct hr_arena memory = { 0 };
	struct hr_str one = { 0 }, two = { 0 };
	uint64_t values, again;

	if (hr_sketch_decode(&first, &reader, &memory, &values)) {
		fuzz_require(values == hr_sketch_count(&first));
		hr_sketch_encode(&first, &one);
		reader.rest = hr_str_slice(&one);
		fuzz_require(hr_sketch_decode(&second, &reader, &memory, &again));
		fuzz_require(again == values && hr_vlq_at_end(&reader));
		hr_sketch_encode(&second, &two);
		fuzz_require(hr_slice_equal(hr_str_slice(&one), hr_str_slice(&two)));
		hr_sketch_merge(&first, &second);
	}
	hr_sketch_release(&first);
	hr_sketch_release(&second);
	hr_arena_release(&memory);
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

/* Another encoding than UTF-8: in pieces as as a whole, and valid. */
static void read_encoded(struct hr_slice text, const char *encoding)
{
	struct hr_xml_decoder *whole = hr_xml_decoder_new(encoding);
	struct hr_xml_decoder *pieces = hr_xml_decoder_new(encoding);
	struct hr_str one = { 0 }, two = { 0 };

	if (whole != NULL && pieces != NULL) {
		hr_xml_decode(whole, text, &one);
		for (size_t i = 0; i < text.length; i++)
			hr_xml_decode(pieces, (struct hr_slice){ text.ptr + i, 1 }, &two);
		fuzz_require(hr_slice_equal(hr_str_slice(&one), hr_str_slice(&two)));
	}
	hr_xml_decoder_free(whole);
	hr_xml_decoder_free(pieces);
	hr_str_release(&one);
	hr_str_release(&two);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct hr_slice text = { (const char *)data, size };

	read_numbers(text);
	read_histogram(text);
	read_sketch(text);
	read_base64(text);
	for (unsigned coder = 0; coder < 3; coder++)
		read_string(text, coder);
	read_encoded(text, "UTF-16");
	read_encoded(text, "ISO-8859-1");
	read_encoded(text, "SHIFT_JIS");
	return 0;
}
