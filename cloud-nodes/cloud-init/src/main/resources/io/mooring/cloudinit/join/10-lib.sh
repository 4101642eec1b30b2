# ---- what every step uses -------------------------------------------------------------------------
umask 022
etc=${MOORING_ETC:-/etc/mooring}
run=${MOORING_RUN:-/run/mooring}
# shellcheck source=/dev/null
. "$etc/node.env"
node=$MOORING_NODE_NAME
authority=$MOORING_AUTHORITY
deadline=$MOORING_DEADLINE
pki=/var/lib/kubelet/pki/kubelet-client-current.pem
# Where programs go. Images that keep /usr read-only, as Flatcar's, have /opt/bin for them.
bin=/usr/local/bin sbin=/usr/local/sbin
mkdir -p "$bin" 2>/dev/null && [ -w "$bin" ] || bin=/opt/bin sbin=/opt/bin
PATH=$PATH:$bin
export PATH
phase=Start started=$(date +%s)
changes=$run/changed
mkdir -p "$run"
rm -f "$run/why"

log() { printf 'mooring-node: %s\n' "$*"; }
fail() { # STATUS MESSAGE: 2 if trying again cannot help, else 1
    # In a file, because steps run in processes of their own.
    printf '%s' "$2" >"$run/why"
    log "FAILED: $2" >&2
    exit "$1"
}
overdue() { [ "$(date +%s)" -ge "$deadline" ]; }

# One request to the join endpoint, with whatever proves who we are by now.
# shellcheck disable=SC2154 # pki is set above
endpoint() { # PATH [curl options]
    path=$1
    shift
    if [ -s "$pki" ]; then
        set -- --cert "$pki" --key "$pki" "$@"
    fi
    curl -sS --http1.1 --connect-timeout 5 ${MOORING_PROXY:+--proxy "$MOORING_PROXY"} \
        --connect-to "join.mooring.internal:443:$authority" --cacert "$run/ca.crt" -K "$run/auth" \
        "$@" "https://join.mooring.internal$path"
}

# Reports go out one after the other in a process of their own, so that no step waits for one.
report_all() {
    while IFS= read -r report; do
        printf '%s' "$report" |
            endpoint /node/status --max-time 10 -o /dev/null -X POST \
                -H 'Content-Type: application/json' --data-binary @- 2>/dev/null || :
    done
}
json() { printf '%s' "$1" | tr '\n\t\r' '   ' | tr -d '\000-\037' | sed 's/\\/\\\\/g; s/"/\\"/g'; }
report() { # PHASE MESSAGE
    log "$1${2:+: $2}"
    printf '{"node":"%s","phase":"%s","message":"%s"}\n' "$node" "$1" "$(json "$2")" >&9 || :
}
step() { # PHASE MESSAGE
    phase=$1
    report "$1" "$2"
}

ended() {
    status=$?
    trap - EXIT
    if [ "$status" -ne 0 ]; then
        why=$(cat "$run/why" 2>/dev/null) || why="a command failed with status $status, see: journalctl -u mooring-node-bootstrap"
        report Failed "in phase $phase: $why"
    fi
    exec 9>&-
    wait "$reporter" || :
    exit "$status"
}
start_reports() {
    trap '' PIPE
    rm -f "$run/reports"
    mkfifo -m 600 "$run/reports"
    report_all <"$run/reports" &
    reporter=$!
    exec 9>"$run/reports"
    trap ended EXIT
    trap 'fail 1 "stopped by a signal"' INT TERM
}

# put MODE PATH: writes standard input there at once or not at all; makes the file $changes if it was not so before
put() {
    [ -d "${2%/*}" ] || mkdir -p "${2%/*}"
    umask 077
    cat >"$2.mooring-new"
    umask 022
    [ "$1" = 600 ] || chmod "$1" "$2.mooring-new"
    if cmp -s "$2.mooring-new" "$2"; then
        rm -f "$2.mooring-new"
    else
        mv -f "$2.mooring-new" "$2"
        : >"$changes"
    fi
}
quoted() {
    case $1 in
    *\'*) printf '%s' "$1" | sed "s/'/'\\\\''/g; 1s/^/'/; \$s/\$/'/" ;;
    *) printf "'%s'" "$1" ;;
    esac
}
quoted_all() {
    for word; do
        printf ' '
        quoted "$word"
    done
}

run_commands() { # WHAT, then the commands
    what=$1
    shift
    for command; do
        log "$what: $command"
        sh -c "$command" </dev/null || fail 1 "the ${what} command failed with status $?: $command"
    done
}
