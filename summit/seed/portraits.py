"""Drawn portraits for the demo: a head and shoulders that belong to nobody."""

import io
import random

from PIL import Image, ImageDraw

_GROUNDS = ("#d8d2c4", "#c9cfcb", "#d6c7c0", "#bfc6d1", "#e0dccf", "#cbbfae")
_SKINS = ("#5b3a29", "#8d5a3b", "#b97f5a", "#d9a986", "#edc9ae", "#3f2a20")
_CLOTHES = ("#161513", "#7a1f2b", "#24404f", "#58613f", "#4a3a55", "#a06a2c")


def portrait(chance: random.Random) -> bytes:
    """Return a JPEG of 600 × 800 pixels, the size that photos are kept in."""
    image = Image.new("RGB", (600, 800), chance.choice(_GROUNDS))
    draw = ImageDraw.Draw(image)
    skin, clothes, hair = chance.choice(_SKINS), chance.choice(_CLOTHES), chance.choice(_CLOTHES)
    draw.ellipse((60, 545, 540, 1200), fill=clothes)
    draw.rounded_rectangle((253, 453, 347, 627), 40, fill=skin)
    draw.ellipse((167, 140, 433, 487), fill=hair)
    draw.ellipse((193, 187, 407, 500), fill=skin)
    if chance.random() < 0.5:
        draw.chord((167, 127, 433, 400), 180, 360, fill=hair)
    file = io.BytesIO()
    image.save(file, "JPEG", quality=80)
    return file.getvalue()
