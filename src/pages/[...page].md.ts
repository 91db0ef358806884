/** `/02-algorithms.md`, `/en/02-algorithms.md`: every page as plain Markdown. */
import type { APIRoute } from 'astro';
import { getCollection, type CollectionEntry } from 'astro:content';
import { plainMarkdown } from '../site/plain-markdown.ts';

interface Props {
  entry: CollectionEntry<'docs'>;
}

/** The entries' ids are addresses: `en` is the English first page, `index` the Chinese one. */
function pathOf(id: string): string {
  return id === 'en' ? 'en/index' : id;
}

export async function getStaticPaths(): Promise<{ params: { page: string }; props: Props }[]> {
  const entries = await getCollection('docs');
  return entries.map((entry) => ({ params: { page: pathOf(entry.id) }, props: { entry } }));
}

export const GET: APIRoute<Props> = ({ props: { entry } }) => {
  const { title, description } = entry.data;
  const language = /^en(?:\/|$)/.test(entry.id) ? 'en' : 'zh';
  const mdx = entry.body ?? '';
  return new Response(plainMarkdown(process.cwd(), { title, description, mdx }, language));
};
