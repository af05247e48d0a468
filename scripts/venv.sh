# Sourced by scripts/demo and scripts/test: creates .venv with Python 3.11 or later, and installs missing system packages.

say() { printf '\n== %s\n' "$*"; }

find_python() {
    for name in python3 python3.14 python3.13 python3.12 python3.11; do
        if command -v "$name" >/dev/null 2>&1 && "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
            echo "$name"
            return
        fi
    done
}

# Installs Debian packages, as root or with sudo (Debian ships Python without venv).
apt_install() {
    if [ "$(id -u)" = 0 ]; then as_root=; elif command -v sudo >/dev/null 2>&1; then as_root=sudo; else
        echo "sayso: $* is missing, and apt needs root. Run as root: apt-get install $*" >&2
        exit 1
    fi
    say "apt-get install $*"
    $as_root apt-get update -qq
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

make_venv() {
    if [ -x .venv/bin/pip ] && .venv/bin/python -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then return; fi
    python=$(find_python)
    if [ -z "$python" ]; then
        apt_install python3 python3-venv
        python=$(find_python)
    elif ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        apt_install "$(basename "$(readlink -f "$(command -v "$python")")")-venv"
    fi
    if [ -z "$python" ]; then
        echo "sayso: Python 3.11 or later was not found. Install it and run this script again." >&2
        exit 1
    fi
    say "a virtual environment in .venv ($("$python" --version))"
    rm -rf .venv
    "$python" -m venv .venv
}
