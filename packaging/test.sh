#!/bin/sh
# Installs what is missing, builds everything with warnings as errors and runs the tests. Arguments go to ctest:
#   sh packaging/test.sh -L core
set -eu

root=$(cd "$(dirname "$0")/.." && pwd)
. "$root/packaging/common.sh"

# shellcheck disable=SC2046
install_missing $(packages_of run) $(packages_of test)
build ci

say "Running the tests"
# One at a time: the engine's tests use every processor themselves.
cd "$root"
exec ctest --preset ci --parallel 1 --no-tests=error "$@"
