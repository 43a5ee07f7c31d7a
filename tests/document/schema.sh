#!/bin/sh
# Documents are valid by the JSON Schema: the seeds of the fuzz target, and what the program makes
# of an example recording. Needs the Python module jsonschema; without it the test is skipped.
# shellcheck source-path=SCRIPTDIR/../lint
. "$top_srcdir/tests/lint/tap.sh"

schema=$top_srcdir/data/headroom-1.schema.json

validate() { python3 "$top_srcdir/tests/document/validate.py" "$schema" "$1" 2>&1; }

if ! python3 -c 'from jsonschema import Draft202012Validator' 2>/dev/null; then
	skip 'documents are valid by the schema' 'no Python module jsonschema'
	finish
fi
for seed in "$top_srcdir"/tests/fuzz/corpus/document/*.json; do
	verdict "${seed##*/} is valid" "$(validate "$seed")"
done
made=$(mktemp)
trap 'rm -f "$made"' EXIT
"$HEADROOM" summarize "$top_srcdir/data/night.jtl" >"$made" 2>/dev/null
if [ -s "$made" ]; then
	verdict 'summarize writes a valid document' "$(validate "$made")"
else
	skip 'summarize writes a valid document' 'summarize wrote nothing'
fi
finish
