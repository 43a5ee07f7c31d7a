/*
 * Help, made from the tables of commands, options, formats, forms, charts and metrics.
 */
#ifndef HR_CLI_HELP_H
#define HR_CLI_HELP_H

#include "base/str.h"
#include "cli/command.h"

void hr_help_overview(struct hr_str *out);
void hr_help_command(const struct hr_command *command, struct hr_str *out);
/* First line "headroom VERSION", then the libraries. */
void hr_help_version(struct hr_str *out);

/* A topic of `headroom help TOPIC` that is no command. */
struct hr_help_topic {
	const char *name, *summary;
	void (*write)(struct hr_str *out);
};
extern const struct hr_help_topic hr_help_topics[];
extern const size_t hr_help_topic_count;

#endif
