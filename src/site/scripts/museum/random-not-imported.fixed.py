# Defect 1, mended: imported, and seeded, so that a run can be repeated.

# #region fixed
import random

random.seed(1)
teacher_forcing_ratio = 0.5

if random.random() < teacher_forcing_ratio:
    print("feed the true token")
# #endregion fixed
