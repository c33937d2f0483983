"""The style sheet as a template: `$name` is a token of the palette or a length of the look.

Pages style nothing themselves; they set the dynamic properties named here: `kind` on buttons,
`tag` on tags, `level` on headings, `state` on rail cells, `role` on containers, `tone` on bars.
"""

from typing import Final

_GROUND: Final = """
QWidget { color: $text; }
QMainWindow, QDialog, QWidget[role="page"] { background: $page; }
QFrame[role="card"] { background: $surface; border: 1px solid $border; border-radius: 4px; }
QFrame[role="card"][tone="amber"] { border-left: 8px solid $amber_ink; }
QFrame[role="card"][tone="red"] { border-left: 8px solid $red_ink; }
QFrame[role="card"][tone="info"] { border-left: 8px solid $link; }
QFrame[role="line"] { background: $border; border: none; }
QToolTip { background: $surface; color: $text; border: 2px solid $form_border; padding: 8px; }
QScrollArea { background: transparent; border: none; }
QScrollArea > QWidget > QWidget { background: transparent; }
QSplitter::handle { background: $border; }
"""

_WORDS: Final = """
QLabel { background: transparent; }
QLabel[level="1"] { font-size: $title_px; font-weight: bold; }
QLabel[level="2"] { font-size: $heading_px; font-weight: bold; }
QLabel[level="3"] { font-size: $lead_px; font-weight: bold; }
QLabel[level="4"] { font-size: $body_px; font-weight: bold; }
QLabel[words="label"] { font-weight: bold; }
QLabel[words="quiet"] { color: $quiet; font-size: $small_px; }
QLabel[words="reading"] { color: $text; font-size: $small_px; }
QLabel[words="problem"] { color: $problem; font-weight: bold; }
QLabel[tag] { font-size: $small_px; font-weight: bold; padding: 2px 8px; border-radius: 4px; }
QLabel[tag="info"] { background: $info_fill; color: $info_ink; border: 1px solid $info_ink; }
QLabel[tag="amber"] { background: $amber_fill; color: $amber_ink; border: 1px solid $amber_ink; }
QLabel[tag="red"] { background: $red_fill; color: $red_ink; border: 2px solid $red_ink; }
QLabel[tag="green"] { background: $green_fill; color: $green_ink; border: 1px solid $green_ink; }
QLabel[tag="grey"] { background: $grey_fill; color: $grey_ink; border: 1px solid $grey_ink; }
"""

_BUTTONS: Final = """
QPushButton {
    background: $secondary; color: $secondary_text; font-weight: bold;
    border: 2px solid $secondary_text; border-radius: 4px;
    min-height: $inner; min-width: $inner; padding: 0 $pad;
}
QPushButton:hover { background: $selected; color: $selected_text; }
QPushButton:pressed { background: $selected; color: $selected_text; }
QPushButton[kind="primary"], QPushButton[kind="primary"]:hover {
    background: $primary; color: $primary_text; border-color: $primary;
    border-bottom: 4px solid $primary_shadow; min-height: $pressed_inner; padding: 0 16px;
}
QPushButton[kind="warning"], QPushButton[kind="warning"]:hover {
    background: $danger; color: $danger_text; border-color: $danger;
    border-bottom: 4px solid $danger_shadow; min-height: $pressed_inner; padding: 0 16px;
}
QPushButton[kind="primary"]:pressed, QPushButton[kind="warning"]:pressed {
    border-bottom-width: 2px; border-top-width: 4px;
}
QPushButton[kind="link"] {
    background: transparent; color: $link; border: 2px solid transparent;
    text-decoration: underline; font-weight: normal; padding: 0 8px; text-align: left;
}
QPushButton[kind="link"]:hover { color: $text; }
QPushButton[kind="plain"] {
    background: transparent; color: $text; border: 2px solid transparent; padding: 0 8px;
}
QPushButton:disabled, QPushButton[kind]:disabled {
    background: $off; color: $off_text; border: 2px dashed $off_text; min-height: $inner;
}
QPushButton[kind="segment"] {
    background: $surface; color: $text; border: 2px solid $form_border; font-weight: normal;
    padding: 0 12px; text-align: left;
}
QPushButton[kind="segment"]:checked {
    background: $selected; color: $selected_text; border: 3px solid $link;
    padding: 0 11px; min-height: $pressed_inner;
}
QToolButton {
    background: transparent; color: $text; border: 2px solid transparent; border-radius: 4px;
    min-height: $inner; min-width: $inner;
}
QToolButton:hover { border-color: $link; }
QToolButton:checked { background: $selected; color: $selected_text; border: 2px solid $link; }
QToolButton[kind="help"] { color: $link; font-weight: bold; border-color: $link; }
QToolButton:disabled { color: $off_text; }
"""

_FIELDS: Final = """
QLineEdit, QPlainTextEdit, QTextEdit, QComboBox, QAbstractSpinBox {
    background: $surface; color: $text; border: 2px solid $form_border; border-radius: 4px;
    padding: 0 8px; selection-background-color: $link; selection-color: $surface;
}
QLineEdit, QPlainTextEdit, QTextEdit { placeholder-text-color: $quiet; }
QLineEdit, QComboBox, QAbstractSpinBox { min-height: $inner; }
QAbstractSpinBox QLineEdit, QComboBox QLineEdit { min-height: 0; border: none; padding: 0 8px; }
QPlainTextEdit, QTextEdit { padding: 6px; }
QLineEdit[problem="true"], QPlainTextEdit[problem="true"], QComboBox[problem="true"] {
    border: 4px solid $problem;
}
QLineEdit[problem="true"], QComboBox[problem="true"] { min-height: $problem_inner; padding: 0 6px; }
QLineEdit:disabled, QPlainTextEdit:disabled, QComboBox:disabled, QAbstractSpinBox:disabled,
QLineEdit:read-only, QPlainTextEdit:read-only {
    background: $off; color: $off_text; border: 2px dashed $off_text;
}
QComboBox { padding-right: $target; }
QComboBox::drop-down {
    width: $target; border: none; subcontrol-origin: border; subcontrol-position: top right;
}
QComboBox::down-arrow { image: url("$controls/down.svg"); width: 20px; height: 20px; }
QComboBox QAbstractItemView {
    background: $surface; color: $text; border: 2px solid $form_border;
    selection-background-color: $selected; selection-color: $selected_text;
}
QComboBox QAbstractItemView::item { min-height: $cell; padding: 0 8px; }
QAbstractSpinBox { padding: 0 92px 0 8px; }
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button {
    width: 44px; border: none; border-left: 2px solid $form_border; subcontrol-origin: padding;
}
QAbstractSpinBox::up-button { subcontrol-position: center right; height: $inner; }
QAbstractSpinBox::down-button {
    subcontrol-position: center right; height: $inner; right: 46px; width: 44px;
}
QAbstractSpinBox::up-arrow { image: url("$controls/plus.svg"); width: 20px; height: 20px; }
QAbstractSpinBox::down-arrow { image: url("$controls/minus.svg"); width: 20px; height: 20px; }
QCheckBox, QRadioButton {
    min-height: $target; spacing: 12px; padding: 0 8px; background: transparent;
}
QCheckBox::indicator, QRadioButton::indicator { width: $indicator; height: $indicator; }
QCheckBox::indicator:unchecked { image: url("$controls/box.svg"); }
QCheckBox::indicator:checked { image: url("$controls/box_ticked.svg"); }
QCheckBox::indicator:indeterminate { image: url("$controls/box_part.svg"); }
QRadioButton::indicator:unchecked { image: url("$controls/ring.svg"); }
QRadioButton::indicator:checked { image: url("$controls/ring_chosen.svg"); }
QCheckBox:disabled, QRadioButton:disabled { color: $off_text; }
"""

_LISTS: Final = """
QTabBar { background: transparent; }
QTabWidget::pane { border: 1px solid $border; background: $surface; }
QTabBar::tab {
    background: transparent; color: $link; border: none; border-bottom: 4px solid transparent;
    min-height: $pressed_inner; min-width: 44px; padding: 1px 7px;
}
QTabBar::tab:selected { color: $text; border-bottom: 4px solid $link; font-weight: bold; }
QTabBar::tab:hover { border-bottom: 4px solid $form_border; }
QTabBar::scroller { width: $two_targets; }
QTabBar QToolButton {
    background: $surface; border: 2px solid $form_border; min-width: 0; min-height: 0;
}
QTabBar QToolButton::left-arrow { image: url("$controls/left.svg"); }
QTabBar QToolButton::right-arrow { image: url("$controls/right.svg"); }
QAbstractItemView {
    background: $surface; alternate-background-color: $banded; color: $text;
    border: 1px solid $border; gridline-color: $border; outline: none;
    selection-background-color: $selected; selection-color: $selected_text;
}
QListView::item, QTableView::item, QTreeView::item {
    min-height: $cell; padding: 0 8px; border-bottom: 1px solid $border;
}
QListView::item:selected, QTableView::item:selected, QTreeView::item:selected {
    background: $selected; color: $selected_text;
}
QListView::item:selected { border-left: 6px solid $link; }
QHeaderView { background: $surface; }
QHeaderView::section {
    background: $surface; color: $text; font-weight: bold; border: none;
    border-bottom: 2px solid $form_border; min-height: $inner; padding: 0 8px;
}
QScrollBar:vertical { background: $page; width: $bar; margin: 0; border: none; }
QScrollBar:horizontal { background: $page; height: $bar; margin: 0; border: none; }
QScrollBar::handle {
    background: $form_border; border-radius: 5px; margin: 2px; min-height: 44px; min-width: 44px;
}
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QMenu { background: $surface; color: $text; border: 2px solid $form_border; }
QMenu::item { min-height: $target; padding: 0 24px 0 16px; }
QMenu::item:selected { background: $selected; color: $selected_text; }
QMenu::item:disabled { color: $off_text; }
QProgressBar {
    background: $surface; color: $text; border: 2px solid $form_border; border-radius: 4px;
    min-height: 24px; text-align: center;
}
QProgressBar::chunk { background: $selected; }
"""

_FRAME: Final = """
QFrame[role="topline"], QFrame[role="rail"] { background: $header; border: none; }
QFrame[role="topline"] QLabel, QFrame[role="rail"] QLabel { color: $header_text; }
QFrame[role="topline"] QPushButton, QFrame[role="rail"] QPushButton,
QFrame[role="rail"] QToolButton, QFrame[role="topline"] QToolButton {
    background: $header; color: $header_text; border: 2px solid $header; font-weight: normal;
}
QFrame[role="topline"] QPushButton:hover, QFrame[role="rail"] QToolButton:hover {
    border-color: $header_text;
}
QFrame[role="rail"] QToolButton:checked {
    background: $surface; color: $text; border-left: 6px solid $link; font-weight: bold;
}
QFrame[role="deeds"] { background: $surface; border: none; border-top: 2px solid $border; }
QFrame[role="banner"] { background: $surface; border: 2px solid $link; border-radius: 0; }
QFrame[role="banner"] QLabel[words="family"] { font-size: $heading_px; font-weight: bold; }
QFrame[role="banner"] QLabel[words="given"] { font-size: $heading_px; }
QFrame[role="banner"] QLabel[words="figure"] { font-size: $lead_px; font-weight: bold; }
QFrame[role="banner"] QLabel[words="caption"] { color: $quiet; font-size: $body_px; }
QFrame[role="banner"][low="true"] QLabel[words="family"],
QFrame[role="banner"][low="true"] QLabel[words="given"],
QFrame[role="banner"][low="true"] QLabel[words="figure"] { font-size: $body_px; }
QFrame[role="crisis"] { background: $banded; border: none; border-top: 1px solid $border; }
QFrame[role="banner"][deceased="true"] { background: $off; border: 6px double $text; }
QFrame[role="banner"][deceased="true"] QLabel { color: $text; }
QFrame[role="band"] {
    border: none;
    background: $stripe; color: $stripe_text;
}
QFrame[role="band"] QLabel {
    background: $stripe; color: $stripe_text; font-weight: bold; padding: 2px 16px;
}
QFrame[role="message"] { background: $info_fill; border: none; border-left: 8px solid $info_ink; }
QFrame[role="message"] QLabel { color: $info_ink; }
QFrame[role="message"][tone="amber"] {
    background: $amber_fill; border-left: 8px solid $amber_ink;
}
QFrame[role="message"][tone="amber"] QLabel { color: $amber_ink; }
QFrame[role="message"][tone="red"] { background: $red_fill; border-left: 8px solid $red_ink; }
QFrame[role="message"][tone="red"] QLabel { color: $red_ink; }
QFrame[role="message"][tone="green"] {
    background: $green_fill; border-left: 8px solid $green_ink;
}
QFrame[role="message"][tone="green"] QLabel { color: $green_ink; }
QPushButton[kind="cell"] {
    background: $surface; color: $text; border: 2px solid $form_border; border-radius: 0;
    padding: 0; min-width: 40px; min-height: 40px; font-size: $lead_px;
}
QPushButton[kind="cell"][state="signed"] {
    background: $green_fill; color: $green_ink; border-color: $green_ink;
}
QPushButton[kind="cell"][state="deferred"] {
    background: $grey_fill; color: $grey_ink; border: 2px dashed $grey_ink;
}
QPushButton[kind="cell"][state="current"] {
    background: $link; color: $surface; border: 4px solid $text; min-width: 36px; min-height: 36px;
}
QPushButton[kind="cell"][state="urgent"] {
    background: $red_fill; color: $red_ink; border: 4px double $red_ink;
    min-width: 36px; min-height: 36px;
}
QPushButton[kind="cell"][state="draft"] {
    background: $amber_fill; color: $amber_ink; border: 2px dotted $amber_ink;
}
QPushButton[kind="cell"][state="other"] {
    background: $info_fill; color: $info_ink; border-color: $info_ink;
}
"""

SHEET: Final = _GROUND + _WORDS + _BUTTONS + _FIELDS + _LISTS + _FRAME
