# libs.mk: the libraries of SOURCES as one archive, $(O)/deps.a, and their headers in $(O)/include, for the target that CC compiles
# for. No configure: what it would find is in config/. build calls it with S= the sources, O= the output, CC=, AR=, T= the target.
.DELETE_ON_ERROR: # the compiler leaves an empty object
H := share/static/config
J := jcapimin jcapistd jccoefct jccolor jcdctmgr jchuff jcicc jcinit jcmainct jcmarker jcmaster jcomapi jcparam jcphuff jcprepct jcsample jctrans \
	jdapimin jdapistd jdatadst jdatasrc jdcoefct jdcolor jddctmgr jdhuff jdicc jdinput jdmainct jdmarker jdmaster jdmerge jdphuff jdpostct \
	jdsample jdtrans jerror jfdctflt jfdctfst jfdctint jidctflt jidctfst jidctint jidctred jquant1 jquant2 jutils jmemmgr jmemnobs jaricom jcarith jdarith jsimd_none
P := auto_possess chartables compile config context convert dfa_match error extuni find_bracket jit_compile maketables match match_data newline \
	ord2utf pattern_info script_run serialize string_utils study substitute substring tables ucd valid_utf xclass
# PACKAGE_C: sources below S/PACKAGE; PACKAGE_F: how they are compiled.
bzip2_C := blocksort.c huffman.c crctable.c randtable.c compress.c decompress.c bzlib.c
bzip2_F := -D_FILE_OFFSET_BITS=64
zlib_C := adler32.c compress.c crc32.c deflate.c gzclose.c gzlib.c gzread.c gzwrite.c infback.c inffast.c inflate.c inftrees.c trees.c uncompr.c zutil.c
zlib_F := -Dfdopen=fdopen -DHAVE_UNISTD_H -DHAVE_HIDDEN -D_LARGEFILE64_SOURCE=1
lz4_C := lib/lz4.c lib/lz4hc.c lib/lz4frame.c lib/xxhash.c
lz4_F := -DXXH_NAMESPACE=LZ4_
libzstd_C := lib/common/*.c lib/compress/*.c lib/decompress/*.c
libzstd_F := -DZSTD_MULTITHREAD -DZSTD_DISABLE_ASM -DZSTD_LEGACY_SUPPORT=0 -DXXH_NAMESPACE=ZSTD_
xz-utils_C := src/common/tuklib_physmem.c src/common/tuklib_cpucores.c $(addprefix src/liblzma/,check/check.c check/crc32_fast.c check/crc32_table.c \
	check/crc64_fast.c check/crc64_table.c check/sha256.c common/*.c delta/*.c lz/*.c lzma/lzma*.c lzma/fastpos_table.c rangecoder/price_table.c simple/*.c)
xz-utils_F := -include $H/lzma.h $(addprefix -I$(S)/xz-utils/src/,common liblzma/api liblzma/common liblzma/check liblzma/delta liblzma/lz \
	liblzma/lzma liblzma/rangecoder liblzma/simple)
utf8proc_C := utf8proc.c
utf8proc_F := -DUTF8PROC_STATIC
pcre2_C := $(P:%=src/pcre2_%.c)
pcre2_F := -DHAVE_CONFIG_H -DPCRE2_CODE_UNIT_WIDTH=8 -DPCRE2_STATIC -DSUPPORT_PCRE2_8 -DSUPPORT_UNICODE -DSUPPORT_JIT -DHAVE_MEMMOVE -I$(O)/include -I$(O)/include/pcre2
libjpeg-turbo_C := $(J:%=%.c)
libjpeg-turbo_F := -I$H
libspng_C := spng/spng.c
libspng_F := -DSPNG_STATIC -I$(S)/zlib
libwebp_C := sharpyuv/*.c src/dec/*.c src/dsp/*.c src/enc/*.c src/utils/*.c
libwebp_F := -I$(S)/libwebp
libexif_C := libexif/*.c libexif/*/*.c
libexif_F := -I$(S)/libexif -I$(O)/include -I$(O)/include/libexif -DGETTEXT_PACKAGE='"libexif"' $(if $(findstring windows,$(T)),,-DHAVE_LOCALTIME_R)
lcms2_C := src/*.c
lcms2_F := -I$(S)/lcms2/include
libarchive_C := libarchive/*.c
libarchive_F := -DLIBARCHIVE_STATIC -DPLATFORM_CONFIG_H='"$(CURDIR)/$H/archive.h"' -I$(O)/include
LIBS := $(patsubst %_C,%,$(filter %_C,$(.VARIABLES)))
HEADERS := zlib/zlib.h zlib/zconf.h bzip2/bzlib.h libzstd/lib/zstd.h libzstd/lib/zstd_errors.h lz4/lib/lz4.h lz4/lib/lz4hc.h lz4/lib/lz4frame.h utf8proc/utf8proc.h \
	xz-utils/src/liblzma/api/lzma.h xz-utils/src/liblzma/api/lzma libarchive/libarchive/archive.h libarchive/libarchive/archive_entry.h \
	libjpeg-turbo/jpeglib.h libjpeg-turbo/jmorecfg.h libjpeg-turbo/jerror.h libspng/spng/spng.h lcms2/include/lcms2.h libwebp/src/webp

# It ships under another name, and must be there when make looks which sources there are.
$(shell cp -n $(S)/pcre2/src/pcre2_chartables.c.dist $(S)/pcre2/src/pcre2_chartables.c)
sources = $(patsubst $(S)/%,%,$(wildcard $($1_C:%=$(S)/$1/%)))
OBJ := $(foreach l,$(LIBS),$(patsubst %.c,$(O)/dep/%.o,$(call sources,$l)))
# musl's iconv where the C library is another.
musl := $(S)/ziglang/ziglang/lib/libc/musl/src/locale
ICONV := $(if $(findstring -,$(T)),$(O)/dep/iconv.o)

$(O)/deps.a: $(OBJ) $(ICONV)
	@rm -f $@
	@echo "  AR $@"; $(AR) rcsD $@ $^
# A source package keeps its files' old times; what is compiled from another version is known by when it was fetched.
$(foreach l,$(LIBS),$(eval $(patsubst %.c,$(O)/dep/%.o,$(call sources,$l)): $(S)/$l/.sha256))
$(OBJ) $(ICONV): share/static/libs.mk | $(O)/include/.made
$(patsubst %.c,$(O)/dep/%.o,$(call sources,libarchive)): $H/archive.h
$(O)/dep/iconv.o: $H/iconv.c
	@echo "  CC $@"; $(CC) -O2 -w -fPIC -DMUSL_ICONV='"$(abspath $(musl))/iconv.c"' -I$(O)/include -I$(O)/include/musl -c -o $@ $<
$(O)/dep/%.o: $(S)/%.c
	@mkdir -p $(@D)
	@echo "  CC $@"; $(CC) -O2 -w -fPIC -DNDEBUG $($(firstword $(subst /, ,$*))_F) -c -o $@ $<
$(O)/include/.made: share/static/libs.mk share/static/SOURCES $(wildcard $H/*)
	rm -rf $(@D)
	mkdir -p $(@D)/libexif $(@D)/pcre2 $(@D)/musl
	cp -r $(HEADERS:%=$(S)/%) $H/jconfig.h $(@D)/
	cp $(S)/libexif/libexif/*.h $(@D)/libexif/
	echo '#include <stdint.h>' >$(@D)/libexif/_stdint.h
	echo >$(@D)/libexif/config.h
	cp $(S)/pcre2/src/pcre2.h.generic $(@D)/pcre2.h
	cp $(S)/pcre2/src/config.h.generic $(@D)/pcre2/config.h
	cp $(S)/libjpeg-turbo/jversion.h.in $(S)/libjpeg-turbo/jversion.h
	$(if $(ICONV),cp $H/iconv.h $(@D)/)
	echo >$(@D)/musl/locale_impl.h
	touch $@
