# Chapter 4: special tokens without quotation marks. Not a line of the file is run.

# #region broken
print("reading the corpus")
special = dict(
    pad_token=<pad>,
    eos_token=<eos>,
)
# #endregion broken
