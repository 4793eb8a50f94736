"""Thai text: one spelling (`normalise`), words (`tokenize`), and the forms that numbers and dates take."""

from search.thai.normalise import Normalised, align, normalise
from search.thai.segment import tokenize

__all__ = ["Normalised", "align", "normalise", "tokenize"]
