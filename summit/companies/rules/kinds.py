"""What companies are: their kinds (PRODUCT.md) and the groups that rules about requests speak of."""

from enum import StrEnum

from summit.errors import N_


class KindGroup(StrEnum):
    """The large groups of company kinds."""

    BRAND = "brand"
    MANUFACTURER = "manufacturer"
    MATERIALS = "materials"
    TRIMS = "trims"
    EQUIPMENT = "equipment"
    RETAIL = "retail"
    SERVICES = "services"
    MEDIA = "media"
    EDUCATION = "education"
    ASSOCIATION = "association"
    INVESTOR = "investor"


GROUP_NAMES = {
    KindGroup.BRAND: N_("Brands and designers"),
    KindGroup.MANUFACTURER: N_("Manufacturers"),
    KindGroup.MATERIALS: N_("Suppliers of materials"),
    KindGroup.TRIMS: N_("Suppliers of trims and fittings"),
    KindGroup.EQUIPMENT: N_("Equipment and technology"),
    KindGroup.RETAIL: N_("Retail and distribution"),
    KindGroup.SERVICES: N_("Services"),
    KindGroup.MEDIA: N_("Media"),
    KindGroup.EDUCATION: N_("Education"),
    KindGroup.ASSOCIATION: N_("Associations and public bodies"),
    KindGroup.INVESTOR: N_("Investors"),
}


class CompanyKind(StrEnum):
    """What a company is; the part before the first underscore says its group."""

    BRAND_DESIGNER = "brand_designer"
    MANUFACTURER_CUT_AND_SEW = "manufacturer_cut_and_sew"
    MANUFACTURER_KNIT = "manufacturer_knit"
    MANUFACTURER_DENIM = "manufacturer_denim"
    MANUFACTURER_LEATHER = "manufacturer_leather"
    MANUFACTURER_EMBROIDERY = "manufacturer_embroidery"
    MANUFACTURER_PRINT = "manufacturer_print"
    MATERIALS_FIBRE = "materials_fibre"
    MATERIALS_YARN = "materials_yarn"
    MATERIALS_WOVEN = "materials_woven"
    MATERIALS_KNIT = "materials_knit"
    MATERIALS_DENIM = "materials_denim"
    MATERIALS_SILK_CRAFT = "materials_silk_craft"
    MATERIALS_LACE = "materials_lace"
    MATERIALS_TECHNICAL = "materials_technical"
    MATERIALS_LEATHER = "materials_leather"
    MATERIALS_ARTIFICIAL_LEATHER = "materials_artificial_leather"
    MATERIALS_FINISHER = "materials_finisher"
    MATERIALS_DEADSTOCK = "materials_deadstock"
    TRIMS = "trims"
    EQUIPMENT_IT = "equipment_it"
    RETAIL_MULTIBRAND = "retail_multibrand"
    RETAIL_MARKETPLACE = "retail_marketplace"
    RETAIL_CHAIN = "retail_chain"
    RETAIL_DISTRIBUTOR = "retail_distributor"
    RETAIL_SHOWROOM = "retail_showroom"
    SERVICES = "services"
    MEDIA = "media"
    EDUCATION = "education"
    ASSOCIATION = "association"
    INVESTOR = "investor"


KIND_NAMES = {
    CompanyKind.BRAND_DESIGNER: N_("Brand or designer"),
    CompanyKind.MANUFACTURER_CUT_AND_SEW: N_("Cut-and-sew manufacturer"),
    CompanyKind.MANUFACTURER_KNIT: N_("Knitwear manufacturer"),
    CompanyKind.MANUFACTURER_DENIM: N_("Denim manufacturer"),
    CompanyKind.MANUFACTURER_LEATHER: N_("Manufacturer of leather goods"),
    CompanyKind.MANUFACTURER_EMBROIDERY: N_("Embroidery workshop"),
    CompanyKind.MANUFACTURER_PRINT: N_("Printing house for textiles"),
    CompanyKind.MATERIALS_FIBRE: N_("Producer of fibres"),
    CompanyKind.MATERIALS_YARN: N_("Spinning mill"),
    CompanyKind.MATERIALS_WOVEN: N_("Weaving mill"),
    CompanyKind.MATERIALS_KNIT: N_("Producer of knitted fabrics"),
    CompanyKind.MATERIALS_DENIM: N_("Denim mill"),
    CompanyKind.MATERIALS_SILK_CRAFT: N_("Producer of silk and craft textiles"),
    CompanyKind.MATERIALS_LACE: N_("Producer of lace"),
    CompanyKind.MATERIALS_TECHNICAL: N_("Producer of technical textiles"),
    CompanyKind.MATERIALS_LEATHER: N_("Tannery"),
    CompanyKind.MATERIALS_ARTIFICIAL_LEATHER: N_("Producer of artificial leather"),
    CompanyKind.MATERIALS_FINISHER: N_("Dyer and finisher"),
    CompanyKind.MATERIALS_DEADSTOCK: N_("Supplier of deadstock"),
    CompanyKind.TRIMS: N_("Supplier of trims and fittings"),
    CompanyKind.EQUIPMENT_IT: N_("Equipment or software company"),
    CompanyKind.RETAIL_MULTIBRAND: N_("Multibrand shop"),
    CompanyKind.RETAIL_MARKETPLACE: N_("Marketplace"),
    CompanyKind.RETAIL_CHAIN: N_("Retail chain"),
    CompanyKind.RETAIL_DISTRIBUTOR: N_("Distributor"),
    CompanyKind.RETAIL_SHOWROOM: N_("Showroom or sales agent"),
    CompanyKind.SERVICES: N_("Service company"),
    CompanyKind.MEDIA: N_("Media company"),
    CompanyKind.EDUCATION: N_("School or university"),
    CompanyKind.ASSOCIATION: N_("Association or public body"),
    CompanyKind.INVESTOR: N_("Investor"),
}


def group_of(kind: str) -> KindGroup:
    """Return the group of a company's kind; ValueError where the kind is unknown."""
    return KindGroup(CompanyKind(kind).value.split("_")[0])


def kinds_of(group: KindGroup) -> tuple[CompanyKind, ...]:
    """Return the kinds of a group."""
    return tuple(kind for kind in CompanyKind if group_of(kind) is group)
