#ifndef REPLYD_MODELS_H
#define REPLYD_MODELS_H

#include <stddef.h>
#include <stdint.h>

/* The trained models as they stand beside models.c, part of the binary and never freed. */
const uint8_t *replyd_sentiment_model(void);
size_t replyd_sentiment_model_size(void);
const uint8_t *replyd_intent_model(void);
size_t replyd_intent_model_size(void);
const uint8_t *replyd_sentiment_languages_model(void);
size_t replyd_sentiment_languages_model_size(void);
const uint8_t *replyd_crisis_model(void);
size_t replyd_crisis_model_size(void);
const uint8_t *replyd_complaint_meaning_model(void);
size_t replyd_complaint_meaning_model_size(void);
const uint8_t *replyd_faq_model(void);
size_t replyd_faq_model_size(void);
const uint8_t *replyd_language_model(void);
size_t replyd_language_model_size(void);

#endif
