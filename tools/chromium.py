"""The Chromium or Chrome of this machine, for the tests that need a browser.

    python tools/chromium.py    # prints where it is; status 1 and how to get one, if there is none

The variable CHROMIUM names one that is not in the PATH.
"""
import os
import shutil
import sys

BROWSERS = ('chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable')
FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run',
         '--disable-component-update', '--disable-sync']


def find_browser():
    "Chromium on this machine, or one sentence on how to get it."
    found = os.environ.get('CHROMIUM') or next(filter(None, map(shutil.which, BROWSERS)), None)
    if not found or not shutil.which(found):
        sys.exit(f'There is no Chromium here ({found or "none in the PATH"}): '
                 'apt install chromium, or name a Chrome with the variable CHROMIUM')
    return found


if __name__ == '__main__': print(find_browser())
