"""Beginning, describing, joining, reviewing and withdrawing a company."""

from datetime import date, timedelta

import pytest

from summit.clock import utcnow
from summit.companies.mails.invitations import invitation_secret
from summit.companies.queries import moderation as desk
from summit.companies.queries.own import find_member_of, find_whole, list_steps
from summit.companies.rules import colleagues, moderation
from summit.companies.rules.interests import InterestValues
from summit.companies.rules.logos import LogoIsUnreadable
from summit.companies.rules.profile import ProfileIsIncomplete
from summit.companies.rules.status import CompanyStatus, InterestSide, MemberRole
from summit.companies.services import founding, invitations, logos, members, moderating, profile, withdrawing
from summit.database import transaction
from summit.events.rules import ChangedMeanwhile
from summit.registration.rules import RegistrationStatus
from tests.companies.factories import make_company, make_invitation, make_member
from tests.factories import make_account, make_category, make_event, make_registration
from tests.registration.delegates import mails_to, picture

OFFER, NEED = InterestSide.OFFER, InterestSide.NEED


@pytest.fixture
def event(db):
    return make_event()


@pytest.fixture
def category(event):
    return make_category(event, "X")


def delegate(event, category, **values):
    account = make_account()
    return make_registration(event, category, RegistrationStatus.APPROVED, **({"account_id": account.id} | values))


def do(service, *args, **values):
    with transaction():
        return service(*args, **({"actor_id": None, "now": utcnow()} | values))


def begin(person):
    return do(founding.found_company, person.id, name="Atelier Linho", kind="brand_designer", country="BR")


def fresh(company):
    return find_whole(company.event_id, company.id)


def test_a_delegate_begins_a_company_and_speaks_for_it(event, category):
    person = delegate(event, category)
    company = begin(person)
    assert (company.status, company.is_listed) == (CompanyStatus.DRAFT, False)
    assert find_member_of(person.id).role is MemberRole.MANAGER


def test_nobody_begins_a_second_company(event, category):
    person = delegate(event, category)
    begin(person)
    with pytest.raises(colleagues.AlreadyInACompany):
        begin(person)


def test_minors_and_people_under_review_begin_none(event, category):
    child = delegate(event, make_category(event, "C", needs_adult=True))
    waiting = make_registration(event, category)
    for person, refusal in ((child, colleagues.MinorsTakeNoPart), (waiting, colleagues.NotApprovedYet)):
        with pytest.raises(refusal):
            begin(person)


def test_languages_and_days_are_replaced(event):
    company = make_company(event, languages=["en", "fr"])
    values = {"languages": {"en": "native", "pt-BR": "fluent"}, "days": [date(2026, 11, 29)]}
    do(profile.update_profile, company.id, version=None, **values)
    found = fresh(company)
    assert [(row.language, row.level.value) for row in found.languages] == [("en", "native"), ("pt-BR", "fluent")]
    assert [row.day for row in found.days] == [date(2026, 11, 29)]


def test_what_somebody_else_changed_is_not_written_over(event):
    company = make_company(event)
    seen = company.version
    do(profile.replace_interests, company.id, OFFER, [InterestValues("knits.jersey")], version=seen)
    with pytest.raises(ChangedMeanwhile):
        do(profile.update_profile, company.id, version=seen, city="Recife")


def test_one_side_of_the_interests_is_replaced_and_rows_that_stay_keep_their_keys(event):
    company = make_company(event, offers=["knits.jersey", "apparel"], needs=["apparel.jeans"])
    kept = next(row.id for row in fresh(company).interests if row.node == "knits.jersey")
    entries = [InterestValues("knits.jersey", 300, "metres"), InterestValues("apparel.dresses")]
    do(profile.replace_interests, company.id, OFFER, entries, version=None)
    rows = {(row.side, row.node): (row.quantity, row.unit) for row in fresh(company).interests}
    assert rows == {
        (NEED, "apparel.jeans"): (None, ""),
        (OFFER, "knits.jersey"): (300, "metres"),
        (OFFER, "apparel.dresses"): (None, ""),
    }
    assert kept in {row.id for row in fresh(company).interests}


def test_an_incomplete_profile_is_not_sent_for_review(event, category):
    company = begin(delegate(event, category))
    with pytest.raises(ProfileIsIncomplete):
        do(profile.submit, company.id)


def test_consent_is_kept_with_person_and_time_and_can_be_taken_back(event):
    company = make_company(event, is_listed=False)
    member, now = make_member(company, event), utcnow()
    do(profile.set_listing, company.id, True, registration_id=member.registration_id, now=now)
    found = fresh(company)
    assert (found.is_listed, found.listed_by, found.listed_at) == (True, member.registration_id, now)
    do(profile.set_listing, company.id, False, registration_id=member.registration_id)
    assert [step.action for step in list_steps(company.id)] == ["unlisted", "listed"]


def test_an_approved_profile_that_changes_its_name_stays_approved_and_is_shown_to_staff(event):
    company = make_company(event, decided_at=utcnow() - timedelta(days=1))
    do(profile.update_profile, company.id, version=None, name="Ateliê Novo")
    assert (fresh(company).status, desk.is_changed(company.id)) == (CompanyStatus.APPROVED, True)
    do(moderating.approve, company.id)
    assert not desk.is_changed(company.id)


def test_the_managers_read_the_decision_in_their_language(event, category):
    company = make_company(event, status=CompanyStatus.SUBMITTED)
    member = make_member(company, event, category, email="ana@example.org")
    do(moderating.send_back, company.id, "Please add a description.")
    assert "Please add a description." in mails_to(member.registration.email)[-1].text
    with pytest.raises(moderation.StepIsImpossible):
        do(moderating.send_back, company.id, "Again.")


def test_only_those_that_wait_are_approved_together(event):
    waiting = make_company(event, status=CompanyStatus.SUBMITTED)
    draft = make_company(event, status=CompanyStatus.DRAFT)
    assert do(moderating.approve_many, [waiting.id, draft.id]) == 1
    assert (fresh(waiting).status, fresh(draft).status) == (CompanyStatus.APPROVED, CompanyStatus.DRAFT)


def test_a_search_finds_a_company_in_another_script(event):
    make_company(event, "Мастерская Белозёрова")
    assert [row.company.name for row in desk.list_profiles(event.id, q="belozerova")] == ["Мастерская Белозёрова"]


def test_a_withdrawn_company_is_unlisted_and_its_people_are_told(event, category):
    company = make_company(event)
    member = make_member(company, event, category, email="ana@example.org")
    do(withdrawing.withdraw_company, company.id, words="We cannot come.")
    found = fresh(company)
    assert (found.status, found.is_listed) == (CompanyStatus.WITHDRAWN, False)
    assert "We cannot come." in mails_to(member.registration.email)[-1].text
    with pytest.raises(moderation.CompanyIsWithdrawn):
        do(profile.update_profile, company.id, version=None, city="Recife")


def test_a_withdrawn_company_begins_anew_as_a_draft(event):
    company = make_company(event, status=CompanyStatus.WITHDRAWN, is_listed=False)
    assert do(withdrawing.reopen_company, company.id).status is CompanyStatus.DRAFT


def invite(company, email="new@example.org", **values):
    sender = {"registration_id": None, "inviter": "Ana Reis", "language": "en"}
    return do(invitations.invite, company.id, email, MemberRole.MEMBER, **(sender | values))


def test_an_invitation_brings_a_link_that_opens_it(event):
    invitation = invite(make_company(event))
    secret = invitation_secret(invitation)
    assert secret in mails_to("new@example.org")[-1].text
    assert invitations.find_by_secret(event.id, secret).id == invitation.id


@pytest.mark.parametrize(
    "change", [lambda text: text[:-1] + "!", lambda text: text.partition(".")[0], lambda text: "."]
)
def test_a_forged_link_opens_nothing(event, change):
    secret = invitation_secret(invite(make_company(event)))
    assert invitations.find_by_secret(event.id, change(secret)) is None


def test_a_link_opens_nothing_at_another_edition(event):
    secret = invitation_secret(invite(make_company(event)))
    assert invitations.find_by_secret(make_event().id, secret) is None


def test_nobody_is_invited_twice_at_a_time(event):
    company = make_company(event)
    invite(company)
    with pytest.raises(colleagues.InvitationIsOpen):
        invite(company, " New@example.org")


def test_an_expired_invitation_can_be_sent_again(event):
    company = make_company(event)
    invitation = make_invitation(company, expires_at=utcnow() - timedelta(days=1))
    do(invitations.resend, company.id, invitation.id, inviter="Ana Reis", language="en")
    assert invitation.expires_at > utcnow()
    with pytest.raises(colleagues.InvitationPauses):
        do(invitations.resend, company.id, invitation.id, inviter="Ana Reis", language="en")


def test_whoever_joins_twice_has_joined_once(event, category):
    company = make_company(event)
    invitation, person = make_invitation(company), delegate(event, category)
    first = do(invitations.join, invitation, person.id)
    assert do(invitations.join, invitation, person.id).id == first.id


def test_a_used_and_a_revoked_link_let_nobody_in(event, category):
    company = make_company(event)
    used, revoked = make_invitation(company), make_invitation(company)
    do(invitations.join, used, delegate(event, category).id)
    do(invitations.revoke, company.id, revoked.id)
    for invitation in (used, revoked):
        with pytest.raises(colleagues.InvitationIsOver):
            do(invitations.join, invitation, delegate(event, category).id)


def test_one_company_for_each_person(event, category):
    person = delegate(event, category)
    begin(person)
    with pytest.raises(colleagues.AlreadyInACompany):
        do(invitations.join, make_invitation(make_company(event)), person.id)


def test_the_last_manager_cannot_leave_before_another_speaks_for_the_company(event, category):
    company = make_company(event)
    manager = make_member(company, event, category)
    other = make_member(company, event, category, MemberRole.MEMBER)
    for leave in (
        lambda: do(members.remove_member, company.id, manager.id),
        lambda: do(members.change_role, company.id, manager.id, MemberRole.MEMBER),
    ):
        with pytest.raises(colleagues.LastManagerStays):
            leave()
    do(members.change_role, company.id, other.id, MemberRole.MANAGER)
    do(members.remove_member, company.id, manager.id)
    assert find_member_of(manager.registration_id) is None


def test_a_logo_is_encoded_anew_and_replaces_the_earlier_one(event):
    company = make_company(event)
    first = do(logos.set_logo, company.id, picture(comment=b"secret")).logo_file_name
    data = logos.logo_file(first).read_bytes()
    assert (data[:4], b"secret" in data) == (b"\x89PNG", False)
    do(logos.set_logo, company.id, picture())
    assert logos.logo_file(first) is None


def test_what_is_no_picture_becomes_no_logo(event):
    with pytest.raises(LogoIsUnreadable):
        do(logos.set_logo, make_company(event).id, b"<svg/>" * 20)


def test_a_profile_is_brought_over_without_consent_or_stand(event, category):
    person = delegate(event, category)
    earlier = make_event(starts_on=date(2025, 11, 28), ends_on=date(2025, 12, 1))
    source = make_company(earlier, "Atelier Linho", offers=["knits.jersey"], stand="A12", brands=["Linho"])
    make_member(source, earlier, account_id=person.account_id)
    company = fresh(do(founding.bring_over, person.id))
    assert (company.name, company.brands, company.stand, company.is_listed) == ("Atelier Linho", ["Linho"], "", False)
    assert [(row.side, row.node) for row in company.interests] == [(OFFER, "knits.jersey")]
