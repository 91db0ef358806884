/** Parts of sentences about what somebody else wrote, in a link or a box. */
import type { Localised } from '../language.ts';

const longest = 40;

/**
 * A foreign text inside a sentence of ours: at most 40 characters, on one line, and isolated, so
 * that a text written from right to left cannot reorder the sentence around it.
 */
export function quoted(text: string): string {
  const visible = Array.from(text.slice(0, 8 * longest), (sign) =>
    /[\p{C}\p{Z}]/u.test(sign) ? ' ' : sign,
  );
  const cut = visible.length > longest ? [...visible.slice(0, longest), '…'] : visible;
  return `\u2068${cut.join('')}\u2069`;
}

const most = 5;

/** The same sentence once, at most five of them, and how many more there would be. */
export function few(problems: readonly Localised[]): readonly Localised[] {
  const distinct = [...new Map(problems.map((problem) => [problem.en, problem])).values()];
  const rest = distinct.length - most;
  if (rest <= 0) return distinct;
  return [
    ...distinct.slice(0, most),
    {
      zh: `链接里还有 ${rest} 处没有用上。`,
      en: `${rest} more ${rest === 1 ? 'part of the link was' : 'parts of the link were'} not used.`,
    },
  ];
}
