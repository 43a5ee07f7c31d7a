/*
 * The configuration file of a command.
 */
#ifndef HR_CLI_CONFIG_FILE_H
#define HR_CLI_CONFIG_FILE_H

#include "config/config.h"

/*
 * hr_config_file_load - read it; when there are several faults, all are told on stderr and the
 * error returned counts them.
 * @config  filled by the call, also on error; end with hr_config_release()
 */
enum hr_err hr_config_file_load(const char *path, struct hr_config *config,
                                struct hr_error *err) HR_MUST_CHECK;
/* The same for objectives of a second file, added to @config. */
enum hr_err hr_config_file_load_slas(const char *path, struct hr_config *config,
                                     struct hr_error *err) HR_MUST_CHECK;

/*
 * hr_config_file_lacks - the error of a command that needs @what, which only a configuration gives.
 * @path  of -c; NULL = none was given       @what, @sections  "objectives", "\"slos\" or \"slas\""
 * Returns HR_ECONFIG: "no WHAT: give a configuration with SECTIONS by -c", or with the file as its
 * source "no WHAT: it has no SECTIONS".
 */
enum hr_err hr_config_file_lacks(const char *path, const char *what, const char *sections,
                                 struct hr_error *err);

#endif
