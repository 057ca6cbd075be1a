// copies.js: what capsee says of the whole set of pictures: copies side by side, buckets, what is never trained.
const GROUPS_SHOWN = 100;

// The set's record of capscore, and those of capsee: one for all, and one for each folder that fills buckets by itself. The last of each counts.
const setRecords = summary.notes.map((n) => n.dataset).filter((d) => d && typeof d === 'object');
const captionSets = setRecords.filter((d) => 'captions' in d || !('images' in d));
const pictureSets = [...new Map(setRecords.filter((d) => !('captions' in d) && 'images' in d).map((d) => [String(d.folder ?? ''), d])).values()];
const pictureSet = pictureSets.find((d) => !('folder' in d)) || pictureSets[0] || null;
const listsOf = (key) => pictureSets.flatMap((d) => Array.isArray(d[key]) ? d[key] : []);

// Groups of rows whose pictures are the same or mirrored; copyOf: a row to its group. Ids that are no rows are left out.
const copyGroups = [], copyOf = new Map(), neverTrained = new Set();
(() => {
	const pairs = listsOf('duplicates'), untrained = listsOf('untrained');
	if (!pairs.length && !untrained.length)
		return;
	const row = new Map(rows.map((r, i) => [r[ID], i]).reverse());
	for (const id of untrained)
		if (row.has(id))
			neverTrained.add(row.get(id));
	for (const p of pairs) {
		const [a, b] = Array.isArray(p) ? p.map((id) => row.get(id)) : [];
		if (a === undefined || b === undefined || a === b)
			continue;
		const g = copyOf.get(a) ?? copyOf.get(b) ?? copyGroups.push([]) - 1, other = [copyOf.get(a), copyOf.get(b)].find((x) => x !== undefined && x !== g);
		for (const i of other === undefined ? [a, b] : [a, b, ...copyGroups[other].splice(0)]) {
			if (!copyGroups[g].includes(i))
				copyGroups[g].push(i);
			copyOf.set(i, g);
		}
	}
})();

function copiesOf(n) {
	if (!copyOf.has(n))
		return null;
	const others = copyGroups[copyOf.get(n)].filter((i) => i !== n);
	return el('p', { class: 'small' }, el('button', { type: 'button', class: 'plain', 'data-do': JSON.stringify({ copies: copyOf.get(n) }) },
		`Copy or mirror image of ${others.slice(0, 2).map((i) => rows[i][ID]).join(', ')}${others.length > 2 ? ` and ${others.length - 2} more` : ''}`));
}

function copyGroup(group, g) {
	return el('li', {}, el('div', { class: 'twins' }, ...group.slice(0, 12).map((n) => {
		const r = rows[n], pic = picture(r[PIC]), fig = el('figure', {});
		if (pic && pic.src) {
			const at = placing(pic, null), img = el('img', { alt: `Picture of ${r[ID]}`, decoding: 'async', width: at.w, height: at.h });
			img.src = pic.src;
			fig.append(turned(img, at));
		}
		fig.append(el('figcaption', { dir: 'auto' }, el('b', {}, r[ID]), ' ', r[TEXT].length > 90 ? r[TEXT].slice(0, 89) + '…' : r[TEXT] || 'no caption'));
		return fig;
	})), el('button', { type: 'button', 'data-do': JSON.stringify({ copies: g }) }, `Show ${group.length > 2 ? `all ${group.length}` : 'both'} below`));
}

function drawCopies() {
	const groups = copyGroups.map((group, g) => [group, g]).filter((x) => x[0].length > 1);
	if (!groups.length)
		return;
	const box = el('details', { id: 'copies' }, el('summary', {}, `Pictures that are copies or mirror images: ${plural(groups.length, 'group')}`));
	box.addEventListener('toggle', () => {
		if (box.open && box.childElementCount === 1)
			box.append(el('ul', {}, ...groups.slice(0, GROUPS_SHOWN).map(([group, g]) => copyGroup(group, g))),
				groups.length > GROUPS_SHOWN ? el('p', { class: 'small' }, `and ${groups.length - GROUPS_SHOWN} more: Only “copies” lists them all`) : '');
	});
	$('notes').after(box);
}

// summary.buckets: [width, height, resolution, ratio]
const bucketName = (b) => `${b[0]} × ${b[1]}${b[2] ? ` at ${b[2]}` : ''}${b[3] ? ` (${b[3]})` : ''}`;

function bucketPlot(list) {
	const n = new Array(summary.buckets.length).fill(0), last = listsOf('buckets');
	for (const i of list)
		for (const b of rows[i][BUCKETS])
			n[b]++;
	// Of a bucket that a ratio names, the whole set knows the size.
	const named = (b) => last.find((x) => x && Array.isArray(x.size) && (x.resolution || 0) === b[2] && (b[3] ? Math.abs(x.aspect - b[3]) < 1e-5 : x.size[0] === b[0] && x.size[1] === b[1]));
	const shownBuckets = [...n.keys()].filter((b) => n[b]).sort((a, b) => n[b] - n[a]).slice(0, 24).map((k) => {
		const b = summary.buckets[k], known = named(b), never = known && known.trains === false;
		return { n: n[k], name: bucketName(known ? [known.size[0], known.size[1], b[2], b[3]] : b) + (never ? ': never' : ''), cls: never ? 's3' : '', what: { bucket: k }, shape: b[0] / b[1] };
	});
	const plans = pictureSets.filter((d) => d.batch > 0), p = plans[0] || {}, sum = (key) => plans.reduce((n, d) => n + (Number(d[key]) || 0), 0);
	const more = plans.length ? `, batches of ${[...new Set(plans.map((d) => d.batch))].join(' and ')}: ${plural(sum('steps'), 'step')} an epoch${sum('partial') ? `, ${sum('partial')} partial` : ''}` : '';
	return bars(`Buckets${p.trainer ? `, ${p.trainer}` : ''}${more}`, shownBuckets, { unit: 'picture' });
}
