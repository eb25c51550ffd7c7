#!/bin/sh
# Writes the monthly rollup as Markdown and JSON into a folder. Made for cron, whose mail is whatever stands on stderr:
# nothing when all is well, the problems and what to do when the records cannot be summed up.
# 每月汇总，供 cron 使用：平时不输出；记录有错时把问题和做法写到标准错误，由 cron 发信。
#
#   monthly-rollup.sh [DATA [MONTH]]
#
#   DATA            data directory, default $BANGFU_DATA          数据文件夹
#   MONTH           as 2012-12, default the last whole month      月份
#   BANGFU          the program, default bangfu                   程序
#   BANGFU_ROLLUPS  where to write, default ./rollups             写到哪里
#
#   30 6 6 * *  cd /srv/help && git -C records pull -q && ./monthly-rollup.sh records
#
# Exit code: bangfu's own (0 fine, 2 wrong use, 3 could not read or write, 4 refused because of bad records,
# 75 another command held the lock). Files appear whole or not at all, and a second run replaces them.
set -u

bangfu=${BANGFU:-bangfu}
data=${1:-${BANGFU_DATA:-}}
month=${2:-}
out=${BANGFU_ROLLUPS:-rollups}

if [ -z "$data" ] || [ "$#" -gt 2 ]; then
    echo "usage: monthly-rollup.sh [DATA [MONTH]]    (or set BANGFU_DATA)" >&2
    exit 2
fi
mkdir -p "$out" || exit 3

# What cron's mail will say. The list of problems comes from `validate`, which looks at every file.
report_failure() {
    code=$1
    echo "bangfu rollup ${month:-(last whole month)} of $data: exit $code" >&2
    if [ "$code" -eq 4 ]; then
        echo "记录有错，没有汇总。请更正下列问题后再运行：" >&2
        echo "The records have errors, so nothing was summed up. Please correct these, then run again:" >&2
        "$bangfu" --data "$data" validate >&2
    fi
    exit "$code"
}

# JSON first: it names the month, so that the program's day decides alone, whatever clock this machine has.
answer=$out/.rollup.$$.json
trap 'rm -f "$answer"' EXIT
if [ -n "$month" ]; then set -- "$month"; else set --; fi
"$bangfu" --data "$data" --format json rollup "$@" >"$answer" || report_failure "$?"

month=$(tr ',{' '[\n*]' <"$answer" | sed -n 's/^[[:space:]]*"month":[[:space:]]*"\([0-9][0-9-]*\)".*/\1/p' | head -n 1)
if [ -z "$month" ]; then
    echo "bangfu rollup of $data: no month in the answer" >&2
    exit 3
fi

"$bangfu" --data "$data" --format md -o "$out/rollup-$month.md" rollup "$month" || report_failure "$?"
mv "$answer" "$out/rollup-$month.json" || exit 3
