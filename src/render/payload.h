/*
 * Payloads: the bodies that chat, paging and mail services take. Each appends one whole body.
 */
#ifndef HR_RENDER_PAYLOAD_H
#define HR_RENDER_PAYLOAD_H

#include "render/bulletin.h"

/* Slack's incoming webhook (Block Kit), within its limits of 50 blocks, 150 characters a header and
 * 3,000 a section; and about 13,000 in all, which is not documented. */
void hr_payload_slack(const struct hr_bulletin *bulletin, struct hr_str *out);
/* Microsoft Teams by a Workflows address: an Adaptive Card 1.2. */
void hr_payload_teams(const struct hr_bulletin *bulletin, struct hr_str *out);
/* Alertmanager, POST /api/v2/alerts: every notice an alert; an ended one carries endsAt. */
void hr_payload_alertmanager(const struct hr_bulletin *bulletin, struct hr_str *out);
/* PagerDuty Events v2 takes one event a request: trigger or resolve by one key.
 * @routing_key  of the integration; "" leaves it to the sender */
void hr_payload_pagerduty(const struct hr_bulletin *bulletin, const struct hr_notice *notice,
                          const char *routing_key, struct hr_str *out);

struct hr_mail {
	const char *from, *to; /* addresses as they stand in the header; NULL or "" = left out */
};
/* A whole message: plain text and tables as alternatives, no pictures, under 100 kB. */
void hr_payload_mail(const struct hr_bulletin *bulletin, const struct hr_mail *mail,
                     struct hr_str *out);

/* Append JSON text as payloads are written: compact, ASCII, and a line feed. Drops @value. */
void hr_payload_dump(json_t *value, struct hr_str *out);

#endif
