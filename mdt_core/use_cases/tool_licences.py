"""Recording what an organisation may show of a tool; the administrator's deed."""

from mdt_core import access
from mdt_core.actor import Actor
from mdt_core.errors import InvalidInput
from mdt_core.records.tool_licences import PermissionState, ToolLicence
from mdt_core.store.queries.tool_licences import tool_licences
from mdt_core.store.store import Store
from mdt_core.store.unit_of_work import About, Changes
from mdt_core.tool_licences import register


def record_tool_licence(store: Store, *, by: Actor, licence: ToolLicence) -> tuple[str, Changes]:
    """Records where the permission for a tool stands, in place of what stood for the organisation.

    Raises InvalidInput for a tool that is not in the register, wording without a permission that is
    given and dated, or a permission that ends before it begins; NotAllowed for anybody else.
    """
    _require_sound(licence)
    with store.deed(by) as unit:
        access.require_write(by, ToolLicence, None)
        own = (licence.tool, licence.organisation.casefold())
        standing = (
            each.id
            for each in tool_licences(unit.connection)
            if each.record and (each.record.tool, each.record.organisation.casefold()) == own
        )
        saved = unit.write(licence, About(), record_id=next(standing, None))
        unit.audit("record permission for a tool", About(), record_id=saved)
        return saved, unit.commit()


def _require_sound(licence: ToolLicence) -> None:
    if licence.tool not in {each.tool for each in register()}:
        named = "; ".join(each.tool for each in register())
        raise InvalidInput(f"«{licence.tool}» is not in the register: {named}", where="Tool")
    given = licence.state is PermissionState.GIVEN
    if given and licence.given_on is None:
        raise InvalidInput("Give the day of the permission", where="Given on")
    if licence.wording and not given:
        raise InvalidInput("Wording needs a permission that is given", where="Wording")
    if licence.given_on and licence.until and licence.until < licence.given_on:
        raise InvalidInput("It ends before it begins", where="Until")
