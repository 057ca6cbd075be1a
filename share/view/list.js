// list.js: which captions are shown, in which order, and drawing only those near the screen: a block of a few articles is an empty box
// of the height it had or is likely to have, until it comes near.
const BLOCK = 4, LIKELY = 340;
let shown = [], blocks = [], lower = null;
const extra = { term: null, terms: null };

function words(q) {
	return [...q.toLowerCase().matchAll(/"([^"]*)"?|(\S+)/g)].map((m) => m[1] || m[2]).filter(Boolean);
}

function wanted() {
	const q = words($('q').value), rule = $('rule').value, worst = Number($('severity').value), style = $('style').value, only = $('only').value;
	const min = $('min').value === '' ? null : Number($('min').value), max = $('max').value === '' ? null : Number($('max').value);
	const terms = extra.terms || (extra.term === null ? null : [extra.term]);
	if (q.length && !lower)
		lower = rows.map((r) => (r[ID] + '\n' + r[TEXT]).toLowerCase());
	const out = [];
	for (let i = 0; i < rows.length; i++) {
		const r = rows[i];
		if (worst && r[WORST] < worst || style && r[STYLE] !== style || rule !== '' && !r[RULES].includes(Number(rule)))
			continue;
		if (min !== null && !(r[SCORE] !== null && r[SCORE] >= min) || max !== null && !(r[SCORE] !== null && r[SCORE] <= max))
			continue;
		if (only && !(only === 'cut' ? r[LOST] > 0 : only === 'changed' ? r[FLAGS] & CHANGED || after.has(i) && after.get(i)[3] :
			only === 'bad' ? r[FLAGS] & BAD : only === 'nocap' ? r[FLAGS] & NOCAPTION : !r[FLAGS] || !(r[FLAGS] & HASIMAGE)))
			continue;
		if (terms && !terms.every((t) => r[TERMS].includes(t)))
			continue;
		if (q.length && !q.every((w) => lower[i].includes(w)))
			continue;
		out.push(i);
	}
	return out;
}

const gain = (i) => after.has(i) && after.get(i)[1] !== null && rows[i][SCORE] !== null ? after.get(i)[1] - rows[i][SCORE] : 0;
const ORDER = {
	worst: (a, b) => (rows[a][SCORE] ?? 1e9) - (rows[b][SCORE] ?? 1e9), best: (a, b) => (rows[b][SCORE] ?? -1) - (rows[a][SCORE] ?? -1),
	long: (a, b) => (rows[b][TOKENS] ?? -1) - (rows[a][TOKENS] ?? -1), short: (a, b) => (rows[a][TOKENS] ?? 1e9) - (rows[b][TOKENS] ?? 1e9),
	gain: (a, b) => gain(b) - gain(a), id: (a, b) => (rows[a][ID] < rows[b][ID] ? -1 : rows[a][ID] > rows[b][ID] ? 1 : 0),
};

function fillBlock(b) {
	if (b.filled)
		return;
	b.filled = true;
	for (let k = b.from; k < Math.min(shown.length, b.from + BLOCK); k++) {
		const a = card(shown[k]);
		a.setAttribute('aria-posinset', k + 1);
		a.setAttribute('aria-setsize', shown.length);
		b.box.append(a);
	}
	b.box.style.minHeight = '';
}

// Far away again: an empty box of the same height, unless somebody is at work in it.
function emptyBlock(b) {
	if (!b.filled || b.box.contains(document.activeElement) || b.box.querySelector('details[open], .latent'))
		return;
	b.box.style.minHeight = b.box.offsetHeight + 'px';
	b.box.replaceChildren();
	b.filled = false;
}

const near = new IntersectionObserver((list) => {
	for (const e of list) {
		if (e.isIntersecting)
			fillBlock(e.target.block);
		else
			emptyBlock(e.target.block);
	}
}, { rootMargin: '1200px 0px' });

function drawList() {
	near.disconnect();
	blocks = [];
	for (let from = 0; from < shown.length; from += BLOCK) {
		const box = el('div', { class: 'block', role: 'presentation' });
		box.style.minHeight = LIKELY * Math.min(BLOCK, shown.length - from) + 'px';
		box.block = { from, box, filled: false };
		blocks.push(box.block);
	}
	$('list').replaceChildren(...blocks.map((b) => b.box));
	for (const b of blocks)
		near.observe(b.box);
	if (blocks.length)
		fillBlock(blocks[0]);
}

function describeFilter() {
	if (extra.terms)
		return ` with ${extra.terms.map((t) => `“${summary.terms[termPlace.get(t)][1]}”`).join(' and ')}`;
	return extra.term === null ? '' : ` with “${summary.terms[termPlace.get(extra.term)][1]}”`;
}

let plotting = 0;
function refresh() {
	shown = wanted();
	const order = ORDER[$('sort').value];
	if (order)
		shown.sort((a, b) => order(a, b) || a - b);
	$('count').textContent = (shown.length === rows.length ? plural(rows.length, 'caption') : `${shown.length.toLocaleString('en')} of ${plural(rows.length, 'caption')}`) + describeFilter();
	drawList();
	cancelIdleCallback(plotting);
	plotting = requestIdleCallback(() => drawPlots(shown), { timeout: 500 });
}

// Moves the focus to the next (1) or previous (-1) article.
function step(by) {
	const at = document.activeElement && document.activeElement.closest && document.activeElement.closest('article');
	const now = at ? Number(at.getAttribute('aria-posinset')) - 1 : by > 0 ? -1 : shown.length;
	const next = now + by;
	if (next < 0 || next >= shown.length)
		return;
	fillBlock(blocks[Math.floor(next / BLOCK)]);
	const a = $('c' + shown[next]);
	a.focus({ preventScroll: true });
	a.scrollIntoView({ block: 'start' });
	window.scrollBy(0, -$('bar').offsetHeight - 8);
}
