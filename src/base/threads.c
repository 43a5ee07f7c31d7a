#include <config.h>
#include "base/threads.h"

#include <pthread.h>
#include <sched.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/mem.h"

unsigned hr_threads_default(void)
{
	long count = sysconf(_SC_NPROCESSORS_ONLN);
	cpu_set_t allowed;

	if (sched_getaffinity(0, sizeof(allowed), &allowed) == 0)
		count = CPU_COUNT(&allowed);
	if (count < 1)
		return 1;
	return count < HR_THREADS_MAX ? (unsigned)count : HR_THREADS_MAX;
}

struct task {
	void (*run)(void *context, size_t i);
	void *context;
	size_t i;
	pthread_t thread;
	int started; /* 0 when a thread has it */
};

static void *run_task(void *argument)
{
	const struct task *task = argument;

	task->run(task->context, task->i);
	return NULL;
}

void hr_threads_run(size_t count, void (*run)(void *context, size_t i), void *context)
{
	struct task *tasks = hr_zalloc(count, sizeof(*tasks));

	for (size_t i = 1; i < count; i++) {
		tasks[i] = (struct task){ .run = run, .context = context, .i = i };
		tasks[i].started = pthread_create(&tasks[i].thread, NULL, run_task, &tasks[i]);
	}
	if (count > 0)
		run(context, 0);
	for (size_t i = 1; i < count; i++) {
		if (tasks[i].started == 0)
			pthread_join(tasks[i].thread, NULL);
		else
			run(context, i);
	}
	free(tasks);
}
