/* sandbox.c: Landlock (Linux 5.13 and later), by its system calls: C libraries and older headers do not know all of it. */
#include "base/sandbox.h"

#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#ifdef SYS_landlock_create_ruleset

/* Documentation/userspace-api/landlock.rst and include/uapi/linux/landlock.h of Linux. */
enum {
	EXECUTE = 1 << 0, WRITE_FILE = 1 << 1, REMOVE_FILE = 1 << 5, MAKE_REG = 1 << 8, TRUNCATE = 1 << 14,
	OF_1 = 0x1FFF & ~(1 << 2 | 1 << 3), /* all of version 1 but reading files and listing folders */
	OF_2 = 1 << 13,                     /* REFER */
	OF_3 = TRUNCATE,
	NET_OF_4 = 3,                       /* bind and connect TCP */
	VERSION = 1 << 0, PATH_BENEATH = 1,
};

struct ruleset {
	uint64_t files, net;
};

struct beneath {
	uint64_t allowed;
	int32_t parent;
} __attribute__((packed));

bool sandbox_read_only(const char *tmp)
{
	const char *no = getenv("CAPTOOLS_NO_SANDBOX");
	long version = no && *no ? -1 : syscall(SYS_landlock_create_ruleset, NULL, 0, VERSION);

	if (version < 1)
		return false;
	struct ruleset r = {.files = OF_1 | (version >= 2 ? OF_2 : 0) | (version >= 3 ? OF_3 : 0), .net = version >= 4 ? NET_OF_4 : 0};
	int fd = (int)syscall(SYS_landlock_create_ruleset, &r, version >= 4 ? sizeof r : sizeof r.files, 0);
	if (fd < 0)
		return false;
	struct beneath b = {.allowed = r.files & (WRITE_FILE | REMOVE_FILE | MAKE_REG | TRUNCATE), .parent = -1};
	bool good = true;
	if (tmp && (b.parent = open(tmp, O_PATH | O_DIRECTORY | O_CLOEXEC)) >= 0) {
		good = syscall(SYS_landlock_add_rule, fd, PATH_BENEATH, &b, 0) == 0;
		close(b.parent);
	}
	good = good && prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && syscall(SYS_landlock_restrict_self, fd, 0) == 0;
	close(fd);
	return good;
}

#else

bool sandbox_read_only(const char *tmp)
{
	(void)tmp;
	return false;
}

#endif
