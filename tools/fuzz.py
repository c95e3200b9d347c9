"""Properties that must hold for any input: hypothesis makes the inputs and shrinks those that fail.

    .venv/bin/python tools/fuzz.py --quick          # the same few examples each time, 40 s at most
    .venv/bin/python tools/fuzz.py --seconds 600    # new examples in turn until the time is over
    .venv/bin/python tools/fuzz.py --examples 1000  # so many new examples of each property
    .venv/bin/python tools/fuzz.py --only recipe    # properties with this word in their name

Each property is a function below with the decorator `@holds(…)`; its docstring says what must
hold. A failing one shows its smallest example and the lines that say where. Files of other people
are made of random bytes, of real files with changed bytes, and of JSON that somebody else may have
written: for them only the documented errors may come, raised by the kit, in one sentence. The last
line counts: `N properties, M examples, K failed`.
"""
import argparse
import ast
import bisect
import contextlib
import csv
import gzip
import html
import io
import json
import lzma
import math
import os
import re
import struct
import sys
import tarfile
import tempfile
import time
import traceback
import warnings
from dataclasses import asdict, fields
from pathlib import Path

import hypothesis
import numpy as np
import torch
from hypothesis import HealthCheck, Phase, Verbosity, assume, given, settings
from hypothesis import strategies as st
from PIL import Image

from bad_inputs import raised_here, sentence, surroundings

PROPERTIES = {}  # Name → (function of keyword arguments, strategies, how costly one example is)
FOLDER = None    # Where properties write; `main` makes it and removes it


def holds(cost=1, **strategies):
    "A property; one that costs 10 gets a tenth of the examples."
    def add(check):
        PROPERTIES[check.__name__] = check, strategies, cost
        return check
    return add


@contextlib.contextmanager
def refused(*kinds):
    "Only these errors may come, raised by the kit itself, in one sentence."
    try: yield
    except kinds as e:
        why = sentence(str(e), '') or ('' if isinstance(e, OSError) or raised_here(e) else
                                       'raised below the kit')
        if why: raise AssertionError(f'{why}: {type(e).__name__}: {str(e)[:300]}') from e


@contextlib.contextmanager
def folder():
    "A new folder, and it is gone afterwards."
    with tempfile.TemporaryDirectory(dir=FOLDER) as o: yield Path(o)


def bits(values):
    "Floats as they lie in memory; every NaN is the same one, and 0 is not -0."
    return [struct.pack('d', math.nan if o != o else o) for o in values]


def generator(seed): return torch.Generator().manual_seed(seed)


SEEDS = st.integers(0, 2**32 - 1)
FLOATS = st.floats(allow_nan=False, allow_infinity=False, width=32)
WORDS = st.text(st.characters(exclude_categories=['Cs']), max_size=20)
JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | WORDS,
    lambda o: st.lists(o, max_size=4) | st.dictionaries(WORDS, o, max_size=4), max_leaves=8)


@st.composite
def batches_of_images(draw, smallest=1, largest=20, kind=None):
    "Images `(B,C,H,W)`, bytes or floats, as they lie or channels last; no pixel is 0."
    b, c = draw(st.integers(1, 4)), draw(st.sampled_from([1, 3, 4]))
    h, w = draw(st.integers(smallest, largest)), draw(st.integers(smallest, largest))
    gen = generator(draw(SEEDS))
    x = torch.randint(1, 256, (b, c, h, w), generator=gen, dtype=torch.uint8)
    if (kind or draw(st.sampled_from(['bytes', 'floats']))) == 'floats': x = x.float()/255
    if draw(st.booleans()): x = x.contiguous(memory_format=torch.channels_last)
    return x


# ----------------------------------------------------------------------------- augmentation

def unchanged(x, augment, seed):
    "The augmented batch, after a check that the shape is kept and the input survives."
    from cifar_kit.augment import augment_batch
    before = x.clone()
    out = augment_batch(x, augment, generator(seed))
    assert out.shape == x.shape and out.dtype == x.dtype, (out.shape, out.dtype)
    assert torch.equal(x, before), 'the input was changed'
    again = augment_batch(x.contiguous(), augment, generator(seed))
    assert torch.equal(out, again), 'the layout counts'
    return out


@holds(cost=3, x=batches_of_images(), pad=st.integers(0, 6),
       mode=st.sampled_from(['reflect', 'mean']), seed=SEEDS)
def crop_is_a_window(x, pad, mode, seed):
    "Each cropped image is one window of the padded one."
    from cifar_kit.augment import Crop
    h, w = x.shape[2:]
    fits = mode == 'mean' or pad < min(h, w)
    if not fits or (mode == 'mean' and x.dtype == torch.uint8):
        with refused(ValueError): raise AssertionError(unchanged(x, Crop(pad, mode), seed))
        return
    out = unchanged(x, Crop(pad, mode), seed)
    sides = dict(mode='reflect') if mode == 'reflect' else dict(mode='constant')
    padded = np.pad(x.numpy(), ((0,0), (0,0), (pad,pad), (pad,pad)), **sides)
    windows = [(i, j) for i in range(2*pad + 1) for j in range(2*pad + 1)]
    for o, p in zip(out.numpy(), padded):
        assert any((p[:, i:i+h, j:j+w] == o).all() for i, j in windows)


@holds(x=batches_of_images(), p=st.floats(0, 1), seed=SEEDS)
def flip_is_a_mirror(x, p, seed):
    "Each image is itself or its mirror image; flipping all of them twice changes nothing."
    from cifar_kit.augment import Flip
    out = unchanged(x, Flip(p), seed)
    for o, i in zip(out, x): assert torch.equal(o, i) or torch.equal(o, i.flip(2))
    assert torch.equal(unchanged(x, Flip(0.), seed), x)
    assert torch.equal(unchanged(x, (Flip(1.), Flip(1.)), seed), x)
    assert torch.equal(unchanged(x, Flip(1.), seed), x.flip(3))


@holds(x=batches_of_images(kind='floats'), size=st.integers(1, 22),
       p=st.sampled_from([0., .5, 1.]), seed=SEEDS)
def hole_is_a_square(x, size, p, seed):
    "A hole has its whole size inside the image, cuts all channels, and changes nothing else."
    from cifar_kit.augment import Cutout
    if size > min(x.shape[2:]):
        with refused(ValueError): raise AssertionError(unchanged(x, Cutout(size, p), seed))
        return
    hole = unchanged(x, Cutout(size, p), seed) == 0
    assert torch.equal(unchanged(x, Cutout(size, p), seed)[~hole], x[~hole])
    assert (hole == hole[:, :1]).all()
    for o in hole[:, 0]:
        rows, columns = o.any(1).nonzero().flatten(), o.any(0).nonzero().flatten()
        if not len(rows): assert p < 1
        else: assert p > 0 and o.sum() == size**2 and \
            rows[-1] - rows[0] + 1 == columns[-1] - columns[0] + 1 == size


@holds(x=batches_of_images(kind='floats'), degrees=st.floats(0, 180), seed=SEEDS)
def rotation_mixes_colours(x, degrees, seed):
    "A turned image holds no colour beyond those of the image and of the corners."
    from cifar_kit.augment import Rotate
    out = unchanged(x, Rotate(degrees), seed)
    assert out.isfinite().all() and out.min() > -1e-4 and out.max() <= x.max() + 1e-4
    assert (unchanged(x, Rotate(0), seed) - x).abs().max() < 1e-4


@holds(cost=2, x=batches_of_images(smallest=9, kind='bytes'), size=st.integers(1, 9),
       pad=st.integers(0, 8), seed=SEEDS)
def batch_is_prepared_once(x, size, pad, seed):
    "Pixels become normalised floats; holes are 0, and everything else is a pixel of its image."
    from cifar_kit.augment import Crop, Cutout, Flip, denormalize, prepare_batch
    c = x.shape[1]
    mean, std = (.5,)*c, (.25,)*c # no byte is 127.5, so only holes are 0
    out = prepare_batch(x, (Crop(pad), Flip(), Cutout(size)), mean, std, generator(seed))
    assert out.shape == x.shape and out.dtype == torch.float32
    assert ((out == 0).all(1).sum((1,2)) == size**2).all()
    pixels = (denormalize(out, mean, std)*255).round().to(torch.uint8)
    for o, i, hole in zip(pixels, x, out == 0):
        assert set(o[~hole].tolist()) <= set(i.flatten().tolist())


@holds(x=batches_of_images(), seed=SEEDS)
def normalize_goes_back(x, seed):
    "Back from normalised numbers come the same colours, to the last bit of a byte."
    from cifar_kit.augment import denormalize, normalize
    c, gen = x.shape[1], generator(seed)
    mean, std = (torch.rand(c, generator=gen)*.9 + .05 for _ in range(2))
    back = denormalize(normalize(x, mean.tolist(), std.tolist()), mean.tolist(), std.tolist())
    if x.dtype == torch.uint8: assert torch.equal((back*255).round().to(torch.uint8), x)
    else: assert (back - x).abs().max() < 1e-5


@holds(cost=8, h=st.integers(9, 40), w=st.integers(9, 40), pad=st.integers(0, 8),
       size=st.integers(1, 9), seed=SEEDS)
def albumentations_agree(h, w, pad, size, seed):
    "The other backend keeps size, colours and hole as well."
    from cifar_kit.augment import Crop, Cutout, Flip, albumentations_pipeline
    image = np.random.default_rng(seed).integers(0, 256, (h, w, 3)).astype(np.uint8)
    pipeline = albumentations_pipeline((Crop(pad), Flip(), Cutout(size)), (.5,)*3, (.25,)*3, (h, w))
    pipeline.set_random_seed(seed)
    out = pipeline(image=image)['image']
    assert out.shape == (3, h, w) and out.dtype == torch.float32
    hole = (out == 0).all(0)
    assert hole.sum() == size**2, int(hole.sum())
    pixels = ((out*.25 + .5)*255).round().to(torch.uint8)
    for o, i in zip(pixels, image.transpose(2,0,1)):
        assert set(o[~hole].tolist()) <= set(i.flatten().tolist())


# --------------------------------------------------------------------------------- loaders

@holds(cost=2, n=st.integers(1, 60), size=st.integers(1, 60), processes=st.integers(1, 4),
       shuffle=st.booleans(), epoch=st.integers(0, 10**6), seed=SEEDS)
def every_image_comes_once(n, size, processes, shuffle, epoch, seed):
    "The plan of an epoch holds every image once; the shares of several processes together do, too."
    from cifar_kit.data import ImageSet
    from cifar_kit.loaders import Batches
    images = torch.zeros(n, 3, 8, 8, dtype=torch.uint8)
    s = ImageSet(images, torch.arange(n) % 2, ('a', 'b'), (.5,)*3, (.5,)*3, 'x')
    shares = []
    for rank in range(processes):
        with refused(ValueError):
            o = Batches(s, size, shuffle=shuffle, seed=seed, share=(rank, processes))
            plan = o.plan(epoch)
            assert len(plan) == len(o) == len(o.sizes())
            shares.append([positions for _, positions in plan])
    assert len(shares) in (0, processes)
    if not shares: return
    batches = [torch.cat(o) for o in zip(*shares)]
    assert sorted(torch.cat(batches).tolist()) == list(range(n))
    assert [len(b) for b in batches] == o.sizes()


@holds(labels=st.lists(st.integers(0, 7), min_size=1, max_size=120),
       n=st.integers(-2, 130) | st.floats(-1, 2), seed=SEEDS)
def split_keeps_the_shares(labels, n, seed):
    "A split parts the images; each class gives its share, up to one image."
    from cifar_kit.data import split_off
    labels, total = torch.tensor(labels), len(labels)
    with refused(ValueError):
        rest, taken = split_off(labels, n, seed)
        assert sorted(rest.tolist() + taken.tolist()) == list(range(total))
        assert rest.tolist() == sorted(rest.tolist()) and taken.tolist() == sorted(taken.tolist())
        k = n if isinstance(n, int) else round(n*total)
        assert len(taken) == k
        for c in labels.unique().tolist():
            share = (labels == c).sum().item()*k/total
            assert abs((labels[taken] == c).sum().item() - share) < 1, c
        again = split_off(labels, n, seed)
        assert torch.equal(again[1], taken)


@holds(n=st.integers(1, 9), h=st.integers(1, 9), w=st.integers(1, 9), chunk=st.integers(1, 9),
       seed=SEEDS)
def statistics_are_those_of_numpy(n, h, w, chunk, seed):
    "Mean and standard deviation of the pixels, however they are counted."
    from cifar_kit.data import pixel_stats
    x = torch.randint(256, (n, 3, h, w), generator=generator(seed), dtype=torch.uint8)
    mean, std = pixel_stats(x, chunk)
    values = x.numpy().transpose(1,0,2,3).reshape(3, -1)/255
    np.testing.assert_allclose(mean, values.mean(1), atol=1e-12)
    np.testing.assert_allclose(std, values.std(1), atol=1e-12)


# -------------------------------------------------------------------------------- schedule

RATES = st.floats(1e-12, 1e3)


@holds(n=st.integers(3, 300), data=st.data(), low=RATES, high=RATES, last=st.none() | RATES)
def cycle_rises_and_falls(n, data, low, high, last):
    "The rate begins at its first value, rises to its peak, falls to its last, and stays between."
    from cifar_kit.schedule import one_cycle
    peak = data.draw(st.integers(1, n - 2), 'peak')
    low, high = sorted([low, high])
    if last is not None: last = min(last, high)
    lrs = [one_cycle(i, n, peak, low, high, last) for i in range(n)]
    end, slack = low if last is None else last, 1e-12*high # rounding
    assert lrs[0] == low and abs(lrs[peak] - high) <= slack and abs(lrs[-1] - end) <= slack
    assert all(a <= b + slack for a, b in zip(lrs[:peak], lrs[1:peak + 1]))
    assert all(a >= b - slack for a, b in zip(lrs[peak:], lrs[peak + 1:]))
    assert min(low, end) - slack <= min(lrs) and max(lrs) <= high + slack


@holds(cost=5, n=st.integers(3, 150), data=st.data(), high=st.floats(1e-3, 10),
       div=st.floats(1, 1e3), final=st.floats(.01, 1e3))
def cycle_is_that_of_torch(n, data, high, div, final):
    "PyTorch's own scheduler says the same of every batch."
    from cifar_kit.schedule import one_cycle
    peak = data.draw(st.integers(1, n - 2), 'peak')
    assume(high/div/final <= high)
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=1.)
    scheduler = torch.optim.lr_scheduler.OneCycleLR(
        optimizer, high, total_steps=n, pct_start=(peak + 1)/n, anneal_strategy='linear',
        div_factor=div, final_div_factor=final, cycle_momentum=False)
    for i in range(n):
        ours = one_cycle(i, n, peak, high/div, high, high/div/final)
        theirs = optimizer.param_groups[0]['lr']
        assert math.isclose(theirs, ours, rel_tol=1e-6, abs_tol=1e-9*high), i
        optimizer.step()
        if i < n - 1: scheduler.step()


@holds(place=st.floats(0, 1) | st.floats() | st.sampled_from([.001, .999]),
       steps=st.integers(0, 50), epochs=st.integers(0, 30))
def peak_lies_inside(place, steps, epochs):
    "The peak is the last batch of its epoch, at least one batch away from both ends."
    from cifar_kit.schedule import one_cycle, peak_step
    peak = place*epochs
    with refused(ValueError):
        step, n = peak_step(peak, steps, epochs), steps*epochs
        assert 1 <= step <= n - 2
        assert step in (1, n - 2) or abs(step + 1 - peak*steps) <= .5
        assert math.isclose(one_cycle(step, n, step, .1, 1.), 1.)


@holds(losses=st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=60), width=st.floats(.1, 50))
def smoothing_stays_between(losses, width):
    "Averages lie between the lowest and the highest loss, and there are as many."
    from cifar_kit.lr_finder import smooth
    found = smooth(losses, width)
    slack = 1e-9*max(map(abs, losses)) + 1e-12
    assert len(found) == len(losses)
    assert min(losses) - slack <= min(found) and max(found) <= max(losses) + slack


@holds(losses=st.lists(st.floats(-1e6, 1e6), min_size=3, max_size=40))
def rules_suggest_tried_rates(losses):
    "Each rule gives a rate that was tried (or a tenth of one), before and after a file."
    from cifar_kit.files import write_json
    from cifar_kit.lr_finder import LRRange
    from cifar_kit.recipes import read_range
    lrs = [1e-6*1.3**i for i in range(len(losses))]
    found = LRRange(lrs, losses, 'reached the last rate')
    assert found.steepest in lrs and found.valley in lrs and found.minimum_over_10*10 in \
        [o/10*10 for o in lrs]
    with folder() as o:
        write_json(o/'lr_range.json', asdict(found))
        again = read_range(o)
    assert again == found and bits(again.losses) == bits(losses) and str(again) == str(found)


# ------------------------------------------------------------------------------ predictions

@st.composite
def predictions(draw):
    "Logits and labels; some classes have no image, and some logits are equal."
    from cifar_kit.data import ImageSet
    from cifar_kit.predict import Predictions
    n, classes = draw(st.integers(1, 40)), draw(st.integers(2, 12))
    gen = generator(draw(SEEDS))
    present = draw(st.integers(1, classes))
    labels = torch.randint(present, (n,), generator=gen)
    logits = torch.randn(n, classes, generator=gen)*draw(st.sampled_from([.01, 1., 100.]))
    if draw(st.booleans()): logits = logits.round()
    names = tuple(str(i) for i in range(classes))
    s = ImageSet(torch.zeros(n, 3, 1, 1, dtype=torch.uint8), labels, names, (.5,)*3, (.5,)*3, 'x')
    return Predictions(logits, labels, image_set=s)


@holds(p=predictions())
def predictions_add_up(p):
    "Accuracy, table per class and confusion matrix count the same images."
    n, classes, matrix, each = len(p), len(p.classes), p.confusion(), p.per_class()
    right = p.predicted == p.labels
    assert math.isclose(p.accuracy, right.sum().item()/n)
    assert matrix.sum() == n and matrix.diagonal().sum() == right.sum()
    assert torch.equal(matrix.sum(1), each.count) and torch.equal(matrix.diagonal(), each.correct)
    assert torch.equal(each.count, p.labels.bincount(minlength=classes))
    assert (each.accuracy.isnan() == (each.count == 0)).all()
    assert len(str(each).splitlines()) == classes and p._repr_html_() and repr(p)
    confused = p.most_confused(classes**2)
    assert sum(o.count for o in confused) == n - right.sum()
    assert [o.count for o in confused] == sorted((o.count for o in confused), reverse=True)


@holds(p=predictions(), order=st.sampled_from(['first', 'confident']),
       n=st.none() | st.integers(1, 50))
def mistakes_are_wrong(p, order, n):
    "The gallery holds mistakes, all of them if asked, in the order that was asked for."
    wrong = (p.predicted != p.labels).nonzero().flatten().tolist()
    m = p.misclassified(n, order)
    assert len(m) == min(len(wrong), n or len(wrong))
    assert (m.true != m.predicted).all() and set(m.index.tolist()) <= set(wrong)
    for low, high in ((0*m.p_true, m.p_true), (m.p_true, m.p_predicted), (m.p_predicted, 1)):
        assert (low <= high).all()
    if order == 'first': assert m.index.tolist() == wrong[:n]
    else: assert (m.p_predicted.diff() <= 0).all()


@holds(p=predictions(), bins=st.integers(1, 30))
def more_guesses_help(p, bins):
    "Top-k grows with k up to 1; the bins of the calibration hold every image once."
    found = [p.top_k(k + 1) for k in range(len(p.classes))]
    assert found == sorted(found) and found[-1] == 1 and math.isclose(found[0], p.accuracy)
    c = p.calibration(bins)
    assert c.count.sum() == len(p) and len(c.count) == bins and 0 <= c.ece <= 1 + 1e-12
    assert (c.accuracy.isnan() == (c.count == 0)).all()


# ---------------------------------------------------------------------------------- recipes

@st.composite
def recipe_changes(draw):
    "Fields of a recipe that go together."
    from cifar_kit.augment import Crop, Cutout, Flip, Rotate
    from cifar_kit.lr_finder import RULES
    from cifar_kit.optim import OPTIMIZERS
    from cifar_kit.recipes import LOADERS, MODELS
    steps = [st.builds(Crop, st.integers(0, 9), st.sampled_from(['reflect', 'mean'])),
             st.builds(Cutout, st.integers(1, 16), st.floats(0, 1)),
             st.builds(Flip, st.floats(0, 1)), st.builds(Rotate, st.floats(0, 180))]
    epochs = draw(st.integers(1, 200))
    divisor = st.floats(1, 1e4) | st.just(math.inf)
    values = dict(
        model=st.sampled_from([*MODELS]), optimizer=st.sampled_from([*OPTIMIZERS]),
        loader=st.sampled_from([*LOADERS]), batch_size=st.integers(1, 4096),
        max_lr=st.sampled_from(RULES) | st.floats(1e-6, 10), start_div=divisor, final_div=divisor,
        peak_epoch=st.floats(.01, .99).map(lambda o: o*epochs), weight_decay=st.floats(0, 1),
        sides=st.lists(st.integers(8, 32), max_size=4).map(tuple),
        augment=st.lists(st.one_of(steps), max_size=4).map(tuple),
        label_smoothing=st.floats(0, .99), l1=st.floats(0, 1), seed=SEEDS,
        clip_grad=st.none() | st.floats(.01, 10),
        cycle_momentum=st.none() | st.tuples(st.floats(.1, .99), st.floats(.1, .99)),
        logit_scale=st.floats(.01, 10), ema=st.floats(0, .999), flip_tta=st.booleans(),
        valid=st.integers(0, 1000) | st.floats(.01, .9), find_end_lr=st.floats(.01, 100),
        find_steps=st.integers(10, 1000), target=st.floats(0, 1), source=WORDS, reported=WORDS,
        differs=st.lists(WORDS, max_size=3).map(tuple))
    return dict(epochs=epochs) | draw(st.fixed_dictionaries({}, optional=values))


@holds(changes=recipe_changes())
def recipe_survives_a_file(changes):
    "A recipe is the same after `run.json`, and so is everything that is computed from it."
    from cifar_kit.files import read_json, write_json
    from cifar_kit.recipes import QUICKSTART, override, recipe_from_dict, recipe_to_dict
    made = override(QUICKSTART, **changes)
    with folder() as o:
        write_json(o/'run.json', recipe_to_dict(made))
        again = recipe_from_dict(read_json(o/'run.json'))
    assert again == made and repr(again) == repr(made) and hash(str(again)) == hash(str(made))
    assert override(made) == made and isinstance(made._repr_html_(), str)
    if 'peak_epoch' not in changes:
        assert math.isclose(made.peak_epoch*QUICKSTART.epochs, QUICKSTART.peak_epoch*made.epochs)


@holds(name=st.sampled_from(['model', 'epochs', 'batch_size', 'optimizer', 'weight_decay', 'max_lr',
                             'peak_epoch', 'start_div', 'final_div', 'sides', 'augment',
                             'label_smoothing', 'l1', 'clip_grad', 'cycle_momentum', 'logit_scale',
                             'ema', 'flip_tta', 'valid', 'stop_at', 'loader', 'find_end_lr',
                             'find_steps', 'target', 'reported', 'differs', 'seed', 'source']),
       value=JUNK | st.lists(JUNK, max_size=2).map(tuple))
def recipe_refuses_nonsense(name, value):
    "A recipe with anything in a field is refused in one sentence, or can be written and read."
    from cifar_kit.recipes import QUICKSTART, override, recipe_from_dict, recipe_to_dict
    assume(len(repr(value)) < 100) # or the sentence, which shows it, is too long
    with refused(ValueError):
        made = override(QUICKSTART, **{name: value})
        assert recipe_from_dict(json.loads(json.dumps(recipe_to_dict(made)))) == made or \
            value != value, 'it is accepted, and comes back as something else'


# ------------------------------------------------------------------------------------ files

PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers(-2**63, 2**63 - 1) | st.floats() | WORDS,
    lambda o: st.lists(o, max_size=4) | st.dictionaries(WORDS, o, max_size=4), max_leaves=10)


@st.composite
def tensors(draw):
    "A small tensor of any type."
    kinds = torch.uint8, torch.int64, torch.float32, torch.bfloat16, torch.bool
    kind = draw(st.sampled_from(kinds))
    shape = draw(st.lists(st.integers(0, 3), max_size=3))
    return (torch.randn(shape, generator=generator(draw(SEEDS)))*50).to(kind)


def same(a, b):
    "Are two nests of tensors and plain values the same, bit by bit?"
    if isinstance(a, torch.Tensor): return a.dtype == b.dtype and torch.equal(a, b)
    if isinstance(a, dict): return list(a) == list(b) and all(same(a[k], b[k]) for k in a)
    if isinstance(a, list): return len(a) == len(b) and all(map(same, a, b))
    return type(a) is type(b) and repr(a) == repr(b)


def damage(data, draw):
    "The same bytes with one changed, or cut off."
    where = draw(st.integers(0, len(data) - 1), 'byte')
    if draw(st.booleans(), 'cut?'): return data[:where]
    return data[:where] + bytes([data[where] ^ draw(st.integers(1, 255), 'bits')]) + data[where+1:]


@holds(cost=3, content=st.dictionaries(WORDS, tensors() | PLAIN, max_size=4), data=st.data())
def tensors_notice_damage(content, data):
    "Saved tensors come back to the bit; one changed or missing byte anywhere is noticed."
    from cifar_kit.files import load_tensors, save_tensors
    with folder() as o:
        save_tensors(o/'a.pt', content)
        assert same(load_tensors(o/'a.pt'), content)
        (o/'a.pt').write_bytes(damage((o/'a.pt').read_bytes(), data.draw))
        try: found = load_tensors(o/'a.pt')
        except ValueError as e: assert 'a.pt' in str(e)
        else: raise AssertionError(f'not noticed: {found}')
        assert [x.name for x in o.iterdir()] == ['a.pt']


@holds(content=st.dictionaries(WORDS.filter(lambda o: o != 'sha256'), PLAIN, max_size=5),
       data=st.data())
def record_notices_damage(content, data):
    "A record comes back to the bit; a changed byte is noticed, unless it means the same."
    from cifar_kit.files import read_json, write_json
    with folder() as o:
        write_json(o/'a.json', content)
        assert same(read_json(o/'a.json'), content)
        (o/'a.json').write_bytes(damage((o/'a.json').read_bytes(), data.draw))
        with refused(ValueError):
            found = read_json(o/'a.json')
            assert same(dict(sorted(found.items())), dict(sorted(content.items()))), found


def too_deep(text):
    "Can Python itself not read this JSON?"
    try: json.loads(text)
    except RecursionError: return True
    return False


@holds(cost=10, marks=st.sampled_from([('[', ']'), ('{"a":', '}')]), depth=st.integers(1, 3000))
def record_may_be_deep(marks, depth):
    "Brackets in brackets are refused in a sentence; around the depth that Python can read, too."
    from cifar_kit.files import read_json
    deep = lambda n: '{"sha256": "x", "a": ' + marks[0]*n + '1' + marks[1]*n + '}'
    edge = bisect.bisect(range(20_000), False, key=lambda n: too_deep(deep(n)))
    with folder() as o:
        for n in (depth, *range(max(1, edge - 40), edge + 10)):
            (o/'a.json').write_text(deep(n))
            with refused(ValueError): raise AssertionError(read_json(o/'a.json'))


@holds(content=st.binary(max_size=200) | JUNK.map(lambda o: json.dumps(o).encode()))
def record_may_be_anything(content):
    "Any bytes as a record: one sentence."
    from cifar_kit.files import read_json
    with folder() as o:
        (o/'a.json').write_bytes(content)
        with refused(ValueError): raise AssertionError(read_json(o/'a.json'))


@st.composite
def histories(draw):
    "A history of some epochs; its numbers may be anything, NaN and infinity too."
    from cifar_kit.trainer import History
    epochs, steps = draw(st.integers(0, 4)), draw(st.integers(1, 4))
    numbers = lambda n: draw(st.lists(st.floats(), min_size=n, max_size=n))
    made = {o.name: numbers(epochs) for o in fields(History) if o.name not in ('lr', 'loss')}
    if draw(st.booleans()): made |= dict(valid_loss=[], valid_acc=[])
    return History(lr=numbers(epochs*steps), loss=numbers(epochs*steps), **made)


@holds(history=histories())
def history_survives_its_tables(history):
    "A history is the same after its two tables, to the last bit."
    from cifar_kit.trainer import History
    with folder() as o:
        history.write(o)
        again = History.read(o)
    for name, values in asdict(history).items():
        assert bits(getattr(again, name)) == bits(values), name


CSV_CELLS = st.sampled_from(['lr', 'loss', 'epoch', 'step', 'train_loss', '1', '.5', 'nan', '', 'x',
                             '"', '\0', 'é'])
TABLES = st.lists(st.lists(CSV_CELLS, max_size=4), max_size=4)


@holds(texts=st.tuples(*[TABLES.map(lambda o: '\n'.join(map(','.join, o)).encode())
                         | st.binary(max_size=50)]*2))
def history_may_be_anything(texts):
    "Any bytes as the tables of a history: one sentence, or a history that can be shown."
    from cifar_kit.evidence import as_history
    with folder() as o:
        for name, text in zip(('history', 'steps'), texts): (o/f'{name}.csv').write_bytes(text)
        with refused(ValueError, FileNotFoundError):
            found = as_history(o)
            assert isinstance(str(found), str) and found._repr_html_()


@holds(data=st.data(), name=st.sampled_from(['checkpoint.pt', 'checkpoint.newest.pt']),
       wild=st.none() | st.binary(max_size=300))
def checkpoint_goes_back(data, name, wild):
    "A damaged checkpoint is named and moved aside, and the one before it is used."
    from cifar_kit.trainer import load_checkpoint, save_checkpoint
    with folder() as o:
        for epoch in (1, 2): save_checkpoint(o, dict(epoch=epoch))
        whole, said = (o/'checkpoint.pt').read_bytes(), []
        (o/name).write_bytes(damage(whole, data.draw) if wild is None else wild)
        state = load_checkpoint(o, said.append)
        assert state == dict(epoch=1 if name == 'checkpoint.pt' else 2), state
        assert len(said) == 1 and name in said[0] and not sentence(said[0], ''), said
        assert (o/f'{name}.damaged').exists() and not (o/name).exists()


NUMBERS = st.lists(st.floats() | st.integers(-2**53, 2**53), min_size=1, max_size=5)


@holds(title=WORDS, unit=WORDS, notes=st.dictionaries(WORDS, WORDS, max_size=2),
       samples=st.dictionaries(WORDS, NUMBERS, min_size=1, max_size=3),
       setup=st.dictionaries(WORDS, PLAIN, max_size=2))
def comparison_survives_a_file(title, unit, samples, notes, setup):
    "A measurement is the same after its file, to the last bit."
    from cifar_kit.bench import Comparison
    sizes = {o: float(i) for i, o in enumerate(samples)}
    made = Comparison(title, unit, samples, next(iter(samples)), notes, sizes, setup)
    with folder() as o: again = Comparison.read(made.write(o/'a.json'))
    assert same(asdict(again), asdict(made)), again


NAMES = st.text(st.sampled_from('ab,;"\'\n\r\t =é'), max_size=12)


@holds(rows=st.lists(st.tuples(NAMES, st.none() | st.floats(0, 1), st.integers(0, 30),
                               st.lists(NAMES, max_size=3).map(tuple), NAMES), max_size=4))
def grades_survive_a_file(rows):
    "A spreadsheet reads the cells of the grades, whatever a student or a file is called."
    from cifar_kit.grades import Grade, Grades
    made = Grades(tuple(Grade(*o) for o in rows))
    with folder() as o, open(made.write(o/'a.csv'), newline='', encoding='utf-8') as f:
        assert list(map(tuple, csv.reader(f))) == made.cells()


@holds(title=st.none() | st.text(st.sampled_from('<>&"\'\\ab \n{}%é'), max_size=20), data=WORDS)
def template_is_a_notebook(title, data):
    "A new assignment is read as the notebook that it was, and all its code is Python."
    from cifar_kit.notebook import DEFINITIONS, LOOPS, find_statements, read_notebook, run_order
    from cifar_kit.template import assignment_notebook, new_assignment
    made = assignment_notebook('quickstart', title, data)
    with folder() as o:
        new_assignment(o/'a.ipynb', 'quickstart', title, data)
        cells = read_notebook(o/'a.ipynb')
    code = [''.join(o['source']) for o in made['cells'] if o['cell_type'] == 'code']
    assert [o.source for o in cells] == code and run_order(cells).verdict == 'no'
    assert find_statements(cells, DEFINITIONS | LOOPS) == []


@holds(runs=st.lists(st.fixed_dictionaries(
    dict(side=WORDS, seed=st.integers(0, 99), seconds=st.floats(), accuracy=st.floats(0, 1)),
    optional=dict(others=st.floats(), problem=WORDS, x=PLAIN)), max_size=4), cut=st.integers(0, 9))
def race_goes_on(runs, cut):
    "The runs of a race come back; half a line of an interruption costs nothing but itself."
    from cifar_kit.race import _append, read_race
    with folder() as o:
        for i, run in enumerate(runs):
            _append(o/'a.jsonl', run)
            if i == cut: (o/'a.jsonl').write_bytes((o/'a.jsonl').read_bytes() + b'{"side": "hal')
        found = read_race(o/'a.jsonl').runs
    assert repr(list(found)) == repr(runs), found


@holds(cost=4, history=histories(), weights=SEEDS, count=st.integers(1, 8), max_lr=FLOATS)
def run_survives_its_folder(history, weights, count, max_lr):
    "A finished run is the same after its files: weights, predictions, history, record."
    from cifar_kit.data import Data, ImageSet
    from cifar_kit.predict import Predictions
    from cifar_kit.recipes import QUICKSTART, Run, _make_model, _save_run, identity_of, load_run
    images, gen = torch.zeros(8, 3, 32, 32, dtype=torch.uint8), generator(weights)
    part = ImageSet(images, torch.arange(8) % 2, ('a', 'b'), (.5,)*3, (.5,)*3, 'x')
    data, recipe = Data(part, None, part), QUICKSTART
    model, index = _make_model(recipe, data), torch.randperm(8, generator=gen)[:count]
    for o in model.parameters(): o.data.copy_(torch.randn(o.shape, generator=gen))
    seen = Predictions(torch.randn(count, 2, generator=gen), part.labels[index], index, part)
    with folder() as o:
        made = Run(recipe, data, model, history, None, max_lr, seen, REAL['environment'], o)
        _save_run(made, identity_of(recipe, data))
        again = load_run(o, data)
    assert same(dict(again.model.state_dict()), dict(model.state_dict()))
    for k in ('logits', 'labels', 'index'):
        assert torch.equal(getattr(again.predictions, k), getattr(seen, k)), k
    assert repr(asdict(again.history)) == repr(asdict(history)) and again.max_lr == max_lr
    assert again.recipe == recipe and again.environment == made.environment


# -------------------------------------------------------------------- files of other people

def photos(o):
    "A folder with two classes of two images each."
    noise = np.random.default_rng(0)
    for part in ('train', 'test'):
        for name in ('cat', 'dog'):
            (o/'photos'/part/name).mkdir(parents=True)
            for i in range(2):
                image = noise.integers(0, 256, (32, 32, 3)).astype(np.uint8)
                Image.fromarray(image).save(o/'photos'/part/name/f'{i}.png')
    return o/'photos'


@st.composite
def image_files(draw):
    "Bytes of a picture of some kind, with some of them changed; or any bytes behind a known head."
    kinds = 'PNG', 'JPEG', 'GIF', 'BMP', 'TIFF', 'WEBP', 'PPM', 'ICO', 'none'
    kind = draw(st.sampled_from(kinds))
    if kind == 'none':
        heads = [b'', b'\x89PNG\r\n\x1a\n', b'\xff\xd8\xff\xe0', b'GIF89a', b'II*\0', b'RIFF',
                 b'BM', b'P6\n', b'%!PS-Adobe-3.0 EPSF-3.0\n']
        return draw(st.sampled_from(heads)) + draw(st.binary(max_size=300))
    mode = draw(st.sampled_from(['RGB', 'L', 'P', 'RGBA', 'CMYK', '1', 'I;16', 'LA']))
    size = draw(st.sampled_from([(32, 32), (32, 31), (1, 1)]))
    out = io.BytesIO()
    try: Image.new(mode, size).save(out, kind)
    except (OSError, KeyError, ValueError): Image.new('RGB', size).save(out, kind)
    data = bytearray(out.getvalue())
    for _ in range(draw(st.integers(0, 4))):
        data[draw(st.integers(0, len(data) - 1))] = draw(st.integers(0, 255))
    return bytes(data[:draw(st.none() | st.integers(0, len(data)))])


@holds(cost=4, content=image_files(), suffix=st.sampled_from(['.png', '.jpg', '.JPEG']),
       resize=st.sampled_from([None, 32]))
def image_may_be_anything(content, suffix, resize):
    "Any bytes as an image file: it is read as 32×32 pixels, or refused by its name."
    from cifar_kit.data import load_data
    with folder() as o:
        (photos(o)/'train'/'cat'/f'wild{suffix}').write_bytes(content)
        load = lambda: load_data(o/'photos', root=o/'cache', resize=resize).train
        try: found = load()
        except ValueError as e:
            assert raised_here(e) and not sentence(str(e), f'wild{suffix}'), e
            assert not (o/'cache').exists(), 'it was refused, and a cache was written'
        else:
            assert found.images.shape == (5, 3, 32, 32)
            assert load().fingerprint() == found.fingerprint(), 'the cache differs'


@holds(cost=4, data=st.data())
def cache_may_be_damaged(data):
    "A changed byte in the cache of a folder changes no image."
    from cifar_kit.data import load_data
    with folder() as o:
        found = load_data(photos(o), root=o/'cache')
        cache, = (o/'cache'/'folders').glob('*.pt')
        cache.write_bytes(damage(cache.read_bytes(), data.draw))
        again = load_data(o/'photos', root=o/'cache')
    for a, b in zip(found, again):
        assert a is b is None or a.fingerprint() == b.fingerprint()


@holds(content=st.binary(max_size=300), there=st.booleans(),
       name=st.sampled_from(['cifar10', 'cifar100']))
def archive_may_be_anything(content, there, name):
    "Any bytes as the archive of CIFAR: its MD5 is wrong, and nothing is left or unpacked."
    from cifar_kit.data import load_data
    with folder() as o:
        (o/'source.tar.gz').write_bytes(content)
        archive = {'cifar10': 'cifar-10-python.tar.gz', 'cifar100': 'cifar-100-python.tar.gz'}[name]
        (o/'cache').mkdir()
        if there: (o/'cache'/archive).write_bytes(content)
        os.environ[f'CIFAR_KIT_{name.upper()}_URL'] = (o/'source.tar.gz').as_uri()
        with refused(RuntimeError): raise AssertionError(load_data(name, root=o/'cache'))
        left = sorted(x.name for x in (o/'cache').rglob('*'))
        assert left == ([f'{archive}.damaged'] if there else []), left


KINDS = st.sampled_from([tarfile.REGTYPE]*40 + [tarfile.DIRTYPE]*10
                        + [bytes([o]) for o in b'123467LKSxgDMVZ\0\xff'])
PARTS = st.sampled_from(['a', 'b', '.', '..', '', '~', 'C:', 'a'*300, 'é', '\udc80', 'x'])
# None that would reach a folder of this machine if the kit were wrong
PATHS = st.lists(PARTS, max_size=4).map('/'.join) | st.sampled_from(
    ['a', 'a/b', '../../a', '../../../out', 'a/../../../b'])


@st.composite
def archives(draw):
    "A `.tar` of some odd members, perhaps packed, perhaps with changed or missing bytes."
    out = io.BytesIO()
    form = draw(st.sampled_from([tarfile.USTAR_FORMAT, tarfile.GNU_FORMAT, tarfile.PAX_FORMAT]))
    extra = st.dictionaries(st.sampled_from(['size', 'linkpath', 'GNU.sparse.size', 'x']),
                            st.integers(-9, 9).map(str) | WORDS, max_size=2) | st.just({})
    with tarfile.open(fileobj=out, mode='w', format=form, errors='surrogateescape') as tar:
        for name, kind, content, more in draw(st.lists(
                st.tuples(PATHS, KINDS, st.binary(max_size=600), extra), max_size=4)):
            member = tarfile.TarInfo(name.lstrip('/'))
            member.type, member.size, member.linkname = kind, len(content), '../../out'
            member.pax_headers = more
            with contextlib.suppress(ValueError, UnicodeError): # no archive can hold this
                tar.addfile(member, io.BytesIO(content))
    pack = draw(st.sampled_from([bytes, gzip.compress, lambda o: lzma.compress(o, preset=0)]))
    data = bytearray(pack(out.getvalue()))
    for _ in range(draw(st.integers(0, 3))):
        data[draw(st.integers(0, min(2000, len(data) - 1)))] = draw(st.integers(0, 255))
    return bytes(data[:draw(st.none() | st.integers(0, len(data)))])


@holds(content=archives() | st.binary(max_size=2000))
def archive_stays_inside(content):
    "Any archive is refused in one sentence, or its plain files lie in the folder; nothing is left."
    from cifar_kit.files import unpack
    with folder() as o:
        (o/'into').mkdir()
        (o/'a.tar').write_bytes(content)
        before = {*o.rglob('*')}
        try:
            with refused(ValueError): unpack(o/'a.tar', o/'into', most=5000)
        finally: new = {*o.rglob('*')} - before
        assert all(o/'into' in x.parents and not x.is_symlink() for x in new), new
        assert all(x.is_file() or x.is_dir() for x in new), new
        assert not [*(o/'into').glob('.unpack*')], new


CELLS = st.lists(st.fixed_dictionaries(
    dict(cell_type=st.sampled_from(['code', 'code', 'markdown']) | JUNK,
         source=WORDS | st.lists(WORDS, max_size=3) | JUNK),
    optional=dict(outputs=st.lists(st.fixed_dictionaries(
        dict(output_type=st.sampled_from(['error', 'stream']) | JUNK), optional=dict(ename=JUNK)))
        | JUNK, execution_count=st.none() | st.integers(0, 5) | JUNK)), max_size=4)
NOTEBOOKS = (st.binary(max_size=200) | JUNK.map(lambda o: json.dumps(o).encode())
             | CELLS.map(lambda o: json.dumps(dict(cells=o)).encode()))


@holds(content=NOTEBOOKS)
def notebook_may_be_anything(content):
    "Any bytes as a notebook: one sentence, or cells that can be looked at."
    from cifar_kit.notebook import DEFINITIONS, LOOPS, find_statements, read_notebook, run_order
    with folder() as o:
        (o/'a.ipynb').write_bytes(content)
        with refused(ValueError):
            cells = read_notebook(o/'a.ipynb')
            assert cells and all(isinstance(x.source, str) for x in cells)
            assert run_order(cells).verdict in ('yes', 'no', 'unknown')
            find_statements(cells, DEFINITIONS | LOOPS)


LINES = st.sampled_from(['x = 1', 'for i in y:', '    pass', '!ls', '%time x', '%%time', '%%bash',
                         "print('a %s'", '      % b)', '"""', 'x?', 'a = !ls', 'if x: %ls', '',
                         '# %matplotlib inline', '%matplotlib inline', 'z = 5 \\', '  % 3', '!',
                         '?x'])


@holds(cost=.5, lines=st.lists(LINES, max_size=7))
def python_stays_python(lines):
    "What Python can read as it is, is left as it is; magics never add a line or raise an error."
    from cifar_kit.notebook import as_python
    source = '\n'.join(lines)
    found = as_python(source)
    assert len(found.splitlines()) <= len(source.splitlines())
    try: tree = ast.parse(source)
    except SyntaxError: return
    assert ast.dump(ast.parse(found)) == ast.dump(tree), found


@holds(content=st.binary(max_size=200) | JUNK.map(lambda o: json.dumps(o).encode()),
       record=st.none() | st.dictionaries(
           st.sampled_from(['recipe', 'data', 'finished', 'format', 'results', 'environment', 'x']),
           JUNK, max_size=7))
def run_json_may_be_anything(content, record):
    "Any bytes, or any record with the right check sum, as `run.json`: one sentence."
    from cifar_kit.checklist import open_run
    from cifar_kit.files import write_json
    from cifar_kit.recipes import read_run_json
    with folder() as o:
        if record is None: (o/'run.json').write_bytes(content)
        else: write_json(o/'run.json', record)
        with refused(ValueError): assert {'recipe', 'data', 'finished'} <= read_run_json(o).keys()
        for path in ('model.pt', 'predictions.pt', 'history.csv', 'steps.csv'): (o/path).touch()
        with refused(ValueError, FileNotFoundError): raise AssertionError(open_run(o))


@holds(name=st.sampled_from(['recipe', 'data', 'environment', 'results', 'files', 'finished']),
       value=JUNK, part=st.none() | JUNK)
def changed_run_is_refused(name, value, part):
    "A real record in which one thing was changed and sealed again: a run, or one sentence."
    from cifar_kit.files import write_json
    from cifar_kit.report import compare
    record, key = dict(REAL), part if isinstance(part, str) else None
    if key is not None and isinstance(record[name], dict): value = record[name] | {key: value}
    elif part is not None and isinstance(record[name], dict) and record[name]:
        value = record[name] | {list(record[name])[len(repr(part)) % len(record[name])]: value}
    with folder() as o:
        write_json(o/'run.json', record | {name: value})
        table = 'epoch,lr,train_loss,loss\n1,1,1,1\n'
        for x in ('history', 'steps'): (o/f'{x}.csv').write_text(table)
        with refused(ValueError, FileNotFoundError): str(compare(o))


def real_record():
    "What a finished run writes into `run.json`, without training one."
    from cifar_kit.core import machine, versions
    from cifar_kit.recipes import QUICKSTART, recipe_to_dict
    where = dict(source='digits', root=None, resize=None, stream=False)
    env = dict(device='cpu', precision='fp32', engine='torch', compile=False, speed={},
               machine=machine()._asdict(), versions=versions(), data=where)
    results = dict(test_accuracy=.9, test_loss=.3, max_lr=.01, epochs=1, seconds=1., parameters=1)
    return dict(format=1, engine='torch', recipe=recipe_to_dict(QUICKSTART), finished=True,
                data=dict(name='digits', fingerprint=['a', 'b']), environment=env, results=results,
                files={})


@holds(content=st.binary(max_size=100) | JUNK.map(lambda o: json.dumps(o).encode())
       | st.dictionaries(st.sampled_from(['format', 'title', 'unit', 'samples', 'reference', 'x']),
                         JUNK | st.just(1)).map(lambda o: json.dumps(o).encode()))
def results_may_be_anything(content):
    "Any bytes as the results of a measurement: one sentence, or a table."
    from cifar_kit.bench import Comparison
    with folder() as o:
        (o/'a.json').write_bytes(content)
        with refused(ValueError): str(Comparison.read(o/'a.json'))


@holds(lines=st.lists(st.binary(max_size=30) | JUNK.map(lambda o: json.dumps(o).encode()),
                      max_size=4))
def race_may_be_anything(lines):
    "Any lines as the file of a race: what is no run is left out."
    from cifar_kit.race import read_race
    with folder() as o:
        (o/'a.jsonl').write_bytes(b'\n'.join(lines))
        with refused(ValueError): assert isinstance(str(read_race(o/'a.jsonl')), str)


# ---------------------------------------------------------------------------- what is shown

MARKUP = st.text(st.sampled_from('<>&"\'ab \n$|`*_\\é/=;{}'), max_size=30)


@holds(rows=st.lists(st.lists(MARKUP, min_size=1, max_size=3), max_size=3), head=st.lists(MARKUP))
def cells_are_text(rows, head):
    "Every cell of a table is shown as text, whatever is in it."
    from cifar_kit.views import html_table
    page = html_table(rows, head)
    found = [html.unescape(o) for o in re.findall(r'<t[dh][^>]*>([^<]*)</t[dh]>', page)]
    assert found == [*head, *(o for row in rows for o in row)]
    assert set(re.findall(r'<(/?\w+)', page)) <= {'table', '/table', 'tr', '/tr', 'td', '/td', 'th',
                                                  '/th'}


@holds(cost=2, names=st.lists(MARKUP, min_size=2, max_size=3, unique=True), name=MARKUP)
def names_are_text(names, name):
    "Names of classes and sets are text on a page, whatever is in them."
    from cifar_kit.data import ImageSet
    from cifar_kit.predict import Predictions
    n = len(names)
    images = torch.zeros(n, 3, 32, 32, dtype=torch.uint8)
    s = ImageSet(images, torch.arange(n), tuple(names), (.5,)*3, (.5,)*3, name)
    known = {'p', 'figure', 'img', 'figcaption', 'table', 'tr', 'td', 'th'}
    pages = s._repr_html_(), Predictions(torch.eye(n), torch.arange(n), image_set=s)._repr_html_()
    for page in pages: assert set(re.findall(r'</?(\w+)', page)) <= known


@holds(text=MARKUP)
def markdown_is_text(text):
    "A cell of the README's tables stays one cell of one line."
    from cifar_kit.report import _table
    lines = _table([{'a': text, 'b': 'x'}]).split('\n')
    assert len(lines) == 3 and len(re.findall(r'(?<!\\)\|', lines[2])) == 3, lines[2]
    assert '<' not in lines[2]


@holds(cost=2, columns=st.dictionaries(
    st.sampled_from(['lr', 'loss', 'train_loss', 'train_acc', 'valid_loss', 'valid_acc']),
    st.lists(st.floats(0, 1) | st.floats(), max_size=6), max_size=6),
    given=st.fixed_dictionaries({}, optional=dict(
        max_lr=st.floats(), lr_range=st.floats(), train_accuracy=st.floats(),
        loss=WORDS, optimizer=WORDS, precision=WORDS)))
def evidence_may_be_anything(columns, given):
    "A checklist of any numbers is a table with a verdict in each line, or one sentence."
    from cifar_kit.checklist import check
    from cifar_kit.evidence import ASSIGNMENTS
    with refused(ValueError):
        found = check(assignment=ASSIGNMENTS['era_s10'], history=columns, **given)
        for o in found.lines:
            assert o.verdict in ('pass', 'fail', 'not applicable'), o
            assert not sentence(o.evidence, ''), o
        assert str(found) and found._repr_html_()


# ------------------------------------------------------------------------------------- runs

def attempt(name, examples, seed):
    "Run a property; its number of examples, and the text of its failure."
    check, strategies, cost = PROPERTIES[name]
    count = [0]
    def counted(**values):
        count[0] += 1
        with warnings.catch_warnings():
            warnings.simplefilter('ignore')
            check(**values)
    counted.__name__ = name
    phases = [Phase.explicit, Phase.generate, Phase.shrink]
    test = settings(max_examples=max(1, int(examples/cost)), deadline=None, database=None,
                    derandomize=seed is None, phases=phases, verbosity=Verbosity.normal,
                    suppress_health_check=list(HealthCheck), print_blob=False)(
                        given(**strategies)(counted))
    if seed is not None: test = hypothesis.seed(seed)(test)
    quiet = contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO())
    try:
        with quiet[0], quiet[1]: test()
    except Exception as e: return count[0], failure(e)
    return count[0], ''


def failure(e):
    "The smallest example that fails, and where; several, if they fail in different places."
    several = getattr(e, 'exceptions', None)
    if several: return '\n'.join(map(failure, several[:4]))
    notes = '\n'.join(getattr(e, '__notes__', []))
    example = '\n'.join(o for o in notes.splitlines() if o.strip() and 'Falsifying' not in o)[:600]
    frames = [o for o in traceback.extract_tb((e.__cause__ or e).__traceback__)
              if 'hypothesis' not in o.filename]
    where = ', '.join(f'{Path(o.filename).name}:{o.lineno}' for o in frames[-3:])
    return f'{type(e).__name__}: {str(e)[:400]}\n{where}\n{example}'


def rounds(names, args):
    "`(name, examples, failure)`, until each property had its examples or the time is over."
    if args.quick: yield from ((o, *attempt(o, args.examples or 40, None)) for o in names)
    elif args.examples: yield from ((o, *attempt(o, args.examples, args.seed)) for o in names)
    else:
        end, seed, failed = time.monotonic() + args.seconds, args.seed, set()
        while time.monotonic() < end and len(failed) < len(names):
            for name in names:
                if name in failed or time.monotonic() > end: continue
                count, why = attempt(name, 50, seed)
                if why: failed.add(name)
                yield name, count, why
            seed += 1


def run(names, args):
    "Run the properties and tell of them; how many examples there were, and which ones failed."
    counts, seconds = dict.fromkeys(names, 0), dict.fromkeys(names, 0.)
    failed, before = {}, time.monotonic()
    for name, count, why in rounds(names, args):
        now = time.monotonic()
        counts[name] += count
        seconds[name] += now - before
        before = now
        if why and name not in failed:
            failed[name] = why
            print(f'FAIL  {name}: {PROPERTIES[name][0].__doc__}\n      '
                  + why.replace('\n', '\n      '), flush=True)
    for name in names:
        word = 'FAIL' if name in failed else 'ok  '
        print(f'{word}  {name:<34}{counts[name]:>7} examples{seconds[name]:7.1f} s')
    return sum(counts.values()), failed


def options():
    "What the command line says."
    p = argparse.ArgumentParser(description=__doc__.partition('\n')[0])
    p.add_argument('--quick', action='store_true', help='few examples, the same each time')
    p.add_argument('--seconds', type=float, default=600, help='in all (600, if nothing is said)')
    p.add_argument('--examples', type=int, help='of each property, instead of a time')
    p.add_argument('--seed', type=int, default=int(time.time()), help='of the first examples')
    p.add_argument('--only', default='', help='properties with this word in their name')
    return p.parse_args()


def main():
    global FOLDER, REAL
    args = options()
    names = [o for o in PROPERTIES if args.only in o]
    if not names: sys.exit(f'{args.only!r} is in no name: there are {", ".join(PROPERTIES)}')
    torch.set_num_threads(1)
    with tempfile.TemporaryDirectory() as FOLDER:
        os.environ.update(surroundings(FOLDER))
        hypothesis.configuration.set_hypothesis_home_dir(FOLDER)
        REAL = real_record()
        if not args.quick: print(f'--seed {args.seed} gives the same examples', flush=True)
        examples, failed = run(names, args)
    print(f'{len(names)} properties, {examples:,} examples, {len(failed)} failed')
    sys.exit(bool(failed))


if __name__ == '__main__': main()
