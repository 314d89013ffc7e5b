/** Lint rule: reports every node that a selector of its options matches, with the message beside that selector. */
export const restrictedSyntaxRule = {
  meta: {
    type: /** @type {const} */ ('suggestion'),
    schema: {
      type: 'array',
      items: {
        type: 'object',
        properties: { selector: { type: 'string' }, message: { type: 'string' } },
        required: ['selector', 'message'],
        additionalProperties: false,
      },
    },
  },
  create: (context) =>
    Object.fromEntries(
      context.options.map(({ selector, message }) => [selector, (node) => context.report({ node, message })]),
    ),
};
