"""Run the assignments in a real JupyterLab, in a real Chromium without a window.

    python tools/lab.py [FOLDER]    # FOLDER keeps a picture of each whole notebook

Every assignment is opened, trained on digits (`IN_TEST`: one short epoch) and read back from the
page: no cell failed, no warning is left, every picture and every table that the stored notebook has
is drawn again. The quickstart is trained for real: progress shows epoch, rate, loss, accuracy and
the time that is left while it trains and is gone afterwards, running all again is quick and gives
the same figures, and a run that is interrupted goes on. One line a check; the last one:
`N passed, M failed`.
"""
import html
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.request import urlopen

from browser import ROOT, end
from chromium import FLAGS, find_browser

NOTEBOOKS = ROOT / 'nbs/assignments'
LIMIT = 300  # Seconds for one notebook
OPTIONS = ['--no-browser', '--ip=127.0.0.1', '--allow-root', '--IdentityProvider.token=',
           '--LabApp.expose_app_in_browser=True', '--LabApp.news_url=',
           '--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate']
PANEL = 'jupyterapp.shell.currentWidget'
PROGRESS = re.compile(r'\[[\d:]+<[\d:]+, .*epoch \d+/\d+, rate \d\S+, loss \d\S+, acc [\d.]+%')
DRAWN = '''() => [...document.querySelectorAll('.jp-OutputArea-output :is(img, table)')]
           .filter(o => o.closest('details:not([open])') || o.getBoundingClientRect().height > 10)
           .map(o => o.tagName == 'IMG' && o.naturalWidth ? 'pictures' : 'tables')'''


# ------------------------------------------------------------------------ JupyterLab

def start_server(folder):
    "JupyterLab for the notebooks of a folder: its process and its address."
    with socket.socket() as s:
        s.bind(('127.0.0.1', 0))
        port = s.getsockname()[1]
    known = {k: v for k, v in os.environ.items() if not k.startswith(('CIFAR_KIT_', 'IN_TEST'))}
    env = known | dict(PYTHONPATH=str(ROOT), CIFAR_KIT_RUNS=str(folder / 'runs'))
    command = [sys.executable, '-m', 'jupyterlab', f'--port={port}', f'--ServerApp.root_dir={folder}']
    with open(folder / 'server.log', 'w') as log:
        process = subprocess.Popen([*command, *OPTIONS], env=env, stdout=log, stderr=log)
    address = f'http://127.0.0.1:{port}'
    for _ in range(120):
        try: return process, urlopen(f'{address}/api/status') and address
        except OSError: time.sleep(.5)
    process.terminate()
    sys.exit(f'JupyterLab does not start:\n{(folder / "server.log").read_text()[-2000:]}')


class Lab:
    "One notebook, open in the page."
    def __init__(self, page, address, name):
        self.page = page
        page.goto(f'{address}/lab/tree/{name}?reset')
        page.wait_for_function(f"window.jupyterapp && {PANEL} && {PANEL}.sessionContext && "
                               f"{PANEL}.content.model && {PANEL}.context.path == '{name}'",
                               timeout=60_000)
        page.evaluate(f'{PANEL}.sessionContext.ready')
        page.wait_for_function(f"{PANEL}.sessionContext.session?.kernel?.status == 'idle'",
                               timeout=60_000)

    def say(self, code):
        "Run a line in the kernel that is no cell."
        self.page.evaluate(f'code => {PANEL}.sessionContext.session.kernel'
                           '.requestExecute({code}).done.then(() => 0)', code)

    def begin(self):
        "Run all cells; does not wait for them."
        self.page.evaluate("""window.finished = false;
            jupyterapp.commands.execute('notebook:run-all-cells').finally(() => window.finished = true);
            0""")

    def done(self): return self.page.evaluate('window.finished')

    def wait(self, seen=lambda lab: None):
        "Until all cells have run; `seen` looks at the page again and again."
        end = time.monotonic() + LIMIT
        while not self.done():
            assert time.monotonic() < end, f'not finished after {LIMIT} s'
            seen(self)
            time.sleep(.1)
        self.page.wait_for_function(f"{PANEL}.sessionContext.session.kernel.status == 'idle'")

    def cells(self):
        "The code cells as the page has them."
        found = self.page.evaluate(f'{PANEL}.content.model.toJSON().cells')
        return [o for o in found if o['cell_type'] == 'code']

    def interrupt(self):
        self.page.evaluate(f'{PANEL}.sessionContext.session.kernel.interrupt()')

    def show_all(self):
        "Make the window as high as the notebook, and have every cell drawn."
        self.page.evaluate(f"{PANEL}.content.notebookConfig = "
                           f"{{...{PANEL}.content.notebookConfig, windowingMode: 'none'}}")
        for _ in range(2):  # The first time brings cells to the page that had no height yet
            self.page.wait_for_timeout(1000)
            high = self.page.evaluate('''() => {
                document.querySelector('.jp-Notebook .jp-WindowedPanel-outer').scrollTop = 0;
                return [...document.querySelectorAll('.jp-Notebook .jp-Cell')].at(-1)
                    .getBoundingClientRect().bottom; }''')
            self.page.set_viewport_size(dict(width=1300, height=min(16_000, round(high) + 150)))

    def close(self):
        self.page.evaluate(f'{PANEL}.sessionContext.shutdown()')


def text_of(cells):
    "Everything that cells printed, as one text."
    parts = [o.get('text') or o.get('data', {}).get('text/plain', '')
             for c in cells for o in c['outputs']]
    return '\n'.join(''.join(o) for o in parts)


def pages(cell):
    "The outputs of a cell that are HTML."
    return [''.join(o.get('data', {}).get('text/html', '')) for o in cell['outputs']]


def drawn(cells):
    "Which code cells show pictures and tables, and how many."
    pictures = [sum('image/png' in o.get('data', {}) for o in c['outputs']) for c in cells]
    tables = [sum(o.count('<table') for o in pages(c)) for c in cells]
    return {what: {i: n for i, n in enumerate(counts) if n}
            for what, counts in dict(pictures=pictures, tables=tables).items()}


def bars(cells):
    "Progress that stands on the page, as text."
    return [html.unescape(o) for c in cells for o in pages(c) if '<progress' in o]


def problems(cells):
    "Errors and warnings in the outputs."
    return [''.join(o.get('text', o.get('evalue', '')))[:200] for c in cells for o in c['outputs']
            if o['output_type'] == 'error' or o.get('name') == 'stderr']


# ---------------------------------------------------------------------------- checks

def rehearsed(lab, name, stored):
    "One short epoch: every cell runs, every picture and table of the stored notebook is drawn."
    lab.say("import os; os.environ['IN_TEST'] = '1'")
    lab.begin()
    lab.wait()
    cells = lab.cells()
    assert not problems(cells), problems(cells)
    wanted = drawn(stored)
    assert drawn(cells) == wanted, f'drawn {drawn(cells)}, stored {wanted}'
    lab.show_all()
    seen = lab.page.evaluate(DRAWN)
    for what, counts in wanted.items():
        assert seen.count(what) == sum(counts.values()), f'{seen.count(what)} {what} in sight: {counts}'
    assert 'report.html' in text_of(cells) or 'README' in text_of(cells), 'no submission at the end'


def for_real(lab, name, stored):
    "Progress while it trains, none afterwards; a second run is quick and says the same."
    lab.say("import os; os.environ['CIFAR_KIT_DATA'] = 'digits'")
    seen, start = [], time.monotonic()
    lab.begin()
    lab.wait(lambda o: seen.extend(bars(o.cells())))
    first, cells = time.monotonic() - start, lab.cells()
    assert not problems(cells), problems(cells)
    assert seen, 'no progress was shown'
    assert any(map(PROGRESS.search, seen)), f'progress did not say all: {seen[-3:]}'
    assert not bars(cells), f'progress is left on the page: {bars(cells)[:1]}'
    said = figures(cells)
    start = time.monotonic()
    lab.begin()
    lab.wait()
    second = time.monotonic() - start
    assert figures(lab.cells()) == said and said, f'{figures(lab.cells())} and before {said}'
    assert second < first/2, f'again {second:.0f} s, the first time {first:.0f} s'


def figures(cells):
    "The lines about accuracy and loss."
    return [o for o in text_of(cells).splitlines() if o.startswith(('test accuracy', 'test loss'))]


def goes_on(lab, name, stored):
    "The kernel is interrupted in mid-training; the same cells go on after the last whole epoch."
    lab.say("import os; os.environ.update(CIFAR_KIT_DATA='digits', CIFAR_KIT_EPOCHS='30')")
    asked = []

    def after_an_epoch(o):
        if not asked and 'epoch  2/30' in text_of(o.cells()): asked.append(o.interrupt())
    lab.begin()
    lab.wait(after_an_epoch)
    text = text_of(lab.cells())
    assert asked and 'interrupted in epoch' in text, text[-500:]
    lab.begin()
    lab.wait()
    cells = lab.cells()
    assert not problems(cells), problems(cells)
    text = text_of(cells)
    assert 'epoch 30/30' in text and 'epoch  1/30' not in text, text[:800]


def counted(browser, address, folder, name, check):
    "Run one check in a page of its own and say how it went. Did it pass?"
    stored = json.loads((NOTEBOOKS / name).read_text(encoding='utf-8'))['cells']
    stored = [o for o in stored if o['cell_type'] == 'code']
    start, problem, lab = time.monotonic(), '', None
    page = browser.new_page(viewport=dict(width=1300, height=1600))
    try:
        lab = Lab(page, address, name)
        check(lab, name, stored)
    except Exception as e: problem = f'{type(e).__name__}: {e}'
    try:
        if lab: lab.show_all()
        page.screenshot(path=folder / f'{Path(name).stem}_{check.__name__}.png')
        if lab: lab.close()
    except Exception as e: problem = problem or f'the page or the kernel does not end: {e}'
    page.close()
    word = check.__doc__.partition(':')[0].partition(';')[0].rstrip('.')
    print(f'{"FAIL" if problem else "ok  "}  {name:<24}{word:<66}{time.monotonic() - start:5.0f} s')
    if problem: print('      ' + problem.replace('\n', '\n      ')[:2000])
    sys.stdout.flush()
    return not problem


def main():
    from playwright.sync_api import sync_playwright
    executable = find_browser()
    with tempfile.TemporaryDirectory() as temporary:
        keep = Path(sys.argv[1] if len(sys.argv) > 1 else temporary).resolve()
        keep.mkdir(parents=True, exist_ok=True)
        work = Path(temporary) / 'notebooks'
        shutil.copytree(NOTEBOOKS, work, ignore=shutil.ignore_patterns('runs', '.*'))
        server, address = start_server(work)
        try:
            with sync_playwright() as p:
                browser = p.chromium.launch(executable_path=executable, args=FLAGS)
                todo = [(o.name, rehearsed) for o in sorted(NOTEBOOKS.glob('*.ipynb'))]
                todo += [('quickstart.ipynb', for_real), ('quickstart.ipynb', goes_on)]
                results = [counted(browser, address, keep, *o) for o in todo]
                browser.close()
        finally:
            server.terminate()
            server.wait(20)
    end(results, keep)


if __name__ == '__main__': main()
