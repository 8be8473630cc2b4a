// The least that a program can do and still have two records on the disk, one after the other: append and force, append and
// force. Pairs come by a plan of exponential gaps, whatever became of those before. The file is written and forced once
// before, so that a force finds its blocks; the end of it is followed by its beginning.
// gcc -O2 -o force force.c -lm; ./force FILE BYTES PAIRS_PER_SECOND SECONDS SEED        prints one line: JSON {...}
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#define FILE_BYTES (16 << 20)
static long now(void) { struct timespec t; clock_gettime(CLOCK_MONOTONIC, &t); return t.tv_sec * 1000000000L + t.tv_nsec; }
static void until(long at) {
  struct timespec t = { at / 1000000000L, at % 1000000000L };
  while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &t, 0) == EINTR) { }
}
static int ascending(const void *a, const void *b) { long x = *(long *)a, y = *(long *)b; return (x > y) - (x < y); }
static double us(long *sorted, int n, double share) { int i = (int)ceil(n * share) - 1; return sorted[i < 0 ? 0 : i] / 1e3; }
static void print(const char *name, long *values, int n) {
  qsort(values, n, sizeof *values, ascending);
  printf("\"%s\":{\"p50\":%.1f,\"p90\":%.1f,\"p99\":%.1f,\"max\":%.1f},", name, us(values, n, .5), us(values, n, .9), us(values, n, .99), us(values, n, 1));
}
static void fail(const char *what) { perror(what); exit(1); }
int main(int n, char **v) {
  if (n != 6) { fprintf(stderr, "force FILE BYTES PAIRS_PER_SECOND SECONDS SEED\n"); return 2; }
  int bytes = atoi(v[2]); double rate = atof(v[3]), seconds = atof(v[4]); srand48(atol(v[5]));
  char *zeros = calloc(1, 1 << 20), *record = malloc(bytes); memset(record, 'r', bytes);
  int fd = open(v[1], O_RDWR | O_CREAT | O_TRUNC, 0600); if (fd < 0) fail(v[1]);
  for (int i = 0; i < FILE_BYTES >> 20; i++) if (pwrite(fd, zeros, 1 << 20, (long)i << 20) != 1 << 20) fail("write");
  if (fsync(fd)) fail("fsync");
  int most = (int)(rate * seconds * 2) + 100, pairs = 0; long *planned = malloc(most * sizeof(long)), *started = malloc(most * sizeof(long));
  long begin = now(), due = begin, end = begin + (long)(seconds * 1e9), at = 0, busy = 0;
  while (pairs < most) {
    due += (long)(-log(1 - drand48()) / rate * 1e9);
    if (due >= end) break;
    until(due); long start = now();
    for (int i = 0; i < 2; i++) {
      if (at + bytes > FILE_BYTES) at = 0;
      if (pwrite(fd, record, bytes, at) != bytes) fail("write");
      if (fdatasync(fd)) fail("fdatasync");
      at += bytes;
    }
    long done = now(); planned[pairs] = done - due; started[pairs++] = done - start; busy += done - start;
  }
  if (!pairs) { fprintf(stderr, "no pair was due\n"); return 1; }
  double took = (now() - begin) / 1e9;
  printf("JSON {"); print("planned_us", planned, pairs); print("started_us", started, pairs);
  printf("\"pairs\":%d,\"busy\":%.3f,\"bytes\":%d}\n", pairs, busy / 1e9 / took, bytes);
}
