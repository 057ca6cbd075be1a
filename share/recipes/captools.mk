# captools.mk: pattern rules for datasets. In a Makefile of your own:
#
#	include /usr/share/captools/recipes/captools.mk
#	all: shard-0001.score.jsonl shard-0001.fixed.tar photos.html photos.ok
#
# A dataset NAME is an archive NAME.tar or NAME.zip, or a folder NAME. Only what is older than its dataset is made again; any number
# may be made at once (make -j); a recipe that fails leaves no target.
#
#	NAME.tokens.jsonl	what each encoder sees, and what is cut
#	NAME.score.jsonl	findings and scores
#	NAME.fixed.tar, .zip	the archive with the safe fixes
#	NAME.html		a page to look at
#	NAME.ok			made only if the gate is passed
CAP_MODEL ?= sdxl
CAP_TRAINER ?=
CAP_GATE ?= --fail-on error
# make gives the parallelism; a tool that took all cores besides would only be in the way.
CAP_FLAGS ?= -j 1 --quiet --model $(CAP_MODEL) $(if $(CAP_TRAINER),--trainer $(CAP_TRAINER))
CAPFIX_FLAGS ?=

# Exit status 1 says that some records are bad (they stand in the output); 2 that there is no output to be trusted.
cap_make = { $(1) >$@.part || [ $$? -eq 1 ]; } && mv $@.part $@
cap_tokens = $(call cap_make,captok $(CAP_FLAGS) --count $<)
cap_score = $(call cap_make,capscore $(CAP_FLAGS) $<)
cap_fixed = { capfix $(CAP_FLAGS) $(CAPFIX_FLAGS) $< >$@.part || [ $$? -eq 1 ]; } && cappack --quiet -o $@ $< <$@.part && rm -f $@.part
cap_page = { captok $(CAP_FLAGS) --pieces $< >$@.1.part || [ $$? -eq 1 ]; } && { capscore $(CAP_FLAGS) <$@.1.part >$@.2.part || [ $$? -eq 1 ]; } && \
	capview --quiet -o $@ $< <$@.2.part && rm -f $@.1.part $@.2.part
cap_gate = capscore $(CAP_FLAGS) $(CAP_GATE) --format github $< && touch $@

.DELETE_ON_ERROR:
%.tokens.jsonl: %.tar ; $(cap_tokens)
%.tokens.jsonl: %.zip ; $(cap_tokens)
%.score.jsonl: %.tar ; $(cap_score)
%.score.jsonl: %.zip ; $(cap_score)
%.fixed.tar: %.tar ; $(cap_fixed)
%.fixed.zip: %.zip ; $(cap_fixed)
%.html: %.tar ; $(cap_page)
%.html: %.zip ; $(cap_page)
%.ok: %.tar ; $(cap_gate)
%.ok: %.zip ; $(cap_gate)

# A folder is as new as the newest file in it.
.SECONDEXPANSION:
cap_files = $(shell find $(1) -type f 2>/dev/null)
%.tokens.jsonl: % $$(call cap_files,$$*) ; $(cap_tokens)
%.score.jsonl: % $$(call cap_files,$$*) ; $(cap_score)
%.html: % $$(call cap_files,$$*) ; $(cap_page)
%.ok: % $$(call cap_files,$$*) ; $(cap_gate)
