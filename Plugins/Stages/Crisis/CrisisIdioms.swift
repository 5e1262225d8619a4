/// Harmless phrases that contain severe words.
enum CrisisIdioms {
  static let all: [CrisisPhraseList] = [
    .init(
      .idiom,
      """
      jump off the page, jump off the boat, jump off a boat, jump off the dock, jump off the pier
      would it kill you, wouldn't kill you, won't kill you, did i hurt you
      killing me, you're killing me, you are killing me, killing it, killed it, kill time
      killing time, kill for, would kill for, i'd kill for, i would kill for, dressed to kill
      kill the lights, kill two birds, dying to try, dying to know, dying to get, dying to see
      dying for, dying of laughter, dying laughing, to die for, die for, died laughing
      died and gone to heaven, die hard, die-hard, phone died, battery died, my phone is dead
      laptop died, kills my battery, is a steal, a steal, what a steal, such a steal
      an absolute steal, the bomb, da bomb, bath bomb, bath bombs, photobomb, bomb ass
      bombed my test, is fire, are fire, straight fire, pure fire, on fire lately
      you guys are on fire, team is on fire, fire sale, fire stick, amazon fire, kindle fire
      fire tv, fire tablet, fire pit, blowing up my phone, blew up my phone, phone is blowing up
      phone blew up with, blow up my phone, shoot photos, shoot video, shoot a video
      shoot pictures, shoot some, shoot with, shoot for, shoot hoops, shoot an email, shoot a dm
      kill some time, kill an hour, kill it, kill the mood, stab at it, attack the, toxic free
      non toxic, nontoxic, cutting again at, sued for, be sorry for, end you up, end you on
      shoot you a dm, shoot you an email, shoot you a message, shoot you a note, shoot you over
      shoot me, shoot your shot, photo shoot, hit you up, hurt your feelings, hurt your business
      hurt your brand, hurt your reputation, hurt your bottom line, hurt your sales, hurt you to
      would it hurt you, wouldn't hurt you, privacy policy, data protection policy
      privacy settings, privacy notice, fraud department, fraud alert, fraud alerts
      fraud protection, fraud team, identity theft protection, press release, press kit, press the
      press any, press start, french press, bench press, hot off the press, food court
      tennis court, basketball court, court shoes, crazy good, sick deal, burning question
      burning questions, slow burn, burned out, burnt out, burning a hole, sunburn
      calories burned, fat burning, burn calories, smoking deal, smoking hot, smoking area
      smoking policy, smoking room, no smoking, non smoking, explode with flavor
      explode with flavour, exploded in popularity, flavor exploded, heart exploded, mind exploded
      head exploded, head is going to explode, head will explode, bleeding edge, bleeding heart
      glass of, glass bottle, glass jar, glasses, children's hospital, animal hospital
      hospital bag, hospital shoes, viral video, make you pay for, dead on arrival, dead tired
      drop dead gorgeous, over my dead body, you're dead to me, you are dead to me, ur dead to me
      iron man, mouse pad, mouse over, computer mouse, wireless mouse, gaming mouse
      safe and sound, better safe, dangerously good, dangerously delicious, customer interview
      job interview, interview for, interview tomorrow, interview dress, interview suit, no hazard
      hazard lights, hazard light, diaper rash, rash guard, rash vest, stop by, lead you
      payback period, revenge of, sweet revenge, murder mystery, cereal killer, killer deal
      killer app, killer sale, killer price, killer look, suicide squad, rest in peace
      supreme court, is it illegal to, should be illegal, legal age, legal size, legal name
      my legal name, legal address
      """)
  ]
}
