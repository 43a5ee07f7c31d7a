/*
 * main of the fuzz targets under `make check`: every seed as it is, cut short at every byte of its
 * first kilobyte, and changed by the target's mutator when it has one, reported as TAP. Seeds are
 * the files named, else those of the target's corpus (program fuzz_NAME, folder corpus/NAME).
 */
#include <config.h>

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/str.h"
#include "fuzz_reader.h"
#include "mutate.h"

#define SEED_BYTES_MAX (1u << 20)
#define CUT_BYTES      1024
#define MUTATIONS      50
#define GROWTH_BYTES   256 /* that a mutation may add */

/* Where a target has no mutator they are not there. */
#pragma weak LLVMFuzzerCustomMutator
#pragma weak LLVMFuzzerCustomCrossOver

/* What stands for the fuzzer's own mutation: one byte is another. */
size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t max_size)
{
	if (size == 0 || size > max_size)
		return size < max_size ? size : max_size;
	data[size * 7919 % size] ^= (uint8_t)(size % 255 + 1);
	return size;
}

static bool read_file(const char *path, struct hr_str *out)
{
	FILE *file = fopen(path, "rb");
	char buffer[4096];
	size_t n;

	if (file == NULL)
		return false;
	out->limit = SEED_BYTES_MAX;
	while ((n = fread(buffer, 1, sizeof(buffer), file)) > 0)
		hr_str_add(out, buffer, n);
	n = ferror(file) != 0;
	fclose(file);
	return n == 0 && !out->truncated;
}

/* A copy of exactly @size bytes each time, so that a read beyond them is one beyond the block. */
static void try_bytes(const char *bytes, size_t size)
{
	uint8_t *copy = hr_alloc(size + (size == 0));

	if (size > 0)
		memcpy(copy, bytes, size);
	LLVMFuzzerTestOneInput(copy, size);
	free(copy);
}

/* What mutators make keeps to its room, and the target holds on it. A mutation is made of the one
 * before, so that they add up. */
static void try_mutations(const struct hr_str *seed)
{
	size_t room = seed->length + GROWTH_BYTES, size = seed->length;
	uint8_t *bytes = hr_alloc(room), *crossed = hr_alloc(room);

	if (size > 0)
		memcpy(bytes, seed->data, size);
	for (unsigned i = 1; i <= MUTATIONS && LLVMFuzzerCustomMutator != NULL; i++) {
		size = LLVMFuzzerCustomMutator(bytes, size, room, i);
		fuzz_require(size <= room);
		try_bytes((const char *)bytes, size);
		if (LLVMFuzzerCustomCrossOver == NULL)
			continue;
		fuzz_require(LLVMFuzzerCustomCrossOver((const uint8_t *)hr_str_text(seed),
		                                       seed->length, bytes, size, crossed, room,
		                                       i) <= room);
	}
	free(bytes);
	free(crossed);
}

static void replay(const char *path, int number)
{
	struct hr_str seed = { 0 };
	const char *name = strrchr(path, '/');

	if (!read_file(path, &seed)) {
		printf("not ok %d - %s: cannot be read\n", number, path);
		hr_str_release(&seed);
		return;
	}
	try_bytes(seed.data, seed.length);
	for (size_t size = 0; size < seed.length && size < CUT_BYTES; size++)
		try_bytes(seed.data, size);
	try_mutations(&seed);
	printf("ok %d - %s\n", number, name != NULL ? name + 1 : path);
	fflush(stdout);
	hr_str_release(&seed);
}

static int seed_only(const struct dirent *entry)
{
	return entry->d_name[0] != '.';
}

static int replay_corpus(const char *program)
{
	const char *top = getenv("top_srcdir");
	const char *name = strrchr(program, '/');
	struct hr_str folder = { 0 };
	struct dirent **entries = NULL;
	int count;

	name = name != NULL ? name + 1 : program;
	if (strncmp(name, "fuzz_", 5) == 0)
		name += 5;
	hr_str_printf(&folder, "%s/tests/fuzz/corpus/%s", top != NULL ? top : ".", name);
	count = scandir(hr_str_text(&folder), &entries, seed_only, alphasort);
	for (int i = 0; i < count; i++) {
		struct hr_str path = { 0 };

		hr_str_printf(&path, "%s/%s", hr_str_text(&folder), entries[i]->d_name);
		replay(hr_str_text(&path), i + 1);
		hr_str_release(&path);
		free(entries[i]);
	}
	free(entries);
	if (count > 0)
		printf("1..%d\n", count);
	else
		printf("Bail out! no seeds in %s\n", hr_str_text(&folder));
	hr_str_release(&folder);
	return count > 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

int main(int argc, char **argv)
{
	if (argc < 2)
		return replay_corpus(argv[0]);
	for (int i = 1; i < argc; i++)
		replay(argv[i], i);
	printf("1..%d\n", argc - 1);
	return EXIT_SUCCESS;
}
