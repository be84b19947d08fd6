#!/usr/bin/env bash
# The proof of "two commands on a fresh machine": a minimal Debian in a temporary folder, and in it a clone of this
# project, `make run` and `make test`, as root and as an ordinary user.
#
#   sudo tests/fresh/run.sh                       the whole suite, both users
#   sudo ARGS="tests/embedded" tests/fresh/run.sh a part of it
#   sudo USERS="root" tests/fresh/run.sh          one user
#
# Needs debootstrap, and root. How this machine reaches the package registries (mirror, proxy, certificates) is read
# here and now and lent to the new one. Everything runs in namespaces of its own, which end with this script.
set -euo pipefail

if [ -z "${INSIDE:-}" ]; then
    export INSIDE=yes
    exec unshare --mount --propagation private --pid --fork --kill-child --mount-proc "$0" "$@"
fi

project=$(cd "$(dirname "$0")/../.." && pwd)
suite=${SUITE:-bookworm}
users=${USERS:-root anna}
port=${PORT:-8931}
started=$SECONDS
machine=$(mktemp -d /var/tmp/senkom-fresh.XXXXXX)
chmod 755 "$machine"
trap 'umount -R "$machine/proc" "$machine/dev" 2>/dev/null || true; rm -rf --one-file-system "$machine"' EXIT

say() { printf '[%4d s] %s\n' $((SECONDS - started)) "$*"; }
fail() { say "FAILED: $*"; exit 1; }

# --- The machine ------------------------------------------------------------------------------------------------------

lent_environment() { # how we reach registries: proxies, indexes, certificates
    env | grep -E '^(PIP_(INDEX_URL|EXTRA_INDEX_URL|CERT|PROXY|TRUSTED_HOST|DEFAULT_TIMEOUT)|UV_(DEFAULT_INDEX|INDEX|INDEX_URL|SYSTEM_CERTS)|SSL_CERT_FILE|REQUESTS_CA_BUNDLE|(https?|no|all)_proxy|(HTTPS?|NO|ALL)_PROXY)=' || true
}

make_machine() {
    local mirror
    mirror=$(apt-get indextargets --format '$(SITE)' 'Created-By: Packages' "Release: $suite" | head -n 1)
    debootstrap --variant=minbase --include=git,make,python3,ca-certificates "$suite" "$machine" "$mirror" >"$machine.log" 2>&1 ||
        { tail -n 20 "$machine.log"; fail "debootstrap"; }
    rm -f "$machine.log"
    cp -L /etc/resolv.conf /etc/hosts "$machine/etc/"
    cp /etc/apt/apt.conf.d/* "$machine/etc/apt/apt.conf.d/"
    cp -L /etc/ssl/certs/ca-certificates.crt "$machine/etc/ssl/certs/"
    mount -t proc proc "$machine/proc"
    mount -t tmpfs -o mode=755 tmpfs "$machine/dev"
    for device in null:3 zero:5 full:7 random:8 urandom:9; do
        mknod -m 666 "$machine/dev/${device%:*}" c 1 "${device#*:}"
    done
    mkdir -m 1777 "$machine/dev/shm"
    ln -s /proc/self/fd "$machine/dev/fd"
    chroot "$machine" useradd --create-home anna
}

clone_for() { # a clone that belongs to the user, as `git clone` leaves it
    home=$([ "$1" = root ] && echo /root || echo "/home/$1")
    [ -e "$machine$home/senkom" ] && return
    git -c safe.directory='*' clone --quiet --no-local "$project" "$machine$home/senkom"
    chroot "$machine" chown -R "$1:" "$home/senkom"
}

as() { # as USER COMMAND…: in the clone, with an environment as after signing in, plus what we lend
    local user=$1
    shift
    local lent
    mapfile -t lent < <(lent_environment)
    exec setsid env --default-signal=INT chroot --userspec="$user:$(chroot "$machine" id -gn "$user")" "$machine" env -i \
        HOME="$home" USER="$user" LANG=C.UTF-8 PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
        PORT="$port" "${lent[@]}" "$@"
}

# --- What is proved ---------------------------------------------------------------------------------------------------

refuses_without_venv() { # an ordinary user on a Debian without venv and pip gets one sentence
    clone_for "$1"
    if said=$( (as "$1" make -C "$home/senkom" run) 2>&1); then fail "make run as $1 worked without venv"; fi
    grep -q 'Install the package python3-venv' <<<"$said" || fail "make run as $1 said: $said"
    ! grep -q Traceback <<<"$said" || fail "make run as $1 said: $said"
    say "$1, without venv and pip: $(grep -m 1 python3-venv <<<"$said")"
}

runs() { # `make run` answers; one Ctrl-C ends it and leaves no process
    local log="$machine/run.log" begun=$SECONDS
    : >"$log"
    (as "$1" make -C "$home/senkom" run) >>"$log" 2>&1 &
    local run=$!
    until grep -q 'Ctrl-C stops everything' "$log"; do
        kill -0 $run 2>/dev/null || { cat "$log"; fail "make run as $1 ended"; }
        [ $((SECONDS - begun)) -lt 600 ] || { cat "$log"; fail "make run as $1 did not answer in 10 minutes"; }
        sleep 0.2
    done
    say "$1, $2: the site answers after $((SECONDS - begun)) s"
    python3 -c "import urllib.request as u; assert b'Senkom' in u.urlopen('http://127.0.0.1:$port/').read()"
    kill -INT -- -$run # what a terminal does: everybody in the foreground
    local ended=0
    wait $run || ended=$?
    tail -n 3 "$log" | grep -q 'Stopped\.' || { cat "$log"; fail "make run as $1 did not stop (exit code $ended)"; }
    left=$(for folder in /proc/[0-9]*; do [ "$(readlink "$folder/root")" = "$machine" ] && tr '\0' ' ' <"$folder/cmdline"; done || true)
    [ -z "$left" ] || fail "make run as $1 left: $left"
    say "$1, $2: stopped, no process left"
}

passes() { # `make test`
    local begun=$SECONDS log="$machine/test.log"
    (as "$1" make -C "$home/senkom" test ${ARGS:+ARGS="$ARGS"}) >"$log" 2>&1 || { tail -n 80 "$log"; fail "make test as $1"; }
    tail -n 20 "$log"
    say "$1: make test took $((SECONDS - begun)) s"
}

say "making a minimal Debian $suite"
make_machine
say "made: $(chroot "$machine" python3 --version), $(chroot "$machine" git --version), nothing else"
case " $users " in *" anna "*) refuses_without_venv anna ;; esac
for user in $users; do
    clone_for "$user"
    # for the ordinary user somebody follows the sentence; root's `make run` does it itself
    [ "$user" = root ] || chroot "$machine" sh -c 'apt-get update -qq && apt-get install -qq -y python3-venv' >/dev/null 2>&1
    runs "$user" "first start"
    runs "$user" "warm start"
    passes "$user"
done
say "a fresh machine runs Senkom and passes its tests, as: $users"
