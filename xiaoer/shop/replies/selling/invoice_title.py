"""The title of an invoice, read out of what was typed: a person's name or a firm's."""

from __future__ import annotations

import re
from typing import Optional, Tuple

_TAX_NO = re.compile(r"(?<![0-9A-Z])(?=[A-Z]*\d)[0-9A-Z]{15,20}(?![0-9A-Z])")
_TAX_WORD = r"纳税人识别号|统一社会信用代码|信用代码|识别号|税号"
_LABEL = re.compile(
    rf"(?:电子)?发票就?开(给|成)?|(发票)?抬头(名称)?(是|为|写|[:：])?|({_TAX_WORD})(是|为|[:：])?"
    r"|(我们)?公司(名称?|名字|全称)(是|叫|为|[:：])|名称[:：]|单位[:：]|开票?给|[改换][成为]"
    r"|(?<![一-鿿])就?写|[,，;；。、\s]+"
)
#: A message that brings the title or the tax number with it.
_MARKED = re.compile(r"抬头(?:名称)?\s*[是为写:：]?\s*([^,，;；。\n]{2,})")
_MARKED_PLAINLY = re.compile(r"抬头(?:名称)?\s*[是为:：]\s*[^\s?？]{2,}")
#: The characters of a unified social credit code by their value.
_CODE_CHARACTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CREDIT_CODE = re.compile(r"(?<![0-9A-Z])9[0-9A-Z]{17}(?![0-9A-Z])")
#: Endings that leave no doubt, and those that a person's given name may have as well.
_FIRM_WORDS = (
    r"公司|企业|集团|超市|中心|大学|中学|小学|学校|学院|医院|诊所|银行|幼儿园|俱乐部|合作社|事务所|研究所"
    r"|工作室|委员会|派出所"
)
_FIRM_NAME = re.compile(
    rf"^\S{{2,}}({_FIRM_WORDS}|(?<=\S{{3}})[厂店局院所社部室行馆会园处站吧坊])(（\S+）|\(\S+\))?$"
)
_FOREIGN_FIRM = re.compile(r"\b(co|ltd|inc|llc|gmbh|corp|limited|company)\b", re.I)
_PRIVATE = re.compile(r"(就?开|写|按)?个人(抬头|名义)?(的|就行|就好|就可以|即可|吧)?")
#: As names are written: two to four characters, or parts with a dot between them.
_NAME = re.compile(r"[一-鿿]{2,4}|[一-鿿]{1,8}(?:[·•][一-鿿]{1,8})+")
#: What stands in no name: little words, and what shops talk about.
_NO_NAME = re.compile(
    r"[的了吗呢吧啊呀嘛么哦哈不没我你您这那哪啥几]|什么|怎么|多少|有没|一[下个样]|全部|全都|全额|成功|包邮"
    r"|[退货款票单码色价钱费]|快递|物流|地址|赠品|客服|人工|公司|抬头|税号|名称|任何|何时|马上|明天|常规"
    r"|^(开|发|换|请|给|等|先|再|要|帮|麻烦|稍|算|可|好|行|嗯|对|知道|收到|随便|谢谢|多谢|感谢|晚点|回头|应该|方便)"
)
_NO_TITLE = frozenset(["公司", "单位", "企业", "个体", "本人"])
#: "你们公司", "哪个公司": a word about a firm, no firm's name.
_NO_FIRM = re.compile(
    r"[的了吗呢吧啊嘛么我你您这那哪票]|什么|怎么|可以|能不能|还是|或者|^(麻烦|请|帮|需要|要|想|开|发|寄|送|放|给)"
)
#: What a correction says before the right words: "对，但税号错了，是…", "不对，抬头应该是…".
_NOT_RIGHT = re.compile(
    rf"^(对的?|好的?|嗯+|行|可以|不对|不是|不行|错了?|没错)?(但是?|不过|就是)?"
    rf"((发票)?抬头(名称)?|名称|名字|公司名称?|{_TAX_WORD})?(错了?|不对|有误|写错了?|要?改|换)*"
    r"(应该)?[是为叫写成:：]*"
)
_CLAUSE = re.compile(r"[，,；;。！!\s]+")
_WRONG = re.compile(r"(?<!没)错|不对|有误|不是|要改|改一下|但|不过")
#: The title of who wants none.
PRIVATE = "个人"


def brings_title(text: str) -> bool:
    """Whether a message carries a title or a firm's tax number besides asking for an invoice."""
    plainly = _MARKED_PLAINLY.search(text)
    if (plainly and not _NO_FIRM.search(plainly.group(0))) or _CREDIT_CODE.search(text.upper()):
        return True
    marked = _MARKED.search(text)
    if marked and any(_is_certain(part) or may_be_name(part) for part in _parts(marked.group(1))):
        return True
    return any(_FIRM_NAME.match(part) and not _NO_FIRM.search(part) for part in _parts(text))


def is_firm(title: str) -> bool:
    """Whether a title is a firm's or an institution's, not a person's name."""
    return bool(_FIRM_NAME.match(title) or _FOREIGN_FIRM.search(title)) or (
        len(title) > 4 and not _NAME.fullmatch(title)
    )


def may_be_name(text: str) -> bool:
    """Whether a text has the form of a person's name; whose it is only the buyer knows."""
    return bool(_NAME.fullmatch(text)) and not _NO_NAME.search(text)


def looks_like_title(text: str) -> bool:
    """Whether what was typed can be nothing but a title: marked as one, or a firm's name."""
    if _MARKED_PLAINLY.search(text) or _TAX_NO.search(text.upper()):
        return True
    if re.search(r"[?？@]", text):
        return False
    title, _ = read_title(text)
    return _is_certain(title)


def can_be_title(text: str) -> bool:
    """As `looks_like_title`, or a name."""
    return looks_like_title(text) or may_be_name(read_title(text)[0])


def _is_certain(title: str) -> bool:
    if title == PRIVATE or _FOREIGN_FIRM.search(title):
        return True
    return bool(_FIRM_NAME.match(title)) and not _NO_FIRM.search(title)


def _parts(text: str) -> list[str]:
    """The pieces of a text between its labels and marks; 开个人的 is 个人."""
    pieces = _LABEL.sub(" ", text).split()
    return [PRIVATE if _PRIVATE.fullmatch(piece) else piece for piece in pieces]


def read_title(text: str) -> Tuple[str, Optional[str]]:
    """Title and tax number out of what was typed: 抬头：X公司 税号9133… -> (X公司, 9133…)."""
    found = _TAX_NO.search(text.upper())
    tax_no = found.group(0) if found else None
    rest = text[: found.start()] + " " + text[found.end() :] if found else text
    marked = _MARKED.search(rest)
    parts = _parts(marked.group(1) if marked else rest)
    certain = [part for part in parts if _is_certain(part) and part != PRIVATE]
    title = max(certain or parts, key=len, default="")
    small_talk = not (marked or certain) and len(title) <= 4 and _NO_NAME.search(title)
    if len(title) < 2 or len(title) > 100 or title in _NO_TITLE or small_talk:
        return "", tax_no
    return title, tax_no


def is_tax_no(text: str, number: str) -> bool:
    """Whether digits in a text are a firm's tax number: called so, or right by their last one."""
    called = re.search(rf"({_TAX_WORD})\D{{0,4}}{re.escape(number)}", text)
    return called is not None or _checked(number)


def _checked(number: str) -> bool:
    """The check character of a unified social credit code (GB 32100)."""
    if len(number) != 18 or any(char not in _CODE_CHARACTERS for char in number):
        return False
    values = [_CODE_CHARACTERS.index(char) for char in number]
    total = sum(value * pow(3, place, 31) for place, value in enumerate(values[:17]))
    return (31 - total % 31) % 31 == values[17]


def correction(text: str) -> Optional[Tuple[str, Optional[str]]]:
    """The title ("" where it stays) and the tax number that a yes or no goes on to correct.

    "对，但税号错了是9133…", "不对，抬头是X公司"; None where it brings neither.
    """
    found = _TAX_NO.search(text.upper())
    tax_no = found.group(0) if found else None
    plain = text[: found.start()] + "，" + text[found.end() :] if found else text
    for clause in filter(None, _CLAUSE.split(plain)):
        rest = re.sub(r"[吧啊呀哦呢]$", "", _NOT_RIGHT.sub("", clause))
        if _PRIVATE.fullmatch(rest):
            return PRIVATE, None
        if _is_certain(rest) or (may_be_name(rest) and rest != clause):
            return rest, tax_no
    return ("", tax_no) if tax_no else None


def objection(text: str) -> Optional[str]:
    """What a yes or no calls wrong without saying what is right: "tax_no" or "title"."""
    if not _WRONG.search(text):
        return None
    return "tax_no" if re.search(_TAX_WORD, text) else "title"
