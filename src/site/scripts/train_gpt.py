"""Chapter 4's project for a real machine: a character-level GPT, from a text file to a sample.

usage: python3 train_gpt.py CORPUS [SEED]     CORPUS: UTF-8, one document (a poem, a paragraph) a line
B batch, T context, C width, H heads, L layers, V vocabulary. Losses are nats per character.
"""
import math, sys, time
import torch
from torch import nn
from torch.nn import functional as F

B, T, C, H, L = 16, 64, 64, 4, 2
STEPS, WARMUP, RATE, CLIP, DECAY = 1500, 50, 3e-3, 1.0, 0.01


# #region data
def load(path, generator):
    with open(path, encoding='utf-8') as file:
        documents = sorted(set(file.read().split('\n')) - {''})  # once each
    order = torch.randperm(len(documents), generator=generator)
    documents = [documents[i] for i in order]
    cut = len(documents) // 10
    held_out = '\n'.join(documents[:cut]) + '\n'
    train = '\n'.join(documents[cut:]) + '\n'
    tokens = ['<unk>', *sorted(set(train))]  # from the training text only
    id_of = {token: i for i, token in enumerate(tokens)}
    encode = lambda text: torch.tensor([id_of.get(c, 0) for c in text])
    return encode(train), encode(held_out), tokens, encode


def windows(ids, generator):
    starts = torch.randint(len(ids) - T, (B, 1), generator=generator)
    cut = ids[starts + torch.arange(T + 1)]  # [B, T + 1]
    return cut[:, :-1], cut[:, 1:]  # x and y, one place apart, [B, T] each
# #endregion data


# #region baselines
def baselines(train, held_out, V):
    """Losses of guessing blindly, by frequency, by the character before."""
    unigram = (torch.bincount(train, minlength=V) + 1) / (len(train) + V)
    pairs, before, after = torch.zeros(V, V), train[:-1], train[1:]
    pairs.index_put_((before, after), torch.ones(1), accumulate=True)
    kinds = (pairs > 0).sum(1, keepdim=True).clamp(min=1)
    seen = pairs.sum(1, keepdim=True)
    bigram = (pairs + kinds * unigram) / (seen + kinds)
    x, y = held_out[:-1], held_out[1:]  # bigram: Witten and Bell, 1991
    mean = lambda p: -p.log().mean().item()
    return math.log(V), mean(unigram[y]), mean(bigram[x, y])
# #endregion baselines


# #region block
class Block(nn.Module):
    def __init__(self):
        super().__init__()
        self.norm1, self.norm2 = nn.LayerNorm(C), nn.LayerNorm(C)
        self.qkv, self.output = nn.Linear(C, 3 * C), nn.Linear(C, C)
        self.up, self.down = nn.Linear(C, 4 * C), nn.Linear(4 * C, C)
        future = torch.ones(T, T, dtype=torch.bool).triu(1)
        self.register_buffer('future', future)

    def forward(self, x):  # [B, T, C]
        b, t, _ = x.shape
        split = (b, t, H, C // H)  # D = C / H
        heads = lambda z: z.view(split).transpose(1, 2)  # [B, H, T, D]
        q, k, v = map(heads, self.qkv(self.norm1(x)).chunk(3, dim=-1))
        scores = q @ k.transpose(-2, -1) / math.sqrt(C // H)  # [B, H, T, T]
        scores = scores.masked_fill(self.future[:t, :t], -math.inf)
        weights = scores.softmax(-1)
        x = x + self.output((weights @ v).transpose(1, 2).reshape(b, t, C))
        return x + self.down(F.gelu(self.up(self.norm2(x))))
# #endregion block


# #region model
class GPT(nn.Module):
    def __init__(self, V):
        super().__init__()
        self.token, self.position = nn.Embedding(V, C), nn.Embedding(T, C)
        self.blocks = nn.Sequential(*(Block() for _ in range(L)))
        self.norm = nn.LayerNorm(C)
        for name, p in self.named_parameters():
            if p.dim() == 2:
                residual = name.endswith(('output.weight', 'down.weight'))
                std = 0.02 / math.sqrt(2 * L) if residual else 0.02
                nn.init.normal_(p, std=std)
            elif name.endswith('bias'):
                nn.init.zeros_(p)

    def forward(self, x):  # ids [B, T] → logits [B, T, V]
        positions = torch.arange(x.shape[1], device=x.device)
        h = self.token(x) + self.position(positions)
        return self.norm(self.blocks(h)) @ self.token.weight.T  # tied
# #endregion model


# #region evaluate
@torch.no_grad()
def held_out_loss(model, ids):
    model.eval()
    total = 0.0
    for i in range(0, len(ids) - 1, T):  # every character is predicted once
        y = ids[i + 1 : i + T + 1]
        logits = model(ids[None, i : i + len(y)])[0]  # [T, V]
        total += F.cross_entropy(logits, y, reduction='sum').item()
    model.train()
    return total / (len(ids) - 1)  # a mean over characters
# #endregion evaluate


# #region train
def optimise(model, train, held_out, generator):
    matrices = [p for p in model.parameters() if p.dim() == 2]
    vectors = [p for p in model.parameters() if p.dim() < 2]
    optimizer = torch.optim.AdamW([
        {'params': matrices, 'weight_decay': DECAY},
        {'params': vectors, 'weight_decay': 0.0},
    ])
    for t in range(1, STEPS + 1):
        progress = max(0, t - WARMUP) / (STEPS - WARMUP)
        cosine = 0.5 * (1 + math.cos(math.pi * progress))
        for group in optimizer.param_groups:
            group['lr'] = RATE * min(t / WARMUP, 0.1 + 0.9 * cosine)
        x, y = windows(train, generator)
        logits = model(x).flatten(0, 1)  # [B·T, V]
        loss = F.cross_entropy(logits, y.flatten())
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), CLIP)
        optimizer.step()
        if t % 250 == 0:
            held = held_out_loss(model, held_out)
            print(f'step {t}: training {loss:.3f}, held-out {held:.3f}')
# #endregion train


# #region sample
@torch.no_grad()
def sample(model, ids, count, generator, temperature=0.8, top_k=40):
    model.eval()
    for _ in range(count):
        logits = model(ids[None, -T:])[0, -1] / temperature  # [V]
        kept = logits.topk(min(top_k, len(logits)))
        p = kept.values.softmax(-1)
        choice = torch.multinomial(p, 1, generator=generator)
        ids = torch.cat([ids, kept.indices[choice]])
    return ids
# #endregion sample


# #region main
def main(path, seed=42):
    torch.manual_seed(int(seed))
    generator = torch.Generator().manual_seed(int(seed))
    train, held_out, tokens, encode = load(path, generator)
    V = len(tokens)
    sizes = f'{len(train)} training and {len(held_out)} held-out characters'
    print(f'{sizes}, V = {V}')
    ladder = baselines(train, held_out, V)
    print('uniform %.3f, unigram %.3f, bigram %.3f' % ladder)
    model = GPT(V)
    N = sum(p.numel() for p in model.parameters())
    tokens_seen = B * T * STEPS
    started = time.time()
    optimise(model, train, held_out, generator)
    seconds, flop = time.time() - started, 6 * N * tokens_seen
    print(f'{seconds:.0f} s; N = {N}, 6 N D = {flop:.3g} FLOP')
    loss = held_out_loss(model, held_out)
    print(f'held-out loss {loss:.3f}, perplexity {math.exp(loss):.1f}')
    written = sample(model, encode('\n'), 200, generator)
    print(''.join(tokens[i] for i in written))
# #endregion main


if __name__ == '__main__':
    main(*sys.argv[1:])
