#!/bin/sh
# 离线安装 zhengce：sh install.sh [安装位置，默认 /opt/zhengce]
# 只用本文件夹里的文件，不访问网络。安装到“位置/.venv”；再次运行即覆盖安装。
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
target=${1:-/opt/zhengce}

fail() { printf '%s\n' "安装没有完成：$1" >&2; exit 1; }

needed=$(cat "$here/PYTHON_VERSION")
python=${PYTHON:-$(command -v "python$needed" || command -v python3 || true)}
[ -n "$python" ] || fail "没有找到 Python。请先从系统安装源安装 python3 和 python3-venv。"
found=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])') || fail "$python 无法运行。"
[ "$found" = "$needed" ] ||
    fail "本安装包用于 Python $needed，而 $python 是 $found。请用 PYTHON=/路径/python$needed sh install.sh 指定，或在同版本的机器上重新制作安装包（make bundle）。"
"$python" -c 'import venv, ensurepip' 2>/dev/null ||
    fail "$python 缺少 venv 模块。Debian / Ubuntu 请安装 python3-venv。"
(cd "$here" && sha256sum --quiet -c SHA256SUMS) ||
    fail "有文件与校验值不符（见上），安装包可能没有复制完整。请重新复制。"
mkdir -p "$target" 2>/dev/null && [ -w "$target" ] ||
    fail "没有权限写入 $target。请用 root 运行，或写明别的位置：sh install.sh 位置"

printf '%s\n' "正在安装到 $target/.venv，约需一分钟……"
"$python" -m venv --clear "$target/.venv"
"$target/.venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-index --no-deps \
    --find-links "$here/wheels" --require-hashes -r "$here/requirements.txt" ||
    fail "pip 报错（见上）。请确认机器的系统和处理器与制作安装包的机器相同。"
"$target/.venv/bin/python" -m pip check >/dev/null || fail "安装后的组件不完整：请运行 $target/.venv/bin/python -m pip check 查看。"
"$target/.venv/bin/zhengce" --version
printf '%s\n' "安装完成。下一步见 docs/operations.md，或先看示例：sh demo.sh $target"
