/*
 * Programs that are started: whether there is one of a name.
 */
#ifndef HR_BASE_PROGRAM_H
#define HR_BASE_PROGRAM_H

/*
 * hr_program_problem - what stands against running @name, looked for in PATH when it holds no '/'.
 * Asked before posix_spawnp(), which may leave it to the child to find out and end with status 127,
 * as POSIX allows and as it does where memory is not shared with the child. Returns a number of
 * errno: ENOENT, EACCES, ENOTDIR ...; 0: none.
 */
int hr_program_problem(const char *name);

#endif
