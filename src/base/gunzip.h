/*
 * Gzip (RFC 1952) as a stream: pieces of any size in, pieces of any size out, all members of a file
 * one after the other.
 */
#ifndef HR_BASE_GUNZIP_H
#define HR_BASE_GUNZIP_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"

#define HR_GZIP_MAGIC "\x1f\x8b"

enum hr_gunzip_state {
	HR_GUNZIP_MORE,    /* wants more input, or more room for output */
	HR_GUNZIP_END,     /* the input ended after a whole member */
	HR_GUNZIP_DAMAGED, /* cut off or damaged; what came before was given */
};

struct hr_gunzip;

/* HR_EUNSUPPORTED when built without zlib. */
enum hr_err hr_gunzip_new(struct hr_gunzip **out, struct hr_error *err) HR_MUST_CHECK;
void hr_gunzip_free(struct hr_gunzip *gunzip);

/* One step: @in and @in_length advance by what was consumed. */
struct hr_gunzip_step {
	const unsigned char *in;
	size_t in_length;
	bool in_ended; /* nothing follows @in */
	unsigned char *out;
	size_t out_size;
	size_t produced; /* result: bytes of @out filled */
};

/* Zero bytes after a member are padding; anything else that is no member is damage. */
enum hr_gunzip_state hr_gunzip_run(struct hr_gunzip *gunzip, struct hr_gunzip_step *step);

#endif
