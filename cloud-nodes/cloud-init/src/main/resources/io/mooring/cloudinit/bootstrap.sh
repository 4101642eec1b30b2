#!/bin/sh
# Joins this machine to a Mooring virtual cluster: proves that the control plane is the one whose CA
# was pinned, then fetches the join script from it and runs it.
# Exit status 2: trying again cannot help. 1: it may.
set -eu
umask 077
etc=${MOORING_ETC:-/etc/mooring}
run=${MOORING_RUN:-/run/mooring}
name=join.mooring.internal
pki=${MOORING_PKI:-/var/lib/kubelet/pki}/kubelet-client-current.pem

log() { printf 'mooring-node: %s\n' "$*"; }
fail() { # STATUS MESSAGE
    log "FAILED: $2" >&2
    exit "$1"
}

[ -r "$etc/node.env" ] || fail 2 "cannot read $etc/node.env: was this machine given its user data?"
# shellcheck source=/dev/null
. "$etc/node.env"
[ -r "$etc/token" ] || fail 2 "cannot read $etc/token: this machine has joined already, or its token was removed"
IFS= read -r token <"$etc/token" || [ -n "$token" ] || fail 2 "$etc/token is empty"
case $token in
*[!a-z0-9.]* | '') fail 2 "$etc/token does not hold a join token" ;;
esac
for tool in curl openssl; do
    command -v "$tool" >/dev/null || fail 2 "this machine has no $tool: install it in the image"
done
mkdir -p "$run"

case $MOORING_HOST in
*:*) authority="[$MOORING_HOST]:$MOORING_PORT" ;;
*) authority=$MOORING_HOST:$MOORING_PORT ;;
esac
deadline=$(($(date +%s) + ${MOORING_DEADLINE_SECONDS:-900}))

# Half to one and a half times $1 tenths of a second, so that many machines do not knock together.
pause() {
    random=$(od -An -N2 -tu2 /dev/urandom | tr -d ' ')
    tenths=$(($1 / 2 + random % ($1 + 1)))
    sleep "$((tenths / 10)).$((tenths % 10))"
}

# get OUTPUT PATH [curl options]: sets $code to the HTTP status, or 000 with the reason in $reason
get() {
    output=$1 path=$2
    shift 2
    code=$(curl -sS --http1.1 --connect-timeout 5 --max-time 60 --max-filesize 1048576 \
        ${MOORING_PROXY:+--proxy "$MOORING_PROXY"} --connect-to "$name:443:$authority" \
        -o "$output" -w '%{http_code}' "$@" "https://$name$path" 2>"$run/curl.err") || code=000
    reason=$(tr '\n' ' ' <"$run/curl.err")
}

# fetch OUTPUT PATH [curl options]: get, again and again until the deadline
fetch() {
    tenths_between=4 last=
    while :; do
        get "$@"
        case $code in
        200) return 0 ;;
        401 | 403)
            # Its own words, as one line; they come from the control plane whose CA was proven.
            said=$(head -c 300 "$output" 2>/dev/null | tr -cd ' -~')
            fail 2 "https://$authority$2 refused the join token (HTTP $code): ${said:-it has expired, was used before, or is not of this cluster. Make a new one with: mooring token create}"
            ;;
        000 | 408 | 429 | 5??) ;;
        *) fail 2 "https://$authority$2 answered HTTP $code: is this the endpoint of a Mooring control plane?" ;;
        esac
        now="HTTP $code $reason"
        [ "$now" = "$last" ] || log "https://$authority$2 is not there yet ($now), trying again"
        last=$now
        [ "$(date +%s)" -lt "$deadline" ] || fail 1 "no answer from https://$authority$2 within ${MOORING_DEADLINE_SECONDS:-900} s; the last one was: $now"
        pause "$tenths_between"
        [ "$tenths_between" -ge 80 ] || tenths_between=$((tenths_between * 2))
    done
}

log "joining the cluster at https://$authority as $MOORING_NODE_NAME"

# The only request without a verified peer. It carries nothing of ours.
fetch "$run/ca.received" /node/ca.crt -k
# One certificate and no more: curl would trust every other one in the file as well.
openssl x509 -in "$run/ca.received" -out "$run/ca.crt" 2>/dev/null ||
    fail 2 "https://$authority/node/ca.crt did not answer with a certificate: is this the endpoint of a Mooring control plane?"
hash=sha256:$(openssl x509 -in "$run/ca.crt" -noout -pubkey |
    openssl pkey -pubin -outform der 2>/dev/null | openssl dgst -sha256 -r | cut -d' ' -f1)
[ "$hash" = "$MOORING_CA_HASH" ] ||
    fail 2 "the CA at https://$authority has the hash $hash, expected was $MOORING_CA_HASH: it is another cluster's, or someone is in between. Nothing was sent to it"

# shellcheck disable=SC2317,SC2329 # called by name
fetch_with_token() { # OUTPUT PATH
    # By standard input: an argument could be read by every process of the machine.
    printf 'header = "Authorization: Bearer %s"\n' "$token" >"$run/auth"
    # After the kubelet has registered, its certificate is what counts: the token may be used up.
    if [ -s "$pki" ]; then
        set -- "$@" --cert "$pki" --key "$pki"
    fi
    output=$1 path=$2
    shift 2
    fetch "$output" "$path" --cacert "$run/ca.crt" -K "$run/auth" "$@"
}
if [ -n "${MOORING_IDENTITY:-}" ]; then
    # shellcheck source=/dev/null
    . "${0%/*}/mooring-node-identity"
    prove
fi
fetch_with_token "$run/join" /node/join
IFS= read -r first <"$run/join" || first=
[ "$first" = '#!/bin/sh' ] || fail 2 "https://$authority/node/join did not answer with a join script"

MOORING_AUTHORITY=$authority MOORING_DEADLINE=$deadline MOORING_ETC=$etc MOORING_RUN=$run
export MOORING_AUTHORITY MOORING_DEADLINE MOORING_ETC MOORING_RUN
exec sh "$run/join"
