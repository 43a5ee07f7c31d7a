/*
 * The payloads of channels as output forms, to look at or to pipe into a sender of one's own.
 */
#include <config.h>

#include "base/mem.h"
#include "render/form_part.h"
#include "render/payload.h"

static enum hr_err render(const struct hr_scene *scene,
                          void (*payload)(const struct hr_bulletin *bulletin, struct hr_str *out),
                          struct hr_str *out)
{
	struct hr_bulletin bulletin;

	hr_bulletin_init(&bulletin, scene, NULL);
	payload(&bulletin, out);
	hr_bulletin_release(&bulletin);
	return HR_OK;
}

enum hr_err hr_form_slack(const struct hr_scene *scene, const struct hr_render_options *options,
                          struct hr_str *out, struct hr_error *err)
{
	(void)options;
	(void)err;
	return render(scene, hr_payload_slack, out);
}

enum hr_err hr_form_teams(const struct hr_scene *scene, const struct hr_render_options *options,
                          struct hr_str *out, struct hr_error *err)
{
	(void)options;
	(void)err;
	return render(scene, hr_payload_teams, out);
}

enum hr_err hr_form_alertmanager(const struct hr_scene *scene,
                                 const struct hr_render_options *options, struct hr_str *out,
                                 struct hr_error *err)
{
	(void)options;
	(void)err;
	return render(scene, hr_payload_alertmanager, out);
}

static void put_events(const struct hr_bulletin *bulletin, struct hr_str *out)
{
	for (size_t i = 0; i < bulletin->count; i++)
		hr_payload_pagerduty(bulletin, &bulletin->notices[i], "", out);
}

/* One event a line; the sender fills in the routing key. */
enum hr_err hr_form_pagerduty(const struct hr_scene *scene, const struct hr_render_options *options,
                              struct hr_str *out, struct hr_error *err)
{
	(void)options;
	(void)err;
	return render(scene, put_events, out);
}

enum hr_err hr_form_eml(const struct hr_scene *scene, const struct hr_render_options *options,
                        struct hr_str *out, struct hr_error *err)
{
	struct hr_render_options plain = *options;
	const struct hr_mail nobody = { 0 };
	struct hr_bulletin bulletin;
	struct hr_str text = { 0 };
	enum hr_err code;

	plain.colour = false;
	code = hr_form_text(scene, &plain, &text, err);
	if (code == HR_OK) {
		hr_bulletin_init(&bulletin, scene, NULL);
		bulletin.text = hr_strdup(hr_str_text(&text));
		hr_payload_mail(&bulletin, &nobody, out);
		hr_bulletin_release(&bulletin);
	}
	hr_str_release(&text);
	return code;
}
