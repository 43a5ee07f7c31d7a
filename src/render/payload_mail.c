/*
 * Mail: what survives the readers people use. Tables with presentational attributes, colours by
 * bgcolor and inline style, no pictures, no style element.
 */
#include <config.h>
#include "base/instant.h"
#include "render/payload.h"

#include <inttypes.h>
#include <string.h>

#include "base/base64.h"
#include "base/digest.h"
#include "render/escape.h"
#include "render/model_part.h"

#define ROWS_MAX       50
#define TEXT_MAX       200
#define PLAIN_MAX      20000
#define LINE_BYTES     57 /* 76 characters of base64 */
#define WORD_BYTES     36 /* 48 characters: an encoded word is at most 75 with its frame */
#define SUBJECT_MAX    200
#define COLOUR_BAD     "#8f2400"
#define COLOUR_GOOD    "#068753"
#define COLOUR_NEUTRAL "#57606a"

static void put_base64_lines(struct hr_slice bytes, struct hr_str *out)
{
	while (bytes.length > 0) {
		size_t n = bytes.length < LINE_BYTES ? bytes.length : LINE_BYTES;

		hr_base64_encode((struct hr_slice){ bytes.ptr, n }, out);
		hr_str_puts(out, "\r\n");
		bytes.ptr += n;
		bytes.length -= n;
	}
}

/* RFC 2047 encoded words of UTF-8, each of whole characters; nothing can break out of the line. */
static void put_header_text(const char *text, struct hr_str *out)
{
	struct hr_slice rest = hr_slice_of(text);

	for (bool first = true; rest.length > 0; first = false) {
		size_t n = rest.length < WORD_BYTES ? rest.length : WORD_BYTES;

		while (n < rest.length && n > 1 && ((unsigned char)rest.ptr[n] & 0xc0) == 0x80)
			n--;
		hr_str_puts(out, first ? "=?UTF-8?B?" : "\r\n =?UTF-8?B?");
		hr_base64_encode((struct hr_slice){ rest.ptr, n }, out);
		hr_str_puts(out, "?=");
		rest.ptr += n;
		rest.length -= n;
	}
}

static void put_address(const char *name, const char *value, struct hr_str *out)
{
	if (value == NULL || value[0] == '\0')
		return;
	hr_str_printf(out, "%s: ", name);
	for (; *value != '\0'; value++)
		hr_str_putc(out, (unsigned char)*value < 0x20 ? ' ' : *value);
	hr_str_puts(out, "\r\n");
}

/* RFC 5322, in UTC. */
static void put_date(int64_t instant_ns, struct hr_str *out)
{
	static const char *const days[] = { "Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat" };
	static const char *const months[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun",
		                              "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
	struct hr_civil civil;

	hr_instant_civil(instant_ns, hr_zone_utc(), &civil);
	hr_str_printf(out, "Date: %s, %d %s %d %02d:%02d:%02d +0000\r\n", days[civil.weekday],
	              civil.day, months[civil.month - 1], civil.year, civil.hour, civil.minute,
	              civil.second);
}

static void put_cell(const char *text, struct hr_str *out)
{
	struct hr_str cut = { 0 };

	hr_put_cut(&cut, text, TEXT_MAX);
	hr_str_puts(out, "<td style=\"padding:4px 8px;border-bottom:1px solid #d0d7de\">");
	hr_escape_html(hr_str_slice(&cut), out);
	hr_str_puts(out, "</td>");
	hr_str_release(&cut);
}

static void put_rows(const struct hr_bulletin *bulletin, struct hr_str *out)
{
	for (size_t i = 0; i < bulletin->count && i < ROWS_MAX; i++) {
		const struct hr_notice *notice = &bulletin->notices[i];

		hr_str_puts(out, "<tr>");
		put_cell(notice->resolved ? "resolved" : hr_notice_severity_name(notice->severity),
		         out);
		put_cell(notice->title, out);
		put_cell(notice->resolved ? "" : hr_notice_rest(notice), out);
		hr_str_puts(out, "</tr>\n");
	}
	if (bulletin->count > ROWS_MAX)
		hr_str_printf(out, "<tr><td colspan=\"3\">%zu more in the report</td></tr>\n",
		              bulletin->count - ROWS_MAX);
}

static void put_html(const struct hr_bulletin *bulletin, const char *headline, struct hr_str *out)
{
	const char *colour = strcmp(bulletin->verdict, "fail") == 0   ? COLOUR_BAD
	                     : strcmp(bulletin->verdict, "pass") == 0 ? COLOUR_GOOD
	                                                              : COLOUR_NEUTRAL;

	hr_str_printf(out,
	              "<!DOCTYPE html>\n<html><body style=\"font-family:sans-serif\">\n"
	              "<table width=\"100%%\" cellpadding=\"12\"><tr><td bgcolor=\"%s\" "
	              "style=\"color:#ffffff;font-size:18px\"><b>",
	              colour);
	hr_escape_html(hr_slice_of(headline), out);
	hr_str_puts(out, "</b></td></tr></table>\n");
	if (bulletin->count > 0) {
		hr_str_puts(out, "<table cellspacing=\"0\" style=\"font-size:14px\">\n");
		put_rows(bulletin, out);
		hr_str_puts(out, "</table>\n");
	}
	if (bulletin->report_url != NULL) {
		hr_str_puts(out, "<p><a href=\"");
		hr_escape_html(hr_slice_of(bulletin->report_url), out);
		hr_str_puts(out, "\">The whole report</a></p>\n");
	}
	hr_str_puts(out, "</body></html>\n");
}

/* One line that shows in any reader as it is. */
static void put_clean(struct hr_str *out, const char *text, size_t max)
{
	struct hr_str cut = { 0 };

	hr_put_cut(&cut, text, max);
	hr_escape_terminal(hr_str_slice(&cut), out);
	hr_str_release(&cut);
}

/* A line of plain text for a notice. */
static void put_line(const struct hr_notice *notice, struct hr_str *out)
{
	hr_str_puts(out, notice->resolved ? "resolved" : hr_notice_severity_name(notice->severity));
	hr_str_puts(out, ": ");
	put_clean(out, notice->title, TEXT_MAX);
	if (!notice->resolved) {
		hr_str_putc(out, ' ');
		put_clean(out, hr_notice_rest(notice), TEXT_MAX);
	}
	hr_str_putc(out, '\n');
}

/* The text form when there is one, else the notices. */
static void put_plain(const struct hr_bulletin *bulletin, const char *headline, struct hr_str *out)
{
	if (bulletin->text != NULL) {
		hr_put_cut(out, bulletin->text, PLAIN_MAX);
		hr_str_putc(out, '\n');
	} else {
		hr_str_printf(out, "%s\n\n", headline);
		for (size_t i = 0; i < bulletin->count && i < ROWS_MAX; i++)
			put_line(&bulletin->notices[i], out);
	}
	if (bulletin->report_url != NULL)
		hr_str_printf(out, "\n%s\n", bulletin->report_url);
}

static void put_part(const char *type, const char *boundary, const struct hr_str *body,
                     struct hr_str *out)
{
	hr_str_printf(out,
	              "--%s\r\nContent-Type: %s; charset=UTF-8\r\n"
	              "Content-Transfer-Encoding: base64\r\n\r\n",
	              boundary, type);
	put_base64_lines(hr_str_slice(body), out);
}

void hr_payload_mail(const struct hr_bulletin *bulletin, const struct hr_mail *mail,
                     struct hr_str *out)
{
	struct hr_str whole = { 0 }, headline = { 0 }, plain = { 0 }, html = { 0 };
	uint64_t digest;
	char boundary[48];

	hr_bulletin_headline(bulletin, &whole);
	put_clean(&headline, hr_str_text(&whole), SUBJECT_MAX);
	put_plain(bulletin, hr_str_text(&headline), &plain);
	put_html(bulletin, hr_str_text(&headline), &html);
	/* Unlike anything in base64, and the same for the same message. */
	digest = hr_digest64(hr_str_slice(&html));
	snprintf(boundary, sizeof(boundary), "=_headroom_%016" PRIx64, digest);
	put_address("From", mail->from, out);
	put_address("To", mail->to, out);
	hr_str_puts(out, "Subject: ");
	put_header_text(hr_str_text(&headline), out);
	hr_str_puts(out, "\r\n");
	put_date(bulletin->now_ns, out);
	hr_str_printf(out, "Message-ID: <%016" PRIx64 ".%" PRId64 "@headroom.invalid>\r\n", digest,
	              bulletin->now_ns / HR_NS_PER_S);
	hr_str_printf(out,
	              "MIME-Version: 1.0\r\nAuto-Submitted: auto-generated\r\n"
	              "Content-Type: multipart/alternative; boundary=\"%s\"\r\n\r\n",
	              boundary);
	put_part("text/plain", boundary, &plain, out);
	put_part("text/html", boundary, &html, out);
	hr_str_printf(out, "--%s--\r\n", boundary);
	hr_str_release(&headline);
	hr_str_release(&whole);
	hr_str_release(&plain);
	hr_str_release(&html);
}
