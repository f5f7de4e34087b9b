#!/bin/sh
# 收录随附的示例文件并打开网站：sh demo.sh [安装位置] [端口]
# 没有安装过就先安装到本文件夹的 demo 里；索引也放在那里，删除该文件夹即可清除。
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
target=${1:-$here/demo}
[ -x "$target/.venv/bin/zhengce" ] || sh "$here/install.sh" "$target"
data=$here/demo/data
mkdir -p "$data"
"$target/.venv/bin/zhengce" index "$here/seeds" --index "$data"
exec "$target/.venv/bin/zhengce" serve --index "$data" --port "${2:-8000}"
