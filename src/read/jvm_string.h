/*
 * Strings as Java's virtual machine keeps them in memory (JEP 254, compact strings): Latin-1, or
 * UTF-16 in the order of the machine's bytes, which is said nowhere and has to be told from the
 * text.
 */
#ifndef HR_READ_JVM_STRING_H
#define HR_READ_JVM_STRING_H

#include <stdbool.h>
#include <stdint.h>

#include "base/slice.h"
#include "base/str.h"

enum hr_jvm_coder { HR_JVM_LATIN1 = 0, HR_JVM_UTF16 = 1 };

/* What all strings of one machine so far speak for: above 0 little, below 0 big-endian.
 * Zero-initialise. */
struct hr_jvm_order {
	int64_t little;
};

/*
 * hr_jvm_string_decode - append @bytes to @out as UTF-8.
 * @order  learns from each UTF-16 string; without evidence the order is little-endian, as of nearly
 *         all machines
 * Lone surrogates become U+FFFD. False, and nothing appended, when @coder is unknown or the number
 * of bytes is odd in UTF-16.
 */
bool hr_jvm_string_decode(struct hr_jvm_order *order, struct hr_slice bytes, unsigned coder,
                          struct hr_str *out);

#endif
