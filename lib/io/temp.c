/* temp.c: naming, locking and sweeping of temporary files. The lock is what tells a live run's file from a dead one's:
 * the kernel drops it with the process, whatever killed it. */
#include "io/temp.h"

#include <errno.h>
#include <string.h>

#include "base/ascii.h"
#include "base/fdio.h"
#include "base/hash.h"
#include "base/sys.h"

static const char MARK[] = ".captools-";
enum { MARK_LEN = sizeof MARK - 1, RANDOM = 6, ROUNDS = 100, DEPTH = 256, LINKS = 40 };

/* How much of name fits, whole characters only. */
static size_t shortened(const char *name)
{
	size_t n = strlen(name), max = TEMP_NAME - 1 - 1 - MARK_LEN - RANDOM;

	if (n <= max)
		return n;
	n = max;
	while (n > 0 && ((unsigned char)name[n] & 0xC0) == 0x80)
		n--;
	return n;
}

static void temp_name(char temp[TEMP_NAME], const char *name)
{
	static const char set[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
	static uint64_t count;
	uint64_t r = hash_u64(hash_seed() + (uint64_t)getpid() + ++count);
	size_t n = shortened(name), at = 0;

	temp[at++] = '.';
	memcpy(temp + at, name, n);
	at += n;
	memcpy(temp + at, MARK, MARK_LEN);
	at += MARK_LEN;
	for (int i = 0; i < RANDOM; i++, r /= 62)
		temp[at++] = set[r % 62];
	temp[at] = 0;
}

bool temp_is(const char *s, const char *name)
{
	size_t n = strlen(s);

	if (n < 2 + MARK_LEN + RANDOM || s[0] != '.')
		return false;
	size_t mid = n - MARK_LEN - RANDOM;
	if (memcmp(s + mid, MARK, MARK_LEN) != 0)
		return false;
	for (size_t i = n - RANDOM; i < n; i++)
		if (!ascii_word(s[i]))
			return false;
	return !name || (shortened(name) == mid - 1 && memcmp(s + 1, name, mid - 1) == 0);
}

/* Locks what was just made; false when a sweeping run was quicker and has removed it. */
static bool claim(int fd)
{
	struct stat st;

	return sys_lock(fd) == 0 && fstat(fd, &st) == 0 && st.st_nlink > 0;
}

int temp_file(int dir, const char *name, char temp[TEMP_NAME])
{
	for (int i = 0; i < ROUNDS; i++) {
		temp_name(temp, name);
		int fd = openat(dir, temp, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
		if (fd >= 0 && claim(fd))
			return fd;
		if (fd >= 0)
			close(fd);
		else if (errno != EEXIST)
			return -1;
	}
	errno = EEXIST;
	return -1;
}

int temp_dir(int dir, const char *name, char temp[TEMP_NAME])
{
	for (int i = 0; i < ROUNDS; i++) {
		temp_name(temp, name);
		if (mkdirat(dir, temp, 0777) != 0) {
			if (errno != EEXIST)
				return -1;
			continue;
		}
		int fd = openat(dir, temp, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
		if (fd >= 0 && claim(fd))
			return fd;
		if (fd >= 0) {
			close(fd);
		} else if (errno != ENOENT) { /* not swept away by another run */
			int err = errno;
			unlinkat(dir, temp, AT_REMOVEDIR);
			errno = err;
			return -1;
		}
	}
	errno = EEXIST;
	return -1;
}

static bool dots(const char *s)
{
	return s[0] == '.' && (s[1] == 0 || (s[1] == '.' && s[2] == 0));
}

/* Opens a folder for listing, not through a link. */
static DIR *list(int dir, const char *name)
{
	int fd = openat(dir, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	DIR *d = fd >= 0 ? fdopendir(fd) : NULL;

	if (fd >= 0 && !d)
		close(fd);
	return d;
}

/* Depth is bounded: what we made ourselves is never deeper than the walk that made it. */
static int remove_tree(int dir, const char *name, int depth)
{
	DIR *d = depth < DEPTH ? list(dir, name) : NULL;

	if (!d)
		return -1;
	int rc = 0;
	for (struct dirent *e; (errno = 0, e = readdir(d));) {
		if (dots(e->d_name) || unlinkat(dirfd(d), e->d_name, 0) == 0)
			continue;
		if ((errno == EISDIR || errno == EPERM) && remove_tree(dirfd(d), e->d_name, depth + 1) == 0)
			continue;
		rc = -1;
	}
	int err = errno;
	closedir(d);
	errno = err;
	return rc == 0 ? unlinkat(dir, name, AT_REMOVEDIR) : -1;
}

int temp_remove_tree(int dir, const char *name)
{
	return remove_tree(dir, name, 0);
}

static bool sweep_one(int dir, const char *name)
{
	struct stat st;
	int fd = openat(dir, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);

	if (fd < 0)
		return false;
	bool gone = false;
	if (fstat(fd, &st) == 0 && (S_ISREG(st.st_mode) || S_ISDIR(st.st_mode)) && sys_lock(fd) == 0)
		gone = S_ISDIR(st.st_mode) ? temp_remove_tree(dir, name) == 0 : unlinkat(dir, name, 0) == 0;
	close(fd);
	return gone;
}

unsigned temp_sweep(int dir, const char *name)
{
	DIR *d = list(dir, ".");
	unsigned n = 0;

	if (!d)
		return 0;
	for (struct dirent *e; (e = readdir(d));)
		if (temp_is(e->d_name, name))
			n += sweep_one(dir, e->d_name);
	closedir(d);
	return n;
}

/* The folder part of path into buf, the last component into name. False for a path that names no file. */
static bool split(const char *path, struct buf *parent, char name[TEMP_NAME])
{
	size_t n = strlen(path);

	while (n > 1 && path[n - 1] == '/')
		n--;
	size_t at = n;
	while (at > 0 && path[at - 1] != '/')
		at--;
	if (n - at == 0 || n - at >= TEMP_NAME)
		return false;
	memcpy(name, path + at, n - at);
	name[n - at] = 0;
	buf_reset(parent);
	if (at == 0)
		BUF_LIT(parent, ".");
	else
		buf_add(parent, path, at);
	buf_addc(parent, 0);
	return !dots(name);
}

int path_open_parent(const char *path, char name[TEMP_NAME], struct diag *d)
{
	struct buf parent = BUF_INIT, link = BUF_INIT;
	int dir = -1;

	buf_add(&link, path, strlen(path) + 1);
	for (int i = 0; i < LINKS; i++) {
		if (!split(link.p, &parent, name)) {
			diag_set(d, "bad-path", "%s: names no file that could be replaced", path);
			break;
		}
		/* A link's target is relative to the link's own folder. */
		int next = openat(link.p[0] == '/' || dir < 0 ? AT_FDCWD : dir, parent.p,
		                  O_RDONLY | O_DIRECTORY | O_CLOEXEC);
		if (dir >= 0)
			close(dir);
		dir = next;
		if (dir < 0) {
			diag_set(d, "open", "%s: %s", path, strerror(errno));
			break;
		}
		buf_reset(&link);
		ssize_t n = readlinkat(dir, name, buf_room(&link, 4097), 4096);
		if (n < 0) { /* no link, or nothing there yet */
			buf_fini(&parent);
			buf_fini(&link);
			return dir;
		}
		link.n = (size_t)n;
		buf_addc(&link, 0);
		if (i == LINKS - 1)
			diag_set(d, "open", "%s: too many symbolic links", path);
	}
	if (dir >= 0)
		close(dir);
	buf_fini(&parent);
	buf_fini(&link);
	return -1;
}

void temp_sweep_beside(const char *path)
{
	char name[TEMP_NAME];
	int dir = path_open_parent(path, name, NULL);

	if (dir < 0)
		return;
	temp_sweep(dir, name);
	close(dir);
}
