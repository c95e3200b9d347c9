"""README.md from nbs/index.ipynb with its stored outputs: the first page is a notebook, too.

    python tools/readme.py            # write README.md and its pictures nbs/images/readme_*.png
    python tools/readme.py --check    # write nothing; status 1 if they are not in step

Cells marked `#| hide` stay out, `#| echo: false` leaves out the code and `#| output: false` what it
printed; `#| fig-alt: …` says in words what a picture shows: one line for each picture of the cell, in
their order. Directives themselves are not shown.
Links are rewritten from `nbs/` to the root, and one to a file that is not there is an error.
"""
import base64
import posixpath
import re
import sys
from pathlib import Path

import nbformat
from nbconvert import MarkdownExporter

ROOT = Path(__file__).resolve().parent.parent
SOURCE = 'nbs/index.ipynb'
IMAGES = 'nbs/images/readme_{}.png'
LARGEST = 400_000  # Bytes of a picture
NOTE = (f'<!-- Made from {SOURCE} by tools/readme.py: '
        f'edit the notebook, then run make notebooks NB={SOURCE} -->\n\n')
DIRECTIVE = re.compile(r'^#\|\s*(.*?)\s*\n?$')
CODE = re.compile(r'(^```.*?^```[^\n]*$|`[^`\n]+`)', re.M | re.S)  # Fenced blocks and inline code
LINK = re.compile(r'(\]\(\s*<?|(?:src|href)=["\'])([^\s)>"\']+)')


def directives(cell):
    "The `#|` lines at the head of a code cell, and the code below them."
    lines, head = cell.source.splitlines(keepends=True), []
    while lines and (DIRECTIVE.match(lines[0]) or not lines[0].strip()):
        head.append(lines.pop(0).strip())
    return [re.sub(r':\s+', ':', DIRECTIVE.sub(r'\1', o), count=1) for o in head], ''.join(lines)


def picture_words(head, n, where):
    """What each of a cell's `n` pictures shows: the n-th `#| fig-alt:` line of its head tells of the
    n-th picture. Empty words where it has no such line at all."""
    found = [re.sub('^"(.*)"$', r'\1', o.removeprefix('fig-alt:')) for o in head if o.startswith('fig-alt:')]
    if n and found and len(found) != n:
        raise ValueError(f'{where}: a cell draws {n} pictures and has {len(found)} lines with fig-alt, '
                         f'it needs one for each, in their order: {found[0]}')
    return found or ['']*n


def at_root(link):
    "A link of a notebook in nbs/ as it reads from the root; addresses and anchors stay as they are."
    if re.match(r'[a-zA-Z][\w+.-]*:|#|/', link): return link
    path, *anchor = re.split('(?=[#?])', link, maxsplit=1)
    path = posixpath.normpath(posixpath.join(posixpath.dirname(SOURCE), path))
    if not (ROOT / path).exists():
        raise ValueError(f'{SOURCE} links to {link}, and there is no {path}')
    return path + ''.join(anchor)


def outside_code(change, text):
    "Markdown with `change` made to everything but its code."
    parts = CODE.split(text)
    parts[::2] = map(change, parts[::2])
    return ''.join(parts)


def relink(text):
    "Markdown with its links rewritten."
    return outside_code(lambda o: LINK.sub(lambda m: m[1] + at_root(m[2]), o), text)


def shown(nb):
    "The cells that a reader of the README sees, each with what its pictures show in words."
    for cell in nb.cells:
        head = []
        if cell.cell_type == 'markdown': cell.source = relink(cell.source)
        if cell.cell_type == 'code':
            head, cell.source = directives(cell)
            if 'output:false' in head: cell.outputs = []
            cell.metadata['transient'] = {'remove_source': 'echo:false' in head}
        hidden = cell.cell_type == 'raw' or {'hide', 'include:false'} & set(head)
        if hidden or not (cell.source.strip() or cell.get('outputs')): continue
        drawn = sum('image/png' in o.get('data', {}) for o in cell.get('outputs', []))
        yield cell, picture_words(head, drawn, SOURCE)


def take_pictures(cell, words, pictures):
    "Turn a cell's pictures into links; `pictures` (name → bytes) grows by what they show."
    for data in (o.get('data', {}) for o in cell.get('outputs', [])):
        if 'image/png' not in data: continue
        alt = words.pop(0)
        if not alt: raise ValueError(f'{SOURCE}: a picture needs a line #| fig-alt: … in its cell')
        name = IMAGES.format(len(pictures) + 1)
        pictures[name] = base64.b64decode(data['image/png'])
        if len(pictures[name]) > LARGEST:
            raise ValueError(f'picture {len(pictures)} of {SOURCE} is larger than '
                             f'{LARGEST//1000} kB: draw it smaller')
        data.clear()
        data['text/markdown'] = f'![{alt}]({name})'


def readme():
    "The text of README.md and its pictures, name → bytes."
    if not (ROOT / SOURCE).exists(): raise ValueError(f'there is no {SOURCE} to make README.md from')
    nb, pictures = nbformat.read(ROOT / SOURCE, as_version=4), {}
    cells = list(shown(nb))
    for cell, words in cells: take_pictures(cell, words, pictures)
    nb.cells = [cell for cell, _ in cells]
    nb.metadata['language_info'] = {'name': 'python'}  # Gone by nbdev_clean; colours need it
    text, _ = MarkdownExporter().from_notebook_node(nb)
    text = outside_code(lambda o: re.sub(r'\n{3,}', '\n\n', o), text)
    return NOTE + text.strip() + '\n', pictures


def files():
    "Everything that has to be there, name → bytes, and what has to go."
    text, made = readme()
    made['README.md'] = text.encode()
    there = {o.relative_to(ROOT).as_posix() for o in ROOT.glob(IMAGES.format('*'))}
    return made, sorted(there - set(made))


def main():
    try: made, surplus = files()
    except ValueError as e: sys.exit(str(e))
    stale = [o for o, data in made.items()
             if not (ROOT / o).is_file() or (ROOT / o).read_bytes() != data]
    if '--check' in sys.argv[1:]:
        if stale or surplus:
            sys.exit(f'{", ".join(stale + surplus)} not in step with {SOURCE}: '
                     'run .venv/bin/python tools/readme.py and commit')
        return
    for o in surplus: (ROOT / o).unlink()
    for o in stale:
        (ROOT / o).parent.mkdir(parents=True, exist_ok=True)
        (ROOT / o).write_bytes(made[o])
    print(f'README.md: {len(made["README.md"])} bytes, {len(made) - 1} pictures')


if __name__ == '__main__': main()
