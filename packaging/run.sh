#!/bin/sh
# Installs what is missing, builds the program and starts it with the arguments given:
#   sh packaging/run.sh harmonize --composite picture.png --mask mask.png --output result.png
# Without arguments it harmonizes the example that ships with the program.
set -eu

root=$(cd "$(dirname "$0")/.." && pwd)
. "$root/packaging/common.sh"

# Everything but the program's own output goes to stderr, so that --json on stdout stays clean.
{
    # shellcheck disable=SC2046
    install_missing $(packages_of run)
    # Without the tests, Qt isn't needed.
    build release -DDH_WITH_TESTS=OFF
} >&2

program=$root/build/release/bin/diffharmony
if [ $# -gt 0 ]; then
    exec "$program" "$@"
fi

examples=$root/resources/examples
mkdir -p "$root/out"
say "Harmonizing the example: a lighthouse from a cold, grey day on a table in the evening sun"
"$program" harmonize --composite "$examples/composite.png" --mask "$examples/mask.png" \
    --output "$root/out/example.png" --overwrite
say "Done. Before: $examples/composite.png"
say "      After:  $root/out/example.png"
say "      Truth:  $examples/real.png (the lighthouse rendered in the evening sun)"
