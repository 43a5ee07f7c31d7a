#!/bin/sh
# The recipe of headroom-scale(7) for GNU parallel: 8 shards on three hosts, which are network
# namespaces with an sshd each; one of them dies while it works. The result is that of one machine.
# Needs root, ip, sshd, ssh, rsync and parallel. All of it happens in namespaces of its own: nothing is
# reachable from outside, and nothing stays.
# shellcheck source-path=SCRIPTDIR/../lint
. "$top_srcdir/tests/lint/tap.sh"
# shellcheck source-path=SCRIPTDIR
. "$top_srcdir/tests/scale/recipe.sh"

for program in ip sshd ssh ssh-keygen rsync parallel unshare; do
	if ! PATH=$PATH:/usr/sbin command -v $program >/dev/null; then
		skip "three hosts" "$program is not installed"
		finish
	fi
done
if [ -z "$HEADROOM_SCALE_INSIDE" ]; then
	if [ "$(id -u)" != 0 ] || ! unshare -n -m true 2>/dev/null; then
		skip "three hosts" "namespaces need root"
		finish
	fi
	exec env HEADROOM_SCALE_INSIDE=1 unshare -n -m --propagation private sh "$0"
fi

scratch=$(mktemp -d "${TMPDIR:-/tmp}/headroom-hosts.XXXXXX") || exit 1
servers=
trap 'for pid in $servers; do kill "$pid" 2>/dev/null; done; rm -rf "$scratch"' EXIT
cd "$scratch" || exit 1
SOURCE_DATE_EPOCH=1795132800
export SOURCE_DATE_EPOCH

# Homes and names of this mount namespace alone.
mkdir -p /run/netns /run/sshd
mount -t tmpfs tmpfs /run/netns
mount -t tmpfs tmpfs /root
HOME=/root
export HOME
mkdir -m 700 /root/.ssh /root/.parallel
touch /root/.parallel/will-cite
ssh-keygen -q -t ed25519 -N '' -f /root/.ssh/id_ed25519
cp /root/.ssh/id_ed25519.pub /root/.ssh/authorized_keys
ssh-keygen -q -t ed25519 -N '' -f host_key
printf 'StrictHostKeyChecking no\nUserKnownHostsFile /dev/null\nLogLevel ERROR\nConnectTimeout 3\nServerAliveInterval 1\nServerAliveCountMax 3\n' >/root/.ssh/config

# A program that takes a while, so that a host can die in the middle of a shard.
mkdir bin
cat >bin/headroom <<END
#!/bin/sh
sleep 0.5
SOURCE_DATE_EPOCH=$SOURCE_DATE_EPOCH exec "$HEADROOM" "\$@"
END
chmod +x bin/headroom

ip link set lo up
ip link add hosts type bridge
ip addr add 10.91.0.1/24 dev hosts
ip link set hosts up
for host in 1 2 3; do
	ip netns add "host$host"
	ip link add "veth$host" type veth peer name eth0 netns "host$host"
	ip link set "veth$host" master hosts up
	ip -n "host$host" addr add "10.91.0.1$host/24" dev eth0
	ip -n "host$host" link set eth0 up
	cat >"sshd$host" <<-END
		HostKey $scratch/host_key
		PidFile none
		UsePAM no
		PermitRootLogin yes
		StrictModes no
		MaxStartups 100
		SetEnv PATH=$scratch/bin:/usr/bin:/bin
	END
	ip netns exec "host$host" /usr/sbin/sshd -D -e -f "$scratch/sshd$host" 2>"sshd$host.log" &
	servers="$servers $!"
	echo "2/10.91.0.1$host" >>hosts
done
for host in 1 2 3; do
	tries=0
	until ssh "10.91.0.1$host" true 2>/dev/null || [ $tries -ge 50 ]; do
		sleep 0.1
		tries=$((tries + 1))
	done
done

shards 8
"$HEADROOM" summarize -q -o whole.json shard-*.jtl
recipe parallel | sh >stdout 2>stderr &
job=$!
# The third host dies when the first shard is done and it is at work.
tries=0
until [ "$(grep -c . shards.log 2>/dev/null || echo 0)" -ge 2 ] || [ $tries -ge 200 ]; do
	sleep 0.05
	tries=$((tries + 1))
done
dead=$(ip netns pids host3)
ip link set veth3 down
# shellcheck disable=SC2086
kill -KILL $dead
rc=0
wait $job || rc=$?
verdict "8 shards on 3 hosts, one of them dies: all are done" "$([ "$rc" = 0 ] || { echo "exit status $rc"; head -5 stderr; }
	[ "$(echo "$dead" | wc -l)" -gt 1 ] || echo "the host was not at work when it died"
	recipe missing | sh)"
verdict "the living hosts did all of it" "$(awk 'NR > 1 && $7 == 0 { print $2 }' shards.log | sort | uniq -c >done.list
	awk '{ n += $1 } END { if (n != 8) print n, "shards in the log" }' done.list
	[ "$(wc -l <done.list)" -ge 2 ] || cat done.list)"
verdict "the merged document is that of one machine, byte for byte" "$(PATH=$scratch/bin:$PATH
	export PATH
	recipe tree | sh 2>&1
	cmp run.json whole.json)"
finish
