/*
 * Threads: how many, and the same function run by several at once.
 */
#ifndef HR_BASE_THREADS_H
#define HR_BASE_THREADS_H

#include <stddef.h>

#define HR_THREADS_MAX 16 /* more only wait for memory and the disk */

/* Processors this process may use, at most HR_THREADS_MAX. */
unsigned hr_threads_default(void);

/*
 * hr_threads_run - call @run for 0 .. @count - 1, each by a thread of its own (the first by the
 * caller), and wait for all. Where no more threads can be had the caller does the rest itself.
 */
void hr_threads_run(size_t count, void (*run)(void *context, size_t i), void *context);

#endif
