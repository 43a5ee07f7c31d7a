#include <config.h>
#include "base/write_all.h"

#include <errno.h>
#include <unistd.h>

bool hr_write_all(int fd, struct hr_slice bytes)
{
	while (bytes.length > 0) {
		ssize_t n = write(fd, bytes.ptr, bytes.length);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return false;
		bytes.ptr += n;
		bytes.length -= (size_t)n;
	}
	return true;
}
