/** Names for scans and for this browser. */

const KEY = "summit-gate-device";

/** A UUID; randomUUID exists only where the page came over HTTPS or from this very machine. */
export function newScanId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

/** The same short name for this browser on every page, to be found in the log. */
export function deviceName() {
  try {
    const known = localStorage.getItem(KEY) ?? `browser-${newScanId().slice(0, 8)}`;
    localStorage.setItem(KEY, known);
    return known;
  } catch {
    return "";
  }
}
