"""The administrators' pages as HTML: what is on each, in words; decides nothing and asks nothing."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote

import segno

from mdt_core.errors import KnownError
from mdt_core.london import london
from mdt_core.roles import Role
from mdt_core.sync.protocol import MadeCode
from mdt_service.api.admin.markup import Child, Markup, joined, tag
from mdt_service.handlers.administering import DeviceLine, Overview
from mdt_service.hub.devices import Device
from mdt_service.hub.quarantine import Kept
from mdt_service.hub.scopes import EVERY_HOME, Grant

LONGEST_REASON = 120


@dataclass(frozen=True)
class Frame:
    """What every page has: who is signed in (empty: nobody), the token of its forms, and the practice band."""

    name: str = ""
    form_token: str = ""
    is_practice: bool = False

    def page(self, title: str, *content: Child) -> str:
        """A whole document."""
        head = tag(
            "head",
            tag("meta", charset="utf-8"),
            tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
            tag("title", f"{title} - MDT service"),
            tag("link", rel="stylesheet", href="/admin/style.css"),
        )
        band = tag("p", "PRACTICE DATA - not real people", class_="band")
        main = tag("main", tag("h1", title), content)
        body = tag("body", band if self.is_practice else None, self._header(), main)
        return f"<!doctype html>{tag('html', head, body, lang='en-GB')}"

    def _header(self) -> Markup | None:
        if not self.name:
            return None
        out = self.form("/admin/sign-out", tag("button", "Sign out", class_="second"))
        return tag("header", tag("p", "Signed in as ", tag("strong", self.name)), out)

    def form(self, action: str, *content: Child) -> Markup:
        """A form that this session may send."""
        token = tag("input", type="hidden", name="form_token", value=self.form_token)
        return tag("form", token, content, method="post", action=action)


def sign_in(frame: Frame, refused: KnownError | None = None) -> str:
    """Asks for the code that `mdt-service administrator` made."""
    ask = tag(
        "form",
        tag(
            "label",
            "One-time code",
            tag(
                "span",
                "Twenty signs, as the command mdt-service administrator shows them",
                class_="hint",
            ),
            for_="code",
        ),
        tag(
            "input",
            id="code",
            name="code",
            type="text",
            autocomplete="off",
            autocapitalize="characters",
            spellcheck="false",
            maxlength="40",
            required=True,
            aria_invalid="true" if refused else False,
            aria_describedby="wrong" if refused else False,
        ),
        tag("button", "Sign in"),
        method="post",
        action="/admin/sign-in",
    )
    return frame.page("Sign in", wrong(refused), ask)


def wrong(refused: KnownError | None) -> Markup | None:
    """Why something was not done, and what to do."""
    if refused is None:
        return None
    words = f"{refused.message}. {refused.next_step}".rstrip(". ") + "."
    return tag("div", tag("p", tag("strong", words)), class_="wrong", role="alert", id="wrong")


# The first page


def overview(frame: Frame, seen: Overview) -> str:
    """Devices and what waits."""
    in_use = [each for each in seen.devices if not each.device.is_revoked]
    ended = [each for each in seen.devices if each.device.is_revoked]
    return frame.page(
        "Devices",
        tag("p", tag("a", "Enrol a device", href="/admin/enrol", class_="button")),
        _devices(seen, in_use) or tag("p", "No device is enrolled yet."),
        tag("h2", "What waits in quarantine"),
        _kept_apart(seen) or tag("p", "Nothing waits."),
        tag("h2", "Revoked devices") if ended else None,
        _devices(seen, ended),
    )


def _devices(seen: Overview, lines: list[DeviceLine]) -> Markup | None:
    return tag("ul", [_device(each, seen) for each in lines], class_="cards") if lines else None


def _device(line: DeviceLine, seen: Overview) -> Markup:
    device = line.device
    if device.is_revoked:
        return tag(
            "li",
            tag("h3", _name(device)),
            tag("p", f"Revoked {_stamp(device.revoked_at)}: {device.revoked_why}"),
            _waiting(line),
            class_="ended",
        )
    return tag(
        "li",
        tag("h3", _name(device)),
        tag("p", f"Last seen {when(device.last_seen)}", class_="quiet"),
        tag("ul", [tag("li", each) for each in _roles(line.grants, seen)], class_="plain")
        if line.grants
        else tag("p", "No role holds now: it receives nothing."),
        _waiting(line),
        tag(
            "a",
            "Revoke",
            href=revoking(device),
            class_="button second",
            aria_label=f"Revoke {_name(device)}",
        ),
    )


def revoking(device: Device) -> str:
    """Where a device is revoked."""
    return f"/admin/revoke?device={quote(device.id, safe='')}"


def _waiting(line: DeviceLine) -> Markup | None:
    many = f"{line.waiting} of its entries wait" if line.waiting > 1 else "One of its entries waits"
    return tag("p", tag("strong", f"{many} in quarantine")) if line.waiting else None


def _roles(grants: Sequence[Grant], seen: Overview) -> list[str]:
    """The roles in each home, in one line a home."""
    labels: dict[str, list[str]] = {}
    for grant in grants:
        labels.setdefault(grant.home_id, []).append(grant.role.label)
    return [f"{', '.join(roles)} in {seen.home_name(home)}" for home, roles in labels.items()]


def _name(device: Device) -> str:
    return device.name or f"Device {device.id}"


def _kept_apart(seen: Overview) -> Markup | None:
    names = {each.device.id: _name(each.device) for each in seen.devices}
    cards = [tag("li", _kept(each, names.get(each.device_id, ""))) for each in seen.kept_apart]
    how = "Settled at the service: mdt-service quarantine take N, or set-aside N."
    return (
        joined([tag("ul", cards, class_="cards"), tag("p", how, class_="after")]) if cards else None
    )


def _kept(kept: Kept, name: str) -> Markup:
    return joined(
        [
            tag("h3", f"Number {kept.id}, from {name}"),
            tag("p", reason(kept.reason)),
            tag("p", f"Came {_stamp(kept.received_at)}", class_="quiet"),
        ]
    )


def reason(given: str) -> str:
    """Why a change was kept apart, without what it quotes of its text after a colon."""
    return given.partition(":")[0][:LONGEST_REASON]


# Enrolment


@dataclass(frozen=True)
class Chosen:
    """What was chosen on the form of a new device, to be shown again where it was refused."""

    roles: frozenset[str] = frozenset()
    home: str = ""
    days: str = ""


def enrol(
    frame: Frame,
    homes: dict[str, str],
    refused: KnownError | None = None,
    chosen: Chosen = Chosen(),
) -> str:
    """Asks which roles a new device has, where, and for how long."""
    form = frame.form(
        "/admin/enrol",
        tag("fieldset", tag("legend", "Roles on this device"), [_tick(r, chosen) for r in Role]),
        tag("label", "Home", for_="home"),
        tag("select", _places(homes, chosen.home), id="home", name="home", required=True),
        tag(
            "label",
            "Ends after days",
            tag("span", "Empty: the roles do not end by themselves", class_="hint"),
            for_="days",
        ),
        tag(
            "input",
            type="number",
            min="1",
            max="3650",
            id="days",
            name="days",
            inputmode="numeric",
            value=chosen.days or False,
        ),
        _row(tag("button", "Make a code"), tag("a", "Back", href="/admin", class_="button second")),
    )
    return frame.page("Enrol a device", wrong(refused), form)


def _tick(role: Role, chosen: Chosen) -> Markup:
    """The whole row is touched, not the box alone."""
    box = tag(
        "input",
        type="checkbox",
        name="role",
        value=role.value,
        id=f"role-{role.value}",
        checked=role.value in chosen.roles,
    )
    return tag("label", box, role.label, for_=f"role-{role.value}", class_="tick")


def _places(homes: dict[str, str], chosen: str) -> list[Markup]:
    named = sorted(homes.items(), key=lambda each: each[1].casefold())
    offered = [("", "Choose a home"), *named, (EVERY_HOME, "Every home")]
    return [tag("option", name, value=key, selected=key == chosen) for key, name in offered]


def code(frame: Frame, made: MadeCode, given: str) -> str:
    """The code of a new device, as text and as QR."""
    return frame.page(
        "Code for the new device",
        tag("p", f"Type it on the device before {_clock(made.expires_at)}. It works once."),
        tag("p", made.code, class_="code"),
        tag("div", _qr(made.code), class_="qr", role="img", aria_label="The same code as QR"),
        tag("p", given),
        tag("p", tag("a", "Done", href="/admin", class_="button second")),
    )


def _qr(text: str) -> Markup:
    out = io.BytesIO()
    segno.make(text, micro=False).save(
        out, kind="svg", xmldecl=False, svgns=False, omitsize=True, dark="#000", light="#fff"
    )
    return Markup(out.getvalue().decode("utf-8"))


# Revoking


def revoke(frame: Frame, device: Device, refused: KnownError | None = None) -> str:
    """Asks for the reason, and says what follows."""
    form = frame.form(
        revoking(device),
        tag(
            "label",
            "Reason",
            tag("span", "Told to who reviews; no word of a resident", class_="hint"),
            for_="why",
        ),
        tag(
            "input",
            type="text",
            id="why",
            name="why",
            required=True,
            maxlength="200",
            aria_invalid="true" if refused else False,
            aria_describedby="wrong" if refused else False,
        ),
        _row(
            tag("button", "Revoke this device", class_="stop"),
            tag("a", "Keep it", href="/admin", class_="button second"),
        ),
    )
    return frame.page(
        f"Revoke {_name(device)}?",
        wrong(refused),
        tag(
            "p", "It receives nothing from now on. This cannot be taken back: it is enrolled anew."
        ),
        tag("p", "What was written on it can still be sent, and waits in quarantine for a person."),
        form,
    )


def problem(frame: Frame, title: str, words: str) -> str:
    """Why there is nothing to see here."""
    back = tag("a", "To the devices", href="/admin", class_="button")
    return frame.page(title, tag("p", words), tag("p", back))


def _row(*content: Child) -> Markup:
    return tag("div", content, class_="row")


def when(at: datetime) -> str:
    """A moment in London, as `22-Nov-2026 14:05`."""
    return f"{london(at):%d-%b-%Y %H:%M}"


def _stamp(at: str | None) -> str:
    return when(datetime.fromisoformat(at)) if at else ""


def _clock(at: str) -> str:
    return f"{london(datetime.fromisoformat(at)):%H:%M}"
