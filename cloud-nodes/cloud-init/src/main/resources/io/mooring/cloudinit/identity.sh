# Proves to the control plane which machine this is, by a document that its cloud has signed, and gets
# for the token of the user data, which lets nobody in, one that does. Read by mooring-node-bootstrap.
# shellcheck shell=sh disable=SC2154 # it has set etc, run, token, deadline

metadata=${MOORING_METADATA:-http://169.254.169.254}

ask() { # [curl options]: the metadata service, which is never behind a proxy
    curl -sS -f --noproxy '*' --connect-timeout 3 --max-time 10 --max-filesize 65536 "$@" 2>"$run/curl.err"
}

document_of_aws() {
    session=$(ask -X PUT -H 'X-aws-ec2-metadata-token-ttl-seconds: 60' "$metadata/latest/api/token") || return 1
    printf 'header = "X-aws-ec2-metadata-token: %s"\n' "$session" >"$run/session"
    ask -K "$run/session" -o "$run/document" "$metadata/latest/dynamic/instance-identity/rsa2048"
}

document_of_gcp() {
    ask -G -H 'Metadata-Flavor: Google' --data-urlencode "audience=$challenge" -d format=full -o "$run/document" \
        "$metadata/computeMetadata/v1/instance/service-accounts/default/identity"
}

document_of_azure() {
    nonce=$(printf '%s' "$challenge" | openssl dgst -sha256 -r | cut -c1-10 | tr a-f 0-5)
    ask -H 'Metadata: true' -o "$run/attested" \
        "$metadata/metadata/attested/document?api-version=2021-02-01&nonce=$nonce" || return 1
    tr -d '\n ' <"$run/attested" | sed -n 's/.*"signature":"\([A-Za-z0-9+\/=]*\)".*/\1/p' >"$run/document"
    openssl base64 -d -A -in "$run/document" -out "$run/attested" || return 1
    # It is kept for a while, with the nonce of whoever asked before.
    if ! grep -aq "\"$nonce\"" "$run/attested"; then
        echo 'the attested document is not of this nonce' >"$run/curl.err"
        return 1
    fi
    # The certificate of whoever issued the signer's does not come along. Without it the control plane may know it.
    openssl pkcs7 -inform der -in "$run/attested" -print_certs 2>/dev/null >"$run/signer"
    issuer=$(openssl x509 -in "$run/signer" -noout -text 2>/dev/null | sed -n 's/.*CA Issuers - URI:\(http[^ ]*\)$/\1/p' | head -n 1)
    if [ -n "$issuer" ] && curl -sS -f -L --connect-timeout 5 --max-time 20 --max-filesize 65536 \
        ${MOORING_PROXY:+--proxy "$MOORING_PROXY"} -o "$run/issuer" "$issuer" 2>"$run/curl.err"; then
        openssl x509 -inform der -in "$run/issuer" 2>/dev/null >"$run/chain" ||
            openssl x509 -in "$run/issuer" 2>/dev/null >"$run/chain" || : >"$run/chain"
    else
        log "the certificate of the issuer of Azure's signer cannot be had: $(tr '\n' ' ' <"$run/curl.err")"
    fi
}

prove() {
    id=${token%%.*}
    # What the token of the user data was exchanged for is here already.
    [ "$(cat "$etc/proven" 2>/dev/null)" != "$id" ] || return 0
    case $MOORING_IDENTITY in
    aws | azure | gcp) ;;
    *) fail 2 "no machine of $MOORING_IDENTITY can prove which it is: the user data is of a newer release" ;;
    esac
    # shellcheck disable=SC2034 # used by the functions above
    challenge=https://join.mooring.internal/$MOORING_CA_HASH/$id
    tenths_between=4
    : >"$run/chain"
    until "document_of_$MOORING_IDENTITY" && [ -s "$run/document" ]; do
        why=$(tr '\n' ' ' <"$run/curl.err")
        log "the metadata service of $MOORING_IDENTITY gives no identity document yet ($why)"
        [ "$(date +%s)" -lt "$deadline" ] || fail 1 "this machine cannot prove which it is: the metadata service of $MOORING_IDENTITY at $metadata gave no identity document ($why). On Google Cloud the machine needs a service account; else see privateNodes.nodeIdentity"
        pause "$tenths_between"
        [ "$tenths_between" -ge 80 ] || tenths_between=$((tenths_between * 2))
    done
    # A repetition is told from somebody else on this machine by what only root can read.
    [ -s "$etc/proof.key" ] || od -An -N32 -tx1 /dev/urandom | tr -d ' \n' >"$etc/proof.key"
    log "proving to https://$authority, by a document of $MOORING_IDENTITY, which machine this is"
    set -- "$run/given" /node/identity --data-urlencode "cloud=$MOORING_IDENTITY" \
        --data-urlencode "key@$etc/proof.key" --data-urlencode "document@$run/document"
    # curl drops the name of a field that is empty
    if [ -s "$run/chain" ]; then set -- "$@" --data-urlencode "chain@$run/chain"; fi
    fetch_with_token "$@"
    IFS= read -r token <"$run/given" || [ -n "$token" ] || token=
    case $token in
    *[!a-z0-9.]* | '') fail 2 "https://$authority/node/identity did not answer with a token" ;;
    esac
    printf '%s\n' "${token%%.*}" >"$etc/proven"
    printf '%s\n' "$token" >"$etc/token.new"
    mv -f "$etc/token.new" "$etc/token"
    rm -f "$run/given" "$run/document" "$run/session" "$etc/proof.key"
}
