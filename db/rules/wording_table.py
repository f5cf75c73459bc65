"""The texts of lights, states, roles and reasons as tables of (Chinese, English). Read by wording only."""

from __future__ import annotations

from db.rules.kinds import Light, Role, Status

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip

LIGHTS: dict[Light, tuple[str, str]] = {
    Light.OVERDUE: ("逾期", "Overdue"),
    Light.SEVERE: ("严重滞后", "Far behind"),
    Light.RETURNED: ("退回", "Returned"),
    Light.BEHIND: ("滞后", "Behind"),
    Light.UNFILED: ("未填报", "Not filed"),
    Light.PENDING: ("待核定", "Awaiting statistics"),
    Light.ON_TRACK: ("正常", "On track"),
    Light.IN_REVIEW: ("待审核", "In review"),
    Light.DONE: ("已完成", "Done"),
    Light.NONE: ("不评灯", "No light"),
    Light.CANCELLED: ("已取消", "Cancelled"),
}

LAMPS: dict[Light, tuple[str, str]] = {
    Light.OVERDUE: ("红灯", "red"),
    Light.SEVERE: ("红灯", "red"),
    Light.BEHIND: ("黄灯", "yellow"),
    Light.ON_TRACK: ("绿灯", "green"),
    Light.DONE: ("绿灯", "green"),
}

STATUSES: dict[Status, tuple[str, str]] = {
    Status.NOT_STARTED: ("未启动", "Not started"),
    Status.IN_PROGRESS: ("进行中", "In progress"),
    Status.CLAIMED: ("自报完成", "Reported done"),
    Status.IN_REVIEW: ("待审核", "In review"),
    Status.ACCEPTED: ("已销号", "Closed out"),
    Status.RETURNED: ("退回", "Returned"),
    Status.PENDING: ("待核定", "Awaiting statistics"),
    Status.STANDING: ("长期坚持", "Standing duty"),
    Status.EXTENDED: ("已延期", "Extended"),
    Status.ADJUSTED: ("已调整", "Adjusted"),
    Status.CANCELLED: ("已取消", "Cancelled"),
    Status.MERGED: ("已并入", "Merged"),
}

ROLES: dict[Role, tuple[str, str]] = {
    Role.LEAD: ("牵头", "Lead"),
    Role.SUPPORT: ("配合", "Support"),
    Role.RESPONSIBLE: ("责任", "Responsible"),
}

SENTENCES: dict[str, tuple[str, str]] = {
    "cancelled": ("已批准取消，不计入应完成数", "Cancelled with approval, not counted"),
    "merged": ("已并入其他事项，不单独计数", "Merged into another item, not counted by itself"),
    "accepted": ("{on}已销号", "Closed out on {on}"),
    "returned": ("已退回：{why}", "Returned: {why}"),
    "returned_plain": ("已退回，没有写明原因", "Returned without a reason"),
    "claimed": ("{on}自报完成，待审核", "Reported done on {on}, in review"),
    "due_in_now": ("今天到期", "Due today"),
    "due_in": ("剩{days}天", "{days} left"),
    "standing": ("长期坚持，不评灯", "Standing duty, no light"),
    "unfiled_note": ("{year}年第{quarter}季度没有填报工作情况", "No note for quarter {quarter} of {year}"),
    "issued": ("已到最后一步“{stage}”，可以打勾", "At the last step “{stage}”, can be ticked"),
    "stage": ("处在“{stage}”一步，剩{days}天", "At the step “{stage}”, {days} left"),
    "stage_now": ("处在“{stage}”一步，今天到期", "At the step “{stage}”, due today"),
    "begun": ("已经启动，剩{days}天", "Begun, {days} left"),
    "begun_now": ("已经启动，今天到期", "Begun, due today"),
    "not_begun": ("时间已过半，还没有启动，剩{days}天", "Half the time has gone and it has not begun, {days} left"),
    "not_begun_now": ("还没有启动，今天到期", "Not begun, due today"),
    "to_begin": ("还没有启动，剩{days}天", "Not begun yet, {days} left"),
    "to_begin_now": ("还没有启动，今天到期", "Not begun, due today"),
    "overdue": ("逾期{days}天", "{days} overdue"),
    "overdue_stage": ("逾期{days}天，处在“{stage}”一步", "{days} overdue, at the step “{stage}”"),
    "overdue_unfiled": ("逾期{days}天，没有填报完成值", "{days} overdue, no figure filed"),
    "overdue_short": (
        "逾期{days}天，{due}{target}，实际{done}{value}，差{short}",
        "{days} overdue: target {aim}{target}, actual {done}{value}, {short} short",
    ),
    "overdue_above": (
        "逾期{days}天，不应超过{target}，实际{value}，超{short}",
        "{days} overdue: limit {target}, actual {value}, {short} over",
    ),
    "overdue_left": ("逾期{days}天，应清零，还剩{value}", "{days} overdue: should be zero, {value} left"),
    "overdue_late": (
        "逾期{days}天，{as_at}已达到目标{target}，可以打勾",
        "{days} overdue, reached the target of {target} in {as_at}, can be ticked",
    ),
    "overdue_unjudged": ("逾期{days}天，缺对比的数据", "{days} overdue, nothing to compare the figure with"),
    "pending": ("统计数据还没有公布，预计{on}前公布", "Statistic not published, expected by {on}"),
    "pending_figure": (
        "目前{done}{value}，核定数预计{on}前公布",
        "Now {done}{value}, verified figure expected by {on}",
    ),
    "later": ("从{from}年起计，还没有开始", "Counts from {from}, not begun"),
    "no_data_yet": ("还没有到填报数据的时间", "No data are due yet"),
    "answered_by": ("由{unit}填报", "Answered by {unit}"),
    "unassigned": ("尚未明确主报单位", "No answering unit yet"),
    "unfiled": ("没有填报完成值", "No figure filed"),
    "stale": ("数据只到{as_at}，应报到{needed_month}", "Data end in {as_at}, {needed_month} was due"),
    "first_ever_wait": ("零突破事项，{on}起评", "A first of its kind, judged from {on}"),
    "to_zero_wait": ("缺基期值，不评序时，{on}起评", "No baseline, judged from {on}"),
    "first_ever_none": ("还没有实现突破，实际{value}，目标{target}", "None yet: {value}, target {target}"),
    "to_zero_left": ("应清零，还剩{value}", "Should be zero, {value} left"),
    "recognition_wait": ("{on}起认定，此前不评序时", "Recognised from {on}, no schedule before"),
    "step_late": ("“{step}”应在{on}前完成", "“{step}” was due by {on}"),
    "no_baseline": ("缺基期值，不评序时，距目标差{short}", "No baseline, no schedule; {short} short of the target"),
    "no_reference": ("缺同月的对比数据，不评灯", "Nothing to compare with for that month, no light"),
    "met": ("实际{done}{value}，已达到目标{target}，可以打勾", "{done}{value}, target {target} reached, can be ticked"),
    "met_about": (
        "实际{done}{value}，达到“{target}左右”的95%以上，可以打勾",
        "{done}{value}, at least 95% of about {target}, can be ticked",
    ),
    "met_at_date": (
        "到期时实际{done}{value}，达到目标{target}，待打勾",
        "{done}{value} at the date, target {target} reached, to be ticked",
    ),
    "zero_met": ("已清零，可以打勾", "Down to zero, can be ticked"),
    "zero_at_date": ("到期时已清零，待打勾", "Down to zero at the date, to be ticked"),
    "kept_at_date": (
        "到期时实际{value}，没有超过{target}，待打勾",
        "{value} at the date, within the limit of {target}, to be ticked",
    ),
    "level_with_target": (
        "实际{value}，与目标持平，文件写的是超过，请核",
        "{value}, level with the target; the document says more than, check it",
    ),
    "ahead": (
        "截至{as_at}实际{done}{value}，达到目标{target}{mark}",
        "By {as_at} {done}{value}, target {target}{mark} reached",
    ),
    "ahead_about": (
        "截至{as_at}实际{done}{value}，达到“{target}左右”的95%以上",
        "By {as_at} {done}{value}, at least 95% of about {target}",
    ),
    "on_schedule": (
        "截至{as_at}应达{due_share}{mark}，实际{actual}，达到序时进度",
        "By {as_at} {due_share} was due{mark} and {actual} is done, on schedule",
    ),
    "behind_schedule": (
        "截至{as_at}应达{due_share}{mark}，实际{actual}，差{gap}",
        "By {as_at} {due_share} was due{mark} and {actual} is done, {gap} short",
    ),
    "course_kept": (
        "截至{as_at}{due}{due_amount}{mark}，实际{done}{value}，达到序时进度",
        "By {as_at} {aim}{due_amount} due{mark} and {done}{value} reached, on schedule",
    ),
    "course_short": (
        "截至{as_at}{due}{due_amount}{mark}，实际{done}{value}，差{short}",
        "By {as_at} {aim}{due_amount} due{mark} and {done}{value} reached, {short} short",
    ),
    "course_down": (
        "截至{as_at}应降到{due_amount}{mark}，实际{value}，达到序时进度",
        "By {as_at} {value}, {due_amount} was the aim to date{mark}, on schedule",
    ),
    "course_above": (
        "截至{as_at}应降到{due_amount}{mark}，实际{value}，多{short}",
        "By {as_at} {value}, {due_amount} was the aim to date{mark}, {short} over",
    ),
    "behind_start": (
        "截至{as_at}实际{done}{value}，低于起点{origin}{mark}",
        "By {as_at} {done}{value}, below the start of {origin}{mark}",
    ),
    "pieces_in_time": (
        "截至{as_at}应达{needed}，实际{value}，达到序时进度",
        "By {as_at} {needed} due and {value} done, on schedule",
    ),
    "pieces_open": (
        "目标{target}，截至{as_at}实际{value}，还在序时内",
        "Target {target}, {value} done by {as_at}, within schedule",
    ),
    "pieces_short": (
        "截至{as_at}应达{needed}，实际{value}，差{short}",
        "By {as_at} {needed} due and {value} done, {short} short",
    ),
    "pieces_none": ("目标{target}，截至{as_at}实际{value}", "Target {target}, {value} done by {as_at}"),
    "rate_short": (
        "截至{as_at}{of}{due}{target}{mark}，实际{done}{value}，差{short}",
        "By {as_at} {done}{value}, target {aim}{target}{of}{mark}, {short} short",
    ),
    "rate_above": (
        "截至{as_at}{of}应降到{target}{mark}，实际{value}，多{short}",
        "By {as_at} {value}, target {target}{of}{mark}, {short} over",
    ),
    "average_short": (
        "至今年均{value}，应达{target}，今后每年须达{rate_needed}",
        "{value} a year so far, target {target}, {rate_needed} a year needed from now",
    ),
    "limit_kept": (
        "截至{as_at}实际{value}，没有超过上限{target}",
        "By {as_at} {value}, within the limit of {target}",
    ),
    "limit_over": (
        "截至{as_at}实际{value}，超过上限{target}，超{short}",
        "By {as_at} {value}, {short} over the limit of {target}",
    ),
    "flow_kept": (
        "截至{as_at}实际{value}，没有超过序时上限{limit}",
        "By {as_at} {value}, within the limit to date of {limit}",
    ),
    "flow_over": (
        "截至{as_at}实际{value}，超过序时上限{limit}，超{short}",
        "By {as_at} {value}, {short} over the limit to date of {limit}",
    ),
}

CLOSINGS: dict[str, str] = {  # the end of the prefilled progress text, Chinese only as it is
    "accepted": "已销号",
    "claimed": "已自报完成",
    "met": "已达到目标",
    "met_about": "达到目标的95%以上",
    "met_at_date": "到期时已达到目标",
    "kept_at_date": "没有超过上限{target}",
    "level_with_target": "与目标持平",
    "ahead": "达到目标{target}{mark}",
    "ahead_about": "达到“{target}左右”的95%以上",
    "on_schedule": "达到序时进度",
    "behind_schedule": "未达序时进度，差{gap}",
    "course_kept": "达到序时进度",
    "course_short": "未达序时进度，差{short}",
    "course_down": "达到序时进度",
    "course_above": "未达序时进度，比应降到的{due_amount}{mark}多{short}",
    "zero_met": "已清零",
    "zero_at_date": "到期时已清零",
    "behind_start": "未达序时进度，低于起点{origin}{mark}",
    "pieces_in_time": "达到序时进度",
    "pieces_open": "还在序时内",
    "pieces_short": "未达序时进度，差{short}",
    "pieces_none": "未达序时进度",
    "rate_short": "比目标{target}{mark}差{short}",
    "rate_above": "比应降到的{target}{mark}多{short}",
    "average_short": "比目标{target}差{short}",
    "limit_kept": "没有超过上限{target}",
    "limit_over": "超过上限{target}，超{short}",
    "flow_kept": "没有超过序时上限{limit}",
    "flow_over": "超过序时上限{limit}，超{short}",
    "overdue_short": "比目标{target}差{short}",
    "overdue_above": "超过上限{target}，超{short}",
    "overdue_left": "还没有清零",
    "overdue_late": "逾期后已达到目标",
    "no_baseline": "缺基期值，距目标差{short}",
}
