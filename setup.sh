#!/bin/sh
# A fresh machine -> system libraries, then .venv with exactly what requirements.lock names; where
# there is Node, the servers that tests publish to, too.
# Run it as often as you like: what is in place is left alone.
#   ./setup.sh                     (PYTHON=/path/to/python ./setup.sh picks the interpreter)
set -eu
unset CDPATH
cd "$(dirname "$0")"

lock=requirements.lock
venv=.venv
stamp=$venv/installed.lock # a copy of the lock, written when all of it is installed
servers=tests/servers
servers_stamp=$servers/node_modules/installed.lock

say() { printf 'setup: %s\n' "$*"; }
die() {
    say "$*" >&2
    exit 1
}
have() { command -v "$1" >/dev/null 2>&1; }

# --- what is missing -------------------------------------------------------------------------

usable() { "$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null; }

find_python() {
    if [ -n "${PYTHON:-}" ]; then
        usable "$PYTHON" || die "PYTHON=$PYTHON is not a Python from 3.11 to 3.13."
        python=$PYTHON
        return
    fi
    python=
    for candidate in python3 python3.13 python3.12 python3.11; do
        if usable "$candidate"; then
            python=$candidate
            return
        fi
    done
}

# The needs that this machine does not meet, in words of no package manager.
missing_needs() {
    if [ -n "$python" ]; then
        "$python" -c 'import ensurepip, venv' 2>/dev/null || echo venv
        "$python" -c 'import os.path, sys, sysconfig
sys.exit(not os.path.exists(sysconfig.get_path("include") + "/Python.h"))' || echo headers
    else
        echo python venv headers
    fi
    { have cc && echo '#include <stdlib.h>' | cc -E - >/dev/null 2>&1; } || echo compiler
    if have pkg-config; then
        pkg-config --exists cairo || echo cairo
        pkg-config --exists pangocairo pangofc || echo pango
    else
        echo pkg-config cairo pango
    fi
}

# --- the system's part -----------------------------------------------------------------------

apt_packages() { # the Debian names of the needs in "$@"
    if [ -n "$python" ]; then
        version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
    else
        for version in 3.13 3.12 3.11 3; do
            apt-cache show "python$version" >/dev/null 2>&1 && break
        done
    fi
    for need in "$@"; do
        case $need in
        python) echo "python$version" ;;
        venv) echo "python$version-venv" ;;
        headers) echo "python$version-dev" ;;
        compiler) echo gcc libc6-dev ;;
        pkg-config) echo pkg-config ;;
        cairo) echo libcairo2-dev ;;
        pango) echo libpango1.0-dev ;;
        esac
    done
}

brew_packages() {
    for need in "$@"; do
        case $need in
        python | venv | headers) echo python@3.13 ;;
        compiler) die 'There is no C compiler: run "xcode-select --install" first.' ;;
        pkg-config) echo pkgconf ;;
        *) echo "$need" ;;
        esac
    done | sort -u
}

as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    else
        sudo "$@"
    fi
}

install_with_apt() {
    by_hand="As root, run: apt-get update && apt-get install -y $(apt_packages "$@" | tr '\n' ' ')"
    [ "$(id -u)" -eq 0 ] || have sudo || die "Missing: $*. There is no sudo here. $by_hand"
    say "Reading the package lists"
    as_root apt-get update -q >/dev/null ||
        say "apt-get update failed; going on with the lists there are"
    # shellcheck disable=SC2046 # one word is one package
    set -- $(apt_packages "$@")
    say "Installing with apt: $*"
    as_root env DEBIAN_FRONTEND=noninteractive \
        apt-get install -y -q --no-install-recommends "$@" </dev/null >/dev/null ||
        die "apt-get could not install them. $by_hand"
}

install_with_brew() {
    # shellcheck disable=SC2046
    set -- $(brew_packages "$@")
    [ $# -gt 0 ] || exit 1
    say "Installing with Homebrew: $*"
    brew install --quiet "$@"
}

install_system() {
    find_python
    # shellcheck disable=SC2046
    set -- $(missing_needs)
    if [ $# -eq 0 ]; then
        say "System libraries: all there"
        return
    fi
    if have apt-get; then
        install_with_apt "$@"
    elif have brew; then
        install_with_brew "$@"
    else
        die "Missing: $*. Install with this system's package manager: Python 3.11 to 3.13 with" \
            "venv and headers, a C compiler, pkg-config, the headers of cairo and of pango." \
            "Then run this again."
    fi
    find_python
    [ -n "$python" ] ||
        die "This system offers no Python from 3.11 to 3.13. Install one and run" \
            "PYTHON=/path/to/python ./setup.sh"
    # shellcheck disable=SC2046
    set -- $(missing_needs)
    [ $# -eq 0 ] || die "Still missing after the installation: $*"
}

# --- Python's part ---------------------------------------------------------------------------

installed() {
    cmp -s "$lock" "$stamp" && "$venv/bin/python" -c 'import cairo, manimpango' 2>/dev/null
}

install_python() {
    # A half-made environment is made anew: pip keeps what it has downloaded and built.
    say "Making $venv with $("$python" --version)"
    "$python" -m venv --clear "$venv"
    say "Installing $(grep -c == "$lock") packages from $lock (some minutes the first time)"
    "$venv/bin/python" -m pip install -qq --disable-pip-version-check --no-input \
        --no-compile --require-hashes -r "$lock" ||
        die "pip failed; its message is above. Run this again to go on from here."
    say "Compiling them to byte code"
    "$venv/bin/python" -m compileall -qq -j 0 "$venv/lib" 2>/dev/null ||
        "$venv/bin/python" -m compileall -qq "$venv/lib" || : # where processes share no memory
    cp "$lock" "$stamp"
}

# --- Node's part -----------------------------------------------------------------------------

# Only tests need it: whatever is wrong here, they say so, and the rest works.
install_servers() {
    [ -f "$servers/package-lock.json" ] || return 0
    cmp -s "$servers/package-lock.json" "$servers_stamp" && return 0
    if ! have npm || ! node -e '
        const [major, minor] = process.versions.node.split(".").map(Number);
        process.exit(major > 20 || (major === 20 && minor >= 19) ? 0 : 1)' 2>/dev/null; then
        say "No npm with Node 20.19 or later: tests against the servers of $servers are skipped"
        return 0
    fi
    say "Installing the servers of the tests with npm"
    if (cd "$servers" && npm ci --ignore-scripts --silent </dev/null); then
        cp "$servers/package-lock.json" "$servers_stamp"
    else
        say "npm ci failed: tests against the servers of $servers are skipped"
    fi
}

if installed; then
    install_servers
    say "Everything is in place: nothing to do"
    exit 0
fi
install_system
install_python
install_servers
installed || die "The packages are installed but do not load: $venv/bin/python -c 'import manim'"
say "Done"
