/** The lock of a device: whoever finds it cannot scan with it. Works without a network. */

export const fromHex = (text) => Uint8Array.from(text.match(/../g) ?? [], (pair) => parseInt(pair, 16));
const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));
export function toHex(bytes) {
  let text = "";
  for (const byte of bytes) text += HEX[byte];
  return text;
}

/** Tells whether the PIN is the one whose PBKDF2-HMAC-SHA256 is kept. */
export async function opens(pin, { salt, hash, iterations }) {
  const key = await crypto.subtle.importKey("raw", new TextEncoder().encode(pin), "PBKDF2", false, ["deriveBits"]);
  const options = { name: "PBKDF2", hash: "SHA-256", salt: fromHex(salt), iterations };
  return toHex(new Uint8Array(await crypto.subtle.deriveBits(options, key, hash.length * 4))) === hash;
}

/** So many seconds nobody may try again after so many wrong PINs in a row. */
export function pauseAfter(failures) {
  return failures < 3 ? 0 : Math.min(300, 5 * 2 ** (failures - 3));
}
