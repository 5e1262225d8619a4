#!/bin/bash
# Real mail pair on loopback: Postfix (SMTP 127.0.0.1:2525, submission+AUTH+STARTTLS 2587, SMTPS 2465) -> LMTP -> Dovecot (IMAP 2143 incl. STARTTLS, IMAPS 2993)
# users: brand@shop.test / customer@shop.test, password pw-12345. Nothing can leave: default_transport=error.
# PORT_OFFSET (0) is added to each port, so that several can run at once, each with a SERVERS_ROOT of its own.
# usage: install|start|stop|status|reset|log
set -euo pipefail
O=${PORT_OFFSET:-0}
HERE=$(cd "$(dirname "$0")" && pwd); B=${SERVERS_ROOT:-${TMPDIR:-/tmp}/replyd-servers}; mkdir -p "$B"; M=$B/mail; P=$M/postfix; DC=$M/dovecot.conf
now(){ date +%s.%N; }; el(){ python3 -c "import sys;print('%.2f'%(float(sys.argv[2])-float(sys.argv[1])))" $1 $2; }
install(){ [ -x /usr/sbin/dovecot ] && [ -x /usr/lib/dovecot/lmtp ] && [ -x /usr/sbin/postfix ] && command -v curl >/dev/null && return; local s=$(now); apt-get update -qq
  echo "postfix postfix/main_mailer_type select No configuration" | debconf-set-selections
  local pol=; [ -e /usr/sbin/policy-rc.d ] || { pol=1; printf '#!/bin/sh\nexit 101\n' > /usr/sbin/policy-rc.d; chmod +x /usr/sbin/policy-rc.d; }   # else apt would start both on every interface
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends dovecot-imapd dovecot-lmtpd postfix ca-certificates curl openssl procps >$B/mail-install.log 2>&1; [ -z "$pol" ] || rm -f /usr/sbin/policy-rc.d; echo "install_s=$(el $s $(now))"; }
config(){ [ -f $DC ] && return; mkdir -p $M/run $M/store $P $M/spool $M/pfdata; chown mail:mail $M/store; chown postfix $M/pfdata; chmod 755 $M
  openssl req -x509 -newkey rsa:2048 -nodes -days 3650 -subj /CN=localhost -addext 'subjectAltName=DNS:localhost,IP:127.0.0.1' -keyout $M/key.pem -out $M/cert.pem 2>/dev/null
  printf '%s\n' 'brand@shop.test:{PLAIN}pw-12345::::::' 'customer@shop.test:{PLAIN}pw-12345::::::' > $M/passwd
  cat > $DC <<C
base_dir = $M/run
log_path = $M/dovecot.log
protocols = imap lmtp
listen = 127.0.0.1
mail_location = maildir:$M/store/%u
mail_uid = mail
mail_gid = mail
first_valid_uid = 8
mail_privileged_group = mail
ssl = yes
ssl_cert = <$M/cert.pem
ssl_key = <$M/key.pem
disable_plaintext_auth = no
auth_mechanisms = plain login
auth_failure_delay = 0
passdb {
 driver = passwd-file
 args = username_format=%u $M/passwd
}
userdb {
 driver = static
 args = uid=mail gid=mail home=$M/store/%u
}
service imap-login { 
 inet_listener imap { 
  port = $((2143+O)) 
 }
 inet_listener imaps { 
  port = $((2993+O)) 
 }
}
service lmtp { 
 inet_listener lmtp { 
  address = 127.0.0.1
  port = $((2424+O)) 
 }
}
service auth { 
 inet_listener { 
  address = 127.0.0.1
  port = $((2325+O))
 }
}
mail_max_userip_connections = 100
namespace inbox { 
 inbox = yes
 mailbox Sent { 
  auto = create
 }
 mailbox Processed { 
  auto = create
 }
}
C
  cat > $P/main.cf <<C
compatibility_level = 3.6
queue_directory = $M/spool
data_directory = $M/pfdata
command_directory = /usr/sbin
daemon_directory = /usr/lib/postfix/sbin
mail_owner = postfix
setgid_group = postdrop
maillog_file = $M/postfix.log
maillog_file_prefixes = $M
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
myhostname = mail.shop.test
mydestination =
mynetworks = 127.0.0.1/32
alias_maps =
local_recipient_maps =
virtual_mailbox_domains = shop.test
virtual_mailbox_maps = texthash:$P/boxes
virtual_transport = lmtp:inet:127.0.0.1:$((2424+O))
default_transport = error:5.7.1 external mail is switched off here
relay_transport = error:5.7.1 external mail is switched off here
relayhost =
smtp_dns_support_level = disabled
lmtp_host_lookup = native
smtpd_recipient_restrictions = reject_non_fqdn_recipient, reject_unlisted_recipient, permit_sasl_authenticated, permit_mynetworks, reject
smtpd_peername_lookup = no
smtpd_tls_cert_file = $M/cert.pem
smtpd_tls_key_file = $M/key.pem
smtpd_tls_security_level = may
smtpd_sasl_type = dovecot
smtpd_sasl_path = inet:127.0.0.1:$((2325+O))
smtpd_client_connection_rate_limit = 0
message_size_limit = 10485760
C
  printf 'brand@shop.test x\ncustomer@shop.test x\n' > $P/boxes
  cat > $P/master.cf <<C
127.0.0.1:$((2525+O)) inet n - n - - smtpd
127.0.0.1:$((2587+O)) inet n - n - - smtpd
  -o smtpd_tls_security_level=encrypt
  -o smtpd_sasl_auth_enable=yes
  -o smtpd_recipient_restrictions=reject_unlisted_recipient,permit_sasl_authenticated,reject
127.0.0.1:$((2465+O)) inet n - n - - smtpd
  -o smtpd_tls_wrappermode=yes
  -o smtpd_sasl_auth_enable=yes
  -o smtpd_recipient_restrictions=reject_unlisted_recipient,permit_sasl_authenticated,reject
pickup    unix  n - n 60 1 pickup
cleanup   unix  n - n - 0 cleanup
qmgr      unix  n - n 300 1 qmgr
rewrite   unix  - - n - - trivial-rewrite
bounce    unix  - - n - 0 bounce
defer     unix  - - n - 0 bounce
trace     unix  - - n - 0 bounce
verify    unix  - - n - 1 verify
proxymap  unix  - - n - - proxymap
error     unix  - - n - - error
retry     unix  - - n - - error
discard   unix  - - n - - discard
lmtp      unix  - - n - - lmtp
tlsmgr    unix  - - n 1000? 1 tlsmgr
anvil     unix  - - n - 1 anvil
scache    unix  - - n - 1 scache
postlog   unix-dgram n - n - 1 postlogd
showq     unix  n - n - - showq
flush     unix  n - n 1000? 0 flush
C
}
kids(){ local p=$1; echo $p; for c in $(ps -o pid= --ppid $p); do kids $c; done; }
rss(){ local t=0 x; for p in $(kids $1); do x=$(awk '/VmRSS/{print $2}' /proc/$p/status 2>/dev/null||echo 0); t=$((t+${x:-0})); done; echo $t; }
start(){ install; config; local s=$(now)
  [ -f $M/run/master.pid ] && kill -0 $(cat $M/run/master.pid) 2>/dev/null || dovecot -c $DC
  postfix -c $P status 2>/dev/null || postfix -c $P start 2>>$M/start.log
  for i in $(seq 100); do curl -s --max-time 2 smtp://127.0.0.1:$((2525+O)) -X NOOP >/dev/null 2>&1 && curl -s --max-time 2 imap://127.0.0.1:$((2143+O)) -u brand@shop.test:pw-12345 -X NOOP >/dev/null && break; sleep .1; done
  echo "start_s=$(el $s $(now)) dovecot_pid=$(cat $M/run/master.pid) rss_kb=$(rss $(cat $M/run/master.pid)) postfix_pid=$(tr -d ' ' <$M/spool/pid/master.pid) rss_kb=$(rss $(tr -d ' ' <$M/spool/pid/master.pid))"; }
stop(){ [ -d $P ] && postfix -c $P stop 2>>$M/start.log || true; [ -f $M/run/master.pid ] && doveadm -c $DC stop 2>/dev/null || true; sleep .5; echo stopped; }
case "${1:-}" in install) install;; start) start;; stop) stop;; reset) stop; rm -rf $M;; status) postfix -c $P status; doveadm -c $DC service status 2>/dev/null | grep -E '^name|total' | head -4;; log) for f in $M/postfix.log $M/dovecot.log; do tail -n 20 $f; done;; *) echo "usage: $0 install|start|stop|status|reset|log"; exit 2;; esac
