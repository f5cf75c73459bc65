"""Who must act where a document names no responsible units: its sentences' subjects (自治区财政厅要…). Called by drafting."""

from __future__ import annotations

import re

from db.importers import unitnames
from db.importers.strands import Strand
from db.importers.unitlists import Printed
from db.rules.kinds import Role

_DUTY = (
    "要|应当|应|须|必须|负责|会同|牵头|统筹|组织|做好|落实|制定|依照|根据|结合|"
    "确定|加强|切实|根据|是|和|安排|承担|配合|按照|全面|每年|定期|抓好|履行|在|按年度|审核"
)
_OFFICE = (
    r"(?:[\u4e00-\u9fff]{0,14}?(?:厅|局|委|委员会|办公室|办公厅|审改办|政府|人民政府|领导小组|管委会|"
    r"部门（单位）|部门|行政机关|机关|企业|单位|公司|中心|政府部门))"
)
_LIST = re.compile(
    rf"(?:^|[。；，])(?P<list>(?:各地各部门（?单位?）?|各地各有关部门|各地区各部门|(?:自治区|省|市|县|区|各级|各|有关|县级以上|行政|本)?{_OFFICE}(?:、(?:县（区）)?{_OFFICE}){{0,8}}"
    rf"|各市、县（区）(?:人民政府)?(?:、自治区各部门（单位）)?|市、县（区）人民政府|各市、县（区）人民政府))(?:（[^（）]{{1,12}}）)?(?={_DUTY})"
)
_BODY = re.compile(
    r"^(?:自治区|省|市|县|区|州|国家|各|有关|县级以上|行政机关|各级|[\u4e00-\u9fff]{2,4}(?:市|县|区|省))"
)
_NO_BODY = re.compile(
    r"^(?:报|党委|党中央|国务院|部门|单位|企业|机关|我区|依托|通过|鼓励|支持|对|由|将|以|在|与|向|按|及|并|把|和|建立|推动|强化|完善|各类)"
)


def find(strand: Strand) -> list[Printed]:
    """The units that a paragraph's sentences begin with, in order, each once."""
    made: list[Printed] = []
    seen: set[str] = set()
    for found in _LIST.finditer(strand.plain):
        if not _BODY.match(found["list"]) or _NO_BODY.match(found["list"]):
            continue
        names = unitnames.split(found["list"], strand.text[found.start("list") : found.end("list")])
        for name in names.names:
            if name.full not in seen and len(name.printed) <= 24:
                seen.add(name.full)
                place = found.start("list")
                span = strand.span(place + name.start, place + name.end)
                made.append(Printed(name.printed, name.full, Role.RESPONSIBLE, name.collective, span))
    return made
