# options.awk: completions and man OPTIONS blocks from `TOOL --dump-options`. mode=bash|zsh|fish|man, tool=NAME.
BEGIN { FS = "\t" }
function esc(s) { gsub(/'/, "'\\''", s); return s }
# What lists the words an option takes, as a shell command; "" if nothing does. The tools are asked, so that a user's own build completes.
function lister(o, m,   words) {
	words = " 2>/dev/null | sed -n \"s/^\\([a-z][^ ]*\\).*/\\1/p\""
	if (o == "model") return "captok --list-models" words
	if (o == "encoder") return "captok --list-encoders" words
	if (o == "trainer") return "captok --list-trainers" words
	if (o == "layout") return "capsplit --list-layouts" words
	if (o == "rule" || o == "no-rule" || (o == "explain" && m == "RULE"))
		return "capscore --list-rules 2>/dev/null | sed -n \"s/^\\(CAP[0-9]*\\) *\\([^ ]*\\).*/\\1 \\2/p\" | tr \" \" \"\\n\""
	return ""
}
function files(m) { return m ~ /FILE|DIR|DATASET|OUT/ }
$1 == "usage" || $1 == "purpose" { next }
$1 == "head" { if (mode == "man") { flush(); printf ".It Xo\n.Em %s\n.Xc\n", $5 } next }
{ n++; letter[n] = $2; name[n] = $3; meta[n] = $4; help[n] = $5; kind[n] = $1; if (mode == "man") man(n) }
function man(i,   m) {
	printf ".It "
	if (letter[i] != "-") printf "Fl %s , ", letter[i]
	printf "Fl -%s", name[i]
	m = meta[i]
	if (m != "") { gsub(/\|/, " | ", m); printf " Ar %s", m }
	printf "\n%s.\n", cap(mdoc(help[i]))
}
function flush() {}
function cap(s) { return toupper(substr(s, 1, 1)) substr(s, 2) }
function mdoc(s) { gsub(/\\/, "\\e", s); if (s ~ /^[.']/) s = "\\&" s; return s }
END {
	if (mode == "bash") {
		printf "_%s() {\n\tlocal cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]}\n\tcase $prev in\n", tool
		for (i = 1; i <= n; i++) if (kind[i] == "choice") {
			m = meta[i]; gsub(/\|/, " ", m)
			printf "\t--%s%s) COMPREPLY=($(compgen -W '%s' -- \"$cur\")); return ;;\n", name[i], (letter[i] != "-" ? "|-" letter[i] : ""), m
		} else if (lister(name[i], meta[i]) != "") {
			printf "\t--%s%s) COMPREPLY=($(compgen %s-W \"$(%s)\" -- \"$cur\")); return ;;\n", name[i], (letter[i] != "-" ? "|-" letter[i] : ""),
				(files(meta[i]) ? "-f " : ""), lister(name[i], meta[i])
		}
		printf "\tesac\n\tif [[ $cur == -* ]]; then\n\t\tCOMPREPLY=($(compgen -W '"
		for (i = 1; i <= n; i++) printf "%s--%s", (i > 1 ? " " : ""), name[i]
		printf "' -- \"$cur\"))\n\telse\n\t\tCOMPREPLY=($(compgen -f -- \"$cur\"))\n\tfi\n}\ncomplete -o filenames -F _%s %s\n", tool, tool
	} else if (mode == "zsh") {
		printf "_%s() {\n\t_arguments -s \\\n", tool
		for (i = 1; i <= n; i++) {
			h = esc(help[i]); gsub(/\[/, "(", h); gsub(/\]/, ")", h); gsub(/:/, "\\:", h)
			m = meta[i]; gsub(/\[/, "(", m); gsub(/\]/, ")", m); gsub(/:/, "\\:", m)
			arg = ""
			if (kind[i] == "choice") { c = meta[i]; gsub(/\|/, " ", c); arg = ":" name[i] ":(" c ")" }
			else if (lister(name[i], meta[i]) != "") arg = ":" name[i] ":{compadd -- ${(f)\"$(" lister(name[i], meta[i]) ")\"}}"
			else if (kind[i] != "flag") arg = (":" m ":" (files(meta[i]) ? "_files" : ""))
			star = (kind[i] == "list" ? "*" : "")
			if (letter[i] != "-") printf "\t\t'%s-%s[%s]%s' \\\n", star, letter[i], h, arg
			printf "\t\t'%s--%s%s[%s]%s' \\\n", star, name[i], (kind[i] == "flag" ? "" : "="), h, arg
		}
		printf "\t\t'*:file:_files'\n}\ncompdef _%s %s\n", tool, tool
	} else if (mode == "fish") {
		for (i = 1; i <= n; i++) {
			printf "complete -c %s -l %s", tool, name[i]
			if (letter[i] != "-") printf " -s %s", letter[i]
			if (kind[i] == "choice") { c = meta[i]; gsub(/\|/, " ", c); printf " -x -a '%s'", c }
			else if (lister(name[i], meta[i]) != "") printf "%s -a '(%s)'", (files(meta[i]) ? " -r" : " -x"), lister(name[i], meta[i])
			else if (kind[i] != "flag") printf "%s", (files(meta[i]) ? " -r" : " -x")
			printf " -d '%s'\n", esc(help[i])
		}
	}
}
