"""Whole models at a middling size: tests/parity/models.json and training.json.

Of logits and gradients are stored their norm and random projections, from which the test estimates
the distance between vectors (Johnson and Lindenstrauss, 1984) without storing them.
"""
import torch

import pattern
from models import batch_of, create, evaluate
from ops import AdamW

SEED = 2
PROJECTIONS = 4

PAIRS = {
    'sourceVocabulary': 23,
    'targetVocabulary': 19,
    'sourceLength': 9,
    'targetLength': 8,
    'sources': [9, 4, 7, 1, 6],
    'targets': [3, 7, 5, 6, 1],
    'scale': 2,
}
WINDOWS = {'vocabulary': 29, 'rows': 3, 'time': 11, 'scale': 2}
SIZES = {
    'lstm-seq2seq': {'fields': {'d': 20, 'embed': 11, 'layers': 2}, **PAIRS},
    'transformer-decoder': {'fields': {'d': 24, 'heads': 3, 'layers': 2, 'context': 13}, **WINDOWS},
    'transformer-encoder-decoder': {'fields': {'d': 24, 'heads': 3, 'layers': 2}, **PAIRS},
}


def transformer(positions, activation, norm, tied):
    return {'positions': positions, 'activation': activation, 'norm': norm, 'tied': tied}


# Every pair of choices of positions, activation and one other.
TRANSFORMERS = [
    transformer('learned', 'gelu', 'pre', False),
    transformer('learned', 'relu', 'post', True),
    transformer('learned', 'swiglu', 'pre', True),
    transformer('sinusoidal', 'gelu', 'post', True),
    transformer('sinusoidal', 'relu', 'pre', False),
    transformer('sinusoidal', 'swiglu', 'post', False),
    transformer('rotary', 'gelu', 'pre', True),
    transformer('rotary', 'relu', 'post', False),
    transformer('rotary', 'swiglu', 'post', True),
]
VARIANTS = [
    *(('lstm-seq2seq', {'attention': kind}) for kind in ['none', 'dot', 'additive']),
    *(('transformer-decoder', choices) for choices in TRANSFORMERS),
    *(('transformer-encoder-decoder', choices) for choices in TRANSFORMERS),
]


def significant(x):
    return float(f'{x:.6g}')


def projections(name, x):
    """The norm of x and its products with vectors whose elements are uniform in [−1, 1)."""
    sums = [(x * pattern.values(f'{name} {k}', *x.shape)).sum() for k in range(PROJECTIONS)]
    return [significant(v.item()) for v in [x.norm(), *sums]]


def model_reference():
    found = []
    for model, choices in VARIANTS:
        sizes = SIZES[model]
        instance, loss, gradients = evaluate(model, choices, sizes, SEED)
        found.append(
            {
                'model': model,
                'choices': choices,
                'loss': significant(loss),
                'logits': projections('logits', instance.logits(batch_of(sizes, SEED)).detach()),
                'gradients': {name: projections(name, g) for name, g in gradients.items()},
            }
        )
    return {'seed': SEED, 'sizes': SIZES, 'variants': found}


STEPS = 200
BATCHES = 8  # in turn, so that there is something to learn: by heart
OPTIMIZER = {
    'learningRate': 0.004,
    'warmup': 20,
    'decay': 'cosine',
    'totalSteps': STEPS,
    'clip': 1.5,
    'weightDecay': 0.1,
}
RUNS = [
    ('lstm-seq2seq', {'attention': 'dot'}),
    ('transformer-decoder', transformer('learned', 'gelu', 'pre', True)),
    ('transformer-encoder-decoder', transformer('sinusoidal', 'relu', 'pre', False)),
]


# The size that training starts from in practice; from larger weights rounding grows faster.
START = {model: {**sizes, 'scale': 1} for model, sizes in SIZES.items()}


def train(model, choices):
    """The loss of every batch before its step."""
    sizes = START[model]
    instance = create(model, choices, sizes, SEED)
    optimizer = AdamW(instance.parameters.values(), OPTIMIZER)
    losses, norms = [], []
    for step in range(STEPS):
        loss = instance.loss(batch_of(sizes, step % BATCHES))
        norms.append(optimizer.step(torch.autograd.grad(loss, optimizer.parameters)))
        losses.append(significant(loss.item()))
    assert min(norms) < OPTIMIZER['clip'] < max(norms)  # clipping is sometimes at work
    return losses


def training_reference():
    runs = [
        {'model': model, 'choices': choices, 'losses': train(model, choices)}
        for model, choices in RUNS
    ]
    return {
        'seed': SEED,
        'sizes': START,
        'batches': BATCHES,
        'optimizer': OPTIMIZER,
        'runs': runs,
    }
