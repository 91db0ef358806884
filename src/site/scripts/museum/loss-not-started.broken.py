# Chapter 4: the sum of the validation losses is added to before it exists.

# #region broken
for epoch in range(2):
    for loss in [2.0, 1.0]:
        valid_loss += loss
    print(epoch, valid_loss)
# #endregion broken
