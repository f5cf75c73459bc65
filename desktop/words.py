"""Words that are data rather than interface text, in the chosen language: lights, roles, dates, figures, sentences.

Handed to models and views by desktop.app; "zh_CN" unless the setting or the caller says "en". No Qt.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

from db.errors import KnownError
from db.rows import Changes, MilestoneRow, NodeRow
from db.rules import wording
from db.rules.kinds import Light, Op, Role, Status
from db.rules.milestones import Reason
from db.rules.times import CHINA, Period
from resources import messages

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class Words:
    """Wording in one language. `chinese` tells which."""

    def __init__(self, lang: str = "zh_CN") -> None:
        self.lang = "en" if lang == "en" else "zh_CN"
        self.chinese = self.lang == "zh_CN"

    def light(self, light: Light) -> str:
        """The light's name."""
        return wording.light_name(light, self.lang)

    def role(self, role: Role | None) -> str:
        """牵头, 配合, 责任; "" for none."""
        return "" if role is None else wording.role_name(role, self.lang)

    def status(self, status: Status) -> str:
        """A state's name."""
        return wording.status_name(status, self.lang)

    def reason(self, why: Reason) -> str:
        """Why a light shows, as one sentence."""
        return wording.sentence(why, self.lang)

    def node_reason(self, node: NodeRow) -> str:
        """Why a node shows its light: the sentence of its worst milestone."""
        if self.chinese:
            return node.reason
        for milestone in node.milestones:
            if milestone.light is node.light:
                return self.reason(milestone.why)
        return ""

    def short_reason(self, sentence: str, word: str) -> str:
        """The gist for a narrow column: the sentence's last clause, without the light's word before it."""
        clause = sentence.rstrip("。.").replace("，", ",").replace("；", ",").split(",")[-1].strip()
        clause = clause.removeprefix(word).strip()
        return clause.replace("个百分点", "点") if len(clause) > 9 else clause

    def number(self, value: Decimal | None) -> str:
        """A figure as people write it; "" for none."""
        return "" if value is None else wording.number(value)

    def target(self, row: MilestoneRow) -> str:
        """The target with its sign where that is not plain: 800, ≤5, 10–12."""
        if row.target is None:
            return ""
        if row.target_max is not None:
            return f"{self.number(row.target)}–{self.number(row.target_max)}"
        sign = {Op.AT_MOST: "≤", Op.ABOUT: "约" if self.chinese else "about "}.get(row.op or Op.AT_LEAST, "")
        return sign + self.number(row.target)

    def day(self, day: date, within: int | None = None) -> str:
        """A date in columns: 12-31 within the year shown, else 2021-12-31."""
        return day.strftime("%m-%d") if day.year == within else day.isoformat()

    def said_day(self, day: date, within: int | None = None) -> str:
        """A date in sentences: 6月30日, 30 Jun."""
        if self.chinese:
            text = f"{day.month}月{day.day}日"
            return text if day.year == within else f"{day.year}年{text}"
        text = f"{day.day} {MONTHS[day.month - 1]}"
        return text if day.year == within else f"{text} {day.year}"

    def period(self, period: Period) -> str:
        """A reporting period's name: 2021年6月, Jun 2021, Q2 2021."""
        if self.chinese:
            return period.title
        key = period.key
        if len(key) == 4:
            return key
        if key[4] == "-":
            return f"{MONTHS[period.last.month - 1]} {key[:4]}"
        return f"{key[4:]} {key[:4]}"

    def clock(self, stamp: str) -> str:
        """A UTC stamp as this machine's China time: 06-28 16:05."""
        moment = parse_stamp(stamp)
        return moment.strftime("%m-%d %H:%M") if moment else stamp

    def error(self, error: KnownError) -> str:
        """What happened, what is safe, what to do next."""
        joint = "" if self.chinese else " "
        return joint.join(part for part in (error.sentence(self.lang), error.hint(self.lang)) if part)

    def done(self, changes: Changes) -> str:
        """The strip's sentence for what a command did."""
        entry = messages(self.lang).get("done." + changes.code)
        if not entry:
            return changes.code
        return entry[0].format_map(_Said({name: self._said(value) for name, value in changes.values}))

    def _said(self, value: object) -> str:
        if isinstance(value, Decimal):
            return self.number(value)
        if isinstance(value, date):
            return self.said_day(value)
        return str(value)


class _Said(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return ""


def parse_stamp(stamp: str) -> datetime | None:
    """A journal stamp in China's time; None when it cannot be read."""
    try:
        return datetime.fromisoformat(stamp.replace("Z", "+00:00")).replace(tzinfo=UTC).astimezone(CHINA)
    except ValueError:
        return None
