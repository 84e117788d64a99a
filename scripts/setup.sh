#!/usr/bin/env bash
# Prepare the machine and the virtual environment; quick when nothing is missing.
# Usage: scripts/setup.sh run|test

source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
source "$PROJECT/scripts/packages.sh"

main() {
    local purpose="${1:-run}" lock
    case "$purpose" in
        run) lock=requirements.lock ;;
        test) lock=requirements-test.lock ;;
        *) fail "scripts/setup.sh takes 'run' or 'test', not '$purpose'." ;;
    esac
    ensure_python
    ensure_packages "$purpose"
    ensure_virtual_environment
    ensure_locked_packages "$lock"
    compile_translations
}

ensure_python() {
    command -v python3 >/dev/null || fail "python3 is missing. Install Python 3.11 or newer (Debian: apt-get install python3)."
    python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
        || fail "Python 3.11 or newer is needed; python3 here is $(python3 --version)."
}

ensure_virtual_environment() {
    if "$VENV_PYTHON" -c 'import pip' 2>/dev/null; then
        return
    fi
    say "Creating the virtual environment in .venv"
    python3 -m venv --clear .venv || fail "the virtual environment could not be made (is the disk full?)."
}

# The stamp holds the lock it was installed from, so an unchanged lock costs one comparison.
ensure_locked_packages() {
    local lock="$1" stamp=".venv/installed-$1"
    if cmp --silent "$lock" "$stamp"; then
        return
    fi
    say "Installing the Python packages of $lock"
    "$VENV_PYTHON" -m pip install --quiet --disable-pip-version-check --only-binary=:all: --require-hashes \
        --requirement "$lock" || fail "pip could not install $lock (its own message stands above)."
    cp "$lock" "$stamp"
}

compile_translations() {
    local catalogue
    for catalogue in summit/translations/*/LC_MESSAGES/messages.po; do
        if [ -e "$catalogue" ] && [ "$catalogue" -nt "${catalogue%.po}.mo" ]; then
            say "Compiling the translations"
            "$VENV_PYTHON" -m babel.messages.frontend --quiet compile --directory summit/translations
            return
        fi
    done
}

main "$@"
