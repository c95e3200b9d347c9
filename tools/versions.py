"""Both ends of what settings.ini allows: the oldest versions on Python 3.10, the newest on 3.13.

    python tools/versions.py [--fresh] [--skip-missing] [--update]

Each end has an environment of its own in ~/.cache/cifar_kit/versions, made once (6 GB and some
minutes each) and used again until the requirements change; `--fresh` makes it anew, so that the
newest are today's. Torch comes from wherever pip finds it: PyPI's has CUDA packages, as a student's
has; where PIP_EXTRA_INDEX_URL names PyTorch's index of CPU wheels, pip takes those. An environment
of the newest that is older than a week is made anew, and the first line of each end says its date.

No requirement but a known conflict has an upper limit, as a limit would make pip throw out what
Colab has. So the newest that passed here stand in settings.ini as `newest_tested`. Where other
versions passed, the line for it is printed; `--update` writes it.

In each environment the work tree's kit must be imported, train and check the quickstart on digits,
draw a Grad-CAM, make batches in worker processes, and train with Lightning. At the newest end a
deprecation is an error and no warning may be printed, so that none reaches a student. An
interpreter that is missing fails as well, or is skipped with `--skip-missing`. The last line:
`N passed, M failed, K skipped`.
"""
import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from configparser import ConfigParser
from pathlib import Path

from install import find_python

ROOT = Path(__file__).resolve().parent.parent
HOME = Path('~/.cache/cifar_kit/versions').expanduser()
ENDS = {'oldest': '3.10', 'newest': '3.13'}
LISTS = ('requirements', 'lightning_requirements') # In settings.ini, what a student may install
LIMIT = 900 # Seconds for one check
DAYS = 7    # After which the newest are looked for again
STRICT = ['error::DeprecationWarning', 'error::PendingDeprecationWarning', 'error::FutureWarning']
# Warnings of other packages that may pass, hidden from a student by Python itself: (start of the
# message, module that warns) → why it cannot be mended here
THEIRS = {
    ('__array_wrap__ must accept', 'numpy._core.fromnumeric'):
        "grad-cam's ROAD gives tensors to np.argwhere (pytorch_grad_cam/metrics/road.py, 1.5.7)",
    ('This process', 'multiprocessing.popen_fork'):
        "torch's DataLoader starts its workers by fork, as long as that is Python's default (3.13)",
}

VERSIONS = """
import json, platform, sys
from importlib.metadata import version
print(json.dumps(dict(python=platform.python_version()) | {o: version(o) for o in sys.argv[1:]}))
"""
IMPORTS = """
import importlib, sys
for o in sys.argv[1:]: importlib.import_module(o)
"""
WORKERS = """
from cifar_kit.augment import Crop, Flip
from cifar_kit.data import load_data
from cifar_kit.loaders import WorkerBatches
train = load_data('digits').train
batches = WorkerBatches(train, 256, (Crop(), Flip()), shuffle=True, workers=2)
assert sum(len(y) for _, y in batches) == len(train), 'images are missing'
batches.close()
"""
CAMS = """
import sys
from cifar_kit.recipes import load_run
run = load_run(sys.argv[1])
cams = run.cams(2, with_road=True)
maps = [o for part in (cams.true_maps, cams.predicted_maps) for o in part.values()]
assert maps and all(o.isfinite().all() and o.max() > .99 for o in maps), 'the maps are empty'
"""


# -------------------------------------------------------------------- requirements

def requirements():
    "What settings.ini asks for, one text for each package."
    config = ConfigParser(delimiters=['='])
    config.read(ROOT / 'settings.ini', encoding='utf-8')
    return [o for name in LISTS for o in config['DEFAULT'][name].split()]


def name_of(requirement): return re.match(r'[\w.-]+', requirement)[0]


def pinned(requirement):
    "`torch>=2.4` → `torch==2.4`; nothing if no oldest version is stated."
    lowest = re.search(r'[>=]=([\w.]+)', requirement)
    return f'{name_of(requirement)}=={lowest[1]}' if lowest else None


def wanted(end):
    "The requirements of one end, as pip reads them."
    found = requirements()
    if end == 'newest': return found
    if missing := [o for o in found if not pinned(o)]: raise RuntimeError(
        f'settings.ini states no oldest version of {", ".join(missing)}: write {missing[0]}>=…')
    return [pinned(o) for o in found]


# -------------------------------------------------------------------- environments

def show(line):
    "What pip is doing: one line that is written over in a terminal, else the downloads."
    if sys.stdout.isatty(): print(f'\r\033[K      {line[:90]}', end='', flush=True)
    elif line.startswith(('Downloading', 'Installing')): print(f'      {line[:110]}', flush=True)


def pip(python, *arguments):
    "Run pip and show how far it is; an error holds its last lines."
    command = [python, '-m', 'pip', 'install', '--disable-pip-version-check', *arguments]
    lines = []
    with subprocess.Popen([*map(str, command)], stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          text=True) as process:
        for line in process.stdout:
            show(line.strip())
            lines.append(line)
    if sys.stdout.isatty(): print('\r\033[K', end='')
    if process.returncode: raise RuntimeError('pip: ' + ''.join(lines[-8:]).strip())


def age(path): return (time.time() - path.stat().st_mtime)/86400 # Days


def environment(end, interpreter, fresh):
    "The Python of the end's environment, made or found."
    folder, words = HOME / end, '\n'.join([ENDS[end], *wanted(end)])
    stamp, python = folder / 'requirements.txt', folder / 'bin/python'
    if end == 'newest' and stamp.exists() and age(stamp) > DAYS: fresh = True
    if not fresh and stamp.exists() and stamp.read_text() == words: return python
    shutil.rmtree(folder, ignore_errors=True)
    subprocess.run([interpreter, '-m', 'venv', folder], check=True)
    pip(python, *wanted(end))
    stamp.write_text(words)
    return python


def install_kit(python):
    "The kit of the work tree, from a copy, because building leaves files behind."
    with tempfile.TemporaryDirectory() as folder:
        for o in ('settings.ini', 'setup.py', 'pyproject.toml', 'README.md', 'MANIFEST.in'):
            shutil.copy(ROOT / o, folder)
        shutil.copytree(ROOT / 'cifar_kit', Path(folder) / 'cifar_kit',
                        ignore=shutil.ignore_patterns('__pycache__'))
        pip(python, '--no-deps', '--force-reinstall', folder)


# -------------------------------------------------------------------------- checks

def checks(python):
    "Name → command; they run one after the other in one folder."
    modules = [f'cifar_kit.{o.stem}' for o in sorted((ROOT / 'cifar_kit').glob('[!_]*.py'))]
    train = [python.parent / 'cifar_kit_train', 'quickstart', '--data', 'digits', '--device', 'cpu']
    return {
        'requirements agree': [python, '-m', 'pip', 'check'],
        'every module imports': [python, '-c', IMPORTS, *modules],
        'cifar_kit_train quickstart': [*train, '--out', 'run'],
        'cifar_kit_check': [python.parent / 'cifar_kit_check', 'run'],
        'Grad-CAM with ROAD': [python, '-c', CAMS, 'run'],
        'worker processes': [python, '-c', WORKERS],
        'quickstart with Lightning': [*train, '--engine', 'lightning', '--epochs', '2',
                                      '--out', 'lightning'],
    }


def surroundings(end):
    "Environment variables of a check: none that change the kit; strict at the newest end."
    env = {k: v for k, v in os.environ.items()
           if not k.startswith(('CIFAR_KIT_', 'IN_TEST', 'PYTHON'))}
    if end == 'oldest': return env
    theirs = [f'ignore:{message}:DeprecationWarning:{module}' for message, module in THEIRS]
    return env | dict(PYTHONWARNINGS=','.join([*STRICT, *theirs]))


def problem(end, command, folder):
    "What is wrong with a command's end or with what it printed; '' if nothing."
    try: done = subprocess.run([*map(str, command)], cwd=folder, env=surroundings(end), text=True,
                               stdin=subprocess.DEVNULL, capture_output=True, timeout=LIMIT)
    except subprocess.TimeoutExpired: return f'stopped after {LIMIT} s'
    said = (done.stdout + done.stderr).strip()
    if done.returncode: return said[-3000:] or f'ended with {done.returncode}'
    warned = [o for o in said.splitlines() if re.search('warning|deprecat', o, re.I)]
    return '\n'.join(warned) if end == 'newest' else ''


def look_at(end, python):
    "Run the checks of one end and say how each went; how many passed and failed?"
    passed = []
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        for name, command in checks(python).items():
            start = time.time()
            wrong = problem(end, command, folder)
            passed.append(not wrong)
            print(f'{"FAIL" if wrong else "ok  "}  {end}: {name:<30}{time.time() - start:6.1f} s')
            if wrong: print('      ' + wrong.replace('\n', '\n      '))
            sys.stdout.flush()
    return sum(passed), len(passed) - sum(passed)


def table(found):
    "Requirement by requirement, the version at each end."
    rows = {name_of(o): o for o in requirements()}
    lines = [f'{"":<18}' + ''.join(f'{o:<16}' for o in found) + 'settings.ini']
    for name in ('python', *rows):
        seen = ''.join(f'{versions.get(name, "–"):<16}' for versions in found.values())
        lines.append(f'{name:<18}{seen}{rows.get(name, "")}')
    return '\n'.join(o.rstrip() for o in lines)


# ------------------------------------------------------------------ what settings.ini says

SETTINGS = ROOT / 'settings.ini'
LINE = re.compile(r'^newest_tested = .*$', re.M)


def newest_line(versions):
    "The field of settings.ini for these versions, package by package."
    names = map(name_of, requirements())
    return 'newest_tested = ' + ' '.join(f'{o}=={versions[o]}' for o in names)


def compare(versions, update):
    "Does settings.ini say that these versions were tested? If not, say or write it."
    text, line = SETTINGS.read_text(encoding='utf-8'), newest_line(versions)
    old = LINE.search(text)
    if old and old[0] == line: return print('\nsettings.ini states these newest versions')
    if update: SETTINGS.write_text(LINE.sub(line, text), encoding='utf-8')
    print(f'\n{"written into" if update else "--update would write into"} settings.ini:\n{line}')


# ---------------------------------------------------------------------------- main

def try_end(end, found, fresh):
    "Build and check one end; its versions go into `found`. Passed and failed."
    start = time.time()
    try:
        python = environment(end, find_python(ENDS[end]), fresh)
        install_kit(python)
        said = subprocess.run([python, '-c', VERSIONS, *map(name_of, requirements())], check=True,
                              capture_output=True, text=True).stdout
    except (RuntimeError, subprocess.CalledProcessError) as e:
        print(f'FAIL  {end}: environment\n      ' + f'{e}'.replace('\n', '\n      '), flush=True)
        return 0, 1
    found[end] = json.loads(said)
    made = time.strftime('%Y-%m-%d', time.localtime((HOME/end/'requirements.txt').stat().st_mtime))
    print(f'ok    {end}: {f"environment of {made}":<30}{time.time() - start:6.1f} s', flush=True)
    passed, failed = look_at(end, python)
    return passed + 1, failed


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument('--fresh', action='store_true', help='make the environments anew')
    parser.add_argument('--skip-missing', action='store_true',
                        help='an interpreter that is not on this machine is no failure')
    parser.add_argument('--update', action='store_true',
                        help='write the newest versions that passed into settings.ini')
    args = parser.parse_args()
    found, passed, failed, skipped = {}, 0, 0, 0
    for end, number in ENDS.items():
        if not find_python(number):
            print(f'There is no Python {number} here, so the {end} versions were not run.')
            skipped += args.skip_missing
            failed += not args.skip_missing
            continue
        good, bad = try_end(end, found, args.fresh)
        passed, failed = passed + good, failed + bad
    if 'newest' in found and not failed: compare(found['newest'], args.update)
    print(f'\n{table(found)}\n\n{passed} passed, {failed} failed, {skipped} skipped')
    sys.exit(failed > 0)


if __name__ == '__main__': main()
