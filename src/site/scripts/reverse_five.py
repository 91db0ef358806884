"""Chapter 2's sample code with its defects mended: an LSTM encoder–decoder that writes backwards.

usage: python3 reverse_five.py [SEED]
B batch, S source time, T target time, E embedding, H hidden, L layers, V vocabulary.
"""
import random, sys
import torch
from torch import nn

PAD, BOS, EOS = 0, 1, 2
LETTERS, LENGTH = 10, 5
V, E, H, L, B = LETTERS + 3, 32, 64, 2, 64
STEPS, RATE, CLIP, TEACHER = 400, 3e-3, 1.0, 0.5


# #region batch
def batch():
    """Sources [B, S] and targets <bos> … <eos> [B, S + 2]."""
    source = torch.randint(3, V, (B, LENGTH))
    edge = lambda token: torch.full((B, 1), token)
    return source, torch.cat([edge(BOS), source.flip(1), edge(EOS)], 1)
# #endregion batch


# #region model
class Seq2Seq(nn.Module):
    def __init__(self):
        super().__init__()
        self.source, self.target = nn.Embedding(V, E), nn.Embedding(V, E)
        self.encoder = nn.LSTM(E, H, L, batch_first=True)
        self.decoder = nn.LSTM(E, H, L, batch_first=True)
        self.output = nn.Linear(H, V)

    def forward(self, source, target, ratio):  # → logits [B, T, V]
        state = self.encoder(self.source(source))[1]  # h and c, [L, B, H] each
        token, logits = target[:, :1], []  # <bos>, [B, 1]
        for t in range(1, target.shape[1]):
            hidden, state = self.decoder(self.target(token), state)
            logits.append(self.output(hidden))  # [B, 1, V]
            own = logits[-1].argmax(-1)
            token = target[:, t : t + 1] if random.random() < ratio else own
        return torch.cat(logits, 1)
# #endregion model


# #region train
def train(model):
    optimizer = torch.optim.Adam(model.parameters(), RATE)
    loss_of = nn.CrossEntropyLoss(ignore_index=PAD)
    model.train()
    for step in range(1, STEPS + 1):
        source, target = batch()
        logits = model(source, target, TEACHER)
        loss = loss_of(logits.flatten(0, 1), target[:, 1:].flatten())
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), CLIP)
        optimizer.step()
        if step in (1, 100, 200, STEPS):
            print(f'step {step}: loss {loss:.3f}')
# #endregion train


# #region evaluate
@torch.no_grad()
def free_running(model, batches=8):
    """The share of symbols that are right when the model reads its own writing."""
    model.eval()
    right = total = 0
    for _ in range(batches):
        source, target = batch()
        hits = model(source, target, 0.0).argmax(-1) == target[:, 1:]
        right, total = right + hits.sum().item(), total + hits.numel()
    return right / total
# #endregion evaluate


if __name__ == '__main__':
    seed = int(sys.argv[1]) if len(sys.argv) > 1 else 42
    random.seed(seed)
    torch.manual_seed(seed)
    model = Seq2Seq()
    train(model)
    print(f'symbols right in free running: {free_running(model):.1%}')
