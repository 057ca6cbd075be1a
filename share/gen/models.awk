# models.awk: from `captok --list-models --verbose` to the README's table: models with the same encoders in one row, and in how many tokens (all of
# the encoder's input, special and template tokens included) each is cut by the reference pipeline.
$2 == "diffusers" {
	if (!($1 in list))
		order[++n] = $1
	what = $3 " " ($5 == "-" ? "(never cut)" : $5) ($4 == "text" ? "" : " (" $4 ")") ($6 == "template" ? " in a template" : "")
	list[$1] = list[$1] ($1 in list && list[$1] != "" ? ", " : "") what
}
END {
	print "| models | text encoders and their limits |\n|---|---|"
	for (i = 1; i <= n; i++) {
		if (!(list[order[i]] in row))
			rows[++m] = list[order[i]]
		row[list[order[i]]] = row[list[order[i]]] (row[list[order[i]]] == "" ? "" : ", ") order[i]
	}
	for (i = 1; i <= m; i++)
		print "| " row[rows[i]] " | " rows[i] " |"
}
