"""What a company's profile may become, who speaks for it, and what it says of itself."""

from enum import StrEnum

from summit.errors import N_, DomainError


class CompanyStatus(StrEnum):
    """How far a profile is: only an approved one is seen by others and meets anybody."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    APPROVED = "approved"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


STATUS_NAMES = {
    CompanyStatus.DRAFT: N_("Draft"),
    CompanyStatus.SUBMITTED: N_("Waiting for review"),
    CompanyStatus.APPROVED: N_("Approved"),
    CompanyStatus.REJECTED: N_("Sent back"),
    CompanyStatus.WITHDRAWN: N_("Withdrawn"),
}


class MemberRole(StrEnum):
    """What a colleague may do for the company: speak for it in everything, or attend meetings."""

    MANAGER = "manager"
    MEMBER = "member"


MEMBER_ROLE_NAMES = {
    MemberRole.MANAGER: N_("Speaks for the company"),
    MemberRole.MEMBER: N_("Attends meetings"),
}


class InterestSide(StrEnum):
    """Whether a company has something or looks for it."""

    OFFER = "offer"
    NEED = "need"


class PriceSegment(StrEnum):
    """What customers pay, from everyday goods to haute couture."""

    MASS = "mass"
    MIDDLE = "middle"
    PREMIUM = "premium"
    LUXURY = "luxury"


PRICE_SEGMENT_NAMES = {
    PriceSegment.MASS: N_("Mass market"),
    PriceSegment.MIDDLE: N_("Middle segment"),
    PriceSegment.PREMIUM: N_("Premium"),
    PriceSegment.LUXURY: N_("Luxury"),
}


class QuantityUnit(StrEnum):
    """In what quantities are counted."""

    PIECES = "pieces"
    METRES = "metres"
    KILOGRAMS = "kilograms"
    PAIRS = "pairs"
    SQUARE_METRES = "square_metres"


QUANTITY_UNIT_NAMES = {
    QuantityUnit.PIECES: N_("pieces"),
    QuantityUnit.METRES: N_("metres"),
    QuantityUnit.KILOGRAMS: N_("kilograms"),
    QuantityUnit.PAIRS: N_("pairs"),
    QuantityUnit.SQUARE_METRES: N_("square metres"),
}


class LanguageLevel(StrEnum):
    """How well a language is spoken in the company."""

    BASIC = "basic"
    WORKING = "working"
    FLUENT = "fluent"
    NATIVE = "native"


LANGUAGE_LEVEL_NAMES = {
    LanguageLevel.BASIC: N_("Basic"),
    LanguageLevel.WORKING: N_("Working level"),
    LanguageLevel.FLUENT: N_("Fluent"),
    LanguageLevel.NATIVE: N_("Native"),
}


class NotOfTheCompany(DomainError):
    """The reader does not speak for the company."""

    message = N_("Only those who speak for the company can do this.")


class CompanyIsNotApproved(DomainError):
    """The profile is not approved, so it meets nobody yet."""

    message = N_("The profile of the company is not approved yet.")
