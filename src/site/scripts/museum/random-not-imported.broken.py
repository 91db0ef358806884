# Defect 1: the module that draws the random number is never imported.

# #region broken
teacher_forcing_ratio = 0.5

if random.random() < teacher_forcing_ratio:
    print("feed the true token")
# #endregion broken
