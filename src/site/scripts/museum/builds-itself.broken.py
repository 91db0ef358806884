# Chapter 4: a class takes the name of the one it wants to use, and so builds itself, for ever.

# #region broken
class TransformerModel:  # hides the imported name
    def __init__(self, vocabulary):
        self.model = TransformerModel(vocabulary)


TransformerModel(1000)
# #endregion broken
