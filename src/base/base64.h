/*
 * Base64 (RFC 4648, section 4).
 */
#ifndef HR_BASE_BASE64_H
#define HR_BASE_BASE64_H

#include <stdbool.h>

#include "base/slice.h"
#include "base/str.h"

/* Append the bytes that @text stands for. Padding may be missing; false at a foreign character or
 * when what is left over is no byte, with the bytes before it appended. */
bool hr_base64_decode(struct hr_slice text, struct hr_str *out);
/* Append @bytes in base64, padded, without line ends. */
void hr_base64_encode(struct hr_slice bytes, struct hr_str *out);

#endif
