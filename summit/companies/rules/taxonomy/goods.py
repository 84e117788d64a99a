"""Finished goods: clothing, footwear, accessories, jewellery, textiles for the home."""

from summit.companies.rules.status import QuantityUnit
from summit.errors import N_

from .node import branch

APPAREL = branch(
    "apparel",
    N_("Clothing"),
    QuantityUnit.PIECES,
    ("61", "62"),
    ("dresses", N_("Dresses and skirts"), ("6104", "6204")),
    ("shirts", N_("Shirts and blouses"), ("6105", "6106", "6205", "6206")),
    ("t_shirts", N_("T-shirts and sweatshirts"), ("6109", "6110")),
    ("knitwear", N_("Knitwear"), ("6110",)),
    ("trousers", N_("Trousers and shorts"), ("6103", "6203")),
    ("jeans", N_("Jeans and denim wear"), ("6203", "6204")),
    ("tailoring", N_("Suits and tailoring"), ("6203", "6204")),
    ("outerwear", N_("Coats and jackets"), ("6201", "6202")),
    ("leather_wear", N_("Leather and fur garments"), ("4203", "4303")),
    ("evening", N_("Evening and bridal wear"), ("6204",)),
)

SPECIAL = branch(
    "special",
    N_("Clothing for a purpose"),
    QuantityUnit.PIECES,
    ("61", "62"),
    ("sportswear", N_("Sportswear"), ("6112", "6211")),
    ("swimwear", N_("Swimwear"), ("6112", "6211")),
    ("lingerie", N_("Lingerie and nightwear"), ("6108", "6208", "6212")),
    ("hosiery", N_("Hosiery and socks"), ("6115",)),
    ("children", N_("Children's clothing"), ("6111", "6209")),
    ("modest", N_("Modest fashion"), ("6204", "6211")),
    ("traditional", N_("Traditional dress"), ("6211",)),
    ("uniforms", N_("Uniforms and workwear"), ("6211",)),
    ("adaptive", N_("Adaptive clothing"), ("6211",)),
)

FOOTWEAR = branch(
    "footwear",
    N_("Footwear"),
    QuantityUnit.PAIRS,
    ("64",),
    ("leather_shoes", N_("Leather shoes"), ("6403",)),
    ("boots", N_("Boots"), ("6403",)),
    ("sneakers", N_("Trainers and sports shoes"), ("6404",)),
    ("sandals", N_("Sandals and beach shoes"), ("6402",)),
    ("textile_shoes", N_("Textile and felt shoes"), ("6404", "6405")),
    ("children", N_("Children's shoes"), ("6403", "6404")),
    ("components", N_("Soles and shoe components"), ("6406",)),
)

ACCESSORIES = branch(
    "accessories",
    N_("Accessories"),
    QuantityUnit.PIECES,
    ("42", "61", "62", "65", "66"),
    ("bags", N_("Bags and luggage"), ("4202",)),
    ("small_leather", N_("Wallets and small leather goods"), ("4202",)),
    ("belts", N_("Belts"), ("4203",)),
    ("scarves", N_("Scarves and shawls"), ("6117", "6214")),
    ("hats", N_("Hats and headwear"), ("6504", "6505", "6506")),
    ("gloves", N_("Gloves"), ("4203", "6116", "6216")),
    ("ties", N_("Ties"), ("6215",)),
    ("eyewear", N_("Eyewear"), ("9003", "9004")),
    ("umbrellas", N_("Umbrellas"), ("6601",)),
)

JEWELLERY = branch(
    "jewellery",
    N_("Jewellery and watches"),
    QuantityUnit.PIECES,
    ("71", "91"),
    ("fine", N_("Fine jewellery"), ("7113",)),
    ("silver", N_("Silver jewellery"), ("7113",)),
    ("costume", N_("Costume jewellery"), ("7117",)),
    ("gemstones", N_("Gemstones, pearls and amber"), ("7101", "7103")),
    ("watches", N_("Watches"), ("9101", "9102")),
    ("hair", N_("Hair ornaments"), ("9615",)),
)

HOME = branch(
    "home",
    N_("Textiles for the home"),
    QuantityUnit.PIECES,
    ("57", "63"),
    ("bed_linen", N_("Bed and table linen"), ("6302",)),
    ("towels", N_("Towels and bathrobes"), ("6302", "6208")),
    ("blankets", N_("Blankets and throws"), ("6301",)),
    ("carpets", N_("Carpets and rugs"), ("5701", "5702", "5705")),
    ("curtains", N_("Curtains and cushions"), ("6303", "6304")),
)

NODES = (*APPAREL, *SPECIAL, *FOOTWEAR, *ACCESSORIES, *JEWELLERY, *HOME)
