"""The collection every engine is asked about: some eighty small documents.

Each stands there for a promise: versions of one title, joint issuers, topics of several levels,
发文字号 in every form, dates that are missing or disagree, Traditional and full-width text, long
bodies with 章 and 条, pairs that differ in one thing only. The cities and counties are made up.
"""

from __future__ import annotations

from datetime import date

from index.document import PolicyDocument
from tests.engine_contract.alike import cited, inspections, pairs, ties
from tests.engine_contract.paper import paper
from tests.engine_contract.related import related

TODAY = date(2026, 6, 1)
"""The day on which the collection is asked."""

WORDINGS = {
    "高企": ("高新技术企业",),
    "老赖": ("失信被执行人", "限制消费"),
    "学区房": ("划片入学",),
}
"""The lay words an engine is given, and what documents say for them."""

GOVERNED = {"热力": ("云澜市集中供热条例",)}
"""The topics an engine is given: a word, and the titles of the works that govern the matter."""


def documents() -> list[PolicyDocument]:
    """The collection, in the order in which it is indexed."""
    return [
        *_fund(),
        *_housing(),
        *_technology(),
        *_schools(),
        *_water(),
        *_courts(),
        *_state_council(),
        *_other_scripts(),
        *_bare(),
        *_expiring(),
        *pairs(),
        *cited(),
        *ties(),
        *inspections(),
        *related(),
    ]


def _fund() -> list[PolicyDocument]:
    """Three versions of one title."""
    title = "云澜市住房公积金提取管理办法"
    now = paper(
        "fund-2023", title,
        "第一条 为了规范住房公积金提取，制定本办法。",
        "第二条 职工购买、建造自住住房的，可以提取住房公积金账户内的余额。",
        "第三条 提取住房公积金，由职工向管理中心申请，三个工作日内办结。",
        "第四条 本办法自二〇二三年七月一日起施行，云政办〔2015〕7号同时废止。",
        number="云政办〔2023〕15号", index="003187413/202306-00020",
        by="云澜市人民政府办公室、云澜市财政局", genre="办法", about="城乡建设/住房",
        place="云澜市", state="有效", written="2023-05-01", published="2023-06-10",
    )  # fmt: skip
    amended = paper(
        "fund-2019", f"{title}（2019年修订）",
        "第一条 住房公积金提取，适用本办法。", "第二条 职工退休可以提取住房公积金。",
        number="云政办〔2019〕31号", by="云澜市人民政府办公室", genre="办法",
        about="城乡建设/住房", place="云澜市", state="已失效", published="2019-08-20",
    )  # fmt: skip
    repealed = paper(
        "fund-2015", title,
        "第一条 住房公积金提取，住房公积金提取，住房公积金提取，照本办法办理。",
        number="云政办〔2015〕7号", by="云澜市人民政府办公室", genre="办法",
        about="城乡建设/住房", place="云澜市", state="已废止", written="2015-03-01",
        ends="2023-07-01",
    )  # fmt: skip
    return [now, repealed, amended]


def _housing() -> list[PolicyDocument]:
    """What is like it, what cites it, and a long regulation."""
    return [
        paper(
            "loan-2021", "云澜市住房公积金贷款管理办法",
            "第一条 职工购买住房，可以申请住房公积金贷款。", "第二条 贷款期限最长三十年。",
            number="云政办〔2021〕15号", by="云澜市人民政府办公室、中国人民银行云澜市中心支行",
            genre="办法", about="城乡建设/住房；财政金融/贷款", place="云澜市", state="有效",
            written="2021-11-30", published="2022-01-04",
        ),
        _regulation(),
        paper(
            "fund-qa", "《云澜市住房公积金提取管理办法》解读",
            "一、出台背景", "根据云政办〔2023〕15号，现将有关内容解读如下。",
            "二、主要内容", "职工租房也可以提取公积金，每月按实际房租。",
            by="云澜市财政局", genre="解读", about="城乡建设/住房", place="云澜市",
            published="2023-06-12",
        ),
        paper(
            "rent-help", "关于发放住房租赁补贴的通知",
            "对符合条件的家庭发放住房租赁补贴。补贴按月发放，按户申请。",
            number="青政发〔2023〕15号", by="青禾县人民政府", genre="通知",
            about="城乡建设/住房；民生/救助", place="云澜市青禾县", state="有效", written="2023-02-03",
        ),
        paper(
            "elevator", "云澜市老旧小区加装电梯补贴办法",
            "既有住宅加装电梯，每台补贴二十万元。", by="云澜市住房城乡建设局", genre="办法",
            about="城乡建设/旧城改造/电梯", place="云澜市", state="有效", written="2022-09-09",
        ),
    ]  # fmt: skip


def _regulation() -> PolicyDocument:
    """A law of four chapters and twenty-four articles."""
    numerals = "一二三四五六七八九十"
    chapters = ("总则", "缴存", "使用与监督", "附则")
    texts = {
        1: "为了加强对住房公积金的管理，维护所有者的合法权益，制定本条例。",
        7: "单位录用职工的，应当自录用之日起三十日内办理缴存登记。",
        12: "职工有下列情形之一的，可以提取账户内的存储余额：购买、建造、翻建自住住房的；离休、退休的。",
        17: "骗提公积金的，由管理中心责令退回，并记入信用档案。",
        24: "本条例自公布之日起施行。",
    }
    lines: list[str] = []
    for at in range(1, 25):
        if at % 6 == 1:
            lines.append(f"第{numerals[at // 6]}章　{chapters[at // 6]}")
        tens, ones = divmod(at, 10)
        label = ("", "十", "二十")[tens] + (numerals[ones - 1] if ones else "")
        lines.append(f"第{label}条　{texts.get(at, f'有关部门按照职责分工办理第{at}项事务。')}")
    return paper(
        "fund-law", "云澜市住房公积金管理条例", *lines,
        by="云澜市人民代表大会常务委员会", genre="条例", about="城乡建设/住房；法制",
        place="云澜市", state="已被修改", published="2018-03-24",
    )  # fmt: skip


def _technology() -> list[PolicyDocument]:
    return [
        paper(
            "tech-award", "关于高新技术企业认定奖励的通知",
            "根据云政办〔2021〕15号和《云澜市科技创新促进条例》，对高新技术企\n业给予补贴。",
            "首次认定的高新技术企业一次性奖励十万元，由企业申请。",
            number="云科〔2022〕47号", by="云澜市科技局、云澜市财政局", genre="通知",
            about="科技、教育/科技；财政金融", place="云澜市", state="有效", published="2022-01-02",
        ),
        paper(
            "tech-list", "云澜市2024年第一批高企名单公示",
            "现将拟认定的高企名单予以公示，公示期五个工作日。",
            number="云科〔2024〕3号", by="云澜市科技局", genre="公示", about="科技、教育/科技",
            place="云澜市", written="2024-04-01",
        ),
        paper(
            "tech-rules", "云澜市科技创新促进条例",
            "第一条 为了促进科技创新，制定本条例。", "第二条 鼓励企业增加研发投入，对研发费用给予奖励。",
            "第三条 财政资金支持的项目，应当公开评审。",
            by="云澜市人民代表大会常务委员会", genre="条例", about="科技、教育/科技；法制",
            place="云澜市", state="尚未施行", published="2026-05-20",
        ),
        paper(
            "tech-park", "青禾县科技园区入驻企业扶持办法",
            "入驻企业享受房租减免。研发投入超过百分之五的，给予研发补贴。提高企业效率，优化服务。",
            number="青政办发〔2020〕8号", by="青禾县人民政府办公室", genre="办法",
            about="科技、教育/科技；工业、交通/园区", place="云澜市青禾县", state="有效",
            written="2020-02-29", published="2020-03-02",
        ),
        paper(
            "data-2024", "云澜市公共数据管理办法（试行）",
            "第一条 公共数据应当依法共享、开放。", "第二条 涉及个人信息的，依照有关法律执行。",
            number="云澜市人民政府令第77号", by="云澜市人民政府", genre="办法",
            about="综合政务/电子政务", place="云澜市", state="有效", published="2024-10-08",
        ),
        paper(
            "gov-site", "关于加强政府网站信息内容建设的意见",
            "一、总体要求", "坚持统筹规划，政府网站建设要做到集约高效、数据融通、安全可控。",
            "二、职责分工", "（一）主管单位", "市政府办公室是全市政府网站的主管单位。",
            "（二）主办单位", "各部门负责本部门政府网站的规划、建设和维护。",
            number="云政办发〔2014〕57号", by="云澜市人民政府办公室", genre="意见",
            about="综合政务/电子政务；综合政务/其他", place="云澜市", state="已失效",
            written="2014-11-17", published="2014-12-01",
        ),
    ]  # fmt: skip


def _schools() -> list[PolicyDocument]:
    return [
        paper(
            "school-2025", "2025年义务教育阶段学校招生入学工作的意见",
            "坚持划片入学，就近入学。进城务工人员随迁子女凭居住证申请。",
            "对家庭困难学生给予补贴。", number="云教〔2025〕11号", by="云澜市教育局", genre="意见",
            about="科技、教育/教育", place="云澜市", state="有效", written="2025-04-15",
        ),
        paper(
            "school-2024", "2024年义务教育阶段学校招生入学工作的意见",
            "坚持划片入学，免试入学。招生计划由教育局下达。",
            number="云教〔2024〕9号", by="云澜市教育局", genre="意见", about="科技、教育/教育",
            place="云澜市", state="已失效", written="2024-04-18",
        ),
        paper(
            "school-meal", "关于中小学校食堂食品安全管理的通知",
            "学校食堂实行明厨亮灶，食品安全由校长负责。食品留样不少于四十八小时。",
            number="云教函〔2023〕5号", by="云澜市教育局、云澜市市场监管局、云澜市卫生健康委",
            genre="通知", about="科技、教育/教育；市场监管、安全生产监管/食品药品",
            place="云澜市", state="有效", written="2023-09-01",
        ),
        paper(
            "teacher", "青禾县乡村教师生活补助实施方案",
            "对乡村教师按月发放生活补助，最高每月一千元。", number="青教〔2016〕2号",
            by="青禾县教育局", genre="方案", about="科技、教育/教育；民生", place="云澜市青禾县",
            written="2016-05-06", published="2016-05-20",
        ),
        paper(
            "kindergarten", "关于规范民办幼儿园收费的公告", "民办幼儿园收费实行公示制度。",
            number="云澜市发展改革委公告2019年第11号", by="云澜市发展改革委", genre="公告",
            about="科技、教育/教育；价格", place="云澜市", published="2019-12-01",
        ),
    ]  # fmt: skip


def _water() -> list[PolicyDocument]:
    """水保 stands nowhere: its full name is in titles."""
    return [
        paper(
            "soil-plan", "生产建设项目水土保持方案审批办法",
            "水土保持方案由水行政主管部门审批。未经审批，不得开工。",
            number="水保〔2019〕160号", by="水利部", genre="办法", about="农业、林业、水利/水利",
            place="全国", state="有效", written="2019-05-31",
        ),
        paper(
            "soil-law", "青禾县水土保持条例", "预防和治理水土流失，保护水土资源。",
            by="青禾县人民代表大会", genre="条例", about="农业、林业、水利/水利",
            place="云澜市青禾县", published="2011-03-01",
        ),
        paper(
            "river", "关于全面推行河长制的意见", "河长负责组织水污染防治、水环境治理。",
            number="中办发〔2016〕42号", by="中共中央办公厅、国务院办公厅", genre="意见",
            about="农业、林业、水利/水利；环境保护", place="全国", state="有效",
            written="2016-11-28", published="2016-12-11",
        ),
        paper(
            "flood", "云澜市防汛应急预案（2022年版）",
            "Ⅰ级响应由市防汛指挥部启动。24小时值班电话0000-1234567。降雨量超过50mm时发布预警。",
            by="云澜市防汛指挥部", genre="预案", about="应急/防汛", place="云澜市", written="2022-05-15",
        ),
    ]  # fmt: skip


def _courts() -> list[PolicyDocument]:
    return [
        paper(
            "debtors", "关于公布失信被执行人名单信息的若干规定",
            "被执行人具有履行能力而拒不履行的，纳入失信被执行人名单。",
            number="法释〔2017〕7号", by="最高人民法院", genre="规定", about="法制/司法", place="全国",
            state="有效", published="2017-03-01",
        ),
        paper(
            "spending", "关于限制被执行人高消费的若干规定",
            "对被执行人可以限制消费，不得乘坐飞机、列车软卧。", number="法释〔2010〕8号",
            by="最高人民法院", genre="规定", about="法制/司法", place="全国", state="已被修改",
            published="2010-07-01",
        ),
        paper(
            "wages", "关于保障农民工工资支付的通知",
            "用人单位拖欠工资的，责令限期支付；拒不支付的，依法限制消费。",
            number="云人社发〔2021〕20号", by="云澜市人力资源社会保障局", genre="通知",
            about="民生/就业", place="云澜市", state="有效", written="2021-12-10",
        ),
    ]  # fmt: skip


def _state_council() -> list[PolicyDocument]:
    """Orders, announcements, index numbers; one of them cites an order."""
    return [
        paper(
            "order-350", "住房公积金管理条例",
            "第一条 为了加强对住房公积金的管理，制定本条例。", "第二条 本条例所称住房公积金，是指长期住房储金。",
            number="国务院令第350号", by="国务院", genre="条例", about="城乡建设/住房；法制",
            place="全国", state="有效", published="2002-03-24",
        ),
        paper(
            "order-710", "国务院关于修改部分行政法规的决定",
            "对国务院令第350号公布的条例作如下修改。依照《住房公积金管理条例》执行。",
            number="国务院令第710号", by="国务院", genre="决定", about="法制", place="全国",
            state="有效", published="2019-03-24",
        ),
        paper(
            "sites-47", "国务院办公厅关于印发政府网站发展指引的通知",
            "各省、自治区、直辖市人民政府：政府网站发展指引已经国务院同意，现印发给你们。",
            number="国办发〔2017〕47号", index="000014349/2017-00104", by="国务院办公厅",
            genre="通知", about="综合政务/电子政务", place="全国", state="有效",
            written="2017-05-15", published="2017-06-08",
        ),
        paper(
            "sites-46", "国务院办公厅关于制止餐饮浪费的通知", "坚决制止餐饮浪费行为。",
            number="国办发〔2017〕46号", by="国务院办公厅", genre="通知", about="综合政务/其他",
            place="全国", written="2017-05-12",
        ),
        paper(
            "tax-2019", "关于小微企业普惠性税收减免政策的通知",
            "对小微企业减征税款。附件依照国办发〔2017〕47号公开。", number="财税〔2019〕13号",
            by="财政部、税务总局", genre="通知", about="财政金融/税收", place="全国", state="有效",
            written="2019-01-17",
        ),
        paper(
            "tax-2008", "关于企业所得税若干优惠政策的通知", "企业所得税优惠政策通知如下。",
            number="财税〔2008〕1号", by="财政部、国家税务总局", genre="通知",
            about="财政金融/税收", place="全国", state="已废止", written="2008-02-22",
        ),
    ]  # fmt: skip


def _other_scripts() -> list[PolicyDocument]:
    return [
        paper(
            "traditional", "關於稅收優惠的公告",
            "對小微企業給予稅收優惠，ＣＯＶＩＤ－１９期間適用。申請人應當提交資料。",
            by="雲瀾市稅務局", genre="公告", about="财政金融/税收", published="2020-04-30",
        ),
        paper(
            "wide", "５Ｇ基站建设支持措施", "支持５Ｇ基站建设，每个基站补助１０００元。15gb流量包另行通知。",
            number="云通〔２０２１〕６号", by="云澜市通信管理局", genre="措施", about="工业、交通/通信",
            place="云澜市", written="2021-06-06",
        ),
        paper(
            "spaced", "关 于 开 展 人 口 普 查 的 通 告",
            "　　人口普\n　　查登记从11月1日开始。普查员入户登记。", by="云澜市统计局", genre="通告",
            about="统计", place="云澜市", written="2020-10-20",
        ),
    ]  # fmt: skip


def _bare() -> list[PolicyDocument]:
    """What states little: no date, no issuer, no body."""
    return [
        paper("title-only", "义务教育入学政策问答", written="2019-01-01"),
        paper("undated", "耕地保护责任书", "耕地保护目标责任书由各乡镇签订。", genre="其他"),
        paper(
            "published-only", "耕地占补平衡管理规则", "占用耕地的，补充数量相等、质量相当的耕地。",
            by="自然资源部", genre="规则", published="2024-09-30",
        ),
        paper(
            "late-print", "耕地开垦费征收标准", "耕地开垦费每亩二万元。", by="云澜市自然资源局",
            written="1999-12-31", published="2012-02-02",
        ),
        paper("no-form", "职工购买自住住房提取住房公积金申请表", by="云澜市住房公积金管理中心"),
        paper("brackets", "印章管理规定（试行）", "印章（含电子印章）由专人保管。", by="云澜市公安局"),
    ]  # fmt: skip


def _expiring() -> list[PolicyDocument]:
    """Ends that are printed: one has passed, one is to come, one is overruled by what is stated."""
    return [
        paper(
            "over", "冬春蔬菜储备补贴方案", "储备企业按每吨三十元补贴。", by="云澜市商务局",
            genre="方案", place="云澜市", written="2025-10-01", ends="2026-05-31",
        ),
        paper(
            "to-come", "夏粮储备补贴方案", "储备企业按每吨五十元补贴。", by="云澜市商务局",
            genre="方案", place="云澜市", written="2026-05-01", ends="2026-06-02",
        ),
        paper(
            "stated", "猪肉储备补贴方案", "储备企业按每吨九十元补贴。", by="云澜市商务局",
            genre="方案", place="云澜市", state="有效", written="2025-01-01", ends="2026-01-01",
        ),
    ]  # fmt: skip
