import io

import pytest
from PIL import Image

from summit.registration.rules import RegistrationStatus
from summit.registration.services.status import status_secret
from tests.badges.conftest import issue_of, token_in_picture, tokens_in
from tests.factories import make_registration


def badge_url(person, ending: str = "pdf") -> str:
    return f"/registration/{status_secret(person)}/badge.{ending}"


def test_the_pdf_has_two_sides_with_the_issued_code(client, approve):
    person = approve(name_native="林晓月", native_language="zh-Hans")

    answer = client.get(badge_url(person))

    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    assert tokens_in(answer.data) == [[issue_of(person).token]] * 2
    assert answer.headers["Content-Disposition"] == f'attachment; filename="badge-{person.reference}.pdf"'
    assert "no-store" in answer.headers["Cache-Control"]


def test_the_picture_is_wide_enough_for_a_phone_and_can_be_scanned(client, approve):
    person = approve()

    answer = client.get(badge_url(person, "png"))

    assert answer.mimetype == "image/png"
    assert Image.open(io.BytesIO(answer.data)).width == 1200
    assert token_in_picture(answer.data) == issue_of(person).token


def test_a_second_download_is_the_same_badge(client, approve):
    person = approve()
    client.get(badge_url(person))
    assert issue_of(person).issue == 1


@pytest.mark.parametrize("status", sorted(set(RegistrationStatus) - {RegistrationStatus.APPROVED}))
def test_nobody_else_gets_a_badge(client, event, category, status):
    person = make_registration(event, category, status)

    answer = client.get(badge_url(person))

    assert answer.status_code == 422
    assert "once the registration has been approved" in answer.get_data(as_text=True)


def test_a_forged_link_is_not_found(client, approve):
    person = approve()
    for secret in (f"{person.public_id}.{'0' * 32}", person.public_id, "x"):
        assert client.get(f"/registration/{secret}/badge.pdf").status_code == 404
        assert client.get(f"/registration/{secret}/badge.png").status_code == 404
