/*
 * Temporary files without a name: gone when closed, whatever ends the program.
 */
#ifndef HR_BASE_TEMP_FILE_H
#define HR_BASE_TEMP_FILE_H

/* A new file on the file system of @folder, to be written and read; nobody else can open it, and no
 * program that is started has it. Returns its descriptor, -1 with errno set when there is none. */
int hr_temp_file_open(const char *folder);
#endif
