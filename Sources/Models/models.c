#include "models.h"

/* #embed is C23; clang has it in every mode and would warn in older ones. */
#pragma clang diagnostic ignored "-Wc23-extensions"

static const uint8_t sentiment[] = {
#embed "sentiment.model"
};

static const uint8_t intent[] = {
#embed "intent.model"
};

const uint8_t *replyd_sentiment_model(void) { return sentiment; }
size_t replyd_sentiment_model_size(void) { return sizeof sentiment; }
const uint8_t *replyd_intent_model(void) { return intent; }
size_t replyd_intent_model_size(void) { return sizeof intent; }
