# Defect 8: the loop uses names that nothing has defined. The first of them stops the program.

# #region broken
for epoch in range(num_epochs):
    for i, (src, tgt) in enumerate(train_loader):
        print(epoch, i, src, tgt)
# #endregion broken
