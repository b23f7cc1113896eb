"""Names for a demo town: people and shops, the same for the same dice."""

import random

_SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余"
_GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂兰玉梅建华国志文心怡子涵浩宇欣然思远晓"
_FIRST = (
    *("青禾", "四季", "江南", "满觉", "河坊", "湖畔", "钱塘", "吴山"),
    *("梅家", "龙井", "拱宸", "运河", "云栖", "西溪", "桂雨", "清波"),
)
_INDUSTRIES = {
    "餐饮": ["面馆", "小笼馆", "茶餐厅", "私房菜", "火锅店"],
    "超市": ["便利店", "生活超市", "平价超市"],
    "生鲜": ["鲜果店", "菜场", "水产行"],
    "烘焙": ["面包房", "糕团店"],
    "药店": ["大药房"],
    "服饰": ["布庄", "童装店"],
}


def person(dice: random.Random) -> str:
    """A person's name."""
    return dice.choice(_SURNAMES) + "".join(dice.sample(_GIVEN, dice.choice((1, 2))))


def shop(dice: random.Random, number: int) -> tuple[str, str]:
    """(name, industry); the first word runs through, so that neighbours differ."""
    industry = dice.choice(list(_INDUSTRIES))
    branch = number // len(_FIRST)
    suffix = f"({branch + 1}店)" if branch else ""
    return f"{_FIRST[number % len(_FIRST)]}{dice.choice(_INDUSTRIES[industry])}{suffix}", industry
