"""The house rules that a reviewer should never have to repeat; each failure says how to mend it."""

import ast
import re
import subprocess
import sys
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from config import Config

PROJECT = Path(__file__).resolve().parents[2]
SUMMIT = PROJECT / "summit"
MODULES = sorted(SUMMIT.rglob("*.py"))
LONGEST_FUNCTION = 30
LONGEST_FILE = 420
ROLE_FILES = {"rules", "models", "queries", "services", "forms", "mails", "views", "tasks", "setup"}
WRAPPERS = {
    "mail": {"rendering", "transport"},
    "jobs": {"queue", "worker"},
    "badges": {"cards", "pdf"},
    "agenda": {"exports"},
    "sheets": {"answers", "cells", "columns", "keeping", "plans", "reading", "writing"},
    "paper": {"children", "press", "typesetter"},
    "calendar": {"ical"},
    "meetings": {"commands"},
    "web": {
        "access",
        "addresses",
        "errors",
        "filters",
        "forms",
        "keeping",
        "locale",
        "navigation",
        "paper",
        "security",
    },
}

each_module = pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(SUMMIT)))


def functions(path: Path) -> list[ast.FunctionDef]:
    return [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.FunctionDef)]


def length_of(function: ast.FunctionDef) -> int:
    body = function.body[1:] if ast.get_docstring(function) else function.body
    return (function.end_lineno or 0) - body[0].lineno + 1 if body else 0


def test_imports_keep_to_the_contracts() -> None:
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"]
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"Move the import or what it needs downwards (docs/architecture.md):\n{done.stdout}"


def test_every_view_declares_its_access(app: Flask) -> None:
    views = app.view_functions.items()
    undeclared = [name for name, view in views if name != "static" and not hasattr(view, "access")]
    assert undeclared == [], "Put @public, @signed_in or @requires(Permission.X) below the route of these views."


@each_module
def test_only_the_database_module_commits(path: Path) -> None:
    names = {"commit", "rollback", "begin_nested"}
    found = [node.lineno for node in ast.walk(ast.parse(path.read_text())) if getattr(node, "attr", "") in names]
    assert not found or path == SUMMIT / "database.py", f"Use `with transaction():` instead, at lines {found}."


@each_module
def test_functions_are_short(path: Path) -> None:
    long = {f.name: length_of(f) for f in functions(path) if length_of(f) > LONGEST_FUNCTION}
    assert long == {}, f"Split these functions; {LONGEST_FUNCTION} lines is the ceiling."


@each_module
def test_views_are_short(path: Path) -> None:
    views = [
        f
        for f in functions(path)
        if any("access" in ast.dump(d) or "requires" in ast.dump(d) for d in f.decorator_list)
    ]
    long = {f.name: length_of(f) for f in views if length_of(f) > 20}
    assert long == {}, "A view loads, binds, calls one service and answers; move the rest down (20 lines at most)."


@each_module
def test_files_are_short(path: Path) -> None:
    lines = len(path.read_text().splitlines())
    assert lines <= LONGEST_FILE, f"{lines} lines: make it a folder of the same name."


def test_packages_use_the_agreed_file_names() -> None:
    strange = []
    for package in (folder for folder in SUMMIT.iterdir() if (folder / "__init__.py").exists()):
        allowed = WRAPPERS.get(package.name, set()) | ROLE_FILES | {"__init__"}
        if package.name in {"seed", "translations"}:
            continue
        strange += [str(p) for p in package.glob("*.py") if p.stem not in allowed]
    assert strange == [], "Use the file names of docs/architecture.md, or decide on a new one in docs/decisions/."


def test_only_config_reads_the_environment() -> None:
    readers = [str(path) for path in MODULES if re.search(r"os\.(environ|getenv)", path.read_text())]
    assert readers == [], "Add a setting to config.py and take it from app.extensions['summit_config']."


def test_only_the_clock_reads_the_time() -> None:
    pattern = re.compile(r"datetime\.(now|utcnow|today)\(|date\.today\(|time\.time\(")
    readers = [str(p) for p in MODULES if p != SUMMIT / "clock.py" and pattern.search(p.read_text())]
    assert readers == [], "Take `now` as an argument, or call summit.clock.utcnow() at the edge."


def test_templates_lie_where_their_package_says() -> None:
    wrong = []
    for path in MODULES:
        package = path.relative_to(SUMMIT).parts[0]
        for name in re.findall(r"render_template\(\s*\"([^\"]+)\"", path.read_text()):
            if not name.startswith(f"{package}/") or not (PROJECT / "templates" / name).exists():
                wrong.append(f"{path.relative_to(PROJECT)}: {name}")
    assert wrong == [], "A page of summit/<package> is templates/<package>/….html."


def test_templates_hold_nothing_inline() -> None:
    pattern = re.compile(r"\sstyle=|\son[a-z]+=\"|javascript:|<script(?![^>]*nonce)|<style(?![^>]*nonce)|\|\s*safe\b")
    pages = [path for path in (PROJECT / "templates").rglob("*.html") if not _is_paper_or_mail(path)]
    wrong = [str(path.relative_to(PROJECT)) for path in pages if pattern.search(path.read_text())]
    assert wrong == [], "Move style to a class, script to a module with the nonce, and never use |safe."


def _is_paper_or_mail(path: Path) -> bool:
    relative = path.relative_to(PROJECT / "templates").as_posix()
    return relative.startswith("badges/paper/") or relative == "mail/layout.html"


def test_styles_use_logical_properties() -> None:
    physical = re.compile(
        r"(?<![\w-])(margin|padding|border)-(left|right)|(?<![\w-])(left|right)\s*:|(text-align|float):\s*(left|right)"
    )
    sheets = [path for path in (PROJECT / "static" / "css").glob("*.css") if path.name != "badge.css"]
    wrong = {
        path.name: physical.search(path.read_text()).group() for path in sheets if physical.search(path.read_text())
    }
    assert wrong == {}, "Use margin-inline-start and the like, so that Arabic mirrors by itself."


def test_nothing_is_loaded_from_another_host() -> None:
    pattern = re.compile(r"(?:src|href|url)\s*[=(]\s*[\"']?(?:https?:)?//[a-z0-9]", re.IGNORECASE)
    pages = [*(PROJECT / "templates").rglob("*.html"), *(PROJECT / "static" / "css").glob("*.css")]
    wrong = [str(path.relative_to(PROJECT)) for path in pages if pattern.search(path.read_text())]
    assert wrong == [], "Vendor it under static/vendor with its licence."


def test_no_route_disappears(app: Flask) -> None:
    known = (Path(__file__).parent / "routes.txt").read_text().splitlines()
    present = sorted(
        f"{rule.endpoint} {rule.rule} {','.join(sorted(rule.methods - {'HEAD', 'OPTIONS'}))}"
        for rule in app.url_map.iter_rules()
    )
    gone, new = sorted(set(known) - set(present)), sorted(set(present) - set(known))
    assert gone == [], "People hold links to these; bring them back, or redirect them."
    assert new == [], "New routes: add these lines to tests/architecture/routes.txt."


@pytest.mark.parametrize("setting", fields(Config), ids=lambda setting: setting.name)
def test_every_setting_is_documented(setting: Any) -> None:
    name = f"SUMMIT_{setting.name.upper()}"
    assert setting.metadata["text"]
    if setting.name != "testing":
        assert f"`{name}`" in (PROJECT / "README.md").read_text(), f"Add {name} to the README's table of settings."


def test_enums_shown_to_people_have_names() -> None:
    names = re.compile(r"^from summit|N_\(", re.MULTILINE)
    for path in SUMMIT.glob("*/rules*"):
        files = [path] if path.is_file() else list(path.glob("*.py"))
        for file in files:
            for node in ast.walk(ast.parse(file.read_text())):
                if isinstance(node, ast.ClassDef) and any(getattr(b, "id", "") == "DomainError" for b in node.bases):
                    body = ast.get_source_segment(file.read_text(), node) or ""
                    assert names.search(body), (
                        f"{file.name}: {node.name} needs message = N_(…), one sentence for the user."
                    )


def test_rows_are_locked_without_deadlocking_foreign_keys() -> None:
    pattern = re.compile(
        r"with_for_update(?!=ROW_LOCK|\((?:(?:of=\w+, )?key_share=True|read=True, skip_locked=True)\))"
    )
    wrong = [str(path.relative_to(SUMMIT)) for path in MODULES if pattern.search(path.read_text())]
    assert wrong == [], "Lock with ROW_LOCK (get) or key_share=True (select); summit/database.py says why."
