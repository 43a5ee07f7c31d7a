/*
 * The floor for reading JSON lines: each parsed by jansson, and thrown away.
 */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

int main(int argc, char **argv)
{
	FILE *file = argc == 2 ? fopen(argv[1], "rb") : NULL;
	char *line = NULL;
	size_t size = 0, lines = 0;
	ssize_t length;

	if (file == NULL) {
		fprintf(stderr, "usage: json_floor FILE\n");
		return 2;
	}
	while ((length = getline(&line, &size, file)) > 0) {
		json_t *object = json_loadb(line, (size_t)length, JSON_ALLOW_NUL, NULL);

		lines += object != NULL;
		json_decref(object);
	}
	printf("%zu lines\n", lines);
	free(line);
	fclose(file);
	return 0;
}
