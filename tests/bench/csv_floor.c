/*
 * What libcsv costs alone: every byte of a file through csv_parse with empty callbacks. The floor
 * that the reader built on libcsv is measured against.
 */
#include <config.h>

#include <csv.h>
#include <stdio.h>

#define BLOCK_BYTES ((size_t)256 * 1024)

static void on_field(void *text, size_t length, void *context)
{
	(void)text;
	(void)length;
	(void)context;
}

static void on_row(int end, void *context)
{
	(void)end;
	(void)context;
}

int main(int argc, char **argv)
{
	static char block[BLOCK_BYTES];
	struct csv_parser parser;
	FILE *file;
	size_t n;

	if (argc != 2 || csv_init(&parser, 0) != 0)
		return 2;
	file = fopen(argv[1], "rb");
	if (file == NULL)
		return 2;
	while ((n = fread(block, 1, sizeof(block), file)) > 0) {
		if (csv_parse(&parser, block, n, on_field, on_row, NULL) != n)
			return 1;
	}
	csv_fini(&parser, on_field, on_row, NULL);
	csv_free(&parser);
	fclose(file);
	return 0;
}
