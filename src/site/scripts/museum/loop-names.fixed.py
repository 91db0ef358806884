# Defect 8, mended: data and settings come before the loop.

# #region fixed
num_epochs = 1
train_loader = [("abc", "cba"), ("xy", "yx")]

for epoch in range(num_epochs):
    for i, (src, tgt) in enumerate(train_loader):
        print(epoch, i, src, tgt)
# #endregion fixed
