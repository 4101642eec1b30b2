#!/bin/sh
# prepare HOST:PORT: makes a bare machine fit for `kubeadm join`, as its administrator would. It takes the programs from the control
# plane's join endpoint, sets containerd and a plain kubelet unit up, and joins nothing.
set -eu
have=/root/prepare
fetch() { # PATH
    curl -sSf --http1.1 --retry 5 --retry-connrefused --max-time 300 --connect-to "join.mooring.internal:443:$1" \
        --cacert "$have/ca.crt" -H "@$have/authorization" "https://join.mooring.internal$2"
}
mkdir -p /opt/cni/bin "$have/images"
fetch "$1" /node/files >"$have/files"
while read -r sum _ name; do
    case $name in
    kubeadm | kubelet | containerd | containerd-shim-runc-v2 | ctr | runc) to=/usr/bin/$name ;;
    cni/*) to=/opt/cni/bin/${name#cni/} ;;
    images/*) to=$have/$name ;;
    *) continue ;;
    esac
    fetch "$1" "/node/files/$name" >"$to"
    echo "$sum  $to" | sha256sum --check --quiet
    chmod 755 "$to"
done <"$have/files"
rm "$have/authorization"

# A sandbox without CAP_SYS_RESOURCE (bit 24) cannot lower a process's score, and runc would start nothing.
capabilities=$(awk '/^CapEff/ {print $2}' /proc/self/status)
[ $(((0x$capabilities >> 24) & 1)) -eq 1 ] || sed -i 's/restrict_oom_score_adj = false/restrict_oom_score_adj = true/' /etc/containerd/config.toml
sysctl -q -p /etc/sysctl.d/99-kubernetes.conf
systemctl daemon-reload
systemctl -q enable --now containerd.service
systemctl -q enable kubelet.service
for archive in "$have"/images/*.tar /var/lib/mooring/images/*.tar; do
    [ ! -e "$archive" ] || ctr -n k8s.io images import "$archive"
done
: >/run/prepared
