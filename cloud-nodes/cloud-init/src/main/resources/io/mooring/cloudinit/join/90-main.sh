# ---- the order of things --------------------------------------------------------------------------
units() {
    echo mooring-node.service kubelet.service mooring-scrub.service
    [ "$TUNNEL" = no ] || echo mooring-agent.service mooring-agent-token.timer
    [ "$FLANNEL" = no ] || echo mooring-flannel.service mooring-cni.path
    [ "$KUBE_PROXY" = no ] || echo mooring-kube-proxy.service
}

await_ready() {
    until "$sbin/mooring-node" ready; do
        ! overdue || fail 1 "node $node registered but is not Ready in time, see: kubectl describe node $node"
        sleep 0.15
    done
}

main() {
    start_reports
    step Preflight "joining as $node"
    own_runtime=no
    if [ "$CONTAINERD" = yes ] && ! command -v containerd >/dev/null; then own_runtime=yes; fi
    preflight
    eval "run_commands preInstall $PRE_INSTALL_COMMANDS"
    find_cgroups
    if [ "$own_runtime" = no ]; then
        start_runtime 9>&- &
        runtime=$!
    fi

    step Files "fetching what this node lacks from https://$authority"
    list_files
    download rest 9>&- &
    rest=$!
    download first
    if [ "$own_runtime" = yes ]; then
        start_runtime 9>&- &
        runtime=$!
    fi

    step Kubelet "address $MOORING_NODE_IP, cgroup driver $cgroup_driver"
    rm -f "$changes"
    helper
    umbrella
    kubelet_files
    kubelet_unit
    scrub_unit
    # shellcheck disable=SC2119
    [ "$TUNNEL" = no ] || agent_files
    # shellcheck disable=SC2119
    network_files
    # shellcheck disable=SC2046 # one word a unit
    systemctl --no-reload -q enable $(units)
    systemctl daemon-reload
    eval "run_commands preJoin $PRE_JOIN_COMMANDS ${MOORING_NODE_PRE_JOIN:-}"
    wait "$runtime" || fail 1 "containerd could not be set up, see: journalctl -u containerd"
    if [ -e "$changes" ]; then systemctl restart --no-block kubelet.service; else systemctl start --no-block kubelet.service; fi
    log "the kubelet was started $(($(date +%s) - started)) s into this script"
    import_images 9>&- &
    images=$!
    await_certificate

    step Network "the control plane accepted $node"
    wait "$rest" || fail 1 "cannot fetch the files of the network from https://$authority, or they have wrong checksums (see above)"
    [ "$KUBE_PROXY" = no ] || systemctl restart --no-block mooring-kube-proxy.service
    [ "$FLANNEL" = no ] || systemctl restart --no-block mooring-flannel.service mooring-cni.path
    [ "$TUNNEL" = no ] || systemctl restart --no-block mooring-agent.service mooring-agent-token.timer
    systemctl start --no-block mooring-node.service
    wait "$images" || fail 1 "cannot import images into containerd (see above)"
    import_images # those that came with the other files
    if [ "$FLANNEL" = yes ]; then
        await_ready
    else
        log "this cluster brings its own pod network: the node is Ready once that is installed"
    fi
    eval "run_commands postJoin $POST_JOIN_COMMANDS ${MOORING_NODE_POST_JOIN:-}"
    rm -f "$etc/token" /etc/kubernetes/bootstrap-kubelet.conf
    : >"$run/auth"
    rm -f "$etc/proven" "$etc/proof.key"
    "$sbin/mooring-node" scrub
    systemctl --no-reload -q disable mooring-node-bootstrap.service 2>/dev/null || :
    step Ready "joined in $(($(date +%s) - started)) s"
}

main
