"""Security headers, the content policy with its nonce, cookies and the forgery guard."""

import secrets
from typing import Any

from flask import Flask, g, request
from flask_login import current_user
from flask_wtf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.wrappers import Response

csrf = CSRFProtect()
NOT_MODIFIED = 304


def csp_nonce() -> str:
    """Return the nonce of this request, made on first use."""
    if "csp_nonce" not in g:
        g.csp_nonce = secrets.token_urlsafe(16)
    return str(g.csp_nonce)


def allow_webassembly() -> None:
    """Let this one page compile WebAssembly (the code reader of the gate)."""
    g.csp_wasm = True


def allow_framing() -> None:
    """Let pages of other sites show this one answer in a frame; it must hold nothing of its reader's."""
    g.csp_framed = True


def init_security(app: Flask, *, secure: bool, trusted_proxies: int, upload_limit_mb: int) -> None:
    """Set cookie habits, the request size limit, the forgery guard and the headers of every answer."""
    app.config.update(
        SESSION_COOKIE_NAME="__Host-summit" if secure else "summit",
        SESSION_COOKIE_SECURE=secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        MAX_CONTENT_LENGTH=upload_limit_mb * 1024 * 1024,
        MAX_FORM_MEMORY_SIZE=2 * 1024 * 1024,
        WTF_CSRF_TIME_LIMIT=None,
    )
    csrf.init_app(app)
    if trusted_proxies:
        hops = trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    app.extensions["summit_secure"] = secure
    app.after_request(lambda response: _add_headers(response, secure=secure))


def cookie_options(app: Flask) -> dict[str, Any]:
    """Return the flags that every cookie of ours carries."""
    return {"secure": app.extensions["summit_secure"], "httponly": True, "samesite": "Lax", "path": "/"}


def cookie_name(app: Flask, name: str) -> str:
    """Return the cookie's name, bound to this host where there is HTTPS."""
    return f"__Host-{name}" if app.extensions["summit_secure"] else name


def _policy() -> str:
    nonce = f"'nonce-{g.csp_nonce}'" if "csp_nonce" in g else ""
    wasm = "'wasm-unsafe-eval'" if g.get("csp_wasm") else ""
    ancestors = "*" if g.get("csp_framed") else "'none'"
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src 'self' {nonce} {wasm}".strip(),
            f"style-src 'self' {nonce}".strip(),
            "img-src 'self' data: blob:",
            "media-src 'self' blob:",
            "font-src 'self'",
            "connect-src 'self'",
            "manifest-src 'self'",
            "worker-src 'self'",
            "form-action 'self'",
            f"frame-ancestors {ancestors}",
            "base-uri 'none'",
        )
    )


def _add_headers(response: Response, *, secure: bool) -> Response:
    headers = response.headers
    framed = "csp_framed" in g
    # 304 says that the page which the browser keeps still holds, and so does the nonce in that page's own policy:
    # a new policy would replace the kept one (RFC 9111, section 3.2) and shut out the page's own styles and modules.
    if response.status_code != NOT_MODIFIED:
        headers.setdefault("Content-Security-Policy", _policy())
    headers.setdefault("X-Content-Type-Options", "nosniff")
    if not framed:
        headers.setdefault("X-Frame-Options", "DENY")
    headers.setdefault("Referrer-Policy", "same-origin")
    headers.setdefault("Permissions-Policy", "camera=(self), microphone=(), geolocation=(), payment=()")
    headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    headers.setdefault("Cross-Origin-Resource-Policy", "cross-origin" if framed else "same-origin")
    if secure:
        headers.setdefault("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
    if request.endpoint != "static" and "Cache-Control" not in headers:
        headers["Cache-Control"] = "no-store" if _is_personal() else "private, no-cache"
    return response


def _is_personal() -> bool:
    return request.method != "GET" or bool(request.view_args and "secret" in request.view_args) or _is_signed_in()


def _is_signed_in() -> bool:
    return "_login_user" in g and current_user.is_authenticated
