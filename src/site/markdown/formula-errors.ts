/**
 * Markdown plugin, after `rehype-katex`: that one only notes a formula it could not read, and shows
 * it in red; here the note fails the build and names the line.
 */
import type { Root } from 'hast';
import type { VFile } from 'vfile';

export function rehypeFormulaErrors() {
  return (_tree: Root, file: VFile): void => {
    const note = file.messages.find((message) => message.source === 'rehype-katex');
    if (note === undefined) return;
    const cause = note.cause instanceof Error ? note.cause.message : note.reason;
    throw new Error(`Line ${note.line ?? 0}: this formula does not compile. ${cause}`);
  };
}
