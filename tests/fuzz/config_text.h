#ifndef HR_TESTS_CONFIG_TEXT_H
#define HR_TESTS_CONFIG_TEXT_H

#include "base/slice.h"

/* Read a configuration; aborts unless every fault has a place in the text, and there is an error
 * exactly when there are faults.  @path  its name, by which JSON and YAML are told apart */
void config_text_read(struct hr_slice text, const char *path);

#endif
