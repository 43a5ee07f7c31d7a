#!/bin/sh
# Messages to channels: what is sent, once, with which key; what a failing channel does to it; what
# is never seen. The sinks are this test's own, on loopback.
# shellcheck source-path=SCRIPTDIR/../lint
. "$top_srcdir/tests/lint/tap.sh"
. "$top_srcdir/tests/deliver/sink.sh"

if "$HEADROOM" --version | grep -q 'without libcurl'; then
	skip 'delivery' 'built without libcurl'
	finish
fi
scratch=$(mktemp -d "${TMPDIR:-/tmp}/headroom-notify.XXXXXX") || exit 1
trap 'stop_sinks; rm -rf "$scratch"' EXIT
cd "$scratch" || exit 1
SOURCE_DATE_EPOCH=1795132800
SINK_TOKEN=s3cr3t-token
PAGER_KEY=s3cr3t-routing-key
export SOURCE_DATE_EPOCH SINK_TOKEN PAGER_KEY

"$HEADROOM" summarize --name nightly --check 'p95 < 100ms' --check 'error_rate < 90%' \
	"$top_srcdir/data/night.jtl" >bad.json 2>/dev/null
"$HEADROOM" summarize --name nightly --check 'p95 < 100s' --check 'error_rate < 90%' \
	"$top_srcdir/data/night.jtl" >good.json 2>/dev/null

# --- a webhook, a pager, files ---
start_sink http sink
cat >conf.json <<END
{ "alerts": { "state": "state.json", "retry": { "attempts": 2, "base": "1ms" },
  "channels": [
    { "type": "webhook", "min_severity": "error", "name": "hook", "url": "http://127.0.0.1:$port/hook",
      "headers": ["X-Token: \${SINK_TOKEN}"],
      "template": "{\"text\": \"{{headline}}\", \"first\": \"{{#notices}}{{title}};{{/notices}}\"}" },
    { "type": "pagerduty", "min_severity": "error", "name": "pager", "url": "http://127.0.0.1:$port/v2/enqueue",
      "routing_key": "\${PAGER_KEY}" },
    { "type": "file", "min_severity": "error", "name": "log", "path": "alerts.jsonl" },
    { "type": "file", "min_severity": "error", "name": "table", "path": "alerts.csv", "format": "csv" },
    { "type": "slack", "name": "nobody", "url": "http://127.0.0.1:$port/slack", "min_severity": "critical" } ] } }
END
"$HEADROOM" notify -c conf.json bad.json >out 2>err
faults=$(same status 0 $?)
faults=$faults$(same requests 2 "$(received sink)")$(same lines 1 "$(wc -l <alerts.jsonl)")
verdict 'each channel that is concerned hears of it, once' "$faults$(
	same 'lines of csv' 2 "$(wc -l <alerts.csv)")$(cat err)"
verdict 'a template makes the body, variables the secrets' "$(
	grep -q '^/hook s3cr3t-token$' sink/got.1 || echo 'the header did not arrive')$(
	grep -q '"text": "FAIL nightly: 1 of 3 checks failed", "first": "p95 of all requests;"' sink/got.1 ||
		cat sink/got.1)"

verdict 'the pager gets a trigger with its key' "$(python3 - sink/got.2 <<'END'
import json, sys
event = json.loads(open(sys.argv[1], encoding="utf-8").read().split("\n", 1)[1])
want = {"routing_key": "s3cr3t-routing-key", "event_action": "trigger",
        "dedup_key": "headroom/nightly/criterion/p95/total"}
for key, value in want.items():
    if event.get(key) != value:
        print(key, event.get(key))
for key, most in (("summary", 1024), ("source", 1000)):
    if not 0 < len(event["payload"][key]) <= most:
        print(key, event["payload"][key])
if event["payload"]["severity"] not in ("critical", "error", "warning", "info"):
    print(event["payload"]["severity"])
END
)"

"$HEADROOM" notify -c conf.json bad.json >out 2>err
verdict 'what was told is not told again' "$(same requests 2 "$(received sink)")"
SOURCE_DATE_EPOCH=$((SOURCE_DATE_EPOCH + 299)) "$HEADROOM" notify -c conf.json bad.json 2>err
verdict 'not before the time of dedup is over' "$(same requests 2 "$(received sink)")"
SOURCE_DATE_EPOCH=$((SOURCE_DATE_EPOCH + 300)) "$HEADROOM" notify -c conf.json bad.json 2>err
verdict 'after it, again' "$(same requests 4 "$(received sink)")"
SOURCE_DATE_EPOCH=$((SOURCE_DATE_EPOCH + 400)) "$HEADROOM" notify -c conf.json good.json 2>err
verdict 'the end is told, to the pager by the same key' "$(same requests 6 "$(received sink)")$(
	grep -q '"event_action":"resolve","dedup_key":"headroom/nightly/criterion/p95/total"' sink/got.6 ||
		cat sink/got.6)"
SOURCE_DATE_EPOCH=$((SOURCE_DATE_EPOCH + 500)) "$HEADROOM" notify -c conf.json good.json 2>err
verdict 'the end is told once' "$(same requests 6 "$(received sink)")"

# --- a channel that does not answer, then does ---
rm -f sink/got.* state.json
printf '503\n503\n503\n' >sink/plan
stop_sink
start_sink http sink
sed -i "s,127.0.0.1:[0-9]*,127.0.0.1:$port,; s,\"nobody\".*slack\",\"nobody\"\, \"url\": \"http://127.0.0.1:$port/slack\"," conf.json
"$HEADROOM" notify -c conf.json --channel hook --fail-on=undelivered bad.json >out 2>err
status=$?
verdict 'tried three times, then kept' "$(same status 1 $status)$(same requests 3 "$(received sink)")$(
	same spooled 1 "$(find state.json.spool -name 'hook.*' | wc -l)")$(
	grep -q 'answered 503' err || cat err)"
"$HEADROOM" notify -c conf.json --channel hook bad.json >out 2>err
verdict 'delivered the next time, once, the same message' "$(same requests 4 "$(received sink)")$(
	same spooled 0 "$(find state.json.spool -name 'hook.*' | wc -l)")$(cmp sink/got.1 sink/got.4 2>&1)"

rm -f sink/got.* state.json
printf '429 1\n' >sink/plan
stop_sink
start_sink http sink
sed -i "s,127.0.0.1:[0-9]*,127.0.0.1:$port,g" conf.json
before=$(date +%s%N)
"$HEADROOM" notify -c conf.json --channel hook bad.json >out 2>err
waited=$((($(date +%s%N) - before) / 1000000))
verdict 'Retry-After is honoured' "$(same requests 2 "$(received sink)")$(
	[ $waited -ge 1000 ] || echo "waited only $waited ms")"

rm -f sink/got.* state.json
printf '400\n' >sink/plan
stop_sink
start_sink http sink
sed -i "s,127.0.0.1:[0-9]*,127.0.0.1:$port,g" conf.json
"$HEADROOM" notify -c conf.json --channel hook --fail-on=undelivered bad.json >out 2>err
verdict 'a refusal is final, and the message put aside' "$(same status 1 $?)$(same requests 1 "$(received sink)")$(
	same refused 1 "$(find state.json.spool/refused -name 'hook.*' | wc -l)")"

# --- a dead channel rests after five failures ---
rm -rf state.json state.json.spool
stop_sink
cat >dead.json <<END
{ "alerts": { "state": "state.json", "dedup": "1s", "retry": { "attempts": 0 },
  "channels": [ { "type": "webhook", "min_severity": "error", "name": "dead", "url": "http://127.0.0.1:$port/" } ] } }
END
for i in 1 2 3 4 5 6; do
	SOURCE_DATE_EPOCH=$((SOURCE_DATE_EPOCH + i)) "$HEADROOM" notify -c dead.json bad.json 2>err
done
verdict 'a dead channel is left alone, its messages are kept' "$(
	grep -q 'failed 5 times in a row' err || cat err)$(
	same spooled 6 "$(find state.json.spool -name 'dead.*' | wc -l)")"

# --- programs, mail, rotation ---
cat >other.json <<'END'
{ "alerts": { "state": "other.state", "retry": { "attempts": 0 },
  "channels": [ { "type": "exec", "min_severity": "error", "exec": ["sh", "-c", "cat >from-exec; echo \"$1\" >argument", "x", "${SINK_TOKEN}"] },
                { "type": "exec", "min_severity": "error", "name": "fails", "exec": ["false"] },
                { "type": "exec", "min_severity": "error", "name": "hangs", "exec": ["sleep", "60"], "timeout": "200ms" } ] } }
END
"$HEADROOM" notify -c other.json bad.json >out 2>err
verdict 'a program reads the message; one that fails or hangs is told' "$(
	grep -q '"headline":"FAIL nightly' from-exec || cat from-exec)$(
	same argument s3cr3t-token "$(cat argument)")$(
	grep -q 'fails.*ended with status 1' err || cat err)$(grep -q 'hangs.*timed out' err || cat err)"

start_sink smtp mail
cat >mail.json <<END
{ "alerts": { "state": "mail.state", "channels": [ { "type": "email", "min_severity": "error", "url": "smtp://127.0.0.1:$port",
  "plain": true, "from": "headroom <ci@example.org>", "to": ["a@example.org", "B <b@example.org>"] } ] } }
END
"$HEADROOM" notify -c mail.json --report-url https://ci.example.org/1 bad.json >out 2>err
verdict 'a mail arrives and can be read' "$(cat err)$(python3 - mail/got.1 <<'END'
import email, email.policy, sys
envelope, text = open(sys.argv[1], "rb").read().split(b"\n", 1)
for address in (b"FROM:<ci@example.org>", b"TO:<a@example.org>", b"TO:<b@example.org>"):
    if address not in envelope:
        print(envelope)
mail = email.message_from_bytes(text, policy=email.policy.default)
if mail["Subject"] != "FAIL nightly: 1 of 3 checks failed":
    print(mail["Subject"])
if mail.defects or [p.defects for p in mail.walk() if p.defects]:
    print("defects")
kinds = [part.get_content_type() for part in mail.walk()]
if kinds != ["multipart/alternative", "text/plain", "text/html"]:
    print(kinds)
for part in list(mail.walk())[1:]:
    body = part.get_content()
    if "https://ci.example.org/1" not in body or "p95" not in body:
        print(part.get_content_type(), body[:300])
END
)"

cat >rotate.json <<'END'
{ "alerts": { "state": "rotate.state", "dedup": "1s", "channels": [
  { "type": "file", "min_severity": "error", "path": "small.jsonl", "max_size": "1KiB", "keep": 2 } ] } }
END
for i in 1 2 3 4 5 6 7 8; do
	SOURCE_DATE_EPOCH=$((SOURCE_DATE_EPOCH + i)) "$HEADROOM" notify -c rotate.json bad.json 2>err
done
verdict 'files rotate by size, so many are kept, no line is cut' "$(
	same files 3 "$(find . -name 'small.jsonl*' | wc -l)")$(
	find . -name 'small.jsonl*' -size +1k)$(cat small.jsonl* | python3 -c '
import json, sys
for line in sys.stdin: json.loads(line)' 2>&1)"

# --- what must not be seen ---
"$HEADROOM" notify -c conf.json --dry-run bad.json >out 2>err
verdict '--dry-run prints the messages and leaves nothing' "$(
	grep -q '^pager (pagerduty): 1 notice$' out || cat out)$(find . -newer out -name '*state*')"
verdict 'secrets are in no output, state or spool' "$(
	grep -rlE 's3cr3t' out err alerts.* ./*state* 2>/dev/null)"
sed 's/"\${PAGER_KEY}"/"R0UTING"/' conf.json >literal.json
"$HEADROOM" notify -c literal.json bad.json >out 2>err
verdict 'a secret in the configuration is an error, not shown' "$(same status 2 $?)$(
	grep -q 'routing_key: found a secret' err || cat err)$(grep R0UTING out err)"
PAGER_KEY='' && unset PAGER_KEY
"$HEADROOM" notify -c conf.json --channel pager bad.json >out 2>err
verdict 'a variable that is not set is named' "$(grep -q 'PAGER_KEY is not set' err || cat err)"
"$HEADROOM" notify -c conf.json --channel pagr bad.json >out 2>err
verdict 'an unknown channel: the nearest is named' "$(same status 2 $?)$(grep -q 'did you mean pager' err || cat err)"

# --- escalation ---
cat >levels.json <<'END'
{ "alerts": { "state": "levels.state", "dedup": "90d",
  "escalation": [ { "level": 1, "to": "on-call", "after": "15m" }, { "level": 2, "to": "lead", "after": "45m" } ],
  "channels": [ { "type": "file", "min_severity": "error", "name": "all", "path": "all.jsonl" },
                { "type": "file", "min_severity": "error", "name": "lead", "path": "lead.jsonl", "level": 2 } ] } }
END
for minutes in 0 14 15 44 45 46; do
	SOURCE_DATE_EPOCH=$((SOURCE_DATE_EPOCH + minutes * 60)) "$HEADROOM" notify -c levels.json bad.json 2>err
done
verdict 'an open alert goes up the levels' "$(same 'told all' '0 1 2' "$(
	sed 's/.*"level":\([0-9]*\).*/\1/' all.jsonl | tr '\n' ' ' | sed 's/ $//')")$(
	same 'told the lead' 1 "$(wc -l <lead.jsonl)")"

# --- report delivers, too ---
cat >report.json <<'END'
{ "name": "nightly", "checks": ["p95 < 100ms"],
  "alerts": { "state": "report.state", "channels": [ { "type": "file", "min_severity": "error", "path": "by-report.jsonl" } ] } }
END
"$HEADROOM" report -c report.json -o page --report-url https://ci.example.org/2 "$top_srcdir/data/night.jtl" >out 2>err
verdict 'report delivers at its end, its status stays' "$(same status 1 $?)$(
	grep -q '"report":"https://ci.example.org/2"' by-report.jsonl || cat by-report.jsonl)"
finish
