/** A text that is harmful or unusual, and the part of it that has to be readable on the screen. */
export interface HostileText {
  readonly text: string;
  /** Text as it may be displayed: every deceptive character is replaced by U+FFFD. */
  readonly shown: string;
}

const RUN = 'globalThis.harm=1;alert(1)';
const LONG_CHARS = 4000;

/** Sixty texts. Read as markup, each would create an element, run a program or request something. */
export const MARKUP = [
  `<script>${RUN}</script>`,
  `</span></div><script>${RUN}</script>`,
  `<img src=x onerror="${RUN}">`,
  `<img src="https://collector.example/pixel.png">`,
  `<svg onload="${RUN}"></svg>`,
  `<svg><animate onbegin="${RUN}" attributeName=x dur=1s>`,
  `<svg><foreignObject><iframe src="javascript:${RUN}"></foreignObject></svg>`,
  `<iframe src="javascript:${RUN}"></iframe>`,
  `<iframe srcdoc="<script>${RUN}</script>"></iframe>`,
  `<object data="javascript:${RUN}"></object>`,
  `<embed src="javascript:${RUN}">`,
  `<a href="javascript:${RUN}">your refund</a>`,
  `javascript:${RUN}`,
  `data:text/html,<script>${RUN}</script>`,
  `[your refund](javascript:${RUN})`,
  `![pixel](https://collector.example/pixel.png)`,
  `<details open ontoggle="${RUN}">`,
  `<body onload="${RUN}">`,
  `<input autofocus onfocus="${RUN}">`,
  `<video><source onerror="${RUN}"></video>`,
  `<math><mtext><table><mglyph><style><!--</style><img src=x onerror="${RUN}">`,
  `<style>*{display:none!important}</style>`,
  `<link rel="stylesheet" href="https://collector.example/a.css">`,
  `<meta http-equiv="refresh" content="0;url=https://collector.example/">`,
  `<base href="https://collector.example/">`,
  `<form action="https://collector.example/"><button autofocus>Approve</button></form>`,
  `<button data-answer-box>Answer</button>`,
  `<template shadowrootmode="open"><slot></slot></template>`,
  `"><img src=x onerror=${RUN}>`,
  `' onmouseover='${RUN}`,
  '&lt;script&gt;globalThis.harm=1&lt;/script&gt; &#60;b&#62;',
  '<![CDATA[<script>globalThis.harm=1</script>]]>',
  '<!-- --!><script>globalThis.harm=1</script>',
  '{{constructor.constructor("globalThis.harm=1")()}}',
  '${globalThis.harm=1}',
  '{"__proto__":{"isAdmin":true},"constructor":{"prototype":{"harm":1}}}',
  '$& $1 $` %s %o {0} \\u003cscript\\u003e',
  `<ScRiPt/x>${RUN}</ScRiPt>`,
  `<script\n>${RUN}</script\n>`,
  `</textarea><script>${RUN}</script>`,
  `</title><script>${RUN}</script>`,
  `</code></pre><script>${RUN}</script>`,
  `<img/src=x/onerror=${RUN}>`,
  `<img src=x:x onerror\n=${RUN}>`,
  `<IMG SRC=&#106;avascript:${RUN}>`,
  `<svg/onload=${RUN}>`,
  `<svg><use href="data:image/svg+xml,<svg id=x onload=${RUN}>#x">`,
  `<svg><script href="data:,${RUN}"/>`,
  `<math href="javascript:${RUN}">pay</math>`,
  `<a href="java\tscript:${RUN}">pay</a>`,
  `<a href="https://collector.example/" ping="https://collector.example/">pay</a>`,
  `<button formaction="javascript:${RUN}">Reject</button>`,
  `<select autofocus onfocus="${RUN}"><option>Yes</select>`,
  `<marquee onstart="${RUN}">look</marquee>`,
  `<audio src=x onerror="${RUN}"></audio>`,
  `<xss style="animation-name:x" onanimationstart="${RUN}"></xss>`,
  `<div contenteditable autofocus onfocusin="${RUN}">x</div>`,
  `<dialog open><h1>Session expired</h1></dialog>`,
  `<noscript><p title="</noscript><img src=x onerror=${RUN}>">`,
  `<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>`,
];

/** Unusual but harmless texts, displayed unchanged. */
const ODD = [
  'שלום, איפה ההזמנה שלי? A17 (בבקשה)',
  'مرحبا، أين طلبي رقم A17؟',
  '👩‍👩‍👧‍👦 🏳️‍🌈 👨🏽‍🚀 🇩🇪 family and flags',
  'naïve façade: Ａ１７ ﬁne ①',
  'zero\u200Bwidth\u200Cjoin\u200Ders',
  'soft\u00ADhyphen and no\u00A0break',
  `Z${'\u0300\u0301\u0302\u0303\u0304\u0306\u0307\u0308'.repeat(6)}algo`,
  `${'a\u0489'.repeat(40)} marked`,
  `${'W'.repeat(LONG_CHARS)} one long word`,
  '-'.repeat(600),
  '👍'.repeat(300),
  `${'\u00A0'.repeat(300)}far away`,
  `${'\n'.repeat(40)}many lines below`,
  'tab\t\t\tand\ttabs',
  '\uD800 half of a pair \uDC00',
  'null undefined NaN [object Object] true',
  '../../../../etc/passwd',
  "'; DROP TABLE events; --",
  '😀'.repeat(3),
  'ﷺ ﷽ 𒐫 𒈙 wide letters',
];

/** Texts that would hide or reorder words; `deceiving` must not be displayed. */
const DECEIVING: readonly HostileText[] = [
  { text: 'pay \u202E0001\u202C dollars', shown: 'pay \uFFFD0001\uFFFD dollars' },
  { text: 'invoice\u202Egnp.exe', shown: 'invoice\uFFFDgnp.exe' },
  { text: '\u2067right\u2069 and \u2066left\u2069', shown: '\uFFFDright\uFFFD and \uFFFDleft\uFFFD' },
  { text: 'marks\u200E\u200F\u061Chere', shown: 'marks\uFFFD\uFFFD\uFFFDhere' },
  { text: 'nul\u0000and\u0007bell', shown: 'nul\uFFFDand\uFFFDbell' },
  { text: '\u001B[2J\u001B]0;title\u0007 terminal', shown: '\uFFFD[2J\uFFFD]0;title\uFFFD terminal' },
  { text: 'c1\u0085\u009Bcontrols', shown: 'c1\uFFFD\uFFFDcontrols' },
  { text: 'tags\u{E0061}\u{E0062}\u{E007F}hidden', shown: 'tags\uFFFD\uFFFD\uFFFDhidden' },
  { text: 'line\u2028and\u2029paragraph', shown: 'line\uFFFDand\uFFFDparagraph' },
  { text: 'word\u2060joiner\uFEFFbom', shown: 'word\uFFFDjoiner\uFFFDbom' },
  { text: 'noted\uFFF9a\uFFFAb\uFFFBc', shown: 'noted\uFFFDa\uFFFDb\uFFFDc' },
];

/** Texts that callers, models, tools and carriers may produce. Each begins with a number of its own. */
export const HOSTILE_TEXTS: readonly HostileText[] = [
  ...MARKUP.map((text) => ({ text, shown: text })),
  ...ODD.map((text) => ({ text, shown: text.replaceAll('\uD800', '\uFFFD').replaceAll('\uDC00', '\uFFFD') })),
  ...DECEIVING,
].map(({ text, shown }, index) => ({ text: `no ${String(index)}: ${text}`, shown: `no ${String(index)}: ${shown}` }));
