"""Recognises danger to life and health in a message: told as a fact, asked about, or neither."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Iterator, Optional, Tuple

_SHOCK = (
    r"触电|漏电|跳闸|短路|被电|电[到着了](?!的|账|款|单)|麻手|电(得|的)?(手)?麻|起火|着火|冒(烟|火|出烟)|打?火花"
    r"|(插|通)电.{0,8}(焦|糊味|烧)|烧焦|烧起来"
)
_BURST = r"爆炸|自爆|爆裂|(?<![油心态])炸(了|开|裂|碎|掉|飞)|(玻璃|壶|杯|瓶).{0,8}(炸|爆)"
_COLLAPSE = (
    r"(?<![盒箱装])(塌|垮)(了|掉|下|架)|散架|(椅|凳|床|支)(子|腿|架|脚)?.{0,4}(断|塌|垮|翻倒)"
    r"|坐.{0,6}(塌|垮|翻)"
)
_HURT = (
    r"烫伤|烫[到着]|割[伤到]|扎[伤到]|夹[伤到]|摔伤|摔(了)?下来|(宝宝|孩子|老人).{0,4}摔"
    r"|(手|脸|皮肤|腿|脚|嘴).{0,4}(划|刮|割)(伤|破|到)|流血|出血|受伤|骨折|磕到"
)
_CHOKE = r"呛[到住]|噎[到住]|卡(住)?(了)?(喉|嗓)|窒息|喘不(过|上)"
#: A reaction of the body; a buyer may also have it before buying ("宝宝湿疹能用吗").
_BODY = (
    r"过敏|起(了)?(好多|很多|一身)?(红)?疹|红疹|疹子|湿疹|红屁股|红肿|又红又肿|发痒|好痒|瘙痒|拉肚子|腹泻"
    r"|(肚子|胃)(好|很)?[疼痛]|呕吐|上吐下泻"
    r"|(宝宝|孩子|小孩|老人|吃完|吃了|身体|肚子).{0,6}(吐了|发烧|难受|不舒服)|一直吐"
    r"|中毒|住院|进医院|去(了)?医院|看医生"
)
_THINGS = (
    r"头发|毛发|玻璃|金属|铁[丝屑片钉]|钢丝|塑料|石[子头]|木屑|线头|钉子|指甲"
    r"|苍蝇|蟑螂|蚂蚁|老鼠|异物|虫"
)
_FOREIGN = (
    rf"异物|虫子|生虫|有虫|长虫|虫卵|(吃[出到着]|咬[到着]|里[面头]有|混[进有]).{{0,8}}({_THINGS})"
)
_SPOILED = (
    r"发霉|霉变|霉了|霉点|长毛了|变质|馊|腐烂|哈喇|发[黏粘]|黏糊|变酸|酸臭|酸败|臭了"
    r"|(肉|坚果|米饼|饼干|果仁).{0,6}(酸味|臭味|怪味)"
)
_EXPIRED = r"过期|过(了)?保质期"


@dataclass(frozen=True)
class Danger:
    """A danger by kind. `grave`: body or food, as the case is filed."""

    kind: str
    grave: str


_KINDS: Tuple[Tuple[str, str, re.Pattern[str]], ...] = tuple(
    (kind, grave, re.compile(words))
    for kind, grave, words in (
        ("shock", "body", _SHOCK),
        ("burst", "body", _BURST),
        ("collapse", "body", _COLLAPSE),
        ("choke", "body", _CHOKE),
        ("hurt", "body", _HURT),
        ("reaction", "body", _BODY),
        ("foreign", "food", _FOREIGN),
        ("spoiled", "food", _SPOILED),
        ("expired", "food", _EXPIRED),
    )
)
#: A nature that a person has, a claim of the page, a coupon that lapsed: nothing has happened.
_HARMLESS = re.compile(
    r"对.{1,8}过敏(?!了)|过敏(体质|原|史|源|性)|(防|抗|低|不|没|无)(致)?(过敏|敏|漏电|触电|短路)"
    r"|(没|不)(有)?(发霉|变质|过期|受伤|烫到|摔|塌)|((?<!会)不会|防)[^，。,]{0,3}(过敏|漏电|塌|炸|烫)"
    r"|(券|红包|活动|链接|优惠|积分|会员|码|保险|运费险|质?保修?|发票|时间|申请|承诺|快递|面单)[^，。,]{0,6}过期"
    r"|(膨化|油|煎|空气)炸|炸毛|手感|漏电保护"
)
#: What comes first for the body, by the kind of danger.
_ADVICE = {
    "shock": "请马上断电、拔掉插头，先停用，别再通电了。大人孩子有没有事？被电到的话马上去看医生。",
    "burst": "请先断电停用，人和孩子离远一点，碎片别用手碰。有没有人受伤？伤到了马上去看医生。",
    "collapse": "先停用，别再让孩子坐了。孩子有没有摔着？摔到了、哪里不对劲，马上去看医生。",
    "choke": "先停用，让孩子别再吃了。现在缓过来没有？还不顺畅的话马上打120或去看医生。",
    "hurt": "先停用。伤得怎么样？先处理伤口，烫伤用凉水冲，严重的马上去看医生。",
    "reaction": "先停用，是吃的就先别吃了。现在人怎么样？身体不舒服请尽快去看医生，就诊单据留好。",
}
FOOD_ADVICE = (
    "非常抱歉，先别吃也别用了，商品和包装留着别扔；已经吃了或用了不舒服的话，请尽快去看医生。"
)
_SPLIT = re.compile(r"[，。！!；;、,\s]+|(?<=[?？])")
#: Before the word of danger: it may happen, or is asked about.
_MAYBE = re.compile(
    r"(会不会|会|有没有|有无|容易|(?<![可害])怕|担心|防|如果|万一|要是|假如|是否|快|多久|什么时候|啥时候|几号|哪天|何时"
    r"|能不能|不)[^，。]{0,6}$"
)
#: After it: a question whether it is so.
_WHETHER = re.compile(r"^(子|了|的|啊|裂|开|掉|碎)?(吗|么|不(?!能|是|要|对)|没有?([?？]|$)|嘛)")
#: After it, with nothing said to have happened: may such a person use it.
_MAY = re.compile(r"^(?!了)[^，。]{0,6}(能|可以|可不可以|适合|适不适合|好用)[^，。]{0,8}")
_HAPPENED = re.compile(
    r"(用|吃|喝|穿|擦|抹|戴|坐|涂|碰|摔|插)(了|完|着|过|上)|一(用|吃|穿|插|喝)就|了$"
)


def _read(text: str) -> Iterator[Tuple[Danger, bool, bool]]:
    """Every danger named: which, whether it is only asked about, whether it surely happened."""
    for clause in _SPLIT.split(_HARMLESS.sub("", text)):
        for kind, grave, words in _KINDS:
            for found in words.finditer(clause):
                before, after = clause[: found.start()], clause[found.end() :]
                done = after.startswith("了") or found.group(0).endswith("了")
                asked = bool(
                    (_MAYBE.search(before) and not done)
                    or re.search(r"(会不会|会|有没|有没有|怕|容易|快)$", before)
                    or "会" in found.group(0)
                    or _WHETHER.match(after)
                    or (_MAY.match(after) and not done and not _HAPPENED.search(before))
                )
                sure = done or kind != "reaction" or bool(_HAPPENED.search(clause))
                yield Danger(kind, grave), asked, sure


def danger_told(text: str) -> Optional[Danger]:
    """The danger that a text tells of as a fact, the worst first; None where it tells of none."""
    told = [danger for danger, asked, _ in _read(text) if not asked]
    order = [kind for kind, _, _ in _KINDS]
    return min(told, key=lambda danger: order.index(danger.kind), default=None)


def danger_certain(text: str) -> bool:
    """Whether a text tells of a danger that goods caused, however else it may be read."""
    return any(not asked and sure for _, asked, sure in _read(text))


def danger_asked(text: str) -> bool:
    """Whether a text only asks about a danger: "坚果有没有虫", "我对芒果过敏，能吃吗"."""
    named = [asked for _, asked, _ in _read(text)]
    if named:
        return all(named)
    return bool(re.search(r"对.{1,8}过敏(?!了)|过敏(体质|原|史|源)", text))


def advice(danger: Danger) -> str:
    """What to do first (policy §2: stop using it, see a doctor)."""
    if danger.grave == "food":
        return FOOD_ADVICE
    return f"实在抱歉，{_ADVICE[danger.kind]}商品和包装先留好。"
