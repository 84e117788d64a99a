"""What an uploaded picture becomes, and which uploads are refused."""

import io
import struct
import zlib
from datetime import timedelta

import pytest
from PIL import Image, ImageFile

from summit.clock import utcnow
from summit.registration.rules.photos import (
    PhotoHasTooManyPixels,
    PhotoIsTooLarge,
    PhotoIsTooSmall,
    PhotoIsUnreadable,
)
from summit.registration.services import photos
from tests.registration.delegates import picture


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


def bomb(width: int, height: int) -> bytes:
    """A PNG of a few hundred bytes that claims to be enormous."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = zlib.compress(b"\0" * 1000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("size", [(640, 480), (300, 900), (4000, 3000)])
def test_every_picture_becomes_a_jpeg_of_600_by_800(kind, size):
    result = opened(photos.portrait(picture(size, kind)))
    assert (result.format, result.mode, result.size) == ("JPEG", "RGB", (600, 800))


def test_metadata_and_profiles_are_removed():
    exif = Image.Exif()
    exif[0x010E], exif[0x8825] = "secret place", {1: "N"}
    data = picture(exif=exif, comment=b"secret comment", icc_profile=b"p" * 200)
    result = opened(photos.portrait(data))
    assert b"secret" not in photos.portrait(data)
    assert (dict(result.getexif()), set(result.info) - {"jfif", "jfif_version", "jfif_unit", "jfif_density"}) == (
        {},
        set(),
    )


def test_a_turned_photo_is_set_upright():
    image = Image.new("RGB", (800, 600), "red")
    image.paste("blue", (0, 0, 400, 600))
    exif = Image.Exif()
    exif[0x0112] = 6  # the top of the scene is at the right edge: turn clockwise
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", exif=exif, quality=95)
    result = opened(photos.portrait(buffer.getvalue()))
    top, bottom = result.getpixel((300, 100)), result.getpixel((300, 700))
    assert (top[2] > 200, bottom[0] > 200) == (True, True)


def test_a_transparent_picture_stands_on_white():
    buffer = io.BytesIO()
    Image.new("RGBA", (300, 400), (0, 0, 0, 0)).save(buffer, "PNG")
    assert opened(photos.portrait(buffer.getvalue())).getpixel((10, 10)) == (255, 255, 255)


def test_a_grey_and_a_cmyk_picture_become_rgb():
    for mode in ("L", "CMYK"):
        buffer = io.BytesIO()
        Image.new(mode, (300, 400)).save(buffer, "JPEG")
        assert opened(photos.portrait(buffer.getvalue())).mode == "RGB"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"hello",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"%PDF-1.7\n",
        b"GIF89a" + bytes(100),
        b"\xff\xd8\xff" + bytes(5000),
        picture()[:700],
        picture(kind="PNG")[:60],
        picture(kind="GIF"),
        picture(kind="TIFF"),
    ],
)
def test_what_is_no_photo_is_refused(data):
    with pytest.raises(PhotoIsUnreadable):
        photos.portrait(data)


def test_half_a_photo_is_refused_although_weasyprint_accepts_halves(monkeypatch):
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)
    whole = picture()
    with pytest.raises(PhotoIsUnreadable):
        photos.portrait(whole[: len(whole) // 2])
    assert ImageFile.LOAD_TRUNCATED_IMAGES is True


def test_more_than_ten_megabytes_are_refused():
    with pytest.raises(PhotoIsTooLarge) as refusal:
        photos.portrait(bytes(10 * 1024 * 1024 + 1))
    assert refusal.value.params == {"limit": 10}


@pytest.mark.parametrize(("width", "height"), [(8000, 7000), (20000, 20000), (65000, 65000)])
def test_a_decompression_bomb_is_refused_before_it_is_opened(width, height):
    with pytest.raises(PhotoHasTooManyPixels):
        photos.portrait(bomb(width, height))


def test_a_picture_that_lies_about_its_size_is_refused():
    with pytest.raises(PhotoIsUnreadable):
        photos.portrait(bomb(1000, 1000))


def test_a_tiny_picture_is_refused():
    with pytest.raises(PhotoIsTooSmall):
        photos.portrait(picture((99, 400)))


def test_files_that_no_row_names_are_deleted_after_a_day(app, db):
    folder = app.extensions["summit_config"].var / "photos"
    folder.mkdir(exist_ok=True)
    orphan = folder / "orphan.jpg"
    orphan.write_bytes(picture())
    assert (photos.delete_orphans(utcnow()), orphan.exists()) == (0, True)
    photos.delete_orphans(utcnow() + timedelta(days=2))
    assert not orphan.exists()


def test_a_fault_of_the_decoder_means_an_unreadable_photo(monkeypatch):
    def broken(image: Image.Image) -> None:
        raise struct.error("required argument is not an integer")

    monkeypatch.setattr(ImageFile.ImageFile, "load", broken)
    with pytest.raises(PhotoIsUnreadable):
        photos.portrait(picture())
