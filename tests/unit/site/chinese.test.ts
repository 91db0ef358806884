/** Slips of Chinese that spelling tools do not see. */
import { describe, expect, it } from 'vitest';
import { pages } from '../../../src/site/chapters.ts';
import { pageText } from './pages.ts';

/** Nothing falls by several times: it falls to a part of what it was. */
const fallenByTimes =
  /(?:下降|降价|降低|减少|少报|便宜|跌)(?![到破为至])[^，。；：！？|、“”涨增升]{0,12}?[\d一二两三四五六七八九十几百千万$B]\s?倍/u;

it.each(pages.map(({ slug }) => slug))('%s: nothing falls by several times', (slug) => {
  const lines = pageText(slug, 'zh').markdown.split('\n');
  const found = lines.flatMap((line, at) => {
    const slip = fallenByTimes.exec(line)?.[0];
    return slip === undefined ? [] : [`line ${at + 1}: ${slip}`];
  });
  expect(found).toEqual([]);
});

describe('the rule', () => {
  it.each([
    '每年下降 9 到 900 倍',
    '一年降价 10 倍',
    '价格每年跌几倍',
    '步数少报了 $B$ 倍',
    '再跌十倍',
  ])('sees %s', (text) => {
    expect(fallenByTimes.test(text)).toBe(true);
  });

  it.each(['降到原来的 1/9', '下降 30%', '步长是应有的 3.16 倍', '降价之后用量涨到三倍'])(
    'lets %s be',
    (text) => {
      expect(fallenByTimes.test(text)).toBe(false);
    },
  );
});
