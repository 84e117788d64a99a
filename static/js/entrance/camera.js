/** Reads badges by the camera: the browser's own detector where it can read QR codes, else the bundled WebAssembly. */

const PAUSE = 80;
const SAME_CODE_PAUSE = 3000;
const LARGEST_SIDE = 960;
const NARROWEST = 24;

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
  return async (video) => {
    const scale = Math.min(1, LARGEST_SIDE / Math.max(video.videoWidth, video.videoHeight));
    canvas.width = Math.round(video.videoWidth * scale);
    canvas.height = Math.round(video.videoHeight * scale);
    if (canvas.width < NARROWEST || canvas.height < NARROWEST) return [];
    context.drawImage(video, 0, 0, canvas.width, canvas.height);
    const picture = context.getImageData(0, 0, canvas.width, canvas.height);
    const found = await readBarcodes(picture, { formats: ["QRCode"], maxNumberOfSymbols: 1 });
    return found.filter((code) => code.isValid).map((code) => code.text);
  };
}

/** A code that stays in view counts once; it counts again when it has been away for three seconds. */
export function forgetful(onCode, isBusy, now = () => performance.now()) {
  let last = { code: "", at: -Infinity };
  return (code) => {
    const again = code === last.code && now() - last.at < SAME_CODE_PAUSE;
    if (!again && isBusy()) return;
    last = { code, at: now() };
    if (!again) onCode(code);
  };
}

/** A camera that is off until `start()`; while `isBusy()` no new code is taken. */
export class Camera {
  constructor(video, { assets, onCode, isBusy }) {
    this.video = video;
    this.assets = assets;
    this.seen = forgetful(onCode, isBusy);
    this.stream = null;
  }

  get isOn() {
    return this.stream !== null;
  }

  async start() {
    this.stream = await navigator.mediaDevices.getUserMedia({
      audio: false,
      video: { facingMode: "environment", width: { ideal: 1280 }, height: { ideal: 720 } },
    });
    this.video.srcObject = this.stream;
    await this.video.play();
    this.read ??= (await nativeReader()) ?? (await bundledReader(this.assets));
    this.look();
  }

  stop() {
    this.stream?.getTracks().forEach((track) => track.stop());
    this.stream = null;
    this.video.srcObject = null;
  }

  async look() {
    if (!this.isOn) return;
    if (!document.hidden) {
      const codes = await this.read(this.video).catch(() => []);
      if (codes.length === 1) this.seen(codes[0]);
    }
    setTimeout(() => this.look(), PAUSE);
  }
}
