_capfix() {
	local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]}
	case $prev in
	--rule|-r) COMPREPLY=($(compgen -W "$(capscore --list-rules 2>/dev/null | sed -n "s/^\(CAP[0-9]*\) *\([^ ]*\).*/\1 \2/p" | tr " " "\n")" -- "$cur")); return ;;
	--no-rule) COMPREPLY=($(compgen -W "$(capscore --list-rules 2>/dev/null | sed -n "s/^\(CAP[0-9]*\) *\([^ ]*\).*/\1 \2/p" | tr " " "\n")" -- "$cur")); return ;;
	--order) COMPREPLY=($(compgen -W 'tags' -- "$cur")); return ;;
	--at) COMPREPLY=($(compgen -W 'start end after-trigger' -- "$cur")); return ;;
	--format|-f) COMPREPLY=($(compgen -W 'jsonl diff' -- "$cur")); return ;;
	--model|-m) COMPREPLY=($(compgen -W "$(captok --list-models 2>/dev/null | sed -n "s/^\([a-z][^ ]*\).*/\1/p")" -- "$cur")); return ;;
	--trainer|-t) COMPREPLY=($(compgen -W "$(captok --list-trainers 2>/dev/null | sed -n "s/^\([a-z][^ ]*\).*/\1/p")" -- "$cur")); return ;;
	--from) COMPREPLY=($(compgen -W 'archive csv dir image jsonl kohya lines sidecar webdataset' -- "$cur")); return ;;
	--color) COMPREPLY=($(compgen -W 'auto always never' -- "$cur")); return ;;
	esac
	if [[ $cur == -* ]]; then
		COMPREPLY=($(compgen -W '--unsafe --rule --no-rule --select --ignore --trigger --prune --order --replace --replace-regex --remove --add --at --prepend --append --separator --case --sort --map --join --limit --fix --fit --max-tokens --direction --compose --ask --diff --edits-only --apply --format --model --trainer --dataset-config --from --field --encoding --exclude --include --follow --jobs --config --max-ratio --max-caption --max-members --max-name --max-depth --color --quiet --help --version' -- "$cur"))
	else
		COMPREPLY=($(compgen -f -- "$cur"))
	fi
}
complete -o filenames -F _capfix capfix
_capgrep() {
	local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]}
	case $prev in
	--rule) COMPREPLY=($(compgen -W "$(capscore --list-rules 2>/dev/null | sed -n "s/^\(CAP[0-9]*\) *\([^ ]*\).*/\1 \2/p" | tr " " "\n")" -- "$cur")); return ;;
	--format|-f) COMPREPLY=($(compgen -W 'jsonl text' -- "$cur")); return ;;
	--model|-m) COMPREPLY=($(compgen -W "$(captok --list-models 2>/dev/null | sed -n "s/^\([a-z][^ ]*\).*/\1/p")" -- "$cur")); return ;;
	--trainer|-t) COMPREPLY=($(compgen -W "$(captok --list-trainers 2>/dev/null | sed -n "s/^\([a-z][^ ]*\).*/\1/p")" -- "$cur")); return ;;
	--from) COMPREPLY=($(compgen -W 'archive csv dir image jsonl kohya lines sidecar webdataset' -- "$cur")); return ;;
	--color) COMPREPLY=($(compgen -W 'auto always never' -- "$cur")); return ;;
	esac
	if [[ $cur == -* ]]; then
		COMPREPLY=($(compgen -W '--tag --word --regex --id --score --tokens --facts --rule --missing --image --where --worst --invert --count --ids --format --model --trainer --dataset-config --from --field --encoding --exclude --include --follow --jobs --config --max-ratio --max-caption --max-members --max-name --max-depth --color --quiet --help --version' -- "$cur"))
	else
		COMPREPLY=($(compgen -f -- "$cur"))
	fi
}
complete -o filenames -F _capgrep capgrep
_cappack() {
	local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]}
	case $prev in
	--to) COMPREPLY=($(compgen -W 'archive dir jsonl' -- "$cur")); return ;;
	--model|-m) COMPREPLY=($(compgen -W "$(captok --list-models 2>/dev/null | sed -n "s/^\([a-z][^ ]*\).*/\1/p")" -- "$cur")); return ;;
	--trainer|-t) COMPREPLY=($(compgen -W "$(captok --list-trainers 2>/dev/null | sed -n "s/^\([a-z][^ ]*\).*/\1/p")" -- "$cur")); return ;;
	--from) COMPREPLY=($(compgen -W 'archive csv dir image jsonl kohya lines sidecar webdataset' -- "$cur")); return ;;
	--color) COMPREPLY=($(compgen -W 'auto always never' -- "$cur")); return ;;
	esac
	if [[ $cur == -* ]]; then
		COMPREPLY=($(compgen -W '--out --in-place --only --drop --partial --backup --to --shard-size --dry-run --undo-log --undo --model --trainer --dataset-config --from --field --encoding --exclude --include --follow --jobs --config --max-ratio --max-caption --max-members --max-name --max-depth --color --quiet --help --version' -- "$cur"))
	else
		COMPREPLY=($(compgen -f -- "$cur"))
	fi
}
complete -o filenames -F _cappack cappack
_capscene() {
	local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]}
	case $prev in
	--format|-f) COMPREPLY=($(compgen -W 'jsonl text' -- "$cur")); return ;;
	--model|-m) COMPREPLY=($(compgen -W "$(captok --list-models 2>/dev/null | sed -n "s/^\([a-z][^ ]*\).*/\1/p")" -- "$cur")); return ;;
	--trainer|-t) COMPREPLY=($(compgen -W "$(captok --list-trainers 2>/dev/null | sed -n "s/^\([a-z][^ ]*\).*/\1/p")" -- "$cur")); return ;;
	--from) COMPREPLY=($(compgen -W 'archive csv dir image jsonl kohya lines sidecar webdataset' -- "$cur")); return ;;
	--color) COMPREPLY=($(compgen -W 'auto always never' -- "$cur")); return ;;
	esac
	if [[ $cur == -* ]]; then
		COMPREPLY=($(compgen -W '--tags --format --model --trainer --dataset-config --from --field --encoding --exclude --include --follow --jobs --config --max-ratio --max-caption --max-members --max-name --max-depth --color --quiet --help --version' -- "$cur"))
	else
		COMPREPLY=($(compgen -f -- "$cur"))
	fi
}
complete -o filenames -F _capscene capscene
_capscore() {
	local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]}
	case $prev in
	--purpose|-p) COMPREPLY=($(compgen -W 'concept character style object' -- "$cur")); return ;;
	--style|-s) COMPREPLY=($(compgen -W 'auto tags prose' -- "$cur")); return ;;
	--rule|-r) COMPREPLY=($(compgen -W "$(capscore --list-rules 2>/dev/null | sed -n "s/^\(CAP[0-9]*\) *\([^ ]*\).*/\1 \2/p" | tr " " "\n")" -- "$cur")); return ;;
	--no-rule) COMPREPLY=($(compgen -W "$(capscore --list-rules 2>/dev/null | sed -n "s/^\(CAP[0-9]*\) *\([^ ]*\).*/\1 \2/p" | tr " " "\n")" -- "$cur")); return ;;
	--format|-f) COMPREPLY=($(compgen -W 'jsonl text github sarif junit ids csv' -- "$cur")); return ;;
	--tags) COMPREPLY=($(compgen -W 'facts literal' -- "$cur")); return ;;
	--fail-on) COMPREPLY=($(compgen -W 'info warning error' -- "$cur")); return ;;
	--explain) COMPREPLY=($(compgen -W "$(capscore --list-rules 2>/dev/null | sed -n "s/^\(CAP[0-9]*\) *\([^ ]*\).*/\1 \2/p" | tr " " "\n")" -- "$cur")); return ;;
	--model|-m) COMPREPLY=($(compgen -W "$(captok --list-models 2>/dev/null | sed -n "s/^\([a-z][^ ]*\).*/\1/p")" -- "$cur")); return ;;
	--trainer|-t) COMPREPLY=($(compgen -W "$(captok --list-trainers 2>/dev/null | sed -n "s/^\([a-z][^ ]*\).*/\1/p")" -- "$cur")); return ;;
	--from) COMPREPLY=($(compgen -W 'archive csv dir image jsonl kohya lines sidecar webdataset' -- "$cur")); return ;;
	--color) COMPREPLY=($(compgen -W 'auto always never' -- "$cur")); return ;;
	esac
	if [[ $cur == -* ]]; then
		COMPREPLY=($(compgen -W '--purpose --style --direction --trigger --trigger-known --trigger-only --fuse --class-word --fuse-bands --shuffle --rule --no-rule --select --ignore --lexicon --vocab --implies --keep-implied --verbose --format --all --scene --summary --list-files --all-tags --list --tags --fail-on --min-score --baseline --write-baseline --compare --set-state --merge --explain --list-rules --model --trainer --dataset-config --from --field --encoding --exclude --include --follow --jobs --config --max-ratio --max-caption --max-members --max-name --max-depth --color --quiet --help --version' -- "$cur"))
	else
		COMPREPLY=($(compgen -f -- "$cur"))
	fi
}
complete -o filenames -F _capscore capscore
_capsee() {
	local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]}
	case $prev in
	--rule|-r) COMPREPLY=($(compgen -W "$(capscore --list-rules 2>/dev/null | sed -n "s/^\(CAP[0-9]*\) *\([^ ]*\).*/\1 \2/p" | tr " " "\n")" -- "$cur")); return ;;
	--no-rule) COMPREPLY=($(compgen -W "$(capscore --list-rules 2>/dev/null | sed -n "s/^\(CAP[0-9]*\) *\([^ ]*\).*/\1 \2/p" | tr " " "\n")" -- "$cur")); return ;;
	--format|-f) COMPREPLY=($(compgen -W 'jsonl text github sarif junit' -- "$cur")); return ;;
	--fail-on) COMPREPLY=($(compgen -W 'info warning error' -- "$cur")); return ;;
	--explain) COMPREPLY=($(compgen -W "$(capscore --list-rules 2>/dev/null | sed -n "s/^\(CAP[0-9]*\) *\([^ ]*\).*/\1 \2/p" | tr " " "\n")" -- "$cur")); return ;;
	--model|-m) COMPREPLY=($(compgen -W "$(captok --list-models 2>/dev/null | sed -n "s/^\([a-z][^ ]*\).*/\1/p")" -- "$cur")); return ;;
	--trainer|-t) COMPREPLY=($(compgen -W "$(captok --list-trainers 2>/dev/null | sed -n "s/^\([a-z][^ ]*\).*/\1/p")" -- "$cur")); return ;;
	--from) COMPREPLY=($(compgen -W 'archive csv dir image jsonl kohya lines sidecar webdataset' -- "$cur")); return ;;
	--color) COMPREPLY=($(compgen -W 'auto always never' -- "$cur")); return ;;
	esac
	if [[ $cur == -* ]]; then
		COMPREPLY=($(compgen -W '--trainer-settings --batch --headers --pixels --witness --rule --no-rule --select --ignore --format --fail-on --baseline --write-baseline --explain --model --trainer --dataset-config --from --field --encoding --exclude --include --follow --jobs --config --max-ratio --max-caption --max-members --max-name --max-depth --color --quiet --help --version' -- "$cur"))
	else
		COMPREPLY=($(compgen -f -- "$cur"))
	fi
}
complete -o filenames -F _capsee capsee
_capsplit() {
	local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]}
	case $prev in
	--by|-b) COMPREPLY=($(compgen -W 'window clause sentence tag line' -- "$cur")); return ;;
	--layout|-l) COMPREPLY=($(compgen -W "$(capsplit --list-layouts 2>/dev/null | sed -n "s/^\([a-z][^ ]*\).*/\1/p")" -- "$cur")); return ;;
	--encoder|-e) COMPREPLY=($(compgen -W "$(captok --list-encoders 2>/dev/null | sed -n "s/^\([a-z][^ ]*\).*/\1/p")" -- "$cur")); return ;;
	--max-token-length) COMPREPLY=($(compgen -W '75 150 225' -- "$cur")); return ;;
	--model|-m) COMPREPLY=($(compgen -W "$(captok --list-models 2>/dev/null | sed -n "s/^\([a-z][^ ]*\).*/\1/p")" -- "$cur")); return ;;
	--trainer|-t) COMPREPLY=($(compgen -W "$(captok --list-trainers 2>/dev/null | sed -n "s/^\([a-z][^ ]*\).*/\1/p")" -- "$cur")); return ;;
	--from) COMPREPLY=($(compgen -W 'archive csv dir image jsonl kohya lines sidecar webdataset' -- "$cur")); return ;;
	--color) COMPREPLY=($(compgen -W 'auto always never' -- "$cur")); return ;;
	esac
	if [[ $cur == -* ]]; then
		COMPREPLY=($(compgen -W '--by --layout --encoder --max-token-length --pack --repeat --list-layouts --model --trainer --dataset-config --from --field --encoding --exclude --include --follow --jobs --config --max-ratio --max-caption --max-members --max-name --max-depth --color --quiet --help --version' -- "$cur"))
	else
		COMPREPLY=($(compgen -f -- "$cur"))
	fi
}
complete -o filenames -F _capsplit capsplit
_captok() {
	local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]}
	case $prev in
	--encoder|-e) COMPREPLY=($(compgen -f -W "$(captok --list-encoders 2>/dev/null | sed -n "s/^\([a-z][^ ]*\).*/\1/p")" -- "$cur")); return ;;
	--variant) COMPREPLY=($(compgen -W 'fast ftfy openai tekken' -- "$cur")); return ;;
	--max-token-length) COMPREPLY=($(compgen -W '75 150 225' -- "$cur")); return ;;
	--format|-f) COMPREPLY=($(compgen -W 'jsonl text csv' -- "$cur")); return ;;
	--model|-m) COMPREPLY=($(compgen -W "$(captok --list-models 2>/dev/null | sed -n "s/^\([a-z][^ ]*\).*/\1/p")" -- "$cur")); return ;;
	--trainer|-t) COMPREPLY=($(compgen -W "$(captok --list-trainers 2>/dev/null | sed -n "s/^\([a-z][^ ]*\).*/\1/p")" -- "$cur")); return ;;
	--from) COMPREPLY=($(compgen -W 'archive csv dir image jsonl kohya lines sidecar webdataset' -- "$cur")); return ;;
	--color) COMPREPLY=($(compgen -W 'auto always never' -- "$cur")); return ;;
	esac
	if [[ $cur == -* ]]; then
		COMPREPLY=($(compgen -W '--encoder --variant --max-token-length --ids --pieces --count --format --table --list-models --list-encoders --list-trainers --verbose --model --trainer --dataset-config --from --field --encoding --exclude --include --follow --jobs --config --max-ratio --max-caption --max-members --max-name --max-depth --color --quiet --help --version' -- "$cur"))
	else
		COMPREPLY=($(compgen -f -- "$cur"))
	fi
}
complete -o filenames -F _captok captok
_capview() {
	local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]}
	case $prev in
	--model|-m) COMPREPLY=($(compgen -W "$(captok --list-models 2>/dev/null | sed -n "s/^\([a-z][^ ]*\).*/\1/p")" -- "$cur")); return ;;
	--trainer|-t) COMPREPLY=($(compgen -W "$(captok --list-trainers 2>/dev/null | sed -n "s/^\([a-z][^ ]*\).*/\1/p")" -- "$cur")); return ;;
	--from) COMPREPLY=($(compgen -W 'archive csv dir image jsonl kohya lines sidecar webdataset' -- "$cur")); return ;;
	--color) COMPREPLY=($(compgen -W 'auto always never' -- "$cur")); return ;;
	esac
	if [[ $cur == -* ]]; then
		COMPREPLY=($(compgen -W '--out --title --thumb --model --trainer --dataset-config --from --field --encoding --exclude --include --follow --jobs --config --max-ratio --max-caption --max-members --max-name --max-depth --color --quiet --help --version' -- "$cur"))
	else
		COMPREPLY=($(compgen -f -- "$cur"))
	fi
}
complete -o filenames -F _capview capview
