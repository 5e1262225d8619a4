/// Spanish phrases; accents fold away when texts are normalised.
enum SpanishCrisisPhrases {
  static let all: [CrisisPhraseList] = [
    .init(
      .evidence(.safety, .strong),
      """
      se incendio, se prendio fuego, prendio fuego, en llamas, exploto, explotó en, se electrocuto
      descarga electrica, me dio una descarga, fuga de gas, intoxicacion alimentaria, intoxicado
      intoxicada, intoxicados, shock anafilactico, casi muere, casi me muero, casi se ahoga
      se atraganto, dejo de respirar, no podia respirar, quemaduras, fallaron los frenos
      salmonela, vidrio en mi comida, cristales en la comida, termino en el hospital
      acabo en el hospital, acabe en el hospital, termine en el hospital, acabo en urgencias
      acabamos en urgencias
      """),
    .init(
      .evidence(.safety, .firm),
      """
      reaccion alergica, me quemo la, se quemo la, es un peligro para, huele a quemado
      huele a gas, herido, herida, lesionado, urgencias por
      """),
    .init(
      .evidence(.safety, .weak),
      """
      peligroso, peligrosa, hospital, ambulancia, urgencias, sobrecalienta, echa humo
      """),
    .init(
      .evidence(.selfHarm, .strong),
      """
      suicidarme, me voy a suicidar, me quiero suicidar, quiero suicidarme, quitarme la vida
      acabar con mi vida, terminar con mi vida, me quiero morir, quiero morir, quiero morirme
      me quiero matar, me voy a matar, voy a matarme, no quiero vivir, no quiero seguir viviendo
      ya no quiero vivir, hacerme daño, autolesion*, cortarme las venas, no vale la pena vivir
      mejor muerto, mejor muerta, no tengo ganas de vivir
      """),
    .init(.evidence(.selfHarm, .firm), "suicidio, no puedo mas con mi vida, sin ganas de vivir"),
    .init(
      .evidence(.threat, .strong),
      """
      los voy a matar, te voy a matar, os voy a matar, voy a matarte, voy a matarlos
      voy a mataros, matarlos a todos, se donde vives, se donde vivis, se donde viven
      se donde trabajas, voy a quemar, quemar su tienda, quemar la tienda, quemar vuestra
      poner una bomba, pondre una bomba, hay una bomba, una bomba en, amenaza de bomba
      te voy a encontrar, os voy a encontrar, voy a ir armado, con una pistola, con un arma
      te voy a partir, os voy a partir, partirte la cara, partiros la cara, romperte la cara
      romperte las piernas, les voy a romper, te voy a reventar, van a morir, vais a morir
      vas a morir, te arrepentiras de haber nacido
      """),
    .init(
      .evidence(.threat, .firm),
      """
      se van a arrepentir, os vais a arrepentir, te vas a arrepentir, ojala te mueras
      ojala os murais, me las vas a pagar, me las van a pagar
      """),
    .init(
      .evidence(.legal, .strong),
      """
      mi abogado, mi abogada, mis abogados, nuestro abogado, los voy a demandar, os voy a demandar
      te voy a demandar, voy a demandar, vamos a demandar, voy a denunciar, os voy a denunciar
      los voy a denunciar, denunciarlos, demandarlos, demanda judicial, acciones legales
      accion legal, emprender acciones, medidas legales, nos vemos en los tribunales
      nos vemos en el juzgado, ante los tribunales, en los juzgados, burofax, ante consumo
      oficina del consumidor, hoja de reclamaciones, poner una denuncia, pondre una denuncia
      profeco, facua, demanda colectiva
      """),
    .init(.evidence(.legal, .weak), "abogado, abogados, denuncia, ilegal, demanda, tribunales"),
    .init(
      .evidence(.privacy, .strong),
      """
      filtracion de datos, filtraron mis datos, han filtrado mis, mis datos personales
      datos de otra persona, datos de otro cliente, datos de otros clientes, proteccion de datos
      publicaron mis datos, compartieron mis datos, vendieron mis datos
      agencia de proteccion de datos, sin mi consentimiento
      """),
    .init(
      .evidence(.fraud, .strong),
      """
      cargo no autorizado, cargos no autorizados, cargos fraudulentos, me han estafado
      me estafaron, robo de identidad, suplantacion de identidad, suplantan, se hacen pasar por
      me robaron la tarjeta, usaron mi tarjeta, hackearon mi cuenta, me hackearon, phishing
      cobro no autorizado
      """),
    .init(.evidence(.fraud, .firm), "fraude, es una estafa, estafadores"),
    .init(
      .evidence(.discrimination, .strong),
      """
      racista, racistas, racismo, discriminacion, me discriminaron, discriminado por
      discriminada por, homofobo, homofobia, homofobico, machista, machismo, xenofobo, xenofobia
      transfobia, antisemita, por ser negro, por ser negra, por ser gay, por ser mujer
      por ser musulman, por ser musulmana, por mi color de piel, por ser inmigrante
      por ser gitano, por ser latino
      """),
    .init(
      .evidence(.press, .strong),
      """
      soy periodista, periodista de, periodista del, para un articulo, para un reportaje
      declaraciones para, a la prensa, a los medios, medios de comunicacion, en las noticias
      a la television
      """),
    .init(.evidence(.press, .firm), "periodista, reportera, reportero, noticiero"),
    .init(
      .evidence(.boycott, .strong),
      """
      boicot, boicotear, boicoteo, boicoteemos, dejen de comprar, dejad de comprar
      que nadie compre
      """),
    .init(.evidence(.boycott, .weak), "no compren, no compreis, difundan, difundid, haganlo viral"),
  ]
}
