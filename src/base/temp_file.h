/*
 * Temporary files without a name: gone when closed, whatever ends the program.
 */
#ifndef HR_BASE_TEMP_FILE_H
#define HR_BASE_TEMP_FILE_H

#include <stdbool.h>
#include <stddef.h>

/* A new file on the file system of @folder, to be written and read; nobody else can open it, and no
 * program that is started has it. Returns its descriptor, -1 with errno set when there is none. */
int hr_temp_file_open(const char *folder);
/* Write all of @bytes, restarted after signals. False with errno set. */
bool hr_temp_file_write(int fd, const unsigned char *bytes, size_t length);

#endif
