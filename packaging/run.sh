#!/bin/sh
# Installs what is missing, builds the programs and starts them:
#   sh packaging/run.sh                       the editor, with the example composition
#   sh packaging/run.sh picture.jpg           the editor, with pictures or a project
#   sh packaging/run.sh harmonize --composite picture.png --mask mask.png --output result.png
#                                             the command line: harmonize, compare, model, evaluate, train
# Without a display and without arguments the command line harmonizes the example.
set -eu

root=$(cd "$(dirname "$0")/.." && pwd)
. "$root/packaging/common.sh"

# Everything but the program's own output goes to stderr, so that --json on stdout stays clean.
{
    # shellcheck disable=SC2046
    install_missing $(packages_of run)
    build release -DDH_WITH_TESTS=OFF
} >&2

command_line=$root/build/release/bin/diffharmony
editor=$root/build/release/bin/diffharmony-studio
case ${1:-} in
    harmonize | compare | model | evaluate | train | -*) exec "$command_line" "$@" ;;
esac
if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
    exec "$editor" "$@"
fi
[ $# -eq 0 ] || die "no display for the editor (DISPLAY and WAYLAND_DISPLAY are empty)"

say "No display for the editor: harmonizing the example on the command line"
examples=$root/resources/examples
mkdir -p "$root/out"
"$command_line" harmonize --composite "$examples/composite.png" --mask "$examples/mask.png" \
    --output "$root/out/example.png" --overwrite
say "Done. Before: $examples/composite.png"
say "      After:  $root/out/example.png"
say "      Truth:  $examples/real.png (the lighthouse rendered in the evening sun)"
