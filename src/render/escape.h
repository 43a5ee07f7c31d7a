/*
 * Escaping by output kind: whatever a label or message holds, it comes out as text.
 */
#ifndef HR_RENDER_ESCAPE_H
#define HR_RENDER_ESCAPE_H

#include "base/slice.h"
#include "base/str.h"

/* Each appends. All repair bad UTF-8 and drop or replace controls that the kind cannot carry. */
void hr_escape_html(struct hr_slice text,
                    struct hr_str *out); /* HTML, SVG, XML, in text and attribute values */
void hr_escape_markdown(struct hr_slice text,
                        struct hr_str *out); /* | \ ` [ ] < > * _ and @name, #12 */
void hr_escape_csv(
        struct hr_slice text,
        struct hr_str *out); /* a whole cell, quoted as needed, formula starts disarmed */
void hr_escape_json(struct hr_slice text, struct hr_str *out); /* inside a JSON string */
void hr_escape_terminal(struct hr_slice text,
                        struct hr_str *out); /* C0, C1, bidi controls replaced */
void hr_escape_openmetrics(struct hr_slice text, struct hr_str *out); /* label values */
void hr_escape_tsv(struct hr_slice text, struct hr_str *out);

/* The escape of a file ending ("html", "md", "csv", "json", "txt", "svg", "xml"); terminal for
 * unknown ones. */
void (*hr_escape_for(const char *ending))(struct hr_slice text, struct hr_str *out);

#endif
