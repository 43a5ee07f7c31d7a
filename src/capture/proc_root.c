#include <config.h>
#include "capture/proc_root.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#define PIECE_BYTES 16384

bool hr_proc_root_read(const char *root, const char *name, struct hr_str *text)
{
	char piece[PIECE_BYTES];
	ssize_t n = 1;
	int fd;

	hr_str_truncate(text, 0);
	hr_str_printf(text, "%s/%s", root, name);
	fd = open(hr_str_text(text), O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	hr_str_truncate(text, 0);
	if (fd < 0)
		return false;
	while (text->length < HR_PROC_FILE_BYTES) {
		n = read(fd, piece, sizeof(piece));
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			break;
		hr_str_add(text, piece, (size_t)n);
	}
	close(fd);
	return n >= 0;
}
