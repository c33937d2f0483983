"""The thin whole: enrol, push, pull, on both engines, over real HTTP."""

from tests.service.serving import Serving
from tests.service.ward import HOME, Make, Writer, clinician, home_computer, scope


def test_what_one_device_writes_another_one_of_the_home_holds_word_for_word(
    running: Serving, new_device: Make
) -> None:
    gp = clinician(running, new_device)
    nurse = home_computer(running, new_device, HOME, "home-computer")
    writer = Writer()
    resident_id, admitted = writer.admit()
    written = [*admitted, *writer.observe(resident_id)]
    gp.wrote(written)
    gp.sync()
    nurse.sync()
    assert nurse.bodies() == {change.mid: change.text for change in written}
    assert nurse.adopted == set()


def test_each_change_gets_the_next_number_of_its_scope_and_the_answer_names_it(
    running: Serving, new_device: Make
) -> None:
    gp = clinician(running, new_device)
    writer = Writer()
    resident_id, admitted = writer.admit()
    gp.wrote([*admitted, *writer.observe(resident_id)])
    gp.hello()
    answers = gp.push().of("answer")
    assert [each["result"] for each in answers] == ["applied"] * len(answers)
    by_scope: dict[str, list[int]] = {}
    for each in answers:
        by_scope.setdefault(each["scope"], []).append(each["seq"])
    assert by_scope.keys() == {scope("identity"), scope("clinical")}
    assert all(found == list(range(1, len(found) + 1)) for found in by_scope.values())
