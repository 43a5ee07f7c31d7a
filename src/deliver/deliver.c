#include <config.h>
#include "deliver/deliver.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/instant.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/suggest.h"
#include "deliver/alert_state.h"
#include "deliver/channel.h"
#include "deliver/retry.h"
#include "deliver/spool.h"
#include "document/jsonx.h"

#define DEDUP_NS   INT64_C(300000000000)
#define RETRIES    3
#define BASE_NS    INT64_C(1000000000)
#define UNKNOWN_NS INT64_C(-1)

/* One delivery. */
struct job {
	const struct hr_config_alerts *alerts;
	const struct hr_deliver_options *options;
	struct hr_alert_state *state;
	struct hr_bulletin bulletin; /* all that is open or over */
	struct hr_str folder;        /* of the spool */
	struct hr_retry retry;
	int64_t now_ns, dedup_ns, rest_ns;
	struct hr_deliver_outcome *outcome;
};

static bool is_wanted(const struct hr_deliver_options *options, const char *name)
{
	const char *const *wanted = options->channels;

	if (wanted == NULL || *wanted == NULL)
		return true;
	for (; *wanted != NULL; wanted++)
		if (strcmp(*wanted, name) == 0)
			return true;
	return false;
}

static enum hr_err check_names(const struct hr_config_alerts *alerts,
                               const struct hr_deliver_options *options, struct hr_error *err)
{
	const char *const *wanted = options->channels;

	for (; wanted != NULL && *wanted != NULL; wanted++) {
		struct hr_suggestion suggestion = { .wrong = hr_slice_of(*wanted) };
		bool known = false;

		for (size_t i = 0; i < alerts->channels.count; i++) {
			hr_suggest_try(&suggestion, alerts->channels.items[i].name);
			known |= strcmp(alerts->channels.items[i].name, *wanted) == 0;
		}
		if (!known)
			return hr_error_set(err, HR_ECONFIG,
			                    "there is no channel '%s' in \"alerts\"%s", *wanted,
			                    hr_suggest_hint(&suggestion, NULL));
	}
	return HR_OK;
}

/* --- what there is to tell --- */

static unsigned level_of(const struct hr_config_escalation *escalation, int64_t open_ns)
{
	unsigned level = 0;

	for (size_t i = 0; i < escalation->count; i++)
		level = open_ns >= escalation->items[i].after_ns ? (unsigned)i + 1 : level;
	return level;
}

static bool has_passed(const void *context, const char *id)
{
	const json_t *check;
	size_t i;

	json_array_foreach((const json_t *)context, i, check)
	{
		const char *other = hr_json_text_at(check, "id");

		if (other != NULL && strcmp(other, id) == 0)
			return hr_slice_is(hr_slice_of(hr_json_text_at(check, "verdict")), "pass");
	}
	return false;
}

static void collect(struct job *job, const struct hr_scene *scene)
{
	struct hr_bulletin *bulletin = &job->bulletin;

	hr_bulletin_init(bulletin, scene, job->options->report_url);
	bulletin->now_ns = job->now_ns;
	for (size_t i = 0; i < bulletin->count; i++) {
		struct hr_notice *notice = &bulletin->notices[i];

		hr_alert_state_note(job->state, notice, bulletin->suite, job->now_ns);
		notice->level = level_of(&job->alerts->escalation, job->now_ns - notice->since_ns);
	}
	hr_alert_state_resolved(job->state, bulletin, has_passed,
	                        json_object_get(scene->document, "checks"));
	hr_bulletin_sort(bulletin);
}

/* The head of a bulletin without its notices. */
static void copy_head(const struct hr_bulletin *from, struct hr_bulletin *to)
{
	*to = (struct hr_bulletin){
		.suite = hr_strdup(from->suite),
		.environment = from->environment != NULL ? hr_strdup(from->environment) : NULL,
		.version = from->version != NULL ? hr_strdup(from->version) : NULL,
		.report_url = from->report_url != NULL ? hr_strdup(from->report_url) : NULL,
		.verdict = from->verdict,
		.now_ns = from->now_ns,
		.checks = from->checks,
		.failed = from->failed,
	};
}

static bool concerns(const struct hr_config_channel *channel, const struct hr_notice *notice)
{
	return (int)notice->severity >= channel->min_severity &&
	       (notice->resolved || notice->level >= channel->level);
}

/* Has the channel not heard of it, not lately, or not of this level? */
static bool is_news(const struct job *job, const struct hr_config_channel *channel,
                    const struct hr_notice *notice)
{
	unsigned level;
	int64_t told_ns = hr_alert_state_told(job->state, notice->key, channel->name, &level);

	if (notice->resolved)
		return told_ns != HR_INSTANT_NONE;
	return concerns(channel, notice) && (told_ns == HR_INSTANT_NONE || notice->level > level ||
	                                     job->now_ns - told_ns >= job->dedup_ns);
}

static void select_news(const struct job *job, const struct hr_config_channel *channel,
                        struct hr_bulletin *out)
{
	copy_head(&job->bulletin, out);
	for (size_t i = 0; i < job->bulletin.count; i++) {
		if (is_news(job, channel, &job->bulletin.notices[i]))
			hr_bulletin_copy_notice(out, &job->bulletin.notices[i]);
	}
}

/* --- sending --- */

static void warn(const struct hr_config_channel *channel, const char *what,
                 const struct hr_error *err)
{
	hr_log(HR_LOG_WARNING, "channel %s: %s%s%s", channel->name, what,
	       err->text[0] != '\0' ? ": " : "", err->text);
}

static enum hr_sent try_sending(struct job *job, const struct hr_config_channel *channel,
                                struct hr_slice message, struct hr_error *err)
{
	const struct hr_channel_kind *kind = hr_channel_kind(channel);
	enum hr_sent sent = HR_SENT_LATER;

	for (unsigned attempt = 0; attempt <= job->retry.attempts; attempt++) {
		int64_t asked_ns = UNKNOWN_NS;

		if (attempt > 0)
			*err = (struct hr_error){ 0 };
		sent = kind->send(channel, message, &asked_ns, err);
		if (sent != HR_SENT_LATER || attempt == job->retry.attempts)
			break;
		hr_retry_sleep(hr_retry_wait_ns(&job->retry, attempt + 1, asked_ns));
	}
	return sent;
}

/* False when the channel does not take anything now. */
static bool send_spooled(struct job *job, const struct hr_config_channel *channel, const char *name,
                         struct hr_error *err)
{
	const char *folder = hr_str_text(&job->folder);
	struct hr_str message = { 0 };
	enum hr_sent sent = HR_SENT_LATER;
	enum hr_err code = hr_spool_get(folder, name, &message, err);

	if (code == HR_OK) {
		sent = try_sending(job, channel, hr_str_slice(&message), err);
		hr_alert_state_count(job->state, channel->name, sent != HR_SENT_LATER, job->rest_ns,
		                     job->now_ns);
	}
	hr_str_release(&message);
	if (sent == HR_SENT) {
		job->outcome->delivered++;
		return hr_spool_remove(folder, name, err) == HR_OK;
	}
	if (sent == HR_SENT_NEVER) {
		job->outcome->refused++;
		warn(channel, "refused a message, which is kept in the spool's folder refused",
		     err);
		*err = (struct hr_error){ 0 };
		return hr_spool_refuse(folder, name, err) == HR_OK;
	}
	return false;
}

/* Oldest first, and none after one that was not taken: what a channel hears stays in order. */
static void flush_spool(struct job *job, const struct hr_config_channel *channel)
{
	struct hr_spool_list waiting;
	struct hr_error problem = { 0 };
	size_t i = 0;

	if (hr_spool_list(hr_str_text(&job->folder), channel->name, &waiting, &problem) != HR_OK) {
		warn(channel, "the spool cannot be read", &problem);
		return;
	}
	if (waiting.count > 0 && hr_alert_state_rests(job->state, channel->name, job->now_ns))
		hr_log(HR_LOG_WARNING,
		       "channel %s failed %d times in a row and is left alone for a minute",
		       channel->name, HR_BREAKER_FAILURES);
	else
		while (i < waiting.count && send_spooled(job, channel, waiting.names[i], &problem))
			i++;
	if (i < waiting.count) {
		job->outcome->spooled += waiting.count - i;
		warn(channel, "not delivered, kept for the next time", &problem);
	}
	hr_spool_list_release(&waiting);
}

static enum hr_err spool_message(struct job *job, const struct hr_config_channel *channel,
                                 const struct hr_bulletin *bulletin, const struct hr_notice *notice,
                                 struct hr_error *err)
{
	struct hr_str message = { 0 };
	enum hr_err code = hr_channel_kind(channel)->pack(channel, bulletin, notice, &message, err);

	if (code == HR_OK)
		code = hr_spool_put(hr_str_text(&job->folder), channel->name, job->now_ns,
		                    hr_str_slice(&message), err);
	hr_str_release(&message);
	return code;
}

/* Into the spool first, so that a program killed now tells it the next time. */
static enum hr_err spool_news(struct job *job, const struct hr_config_channel *channel,
                              struct hr_error *err)
{
	struct hr_bulletin news;
	enum hr_err code = HR_OK;

	select_news(job, channel, &news);
	if (news.count > 0 && hr_channel_kind(channel)->one_by_one) {
		for (size_t i = 0; code == HR_OK && i < news.count; i++)
			code = spool_message(job, channel, &news, &news.notices[i], err);
	} else if (news.count > 0) {
		code = spool_message(job, channel, &news, NULL, err);
	}
	for (size_t i = 0; code == HR_OK && i < news.count; i++)
		hr_alert_state_tell(job->state, &news.notices[i], channel->name, job->now_ns);
	hr_bulletin_release(&news);
	return code;
}

/* An alert that is over is forgotten once every channel's message about it is in the spool. */
static void forget_resolved(struct job *job)
{
	for (size_t i = 0; i < job->bulletin.count; i++)
		if (job->bulletin.notices[i].resolved)
			hr_alert_state_forget(job->state, job->bulletin.notices[i].key);
}

static enum hr_err deliver_all(struct job *job, struct hr_error *err)
{
	const struct hr_config_channels *channels = &job->alerts->channels;
	bool partial = job->options->channels != NULL && job->options->channels[0] != NULL;
	enum hr_err code = HR_OK;

	for (size_t i = 0; code == HR_OK && i < channels->count; i++) {
		struct hr_error problem = { 0 };

		if (is_wanted(job->options, channels->items[i].name) &&
		    spool_news(job, &channels->items[i], &problem) != HR_OK) {
			warn(&channels->items[i], "nothing can be sent", &problem);
			job->outcome->refused++;
		}
	}
	if (!partial)
		forget_resolved(job);
	code = hr_alert_state_save(job->state, err);
	if (code != HR_OK)
		return code;
	for (size_t i = 0; i < channels->count; i++)
		if (is_wanted(job->options, channels->items[i].name))
			flush_spool(job, &channels->items[i]);
	return hr_alert_state_save(job->state, err);
}

enum hr_err hr_deliver(const struct hr_config_alerts *alerts, const struct hr_scene *scene,
                       const struct hr_deliver_options *options, struct hr_deliver_outcome *outcome,
                       struct hr_error *err)
{
	const char *path = alerts->state != NULL ? alerts->state : HR_DELIVER_STATE;
	struct job job = {
		.alerts = alerts,
		.options = options,
		.now_ns = hr_instant_now(),
		.dedup_ns = alerts->dedup_ns > 0 ? alerts->dedup_ns : DEDUP_NS,
		.outcome = outcome,
	};
	enum hr_err code;

	*outcome = (struct hr_deliver_outcome){ 0 };
	job.rest_ns = alerts->retry_rest_ns > 0 ? alerts->retry_rest_ns : HR_BREAKER_REST_NS;
	job.retry = (struct hr_retry){
		.attempts = alerts->retries == UINT64_MAX ? RETRIES : (unsigned)alerts->retries,
		.base_ns = alerts->retry_base_ns > 0 ? alerts->retry_base_ns : BASE_NS,
		.state = (uint64_t)job.now_ns ^ (uint64_t)getpid(),
	};
	code = check_names(alerts, options, err);
	if (code == HR_OK)
		code = hr_alert_state_open(path, &job.state, err);
	if (code != HR_OK)
		return code;
	hr_str_printf(&job.folder, "%s.spool", path);
	collect(&job, scene);
	code = deliver_all(&job, err);
	hr_bulletin_release(&job.bulletin);
	hr_str_release(&job.folder);
	hr_alert_state_close(job.state);
	return code;
}

/* --- showing --- */

static enum hr_err show_channel(const struct hr_config_channel *channel,
                                const struct hr_bulletin *all, struct hr_str *out,
                                struct hr_error *err)
{
	const struct hr_channel_kind *kind = hr_channel_kind(channel);
	struct hr_bulletin concerned;
	enum hr_err code = HR_OK;

	copy_head(all, &concerned);
	for (size_t i = 0; i < all->count; i++) {
		if (concerns(channel, &all->notices[i]))
			hr_bulletin_copy_notice(&concerned, &all->notices[i]);
	}
	hr_str_printf(out, "%s (%s): %zu %s\n", channel->name, hr_channel_types[channel->type],
	              concerned.count, concerned.count == 1 ? "notice" : "notices");
	if (concerned.count > 0 && kind->one_by_one) {
		for (size_t i = 0; code == HR_OK && i < concerned.count; i++)
			code = kind->pack(channel, &concerned, &concerned.notices[i], out, err);
	} else if (concerned.count > 0) {
		code = kind->pack(channel, &concerned, NULL, out, err);
	}
	if (code == HR_OK && out->data[out->length - 1] != '\n')
		hr_str_putc(out, '\n');
	hr_bulletin_release(&concerned);
	return code;
}

enum hr_err hr_deliver_show(const struct hr_config_alerts *alerts, const struct hr_scene *scene,
                            const struct hr_deliver_options *options, struct hr_str *out,
                            struct hr_error *err)
{
	struct hr_bulletin bulletin;
	enum hr_err code = check_names(alerts, options, err);

	if (code != HR_OK)
		return code;
	hr_bulletin_init(&bulletin, scene, options->report_url);
	bulletin.now_ns = hr_instant_now();
	for (size_t i = 0; code == HR_OK && i < alerts->channels.count; i++) {
		const struct hr_config_channel *channel = &alerts->channels.items[i];

		if (is_wanted(options, channel->name)) {
			code = show_channel(channel, &bulletin, out, err);
			hr_error_locate(err, channel->name);
		}
	}
	hr_bulletin_release(&bulletin);
	return code;
}
