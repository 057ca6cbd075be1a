// latent.js: what the model is given of a picture: the bucket's crop, in tiles of 64 pixels, and reduced to latent cells. Which bucket is the
// trainer's where capsee was told of one, else sd-scripts' at the model's native resolution.
const TILE = 64;

// The part of the image that the bucket keeps, in the image's own pixels.
function kept(img, place) {
	const w = img.naturalWidth || img.width, h = img.naturalHeight || img.height, [l, t, r, b] = place.box;
	return { x: l * w, y: t * h, w: (r - l) * w, h: (b - t) * h };
}

function drawTiles(img, place, canvas) {
	const gap = 3, k = kept(img, place), cols = Math.ceil(place.bw / TILE), rows = Math.ceil(place.bh / TILE);
	const size = Math.max(4, Math.floor(384 / Math.max(cols, rows)) - gap), c = canvas.getContext('2d');
	canvas.width = Math.round(place.bw / TILE * size + (cols - 1) * gap);
	canvas.height = Math.round(place.bh / TILE * size + (rows - 1) * gap);
	for (let y = 0; y < rows; y++)
		for (let x = 0; x < cols; x++) {
			// The last tiles may be parts of one.
			const w = Math.min(TILE, place.bw - TILE * x), h = Math.min(TILE, place.bh - TILE * y);
			c.drawImage(img, k.x + TILE * x / place.bw * k.w, k.y + TILE * y / place.bh * k.h, w / place.bw * k.w, h / place.bh * k.h,
				x * (size + gap), y * (size + gap), w / TILE * size, h / TILE * size);
		}
}

function drawCells(img, place, factor, canvas) {
	const k = kept(img, place);
	canvas.width = Math.max(1, Math.round(place.bw / factor));
	canvas.height = Math.max(1, Math.round(place.bh / factor));
	canvas.getContext('2d').drawImage(img, k.x, k.y, k.w, k.h, 0, 0, canvas.width, canvas.height);
}

// "is enlarged to 1216 × 851 and cropped to the bucket 1216 × 832 (19 of its height are lost)"
function fate(at, place) {
	const [l, t, r, b] = place.box, lost = [r - l < .9995 && `${percent(1 - (r - l))} of its width`, b - t < .9995 && `${percent(1 - (b - t))} of its height`].filter(Boolean);
	return `${place.rw > at.w ? 'enlarged' : place.rw < at.w ? 'reduced' : 'left'} to ${place.rw} × ${place.rh} and ` +
		(lost.length ? `cropped to the bucket ${place.bw} × ${place.bh} (${lost.join(' and ')} ${lost.length > 1 ? 'are' : 'is'} lost${place.random ? ', where is drawn at random' : ' at the edges'})` :
			`fills the bucket ${place.bw} × ${place.bh}`);
}

function showPlace(box, img, pic, at, place) {
	const tiles = el('canvas', { role: 'img', 'aria-label': `The picture in tiles: ${Math.ceil(place.bw / TILE)} by ${Math.ceil(place.bh / TILE)}` });
	const cells = el('canvas', { class: 'cells', role: 'img', 'aria-label': 'The picture reduced to latent cells' });
	const cols = Math.round(10 * place.bw / TILE) / 10, rows = Math.round(10 * place.bh / TILE) / 10;
	drawTiles(img, place, tiles);
	drawCells(img, place, pic.factor, cells);
	box.replaceChildren(
		el('figure', {}, tiles, el('figcaption', {}, `${cols} × ${rows} tiles of 64 pixels`)),
		el('figure', {}, cells, el('figcaption', {}, `${cells.width} × ${cells.height} latent cells, each from ${pic.factor} × ${pic.factor} pixels`)),
		el('p', {}, `The file has ${pic.w} × ${pic.h} pixels${at.turn >= 5 ? `, ${at.w} × ${at.h} when it is turned` : ''}. ` +
			(at.trainer ? `To ${at.trainer} it ` : `The model's native resolution is ${pic.native} × ${pic.native}, so it `) + `is ${fate(at, place)}` +
			`. The autoencoder hands the denoiser ${cells.width} × ${cells.height} cells. Where things are is told by the cells; what they are and how they belong together, by the words.`));
}

function latentPanel(pic, at) {
	const places = at.places.filter((p) => !p.dropped), box = el('div', { class: 'latent-of' });
	if (!places.length)
		return el('div', { class: 'latent' }, el('p', {}, at.places.length ? `${at.trainer} leaves it out: ${at.places[0].dropped}` : 'It has no bucket.'));
	const choose = places.length > 1 && el('select', {}, ...places.map((p, i) => el('option', { value: i }, `${p.bw} × ${p.bh}${p.resolution ? ` at ${p.resolution}` : ''}`)));
	const img = new Image();
	img.addEventListener('load', () => {
		const picture = upright(img, at.turn), show = () => showPlace(box, picture, pic, at, places[choose ? Number(choose.value) : 0]);
		show();
		if (choose)
			choose.addEventListener('change', show);
	});
	img.src = pic.src;
	return el('div', { class: 'latent' }, choose && el('label', {}, at.how === 'all' ? 'It trains each of these: ' : 'It draws one of these: ', choose), box);
}

function toggleLatent(button) {
	const a = button.closest('article'), open = button.getAttribute('aria-expanded') === 'true', n = Number(button.dataset.latent);
	button.setAttribute('aria-expanded', String(!open));
	if (open) {
		a.querySelector('.latent').remove();
		return;
	}
	const pic = picture(rows[n][PIC]);
	a.append(latentPanel(pic, placing(pic, details(n).see)));
}
