#include <config.h>

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/program.h"
#include "unit.h"

static char folder[] = "/tmp/headroom-program-XXXXXX";

static void make(const char *name, mode_t mode)
{
	FILE *file;

	ck_assert_int_eq(chdir(folder), 0);
	file = fopen(name, "w");
	ck_assert_ptr_nonnull(file);
	fputs("#!/bin/sh\n", file);
	fclose(file);
	ck_assert_int_eq(chmod(name, mode), 0);
}

/* What execvp(3) fails with. */
START_TEST(problems)
{
	ck_assert_ptr_nonnull(mkdtemp(folder));
	make("runs", 0755);
	make("text", 0644);
	ck_assert_int_eq(mkdir("sub", 0755), 0);
	ck_assert_int_eq(setenv("PATH", "/no/such:/dev/null:sub::/bin", 1), 0);
	ck_assert_int_eq(hr_program_problem("runs"), 0); /* "" is the working folder */
	ck_assert_int_eq(hr_program_problem("./runs"), 0);
	ck_assert_int_eq(hr_program_problem("sh"), 0);
	ck_assert_int_eq(hr_program_problem("text"), EACCES);
	ck_assert_int_eq(hr_program_problem("./text"), EACCES);
	ck_assert_int_eq(hr_program_problem("./sub"), EACCES);
	ck_assert_int_eq(hr_program_problem("none"), ENOENT);
	ck_assert_int_eq(hr_program_problem("./none"), ENOENT);
	ck_assert_int_eq(hr_program_problem("./runs/none"), ENOTDIR);
	ck_assert_int_eq(hr_program_problem(""), ENOENT);
	/* One that may be run stands behind one that may not. */
	make("sub/text", 0755);
	ck_assert_int_eq(setenv("PATH", ":sub", 1), 0);
	ck_assert_int_eq(hr_program_problem("text"), 0);
	ck_assert_int_eq(unsetenv("PATH"), 0);
	ck_assert_int_eq(hr_program_problem("sh"), 0);
	unlink("sub/text");
	unlink("runs");
	unlink("text");
	rmdir("sub");
	rmdir(folder);
}
END_TEST

static Suite *program_suite(void)
{
	Suite *suite = suite_create("base/program");
	TCase *tcase = tcase_create("program");

	tcase_add_test(tcase, problems);
	suite_add_tcase(suite, tcase);
	return suite;
}

HR_UNIT_MAIN(program_suite)
