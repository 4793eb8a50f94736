"""Dates as people type them are those of the texts."""

import pytest

from search.informal_dates import in_full
from search.parse import parse_query


def wanted(typed):
    return {
        token for group in parse_query(typed).groups for way in group.alternatives for token in way.tokens
    }


@pytest.mark.parametrize(
    ("token", "forms"),
    [
        (
            "#m2566-10",
            "ตค 66|ตค66|ตค2566|ต.ค. '66|10-2566|2566-10|2023-10|เดือน 10 ปี 2566|เดือน 10/2566|เดือน10 66"
            "|Oct 23|Oct-2023|October '23",
        ),
        (
            "#d2566-10-25",
            "25ตค66|25 ตค. 66|25-10-66|25.10.66|25/10/23|25 Oct 23|วันที่ 25 เดือน 10 ปี 66"
            "|วันที่ 25 เดือน 10 พ.ศ. 2566|20231025|25102566",
        ),
        (
            "#y2566",
            "พ.ศ. 66|พศ66|ปี'66|B.E. 2566|BE 2566|A.D. 2023|AD2023|ปี พ.ศ. สองพันห้าร้อยหกสิบหก|ปีสองห้าหกหก"
            "|สองพันห้าร้อยหกสิบหก|ปี 2566/2567|ปี 65-66",
        ),
        ("#f2566", "FY66|fy 66|งปม.66|ปีงปม. 2566"),
    ],
)
def test_every_form_asks_for_the_same(token, forms):
    for typed in forms.split("|"):
        assert token in wanted(typed), typed


@pytest.mark.parametrize(
    "typed",
    [
        *("กค 0402/7781", "มท 0309.2/ว 1234", "สค.1", "กพ 2", "พย 50 คน", "25 ต.ค. 2566", "31-02-66"),
        *("1.2.50.3", "ปีสามเดือน", "50-60 ปี", "ประชุมครั้งที่ 5/2566", "02-222-3333", "08-1234-5678"),
    ],
)
def test_what_is_no_date_or_in_full_already_stays(typed):
    assert in_full(typed) == typed


def test_a_day_without_a_year_is_looked_for_with_either_name_of_its_month():
    texts = {way.text for way in parse_query("25 ตุลา").groups[0].alternatives}
    assert {"25 ตุลาคม", "25 ต.ค."} <= texts
