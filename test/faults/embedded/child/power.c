/*
 * What a disk does that loses its power, for the files whose name holds ".sqlite": a write is safe once an fsync or
 * fdatasync of its file has come back. The rest is undone when the power goes, at the POWER_AT-th sync or write
 * (POWER_POINT=sync|write), and of it a random part (POWER_SEED) is kept, the last write possibly torn: a disk orders
 * unsynced writes as it likes. EIO_AT: that sync fails, and what it was asked to make safe never becomes safe by a
 * later one, as Linux has it.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

struct change {
  struct change *before;
  ino_t inode;
  char path[512];
  int is_cut, is_doomed;
  off_t at, size_before;
  size_t old_length, new_length;
  char *old_bytes, *new_bytes;
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct change *last;
static long writes, syncs;

static long number(const char *name) {
  const char *text = getenv(name);
  return text ? atol(text) : 0;
}
static uint32_t state;
static uint32_t draw(uint32_t bound) {
  state = state * 1664525u + 1013904223u;
  return (state >> 8) % bound;
}

static int is_ours(int fd, char *path, struct stat *about) {
  char name[64];
  snprintf(name, sizeof name, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(name, path, 511);
  if (length <= 0) return 0;
  path[length] = 0;
  if (!strstr(path, ".sqlite") || strstr(path, "-shm")) return 0;
  return fstat(fd, about) == 0 && S_ISREG(about->st_mode);
}

static void lose_power(void) {
  struct change *order[65536];
  long count = 0;
  for (struct change *one = last; one; one = one->before) {
    int fd = syscall(SYS_open, one->path, O_RDWR);
    if (fd >= 0) {
      if (one->old_length) syscall(SYS_pwrite64, fd, one->old_bytes, one->old_length, one->at);
      syscall(SYS_ftruncate, fd, one->size_before);
      syscall(SYS_close, fd);
    }
    if (count < 65536) order[count++] = one;
  }
  for (long at = count - 1; at >= 0; at--) {
    struct change *one = order[at];
    if (one->is_cut || one->is_doomed || draw(2)) continue;
    size_t length = one->new_length;
    if (draw(4) == 0) length = length > 512 ? 512 * draw(length / 512) : 0;
    int fd = syscall(SYS_open, one->path, O_RDWR);
    if (fd < 0) continue;
    if (length) syscall(SYS_pwrite64, fd, one->new_bytes, length, one->at);
    syscall(SYS_close, fd);
  }
  syscall(SYS_kill, getpid(), 9);
  for (;;) pause();
}

static int goes_now(const char *point, long count) {
  const char *wanted = getenv("POWER_POINT");
  return wanted && !strcmp(wanted, point) && count == number("POWER_AT");
}

static void note(int fd, const char *path, struct stat *about, const void *bytes, size_t length, off_t at) {
  struct change *one = calloc(1, sizeof *one);
  one->before = last;
  one->inode = about->st_ino;
  strcpy(one->path, path);
  one->at = at;
  one->size_before = about->st_size;
  size_t there = at < about->st_size ? (size_t)(about->st_size - at) : 0;
  one->is_cut = bytes == NULL;
  one->old_length = bytes ? (there < length ? there : length) : there;
  one->new_length = bytes ? length : 0;
  one->old_bytes = malloc(one->old_length + 1);
  one->new_bytes = malloc(one->new_length + 1);
  if (one->old_length) {
    int reader = syscall(SYS_open, path, O_RDONLY);
    if (reader >= 0) {
      syscall(SYS_pread64, reader, one->old_bytes, one->old_length, at);
      syscall(SYS_close, reader);
    }
  }
  if (bytes) memcpy(one->new_bytes, bytes, length);
  last = one;
  (void)fd;
}

static void before_write(int fd, const void *bytes, size_t length, off_t at) {
  char path[512];
  struct stat about;
  if (!is_ours(fd, path, &about)) return;
  pthread_mutex_lock(&lock);
  if (bytes) writes++;
  note(fd, path, &about, bytes, length, at);
  if (bytes && goes_now("write", writes)) {
    state = (uint32_t)number("POWER_SEED");
    lose_power();
  }
  pthread_mutex_unlock(&lock);
}

ssize_t write(int fd, const void *bytes, size_t length) {
  int was = errno;
  off_t at = fd > 2 ? lseek(fd, 0, SEEK_CUR) : -1;
  errno = was;
  if (at >= 0) before_write(fd, bytes, length, at);
  return syscall(SYS_write, fd, bytes, length);
}
ssize_t pwrite64(int fd, const void *bytes, size_t length, off64_t at) {
  before_write(fd, bytes, length, at);
  return syscall(SYS_pwrite64, fd, bytes, length, at);
}
ssize_t pwrite(int fd, const void *bytes, size_t length, off_t at) { return pwrite64(fd, bytes, length, at); }
int ftruncate64(int fd, off64_t size) {
  struct stat about;
  if (fstat(fd, &about) == 0 && size < about.st_size) before_write(fd, NULL, 0, size);
  return syscall(SYS_ftruncate, fd, size);
}
int ftruncate(int fd, off_t size) { return ftruncate64(fd, size); }

static int sync_of(int fd, long call) {
  char path[512];
  struct stat about;
  if (!is_ours(fd, path, &about)) return syscall(call, fd);
  pthread_mutex_lock(&lock);
  syncs++;
  if (goes_now("sync", syncs)) {
    state = (uint32_t)number("POWER_SEED");
    lose_power();
  }
  int fails = syncs == number("EIO_AT");
  struct change **link = &last;
  while (*link) {
    struct change *one = *link;
    if (one->inode != about.st_ino || one->is_doomed) {
      link = &one->before;
    } else if (fails) {
      one->is_doomed = 1;
      link = &one->before;
    } else {
      *link = one->before;
      free(one->old_bytes);
      free(one->new_bytes);
      free(one);
    }
  }
  pthread_mutex_unlock(&lock);
  if (!fails) return 0;
  errno = EIO;
  return -1;
}
int fsync(int fd) { return sync_of(fd, SYS_fsync); }
int fdatasync(int fd) { return sync_of(fd, SYS_fdatasync); }

/* With EIO the power goes at the end of the process, so that what was doomed is seen to be gone. */
__attribute__((destructor)) static void end(void) {
  if (!number("EIO_AT") || syncs < number("EIO_AT")) return;
  pthread_mutex_lock(&lock);
  state = (uint32_t)number("POWER_SEED");
  lose_power();
}
