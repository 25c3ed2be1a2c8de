"""The stems of words, asked for by several threads at once as the server's threads do."""

from concurrent.futures import ThreadPoolExecutor
from itertools import product

from search.analyser import stem
from tests.support.threads import taking_turns_often

BEGINNINGS = ("inter", "over", "un", "re", "counter", "pre", "out", "non", "sub", "trans")
ENDINGS = ("nationally", "fulness", "organisation", "conditionals", "renovating", "sensibilities")
WORDS = [f"{a}{b}{ending}" for a, b, ending in product(BEGINNINGS, BEGINNINGS, ENDINGS)]


def test_threads_that_stem_at_the_same_time_get_the_stems_of_their_own_words():
    threads = 4
    shares = [WORDS[number::threads] for number in range(threads)]
    stem.cache_clear()
    with taking_turns_often(), ThreadPoolExecutor(threads) as pool:
        together = list(pool.map(lambda share: [stem(word) for word in share], shares))
    stem.cache_clear()

    assert together == [[stem(word) for word in share] for share in shares]
