import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { Compartment, EditorState, type Extension } from '@codemirror/state';
import { drawSelection, EditorView, keymap, placeholder as placeholderOf } from '@codemirror/view';
import { useEffect, useEffectEvent, useId, useRef } from 'react';
import { styleNonce } from '../../theme/style-nonce';
import styles from './text-editor.module.css';

interface TextEditorProps {
  readonly label: string;
  readonly description?: string | undefined;
  /** Reason the text cannot be kept as it is. */
  readonly error?: string | undefined;
  readonly placeholder?: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** Extensions for this kind of text: grammar, colours, checks. Only the first value given counts. */
  readonly extensions?: readonly Extension[];
  /** `code` uses a fixed-width font. */
  readonly look?: 'prose' | 'code';
  /** True when the field takes all the available height. */
  readonly fills?: boolean;
  readonly spellCheck?: boolean | undefined;
  readonly readOnly?: boolean | undefined;
}

/** Field for long texts: undo, the browser's search, line wrapping, syntax colours. Tab leaves it, as in any field. */
export function TextEditor(props: TextEditorProps) {
  const { label, description, error, value, look = 'prose', fills = false } = props;
  const id = useId();
  const place = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const variable = useRef(new Compartment());
  const onChange = useEffectEvent((text: string) => props.onChange(text));
  const build = useEffectEvent((parent: HTMLElement) => {
    const { extensions = [], placeholder = '' } = props;
    return new EditorView({
      parent,
      state: EditorState.create({
        doc: props.value,
        extensions: [
          EditorView.cspNonce.of(styleNonce()),
          history(),
          drawSelection(),
          EditorView.lineWrapping,
          keymap.of([...defaultKeymap, ...historyKeymap]),
          placeholderOf(placeholder),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) onChange(update.state.doc.toString());
          }),
          variable.current.of(attributes(id, props)),
          ...extensions,
        ],
      }),
    });
  });

  useEffect(() => {
    if (place.current === null) return undefined;
    const editor = build(place.current);
    view.current = editor;
    return () => {
      view.current = null;
      editor.destroy();
    };
  }, []);

  const { spellCheck, readOnly } = props;
  useEffect(() => {
    const given = attributes(id, { label, description, error, spellCheck, readOnly });
    view.current?.dispatch({ effects: variable.current.reconfigure(given) });
  }, [id, label, description, error, spellCheck, readOnly]);

  useEffect(() => {
    const editor = view.current;
    if (editor === null || editor.state.doc.toString() === value) return;
    editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: value } });
  }, [value]);

  return (
    <div className={styles['field']} data-fills={fills}>
      <label id={`${id}-label`} className={styles['label']} onClick={() => view.current?.focus()}>
        {label}
      </label>
      {description !== undefined && (
        <p id={`${id}-description`} className={styles['description']}>
          {description}
        </p>
      )}
      <div ref={place} data-look={look} data-error={error !== undefined} className={styles['editor']} />
      {error !== undefined && (
        <p id={`${id}-error`} className={styles['error']}>
          {error}
        </p>
      )}
    </div>
  );
}

type Given = Pick<TextEditorProps, 'label' | 'description' | 'error' | 'spellCheck' | 'readOnly'>;

/** Attributes that describe the field to a screen reader and set whether it can be written in. */
function attributes(id: string, { description, error, spellCheck = false, readOnly = false }: Given) {
  const describedBy = [
    ...(description === undefined ? [] : [`${id}-description`]),
    ...(error === undefined ? [] : [`${id}-error`]),
  ].join(' ');
  return [
    EditorState.readOnly.of(readOnly),
    EditorView.contentAttributes.of({
      'aria-labelledby': `${id}-label`,
      'aria-invalid': String(error !== undefined),
      spellcheck: String(spellCheck),
      ...(describedBy === '' ? {} : { 'aria-describedby': describedBy }),
    }),
  ];
}
