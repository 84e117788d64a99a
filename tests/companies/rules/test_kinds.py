import pytest

from summit.companies.rules.kinds import (
    GROUP_NAMES,
    KIND_NAMES,
    CompanyKind,
    KindGroup,
    group_of,
    kinds_of,
)


def test_every_kind_and_group_has_a_name() -> None:
    assert set(KIND_NAMES) == set(CompanyKind)
    assert set(GROUP_NAMES) == set(KindGroup)


def test_every_group_has_kinds_and_every_kind_is_of_one_group() -> None:
    assert sorted(kind for group in KindGroup for kind in kinds_of(group)) == sorted(CompanyKind)


def test_a_kind_tells_its_group() -> None:
    assert group_of("materials_denim") is KindGroup.MATERIALS
    assert group_of("trims") is KindGroup.TRIMS


def test_an_unknown_kind_has_no_group() -> None:
    with pytest.raises(ValueError, match="granite"):
        group_of("granite")
