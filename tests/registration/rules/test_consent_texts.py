from summit.registration.rules import ConsentPurpose
from summit.registration.rules.consent_texts import DEFAULT_TEXTS


def test_every_purpose_has_its_own_text_in_russian_and_english():
    assert list(DEFAULT_TEXTS) == list(ConsentPurpose)
    assert {tuple(bodies) for bodies in DEFAULT_TEXTS.values()} == {("en", "ru")}
    bodies = [body for texts in DEFAULT_TEXTS.values() for body in texts.values()]
    assert len(set(bodies)) == len(bodies)
    assert all(body == " ".join(body.split()) and body.endswith(".") for body in bodies)
