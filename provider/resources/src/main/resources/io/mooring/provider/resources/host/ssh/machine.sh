# shellcheck shell=sh disable=SC2154 # its settings come before it
# Runs on a machine that is to have a control plane, as root. Its settings come before it by standard input, which nobody else on the machine can
# read: verb, cluster, owner, image, config, unit, stamp, since, ports, lines, bytes; what verb `layer` unpacks comes after it.
# It answers in lines "NAME VALUE"; a VALUE of several lines is in base64. Whatever it does may be repeated.
home=/var/lib/mooring-server
place=$home/$cluster
images=$home/.images
service=mooring-server-$cluster.service
unit_file=/etc/systemd/system/$service
server=65532

say() { printf '%s\n' "$*"; }
trouble() { # KIND REASON
    say "trouble $*"
    exit 0
}
must() { "$@" || trouble unfit "a step failed there: $*"; }

fit() {
    [ "$(id -u)" = 0 ] || trouble not-root "this is user $(id -un) and not root"
    [ -d /run/systemd/system ] || trouble unfit "systemd does not run this machine"
    for tool in awk base64 chown flock gzip systemctl tar; do
        command -v "$tool" >/dev/null || trouble unfit "there is no $tool on this machine"
    done
}

# One change at a time, whoever makes it.
alone() {
    exec 9>/run/mooring-server.lock
    flock -w 100 9 || trouble unfit "another change to this machine has gone on for 100 s"
}

show() { systemctl show -P "$1" "$service" 2>/dev/null; }
running() { case $(show ActiveState) in active | activating | deactivating | reloading) return 0 ;; *) return 1 ;; esac; }
coded() { [ ! -r "$2" ] || say "$1 $(base64 <"$2" | tr -d '\n')"; }
# Whole or not at all, for a reader that runs.
lay() { # FILE MODE GROUP
    (umask 077 && cat >"$1.new") && chown "0:$3" "$1.new" && chmod "$2" "$1.new" && mv -f "$1.new" "$1"
}
ours() {
    [ -r "$place/owner" ] || trouble gone "this machine has no control plane $cluster"
}

# Whoever listens on a port that the server needs, in the tables of the kernel.
taken() {
    for port in $ports; do
        awk -v p="$(printf %04X "$port")" '$4 == "0A" { n = split($2, a, ":"); if (a[n] == p) found = 1 } END { exit !found }' \
            /proc/net/tcp /proc/net/tcp6 2>/dev/null && say "$port"
    done
}

look() {
    say "machine $(uname -m)"
    [ ! -d "$images/$image" ] || say "image here"
    [ -r "$place/owner" ] || return 0
    say "owner $(cat "$place/owner")"
    say "state $(show ActiveState)"
    say "restarts $(show NRestarts)"
    say "result $(show Result) $(show ExecMainStatus)"
    [ ! -r "$place/paused" ] || say "paused $(cat "$place/paused")"
    [ ! -r "$place/stamp" ] || say "stamp $(cat "$place/stamp")"
    coded unit "$unit_file"
    coded config "$place/data/host/config.yaml"
    coded kubeconfig "$place/data/mooring/kubeconfig/admin.conf"
    coded ca "$place/data/mooring/pki/ca.crt"
}

claim() {
    for other in "$home"/*/owner; do
        [ -e "$other" ] || continue
        [ "$other" = "$place/owner" ] || trouble taken "it has control plane $(basename "$(dirname "$other")") already, and a machine runs one"
        [ "$(cat "$other")" = "$owner" ] || trouble taken "its control plane $cluster belongs to $(cat "$other")"
        return 0
    done
    busy=$(taken | tr '\n' ' ')
    [ -z "$busy" ] || trouble unfit "something else listens on its port ${busy% }, which the control plane needs; end that first"
    must mkdir -p "$place"
    must chmod 0755 "$home"
    must chmod 0711 "$place"
    printf '%s\n' "$owner" | lay "$place/owner" 0600 0 || trouble unfit "$place cannot be written to"
}

# One layer of an image, in the order they come. `begin` makes room for the first, `seal` shows that the last has come.
begin() {
    must rm -rf "$images/$image.part"
    must mkdir -p "$images/$image.part"
    must chmod 0755 "$images" "$images/$image.part"
}
layer() {
    gzip -d | tar -x -p --numeric-owner -C "$images/$image.part" -f - || trouble unfit "a layer of the image cannot be unpacked in $images"
}
seal() {
    [ ! -d "$images/$image" ] || { must rm -rf "$images/$image.part" && return 0; }
    # where the server's data and files of the machine are mounted
    for mount in data/host data/mooring tmp proc sys dev etc run; do
        must mkdir -p "$images/$image.part/$mount"
    done
    for file in resolv.conf hosts; do
        [ -e "$images/$image.part/etc/$file" ] || must touch "$images/$image.part/etc/$file"
    done
    must mv "$images/$image.part" "$images/$image"
}

start() {
    ours
    must mkdir -p "$place/data/host" "$place/data/mooring"
    must chown "0:$server" "$place/data" "$place/data/host"
    must chmod 0750 "$place/data" "$place/data/host"
    must chown "$server:$server" "$place/data/mooring"
    must chmod 0700 "$place/data/mooring"
    printf '%s' "$config" | lay "$place/data/host/config.yaml" 0640 "$server" || trouble unfit "$place cannot be written to"
    if running && { [ ! -r "$place/stamp" ] || [ "$(cat "$place/stamp")" != "$stamp" ] || [ "$(cat "$unit_file" 2>/dev/null)" != "$unit" ]; }; then
        must systemctl stop "$service"
    fi
    printf '%s\n' "$unit" | lay "$unit_file" 0644 0 || trouble unfit "$unit_file cannot be written"
    printf '%s\n' "$stamp" | lay "$place/stamp" 0600 0 || trouble unfit "$place cannot be written to"
    must systemctl daemon-reload
    must rm -f "$place/paused"
    must systemctl --quiet enable "$service"
    must systemctl start "$service"
    for old in "$images"/*; do
        [ "$old" = "$images/$image" ] || rm -rf "$old"
    done
}

pause() {
    ours
    if running || [ ! -r "$place/paused" ]; then
        printf '%s\n' "$since" | lay "$place/paused" 0600 0 || trouble unfit "$place cannot be written to"
    fi
    systemctl --quiet disable "$service" 2>/dev/null
    must systemctl stop "$service"
    say "paused $(cat "$place/paused")"
}

resume() {
    ours
    if ! running; then
        [ -r "$place/paused" ] || trouble stopped "it does not run, and no pause stopped it"
        must systemctl --quiet enable "$service"
        must systemctl start "$service"
    fi
    must rm -f "$place/paused"
}

end() {
    # another control plane of this machine, and its image, are not ours to remove
    [ -d "$place" ] || [ -e "$unit_file" ] || return 0
    if [ -e "$unit_file" ]; then
        systemctl --quiet disable "$service" 2>/dev/null
        must systemctl stop "$service"
        must rm -f "$unit_file"
        must systemctl daemon-reload
        systemctl reset-failed "$service" 2>/dev/null
    fi
    # the owner goes last: until then it can be removed again
    [ ! -d "$place" ] || must rm -rf "$place/data" "$place/stamp" "$place/paused"
    must rm -rf "$images"
    must rm -rf "$place"
    rmdir "$home" 2>/dev/null || :
}

journal() { journalctl --no-pager --output=cat --lines="$lines" --unit="$service" 2>/dev/null | base64 | tr -d '\n' | sed 's/^/journal /'; say; }

say "mooring-server 1"
fit
case $verb in
look) look ;;
journal) journal ;;
*)
    alone
    case $verb in
    claim) claim ;;
    begin) begin ;;
    layer) layer ;;
    seal) seal ;;
    start) start ;;
    pause) pause ;;
    resume) resume ;;
    end) end ;;
    esac
    ;;
esac
say "done"
exit 0
