# Defect 3 in PyTorch: what has been embedded is looked up again.
import torch
from torch import nn

# #region broken
source = nn.Embedding(10000, 256)
target = nn.Embedding(10000, 256)  # in the decoder
tokens = torch.randint(10000, (4, 1))

embedded = source(tokens)
target(embedded)
# #endregion broken
