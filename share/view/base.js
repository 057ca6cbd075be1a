// base.js: elements, and the data that stands in the page. Text only ever becomes text: nothing here parses HTML.
const $ = (id) => document.getElementById(id);

function fill(e, attrs, kids) {
	for (const [k, v] of Object.entries(attrs || {}))
		if (v !== null && v !== undefined && v !== false)
			e.setAttribute(k, v === true ? '' : v);
	for (const k of kids)
		if (k !== null && k !== undefined && k !== false)
			e.append(k);
	return e;
}
const el = (name, attrs, ...kids) => fill(document.createElement(name), attrs, kids);
const svg = (name, attrs, ...kids) => fill(document.createElementNS('http://www.w3.org/2000/svg', name), attrs, kids);
const json = (e) => JSON.parse(e.textContent);
const plural = (n, one, many) => `${n.toLocaleString('en')} ${n === 1 ? one : many || one + 's'}`;

// Columns of a row.
const ID = 0, TEXT = 1, SCORE = 2, TOKENS = 3, LOST = 4, STYLE = 5, WORST = 6, RULES = 7, SLOTS = 8, TERMS = 9, FLAGS = 10, COUNTS = 11, BUCKETS = 12, PIC = 13;
const CHANGED = 1, BAD = 2, NOCAPTION = 4, HASIMAGE = 8, ODDPICTURE = 16;
const SEVERITY = ['', 'info', 'warning', 'error'];
const SLOT = ['subject', 'colour', 'relation', 'lighting', 'camera', 'background', 'focus', 'medium'];

const rows = [];
for (const e of document.querySelectorAll('script.ix')) {
	for (const r of json(e))
		rows.push(r);
	e.remove();
}
const summary = json($('summary'));
const after = new Map(summary.after.map((a) => [a[0], a]));
// summary.rules: [code, name, title, why, captions, severity]
const aboutPicture = (r) => /^CAP2\d\d$/.test(r[0]);
const ruleTitle = (r) => r[1] || r[0];

// The details are parsed when a row is drawn; the browser keeps only their text.
const details = (row) => json($('r' + row));
const secondState = (row) => { const e = $('f' + row); return e && json(e); };

// A picture's element: base64 of a WebP, or why there is none.
function picture(n) {
	const e = n < 0 ? null : $('i' + n);
	if (!e)
		return null;
	const size = (e.dataset.size || '').split(' ').map(Number);
	return {
		why: e.dataset.why || null, turn: Number(e.dataset.turn) || 1, format: e.dataset.format || '',
		src: e.dataset.why ? null : 'data:image/webp;base64,' + e.textContent,
		w: size[0], h: size[1], bw: size[2], bh: size[3], sw: size[4], sh: size[5], factor: size[6], native: size[7],
	};
}

if (!self.requestIdleCallback) {
	self.requestIdleCallback = (f) => setTimeout(f, 1);
	self.cancelIdleCallback = clearTimeout;
}
