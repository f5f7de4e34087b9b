"""The wording of every error and refusal, in Chinese: of pages, of the public API, of the server.

Each says what to do next. What is wrong with one parameter of the API is said in
``web.api_v1.parameters``; what a search leaves out or cuts down, in ``search.request``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import NamedTuple

from web.protect.limits import MAX_PARAMETERS


class Wording(NamedTuple):
    """What is said: a heading, and a sentence that names the next step."""

    title: str
    message: str


NEXT = "请用下面的检索框查找其他文件。"
"""On a page with a field for a search, where there is nothing else to do."""
PAGE: Mapping[int, Wording] = MappingProxyType(
    {
        400: Wording("请求无法识别", "浏览器发来的请求不完整，请重新检索。"),
        404: Wording("没有这个网页", "网址可能抄写有误，或者网页已经移走。请用下面的检索框查找。"),
        405: Wording("这个网址不能这样访问", "请从检索框或页面上的链接进入。"),
        408: Wording("请求没有发完", "网络可能不稳定，请重新检索。"),
        410: Wording("该文件已撤下", f"本站不再提供这份文件。{NEXT}"),
        411: Wording("请求无法识别", "请求没有写明长度，请从检索框或页面上的链接进入。"),
        413: Wording("请求过长", "请减少内容后再试。"),
        414: Wording("网址过长", "请减少检索词或筛选条件后再试。"),
        429: Wording("请求过于频繁", "请稍等片刻再试。"),
        431: Wording("请求过长", "浏览器发来的附加信息过长，请清除本网站的 Cookie 后再试。"),
        500: Wording("网站出了差错", "差错已经记录。请稍后再试，或者换一个检索词。"),
        503: Wording("网站繁忙", "目前访问的人较多，请稍等片刻再试。"),
    }
)
"""Status -> what a visitor is told, on an error page and before any routing."""
API: Mapping[int, Wording] = MappingProxyType(
    {
        400: Wording("请求有误", "请求不符合接口的约定，请对照接口说明修改。"),
        404: Wording("没有这个接口", "请核对路径；全部接口列在 /api。"),
        405: Wording("不能用这个方法", "公开接口只读，请改用 GET 或 HEAD。"),
        410: Wording("该文件已撤下", "本站不再提供这份文件；请删去保存的副本，不再请求这个网址。"),
        413: Wording("请求过长", "公开接口不接收内容，请去掉请求正文。"),
        414: Wording("网址过长", "请减少检索词或筛选条件后再试。"),
        429: Wording("请求过于频繁", "请按 Retry-After 等待后再试，并降低请求的频率。"),
        500: Wording("服务出了差错", "差错已经记录，请稍后再试；若一再发生，请告知网站管理者。"),
        503: Wording("暂时不能检索", "服务繁忙或正在维护，请稍后再试。"),
    }
)
"""Status -> what a program is told; the page ``/api`` lists these."""

MANY_PARAMETERS = Wording(
    "参数过多", f"网址里的参数超过 {MAX_PARAMETERS} 个；请减少筛选条件后再试。"
)
WRONG_HOST = Wording("网址不对", "本网站不使用这个域名，请核对网址。")
UNAVAILABLE = Wording("暂时不能检索", "检索服务正在维护，请稍后再试。")
"""The index cannot be read: why is in the log."""
UNREACHABLE = "检索服务暂时连不上"
API_NO_DOCUMENT = Wording("没有这份文件", "没有这个标识的文件；请检索后用结果里的 id。")


def of_page(status: int) -> Wording:
    """What a visitor is told of ``status``."""
    return PAGE.get(status, Wording(f"出错了（{status}）", "请稍后再试。"))


def of_api(status: int) -> Wording:
    """What a program is told of ``status``."""
    return API.get(status, Wording("请求未能完成", "请对照接口说明检查请求，或稍后再试。"))


def too_many(seconds: int) -> Wording:
    """To a client that asks more often than it may."""
    return Wording(PAGE[429].title, f"您的检索过于频繁，请在 {seconds} 秒后再试。")


def unreachable(since: str) -> Wording:
    """The cluster that is searched does not answer since a moment, written in Chinese."""
    return Wording(
        UNREACHABLE,
        f"从 {since} 起，本站连不上存放文件的检索服务。这不是您操作的问题；恢复后即可照常检索，请过几分钟再试。",
    )


def as_of(moment: str, traditional: bool = False) -> str:
    """Above a page that was made before the cluster could not be reached, at a time of this day."""
    if traditional:
        return f"檢索服務暫時連不上，以下是 {moment} 的結果。"
    return f"{UNREACHABLE}，以下是 {moment} 的结果。"


def withdrawn(day: str) -> Wording:
    """A document was withdrawn on a day, written in Chinese."""
    return Wording(PAGE[410].title, f"本站已于 {day}撤下这份文件，不再提供。")


def no_document(id: str) -> Wording:
    """There is no document of that id."""
    return Wording("没有找到这份文件", f"{no_document_brief(id)}它可能已被移除，或者网址抄写有误。")


def no_document_brief(id: str) -> str:
    """The same in one sentence, for the JSON twin of a page."""
    return f"没有标识为“{id}”的文件。"


def bad_parameters(names: Iterable[str]) -> Wording:
    """To a program: these parameters do not keep to the contract."""
    return Wording(
        "参数有误",
        f"参数 {'、'.join(names)} 不符合约定；请照 errors 里的说明修改，参数一览见 /api#parameters。",
    )
