# ---- containerd -----------------------------------------------------------------------------------
find_cgroups() {
    if [ -n "$CGROUP_DRIVER" ]; then
        cgroup_driver=$CGROUP_DRIVER
    elif [ -f /sys/fs/cgroup/cgroup.controllers ] && [ -d /run/systemd/system ]; then
        cgroup_driver=systemd
    else
        cgroup_driver=cgroupfs
    fi
}

runtime_config() {
    cri='plugins."io.containerd.grpc.v1.cri"'
    printf 'version = 2\n\n[%s]\n  sandbox_image = %s\n' "$cri" "$PAUSE_IMAGE_TOML"
    # Without CAP_SYS_RESOURCE (bit 24) runc cannot lower a score, and no pod would start.
    capabilities=$(awk '/^CapEff/ {print $2}' /proc/self/status)
    [ $(((0x$capabilities >> 24) & 1)) -eq 1 ] || printf '  restrict_oom_score_adj = true\n'
    printf '  [%s.cni]\n    bin_dir = "%s"\n    conf_dir = "/etc/cni/net.d"\n' "$cri" "$CNI_DIR"
    printf '  [%s.registry]\n    config_path = %s\n' "$cri" "$REGISTRY_DIR_TOML"
    printf '%s' "$REGISTRY_AUTH_TOML"
    printf '  [%s.containerd.runtimes.runc]\n    runtime_type = "io.containerd.runc.v2"\n' "$cri"
    printf '    [%s.containerd.runtimes.runc.options]\n      SystemdCgroup = %s\n' "$cri" \
        "$([ "$cgroup_driver" = systemd ] && echo true || echo false)"
}

start_runtime() {
    [ "$CONTAINERD" = yes ] || return 0
    mkdir -p /etc/containerd /etc/cni/net.d
    registry_files
    changes=$run/changed-runtime
    rm -f "$changes"
    if [ -f /etc/containerd/config.toml ] && [ ! -f /etc/containerd/config.toml.before-mooring ]; then
        cp -p /etc/containerd/config.toml /etc/containerd/config.toml.before-mooring
    fi
    runtime_config | put 600 /etc/containerd/config.toml
    if [ -n "${MOORING_PROXY:-}" ]; then
        printf '[Service]\nEnvironment="HTTPS_PROXY=%s" "HTTP_PROXY=%s"\n' "$MOORING_PROXY" "$MOORING_PROXY" |
            sed 's/%/%%/g' | put 600 /etc/systemd/system/containerd.service.d/mooring-proxy.conf
        systemctl daemon-reload
    fi
    if systemctl cat containerd.service 2>/dev/null | grep -q '^Environment=CONTAINERD_CONFIG='; then
        # Flatcar's reads another file unless it is told to.
        printf '[Service]\nEnvironment=CONTAINERD_CONFIG=/etc/containerd/config.toml\n' |
            put 644 /etc/systemd/system/containerd.service.d/mooring-config.conf
        systemctl daemon-reload
    fi
    if [ "$own_runtime" = yes ]; then
        runtime_unit | put 644 /etc/systemd/system/containerd.service
        systemctl daemon-reload
    fi
    systemctl --no-reload -q enable containerd.service 2>/dev/null || :
    if [ -e "$changes" ]; then
        systemctl restart containerd.service
    else
        systemctl start containerd.service
    fi || fail 1 "containerd does not start, see: journalctl -u containerd"
}

runtime_unit() {
    cat <<UNIT
[Unit]
Description=containerd
After=network.target local-fs.target

[Service]
Type=notify
ExecStart=$bin/containerd
Delegate=yes
KillMode=process
Restart=always
RestartSec=2
LimitNOFILE=1048576
TasksMax=infinity
OOMScoreAdjust=-999

[Install]
WantedBy=multi-user.target
UNIT
}

import_images() {
    [ "$CONTAINERD" = yes ] || return 0
    mkdir -p /var/lib/mooring/imported
    eval "set -- /var/lib/mooring/images $IMPORT_IMAGES"
    for path; do
        [ ! -d "$path" ] || set -- "$@" "$path"/*.tar "$path"/*.tar.gz
    done
    for archive; do
        [ -f "$archive" ] || continue
        mark=/var/lib/mooring/imported/$(printf '%s' "$archive" | tr / _).$(stat -c %s-%Y "$archive")
        [ ! -f "$mark" ] || continue
        case $archive in
        *.gz) gzip -dc "$archive" | ctr -n k8s.io images import - ;;
        *) ctr -n k8s.io images import "$archive" ;;
        esac >/dev/null || fail 1 "cannot import the images of $archive into containerd"
        : >"$mark"
        log "imported the images of $archive"
    done
}
