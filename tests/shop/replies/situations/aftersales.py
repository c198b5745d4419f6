"""Refunds, returns, exchanges, problems."""

from tests.shop.replies.scenarios import case


def order(tail: str) -> str:
    """A demo order number by its last three digits."""
    return f"202600000000000{tail}"


LATER = "2026-11-30 10:00"
CASES = [
    case("request_refund", "卫衣不要了", buyer="b01"),
    case("request_refund", "卫衣不要了", "确认", buyer="b01"),
    case("request_refund", "没货就退款", buyer="b09", order_number=order("122")),
    case("request_refund", "纸尿裤退两包", buyer="b15", quantity=2),
    case("request_refund", "毯子不要了", buyer="b16"),
    case("request_refund", "毯子不要了", "确认", buyer="b16"),
    case("request_refund", "秋衣退了重拍", buyer="b14"),
    case("request_refund", "秋衣退了重拍", "确认", buyer="b14"),
    case("request_refund", "还没付款的不要了", buyer="b05", order_number=order("110")),
    case("request_refund", "不想等了退款", buyer="b02"),
    case("request_refund", "不想等了退款", "拒收退款", buyer="b02"),
    case("request_refund", "一直没动退款吧", buyer="b07"),
    case("request_refund", "一直没动退款吧", "确认", buyer="b07"),
    case("request_refund", "卫衣丢了退款", buyer="b18"),
    case("request_refund", "退款", buyer="b04", order_number=order("109")),
    case("request_refund", "退款", buyer="b04", order_number=order("108")),
    case("request_refund", "退款", buyer="b06", order_number=order("115")),
    *(
        case("refund_status", "退款到哪了", buyer="b06", order_number=order(str(n)))
        for n in range(112, 118)
    ),
    *(
        case("refund_status", "退款到哪了", buyer="b11", order_number=order(str(n)))
        for n in range(125, 129)
    ),
    *(
        case("refund_status", "到账了吗", buyer="b11", order_number=order(str(n)), at=LATER)
        for n in (125, 126, 127)
    ),
    case("refund_status", "退款到了没", buyer="b14"),
    case("refund_status", "还没到账", buyer="b12"),
    case("refund_status", "退款到哪了", buyer="b02", order_number=order("105")),
    case("refund_status", "退款好了没", buyer="b06", order_number=order("112"), at=LATER),
    case("withdraw_request", "理发器不退了", buyer="b06"),
    case("withdraw_request", "理发器不退了", "确认", buyer="b06"),
    case("withdraw_request", "不退了", buyer="b11", order_number=order("125")),
    case("withdraw_request", "不退了", buyer="b11", order_number=order("127")),
    case("withdraw_request", "不退了", buyer="b11", order_number=order("128")),
    case("request_return", "牛仔裤想退", buyer="b04"),
    case("request_return", "牛仔裤想退", "确认", buyer="b04"),
    case("request_return", "开衫退货", buyer="b01"),
    case("request_return", "坚果退货", buyer="b10"),
    case("request_return", "坚果退货", "受潮了", buyer="b10"),
    case("request_return", "坚果退货", "受潮了", "没有照片", buyer="b10"),
    case("request_return", "橙子退货", buyer="b18"),
    case("request_return", "调奶器坏了退货", buyer="b17"),
    case("request_return", "没收到我要退货", buyer="b07"),
    case("request_exchange", "调奶器坏了换一个", buyer="b17"),
    case("withdraw_request", "调奶器不退了", "确认", buyer="b06"),
    case("request_return", "猪肉脯退货", buyer="b12"),
    case("request_return", "湿巾漏了要退货", buyer="b09"),
    case("request_return", "退货", buyer="b06", order_number=order("114")),
    case("ask_return_policy", "云朵卫衣能退吗"),
    case("ask_return_policy", "脐橙能退吗"),
    case("ask_return_policy", "绣名毯能退吗"),
    case("ask_return_policy", "坚果还能退吗", buyer="b10"),
    case("ask_return_policy", "牛仔裤还能退不", buyer="b04"),
    case("ask_return_policy", "T恤印好了还能退吗", buyer="b19"),
    case("ask_return_policy", "米饼凭什么不给退", buyer="b06"),
    case("ask_return_policy", "羽绒服定金能退吗", buyer="b16"),
    case("return_procedure", "退货寄到哪", buyer="b06"),
    case("return_procedure", "收到我退的没", buyer="b11", order_number=order("126")),
    case("return_procedure", "收到我退的没", buyer="b11", order_number=order("125")),
    case("return_shipping_fee", "裤子有运费险吗", buyer="b04"),
    case("return_shipping_fee", "裤子有运费险吗", buyer="b05"),
    case("return_shipping_fee", "橙子有运费险吗", buyer="b18"),
    case("request_exchange", "裤子换XL", buyer="b05", size="XL"),
    case("request_exchange", "裤子换个码", buyer="b05"),
    case("request_exchange", "开衫换灰色S", buyer="b01", colour="灰色", size="S"),
    case("request_exchange", "餐椅换白色带轮款", buyer="b17", colour="白色"),
    case("request_exchange", "坚果换一个", buyer="b10"),
    case("request_exchange", "餐具发错色了换一个", buyer="b09"),
    case("request_exchange", "秋衣换大一码", buyer="b02"),
    case("report_quality", "湿巾漏水了", buyer="b09"),
    case("report_quality", "湿巾漏水了", "就一包", buyer="b09"),
    case("report_quality", "坏了", buyer="b01", order_number=order("102")),
    case("report_missing", "赠品没送", buyer="b09"),
    case("report_missing", "衣服少发了", buyer="b15"),
    case("report_missing", "少一包", buyer="b08", order_number=order("120")),
    case("report_wrong_item", "餐具颜色发错了", buyer="b09"),
    case("report_not_as_described", "和图片不一样", buyer="b01", order_number=order("104")),
    case("report_size_unfit", "买大了", buyer="b05"),
    case("request_resend", "限位梳裂了补一个", buyer="b17", order_number=order("142")),
    case("request_compensation", "猪肉脯发硬怎么赔", buyer="b12"),
    case("request_compensation", "猪肉脯发硬怎么赔", "有几片", "怎么说", buyer="b12"),
]
