import { syntaxTree } from '@codemirror/language';
import type { Extension, Range } from '@codemirror/state';
import { Decoration, ViewPlugin, type DecorationSet, type EditorView, type ViewUpdate } from '@codemirror/view';

/** Gives the parts of a text that its grammar names a class each, by the name of the part: `StrongEmphasis`, `String`… */
export function treeClasses(classes: Readonly<Record<string, string | undefined>>): Extension {
  const marks = new Map(
    Object.entries(classes).flatMap(([name, classOf]) =>
      classOf === undefined ? [] : [[name, Decoration.mark({ class: classOf })] as const],
    ),
  );

  function decorate(view: EditorView): DecorationSet {
    const ranges: Range<Decoration>[] = [];
    for (const { from, to } of view.visibleRanges) {
      syntaxTree(view.state).iterate({
        from,
        to,
        enter: (node) => {
          const mark = marks.get(node.name);
          if (mark !== undefined && node.to > node.from) ranges.push(mark.range(node.from, node.to));
        },
      });
    }
    return Decoration.set(ranges, true);
  }

  return ViewPlugin.fromClass(
    class {
      decorations: DecorationSet;

      constructor(view: EditorView) {
        this.decorations = decorate(view);
      }

      update({ view, docChanged, viewportChanged, startState, state }: ViewUpdate): void {
        const isParsed = syntaxTree(startState) !== syntaxTree(state);
        if (docChanged || viewportChanged || isParsed) this.decorations = decorate(view);
      }
    },
    { decorations: (plugin) => plugin.decorations },
  );
}
