/*
 * A yes-or-no question about one sample, compiled: tests in a row, each with the place to go on
 * when it holds and when it does not. Made from text by config/expression. What is asked of the
 * label is asked once a label; its answers are bits.
 */
#ifndef HR_RECORD_PREDICATE_H
#define HR_RECORD_PREDICATE_H

#include <stdbool.h>
#include <stdint.h>

#include "record/sample.h"

struct hr_pattern;

#define HR_PREDICATE_TESTS_MAX  256
#define HR_PREDICATE_LABELS_MAX 64 /* tests of the label */
#define HR_PREDICATE_YES        (-1)
#define HR_PREDICATE_NO         (-2)

enum hr_predicate_field {
	HR_ASK_SUCCESS,
	HR_ASK_LABEL,
	HR_ASK_CODE, /* as text; the other texts follow */
	HR_ASK_MESSAGE,
	HR_ASK_FAILURE,
	HR_ASK_HOST,
	HR_ASK_STATUS,  /* the code as a number; the other numbers follow */
	HR_ASK_ELAPSED, /* ns */
	HR_ASK_LATENCY,
	HR_ASK_CONNECT,
	HR_ASK_RECEIVED, /* bytes */
	HR_ASK_SENT,
};

enum hr_predicate_test_op {
	HR_TEST_IS,      /* true; equal to a text */
	HR_TEST_MATCHES, /* a pattern */
	HR_TEST_LESS,
	HR_TEST_AT_MOST,
	HR_TEST_EQUAL,
};

struct hr_predicate_test {
	enum hr_predicate_field field;
	enum hr_predicate_test_op op;
	/* A test of what the sample lacks has no answer: both it and its opposite say no. */
	bool opposite;
	int16_t yes, no; /* test to go on with, or HR_PREDICATE_YES, _NO */
	int64_t number;  /* of numbers */
	char *text;      /* of HR_TEST_IS; owned */
	size_t length;
	struct hr_pattern *pattern; /* of HR_TEST_MATCHES; owned */
	uint64_t bit;               /* of tests of the label */
};

/* Zero-initialised is empty: always yes. */
struct hr_predicate {
	struct hr_predicate_test *tests;
	size_t count;
	int16_t entry; /* first test, or the answer; meaningful with text only */
	bool asks_label;
	char *text; /* as written, owned; NULL = always yes */
};

/* The answers of the tests that ask @label. */
uint64_t hr_predicate_label_bits(const struct hr_predicate *predicate, struct hr_slice label);
/*
 * hr_predicate_holds - the answer for a sample.
 * @success     of what is asked about: a row of many is asked twice, its times are means
 * @label_bits  of hr_predicate_label_bits(); 0 when the label is not asked
 * Cost: a few compares.
 */
bool hr_predicate_holds(const struct hr_predicate *predicate, const struct hr_sample *sample,
                        bool success, uint64_t label_bits);
/*
 * hr_predicate_begin - ask for many samples at once what they have in common.
 * @sample  has what is common
 * @common  which fields are, as bits 1 << enum hr_predicate_field; answers about the rest are not
 *          looked at
 * Returns HR_PREDICATE_YES or _NO when that decides it for all, else where
 * hr_predicate_holds_from() goes on with each.
 */
int hr_predicate_begin(const struct hr_predicate *predicate, const struct hr_sample *sample,
                       bool success, uint64_t label_bits, unsigned common);
bool hr_predicate_holds_from(const struct hr_predicate *predicate, int at,
                             const struct hr_sample *sample, bool success, uint64_t label_bits);
/* Figures from @low to @high, 0 or more. */
struct hr_predicate_range {
	enum hr_predicate_field field;
	int64_t low, high;
};
/* Is all that is asked from @at on whether one figure lies in a range? */
bool hr_predicate_as_range(const struct hr_predicate *predicate, int at,
                           struct hr_predicate_range *out);
/* The fields that are asked, as bits 1 << enum hr_predicate_field. */
unsigned hr_predicate_fields(const struct hr_predicate *predicate);
void hr_predicate_release(struct hr_predicate *predicate);

#endif
