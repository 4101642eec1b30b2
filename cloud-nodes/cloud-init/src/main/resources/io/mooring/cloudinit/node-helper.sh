#!/bin/sh
# What the units of this node run. Installed by the join script.
set -eu
umask 077
# shellcheck source=/dev/null
. /etc/mooring/node.env
bin=/usr/local/bin
[ "$0" != /opt/bin/mooring-node ] || bin=/opt/bin
pki=/var/lib/kubelet/pki/kubelet-client-current.pem
ca=/etc/kubernetes/pki/ca.crt
case $MOORING_HOST in
*:*) authority="[$MOORING_HOST]:$MOORING_PORT" ;;
*) authority=$MOORING_HOST:$MOORING_PORT ;;
esac

as_node() {
    curl -sS --http1.1 --connect-timeout 5 --max-time 20 ${MOORING_PROXY:+--proxy "$MOORING_PROXY"} \
        --cacert "$ca" --cert "$pki" --key "$pki" "$@"
}
own_node() { as_node -f "https://$authority/api/v1/nodes/$MOORING_NODE_NAME" 2>/dev/null | tr -d ' \n'; }

run() {
    name=$1
    # shellcheck source=/dev/null
    . "/etc/mooring/$name.args"
    if [ -n "${MOORING_PROXY:-}" ]; then
        export HTTPS_PROXY="$MOORING_PROXY"
    fi
    exec "$bin/$name" "$@"
}

# The agent reads the file at each connect, so it is replaced as a whole.
agent_token() {
    mkdir -p /run/mooring
    until=$(($(date +%s) + 100)) said=''
    while :; do
        answer=$(as_node --connect-to "join.mooring.internal:443:$authority" -X POST -w '%{http_code}' \
            -o /run/mooring/agent-token.new https://join.mooring.internal/node/agent-token 2>&1) || :
        if [ "$answer" = 200 ]; then
            mv -f /run/mooring/agent-token.new /run/mooring/agent-token
            return
        fi
        rm -f /run/mooring/agent-token.new
        [ "$answer" = "$said" ] || echo "no credential for the tunnel from https://$authority yet: $answer" >&2
        said=$answer
        [ "$(date +%s)" -lt "$until" ] || exit 1
        sleep 0.2
    done
}

await_pod_cidr() {
    until own_node | grep -q '"podCIDR":"'; do sleep 0.15; done
}

ready() { own_node | grep -q '"type":"Ready","status":"True"'; }

# The first address of a range is flannel's; the bridge wants the range itself.
range_of() {
    address=${1%/*}
    case $address in
    *:*) printf '%s/%s' "${address%1}" "${1#*/}" ;;
    *) printf '%s.%s/%s' "${address%.*}" "$((${address##*.} - 1))" "${1#*/}" ;;
    esac
}

cni() {
    # shellcheck source=/dev/null
    . /run/flannel/subnet.env
    ranges='' routes=''
    for subnet in ${FLANNEL_SUBNET:-} ${FLANNEL_IPV6_SUBNET:-}; do
        ranges="$ranges${ranges:+,}[{\"subnet\":\"$(range_of "$subnet")\"}]"
    done
    for network in $(printf '%s' "${FLANNEL_NETWORK:-}" | tr , ' ') $(printf '%s' "${FLANNEL_IPV6_NETWORK:-}" | tr , ' '); do
        routes="$routes${routes:+,}{\"dst\":\"$network\"}"
    done
    mkdir -p /etc/cni/net.d
    umask 022
    {
        printf '{"cniVersion":"1.0.0","name":"mooring","plugins":['
        printf '{"type":"bridge","bridge":"cni0","mtu":%s,"isGateway":true,"isDefaultGateway":true,"hairpinMode":true,' "$FLANNEL_MTU"
        printf '"ipMasq":false,"ipam":{"type":"host-local","ranges":[%s],"routes":[%s]}},' "$ranges" "$routes"
        printf '{"type":"portmap","capabilities":{"portMappings":true}}]}\n'
    } >/etc/cni/net.d/.10-mooring.new
    mv -f /etc/cni/net.d/.10-mooring.new /etc/cni/net.d/10-mooring.conflist
}

# What read the user data keeps it, with proxy passwords and commands, and writes some of it anew at
# each start. What was made of it is in files of their own, so it is not needed any more.
scrub() {
    root=${MOORING_SCRUB_ROOT:-}
    # A machine of an inventory was there before, with user data of its owner's; what it was laid with is gone.
    [ ! -d "$root/var/lib/mooring-machine" ] || return 0
    for kept in "$root"/var/lib/cloud/instances/*/user-data.txt* "$root"/var/lib/cloud/instances/*/cloud-config.txt \
        "$root"/var/lib/cloud/seed/*/user-data "$root"/run/cloud-init/instance-data-sensitive.json \
        "$root"/run/cloud-init/combined-cloud-config.json "$root"/run/ignition.json "$root"/var/lib/coreos-install/user_data \
        "$root"/var/lib/waagent/CustomData; do
        if [ -f "$kept" ] && [ -s "$kept" ] && [ ! -L "$kept" ]; then : >"$kept" || echo "cannot blank $kept" >&2; fi
    done
    if [ -s "$root/var/lib/waagent/ovf-env.xml" ]; then
        sed -i 's#<\([A-Za-z0-9]*:\{0,1\}CustomData\)>[^<]*<#<\1><#' "$root/var/lib/waagent/ovf-env.xml"
    else
        # cloud-init finds out anew where it is; Azure's way to do so talks to the platform, and is let be
        rm -f "$root"/var/lib/cloud/instances/*/obj.pkl
    fi
}

case ${1:-} in
run) run "$2" ;;
agent-token) agent_token ;;
await-pod-cidr) await_pod_cidr ;;
ready) ready ;;
cni) cni ;;
scrub) scrub ;;
*)
    echo "usage: mooring-node run NAME | agent-token | await-pod-cidr | ready | cni | scrub" >&2
    exit 2
    ;;
esac
