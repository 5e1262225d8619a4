// What is wrong with the page that is open, as a list of sentences. Run by webdriver.py; the pages
// themselves have none of it. WCAG 2.2: 1.4.3, 1.4.10, 1.4.11 in part, 2.4.1, 2.4.2, 2.4.6, 2.5.8,
// 3.1.1, 4.1.2.
const faults = [];

const name = e => {
  const id = e.id ? `#${e.id}` : '';
  const words = (e.innerText || e.value || e.name || '').trim().replace(/\s+/g, ' ').slice(0, 30);
  return `<${e.tagName.toLowerCase()}${id}${e.className ? '.' + e.getAttribute('class') : ''}> “${words}”`;
};
const isShown = e => e.checkVisibility({ opacityProperty: true, visibilityProperty: true });
// Hidden from the eye only, as labels and skip links are.
const isClipped = e => {
  for (; e && e !== document.body; e = e.parentElement) {
    const s = getComputedStyle(e), box = e.getBoundingClientRect();
    if (s.clipPath !== 'none' || s.clip !== 'auto') return true;
    if (box.right <= 0 || box.bottom + scrollY <= 0) return true;
    if (s.overflow !== 'visible' && (box.width <= 1 || box.height <= 1)) return true;
  }
  return false;
};

// Colours in any notation: the canvas says what they are in sRGB.
const canvas = document.createElement('canvas');
canvas.width = canvas.height = 1;
const pen = canvas.getContext('2d', { willReadFrequently: true });
const known = new Map();
const colour = text => {
  if (!known.has(text)) {
    pen.clearRect(0, 0, 1, 1);
    pen.fillStyle = text;
    pen.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = pen.getImageData(0, 0, 1, 1).data;
    known.set(text, [r, g, b, a / 255]);
  }
  return known.get(text);
};
const over = (top, below) => [0, 1, 2].map(i => top[i] * top[3] + below[i] * (1 - top[3])).concat(1);
const behind = e => {
  const layers = [];
  for (; e; e = e.parentElement) {
    const style = getComputedStyle(e);
    if (style.backgroundImage.includes('gradient')) return null;
    const c = colour(style.backgroundColor);
    if (c[3] > 0) layers.push(c);
    if (c[3] === 1) break;
  }
  return layers.reduceRight((below, top) => over(top, below), colour('Canvas'));
};
const channel = v => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
const light = c => 0.2126 * channel(c[0]) + 0.7152 * channel(c[1]) + 0.0722 * channel(c[2]);
const ratio = (a, b) => {
  const [high, low] = [light(a), light(b)].sort((x, y) => y - x);
  return (high + 0.05) / (low + 0.05);
};
const contrast = (e, style, what) => {
  const below = behind(e);
  if (!below) return;
  let opacity = 1;
  for (let p = e; p; p = p.parentElement) opacity *= Number(getComputedStyle(p).opacity);
  const ink = colour(style.color);
  const found = ratio(over([...ink.slice(0, 3), ink[3] * opacity], below), below);
  const size = parseFloat(style.fontSize);
  const isLarge = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
  if (found < (isLarge ? 3 : 4.5)) faults.push(`contrast ${found.toFixed(2)} of ${what} ${name(e)}`);
};

const inspectText = () => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const seen = new Set();
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const e = node.parentElement;
    if (!node.data.trim() || seen.has(e) || !isShown(e) || isClipped(e)) continue;
    seen.add(e);
    if (e.closest(':disabled, [aria-disabled="true"], option')) continue;
    contrast(e, getComputedStyle(e), 'text');
  }
  for (const e of document.querySelectorAll('input, textarea, select')) {
    if (e.disabled || e.type === 'hidden' || !isShown(e) || isClipped(e)) continue;
    if (!['checkbox', 'radio'].includes(e.type)) contrast(e, getComputedStyle(e), 'the value of');
    if (e.placeholder) contrast(e, getComputedStyle(e, '::placeholder'), 'the placeholder of');
  }
};

const said = e => {
  const by = (e.getAttribute('aria-labelledby') || '').split(/\s+/).filter(Boolean)
    .map(id => document.getElementById(id)?.textContent || '').join(' ');
  const labels = [...(e.labels || [])].map(l => l.textContent).join(' ');
  const inside = [...e.querySelectorAll('svg title, img[alt]')].map(n => n.alt || n.textContent).join(' ');
  return [by, e.getAttribute('aria-label'), labels, e.matches('input, select, textarea') ? '' : e.textContent,
    inside, e.matches('input[type=submit]') ? e.value : '', e.title].join(' ').trim();
};

const inspectNames = () => {
  for (const e of document.querySelectorAll('input:not([type=hidden]), select, textarea')) {
    if (!said(e)) faults.push(`no label on ${name(e)} ${e.name}`);
  }
  for (const e of document.querySelectorAll('button, a[href], summary, [role=button], dialog, nav + nav')) {
    if (e.matches('button, a[href], summary, [role=button]') && !said(e)) faults.push(`no name on ${name(e)}`);
    if (e.matches('dialog') && !e.hasAttribute('aria-label') && !e.hasAttribute('aria-labelledby')) {
      faults.push(`no name on ${name(e)}`);
    }
  }
  const navigations = [...document.querySelectorAll('nav')];
  if (navigations.length > 1 && navigations.some(n => !n.getAttribute('aria-label') && !n.getAttribute('aria-labelledby'))) {
    faults.push('several nav without names');
  }
  for (const e of document.querySelectorAll('img:not([alt])')) faults.push(`no alt on ${name(e)}`);
  for (const e of document.querySelectorAll('svg:not([aria-hidden=true]):not([role=img])')) {
    faults.push(`an svg that is neither hidden nor an image: ${name(e.parentElement)}`);
  }
  for (const e of document.querySelectorAll('[aria-hidden=true] :is(a[href], button, input, select, textarea)')) {
    faults.push(`focusable inside aria-hidden: ${name(e)}`);
  }
  for (const e of document.querySelectorAll('table')) {
    if (!e.querySelector('th')) faults.push('a table without headings');
  }
};

const inspectReferences = () => {
  const ids = new Set();
  for (const e of document.querySelectorAll('[id]')) {
    if (ids.has(e.id)) faults.push(`the id ${e.id} twice`);
    ids.add(e.id);
  }
  for (const attribute of ['for', 'aria-labelledby', 'aria-describedby', 'aria-controls', 'list', 'form']) {
    for (const e of document.querySelectorAll(`[${attribute}]`)) {
      for (const id of e.getAttribute(attribute).split(/\s+/).filter(Boolean)) {
        if (!ids.has(id)) faults.push(`${attribute} names ${id}, which is not there`);
      }
    }
  }
  for (const e of document.querySelectorAll('a[href^="#"]')) {
    if (e.hash.length > 1 && !ids.has(decodeURIComponent(e.hash.slice(1)))) faults.push(`a link to ${e.hash}, which is not there`);
  }
};

const inspectStructure = () => {
  if (document.documentElement.lang !== 'en') faults.push('no language of the page');
  if (!document.title.trim()) faults.push('no title');
  if (document.compatMode !== 'CSS1Compat') faults.push('quirks mode');
  if (document.querySelectorAll('main').length !== 1) faults.push('not one main');
  const viewport = document.querySelector('meta[name=viewport]')?.content || '';
  if (!viewport.includes('width=device-width')) faults.push('no viewport');
  if (/user-scalable\s*=\s*(no|0)|maximum-scale/.test(viewport)) faults.push('zooming is forbidden');
  let last = 0;
  for (const e of document.querySelectorAll('h1, h2, h3, h4, h5, h6')) {
    if (!isShown(e)) continue;
    const level = Number(e.tagName[1]);
    if (level > last + 1) faults.push(`${name(e)} follows a heading of level ${last}`);
    last = level;
  }
  if (document.querySelectorAll('h1').length !== 1) faults.push('not one h1');
  for (const e of document.querySelectorAll('[tabindex]')) {
    if (e.tabIndex > 0) faults.push(`tabindex ${e.tabIndex} on ${name(e)}`);
  }
  for (const e of document.querySelectorAll('[style], style, script:not([src])')) {
    faults.push(`inline style or script: ${name(e)}`);
  }
  for (const e of document.querySelectorAll('form')) {
    const hasToken = [...e.elements].some(i => i.name === 'csrf' && i.value);
    if (e.method === 'post' && !hasToken) faults.push(`a form without csrf: ${e.getAttribute('action')}`);
  }
};

// 24 by 24 CSS pixels, or links within a line of text.
const inspectTargets = () => {
  for (const e of document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary')) {
    if (!isShown(e) || isClipped(e)) continue;
    if (e.matches('a') && getComputedStyle(e).display === 'inline' && e.closest('p, li, dd, td, label')) {
      const around = e.closest('p, li, dd, td, label').textContent.trim();
      if (around.length > e.textContent.trim().length + 3) continue;
    }
    const boxes = [e, ...(e.labels || [])].map(b => b.getBoundingClientRect());
    const width = Math.max(...boxes.map(b => b.width)), height = Math.max(...boxes.map(b => b.height));
    if (width < 23.5 || height < 23.5) faults.push(`${name(e)} is ${width.toFixed(0)} by ${height.toFixed(0)}`);
  }
};

const inspectWidth = () => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return;
  const wide = [...document.body.querySelectorAll('*')].filter(e => {
    if (!isShown(e) || e.getBoundingClientRect().right <= width + 0.5) return false;
    for (let p = e.parentElement; p && p !== document.body; p = p.parentElement) {
      if (getComputedStyle(p).overflowX !== 'visible') return false;
    }
    return true;
  });
  const shown = wide.slice(0, 3).map(name).join(', ');
  faults.push(`${document.documentElement.scrollWidth} wide in a window of ${width}: ${shown}`);
};

inspectText();
inspectNames();
inspectReferences();
inspectStructure();
inspectTargets();
inspectWidth();
return faults;
