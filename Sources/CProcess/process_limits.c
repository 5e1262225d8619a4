#define _GNU_SOURCE
#include "process_limits.h"
#include <sys/resource.h>

int replyd_limit_processor_time(pid_t process, unsigned long seconds) {
  struct rlimit limit;
  if (prlimit(process, RLIMIT_CPU, 0, &limit) != 0) return -1;
  limit.rlim_cur = seconds < limit.rlim_max ? seconds : limit.rlim_max;
  return prlimit(process, RLIMIT_CPU, &limit, 0);
}
