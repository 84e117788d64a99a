"""What a photo may be, and what it becomes."""

from summit.errors import N_, DomainError

WIDTH, HEIGHT = 600, 800
JPEG_QUALITY = 85
LARGEST_BYTES = 10 * 1024 * 1024
MOST_PIXELS = 50_000_000
SMALLEST_SIDE = 100


class PhotoIsTooLarge(DomainError):
    """The file exceeds 10 MB."""

    message = N_("The photo is larger than %(limit)s MB. Please choose a smaller one.")


class PhotoIsUnreadable(DomainError):
    """Not an image that can be opened."""

    message = N_("This file is not a photo that we can read. Please choose a JPEG, PNG or WebP picture.")


class PhotoHasTooManyPixels(DomainError):
    """A decompression bomb, or a picture far beyond what a camera makes."""

    message = N_("The picture has too many pixels. Please choose one below %(limit)s megapixels.")


class PhotoIsTooSmall(DomainError):
    """Too few pixels for a face on a badge."""

    message = N_("The picture is too small for a badge. Please choose one of at least %(limit)s pixels a side.")


def ensure_photo_bytes(count: int) -> None:
    """Refuse a file of more than 10 MB; raises PhotoIsTooLarge."""
    if count > LARGEST_BYTES:
        raise PhotoIsTooLarge(limit=LARGEST_BYTES // (1024 * 1024))


def ensure_photo_size(width: int, height: int) -> None:
    """Refuse pictures that would exhaust the memory or be unreadable; raises PhotoHasTooManyPixels, PhotoIsTooSmall."""
    if width * height > MOST_PIXELS:
        raise PhotoHasTooManyPixels(limit=MOST_PIXELS // 1_000_000)
    if min(width, height) < SMALLEST_SIDE:
        raise PhotoIsTooSmall(limit=SMALLEST_SIDE)
