"""The steps themselves: shown, checked, kept; the same for newcomers and for those who change their answers."""

from collections.abc import Callable

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from summit.clock import utcnow
from summit.database import transaction
from summit.errors import DomainError
from summit.events.models import Category
from summit.events.rules import Ask
from summit.events.rules.opening import Opening
from summit.registration.forms.consents import given_in, make_consents_form
from summit.registration.forms.steps import make_step_form
from summit.registration.models import RegistrationDraft
from summit.registration.rules import FormStep, offered_purposes, required_purposes
from summit.registration.rules.answers import answered_asks, answers_from_steps
from summit.registration.rules.consents import ConsentTextHasChanged
from summit.registration.rules.links import DraftIsGone, RegistrationHasChanged
from summit.registration.services import consents, drafts, openings
from summit.registration.services.status import status_secret
from summit.web.filters import text_for
from summit.web.forms import SummitForm
from summit.web.locale import current_language

from .answers import answer_groups
from .journey import Journey
from .words import in_venue_time

Answer = Response | str | tuple[str, int]


def take_step(journey: Journey, name: str) -> Answer:
    """Show or keep one step, or send the reader to the step that must come first."""
    step = next((one for one in FormStep if one.value == name), None) or abort(404)
    draft = drafts.find_draft(journey.key, utcnow())
    if draft is not None and draft.submitted_at is not None and step is not FormStep.CATEGORY:
        return redirect(url_for("registration.sent", edition=journey.event.slug), 303)
    asks = drafts.asks_of(draft)
    first = journey.detour(step, draft, asks)
    if first is not None or (journey.registration is not None and draft is None):
        if request.method == "POST" or journey.registration is not None:
            flash(_(DraftIsGone.message) if draft is None else _("Please answer this step first."), "error")
        return redirect(journey.away_url() if draft is None else journey.url(first or step), 303)
    return _STEPS.get(step, _plain_step)(journey, step, draft, asks)


def _plain_step(journey: Journey, step: FormStep, draft: RegistrationDraft | None, asks: list[Ask]) -> Answer:
    if draft is None:
        return abort(404)
    form = make_step_form(step, _kept(draft, step), asks)
    if form.validate_on_submit():
        answer = _keep(journey, step, form, lambda: drafts.save_step(journey.key, step, form.data_of(), utcnow()))
        if answer is not None:
            return answer
    page = render_template("registration/form/step.html", form=form, **journey.frame(step, asks))
    return page, _code(form)


def _kept(draft: RegistrationDraft, step: FormStep) -> dict[str, object]:
    kept = dict(draft.answers.get(step.value, {}))
    if step is FormStep.ORGANISATION and not kept:
        kept["badge_line1"], kept["badge_line2"] = drafts.prefilled_lines(draft.answers)
    return kept


def _keep(journey: Journey, step: FormStep, form: SummitForm, save: Callable[[], RegistrationDraft]) -> Response | None:
    """Save, and lead on; None where a rule said no, which the form then shows."""
    try:
        with transaction():
            draft = save()
    except DomainError as error:
        form.refuse(in_venue_time(error, journey.event))
        return None
    return redirect(journey.following(step, draft), 303)


def _code(form: SummitForm) -> int:
    return 422 if form.is_submitted() else 200


def _category_step(journey: Journey, step: FormStep, draft: RegistrationDraft | None, asks: list[Ask]) -> Answer:
    kept = draft.answers.get(step.value, {}) if draft and draft.submitted_at is None else {}
    form = make_step_form(step, kept, asks)
    form.category.choices = _category_choices(journey, kept.get("category"))
    if form.validate_on_submit():
        letter = form.category.data
        answer = _keep(
            journey, step, form, lambda: drafts.choose_category(journey.key, journey.event, letter, utcnow())
        )
        if answer is not None:
            return answer
    page = render_template("registration/form/step.html", form=form, **journey.frame(step, asks))
    return page, _code(form)


def _category_choices(journey: Journey, present: str | None) -> list[tuple[str, str]]:
    taking = {Opening.OPEN, Opening.WAITLIST}
    return [
        (category.letter, _category_label(category, opening))
        for category, opening in openings.list_openings(journey.event, utcnow())
        if opening in taking or category.letter == present
    ]


def _category_label(category: Category, opening: Opening) -> str:
    name = text_for(category.names)
    return _("%(category)s (waiting list)", category=name) if opening is Opening.WAITLIST else name


def _photo_step(journey: Journey, step: FormStep, draft: RegistrationDraft, asks: list[Ask]) -> Answer:
    form = make_step_form(step, {}, asks)
    if form.validate_on_submit():
        upload = form.photo.data.read() if form.photo.data else None
        answer = _keep(
            journey,
            step,
            form,
            lambda: drafts.save_photo(journey.key, upload, remove=form.remove.data, now=utcnow()),
        )
        if answer is not None:
            return answer
        form.photo.errors, form.form_errors[:] = [*form.form_errors], []
    photo_url = journey.photo_url(draft)
    page = render_template("registration/form/photo.html", form=form, photo_url=photo_url, **journey.frame(step, asks))
    return page, _code(form)


def _consents_step(journey: Journey, step: FormStep, draft: RegistrationDraft, asks: list[Ask]) -> Answer:
    offered = offered_purposes(asks)
    answered = answered_asks(answers_from_steps(draft.answers), has_photo=draft.has_photo)
    texts = consents.texts_for(journey.event.id, offered, current_language())
    form = make_consents_form(
        offered, required_purposes(answered & set(asks)), draft.answers.get(step.value, {}).get("given", ())
    )
    if form.validate_on_submit():
        read = {purpose.value: [text.id for text in shown] for purpose, shown in texts.items()}
        data = {"given": given_in(form, offered), "texts": read}
        answer = _keep(journey, step, form, lambda: drafts.save_step(journey.key, step, data, utcnow()))
        if answer is not None:
            return answer
    page = render_template("registration/form/consents.html", form=form, texts=texts, **journey.frame(step, asks))
    return page, _code(form)


def _review_step(journey: Journey, step: FormStep, draft: RegistrationDraft, asks: list[Ask]) -> Answer:
    form = SummitForm()
    if form.validate_on_submit():
        answer = _send(journey, form)
        if answer is not None:
            return answer
    groups = answer_groups(draft.answers, asks, journey.event.id, photo_url=journey.photo_url(draft))
    page = render_template("registration/form/review.html", form=form, groups=groups, **journey.frame(step, asks))
    return page, _code(form)


def _send(journey: Journey, form: SummitForm) -> Response | None:
    """Submit or save the whole form; None where a rule said no, which the form then shows."""
    try:
        with transaction():
            if journey.registration is None:
                _submit(journey)
                return redirect(url_for("registration.sent", edition=journey.event.slug), 303)
            saved = drafts.save_edit(journey.key, language=current_language(), now=utcnow())
    except DomainError as error:
        _prepare_another_try(journey, error)
        form.refuse(in_venue_time(error, journey.event))
        return None
    flash(_("Your changes are saved."), "success")
    if saved.pending_email:
        flash(_("Please open the link that we have sent to your new e-mail address."), "info")
    return redirect(url_for("registration.status", secret=status_secret(saved)), 303)


def _submit(journey: Journey) -> None:
    drafts.submit(
        journey.key,
        journey.event,
        language=current_language(),
        now=utcnow(),
        client_address=request.remote_addr or "",
    )


def _prepare_another_try(journey: Journey, error: DomainError) -> None:
    with transaction():
        if isinstance(error, RegistrationHasChanged):
            drafts.rebase(journey.key, utcnow())
        if isinstance(error, ConsentTextHasChanged):
            drafts.ask_consents_again(journey.key, utcnow())


_STEPS: dict[FormStep, Callable[..., Answer]] = {
    FormStep.CATEGORY: _category_step,
    FormStep.PHOTO: _photo_step,
    FormStep.CONSENTS: _consents_step,
    FormStep.REVIEW: _review_step,
}
