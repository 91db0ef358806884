"""Numbers that any language can compute again from a name and an index: src/maths/random/pattern.ts in Python."""
import numpy
import torch

WORD = 0xFFFFFFFF


def hash_string(text):
    """FNV-1a over UTF-16 code units; the names here are ASCII."""
    h = 0x811C9DC5
    for code in text.encode('ascii'):
        h = ((h ^ code) * 0x01000193) & WORD
    return h


def bits(name, size):
    """The finaliser of MurmurHash3 (Appleby 2011), for places 0 … size − 1 of the stream `name`."""
    h = (numpy.arange(size, dtype=numpy.uint64) * 0x9E3779B9 + hash_string(name)) & WORD
    h = ((h ^ (h >> 16)) * 0x85EBCA6B) & WORD
    h = ((h ^ (h >> 13)) * 0xC2B2AE35) & WORD
    return h ^ (h >> 16)


def values(name, *shape):
    """Numbers in [−1, 1) with 15 binary places, float64."""
    size = int(numpy.prod(shape))
    drawn = (bits(name, size) >> 16).astype(numpy.float64) / 2**15 - 1
    return torch.from_numpy(drawn).reshape(shape)


def integers(name, start, stop, *shape):
    """Integers in [start, stop)."""
    size = int(numpy.prod(shape))
    return torch.from_numpy((start + bits(name, size) % (stop - start)).astype(numpy.int64)).reshape(shape)
