"""Writes the reference numbers that the engine is compared with, computed by PyTorch in float64.

usage: npm run reference     (PYTHON=… names the interpreter that has PyTorch)
"""
import json
import pathlib

import torch

import ops
import parity
import self_check

ROOT = pathlib.Path(__file__).parents[2]
SOURCE = f'PyTorch {torch.__version__}, float64'


def write(path, content):
    text = json.dumps({'source': SOURCE, **content}, ensure_ascii=False)
    (ROOT / path).write_text(text + '\n', encoding='utf-8')


write('src/training/backend/check.json', self_check.reference())
write('tests/parity/ops.json', ops.reference())
write('tests/parity/models.json', parity.model_reference())
write('tests/parity/training.json', parity.training_reference())
