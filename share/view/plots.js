// plots.js: the set at a glance, of the captions that the filter lets through. Inline SVG; bars with data-do set a filter.
const W = 340;

function plot(title, said, height, ...kids) {
	return el('figure', { class: 'plot' }, el('h3', { class: 'sub' }, title),
		svg('svg', { viewBox: `0 0 ${W} ${height}`, role: 'group', 'aria-label': said }, ...kids));
}

// Clickable things: g with a title and, for the keyboard, a place in the order.
function action(what, said, ...kids) {
	return svg('g', { 'data-do': what && JSON.stringify(what), tabindex: what ? '0' : null, role: what ? 'button' : 'img', 'aria-label': said },
		svg('title', {}, said), ...kids);
}

function quantile(sorted, q) {
	return sorted.length ? sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] : 0;
}

function columns(title, bins, opts) {
	const h = 110, most = Math.max(1, ...bins.map((b) => b.n)), w = W / bins.length, kids = [];
	bins.forEach((b, i) => {
		if (!b.n)
			return;
		const bh = Math.max(1.5, (h - 4) * b.n / most);
		kids.push(action(b.what, `${b.said}: ${plural(b.n, 'caption')}`,
			b.what ? svg('rect', { class: 'hit', x: i * w, y: 0, width: w, height: h }) : '', // a finger's worth of a low bar
			svg('rect', { class: `bar ${b.cls || ''}`, x: i * w + .5, y: h - bh, width: Math.max(1, w - 1), height: bh, rx: 1 })));
	});
	kids.push(svg('line', { class: 'axis', x1: 0, x2: W, y1: h, y2: h }));
	for (const [x, t] of opts.ticks)
		kids.push(svg('text', { x: Math.min(W - 1, Math.max(0, x)), y: h + 12, 'text-anchor': x <= 1 ? 'start' : x >= W - 1 ? 'end' : 'middle' }, String(t)));
	for (const [x, t] of opts.limits || [])
		kids.push(svg('line', { class: 'limit', x1: x, x2: x, y1: 0, y2: h }), svg('text', { x: x < 60 ? x + 3 : x - 3, y: 9, 'text-anchor': x < 60 ? 'start' : 'end' }, t));
	return plot(title, opts.said, h + 16, ...kids);
}

function scorePlot(list) {
	const scores = list.map((i) => rows[i][SCORE]).filter((s) => s !== null).sort((a, b) => a - b);
	if (!scores.length)
		return null;
	const bins = Array.from({ length: 10 }, (_, i) => ({ n: 0, said: `${10 * i} to ${10 * i + 10}`, what: { min: 10 * i, max: 10 * i + 10 },
		cls: 10 * i < 50 ? 's3' : 10 * i < 80 ? 's2' : '' }));
	for (const s of scores)
		bins[Math.max(0, Math.min(9, Math.floor(s / 10)))].n++;
	const said = `Scores: median ${quantile(scores, .5)}, a tenth below ${quantile(scores, .1)}`;
	return columns(`Score (median ${quantile(scores, .5)})`, bins, { said, ticks: [0, 20, 40, 60, 80, 100].map((t) => [W * t / 100, t]) });
}

// summary.encoders: [name, limit]
function tokenPlot(list, enc) {
	const [name, limit] = summary.encoders[enc], v = [];
	for (const i of list)
		for (let k = 0; k < rows[i][COUNTS].length; k += 2)
			if (rows[i][COUNTS][k] === enc)
				v.push(rows[i][COUNTS][k + 1]);
	if (!v.length)
		return null;
	v.sort((a, b) => a - b);
	const top = Math.max(quantile(v, .99), limit && quantile(v, .99) > limit / 2 ? limit : 0, 10) * 1.1;
	const n = 34, size = Math.max(1, Math.ceil(top / n)), range = n * size;
	const bins = Array.from({ length: n }, (_, i) => ({ n: 0, said: i === n - 1 ? `${i * size} tokens and more` : `${i * size} to ${i * size + size - 1} tokens`,
		cls: limit && i * size >= limit ? 'over' : '' }));
	for (const t of v)
		bins[Math.max(0, Math.min(n - 1, Math.floor(t / size)))].n++;
	const over = limit ? v.filter((t) => t > limit).length : 0;
	const ticks = [0, .25, .5, .75, 1].map((q) => [W * q, Math.round(range * q)]);
	return columns(`Tokens, ${name}${limit ? ` (limit ${limit}: ${over ? plural(over, 'caption') + ' over' : 'none over'})` : ''}`, bins,
		{ said: `Tokens of ${name}: median ${quantile(v, .5)}, most ${v[v.length - 1]}`, ticks,
			limits: limit && limit < range ? [[W * limit / range, `limit ${limit}`]] : [] });
}

// A bucket's shape: a box of that ratio within 16 pixels.
function shape(ratio, y) {
	const w = 16 * Math.min(1, ratio), h = 16 * Math.min(1, 1 / ratio);
	return svg('rect', { class: 'shape', x: 8 - w / 2, y: y + 12 - h / 2, width: w, height: h });
}

function bars(title, list, opts) {
	if (!list.length)
		return null;
	const line = 24, most = opts.most || Math.max(...list.map((b) => b.n)), left = 142;
	const kids = list.map((b, i) => action(b.what, `${b.name}: ${plural(b.n, opts.unit || 'caption')}`,
		svg('rect', { class: 'hit', x: 0, y: i * line, width: W, height: line }),
		opts.most ? svg('rect', { class: 'track', x: left, y: i * line + 5, width: W - left - 34, height: 14, rx: 2 }) : '',
		b.shape ? shape(b.shape, i * line) : '',
		svg('text', { class: 'name', x: b.shape ? 22 : 0, y: i * line + 16 }, b.name.length > 22 ? b.name.slice(0, 21) + '…' : b.name),
		svg('rect', { class: `bar ${b.cls || ''}`, x: left, y: i * line + 5, width: Math.max(1, (W - left - 34) * b.n / most), height: 14, rx: 2 }),
		svg('text', { x: W, y: i * line + 16, 'text-anchor': 'end' }, opts.share ? `${Math.round(100 * b.n / opts.share)}%` : String(b.n))));
	return plot(title, `${title}: ${list.slice(0, 5).map((b) => `${b.name} ${b.n}`).join(', ')}`, list.length * line, ...kids);
}

function rulePlot(list) {
	const n = new Array(summary.rules.length).fill(0);
	for (const i of list)
		for (const r of rows[i][RULES])
			n[r]++;
	// Errors first: a rare one matters more than what every caption has.
	const grave = (r) => summary.rules[r][5];
	const best = n.map((c, r) => [c, r]).filter((x) => x[0]).sort((a, b) => grave(b[1]) - grave(a[1]) || b[0] - a[0]).slice(0, 14);
	return bars('Findings, errors first', best.map(([c, r]) => ({ n: c, name: ruleTitle(summary.rules[r]), cls: 's' + summary.rules[r][5], what: { rule: r } })), {});
}

function slotPlot(list) {
	const scored = list.filter((i) => rows[i][SCORE] !== null);
	if (!scored.length)
		return null;
	const n = SLOT.map((_, k) => scored.reduce((sum, i) => sum + (rows[i][SLOTS] >> k & 1), 0));
	return bars('What the captions describe', SLOT.map((name, k) => ({ name, n: n[k] })), { most: scored.length, share: scored.length });
}

// summary.terms: [number, text, captions]
const termPlace = new Map(summary.terms.map((t, i) => [t[0], i]));

function termCounts(list) {
	const n = new Uint32Array(summary.terms.length);
	for (const i of list)
		for (const t of rows[i][TERMS]) {
			const p = termPlace.get(t);
			if (p !== undefined)
				n[p]++;
		}
	return [...n.keys()].filter((p) => n[p]).sort((a, b) => n[b] - n[a]).map((p) => [p, n[p]]);
}

function termPlot(counts) {
	return bars('Most frequent terms', counts.slice(0, 16).map(([p, n]) => ({ n, name: summary.terms[p][1], what: { term: summary.terms[p][0] } })), {});
}

// What capscore counted over the whole set, whatever is filtered: the last record's, which is the one after capfix.
const setRecord = () => captionSets[captionSets.length - 1] || {};

function fusedPlot() {
	const cls = { error: 's3', warning: 's2' }, list = Array.isArray(setRecord().fused) ? setRecord().fused : [];
	return bars('Bind to the trigger', list.filter((t) => t && typeof t.term === 'string' && t.captions > 0).slice(0, 12)
		.map((t) => ({ n: t.captions, name: t.intended ? `${t.term} (meant)` : t.term, cls: cls[t.severity] || '' })), {});
}

function balancePlot() {
	const list = [];
	for (const [axis, values] of Object.entries(setRecord().balance || {}))
		for (const [value, n] of Object.entries(values || {}).filter((x) => x[1] > 0).slice(0, 4))
			list.push({ n, name: `${axis}: ${value}` });
	return bars('How the pictures differ', list.slice(0, 24), {});
}

// Each cell: of the captions that have one of two terms, the share that has both. A dark cell is a pair that has collapsed: the model
// has no way to tell the two apart.
function pairPlot(list, counts) {
	const top = counts.filter((c) => c[1] > 1).slice(0, 9), k = top.length;
	if (k < 2)
		return null;
	const place = new Map(top.map(([p], i) => [summary.terms[p][0], i])), both = new Uint32Array(k * k);
	for (const i of list) {
		const here = rows[i][TERMS].map((t) => place.get(t)).filter((p) => p !== undefined);
		for (const a of here)
			for (const b of here)
				both[a * k + b]++;
	}
	const left = 116, size = Math.min(24, (W - left) / k), kids = [], y = k * size + 8;
	top.forEach(([p], a) => {
		const name = summary.terms[p][1];
		kids.push(svg('text', { class: 'name', x: left - 6, y: a * size + size * .7, 'text-anchor': 'end' }, name.length > 18 ? name.slice(0, 17) + '…' : name));
		for (let b = 0; b < a; b++) {
			const n = both[a * k + b], share = n / (top[a][1] + top[b][1] - n);
			const said = `${name} and ${summary.terms[top[b][0]][1]}: together in ${n} of ${top[a][1] + top[b][1] - n}`;
			kids.push(action(n ? { terms: [summary.terms[p][0], summary.terms[top[b][0]][0]] } : null, said,
				svg('rect', { class: `cell bar${n ? '' : ' none'}`, x: left + b * size, y: a * size, width: size, height: size,
					'fill-opacity': n ? (.12 + .88 * share).toFixed(2) : 1 })));
		}
	});
	// The legend: what a cell's colour says.
	kids.push(svg('text', { x: left - 6, y: y + 10, 'text-anchor': 'end' }, 'never together'));
	for (let i = 0; i < 6; i++)
		kids.push(svg('rect', { class: i ? 'cell' : 'cell none', x: left + 16 * i, y, width: 16, height: 12, 'fill-opacity': i ? (.12 + .88 * i / 5).toFixed(2) : 1 }));
	kids.push(svg('text', { x: left + 102, y: y + 10 }, 'never apart'));
	return plot('Always together', 'How often the most frequent terms stand together: the darker, the more often', y + 14, ...kids);
}

// The charts stand in columns of about the same height; each keeps its place until another number of columns fits.
const plotBoxes = [], COLUMN = 340, GAP = 10;
function arrangePlots() {
	const n = Math.max(1, Math.floor(($('plots').clientWidth + GAP) / (COLUMN + GAP))), height = new Array(n).fill(0);
	if ($('plots').childElementCount === n)
		return;
	const columns = height.map(() => el('div', { class: 'column' }));
	for (const box of plotBoxes) {
		const k = height.indexOf(Math.min(...height)), chart = box.querySelector('svg');
		columns[k].append(box);
		height[k] += chart ? chart.viewBox.baseVal.height + 60 : 0;
	}
	$('plots').replaceChildren(...columns);
}
addEventListener('resize', arrangePlots);

// At first all of them at once, before anything is on the screen, so that nothing moves when they come; after a filter one in each idle
// moment, into the place it has.
let plotting = null;
function drawPlots(list) {
	let counts;
	const todo = [() => scorePlot(list), ...summary.encoders.slice(0, 6).map((_, e) => () => tokenPlot(list, e)), () => slotPlot(list),
		() => rulePlot(list), () => bucketPlot(list), () => termPlot(counts = termCounts(list)), () => pairPlot(list, counts),
		fusedPlot, balancePlot];
	while (plotBoxes.length < todo.length)
		plotBoxes.push(el('div', { hidden: true }));
	let i = 0;
	const one = () => {
		const made = todo[i]();
		plotBoxes[i].hidden = !made;
		plotBoxes[i].replaceChildren(made || '');
		i++;
	};
	const next = () => {
		one();
		plotting = i < todo.length ? requestIdleCallback(next, { timeout: 300 }) : 0;
	};
	if (plotting === null) {
		while (i < todo.length)
			one();
		arrangePlots();
		plotting = 0;
		return;
	}
	cancelIdleCallback(plotting);
	plotting = requestIdleCallback(next, { timeout: 300 });
}

function tile(name, value, more) {
	return el('div', {}, el('dt', {}, name), el('dd', {}, value, more ? el('small', {}, ' ' + more) : null));
}

function mean(v) {
	return v.length ? Math.round(10 * v.reduce((a, b) => a + b, 0) / v.length) / 10 : null;
}

function drawSummary() {
	const captions = rows.filter((r) => !(r[FLAGS] & (BAD | NOCAPTION))), scores = captions.map((r) => r[SCORE]).filter((s) => s !== null);
	const later = rows.map((r, i) => after.has(i) ? after.get(i)[1] : r[SCORE]).filter((s) => s !== null);
	const cut = captions.filter((r) => r[LOST] > 0).length, bad = rows.filter((r) => r[FLAGS] & BAD).length, none = rows.filter((r) => r[FLAGS] & NOCAPTION).length;
	const by = (s) => captions.filter((r) => r[WORST] === s).length;
	const list = [tile('Captions', captions.length.toLocaleString('en'))];
	// The set's own score, as the terminal shows it; two where the records of capfix follow.
	const sets = captionSets.map((d) => d.score).filter((s) => s && typeof s.score === 'number');
	if (sets.length) {
		const s = sets[sets.length - 1], round = (x) => Math.round(10 * x) / 10, points = s.points > 0 ? ` − ${round(s.points)} for the set` : '';
		list.push(tile('Score', String(round(sets[0].score)), sets.length > 1 ? `→ ${round(s.score)} after capfix` : `of 100: mean ${round(s.mean)}${points}`));
	} else if (scores.length)
		list.push(tile('Mean score', String(mean(scores)), [...after.values()].some((a) => a[3]) ? `→ ${mean(later)} after capfix` : 'of 100'));
	if (captions.some((r) => r[TOKENS] !== null))
		list.push(tile('Cut by a window', String(cut), cut ? 'lose text' : 'nothing lost'));
	if (scores.length)
		list.push(tile('With errors', String(by(3)), `${by(2)} with warnings`));
	if (none)
		list.push(tile('Without a caption', String(none)));
	if (bad)
		list.push(tile('Bad records', String(bad)));
	if (pictureSet && pictureSet.images > 0) {
		const odd = rows.filter((r) => r[FLAGS] & ODDPICTURE).length;
		list.push(tile('Pictures', Number(pictureSet.images).toLocaleString('en'), odd ? `${odd} with findings` : 'no findings'));
	}
	if (neverTrained.size)
		list.push(tile('Never trained', String(neverTrained.size), 'in buckets that never fill'));
	$('tiles').replaceChildren(...list);
}

// What capscore said of the whole set, and what the reader found beside the captions.
function drawNotes() {
	const items = [];
	const findings = (d) => d && Array.isArray(d.findings) ? d.findings.filter((f) => f && typeof f === 'object') : null;
	const dataset = captionSets.map(findings).filter(Boolean), pictures = pictureSets.flatMap((d) => findings(d) || []);
	// Two records: before and after capfix. The same finding has other figures then.
	const key = (f) => `${f.code} ${f.message}`.replace(/[0-9]+/g, '').replace(/:.*/, '');
	const first = dataset[0] || [], last = dataset[dataset.length - 1] || [];
	const before = new Set(first.map(key)), now = new Set(last.map(key));
	const grave = (f) => ['info', 'warning', 'error'].indexOf(f.severity);
	pictures.forEach((f) => { before.add(key(f)); now.add(key(f)); });
	for (const f of [...first, ...last.filter((x) => !before.has(key(x))), ...pictures].sort((a, b) => grave(b) - grave(a)))
		items.push(el('li', { class: { error: 'low', warning: 'mid' }[f.severity] || '' }, `${f.severity || ''}: ${f.message || f.rule || ''}`,
			!now.has(key(f)) ? el('span', { class: 'high' }, ' (mended by capfix)') : !before.has(key(f)) ? ' (after capfix)' : null));
	for (const n of summary.notes) {
		for (const k of ['missing', 'orphans', 'collisions'])
			if (!dataset.length && n.input && Array.isArray(n.input[k]) && n.input[k].length)
				items.push(el('li', {}, `${{ missing: 'images without a caption', orphans: 'captions without an image', collisions: 'names that collide' }[k]}: ` +
					n.input[k].slice(0, 8).map((x) => typeof x === 'string' ? x : JSON.stringify(x)).join(', ') + (n.input[k].length > 8 ? ', …' : '')));
	}
	const counted = rows.findIndex((r) => r[TOKENS] !== null);
	if (counted >= 0 && !details(counted).tok)
		items.push(el('li', {}, 'No strips of tokens: they come from captok --pieces.'));
	if (items.length)
		$('notes').append(el('h3', { class: 'sub' }, 'About the whole set'), el('ul', {}, ...items));
}
