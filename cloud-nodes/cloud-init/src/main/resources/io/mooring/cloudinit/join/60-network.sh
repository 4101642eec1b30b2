# ---- pods, services, tunnel -----------------------------------------------------------------------
# Can iptables (whatever it is made of here) say what flannel and kube-proxy need?
iptables_works() {
    command -v iptables >/dev/null || return 1
    iptables -w 5 -t nat -N MOORING-PROBE 2>/dev/null || :
    rc=0
    iptables -w 5 -t nat -A MOORING-PROBE -m comment --comment probe -m addrtype --dst-type LOCAL \
        -m statistic --mode random --probability 0.5 -m conntrack --ctstate NEW -j MARK --or-mark 0x4000 2>/dev/null || rc=1
    iptables -w 5 -t nat -F MOORING-PROBE 2>/dev/null || :
    iptables -w 5 -t nat -X MOORING-PROBE 2>/dev/null || :
    return "$rc"
}

# shellcheck disable=SC2120 # its arguments come from its own eval
network_files() {
    proxy_mode=$KUBE_PROXY_MODE flannel_config=$FLANNEL_CONFIG
    if ! iptables_works; then
        log "iptables cannot do what services need on this machine: nftables are used instead"
        case $proxy_mode in '' | iptables) proxy_mode=nftables ;; esac
        flannel_config=$(printf '%s' "$FLANNEL_CONFIG" | sed 's/^{/{"EnableNFTables":true,/')
    fi
    if [ "$KUBE_PROXY" = yes ]; then
        printf '%s\n' "$KUBE_PROXY_CONFIG" | sed "s|\"@MOORING_PROXY_MODE@\"|\"$proxy_mode\"|" |
            put 644 /var/lib/kube-proxy/config.yaml
        eval "set -- --config=/var/lib/kube-proxy/config.yaml --hostname-override=$node $KUBE_PROXY_EXTRA_ARGS"
        arguments_for kube-proxy "$@"
        unit mooring-kube-proxy.service 'Services of the Mooring cluster' After=kubelet.service -- \
            "ExecStart=$sbin/mooring-node run kube-proxy" Restart=always RestartSec=1 LimitNOFILE=1048576
    fi
    if [ "$FLANNEL" = yes ]; then
        printf '%s\n' "$flannel_config" | put 644 /etc/mooring/flannel.json
        case $MOORING_NODE_IP in
        *:*) public="--public-ipv6=$MOORING_NODE_IP" ;;
        *) public="--public-ip=$MOORING_NODE_IP" ;;
        esac
        arguments_for flanneld --kube-subnet-mgr --kubeconfig-file=/etc/kubernetes/kubelet.conf \
            --net-config-path=/etc/mooring/flannel.json "--iface=$MOORING_NODE_IP" "$public" --ip-masq --healthz-port=0
        unit mooring-flannel.service 'Pod network of the Mooring cluster' After=kubelet.service -- \
            "ExecStartPre=$sbin/mooring-node await-pod-cidr" "Environment=NODE_NAME=$node" \
            "ExecStart=$sbin/mooring-node run flanneld" Restart=always RestartSec=1 TimeoutStartSec=infinity
        unit mooring-cni.service 'Hand the pod network to containerd' -- Type=oneshot RemainAfterExit=yes \
            "ExecStart=$sbin/mooring-node cni"
        {
            printf '[Unit]\nDescription=Wait for the pod network\nPartOf=mooring-node.service\n\n'
            printf '[Path]\nPathExists=/run/flannel/subnet.env\n\n'
            printf '[Install]\nWantedBy=mooring-node.service\n'
        } | put 644 /etc/systemd/system/mooring-cni.path
    fi
}

# shellcheck disable=SC2120 # its arguments come from its own eval
agent_files() { # upstream's agent would wait 90 s for its streams when it is asked to stop
    case $MOORING_NODE_IP in
    *:*) family=ipv6 ;;
    *) family=ipv4 ;;
    esac
    eval "set -- $AGENT_EXTRA_ARGS"
    arguments_for konnectivity-agent "--proxy-server-host=$MOORING_HOST" "--proxy-server-port=$MOORING_PORT" \
        --alpn-proto=mooring-tunnel "--ca-cert=$CA_FILE" --service-account-token-path=/run/mooring/agent-token \
        "--agent-id=$node" "--agent-identifiers=host=$node&$family=$MOORING_NODE_IP" --sync-interval=500ms \
        --sync-interval-cap=5s --probe-interval=500ms --keepalive-time=40s --health-server-host=127.0.0.1 --v=0 "$@"
    unit mooring-agent.service 'Tunnel to the Mooring control plane' After=kubelet.service Wants=mooring-agent-token.timer -- \
        "ExecStartPre=$sbin/mooring-node agent-token" "ExecStart=$sbin/mooring-node run konnectivity-agent" \
        Restart=always RestartSec=1 TimeoutStartSec=infinity TimeoutStopSec=2 LimitNOFILE=1048576
    unit mooring-agent-token.service 'Renew the credential of the tunnel' -- Type=oneshot \
        "ExecStart=$sbin/mooring-node agent-token" TimeoutStartSec=120
    {
        printf '[Unit]\nDescription=Renew the credential of the tunnel in time\nPartOf=mooring-node.service\n\n'
        printf '[Timer]\nOnActiveSec=20min\nOnUnitActiveSec=20min\n\n[Install]\nWantedBy=mooring-node.service\n'
    } | put 644 /etc/systemd/system/mooring-agent-token.timer
}

umbrella() {
    printf '%s\n' '[Unit]' 'Description=This node of the Mooring cluster' 'Wants=network-online.target' \
        'After=network-online.target' '' '[Service]' 'Type=oneshot' 'RemainAfterExit=yes' 'ExecStart=/bin/true' '' \
        '[Install]' 'WantedBy=multi-user.target' | put 644 /etc/systemd/system/mooring-node.service
}
