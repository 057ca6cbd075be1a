# captools: one Makefile, GNU make, no configure. `make help` lists the targets.
VERSION  := 0.1.0
B        ?= build
prefix   ?= /usr/local
bindir   ?= $(prefix)/bin
# Compiled into the tools (lib/base/file.c): another one wants a fresh build folder.
datadir  ?= $(prefix)/share/captools
mandir   ?= $(prefix)/share/man
libdir   ?= $(prefix)/lib
includedir ?= $(prefix)/include
CC       ?= cc
OPTIM    ?= $(if $(SAN),-O1,-O3) -g
PKGS     := libarchive libutf8proc libzstd zlib liblzma
# A sanitizer build lives in a folder of its own: make check SAN=address,undefined
SAN      ?=
comma    := ,
ifneq ($(SAN),)
override B := $(B)/san-$(subst $(comma),-,$(SAN))
SANFLAGS := -fsanitize=$(SAN) -fno-omit-frame-pointer -fno-sanitize-recover=all
# clang's check takes NULL + 0 for a fault, which C2y (N3322) defines; gcc's finds what runs over.
SANFLAGS += $(if $(findstring fuzzer,$(SAN)),-fno-sanitize=pointer-overflow)
else
HARDEN   := -D_FORTIFY_SOURCE=3 -fstack-protector-strong
endif

WARN     := -Wall -Wextra -Wshadow -Wmissing-prototypes -Wstrict-prototypes -Wformat=2 -Wwrite-strings -Wvla $(if $(CI),-Werror)
CPPFLAGS += -Ilib -Itests -include lib/base/banned.h -D_FILE_OFFSET_BITS=64 $(PKG_CFLAGS)
# gcc clears a struct by `rep stos`, which takes 30 cycles to begin with; plain stores do not. Only gcc on x86 has the word.
STORES   := $(shell w=-mmemset-strategy=unrolled_loop:512:noalign,libcall:-1:noalign; $(CC) $$w -E -xc /dev/null >/dev/null 2>&1 && echo $$w)
CFLAGS   += -std=c11 $(OPTIM) $(STORES) -fPIE -pthread $(WARN) $(HARDEN) $(SANFLAGS)
LDFLAGS  += -pie -pthread -Wl,-z,relro,-z,now,--build-id=none $(SANFLAGS)
PKG_CFLAGS := $(shell pkg-config --cflags $(PKGS) 2>/dev/null)
# bzip2 has no .pc file.
LDLIBS    = $(shell pkg-config --libs $(PKGS) zlib libpcre2-8) -lbz2 -lm
# Only the page needs picture libraries.
PICTURES := $(shell pkg-config --libs libjpeg spng libwebp libexif lcms2)

LIBSRC  := $(sort $(wildcard lib/*/*.c lib/*/*/*.c))
LIBOBJ  := $(LIBSRC:%.c=$(B)/%.o)
TOOLS   := $(patsubst cmd/%.c,%,$(sort $(wildcard cmd/cap*.c)))
# How a program's name ends: share/static/build says .exe for Windows.
BINS    := $(TOOLS:%=$(B)/bin/%$(EXE))
GENS    := $(patsubst share/gen/%.c,$(B)/gen/%,$(sort $(wildcard share/gen/*.c)))
UNITS   := $(patsubst tests/unit/%.c,$(B)/unit/%,$(sort $(wildcard tests/unit/*.c)))
# Fuzz targets: with SAN=fuzzer-no-link,... libFuzzer's main drives them, else one that replays their corpora.
FUZZING := $(findstring fuzzer,$(SAN))
FUZZERS := $(patsubst tests/fuzz/%.c,$(B)/fuzz/%,$(filter-out tests/fuzz/replay.c,$(sort $(wildcard tests/fuzz/*.c))))
VOCABS  := $(shell awk '!/^\#/ && $$NF == "default" {print $$1}' share/encoders/SOURCES 2>/dev/null)
VOCAB_F := $(VOCABS:%=$(B)/share/encoders/%.vocab)
PLAIN_F := $(patsubst %,$(B)/%,$(wildcard share/lexicon/* share/view/*))
DATA    := $(VOCAB_F) $(PLAIN_F) $(B)/share/lexicon/wordnet.blob $(B)/share/parse/tagger.blob

# Data that a running tool has mapped is never written over: the new is made beside the old and takes its name when it is whole.
NEW = $(@D)/.$(@F).new
put = mkdir -p $(@D) && $(1) && mv -f $(NEW) $@

# One short line a step; V=1 shows the whole command.
say = @$(if $(V),,echo "  $(1) $@";) $(if $(V),set -x;) $(2)

.DELETE_ON_ERROR:
.PHONY: all help deps check fault torture scale analyze fuzz demo install uninstall dist distcheck deb wheel static release doc check-recipes check-static check-platforms bless gen check-gen clean bench mutate check-oracle check-truth encoders
all: $(BINS) $(DATA) ## build the tools and their data into build/

help: ## this list
	@awk -F':.*## ' '/^[a-z-]+:.*## /{printf "  make %-12s %s\n", $$1, $$2}' Makefile

$(B)/lib/base/%.o $(B)/tests/fuzz/%.o: CPPFLAGS += -D_GNU_SOURCE
$(B)/%.o: CPPFLAGS += -D_POSIX_C_SOURCE=200809L -D_DARWIN_C_SOURCE
$(B)/lib/base/file.o: CPPFLAGS += -DCAPTOOLS_DATADIR='"$(datadir)"'
$(B)/lib/base/opt.o $(B)/lib/api/captools.o: CPPFLAGS += -DCAPTOOLS_VERSION='"$(VERSION)"'
$(B)/%.o: %.c Makefile
	@mkdir -p $(@D)
	$(call say,CC,$(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<)

# The folders are prerequisites so that a deleted source leaves the archive.
$(B)/libcaptools.a: $(LIBOBJ) $(sort $(dir $(LIBSRC)))
	@rm -f $@
	$(call say,AR,$(AR) rcs $@ $(LIBOBJ))

$(B)/bin/capview$(EXE) $(B)/bin/capsee$(EXE) $(B)/unit/image_head $(B)/unit/view: LDLIBS += $(PICTURES)
$(BINS): $(B)/bin/%$(EXE): $(B)/cmd/%.o $(B)/libcaptools.a
	@mkdir -p $(@D)
	$(call say,LD,$(CC) $(LDFLAGS) -o $@ $^ $(LDLIBS))
$(GENS): $(B)/gen/%: $(B)/share/gen/%.o $(B)/libcaptools.a
	@mkdir -p $(@D)
	$(call say,LD,$(CC) $(LDFLAGS) -o $@ $^ $(LDLIBS))
$(UNITS): $(B)/unit/%: $(B)/tests/unit/%.o $(B)/libcaptools.a
	@mkdir -p $(@D)
	$(call say,LD,$(CC) $(LDFLAGS) -o $@ $^ $(LDLIBS))
$(FUZZERS): $(B)/fuzz/%: $(B)/tests/fuzz/%.o $(if $(FUZZING),,$(B)/tests/fuzz/replay.o) $(B)/libcaptools.a
	@mkdir -p $(@D)
	$(call say,LD,$(CC) $(LDFLAGS) $(if $(FUZZING),-fsanitize=fuzzer) -Wl$(comma)--wrap=_exit -o $@ $^ $(LDLIBS) $(PICTURES))
-include $(LIBOBJ:.o=.d) $(wildcard $(B)/*/*.d $(B)/*/*/*.d)

$(B)/share/lexicon/wordnet.blob: $(B)/gen/wordnetc $(wildcard share/lexicon/*)
	$(call put,$(B)/gen/wordnetc -o $(NEW) /usr/share/wordnet)
$(B)/share/parse/tagger.blob: $(B)/gen/taggerc $(wildcard share/parse/*) share/lexicon/glue.tsv
	$(call put,$(B)/gen/taggerc -o $(NEW) /usr/share/wordnet share/parse share/lexicon)
$(PLAIN_F): $(B)/share/%: share/%
	$(call put,cp $< $(NEW))
# A tarball of `make dist` brings them compiled.
$(B)/share/encoders/%.vocab: share/vocab/%.vocab
	$(call put,cp $< $(NEW))
$(B)/share/encoders/%.vocab: $(B)/gen/vocabc share/encoders/SOURCES share/encoders/fetch
	share/encoders/fetch $* $(B)/fetch
	$(call put,$(B)/gen/vocabc -o $(NEW) $* $(B)/fetch/$*)

deps: ## install what is missing (Debian packages); prints them first
	@tests/deps
check: ## install what is missing, build, run every test (PATTERN=: those whose path matches; SAN=address,undefined; WRAP=valgrind)
	@tests/deps
	@+$(MAKE) --no-print-directory all $(UNITS) $(FUZZERS)
	@B=$(B) tests/run '$(PATTERN)'
fault: all ## every tool while each call fails in turn: malloc, read, write, open, rename, fsync, mmap, threads; a table
	@PATH=$(abspath $(B)/bin):$$PATH tests/fault/matrix --all
torture: all ## several writers at once, killed and disturbed, on every form; shapes of captions x tools x sizes (T= one of them)
	@PATH=$(abspath $(B)/bin):$$PATH tests/torture/run "$(T)"
scale: all ## N=10000000 captions, GB=10 of tar, M=1000000 members: time, memory, linear, the same for every -j; a table
	@B=$(B) tests/scale/run
analyze: ## clang's analyzer and clang-tidy over lib and cmd
	@tests/analyze
fuzz: ## one fuzz target (T=) for S= seconds; without T, all of them (clang)
	@B=$(B) tests/fuzz/campaign "$(T)" "$(S)"

demo: ## install what is missing, build, run the whole pipe on share/demo
	@tests/deps build
	@+$(MAKE) --no-print-directory all
	@B=$(B) share/demo/run

PACK = B='$(B)' VERSION='$(VERSION)' CC='$(CC)' share/pack
DIRS = DESTDIR='$(DESTDIR)' prefix='$(prefix)' bindir='$(bindir)' datadir='$(datadir)' mandir='$(mandir)' libdir='$(libdir)' includedir='$(includedir)'
install: all ## into $(DESTDIR)$(prefix)
	@$(DIRS) $(PACK)/install
uninstall: ## take all of it away again
	@$(DIRS) $(PACK)/install --uninstall
dist: all ## a source tarball of the last commit that builds without a network
	@$(PACK)/dist
distcheck: dist ## unpack it, build, test, install and uninstall, with the network off
	@$(PACK)/distcheck
deb: all ## Debian packages of the tools and of the library
	@$(PACK)/deb
wheel: all ## a Python wheel that carries the tools and their data
	@python3 share/pack/wheel $(B) $(VERSION)
static: all ## tarballs and wheels that any Linux takes, x86_64 and aarch64, by a pinned compiler (share/static)
	@$(PACK)/static
release: all ## tarballs, Debian packages, wheels, CHANGELOG.md, SPDX and SHA256SUMS into build/release
	@$(PACK)/release
doc: ## the manual as HTML into build/share/doc
	@B='$(B)' share/gen/doc
check-recipes: all ## the recipes that need large downloads (Apache Spark)
	@B='$(B)' tests/slow/recipes.sh
check-static: all ## the static programs in empty roots, by qemu, and with REPRODUCE=1 the same from two folders (MACHINES=)
	@B='$(B)' MACHINES='$(MACHINES)' bats tests/slow/static.bats
check-platforms: all ## macOS and Windows: what compiles and links, and tests under Wine (TARGETS=: aarch64-macos x86_64-macos x86_64-windows)
	@B='$(B)' MAKE='$(MAKE)' tests/platforms $(TARGETS)
encoders: all ## Llama 3, Gemma 2 and Gemma 3, whose licences are yours to accept (ACCEPT=1 or an answer)
	@B=$(B) share/encoders/accept
check-truth: all ## against what people say: one row a measure, today's value and the bar (on ../shared/truth where that is)
	@B='$(B)' tests/truth/run
mutate: all ## each constant of the score a fifth more and a fifth less: does a test see it?; a table
	@B=$(B) tests/mutate
bless: all ## rewrite the golden outputs; look at the diff
	@PATH=$(abspath $(B)/bin):$$PATH tests/golden.sh --bless
	@PATH=$(abspath $(B)/bin):$$PATH tests/manual/bless
gen: all ## completions, OPTIONS blocks, caprules.7
	@B=$(B) share/gen/gen
check-gen: all ## say which generated file is old
	@B=$(B) share/gen/gen --check
bench: all ## against the named peers, in a virtual environment; prints ratios
	@B=$(B) tests/bench/run
check-oracle: all ## N=10000 new random captions against the live reference tokenizers, in a virtual environment
	@python3 tests/oracle/check-oracle.py --captok $(B)/bin/captok --work $(B)/oracle --n $(or $(N),10000)
clean: ## remove build/
	rm -rf build
