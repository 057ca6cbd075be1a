// main.js: explanations, keys, filters, colours, print.
const tip = $('tip');
let tipFor = null;

function tipContent(finds, which) {
	const out = [];
	for (const k of gravest(finds, which.filter((k) => finds[k]))) {
		const f = finds[k], r = summary.rules[f[0]] || ['', '?', '', ''];
		if (out.length)
			out.push(el('hr'));
		out.push(el('h4', { class: ['', 'info', 'mid', 'low'][f[1]] }, `${SEVERITY[f[1]]}: ${ruleTitle(r)} ${r[0]}`),
			el('p', {}, f[4]));
		if (f[5])
			out.push(el('p', {}, `Because: ${f[5]}`));
		if (f[7])
			out.push(el('p', {}, `Instead: ${f[7]}`));
		if (f[6] && f[6] !== 'none')
			out.push(el('p', { class: 'why' }, f[6] === 'safe' ? 'capfix mends it.' : 'capfix --unsafe mends it.'));
		if (r[2])
			out.push(el('p', { class: 'why title' }, r[2]));
		if (r[3])
			out.push(el('p', { class: 'why' }, r[3]));
	}
	return out;
}

function showTip(e) {
	const home = e.closest('.own, .second, .pic');
	if (!home || !home.finds)
		return;
	const which = e.dataset.f.split(' ').map(Number), content = tipContent(home.finds, which);
	if (!content.length)
		return;
	hideTip();
	tipFor = e;
	tip.replaceChildren(...content);
	tip.hidden = false;
	e.setAttribute('aria-describedby', 'tip');
	for (const m of home.querySelectorAll('mark'))
		m.classList.toggle('lit', m.dataset.f.split(' ').some((x) => which.includes(Number(x))));
	const r = e.getBoundingClientRect(), w = tip.offsetWidth, h = tip.offsetHeight;
	const below = r.bottom + 8 + h <= innerHeight || r.top < h + 8;
	tip.style.left = Math.max(8, Math.min(r.left, innerWidth - w - 8)) + 'px';
	tip.style.top = (below ? Math.min(r.bottom + 8, Math.max(8, innerHeight - h - 8)) : r.top - h - 8) + 'px';
}

function hideTip() {
	if (!tipFor)
		return;
	tipFor.removeAttribute('aria-describedby');
	for (const m of document.querySelectorAll('mark.lit'))
		m.classList.remove('lit');
	tipFor = null;
	tip.hidden = true;
}

const finding = (e) => e.target instanceof Element && e.target.closest('#list [data-f]');
addEventListener('mouseover', (e) => { const f = finding(e); if (f) showTip(f); else if (tipFor !== document.activeElement && !tip.contains(e.target)) hideTip(); });
addEventListener('focusin', (e) => { const f = finding(e); if (f) showTip(f); else hideTip(); });
addEventListener('scroll', () => { if (tipFor && tipFor !== document.activeElement) hideTip(); }, { passive: true });

// A bar or cell of a plot was chosen.
function act(what) {
	if ('min' in what) {
		$('min').value = what.min;
		$('max').value = what.max;
	}
	if ('rule' in what)
		$('rule').value = String(what.rule);
	extra.bucket = 'bucket' in what ? what.bucket : null;
	extra.copies = 'copies' in what ? what.copies : null;
	extra.term = 'term' in what ? what.term : null;
	extra.terms = what.terms || null;
	refresh();
	$('captions').scrollIntoView({ block: 'start' });
}

addEventListener('click', (e) => {
	if (!(e.target instanceof Element))
		return;
	const d = e.target.closest('summary');
	if (d)
		d.parentElement.classList.add('used');
	const b = e.target.closest('[data-latent]'), g = e.target.closest('[data-do]');
	if (b)
		toggleLatent(b);
	else if (g)
		act(JSON.parse(g.dataset.do));
});

addEventListener('keydown', (e) => {
	const typing = e.target instanceof Element && e.target.closest('input, select, textarea');
	if (e.key === 'Escape') {
		hideTip();
	} else if ((e.key === 'Enter' || e.key === ' ') && e.target instanceof Element && e.target.closest('[data-do]')) {
		e.preventDefault();
		act(JSON.parse(e.target.closest('[data-do]').dataset.do));
	} else if (typing || e.ctrlKey || e.altKey || e.metaKey) {
		return;
	} else if (e.key === '/') {
		e.preventDefault();
		$('q').focus();
	} else if (e.key === 'g' && e.target instanceof Element && e.target.closest('article .scene, article')) {
		for (const d of e.target.closest('article').querySelectorAll('.scene')) {
			d.open = !d.open;
			d.classList.add('used');
		}
	} else if (e.key === 'j' || e.key === 'k' || ((e.key === 'PageDown' || e.key === 'PageUp') && e.target.closest('#list'))) {
		e.preventDefault();
		step(e.key === 'j' || e.key === 'PageDown' ? 1 : -1);
	}
});

const bar = $('bar');
bar.addEventListener('submit', (e) => e.preventDefault());
bar.addEventListener('input', refresh);
bar.addEventListener('reset', () => { extra.term = extra.terms = extra.bucket = extra.copies = null; setTimeout(refresh); });

const idsShown = () => shown.map((i) => rows[i][ID] + '\n').join('');
$('copy').addEventListener('click', async () => {
	let done = false;
	try {
		await navigator.clipboard.writeText(idsShown());
		done = true;
	} catch { // an old browser, or a page that it does not trust so far
		const t = el('textarea', { readonly: true }, idsShown());
		document.body.append(t);
		t.select();
		done = document.execCommand('copy');
		t.remove();
	}
	$('count').textContent = done ? `${plural(shown.length, 'id')} copied` : 'The browser does not let this page copy: Save ids writes a file.';
});
$('save').addEventListener('click', () => {
	const a = el('a', { download: 'ids.txt' });
	a.href = URL.createObjectURL(new Blob([idsShown()], { type: 'text/plain' }));
	a.click();
	setTimeout(() => URL.revokeObjectURL(a.href), 1000);
});

const THEMES = ['auto', 'light', 'dark'];
$('theme').addEventListener('click', () => {
	const root = document.documentElement, next = THEMES[(THEMES.indexOf(root.dataset.theme || 'auto') + 1) % 3];
	root.dataset.theme = next;
	$('theme').querySelector('span').textContent = next;
});

// Paper has no scrolling: what is chosen is drawn, as far as that makes sense.
addEventListener('beforeprint', () => { for (let k = 0; k < Math.min(300, shown.length); k++) fillRow(rowBox(k)); });

// Two groups of rules: those about captions, those about pictures.
for (const [label, own] of [['Captions', (r) => !aboutPicture(r)], ['Pictures', aboutPicture]]) {
	const list = summary.rules.map((r, i) => [r, i]).filter((x) => own(x[0])).sort((a, b) => (ruleTitle(a[0]) < ruleTitle(b[0]) ? -1 : 1));
	if (list.length)
		$('rule').append(el('optgroup', { label }, ...list.map(([r, i]) => el('option', { value: i }, `${ruleTitle(r)} (${r[4]})`))));
}
for (const [value, any] of [['odd', rows.some((r) => r[FLAGS] & ODDPICTURE)], ['copies', copyOf.size], ['never', neverTrained.size]])
	$('only').querySelector(`[value=${value}]`).hidden = !any;
for (const s of [...new Set(rows.map((r) => r[STYLE]))].filter(Boolean).sort())
	$('style').append(el('option', { value: s }, s));
$('about').textContent = `${plural(rows.length, 'record')}, made by capview (captools ${summary.version})`;
$('set').hidden = $('captions').hidden = false;
drawSummary();
drawNotes();
drawCopies();
refresh();
