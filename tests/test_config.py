from concurrent.futures import ThreadPoolExecutor

import pytest

from config import load_config


def test_secrets_are_made_once_and_kept_for_the_owner_only(tmp_path):
    made = load_config({"SUMMIT_VAR": str(tmp_path)})
    assert load_config({"SUMMIT_VAR": str(tmp_path)}) == made
    assert len({made.secret_key, made.badge_key, made.field_key}) == 3
    assert {path.stat().st_mode & 0o777 for path in tmp_path.glob("*_key.txt")} == {0o600}


def test_programs_that_start_together_read_the_same_secrets(tmp_path):
    with ThreadPoolExecutor(8) as threads:
        configs = list(threads.map(lambda _: load_config({"SUMMIT_VAR": str(tmp_path)}), range(32)))
    assert {config.badge_key for config in configs} == {configs[0].badge_key}
    assert len(list(tmp_path.iterdir())) == 3


def test_an_empty_secret_is_refused(tmp_path):
    (tmp_path / "badge_key.txt").touch()
    with pytest.raises(ValueError, match="is empty"):
        load_config({"SUMMIT_VAR": str(tmp_path)})


def test_the_public_address_has_no_slash_at_its_end(tmp_path):
    assert load_config({"SUMMIT_VAR": str(tmp_path), "SUMMIT_BASE_URL": "https://s.example.org/"}).base_url == (
        "https://s.example.org"
    )


def test_the_folder_of_data_is_made_for_its_owner_only(tmp_path):
    load_config({"SUMMIT_VAR": str(tmp_path / "var")})
    assert (tmp_path / "var").stat().st_mode & 0o777 == 0o700
