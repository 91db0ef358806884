# Defect 10 in PyTorch: the arg max over time has as many columns as the vocabulary has words.
import torch

# #region broken
outputs = torch.zeros(4, 6, 10000)
tgt = torch.randint(10000, (4, 6))

outputs.argmax(1) == tgt
# #endregion broken
