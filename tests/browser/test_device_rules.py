"""The rules that a device decides by are those of the server: both are asked the same, the browser's in Chromium."""

import unicodedata

import pytest
from playwright.sync_api import Browser, Page

from summit.credentials.rules import fold_digits
from summit.entrance.rules import ATTENTION_NAMES, NEXT_STEPS, WORDS, Outcome, signal_for
from summit.entrance.rules.people import attention_of
from tests.entrance.rules.cases import CODE_CASES
from tests.entrance.rules.test_decision import TABLE, decided, merged, plain

pytestmark = pytest.mark.browser
DECIDE = """async ([defaults, cases]) => {
  const { decide } = await import("/js/entrance/rules/decide.js");
  const facts = await import("/js/entrance/rules/facts.js");
  const part = (one, name) => (one[name] === null ? null : { ...defaults[name], ...one[name] });
  return cases.map((one) => decide({
    request: facts.readRequest(part(one, "request")),
    credential: part(one, "credential"),
    holder: part(one, "holder"),
    zone: facts.readZone(part(one, "zone")),
    presence: facts.readPresence(part(one, "presence")),
    now: new Date(one.now ?? defaults.now),
    gate: facts.readGate(part(one, "gate")),
    hall: facts.readHall(one.hall?.map((session) => ({ ...defaults.hall_session, ...session }))),
  }));
}"""


def test_every_case_is_decided_alike(modules: Page) -> None:
    answers = modules.evaluate(DECIDE, [TABLE["defaults"], TABLE["cases"]])
    for case, answer in zip(TABLE["cases"], answers, strict=True):
        ours = decided(case)
        expected = merged(case, "expect") | {"explanation": ours.explanation, "next_step": ours.next_step}
        assert answer | {"params": plain(answer["params"])} == expected, case["name"]
        assert plain(ours.params) == expected["params"]


def test_every_code_is_read_alike(modules: Page) -> None:
    found = modules.evaluate(
        """async (inputs) => {
          const { readCode } = await import("/js/entrance/rules/code.js");
          return inputs.map(readCode);
        }""",
        [case["raw"] for case in CODE_CASES],
    )
    read = dict(zip((case["name"] for case in CODE_CASES), found, strict=True))
    assert read == {case["name"]: case["reads"] for case in CODE_CASES}


def test_the_digits_of_every_script_are_folded_alike(modules: Page) -> None:
    points = [*range(0x80, 0x11FFF), *range(0x1D7CE, 0x1D800)]
    digits = "".join(chr(point) for point in points if unicodedata.category(chr(point)) == "Nd")
    folded = modules.evaluate('async (text) => (await import("/js/entrance/rules/code.js")).foldDigits(text)', digits)
    assert len(digits) > 500
    assert folded == fold_digits(digits)


def test_answers_have_the_same_words_and_signals(modules: Page) -> None:
    words, steps, attention, signals = modules.evaluate(
        """async () => {
          const { WORDS, NEXT_STEPS, ATTENTION_NAMES, signalFor } = await import("/js/entrance/rules/outcomes.js");
          const signals = Object.keys(WORDS).map((outcome) => [outcome, signalFor(outcome)]);
          return [WORDS, NEXT_STEPS, ATTENTION_NAMES, signals];
        }"""
    )
    assert words == WORDS
    assert steps == NEXT_STEPS
    assert attention == ATTENTION_NAMES
    assert dict(signals) == {outcome.value: signal_for(outcome) for outcome in Outcome}


def test_people_come_with_the_same_flags(modules: Page) -> None:
    letters = [chr(point) for point in range(ord("A"), ord("Z") + 1)]
    flags = modules.evaluate(
        """async (letters) => {
          const { attentionOf } = await import("/js/entrance/rules/outcomes.js");
          return letters.map((letter) => [attentionOf(letter, false), attentionOf(letter, true)]);
        }""",
        letters,
    )
    assert flags == [[list(attention_of(one, needs_assistance=needs)) for needs in (False, True)] for one in letters]


def test_the_worked_example_of_the_snapshot_is_opened(browser: Browser, live_server) -> None:
    page = browser.new_page()
    page.goto(f"{live_server.url}/healthz")
    opened = page.evaluate(
        """async () => {
          const { keyOf, openRecord } = await import("/static/js/entrance/offline/snapshot.js");
          const { fromHex } = await import("/static/js/entrance/offline/pin.js");
          const token = "012345678901234567890123";
          const sealed = fromHex("5cc4af47e625d87aac86ccdd4afc57400f3e7eadcfe600a2b12c2dcfb299c15d" +
            "3d581e470716d07af7b271fd100cb94a2794a435");
          const category = { id: 300, letter: "D", zones: ["A"], needs_adult: false, needs_escort: false };
          const header = { epoch: "1-00112233445566aa", event: 1, categories: [category], languages: ["", "en", "ru"] };
          const { person, holder, credential } = await openRecord({ sequence: 7, sealed }, token, header);
          return [await keyOf(token), person.name, person.native_name, person.native_language, person.organisation,
            holder.attention, credential.issue];
        }"""
    )
    page.close()
    key = "bb9d88b612408d593e118c5086b5554e"
    assert opened == [key, "Ivan Petrov", "Иван Петров", "ru", "Ателье", ["assistance"], 2]
