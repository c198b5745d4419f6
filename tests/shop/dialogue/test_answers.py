"""A message read as the answer to what the bot asked."""

from dataclasses import replace

import pytest

from tests.talk import understood
from xiaoer.shop.dialogue.answers import read
from xiaoer.shop.dialogue.choosing import choose
from xiaoer.shop.dialogue.consent import bare, consent
from xiaoer.shop.dialogue.context import OpenQuestion, Option
from xiaoer.shop.dialogue.understanding import Entity

ORDERS = (Option("云朵卫衣（黑色 L） 尾号0101", "1"), Option("每日坚果（经典款） 尾号0102", "2"))


def question(
    kind: str, options: tuple[Option, ...] = (), intent: str = "refund_status"
) -> OpenQuestion:
    return OpenQuestion("q", kind, intent, "?", 0, options, {"kept": True})


@pytest.mark.parametrize("text", ["好", "好的", "可以呀", "嗯嗯", "行吧", "确认", "OK", "对的！"])
def test_a_bare_yes(text: str) -> None:
    assert bare(text) is True


@pytest.mark.parametrize("text", ["不用", "不用了", "算了吧", "不要", "先不用", "不行。"])
def test_a_bare_no(text: str) -> None:
    assert bare(text) is False


@pytest.mark.parametrize(
    "text",
    [
        "好的谢谢",
        "退吧",
        "嗯 退款吧",
        "确认退款",
        "帮我退了吧",
        "好的好的",
        "那就退吧",
        "行，麻烦了",
    ],
)
def test_a_yes_to_a_refund(text: str) -> None:
    said = consent(text, "云朵卫衣可以退，确认退款吗？")
    assert said is not None and said.yes and not said.rest


@pytest.mark.parametrize(
    "text",
    [
        "行吧，那我不退了",
        "好的，不过先别退",
        "好，但是先等等",
        "好吧，那算了不退了",
        "等下我再确认",
        "先等等",
    ],
)
def test_what_takes_back_is_a_no(text: str) -> None:
    said = consent(text, "云朵卫衣可以退，确认退款吗？")
    assert said is not None and not said.yes


@pytest.mark.parametrize(
    "text",
    [
        "嗯？",
        "确认什么",
        "没问题吗",
        "好的吗",
        "对了，什么时候发货",
        "嗯，退到哪里",
        "第一个",
        "换吧",
        "行，不过还是留着赠品吧",
        "确认一下，是退139吗",
        "确认退款要几天",
        "可以不退吗",
        "谢谢",
    ],
)
def test_what_asks_or_hesitates_is_neither(text: str) -> None:
    assert consent(text, "云朵卫衣可以退，确认退款吗？") is None
    assert read(question("confirm", (Option("确认", "yes"),)), understood(text, "")) is None


def test_not_wanting_the_refund_is_no_answer_to_taking_it_back() -> None:
    assert consent("不退了", "确认撤回退款吗？") is None


@pytest.mark.parametrize(
    "text", ["不想拒收", "拒收要我出运费吗", "拒收了还能再买吗", "退款多久到账", "我不是要退款"]
)
def test_a_shared_word_chooses_nothing(text: str) -> None:
    options = (Option("拒收退款", "refuse"), Option("收到再看", "keep"))
    assert choose(options, understood(text, "")) is None


def test_a_question_of_its_own_chooses_nothing() -> None:
    asked = question("order", ORDERS, "request_refund")
    assert read(asked, understood("卫衣啥时候发", "ask_shipping_time")) is None
    assert read(asked, understood("卫衣退款", "request_refund")) is not None


@pytest.mark.parametrize("text", ["好贵", "可以退吗", "不是说包邮吗", "什么时候发货", ""])
def test_neither(text: str) -> None:
    assert bare(text) is None


@pytest.mark.parametrize(
    ("text", "entities", "value"),
    [
        ("第二个", {"ordinal": 2}, "2"),
        ("2", {}, "2"),
        ("最后一个", {"ordinal": -1}, "2"),
        ("坚果那个", {}, "2"),
        ("0101", {}, "1"),
        ("卫衣", {}, "1"),
        ("第三个", {"ordinal": 3}, None),
        ("尾号", {}, None),
        ("都不是", {}, None),
    ],
)
def test_choosing(text: str, entities: dict[str, int], value: str | None) -> None:
    chosen = choose(ORDERS, understood(text, "", **entities))
    assert (chosen.value if chosen else None) == value


def test_an_order_number_answers_which_order() -> None:
    reading = read(
        question("order", ORDERS), understood("9001", "", order_number="202600000000009001")
    )
    assert reading is not None
    assert reading.given == {"kept": True, "order_no": "202600000000009001"}


def test_height_and_weight_without_units() -> None:
    reading = read(question("body", intent="ask_size"), understood("165 110", ""))
    assert reading is not None
    assert (reading.given["height"], reading.given["weight"]) == (165, 55000)


def test_a_childs_height_without_a_unit() -> None:
    asked = OpenQuestion("q", "body", "ask_size", "?", 0, (), {"child": True})
    weighed = Entity("weight", 18000, "18公斤")
    reading = read(asked, replace(understood("105 18公斤", ""), entities=(weighed,)))
    assert reading is not None and reading.given["height"] == 105
    assert reading.given["weight"] == 18000
    alone = read(asked, understood("100", ""))
    assert alone is not None and "weight" not in alone.given


def test_yes_with_a_further_request_answers_both() -> None:
    reading = read(question("confirm"), understood("好的，那几天到账", "refund_status"))
    assert reading is not None
    assert reading.given["confirmed"]
    assert reading.rest


def test_another_request_is_no_consent() -> None:
    assert read(question("confirm"), understood("退款怎么还没到", "refund_status")) is None


def test_free_text_is_taken_unless_the_topic_changes() -> None:
    asked = question("problem", intent="report_quality")
    taken = read(asked, understood("拉链头一拉就掉", "report_quality"))
    assert taken is not None
    assert taken.given["text"] == "拉链头一拉就掉"
    assert read(asked, understood("你们几点下班", "request_human")) is None
    no = read(asked, understood("算了", "deny"))
    assert no is not None
    assert no.given["declined"]


@pytest.mark.parametrize(
    ("kind", "intent", "text", "understood_as"),
    [
        ("problem", "request_compensation", "我寄回来的运费谁给", ""),
        ("problem", "request_resend", "多久给我补", ""),
        ("problem", "request_compensation", "不想要了", "request_refund"),
        ("photo", "report_quality", "换货呢 换大一码", "request_exchange"),
        ("invoice_title", "ask_invoice", "能寄给我吗", ""),
        ("invoice_title", "ask_invoice", "换大一码", "request_exchange"),
        ("note", "order_note", "今天能发吗", ""),
    ],
)
def test_a_question_or_another_request_is_no_free_text(
    kind: str, intent: str, text: str, understood_as: str
) -> None:
    message = understood(text, understood_as, doubt="sure" if understood_as else "none")
    assert read(question(kind, intent=intent), message) is None


@pytest.mark.parametrize(
    ("kind", "intent", "text", "understood_as"),
    [
        ("problem", "report_quality", "怎么一拉就断了", ""),
        ("problem", "request_return", "全坏了，退了吧", "request_refund"),
        ("problem", "request_compensation", "袖口破了个洞", "report_quality"),
        ("invoice_title", "ask_invoice", "杭州禾木商贸有限公司", "ask_ship_from"),
        ("invoice_title", "ask_invoice", "徐静", ""),
    ],
)
def test_what_was_asked_for_is_taken(kind: str, intent: str, text: str, understood_as: str) -> None:
    message = understood(text, understood_as, doubt="sure" if understood_as else "none")
    taken = read(question(kind, intent=intent), message)
    assert taken is not None
    assert taken.given["text"] == text
