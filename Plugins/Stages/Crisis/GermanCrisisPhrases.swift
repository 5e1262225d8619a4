/// German phrases; umlauts fold to their base letters when texts are normalised, so spellings with
/// "ae", "oe" and "ue" stand here apart.
enum GermanCrisisPhrases {
  static let all: [CrisisPhraseList] = [
    .init(
      .evidence(.safety, .strong),
      """
      hat feuer gefangen, fing feuer, feuer gefangen, in flammen, in brand geraten
      geriet in brand, abgebrannt, ist explodiert, explodiert, explodierte, stromschlag
      elektrischer schlag, elektrischen schlag, gasaustritt, gasleck, lebensmittelvergiftung
      vergiftet, vergiftung, anaphylaktisch*, fast gestorben, beinahe gestorben, fast erstickt
      beinahe erstickt, keine luft mehr, verbrennungen, verbrennung zweiten, bremsen versagt
      bremse versagt, bremsen haben versagt, im krankenhaus gelandet, ins krankenhaus musste
      musste ins krankenhaus, musste in die notaufnahme, mit dem rettungswagen, glassplitter
      salmonellen, rasierklinge im, lebensgefahr, lebensgefahrlich, lebensgefaehrlich
      kohlenmonoxid
      """),
    .init(
      .evidence(.safety, .firm),
      """
      allergische reaktion, allergischen schock, verletzt, verletzung, verletzte, verbrannt
      riecht verbrannt, raucht, rauch kam, funken, geschmolzen, brandgefahr, gesundheitsgefahr
      erstickungsgefahr
      """),
    .init(
      .evidence(.safety, .weak),
      """
      gefahrlich, gefaehrlich, krankenhaus, notaufnahme, uberhitzt, ueberhitzt, schimmel
      """),
    .init(
      .evidence(.selfHarm, .strong),
      """
      bringe mich um, bring mich um, mich umbringen, umbringen will ich mich, mir das leben nehmen
      nehme mir das leben, mein leben beenden, beende mein leben, selbstmord, suizid, suizidal
      suizidgedanken, will nicht mehr leben, mochte nicht mehr leben, moechte nicht mehr leben
      will sterben, mochte sterben, moechte sterben, nicht mehr leben wollen, lebensmude
      lebensmuede, mich selbst verletzen, selbst verletze, ritze mich, keinen sinn mehr im leben
      kein grund mehr zu leben, will nicht mehr da sein
      """),
    .init(
      .evidence(.selfHarm, .firm),
      """
      kann nicht mehr weiterleben, leben hat keinen sinn, keinen ausweg mehr, sehe keinen ausweg
      """),
    .init(
      .evidence(.threat, .strong),
      """
      bringe euch um, bring euch um, bringe dich um, bringe sie um, ich toete, ich tote euch
      toete euch, euch toten, euch toeten, euch umbringen, ich weiss wo eure
      ich weiss wo dein*, ich weiss wo ihre, uberleben das nicht
      ueberleben das nicht, ich weiss wo du wohnst
      ich weiss wo ihr wohnt, weiss wo sie wohnen, wissen wo du wohnst, wissen wo ihr, zunde euren
      zuende euren, zunde euch, zuende euch, zunde den laden, zuende den laden, fackel euren
      fackle euren, laden an, bude an, bombe, bombendrohung, in die luft jagen
      in die luft sprengen, sprenge euren, abstechen, steche dich, steche euch, erschiesse
      erschiessen, mit der waffe, mit einer waffe, komme mit einer, schlage dir, schlag dir
      schlage euch, schlag euch, aufs maul, in die fresse, zusammenschlagen, breche dir, brech dir
      ihr werdet sterben, du wirst sterben, krankenhausreif, ich finde dich, ich finde euch
      """),
    .init(
      .evidence(.threat, .firm),
      """
      werdet ihr bereuen, wirst du bereuen, werden sie bereuen, das bereut ihr
      ihr werdet dafur bezahlen, passt auf euch auf, pass auf dich auf wenn
      """),
    .init(
      .evidence(.legal, .strong),
      """
      mein anwalt, meinem anwalt, meinen anwalt, meine anwaltin, meine anwaeltin, unser anwalt
      unserem anwalt, unseren anwalt, rechtsanwalt*, einen anwalt einschalten, anwalt einschalten
      zum anwalt, rechtliche schritte, gerichtlich, vor gericht, verklage, verklagen, verklage ich
      klage einreichen, anzeige erstatten, erstatte anzeige, strafanzeige, anzeige erstattet
      zeige sie an, zeige euch an, verbraucherzentrale, verbraucherschutz, mahnbescheid, abmahnung
      schlichtungsstelle, sammelklage, einstweilige verfugung, ombudsstelle, ombudsmann
      """),
    .init(.evidence(.legal, .weak), "anwalt, anzeige, illegal, rechtswidrig, klage, gericht"),
    .init(
      .evidence(.privacy, .strong),
      """
      datenleck, datenpanne, datenschutzverletzung, datenschutzverstoss, dsgvo, datenschutzbehorde
      datenschutzbehoerde, datenschutzbeauftragt*, daten von anderen kunden, daten anderer kunden
      daten eines anderen, daten einer anderen, adresse eines anderen, adressen anderer
      meine daten weitergegeben, meine daten verkauft, meine daten veroffentlicht
      meine daten veroeffentlicht, meine adresse weitergegeben, personlichen daten wurden
      meine daten geloscht, ohne meine einwilligung, ohne meine zustimmung
      """),
    .init(
      .evidence(.privacy, .firm),
      """
      personenbezogen*, meine personlichen daten, meine persoenlichen daten
      """),
    .init(
      .evidence(.fraud, .strong),
      """
      unberechtigte abbuchung*, unbefugt abgebucht, ohne meine zustimmung abgebucht
      nicht autorisierte*, identitatsdiebstahl, identitaetsdiebstahl, phishing, gefalschte seite
      gefaelschte seite, fake shop, fakeshop, gibt sich als, geben sich als, konto wurde gehackt
      konto gehackt, account wurde gehackt, betrogen worden, wurde betrogen, meine karte wurde
      """),
    .init(.evidence(.fraud, .firm), "betrug, betruger, betrueger, abzocker, das ist abzocke"),
    .init(
      .evidence(.discrimination, .strong),
      """
      rassist*, rassismus, diskriminierung, diskriminiert, diskriminierend, sexistisch*, sexismus
      homophob*, transphob*, antisemit*, islamfeindlich, auslanderfeindlich, auslaenderfeindlich
      fremdenfeindlich, behindertenfeindlich, wegen meiner hautfarbe, wegen meiner herkunft
      wegen meiner religion, wegen meiner behinderung, wegen meines kopftuchs
      weil ich schwarz bin, weil ich schwul bin, weil ich lesbisch bin, weil ich eine frau bin
      weil ich turke bin, weil ich muslim bin
      """),
    .init(
      .evidence(.press, .strong),
      """
      ich bin journalist*, bin journalist*, journalist bei, journalistin bei, presseanfrage
      stellungnahme fur, stellungnahme fuer, bitte um stellungnahme, fur einen artikel
      fuer einen artikel, an die presse, an die medien, an die offentlichkeit
      an die oeffentlichkeit, redaktion der, redaktion von, unserer redaktion, fernsehteam
      kamerateam
      """),
    .init(.evidence(.press, .firm), "journalist*"),
    .init(
      .evidence(.boycott, .strong),
      """
      boykott, boykottiert, boykottieren, boykottiere, kauft nicht bei, kauft nichts mehr
      """),
    .init(.evidence(.boycott, .weak), "shitstorm, bitte teilen, finger weg"),
  ]
}
