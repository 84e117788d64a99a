import pytest
from flask import request


@pytest.mark.parametrize("number", ["9223372036854775808", "9" * 30, "9" * 4400, "-1", "٣", "1.0"])
def test_a_number_beyond_every_database_leads_nowhere(client, number):
    assert client.get(f"/demo/mailbox/{number}").status_code == 404


@pytest.mark.parametrize("text", ["%00", "a%00b", "%0A%01"])
def test_an_unreadable_part_of_an_address_leads_nowhere(client, text):
    assert client.get(f"/e/{text}/").status_code == 404
    assert client.get(f"/registration/{text}/").status_code == 404


def test_json_nested_beyond_the_stack_is_malformed(app):
    with app.test_request_context("/", method="POST", data=b"[" * 100_000, content_type="application/json"):
        assert request.get_json(silent=True) is None


@pytest.mark.parametrize("body", ["[1]", "1.5", '"x"', '{"email": ["a"]}'])
def test_json_is_no_form(client, body):
    answer = client.post("/sign-in", data=body, content_type="application/json")
    assert answer.status_code == 422
