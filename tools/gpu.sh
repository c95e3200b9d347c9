#!/usr/bin/env bash
# Everything that the bench measures on a GPU, in ten minutes:
#
#     tools/gpu.sh IMAGES [OUT] [WHEELS]
#
# IMAGES  a folder train/<class>/*.jpg, test/<class>/*.jpg, an archive of one (.tar, .tar.xz, …), or cifar10
# OUT     where the JSON files and the log go (default: $OUT, or else bench-gpu)
# WHEELS  a folder of wheels for a machine without network: what is missing there is installed from it
#
# It needs Python with a torch that sees the card, torchvision, fastcore, torch-lr-finder, tensorboard and airbench;
# what is missing is a row of the table that says so. It fetches nothing. Fill WHEELS where there is a network, with the
# Python of the other machine (3.12 here; airbench is a source package, so it is built into a wheel):
#
#     pip download --no-deps --only-binary=:all: --python-version 3.12 -d WHEELS fastcore torch-lr-finder tensorboard …
#     pip wheel --no-deps -w WHEELS airbench torch-lr-finder
#
# On the machine of `device.run`: carry IMAGES and WHEELS, as in
#     run(command="tools/gpu.sh .images/cifar10-jpeg.tar.xz $OUT .whl", carry=[".images", ".whl"], timeout_s=600)
# A rehearsal anywhere: QUICK=1 DEVICE=cpu tools/gpu.sh digits /tmp/rehearsal
set -euo pipefail
cd "$(dirname "$0")/.."
images=${1:?say where the images are: tools/gpu.sh IMAGES [OUT] [WHEELS]}
out=${2:-${OUT:-bench-gpu}}
wheels=${3:-}
python=${PYTHON:-python3}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
mkdir -p "$out"

if [ -n "$wheels" ]; then
  "$python" -m pip install --quiet --disable-pip-version-check --no-index --no-deps --target "$scratch/packages" "$wheels"/*.whl
fi
if [ -f "$images" ]; then
  mkdir "$scratch/images"
  tar xf "$images" -C "$scratch/images"
  images=$scratch/images
fi

# Packages of the machine come first, so that a carried wheel never replaces its torch or NumPy.
export PYTHONPATH="$PWD${PYTHONPATH:+:$PYTHONPATH}"
export CIFAR_KIT_CACHE="$scratch/cache"
"$python" - "$images" "$out" "$scratch/packages" "${SECONDS_IN_ALL:-540}" "${DEVICE:-cuda}" "${QUICK:-}" <<'PYTHON' 2>&1 | tee "$out/gpu.log"
import sys
from time import monotonic
images, out, packages, seconds, device, quick = *sys.argv[1:4], float(sys.argv[4]), *sys.argv[5:7]
sys.path.append(packages)
start = monotonic()
from pathlib import Path
from cifar_kit.core import machine
from cifar_kit.data import load_data
from cifar_kit.programme import gpu_parts, gpu_programme
print(machine(), flush=True)
data = load_data(images)
print(f'{len(data.train):,} training images after {monotonic() - start:.0f} s', flush=True)
parts = gpu_parts(data, Path(out), device, quick=bool(quick))
for name, found in gpu_programme(parts, seconds - (monotonic() - start)):
    if hasattr(found, 'write'): found.write(Path(out, f'{name}.json'))
    print(f'[{monotonic() - start:.0f} s] {name}\n{found}\n', flush=True)
PYTHON
