"""The words that furniture of Chinese sites consists of, whichever site: of folded lines, marks at their ends left out."""

from __future__ import annotations

import re

from index.text.han import HAN, UNIFIED

# Where a pattern is looked for anywhere in a line, ``(?=[…])`` in front of it tells most places at
# once: what any of its words begins with.

OFFER_BEGINS = re.compile(
    r"二维码$|回到?顶部|置顶$|纠错$|(?:责任|网站|网页|文字|本文|本期|值班|执行)?(?:编辑|责编|编审|编校)(?:[/、](?:作者|校对|审核))?:"
    r"|[上下]一(?:篇|条|页|则)|[前后]一(?:篇|条|页)|没有了$|已经是(?:第一|最后)(?:一)?[篇条页]$"
)
OFFER = re.compile(
    r"(?=[一下停关分加字开微我手打扫收政文无智本浏点移网设访语责返适长阅])(?:"
    r"扫一扫|扫码(?:查看|分享|阅读|关注|浏览)|(?:微信|手机|移动端|本页|分享)二维码|打印(?:本页|此页|页面|本文|文章)|我要打印"
    r"|关闭(?:本页|窗口|页面|此页)|分享(?:到|至|本页|此页|文章):?|一键分享|返回(?:顶部|首页|列表|上一[页级])"
    r"|加入收藏|收藏本[页站]|设为首页|(?:字体|字号|文字)(?:大小)?:?\W*(?:大|中|小|特|a?[+-])"
    r"|无障碍(?:浏览|阅读|版)|(?:关怀|长者)(?:版|模式|助手|专区)|适老化|语音(?:播报|朗读|阅读)|(?:点击|开始|停止)(?:播报|朗读)"
    r"|(?:网页|网站|我要)纠错|政府网站找错|智能(?:问答|机器人|客服|助手)$|下载(?:本文|pdf|word|附件)$"
    r"|(?:浏览|阅读|点击|访问)(?:次数|量|数|人次)\W*\d*|(?:浏览|阅读|点击|访问):?\s*\d*\s*次|(?:责任编辑|责编):"
    r")"
)
"""What a page offers to do with itself, and who put it there: no text of a document has a short line of it."""
_ROLE = (
    r"(?:(?:责任|网站|网页|文字|本文|本期|值班|执行|美术|新媒体)?(?:编辑|责编|编审|编校)|[初复终一二三]审|[一二三]校|校对|审核|审签|监制|供稿"
    r"|撰稿|撰文|摄影|图文|文图|记者|通讯员|信息员|录入|排版|制图)(?:人|员)?"
)
_NAME = rf"(?>{HAN}\s[{UNIFIED}×x*](?![{UNIFIED}])|{HAN}[{UNIFIED}×x*]{{1,3}}+)"
CREDITS = re.compile(
    rf"{_ROLE}[\s/|丨·:]{{1,3}}{_NAME}(?:[\s,;、/|丨]{{1,4}}(?:{_ROLE}[\s/|丨·:]{{1,3}})?+{_NAME}){{0,8}}+"
    r"|(?:供稿|撰稿|来稿)(?:单位)?[\s/|丨:]{1,3}\S{2,24}|\S{2,24}\s?(?:供稿|撰稿)"
)
"""Who wrote and put up a page, in a whole line: 编辑 陈某 校对 冯某, 编辑/陈某, 某局供稿."""
ITSELF_BEGINS = re.compile(
    r"(?:主办|承办|主管|运维|协办)(?:单位)?\W|您?(?:当前|现在)?(?:所处|所在)?(?:的)?位置(?:是)?:|(?:您|你)?(?:的)?(?:当前|现在)(?:的|所在的?)?位置"
    r"|(?:初审|复审|终审|审核|审签|校对|一审|二审|三审|[一二三]校|监制|供稿|撰稿|摄影|图文|信息员|录入者?|发布人|审核人|编辑人|上传者?)(?:人|员)?:"
    r"|(?:推荐|延伸|热点|热门|最新)(?:阅读|推荐|新闻|资讯|搜索|视频)\W*$|(?:免责|版权)(?:与|及|和)?(?:免责|版权)?声明\W*$"
    r"|(?:最近|最新)更新\W*$|热门搜索|今天是|(?:最后|最近)?(?:更新|发布|发表)(?:于|时间|日期)?\W{0,3}20\d\d"
    r"|欢迎(?:访问|光临|您)|(?:rss|邮件)订阅|(?:运行|日常)?维护单位|广告推广"
    r"|相关(?:链接|解读|文档|文件|附件|报道|新闻|阅读|信息|政策|文章|稿件|推荐|内容|专题|资料|热词|问答)(?:及|和|与)?(?:链接|解读|下载|推荐)?(?:[:>]|\W*$)"
    r"|(?:政策|文件|图片|图文|视频|音频|文字|专家|部门|一图|媒体|深度)?(?:解读|图解|读懂)(?:链接|材料|文件|稿)?\s*:?\W*$|解读:|政策原文\W*$"
    r"|(?:热点|热门|精彩|猜你喜欢|为您|为你)(?:推荐|新闻|信息|文章)|(?:附件|文件|资料|原文|点击)(?:列表|下载|查看)\s*:?\W*$"
    r"|更多\W*$|more\W*$|(?:登录|注册|登入|退出)\W*(?:注册|登录)?$|是否继续(?:访问|浏览)"
)
ITSELF = re.compile(
    r"(?=[acij©使公关友备建微您技政最未浏热版站繁网联视])(?:"
    r"版权所有|copyright|©|all rights reserved|(?:icp|公网安)备|网站标识码|网站(?:地图|声明|支持ipv6|管理员?:)|政府网站.{0,6}标识"
    r"|技术支持:|建议使用.{0,20}(?:浏览器|分辨率)|最佳(?:浏览|分辨率|显示)|热搜词"
    r"|微信扫描|视力保护|繁体中文|使用帮助|(?:网站|网警)?备案(?:序?号|编号)|未经.{0,20}(?:许可|授权)"
    r"|友情链接|关于我们|联系我们|站点地图|网站首页"
    r"|(?:javascript|浏览器).{0,20}(?:禁用|不支持|不兼容|版本过低)|您(?:的)?(?:访问|浏览)(?:的)?(?:链接|页面).{0,6}即将"
    r")"
)
"""What a page says of itself and where it leads; of a document's text only its first and last lines are taken for this."""
ENDS = re.compile(
    r"(?=[i上下为免公前友后延推最热版猜相精网])(?:"
    r"^[上下]一(?:篇|条|则)|^[前后]一(?:篇|条)|^(?:相关|推荐|热点|热门|精彩|延伸|最新|猜你喜欢|为您|为你)(?:阅读|推荐|新闻|资讯|文章|报道|视频|链接|内容|信息)\W*$"
    r"|^(?:版权|免责)(?:与|及|和)?(?:免责|版权)?声明\W*$|^(?:最近|最新)更新\W*$|^友情链接\W*$|版权所有|网站标识码|(?:icp|公网安)备"
    r")"
)
"""Behind these a page goes on to other things."""
SENTENCE = re.compile(
    r"版权所有|^(?:本站|网站).{0,10}(?:声明|版权)|未经.{0,20}(?:许可|授权).{0,6}(?:不得|请勿)|建议使用.{0,20}浏览|^欢迎(?:访问|光临)"
)
"""Whole sentences that a page says of itself."""
ALONE = frozenset(
    ["打印", "关闭", "分享", "收藏", "复制", "下载", "朗读", "播放", "暂停", "停止", "搜索", "检索", "查询", "提交", "返回", "保存", "转发", "点赞", "评论", "订阅", "导航", "首页", "目录", "更多", "展开", "收起", "大", "中", "小", "特", "特大", "超大", "默认", "正常", "繁", "简", "繁体", "简体", "英文", "en", "english", "app", "a", "aa", "微信", "微博", "qq", "qq空间", "qzone", "人人网", "豆瓣", "新浪", "腾讯", "新浪微博", "腾讯微博", "朋友圈", "微信好友", "手机版", "电脑版", "客户端", "移动端", "大小", "字体", "字号", "大中小", "小中大", "来源", "时间", "日期", "作者", "浏览", "阅读", "点击", "次", "pdf", "word", "确定", "取消", "关注", "公众号", "政务微信", "政务微博", "邮箱", "rss", "打印本页", "上一页", "下一页", "第一页", "最后一页", "首", "末", "尾页", "无"]
)  # fmt: skip
"""Lines of nothing but such words are buttons."""
CRUMBS = re.compile(
    r"(?:.{0,12}[:])?\W*(?:(?:首页|主页|网站首页)\s*(?:>|»|›|/|\\|→|-|·|\|)|.{2,12}网\s*(?:>|»|›|→))"
)
"""The path to a page."""
HINTS = re.compile(
    r"(?:^|[-_ ])(?:share|print|nav|navbar|menu|footer|foot|header|bread|breadcrumb|crumbs?|toolbar|tool|qrcode|ewm"
    r"|related|relevant|copyright|login|search|sxp|extended|modal|pagination|pages?|sidebar|banner|dib_div|qr_container"
    r"|bdsharebuttonbox|pageBreak|font-?size|links?|location|position|weizhi|dqwz|xgjd|xglj|fx|dy|gb|prev|next|comment|dialog|popup)(?:$|[-_ ])",
    re.IGNORECASE,
)
"""Names of blocks of furniture: hints, no more."""
ADDRESS = re.compile(r"^(?:[^:]{2,8}:\s*)?https?://\S+$|^www\.\S+$")
