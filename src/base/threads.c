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

struct ordered {
	const struct hr_in_order *order;
	size_t count;
	pthread_mutex_t lock;
	pthread_cond_t moved;
	/* under the lock */
	size_t begun; /* things taken up */
	size_t done;  /* things that are through: the turn is the next one's */
	bool wanted;
};

static bool take_up(struct ordered *ordered, size_t *i)
{
	bool any;

	pthread_mutex_lock(&ordered->lock);
	any = ordered->wanted && ordered->begun < ordered->count;
	if (any)
		*i = ordered->begun++;
	pthread_mutex_unlock(&ordered->lock);
	return any;
}

static void work_in_order(void *context, size_t thread)
{
	struct ordered *ordered = context;
	const struct hr_in_order *order = ordered->order;
	size_t i;

	(void)thread;
	while (take_up(ordered, &i)) {
		bool wanted;

		order->work(order->context, i);
		pthread_mutex_lock(&ordered->lock);
		while (ordered->done != i)
			pthread_cond_wait(&ordered->moved, &ordered->lock);
		wanted = ordered->wanted;
		pthread_mutex_unlock(&ordered->lock);
		wanted = order->then(order->context, i, wanted) && wanted;
		pthread_mutex_lock(&ordered->lock);
		ordered->wanted = wanted;
		ordered->done++;
		pthread_cond_broadcast(&ordered->moved);
		pthread_mutex_unlock(&ordered->lock);
	}
}

void hr_threads_in_order(size_t count, unsigned threads, const struct hr_in_order *order)
{
	struct ordered ordered = { .order = order, .count = count, .wanted = true };

	pthread_mutex_init(&ordered.lock, NULL);
	pthread_cond_init(&ordered.moved, NULL);
	hr_threads_run(threads < count ? threads : count, work_in_order, &ordered);
	pthread_cond_destroy(&ordered.moved);
	pthread_mutex_destroy(&ordered.lock);
}
