/// French phrases; accents fold away when texts are normalised.
enum FrenchCrisisPhrases {
  static let all: [CrisisPhraseList] = [
    .init(
      .evidence(.safety, .strong),
      """
      a pris feu, pris feu, en flammes, a explosé, a explose, explosé dans, explosion de
      électrocuté, électrocutée, décharge électrique, choc électrique, fuite de gaz
      intoxication alimentaire, intoxiqué, intoxiquée, intoxiqués, choc anaphylactique
      failli mourir, failli s'étouffer, s'est étouffé, s'est étouffée, ne pouvait plus respirer
      ne respirait plus, brûlures, brûlé au, freins ont lâché, à l'hôpital à cause
      fini à l'hôpital, finir à l'hôpital, fini aux urgences, aux urgences à cause, salmonelle*
      monoxyde de carbone, morceaux de verre, morceau de verre, éclats de verre, lame de rasoir
      """),
    .init(
      .evidence(.safety, .firm),
      """
      réaction allergique, m'a brûlé, s'est brûlé, s'est brûlée, est blessé, est blessée, blessé
      blessée, odeur de brûlé, odeur de gaz, risque d'incendie, danger pour, étincelles
      """),
    .init(
      .evidence(.safety, .weak),
      """
      dangereux, dangereuse, hôpital, urgences, ambulance, fume, surchauffe, moisissure
      """),
    .init(
      .evidence(.selfHarm, .strong),
      """
      me suicider, je vais me tuer, me tuer, envie de mourir, veux mourir, je veux plus vivre
      ne veux plus vivre, plus envie de vivre, mettre fin à mes jours, mettre fin à ma vie
      en finir avec la vie, en finir avec ma vie, veux en finir, me faire du mal
      m'ouvrir les veines, me tailler les veines, pensées suicidaires, idées noires, suicidaire
      envie d'en finir, plus de raison de vivre
      """),
    .init(.evidence(.selfHarm, .firm), "suicide, la vie ne vaut, plus la force de vivre"),
    .init(
      .evidence(.threat, .strong),
      """
      je vais vous tuer, je vais te tuer, vais tous vous tuer, vous tuer, te tuer
      vous allez mourir, tu vas mourir, je sais où tu habites, je sais où vous habitez
      sais où vous travaillez, mettre le feu à, vais brûler votre, brûler votre magasin
      brûler vos, poser une bombe, une bombe dans, alerte à la bombe, faire sauter
      tout faire exploser, vais venir avec une arme, avec une arme, avec un flingue, avec un fusil
      casser la gueule, casser les jambes, péter la gueule, éclater la tête, vous retrouver
      te retrouver, je vais vous défoncer, vais te défoncer, défoncer la gueule, vous égorger
      t'égorger
      """),
    .init(
      .evidence(.threat, .firm),
      """
      vous allez le regretter, tu vas le regretter, vous allez le payer, tu vas le payer
      allez me le payer, crevez tous, va crever
      """),
    .init(
      .evidence(.legal, .strong),
      """
      mon avocat, mon avocate, mes avocats, notre avocat, porter plainte, porte plainte
      vais porter plainte, poursuites judiciaires, action en justice, actions en justice
      poursuivre en justice, vous poursuivre, au tribunal, devant le tribunal
      devant les tribunaux, mise en demeure, saisir la justice, saisir le tribunal, médiateur de
      dgccrf, répression des fraudes, ufc que choisir, action collective, huissier
      dépôt de plainte
      """),
    .init(.evidence(.legal, .weak), "avocat, plainte, illégal, tribunal"),
    .init(
      .evidence(.privacy, .strong),
      """
      fuite de données, données personnelles, mes données ont, données d'un autre client
      données d'autres clients, coordonnées d'un autre, informations d'un autre client
      vendu mes données, divulgué mes, publié mes, rgpd, la cnil, cnil, sans mon consentement
      sans mon accord
      """),
    .init(
      .evidence(.fraud, .strong),
      """
      débit non autorisé, prélèvement non autorisé, paiement non autorisé
      transactions frauduleuses, transaction frauduleuse, usurpation d'identité
      usurpé mon identité, se font passer pour, se fait passer pour, hameçonnage, phishing
      faux site, compte piraté, compte a été piraté, j'ai été arnaqué, me suis fait arnaquer
      fait arnaquer, utilisé ma carte, volé ma carte, contrefaçon, contrefaçons
      """),
    .init(.evidence(.fraud, .firm), "fraude, c'est une arnaque, escroquerie, escrocs, arnaqueurs"),
    .init(
      .evidence(.discrimination, .strong),
      """
      raciste, racistes, racisme, discriminé, discriminée, discriminatoire, homophobe, homophobie
      transphobe, sexiste, sexisme, antisémite, islamophobe, xénophobe, propos racistes
      parce que je suis noir, parce que je suis noire, parce que je suis arabe
      parce que je suis une femme, parce que je suis gay, parce que je suis musulman
      parce que je suis musulmane, à cause de ma couleur, à cause de mon handicap
      à cause de mon voile
      """),
    .init(
      .evidence(.press, .strong),
      """
      je suis journaliste, journaliste à, journaliste au, journaliste pour, journaliste chez
      pour un article, pour un reportage, demande de commentaire, à la presse, aux médias
      aux journaux, service de presse
      """),
    .init(.evidence(.press, .firm), "journaliste, journalistes, rédaction de, reportage"),
    .init(
      .evidence(.boycott, .strong),
      """
      boycott, boycottez, boycotter, boycottons, n'achetez plus, n'achetez rien
      """),
    .init(.evidence(.boycott, .weak), "faites tourner, partagez, plus jamais chez"),
  ]
}
