"""The three models of src/models in plain PyTorch: the same parameters in the same order and layout.

B batch, S source time, T target time, C width, E embedding, H heads or hidden, V vocabulary.
Matrices multiply from the right (x W), as in the TypeScript. Nothing is dropped, every token is forced.
"""
import math

import torch
from torch.nn import functional as F

import pattern

PAD, BOS, EOS = 0, 1, 2


def initial(name, shape, seed, scale):
    """Gains near 1, other vectors small, matrices about scale/√rows; exact in fp32."""
    u = pattern.values(f'{seed} {name}', *shape)
    if name.endswith('gain'):
        return 1 + u / 4
    return u / 4 if len(shape) == 1 else scale * u / 2 ** ((shape[0].bit_length() - 1) // 2)


class Model:
    def __init__(self, options, seed):
        self.options, self.seed = options, seed
        self.parameters = {}

    def add(self, name, *shape):
        value = initial(name, shape, self.seed, self.options['scale']).requires_grad_()
        self.parameters[name] = value
        return value

    def loss(self, batch):
        """Mean nats per target token that is not padding."""
        logits = self.logits(batch)
        losses = F.cross_entropy(logits.flatten(0, -2), batch['labels'].flatten(), reduction='none')
        weights = batch['weights'].flatten()
        return (losses * weights).sum() / weights.sum()


class LstmSeq2Seq(Model):
    def __init__(self, options, seed):
        super().__init__(options, seed)
        E, H, V = options['embed'], options['d'], options['targetVocabulary']
        self.source = self.add('source', options['sourceVocabulary'], E)
        self.target = self.add('target', V, E)
        self.encoder = self.cells('encoder', E, H)
        self.decoder = self.cells('decoder', E, H)
        if options['attention'] != 'none':
            self.combine = self.add('combine', 2 * H, H)
        if options['attention'] == 'additive':
            self.query = self.add('score.query', H, H)
            self.key = self.add('score.key', H, H)
            self.v = self.add('score.v', H, 1)
        self.head = self.add('head', H, V)
        self.head_bias = self.add('head.bias', V)

    def cells(self, name, E, H):
        return [
            (
                self.add(f'{name}{layer}.input', H if layer else E, 4 * H),
                self.add(f'{name}{layer}.recurrent', H, 4 * H),
                self.add(f'{name}{layer}.bias', 4 * H),
            )
            for layer in range(self.options['layers'])
        ]

    @staticmethod
    def run(x, state, cell, real):
        """x [B, T, E] → every h [B, T, H] and the last (h, c); padding leaves the state untouched."""
        w, u, bias = cell
        h, c = state
        outputs = []
        for t in range(x.shape[1]):
            i, f, g, o = (x[:, t] @ w + bias + h @ u).chunk(4, 1)
            cell_state = f.sigmoid() * c + i.sigmoid() * g.tanh()
            running = real[:, t : t + 1]
            h = torch.where(running, o.sigmoid() * cell_state.tanh(), h)
            c = torch.where(running, cell_state, c)
            outputs.append(h)
        return torch.stack(outputs, 1), (h, c)

    def logits(self, batch):
        real = batch['source'] != PAD
        x, states = self.source[batch['source']], []
        for cell in self.encoder:
            nothing = torch.zeros(len(x), self.options['d'], dtype=x.dtype)
            x, state = self.run(x, (nothing, nothing), cell, real)
            states.append(state)
        memory = x  # [B, S, H]
        x = self.target[batch['input']]
        for cell, state in zip(self.decoder, states):
            x, _ = self.run(x, state, cell, torch.ones_like(batch['input'], dtype=torch.bool))
        return self.attend(x, memory, real) @ self.head + self.head_bias

    def attend(self, h, memory, real):
        kind = self.options['attention']
        if kind == 'none':
            return h
        if kind == 'dot':
            scores = h @ memory.transpose(1, 2) / math.sqrt(h.shape[2])  # [B, T, S]
        else:
            query, key = h @ self.query, memory @ self.key
            scores = ((query[:, :, None] + key[:, None]).tanh() @ self.v).squeeze(3)
        weights = scores.masked_fill(~real[:, None], -math.inf).softmax(2)
        return (torch.cat([h, weights @ memory], 2) @ self.combine).tanh()


def sinusoids(T, C):
    """[T, C], sine in even columns and cosine in odd ones (Vaswani et al. 2017, §3.5)."""
    angles = torch.arange(T)[:, None].double() / 10000 ** (torch.arange(0, C, 2).double() / C)
    return torch.stack([angles.sin(), angles.cos()], 2).flatten(1)


def rotate(x):
    """Turns the pairs (j, j + D/2) of x [B, H, T, D] by their position (Su 2021)."""
    T, D = x.shape[2:]
    angles = torch.arange(T)[:, None].double() / 10000 ** (torch.arange(0, D, 2).double() / D)
    first, second = x.chunk(2, 3)
    sin, cos = angles.sin(), angles.cos()
    return torch.cat([first * cos - second * sin, second * cos + first * sin], 3)


class Transformer(Model):
    """What the decoder-only and the encoder–decoder Transformer share."""

    def add_norm(self, name):
        C = self.options['d']
        return self.add(f'{name}.gain', C), self.add(f'{name}.bias', C)

    def add_attention(self, name):
        C = self.options['d']
        return {
            'query': (self.add(f'{name}.query', C, C), self.add(f'{name}.query-bias', C)),
            'key-value': (
                self.add(f'{name}.key-value', C, 2 * C),
                self.add(f'{name}.key-value-bias', 2 * C),
            ),
            'output': (self.add(f'{name}.output', C, C), self.add(f'{name}.output-bias', C)),
        }

    def add_feed_forward(self, name):
        C, gated = self.options['d'], self.options['activation'] == 'swiglu'
        F_ = math.floor(8 * C / 3 + 0.5) if gated else 4 * C
        up = self.add(f'{name}.up', C, F_), self.add(f'{name}.up-bias', F_)
        gate = self.add(f'{name}.gate', C, F_) if gated else None
        return up, gate, (self.add(f'{name}.down', F_, C), self.add(f'{name}.down-bias', C))

    @staticmethod
    def normalise(x, norm):
        gain, bias = norm
        return F.layer_norm(x, x.shape[-1:], gain, bias, 1e-5)

    def attend(self, x, y, weights, hidden):
        """Queries from x [B, T, C], keys and values from y [B, S, C]; hidden: what must not be seen."""
        heads = self.options['heads']

        def split(z):  # [B, T, C] → [B, H, T, D]
            return z.unflatten(2, (heads, -1)).transpose(1, 2)

        def project(z, name):
            weight, bias = weights[name]
            return z @ weight + bias

        q = split(project(x, 'query'))
        k, v = map(split, project(y, 'key-value').chunk(2, 2))
        if self.options['positions'] == 'rotary' and x is y:
            q, k = rotate(q), rotate(k)
        scores = q @ k.transpose(2, 3) / math.sqrt(q.shape[3])
        mixed = scores.masked_fill(hidden, -math.inf).softmax(3) @ v
        return project(mixed.transpose(1, 2).flatten(2), 'output')

    def feed_forward(self, x, weights):
        (up, up_bias), gate, (down, down_bias) = weights
        inner = x @ up + up_bias
        activation = self.options['activation']
        if activation == 'swiglu':
            inner = F.silu(x @ gate) * inner
        else:
            inner = F.relu(inner) if activation == 'relu' else F.gelu(inner)
        return inner @ down + down_bias

    def residual(self, x, norm, sublayer):
        if self.options['norm'] == 'pre':
            return x + sublayer(self.normalise(x, norm))
        return self.normalise(x + sublayer(x), norm)

    @staticmethod
    def later(T):
        return torch.ones(T, T, dtype=torch.bool).triu(1)


class TransformerDecoder(Transformer):
    def __init__(self, options, seed):
        super().__init__(options, seed)
        V, C, T = options['vocabulary'], options['d'], options['context']
        self.tokens = self.add('tokens', V, C)
        positions = options['positions']
        self.positions = (
            self.add('positions', T, C)
            if positions == 'learned'
            else 0.02 * sinusoids(T, C) if positions == 'sinusoidal' else None
        )
        self.blocks = [
            (
                self.add_norm(f'block{layer}.norm1'),
                self.add_attention(f'block{layer}.attention'),
                self.add_norm(f'block{layer}.norm2'),
                self.add_feed_forward(f'block{layer}.feed-forward'),
            )
            for layer in range(options['layers'])
        ]
        self.final_norm = self.add_norm('final-norm') if options['norm'] == 'pre' else None
        self.head = self.tokens.T if options['tied'] else self.add('head', C, V)

    def logits(self, batch):
        ids = batch['input']
        T = ids.shape[1]
        x = self.tokens[ids]
        if self.positions is not None:
            x = x + self.positions[:T]
        for norm1, attention, norm2, feed_forward in self.blocks:
            x = self.residual(x, norm1, lambda x: self.attend(x, x, attention, self.later(T)))
            x = self.residual(x, norm2, lambda x: self.feed_forward(x, feed_forward))
        if self.final_norm is not None:
            x = self.normalise(x, self.final_norm)
        return x @ self.head


class TransformerEncoderDecoder(Transformer):
    def __init__(self, options, seed):
        super().__init__(options, seed)
        V, C = options['targetVocabulary'], options['d']
        self.source = self.add('source', options['sourceVocabulary'], C)
        self.target = self.add('target', V, C)
        self.source_positions = self.position_table('source-positions', options['sourceLength'])
        self.target_positions = self.position_table('target-positions', options['targetLength'])
        self.encoder = [self.common(f'encoder{layer}') for layer in range(options['layers'])]
        self.decoder = [
            (
                *self.common(f'decoder{layer}'),
                self.add_norm(f'decoder{layer}.norm-cross'),
                self.add_attention(f'decoder{layer}.cross'),
            )
            for layer in range(options['layers'])
        ]
        pre = options['norm'] == 'pre'
        self.encoder_norm = self.add_norm('encoder-norm') if pre else None
        self.decoder_norm = self.add_norm('decoder-norm') if pre else None
        self.head = self.target.T if options['tied'] else self.add('head', C, V)

    def position_table(self, name, length):
        C, positions = self.options['d'], self.options['positions']
        if positions == 'learned':
            return self.add(name, length, C)
        return sinusoids(length, C) if positions == 'sinusoidal' else None

    def common(self, name):
        return (
            self.add_norm(f'{name}.norm1'),
            self.add_attention(f'{name}.self'),
            self.add_norm(f'{name}.norm2'),
            self.add_feed_forward(f'{name}.feed-forward'),
        )

    def embed(self, ids, table, positions):
        x = table[ids] * math.sqrt(self.options['d'])
        return x if positions is None else x + positions[: ids.shape[1]]

    def logits(self, batch):
        padding = (batch['source'] == PAD)[:, None, None]  # [B, 1, 1, S]
        y = self.embed(batch['source'], self.source, self.source_positions)
        for norm1, attention, norm2, feed_forward in self.encoder:
            y = self.residual(y, norm1, lambda x: self.attend(x, x, attention, padding))
            y = self.residual(y, norm2, lambda x: self.feed_forward(x, feed_forward))
        if self.encoder_norm is not None:
            y = self.normalise(y, self.encoder_norm)

        later = self.later(batch['input'].shape[1])
        x = self.embed(batch['input'], self.target, self.target_positions)
        for norm1, attention, norm2, feed_forward, norm_cross, cross in self.decoder:
            x = self.residual(x, norm1, lambda x: self.attend(x, x, attention, later))
            x = self.residual(x, norm_cross, lambda x: self.attend(x, y, cross, padding))
            x = self.residual(x, norm2, lambda x: self.feed_forward(x, feed_forward))
        if self.decoder_norm is not None:
            x = self.normalise(x, self.decoder_norm)
        return x @ self.head


models = {
    'lstm-seq2seq': LstmSeq2Seq,
    'transformer-decoder': TransformerDecoder,
    'transformer-encoder-decoder': TransformerEncoderDecoder,
}


def padded(rows, seed, name, V, T, prefix=(), suffix=()):
    """Rows of token ids: `prefix`, so many tokens from the pattern as `rows` says, `suffix`, padding."""
    table = torch.full((len(rows), T), PAD)
    drawn = pattern.integers(f'{seed} {name}', 3, V, len(rows), T)
    for b, length in enumerate(rows):
        row = [*prefix, *drawn[b, :length].tolist(), *suffix]
        table[b, : len(row)] = torch.tensor(row)
    return table


def sequence_batch(options, sources, targets, seed):
    """Padded pairs with the given lengths: source [B, S]; input, labels and weights [B, T]."""
    T = options['targetLength']
    source = padded(
        sources, seed, 'source ids', options['sourceVocabulary'], options['sourceLength']
    )
    target = [seed, 'target ids', options['targetVocabulary'], T]
    labels = padded(targets, *target, suffix=[EOS])
    return {
        'source': source,
        'input': padded(targets, *target, prefix=[BOS]),
        'labels': labels,
        'weights': (labels != PAD).double(),
    }


def window_batch(options, B, T, seed):
    """Windows of T tokens and the same one token later, [B, T] each."""
    text = pattern.integers(f'{seed} text', 0, options['vocabulary'], B, T + 1)
    labels = text[:, 1:]
    return {'input': text[:, :-1], 'labels': labels, 'weights': torch.ones(B, T).double()}


def batch_of(sizes, seed):
    """Batch `seed`: pairs or windows."""
    if 'sources' in sizes:
        return sequence_batch(sizes, sizes['sources'], sizes['targets'], seed)
    return window_batch(sizes, sizes['rows'], sizes['time'], seed)


def create(model, choices, sizes, seed):
    return models[model]({**sizes, **sizes['fields'], **choices}, seed)


def evaluate(model, choices, sizes, seed):
    """An instance with its loss on batch `seed` and its gradients by name."""
    instance = create(model, choices, sizes, seed)
    loss = instance.loss(batch_of(sizes, seed))
    gradients = torch.autograd.grad(loss, instance.parameters.values())
    return instance, loss.item(), dict(zip(instance.parameters, gradients))
