/*
 * What the command line said, as text: the options table fills it, prepare gives it types.
 */
#ifndef HR_CLI_SETTINGS_H
#define HR_CLI_SETTINGS_H

#include <stdbool.h>
#include <stddef.h>

/* The values of a repeatable option, in order; texts are owned. */
struct hr_texts {
	char **items;
	size_t count, capacity;
};

struct hr_settings {
	/* common */
	bool help, version, quiet, exit_zero, strict;
	bool verbose;
	char *config, *output, *form;
	const char *folder; /* of the command, see struct hr_command; borrowed */
	struct hr_texts fail_on, reports;
	/* reading */
	char *input_format, *zone, *time_format, *stamp, *delimiter, *nested, *sub_results,
	        *mapping, *hosts;
	bool explain_input, reference_parser;
	char *threads;
	struct hr_texts transactions;
	/* identity */
	char *name, *environment, *version_label;
	/* selection */
	char *from, *to, *skip, *last;
	struct hr_texts include, exclude, label_map, expect;
	/* what was declared */
	struct hr_texts plans;
	char *rate;
	bool steady_state;
	/* statistics */
	char *interval, *quantile;
	struct hr_texts apdex, checks;
	struct hr_texts break_if;
	char *rows, *profile;
	bool mask;
	/* forecasts */
	char *model, *horizon, *season, *limit, *ceiling, *seed, *origins, *step;
	bool backtest, any_sign;
	/* history */
	char *history, *keep, *since, *reason;
	struct hr_texts metrics, labels;
	/* trend */
	char *min_effect, *reference;
	struct hr_texts ack;
	/* history, report */
	bool force, save;
	/* telling */
	struct hr_texts channels;
	char *report_url;
	bool dry_run;
	/* comparison */
	struct hr_texts baselines;
	char *rule, *control;
	bool each, paired, grade;
	/* objectives */
	char *sla_config, *as_of, *deployment_type;
	bool allow_partial, suggest;
	/* rendering */
	char *template_dir, *chart, *colour;
	bool standalone, pages, exit_verdict, dump_model;
	/* capture */
	char *duration;
	char *host, *proc_root, *sys_root;
	struct hr_texts only, processes, cgroups;
	char *label, *timeout, *resources, *runs, *warmup;
	bool show_output, new_only;
	char *ca_file;
	char *url, *method, *body, *users, *think_time, *ramp_up, *connections;
	struct hr_texts headers, scenarios;
	char *peak, *target;
	/* watch */
	char *every;
	bool once;
	/* what is left */
	struct hr_texts operands;
};

void hr_texts_add(struct hr_texts *texts, char *text); /* takes @text */
void hr_texts_release(struct hr_texts *texts);

#endif
