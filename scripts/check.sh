#!/usr/bin/env bash
# Every check that needs no running application. All of them run, so one call shows all there is to mend.

source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

"$PROJECT/scripts/setup.sh" test

failed=()

check() {
    local name="$1"
    shift
    say "$name"
    "$@" || failed+=("$name")
}

check "ruff: lint" "$VENV_PYTHON" -m ruff check .
check "ruff: format" "$VENV_PYTHON" -m ruff format --check .
check "mypy: types" "$VENV_PYTHON" -m mypy summit config.py wsgi.py scripts/serve.py
check "import-linter: contracts" .venv/bin/lint-imports
check "djlint: templates" "$VENV_PYTHON" -m djlint templates --lint --quiet
if command -v shellcheck >/dev/null; then
    check "shellcheck: scripts" shellcheck scripts/*.sh .ci/run
fi

[ ${#failed[@]} -eq 0 ] || fail "these checks found something: ${failed[*]}"
