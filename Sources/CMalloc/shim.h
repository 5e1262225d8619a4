// What glibc says of its allocator, which Swift's own Glibc module leaves out.

#ifndef CMALLOC_SHIM_H
#define CMALLOC_SHIM_H

#include <malloc.h>

#endif
