/** `/scripts/train_gpt.py`: the programs that chapters show, as files to save and run. */
import type { APIRoute } from 'astro';
import { sourceFiles } from '../../site/source-files.ts';

interface Props {
  text: string;
}

const scripts = /^src\/site\/scripts\/(.+)\.py$/;

export function getStaticPaths(): { params: { path: string }; props: Props }[] {
  return sourceFiles.flatMap(({ path, text }) => {
    const name = scripts.exec(path)?.[1];
    return name === undefined ? [] : [{ params: { path: name }, props: { text } }];
  });
}

export const GET: APIRoute<Props> = ({ props: { text } }) =>
  new Response(text, { headers: { 'content-type': 'text/plain; charset=utf-8' } });
