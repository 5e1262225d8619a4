/// More English phrases that are evidence by themselves: less usual words for the same.
enum EnglishCrisisMore {
  static let all: [CrisisPhraseList] = [
    .init(
      .evidence(.safety, .strong),
      """
      smoke pouring, smoke is pouring, smoke coming out, smoke came out, filled with smoke
      asbestos, ran over my, ran me over, run me over, leaking gas, life threatening
      life-threatening, suffocat*, strangulation hazard, almost drowned, nearly drowned
      violently ill, seriously ill, burned down our, burnt down our, burned down my, burnt down my
      trapped inside, nearly lost my, lost an eye, went blind, nearly blinded, slipped on your
      tripped over your, intensive care, in the icu, crushed my, severed, amputated, poisonous
      contaminated with
      """),
    .init(
      .evidence(.safety, .firm),
      """
      can't breathe, cannot breathe, trouble breathing, struggling to breathe, throat swelled
      throat closed up, lips swelled, face swelled, unconscious, fire department, fire brigade
      firefighters, evacuated, evacuate, contaminated, vomiting, throwing up, threw up all
      sick after eating, ill after eating, made me sick, made us sick, made us ill, made me ill
      dead rat, dead mouse, maggots, blinded, explosion, fuel leak, leaking fuel, tire blew
      tyre blew, blowout, crashed because, nearly crashed, almost crashed, broke my tooth
      chipped my tooth, broke a tooth, broke my leg, broke my arm, broke my ankle, broke my wrist
      broke my nose, broke her leg, broke her arm, broke his leg, broke his arm, stitches
      blade flew, flew off and, gave way, collapsed under, fell on my, hit by your
      knocked over by your, got crushed, got trapped, stuck in your elevator, toxic, fumes
      """),
    .init(
      .evidence(.selfHarm, .strong),
      """
      want to be dead, rather be dead, wanna be dead, i should be dead, overdose, overdosing
      been cutting again, i'm cutting again, i am cutting again, started cutting again
      no other way than to end, want to end it, going to end it, gonna end it, i'll end it
      i will end it, done with life, done with living, tired of this life, don't want to wake up
      never wake up again, not wake up tomorrow, my life is over, no one will miss me
      nobody will miss me, goodbye forever, final goodbye, won't be around much longer
      can't keep living, ready to end, took all my pills, taking all my pills, i have a rope
      bleed out, jump off the, jump off a, jump off my balcony, jump out of the window
      will be my last night, my last day on earth, the world is better without me
      better without me in it
      """),
    .init(
      .evidence(.selfHarm, .firm),
      """
      only way out, no way out, no other way out, goodbye everyone, life has no meaning
      life is meaningless, suicide hotline, suicidal thoughts, to end it, disappear forever
      sorry mum, sorry mom
      """),
    .init(
      .evidence(.threat, .strong),
      """
      put you in hospital, put you in the hospital, put him in hospital, put him in the hospital
      put her in hospital, put them in hospital, put them in the hospital
      wish you were never born, wish you'd never been born, wish you had never been born
      have your address, have your home address, got your address, shoot whoever, shoot the first
      shoot the next, stab the, kill whoever, kill the next, brick through your, throw a brick
      set fire to your, torch the, baseball bat, with a knife, with my knife, bringing a knife
      machete, bash your, knock your teeth, your teeth out, bury you, six feet under
      in a body bag, one eye open, pay with your life, won't leave alive, will not leave alive
      windows won't survive, won't survive the, take you out back, skin you, put you in the ground
      watch you burn, watch it burn, you won't live, your days are numbered, end you
      """),
    .init(
      .evidence(.threat, .firm),
      """
      better watch out, better watch your, you'll be sorry, you will be sorry, your kids will
      your children will, destroy you, i will ruin you, someone will pay, blood will, violent
      violence, threatened me, smash everything
      """),
    .init(
      .evidence(.legal, .strong),
      """
      demand letter, consumer court, consumer forum, consumer protection, suing for, legal case
      legal claim, state ag, filed a lawsuit, filing a lawsuit, file suit, filing suit, tribunal
      legal counsel, take legal, seek damages, seeking damages, punitive damages, my legal team
      """),
    .init(
      .evidence(.legal, .firm),
      """
      barrister, lawyer, lawyers, attorney, attorneys, solicitor, solicitors, arbitration, sued
      legal advice, consumer law, consumer act, statutory rights, formal complaint with
      filing a complaint with, file a complaint with, legal matter, a judge, legally liable
      in court
      """),
    .init(
      .evidence(.privacy, .strong),
      """
      visible to anyone, visible to everyone, plain text password, password in plain text
      told my ex, gave my ex, read my messages, read my emails, read my private
      went through my messages, used my photo without, using my photo without, in the cc line
      in cc instead, cc instead of bcc, everyone in cc, cc'd all, data has been leaked
      data has been exposed, names and addresses of
      """),
    .init(
      .evidence(.privacy, .firm),
      """
      anyone can see my, everyone can see my, publicly visible, tracking me, recording my
      listening to my, sensitive data, security hole, security flaw, security vulnerability
      vulnerability in your, different person's, somebody else's account, strangers have my
      without asking me
      """),
    .init(
      .evidence(.fraud, .strong),
      """
      using my identity, used my identity, using my name and, account in my name, loan in my name
      contract in my name, emptied my bank, cleaned out my account, cloned my card
      card was skimmed, forged, forgery, fake invoice, saying he's from your
      saying she's from your, saying they are from your, saying they're from your
      said he was from your, said she was from your, said they were from your, claiming to be your
      claims to be from your, claimed to be from your, pretended to be your
      pretended to be from your, posing as your, took over my account
      """),
    .init(
      .evidence(.fraud, .firm),
      """
      fake email, fake text, fake message, fake profile, fake page, fake account, bribe, kickback
      stolen card
      """),
    .init(
      .evidence(.discrimination, .strong),
      """
      go back to your country, mocked my accent, segregat*, misgendered, misgendering, deadnamed
      sexual comments, sexual assault, sexually assaulted, groped, touched me inappropriately
      catcalled, wouldn't serve us because, only serve white, treated differently because
      only stopped the black
      """),
    .init(
      .evidence(.discrimination, .firm),
      """
      white people, black people, brown people, people of color, people of colour, my accent
      my hijab, my turban, body shamed, fat shamed, ageist, ageism, profiling, slurs
      inappropriate comments
      """),
    .init(
      .evidence(.press, .strong),
      """
      go to print, going to print, wish to comment, care to comment, like to comment
      whistleblower, leaked documents, gave an interview about, giving an interview about
      on national tv, on national television, on live tv, tv station, radio station
      our investigation into, editor at, editor of
      """),
    .init(
      .evidence(.press, .firm),
      """
      i write for, on the record, for an interview about, on tv, on the radio, magazine article
      evening news, channel 2 news, channel 4 news, channel 5 news, channel 7 news, channel 9 news
      channel 11 news, eyewitness news, bbc news, fox news, sky news, abc news, nbc news, cbs news
      new york times, washington post, the guardian, daily mail
      """),
    .init(.evidence(.boycott, .strong), "picket, demonstration outside, protest in front of"),
    .init(
      .evidence(.boycott, .firm),
      "hit them where it hurts, organising a protest, organizing a protest, organise a boycott"),
    .init(
      .member(.exposed),
      """
      disclose, disclosed, disclosing, public page, publicly, for everyone to see, for all to see
      """),
    .init(.member(.personalData), "my messages, my emails, my photos, my private photos"),
    .init(
      .member(.barred), "don't serve, doesn't serve, won't serve, do not serve, no entry for"),
    .init(
      .member(.people),
      """
      gays, lesbians, blacks, muslims, jews, immigrants, foreigners, arabs, mexicans, asians, women
      gay people, black people, gay couples, trans people, people like us, people like me, your kind
      """),
    .init(
      .member(.attack),
      """
      kill, shoot, stab, murder, attack, strangle, bomb, torch, burn down, beat up, set fire, poison
      hurt
      """),
  ]
}
