# ---- what an image leaves out, from the machine's own repositories ---------------------------------
package_of() { # TOOL
    case $manager:$1 in
    *:awk) echo gawk ;;
    *:cmp) echo diffutils ;;
    *:nft) echo nftables ;;
    dnf:ip) echo iproute ;;
    dnf:mount) echo util-linux ;;
    apt-get:ip) echo iproute2 ;;
    *) echo "$1" ;;
    esac
}

install_packages() { # PACKAGES
    if [ -n "${MOORING_PROXY:-}" ]; then
        export http_proxy="$MOORING_PROXY" https_proxy="$MOORING_PROXY"
    fi
    case $manager in
    dnf) dnf -y -q --setopt=install_weak_deps=False install "$@" ;;
    apt-get)
        export DEBIAN_FRONTEND=noninteractive
        apt-get -q update && apt-get -q -y --no-install-recommends install "$@"
        ;;
    esac </dev/null 9>&-
}

# Minimal images of the RHEL family and Amazon Linux have neither iptables nor nft. What cannot be installed, preflight misses.
packages() {
    if command -v dnf >/dev/null; then manager=dnf; elif command -v apt-get >/dev/null; then manager=apt-get; else return 0; fi
    set --
    for tool in awk cmp ip mount openssl; do
        command -v "$tool" >/dev/null || set -- "$@" "$(package_of "$tool")"
    done
    command -v iptables >/dev/null || command -v nft >/dev/null || set -- "$@" "$(package_of nft)"
    [ $# -gt 0 ] || return 0
    log "this image lacks $*: installing by $manager"
    (install_packages "$@") || log "$manager could not install all of $*; have them in the image, or see above"
}

# firewalld, where it runs, lets neither pods nor their overlay through.
firewall() {
    if [ "$FLANNEL" = no ] || ! systemctl is-active -q firewalld.service 2>/dev/null; then return 0; fi
    if firewall-cmd -q --permanent --zone=trusted --add-interface=cni0 --add-interface=flannel.1 &&
        firewall-cmd -q --permanent --add-port=8472/udp && firewall-cmd -q --reload; then
        log "firewalld was told to let pods through"
    else
        unfit Firewalld "firewalld runs and cannot be told to let pods through"
    fi
}
