"""Thai dictionary order for columns of the database: the same key as in the search index."""

from search.thai.collation import sort_key

__all__ = ["first_letter", "sort_key"]


def first_letter(key: str) -> str:
    """Under which letter of an index the text with this sort key stands: a Thai consonant, a Latin letter,
    "0" for any digit, "" for anything else. The first four digits of the key are enough.

    >>> [first_letter(sort_key(text)) for text in ("เกษตร", "๑๑๑๑", "Visa")]
    ['ก', '0', 'v']
    """
    letter = bytes.fromhex(key[:4]).decode("utf-16-be", "replace")
    if "ก" <= letter <= "ฮ" or "a" <= letter <= "z":
        return letter
    return "0" if letter.isdecimal() else ""
