/** Lint rule that reports every node matching a selector of its options, with the selector's message. */
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
