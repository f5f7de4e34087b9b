"""The requests whose hit sets, totals and facets are compared with the scan, as addresses."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

BROWSED = [
    "genre=通知",
    "genre=通知&genre=办法",
    "genre=没有这种",
    "issuer=云澜市财政局",
    "issuer=云澜市科学技术局",
    "issuer=未注明",
    "issuer=云澜市财政局&genre=通知",
    "year=2023",
    "year=2023&year=2022&genre=通知",
    "year=未注明",
    "topic=城乡建设",
    "topic=城乡建设/住房",
    "topic=城乡建设/旧城改造/电梯",
    "topic=城乡建设/住房&topic=法制",
    "topic=应急&topic=审计",
    "topic=未注明",
    "region=云澜市青禾县",
    "region=全国&validity=有效",
    "region=未注明&year=未注明",
    "validity=有效",
    "validity=失效",
    "validity=已被修改&validity=尚未施行",
    "validity=未注明&genre=方案",
    "validity=废止&genre=没有这种&region=全国",
    "from=2023",
    "to=2010",
    "from=2019-05&to=2019",
    "from=2022-01-02&to=2022-01-02",
    "from=2020-02-29&to=2020-03-01",
    "from=1999&to=1999",
    "from=2012-02-02&to=2012-02-02",
    "from=2021&year=2023",
    "to=2005&year=未注明",
    "from=2019&to=2023&genre=办法&validity=有效",
    "from=2019&to=2023&genre=办法&validity=有效&issuer=云澜市人民政府办公室&region=云澜市",
    "topic=科技、教育/科技&validity=有效&from=2020",
]
"""Nothing typed."""

WORDS = [
    "公积金",
    "提取",
    "补贴",
    "企业",
    "办法",
    "义务教育",
    "税收",
    "水土保持",
    "食品安全",
    "贷款",
    "研发",
    "政府网站",
    "云澜市",
]
"""Words that the collection writes as words wherever it writes them."""

TYPED = [
    "公积金 提取",
    "住房公积金提取",
    "提取　公积金",
    "公积金 提取 退休",
    "公积金 月球",
    "高新技术企业",
    "高企",
    "高企 补贴",
    "提高企业效率",
    "企业 奖励",
    "入学 补贴",
    "稅收優惠",
    "税收优惠",
    "covid-19",
    "COVID",
    "５G",
    "5g基站",
    "15gb",
    "50mm",
    "0000-1234567",
    "税",
    "湖",
    "税 企业",
    "人口普查",
    "河长制",
    "明厨亮灶",
    "食堂 食品",
    "国务院",
    "住房",
    '"高新技术企业"',
    "“对高新技术企业给予”",
    '"给予补贴"',
    '"给予补贴。首次"',
    '"给予补贴首次"',
    '"提取住房公积金" 三个工作日',
    '"公 积 金"',
    '"税"',
    '"没有这句话" 公积金',
    "企业 -高企",
    "企业 -补贴",
    "企业 －奖励 -税款",
    "-企业",
    "-企业 -补贴 -办法",
    '公积金 -"贷款"',
    "公积金 -标题:贷款",
    "补贴 OR 贷款",
    "补贴 OR 贷款 企业",
    '"划片入学" OR 明厨亮灶',
    "水土保持 OR 公积金 -条例",
    "标题:公积金",
    "标题：公积金 提取",
    "标题:补贴",
    "正文:高新技术",
    "正文:政府网站 标题:意见",
    '标题:"住房公积金"',
    "发文机关：科技局",
    "发文机关:财政局 补贴",
    "发文机关:云澜市科学技术局",
    "-发文机关:审计局 检查",
    "文号:云科",
    "文号:7号",
    "文号:云政办 公积金",
    "索引号:00104",
    "公积金 提取 义务教育",
    "公积金 贷款 租房 月球",
    "义务教育 食堂 电梯",
    "水土保持 义务教育",
    "水土保持 义务教育 -学生",
    "水土保持 食堂 电梯 河长",
    '"住房公积金" 月球 食堂',
    "公积金 -公积金",
    "月球 -补贴",
    "乡镇 责任书",
    "限制消费",
    "印章管理规定",
    "关于第7批专项检查情况的通报",
    "整改期限三十日",
    "发放住房租",
    "少于四十八",
    "部门政府网 -月球",
]
"""The query language: what is found by all its words, or by the greater part of them."""

NAMED = [
    "云政办〔2023〕15号",
    "云政办[2023]15",
    "云政办２０２３年１５号",
    "云政办 2023 15",
    "云政办15号",
    "2023年15号",
    "云政办〔2019〕",
    "国务院令第350号",
    "第710号令",
    "市人民政府令第77号",
    "云澜市发展改革委公告2019年第11号",
    "公告2019年第11号",
    "国办发〔2017〕47号",
    "国办发〔2017〕48号",
    "国办发〔2016〕47号",
    "国务院令第845号",
    "云通〔2021〕6号",
    "003187413/202306-00020",
    "000014349/2017-00104",
    "关于税收优惠的公告",
    "印章管理规定",
    "云澜市住房公积金提取管理办法",
    "云澜市住房公积金提取管理办法（2019年修订）",
    "《云澜市住房公积金提取管理办法》云政办〔2023〕15号",
    "云政办〔2023〕15号 解读",
    "云政办〔2023〕15号 -解读",
    "国办发〔2017〕47号 -税款",
    "国办发〔2017〕47号 -指引",
]
"""What names documents outright, or would."""

SCOPED = [
    "in=title&q=公积金",
    "in=title&q=补贴",
    "in=title&q=公积金 提取 -条例",
    "in=title&q=公积金 正文:退休",
    'in=title&q="管理办法"',
    "in=title&q=住房公积金 食堂",
    "in=number&q=云政办",
    "in=number&q=47号",
    "in=number&q=00020",
    "in=number&q=云政办〔2023〕15号",
    "in=number&q=月球",
    "within=企业",
    "within=企业&q=补贴",
    'within="给予补贴"&q=企业',
    "within=提取 -退休&q=公积金",
    "within=月球&q=公积金",
    "within=标题:办法&q=公积金&validity=有效",
    "within=云政办〔2023〕15号&q=公积金",
    "within=水土保持 食堂&q=义务教育",
    "within=企业&topic=财政金融&from=2019",
    "within=公积金&q=职工 月球",
    "literal=1&q=高企",
    "literal=1&q=水保",
    "literal=1&q=老赖",
    "literal=1&q=公积金 提取",
]
"""Other places to look in, a second query, words as typed alone."""

BY_SCORE = [
    "职工购买住房怎么提取公积金",
    "请问义务教育入学需要什么条件",
    "高新技术企业税收优惠有哪些",
    "拖欠工资怎么办",
    "政府网站由哪个单位主管",
    "公积金 食堂 电梯 河长 印章 耕地 渔船",
    "入学率",
    "水土方案",
    "入户率",
    "公基金",
    "义务较育",
    "gongjijin",
    "gjj",
]
"""Rungs that scores decide: what the filters do to them is decided all the same."""

_FILTERS = {
    "genre": ("通知", "办法", "条例", "公告", "通报", "未注明"),
    "issuer": ("云澜市财政局", "云澜市人民政府办公室", "国务院", "云澜市审计局", "未注明"),
    "topic": ("城乡建设", "城乡建设/住房", "科技、教育", "科技、教育/教育", "法制", "审计", "应急/消防"),
    "region": ("云澜市", "云澜市青禾县", "全国", "未注明"),
    "validity": ("有效", "已失效", "已废止", "已被修改", "未注明"),
    "year": ("2022", "2023", "2019", "2017", "未注明"),
}  # fmt: skip
_WITHIN = ("企业", "公积金", "管理", '"办法"', "补贴 -申请")
_BOUNDS = ("2010", "2015-03", "2019-08-20", "2021", "2022-01", "2023-06", "2024")


def drawn(count: int, seed: int = 16) -> list[str]:
    """So many different queries with filters, drawn: the same ones in every run."""
    made: dict[str, None] = {}
    addresses = _addresses(Random(seed))
    while len(made) < count:
        made[next(addresses)] = None
    return [*made]


def _addresses(draw: Random) -> Iterator[str]:
    queries = [q for q in (*WORDS, *TYPED, *NAMED, *BY_SCORE) if "&" not in q]
    while True:
        pairs = [("q", draw.choice(queries))] if draw.random() < 0.85 else []
        for name in draw.sample(sorted(_FILTERS), draw.choice((0, 1, 1, 2, 2, 3))):
            for value in draw.sample(_FILTERS[name], draw.choice((1, 1, 2, 3))):
                pairs.append((name, value))
        for bound in ("from", "to"):
            if draw.random() < 0.2:
                pairs.append((bound, draw.choice(_BOUNDS)))
        if draw.random() < 0.2:
            pairs.append(("within", draw.choice(_WITHIN)))
        if draw.random() < 0.2:
            pairs.append(("in", draw.choice(("title", "number"))))
        if draw.random() < 0.2:
            pairs.append(("literal", "1"))
        yield "&".join(f"{name}={value}" for name, value in pairs)
