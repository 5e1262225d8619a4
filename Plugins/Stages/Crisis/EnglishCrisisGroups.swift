/// English phrases that count only in pairs, and the words that change the meaning of others.
enum EnglishCrisisGroups {
  static let all: [CrisisPhraseList] = [
    .init(
      .member(.product),
      """
      charger, battery, batteries, phone, laptop, tablet, cable, adapter, power bank, powerbank
      heater, toaster, oven, stove, kettle, blender, dryer, hairdryer, hair dryer, washer
      washing machine, dishwasher, fridge, iron, lamp, bulb, candle, toy, toys, crib, stroller
      car seat, high chair, chair, helmet, brake, brakes, tire, tires, tyre, tyres, airbag, engine
      bike, ebike, scooter, hoverboard, car, jacket, boots, tent, camping stove, lantern, harness
      carabiner, rope, ladder, mattress, blanket, electric blanket, pan, pressure cooker
      air fryer, microwave, coffee maker, bottle, jar, product, products, cream, lotion, shampoo
      sunscreen, lipstick, medicine, pills, medication, supplement, supplements, vape, drill
      mower, grill, headphones, earbuds, watch, smartwatch, device, unit, appliance, router, plug
      socket, backpack, bed, couch, sofa, house, kitchen, carpet, table, hair, burner
      fuel canister, canister, headlamp, hand warmer, formula, earrings, mascara, monitor, console
      """),
    .init(
      .member(.fire),
      """
      exploded, explodes, exploding, explode, caught fire, catch fire, on fire, in flames
      set fire to, burned down, burnt down, started a fire, started burning, burst, snapped while
      collapsed
      """),
    .init(
      .member(.heat),
      """
      melted, melting, sparks, sparking, sparked, smoke, smoking, overheated, burning, overheating
      shattered
      """),
    .init(
      .member(.food),
      """
      food, meal, burger, salad, soup, pizza, sandwich, cereal, milk, formula, baby food, drink
      chicken, bread, chocolate, yogurt, rice, coffee, snack, granola, trail mix, bar, can of
      sauce, jar, wrap, dinner, lunch
      """),
    .init(
      .member(.foreignBody),
      """
      glass, shard*, piece of metal, pieces of metal, metal in, piece of plastic
      pieces of plastic, maggot*, worms, cockroach*, roach, insects, needle, blade, screw, rat
      mouse, rodent, bleach, mold, mould
      """),
    .init(
      .member(.cause),
      """
      after using, after eating, after drinking, after wearing, after taking, because of your
      due to your, from your, your product*, your food, your shoes, your boots, caused by
      using your, ate your, eating your, drank your, wearing your, thanks to your faulty
      your faulty, your defective, your store, your shop, your restaurant, your employee
      your driver, in your, at your
      """),
    .init(
      .member(.injury),
      """
      hospitalized, hospitalised, in the hospital, in hospital, to the hospital, emergency room
      the er, in an ambulance, by ambulance, called an ambulance, injured, got hurt, was hurt
      bleeding, choked, choking, unconscious, passed out, fainted, seizure*, allergic reaction
      got sick, violently ill, throwing up all night, broke my arm, broke my leg, broke my ankle
      broke my wrist, broke her arm, broke his arm, broke her hip, broke his leg, concussion
      stitches, severe burns, got burned, got burnt, burned me, burnt me, burned my, burnt my
      burns on, burned his, burned her, lost a finger, lost my finger, lost consciousness
      severe rash, blisters all over, broken bone*, sent me to the, injuries, vomiting blood
      """),
    .init(
      .member(.victim),
      """
      my son, my daughter, my child, my kid, my kids, my children, my baby, my toddler, my wife
      my husband, my mother, my mom, my mum, my father, my dad, my dog, my cat, my grandmother
      my grandson, a child, customers, passengers, an employee, a kid, our son, our daughter
      """),
    .init(
      .member(.intention),
      """
      i will, i'll, i'm going to, i am going to, im gonna, i'm gonna, i am gonna, imma
      i'm about to, i swear to god, i swear i'll, i want to, i wanna, we will, we'll
      we are going to, someone should, somebody should
      """),
    .init(
      .member(.violence),
      """
      kill you, kill your, kill them, kill him, kill her, kill all, murder, shoot you, shoot your
      shoot them, stab, strangle, bomb, burn your, burn down, beat you, beat your, beat up
      hurt you, hurt your, hurt them, punch you, punch your, attack your, attack you, slap your
      blow up, torch, run you over
      """),
    .init(
      .member(.target),
      """
      your staff, your employees, your store, your office, your ceo, your driver, your manager
      you people, your house, your family
      """),
    .init(
      .member(.barred),
      """
      refused, denied, wouldn't let, would not let, not allowed, kicked out, turned away, mocked
      laughed at, humiliated, left stranded
      """),
    .init(
      .member(.disability),
      """
      wheelchair, service dog, guide dog, service animal, disabled, disability, blind, deaf
      autistic, hijab, turban
      """),
    .init(
      .member(.blame),
      """
      because i'm, because i am, because of my, because of her, because of his, because she's
      because she is, because he's, because he is, because we're, because we are, because they're
      because they are, because my husband is, because my wife is, just for being
      simply for being
      """),
    .init(
      .member(.trait),
      """
      black, brown, asian, african american, latino, latina, hispanic, mexican, indian, arab
      muslim, jewish, gay, lesbian, trans, transgender, queer, a woman, female, disabled, deaf
      blind, in a wheelchair, autistic, pregnant, race, skin, skin color, skin colour, religion
      disability, gender, ethnicity, nationality, sexuality, sexual orientation, accent, hijab
      turban, color, colour
      """),
    .init(
      .member(.plural),
      """
      someone else's, somebody else's, different person's, another person's, different customer's
      another customer's, other customers', other customers, other people's, a stranger's
      wrong customer's, other users'
      """),
    .init(
      .member(.exposed),
      """
      leaked, leaking, exposed, sent to a stranger, to a stranger, to strangers, hacked, stolen
      shared, published, posted online, visible to everyone, public page, publicly, on google
      for everyone to see, for all to see, disclose, disclosed, disclosing, sold, sent my
      emailed my, gave my
      """),
    .init(
      .member(.personalData),
      """
      personal data, personal information, personal info, personal details, private data
      private information, home address, my address, my phone number, credit card details
      card details, bank details, card number, passport, passport details, social security
      date of birth, my data, my details, medical data, health data, account details
      my information, customer data, order history, passwords, my password, account information
      name and address
      """),
    .init(
      .negator,
      """
      not, no, never, don't, doesn't, didn't, won't, wouldn't, isn't, wasn't, aren't, without
      cannot, can't, hardly, neither, nor, kein, keine, keinen, nicht, nie, ohne, sin, nunca
      jamas, pas, jamais, sans, aucun, aucune
      """),
    .init(
      .laughter,
      """
      lol, lmao, lmfao, rofl, haha*, hehe*, jk, just kidding, jajaja*, mdr, ptdr, 😂, 🤣, 😆, 😜, 😉
      """),
    .init(
      .fiction,
      """
      movie, movies, film, films, video game, gameplay, the game, this game, boss fight, episode
      season finale, tv show, song, album, lyrics, trailer, novel, chapter, fanfic, pelicula
      videojuego, videospiel, roman, chanson
      """),
  ]
}
