#!/bin/sh
# Brings the branches of docker-compose.yml into one federation, once, on one machine.
# Each step runs in that branch's own container; only invitations, join requests and the roster pass between them,
# in the volume at /exchange. Between agencies people hand these files over instead: docs/deploy.md.
#
# BRANCHES    the branches, the founding one first
# EXCHANGE    the exchange folder as the containers see it
# IN_BRANCH   how to run something in a branch's container
set -eu
cd "$(dirname "$0")/.."
BRANCHES=${BRANCHES:-32 31 33 34}
EXCHANGE=${EXCHANGE:-/exchange}
IN_BRANCH=${IN_BRANCH:-docker compose run --rm -T -v deltabank-exchange:/exchange}
FOLDER=${FOLDER:-/var/lib/deltabank}

at() {
    where=branch-$1
    shift
    $IN_BRANCH "$where" "$@"
}

founder=${BRANCHES%% *}
others=${BRANCHES#"$founder"}

echo "分行 $founder 建立联盟 / branch $founder founds the federation"
at "$founder" init --new-federation

requests=""
for code in $others; do
    echo "分行 $code 应邀加入 / branch $code is invited"
    at "$founder" roster invite "$FOLDER" --branch "$code" --output "$EXCHANGE/invitation-$code.json"
    at "$code" init --invite "$EXCHANGE/invitation-$code.json"
    at "$code" join-request "$EXCHANGE/join-request-$code.json"
    requests="$requests --add $EXCHANGE/join-request-$code.json"
done

echo "名册第 2 版：拟定、各行签名、各行采用 / roster version 2: proposed, signed by each, applied by each"
# shellcheck disable=SC2086
at "$founder" roster propose "$FOLDER" $requests --output "$EXCHANGE/roster-2.json"
for code in $BRANCHES; do
    at "$code" roster sign "$FOLDER" "$EXCHANGE/roster-2.json"
done
for code in $BRANCHES; do
    at "$code" roster apply "$FOLDER" "$EXCHANGE/roster-2.json"
done
echo "完成。现在可以启动：docker compose up -d / done: docker compose up -d"
