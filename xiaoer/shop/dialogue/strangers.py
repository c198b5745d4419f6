"""Goods that a message asks for and that the shop does not have."""

from __future__ import annotations

import re
from typing import Optional

_LEAD = (
    r"(?:请问|想问|问一?下|那么?(?![个款件双条种])|亲|你好|您好|在吗|[你您]们?|咱们?|家|店铺?里?"
    r"|这里|这边|还|也|现在|另外)*"
)
_END = r"(?:的|呢|啊|呀|哦|哈|嘛|吗|么|不|没|没有|亲)*[\s?？!！~～。.，,]*"
_NOUN = r"(?P<noun>[一-鿿]{2,6}?)"
#: Whatever is sold is goods: 卖不卖连衣裙, 电饭煲有卖吗.
_SOLD = (
    re.compile(rf"{_LEAD}(?:卖不卖|有没有卖|有卖){_NOUN}{_END}"),
    re.compile(rf"{_LEAD}{_NOUN}(?:有卖[吗么不]|有没有卖){_END}"),
)
#: Whatever a shop has may be goods, or a part of them, or a service: 有口红吗, 有口袋吗.
_HAD = (
    re.compile(rf"{_LEAD}(?:有没有|有木有|有){_NOUN}{_END}"),
    re.compile(rf"{_LEAD}{_NOUN}(?:有[吗么不]|有没有|有木有|还有吗){_END}"),
    re.compile(rf"{_LEAD}卖{_NOUN}{_END}"),
    re.compile(rf"{_LEAD}(?:有没有|有)?{_NOUN}(?:卖[吗么不]|卖不卖){_END}"),
    re.compile(rf"{_LEAD}我?(?:想要?|要)?买[一两]?[点个双件条支款]?{_NOUN}{_END}"),
)
#: What ends the names of goods that are no part of others.
_GOODS = re.compile(
    r"(?:鞋|靴|裙|裙子|袜子?|内裤|短裤|泳衣|泳裤|风衣|雨衣|睡衣|大衣|棉衣|衬衫|衬衣|夹克|西装|马甲|背心|文胸"
    r"|围巾|手套|丝巾|领带|口罩|墨镜|眼镜|手表|项链|耳环|戒指|手链|手镯|书包|背包|钱包|行李箱"
    r"|口红|唇膏|粉底液?|眼影|香水|面膜|面霜|眼霜|洗面奶|爽肤水|防晒霜|护手霜|身体乳|卸妆油|化妆品|护肤品"
    r"|洗发水|沐浴露|牙膏|牙刷|洗衣液|卫生纸|卫生巾|抽纸|毛巾|浴巾|地毯|窗帘|枕头|被子|床单|四件套|凉席|床垫"
    r"|手机|耳机|电脑|平板|充电宝|音箱|键盘|鼠标|电视|冰箱|空调|洗衣机|风扇|吹风机|电饭煲|微波炉|台灯"
    r"|保温杯|水杯|奶瓶|奶粉|婴儿车|推车|安全座椅|婴儿床|玩具|积木|绘本|雨伞|帐篷|瑜伽垫|篮球|足球"
    r"|薯片|辣条|方便面|螺蛳粉|月饼|粽子|蛋糕|面包|矿泉水|可乐|啤酒|白酒|红酒|香烟|大米|猫粮|狗粮|猫砂)$"
)
#: Words of questions about goods on sale, about money and about service.
_NO_NOUN = re.compile(
    r"[货券价钱味款色码号票证折送赠礼假]|什么|多少|几|优惠|活动|便宜|发|包邮|红包|问题|[这那]|其[他它]|别的|新|东西|[完光给单散拆整论不]"
)


def stranger(text: str) -> Optional[str]:
    """The goods that a short question asks for, where it can be about nothing else.

    The caller knows that the text names no product of the shop.
    """
    plain = text.strip()
    for patterns, certain in ((_SOLD, True), (_HAD, False)):
        for pattern in patterns:
            asked = pattern.fullmatch(plain)
            if asked is None or _NO_NOUN.search(asked["noun"]):
                continue
            if certain or _GOODS.search(asked["noun"]):
                return asked["noun"]
    return None
