"""What nobody has written down: said so, and noted for a colleague if the buyer wants it."""

from __future__ import annotations

from xiaoer.shop.replies.draft import Draft, Situation
from xiaoer.shop.replies.orders.deadlines import say_answer


def not_on_page(s: Situation, d: Draft, what: str) -> None:
    """Says that the page does not tell, and offers to have it found out.

    The answer's function calls `note_open_point` when the offer is taken.
    """
    d.say(what)
    data = {"open_point": s.text[:120]}
    if s.facts.product:
        data["product_id"] = s.facts.product.row.id
    d.confirm("要不要我记给同事核实，问到了在这里回复您？", data)


def note_open_point(s: Situation, d: Draft) -> bool:
    """Where the offer was taken: a ticket and a promise with a clock, for real."""
    point = s.given.get("open_point")
    if not point or not s.given.get("confirmed"):
        return False
    product = s.facts.product
    name = d.uses(product.row, "name").name if product else "店铺"
    hours = s.policy.goods.question_answer_hours
    d.do("ticket", kind="operations", title=f"{name}：买家问「{point}」，页面没有写", hours=hours)
    d.do("promise", promise_kind="answer", content=f"回复买家：{name}，{point}", hours=hours)
    d.say(f"记下了，{name}的这个问题{say_answer(s, hours)}同事会在这里答复您。")
    return True
