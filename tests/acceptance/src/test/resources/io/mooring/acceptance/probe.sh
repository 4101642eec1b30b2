#!/bin/sh
# Answers one HTTP request: a validating webhook that refuses everything and says so, and an aggregated API of one page.
read -r _ path _
length=0
while IFS= read -r line; do
    line=${line%?}
    case $line in
    '') break ;;
    [Cc]ontent-[Ll]ength:*) length=${line#*: } ;;
    esac
done
body=$(head -c "$length")
case $path in
/validate*)
    uid=$(printf '%s' "$body" | sed -n 's/.*"request":{"uid":"\([^"]*\)".*/\1/p')
    answer='{"apiVersion":"admission.k8s.io/v1","kind":"AdmissionReview","response":{"uid":"'$uid'","allowed":false,"status":{"message":"the webhook of the node was asked"}}}'
    ;;
*/page) answer='{"kind":"Page","from":"the node"}' ;;
*) answer='{"kind":"APIResourceList","apiVersion":"v1","groupVersion":"probe.mooring.test/v1","resources":[]}' ;;
esac
printf 'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %s\r\nConnection: close\r\n\r\n%s' "${#answer}" "$answer"
