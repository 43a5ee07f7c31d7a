"""Texts of charts that lie over each other or leave their chart, as a browser lays them out."""

# The body of a function that measures all <text> elements of every svg.chart, the hidden read-outs
# too, and returns {charts, faults}; a fault is [chart, kind, text, ...].
MEASURE_SCRIPT = '''
const faults = [];
document.querySelectorAll('svg.chart').forEach(svg => {
  const name = svg.getAttribute('aria-labelledby').replace(/-t .*/, '');
  const canvas = svg.getBoundingClientRect();
  const all = [...svg.querySelectorAll('text')].filter(e => e.textContent !== '');
  const box = e => [e.firstChild.textContent, e.getBoundingClientRect()];
  // What zooming has hidden is hidden by its own attribute; so are read-outs, which show one at a time.
  const texts = all.filter(e => !e.closest('.hits') && e.getAttribute('visibility') !== 'hidden').map(box);
  const tips = all.filter(e => e.closest('.hits')).map(box);
  // One read-out is shown at a time, beside all the other texts.
  texts.concat(tips).forEach(([text, a], i) => {
    if (a.left < canvas.left - 1.5 || a.right > canvas.right + 1.5 ||
        a.top < canvas.top - .5 || a.bottom > canvas.bottom + .5)
      faults.push([name, 'outside', text, Math.round(a.left - canvas.left), Math.round(a.right - canvas.left)]);
    (i < texts.length ? texts.slice(i + 1) : texts).forEach(([other, b]) => {
      // A box is taller than its letters: neighbours may share two pixels of height.
      if (a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 2 && b.top < a.bottom - 2)
        faults.push([name, 'overlap', text, other]);
    });
  });
});
return { charts: document.querySelectorAll('svg.chart').length, faults };
'''
