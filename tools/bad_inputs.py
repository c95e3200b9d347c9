"""What happens when somebody gives the kit something wrong? A table of bad inputs.

    .venv/bin/python tools/bad_inputs.py             # the whole table, less than a minute
    .venv/bin/python tools/bad_inputs.py cli recipes # only these modules
    .venv/bin/python tools/bad_inputs.py --list      # print the table, run nothing

Each row has a short name, the call, the kind of error that must come, and a word that its sentence
must hold. A row is as expected if an error of that kind comes, raised by the kit itself and not by
a library below it, in one sentence (one line, at most 400 characters) with that word, and if no
file is left behind. A command must return the given code and write that sentence to stderr, without
a traceback. The last line counts them: `N bad inputs: M as expected, K not`.

A public function or class that no row uses is a mistake in the table, unless `NO_ROW` says why.
"""
import argparse
import ast
import contextlib
import dis
import importlib
import io
import json
import os
import shutil
import sys
import tarfile
import tempfile
import time
import traceback
import warnings
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT)) # this kit, whichever one is installed
LONGEST = 400  # Characters of a sentence
MODULES = ('core', 'files', 'inputs', 'interrupt', 'images', 'views', 'data', 'augment',
           'loaders', 'models', 'speednet', 'summary', 'schedule', 'optim', 'lr_finder',
           'predict', 'trainer', 'drive', 'gradcam', 'plots', 'audit', 'notebook',
           'evidence', 'recipes', 'checklist', 'page', 'report', 'grades', 'template',
           'bench', 'peers', 'measure', 'scale', 'race', 'programme', 'cli')

V, F, R = ValueError, FileNotFoundError, RuntimeError
CALL = 'CALL'  # Python itself refuses the call: an argument is missing, or has an unknown name
LINE = 'LINE'  # A `Checklist` whose only line fails and says why
ON = 'ON'      # The kit does without it and goes on; the word stands in the value of the row
# A number: the exit code of a command

# Public names without a row, and why
NO_ROW = {
    'no argument, or nothing that could be wrong with one':
        'rng_state same_rng keep_memory machine on_main_process Interrupts silent check_kernel '
        'free_memory other_programs surroundings conv_share',
    'passed on as it is to tqdm': 'progress_bar',
    'a result: the kit makes it, nobody else':
        'Machine Data Window Layer LayerTable Confused PerClass Misclassified Calibration Part '
        'Loop Events Cams Additions Scale Found Holes Augmented FirstImages Order Run Line Rule '
        'Checklist Figure Heat Card Finished Experiment Grade Grades Spread CannotRun Race '
        'report.Comparison page.Gallery evidence.Gallery',
    'a base class: what its children do with bad input has rows': 'Callback Augmentation',
    'an inner step, which gets what other functions have checked':
        'free_name slide join whole split_augment kind_of_output find_scale Cell CSVLog '
        'epoch_line as_text as_html content_policy training_batches read_record '
        'what_came check_whole check_number check_kind check_model check_batch check_batches '
        'check_run assignment_of loaders recipe_callbacks identity_of recipe_to_dict left_out '
        'find_originals find_holes fold as_python run_order measured one_epoch epochs_of step_sides '
        'conv_shapes convolutions matrix_product train_step step_flops work_of_loader '
        'work_of_loop exit_code run_command copy_side gpu_parts gpu_programme',
    'answers "nothing there" instead of an error': 'load_checkpoint read_race fetch sweep',
    'needs packages that are not installed with the kit':
        'airbench_here airbench_run lightning_loop fastai_loop',
    'for the bench: stands in for other packages, or takes minutes':
        'stand_in loader_sides bare_loop compare_find_lr compare_predict compare_imports '
        'compare_start peak_memory compare_memory compare_card_loaders compare_conv_shares '
        'compare_processes time_steps'}

TABLE = {}

# ------------------------------------------------------------------------------- the basics

TABLE['core'] = [
    ('seed below 0', 'seed_everything(-1)', V, 'seed'),
    ('seed too large', 'seed_everything(2**32)', V, '4294967295'),
    ('seed as text', "seed_everything('7')", V, 'seed'),
    ('half a seed', 'seed_everything(1.5)', V, 'seed'),
    ('no seed', 'seed_everything(None)', V, 'seed'),
    ('stream of a seed below 0', "stream_seed(-1, 'order')", V, 'seed'),
    ('stream for an epoch below 0', "stream_seed(0, 'order', -1)", V, '-1'),
    ('stream for half an epoch', "stream_seed(0, 'order', 1.5)", V, '1.5'),
    ('state of nothing', 'set_rng_state({})', V, 'rng_state'),
    ('class instead of a network', 'with eval_mode(CustomResNet): pass', V, 'model'),
    ('unknown device', "pick_device('gpu')", V, 'cpu'),
    ('device without a number', "pick_device('cuda:')", V, 'cpu'),
    ('CPU without a number', "pick_device('cpu:')", V, 'cpu'),
    ('a card that is not there', "pick_device('cuda:99')", V, 'cuda:99'),
    ('no device', 'pick_device(None)', V, 'None'),
    ('number as device', 'pick_device(0)', V, "'0'"),
    ('fp16 on the CPU', "pick_precision('cpu', 'fp16')", V, 'bf16'),
    ('unknown precision', "pick_precision('cpu', 'half')", V, 'half'),
    ('bits as precision', "pick_precision('cpu', 16)", V, '16'),
    ('precision for an unknown device', "pick_precision('tpu9')", V, 'device'),
    ('autocast in an unknown precision', "autocast('cpu', 'fp8')", V, 'fp8'),
    ('one package as text', "versions('torch')", V, 'torch'),
    ('switches for an unknown device', "speed_up('tpu9')", V, 'device'),
    ('a folder where a file goes', "with whole_file(made('out')) as o: o.write_text('x')",
     OSError, 'out'),
    ('a file where a folder goes', "with whole_file(text('a', '')/'b') as o: o.write_text('x')",
     OSError, 'a'),
    ('a file that was never written', "with whole_file(here/'a.txt'): pass", F, 'a.txt'),
    ('output folder is a file', "writable_folder(text('out', 'x'))", R, 'out='),
    ('output folder below a file', "writable_folder(text('out', 'x')/'run')", R, 'out='),
]

TABLE['files'] = [
    ('sum of a missing file', "file_sum(here/'no.pt')", F, 'no.pt'),
    ('sum of a folder', "file_sum(made('out'))", OSError, 'out'),
    ('seal on a missing file', "seal(here/'no.pt')", F, 'no.pt'),
    ('function among tensors', "save_tensors(here/'a.pt', dict(f=lambda: 0))", V, 'plain'),
    ('path among tensors', "save_tensors(here/'a.pt', dict(f=Path('x')))", V, 'plain'),
    ('tensors into a folder', "save_tensors(made('out'), {})", OSError, 'out'),
    ('missing tensors', "load_tensors(here/'no.pt')", F, 'no.pt'),
    ('empty tensors', "load_tensors(text('a.pt', b''))", V, 'a.pt'),
    ('text instead of tensors', "load_tensors(text('a.pt', 'hello'))", V, 'check sum'),
    ('only a seal', "load_tensors(text('a.pt', SEAL))", V, 'check sum'),
    ('tensors with a flipped bit', "load_tensors(text('a.pt', flipped(sealed(torch.ones(3)))))",
     V, 'check sum'),
    ('tensors cut off', "load_tensors(text('a.pt', sealed(torch.ones(3))[:-9]))", V, 'check sum'),
    ('code in a sealed file', "load_tensors(text('a.pt', sealed(Trap())))", V, 'a.pt'),
    ('code in an array', "load_tensors(npy('a.npy'))", V, 'a.npy'),
    ('other bytes in a sealed file', "load_tensors(text('a.pt', sealed(b'no zip')))", V, 'a.pt'),
    ('list as record', "write_json(here/'a.json', [1])", V, 'dict'),
    ('tensor in a record', "write_json(here/'a.json', dict(a=torch.ones(2)))", V, 'plain'),
    ('set in a record', "write_json(here/'a.json', dict(a={1}))", V, 'plain'),
    ('record with its own sum', "write_json(here/'a.json', dict(sha256='x'))", V, 'sha256'),
    ('numbers and words as keys', "write_json(here/'a.json', {1: 2, 'a': 3})", V, 'key'),
    ('missing record', "read_json(here/'no.json')", F, 'no.json'),
    ('folder as record', "read_json(made('out'))", OSError, 'out'),
    ('empty record', "read_json(text('a.json', ''))", V, 'a.json'),
    ('record cut off', """read_json(text('a.json', '{"a": 1, "sha'))""", V, 'damaged'),
    ('bytes as record', "read_json(text('a.json', bytes(range(128, 200))))", V, 'damaged'),
    ('record without a sum', """read_json(text('a.json', '{"a": 1}'))""", V, 'check sum'),
    ('record changed by hand', """read_json(text('a.json', '{"a": 1, "sha256": "0"}'))""",
     V, 'changed by hand'),
    ('list in a record file', "read_json(text('a.json', '[1, 2]'))", V, 'damaged'),
    ('record nested too deep', "read_json(text('a.json', '['*100000))", V, 'damaged'),
    ('missing file moved aside', "move_aside(here/'no.json')", F, 'no.json'),
    ('an archive that is none', "unpack(text('a.tar', 'x'), here)", V, 'a.tar'),
    ('an archive that is missing', "unpack(here/'a.tar', here)", F, 'a.tar'),
    ('an archive into a missing folder', "unpack(tar('b'), here/'no')", F, 'no'),
    ('an archive that leads out', "unpack(tar('../b'), here)", V, '../b'),
    ('an archive with an absolute path', "unpack(tar('/tmp/b'), here)", V, '/tmp/b'),
    ('an archive with a link out', "unpack(tar('b', SYMTYPE, '/etc/passwd'), here)", V, "'b'"),
    ('an archive with a hard link', "unpack(tar('b', LNKTYPE, '/etc/passwd'), here)", V, "'b'"),
    ('an archive with a device', "unpack(tar('b', CHRTYPE), here)", V, "'b'"),
    ('an archive with a pipe', "unpack(tar('b', FIFOTYPE), here)", V, "'b'"),
    ('an archive that holds too much', "unpack(tar('b', size=1000), here, most=999)", V, 'more'),
    ('an archive cut off', "unpack(text('b.tar', tar('b', size=9000).read_bytes()[:5000]), here)",
     V, 'b.tar'),
    ('a folder that is not there held', "with hold_folder(here/'no'): pass", F, 'no'),
    ('a folder held twice', "hold_twice(made('run'))", R, 'in use by'),
]

TABLE['images'] = [
    ('one image instead of many', 'show_images(pixels[0])', V, '(3, 32, 32)'),
    ('four channels', 'show_images(torch.zeros(2,4,8,8))', V, '(2, 4, 8, 8)'),
    ('channels last', 'show_images(torch.zeros(2,8,8,3))', V, '(2, 8, 8, 3)'),
    ('no image', 'show_images(pixels[:0])', V, '1 or more'),
    ('whole numbers that are no bytes', 'show_images(pixels.long())', V, 'uint8'),
    ('normalised images', 'show_images(x)', V, 'un-normalise'),
    ('images with NaN', 'show_images(x*math.nan)', V, 'nan'),
    ('set instead of images', 'show_images(few.train)', V, 'images'),
    ('data instead of images', 'show_images(few)', V, 'images'),
    ('too few titles', "show_images(pixels, ['cat'])", V, 'titles'),
    ('no columns', 'show_images(pixels, ncols=0)', V, 'ncols'),
    ('half a column', 'show_images(pixels, ncols=1.5)', V, 'ncols'),
    ('size 0', 'show_images(pixels, size=0)', V, 'size'),
    ('size without end', 'show_images(pixels, size=math.inf)', V, 'size'),
]

TABLE['views'] = [
    ('numbers instead of rows', 'html_table([1, 2])', V, 'row'),
    ('no line', "html_curves({}, 'loss')", V, 'one or two lines'),
    ('three lines', "html_curves(dict.fromkeys('abc', [1,2]), 'loss')", V, 'one or two lines'),
    ('a line of one number', "html_curves(dict(a=[1]), 'loss')", V, 'two or more'),
    ('numbers instead of lines', "html_curves([1,2,3], 'loss')", V, 'lines'),
    ('too few places', "html_curves(dict(a=[1,2,3]), 'loss', [1,2])", V, 'xs'),
    ('all at one place', "html_curves(dict(a=[1,2]), 'loss', [1,1])", V, 'xs'),
    ('a line with NaN', "html_curves(dict(a=[1,math.nan]), 'loss')", V, 'finite'),
    ('a line of words', "html_curves(dict(a=['x','y']), 'loss')", V, 'numbers'),
    ('too few titles', "html_pictures(pixels, ['a'])", V, 'titles'),
    ('float pictures', "html_pictures(x, ['a']*len(x))", V, 'uint8'),
    ('grey pictures', "html_pictures(pixels[:,:1], ['a']*len(x))", V, '(n,3,H,W)'),
    ('set instead of pictures', "html_pictures(few.train, ['a']*64)", V, 'images'),
]

# ----------------------------------------------------------------------------------- images

IMAGE_SET = 'ImageSet({}, {}, {}, {}, {}, "x")'
HALF = '(.5,.5,.5)'


def image_set(images='pixels', labels='y', classes='few.train.classes', mean=HALF, std=HALF):
    "The code of a call of `ImageSet` in which something is wrong."
    return IMAGE_SET.format(images, labels, classes, mean, std)


TABLE['data'] = [
    ('array as images', image_set('pixels.numpy()'), V, 'images'),
    ('float images', image_set('x'), V, 'uint8'),
    ('grey images', image_set('pixels[:,:1]'), V, '(N,3,H,W)'),
    ('one image', image_set('pixels[0]', 'y[0]'), V, '(N,3,H,W)'),
    ('no image', image_set('pixels[:0]', 'y[:0]'), V, '1 or more'),
    ('list of labels', image_set(labels='y.tolist()'), V, 'labels'),
    ('small labels', image_set(labels='y.int()'), V, 'int64'),
    ('too few labels', image_set(labels='y[:3]'), V, 'labels'),
    ('labels outside of the classes', image_set(labels='y + 9'), V, '0..9'),
    ('labels below 0', image_set(labels='y - 10'), V, '0..9'),
    ('list of classes', image_set(classes='list("0123456789")'), V, 'tuple'),
    ('classes of one name', image_set(classes='("a","a")'), V, 'different'),
    ('one class', image_set(labels='y*0', classes='("a",)'), V, '2 or more'),
    ('number of classes', image_set(classes='10'), V, 'classes'),
    ('two means', image_set(mean='(.5,.5)'), V, 'mean'),
    ('one mean', image_set(mean='.5'), V, 'mean'),
    ('mean in bytes', image_set(mean='(127,127,127)'), V, '0..1'),
    ('no spread', image_set(std='(0.,.5,.5)'), V, 'std'),
    ('spread is NaN', image_set(std='(math.nan,)*3'), V, 'std'),
    ('set without a name', 'ImageSet(pixels, y)', CALL, 'argument'),
    ('position outside of the set', 'few.train.subset([999])', V, '999'),
    ('half a position', 'few.train.subset(torch.tensor([1.5]))', V, 'position'),
    ('mask of another length', 'few.train.subset(torch.ones(3, dtype=torch.bool))', V, 'mask'),
    ('nothing chosen', 'few.train.subset([])', V, '1 or more'),
    ('one position', 'few.train.subset(5)', V, '(N,3,H,W)'),
    ('file images without sizes', "FileImages('x', [b'a'])", CALL, 'argument'),
    ('a file that went away', "gone(streamed())[0]", V, '0.png'),
    ('statistics of floats', 'pixel_stats(x)', V, 'uint8'),
    ('statistics of nothing', 'pixel_stats(pixels[:0])', V, 'image'),
    ('statistics of grey images', 'pixel_stats(pixels[:,:1])', V, '3'),
    ('statistics of a set', 'pixel_stats(few.train)', V, 'images'),
    ('statistics in parts of 0', 'pixel_stats(pixels, chunk=0)', V, 'chunk'),
    ('split off less than none', 'split_off(y, -1)', V, 'valid='),
    ('split off all', 'split_off(y, len(y))', V, 'valid='),
    ('split off a share above 1', 'split_off(y, 1.5)', V, 'valid='),
    ('split off a share that is no image', 'split_off(y, .0001)', V, 'less than one image'),
    ('split off in words', "split_off(y, 'half')", V, 'half'),
    ('split off NaN', 'split_off(y, math.nan)', V, 'nan'),
    ('split off "yes"', 'split_off(y, True)', V, 'True'),
    ('split float labels', 'split_off(y.float(), 2)', V, 'labels'),
    ('split labels below 0', 'split_off(y - 1, 2)', V, 'labels'),
    ('split a list of labels', 'split_off([0,1,0,1], 2)', V, 'labels'),
    ('split with a seed below 0', 'split_off(y, 2, seed=-1)', V, 'seed'),
    ('one address as text', "download('file:///no/a', here/'a', '0'*32)", V, 'addresses'),
    ('an address without a file', "download(['file:///no/a'], here/'a', '0'*32)", R, 'by hand'),
    ('no address at all', "download(['nonsense'], here/'a', '0'*32)", R, 'nonsense'),
    ('another file than expected', "download([text('b', 'x').as_uri()], here/'a', '0'*32)",
     R, 'MD5'),
    ('a file for a folder', "download([made('b').as_uri()], here/'a', '0'*32)", R, 'by hand'),
    ('download to a folder', "download(['file:///no/a'], made('b'), '0'*32)", OSError, 'b'),
    ('download below a file', "download(['file:///no/a'], text('b', '')/'c', '0'*32)", R, 'root='),
    ('MD5 of three letters', "download([text('b', 'x').as_uri()], here/'a', 'abc')", R, 'not abc'),
    ('unknown source', "load_data('cifar11')", V, 'cifar10'),
    ('no source', 'load_data(None)', V, 'cifar10'),
    ('number as source', 'load_data(10)', V, 'cifar10'),
    ('set as source', 'load_data(few.train)', V, 'source'),
    ('missing folder', "load_data(here/'no')", V, 'no folder'),
    ('a file as source', "load_data(picture('cat.png'))", V, 'folder'),
    ('an empty folder', "load_data(made('empty'))", F, 'train'),
    ('a folder without test', "load_data(without('test'))", F, 'test'),
    ('a folder without classes', "load_data(without('train/cat', 'train/dog'))", V, '2 or more'),
    ('a folder with one class', "load_data(without('train/cat', 'test/cat'))", V, '2 or more'),
    ('test with other classes', "load_data(without('test/cat'))", V, 'cat'),
    ('a class without images', "load_data(without('train/cat/0.png', 'train/cat/1.png'))",
     V, 'cat'),
    ('text as image', "load_data(photos(text('photos/train/cat/0.png', 'x')))", V, '0.png'),
    ('empty image', "load_data(photos(text('photos/train/cat/0.png', b'')))", V, '0.png'),
    ('image cut off', "load_data(photos(cut('photos/train/cat/0.png')))", V, '0.png'),
    ('folder called image', "load_data(photos(made('photos/train/cat/9.png')))", V, '9.png'),
    ('link to nowhere', "load_data(photos(link('photos/train/cat/9.png')))", F, '9.png'),
    ('image of 16 bits', "load_data(photos(picture('photos/train/cat/0.png', 'I;16')))",
     V, '8 bits'),
    ('image too large', "load_data(photos(picture('photos/train/cat/0.png', size=(40,32))))",
     V, 'resize=32'),
    ('image as large as a bomb', "load_data(photos(bomb('photos/train/cat/0.png')))", V, '0.png'),
    ('PostScript called image', "load_data(photos(postscript('photos/train/cat/0.png')))",
     V, '0.png'),
    ('broken image in a stream', "cut('photos/train/cat/0.png'); "
     "first(WorkerBatches(streamed(), 4, workers=0))", V, '0.png'),
    ('another size', "load_data('digits', resize=64)", V, 'resize'),
    ('size as text', "load_data('digits', resize='32')", V, 'resize'),
    ('hold out less than none', "load_data('digits', valid=-1)", V, 'valid='),
    ('hold out more than all', "load_data('digits', valid=99999)", V, 'valid='),
    ('hold out twice all', "load_data('digits', valid=2.)", V, 'valid='),
    ('hold out in words', "load_data('digits', valid='10%')", V, 'valid='),
    ('hold out again', 'load_data(few, valid=5)', V, 'already'),
    ('digits as a stream', "load_data('digits', stream=True)", V, 'stream=True'),
    ('loaded data as a stream', 'load_data(few, stream=True)', V, 'stream=True'),
    ('seed below 0', "load_data('digits', valid=5, seed=-1)", V, 'seed'),
    ('CIFAR without a network', "load_data('cifar10')", R, 'CIFAR_KIT_CIFAR10_URL'),
    ('CIFAR100 without a network', "load_data('cifar100')", R, 'CIFAR_KIT_CIFAR100_URL'),
    ('CIFAR from nonsense', "env(CIFAR_KIT_CIFAR10_URL='nonsense'); load_data('cifar10')",
     R, 'nonsense'),
    ('CIFAR from another archive',
     "env(CIFAR_KIT_CIFAR10_URL=text('a.tar.gz', 'x').as_uri()); load_data('cifar10')", R, 'MD5'),
    ('CIFAR into a file', "load_data('cifar10', root=text('cache', 'x'))", R, 'root='),
    ('cache is a file', "env(CIFAR_KIT_CACHE=str(text('x', '')/'c')); load_data('cifar10')",
     R, 'CIFAR_KIT_CACHE'),
    ('all images alike', "load_data(alike(), root=free('cache'))", V, 'alike'),
    ('a cache with code', "load_data(trapped_cache(), root='cache'); os.listdir('cache/folders')",
     ON, '.pt.damaged'),
    ('an array among the images',
     "npy('photos/train/cat/9.npy'); load_data(photos(), root=free('cache')).train", ON, '4 of 32'),
    ('an array with the name of an image',
     "npy('photos/train/cat/9.png'); load_data(photos(), root=free('cache'))", V, '9.png'),
    ('an array instead of a folder', "load_data(npy('a.npy'))", V, 'a.npy'),
]

TABLE['augment'] = [
    ('means of two channels', 'normalize(pixels, (.5,.5), (.5,.5))', V, '2 channels'),
    ('one mean', 'normalize(pixels, .5, .5)', V, '1 channels'),
    ('normalise whole numbers', 'normalize(pixels.long(), (.5,)*3, (.5,)*3)', V, 'uint8'),
    ('normalise without a spread', 'normalize(pixels, (.5,)*3, (0.,.5,.5))', V, 'std'),
    ('normalise an array', 'normalize(pixels.numpy(), (.5,)*3, (.5,)*3)', V, 'tensor'),
    ('normalise a set', 'normalize(few.train, (.5,)*3, (.5,)*3)', V, 'tensor'),
    ('normalise one plane', 'normalize(pixels[0,0], (.5,)*3, (.5,)*3)', V, '(32, 32)'),
    ('colours of two channels', 'denormalize(x, (.5,.5), (.5,.5))', V, '2 channels'),
    ('colours of an array', 'denormalize(x.numpy(), (.5,)*3, (.5,)*3)', V, 'tensor'),
    ('pad below 0', 'Crop(-1)', V, 'pad'),
    ('half a pad', 'Crop(1.5)', V, 'pad'),
    ('pad as text', "Crop('4')", V, 'pad'),
    ('pad "yes"', 'Crop(True)', V, 'pad'),
    ('pad with zeros', "Crop(mode='zero')", V, 'reflect'),
    ('pad with nothing', 'Crop(mode=None)', V, 'reflect'),
    ('padding by another name', 'Crop(padding=4)', CALL, 'padding'),
    ('flip with probability 2', 'Flip(2)', V, 'up to 1'),
    ('flip below 0', 'Flip(-.1)', V, 'from 0'),
    ('flip in words', "Flip('half')", V, 'half'),
    ('flip NaN', 'Flip(math.nan)', V, 'nan'),
    ('flip nothing', 'Flip(None)', V, 'None'),
    ('hole of 0', 'Cutout(0)', V, 'size'),
    ('hole of 8.5', 'Cutout(8.5)', V, 'size'),
    ('hole of two numbers', 'Cutout((8,8))', V, 'size'),
    ('hole with probability 2', 'Cutout(8, p=2)', V, 'up to 1'),
    ('turn below 0', 'Rotate(-5)', V, 'from 0'),
    ('turn further than round', 'Rotate(361)', V, 'up to 180'),
    ('turn from to', 'Rotate((-5,5))', V, 'degrees'),
    ('class instead of an augmentation', 'check_augment(Crop, 32, 32)', V, 'Flip(p=.5)'),
    ('name of an augmentation', "check_augment(['crop'], 32, 32)", V, 'Crop'),
    ('no augmentation', 'check_augment(None, 32, 32)', V, 'None'),
    ('hole larger than the image', 'augment_batch(x, Cutout(33))', V, '1..32'),
    ('pad larger than the image', 'augment_batch(x, Crop(32))', V, "mode='mean'"),
    ('augment one image', 'augment_batch(x[0], Flip(1))', V, '(B,C,H,W)'),
    ('augment an array', 'augment_batch(x.numpy(), Flip(1))', V, 'tensor'),
    ('cutout of bytes', 'augment_batch(pixels, Cutout(8))', V, 'normalize'),
    ('seed as generator', 'augment_batch(x, Flip(), 0)', V, 'generator'),
    ('an augmentation that does nothing', 'augment_batch(x, Augmentation())', R, 'on_batch'),
    ('prepare one image', 'prepare_batch(pixels[0], Flip(1), (.5,)*3, (.5,)*3)', V, '(B,C,H,W)'),
    ('prepare floats', 'prepare_batch(x, Flip(1), (.5,)*3, (.5,)*3)', V, 'uint8'),
    ('prepare with two means', 'prepare_batch(pixels, (), (.5,.5), (.5,.5))', V, '2 channels'),
    ('prepare with no spread', 'prepare_batch(pixels, (), (.5,)*3, (0,)*3)', V, 'std'),
    ('pipeline of two means', 'albumentations_pipeline((), (.5,)*2, (.5,)*2)', V, 'mean'),
    ('pipeline for size 0', 'albumentations_pipeline((), (.5,)*3, (.5,)*3, 0)', V, 'size'),
    ('pipeline for one side', 'albumentations_pipeline((), (.5,)*3, (.5,)*3, (32,))', V, 'size'),
    ('pipeline for a size as text', "albumentations_pipeline((), (.5,)*3, (.5,)*3, '32')",
     V, 'size'),
    ('pipeline with too large a hole', 'albumentations_pipeline(Cutout(33), (.5,)*3, (.5,)*3)',
     V, '1..32'),
    ('another size in the pipeline', 'pipeline()(image=np.zeros((8,8,3), np.uint8))', V, 'resize'),
    ('floats in the pipeline', 'pipeline()(image=np.zeros((32,32,3)))', V, 'uint8'),
    ('path in the pipeline', "pipeline()(image='cat.png')", V, 'uint8'),
    ('batch in the pipeline', 'pipeline()(image=pixels)', V, 'uint8'),
]

BATCHES = "Batches(few.train, 16{})"
WORKERS = "WorkerBatches(few.train, 16{})"

TABLE['loaders'] = [
    ('shrink to more', 'shrink(x, 64)', V, '64'),
    ('shrink to 0', 'shrink(x, 0)', V, '0'),
    ('shrink to less than 0', 'shrink(x, -8)', V, '-8'),
    ('shrink to half a pixel', 'shrink(x, 8.5)', V, '8.5'),
    ('shrink one image', 'shrink(x[0], 16)', V, '(B,C,H,W)'),
    ('shrink bytes', 'shrink(pixels, 16)', V, 'float'),
    ('data instead of a part', 'Batches(few)', V, 'data.train'),
    ('images instead of a set', 'Batches(pixels)', V, 'data.train'),
    ('name instead of a set', "Batches('digits')", V, 'data.train'),
    ('batches of 0', 'Batches(few.train, 0)', V, 'batch_size'),
    ('batches of more than all', 'Batches(few.train, 999)', V, 'batch_size'),
    ('batches of a text', "Batches(few.train, '16')", V, 'batch_size'),
    ('batches of 2.5', 'Batches(few.train, 2.5)', V, 'batch_size'),
    ('batches of "yes"', 'Batches(few.train, True)', V, 'batch_size'),
    ('no augmentation', BATCHES.format(', augment=None'), V, 'None'),
    ('augmentation by name', BATCHES.format(", augment=['flip']"), V, 'Flip'),
    ('hole larger than the images', BATCHES.format(', augment=Cutout(40)'), V, '1..32'),
    ('order in words', BATCHES.format(", shuffle='no'"), V, 'shuffle'),
    ('unknown device', BATCHES.format(", device='gpu'"), V, 'device'),
    ('no seed', BATCHES.format(', seed=None'), V, 'seed'),
    ('seed below 0', BATCHES.format(', seed=-1'), V, 'seed'),
    ('half a seed', BATCHES.format(', seed=1.5'), V, 'seed'),
    ('seed as text', BATCHES.format(", seed='a'"), V, 'seed'),
    ('share of nobody', BATCHES.format(', share=(0,0)'), V, 'share'),
    ('share of one too many', BATCHES.format(', share=(2,2)'), V, 'share'),
    ('share as a list', BATCHES.format(', share=[0,2]'), V, 'share'),
    ('share of three numbers', BATCHES.format(', share=(0,1,2)'), V, 'share'),
    ('share as yes and no', BATCHES.format(', share=(False,True)'), V, 'share'),
    ('more processes than images', 'Batches(few.train, 63, share=(0,2))', V, 'processes'),
    ('whole numbers as pixels', BATCHES.format(', dtype=torch.int64'), V, 'dtype'),
    ('pixels by name', BATCHES.format(", dtype='fp16'"), V, 'dtype'),
    ('sides too small', BATCHES.format(', sides=(4,)'), V, 'sides'),
    ('sides too large', BATCHES.format(', sides=(40,)'), V, 'sides'),
    ('sides as text', BATCHES.format(", sides='32'"), V, 'sides'),
    ('files on the device', 'Batches(streamed(), 2)', V, 'WorkerBatches'),
    ('epoch below 0', 'Batches(few.train, 16).set_epoch(-1)', V, 'epoch'),
    ('epoch as text', "Batches(few.train, 16).set_epoch('1')", V, 'epoch'),
    ('epoch "yes"', 'Batches(few.train, 16).set_epoch(True)', V, 'epoch'),
    ('skip more than there are', 'Batches(few.train, 16).set_epoch(0, 5)', V, 'skip'),
    ('side of an epoch below 0', 'Batches(few.train, 16, sides=(16,32)).side(-1)', V, 'epoch'),
    ('plan of an epoch below 0', 'Batches(few.train, 16, shuffle=True).plan(-1)', V, '-1'),
    ('workers below 0', WORKERS.format(', workers=-1'), V, 'workers'),
    ('half a worker', WORKERS.format(', workers=1.5'), V, 'workers'),
    ('workers in words', WORKERS.format(", workers='two'"), V, 'workers'),
    ('workers "yes"', WORKERS.format(', workers=True'), V, 'workers'),
    ('data instead of a part for workers', 'WorkerBatches(few)', V, 'data.train'),
    ('two loops at a time', 'twice(WorkerBatches(few.train, 16, workers=0))', R, 'one loop'),
    ('a loop that begins too late', 'late(WorkerBatches(few.train, 16, workers=0))', R, 'one loop'),
]

# --------------------------------------------------------------------------------- networks

TABLE['models'] = [
    ('no channels', 'conv_bn(0, 8)', V, 'c_in'),
    ('channels below 0', 'conv_bn(3, -8)', V, 'c_out'),
    ('block without channels', 'ResBlock(0)', V, 'channels'),
    ('block with stride 0', 'BasicBlock(8, 8, 0)', V, 'stride'),
    ('no classes', 'CustomResNet(0)', V, 'num_classes'),
    ('classes below 0', 'CustomResNet(-3)', V, 'num_classes'),
    ('half a class', 'CustomResNet(2.5)', V, 'num_classes'),
    ('classes as text', "CustomResNet('10')", V, 'num_classes'),
    ('names of classes', "CustomResNet(few.train.classes)", V, 'num_classes'),
    ('no width', 'CustomResNet(width=0)', V, 'width'),
    ('half a width', 'CustomResNet(width=1.5)', V, 'width'),
    ('logits times 0', 'CustomResNet(logit_scale=0)', V, 'logit_scale'),
    ('logits times NaN', 'CustomResNet(logit_scale=math.nan)', V, 'logit_scale'),
    ('three stages', 'ResNet((2,2,2))', V, 'four'),
    ('stages without blocks', 'ResNet((0,0,0,0))', V, 'four'),
    ('number of layers', 'ResNet(18)', V, 'four'),
    ('ResNet18 without classes', 'ResNet18(0)', V, 'num_classes'),
    ('ResNet34 with the opposite logits', 'ResNet34(logit_scale=-1)', V, 'logit_scale'),
    ('option of another network', 'ResNet18(width=8)', CALL, 'width'),
]

TABLE['speednet'] = [
    ('patches of 3', 'whitening_filters(x, 3)', V, 'even'),
    ('patches larger than the images', 'whitening_filters(x, 64)', V, 'size'),
    ('filters for bytes', 'whitening_filters(pixels)', V, 'normalised'),
    ('filters for one image', 'whitening_filters(x[0])', V, '(N,C,H,W)'),
    ('mirror of three channels', 'mirror(torch.zeros(4,3,2,2))', V, 'even'),
    ('seven channels out', 'MirrorConv(8, 7)', V, 'even'),
    ('seven channels in', 'MirrorConv(7, 8)', V, 'even'),
    ('norm of seven channels', 'MirrorNorm(7)', V, 'even'),
    ('momentum of 2', 'MirrorNorm(8, momentum=2)', V, 'momentum'),
    ('stage of seven channels', 'speed_stage(7, 8)', V, 'even'),
    ('stage that gets narrower', 'speed_stage(32, 24)', V, 'c_out'),
    ('two widths', 'SpeedNet(widths=(64,64))', V, 'widths'),
    ('odd widths', 'SpeedNet(widths=(25,64,64))', V, 'widths'),
    ('widths that fall', 'SpeedNet(widths=(64,32,24))', V, 'widths'),
    ('one width', 'SpeedNet(widths=64)', V, 'widths'),
    ('no classes', 'SpeedNet(0)', V, 'num_classes'),
    ('logits times 0', 'SpeedNet(logit_scale=0)', V, 'logit_scale'),
    ('look at grey images', 'SpeedNet().look_at(x[:,:1])', V, '(N,3,H,W)'),
]

TABLE['summary'] = [
    ('size without channels', 'layer_table(net, (32,32))', V, 'input_size'),
    ('size as text', "layer_table(net, '3,32,32')", V, 'input_size'),
    ('size with a 0', 'layer_table(net, (3,0,32))', V, 'input_size'),
    ('one number as size', 'layer_table(net, 32)', V, 'input_size'),
    ('size with the batch', 'layer_table(net, (1,3,32,32))', V, 'input_size'),
    ('size with other channels', 'layer_table(net, (1,32,32))', V, '(1, 32, 32)'),
    ('size too small for the network', 'layer_table(net, (3,4,4))', V, '(3, 4, 4)'),
    ('class instead of a network', 'layer_table(CustomResNet)', V, 'model'),
    ('path instead of a network', "layer_table('model.pt')", V, 'model'),
    ('a layer that is not there', "layer_table(net)['layer9']", V, 'layer9'),
    ('maps of other channels', 'feature_maps(net, (1,32,32))', V, '(1, 32, 32)'),
    ('maps of a class', 'feature_maps(CustomResNet)', V, 'model'),
    ('torchsummary of one number', 'torchsummary_text(net, 32)', V, 'input_size'),
    ('torchsummary of a class', 'torchsummary_text(CustomResNet)', V, 'model'),
    ('torchsummary of other channels', 'torchsummary_text(net, (1,32,32))', V, '(1, 32, 32)'),
    ('torchinfo of other channels', 'torchinfo_text(net, (1,32,32))', V, '(1, 32, 32)'),
    ('torchinfo of no image', 'torchinfo_text(net, batch_size=0)', V, 'batch_size'),
    ('memory of less than no image', 'training_memory(net, batch_size=-1)', V, 'batch_size'),
    ('memory of a class', 'training_memory(CustomResNet)', V, 'model'),
    ('memory in an unknown precision', "training_memory(net, precision='half')", V, 'half'),
    ('torchinfo of one number', 'torchinfo_text(net, 32)', V, 'input_size'),
]

# --------------------------------------------------------------------------------- training

TABLE['schedule'] = [
    ('batch below 0', 'one_cycle(-1, 10, 5, .1, 1)', V, 'outside'),
    ('batch after the end', 'one_cycle(10, 10, 5, .1, 1)', V, '[0, 10)'),
    ('batch NaN', 'one_cycle(math.nan, 10, 5, .1, 1)', V, 'outside'),
    ('peak at the start', 'one_cycle(0, 10, 0, .1, 1)', V, 'peak_step'),
    ('peak at the end', 'one_cycle(0, 10, 9, .1, 1)', V, '1..8'),
    ('rates below 0', 'one_cycle(0, 10, 5, -.1, 1)', V, 'rate'),
    ('last rate below 0', 'one_cycle(0, 10, 5, .1, 1, -1)', V, 'rate'),
    ('highest rate NaN', 'one_cycle(0, 10, 5, .1, math.nan)', V, 'nan'),
    ('no highest rate', 'one_cycle(0, 10, 5, .1)', CALL, 'lr_max'),
    ('peak epoch 0', 'peak_step(0, 10, 5)', V, 'peak'),
    ('peak epoch after the end', 'peak_step(5, 10, 5)', V, 'between 0 and 5'),
    ('peak epoch NaN', 'peak_step(math.nan, 10, 5)', V, 'nan'),
    ('two batches', 'peak_step(1, 1, 2)', V, 'at least 3'),
    ('no batches', 'peak_step(1, 0, 2)', V, 'at least 3'),
]

TABLE['optim'] = [
    ('vector as matrix', 'orthogonalize(torch.ones(3))', V, 'two axes'),
    ('whole numbers as matrix', 'orthogonalize(torch.ones(2,2).long())', V, 'float'),
    ('steps below 0', 'orthogonalize(torch.eye(2), -1)', V, 'steps'),
    ('muon without filters', 'Muon(nn.Linear(2,2).parameters())', V, 'filters'),
    ('muon with a rate below 0', 'Muon(net.parameters(), lr=-1)', V, 'lr'),
    ('muon with momentum 3', 'Muon(net.parameters(), momentum=3)', V, 'momentum'),
    ('muon with rest momentum 1', 'Muon(net.parameters(), rest_momentum=1)', V, 'momentum'),
    ('muon with weight decay below 0', 'Muon(net.parameters(), weight_decay=-1)',
     V, 'weight_decay'),
    ('muon with groups', 'Muon([dict(params=net.parameters())])', V, 'group'),
    ('muon with a network', 'Muon(net)', V, 'parameters'),
    ('unknown optimizer', "make_optimizer('rmsprop', net.parameters(), .1)", V, 'adam'),
    ('no optimizer', 'make_optimizer(None, net.parameters(), .1)', V, 'optimizer'),
    ('network instead of parameters', "make_optimizer('adam', net, .1)", V, 'parameters'),
    ('rate 0', "make_optimizer('adam', net.parameters(), 0)", V, 'rate'),
    ('rate NaN', "make_optimizer('adam', net.parameters(), math.nan)", V, 'rate'),
    ('weight decay below 0', "make_optimizer('sgd', net.parameters(), .1, -1)", V, 'weight_decay'),
    ('weight decay NaN', "make_optimizer('sgd', net.parameters(), .1, math.nan)",
     V, 'weight_decay'),
]

TABLE['lr_finder'] = [
    ('smooth over 0 batches', 'smooth([1., 2.], 0)', V, 'width'),
    ('smooth over less than 0', 'smooth([1., 2.], -1)', V, 'width'),
    ('smooth NaN', 'smooth([1., math.nan, 2.])', V, 'finite'),
    ('more rates than losses', "LRRange([1., 2.], [1.], '')", V, 'losses'),
    ('a range test without batches', "LRRange([], [], '').valley", V, 'batch'),
    ('a range test with NaN', "LRRange([1., 2., 3.], [1., math.nan, 1.], '')", V, 'finite'),
    ('unknown rule', "LRRange([1., 2., 3.], [3., 2., 1.], '').suggestion('best')", V, 'valley'),
    ('first rate 0', 'find_lr(net, batches, start_lr=0)', V, 'rates'),
    ('rates that fall', 'find_lr(net, batches, start_lr=1, end_lr=.1)', V, 'rise'),
    ('last rate NaN', 'find_lr(net, batches, end_lr=math.nan)', V, 'rates'),
    ('nine steps', 'find_lr(net, batches, n_steps=9)', V, '10 steps'),
    ('unknown precision', "find_lr(net, batches, precision='half')", V, 'half'),
    ('fp16 on the CPU', "find_lr(net, batches, precision='fp16')", V, 'GPU'),
    ('unknown optimizer', "find_lr(net, batches, 'rmsprop')", V, 'adam'),
    ('stop before it rises', 'find_lr(net, batches, diverge=1)', V, 'diverge'),
    ('name of a loss', "find_lr(net, batches, loss_fn='mse', progress=False)", V, 'loss_fn'),
    ('no batches', 'find_lr(net, [], n_steps=10, progress=False)', V, 'batch'),
    ('a set instead of batches', 'find_lr(net, few.train, n_steps=10, progress=False)',
     V, 'batches'),
    ('batches that come only once', 'find_lr(net, iter([*batches]), n_steps=10, progress=False)',
     V, 'batches'),
    ('class instead of a network', 'find_lr(CustomResNet, batches)', V, 'model'),
    ('network without weights', 'find_lr(nn.Flatten(), batches)', V, 'weights'),
    ('too few classes', 'find_lr(CustomResNet(3, width=2), batches, n_steps=10, progress=False)',
     V, 'classes'),
    ('network for other images', 'find_lr(net, [(x[:,:1], y)], n_steps=10, progress=False)',
     V, 'cannot take'),
    ('loss never finite', 'find_lr(broken(), batches, n_steps=10, progress=False)', R, 'finite'),
]

PREDICTIONS = 'Predictions({}, {}{})'

TABLE['predict'] = [
    ('logits of one image', PREDICTIONS.format('logits[0]', 'y', ''), V, '(N, classes)'),
    ('list of logits', PREDICTIONS.format('logits.tolist()', 'y', ''), V, 'logits'),
    ('whole numbers as logits', PREDICTIONS.format('logits.long()', 'y', ''), V, 'float'),
    ('small labels', PREDICTIONS.format('logits', 'y.int()', ''), V, 'int64'),
    ('too few labels', PREDICTIONS.format('logits', 'y[:2]', ''), V, 'one per row'),
    ('nothing', PREDICTIONS.format('logits[:0]', 'y[:0]', ''), V, 'nothing to predict'),
    ('logits with NaN', PREDICTIONS.format('logits*math.nan', 'y', ''), V, 'NaN'),
    ('fewer columns than classes', PREDICTIONS.format('logits[:,:9]', 'y', ', image_set=few.test'),
     V, 'num_classes=10'),
    ('labels outside of the columns', PREDICTIONS.format('logits', 'y + 9', ''), V, '0..9'),
    ('too few places', PREDICTIONS.format('logits', 'y', ', index=y[:2]'), V, 'index'),
    ('places as floats', PREDICTIONS.format('logits', 'y', ', index=y.float()'), V, 'index'),
    ('data instead of a set', PREDICTIONS.format('logits', 'y', ', image_set=few'), V, 'image_set'),
    ('shuffled batches', 'predict(net, Batches(few.test, 16, shuffle=True))', V, 'shuffle=False'),
    ('shuffled DataLoader', 'predict(net, torch.utils.data.DataLoader([*pairs], 4, shuffle=True))',
     V, 'shuffle=False'),
    ('no batches', 'predict(net, [])', V, 'nothing to predict'),
    ('a set instead of batches', 'predict(net, few.test)', V, 'Batches'),
    ('images without labels', 'predict(net, [x])', V, '(x, y)'),
    ('bytes instead of floats', 'predict(net, [(pixels, y)])', V, 'normalise'),
    ('another device', "predict(net, batches, device='cuda')", V, 'device'),
    ('unknown device', "predict(net, batches, device='gpu')", V, 'device'),
    ('unknown precision', "predict(net, batches, precision='half')", V, 'half'),
    ('fp16 on the CPU', "predict(net, batches, precision='fp16')", V, 'GPU'),
    ('class instead of a network', 'predict(CustomResNet, batches)', V, 'model'),
    ('network that returns two things', 'predict(Two(), batches)', V, 'tuple'),
    ('network with one number an image', 'predict(nn.Flatten(0), batches)', V, 'shape'),
    ('network with too few classes', 'predict(CustomResNet(3, width=2), batches)',
     V, 'num_classes'),
    ('network for other images', 'predict(net, [(x[:,:1], y)])', V, 'cannot take'),
    ('network with NaN', 'predict(broken(), batches)', V, 'NaN'),
    ('last batch dropped', 'predict(net, Partly(batches))', V, 'whole set'),
    ('batches in another order', 'predict(net, Backwards(batches))', V, 'order'),
    ('best 0', 'preds.top_k(0)', V, '1..10'),
    ('best 11 of 10', 'preds.top_k(11)', V, '1..10'),
    ('best 1.5', 'preds.top_k(1.5)', V, '1..10'),
    ('0 confused pairs', 'preds.most_confused(0)', V, 'from 1 up'),
    ('0 mistakes', 'preds.misclassified(0)', V, 'at least 1'),
    ('half a mistake', 'preds.misclassified(1.5)', V, '1.5'),
    ('mistakes in another order', "preds.misclassified(order='worst')", V, 'confident'),
    ('mistakes of one class', "preds.misclassified(pair='3')", V, 'pair'),
    ('mistakes of three classes', 'preds.misclassified(pair=(1,2,3))', V, 'pair'),
    ('mistakes of a class with itself', 'preds.misclassified(pair=(1,1))', V, 'different'),
    ('mistakes of an unknown class', "preds.misclassified(pair=('cat',1))", V, 'cat'),
    ('mistakes of class "yes"', 'preds.misclassified(pair=(True,2))', V, 'True'),
    ('mistakes of a number too large', 'preds.misclassified(pair=(1,99))', V, '99'),
    ('mistakes without images', 'Predictions(logits, y).misclassified()', V, 'image_set'),
    ('0 bins', 'preds.calibration(0)', V, 'bins'),
    ('half a bin', 'preds.calibration(1.5)', V, 'bins'),
]

FIT = 'fit(CustomResNet(width=2), {}, epochs=2, log=None, progress=False{})'


def fit_with(change, train='batches'):
    "The code of a call of `fit` in which something is wrong."
    return FIT.format(train, ', ' + change if change else '')


TABLE['trainer'] = [
    ('history from nowhere', "History.read(here/'no')", F, 'history.csv'),
    ('history without rates', "History.read(history(steps='step,loss\\n0,1.0\\n'))",
     V, 'steps.csv'),
    ('history cut off', "History.read(history(steps='step,lr,loss\\n0,1.0\\n'))", V, 'steps.csv'),
    ('empty history', "History.read(history(steps=''))", V, 'steps.csv'),
    ('history into a file', "History().write(text('x', ''))", OSError, 'x'),
    ('lists of different length', 'History(lr=[.1], loss=[1.], train_loss=[1., 2.]).rows()',
     V, 'epochs'),
    ('function in a checkpoint', "save_checkpoint(here, dict(f=lambda: 0))", V, 'plain'),
    ('checkpoint to nowhere', "save_checkpoint(text('x', '')/'run', {})", OSError, 'x'),
    ('no events', "read_events(made('tensorboard'))", F, 'TensorBoard'),
    ('events from nowhere', "read_events(here/'no')", F, 'TensorBoard'),
    ('events that are none', "text('events.out.tfevents.1', 'x'*99); read_events(here)",
     V, 'events'),
    ('average that never moves', 'EMA(1)', V, '[0, 1)'),
    ('average below 0', 'EMA(-.1)', V, 'decay'),
    ('stop at 90 %', 'StopAt(90)', V, 'fraction'),
    ('stop at 0', 'StopAt(0)', V, 'fraction'),
    ('stop at NaN', 'StopAt(math.nan)', V, 'fraction'),
    ('stop at a text', "StopAt('90%')", V, 'fraction'),
    ('no epochs', FIT.replace('epochs=2', 'epochs=0').format('batches', ''), V, 'epochs'),
    ('half an epoch', FIT.replace('epochs=2', 'epochs=1.5').format('batches', ''), V, 'epochs'),
    ('epochs as text', FIT.replace('epochs=2', "epochs='2'").format('batches', ''), V, 'epochs'),
    ('rate 0', fit_with('max_lr=0'), V, 'rate'),
    ('rate below 0', fit_with('max_lr=-1'), V, 'rate'),
    ('rate NaN', fit_with('max_lr=math.nan'), V, 'rate'),
    ('rate by rule', fit_with("max_lr='valley'"), V, 'max_lr'),
    ('peak at 0', fit_with('peak_epoch=0'), V, 'peak'),
    ('peak after the end', fit_with('peak_epoch=5'), V, 'outside the run'),
    ('first rate is the highest over 0', fit_with('start_div=0'), V, 'start_div'),
    ('last rate is the first over 0', fit_with('final_div=0'), V, 'final_div'),
    ('rates that begin above the peak', fit_with('start_div=.1'), V, 'start_div'),
    ('unknown optimizer', fit_with("optimizer='rmsprop'"), V, 'adam'),
    ('weight decay below 0', fit_with('weight_decay=-1'), V, 'weight_decay'),
    ('all of the target spread', fit_with('label_smoothing=1.'), V, 'label_smoothing'),
    ('target spread below 0', fit_with('label_smoothing=-.1'), V, 'label_smoothing'),
    ('L1 below 0', fit_with('l1=-1.'), V, 'l1'),
    ('clip below 0', fit_with('clip_grad=-1.'), V, 'clip_grad'),
    ('clip at 0', fit_with('clip_grad=0.'), V, 'clip_grad'),
    ('one momentum', fit_with('cycle_momentum=(.9,)'), V, 'cycle_momentum'),
    ('momentum as a number', fit_with('cycle_momentum=.9'), V, 'cycle_momentum'),
    ('momentum of 2', fit_with('cycle_momentum=(2.,.8)'), V, 'cycle_momentum'),
    ('unknown precision', fit_with("precision='half'"), V, 'half'),
    ('fp16 on the CPU', fit_with("precision='fp16'"), V, 'GPU'),
    ('folder is a file', fit_with("out=text('x', '')"), R, 'out='),
    ('no batches', fit_with('', '[]'), V, 'at least one batch'),
    ('batches without a length', fit_with('', 'iter(batches)'), V, 'gone through'),
    ('a set instead of batches', fit_with('', 'few.train'), V, 'Batches'),
    ('data instead of batches', fit_with('', 'few'), V, '(x, y)'),
    ('images without labels', fit_with('', '[x]*4'), V, '(x, y)'),
    ('bytes instead of floats', fit_with('', '[(pixels, y)]*4'), V, 'normalise'),
    ('a callback alone', fit_with('callbacks=EMA()'), V, 'callbacks'),
    ('class instead of a callback', fit_with('callbacks=[EMA]'), V, 'Callback'),
    ('the best without held-out images', fit_with("callbacks=[KeepBest()]"), V, 'valid'),
    ('stop without held-out images', fit_with('callbacks=[StopAt(.9)]'), V, 'valid'),
    ('held-out images shuffled', fit_with('valid=Batches(few.test, 16, shuffle=True)'),
     V, 'shuffle'),
    ('TensorBoard into a file', fit_with("callbacks=[TensorBoardLog(text('x', ''))]"),
     OSError, 'x'),
    ('class instead of a network', 'fit(CustomResNet, batches, epochs=2)', V, 'model'),
    ('network without weights', 'fit(nn.Flatten(), batches, epochs=2)', V, 'weights'),
    ('network that is frozen', 'fit(net.requires_grad_(False), batches, epochs=2, log=None)',
     V, 'frozen'),
    ('network with too few classes', 'fit(CustomResNet(3, width=2), batches, epochs=2, log=None)',
     V, 'classes'),
    ('network for other images', fit_with('', '[(x[:,:1], y)]*4'), V, 'cannot take'),
    ('loss that explodes', fit_with('max_lr=1e30'), R, 'lower max_lr'),
    ('loss that is never finite', 'fit(broken(), batches, epochs=2, log=None)', R, 'max_lr'),
    ('checkpoint of another run', fit_with("max_lr=.02, out=checkpoint()"), V, 'max_lr'),
    ('checkpoint of another version', fit_with("out=checkpoint(dict(epoch=1))"),
     V, 'another version'),
    ('checkpoints with code', fit_with('out=trapped_checkpoint()')
     + "; os.listdir('fitted')", ON, 'checkpoint.pt.damaged'),
    ('checkpoint of another network',
     "fit(CustomResNet(width=3), batches, None, 2, .01, out=checkpoint(), log=None)", V, 'network'),
]

TABLE['drive'] = [
    ('a copy in a folder that is not there', "env(CIFAR_KIT_DRIVE=str(here/'no')); drive_folder()",
     V, 'CIFAR_KIT_DRIVE'),
    ('no tries', "copy_changed(text('a/b', 'x').parent, here/'c', {}, tries=0)", V, 'tries'),
    ('copy every 0 seconds', "with mirrored(made('a'), here/'c', print, every=0): pass",
     V, 'every'),
]

TABLE['gradcam'] = [
    ('two layers of a network without maps', 'two_layers(nn.Flatten())', V, 'no layer'),
    ('unknown layer', "pick_layer(net, layer='layer9')", V, 'does not exist'),
    ('layer without a map', "pick_layer(net, layer='linear')", V, 'no map'),
    ('layer with a small map', "pick_layer(net, layer='pool')", V, 'choose from'),
    ('layer of another network', 'pick_layer(net, layer=CustomResNet(width=2).layer1)',
     V, 'choose'),
    ('number of a layer', 'pick_layer(net, layer=3)', V, 'choose from'),
    ('map larger than any', 'pick_layer(net, min_map=99)', V, 'min_map'),
    ('size without channels', 'pick_layer(net, (32,32))', V, 'input_size'),
    ('network without maps', 'pick_layer(nn.Flatten())', V, 'no layer'),
    ('unknown method', "grad_cam(net, x, method='cam')", V, 'gradcam++'),
    ('bytes instead of floats', 'grad_cam(net, pixels)', V, 'normalize'),
    ('one image', 'grad_cam(net, x[0])', V, '(N,C,H,W)'),
    ('array of images', 'grad_cam(net, x.numpy())', V, 'ndarray'),
    ('grey images', 'grad_cam(net, x[:,:1])', V, '(1, 32, 32)'),
    ('class by name', "grad_cam(net, x, 'cat')", V, 'targets'),
    ('too few classes', 'grad_cam(net, x, [1])', V, 'targets'),
    ('class too large', 'grad_cam(net, x, [99]*len(x))', V, '99'),
    ('classes as floats', 'grad_cam(net, x, [.5]*len(x))', V, 'targets'),
    ('classes by name', "grad_cam(net, x, ['cat']*len(x))", V, 'targets'),
    ('class instead of a network', 'grad_cam(CustomResNet, x)', V, 'model'),
    ('network with NaN', 'grad_cam(broken(), x)', V, 'finite'),
    ('maps of another size', 'road(net, x, torch.zeros(len(x), 8, 8))', V, 'maps'),
    ('maps with NaN', 'road(net, x, torch.full((len(x),32,32), math.nan))', V, 'finite'),
    ('maps as an array', 'road(net, x, np.zeros((len(x),32,32)))', V, 'maps'),
    ('shares above 100', 'road(net, x, torch.rand(len(x),32,32), percentiles=(120,))',
     V, 'percentiles'),
    ('no shares', 'road(net, x, torch.rand(len(x),32,32), percentiles=())', V, 'percentiles'),
    ('explain with no layer', 'explain(net, mistakes, (.5,)*3, (.5,)*3, layers=[])', V, 'layers'),
    ('explain an unknown layer', "explain(net, mistakes, (.5,)*3, (.5,)*3, 'layer9')", V, 'layer9'),
    ('explain predictions', 'explain(net, preds, (.5,)*3, (.5,)*3)', V, 'misclassified'),
    ('explain with two means', 'explain(net, mistakes, (.5,)*2, (.5,)*2)', V, '2 channels'),
    ('explain by another method', "explain(net, mistakes, (.5,)*3, (.5,)*3, method='x')", V, 'x'),
]

# ------------------------------------------------------------------------ pictures and checks

TABLE['plots'] = [
    ('samples of data', 'plot_samples(few)', V, 'ImageSet'),
    ('samples of pixels', 'plot_samples(pixels)', V, 'ImageSet'),
    ('no samples', 'plot_samples(few.train, 0)', V, 'from 1 up'),
    ('columns below 0', 'plot_samples(few.train, ncols=-1)', V, 'ncols'),
    ('no augmentations', 'plot_augmentations(few.train, ())', V, 'empty'),
    ('augmentations of data', 'plot_augmentations(few, (Crop(),))', V, 'ImageSet'),
    ('augmentations of no image', 'plot_augmentations(few.train, (Crop(),), 0)', V, 'from 1 up'),
    ('augmentations by name', "plot_augmentations(few.train, ('crop',))", V, 'crop'),
    ('augmentations that do not fit', 'plot_augmentations(few.train, (Cutout(40),))', V, '1..32'),
    ('augmentations of floats in 0..255', 'plot_augmentations(pixels.float(), (Crop(),))', V, '0'),
    ('augmentations with two means', 'plot_augmentations(pixels, (Crop(),), mean=(.5,.5))',
     V, 'channels'),
    ('classes of data', 'plot_class_samples(few)', V, 'ImageSet'),
    ('none of each class', 'plot_class_samples(few.train, 0)', V, 'from 1 up'),
    ('classes with an unknown augmentation', "plot_class_samples(few.train, augment=['x'])",
     V, 'x'),
    ('range of nothing', 'plot_lr_range(None)', V, 'LRRange'),
    ('range of a history', 'plot_lr_range(History())', V, 'LRRange'),
    ('range of a run', 'plot_lr_range(run)', V, 'LRRange'),
    ('schedule without a length', 'plot_schedule(lambda i: i, 10)', V, 'epochs'),
    ('schedule without rates', 'plot_schedule([], 10)', V, 'at least one rate'),
    ('schedule with NaN', 'plot_schedule([math.nan], 10)', V, 'finite'),
    ('schedule of 0 batches an epoch', 'plot_schedule([.1], 0)', V, 'steps_per_epoch'),
    ('history of nothing', 'plot_history(None)', V, 'History'),
    ('history of a run', 'plot_history(run)', V, 'History'),
    ('history without epochs', 'plot_history(History())', V, 'no finished epoch'),
    ('history of different lengths', 'plot_history(History(train_loss=[1.], train_acc=[.5, .6]))',
     V, 'same number'),
    ('rates without epochs', 'plot_lr_history(History())', V, 'no finished epoch'),
    ('rates of a range test', 'plot_lr_history(ranged)', V, 'History'),
    ('confusion of a network', 'plot_confusion(net)', V, 'Predictions'),
    ('confusion of a matrix', 'plot_confusion(preds.confusion())', V, 'Predictions'),
    ('classes in another order', "plot_per_class(preds, 'worst')", V, 'accuracy'),
    ('classes of a run', 'plot_per_class(run.model)', V, 'Predictions'),
    ('mistakes of predictions', 'plot_misclassified(preds)', V, 'misclassified(n)'),
    ('mistakes in less than 0 columns', 'plot_misclassified(mistakes, -1)', V, 'ncols'),
    ('maps of mistakes', 'plot_cams(mistakes)', V, 'Cams'),
    ('maps of another size', 'plot_cams(cams_with(torch.zeros(2,8,8)))', V, 'shape'),
    ('maps with NaN', 'plot_cams(cams_with(torch.full((2,32,32), math.nan)))', V, 'NaN'),
    ('maps above 1', 'plot_cams(cams_with(torch.full((2,32,32), 9.)))', V, '0…1'),
    ('maps without layers', 'plot_cams(replace(cams, true_maps={}))', V, 'layers'),
    ('maps that hide twice', 'plot_cams(cams, alpha=2)', V, 'alpha'),
    ('comparison of a run', 'plot_compared(run)', V, 'Comparison'),
]

TABLE['audit'] = [
    ('network for other images', 'run_once(net, x[:,:1])', V, 'cannot take'),
    ('class instead of a network', 'run_once(CustomResNet, x)', V, 'model'),
    ('network that returns two things', 'run_once(Two(), x)', V, 'tuple of 2'),
    ('network that returns a dict', 'run_once(Answer(dict(a=1)), x)', V, 'dict'),
    ('network that returns nothing', 'run_once(Answer(None), x)', V, 'NoneType'),
    ('network that breaks', 'run_once(Breaks(), x)', V, 'AttributeError'),
    ('network that breaks in two lines', 'run_once(Breaks("a\\nb"), x)', V, 'AttributeError'),
    ('dead weights for other images', 'dead_parameters(net, x[:,:1])', V, 'cannot take'),
    ('dead weights of a network that breaks', 'dead_parameters(Breaks(), x)', V, 'AttributeError'),
    ('dead weights of two answers', 'dead_parameters(Two(), x)', V, 'tuple'),
    ('additions for other images', 'additions(net, x[:,:1])', V, 'cannot take'),
    ('additions of a network that breaks', 'additions(Breaks(), x)', V, 'AttributeError'),
    ('first of no batches', 'first_images([], 5)', V, 'no image'),
    ('first of a set', 'first_images(few.train, 5)', V, 'batches'),
    ('first of images without labels', 'first_images([x], 5)', V, '(x, y)'),
    ('measure no batches', 'measure_batches([], few.train)', V, 'no image'),
    ('measure another size', 'measure_batches([(x[...,:8], y)], few.train)', V, 'the set has'),
    ('measure images of files', 'measure_batches([(x, y)], streamed())', V, 'memory'),
    ('measure more labels than images', 'measure_batches([(x, y[:2])], few.train)', V, 'labels'),
    ('turned originals of another size', 'turned(x, pixels[...,:8])', V, 'shape'),
]

TABLE['notebook'] = [
    ('missing notebook', "read_notebook(here/'no.ipynb')", F, 'no.ipynb'),
    ('folder as notebook', "read_notebook(made('a.ipynb'))", F, 'a.ipynb'),
    ('empty notebook', "read_notebook(text('a.ipynb', ''))", V, 'a.ipynb'),
    ('text as notebook', "read_notebook(text('a.ipynb', 'print(1)'))", V, 'Jupyter'),
    ('bytes as notebook', "read_notebook(text('a.ipynb', bytes(range(128, 200))))", V, 'Jupyter'),
    ('list as notebook', "read_notebook(text('a.ipynb', '[1]'))", V, 'Jupyter'),
    ('notebook without cells', "read_notebook(text('a.ipynb', '{}'))", V, 'Jupyter'),
    ('cells that are none', """read_notebook(text('a.ipynb', '{"cells": 5}'))""", V, 'Jupyter'),
    ('cells without a source', "read_notebook(notebook(dict(cell_type='code')))", V, 'Jupyter'),
    ('cells with numbers as source', 'read_notebook(notebook(dict(cell_type="code", source=[1])))',
     V, 'Jupyter'),
    ('outputs that are none',
     'read_notebook(notebook(dict(cell_type="code", source="x", outputs=[5])))', V, 'Jupyter'),
    ('notebook nested too deep', "read_notebook(text('a.ipynb', '['*100000))", V, 'Jupyter'),
    ('notebook without code', "read_notebook(notebook(' ', ''))", V, 'empty'),
    ('a cell that is no Python', "find_statements([cell('if')], LOOPS)", V, 'no Python'),
    ('a cell with a null', "find_statements([cell('a = 1\\0')], LOOPS)", V, 'no Python'),
    ('a cell nested too deep', "find_statements([cell('-'*200000 + '1')], LOOPS)", V, 'no Python'),
    ('half a character', "find_statements([cell('\\ud800 = 1')], LOOPS)", V, 'no Python'),
    ('run with memory below 0', "run_notebook([cell('1')], gib=-1)", V, 'gib'),
]

TABLE['evidence'] = [
    ('target in percent', "Assignment('mine', target=90)", V, 'fraction'),
    ('flips in percent', "Assignment('mine', flip_rate=50)", V, 'fraction'),
    ('a figure as text', "as_figure('accuracy', '90 %')", V, 'accuracy'),
    ('a figure without end', "as_figure('test_loss', math.inf)", V, 'finite'),
    ('assignment without a name', 'Assignment()', CALL, 'name'),
    ('unknown assignment', "find_assignment('era_s99')", V, 'era_s10'),
    ('no assignment', 'find_assignment(None)', V, 'era_s10'),
    ('history from nowhere', "as_history(here/'no')", F, 'history.csv'),
    ('history with an unknown column', 'as_history(dict(los=[1.]))', V, 'los'),
    ('history in percent', 'as_history(dict(train_acc=[90.]))', V, 'fractions'),
    ('history of single numbers', 'as_history(dict(train_loss=1.))', V, 'train_loss'),
    ('history of different lengths', 'as_history(dict(train_loss=[1.,2.], valid_loss=[1.]))',
     V, 'epochs'),
    ('whole numbers as pictures', 'as_bytes(pixels.long())', V, 'uint8'),
    ('floats in 0…255 as pictures', 'as_bytes(pixels.float())', V, '0…1'),
    ('pictures with NaN', 'as_bytes(x*math.nan)', V, 'nan'),
    ('empty gallery', 'as_gallery({}, few.test)', V, 'images'),
    ('gallery with class names', 'gallery_of(true=["cat"]*8)', V, 'true'),
    ('gallery with too few classes', 'gallery_of(true=y[:2])', V, 'true'),
    ('gallery of another size', 'gallery_of(images=pixels[...,:8])', V, '8'),
    ('gallery with places outside', 'gallery_of(index=y + 9999)', V, 'index'),
    ('evidence by another name', 'Evidence(acc=.9)', CALL, 'acc'),
]

CHECK = "check(only='{}', {})"
GIVEN = dict(history='history={}', batches='data=few, batches={}', model='data=few, model={}',
             cams='model=net, cams={}', mistakes='model=net, data=few, mistakes={}')


def line(rule, given, value):
    "The code of a `check` with evidence in which something is wrong."
    return CHECK.format(rule, GIVEN.get(given, given + '={}').format(value))


TABLE['checklist'] = [
    ('missing folder', "open_run(here/'no')", F, 'no run'),
    ('a folder that is no run', "open_run(made('run'))", F, 'run.json'),
    ('a run of nothing', "open_run(record({}))", V, 'no record'),
    ('a run of a later version', "open_run(record(format=99))", V, 'later version'),
    ('a run of a version with words', "open_run(record(format='new'))", V, 'version'),
    ('a run that is not finished', "open_run(record(finished=False))", V, 'not finished'),
    ('a run without results', "open_run(record(results={}))", V, 'version'),
    ('a run without a recipe', "open_run(record(recipe={}))", V, 'version'),
    ('a run with another recipe', "open_run(record(recipe=recipe_with(colour='red')))",
     V, 'colour'),
    ('a run with another network', "open_run(record(recipe=recipe_with(model='resnet18')), digits)",
     V, 'written by'),
    ('a run with a damaged network', "open_run(damaged('model.pt', b'x'))", V, 'model.pt'),
    ('a submission from nowhere', "open_submission(here/'no')", F, 'no run'),
    ('nothing to check', 'check()', V, 'nothing to check'),
    ('unknown evidence', 'check(acc=.9)', V, 'accuracy'),
    ('unknown rule', "check(accuracy=.9, only='epoch')", V, 'epochs'),
    ('unknown assignment', "check(accuracy=.9, assignment='era')", V, 'era_s10'),
    ('a network as run', 'check(net)', V, 'run'),
    ('a number as run', 'check(5)', V, 'run'),
    ('a folder that is not there', "check(here/'no')", F, 'no run'),
    ('a line that is not there', "check(accuracy=.9)['colour']", V, 'colour'),
    ('a new rule with unknown needs', "rule('mine', 'colour')", V, 'colour'),
    ('accuracy in percent', CHECK.format('reported accuracy', 'predictions=preds, accuracy=90.'),
     LINE, 'fraction'),
    ('accuracy as text', CHECK.format('reported accuracy', "predictions=preds, accuracy='90%'"),
     LINE, 'accuracy'),
    ('loss as text', CHECK.format('test loss is a mean', "predictions=preds, test_loss='low'"),
     LINE, 'loss'),
    ('training accuracy as text', CHECK.format(
        'training accuracy', "history=dict(train_acc=[.5]), train_accuracy='90%'"),
     LINE, 'accuracy'),
    ('rates with NaN', line('no negative rate', 'history', 'dict(lr=[.1, math.nan])'), LINE, 'nan'),
    ('loss with NaN', line('training loss is a mean', 'history',
                           'dict(loss=[math.nan]*2, train_loss=[math.nan])'), LINE, 'nan'),
    ('network that breaks', line('logits, not probabilities', 'model', 'Breaks()'),
     LINE, 'AttributeError'),
    ('network as a class', line('logits, not probabilities', 'model', 'CustomResNet'),
     LINE, 'model'),
    ('network that returns two things', line('logits, not probabilities', 'model', 'Two()'),
     LINE, 'tuple'),
    ('additions of a network that breaks', line('residual blocks add once', 'model', 'Breaks()'),
     LINE, 'AttributeError'),
    ('no batches', line('random crop', 'batches', '[]'), LINE, 'no image'),
    ('batches of another size', line('random crop', 'batches', '[(x[...,:8], y)]'),
     LINE, 'the set'),
    ('batches that are none', line('random crop', 'batches', '5'), LINE, 'batches'),
    ('batches without labels', line('batch size', 'batches', '[x]'), LINE, '(x, y)'),
    ('no maps', line('Grad-CAM maps', 'cams', '{}'), LINE, 'layer'),
    ('maps of nothing', line('Grad-CAM maps', 'cams', 'dict(layer3=torch.zeros(0,32,32))'),
     LINE, 'map'),
    ('maps with NaN', line('Grad-CAM maps', 'cams', 'dict(a=torch.full((2,32,32), math.nan))'),
     LINE, 'NaN'),
    ('maps as text', line('Grad-CAM maps', 'cams', "dict(a='red')"), LINE, 'a'),
    ('maps of an unknown kind', line('Grad-CAM maps', 'cams', '5'), LINE, 'cams'),
    ('class by class in one number', CHECK.format(
        'accuracy of each class', "data=few, per_class={'0': 5}"), LINE, "'0'"),
    ('class by class in words', CHECK.format(
        'accuracy of each class', "data=few, per_class='good'"), LINE, 'per_class'),
    ('missing notebook', line('notebook defines nothing', 'notebook', "'no.ipynb'"),
     LINE, 'no.ipynb'),
    ('number of a notebook', line('notebook defines nothing', 'notebook', '5'), LINE, 'notebook'),
    ('notebook that is none', line('notebook without loops', 'notebook', "text('a.ipynb', 'x')"),
     LINE, 'a.ipynb'),
]

# ------------------------------------------------------------------------------------ runs


def recipe(change, name="'mine'"):
    "The code of a `Recipe` in which something is wrong."
    return f'Recipe({name}, {change})'


TABLE['recipes'] = [
    ('no name', 'Recipe()', CALL, 'name'),
    ('unknown field', "Recipe('mine', lr=.1)", CALL, 'lr'),
    ('unknown network', recipe("model='vgg'"), V, 'resnet18'),
    ('network itself', recipe('model=net'), V, 'model'),
    ('unknown optimizer', recipe("optimizer='rmsprop'"), V, 'adam'),
    ('list of optimizers', recipe("optimizer=['adam']"), V, 'optimizer'),
    ('unknown loader', recipe("loader='gpu'"), V, 'workers'),
    ('unknown rule', recipe("max_lr='best'"), V, 'valley'),
    ('rate 0', recipe('max_lr=0'), V, 'max_lr'),
    ('rate NaN', recipe('max_lr=math.nan'), V, 'max_lr'),
    ('rate without end', recipe('max_lr=math.inf'), V, 'max_lr'),
    ('no rate', recipe('max_lr=None'), V, 'max_lr'),
    ('no epochs', recipe('epochs=0'), V, 'epochs'),
    ('half an epoch', recipe('epochs=9.5'), V, 'epochs'),
    ('epochs as text', recipe("epochs='24'"), V, 'epochs'),
    ('batches of 0', recipe('batch_size=0'), V, 'batch_size'),
    ('batches of "yes"', recipe('batch_size=True'), V, 'batch_size'),
    ('peak at 0', recipe('peak_epoch=0'), V, 'peak'),
    ('peak at the end', recipe('peak_epoch=24'), V, 'outside the run'),
    ('peak as text', recipe("peak_epoch='2'"), V, 'peak_epoch'),
    ('first rate over 0', recipe('start_div=0'), V, 'start_div'),
    ('first rate above the highest', recipe('start_div=.5'), V, 'start_div'),
    ('last rate over 0', recipe('final_div=0'), V, 'final_div'),
    ('last rate below 0', recipe('final_div=-1'), V, 'final_div'),
    ('sides too small', recipe('sides=(0,)'), V, 'sides'),
    ('one side', recipe('sides=32'), V, 'sides'),
    ('an augmentation alone', recipe('augment=Crop()'), V, 'augment'),
    ('augmentations by name', recipe("augment=('crop',)"), V, 'crop'),
    ('no augmentations', recipe('augment=None'), V, 'augment'),
    ('weight decay below 0', recipe('weight_decay=-1.'), V, 'weight_decay'),
    ('weight decay NaN', recipe('weight_decay=math.nan'), V, 'weight_decay'),
    ('target spread wholly', recipe('label_smoothing=1.'), V, 'label_smoothing'),
    ('target spread fivefold', recipe('label_smoothing=5.'), V, 'label_smoothing'),
    ('L1 below 0', recipe('l1=-1.'), V, 'l1'),
    ('clip below 0', recipe('clip_grad=-1.'), V, 'clip_grad'),
    ('clip at 0', recipe('clip_grad=0.'), V, 'clip_grad'),
    ('one momentum', recipe('cycle_momentum=(.9,)'), V, 'cycle_momentum'),
    ('momentum as a number', recipe('cycle_momentum=.9'), V, 'cycle_momentum'),
    ('momentum of 2', recipe('cycle_momentum=(2.,.9)'), V, 'cycle_momentum'),
    ('logits times 0', recipe('logit_scale=0.'), V, 'logit_scale'),
    ('average of 2', recipe('ema=2.'), V, 'ema'),
    ('average that never moves', recipe('ema=1.'), V, 'ema'),
    ('hold out less than none', recipe('valid=-1'), V, 'valid'),
    ('hold out a share above 1', recipe('valid=1.5'), V, 'valid'),
    ('hold out in words', recipe("valid='10%'"), V, 'valid'),
    ('stop at 90 %', recipe('stop_at=90., valid=.1'), V, 'stop_at'),
    ('stop by the test images', recipe('stop_at=.9'), V, 'valid='),
    ('find a rate up to 0', recipe('find_end_lr=0.'), V, 'find_end_lr'),
    ('find a rate in 5 steps', recipe('find_steps=5'), V, 'find_steps'),
    ('target in percent', recipe('target=90.'), V, 'target'),
    ('differences as one text', recipe("differs='no flip'"), V, 'differs'),
    ('seed below 0', recipe('seed=-1'), V, 'seed'),
    ('half a seed', recipe('seed=1.5'), V, 'seed'),
    ('seed as text', recipe("seed='1'"), V, 'seed'),
    ('mirror images in words', recipe("flip_tta='no'"), V, 'flip_tta'),
    ('change of an unknown field', "override(QUICKSTART, lr=.1)", V, 'max_lr'),
    ('change to epochs as text', "override(QUICKSTART, epochs='9')", V, 'epochs'),
    ('change to no epochs', 'override(QUICKSTART, epochs=0)', V, 'epochs'),
    ('change of a name', "override('quickstart', epochs=9)", V, 'recipe'),
    ('a recipe of nothing', 'recipe_from_dict({})', V, 'version'),
    ('a recipe with augmentations as a number', 'recipe_from_dict(recipe_with(augment=5))',
     V, 'augment'),
    ('unknown recipe', "find_recipe('era_s99')", V, 'era_s10'),
    ('no recipe', 'find_recipe(None)', V, 'quickstart'),
    ('class as recipe', 'find_recipe(Recipe)', V, 'quickstart'),
    ('no run', "read_run_json(made('run'))", F, 'out='),
    ('record of nothing', "read_run_json(record({}))", V, 'no record'),
    ('damaged record', "read_run_json(damaged('run.json', 'x'))", V, 'damaged'),
    ('record of a later version', 'read_run_json(record(format=99))', V, 'later version'),
    ('record of a version in words', "read_run_json(record(format='new'))", V, 'version'),
    ('a folder of somebody else', "text('out/x', ''); claim_folder(here/'out', {})",
     V, 'not empty'),
    ('a folder of another run',
     "claim_folder(damaged(), identity_of(ERA_S10, digits))", V, 'fresh=True'),
    ('run that is not there', "load_run(here/'no')", F, 'no run'),
    ('run that is not finished', 'load_run(record(finished=False))', V, 'not finished'),
    ('run without its network', "load_run(damaged('model.pt', None))", F, 'model.pt'),
    ('run with a damaged network', "load_run(damaged('model.pt', b'x'))", V, 'model.pt'),
    ('run with code as network', "load_run(trapped('model.pt'))", V, 'model.pt'),
    ('run with code as predictions', "load_run(trapped('predictions.pt'))", V, 'predictions.pt'),
    ('run with an array as network', "load_run(damaged('model.pt', npy('a.npy').read_bytes()))",
     V, 'model.pt'),
    ('run with a changed history', "load_run(damaged('history.csv', 'x'))", V, 'history.csv'),
    ('run with other images', "load_run(damaged(), few)", V, 'other'),
    ('run with the name of its images', "load_run(damaged(), 'digits')", V, 'load_data'),
    ('run of another version', "load_run(record(recipe=recipe_with(colour='red')))", V, 'colour'),
    ('run with an unknown augmentation',
     "load_run(record(recipe=recipe_with(augment=[['Zoom', {}]])))", V, 'Zoom'),
    ('run with an unknown setting of one',
     "load_run(record(recipe=recipe_with(augment=[['Crop', {'colour': 1}]])))", V, 'version'),
    ('damaged range test', "read_range(text('lr_range.json', 'x').parent)", V, 'lr_range.json'),
    ('range test of another version',
     "write_json(free('lr_range.json'), dict(rates=[1])); read_range(here)",
     V, 'lr_range.json'),
    ('train an unknown recipe', "train('era_s99')", V, 'era_s10'),
    ('train no recipe', 'train()', CALL, 'recipe'),
    ('train unknown data', "train('quickstart', 'mnist')", V, 'digits'),
    ('train a part of the data', "train('quickstart', few.train)", V, 'source'),
    ('train on an unknown device', "train('quickstart', few, device='gpu')", V, 'device'),
    ('train in an unknown precision', "train('quickstart', few, precision='half')", V, 'half'),
    ('train in fp16 on the CPU', "train('quickstart', few, device='cpu', precision='fp16')",
     V, 'bf16'),
    ('train with an unknown engine', "train('quickstart', few, engine='jax')", V, 'lightning'),
    ('compile for Lightning', "train('quickstart', few, engine='lightning', compile=True)",
     V, 'compile'),
    ('train with an unknown setting', "train('quickstart', few, lr=.1)", V, 'max_lr'),
    ('train with devices of Lightning', "train('quickstart', few, devices=2)", V, 'devices'),
    ('train no seeds', "train('quickstart', few, seeds=0)", V, 'seeds'),
    ('train seeds as text', "train('quickstart', few, seeds='12')", V, 'seeds'),
    ('train seeds "yes"', "train('quickstart', few, seeds=True)", V, 'seeds'),
    ('train a seed twice', "train('quickstart', few, seeds=[1,1])", V, 'once'),
    ('train a seed below 0', "train('quickstart', few, seed=-1)", V, 'seed'),
    ('train into a file', "train('quickstart', few, text('x', ''))", R, 'out='),
    ('train into a full folder', "text('out/x', ''); train('quickstart', few, 'out')",
     V, 'not empty'),
    ('train into another run', "train('quickstart', few, damaged())", V, 'fresh=True'),
    ('train anew under torchrun',
     "env(TORCHELASTIC_RUN_ID='1'); train('quickstart', few, fresh=True)", V, 'torchrun'),
    ('batches larger than the set', "train('quickstart', few, batch_size=999)", V, 'batch_size'),
    ('a run of two batches', "train('quickstart', few, batch_size=64, epochs=2, max_lr=.1)",
     V, 'at least 3'),
    ('pictures larger than stored', "train('quickstart', few, sides=(40,), batch_size=16)",
     V, 'sides'),
    ('a hole larger than the pictures',
     "train('quickstart', few, augment=(Cutout(40),), batch_size=16)", V, '1..32'),
    ('resize digits to 64', "train('quickstart', 'digits', resize=64)", V, 'resize'),
    ('digits as a stream', "train('quickstart', 'digits', stream=True)", V, 'stream'),
    ('hold out all', "train('quickstart', 'digits', valid=99999)", V, 'valid='),
    ('hold out again', "train('quickstart', few, valid=5)", V, 'already'),
    ('data without test', "train('quickstart', Data(few.train, None, None), 'out', epochs=1,"
     " batch_size=16, max_lr=.01, log=None)", V, 'test'),
    ('test with other classes',
     "train('quickstart', Data(few.train, None, photo_set()), 'out', epochs=1, batch_size=16,"
     " max_lr=.01, log=None, progress=False)", V, 'classes'),
    ('loss that explodes',
     "train('quickstart', few, free('out'), epochs=1, batch_size=16, max_lr=1e30, log=None,"
     " progress=False, device='cpu')", R, 'max_lr'),
    ('epochs in words around', "env(CIFAR_KIT_EPOCHS='three'); settings()", V, 'CIFAR_KIT_EPOCHS'),
    ('half an epoch around', "env(CIFAR_KIT_EPOCHS='1.5'); settings()", V, 'CIFAR_KIT_EPOCHS'),
    ('no epochs around', "env(CIFAR_KIT_EPOCHS='0'); settings()", V, 'CIFAR_KIT_EPOCHS'),
    ('data from nowhere around', "env(CIFAR_KIT_DATA='no'); train('quickstart', **settings())",
     V, 'no folder'),
    ('runs below a file', "env(CIFAR_KIT_RUNS=str(text('x', '')));"
     " train('quickstart', few, batch_size=16)", R, 'out='),
]

TABLE['page'] = [
    ('float image', 'image_uri(x[0])', V, 'uint8'),
    ('many images', 'image_uri(pixels)', V, '(3,H,W)'),
    ('grey image', 'image_uri(pixels[0,:1])', V, '(3,H,W)'),
    ('image as an array', 'image_uri(pixels[0].numpy())', V, 'image'),
    ('map with NaN', 'heat_uri(torch.full((8,8), math.nan))', V, 'finite'),
    ('map above 1', 'heat_uri(torch.full((8,8), 9.))', V, '0…1'),
    ('many maps', 'heat_uri(torch.zeros(2,8,8))', V, '(H,W)'),
    ('picture that is none', "read_figure('a', text('a.png', 'x'))", V, 'a.png'),
    ('picture cut off', "read_figure('a', text('a.png', b'\\x89PNG\\r\\n\\x1a\\n'))", V, 'a.png'),
    ('gallery of nothing', 'gallery(None)', V, 'run'),
    ('gallery of predictions', 'gallery(preds)', V, 'run'),
    ('gallery of 0', 'gallery(run, 0)', V, 'at least 1'),
    ('page of nothing', 'report_page(None, [], {})', V, 'run'),
    ('page of a folder', 'report_page(run.out, [], {})', V, 'run'),
    ('rows that are none', 'report_page(run, [1], {})', V, 'dicts'),
    ('list of pictures', "report_page(run, [], ['a.png'])", V, 'pictures'),
    ('checklist that is none', 'report_page(run, [], {}, checklist=[1])', V, 'Checklist'),
]

TABLE['report'] = [
    ('folder to reproduce', 'reproduce(run.out)', V, 'load_run'),
    ('name of a recipe to reproduce', "reproduce('quickstart')", V, 'load_run'),
    ('command of a folder', 'command(run.out)', V, 'load_run'),
    ('submission of a folder', 'submission(run.out)', V, 'load_run'),
    ('submission of nothing', 'submission(None)', V, 'load_run'),
    ('submission of several runs', 'submission([run, run])', V, 'Run'),
    ('submission into a full folder', "text('out/x', ''); submission(run, here/'out')",
     V, 'not empty'),
    ('submission into a file', "submission(run, text('x', ''))", R, 'out='),
    ('submission of a run that is gone', "submission(replace(run, out=here/'no'))", F, 'load_run'),
    ('compare nothing', 'compare([])', V, 'nothing to compare'),
    ('compare numbers', 'compare([1, 2])', V, 'int'),
    ('compare predictions', 'compare(preds)', V, 'Predictions'),
    ('compare a missing folder', "compare(here/'no')", F, 'no run'),
    ('compare a run with itself', 'compare([run, run])', V, 'twice'),
    ('compare a run that is not finished', 'compare(record(finished=False))', V, 'not finished'),
    ('compare a run without results', 'compare(record(results={}))', V, 'version'),
    ('compare a run without data', 'compare(record(data={}))', V, 'version'),
]

TABLE['grades'] = [
    ('missing folder', "grade(here/'no')", F, 'no folder'),
    ('a file', "grade(text('x', ''))", F, 'no folder'),
    ('no submissions', "grade(made('class'))", V, 'no submission'),
    ('unknown assignment', "grade(made('class'), 'era_s99')", V, 'era_s10'),
    ('name of the images', "made('class/ann'); grade(here/'class', data='digits', progress=False)",
     V, 'load_data'),
    ('table into a folder', "made('class/ann'); grade(here/'class', progress=False).write(here)",
     OSError, 'directory'),
]

TABLE['template'] = [
    ('unknown recipe', "assignment_notebook('era_s99')", V, 'era_s10'),
    ('recipe that students do not have', "assignment_notebook(Recipe('mine'))", V, 'RECIPES'),
    ('data as a value', "assignment_notebook('quickstart', data=few)", V, 'data'),
    ('another ending', "new_assignment(here/'a.txt', 'quickstart')", V, '.ipynb'),
    ('a notebook that is there', "new_assignment(text('a.ipynb', ''), 'quickstart')",
     FileExistsError, 'another name'),
    ('notebook of an unknown recipe', "new_assignment(here/'a.ipynb', 'era_s99')", V, 'era_s10'),
    ('notebook below a file', "new_assignment(text('x', '')/'a.ipynb', 'quickstart')",
     OSError, 'x'),
]

# ----------------------------------------------------------------------------------- bench

TABLE['bench'] = [
    ('median of nothing', 'Spread.of([])', V, 'value'),
    ('results from nowhere', "bench.Comparison.read(here/'no.json')", F, 'no.json'),
    ('results that are none', "bench.Comparison.read(text('a.json', 'x'))", V, 'a.json'),
    ('results of another version',
     """bench.Comparison.read(text('a.json', '{"format": 99, "samples": {}}'))""", V, 'a.json'),
    ('results with an unknown field',
     "bench.Comparison.read(text('a.json', json.dumps(dict(format=1, samples={}, colour=1))))",
     V, 'a.json'),
    ('no sides', 'alternate({})', V, 'side'),
    ('no rounds', 'alternate(dict(a=list), 0)', V, 'rounds'),
    ('unknown reference', "alternate(dict(a=list), 1, reference='b')", V, "'b'"),
    ('a reference that cannot run', "alternate(dict(a='no card'), 1)", V, 'no card'),
    ('a process that fails', "fresh('raise OSError(7)')", R, 'OSError'),
    ('a process that says nothing', "fresh('1')", R, 'no answer'),
    ('a process that takes too long', "fresh('import time; time.sleep(9)', timeout=.1)",
     R, 'stopped'),
    ('growth of sizes at 0', 'power([0, 1], [1, 2])', V, 'above 0'),
    ('picture of nothing', 'plot_comparison(None)', V, 'Comparison'),
    ('results of a missing folder', "read_results(here/'no')", F, 'no'),
]

TABLE['peers'] = [
    ('no images', 'made_up_set(0)', V, '1 or more'),
    ('images without a side', 'made_up_set(4, side=0)', V, '(N,3,H,W)'),
    ('one class', 'made_up_set(4, classes=1)', V, '2 or more'),
]

TABLE['measure'] = [
    ('something unknown', "[*measure('speed')]", V, 'loaders'),
    ('steps of an unknown network', "compare_steps('vgg', 1)", V, 'vgg'),
    ('steps on an unknown device', "compare_steps(device='gpu')", V, 'device'),
    ('unknown loaders', "compare_loaders(few.train, 16, 1, only=['x'])", V, 'x'),
    ('first batch of an unknown loader', "compare_first_batch(few.train, 16, 1, only=['x'])",
     V, 'x'),
    ('accuracy of no seeds', 'compare_accuracy(0, data=few)', V, 'rounds'),
    ('no rounds of training', 'compare_fit(partial(CustomResNet, width=2), 64, 16, rounds=0)',
     V, 'rounds'),
]

TABLE['scale'] = [
    ('no threads', 'with threads(0): pass', V, 'thread'),
    ('batches of 0', 'epoch_of(few.train, 0)', V, 'batch_size'),
    ('growth of something unknown', "compare_scale('colour')", V, 'images'),
    ('growth of no rounds', "compare_scale('images', 0, (64,))", V, 'rounds'),
    ('growth of no images', "compare_scale('images', 1, (0,))", V, '1 or more'),
]

TABLE['race'] = [
    ('unknown recipe', "kit_run('era_s99', few)", V, 'era_s10'),
    ('race without sides', "run_race({}, 1, here/'a.jsonl')", V, 'side'),
    ('race with other settings',
     """run_race({}, 0, text('a.jsonl', '{"settings": {"a": 1}}'), a=2)""",
     V, 'a.jsonl'),
    ('race of an unknown recipe', "time_to(few, here/'a.jsonl', ['era_s99'])", V, 'era_s10'),
]

TABLE['programme'] = [
    ('something unknown', "run_bench('speed')", V, 'loaders'),
    ('unknown data', "run_bench('loaders', data='mnist')", V, 'digits'),
    ('programme for a card without one', "run_bench('gpu', device='cpu')", R, '--quick'),
]

# -------------------------------------------------------------------------------- commands


def command(name, *argv):
    "The code of a call of a command."
    return f'{name}_command({[*argv]})'


TRAIN = ('quickstart', '--data', 'digits')

TABLE['cli'] = [
    ('train nothing', command('train'), 2, 'recipe'),
    ('train an unknown recipe', command('train', 'era_s99'), 1, 'era_s10'),
    ('train with an unknown option', command('train', 'quickstart', '--lr', '1'), 2, '--lr'),
    ('train for epochs in words', command('train', *TRAIN, '--epochs', 'three'), 2, '--epochs'),
    ('train for no epochs', command('train', *TRAIN, '--epochs', '0'), 1, 'epochs'),
    ('train in batches of 0', command('train', *TRAIN, '--batch-size', '0'), 1, 'batch_size'),
    ('train in batches too large', command('train', *TRAIN, '--batch-size', '9999'),
     1, 'batch_size'),
    ('train with an unknown rule', command('train', *TRAIN, '--max-lr', 'best'), 1, 'valley'),
    ('train with rate 0', command('train', *TRAIN, '--max-lr', '0'), 1, 'max_lr'),
    ('train with rate NaN', command('train', *TRAIN, '--max-lr', 'nan'), 1, 'max_lr'),
    ('hold out a share above 1', command('train', *TRAIN, '--valid', '1.5'), 1, 'valid'),
    ('hold out all', command('train', *TRAIN, '--valid', '9999'), 1, 'valid'),
    ('hold out in words', command('train', *TRAIN, '--valid', 'some'), 2, '--valid'),
    ('train with a seed below 0', command('train', *TRAIN, '--seed', '-1'), 1, 'seed'),
    ('train on an unknown device', command('train', *TRAIN, '--device', 'gpu'), 1, 'device'),
    ('train in an unknown precision', command('train', *TRAIN, '--precision', 'half'), 1, 'half'),
    ('train fp16 on the CPU',
     command('train', *TRAIN, '--device', 'cpu', '--precision', 'fp16'), 1, 'bf16'),
    ('train no seeds', command('train', *TRAIN, '--seeds', '0'), 1, 'seeds'),
    ('train with an unknown engine', command('train', *TRAIN, '--engine', 'jax'), 1, 'lightning'),
    ('devices without Lightning', command('train', *TRAIN, '--devices', '2'), 1, 'devices'),
    ('compile for Lightning', command('train', *TRAIN, '--engine', 'lightning', '--compile'),
     1, 'compile'),
    ('digits of 64 pixels', command('train', *TRAIN, '--resize', '64'), 1, 'resize'),
    ('digits as a stream', command('train', *TRAIN, '--stream'), 1, 'stream'),
    ('train on unknown data', command('train', 'quickstart', '--data', 'mnist'), 1, 'digits'),
    ('train without a network', command('train', 'quickstart', '--data', 'cifar10'),
     1, 'CIFAR_KIT_CIFAR10_URL'),
    ('train into a file', f"text('x', ''); {command('train', *TRAIN, '--out', 'x')}", 1, '--out'),
    ('train into a full folder',
     f"text('out/x', ''); {command('train', *TRAIN, '--out', 'out')}", 1, 'not empty'),
    ('train into another run',
     f"damaged(); {command('train', 'era_s10', '--data', 'digits', '--out', 'run')}", 1, '--fresh'),
    ('train on a broken image', "photos(text('photos/train/cat/0.png', 'x')); "
     + command('train', 'quickstart', '--data', 'photos'), 1, '0.png'),
    ('check nothing', command('check'), 2, 'folder'),
    ('check a missing folder', command('check', 'no'), 1, 'no run'),
    ('check a folder that is no run', "made('a'); " + command('check', 'a'), 1, 'run.json'),
    ('check a run that is not finished',
     "record(finished=False); " + command('check', 'run'), 1, 'not finished'),
    ('check with unknown data', "damaged(); " + command('check', 'run', '--data', 'mnist'),
     1, 'digits'),
    ('check with other data', "damaged(); photos(); free('cache'); "
     + command('check', 'run', '--data', 'photos'), 1, 'other'),
    ('check a missing notebook', "damaged(); " + command('check', 'run', '--notebook', 'no.ipynb'),
     1, 'rules fail'),
    ('check a damaged run', "damaged('model.pt', b'x'); " + command('check', 'run'), 1, 'model.pt'),
    ('check a run of another version', "record(results={}); " + command('check', 'run'),
     1, 'version'),
    ('grade nothing', command('grade'), 2, 'folder'),
    ('grade a missing folder', command('grade', 'no'), 1, 'no folder'),
    ('grade an empty folder', "made('a'); " + command('grade', 'a'), 1, 'no submission'),
    ('grade an unknown assignment',
     "made('a/ann'); " + command('grade', 'a', '--assignment', 'era'), 1, 'era_s10'),
    ('grade with unknown data', "made('a/ann'); " + command('grade', 'a', '--data', 'mnist'),
     1, 'digits'),
    ('grades into a folder', "made('a/ann'); " + command('grade', 'a', '--out', 'a'), 1, 'a'),
    ('new assignment without a recipe', command('new', 'a.ipynb'), 2, 'recipe'),
    ('new assignment with another ending', command('new', 'a.txt', 'quickstart'), 1, '.ipynb'),
    ('new assignment of an unknown recipe', command('new', 'a.ipynb', 'era'), 1, 'era_s10'),
    ('new assignment that is there', "text('a.ipynb', ''); "
     + command('new', 'a.ipynb', 'quickstart'), 1, 'another name'),
    ('new assignment below a file', "text('x', ''); "
     + command('new', 'x/a.ipynb', 'quickstart'), 1, 'x'),
    ('measure nothing', command('bench'), 2, 'what'),
    ('measure something unknown', command('bench', 'speed'), 1, 'loaders'),
    ('measure with 0 threads', command('bench', 'import', '--threads', '0'), 1, 'threads'),
    ('measure 0 rounds', command('bench', 'import', '--rounds', '0'), 1, 'rounds'),
    ('measure on an unknown device', command('bench', 'step', '--device', 'gpu', '--quick'),
     1, 'device'),
    ('measure unknown data', command('bench', 'loaders', '--data', 'mnist'), 1, 'digits'),
    ('measure a card that is not there', command('bench', 'gpu', '--device', 'cpu'), 1, '--quick'),
    ('measure an unknown recipe', command('bench', 'time_to', '--data', 'digits', '--recipes', 'x'),
     1, 'era_s10'),
    ('measure rounds in words', command('bench', 'import', '--rounds', 'two'), 2, '--rounds'),
    ('surroundings of something', command('env', 'cpu'), 2, 'cpu'),
]


# ------------------------------------------------------------------------------ what rows use

class Place:
    "What a row finds: an empty folder, ways to put something wrong into it, and small things."
    def __init__(self, here, common):
        self.here, self.known, self.common = here, set(), common

    def names(self):
        "The names that a row may use."
        own = {o: getattr(self, o) for o in dir(self) if o[0] != '_'}
        return self.common | own | dict(net=self.common['CustomResNet'](width=2),
                                        batches=self.common['Batches'](self.few.train, 16))

    @property
    def few(self): return self.common['few']

    def left(self):
        "Files that the row did not put here itself."
        found = {o for o in self.here.rglob('*') if o.is_file() and o.name != '.lock'}
        return sorted(str(o.relative_to(self.here)) for o in found
                      if not self.known & {o, *o.parents})

    def env(self, **values): os.environ.update(values)

    def made(self, name):
        "A new empty folder."
        path = self.here/name
        path.mkdir(parents=True, exist_ok=True)
        return path

    def free(self, name):
        "A path where the row may write."
        self.known.add(self.here/name)
        return self.here/name

    def text(self, name, content):
        "A file with this text, or these bytes."
        path = self.free(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    # pictures

    def picture(self, name, mode='RGB', size=(32, 32), seed=0):
        "An image file of noise."
        from PIL import Image
        path = self.text(name, b'')
        noise = self.common['np'].random.default_rng(seed).integers(0, 256, (*size[::-1], 3))
        Image.fromarray(noise.astype('uint8')).convert('L' if mode == 'I;16' else mode).save(path)
        if mode == 'I;16': Image.new(mode, size, 300).save(path)
        return path

    def photos(self, *_):
        "A folder with two classes; files that are there already stay as they are."
        for i, part in enumerate(('train', 'test')):
            for j, name in enumerate(('cat', 'dog')):
                for n in range(2):
                    path = self.here/'photos'/part/name/f'{n}.png'
                    if not path.exists(): self.picture(path, seed=4*i + 2*j + n)
        return self.here/'photos'

    def without(self, *names):
        "The same folder, some of it removed."
        folder = self.photos()
        for o in names: (shutil.rmtree if (folder/o).is_dir() else os.remove)(folder/o)
        return folder

    def tar(self, name, kind=tarfile.REGTYPE, link='', size=10):
        "An archive with one member."
        member = tarfile.TarInfo(name)
        member.type, member.linkname = kind, link
        if kind == tarfile.REGTYPE: member.size = size
        with tarfile.open(self.free('a.tar'), 'w') as f: f.addfile(member, io.BytesIO(bytes(size)))
        return self.here/'a.tar'

    def cut(self, name): return self.text(name, self.picture(name).read_bytes()[:200])

    def link(self, name):
        "A link to a file that is not there."
        path = self.free(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.symlink_to(self.here/'no.png')
        return path

    def bomb(self, name):
        "A small file that says it is a picture of a thousand million pixels."
        import struct
        import zlib
        def chunk(kind, data):
            ends = struct.pack('>I', len(data)), struct.pack('>I', zlib.crc32(kind + data))
            return ends[0] + kind + data + ends[1]
        head = struct.pack('>IIBBBBB', 50_000, 20_000, 8, 0, 0, 0, 0)
        return self.text(name, b'\x89PNG\r\n\x1a\n' + chunk(b'IHDR', head)
                         + chunk(b'IDAT', zlib.compress(bytes(1000))) + chunk(b'IEND', b''))

    def postscript(self, name):
        "A program in PostScript, and a Ghostscript that leaves a file if it is asked to run it."
        gs = self.text('bin/gs', f'#!/bin/sh\ntouch {self.here}/ghostscript-has-run\nexit 1\n')
        gs.chmod(0o755)
        self.env(PATH=f'{gs.parent}{os.pathsep}{os.environ["PATH"]}')
        sys.modules.pop('PIL.EpsImagePlugin', None) # it remembers where gs is
        return self.text(name, '%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 32 32\n'
                               '%%EndComments\nshowpage\n')

    def alike(self):
        "A folder whose images are all black."
        from PIL import Image
        for part in ('train', 'test'):
            for name in ('cat', 'dog'):
                Image.new('RGB', (32, 32)).save(self.text(f'alike/{part}/{name}/0.png', b''))
        return self.here/'alike'

    def photo_set(self):
        "Images of two classes."
        return self.common['load_data'](self.photos(), root=self.free('cache')).test

    def streamed(self):
        "Images that stay in their files."
        return self.common['load_data'](self.photos(), stream=True).train

    def gone(self, found):
        "A file vanishes after it was listed."
        os.remove(self.here/'photos/train/cat/0.png')
        return found.images

    # files of a run

    def sealed(self, content):
        "The bytes of a file with the right check sum, whatever is in it."
        path = self.here/'sealed.pt'
        if isinstance(content, bytes): path.write_bytes(content)
        else: self.common['torch'].save(content, path)
        self.common['seal'](path)
        data = path.read_bytes()
        path.unlink()
        return data

    def trapped(self, name):
        "A copy of a finished run in which a file executes something, if it is let; its sum is right."
        path = self.damaged(name, self.sealed(self.common['Trap']()))
        files = self.common['read_json'](path/'run.json')['files']
        files[name] = self.common['file_sum'](path/name)
        old = self.common['read_json'](path/'run.json')
        self.common['write_json'](path/'run.json', old | dict(files=files))
        return path

    def trapped_checkpoint(self):
        "The folder of a short training, whose checkpoints execute something, if they are let."
        path = self.checkpoint()
        for o in path.glob('checkpoint*.pt'): o.write_bytes(self.sealed(self.common['Trap']()))
        return path

    def trapped_cache(self):
        "A folder of images that was read before, and the cache then exchanged for a trap."
        folder, cache = self.photos(), self.free('cache')
        self.common['load_data'](folder, root=cache)
        for o in cache.glob('folders/*.pt'): o.write_bytes(self.sealed(self.common['Trap']()))
        return folder

    def npy(self, name):
        "An array file of NumPy that executes something, if it is let."
        np, path = self.common['np'], self.free(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        with open(path, 'wb') as f: np.save(f, np.array([self.common['Trap']()], dtype=object))
        return path

    def flipped(self, data):
        "One bit in the middle is another one."
        i = len(data)//2
        return data[:i] + bytes([data[i] ^ 1]) + data[i+1:]

    def damaged(self, name=None, content=b''):
        "A copy of a finished run in which one file has other content, or (`None`) is missing."
        path = self.free('run')
        shutil.copytree(self.common['run'].out, path)
        if name and content is None: os.remove(path/name)
        elif name: self.text(f'run/{name}', content)
        return path

    def record(self, whole=None, **changes):
        "A copy of a finished run with another record, whose check sum is right."
        path = self.damaged()
        old = {} if whole == {} else self.common['read_json'](path/'run.json')
        self.common['write_json'](path/'run.json', old | changes)
        return path

    def recipe_with(self, **changes):
        "A recipe as a record holds it, changed."
        c = self.common
        return c['recipe_to_dict'](c['run'].recipe) | changes

    def checkpoint(self, state=None):
        "The folder of a short training, with this or its own checkpoint."
        path = self.free('fitted')
        shutil.copytree(self.common['fitted'], path)
        if state: self.common['save_checkpoint'](path, state)
        return path

    def history(self, train_loss='1.0', steps='step,lr,loss\n0,0.1,1.0\n'):
        "A folder with the tables of a history."
        self.text('history.csv', f'epoch,lr,train_loss\n1,0.1,{train_loss}\n')
        return self.text('steps.csv', steps).parent

    def notebook(self, *cells):
        "A notebook of these cells: texts, or dicts as in its file."
        cells = [o if isinstance(o, dict) else dict(cell_type='code', source=o) for o in cells]
        return self.text('a.ipynb', json.dumps(dict(cells=cells)))

    def cell(self, source): return self.common['Cell'](1, source, 1, (), False)

    # values

    def gallery_of(self, **changes):
        "A student's gallery in which something is wrong."
        c = self.common
        given = dict(images=c['pixels'], true=c['y'], predicted=c['y']) | changes
        return c['as_gallery'](given, self.few.test)

    def cams_with(self, maps):
        "The maps of a run, those of one layer replaced."
        cams = self.common['cams']
        layer = next(iter(cams.true_maps))
        return self.common['replace'](cams, true_maps=cams.true_maps | {layer: maps})

    def broken(self):
        "A network whose weights are NaN."
        model = self.common['CustomResNet'](width=2)
        for o in model.parameters(): o.data.fill_(self.common['math'].nan)
        return model

    def pipeline(self): return self.common['albumentations_pipeline']((), (.5,)*3, (.5,)*3)
    def first(self, batches): return next(iter(batches))

    def twice(self, batches):
        "A loop within a loop over the same batches."
        for _ in batches:
            for _ in batches: pass

    def late(self, batches):
        "A loop that is begun only after another one has ended."
        older = iter(batches)
        for _ in batches: pass
        next(older)

    def hold_twice(self, folder):
        "Two processes would do this; two locks of one process behave alike."
        self.free('run/.holder')
        with self.common['hold_folder'](folder), self.common['hold_folder'](folder): pass


def odd_things(torch, nn):
    "Networks and batches that do something else than expected, and a file that wants to do harm."
    class Answer(nn.Module):
        "A network that answers with something else than logits."
        def __init__(self, answer):
            super().__init__()
            self.answer, self.weight = answer, nn.Parameter(torch.ones(1))
        def forward(self, x): return self.answer

    class Two(Answer):
        "A network that returns its features, too."
        def __init__(self): super().__init__(None)
        def forward(self, x): return x.mean((2,3))*self.weight, x

    class Breaks(Answer):
        "A network with a mistake in it."
        def __init__(self, text='no attribute'): super().__init__(text)
        def forward(self, x): raise AttributeError(self.answer)

    class Partly:
        "Batches without the last one."
        def __init__(self, batches): self.batches, self.image_set = batches, batches.image_set
        def __iter__(self): return iter([*self.batches][:-1])

    class Backwards(Partly):
        "Batches in another order than they say."
        def __iter__(self): return iter([*self.batches][::-1])

    class Trap:
        "Something that makes a file when it is unpickled."
        def __init__(self, name='executed'): self.name = name
        def __reduce__(self): return open, (self.name, 'w')
    return {o.__name__: o for o in (Answer, Two, Breaks, Partly, Backwards, Trap)}


def small_things(folder):
    "What all rows share: the kit's names, a few images, a finished run."
    kinds = {o: getattr(tarfile, o) for o in ('SYMTYPE', 'LNKTYPE', 'CHRTYPE', 'FIFOTYPE')}
    common = kinds | dict(os=os, json=json, Path=Path)
    modules = {o: importlib.import_module(f'cifar_kit.{o}') for o in MODULES}
    for module in modules.values():
        for name in module.__all__: common.setdefault(name, getattr(module, name))
    import math
    from dataclasses import replace
    from functools import partial

    import numpy as np
    import torch
    from torch import nn
    torch.set_num_threads(1)
    c = common | odd_things(torch, nn) | dict(math=math, np=np, torch=torch, nn=nn, partial=partial,
                                              replace=replace, bench=modules['bench'])
    c['digits'] = digits = c['load_data']('digits')
    train, test = (o.subset(torch.arange(64)) for o in (digits.train, digits.test))
    c['few'] = c['Data'](train, digits.train.subset(torch.arange(64, 80)), test)
    c['pixels'], c['y'] = train.images[:8], train.labels[:8]
    c['x'] = c['normalize'](c['pixels'], train.mean, train.std)
    c['pairs'], c['logits'] = list(zip(c['x'], c['y'])), torch.randn(8, 10)
    c['preds'] = c['Predictions'](torch.randn(64, 10), test.labels, image_set=test)
    c['mistakes'] = c['preds'].misclassified(2)
    c['ranged'] = c['LRRange']([1., 2., 3.], [3., 2., 1.], '')
    quiet = dict(log=None, progress=False)
    c['run'] = c['train']('quickstart', 'digits', folder/'run', 'cpu', 'fp32', epochs=1, max_lr=.01,
                          batch_size=128, **quiet)
    c['cams'] = c['run'].cams(2)
    c['fitted'] = folder/'fitted'
    c['fit'](c['CustomResNet'](width=2), c['Batches'](train, 16), epochs=2, max_lr=.01,
             out=c['fitted'], **quiet)
    return c


# ------------------------------------------------------------------------------------ the judge

def raised_here(e):
    "Was this error raised by a `raise` in the kit, and not by what it called?"
    last = e.__traceback__
    while last.tb_next: last = last.tb_next
    code = last.tb_frame.f_code
    operation = dis.opname[code.co_code[last.tb_lasti]]
    return Path(code.co_filename).parent.name == 'cifar_kit' and operation.startswith('RAISE')


def origin(e):
    "Where an error comes from: file and line, the last place in the kit."
    frames = traceback.extract_tb(e.__traceback__)
    kit = [o for o in frames if 'cifar_kit' in Path(o.filename).parts] or list(frames)
    return f'{Path(kit[-1].filename).name}:{kit[-1].lineno}' if kit else '?'


def sentence(text, word):
    "What is wrong with a message; nothing if it is one sentence with that word."
    if not text.strip(): return 'it says nothing'
    if len(text.strip().splitlines()) > 1: return f'{len(text.splitlines())} lines'
    if len(text) > LONGEST: return f'{len(text)} characters'
    return '' if word in text else f'it does not say {word!r}'


def judge_error(e, kind, word):
    "What is wrong with an error; nothing if it is as expected."
    text = str(e)
    if kind == CALL:
        is_call = isinstance(e, TypeError) and 'argument' in text
        return '' if is_call and word in text else 'Python does not refuse the call'
    is_kind = isinstance(kind, type) and isinstance(e, kind)
    if not is_kind: return 'another kind of error'
    if not isinstance(e, OSError) and not raised_here(e): return 'raised below the kit'
    return sentence(text, word)


def judge_command(code, stderr, kind, word):
    "What is wrong with how a command ended."
    if code != kind: return f'exit code {code}'
    if 'Traceback' in stderr: return 'a traceback'
    if code == 2: return sentence(stderr.strip().splitlines()[-1], word)
    return sentence(stderr.strip(), word)


def judge_line(found, word):
    "What is wrong with a checklist of one line."
    if not hasattr(found, 'lines'): return 'no checklist'
    o = found.lines[0]
    return sentence(o.evidence, word) if o.verdict == 'fail' else f'the verdict is {o.verdict!r}'


def evaluate(code, space):
    "Run statements; the value of the last one, if it is an expression."
    tree = ast.parse(code)
    last = ast.Expression(tree.body.pop().value) if isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, '<row>', 'exec'), space)
    return eval(compile(last, '<row>', 'eval'), space) if last else None


def attempt(code, space):
    "What a row did: its value, its error, what it wrote to stderr."
    out, err, value, error = io.StringIO(), io.StringIO(), None, None
    shown = contextlib.redirect_stdout(out), contextlib.redirect_stderr(err)
    with warnings.catch_warnings(), shown[0], shown[1]:
        warnings.simplefilter('ignore')
        try: value = evaluate(code, space)
        except SystemExit as e: value = e.code
        except Exception as e: error = e
    return value, error, err.getvalue()


def judge(row, place):
    "`(what is wrong, what came)`; nothing is wrong if the row is as expected."
    _, code, kind, word = row
    value, error, stderr = attempt(code, place.names())
    if error is not None:
        came = f'{type(error).__name__} at {origin(error)}: {str(error).strip()[:300]}'
        why = judge_error(error, kind, word)
    elif isinstance(kind, int):
        came = f'exit code {value}: {stderr.strip()[-300:]}'
        why = judge_command(value, stderr, kind, word)
    elif kind == LINE:
        line = value.lines[0] if hasattr(value, 'lines') else value
        came, why = str(line)[:300], judge_line(value, word)
    elif kind == ON: came, why = str(value)[:300], '' if word in str(value) else 'another value'
    else: came, why = f'no error, but {type(value).__name__}', 'accepted'
    if not why and (left := place.left()): why, came = f'left behind: {", ".join(left[:5])}', came
    return why, came


def surroundings(folder):
    "Environment variables under which all rows run: no network, nothing of this person."
    for name in list(os.environ):
        if name.startswith('CIFAR_KIT') or name in ('IN_TEST', 'RANK', 'LOCAL_RANK'):
            del os.environ[name]
    return dict(HOME=str(folder), CIFAR_KIT_DRIVE='', CIFAR_KIT_CIFAR10_URL='file:///no/such/file',
                CIFAR_KIT_CIFAR100_URL='file:///no/such/file', MPLBACKEND='agg',
                NO_ALBUMENTATIONS_UPDATE='1', TF_CPP_MIN_LOG_LEVEL='3')


def run_row(i, row, folder, common):
    "Judge one row in a folder of its own."
    here, before = folder/str(i), dict(os.environ)
    here.mkdir()
    os.chdir(here)
    os.environ['CIFAR_KIT_CACHE'] = str(here/'cache')
    try: return judge(row, Place(here, common))
    finally:
        os.chdir(folder)
        os.environ.clear()
        os.environ.update(before)
        if 'matplotlib.pyplot' in sys.modules: sys.modules['matplotlib.pyplot'].close('all')
        shutil.rmtree(here, ignore_errors=True)


# -------------------------------------------------------------------------------- the table

def public():
    "`module.name` of every public function and class."
    for module in MODULES:
        loaded = importlib.import_module(f'cifar_kit.{module}')
        for name in loaded.__all__:
            o = getattr(loaded, name)
            if callable(o) and getattr(o, '__module__', '') == loaded.__name__: yield module, name


def used():
    "Names that the rows use."
    trees = [ast.parse(row[1]) for rows in TABLE.values() for row in rows]
    nodes = [o for tree in trees for o in ast.walk(tree)]
    names = {o.id for o in nodes if isinstance(o, ast.Name)}
    return names | {f'{o.value.id}.{o.attr}' for o in nodes
                    if isinstance(o, ast.Attribute) and isinstance(o.value, ast.Name)}


def gaps():
    "Public names that the table forgets."
    names, spared = used(), {o for text in NO_ROW.values() for o in text.split()}
    there = list(public())
    owner = {}
    for module, name in there: owner.setdefault(name, module)
    gone = spared - {o for m, n in there for o in (n, f'{m}.{n}')}
    missing = [f'{m}.{n}' for m, n in there if not {f'{m}.{n}'} & (names | spared)
               and not (owner[n] == m and n in names | spared)]
    return missing, sorted(gone)


def show(rows):
    "The table as text."
    for _, (name, code, kind, word) in rows:
        kind = kind if isinstance(kind, (int, str)) else kind.__name__
        print(f'{name}\n    {" ".join(code.split())}\n    -> {kind}: … {word} …')


def main():
    p = argparse.ArgumentParser(description=__doc__.partition('\n')[0])
    p.add_argument('modules', nargs='*', help='only the rows of these modules, such as cli')
    p.add_argument('--list', action='store_true', help='print the table and run nothing')
    p.add_argument('--times', action='store_true', help='name the rows that take half a second')
    args = p.parse_args()
    if strange := set(args.modules) - set(TABLE): p.error(f'no rows for {", ".join(strange)}')
    rows = [(module, row) for module in args.modules or TABLE for row in TABLE[module]]
    if args.list: return show(rows)
    with tempfile.TemporaryDirectory() as folder:
        wrong = run_table(rows, Path(folder).resolve(), args.times)
    missing, gone = gaps()
    if missing: print('without a row:', ', '.join(missing))
    if gone: print('in NO_ROW, but not in the kit:', ', '.join(gone))
    print(f'{len(rows)} bad inputs: {len(rows) - wrong} as expected, {wrong} not')
    sys.exit(bool(wrong or missing or gone))


def run_table(rows, folder, times):
    "Judge all rows, tell of those that are not as expected; how many these are."
    home, failed = os.getcwd(), 0
    os.environ.update(surroundings(folder))
    os.chdir(folder)
    try:
        common = small_things(folder)
        for i, (module, row) in enumerate(rows):
            start = time.monotonic()
            why, came = run_row(i, row, folder, common)
            took = time.monotonic() - start
            if times and took > .5: print(f'{took:.1f} s  {module}: {row[0]}', flush=True)
            if not why: continue
            failed += 1
            print(f'NOT  {module}: {row[0]}\n     {" ".join(row[1].split())}\n'
                  f'     {why}; {came}', flush=True)
    finally: os.chdir(home)
    return failed


if __name__ == '__main__': main()
