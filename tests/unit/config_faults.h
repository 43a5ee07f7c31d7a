/*
 * Tests of configurations with faults: every fault at its place, all at once, none besides.
 */
#ifndef HR_TESTS_CONFIG_FAULTS_H
#define HR_TESTS_CONFIG_FAULTS_H

#include <stddef.h>

struct config_fault {
	unsigned line, column;
	const char *pointer, *part; /* where, and what the message must hold */
};

/* @path  decides between JSON and YAML; @faults in the order of the text */
void config_faults_check(const char *text, const char *path, const struct config_fault *faults,
                         size_t count);

#endif
