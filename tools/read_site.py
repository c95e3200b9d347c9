"""Read the site as a person does, in a real Chromium without a window.

    python tools/read_site.py [FOLDER]    # FOLDER keeps a picture of the last page of each check

The site is built from the notebooks in a temporary folder and served from there. A check fails, too,
if a page asks for anything but the site's own files or has an error in its console. One line a
check; the last one: `N passed, M failed`.
"""
import sys
import tempfile
import threading
import time
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from browser import contrasts, end, said, same, watch
from build_site import build
from chromium import FLAGS, find_browser

PAGES = ('', '01a_views/', 'start_here/', 'assignments/dawn24/')
PROSE = 'article :is(h1, h2, h3, p, li, th, td, summary)'
CURVES = 'article div.output div:has(> svg)'         # The words below a curve of `html_curves`
VERDICTS = 'article div.output td:nth-child(2) > b'  # In the table of a checklist; beside each
SIGNS = 'article div.output td:nth-child(2) > span'  # … a sign, which says nothing alone
WIDE, NARROW = dict(width=1200, height=900), dict(width=390, height=844)


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *args): pass


# ---------------------------------------------------------------------------- checks

def phone(page, address):
    "on a phone of 390 px no page is wider than its screen"
    every = [o.parent.relative_to(address.folder).as_posix()
             for o in sorted(address.folder.rglob('index.html'))]
    assert len(every) > 50, every
    wide = {}
    for o in every:
        page.goto(f'{address}{o}/', wait_until='domcontentloaded')
        width = page.evaluate('document.documentElement.scrollWidth')
        if width > 390: wide[o] = width
    same(wide, {}, 'pages and their width')


def dark(page, address):
    "dark: dark paper, and prose, curves and verdicts with contrast"
    readable(page, address, lambda paper: paper < .03)


def light(page, address):
    "light: light paper, and prose, curves and verdicts with contrast"
    readable(page, address, lambda paper: paper > .9)


def readable(page, address, right_paper):
    "The contrast of what there is to read."
    for o in PAGES:
        page.goto(f'{address}{o}')
        contrasts(page, PROSE, right_paper)
    for o, what, least in (('01a_views/', f'{CURVES}, {CURVES} span', 4.5),
                           ('start_here/', VERDICTS, 4.5), ('start_here/', SIGNS, 3)):
        page.goto(f'{address}{o}')
        contrasts(page, what, right_paper, least)


def static(page, address):
    "without JavaScript prose, code, tables and pictures are there"
    for o in PAGES:
        page.goto(f'{address}{o}')
        for kind in ('h1', 'p', 'pre > code', 'td', 'img.figure'):
            for found in page.locator(f'article {kind}:not(details *)').all()[:3]:
                found.scroll_into_view_if_needed()
                assert found.is_visible(), f'{kind} of {o}'
        assert len(page.locator('article').inner_text()) > 1500, f'{o} has hardly any text'
    picture = page.locator('article img.figure').first
    picture.scroll_into_view_if_needed()
    page.wait_for_timeout(500)
    assert picture.evaluate('o => o.naturalWidth') > 100, 'the picture is not loaded'


def search(page, address):
    "the search finds the page of a function"
    page.goto(str(address))
    page.get_by_role('button', name='Search').first.click()
    page.keyboard.type('cutout')
    page.get_by_role('option').first.click()
    page.wait_for_url('**/03_augment/**')
    assert page.locator('#cutout').is_visible()


def copy(page, address):
    "the button beside a block of code copies it"
    page.goto(f'{address}start_here/')
    block = page.locator('article .highlight:not(.output)').first
    block.hover()
    block.get_by_title('Copy to clipboard').click()
    copied = page.evaluate('navigator.clipboard.readText()')
    same(copied.strip(), block.locator('code').inner_text().strip(), 'copied')


CHECKS = ((phone, dict(viewport=NARROW, has_touch=True)), (dark, dict(color_scheme='dark')),
          (light, dict(color_scheme='light')), (static, dict(java_script_enabled=False)),
          (search, {}), (copy, dict(permissions=['clipboard-read', 'clipboard-write'])))


# ----------------------------------------------------------------------- running them

class Address(str):
    "Where the site is served; `folder` holds its files."


def serve(folder):
    "The server of a folder, at work, and its address."
    server = ThreadingHTTPServer(('127.0.0.1', 0), partial(Quiet, directory=folder))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = Address(f'http://127.0.0.1:{server.server_port}/')
    address.folder = folder
    return server, address


def counted(browser, address, folder, function, options):
    "Run one check in a context of its own. Did it pass?"
    start, context = time.time(), browser.new_context(**(dict(viewport=WIDE) | options))
    page = context.new_page()
    page.set_default_timeout(20_000)
    problems = watch(page, address)
    try: function(page, address)
    except Exception as e: problems.append(str(e).strip() or type(e).__name__)
    page.screenshot(path=folder / f'{function.__name__}.png', full_page=True)
    context.close()
    return said(function.__doc__, start, problems)


def main():
    from playwright.sync_api import sync_playwright
    executable = find_browser()
    with tempfile.TemporaryDirectory() as temporary:
        keep = Path(sys.argv[1] if len(sys.argv) > 1 else temporary).resolve()
        keep.mkdir(parents=True, exist_ok=True)
        work = Path(temporary) / 'work'
        work.mkdir()
        server, address = serve(build(work))
        with sync_playwright() as p:
            browser = p.chromium.launch(executable_path=executable, args=FLAGS)
            results = [counted(browser, address, keep, *o) for o in CHECKS]
            browser.close()
        server.shutdown()
    end(results, keep)


if __name__ == '__main__': main()
