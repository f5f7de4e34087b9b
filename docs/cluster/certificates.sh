#!/bin/sh
# A certificate authority of your own, and a key and a certificate for each node and for the administrator:
#   sh certificates.sh FOLDER h1.example.cn h2.example.cn h3.example.cn
# Give each node ca.pem, HOST.pem and HOST.key; each machine of zhengce ca.pem alone. ca.key belongs into a safe.
# An office that has an authority of its own needs none of this.
set -eu
folder=$1
shift
umask 077
mkdir -p "$folder"
cd "$folder"

[ -e ca.key ] || openssl req -x509 -newkey rsa:3072 -nodes -days 3650 -subj "/CN=zhengce ca" \
    -addext "basicConstraints=critical,CA:TRUE" -keyout ca.key -out ca.pem

certificate() {  # NAME SUBJECT EXTENSIONS
    openssl req -newkey rsa:3072 -nodes -subj "$2" -keyout "$1.key" -out "$1.csr"
    printf '%s\n' "basicConstraints=CA:FALSE" "extendedKeyUsage=serverAuth,clientAuth" $3 > "$1.ext"
    openssl x509 -req -in "$1.csr" -CA ca.pem -CAkey ca.key -CAcreateserial -days 825 -extfile "$1.ext" -out "$1.pem"
    rm "$1.csr" "$1.ext"
}

for host in "$@"; do
    certificate "$host" "/OU=zhengce-node/CN=$host" "subjectAltName=DNS:$host"
done
[ -e admin.key ] || certificate admin "/OU=zhengce-admin/CN=admin" ""
