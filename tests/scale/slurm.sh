#!/bin/sh
# The array job of headroom-scale(7) by Slurm itself: munged, slurmctld and slurmd of this test's own on
# the one host of a network namespace, with all that they keep in a scratch folder. One machine of two
# processors; the result is that of one program. Needs root and Slurm (Debian: slurm-wlm).
# shellcheck source-path=SCRIPTDIR/../lint
. "$top_srcdir/tests/lint/tap.sh"
# shellcheck source-path=SCRIPTDIR
. "$top_srcdir/tests/scale/recipe.sh"

PATH=$PATH:/usr/sbin
for program in slurmctld slurmd sbatch munged unshare hostname ip; do
	if ! command -v $program >/dev/null; then
		skip "an array job of Slurm" "$program is not installed"
		finish
	fi
done
if [ -z "$HEADROOM_SCALE_INSIDE" ]; then
	if [ "$(id -u)" != 0 ] || ! unshare -n -u -m true 2>/dev/null; then
		skip "an array job of Slurm" "namespaces need root"
		finish
	fi
	exec env HEADROOM_SCALE_INSIDE=1 unshare -n -u -m --propagation private sh "$0"
fi

scratch=$(mktemp -d "${TMPDIR:-/tmp}/headroom-slurm.XXXXXX") || exit 1
servers=
# slurmd last started goes first, and leaves no step behind.
trap 'for pid in $servers; do kill "$pid" 2>/dev/null; done; wait; rm -rf "$scratch"' EXIT
cd "$scratch" || exit 1
chmod 755 .
SOURCE_DATE_EPOCH=1795132800
SLURM_CONF=$scratch/slurm.conf
export SOURCE_DATE_EPOCH SLURM_CONF
hostname shards
ip link set lo up
# They listen only where there is an address beside the loopback's.
ip link add shards type bridge
ip addr add 10.92.0.1/24 dev shards
ip link set shards up

mkdir state spool munge bin
ln -s "$HEADROOM" bin/headroom
head -c 1024 /dev/urandom >munge/key
chmod 600 munge/key
chmod 711 munge
cat >slurm.conf <<END
ClusterName=shards
SlurmctldHost=shards(10.92.0.1)
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
AuthInfo=socket=$scratch/munge/socket
CredType=cred/munge
StateSaveLocation=$scratch/state
SlurmdSpoolDir=$scratch/spool
SlurmctldPidFile=$scratch/slurmctld.pid
SlurmdPidFile=$scratch/slurmd.pid
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
SchedulerParameters=sched_interval=1,batch_sched_delay=0
ReturnToService=2
NodeName=shards NodeAddr=10.92.0.1 CPUs=2 State=UNKNOWN
PartitionName=all Nodes=shards Default=YES State=UP
END
printf 'CgroupPlugin=cgroup/v1\n' >cgroup.conf
# The daemon asks for the address of its host's name.
echo '10.92.0.1 shards' >names
mount --bind names /etc/hosts

munged --foreground --force --socket="$scratch/munge/socket" --key-file="$scratch/munge/key" --num-threads=1 \
	--log-file="$scratch/munge/log" --pid-file="$scratch/munge/pid" --seed-file="$scratch/munge/seed" 2>munged.log &
servers=$!
tries=0
until [ -S munge/socket ] || [ $tries -ge 100 ]; do
	sleep 0.1
	tries=$((tries + 1))
done
slurmctld -D -f slurm.conf >slurmctld.log 2>&1 &
servers="$! $servers"
slurmd -D -N shards -f slurm.conf >slurmd.log 2>&1 &
servers="$! $servers"
tries=0
until timeout 5 sinfo -h -o %T 2>/dev/null | grep -q '^idle' || [ $tries -ge 100 ]; do
	sleep 0.1
	tries=$((tries + 1))
done
if ! timeout 5 sinfo -h -o %T 2>/dev/null | grep -q '^idle'; then
	skip "an array job of Slurm" "its daemons do not start here: $(tail -q -n 1 munged.log slurmctld.log slurmd.log | tr '\n' ' ')"
	finish
fi

PATH=$scratch/bin:$PATH
shards 8
headroom summarize -q -o whole.json shard-*.jtl
recipe slurm-list | sh
recipe slurm-job >shards.sh
recipe slurm-submit >submit.sh
rc=0
timeout 120 sh submit.sh >submitted 2>&1 || rc=$?
verdict "an array job of 8 tasks: every shard has its document" "$([ "$rc" = 0 ] || { echo "exit status $rc"; cat submitted; tail -5 slurmctld.log; }
	recipe missing | sh)"
verdict "Slurm ran each task once" "$(scontrol show job -o | awk '/ArrayTaskId=/ { n++ } !/JobState=COMPLETED/ { print } END { if (n != 8) print n + 0, "tasks" }')"
verdict "the merged document is that of one machine, byte for byte" "$(recipe tree | sh 2>&1
	cmp run.json whole.json)"

# A task that fails is told by the job, and named by what is missing.
rm shard-*.json part-*.json
mkdir shard-5.json
rc=0
timeout 120 sh submit.sh >submitted 2>&1 || rc=$?
rmdir shard-5.json
verdict "a task that fails: the job does, and the shard is named" "$([ "$rc" != 0 ] || echo "exit status 0"
	recipe missing | sh >missing
	echo 'missing: shard-5.jtl' | diff - missing)"
finish
