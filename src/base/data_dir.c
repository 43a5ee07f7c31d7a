#include <config.h>
#include "base/data_dir.h"

#include <limits.h>
#include <string.h>
#include <unistd.h>

#define PROGRAM "/proc/self/exe"

/* The folder of the program, without the last slash; false where the system does not tell. */
static bool find_program(char folder[PATH_MAX])
{
	ssize_t length = readlink(PROGRAM, folder, PATH_MAX - 1);
	char *slash;

	if (length <= 0)
		return false;
	folder[length] = '\0';
	slash = strrchr(folder, '/');
	if (slash == NULL)
		return false;
	*slash = '\0';
	return true;
}

void hr_data_path(const char *name, struct hr_str *out)
{
	static const char *const beside[] = { "/../share/headroom/", "/share/headroom/" };
	size_t start = out->length;
	char folder[PATH_MAX];
	bool known = find_program(folder);

	for (size_t i = 0; known && i < sizeof(beside) / sizeof(beside[0]); i++) {
		hr_str_printf(out, "%s%s%s", folder, beside[i], name);
		if (access(hr_str_text(out), R_OK) == 0)
			return;
		hr_str_truncate(out, start);
	}
	hr_str_printf(out, "%s/%s", HR_DATADIR, name);
}
