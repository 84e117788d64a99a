import re

import pytest

from summit.application import create_app
from summit.web.security import allow_framing
from tests.conftest import test_config as make_config


def policy_of(response) -> dict[str, str]:
    parts = [part.strip().partition(" ") for part in response.headers["Content-Security-Policy"].split(";")]
    return {name: value for name, _, value in parts}


def test_the_policy_denies_by_default_and_allows_nothing_inline(client):
    policy = policy_of(client.get("/sign-in"))
    assert policy["default-src"] == "'none'"
    assert policy["frame-ancestors"] == "'none'"
    assert "unsafe-inline" not in str(policy)
    assert "unsafe-eval" not in str(policy)


def test_every_answer_has_a_nonce_of_its_own(client):
    nonces = {re.search(r"nonce-([\w-]+)", str(policy_of(client.get("/sign-in")))).group(1) for _ in range(3)}
    assert len(nonces) == 3


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("X-Content-Type-Options", "nosniff"),
        ("X-Frame-Options", "DENY"),
        ("Referrer-Policy", "same-origin"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
    ],
)
def test_security_headers_are_on_every_answer(client, name, value):
    assert client.get("/healthz").headers[name] == value
    assert client.get("/nowhere").headers[name] == value


def test_an_answer_without_a_page_carries_no_policy_that_would_replace_the_kept_pages(app, client):
    with app.test_request_context("/sign-in"):
        assert "Content-Security-Policy" not in app.process_response(app.response_class(status=304)).headers
        assert "Content-Security-Policy" in app.process_response(app.response_class(status=200)).headers


def test_only_what_allows_it_is_shown_in_frames_of_other_sites(app):
    with app.test_request_context("/sign-in"):
        allow_framing()
        response = app.process_response(app.response_class())
    assert policy_of(response)["frame-ancestors"] == "*"
    assert policy_of(response)["default-src"] == "'none'"
    assert "X-Frame-Options" not in response.headers
    assert response.headers["Cross-Origin-Resource-Policy"] == "cross-origin"


def test_cookies_are_bound_to_the_host_where_there_is_https(tmp_path):
    config = make_config(tmp_path, f"sqlite:///{tmp_path / 'x.sqlite3'}", base_url="https://summit.example.org")
    client = create_app(config).test_client()
    response = client.get("/language/ru", base_url="https://summit.example.org")
    cookie = response.headers["Set-Cookie"]
    assert cookie.startswith("__Host-language=ru;")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= {part.strip() for part in cookie.split(";")}
    assert response.headers["Strict-Transport-Security"].startswith("max-age=31536000")
    assert create_app(config).config["SESSION_COOKIE_NAME"] == "__Host-summit"


def test_a_form_without_its_token_is_refused_in_words(strict_client):
    response = strict_client.post("/sign-in", data={"email": "someone@example.org"})
    assert response.status_code == 400
    assert "reload the page" in response.text


def test_a_request_over_the_limit_is_refused_in_words(client):
    response = client.post("/sign-in", data={"email": "x" * (13 * 1024 * 1024)})
    assert response.status_code == 413


def test_static_files_are_not_allowed_to_leave_their_folder(client):
    assert client.get("/static/../config.py").status_code == 404
    assert client.get("/static/%2e%2e/config.py").status_code == 404
