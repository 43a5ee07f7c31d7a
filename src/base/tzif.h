/*
 * TZif files (RFC 8536): the compiled form of the tz database.
 */
#ifndef HR_BASE_TZIF_H
#define HR_BASE_TZIF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/posix_tz.h"

#define HR_TZIF_MAX_BYTES ((size_t)256 * 1024)
#define HR_TZIF_MAX_TYPES 256

struct hr_tzif {
	size_t count;         /* of changes, strictly ascending */
	int64_t *changes_s;   /* UTC epoch seconds */
	uint8_t *change_type; /* in force from that change on */
	size_t type_count;    /* >= 1 */
	struct hr_zone_type *types;
	bool has_footer;
	struct hr_posix_tz footer; /* for times from the last change on */
};

/*
 * hr_tzif_parse - read the content of a TZif file of any version.
 * @bytes  any bytes, at most HR_TZIF_MAX_BYTES; hostile content is safe
 * Errors: HR_EPARSE, HR_ELIMIT, HR_EUNSUPPORTED for files that count leap seconds. @out is to be
 * released after success only.
 */
enum hr_err hr_tzif_parse(const unsigned char *bytes, size_t length, struct hr_tzif *out,
                          struct hr_error *err) HR_MUST_CHECK;
void hr_tzif_release(struct hr_tzif *tzif);
/* The span around an instant (within +-1e13); its type borrows from @tzif. */
struct hr_zone_span hr_tzif_span(const struct hr_tzif *tzif, int64_t epoch_s);

#endif
