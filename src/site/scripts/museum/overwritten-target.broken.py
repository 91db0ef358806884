# Defect 5 in PyTorch: the second step finds one column only.
import torch

# #region broken
tgt = torch.randint(10000, (4, 6))

for t in range(6):
    tgt = tgt[:, t].unsqueeze(1)
# #endregion broken
