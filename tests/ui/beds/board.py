"""A home with D2A beds and somebody in one of them, for tests and pictures of the board."""

from datetime import timedelta
from decimal import Decimal

from mdt_core.actor import Actor
from mdt_core.clock import PartialDate
from mdt_core.identifiers import NhsNumber
from mdt_core.records.bed_states import VoidReason
from mdt_core.records.d2a_referrals import D2aReferral
from mdt_core.records.homes import Bed, BedType, Home, Room
from mdt_core.records.residents import Resident
from mdt_core.store.store import Store
from mdt_core.use_cases import d2a_beds, d2a_referrals, d2a_stays
from mdt_core.use_cases.places import save_home

LODGER = "Featherstonehaugh"
WAITING = "Abbott"


class Board:
    """Four beds: one taken, one void, two free; one person waits."""

    def __init__(self, store: Store, by: Actor) -> None:
        self.store, self.by = store, by
        rooms = tuple(Room(id=f"r{n}", name=str(n)) for n in range(1, 5))
        kinds = (BedType.D2A_BLOCK, BedType.D2A_BLOCK, BedType.D2A_SPOT, BedType.COMPLEX_BEHAVIOUR)
        beds = tuple(
            Bed(id=f"b{n}", label="A", room_id=f"r{n}", bed_type=kind)
            for n, kind in enumerate(kinds, 1)
        )
        home = Home(name="Alder Grange", rooms=rooms, beds=beds)
        self.home = save_home(store, by=by, home=home)[0]
        self.lodger, referral = self.refer(LODGER, "Wilhelmina", "9990000131")
        d2a_stays.place_in_bed(
            store,
            by=by,
            referral_id=referral,
            resident_id=self.lodger,
            home_id=self.home,
            bed_id="b1",
            admitted_at=store.clock() - timedelta(days=19),
        )
        d2a_beds.void_bed(
            store,
            by=by,
            home_id=self.home,
            bed_id="b2",
            reason=VoidReason.OUTBREAK,
            since=(store.clock() - timedelta(days=4)).date(),
            note="Norovirus on the ground floor",
            retainer=Decimal("85.50"),
        )
        self.waiting, self.referral = self.refer(WAITING, "Joan", "")

    def refer(self, family: str, given: str, number: str) -> tuple[str, str]:
        """Somebody in hospital for whom a bed is looked for."""
        born = PartialDate("1938-02-03")
        valid = NhsNumber(number) if number.isdecimal() else None
        person = Resident(family_name=family, given_name=given, born=born, nhs_number=valid)
        asked = D2aReferral(
            referred_at=self.store.clock() - timedelta(hours=20),
            hospital="Wythenshawe Hospital",
            ward="F4",
            ready_on=(self.store.clock() - timedelta(days=2)).date(),
        )
        who, referral, _ = d2a_referrals.refer_new_person(
            self.store, by=self.by, resident=person, referral=asked
        )
        return who, referral
