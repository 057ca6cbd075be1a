# captools: one Makefile, GNU make, no configure. `make help` lists the targets.
VERSION  := 0.1.0
B        ?= build
prefix   ?= /usr/local
bindir   ?= $(prefix)/bin
datadir  ?= $(prefix)/share/captools
mandir   ?= $(prefix)/share/man
CC       ?= cc
OPTIM    ?= -O2 -g
PKGS     := libarchive libutf8proc libzstd json-c
# A sanitizer build lives in a folder of its own: make check SAN=address,undefined
SAN      ?=
ifneq ($(SAN),)
comma    := ,
override B := $(B)/san-$(subst $(comma),-,$(SAN))
SANFLAGS := -fsanitize=$(SAN) -fno-omit-frame-pointer -fno-sanitize-recover=all
else
HARDEN   := -D_FORTIFY_SOURCE=3 -fstack-protector-strong
endif

WARN     := -Wall -Wextra -Wshadow -Wmissing-prototypes -Wstrict-prototypes -Wformat=2 -Wwrite-strings -Wvla $(if $(CI),-Werror)
CPPFLAGS += -Ilib -I$(B)/inc -include lib/base/banned.h -D_FILE_OFFSET_BITS=64 $(PKG_CFLAGS)
CFLAGS   += -std=c11 $(OPTIM) -fPIE -pthread $(WARN) $(HARDEN) $(SANFLAGS)
LDFLAGS  += -pie -pthread -Wl,-z,relro,-z,now $(SANFLAGS)
PKG_CFLAGS := $(shell pkg-config --cflags $(PKGS) 2>/dev/null)
LDLIBS    = $(shell pkg-config --libs $(PKGS)) -lm

LIBSRC  := $(sort $(wildcard lib/*/*.c))
LIBOBJ  := $(LIBSRC:%.c=$(B)/%.o)
TOOLS   := $(patsubst cmd/%.c,%,$(sort $(wildcard cmd/cap*.c)))
BINS    := $(TOOLS:%=$(B)/bin/%)
GENS    := $(patsubst share/gen/%.c,$(B)/gen/%,$(sort $(wildcard share/gen/*.c)))
UNITS   := $(patsubst tests/unit/%.c,$(B)/unit/%,$(sort $(wildcard tests/unit/*.c)))
VOCABS  := $(shell awk '!/^\#/ && $$NF == "default" {print $$1}' share/encoders/SOURCES 2>/dev/null)
VOCAB_F := $(VOCABS:%=$(B)/share/encoders/%.vocab)
LEX_F   := $(patsubst share/lexicon/%,$(B)/share/lexicon/%,$(wildcard share/lexicon/*))
DATA    := $(VOCAB_F) $(LEX_F) $(B)/share/lexicon/wordnet.blob

.DELETE_ON_ERROR:
.PHONY: all help deps check demo install uninstall dist bless gen check-gen clean bench encoders
all: $(BINS) $(DATA) ## build the tools and their data into build/

help: ## this list
	@awk -F':.*## ' '/^[a-z-]+:.*## /{printf "  make %-12s %s\n", $$1, $$2}' Makefile

$(B)/lib/base/%.o: CPPFLAGS += -D_GNU_SOURCE
$(B)/%.o: CPPFLAGS += -D_POSIX_C_SOURCE=200809L
$(B)/lib/base/file.o: CPPFLAGS += -DCAPTOOLS_DATADIR='"$(datadir)"'
$(B)/lib/base/opt.o: CPPFLAGS += -DCAPTOOLS_VERSION='"$(VERSION)"'
$(B)/%.o: %.c Makefile
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<

# The folders are prerequisites so that a deleted source leaves the archive.
$(B)/libcaptools.a: $(LIBOBJ) $(sort $(dir $(LIBSRC)))
	@rm -f $@
	$(AR) rcs $@ $(LIBOBJ)

$(B)/bin/% $(B)/gen/% $(B)/unit/%: LDLIBS += $(LDLIBS_$*)
$(BINS): $(B)/bin/%: $(B)/cmd/%.o $(B)/libcaptools.a
	@mkdir -p $(@D)
	$(CC) $(LDFLAGS) -o $@ $^ $(LDLIBS)
$(GENS): $(B)/gen/%: $(B)/share/gen/%.o $(B)/libcaptools.a
	@mkdir -p $(@D)
	$(CC) $(LDFLAGS) -o $@ $^ $(LDLIBS)
$(UNITS): $(B)/unit/%: $(B)/tests/unit/%.o $(B)/libcaptools.a
	@mkdir -p $(@D)
	$(CC) $(LDFLAGS) -o $@ $^ $(LDLIBS)
-include $(LIBOBJ:.o=.d) $(wildcard $(B)/*/*.d $(B)/*/*/*.d)

$(B)/share/lexicon/wordnet.blob: $(B)/gen/wordnetc $(wildcard share/lexicon/*)
	@mkdir -p $(@D)
	$(B)/gen/wordnetc -o $@ /usr/share/wordnet
$(B)/share/lexicon/%: share/lexicon/%
	@mkdir -p $(@D)
	cp $< $@
$(B)/share/encoders/%.vocab: $(B)/gen/vocabc share/encoders/SOURCES share/encoders/fetch
	@mkdir -p $(@D)
	share/encoders/fetch $* $(B)/fetch
	$(B)/gen/vocabc -o $@ $* $(B)/fetch/$*

deps: ## install what is missing (Debian packages); prints them first
	@tests/deps
check: ## install what is missing, build, run every test
	@tests/deps
	@+$(MAKE) --no-print-directory all $(UNITS)
	@B=$(B) tests/run
