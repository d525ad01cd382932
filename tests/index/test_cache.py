"""Does the cache keep what is worth its bytes, whoever asks?"""

from __future__ import annotations

from threading import Thread

from telusur.index.cache import OVERHEAD, ByteCache


def test_the_oldest_goes_when_the_bytes_are_spent() -> None:
    cache = ByteCache[bytes](3 * (OVERHEAD + 10), len)
    for key in "abc":
        cache.get(key, lambda: b"x" * 10)
    cache.get("a", lambda: b"never made")
    cache.get("d", lambda: b"y" * 10)
    assert cache.get("a", lambda: b"made again") == b"x" * 10
    assert cache.get("b", lambda: b"made again") == b"made again"
    assert cache.bytes <= cache.most
    assert len(cache) == 3


def test_small_values_stay_where_more_is_asked_for_in_turn_than_fits() -> None:
    cache = ByteCache[bytes](1_000_000, len)
    made: list[str] = []

    def make(key: str, size: int) -> bytes:
        made.append(key)
        return b"x" * size

    for _ in range(3):
        for n in range(20):
            cache.get(f"small {n}", lambda n=n: make(f"small {n}", 10_000))
            cache.get(f"large {n}", lambda n=n: make(f"large {n}", 300_000))
    assert sum(one.startswith("small") for one in made) == 20  # each once
    assert sum(one.startswith("large") for one in made) > 40
    assert cache.bytes <= cache.most


def test_what_is_too_large_is_made_and_not_kept() -> None:
    cache = ByteCache[bytes](OVERHEAD + 10, len)
    assert cache.get("a", lambda: b"x" * 11) == b"x" * 11
    assert (len(cache), cache.bytes) == (0, 0)


def test_a_cleared_cache_holds_nothing() -> None:
    cache = ByteCache[bytes](OVERHEAD + 10, len)
    cache.get("a", lambda: b"x")
    cache.clear()
    assert (len(cache), cache.bytes) == (0, 0)


def test_many_threads_leave_the_count_right() -> None:
    cache = ByteCache[bytes](20 * (OVERHEAD + 50), len)

    def ask(first: int) -> None:
        for n in range(first, first + 2000):
            size = n % 60
            assert cache.get(size, lambda size=size: b"x" * size) == b"x" * size

    threads = [Thread(target=ask, args=(7 * n,)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    kept = [cache.get(size, lambda: b"") for size in list(cache._kept)]
    assert cache.bytes == sum(len(one) + OVERHEAD for one in kept) <= cache.most
