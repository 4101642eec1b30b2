# ---- binaries and images from the control plane ---------------------------------------------------
target_of() { # NAME: where it belongs, nothing if this node does not want it
    case $1 in
    cni/*) [ "$FLANNEL" = no ] && [ -x "$CNI_DIR/${1#cni/}" ] || echo "$CNI_DIR/${1#cni/}" ;;
    images/*) echo "/var/lib/mooring/$1" ;;
    containerd | containerd-shim-runc-v2 | ctr | runc) [ "$own_runtime" = no ] || echo "$bin/$1" ;;
    flanneld) [ "$FLANNEL" = no ] || echo "$bin/$1" ;;
    kube-proxy) [ "$KUBE_PROXY" = no ] || echo "$bin/$1" ;;
    kubelet | konnectivity-agent) echo "$bin/$1" ;;
    esac
}
# Not sha256sum, which has no use for a processor's own instructions: these are hundreds of megabytes.
digest() { openssl dgst -sha256 -r "$1" | cut -d' ' -f1; }

architecture() { # as those name it who make programs for it
    case $(uname -m) in
    x86_64) echo amd64 ;;
    aarch64) echo arm64 ;;
    *) uname -m ;;
    esac
}

# Sorts what is missing into $run/first (without which no kubelet starts) and $run/rest.
list_files() {
    arch=$(architecture)
    answer=$(endpoint "/node/files?arch=$arch" --max-time 60 --retry 5 --retry-connrefused -o "$run/files" -w '%{http_code}') || answer=none
    case $answer in
    200) ;;
    404) fail 2 "https://$authority has no files for this machine ($arch): $(cat "$run/files")" ;;
    *) fail 1 "https://$authority/node/files did not answer with the list of files (status $answer)" ;;
    esac
    : >"$run/first"
    : >"$run/rest"
    while read -r sum size name more; do
        case $name${more:+ } in
        '' | /* | *..* | *[!A-Za-z0-9._/-]*) fail 2 "the list of files of https://$authority holds a name that is not to be trusted" ;;
        esac
        case $sum in
        *[!0-9a-f]*) fail 2 "the list of files of https://$authority holds no checksum for $name" ;;
        esac
        target=$(target_of "$name")
        [ -n "$target" ] || continue
        if [ -f "$target" ] && [ "$(stat -c %s "$target")" = "$size" ] && [ "$(digest "$target")" = "$sum" ]; then
            continue
        fi
        case $name in
        kubelet | containerd* | ctr | runc) list=first ;;
        *) list=rest ;;
        esac
        printf '%s %s %s\n' "$sum" "$name" "$target" >>"$run/$list"
    done <"$run/files"
}

# A few at a time, each beside its place, moved there when its checksum is right.
download() { # LIST
    [ -s "$run/$1" ] || return 0
    while read -r _ name target; do
        mkdir -p "${target%/*}"
        printf 'url = "https://join.mooring.internal/node/files/%s?arch=%s"\noutput = "%s.mooring-new"\n' "$name" "$arch" "$target"
    done <"$run/$1" >"$run/$1.curl"
    curl -sS --http1.1 --connect-timeout 5 --max-time 900 --retry 5 --retry-connrefused -f -Z --parallel-max 4 --no-progress-meter \
        ${MOORING_PROXY:+--proxy "$MOORING_PROXY"} --connect-to "join.mooring.internal:443:$authority" \
        --cacert "$run/ca.crt" -K "$run/auth" -K "$run/$1.curl" >/dev/null ||
        fail 1 "cannot fetch all files from https://$authority/node/files"
    while read -r sum name target; do
        [ "$(digest "$target.mooring-new")" = "$sum" ] || {
            rm -f "$target.mooring-new"
            fail 1 "the file $name from https://$authority does not have the checksum that its list says ($sum): it was not installed"
        }
        case $name in
        images/*) chmod 644 "$target.mooring-new" ;;
        *) chmod 755 "$target.mooring-new" ;;
        esac
        mv -f "$target.mooring-new" "$target"
    done <"$run/$1"
}
