# shellcheck shell=sh
# The names that the program lists under a topic of its help ("forms", "charts"). Sourced.
names_of() { "$HEADROOM" help "$1" | sed -n 's/^  \([a-z][a-z0-9-]*\)  *[^ ].*/\1/p'; }
