#!/bin/sh
# Makes the secrets that docker-compose.yml mounts, once. `make.sh` makes all of them, `make.sh tls` the certificates alone
# (remove the old ones first). What is there is never overwritten: with another root key nothing sealed opens again.
set -eu
umask 077
cd -- "$(dirname -- "$0")"

part=${1:-all}
keys='root.key checkpoint.key postgres-superuser.password postgres-migrator.password postgres-application.password
  postgres-gateway.password postgres-migrator.url postgres-application.url postgres-gateway.url'
certificates='ca.crt tls.crt tls.key'
settings=../../.env
# One for each line of deploy/demo/inlevermappen.yaml.
drops='amsterdam-college politie-amsterdam'

case $part in
  all) wanted="$keys $certificates $settings" ;;
  tls) wanted=$certificates ;;
  *) echo "make.sh: niets bekends om te maken: $part (all of tls)" >&2; exit 2 ;;
esac
for file in $wanted; do
  if [ -e "$file" ]; then
    echo "make.sh: $file bestaat al; er is niets gemaakt." >&2
    exit 1
  fi
done

draft=$(mktemp -d ./draft.XXXXXX)
trap 'rm -rf "$draft"' EXIT
trap 'exit 1' HUP INT TERM

make_keys() {
  openssl rand -out "$draft/root.key" 32
  openssl genpkey -algorithm ed25519 -out "$draft/checkpoint.key"
  for role in superuser migrator application gateway; do
    openssl rand -hex 24 > "$draft/postgres-$role.password"
  done
  for role in migrator application gateway; do
    case $role in application) name=knooppunt ;; *) name=knooppunt_$role ;; esac
    printf 'postgresql://%s:%s@postgres:5432/knooppunt\n' "$name" "$(cat "$draft/postgres-$role.password")" \
      > "$draft/postgres-$role.url"
  done
}

# The authority signs this one certificate; its key goes at once, so that nobody signs another.
make_certificates() {
  curve='-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes'
  # shellcheck disable=SC2086
  openssl req -x509 $curve -keyout "$draft/ca.key" -out "$draft/ca.crt" -days 825 -subj '/CN=Knooppunt op dit apparaat' \
    -addext basicConstraints=critical,CA:TRUE,pathlen:0 -addext keyUsage=critical,keyCertSign 2> /dev/null
  # shellcheck disable=SC2086
  openssl req $curve -keyout "$draft/tls.key" -out "$draft/tls.csr" -subj '/CN=localhost' 2> /dev/null
  printf '%s\n' 'subjectAltName=DNS:localhost,DNS:edge,DNS:keycloak,IP:127.0.0.1' 'basicConstraints=critical,CA:FALSE' \
    'keyUsage=critical,digitalSignature' 'extendedKeyUsage=serverAuth' > "$draft/extensions"
  openssl x509 -req -in "$draft/tls.csr" -CA "$draft/ca.crt" -CAkey "$draft/ca.key" -CAcreateserial \
    -out "$draft/tls.crt" -days 825 -extfile "$draft/extensions" 2> /dev/null
  rm -f "$draft/ca.key" "$draft/ca.srl" "$draft/tls.csr" "$draft/extensions"
  chmod 0644 "$draft/ca.crt"
}

# Containers read these files as the one who owns them; root gives them to a number of their own.
user=$(id -u)
group=$(id -g)
if [ "$user" -eq 0 ]; then user=10001 group=10001; fi

make_certificates
if [ "$part" = all ]; then
  make_keys
  printf 'KNOOPPUNT_UID=%s\nKNOOPPUNT_GID=%s\n' "$user" "$group" > "$draft/env"
  chmod 0644 "$draft/env"
fi
if [ "$(id -u)" -eq 0 ]; then chown "$user:$group" "$draft"/*; fi
if [ "$part" = all ]; then
  for folder in '' $drops; do
    mkdir -p "../../var/inlevermap/$folder"
    if [ "$(id -u)" -eq 0 ]; then chown "$user:$group" "../../var/inlevermap/$folder"; fi
    if [ -n "$folder" ]; then chmod 2750 "../../var/inlevermap/$folder"; fi
  done
  chmod 0755 ../../var/inlevermap
  mv "$draft/env" "$settings"
fi
mv "$draft"/* .
echo "make.sh: gemaakt in deploy/secrets, leesbaar voor gebruiker $user."
