/** Reads the code on a badge (mirrors summit/credentials/rules.py, where the reasons stand). */

const LONGEST_INPUT = 200;
const DAMM = [
  "0317598642", "7092154863", "4206871359", "1750983426", "6123045978",
  "3674209581", "5869720134", "8945362017", "9438617205", "2581436790",
];
const AIM_PREFIX = /^[^\p{Nd}\s]{2}[0-9](?=[0-9]{24}(?![0-9])|[0-9]{8}(?![0-9]))/u;
const IGNORED = /[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;
const FRAGMENT = /[0-9](?:[ \-\u00a0\u2010-\u2015]*[0-9])*/g;
const DIGIT = /\p{Nd}/u;

/** Unicode keeps the ten digits of every script together, so a digit's value is its distance from its zero. */
function valueOf(character) {
  let point = character.codePointAt(0);
  if (point < 0x80) return character;
  // The mathematical digits are five alphabets of ten in one row, beginning at 1D7CE.
  if (point >= 0x1d7ce && point <= 0x1d7ff) return String((point - 0x1d7ce) % 10);
  let value = 0;
  while (value < 9 && DIGIT.test(String.fromCodePoint(point - 1))) {
    point -= 1;
    value += 1;
  }
  return String(value);
}

export function foldDigits(text) {
  return Array.from(text, (character) => (DIGIT.test(character) ? valueOf(character) : character)).join("");
}

export function isValidShortCode(digits) {
  if (!/^[0-9]{8}$/.test(digits)) return false;
  return Array.from(digits).reduce((interim, digit) => Number(DAMM[interim][Number(digit)]), 0) === 0;
}

function codeOf(digits) {
  if (digits.length === 24) return { kind: "token", digits };
  return isValidShortCode(digits) ? { kind: "short", digits } : null;
}

/** Returns {kind: "token"|"short", digits}, or null where there is no code or more than one. */
export function readCode(raw) {
  if (Array.from(raw).length > LONGEST_INPUT) return null;
  const text = foldDigits(raw.replace(IGNORED, "")).trim().replace(AIM_PREFIX, "");
  const fragments = new Set(Array.from(text.matchAll(FRAGMENT), ([found]) => found.replace(/[^0-9]/g, "")));
  const codes = [...fragments].map(codeOf).filter(Boolean);
  return codes.length === 1 ? codes[0] : null;
}
