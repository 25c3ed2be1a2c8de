"""What readers of both scripts type, and what they find, in the real content."""

import pytest

from c40china.search.index import KINDS, VISIBLE
from c40china.search.terms import parsed
from cities.models import City
from search.analyser import tokens
from search.engine import search

pytestmark = pytest.mark.both_databases


def answer(words, language="en"):
    return search(parsed(words), VISIBLE, language)


def found(words, language="en"):
    """Return kind and slug of what is found, in its order."""
    models = {kind.kind: kind.model for kind in KINDS}
    hits = [(models[hit.kind], hit.key) for hit in answer(words, language).hits]
    return [f"{model.__name__} {model.objects.get(pk=key).slug}" for model, key in hits]


XIE = "Article china-special-envoy-c40"
CAP, CBP = "Programme cap", "Programme cbp"


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("北京", "City beijing"),
        ("beijing", "City beijing"),
        ("ｂｅｉｊｉｎｇ", "City beijing"),
        ("Hong Kong", "City hong-kong"),
        ("香港", "City hong-kong"),
        ("福州 市长", "City fuzhou"),
        ("解振华", XIE),
        ("解振華", XIE),
        ("Xie Zhenhua", XIE),
        ("xie", XIE),
        ("buildings", CBP),
        ("building", CBP),
        ("net-zero", "City chengdu"),
        ("14th Five-Year Plan", CAP),
        ("“ultra-low energy”", CBP),
        ("“十四五”规划", CAP),
        ("CAP", CAP),
        ("CBP", CBP),
        ("超低能耗建筑", CBP),
        ("福州市长", "City fuzhou"),
        ("十四五规划", CAP),
        ("Shenzhen’s Deputy Mayor", "City shenzhen"),
    ],
)
def test_the_best_answer_comes_first_in_both_languages(language, words, first):
    assert found(words, language)[0] == first


@pytest.mark.parametrize(
    ("words", "among"),
    [
        ("中和", CAP),
        ("碳中和", CAP),
        ("net-zero", CBP),
        ("福州市长", XIE),
        ("Shenzhen’s Deputy Mayor", XIE),
    ],
)
def test_what_is_said_at_length_of_one_city_hides_nothing_else(language, words, among):
    assert among in found(words, language)[:2]


@pytest.mark.parametrize("words", ["解振华", "解振華", "Xie", "XIE ZHENHUA"])
def test_a_person_is_found_under_every_spelling_and_nothing_else_is(words):
    first, *others = found(words)

    assert first == XIE
    # Their mayors spoke with him, as their pages say.
    assert set(others) == {"City dalian", "City fuzhou", "City shenzhen"}


@pytest.mark.parametrize(
    ("words", "best"),
    [
        ("北京建筑节能", CBP),
        ("上海长宁区建筑", CBP),
        ("中国建筑项目试点城市", "City beijing"),
    ],
)
def test_chinese_typed_without_spaces_finds_what_has_most_of_it(words, best):
    assert best in found(words, "zh-hans")[:3]


@pytest.mark.parametrize(("one", "many"), [("bus", "buses"), ("gas", "gases"), ("city", "cities")])
def test_one_and_many_are_the_same_word(one, many):
    assert tokens(one) == tokens(many)


def test_chinese_typed_without_spaces_finds_its_words_wherever_they_stand():
    cities = [City.objects.get(slug=slug) for slug in ("fuzhou", "wuhan")]
    for city, text in zip(cities, ("节能的幕墙在改造", "节能幕墙改造"), strict=True):
        city.summary_zh_hans = text
        city.save()

    assert found("节能幕墙改造", "zh-hans")[:2] == ["City wuhan", "City fuzhou"]


@pytest.mark.parametrize("written", ["Hangzhóu", "Hangzho\u0301u", "HANGZHOU"])
def test_accents_make_no_difference(written):
    assert found(written)[0] == "City hangzhou"


def test_two_words_ask_for_both():
    assert set(found("福州 市长")) == set(found("福州")) & set(found("市长"))


def test_words_in_quotation_marks_must_follow_each_other():
    assert found("“energy ultra-low”") == []
    assert found("energy ultra-low") == [CBP, "City beijing"]


def test_one_han_character_finds_the_words_that_hold_it(language):
    names = found("州", language)

    assert {"City fuzhou", "City guangzhou", "City hangzhou"} <= set(names)


@pytest.mark.parametrize("written", ["CO2", "CO₂", "co2", "ＣＯ２"])
def test_carbon_dioxide_is_found_however_it_is_written(written, article):
    article.body_en = "<p>Less CO<sub>2</sub> from heating.</p>"
    article.body_zh_hans = "<p>减少供暖的CO₂排放。</p>"
    article.save()

    assert found(written) == [XIE]


@pytest.mark.parametrize(
    ("wrong", "right"), [("buildngs", "buildings"), ("shangai", "Shanghai"), ("clmate", "climate")]
)
def test_a_misspelt_word_is_mended(wrong, right):
    assert answer(wrong).meant == {wrong: right}


def test_where_nothing_has_all_words_what_has_some_is_found():
    words = "解振华 超低能耗"

    assert answer(words, "zh-hans").is_partial
    assert {CBP, XIE} <= set(found(words, "zh-hans"))


HOSTILE = [
    *('"', "'", "*", "**", "NEAR(", "NEAR(a b)", "'; --", "'; DROP TABLE search_entry; --"),
    *("\\", "\\'", "x" * 10_000, "中" * 10_000, "\x00", "🙂", "AND", "OR NOT", "a AND"),
    *("title_en:x", "{a}", "(((", ")", "-", "--", "^", "a:b", "a|b", "a & b", "!x", "<->", ":*"),
    *("%", "_", "“”", "“", "   ", "\ud800", "\u202e", "ｆｕｌｌ　ｗｉｄｔｈ", "e\u0301\u0301"),
    *("1" * 300, "co\x00co", "NULL", "../../etc/passwd", "<script>"),
]


@pytest.mark.parametrize("words", HOSTILE)
def test_nothing_that_can_be_typed_is_an_error(words):
    assert isinstance(found(words), list)
