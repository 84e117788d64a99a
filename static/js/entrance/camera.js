/** Reads badges by the camera. */

import { meantCode, openReader } from "./reading.js";

const PAUSE = 80;
const SAME_CODE_PAUSE = 3000;

/** A code that stays in view counts once; it counts again when it has been away for three seconds. */
export function forgetful(onCode, isBusy, now = () => performance.now()) {
  const seen = new Map();
  return (code) => {
    const again = now() - (seen.get(code) ?? -Infinity) < SAME_CODE_PAUSE;
    if (!again && isBusy()) return;
    for (const [other, at] of seen) if (now() - at >= SAME_CODE_PAUSE) seen.delete(other);
    seen.set(code, now());
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
    this.read ??= await openReader(this.assets);
    this.look(this.stream);
  }

  stop() {
    this.stream?.getTracks().forEach((track) => track.stop());
    this.stream = null;
    this.video.srcObject = null;
  }

  /** Looks again and again until the camera is stopped, or started anew. */
  async look(stream) {
    if (this.stream !== stream) return;
    if (!document.hidden) {
      const code = meantCode(await this.read(this.video).catch(() => []));
      if (code && this.stream === stream) this.seen(code);
    }
    setTimeout(() => this.look(stream), PAUSE);
  }
}
