"""Greetings, yes and no, doubt, people."""

from tests.shop.replies.scenarios import case

NIGHT = "2026-11-19 02:00"
CASES = [
    case("greet", "在吗"),
    case("greet", "在吗", buyer="b02"),
    case("greet", "你好", buyer="b20"),
    case("goodbye", "拜拜"),
    case("thank", "谢谢"),
    case("affirm", "好的"),
    case("deny", "不用了"),
    case("bot_challenge", "你是机器人吗"),
    case("review_cashback", "好评返现吗"),
    case("review_cashback", "包裹里有好评返现卡", buyer="b12"),
    case("out_of_scope", "今天天气怎么样"),
    case("request_human", "转人工"),
    case("request_human", "转人工", at=NIGHT),
    case("complain_service", "什么态度"),
    case("complain_service", "半天没人理", at=NIGHT),
    case("threaten_dispute", "我要打12315"),
    case("threaten_dispute", "不处理就差评", buyer="b02"),
]
