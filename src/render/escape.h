/*
 * Text in its place: whatever a label or message holds, it comes out as text.
 */
#ifndef HR_RENDER_ESCAPE_H
#define HR_RENDER_ESCAPE_H

#include "base/slice.h"
#include "base/str.h"

/*
 * Each appends to @out; cost linear. Bytes that are not UTF-8, and NUL, come out as U+FFFD; so do
 * control characters (C0, C1, bidirectional) and noncharacters that a kind cannot carry or that
 * could mislead a reader, so that differing labels still look different.
 */

/* HTML, SVG, XML 1.0: element text and quoted attribute values. Keeps tab and line feed. */
void hr_escape_html(struct hr_slice text, struct hr_str *out);
/* CommonMark and GitHub: no markup, link, table border, list, mention (@name) or reference (#12,
 * GH-12). Line ends become blanks: the text stays in its table cell. */
void hr_escape_markdown(struct hr_slice text, struct hr_str *out);
/* A whole cell (RFC 4180): quoted as needed; what a spreadsheet would run as a formula gets a
 * leading apostrophe unless it is a number. */
void hr_escape_csv(struct hr_slice text, struct hr_str *out);
/* Inside a JSON string (without its quotes). Lossless; also fit for a <script> element. */
void hr_escape_json(struct hr_slice text, struct hr_str *out);
/* One line of a terminal or plain text: line ends and tabs become blanks. */
void hr_escape_terminal(struct hr_slice text, struct hr_str *out);
/* Label values of the OpenMetrics text format (without their quotes). Tabs and Unicode's line
 * separators come out as U+FFFD, as in TSV. */
void hr_escape_openmetrics(struct hr_slice text, struct hr_str *out);
/* A cell of tab-separated text: tab, line ends and backslash written \t \n \r \\. */
void hr_escape_tsv(struct hr_slice text, struct hr_str *out);

#endif
