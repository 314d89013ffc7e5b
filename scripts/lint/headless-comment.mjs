const HEADLESS = /^(?:What|Who|Whom|Whose|How|Whether|Where|When|Why|Which)\b/;
const FIRST_SENTENCE = /^[^]*?[.:!?](?=\s|$)|^[^]*$/;

/** Lint rule: a doc comment begins with the thing it defines, not with a relative clause that leaves the reader to guess it. */
export const headlessCommentRule = {
  meta: {
    type: /** @type {const} */ ('suggestion'),
    schema: [],
    messages: { headless: 'Name the thing first: "{{opening}} …" says what it is about, not what it is.' },
  },
  create: (context) => ({
    Program() {
      for (const { type, value, loc } of context.sourceCode.getAllComments()) {
        if (type !== 'Block' || !value.startsWith('*')) continue;
        const text = textOf(value);
        if (!isHeadless(text)) continue;
        const opening = text.split(' ', 4).join(' ');
        context.report({ loc, messageId: 'headless', data: { opening } });
      }
    },
  }),
};

/** The words of a doc comment, without stars and line breaks. */
function textOf(value) {
  return value
    .slice(1)
    .split('\n')
    .map((line) => line.replace(/^\s*\*\s?/, '').trim())
    .join(' ')
    .trim();
}

/** True for a first sentence that is a relative clause; a question is none. */
function isHeadless(text) {
  return HEADLESS.test(text) && !FIRST_SENTENCE.exec(text)?.[0].endsWith('?');
}
