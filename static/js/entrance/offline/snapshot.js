/** Reads the bytes of the snapshot and opens a record by the code on its badge (docs/decisions/0014-offline-snapshot.md). */

import { attentionOf } from "../rules/outcomes.js";
import { toHex } from "./pin.js";

const MAGIC = "SMS1";
const ENCODINGS = ["utf-8", "windows-1252", "windows-1251", "windows-1256", "utf-16be"];
const LONG = 31;
const NEEDS_ASSISTANCE = 1;
const IS_MINOR = 2;
const STAY_KEY = 8;
const ascii = new TextEncoder();

class Reader {
  constructor(bytes) {
    this.bytes = bytes;
    this.at = 0;
  }

  take(count) {
    if (this.at + count > this.bytes.length) throw new RangeError("The snapshot ends too early.");
    this.at += count;
    return this.bytes.subarray(this.at - count, this.at);
  }

  number(count) {
    return this.take(count).reduce((sum, byte) => sum * 256 + byte, 0);
  }

  varint() {
    let number = 0;
    for (let weight = 1; ; weight *= 128) {
      const [byte] = this.take(1);
      number += (byte & 0x7f) * weight;
      if (byte < 0x80) return number;
    }
  }

  text() {
    const [first] = this.take(1);
    const length = (first & LONG) === LONG ? this.number(2) : first & LONG;
    return new TextDecoder(ENCODINGS[first >> 5]).decode(this.take(length));
  }
}

/**
 * Returns {header, records: [{key, sequence, sealed}], stays}. Keys are hexadecimal; `sealed` is empty for a badge
 * that has left; `stays` are [{zone, key, entered_at}], or null where the list on the device still holds.
 */
export function readSnapshot(buffer) {
  const reader = new Reader(new Uint8Array(buffer));
  if (new TextDecoder().decode(reader.take(4)) !== MAGIC) throw new TypeError("This is no snapshot.");
  const header = JSON.parse(new TextDecoder().decode(reader.take(reader.number(4))));
  const records = [];
  let sequence = header.since;
  for (let left = header.records; left > 0; left -= 1) {
    const key = toHex(reader.take(16));
    sequence += reader.varint();
    records.push({ key, sequence, sealed: reader.take(reader.varint()).slice() });
  }
  return { header, records, stays: header.presence.is_sent ? readStays(reader) : null };
}

function readStays(reader) {
  const stays = [];
  for (let zones = reader.varint(); zones > 0; zones -= 1) {
    const zone = reader.varint();
    for (let people = reader.varint(); people > 0; people -= 1) {
      const key = toHex(reader.take(STAY_KEY));
      stays.push({ zone, key, entered_at: new Date(reader.number(4) * 1000).toISOString() });
    }
  }
  return stays;
}

async function hashOf(digits) {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", ascii.encode(digits)));
}

/** The key under which a badge is found: the beginning of the SHA-256 of its code, hexadecimal. */
export async function keyOf(digits) {
  return toHex((await hashOf(digits)).subarray(0, 16));
}

/** The key under which a person's stay in a zone is kept. */
export const stayKey = (key, zone) => `${zone}:${key.slice(0, 2 * STAY_KEY)}`;

async function sealingKey(digits, epoch, sequence) {
  const material = await crypto.subtle.importKey("raw", ascii.encode(digits), "HKDF", false, ["deriveKey"]);
  const salt = (await hashOf(digits)).subarray(0, 16);
  const place = new Uint8Array(4);
  new DataView(place.buffer).setUint32(0, sequence);
  const info = new Uint8Array([...ascii.encode(`summit/snapshot/v1${epoch}`), ...place]);
  const options = { name: "HKDF", hash: "SHA-256", salt, info };
  return crypto.subtle.deriveKey(options, material, { name: "AES-GCM", length: 256 }, false, ["decrypt"]);
}

/** Opens a record; rejects where the code is not the badge's. Returns the facts to decide on and the person to show. */
export async function openRecord({ sequence, sealed }, digits, header) {
  const key = await sealingKey(digits, header.epoch, sequence);
  const plain = await crypto.subtle.decrypt({ name: "AES-GCM", iv: new Uint8Array(12) }, key, sealed);
  const reader = new Reader(new Uint8Array(plain));
  const [id, issue, flags, tongue] = [reader.varint(), reader.varint(), reader.number(1), reader.number(1)];
  const [name, nativeName, organisation] = [reader.text(), reader.text(), reader.text()];
  const category = header.categories.find((one) => one.id === id);
  if (!category) throw new TypeError("The record's category is not in the header.");
  return {
    credential: { event_id: header.event, issue, is_current: true, is_revoked: false },
    holder: {
      status: "approved",
      category_letter: category.letter,
      zones: category.zones,
      needs_adult: category.needs_adult,
      needs_escort: category.needs_escort,
      is_minor: Boolean(flags & IS_MINOR),
      attention: attentionOf(category.letter, Boolean(flags & NEEDS_ASSISTANCE)),
    },
    person: { name, native_name: nativeName, native_language: header.languages[tongue], organisation, category },
  };
}
