"""Who speaks and what the device may read (hello), digests to compare (verify), and enrolment."""

from dataclasses import dataclass
from datetime import timedelta

from mdt_core.clock import utc_text
from mdt_core.errors import InvalidInput
from mdt_core.roles import Role
from mdt_core.sync.protocol import (
    Enrol,
    Enrolled,
    Hello,
    Lease,
    MadeCode,
    NewCode,
    ScopeHead,
    Verified,
    Verify,
)
from mdt_service import refusals
from mdt_service.handlers.pages import mark_of
from mdt_service.hub import bundles, codes, devices, grants, lives, log, meta, signatures
from mdt_service.hub.codes import CodeRefused, NewDevice, grants_from
from mdt_service.hub.database import Deed
from mdt_service.hub.scopes import EVERY_HOME
from mdt_service.service import Caller, Service


@dataclass(frozen=True)
class Versions:
    """The versions of the protocol that this service speaks."""

    oldest: int
    newest: int


def hello(service: Service, caller: Caller, incarnation: str, versions: Versions) -> Hello:
    """What a device needs to begin a cycle; a revoked one is told so and shown no scope."""
    with service.database.reading() as connection:
        life = devices.life(connection, caller.device_id, incarnation)
        scopes: frozenset[str] = frozenset()
        if not caller.is_revoked:
            scopes = grants.readable_scopes(connection, caller.device_id, caller.at)
        heads = log.heads_of(connection, scopes)
        files = bundles.keys_of(connection)
        return Hello(
            protocol_oldest=versions.oldest,
            protocol_newest=versions.newest,
            server_time=utc_text(caller.at),
            epoch=meta.epoch_of(connection),
            device_id=caller.device_id,
            is_revoked=caller.is_revoked,
            is_practice=service.is_practice,
            scopes=tuple(_head(scope, heads[scope]) for scope in sorted(heads)),
            grants=mark_of(scopes),
            after=life.last_n,
            audit_after=life.audit_n,
            quarantined=devices.waiting_in_quarantine(connection, caller.device_id),
            other_life_at=lives.other_life_at(connection, caller.device_id, incarnation),
            bundle_reader=files.reader if files else "",
            bundle_signer=files.signer if files else "",
            green_hours=service.green_hours,
            amber_hours=service.amber_hours,
            lease=_lease(service, caller),
        )


def _lease(service: Service, caller: Caller) -> Lease:
    """Whole hours, so that it is written down no more often on a device that asks each minute."""
    if caller.revoked_at is not None:
        return Lease(until=caller.revoked_at, remind_at=caller.revoked_at)
    hour = caller.at.replace(minute=0, second=0, microsecond=0)
    return Lease(
        until=utc_text(hour + timedelta(days=service.lease_days)),
        remind_at=utc_text(hour + timedelta(days=service.lease_remind_days)),
    )


def _head(scope: str, head: log.Head) -> ScopeHead:
    return ScopeHead(scope=scope, seq=head.seq, digest=head.digest)


def verify(service: Service, caller: Caller, asked: Verify) -> Verified:
    """The digests at the places asked for that the device may read and that were reached."""
    if caller.is_revoked:
        raise refusals.revoked(caller.device_name)
    with service.database.reading() as connection:
        epoch = meta.epoch_of(connection)
        if asked.epoch != epoch:
            raise refusals.epoch_changed(epoch)
        granted = grants.readable_scopes(connection, caller.device_id, caller.at)
        found = []
        for each in asked.asked:
            digest = None
            if each.scope in granted:
                digest = log.digest_at(connection, each.scope, each.seq)
            if digest is not None:
                found.append(ScopeHead(scope=each.scope, seq=each.seq, digest=digest))
    return Verified(epoch=epoch, digests=tuple(found))


# Enrolment


def enrol(service: Service, asked: Enrol) -> Enrolled:
    """Enrols a device by its one-time code; raises CodeRefused, and a wrong code costs a try."""
    if not signatures.is_public_key(asked.public_key):
        raise InvalidInput("The public key is not 32 bytes in base64", where="Key")
    at = service.clock()

    def deed(connection: Deed) -> Enrolled | None:
        new = codes.use_code(connection, asked.code, device_id=asked.device_id, at=at)
        if new is None:
            return None
        devices.enrol(
            connection,
            device_id=asked.device_id,
            name=asked.device_name,
            public_key=asked.public_key,
            app_version=asked.app_version,
            at=at,
        )
        until = None if new.days is None else at + timedelta(days=new.days)
        grants.give(connection, asked.device_id, new.grants, at=at, until=until)
        epoch = meta.epoch_of(connection)
        return Enrolled(
            device_id=asked.device_id,
            epoch=epoch,
            server_time=utc_text(at),
            is_practice=service.is_practice,
        )

    enrolled = service.database.deed(deed)
    if enrolled is None:
        raise CodeRefused
    return enrolled


def make_code(service: Service, caller: Caller, asked: NewCode) -> MadeCode:
    """Makes a code for a new device; raises Refusal unless an administrator's device asks.

    An administrator of single homes gives codes for these homes alone.
    """
    new = NewDevice(grants_from(asked.home_id, asked.roles, asked.person_id), asked.days)

    def deed(connection: Deed) -> MadeCode:
        held = grants.of_device(connection, caller.device_id, caller.at)
        served = {each.home_id for each in held if each.role is Role.ADMINISTRATOR}
        if caller.is_revoked or not served & {EVERY_HOME, asked.home_id}:
            raise refusals.not_granted()
        code, ends = codes.make_code(
            connection, new, made_by=caller.device_id, at=caller.at, random=service.random
        )
        return MadeCode(code=code, expires_at=utc_text(ends))

    return service.database.deed(deed)
