#!/usr/bin/env bash
# Set up what the tests need, then run all of them on two processes.
# Usage: scripts/test.sh [pytest options and paths]

source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

"$PROJECT/scripts/setup.sh" test
exec "$VENV_PYTHON" -m pytest -n "${JOBS:-2}" "$@"
