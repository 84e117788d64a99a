/** Finds the badge's code in a picture: the browser's own detector where it reads QR codes, else the bundled WebAssembly. */

import { readCode } from "./rules/code.js";

const NARROWEST = 24;
const MOST_CODES = 4;
/**
 * A picture that shows nothing one way is looked at another way next: at 960 picture elements most badges are read,
 * at full size those far away, small those with much grain or little ink, and by one threshold those in glaring foil
 * (tests/browser/test_hard_codes.py). Light on dark and every turn are tried by each of them.
 */
const LOOKS = [
  { side: 960, binarizer: "LocalAverage" },
  { side: 1280, binarizer: "LocalAverage" },
  { side: 640, binarizer: "LocalAverage" },
  { side: 1280, binarizer: "GlobalHistogram" },
];

async function nativeReader() {
  const formats = (await window.BarcodeDetector?.getSupportedFormats().catch(() => [])) ?? [];
  if (!formats.includes("qr_code")) return null;
  const detector = new BarcodeDetector({ formats: ["qr_code"] });
  return async (video) => (await detector.detect(video)).map((found) => found.rawValue);
}

async function bundledReader({ reader, wasm }) {
  const { prepareZXingModule, readBarcodes } = await import(reader);
  await prepareZXingModule({ overrides: { locateFile: () => wasm }, fireImmediately: true });
  const canvas = document.createElement("canvas");
  const context = canvas.getContext("2d", { willReadFrequently: true });
  let turn = 0;
  return async (video) => {
    const { side, binarizer } = LOOKS[turn % LOOKS.length];
    const scale = Math.min(1, side / Math.max(video.videoWidth, video.videoHeight));
    canvas.width = Math.round(video.videoWidth * scale);
    canvas.height = Math.round(video.videoHeight * scale);
    if (canvas.width < NARROWEST || canvas.height < NARROWEST) return [];
    context.drawImage(video, 0, 0, canvas.width, canvas.height);
    const picture = context.getImageData(0, 0, canvas.width, canvas.height);
    const options = { formats: ["QRCode"], maxNumberOfSymbols: MOST_CODES, tryRotate: true, tryInvert: true, binarizer };
    const found = (await readBarcodes(picture, options)).filter((code) => code.isValid);
    if (!found.length) turn += 1;
    return found.map((code) => code.text);
  };
}

/** Returns a function that returns the texts of the QR codes in a video's present picture. */
export async function openReader(assets) {
  return (await nativeReader()) ?? bundledReader(assets);
}

/** The code that is meant among those in view: the one badge, else the one code; "" where that cannot be told. */
export function meantCode(codes) {
  const texts = [...new Set(codes)];
  const badges = texts.filter((text) => readCode(text)?.kind === "token");
  if (badges.length) return badges.length === 1 ? badges[0] : "";
  return texts.length === 1 ? texts[0] : "";
}
