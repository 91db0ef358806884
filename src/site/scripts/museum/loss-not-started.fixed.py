# Chapter 4, mended: it starts at 0, in every epoch anew.

# #region fixed
for epoch in range(2):
    valid_loss = 0.0
    for loss in [2.0, 1.0]:
        valid_loss += loss
    print(epoch, valid_loss)
# #endregion fixed
