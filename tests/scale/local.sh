#!/bin/sh
# The recipes of headroom-scale(7) that need one machine: shards by xargs, the array job as Slurm would
# call it, what is missing, the tree of merges.
# shellcheck source-path=SCRIPTDIR/../lint
. "$top_srcdir/tests/lint/tap.sh"
# shellcheck source-path=SCRIPTDIR
. "$top_srcdir/tests/scale/recipe.sh"

scratch=$(mktemp -d "${TMPDIR:-/tmp}/headroom-scale.XXXXXX") || exit 1
trap 'rm -rf "$scratch"' EXIT
cd "$scratch" || exit 1
SOURCE_DATE_EPOCH=1795132800
export SOURCE_DATE_EPOCH
mkdir bin
ln -s "$HEADROOM" bin/headroom
PATH=$scratch/bin:$PATH
shards 8
headroom summarize -q -o whole.json shard-*.jtl

verdict "xargs: every shard has its document" "$(recipe xargs | sh 2>&1
	recipe missing | sh)"
verdict "the tree of merges is the whole, byte for byte" "$(recipe tree | sh 2>&1
	cmp run.json whole.json)"
rm -f shard-?.json part-*.json
verdict "an array job: every task does its line" "$(recipe slurm-list | sh
	recipe slurm-job >shards.sh
	for id in $(seq "$(wc -l <shards.txt)"); do
		SLURM_ARRAY_TASK_ID=$id sh shards.sh || echo "task $id: exit status $?"
	done
	headroom merge -q -o run.json shard-*.json
	cmp run.json whole.json)"
rm shard-5.json
: >shard-2.json
verdict "what is missing is named" "$(recipe missing | sh >missing
	printf 'missing: shard-2.jtl\nmissing: shard-5.jtl\n' | diff - missing)"
finish
