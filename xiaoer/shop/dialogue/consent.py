"""Whether a message says yes or no to what was read back (policy §2, consent).

A yes has to be the whole message, or stand clearly before a further request. What asks, hesitates
or takes back is none, whatever friendly word it begins with: "好吧，那算了", "嗯？", "好的，别退".
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Optional

_YES = frozenset(
    """
    好 好的 好啊 好呀 好哒 好滴 好吧 好嘞 好哦 行 行的 行吧 可以 可以的 可 嗯 嗯嗯 恩 恩恩 嗯好
    嗯好的 是 是的 是啊 对 对的 对啊 要 要的 需要 确认 确定 没错 没问题 同意 ok okay yes y 成 中 得
    就这样 就这么办 就这样吧 1
    """.split()  # noqa: SIM905 - a paragraph of words reads better than a list of strings
)
_NO = frozenset(
    """
    不 不用 不用了 不要 不要了 不需要 不是 不对 不行 不可以 不同意 算了 算了吧 先不用 先不要 否
    no n 别 别了 没有 没 不了 不确认 取消 再说 再说吧 再想想
    """.split()  # noqa: SIM905 - as above
)
#: A yes that leaves no doubt, so that a further request may follow it.
_CLEAR = frozenset(
    ("好", "好的", "可以", "可以的", "行", "行的", "确认", "确定", "同意", "没问题", "ok")
)
#: Neither yes nor no.
_POLITE = re.compile(r"^(谢谢|谢啦|多谢|麻烦|辛苦|拜托)(你|您)?(了|啦|啊)?$|^(亲|哈+|你好)$")
_THANKS = re.compile(r"(?<=.)(谢谢|谢啦|多谢|麻烦|辛苦)(你|您)?(了|啦)?$")
_TWICE = re.compile(r"^([^嗯恩]{1,2}?)\1+$")
#: "确认退货", "帮我退了吧", "那就改吧": the verb has to stand in the question.
_DO_IT = re.compile(
    r"^(嗯|好|好的|行|那|那就|就)*(我|帮我|给我|麻烦|请)*(确认|确定|同意|直接|就)?"
    r"(退|退款|退货|换|换货|改|取消|登记|申请|提交|办|办理|撤回|补发|补寄|催|记|备注)"
    r"(掉|了)?(吧|呗|好了|一下|一下吧)?$"
)
_ASKING = re.compile(
    r"[?？]|[吗么嘛]\s*$|呢\s*$|怎么|为什么|为啥|多久|几[时天点号个件]|啥|什么|哪[里儿天个一种]|谁|多少"
    r"|能不能|可不可以|给不给|行不行|是不是|有没有|要不要|会不会"
)
#: Takes back or puts off what the first word agreed to.
_HOLD = re.compile(
    r"不|别|没(?!错|问题)|等|先|算了|但|不过|可是|只是|再(想|看|考虑|说|问|确认)|留着|还是|要是|如果"
)
_LEAVE_IT = re.compile(
    r"(不|别|先不|不用|不要)(退|换|改|取消|办|登记|申请|弄|撤|补|催|备注|要)|算了|先等|等等|等下|等一下"
)
_CLAUSE = re.compile(r"[，,。.！!~～；;、\s]+")
_GOES_ON = re.compile(r"^(那|另外|还有|顺便|再问|再帮|然后|对了)")
_EDGE = "，,。.！!~～；;、 \t\n"


@dataclass(frozen=True)
class Consent:
    """`yes` True or False; `rest`: further words that want an answer of their own."""

    yes: bool
    rest: bool = False


def bare(text: str) -> Optional[bool]:
    """True for a bare yes, False for a bare no, None for anything else."""
    if asks(text):
        return None
    full = _THANKS.sub("", text.strip().strip(_EDGE).lower()).strip(_EDGE)
    if (twice := _TWICE.match(full)) is not None:
        full = twice.group(1)
    plain = full.rstrip("吧啊呀哦哈的了亲 ")
    if full != "对了" and (full in _YES or plain in _YES):
        return True
    return False if full in _NO or plain in _NO else None


def asks(text: str) -> bool:
    """Whether a message asks something."""
    return _ASKING.search(text.strip()) is not None


def hesitates(text: str) -> bool:
    """Whether a message puts off, takes back or sets a condition."""
    return _HOLD.search(text) is not None


def consent(text: str, question: str) -> Optional[Consent]:
    """What a message says to a question that reads an effect back; None where it says neither."""
    if (answer := bare(text)) is not None:
        return Consent(answer)
    clauses = [part for part in _CLAUSE.split(text.strip()) if part]
    words = [part for part in clauses if not _POLITE.match(part)]
    if not words:
        return None
    if _do_it("".join(words), question) and not asks(text):
        return Consent(True)
    first, rest = words[0], "，".join(words[1:])
    if not rest:
        answer = bare(first)
        return Consent(answer) if answer is not None else _left(text, question)
    answer = bare(first)
    if answer is False:
        return Consent(False, rest=True)
    if answer and not asks(rest) and not _HOLD.search(rest):
        agreed = all(bare(part) or _do_it(part, question) for part in words[1:])
        return Consent(True, rest=not agreed) if agreed or _clear(first) else None
    # Being told of something later costs nothing: there the next question may follow at once.
    follows = _GOES_ON.match(rest) or "通知您" in question
    if answer and _clear(first) and follows and not _HOLD.search(rest):
        return Consent(True, rest=True)
    return _left(text, question)


def _clear(first: str) -> bool:
    return first.lower() in _CLEAR


def _do_it(text: str, question: str) -> bool:
    found = _DO_IT.match(text)
    return found is not None and (found.group(4)[0] in question or found.group(4)[0] in "办登申提")


def _left(text: str, question: str) -> Optional[Consent]:
    """A no in other words, unless it is asked: "行吧，那我不退了", "先等等"."""
    if "撤回" in question and "退" in text:
        # 不退了 to 确认撤回退款吗: it is the refund that is not wanted.
        return None
    return Consent(False) if _LEAVE_IT.search(text) and not asks(text) else None
