// latent.js: what the model is given of a picture: the bucket's crop, in tiles of 64 pixels, and reduced to latent cells.
function drawTiles(img, pic, canvas) {
	const cols = pic.bw / 64, rows = pic.bh / 64, gap = 3;
	const tile = Math.max(4, Math.floor(384 / Math.max(cols, rows)) - gap);
	canvas.width = cols * (tile + gap) - gap;
	canvas.height = rows * (tile + gap) - gap;
	const c = canvas.getContext('2d');
	const kx = img.naturalWidth / pic.sw, ky = img.naturalHeight / pic.sh, x0 = (pic.sw - pic.bw) / 2, y0 = (pic.sh - pic.bh) / 2;
	for (let y = 0; y < rows; y++)
		for (let x = 0; x < cols; x++)
			c.drawImage(img, (x0 + 64 * x) * kx, (y0 + 64 * y) * ky, 64 * kx, 64 * ky, x * (tile + gap), y * (tile + gap), tile, tile);
}

function drawCells(img, pic, canvas) {
	canvas.width = Math.round(pic.bw / pic.factor);
	canvas.height = Math.round(pic.bh / pic.factor);
	const kx = img.naturalWidth / pic.sw, ky = img.naturalHeight / pic.sh;
	canvas.getContext('2d').drawImage(img, (pic.sw - pic.bw) / 2 * kx, (pic.sh - pic.bh) / 2 * ky, pic.bw * kx, pic.bh * ky,
		0, 0, canvas.width, canvas.height);
}

function latentPanel(pic) {
	const tiles = el('canvas', { role: 'img', 'aria-label': `The picture in tiles: ${pic.bw / 64} by ${pic.bh / 64}` });
	const cells = el('canvas', { class: 'cells', role: 'img', 'aria-label': 'The picture reduced to latent cells' });
	const lw = Math.round(pic.bw / pic.factor), lh = Math.round(pic.bh / pic.factor);
	const cut = [pic.sw > pic.bw && `${pic.sw - pic.bw} pixels of its width`, pic.sh > pic.bh && `${pic.sh - pic.bh} of its height`].filter(Boolean);
	const img = new Image();
	img.addEventListener('load', () => {
		drawTiles(img, pic, tiles);
		drawCells(img, pic, cells);
	});
	img.src = pic.src;
	return el('div', { class: 'latent' },
		el('figure', {}, tiles, el('figcaption', {}, `${pic.bw / 64} × ${pic.bh / 64} tiles of 64 pixels`)),
		el('figure', {}, cells, el('figcaption', {}, `${lw} × ${lh} latent cells, each from ${pic.factor} × ${pic.factor} pixels`)),
		el('p', {}, `The file has ${pic.w} × ${pic.h} pixels. The model's native resolution is ${pic.native} × ${pic.native}, so the picture is ` +
			`${pic.sw > pic.w ? 'enlarged' : pic.sw < pic.w ? 'reduced' : 'left'} to ${pic.sw} × ${pic.sh} and ` +
			(cut.length ? `cropped to the bucket ${pic.bw} × ${pic.bh} (${cut.join(' and ')} are lost at the edges)` : `fills the bucket ${pic.bw} × ${pic.bh}`) +
			`. The autoencoder hands the denoiser ${lw} × ${lh} cells. Where things are is told by the cells; what they are and how they belong together, by the words.`));
}

function toggleLatent(button) {
	const a = button.closest('article'), open = button.getAttribute('aria-expanded') === 'true';
	button.setAttribute('aria-expanded', String(!open));
	if (open)
		a.querySelector('.latent').remove();
	else
		a.append(latentPanel(picture(Number(button.dataset.latent))));
}
