#include <config.h>
#include "base/read_ahead.h"

#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/mem.h"

/* Waking a thread costs as much as filling a buffer. Whoever has to wait therefore waits until
 * there is more than one to be done. */
#define SLOTS 16
#define BATCH 8

struct slot {
	unsigned char *memory; /* HR_INPUT_BUFFER_BYTES */
	const char *bytes;     /* in some slot's memory */
	size_t length;         /* 0 is the end */
	uint64_t consumed;
	struct hr_error error;
};

struct hr_read_ahead {
	struct hr_input *input;
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t more, room;
	int wake[2]; /* a pipe; once its writing end is closed, the thread reads no more */
	/* Under the lock: slots are filled at `filled` and taken at `taken`; the one taken last is
	 * still in use. */
	struct slot slots[SLOTS];
	size_t filled, taken;
	bool ended; /* the last slot is filled */
	bool stop;
};

static size_t used_slots(const struct hr_read_ahead *ahead)
{
	return ahead->filled + 1 - ahead->taken;
}

/* Waits for a slot nobody uses; false when there is no more need. */
static bool wait_for_room(struct hr_read_ahead *ahead)
{
	bool go_on;

	pthread_mutex_lock(&ahead->lock);
	if (used_slots(ahead) >= SLOTS)
		while (!ahead->stop && used_slots(ahead) > SLOTS - BATCH)
			pthread_cond_wait(&ahead->room, &ahead->lock);
	go_on = !ahead->stop;
	pthread_mutex_unlock(&ahead->lock);
	return go_on;
}

static bool has_batch(const struct hr_read_ahead *ahead)
{
	return ahead->ended || ahead->filled - ahead->taken >= BATCH;
}

static void show_filled(struct hr_read_ahead *ahead, bool last)
{
	pthread_mutex_lock(&ahead->lock);
	ahead->filled++;
	ahead->ended = last;
	if (has_batch(ahead))
		pthread_cond_signal(&ahead->more);
	pthread_mutex_unlock(&ahead->lock);
}

/* The next slot that is filled. */
static const struct slot *take_slot(struct hr_read_ahead *ahead)
{
	const struct slot *slot;

	pthread_mutex_lock(&ahead->lock);
	if (ahead->filled == ahead->taken)
		while (!has_batch(ahead))
			pthread_cond_wait(&ahead->more, &ahead->lock);
	slot = &ahead->slots[ahead->taken % SLOTS];
	if (slot->length > 0)
		ahead->taken++; /* the end stays; what was given out before may be filled again */
	if (used_slots(ahead) <= SLOTS - BATCH)
		pthread_cond_signal(&ahead->room);
	pthread_mutex_unlock(&ahead->lock);
	return slot;
}

static void fill(struct hr_input *input, struct slot *slot)
{
	slot->error.code = hr_input_read(input, &slot->bytes, &slot->length, &slot->error);
	if (slot->error.code != HR_OK)
		slot->length = 0;
	else if (slot->length > 0)
		hr_input_swap_buffer(input, &slot->memory);
	slot->consumed = hr_input_consumed(input);
}

static void *read_on(void *argument)
{
	struct hr_read_ahead *ahead = argument;

	while (wait_for_room(ahead)) {
		struct slot *slot = &ahead->slots[ahead->filled % SLOTS];
		bool last;

		slot->error = (struct hr_error){ 0 };
		fill(ahead->input, slot);
		last = slot->length == 0;
		show_filled(ahead, last);
		if (last)
			break;
	}
	return NULL;
}

static void release(struct hr_read_ahead *ahead)
{
	hr_input_wake_by(ahead->input, -1);
	close(ahead->wake[0]);
	for (size_t i = 0; i < SLOTS; i++)
		free(ahead->slots[i].memory);
	pthread_cond_destroy(&ahead->more);
	pthread_cond_destroy(&ahead->room);
	pthread_mutex_destroy(&ahead->lock);
	free(ahead);
}

struct hr_read_ahead *hr_read_ahead_start(struct hr_input *input)
{
	struct hr_read_ahead *ahead = hr_zalloc(1, sizeof(*ahead));

	if (pipe2(ahead->wake, O_CLOEXEC) != 0) {
		free(ahead);
		return NULL;
	}
	ahead->input = input;
	hr_input_wake_by(input, ahead->wake[0]);
	for (size_t i = 0; i < SLOTS; i++)
		ahead->slots[i].memory = hr_alloc_buffer(HR_INPUT_BUFFER_BYTES);
	pthread_mutex_init(&ahead->lock, NULL);
	pthread_cond_init(&ahead->more, NULL);
	pthread_cond_init(&ahead->room, NULL);
	if (pthread_create(&ahead->thread, NULL, read_on, ahead) != 0) {
		close(ahead->wake[1]);
		release(ahead);
		return NULL;
	}
	return ahead;
}

enum hr_err hr_read_ahead_next(struct hr_read_ahead *ahead, const char **bytes, size_t *length,
                               uint64_t *consumed, struct hr_error *err)
{
	const struct slot *slot = take_slot(ahead);

	*bytes = slot->bytes;
	*length = slot->length;
	*consumed = slot->consumed;
	if (slot->error.code == HR_OK)
		return HR_OK;
	return hr_error_at(err, slot->error.code, slot->error.source, slot->error.line, 0, "%s",
	                   slot->error.text);
}

void hr_read_ahead_stop(struct hr_read_ahead *ahead)
{
	if (ahead == NULL)
		return;
	pthread_mutex_lock(&ahead->lock);
	ahead->stop = true;
	pthread_cond_signal(&ahead->room);
	pthread_mutex_unlock(&ahead->lock);
	close(ahead->wake[1]);
	pthread_join(ahead->thread, NULL);
	release(ahead);
}
