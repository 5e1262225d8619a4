#include "console_assets.h"

/* #embed is C23; clang has it in every mode and would warn in older ones. */
#pragma clang diagnostic ignored "-Wc23-extensions"

/* Every file below files/, in order; a test compares the two. */

static const uint8_t account_mustache[] = {
#embed "files/account.mustache"
};
static const uint8_t approvals_mustache[] = {
#embed "files/approvals.mustache"
};
static const uint8_t audit_mustache[] = {
#embed "files/audit.mustache"
};
static const uint8_t console_css[] = {
#embed "files/console.css"
};
static const uint8_t console_js[] = {
#embed "files/console.js"
};
static const uint8_t conversation_mustache[] = {
#embed "files/conversation.mustache"
};
static const uint8_t desk_mustache[] = {
#embed "files/desk.mustache"
};
static const uint8_t due_mustache[] = {
#embed "files/due.mustache"
};
static const uint8_t editable_mustache[] = {
#embed "files/editable.mustache"
};
static const uint8_t editor_mustache[] = {
#embed "files/editor.mustache"
};
static const uint8_t foot_mustache[] = {
#embed "files/foot.mustache"
};
static const uint8_t head_mustache[] = {
#embed "files/head.mustache"
};
static const uint8_t health_mustache[] = {
#embed "files/health.mustache"
};
static const uint8_t icon_svg[] = {
#embed "files/icon.svg"
};
static const uint8_t inbox_list_mustache[] = {
#embed "files/inbox-list.mustache"
};
static const uint8_t inbox_mustache[] = {
#embed "files/inbox.mustache"
};
static const uint8_t incident_mustache[] = {
#embed "files/incident.mustache"
};
static const uint8_t incidents_mustache[] = {
#embed "files/incidents.mustache"
};
static const uint8_t pieces_mustache[] = {
#embed "files/pieces.mustache"
};
static const uint8_t reports_mustache[] = {
#embed "files/reports.mustache"
};
static const uint8_t sign_in_mustache[] = {
#embed "files/sign-in.mustache"
};
static const uint8_t split_mustache[] = {
#embed "files/split.mustache"
};
static const uint8_t timeline_mustache[] = {
#embed "files/timeline.mustache"
};
static const uint8_t trouble_mustache[] = {
#embed "files/trouble.mustache"
};
static const uint8_t users_mustache[] = {
#embed "files/users.mustache"
};

static const replyd_asset_t all[] = {
  {"account.mustache", account_mustache, sizeof account_mustache},
  {"approvals.mustache", approvals_mustache, sizeof approvals_mustache},
  {"audit.mustache", audit_mustache, sizeof audit_mustache},
  {"console.css", console_css, sizeof console_css},
  {"console.js", console_js, sizeof console_js},
  {"conversation.mustache", conversation_mustache, sizeof conversation_mustache},
  {"desk.mustache", desk_mustache, sizeof desk_mustache},
  {"due.mustache", due_mustache, sizeof due_mustache},
  {"editable.mustache", editable_mustache, sizeof editable_mustache},
  {"editor.mustache", editor_mustache, sizeof editor_mustache},
  {"foot.mustache", foot_mustache, sizeof foot_mustache},
  {"head.mustache", head_mustache, sizeof head_mustache},
  {"health.mustache", health_mustache, sizeof health_mustache},
  {"icon.svg", icon_svg, sizeof icon_svg},
  {"inbox-list.mustache", inbox_list_mustache, sizeof inbox_list_mustache},
  {"inbox.mustache", inbox_mustache, sizeof inbox_mustache},
  {"incident.mustache", incident_mustache, sizeof incident_mustache},
  {"incidents.mustache", incidents_mustache, sizeof incidents_mustache},
  {"pieces.mustache", pieces_mustache, sizeof pieces_mustache},
  {"reports.mustache", reports_mustache, sizeof reports_mustache},
  {"sign-in.mustache", sign_in_mustache, sizeof sign_in_mustache},
  {"split.mustache", split_mustache, sizeof split_mustache},
  {"timeline.mustache", timeline_mustache, sizeof timeline_mustache},
  {"trouble.mustache", trouble_mustache, sizeof trouble_mustache},
  {"users.mustache", users_mustache, sizeof users_mustache},
};

const size_t replyd_asset_count = sizeof all / sizeof all[0];

replyd_asset_t replyd_asset(size_t index) { return all[index]; }
