#include <config.h>
#include "base/program.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/str.h"

#define USUAL_PATH "/bin:/usr/bin" /* as execvp() takes it of the C library */

static int problem_of(const char *path)
{
	struct stat info;

	if (stat(path, &info) != 0)
		return errno;
	if (!S_ISREG(info.st_mode))
		return EACCES;
	return access(path, X_OK) == 0 ? 0 : errno;
}

/* A folder that may not be searched, or holds what may not be run, matters when no other has it. */
static int search(const char *folders, const char *name)
{
	struct hr_str path = { 0 };
	int problem = ENOENT;

	while (problem != 0) {
		size_t length = strcspn(folders, ":");
		int here;

		hr_str_truncate(&path, 0);
		hr_str_printf(&path, "%.*s%s%s", (int)length, folders, length > 0 ? "/" : "", name);
		here = problem_of(hr_str_text(&path));
		if (here == 0 || here == EACCES)
			problem = here;
		if (folders[length] == '\0')
			break;
		folders += length + 1;
	}
	hr_str_release(&path);
	return problem;
}

int hr_program_problem(const char *name)
{
	const char *folders = getenv("PATH");

	if (name[0] == '\0')
		return ENOENT;
	if (strchr(name, '/') != NULL)
		return problem_of(name);
	return search(folders != NULL ? folders : USUAL_PATH, name);
}
