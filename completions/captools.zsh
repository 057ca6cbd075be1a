#compdef capfix capgrep cappack capscene capscore capsee capsplit captok capview
_capfix() {
	_arguments -s \
		'-u[also edits that may lose something said\: negated tags, generic tags, hedges]' \
		'--unsafe[also edits that may lose something said\: negated tags, generic tags, hedges]' \
		'*-r[only these rules (repeatable; codes, names, families, prefixes as CAP04*, with commas)]:rule:{compadd -- ${(f)"$(capscore --list-rules 2>/dev/null | sed -n "s/^\(CAP[0-9]*\) *\([^ ]*\).*/\1 \2/p" | tr " " "\n")"}}' \
		'*--rule=[only these rules (repeatable; codes, names, families, prefixes as CAP04*, with commas)]:rule:{compadd -- ${(f)"$(capscore --list-rules 2>/dev/null | sed -n "s/^\(CAP[0-9]*\) *\([^ ]*\).*/\1 \2/p" | tr " " "\n")"}}' \
		'*--no-rule=[not these rules (repeatable)]:no-rule:{compadd -- ${(f)"$(capscore --list-rules 2>/dev/null | sed -n "s/^\(CAP[0-9]*\) *\([^ ]*\).*/\1 \2/p" | tr " " "\n")"}}' \
		'*--select=[the same as --rule]:NAMES:' \
		'*--ignore=[the same as --no-rule]:NAMES:' \
		'*--trigger=[put the trigger word where it is missing (repeatable)]:WORD:' \
		'*--prune=[take this tag away wherever it stands alone (repeatable)]:TERM:' \
		'--order=[tag lists in the order trigger, count, subject, attributes, setting, camera, light, meta]:order:(tags)' \
		'*--replace=[a tag, or whole words in any case, become others (repeatable)]:OLD=NEW:' \
		'*--replace-regex=[every match of a pattern; $1 is its first group (repeatable)]:PATTERN=SUBST:' \
		'*--remove=[this tag goes, or with * ? ( all that match\: score_* (repeatable)]:TERM:' \
		'*--add=[this tag, where it is not there yet (repeatable)]:TERM:' \
		'--at=[where --add puts it (default\: end)]:at:(start end after-trigger)' \
		'*--prepend=[in front of every caption]:TEXT:' \
		'*--append=[behind every caption]:TEXT:' \
		'*--separator=[what stands between the tags of a list]:comma|bar|newline|blank:' \
		'*--case=[all but trigger words and text in quotes]:lower:' \
		'*--sort=[tags in this order, behind the trigger word]:alpha|frequency|FILE:_files' \
		'*--map=[tags by a table of two columns, tab or comma\: old, new; no new\: it goes]:FILE:_files' \
		'*--join=[behind each caption the one that SET has for its id; .EXT\: the file beside it]:SET:' \
		'*--limit=[at most N tags of a list]:N:' \
		'--fix[what the rules fix, too]' \
		'--fit[drop tags until the model'\''s encoders hold the caption]' \
		'--max-tokens=[drop tags until at most N content tokens are left]:N:' \
		'-d[what a person saw in the pictures, see capdirection(5)]:FILE:_files' \
		'--direction=[what a person saw in the pictures, see capdirection(5)]:FILE:_files' \
		'--compose[write each caption from its direction entry]' \
		'--ask[print a direction file of what only a person can supply, ready to fill in]' \
		'--diff[show what changes as a unified diff (default on a terminal)]' \
		'--edits-only[only id and edits of each record]' \
		'--apply=[make the edits of FILE\: what --edits-only printed, less the lines that you took out]:FILE:_files' \
		'-f[records, or a diff for people (default\: diff on a terminal)]:format:(jsonl diff)' \
		'--format=[records, or a diff for people (default\: diff on a terminal)]:format:(jsonl diff)' \
		'*-m[the model whose encoders read the captions (default\: the record'\''s own, $CAPTOOLS_MODEL, sdxl)]:model:{compadd -- ${(f)"$(captok --list-models 2>/dev/null | sed -n "s/^\([a-z][^ ]*\).*/\1/p")"}}' \
		'*--model=[the model whose encoders read the captions (default\: the record'\''s own, $CAPTOOLS_MODEL, sdxl)]:model:{compadd -- ${(f)"$(captok --list-models 2>/dev/null | sed -n "s/^\([a-z][^ ]*\).*/\1/p")"}}' \
		'-t[the trainer that feeds them (default\: diffusers, the caption as it is)]:trainer:{compadd -- ${(f)"$(captok --list-trainers 2>/dev/null | sed -n "s/^\([a-z][^ ]*\).*/\1/p")"}}' \
		'--trainer=[the trainer that feeds them (default\: diffusers, the caption as it is)]:trainer:{compadd -- ${(f)"$(captok --list-trainers 2>/dev/null | sed -n "s/^\([a-z][^ ]*\).*/\1/p")"}}' \
		'--dataset-config=[the trainer'\''s own file of datasets (kohya'\''s, musubi'\''s, diffusion-pipe'\''s TOML, OneTrainer'\''s concepts)\: its options, and without an operand its folders; as an operand the same]:FILE:_files' \
		'--from=[the form of the input (default\: told from the content)]:from:(archive csv dir image jsonl kohya lines sidecar webdataset)' \
		'--field=[the JSON member that holds the caption (default\: caption, text, prompt, txt)]:NAME:' \
		'--encoding=[the captions'\'' character set, any iconv name; several are tried in order (default\: UTF-8)]:NAME(,NAME...):' \
		'*--exclude=[leave out the samples and files whose name or id matches (repeatable)]:GLOB:' \
		'*--include=[only those that match, of these what --exclude leaves (repeatable)]:GLOB:' \
		'*--follow=[follow links that lead out of a folder into DIR (as in Hugging Face'\''s cache)]:DIR:_files' \
		'-j[threads (default\: the cores this process may use, less those that others want, shared in a pipe); the output is the same for every N]:N:' \
		'--jobs=[threads (default\: the cores this process may use, less those that others want, shared in a pipe); the output is the same for every N]:N:' \
		'--config=[settings (default\: captools.conf with the first input or above; none\: no settings)]:FILE:_files' \
		'--max-ratio=[most bytes that a compressed archive may give for one of its own (default 1000)]:N:' \
		'--max-caption=[longest caption or JSON line taken (default 16777216)]:BYTES:' \
		'--max-members=[most members of an archive or folder (default 1000000)]:N:' \
		'--max-name=[longest name of a member taken (default 4096)]:BYTES:' \
		'--max-depth=[deepest nesting of JSON taken (default 64, at most 1024)]:N:' \
		'--color=[colour the forms for people (default\: auto, on a terminal without $NO_COLOR)]:color:(auto always never)' \
		'-q[no progress on the terminal; cappack\: no line of what it did]' \
		'--quiet[no progress on the terminal; cappack\: no line of what it did]' \
		'-h[show the tool'\''s own options (--help\: all of them) and exit]' \
		'--help[show the tool'\''s own options (--help\: all of them) and exit]' \
		'--version[show the version and the compiled encoders, and exit]' \
		'*:file:_files'
}
compdef _capfix capfix
_capgrep() {
	_arguments -s \
		'*--tag=[captions with this tag, a glob, as a whole]:TAG:' \
		'*--word=[captions with this word or words, globs, in any case]:WORD:' \
		'*--regex=[captions in which this regular expression (PCRE2) matches]:PATTERN:' \
		'*--id=[samples with such an id]:GLOB:' \
		'*--score=[captions with such a score (also <= > >= = !=); judged here unless capscore has]:'<N':' \
		'*--tokens=[captions with so many tokens of their own in the first encoder]:'>N':' \
		'*--facts=[captions that say so many facts]:'<N':' \
		'*--rule=[captions with a finding of this rule, family or prefix]:rule:{compadd -- ${(f)"$(capscore --list-rules 2>/dev/null | sed -n "s/^\(CAP[0-9]*\) *\([^ ]*\).*/\1 \2/p" | tr " " "\n")"}}' \
		'*--missing=[samples without a caption, or captions without colour, light, camera, background, ...]:WHAT:' \
		'*--image=[pictures with such a width, height or bytes\: '\''width<512'\''; needs what capsee says]:EXPR:' \
		'*--where=[conditions joined by and, or, not\: '\''score<50 and not (tag=solo or tokens>75)'\'']:EXPR:' \
		'--worst=[of what matches only the N captions that score least, the worst first]:N:' \
		'-v[the records that do not match]' \
		'--invert[the records that do not match]' \
		'-c[only how many]' \
		'--count[only how many]' \
		'-l[only ids, one a line]' \
		'--ids[only ids, one a line]' \
		'-f[records, or id and caption on a line (default\: text on a terminal)]:format:(jsonl text)' \
		'--format=[records, or id and caption on a line (default\: text on a terminal)]:format:(jsonl text)' \
		'*-m[the model whose encoders read the captions (default\: the record'\''s own, $CAPTOOLS_MODEL, sdxl)]:model:{compadd -- ${(f)"$(captok --list-models 2>/dev/null | sed -n "s/^\([a-z][^ ]*\).*/\1/p")"}}' \
		'*--model=[the model whose encoders read the captions (default\: the record'\''s own, $CAPTOOLS_MODEL, sdxl)]:model:{compadd -- ${(f)"$(captok --list-models 2>/dev/null | sed -n "s/^\([a-z][^ ]*\).*/\1/p")"}}' \
		'-t[the trainer that feeds them (default\: diffusers, the caption as it is)]:trainer:{compadd -- ${(f)"$(captok --list-trainers 2>/dev/null | sed -n "s/^\([a-z][^ ]*\).*/\1/p")"}}' \
		'--trainer=[the trainer that feeds them (default\: diffusers, the caption as it is)]:trainer:{compadd -- ${(f)"$(captok --list-trainers 2>/dev/null | sed -n "s/^\([a-z][^ ]*\).*/\1/p")"}}' \
		'--dataset-config=[the trainer'\''s own file of datasets (kohya'\''s, musubi'\''s, diffusion-pipe'\''s TOML, OneTrainer'\''s concepts)\: its options, and without an operand its folders; as an operand the same]:FILE:_files' \
		'--from=[the form of the input (default\: told from the content)]:from:(archive csv dir image jsonl kohya lines sidecar webdataset)' \
		'--field=[the JSON member that holds the caption (default\: caption, text, prompt, txt)]:NAME:' \
		'--encoding=[the captions'\'' character set, any iconv name; several are tried in order (default\: UTF-8)]:NAME(,NAME...):' \
		'*--exclude=[leave out the samples and files whose name or id matches (repeatable)]:GLOB:' \
		'*--include=[only those that match, of these what --exclude leaves (repeatable)]:GLOB:' \
		'*--follow=[follow links that lead out of a folder into DIR (as in Hugging Face'\''s cache)]:DIR:_files' \
		'-j[threads (default\: the cores this process may use, less those that others want, shared in a pipe); the output is the same for every N]:N:' \
		'--jobs=[threads (default\: the cores this process may use, less those that others want, shared in a pipe); the output is the same for every N]:N:' \
		'--config=[settings (default\: captools.conf with the first input or above; none\: no settings)]:FILE:_files' \
		'--max-ratio=[most bytes that a compressed archive may give for one of its own (default 1000)]:N:' \
		'--max-caption=[longest caption or JSON line taken (default 16777216)]:BYTES:' \
		'--max-members=[most members of an archive or folder (default 1000000)]:N:' \
		'--max-name=[longest name of a member taken (default 4096)]:BYTES:' \
		'--max-depth=[deepest nesting of JSON taken (default 64, at most 1024)]:N:' \
		'--color=[colour the forms for people (default\: auto, on a terminal without $NO_COLOR)]:color:(auto always never)' \
		'-q[no progress on the terminal; cappack\: no line of what it did]' \
		'--quiet[no progress on the terminal; cappack\: no line of what it did]' \
		'-h[show the tool'\''s own options (--help\: all of them) and exit]' \
		'--help[show the tool'\''s own options (--help\: all of them) and exit]' \
		'--version[show the version and the compiled encoders, and exit]' \
		'*:file:_files'
}
compdef _capgrep capgrep
_cappack() {
	_arguments -s \
		'-o[write the whole dataset, with the new captions, to OUT (an archive may go to -)]:OUT:_files' \
		'--out=[write the whole dataset, with the new captions, to OUT (an archive may go to -)]:OUT:_files' \
		'-i[change the dataset itself; every caption must have a record]' \
		'--in-place[change the dataset itself; every caption must have a record]' \
		'--only[with -o\: only the samples that have a record, whole]' \
		'--drop[with -o\: only the samples that have none]' \
		'--partial[captions that no record names are meant to stay as they are]' \
		'--backup=[with --in-place\: keep each old file under its name and SUFFIX]:SUFFIX:' \
		'--to=[with -o\: convert to this form; OUT'\''s name says which archive]:to:(archive dir jsonl)' \
		'--shard-size=[with --to archive\: shards of N samples, or of N bytes (1G, 500M)]:N:' \
		'-n[say what would change, and write nothing]' \
		'--dry-run[say what would change, and write nothing]' \
		'--undo-log=[write the old captions to FILE, which must not exist]:FILE:_files' \
		'--undo=[put back the captions of an undo log; reads no records]:FILE:_files' \
		'*-m[the model whose encoders read the captions (default\: the record'\''s own, $CAPTOOLS_MODEL, sdxl)]:model:{compadd -- ${(f)"$(captok --list-models 2>/dev/null | sed -n "s/^\([a-z][^ ]*\).*/\1/p")"}}' \
		'*--model=[the model whose encoders read the captions (default\: the record'\''s own, $CAPTOOLS_MODEL, sdxl)]:model:{compadd -- ${(f)"$(captok --list-models 2>/dev/null | sed -n "s/^\([a-z][^ ]*\).*/\1/p")"}}' \
		'-t[the trainer that feeds them (default\: diffusers, the caption as it is)]:trainer:{compadd -- ${(f)"$(captok --list-trainers 2>/dev/null | sed -n "s/^\([a-z][^ ]*\).*/\1/p")"}}' \
		'--trainer=[the trainer that feeds them (default\: diffusers, the caption as it is)]:trainer:{compadd -- ${(f)"$(captok --list-trainers 2>/dev/null | sed -n "s/^\([a-z][^ ]*\).*/\1/p")"}}' \
		'--dataset-config=[the trainer'\''s own file of datasets (kohya'\''s, musubi'\''s, diffusion-pipe'\''s TOML, OneTrainer'\''s concepts)\: its options, and without an operand its folders; as an operand the same]:FILE:_files' \
		'--from=[the form of the input (default\: told from the content)]:from:(archive csv dir image jsonl kohya lines sidecar webdataset)' \
		'--field=[the JSON member that holds the caption (default\: caption, text, prompt, txt)]:NAME:' \
		'--encoding=[the captions'\'' character set, any iconv name; several are tried in order (default\: UTF-8)]:NAME(,NAME...):' \
		'*--exclude=[leave out the samples and files whose name or id matches (repeatable)]:GLOB:' \
		'*--include=[only those that match, of these what --exclude leaves (repeatable)]:GLOB:' \
		'*--follow=[follow links that lead out of a folder into DIR (as in Hugging Face'\''s cache)]:DIR:_files' \
		'-j[threads (default\: the cores this process may use, less those that others want, shared in a pipe); the output is the same for every N]:N:' \
		'--jobs=[threads (default\: the cores this process may use, less those that others want, shared in a pipe); the output is the same for every N]:N:' \
		'--config=[settings (default\: captools.conf with the first input or above; none\: no settings)]:FILE:_files' \
		'--max-ratio=[most bytes that a compressed archive may give for one of its own (default 1000)]:N:' \
		'--max-caption=[longest caption or JSON line taken (default 16777216)]:BYTES:' \
		'--max-members=[most members of an archive or folder (default 1000000)]:N:' \
		'--max-name=[longest name of a member taken (default 4096)]:BYTES:' \
		'--max-depth=[deepest nesting of JSON taken (default 64, at most 1024)]:N:' \
		'--color=[colour the forms for people (default\: auto, on a terminal without $NO_COLOR)]:color:(auto always never)' \
		'-q[no progress on the terminal; cappack\: no line of what it did]' \
		'--quiet[no progress on the terminal; cappack\: no line of what it did]' \
		'-h[show the tool'\''s own options (--help\: all of them) and exit]' \
		'--help[show the tool'\''s own options (--help\: all of them) and exit]' \
		'--version[show the version and the compiled encoders, and exit]' \
		'*:file:_files'
}
compdef _cappack cappack
_capscene() {
	_arguments -s \
		'--tags[add every word with its part of speech and lemma]' \
		'-f[records, or the graph as a list for people (default\: text on a terminal)]:format:(jsonl text)' \
		'--format=[records, or the graph as a list for people (default\: text on a terminal)]:format:(jsonl text)' \
		'*-m[the model whose encoders read the captions (default\: the record'\''s own, $CAPTOOLS_MODEL, sdxl)]:model:{compadd -- ${(f)"$(captok --list-models 2>/dev/null | sed -n "s/^\([a-z][^ ]*\).*/\1/p")"}}' \
		'*--model=[the model whose encoders read the captions (default\: the record'\''s own, $CAPTOOLS_MODEL, sdxl)]:model:{compadd -- ${(f)"$(captok --list-models 2>/dev/null | sed -n "s/^\([a-z][^ ]*\).*/\1/p")"}}' \
		'-t[the trainer that feeds them (default\: diffusers, the caption as it is)]:trainer:{compadd -- ${(f)"$(captok --list-trainers 2>/dev/null | sed -n "s/^\([a-z][^ ]*\).*/\1/p")"}}' \
		'--trainer=[the trainer that feeds them (default\: diffusers, the caption as it is)]:trainer:{compadd -- ${(f)"$(captok --list-trainers 2>/dev/null | sed -n "s/^\([a-z][^ ]*\).*/\1/p")"}}' \
		'--dataset-config=[the trainer'\''s own file of datasets (kohya'\''s, musubi'\''s, diffusion-pipe'\''s TOML, OneTrainer'\''s concepts)\: its options, and without an operand its folders; as an operand the same]:FILE:_files' \
		'--from=[the form of the input (default\: told from the content)]:from:(archive csv dir image jsonl kohya lines sidecar webdataset)' \
		'--field=[the JSON member that holds the caption (default\: caption, text, prompt, txt)]:NAME:' \
		'--encoding=[the captions'\'' character set, any iconv name; several are tried in order (default\: UTF-8)]:NAME(,NAME...):' \
		'*--exclude=[leave out the samples and files whose name or id matches (repeatable)]:GLOB:' \
		'*--include=[only those that match, of these what --exclude leaves (repeatable)]:GLOB:' \
		'*--follow=[follow links that lead out of a folder into DIR (as in Hugging Face'\''s cache)]:DIR:_files' \
		'-j[threads (default\: the cores this process may use, less those that others want, shared in a pipe); the output is the same for every N]:N:' \
		'--jobs=[threads (default\: the cores this process may use, less those that others want, shared in a pipe); the output is the same for every N]:N:' \
		'--config=[settings (default\: captools.conf with the first input or above; none\: no settings)]:FILE:_files' \
		'--max-ratio=[most bytes that a compressed archive may give for one of its own (default 1000)]:N:' \
		'--max-caption=[longest caption or JSON line taken (default 16777216)]:BYTES:' \
		'--max-members=[most members of an archive or folder (default 1000000)]:N:' \
		'--max-name=[longest name of a member taken (default 4096)]:BYTES:' \
		'--max-depth=[deepest nesting of JSON taken (default 64, at most 1024)]:N:' \
		'--color=[colour the forms for people (default\: auto, on a terminal without $NO_COLOR)]:color:(auto always never)' \
		'-q[no progress on the terminal; cappack\: no line of what it did]' \
		'--quiet[no progress on the terminal; cappack\: no line of what it did]' \
		'-h[show the tool'\''s own options (--help\: all of them) and exit]' \
		'--help[show the tool'\''s own options (--help\: all of them) and exit]' \
		'--version[show the version and the compiled encoders, and exit]' \
		'*:file:_files'
}
compdef _capscene capscene
_capscore() {
	_arguments -s \
		'-p[what the training is for (default\: concept)]:purpose:(concept character style object)' \
		'--purpose=[what the training is for (default\: concept)]:purpose:(concept character style object)' \
		'-s[judge captions as tag lists or as sentences (default\: each as it looks)]:style:(auto tags prose)' \
		'--style=[judge captions as tag lists or as sentences (default\: each as it looks)]:style:(auto tags prose)' \
		'-d[what a person saw in the pictures, see capdirection(5)]:FILE:_files' \
		'--direction=[what a person saw in the pictures, see capdirection(5)]:FILE:_files' \
		'*--trigger=[the word that the training binds to (repeatable)]:WORD:' \
		'--trigger-known[the trigger is a known word on purpose]' \
		'--trigger-only[captions of little more than the trigger are meant so]' \
		'*--fuse=[a term or glob that is meant to bind to the trigger (repeatable)]:TERM:' \
		'*--class-word=[what kind of thing the trigger is (repeatable; default\: the noun behind it)]:NAME:' \
		'--fuse-bands=[percent of captions from which a term is an error, a warning, an info (default\: 85,60,35)]:E,W,I:' \
		'--shuffle[the trainer shuffles captions at commas]' \
		'*-r[only these rules (repeatable; codes, names, families, prefixes as CAP04*, with commas)]:rule:{compadd -- ${(f)"$(capscore --list-rules 2>/dev/null | sed -n "s/^\(CAP[0-9]*\) *\([^ ]*\).*/\1 \2/p" | tr " " "\n")"}}' \
		'*--rule=[only these rules (repeatable; codes, names, families, prefixes as CAP04*, with commas)]:rule:{compadd -- ${(f)"$(capscore --list-rules 2>/dev/null | sed -n "s/^\(CAP[0-9]*\) *\([^ ]*\).*/\1 \2/p" | tr " " "\n")"}}' \
		'*--no-rule=[not these rules (repeatable)]:no-rule:{compadd -- ${(f)"$(capscore --list-rules 2>/dev/null | sed -n "s/^\(CAP[0-9]*\) *\([^ ]*\).*/\1 \2/p" | tr " " "\n")"}}' \
		'*--select=[the same as --rule]:NAMES:' \
		'*--ignore=[the same as --no-rule]:NAMES:' \
		'*--lexicon=[more words\: term TAB class lines (repeatable)]:FILE:_files' \
		'*--vocab=[the tags that the model knows\: tag,category,count,aliases lines (repeatable)]:FILE:_files' \
		'*--implies=[tags that follow from others\: antecedent,consequent lines (repeatable)]:FILE:_files' \
		'--keep-implied[implied tags are meant to stand]' \
		'-v[also words of two tokens]' \
		'--verbose[also words of two tokens]' \
		'-f[records, or a report (default\: text on a terminal, else jsonl); csv\: of --tags]:format:(jsonl text github sarif junit ids csv)' \
		'--format=[records, or a report (default\: text on a terminal, else jsonl); csv\: of --tags]:format:(jsonl text github sarif junit ids csv)' \
		'-a[in the text form\: every finding on its own, infos, too, and what only a person can say]' \
		'--all[in the text form\: every finding on its own, infos, too, and what only a person can say]' \
		'--scene[add the scene graph of each caption, as capscene writes it]' \
		'--summary[the set on one screen\: in place of the text form, on standard error beside the others]' \
		'--list-files[findings about terms name every sample]' \
		'--all-tags[the last record lists every tag, not the 200 most frequent]' \
		'*--list=[only the ids of the captions that this rule speaks of]:RULE:' \
		'--tags=[a table of all tags, as written or as the scene has them\: captions in all, and by subset]:tags:(facts literal)' \
		'--fail-on=[exit 1 if there are findings as grave as this]:fail-on:(info warning error)' \
		'--min-score=[exit 1 if a caption or the set scores less]:N:' \
		'--baseline=[findings in FILE are known\: only new ones count]:FILE:_files' \
		'--write-baseline[write all findings to the file of --baseline]' \
		'--compare[the operands are sets of captions of the same pictures\: side by side, for each --model]' \
		'--set-state=[write what the set'\''s rules want to know of these captions to FILE, for --merge]:FILE:_files' \
		'--merge[the operands are files of --set-state\: the record of one run over all of them]' \
		'--explain=[say what a rule finds, why, and what to do, and exit]:explain:{compadd -- ${(f)"$(capscore --list-rules 2>/dev/null | sed -n "s/^\(CAP[0-9]*\) *\([^ ]*\).*/\1 \2/p" | tr " " "\n")"}}' \
		'--list-rules[list all rules and exit (--format jsonl\: with all they say)]' \
		'*-m[the model whose encoders read the captions (default\: the record'\''s own, $CAPTOOLS_MODEL, sdxl)]:model:{compadd -- ${(f)"$(captok --list-models 2>/dev/null | sed -n "s/^\([a-z][^ ]*\).*/\1/p")"}}' \
		'*--model=[the model whose encoders read the captions (default\: the record'\''s own, $CAPTOOLS_MODEL, sdxl)]:model:{compadd -- ${(f)"$(captok --list-models 2>/dev/null | sed -n "s/^\([a-z][^ ]*\).*/\1/p")"}}' \
		'-t[the trainer that feeds them (default\: diffusers, the caption as it is)]:trainer:{compadd -- ${(f)"$(captok --list-trainers 2>/dev/null | sed -n "s/^\([a-z][^ ]*\).*/\1/p")"}}' \
		'--trainer=[the trainer that feeds them (default\: diffusers, the caption as it is)]:trainer:{compadd -- ${(f)"$(captok --list-trainers 2>/dev/null | sed -n "s/^\([a-z][^ ]*\).*/\1/p")"}}' \
		'--dataset-config=[the trainer'\''s own file of datasets (kohya'\''s, musubi'\''s, diffusion-pipe'\''s TOML, OneTrainer'\''s concepts)\: its options, and without an operand its folders; as an operand the same]:FILE:_files' \
		'--from=[the form of the input (default\: told from the content)]:from:(archive csv dir image jsonl kohya lines sidecar webdataset)' \
		'--field=[the JSON member that holds the caption (default\: caption, text, prompt, txt)]:NAME:' \
		'--encoding=[the captions'\'' character set, any iconv name; several are tried in order (default\: UTF-8)]:NAME(,NAME...):' \
		'*--exclude=[leave out the samples and files whose name or id matches (repeatable)]:GLOB:' \
		'*--include=[only those that match, of these what --exclude leaves (repeatable)]:GLOB:' \
		'*--follow=[follow links that lead out of a folder into DIR (as in Hugging Face'\''s cache)]:DIR:_files' \
		'-j[threads (default\: the cores this process may use, less those that others want, shared in a pipe); the output is the same for every N]:N:' \
		'--jobs=[threads (default\: the cores this process may use, less those that others want, shared in a pipe); the output is the same for every N]:N:' \
		'--config=[settings (default\: captools.conf with the first input or above; none\: no settings)]:FILE:_files' \
		'--max-ratio=[most bytes that a compressed archive may give for one of its own (default 1000)]:N:' \
		'--max-caption=[longest caption or JSON line taken (default 16777216)]:BYTES:' \
		'--max-members=[most members of an archive or folder (default 1000000)]:N:' \
		'--max-name=[longest name of a member taken (default 4096)]:BYTES:' \
		'--max-depth=[deepest nesting of JSON taken (default 64, at most 1024)]:N:' \
		'--color=[colour the forms for people (default\: auto, on a terminal without $NO_COLOR)]:color:(auto always never)' \
		'-q[no progress on the terminal; cappack\: no line of what it did]' \
		'--quiet[no progress on the terminal; cappack\: no line of what it did]' \
		'-h[show the tool'\''s own options (--help\: all of them) and exit]' \
		'--help[show the tool'\''s own options (--help\: all of them) and exit]' \
		'--version[show the version and the compiled encoders, and exit]' \
		'*:file:_files'
}
compdef _capscore capscore
_capsee() {
	_arguments -s \
		'--trainer-settings=[more options of the trainer of --trainer, as a JSON object of its own names]:FILE:_files' \
		'--batch=[pictures in a step of one GPU (default\: the trainer'\''s setting)]:N:' \
		'--headers[read headers only, no pixel\: the default]' \
		'--pixels[decode JPEG, PNG and WebP, too\: damage, copies and mirror images, what the caption says of colour and white ground]' \
		'--witness=[what a tagger, CLIP or a VLM saw in the pictures, JSON Lines\: captions that say other things]:FILE:_files' \
		'*-r[only these rules (repeatable; codes, names, families, prefixes as CAP04*, with commas)]:rule:{compadd -- ${(f)"$(capscore --list-rules 2>/dev/null | sed -n "s/^\(CAP[0-9]*\) *\([^ ]*\).*/\1 \2/p" | tr " " "\n")"}}' \
		'*--rule=[only these rules (repeatable; codes, names, families, prefixes as CAP04*, with commas)]:rule:{compadd -- ${(f)"$(capscore --list-rules 2>/dev/null | sed -n "s/^\(CAP[0-9]*\) *\([^ ]*\).*/\1 \2/p" | tr " " "\n")"}}' \
		'*--no-rule=[not these rules (repeatable)]:no-rule:{compadd -- ${(f)"$(capscore --list-rules 2>/dev/null | sed -n "s/^\(CAP[0-9]*\) *\([^ ]*\).*/\1 \2/p" | tr " " "\n")"}}' \
		'*--select=[the same as --rule]:NAMES:' \
		'*--ignore=[the same as --no-rule]:NAMES:' \
		'-f[records, or a report (default\: text on a terminal, else jsonl)]:format:(jsonl text github sarif junit)' \
		'--format=[records, or a report (default\: text on a terminal, else jsonl)]:format:(jsonl text github sarif junit)' \
		'--fail-on=[exit 1 if there are findings as grave as this]:fail-on:(info warning error)' \
		'--baseline=[findings in FILE are known\: only new ones count]:FILE:_files' \
		'--write-baseline[write all findings to the file of --baseline]' \
		'--explain=[say what a rule finds, why, and what to do, and exit]:explain:{compadd -- ${(f)"$(capscore --list-rules 2>/dev/null | sed -n "s/^\(CAP[0-9]*\) *\([^ ]*\).*/\1 \2/p" | tr " " "\n")"}}' \
		'*-m[the model whose encoders read the captions (default\: the record'\''s own, $CAPTOOLS_MODEL, sdxl)]:model:{compadd -- ${(f)"$(captok --list-models 2>/dev/null | sed -n "s/^\([a-z][^ ]*\).*/\1/p")"}}' \
		'*--model=[the model whose encoders read the captions (default\: the record'\''s own, $CAPTOOLS_MODEL, sdxl)]:model:{compadd -- ${(f)"$(captok --list-models 2>/dev/null | sed -n "s/^\([a-z][^ ]*\).*/\1/p")"}}' \
		'-t[the trainer that feeds them (default\: diffusers, the caption as it is)]:trainer:{compadd -- ${(f)"$(captok --list-trainers 2>/dev/null | sed -n "s/^\([a-z][^ ]*\).*/\1/p")"}}' \
		'--trainer=[the trainer that feeds them (default\: diffusers, the caption as it is)]:trainer:{compadd -- ${(f)"$(captok --list-trainers 2>/dev/null | sed -n "s/^\([a-z][^ ]*\).*/\1/p")"}}' \
		'--dataset-config=[the trainer'\''s own file of datasets (kohya'\''s, musubi'\''s, diffusion-pipe'\''s TOML, OneTrainer'\''s concepts)\: its options, and without an operand its folders; as an operand the same]:FILE:_files' \
		'--from=[the form of the input (default\: told from the content)]:from:(archive csv dir image jsonl kohya lines sidecar webdataset)' \
		'--field=[the JSON member that holds the caption (default\: caption, text, prompt, txt)]:NAME:' \
		'--encoding=[the captions'\'' character set, any iconv name; several are tried in order (default\: UTF-8)]:NAME(,NAME...):' \
		'*--exclude=[leave out the samples and files whose name or id matches (repeatable)]:GLOB:' \
		'*--include=[only those that match, of these what --exclude leaves (repeatable)]:GLOB:' \
		'*--follow=[follow links that lead out of a folder into DIR (as in Hugging Face'\''s cache)]:DIR:_files' \
		'-j[threads (default\: the cores this process may use, less those that others want, shared in a pipe); the output is the same for every N]:N:' \
		'--jobs=[threads (default\: the cores this process may use, less those that others want, shared in a pipe); the output is the same for every N]:N:' \
		'--config=[settings (default\: captools.conf with the first input or above; none\: no settings)]:FILE:_files' \
		'--max-ratio=[most bytes that a compressed archive may give for one of its own (default 1000)]:N:' \
		'--max-caption=[longest caption or JSON line taken (default 16777216)]:BYTES:' \
		'--max-members=[most members of an archive or folder (default 1000000)]:N:' \
		'--max-name=[longest name of a member taken (default 4096)]:BYTES:' \
		'--max-depth=[deepest nesting of JSON taken (default 64, at most 1024)]:N:' \
		'--color=[colour the forms for people (default\: auto, on a terminal without $NO_COLOR)]:color:(auto always never)' \
		'-q[no progress on the terminal; cappack\: no line of what it did]' \
		'--quiet[no progress on the terminal; cappack\: no line of what it did]' \
		'-h[show the tool'\''s own options (--help\: all of them) and exit]' \
		'--help[show the tool'\''s own options (--help\: all of them) and exit]' \
		'--version[show the version and the compiled encoders, and exit]' \
		'*:file:_files'
}
compdef _capsee capsee
_capsplit() {
	_arguments -s \
		'-b[what a part is (default\: window)]:by:(window clause sentence tag line)' \
		'--by=[what a part is (default\: window)]:by:(window clause sentence tag line)' \
		'-l[how CLIP'\''s windows are cut (default\: as the trainer does; --list-layouts)]:layout:{compadd -- ${(f)"$(capsplit --list-layouts 2>/dev/null | sed -n "s/^\([a-z][^ ]*\).*/\1/p")"}}' \
		'--layout=[how CLIP'\''s windows are cut (default\: as the trainer does; --list-layouts)]:layout:{compadd -- ${(f)"$(capsplit --list-layouts 2>/dev/null | sed -n "s/^\([a-z][^ ]*\).*/\1/p")"}}' \
		'-e[whose window it is (default\: the model'\''s first that reads the text)]:encoder:{compadd -- ${(f)"$(captok --list-encoders 2>/dev/null | sed -n "s/^\([a-z][^ ]*\).*/\1/p")"}}' \
		'--encoder=[whose window it is (default\: the model'\''s first that reads the text)]:encoder:{compadd -- ${(f)"$(captok --list-encoders 2>/dev/null | sed -n "s/^\([a-z][^ ]*\).*/\1/p")"}}' \
		'--max-token-length=[kohya'\''s setting\: one, two or three windows]:max-token-length:(75 150 225)' \
		'-p[regroup clauses so that no window cuts one, in as few windows as their order allows]' \
		'--pack[regroup clauses so that no window cuts one, in as few windows as their order allows]' \
		'--repeat[the whole caption (of) and the record'\''s other members in every part, not in the first alone]' \
		'--list-layouts[the window layouts]' \
		'*-m[the model whose encoders read the captions (default\: the record'\''s own, $CAPTOOLS_MODEL, sdxl)]:model:{compadd -- ${(f)"$(captok --list-models 2>/dev/null | sed -n "s/^\([a-z][^ ]*\).*/\1/p")"}}' \
		'*--model=[the model whose encoders read the captions (default\: the record'\''s own, $CAPTOOLS_MODEL, sdxl)]:model:{compadd -- ${(f)"$(captok --list-models 2>/dev/null | sed -n "s/^\([a-z][^ ]*\).*/\1/p")"}}' \
		'-t[the trainer that feeds them (default\: diffusers, the caption as it is)]:trainer:{compadd -- ${(f)"$(captok --list-trainers 2>/dev/null | sed -n "s/^\([a-z][^ ]*\).*/\1/p")"}}' \
		'--trainer=[the trainer that feeds them (default\: diffusers, the caption as it is)]:trainer:{compadd -- ${(f)"$(captok --list-trainers 2>/dev/null | sed -n "s/^\([a-z][^ ]*\).*/\1/p")"}}' \
		'--dataset-config=[the trainer'\''s own file of datasets (kohya'\''s, musubi'\''s, diffusion-pipe'\''s TOML, OneTrainer'\''s concepts)\: its options, and without an operand its folders; as an operand the same]:FILE:_files' \
		'--from=[the form of the input (default\: told from the content)]:from:(archive csv dir image jsonl kohya lines sidecar webdataset)' \
		'--field=[the JSON member that holds the caption (default\: caption, text, prompt, txt)]:NAME:' \
		'--encoding=[the captions'\'' character set, any iconv name; several are tried in order (default\: UTF-8)]:NAME(,NAME...):' \
		'*--exclude=[leave out the samples and files whose name or id matches (repeatable)]:GLOB:' \
		'*--include=[only those that match, of these what --exclude leaves (repeatable)]:GLOB:' \
		'*--follow=[follow links that lead out of a folder into DIR (as in Hugging Face'\''s cache)]:DIR:_files' \
		'-j[threads (default\: the cores this process may use, less those that others want, shared in a pipe); the output is the same for every N]:N:' \
		'--jobs=[threads (default\: the cores this process may use, less those that others want, shared in a pipe); the output is the same for every N]:N:' \
		'--config=[settings (default\: captools.conf with the first input or above; none\: no settings)]:FILE:_files' \
		'--max-ratio=[most bytes that a compressed archive may give for one of its own (default 1000)]:N:' \
		'--max-caption=[longest caption or JSON line taken (default 16777216)]:BYTES:' \
		'--max-members=[most members of an archive or folder (default 1000000)]:N:' \
		'--max-name=[longest name of a member taken (default 4096)]:BYTES:' \
		'--max-depth=[deepest nesting of JSON taken (default 64, at most 1024)]:N:' \
		'--color=[colour the forms for people (default\: auto, on a terminal without $NO_COLOR)]:color:(auto always never)' \
		'-q[no progress on the terminal; cappack\: no line of what it did]' \
		'--quiet[no progress on the terminal; cappack\: no line of what it did]' \
		'-h[show the tool'\''s own options (--help\: all of them) and exit]' \
		'--help[show the tool'\''s own options (--help\: all of them) and exit]' \
		'--version[show the version and the compiled encoders, and exit]' \
		'*:file:_files'
}
compdef _capsplit capsplit
_captok() {
	_arguments -s \
		'*-e[count for this encoder instead of a model'\''s; a tokenizer.json, spiece.model or vocab.json works, too (repeatable)]:encoder:{compadd -- ${(f)"$(captok --list-encoders 2>/dev/null | sed -n "s/^\([a-z][^ ]*\).*/\1/p")"}}' \
		'*--encoder=[count for this encoder instead of a model'\''s; a tokenizer.json, spiece.model or vocab.json works, too (repeatable)]:encoder:{compadd -- ${(f)"$(captok --list-encoders 2>/dev/null | sed -n "s/^\([a-z][^ ]*\).*/\1/p")"}}' \
		'--variant=[which of CLIP'\''s three tokenisations (default\: the trainer'\''s, fast); tekken\: Mistral'\''s own pattern, as ComfyUI has it]:variant:(fast ftfy openai tekken)' \
		'--max-token-length=[kohya'\''s setting\: CLIP'\''s window in one, two or three parts]:max-token-length:(75 150 225)' \
		'--ids[add every id, special and template tokens included]' \
		'--pieces[add every content token with its text and bytes]' \
		'-c[only tokens, limit and what is cut\: the fastest form]' \
		'--count[only tokens, limit and what is cut\: the fastest form]' \
		'-f[records, strips of tokens for people (default on a terminal), or the counts for a spreadsheet]:format:(jsonl text csv)' \
		'--format=[records, strips of tokens for people (default on a terminal), or the counts for a spreadsheet]:format:(jsonl text csv)' \
		'--table[a row a caption, a column an encoder\: models side by side]' \
		'--list-models[the models with their encoders, limits and other names]' \
		'--list-encoders[the encoders, where they come from, which are here]' \
		'--list-trainers[the trainers with their options]' \
		'-v[with --list-models\: each trainer'\''s numbers with the source line they come from; with --list-trainers\: what the codes of captok.fed mean]' \
		'--verbose[with --list-models\: each trainer'\''s numbers with the source line they come from; with --list-trainers\: what the codes of captok.fed mean]' \
		'*-m[the model whose encoders read the captions (default\: the record'\''s own, $CAPTOOLS_MODEL, sdxl)]:model:{compadd -- ${(f)"$(captok --list-models 2>/dev/null | sed -n "s/^\([a-z][^ ]*\).*/\1/p")"}}' \
		'*--model=[the model whose encoders read the captions (default\: the record'\''s own, $CAPTOOLS_MODEL, sdxl)]:model:{compadd -- ${(f)"$(captok --list-models 2>/dev/null | sed -n "s/^\([a-z][^ ]*\).*/\1/p")"}}' \
		'-t[the trainer that feeds them (default\: diffusers, the caption as it is)]:trainer:{compadd -- ${(f)"$(captok --list-trainers 2>/dev/null | sed -n "s/^\([a-z][^ ]*\).*/\1/p")"}}' \
		'--trainer=[the trainer that feeds them (default\: diffusers, the caption as it is)]:trainer:{compadd -- ${(f)"$(captok --list-trainers 2>/dev/null | sed -n "s/^\([a-z][^ ]*\).*/\1/p")"}}' \
		'--dataset-config=[the trainer'\''s own file of datasets (kohya'\''s, musubi'\''s, diffusion-pipe'\''s TOML, OneTrainer'\''s concepts)\: its options, and without an operand its folders; as an operand the same]:FILE:_files' \
		'--from=[the form of the input (default\: told from the content)]:from:(archive csv dir image jsonl kohya lines sidecar webdataset)' \
		'--field=[the JSON member that holds the caption (default\: caption, text, prompt, txt)]:NAME:' \
		'--encoding=[the captions'\'' character set, any iconv name; several are tried in order (default\: UTF-8)]:NAME(,NAME...):' \
		'*--exclude=[leave out the samples and files whose name or id matches (repeatable)]:GLOB:' \
		'*--include=[only those that match, of these what --exclude leaves (repeatable)]:GLOB:' \
		'*--follow=[follow links that lead out of a folder into DIR (as in Hugging Face'\''s cache)]:DIR:_files' \
		'-j[threads (default\: the cores this process may use, less those that others want, shared in a pipe); the output is the same for every N]:N:' \
		'--jobs=[threads (default\: the cores this process may use, less those that others want, shared in a pipe); the output is the same for every N]:N:' \
		'--config=[settings (default\: captools.conf with the first input or above; none\: no settings)]:FILE:_files' \
		'--max-ratio=[most bytes that a compressed archive may give for one of its own (default 1000)]:N:' \
		'--max-caption=[longest caption or JSON line taken (default 16777216)]:BYTES:' \
		'--max-members=[most members of an archive or folder (default 1000000)]:N:' \
		'--max-name=[longest name of a member taken (default 4096)]:BYTES:' \
		'--max-depth=[deepest nesting of JSON taken (default 64, at most 1024)]:N:' \
		'--color=[colour the forms for people (default\: auto, on a terminal without $NO_COLOR)]:color:(auto always never)' \
		'-q[no progress on the terminal; cappack\: no line of what it did]' \
		'--quiet[no progress on the terminal; cappack\: no line of what it did]' \
		'-h[show the tool'\''s own options (--help\: all of them) and exit]' \
		'--help[show the tool'\''s own options (--help\: all of them) and exit]' \
		'--version[show the version and the compiled encoders, and exit]' \
		'*:file:_files'
}
compdef _captok captok
_capview() {
	_arguments -s \
		'-o[write the page to FILE, whole or not at all (default\: standard output)]:FILE:_files' \
		'--out=[write the page to FILE, whole or not at all (default\: standard output)]:FILE:_files' \
		'--title=[the page'\''s title (default\: the dataset'\''s name)]:TEXT:' \
		'--thumb=[longest side of a picture, 32 to 1024 (default\: 320, less for more than 500 pictures)]:PIXELS:' \
		'*-m[the model whose encoders read the captions (default\: the record'\''s own, $CAPTOOLS_MODEL, sdxl)]:model:{compadd -- ${(f)"$(captok --list-models 2>/dev/null | sed -n "s/^\([a-z][^ ]*\).*/\1/p")"}}' \
		'*--model=[the model whose encoders read the captions (default\: the record'\''s own, $CAPTOOLS_MODEL, sdxl)]:model:{compadd -- ${(f)"$(captok --list-models 2>/dev/null | sed -n "s/^\([a-z][^ ]*\).*/\1/p")"}}' \
		'-t[the trainer that feeds them (default\: diffusers, the caption as it is)]:trainer:{compadd -- ${(f)"$(captok --list-trainers 2>/dev/null | sed -n "s/^\([a-z][^ ]*\).*/\1/p")"}}' \
		'--trainer=[the trainer that feeds them (default\: diffusers, the caption as it is)]:trainer:{compadd -- ${(f)"$(captok --list-trainers 2>/dev/null | sed -n "s/^\([a-z][^ ]*\).*/\1/p")"}}' \
		'--dataset-config=[the trainer'\''s own file of datasets (kohya'\''s, musubi'\''s, diffusion-pipe'\''s TOML, OneTrainer'\''s concepts)\: its options, and without an operand its folders; as an operand the same]:FILE:_files' \
		'--from=[the form of the input (default\: told from the content)]:from:(archive csv dir image jsonl kohya lines sidecar webdataset)' \
		'--field=[the JSON member that holds the caption (default\: caption, text, prompt, txt)]:NAME:' \
		'--encoding=[the captions'\'' character set, any iconv name; several are tried in order (default\: UTF-8)]:NAME(,NAME...):' \
		'*--exclude=[leave out the samples and files whose name or id matches (repeatable)]:GLOB:' \
		'*--include=[only those that match, of these what --exclude leaves (repeatable)]:GLOB:' \
		'*--follow=[follow links that lead out of a folder into DIR (as in Hugging Face'\''s cache)]:DIR:_files' \
		'-j[threads (default\: the cores this process may use, less those that others want, shared in a pipe); the output is the same for every N]:N:' \
		'--jobs=[threads (default\: the cores this process may use, less those that others want, shared in a pipe); the output is the same for every N]:N:' \
		'--config=[settings (default\: captools.conf with the first input or above; none\: no settings)]:FILE:_files' \
		'--max-ratio=[most bytes that a compressed archive may give for one of its own (default 1000)]:N:' \
		'--max-caption=[longest caption or JSON line taken (default 16777216)]:BYTES:' \
		'--max-members=[most members of an archive or folder (default 1000000)]:N:' \
		'--max-name=[longest name of a member taken (default 4096)]:BYTES:' \
		'--max-depth=[deepest nesting of JSON taken (default 64, at most 1024)]:N:' \
		'--color=[colour the forms for people (default\: auto, on a terminal without $NO_COLOR)]:color:(auto always never)' \
		'-q[no progress on the terminal; cappack\: no line of what it did]' \
		'--quiet[no progress on the terminal; cappack\: no line of what it did]' \
		'-h[show the tool'\''s own options (--help\: all of them) and exit]' \
		'--help[show the tool'\''s own options (--help\: all of them) and exit]' \
		'--version[show the version and the compiled encoders, and exit]' \
		'*:file:_files'
}
compdef _capview capview
"_$service" "$@"
