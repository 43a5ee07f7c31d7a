#include <config.h>
#include "base/temp_file.h"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/str.h"

int hr_temp_file_open(const char *folder)
{
	struct hr_str name = { 0 };
	int fd = -1;

#ifdef O_TMPFILE
	fd = open(folder, O_TMPFILE | O_RDWR | O_EXCL | O_CLOEXEC, 0600);
	if (fd >= 0)
		return fd;
#endif
	hr_str_printf(&name, "%s/headroom-XXXXXX", folder);
	fd = mkostemp(name.data, O_CLOEXEC);
	if (fd >= 0)
		unlink(name.data);
	hr_str_release(&name);
	return fd;
}
