# Defect 4 in PyTorch: the state loses its dimension of layers.
import torch
from torch import nn

# #region broken
lstm = nn.LSTM(256, 512, 2, batch_first=True)
_, (hidden, cell) = lstm(torch.zeros(4, 6, 256))

hidden, cell = hidden[-1], cell[-1]
lstm(torch.zeros(4, 1, 256), (hidden, cell))
# #endregion broken
