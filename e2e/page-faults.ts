import type { Page } from '@playwright/test';

/** Effects on a page that text alone must never have. Start watching before the text arrives. */
export interface PageWatch {
  readonly dialogs: readonly string[];
  /** Addresses requested since, except the page's own files. */
  readonly requests: readonly string[];
}

const OWN_FILE = /^(?:http:\/\/127\.0\.0\.1:\d+|app:\/\/console)\/(?:session|assets\/[\w./-]+|\?state=[\w-]+)?$/;

/** Records every dialog and every request to another origin. */
export function watchPage(page: Page): PageWatch {
  const dialogs: string[] = [];
  const requests: string[] = [];
  page.on('dialog', (dialog) => {
    dialogs.push(dialog.message());
    void dialog.dismiss();
  });
  page.on('request', (request) => {
    if (!OWN_FILE.test(request.url())) requests.push(request.url());
  });
  return { dialogs, requests };
}

/** Finds elements and attributes that none of the page's code creates, and programs that ran. */
export function strangersIn(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const known =
      'html head body title meta link style script div span p section header footer main nav aside h1 h2 h3 ul ol li dl dt dd ' +
      'button a time s b i strong bdi code label input textarea select option svg path circle rect line polyline g form fieldset legend kbd';
    const names = new Set(known.split(' '));
    const found: string[] = [];
    if ('harm' in globalThis) found.push('a program of theirs ran');
    for (const element of document.querySelectorAll('*')) {
      if (!names.has(element.localName)) found.push(`<${element.localName}>`);
      for (const { name, value } of element.attributes) {
        if (name.startsWith('on')) found.push(`${element.localName} ${name}`);
        if (!/^(?:href|src|action|formaction|srcdoc|data|xlink:href)$/.test(name)) continue;
        const { protocol, host, pathname } = new URL(value, document.baseURI);
        const isOurs =
          protocol === location.protocol &&
          host === location.host &&
          (pathname === location.pathname || /^\/assets\/[\w.-]+$/.test(pathname));
        if (!isOurs) {
          found.push(`${element.localName} ${name}=${value.slice(0, 80)}`);
        }
      }
      if (element.shadowRoot !== null) found.push(`${element.localName} has a shadow`);
    }
    return found;
  });
}

/** Finds where the page is wider than its window, and texts that overflow their box. */
export function overflowsOf(page: Page, box: string): Promise<readonly string[]> {
  return page.evaluate((selector) => {
    const found: string[] = [];
    const { scrollWidth, clientWidth, scrollHeight, clientHeight } = document.documentElement;
    if (scrollWidth > clientWidth || scrollHeight > clientHeight) found.push('the page scrolls as a whole');
    for (const outer of document.querySelectorAll(selector)) {
      const bounds = outer.getBoundingClientRect();
      if (outer.scrollWidth > outer.clientWidth) found.push(`${selector} scrolls sideways`);
      const walker = document.createTreeWalker(outer, NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
        if (node.parentElement?.closest('button, code')) continue;
        const text = node.textContent ?? '';
        // White space may overflow the end of a line.
        for (const { index, 0: word } of text.matchAll(/\S+/g)) {
          const range = document.createRange();
          range.setStart(node, index);
          range.setEnd(node, index + word.length);
          for (const { left, right } of range.getClientRects()) {
            if (left < bounds.left - 1 || right > bounds.right + 1) found.push(`${selector}: ${word.slice(0, 60)}`);
          }
        }
      }
    }
    return found;
  }, box);
}
