/*
 * UTF-8: repair and inspection. Text of inputs may hold anything; from the run on it is valid UTF-8
 * without NUL (invalid sequences become U+FFFD, NUL becomes U+FFFD).
 */
#ifndef HR_BASE_UTF8_H
#define HR_BASE_UTF8_H

#include <stdbool.h>
#include <stdint.h>

#include "base/slice.h"
#include "base/str.h"

bool hr_utf8_valid(
        struct hr_slice text); /* false for NUL, surrogates, overlong forms, > U+10FFFF */
void hr_utf8_repair(struct hr_slice text, struct hr_str *out); /* appends */
/* Longest prefix of at most @max bytes that ends at a character border. */
struct hr_slice hr_utf8_cut(struct hr_slice text, size_t max);
/* Decode one character of valid text; returns its bytes (1..4), 0 at the end. */
size_t hr_utf8_next(struct hr_slice text, uint32_t *code_point);
/* Columns on a terminal, roughly: combining marks 0, East Asian wide 2, others 1. */
size_t hr_utf8_width(struct hr_slice text);
/* C0, DEL, C1 and bidirectional controls (U+061C, U+200E/F, U+202A..E, U+2066..9): must not reach a
 * terminal or page. */
bool hr_utf8_is_control(uint32_t code_point);

#endif
