// text.js: captions with their findings, strips of tokens, differences.

// f: [rule, severity, start, end, message, because, fix, suggest, points]
const wholeCaption = (f, text) => f[2] === null || f[2] >= f[3] || (f[2] === 0 && f[3] >= text.length);

// The caption with each finding underlined. Where findings overlap, the worst one gives the look, and all are explained.
function annotated(text, finds) {
	const out = document.createDocumentFragment();
	const spans = finds.map((f, i) => [f[2], f[3], i, f[1]]).filter((s) => !wholeCaption(finds[s[2]], text));
	const cuts = [...new Set([0, text.length, ...spans.flatMap((s) => [s[0], s[1]])])].sort((a, b) => a - b);
	const begun = new Set();
	for (let k = 0; k + 1 < cuts.length; k++) {
		const here = spans.filter((s) => s[0] <= cuts[k] && s[1] >= cuts[k + 1]);
		const piece = text.slice(cuts[k], cuts[k + 1]);
		if (!here.length) {
			out.append(piece);
			continue;
		}
		const fresh = here.some((s) => !begun.has(s[2]));
		here.forEach((s) => begun.add(s[2]));
		out.append(el('mark', { class: 's' + Math.max(...here.map((s) => s[3])), 'data-f': here.map((s) => s[2]).join(' '),
			tabindex: fresh ? '0' : null }, piece));
	}
	return out;
}

// Where the windows of an encoder end: after so many tokens of the caption. CLIP's rows have 75.
function windowEdges(e, n) {
	if (e.l === undefined || !(e.u > 0))
		return [];
	if (e.l - e.u === 2 && e.u % 75 === 0)
		return Array.from({ length: Math.min(e.u / 75, Math.floor(n / 75)) }, (_, i) => 75 * (i + 1));
	return n > e.u ? [e.u] : [];
}

function tokenSpans(box, text, e) {
	const p = e.p, n = p.length / 3, edges = new Set(windowEdges(e, n));
	let last = 0, colour = 0, row = 1;
	for (let i = 0; i < n; i++) {
		const [id, from, to] = [p[3 * i], p[3 * i + 1], p[3 * i + 2]];
		const cut = e.cut && from >= e.cut[0] && to <= e.cut[1];
		const rest = i > 0 && (from < last || from === to); // another token of the same character
		const s = el('span', { class: `t ${cut ? 'cut' : 'c' + colour}${rest ? ' more' : ''}`, title: `id ${id}` });
		s.append(rest || from === to ? '·' : text.slice(from, to));
		box.append(s);
		colour = (colour + 1) % 4;
		last = Math.max(last, to);
		if (edges.has(i + 1))
			box.append(el('span', { class: 'edge' }, `window ${row++} ends`));
	}
}

// Without --pieces only what is cut is known.
function cutText(box, text, e) {
	if (!e.cut) {
		box.append(text);
		return;
	}
	box.append(text.slice(0, e.cut[0]), el('span', { class: 'edge' }, 'window ends'),
		el('span', { class: 'gone' }, text.slice(e.cut[0], e.cut[1])), text.slice(e.cut[1]));
}

// One strip; names: the encoders that see just this.
function strip(text, e, names) {
	const limit = e.l === undefined ? 0 : e.l;
	const lost = e.cut ? e.cut[2] : 0;
	const special = e.tpl ? e.tpl[0] + e.tpl[1] : limit && limit - e.u === 2 ? 2 : 0;
	const said = `${names.join(', ')}: ${e.t} of ${limit || 'any number of'} tokens${lost ? `, ${lost} cut` : ', nothing cut'}`;
	const who = el('div', { class: 'who' }, el('b', {}, names.join(', ')),
		el('span', {}, limit ? `${e.t} of ${limit} tokens` : `${e.t} tokens, no limit`),
		special ? el('span', {}, `${special} of them ${e.tpl ? 'template' : 'special'}`) : null,
		e.r === 'pooled' ? el('span', { title: 'A cut costs this encoder only its one pooled vector' }, 'pooled only') : null,
		e.v && e.v !== 'fast' ? el('span', {}, `tokenised as ${e.v}`) : null,
		lost ? el('strong', { class: 'low' }, `${lost} never seen`) : null);
	if (limit) {
		const meter = el('span', { class: 'meter', 'aria-hidden': 'true' });
		const whole = Math.max(limit, e.t), used = el('i'), over = el('i', { class: 'over' });
		used.style.width = 100 * Math.min(limit, e.t) / whole + '%';
		over.style.width = 100 * Math.max(0, e.t - limit) / whole + '%';
		meter.append(used, over);
		who.append(meter);
	}
	const box = el('div', { class: 'tokens', role: 'img', 'aria-label': said, dir: 'auto', tabindex: e.p && e.p.length > 600 ? '0' : null });
	if (e.p)
		tokenSpans(box, text, e);
	else
		cutText(box, text, e);
	return el('div', { class: 'strip' }, who, box);
}

// All encoders: the first that reads the text is open, the others wait in <details>.
function strips(text, tok) {
	const out = document.createDocumentFragment(), groups = [];
	for (const e of tok.enc) {
		if (e.same && groups.length)
			groups[groups.length - 1].names.push(e.n || '?');
		else
			groups.push({ e, names: [e.n || '?'] });
	}
	const textOf = (e) => e.x !== undefined && tok.texts && tok.texts[e.x] !== undefined ? tok.texts[e.x] : text;
	if (tok.texts && !(tok.texts.length === 1 && tok.texts[0] === text)) {
		const list = el('ul', {}, ...tok.texts.slice(0, 8).map((t) => el('li', { dir: 'auto' }, t === '' ? '(nothing)' : t)));
		out.append(el('details', { open: true }, el('summary', {}, `What ${tok.trainer || 'the trainer'} feeds`), list,
			tok.differs && tok.differs.length ? el('p', { class: 'small' }, tok.differs.join(', ')) : null));
	}
	if (tok.error)
		out.append(el('p', { class: 'low' }, `${tok.trainer || 'The trainer'}: ${tok.error}`));
	const first = Math.max(0, groups.findIndex((g) => g.e.r !== 'pooled'));
	groups.forEach((g, i) => {
		if (i === first) {
			out.append(strip(textOf(g.e), g.e, g.names));
			return;
		}
		const lost = g.e.cut ? `, ${g.e.cut[2]} cut` : '';
		const more = el('details', {}, el('summary', {}, `${g.names.join(', ')}: ${g.e.t} tokens${lost}`));
		more.addEventListener('toggle', () => {
			if (more.open && more.childElementCount === 1)
				more.append(strip(textOf(g.e), g.e, g.names));
		});
		out.append(more);
	});
	return out;
}

// e: [start, end, old, new, rule, safety] in before. If they do not lead to now, both texts are shown whole.
function difference(before, edits, now) {
	const out = el('p', { class: 'diff', dir: 'auto' });
	const sorted = edits.filter((e) => e[0] !== null).sort((a, b) => a[0] - b[0]);
	let at = 0, made = '';
	for (const e of sorted) {
		if (e[0] < at || before.slice(e[0], e[1]) !== e[2])
			return whole();
		made += before.slice(at, e[0]) + e[3];
		at = e[1];
	}
	if (made + before.slice(at) !== now)
		return whole();
	at = 0;
	for (const e of sorted) {
		out.append(before.slice(at, e[0]));
		const said = `${e[4]}${e[5] ? ', ' + e[5] : ''}`;
		if (e[2])
			out.append(el('del', { title: said }, e[2]));
		if (e[3])
			out.append(el('ins', { title: said }, e[3]));
		at = e[1];
	}
	out.append(before.slice(at));
	return out;

	function whole() {
		out.replaceChildren(...wordDiff(before, now));
		return out;
	}
}

// Two texts word by word: what both have in this order stays. Very long ones are shown whole, as the table has the product of their words.
function wordDiff(before, now) {
	const a = before.match(/\s+|[^\s,.;:!?]+|./gsu) || [], b = now.match(/\s+|[^\s,.;:!?]+|./gsu) || [];
	if (a.length * b.length > 400000)
		return [el('del', {}, before), '\n', el('ins', {}, now)];
	const w = b.length + 1, best = new Uint16Array((a.length + 1) * w), out = [];
	for (let i = a.length - 1; i >= 0; i--)
		for (let j = b.length - 1; j >= 0; j--)
			best[i * w + j] = a[i] === b[j] ? best[(i + 1) * w + j + 1] + 1 : Math.max(best[(i + 1) * w + j], best[i * w + j + 1]);
	let gone = '', come = '';
	const flush = () => {
		if (gone)
			out.push(el('del', {}, gone));
		if (come)
			out.push(el('ins', {}, come));
		gone = come = '';
	};
	for (let i = 0, j = 0; i < a.length || j < b.length;) {
		if (i < a.length && j < b.length && a[i] === b[j]) {
			// A lone blank between two changes belongs to them.
			if (!gone && !come || a[i].trim()) {
				flush();
				out.push(a[i]);
			} else {
				gone += a[i];
				come += a[i];
			}
			i++;
			j++;
		} else if (j >= b.length || i < a.length && best[(i + 1) * w + j] >= best[i * w + j + 1]) {
			gone += a[i++];
		} else {
			come += b[j++];
		}
	}
	flush();
	return out;
}
