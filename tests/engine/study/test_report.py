"""The report: the answer first, nothing fetched, everything escaped, both languages whole."""

from __future__ import annotations

import re
import string
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest
from tests.engine.study.conftest import TABLES, changed, write_study

from kiem.engine.study.metrics import BY_NAME
from kiem.engine.study.report import LANGUAGES, Language, report
from kiem.engine.study.report.numbers import date, measured, number, share, signed
from kiem.engine.study.report.svg import ticks
from kiem.engine.study.report.texts import FIGURES, TEXTS
from kiem.engine.study.run import Outcome, make_plan, run_study
from kiem.engine.study.study import load_study


@pytest.fixture(scope="module")
def outcome(tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    folder = tmp_path_factory.mktemp("report")
    toml = changed("toml", 'title = "Small"', 'title = "Small & <b>bold</b>"\ninvented = true')
    units = TABLES["units.csv"].replace("North", "<script>North")
    arrivals = changed("arrivals", "U2,form,20", "U2,form,90")
    study = load_study(write_study(folder / "study", toml=toml, units=units, arrivals=arrivals))
    return run_study(study, make_plan(study, replications=6), folder / "out")


class _Tags(HTMLParser):
    """Collects tags and addresses, and checks that every element is closed in order."""

    _VOID = frozenset({"meta", "br", "hr", "circle", "line", "rect", "polygon", "path"})

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: set[str] = set()
        self.attributes: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.add(tag)
        self.attributes += [(name, value or "") for name, value in attrs]
        if tag not in self._VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.add(tag)
        self.attributes += [(name, value or "") for name, value in attrs]

    def handle_endtag(self, tag: str) -> None:
        if tag not in self._VOID:
            assert self.open.pop() == tag


@pytest.mark.parametrize("language", LANGUAGES)
def test_report_is_whole_and_fetches_nothing(outcome: Outcome, language: Language) -> None:
    html = report(outcome, language)
    tags = _Tags()
    tags.feed(html)
    assert tags.open == []
    assert "script" not in tags.seen
    assert not tags.seen & {"link", "img", "iframe", "object", "form", "base"}
    names = {name for name, _ in tags.attributes}
    assert not names & {"src", "href", "srcset", "action", "onload", "onclick"}
    assert "url(" not in html
    assert "@import" not in html
    assert f'<html lang="{language}">' in html


@pytest.mark.parametrize("language", LANGUAGES)
def test_pictures_are_well_formed_and_named(outcome: Outcome, language: Language) -> None:
    pictures = re.findall(r"<svg.*?</svg>", report(outcome, language), flags=re.DOTALL)
    assert len(pictures) == 5
    for picture in pictures:
        root = ElementTree.fromstring(picture)  # noqa: S314 - our own output
        assert root.get("aria-label")
        assert "nan" not in picture


def test_report_begins_with_the_answer_and_then_the_warnings(outcome: Outcome) -> None:
    html = report(outcome, "en")
    titles = re.findall(r"<h2>(.*?)</h2>", html)
    assert titles[:3] == ["The answer", "Read this first", "The models side by side"]
    assert "Offered load of unit U2" in html
    assert "Invented data" in html.split("<h2>")[0]


def test_vietnamese_report_has_the_warnings_in_vietnamese(outcome: Outcome) -> None:
    html = report(outcome, "vi")
    assert "Lượng việc của đơn vị U2 bằng" in html
    assert "ffered load" not in html


def test_names_are_escaped(outcome: Outcome) -> None:
    html = report(outcome, "en")
    assert "<h1>Small &amp; &lt;b&gt;bold&lt;/b&gt;</h1>" in html
    assert "<script>" not in html


def test_same_outcome_gives_the_same_bytes(outcome: Outcome) -> None:
    assert report(outcome, "vi") == report(outcome, "vi")


def test_report_of_one_model_and_one_replication_says_so(tmp_path: Path) -> None:
    study = load_study(write_study(tmp_path / "study"))
    lone = run_study(study, make_plan(study, models=["now"], replications=1), tmp_path / "out")
    html = report(lone, "en")
    assert "There is one model, now" in html
    assert "One replication only" in html
    assert "±" not in html.split("<svg")[0].split("<h2>The models")[1].split("<p class")[0]
    several = run_study(study, make_plan(study, replications=1), tmp_path / "out2")
    assert "cannot tell" in report(several, "en")


def test_precision_is_told_as_reached_or_not(tmp_path: Path) -> None:
    study = load_study(write_study(tmp_path / "study"))
    plan = make_plan(study, models=["now"], precision=0.001, replications=11)
    html = report(run_study(study, plan, tmp_path / "out"), "en")
    assert "The wanted precision of 0.1 % was not reached" in html


def test_languages_have_the_same_texts_and_places_to_fill() -> None:
    def fields(text: str) -> set[str]:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name}

    english, vietnamese = TEXTS["en"], TEXTS["vi"]
    assert english.keys() == vietnamese.keys()
    assert {k: fields(v) for k, v in english.items()} == {
        k: fields(v) for k, v in vietnamese.items()
    }
    assert FIGURES["en"].keys() == FIGURES["vi"].keys()
    assert FIGURES["en"].keys() <= BY_NAME.keys()


def test_every_text_is_used_by_the_report() -> None:
    folder = Path(report.__code__.co_filename).parent
    code = "".join(p.read_text() for p in folder.glob("*.py") if p.name != "texts.py")
    made = re.compile(r"units|types|people|offices|sure_|due_|method_|file_|weight_")
    unused = [key for key in TEXTS["en"] if f'"{key}"' not in code and f"'{key}'" not in code]
    assert [key for key in unused if not made.match(key)] == []


@pytest.mark.parametrize(
    ("value", "english", "vietnamese"),
    [
        (1234.5678, "1,235", "1.235"),
        (12.345, "12.3", "12,3"),
        (1.2345, "1.23", "1,23"),
        (-0.5, "\N{MINUS SIGN}0.50", "\N{MINUS SIGN}0,50"),
        (-0.0001, "0.00", "0,00"),
        (float("nan"), "–", "–"),
    ],
)
def test_numbers_are_written_as_the_language_does(
    value: float, english: str, vietnamese: str
) -> None:
    assert number(value, "en") == english
    assert number(value, "vi") == vietnamese


def test_measured_values_have_the_digits_their_interval_allows() -> None:
    assert measured(1.88123, 0.0051, "en") == "1.881 ± 0.005"
    assert measured(8837.4, 970.0, "en") == "8,837 ± 970"
    assert measured(0.99681, 0.00035, "vi", percent=True) == "99,681 ± 0,035 %"
    assert measured(2.1654e12, 0.0, "vi") == "2.165,4 tỷ"
    assert measured(3.0, float("nan"), "en") == "3.00"


def test_shares_signs_and_dates() -> None:
    assert share(0.9345, "en") == "93.5 %"
    assert share(0.9345, "vi", 2) == "93,45 %"
    assert signed("1.2") == "+1.2"
    assert signed("\N{MINUS SIGN}1.2") == "\N{MINUS SIGN}1.2"
    import datetime as dt

    assert date(dt.date(2026, 1, 5), "en") == "5 January 2026"
    assert date(dt.date(2026, 1, 5), "vi") == "05/01/2026"


def test_ticks_are_round_and_within_their_range() -> None:
    assert ticks(0.0, 10.0) == [0.0, 2.5, 5.0, 7.5, 10.0]
    assert ticks(0.93, 1.0) == pytest.approx([0.94, 0.96, 0.98, 1.0])
    assert ticks(3.0, 3.0) == [3.0]
