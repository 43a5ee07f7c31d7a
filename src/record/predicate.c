/* Asking samples. */
#include <config.h>
#include "record/predicate.h"

#include <stdlib.h>

#include "base/num.h"
#include "base/pattern.h"

uint64_t hr_predicate_label_bits(const struct hr_predicate *predicate, struct hr_slice label)
{
	uint64_t bits = 0;

	for (size_t i = 0; i < predicate->count; i++) {
		const struct hr_predicate_test *test = &predicate->tests[i];
		bool holds;

		if (test->field != HR_ASK_LABEL)
			continue;
		holds = test->op == HR_TEST_MATCHES
		                ? hr_pattern_match(test->pattern, label)
		                : hr_slice_equal(label,
		                                 (struct hr_slice){ test->text, test->length });
		if (holds != test->opposite)
			bits |= test->bit;
	}
	return bits;
}

static struct hr_slice text_of(const struct hr_sample *sample, enum hr_predicate_field field)
{
	switch (field) {
	case HR_ASK_CODE:
		return sample->code;
	case HR_ASK_MESSAGE:
		return sample->message;
	case HR_ASK_FAILURE:
		return sample->failure;
	case HR_ASK_HOST:
		return sample->host;
	default:
		return (struct hr_slice){ 0 };
	}
}

/* A response code of three digits is by far the most frequent. */
static int64_t status_of(struct hr_slice code)
{
	uint64_t number;

	if (code.length == 3) {
		unsigned a = (unsigned char)code.ptr[0] - (unsigned)'0';
		unsigned b = (unsigned char)code.ptr[1] - (unsigned)'0';
		unsigned c = (unsigned char)code.ptr[2] - (unsigned)'0';

		if (a < 10 && b < 10 && c < 10)
			return a * 100 + b * 10 + c;
	}
	if (!hr_parse_u64(hr_slice_trim(code), &number) || number > INT32_MAX)
		return HR_UNKNOWN;
	return (int64_t)number;
}

static int64_t share_of(int64_t sum, uint32_t weight)
{
	return weight > 1 && sum >= 0 ? sum / weight : sum;
}

static int64_t number_of(const struct hr_sample *sample, enum hr_predicate_field field)
{
	switch (field) {
	case HR_ASK_STATUS:
		return status_of(sample->code);
	case HR_ASK_ELAPSED:
		return share_of(sample->elapsed_ns, sample->weight);
	case HR_ASK_LATENCY:
		return share_of(sample->latency_ns, sample->weight);
	case HR_ASK_CONNECT:
		return share_of(sample->connect_ns, sample->weight);
	case HR_ASK_RECEIVED:
		return share_of(sample->received_bytes, sample->weight);
	case HR_ASK_SENT:
		return share_of(sample->sent_bytes, sample->weight);
	default:
		return HR_UNKNOWN;
	}
}

static bool text_holds(const struct hr_predicate_test *test, struct hr_slice text)
{
	bool holds = test->op == HR_TEST_MATCHES
	                     ? hr_pattern_match(test->pattern, text)
	                     : hr_slice_equal(text, (struct hr_slice){ test->text, test->length });

	return holds != test->opposite;
}

static bool number_holds(const struct hr_predicate_test *test, int64_t value)
{
	bool holds = test->op == HR_TEST_LESS      ? value < test->number
	             : test->op == HR_TEST_AT_MOST ? value <= test->number
	                                           : value == test->number;

	return value >= 0 && holds != test->opposite;
}

static bool test_holds(const struct hr_predicate_test *test, const struct hr_sample *sample,
                       bool success, uint64_t label_bits)
{
	if (test->field == HR_ASK_SUCCESS)
		return success != test->opposite;
	if (test->field == HR_ASK_LABEL)
		return (label_bits & test->bit) != 0;
	if (test->field < HR_ASK_STATUS)
		return text_holds(test, text_of(sample, test->field));
	return number_holds(test, number_of(sample, test->field));
}

int hr_predicate_begin(const struct hr_predicate *predicate, const struct hr_sample *sample,
                       bool success, uint64_t label_bits, unsigned common)
{
	int at = predicate->text != NULL ? predicate->entry : HR_PREDICATE_YES;

	while (at >= 0 && (common >> predicate->tests[at].field & 1) != 0) {
		const struct hr_predicate_test *test = &predicate->tests[at];

		at = test_holds(test, sample, success, label_bits) ? test->yes : test->no;
	}
	return at;
}

bool hr_predicate_holds_from(const struct hr_predicate *predicate, int at,
                             const struct hr_sample *sample, bool success, uint64_t label_bits)
{
	while (at >= 0) {
		const struct hr_predicate_test *test = &predicate->tests[at];

		at = test_holds(test, sample, success, label_bits) ? test->yes : test->no;
	}
	return at == HR_PREDICATE_YES;
}

bool hr_predicate_holds(const struct hr_predicate *predicate, const struct hr_sample *sample,
                        bool success, uint64_t label_bits)
{
	int at = predicate->text != NULL ? predicate->entry : HR_PREDICATE_YES;

	return hr_predicate_holds_from(predicate, at, sample, success, label_bits);
}

/* The figures that one test lets through. */
static bool test_range(const struct hr_predicate_test *test, int64_t *low, int64_t *high)
{
	int64_t last = test->op == HR_TEST_LESS ? test->number - 1 : test->number;

	*low = test->op == HR_TEST_EQUAL ? test->number : 0;
	*high = last;
	if (!test->opposite)
		return true;
	*low = last + 1;
	*high = INT64_MAX;
	return test->op != HR_TEST_EQUAL && last < INT64_MAX;
}

bool hr_predicate_as_range(const struct hr_predicate *predicate, int at,
                           struct hr_predicate_range *out)
{
	*out = (struct hr_predicate_range){ .low = 0, .high = INT64_MAX };
	if (at < 0)
		return false;
	out->field = predicate->tests[at].field;
	while (at >= 0) {
		const struct hr_predicate_test *test = &predicate->tests[at];
		int64_t low, high;

		if (test->field < HR_ASK_STATUS || test->field != out->field ||
		    test->no != HR_PREDICATE_NO || !test_range(test, &low, &high))
			return false;
		out->low = low > out->low ? low : out->low;
		out->high = high < out->high ? high : out->high;
		at = test->yes;
	}
	return at == HR_PREDICATE_YES;
}

unsigned hr_predicate_fields(const struct hr_predicate *predicate)
{
	unsigned fields = 0;

	for (size_t i = 0; i < predicate->count; i++)
		fields |= 1u << predicate->tests[i].field;
	return fields;
}

void hr_predicate_release(struct hr_predicate *predicate)
{
	for (size_t i = 0; i < predicate->count; i++) {
		free(predicate->tests[i].text);
		hr_pattern_free(predicate->tests[i].pattern);
	}
	free(predicate->tests);
	free(predicate->text);
	*predicate = (struct hr_predicate){ 0 };
}
