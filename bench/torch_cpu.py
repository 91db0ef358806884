"""Tasks A and B in PyTorch on the CPU. Argument: JSON with `task`, `warmup`, `steps`, `threads`.

Prints JSON: milliseconds of every step. The loss is read back each step, as everywhere in the bench.
"""
import json
import math
import sys
import time

import torch
from torch import nn
from torch.nn import functional as F


class LstmSeq2Seq(nn.Module):
    def __init__(self, task):
        super().__init__()
        v, e, h, layers = (task[k] for k in ("vocabulary", "embedding", "hidden", "layers"))
        self.source, self.target = nn.Embedding(v, e), nn.Embedding(v, e)
        self.encoder = nn.LSTM(e, h, layers, batch_first=True)
        self.decoder = nn.LSTM(e, h, layers, batch_first=True)
        self.head = nn.Linear(h, v)

    def forward(self, source, inputs):
        _, state = self.encoder(self.source(source))
        outputs, _ = self.decoder(self.target(inputs), state)
        return self.head(outputs)


class Block(nn.Module):
    def __init__(self, c, heads, t):
        super().__init__()
        self.heads = heads
        self.norm1, self.norm2 = nn.LayerNorm(c), nn.LayerNorm(c)
        self.qkv, self.output = nn.Linear(c, 3 * c), nn.Linear(c, c)
        self.up, self.down = nn.Linear(c, 4 * c), nn.Linear(4 * c, c)
        self.register_buffer("later", torch.triu(torch.ones(t, t), 1).bool())

    def forward(self, x):
        b, t, c = x.shape
        q, k, v = (
            z.view(b, t, self.heads, c // self.heads).transpose(1, 2)
            for z in self.qkv(self.norm1(x)).split(c, 2)
        )
        scores = q @ k.transpose(2, 3) / math.sqrt(c // self.heads)
        weights = scores.masked_fill(self.later[:t, :t], -math.inf).softmax(3)
        x = x + self.output((weights @ v).transpose(1, 2).reshape(b, t, c))
        return x + self.down(F.gelu(self.up(self.norm2(x))))


class Gpt(nn.Module):
    def __init__(self, task):
        super().__init__()
        v, c, t = task["vocabulary"], task["width"], task["context"]
        self.tokens = nn.Embedding(v, c)
        self.positions = nn.Parameter(torch.zeros(t, c))
        self.blocks = nn.ModuleList(Block(c, task["heads"], t) for _ in range(task["layers"]))
        self.norm = nn.LayerNorm(c)
        self.head = nn.Linear(c, v, bias=False)

    def forward(self, ids):
        x = self.tokens(ids) + self.positions
        for block in self.blocks:
            x = block(x)
        return self.head(self.norm(x))


def main():
    wanted = json.loads(sys.argv[1])
    task = wanted["task"]
    torch.set_num_threads(wanted["threads"])
    torch.manual_seed(1)
    v, b = task["vocabulary"], task["batch"]
    if task["kind"] == "lstm":
        shape, count, model = (b, task["length"]), 2, LstmSeq2Seq(task)
    else:
        shape, count, model = (b, task["context"]), 1, Gpt(task)
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
    steps = []
    for _ in range(wanted["warmup"] + wanted["steps"]):
        start = time.perf_counter()
        inputs = [torch.randint(v, shape) for _ in range(count)]
        labels = torch.randint(v, shape)
        optimizer.zero_grad()
        loss = F.cross_entropy(model(*inputs).reshape(-1, v), labels.reshape(-1))
        loss.backward()
        optimizer.step()
        loss.item()
        steps.append((time.perf_counter() - start) * 1e3)
    parameters = sum(p.numel() for p in model.parameters())
    print(json.dumps({"steps": steps[wanted["warmup"]:], "parameters": parameters, "version": torch.__version__}))


main()
