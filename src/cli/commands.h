/*
 * The entries of the command table.
 */
#ifndef HR_CLI_COMMANDS_H
#define HR_CLI_COMMANDS_H

#include "cli/command.h"

extern const struct hr_command hr_command_report;
extern const struct hr_command hr_command_summarize;
extern const struct hr_command hr_command_merge;
extern const struct hr_command hr_command_convert;
extern const struct hr_command hr_command_capture;
extern const struct hr_command hr_command_plan;
extern const struct hr_command hr_command_watch;
extern const struct hr_command hr_command_render;
extern const struct hr_command hr_command_notify;
extern const struct hr_command hr_command_compare;
extern const struct hr_command hr_command_explain;
extern const struct hr_command hr_command_baseline;
extern const struct hr_command hr_command_history;
extern const struct hr_command hr_command_config;
extern const struct hr_command hr_command_slo;
extern const struct hr_command hr_command_reliability;
extern const struct hr_command hr_command_chaos;
extern const struct hr_command hr_command_gate;
extern const struct hr_command hr_command_stress;
extern const struct hr_command hr_command_stability;
extern const struct hr_command hr_command_trend;
extern const struct hr_command hr_command_forecast;
extern const struct hr_command hr_command_capacity;
extern const struct hr_command hr_command_template;
extern const struct hr_command hr_command_help;

#endif
