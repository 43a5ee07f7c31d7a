#include <config.h>
#include "real_file.h"

#include <stdio.h>
#include <stdlib.h>

bool real_file_load(const char *path, struct hr_str *out)
{
	const char *shared = getenv("HEADROOM_SHARED");
	const char *top = getenv("top_srcdir");
	struct hr_str full = { 0 };
	char buffer[65536];
	FILE *file;
	size_t n;

	if (shared != NULL)
		hr_str_printf(&full, "%s/data/real/%s", shared, path);
	else
		hr_str_printf(&full, "%s/../shared/data/real/%s", top != NULL ? top : ".", path);
	file = fopen(hr_str_text(&full), "rb");
	hr_str_release(&full);
	if (file == NULL)
		return false;
	while ((n = fread(buffer, 1, sizeof(buffer), file)) > 0)
		hr_str_add(out, buffer, n);
	fclose(file);
	return true;
}
