# Chapter 4, mended: a name of its own.


class TransformerModel:
    """Stands for the imported class."""

    def __init__(self, vocabulary):
        self.vocabulary = vocabulary


# #region fixed
class PoemModel:
    def __init__(self, vocabulary):
        self.model = TransformerModel(vocabulary)


print(PoemModel(1000).model.vocabulary)
# #endregion fixed
