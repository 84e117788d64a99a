"""A camera on a page that shows what a test holds in front of it, and nothing else."""

import base64
import io

from PIL import Image
from playwright.sync_api import Page

from tests.browser.hard_pictures import DESK, FRAME

# The page gets a real stream of a drawn picture; only where it comes from is staged.
_STAGE = """([width, height]) => {
  const canvas = Object.assign(document.createElement("canvas"), { width, height });
  const pen = canvas.getContext("2d");
  let picture = null;
  globalThis.stagedPicture = async (encoded) => {
    const bytes = Uint8Array.from(atob(encoded), (letter) => letter.charCodeAt(0));
    picture = await createImageBitmap(new Blob([bytes]));
  };
  setInterval(() => { if (picture) pen.drawImage(picture, 0, 0, width, height); }, 50);
  navigator.mediaDevices.getUserMedia = async () => canvas.captureStream(20);
}"""


def encoded(picture: Image.Image) -> str:
    """Return the picture as PNG in base 64."""
    buffer = io.BytesIO()
    picture.save(buffer, "PNG", compress_level=1)
    return base64.b64encode(buffer.getvalue()).decode()


class StagedCamera:
    """What stands before the camera of a page; it is set up anew after the page has been loaded anew."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def start(self, picture: Image.Image | None = None) -> None:
        """Put the stage up on the page as it is now, and press the page's button for the camera."""
        self.page.evaluate(_STAGE, list(FRAME))
        self.show(picture)
        self.page.click("[data-camera-switch]")

    def show(self, picture: Image.Image | None) -> None:
        """Hold a picture in front of the camera; None: only the desk is seen."""
        self.page.evaluate("stagedPicture", encoded(picture or Image.new("RGB", FRAME, DESK)))
