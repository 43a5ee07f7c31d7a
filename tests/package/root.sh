#!/bin/sh
# A bare Debian 12 in a folder: the README's two commands install what they need, build and pass there;
# then the program is installed, every command of the manual's examples works with what was installed,
# the tutorial's among them, and uninstalling leaves nothing. Needs root and debootstrap, and reaches
# the archive the way this machine's apt does. Half an hour; HEADROOM_ROOT_TIME bounds it in seconds.
# Argument: the source folder, a git checkout (a tarball's folder will do).
set -eu
source=$(cd "$1" && pwd)
: "${HEADROOM_ROOT_TIME:=5400}"

if [ -z "${HEADROOM_ROOT_INSIDE-}" ]; then
	PATH=$PATH:/usr/sbin
	export PATH
	for program in debootstrap chroot unshare; do
		command -v $program >/dev/null || {
			echo "check-root: skipped: $program is not installed"
			exit 77
		}
	done
	if [ "$(id -u)" != 0 ] || ! unshare -m -p -f true 2>/dev/null; then
		echo "check-root: skipped: it needs root"
		exit 77
	fi
	scratch=$(mktemp -d "${TMPDIR:-/var/tmp}/headroom-root.XXXXXX")
	trap 'rm -rf --one-file-system "$scratch"' EXIT
	# Mounts and processes of its own: they end with it.
	HEADROOM_ROOT_INSIDE=$scratch timeout "$HEADROOM_ROOT_TIME" \
		unshare -m -p -f --kill-child --propagation private sh "$0" "$source"
	exit
fi

root=$HEADROOM_ROOT_INSIDE/root
began=$(date +%s)
step()
{
	now=$(date +%s)
	printf '%5d s  %s\n' $((now - began)) "$1"
}
inside()
{
	env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive \
		chroot "$root" "$@"
}
told() # WHAT LOG
{
	echo "check-root: $1" >&2
	[ ! -f "${2-}" ] || grep -E '^(FAIL|ERROR|not ok)|error:|^E: ' "$2" | head -20
	[ ! -f "${2-}" ] || tail -5 "$2"
}
fail()
{
	told "$@"
	exit 1
}

archive=$(apt-get indextargets --format '$(SITE)' 'Created-By: Packages' 'Codename: bookworm' | head -1)
[ -n "$archive" ] || fail "apt knows no archive of bookworm"
debootstrap --variant=minbase --include=ca-certificates bookworm "$root" "$archive" >"$root.log" 2>&1 ||
	fail "debootstrap" "$root.log"
for file in /etc/resolv.conf /etc/hosts /etc/apt/apt.conf /etc/apt/apt.conf.d; do
	[ ! -e $file ] || cp -RL $file "$root$(dirname $file)/"
done
mount -t proc proc "$root/proc"
mount --rbind /dev "$root/dev"
mount -t tmpfs tmpfs "$root/tmp"
bare=$(inside dpkg-query -W | wc -l)
step "a bare root: $bare packages, $(du -smx "$root" | cut -f1) MB"

if [ -e "$source/.git" ]; then
	mkdir -p "$root/root/headroom"
	git -C "$source" archive HEAD | tar -xf - -C "$root/root/headroom"
else
	cp -R "$source" "$root/root/headroom"
fi
inside sh -c 'cd /root/headroom && ./quickstart report' >"$root.log" 2>&1 || fail "./quickstart report" "$root.log"
page=$(sed -n 's/^open //p' "$root.log")
grep -q '<title>' "$root$page" || fail "no page at $page"
build=$(inside dpkg-query -W | wc -l)
step "./quickstart report: $((build - bare)) packages more, $(du -smx "$root" | cut -f1) MB, and the page"

# A test that fails does not stand in the way of what comes after.
failed=0
inside sh -c 'cd /root/headroom && ./quickstart check' >"$root.log" 2>&1 || { failed=1; told "./quickstart check" "$root.log"; }
tests=$(inside dpkg-query -W | wc -l)
step "./quickstart check: $((tests - build)) packages more; $(sed -n 's/^# \(PASS\|SKIP\|FAIL\): */\1 /p' "$root.log" | tr '\n' ' ')"

inside sh -c 'cd /usr/local && find . ! -type d | sort' >"$root.before"
inside make -s -C /root/headroom/build install >"$root.log" 2>&1 || fail "make install" "$root.log"
inside sh -c 'cd /usr/local && find . ! -type d | sort' >"$root.after"
# What is installed has to be enough: the checkout is out of the way.
inside mv /root/headroom/templates /root/headroom/templates.away
inside sh -c 'cd /tmp && export top_srcdir=/root/headroom top_builddir=/root/headroom/build \
	HEADROOM=/usr/local/bin/headroom TZ=UTC && sh /root/headroom/tests/man/examples.sh' >"$root.log" 2>&1 ||
	fail "the examples of the manual" "$root.log"
tutorial=$(grep -c '^ok.*headroom-tutorial.7' "$root.log") || fail "no example of headroom-tutorial(7)"
step "make install: $(comm -13 "$root.before" "$root.after" | wc -l) files; $(grep -c '^ok' "$root.log") examples pass, $tutorial of them the tutorial's"
inside mv /root/headroom/templates.away /root/headroom/templates

inside make -s -C /root/headroom/build uninstall >"$root.log" 2>&1 || fail "make uninstall" "$root.log"
inside sh -c 'cd /usr/local && find . ! -type d | sort' >"$root.after"
cmp -s "$root.before" "$root.after" || { comm -13 "$root.before" "$root.after"; fail "make uninstall left these"; }
step "make uninstall: nothing stays"
exit $failed
