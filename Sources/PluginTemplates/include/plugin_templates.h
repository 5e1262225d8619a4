#ifndef REPLYD_PLUGIN_TEMPLATES_H
#define REPLYD_PLUGIN_TEMPLATES_H

#include <stddef.h>
#include <stdint.h>

/// One file of a new plugin, part of the binary and never freed.
typedef struct {
  /// "python-stage"
  const char *folder;
  const char *name;
  const uint8_t *bytes;
  size_t size;
} replyd_template_t;

extern const size_t replyd_template_count;

/// By place, 0 to the count.
replyd_template_t replyd_template(size_t index);

#endif
