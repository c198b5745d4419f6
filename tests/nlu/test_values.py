"""Every kind of entity, written as buyers write it, gets the value of the contract."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import pytest

from xiaoer.nlu.entities import extract
from xiaoer.nlu.lexicon import LexiconFile
from xiaoer.nlu.reading import read
from xiaoer.nlu.spans import Span
from xiaoer.nlu.tagger import Tagger

GOODS = {"羽绒服": "羽绒服", "纸尿裤": "纸尿裤", "坚果礼盒": "每日坚果礼盒"}


@pytest.fixture(scope="module")
def tagger(tmp_path_factory: pytest.TempPathFactory) -> Tagger:
    path = tmp_path_factory.mktemp("lexicon") / "lexicon.json"
    path.write_text(json.dumps({"product": GOODS}), encoding="utf-8")
    return Tagger(LexiconFile(path))


def found(tagger: Tagger, text: str) -> list[Span]:
    reading = read(text)
    return extract(reading, tagger.names(reading.folded))


def values(tagger: Tagger, text: str, entity: str) -> list[object]:
    return [span.value for span in found(tagger, text) if span.entity == entity]


@pytest.mark.parametrize(
    ("text", "entity", "value"),
    [
        ("XE20261101003到哪了", "order_number", "XE20261101003"),
        ("xe20261101003", "order_number", "XE20261101003"),
        ("订单号4123456789012345678", "order_number", "4123456789012345678"),
        ("订单 2026 0000 0000 0001 14", "order_number", "202600000000000114"),
        ("528800123456这个有货吗", "item_number", "528800123456"),
        ("SF1234567890123", "tracking_number", "SF1234567890123"),
        ("yt1234567890123到哪了", "tracking_number", "YT1234567890123"),
        ("退货单号是773012345678901", "tracking_number", "773012345678901"),
        ("尾号8866", "phone_tail", "8866"),
        ("手机后四位是0032", "phone_tail", "0032"),
        ("8866", "phone_tail", "8866"),
        ("8866。", "phone_tail", "8866"),
        ("手机尾号八八六六", "phone_tail", "8866"),
        ("后四位 8 8 6 6", "phone_tail", "8866"),
        ("8866是我手机后四位", "phone_tail", "8866"),
        ("138****8866", "phone_tail", "8866"),
        ("尾号8866的订单", "phone_tail", "8866"),
        ("电话改成138-0013-8000", "phone", "13800138000"),
        ("电话改成13800138000", "phone", "13800138000"),
        ("便宜20块", "amount", 2000),
        ("二十块钱行不", "amount", 2000),
        ("5毛也是钱", "amount", 50),
        ("3块5一斤", "amount", 350),
        ("三块五毛", "amount", 350),
        ("3块5毛2分", "amount", 352),
        ("1.5元", "amount", 150),
        ("二百五十元", "amount", 25_000),
        ("三百五块", "amount", 35_000),
        ("30r包邮吗", "amount", 3000),
        ("¥30", "amount", 3000),
        ("¥99.9", "amount", 9990),
        ("-20元", "amount", -2000),
        ("赔我一个亿", "amount", 10_000_000_000),
        ("赔1亿元", "amount", 10_000_000_000),
        ("便宜10行不", "amount", 1000),
        ("要三包", "quantity", 3),
        ("拍2件", "quantity", 2),
        ("两个", "quantity", 2),
        ("给我换一个", "quantity", 1),
        ("一小包", "quantity", 1),
        ("半打鸡蛋", "quantity", 6),
        ("5斤苹果", "quantity", 5),
        ("来半斤", "quantity", 5),
        ("二十箱", "quantity", 20),
        ("80卖不卖", "amount", 8000),
        ("退我50", "amount", 5000),
        ("邮费要12？", "amount", 1200),
        ("定金一百", "amount", 10_000),
        ("零点五元", "amount", 50),
        ("便宜一点五块行不", "amount", 500),
        ("三块五毛二", "amount", 352),
        ("100多块", "amount", 10_000),
        ("一百五一件我拿十件", "amount", 15_000),
        ("9.9包邮那个", "amount", 990),
        ("帮我改价到110", "amount", 11_000),
        ("36行不行", "amount", 3600),
        ("二十来件", "quantity", 20),
        ("2斤半", "quantity", 25),
        ("一整箱", "quantity", 1),
        ("来一对", "quantity", 1),
        ("三块九三包", "quantity", 3),
        ("湿巾x3", "quantity", 3),
        ("十一件", "quantity", 11),
        ("三十八码", "size", "38"),
        ("白38", "size", "38"),
        ("羽绒服120", "size", "120"),
        ("40的羽绒服", "size", "40"),
        ("码数偏大 36行不", "size", "36"),
        ("黑M", "colour", "黑色"),
        ("白羽绒服", "colour", "白色"),
        ("L码有吗", "size", "L"),
        ("xl的", "size", "XL"),
        ("XXL还有没有", "size", "2XL"),
        ("3xl", "size", "3XL"),
        ("均码吗", "size", "均码"),
        ("38码", "size", "38"),
        ("换成41的", "size", "41"),
        ("NB码", "size", "NB"),
        ("110码宝宝穿", "size", "110"),
        ("165 110斤穿什么码", "height", 165),
        ("165/110", "height", 165),
        ("身高165体重110", "height", 165),
        ("1米65", "height", 165),
        ("1米7穿啥", "height", 170),
        ("一米六五", "height", 165),
        ("165cm", "height", 165),
        ("1.65米", "height", 165),
        ("165 110斤穿什么码", "weight", 55_000),
        ("165/110", "weight", 55_000),
        ("身高165体重110", "weight", 55_000),
        ("体重55kg", "weight", 55_000),
        ("一百一十斤穿多大", "weight", 55_000),
        ("55公斤穿什么", "weight", 55_000),
        ("16555公斤穿L行吗", "weight", 55_000),
        ("我妈120斤拿哪个码", "weight", 60_000),
        ("体重一百二", "weight", 60_000),
        ("1米7一百三", "weight", 65_000),
        ("我90斤左右", "weight", 45_000),
        ("高165重112", "height", 165),
        ("上海南路", "region", "上海"),
        ("黑色的", "colour", "黑色"),
        ("米白有吗", "colour", "米白色"),
        ("羽绒服起球", "product", "羽绒服"),
        ("发顺风吗", "carrier", "顺丰"),
        ("能发ems吗", "carrier", "EMS"),
        ("新疆包邮吗", "region", "新疆"),
        ("杭州市", "region", "杭州"),
        ("广东省", "region", "广东"),
        ("今天能发吗", "date", "today"),
        ("明天到吗", "date", "tomorrow"),
        ("后天要用", "date", "day_after"),
        ("昨天拍的", "date", "yesterday"),
        ("今晚发吗", "date", "tonight"),
        ("周五能到吗", "date", "weekday:5"),
        ("星期天送", "date", "weekday:7"),
        ("下周三", "date", "next_weekday:3"),
        ("12号发货", "date", "day:12"),
        ("11月12号", "date", "date:11-12"),
        ("十一月十二日", "date", "date:11-12"),
        ("月底前", "date", "month_end"),
        ("双十一有活动吗", "date", "festival:双11"),
        ("周末送", "date", "weekend"),
        ("第二个", "ordinal", 2),
        ("第三款", "ordinal", 3),
        ("最后一个", "ordinal", -1),
        ("倒数第二个", "ordinal", -2),
        ("[图片]", "photo", True),
        ("【视频】", "photo", True),
        ("[图片2]这里破了", "photo", True),
        ("[image:20261118.jpg]", "photo", True),
        ("http://a.cn/i.htm?spm=a1&id=528800123456&skuId=7", "item_number", "528800123456"),
        ("https://item.example.cn/100012043978.html 有货吗", "item_number", "100012043978"),
        ("https://m.example.cn/goods.html?goods_id=712345678901", "item_number", "712345678901"),
        ("羽绒服175穿几码", "height", 175),
        ("前面那个多重", "ordinal", 1),
        ("后者多重", "ordinal", -1),
        ("看下https://item.example.com/i?id=528800123456", "url", "https://item.example.com/i?id=528800123456"),
    ],
)  # fmt: skip
def test_value(tagger: Tagger, text: str, entity: str, value: object) -> None:
    assert values(tagger, text, entity) == [value]


@pytest.mark.parametrize(
    ("text", "entity"),
    [
        ("一块发货吧", "amount"),
        ("多少钱", "amount"),
        ("第2个", "quantity"),
        ("这一个", "quantity"),
        ("三个月了", "quantity"),
        ("5斤苹果", "weight"),
        ("长165cm的桌子", "height"),
        ("13800138000", "item_number"),
        ("528800123456", "phone"),
        ("XE20261101003", "tracking_number"),
        ("第一次买", "ordinal"),
        ("海洋馆南路", "region"),
        ("大码有吗", "size"),
        ("两三包", "quantity"),
        ("3-5包", "quantity"),
        ("20包邮吗", "quantity"),
        ("四件套", "quantity"),
        ("一个人用", "quantity"),
        ("一打开就坏", "quantity"),
        ("有三包吗", "quantity"),
        ("75×100cm", "quantity"),
        ("第二件半价", "ordinal"),
        ("第一", "ordinal"),
        ("三角形", "amount"),
        ("假一赔十", "amount"),
        ("304的不锈钢", "amount"),
        ("最大几XL", "size"),
        ("110的羽绒服", "amount"),
        ("订单尾号8866", "phone_tail"),
        ("尾号8866的银行卡", "phone_tail"),
        ("银行卡6222021234567890123", "order_number"),
        ("税号330106789012345", "order_number"),
        ("5号电池", "date"),
        ("上周五买的", "date"),
        ("我肤色偏黄", "colour"),
        ("洗完发白了", "colour"),
        ("天天催", "carrier"),
        ("放菜鸟驿站", "carrier"),
        ("开封后能放多久", "region"),
        ("<img src=x.jpg>", "photo"),
        ("<image onerror=alert(1)>", "photo"),
        ("<图片>", "photo"),
        ("(图片里那款)有货吗", "photo"),
        ("[图片里那款]有货吗", "photo"),
    ],
)
def test_no_value(tagger: Tagger, text: str, entity: str) -> None:
    assert values(tagger, text, entity) == []


def test_places_in_one_word(tagger: Tagger) -> None:
    assert values(tagger, "广西北海几天到", "region") == ["广西", "北海"]
    assert values(tagger, "上海市浦东新区", "region") == ["上海"]
    assert values(tagger, "吉林省吉林市", "region") == ["吉林", "吉林"]


def test_a_name_of_one_character_is_a_word_of_its_own(tmp_path: Path) -> None:
    path = tmp_path / "lexicon.json"
    names = {"product": {"鞋": "鞋", "包": "包", "重磅T恤": "重磅T恤"}, "colour": {"红": "红"}}
    path.write_text(json.dumps(names), encoding="utf-8")
    tagger = Tagger(LexiconFile(path))

    assert values(tagger, "这鞋偏小", "product") == ["鞋"]
    assert values(tagger, "鞋带断了", "product") == []
    assert values(tagger, "要三包", "product") == []
    assert values(tagger, "要三包", "quantity") == [3]
    assert values(tagger, "重磅T恤有吗", "product") == ["重磅T恤"]
    assert values(tagger, "红薯干", "colour") == []


def test_units_of_quantities(tagger: Tagger) -> None:
    assert [s.value for s in found(tagger, "110一件130两件") if s.entity == "quantity"] == [1, 2]
    assert [(s.value, s.unit) for s in found(tagger, "两包和3斤")] == [(2, "包"), (3, "斤")]


def test_offsets_hold_in_the_original(tagger: Tagger) -> None:
    text = "親，我要兩包，發順豐到新疆🙏🙏第２個"
    for span in found(tagger, text):
        assert span.as_dict(text)["text"] == text[span.start : span.end]
    assert values(tagger, text, "quantity") == [2]
    assert values(tagger, text, "ordinal") == [2]
    assert values(tagger, text, "carrier") == ["顺丰"]


def test_spans_do_not_overlap(tagger: Tagger) -> None:
    spans = found(tagger, "身高165 110斤黑色羽绒服XL要2件共1米65发顺丰SF1234567890123给13800138000")
    for one, two in pairwise(spans):
        assert one.end <= two.start


def test_lexicon_is_read_again_when_it_changes(tmp_path: Path) -> None:
    path = tmp_path / "lexicon.json"
    tagger = Tagger(LexiconFile(path))
    assert values(tagger, "保温壶多少钱", "product") == []
    path.write_text(json.dumps({"product": {"保温壶": "大肚保温壶"}}), encoding="utf-8")
    assert values(tagger, "保温壶多少钱", "product") == ["保温壶"]
    path.write_text("{", encoding="utf-8")
    assert values(tagger, "保温壶多少钱", "product") == []
    assert values(tagger, "发新疆", "region") == ["新疆"]
