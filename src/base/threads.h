/*
 * Threads: how many, and the same function run by several at once.
 */
#ifndef HR_BASE_THREADS_H
#define HR_BASE_THREADS_H

#include <stdbool.h>
#include <stddef.h>

#define HR_THREADS_MAX 16 /* more only wait for memory and the disk */

/* Processors this process may use, at most HR_THREADS_MAX. */
unsigned hr_threads_default(void);

/*
 * hr_threads_run - call @run for 0 .. @count - 1, each by a thread of its own (the first by the
 * caller), and wait for all. Where no more threads can be had the caller does the rest itself.
 */
void hr_threads_run(size_t count, void (*run)(void *context, size_t i), void *context);

/* Work on many things in parallel of which the results are needed in order. */
struct hr_in_order {
	void *context;
	/* For each thing, by any thread, several at once. */
	void (*work)(void *context, size_t i);
	/* What follows, for each thing that was worked on, in order and one at a time. @wanted is
	 * false once it has returned false: then only to clean up. */
	bool (*then)(void *context, size_t i, bool wanted);
};

/*
 * hr_threads_in_order - 0 .. @count - 1 by @threads threads, the caller among them.
 * At most @threads things are between the beginning of work and the end of what follows.
 */
void hr_threads_in_order(size_t count, unsigned threads, const struct hr_in_order *order);

#endif
