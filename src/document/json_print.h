/*
 * A tree as JSON text, fast: byte for byte what json_dump_callback() writes, for the long coded
 * strings that documents are made of.
 */
#ifndef HR_DOCUMENT_JSON_PRINT_H
#define HR_DOCUMENT_JSON_PRINT_H

#include <jansson.h>

#include "base/str.h"

#define HR_JSON_REAL_DIGITS 15

/*
 * hr_json_print - append a value as text.
 * @indent  blanks a level, one value a line, as JSON_INDENT(@indent); 0 all in one line, as
 *          JSON_COMPACT
 * Reals have HR_JSON_REAL_DIGITS digits. What jansson leaves raw but a terminal would obey (DEL,
 * C1, bidirectional controls) is written as an escape, since documents are looked at in terminals.
 */
void hr_json_print(const json_t *value, size_t indent, struct hr_str *out);

#endif
