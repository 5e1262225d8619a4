#pragma once
#include <sys/types.h>

/// Lets a process use `seconds` of processor time in all before the kernel ends it: prlimit(2),
/// which Swift's Glibc does not show. Returns 0, or -1 with errno.
int replyd_limit_processor_time(pid_t process, unsigned long seconds);
