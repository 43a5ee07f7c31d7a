/*
 * Memory: allocators that end the program in one place when memory is exhausted, and arenas for
 * what lives as long as a run (labels, strings) and is freed at once.
 */
#ifndef HR_BASE_MEM_H
#define HR_BASE_MEM_H

#include <stddef.h>

/* All give memory to the caller (free with free()); none returns NULL. Overflow of count * size
 * ends the program as exhaustion does. */
void *hr_alloc(size_t size);
/* For bytes from a file: at the start of a page. Where it is not, copying into it takes some
 * processors four times as long. */
void *hr_alloc_buffer(size_t size);
void *hr_alloc_array(size_t count, size_t size);
void *hr_zalloc(size_t count, size_t size);
void *hr_realloc_array(void *ptr, size_t count, size_t size);
char *hr_strdup(const char *text);
char *hr_strndup(const char *text, size_t length);

/*
 * hr_grow - make room for one more element of a growable array, doubling its capacity.
 * @array  the array or NULL      @count  elements in use    @capacity  in and out
 * Returns the array, perhaps moved.
 */
void *hr_grow(void *array, size_t count, size_t *capacity, size_t size);

/* What the program still does when memory is exhausted, before its message; it must not allocate.
 * Set once, by main. */
void hr_mem_at_exhaustion(void (*act)(void));
/* End the program with the message of exhaustion: for third-party calls that returned NULL. */
_Noreturn void hr_out_of_memory(void);

struct hr_arena_block;

/* Zero-initialised is empty and ready. */
struct hr_arena {
	struct hr_arena_block *last;
	size_t bytes; /* handed out so far */
};

/* Memory aligned for any type, zeroed; valid until hr_arena_release(). Never NULL. */
void *hr_arena_alloc(struct hr_arena *arena, size_t size);
/* The last @size bytes of what was allocated last, a multiple of its alignment, are free again. */
void hr_arena_give_back(struct hr_arena *arena, size_t size);
/* A terminated copy of @length bytes. */
char *hr_arena_strndup(struct hr_arena *arena, const char *text, size_t length);
void hr_arena_release(struct hr_arena *arena);

#endif
