/** `/references/<page>.gbt7714.txt`: the works that a page cites. */
import type { APIRoute } from 'astro';
import { worksByPage, type CitedWork } from '../../site/reference-files.ts';
import { gbt7714 } from '../../site/references.ts';

interface Props {
  works: readonly CitedWork[];
}

export function getStaticPaths(): { params: { page: string }; props: Props }[] {
  return [...worksByPage(process.cwd())].map(([page, works]) => ({
    params: { page },
    props: { works },
  }));
}

export const GET: APIRoute<Props> = ({ props }) =>
  new Response(`${props.works.map(([, entry], index) => gbt7714(index + 1, entry)).join('\n')}\n`);
