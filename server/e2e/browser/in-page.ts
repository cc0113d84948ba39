/** What is run inside the pages, as text: the types of the server know no DOM, and it shall stay so. */

/** Takes WebGL away before anything asks for it. */
export const withoutWebGL = `{
  const real = HTMLCanvasElement.prototype.getContext;
  HTMLCanvasElement.prototype.getContext = function (kind, ...more) {
    return kind.startsWith('webgl') ? null : real.call(this, kind, ...more);
  };
}`;

/** An expression: how many animations will come to an end and have not yet. */
export const moving = `document.getAnimations().filter(
  (a) => a.playState === 'running' && a.effect.getComputedTiming().endTime < Infinity).length`;

/** An expression: whether one page of the mini-program is shown, and stands where it is to stay. */
export const standsStill = `(() => {
  const shown = [...document.querySelectorAll('.taro_page:not(.taro_page_shade)')];
  return shown.length === 1 && shown[0].matches('.taro_page_stationed');
})()`;

/** An expression: whether the pages of the mini-program have been fetched ahead. */
export const hasAllPages = `(() => {
  const ahead = [...document.querySelectorAll('link[rel=prefetch]')];
  return ahead.length > 0 && ahead.every(({ href }) => performance.getEntriesByName(href).length > 0);
})()`;

/** A script: the page complains aloud of everything that its policy forbids. */
export const tellsViolations = `document.addEventListener('securitypolicyviolation', (broken) =>
  console.error('breaks ' + broken.effectiveDirective + ' by ' + broken.blockedURI))`;

/** An expression: does what no page of ours may, one thing for each of three directives. */
export const breaksPolicy = `(() => {
  const add = (tag, what) => document.head.append(Object.assign(document.createElement(tag), what));
  add('script', { text: 'window.wasRun = true' });
  add('base', { href: 'https://elsewhere.invalid/' });
  add('img', { src: 'https://elsewhere.invalid/seen.png' });
})()`;

/** @returns an expression: on how many lines the longest words of these stand */
export const mostLines = (selector: string) => `Math.max(...[...document.querySelectorAll('${selector}')].map((one) => {
  const range = document.createRange();
  range.selectNodeContents(one);
  return new Set([...range.getClientRects()].map(({ top }) => Math.round(top))).size;
}))`;

/** @returns an expression: how many colours the canvases of the map show */
export const coloursOfMap = `(() => {
  const seen = new Set();
  for (const canvas of document.querySelectorAll('.map-canvas canvas')) {
    const { width, height } = canvas;
    const pixels = canvas.getContext('2d').getImageData(0, 0, width, height).data;
    for (let i = 0; i < pixels.length; i += 4) seen.add((pixels[i] << 16) | (pixels[i + 1] << 8) | pixels[i + 2]);
  }
  return seen.size;
})()`;

/** @returns a script: a token is kept, as if somebody had signed in on this phone before */
export const keepsToken = (token: string) =>
  `localStorage.setItem('token', ${JSON.stringify(JSON.stringify({ data: JSON.stringify(token) }))})`;

/** @returns a script: a finger that is in this field as soon as the field can take it, while its page is still pushed in */
export const fingerIn = (label: string) => `{
  const press = () => {
    const field = document.querySelector('[aria-label="${label}"]');
    field?.focus();
    if (!field || document.activeElement !== field) setTimeout(press, 1);
  };
  press();
}`;

/** A script: reading a photo takes until `photosAreReady`. */
export const slowPhotos = `{
  const read = window.createImageBitmap;
  const ready = new Promise((resolve) => (window.photosAreReady = resolve));
  window.createImageBitmap = (file) => ready.then(() => read(file));
}`;
export const photosAreReady = 'window.photosAreReady()';

/** @returns an expression: what reaches out of the page at the right, `[]` where the page is not scrolled sideways */
export const widerThanPage = `(() => {
  const { scrollWidth, clientWidth } = document.documentElement;
  if (scrollWidth <= clientWidth) return [];
  const out = [...document.querySelectorAll('body *')].filter((e) => e.getBoundingClientRect().right > clientWidth + 1);
  return ['page ' + scrollWidth + ' > ' + clientWidth, ...out.slice(0, 8).map((e) => e.outerHTML.slice(0, 120))];
})()`;

/** @returns an expression: sets the browser's type, CSS px */
export const typeOf = (size: number) => `void (document.documentElement.style.fontSize = '${size}px')`;

/** An expression: keeps on the phone a report in each way of waiting. */
export const waitingReports = `(() => {
  const draft = {
    photos: [], item: 'road-lamp', kind: null, place: null, address: '', answers: null, contactName: '', contactPhone: '',
    words: '门口的路灯三天没亮了，晚上看不见台阶',
  };
  const waiting = (key, more) => ({ draft: { ...draft, key }, since: new Date().toISOString(), ...more });
  const handedIn = { by: 'somebody else', version: '2020-01' };
  const all = [
    waiting('consent', { handedIn }),
    waiting('aside', { handedIn: null }),
    waiting('refused', { handedIn, refused: { title: '照片打不开，可能没有传完，请重新选择', detail: '' } }),
    waiting('arrived', { handedIn, arrived: { id: 'a', number: '26112300042' } }),
  ];
  localStorage.setItem('outbox', JSON.stringify({ data: JSON.stringify(all) }));
})()`;

export interface Least {
  /** Of letters, CSS px, which are pt and dp. */
  type: number;
  /** Of what is pressed: the smaller of width and height. */
  target: number;
}

/** @returns an expression: letters and targets on the screen that are smaller than this */
export const tooSmall = ({ type, target }: Least) => `(() => {
  const found = [];
  const seen = (e) => e.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  for (const e of document.querySelectorAll('body *')) {
    // Names on a map keep its scale; its credit is a notice of law.
    if (!seen(e) || e.closest('svg, .map-credit')) continue;
    const says = [...e.childNodes].some((n) => n.nodeType === Node.TEXT_NODE && n.textContent.trim());
    const size = Number.parseFloat(getComputedStyle(e).fontSize);
    if (says && size < ${type}) found.push(size + ' px: ' + e.textContent.slice(0, 30));
  }
  for (const e of document.querySelectorAll('[role=button], [role=radio], [role=checkbox], [role=tab], input, textarea')) {
    if (!seen(e)) continue;
    const { width, height } = e.getBoundingClientRect();
    if (Math.min(width, height) < ${target} - 0.5)
      found.push(Math.round(width) + ' × ' + Math.round(height) + ': ' + (e.getAttribute('aria-label') || e.textContent));
  }
  return found;
})()`;
