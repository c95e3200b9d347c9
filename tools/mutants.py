"""Plant bugs in the kit, one at a time, and count how many of them the notebooks' checks catch.

    python tools/mutants.py                             # the nine modules, the usual number of bugs
    python tools/mutants.py --only schedule --per-module 20
    python tools/mutants.py --hours 8                   # begins no other bug after eight hours
    python tools/mutants.py --only predict --survivors  # only those that survived; writes nothing

Each bug (a "mutant") is a small change in one exported cell: `<` becomes `<=`, a statement is left
out, … The whole notebook is run with it in a fresh process. A cell that fails has caught the bug,
and so has a time limit; if every cell passes, the bug survived. Results are written as they come
(nbs/bench/mutants.jsonl), and the next call goes on from there. A changed notebook is measured
anew. The last lines are a table and the survivors; below 85 % caught the exit status is 1. A
survivor that changes nothing that can be seen may be explained in mutants_reasons.jsonl beside the
results, a line for each: {"mutant": "its name as printed", "reason": "…"}. It still counts.

mutmut and mutatest change modules and run pytest, cosmic-ray runs any command; but here the checks
stand beside the definitions in a notebook, and would go on testing the sound ones. Mutating the
notebook as well as its module is most of the work, so the rest is done here, too, on `ast`.
Left out are docstrings, annotations, decorators, sentences (any text with a space), f-strings, what
`raise` says, what is printed, and code that only draws.
"""
import argparse
import ast
import hashlib
import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from concurrent.futures import ThreadPoolExecutor
from itertools import zip_longest
from pathlib import Path
from threading import Lock
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))  # The kit of this checkout, installed or not

from cifar_kit.notebook import SKIPPED, as_python, read_notebook

NOTEBOOKS = dict(schedule='07_schedule', augment='03_augment', loaders='04_loaders', data='02_data',
                 predict='09_predict', summary='06_summary', lr_finder='08_lr_finder',
                 gradcam='11_gradcam', trainer='10_trainer')
SHARE = .85  # Of all bugs, to be caught
GIB = 8      # Most memory of a run, where it can be limited (Linux)


# ---------------------------------------------------------------------------------- the bugs

COMPARE = {ast.Lt: ('<', '<='), ast.LtE: ('<=', '<'), ast.Gt: ('>', '>='), ast.GtE: ('>=', '>'),
           ast.Eq: ('==', '!='), ast.NotEq: ('!=', '=='), ast.Is: ('is', 'is not'),
           ast.IsNot: (r'is\s+not', 'is'), ast.In: ('in', 'not in'),
           ast.NotIn: (r'not\s+in', 'in')}
ARITHMETIC = {ast.Add: '+-', ast.Sub: '-+', ast.Mult: '*/', ast.Div: '/*', ast.Mod: '%*',
              ast.FloorDiv: ('//', '/'), ast.Pow: ('**', '*'), ast.BitAnd: '&|', ast.BitOr: '|&',
              ast.BitXor: '^&', ast.MatMult: '@*'}
LOGIC = {ast.And: ('and', 'or'), ast.Or: ('or', 'and')}
DRAWS = ('print', 'log', 'display', 'plt', 'ax', 'axs', 'fig')  # Calls of these names only show
DRAWN = ('_repr_html_',)                                        # Functions that only show


class Mutant(NamedTuple):
    "One planted bug."
    module: str
    function: str  # `Class.method`; `(module)` outside of functions
    operator: str  # Kind of change
    cell: int      # Index of the code cell
    source: str    # The cell with the bug
    line: int      # In `cifar_kit/<module>.py`
    before: str    # The lines that change
    after: str     # What they become
    number: int    # 1; 2, 3, … for a change that looks the same

    @property
    def name(self):
        "The same as long as the function and these lines stay."
        again = f' ({self.number})' if self.number > 1 else ''
        return f'{self.module}.{self.function}: {self.before} → {self.after}{again}'


class Finder(ast.NodeVisitor):
    "All small changes of one cell, as (function, operator, start, end, new text); places in bytes."

    def __init__(self, source):
        self.bytes, self.path, self.found = source.encode(), [], []
        self.starts = [0]
        for line in self.bytes.split(b'\n'): self.starts.append(self.starts[-1] + len(line) + 1)
        self.visit(ast.parse(source))

    def span(self, node):
        return (self.starts[node.lineno-1] + node.col_offset,
                self.starts[node.end_lineno-1] + node.end_col_offset)

    def text(self, node): return self.bytes[slice(*self.span(node))].decode()

    def add(self, operator, start, end, text):
        self.found.append(('.'.join(self.path) or '(module)', operator, start, end, text))

    def replace(self, operator, node, text): self.add(operator, *self.span(node), text)

    def between(self, operator, left, right, old, new):
        "Exchange the sign that stands between two nodes."
        start, end = self.span(left)[1], self.span(right)[0]
        gap = self.bytes[start:end].decode()
        sign = re.search(old if old[-1].isalpha() else re.escape(old), gap)
        if sign is None or '#' in gap: return
        self.add(operator, start + sign.start(), start + sign.end(), new)

    # definitions, and what is left out

    def visit_FunctionDef(self, node):
        if node.name in DRAWN: return
        self.path.append(node.name)
        for o in [o for o in (*node.args.defaults, *node.args.kw_defaults) if o]: self.default(o)
        for o in node.body: self.visit(o)
        self.path.pop()

    def visit_ClassDef(self, node):
        self.path.append(node.name)
        for o in node.body: self.visit(o)
        self.path.pop()

    def default(self, node):
        "The default of a parameter, as a kind of its own."
        n = len(self.found)
        self.visit(node)
        self.found[n:] = [(f, 'default', *rest) for f, _, *rest in self.found[n:]]

    def visit_Lambda(self, node):
        for o in [o for o in (*node.args.defaults, *node.args.kw_defaults) if o]: self.default(o)
        self.visit(node.body)

    def visit_AnnAssign(self, node):
        if node.value: self.visit(node.value)

    def visit_JoinedStr(self, node): pass  # Text; and before Python 3.12 its places are wrong

    def visit_Import(self, node): pass
    visit_ImportFrom = visit_Import

    # statements

    def visit_Expr(self, node):
        if isinstance(node.value, (ast.Constant, ast.Yield, ast.YieldFrom, ast.Await)): return
        if shows(node.value): return
        self.replace('statement', node, 'pass')
        self.generic_visit(node)

    def visit_Raise(self, node): self.replace('statement', node, 'pass')

    def visit_Assign(self, node):
        if any(getattr(o, 'id', '') == '__all__' for o in node.targets): return
        if all(isinstance(o, (ast.Attribute, ast.Subscript)) for o in node.targets):
            self.replace('statement', node, 'pass')
        self.generic_visit(node)

    def visit_AugAssign(self, node):
        if type(node.op) in ARITHMETIC:
            old, new = ARITHMETIC[type(node.op)]
            self.between('arithmetic', node.target, node.value, old + '=', new + '=')
        if not isinstance(node.target, ast.Name): self.replace('statement', node, 'pass')
        self.generic_visit(node)

    def visit_Return(self, node):
        if node.value is None or ast.unparse(node.value) == 'None': return
        self.replace('return', node.value, 'None')
        self.generic_visit(node)

    # expressions

    def visit_Compare(self, node):
        sides = [node.left, *node.comparators]
        for op, left, right in zip(node.ops, sides, sides[1:]):
            self.between('comparison', left, right, *COMPARE[type(op)])
        self.generic_visit(node)

    def visit_BinOp(self, node):
        is_text = any(isinstance(o, ast.JoinedStr) or isinstance(getattr(o, 'value', 0), str)
                      for o in (node.left, node.right))
        if type(node.op) in ARITHMETIC and not is_text:
            self.between('arithmetic', node.left, node.right, *ARITHMETIC[type(node.op)])
        self.generic_visit(node)

    def visit_BoolOp(self, node):
        for left, right in zip(node.values, node.values[1:]):
            self.between('and/or', left, right, *LOGIC[type(node.op)])
        self.generic_visit(node)

    def visit_UnaryOp(self, node):
        kind = {ast.Not: 'not', ast.USub: 'arithmetic', ast.Invert: 'arithmetic'}.get(type(node.op))
        if kind: self.replace(kind, node, f'({self.text(node.operand)})')
        self.generic_visit(node)

    def condition(self, node):
        "`if`, `while` and `… if … else …`"
        if not isinstance(getattr(node.test, 'op', None), ast.Not):
            self.replace('not', node.test, f'not ({self.text(node.test)})')
        self.generic_visit(node)
    visit_If = visit_While = visit_IfExp = condition

    def visit_comprehension(self, node):
        for o in node.ifs: self.replace('not', o, f'not ({self.text(o)})')
        self.generic_visit(node)

    def visit_Slice(self, node):
        for o in filter(None, (node.lower, node.upper)):
            self.replace('slice', o, f'({self.text(o)})+1')
        for o in filter(None, (node.lower, node.upper, node.step)):
            if not isinstance(o, (ast.Constant, ast.UnaryOp)): self.visit(o)

    def visit_Subscript(self, node):
        self.visit(node.value)
        if not isinstance(getattr(node.slice, 'value', 0), str): self.visit(node.slice)

    def visit_Dict(self, node):
        for o in [o for o in node.keys if o and not isinstance(o, ast.Constant)] + node.values:
            self.visit(o)

    def visit_Call(self, node):
        if shows(node): return
        parts = sorted(node.args + node.keywords, key=lambda o: (o.lineno, o.col_offset))
        most = node.args[-1:] if len(node.args) > 1 else []
        for i, o in enumerate(parts):
            if o not in most and o not in node.keywords: continue
            start = self.span(parts[i-1])[1] if i else self.span(o)[0]
            end = self.span(parts[1])[0] if i == 0 and len(parts) > 1 else self.span(o)[1]
            self.add('argument', start, end, '')
        self.generic_visit(node)

    def visit_Constant(self, node):
        new = changed(node.value)
        if new is not None: self.replace('constant', node, repr(new))


def shows(node):
    "Is this a call that only draws or prints?"
    while isinstance(node, (ast.Call, ast.Attribute, ast.Subscript)):
        node = node.func if isinstance(node, ast.Call) else node.value
        if isinstance(node, ast.Name): return node.id in DRAWS
    return False


def changed(value):
    "Another value instead of a constant; `None` for one that is left alone."
    if isinstance(value, bool): return not value
    if isinstance(value, (int, float)): return type(value)(0 if value == 1 else value + 1)
    if isinstance(value, str) and not re.search(r'[\s<]', value): return f'XX{value}XX'
    return None


# ----------------------------------------------------------------------- notebooks and modules

def is_exported(source): return re.search(r'^#\|\s*exporti?\s*$', source, re.M)


def is_skipped(source):
    "Does this cell carry one of the marks of cells that tests leave out?"
    return {re.sub(r'\s', '', o[2:]) for o in source.splitlines() if o.startswith('#|')} & SKIPPED


def body(source):
    "An exported cell as it stands in the module."
    return '\n'.join(o for o in source.splitlines() if not o.startswith('#|')).strip()


class Page(NamedTuple):
    "A notebook and its module, as they were when the measuring began."
    module: str
    cells: tuple # Sources of all code cells
    text: str    # Of the module
    hash: str    # Of the cells

    def line(self, cell, offset):
        "Where a place of a cell stands in the module, from 1."
        own = '\n'.join(o for o in self.cells[cell][:offset].splitlines() if not o.startswith('#|'))
        before = self.text.partition(body(self.cells[cell]))[0]
        return before.count('\n') + own.lstrip().count('\n') + 1

    def with_bug(self, mutant):
        "The cells and the module with a bug."
        cells = [*self.cells[:mutant.cell], mutant.source, *self.cells[mutant.cell+1:]]
        return cells, self.text.replace(body(self.cells[mutant.cell]), body(mutant.source))


def read_page(module):
    cells = tuple(o.source for o in read_notebook(ROOT / f'nbs/{NOTEBOOKS[module]}.ipynb'))
    text = (ROOT / f'cifar_kit/{module}.py').read_text(encoding='utf-8')
    return Page(module, cells, text, hashlib.sha256('\0'.join(cells).encode()).hexdigest()[:12])


def changed_cells(source):
    "Each bug of a cell, as (function, operator, start, cell with it, line before, line after)."
    raw, seen = source.encode(), {ast.dump(ast.parse(source))}
    for function, operator, start, end, new in sorted(Finder(source).found, key=lambda o: o[2:4]):
        text = (raw[:start] + new.encode() + raw[end:]).decode()
        try: tree = ast.dump(ast.parse(text))
        except SyntaxError: continue
        if tree in seen: continue
        seen.add(tree)
        head = raw[raw.rfind(b'\n', 0, start) + 1:start]
        tail = re.sub(rb'^([^\'"#]*?)\s*#.*$', rb'\1', raw[end:].partition(b'\n')[0])  # No comment
        lines = (head + o + tail for o in (raw[start:end], new.encode()))
        yield function, operator, start, text, *(' '.join(o.decode().split()) for o in lines)


def mutants_of(page):
    "Every bug that can be planted in the exported cells of a notebook."
    found, names = [], Counter()
    for i, source in enumerate(page.cells):
        if not is_exported(source): continue
        for function, operator, start, text, *lines in changed_cells(source):
            names[function, *lines] += 1
            line = page.line(i, len(source.encode()[:start].decode()))
            found.append(Mutant(page.module, function, operator, i, text, line, *lines,
                                names[function, *lines]))
    missing = [i for i in {o.cell for o in found} if page.text.count(body(page.cells[i])) != 1]
    if missing: sys.exit(f'cifar_kit/{page.module}.py is not what its notebook exports: '
                         'run .venv/bin/nbdev_export')
    return found


def in_turn(groups):
    "One of each group, then the second of each, …"
    return [o for row in zip_longest(*groups) for o in row if o is not None]


def drawn(mutants, n, seed):
    "`n` of them by lot; each function has its share before one gets a second."
    rng, functions = random.Random(f'mutants {seed}'), defaultdict(list)
    for o in rng.sample(mutants, len(mutants)): functions[o.function].append(o)
    return in_turn(functions.values())[:n]


# ----------------------------------------------------------------------------------- running

RUNNER = """
def _run(cells, result):
    import builtins, json, linecache, sys
    builtins.display, builtins.get_ipython = (lambda *args, **kwargs: None), (lambda: None)
    space = sys.modules['__main__'].__dict__
    def tell(*answer):
        with open(result, 'w', encoding='utf-8') as f: json.dump(answer, f)
    with open(cells, encoding='utf-8') as f: todo = json.load(f)
    for number, source in todo:
        name = f'cell {number}'
        linecache.cache[name] = len(source), None, source.splitlines(True), name
        try: exec(compile(source, name, 'exec'), space)
        except BaseException as e:
            tell(number, ' '.join(f'{type(e).__name__}: {e}'.split())[:200])
            sys.exit(1)
    tell(0, '')
import signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler) # which a shell's & would leave ignored
_run(*sys.argv[1:])
"""


def limit_memory():
    if not sys.platform.startswith('linux'): return
    import resource
    resource.setrlimit(resource.RLIMIT_DATA, (GIB * 2**30,) * 2)


def wait_for(process, seconds):
    "Its end, or `None`; whatever it started ends with it."
    try: return process.wait(seconds)
    except subprocess.TimeoutExpired: return None
    finally:
        try: os.killpg(process.pid, signal.SIGKILL)
        except ProcessLookupError: pass
        process.wait()


class Lab:
    "A copy of the package, in which notebooks are run; `with Lab() as lab`."

    def __enter__(self):
        self.scratch = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        self.folder = Path(self.scratch.name)
        self.kit = self.folder / 'sound/cifar_kit'
        shutil.copytree(ROOT / 'cifar_kit', self.kit, ignore=shutil.ignore_patterns('__pycache__'))
        subprocess.run([sys.executable, '-m', 'compileall', '-q', str(self.kit)], check=True)
        return self

    def __exit__(self, *_): self.scratch.cleanup()

    def run(self, module, cells, text, seconds=None):
        "(result, number of the cell, error, seconds) of all cells of a notebook with its module."
        with tempfile.TemporaryDirectory(dir=self.folder, ignore_cleanup_errors=True) as place:
            place, start = Path(place), time.monotonic()
            self.prepare(place, module, cells, text)
            rc = wait_for(self.start(place), seconds)
            took = round(time.monotonic() - start, 1)
            if rc is None: return 'timeout', 0, f'not finished after {seconds:.0f} s', took
            try: cell, error = json.loads((place / 'result').read_text(encoding='utf-8'))
            except (OSError, ValueError): cell, error = 0, f'the process ended with {rc}'
            return ('caught' if error else 'survived'), cell, error, took

    def prepare(self, place, module, cells, text):
        "The package with the bug, and the cells that run."
        shutil.copytree(self.kit, place / 'kit/cifar_kit')
        for o in (place / 'kit/cifar_kit/__pycache__').glob(f'{module}.*'): o.unlink()
        (place / f'kit/cifar_kit/{module}.py').write_text(text, encoding='utf-8')
        todo = [(i, as_python(o)) for i, o in enumerate(cells, 1) if not is_skipped(o)]
        (place / 'cells').write_text(json.dumps(todo), encoding='utf-8')
        for o in ('work', 'home', 'tmp'): (place / o).mkdir()

    def start(self, place):
        "The process; it finds the kit with the bug first, and no GPU, home or cache of ours."
        env = {k: v for k, v in os.environ.items() if not k.startswith('CIFAR_KIT_')}
        env |= dict(IN_TEST='1', MPLBACKEND='agg', TQDM_DISABLE='1', PYTHONPATH=str(place / 'kit'),
                    HOME=str(place / 'home'), TMPDIR=str(place / 'tmp'), CUDA_VISIBLE_DEVICES='',
                    MPLCONFIGDIR=str(self.folder / 'matplotlib'), OMP_NUM_THREADS='1',
                    NO_ALBUMENTATIONS_UPDATE='1')
        command = [sys.executable, '-c', RUNNER, str(place / 'cells'), str(place / 'result')]
        return subprocess.Popen(command, cwd=place / 'work', env=env, stdin=subprocess.DEVNULL,
                                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                                start_new_session=True, preexec_fn=limit_memory)


def undisturbed(lab, page):
    "Seconds of the notebook without a bug; it must pass."
    result, cell, error, took = lab.run(page.module, page.cells, page.text, 3600)
    if result != 'survived':
        sys.exit(f'{NOTEBOOKS[page.module]} fails without any bug (code cell {cell}): {error}')
    print(f'{page.module}: {took:.0f} s without a bug', flush=True)
    return took


# ----------------------------------------------------------------------------------- results

def read_lines(path):
    "The dicts of a file of JSON lines; half a line, which an interruption left, is left out."
    found = []
    for line in path.read_text(encoding='utf-8').splitlines() if path.exists() else []:
        try: found.append(json.loads(line))
        except ValueError: continue
    return found


def key(page, mutant): return f'{page.hash} {mutant.name}'


def record(page, mutant, result, cell, error, seconds):
    "A line of the file of results."
    return dict(key=key(page, mutant), name=mutant.name, notebook=NOTEBOOKS[page.module],
                hash=page.hash, module=page.module, function=mutant.function, line=mutant.line,
                operator=mutant.operator, before=mutant.before, after=mutant.after, result=result,
                cell=cell, error=error, seconds=seconds, date=time.strftime('%Y-%m-%d'))


def append(path, line, lock=Lock()):
    "One more line, on the disk before this returns; after half a line, on a line of its own."
    with lock:
        path.parent.mkdir(parents=True, exist_ok=True)
        broken = path.exists() and not path.read_bytes().endswith(b'\n')
        with open(path, 'a', encoding='utf-8') as f:
            f.write('\n' * broken + json.dumps(line, ensure_ascii=False) + '\n')
            f.flush()
            os.fsync(f.fileno())


def forget_older(path, pages):
    "Leave out what was measured on notebooks that have changed since."
    now = {o.module: o.hash for o in pages}
    lines = [o for o in read_lines(path) if now.get(o['module'], o['hash']) == o['hash']]
    part = path.with_suffix('.part')
    part.write_text(''.join(json.dumps(o, ensure_ascii=False) + '\n' for o in lines),
                    encoding='utf-8')
    part.replace(path)


def measure(pages, todo, at_once, end, write):
    "Run the bugs, `at_once` side by side; how many were not begun before `end`."
    by_name = {o.module: o for o in pages}
    left = []
    with Lab() as lab:
        limits = {o: 4 * undisturbed(lab, by_name[o]) + 20 for o in {m.module: 0 for m in todo}}

        def one(mutant):
            if time.monotonic() > end: return left.append(mutant)
            page = by_name[mutant.module]
            answer = lab.run(page.module, *page.with_bug(mutant), limits[page.module])
            line = record(page, mutant, *answer)
            write(line)
            print(f'{line["result"]:<9}{line["seconds"]:6.1f} s  {mutant.name[:150]}', flush=True)

        with ThreadPoolExecutor(at_once) as pool:
            try: list(pool.map(one, todo))
            except BaseException:
                pool.shutdown(cancel_futures=True)  # What runs is finished and written
                raise
    return len(left)


def share(lines): return sum(o['result'] != 'survived' for o in lines) / max(1, len(lines))


def show(lines, reasons):
    "The table, and what survived."
    print(f'\n{"module":<12}{"mutants":>8}{"caught":>8}{"survived":>10}{"share":>9}')
    modules = [o for o in NOTEBOOKS if any(v['module'] == o for v in lines)]
    for name in modules + ['all']:
        own = [o for o in lines if name in (o['module'], 'all')]
        lost = sum(o['result'] == 'survived' for o in own)
        print(f'{name:<12}{len(own):>8}{len(own) - lost:>8}{lost:>10}{share(own):>9.1%}')
    lost = [o for o in lines if o['result'] == 'survived']
    rest = [o for o in lines if o not in lost or o['name'] not in reasons]
    print(f'without those that are explained: {share(rest):.1%} of {len(rest)}')
    if lost: print('\nsurvived:')
    for o in lost:
        print(f'  cifar_kit/{o["module"]}.py:{o["line"]} {o["function"]} ({o["operator"]})\n'
              f'    - {o["before"]}\n    + {o["after"]}')
        if o['name'] in reasons: print(f'    {reasons[o["name"]]}')


def choose(pages, args, path):
    "The bugs to run now; of each module in turn, so that an unfinished file holds all modules."
    known, mutants = read_lines(path), {o: mutants_of(o) for o in pages}
    if args.survivors:
        last = {o['name']: o['result'] for o in known}
        return in_turn([m for m in own if last.get(m.name) == 'survived']
                       for own in mutants.values())
    done = {o['key'] for o in known}
    plan = {o: drawn(own, args.per_module, args.seed) for o, own in mutants.items()}
    return in_turn([m for m in own if key(o, m) not in done] for o, own in plan.items())


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    add = parser.add_argument
    add('--only', nargs='+', choices=NOTEBOOKS, default=list(NOTEBOOKS), metavar='MODULE',
        help='some of ' + ', '.join(NOTEBOOKS))
    add('--per-module', type=int, default=40, metavar='N', help='bugs for each module')
    add('--seed', type=int, default=0, metavar='S', help='another seed draws other bugs')
    add('--hours', type=float, default=1e9, metavar='H', help='begin no bug later than that')
    add('--at-once', type=int, default=2, metavar='K', help='notebooks that run side by side')
    add('--survivors', action='store_true', help='only those that survived, without writing')
    add('--out', type=Path, default=ROOT / 'nbs/bench/mutants.jsonl', metavar='FILE',
        help='where the results are kept')
    return parser.parse_args()


def main():
    args = arguments()
    end = time.monotonic() + 3600 * args.hours
    pages = [read_page(o) for o in args.only]
    todo, new = choose(pages, args, args.out), []
    print(f'{len(todo)} mutants to run', flush=True)
    write = new.append if args.survivors else lambda line: append(args.out, line)
    left = measure(pages, todo, args.at_once, end, write) if todo else 0
    if left: print(f'{left} were not begun: the time is over; the same call goes on')
    elif not args.survivors and args.out.exists(): forget_older(args.out, pages)
    hashes = {o.hash for o in pages}
    lines = new if args.survivors else [o for o in read_lines(args.out) if o['hash'] in hashes]
    show(lines, {o['mutant']: o['reason'] for o in
                 read_lines(args.out.with_name('mutants_reasons.jsonl'))})
    sys.exit(bool(lines) and share(lines) < SHARE)


if __name__ == '__main__': main()
