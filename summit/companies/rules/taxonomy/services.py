"""Work, equipment and roles: nodes of our own, since customs classify goods only."""

from summit.companies.rules.status import QuantityUnit
from summit.errors import N_

from .node import branch

PRODUCTION = branch(
    "production",
    N_("Contract manufacturing"),
    QuantityUnit.PIECES,
    (),
    ("cut_and_sew", N_("Cut-and-sew")),
    ("knitting", N_("Knitting of garments")),
    ("denim", N_("Denim sewing")),
    ("tailoring", N_("Tailoring of suits and coats")),
    ("lingerie", N_("Sewing of lingerie and swimwear")),
    ("leather_goods", N_("Making of leather goods")),
    ("footwear", N_("Shoemaking")),
    ("jewellery", N_("Making of jewellery")),
    ("small_series", N_("Small series")),
    ("full_package", N_("Full-package production")),
)

PROCESSING = branch(
    "processing",
    N_("Processing and finishing"),
    QuantityUnit.METRES,
    (),
    ("dyeing", N_("Dyeing")),
    ("digital_print", N_("Digital printing")),
    ("screen_print", N_("Screen printing")),
    ("embroidery", N_("Machine embroidery")),
    ("hand_embroidery", N_("Hand embroidery")),
    ("washing", N_("Denim washing and laser finishing")),
    ("finishing", N_("Functional finishing")),
    ("pleating", N_("Pleating and quilting")),
)

DEVELOPMENT = branch(
    "development",
    N_("Design and development"),
    None,
    (),
    ("fashion_design", N_("Fashion design")),
    ("textile_design", N_("Textile and print design")),
    ("patterns", N_("Pattern cutting and grading")),
    ("samples", N_("Samples and prototypes")),
    ("digital_3d", N_("3D and digital fashion")),
    ("trends", N_("Trend research")),
    ("sourcing", N_("Sourcing agents")),
    ("collaboration", N_("Design collaborations")),
)

EQUIPMENT = branch(
    "equipment",
    N_("Equipment and technology"),
    QuantityUnit.PIECES,
    ("84",),
    ("sewing", N_("Sewing machines"), ("8452",)),
    ("knitting", N_("Knitting machines"), ("8447",)),
    ("weaving", N_("Spinning and weaving machines"), ("8445", "8446")),
    ("cutting", N_("Cutting and pressing equipment"), ("8451",)),
    ("printing", N_("Textile printers and dyeing machines"), ("8443", "8451")),
    ("cad_plm", N_("CAD, PLM and ERP software")),
    ("retail_software", N_("Software for shops and e-commerce")),
    ("marking", N_("RFID and product marking"), ("8523",)),
    ("fitting", N_("Virtual fitting and artificial intelligence")),
)

RETAIL = branch(
    "retail",
    N_("Retail and distribution"),
    None,
    (),
    ("multibrand", N_("Multibrand shops")),
    ("department_store", N_("Department stores")),
    ("chain", N_("Retail chains")),
    ("marketplace", N_("Marketplaces")),
    ("distributor", N_("Distributors and wholesalers")),
    ("showroom", N_("Showrooms and sales agents")),
    ("franchise", N_("Franchising")),
    ("pop_up", N_("Pop-up shops and retail space")),
    ("resale", N_("Rental and resale")),
)

MEDIA = branch(
    "media",
    N_("Media, shows and promotion"),
    None,
    (),
    ("press", N_("Magazines and online media")),
    ("public_relations", N_("Public relations")),
    ("advertising", N_("Advertising and branding")),
    ("photography", N_("Photography and film")),
    ("influencers", N_("Bloggers and influencers")),
    ("models", N_("Models and casting")),
    ("shows", N_("Fashion shows and events")),
    ("exhibitions", N_("Trade fairs and fashion weeks")),
)

EDUCATION = branch(
    "education",
    N_("Education and talent"),
    None,
    (),
    ("degrees", N_("Degree programmes")),
    ("courses", N_("Short courses and training")),
    ("exchange", N_("Student exchange")),
    ("internships", N_("Internships and placements")),
    ("recruitment", N_("Recruitment")),
    ("research", N_("Research and laboratories")),
    ("accelerators", N_("Incubators and accelerators")),
)

FINANCE = branch(
    "finance",
    N_("Investment and partnership"),
    None,
    (),
    ("equity", N_("Equity investment")),
    ("loans", N_("Loans and trade finance")),
    ("grants", N_("Grants and public support")),
    ("licensing", N_("Licensing of brands")),
    ("joint_venture", N_("Joint ventures")),
    ("business_missions", N_("Business missions")),
)

TRADE = branch(
    "trade",
    N_("Logistics and compliance"),
    None,
    (),
    ("freight", N_("Freight forwarding")),
    ("customs", N_("Customs clearance")),
    ("fulfilment", N_("Warehousing and fulfilment")),
    ("insurance", N_("Insurance and payments")),
    ("certification", N_("Certification")),
    ("testing", N_("Laboratory testing")),
    ("audits", N_("Social and environmental audits")),
    ("legal", N_("Legal advice and trade marks")),
    ("consulting", N_("Business consulting")),
)

NODES = (
    *PRODUCTION,
    *PROCESSING,
    *DEVELOPMENT,
    *EQUIPMENT,
    *RETAIL,
    *MEDIA,
    *EDUCATION,
    *FINANCE,
    *TRADE,
)
