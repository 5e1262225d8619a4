/// English phrases that are evidence by themselves.
enum EnglishCrisisPhrases {
  static let danger: [CrisisPhraseList] = [
    .init(
      .evidence(.safety, .strong),
      """
      caught fire, catches fire, burst into flames, went up in flames, set my house on fire
      blew up in my, exploded in my, exploded in his, exploded in her, exploded near
      exploded while, gas leak, carbon monoxide, electrocuted, electric shock, got shocked by
      anaphylactic shock, food poisoning, food poisoned, third degree burn*, second degree burn*
      stopped breathing, could not breathe, couldn't breathe, choked on, choking hazard
      fire hazard, almost choked, nearly choked, nearly killed, almost killed, could have killed
      could have been killed, could have died, could've died, nearly died, almost died
      someone will die, someone is going to die, people will die, child could have
      fell apart while driving, brakes failed, brake failed, brakes stopped working
      airbag exploded, airbag failed, wheel came off, steering failed, steering locked
      poisoned by, tested positive for salmonella, salmonella, listeria, e coli, botulism
      lead paint, razor blade in, needle in my, glass in my food, killed my dog, killed my cat
      killed our dog, killed our cat, harness failed, rope snapped, carabiner broke
      carabiner failed, buckle failed, helmet cracked
      """),
    .init(
      .evidence(.safety, .firm),
      """
      anaphylactic, anaphylaxis, got poisoned, allergic reaction, ended up in the er
      rushed to the er, ended up in the hospital, rushed to the hospital, taken to the hospital
      had to go to the er, sent me to the er, sent me to the hospital, on fire right now
      smells like burning, burning smell, chemical burn*, safety hazard, safety risk
      serious injury, seriously injured, recalled product, product recall, dangerous product
      health hazard, undeclared allergen, contains nuts, burned my hand, burned my skin
      burned my face, burnt my hand, sparks came out, sparks flying, cut my hand open
      needed stitches, severe burns, toxic fumes, battery swelled, swollen battery
      battery is swelling, unsafe product, gas smell, smell of gas, smell gas
      """),
    .init(
      .evidence(.safety, .weak),
      """
      unsafe, dangerous, hazard, not safe, injured, injury, hurt my, bleeding, hospital
      emergency room, ambulance, mold in, mould in, moldy, mouldy, overheats, overheating, rash
      """),
    .init(
      .evidence(.selfHarm, .strong),
      """
      kill myself, killing myself, kill my self, killed myself, end my life, ending my life
      ended my life, take my life, take my own life, taking my own life, commit suicide
      committing suicide, suicidal, suicide attempt, attempted suicide, suicide note, want to die
      wanna die, wanted to die, ready to die, hurt myself, hurting myself, harm myself
      harming myself, cutting myself again, self harm*, selfharm*, no reason to live
      nothing to live for, no point in living, don't want to live, do not want to live
      don't wanna live, don't want to be alive, do not want to be alive
      don't want to be here anymore, don't want to exist, better off dead, better off without me
      wish i was dead, wish i were dead, wish i was never born, wish i could die, end it all
      ending it all, hang myself, slit my wrist*, jump off a bridge, jump off the bridge
      jump off a building, jump off the roof, jump in front of a, swallow all my pills
      take all my pills, overdose on, life is not worth living, life isn't worth living
      not worth living, unalive myself, shoot myself, goodbye world, this is my goodbye
      i won't be here tomorrow, my last day alive, end my own life, thinking about suicide
      thinking of suicide, thoughts of suicide, drown myself
      """),
    .init(
      .evidence(.selfHarm, .firm),
      """
      suicide, can't go on, cannot go on anymore, can't live like this, tired of living
      tired of being alive, i give up on life, nobody would miss me, no one would miss me
      everyone would be better off, hate my life, don't see a way out, no way out anymore
      """),
    .init(
      .evidence(.selfHarm, .weak),
      """
      can't take it anymore, can't take this anymore, can't do this anymore
      can't do this any more, kms, hopeless, worthless, no hope left, so depressed
      """),
    .init(
      .evidence(.threat, .strong),
      """
      kill you, kill you all, kill your, kill all of you, kill every one of you, killing you all
      burn your store, burn your office, burn your building, burn your house, burn your shop
      burn down your, burn it to the ground, burn the place down, burn this place down
      burn it down with, bomb your, bomb threat, plant a bomb, planted a bomb, there is a bomb
      there's a bomb, a bomb in your, bomb at, blow up your, blow up the store, blow your store
      blow this place up, shoot up, shoot you, shoot your, shoot everyone, shoot every
      bring a gun, bring my gun, bringing a gun, bringing my gun, with my gun, with a gun
      i have a gun, got a gun, know where you live, i know where your, know where your staff
      know where you work, know where they live, know where he lives, know where she lives
      know where your family, find out where you live, come to your house, coming to your house
      hunt you down, track you down, hurt you, hurt your, hurt your staff, beat you up
      beat the shit out of, beat the crap out of, beat your ass, kick your ass, break your legs
      break your face, break your neck, break his legs, break her legs, break their legs
      break his neck, break her neck, is a dead man, is a dead woman, are dead men, are dead meat
      kill him, kill her, kill them, smash your face, smash your head, smash your windows
      punch you in, stab you, stab your, slit your throat, cut your throat, strangle you
      watch your back, you are dead, you're dead, ur dead, you will die, you're all going to die
      you are all going to die, you're gonna die, make you bleed, make you suffer
      someone is going to get hurt, someone's going to get hurt, someone will get hurt
      somebody is going to get hurt, somebody's going to get hurt, somebody will get hurt
      someone gets hurt, somebody gets hurt, people will get hurt, acid in your, put a bullet
      bullet in your, bullet with your name, rape you, torch your, won't see me coming
      i'm coming for you, coming after you, coming for your family, your family will
      """),
    .init(
      .evidence(.threat, .firm),
      """
      kill someone, kill somebody, kill everyone, kill yourself, kys, hope you die
      hope you all die, deserve to die, you should die, drop dead, hope your family
      i will find you, i'll find you, you will regret, you'll regret, make you regret
      make you pay, going to pay for this, punch someone, hurt someone, hurt somebody, hurt people
      shoot someone, stab someone, burn in hell, i will destroy you, strangle someone
      waiting outside, find him and, find her and, find them and, smash the place, smash up your
      """),
    .init(.evidence(.threat, .weak), "you will pay, you'll pay, or else, revenge, payback, murder"),
  ]

  static let trouble: [CrisisPhraseList] = [
    .init(
      .evidence(.legal, .strong),
      """
      my lawyer*, my attorney*, my solicitor*, our lawyer*, our attorney*, our solicitor*
      a lawyer involved, lawyers involved, lawyer up, lawyering up, hired a lawyer
      hiring a lawyer, get a lawyer, contacting a lawyer, contact a lawyer, spoken to a lawyer
      talking to a lawyer, speak to a lawyer, calling a lawyer, i'm a lawyer, i am a lawyer
      i'm an attorney, i am an attorney, legal counsel, see you in court, see u in court
      take you to court, taking you to court, taking this to court, take this to court
      in small claims, small claims court, class action, lawsuit, lawsuits, i will sue, i'll sue
      i am suing, i'm suing, suing you, sue you, sue u, sue your, going to sue, gonna sue
      will be suing, legal action, legal proceedings, legal department, legal team, legal notice
      cease and desist, trading standards, attorney general, ombudsman, letter before action
      statement of claim, subpoena, court order, breach of contract, press charges
      pressing charges, report you to the, reporting you to the, reported you to the, formal legal
      pursue legal, consumer protection agency, consumer affairs, served with papers, court papers
      litigation
      """),
    .init(
      .evidence(.legal, .firm),
      """
      legally obligated, regulator, regulators, ftc, fcc complaint, dot complaint, faa complaint
      complaint with the, complaint to the dot, complaint with dot, complaint to the faa
      better business bureau, bbb, violation of consumer, consumer rights, chargeback dispute
      false advertising, sue, suing, negligence, liable for, police report
      financial conduct authority, advertising standards
      """),
    .init(
      .evidence(.legal, .weak),
      """
      illegal, illegally, against the law, unlawful, lawyer, attorney, solicitor, my rights
      liable, court
      """),
    .init(
      .evidence(.privacy, .strong),
      """
      data breach, data leak, leaked my, leaked our, my data was, my data has been
      my data is being, sold my data, selling my data, sold my information, gdpr request
      gdpr violation, gdpr breach, violates gdpr, breach of gdpr, data protection authority
      data protection officer, information commissioner, doxxed, doxed, doxxing, privacy breach
      breach of privacy, privacy violation, violated my privacy, invasion of privacy
      recorded me without, filmed me without, someone else's account, someone else's order details
      someone else's details, someone else's information, someone else's data, another customer's
      other customers' data, other customers' details, other customers' information
      other customers' addresses, other people's orders, other people's data
      other people's details, other people's information, other people's addresses
      see other people's, hidden camera, gave my address to, gave my number to
      gave out my address, gave out my number, shared my address, shared my data
      shared my personal, shared my number, shared my details, published my, posted my address
      posted my personal, exposed my, my social security number, medical records
      delete all my data, delete my personal data, erase my data, right to erasure
      """),
    .init(
      .evidence(.privacy, .firm),
      """
      gdpr, ccpa, my personal data, my personal information, my private information
      without my consent, without my permission, data protection, account was compromised
      account compromised, stalking me, was leaked, were leaked, been leaked, got leaked
      took my number, got my number from, from his private phone, from her private phone
      texted me privately, personal details of, confidential information, wrong person's
      spying on me
      """),
    .init(
      .evidence(.privacy, .weak), "privacy, personal info, hacked, leaked, consent, confidential"),
    .init(
      .evidence(.fraud, .strong),
      """
      unauthorized charge*, unauthorised charge*, unauthorized transaction*
      unauthorised transaction*, unauthorized payment*, unauthorised payment*
      unauthorized purchase*, fraudulent charge*, fraudulent transaction*, fraudulent order*
      fraudulent activity, charged my card without, charged without my, someone used my card
      someone used my credit card, somebody used my card, somebody used my credit card
      someone is using my card, someone is using my credit card, someone else used my card
      orders i didn't place, order i didn't place, orders i did not place, order i never placed
      orders i never placed, purchases i didn't make, purchase i didn't make
      purchases i never made, charges i didn't make, charges i never made, stole my credit card
      stole my card, stole my identity, identity theft, identity was stolen, stolen identity
      stolen credit card, fake website, fake site, fake account pretending, impersonating you
      impersonating your, impersonates you, pretending to be you, pretending to be from
      pretends to be you, claiming to be from your, counterfeit, money laundering, embezzle*
      ponzi, never authorized, never authorised, did not authorize, did not authorise
      didn't authorize, didn't authorise, i've been scammed, i have been scammed, got scammed
      i was scammed, scammed me, scammed out of, defrauded, committing fraud, commit fraud
      this is fraud, it's fraud, is fraud, money was stolen, stole my money
      money is missing from my account, drained my account, emptied my account, scam using your
      scam in your name
      """),
    .init(
      .evidence(.fraud, .firm),
      """
      my account was hacked, my account has been hacked, my account got hacked, hacked my account
      hacked into my account, phishing, my saved card, fraud, fraudulent, fraudsters, scammers
      a scammer, total scam, complete scam, fake product, fake products, credit card was stolen
      card was cloned, double charged without, stealing from customers, stealing money
      stealing my money, bait and switch, ripped me off for
      """),
    .init(
      .evidence(.fraud, .weak),
      """
      scam, scammed, steal my, stole from, stolen from, crooks, thieves
      """),
    .init(
      .evidence(.discrimination, .strong),
      """
      racist, racism, racially profiled, racial profiling, racially profiling, racial slur*
      a slur, slurs at, racially abused, racist remark*, sexist, sexism, misogynist*, homophobic
      homophobia, transphobic, transphobia, xenophobic, xenophobia, islamophobic, islamophobia
      antisemitic, antisemitism, anti semitic, discriminated against, discriminates against
      discriminating against, discriminate against, discrimination against, blatant discrimination
      pure discrimination, this is discrimination, is discrimination, racial discrimination
      n word, ada violation, ableist, ableism, sexual harassment, sexually harassed
      sexually harassing, hate speech, white supremac*, nazi, bigot*, refused to serve me because
      refused service because, people like me are not, people like you are not
      """),
    .init(
      .evidence(.discrimination, .firm),
      """
      discrimination, discriminatory, discriminate, prejudiced, harassed by
      """),
    .init(
      .evidence(.discrimination, .weak),
      """
      profiled, harassment, harassed, offensive, prejudice, insensitive
      """),
    .init(
      .evidence(.press, .strong),
      """
      i'm a journalist, i am a journalist, journalist with, journalist at, journalist for
      journalist from, freelance journalist, investigative journalist, i'm a reporter
      i am a reporter, reporter with, reporter at, reporter for, reporter from
      request for comment, requesting comment, comment for our article, comment for an article
      comment for a story, comment for our story, comment for my story, comment for my article
      press inquiry, press enquiry, press request, media inquiry, media enquiry, media request
      writing a story about, writing an article about, writing a piece about
      working on a story about, working on an article about, publish a story, publishing a story
      publishing an article, run the story, running a story, going to the press, go to the press
      going to the media, go to the media, going to the newspapers, going to the papers
      go to the papers, contacting the media, contact the media, contacted the media
      contact the press, contacting the press, tell the press, tell the media, tell the news
      call the news, calling the news, contact the news, contacted the news, contacting the news
      contacting local news, contact local news, my local news, to the local news, to the news
      the local news station, on the evening news, going to the news, news crew, tv crew
      camera crew, investigative report*, before we publish, prior to publication, journalists are
      """),
    .init(
      .evidence(.press, .firm),
      """
      journalist, journalists, reporter, reporters, the press, news station, news outlet*
      news desk, newsroom, local news, news channel, media outlet*, our readers, press office
      spokesperson for comment, newspaper
      """),
    .init(
      .evidence(.press, .weak),
      """
      the media, on deadline, documentary, interview, podcast, bbc, cnn, viral
      """),
    .init(
      .evidence(.boycott, .strong),
      """
      boycott*, everyone stop buying, stop buying from, protest outside, start a petition
      starting a petition
      """),
    .init(
      .evidence(.boycott, .firm),
      """
      stop using this company, nobody should buy, no one should buy, don't give them your money
      don't give them money, organize a protest, organise a protest, sign the petition
      sign this petition, cancel this brand, cancel this company, everyone delete
      delete the app everyone, vote with your wallet, take our money elsewhere
      tell everyone not to, stop supporting this, stop flying with
      """),
    .init(
      .evidence(.boycott, .weak),
      """
      petition, spread the word, do not buy, don't buy from, tell all my friends
      tell all my followers, tell everyone i know, please share this, please retweet
      make this go viral, avoid this company
      """),
  ]
}
