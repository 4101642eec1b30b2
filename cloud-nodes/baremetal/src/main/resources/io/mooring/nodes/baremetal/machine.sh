# shellcheck shell=sh disable=SC2154 # its settings come before it
# Runs on a bare machine as root. Its settings come before it and what it is to run after it, all by standard input,
# which nobody else on the machine can read: verb, owner, cluster, machine, lines, bytes; paths, one a line.
# It answers in lines "NAME VALUE". Whatever it does may be repeated; nothing happens before its last line has come.
home=/var/lib/mooring-machine
claim=$home/claim
here=/usr/local/bin
units=/etc/systemd/system
joining=mooring-node-bootstrap.service
# What a node has to itself, and what it has among the files of others.
own='/etc/mooring /etc/kubernetes /etc/cni /etc/containerd /opt/cni /opt/containerd /var/lib/kubelet /var/lib/kube-proxy /var/lib/cni /var/lib/mooring /var/lib/containerd'
shared="$here/kubelet $here/konnectivity-agent $here/flanneld $here/kube-proxy $here/containerd $here/containerd-shim-runc-v2
 $here/ctr $here/runc /usr/local/sbin/mooring-node /usr/local/sbin/mooring-node-bootstrap $units/kubelet.service $units/containerd.service
 $units/containerd.service.d/mooring-proxy.conf $units/mooring-node.service $units/mooring-node-bootstrap.service $units/mooring-scrub.service $units/mooring-agent.service
 $units/mooring-agent-token.service $units/mooring-agent-token.timer $units/mooring-flannel.service $units/mooring-cni.service
 $units/mooring-cni.path $units/mooring-kube-proxy.service /etc/modules-load.d/mooring.conf /etc/sysctl.d/99-mooring.conf"
node_units='mooring-node-bootstrap.service mooring-scrub.service mooring-agent-token.timer mooring-agent-token.service mooring-agent.service mooring-cni.path
 mooring-cni.service mooring-flannel.service mooring-kube-proxy.service kubelet.service mooring-node.service'

say() { printf '%s\n' "$*"; }
trouble() { # KIND REASON
    say "trouble $*"
    exit 0
}

fit() {
    [ "$(id -u)" = 0 ] || trouble not-root "this is user $(id -un) and not root"
    [ -d /run/systemd/system ] || trouble unfit "systemd does not run this machine"
    for tool in awk find flock grep mktemp systemctl systemd-run; do
        command -v "$tool" >/dev/null || trouble unfit "there is no $tool on this machine"
    done
}

# One change at a time, whoever makes it.
alone() {
    exec 9>/run/mooring-machine.lock
    flock -w 100 9 || trouble unfit "another change to this machine has gone on for 100 s"
}

ours() {
    [ -f "$claim" ] || return 1
    read -r its_owner its_cluster its_machine _ <"$claim"
    [ "$its_owner $its_cluster $its_machine" = "$owner $cluster $machine" ]
}

laying() { cat $home/unit 2>/dev/null || echo mooring-machine-lay.service; }

phase() {
    if [ -e $home/wiping ]; then
        echo wiping
    elif [ -e $home/off ]; then
        echo off
    elif [ -e $home/laid ]; then
        echo laid
    else
        case $(systemctl show -P ActiveState "$(laying)" 2>/dev/null) in
        active | activating) echo laying ;;
        failed) echo failed ;;
        *) echo claimed ;;
        esac
    fi
}

report() {
    say "architecture $(uname -m)"
    say "processors $(grep -c ^processor /proc/cpuinfo)"
    say "memory $(awk '/^MemTotal/ {print int($2 / 1024)}' /proc/meminfo)"
    if [ -f "$claim" ]; then
        say "claim $(cat "$claim")"
        say "phase $(phase)"
        # What may pass is tried again, and is no failure to systemd.
        ! systemctl is-failed --quiet $joining || say "gaveup $(journalctl --quiet --no-pager --output=cat -u $joining |
            sed -n 's/^mooring-node: //p' | tail -n 1)"
    elif [ -e /etc/kubernetes/kubelet.conf ] || [ -e /etc/kubernetes/admin.conf ]; then
        say "foreign a node of a cluster that did not claim it (/etc/kubernetes)"
    fi
}

# A link to a whole file: of many who make it at once one succeeds, and nobody sees half of it.
take() {
    rm -rf $home.gone.*
    if [ -e /etc/kubernetes/kubelet.conf ] && [ ! -e "$claim" ]; then
        return 0
    fi
    mkdir -p $home
    chmod 700 $home
    mine=$(mktemp $home/.claim.XXXXXX)
    say "$owner $cluster $machine $(date +%s)" >"$mine"
    ! ln "$mine" "$claim" 2>/dev/null || sync -f "$claim" 2>/dev/null || sync
    rm -f "$mine"
}

# What was there before us, so that it is there after us.
remember() {
    [ ! -e $home/before ] || return 0
    {
        for path in $own; do
            # Not all of what somebody else's containerd holds: that is theirs as a whole.
            if [ "$path" = /var/lib/containerd ]; then
                [ -z "$(ls -A "$path" 2>/dev/null)" ] || say "$path"
            elif [ -e "$path" ]; then
                find "$path" -xdev
            fi
        done
        for path in $shared; do
            [ ! -e "$path" ] || say "$path"
        done
        printf '%s' "$paths" | while IFS= read -r path; do
            [ ! -e "$path" ] || say "$path"
        done
    } >$home/before.new
    mv $home/before.new $home/before
}

lay() {
    ours || return 0
    case $(phase) in
    claimed | failed) ;;
    *)
        await_laid
        return 0
        ;;
    esac
    remember
    printf '%s' "$paths" >$home/paths
    head -c "$bytes" >$home/script.new
    # A connection that broke leaves half of it.
    [ "$(wc -c <$home/script.new)" -eq "$bytes" ] || exit 1
    mv $home/script.new $home/script
    systemctl reset-failed "$(laying)" 2>/dev/null || :
    say "mooring-machine-lay-$(date +%s)-$$.service" >$home/unit
    # In a unit of its own it outlives this connection, and this one its wait. What it is told is in a file that root alone
    # can read.
    timeout 60 systemd-run --quiet --unit="$(laying)" --description='Make this machine what it was claimed for' \
        --property=Type=oneshot --property=WorkingDirectory=/ \
        /bin/sh -c "umask 022; /bin/sh $home/script </dev/null && rm -f $home/script && : >$home/laid" 9>&- >/dev/null 2>&1 || :
}

await_laid() {
    looks=0
    while [ "$(phase)" = laying ] && [ $looks -lt 600 ]; do
        sleep 0.1
        looks=$((looks + 1))
    done
}

units_there() { # those of the units that are named for which there is a file
    systemctl list-unit-files --no-legend --no-pager "$@" 2>/dev/null | awk '{print $1}'
}

processes() { # of pods and of what holds them
    {
        grep -ls kubepods /proc/[0-9]*/cgroup
        grep -als containerd-shim /proc/[0-9]*/cmdline | xargs -r grep -alszx k8s.io
    } | cut -d/ -f3 | sort -u
}

stop_pods() {
    looks=0
    while [ $looks -lt 100 ]; do
        left=$(processes)
        [ -n "$left" ] || return 0
        # shellcheck disable=SC2086 # numbers
        kill -KILL $left 2>/dev/null || :
        sleep 0.1
        looks=$((looks + 1))
    done
    trouble unfit "processes of pods do not end"
}

stop_node() {
    # shellcheck disable=SC2046,SC2086 # one word a unit
    set -- $(units_there $node_units)
    [ $# -eq 0 ] || systemctl disable --now --quiet "$@" 2>/dev/null || :
    stop_pods
}

# Its pods are gone and it starts none, also after a boot. What it holds stays.
switch_off() {
    ours || return 0
    : >$home/off
    stop_node
}

switch_on() {
    ours || return 0
    # shellcheck disable=SC2046,SC2086 # one word a unit
    set -- $(units_there $node_units)
    for unit; do
        case $unit in
        mooring-agent-token.service | mooring-cni.service) ;;
        # Where joining was cut off, it goes on.
        mooring-node-bootstrap.service) [ ! -e /etc/mooring/token ] || systemctl enable --now --no-block --quiet "$unit" ;;
        *) systemctl enable --quiet "$unit" ;;
        esac
    done
    case " $* " in *' mooring-node.service '*) systemctl start --no-block mooring-node.service ;; esac
    rm -f $home/off
}

new() { ! grep -qxF -- "$1" $home/before; } # PATH: it was not there before us

wipe() {
    ours || return 0
    : >$home/wiping
    systemctl stop "$(laying)" 2>/dev/null || :
    systemctl reset-failed "$(laying)" 2>/dev/null || :
    # Nothing is laid before it is remembered what was there.
    if [ -e $home/before ]; then
        stop_node
        network_rules
        containers
        unmount
        files
    fi
    # All of the claim goes at once; what is left of it after a crash is nobody's.
    gone=$(mktemp -d $home.gone.XXXXXX)
    mv $home "$gone/"
    rm -rf $home.gone.*
}

network_rules() {
    { [ -e $here/kube-proxy ] && new $here/kube-proxy; } || { [ -e $here/flanneld ] && new $here/flanneld; } || return 0
    if [ -x $here/kube-proxy ]; then
        timeout 30 $here/kube-proxy --cleanup >/dev/null 2>&1 || :
    fi
    if command -v nft >/dev/null; then
        for table in 'ip kube-proxy' 'ip6 kube-proxy' 'ip flannel-ipv4' 'ip6 flannel-ipv6'; do
            # shellcheck disable=SC2086 # two words
            nft delete table $table 2>/dev/null || :
        done
    fi
    for tool in iptables ip6tables; do
        command -v $tool-save >/dev/null || continue
        if rules=$($tool-save 2>/dev/null) && printf '%s' "$rules" | grep -qE '(KUBE|CNI|FLANNEL)-|flanneld'; then
            printf '%s\n' "$rules" | grep -vE '(KUBE|CNI|FLANNEL)-|flanneld' | $tool-restore 2>/dev/null || :
        fi
    done
    for link in cni0 flannel.1 flannel-v6.1 kube-ipvs0 nodelocaldns; do
        ip link delete "$link" 2>/dev/null || :
    done
}

containers() {
    if [ -e $units/containerd.service ] && new $units/containerd.service; then
        systemctl disable --now --quiet containerd.service 2>/dev/null || :
        stop_pods
    elif [ -e /etc/kubernetes/kubelet.conf ] && command -v ctr >/dev/null; then
        # Somebody else's: what the node had in it goes.
        for kind in tasks containers; do
            ctr -n k8s.io $kind list -q 2>/dev/null | xargs -r ctr -n k8s.io $kind rm >/dev/null 2>&1 || :
        done
        ctr -n k8s.io images list -q 2>/dev/null | xargs -r ctr -n k8s.io images rm --sync >/dev/null 2>&1 || :
    fi
}

unmount() {
    for _ in 1 2 3; do
        awk '$2 ~ "^/var/lib/kubelet/" || $2 ~ "^/run/containerd/io[.]containerd[^/]*/k8s[.]io/" ||
            $2 ~ "^/run/containerd/io[.]containerd[.]grpc[.]v1[.]cri/" || $2 ~ "^(/var)?/run/netns/cni-" {print $2}' /proc/self/mounts |
            sort -r | while IFS= read -r at; do
            umount "$at" 2>/dev/null || umount -l "$at" 2>/dev/null || :
        done
    done
    rm -f /run/netns/cni-*
}

files() {
    for path in $shared; do
        ! new "$path" || rm -f "$path"
    done
    find $units -xtype l -name 'mooring-*' -delete 2>/dev/null || :
    while IFS= read -r path; do
        ! new "$path" || rm -f -- "$path"
    done <$home/paths
    for path in $own; do
        [ -e "$path" ] || continue
        if new "$path" && rm -rf "$path" 2>/dev/null; then
            continue
        fi
        [ "$path" != /var/lib/containerd ] || continue
        find "$path" -mindepth 1 -depth -xdev | grep -vxFf $home/before | while IFS= read -r one; do
            [ "$one" != /etc/containerd/config.toml.before-mooring ] || continue
            if [ -d "$one" ] && [ ! -L "$one" ]; then rmdir "$one" 2>/dev/null || :; else rm -f -- "$one"; fi
        done
    done
    rm -rf /run/flannel /run/mooring
    systemctl daemon-reload
    systemctl reset-failed $joining 2>/dev/null || :
    # Somebody else's containerd has its settings back.
    if [ -e /etc/containerd/config.toml.before-mooring ]; then
        mv -f /etc/containerd/config.toml.before-mooring /etc/containerd/config.toml
        systemctl try-restart --no-block containerd.service 2>/dev/null || :
    fi
}

journal() {
    ours || return 0
    journalctl --quiet --no-pager --output=cat --lines="$lines" -u 'mooring-machine-lay-*' -u $joining 2>/dev/null | sed 's/^/log /' || :
}

main() {
    set -eu
    umask 077
    LC_ALL=C PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
    export LC_ALL PATH
    say mooring-machine 1
    fit
    case $verb in
    look) ;;
    take)
        alone
        take
        ;;
    lay)
        alone
        lay
        ;;
    off)
        alone
        switch_off
        ;;
    on)
        alone
        switch_on
        ;;
    wipe)
        alone
        wipe
        ;;
    journal) journal ;;
    esac
    report
}
main
