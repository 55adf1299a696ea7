"""A body is taken in with caps on both sides of the unpacking."""

import asyncio
import gzip

import pytest

from continuity.providers.answers import BODY_BYTES, body_of
from continuity.providers.feeds import Reason
from continuity.providers.feeds._text import Unreadable

ZIPPED = {"content-encoding": "gzip"}


class Chunks:
    """A stream that tells how much of it was taken."""

    def __init__(self, *chunks):
        self.chunks, self.taken = chunks, 0

    async def iter_chunked(self, n):
        for chunk in self.chunks:
            self.taken += 1
            yield chunk


def take(stream, headers=ZIPPED):
    return asyncio.run(body_of(stream, headers))


def test_what_follows_the_packed_body_is_left_where_it_is():
    stream = Chunks(gzip.compress(b"{}"), *[b"0" * 65536] * 1000)
    assert take(stream) == b"{}"
    assert stream.taken == 1


def test_a_packed_body_that_unpacks_to_nothing_ends_at_the_cap():
    empty = gzip.compress(b"")[:10] + b"\x00\x00\x00\xff\xff" * 13_000  # empty blocks, never last
    stream = Chunks(*[empty[:10]], *[empty[10:]] * 1000)
    with pytest.raises(Unreadable) as refused:
        take(stream)
    assert refused.value.reason == Reason.TOO_LARGE
    assert stream.taken <= BODY_BYTES // 65_000 + 2


def test_a_body_split_anywhere_is_whole():
    packed = gzip.compress(b'{"components": []}')
    assert take(Chunks(*[packed[i : i + 1] for i in range(len(packed))])) == b'{"components": []}'
