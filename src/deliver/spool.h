/*
 * The spool: packed messages that a channel did not take, a file each, oldest first. A message is
 * removed when it was taken, so it is delivered at least once; what was refused for good is kept
 * below "refused/".
 */
#ifndef HR_DELIVER_SPOOL_H
#define HR_DELIVER_SPOOL_H

#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/slice.h"
#include "base/str.h"

#define HR_SPOOL_MESSAGES_MAX 10000 /* of all channels; the newest are refused beyond it */
#define HR_SPOOL_BYTES_MAX    ((size_t)1 << 20)

struct hr_spool_list {
	char **names; /* owned; of one channel, oldest first */
	size_t count, capacity;
};

/* Append to the spool folder, made when it is missing. */
enum hr_err hr_spool_put(const char *folder, const char *channel, int64_t now_ns,
                         struct hr_slice message, struct hr_error *err) HR_MUST_CHECK;
/* The messages of a channel; none when there is no folder. End with hr_spool_list_release(). */
enum hr_err hr_spool_list(const char *folder, const char *channel, struct hr_spool_list *out,
                          struct hr_error *err) HR_MUST_CHECK;
void hr_spool_list_release(struct hr_spool_list *list);
enum hr_err hr_spool_get(const char *folder, const char *name, struct hr_str *out,
                         struct hr_error *err) HR_MUST_CHECK;
enum hr_err hr_spool_remove(const char *folder, const char *name,
                            struct hr_error *err) HR_MUST_CHECK;
/* Put aside what will never be taken. */
enum hr_err hr_spool_refuse(const char *folder, const char *name,
                            struct hr_error *err) HR_MUST_CHECK;

#endif
