#define _GNU_SOURCE
#include "process_limits.h"
#include <sys/resource.h>

int replyd_limit_processor_time(pid_t process, unsigned long seconds) {
  struct rlimit limit = {.rlim_cur = seconds, .rlim_max = RLIM_INFINITY};
  return prlimit(process, RLIMIT_CPU, &limit, 0);
}
