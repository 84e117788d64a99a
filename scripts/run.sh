#!/usr/bin/env bash
# Set up what is missing, prepare the database, then serve until Ctrl-C.
# Usage: scripts/run.sh   (HOST and PORT choose the address, default 127.0.0.1:8000)

source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

export HOST="${HOST:-127.0.0.1}"
export PORT="${PORT:-8000}"
export SUMMIT_DEMO="${SUMMIT_DEMO:-1}"
export SUMMIT_BASE_URL="${SUMMIT_BASE_URL:-http://$HOST:$PORT}"

"$PROJECT/scripts/setup.sh" run
SERVE_TEXT="$("$VENV_PYTHON" -m flask prepare --sign-ins)"
export SERVE_TEXT
exec "$VENV_PYTHON" "$PROJECT/scripts/serve.py"
