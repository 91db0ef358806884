/** `/references/<page>.bib`: the works that a page cites. */
import type { APIRoute } from 'astro';
import { worksByPage, type CitedWork } from '../../site/reference-files.ts';
import { bibtex } from '../../site/references.ts';

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
  new Response(`${props.works.map(([key, entry]) => bibtex(key, entry)).join('\n\n')}\n`);
