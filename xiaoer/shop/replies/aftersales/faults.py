"""Words that name a fault of the shop, and words that name what the buyer wants."""

from __future__ import annotations

import re
from typing import Optional

#: The intents that report a fault; a wish in the same message covers them.
FAULTS = frozenset(
    {
        "report_quality",
        "report_missing",
        "report_wrong_item",
        "report_not_as_described",
        "report_size_unfit",
    }
)
#: Checked in this sequence: the first that fits decides.
_FAULTS = (
    (
        "report_wrong_item",
        re.compile(
            r"发错|寄错|送错|错发|不是我(买|拍|要)的|(颜色|尺码|尺寸|款式|型号|口味)(发|给)?错(?!拍)"
        ),
    ),
    (
        "report_missing",
        re.compile(
            r"少(发|了|寄|送|给|[一二两三四五六七八\d]+[个颗件包袋瓶罐支条片只])|漏(发|寄|装)|缺(了|少|件)|没有?(给|送|发).{0,6}(赠品|配件|礼品)"
        ),
    ),
    (
        "report_not_as_described",
        re.compile(
            r"(和|跟|与).{0,8}(图片?|描述|页面|宣传|介绍|照片|说的|写的).{0,6}(不一样|不符|不同|差)"
            r"|色差|描述不符|货不对板"
        ),
    ),
    (
        "report_quality",
        re.compile(
            r"坏|烂|破|裂|碎|漏(气|水|液|油|粉|了)|质量(问题|有|不|差|太|很差)|瑕疵|开线|脱线|线头|起球|掉色|褪色|缩水"
            r"|勾丝|抽丝|脏|污渍|异味|臭|霉|变质|过期|变形|断了|松动|生锈|用不了|不能用|开不了机|没反应"
            r"|压扁|受潮|不新鲜|有问题|故障|磨损|刮花|划痕|不制热|充不(上|进)电"
        ),
    ),
)
#: Nothing wrong, said in so many words.
_NONE = re.compile(
    r"(没有?|不是|无)(什么|任何|啥)?(坏|烂|破|裂|碎|质量|瑕疵|毛病|问题|异味|色差)(问题)?(?!吗|呢|么)"
)
#: A reason that is no fault.
_DISLIKE = re.compile(
    r"(不|没那么|没有那么)(太|是很|怎么)?(喜欢|想要|需要|合适|好看|适合)|买(多|重)了|后悔|用不上"
)
_WISHES = (
    ("resend", re.compile(r"补(发|寄|给我|一)|重(新)?(发|寄)|再(发|寄)")),
    ("exchange", re.compile(r"换(货|一|个|新|成|码|色|大|小)|调换|更换")),
    ("return", re.compile(r"退货|退回|寄回|退掉|(想|要|给)退(?!款|钱)")),
    ("refund", re.compile(r"退款|退钱|退我|退给我|还钱")),
    ("compensation", re.compile(r"赔|补偿|补(我|点)?(钱|差)|返(我|点|现)|部分退")),
)


def fault_issue(text: str) -> Optional[str]:
    """The intent of the fault that a text names; None where it names none."""
    plain = _NONE.sub("", text)
    return next((issue for issue, words in _FAULTS if words.search(plain)), None)


def no_fault(text: str) -> bool:
    """Whether a text says that nothing is wrong, or only that the goods are not liked."""
    plain = _NONE.sub("", text)
    return plain != text or (_DISLIKE.search(text) is not None and fault_issue(text) is None)


def wish_named(text: str) -> Optional[str]:
    """What a text wants: refund, return, exchange, resend, compensation; None: not said."""
    return next((wish for wish, words in _WISHES if words.search(text)), None)
