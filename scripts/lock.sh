#!/usr/bin/env bash
# Write requirements.lock and requirements-test.lock anew from pyproject.toml: every version pinned, every
# file with its hashes, no index address inside. pip-compile lives in its own environment under var/.

source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

TOOLS=var/lock-tools

compile_lock() {
    local output="$1"
    shift
    say "Pinning $output"
    "$TOOLS/bin/pip-compile" --quiet --generate-hashes --no-emit-index-url --no-emit-find-links \
        --no-emit-trusted-host --no-header --allow-unsafe --strip-extras "$@" -o "$output" pyproject.toml
}

"$PROJECT/scripts/setup.sh" run
if [ ! -x "$TOOLS/bin/pip-compile" ]; then
    python3 -m venv --clear "$TOOLS"
    "$TOOLS/bin/python" -m pip install --quiet --disable-pip-version-check pip-tools
fi
compile_lock requirements.lock
compile_lock requirements-test.lock --extra proof --extra test -c requirements.lock
