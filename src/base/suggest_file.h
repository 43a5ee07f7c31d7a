/*
 * What is said to the name of a file that is not there.
 */
#ifndef HR_BASE_SUGGEST_FILE_H
#define HR_BASE_SUGGEST_FILE_H

/* The nearest name (base/suggest.h) in the folder where @path is not, hidden files aside; NULL when
 * none is near, or the folder cannot be read. Owned by the caller. Clobbers errno. */
char *hr_suggest_file(const char *path);

#endif
