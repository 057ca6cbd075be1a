// scene.js: a caption's scene graph: the caption with what it says marked, and a list of its objects, each with its attributes beside it, its
// relations below it, and an arc in the margin from subject to object. What has data-k (o: object, r: relation, a: attribute, p: term of the
// picture, e: empty, with its number) lights up with what it belongs to.

// [object, start, end, count, attributes]; relations are [subject, predicate, object, start, end].
const OBJECTS_SHOWN = 300, LANES = 7;

function sceneSummary(s) {
	const attributes = s.o.reduce((n, o) => n + o[4].length, 0);
	return [plural(s.o.length, 'object'), plural(attributes, 'attribute'), plural(s.r.length, 'relation'), plural(s.p.length, 'term of the picture', 'terms of the picture')]
		.filter((x) => !x.startsWith('0 ')).join(', ') || 'nothing that a picture shows';
}

function sceneDetails(scene, text) {
	if (!scene)
		return null;
	if (scene.foreign)
		return el('p', { class: 'small' }, 'Not English, or no sentence at all: no scene graph.');
	const d = el('details', { class: 'scene' }, el('summary', {}, `It says ${sceneSummary(scene)}`));
	d.addEventListener('toggle', () => {
		if (d.open && d.childElementCount === 1)
			d.append(sceneGraph(scene, text));
	});
	return d;
}

// [start, end, key] of all that has a place in the caption; of two that overlap the later one gives the look.
function sceneSpans(s) {
	const out = [];
	s.p.forEach((p, i) => out.push([p[2], p[3], 'p' + i]));
	s.e.forEach((e, i) => out.push([e[1], e[2], 'e' + i]));
	s.o.forEach((o, i) => {
		out.push([o[1], o[2], 'o' + i]);
		o[4].forEach((a, k) => out.push([a[2], a[3], `a${i}.${k}`]));
	});
	s.r.forEach((r, i) => out.push([r[3], r[4], 'r' + i]));
	return out.filter((x) => x[0] !== null && x[0] < x[1]);
}

function sceneText(scene, text) {
	const out = el('p', { class: 'said', dir: 'auto' }), at = new Map();
	const edge = (pos, k, x) => { if (!at.has(pos)) at.set(pos, [[], []]); at.get(pos)[k].push(x); };
	const open = new Set(), rank = new Map();
	sceneSpans(scene).forEach((x, n) => { rank.set(x[2], n); edge(x[0], 1, x[2]); edge(x[1], 0, x[2]); });
	let from = 0;
	const put = (to) => {
		const keys = [...open].sort((x, y) => rank.get(x) - rank.get(y)), piece = text.slice(from, to);
		if (piece)
			out.append(keys.length ? el('span', { class: 'k' + keys[keys.length - 1][0], 'data-k': keys.join(' ') }, piece) : piece);
		from = to;
	};
	for (const pos of [...at.keys()].sort((a, b) => a - b)) {
		put(pos);
		at.get(pos)[0].forEach((x) => open.delete(x));
		at.get(pos)[1].forEach((x) => open.add(x));
	}
	put(text.length);
	return out;
}

function objectEntry(scene, i, mine) {
	const [name, , , count, attributes] = scene.o[i];
	const alone = scene.o.length > 1 && !mine.linked;
	const li = el('li', {}, el('button', { type: 'button', class: `ko${alone ? ' alone' : ''}`, 'data-k': 'o' + i, 'aria-pressed': 'false',
		title: alone ? 'Nothing links it to another object' : null }, name || '?'),
	count > 1 ? el('span', { class: 'times' }, ` × ${count}`) : null,
	...attributes.map((a, k) => a[1] === 'count' ? null : el('span', { class: 'ka', 'data-k': `a${i}.${k}`, title: a[1] }, a[1] === 'text' ? `“${a[0]}”` : a[0])));
	if (mine.out.length)
		li.append(el('ul', {}, ...mine.out.map((k) => {
			const [, predicate, to] = scene.r[k];
			return el('li', {}, el('button', { type: 'button', class: 'kr', 'data-k': 'r' + k, 'data-to': to },
				el('span', { class: 'hide' }, `${name} `), predicate, ' ', el('span', { 'aria-hidden': 'true' }, '→ '), scene.o[to][0] || '?'));
		})));
	return li;
}

// Bracket lines from each subject to its object in lanes beside the list, the short ones nearest to it.
function drawArcs(graph, scene, heads) {
	const arcs = graph.querySelector('.arcs'), web = arcs.parentElement, taken = [], shapes = [];
	const y = (i) => heads[i].offsetTop + heads[i].offsetHeight / 2;
	const list = scene.r.map((r, k) => ({ k, from: y(r[0]) + 3, to: y(r[2]) - 3 })).filter((r) => scene.r[r.k][0] !== scene.r[r.k][2]);
	list.sort((a, b) => Math.abs(a.from - a.to) - Math.abs(b.from - b.to));
	for (const r of list) {
		const top = Math.min(r.from, r.to), bottom = Math.max(r.from, r.to);
		let lane = 0;
		while (lane < LANES - 1 && (taken[lane] || []).some((t) => t[0] < bottom && top < t[1]))
			lane++;
		(taken[lane] = taken[lane] || []).push([top, bottom]);
		r.lane = lane;
	}
	const right = 14 + 8 * Math.max(1, taken.length);
	for (const r of list) {
		const x = right - 12 - 8 * r.lane, s = r.to > r.from ? 5 : -5;
		shapes.push(svg('path', { 'data-k': 'r' + r.k, d: `M${right} ${r.from}H${x + 5}Q${x} ${r.from} ${x} ${r.from + s}V${r.to - s}Q${x} ${r.to} ${x + 5} ${r.to}H${right - 1}` +
			`m-5 -3.5l5 3.5l-5 3.5` }));
	}
	arcs.setAttribute('viewBox', `0 0 ${right} ${web.offsetHeight}`);
	arcs.setAttribute('width', right);
	arcs.setAttribute('height', web.offsetHeight);
	arcs.replaceChildren(...shapes);
	web.style.paddingLeft = right + 4 + 'px';
}

// What lights up with a key: of an object its attributes and relations with their other ends, of a relation its two ends.
function sceneKin(scene, key) {
	const out = new Set([key]), n = Number(key.slice(1).split('.')[0]);
	const relation = (k) => { out.add('r' + k); out.add('o' + scene.r[k][0]); out.add('o' + scene.r[k][2]); };
	if (key[0] === 'r')
		relation(n);
	if (key[0] === 'a')
		out.add('o' + n);
	if (key[0] === 'o') {
		scene.o[n][4].forEach((a, k) => out.add(`a${n}.${k}`));
		scene.r.forEach((r, k) => { if (r[0] === n || r[2] === n) relation(k); });
	}
	return out;
}

function lightScene(graph, scene, key) {
	const kin = key ? sceneKin(scene, key) : new Set();
	for (const e of graph.querySelectorAll('[data-k]'))
		e.classList.toggle('lit', e.dataset.k.split(' ').some((k) => kin.has(k)));
	graph.classList.toggle('chosen', Boolean(key));
}

function termList(title, items) {
	return items.length ? el('p', { class: 'terms' }, el('b', {}, title), ...items.flatMap((x) => [' ', x])) : null;
}

function sceneGraph(scene, text) {
	const mine = scene.o.map(() => ({ out: [], linked: false })), shown = Math.min(OBJECTS_SHOWN, scene.o.length);
	scene.r.forEach((r, k) => {
		mine[r[0]].linked = mine[r[2]].linked = true;
		if (r[0] < shown && r[2] < shown)
			mine[r[0]].out.push(k);
	});
	const part = shown < scene.o.length ? { ...scene, r: scene.r.filter((r) => r[0] < shown && r[2] < shown) } : scene;
	if (part !== scene)
		mine.forEach((m) => { m.out = []; }), part.r.forEach((r, k) => mine[r[0]].out.push(k));
	const objects = Array.from({ length: shown }, (_, i) => objectEntry(part, i, mine[i]));
	const heads = objects.map((li) => li.firstChild);
	const web = el('div', { class: 'web' }, svg('svg', { class: 'arcs', 'aria-hidden': 'true' }), el('ol', { 'aria-label': 'Objects' }, ...objects));
	const graph = el('div', { class: 'graph' }, sceneText(scene, text), shown ? web : null,
		shown < scene.o.length ? el('p', { class: 'small' }, `and ${plural(scene.o.length - shown, 'more object')}`) : null,
		termList('The picture itself:', scene.p.map((p, i) => el('span', { class: 'kp', 'data-k': 'p' + i }, `${p[0]}: ${p[1]}`))),
		termList('Shows nothing:', scene.e.map((e, i) => el('span', { class: 'ke', 'data-k': 'e' + i, title: e[0] }, text.slice(e[1], e[2]) || e[0], ` (${e[0]})`))));
	let pinned = null, now = null;
	const keyOf = (e) => { const k = e.target instanceof Element && e.target.closest('[data-k]'); return k ? k.dataset.k.split(' ').pop() : null; };
	const light = (key) => lightScene(graph, part, now = key || pinned);
	for (const kind of ['mouseover', 'focusin'])
		graph.addEventListener(kind, (e) => light(keyOf(e)));
	for (const kind of ['mouseleave', 'focusout'])
		graph.addEventListener(kind, () => light(null));
	graph.addEventListener('click', (e) => {
		const b = e.target instanceof Element && e.target.closest('button');
		if (!b)
			return;
		if (b.dataset.to !== undefined) {
			heads[Number(b.dataset.to)].focus();
			return;
		}
		pinned = pinned === b.dataset.k ? null : b.dataset.k;
		heads.forEach((h) => h.setAttribute('aria-pressed', String(h.dataset.k === pinned)));
		light(pinned);
	});
	if (shown)
		new ResizeObserver(() => { drawArcs(graph, part, heads); light(now); }).observe(web.querySelector('ol'));
	return graph;
}
