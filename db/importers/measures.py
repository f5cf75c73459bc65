"""Numbers with their measures in a sentence: 70家以上, 8至10个, 25%, 1.2亿千瓦, 千家. Called by targets."""

from __future__ import annotations

import re
from dataclasses import dataclass

from db.importers.numerals import chinese

_COUNT = (
    "个百分点|百分点|人次|人日|人|名|项目|项|个|家|户|条|座|台套|台|套|件|辆|艘|架|种|类|处|所|场次|场|次|对|只|头|羽|匹|尾|口|宗|起|例|部|"
    "卷|张|支|片|栋|幢|间|株|棵|床|位|团|支队|门|款|期|批次|班|课时|节|篇|份|册|盏|孔|眼|面|组|村|镇|乡|县|区|街区|园"
)
_SCALAR = (
    "吨标准煤|吨标煤|千瓦时|千瓦|兆瓦时|兆瓦|吉瓦|瓦|度电|平方公里|平方千米|平方米|立方米/秒|立方米|公里|千米|米|公顷|亩|公斤|千克|吨/日|吨|斤|"
    "元/人|元|美元|美金|人民币|标准箱|标箱|TEU|TB|PB|GB|Mbps|Gbps|Mbit/s|P|EFLOPS|PFLOPS|倍|分|小时|分钟|岁|摄氏度|℃|微克/立方米|毫克/升|dB|张/千人|册/人|"
    "机架|标准机架|桩|端口|株/亩|公斤/亩|人/平方公里|片|粒|支|升|件/万人"
)
SCALAR = frozenset(_SCALAR.split("|"))
_UNIT = rf"%|‰|{_SCALAR}|{_COUNT}"
_N = r"\d{1,12}(?:\.\d{1,6})?"
_SCALE = "万亿|千亿|百亿|千万|百万|十万|万|亿|千|百"
MENTION = re.compile(
    rf"(?P<low>{_N})(?P<scale1>{_SCALE})?(?P<unit1>{_UNIT})?(?:（[^（）]{{1,3}}）)?(?:[—–~～至到或-]+(?P<high>{_N}))?"
    rf"(?P<scale>{_SCALE})?(?P<unit>{_UNIT})?(?P<also>（[个家项名户条台套种]）)?(?P<post>及以上|以上|左右|上下|以内|以下|之内|余|多)?(?P<unit2>(?<=[余多])(?:{_UNIT}))?"
)
WORDS = re.compile(
    r"(?<![一二三四五六七八九十百千万亿\d第上])(?P<word>十万|百万|千万|百|千|万|[二两三四五六七八九十]{1,3})(?P<unit>家|台|户|亩|名|人|个|项|条|套|座|场)(?P<post>以上|左右)?(?![级多])"
)


@dataclass(frozen=True, slots=True)
class Mention:
    """A number as printed, in its printed measure; `high` for ranges. `post` is what follows: 以上, 左右, …"""

    start: int
    end: int
    low: str
    high: str | None
    measure: str
    base: str  # the measure without its scale: 亿元 → 元
    post: str
    words: bool = False


def mentions(plain: str) -> list[Mention]:
    """All numbers of a sentence that could be figures; years, ordinals and codes are left out."""
    made = []
    for found in MENTION.finditer(plain):
        mention = _mention(found, plain)
        if mention is not None:
            made.append(mention)
    for found in WORDS.finditer(plain):
        value = chinese(found["word"])
        if value and not any(one.start <= found.start() < one.end for one in made):
            made.append(
                Mention(
                    found.start(),
                    found.end(),
                    str(value),
                    None,
                    found["unit"],
                    found["unit"],
                    found["post"] or "",
                    True,
                )
            )
    return sorted(made, key=lambda one: one.start)


def _mention(found: re.Match[str], plain: str) -> Mention | None:
    before, after = plain[: found.start()], plain[found.end() :]
    low, high = found["low"], found["high"]
    unit = found["unit"] or found["unit2"] or found["unit1"] or ""
    scale = found["scale"] or found["scale1"] or ""
    if re.search(r"第$|[A-Za-z\d.〔（]$", before) and not before.endswith("（"):
        return None
    if after[:1] in ("年", "月", "日", "号", "届", "级") and not (found["unit"] or found["post"]):
        return None
    if unit == "个" and re.match(r"月|工作日|百分点", after):
        return None
    if not unit and not scale and re.match(r"[A-Za-z.+/]|[年月日号届大级世维批]", after):
        return None
    if high is not None and float(high) <= float(low):
        high = None
    measure = scale + unit + (found["also"] or "")
    return Mention(found.start(), found.end(), low, high, measure, unit, found["post"] or "")
