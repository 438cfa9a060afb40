#!/bin/sh
# Makes a random database password for each branch under secrets/, unless it is there.
# The files are readable inside the containers, whose users differ; the folder keeps others on this machine out.
set -eu
umask 077
cd "$(dirname "$0")/.."
mkdir -p secrets
for branch in ${BRANCHES:-31 32 33 34}; do
    file="secrets/database-$branch.txt"
    if [ ! -e "$file" ]; then
        head -c 24 /dev/urandom | od -An -tx1 | tr -d ' \n' > "$file"
        chmod 0444 "$file"
    fi
done
