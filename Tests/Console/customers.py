"""What invented customers write to an invented brand, for the browser test and its pictures."""

from servers import message

# name, handle, minutes ago, text
SHOP = [
    ("Mia K.", "mia_k", 118, "Three weeks and STILL no parcel. Nobody answers my mails, nobody picks up "
     "the phone. This is the worst service I have ever had, I want my money back today!"),
    ("Jonas", "jonas.w", 95, "The zip of my tent broke on the first night. Two hours in the rain. Not "
     "acceptable for that price."),
    ("Priya Nair", "priyan", 61, "Your kettle burned my hand, the lid just came off while I was pouring. "
     "My daughter was standing right next to me."),
    ("Lukas Brandt", "lukasb", 52, "Meine Jacke ist nach zwei Wäschen undicht. Was mache ich jetzt?"),
    ("Sofía 🌻", "sofia", 44, "Could you do the green rucksack in a smaller size, maybe for children? 🎒💚"),
    ("وليد", "walid", 39, "وين طلبي؟ صار له أسبوعين"),
    ("Tom", "tomtom", 33, "averyveryveryveryveryveryveryveryverylongwordwithoutanybreakinitatallthatgoeson"),
    ("Ines Duarte", "ines", 31, "Is the shop in Porto open on the 8th? I would like to try the boots before "
     "I buy them, and my size is between two of yours."),
    ("Kim", "kim_out", 27, "I was charged twice for order 48213. Please look into it."),
    ("Noor", "noor", 24, "Whom do I ask about sponsoring our school's hike?"),
    ("A. Petrov", "apetrov", 21, "The discount code from your newsletter does not work for me."),
    ("Grace", "gracie", 18, "I think somebody else's order was in my parcel. What shall I do with it?"),
]
PLAIN = ["Do you repair poles of other makers as well?", "Which wax do you recommend for leather boots?",
         "Is the blue stove fine for two people?", "Will the grey jacket come back in XL?",
         "Can I change the address of my gift?", "Do you ship to the Azores?",
         "Are your sleeping bags free of down?", "What is the weight of the small lamp with its battery?"]
FORUM = ["Where is my order?", "How do I get a refund?", "When does my parcel arrive?",
         "How do I track my order?", "When do I get my money back?", "Where is my order please?"]


def recordings():
    """By connector; the ids of PLAIN begin with who will work on them: d, p, n, k."""
    shop = [message(f"c{n}", text, minutes=minutes, author={
        "id": handle, "handle": f"@{handle}@social.example", "name": name, "followers": 40 * n * n})
        for n, (name, handle, minutes, text) in enumerate(SHOP)]
    # An earlier contact of the first customer.
    shop.append(dict(shop[0], id="c0-before", conversation="c-before", text="Will it be here by Friday?"))
    for who in "dpnk":
        shop += [message(f"{who}{n}", text, minutes=n, author={
            "id": f"{who}{n}", "handle": f"@{who}{n}@social.example", "name": f"Customer {who.upper()}{n}"})
            for n, text in enumerate(PLAIN)]
    forum = [message(f"q{n}", text, minutes=3, platform="forum", author={
        "id": f"q{n}", "handle": f"reader{n}", "name": f"Reader {n}"}) for n, text in enumerate(FORUM)]
    return {"shop": shop, "forum": forum}
