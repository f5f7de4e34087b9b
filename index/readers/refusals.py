"""Why a file, or a part of one, is left out: every reason that readers give (Chinese).

Each is one or two sentences that end with the next step. They stand in reports, in the table of
``--report`` and in the list of what was left out. What a reader merely doubts is a warning of
its document; see ``index.readers.interpret.document``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import PurePath

from index.errors import system_says
from index.readers import limits
from index.readers.foreign import foreign_content

_MEGABYTE = 2**20

# --- any file ---------------------------------------------------------------------------

MISSING_SOURCE = "来源不见了，可能没有挂载；索引中保留上次收录的内容。请检查路径和挂载。"
SILENT_SOURCE = "来源没有回应，这次没有读取；索引中保留上次收录的内容。请检查挂载和网络。"
OUTSIDE = "链接指向被收录的文件夹之外。请把文件本身放进来。"
NOT_REGULAR = "不是普通文件（是管道、设备等）。请把文件本身放进来。"
EMPTY_FILE = "文件是空的（0 字节）。请重新下载或另存一份。"
NOTHING_FOUND = "文件里没有可收录的内容。请检查文件。"
NO_TITLE_NO_BODY = (
    "既没有标题也没有正文。请检查文件内容；若是网页，请在浏览器中打开、显示完整后另存一份。"
)
TOO_LARGE = f"文件超过 {limits.FILE_BYTES // _MEGABYTE} MB。请拆分后再收录。"


def unlistable(said: str) -> str:
    """A folder whose files cannot be known; ``said`` by the system, if anything."""
    return f"文件夹无法列出{said and f'（{said}）'}。请检查权限和挂载。"


def unopenable(error: OSError) -> str:
    """It is there but cannot be looked at."""
    return f"无法打开（{system_says(error)}）。请检查权限和链接。"


def unread(error: OSError) -> str:
    """Reading failed half-way."""
    return f"读取失败（{system_says(error)}）。请检查文件和磁盘后重试。"


UNPARSED = "内容无法解析（"
"""How the reasons of the last resort begin."""


def unparsed(error: Exception) -> str:
    """A parser, or a rule of ours, gave up: the last resort."""
    return f"{UNPARSED}{type(error).__name__}）。请检查内容是否完整；若完整，请把它发给开发者。"


def unsupported(name: str, suffixes: Iterable[str], raw: bytes = b"") -> str:
    """A format that is not read; ``suffixes`` are of those that are, ``raw`` is how it begins."""
    suffix = PurePath(name).suffix
    what, advice = foreign_content(raw)
    if what:
        return f"{suffix and f'扩展名是 {suffix}，'}内容是{what}。{advice}"
    kinds = "、".join(suffixes)
    return f"不支持 {suffix or '无扩展名'} 格式。请另存为以下格式之一：{kinds}。"


def not_as_named(suffix: str) -> str:
    """Bytes that are neither what the name says nor any text."""
    return f"内容不是 {suffix} 文件，也不是文本，可能已损坏或加密。请重新下载或另存一份。"


# --- children ---------------------------------------------------------------------------

CHILD_ENDED = "读取程序意外结束。请重试。"
TOO_SLOW = "读取超时。请检查文件，或另存一份。"


def child_died(code: int) -> str:
    """What the file did to the process that read it."""
    return f"读取时超出内存上限或程序崩溃（代码 {code}）。请检查文件，或另存一份。"


# --- archives and XML -------------------------------------------------------------------

DAMAGED = "文件已损坏或不完整。请重新下载或另存一份。"
LOCKED = "文件设有密码。请去掉密码后再收录。"
TOO_MANY_ENTRIES = f"压缩包内文件超过 {limits.ARCHIVE_ENTRIES:,} 个。请拆分后再收录。"
UNPACKED_TOO_LARGE = (
    f"压缩包解开后过大（上限 {limits.UNPACKED_BYTES // _MEGABYTE} MB，"
    f"且不超过原大小的 {limits.UNPACKED_RATIO} 倍）。请拆分后再收录。"
)
ARCHIVE_IN_ARCHIVE = "压缩包内还有压缩包。请解压后再收录。"
EMPTY_ARCHIVE = "压缩包是空的。请检查后重新压缩。"
DAMAGED_XML = "文件内部的 XML 已损坏，或嵌套过深。请用原软件打开并另存一份。"
XML_WITH_DTD = "文件内部的 XML 带有 DTD 声明，为安全起见不予读取。请用原软件另存一份。"

# --- documents --------------------------------------------------------------------------

PAGE_TOO_LARGE = "网页或表格过大。请拆分后再收录。"
PAGE_TOO_DEEP = "网页的标签嵌套过深，无法读完。请在浏览器中打开并另存为文本或 PDF。"
MHTML_WITHOUT_PAGE = "MHTML 中没有网页正文。请在浏览器中打开并另存为 HTML。"
NO_PRESENTATIONS = "不支持演示文稿（PPT、PPTX）。请另存为 DOCX 或 PDF。"
NO_WORD_DOCUMENT = "不是 Word 文档，或文件已损坏。请用 Word 或 WPS 打开并另存一份。"
UNCONVERTED = (
    "LibreOffice 无法打开此文件，可能已损坏。请用 Word 或 WPS 打开，能打开的另存为 DOCX 后再收录。"
)
PDF_DAMAGED = "PDF 已损坏、不完整或没有页面。请重新下载，或用 PDF 阅读器打开并另存一份。"
PDF_LOCKED = "PDF 设有打开密码。请去掉密码后再收录。"
OFD_DAMAGED = "OFD 已损坏或不完整。请重新下载，或用 OFD 阅读器打开并另存一份。"
NO_OFD = "不是 OFD 文件，或文件已损坏（缺少 OFD.xml）。请重新下载或另存一份。"
OFD_WITHOUT_PAGES = "OFD 没有页面。请重新下载或另存一份。"
TOO_MANY_CHARACTERS = f"文件超过 {limits.CHARACTERS:,} 字。请拆分后再收录。"

_TAKE_AGAIN = "请在浏览器中打开原网址核对，重新抓取；或把它移出文件夹。"


def _no_document(what: str) -> Callable[[str], str]:
    """What is said of a page that is no document; its argument: the words that tell it."""
    return lambda said: f"这是{what}{said and f'（“{said}”）'}，不是文件。{_TAKE_AGAIN}"


IS_ERROR = _no_document("网站的出错页面")
IS_DOWN = _no_document("网站停用或维护时的页面")
IS_WALL = _no_document("网站的拦截或验证页面")
IS_LOGIN = _no_document("登录页面")
IS_SHELL = _no_document("空的页面框架或跳转页面，内容由脚本生成")


def converter_missing(suffix: str) -> str:
    """LibreOffice is not installed."""
    return (
        f"读取 {suffix or '此'} 文件需要 LibreOffice，本机没有安装。"
        "请安装 LibreOffice 后重试，或另存为 DOCX。"
    )


def conversion_too_slow(seconds: float) -> str:
    """LibreOffice was ended."""
    return f"LibreOffice 转换超过 {seconds:.0f} 秒。请另存为 DOCX。"


def only_images(shown: str, advice: str) -> str:
    """A scan; ``shown``: PDF or OFD; ``advice``: how its text can be had."""
    return f"{shown} 只有图像，没有文字层。{advice}"


def garbled(shown: str, advice: str) -> str:
    """A text layer that says nothing; ``shown``: PDF or OFD; ``advice`` as before."""
    return f"{shown} 的字体没有正确的文字编码，取出的是乱码。{advice}"


def without_text(shown: str) -> str:
    """Pages without a character."""
    return f"{shown} 中没有文字。如果页面上看得到文字，请先做文字识别（OCR）后再收录。"


def too_many_pages(shown: str) -> str:
    """More pages than are read."""
    return f"{shown} 超过 {limits.PAGES:,} 页。请拆分后再收录。"


# --- pictures ---------------------------------------------------------------------------

PICTURE_DAMAGED = "图像已损坏或不完整。请重新扫描或另存一份。"
PICTURE_TOO_LARGE = f"图像超过 {limits.PICTURE_PIXELS // 10**6} 百万像素。请降低分辨率后再收录。"
PICTURE_TOO_SMALL = f"图片太小（边长不足 {limits.PICTURE_LEAST} 像素），不是文件的扫描件。"
PICTURE_WITHOUT_TEXT = "图像中没有识别出文字。请检查是否为文件的扫描件。"
CHANGED_MEANWHILE = "文件在识别期间有变化。请再次运行。"
UNRECOGNISED = "图像无法识别。请检查图像是否完整，或重新扫描。"
RECOGNISER_MISSING = (
    '识别图像中的文字（OCR）需要识别组件，本机没有安装。请运行 pip install "zhengce[ocr]"，'
    "然后再次收录。"
)
RECOGNISER_BROKEN = (
    "识别图像中的文字（OCR）的程序无法启动。请用 zhengce doctor 查看原因，改正后再次收录。"
)
RECOGNITION_OFF = (
    "没有识别图像中的文字（OCR，--scan-pages 0，索引记住了它）。请用 --scan-pages 300 再次收录。"
)
SCAN_IN_ARCHIVE = "压缩包里的扫描件不识别文字（OCR）。请解压后再收录。"
SCAN_WAITS = "图像中的文字（OCR）在正式收录时才识别。"


def page_died(code: int) -> str:
    """What a page did to the process that recognised it."""
    return f"识别时超出内存上限或程序崩溃（代码 {code}）。请检查图像，或重新扫描。"


def page_too_slow(seconds: float) -> str:
    """It was ended."""
    return f"识别超过 {seconds:.0f} 秒。请检查图像，或降低分辨率。"


# --- lists ------------------------------------------------------------------------------

DAMAGED_GZIP = "压缩文件不完整或已损坏。请重新下载或生成。"
LINE_TOO_LONG = f"一行超过 {limits.LINE_BYTES // _MEGABYTE} MB。请检查文件是否每行一条记录。"
LIST_TOO_LONG = f"内容超过 {limits.LIST_BYTES // 2**30} GB。请拆分后再收录。"
NO_ARRAY = "不是 JSON（应是数组 […] 或对象 {…}）。请检查文件；每行一条记录的文件请改名为 .jsonl。"
EMPTY_ARRAY = "JSON 数组是空的，没有可收录的记录。请检查导出或抓取时的条件后重试。"
BROKEN_JSON = "不是有效的 JSON，可能没有下载完整。请重新下载或导出。"
BROKEN_ELEMENT = "不是有效的 JSON。请检查这一条及其前后的逗号。"
BROKEN_LINE = "不是有效的 JSON。请检查这一行。"
LINE_NOT_UTF8 = "编码无法识别。请另存为 UTF-8。"
RECORD_TOO_LARGE = "这一条含有太多的值，读取时超出内存上限。请检查这一条。"
NO_OBJECT = "不是 JSON 对象（{…}）。请检查这一条。"

WORKBOOK_LOCKED = "工作簿设有密码。请去掉密码后再收录。"
WORKBOOK_DAMAGED = (
    "工作簿已损坏，或不是 Excel、WPS 或 ODS 表格。请用 Excel 或 WPS 打开并另存为 XLSX。"
)
WORKBOOK_TOO_LARGE = "工作簿过大或已损坏。请删去数据以外的空行空列，拆分或另存为 CSV 后再收录。"
WORKBOOK_EMPTY = "工作簿里没有内容。请检查文件。"

TABLE_EMPTY = "表头以下没有内容。请检查文件。"
TOO_MANY_COLUMNS = f"超过 {limits.TABLE_COLUMNS:,} 列。请检查分隔符。"
MORE_COLUMNS_THAN_HEADER = "列数多于表头。请检查这一行的分隔符和引号。"
UNPAIRED_QUOTES = (
    f"引号不成对，或一格超过 {limits.CELL_CHARACTERS:,} 字，以下各行未读。请更正后重试。"
)
UNPAIRED_QUOTES_IN_ROW = f"引号不成对，或一格超过 {limits.CELL_CHARACTERS:,} 字；到下一个完整的行为止未读。请更正后重试。"
_MAP = "请用 --map 列名=字段 说明，例如：--map 文件名录=标题。"


def no_record(seen: str) -> str:
    """JSON without a document in it; ``seen``: the keys it has."""
    return f"JSON 里没有找到文件记录（一条记录至少要有标题或正文；见到的键：{seen}）。{_MAP}"


def too_many_rows(most: int) -> str:
    """More rows than are read."""
    return f"超过 {most:,} 行。请拆分后再收录。"


def no_title_column(seen: str) -> str:
    """A header without a title; ``seen``: what it has."""
    return f"表头没有标题一列（见到：{seen}）。{_MAP}"


def no_header(seen: str) -> str:
    """No header at all; ``seen``: what the first rows hold."""
    return f"前 {limits.HEADER_WITHIN} 行里没有认得的表头（见到：{seen}）。{_MAP}"


# --- where in a file --------------------------------------------------------------------


def in_archive(name: str) -> str:
    """The locator of a file in an archive."""
    return f"压缩包内 {name}"


def in_sheet(name: str) -> str:
    """The locator of a sheet of a workbook."""
    return f"工作表“{name}”"


def in_table(number: int) -> str:
    """The locator of a table of a page."""
    return f"第 {number} 个表格"


def line(number: int) -> str:
    """The locator of a line or row."""
    return f"第 {number} 行"


def element(number: int) -> str:
    """The locator of an element of an array."""
    return f"第 {number} 条"


def onwards(locator: str) -> str:
    """The locator of all from there on."""
    return f"{locator}起"


def of_sheets(reasons: Sequence[tuple[str, str]]) -> str:
    """Why no sheet of a workbook is a list: (locator, reason) of the first ones."""
    return "".join(f"{where}：{reason}" for where, reason in reasons[:3])
