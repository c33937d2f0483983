"""How a person's name is written, for screens and paper. Source: CUI Patient Banner PAB-0049 to 0053."""


def formal_name(family: str, given: str | None, title: str | None) -> str:
    """The name as in the banner: FAMILY NAME, Given (Title); never truncated."""
    name = family.upper()
    if given:
        name = f"{name}, {given}"
    return f"{name} ({title})" if title else name
