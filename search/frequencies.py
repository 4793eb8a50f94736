"""In how many documents tokens stand: what makes a word rare, and a typing error likely."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

Wanted = Mapping[str, Collection[str]]
"""Tokens by the field that they stand in."""
Frequencies = Mapping[str, Mapping[str, int]]
"""The same with the number of documents of each token; 0 where none has it."""
Ask = Callable[[Wanted], Frequencies]
"""Asks an index. What is known to be wanted is asked for at once: each question may be a request."""
