"""Who may eat or use it: allergies and conditions, answered from the page of the product meant."""

from __future__ import annotations

import re
from typing import Optional

from xiaoer.shop.catalogue.model import Attribute
from xiaoer.shop.replies.draft import Draft, Situation
from xiaoer.shop.replies.facts import ProductFacts
from xiaoer.shop.replies.goods.page_facts import say_facts
from xiaoer.shop.replies.orders.steps import kept, said

_ALLERGIC_TO = re.compile(r"对(?P<one>[一-鿿]{1,6}?)(?:类)?过敏|(?P<two>[一-鿿]{2,4}?)过敏")
_CONDITION = re.compile(
    r"孕妇|孕期|怀孕|哺乳期?|糖尿病|血糖高|高血糖|高血压|痛风|肾病|胃病|高血脂|老人"
)
_EATEN = re.compile(r"([一-鿿]{2,8}?)(?:能不能|可不可以|可以|能)(?:不能)?(?:吃|用|喝)")
#: What stands before "能吃" without naming goods.
_NO_GOODS = re.compile(
    r"这个|那个|这款|那款|这种|宝宝|孩子|小孩|儿童|大人|老人|孕妇|孕期|怀孕|哺乳期?|糖尿病|高血[压糖脂]|痛风|我家?|他|她|它"
    r"|[\d一二三四五六七八九十]+个?[月岁周]大?|现在|请问|过敏|体质|的人?|人|还|就|也|都|吃了?|患者?|病|[吗呢吧了]"
)
_NOT_OTHERWISE = re.compile(r"^(我|宝宝|孩子|会|不会|容易|有|吃了?|用了?|的|是|皮肤)+$")


def answer_eating(s: Situation, d: Draft, product: ProductFacts) -> bool:
    """Answers what an allergy or a condition means for a product; False: no such question."""
    asked = said(s) if s.given.get("eating") else s.text
    allergen, condition = _allergen(asked), _CONDITION.search(asked)
    if "过敏" not in asked and condition is None:
        return False
    if not s.given.get("eating") and _others(s, asked, product):
        # What was talked about before is not what is asked about now.
        text = "您问的是哪款商品呢？发商品名或链接，我按它的页面答您。"
        d.ask("product", text, data=kept(s, eating=True))
        return True
    if allergen:
        return _allergy(d, product, allergen)
    if condition is None or any(condition.group(0) in a.value for a in product.attributes):
        return False
    name = d.uses(product.row, "name").name
    facts = [a for a in product.attributes if a.name in ("配料", "过敏原", "口味", "添加")][:2]
    page = f"页面上写的是，{say_facts(d, facts)}。" if facts else ""
    d.say(f"{name}的页面没有写{condition.group(0)}能不能用，我不能随口答您，建议先问医生。{page}")
    return True


def _allergen(text: str) -> Optional[str]:
    found = _ALLERGIC_TO.search(text)
    word = (found.group("one") or found.group("two")) if found else ""
    return word if word and not _NOT_OTHERWISE.match(word) else None


def _others(s: Situation, text: str, product: ProductFacts) -> bool:
    """Whether the text names goods that are not this product."""
    names = [product.row.name, product.row.noun, *product.row.aliases]
    if s.value("item_number") or any(name.lower() in text.lower() for name in names):
        return False
    found = _EATEN.search(re.split(r"[，。,！!？? ]", text)[-1] or text)
    word = _NO_GOODS.sub("", found.group(1)) if found else ""
    return len(word) > 1 and not any(word in name for name in names)


def _allergy(d: Draft, product: ProductFacts, allergen: str) -> bool:
    """Whether the page names what the buyer is allergic to."""
    listed = next((a for a in product.attributes if "过敏" in a.name), None)
    made_of = next((a for a in product.attributes if a.name in ("配料", "成分")), None)
    if listed is None and made_of is None:
        return False
    name = d.uses(product.row, "name").name
    facts = [attribute for attribute in (listed, made_of) if attribute is not None]
    holding = next((a for a in facts if _contains(a, allergen)), None)
    if holding is not None:
        d.say(f"{name}{say_facts(d, [holding])}。对{allergen}过敏就别吃别用了。")
    else:
        d.say(
            f"{name}页面上写的是，{say_facts(d, facts)}。没有单独写{allergen}；"
            "过敏严重的话先别吃，问过医生更稳妥。"
        )
    return True


def _contains(attribute: Attribute, allergen: str) -> bool:
    """Whether the goods hold it or are made beside it; "不含乳、蛋" says the opposite."""
    plain = re.sub(r"(不含|无)[^；。，]*", "", attribute.value)
    return allergen in plain
