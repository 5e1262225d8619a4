/// The top-level domains after which platforms make a link of a bare domain: all country codes and
/// the generic ones in common use. Source: the IANA root zone, 2025.
enum TopLevelDomain {
  /// Whether `host`, in lower case, is a domain under one of them.
  static func ends(_ host: String) -> Bool {
    let labels = host.split(separator: ".", omittingEmptySubsequences: false)
    guard labels.count > 1, let last = labels.last, labels.allSatisfy({ !$0.isEmpty }) else {
      return false
    }
    return last.hasPrefix("xn--") || known.contains(last)
  }

  private static let known = Set((countries + " " + generic).split(separator: " "))

  private static let countries = """
    ac ad ae af ag ai al am ao aq ar as at au aw ax az ba bb bd be bf bg bh bi bj bm bn bo br bs \
    bt bw by bz ca cc cd cf cg ch ci ck cl cm cn co cr cu cv cw cx cy cz de dj dk dm do dz ec ee \
    eg er es et eu fi fj fk fm fo fr ga gd ge gf gg gh gi gl gm gn gp gq gr gs gt gu gw gy hk hm \
    hn hr ht hu id ie il im in io iq ir is it je jm jo jp ke kg kh ki km kn kp kr kw ky kz la lb \
    lc li lk lr ls lt lu lv ly ma mc md me mg mh mk ml mm mn mo mp mq mr ms mt mu mv mw mx my mz \
    na nc ne nf ng ni nl no np nr nu nz om pa pe pf pg ph pk pl pm pn pr ps pt pw py qa re ro rs \
    ru rw sa sb sc sd se sg sh si sk sl sm sn so sr ss st su sv sx sy sz tc td tf tg th tj tk tl \
    tm tn to tr tt tv tw tz ua ug uk us uy uz va vc ve vg vi vn vu wf ws ye yt za zm zw рф рус укр \
    бел срб бг 中国 香港 台湾 한국 ไทย
    """

  private static let generic = """
    com net org info biz edu gov mil int arpa name pro mobi asia tel jobs travel coop museum aero \
    app dev io page web site online store shop blog cloud tech digital social community live news \
    media email link click xyz top club vip win bid loan trade review stream download racing party \
    science work world today life one fun space website host press center company agency support \
    help care services solutions systems network group team global international business finance \
    bank money market marketing sale deals discount promo gift best cool art design photo photos \
    pictures video games game bet casino poker fit health clinic doctor law legal tax house land \
    estate rent hotel holiday cafe restaurant bar beer wine pizza food fashion shoes clothing toys \
    kids baby family love dating zone plus icu cyou buzz monster quest sbs bond lol wtf ninja guru \
    zip mov foo berlin hamburg koeln wien bayern ruhr paris london amsterdam nyc tokyo \
    example test
    """
}
