import pytest


def test_an_undeclared_view_opens_for_nobody(app, client):
    view = app.view_functions["web.health"]
    app.view_functions["web.health"] = lambda: "secret"
    try:
        assert client.get("/healthz").status_code == 403
    finally:
        app.view_functions["web.health"] = view


def test_who_has_not_signed_in_is_asked_to_and_brought_back(client):
    response = client.get("/account?x=1")
    assert response.status_code == 303
    assert response.headers["Location"] == "/sign-in?next=/account?x%3D1"


def test_a_post_by_a_stranger_is_refused(client):
    assert client.post("/account").status_code == 401


@pytest.mark.parametrize("path", ["/e/nowhere/", "/e/nowhere/review/", "/e/nowhere/register/"])
def test_an_unknown_edition_is_not_found(client, path):
    assert client.get(path).status_code in {303, 404}
