"""One form for each user name."""

import unicodedata


def normal_username(text: str) -> str:
    """As stored and compared: NFKC, lower case, no space around. `Ánh ` and `ánh` are one."""
    return unicodedata.normalize("NFKC", text).strip().casefold()
