"""References between the resources of one bundle: full address, `Type/id`, `#contained`, identifier."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from mdt_core.fhir.elements import Resource, part, parts, text


@dataclass(frozen=True)
class Entry:
    """One entry of a bundle: the resource and the address the bundle gives it."""

    full_url: str
    resource: Resource

    @property
    def kind(self) -> str:
        """The resource type."""
        return text(self.resource, "resourceType")

    @property
    def key(self) -> str:
        """The source's own name for the resource: id, business identifier, address, else its content."""
        identifiers = (_named(each) for each in _listed(self.resource))
        own = text(self.resource, "id") or next(filter(None, identifiers), "") or self.full_url
        return own or hashlib.sha256(self.content.encode()).hexdigest()

    @property
    def content(self) -> str:
        """All that the resource says, to tell a repetition from a contradiction."""
        return json.dumps(self.resource, sort_keys=True, default=str)


def _named(identifier: Resource) -> str:
    value = text(identifier, "value")
    return f"{text(identifier, 'system')}|{value}" if value else ""


def _listed(resource: Resource) -> tuple[Resource, ...]:
    """`identifier` is a list in most resources, one element in a few."""
    given = resource.get("identifier")
    return (given,) if isinstance(given, Mapping) else parts(resource, "identifier")


@dataclass(frozen=True)
class References:
    """Finds what a reference of one bundle names."""

    by_address: Mapping[str, Entry]
    by_identifier: Mapping[tuple[str, str, str], Entry] = field(default_factory=dict)

    @classmethod
    def of(cls, entries: Iterable[Entry]) -> "References":
        """Indexes the entries; where two carry one address the first is meant."""
        by_address: dict[str, Entry] = {}
        by_identifier: dict[tuple[str, str, str], Entry] = {}
        for entry in entries:
            for address in _addresses(entry):
                by_address.setdefault(address, entry)
            for each in _listed(entry.resource):
                name = (entry.kind, text(each, "system"), text(each, "value"))
                by_identifier.setdefault(name, entry)
        return cls(by_address, by_identifier)

    def find(self, reference: Resource, owner: Resource) -> Resource | None:
        """The resource a Reference of `owner` names, None where it is not in the bundle."""
        sent = text(reference, "reference")
        if sent.startswith("#"):
            return _contained(owner, sent[1:])
        found = self.entry(reference)
        return found.resource if found else None

    def entry(self, reference: Resource) -> Entry | None:
        """The entry a Reference names."""
        sent = text(reference, "reference").partition("/_history/")[0]
        if not sent:
            return self._by_logical(reference)
        kind, asks, query = sent.partition("?identifier=")
        if asks:
            system, _, value = query.partition("|")
            return self.by_identifier.get((kind, system, value))
        return self.by_address.get(sent) or self.by_address.get(_type_and_id(sent))

    def _by_logical(self, reference: Resource) -> Entry | None:
        named = part(reference, "identifier")
        name = (text(reference, "type"), text(named, "system"), text(named, "value"))
        matching = [
            entry for key, entry in self.by_identifier.items() if name[2] and key[1:] == name[1:]
        ]
        exact = [entry for entry in matching if name[0] in {"", entry.kind}]
        return exact[0] if exact else None


def _addresses(entry: Entry) -> tuple[str, ...]:
    identity = text(entry.resource, "id")
    own = f"{entry.kind}/{identity}" if identity else ""
    return tuple(filter(None, (entry.full_url, own)))


def _type_and_id(address: str) -> str:
    """The last two steps of a web address, by which a server names a resource."""
    return "/".join(address.rsplit("/", 2)[-2:]) if address.startswith("http") else ""


def _contained(owner: Resource, identity: str) -> Resource | None:
    inner: Iterable[Mapping[str, Any]] = parts(owner, "contained")
    return next((each for each in inner if text(each, "id") == identity), None)
