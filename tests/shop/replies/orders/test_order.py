"""How an order stands, changing its address and its goods."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from tests.shop.replies.rows import change, rows
from xiaoer.shop import Shop
from xiaoer.shop.aftersales.model import Ticket
from xiaoer.shop.catalogue.model import Sku
from xiaoer.shop.clock import SHANGHAI, ManualClock
from xiaoer.shop.orders.model import Order, OrderItem, OrderNote, Promise, Shipment

PAID, PRINTED, UNFILLABLE = "202600000000000145", "202600000000000134", "202600000000000122"
CHANGSHA = "地址改成湖南省长沙市岳麓区枫林路5号，张三 13911112222"


@pytest.mark.parametrize(
    ("number", "buyer", "words"),
    [
        ("110", "b05", ["还没付款", "188元", "今天10:25前"]),
        ("137", "b15", ["已付款", "最晚明天24:00前"]),
        ("122", "b09", ["发不出来"]),
        ("105", "b02", ["已经发货", "ZTO7380000100411"]),
        ("131", "b12", ["签收", "本人"]),
        ("107", "b04", ["交易已经完成"]),
        ("109", "b04", ["关闭", "拍错了"]),
        ("112", "b06", ["退款79元"]),
        ("115", "b06", ["退款成功", "75.9元"]),
    ],
)
def test_states(talk: Any, number: str, buyer: str, words: list[str]) -> None:
    said = talk(buyer).say("查下", "order_status", order_number=f"202600000000000{number}")
    assert all(word in said for word in words), said


def test_seen_it(talk: Any) -> None:
    assert talk("b19").say("看到我的单了吗", "order_status").startswith("看到您的订单了")


def test_somebody_elses_number_is_not_there(talk: Any) -> None:
    said = talk("b02").say("查下", "order_status", order_number=PAID)
    assert "没有查到" in said and "T恤" not in said


def test_the_address_is_changed_after_a_yes(talk: Any, shop: Shop) -> None:
    chat = talk("b19")
    assert "收货人" in chat.say("地址写错了改一下", "change_address")
    said = chat.say("湖南省长沙市岳麓区枫林路5号 张三 13911112222", "change_address")
    assert "湖南长沙" in said and "2222" in said and "13911112222" not in said
    assert rows(shop, Order, no=PAID)[0].city == "株洲"
    assert "改好了" in chat.say("好的", "affirm")
    order = rows(shop, Order, no=PAID)[0]
    assert (order.receiver, order.phone, order.city, order.address) == (
        "张三",
        "13911112222",
        "长沙",
        "岳麓区枫林路5号",
    )
    assert any("收货信息" in note.text for note in rows(shop, OrderNote, order_no=PAID))


def test_a_no_changes_nothing(talk: Any, shop: Shop) -> None:
    chat = talk("b19")
    chat.say(CHANGSHA, "change_address")
    assert "不改" in chat.say("不用了", "deny")
    assert rows(shop, Order, no=PAID)[0].city == "株洲"


def test_only_the_phone(talk: Any, shop: Shop) -> None:
    chat = talk("b19")
    chat.say("电话改成13911112222", "change_address")
    chat.say("好", "affirm")
    order = rows(shop, Order, no=PAID)[0]
    assert order.phone == "13911112222" and order.receiver == "唐小鱼" and order.city == "株洲"


def test_a_vague_address_is_asked_for_again(talk: Any) -> None:
    chat = talk("b19")
    assert "写全" in chat.say("地址改成枫林路5号", "change_address")
    assert "湖南长沙" in chat.say("湖南省长沙市岳麓区枫林路5号", "change_address")


def test_an_address_typed_at_once_outlives_the_choice_of_the_order(talk: Any) -> None:
    chat = talk("b01")
    assert "哪一笔" in chat.say("地址改成杭州市余杭区联胜路10号", "change_address")
    said = chat.say("第二个", "", ordinal=2)
    assert "浙江杭州" in said and "确认" in said


def test_another_wish_is_not_taken_for_an_address(talk: Any) -> None:
    chat = talk("b14")
    chat.say("我要改地址", "change_address")
    said = chat.say("秋衣换成110码", "modify_order", size="110", product="秋衣")
    assert "浅蓝色110码" in said
    chat = talk("b14")
    chat.say("我要改地址", "change_address")
    assert "不改" in chat.say("算了不改了", "")


def stored(shop: Shop) -> tuple[str, str, str, str]:
    order = rows(shop, Order, no=PAID)[0]
    return order.receiver, order.phone, order.city, order.address


@pytest.mark.parametrize(
    ("more", "becomes"),
    [
        ("收件人高敏 电话13900002508", ("高敏", "13900002508", "长沙", "岳麓区枫林路5号")),
        ("嗯，还有电话改成13900001111", ("张三", "13900001111", "长沙", "岳麓区枫林路5号")),
        ("好的，但名字不对，叫高小敏", ("高小敏", "13911112222", "长沙", "岳麓区枫林路5号")),
        ("不对，是7号", ("张三", "13911112222", "长沙", "岳麓区枫林路7号")),
        ("不是，改成株洲市天元区长江路3号", ("张三", "13911112222", "株洲", "天元区长江路3号")),
    ],
)
def test_what_is_added_to_a_read_back_is_merged_and_read_back_anew(
    talk: Any, shop: Shop, more: str, becomes: tuple[str, str, str, str]
) -> None:
    chat = talk("b19")
    chat.say(CHANGSHA, "change_address")
    assert "确认就改" in chat.say(more, "change_address")
    assert stored(shop)[0] == "唐小鱼"
    assert "改好了" in chat.say("好的", "affirm")
    assert stored(shop) == becomes


@pytest.mark.parametrize("text", ["好的，但名字不对", "不对", "不对，电话错了"])
def test_an_objection_alone_asks_for_what_is_right(talk: Any, shop: Shop, text: str) -> None:
    chat = talk("b19")
    chat.say(CHANGSHA, "change_address")
    assert "哪一项不对" in chat.say(text, "change_address")
    assert stored(shop)[0] == "唐小鱼"
    assert "李**" in chat.say("收货人李小四", "change_address")
    chat.say("好的", "affirm")
    assert stored(shop) == ("李小四", "13911112222", "长沙", "岳麓区枫林路5号")


def test_name_and_phone_outlive_a_vague_street(talk: Any, shop: Shop) -> None:
    chat = talk("b19")
    assert "写全" in chat.say("改成收货人李四 13911113333 枫林路5号", "change_address")
    chat.say("湖南省长沙市岳麓区", "change_address")
    assert "改好了" in chat.say("没错", "affirm")
    assert stored(shop) == ("李四", "13911113333", "长沙", "岳麓区枫林路5号")


def test_what_follows_after_the_warehouse_was_asked_is_passed_on(talk: Any, shop: Shop) -> None:
    chat = talk("b14")
    chat.say("秋衣的地址改成河南省郑州市中原区桐柏路18号", "change_address", order_number=PRINTED)
    chat.say("好", "affirm")
    said = chat.say("电话也改成13900001111", "change_address", order_number=PRINTED)
    assert "1111" in said and "转过去" in said
    assert any("13900001111" in ticket.title for ticket in rows(shop, Ticket))


def test_after_the_hour_the_warehouse_is_asked(talk: Any, shop: Shop, clock: ManualClock) -> None:
    clock.now = datetime(2026, 11, 18, 16, 0, tzinfo=SHANGHAI)
    chat = talk("b19")
    assert "按住" in chat.say(CHANGSHA, "change_address")
    assert not rows(shop, Ticket)
    assert "2小时内" in chat.say("好的", "affirm")
    assert rows(shop, Order, no=PAID)[0].city == "株洲", "the warehouse decides"
    assert rows(shop, Shipment, order_no=PAID)[0].hold
    ticket = rows(shop, Ticket, order_no=PAID)[0]
    assert ticket.kind == "warehouse" and "岳麓区枫林路5号" in ticket.title
    assert "address_answer" in [one.kind for one in rows(shop, Promise, order_no=PAID)]
    assert "已经在处理" in chat.say("再改下地址", "change_address")


def test_a_printed_label_is_intercepted(talk: Any, shop: Shop) -> None:
    chat = talk("b14")
    assert "按住" in chat.say(CHANGSHA, "change_address")
    chat.say("可以", "affirm")
    assert rows(shop, Shipment, order_no=PRINTED)[0].hold
    assert rows(shop, Ticket, order_no=PRINTED)[0].kind == "warehouse"


def test_on_the_way_the_carrier_is_asked(talk: Any, shop: Shop) -> None:
    chat = talk("b02")
    assert "以快递答复为准" in chat.say(CHANGSHA, "change_address")
    chat.say("确认", "affirm")
    assert [t.kind for t in rows(shop, Ticket, order_no="202600000000000105")] == ["carrier"]


@pytest.mark.parametrize(
    ("buyer", "number", "words"),
    [
        ("b08", "202600000000000121", "在派送"),
        ("b12", "202600000000000131", "已经签收"),
        ("b04", "202600000000000109", "已经关闭"),
        ("b09", UNFILLABLE, "发不出来"),
        ("b06", "202600000000000112", "退款"),
    ],
)
def test_no_address_to_change(talk: Any, shop: Shop, buyer: str, number: str, words: str) -> None:
    chat = talk(buyer)
    assert words in chat.say(CHANGSHA, "change_address", order_number=number)
    chat.say("好的", "affirm")
    assert not rows(shop, Ticket) and rows(shop, Order, no=number)[0].receiver != "张三"


def test_another_postage_is_settled_by_a_person(talk: Any, shop: Shop) -> None:
    chat = talk("b19")
    said = chat.say("地址改成新疆乌鲁木齐市天山区红柳街5号", "change_address")
    assert "运费规则不同" in said
    chat.say("可以", "affirm")
    assert rows(shop, Order, no=PAID)[0].province == "湖南"
    assert rows(shop, Ticket, order_no=PAID)[0].kind == "warehouse"


def test_nobody_delivers_there(talk: Any, shop: Shop) -> None:
    said = talk("b19").say("地址改成台湾台北市中正区5号", "change_address")
    assert "没有能送到的快递" in said and not rows(shop, Ticket)


def test_a_visitor_changes_nothing(talk: Any, shop: Shop) -> None:
    chat = talk()
    proof = {"order_number": PAID, "phone_tail": "9460"}
    assert "T恤" in chat.say("查单", "order_status", **proof)
    assert "登录" in chat.say(CHANGSHA, "change_address")
    assert "登录" in chat.say("换成白色", "modify_order", colour="白色")
    chat.say("好的", "affirm")
    assert rows(shop, Order, no=PAID)[0].city == "株洲" and not rows(shop, Ticket)


def test_between_question_and_answer_it_may_have_left(talk: Any, shop: Shop) -> None:
    chat = talk("b19")
    chat.say(CHANGSHA, "change_address")
    change(shop, Order, PAID, state="shipped")
    for parcel in rows(shop, Shipment, order_no=PAID):
        change(shop, Shipment, parcel.id, state="in_transit")
    assert "改好了" not in chat.say("好的", "affirm")
    assert rows(shop, Order, no=PAID)[0].city == "株洲"


def _stock(shop: Shop, sku: str) -> int:
    return int(rows(shop, Sku, id=sku)[0].stock)


def test_another_size_at_the_same_price(talk: Any, shop: Shop) -> None:
    chat = talk("b01")
    before = _stock(shop, "WY-BK-XL"), _stock(shop, "WY-BK-L")
    said = chat.say("卫衣换成XL码", "modify_order", size="XL", product="卫衣")
    assert "黑色XL码" in said and "不用补差价" in said
    assert "换好了" in chat.say("确认", "affirm")
    assert _stock(shop, "WY-BK-XL") == before[0] - 1 and _stock(shop, "WY-BK-L") == before[1] + 1
    item = rows(shop, OrderItem, order_no="202600000000000102", product_id="688000000101")[0]
    assert item.sku_id == "WY-BK-XL" and item.spec == "黑色 XL"


def test_what_cannot_be_filled_becomes_another_colour(talk: Any, shop: Shop) -> None:
    chat = talk("b09")
    missing = rows(shop, OrderItem, order_no=UNFILLABLE)[0].sku_id
    said = chat.say("换成别的颜色", "modify_order")
    assert "可以换成" in said
    assert "确认" in chat.say("驼色", "", colour="驼色") or "哪个" in chat.last.text
    chat.say("确认", "affirm")
    order = rows(shop, Order, no=UNFILLABLE)[0]
    assert not order.unfillable and _stock(shop, missing) == 0
    assert "发不出来" not in chat.say("什么时候发货", "ask_shipping_time")


def test_sold_out_offers_what_is_there(talk: Any, shop: Shop) -> None:
    change(shop, Sku, "WY-BK-XL", stock=0)
    said = talk("b01").say("卫衣换成XL码", "modify_order", size="XL", product="卫衣")
    assert "没货" in said and "可以换成" in said


def test_another_price_is_not_swapped(talk: Any, shop: Shop) -> None:
    said = talk("b05").say("换成礼盒装", "modify_order")
    assert "139元" in said and "109元" in said and "价格不一样" in said


def test_quantity_cannot_be_changed(talk: Any) -> None:
    assert "数量改不了" in talk("b15").say("改成5件", "modify_order", quantity=5)


def test_made_to_order_is_for_the_workshop(talk: Any, shop: Shop) -> None:
    chat = talk("b16")
    said = chat.say("毯子换成蓝色", "modify_order", colour="蓝色", product="毯子")
    assert "按住" in said
    chat.say("好的", "affirm")
    ticket = rows(shop, Ticket, order_no="202600000000000139")[0]
    assert ticket.kind == "warehouse" and "浅蓝色" in ticket.title


@pytest.mark.parametrize(
    ("buyer", "number", "words"),
    [
        ("b02", "202600000000000105", "已经发出"),
        ("b12", "202600000000000131", "换货"),
        ("b04", "202600000000000109", "重新下单"),
        ("b06", "202600000000000112", "退款"),
    ],
)
def test_too_late_to_modify(talk: Any, buyer: str, number: str, words: str) -> None:
    said = talk(buyer).say("换成L码", "modify_order", size="L", order_number=number)
    assert words in said


def test_nothing_to_change(talk: Any) -> None:
    assert "没有还能改" in talk("b04").say("换成L码", "modify_order", size="L")
    assert "没有还能改地址" in talk("b04").say("改下地址", "change_address")


def test_the_order_just_told_of_is_the_one_to_change(talk: Any) -> None:
    chat = talk("b10")
    chat.say("什么时候发货啊", "ask_shipping_time")
    assert "发不出来" in chat.say("第一个", "", ordinal=1)
    assert "摇粒绒外套（红色 110码）可以换成：蓝色" in chat.say("换个规格", "modify_order")
    assert "换成蓝色110码" in chat.say("蓝色", "", colour="蓝色")


def test_a_colour_picks_the_order_that_has_it(talk: Any, shop: Shop) -> None:
    chat = talk("b10")
    said = chat.say("换蓝色", "modify_order", colour="蓝色")
    assert "摇粒绒外套" in said and "换成蓝色110码" in said
    assert "换好了" in chat.say("好的换吧", "request_exchange")
    assert rows(shop, OrderItem, order_no=UNFILLABLE.replace("122", "123"))[0].sku_id == "TW-BL-110"


def test_a_wish_to_change_stays_one_while_the_order_is_asked_for(talk: Any) -> None:
    chat = talk("b10")
    assert "哪一笔" in chat.say("想改一下", "modify_order")
    said = chat.say("好的换吧", "request_exchange")
    assert "哪一笔" in said and "无理由" not in said


def test_what_is_sent_again_is_told_from_its_promise(talk: Any) -> None:
    said = talk("b17").say("理发器的梳子寄了吗", "order_status", product="理发器")
    assert "补寄6mm限位梳1个" in said and "已经完成" not in said
