"""What a logo may be, and what it becomes."""

from summit.errors import N_, DomainError

# A logo fits into this square; smaller ones keep their size.
LARGEST_SIDE = 640
SMALLEST_SIDE = 48
LARGEST_BYTES = 5 * 1024 * 1024
MOST_PIXELS = 25_000_000


class LogoIsMissing(DomainError):
    """The form was sent without a file."""

    message = N_("Please choose a logo first.")


class LogoIsTooLarge(DomainError):
    """More bytes than a logo has."""

    message = N_("The file is larger than %(limit)s MB. Please choose a smaller one.")


class LogoIsUnreadable(DomainError):
    """Not a picture that can be opened."""

    message = N_("This file is not a picture that we can read. Please choose a PNG or JPEG file.")


class LogoHasTooManyPixels(DomainError):
    """A decompression bomb, or a poster."""

    message = N_("The picture has too many pixels. Please choose one below %(limit)s megapixels.")


class LogoIsTooSmall(DomainError):
    """Too few pixels to be recognised."""

    message = N_("The picture is too small. Please choose one of at least %(limit)s pixels a side.")


def ensure_logo_bytes(count: int) -> None:
    """Refuse a missing or too large file; raises LogoIsMissing, LogoIsTooLarge."""
    if not count:
        raise LogoIsMissing
    if count > LARGEST_BYTES:
        raise LogoIsTooLarge(limit=LARGEST_BYTES // (1024 * 1024))


def ensure_logo_size(width: int, height: int) -> None:
    """Refuse pictures that exhaust the memory or show nothing; raises LogoHasTooManyPixels, LogoIsTooSmall."""
    if width * height > MOST_PIXELS:
        raise LogoHasTooManyPixels(limit=MOST_PIXELS // 1_000_000)
    if min(width, height) < SMALLEST_SIDE:
        raise LogoIsTooSmall(limit=SMALLEST_SIDE)
