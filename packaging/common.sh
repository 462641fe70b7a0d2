# shellcheck shell=sh
# What run.sh and test.sh share. Sourced with `root`, the project's folder, set; POSIX sh.
: "${root:?}"

say() { echo "==> $*"; }

die() {
    echo "packaging: $*" >&2
    exit 1
}

# packages_of run|test: the names under that heading of dependencies.txt.
packages_of() {
    awk -v wanted="[$1]" '/^\[/ { inside = ($1 == wanted); next } inside && NF && $1 !~ /^#/ { print $1 }' \
        "$root/packaging/dependencies.txt"
}

# missing_packages name...: those that dpkg doesn't list as installed.
missing_packages() {
    for package in "$@"; do
        case $(dpkg-query -W -f '${Status}' "$package" 2>/dev/null) in
            *' installed') ;;
            *) echo "$package" ;;
        esac
    done
}

as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        env DEBIAN_FRONTEND=noninteractive "$@"
    else
        sudo env DEBIAN_FRONTEND=noninteractive "$@"
    fi
}

# install_missing name...: installs what is missing, and does nothing at all when nothing is.
install_missing() {
    command -v dpkg-query >/dev/null || die "this script installs Debian packages; elsewhere install what \
packaging/dependencies.txt names and build with: cmake --preset release && cmake --build --preset release"
    # Names are free of blanks.
    # shellcheck disable=SC2046
    set -- $(missing_packages "$@")
    [ $# -gt 0 ] || return 0
    say "Installing $# missing packages: $*"
    if [ "$(id -u)" -ne 0 ] && ! command -v sudo >/dev/null; then
        die "packages are missing, and installing them needs root or sudo. As root, run: apt-get install $*"
    fi
    as_root apt-get update -qq || say "The package lists could not be updated; trying with those that are here"
    as_root apt-get install -y -qq --no-install-recommends "$@" || die "apt-get could not install: $*"
}

# Compilers at once: one for each processor, but no more than memory holds. Files that include LibTorch need the most.
build_jobs() {
    kib_per_job=1572864
    by_memory=$(awk -v each="$kib_per_job" '/^MemAvailable:/ { print int($2 / each) }' /proc/meminfo)
    by_processor=$(nproc)
    jobs=${by_memory:-1}
    [ "$jobs" -le "$by_processor" ] || jobs=$by_processor
    [ "$jobs" -ge 1 ] || jobs=1
    echo "$jobs"
}

# build PRESET [cmake option...]: configures when that was not done yet, then builds what changed.
build() {
    preset=$1
    shift
    if command -v ccache >/dev/null; then
        set -- "$@" -DCMAKE_CXX_COMPILER_LAUNCHER=ccache
    fi
    # Ninja configures again by itself when a CMake file changes, but it doesn't know the presets.
    made="$root/build/$preset/build.ninja"
    if [ ! -f "$made" ] || [ -n "$(find "$root/CMakePresets.json" -newer "$made")" ]; then
        say "Configuring build/$preset"
        (cd "$root" && cmake --preset "$preset" "$@" --log-level=NOTICE) || die "configuring failed"
    fi
    jobs=$(build_jobs)
    say "Building build/$preset with $jobs jobs"
    (cd "$root" && cmake --build --preset "$preset" --parallel "$jobs") || die "building failed"
}
