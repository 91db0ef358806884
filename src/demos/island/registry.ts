/** Every demo there is, in the order of their figures: laboratories and the first page before chapters. */
import { figureId } from './address.ts';
import type { Demo } from './define.ts';

const found = import.meta.glob<Demo>('../*/demo.ts', { eager: true, import: 'default' });

/** L stands between 0 and 1. */
const place = ({ figure }: Demo): number => {
  const [page = '', number = ''] = figure.split('.');
  return (page === 'L' ? 0.5 : Number(page)) * 1000 + Number(number);
};

export const demos: readonly Demo[] = Object.values(found).sort((a, b) => place(a) - place(b));

/** Where a demo is at home, without language: its own page, or its figure in a chapter. */
export function addressOf({ page, figure }: Demo): string {
  if (page === 'index') return '/';
  const address = `/${page}/`;
  return page.startsWith('lab/') ? address : `${address}#${figureId(figure)}`;
}
