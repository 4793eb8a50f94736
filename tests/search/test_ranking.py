"""The order of candidates."""

import datetime

import pytest

from search.analysis import skeleton
from search.parse import parse_query
from search.ranking import PART, Candidate, rank

QUERY = parse_query("ประกาศกระทรวง")


def candidate(uid, text):
    return Candidate(uid, 1.0, PART.join((b"", b"", skeleton(text), b"")), "page", 0, "")


def windows(*texts):
    text = QUERY.skeleton
    grams = {text[at : at + 3]: 1.0 for at in range(len(text) - 2)}
    candidates = [candidate(uid, text) for uid, text in enumerate(texts)]
    ranked = rank(
        QUERY,
        [candidates[:1], [], candidates[1:]],
        [1.0] * len(QUERY.groups),
        grams,
        datetime.date(2026, 1, 1),
    )
    shares = {item.candidate.uid: item.shares["window"] for item in ranked}
    return [shares[uid] for uid in range(len(texts))]


def test_the_window_counts_what_stands_in_one_place():
    far = "ประกาศ" + "ก" * 60 + "กระทรวง"
    whole, parted, half, none = windows("ตามประกาศกระทรวงนั้น", far, "ประกาศ", "สวนสนุก")
    assert whole == 1.0
    assert none == 0.0
    assert half < whole
    assert parted == pytest.approx(max(windows("กระทรวง")[0], half))


def test_a_text_is_not_helped_by_the_one_beside_it():
    texts = ["เรื่องประกาศ", "กระทรวงใด", "ประกาศ", "กระทรวง"]
    assert windows(*texts) == [windows(text)[0] for text in texts]
