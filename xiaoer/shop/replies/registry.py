"""Which function answers which intent, and what has to be known before it is called."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Callable, Dict, FrozenSet, Optional

from xiaoer.shop.replies.draft import Draft, Situation
from xiaoer.shop.replies.facts import OrderFacts

Answer = Callable[[Situation, Draft], None]


class Subject(Enum):
    """What a request is about. What is missing and needed is asked for before the answer."""

    NONE = "none"
    #: A product; asked for where it is not known.
    PRODUCT = "product"
    #: A product where one is known; the answer copes without.
    ANY_PRODUCT = "any_product"
    #: An order; asked for (or proved) where it is not known. The answer gets `facts.order` None
    #: only where the buyer has no order at all.
    ORDER = "order"
    #: An order where exactly one is meant; the answer copes without.
    ANY_ORDER = "any_order"


class Need(Enum):
    """Further facts that an answer reads."""

    CATALOGUE = "catalogue"
    PROMOTIONS = "promotions"
    LOGISTICS = "logistics"
    APPROVALS = "approvals"
    SHOP_PAPERS = "shop_papers"
    #: The products that the message sets side by side; they stand for the missing subject.
    COMPARED = "compared"
    #: The products that the message wants together; they stand for the missing subject.
    TOGETHER = "together"
    #: The visible orders, where the subject is no order.
    ORDERS = "orders"
    #: The product bundle of the order's only item, where the subject is an order.
    ITEM_PRODUCT = "item_product"


@dataclass(frozen=True)
class Topic:
    """An intent's entry."""

    intent: str
    answer: Answer
    subject: Subject
    needs: FrozenSet[Need]
    #: Which of several orders the request can mean; None: the open ones.
    relevant: Optional[Callable[[OrderFacts], bool]]
    #: The answer itself reacts to a no (`given["declined"]`); else the framework says 好的.
    declines: bool = False
    #: Requests of the same message that this answer covers ("坏了要退": the return).
    absorbs: FrozenSet[str] = frozenset()


TOPICS: Dict[str, Topic] = {}


def answers(
    *intents: str,
    subject: Subject = Subject.NONE,
    needs: FrozenSet[Need] | set[Need] = frozenset(),
    relevant: Optional[Callable[[OrderFacts], bool]] = None,
    declines: bool = False,
    absorbs: FrozenSet[str] | set[str] = frozenset(),
) -> Callable[[Answer], Answer]:
    """Registers a function as the answer to intents."""

    def register(answer: Answer) -> Answer:
        for intent in intents:
            TOPICS[intent] = Topic(
                intent,
                answer,
                subject,
                frozenset(needs),
                relevant,
                declines,
                frozenset(absorbs),
            )
        return answer

    return register
