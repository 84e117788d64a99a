/**
 * Offers the camera beside every file field that has data-camera (see photo_field in components/forms.html).
 * The picture becomes a JPEG inside the same file field, so the form is sent as if a file had been chosen.
 */

const LONGEST_SIDE = 1600;
const JPEG_QUALITY = 0.9;

function makeButton(label, kind) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = `button button--${kind}`;
  button.textContent = label;
  return button;
}

function makePanel(input) {
  const words = input.dataset;
  const panel = {
    box: document.createElement("div"),
    video: document.createElement("video"),
    canvas: document.createElement("canvas"),
    message: document.createElement("p"),
    start: makeButton(words.cameraStart, "secondary"),
    capture: makeButton(words.cameraCapture, "primary"),
    stop: makeButton(words.cameraStop, "quiet"),
  };
  const actions = document.createElement("div");
  panel.box.className = "camera";
  actions.className = "camera__actions";
  panel.video.className = panel.canvas.className = "camera__picture";
  panel.message.setAttribute("role", "status");
  panel.canvas.setAttribute("role", "img");
  for (const picture of [panel.video, panel.canvas]) picture.setAttribute("aria-label", words.cameraPreview);
  panel.video.muted = panel.video.playsInline = true;
  actions.append(panel.start, panel.capture, panel.stop);
  panel.box.append(panel.video, panel.canvas, panel.message, actions);
  show(panel, "closed");
  return panel;
}

/** `state`: "closed" (nothing taken), "open" (the camera runs) or "taken". */
function show(panel, state) {
  panel.video.hidden = panel.capture.hidden = panel.stop.hidden = state !== "open";
  panel.canvas.hidden = state !== "taken";
  panel.start.hidden = state === "open";
}

function closeCamera(panel) {
  for (const track of panel.video.srcObject?.getTracks() ?? []) track.stop();
  panel.video.srcObject = null;
}

async function openCamera(input, panel) {
  try {
    panel.video.srcObject = await navigator.mediaDevices.getUserMedia({
      video: { facingMode: "user", width: { ideal: 1280 }, height: { ideal: 960 } },
    });
    await panel.video.play();
    panel.message.textContent = "";
    show(panel, "open");
    panel.capture.focus();
  } catch {
    closeCamera(panel);
    panel.message.textContent = input.dataset.cameraFailed;
  }
}

function drawFrame({ video, canvas }) {
  const scale = Math.min(1, LONGEST_SIDE / Math.max(video.videoWidth, video.videoHeight));
  canvas.width = Math.round(video.videoWidth * scale);
  canvas.height = Math.round(video.videoHeight * scale);
  canvas.getContext("2d").drawImage(video, 0, 0, canvas.width, canvas.height);
}

function putIntoField(input, blob) {
  const transfer = new DataTransfer();
  transfer.items.add(new File([blob], "photo.jpg", { type: "image/jpeg" }));
  input.files = transfer.files;
  input.dispatchEvent(new Event("change", { bubbles: true }));
}

async function takePhoto(input, panel) {
  drawFrame(panel);
  closeCamera(panel);
  const blob = await new Promise((resolve) => panel.canvas.toBlob(resolve, "image/jpeg", JPEG_QUALITY));
  putIntoField(input, blob);
  panel.start.textContent = input.dataset.cameraAgain;
  panel.message.textContent = input.dataset.cameraDone;
  show(panel, "taken");
  panel.start.focus();
}

function leaveCamera(panel) {
  closeCamera(panel);
  show(panel, "closed");
  panel.start.focus();
}

/** A file chosen by hand replaces the picture, so the old one must not stay on the screen. */
function forgetPicture(input, panel, event) {
  if (!event.isTrusted) return;
  panel.message.textContent = "";
  panel.start.textContent = input.dataset.cameraStart;
  closeCamera(panel);
  show(panel, "closed");
}

function offerCamera(input) {
  const panel = makePanel(input);
  panel.start.addEventListener("click", () => openCamera(input, panel));
  panel.capture.addEventListener("click", () => takePhoto(input, panel));
  panel.stop.addEventListener("click", () => leaveCamera(panel));
  input.addEventListener("change", (event) => forgetPicture(input, panel, event));
  window.addEventListener("pagehide", () => closeCamera(panel));
  input.after(panel.box);
}

if (navigator.mediaDevices?.getUserMedia) {
  for (const input of document.querySelectorAll("input[type=file][data-camera]")) offerCamera(input);
}
