"""Use report.html as a person does, in a real Chromium without a window.

    python tools/browser.py [FOLDER]    # FOLDER keeps the pages and a screenshot of each check

The pages show a made-up run whose class names try to break out of the text. Each check opens a page
anew from its file and prints one line; it fails, too, if the page asks for anything but its own
file, opens a dialog or has an error in its console. The last line: `N passed, M failed`.
Needs `pip install playwright` (no browser download) and Chromium or Chrome (tools/chromium.py).
"""
import io
import re
import sys
import tempfile
import time
from collections import OrderedDict
from pathlib import Path
from types import SimpleNamespace

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))  # The kit of this checkout, installed or not

import matplotlib
matplotlib.use('agg')
import matplotlib.pyplot as plt
import numpy as np
import torch
from PIL import Image
from torch import nn

from chromium import FLAGS, find_browser

from cifar_kit.data import ImageSet
from cifar_kit.gradcam import explain
from cifar_kit.page import report_page
from cifar_kit.predict import Predictions

CLASSES = ('<img src=x onerror=alert(1)>', '</script><script>alert(2)</script>',
           '"><svg onload=alert(3)>', "' onmouseover='alert(4)", '&lt;b&gt; {{ 7*7 }}', 'قطة',
           'half \udcff letter', 'W' * 80, ' ', '<!-- --><style>*{display:none}</style>')
EVIL = '<script>alert(5)</script><img src="http://127.0.0.1:9/x.png">'
NARROW, WIDE = dict(width=320, height=640), dict(width=1200, height=900)


# ---------------------------------------------------------------------------- the made-up run

def made_up_run(right):
    "Answers to 150 images, the first `right` of them right, and a network that learned nothing."
    torch.manual_seed(0)
    labels = torch.arange(150) % len(CLASSES)
    images = torch.randint(0, 256, (150, 3, 32, 32), dtype=torch.uint8)
    images[:, :, 8:24, 8:24] = (labels * 20)[:, None, None, None].byte()
    classes = tuple(CLASSES)
    tests = ImageSet(images, labels, classes, (.5,) * 3, (.25,) * 3, EVIL)
    said = torch.where(torch.arange(150) < right, labels, (labels + 1 + torch.arange(150) % 3) % 10)
    logits = torch.randn(150, 10) + 8 * nn.functional.one_hot(said, 10) * torch.rand(150, 1) + 3
    logits[torch.arange(150), said] = logits.amax(1) + torch.rand(150)
    answers = Predictions(logits, labels, image_set=tests)
    net = nn.Sequential(OrderedDict([
        ('<b>early</b>', nn.Sequential(nn.Conv2d(3, 8, 3, stride=2), nn.ReLU())),
        ('late', nn.Sequential(nn.Conv2d(8, 8, 3, stride=2), nn.ReLU())),
        ('pool', nn.AdaptiveAvgPool2d(1)), ('flat', nn.Flatten()), ('out', nn.Linear(8, 10))]))

    def cams(n, order):
        return explain(net.eval(), answers.misclassified(n, order), tests.mean, tests.std)
    return SimpleNamespace(recipe=SimpleNamespace(name='made up ' + EVIL), label=EVIL, cams=cams,
                           accuracy=answers.accuracy, predictions=answers)


def write_page(run, folder, name):
    "The page of a run, with unfriendly texts in every place."
    figure = Path(folder) / 'loss & <b>.png'
    ax = plt.subplots(figsize=(6, 3))[1]
    ax.plot([3, 2, 1])
    ax.figure.savefig(figure, dpi=100)
    plt.close('all')
    rows = [{'': 'Test accuracy', ' ': f'{run.accuracy:.2%}'}, {'': EVIL, ' ': EVIL + 'W' * 90}]
    lines = [dict(rule=f'rule {o}', verdict=o, evidence=EVIL)
             for o in ('pass', 'fail', 'not applicable')]
    page = report_page(run, rows, {'Loss ' + EVIL: figure, 'Gone': Path(folder) / 'gone<i>.png'},
                       SimpleNamespace(rows=lambda: lines), n=100)
    path = Path(folder) / name
    path.write_text(page, encoding='utf-8')
    return path


# ---------------------------------------------------------------------------- checks

CHECKS = []  # `(name, page, options of the browser, function of the page and of the run)`


def check(name, page='report', **options):
    "The function below is a check; it raises `AssertionError` if something is wrong."
    def keep(function):
        CHECKS.append((name, page, options, function))
        return function
    return keep


def same(got, wanted, what):
    assert got == wanted, f'{what}: got {got!r}, wanted {wanted!r}'


def shown(page):
    "Places in the test set of the visible cards, in their order on the page."
    return page.evaluate('''[...document.querySelectorAll('#cards li')]
        .filter(o => o.checkVisibility()).map(o => +o.dataset.index)''')


def mistakes(run):
    "Truth about the gallery: `(index, true, predicted)`, most confident first."
    m = run.predictions.misclassified(100, 'confident')
    return list(zip(m.index.tolist(), m.true.tolist(), m.predicted.tolist()))


def picture(page, i=0):
    "Pixels of one card's picture, as the screen shows them."
    page.mouse.move(0, 0)
    png = page.locator('#cards li:visible button').nth(i).screenshot()
    return np.array(Image.open(io.BytesIO(png)).convert('RGB')).astype(float)


def differ(a, b):
    "Mean difference of two pictures, in steps of 0…255."
    return abs(a - b).mean()


@check('all images and texts are there, names as text')
def complete(page, run):
    truth = mistakes(run)
    same(shown(page), [o for o, _, _ in truth], 'images')
    same(page.locator('#count').inner_text(), '100 of 100 shown', 'count')
    names = [o.encode('utf-8', 'replace').decode().strip() or '(no name)' for o in CLASSES]
    for word, column in (('true', 1), ('said', 2)):
        texts = page.locator(f'#cards .{word} bdi').all_text_contents()
        same(texts, [names[o[column]] for o in truth], f'{word} classes')
    p = run.predictions.probabilities
    for card, (index, true, said) in zip(page.locator('#cards li').all()[:5], truth):
        text = card.inner_text()
        assert f'{p[index, said]:.2%}'[:-1] in text and f'image {index}' in text, text
        assert f'{p[index, true]:.2%}'[:-1] in text or '<0.01' in text, text
    broken = page.evaluate('[...document.images].filter(o => !o.hidden && !o.naturalWidth).length')
    same(broken, 0, 'pictures that do not show')


@check('nothing from the data became an element')
def escaped(page, run):
    same(page.locator('script').count(), 1, 'scripts')
    same(page.locator('style').count(), 1, 'styles')
    foreign = page.locator('svg, iframe, object, b, i, [onerror], [onmouseover], [onload]')
    same(foreign.count(), 0, 'elements from names')
    same(page.locator('img:not([src^="data:image/png;base64,"])').count(), 0, 'other pictures')
    assert EVIL in page.title() and EVIL in page.locator('tbody').first.inner_text()
    page.hover('#cards li button')


@check('filter by true class')
def by_true(page, run):
    for c in range(10):
        wanted = [i for i, true, _ in mistakes(run) if true == c]
        page.get_by_label('True class').select_option(str(c))
        same(shown(page), wanted, f'class {c}')
        same(page.locator('#count').inner_text(), f'{len(wanted)} of 100 shown', 'count')
    page.get_by_label('True class').select_option('all')
    same(len(shown(page)), 100, 'all')


@check('filter by predicted class')
def by_predicted(page, run):
    for c in range(10):
        wanted = [i for i, _, said in mistakes(run) if said == c]
        page.get_by_label('Predicted class').select_option(str(c))
        same(shown(page), wanted, f'class {c}')
        same(page.locator('#count').inner_text(), f'{len(wanted)} of 100 shown', 'count')


@check('filter by both, none left, show all')
def by_both(page, run):
    pairs = {o[1:] for o in mistakes(run)}
    for true, said in [*sorted(pairs)[:6], (0, 5), (4, 4)]:
        wanted = [i for i, *pair in mistakes(run) if pair == [true, said]]
        page.get_by_label('True class').select_option(str(true))
        page.get_by_label('Predicted class').select_option(str(said))
        same(shown(page), wanted, f'classes {true}, {said}')
        same(page.locator('#count').inner_text(), f'{len(wanted)} of 100 shown', 'count')
    page.get_by_role('button', name='Show all').click()
    page.wait_for_function('document.querySelector("#count").textContent == "100 of 100 shown"')


@check('sort by confidence and by place, with and without a filter')
def sorting(page, run):
    most = [o for o, _, _ in mistakes(run)]
    p = run.predictions.probabilities.amax(1)
    assert p[most[0]] > p[most[-1]] and most != sorted(most)
    orders = (('least', most[::-1]), ('position', sorted(most)), ('most', most))
    for value, wanted in orders:
        page.get_by_label('Order').select_option(value)
        same(shown(page), wanted, value)
    page.get_by_label('True class').select_option('3')
    of_3 = {i for i, true, _ in mistakes(run) if true == 3}
    for value, wanted in orders:
        page.get_by_label('Order').select_option(value)
        same(shown(page), [o for o in wanted if o in of_3], f'{value} of class 3')


@check('Grad-CAM over all images, each map its own')
def overlays(page, run):
    before, maps = [picture(page, o) for o in (0, 1)], []
    cams = run.cams(100, 'confident')
    for k in range(1, 5):
        page.get_by_label('Grad-CAM on all images').select_option(str(k))
        maps.append([picture(page, o) for o in (0, 1)])
        assert all(differ(*o) > 5 for o in zip(before, maps[-1])), f'map {k} changes nothing'
        same(page.locator('.heat:visible').count(), 100, 'maps in sight')
        assert '(true)' in page.locator('.label').first.inner_text() or k % 2 == 0
    assert all(differ(a[0], b[0]) > 1 for a in maps for b in maps if a is not b), 'equal maps'
    wanted = expected(cams, 0, 1)
    assert differ(shrunk(maps[0][0]), wanted) < 12, 'not the image in grey under the map'
    assert differ(shrunk(maps[0][0]), expected(cams, 1, 1)) > 20, 'the image of another card'
    page.get_by_label('Grad-CAM on all images').select_option('0')
    assert all(differ(a, picture(page, o)) < .01 for o, a in enumerate(before)), 'does not go away'


def shrunk(pixels):
    "A screenshot of an image, back at 32×32."
    small = Image.fromarray(pixels.astype('uint8')).resize((32, 32), Image.BOX)
    return np.array(small).astype(float)


def expected(cams, i, layer):
    "Image `i` in grey under its map for the true class, blended here."
    heat = list(cams.true_maps.values())[layer - 1][i].numpy()
    colour = matplotlib.colormaps['inferno'](heat)[..., :3] * 255
    grey = (cams.images[i].float() * torch.tensor([.2126, .7152, .0722])[:, None, None]).sum(0)
    return .4 * grey.numpy()[..., None] + .6 * colour


@check('Grad-CAM on one image: mouse, Enter, digits; the others stay')
def one_overlay(page, run):
    before = [picture(page, o) for o in (0, 1)]
    button = page.locator('#cards li button').first
    label = page.locator('#cards li .label').first
    button.click()
    assert '(true)' in label.inner_text(), label.inner_text()
    assert differ(before[0], picture(page)) > 5 and differ(before[1], picture(page, 1)) < .01
    button.press('Enter')
    assert '(predicted)' in label.inner_text(), label.inner_text()
    for key in '1234':
        button.press(key)
        same(page.locator('#cards li').first.get_attribute('data-heat'), key, 'map')
        same(page.locator('.heat:visible').count(), 1, 'maps in sight')
    assert '<b>early</b>' not in label.inner_text() and 'late' in label.inner_text()
    for key in ('9', 'Control+2', 'x'):
        button.press(key)
        same(page.locator('#cards li').first.get_attribute('data-heat'), '4', f'map after {key}')
    button.press('Enter')  # After the last map comes the image alone
    same((label.inner_text(), page.locator('.heat:visible').count()), ('', 0), 'after the last map')
    button.press('2')
    button.press('0')
    button.evaluate('o => o.blur()')
    assert differ(before[0], picture(page)) < .01


@check('the keyboard reaches everything, and the focus is seen')
def keyboard(page, run):
    reached = []
    for _ in range(12):
        page.keyboard.press('Tab')
        reached.append(page.evaluate('''() => { const o = document.activeElement;
            if (o.tagName == "SELECT") return o.id;
            return o.textContent.trim() || o.closest("li").dataset.rank; }'''))
        width = page.evaluate('getComputedStyle(document.activeElement).outlineWidth')
        same(width, '3px', f'outline of {reached[-1]}')
    same(reached, ['Result', 'Checklist', 'Pictures', 'Mistakes', 'true_class', 'predicted_class',
                   'order', 'heat', 'Show all', '0', '1', '2'], 'order of the tab key')


@check('without JavaScript all images are there', java_script_enabled=False)
def static(page, run):
    same(shown(page), [o for o, _, _ in mistakes(run)], 'images')
    assert page.locator('form').is_hidden() and page.locator('noscript p').is_visible()
    assert picture(page).std() > 20, 'the first picture is empty'


@check('a phone of 320 px needs no scrolling sideways', viewport=NARROW, has_touch=True)
def narrow(page, run):
    width = page.evaluate('document.documentElement.scrollWidth')
    assert width <= 320, f'the page is {width} px wide'
    for select in page.locator('select').all():
        box = select.bounding_box()
        assert 0 <= box['x'] and box['x'] + box['width'] <= 320 and box['height'] >= 38, box
    same(page.locator('#cards li').nth(2).bounding_box()['x'],
         page.locator('#cards li').nth(0).bounding_box()['x'], 'two images in a row')


@check('dark: dark paper, every text with contrast', color_scheme='dark')
def dark(page, run):
    contrasts(page, TEXTS, lambda paper: paper < .03)


@check('light: every text with contrast')
def light(page, run):
    contrasts(page, TEXTS, lambda paper: paper > .9)


TEXTS = 'p, th, td, span, a, label, select, figcaption, h1, h2, form button'
# Tag and text of each element, its colour and the one behind it; a canvas mixes what is half clear
COLOURS = """selector => {
    const canvas = Object.assign(document.createElement('canvas'), {width: 1, height: 1});
    const paint = canvas.getContext('2d', {willReadFrequently: true});
    function mixed(colours) {
        for (const o of ['white', ...colours]) { paint.fillStyle = o; paint.fillRect(0, 0, 1, 1); }
        return [...paint.getImageData(0, 0, 1, 1).data].slice(0, 3);
    }
    return [document.body, ...document.querySelectorAll(selector)].map(o => {
        const back = [];
        for (let e = o; e; e = e.parentElement) back.unshift(getComputedStyle(e).backgroundColor);
        return [o.tagName, o.textContent.trim().slice(0, 40),
                mixed([...back, getComputedStyle(o).color]), mixed(back)]; }); }"""


def contrasts(page, selector, right_paper, least=4.5):
    "Is the paper right, and has each text its contrast (4.5 is WCAG AA) with what is behind it?"
    found = {(tag, text, luminance(a), luminance(b))
             for tag, text, a, b in page.evaluate(COLOURS, selector)}
    paper = next(b for tag, *_, b in found if tag == 'BODY')
    assert right_paper(paper), f'paper of luminance {paper:.2f}'
    assert len(found) > 1, f'nothing on the page is {selector}'
    for tag, text, a, b in found:
        ratio = (max(a, b) + .05) / (min(a, b) + .05)
        assert ratio >= least, f'{tag} {text!r} has contrast {ratio:.1f}'


def luminance(rgb):
    "Relative luminance 0…1 of three numbers 0…255."
    rgb = np.array(rgb) / 255
    linear = np.where(rgb <= .04045, rgb / 12.92, ((rgb + .055) / 1.055) ** 2.4)
    return float(linear @ [.2126, .7152, .0722])


@check('on paper: all images, no controls')
def paper(page, run):
    page.emulate_media(media='print')
    assert page.locator('form').is_hidden() and page.locator('nav').is_hidden()
    same(len(shown(page)), 100, 'images')
    assert len(page.pdf()) > 50_000


@check('a run without mistakes', page='perfect')
def perfect(page, run):
    assert 'None: all 150 test images are right.' in page.locator('main').inner_text()
    same(page.locator('form, #cards').count(), 0, 'controls')


@check('a run with one mistake', page='single')
def single(page, run):
    same(page.locator('#count').inner_text(), '1 of 1 shown', 'count')
    page.locator('#cards button').click()
    same(page.locator('.heat:visible').count(), 1, 'maps in sight')


# ---------------------------------------------------------------------------- running them

def watch(page, allowed):
    "A list that fills with whatever the page must not do; it may ask for what begins with `allowed`."
    problems = []
    page.on('request', lambda o: o.url.startswith(('data:', allowed))
            or problems.append(f'asks for {o.url[:100]}'))
    page.on('console', lambda o: o.type in ('error', 'warning')
            and problems.append(f'console: {o.text[:200]}'))
    page.on('pageerror', lambda o: problems.append(f'script: {o}'))
    page.on('dialog', lambda o: (problems.append(f'dialog: {o.message}'), o.dismiss()))
    return problems


def counted(browser, path, run, screenshot, name, options, function):
    "Run one check in a context of its own and say how it went. Did it pass?"
    start, context = time.time(), browser.new_context(**(dict(viewport=WIDE) | options))
    page = context.new_page()
    page.set_default_timeout(20_000)
    problems = watch(page, path.as_uri())
    try:
        page.goto(path.as_uri())
        function(page, run)
    except Exception as e: problems.append(str(e).strip() or type(e).__name__)
    page.screenshot(path=screenshot, full_page=True)
    context.close()
    return said(name, start, problems)


def said(name, start, problems):
    "Print how a check went. Did it pass?"
    print('\n'.join([f'{"FAIL" if problems else "ok  "}  {name:<64}{time.time() - start:5.1f} s',
                     *(f'      {o[:600]}' for o in problems[:5])]), flush=True)
    return not problems


def end(results, folder):
    "Say where the pictures are if they were asked for, and count; the status is 1 if one failed."
    if sys.argv[1:]: print(f'pictures for a person to look at: {folder}')
    print(f'{sum(results)} passed, {len(results) - sum(results)} failed')
    sys.exit(not all(results))


def alarm_works(browser, folder):
    "Would the checks notice a page that does what ours must not do? And does our policy stop it?"
    away = 'src="http://127.0.0.1:9/x"'
    bad = f'<body><img {away}><iframe {away}></iframe><script>alert(1);console.error(2)</script>'
    policy = re.search('<meta http-equiv=[^>]*>', (folder / 'report.html').read_text('utf-8'))[0]
    heard = [listen(browser, folder / 'bad.html', text) for text in (bad, policy + bad)]
    passed = heard == [dict(asks=2, dialog=1, console=True), dict(asks=0, dialog=0, console=True)]
    print(f'{"ok  " if passed else "FAIL"}  the alarm works, and the policy stops a foreign script'
          + ('' if passed else f'\n      heard {heard}'), flush=True)
    return passed


def listen(browser, path, text):
    "What `watch` hears of a page, without the requests that the page's own policy stopped."
    path.write_text(text, encoding='utf-8')
    page, stopped = browser.new_page(), []
    page.on('requestfailed', lambda o: o.failure == 'csp' and stopped.append(o.url))
    problems = watch(page, path.as_uri())
    page.goto(path.as_uri())
    page.wait_for_timeout(500)
    page.close()
    path.unlink()
    count = {o: sum(p.startswith(o) for p in problems) for o in ('asks', 'dialog', 'console')}
    return dict(asks=count['asks'] - len(stopped), dialog=count['dialog'],
                console=count['console'] > 0)


def main():
    try: from playwright.sync_api import sync_playwright
    except ImportError: sys.exit('Playwright is missing: pip install playwright')
    executable = find_browser()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(sys.argv[1] if len(sys.argv) > 1 else temporary).resolve()
        folder.mkdir(parents=True, exist_ok=True)
        rights = dict(report=20, perfect=150, single=149)
        runs = {name: made_up_run(n) for name, n in rights.items()}
        pages = {name: write_page(run, folder, f'{name}.html') for name, run in runs.items()}
        size = pages['report'].stat().st_size
        results = [size < 1_500_000]
        word = "ok  " if results[0] else "FAIL"
        print(f"{word}  100 mistakes in a page of {size / 1e6:.2f} MB, at most 1.5")
        with sync_playwright() as p:
            browser = p.chromium.launch(executable_path=executable, args=FLAGS)
            results.append(alarm_works(browser, folder))
            for name, page, options, function in CHECKS:
                screenshot = folder / f'{function.__name__}.png'
                results.append(counted(browser, pages[page], runs[page], screenshot, name, options,
                                       function))
            browser.close()
    end(results, folder)


if __name__ == '__main__': main()
