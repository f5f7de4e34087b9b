"""A small engine over handmade documents: the ``Engine`` protocol without an index."""

from __future__ import annotations

from collections import Counter
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import NamedTuple

from index.document import Attachment, Contact, PolicyDocument, Section, Validity
from index.store.origin import Origin
from index.text.analysis import Analyzer
from index.text.fold import fold
from search.comparison.compare import compare
from search.comparison.values import Comparison
from search.related import RELATED_PAGE, Block, Relations, Unresolved
from search.request import FACETS, SearchRequest, Sort
from search.results import (
    DocumentView,
    Hit,
    Relaxation,
    SearchResult,
    Status,
    Step,
    Suggestion,
    Tally,
    Withdrawn,
    Wording,
)
from tests.web.fake_bodies import law, letter
from tests.web.fake_facets import facet, keeps
from tests.web.fake_hits import hit_of, marks_of, section_links, terms_of
from tests.web.fake_relations import as_of as as_of_day
from tests.web.fake_relations import cites, lines_of, relations_of, shortened
from tests.web.guesses import (
    corrected,
    narrowings,
    newest_first,
    oldest_first,
    versions,
    wordings,
)

TODAY = date(2026, 11, 23)
HOSTILE = "<script>alert(1)</script>\"><img src=x onerror=alert(2)>'{{7*7}}&amp;"


class FakeEngine:
    """The ``Engine`` protocol over a list of documents, by plain loops.

    What it claims of the contract (``tests.engine_contract``) it is held to: filters, facets,
    dates, pages, documents. How it finds and ranks words is its own.
    """

    def __init__(self, documents: list[PolicyDocument]) -> None:
        self.documents = documents
        self.origins: dict[str, Origin] = {}
        self.former: dict[str, str] = {}
        self.withdrawals: dict[str, Withdrawn] = {}
        self.relations: dict[str, Relations] = {}
        self.names: tuple[Unresolved, ...] = ()
        self.lines: dict[str, Hit] = {}

    @classmethod
    def related_documents(cls) -> FakeEngine:
        """Over the handful of documents, which have relations."""
        engine = cls(make_documents())
        engine.relations = relations_of(engine.documents, TODAY)
        engine.lines = lines_of(engine.relations, engine.documents)
        return engine

    def search(self, request: SearchRequest) -> SearchResult:
        read = self._read(request)
        kept = [d for d in read.found if keeps(request, d)]
        if request.sort is Sort.RELEVANCE:
            kept.sort(key=lambda d: d.id not in read.pins)
        else:
            kept.sort(key=newest_first if request.sort is Sort.NEWEST else oldest_first)
        first = (request.page - 1) * request.size
        facets = tuple(facet(name, read.found, request) for name in FACETS)
        return SearchResult(
            request=request,
            total=len(kept),
            groups=len(kept),
            hits=tuple(
                self._with_others(
                    hit_of(d, read.terms, "发文字号一致" if d.id in read.pins else "")
                )
                for d in kept[first : first + request.size]
            ),
            facets=facets,
            relaxation=read.relaxation,
            notices=request.notices,
            terms=read.terms,
            elapsed_ms=12.3,
            generation=7,
            suggestion=read.suggestion,
            wordings=read.others,
            narrowings=narrowings(request, facets),
        )

    def _with_others(self, hit: Hit) -> Hit:
        """``hit`` with what ``lines`` says of its document: standing, part, versions, reprints."""
        told = self.lines.get(hit.document.id, hit)
        return replace(
            hit,
            standing=told.standing,
            part=told.part,
            versions=told.versions,
            reprints=told.reprints,
        )

    def _read(self, request: SearchRequest) -> _Read:
        """What a request finds before any filter, and how it was read."""
        terms = terms_of(request.q)
        others = () if request.literal else wordings(terms)
        found, relaxation = self._found(terms, others)
        suggestion = "" if found and not relaxation else corrected(request.q)
        if not found and suggestion and not request.literal:
            terms = terms_of(suggestion)
            found, _ = self._found(terms, others)
            relaxation = Relaxation("spelling", f"以下是“{suggestion}”的检索结果。")
        pins = {d.id for d in self.documents if request.q and d.doc_number == request.q}
        found += [d for d in self.documents if d.id in pins and d not in found]
        found = [
            d
            for d in found
            if all(fold(t) in fold(d.title + d.body) for t in terms_of(request.within))
        ]
        return _Read(found, terms, others, pins, relaxation, suggestion)

    def _found(
        self, terms: tuple[str, ...], used: tuple[Wording, ...]
    ) -> tuple[list[PolicyDocument], Relaxation | None]:
        """The documents that have every term, else one; of three terms the ladder is told."""
        others = {wording.text: wording.others for wording in used}
        held = [
            [
                any(fold(t) in fold(d.title + d.body) for t in (term, *others.get(term, ())))
                for term in terms
            ]
            for d in self.documents
        ]
        found = [d for d, has in zip(self.documents, held, strict=True) if all(has)]
        if found or not terms:
            return found, None
        found = [d for d, has in zip(self.documents, held, strict=True) if any(has)]
        if not found:
            return found, None
        steps = (Step("all", "全部检索词", 0), Step("any", "部分检索词", len(found)))
        message = "没有同时含有全部词语的文件，以下文件含有其中一个词。"
        return found, Relaxation("any", message, steps if len(terms) > 2 else ())

    def document(self, id: str, q: str = "", on: date | None = None) -> DocumentView | None:
        document = next((d for d in self.documents if d.id == id), None)
        if document is None:
            return None
        terms = terms_of(q)
        return DocumentView(
            document=document,
            sections=section_links(document),
            title_marks=marks_of(document.title, terms),
            body_marks=marks_of(document.body, terms),
            versions=tuple(replace(d, body="") for d in versions(document, self.documents)),
            similar=tuple(
                replace(d, body="")
                for d in self.documents
                if set(d.issuers) & set(document.issuers) and d.title != document.title
            )[:6],
            relations=shortened(as_of_day(self.relations[id], on))
            if id in self.relations
            else None,
        )

    def related(
        self, id: str, kind: str, page: int = 1, on: date | None = None, article: str = ""
    ) -> Block | None:
        told = self.relations.get(id)
        blocks = [block for block in (told.blocks if told else ()) if block.kind == kind]
        if not blocks:
            return None
        items = [one for one in blocks[0].items if not article or cites(one, article)]
        first = (page - 1) * RELATED_PAGE
        return Block(kind, len(items), tuple(items[first : first + RELATED_PAGE]))

    def unresolved(self, limit: int) -> tuple[Unresolved, ...]:
        return self.names[:limit]

    def compare(self, old: str, new: str) -> Comparison | None:
        held = {document.id: document for document in self.documents}
        if old not in held or new not in held:
            return None
        same = [document.id for document in versions(held[old], self.documents)]
        return compare(held[old], held[new], Analyzer().cut, one_work=new in {old, *same})

    def facets(self, request: SearchRequest) -> Tally:
        found, every = self.search(request), self._read(request).found
        facets = tuple(facet(name, every, request, unfolded=True) for name in FACETS)
        return Tally(request, found.total, facets, found.generation)

    def listing(self, first: int, count: int) -> tuple[PolicyDocument, ...]:
        return tuple(replace(d, body="") for d in self.documents[first : first + count])

    def origin(self, id: str) -> Origin | None:
        return self.origins.get(id)

    def moved(self, id: str) -> str | None:
        return self.former.get(id)

    def first_id(self, id: str) -> str:
        return next((old for old, now in self.former.items() if now == id), id)

    def withdraw(self, id: str, told: Withdrawn) -> None:
        """As an operator does: the document is gone, and said to be withdrawn."""
        self.documents = [document for document in self.documents if document.id != id]
        self.origins.pop(id, None)
        self.withdrawals[id] = told

    def withdrawn(self, id: str) -> Withdrawn | None:
        return self.withdrawals.get(id)

    def suggest(self, typed: str) -> tuple[Suggestion, ...]:
        counts = Counter(("issuer", name) for d in self.documents for name in d.issuers)
        counts.update(("number", d.doc_number) for d in self.documents)
        counts.update(("title", d.title) for d in self.documents)
        found = [(kind, text) for kind, text in counts if typed and typed in text]
        found.sort(key=lambda one: ("issuer", "number", "title").index(one[0]))
        return tuple(Suggestion(*one, total=counts[one]) for one in found[:10])

    def held(self, is_long: bool = False) -> AbstractContextManager[None]:
        """There is one generation."""
        return nullcontext()

    def status(self) -> Status:
        states = [document.validity for document in self.documents]
        return Status(
            documents=len(self.documents),
            with_body=sum(bool(d.body) for d in self.documents),
            generation=7,
            built_at=datetime(2026, 11, 23, 9, 30, tzinfo=UTC),
            rejected=2,
            warnings=1,
            newest=max(
                filter(None, (d.published_on or d.written_on for d in self.documents)), default=None
            ),
            fingerprint="0123abcd",
            reasons=(("PDF 只有图像，没有文字层。<b>", 2),),
            revision=",".join(self.withdrawals),
            states=tuple((one, states.count(one)) for one in Validity if one in states),
            relations=sum(len(told.links) for told in self.relations.values()),
            unresolved=len(self.names),
        )


class _Read(NamedTuple):
    """What a request finds before any filter, and how it was read."""

    found: list[PolicyDocument]
    terms: tuple[str, ...]
    others: tuple[Wording, ...]
    pins: set[str]
    relaxation: Relaxation | None
    suggestion: str


def make_documents() -> list[PolicyDocument]:
    """A handful of documents that show every state a page can be in."""
    regulation, law_sections = law(47)
    notified, letter_sections = letter()
    notice = PolicyDocument(
        id="sample-1",
        title="示例市人民政府办公室关于印发政府网站发展实施方案的通知",
        body=notified,
        doc_number="示政办发〔2023〕47号",
        index_number="003187413/202305-00020",
        issuers=("示例市人民政府办公室", "示例市财政局"),
        genre="通知",
        topics=(("综合政务", "电子政务"), ("科技、教育", "科技")),
        region="示例市",
        validity=Validity.IN_FORCE,
        written_on=date(2023, 5, 15),
        published_on=date(2023, 5, 18),
        effective_on=date(2023, 6, 1),
        source_url="https://www.example.gov.cn/2023/05/18/content_1.html",
        contact=Contact("示例市人民政府办公室", "0000-1234567"),
        attachments=(
            Attachment("政府网站年度检查指标.xlsx", "https://www.example.gov.cn/a.xlsx"),
            Attachment("报送表（样式）"),
        ),
        sections=letter_sections,
        warnings=("成文日期与发布日期相差 3 天，以来源所注为准。",),
    )
    rules = PolicyDocument(
        id="law-1",
        title="示例市住房公积金管理条例",
        body=regulation,
        issuers=("示例市人民代表大会常务委员会",),
        genre="条例",
        region="示例市",
        validity=Validity.IN_FORCE,
        published_on=date(2019, 3, 24),
        sections=law_sections,
    )
    documents = [
        notice,
        rules,
        replace(
            rules,
            id="law-2",
            body=regulation.replace("贷款本息", "贷款本金", 1),
            validity=Validity.AMENDED,
            published_on=date(2002, 3, 24),
        ),
        replace(
            rules,
            id="law-3",
            validity=Validity.REPEALED,
            published_on=date(1999, 4, 3),
            repealed_on=date(2002, 3, 24),
        ),
        replace(
            notice,
            id="sample-2",
            title="关于加强政府网站信息内容建设的意见",
            genre="意见",
            doc_number="示政办发〔2014〕57号",
            issuers=("示例市人民政府办公室",),
            validity=Validity.EXPIRED,
            written_on=date(2014, 11, 17),
            topics=(("综合政务", "其他"),),
        ),
        PolicyDocument(
            id="bare-1",
            title="国家发展改革委关于政府网站的公告（2019年第11号）",
            doc_number="公告2019年第11号",
            published_on=date(2019, 12, 1),
            issuers=("国家发展和改革委员会",),
            source_url="javascript:alert(1)",
        ),
        PolicyDocument(
            id="not-yet",
            title="示例市促进科技创新若干规定",
            body="鼓励科技创新。",
            validity=Validity.NOT_YET,
            effective_on=date(2027, 1, 1),
            genre="规定",
            issuers=("示例市人民政府",),
            written_on=date(2026, 10, 1),
        ),
        PolicyDocument(
            id="hostile-1",
            title=f"恶意{HOSTILE}",
            body=f"政府网站{HOSTILE}\n第二段{HOSTILE}",
            issuers=(f"机关{HOSTILE}",),
            genre=HOSTILE,
            region=HOSTILE,
            doc_number=HOSTILE,
            index_number=HOSTILE,
            topics=((HOSTILE, HOSTILE),),
            source_url=f"javascript:{HOSTILE}",
            source_path=HOSTILE,
            contact=Contact(HOSTILE, HOSTILE),
            warnings=(HOSTILE,),
            attachments=(Attachment(HOSTILE, "javascript:alert(1)"),),
            sections=(Section(1, HOSTILE, HOSTILE, 0),),
        ),
        PolicyDocument(
            id="long-1",
            title="超长" + "A" * 180,
            body="政府网站" + "B" * 900,
            issuers=("C" * 120,),
            doc_number="D" * 90,
        ),
    ]
    documents += [
        replace(
            notice,
            id=f"more-{n}",
            title=f"关于第{n}批政府网站检查情况的通报",
            genre="通报",
            issuers=(f"示例市第{n}局",),
            doc_number=f"示检〔{2000 + n}〕{n}号",
            body=notified,
            written_on=date(2000 + n, 1, 1),
            published_on=date(2000 + n, 1, 1),
            region=f"示例{n}区",
            topics=((f"主题{n}", "甲"),),
        )
        for n in range(1, 26)
    ]
    return documents
