# ---- kubelet --------------------------------------------------------------------------------------
resolvers() { echo /run/systemd/resolve/resolv.conf /etc/resolv.conf; }

resolv_conf() {
    for file in $(resolvers); do
        if grep -Eq '^nameserver +(127\.|::1)' "$file" 2>/dev/null; then
            continue
        fi
        if grep -q '^nameserver' "$file" 2>/dev/null; then
            echo "$file"
            return
        fi
    done
    # One on loopback would make CoreDNS ask itself. At the machine's address some answer as well, and where none does,
    # the question is refused at once. Without any, pods would get the file as it is, and CoreDNS would not start.
    printf 'nameserver %s\n' "${MOORING_NODE_IP%%,*}" >"$etc/resolv.conf"
    echo "$etc/resolv.conf"
}

# Settings as words of sh, read by `mooring-node run NAME`: no unit file could hold any text.
arguments_for() { # NAME, then the arguments
    name=$1
    shift
    printf 'set --%s\n' "$(quoted_all "$@")" | put 600 "$etc/$name.args"
}

kubelet_files() {
    (umask 077 && mkdir -p /etc/kubernetes/manifests /var/lib/kubelet)
    put 644 "$CA_FILE" <"$run/ca.crt"
    [ "$CA_FILE" = /etc/kubernetes/pki/ca.crt ] || put 644 /etc/kubernetes/pki/ca.crt <"$run/ca.crt"
    IFS= read -r token <"$etc/token" || [ -n "$token" ]
    {
        printf '{"apiVersion":"v1","kind":"Config","current-context":"mooring","contexts":[{"name":"mooring","context":{"cluster":"mooring","user":"bootstrap"}}],'
        printf '"clusters":[{"name":"mooring","cluster":{"server":"https://%s","certificate-authority":"%s"}}],' "$authority" "$CA_FILE"
        printf '"users":[{"name":"bootstrap","user":{"token":"%s"}}]}\n' "$token"
    } | put 600 /etc/kubernetes/bootstrap-kubelet.conf
    resolver=$(resolv_conf)
    printf '%s\n' "$KUBELET_CONFIG" |
        sed "s|\"@MOORING_CGROUP_DRIVER@\"|\"$cgroup_driver\"|; s|\"@MOORING_RESOLV_CONF@\"|\"$resolver\"|" |
        put 644 /var/lib/kubelet/config.yaml
    kubelet_arguments
}

kubelet_arguments() {
    set -- --config=/var/lib/kubelet/config.yaml --bootstrap-kubeconfig=/etc/kubernetes/bootstrap-kubelet.conf \
        --kubeconfig=/etc/kubernetes/kubelet.conf "--hostname-override=$node" "--node-ip=$MOORING_NODE_IP"
    [ -z "${MOORING_NODE_LABELS:-}" ] || set -- "$@" "--node-labels=$MOORING_NODE_LABELS"
    taints=$CLUSTER_TAINTS${CLUSTER_TAINTS:+${MOORING_NODE_TAINTS:+,}}${MOORING_NODE_TAINTS:-}
    [ -z "$taints" ] || set -- "$@" "--register-with-taints=$taints"
    # A machine in namespaces shares its disks with others: how full they are says nothing about it.
    if [ -e /run/systemd/container ] && [ "$KUBELET_SETS_EVICTION" = no ]; then
        set -- "$@" '--eviction-hard=memory.available<1Mi,nodefs.available<0%,nodefs.inodesFree<0%,imagefs.available<0%' \
            --image-gc-high-threshold=100
    fi
    eval "set -- \"\$@\" $KUBELET_EXTRA_ARGS ${MOORING_NODE_KUBELET_ARGS:-}"
    arguments_for kubelet "$@"
}

# unit NAME DESCRIPTION [line of the section Unit]... -- [line of the section Service]...
unit() {
    file=/etc/systemd/system/$1
    {
        printf '[Unit]\nDescription=%s\nPartOf=mooring-node.service\nStartLimitIntervalSec=0\n' "$2"
        shift 2
        while [ "$1" != -- ]; do
            printf '%s\n' "$1"
            shift
        done
        shift
        printf '\n[Service]\n'
        printf '%s\n' "$@"
        printf '\n[Install]\nWantedBy=mooring-node.service\n'
    } | put 644 "$file"
}

kubelet_unit() {
    unit kubelet.service 'Kubernetes node agent' After=containerd.service Wants=containerd.service -- \
        "ExecStart=$sbin/mooring-node run kubelet" Restart=always RestartSec=1 KillMode=process \
        LimitNOFILE=1048576 OOMScoreAdjust=-999
}

scrub_unit() {
    unit mooring-scrub.service 'Blank what this machine keeps of its user data' After=cloud-final.service -- \
        Type=oneshot "ExecStart=$sbin/mooring-node scrub"
}

await_certificate() {
    until [ -s "$pki" ]; do
        ! overdue || fail 1 "the kubelet got no certificate from https://$authority in time, see: journalctl -u kubelet"
        sleep 0.1
    done
}
