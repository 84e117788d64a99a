/** Reads the partner's badge by the camera, or by a scanner that types; the form does the rest. */

import { Camera } from "../entrance/camera.js";
import { listenForBursts } from "../entrance/scanner.js";

const form = document.querySelector("[data-walk-in]");
const part = (name) => form.querySelector(`[data-${name}]`);
const assets = document.querySelector("script[data-reader]").dataset;
let isSent = false;

function send(code) {
  if (isSent) return;
  isSent = true;
  form.elements.code.value = code;
  form.requestSubmit();
}

function watchCamera() {
  const button = part("camera-switch");
  const video = part("video");
  const camera = new Camera(video, { assets, onCode: send, isBusy: () => isSent });
  part("camera").hidden = false;
  button.addEventListener("click", async () => {
    part("trouble").textContent = "";
    if (camera.isOn) camera.stop();
    else await camera.start().catch(() => { camera.stop(); part("trouble").textContent = part("trouble").dataset.failed; });
    video.hidden = !camera.isOn;
    button.setAttribute("aria-pressed", String(camera.isOn));
    button.textContent = camera.isOn ? button.dataset.stop : button.dataset.start;
  });
}

if (navigator.mediaDevices?.getUserMedia) watchCamera();
listenForBursts(send);
// Back in the browser's history the form waits for another badge.
window.addEventListener("pageshow", () => { isSent = false; });
