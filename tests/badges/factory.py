"""Invented badge cards for the tests of badges."""

from __future__ import annotations

import io

from PIL import Image

from summit.badges.cards import BadgeCard

LABELS = {
    "zones": "Zones",
    "issue": "Issue",
    "code": "Code",
    "venue": "Venue",
    "dates": "Dates",
    "rules": "Wear this badge where it can be seen. It is personal and may not be lent.",
    "if_found": "If found, please hand it to any steward.",
    "fold": "Print this page at full size, then fold it",
    "fold_half": "Fold the upper half of the sheet backwards.",
    "fold_again": "Fold the sheet once more between the two sides.",
    "fold_holder": "Cut away what is left over.",
}
NATIVE_NAMES = {
    "ru": "Екатерина Луговая-Белозерская",
    "zh-Hans": "林晓月",
    "zh-Hant": "林美華",
    "ja": "水鳥 花子",
    "ko": "김하늘",
    "ar": "محمد عبد الرحمن الزهراواني",
    "fa": "پریسا گل‌محمدیان",
    "hi": "अनन्या कृष्णमूर्तिया",
    "th": "สมศรี ไชยะวงศา",
    "am": "ትግስት በቀለዋ",
    "ka": "ნინო კაპანაძელი",
    "hy": "Անահիտ Պետրոսյանյան",
    "bn": "রূপা চট্টোপাধ্যায়া",
    "ta": "கவிதா சுப்பிரமணியம்",
    "he": "נועה בן־שחרית",
    "si": "දිලිනි වික්‍රමසිංහ",
    "km": "សុខា ចន្ថាវង្ស",
    "my": "သီရိ အောင်မြတ်",
    "vi": "Nguyễn Thị Ngọc Ấnh",
}


def make_card(number: int = 1, **changes: object) -> BadgeCard:
    """Return a whole card; `number` makes token and code its own."""
    values: dict[str, object] = {
        "name_latin": "Amara Okonkwo-Bright",
        "line1": "Amara Okonkwo-Bright",
        "organisation": "Atelier Nordwind",
        "country": "South Africa",
        "category_letter": "D",
        "category_word": "Delegate",
        "category_colour": "#2f6f4e",
        "zones": ("A", "B", "C"),
        "issue": 1,
        "token": f"{number * 918273645546372819100237 % 10**24:024}",
        "short_code": f"{number * 13572468 % 10**8:08}",
        "event_name": "Fashion Summit",
        "event_dates": "28 November – 2 December 2026",
        "venue": "Zarnitsa Hall, 1 Example Embankment",
        "accent": "#c8102e",
        "labels": LABELS,
    }
    return BadgeCard(**(values | changes))


def make_photo() -> bytes:
    """Return a JPEG of 300 × 400."""
    file = io.BytesIO()
    Image.radial_gradient("L").resize((300, 400)).convert("RGB").save(file, "JPEG", quality=80)
    return file.getvalue()
