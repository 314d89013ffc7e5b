import type { Extension } from '@codemirror/state';
import { treeClasses } from '../../ui/text/tree-classes';
import styles from './code-colours.module.css';

/** Colours for JSON and JavaScript: few, and those of the console. */
export const CODE_COLOURS: Extension = treeClasses({
  PropertyName: styles['name'],
  String: styles['text'],
  TemplateString: styles['text'],
  Number: styles['value'],
  True: styles['value'],
  False: styles['value'],
  Null: styles['value'],
  BooleanLiteral: styles['value'],
  LineComment: styles['comment'],
  BlockComment: styles['comment'],
  const: styles['word'],
  let: styles['word'],
  var: styles['word'],
  return: styles['word'],
  if: styles['word'],
  else: styles['word'],
  for: styles['word'],
  while: styles['word'],
  await: styles['word'],
  async: styles['word'],
  function: styles['word'],
  new: styles['word'],
  throw: styles['word'],
  try: styles['word'],
  catch: styles['word'],
});
