"""Badges and foreign codes as a camera at a door sees them; the hardships are invented, drawn with Pillow."""

import io
import subprocess
from collections.abc import Callable

import numpy as np
import zxingcpp
from PIL import Image, ImageChops, ImageDraw, ImageEnhance, ImageFilter, ImageOps

FRAME = (1280, 720)
DESK = "#8d8378"
# The QR code's own width, 25 mm with its margin, stands in these frames at about five picture elements a module.
BADGE_HEIGHT = 690


def badge_of(pdf: bytes) -> Image.Image:
    """Return the first page of a PDF as a printer would draw it, at 300 dpi."""
    command = ["pdftoppm", "-f", "1", "-l", "1", "-r", "300", "-png", "-singlefile", "-"]
    drawn = subprocess.run(command, input=pdf, capture_output=True, check=True).stdout
    return Image.open(io.BytesIO(drawn)).convert("RGB")


def code_of(text: str, kind: zxingcpp.BarcodeFormat = zxingcpp.BarcodeFormat.QRCode, scale: int = 8) -> Image.Image:
    """Return a bare code with the quiet zone around it."""
    barcode = zxingcpp.create_barcode(text, kind)
    return Image.fromarray(np.asarray(barcode.to_image(scale=scale, add_quiet_zones=True))).convert("RGB")


def held(*pictures: Image.Image, height: int = BADGE_HEIGHT) -> Image.Image:
    """Return a frame of the camera with the pictures side by side on a desk."""
    frame = Image.new("RGB", FRAME, DESK)
    sized = [ImageOps.contain(each, (FRAME[0] // len(pictures) - 20, height)) for each in pictures]
    for place, each in enumerate(sized):
        middle = (2 * place + 1) * FRAME[0] // (2 * len(sized))
        frame.paste(each, (middle - each.width // 2, (FRAME[1] - each.height) // 2))
    return frame


def noisy(picture: Image.Image, strength: float = 12) -> Image.Image:
    """Add the grain of a small sensor."""
    grain = np.random.default_rng(5).normal(0, strength, (picture.height, picture.width, 1))
    return Image.fromarray(np.clip(np.asarray(picture, float) + grain, 0, 255).astype(np.uint8))


def unevenly_lit(picture: Image.Image, darkest: int = 70) -> Image.Image:
    """Let the light fall from one corner, down to `darkest` of 255 in the opposite one."""
    slope = np.add.outer(np.linspace(0, 0.5, picture.height), np.linspace(0, 0.5, picture.width))
    light = Image.fromarray((255 - slope * (255 - darkest)).astype(np.uint8)).convert("RGB")
    return ImageChops.multiply(picture, light)


def tilted(picture: Image.Image, share: float = 0.18) -> Image.Image:
    """Turn the frame away from the camera: its upper edge shrinks by `share` at both ends, its right edge by half."""
    width, height = picture.size
    lost = share * width
    corners = [(lost, lost / 3), (width - lost, lost / 2), (width, height), (0, height)]
    return picture.transform(
        picture.size, Image.Transform.PERSPECTIVE, _perspective(corners, picture.size), Image.Resampling.BICUBIC
    )


def _perspective(corners: list[tuple[float, float]], size: tuple[int, int]) -> list[float]:
    width, height = size
    rows, wanted = [], []
    for (x, y), (u, v) in zip(corners, [(0, 0), (width, 0), (width, height), (0, height)], strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        wanted += [u, v]
    return np.linalg.solve(np.array(rows, float), np.array(wanted, float)).tolist()


def crumpled(picture: Image.Image, depth: float = 7, cells: int = 16) -> Image.Image:
    """Pull the paper about by up to `depth` picture elements at the knots of a net, and shade its folds."""
    chance = np.random.default_rng(11)
    across = np.linspace(0, picture.width, cells + 1).round().astype(int)
    down = np.linspace(0, picture.height, cells + 1).round().astype(int)
    pulls = chance.uniform(-depth, depth, (cells + 1, cells + 1, 2))

    def knot(row: int, column: int) -> tuple[float, float]:
        return across[column] + pulls[row, column, 0], down[row] + pulls[row, column, 1]

    mesh = []
    for row in range(cells):
        for column in range(cells):
            box = (int(across[column]), int(down[row]), int(across[column + 1]), int(down[row + 1]))
            corners = [knot(row, column), knot(row + 1, column), knot(row + 1, column + 1), knot(row, column + 1)]
            mesh.append((box, tuple(number for corner in corners for number in corner)))
    pulled = picture.transform(picture.size, Image.Transform.MESH, mesh, Image.Resampling.BICUBIC)
    shades = Image.fromarray(chance.integers(150, 256, (cells, cells), dtype=np.uint8)).resize(picture.size)
    return ImageChops.multiply(pulled, shades.convert("RGB"))


def turned(picture: Image.Image, degrees: float) -> Image.Image:
    return picture.rotate(degrees, Image.Resampling.BICUBIC, fillcolor=DESK)


def faded(picture: Image.Image, contrast: float = 0.3) -> Image.Image:
    """Print in grey with little ink."""
    return ImageEnhance.Contrast(ImageOps.grayscale(picture).convert("RGB")).enhance(contrast)


def blurred(picture: Image.Image, radius: float = 2) -> Image.Image:
    return picture.filter(ImageFilter.GaussianBlur(radius))


def moved(picture: Image.Image, length: int = 9) -> Image.Image:
    """Smear the picture sideways, as of a badge that is not held still."""
    shots = [np.asarray(ImageChops.offset(picture, step, 0), float) for step in range(length)]
    return Image.fromarray((sum(shots) / length).astype(np.uint8))


def glaring(picture: Image.Image, at: tuple[float, float], radius: int = 40) -> Image.Image:
    """Let a lamp shine in the foil at a place of the picture, given in shares of its sides."""
    spot = Image.new("L", picture.size)
    x, y = at[0] * picture.width, at[1] * picture.height
    ImageDraw.Draw(spot).ellipse((x - radius, y - radius, x + radius, y + radius), fill=255)
    return Image.composite(Image.new("RGB", picture.size, "white"), picture, spot.filter(ImageFilter.GaussianBlur(12)))


def covered(badge: Image.Image, left: float, top: float, right: float, bottom: float) -> Image.Image:
    """Lay a finger over a part of the code, given in shares of the code's width and height."""
    (code,) = zxingcpp.read_barcodes(badge)
    x, y, far, low = box_of(code)
    box = (x + left * (far - x), y + top * (low - y), x + right * (far - x), y + bottom * (low - y))
    hidden = badge.copy()
    ImageDraw.Draw(hidden).rectangle(box, fill="#c59a80")
    return hidden


def box_of(code: zxingcpp.Barcode) -> tuple[int, int, int, int]:
    """Return left, top, right and bottom of a code."""
    at = code.position
    across = [corner.x for corner in (at.top_left, at.top_right, at.bottom_left, at.bottom_right)]
    down = [corner.y for corner in (at.top_left, at.top_right, at.bottom_left, at.bottom_right)]
    return min(across), min(down), max(across), max(down)


def far_away(badge: Image.Image, module: float) -> Image.Image:
    """Return a frame in which a module of the badge's code measures `module` picture elements."""
    (code,) = zxingcpp.read_barcodes(badge)
    left, _top, right, _bottom = box_of(code)
    return held(badge, height=round(badge.height * module * 21 / (right - left)))


Hardship = Callable[[Image.Image], Image.Image]

READ: dict[str, Hardship] = {
    "held still": held,
    "photographed at an angle": lambda badge: unevenly_lit(noisy(blurred(tilted(held(badge)), 1.2))),
    "out of focus": lambda badge: noisy(blurred(held(badge), 2.2)),
    "moved": lambda badge: noisy(moved(held(badge), 6)),
    "in the dark": lambda badge: noisy(ImageEnhance.Brightness(held(badge)).enhance(0.12), 5),
    "grainy": lambda badge: noisy(held(badge), 75),
    "crumpled": lambda badge: noisy(crumpled(held(badge), 3.5), 6),
    "inverted": lambda badge: ImageOps.invert(held(badge)),
    "turned by 45°": lambda badge: turned(held(badge), 45),
    "turned by 90°": lambda badge: turned(held(badge), 90),
    "upside down": lambda badge: turned(held(badge), 180),
    "printed with little ink": lambda badge: noisy(faded(held(badge), 0.07), 4),
    "a finger on its edge": lambda badge: held(covered(badge, 0.8, 0.8, 1.1, 1.1)),
    "a lamp in its foil": lambda badge: held(glaring(badge, (0.82, 0.32), 60)),
    "far away": lambda badge: noisy(far_away(badge, 1.5), 4),
}

UNREADABLE: dict[str, Hardship] = {
    "half covered": lambda badge: held(covered(badge, -0.1, -0.1, 0.5, 1.1)),
    "covered from above": lambda badge: held(covered(badge, -0.1, -0.1, 1.1, 0.5)),
    "covered in the middle": lambda badge: held(covered(badge, 0.25, 0.25, 0.75, 0.75)),
    "much too far away": lambda badge: noisy(far_away(badge, 0.8), 4),
    "quite out of focus": lambda badge: noisy(blurred(held(badge), 7)),
    "screwed up": lambda badge: noisy(crumpled(held(badge), 14, 24), 6),
}
