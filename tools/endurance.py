"""Does anything grow? The kit's long-lived parts, again and again, each in a process of its own.

    python tools/endurance.py [--quick] [--out nbs/bench/endurance.json]    # --quick: rounds / 20

Between the rounds a process looks at itself: resident memory, open file handles, threads, child
processes. The first fifth of the rounds is the warm-up, in which packages load and the memory
allocator finds its size. A straight line is laid through the memory of the others. What must hold:

- memory: less than 0.5 MiB per 100 rounds, or a slope within 3 standard errors of 0. That is 5 KiB
  a round; the tiny network has 6, a batch of its images 96, so what stays alive is seen. What the
  allocator keeps and gives back moves the memory by about 1 MiB, so over 100 rounds or fewer
  (`--quick`) the slope is shown and not judged.
- handles, threads, processes: no more in the last fifth than in the first after the warm-up. Of
  each fifth the smallest number counts, as a checkpoint that is being written has a handle, too.

A leak is planted first, always in all its rounds, to see that it is found. The last line:
`N passed, M failed`.
"""
import argparse
import gc
import itertools
import json
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import numpy as np
import psutil
import torch
from torch import nn

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from cifar_kit.augment import Crop, Cutout, Flip
from cifar_kit.bench import surroundings
from cifar_kit.core import progress_bar
from cifar_kit.data import ImageSet
from cifar_kit.files import whole_file
from cifar_kit.gradcam import METHODS, grad_cam
from cifar_kit.loaders import Batches, WorkerBatches
from cifar_kit.lr_finder import find_lr
from cifar_kit.trainer import EMA, Callback, KeepBest, TensorBoardLog, fit

SLOPE = .5    # MiB per 100 rounds
ERRORS = 3    # Standard errors within which a slope counts as 0
LOOKS = 100   # In each process, at least
QUICK = 20    # Share of the rounds with --quick
ENOUGH = 100  # Rounds after the warm-up; over fewer, the allocator's pages look like a slope
COUNTS = ('handles', 'threads', 'processes')


# --------------------------------------------------------------------------- tasks

def tiny_set(n=64):
    "Made-up images of 16 px in three classes."
    gen = torch.Generator().manual_seed(0)
    images = torch.randint(256, (n, 3, 16, 16), dtype=torch.uint8, generator=gen)
    return ImageSet(images, torch.arange(n) % 3, ('a', 'b', 'c'), (.5,)*3, (.25,)*3, 'made up')


def tiny_net():
    "A network of two convolutions."
    torch.manual_seed(0)
    return nn.Sequential(nn.Conv2d(3, 8, 3, padding=1), nn.BatchNorm2d(8), nn.ReLU(),
                         nn.Conv2d(8, 16, 3, padding=1), nn.ReLU(),
                         nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(16, 3))


def plant(rounds, after):
    "A leak, on purpose: memory and a file handle a round, a thread or a process now and then."
    kept, stop, others = [], threading.Event(), []
    try:
        for i in range(rounds):
            kept.append((torch.ones(4096), open(__file__, encoding='utf-8'))) # 16 KiB
            if i % 5 == 0: threading.Thread(target=stop.wait, daemon=True).start()
            if i % 20 == 0: others.append(subprocess.Popen(['sleep', '600']))
            after()
    finally:
        stop.set()
        for o in others: o.kill()


class After(Callback):
    "Calls a function after each epoch."
    def __init__(self, after): self.after = after

    def on_epoch_end(self, loop): self.after()


def train(epochs, out, after):
    "A run with all that a recipe may ask for."
    data = tiny_set()
    callbacks = EMA(.9), KeepBest(), TensorBoardLog(out/'events'), After(after)
    fit(tiny_net(), Batches(data, 32, (Crop(), Flip()), shuffle=True), Batches(data, 64), epochs,
        callbacks=callbacks, out=out, log=None, progress=False)


def epochs_of_one_run(rounds, after):
    "One long run, with checkpoints after each epoch."
    with tempfile.TemporaryDirectory() as folder: train(rounds, Path(folder), after)


def runs_of_two_epochs(rounds, after):
    "A notebook cell that is run again and again."
    for _ in range(rounds):
        with tempfile.TemporaryDirectory() as folder: train(2, Path(folder), int)
        after()


def grad_cams(rounds, after):
    "Every method in turn."
    net, x = tiny_net(), torch.randn(4, 3, 16, 16)
    for i in range(rounds):
        grad_cam(net, x, method=list(METHODS)[i % len(METHODS)])
        after()


def range_tests(rounds, after):
    "On a copy of the network each time."
    net, batches = tiny_net(), Batches(tiny_set(), 32, shuffle=True)
    for _ in range(rounds):
        find_lr(net, batches, n_steps=20, progress=False)
        after()


def loaders(rounds, after):
    "Built, half used and dropped without a word; two processes in every fifth round."
    data, augment = tiny_set(), (Crop(), Flip(), Cutout())
    for i in range(rounds):
        more = dict(workers=0 if i % 5 else 2)
        for kind, options in ((Batches, {}), (WorkerBatches, more)):
            found = zip(range(4), kind(data, 8, augment, shuffle=True, **options))
            assert len(list(found)) == 4
            del found
        after()


TASKS = {'a planted leak': (plant, 200), 'epochs of one run': (epochs_of_one_run, 1000),
         'runs of two epochs': (runs_of_two_epochs, 400), 'Grad-CAM': (grad_cams, 1000),
         'LR range tests': (range_tests, 200), 'loaders dropped half-used': (loaders, 200)}
PLANTED = next(iter(TASKS))


# ------------------------------------------------------------------------- looking

def look(process):
    "What the process holds now: MiB, handles, threads, processes."
    gc.collect()
    return (process.memory_info().rss/2**20, process.num_fds(), process.num_threads(),
            len(process.children(recursive=True)))


def watch(name, rounds):
    "Do the rounds in this process and look between them: a list of (round, MiB, …)."
    process, seen, every = psutil.Process(), [], max(1, rounds//LOOKS)
    bar, count = progress_bar(total=rounds, desc=name), itertools.count(1)
    def after():
        bar.update()
        if (i := next(count)) % every == 0: seen.append((i, *look(process)))
    gc.freeze() # What the imports made is not looked through each time, which would take longest
    try: TASKS[name][0](rounds, after)
    finally:
        bar.close()
        gc.unfreeze()
    return seen


def in_new_process(name, rounds):
    "The same in a process of its own, whose bar is seen here; also its seconds."
    start = time.time()
    done = subprocess.run([sys.executable, __file__, '--task', name, '--rounds', str(rounds)],
                          stdout=subprocess.PIPE, stdin=subprocess.DEVNULL, text=True)
    if done.returncode: raise RuntimeError(f'{name} ended with {done.returncode}')
    return json.loads(done.stdout.splitlines()[-1]), time.time() - start


# ------------------------------------------------------------------------- judging

def slope(rounds, values):
    "Of the straight line through the points, per 100 rounds, and its standard error."
    x, y = np.asarray(rounds)/100, np.asarray(values)
    x, y = x - x.mean(), y - y.mean()
    steep = x @ y/(x @ x)
    return steep, np.sqrt(((y - steep*x)**2).sum()/(len(x) - 2)/(x @ x))


def judge(name, seen, seconds):
    "The figures of a task, with the names of what grows."
    seen = np.array(seen)
    warm = seen[len(seen)//5:]
    fifth = max(1, len(seen)//5)
    rounds, mib = warm[:,0], warm[:,1]
    steep, error = slope(rounds, mib)
    least = {o: (int(warm[:fifth, i].min()), int(warm[-fifth:, i].min()))
             for i, o in enumerate(COUNTS, 2)}
    grows = [o for o, (first, last) in least.items() if last > first]
    judged = bool(rounds[-1] - rounds[0] > ENOUGH)
    if judged and steep >= SLOPE and steep > ERRORS*error: grows.insert(0, 'memory')
    return dict(what=name, rounds=int(seen[-1,0]), seconds=round(seconds, 1), looks=len(seen),
                mib=[round(mib[0], 2), round(mib[-1], 2)], slope=round(steep, 4),
                error=round(error, 4), judged=judged, **least, grows=grows)


HEAD = (f'{"":<27}{"rounds":>7}{"seconds":>9}  {"MiB":<16}{"MiB per 100 rounds":<21}'
        + ''.join(f'{o:<11}' for o in COUNTS))


def row(found):
    "One line of the table."
    (before, now), line = found['mib'], f'{found["slope"]:+.3f} ± {found["error"]:.3f}'
    counts = ''.join(f'{f"{found[o][0]} … {found[o][1]}":<11}' for o in COUNTS)
    said = 'flat' if found['judged'] else 'flat, memory not judged'
    if found['grows']: said = f'GROWS: {", ".join(found["grows"])}'
    return (f'{found["what"]:<27}{found["rounds"]:>7}{found["seconds"]:>9.1f}  '
            f'{f"{before:.1f} … {now:.1f}":<16}{line:<21}{counts}{said}')


# ---------------------------------------------------------------------------- main

def arguments():
    "What was asked for."
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument('--quick', action='store_true', help='a twentieth of the rounds')
    parser.add_argument('--out', help='JSON file for the figures')
    parser.add_argument('--task', choices=TASKS, help='only this one, in this process')
    parser.add_argument('--rounds', type=int, help='with --task')
    return parser.parse_args()


def measure(share):
    "Every task in a process of its own, with a line for each; 1/`share` of the rounds."
    found = []
    print(HEAD, flush=True)
    for name, (_, rounds) in TASKS.items():
        rounds = rounds if name == PLANTED else rounds//share
        found.append(judge(name, *in_new_process(name, rounds)))
        print(row(found[-1]), flush=True)
    return found


def main():
    args = arguments()
    if args.task: return print(json.dumps(watch(args.task, args.rounds or TASKS[args.task][1])))
    planted, *found = everything = measure(QUICK if args.quick else 1)
    if args.out:
        with whole_file(args.out) as o:
            o.write_text(json.dumps(dict(setup=surroundings(), found=everything), indent=1),
                         encoding='utf-8')
    unseen = {'memory', *COUNTS}.difference(planted['grows'])
    if unseen: print(f'the planted leak was not found: {", ".join(sorted(unseen))}')
    for o in found:
        if o['grows']: print(f'{o["what"]} leaves behind: {", ".join(o["grows"])}')
    failed = bool(unseen) + sum(bool(o['grows']) for o in found)
    slopes = [o['slope'] for o in found if o['judged']]
    steepest = f'{max(slopes):+.3f} MiB per 100 rounds' if slopes else 'not judged, too few rounds'
    print(f'{sum(o["rounds"] for o in found):,} rounds, {sum(o["seconds"] for o in found):.0f} s, '
          f'steepest memory: {steepest}')
    print(f'{len(everything) - failed} passed, {failed} failed')
    sys.exit(failed > 0)


if __name__ == '__main__': main()
