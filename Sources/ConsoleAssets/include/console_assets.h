#ifndef REPLYD_CONSOLE_ASSETS_H
#define REPLYD_CONSOLE_ASSETS_H

#include <stddef.h>
#include <stdint.h>

/// One file of the console's pages, part of the binary and never freed.
typedef struct {
  /// "inbox.mustache"
  const char *name;
  const uint8_t *bytes;
  size_t size;
} replyd_asset_t;

extern const size_t replyd_asset_count;

/// By place, 0 to the count.
replyd_asset_t replyd_asset(size_t index);

#endif
