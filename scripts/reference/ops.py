"""Outputs and gradients of every operation, from PyTorch's own modules: tests/parity/ops.json.

Inputs are pattern values, named `case input`; gradients are those of Σ w ⊙ y with pattern weights w.
B batch, T and S time, C width, H heads or hidden, N rows, V vocabulary.
"""
import torch
from torch import nn
from torch.nn import functional as F

import pattern

cases = {}


def case(**inputs):
    """Declares a case: its differentiable inputs are (scale, *shape), the function gives y."""

    def declare(function):
        name = function.__name__
        values = {
            key: (scale * pattern.values(f'{name} {key}', *shape)).requires_grad_()
            for key, (scale, *shape) in inputs.items()
        }
        y = function(**values)
        weights = pattern.values(f'{name} weights', *y.shape)
        gradients = torch.autograd.grad((y * weights).sum(), values.values())
        cases[name] = {
            'inputs': {key: {'scale': s, 'shape': shape} for key, (s, *shape) in inputs.items()},
            'shape': list(y.shape),
            'value': digits(y),
            'gradients': {key: digits(g) for key, g in zip(values, gradients)},
        }

    return declare


def digits(x):
    return [float(f'{v:.7g}') for v in x.flatten().tolist()]


@case(x=(1, 2, 3, 5), weight=(1, 5, 7), bias=(1, 7))
def linear(x, weight, bias):
    return F.linear(x, weight.T, bias)


@case(x=(1, 7, 9), weight=(1, 9, 3))
def linear_without_bias(x, weight):
    return F.linear(x, weight.T)


@case(x=(4, 7, 9), gain=(1, 9), bias=(1, 9))
def layer_norm(x, gain, bias):
    return F.layer_norm(x, (9,), gain, bias, 1e-5)


@case(x=(5, 5, 9))
def gelu(x):
    return F.gelu(x)


@case(x=(2, 7, 5), up=(1, 5, 9), up_bias=(1, 9), down=(1, 9, 5), down_bias=(1, 5))
def feed_forward(x, up, up_bias, down, down_bias):
    return F.linear(F.gelu(F.linear(x, up.T, up_bias)), down.T, down_bias)


@case(x=(5, 5, 9))
def silu(x):
    return F.silu(x)


@case(logits=(6, 9, 11))
def cross_entropy(logits):
    labels = pattern.integers('cross_entropy labels', 0, 11, 9)
    weights = pattern.integers('cross_entropy counts', 0, 2, 9)
    return (F.cross_entropy(logits, labels, reduction='none') * weights).sum() / weights.sum()


@case(table=(1, 7, 5))
def embedding(table):
    return F.embedding(pattern.integers('embedding ids', 0, 7, 12), table)


LENGTHS = torch.tensor([5, 1, 3])  # of the rows of a padded LSTM


def run_lstm(projected, recurrent, h, c, lengths):
    """nn.LSTM on packed sequences; the input arrives multiplied already. → h at every step, last c."""
    B, T, gates = projected.shape
    layer = nn.LSTM(gates, gates // 4, batch_first=True, bias=False)
    for name, weight in [('weight_ih_l0', torch.eye(gates).double()), ('weight_hh_l0', recurrent.T)]:
        delattr(layer, name)  # a plain tensor may not take the place of a parameter
        setattr(layer, name, weight)
    packed = nn.utils.rnn.pack_padded_sequence(projected, lengths, True, enforce_sorted=False)
    outputs, (last, cell) = layer(packed, (h[None], c[None]))
    outputs, _ = nn.utils.rnn.pad_packed_sequence(outputs, True, total_length=T)
    real = torch.arange(T) < lengths[:, None]
    held = torch.where(real[:, :, None], outputs, last[0][:, None])  # [B, T, H]
    return torch.cat([held, cell[0][:, None]], 1)


@case(projected=(2, 3, 5, 20), recurrent=(1, 5, 20), h=(1, 3, 5), c=(1, 3, 5))
def lstm(projected, recurrent, h, c):
    return run_lstm(projected, recurrent, h, c, torch.tensor([5, 5, 5]))


@case(projected=(2, 3, 5, 20), recurrent=(1, 5, 20), h=(1, 3, 5), c=(1, 3, 5))
def lstm_padded(projected, recurrent, h, c):
    return run_lstm(projected, recurrent, h, c, LENGTHS)


def attend(x, y, padding=None, later=None, **weights):
    """nn.MultiheadAttention of two heads on our layout of the weights."""
    C = x.shape[2]
    layer = nn.MultiheadAttention(C, 2, batch_first=True).double()
    key, value = weights['keyValue'].chunk(2, 1)
    parameters = {
        'in_proj_weight': torch.cat([weights['query'].T, key.T, value.T]),
        'in_proj_bias': torch.cat([weights['queryBias'], weights['keyValueBias']]),
        'out_proj.weight': weights['output'].T,
        'out_proj.bias': weights['outputBias'],
    }
    options = {'key_padding_mask': padding, 'attn_mask': later, 'need_weights': False}
    return torch.nn.utils.stateless.functional_call(layer, parameters, (x, y, y), options)[0]


PROJECTIONS = {
    'query': (1, 6, 6),
    'queryBias': (1, 6),
    'keyValue': (1, 6, 12),
    'keyValueBias': (1, 12),
    'output': (1, 6, 6),
    'outputBias': (1, 6),
}


@case(x=(2, 2, 5, 6), **PROJECTIONS)
def attention_causal(x, **weights):
    return attend(x, x, later=torch.ones(5, 5, dtype=torch.bool).triu(1), **weights)


PADDING = torch.arange(5) >= torch.tensor([5, 2])[:, None]  # of two sources of 5 and 2 tokens


@case(x=(2, 2, 5, 6), **PROJECTIONS)
def attention_padded(x, **weights):
    return attend(x, x, PADDING, **weights)


@case(x=(2, 2, 3, 6), y=(2, 2, 5, 6), **PROJECTIONS)
def attention_cross(x, y, **weights):
    return attend(x, y, PADDING, **weights)


@case(query=(2, 2, 3, 5), key=(2, 2, 4, 5), v=(1, 5, 1))
def additive_scores(query, key, v):
    return ((query[:, :, None] + key[:, None]).tanh() @ v).squeeze(3)


@case(x=(1, 2, 5, 15))
def rotary(x):
    """Pairs (j, j + D/2) of two heads as complex numbers, turned by position · 10000^(−2j/D) from position 3 on."""
    front, back = x[:, :, :12].reshape(2, 5, 2, 2, 3).unbind(3)  # [B, T, H, D/2]
    angles = torch.arange(3, 8)[:, None, None] / 10000 ** (torch.arange(3).double() / 3)
    turned = torch.complex(front, back) * torch.polar(torch.ones_like(angles), angles)
    heads = torch.cat([turned.real, turned.imag], 3).reshape(2, 5, 12)
    return torch.cat([heads, x[:, :, 12:]], 2)


ADAMW = {
    'learningRate': 0.1,
    'warmup': 2,
    'decay': 'cosine',
    'totalSteps': 5,
    'clip': 1,
    'weightDecay': 0.2,
}


def learning_rate(t, options):
    """Linear warm-up, then a cosine down to a tenth."""
    rate, warmup = options['learningRate'], options['warmup']
    if t <= warmup:
        return rate * t / warmup
    progress = min(1, (t - warmup) / max(1, options['totalSteps'] - warmup))
    wave = 0.5 * (1 + torch.cos(torch.tensor(torch.pi * progress, dtype=torch.float64)).item())
    return rate * (0.1 + 0.9 * wave) if options['decay'] == 'cosine' else rate


class AdamW:
    """torch.optim.AdamW as src/engine/optimizer.ts has it: decay on matrices only, clipping, a schedule."""

    def __init__(self, parameters, options):
        self.parameters, self.options, self.steps = list(parameters), options, 0
        groups = [
            {'params': [p for p in self.parameters if p.dim() > 1]},
            {'params': [p for p in self.parameters if p.dim() == 1], 'weight_decay': 0},
        ]
        self.optimizer = torch.optim.AdamW(groups, weight_decay=options['weightDecay'])

    def step(self, gradients):
        """@returns the norm of the gradients before clipping"""
        self.steps += 1
        for p, gradient in zip(self.parameters, gradients):
            p.grad = gradient.clone()
        norm = nn.utils.clip_grad_norm_(self.parameters, self.options['clip'])
        for group in self.optimizer.param_groups:
            group['lr'] = learning_rate(self.steps, self.options)
        self.optimizer.step()
        return norm.item()


def adamw():
    """A matrix and a vector after each of 7 steps along pattern gradients, some within the clip, some not."""
    shapes = {'matrix': (3, 5), 'vector': (4,)}
    parameters = [pattern.values(f'adamw {name}', *s).requires_grad_() for name, s in shapes.items()]
    optimizer = AdamW(parameters, ADAMW)
    after, norms = [], []
    for t in range(1, 8):
        scale = 1 if t % 2 else 0.25
        norms.append(
            optimizer.step(
                scale * pattern.values(f'adamw {name} {t}', *s) for name, s in shapes.items()
            )
        )
        after.append([digits(p) for p in parameters])
    assert min(norms) < ADAMW['clip'] < max(norms)
    return {'options': ADAMW, 'shapes': shapes, 'after': after}


def reference():
    return {'cases': cases, 'adamw': adamw()}
