"""What a figure measures: name, type, basis; and when two names mean one indicator. Called by targets and merging."""

from __future__ import annotations

import re

from db.rules.kinds import IndicatorType as T

_LEAD = re.compile(
    r"^(?:新增(?:加)?|新建成?|再打造|再建成?|新创建|新培育|力争|争取|努力|确保|基本|全面|积极|加快|推动|推进|实现|完成|达到|累计|年内|全区|全市|全省|全县|其中|同时|并|每年|每|滚动|组织|重点|分别|各|"
    r"建成|建设|创建|培育|打造|实施|开展|新增|引进|引入|树立|攻克|使|将|把|对|为|在|到|全年|当年|以上|进一步|大力|支持|鼓励|的|和|及|与|、|，)+"
)
_TAIL = re.compile(
    r"(?:力争|争取|努力|确保|分别|累计|总体|基本|稳定|保持|预计|全部|均|各|年均|平均|达到|达|提高到?|提升到?|增加到?|增长到?|下降到?|降低到?|减少|突破|超过|"
    r"不低于|不少于|不超过|不高于|高于|低于|控制|在|为|至|到|约|近|超|过|占|实现|完成|，|、|的)+$"
)
_SAME = (
    ("规模以上", "规上"), ("固体废弃物", "固废"), ("固体废物", "固废"), ("的比重", "占比"), ("比重", "占比"), ("比例", "占比"),
    ("的", ""),
    ("工业互联网平台", "互联网平台"), ("国家级和自治区级", "国家和自治区级"), ("国家自治区级", "国家和自治区级"),
    ("家企业", "企业"),
    ("规上工业企业", "规上"), ("规上企业", "规上"), ("规上工业", "规上"),
    ("单位工业增加值", "单位增加值"), ("工业企业单位增加值", "工业单位增加值"),
    ("企业单位增加值", "工业单位增加值"),
)  # fmt: skip


def name_of(before: str, after: str) -> str:
    """A readable name from the words before a figure (subject) or after it (object)."""
    subject = _TAIL.sub("", before).strip("，、：；。“ ") if before else ""
    subject = _LEAD.sub("", subject).strip("，、：；")
    thing = re.sub(r"^(?:的|以上|左右)+", "", after).strip("，、：；。）")
    thing = _LEAD.sub("", thing) if len(thing) > 12 else thing
    if len(subject) >= 2 and len(thing) >= 2 and not re.match(r"(?:以上|左右|和|与|，|、)", thing):
        return (thing if len(thing) >= 4 else subject + thing)[:40]
    return (thing or subject)[:40]


def key_of(name: str, measure: str) -> str:
    """Equal for two names that mean one indicator, as far as wording tells."""
    text = re.sub(r"[“”\"（）()、，\s]", "", name)
    for long, short in _SAME:
        text = text.replace(long, short)
    text = _LEAD.sub("", text)
    return f"{text}|{'%' if '%' in measure else measure[-1:] if measure else ''}"


def type_of(words: str, measure: str, recurs: str | None) -> tuple[T, str]:
    """The type of the light table and the basis (口径), from the words of the commitment."""
    if re.search(r"零的?突破|清零|首[家个]", words):
        return T.TO_ZERO, "存量"
    if "百分点" in measure:
        return T.RAISE_POINTS, "提高点数"
    return _of_rate(words) if "%" in measure or "‰" in measure else _of_count(words, measure, recurs)


def _of_count(words: str, measure: str, recurs: str | None) -> tuple[T, str]:
    made = T.CUMULATIVE, "累计"
    if re.search(r"不超过|不高于|控制在|以内|低于|压减至", words):
        made = T.NOT_ABOVE, "上限"
    elif recurs or (re.search(r"新增|新创建|新建|新培育|新引进", words) and "累计" not in words):
        made = T.NEW_IN_YEAR, "当年"
    elif "元" in measure or re.search(r"总产值|产值|总量|规模|面积|产量|装机", words):
        made = T.STOCK, "水平"
    elif re.search(r"达到|总数|数量|保有|超过|突破", words) and not re.search(r"累计|建成|创建|培育", words):
        made = T.STOCK, "存量"
    return made


def _of_rate(words: str) -> tuple[T, str]:
    if re.search(r"下降|降低|减少|压减", words):
        return T.DECLINE, "年均下降" if "年均" in words else "下降"
    if re.search(r"年均|年平均", words):
        return T.AVERAGE_GROWTH, "年均增速"
    if re.search(r"增长|增速|增加|提高(?!到|至)", words):
        return T.GROWTH, "增速"
    return T.LEVEL, "占比"
