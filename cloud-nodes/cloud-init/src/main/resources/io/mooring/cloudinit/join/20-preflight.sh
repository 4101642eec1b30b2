# ---- is this machine fit to be a node -------------------------------------------------------------
unfit() { # CHECK MESSAGE
    case ",$IGNORED_CHECKS," in
    *",all,"* | *",$1,"*) log "ignored, as configured: $2" ;;
    *) fail 2 "$2 (to join all the same, add $1 to ignorePreflightErrors)" ;;
    esac
}

preflight() {
    [ "$(id -u)" = 0 ] || unfit IsPrivilegedUser "this does not run as root"
    [ -d /run/systemd/system ] || unfit Systemd "systemd does not run this machine"
    packages
    for tool in awk cmp curl ip mount openssl sed systemctl; do
        command -v "$tool" >/dev/null || unfit "FileExisting-$tool" "there is no $tool on this machine"
    done
    if [ -f /etc/kubernetes/kubelet.conf ] && ! cmp -s "$run/ca.crt" "$CA_FILE"; then
        fail 2 "this machine is a node of another cluster already; to give it to this one, remove /etc/kubernetes, /var/lib/kubelet and /etc/cni/net.d and join again"
    fi
    if [ -z "${MOORING_NODE_IP:-}" ]; then
        address=$MOORING_HOST
        case $address in
        *[!0-9.]*) case $address in *:*) ;; *) address=$(getent ahosts "$address" | awk 'NR == 1 {print $1}') ;; esac ;;
        esac
        MOORING_NODE_IP=$(ip -o route get "$address" | sed -n 's/.* src \([^ ]*\).*/\1/p')
        [ -n "$MOORING_NODE_IP" ] || fail 1 "cannot find this machine's address: there is no route to $MOORING_HOST"
    fi
    modules
    sysctls
    swap
    firewall
}

modules() {
    printf '%s\n' overlay br_netfilter nf_conntrack vxlan | put 644 /etc/modules-load.d/mooring.conf
    for module in overlay br_netfilter nf_conntrack vxlan; do
        # Built into the kernel there is no file to load, and all is well.
        [ -d "/sys/module/$module" ] || modprobe "$module" 2>/dev/null || absent="${absent:-} $module"
    done
    [ -z "${absent:-}" ] || log "modprobe knows none of:$absent (well if they are built into this kernel)"
}

sysctls() {
    {
        echo 'net.ipv4.ip_forward = 1'
        [ ! -d /proc/sys/net/ipv6/conf/all ] || echo 'net.ipv6.conf.all.forwarding = 1'
        [ ! -d /proc/sys/net/bridge ] || printf 'net.bridge.bridge-nf-call-iptables = 1\nnet.bridge.bridge-nf-call-ip6tables = 1\n'
        echo 'fs.inotify.max_user_instances = 8192'
        echo 'fs.inotify.max_user_watches = 524288'
    } >"$run/sysctls"
    put 644 /etc/sysctl.d/99-mooring.conf <"$run/sysctls"
    while read -r key _ value; do
        file=/proc/sys/$(printf '%s' "$key" | tr . /)
        now=$(cat "$file" 2>/dev/null) || now=absent
        [ "$now" != "$value" ] || continue
        case $key in
        fs.inotify.*) [ "$now" = absent ] || [ "$now" -lt "$value" ] || continue ;;
        esac
        (printf '%s' "$value" >"$file") 2>/dev/null && continue
        log "sysctl $key stays $now: it cannot be written here"
        [ "$key" != net.ipv4.ip_forward ] || unfit IPForward "net.ipv4.ip_forward is $now and cannot be set to 1"
    done <"$run/sysctls"
}

swap() {
    [ "$(wc -l </proc/swaps)" -gt 1 ] || return 0
    if [ "$FAIL_SWAP_ON" = yes ]; then
        swapoff -a || unfit Swap "swap cannot be turned off, and the kubelet is set to refuse it"
    else
        log "swap is on; the kubelet accepts that and gives none of it to pods"
    fi
}
