"""The site, made from the notebooks with their stored outputs. `make docs` runs

    python tools/build_site.py            # write _site/
    python tools/build_site.py --check    # build it in a temporary folder, strictly, and follow its links

A notebook becomes a page of Markdown: exported cells as tables of their docments with the source
folded below, other cells as they are, pictures with words for those who cannot see them, formulas
as MathML, which a browser draws by itself. zensical makes HTML of the pages. No script, picture or
style comes from another host.
"""
import ast
import base64
import html
import os
import posixpath
import re
import shutil
import struct
import subprocess
import sys
import tempfile
from html.parser import HTMLParser
from importlib import import_module
from inspect import (Signature, formatannotation, getdoc, getsource, getsourcefile,
                     getsourcelines, signature, unwrap)
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import unquote, urlsplit

import nbformat
import yaml
from fastcore.docments import docments
from latex2mathml.converter import convert
from nbdev.config import get_config
from readme import LINK, ROOT, directives, outside_code, picture_words

sys.path.insert(0, str(ROOT))  # The kit of this checkout, installed or not
NBS = ROOT / 'nbs'
PARTS = ROOT / 'tools/site'  # Configuration and style
SITE = ROOT / '_site'
SETTINGS = (PARTS / 'mkdocs.yml').read_text(encoding='utf-8')
BASE = urlsplit(re.search('^site_url: (.*)', SETTINGS, re.M)[1]).path # Of the site on its host
GIT, BRANCH = get_config().git_url, get_config().branch
BADGE = re.compile(r'\[!\[[^\]]*\]\([^)]*colab-badge\.svg\)\]')
FORMULA = re.compile(r'(?<![\\$\w])\$([^$\n]+)\$(?!\w)')
HIDDEN = {'hide', 'include:false'}


# ----------------------------------------------------------------------------- pages

def title_of(path):
    "The heading of a notebook."
    first = nbformat.read(path, as_version=4).cells[0].source
    return first.splitlines()[0].lstrip('# ')


def navigation():
    "What stands in the menu, in the order of the home page: heading → page, or → pages below it."
    home = '\n'.join(o.source for o in nbformat.read(NBS / 'index.ipynb', as_version=4).cells)
    def pages(pattern):
        found = sorted(NBS.glob(pattern), key=lambda o: home.find(o.relative_to(NBS).as_posix()))
        return [{title_of(o): page_name(o)} for o in found]
    chapters = [{o.stem: page_name(o)} for o in sorted(NBS.glob('[0-9]*.ipynb'))]
    return [{'Home': 'index.md'}, {'Start here': 'start_here.md'},
            {'Assignments': pages('assignments/*.ipynb')}, {'Lessons': pages('lessons/*.ipynb')},
            {'Chapters': chapters}, {'Gallery': 'gallery.md'},
            {'Teach with it': pages('teach/*.ipynb')}, {'Carry it on': 'carry_on.md'}]


def page_name(path):
    "The page that a notebook becomes, from the root of the site."
    return path.relative_to(NBS).with_suffix('.md').as_posix()


def on_site(link, page):
    "A link of a notebook as it reads on its page."
    if re.match(r'[a-zA-Z][\w+.-]*:|#|/', link): return link
    path, *anchor = re.split('(?=[#?])', link, maxsplit=1)
    there = posixpath.normpath(posixpath.join(posixpath.dirname(page), path))
    if there.startswith('..') or not (NBS / there).exists():
        inside = posixpath.normpath(f'nbs/{there}')
        if not (ROOT / inside).exists():
            raise ValueError(f'nbs/{page[:-3]}.ipynb links to {link}, and there is no {inside}')
        kind = 'tree' if (ROOT / inside).is_dir() else 'blob'
        return f'{GIT}/{kind}/{BRANCH}/{inside}'
    return re.sub(r'\.ipynb$', '.md', path) + ''.join(anchor)


def prose(text, page):
    "Markdown as the site wants it: its links, formulas, and no pictures from elsewhere."
    def change(o):
        o = BADGE.sub('[Open in Colab]', o)
        o = LINK.sub(lambda m: m[1] + on_site(m[2], page), o)
        o = re.sub(r'(?<=\d) %', '\u00a0%', o)  # one word
        return FORMULA.sub(lambda m: f'<span>{convert(m[1])}</span>', o)
    return lists_apart(outside_code(change, text))


def lists_apart(text):
    "Markdown with an empty line before each list: Python-Markdown wants one, Jupyter does not."
    item, lines = re.compile(r'([-*]|\d+\.) '), []
    for line in text.splitlines():
        before = lines[-1] if lines else ''
        if item.match(line) and before and not item.match(before) and before[0] != ' ':
            lines.append('')
        lines.append(line)
    return '\n'.join(lines)


WIDE = 88     # Columns that a page has room for with letters of the usual size
LONGEST = 100 # … and with smaller ones

def fence(code, kind, *classes):
    "A block of code, which may hold fences itself."
    ticks = '`'*max(3, 1 + max((len(o) for o in re.findall('`+', code)), default=0))
    longest = max(map(len, code.splitlines()), default=0)
    if longest > WIDE: classes += ('wide' if longest <= LONGEST else 'wider',)
    head = f'{kind} {{ {" ".join("." + o for o in classes)} }}' if classes else kind
    return f'{ticks}{head}\n{code.rstrip()}\n{ticks}'


def folded(label, text):
    "Something that opens when its line is clicked."
    inside = '\n'.join('    ' + o if o else '' for o in text.splitlines())
    return f'??? quote "{label}"\n\n{inside}'


# ------------------------------------------------------------------------ code cells

PROPERTIES = set() # Functions that are read like a value


def public(node, module):
    "What a statement defines for others: a function, a class, or a method that it adds to a class."
    if not isinstance(node, (ast.FunctionDef, ast.ClassDef)) or node.name.startswith('_'): return []
    found = getattr(module, node.name)
    if found is None: # `@patch` put it into the class of its first argument
        found = vars(getattr(module, node.args.args[0].annotation.id))[node.name]
    if isinstance(found, property): PROPERTIES.add(found.fget)
    return [getattr(found, 'fget', found)]


def methods(symbol):
    "The methods of a class that are its own and for others, with a word about each."
    own = vars(symbol).items() if isinstance(symbol, type) else ()
    return [o for name, o in own if not name.startswith('_') and callable(o) and o.__doc__
            and getattr(o, '__qualname__', '').startswith(f'{symbol.__qualname__}.')]


def readable(text):
    "Functions and classes by their names, and not more than a line or two."
    text = re.sub(r"<(?:built-in )?(?:function|class) '?([\w.]+)[^>]*>", r'\1', text)
    return text.replace('<factory>', 'new')


def default_of(value):
    "A default as a reader wants it: whole if it is short."
    text = readable(repr(value))
    return text if len(text) <= 60 else '…'


def call_of(symbol):
    "Name, arguments and defaults, without types: those stand in the table."
    if symbol in PROPERTIES: return symbol.__qualname__
    try: given = list(signature(symbol).parameters.values())
    except (ValueError, TypeError): return symbol.__qualname__
    words = [('*' if o.kind == o.VAR_POSITIONAL else '**' if o.kind == o.VAR_KEYWORD else '') + o.name
             + ('' if o.default is o.empty else f'={default_of(o.default)}')
             for o in given if o.name not in ('self', 'cls')]
    line = f'{symbol.__qualname__}({", ".join(words)})'
    if len(line) <= 80: return line
    return f'{symbol.__qualname__}(\n' + ',\n'.join(f'    {o}' for o in words) + ')'


def starred(symbol):
    "Its `*args` and `**kwargs`, name → the name with stars and its docment, which fastcore leaves out."
    found = re.findall(r'^ +(\*+)(\w+)\b[^#\n]*#\s*(.*)', getsource(unwrap(symbol)), re.M)
    return {name: (stars + name, word) for stars, name, word in found}


def fields_of(symbol):
    "The fields of a `NamedTuple` as `docments` gives arguments: it knows nothing of them."
    if not isinstance(getattr(symbol, '_fields', None), tuple): return {}
    words = dict(re.findall(r'^    (\w+) *:[^#\n]*#\s*(.*)', getsource(symbol), re.M))
    return {o: SimpleNamespace(anno=symbol.__annotations__.get(o, Signature.empty),
                               default=symbol._field_defaults.get(o, Signature.empty),
                               docment=words.get(o)) for o in symbol._fields}


def arguments(symbol):
    "The table of docments: name, type, default, and what the name cannot say."
    def code(o): return f'<code>{html.escape(o).replace("|", "&#124;")}</code>'
    def kind(o): # `Sequential`, not `torch.nn.modules.container.Sequential`
        if o in (Signature.empty, None, type(None)): return ''
        return code(re.sub(r'(\w+\.)+', '', formatannotation(o).strip("'")))
    rows, others = [], starred(symbol)
    for name, o in (fields_of(symbol) or docments(symbol, full=True)).items():
        if name in ('self', 'cls') or (name == 'return' and isinstance(symbol, type)): continue
        default = '' if o.default is Signature.empty else code(default_of(o.default))
        name, word = others.get(name, (name, o.docment))
        shown = '*returns*' if name == 'return' else code(name)
        what = (word or '').replace('|', '\\|').replace('\n', ' ')
        if name == 'return' and not what and o.anno in (Signature.empty, None): continue
        rows.append([shown, kind(o.anno), default, what])
    if not any(o[1] or o[3] for o in rows): return ''
    columns = [('argument', '---'), ('type', '---'), ('default', '---'), ('what', '---')]
    kept = [i for i in range(4) if any(o[i] for o in rows)]
    table = [[columns[i][j] for i in kept] for j in (0, 1)] + [[o[i] for i in kept] for o in rows]
    return '\n'.join('| ' + ' | '.join(o) + ' |' for o in table)


def source_of(symbol):
    "Address of the lines that define it."
    symbol = unwrap(symbol)
    file = Path(getsourcefile(symbol)).relative_to(ROOT).as_posix()
    return f'{GIT}/blob/{BRANCH}/{file}#L{getsourcelines(symbol)[1]}'


def api(symbol, level=3):
    "Heading with a link to the source, call, docstring and table of docments, as Markdown."
    head = f'{"#"*level} {symbol.__qualname__}'
    link = f'[source]({source_of(symbol)}){{ .source }}'
    words = f'*{getdoc(symbol)}*' if symbol.__doc__ else ''
    return '\n\n'.join(o for o in [link, head, fence(call_of(symbol), 'python'), words,
                              arguments(symbol)] if o)


def defines(node):
    "Names that a statement defines."
    if isinstance(node, (ast.FunctionDef, ast.ClassDef)): return [node.name]
    found = [o for t in getattr(node, 'targets', []) for o in ast.walk(t)]
    return [o.id for o in found if isinstance(o, ast.Name)]


def exported(code, module):
    "What an exported cell gives: a table for each public name, and the source."
    tree = ast.parse(code).body
    if all(isinstance(o, (ast.Import, ast.ImportFrom)) or defines(o) == ['_all_'] for o in tree):
        return ''
    names = [name for o in tree for name in defines(o)]
    symbols = [found for o in tree for found in public(o, import_module(module))]
    tables = [api(o) + ''.join('\n\n' + api(m, 4) for m in methods(o)) for o in symbols]
    return '\n\n'.join([*tables, folded('Source' + (': ' + ', '.join(names) if names else ''), fence(code, 'python'))])


def printed(text):
    "What a cell printed; long lines are broken, those of a table (columns far apart) are not."
    if not text.strip(): return ''
    is_table = re.search(r'\S {3,}\S', text)
    return fence(text, 'text', 'output', *([] if is_table else ['wrap']))


def output(o, name, words, pictures):
    "One stored output as Markdown: a picture takes the first of `words` and joins `pictures`, name → bytes."
    if o.output_type == 'stream': return printed(o.text)
    data = o.get('data', {})
    if 'image/png' in data:
        file = f'{name}_{len(pictures) + 1}.png'
        pictures[file] = base64.b64decode(data['image/png'])
        width, height = struct.unpack('>II', pictures[file][16:24])
        return (f'<a href="{{root}}img/{file}"><img class="figure" src="{{root}}img/{file}" '
                f'alt="{html.escape(words.pop(0))}" width="{width}" height="{height}" loading="lazy"></a>')
    if 'text/html' in data:
        lines = data['text/html'].strip().splitlines() # as they are: a script's check sum counts them
        return f'<div class="output">{"&#10;".join(lines)}</div>'
    if 'text/markdown' in data: return lower(data['text/markdown'])
    return printed(data.get('text/plain', ''))


def lower(text):
    "Markdown of an output, below the headings of its page."
    return outside_code(lambda o: re.sub(r'^(#+ )', r'##\1', o, flags=re.M).replace('\\$', '$'), text)


def joined(outputs):
    "What was printed in several pieces as one."
    found = []
    for o in outputs:
        both = found and o.output_type == found[-1].output_type == 'stream'
        if both: found[-1] = nbformat.from_dict(o | dict(text=found[-1].text + o.text))
        else: found.append(o)
    return found


def code_cell(cell, module, name, pictures):
    "A cell of code with its outputs, as Markdown."
    head, code = directives(cell)
    words = {o.split()[0] for o in head if o}
    if words & HIDDEN or 'default_exp' in words or not code.strip(): return ''
    for o in code.splitlines():
        if len(o) > LONGEST: raise ValueError(f'{name}: more than {LONGEST} characters: {o.strip()}')
    if words & {'export', 'exporti', 'exports'}: shown = exported(code, module)
    elif 'echo:false' in words: shown = ''
    elif 'code-fold:true' in words: shown = folded('Code', fence(code, 'python'))
    else: shown = fence(code, 'python')
    outputs = [] if 'output:false' in words else joined(cell.outputs)
    drawn = sum('image/png' in o.get('data', {}) for o in outputs)
    alt = picture_words(head, drawn, name)
    return '\n\n'.join(o for o in [shown, *(output(o, name, alt, pictures) for o in outputs)] if o)


def page(path):
    "The Markdown of a notebook, and its pictures, name → bytes."
    nb, name, pictures, parts = nbformat.read(path, as_version=4), page_name(path), {}, []
    stem = name[:-3].replace('/', '_')
    found = re.search(r'^#\|\s*default_exp\s+(\S+)', '\n'.join(o.source for o in nb.cells), re.M)
    module = f'cifar_kit.{found[1]}' if found else ''
    for cell in nb.cells:
        if cell.cell_type == 'code': part = code_cell(cell, module, stem, pictures)
        elif cell.cell_type == 'markdown':
            if cell.source.startswith('#|'): raise ValueError(f'{name}: {cell.source[:40]!r} is no prose')
            part = prose(cell.source, name)
        else: part = ''
        if part.strip() and not re.match(r'#+ .* -\s*$', part): parts.append(part)
    return '\n\n'.join(parts).replace('{root}', '../'*name.count('/')) + '\n', pictures


def write_pages(folder):
    "All pages, pictures and the configuration, where zensical looks for them."
    docs = folder / 'docs'
    shutil.copytree(NBS / 'images', docs / 'images')
    (docs / 'img').mkdir()
    for path in sorted(NBS.rglob('*.ipynb')):
        if any(o[0] in '._' for o in path.relative_to(NBS).parts): continue
        text, pictures = page(path)
        target = docs / page_name(path)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding='utf-8')
        for name, data in pictures.items(): (docs / 'img' / name).write_bytes(data)
    shutil.copy(PARTS / 'style.css', docs / 'style.css')
    menu = yaml.safe_dump(dict(nav=navigation()), sort_keys=False, allow_unicode=True)
    (folder / 'mkdocs.yml').write_text(f'{SETTINGS}\n{menu}', encoding='utf-8')


# ----------------------------------------------------------------------------- links

LOADED = {'stylesheet', 'preload', 'modulepreload', 'prefetch', 'icon', 'apple-touch-icon', 'manifest'}

class Page(HTMLParser):
    "What a page of HTML points at, what can be pointed at in it, and its pictures without words."
    def __init__(self, text):
        super().__init__()
        self.links, self.anchors, self.loaded, self.mute = [], set(), [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self.anchors |= {given[o] for o in ('id', 'name') if given.get(o)}
        found = [given[o] for o in ('href', 'src', 'poster', 'data') if given.get(o)]
        for o in ('srcset', 'imagesrcset'):
            found += [o.split()[0] for o in (given.get(o) or '').split(', ') if o.strip()]
        self.links += found
        asked = LOADED & set((given.get('rel') or '').split()) if tag == 'link' else tag not in ('a', 'area')
        if asked: self.loaded += found
        if tag == 'img' and not given.get('alt'): self.mute.append(given.get('src', ''))


def leads_to(link, path, site):
    "The file that a link of the page `path` means; 404.html counts from the root of the host."
    if not link: return path
    if link.startswith('/') and f'{link}/'.startswith(BASE):
        target = site / unquote(link.removeprefix(BASE.rstrip('/'))).lstrip('/')
    else: target = (path.parent / unquote(link)).resolve()
    return target / 'index.html' if target.is_dir() else target


def problems_of(site):
    "Links into nowhere, pictures without words, and what another host would be asked for."
    pages = {o: Page(o.read_text(encoding='utf-8')) for o in sorted(site.rglob('*.html'))}
    for path in sorted(site.rglob('*.css')):
        for link in re.findall(r'(?:url\(|@import )["\']?([^"\')\s]+)', path.read_text(encoding='utf-8')):
            if link.startswith(('data:', '#')): continue
            where = path.relative_to(site)
            if urlsplit(link).netloc: yield f'{where}: {link} comes from another host'
            elif not (path.parent / unquote(urlsplit(link).path)).is_file():
                yield f'{where}: {link} leads nowhere'
    for path, seen in pages.items():
        where = path.relative_to(site)
        for link in seen.links:
            parts = urlsplit(link)
            if parts.scheme or parts.netloc: continue
            target = leads_to(parts.path, path, site)
            if not target.is_file(): yield f'{where}: {link} leads nowhere'
            elif parts.fragment and target in pages:
                if unquote(parts.fragment) not in pages[target].anchors:
                    yield f'{where}: {link}: there is no such place on the page'
        yield from (f'{where}: {o} comes from another host' for o in seen.loaded
                    if urlsplit(o).netloc)
        yield from (f'{where}: the picture {o[:80]} has no words: its cell needs #| fig-alt: …' for o in seen.mute)


# ----------------------------------------------------------------------------- build

def build(folder):
    "The built site, below `folder`; whatever zensical complains about ends it."
    write_pages(folder)
    done = subprocess.run([sys.executable, '-m', 'zensical', 'build', '--strict', '--clean'],
                          cwd=folder, capture_output=True, text=True)
    if done.returncode: sys.exit(f'zensical:\n{done.stdout}{done.stderr}')
    return folder / 'site'


def main():
    if sys.argv[1:] not in ([], ['--check']): sys.exit(__doc__)
    os.chdir(ROOT)
    with tempfile.TemporaryDirectory() as folder:
        try: site = build(Path(folder))
        except ValueError as e: sys.exit(str(e))
        found = list(problems_of(site))
        if found: sys.exit('\n'.join(found))
        pages = len(list(site.rglob('*.html')))
        if '--check' in sys.argv[1:]: return
        shutil.rmtree(SITE, ignore_errors=True)
        shutil.copytree(site, SITE)
    print(f'_site/: {pages} pages; to read them: '
          '.venv/bin/python -m http.server --directory _site')


if __name__ == '__main__': main()
