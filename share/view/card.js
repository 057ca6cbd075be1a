// card.js: one caption as an article.
// The parts of a score as row.c has them, what they are at most (capscore(1), "The score"), and what they stand for.
const PARTS = [['balance', 20, 'how many sides of a picture are spoken of'], ['richness', 20, 'facts that the encoder sees, each worth less than the one before'],
	['budget', 12, 'what the windows hold'], ['tokens', 12, 'tokens that say something'], ['tags', 12, 'tags that are not implied, doubled or empty'],
	['consistency', 16, 'nothing that contradicts the rest'], ['hygiene', 8, 'no leftovers of tools and files']];
const grade = (s) => s < 50 ? 'low' : s < 80 ? 'mid' : 'high';

function badge(score, what) {
	return score === null || score === undefined ? null :
		el('span', { class: `score ${grade(score)}`, title: what }, String(Math.round(score * 10) / 10));
}

function meter(value, most) {
	const i = el('i'), m = el('span', { class: 'meter', 'aria-hidden': 'true' }, i);
	i.style.width = 100 * Math.max(0, Math.min(1, value / most)) + '%';
	return m;
}

// The numbers of findings, errors first.
const gravest = (finds, which = [...finds.keys()]) => which.sort((a, b) => finds[b][1] - finds[a][1] || a - b);

function chips(finds, named = 'Findings') {
	if (!finds || !finds.length)
		return null;
	return el('ul', { class: 'finds', 'aria-label': named }, ...gravest(finds).map((i) => {
		const f = finds[i], r = summary.rules[f[0]] || ['', '?'];
		return el('li', {}, el('button', { type: 'button', class: 's' + f[1], 'data-f': i },
			el('b', { class: 'sign', 'aria-hidden': 'true' }, ['', 'i', '!', '×'][f[1]]), ' ' + ruleTitle(r)));
	}));
}

function scoreDetails(sc) {
	const box = el('div', { class: 'parts' });
	PARTS.forEach(([name, most, what], i) => {
		const v = sc.parts[i];
		if (v !== null && v !== undefined)
			box.append(el('span', { title: what }, name), meter(v, most), el('span', {}, `${v} of ${most}`));
	});
	const [description, cleanliness, ground, waste, cap] = sc.terms || [], number = (v) => v === null || v === undefined ? '?' : String(v);
	const slots = (sc.slots || []).map((s, i) => s && el('li', { class: s[0] > 0 ? 'has' : 'not',
		title: s[0] > 0 ? `${s[0]} of ${s[1]} points${s[4] ? ', in a clause' : ', a bare tag'}` : `none of ${s[1]} points` },
	`${s[0] > 0 ? '✓' : '–'} ${SLOT[i]}`));
	return el('details', {}, el('summary', {}, 'How the score is made'), box,
		el('p', { class: 'small' }, `Score = description ${number(description)} (balance, richness) + cleanliness ${number(cleanliness)} (the others) × ground ${number(ground)}` +
			(waste ? ` − waste ${waste} (words that tell no fact)` : '') + (cap !== null && cap < 100 ? `, at most ${cap} because of an error` : '') +
			(sc.verified ? '; checked against a direction.' : '; nobody has said what the picture really shows.')),
		sc.facts ? el('p', { class: 'small' }, `The encoder sees ${number(sc.facts[1])} of ${plural(sc.facts[0], 'fact')} that the caption says.`) : null,
		sc.lost && sc.lost.length ? el('ul', { class: 'small', 'aria-label': 'Not seen by the encoder' }, ...sc.lost.map((x) => el('li', { class: 'low' }, `not seen: ${x}`))) : null,
		slots.some(Boolean) ? el('ul', { class: 'slots', 'aria-label': 'What the caption describes' }, ...slots) : null);
}

function personDetails(d) {
	const human = d.sc && d.sc.human || [], open = d.fix && d.fix.open || [];
	if (!human.length && !open.length)
		return null;
	return el('details', {}, el('summary', {}, 'What only a person can say'),
		human.length ? el('p', {}, human.join(', ')) : null,
		open.length ? el('ul', {}, ...open.map((o) => el('li', {}, o[1] || o[0]))) : null);
}

function captionText(text, finds) {
	const p = el('p', { class: 'caption', dir: 'auto' });
	if (text === '')
		p.append(el('em', { class: 'small' }, 'an empty caption'));
	else
		p.append(annotated(text, finds || []));
	return p;
}

function heading(r, d, second) {
	const h = el('div', { class: 'head' }, el('h3', {}, r[ID]), badge(r[SCORE], 'score'));
	if (second && second.s !== undefined && second.c !== r[TEXT])
		h.append('→', badge(second.s, 'score after capfix'));
	for (const t of [r[STYLE], d.m])
		if (t)
			h.append(el('span', { class: 'tag' }, t));
	if (d.split && d.split.parts > 1)
		h.append(el('span', { class: 'tag' }, `part ${d.split.part + 1} of ${d.split.parts}${d.split.cut ? ', dropped' : ''}`));
	return h;
}

// What capfix made of it: from a second record of the same caption, or from the record's own before.
function fixed(r, d, second) {
	const fix = second ? second.fix : d.fix, now = second ? second.c : r[TEXT], before = second ? r[TEXT] : fix && fix.before;
	if (!fix || before === undefined || before === now)
		return null;
	const box = el('section', { class: 'second', 'aria-label': `After capfix: ${r[ID]}` }, el('h4', {}, 'capfix'), difference(before, fix.e, now));
	if (second) {
		box.append(chips(second.f) || '');
		if (second.tok)
			box.append(strips(now, second.tok));
		box.append(sceneDetails(second.scene, now) || '');
		if (second.sc)
			box.append(scoreDetails(second.sc));
	}
	return box;
}

// An article for row number n. It keeps its findings for the explanation.
function card(n) {
	const r = rows[n], d = details(n), second = secondState(n);
	const pic = pictureFigure(n, d.see);
	const a = el('article', { class: `card${pic ? '' : ' nopic'}${d.err ? ' bad' : ''}`, id: 'c' + n, tabindex: '0', 'aria-label': r[ID] });
	const body = el('div', { class: 'body' }, heading(r, d, second));
	if (pic)
		a.append(pic);
	if (d.err)
		body.append(el('p', { class: 'low' }, d.err));
	else if (r[FLAGS] & NOCAPTION)
		body.append(el('p', { class: 'low' }, 'This image has no caption.'));
	else {
		const own = el('div', { class: 'own' }, captionText(r[TEXT], d.f), chips(d.f));
		own.finds = d.f;
		body.append(own);
		if (d.tok)
			body.append(strips(r[TEXT], d.tok));
		body.append(sceneDetails(d.scene, r[TEXT]) || '');
		if (d.sc)
			body.append(scoreDetails(d.sc));
		const f = fixed(r, d, second);
		if (f) {
			f.finds = second && second.f;
			body.append(f);
		}
		const p = personDetails(second && second.fix ? { sc: d.sc, fix: second.fix } : d);
		if (p)
			body.append(p);
	}
	a.append(body);
	return a;
}
