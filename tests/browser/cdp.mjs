// cdp.mjs: Chromium without a window, driven through its DevTools pipe (descriptors 3 and 4, messages end with a NUL). No packages.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export async function browser(program) {
	const profile = mkdtempSync(join(tmpdir(), 'captools-chromium-'));
	const args = ['--headless=new', '--remote-debugging-pipe', '--disable-gpu', '--hide-scrollbars', '--no-first-run', '--disable-extensions',
		'--disable-dev-shm-usage', '--disable-background-networking', '--force-color-profile=srgb', `--user-data-dir=${profile}`];
	if (process.getuid() === 0)
		args.push('--no-sandbox');
	const child = spawn(program, [...args, 'about:blank'], { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] });
	const waiting = new Map(), listeners = [];
	let next = 1, rest = Buffer.alloc(0);
	child.stdio[4].on('data', (d) => {
		rest = Buffer.concat([rest, d]);
		for (let end; (end = rest.indexOf(0)) >= 0; rest = rest.subarray(end + 1)) {
			const m = JSON.parse(rest.subarray(0, end).toString());
			if (m.id && waiting.has(m.id)) {
				const [ok, bad] = waiting.get(m.id);
				waiting.delete(m.id);
				m.error ? bad(new Error(m.error.message)) : ok(m.result);
			} else {
				listeners.forEach((f) => f(m));
			}
		}
	});
	child.on('exit', () => waiting.forEach(([, bad]) => bad(new Error('the browser has gone'))));
	const send = (method, params = {}, sessionId) => new Promise((ok, bad) => {
		waiting.set(next, [ok, bad]);
		child.stdio[3].write(JSON.stringify({ id: next++, method, params, sessionId }) + '\0');
	});
	return {
		send, on: (f) => listeners.push(f),
		close: async () => {
			await send('Browser.close').catch(() => {});
			await new Promise((ok) => child.exitCode === null ? child.on('exit', ok) : ok());
			rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
		},
	};
}

// One tab. problems: everything that the console, the policy or an exception complained of; requests: what it tried to load.
export async function tab(b) {
	const { targetId } = await b.send('Target.createTarget', { url: 'about:blank' });
	const { sessionId } = await b.send('Target.attachToTarget', { targetId, flatten: true });
	const send = (method, params) => b.send(method, params, sessionId);
	const problems = [], requests = [];
	let loaded = () => {};
	b.on((m) => {
		if (m.sessionId !== sessionId)
			return;
		if (m.method === 'Runtime.exceptionThrown')
			problems.push('exception: ' + (m.params.exceptionDetails.exception?.description || m.params.exceptionDetails.text));
		if (m.method === 'Runtime.consoleAPICalled' && ['error', 'warning', 'assert'].includes(m.params.type))
			problems.push('console: ' + m.params.args.map((a) => a.value ?? a.description).join(' '));
		if (m.method === 'Log.entryAdded' && m.params.entry.level !== 'verbose')
			problems.push(`log: ${m.params.entry.text} ${m.params.entry.url || ''}`);
		if (m.method === 'Page.javascriptDialogOpening') {
			problems.push('dialog: ' + m.params.message);
			send('Page.handleJavaScriptDialog', { accept: true });
		}
		if (m.method === 'Network.requestWillBeSent' && !/^(data|file|about):/.test(m.params.request.url))
			requests.push(m.params.request.url);
		if (m.method === 'Page.loadEventFired')
			loaded();
	});
	for (const domain of ['Page', 'Runtime', 'Log', 'Network'])
		await send(domain + '.enable');
	return {
		send, problems, requests,
		open: async (url) => {
			const done = new Promise((ok) => { loaded = ok; });
			const { errorText } = await send('Page.navigate', { url });
			if (errorText)
				throw new Error(errorText);
			await done;
		},
		// The value of an expression; promises are waited for.
		run: async (expression) => {
			const r = await send('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true });
			if (r.exceptionDetails)
				throw new Error(r.exceptionDetails.exception?.description || r.exceptionDetails.text);
			return r.result.value;
		},
		key: async (key, code, text) => {
			await send('Input.dispatchKeyEvent', { type: 'keyDown', key, code, text, windowsVirtualKeyCode: { Tab: 9, Escape: 27, Enter: 13, PageDown: 34 }[key] });
			await send('Input.dispatchKeyEvent', { type: 'keyUp', key, code });
		},
		look: (width, height, scheme) => Promise.all([
			send('Emulation.setDeviceMetricsOverride', { width, height, deviceScaleFactor: 1, mobile: width < 500 }),
			send('Emulation.setEmulatedMedia', { features: [{ name: 'prefers-color-scheme', value: scheme }] })]),
		picture: async () => Buffer.from((await send('Page.captureScreenshot', { format: 'png' })).data, 'base64'),
		print: async () => Buffer.from((await send('Page.printToPDF', { printBackground: true })).data, 'base64'),
	};
}
