"""Materials and trims: what garments, shoes and bags are made of."""

from summit.companies.rules.status import QuantityUnit
from summit.errors import N_

from .node import branch

KILOGRAMS, METRES, PIECES, SQUARE_METRES = (
    QuantityUnit.KILOGRAMS,
    QuantityUnit.METRES,
    QuantityUnit.PIECES,
    QuantityUnit.SQUARE_METRES,
)

FIBRES = branch(
    "fibres",
    N_("Fibres and yarns"),
    KILOGRAMS,
    ("50", "51", "52", "53", "54", "55"),
    ("cotton_fibre", N_("Cotton fibre"), ("5201", "5203")),
    ("wool_fibre", N_("Wool and fine animal hair"), ("5101", "5102", "5105")),
    ("bast_fibre", N_("Flax, hemp and other plant fibres"), ("5301", "5302", "5303", "5305")),
    ("man_made_fibre", N_("Viscose, lyocell and synthetic fibres"), ("5503", "5504")),
    ("recycled_fibre", N_("Recycled fibres"), ("5505",)),
    ("cotton_yarn", N_("Cotton yarn"), ("5205", "5206")),
    ("wool_yarn", N_("Wool and cashmere yarn"), ("5106", "5107", "5108")),
    ("silk_yarn", N_("Silk yarn"), ("5004", "5005")),
    ("synthetic_yarn", N_("Filament and synthetic yarn"), ("5402", "5403", "5509")),
    ("fancy_yarn", N_("Fancy and metallic yarn"), ("5605", "5606")),
)

WOVEN = branch(
    "woven",
    N_("Woven fabrics"),
    METRES,
    ("51", "52", "53", "54", "55", "58"),
    ("shirting", N_("Cotton shirting and poplin"), ("5208",)),
    ("suiting", N_("Wool suiting"), ("5112",)),
    ("coating", N_("Coating fabrics"), ("5111",)),
    ("linen", N_("Linen and hemp fabrics"), ("5309", "5311")),
    ("viscose", N_("Viscose and lyocell fabrics"), ("5408", "5516")),
    ("synthetic", N_("Polyester and nylon fabrics"), ("5407", "5512")),
    ("denim", N_("Denim"), ("5209", "5211")),
    ("stretch_denim", N_("Stretch denim"), ("5211",)),
    ("velvet", N_("Velvet and corduroy"), ("5801",)),
    ("lining", N_("Lining fabrics"), ("5408",)),
)

KNITS = branch(
    "knits",
    N_("Knitted fabrics"),
    METRES,
    ("60",),
    ("jersey", N_("Cotton jersey"), ("6006",)),
    ("rib", N_("Rib"), ("6006",)),
    ("interlock", N_("Interlock"), ("6006",)),
    ("terry", N_("French terry and fleece"), ("6001",)),
    ("stretch", N_("Stretch knits with elastane"), ("6004",)),
    ("warp", N_("Warp knits and mesh"), ("6005",)),
    ("wool", N_("Wool and viscose jersey"), ("6006",)),
    ("jacquard", N_("Knitted jacquard"), ("6006",)),
)

CRAFT = branch(
    "craft",
    N_("Silk and craft textiles"),
    METRES,
    ("50", "58"),
    ("silk", N_("Silk fabrics"), ("5007",)),
    ("brocade", N_("Brocade and silk jacquard"), ("5007",)),
    ("handwoven", N_("Handwoven fabrics"), ("5007", "5208", "5309")),
    ("ikat", N_("Ikat and other resist dyeing"), ("5007", "5209")),
    ("batik", N_("Batik and wax prints"), ("5208",)),
    ("block_print", N_("Block prints"), ("5208",)),
    ("tapestry", N_("Tapestry and handmade felt"), ("5805", "5602")),
)

LACE = branch(
    "lace",
    N_("Lace and embroidery"),
    METRES,
    ("58",),
    ("lace", N_("Lace by the metre"), ("5804",)),
    ("guipure", N_("Guipure"), ("5804",)),
    ("tulle", N_("Tulle and net"), ("5804",)),
    ("embroidered", N_("Embroidered fabrics"), ("5810",)),
    ("sequined", N_("Sequinned and beaded fabrics"), ("5810",)),
    ("handmade", N_("Handmade lace"), ("5804",)),
)

TECHNICAL = branch(
    "technical",
    N_("Technical textiles"),
    METRES,
    ("56", "59"),
    ("membrane", N_("Waterproof and membrane fabrics"), ("5903",)),
    ("performance", N_("Sportswear performance fabrics"), ("6004", "6006")),
    ("protective", N_("Protective and workwear fabrics"), ("5514",)),
    ("coated", N_("Coated and laminated fabrics"), ("5903", "5907")),
    ("nonwoven", N_("Nonwovens"), ("5603",)),
    ("insulation", N_("Wadding and insulation"), ("5601",)),
    ("smart", N_("Smart textiles"), ("5911",)),
)

LEATHER = branch(
    "leather",
    N_("Leather, fur and alternatives"),
    SQUARE_METRES,
    ("41", "43", "59"),
    ("bovine", N_("Cattle leather"), ("4107",)),
    ("goat_sheep", N_("Goat and sheep leather"), ("4112", "4113")),
    ("suede", N_("Suede and nubuck"), ("4114",)),
    ("exotic", N_("Exotic and fish leather"), ("4113",)),
    ("fur", N_("Fur and shearling"), ("4302",)),
    ("artificial", N_("Artificial leather"), ("5903",)),
    ("plant_based", N_("Plant-based leather"), ("5903",)),
    ("artificial_fur", N_("Artificial fur"), ("4304",)),
)

DEADSTOCK = branch(
    "deadstock",
    N_("Deadstock and recycling"),
    METRES,
    ("63",),
    ("fabrics", N_("Deadstock fabrics")),
    ("leather", N_("Deadstock leather")),
    ("trims", N_("Deadstock trims")),
    ("garments", N_("Surplus garments")),
    ("second_hand", N_("Sorted second-hand clothing"), ("6309",)),
    ("textile_waste", N_("Cutting waste for recycling"), ("6310",)),
)

TRIMS = branch(
    "trims",
    N_("Trims and fittings"),
    PIECES,
    ("55", "58", "83", "96"),
    ("zips", N_("Zips"), ("9607",)),
    ("buttons", N_("Buttons and snaps"), ("9606",)),
    ("labels", N_("Labels and hang tags"), ("5807", "4821")),
    ("thread", N_("Sewing and embroidery thread"), ("5204", "5401", "5508")),
    ("tapes", N_("Tapes, ribbons and elastic"), ("5806",)),
    ("hardware", N_("Buckles and metal fittings"), ("8308",)),
    ("interlining", N_("Interlinings and shoulder pads"), ("5903", "6217")),
    ("cords", N_("Cords, braids and fringes"), ("5808",)),
    ("beads", N_("Beads, crystals and feathers"), ("67", "7018")),
    ("packaging", N_("Packaging and hangers"), ("4819",)),
)

NODES = (*FIBRES, *WOVEN, *KNITS, *CRAFT, *LACE, *TECHNICAL, *LEATHER, *DEADSTOCK, *TRIMS)
