// picture.js: a row's picture as the trainer has it: turned as it reads it, the crop box of its bucket on it, and what else capsee says of it.

// A place: bucket width and height, the picture's size before the crop, the part of the picture that is kept as [left, top, right, bottom]
// of 1, whether that box is drawn at random, and the resolution it is for.
// d.see.pl: [bucket w, h, resized w, h, crop or null, where it is measured, room or null, resolution, dropped]
function placeOf(p, w, h) {
	const [bw, bh, rw, rh, crop, where, room, resolution, dropped] = p;
	if (dropped || !(bw > 0 && rw > 0))
		return { dropped: dropped || 'it has no bucket' };
	const side = where === 'source' ? [w, h] : [rw, rh], clamp = (x) => Math.max(0, Math.min(1, x));
	let box = [0, 0, 1, 1];
	if (crop)
		box = crop.map((v, i) => clamp(v / side[i % 2]));
	else if (room)
		box = [room[0] / rw / 2, room[1] / rh / 2, 1 - room[0] / rw / 2, 1 - room[1] / rh / 2].map(clamp);
	return { bw, bh, rw, rh, box: box[2] > box[0] && box[3] > box[1] ? box : [0, 0, 1, 1], random: !crop && Boolean(room && (room[0] || room[1])), resolution };
}

// What is drawn of a picture: turn (EXIF, as the trainer or, without one, a viewer applies it), its size then, and its places.
function placing(pic, see) {
	const trained = see && see.t && see.pl.length > 0, turn = trained && see.df.includes('orientation-ignored') ? 1 : pic.turn;
	const across = turn >= 5, w = across ? pic.h : pic.w, h = across ? pic.w : pic.h;
	if (!trained) {
		const cx = (pic.sw - pic.bw) / 2 / pic.sw, cy = (pic.sh - pic.bh) / 2 / pic.sh;
		return { turn, w, h, trainer: null, places: pic.bw ? [{ bw: pic.bw, bh: pic.bh, rw: pic.sw, rh: pic.sh, box: [cx, cy, 1 - cx, 1 - cy], random: false }] : [] };
	}
	const rd = see.rd || [w, h];
	return { turn, w, h, trainer: see.t, how: see.how, places: see.pl.map((p) => placeOf(p, rd[0], rd[1])) };
}

// The image turned and mirrored as EXIF's numbers say, within a box of the turned sides.
const TURN = [, '', 'scaleX(-1)', 'rotate(180deg)', 'scaleY(-1)', 'rotate(90deg) scaleY(-1)', 'rotate(90deg)', 'rotate(-90deg) scaleY(-1)', 'rotate(-90deg)'];
function turned(img, at) {
	const shot = el('span', { class: 'shot' }, img);
	shot.style.aspectRatio = `${at.w} / ${at.h}`;
	if (at.turn >= 2) {
		img.style.transform = `translate(-50%, -50%) ${TURN[at.turn]}`;
		img.style.width = (at.turn >= 5 ? 100 * at.h / at.w : 100) + '%';
		img.classList.add('turned');
	}
	return shot;
}

// The same on a canvas, for what is drawn from it.
function upright(img, turn) {
	if (!(turn >= 2))
		return img;
	const w = img.naturalWidth, h = img.naturalHeight, c = el('canvas', { width: turn >= 5 ? h : w, height: turn >= 5 ? w : h }), x = c.getContext('2d');
	x.setTransform(...[, , [-1, 0, 0, 1, w, 0], [-1, 0, 0, -1, w, h], [1, 0, 0, -1, 0, h], [0, 1, 1, 0, 0, 0], [0, 1, -1, 0, h, 0], [0, -1, -1, 0, h, w], [0, -1, 1, 0, 0, w]][turn]);
	x.drawImage(img, 0, 0);
	return c;
}

// The crop box over the picture: what is cut off lies in the shade.
function cropBox(place) {
	if (place.dropped)
		return svg('svg', { class: 'crop', viewBox: '0 0 1 1', preserveAspectRatio: 'none', 'aria-hidden': 'true' }, svg('path', { class: 'shade', d: 'M0 0H1V1H0Z' }));
	const [l, t, r, b] = place.box;
	if (r - l > .999 && b - t > .999)
		return null;
	return svg('svg', { class: 'crop', viewBox: '0 0 1 1', preserveAspectRatio: 'none', 'aria-hidden': 'true' },
		svg('path', { class: 'shade', d: `M0 0H1V1H0ZM${l} ${t}V${b}H${r}V${t}Z`, 'fill-rule': 'evenodd' }),
		svg('rect', { class: `box${place.random ? ' random' : ''}`, x: l, y: t, width: r - l, height: b - t }));
}

const percent = (x) => x > 0 && x < .01 ? 'under 1%' : Math.round(100 * x) + '%';
const lostOf = (p) => 1 - (p.box[2] - p.box[0]) * (p.box[3] - p.box[1]);

// "kohya: 1152 × 896, 4% cut off": of each place once.
function placeWords(at) {
	const words = at.places.map((p) => p.dropped ? `left out: ${p.dropped}` : `${p.bw} × ${p.bh}${lostOf(p) > .0005 ? `, ${percent(lostOf(p))} cut off${p.random ? ' at random' : ''}` : ''}`);
	return [...new Set(words)].join(at.how === 'all' ? ' and ' : ' or ');
}

// What is unusual about the file. see.im: [format, bits, mode, alpha, icc, frames, quality, bytes, fault, orientation]
function fileWords(im) {
	if (!im)
		return '';
	const [, bits, mode, alpha, icc, frames, quality, , fault, orientation] = im;
	return [fault, bits > 8 && `${bits} bits`, mode && !['rgb', 'palette'].includes(mode) && mode, alpha && 'transparency', icc && !/sRGB/.test(icc) && icc, frames > 1 && plural(frames, 'frame'),
		quality && quality < 90 && `JPEG quality ${quality}`, orientation > 1 && `EXIF orientation ${orientation}`].filter(Boolean).join(', ');
}

function pictureFigure(n, see) {
	const r = rows[n], pic = picture(r[PIC]);
	if (!pic && !see && !(r[FLAGS] & HASIMAGE && summary.pictures))
		return null;
	const figure = el('figure', { class: 'pic' }), about = el('figcaption', {});
	figure.finds = see && see.f;
	const at = pic && pic.w ? placing(pic, see) : null;
	if (!pic || pic.why) {
		figure.append(el('div', { class: 'broken' }, `No picture: ${pic ? pic.why : 'not in the dataset'}`));
	} else {
		const img = el('img', { alt: `Picture of ${r[ID]}`, decoding: 'async', width: at.w, height: at.h });
		img.src = pic.src;
		const shot = turned(img, at), place = at.places[0];
		if (place)
			shot.append(cropBox(place) || '');
		figure.append(el('button', { type: 'button', 'data-latent': n, 'aria-expanded': 'false', title: 'What the model is given of it' }, shot));
	}
	if (at)
		about.append(`${at.w} × ${at.h} ${pic.format}`);
	if (at && at.places.length && (at.trainer || !pic.why))
		about.append(at.trainer ? `; ${at.trainer}: ` : ', as a bucket ', placeWords(at));
	if (see && see.scale > 1)
		about.append(`, enlarged ${Math.round(100 * see.scale) / 100} times`);
	const file = see ? fileWords(see.im) : '';
	if (file)
		about.append(el('br'), file);
	if (see && see.err)
		about.append(el('span', { class: 'low' }, ` ${see.t}: ${see.err}`));
	figure.append(about, chips(see && see.f, 'Findings about the picture') || '', copiesOf(n) || '');
	return figure;
}
