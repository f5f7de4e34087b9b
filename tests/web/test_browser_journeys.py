"""What the three users come for, from the first page to what they leave with, in a real browser.

A citizen with a vague question, a clerk who needs a list, an operator who changes a file; each
with and without JavaScript. Skipped without Chromium.
"""

from __future__ import annotations

import csv
import io
import re
import subprocess
import sys
import threading
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect
from python_calamine import CalamineWorkbook

from index.document import PolicyDocument, Validity
from index.ingest.update import update_index
from index.store.store import Store
from index.text.analysis import Analyzer
from search.embedded.engine import EmbeddedEngine
from tests.conftest import EngineOf
from tests.web.browsing import visits
from tests.web.served import PATIENCE, ROOT, ask, site, until
from web.site.app import create_app

SEEDS = ROOT / "seeds"
SCRIPTS = [pytest.param(True, id="scripts"), pytest.param(False, id="no-scripts")]
FIELD = "检索词、发文字号或一句话"

# --- a citizen ------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def seeds_site(
    tmp_path_factory: pytest.TempPathFactory, analyzer: Analyzer, serve: Callable[[Flask], str]
) -> str:
    """The address of the site over the documents of ``seeds/``."""
    folder = tmp_path_factory.mktemp("seeds")
    update_index(Store(folder), [SEEDS], analyzer)
    return serve(create_app(EmbeddedEngine(folder, analyzer)))


@pytest.fixture
def at_seeds(browser: Browser, seeds_site: str) -> Iterator[Callable[..., Page]]:
    yield from visits(browser, seeds_site)


@pytest.mark.parametrize("width", [pytest.param(1280, id="desktop"), pytest.param(375, id="phone")])
@pytest.mark.parametrize("scripts", SCRIPTS)
def test_a_citizen_comes_from_a_vague_question_to_the_right_article(
    at_seeds: Callable[..., Page], scripts: bool, width: int
) -> None:
    page = at_seeds("/", width, java_script_enabled=scripts)
    page.get_by_label(FIELD).fill("买房子可以把公积金取出来吗")
    page.get_by_role("button", name="检索", exact=True).click()

    understood = page.get_by_role("note")
    expect(understood).to_contain_text("以下按与所问内容的相关程度列出")
    expect(understood).to_contain_text("购买住房")
    expect(understood.get_by_role("link", name="只按原词")).to_be_visible()

    first = page.locator(".hits > li").first
    expect(first.get_by_role("heading")).to_contain_text("云澜市住房公积金提取管理办法 有效")
    first.get_by_role("link", name="第四条").click()
    article = page.locator("#a4")
    expect(page).to_have_url(re.compile("#a4$"))
    expect(article).to_contain_text("购买自住住房的，缴存人及其配偶可以自购房合同备案")
    expect(article).to_be_in_viewport()

    places = page.get_by_role("navigation", name="检索词的位置")
    count = int(re.search(r"(\d+) 处", places.inner_text())[1])  # type: ignore[index]
    assert count > 2
    expect(places).to_be_in_viewport()
    for _ in range(2):
        places.get_by_role("link", name="下一处").click()
    expect(page.locator("mark:target")).to_be_in_viewport()
    expect(places.get_by_role("status")).to_contain_text("2/")
    places.get_by_role("link", name="上一处").click()
    expect(places.get_by_role("status")).to_contain_text("1/")
    expect(page.locator("mark:target")).to_have_id("hit-1")
    expect(places.get_by_role("link", name="上一处")).to_be_hidden()

    page.get_by_role("link", name="返回“买房子可以把公积金取出来吗”的检索结果").click()
    expect(page.get_by_label(FIELD)).to_have_value("买房子可以把公积金取出来吗")
    expect(page.locator(".hits > li").first).to_contain_text("云澜市住房公积金提取管理办法")


def test_going_from_hit_to_hit_leaves_one_step_back(at_seeds: Callable[..., Page]) -> None:
    """With a script the browser's own button leads back to the results, however far one went."""
    page = at_seeds("/search?q=住房公积金")
    page.locator(".hits h3 a").first.click()
    for number in (1, 2, 3):
        page.get_by_role("link", name="下一处").click()
        expect(page.locator("mark:target")).to_have_id(f"hit-{number}")
        expect(page.locator("mark:target")).to_be_in_viewport()
    page.reload()
    expect(page.locator("mark:target")).to_have_id("hit-3")
    expect(page.locator(".hits-nav [role=status]")).to_contain_text("3/")
    page.go_back()
    expect(page.locator("#found")).to_be_visible()


# --- staff ----------------------------------------------------------------------------------

ISSUER = "云澜市档案局"
OTHERS = tuple(
    f"云澜市{name}局"
    for name in (
        *("财政", "教育", "民政", "司法", "水利", "商务", "审计", "统计", "林业", "体育", "信访"),
        *("农业农村", "应急管理"),
    )
)
WANTED = (
    ("=HYPERLINK(0)关于机关档案移交的通知", date(2023, 12, 31), (ISSUER,)),
    ("关于开展档案执法检查的通知", date(2023, 9, 8), (ISSUER, OTHERS[0])),
    ("+86 档案服务热线有关事项的通知", date(2023, 6, 1), (ISSUER,)),
    ("关于报送档案年报的通知", date(2023, 1, 1), (OTHERS[3], ISSUER)),
)
"""Title, day and issuers of the notices that the list must hold, from new to old."""


def _notices() -> Iterator[PolicyDocument]:
    """A few dozen documents of fourteen issuers, the wanted ones and their likes among them."""
    genres = ("通知", "意见", "办法", "公告", "通知")
    states = (Validity.IN_FORCE, Validity.REPEALED, Validity.EXPIRED, Validity.UNSTATED)
    for number in range(52):
        yield PolicyDocument(
            id=f"other-{number}",
            title=f"关于第{number}项工作的{genres[number % 5]}",
            body="各有关单位：\n请遵照执行。",
            issuers=tuple(OTHERS[(number + step) % 13] for step in (0, 1, 6)),
            genre=genres[number % 5],
            validity=states[number % 4],
            written_on=date(2021 + number % 4, 1 + number % 12, 1 + number % 28),
        )
    notice = PolicyDocument(
        id="", title="", issuers=(ISSUER,), genre="通知", validity=Validity.IN_FORCE,
        written_on=date(2023, 7, 1),
    )  # fmt: skip
    for number, (title, day, issuers) in enumerate(WANTED):
        yield replace(notice, id=f"wanted-{number}", title=title, issuers=issuers, written_on=day)
    nearly = (
        replace(notice, written_on=date(2022, 12, 31)),
        replace(notice, written_on=date(2024, 1, 1)),
        replace(notice, validity=Validity.REPEALED),
        replace(notice, validity=Validity.UNSTATED),
        replace(notice, genre="意见"),
        replace(notice, issuers=(OTHERS[5],)),
    )
    for number, document in enumerate(nearly):
        yield replace(document, id=f"nearly-{number}", title=f"关于档案的事项{number}")


@pytest.fixture(scope="module")
def staff_site(engine_of: EngineOf, serve: Callable[[Flask], str]) -> str:
    return serve(create_app(engine_of(*_notices())))


@pytest.fixture
def at_staff(browser: Browser, staff_site: str) -> Iterator[Callable[..., Page]]:
    yield from visits(browser, staff_site)


@pytest.mark.parametrize(
    ("first", "last"),
    [
        pytest.param("二〇二三年", "二〇二三年", id="in-words"),
        pytest.param("2023-01", "2023-12", id="months"),
    ],
)
@pytest.mark.parametrize("scripts", SCRIPTS)
def test_staff_take_away_all_notices_of_a_year_and_an_issuer_still_in_force(
    at_staff: Callable[..., Page], tmp_path: Path, scripts: bool, first: str, last: str
) -> None:
    page = at_staff("/", java_script_enabled=scripts)
    page.get_by_role("link", name="全部文件，从新到旧").click()
    expect(page.locator("#found")).to_contain_text("找到 62 件")
    _choose_issuer(page, scripts)

    page.get_by_role("checkbox", name="通知").check()
    page.get_by_role("checkbox", name="有效", exact=False).first.check()
    page.get_by_label("从", exact=True).fill(first)
    page.get_by_label("到", exact=True).fill(last)
    page.get_by_role("button", name="应用筛选").click()

    expect(page.locator("#found")).to_contain_text("找到 4 件")
    chips = page.get_by_role("list", name="已选的筛选")
    for chosen in (f"发文机关：{ISSUER}", "文种：通知", "有效性：有效", "日期：2023年"):
        expect(chips).to_contain_text(chosen)
    shown = page.locator(".hits h3 a").all_inner_texts()
    assert shown == [title for title, _, _ in WANTED]

    _is_the_list(_table_of_workbook(_taken(page, "XLSX", tmp_path)))
    _is_the_list(_table_of_csv(_taken(page, "CSV", tmp_path)), marked=True)


def _choose_issuer(page: Page, scripts: bool) -> None:
    """Tick the issuer, which is not among those that the column shows."""
    issuers = page.get_by_role("group", name="发文机关")
    expect(issuers.get_by_role("checkbox", name=ISSUER)).to_have_count(0)
    if scripts:
        issuers.get_by_label("输入名称查找发文机关").fill("档案")
        issuers.get_by_role("checkbox", name=ISSUER).check()
        return
    issuers.get_by_text("更多发文机关").click()
    issuers.get_by_role("link", name="全部 14 个发文机关").click()
    page.get_by_label("查找名称").fill("档案")
    page.get_by_role("button", name="查找", exact=True).click()
    page.get_by_role("link", name=ISSUER).click()
    expect(page.locator(".chip")).to_contain_text(f"发文机关：{ISSUER}")
    expect(page.get_by_label("排序")).to_have_value("newest")


def _taken(page: Page, name: str, folder: Path) -> Path:
    """The file behind the link ``name`` of the page."""
    with page.expect_download() as started:
        page.get_by_role("link", name=name, exact=True).click()
    assert started.value.suggested_filename.endswith(f".{name.lower()}")
    path = folder / f"list.{name.lower()}"
    started.value.save_as(path)
    return path


def _table_of_workbook(path: Path) -> list[dict[str, object]]:
    """The rows of the first sheet; nothing in the file is a formula or a link."""
    with zipfile.ZipFile(path) as parts:
        sheets = [name for name in parts.namelist() if name.startswith("xl/worksheets/")]
        assert len(sheets) == 2
        for name in sheets:
            assert not re.search(rb"<(f|hyperlinks?)[ />]", parts.read(name)), name
    book = CalamineWorkbook.from_path(str(path))
    assert book.sheet_names == ["检索结果", "说明"]
    said = {str(row[0]): str(row[1]) for row in book.get_sheet_by_name("说明").to_python()}
    assert said["筛选：发文机关"] == ISSUER
    assert said["找到"] == "4 件"
    heading, *rows = book.get_sheet_by_name("检索结果").to_python()
    return [dict(zip(map(str, heading), row, strict=True)) for row in rows]


def _table_of_csv(path: Path) -> list[dict[str, object]]:
    rows = list(csv.DictReader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline="")))
    assert not [cell for row in rows for cell in row.values() if cell and cell[0] in "=+-@\t\r"]
    return [
        {**row, "成文日期": date.fromisoformat(row["成文日期"])} for row in rows if row["成文日期"]
    ]


def _is_the_list(rows: list[dict[str, object]], marked: bool = False) -> None:
    """Exactly the wanted notices, in the order of the page."""
    sign = "'" if marked else ""
    titles = [f"{sign}{title}" if title[0] in "=+" else title for title, _, _ in WANTED]
    assert [row["标题"] for row in rows] == titles
    assert [row["成文日期"] for row in rows] == [day for _, day, _ in WANTED]
    assert [row["发文机关"] for row in rows] == ["；".join(names) for _, _, names in WANTED]
    assert {row["文种"] for row in rows} == {"通知"}
    assert {row["有效性"] for row in rows} == {"有效"}


# --- an operator ----------------------------------------------------------------------------

NOTICE = "云科发〔2024〕8号"


@dataclass
class Crowd:
    """Visitors who ask for one page after another, each over a new connection."""

    port: int
    document: str
    answers: list[object] = field(default_factory=list)
    _over: threading.Event = field(default_factory=threading.Event)

    def __enter__(self) -> Crowd:
        self._threads = [threading.Thread(target=self._ask, daemon=True) for _ in range(2)]
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join(PATIENCE)

    def wait(self) -> None:
        """Until some more have been answered."""
        before = len(self.answers)
        until(lambda: len(self.answers) > before + 20)

    def _ask(self) -> None:
        query = quote("科技创新")
        paths = ("/", f"/search?q={query}", self.document, f"/search.json?q={query}")
        while not self._over.is_set():
            for path in paths:
                try:
                    self.answers.append(ask(self.port, path).status)
                except OSError as error:
                    self.answers.append(repr(error))
                self._over.wait(0.01)


@dataclass(frozen=True)
class Installation:
    """A site that runs by itself over a folder of files."""

    files: Path
    index: Path
    port: int = 0

    def write(self, sentence: str) -> None:
        """Have ``sentence`` stand in the file of the notice."""
        lines = [f"发文字号: {NOTICE}", "名  称: 关于促进科技创新的通知", "", "各区县：", sentence]
        (self.files / "通知.txt").write_text("\n".join(lines), encoding="utf-8")

    def zhengce(self, command: str) -> None:
        """Run a command over the folder, as the operator does."""
        words = (sys.executable, "-m", "web.cli.main", command, self.files, "--index", self.index)
        done = subprocess.run(words, capture_output=True, text=True, timeout=PATIENCE, cwd=ROOT)
        assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="module")
def installation(
    browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Installation]:
    """``zhengce serve`` as a process of its own, until the tests are over."""
    place = tmp_path_factory.mktemp("operated")
    made = Installation(place / "files", place / "index")
    made.files.mkdir()
    made.write("鼓励科技创新，原来的内容。")
    made.zhengce("index")
    unlimited = ("--rate", 0, "--global-rate", 0)
    with site("--index", made.index, "--workers", 2, *unlimited) as running:
        yield replace(made, port=running.port)
        code, said = running.end()
    assert code == 0, said
    assert "Traceback" not in said


@pytest.fixture
def at_installation(browser: Browser, installation: Installation) -> Iterator[Callable[..., Page]]:
    yield from visits(browser, f"http://127.0.0.1:{installation.port}")


@pytest.mark.parametrize("scripts", SCRIPTS)
def test_an_operator_changes_a_file_and_sees_it_without_a_failed_request(
    installation: Installation, at_installation: Callable[..., Page], scripts: bool
) -> None:
    new = f"鼓励科技创新，{'有脚本' if scripts else '无脚本'}时改过的内容。"
    page = at_installation(f"/search?q={NOTICE}", java_script_enabled=scripts)
    page.get_by_role("link", name="关于促进科技创新的通知").click()
    text = page.locator("article")
    expect(text).to_contain_text("鼓励科技创新")
    expect(text).not_to_contain_text(new)

    def is_new() -> bool:
        page.reload()
        return new in text.inner_text()

    with Crowd(installation.port, urlsplit(page.url).path) as crowd:
        crowd.wait()
        installation.write(new)
        installation.zhengce("sync")
        until(is_new)
        for _ in range(8):  # whichever process answers
            page.reload()
            expect(text).to_contain_text(new)
        crowd.wait()

    assert set(crowd.answers) == {200}
