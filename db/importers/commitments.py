"""Whether a number in a sentence is a commitment. Called by targets.

It is one when a verb of reaching or making governs it and nothing shows it to be a condition, a subsidy, a threshold of what
is counted (投资10亿元以上的项目) or a baseline. Its time is the nearest said before it in the paragraph.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from db.importers.measures import SCALAR, Mention
from db.importers.model import DraftMilestone
from db.importers.strands import Strand
from db.importers.timing import Frame, Time

_REACH = re.compile(
    r"(?:达到?|提高到?|提升到?|提高至|提升至|增长到?|增加到?|增至|增加为|扩大到|增速|增幅|下降到?|降低到?|降至|减少到?|压减到?|控制在?|稳定在|保持在|维持在|突破|超过|高于|低于|"
    r"不低于|不少于|不高于|不超过|占比?|占到|完成|实现|不得低于|至少|力争|新增|净增|翻|快于|优于|覆盖率?|率|缩短|缩小|压缩|各|均|为|至)"
    r"(?:年均|平均|约|近|总体|力争|在|到|至|达|分别|累计|全部|增速|增长|超过|不低于|不少于|低于|高于|以上|的|再|20\d{2}年的?|比[^，。；、]{2,12})*$"
)
_MAKE = re.compile(
    r"建成|建设|新建|新设|新登记|办好|改建|扩建|改造|创建|争创|培育|培树|打造|新增|增加|引进|引入|招引|引育|实施|开展|推动|推广|推进|培训|组织|认定|树立|选树|攻克|突破|形成|集聚|聚集|淘汰|化解|"
    r"退出|开发|完成|选派|选送|举办|设立|建立|布局|转化|孵化|扶持|发展|落地|开工|竣工|投产|储备|谋划|整治|治理|修复|营造|种植|提升|升级|服务|惠及|帮扶|转移|安置|培养|遴选|评选|"
    r"推出|制定|制修订|主导|构建|实现|争取|力争|达到|通过|获批|入选|上市|改厕|新创建|挂牌|入库|关闭|拆除|清理|创作|演出|开设|组建|签约|投入|改善|建好|抓好|列入|消除|订单|认证|取得|授权"
)
_POLICY = re.compile(
    r"给予|奖励|奖补(?!资金比例)|补助|补贴(?!比例)|资助|贴息|返还|罚款|处以|贷款|减免|扣除|按.{0,12}的\d|最高|下浮|上浮|缴纳|费率|利率|限额|保费|收费|赔|不得超过|税率|滞纳"
)
# 超过500亿元、100亿元、50亿元的企业
_SIZES = re.compile(r"(?:[、和]\d[\d.]*[万亿]*[\u4e00-\u9fff]{1,2})*(?:以上)?的(?:企业|项目|园区|单位|产业)")
_CHANGED = re.compile(r"[^，。；]{0,5}(?:提高|增加|增长|扩大|提升|上升|下降|降|减|缩|压|调整)")
_MADE_LIST = re.compile(r"(?:打造|建成|建设|培育|形成|发展)[^，。；]{2,80}等$")
_KNOWN_PAST = re.compile(
    r"已(?:经)?(?:建成|达|完成|培育|创建|有|实现|累计)|现有|目前|截至目前|上年|去年|同比|近年来|原有|此前|调整增加为"
)
_THRESHOLD = re.compile(
    r"^(?:（[^（）]{0,12}）)?(?:级|规模|型|量级)?的?(?:[^，。；、\d：]{0,14}?)(?:企业|园区|项目|集群|锅炉|机组|市场|医院|平台|自然村|村|县|乡镇|河流|建筑|设备|装置|单位|主体|基地|工程|产业|产品|\d)"
)


@dataclass(slots=True)
class Clock:
    """The time in force while a clause is read: the year said last, kept over sentences of a paragraph."""

    year: Time | None = None

    def keep(self, time: Time) -> None:
        """A year stays in force; a recurrence only to its sentence's end."""
        if time.recurs is None:
            self.year = time


@dataclass(frozen=True, slots=True)
class Sentence:
    strand: Strand
    times: list[Time]
    numbers: list[Mention]

    @property
    def plain(self) -> str:
        return self.strand.plain


class Judge:
    """Weighs the figures of one sentence. `committed`: its clause is a goal, a time table or a table's row, where a figure
    without a year still is one."""

    def __init__(self, sentence: Sentence, frame: Frame, clock: Clock, committed: bool) -> None:
        self.sentence = sentence
        self.plain = sentence.plain
        self.frame = frame
        self.clock = clock
        self.committed = committed
        self.made: list[DraftMilestone] = []
        self.last: Mention | None = None  # the figure before, when it was a commitment
        self.last_name = ""
        self.shared: list[str] = []  # A、B分别达到1、2: the subjects still to be matched
        self.turn = 0
        self.title = ""

    def _is_commitment(self, number: Mention, before: Mention | None) -> bool:
        lead = self.plain[max(0, number.start - 30) : number.start]
        if self._is_excluded(number, lead):
            return False
        if not number.measure:
            return self._bare(number, lead)
        if self._goes_on(number, before):
            return True
        if _REACH.search(lead) or re.search(r"占[^，。；]{2,14}的$", lead) or self._is_amount(number):
            return self._has_time(number) or number.base in ("%", "‰", "个百分点", "百分点")
        return number.base not in ("%", "‰", "倍", "岁", "小时", "分钟") and self._is_made(number)

    def _is_excluded(self, number: Mention, lead: str) -> bool:
        """What shows that a number is none: a threshold, a baseline, the past, a subsidy, a list of names, a part of a word."""
        clause = self._clause(number)
        return bool(
            self._is_threshold(number)
            or (re.search(r"(?:由|从)[^，。；]{0,14}$", lead) and _CHANGED.match(self.plain, number.end))
            or _KNOWN_PAST.search(clause)
            or (self._is_policy(number, clause) and not re.search(r"提高[^，]{2,12}(?:至|到)", clause))
            or re.match(r"的[，。；]|行动(?:[，。；]|$)", self.plain[number.end :])
            or (number.words and not self._word_count(number))
            or (lead.endswith("等") and not _MADE_LIST.search(self.plain, 0, number.start))
            or re.search(r"[一二三四五六七八九]个$|“[^”]{0,8}$", lead)
        )

    @staticmethod
    def _is_policy(number: Mention, clause: str) -> bool:
        """Money and rates in a sentence of subsidies; counts only when the subsidy stands before them."""
        found = _POLICY.search(clause)
        if found is None:
            return False
        place = clause.find(number.low)
        return number.base in SCALAR or number.base in ("%", "‰", "") or found.start() < place

    def _is_amount(self, number: Mention) -> bool:
        """实现总产值20亿元: an amount named by its noun, with a verb of reaching before that."""
        lead = self.plain[max(0, number.start - 30) : number.start]
        lead = lead[lead.rfind("，") + 1 :]
        return (
            number.base in SCALAR
            and re.search(
                r"(?:实现|完成|达到|力争|确保)[^，。；]{2,20}(?:产值|产量|收入|规模|投资|面积|总量|增加值|装机|额)$",
                lead,
            )
            is not None
        )

    def _bare(self, number: Mention, lead: str) -> bool:
        """A figure without a measure: only after 达到 and the like, at a clause's end."""
        rest = self.plain[number.end :]
        reached = re.search(r"(?:达到?|突破|超过|提高到|提升到|达到了)(?:约|近|在)?$", lead)
        return bool(reached) and (not rest or rest[0] in "，。；、）") and self._has_time(number)

    def _goes_on(self, number: Mention, before: Mention | None) -> bool:
        """A further member of a row of figures: 60%、50%和40%; 1个、自治区级8个."""
        if before is None or (self.last is not before and not (self.last and self._is_threshold(before))):
            return False
        between = self.plain[before.end : number.start]
        if re.fullmatch(r"(?:、|和|及|与|，|以及)", between):
            return True
        return re.fullmatch(r"[^，。；]{0,26}[、，和][^，。；、\d]{1,26}", between) is not None and self._counts(number)

    def _counts(self, number: Mention) -> bool:
        """Whether a further figure is one of things counted, not of their size."""
        return number.base not in ("%", "‰", "元", "年", "岁", "小时", "倍")

    def _is_made(self, number: Mention) -> bool:
        """Whether a verb of making governs a count: 建成40个…, 高新技术企业20家, 对50家企业进行诊断."""
        start = max(self.plain.rfind("；", 0, number.start), 0)
        lead = self.plain[start : number.start]
        clause_lead = lead[lead.rfind("，") + 1 :]
        behind = re.match(r"[^，。；]{0,26}", self.plain[number.end :])
        after = behind[0] if behind else ""
        verb = (
            _MAKE.search(clause_lead) is not None
            or (self.last is not None and "，" in lead[-30:])
            or (
                re.search(r"(?:对|为|向|与)$", clause_lead) is not None
                and re.search(r"进行|开展|实施", after) is not None
            )
            or re.search(r"完成|建成|投产|上云|联网|出清|改造|达标|退出|开工", after) is not None
            or self._listed(number)
        )
        if not verb or re.search(r"(?:支持|鼓励|引导)[^，。；]{0,12}$", clause_lead):
            return False
        return self._has_time(number) or self.committed or self._plain_count(number)

    def _listed(self, number: Mention) -> bool:
        """（1个平台、5个大脑、24个子平台）: counts in a bracket."""
        return self.plain[: number.start].endswith(("（", "、")) and self.plain.rfind(
            "（", 0, number.start
        ) > self.plain.rfind("）", 0, number.start)

    def _plain_count(self, number: Mention) -> bool:
        """建成…3个 without any time: a promise for the plan's end when it is a count of more than one."""
        return number.base not in SCALAR and float(number.low) > 1

    def _word_count(self, number: Mention) -> bool:
        """千家企业上云 and 建成三个示范园 count; 三个方面 and 两个市场 do not."""
        lead, rest = self.plain[: number.start], self.plain[number.end : number.end + 8]
        if int(number.low) in (100, 1000, 10000, 100000, 1000000):
            return re.search(r"(?:实现|推动|带动|力争|达到|超过|突破|完成|培育|组织|、|，)$", lead) is not None
        if re.match(
            r"方面|层面|环节|维度|重点|体系|阶段|专项|市场|层次|抓手|作用|领域|问题|行动|统筹|坚持|确保|清单|一批|转变|原则|机制|能力|地区|关系|意识|百|千|万",
            rest,
        ):
            return False
        return self.committed and re.search(r"(?:建成|新建|创建|培育|打造|新增|引进)$", lead) is not None

    def _is_threshold(self, number: Mention) -> bool:
        """A size that says what is counted: 投资10亿元以上的项目, 产值过300亿元的3个, 500亿级."""
        rest, lead = self.plain[number.end :], self.plain[max(0, number.start - 8) : number.start]
        if rest.startswith(("级", "量级")) or (number.base in SCALAR and _SIZES.match(rest)):
            return True
        if number.base in SCALAR or (number.base in ("人", "户", "张") and number.post):
            if re.search(
                r"(?:投资|产值|收入|总投资|营收|年产|税收|规模|资产|过|首次超过|超)$", lead
            ) and _THRESHOLD.match(rest):
                return True
            return bool(
                number.post
                and number.base
                and re.match(
                    r"(?:（[^（）]*）)?的?(?!，|。|；|、)[^，。；、]{0,10}?(?:\d|企业|项目|锅炉|工业|机组|大项目|自然村|规模|园区|及其他)",
                    rest,
                )
            )
        return False

    def _clause(self, number: Mention) -> str:
        start = max(self.plain.rfind(mark, 0, number.start) for mark in "，；。") + 1
        ends = [place for mark in "，；。" if (place := self.plain.find(mark, number.end)) >= 0]
        return self.plain[start : min(ends, default=len(self.plain))]

    def _has_time(self, number: Mention) -> bool:
        return self._time(number)[1]

    def _time(self, number: Mention) -> tuple[Time, bool]:
        """The time of a figure, and whether anything says it."""
        clause = self._clause(number)
        before = [time for time in self.sentence.times if time.start < number.start]
        if before:
            time = before[-1]
            if time.recurs and re.search(r"年均|逐步|占比|比重|累计", clause) and not re.search(r"每年", clause):
                year = self.clock.year or next((one for one in before if one.year), None)
                return year or self._end(), True
            return time, True
        after = [time for time in self.sentence.times if number.end <= time.start and time.recurs is None]
        if after and "，" not in self.plain[number.end : after[0].start]:
            return after[0], True
        if self.clock.year is not None:
            return self.clock.year, True
        return self._end(), self.committed or self.frame.named

    def _end(self) -> Time:
        return Time(0, 0, self.frame.end_year, f"{self.frame.end_year}-12-31", exact=False)
