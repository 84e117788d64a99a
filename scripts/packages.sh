# shellcheck shell=bash
# The system libraries, fonts and programs Summit needs, and how they come onto the machine.
# Sourced by setup.sh, never run.

RUN_PACKAGES=(libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fontconfig fonts-noto-core fonts-noto-cjk tzdata)
# libatomic1 is what the driver of the browser tests needs and nothing else brings.
TEST_PACKAGES=(chromium libatomic1 poppler-utils postgresql)

# Elsewhere than on Debian the same things are asked for by what they provide.
RUN_LIBRARIES=(pango-1.0 pangoft2-1.0 harfbuzz-subset)
RUN_FONTS=("Noto Sans Devanagari" "Noto Sans CJK SC")

ensure_packages() {
    local purpose="$1"
    if command -v dpkg-query >/dev/null; then
        ensure_debian_packages "$purpose"
    else
        ensure_provided_elsewhere "$purpose"
    fi
}

ensure_debian_packages() {
    local wanted=("${RUN_PACKAGES[@]}")
    if [ "$1" = test ]; then
        wanted+=("${TEST_PACKAGES[@]}")
    fi
    if [ ! -x "$VENV_PYTHON" ] && ! python3 -c 'import ensurepip, venv' 2>/dev/null; then
        wanted+=(python3-venv)
    fi
    local missing
    missing="$(missing_debian_packages "${wanted[@]}")"
    if [ -n "$missing" ]; then
        # Package names hold no blanks, so splitting the list into words is meant.
        # shellcheck disable=SC2086
        install_debian_packages $missing
    fi
}

missing_debian_packages() {
    local installed package
    installed="$(dpkg-query --show --showformat='${Package}=${db:Status-Status}\n' "$@" 2>/dev/null || true)"
    for package in "$@"; do
        grep --quiet --line-regexp --fixed-strings "$package=installed" <<<"$installed" || printf '%s ' "$package"
    done
}

install_debian_packages() {
    may_become_root || fail "these system packages are missing: $*
As an administrator, install them and start again:
    apt-get update && apt-get install --no-install-recommends $*"
    say "Installing system packages: $*"
    as_root apt-get update --quiet=2 || say "The package lists could not all be refreshed; trying with what is there."
    forbid_main_cluster "$@"
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install --yes --quiet=2 --no-install-recommends \
        -o DPkg::Lock::Timeout=120 -o Dpkg::Use-Pty=0 "$@" >&2 \
        || fail "apt-get could not install: $* (its own message stands above)."
    allow_main_cluster
}

may_become_root() {
    [ "$(id -u)" -eq 0 ] && return
    command -v sudo >/dev/null && { sudo -n true 2>/dev/null || [ -t 0 ]; }
}

as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    else
        sudo "$@"
    fi
}

# Debian starts a PostgreSQL cluster of its own when the server is installed; the tests bring their own,
# so the machine is spared that one. The file is there during the installation only.
NO_CLUSTER=/etc/postgresql-common/createcluster.d/summit-set-up.conf

forbid_main_cluster() {
    if [[ " $* " == *" postgresql "* ]]; then
        as_root mkdir -p "$(dirname "$NO_CLUSTER")"
        as_root sh -c "echo 'create_main_cluster = false' > '$NO_CLUSTER'"
    fi
}

allow_main_cluster() {
    if [ -e "$NO_CLUSTER" ]; then
        as_root rm -f "$NO_CLUSTER"
    fi
}

ensure_provided_elsewhere() {
    local missing=() library font
    for library in "${RUN_LIBRARIES[@]}"; do
        has_library "$library" || missing+=("the library $library")
    done
    for font in "${RUN_FONTS[@]}"; do
        has_font "$font" || missing+=("the font $font")
    done
    if [ "$1" = test ]; then
        has_program chromium chromium-browser google-chrome || missing+=("the program chromium")
        has_program pdftotext || missing+=("the program pdftotext (poppler)")
        has_program initdb pg_config || missing+=("a PostgreSQL server (initdb)")
    fi
    if [ ${#missing[@]} -gt 0 ]; then
        name_what_is_missing "${missing[@]}"
    fi
}

has_library() {
    python3 -c 'import sys; from ctypes.util import find_library; sys.exit(not find_library(sys.argv[1]))' "$1"
}

has_font() {
    command -v fc-list >/dev/null && [ -n "$(fc-list "$1")" ]
}

has_program() {
    local program
    for program in "$@"; do
        command -v "$program" >/dev/null && return
    done
    return 1
}

name_what_is_missing() {
    fail "this is not Debian or Ubuntu, so it installs nothing itself. Missing here:
$(printf '    - %s\n' "$@")
How to get it:
    Fedora   dnf install pango harfbuzz fontconfig google-noto-sans-fonts google-noto-sans-cjk-fonts
    Arch     pacman -S pango harfbuzz fontconfig noto-fonts noto-fonts-cjk
    macOS    brew install pango fontconfig && brew install --cask font-noto-sans font-noto-sans-cjk
    For the tests also: chromium, poppler (pdftotext), postgresql (server)."
}
