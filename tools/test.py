"""Everything that must hold before a change lands. `make test` runs it in its environment:

    .venv/bin/python tools/test.py

Each check and each notebook prints one line with its seconds, and what is wrong below it. The last
line counts them: `N passed, M failed`. The work tree is left as it was: what must be written is
written in a temporary copy. Cells marked `#| data`, `#| cuda` or `#| slow` need something that not
every machine has; skipped ones are counted, with the reason.
"""
import difflib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
LIMIT = 900     # Seconds for one notebook or check; one that hangs fails and the others go on
AT_ONCE = 2     # Notebooks that run side by side
# A student has the kit without these
WITHOUT = ('nbdev', 'execnb', 'IPython', 'nbformat', 'nbclient', 'nbconvert')
# Slow to load: when they are used, not before
LATE = ('albumentations', 'sklearn', 'tensorboard', 'lightning', 'matplotlib.pyplot')

IMPORT_ALL = """
import importlib, sys
for o in {without}: sys.modules[o] = None
for name in {names}:
    try: importlib.import_module(name)
    except Exception as e: print(f'import {{name}} fails: {{type(e).__name__}}: {{e}}')
"""
IMPORT_RECIPES = """
import sys
import cifar_kit.recipes
found = [o for o in {late} if o in sys.modules]
if found: print('import cifar_kit.recipes loads', ', '.join(found),
                '- import it inside the function that uses it')
"""


def run(*command, cwd=ROOT, **env):
    "What a command answered: its exit status (or why there is none), and everything that it printed."
    with tempfile.TemporaryFile() as out:  # No pipe: an orphaned worker would keep it open
        settings = dict(cwd=cwd, env=os.environ | env, timeout=LIMIT, stdin=subprocess.DEVNULL,
                        stdout=out, stderr=subprocess.STDOUT)
        try: rc = subprocess.run([str(o) for o in command], **settings).returncode
        except subprocess.TimeoutExpired: rc = f'stopped after {LIMIT} s'
        out.seek(0)
        text = out.read().decode(errors='replace')
    return rc, re.sub(r'\x1b\[[0-9;]*m', '', text).strip()


def must_pass(*command, **kwargs):
    "Nothing if the command ends with 0, else what it printed."
    rc, text = run(*command, **kwargs)
    return [] if rc == 0 else [text or f'{Path(command[0]).name} ended with: {rc}']


def notebooks():
    "Every notebook under nbs/, in reading order; names that start with `_` or `.` are none."
    found = [o.relative_to(ROOT) for o in (ROOT / 'nbs').rglob('*.ipynb')]
    found = [o for o in found if not any(part[0] in '._' for part in o.parts)]
    return sorted(found, key=lambda o: (len(o.parts), o))


def cells(path):
    "The code cells of a notebook as (directives, outputs)."
    try: found = json.loads((ROOT / path).read_text(encoding='utf-8'))['cells']
    except (ValueError, KeyError) as e: raise ValueError(f'{path} is no notebook: {e}') from None
    code = [o for o in found if o['cell_type'] == 'code']
    heads = [re.match(r'([ \t]*(#\|.*)?\n)*([ \t]*#\|.*)?', ''.join(o['source']))[0] for o in code]
    return [(re.findall(r'#\|\s*([\w-]+)', head), o['outputs']) for head, o in zip(heads, code)]


# ---------------------------------------------------------------------------- checks

def copy_to(folder):
    "The notebooks and the settings, without the exported package: nbdev works there as here."
    for o in notebooks():
        (folder / o).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / o, folder / o)
    for o in ('settings.ini', 'pyproject.toml'): shutil.copy(ROOT / o, folder / o)
    (folder / 'cifar_kit').mkdir()
    shutil.copy(ROOT / 'cifar_kit/__init__.py', folder / 'cifar_kit')


def difference(name, made, there):
    "The first lines in which two texts differ, indented."
    lines = difflib.unified_diff(there.splitlines(), made.splitlines(), f'cifar_kit/{name}',
                                 'the notebook', lineterm='', n=0)
    return '\n'.join('    ' + o[:150] for o in list(lines)[:12])


def modules(folder):
    "The text of every module of a package, by name."
    return {o.name: o.read_text(encoding='utf-8') for o in (folder / 'cifar_kit').glob('*.py')}


def package_in_step():
    "Is `cifar_kit/` exactly what the notebooks export?"
    with tempfile.TemporaryDirectory() as folder:
        copy_to(Path(folder))
        problems = must_pass(BIN / 'nbdev_export', cwd=folder)
        if problems: return problems
        there, made = modules(ROOT), modules(Path(folder))
    problems = [f'cifar_kit/{o} comes from no notebook: delete it'
                for o in sorted(there.keys() - made)]
    stale = [o for o in sorted(made) if there.get(o) != made[o]]
    problems += [f'cifar_kit/{o} is not what its notebook exports\n'
                 + difference(o, made[o], there.get(o, '')) for o in stale]
    if stale: problems.append('move what was written into cifar_kit/ by hand to its notebook, '
                              'then run .venv/bin/nbdev_export and commit')
    return problems


def notebooks_clean():
    "Would `nbdev_clean` change anything?"
    if not notebooks(): return ['there is no notebook under nbs/']
    with tempfile.TemporaryDirectory() as folder:
        copy_to(Path(folder))
        problems = must_pass(BIN / 'nbdev_clean', cwd=folder)
        dirty = [str(o) for o in notebooks()
                 if (Path(folder) / o).read_bytes() != (ROOT / o).read_bytes()]
    if dirty: problems.append(f'{", ".join(dirty)}: run .venv/bin/nbdev_clean and commit')
    return problems


def outputs_tidy():
    "Do stored outputs show an error or a warning?"
    kinds = {(str(path), o.get('name', 'error'))
             for path in notebooks() for _, outputs in cells(path) for o in outputs
             if o['output_type'] == 'error' or o.get('name') == 'stderr'}
    return [f'{path} shows {kind} in a stored output: mend it, then make notebooks NB={path}'
            for path, kind in sorted(kinds)]


def imports_without_nbdev():
    "Does every module import where only the kit is installed, and without what is not needed yet?"
    names = [f'cifar_kit.{o.stem}' for o in sorted((ROOT / 'cifar_kit').glob('[!_]*.py'))]
    scripts = [IMPORT_ALL.format(without=WITHOUT, names=names)]
    if 'cifar_kit.recipes' in names: scripts.append(IMPORT_RECIPES.format(late=LATE))
    return [text for text in (run(sys.executable, '-c', o)[1] for o in scripts) if text]


def git_status():
    "What git sees as changed or new; nothing where there is no git."
    if not shutil.which('git') or not (ROOT / '.git').exists(): return set()
    return set(run('git', 'status', '--porcelain', '--untracked-files=all')[1].splitlines())


def tree_unchanged(before):
    "Did a notebook leave a file behind, or change one?"
    return [f'the tests changed the work tree: {o}' for o in sorted(git_status() - before)]


CHECKS = {
    'exported package in step with the notebooks': package_in_step,
    'notebooks clean': notebooks_clean,
    'stored outputs without errors and warnings': outputs_tidy,
    'README.md in step with nbs/index.ipynb':
        partial(must_pass, sys.executable, 'tools/readme.py', '--check'),
    'site builds, every link leads somewhere':
        partial(must_pass, sys.executable, 'tools/build_site.py', '--check'),
    'workflows valid':
        partial(must_pass, BIN / 'check-jsonschema', '--builtin-schema', 'vendor.github-workflows',
                *sorted((ROOT / '.github/workflows').glob('*.yml'))),
    'pyflakes silent':
        partial(must_pass, sys.executable, '-m', 'pyflakes', 'cifar_kit', 'tools', 'setup.py'),
    'every module imports without nbdev': imports_without_nbdev,
}

SLOW = { # Each in a process of its own, beside the notebooks
    'killed, full, damaged: nothing is lost':
        partial(must_pass, sys.executable, 'tools/faults.py', '--quick'),
    'every bad input is one sentence':
        partial(must_pass, sys.executable, 'tools/bad_inputs.py'),
    'properties hold for random inputs':
        partial(must_pass, sys.executable, 'tools/fuzz.py', '--quick'),
    'quickstart alone, twice, out of order':
        partial(must_pass, sys.executable, 'tools/odd_use.py'),
}


# ------------------------------------------------------------------------- notebooks

def flags():
    "Which marked cells this machine can run, and the reason for each kind that it cannot."
    reasons = dict(data='CIFAR_KIT_DATA is not set', cuda='no CUDA device',
                   slow='nbdev_test --flags slow runs them')
    if os.environ.get('CIFAR_KIT_DATA'): del reasons['data']
    cuda = run(sys.executable, '-c', 'import torch; print(torch.cuda.is_available())')[1]
    if cuda.endswith('True'): del reasons['cuda']
    return [o for o in ('data', 'cuda', 'slow') if o not in reasons], reasons


def say_skipped(reasons):
    "One line for each kind of cell that is left out."
    try: marks = {o.stem: [head for head, _ in cells(o)] for o in notebooks()}
    except ValueError: return  # A check has named the notebook that cannot be read
    for flag, reason in reasons.items():
        counts = {name: sum(flag in head for head in heads) for name, heads in marks.items()}
        where = ', '.join(f'{n} in {name}' for name, n in counts.items() if n)
        if where: print(f'skip  cells marked {flag} ({reason}): {where}', flush=True)


def notebook(path, flags, threads):
    "One notebook through nbdev_test. Status 0 is not enough: a killed process has it, too."
    with tempfile.TemporaryDirectory() as runs:  # A run that a person left behind proves nothing
        rc, text = run(BIN / 'nbdev_test', '--path', path, '--flags', ' '.join(flags),
                       OMP_NUM_THREADS=threads, CIFAR_KIT_RUNS=runs)
    if rc == 0 and 'Success.' in text.splitlines(): return []
    why = {0: ' and without its Success.', -9: ' (killed, perhaps for want of memory)'}.get(rc, '')
    return [text, f'nbdev_test ended with: {rc}{why}']


def counted(name, check):
    "Run one check or notebook and say how it went. Did it pass?"
    start = time.time()
    try: problems = check()
    except Exception as e: problems = [f'{type(e).__name__}: {e}']
    lines = [f'{"FAIL" if problems else "ok  "}  {name:<46}{time.time() - start:6.1f} s']
    lines += ['      ' + line for o in problems for line in o.splitlines()]
    print('\n'.join(lines), flush=True)
    return name, not problems


def main():
    start, before = time.time(), git_status()
    results = [counted(name, check) for name, check in CHECKS.items()]
    runs, reasons = flags()
    say_skipped(reasons)
    threads = str(max(1, (os.cpu_count() or 1) // AT_ONCE))
    work = SLOW | {str(o): partial(notebook, o, runs, threads) for o in notebooks()}
    with ThreadPoolExecutor(AT_ONCE) as pool:
        results += pool.map(lambda o: counted(*o), work.items())
    results.append(counted('nothing left behind', partial(tree_unchanged, before)))
    failed = [name for name, passed in results if not passed]
    if failed: print('failed:', ', '.join(failed))
    print(f'{time.time() - start:.0f} s in all')
    print(f'{len(results) - len(failed)} passed, {len(failed)} failed')
    sys.exit(1 if failed else 0)


if __name__ == '__main__': main()
