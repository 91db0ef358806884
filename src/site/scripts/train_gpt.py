"""Chapter 4's project for a real machine: a character-level GPT, from a text file to samples.

usage: python3 train_gpt.py CORPUS [SEED]     CORPUS: UTF-8, one document (a poem, a paragraph) a line
Shapes: B batch, T context, d width, V vocabulary. Losses are nats per character.
"""
import math
import sys
import time

import torch
from torch import nn
from torch.nn import functional as F

B, T, d, HEADS, LAYERS = 16, 64, 64, 4, 2
STEPS, LR, WARMUP, CLIP, WEIGHT_DECAY = 1500, 3e-3, 50, 1.0, 0.01


# #region data
def load(path, generator):
    with open(path, encoding='utf-8') as file:
        documents = sorted(set(file.read().split('\n')) - {''})  # no poem twice: no leak that way
    documents = [documents[i] for i in torch.randperm(len(documents), generator=generator)]
    cut = len(documents) // 10
    held_out, train = ('\n'.join(part) + '\n' for part in (documents[:cut], documents[cut:]))
    tokens = ['<unk>'] + sorted(set(train))  # the vocabulary sees training text only
    id_of = {token: i for i, token in enumerate(tokens)}
    encode = lambda text: torch.tensor([id_of.get(c, 0) for c in text])
    return encode(train), encode(held_out), tokens, encode


def windows(ids, generator):
    starts = torch.randint(len(ids) - T, (B, 1), generator=generator)
    cut = ids[starts + torch.arange(T + 1)]  # [B, T+1]
    return cut[:, :-1], cut[:, 1:]  # x, y: the same text, one place apart
# #endregion data


# #region baselines
def baselines(train, held_out, V, kappa=10.0):
    """Losses on held_out of: every character alike; its frequency; its frequency after the last one."""
    unigram = (torch.bincount(train, minlength=V) + 1.0) / (len(train) + V)
    pairs = torch.zeros(V, V)
    pairs.index_put_((train[:-1], train[1:]), torch.ones(len(train) - 1), accumulate=True)
    bigram = (pairs + kappa * unigram) / (pairs.sum(1, keepdim=True) + kappa)
    x, y = held_out[:-1], held_out[1:]
    return math.log(V), -unigram[y].log().mean().item(), -bigram[x, y].log().mean().item()
# #endregion baselines


# #region block
class Block(nn.Module):
    def __init__(self):
        super().__init__()
        self.norm1, self.norm2 = nn.LayerNorm(d), nn.LayerNorm(d)
        self.qkv, self.out = nn.Linear(d, 3 * d), nn.Linear(d, d)
        self.up, self.down = nn.Linear(d, 4 * d), nn.Linear(4 * d, d)
        self.register_buffer('future', torch.ones(T, T, dtype=torch.bool).triu(1))

    def forward(self, x):  # [B, T, d]
        b, t, _ = x.shape
        split = lambda z: z.view(b, t, HEADS, d // HEADS).transpose(1, 2)  # [B, heads, T, d/heads]
        q, k, v = map(split, self.qkv(self.norm1(x)).chunk(3, dim=-1))
        scores = q @ k.transpose(-2, -1) / math.sqrt(d // HEADS)
        weights = scores.masked_fill(self.future[:t, :t], -math.inf).softmax(-1)
        x = x + self.out((weights @ v).transpose(1, 2).reshape(b, t, d))
        return x + self.down(F.gelu(self.up(self.norm2(x))))
# #endregion block


# #region model
class GPT(nn.Module):
    def __init__(self, V):
        super().__init__()
        self.token, self.position = nn.Embedding(V, d), nn.Embedding(T, d)
        self.blocks = nn.Sequential(*(Block() for _ in range(LAYERS)))
        self.norm = nn.LayerNorm(d)
        for p in self.parameters():
            if p.dim() == 2:
                nn.init.normal_(p, std=0.02)

    def forward(self, x):  # ids [B, T] -> logits [B, T, V]
        h = self.token(x) + self.position(torch.arange(x.shape[1], device=x.device))
        return self.norm(self.blocks(h)) @ self.token.weight.T  # tied: one matrix reads and writes
# #endregion model


# #region evaluate
@torch.no_grad()
def evaluate(model, ids):
    model.eval()
    total = count = 0
    for i in range(0, len(ids) - 1, T):  # every held-out character once, the last window shorter
        x, y = ids[i:i + T][: len(ids) - 1 - i], ids[i + 1:i + T + 1]
        total += F.cross_entropy(model(x[None])[0], y, reduction='sum').item()
        count += len(y)
    model.train()
    return total / count  # a mean over characters, not over batches
# #endregion evaluate


# #region train
def train_model(model, train, held_out, generator):
    matrices = [p for p in model.parameters() if p.dim() == 2]
    vectors = [p for p in model.parameters() if p.dim() < 2]
    groups = [{'params': matrices, 'weight_decay': WEIGHT_DECAY}, {'params': vectors, 'weight_decay': 0.0}]
    optimizer = torch.optim.AdamW(groups, lr=LR)
    rate = lambda s: min(1, (s + 1) / WARMUP) * 0.5 * (1 + math.cos(math.pi * max(0, s - WARMUP) / (STEPS - WARMUP)))
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, rate)
    for step in range(1, STEPS + 1):
        x, y = (z.to(train.device) for z in windows(train, generator))
        loss = F.cross_entropy(model(x).flatten(0, 1), y.flatten())
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), CLIP)
        optimizer.step()
        schedule.step()
        if step % 250 == 0:
            print(f'step {step}  training {loss.item():.3f}  held-out {evaluate(model, held_out):.3f}')
# #endregion train


# #region sample
@torch.no_grad()
def sample(model, prompt, count, generator, tau=0.8, top_k=40):
    model.eval()
    ids = prompt
    for _ in range(count):
        logits = model(ids[None, -T:])[0, -1] / tau  # only the last T characters fit
        kept = logits.topk(min(top_k, len(logits)))
        choice = torch.multinomial(kept.values.softmax(-1).cpu(), 1, generator=generator)
        ids = torch.cat([ids, kept.indices[choice.to(ids.device)]])
    return ids
# #endregion sample


def main():
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 42
    torch.manual_seed(seed)
    generator = torch.Generator().manual_seed(seed)
    device = 'cuda' if torch.cuda.is_available() else 'cpu'
    train, held_out, tokens, encode = load(sys.argv[1], generator)
    V = len(tokens)
    print(f'{len(train)} training and {len(held_out)} held-out characters, V = {V}, PyTorch {torch.__version__} on {device}')
    print('uniform %.3f  unigram %.3f  bigram %.3f' % baselines(train, held_out, V))
    model = GPT(V).to(device)
    N = sum(p.numel() for p in model.parameters())
    started = time.time()
    train_model(model, train.to(device), held_out.to(device), generator)
    seconds = time.time() - started
    loss = evaluate(model, held_out.to(device))
    print(f'N = {N}  held-out loss {loss:.3f}  perplexity {math.exp(loss):.1f}  {seconds:.0f} s')
    print(f'D = {B * T * STEPS}  C = 6ND = {6 * N * B * T * STEPS:.3g} FLOP')
    print(''.join(tokens[i] for i in sample(model, encode('\n').to(device), 200, generator)))


if __name__ == '__main__':
    main()
