"""Reads a message as the answer to the question that the bot asked."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, Dict, List, Optional

from xiaoer.shop.dialogue.choosing import choose
from xiaoer.shop.dialogue.consent import Consent, asks, bare, consent, hesitates
from xiaoer.shop.dialogue.context import OpenQuestion, Option
from xiaoer.shop.dialogue.switching import another_question, switches
from xiaoer.shop.dialogue.understanding import Understanding
from xiaoer.shop.replies.orders.address_parts import read_address

#: "算了，不改了" ends a change that was begun.
_LEAVE_IT = re.compile(
    r"^(那?还是)?(算了|就这样吧|(先不|不用|别)改|不(改|换|备注|写|填|说|发|开|弄)了)"
)
#: What a request wants, in the values of options.
_WISHES = {
    "modify_order": "exchange",
    "request_exchange": "exchange",
    "request_return": "return",
}
#: "到货了叫我一下" is a yes to being told.
_TELL_ME = re.compile(r"(通知|叫|喊|告诉|提醒|联系)(一下|下)?我")
_NO_PHOTO = re.compile(r"(我)?(没|不)[有能会方便了]{0,3}(拍|照|图)[片照]?[了呀啊哦过。 ]*$")
_SUBJECTS = {"product", "item_number", "quantity", "order_number", "tracking_number"}
_ORDER = re.compile(r"(?<!\d)\d{15,19}(?!\d)|XE\d{11}", re.I)


@dataclass(frozen=True)
class Reading:
    """The answer: the request that goes on, and what is known now."""

    intent: str
    given: Dict[str, Any] = field(default_factory=dict)
    #: Further words after a bare yes or no ("好的，那几天到账"): answered as well.
    rest: bool = False


def read(question: OpenQuestion, understood: Understanding) -> Optional[Reading]:
    """Returns what the message answers, None where it is about something else."""
    reader = {
        "confirm": _confirm,
        "choice": _chosen,
        "reading": _reading,
        "order": _order,
        "order_proof": _proof,
        "product": _product,
        "sku": _sku,
        "body": _body,
        "foot": _foot,
        "photo": _photo,
        "address": _address,
    }.get(question.kind)
    if reader:
        return reader(question, understood)
    if question.kind in ("region", "quantity", "amount"):
        return _valued(question, understood)
    return _free_text(question, understood)


def _continue(question: OpenQuestion, rest: bool = False, **given: Any) -> Reading:
    return Reading(question.intent, {**question.data, **given}, rest)


def _confirm(question: OpenQuestion, understood: Understanding) -> Optional[Reading]:
    text = understood.text.strip()
    said = consent(text, question.text)
    if said is None and not asks(text):
        said = _in_other_words(question, understood)
    if said is None:
        return None
    return _continue(question, said.rest, confirmed=said.yes, declined=not said.yes)


def _in_other_words(question: OpenQuestion, understood: Understanding) -> Optional[Consent]:
    """A button's own words, what the classifier takes for nothing but a yes or a no."""
    text = understood.text.strip()
    for option in question.options:
        if text == option.label:
            return Consent(option.value == "yes")
    only = {request.intent for request in understood.requests}
    if understood.doubt == "sure" and only == {"deny"}:
        return Consent(False)
    if understood.doubt == "sure" and only == {"affirm"} and not hesitates(text):
        return Consent(True)
    if "通知您" in question.text and _TELL_ME.search(text):
        return Consent(True)
    return None


def _chosen(question: OpenQuestion, understood: Understanding) -> Optional[Reading]:
    if another_question(question, understood):
        return None
    option = choose(question.options, understood) or _wished(question, understood)
    return _continue(question, choice=option.value) if option else None


def _wished(question: OpenQuestion, understood: Understanding) -> Optional[Option]:
    """The option that another request amounts to: "换XL吧" where exchange or return is asked."""
    wishes = {_WISHES.get(request.intent) for request in understood.requests}
    fitting = [option for option in question.options if option.value in wishes]
    return fitting[0] if len(fitting) == 1 else None


def _reading(question: OpenQuestion, understood: Understanding) -> Optional[Reading]:
    option = choose(question.options, understood)
    plain = understood.text.strip() in {one.label for one in question.options}
    known = {one.value for one in question.options}
    if understood.doubt == "sure" and not plain and understood.value("ordinal") is None:
        # A clear request is none of the two, whatever words it shares with them; one that names
        # goods or orders of its own is a new one.
        new = {entity.kind for entity in understood.entities} & _SUBJECTS
        return Reading(understood.intent) if understood.intent in known and not new else None
    return Reading(option.value) if option else None


def _order(question: OpenQuestion, understood: Understanding) -> Optional[Reading]:
    if another_question(question, understood):
        return None
    if number := understood.value("order_number"):
        return _continue(question, order_no=number)
    option = choose(question.options, understood)
    return _continue(question, order_no=option.value) if option else None


def _proof(question: OpenQuestion, understood: Understanding) -> Optional[Reading]:
    number = understood.value("order_number")
    tail = understood.value("phone_tail") or (understood.value("phone") or "")[-4:]
    if not number:
        found = _ORDER.search(understood.text)
        number = found.group(0) if found else None
    if not tail:
        # "订单号 8821": the number, and beside it four digits that stand alone.
        alone = re.fullmatch(r"\D*(\d{4})\D*", _ORDER.sub("", understood.text).strip())
        tail = alone.group(1) if alone else ""
    amount = understood.value("amount")
    if not (number or tail or amount):
        return None
    known = {"order_number": number, "phone_tail": tail, "amount": amount}
    return _continue(question, **{name: value for name, value in known.items() if value})


def _product(question: OpenQuestion, understood: Understanding) -> Optional[Reading]:
    if another_question(question, understood):
        return None
    if item := understood.value("item_number"):
        return _continue(question, product_id=item)
    option = choose(question.options, understood)
    if option:
        return _continue(question, product_id=option.value)
    if understood.value("product") and understood.intent in ("", "ask_product", question.intent):
        return _continue(question)
    return None


def _sku(question: OpenQuestion, understood: Understanding) -> Optional[Reading]:
    if "basket" in question.data:
        return _kind_of_basket(question, understood)
    named = {kind: understood.value(kind) for kind in ("colour", "size")}
    named = {kind: value for kind, value in named.items() if value}
    option = choose(question.options, understood)
    if option:
        named["variant"] = option.value
    return _continue(question, **named) if named else None


def _kind_of_basket(question: OpenQuestion, understood: Understanding) -> Optional[Reading]:
    """Any short words may name the kind ("经典款30袋"); another sum is no answer."""
    if understood.value("product") or len(understood.values("quantity")) > 1:
        return None
    intents = {request.intent for request in understood.requests}
    asking = {question.intent, "ask_price", "ask_stock", "ask_size", "ask_product", "affirm"}
    if len(understood.text) > 14 or (understood.doubt == "sure" and not intents <= asking):
        return None
    option = choose(question.options, understood)
    return _continue(question, variant=option.value) if option else _continue(question)


def _body(question: OpenQuestion, understood: Understanding) -> Optional[Reading]:
    height, weight = understood.value("height"), understood.body_weight()
    if height is None and (weight is None or question.data.get("child")):
        numbers = _bare_numbers(understood)
        if question.data.get("child"):
            # What a child weighs is told with its unit: 30 can be 斤 or 公斤.
            height = next((n for n in numbers if 50 <= n <= 170), None)
        else:
            height = next((n for n in numbers if 140 <= n <= 200), None)
            jin = next((n for n in numbers if n != height and 60 <= n <= 260), None)
            weight = jin * 500 if jin else None
    known = {"height": height, "weight": weight}
    found = {kind: value for kind, value in known.items() if value is not None}
    return _continue(question, **found) if found else None


def _bare_numbers(understood: Understanding) -> List[int]:
    """Numbers of a short answer that nothing was read out of."""
    text = understood.text
    if len(text) > 15:
        return []
    for entity in understood.entities:
        text = text.replace(entity.text, " ", 1)
    return [int(number) for number in re.findall(r"(?<!\d)\d{2,3}(?!\d)", text)]


def _foot(question: OpenQuestion, understood: Understanding) -> Optional[Reading]:
    """A length of the foot: 24.5, 245; anything without such a number is about something else."""
    text = understood.text.strip()
    if len(text) > 15 or not re.search(r"(?<!\d)(1\d|2\d|30)(\.?\d)?(?!\d)", text):
        return None
    return _continue(question, text=text)


def _photo(question: OpenQuestion, understood: Understanding) -> Optional[Reading]:
    if understood.value("photo"):
        return _continue(question, photo=True, text=understood.text)
    answer = bare(understood.text)
    if _NO_PHOTO.match(understood.text.strip()):
        answer = False
    if answer is None and not switches(question, understood):
        return _continue(question, photo=False, text=understood.text)
    return None if answer is None else _continue(question, photo=False, text="")


def _valued(question: OpenQuestion, understood: Understanding) -> Optional[Reading]:
    if another_question(question, understood):
        return None
    value = understood.value(question.kind)
    if value is None and question.kind in ("quantity", "amount"):
        alone = re.fullmatch(r"\s*(\d{1,4})\s*", understood.text)
        value = int(alone.group(1)) * (100 if question.kind == "amount" else 1) if alone else None
    return None if value is None else _continue(question, **{question.kind: value})


def _address(question: OpenQuestion, understood: Understanding) -> Optional[Reading]:
    """What reads as an address answers, whatever was understood; other wishes do not."""
    text = understood.text.strip()
    if not text:
        return None
    if bare(text) is False or _LEAVE_IT.search(text):
        return _continue(question, declined=True)
    if read_address(text) is None and understood.doubt == "sure":
        intents = {request.intent for request in understood.requests}
        if question.intent not in intents:
            return None
    return _continue(question, text=text)


def _free_text(question: OpenQuestion, understood: Understanding) -> Optional[Reading]:
    text = understood.text.strip()
    if not text or switches(question, understood):
        return None
    if bare(text) is False or _LEAVE_IT.search(text):
        return _continue(question, declined=True)
    option = choose(question.options, understood)
    if option:
        return _continue(question, choice=option.value, text=option.label)
    return _continue(question, text=text, photo=bool(understood.value("photo")))
