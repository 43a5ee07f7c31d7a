/*
 * What a call has read: nothing may count twice, whatever it is called. Every input is known, also
 * those that a run's list has no room for; what grows is what is named by who calls the program,
 * not by what an input holds.
 */
#ifndef HR_CLI_KNOWN_INPUTS_H
#define HR_CLI_KNOWN_INPUTS_H

#include "record/run.h"
#include "record/slots.h"

struct hr_format;

struct hr_known_input {
	char digest[17];
	const struct hr_format *format; /* NULL: of no recording */
	char *by_path;                  /* what the format takes from the path; owned, or NULL */
};

/* Zero-initialised is empty. */
struct hr_known_inputs {
	struct hr_known_input *items;
	size_t count, capacity;
	struct hr_slots by_digest;
};

/* The same recording: by content, and by what its format takes from the path. */
bool hr_known_inputs_has(const struct hr_known_inputs *known, const struct hr_run_input *input);
/* All in the list of a run. */
void hr_known_inputs_add(struct hr_known_inputs *known, const struct hr_run *run);
void hr_known_inputs_release(struct hr_known_inputs *known);

#endif
