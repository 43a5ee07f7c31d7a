/* The one place outside main.c that may end the program: a batch tool without memory has no other
 * way out. */
#include <config.h>
#include "base/mem.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BUFFER_ALIGNMENT  4096
#define ARENA_BLOCK_BYTES ((size_t)64 * 1024)

struct hr_arena_block {
	struct hr_arena_block *previous;
	size_t used;
	size_t size;
	max_align_t data[];
};

static void (*last_act)(void);

void hr_mem_at_exhaustion(void (*act)(void))
{
	last_act = act;
}

void hr_out_of_memory(void)
{
	if (last_act != NULL)
		last_act();
	fputs("headroom: error: out of memory\n", stderr);
	_Exit(2);
}

static size_t checked_bytes(size_t count, size_t size)
{
	size_t bytes;

	if (__builtin_mul_overflow(count, size, &bytes))
		hr_out_of_memory();
	return bytes > 0 ? bytes : 1;
}

void *hr_alloc(size_t size)
{
	void *ptr = malloc(size > 0 ? size : 1);

	if (ptr == NULL)
		hr_out_of_memory();
	return ptr;
}

void *hr_alloc_buffer(size_t size)
{
	void *ptr = NULL;

	if (posix_memalign(&ptr, BUFFER_ALIGNMENT, size > 0 ? size : 1) != 0)
		hr_out_of_memory();
	return ptr;
}

void *hr_alloc_array(size_t count, size_t size)
{
	return hr_alloc(checked_bytes(count, size));
}

void *hr_zalloc(size_t count, size_t size)
{
	void *ptr = calloc(1, checked_bytes(count, size));

	if (ptr == NULL)
		hr_out_of_memory();
	return ptr;
}

void *hr_realloc_array(void *ptr, size_t count, size_t size)
{
	void *moved = realloc(ptr, checked_bytes(count, size));

	if (moved == NULL)
		hr_out_of_memory();
	return moved;
}

char *hr_strdup(const char *text)
{
	return hr_strndup(text, strlen(text));
}

char *hr_strndup(const char *text, size_t length)
{
	char *copy = hr_alloc(length + 1);

	if (length > 0)
		memcpy(copy, text, length);
	copy[length] = '\0';
	return copy;
}

void *hr_grow(void *array, size_t count, size_t *capacity, size_t size)
{
	if (count < *capacity)
		return array;
	*capacity = *capacity < 8 ? 8 : *capacity * 2;
	return hr_realloc_array(array, *capacity, size);
}

void *hr_arena_alloc(struct hr_arena *arena, size_t size)
{
	const size_t align = _Alignof(max_align_t);
	struct hr_arena_block *block = arena->last;
	size_t rounded = (size + align - 1) / align * align;
	void *ptr;

	if (rounded < size)
		hr_out_of_memory();
	if (block == NULL || block->size - block->used < rounded) {
		size_t room = rounded > ARENA_BLOCK_BYTES ? rounded : ARENA_BLOCK_BYTES;

		if (room > SIZE_MAX - sizeof(*block))
			hr_out_of_memory();
		block = hr_alloc(sizeof(*block) + room);
		*block = (struct hr_arena_block){ .previous = arena->last, .size = room };
		arena->last = block;
	}
	ptr = (char *)block->data + block->used;
	block->used += rounded;
	arena->bytes += rounded;
	/* Now that it is about to be used: a whole block would have left the nearest cache by then.
	 */
	return memset(ptr, 0, rounded);
}

void hr_arena_give_back(struct hr_arena *arena, size_t size)
{
	arena->last->used -= size;
	arena->bytes -= size;
}

char *hr_arena_strndup(struct hr_arena *arena, const char *text, size_t length)
{
	char *copy = hr_arena_alloc(arena, length + 1);

	if (length > 0)
		memcpy(copy, text, length);
	return copy;
}

void hr_arena_release(struct hr_arena *arena)
{
	struct hr_arena_block *block = arena->last;

	while (block != NULL) {
		struct hr_arena_block *previous = block->previous;

		free(block);
		block = previous;
	}
	arena->last = NULL;
	arena->bytes = 0;
}
