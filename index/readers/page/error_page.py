"""Pages that stand where a document should: an error of a server, a wall, a login, a frame that only
a script fills.

A crawler keeps what it is sent, whatever that is. Such a page is told by what it says *as a whole*:
the words of a server are its title, its heading or one of its few lines, and nothing else on it
is of a document. A notice that tells of a 404, and a page with a field to log in above its text,
are documents.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from http import HTTPStatus
from itertools import chain

from lxml import etree

from index.conventions.genre import genre_of
from index.conventions.labels import is_empty
from index.readers import refusals
from index.readers.page.lines import Line
from index.readers.page.pairs import Pair
from index.text.han import HAN

_PHRASES = "|".join(re.escape(one.phrase) for one in HTTPStatus if one >= 400)
_THING = "(?:页面?|网页|网址|地址|链接|URL|内容|文章|帖子|主题|资源|文件|目录|对象|栏目|频道|网站|站点|图文)"
_SAYS: tuple[tuple[Callable[[str], str], str], ...] = (
    (
        refusals.IS_ERROR,
        rf"^\W*[45]\d\d\W*$|\b[45]\d\d\s*[-–—:：|]|[-–—:：|(（]\s*[45]\d\d\b|\b(?:{_PHRASES})\b"
        r"|(?:HTTP|错误|状态|代码|error|status|code)[\s:：=-]{0,3}[45]\d\d\b|\b[45]\d\d\s{0,2}(?:错误|error|公益|页面)"
        rf"|{_THING}[^。，]{{0,12}}?(?:不存在|找不到|找不回|[未没](?:有)?找到|无法(?:找到|显示|访问|查看|打开)|走丢|丢失|消失"
        r"|不可用|(?:已经?|被)(?:被)?[^。，]{0,6}?(?:删除|下线|停止|关闭|移除|屏蔽))"
        rf"|(?:找不到|无法找到|[未没]有?找到|无法显示|无法打开)[^。，]{{0,8}}?{_THING}"
        r"|(?:系统|页面|程序|服务器?|运行时|网关|内部|数据库)(?:发生)?[^。，]{0,4}(?:错误|异常|出错|繁忙)|出错[了啦]|数据库连接"
        r"|(?:内容|图文)[^。，]{0,4}(?:违规|被发布者)|参数(?:错误|不正确|有误)|(?:非法|无效)的?(?:参数|访问|请求)"
        r"|whitelabel error|guru meditation|could not be retrieved|requested url|database connection|runtime error"
        r"|welcome to nginx|page (?:cannot|can't|could not|can not) be|(?:page|file|directory) not found|server error",
    ),
    (
        refusals.IS_DOWN,
        r"(?:网站|系统|站点|服务|平台)[^。，]{0,8}(?:维护中|升级中|维护升级|升级维护|正在维护|已?关闭|已?暂停|暂停(?:访问|服务))",
    ),
    (
        refusals.IS_WALL,
        r"没有[^。，]{0,8}权限|无(?:访问|查看)?权限?(?:访问|查看|使用)|禁止(?:访问|浏览)|(?:访问|请求|IP)[^。，]{0,8}被?(?:拒绝|拦截|阻断|禁止|限制)"
        r"|已被[^。，]{0,12}(?:拦截|阻断|屏蔽)|(?:访问|操作|请求)(?:过于|太|过)频繁|攻击行为|疑似黑客|网站(?:防火墙|卫士)|安全威胁"
        r"|(?:人机|安全|访问|滑动|滑块|身份)验证|完成[^。，]{0,6}验证|(?:输入|填写)[^。，]{0,8}验证码|拖动[^。，]{0,8}滑块|滑块[^。，]{0,8}拖动"
        r"|just a moment|checking (?:your browser|if the site)|unusual traffic|incident id|access denied|captcha|are you (?:a )?(?:human|robot)"
        r"|attention required|request (?:was |has been )?(?:blocked|rejected|unsuccessful)",
    ),
    (
        refusals.IS_LOGIN,
        r"(?:尚?未|请(?:先|重新)?)登[录陆]|登[录陆][^。，]{0,4}(?:超时|失效|过期)|(?:会话|session)[^。，]{0,6}(?:超时|失效|过期|expired)",
    ),
    (
        refusals.IS_SHELL,
        r"(?:正在|自动|秒后?|即将)[^。，]{0,6}(?:跳转|转向)|(?:enable|without|requires?|turn on) javascript|(?:未开启|不支持|启用|开启|禁用)[^。，]{0,4}(?:javascript|脚本)"
        r"|^(?:页面|数据|内容|正在)?(?:正在)?(?:加载|载入)中?|^loading",
    ),
)
_TOLD = tuple((reason, re.compile(words, re.IGNORECASE)) for reason, words in _SAYS)
_LOGS_IN = re.compile(r"登[录陆]|认证|sign in|log ?in|password|username", re.IGNORECASE)
_ASKS = re.compile(r"怎么|如何|为何|为什么|吗|[？?]|答复|回复|咨询|留言")
_FOOTER = re.compile(
    r"版权所有|主办|承办|备\d{5,}|公网安备|网站标识码|copyright|powered by|技术支持|推荐使用|分辨率",
    re.IGNORECASE,
)
_LEAPS = re.compile(r"location(?:\.href)?\s{0,9}=|location\.(?:replace|assign)\s{0,9}\(")
_FACTS = frozenset((
    "doc_number", "index_number", "issuers", "written_on", "published_on", "effective_on", "title", "source",
))  # fmt: skip
_SHOWS_ANOTHER = ("iframe", "frame", "embed", "object", "video", "img")
_HAN = re.compile(HAN)
_LONGEST_SAID = 120
_MOST_BESIDE = 160
_FEW = 40
_MUCH_IN_ALL = 4_000


def trouble_of(page: etree._Element, lines: Sequence[Line], metas: Sequence[Pair]) -> str:
    """Why a page is no document (Chinese); empty where it may be one.

    Args:
        lines: as a reader of the page sees them, judged.
        metas: what its head says of a document.
    """
    title = " ".join(page.findtext(".//title", "").split())
    own = [line for line in lines if _is_own(line)]
    if _is_document(title, lines, own, metas):
        return ""
    words = [title, *(line.text for line in own), *_unseen(page)]
    for reason, said in _TOLD:
        if found := next((text for text in words if _says(said, text)), ""):
            beside = sum(_han(line.text) for line in own if not _is_told(line.text))
            return reason(found[:_FEW]) if beside <= _MOST_BESIDE else ""
    han = sum(_han(line.text) for line in own)
    if page.find(".//input[@type='password']") is not None:
        is_login = han <= _MOST_BESIDE and any(map(_LOGS_IN.search, words))
        return refusals.IS_LOGIN(title[:_FEW]) if is_login else ""
    return (
        refusals.IS_SHELL(title[:_FEW]) if han <= _FEW and _is_filled_by_script(page, own) else ""
    )


def _is_document(
    title: str, lines: Sequence[Line], own: Sequence[Line], metas: Sequence[Pair]
) -> bool:
    """Whether anything speaks for a document: its labels, its files, its genre, much text, a question."""
    heads = [title, *(line.text for line in own if line.heading)]
    pairs = chain(metas, *(line.pairs for line in lines))
    return (
        any(line.filed for line in own)
        or any(field in _FACTS and not is_empty(value) for field, _, value in pairs)
        or any(genre_of(head) or _ASKS.search(head) for head in heads)
        or sum(line.size for line in own) > _MUCH_IN_ALL
    )


def _is_own(line: Line) -> bool:
    """Whether a line is of the page itself, and no link to others, no footer."""
    return line.linked * 2 <= line.size and not _FOOTER.search(line.text[:_LONGEST_SAID])


def _says(said: re.Pattern[str], text: str) -> bool:
    return len(text) <= _LONGEST_SAID and bool(said.search(text))


def _is_told(text: str) -> bool:
    return any(_says(said, text) for _, said in _TOLD)


def _unseen(page: etree._Element) -> Iterable[str]:
    """What a page says to those who run no scripts and see no frames."""
    for element in page.iter("noscript", "iframe"):
        yield " ".join(" ".join(map(str, element.itertext())).split())[:_LONGEST_SAID]


def _han(text: str) -> int:
    return len(_HAN.findall(text))


def _is_filled_by_script(page: etree._Element, own: Sequence[Line]) -> bool:
    """Whether nothing is there, but a script that fills the page or leads elsewhere."""
    scripts = list(page.iter("script"))
    if any(_LEAPS.search(script.text or "") for script in scripts):
        return True
    refreshes = (meta.get("http-equiv", "").lower() == "refresh" for meta in page.iter("meta"))
    shows = page.find(".//body//a") is not None or any(
        page.find(f".//{name}") is not None for name in _SHOWS_ANOTHER
    )
    return any(refreshes) or bool(scripts and not own and not shows)
