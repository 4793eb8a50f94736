"""Numbers of persons are masked however people and word processors write them; other numbers stay."""

from __future__ import annotations

import pytest

from circulars.letters.personal import find_personal_data, masked


@pytest.mark.parametrize(
    "number",
    [
        *("081-234-5678", "0812345678", "๐๘ ๑๒๓๔ ๕๖๗๘", "0 81 234 5678", "081.234.5678", "081  234  5678"),
        *("081 - 234 - 5678", "081\u00a0234\u00a05678", "081\u2011234\u20115678", "081–234–5678"),
        *("(081) 234-5678", "+66 81 234 5678", "+66812345678", "+66 (0) 81-234-5678"),
    ],
)
def test_mobile_numbers_are_masked(number: str) -> None:
    words = f"โทร. {number} (นายสมมติ)"
    assert [one.kind for one in find_personal_data(words)] == ["mobile"]
    shown = masked(words)
    assert len(shown) == len(words)
    assert sum(sign.isdigit() for sign in shown) == 2


@pytest.mark.parametrize("apart", ["-", " ", "–", "\u2011", "\u00a0", " - "])
def test_citizen_numbers_are_masked(apart: str) -> None:
    words = "เลขที่ " + apart.join(("1", "1037", "00123", "45", "6"))
    assert [one.kind for one in find_personal_data(words)] == ["citizen"]
    assert masked(words).endswith(f"x5{apart}6")


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("เลขประจำตัวผู้เสียภาษีอากร 0107000000123", True),
        ("เลขทะเบียนนิติบุคคล 0-1055-12345-67-8", True),
        ("เลขประจำตัวผู้เสียภาษีอากร 1-1037-02345-67-8", False),
        ("เลขประจำตัวประชาชน 0107000000123", False),
    ],
)
def test_the_number_of_a_company_is_nobodys(words: str, shown: bool) -> None:
    assert (masked(words) == words) is shown


@pytest.mark.parametrize(
    "words",
    [
        *("โทร. 0 2000 0101 ต่อ 301 - 303", "0 5381 2345 0 5381 2346", "0.812345678", "งบ 6,812,345.678 บาท"),
        *("วันที่ 06.12.2567 เวลา 09.30 น.", "08.30 - 16.30 น. 09.00", "มท 0810.3/ว 1234", "09 2567 ถึง 10 2568"),
        "ISBN 978-616-123-456-7",
    ],
)
def test_other_numbers_stay(words: str) -> None:
    assert masked(words) == words


@pytest.mark.parametrize(
    "number",
    ["0812 345678", "0 8123 45678", "08 12 34 56 78", "081/2345678", "0-8123-4567-8", "0066812345678"],
)
def test_mobile_numbers_in_groups_of_any_size(number: str) -> None:
    shown = masked(f"โทร. {number} ในเวลาราชการ")
    assert sum(sign.isdigit() for sign in shown) == 2


@pytest.mark.parametrize(
    "words", ["09.00-12.00 13.00-16.00 น.", "06/09/2567 12.00 น.", "0 9 1 2 3 4 5 6 7 8", "อว 0660.2.1/1047"]
)
def test_times_dates_and_columns_of_figures_stay(words: str) -> None:
    assert masked(words) == words
