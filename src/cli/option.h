/*
 * The options table: every option of every command, once. Parsing (popt), help, completion and the
 * checks of the man pages read it.
 */
#ifndef HR_CLI_OPTION_H
#define HR_CLI_OPTION_H

#include "base/error.h"
#include "base/str.h"
#include "cli/settings.h"

enum hr_option_kind { HR_OPTION_FLAG, HR_OPTION_TEXT, HR_OPTION_LIST };

/* Groups of options; a command takes whole groups. */
enum hr_option_group {
	HR_GROUP_COMMON = 1 << 0, /* help, verbosity */
	HR_GROUP_CONFIG = 1 << 1, /* -c */
	HR_GROUP_READ = 1 << 2,   /* how inputs are read */
	HR_GROUP_SELECT = 1 << 3, /* windows and label patterns */
	HR_GROUP_STATISTICS = 1 << 4,
	HR_GROUP_CHECK = 1 << 5,  /* criteria and what makes them fail */
	HR_GROUP_OUTPUT = 1 << 6, /* -o, -f */
	HR_GROUP_RENDER = 1 << 7, /* how documents are drawn */
	HR_GROUP_REPORT = 1 << 8, /* several outputs at once */
	HR_GROUP_CHART = 1 << 9,
	HR_GROUP_IDENTITY = 1 << 10,
	HR_GROUP_OUTPUT_PATH = 1 << 11, /* -o without -f */
	HR_GROUP_TEMPLATE = 1 << 12,
	HR_GROUP_CONVERT = 1 << 13,
	HR_GROUP_STORE = 1 << 14,    /* where the history is */
	HR_GROUP_HISTORY = 1 << 15,  /* what is kept and told of it */
	HR_GROUP_NOTIFY = 1 << 27,   /* what is told to whom */
	HR_GROUP_BASELINE = 1 << 16, /* how baselines are saved */
	HR_GROUP_SLO = 1 << 18,      /* windows of objectives */
	HR_GROUP_GATE = 1 << 19,     /* deployments */
	HR_GROUP_STRESS = 1 << 20,
	HR_GROUP_FORECAST = 1 << 28, /* models, horizons, limits */
	HR_GROUP_DECLARED = 1 << 26, /* what the run was meant to be */
	HR_GROUP_COMPARE = 1 << 17,  /* what the run is compared with, and how */
	HR_GROUP_TREND = 1 << 22,    /* what counts as a change over time */
	HR_GROUP_CAPACITY = 1 << 21,
};

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
	unsigned groups;      /* the groups it belongs to */
	size_t offset;        /* of its member in struct hr_settings */
	const char *argument; /* its name in help; NULL for flags */
	enum hr_completes completes;
	const char *const
	        *choices; /* NULL-terminated, with HR_COMPLETES_CHOICES: the only values accepted */
	const char *help; /* one line */
};

extern const struct hr_option hr_options[];
extern const size_t hr_option_count;

/* NULL when no option of these groups has the name. */
const struct hr_option *hr_option_find(const char *name, unsigned groups);

/*
 * hr_options_parse - words after the command into settings; operands are collected.
 * @argc, @argv  the words, argv[0] is skipped
 * Errors: HR_EINVAL, naming the option, what is wrong and the nearest known one.
 */
enum hr_err hr_options_parse(int argc, char **argv, unsigned groups, struct hr_settings *settings,
                             struct hr_error *err) HR_MUST_CHECK;
/* The lines of help for these groups, two columns in 80. */
void hr_options_help(unsigned groups, struct hr_str *out);

#endif
