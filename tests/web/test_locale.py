import pytest

from summit.web.locale import LAUNCH_LANGUAGES, best_language, text_direction


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (["ru-RU", "en"], "ru"),
        (["pt-PT"], "pt-BR"),
        (["zh-CN"], "zh-Hans"),
        (["zh-TW", "ar-EG"], "ar"),
        (["xx", "fr"], "en"),
        ([], "en"),
    ],
)
def test_the_browser_gets_the_nearest_language(wanted, expected):
    assert best_language(wanted) == expected


def test_only_arabic_is_written_from_the_right():
    assert {tag for tag in LAUNCH_LANGUAGES if text_direction(tag) == "rtl"} == {"ar"}


def test_a_switched_language_is_remembered(client):
    response = client.get("/language/ar?next=/sign-in")
    assert (response.status_code, response.headers["Location"]) == (303, "/sign-in")
    page = client.get("/sign-in")
    assert '<html lang="ar" dir="rtl"' in page.text


@pytest.mark.parametrize("tag", ["xx", "en-US-evil", "..%2F"])
def test_an_unknown_language_is_not_found(client, tag):
    assert client.get(f"/language/{tag}").status_code == 404


@pytest.mark.parametrize(
    "target",
    [
        *(
            "https://evil.example/",
            "//evil.example",
            "/\\evil.example",
            "javascript:alert(1)",
            "",
            "/%0d%0aSet-Cookie:x",
        ),
        *("http://localhost//evil.example", "//localhost//evil.example", "ftp://localhost//evil.example"),
        *("http://[::1", "//[", "http://localhost", "http:///evil.example", "http://evil@localhost/"),
    ],
)
def test_switching_never_leaves_the_site(client, target):
    response = client.get("/language/ru", query_string={"next": target})
    assert response.headers["Location"].split("?")[0] in {"/", "/%0d%0aSet-Cookie:x"}
    assert "evil" not in response.headers["Location"]


def test_an_address_of_this_site_keeps_its_path_and_query(client):
    response = client.get("/language/ru", query_string={"next": "http://localhost/sign-in?a=1"})
    assert response.headers["Location"] == "/sign-in?a=1"


@pytest.mark.parametrize("language", LAUNCH_LANGUAGES)
def test_the_sign_in_page_is_whole_in_every_language(client, language):
    client.get(f"/language/{language}")
    assert client.get("/sign-in").status_code == 200
