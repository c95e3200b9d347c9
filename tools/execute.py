"""Run notebooks from top to bottom and store their outputs: the pictures are the documentation.

    python tools/execute.py nbs/05_models.ipynb …    # without a name: all of nbs/, no assignment

A notebook is written only if every cell passed, under another name first. Progress bars stay out of
the stored outputs (TQDM_DISABLE), warnings are shown here and fail the run: a page has none. Large
pictures are stored with a palette of 256 colours. An assignment is run when it is named, because it
trains a network: for hours, unless CIFAR_KIT_EPOCHS asks for less.
Where CIFAR_KIT_DATA is not set, cells marked `#| data` keep the output that they have, and so do
cells marked `#| cuda` where no GPU is at hand.
"""
import base64
import io
import os
import re
import shutil
import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellControlSignal
from nbdev.clean import nbdev_clean
from PIL import Image

ROOT = Path(__file__).resolve().parent.parent
LARGE = 10_000  # Characters of a stored picture, above which it gets a palette


def is_skipped(cell):
    "Does this cell carry `#| eval: false`, or ask for images or a GPU that are not here?"
    head = {re.sub(r'\s', '', o[2:]) for o in cell.source.splitlines() if o.startswith('#|')}
    missing = {'eval:false'}
    if not os.environ.get('CIFAR_KIT_DATA'): missing.add('data')
    if not shutil.which('nvidia-smi'): missing.add('cuda')
    return bool(head & missing)


class Client(NotebookClient):
    "Executes what `nbdev_test` would execute, too."

    async def async_execute_cell(self, cell, *args, **kwargs):
        if cell.cell_type == 'code' and is_skipped(cell): return cell
        return await super().async_execute_cell(cell, *args, **kwargs)


def noise(nb):
    "Text on stderr that a reader would find in the stored page."
    return [o.text for c in nb.cells if c.cell_type == 'code' for o in c.outputs
            if o.output_type == 'stream' and o.name == 'stderr']


def smaller(png):
    "The same picture with at most 256 colours, base64 as in a notebook, if that is smaller."
    out = io.BytesIO()
    with Image.open(io.BytesIO(base64.b64decode(png))) as o:
        o.convert('RGB').quantize(256).save(out, 'PNG', optimize=True)
    packed = base64.b64encode(out.getvalue()).decode()
    return min(packed, png, key=len)


def shrink_pictures(nb):
    "Replace pictures of more than `LARGE` characters."
    for c in nb.cells:
        for data in (o.get('data', {}) for o in c.get('outputs', ())):
            if len(data.get('image/png', '')) > LARGE: data['image/png'] = smaller(data['image/png'])


def execute(path):
    "One notebook, in its own kernel and folder; raises at the first cell that fails."
    nb = nbformat.read(path, as_version=4)
    Client(nb, timeout=3600, kernel_name='python3', extra_arguments=['--log-level=40'],
           resources={'metadata': {'path': path.parent}}).execute()
    if noise(nb): raise RuntimeError(f'{path}: warnings in the outputs:\n' + '\n'.join(noise(nb)))
    shrink_pictures(nb)
    temporary = path.with_suffix('.tmp')
    nbformat.write(nb, temporary)
    temporary.replace(path)
    nbdev_clean(path)


def main():
    os.environ['TQDM_DISABLE'] = '1'
    os.environ['PYTHONPATH'] = str(ROOT)  # The kit of this checkout, installed or not
    names = sys.argv[1:] or sorted(str(o) for o in (ROOT / 'nbs').glob('*.ipynb'))
    for name in names:
        try: execute(Path(name).resolve())
        except (CellControlSignal, RuntimeError) as e: sys.exit(f'{name} failed\n{e}')
        print(f'{name}: stored')


if __name__ == '__main__':
    main()
