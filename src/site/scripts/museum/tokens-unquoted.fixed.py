# Chapter 4, mended: tokens are strings.

# #region fixed
print("reading the corpus")
special = dict(
    pad_token="<pad>",
    eos_token="<eos>",
)
print(special)
# #endregion fixed
