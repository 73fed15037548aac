#!/usr/bin/env bash
# A CI job's tests against a LabKey of its own: started here, ended with the job, no container image needed.
# test.sh COMMAND...: runs the command with LABKEY_BASE_URL set and a netrc file that has a login.
# Call it from a script of package.json, which finds wellkey-server.
set -euo pipefail

folder=$(mktemp -d)
trap 'kill "$server" 2>/dev/null || true; rm -rf "$folder"' EXIT

mkfifo "$folder/line"
wellkey-server --demo --json --port 0 >"$folder/line" &
server=$!
read -r line <"$folder/line"

LABKEY_BASE_URL=$(node -p 'JSON.parse(process.argv[1]).url' "$line")
export LABKEY_BASE_URL LABKEY_CONTAINER='/Open Data' NETRC="$folder/netrc"
umask 077
node -e '
  const { users } = JSON.parse(process.argv[1])
  const { email, password } = users.find(({ role }) => role === "editor")
  console.log(`machine 127.0.0.1 login ${email} password ${password}`)
' "$line" >"$NETRC"

"$@"
