/*
 * The options table: every option of every command, once. Parsing (popt), help, completion and the
 * checks of the man pages read it.
 */
#ifndef HR_CLI_OPTION_H
#define HR_CLI_OPTION_H

#include <stdint.h>

#include "base/error.h"
#include "base/str.h"
#include "cli/settings.h"

enum hr_option_kind { HR_OPTION_FLAG, HR_OPTION_TEXT, HR_OPTION_LIST };

/* Groups of options, one bit each; a command takes whole groups. */
enum hr_option_group {
	HR_OPTIONS_COMMON, /* help, verbosity */
	HR_OPTIONS_CONFIG, /* -c */
	HR_OPTIONS_READ,   /* how inputs are read */
	HR_OPTIONS_SELECT, /* windows and label patterns */
	HR_OPTIONS_STATISTICS,
	HR_OPTIONS_CHECK,  /* criteria and what makes them fail */
	HR_OPTIONS_OUTPUT, /* -o, -f */
	HR_OPTIONS_RENDER, /* how documents are drawn */
	HR_OPTIONS_REPORT, /* several outputs at once */
	HR_OPTIONS_CHART,
	HR_OPTIONS_IDENTITY,
	HR_OPTIONS_OUTPUT_PATH, /* -o without -f */
	HR_OPTIONS_TEMPLATE,
	HR_OPTIONS_CONVERT,
	HR_OPTIONS_STORE,    /* where the history is */
	HR_OPTIONS_HISTORY,  /* what is kept and told of it */
	HR_OPTIONS_NOTIFY,   /* what is told to whom */
	HR_OPTIONS_BASELINE, /* how baselines are saved */
	HR_OPTIONS_SLO,      /* windows of objectives */
	HR_OPTIONS_GATE,     /* deployments */
	HR_OPTIONS_STRESS,
	HR_OPTIONS_FORECAST, /* models, horizons, limits */
	HR_OPTIONS_DECLARED, /* what the run was meant to be */
	HR_OPTIONS_COMPARE,  /* what the run is compared with, and how */
	HR_OPTIONS_TREND,    /* what counts as a change over time */
	HR_OPTIONS_CAPACITY,
	HR_OPTIONS_SUGGEST,         /* objectives from what was recorded */
	HR_OPTIONS_ALERTS,          /* what alert rules are held against */
	HR_OPTIONS_CAPTURE,         /* every kind of recording */
	HR_OPTIONS_CAPTURE_HTTP,    /* the load generator */
	HR_OPTIONS_PLAN,            /* load tests from a capacity */
	HR_OPTIONS_CAPTURE_EVERY,   /* kinds that look every interval */
	HR_OPTIONS_CAPTURE_SAMPLES, /* kinds that record samples of their own making */
	HR_OPTIONS_CAPTURE_SYSTEM,
	HR_OPTIONS_CAPTURE_ASK, /* kinds that ask others */
	HR_OPTIONS_CAPTURE_PROBE,
	HR_OPTIONS_CAPTURE_PROMETHEUS,
	HR_OPTIONS_WATCH,
	HR_OPTIONS_CAPTURE_FOLLOW,
	HR_OPTIONS_CAPTURE_EXEC, /* what follows the first operand belongs to a command */
};

typedef uint64_t hr_option_groups;

#define HR_GROUP(group) ((hr_option_groups)1 << HR_OPTIONS_##group)

/* What completion offers for the argument. */
enum hr_completes {
	HR_COMPLETES_NOTHING,
	HR_COMPLETES_FILES,
	HR_COMPLETES_FOLDERS,
	HR_COMPLETES_CHOICES,
	HR_COMPLETES_FORMS,
	HR_COMPLETES_FORMATS,
	HR_COMPLETES_CHARTS,
	HR_COMPLETES_METRICS,
	HR_COMPLETES_RECORD_FORMS,
};

struct hr_option {
	const char *name;
	char letter; /* 0 = none */
	enum hr_option_kind kind;
	hr_option_groups groups; /* the groups it belongs to */
	size_t offset;           /* of its member in struct hr_settings */
	const char *argument;    /* its name in help; NULL for flags */
	enum hr_completes completes;
	const char *const
	        *choices; /* NULL-terminated, with HR_COMPLETES_CHOICES: the only values accepted */
	const char *help; /* one line */
};

extern const struct hr_option hr_options[];
extern const size_t hr_option_count;

/* NULL when no option of these groups has the name. */
const struct hr_option *hr_option_find(const char *name, hr_option_groups groups);

/*
 * hr_options_parse - words after the command into settings; operands are collected.
 * @argc, @argv  the words, argv[0] is skipped
 * Errors: HR_EINVAL, naming the option, what is wrong and the nearest known one.
 */
enum hr_err hr_options_parse(int argc, char **argv, hr_option_groups groups,
                             struct hr_settings *settings, struct hr_error *err) HR_MUST_CHECK;
void hr_settings_release(struct hr_settings *settings);
/* The lines of help for these groups, two columns in 80. */
void hr_options_help(hr_option_groups groups, struct hr_str *out);

#endif
