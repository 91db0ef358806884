"""The tasks of the bench in PyTorch.

Reads one request a line from standard input, JSON with `task`, `effort`, `threads` and `device`
("cpu" or "cuda"), and answers each with a line of JSON: the milliseconds of every timed step, the
first and the last loss, and the number of parameters. The loss is read back each step, as
everywhere in the bench. The first line it writes says which version runs, and on what.
"""
import json
import math
import sys
import time

import torch
from torch import nn
from torch.nn import functional as F


class Lstm(nn.LSTM):
    """Of the two biases that PyTorch adds to the gates, one is enough."""

    def __init__(self, *args):
        super().__init__(*args, batch_first=True)
        for name, parameter in self.named_parameters():
            if name.startswith("bias_hh"):
                nn.init.zeros_(parameter)
                parameter.requires_grad_(False)


class LstmSeq2Seq(nn.Module):
    def __init__(self, task):
        super().__init__()
        v, e, h, layers = (task[k] for k in ("vocabulary", "embedding", "hidden", "layers"))
        self.attention = task["attention"]
        self.source, self.target = nn.Embedding(v, e), nn.Embedding(v, e)
        self.encoder, self.decoder = Lstm(e, h, layers), Lstm(e, h, layers)
        self.head = nn.Linear(h, v)
        if self.attention != "none":
            self.combine = nn.Linear(2 * h, h, bias=False)
        if self.attention == "additive":
            self.query, self.key = nn.Linear(h, h, bias=False), nn.Linear(h, h, bias=False)
            self.v = nn.Linear(h, 1, bias=False)

    def scores(self, outputs, states):
        if self.attention == "dot":
            return outputs @ states.transpose(1, 2) / math.sqrt(states.shape[2])
        sums = self.query(outputs)[:, :, None] + self.key(states)[:, None]
        return self.v(sums.tanh()).squeeze(3)

    def forward(self, source, inputs):
        states, last = self.encoder(self.source(source))
        outputs, _ = self.decoder(self.target(inputs), last)
        if self.attention != "none":
            context = self.scores(outputs, states).softmax(2) @ states
            outputs = self.combine(torch.cat([outputs, context], 2)).tanh()
        return self.head(outputs)


class Block(nn.Module):
    def __init__(self, task):
        super().__init__()
        c, heads, t = (task[k] for k in ("width", "heads", "context"))
        self.heads, self.rotary = heads, task["positions"] == "rotary"
        self.norm1, self.norm2 = nn.LayerNorm(c), nn.LayerNorm(c)
        self.qkv, self.output = nn.Linear(c, 3 * c), nn.Linear(c, c)
        self.up, self.down = nn.Linear(c, 4 * c), nn.Linear(4 * c, c)
        self.drop = nn.Dropout(task["dropout"])
        self.register_buffer("later", torch.triu(torch.ones(t, t), 1).bool())
        if self.rotary:
            d = c // heads
            frequencies = 10000.0 ** (torch.arange(d // 2) * -2 / d)
            angles = torch.outer(torch.arange(t), frequencies).repeat(1, 2)
            self.register_buffer("cos", angles.cos())
            self.register_buffer("sin", angles.sin())

    def turn(self, x):
        front, back = x.chunk(2, 3)
        return x * self.cos + torch.cat([-back, front], 3) * self.sin

    def forward(self, x):
        b, t, c = x.shape
        q, k, v = (
            z.view(b, t, self.heads, c // self.heads).transpose(1, 2)
            for z in self.qkv(self.norm1(x)).split(c, 2)
        )
        if self.rotary:
            q, k = self.turn(q), self.turn(k)
        scores = q @ k.transpose(2, 3) / math.sqrt(c // self.heads)
        weights = scores.masked_fill(self.later[:t, :t], -math.inf).softmax(3)
        x = x + self.drop(self.output((weights @ v).transpose(1, 2).reshape(b, t, c)))
        return x + self.drop(self.down(F.gelu(self.up(self.norm2(x)))))


class Gpt(nn.Module):
    def __init__(self, task):
        super().__init__()
        v, c, t = task["vocabulary"], task["width"], task["context"]
        self.tokens = nn.Embedding(v, c)
        self.positions = nn.Parameter(torch.zeros(t, c)) if task["positions"] == "learned" else 0
        self.drop = nn.Dropout(task["dropout"])
        self.blocks = nn.ModuleList(Block(task) for _ in range(task["layers"]))
        self.norm = nn.LayerNorm(c)
        self.head = nn.Linear(c, v, bias=False)

    def forward(self, ids):
        x = self.drop(self.tokens(ids) + self.positions)
        for block in self.blocks:
            x = block(x)
        return self.head(self.norm(x))


def measure(task, effort, threads, device):
    torch.set_num_threads(threads)
    torch.manual_seed(1)
    v, b = task["vocabulary"], task["batch"]
    if task["kind"] == "lstm":
        shape, count, model = (b, task["length"]), 2, LstmSeq2Seq(task)
    else:
        shape, count, model = (b, task["context"]), 1, Gpt(task)
    model.to(device)
    trained = [p for p in model.parameters() if p.requires_grad]
    optimizer = torch.optim.Adam(trained, lr=1e-3)

    def step():
        inputs = [torch.randint(v, shape, device=device) for _ in range(count)]
        labels = (inputs[-1] + 1) % v
        optimizer.zero_grad()
        loss = F.cross_entropy(model(*inputs).reshape(-1, v), labels.reshape(-1))
        loss.backward()
        optimizer.step()
        return loss.item()

    first_loss = last_loss = step()
    warming = time.perf_counter()
    while (time.perf_counter() - warming) * 1e3 < effort["warmup"]:
        step()
    steps = []
    begin = time.perf_counter()
    while len(steps) < effort["least"] or (
        len(steps) < effort["most"]
        and (time.perf_counter() - begin) * 1e3 < effort["milliseconds"]
    ):
        start = time.perf_counter()
        last_loss = step()
        steps.append((time.perf_counter() - start) * 1e3)
    parameters = sum(p.numel() for p in trained)
    return {"steps": steps, "firstLoss": first_loss, "lastLoss": last_loss, "parameters": parameters}


def main():
    cuda = torch.cuda.get_device_name() if torch.cuda.is_available() else None
    print(json.dumps({"version": torch.__version__, "cuda": cuda}), flush=True)
    for line in sys.stdin:
        print(json.dumps(measure(**json.loads(line))), flush=True)


main()
