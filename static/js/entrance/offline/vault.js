/**
 * Seals what waits on the device: AES-GCM under a key that this browser may use but never tells, a new nonce each time
 * (docs/decisions/0014-offline-snapshot.md says what that is good for).
 */

const KEY = "key";
const ALGORITHM = { name: "AES-GCM", length: 256 };
const NONCE_BYTES = 12;
const text = new TextEncoder();

/** Returns 32 random bytes in base64url, 43 characters. */
export function newSecret() {
  const bytes = crypto.getRandomValues(new Uint8Array(32));
  return btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

export class Vault {
  constructor(key) {
    this.key = key;
  }

  /** Takes the device's key, made now where there is none; whoever wipes the store ends it. */
  static async open(store) {
    const made = await Vault.make();
    return new Vault(await store.keepFirst(KEY, made.key));
  }

  /** Makes one of a new key, which is not kept yet. */
  static async make() {
    return new Vault(await crypto.subtle.generateKey(ALGORITHM, false, ["encrypt", "decrypt"]));
  }

  /** Returns {nonce, data}; `purpose` must be named again to open it. */
  async seal(value, purpose) {
    const nonce = crypto.getRandomValues(new Uint8Array(NONCE_BYTES));
    const data = await crypto.subtle.encrypt(options(nonce, purpose), this.key, text.encode(JSON.stringify(value)));
    return { nonce, data };
  }

  /** Rejects with OperationError what was sealed under another key, for another purpose, or changed since. */
  async unseal({ nonce, data }, purpose) {
    const plain = await crypto.subtle.decrypt(options(nonce, purpose), this.key, data);
    return JSON.parse(new TextDecoder().decode(plain));
  }
}

const options = (iv, purpose) => ({ name: "AES-GCM", iv, additionalData: text.encode(purpose) });
