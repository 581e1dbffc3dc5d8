#!/bin/sh
# Make .venv and install what is needed: "environment.sh run" or "environment.sh dev". Quick when nothing changed.
# PYTHON names an interpreter; VENV another folder. PIP_NO_INDEX and PIP_FIND_LINKS serve a machine without a network.
set -eu
cd "$(dirname "$0")/.."
kind=${1:-run}
venv=${VENV:-.venv}
files=requirements.txt
[ "$kind" = dev ] && files="requirements.txt requirements-dev.txt"

wanted=$(cat $files | cksum | cut -d ' ' -f 1)
stamp="$venv/.installed-$kind"
if [ -x "$venv/bin/python" ] && [ "$(cat "$stamp" 2>/dev/null)" = "$wanted" ]; then
  exit 0
fi

suits() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }
if [ ! -x "$venv/bin/python" ]; then
  chosen=
  for candidate in ${PYTHON:-} python3.11 python3 python3.12 python3.13 python3.14; do
    if suits "$candidate"; then chosen=$candidate; break; fi
  done
  if [ -z "$chosen" ]; then
    echo "需要 Python 3.11 或更高版本，没有找到。已安装在别处时：make run PYTHON=/路径/python3.11" >&2
    exit 1
  fi
  if ! "$chosen" -c 'import venv, ensurepip' 2>/dev/null; then
    echo "$chosen 缺少 venv 模块。Debian、Ubuntu 上请先安装：apt-get install python3-venv" >&2
    exit 1
  fi
  echo "新建运行环境 $venv（$("$chosen" --version 2>&1)）……" >&2
  rm -rf "$venv"
  "$chosen" -m venv "$venv"
fi

echo "安装依赖（第一次约半分钟）……" >&2
if command -v uv >/dev/null 2>&1 && [ -z "${PIP_FIND_LINKS:-}" ]; then
  install="uv pip install --quiet --python $venv/bin/python"
else
  install="$venv/bin/python -m pip install -qq --disable-pip-version-check --no-input"
fi
for file in $files; do
  if ! $install -r "$file"; then
    echo "依赖安装失败。没有外网时先在联网机器上 pip download -r $file -d 目录，" >&2
    echo "再运行：PIP_NO_INDEX=1 PIP_FIND_LINKS=目录 make run" >&2
    exit 1
  fi
done
echo "$wanted" > "$stamp"
if [ "$kind" = dev ]; then cksum < requirements.txt | cut -d ' ' -f 1 > "$venv/.installed-run"; fi
