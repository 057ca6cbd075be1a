// picture.mjs PAGE OUT.webp WIDTH HEIGHT [SELECTOR STATEMENT]: a page as Chromium ($BROWSER) shows it; after STATEMENT only the element SELECTOR.
import { writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { browser, tab } from '../../tests/browser/cdp.mjs';

const [page, out, width, height, selector, statement] = process.argv.slice(2);
const b = await browser(process.env.BROWSER), t = await tab(b);
const idle = 'new Promise((ok) => requestIdleCallback(() => requestAnimationFrame(() => requestAnimationFrame(ok)), { timeout: 2000 }))';
await t.look(Number(width), Number(height), 'light');
await t.open(pathToFileURL(page).href);
await t.run(idle);
let clip;
if (selector) {
	await t.run(`(async () => { ${statement} })()`);
	await t.run(idle);
	clip = await t.run(`(() => { const r = document.querySelector(${JSON.stringify(selector)}).getBoundingClientRect();
		return { x: r.x + scrollX - 12, y: r.y + scrollY - 8, width: r.width + 24, height: r.height + 16, scale: 1 }; })()`);
}
const { data } = await t.send('Page.captureScreenshot', { format: 'webp', quality: 82, clip, captureBeyondViewport: Boolean(clip) });
writeFileSync(out, Buffer.from(data, 'base64'));
await b.close();
