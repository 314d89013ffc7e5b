import { headlessCommentRule } from './headless-comment.mjs';
import { restrictedSyntaxRule } from './restricted-syntax.mjs';
import { roomsRule } from './rooms.mjs';

/** Lint rules of this repository, which oxlint loads under the name `local`. */
export default {
  meta: { name: 'local' },
  rules: {
    'headless-comment': headlessCommentRule,
    'restricted-syntax': restrictedSyntaxRule,
    rooms: roomsRule,
  },
};
