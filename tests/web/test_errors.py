import pytest


@pytest.mark.parametrize(("path", "method", "code"), [("/nowhere", "get", 404), ("/healthz", "post", 405)])
def test_failures_have_a_page_of_ours(client, path, method, code):
    response = getattr(client, method)(path)
    assert response.status_code == code
    assert "<h1" in response.text


def test_failures_are_told_in_the_readers_language(client):
    client.get("/language/ru")
    assert 'lang="ru"' in client.get("/nowhere").text


def test_a_program_gets_json(client):
    response = client.get("/nowhere", headers={"Accept": "application/json"})
    assert (response.status_code, response.json["error"]) == (404, "Page not found")


@pytest.mark.parametrize("text", ["%00", "a%00b", "%01", "%ED%A0%80x%00"])
def test_unreadable_addresses_are_refused_without_a_fault(client, text):
    assert client.get(f"/sign-in?next={text}").status_code == 400
    assert client.get(f"/e/{text}/").status_code in {400, 404}


@pytest.mark.parametrize("text", ["%FF%FE", "%C0%AF", "%ED%A0%80"])
def test_wrong_encodings_do_no_harm(client, text):
    assert client.get(f"/sign-in?next=/{text}").status_code in {200, 400}
    assert client.get(f"/e/{text}/").status_code == 404


def test_a_fault_of_ours_is_a_page_and_not_a_traceback(app, client):
    app.config["PROPAGATE_EXCEPTIONS"] = False
    view = app.view_functions["web.health"]

    def broken():
        raise ZeroDivisionError("secret detail")

    broken.access = view.access
    app.view_functions["web.health"] = broken
    try:
        response = client.get("/healthz")
    finally:
        app.view_functions["web.health"] = view
        app.config["PROPAGATE_EXCEPTIONS"] = None
    assert response.status_code == 500
    assert "secret detail" not in response.text
    assert "Nothing was lost" in response.text
