"""The quickstart as people really use it: uploaded alone, run out of order, twice, in an old kernel.

    python tools/odd_use.py    # `make test` runs it; digits, seconds

And what each assignment would install in Colab. The notebook lies in an empty folder without the kit's repository, as after an upload to Colab. Each
check prints a line; the last one counts them.
"""
import os
import re
import shutil
import sys
import tempfile
from pathlib import Path

os.environ |= dict(IN_TEST='1', TQDM_DISABLE='1', MPLBACKEND='agg')
for o in ('CIFAR_KIT_DATA', 'CIFAR_KIT_RUNS', 'CIFAR_KIT_DRIVE'): os.environ.pop(o, None)

import nbformat
from nbclient import NotebookClient

ROOT = Path(__file__).resolve().parent.parent
OLDER = "import cifar_kit.core as _core; _core._LOADED = ('0.0.1', None)"
NO_PIP = """from IPython import get_ipython
get_ipython().register_magic_function(lambda line: print('%pip', line), magic_name='pip')"""
COLAB = "import sys, types; sys.modules['google.colab'] = types.ModuleType('google.colab')"
TEMPLATE = 'from cifar_kit.template import INSTALL; get_ipython().run_cell(INSTALL)'


class Kernel:
    "A notebook and its kernel."
    def __init__(self, path):
        self.cells = [o for o in nbformat.read(path, 4).cells if o.cell_type == 'code']
        self.client = NotebookClient(nbformat.v4.new_notebook(), allow_errors=True, timeout=300,
                                     resources=dict(metadata=dict(path=str(path.parent))))

    def run(self, source):
        "Kind and text of the error of one cell, or `None`; and everything that it printed."
        cell = nbformat.v4.new_code_cell(source)
        self.client.nb.cells = [cell]
        self.client.execute_cell(cell, 0)
        errors = [(o.ename, o.evalue) for o in cell.outputs if o.output_type == 'error']
        said = ''.join(o.get('text', '') for o in cell.outputs)
        return errors[0] if errors else None, said

    def pages(self):
        "What the last cell showed as HTML."
        return ''.join(o.get('data', {}).get('text/html', '') for o in self.client.nb.cells[0].outputs)

    def run_all(self, order=lambda cells: cells):
        "Errors of all cells in that order, and what they printed."
        found = [self.run(o.source) for o in order(self.cells)]
        return [e for e, _ in found if e], ''.join(said for _, said in found)


def alone(kernel):
    "In an empty folder, with nothing else of the repository"
    errors, said = kernel.run_all()
    assert not errors, errors
    assert 'test accuracy' in said and 'Warning' not in said, said


def twice(kernel):
    "All cells once more: nothing is trained again, the same figures"
    first, second = kernel.run_all()[1], kernel.run_all()[1]
    assert 'finished: loaded' in second and 'epoch 1' not in second, second
    pick = lambda text: [o for o in text.splitlines() if o.startswith('test ')]
    assert pick(first) == pick(second) != [], (first, second)


def backwards(kernel):
    "From the last cell to the first: Python says which name is missing, and then all works in order"
    errors, _ = kernel.run_all(lambda cells: cells[::-1])
    assert errors and {name for name, _ in errors} == {'NameError'}, errors
    errors, _ = kernel.run_all()
    assert not errors, errors


def old_kernel(kernel):
    "A newer kit was installed under a running kernel: one sentence says to restart it"
    kernel.run_all()
    kernel.run(OLDER)
    error, _ = kernel.run(next(o.source for o in kernel.cells if 'train(' in o.source))
    assert error and error[0] == 'RuntimeError' and 'restart the kernel' in error[1], error


def in_colab(kernel):
    "Every install cell asks in Colab for what README and Start here say, and elsewhere for nothing"
    start = '\n'.join(o.source for o in nbformat.read(ROOT/'nbs/start_here.ipynb', 4).cells)
    pages = [(ROOT/'README.md').read_text(encoding='utf-8'), start]
    lines = [re.findall('^%pip .*$', o, re.M) for o in pages]
    assert lines[0] == lines[1] and len(lines[0]) == 1, lines
    sources = {'template': TEMPLATE}
    for path in (ROOT/'nbs/assignments').glob('*.ipynb'):
        sources[path.name], = [o.source for o in Kernel(path).cells if '%pip' in o.source]
    kernel.run(NO_PIP)
    elsewhere = {name: kernel.run(source) for name, source in sources.items()}
    assert elsewhere == dict.fromkeys(sources, (None, '')), elsewhere
    kernel.run(COLAB)
    asked = {name: kernel.run(source) for name, source in sources.items()}
    assert asked == dict.fromkeys(sources, (None, lines[0][0] + '\n')), asked


def no_widgets(kernel):
    "Without ipywidgets: progress is shown all the same, and no warning"
    kernel.run("import os, sys; sys.modules['ipywidgets'] = None; os.environ.pop('TQDM_DISABLE')")
    errors, said = kernel.run_all()
    assert not errors, errors
    assert 'test accuracy' in said and 'Warning' not in said, said
    bar = "from cifar_kit.core import progress_bar; bar = progress_bar(total=2); bar.refresh()"
    assert not kernel.run(bar)[0] and '<progress' in kernel.pages(), kernel.pages()


CHECKS = alone, twice, backwards, old_kernel, in_colab, no_widgets


def main():
    failed = 0
    for check in CHECKS:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder)/'uploaded.ipynb'
            shutil.copy(ROOT/'nbs/assignments/quickstart.ipynb', path)
            kernel = Kernel(path)
            with kernel.client.setup_kernel():
                try: check(kernel)
                except AssertionError as e:
                    failed += 1
                    print(f'FAIL  {check.__doc__}: {e}')
                else: print(f'ok    {check.__doc__}')
    print(f'{len(CHECKS) - failed} passed, {failed} failed')
    sys.exit(bool(failed))


if __name__ == '__main__': main()
