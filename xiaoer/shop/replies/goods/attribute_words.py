"""Words that ask for the same kind of fact, whatever a shop calls it on its page."""

from __future__ import annotations

from typing import FrozenSet, Tuple

_GROUPS = """
材质 面料 布料 料子 材料 成分 什么料 什么做的 纯棉 含棉量
配料 成分 原料 配方 添加 添加剂 防腐剂 香精 加糖 什么做的
厚薄 厚度 厚 薄 保暖 冷不冷 克重 多少克 几克
缩水 变形 缩不缩
掉色 褪色 染色 浮色
起球 起毛 掉毛
弹力 弹性 勒
版型 偏大 偏小 正码 宽松 修身 尺码准
保质期 过期 放多久 能放几天 存多久
生产日期 新鲜 日期 批次 哪天生产 什么时候生产
产地 哪里产 哪产 哪生产 国产 进口
口味 味道 甜不甜 辣不辣 酸不酸 咸不咸 好吃
规格 净含量 净重 几斤 多少克 几片 多少片 几包 分量
尺寸 大小 长宽 多长 多高 多宽 厘米 占地
独立包装 小包 小袋 小包装 独立小包 包装 散装 密封 真空
过敏原 过敏
储存 保存 存放 怎么放 冷藏
适用月龄 适用年龄 适合年龄 食用人群 几个月 几岁 月龄 小孩能 宝宝能
安全类别 安全标准 执行标准 甲醛 认证 检测 检验 A类
异味 气味 有味 味道 臭
噪音 声音 吵 响
充电 插电 续航 电池
清洗 洗涤 怎么洗 机洗 水洗 手洗
安装 组装 怎么装 上门
套装内容 配件 包含 里面有什么 有哪些东西 几件 都有啥 一套
容量 几升 多少毫升 装多少
功率 耗电 费电 多少瓦
透气 闷
防水 防雨
碎不碎 碎 完整 压坏
承重 结实 牢固 耐用
"""

GROUPS: Tuple[FrozenSet[str], ...] = tuple(
    frozenset(line.split()) for line in _GROUPS.strip().splitlines()
)
