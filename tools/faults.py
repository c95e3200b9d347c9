"""What was saved is there, whatever happens: kill, full disk, damaged bytes, two commands at once.

    .venv/bin/python tools/faults.py --quick    # `make test` runs this
    .venv/bin/python tools/faults.py            # `make test-faults`: 200 kills, minutes

Tiny networks learn the bundled digits in processes that are forked from this one, where everything
is imported already, so a start costs nothing and many moments can be tried. Each disturbed run is
started again with the same settings until it ends, and must end with the same bits as one that
nobody disturbed. Everything happens in a temporary folder. Linux and macOS; needs fork.
"""
import argparse
import http.server
import importlib
import io
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import traceback
import warnings
from contextlib import contextmanager
from functools import partial
from hashlib import md5
from pathlib import Path
from unittest.mock import patch

os.environ.setdefault('OMP_NUM_THREADS', '1') # a fork with a pool of threads would hang
os.environ |= dict(MPLBACKEND='agg', TQDM_DISABLE='1', CIFAR_KIT_DRIVE='')

import torch
import torch.utils.tensorboard
from PIL import Image
from torch import nn
from tqdm import tqdm

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT)) # the kit of this checkout

from cifar_kit import drive, report
from cifar_kit.data import download, free_memory, load_data
from cifar_kit.files import load_tensors, read_json
from cifar_kit.recipes import FILES, MODELS, QUICKSTART, load_run, override, train
from cifar_kit.trainer import CHECKPOINT, NEWEST, PREVIOUS, History

importlib.import_module('albumentations') # seconds, which no fork should need
MODELS['tiny'] = lambda classes, **_: nn.Sequential(
    nn.Conv2d(3, 8, 3, stride=2), nn.BatchNorm2d(8), nn.ReLU(), nn.Dropout(.1),
    nn.AdaptiveAvgPool2d(4), nn.Flatten(), nn.Linear(128, classes))
TINY = override(QUICKSTART, name='tiny', model='tiny', epochs=5, batch_size=96, find_steps=20,
                max_lr='steepest')
KINDS = { # name: recipe, precision
    'fp32, device batches': (TINY, 'fp32'),
    'bf16, device batches, average of weights': (override(TINY, ema=.9), 'bf16'),
    'fp32, worker batches': (override(TINY, loader='workers', epochs=2), 'fp32'),
    'bf16, worker batches, best epoch': (override(TINY, loader='workers', epochs=2, valid=.1), 'bf16')}


# ------------------------------------------------------------------------ processes

KILLED = []  # Every process that was killed, for the last line

def forked(work, log=None):
    "Start `work` in a process and a process group of its own; its number."
    sys.stdout.flush()
    pid = os.fork()
    if pid: return pid
    code = 1
    try:
        os.setsid()
        out = os.open(log or os.devnull, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        for o in (1, 2): os.dup2(out, o)
        work()
        code = 0
    except SystemExit as e: code = e.code
    except KeyboardInterrupt: code = 130
    except BaseException: traceback.print_exc()
    finally:
        for o in (sys.stdout, sys.stderr): o.flush()
        os._exit(code)


def ended(pid, seconds=300):
    "Exit code of that process, or minus the signal that ended it; one that hangs is killed."
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found, status = os.waitpid(pid, os.WNOHANG)
        if found: return os.waitstatus_to_exitcode(status)
        time.sleep(.005)
    os.killpg(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    return f'hung for {seconds} s'


def killed(pid, seconds):
    "Kill it and its workers after so many seconds. Was it still running?"
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found, status = os.waitpid(pid, os.WNOHANG)
        if found:
            code = os.waitstatus_to_exitcode(status)
            if code: raise AssertionError(f'a start ended with {code}')
            return False
        time.sleep(.002)
    try: os.killpg(pid, signal.SIGKILL)
    except ProcessLookupError: os.kill(pid, signal.SIGKILL) # not yet a group of its own
    os.waitpid(pid, 0)
    KILLED.append(pid)
    return True


def trained(recipe, precision, out, data='digits'):
    "The command of a student, in a fork."
    return lambda: train(recipe, data, out, 'cpu', precision, log=partial(print, flush=True), progress=False)


def needs(truth, words):
    "An assertion that also holds with -O."
    if not truth: raise AssertionError(words)


# -------------------------------------------------------------------------- results

def bits(out):
    "What must be equal: weights, history without times, predictions."
    history = {k: v for k, v in vars(History.read(out)).items() if 'seconds' not in k}
    return dict(load_tensors(out/'model.pt')), history, load_tensors(out/'predictions.pt')


def equal(a, b):
    "The same numbers, to the last bit, in tensors, dicts and lists?"
    if isinstance(a, torch.Tensor): return torch.equal(a, b)
    if isinstance(a, dict): return a.keys() == b.keys() and all(equal(a[k], b[k]) for k in a)
    if isinstance(a, (list, tuple)): return len(a) == len(b) and all(map(equal, a, b))
    return a == b


def same_as(out, expected):
    "Do the results in a folder have the bits of the undisturbed run?"
    needs(equal(bits(out), expected), f'{out.name} ended with other bits')


def whole(out):
    "Is every file that has its final name complete?"
    for path in out.glob('*.pt'): load_tensors(path)
    for path in out.glob('*.json'): read_json(path)
    if (out/'history.csv').exists() and (out/'steps.csv').exists():
        for name in ('history.csv', 'steps.csv'):
            rows = (out/name).read_text(encoding='utf-8').splitlines()
            needs(len({o.count(',') for o in rows}) == 1, f'{name} holds half a line')


def saved_epoch(out):
    "Epochs in the newest checkpoint; 0 without one."
    for name in (NEWEST, CHECKPOINT, PREVIOUS):
        if (out/name).exists(): return load_tensors(out/name)['epoch']
    return 0


# --------------------------------------------------------------------------- faults

def kills(folder, draw, n):
    "Kill -9 in range test, training, checkpoints and results; the same command goes on."
    done = starts = 0
    for kind, (recipe, precision) in KINDS.items():
        began = time.monotonic()
        needs(ended(forked(trained(recipe, precision, folder/'undisturbed'))) == 0, f'{kind}: no run')
        length, expected = time.monotonic() - began, bits(folder/'undisturbed')
        share, run = n//len(KINDS), 0
        while share > 0:
            out, log, run = folder/f'run {run}', folder/'log', run + 1
            for _ in range(min(share, 12)):
                log.write_text('') # it may be killed before it says a word
                before = saved_epoch(out)
                pid = forked(trained(recipe, precision, out), log)
                starts += 1
                if not killed(pid, draw.uniform(0, 1.1*length)): break
                done, share = done + 1, share - 1
                whole(out)
                lines = [o.split('/')[0] for o in log.read_text().splitlines() if o.startswith('epoch')]
                told = [int(o.split()[1]) for o in lines]
                needs(not told or told[0] == before + 1, f'epoch {told[:1]} after a checkpoint of {before}')
                needs(not told or saved_epoch(out) >= told[-1], f'epoch {told[-1:]} was told, and is lost')
            needs(ended(forked(trained(recipe, precision, out), log)) == 0, log.read_text())
            whole(out)
            same_as(out, expected)
            left = [o.name for o in out.rglob('.*.tmp')]
            needs(not left, f'left behind: {left}')
            shutil.rmtree(out)
        shutil.rmtree(folder/'undisturbed')
    return f'{done} kills, {starts} starts, no epoch that was told was done again'


def images_in(folder, n=60):
    "A folder of PNG files, as a student has it; the digits' own pixels."
    data = load_data('digits')
    for part in ('train', 'test'):
        images = getattr(data, part)
        for i in range(min(n, len(images))):
            path = folder/part/images.classes[images.labels[i]]/f'{i}.png'
            path.parent.mkdir(parents=True, exist_ok=True)
            Image.fromarray(images.images[i].permute(1, 2, 0).numpy()).save(path)
    return folder


def kills_while_caching(folder, draw, n):
    "Kill -9 while images are decoded and kept."
    source = images_in(folder/'images', 400)
    expected, began = load_data(source, root=folder/'first').train, time.monotonic()
    ended(forked(lambda: load_data(source, root=folder/'second')))
    length, done = time.monotonic() - began, 0
    for i in range(n):
        root = folder/f'root {i}'
        for _ in range(2):
            done += killed(forked(lambda: load_data(source, root=root)), draw.uniform(0, length))
        found = load_data(source, root=root).train
        needs(torch.equal(found.images, expected.images), 'other pixels after a kill')
    return f'{done} kills'


@contextmanager
def slow_server(content, seconds):
    "An address that sends this content in about so many seconds."
    class Slow(http.server.BaseHTTPRequestHandler):
        def log_message(self, *_): pass
        def do_GET(self):
            self.send_response(200)
            self.send_header('Content-Length', str(len(content)))
            self.end_headers()
            for i in range(0, len(content), 1 << 16):
                time.sleep(seconds*(1 << 16)/len(content))
                try: self.wfile.write(content[i:i + (1 << 16)])
                except OSError: return
    server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Slow)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try: yield f'http://127.0.0.1:{server.server_port}/archive'
    finally: server.shutdown()


def kills_while_downloading(folder, draw, n):
    "Kill -9 in a download: the file is there whole, or not at all."
    content, target, done = random.Random(0).randbytes(1 << 20), folder/'archive.tar.gz', 0
    digest = md5(content, usedforsecurity=False).hexdigest()
    with slow_server(content, .4) as address:
        work = lambda: download([address], target, digest)
        for _ in range(n):
            done += killed(forked(work), draw.uniform(0, .5))
            needs(not target.exists() or target.read_bytes() == content, 'half an archive has its name')
            target.unlink(missing_ok=True)
        needs(ended(forked(work)) == 0 and target.read_bytes() == content, 'no archive in the end')
    return f'{done} kills'


def kills_while_handing_in(folder, draw, n):
    "Kill -9 while the submission is written; the same call completes it."
    ended(forked(trained(TINY, 'fp32', folder/'run')))
    run, done = load_run(folder/'run'), 0
    began = time.monotonic()
    needs(ended(forked(lambda: report.submission(run, folder/'expected'))) == 0, 'no submission')
    length = time.monotonic() - began
    names = sorted(o.relative_to(folder/'expected') for o in (folder/'expected').rglob('[!.]*'))
    for i in range(n):
        out = folder/f'handed in {i}'
        done += killed(forked(lambda: report.submission(run, out)), draw.uniform(0, .98*length))
        whole(out)
        for o in out.rglob('*.png'): Image.open(o).load()
        for o in out.glob('*.html'): needs(o.read_text(encoding='utf-8').rstrip().endswith('</html>'), 'half a page')
        needs(ended(forked(lambda: report.submission(run, out), folder/'log')) == 0, f'{out.name} cannot be completed')
        needs(sorted(o.relative_to(out) for o in out.rglob('[!.]*')) == names, 'other files than undisturbed')
        for o in ('predictions.pt', 'history.csv'):
            needs((out/o).read_bytes() == (folder/'expected'/o).read_bytes(), f'{o} differs')
        shutil.rmtree(out)
    return f'{done} kills'


def signals(folder, draw, n):
    "Ctrl-C and SIGTERM: the step is finished and saved, one sentence, exit code 130 or 143."
    long = override(TINY, epochs=15)
    ended(forked(trained(long, 'fp32', folder/'undisturbed')))
    expected, sent, middle = bits(folder/'undisturbed'), 0, 0
    for i in range(n):
        out, log = folder/f'run {i}', folder/f'log {i}'
        for number, code in ((signal.SIGINT, 130), (signal.SIGTERM, 143)):
            log.unlink(missing_ok=True)
            pid = forked(trained(long, 'fp32', out), log)
            while not log.exists() or 'LR range test' not in log.read_text(): # then it trains
                if os.waitpid(pid, os.WNOHANG)[0]: break
                time.sleep(.002)
            time.sleep(draw.uniform(0, .3))
            try: os.kill(pid, number)
            except ProcessLookupError: break
            found = ended(pid)
            if found == 0: break # it was quicker
            sent += 1
            needs(found == code, f'exit code {found} and not {code}: {log.read_text()}')
            said = [o for o in log.read_text().splitlines() if o.startswith('interrupted')]
            needs(len(said) == 1, f'one sentence about how to go on, got {said}')
            middle += 'saved, the same call goes on there' in said[0]
        needs(ended(forked(trained(long, 'fp32', out), log)) == 0, log.read_text())
        same_as(out, expected)
    needs(sent >= n and (middle > 0 or n < 3), f'{sent} signals arrived, {middle} of them in mid-epoch')
    return f'{sent} signals, {middle} in the middle of an epoch'


def commands(folder, draw, n):
    "The command itself: Ctrl-C gives 130 and a sentence; a second command hears who holds the folder."
    command = [Path(sys.executable).parent/'cifar_kit_train', 'quickstart', '--data', 'digits', '--device',
               'cpu', '--out', folder/'run', '--epochs', '400']
    settings = dict(stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd=folder)
    first = subprocess.Popen(command, **settings)
    for line in first.stdout:
        if line.startswith('epoch'): break
    second = subprocess.run(command, **settings)
    needs(second.returncode == 1 and f'is in use by process {first.pid} ' in second.stdout, second.stdout)
    fresh = subprocess.run([*command, '--fresh'], **settings)
    needs(fresh.returncode == 1 and 'is in use by process' in fresh.stdout, fresh.stdout)
    first.kill() # its lock is gone with it
    first.communicate()
    for number, code in ((signal.SIGINT, 130), (signal.SIGTERM, 143)):
        again = subprocess.Popen(command, **settings)
        line = next(o for o in again.stdout if o.startswith(('epoch', 'cifar_kit')))
        needs(line.startswith('epoch'), f'the lock was left behind: {line}')
        again.send_signal(number)
        said = again.communicate(timeout=60)[0]
        needs(again.returncode == code and 'interrupted' in said and 'Traceback' not in said, said)
    return 'a lock, its owner killed, Ctrl-C and SIGTERM'


def limited(kind, value, work):
    "The same work under a limit of the operating system, which begins after the second epoch."
    def go():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        def log(line):
            print(line, flush=True)
            if line.startswith('epoch 2'): resource.setrlimit(kind, (value(), resource.getrlimit(kind)[1]))
        work(log)
    return go


def lived_on(recipe, out, code, said, expected):
    "Training went on though nothing could be saved; the same call then ends with the same bits."
    end = f'epoch {recipe.epochs}/{recipe.epochs}'
    needs(end in said and 'could not be written' in said, f'training did not go on: {said}')
    needs(code == 1, f'exit code {code}: {said}')
    whole(out)
    good = saved_epoch(out)
    needs(good in (1, 2), f'the newest checkpoint is of epoch {good}') # that of 2 was on its way
    needs(ended(forked(trained(recipe, 'fp32', out))) == 0, 'it does not go on afterwards')
    same_as(out, expected)
    return f'the checkpoint of epoch {good} survived, training reached {end}'


def full_disk(folder, draw, n):
    "A limit on the size of files, as on a full disk: training goes on, the checkpoint before survives."
    big = override(TINY, model='narrow_resnet', epochs=4)
    ended(forked(trained(big, 'fp32', folder/'undisturbed')))
    out, log = folder/'run', folder/'log'
    work = lambda say: train(big, 'digits', out, 'cpu', 'fp32', log=say, progress=False)
    code = ended(forked(limited(resource.RLIMIT_FSIZE, lambda: 20_000, work), log))
    needs('make room there and give the same call again' in log.read_text(), log.read_text())
    return lived_on(big, out, code, log.read_text(), bits(folder/'undisturbed'))


def no_handles(folder, draw, n):
    "No file can be opened any more: the same."
    ended(forked(trained(TINY, 'fp32', folder/'undisturbed')))
    out, log = folder/'run', folder/'log'
    work = lambda say: train(TINY, 'digits', out, 'cpu', 'fp32', log=say, progress=False)
    code = ended(forked(limited(resource.RLIMIT_NOFILE, lambda: 3, work), log))
    return lived_on(TINY, out, code, log.read_text(), bits(folder/'undisturbed'))


def read_only(folder, draw, n):
    "The run's folder becomes read-only after the second epoch."
    ended(forked(trained(TINY, 'fp32', folder/'undisturbed')))
    place, log = folder/'place', folder/'log'
    place.mkdir()
    out = place/'run'
    for o in (folder.parent, folder, place): o.chmod(0o777)
    log.touch()
    log.chmod(0o666)
    def work():
        if os.getuid() == 0: os.setuid(65534) # root may write everywhere
        def say(line):
            print(line, flush=True)
            if line.startswith('epoch 2'): out.chmod(0o555)
        train(TINY, 'digits', out, 'cpu', 'fp32', log=say, progress=False)
    code = ended(forked(work, log))
    needs('Permission denied' in log.read_text(), log.read_text())
    out.chmod(0o777)
    return lived_on(TINY, out, code, log.read_text(), bits(folder/'undisturbed'))


def bad_drive(folder, draw, n):
    "A copy target that is slow and fails, as Google Drive does: training does not wait and ends."
    ended(forked(trained(TINY, 'fp32', folder/'undisturbed')))
    log = folder/'log'
    def work():
        tries = []
        def flaky(source, target, copy=shutil.copyfile, **_):
            time.sleep(.05)
            tries.append(len(tries) % 3 > 0)
            if tries[-1]: raise OSError(5, 'Input/output error')
            return copy(source, target)
        os.environ |= dict(CIFAR_KIT_DRIVE=str(folder/'drive'), CIFAR_KIT_RUNS=str(folder/'runs'))
        (folder/'drive').mkdir()
        often, early = partial(drive.mirrored, every=.1), []
        def log(line):
            print(line, flush=True)
            early[:] = [len(tries)]
        with patch('shutil.copyfile', flaky), patch('cifar_kit.recipes.mirrored', often):
            train(TINY, 'digits', None, 'cpu', 'fp32', log=log, progress=False)
        print(f'{sum(tries)} of {len(tries)} copies failed, {early[0]} while it trained')
        needs(early[0] > 0, 'nothing was copied in mid-training')
    needs(ended(forked(work, log), 120) == 0, log.read_text())
    same_as(next((folder/'runs').glob('tiny*')), bits(folder/'undisturbed'))
    needs(list((folder/'drive').rglob('model.pt')), 'the copy lacks the weights')
    return log.read_text().splitlines()[-1]


def flips(folder, draw, n):
    "One byte changed or a file cut: noticed, named, moved aside; the same command ends with the same bits."
    ended(forked(trained(TINY, 'fp32', folder/'undisturbed')))
    expected, read = bits(folder/'undisturbed'), {'.pt': load_tensors, '.json': read_json}
    sampled = missed = 0
    for path in sorted((folder/'undisturbed').glob('*.*')):
        if path.suffix not in read: continue
        content, right = path.read_bytes(), read[path.suffix](path)
        for i in draw.sample(range(len(content)), min(n*20, len(content))):
            changed = content[:i] + bytes([content[i] ^ (1 << draw.randrange(8))]) + content[i+1:]
            for damaged in (changed, content[:i]):
                sampled += 1
                (folder/path.name).write_bytes(damaged)
                try: missed += not equal(read[path.suffix](folder/path.name), right) # 1e-5 is 1E-5
                except ValueError: pass
    source = images_in(folder/'images')
    pixels = load_data(source, root=folder/'root').train.images
    cache = next((folder/'root').rglob('*.pt'))
    content = cache.read_bytes()
    for i in draw.sample(range(len(content)), n):
        cache.write_bytes(content[:i] + bytes([content[i] ^ 16]) + content[i+1:])
        sampled += 1
        missed += not torch.equal(load_data(source, root=folder/'root').train.images, pixels)
    needs(not missed, f'{missed} of {sampled} damaged files were read as if nothing were wrong')
    names = (*FILES, CHECKPOINT, 'run.json', 'lr_range.json')
    for name in names:
        out, log = folder/'run', folder/'log'
        shutil.copytree(folder/'undisturbed', out)
        if name in (CHECKPOINT, 'lr_range.json'): (out/'predictions.pt').unlink() # else it is not needed
        content = bytearray((out/name).read_bytes())
        content[draw.randrange(len(content))] ^= 2
        (out/name).write_bytes(content)
        log.unlink(missing_ok=True)
        needs(ended(forked(trained(TINY, 'fp32', out), log)) == 0, log.read_text())
        said = [o for o in log.read_text().splitlines() if name in o and f'{name}.damaged' in o]
        needs(said and (out/f'{name}.damaged').exists(), f'{name}: not named or not moved aside')
        same_as(out, expected)
        shutil.rmtree(out)
    return f'{sampled} damaged files, none was read; {len(names)} runs mended themselves'


class Terminal(io.StringIO):
    "Something that a bar is drawn on."
    def isatty(self): return True


def with_bar(recipe, out):
    "The same training on a terminal."
    sys.stderr = Terminal()
    with patch('tqdm.tqdm', partial(tqdm, disable=False, mininterval=0)):
        train(recipe, 'digits', out, 'cpu', 'fp32', log=None)
    needs(' left' in sys.stderr.getvalue(), 'no bar was drawn')


def in_new_process(epochs, out):
    "The same training in another interpreter."
    code = (f"import faults as f; f.torch.set_num_threads(1); "
            f"f.trained(f.override(f.TINY, epochs={epochs}), 'fp32', f.Path({str(out)!r}))()")
    path = os.pathsep.join([str(ROOT), str(ROOT/'tools')])
    subprocess.run([sys.executable, '-c', code], check=True, env=dict(os.environ, PYTHONPATH=path))


def with_workers(recipe, count, out):
    "The same training with so many worker processes."
    with patch('cifar_kit.loaders._cpus', lambda: count): trained(recipe, 'fp32', out)()


def same_bits(folder, draw, n):
    "The same command, the same bits: whatever stands around it."
    short = override(TINY, epochs=2)
    workers, names = override(short, loader='workers'), []
    def same(name, work, first):
        needs(ended(forked(partial(work, folder/name), folder/'log')) == 0,
              f"{name}: {(folder/'log').read_text()}")
        same_as(folder/name, bits(folder/first))
        names.append(name)
    ended(forked(trained(short, 'fp32', folder/'first')))
    same('again', lambda out: trained(short, 'fp32', out)(), 'first')
    same('a bar', partial(with_bar, short), 'first')
    same('a new process', partial(in_new_process, 2), 'first')
    shutil.copytree(folder/'first', folder/'range test loaded')
    for o in (*FILES, CHECKPOINT, PREVIOUS): (folder/'range test loaded'/o).unlink(missing_ok=True)
    same('range test loaded', lambda out: trained(short, 'fp32', out)(), 'first')
    ended(forked(partial(with_workers, workers, 2, folder/'2 workers')))
    for count in (1, 0): same(f'{count} workers', partial(with_workers, workers, count), '2 workers')
    return ', '.join(names)


FAULTS = { # name: function, how many in the quick version and in the long one
    'kill -9 while training': (kills, 4, 140),
    'kill -9 while caching images': (kills_while_caching, 1, 25),
    'kill -9 while downloading': (kills_while_downloading, 2, 30),
    'kill -9 while handing in': (kills_while_handing_in, 1, 20),
    'Ctrl-C and SIGTERM': (signals, 1, 20),
    'two commands on one folder': (commands, 1, 1),
    'disk full': (full_disk, 1, 1),
    'no file handles left': (no_handles, 1, 1),
    'folder made read-only': (read_only, 1, 1),
    'slow and failing copy': (bad_drive, 1, 1),
    'flipped and cut bytes': (flips, 1, 30),
    'same command, same bits': (same_bits, 1, 1)}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument('--quick', action='store_true', help='fewer of everything')
    parser.add_argument('--only', nargs='+', default=list(FAULTS), help='names, or parts of them')
    parser.add_argument('--seed', type=int, default=0, help='of the moments and bytes')
    args = parser.parse_args()
    signal.signal(signal.SIGINT, signal.default_int_handler) # `nohup` and `&` leave it ignored
    torch.set_num_threads(1)
    load_data('digits')
    free_memory() # its codec, which a fork as another user could not import
    start, failed, count = time.monotonic(), [], 0
    for name, (fault, few, many) in FAULTS.items():
        if not any(o in name for o in args.only): continue
        began, count = time.monotonic(), count + 1
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder, warnings.catch_warnings():
            warnings.simplefilter('ignore') # the kit's own, about files that were damaged on purpose
            try: said, ok = fault(Path(folder)/'', random.Random(args.seed), few if args.quick else many), True
            except Exception as e:
                said, ok = f'{type(e).__name__}: {e}', False
                if not isinstance(e, AssertionError): traceback.print_exc()
                failed.append(name)
        print(f'{"ok  " if ok else "FAIL"}  {name:<30}{time.monotonic() - began:6.1f} s  {said}', flush=True)
    print(f'{count} kinds of faults, {len(failed)} failed, {len(KILLED)} kills, {time.monotonic() - start:.0f} s')
    enough = args.quick or count < len(FAULTS) or len(KILLED) >= 200
    if not enough: print('FAIL: the long version promises 200 kills')
    sys.exit(bool(failed) or not enough)


if __name__ == '__main__': main()
