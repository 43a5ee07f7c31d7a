/*
 * Label folding: rules `PATTERN=NAME` (or `PATTERN<TAB>NAME` lines of a file) tried in order; the
 * first pattern that matches a label gives it its new name. Matching costs once per distinct label.
 */
#ifndef HR_SUMMARIZE_LABEL_MAP_H
#define HR_SUMMARIZE_LABEL_MAP_H

#include "base/error.h"
#include "base/slice.h"

struct hr_label_map;

struct hr_label_map *hr_label_map_new(void);
void hr_label_map_free(struct hr_label_map *map);
enum hr_err hr_label_map_add(struct hr_label_map *map, struct hr_slice pattern,
                             struct hr_slice name, struct hr_error *err) HR_MUST_CHECK;
/* @text is a rule, split at its last '=', or the name of a file of rules when it has none. In a
 * file blank lines and those that begin with # are skipped. */
enum hr_err hr_label_map_add_text(struct hr_label_map *map, const char *text,
                                  struct hr_error *err) HR_MUST_CHECK;
/* The new name, or @label itself. Results for up to 65,536 labels are remembered; several threads
 * may ask at once. */
struct hr_slice hr_label_map_apply(struct hr_label_map *map, struct hr_slice label);

#endif
