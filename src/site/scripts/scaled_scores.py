"""Chapter 3's experiment: how sharp attention is with and without the division by the root of d_k.

usage: python3 scaled_scores.py     (the standard library alone)
"""
import math, random

WIDTH, KEYS, DRAWS = 64, 7, 5000
random.seed(42)
normal = lambda: [random.gauss(0, 1) for _ in range(WIDTH)]


def largest(scores):
    """The largest weight after the softmax."""
    top = max(scores)
    return 1 / sum(math.exp(score - top) for score in scores)


plain = scaled = 0.0
for _ in range(DRAWS):
    query = normal()
    scores = [sum(map(lambda q, k: q * k, query, normal())) for _ in range(KEYS)]
    plain += largest(scores) / DRAWS
    scaled += largest([score / math.sqrt(WIDTH) for score in scores]) / DRAWS
print(f'largest weight: {plain:.3f} without the division, {scaled:.3f} with it')
