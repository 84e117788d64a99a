# shellcheck shell=bash
# What every script shares: the project folder, the Python of the virtual environment, and how to speak.
# Sourced, never run.

set -euo pipefail

PROJECT="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
# shellcheck disable=SC2034  # used by the scripts that source this file
VENV_PYTHON="$PROJECT/.venv/bin/python"
export FLASK_APP="$PROJECT/wsgi.py"
export PYTHONUNBUFFERED=1

cd "$PROJECT"

say() {
    printf '==> %s\n' "$*" >&2
}

fail() {
    printf '\nSummit cannot continue: %s\n' "$*" >&2
    exit 1
}
