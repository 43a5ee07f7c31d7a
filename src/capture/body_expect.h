/*
 * What a service says of its own health: expectations on the members of a JSON answer.
 *   MEMBER [OP VALUE]
 * MEMBER  names joined by dots, list items by their number from 0: "checks.cpu.value", "nodes.0.up"
 * OP      < <= > >= = (or ==) !=
 * VALUE   a number, true, false, null, or text, which may stand in quotes
 * Without OP and VALUE the member must be there and be neither false, null, 0 nor empty. < and its
 * kind need a number on both sides; what is not there, or of another type, is not as expected.
 */
#ifndef HR_CAPTURE_BODY_EXPECT_H
#define HR_CAPTURE_BODY_EXPECT_H

#include <jansson.h>

#include "base/error.h"
#include "base/slice.h"
#include "base/str.h"
#include "config/criterion.h"

struct hr_body_expect {
	char *text;   /* as given; owned */
	char *member; /* owned */
	bool compares;
	enum hr_operator op;
	json_t *value; /* NULL unless it compares; owned */
};

/* Errors: HR_EPARSE, which quotes @text. Release also then. */
enum hr_err hr_body_expect_parse(const char *text, struct hr_body_expect *out,
                                 struct hr_error *err) HR_MUST_CHECK;
void hr_body_expect_release(struct hr_body_expect *expect);

/* An answer's body as JSON; NULL when it is none. Gives a reference. */
json_t *hr_body_parse(struct hr_slice body);
/* Is the body as expected? When not, @why gets a sentence: "checks.cpu.value is 91.2, expected <
 * 80" (appended). */
bool hr_body_expect_holds(const struct hr_body_expect *expect, const json_t *body,
                          struct hr_str *why);
/* The number that the expectation is about; false when it is none. */
bool hr_body_expect_number(const struct hr_body_expect *expect, const json_t *body, double *out);

#endif
