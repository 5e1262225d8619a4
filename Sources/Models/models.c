#include "models.h"

/* #embed is C23; clang has it in every mode and would warn in older ones. */
#pragma clang diagnostic ignored "-Wc23-extensions"

static const uint8_t sentiment[] = {
#embed "sentiment.model"
};

static const uint8_t intent[] = {
#embed "intent.model"
};

static const uint8_t crisis[] = {
#embed "crisis.model"
};

static const uint8_t complaint_meaning[] = {
#embed "complaint-meaning.model"
};

static const uint8_t faq[] = {
#embed "faq.model"
};

static const uint8_t language[] = {
#embed "language.model"
};

static const uint8_t sentiment_languages[] = {
#embed "sentiment-languages.model"
};

const uint8_t *replyd_sentiment_model(void) { return sentiment; }
size_t replyd_sentiment_model_size(void) { return sizeof sentiment; }
const uint8_t *replyd_intent_model(void) { return intent; }
size_t replyd_intent_model_size(void) { return sizeof intent; }
const uint8_t *replyd_crisis_model(void) { return crisis; }
size_t replyd_crisis_model_size(void) { return sizeof crisis; }
const uint8_t *replyd_complaint_meaning_model(void) { return complaint_meaning; }
size_t replyd_complaint_meaning_model_size(void) { return sizeof complaint_meaning; }
const uint8_t *replyd_faq_model(void) { return faq; }
size_t replyd_faq_model_size(void) { return sizeof faq; }
const uint8_t *replyd_language_model(void) { return language; }
size_t replyd_language_model_size(void) { return sizeof language; }
const uint8_t *replyd_sentiment_languages_model(void) { return sentiment_languages; }
size_t replyd_sentiment_languages_model_size(void) { return sizeof sentiment_languages; }
