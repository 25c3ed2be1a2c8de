"""The places that the drawings are tested with."""

from dataclasses import dataclass


@dataclass(frozen=True)
class SamplePlace:
    """What a drawing asks of a place."""

    slug: str
    name_en: str
    name_zh_hans: str
    latitude: float
    longitude: float
    name_side: str = "right"
    is_pilot: bool = False
    language: str = "en"

    @property
    def name(self):
        return self.name_en if self.language == "en" else self.name_zh_hans

    @property
    def position(self):
        return self.latitude, self.longitude

    def get_absolute_url(self):
        return f"/{self.language}/cities/{self.slug}/"


BEIJING = SamplePlace("beijing", "Beijing", "北京", 39.9075, 116.39723, is_pilot=True)
SHANGHAI = SamplePlace("shanghai", "Shanghai", "上海", 31.22222, 121.45806, is_pilot=True)
QINGDAO = SamplePlace("qingdao", "Qingdao", "青岛", 36.06488, 120.38042, is_pilot=True)
FUZHOU = SamplePlace("fuzhou", "Fuzhou", "福州", 26.06139, 119.30611, is_pilot=True)
HONG_KONG = SamplePlace("hong-kong", "Hong Kong", "香港", 22.27832, 114.17469)
SHENZHEN = SamplePlace("shenzhen", "Shenzhen", "深圳", 22.54554, 114.0683)
GUANGZHOU = SamplePlace("guangzhou", "Guangzhou", "广州", 23.11667, 113.25)
NANJING = SamplePlace("nanjing", "Nanjing", "南京", 32.06167, 118.77778)
CHENGDU = SamplePlace("chengdu", "Chengdu", "成都", 30.66667, 104.06667)
WUHAN = SamplePlace("wuhan", "Wuhan", "武汉", 30.58333, 114.26667)
DALIAN = SamplePlace("dalian", "Dalian", "大连", 38.91222, 121.60222)
ZHENJIANG = SamplePlace("zhenjiang", "Zhenjiang", "镇江", 32.21086, 119.45508)
HANGZHOU = SamplePlace("hangzhou", "Hangzhou", "杭州", 30.29365, 120.16142)

THIRTEEN = (
    *(BEIJING, CHENGDU, DALIAN, FUZHOU, GUANGZHOU, HANGZHOU, HONG_KONG, NANJING, QINGDAO),
    *(SHANGHAI, SHENZHEN, WUHAN, ZHENJIANG),
)
PILOTS = (BEIJING, SHANGHAI, QINGDAO, FUZHOU)
