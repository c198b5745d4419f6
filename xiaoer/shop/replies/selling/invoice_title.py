"""The title of an invoice, read out of what was typed: a person's name or a firm's."""

from __future__ import annotations

import re
from typing import Optional, Tuple

_TAX_NO = re.compile(r"(?<![0-9A-Z])(?=[A-Z]*\d)[0-9A-Z]{15,20}(?![0-9A-Z])")
_LABEL = re.compile(
    r"发票就?开(给|成)?|(发票)?抬头(名称)?(是|为|写|[:：])?|(纳税人识别号|统一社会信用代码|信用代码|税号)(是|为|[:：])?"
    r"|公司名称?[:：]|名称[:：]|单位[:：]|开票?给|就?写|[,，;；。、\s]+"
)
#: A message that brings the title or the tax number with it.
_MARKED = re.compile(r"抬头(?:名称)?\s*[是为写:：]?\s*([^,，;；。\n]{2,})")
_TITLE_HERE = re.compile(r"抬头(名称)?[是为:：]\s*\S{2,}|(?<![0-9A-Z])9[0-9A-Z]{17}(?![0-9A-Z])")
_FIRM = re.compile(r"公司|企业|集团|厂|店|中心|学|医院|局|院|所|社|部|委|幼儿园|银行")
_FIRM_NAME = re.compile(
    r"^\S{2,}(公司|企业|集团|厂|店|超市|中心|大学|中学|小学|学校|学院|医院|诊所|局|院|所|社|部|室|行|馆|会|园|处|站)"
    r"(（\S+）|\(\S+\))?$"
)
_FOREIGN_FIRM = re.compile(r"\b(co|ltd|inc|llc|gmbh|corp|limited|company)\b", re.I)
#: Family names of one character, the common ones; two-character ones beside them.
_FAMILY = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏窦章云苏潘葛范彭郎鲁韦马苗凤方俞任袁柳"
    "鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常于傅皮卞齐康伍余元卜顾孟黄穆萧尹姚邵汪祁毛禹狄米贝明臧计成戴宋庞熊纪舒"
    "屈项祝董梁杜阮蓝闵季麻强贾路娄江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯管卢莫房缪解应宗丁宣邓郁杭洪包"
    "诸左石崔吉龚程邢裴陆荣翁荀甄曲封储靳段焦巴牧谷车侯宓全班仰仲伊宫宁仇甘厉戎祖武符刘景詹束龙叶幸司黎薄白蒲从鄂"
    "索赖卓蔺屠蒙池乔闻党翟谭贡申冉桑桂濮牛边燕冀尚农温庄晏柴瞿阎连习容向古易廖耿匡国文寇广东欧利师巩聂关荆肖"
)
_PERSON = re.compile(
    rf"^(个人|[{_FAMILY}][一-鿿]{{1,2}}|(欧阳|司马|上官|诸葛|慕容|夏侯|皇甫|尉迟|司徒|令狐)[一-鿿]{{1,2}}"
    r"|[一-鿿]{2,8}[·•][一-鿿]{1,8})$"
)
#: What begins like a family name and is none: 全部, 高的, 成了, 温馨…
_NO_NAME = re.compile(
    r"[的了吗呢吧啊呀嘛么]|全部|全都|全退|全额|成功|包邮|包装|马上|何时|任何|明天|常规|别的"
)
_NO_TITLE = frozenset(["没有", "好的", "好吧", "可以", "谢谢", "嗯嗯", "不知道", "随便", "行的"])


def brings_title(text: str) -> bool:
    """Whether a message says that it brings the title, or carries a firm's tax number."""
    return _TITLE_HERE.search(text.upper()) is not None


def is_firm(title: str) -> bool:
    """Whether a title is a firm's or an institution's."""
    return _FIRM.search(title) is not None


def looks_like_title(text: str) -> bool:
    """Whether what was typed can be a title: marked as one, or a name of a firm or a person."""
    if brings_title(text) or _TAX_NO.search(text.upper()):
        return True
    title, _ = read_title(text)
    if not title or re.search(r"[?？@]", text):
        return False
    if _FOREIGN_FIRM.search(text) or (_FIRM_NAME.match(title) and not _NO_NAME.search(title)):
        return True
    return bool(_PERSON.match(title)) and not _NO_NAME.search(title)


def read_title(text: str) -> Tuple[str, Optional[str]]:
    """Title and tax number out of what was typed: 抬头：X公司 税号9133… -> (X公司, 9133…)."""
    found = _TAX_NO.search(text.upper())
    tax_no = found.group(0) if found else None
    rest = text[: found.start()] + " " + text[found.end() :] if found else text
    marked = _MARKED.search(rest)
    title = _LABEL.sub(" ", marked.group(1) if marked else rest).strip()
    title = max(title.split(), key=len, default="")
    if len(title) < 2 or len(title) > 100 or title in _NO_TITLE:
        return "", tax_no
    return title, tax_no
