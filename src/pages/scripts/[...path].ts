/** `/scripts/train_gpt.py`: the programs that chapters show, as files to save and run. */
import type { APIRoute } from 'astro';
import { sourceFiles } from '../../site/source-files.ts';

interface Props {
  text: string;
}

const folder = 'src/site/scripts/';

export function getStaticPaths(): { params: { path: string }; props: Props }[] {
  return sourceFiles
    .filter(({ path }) => path.startsWith(folder))
    .map(({ path, text }) => ({ params: { path: path.slice(folder.length) }, props: { text } }));
}

export const GET: APIRoute<Props> = ({ props: { text } }) =>
  new Response(text, { headers: { 'content-type': 'text/plain; charset=utf-8' } });
