"""Install the kit as a student in Colab does: where torch, torchvision and NumPy are already.

    python tools/install.py [--write]    # --write keeps the seconds in nbs/bench/install.json

It is the last commit that is installed. For each Python that this machine has (3.10, 3.12, 3.13)
a new environment gets today's torch and torchvision and, as some people have it, an old fastcore, a
new one, or a current fastai. A process that has imported torch and NumPy then installs the kit,
imports it without a restart, and trains on digits. Nothing that was there may change its version,
and the kit must have met the fastcore that the case is for. Some minutes and 6 GB of disk for each,
one after the other; the last line: `N passed, M failed`.
"""
import json
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
THERE = ['torch', 'torchvision', 'numpy']
SHOWN = ['fastcore', *THERE]
# Python → what is there as well, how the version of fastcore begins (a current fastai wants 2)
CASES = {'3.10': ('fastcore==1.8.*', '1.8.'), '3.12': ('fastai', '2.'), '3.13': ('fastcore>=2', '2.')}
STUDENT = """
import importlib, json, subprocess, sys, time, warnings
import numpy, torch, torchvision
from importlib.metadata import version
names = json.loads(sys.argv[2])
before, start = {o: version(o) for o in names}, time.time()
subprocess.run([sys.executable, '-m', 'pip', 'install', '-q', sys.argv[1]], check=True)
installed = time.time() - start
importlib.invalidate_caches()
steps = []
from torch.optim.optimizer import register_optimizer_step_post_hook
register_optimizer_step_post_hook(lambda *args: steps.append(time.time() - start))
warnings.simplefilter('error', DeprecationWarning)
warnings.simplefilter('error', FutureWarning)
from cifar_kit.recipes import train
run = train('quickstart', data='digits', out=sys.argv[3], log=None)
print(json.dumps(dict(before=before, after={o: version(o) for o in names}, install=installed,
                      first_step=steps[0], accuracy=run.accuracy,
                      used={o: version(o) for o in json.loads(sys.argv[4])})))
"""


def find_python(number):
    "An interpreter of that version, or `None`."
    found = sorted(Path.home().glob(f'.pyenv/versions/{number}*/bin/python'))
    return str(found[-1]) if found else shutil.which(f'python{number}')


def problem_of(seen, fastcore):
    "What is wrong with what a student saw; empty if nothing is."
    if seen['before'] != seen['after']: return f'{seen["before"]} became {seen["after"]}'
    version = seen['used']['fastcore']
    return '' if version.startswith(fastcore) else f'fastcore {version} was used, not {fastcore}*'


def try_out(python, more, folder):
    "What a student would see."
    subprocess.run([python, '-m', 'venv', folder / 'venv'], check=True)
    inside = folder / 'venv/bin/python'
    subprocess.run([inside, '-m', 'pip', 'install', '-q', '--disable-pip-version-check', *THERE[:2],
                    more], check=True, capture_output=True)
    names = THERE + [re.split('[<>=]', more)[0]]
    source = f'git+file://{ROOT}' if (ROOT / '.git').exists() else str(ROOT)
    done = subprocess.run([inside, '-W', 'ignore::DeprecationWarning:pip', '-c', STUDENT, source,
                           json.dumps(names), folder / 'run', json.dumps(SHOWN)],
                          cwd=folder, capture_output=True, text=True, timeout=900)
    if done.returncode: raise RuntimeError(done.stderr.strip()[-1500:])
    return json.loads(done.stdout.strip().splitlines()[-1])


def main():
    results, seconds, versions = [], {}, {}
    for number, (more, fastcore) in CASES.items():
        python = find_python(number)
        if not python:
            print(f'skip  Python {number} (not on this machine)')
            continue
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
            try:
                seen = try_out(python, more, Path(folder))
                problem = problem_of(seen, fastcore)
            except Exception as e: # the other Pythons are tried all the same
                problem = f'{e}\n{(getattr(e, "stderr", b"") or b"")[-1500:]}'
        results.append(not problem)
        name = f'Python {number}, {more}'
        print(f'{"FAIL" if problem else "ok  "}  {name}')
        if problem: print('      ' + problem.replace('\n', '\n      '))
        else:
            seconds[name] = [seen['first_step']]
            versions[name] = ', '.join(f'{o} {v}' for o, v in seen['used'].items())
            print(f'      {versions[name]}: installed in {seen["install"]:.0f} s, first step after '
                  f'{seen["first_step"]:.0f} s, accuracy {seen["accuracy"]:.2%}')
        sys.stdout.flush()
    if '--write' in sys.argv[1:] and seconds:
        sys.path.insert(0, str(ROOT))
        from cifar_kit.bench import Comparison, surroundings
        Comparison('from the install line to the first step', 's', seconds, next(iter(seconds)),
                   notes=versions, setup=surroundings()).write(ROOT / 'nbs/bench/install.json')
    print(f'{sum(results)} passed, {len(results) - sum(results)} failed')
    sys.exit(not (results and all(results)))


if __name__ == '__main__': main()
