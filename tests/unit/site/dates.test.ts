/** A date in the text stays on one line, whatever the width of the screen. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createMarkdownProcessor } from '@astrojs/markdown-remark';
import type { Nodes, Root } from 'hast';
import { describe, expect, it } from 'vitest';
import { rehypeDates } from '../../../src/site/markdown/dates.ts';
import { root } from './pages.ts';

async function html(markdown: string): Promise<string> {
  const processor = await createMarkdownProcessor({
    syntaxHighlight: false,
    rehypePlugins: [rehypeDates],
  });
  return (await processor.render(markdown)).code;
}

describe('dates', () => {
  it('marks days and months, with the punctuation that touches them outside', async () => {
    expect(await html('截至 2026-11-23，不是法律意见。')).toContain(
      '截至 <time>2026-11-23</time>，不是',
    );
    expect(await html('From 2026-01-01 to 2027-01-01.')).toContain(
      'From <time>2026-01-01</time> to <time>2027-01-01</time>.',
    );
    expect(await html('| Released |\n| --- |\n| 2020-05 |')).toContain(
      '<td><time>2020-05</time></td>',
    );
  });

  it('leaves numbers, addresses and code alone', async () => {
    for (const text of [
      'GB 45438-2025',
      '(EU) 2024/1689',
      'cac.gov.cn/2026-07/10/c_1.htm',
      '2026-13-01',
      '12026-11-23',
      '`2026-11-23`',
    ]) {
      expect(await html(text)).not.toContain('<time>');
    }
  });

  it('marks none twice, written in HTML or as JSX', () => {
    const marked = { type: 'mdxJsxTextElement', name: 'time', attributes: [] };
    const tree = {
      type: 'root',
      children: [{ ...marked, children: [{ type: 'text', value: '2026-08-02' }] }],
    } as unknown as Root;
    rehypeDates()(tree);
    const [time] = tree.children as { children: Nodes[] }[];
    expect(time?.children).toEqual([{ type: 'text', value: '2026-08-02' }]);
  });

  it('rests on a style that breaks nothing within a <time>', () => {
    const style = readFileSync(join(root, 'src/styles/site.css'), 'utf8');
    expect(style).toMatch(/^time \{\s*white-space: nowrap;/m);
  });
});
