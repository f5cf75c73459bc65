"""Words that unit lists are made of: labels, endings, levels. Data for unitlists and unitnames."""

from __future__ import annotations

import re

from db.rules.kinds import Role

ORGAN = "人民政府|政府|管委会|管理委员会|党委|党工委|党组|工委|委员会|行署|公署|办事处|街道办"
LEVEL = (
    "新疆生产建设兵团|计划单列市|设区的市|设区市|地级以上市|地级市|县级市|市辖区|自治区|直辖市|自治州|自治县|乡镇|"
    "街道|地区|省级|市级|县级|乡级|村级|省|市|州|盟|县|区|旗|乡|镇|村"
)
GENERIC = "部门|单位|机构|委办局|科室|企业|园区|地区|地|委|办|厅|局|成员单位|主体|职能部门|直属机构"
# How the names of offices end.
ENDING = re.compile(
    r"(?:局|委|厅|部|办|署|院|会|社|处|站|校|学|团|馆|所|台|室|中心|公司|集团|银行|支行|分行|政府|总社|组委|组|"
    r"集团军|军区|军分区|武警|海关|税务|法院|检察院|大学|学院|医院|运营商|单位|部门|机构|企业|协会|学会|联合会|商会|"
    r"市|县|区|州|盟|旗|省|镇|乡|街道|园区|开发区|兵团|队|班|总队|支队|大队|基地|平台|供销社|残联|妇联|工商联|文联|"
    r"科协|团委|共青团中央|团中央|工会|银保监|电网|电力|铁路|机场|邮政|烟草|气象|通信|党委|党组|主体|高校|院校|金融机构|工委|"
    r"專員公署|廳|辦|協會|處)(?:（[^（）]{1,20}）)*$"
)
# Bodies that a list's prefix (自治区…、市…) does not reach over.
OWN = re.compile(
    r"^(?:各|有关|相关|全|中国|中央|国家|全国|区直|市直|省直|驻|属地|其他|团|总工会$|工商联$)|"
    r"(?:分局|支行|分行|银行|公司|集团|大学|学院|学校|法院|检察院|海关|运营商|企业|总队|支队|管委会|管理委员会|开发区|园区|基地|"
    r"部|总局|总署|总会|总社|协会|商会|高校|院校|金融机构|成员单位|人民政府|通信管理局|银保监局|证监局|电网|军区|军分区|机场)$"
)
PREFIX = re.compile(
    r"^(自治区|省(?!级)|市(?![场级直])|县(?![域级直])|区(?![域级直块])|州|盟|旗|兵团)(?=[\u4e00-\u9fff]{2,})"
)
PARTY = re.compile(r"^(自治区|省|市|县|区|州|盟|旗)?(?:党委|委)(?=[\u4e00-\u9fff]{2,})")
VAGUE = re.compile(
    rf"^(?:自治区|省|市|县|区|本|我)?(?:等)?(?:各|其他)?(?:有关|相关|涉及)(?:{GENERIC}|方面|地方|地区|省份|{LEVEL})"
    rf"(?:和(?:{GENERIC}|个人))?(?:（单位）)?$"
)
ET_CETERA = re.compile(
    rf"等(?:(?:各|其他)?(?:有关|相关|涉及)?(?:职能|市级|区级|省级|成员|责任|配合)?(?:{GENERIC}|方面)(?:(?:和|及|、)(?:{GENERIC}|方面))*)?$"
)
WITH_OTHERS = re.compile(
    rf"(?:会同|配合|协同|和|及|与)(?:各|其他)?(?:省级|市级|县级|区级|省直|市直|区直|中央)?(?:有关|相关)(?:{GENERIC}|方面|市级部门)(?:(?:和|及|、)(?:{GENERIC}))*$"
)

ROLE_WORDS: tuple[tuple[str, Role], ...] = (
    ("牵头", Role.LEAD), ("主办", Role.LEAD), ("主责", Role.LEAD), ("总牵头", Role.LEAD), ("第一责任", Role.LEAD),
    ("配合", Role.SUPPORT), ("协办", Role.SUPPORT), ("参与", Role.SUPPORT), ("参加", Role.SUPPORT),
    ("协同", Role.SUPPORT), ("协助", Role.SUPPORT), ("支持", Role.SUPPORT), ("协作", Role.SUPPORT),
    ("责任", Role.RESPONSIBLE), ("責任", Role.RESPONSIBLE), ("落实", Role.RESPONSIBLE), ("承办", Role.RESPONSIBLE),
    ("实施", Role.RESPONSIBLE), ("负责", Role.RESPONSIBLE), ("承担", Role.RESPONSIBLE), ("完成", Role.RESPONSIBLE),
    ("监管", Role.RESPONSIBLE), ("组织", Role.RESPONSIBLE), ("主管", Role.RESPONSIBLE), ("主要", Role.RESPONSIBLE),
    ("第一牵头", Role.LEAD), ("共同", Role.RESPONSIBLE), ("工作", Role.RESPONSIBLE), ("涉及", Role.RESPONSIBLE),
)  # fmt: skip

_KIND = "单位|單位|部门|部門|主体|主體|处室|科室|机构|机关|地区|地方|乡镇|镇街|县区|县（市、区）"
LABEL = re.compile(
    rf"(?P<what>(?:市级|区级|省级|县级|自治区|州级|局内|委内|厅内)?(?:第一)?(?:牵头|责任|責任|配合|参与|参加|主办|协办|承办|落实|实施|主责|协同|协助|支持|"
    rf"负责|监管|组织|主管|涉及|完成|承担)(?:及|和|、|/)?(?:牵头|责任|責任|配合|参与|落实|实施|协办)?(?:{_KIND}))：?"
)
# Other facts that stand beside units, with their own labels.
OTHER_LABEL = re.compile(
    r"(?:责任|牵头|分管|包抓|包联|联系|市级|县级|区级|牵头负责|主要)(?:负责)?(?:领导|人|同志)|完成时限|完成时间|完成期限|完成日期|"
    r"时间节点|时限要求|进度安排|工作时限|办结时限|联系电话|联系人|责任人|时限|备注"
)
VERB = re.compile(
    r"(?:(?:按|依|根据)(?:照)?(?:各自)?(?:的)?(?:工作)?(?:职责|职能|权限|任务)(?:分工|范围|要求)?)?(?:分别|共同|分工|牵头|组织|具体|统筹)*"
    r"(牵头负责|牵头落实|牵头组织实施|牵头|负责落实|负责|配合落实|配合|参与|参加|协同|协助|落实|承办|主办|协办|实施|推进)"
    r"(?:实施|落实|推进)?$"
)
FIRST_LEADS = re.compile(
    r"(?:列|排|居)(?:名)?(?:在|于)?(?:第一|首)(?:位|个)?(?:的|者)?[^，。；]{0,6}(?:为|是)(?:第一)?(?:牵头|主办|责任牵头)|首个?单位为牵头"
)

# Traditional characters in names of offices; printed names keep them, completed ones are looked up without.
_TRADITIONAL = "廳局單位責務區縣員會黨辦發財經濟業農鄉鎮衛環設計統審監資產國體應機關聯團紀檢勞動運輸電廣鐵銀險學藝"
_SIMPLIFIED = "厅局单位责务区县员会党办发财经济业农乡镇卫环设计统审监资产国体应机关联团纪检劳动运输电广铁银险学艺"
SIMPLE = str.maketrans(_TRADITIONAL, _SIMPLIFIED)
