#!/bin/sh
# The JSON Schema of configurations, by an independent validator: our examples and those of the test
# cases are valid by it when `headroom config check` takes them, and faults that a schema can tell
# are rejected by both. Needs the Python module jsonschema; without it the test is skipped.
# shellcheck source-path=SCRIPTDIR/../lint
. "$top_srcdir/tests/lint/tap.sh"

if ! python3 -c 'from jsonschema import Draft202012Validator' 2>/dev/null; then
	skip 'configurations are valid by the schema' 'no Python module jsonschema'
	finish
fi
scratch=$(mktemp -d "${TMPDIR:-/tmp}/headroom-schema.XXXXXX") || exit 1
trap 'rm -rf "$scratch"' EXIT
schema=$scratch/headroom.schema.json
"$HEADROOM" config schema -o "$schema"

validate() { python3 "$top_srcdir/tests/document/validate.py" "$schema" "$1" 2>&1; }

# What editors get is what the program says.
installed=$top_builddir/data/headroom.schema.json
if [ -f "$installed" ]; then
	verdict 'the installed schema is that of the program' "$(cmp "$schema" "$installed" 2>&1)"
fi

for file in "$top_srcdir"/data/example-*.json "$top_srcdir"/tests/cli/cases/*/*/files/*.json \
	"$top_srcdir"/tests/fuzz/corpus/config/*.json; do
	"$HEADROOM" config check "$file" >/dev/null 2>&1 || continue
	grep -q '"apiVersion"' "$file" && continue # OpenSLO has a schema of its own
	verdict "${file##*/} of $(basename "$(dirname "$(dirname "$file")")") is valid" "$(validate "$file")"
done

# reject NAME TEXT
reject()
{
	printf '%s\n' "$2" >"$scratch/fault.json"
	faults=
	[ -n "$(validate "$scratch/fault.json")" ] || faults="the schema takes it"
	! "$HEADROOM" config check "$scratch/fault.json" >/dev/null 2>&1 || faults="$faults; config check takes it"
	verdict "rejects $1" "$faults"
}

reject 'a list' '[]'
reject 'an unknown section' '{"slo": []}'
reject 'an unknown key of an objective' '{"slos": [{"name": "a", "target": "99%", "windw": "30d"}]}'
reject 'an unknown type of indicator' '{"slos": [{"name": "a", "target": "99%", "sli": {"type": "ration"}}]}'
reject 'a target that is a list' '{"slos": [{"name": "a", "target": [99]}]}'
reject 'a window that is a number' '{"slos": [{"name": "a", "target": "99%", "window": 30}]}'
reject 'a duration without its unit' '{"duration": "30"}'
reject 'a method of its own' '{"slos": [{"name": "a", "target": "99%", "method": "average"}]}'
reject 'an exclusion without text' '{"slos": [{"name": "a", "target": "99%", "exclude": [{"start": 1, "end": 2}]}]}'
reject 'an objective that is a text' '{"slos": ["99%"]}'
reject 'an sla whose target is a text' '{"slas": [{"metric": "p95", "objective": {"target": "500ms"}}]}'
reject 'a burn rate rule with an unknown key' '{"error_budget_policy": {"burn_rate_alerts": [{"windows": "1h"}]}}'
reject 'an alert rule with an unknown key' '{"alerts": {"rules": [{"nme": "x"}]}}'
reject 'a channel with an unknown key' '{"alerts": {"channels": [{"typ": "console"}]}}'
reject 'a name that is a number' '{"name": 5}'
reject 'checks that are an object' '{"checks": {}}'
reject 'capacity that is a text' '{"capacity": "plan"}'
finish
