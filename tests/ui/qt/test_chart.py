"""Charts: geometry by figures, the widget by keys, and both in words."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest

from mdt_desktop.qt.chart import TrendChart
from mdt_desktop.qt.chart_geometry import PlotArea, Trend, TrendPoint, nearest, place, value_ticks
from tests.ui.qt.conftest import Show
from tests.ui.qt.pages import NOW, trend

_AREA = PlotArea(left=50, top=10, right=450, bottom=210)


def test_points_lie_in_proportion_to_time_and_value() -> None:
    points = tuple(TrendPoint(NOW + timedelta(days=d), v) for d, v in ((0, 0), (1, 10), (4, 20)))
    plot = place(Trend("Pulse", "a minute", points), _AREA)
    assert plot.points == ((50, 210), (150, 110), (450, 10))
    assert [(t.position, t.words) for t in plot.value_ticks][::2] == [
        (210, "0"),
        (110, "10"),
        (10, "20"),
    ]


def test_the_usual_band_is_inside_the_axis_even_where_no_value_is() -> None:
    plot = place(trend(1), _AREA)
    assert plot.band is not None
    top, bottom = plot.band
    assert _AREA.top <= top < bottom <= _AREA.bottom
    assert plot.points[0][0] == (_AREA.left + _AREA.right) / 2


@pytest.mark.parametrize(
    ("low", "high", "ticks"),
    [
        (48.2, 51.4, (48, 49, 50, 51, 52)),
        (0, 100, (0, 50, 100)),
        (36.4, 37.1, (36.4, 36.6, 36.8, 37.0, 37.2)),
        (5, 5, (4, 4.5, 5, 5.5, 6)),
        (0, 0, (0, 0.5, 1)),
        (-2, -2, (-3, -2.5, -2, -1.5, -1)),
    ],
)
def test_ticks_are_round_figures_around_the_values(
    low: float, high: float, ticks: tuple[float, ...]
) -> None:
    assert value_ticks(low, high) == pytest.approx(ticks)


@pytest.mark.parametrize(
    ("totals", "words"),
    [
        ((0, 0, 0), ["0", "1"]),
        ((0, 1), ["0", "1"]),
        ((3, 3), ["0", "1", "2", "3"]),
        ((5, 7), ["0", "2", "4", "6", "8"]),
    ],
)
def test_the_axis_of_a_score_starts_at_0_and_has_whole_numbers(
    totals: tuple[int, ...], words: list[str]
) -> None:
    points = tuple(TrendPoint(NOW + timedelta(days=n), v) for n, v in enumerate(totals))
    plot = place(Trend("NEWS2", "total", points, lowest=0), _AREA)
    assert [tick.words for tick in plot.value_ticks] == words
    assert plot.value_ticks[0].position == _AREA.bottom


def test_whole_numbers_that_are_all_the_same_stand_between_whole_numbers() -> None:
    points = tuple(TrendPoint(NOW + timedelta(days=n), 64) for n in range(3))
    plot = place(Trend("Pulse", "a minute", points), _AREA)
    assert [tick.words for tick in plot.value_ticks] == ["63", "64", "65"]


@given(st.lists(st.floats(-500, 500, width=32), min_size=1, max_size=40))
def test_nothing_is_ever_drawn_outside_the_area(values: list[float]) -> None:
    points = tuple(TrendPoint(NOW + timedelta(hours=n), v) for n, v in enumerate(values))
    plot = place(Trend("x", "y", points), _AREA)
    for x, y in plot.points:
        assert _AREA.left - 0.01 <= x <= _AREA.right + 0.01
        assert _AREA.top - 0.01 <= y <= _AREA.bottom + 0.01


def test_a_trend_without_points_has_no_geometry() -> None:
    with pytest.raises(ValueError, match="without points"):
        place(trend(0), _AREA)


def test_days_name_the_year_where_years_differ() -> None:
    across = Trend("x", "y", (TrendPoint(NOW, 1), TrendPoint(datetime(2027, 1, 5), 2)))  # noqa: DTZ001
    assert [t.words for t in place(across, _AREA).day_ticks] == ["24-Nov-2026", "05-Jan-2027"]
    assert place(trend(), _AREA).day_ticks[0].words == "02-Aug"


def test_the_nearest_point_is_found() -> None:
    plot = place(trend(5), _AREA)
    assert nearest(plot, 0) == 0
    assert nearest(plot, 455) == 4


def test_the_summary_tells_the_whole_chart() -> None:
    assert trend().summary() == (
        "Weight, kg: 8 values from 02-Aug-2026 to 08-Nov-2026. lowest 48.2, highest 51.4. "
        "last 48.2 kg on 08-Nov-2026. usual 50.0 to 52.0"
    )
    assert trend(0).summary() == "Weight: no values recorded"


def test_keys_move_the_cursor_from_value_to_value(show: Show) -> None:
    chart = TrendChart(trend())
    show(chart)
    chart.setFocus()
    assert chart.cursor_words == ""
    for key, words in (
        (Qt.Key.Key_Left, "48.2 kg on 08-Nov-2026"),
        (Qt.Key.Key_Left, "48.7 kg on 25-Oct-2026"),
        (Qt.Key.Key_Home, "51.4 kg on 02-Aug-2026"),
        (Qt.Key.Key_Left, "51.4 kg on 02-Aug-2026"),
        (Qt.Key.Key_Right, "50.9 kg on 16-Aug-2026"),
        (Qt.Key.Key_End, "48.2 kg on 08-Nov-2026"),
    ):
        QTest.keyClick(chart, key)
        assert chart.cursor_words == words


def test_a_press_names_the_value_nearest_to_it(show: Show) -> None:
    chart = TrendChart(trend())
    show(chart)
    place_pressed = QPoint(chart.width() - 5, chart.height() // 2)
    QTest.mouseClick(chart, Qt.MouseButton.LeftButton, pos=place_pressed)
    assert chart.cursor_words == "48.2 kg on 08-Nov-2026"


def test_a_chart_without_values_says_so_and_takes_keys(show: Show) -> None:
    chart = TrendChart(replace(trend(), points=()))
    show(chart)
    QTest.keyClick(chart, Qt.Key.Key_Left)
    assert chart.cursor_words == ""
    assert chart.accessibleName() == "Weight: no values recorded"
    assert not chart.grab().isNull()


def test_screen_readers_meet_a_chart_with_its_summary(show: Show) -> None:
    chart = TrendChart(trend())
    show(chart)
    met = QAccessible.queryAccessibleInterface(chart)
    assert met.role() == QAccessible.Role.Chart
    assert met.text(QAccessible.Text.Name) == trend().summary()
