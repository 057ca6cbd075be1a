// list.js: which captions are shown, in which order, and drawing only those near the screen. A lot of rows is an empty box of the height it
// had or is likely to have; when it comes near it gets a box for each row; and when a row's box comes near, it gets its article, a
// few in each frame.
const LOT = 50, LIKELY = 340;
let shown = [], lots = [], lower = null;
const waiting = new Set();
const extra = { term: null, terms: null, bucket: null, copies: null };

function words(q) {
	return [...q.toLowerCase().matchAll(/"([^"]*)"?|(\S+)/g)].map((m) => m[1] || m[2]).filter(Boolean);
}

const ONLY = {
	cut: (r) => r[LOST] > 0, changed: (r, i) => r[FLAGS] & CHANGED || after.has(i) && after.get(i)[3],
	odd: (r) => r[FLAGS] & ODDPICTURE, copies: (r, i) => copyOf.has(i), never: (r, i) => neverTrained.has(i),
	bad: (r) => r[FLAGS] & BAD, nocap: (r) => r[FLAGS] & NOCAPTION, nopic: (r) => !(r[FLAGS] & HASIMAGE),
};

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
		if (only && !ONLY[only](r, i))
			continue;
		if (extra.bucket !== null && !r[BUCKETS].includes(extra.bucket) || extra.copies !== null && copyOf.get(i) !== extra.copies)
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
	worst: (a, b) => (rows[a][SCORE] ?? 1e9) - (rows[b][SCORE] ?? 1e9) || rows[b][WORST] - rows[a][WORST], best: (a, b) => (rows[b][SCORE] ?? -1) - (rows[a][SCORE] ?? -1),
	long: (a, b) => (rows[b][TOKENS] ?? -1) - (rows[a][TOKENS] ?? -1), short: (a, b) => (rows[a][TOKENS] ?? 1e9) - (rows[b][TOKENS] ?? 1e9),
	gain: (a, b) => gain(b) - gain(a), id: (a, b) => (rows[a][ID] < rows[b][ID] ? -1 : rows[a][ID] > rows[b][ID] ? 1 : 0),
};

// The box of row k of shown.
function fillRow(box) {
	waiting.delete(box);
	if (box.firstChild)
		return;
	const a = card(shown[box.place]);
	a.setAttribute('aria-posinset', box.place + 1);
	a.setAttribute('aria-setsize', shown.length);
	box.append(a);
	box.style.minHeight = '';
}

// Far away again: an empty box of the same height, unless somebody is at work in it.
function emptyRow(box) {
	waiting.delete(box);
	if (!box.firstChild || box.contains(document.activeElement) || box.querySelector('details.used[open], .latent'))
		return;
	box.style.minHeight = box.offsetHeight + 'px';
	box.replaceChildren();
}

// Rows that have come near are drawn in the frames that follow, the nearest first, as long as a frame has time.
let drawing = 0;
function drawSome() {
	const t = performance.now(), middle = scrollY + innerHeight / 2;
	const list = [...waiting].map((box) => [Math.abs(box.getBoundingClientRect().top + scrollY - middle), box]).sort((a, b) => a[0] - b[0]);
	for (const [, box] of list) {
		fillRow(box);
		if (performance.now() - t > 4)
			break;
	}
	drawing = waiting.size ? requestAnimationFrame(drawSome) : 0;
}

const nearRow = new IntersectionObserver((list) => {
	for (const e of list) {
		if (!e.isIntersecting)
			emptyRow(e.target);
		else if (!e.target.firstChild)
			waiting.add(e.target);
	}
	if (waiting.size && !drawing)
		drawing = requestAnimationFrame(drawSome);
}, { rootMargin: '1500px 0px' });

function fillLot(lot) {
	if (lot.firstChild)
		return;
	for (let k = lot.from; k < Math.min(shown.length, lot.from + LOT); k++) {
		const box = el('div', { class: 'row', role: 'presentation' });
		box.style.minHeight = LIKELY + 'px';
		box.place = k;
		lot.append(box);
		nearRow.observe(box);
	}
	lot.style.minHeight = '';
}

function emptyLot(lot) {
	if (!lot.firstChild || lot.querySelector('article'))
		return;
	lot.style.minHeight = lot.offsetHeight + 'px';
	for (const box of lot.children)
		nearRow.unobserve(box);
	lot.replaceChildren();
}

const nearLot = new IntersectionObserver((list) => {
	for (const e of list)
		(e.isIntersecting ? fillLot : emptyLot)(e.target);
}, { rootMargin: '6000px 0px' });

function drawList() {
	nearRow.disconnect();
	nearLot.disconnect();
	waiting.clear();
	lots = [];
	for (let from = 0; from < shown.length; from += LOT) {
		const lot = el('div', { role: 'presentation' });
		lot.style.minHeight = LIKELY * Math.min(LOT, shown.length - from) + 'px';
		lot.from = from;
		lots.push(lot);
	}
	$('list').replaceChildren(...lots);
	for (const lot of lots)
		nearLot.observe(lot);
	for (let k = 0; k < Math.min(2, shown.length); k++)
		fillRow(rowBox(k));
}

function rowBox(k) {
	const lot = lots[Math.floor(k / LOT)];
	fillLot(lot);
	return lot.children[k % LOT];
}

function describeFilter() {
	if (extra.bucket !== null)
		return ` in the bucket ${bucketName(summary.buckets[extra.bucket])}`;
	if (extra.copies !== null)
		return ' with the same picture';
	if (extra.terms)
		return ` with ${extra.terms.map((t) => `“${summary.terms[termPlace.get(t)][1]}”`).join(' and ')}`;
	return extra.term === null ? '' : ` with “${summary.terms[termPlace.get(extra.term)][1]}”`;
}

function refresh() {
	shown = wanted();
	const order = ORDER[$('sort').value];
	if (order)
		shown.sort((a, b) => order(a, b) || a - b);
	if ($('only').value === 'copies') // side by side with their like
		shown.sort((a, b) => copyOf.get(a) - copyOf.get(b));
	$('count').textContent = (shown.length === rows.length ? plural(rows.length, 'caption') : `${shown.length.toLocaleString('en')} of ${plural(rows.length, 'caption')}`) + describeFilter();
	drawList();
	drawPlots(shown);
}

// Moves the focus to the next (1) or previous (-1) article.
function step(by) {
	const at = document.activeElement && document.activeElement.closest && document.activeElement.closest('article');
	const now = at ? Number(at.getAttribute('aria-posinset')) - 1 : by > 0 ? -1 : shown.length;
	const next = now + by;
	if (next < 0 || next >= shown.length)
		return;
	fillRow(rowBox(next));
	const a = $('c' + shown[next]);
	a.focus({ preventScroll: true });
	a.scrollIntoView({ block: 'start' });
	window.scrollBy(0, -$('bar').offsetHeight - 8);
}
