// page.mjs CHROMIUM OUT DEMO HOSTILE TURNED BIG N: opens the four pages and speaks TAP. Screenshots go to OUT.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { browser, tab } from './cdp.mjs';

const [program, out, demo, hostile, turnedPage, big, bigRows] = process.argv.slice(2);
let n = 0, bad = 0;
function ok(cond, name, more = '') {
	console.log(`${cond ? '' : 'not '}ok ${++n} - ${name}${cond && more !== '' ? ` (${String(more).split('\n')[0].slice(0, 100)})` : ''}`);
	if (!cond) {
		bad++;
		console.log(`# ${String(more).replaceAll('\n', '\n# ')}`);
	}
}
const url = (f) => pathToFileURL(f).href;
// Two frames later everything asked for has been drawn.
const settled = 'new Promise((ok) => requestAnimationFrame(() => requestAnimationFrame(ok)))';
const idle = 'new Promise((ok) => requestIdleCallback(() => requestAnimationFrame(ok), { timeout: 2000 }))';
const set = (id, value) => `(() => { const e = document.getElementById('${id}'); e.value = ${JSON.stringify(value)};
	e.dispatchEvent(new Event('input', { bubbles: true })); })()`;
const count = "document.getElementById('count').textContent";
const articles = "document.querySelectorAll('#list article').length";
// The longest gap between frames while f (a statement) runs and for half a second after it, and how long f took.
const frames = (f) => `new Promise((ok) => { let last = performance.now(), most = 0, left = 30;
	const t = performance.now(); { ${f} } const spent = performance.now() - t;
	const tick = (now) => { most = Math.max(most, now - last); last = now; if (left--) requestAnimationFrame(tick); else ok({ spent, most }); };
	requestAnimationFrame(tick); })`;

// Goes through the page from top to bottom; what look (an expression of an article a) gives for each row, by its place.
const walk = (look) => `(async () => { const seen = {}; const take = () => { for (const a of document.querySelectorAll('#list article'))
	seen[a.getAttribute('aria-posinset')] = ${look}; };
	for (let y = 0; y < document.body.scrollHeight; y += 500) { scrollTo(0, y); await ${settled}; await ${settled}; take(); }
	scrollTo(0, 0); await ${settled}; return Promise.all(Object.values(seen)); })()`;

async function fresh(b, file, width = 1280, height = 1400, scheme = 'light') {
	const t = await tab(b);
	await t.look(width, height, scheme);
	await t.open(url(file));
	await t.run(settled);
	return t;
}

function clean(t, name) {
	ok(t.problems.length === 0, `${name}: nothing in the console`, t.problems.slice(0, 5).join('\n'));
	ok(t.requests.length === 0, `${name}: nothing is loaded`, t.requests.slice(0, 5).join('\n'));
}

// How much what is on the screen has moved by itself since the page came (web-vitals' CLS without its session windows: a sum, so never less).
const shifted = `new Promise((ok) => { let sum = 0; new PerformanceObserver((l) => { for (const e of l.getEntries()) if (!e.hadRecentInput) sum += e.value; })
	.observe({ type: 'layout-shift', buffered: true }); setTimeout(() => ok(sum), 400); })`;

// axe-core, if it is there (AXE, or what tests/browser/run brought): nothing that it calls a violation, WCAG 2.2 AA and best practice.
const axeFile = process.env.AXE || `${out}/axe/node_modules/axe-core/axe.min.js`;
const axe = existsSync(axeFile) && readFileSync(axeFile, 'utf8');
async function testAxe(t, name) {
	if (!axe) {
		console.log(`ok ${++n} - ${name}: axe-core finds nothing # skip no axe-core`);
		return;
	}
	await t.run(`${axe}; true`);
	const found = await t.run(`axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })
		.then((r) => r.violations.map((v) => v.id + ': ' + v.nodes.length + ' times, as ' + v.nodes[0].html.slice(0, 150)))`);
	ok(found.length === 0, `${name}: axe-core finds nothing`, found.join('\n'));
}

async function testDemo(b) {
	const t = await fresh(b, demo);
	const rows = await t.run("document.querySelectorAll('script[id^=r]').length");
	ok(rows >= 10 && await t.run(count) === `${rows} captions`, 'demo: the count is right', await t.run(count));
	const seen = await t.run(walk(`Promise.all([...a.querySelectorAll('.pic img')].map((i) => i.decode().then(() => i.naturalWidth, () => 0)))
		.then((pics) => ({ pics, tokens: a.querySelectorAll('.t').length, cut: a.querySelectorAll('.t.cut').length, edges: a.querySelectorAll('.edge').length }))`));
	ok(seen.length === rows, 'demo: every caption is drawn', seen.length);
	ok(seen.every((s) => s.pics.length === 1 && s.pics[0] > 0), 'demo: the thumbnails load', seen.map((s) => s.pics).join(' '));
	ok(await t.run("document.querySelectorAll('.plot svg rect').length > 20"), 'demo: plots are drawn');
	ok(await t.run("[...document.querySelectorAll('.plot')].some((p) => p.textContent.includes('How the pictures differ'))"), 'demo: the balance of the set is drawn');
	ok(seen.every((s) => s.tokens > 2), 'demo: tokens are drawn', seen.map((s) => s.tokens).join(' '));
	ok(seen.some((s) => s.cut > 10 && s.edges > 0), 'demo: the window ends, and what is cut is struck out');
	await t.run(set('q', '"dog, ball"'));
	ok(await t.run(count) === `6 of ${rows} captions`, 'demo: search finds a phrase', await t.run(count));
	await t.run(set('q', 'apple_01'));
	ok(await t.run(count) === `1 of ${rows} captions`, 'demo: search finds an id', await t.run(count));
	await t.run("document.getElementById('reset').click()");
	await t.run(settled);
	ok(await t.run(count) === `${rows} captions`, 'demo: reset shows all again', await t.run(count));
	ok(await t.run("document.getElementById('sort').value === 'worst'"), 'demo: the worst come first, unless told');
	const grave = await t.run(walk("[...a.querySelectorAll('.own .finds button')].map((e) => Number(e.className.slice(1)))"));
	ok(grave.some((g) => g.length > 2) && grave.every((g) => g.every((s, i) => !i || s <= g[i - 1])), 'demo: errors stand before warnings', grave.join(' '));
	ok(await t.run("[...document.querySelectorAll('#tiles dt')].some((e) => e.textContent === 'Score')"), "demo: the set's own score is shown");
	await t.run("URL.createObjectURL = (b) => { b.text().then((x) => { self.saved = x; }); return 'blob:x'; }; HTMLAnchorElement.prototype.click = () => {}; 0");
	await t.run(set('q', 'apple_01'));
	await t.run("document.getElementById('save').click()");
	await t.run(idle);
	ok(/^\S*apple_01\n$/.test(await t.run('self.saved')), 'demo: the ids of the captions shown can be saved', await t.run('self.saved'));
	await t.run("document.getElementById('reset').click()");
	await t.run(set('sort', 'worst'));
	await t.run(settled);
	const scores = await t.run(walk("Number(a.querySelector('.score').textContent)"));
	ok(scores.length > 3 && scores.every((s, i) => !i || s >= scores[i - 1]), 'demo: worst first', scores.join(' '));
	await t.run(set('sort', 'file'));
	await t.run(set('max', '50'));
	const low = Number((await t.run(count)).split(' ')[0]);
	ok(low > 0 && low < rows, 'demo: the score filters', low);
	await t.run("document.getElementById('reset').click()");
	await t.run(idle);
	await t.run("document.querySelector('.plot [data-do]').dispatchEvent(new MouseEvent('click', { bubbles: true }))");
	ok(/ of /.test(await t.run(count)), 'demo: a bar of a plot filters', await t.run(count));
	await t.run("document.getElementById('reset').click()");
	await t.run(settled);
	await t.run(set('sort', 'file')); // the red apple is the first
	await t.run(settled);
	await t.run("document.querySelector('[data-latent]').click()");
	await t.run(settled);
	const latent = await t.run("(() => { const c = document.querySelector('.latent .cells'); const d = c.getContext('2d').getImageData(c.width / 2, c.height / 2, 1, 1).data; return [c.width, c.height, ...d]; })()");
	ok(latent[0] === 128 && latent[1] === 128 && latent[5] === 255 && latent[2] > latent[4], 'demo: the latent grid shows a red apple in 128 × 128 cells', latent.join(' '));
	writeFileSync(`${out}/demo-latent.png`, await t.picture());
	if (await t.run("document.querySelectorAll('mark').length")) {
		await t.run("document.querySelector('mark[tabindex]').focus()");
		const tip = await t.run("document.getElementById('tip').hidden ? '' : document.getElementById('tip').textContent");
		ok(tip.length > 20, 'demo: a finding is explained on focus', tip);
		ok(await t.run("document.activeElement.getAttribute('aria-describedby') === 'tip'"), 'demo: the explanation is tied to it');
		writeFileSync(`${out}/demo-tip.png`, await t.picture());
		await t.key('Escape', 'Escape');
		ok(await t.run("document.getElementById('tip').hidden"), 'demo: Escape closes the explanation');
		const rule = await t.run("document.querySelector('#rule option:nth-child(2)').value");
		await t.run(set('rule', rule));
		const some = await t.run(count);
		ok(/ of /.test(some) && !/^0 /.test(some), 'demo: a rule filters', some);
		await t.run("document.getElementById('reset').click()");
		await t.run(settled);
	}
	await t.run("document.body.focus()");
	await t.key('j', 'KeyJ', 'j');
	await t.key('j', 'KeyJ', 'j');
	ok(await t.run("document.activeElement.matches('article') && document.activeElement.getAttribute('aria-posinset') === '2'"), 'demo: j moves from caption to caption');
	await t.key('/', 'Slash', '/');
	ok(await t.run("document.activeElement.id === 'q'"), 'demo: / goes to the search');
	const nameless = await t.run(`[...document.querySelectorAll('button, input, select, [tabindex="0"], img, svg')].filter((e) =>
		!(e.getAttribute('aria-label') || e.textContent.trim() || e.labels?.length || e.alt || e.closest('[aria-hidden]') || e.querySelector('title, img[alt]'))).map((e) => e.outerHTML.slice(0, 90))`);
	ok(nameless.length === 0, 'demo: everything that can be reached has a name', nameless.join('\n'));
	const pdf = await t.print();
	ok(pdf.length > 20000, 'demo: it prints', pdf.length);
	writeFileSync(`${out}/demo.pdf`, pdf);
	clean(t, 'demo');
	for (const [name, w, h, scheme] of [['light', 1280, 2400, 'light'], ['dark', 1280, 2400, 'dark'], ['narrow', 390, 2400, 'light']]) {
		const s = await fresh(b, demo, w, h, scheme);
		await s.run(idle);
		await s.run(settled);
		ok(await s.run('document.documentElement.scrollWidth <= innerWidth'), `demo: no sideways scrolling, ${name}`, await s.run('document.documentElement.scrollWidth'));
		const moved = await s.run(shifted);
		ok(moved < 0.05, `demo: nothing moves by itself, ${name}`, moved);
		await testAxe(s, `demo, ${name}`);
		writeFileSync(`${out}/demo-${name}.png`, await s.picture());
	}
}

// The scene graph of the caption about a cup: what is said, and that keys reach it.
async function testScene(b) {
	for (const [name, w, scheme] of [['light', 1280, 'light'], ['dark', 390, 'dark']]) {
		const t = await fresh(b, demo, w, 2400, scheme);
		await t.run(set('q', 'cup_01'));
		await t.run(settled);
		await t.run("document.querySelector('#list article').focus()");
		await t.key('g', 'KeyG', 'g');
		await t.run(idle);
		const graph = await t.run(`(() => { const g = document.querySelector('.own ~ .scene .graph'); return { text: g.querySelector('.said').textContent,
			objects: [...g.querySelectorAll('.web ol > li > .ko')].map((e) => e.textContent), relations: [...g.querySelectorAll('.web .kr')].map((e) => e.textContent),
			arcs: g.querySelectorAll('.arcs path').length, wide: g.scrollWidth <= g.clientWidth + 1 }; })()`);
		ok(graph.text === 'A close up photo of a blue ceramic cup with black coffee on a wooden table, lit from the left, against a plain grey wall.', `scene, ${name}: the caption is whole`, graph.text);
		ok(['cup', 'coffee', 'table'].every((x) => graph.objects.includes(x)) && graph.relations.some((x) => x === 'cup with → coffee'), `scene, ${name}: objects and relations are listed`, JSON.stringify(graph));
		ok(graph.arcs === graph.relations.length && graph.wide, `scene, ${name}: an arc a relation, inside of the card`, JSON.stringify(graph));
		await t.run("document.querySelector('.web .kr').focus()");
		const lit = await t.run("[...document.querySelectorAll('.said .lit')].map((e) => e.textContent).join('|')");
		ok(lit.split('|').length === 3 && await t.run("document.querySelectorAll('.arcs .lit').length === 1"), `scene, ${name}: a relation lights its two ends and its arc`, lit);
		writeFileSync(`${out}/scene-${name}.png`, await t.picture());
		await t.key('Enter', 'Enter', '\r');
		ok(await t.run("document.activeElement.matches('.ko') && document.querySelector('.web .kr').textContent.endsWith(document.activeElement.textContent)"), `scene, ${name}: Enter goes to its object`);
		ok(await t.run('document.documentElement.scrollWidth <= innerWidth'), `scene, ${name}: no sideways scrolling`);
		await testAxe(t, `scene, ${name}`);
		clean(t, `scene, ${name}`);
	}
}

// What capsee said of the demo's pictures: crop boxes, buckets, copies, findings.
async function testPictures(b) {
	for (const [name, w, scheme] of [['light', 1280, 'light'], ['dark', 390, 'dark']]) {
		const t = await fresh(b, demo, w, 2400, scheme);
		const said = Object.fromEntries(await t.run(walk(`[a.querySelector('h3').textContent, { text: a.querySelector('figcaption').textContent, box: !!a.querySelector('.crop .box'),
			finds: [...a.querySelectorAll('.pic .finds button')].map((e) => e.textContent.slice(1).trim()) }]`)));
		const apple = said.apple_01, dog = said.dog_01, twin = said.pair_03;
		ok(/^512 × 512 PNG; kohya: 1024 × 1024, enlarged 2 times/.test(apple.text) && !apple.box, `pictures, ${name}: a square one is not cut`, apple.text);
		ok(/kohya: 1216 × 832, 2% cut off/.test(dog.text) && dog.box, `pictures, ${name}: what the bucket cuts off lies in the shade`, dog.text);
		ok(dog.finds.includes('upscaled-image'), `pictures, ${name}: findings about the picture stand below it`, dog.finds.join());
		const plots = await t.run("[...document.querySelectorAll('.plot')].map((p) => p.textContent).join('\\n')");
		ok(/Buckets, kohya, batches of 2: \d+ steps an epoch/.test(plots) && /1216 × 832/.test(plots), `pictures, ${name}: buckets are drawn`, plots);
		await t.run("[...document.querySelectorAll('.plot')].find((p) => p.textContent.includes('Buckets')).querySelector('[data-do]').dispatchEvent(new MouseEvent('click', { bubbles: true }))");
		ok(/ in the bucket /.test(await t.run(count)), `pictures, ${name}: a bucket filters`, await t.run(count));
		await t.run("document.getElementById('reset').click()");
		await t.run(settled);
		await t.run(set('only', 'copies'));
		const twins = await t.run("new Set(JSON.parse(document.getElementById('summary').textContent).notes.flatMap((n) => n.dataset && n.dataset.duplicates || []).flat()).size");
		ok(twins >= 2 && await t.run(count) === `${twins} of 11 captions`, `pictures, ${name}: copies are found`, await t.run(count));
		await t.run("document.getElementById('reset').click()");
		await t.run(settled);
		await t.run(set('only', 'odd'));
		ok(await t.run(count) === '11 captions', `pictures, ${name}: all are enlarged`, await t.run(count));
		await t.run("document.getElementById('reset').click()");
		await t.run(settled);
		await t.run(set('rule', await t.run("[...document.querySelectorAll('#rule optgroup[label=Pictures] option')].find((o) => o.textContent.startsWith('upscaled-image')).value")));
		ok(await t.run(count) === '1 of 11 captions', `pictures, ${name}: a rule about pictures filters`, await t.run(count));
		await t.run("document.getElementById('reset').click()");
		await t.run(settled);
		await t.run("document.querySelector('#copies summary').click()");
		await t.run(settled);
		ok(await t.run(`document.querySelectorAll('#copies img').length === ${twins} && scrollX === 0`), `pictures, ${name}: copies stand side by side`);
		await t.run("document.querySelector('[data-latent]').click()");
		await t.run(settled);
		await t.run("document.querySelector('.pic .finds button').focus()");
		ok(await t.run("!document.getElementById('tip').hidden"), `pictures, ${name}: a finding is explained`);
		await t.run(idle);
		writeFileSync(`${out}/pictures-${name}.png`, await t.picture());
		ok(await t.run('document.documentElement.scrollWidth <= innerWidth'), `pictures, ${name}: no sideways scrolling`, await t.run('document.documentElement.scrollWidth'));
		await testAxe(t, `pictures, ${name}`);
		clean(t, `pictures, ${name}`);
		ok(twin.text !== '', `pictures, ${name}: a copy has a picture`);
	}
}

// Eight pictures that look alike when their orientation is minded: on the page, and in tiles.
async function testTurned(b) {
	const t = await fresh(b, turnedPage, 1280, 2400);
	await t.run(idle);
	const wrong = [];
	for (let k = 1; k <= 8; k++) {
		await t.run(set('q', `${k}`));
		await t.run(settled);
		await t.run("document.querySelector('.latent') || document.querySelector('[data-latent]').click()");
		await t.run(idle);
		const at = await t.run(`(async () => { await document.querySelector('.shot img').decode(); document.querySelector('.shot').scrollIntoView({ block: 'center' }); await ${settled}; const r = document.querySelector('.shot').getBoundingClientRect(); return [r.x, r.y, r.width, r.height]; })()`);
		const shot = (await t.picture()).toString('base64');
		const seen = await t.run(`(async () => { const i = new Image(); i.src = 'data:image/png;base64,${shot}'; await i.decode(); const c = document.createElement('canvas');
			c.width = i.width; c.height = i.height; const x = c.getContext('2d'); x.drawImage(i, 0, 0); const [l, t, w, h] = ${JSON.stringify(at)};
			const corners = (x, l, t, w, h) => { const { data } = x.getImageData(l, t, w, h); w = Math.floor(w); return [[.2, .2], [.8, .2], [.2, .8], [.8, .8]].map(([u, v]) => {
				const p = 4 * (Math.floor(v * h) * w + Math.floor(u * w)); return data[p] > 180 && data[p + 1] < 60 ? 'r' : '.'; }).join(''); };
			const cells = document.querySelector('.latent .cells'); return [corners(x, Math.ceil(l), Math.ceil(t), Math.floor(w), Math.floor(h)), corners(cells.getContext('2d'), 0, 0, cells.width, cells.height), Math.round(100 * w / h)]; })()`);
		if (seen[0] !== 'r...' || seen[1] !== 'r...' || Math.abs(seen[2] - 200) > 3)
			wrong.push(`${k}: ${seen}`);
	}
	ok(wrong.length === 0, 'turned: the eight orientations look alike, on the page and in latent cells', wrong.join('\n'));
	clean(t, 'turned');
}

async function testHostile(b) {
	const t = await fresh(b, hostile, 1280, 3000);
	const seen = await t.run(walk(`(a.querySelectorAll('summary').forEach((d) => d.click()), { text: a.querySelector('.caption')?.textContent || '',
		why: a.querySelector('.broken')?.textContent || '' })`));
	await t.run(idle);
	await t.run("document.querySelectorAll('#copies summary, .pic [data-latent]').forEach((e) => e.click())");
	await t.run(idle);
	ok(await t.run("document.querySelectorAll('#copies figure').length === 3"), 'hostile: of copies those are shown that are there');
	const epochs = await t.run("[...document.querySelectorAll('.plot h3')].map((e) => e.textContent).join('|')");
	ok(/batches of 2 and 3: 2 steps an epoch/.test(epochs), 'hostile: folders that fill buckets by themselves add up', epochs);
	await t.run(set('q', 'many'));
	await t.run(settled);
	await t.run("document.querySelector('.scene summary').click()");
	await t.run(idle);
	ok(await t.run("document.querySelectorAll('.web ol > li').length === 300 && document.querySelectorAll('.arcs path').length > 10"), 'hostile: of very many objects the first are drawn');
	ok(await t.run('self.pwned === undefined && document.title.includes("<b>")'), 'hostile: no script ran');
	ok(await t.run("document.querySelectorAll('main script, main iframe, main object, main a, main style, main link, main [onerror], main [onclick]').length") === 0, 'hostile: no element came from text');
	ok(seen.length === 20, 'hostile: every record is drawn', seen.length);
	const texts = seen.map((s) => s.text), short = texts.map((x) => x.slice(0, 60)).join('\n');
	ok(texts.includes('<script>self.pwned = 1</script>'), 'hostile: markup is text', short);
	ok(texts.some((x) => x.includes('</script><script>')), 'hostile: the end of a script element is text', short);
	ok(texts.some((x) => x.includes('<!--<script>')), 'hostile: the beginning of a comment is text', short);
	const why = seen.map((s) => s.why).filter(Boolean);
	ok(why.length >= 7, 'hostile: broken pictures are shown as such', why.join('\n'));
	ok(why.some((x) => /pixels are more/.test(x)), 'hostile: a bomb is refused by its size');
	clean(t, 'hostile');
	writeFileSync(`${out}/hostile.png`, await t.picture());
}

async function testBig(b) {
	const rows = Number(bigRows), text = rows.toLocaleString('en');
	const t = await tab(b);
	await t.look(1280, 900, 'light');
	const start = Date.now();
	await t.open(url(big));
	await t.run(settled);
	const open = Date.now() - start;
	ok(await t.run(count) === `${text} captions`, `big: ${text} captions are there`, await t.run(count));
	ok(open < 8000, 'big: it opens', `${open} ms`);
	ok(await t.run(articles) < 60, 'big: only what is near is drawn', await t.run(articles));
	await t.run(idle);
	let f = await t.run(frames("scrollTo(0, document.body.scrollHeight / 2)"));
	ok(f.most < 250, 'big: a jump of half the page', `longest frame ${Math.round(f.most)} ms`);
	const scroll = await t.run(`new Promise((ok) => { const gaps = []; let last = performance.now(), left = 120;
		const tick = (now) => { gaps.push(now - last); last = now; scrollBy(0, 120); if (left--) requestAnimationFrame(tick); else ok(gaps.slice(1)); };
		requestAnimationFrame(tick); })`);
	scroll.sort((x, y) => x - y);
	const p = (q) => Math.round(scroll[Math.floor(q * scroll.length)] * 10) / 10;
	ok(p(.5) < 34, 'big: it scrolls', `frames: median ${p(.5)} ms, 95% ${p(.95)} ms`);
	f = await t.run(frames(set('q', 'yellow "next to"').replace(/^\(|$/g, (x) => x)));
	ok(f.spent < 400, 'big: it searches', `${Math.round(f.spent)} ms, longest frame ${Math.round(f.most)} ms`);
	f = await t.run(frames(set('q', 'yellow "next to" dog')));
	ok(f.spent < 200, 'big: it searches again', `${Math.round(f.spent)} ms, longest frame ${Math.round(f.most)} ms`);
	const found = await t.run(count);
	ok(/ of /.test(found) && !found.startsWith('0 '), 'big: and finds', found);
	f = await t.run(frames("document.getElementById('reset').click()"));
	f = await t.run(frames(set('sort', 'worst')));
	ok(f.spent < 400, 'big: it sorts', `${Math.round(f.spent)} ms, longest frame ${Math.round(f.most)} ms`);
	await t.run(idle);
	const pics = await t.run("Promise.all([...document.querySelectorAll('.pic img')].map((i) => i.decode().then(() => i.naturalWidth, () => 0)))");
	ok(pics.length > 2 && pics.every((w) => w > 0), 'big: its thumbnails load', pics.join(' '));
	clean(t, 'big');
	writeFileSync(`${out}/big.png`, await t.picture());
}

const b = await browser(program);
try {
	await testDemo(b);
	await testScene(b);
	await testPictures(b);
	await testTurned(b);
	await testHostile(b);
	await testBig(b);
} catch (e) {
	ok(false, 'the browser stays with us', e.stack);
} finally {
	await b.close();
}
console.log(`1..${n}`);
process.exit(bad > 0 ? 1 : 0);
