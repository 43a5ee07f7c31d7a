/* A page is complete without this: a crosshair through all charts, zoom by dragging, sorting, links to copy. */
'use strict';

const SVG = 'http://www.w3.org/2000/svg';
const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const number = (element, name) => parseFloat(element.getAttribute(name));

function make(name, attributes) {
	const element = document.createElementNS(SVG, name);
	for (const key in attributes)
		element.setAttribute(key, attributes[key]);
	return element;
}

function button(name, text, action) {
	const element = document.createElement('button');
	element.className = name;
	element.textContent = text;
	element.onclick = action;
	return element;
}

/* The page's policy forbids style elements; this is none. */
const sheet = new CSSStyleSheet();
sheet.replaceSync(`
	button { all: unset; cursor: pointer; }
	:focus-visible { outline: 2px solid }
	[aria-sort=ascending] button::after { content: " \\2191"; }
	[aria-sort=descending] button::after { content: " \\2193"; }
	.copy, .all { margin-left: 8px; font-size: 13px; font-weight: 400; color: var(--muted); }
	.copy { opacity: 0; }
	:hover > .copy, .copy:focus-visible { opacity: 1; }
	@media print { .copy, .all { display: none; } }`);
document.adoptedStyleSheets = [sheet];

/* --- charts over time: panels say their place and time in data-time --- */

const panels = all('.chart [data-time]').map(axis => {
	const [left, top, right, bottom, from, to] = axis.dataset.time.split(' ').map(Number);
	const svg = axis.closest('svg');
	const panel = { svg, axis, left, top, right, bottom, from, to, whole: [from, to] };
	panel.hits = all('.hits>g', svg).map(hit => {
		const rect = hit.querySelector('rect'), { e, f } = hit.parentNode.transform.baseVal[0].matrix;
		return { rect, e, tip: hit.querySelector('text'), x: number(rect, 'x') + e, width: number(rect, 'width'),
			y: number(rect, 'y') + f };
	}).filter(hit => hit.y >= top - 1 && hit.y < bottom && hit.x >= left - 1 && hit.x < right);
	panel.line = svg.appendChild(make('path', { class: 's-text', stroke: '#1b1f24', 'stroke-width': 1,
		'pointer-events': 'none', visibility: 'hidden' }));
	return panel;
});
const timeAt = (panel, x) => panel.from + (x - panel.left) / (panel.right - panel.left) * (panel.to - panel.from);
const placeOf = (panel, time) => panel.left + (time - panel.from) / (panel.to - panel.from) * (panel.right - panel.left);

function pointIn(svg, event) {
	const box = svg.getBoundingClientRect(), scale = svg.viewBox.baseVal.width / box.width;
	return [(event.clientX - box.left) * scale, (event.clientY - box.top) * scale];
}
const panelAt = (svg, [x, y]) => panels.find(panel => panel.svg === svg &&
	x >= panel.left && x <= panel.right && y >= panel.top && y <= panel.bottom);

/* One time in every chart that has it; null: none. The style sheet reads out the chart under the pointer. */
let now = null;
function point(time, here) {
	now = time;
	for (const panel of panels) {
		const seen = time !== null && time >= panel.from && time <= panel.to;
		const x = seen ? placeOf(panel, time) : 0;
		panel.line.setAttribute('visibility', seen ? 'visible' : 'hidden');
		if (seen)
			panel.line.setAttribute('d', `M${x.toFixed(1)} ${panel.top}V${panel.bottom}`);
		let shown = panel.svg === here;
		for (const { rect, tip, e } of panel.hits) {
			const begin = number(rect, 'x') + e, on = seen && !shown && x >= begin && x < begin + number(rect, 'width');
			tip.setAttribute('visibility', on ? 'visible' : 'hidden');
			shown = shown || on;
		}
	}
}

/* --- zoom: charts of one panel; marks are stretched, texts only move --- */

function stretch(panel) {
	const { svg, left, right, whole: [from, to] } = panel;
	const scale = (to - from) / (panel.to - panel.from);
	const move = x => left + (x - left - (panel.from - from) / (to - from) * (right - left)) * scale;
	const clip = svg.getAttribute('aria-labelledby').split(' ')[0] + '-clip';
	if (!panel.marks) {
		const area = make('clipPath', { id: clip });
		area.append(make('rect', { x: left, y: panel.top - 2, width: right - left, height: panel.bottom - panel.top + 8 }));
		panel.marks = [...svg.children].filter(mark => mark !== panel.line && mark.matches('path, g, rect') &&
			!mark.matches('.ax, .halo, .hits') &&
			!(mark.matches('rect') && number(mark, 'y') < panel.top));
		panel.texts = all('.halo text', svg).concat(all('text', panel.axis));
		for (const text of panel.texts)
			text.dataset.x = text.getAttribute('x');
		for (const mark of panel.marks) {
			const frame = make('g', { 'clip-path': `url(#${clip})` });
			mark.replaceWith(frame);
			for (const path of [mark, ...all('path', mark)])
				path.setAttribute('vector-effect', 'non-scaling-stroke');
			frame.append(make('g', {}));
			frame.firstChild.append(mark);
		}
		svg.append(area);
	}
	for (const mark of panel.marks)
		mark.parentNode.setAttribute('transform', `matrix(${scale} 0 0 1 ${move(0)} 0)`);
	for (const text of panel.texts) {
		const x = move(parseFloat(text.dataset.x));
		text.setAttribute('x', x);
		text.setAttribute('visibility', scale === 1 || x >= left && x < right - 20 ? 'visible' : 'hidden');
	}
	for (const { rect, x, e, width } of panel.hits) {
		const begin = Math.max(left, move(x)), end = Math.min(right, move(x + width));
		rect.setAttribute('x', begin - e);
		rect.setAttribute('width', Math.max(0, end - begin));
	}
}

function zoom(from, to) {
	for (const panel of panels) {
		if (panels.filter(other => other.svg === panel.svg).length > 1)
			continue;
		const [first, last] = panel.whole;
		const away = from === null || to <= first || from >= last;
		panel.from = away ? first : Math.max(first, from);
		panel.to = away ? last : Math.min(last, to);
		if (panel.marks || !away)
			stretch(panel);
		const caption = panel.svg.closest('figure')?.querySelector('figcaption');
		caption?.querySelector('.all')?.remove();
		if (!away)
			caption?.append(button('all', 'show the whole time', () => zoom(null)));
	}
	point(null);
}

let drag = null;
for (const svg of new Set(panels.map(panel => panel.svg))) {
	svg.addEventListener('pointermove', event => {
		const panel = panelAt(svg, pointIn(svg, event));
		point(panel ? timeAt(panel, pointIn(svg, event)[0]) : null, svg);
		if (drag && drag.panel.svg === svg) {
			const x = Math.min(Math.max(pointIn(svg, event)[0], drag.panel.left), drag.panel.right);
			drag.area.setAttribute('x', Math.min(x, drag.x));
			drag.area.setAttribute('width', drag.width = Math.abs(x - drag.x));
		}
	});
	svg.addEventListener('pointerleave', () => point(null));
	svg.addEventListener('pointerdown', event => {
		const place = pointIn(svg, event), panel = panelAt(svg, place);
		if (!panel || event.button !== 0 || event.pointerType === 'touch')
			return;
		event.preventDefault();
		drag = { panel, x: place[0], width: 0, area: make('rect', { class: 'f-cur', fill: '#0a4a73', 'fill-opacity': .15,
			x: place[0], y: panel.top, width: 0, height: panel.bottom - panel.top, 'pointer-events': 'none' }) };
		svg.append(drag.area);
	});
	svg.addEventListener('dblclick', () => zoom(null));
	(svg.closest('.plot') ?? svg).addEventListener('keydown', event => {
		const panel = panels.find(one => one.svg === svg), step = (panel.to - panel.from) / 60;
		if (event.key === 'Escape')
			zoom(null);
		else if (event.key === 'ArrowLeft' || event.key === 'ArrowRight') {
			const time = (now ?? (panel.from + panel.to) / 2) + (event.key === 'ArrowLeft' ? -step : step);
			point(Math.min(Math.max(time, panel.from), panel.to));
			event.preventDefault();
		}
	});
}
addEventListener('pointerup', () => {
	if (!drag)
		return;
	const { panel, area, width } = drag, x = number(area, 'x');
	area.remove();
	drag = null;
	if (width > 8)
		zoom(timeAt(panel, x), timeAt(panel, x + width));
});

/* --- tables --- */

const units = { 'µs': 1e-6, ms: 1e-3, s: 1, min: 60, h: 3600, d: 86400, KiB: 1024, MiB: 1048576, 'KiB/s': 1024, 'MiB/s': 1048576 };
function valueOf(row, column) {
	const text = (row.cells[column]?.textContent ?? '').trim();
	const figure = /^[^\w−+-]*([+−-]?[\d\u202f\u00a0]+(?:\.\d+)?)[\s\u202f\u00a0]*([^\s]*)/.exec(text);
	if (!figure || /^\d{4}-\d\d/.test(text))
		return text;
	return parseFloat(figure[1].replace(/[\u202f\u00a0]/g, '').replace('−', '-')) * (units[figure[2]] ?? 1);
}

/* Numbers after texts, mostly dashes. */
const compare = (a, b) => typeof a !== typeof b ? (typeof a === 'number' ? 1 : -1)
	: typeof a === 'number' ? a - b : a.localeCompare(b);

function sort(table, head) {
	const column = head.cellIndex, down = head.getAttribute('aria-sort') !== 'descending';
	const rows = all('tbody tr:not(.total)', table).map((row, i) => ({ row, i, value: valueOf(row, column) }));
	all('th', table.tHead).forEach(other => other.removeAttribute('aria-sort'));
	head.setAttribute('aria-sort', down ? 'descending' : 'ascending');
	rows.sort((a, b) => (down ? compare(b.value, a.value) : compare(a.value, b.value)) || a.i - b.i);
	const first = table.closest('.ranked')?.querySelector('.s0');
	if (first)
		first.checked = true;
	for (const { row } of rows)
		row.parentNode.append(row);
}

for (const table of all('table')) {
	if (!table.tHead || all('tbody tr', table).length < 2)
		continue;
	for (const head of all('th', table.tHead)) {
		const content = [...head.childNodes];
		head.append(button('', '', () => sort(table, head)));
		head.lastChild.append(...content);
	}
}

/* --- links --- */

function copyLink(event) {
	const { target } = event, { id } = target.closest('[id]');
	history.replaceState(null, '', '#' + id);
	const done = text => target.textContent = text;
	Promise.resolve(navigator.clipboard?.writeText(location.href)).then(() => done('copied'), () => done('see the address bar'));
	setTimeout(() => done('copy link'), 2000);
}

for (const place of all('section[id], figure[id]')) {
	const head = place.querySelector('h2, h3');
	if (!head || head.closest('[id]') !== place)
		continue;
	head.append(button('copy', 'copy link', copyLink));
}
