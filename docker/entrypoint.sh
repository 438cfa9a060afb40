#!/bin/sh
# What the container runs: `serve` (the default) migrates and serves, `init …` makes the branch's folder with this
# container's settings, `join-request FILE` copies out what an invited branch hands in, anything else is a
# deltabank command.
#
# BRANCH_FOLDER   the branch's folder
# BRANCH, DATABASE_URL, DATABASE_PASSWORD_FILE, LISTEN_PEERS, LISTEN_CLIENTS, ANNOUNCE   for init
set -eu

case "${1:-serve}" in
serve)
    python -m node.cli migrate "$BRANCH_FOLDER"
    exec python -m node.cli serve "$BRANCH_FOLDER"
    ;;
init)
    shift
    exec python -m node.cli init "$BRANCH_FOLDER" --branch "$BRANCH" \
        --database-url "$DATABASE_URL" --password-file "${DATABASE_PASSWORD_FILE:-}" \
        --listen-peers "$LISTEN_PEERS" --listen-clients "$LISTEN_CLIENTS" --announce "$ANNOUNCE" "$@"
    ;;
join-request)
    exec cp "$BRANCH_FOLDER/join-request.json" "$2"
    ;;
*)
    exec python -m node.cli "$@"
    ;;
esac
