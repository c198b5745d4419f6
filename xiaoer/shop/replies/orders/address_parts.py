"""Reads a typed delivery address: who, which phone, where."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any, Dict, Mapping, Optional, Tuple

from xiaoer.shop.logistics.regions import split_address

_PHONE = re.compile(r"(?<!\d)(?:\+?86[- ]?)?(1[3-9]\d)[- ]?(\d{4})[- ]?(\d{4})(?!\d)")
_LABELS = re.compile(
    r"(新的?)?(收货|收件)?(人(姓名)?|姓名|名字|电话(号码)?|手机(号码?)?|联系(方式|电话)|地址|号码)"
    r"\s*(都|也)?\s*(写错了|错了|填错了)?[，,]?\s*((改|换|变更|更换)(成|为|到)?|是|[:：])"
)
_LEAD = re.compile(
    r"^(你好|您好|在吗|亲|麻烦|请|帮我|帮忙|给我|我要|我想|能不能|可以|可不可以|把|将|这个|这单|订单|的)+"
    r"|(改|换|变更|寄|发|送)(一下)?(成|为|到|至|去)"
)
_TAIL = re.compile(r"(谢谢|多谢|麻烦了|拜托|可以吗|行吗|好吗|吗|呢|哦|啊|吧|了)+[。.!！?？~～]*$")
_SPLIT = re.compile(r"[，,;；。\n\t、|/]+|\s+")
#: What makes a piece of text a place; talk about "手机号" or "门牌号" is none.
_PLACE = re.compile(
    r"[省市区县镇乡村路街巷弄栋幢楼室座层]|\d号|大道|小区|单元|大厦|花园|广场|学校|驿站"
)
_DETAIL = re.compile(r"\d|[路街巷弄栋幢楼室座村]|大道|小区|单元|大厦|花园|广场|学校|驿站")
_TALK = re.compile(
    r"(手机|电话|门牌|楼栋|订单|单)(号码?|码)(写|填|输|打|弄|留)?(错|反|漏)?了?|[写填输弄]错了?"
)
_PREFIX = re.compile(
    r"^((好的?|嗯+|可以|对|不对|不是|但是?|不过|还有|另外)?(收货人|收件人|联系人|姓名|名字)|应该|是|为|到|在|叫|写|[:：]|\s)+"
)
#: What agrees, objects or goes on: no part of an address and nobody's name.
_NO_PART = re.compile(
    r"好的?|好呀|好啊|嗯+|行|行的|可以|可以的|确认|确定|没错|没问题|对|对的|是的|不对|不是|不是的|不行|还有|另外|顺便"
    r"|但是?|不过|不变|没变|一样|同上|照旧|没错|谢谢|多谢|麻烦"
)
#: A door or house number alone: "是302", "门牌是302室".
_DOOR = re.compile(
    r"(?:应该|门牌号?|房号|房间号?|楼号|写|是|改成|改为|[:：\s])*(\d{2,5}|(?<=[是写成为号])\d|\d(?=\D))"
    r"(室|号楼|号|栋|幢|单元|座|弄|楼)?"
)
_NAME = re.compile(
    r"^(?!.*[改换寄送请错址码货单])[一-鿿·]{2,4}$|^[一-鿿]{1,2}(先生|女士|小姐|老师)$"
)


@dataclass(frozen=True)
class NewAddress:
    """The parts that were typed; None for what stays as it is."""

    receiver: Optional[str] = None
    phone: Optional[str] = None
    province: Optional[str] = None
    city: Optional[str] = None
    #: Below the city.
    address: Optional[str] = None

    def to_json(self) -> Dict[str, str]:
        """The parts that are there, as a question remembers them."""
        return {name: value for name, value in self.__dict__.items() if value}

    @staticmethod
    def from_json(stored: Mapping[str, Any]) -> NewAddress:
        """Reads what `to_json` wrote."""
        return NewAddress(**{name: str(value) for name, value in stored.items()})

    def amended(self, text: str) -> Optional[NewAddress]:
        """These parts with what a message corrects or adds; None where it changes nothing.

        A number alone stands for the last one of the same kind: "是302", "是3栋".
        """
        typed = read_address(text)
        if self.address and (door := _door_of(text)):
            typed = replace(typed or NewAddress(), address=_with_door(self.address, *door))
        elif self.address and not self.city and not (typed and typed.address):
            typed = self._placed(text, typed or NewAddress())
        if typed is None:
            return None
        if typed.address and not typed.city and not typed.province:
            # Below the city that was typed before.
            typed = replace(typed, province=self.province, city=self.city)
        new = NewAddress.from_json({**self.to_json(), **typed.to_json()})
        return None if new == self else new

    def _placed(self, text: str, typed: NewAddress) -> NewAddress:
        """The street that was typed before in the place that is named now ("杭州市西湖区")."""
        where = _stripped(text)
        province, city = split_address(where)
        if city is None:
            return typed
        below = _below_city(where, province, city)
        address = f"{'' if below == where else below}{self.address}"
        return replace(typed, province=province, city=city, address=address)

    @property
    def is_vague(self) -> bool:
        """A street without the city or district that it lies in."""
        if not self.address or self.city:
            return False
        return self.province is not None or not re.search("[区县镇]", self.address)

    def say(self) -> str:
        """What changes, masked: 收货人张*、电话尾号1234、地址浙江杭州…."""
        said = []
        if self.receiver:
            said.append(f"收货人{self.receiver[0]}{'*' * (len(self.receiver) - 1)}")
        if self.phone:
            said.append(f"电话尾号{self.phone[-4:]}")
        if self.address:
            where = self.province or ""
            where += self.city if self.city and self.city != self.province else ""
            said.append(f"地址{where}（门牌按您刚发的）" if where else "门牌按您刚发的，省市不变")
        return "、".join(said)


def read_address(text: str) -> Optional[NewAddress]:
    """The new parts that a message holds; None where it holds none."""
    found = _PHONE.search(text)
    phone = "".join(found.groups()) if found else None
    plain = _PHONE.sub(" ", text) if found else text
    plain = _LEAD.sub(" ", _LABELS.sub(" ", plain.strip()))
    receiver: Optional[str] = None
    places: list[str] = []
    for piece in filter(None, map(_stripped, _SPLIT.split(plain))):
        if _NO_PART.fullmatch(piece):
            continue
        if _is_place(piece):
            places.append(piece)
        elif receiver is None and _NAME.match(piece) and (phone or "人" in text or "名" in text):
            receiver = piece
        elif places and re.search(r"\d", piece):
            places.append(piece)
    where = "".join(places)
    if not where or not _DETAIL.search(where):
        where = ""
    province, city = split_address(where) if where else (None, None)
    new = NewAddress(receiver, phone, province, city, _below_city(where, province, city) or None)
    return new if new.to_json() else None


def _door_of(text: str) -> Optional[Tuple[str, str]]:
    """The number and what follows it, where a clause is nothing more than that."""
    for clause in re.split(r"[，,;；。、\s]+", text.strip()):
        if found := _DOOR.fullmatch(clause):
            return found.group(1), found.group(2) or ""
    return None


def _with_door(where: str, number: str, kind: str) -> Optional[str]:
    """The address with its last number (of that kind) replaced; None where it has none."""
    last = re.compile(rf"\d+(?={kind}(?!.*\d{kind}))" if kind else r"\d+(?=室?$)")
    if kind == "室" and not last.search(where):
        last = re.compile(r"\d+$")
    return last.sub(number, where) if last.search(where) else None


def _stripped(piece: str) -> str:
    return _PREFIX.sub("", _TALK.sub("", _TAIL.sub("", piece.strip())))


def _is_place(piece: str) -> bool:
    return (len(piece) >= 4 and bool(_PLACE.search(piece))) or bool(split_address(piece)[0])


def _below_city(where: str, province: Optional[str], city: Optional[str]) -> str:
    """The address without province and city: they have columns of their own."""
    rest = where
    for name in (province, city):
        if name and rest.startswith(name):
            rest = re.sub(
                r"^(维吾尔自治区|壮族自治区|回族自治区|特别行政区|自治区|自治州|地区|省|市|州|盟)",
                "",
                rest[len(name) :],
            )
    return rest or where
