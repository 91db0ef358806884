"""What the self-check before a run compares with: src/training/backend/check.json.

For every choice that changes the computation, a tiny instance with parameters and tokens from the
pattern; stored are its loss, and digests of what two steps of AdamW change and of the gradient of each
parameter.
"""
import itertools

import torch

import pattern
from models import evaluate

SEED = 1

# Widths are what any model of the page has, a multiple of four; everything else is odd.
# `fields` are those of src/training/config.ts.
PAIRS = {
    'sourceVocabulary': 11,
    'targetVocabulary': 13,
    'sourceLength': 5,
    'targetLength': 7,
    'sources': [5, 1, 3],
    'targets': [2, 6, 5],
    'scale': 2,
}
WINDOWS = {'vocabulary': 13, 'rows': 3, 'time': 5, 'scale': 2}
SIZES = {
    'lstm-seq2seq': {'fields': {'d': 12, 'embed': 8, 'layers': 1}, **PAIRS},
    'transformer-decoder': {'fields': {'d': 12, 'heads': 3, 'layers': 1, 'context': 7}, **WINDOWS},
    'transformer-encoder-decoder': {'fields': {'d': 12, 'heads': 3, 'layers': 1}, **PAIRS},
}

OPTIMIZER = {'steps': 2, 'learningRate': 1, 'epsilon': 0.1, 'clip': 0.1, 'weightDecay': 0.01}

TRANSFORMER = {
    'positions': ['learned', 'sinusoidal', 'rotary'],
    'activation': ['gelu', 'relu', 'swiglu'],
    'norm': ['pre', 'post'],
    'tied': [True, False],
}
CHOICES = {
    'lstm-seq2seq': {'attention': ['none', 'dot', 'additive']},
    'transformer-decoder': TRANSFORMER,
    'transformer-encoder-decoder': TRANSFORMER,
}


def variants():
    """Every model with every combination of choices: (key, model, choices)."""
    for model, choices in CHOICES.items():
        for values in itertools.product(*choices.values()):
            words = [str(value).lower() for value in values]
            yield ' '.join([model, *words]), model, dict(zip(choices, values))


def digest(name, x):
    """One number that changes with any element, in size and in sign, and in which nothing cancels."""
    weights = 1 + pattern.values(f'weights {name}', *x.shape) / 2
    return (weights * torch.where(x > 0, x, x / -3)).sum().item()


def significant(x):
    return float(f'{x:.6g}')


def update(parameters, gradients):
    """What a few steps of AdamW along the same clipped gradients change in all parameters, flat."""
    before = [p.detach().clone() for p in parameters]
    optimizer = torch.optim.AdamW(
        [
            {'params': [p for p in parameters if p.dim() > 1]},
            {'params': [p for p in parameters if p.dim() == 1], 'weight_decay': 0},
        ],
        lr=OPTIMIZER['learningRate'],
        eps=OPTIMIZER['epsilon'],
        weight_decay=OPTIMIZER['weightDecay'],
    )
    for _ in range(OPTIMIZER['steps']):
        for p, g in zip(parameters, gradients):
            p.grad = g.clone()
        norm = torch.nn.utils.clip_grad_norm_(parameters, OPTIMIZER['clip'])
        assert norm > OPTIMIZER['clip']
        optimizer.step()
    return torch.cat([(p.detach() - b).flatten() for p, b in zip(parameters, before)])


def reference():
    found = {}
    for key, model, choices in variants():
        instance, loss, gradients = evaluate(model, choices, SIZES[model], SEED)
        change = update(list(instance.parameters.values()), list(gradients.values()))
        digests = [digest(name, gradient) for name, gradient in gradients.items()]
        found[key] = [significant(x) for x in [loss, digest('update', change), *digests]]
    return {'seed': SEED, 'sizes': SIZES, 'optimizer': OPTIMIZER, 'variants': found}
